//! The outcome over all readings: what claims leave open between them, and what nobody says.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test may fail loudly")]

mod common;

use std::collections::BTreeSet;

use common::{law, minute};
use remand_law::{Law, Norm, Outcome};
use remand_proof::{Drawn, Interval, On, Outlook, Points, Record, Standing, Told, outlook};

const WITHIN: &str = "expect     judge\n           within 48 hours of arrest";

fn record(events: &[(&str, &[(&str, &str)])]) -> Record {
    let mut record = Record::new(minute("2024-01-31T23:59"));
    for (kind, versions) in events {
        let side = |text: &str| (!text.is_empty()).then(|| minute(&format!("2024-01-{text}")));
        let version = |(a, b): &(&str, &str)| Interval { earliest: side(a), latest: side(b) };
        record.events.push(Told {
            kind: (*kind).to_owned(),
            versions: versions.iter().map(version).collect(),
            qualifiers: BTreeSet::new(),
            roles: BTreeSet::new(),
        });
    }
    record
}

fn norm(rule: &str) -> Law {
    law(&format!("limit      hard\nin force   2000-01-01 ..\n{rule}"), "")
}

fn look(rule: &str, record: &Record) -> Outlook {
    let law = norm(rule);
    outlook(&law, &[&law.norms[0]], record, Points::EveryMinute, 10_000)
}

#[test]
fn times_between_two_minutes_are_breached_on_every_some_or_no_reading() {
    let of = |judge: (&str, &str)| {
        let found = look(WITHIN, &record(&[("arrest", &[("04T10:00", "04T10:10")]), ("judge", &[judge])]));
        (found.outcome, found.breached, found.breach.is_some(), found.no_breach.is_some())
    };
    assert_eq!(of(("06T10:11", "06T10:12")), (Outcome::NotMet, On::Every, true, false));
    assert_eq!(of(("06T10:10", "06T10:12")), (Outcome::Contested, On::Some, true, true));
    assert_eq!(of(("06T09:58", "06T10:00")), (Outcome::Met, On::None, false, true));
}

#[test]
fn an_act_that_can_answer_answers() {
    let same_hour =
        record(&[("arrest", &[("04T10:00", "04T10:30")]), ("judge", &[("04T10:00", "04T10:30")])]);
    assert_eq!(look(WITHIN, &same_hour).outcome, Outcome::Met);
    let earlier = record(&[("arrest", &[("04T10:00", "04T10:30")]), ("judge", &[("04T09:00", "04T09:59")])]);
    assert_eq!(look(WITHIN, &earlier).outcome, Outcome::Undetermined);
    // A version of the arrest that lies after every hearing is not the one that the hearing answers.
    let later = record(&[
        ("arrest", &[("04T10:00", "04T10:00"), ("09T10:00", "09T10:00")]),
        ("judge", &[("05", "05")]),
    ]);
    assert_eq!(look(WITHIN, &later).outcome, Outcome::Met);
}

#[test]
fn what_one_claim_asserts_and_another_denies_is_contested() {
    let mut both = record(&[("arrest", &[("04", "04")]), ("judge", &[("05", "05")])]);
    both.denied.insert("judge".to_owned(), None);
    assert_eq!(look(WITHIN, &both).outcome, Outcome::Contested);
    // The denial speaks of a time that does not reach to the end of the limit.
    both.denied.insert("judge".to_owned(), Some(minute("2024-01-05")));
    assert_eq!(look(WITHIN, &both).outcome, Outcome::Undetermined);
    both.denied.insert("judge".to_owned(), Some(minute("2024-01-04")));
    assert_eq!(look(WITHIN, &both).outcome, Outcome::Met);
    let mut trigger = record(&[("arrest", &[("04", "04")]), ("judge", &[("09", "09")])]);
    trigger.denied.insert("arrest".to_owned(), None);
    assert_eq!(look(WITHIN, &trigger).outcome, Outcome::Contested);
}

