//! Quotations of a text against the words of the items.

use std::collections::BTreeMap;
use std::ops::Range;

use remand_search::{fold, words};

use crate::compare::{Step, steps};
use crate::date::{ALIKE, CARRIERS, Found};
use crate::draft::Draft;
use crate::known::{Known, Origin, stems};
use crate::quotation::{Quotation, parts};
use crate::{Carrier, Checked, Standing, What};

/// Fewer words than this in quotation marks are a name or a term, where they begin with a capital.
const TERM: usize = 4;
/// A word of more places than this leads nowhere.
const COMMON: usize = 4000;
/// So many words on either side of the nearest place are looked at.
const SIDES: usize = 6;
/// Two runs of words are compared up to this length.
const LONGEST: usize = 400;
/// Of a hundred words, so many must be the same for the text to be a changed quotation; and for a paraphrase.
const CHANGED: usize = 60;
const PARAPHRASE: usize = 35;
/// Letters around a quotation in which the text may say that it is a translation.
const BESIDE: usize = 80;

/// The quotations of the text.
pub(crate) fn quotations(draft: &Draft<'_>, known: &Known<'_>) -> Vec<Checked> {
    let each =
        draft.quotations.iter().filter(|q| draft.words(&q.inside).contains(char::is_alphabetic)).map(|q| {
            let body = draft.words(&q.inside);
            let count = words(body).count();
            let capital = body.starts_with(char::is_uppercase);
            let what = if count < TERM && capital && !body.ends_with(['.', '!', '?', ',']) {
                What::Name
            } else {
                What::Quotation
            };
            quotation(draft, known, q, count).checked(draft, q.span.clone(), what)
        });
    each.collect()
}

struct Place {
    text: usize,
    tokens: Range<usize>,
}

fn quotation(draft: &Draft<'_>, known: &Known<'_>, quotation: &Quotation, count: usize) -> Found {
    let mut found: Vec<(Range<usize>, Place)> = Vec::new();
    let cut = parts(draft.text, &quotation.inside);
    for part in &cut {
        // Each part stands behind the one before it, in the same item.
        let after = found.last().map(|(_, place)| (place.text, place.tokens.end));
        match exactly(known, draft.words(part), after) {
            Some(place) => found.push((part.clone(), place)),
            None => return nearest(draft, known, quotation, count),
        }
    }
    let carriers: Vec<Carrier> = found
        .iter()
        .filter_map(|(_, place)| known.passage(place.text, bytes(known, place)?))
        .take(CARRIERS)
        .collect();
    if carriers.is_empty() {
        return Found::of(Standing::NotInTheRecord, Vec::new(), "only the program's own words have this");
    }
    let trimmed = |text: &str| text.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let verbatim = found.iter().all(|(part, place)| {
        let source = bytes(known, place).and_then(|range| known.texts.get(place.text)?.text.get(range));
        source.is_some_and(|source| trimmed(source) == trimmed(draft.words(part)))
    });
    let says = match (verbatim, cut.len()) {
        (true, 0 | 1) => String::new(),
        (true, _) => "cut, and each part stands so in the source".to_owned(),
        (false, _) => {
            "the same words; capitals, accents, marks or white space differ from the source".to_owned()
        }
    };
    Found::of(Standing::Carried, carriers, says)
}

fn bytes(known: &Known<'_>, place: &Place) -> Option<Range<usize>> {
    let tokens = known.texts.get(place.text)?.tokens.get(place.tokens.clone())?;
    Some(tokens.first()?.start as usize..tokens.last()?.end as usize)
}

fn folded(text: &str) -> Vec<String> {
    words(text).filter_map(|range| text.get(range)).map(fold).collect()
}

