//! Review: which proposals wait for a person, in which order, and how a proposal is corrected.

use std::collections::BTreeSet;

use remand_chronology::{Informant, Review, Severity, Statement, Verdict};
use remand_dossier::{Astray, Became, Record};
use remand_reading::{About, Basis, ClaimIx, EventKind, Modality, SourceKind, Term, vocabulary};
use remand_text::{Anchor, anchor};
use remand_timex::When;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Which proposals a person wants to see.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Of these kinds of events; empty for all.
    pub kinds: Vec<EventKind>,
    /// Also those that were decided or skipped before.
    pub again: bool,
}

/// Proposals that wait for a person: first those of grave disputes, then by the date of their event; what concerns
/// other people comes last.
pub fn proposals(record: &Record<'_>, selection: &Selection) -> Vec<ClaimIx> {
    let chronology = record.chronology;
    let grave: BTreeSet<ClaimIx> = chronology
        .disputes
        .iter()
        .filter(|dispute| dispute.severity == Severity::High)
        .flat_map(|dispute| &dispute.sides)
        .flat_map(|side| side.claims.iter().copied())
        .collect();
    let by_event = chronology.events.iter().flat_map(|event| event.claims.iter().copied());
    let mut waiting: Vec<ClaimIx> = by_event
        .filter(|ix| selection.again || !chronology.reviewed.marks.contains_key(ix))
        .filter(|ix| {
            let kind = chronology.claim(*ix).map(|claim| claim.kind);
            selection.kinds.is_empty() || kind.is_some_and(|kind| selection.kinds.contains(&kind))
        })
        .collect();
    let others = |ix: &ClaimIx| chronology.claim(*ix).is_some_and(|claim| claim.about == About::Others);
    waiting.sort_by_key(|ix| (others(ix), !grave.contains(ix)));
    waiting
}

/// The claim with this number as the journal keeps it.
pub fn statement(record: &Record<'_>, ix: ClaimIx) -> Option<Statement> {
    let quote = record.words(&record.chronology.claim(ix)?.passage)?;
    Statement::of(&record.chronology.reading, ix, quote)
}

/// One statement of each other event of the same kind: what a proposal can be merged with.
pub fn same_kind(record: &Record<'_>, ix: ClaimIx) -> Vec<ClaimIx> {
    let chronology = record.chronology;
    let Some(kind) = chronology.claim(ix).map(|claim| claim.kind) else { return Vec::new() };
    let others = chronology.events.iter().filter(|event| event.kind == kind && !event.claims.contains(&ix));
    others.filter_map(|event| event.claims.first().copied()).collect()
}

/// A decision of `by` about a statement as it was shown.
pub fn decision(by: &str, statement: Statement, verdict: Verdict) -> Review {
    Review { by: by.to_owned(), at: String::new(), statement, verdict, corrected: None, same_event_as: None }
}

/// Why a correction cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CorrectionError {
    /// There is no such field.
    #[error("there is no field `{0}`; the fields are {fields}", fields = FIELDS.map(|(name, _)| name).join(", "))]
    Field(String),
    /// The field cannot have this value.
    #[error("{field}: {why}")]
    Value {
        /// The field.
        field: &'static str,
        /// What is wrong, and what can be written.
        why: String,
    },
}

/// What can be corrected, and what can be written there.
pub const FIELDS: [(&str, &str); 9] = [
    ("kind", "an event of the vocabulary, such as arrest or court_sanction"),
    ("when", "2024-03-05, 2024-03, 2024-03-05T14:30, 2024-03-05/2024-03-07, ../2024-03-05, or unknown"),
    ("who", "the name of the person or body that says it"),
    ("source", "what that source is, such as court, prosecutor, counsel, press"),
    ("polarity", "asserted, denied or not_known"),
    ("modality", "stated, alleged, planned, demanded or general"),
    ("about", "subject, others or nobody"),
    ("from", "the first day an order covers, or unknown"),
    ("until", "the day on which its term ends, or unknown"),
];

