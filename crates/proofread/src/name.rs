//! Names of people, bodies and places in a text against those that the record has.

use std::ops::Range;

use remand_reading::body_names;
use remand_search::{fold, name_keys, words};

use crate::compare::letters_apart;
use crate::date::Found;
use crate::draft::Draft;
use crate::known::{Capital, Known};
use crate::{Carrier, Checked, Standing, What};

/// A word of fewer letters is too short to be misspelt for another.
const LEAST: usize = 5;
/// Letters that a misspelt name may have wrong.
const WRONG: usize = 2;

/// A word of a text with a capital.
struct Word {
    range: Range<usize>,
    /// It may have its capital from its place: first in a sentence or a line.
    opens: bool,
}

/// The names of the text outside quotations, citations and dates.
pub(crate) fn names(draft: &Draft<'_>, known: &Known<'_>) -> Vec<Checked> {
    let mut all = bodies(draft, known);
    let taken: Vec<Range<usize>> = all.iter().map(|checked| checked.span.clone()).collect();
    for run in runs(draft, &taken) {
        all.extend(name(draft, known, &run));
    }
    all
}

/// Public bodies under any of their names, in whatever language.
fn bodies(draft: &Draft<'_>, known: &Known<'_>) -> Vec<Checked> {
    let mine: Vec<(Range<usize>, String)> =
        words(draft.text).map(|r| (r.clone(), fold(draft.words(&r)))).collect();
    let mut found: Vec<(Range<usize>, Found)> = Vec::new();
    for row in body_names() {
        for called in row {
            let wanted: Vec<String> = words(called).filter_map(|r| called.get(r)).map(fold).collect();
            if wanted.len() < 2 && !called.chars().all(char::is_uppercase) {
                continue;
            }
            for window in mine.windows(wanted.len().max(1)) {
                if !window.iter().map(|(_, word)| word).eq(wanted.iter()) {
                    continue;
                }
                let (Some((first, _)), Some((last, _))) = (window.first(), window.last()) else { continue };
                let range = first.start..last.end;
                if draft.quoted(&range) || draft.cited(&range) {
                    continue;
                }
                // As it is called here, before its other names.
                let names = std::iter::once(called).chain(row);
                let carrier = names.into_iter().find_map(|name| {
                    let ids: Option<Vec<u32>> =
                        words(name).filter_map(|r| name.get(r)).map(|word| known.word(&fold(word))).collect();
                    let ids = ids.filter(|ids| !ids.is_empty())?;
                    let (text, run) = known.runs(&ids).next()?;
                    let tokens = known.texts.get(text)?.tokens.get(run)?;
                    let place = tokens.first()?.start as usize..tokens.last()?.end as usize;
                    Some((known.carrier(text, &place)?, fold(name) == fold(called)))
                });
                let Some((carrier, same)) = carrier else { continue };
                let says = if same { "" } else { "the record has this body under another of its names" };
                found.push((range, Found::of(Standing::Carried, vec![carrier], says)));
            }
        }
    }
    found.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
    let mut end = 0;
    found.retain(|(range, _)| {
        let keep = range.start >= end;
        end = if keep { range.end } else { end };
        keep
    });
    found.into_iter().map(|(range, found)| found.checked(draft, range, What::Name)).collect()
}

/// A line of which most words have a capital, or all letters are capitals: capitals mean nothing there.
fn headline(line: &str) -> bool {
    let letters = line.chars().filter(|c| c.is_alphabetic());
    let all_capitals = letters.clone().count() > 3 && letters.clone().all(char::is_uppercase);
    let long: Vec<&str> = line.split_whitespace().filter(|word| word.chars().count() > 3).collect();
    let capital = long.iter().filter(|word| word.starts_with(char::is_uppercase)).count();
    all_capitals
        || (long.len() >= 3
            && !line.trim_end().ends_with(['.', '!', '?', ':'])
            && capital * 10 >= long.len() * 6)
}

