//! What people decided, and what comes of it in the record.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

mod support;

use remand_chronology::{Chronology, Review, Statement, Verdict, gather_reviewed};
use remand_reading::{ClaimIx, Reading, SourceKind};
use support::{Record, d, w};

/// Counsel says arrest on 5 March and release on 9 March; the police say arrest on 6 March.
fn record() -> Reading {
    let mut r = Record::default();
    let counsel = r.source("B. Roe, counsel", SourceKind::Counsel);
    let police = r.source("Harbour police", SourceKind::Police);
    let letter = r.entry(counsel, "2031-03-20");
    r.say(letter, "arrest", "2031-03-05");
    r.say(letter, "hearing", "2031-03-07");
    let note = r.entry(police, "2031-03-21");
    r.say(note, "hearing", "2031-03-08");
    let mut reading = r.reading;
    let starts: Vec<usize> = reading.entries.iter().map(|e| e.passage.start).collect();
    for (entry, start) in reading.entries.iter_mut().zip(&starts) {
        entry.passage.end = starts.iter().find(|s| *s > start).copied().unwrap_or(1_000_000);
    }
    reading
}

fn review(reading: &Reading, claim: usize, verdict: Verdict) -> Review {
    Review {
        by: "Ada Case-Officer".to_owned(),
        at: "2031-04-01T10:00:00Z".to_owned(),
        statement: Statement::of(reading, ClaimIx(claim), "words").unwrap(),
        verdict,
        corrected: None,
        same_event_as: None,
    }
}

fn gather(reading: Reading, reviews: &[Review]) -> Chronology {
    gather_reviewed(reading, reviews, d("2031-12-31"))
}

fn told(chronology: &Chronology) -> Vec<String> {
    let claims = |ix: &ClaimIx| {
        let claim = &chronology.reading.claims[ix.0];
        let who = &chronology.reading.sources[claim.asserter.0].name;
        let mark = chronology.reviewed.marks.get(ix).map(|m| format!(" {:?}", m.verdict)).unwrap_or_default();
        format!("{who} {}{mark}", claim.when.edtf)
    };
    let event = |e: &remand_chronology::Event| {
        format!("{}: {}", e.kind, e.claims.iter().map(claims).collect::<Vec<_>>().join("; "))
    };
    chronology.events.iter().map(event).collect()
}

#[test]
fn without_reviews_everything_is_a_proposal() {
    let chronology = gather(record(), &[]);
    assert_eq!(
        told(&chronology),
        [
            "arrest: B. Roe, counsel 2031-03-05",
            "hearing: B. Roe, counsel 2031-03-07",
            "hearing: Harbour police 2031-03-08",
        ]
    );
    assert_eq!(chronology.reviewed.confirmed(), 0);
}

#[test]
fn what_is_accepted_is_marked_and_what_is_rejected_goes() {
    let reading = record();
    let reviews = [review(&reading, 0, Verdict::Accepted), review(&reading, 1, Verdict::Rejected)];
    let chronology = gather(reading, &reviews);
    assert_eq!(
        told(&chronology),
        ["arrest: B. Roe, counsel 2031-03-05 Accepted", "hearing: Harbour police 2031-03-08"]
    );
    let reviewed = &chronology.reviewed;
    assert_eq!((reviewed.confirmed(), reviewed.rejected), (1, 1));
    assert_eq!(reviewed.by, ["Ada Case-Officer"]);
}

#[test]
fn a_correction_says_what_the_source_says() {
    let reading = record();
    let mut correction = review(&reading, 1, Verdict::Corrected);
    let mut right = correction.statement.clone();
    right.when = w("2031-03-08");
    right.asserter.name = "The clerk of the court".to_owned();
    right.asserter.kind = SourceKind::Court;
    right.asserter.account = SourceKind::Court.account();
    correction.corrected = Some(right);
    assert_eq!(
        told(&gather(reading, &[correction])),
        [
            "arrest: B. Roe, counsel 2031-03-05",
            "hearing: The clerk of the court 2031-03-08 Corrected; Harbour police 2031-03-08",
        ]
    );
}

#[test]
fn two_hearings_that_a_person_says_are_one_become_one() {
    let reading = record();
    let mut merge = review(&reading, 1, Verdict::Merged);
    merge.same_event_as = Statement::of(&reading, ClaimIx(2), "words");
    let across_kinds =
        Review { same_event_as: Statement::of(&reading, ClaimIx(0), "words"), ..merge.clone() };
    assert_eq!(
        told(&gather(reading, &[across_kinds, merge])),
        [
            "arrest: B. Roe, counsel 2031-03-05",
            "hearing: B. Roe, counsel 2031-03-07; Harbour police 2031-03-08"
        ]
    );
}

#[test]
fn the_last_word_about_a_proposal_counts() {
    let reading = record();
    let reviews = [
        review(&reading, 0, Verdict::Rejected),
        review(&reading, 0, Verdict::Skipped),
        review(&reading, 0, Verdict::Accepted),
    ];
    assert_eq!(told(&gather(reading, &reviews))[0], "arrest: B. Roe, counsel 2031-03-05 Accepted");
}

#[test]
fn what_was_accepted_stays_when_the_program_reads_otherwise() {
    let before = record();
    let reviews = [review(&before, 1, Verdict::Accepted)];
    let mut not_proposed = record();
    not_proposed.claims.remove(1);
    assert_eq!(told(&gather(not_proposed, &reviews))[1], "hearing: B. Roe, counsel 2031-03-07 Accepted");

    let mut other_words = record();
    other_words.claims[1].passage.end += 4;
    other_words.claims[1].when = w("2031-03-17");
    assert_eq!(
        told(&gather(other_words, &reviews)),
        [
            "arrest: B. Roe, counsel 2031-03-05",
            "hearing: B. Roe, counsel 2031-03-07 Accepted",
            "hearing: Harbour police 2031-03-08",
        ]
    );
}

#[test]
fn a_decision_about_an_item_that_is_not_there_is_counted_and_changes_nothing() {
    let reading = record();
    let mut elsewhere = review(&reading, 0, Verdict::Accepted);
    elsewhere.statement.item = "11".repeat(32).parse().unwrap();
    let mut merge = review(&reading, 1, Verdict::Merged);
    merge.same_event_as = Some(elsewhere.statement.clone());
    let chronology = gather(reading, &[elsewhere, merge]);
    assert_eq!(chronology.events.len(), 3);
    assert_eq!((chronology.reviewed.elsewhere, chronology.reviewed.marks.len()), (1, 0));
}

#[test]
fn a_review_comes_back_from_json_as_it_was() {
    let reading = record();
    let mut all = review(&reading, 1, Verdict::Merged);
    all.same_event_as = Statement::of(&reading, ClaimIx(2), "words");
    all.at = String::new();
    let json = serde_json::to_string(&all).unwrap();
    assert_eq!(serde_json::from_str::<Review>(&json).unwrap(), all);
    for bad in ["{}", r#"{"by":"A","verdict":"accepted"}"#] {
        assert!(serde_json::from_str::<Review>(bad).is_err(), "{bad}");
    }
    let unknown_kind = json.replace("\"hearing\"", "\"tea_party\"");
    let error = serde_json::from_str::<Review>(&unknown_kind).unwrap_err().to_string();
    assert!(error.contains("there is no event `tea_party` in the vocabulary"), "{error}");
}
