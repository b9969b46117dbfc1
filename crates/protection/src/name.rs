//! The name of a person in the forms in which texts write it.
//!
//! A name is found where two of its words stand together, or one of them with the initial of another, in any order:
//! "Mira Tolle", "Tolle, M.", "mira-tolle". A word of it stands for the person alone where nobody else of the record has
//! that word in their name.

use std::ops::Range;

use remand_search::{Stems, name_keys, words};

use crate::token::{Token, compared, latin_look};

/// A word of a name of fewer letters never stands for a person alone.
const ALONE: usize = 3;
/// Two words of one script that only sound alike are taken for one where both have so many letters.
const SOUNDS: usize = 6;
/// The same for words of two scripts.
const SOUNDS_ACROSS: usize = 5;
/// So many letters of a name inside a longer word of an address are that name.
const INSIDE: usize = 5;

/// How a word of a text is one of a name, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum How {
    Exact,
    /// In another case.
    Form,
    /// In another spelling or script.
    Sound,
}

/// A name of a person.
#[derive(Clone, Debug)]
pub(crate) struct Name {
    words: Vec<Word>,
}

#[derive(Clone, Debug)]
struct Word {
    folded: String,
    letters: usize,
    cyrillic: bool,
    stems: Vec<String>,
    keys: Vec<String>,
    /// It stands for the person without the others.
    alone: bool,
}

/// The forms of a word of a text, made once for all names.
pub(crate) struct Forms {
    cyrillic: bool,
    stems: Vec<String>,
    keys: Vec<String>,
}

fn is_cyrillic(word: &str) -> bool {
    word.chars().any(|c| matches!(c, '\u{400}'..='\u{52f}'))
}

impl Forms {
    pub(crate) fn of(token: &Token, stems: &Stems) -> Self {
        let cyrillic = is_cyrillic(&token.folded);
        Self {
            cyrillic,
            stems: if cyrillic { stems.in_all(&token.folded) } else { Vec::new() },
            keys: name_keys(&token.plain),
        }
    }
}

impl Word {
    fn of(word: &str, stems: &Stems) -> Option<Self> {
        let folded = compared(word);
        let letters = folded.chars().count();
        let cyrillic = is_cyrillic(&folded);
        (letters > 0).then(|| Self {
            letters,
            cyrillic,
            stems: if cyrillic { stems.in_all(&folded) } else { Vec::new() },
            keys: name_keys(word),
            alone: letters >= ALONE && word.chars().next().is_some_and(char::is_uppercase),
            folded,
        })
    }

    fn fits(&self, folded: &str, letters: usize, forms: &Forms) -> Option<How> {
        if self.folded == folded {
            return Some(How::Exact);
        }
        if self.letters < 2 || letters < 2 {
            return None;
        }
        if self.cyrillic == forms.cyrillic {
            let is_form = if self.cyrillic {
                let shared =
                    self.folded.chars().zip(folded.chars()).take_while(|(one, other)| one == other).count();
                let sounds = || self.keys.iter().any(|key| forms.keys.contains(key));
                self.stems.iter().any(|stem| forms.stems.contains(stem))
                    || shared + 1 >= self.letters.min(letters) && sounds()
            } else {
                let (short, long) = if self.letters < letters {
                    (self.folded.as_str(), folded)
                } else {
                    (folded, self.folded.as_str())
                };
                let ending = long.strip_prefix(short);
                short.len() >= 3 && ending.is_some_and(|ending| matches!(ending, "s" | "es" | "ns"))
            };
            if is_form {
                return Some(How::Form);
            }
        }
        let least = if self.cyrillic == forms.cyrillic { SOUNDS } else { SOUNDS_ACROSS };
        let sounds = || self.keys.iter().any(|key| forms.keys.contains(key));
        // Short names of two scripts are one where they sound alike in a whole name.
        let short_across = self.cyrillic != forms.cyrillic && letters >= 4 && self.letters >= 4;
        (((self.letters >= least && letters >= least) || short_across) && sounds()).then_some(How::Sound)
    }

    fn initial(&self) -> Option<char> {
        self.folded.chars().next().map(latin_look)
    }
}

/// A run of words of a text that is a name.
pub(crate) struct Found {
    pub(crate) first: usize,
    /// Its last word.
    pub(crate) last: usize,
    /// A full stop after an initial belongs to it.
    pub(crate) stop: bool,
}

