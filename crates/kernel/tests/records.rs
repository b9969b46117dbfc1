//! Records in, answers out: open sides, the ends of time, nothing at all, ten thousand events.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test may fail loudly")]

mod common;

use common::{at, law, within};
use remand_kernel::{Facts, Happened, Instant, Interval, Minute, Program, Readings, Standing, Stretch, Why};
use remand_law::Outcome;

const LIMIT: &str = "limit      hard\nin force   2000-01-01 ..\n";
const JUDGE: &str = "expect     judge within 48 hours of arrest";
const UNKNOWN: Instant = Instant { earliest: None, latest: None };

fn program(rule: &str) -> Program {
    Program::new(&law(&format!("{LIMIT}{rule}"), ""))
}

fn facts(program: &Program) -> Facts {
    Facts::new(program.schema(), at("31T23:59"))
}

fn add(program: &Program, facts: &mut Facts, event: &str, boxes: &[Instant]) {
    let number = program.schema().event(event).unwrap();
    let each = (0..).zip(boxes);
    facts.happened(
        number,
        each.map(|(tag, one)| Happened { versions: std::slice::from_ref(one), qualifiers: 0, roles: 0, tag }),
    );
}

fn exact(text: &str) -> Instant {
    within(at(text), at(text))
}

fn outcome(rule: &str, events: &[(&str, &[Instant])]) -> Outcome {
    let program = program(rule);
    let mut facts = facts(&program);
    for (event, boxes) in events {
        add(&program, &mut facts, event, boxes);
    }
    program.judge(0, &facts).outcome
}

#[test]
fn the_last_minute_of_the_limit_is_in_time() {
    let judged = |judge| outcome(JUDGE, &[("arrest", &[exact("04T10:00")]), ("judge", &[exact(judge)])]);
    assert_eq!(judged("06T10:00"), Outcome::Met);
    assert_eq!(judged("06T10:01"), Outcome::NotMet);
}

#[test]
fn an_act_in_the_minute_of_the_event_is_not_before_it() {
    let rule = "expect     judge before review";
    let judged = |judge| outcome(rule, &[("review", &[exact("04T10:00")]), ("judge", &[exact(judge)])]);
    assert_eq!(judged("04T09:59"), Outcome::Met);
    assert_eq!(judged("04T10:00"), Outcome::NotMet);
}

#[test]
fn nothing_breaches_nothing() {
    for rule in [JUDGE, "never      judge", "custody    at most 2 days in total\ncounting   first day in"] {
        let program = program(rule);
        let answer = program.judge(0, &facts(&program));
        assert_eq!((answer.outcome, answer.breached), (Outcome::NotApplicable, Readings::None), "{rule}");
    }
}

#[test]
fn a_norm_that_is_not_there_and_facts_of_another_law_are_no_fault() {
    let program = program(JUDGE);
    assert_eq!(program.judge(7, &facts(&program)).outcome, Outcome::NotApplicable);
    assert_eq!(program.judge(0, &Facts::default()).outcome, Outcome::NotApplicable);
}

#[test]
fn a_date_that_nobody_gives_decides_nothing() {
    let late = exact("20T10:00");
    assert_eq!(outcome(JUDGE, &[("arrest", &[UNKNOWN]), ("judge", &[late])]), Outcome::Undetermined);
    assert_eq!(
        outcome(JUDGE, &[("arrest", &[exact("04T10:00")]), ("judge", &[UNKNOWN])]),
        Outcome::Undetermined
    );
    let since = Instant { earliest: Some(at("20T10:00")), latest: None };
    assert_eq!(outcome(JUDGE, &[("arrest", &[exact("04T10:00")]), ("judge", &[since])]), Outcome::NotMet);
}

#[test]
fn boxes_that_overlap_the_limit_are_contested() {
    let judge = within(at("06T09:00"), at("06T11:00"));
    assert_eq!(outcome(JUDGE, &[("arrest", &[exact("04T10:00")]), ("judge", &[judge])]), Outcome::Contested);
}

#[test]
fn the_ends_of_time_do_not_overflow() {
    let ends = [Minute::MIN, Minute::MIN + 1, -1, 0, Minute::MAX - 1, Minute::MAX];
    let rules = [
        JUDGE,
        "expect     judge within 2 months of arrest\ncounting   first day out, end of month last day",
        "expect     judge at least 3 days before arrest\ncounting   first day out",
        "expect     judge promptly after arrest",
        "never      judge before arrest",
        "custody    at most 2 years in total\ncounting   first day in, end of month last day",
        "throughout custody covered by orders after 48 hours",
        "expect     judge every 2 days while custody\ncounting   first day in",
    ];
    for rule in rules {
        let rule = if rule.contains("promptly") {
            format!("limit      standard\nin force   2000-01-01 ..\n{rule}")
        } else {
            format!("{LIMIT}{rule}")
        };
        let program = Program::new(&law(&rule, ""));
        for earliest in ends {
            for latest in ends {
                for now in [Minute::MIN, 0, Minute::MAX] {
                    let mut facts = Facts::new(program.schema(), now);
                    let one = within(earliest, latest);
                    for event in ["arrest", "judge"] {
                        if program.schema().event(event).is_some() {
                            add(&program, &mut facts, event, &[one, UNKNOWN]);
                        }
                    }
                    for state in ["custody", "orders"] {
                        if let Some(number) = program.schema().state(state) {
                            let stretch = Stretch {
                                from: one,
                                last: one,
                                open: true,
                                standing: Standing::Holds,
                                tag: 1,
                            };
                            facts.held(
                                number,
                                [stretch, Stretch { from: UNKNOWN, standing: Standing::Denied, ..stretch }],
                            );
                        }
                    }
                    program.define(&mut facts);
                    let answer = program.judge(0, &facts);
                    program.obligations(0, &facts, &mut |obligation| {
                        assert!(obligation.breached <= answer.breached.max(Readings::Some));
                    });
                }
            }
        }
    }
}

