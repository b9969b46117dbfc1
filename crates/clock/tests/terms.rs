//! Records in, the clock out: who was held under what, on each account and as of a date.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

#[path = "../../chronology/tests/support/mod.rs"]
mod support;

use remand_chronology::{OnAccount, gather};
use remand_clock::{DetentionClock, clock};
use remand_reading::{Basis, Modality, Polarity, SourceKind};
use support::{Record, d, length, remand_term_by_term, until, w};

fn drawn(clock: &DetentionClock) -> String {
    let lines = clock.spans.iter().map(|span| {
        let to = span.to.map_or("..".to_owned(), |to| short(&to.to_string()));
        let known = span.known_since.map(|day| format!(" known {day}")).unwrap_or_default();
        let assumed = if span.start_assumed { " assumed" } else { "" };
        format!("{} {to} {}{known}{assumed}\n", short(&span.from.to_string()), span.status.name())
    });
    lines.collect()
}

fn short(moment: &str) -> String {
    let moment = moment.strip_suffix(":00").unwrap_or(moment);
    moment.strip_suffix("T00:00").unwrap_or(moment).to_owned()
}

#[track_caller]
fn check(record: Record, account: OnAccount, as_of: &str, expected: &str) -> DetentionClock {
    let chronology = gather(record.reading, d(as_of));
    let clock = clock(&chronology, account, d(as_of));
    let expected: String = expected
        .lines()
        .map(|line| line.trim())
        .filter(|l| !l.is_empty())
        .map(|l| format!("{l}\n"))
        .collect();
    assert_eq!(drawn(&clock), expected);
    clock
}

#[test]
fn a_remand_told_term_by_term() {
    check(
        remand_term_by_term(),
        OnAccount::All,
        "2032-02-01",
        "2031-02-05T23:00 2031-02-08 no_order_known
         2031-02-08 2031-03-08 ordered known 2031-03-17
         2031-03-08 2031-03-24 disclosed_late known 2031-03-24 assumed
         2031-03-24 2031-04-06 ordered known 2031-03-24 assumed
         2031-04-06 2031-05-06 implied assumed
         2031-05-06 2031-05-11 disclosed_late known 2031-05-11 assumed
         2031-05-11 2031-06-06 ordered known 2031-05-11 assumed
         2031-06-06 2031-07-06 ordered known 2031-07-18 assumed
         2031-07-06 .. no_order_known",
    );
}

#[test]
fn what_was_not_out_yet_does_not_count() {
    // In April nobody had heard of a term to June, and the end of the one in May was not reported.
    check(
        remand_term_by_term(),
        OnAccount::All,
        "2031-04-30",
        "2031-02-05 2031-02-08 no_order_known
         2031-02-08 2031-03-08 ordered known 2031-03-17
         2031-03-08 2031-03-24 disclosed_late known 2031-03-24 assumed
         2031-03-24 2031-04-06 ordered known 2031-03-24 assumed
         2031-04-06 .. no_order_known",
    );
}

#[test]
fn the_states_own_account_begins_where_it_says_that_he_was_arrested() {
    check(
        remand_term_by_term(),
        OnAccount::State,
        "2031-07-31",
        "2031-02-08 2031-03-24 implied assumed
         2031-03-24 2031-04-06 ordered known 2031-03-24
         2031-04-06 2031-05-11 disclosed_late known 2031-05-11 assumed
         2031-05-11 2031-06-06 ordered known 2031-05-11 assumed
         2031-06-06 2031-07-06 ordered known 2031-07-18 assumed
         2031-07-06 .. no_order_known",
    );
}

#[test]
fn an_account_without_a_claim_draws_nothing() {
    let clock = check(remand_term_by_term(), OnAccount::Independent, "2031-07-31", "");
    assert_eq!(clock.held.most_hours, 0);
}

/// An arrest by the defence on 1 March 2030, and more.
fn arrested(more: impl FnOnce(&mut Record, remand_reading::EntryIx)) -> Record {
    let mut r = Record::default();
    let counsel = r.source("B. Roe, counsel", SourceKind::Counsel);
    let letter = r.entry(counsel, "2030-12-01");
    r.say(letter, "arrest", "2030-03-01");
    more(&mut r, letter);
    r
}