/// Words with a capital that follow each other.
fn runs(draft: &Draft<'_>, taken: &[Range<usize>]) -> Vec<Vec<Word>> {
    let mut runs: Vec<Vec<Word>> = Vec::new();
    let mut line_at = 0;
    for line in draft.text.split_inclusive('\n') {
        let (start, end) = (line_at, line_at + line.len());
        line_at = end;
        if headline(line) {
            continue;
        }
        let mut run: Vec<Word> = Vec::new();
        for range in words(line).map(|r| r.start + start..r.end + start) {
            let written = draft.words(&range);
            let dated = draft.times.iter().any(|t| !t.vague && t.start <= range.start && range.end <= t.end);
            let in_way = taken.iter().any(|t| t.start < range.end && range.start < t.end);
            let out =
                dated || in_way || draft.quoted(&range) || draft.cited(&range) || draft.referred(&range);
            let letters = written.chars().count();
            let roman = written.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | 'L' | 'C'));
            let capital = written.starts_with(char::is_uppercase) && letters > 1 && !roman && !out;
            let between = run.last().map(|last| draft.words(&(last.range.end..range.start)));
            let follows = between.is_some_and(|b| {
                matches!(b, " " | "-" | "\u{a0}" | "’" | "'" | ". " | ".")
                    && (b != ". " || run_is_title(draft, &run))
            });
            if !capital || !follows {
                runs.push(std::mem::take(&mut run));
            }
            if capital {
                let before = draft.text.get(..range.start).unwrap_or_default();
                let near =
                    before.trim_end_matches([' ', '"', '“', '«', '„', '‘', '(', '*', '_', '[', '\u{a0}']);
                let opens = draft.sentences.iter().any(|s| near.len() <= s.start && s.start <= range.start)
                    || near.is_empty()
                    || near.ends_with(['\n', '.', '!', '?', ':', ';', '—', '–', '#', '>', '•', '|'])
                    || near.ends_with("\n-");
                run.push(Word { range, opens: opens && run.is_empty() });
            }
        }
        runs.push(run);
    }
    runs.retain(|run| !run.is_empty());
    runs
}

fn run_is_title(draft: &Draft<'_>, run: &[Word]) -> bool {
    run.last().is_some_and(|word| {
        let written = draft.words(&word.range);
        draft.small.is_title(written) || written.chars().count() <= 2
    })
}

