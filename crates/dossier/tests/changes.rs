//! What changed since an earlier state of the case: what is new, moved, answered, passed, dropped, and why.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod common;

use common::{Case, d};
use remand_dossier::{Change, Changes, DeadlineChange, Snapshot, SnapshotError, Topic, json, text, topic};
use remand_finding::{DeadlineStatus, Outcome};
use remand_reading::ClaimIx;
use serde_json::Value;

/// The case with a norm for each deadline.
fn case() -> Case {
    let mut case = common::tormanov();
    for (at, deadline) in case.deadlines.iter_mut().enumerate() {
        deadline.norm = Some(format!("test.{at}"));
    }
    case
}

fn between(before: &Case, now: &Case) -> Changes {
    Changes::between(&Snapshot::of(&before.record()), &now.record())
}

fn only(changes: &Changes) -> &DeadlineChange {
    assert_eq!(changes.deadlines.len(), 1, "{:#?}", changes.deadlines);
    &changes.deadlines[0]
}

#[test]
fn a_case_that_did_not_change_has_no_changes_from_memory_or_from_the_file() {
    let case = case();
    let stored = Snapshot::read(&json::write(&case.record()).unwrap()).unwrap();
    assert_eq!(stored, Snapshot::of(&case.record()), "the file says what the record does");
    assert!(Changes::between(&stored, &case.record()).is_empty());
    assert!(between(&common::empty(), &common::empty()).is_empty());
}

#[test]
fn a_deadline_that_moved_says_from_when_to_when_and_which_statement_moved_it() {
    let before = case();
    let mut now = case();
    let other = ClaimIx(0);
    assert!(!now.deadlines[1].claims.contains(&other));
    now.deadlines[1].claims.push(other);
    now.deadlines[1].due = (d("2022-08-20"), d("2022-08-20"));
    let changes = between(&before, &now);
    let moved = only(&changes);
    assert_eq!(moved.change, Change::Moved);
    let due = |of: &Option<remand_dossier::Standing>| of.as_ref().map(|s| (s.due, s.due_latest));
    assert_eq!(due(&moved.before), Some((d("2022-08-12"), d("2022-08-14"))));
    assert_eq!(due(&moved.now), Some((d("2022-08-20"), d("2022-08-20"))));
    assert_eq!(moved.because, [now.chronology.reading.claims[0].passage.clone()]);
    let mut record = now.record();
    record.changes = Some(&changes);
    let shown = text::write(&record, &topic(&record, Topic::Deadlines), 400);
    assert!(
        shown.contains("due 20 August 2022; it was: between 12 and 14 August 2022, because of [E"),
        "{shown}"
    );
}

#[test]
fn what_was_open_is_answered_passed_or_dropped() {
    let before = case();
    for (status, change) in [
        (DeadlineStatus::Kept, Change::Answered),
        (DeadlineStatus::Unclear, Change::Answered),
        (DeadlineStatus::PassedUnanswered, Change::Passed),
    ] {
        let mut now = case();
        now.deadlines[1].status = status;
        now.deadlines[1].answered_by = vec![ClaimIx(0)];
        let changes = between(&before, &now);
        assert_eq!(only(&changes).change, change);
        // An answer is shown by its act, the passing of time by nothing.
        assert_eq!(only(&changes).because.len(), usize::from(change == Change::Answered));
        if change == Change::Answered {
            assert_eq!(only(&between(&now, &before)).change, Change::Reopened);
        }
    }
    let mut now = case();
    now.deadlines.remove(1);
    assert_eq!(only(&between(&before, &now)).change, Change::Dropped);
    assert_eq!(only(&between(&now, &before)).change, Change::New);
    now.deadlines.remove(0);
    assert_eq!(only(&between(&before, &now)).change, Change::Dropped, "what had passed is no news");
}

#[test]
fn the_same_deadline_is_known_again_though_an_older_text_changed_its_id() {
    let before = case();
    let mut now = case();
    // The text that came in later was published earlier, and stands first.
    now.deadlines[1].claims.insert(0, ClaimIx(0));
    let changes = between(&before, &now);
    assert!(changes.deadlines.is_empty(), "{changes:#?}");
}