#[test]
fn what_nobody_says_leaves_a_breach_open_and_no_more() {
    let late = record(&[("arrest", &[("04", "04")]), ("judge", &[("09", "09")])]);
    let in_time = record(&[("arrest", &[("04", "04")]), ("judge", &[("05", "05")])]);
    for rule in
        [format!("when       detainee is minor\n{WITHIN}"), format!("unless     detainee is minor\n{WITHIN}")]
    {
        assert_eq!(look(&rule, &late).outcome, Outcome::Undetermined);
        assert_eq!(look(&rule, &in_time).outcome, Outcome::Met);
    }
    let longer = format!("{WITHIN}\n           within 72 hours of arrest when detainee is minor");
    assert_eq!(look(&longer, &late).outcome, Outcome::NotMet, "late under both limits");
    let between = record(&[("arrest", &[("04", "04")]), ("judge", &[("06T10:00", "06T10:00")])]);
    assert_eq!(look(&longer, &between).outcome, Outcome::Undetermined);
    let undated = record(&[("arrest", &[("", "")]), ("judge", &[("09", "09")])]);
    assert_eq!(look(WITHIN, &undated).outcome, Outcome::Undetermined);
}

#[test]
fn disputed_cover_is_contested_and_silence_is_open() {
    let rule = "throughout custody covered by orders";
    let drawn = |state: &str, from: &str, last: &str, standing| Drawn {
        state: state.to_owned(),
        from: Interval::at(minute(from)),
        last: Interval::at(minute(last)),
        open: false,
        standing,
    };
    let mut record = record(&[]);
    record.stretches.push(drawn("custody", "2024-01-04", "2024-01-08", Standing::Holds));
    assert_eq!(look(rule, &record).outcome, Outcome::Undetermined);
    record.stretches.push(drawn("orders", "2024-01-04", "2024-01-06", Standing::Holds));
    record.stretches.push(drawn("orders", "2024-01-06", "2024-01-08", Standing::Disputed));
    assert_eq!(look(rule, &record).outcome, Outcome::Contested);
    record.stretches[2].standing = Standing::Denied;
    assert_eq!(look(rule, &record).outcome, Outcome::NotMet);
    record.stretches[2].standing = Standing::Holds;
    assert_eq!(look(rule, &record).outcome, Outcome::Met);
}

#[test]
fn the_version_in_force_on_the_day_is_the_one_that_is_asked() {
    let version = |hours: u32, in_force: &str| {
        let rule = format!(
            "limit      hard\nin force   {in_force}\nexpect     judge\n           within {hours} hours of arrest"
        );
        law(&rule, "").norms.remove(0)
    };
    let law = norm(WITHIN);
    let look = |versions: &[Norm], at: (&str, &str)| {
        let record = record(&[("arrest", &[at]), ("judge", &[("12", "12")])]);
        let versions: Vec<&Norm> = versions.iter().collect();
        outlook(&law, &versions, &record, Points::Ends, 1000).outcome
    };
    let known = [version(72, "2000-01-01 .. 2024-01-09"), version(48, "2024-01-10 ..")];
    assert_eq!(look(&known, ("09T12:00", "09T12:00")), Outcome::Met);
    assert_eq!(look(&known, ("09T12:00", "10T00:00")), Outcome::Met);
    assert_eq!(
        look(&known, ("08T12:00", "10T00:00")),
        Outcome::Undetermined,
        "breached under one of two versions"
    );
    assert_eq!(look(&known, ("07T12:00", "07T12:00")), Outcome::NotMet);
    let unclear =
        [version(72, "2000-01-01 .. 2024-01-08 or 2024-01-09"), version(48, "2024-01-09 or 2024-01-10 ..")];
    assert_eq!(look(&unclear, ("09T12:00", "09T12:00")), Outcome::Undetermined);
    assert_eq!(look(&unclear, ("09T00:00", "09T00:00")), Outcome::Undetermined);
    assert_eq!(look(&unclear, ("10T00:00", "10T00:00")), Outcome::Met);
}

#[test]
fn more_readings_than_the_budget_are_looked_at_in_part() {
    let law = norm(WITHIN);
    let wide = record(&[("arrest", &[("04", "05")]), ("judge", &[("06", "07")])]);
    let found = outlook(&law, &[&law.norms[0]], &wide, Points::EveryMinute, 100);
    assert!(found.in_part && found.readings == 100);
    let ends = outlook(&law, &[&law.norms[0]], &wide, Points::Ends, 100);
    assert!(!ends.in_part && ends.readings == 4);
    assert_eq!(ends.outcome, Outcome::Contested);
}