/// `statement` with one field as a person wrote it.
///
/// # Errors
///
/// Where there is no such field, or it cannot have this value: what can be written.
pub fn correct(statement: &Statement, field: &str, value: &str) -> Result<Statement, CorrectionError> {
    let mut right = statement.clone();
    let Some((field, hint)) = FIELDS.into_iter().find(|(name, _)| *name == field.trim()) else {
        return Err(CorrectionError::Field(field.trim().to_owned()));
    };
    let value = value.trim();
    let wrong = |why: String| CorrectionError::Value { field, why };
    let named = || wrong(format!("`{value}` cannot stand here; write {hint}"));
    let date = || match value {
        "unknown" => Ok(When::unknown()),
        _ => value.parse::<When>().map_err(|error| wrong(error.to_string())),
    };
    match field {
        "kind" => right.kind = EventKind::named(value).ok_or_else(|| wrong(near(value)))?,
        "when" => {
            right.when = date()?;
            right.basis = if right.when.is_unknown() { Basis::Unknown } else { Basis::Stated };
        }
        "who" if value.is_empty() => return Err(named()),
        "who" => right.asserter.name = value.to_owned(),
        "source" => {
            let kind: SourceKind = word(value).ok_or_else(named)?;
            right.asserter = Informant { kind, account: kind.account(), ..right.asserter };
        }
        "polarity" => right.polarity = word(value).ok_or_else(named)?,
        "modality" => right.modality = word::<Modality>(value).ok_or_else(named)?,
        "about" => right.about = word(value).ok_or_else(named)?,
        end => {
            let at = Some(date()?).filter(|when| !when.is_unknown());
            let term = right.term.get_or_insert_with(Term::default);
            *(if end == "from" { &mut term.from } else { &mut term.until }) = at;
            right.term = right.term.filter(|term| *term != Term::default());
        }
    }
    Ok(right)
}

/// A value of an enumeration by its name in JSON.
fn word<T: DeserializeOwned>(value: &str) -> Option<T> {
    serde_json::from_value(Value::String(value.to_lowercase().replace(' ', "_"))).ok()
}

/// Kinds of events that share a word or a beginning with what was written.
fn near(value: &str) -> String {
    let wanted = value.to_lowercase().replace(' ', "_");
    let start: String = wanted.chars().take(4).collect();
    let alike = |kind: &EventKind| {
        kind.name()
            .split('_')
            .any(|part| !start.is_empty() && (part.starts_with(&start) || wanted.contains(part)))
    };
    let alike: Vec<&str> = vocabulary().events().filter(alike).map(EventKind::name).take(6).collect();
    if alike.is_empty() {
        format!("there is no event `{value}`; `remand review --kinds` lists them")
    } else {
        format!("there is no event `{value}`; near it: {}", alike.join(", "))
    }
}

/// The reviews whose words stand in the texts, at their place there; and of those whose words do not stand where they
/// stood, what became of them: other readers may take the text from a file otherwise, and a decision must not come to
/// stand on other bytes.
pub(crate) fn placed<'t>(
    reviews: Vec<Review>,
    text_of: impl Fn(&Statement) -> Option<&'t str>,
) -> (Vec<Review>, Vec<Astray>) {
    let mut astray = Vec::new();
    let mut place = |statement: Statement, by: &str| {
        let found = text_of(&statement)
            .map_or(Anchor::Lost, |text| anchor(text, &(statement.start..statement.end), &statement.quote));
        let (became, placed) = match found {
            Anchor::Exact => return Some(statement),
            Anchor::Moved(to) => {
                (Became::Moved, Some(Statement { start: to.start, end: to.end, ..statement.clone() }))
            }
            Anchor::Ambiguous(_) => (Became::Ambiguous, None),
            Anchor::Lost => (Became::Lost, None),
        };
        let Statement { item, quote, .. } = statement;
        astray.push(Astray { item, quote, by: by.to_owned(), became });
        placed
    };
    let mut kept = Vec::new();
    for review in reviews {
        let Review { statement, corrected, same_event_as, by, at, verdict } = review;
        let Some(statement) = place(statement, &by) else { continue };
        let corrected = corrected.map(|corrected| place(corrected, &by));
        let same_event_as = same_event_as.map(|same| place(same, &by));
        // Half of a decision is none.
        if matches!(corrected, Some(None)) || matches!(same_event_as, Some(None)) {
            continue;
        }
        let (corrected, same_event_as) = (corrected.flatten(), same_event_as.flatten());
        kept.push(Review { statement, corrected, same_event_as, by, at, verdict });
    }
    (kept, astray)
}

/// What a decision looks like in the journal.
pub(crate) fn recorded(review: &Review) -> Result<Value, serde_json::Error> {
    Ok(json!({ "review": serde_json::to_value(review)? }))
}

/// The review that a decision of the journal holds; `None` where it decides something else.
pub(crate) fn read(decision: &Value, recorded_at: &str) -> Option<Result<Review, serde_json::Error>> {
    let review = serde_json::from_value::<Review>(decision.get("review")?.clone());
    Some(review.map(|review| Review { at: recorded_at.to_owned(), ..review }))
}

