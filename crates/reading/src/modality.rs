//! Is a thing said to be so, and how is it put?

use crate::event::{Hit, Knowledge, Sentence};
use crate::phrase::{contains_words, first_words, last_words};
use crate::speech::Speech;
use crate::{Modality, Polarity};

/// Words before a trigger in which a word of hedging still belongs to it.
const NEAR: usize = 8;
/// A negation stands closer.
const NEGATION: usize = 3;
/// Words after a trigger in which one that stands behind belongs to it.
const BEHIND: usize = 3;

/// The polarity and modality of what is told at `hit`, inside `speech`.
pub(crate) fn put(
    s: &Sentence<'_>,
    k: &Knowledge<'_>,
    hit: &Hit<'_>,
    speech: Option<&Speech>,
) -> (Polarity, Modality) {
    let w = &k.lexicon.words;
    let before = s.text.get(s.range.start..hit.range.start).unwrap_or_default().to_lowercase();
    let near = last_words(&before, NEAR);
    let near = near.rsplit([';', ':', '“', '”', '«', '»']).next().unwrap_or_default();
    let close = last_words(&before, NEGATION);
    let close = close.rsplit([',', ';', ':', '“', '”', '«', '»']).next().unwrap_or_default();
    // "No. 2" is a number, and denies nothing.
    let close = w.number_marks.iter().fold(close.to_owned(), |text, mark| text.replace(mark.as_str(), ""));
    let has = |list: &[String], text: &str| list.iter().any(|phrase| contains_words(text, phrase));
    let inside = s.text.get(hit.range.clone()).unwrap_or_default().to_lowercase();

    let behind = s.text.get(hit.range.end..s.range.end).unwrap_or_default();
    let behind = behind.split([',', ';', ':', '.', '“', '”', '«', '»']).next().unwrap_or_default();
    let behind = first_words(behind, BEHIND).to_lowercase();
    let has_behind = |list: &[String]| has(list, &behind) || has(list, &inside);

    let refusal = ["_denied", "_refused"].iter().any(|end| hit.trigger.kind.name().ends_with(end));
    let told = |speech: &Speech| k.lexicon.says.verb_last || speech.verb.end <= hit.range.start;
    let denied = speech.is_some_and(|speech| speech.denies && told(speech));
    let unsaid = hit.denied || has(&w.behind.negation, first_words(&behind, 1));
    let polarity = match hit.trigger.says {
        Polarity::Asserted if denied != (!refusal && (has(&w.negation, &close) || unsaid)) => {
            Polarity::Denied
        }
        says => says,
    };
    if hit.trigger.modality != Modality::Stated {
        return (polarity, hit.trigger.modality);
    }
    let owed = hit.trigger.kind.name().ends_with("_due");
    let modality = if has(&w.alleged, near) || has(&w.alleged, &inside) || has_behind(&w.behind.alleged) {
        Modality::Alleged
    } else if owed {
        Modality::Stated
    } else if has(&w.demanded, near) || has_behind(&w.behind.demanded) {
        Modality::Demanded
    } else if has(&w.general, near) || has_behind(&w.behind.general) {
        Modality::General
    } else if has(&w.planned, near) || has_behind(&w.behind.planned) {
        Modality::Planned
    } else {
        Modality::Stated
    };
    (polarity, modality)
}