#[test]
fn an_arrest_alone_is_custody_without_a_known_order_and_not_custody_without_an_order() {
    let clock = check(arrested(|_, _| {}), OnAccount::All, "2030-12-31", "2030-03-01 .. no_order_known");
    let held = clock.held;
    // 306 days to the end of the year; the hour of the arrest is open.
    assert_eq!((held.days, held.most_hours, held.least_hours), (306, 306 * 24, 305 * 24));
}

#[test]
fn an_order_without_an_end_is_not_stretched_over_the_rest() {
    let record = arrested(|r, letter| {
        r.say_with(letter, "court_sanction", "2030-03-03", |c| c.made_public = Some(w("2030-03-05")));
    });
    check(
        record,
        OnAccount::All,
        "2030-12-31",
        "2030-03-01 2030-03-03 no_order_known
         2030-03-03 2030-03-05 disclosed_late known 2030-03-05
         2030-03-05 2030-03-06 ordered known 2030-03-05
         2030-03-06 .. unknown known 2030-03-05",
    );
}

#[test]
fn a_stated_length_ends_an_order_on_the_calendar() {
    let record = arrested(|r, letter| {
        r.say_with(letter, "court_sanction", "2030-12-31", |c| c.term = length("P2M"));
    });
    check(
        record,
        OnAccount::All,
        "2031-03-31",
        "2030-03-01 2030-12-31 no_order_known
         2030-12-31 2031-02-28 ordered known 2030-12-01
         2031-02-28 .. no_order_known",
    );
}

#[test]
fn an_extension_by_a_length_until_a_day_runs_from_the_day_that_the_length_gives() {
    let record = arrested(|r, letter| {
        r.say_with(letter, "court_sanction", "2030-03-01", |c| c.term = until("2030-05-01"));
        r.say_with(letter, "detention_extension", "../2030-08-10", |c| {
            let term = remand_reading::Term {
                length: Some("P2M".to_owned()),
                until: Some(w("2030-10-01")),
                from: None,
            };
            (c.basis, c.term) = (Basis::Bounded, Some(term));
        });
    });
    check(
        record,
        OnAccount::All,
        "2030-12-31",
        "2030-03-01 2030-05-01 ordered known 2030-12-01
         2030-05-01 2030-08-01 no_order_known
         2030-08-01 2030-10-01 ordered known 2030-12-01
         2030-10-01 .. no_order_known",
    );
}

#[test]
fn a_length_that_is_no_length_leaves_the_end_open() {
    let record = arrested(|r, letter| {
        r.say_with(letter, "court_sanction", "2030-03-01", |c| c.term = length("two months, perhaps"));
    });
    check(
        record,
        OnAccount::All,
        "2031-03-31",
        "2030-03-01 2030-12-02 ordered known 2030-12-01
         2030-12-02 .. unknown known 2030-12-01",
    );
}

#[test]
fn an_extension_decided_after_the_end_of_the_term_does_not_reach_back() {
    let record = arrested(|r, letter| {
        r.say_with(letter, "court_sanction", "2030-03-01", |c| c.term = until("2030-05-01"));
        r.say_with(letter, "detention_extension", "2030-05-04", |c| c.term = until("2030-07-01"));
        r.say(letter, "release", "2030-07-01");
    });
    let clock = check(
        record,
        OnAccount::All,
        "2030-12-31",
        "2030-03-01 2030-05-01 ordered known 2030-12-01
         2030-05-01 2030-05-04 no_order_known
         2030-05-04 2030-07-01 ordered known 2030-12-01
         2030-07-01 2030-07-02 no_order_known",
    );
    let bare = clock.totals.iter().find(|(status, _)| status.name() == "no_order_known").unwrap().1;
    // Open: the hours of the arrest and of both decisions, and the days on which a term or custody ended.
    assert_eq!((bare.least_hours, bare.days, bare.most_hours), (48, 4, 48 + 4 * 24));
}

#[test]
fn two_detentions_with_freedom_between_them() {
    let record = arrested(|r, letter| {
        r.say_with(letter, "court_sanction", "2030-03-01", |c| c.term = until("2030-04-01"));
        r.say(letter, "release", "2030-04-01");
        r.say(letter, "arrest", "2030-06-10");
        r.say_with(letter, "court_sanction", "2030-06-12", |c| c.term = until("2030-07-12"));
    });
    check(
        record,
        OnAccount::All,
        "2030-12-31",
        "2030-03-01 2030-04-01 ordered known 2030-12-01
         2030-04-01 2030-04-02 no_order_known
         2030-06-10 2030-06-12 no_order_known
         2030-06-12 2030-07-12 ordered known 2030-12-01
         2030-07-12 .. no_order_known",
    );
}