#[cfg(test)]
mod tests {
    use remand_reading::{Account, Polarity};

    use super::*;

    fn arrest() -> Statement {
        Statement {
            item: "ab".repeat(32).parse().unwrap(),
            start: 10,
            end: 34,
            quote: "was taken from the ferry".to_owned(),
            kind: EventKind::named("arrest").unwrap(),
            when: "2024-03-05".parse().unwrap(),
            basis: Basis::Bounded,
            made_public: None,
            asserter: Informant {
                name: "Harbour police".to_owned(),
                kind: SourceKind::Police,
                account: Account::State,
            },
            via: Vec::new(),
            polarity: Polarity::Asserted,
            modality: Modality::Stated,
            about: About::Subject,
            term: None,
            quantity: None,
            roles: Vec::new(),
        }
    }

    #[test]
    fn each_field_takes_what_it_says() {
        let right = |field: &str, value: &str| correct(&arrest(), field, value).unwrap();
        assert_eq!(right("kind", "release").kind.name(), "release");
        assert_eq!(right("when", "2024-03-05/2024-03-07").when.edtf, "2024-03-05/2024-03-07");
        assert_eq!(right("when", "2024-03-05").basis, Basis::Stated);
        assert_eq!(right("when", "unknown").basis, Basis::Unknown);
        assert_eq!(right("who", " The clerk ").asserter.name, "The clerk");
        let counsel = right("source", "counsel").asserter;
        assert_eq!((counsel.kind, counsel.account), (SourceKind::Counsel, Account::Defence));
        assert_eq!(right("polarity", "Not known").polarity, Polarity::NotKnown);
        assert_eq!(right("modality", "alleged").modality, Modality::Alleged);
        assert_eq!(right("about", "others").about, About::Others);
        let term = right("until", "2024-05-05").term.unwrap();
        assert_eq!(term.until.unwrap().edtf, "2024-05-05");
        assert_eq!(correct(&right("until", "2024-05-05"), "until", "unknown").unwrap().term, None);
    }

    #[test]
    fn what_cannot_be_is_refused_with_what_can() {
        let cases = [
            ("date", "2024-03-05", "there is no field `date`; the fields are kind, when"),
            ("", "", "there is no field ``"),
            ("kind", "arrested", "there is no event `arrested`; near it: arrest"),
            ("kind", "xyz", "`remand review --kinds` lists them"),
            ("when", "5 March", "when: `5 March` is no date"),
            ("when", "2024-02-30", "there is no such day"),
            ("who", "  ", "write the name of the person"),
            ("source", "oracle", "write what that source is"),
            ("polarity", "maybe", "write asserted, denied or not_known"),
            ("about", "me", "write subject, others or nobody"),
        ];
        for (field, value, expected) in cases {
            let error = correct(&arrest(), field, value).unwrap_err().to_string();
            assert!(error.contains(expected), "{field} {value}: {error}");
        }
    }

    #[test]
    fn a_decision_stays_with_its_words_or_it_is_said_what_became_of_them() {
        let at = |text: &'static str| {
            let (placed, astray) = placed(vec![decision("Ada", arrest(), Verdict::Accepted)], |_| Some(text));
            (
                placed.first().map(|r| (r.statement.start, r.statement.end)),
                astray.first().map(|one| one.became),
            )
        };
        assert_eq!(at("At night, was taken from the ferry."), (Some((10, 34)), None));
        assert_eq!(at("He was taken\nfrom the ferry."), (Some((3, 27)), Some(Became::Moved)));
        let twice = at("was taken from the ferry, and was taken from the ferry");
        assert_eq!(twice, (None, Some(Became::Ambiguous)));
        assert_eq!(at("quite other words, and more of them than that"), (None, Some(Became::Lost)));
        assert_eq!(at(""), (None, Some(Became::Lost)));
    }

    #[test]
    fn a_decision_comes_back_from_the_journal_with_its_time() {
        let review = decision("Ada", arrest(), Verdict::Accepted);
        let back = read(&recorded(&review).unwrap(), "2024-04-01T00:00:00Z").unwrap().unwrap();
        assert_eq!(back, Review { at: "2024-04-01T00:00:00Z".to_owned(), ..review });
        assert!(read(&json!({"subject": "A. Doe"}), "").is_none());
        assert!(read(&json!({"review": {"by": "Ada"}}), "").unwrap().is_err());
    }
}
