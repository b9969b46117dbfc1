//! Who the case is about: the person whose being held the texts speak of most.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::Subject;
use crate::lexicon::{Lexicon, Words};
use crate::phrase::{at_word_bounds, first_words, last_words, words_at};

/// A first name of fewer letters is too common to stand for a person.
const FIRST_NAME: usize = 4;
/// Case endings and suffixes are no longer than this many letters.
const ENDING: usize = 4;
/// Names of fewer consonants than this are not looked for in another script.
const SOUND: usize = 3;
/// A name within this many bytes before a verb is its subject.
const NAME_BEFORE: usize = 14;

/// Words on either side of a name that say what is done to the person.
const BESIDE: usize = 4;

/// What speaks for a name's being that of the person of the case.
#[derive(Clone, Copy, Default)]
struct Count {
    /// Words of being held stand right beside it.
    beside: usize,
    /// They stand in its sentence.
    held: usize,
    all: usize,
    /// A verb of saying follows it, or it is who is written to.
    other: usize,
}

impl Count {
    fn add(&mut self, more: Self) {
        self.beside += more.beside;
        self.held += more.held;
        self.all += more.all;
        self.other += more.other;
    }

    fn score(&self) -> usize {
        (self.beside * 6 + self.held * 2 + self.all).saturating_sub(self.other * 4)
    }
}

/// Counts names over sentences; one for a whole case.
#[derive(Default)]
pub(crate) struct Names {
    full: BTreeMap<String, Count>,
    single: BTreeMap<String, Count>,
}

impl Names {
    /// Takes in one sentence.
    pub(crate) fn read(&mut self, sentence: &str, lexicon: &Lexicon) {
        let lower = sentence.to_lowercase();
        let held = lexicon.words.held.iter().any(|w| lower.contains(w.as_str()));
        for (range, run) in runs(sentence, lexicon) {
            let before = last_words(sentence.get(..range.start).unwrap_or_default(), BESIDE).to_lowercase();
            let before = before.rsplit([',', ';', ':', '.', '(']).next().unwrap_or_default();
            let after = first_words(sentence.get(range.end..).unwrap_or_default(), BESIDE).to_lowercase();
            let said = lexicon.says.verbs.find(&after).is_some_and(|m| m.start() <= 2);
            let done = lexicon.words.done_to.iter().any(|w| before.contains(w.as_str()));
            let happened = lexicon.words.held.iter().any(|w| after.contains(w.as_str()));
            let count = Count {
                beside: usize::from(!said && (done || happened)),
                held: usize::from(held),
                all: 1,
                other: usize::from(said),
            };
            match run.as_slice() {
                [one] => self.single.entry((*one).to_owned()).or_default().add(count),
                [_, _] | [_, _, _] => self.full.entry(run.join(" ")).or_default().add(count),
                _ => {}
            }
        }
    }

    /// `name` is whom a letter is written to.
    pub(crate) fn recipient(&mut self, name: &str) {
        for (known, count) in &mut self.full {
            if name.contains(known.as_str()) {
                count.other += count.all;
            }
        }
    }

    /// The name that most often stands with words of being held; a surname alone counts for its full name.
    pub(crate) fn subject(&self) -> Option<Subject> {
        let total = |name: &str, count: &Count| {
            let mut total = *count;
            let surname = name.rsplit(' ').next().unwrap_or(name);
            let surname = self.single.get(surname).copied().unwrap_or_default();
            total.add(Count { other: 0, ..surname });
            total
        };
        let (name, count) = self.full.iter().map(|(name, count)| (name, total(name, count))).max_by_key(
            |(name, count)| (count.score(), std::cmp::Reverse(name.len()), std::cmp::Reverse(name.as_str())),
        )?;
        (count.held + count.beside > 0).then(|| Subject {
            name: name.clone(),
            variants: vec![name.clone()],
            inferred: true,
        })
    }
}

/// Runs of words that look like parts of a name.
fn capitalised<'s>(sentence: &'s str, lexicon: &Lexicon) -> Vec<Vec<&'s str>> {
    runs(sentence, lexicon).into_iter().map(|(_, run)| run).collect()
}