#[test]
fn a_custodial_sentence_orders_custody_for_its_length() {
    let record = arrested(|r, letter| {
        r.say_with(letter, "verdict", "2030-09-01", |c| c.term = length("P2M"));
    });
    check(
        record,
        OnAccount::All,
        "2030-12-31",
        "2030-03-01 2030-09-01 no_order_known
         2030-09-01 2030-11-01 ordered known 2030-12-01
         2030-11-01 .. no_order_known",
    );
}

#[test]
fn a_verdict_without_a_custodial_sentence_orders_nothing() {
    let record = arrested(|r, letter| {
        r.say(letter, "verdict", "2030-09-01");
    });
    check(record, OnAccount::All, "2030-12-31", "2030-03-01 .. no_order_known");
}

#[test]
fn a_dated_denial_of_an_order_disputes_its_days_and_a_bounded_one_does_not() {
    let record = |basis: Basis| {
        arrested(|r, letter| {
            r.say_with(letter, "court_sanction", "2030-03-01", |c| c.term = until("2030-05-01"));
            let court = r.source("District Court", SourceKind::Court);
            r.say_with(letter, "court_sanction", "2030-04-01/2030-04-10", |c| {
                (c.asserter, c.polarity, c.basis) = (court, Polarity::Denied, basis);
            });
        })
    };
    check(
        record(Basis::Stated),
        OnAccount::All,
        "2030-12-31",
        "2030-03-01 2030-04-01 ordered known 2030-12-01
         2030-04-01 2030-04-11 disputed known 2030-12-01
         2030-04-11 2030-05-01 ordered known 2030-12-01
         2030-05-01 .. no_order_known",
    );
    check(
        record(Basis::Bounded),
        OnAccount::All,
        "2030-12-31",
        "2030-03-01 2030-05-01 ordered known 2030-12-01
         2030-05-01 .. no_order_known",
    );
}

/// A prosecutor tells of an order of 9 October until 12 December; the court's registry denies it in the way of `deny`.
fn denied_by_the_registry(deny: impl FnOnce(&mut Record, remand_reading::EntryIx)) -> Record {
    arrested(|r, letter| {
        let prosecutor = r.source("Office of the Prosecutor", SourceKind::Prosecutor);
        let registry = r.source("Registry of the court", SourceKind::Court);
        r.say_with(letter, "court_sanction", "2030-03-03", |c| c.term = until("2030-10-12"));
        let release = r.entry(prosecutor, "2030-10-21");
        r.say_with(release, "arrest", "2030-03-03", |_| {});
        r.say_with(release, "detention_extension", "2030-10-09", |c| c.term = until("2030-12-12"));
        let answer = r.entry(registry, "2030-10-24");
        deny(r, answer);
    })
}

#[test]
fn a_registry_that_knows_of_no_such_ruling_disputes_all_that_it_covers() {
    let by_date = |r: &mut Record, answer| {
        r.say_with(answer, "detention_extension", "2030-10-09", |c| c.polarity = Polarity::Denied);
    };
    let at_all = |r: &mut Record, answer| {
        r.say_with(answer, "detention_extension", "../2030-10-24", |c| {
            (c.polarity, c.basis) = (Polarity::Denied, Basis::Bounded);
        });
    };
    let clock = check(
        denied_by_the_registry(by_date),
        OnAccount::State,
        "2030-12-31",
        "2030-03-03 2030-10-09 implied assumed
         2030-10-09 2030-12-12 disputed known 2030-10-21
         2030-12-12 .. no_order_known",
    );
    let disputed = clock.spans.iter().find(|s| s.status.name() == "disputed").unwrap();
    assert!(disputed.why.ends_with("a source says that there is no such order"), "{}", disputed.why);
    assert_eq!(disputed.claims.len(), 2);
    check(
        denied_by_the_registry(at_all),
        OnAccount::All,
        "2030-12-31",
        "2030-03-01 2030-03-03 no_order_known
         2030-03-03 2030-10-12 ordered known 2030-12-01
         2030-10-12 2030-12-12 disputed known 2030-10-21 assumed
         2030-12-12 .. no_order_known",
    );
    // On the account of those who never heard of it nothing is disputed.
    check(
        denied_by_the_registry(at_all),
        OnAccount::Defence,
        "2030-12-31",
        "2030-03-01 2030-03-03 no_order_known
         2030-03-03 2030-10-12 ordered known 2030-12-01
         2030-10-12 .. no_order_known",
    );
}

