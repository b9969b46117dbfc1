//! What officials, organisations and other states say is an event of its own.

use remand_timex::{Direction, Timex, When};

use crate::event::{Knowledge, Sentence};
use crate::mention::Mention;
use crate::phrase::{contains_words, count_words, first_words, words};
use crate::speech::Speech;
use crate::timing::{before_its_speaker, dates};
use crate::{
    About, Account, Basis, Claim, EventKind, Modality, Passage, Polarity, RoleFiller, SourceIx, SourceKind,
};

/// The date of a statement follows its verb within this many words.
const AFTER_VERB: usize = 3;
/// A cited title is followed by its date within this many bytes: a mark and a space.
const TITLE_DATE: usize = 6;
/// A denial says so in the first words.
const OPENING: usize = 6;

/// What officials, organisations and other states say is an event of its own.
pub(crate) fn statements(s: &Sentence<'_>, k: &Knowledge<'_>, claims: &mut Vec<Claim>) {
    let passage = Passage { item: s.of.passage.item, start: s.range.start, end: s.range.end };
    let dates = dates(s, k.lexicon);
    let mut seen: Vec<SourceIx> = Vec::new();
    let mut add = |source: SourceIx,
                   kind: &str,
                   when: Option<When>,
                   said: Option<RoleFiller>,
                   claims: &mut Vec<Claim>| {
        let Some(kind) = EventKind::named(kind) else { return };
        if seen.contains(&source) {
            return;
        }
        seen.push(source);
        let bounded = || When::of_moments(None, s.of.published.before);
        let basis = if when.is_some() { Basis::Stated } else { Basis::Bounded };
        claims.push(Claim {
            kind,
            passage: passage.clone(),
            entry: s.entry,
            when: when.unwrap_or_else(bounded),
            basis,
            made_public: None,
            asserter: source,
            via: if source == s.of.author { Vec::new() } else { vec![s.of.author] },
            polarity: Polarity::Asserted,
            modality: Modality::Stated,
            about: if s.subject_known { About::Subject } else { About::Nobody },
            term: None,
            quantity: None,
            roles: s
                .mentions
                .iter()
                .find(|m| m.source == source)
                .and_then(|m| s.text.get(m.range.clone()))
                .map(|text| RoleFiller { role: "by".to_owned(), text: text.to_owned() })
                .into_iter()
                .chain(said)
                .collect(),
        });
    };
    for speech in s.speeches {
        let Some(kind) = statement_kind(k, speech.source) else { continue };
        let outside = dates.iter().filter(|t| {
            t.direction == Direction::At
                && t.end <= speech.verb.start.max(s.range.start)
                && !before_its_speaker(speech, t)
        });
        let after =
            dates.iter().filter(|t| t.direction == Direction::At && t.start >= speech.verb.end).find(|t| {
                s.text
                    .get(speech.verb.end..t.start)
                    .is_some_and(|between| count_words(between) <= AFTER_VERB && !opens_content(between, k))
            });
        let when = outside.max_by_key(|t| t.start).or(after).map(|t| t.when.clone());
        add(speech.source, kind, when, stance(s, k, speech), claims);
    }
    let author = s.of.author;
    if k.registry.kind(author) == SourceKind::Campaign && s.speeches.is_empty() {
        let body = s.text.get(s.range.clone()).unwrap_or_default();
        if words(&k.lexicon.campaign, body).next().is_some() {
            add(
                author,
                "ngo_statement",
                Some(s.of.published.clone()).filter(|w| !w.is_unknown()),
                None,
                claims,
            );
        }
    }
    for m in s.mentions {
        let Some(kind) = statement_kind(k, m.source) else { continue };
        if let Some(when) = titled(s, m, &dates) {
            add(m.source, kind, Some(when), None, claims);
        }
    }
}

/// What is said begins in `between`: a date beyond is no longer that of the statement.
fn opens_content(between: &str, k: &Knowledge<'_>) -> bool {
    between.split(|c: char| !c.is_alphabetic()).any(|w| k.lexicon.words.that.iter().any(|that| that == w))
}

/// The kind of event that a statement of this source is.
fn statement_kind(k: &Knowledge<'_>, source: SourceIx) -> Option<&'static str> {
    match k.registry.kind(source) {
        SourceKind::Court => None,
        _ if k.registry.account(source) == Account::State => Some("official_statement"),
        SourceKind::Organisation => Some("ngo_statement"),
        SourceKind::ForeignState | SourceKind::Intergovernmental => Some("foreign_statement"),
        _ => None,
    }
}

/// A publication cited as body, title in quotation marks, date: its date.
fn titled(s: &Sentence<'_>, m: &Mention, dates: &[&Timex]) -> Option<When> {
    let after = s.text.get(m.range.end..s.range.end)?;
    let title = after.strip_prefix([',', ':']).map_or(after, str::trim_start);
    let quoted = title.strip_prefix(['“', '«', '"'])?;
    let close = quoted.find(['”', '»', '"'])?;
    let end = s.range.end - quoted.len() + close;
    let date = dates.iter().find(|t| t.start >= end && t.start - end <= TITLE_DATE)?;
    Some(date.when.clone())
}

/// What the speaker affirms or denies, with the words that lead up to it: two bodies may speak of one matter.
fn stance(s: &Sentence<'_>, k: &Knowledge<'_>, speech: &Speech) -> Option<RoleFiller> {
    let text = s.text.get(s.range.clone())?;
    let content = s.text.get(speech.content.clone())?.to_lowercase();
    let opening = first_words(&content, OPENING);
    let denies =
        speech.denies || k.lexicon.words.negation.iter().any(|phrase| contains_words(opening, phrase));
    let role = if denies { "denies" } else { "affirms" };
    Some(RoleFiller { role: role.to_owned(), text: text.to_owned() })
}