fn exactly(known: &Known<'_>, part: &str, after: Option<(usize, usize)>) -> Option<Place> {
    let ids: Vec<u32> = folded(part).iter().map(|word| known.word(word)).collect::<Option<_>>()?;
    let of_item = |text: usize| {
        known.texts.get(text).is_some_and(|t| matches!(t.origin, Origin::Item(_) | Origin::Fixed(_)))
    };
    let mut runs = known.runs(&ids).filter(|(text, _)| of_item(*text));
    let fits = |(text, run): &(usize, Range<usize>)| {
        after.is_none_or(|(item, end)| item == *text && end <= run.start)
    };
    runs.find(fits).map(|(text, tokens)| Place { text, tokens })
}

/// No item has the words so: which comes nearest, and where it differs.
fn nearest(draft: &Draft<'_>, known: &Known<'_>, quotation: &Quotation, count: usize) -> Found {
    let body = draft.words(&quotation.inside);
    let mine: Vec<String> = folded(body).into_iter().take(LONGEST).collect();
    let near = || {
        let from = quotation.span.start.saturating_sub(BESIDE);
        let from = (from..=quotation.span.start).find(|at| draft.text.is_char_boundary(*at)).unwrap_or(0);
        let to = (quotation.span.end + BESIDE).min(draft.text.len());
        let to = (quotation.span.end..=to).rev().find(|at| draft.text.is_char_boundary(*at)).unwrap_or(to);
        draft.words(&(from..to)).to_lowercase()
    };
    let best = closest(known, &mine);
    let translated = draft.lexicon.says_translated(&near());
    if translated && best.as_ref().is_none_or(|(percent, ..)| *percent < CHANGED) {
        let says =
            "marked as a translation: its words cannot be held against the source; read it beside the source";
        return Found::of(Standing::Uncertain, Vec::new(), says);
    }
    let Some((percent, text, steps, from)) = best.filter(|_| count >= 2) else {
        return Found::of(Standing::NotInTheRecord, Vec::new(), not_there(known, draft));
    };
    let place = known
        .texts
        .get(text)
        .zip(bytes(known, &Place { text, tokens: from.clone() }))
        .and_then(|(_, range)| known.passage(text, range));
    let place = match &place {
        Some(Carrier::Passage { place, .. }) => place.clone(),
        _ => "the record".to_owned(),
    };
    let there = bytes(known, &Place { text, tokens: from.clone() })
        .and_then(|range| known.texts.get(text)?.text.get(range))
        .map(|words| words.split_whitespace().collect::<Vec<_>>().join(" "))
        .unwrap_or_default();
    let telling = stems(body);
    let kept = telling.intersection(&stems(&there)).count();
    if percent >= CHANGED && count >= TERM - 1 {
        let says = format!("differs from {place}: “{}”", side_by_side(known, body, text, &steps, from.start));
        return Found::of(Standing::Contradicted, Vec::new(), says);
    }
    if percent >= PARAPHRASE && count >= TERM && kept >= ALIKE - 1 && kept * 2 >= telling.len() {
        let says = format!("a paraphrase in quotation marks, as it seems; {place} has: “{there}”");
        return Found::of(Standing::Contradicted, Vec::new(), says);
    }
    Found::of(Standing::NotInTheRecord, Vec::new(), not_there(known, draft))
}

fn not_there(known: &Known<'_>, draft: &Draft<'_>) -> String {
    let other = known
        .texts
        .iter()
        .any(|text| matches!(text.origin, Origin::Item(_)) && text.language != draft.language);
    let hint = if other { "; if it is a translation, say so beside it" } else { "" };
    format!("no item has these words{hint}")
}