#[test]
fn the_order_in_which_events_are_given_changes_nothing() {
    let days = ["04T10:00", "20T10:00", "05T09:00", "12T12:00"];
    let boxes: Vec<Instant> = days.iter().map(|day| exact(day)).collect();
    let turned: Vec<Instant> = boxes.iter().rev().copied().collect();
    let judged = |judges: &[Instant]| outcome(JUDGE, &[("arrest", &[exact("04T10:00")]), ("judge", judges)]);
    assert_eq!(judged(&boxes), judged(&turned));
}

#[test]
fn a_disputed_arrest_contests_what_is_late_after_it() {
    let program = program(JUDGE);
    let mut facts = facts(&program);
    add(&program, &mut facts, "arrest", &[exact("04T10:00")]);
    add(&program, &mut facts, "judge", &[exact("20T10:00")]);
    assert_eq!(program.judge(0, &facts).outcome, Outcome::NotMet);
    facts.deny(program.schema().event("arrest").unwrap(), None);
    assert_eq!(program.judge(0, &facts).outcome, Outcome::Contested);
}

#[test]
fn a_source_that_lists_every_hearing_shows_that_there_was_none() {
    let program = program(JUDGE);
    let judged = |from: &str, to: &str| {
        let mut facts = facts(&program);
        add(&program, &mut facts, "arrest", &[exact("04T10:00")]);
        facts.complete(program.schema().event("judge").unwrap(), Interval { from: at(from), to: at(to) });
        let answer = program.judge(0, &facts);
        (answer.outcome, answer.gravest.why)
    };
    assert_eq!(judged("01T00:00", "10T00:00"), (Outcome::NotMet, Why::Complete));
    assert_eq!(judged("04T10:00", "06T10:00").0, Outcome::Undetermined, "the last minute is not in it");
    assert_eq!(judged("04T10:01", "10T00:00").0, Outcome::Undetermined, "nor is the first");
}

#[test]
fn a_day_that_may_lie_before_the_version_decides_nothing() {
    let text = "limit      hard\nin force   2024-01-05 ..\nexpect     judge within 48 hours of arrest";
    let program = Program::new(&law(text, ""));
    let judged = |arrest| {
        let mut facts = facts(&program);
        add(&program, &mut facts, "arrest", &[arrest]);
        add(&program, &mut facts, "judge", &[exact("20T10:00")]);
        let answer = program.judge(0, &facts);
        (answer.outcome, answer.open_version)
    };
    assert_eq!(judged(exact("04T23:59")), (Outcome::NotApplicable, false));
    assert_eq!(judged(exact("05T00:00")), (Outcome::NotMet, false));
    assert_eq!(judged(within(at("04T10:00"), at("06T10:00"))), (Outcome::Undetermined, true));
}

#[test]
fn ten_thousand_events_are_judged_without_comparing_each_with_each() {
    let base = at("01T00:00");
    let boxes: Vec<Instant> = (0..10_000).map(|n| within(base + n * 7, base + n * 7 + 40)).collect();
    for rule in [JUDGE, "expect     judge before arrest", "never      judge before arrest"] {
        let program = program(rule);
        let mut facts = Facts::new(program.schema(), base + 100_000);
        add(&program, &mut facts, "arrest", &boxes);
        add(&program, &mut facts, "judge", &boxes);
        assert_ne!(program.judge(0, &facts).outcome, Outcome::NotApplicable);
    }
}

#[test]
fn what_many_doubtful_stretches_leave_of_a_state_stays_small() {
    let define = "define free\nwhile      custody and not away\n```\n\n```define away\nfrom       arrest\nuntil      judge";
    let text = format!("{LIMIT}free       at most 2 days\ncounting   first day in");
    let program = Program::new(&law(&text, &format!("```{define}\n```\n")));
    let base = at("01T00:00");
    let boxes: Vec<Instant> = (0..2_000).map(|n| within(base + n * 5, base + n * 5 + 400)).collect();
    let mut facts = Facts::new(program.schema(), base + 20_000);
    for event in ["arrest", "judge"] {
        add(&program, &mut facts, event, &boxes);
    }
    let all = Stretch {
        from: within(base, base),
        last: within(base + 20_000, base + 20_000),
        open: false,
        standing: Standing::Holds,
        tag: 0,
    };
    facts.held(program.schema().state("custody").unwrap(), [all]);
    program.define(&mut facts);
    let mut obligations = 0;
    program.obligations(0, &facts, &mut |_| obligations += 1);
    assert!((1..10_000).contains(&obligations), "{obligations}");
    assert_eq!(program.judge(0, &facts).outcome, Outcome::Undetermined);
}