#[test]
fn a_denied_order_beside_one_that_nobody_denies_changes_nothing() {
    let record = denied_by_the_registry(|r, answer| {
        r.say_with(answer, "detention_extension", "2030-10-09", |c| c.polarity = Polarity::Denied);
        r.say_with(answer, "court_sanction", "2030-10-10", |c| c.term = until("2030-12-20"));
    });
    let clock = check_status(record, "2030-11-01");
    assert_eq!(clock, "ordered");
}

fn check_status(record: Record, day: &str) -> &'static str {
    let chronology = gather(record.reading, d("2030-12-31"));
    let clock = clock(&chronology, OnAccount::All, d("2030-12-31"));
    let at = d(day).to_datetime(jiff::civil::Time::midnight());
    let span = clock.spans.iter().find(|s| s.from <= at && s.to.is_none_or(|to| at < to));
    span.unwrap().status.name()
}

#[test]
fn what_is_planned_demanded_or_general_orders_nothing() {
    for modality in [Modality::Planned, Modality::Demanded, Modality::General] {
        let record = arrested(|r, letter| {
            r.say_with(letter, "court_sanction", "2030-03-01", |c| {
                (c.modality, c.term) = (modality, until("2030-05-01"));
            });
            r.say_with(letter, "release", "2030-04-01", |c| c.modality = modality);
        });
        check(record, OnAccount::All, "2030-12-31", "2030-03-01 .. no_order_known");
    }
}

#[test]
fn a_term_that_ends_before_it_begins_covers_nothing() {
    let record = arrested(|r, letter| {
        r.say_with(letter, "court_sanction", "2030-04-01", |c| c.term = until("2030-03-01"));
    });
    check(record, OnAccount::All, "2030-12-31", "2030-03-01 .. no_order_known");
}

#[test]
fn nothing_is_drawn_before_the_record_begins() {
    check(arrested(|_, _| {}), OnAccount::All, "2029-01-01", "");
}

#[test]
fn solitary_runs_from_the_day_given_and_ends_with_the_release() {
    let record = arrested(|r, letter| {
        r.say(letter, "solitary", "2030-03-02");
        r.say(letter, "hospitalisation", "2030-04-10");
        r.say(letter, "hospital_discharge", "2030-04-17");
        r.say(letter, "release", "2030-05-01");
    });
    let chronology = gather(record.reading, d("2030-12-31"));
    let clock = clock(&chronology, OnAccount::All, d("2030-12-31"));
    let bands: Vec<String> = clock
        .bands
        .iter()
        .map(|b| {
            format!(
                "{} {} {}",
                b.state,
                short(&b.from.to_string()),
                b.to.map_or("..".into(), |t| short(&t.to_string()))
            )
        })
        .collect();
    assert_eq!(bands, ["in_hospital 2030-04-10 2030-04-17", "solitary 2030-03-02 2030-05-02"]);
    assert_eq!(clock.ticks.len(), 2);
}

#[test]
fn an_order_that_nobody_dates_leaves_custody_open() {
    let record = arrested(|r, letter| {
        r.say(letter, "court_sanction", "?");
    });
    check(record, OnAccount::All, "2030-12-31", "2030-03-01 .. unknown known 2030-12-01");
}

#[test]
fn an_order_without_an_end_does_not_run_until_an_unconnected_one() {
    let record = arrested(|r, letter| {
        r.say_with(letter, "court_sanction", "2030-03-01", |c| c.made_public = Some(w("2030-03-01")));
        r.say_with(letter, "verdict", "2030-09-01", |c| c.term = length("P5Y"));
    });
    check(
        record,
        OnAccount::All,
        "2030-12-31",
        "2030-03-01 2030-03-02 ordered known 2030-03-01
         2030-03-02 2030-09-01 unknown known 2030-03-01
         2030-09-01 .. ordered known 2030-12-01",
    );
}