/// The same with the bytes each run takes.
fn runs<'s>(sentence: &'s str, lexicon: &Lexicon) -> Vec<(Range<usize>, Vec<&'s str>)> {
    let mut runs = Vec::new();
    let mut run: Vec<&str> = Vec::new();
    let mut span = 0..0;
    for (at, word) in words_at(sentence) {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let bare = without_possessive(bare, lexicon);
        let mut letters = bare.chars();
        let name = letters.next().is_some_and(char::is_uppercase)
            && letters.next().is_some_and(|c| c.is_lowercase())
            && bare.chars().all(|c| c.is_alphabetic() || c == '-')
            && !lexicon.words.not_names.iter().any(|n| n == bare)
            && !lexicon.words.titles.iter().any(|t| t == bare);
        if name {
            if run.is_empty() {
                span.start = at;
            }
            span.end = at + word.find(bare).unwrap_or(0) + bare.len();
            run.push(bare);
        }
        let ends = !name
            || word.ends_with([',', '.', ';', ':', '!', '?', ')', '”', '"', '»'])
            || word.ends_with("s’")
            || word.len() > bare.len() + 3;
        if ends && !run.is_empty() {
            runs.push((span.clone(), std::mem::take(&mut run)));
        }
    }
    if !run.is_empty() {
        runs.push((span, run));
    }
    runs
}

/// The word without the ending of a possessive.
pub(crate) fn without_possessive<'s>(word: &'s str, lexicon: &Lexicon) -> &'s str {
    let bare = lexicon.words.possessives.iter().find_map(|ending| word.strip_suffix(ending.as_str()));
    bare.filter(|b| !b.is_empty()).unwrap_or(word)
}

/// Of the forms of one name, that which is likeliest to be its nominative: the fewest words in another case, then the
/// shortest.
pub(crate) fn nominative<'f>(forms: impl Iterator<Item = &'f str>, words: &Words) -> Option<&'f str> {
    let oblique = |form: &str| {
        form.split(' ').filter(|w| words.oblique.iter().any(|ending| w.ends_with(ending.as_str()))).count()
    };
    forms.min_by_key(|form| (oblique(form), form.chars().count()))
}

/// How sentences name the person of the case.
pub(crate) struct Mentioned {
    /// Lower-case stems of the surname, in the scripts that were met.
    stems: Vec<String>,
    /// The same as they sound.
    sounds: Vec<String>,
    /// Lower-case full forms.
    pub(crate) forms: Vec<String>,
}

impl Mentioned {
    /// For the name `subject`; empty where nobody is named.
    pub(crate) fn of(subject: Option<&Subject>) -> Self {
        let Some(subject) = subject else {
            return Self { stems: Vec::new(), sounds: Vec::new(), forms: Vec::new() };
        };
        let (mut stems, mut sounds, mut forms) = (Vec::new(), Vec::new(), Vec::new());
        for form in &subject.variants {
            let lower = form.to_lowercase();
            let surname = lower.rsplit(' ').next().unwrap_or(&lower).to_owned();
            // A first name of some length is nobody else's in a record about one person.
            let first = lower.split(' ').next().filter(|f| f.chars().count() >= FIRST_NAME && *f != surname);
            for word in std::iter::once(surname.as_str()).chain(first) {
                // Case endings of Slavic and Turkic languages are left off.
                let letters = word.chars().count();
                let stem: String =
                    word.chars().take(if letters > 5 { letters - 1 } else { letters }).collect();
                if letters >= 3 && !stems.contains(&stem) {
                    sounds.push(sound(&stem));
                    stems.push(stem);
                }
            }
            forms.push(lower);
            forms.push(surname);
        }
        Self { stems, sounds, forms }
    }

    /// A form of the name that was met: the surname alone, or with the first name the person has.
    pub(crate) fn is_theirs(&self, form: &str) -> bool {
        let lower = form.to_lowercase();
        let Some((first, _)) = lower.split_once(' ') else { return true };
        let known = self.forms.iter().filter_map(|f| f.split_once(' ')).map(|(first, _)| first);
        known.into_iter().any(|k| {
            k == first
                || sound(k) == sound(first)
                || first.trim_end_matches('.').chars().eq(k.chars().take(1))
        })
    }

    /// `text` is the full name of the person, and not that of a relative.
    pub(crate) fn is_full_name(&self, text: &str) -> bool {
        let lower = text.trim().to_lowercase();
        self.forms.iter().any(|form| form.contains(' ') && lower.contains(form.as_str()))
    }

    /// `text` names the person.
    pub(crate) fn in_text(&self, text: &str) -> bool {
        text.split(|c: char| !c.is_alphanumeric() && c != '-')
            .filter(|w| w.chars().next().is_some_and(char::is_uppercase))
            .any(|w| self.is_surname(w))
    }

    fn is_surname(&self, word: &str) -> bool {
        let lower = word.to_lowercase();
        let fits = |stem: &String| {
            lower.starts_with(stem.as_str()) && lower.chars().count() <= stem.chars().count() + ENDING
        };
        // In another script only the consonants are certain: a name is written there as it sounds.
        let other_script = !lower.is_ascii();
        let heard = if other_script { sound(&lower) } else { String::new() };
        self.stems.iter().any(fits)
            || other_script
                && self.sounds.iter().any(|s| {
                    s.chars().count() >= SOUND
                        && heard.starts_with(s.as_str())
                        && heard.len() <= s.len() + ENDING / 2
                })
    }