/// The place that shares most words with a quotation in their order: how many of a hundred, and the way to it.
fn closest(known: &Known<'_>, mine: &[String]) -> Option<(usize, usize, Vec<Step>, Range<usize>)> {
    let ids: Vec<Option<u32>> = mine.iter().map(|word| known.word(word)).collect();
    let mut votes: BTreeMap<(u32, u32), usize> = BTreeMap::new();
    let width = u32::try_from(mine.len().max(8)).unwrap_or(u32::MAX);
    for (at, id) in ids.iter().enumerate() {
        let Some(id) = id else { continue };
        let places = known.places(*id);
        if places.len() > COMMON {
            continue;
        }
        for (text, place) in places {
            let start = place.saturating_sub(u32::try_from(at).unwrap_or(0));
            *votes.entry((*text, start / width)).or_default() += 1;
        }
    }
    let mut best: Vec<((u32, u32), usize)> = votes.into_iter().collect();
    best.sort_by_key(|(place, count)| (std::cmp::Reverse(*count), *place));
    let mut found: Option<(usize, usize, Vec<Step>, Range<usize>)> = None;
    for ((text, bucket), _) in best.into_iter().take(8) {
        let Some(entry) = known.texts.get(text as usize).filter(|t| matches!(t.origin, Origin::Item(_)))
        else {
            continue;
        };
        let from = (bucket.saturating_mul(width) as usize).saturating_sub(SIDES);
        let to = (from + 2 * mine.len().max(8) + 2 * SIDES).min(entry.tokens.len());
        let window: Vec<Option<u32>> =
            entry.tokens.get(from..to).unwrap_or_default().iter().map(|token| Some(token.word)).collect();
        let way = steps(&ids, &window);
        let both = way.iter().filter(|step| matches!(step, Step::Both(..))).count();
        let percent = both * 100 / mine.len().max(1);
        if found.as_ref().is_none_or(|(most, ..)| percent > *most) {
            let (way, inside) = trimmed(way);
            found = Some((percent, text as usize, way, inside.start + from..inside.end + from));
        }
    }
    found
}

/// The way without the words that only the window has at either end, and the places of the others in the window.
fn trimmed(way: Vec<Step>) -> (Vec<Step>, Range<usize>) {
    let place = |step: &Step| match step {
        Step::Both(_, j) => Some(*j),
        _ => None,
    };
    let (first, last) = (way.iter().find_map(place), way.iter().rev().find_map(place));
    // Words of the text at its end stand against as many of the source.
    let more = way.iter().rev().filter(|step| !matches!(step, Step::Second(_)));
    let more = more.take_while(|step| matches!(step, Step::First(_))).count();
    let reach = way.iter().filter(|step| !matches!(step, Step::First(_))).count();
    let inside = first.unwrap_or(0)..last.map_or(0, |last| (last + 1 + more).min(reach));
    let kept = way
        .into_iter()
        .filter(|step| match step {
            Step::Second(j) => inside.contains(j),
            _ => true,
        })
        .collect();
    (kept, inside)
}

/// Both in one line: `[-only in the text-] {+only in the source+}`.
fn side_by_side(known: &Known<'_>, body: &str, text: usize, way: &[Step], from: usize) -> String {
    let mine: Vec<&str> = words(body).filter_map(|range| body.get(range)).collect();
    let entry = known.texts.get(text);
    // Steps count from the start of the window: the first word that both have stands at `from`.
    let first =
        way.iter().find_map(|step| if let Step::Both(_, j) = step { Some(*j) } else { None }).unwrap_or(0);
    let theirs = |j: usize| {
        let token = entry?.tokens.get(from + j.checked_sub(first)?)?;
        entry?.text.get(token.start as usize..token.end as usize)
    };
    let mut out = String::new();
    let (mut only_mine, mut only_theirs): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    let flush = |out: &mut String, mine: &mut Vec<&str>, theirs: &mut Vec<&str>| {
        if !mine.is_empty() {
            out.push_str(&format!("[-{}-] ", mine.join(" ")));
        }
        if !theirs.is_empty() {
            out.push_str(&format!("{{+{}+}} ", theirs.join(" ")));
        }
        mine.clear();
        theirs.clear();
    };
    for step in way {
        match *step {
            Step::Both(i, _) => {
                flush(&mut out, &mut only_mine, &mut only_theirs);
                out.push_str(mine.get(i).copied().unwrap_or_default());
                out.push(' ');
            }
            Step::First(i) => only_mine.extend(mine.get(i)),
            Step::Second(j) => only_theirs.extend(theirs(j)),
        }
    }
    flush(&mut out, &mut only_mine, &mut only_theirs);
    out.trim_end().to_owned()
}