#[test]
fn a_finding_that_turned_says_what_it_was_and_the_new_words() {
    let before = case();
    let mut now = case();
    let at = now.findings.iter().position(|finding| finding.outcome == Outcome::NotMet).unwrap();
    now.findings[at].outcome = Outcome::Met;
    let changes = between(&before, &now);
    let [change] = changes.findings.as_slice() else { panic!("{:#?}", changes.findings) };
    assert_eq!((change.before, change.now), (Some(Outcome::NotMet), Some(Outcome::Met)));
    let mut record = now.record();
    record.changes = Some(&changes);
    let shown = text::write(&record, &topic(&record, Topic::Findings), 200);
    assert!(
        shown.contains("WHAT CHANGED SINCE 20 JULY 2022") && shown.contains("it was: Breached"),
        "{shown}"
    );
    let written: Value = serde_json::from_str(&json::write(&record).unwrap()).unwrap();
    assert_eq!(written["changes"]["findings"][0]["before"], "not_met");
    assert_eq!(written["changes"]["since"], "2022-07-20");
}

#[test]
fn another_account_of_the_same_norm_is_another_finding() {
    let before = case();
    let mut now = case();
    let gone = now.findings.pop().unwrap();
    let changes = between(&before, &now);
    let [change] = changes.findings.as_slice() else { panic!("{:#?}", changes.findings) };
    assert_eq!((change.norm.as_str(), change.account), (gone.norm.as_str(), gone.account));
    assert_eq!((change.before, change.now), (Some(gone.outcome), None));
}

#[test]
fn within_some_days_only_what_is_near_or_over_is_told() {
    let case = case();
    let mut record = case.record();
    let shown =
        |record: &remand_dossier::Record<'_>| text::write(record, &topic(record, Topic::Deadlines), 100);
    let count = |record: &remand_dossier::Record<'_>| {
        let json: Value =
            serde_json::from_str(&json::write_topic(record, Topic::Deadlines).unwrap()).unwrap();
        json["deadlines"].as_array().unwrap().len()
    };
    assert!(!record.warns(), "it warns where it was asked to");
    // 20 July to 12 August.
    record.within = Some(22);
    assert!(!record.warns() && shown(&record).contains("Due within 22 days of 20 July 2022: 0; passed"));
    assert_eq!(count(&record), 1, "what passed");
    record.within = Some(23);
    assert!(record.warns() && shown(&record).contains("23 to 25 days"), "{}", shown(&record));
    assert_eq!(count(&record), 2);
    record.within = Some(u32::MAX);
    assert_eq!(count(&record), 2);
    let nothing = common::empty();
    let mut nothing = nothing.record();
    nothing.within = Some(14);
    assert!(!nothing.warns() && shown(&nothing).contains("No deadline follows"));
}

#[test]
fn what_is_no_dossier_is_refused_with_the_reason() {
    let whole = json::write(&case().record()).unwrap();
    let refused = |text: &str| Snapshot::read(text).err().map(|error| error.to_string()).unwrap_or_default();
    assert!(refused("").contains("it is no dossier.json"));
    assert!(refused("[]").contains("it is no dossier.json"));
    assert!(refused("{\"schema\": 7}").contains("it is no dossier.json"));
    assert!(refused(&"[".repeat(100_000)).contains("it is no dossier.json"));
    assert!(refused(whole.get(..whole.len() / 2).unwrap()).contains("it is no dossier.json"));
    assert!(
        refused(&whole.replacen("\"as_of\": \"2022-07-20\"", "\"as_of\": \"2022-02-30\"", 1))
            .contains("as_of")
            || refused(&whole.replacen("\"as_of\": \"2022-07-20\"", "\"as_of\": \"2022-02-30\"", 1))
                .contains("no dossier")
    );
    assert!(matches!(
        Snapshot::read("{\"schema\": \"remand/dossier/99\"}"),
        Err(SnapshotError::AnotherForm(form)) if form == "remand/dossier/99"
    ));
    // Of another case: no file in common.
    let mut other: Value = serde_json::from_str(&whole).unwrap();
    for item in other["items"].as_array_mut().unwrap() {
        item["id"] = "ab".repeat(32).into();
    }
    let other = Snapshot::read(&other.to_string()).unwrap();
    assert!(!other.is_of(&case().record()));
    assert!(Snapshot::read(&whole).unwrap().is_of(&case().record()));
}