enum Is<'k> {
    /// The record has it so.
    So(&'k Capital),
    /// The record has a name that sounds so, in other letters of the same script.
    Respelt(&'k Capital),
    /// The record has a name that sounds so.
    Sounds(&'k Capital),
    /// The record has a name that differs by a letter or two.
    Near(&'k Capital),
    /// The record has it as a word that is no name.
    Word,
    Unknown,
}

fn known_as<'k>(known: &'k Known<'_>, written: &str) -> Is<'k> {
    let folded = fold(written);
    if let Some(capital) = known.capitals.get(&folded) {
        return Is::So(capital);
    }
    let sounds = name_keys(written).into_iter().find_map(|key| known.sounds.get(&key));
    if let Some(capital) = sounds.and_then(|word| known.capitals.get(word)) {
        let latin = |text: &str| text.chars().all(|c| !matches!(c, '\u{400}'..='\u{52f}'));
        // In one script another spelling is more likely a mistake, unless it is only an ending.
        let same_script = latin(written) == latin(&capital.written);
        let other = fold(&capital.written);
        let ending = folded.starts_with(&other) || other.starts_with(&folded);
        return if same_script && latin(written) && !ending {
            Is::Respelt(capital)
        } else {
            Is::Sounds(capital)
        };
    }
    // Possessives and plurals.
    for ending in ["s", "es", "n", "en", "er"] {
        if let Some(capital) = folded.strip_suffix(ending).and_then(|stem| known.capitals.get(stem)) {
            return Is::So(capital);
        }
    }
    if known.word(&folded).is_some() {
        return Is::Word;
    }
    let letters = folded.chars().count();
    let near = (letters >= LEAST).then(|| {
        let most = if letters >= 7 { WRONG } else { 1 };
        let alike = known.capitals.iter().filter(|(other, _)| other.chars().count() >= LEAST);
        alike
            .filter_map(|(other, capital)| Some((letters_apart(&folded, other, most)?, capital)))
            .min_by_key(|(n, _)| *n)
    });
    near.flatten().map_or(Is::Unknown, |(_, capital)| Is::Near(capital))
}

fn name(draft: &Draft<'_>, known: &Known<'_>, run: &[Word]) -> Option<Checked> {
    // A title or a word that opens the sentence is no part of the name.
    let skip = run
        .iter()
        .take_while(|word| {
            let written = draft.words(&word.range);
            let article = draft.small.is_title(written) || (word.opens && draft.small.is_no_name(written));
            article && run.len() > 1 || word.opens && draft.small.is_no_name(written)
        })
        .count();
    let run = run.get(skip..).filter(|run| !run.is_empty())?;
    let (first, last) = (run.first()?, run.last()?);
    let range = first.range.start..last.range.end;
    let is: Vec<(&Word, Is<'_>)> =
        run.iter().map(|word| (word, known_as(known, draft.words(&word.range)))).collect();
    // One word that opens a sentence, or that every noun of the language looks like, is a name only where the record has it.
    let alone = run.len() == 1;
    let by_place = alone && (first.opens || draft.lexicon.capital_nouns);
    let unsure = |word: &Word| word.opens || draft.small.is_no_name(draft.words(&word.range));
    let missing: Vec<&(&Word, Is<'_>)> =
        is.iter().filter(|(word, is)| matches!(is, Is::Unknown) && !unsure(word)).collect();
    let near: Vec<&Capital> = is
        .iter()
        .filter_map(|(_, is)| if let Is::Near(capital) = is { Some(*capital) } else { None })
        .collect();
    let have: Vec<&Capital> = is
        .iter()
        .filter_map(|(_, is)| match is {
            Is::So(capital) | Is::Sounds(capital) | Is::Respelt(capital) => Some(*capital),
            _ => None,
        })
        .collect();
    let carriers: Vec<Carrier> =
        have.iter().filter_map(|capital| known.carrier(capital.text, &capital.at)).take(1).collect();
    let respelt =
        is.iter().find_map(|(_, is)| if let Is::Respelt(capital) = is { Some(*capital) } else { None });
    let found = if let Some(capital) = near.first().filter(|_| !by_place || !draft.lexicon.capital_nouns) {
        if by_place
            && !draft.reading.sources.iter().any(|s| s.name.contains(draft.words(&first.range)))
            && have.is_empty()
            && alone
        {
            return None;
        }
        let says =
            format!("the record writes “{}”: {}", capital.written, known.told(capital.text, &capital.at));
        Found::of(Standing::NotInTheRecord, Vec::new(), says)
    } else if !missing.is_empty() {
        if by_place {
            return None;
        }
        let words: Vec<&str> = missing.iter().map(|(word, _)| draft.words(&word.range)).collect();
        Found::of(
            Standing::NotInTheRecord,
            Vec::new(),
            format!("no text of the record has “{}”", words.join(" ")),
        )
    } else if have.is_empty() {
        return None;
    } else if let Some(capital) = respelt {
        let says =
            format!("the record writes “{}”: {}", capital.written, known.told(capital.text, &capital.at));
        Found::of(Standing::Uncertain, carriers, says)
    } else if run.len() > 1 && !together(known, draft, run) {
        let says = "the record has these words, and not together";
        Found::of(Standing::Uncertain, carriers, says)
    } else {
        let sounds =
            is.iter().find_map(|(_, is)| if let Is::Sounds(capital) = is { Some(*capital) } else { None });
        let says =
            sounds.map(|capital| format!("the record writes “{}”", capital.written)).unwrap_or_default();
        Found::of(Standing::Carried, carriers, says)
    };
    Some(found.checked(draft, range, What::Name))
}

/// Some text of the record has all words of the name near each other, or a source is called so.
fn together(known: &Known<'_>, draft: &Draft<'_>, run: &[Word]) -> bool {
    let written: Vec<&str> = run.iter().map(|word| draft.words(&word.range)).collect();
    let ids: Option<Vec<u32>> = written.iter().map(|word| known.word(&fold(word))).collect();
    if ids.is_some_and(|ids| known.runs(&ids).next().is_some()) {
        return true;
    }
    let reading = &known.record.chronology.reading;
    let subject = reading.subject.iter().flat_map(|s| s.variants.iter().chain([&s.name]));
    let sources = reading.sources.iter().flat_map(|s| s.variants.iter().chain([&s.name]));
    let keys: Vec<Vec<String>> = written.iter().map(|word| name_keys(word)).collect();
    let holds = |name: &String| {
        let theirs: Vec<&str> = words(name).filter_map(|r| name.get(r)).collect();
        written.iter().zip(&keys).all(|(word, keys)| {
            theirs.iter().any(|their| {
                fold(their) == fold(word) || name_keys(their).iter().any(|key| keys.contains(key))
            })
        })
    };
    if subject.chain(sources).any(holds) {
        return true;
    }
    // Words of one name with others between: "Orsen V. Kaldray".
    let tokens: Vec<u32> = written.iter().filter_map(|word| known.word(&fold(word))).collect();
    let Some((first, rest)) = tokens.split_first() else { return true };
    if tokens.len() < written.len() {
        return keys.iter().zip(&written).all(|(keys, word)| {
            keys.iter().any(|key| known.sounds.contains_key(key)) || known.word(&fold(word)).is_some()
        });
    }
    known.places(*first).iter().any(|(text, at)| {
        let Some(text) = known.texts.get(*text as usize) else { return false };
        let from = (*at as usize).saturating_sub(3);
        let near =
            text.tokens.get(from..(*at as usize + 4 + rest.len()).min(text.tokens.len())).unwrap_or_default();
        rest.iter().all(|word| near.iter().any(|token| token.word == *word))
    })
}