    /// The last name in `clause` is another person's, and stands right before its end.
    pub(crate) fn somebody_else(&self, clause: &str, lexicon: &Lexicon) -> bool {
        // "told the Gazette that custody was extended": whoever was told is not the one it happened to.
        let that = lexicon.words.that.iter().filter_map(|that| {
            clause
                .match_indices(that.as_str())
                .map(|(at, that)| (at, at + that.len()))
                .filter(|(a, b)| at_word_bounds(clause, *a, *b))
                .last()
        });
        let clause = that.max().and_then(|(_, end)| clause.get(end..)).unwrap_or(clause);
        let Some(run) = capitalised(clause, lexicon).pop() else { return false };
        let Some(name) = run.last() else { return false };
        // "Үйінде", "at home": a name with the ending of a place is nobody whom it happened to.
        if lexicon.words.place_endings.iter().any(|ending| name.ends_with(ending.as_str())) {
            return false;
        }
        let near = clause.rfind(name).is_some_and(|at| clause.len() - at - name.len() <= NAME_BEFORE);
        let at = run.first().and_then(|first| clause.rfind(first)).unwrap_or(0);
        let before = clause.get(..at).unwrap_or_default().trim_end().to_lowercase();
        let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
        // "… of the Lake Board": part of what goes before, not a person.
        if lexicon.words.articles.iter().any(|a| a == word) || lexicon.words.governs.iter().any(|g| g == word)
        {
            return false;
        }
        // A capital at the start of a sentence is no name by itself.
        let first = run.len() == 1 && clause.trim_start().starts_with(name);
        near && !first && !self.stems.is_empty() && !run.iter().any(|w| self.is_surname(w))
    }

    /// Every form of the name in `text`: the surname with the capitalised words before it.
    pub(crate) fn forms_in(&self, text: &str, lexicon: &Lexicon) -> Vec<String> {
        let mut out = Vec::new();
        for run in capitalised(text, lexicon) {
            if let Some(at) = run.iter().position(|w| self.is_surname(w)) {
                out.push(run.get(..=at).unwrap_or_default().join(" "));
            }
        }
        out
    }
}

/// The consonants of a word of a name in Latin letters, with the first letter, so that it is found in another script.
pub fn sound(word: &str) -> String {
    let latin = any_ascii::any_ascii(word).to_lowercase();
    let latin = latin.replace("kh", "h").replace("zh", "j").replace("ck", "k").replace("ph", "f");
    let mut out = String::new();
    for (n, c) in latin.chars().filter(char::is_ascii_alphabetic).enumerate() {
        let c = match c {
            'q' | 'c' => 'k',
            'w' => 'v',
            'z' => 's',
            c => c,
        };
        let vowel = matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'j' | 'h');
        if n == 0 || (!vowel && !out.ends_with(c)) {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::files;

    fn inferred(sentences: &[&str]) -> Option<String> {
        let lexicon = Lexicon::compile(files("en").unwrap()).unwrap();
        let mut names = Names::default();
        sentences.iter().for_each(|s| names.read(s, &lexicon));
        names.subject().map(|s| s.name)
    }

    #[test]
    fn the_person_who_is_held_is_the_subject() {
        let cases: [(&[&str], Option<&str>); 4] = [
            (
                &[
                    "Ana Brok was detained on 3 March.",
                    "President Karl Venn spoke for an hour about Ana Brok.",
                    "Karl Venn left, Karl Venn came back, Karl Venn slept.",
                    "The lawyers of Brok say that Ana Brok is in prison.",
                ],
                Some("Ana Brok"),
            ),
            (&["The court sat on Monday in North Velda."], None),
            (&[""], None),
            (&["was detained on 3 March"], None),
        ];
        for (sentences, expected) in cases {
            assert_eq!(inferred(sentences).as_deref(), expected, "{sentences:?}");
        }
    }

    #[test]
    fn a_name_is_found_in_another_script_and_case() {
        let brok =
            Subject { name: "Ana Danilova".into(), variants: vec!["Ana Danilova".into()], inferred: false };
        let mentioned = Mentioned::of(Some(&brok));
        for text in ["дело Даниловой", "Данилову задержали", "Mrs Danilova’s lawyer"]
        {
            assert!(mentioned.in_text(text), "{text}");
        }
        for text in ["danilova", "Daniel came", "", "дело Дания"] {
            assert!(!mentioned.in_text(text), "{text}");
        }
    }
}