impl Name {
    /// `None` for what has no letters.
    pub(crate) fn of(name: &str, stems: &Stems) -> Option<Self> {
        let words = words(name).filter_map(|range| name.get(range));
        let words: Vec<Word> = words.filter_map(|word| Word::of(word, stems)).collect();
        (!words.is_empty()).then_some(Self { words })
    }

    /// Its words as they are compared.
    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|word| word.folded.as_str())
    }

    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }

    /// No word of it stands for the person alone, unless it is the only one.
    pub(crate) fn only_whole(&mut self) {
        if self.words.len() > 1 {
            self.words.iter_mut().for_each(|word| word.alone = false);
        }
    }

    /// Words that are in `other` too do not stand for this person alone.
    pub(crate) fn apart_from(&mut self, other: &Self) {
        if self.words.len() < 2 {
            return;
        }
        for word in &mut self.words {
            if other.words.iter().any(|shared| shared.like(word)) {
                word.alone = false;
            }
        }
    }

    /// Only words that a word of `name` fits stand for the person alone: an office or a title does not.
    pub(crate) fn alone_as(&mut self, name: &Self) {
        for word in &mut self.words {
            if !name.words.iter().any(|known| known.like(word)) {
                word.alone = false;
            }
        }
    }

    /// A word of it is one of `name`.
    pub(crate) fn shares(&self, name: &Self) -> bool {
        self.words.iter().any(|word| name.words.iter().any(|known| known.like(word)))
    }

    /// Two of its words are no initials.
    pub(crate) fn is_spelled_out(&self) -> bool {
        self.words.iter().filter(|word| word.letters > 1).count() > 1
    }

    /// Words that the two have in common, and words of one that have their initial in the other.
    pub(crate) fn common(&self, other: &Self) -> (usize, usize) {
        let mut used = vec![false; other.words.len()];
        let (mut full, mut initials) = (0, 0);
        for word in &self.words {
            let like = |known: &Word| known.letters > 1 && word.letters > 1 && known.like(word);
            let initial = |known: &Word| {
                (known.letters == 1) != (word.letters == 1) && known.initial() == word.initial()
            };
            let free = |fits: &dyn Fn(&Word) -> bool| {
                other.words.iter().zip(&used).position(|(known, used)| !used && fits(known))
            };
            let (at, is_full) = match (free(&like), free(&initial)) {
                (Some(at), _) => (at, true),
                (None, Some(at)) => (at, false),
                (None, None) => continue,
            };
            if let Some(used) = used.get_mut(at) {
                *used = true;
            }
            if is_full {
                full += 1;
            } else {
                initials += 1;
            }
        }
        (full, initials)
    }

    /// Words of it that `token` is.
    pub(crate) fn fitting(&self, token: &Token, forms: &Forms) -> Vec<(usize, How)> {
        let letters = token.letters();
        let fits = self.words.iter().enumerate();
        fits.filter_map(|(at, word)| Some((at, word.fits(&token.folded, letters, forms)?))).collect()
    }

    /// The name that begins at `at`. `fits` says which words of it a word of the text is.
    pub(crate) fn at(
        &self,
        at: usize,
        text: &str,
        tokens: &[Token],
        fits: &dyn Fn(usize) -> Vec<(usize, How)>,
    ) -> Option<Found> {
        let mut used = vec![false; self.words.len()];
        let (mut full, mut initials, mut last, mut stop, mut skipped) = (0, 0, None, false, false);
        let mut only = None;
        let mut next = at;
        while let Some(token) = tokens.get(next) {
            if next > at
                && !tokens.get(next - 1).is_some_and(|before| joined(text, &before.range, &token.range))
            {
                break;
            }
            let fitting = fits(next).into_iter().find(|(word, how)| {
                !used.get(*word).copied().unwrap_or(true) && (token.named() || *how == How::Exact)
            });
            if let Some((word, how)) = fitting
                && let Some(used) = used.get_mut(word)
            {
                *used = true;
                // A letter that stands in the name as it was met there is an initial, and no more than that.
                if self.words.get(word).is_some_and(|word| word.letters > 1) {
                    full += 1;
                    only.get_or_insert((next, word, how));
                } else {
                    initials += 1;
                }
                (last, stop) = (Some(next), false);
            } else if let Some(word) = self.initial(token, &used, text, full > 0) {
                if let Some(used) = used.get_mut(word) {
                    *used = true;
                }
                initials += 1;
                (last, stop) = (Some(next), true);
            } else if full + initials > 0 && !skipped && token.named() && self.words.len() > 1 {
                // A middle name that the marked form does not have.
                skipped = true;
            } else {
                break;
            }
            next += 1;
        }
        let last = last?;
        let whole = full >= 2 || (full >= 1 && initials >= 1);
        if whole {
            return Some(Found { first: at, last, stop });
        }
        let (place, word, how) = only?;
        let alone = self.words.get(word).zip(tokens.get(place)).is_some_and(|(word, token)| {
            word.alone
                && match how {
                    How::Exact => token.capital || (token.identifier && word.letters >= INSIDE),
                    How::Form => token.capital,
                    How::Sound => {
                        token.named() && token.letters() >= SOUNDS_ACROSS && word.letters >= SOUNDS_ACROSS
                    }
                }
        });
        (alone && place == at).then_some(Found { first: at, last: at, stop: false })
    }

    /// The unused word of which `token` is the initial. After a word of the name it is one only with a full stop: there
    /// a sentence may begin.
    fn initial(&self, token: &Token, used: &[bool], text: &str, after: bool) -> Option<usize> {
        let mut letters = token.folded.chars();
        let letter = letters.next().filter(|_| letters.next().is_none())?;
        let stop = text.get(token.range.end..).is_some_and(|rest| rest.starts_with('.'));
        if !(token.capital || token.identifier) || (after && !stop && !token.identifier) {
            return None;
        }
        let unused = self.words.iter().zip(used).position(|(word, used)| {
            !used && word.letters > 1 && word.initial().is_some_and(|initial| initial == latin_look(letter))
        });
        // In another script an initial need not look alike: «М. Толле» is "M. Tolle", «Ж.» is "Zh.".
        unused.or_else(|| {
            let across = |word: &Word| word.cyrillic != is_cyrillic(&token.folded);
            self.words.iter().zip(used).position(|(word, used)| !used && word.letters > 1 && across(word))
        })
    }

    /// `token` is written together from words of the name, or has one of them inside an address.
    pub(crate) fn written_together(&self, token: &Token) -> bool {
        let together = |one: &Word, other: &Word| {
            one.letters >= 2 && other.letters >= 2 && one.letters + other.letters >= 6 && {
                let (before, after) = (format!("{}{}", one.folded, other.folded), token.folded.as_str());
                after.contains(before.as_str())
            }
        };
        let pair = self.words.iter().enumerate().any(|(at, one)| {
            self.words.iter().enumerate().any(|(with, other)| at != with && together(one, other))
        });
        let inside = |word: &Word| {
            word.alone
                && word.letters >= INSIDE
                && token.letters() > word.letters
                && token.folded.contains(&word.folded)
        };
        let mixed = token.plain.chars().skip(1).any(char::is_uppercase)
            || token.plain.chars().any(|c| c.is_ascii_digit());
        pair || ((token.identifier || mixed) && token.letters() <= 40 && self.words.iter().any(inside))
    }
}

impl Word {
    /// The two are one word of a name.
    fn like(&self, other: &Self) -> bool {
        let forms = Forms { cyrillic: other.cyrillic, stems: other.stems.clone(), keys: other.keys.clone() };
        self.fits(&other.folded, other.letters, &forms).is_some()
    }
}

/// Only what stands between the words of one name stands between these.
fn joined(text: &str, one: &Range<usize>, next: &Range<usize>) -> bool {
    let between = text.get(one.end..next.start).unwrap_or_default();
    let marks = between.chars().filter(|c| !c.is_whitespace() && !remand_search::is_invisible(*c)).count();
    let lines = between.matches('\n').count();
    let joins = |c: char| {
        c.is_whitespace()
            || remand_search::is_invisible(c)
            || matches!(
                c,
                '-' | '\u{2010}'
                    | '\u{2011}'
                    | '.'
                    | ','
                    | '_'
                    | '/'
                    | '+'
                    | '('
                    | ')'
                    | '\''
                    | '’'
                    | '"'
                    | '“'
                    | '”'
                    | '«'
                    | '»'
                    | '|'
                    | '='
            )
    };
    marks <= 3 && lines <= 1 && between.chars().all(joins)
}