#[test]
fn an_extension_heard_of_after_its_end_follows_the_order_it_extends() {
    let record = arrested(|r, letter| {
        r.say(letter, "court_sanction", "2030-03-03");
        r.say_with(letter, "detention_extension", "../2030-12-01", |c| {
            (c.basis, c.term) = (Basis::Bounded, until("2030-09-06"));
        });
        // Which term this one is about, nobody says.
        r.say_with(letter, "detention_extension", "../2030-12-01", |c| c.basis = Basis::Bounded);
    });
    check(
        record,
        OnAccount::All,
        "2030-12-31",
        "2030-03-01 2030-03-03 no_order_known
         2030-03-03 2030-03-04 ordered known 2030-12-01
         2030-03-04 2030-09-06 ordered known 2030-12-01 assumed
         2030-09-06 .. no_order_known",
    );
}

#[test]
fn a_claim_that_counts_days_or_dates_an_end_dates_no_arrest_and_no_order() {
    let record = arrested(|r, letter| {
        for (kind, other) in [("arrest", None), ("court_sanction", Some("detention_expiry"))] {
            let claim = r.say(letter, kind, "2030-06-06");
            let passage = r.reading.claims[claim.0].passage.clone();
            match other {
                None => {
                    let days = support::amount(97, remand_timex::Unit::Day, remand_timex::Precision::Exact);
                    r.lasts(letter, days, remand_reading::DurationStart::Custody, Some("2030-06-06"));
                    r.reading.durations.last_mut().unwrap().passage = passage;
                }
                Some(other) => {
                    r.say_with(letter, other, "2030-06-06", |c| c.passage = passage);
                }
            }
        }
    });
    check(
        record,
        OnAccount::All,
        "2030-12-31",
        "2030-03-01 2030-06-06 implied assumed
         2030-06-06 .. no_order_known",
    );
}

#[test]
fn a_sentence_without_a_length_leaves_open_what_follows() {
    let record = arrested(|r, letter| {
        r.say(letter, "verdict", "2030-09-01");
        r.say(letter, "sentence", "2030-09-01");
    });
    check(
        record,
        OnAccount::All,
        "2030-12-31",
        "2030-03-01 2030-09-01 no_order_known
         2030-09-01 .. unknown known 2030-12-01",
    );
}

#[test]
fn a_dated_denial_of_the_arrest_disputes_custody_itself() {
    let record = arrested(|r, letter| {
        let police = r.source("City police", SourceKind::Police);
        r.say_with(letter, "arrest", "2030-03-01/2030-03-04", |c| {
            (c.asserter, c.polarity) = (police, Polarity::Denied);
        });
    });
    let clock = check(
        record,
        OnAccount::All,
        "2030-12-31",
        "2030-03-01 2030-03-05 disputed
         2030-03-05 .. no_order_known",
    );
    assert_eq!(clock.held.most_hours - clock.held.least_hours, 4 * 24);
}

#[test]
fn a_stated_length_ends_a_condition_unless_others_say_that_it_lasted_longer() {
    use remand_reading::DurationStart;
    use remand_timex::{Precision, Unit};
    let lasting = |over: Option<u32>| {
        let record = arrested(|r, letter| {
            let lengths =
                [(30, Precision::Exact)].into_iter().chain(over.map(|days| (days, Precision::MoreThan)));
            for (days, precision) in lengths {
                let claim = r.say(letter, "solitary", "2030-03-02");
                let passage = r.reading.claims[claim.0].passage.clone();
                r.lasts(letter, support::amount(days, Unit::Day, precision), DurationStart::Custody, None);
                r.reading.durations.last_mut().unwrap().passage = passage;
            }
        });
        let chronology = gather(record.reading, d("2030-12-31"));
        let clock = clock(&chronology, OnAccount::All, d("2030-12-31"));
        clock.bands.iter().map(|band| band.to.map(|to| short(&to.to_string()))).collect::<Vec<_>>()
    };
    assert_eq!(lasting(None), [Some("2030-04-01".to_owned())]);
    assert_eq!(lasting(Some(20)), [Some("2030-04-01".to_owned())]);
    assert_eq!(lasting(Some(60)), [None]);
}
