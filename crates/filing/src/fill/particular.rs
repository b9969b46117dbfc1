//! Fields that no event fills: the words that texts have about the person, each said to be whose it is.

use remand_reading::{Account, Claim, ClaimIx, Passage, particulars};

use super::Value;
use crate::draft::{Cite, Run};
use crate::form::Field;
use crate::scribe::{Scribe, View};
use crate::telling::{said, tells};
use crate::words::filled;

/// Words shown of each kind.
const SHOWN: usize = 6;
/// What follows the words of an event within this many bytes is told of it.
const NEAR: usize = 120;

/// Words of one text about the person.
struct Found {
    /// The words themselves.
    words: String,
    lang: Option<String>,
    /// The sentence that a footnote quotes.
    cite: Cite,
    /// Whose claim has them.
    claim: Option<ClaimIx>,
    /// They tell of an event that the claim is about.
    of_event: bool,
}

fn forms(view: &View<'_>) -> Vec<String> {
    let subject = view.record.chronology.reading.subject.as_ref();
    subject.into_iter().flat_map(|subject| subject.variants.iter().chain([&subject.name])).cloned().collect()
}

/// The words about the person that fill a field, each said by whoever says them.
pub(super) fn words(scribe: &mut Scribe<'_>, view: &View<'_>, field: &Field) -> Value {
    let mut found: Vec<Found> = Vec::new();
    for what in &field.words {
        for one in find(view, what) {
            let same = |known: &Found| known.words.to_lowercase() == one.words.to_lowercase();
            if !found.iter().any(same) {
                found.push(one);
            }
        }
    }
    found.truncate(SHOWN);
    found.into_iter().map(|one| tell(scribe, view, one)).collect()
}

/// Kinds of events that words of this kind belong to.
fn beside(what: &str) -> &'static [&'static str] {
    match what {
        "arrest_place" => &["arrest"],
        "warrant" => &["arrest", "court_sanction"],
        _ => &[],
    }
}

fn find(view: &View<'_>, what: &str) -> Vec<Found> {
    let kinds = beside(what);
    let names = forms(view);
    let mut found = Vec::new();
    for (item, layer) in &view.record.items {
        let language = layer.language.as_deref().unwrap_or_default();
        for one in particulars(&layer.text, language, &names, what) {
            let within = Passage { item: item.id, start: one.within.start, end: one.within.end };
            let claim = claim_of(view, kinds, &within);
            // Words that do not name the person are about them where a claim about them has them, or stands right before.
            if claim.is_none() && (!one.named || !kinds.is_empty()) {
                continue;
            }
            let sentence = match claim.and_then(|ix| view.record.chronology.reading.claims.get(ix.0)) {
                Some(claim) if claim.passage.overlaps(&within) => claim.passage.clone(),
                _ => sentence(&layer.text, within),
            };
            let Some(words) = layer.text.get(one.said.clone()) else { continue };
            let Some(cite) = view.cite(&sentence) else { continue };
            let words = remand_dossier::document::line(words);
            if cite.quote.contains(&words) {
                let lang = layer.language.clone();
                found.push(Found { words, lang, cite, claim, of_event: !kinds.is_empty() });
            }
        }
    }
    found
}

/// The claim about the person that has the words; where they belong to kinds of events, of those, and what stands right
/// after such a claim counts as well.
fn claim_of(view: &View<'_>, kinds: &[&str], within: &Passage) -> Option<ClaimIx> {
    let claims = &view.record.chronology.reading.claims;
    let wanted = |claim: &Claim| {
        let kind = kinds.is_empty() || kinds.contains(&claim.kind.name());
        let after = claim.passage.item == within.item
            && !kinds.is_empty()
            && (claim.passage.end..claim.passage.end + NEAR).contains(&within.start);
        tells(claim) && kind && (claim.passage.overlaps(within) || after)
    };
    let at = claims.iter().position(|claim| wanted(claim) && claim.passage.overlaps(within));
    at.or_else(|| claims.iter().position(wanted)).map(ClaimIx)
}

/// The words up to the ends of their sentence, as far as marks tell.
fn sentence(text: &str, within: Passage) -> Passage {
    let before = text.get(..within.start).unwrap_or_default();
    let start =
        before.rfind(['\n', '!', '?']).map_or(0, |at| at + 1).max(before.rfind(". ").map_or(0, |at| at + 2));
    let after = text.get(within.end..).unwrap_or_default();
    let end = after
        .find(['\n', '!', '?'])
        .unwrap_or(after.len())
        .min(after.find(". ").map_or(after.len(), |at| at + 1));
    let lead = text.get(start..within.start).map_or(0, |lead| lead.len() - lead.trim_start().len());
    Passage { item: within.item, start: start + lead, end: within.end + end }
}

fn tell(scribe: &mut Scribe<'_>, view: &View<'_>, one: Found) -> Vec<Run> {
    let on = scribe.passages(std::slice::from_ref(&one.cite));
    let quote = Run::Quote { text: one.words, lang: one.lang, on: on.clone() };
    let reading = &view.record.chronology.reading;
    let claim = one.claim.and_then(|ix| Some((ix, reading.claims.get(ix.0)?)));
    // What a writer says of a person on the way to somebody's words is not that body's word.
    let claim = claim.filter(|(_, claim)| one.of_event || reading.account(claim.asserter) != Account::State);
    let mut runs = match claim {
        Some((ix, claim)) => said(scribe, view, reading.account(claim.asserter), &[(ix, claim)], vec![quote]),
        None => {
            let place = Run::Text { text: one.cite.place.clone(), on };
            filled(scribe.words.fill("in_words"), &[("place", vec![place]), ("quote", vec![quote])])
        }
    };
    runs.push(scribe.note(std::slice::from_ref(&one.cite)));
    runs
}

/// What the person is, in the fullest words that the record has for it.
pub(crate) fn position(scribe: &mut Scribe<'_>, view: &View<'_>) -> Option<Vec<Run>> {
    let found = find(view, "profession");
    let length = |one: &Found| one.words.chars().count();
    let most = found.iter().map(length).max()?;
    let one = found.into_iter().find(|one| length(one) == most)?;
    let on = scribe.passages(std::slice::from_ref(&one.cite));
    let note = scribe.note(std::slice::from_ref(&one.cite));
    Some(vec![Run::Quote { text: one.words, lang: one.lang, on }, note])
}

/// Sex, where all titles that the record puts before the person's name tell the same.
pub(super) fn sex(scribe: &mut Scribe<'_>, view: &View<'_>) -> Value {
    let names = forms(view);
    let first = |what: &str| {
        view.record.items.iter().find_map(|(item, layer)| {
            let language = layer.language.as_deref().unwrap_or_default();
            let one = particulars(&layer.text, language, &names, what).into_iter().next()?;
            let words = remand_dossier::document::line(layer.text.get(one.said.clone())?);
            let all = Passage { item: item.id, start: one.within.start, end: one.within.end };
            Some((words, layer.language.clone(), view.cite(&all)?))
        })
    };
    let (name, (title, lang, cite)) = match (first("male"), first("female")) {
        (Some(found), None) => ("male", found),
        (None, Some(found)) => ("female", found),
        _ => return Vec::new(),
    };
    let on = scribe.passages(std::slice::from_ref(&cite));
    let sex = vec![Run::Text { text: scribe.words.fill(name).to_owned(), on: on.clone() }];
    let title = vec![Run::Quote { text: title, lang, on }];
    let mut runs = filled(scribe.words.fill("sex"), &[("sex", sex), ("title", title)]);
    runs.push(scribe.note(std::slice::from_ref(&cite)));
    vec![runs]
}
