//! Legal citations in a sentence.

use std::ops::Range;

use crate::event::Sentence;
use crate::lexicon::Lexicon;
use crate::phrase::words;
use crate::{Citation, Claim, Passage, RoleFiller};

/// A provision and its instrument may stand this far apart.
const APART: usize = 12;
/// A gloss ("which proclaims …") follows within this many bytes.
const GLOSS: usize = 4;

struct Found {
    range: Range<usize>,
    norm: String,
}

/// The citations of a sentence, in order, without overlap.
pub(crate) fn citations(s: &Sentence<'_>, lexicon: &Lexicon) -> Vec<Citation> {
    let Some(body) = s.text.get(s.range.clone()) else { return Vec::new() };
    let provisions: Vec<Range<usize>> = words(&lexicon.provisions.provision, body).collect();
    let mut found: Vec<Found> = Vec::new();
    for instrument in &lexicon.instruments {
        for way in s.possible.of(&instrument.ways) {
            for at in words(way, body) {
                let beside = provisions
                    .iter()
                    .filter(|p| {
                        p.end <= at.start && at.start - p.end <= APART
                            || p.start >= at.end && p.start - at.end <= APART
                    })
                    .min_by_key(|p| p.start.abs_diff(at.start));
                let range = beside.map_or(at.clone(), |p| p.start.min(at.start)..p.end.max(at.end));
                let range = with_outer_provision(&provisions, range);
                let norm = beside.and_then(|p| body.get(p.clone())).map_or_else(
                    || instrument.name.clone(),
                    |p| format!("{} {}", instrument.name, p.split_whitespace().collect::<Vec<_>>().join(" ")),
                );
                found.push(Found { range, norm });
            }
        }
    }
    for provision in &provisions {
        if let Some(words) = body.get(provision.clone()) {
            found.push(Found {
                range: provision.clone(),
                norm: words.split_whitespace().collect::<Vec<_>>().join(" "),
            });
        }
    }
    for reference in &lexicon.references {
        for way in s.possible.of(&reference.ways) {
            found.extend(words(way, body).map(|range| Found { range, norm: reference.name.clone() }));
        }
    }
    if words(&lexicon.provisions.numbered, body).next().is_some() {
        found.extend(words(&lexicon.provisions.number, body).filter_map(|range| {
            let number = body.get(range.clone())?;
            let slash_date = body.get(range.end..).is_some_and(|t| t.starts_with('/'));
            (!slash_date).then(|| Found { norm: number.to_owned(), range })
        }));
    }
    found.sort_by_key(|f| (f.range.start, std::cmp::Reverse(f.range.end)));
    let mut end = 0;
    found.retain(|f| {
        let keep = f.range.start >= end;
        end = if keep { f.range.end } else { end };
        keep
    });
    let at = |r: &Range<usize>| Passage {
        item: s.of.passage.item,
        start: r.start + s.range.start,
        end: r.end + s.range.start,
    };
    found
        .iter()
        .map(|f| Citation {
            passage: at(&f.range),
            entry: s.entry,
            norm: f.norm.clone(),
            gloss: gloss(body, f.range.end, lexicon)
                .or_else(|| gloss_before(body, f.range.start, lexicon))
                .map(|r| at(&r)),
        })
        .collect()
}

/// "paragraph 2 of Article 13 of the Constitution": the outer provision belongs to it.
fn with_outer_provision(provisions: &[Range<usize>], range: Range<usize>) -> Range<usize> {
    let outer = provisions.iter().find(|p| p.end < range.start && range.start - p.end <= 8);
    outer.map_or(range.clone(), |p| p.start..range.end)
}

/// What the sentence says the provision says: from the word that opens it to the end of the clause.
fn gloss(body: &str, end: usize, lexicon: &Lexicon) -> Option<Range<usize>> {
    let rest = body.get(end..)?;
    let trimmed = rest.trim_start_matches([',', ' ', '\u{a0}', '(']);
    let start = end + (rest.len() - trimmed.len());
    if rest.len() - trimmed.len() > GLOSS {
        return None;
    }
    lexicon.provisions.gloss.as_ref()?.find(trimmed).filter(|m| m.start() == 0).map(|_| {
        let length = trimmed.find([',', ';', ')']).unwrap_or(trimmed.trim_end_matches('.').len());
        start..start + length
    })
}

/// What the sentence says before a citation that it is of: "the right to counsel, guaranteed by article 9".
fn gloss_before(body: &str, start: usize, lexicon: &Lexicon) -> Option<Range<usize>> {
    let before = body.get(..start)?;
    lexicon.provisions.gloss_before.as_ref()?.captures(before)?.name("gloss").map(|gloss| gloss.range())
}

/// Bytes between an offence and the article it is charged under, at most: "seizure of power (under ".
const UNDER: usize = 12;

/// What the text says that an offence means is kept with the charge: "abuse of office (article 9, meaning …)".
pub(crate) fn meanings(text: &str, citations: &[Citation], claims: &mut [Claim]) {
    for citation in citations {
        let Some(gloss) = citation.gloss.as_ref().filter(|gloss| gloss.start >= citation.passage.end) else {
            continue;
        };
        let Some(words) = text.get(gloss.range()) else { continue };
        for claim in claims.iter_mut().filter(|claim| claim.passage.overlaps(&citation.passage)) {
            let sentence = text.get(claim.passage.range()).unwrap_or_default();
            let mut offences = claim.roles.iter().filter(|role| role.role == "offence");
            let charged = offences.any(|offence| {
                let end =
                    sentence.find(&offence.text).map(|at| claim.passage.start + at + offence.text.len());
                end.is_some_and(|end| end <= gloss.start && citation.passage.start <= end + UNDER)
            });
            if charged {
                claim.roles.push(RoleFiller { role: "meaning".to_owned(), text: words.to_owned() });
            }
        }
    }
}
