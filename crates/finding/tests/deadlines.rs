//! Due dates: computed from norms, stated by the record, compared.

#![allow(clippy::indexing_slicing, clippy::panic, reason = "a test may fail loudly")]

mod common;

use common::{COUNSEL, Case, NEWSPAPER, PROSECUTOR, code, date, norm};
use remand_clock::Status;
use remand_finding::{Deadline, DeadlineKind, DeadlineStatus, deadlines};
use remand_reading::{About, Modality, Term};

const REPLY: &str = "expect government_response within 60 days of communication_sent\ncounting first day out\n\
                     owed by the government of Velm\nstated as response_due";

fn of(case: &Case) -> Vec<Deadline> {
    let code = code(&norm("test.reply", "1990-01-01 ..", REPLY));
    deadlines(&code, &case.chronology, &case.clocks, &case.setting, case.as_of)
}

#[test]
fn sixty_days_from_a_dated_communication() {
    let mut case = Case::new("2024-05-01");
    case.says(NEWSPAPER, "communication_sent", "2024-04-08").about = About::Nobody;
    let found = of(&case);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].due, (date("2024-06-07"), date("2024-06-07")));
    assert_eq!(found[0].owed_by, "the government of Velm");
    assert_eq!(found[0].norm.as_deref(), Some("test.reply"));
    assert_eq!(found[0].status, DeadlineStatus::Open);
    assert!(found[0].rule.contains("first day not counted"), "{}", found[0].rule);
    case.as_of = date("2024-06-08");
    assert_eq!(of(&case)[0].status, DeadlineStatus::PassedUnanswered);
}

#[test]
fn a_reply_in_time_keeps_it_and_a_later_one_keeps_it_late() {
    for (reply, status) in [
        ("2024-06-07", DeadlineStatus::Kept),
        ("2024-06-08", DeadlineStatus::KeptLate),
        ("2024-02-08", DeadlineStatus::PassedUnanswered),
    ] {
        let mut case = Case::new("2024-12-01");
        case.says(NEWSPAPER, "communication_sent", "2024-04-08");
        case.says(NEWSPAPER, "government_response", reply);
        assert_eq!(of(&case)[0].status, status, "{reply}");
    }
}

#[test]
fn a_stated_due_date_is_counted_back_to_the_trigger_that_nobody_dates() {
    let mut case = Case::new("2024-07-01");
    case.says(COUNSEL, "response_due", "2024-06-07").modality = Modality::Planned;
    case.says(COUNSEL, "communication_sent", "");
    let found = of(&case);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].norm, None);
    assert_eq!(found[0].due, (date("2024-06-07"), date("2024-06-07")));
    assert!(found[0].trigger.contains("60 days back is 2024-04-08"), "{}", found[0].trigger);
    assert_eq!(found[0].status, DeadlineStatus::PassedUnanswered);
}

#[test]
fn the_stated_and_the_computed_date_are_both_kept_and_compared() {
    let mut case = Case::new("2024-05-01");
    case.says(COUNSEL, "communication_sent", "2024-04-08");
    case.says(COUNSEL, "response_due", "2024-06-06").modality = Modality::Planned;
    let found = of(&case);
    assert_eq!(found.iter().map(|deadline| deadline.norm.is_some()).collect::<Vec<_>>(), [false, true]);
    assert!(found[0].trigger.contains("2024-06-07, which differs by 1 day"), "{}", found[0].trigger);
}

#[test]
fn an_uncertain_trigger_gives_two_days() {
    let mut case = Case::new("2024-05-01");
    case.says(COUNSEL, "communication_sent", "2024-04-01..2024-04-30");
    assert_eq!(of(&case)[0].due, (date("2024-05-31"), date("2024-06-29")));
}

#[test]
fn a_case_without_a_communication_has_no_deadline() {
    let mut case = Case::new("2024-05-01");
    case.says(COUNSEL, "arrest", "2024-04-08");
    case.says(COUNSEL, "communication_sent", "2024-04-08").about = About::Others;
    case.says(COUNSEL, "response_due", "");
    assert_eq!(of(&case), []);
}

fn under(case: &Case, fields: &str) -> Vec<Deadline> {
    let code = code(&norm("test.norm", "1990-01-01 ..", fields));
    deadlines(&code, &case.chronology, &case.clocks, &case.setting, case.as_of)
}

fn due(deadline: &Deadline) -> (String, String) {
    (deadline.due.0.to_string(), deadline.due.1.to_string())
}

#[test]
fn hours_end_at_a_minute_and_the_hours_left_run_from_the_end_of_the_day() {
    let mut case = Case::new("2024-03-04");
    case.says(COUNSEL, "arrest", "2024-03-04T10:00");
    let found = under(&case, "expect appearance_before_judge within 48 hours of arrest");
    let [found] = found.as_slice() else { panic!("{found:#?}") };
    assert_eq!(found.due_minute.map(|(a, b)| (a.to_string(), b.to_string())), {
        let minute = "2024-03-06T10:00:00".to_owned();
        Some((minute.clone(), minute))
    });
    // From midnight after 4 March to 10:00 on 6 March, that minute included.
    assert_eq!(found.left(case.as_of).hours, Some((34, 34)));
    assert_eq!(found.left(case.as_of).days, (2, 2));
    assert_eq!((found.body, found.owed_by.as_str()), (Some("investigator"), "the investigating body"));
    assert!(found.depends.is_empty() && !found.named);
    assert!(!found.rule.contains("first day"), "hours know no first day: {}", found.rule);
}

#[test]
fn a_limit_in_hours_from_a_day_without_an_hour_ends_between_two_days_and_says_why() {
    let mut case = Case::new("2024-03-04");
    case.says(COUNSEL, "arrest", "2024-03-04");
    let found = under(&case, "expect appearance_before_judge within 48 hours of arrest");
    assert_eq!(due(&found[0]), ("2024-03-06".into(), "2024-03-06".into()));
    assert_eq!(found[0].depends, ["the hour of the arrest"]);
    assert_eq!(found[0].left(case.as_of).hours, Some((24, 48)));
}

#[test]
fn two_dates_of_the_trigger_are_two_ends() {
    let mut case = Case::new("2024-03-13");
    case.says(COUNSEL, "arrest", "2024-03-10");
    case.says(PROSECUTOR, "arrest", "2024-03-12");
    let found = under(&case, "expect charge within 10 days of arrest\ncounting first day out");
    assert_eq!(due(&found[0]), ("2024-03-20".into(), "2024-03-22".into()));
    assert_eq!(found[0].depends, ["which date of the arrest is right"]);
    assert_eq!(found[0].body, Some("investigator"));
}

#[test]
fn another_limit_that_may_hold_widens_the_time_and_is_told() {
    let mut case = Case::new("2024-03-04");
    case.says(COUNSEL, "arrest", "2024-03-04T10:00");
    let rule = "expect court_sanction\n           within 48 hours of arrest\n           \
                within 72 hours of arrest when offence is especially_grave";
    let found = under(&case, rule);
    assert_eq!(due(&found[0]), ("2024-03-06".into(), "2024-03-07".into()));
    assert_eq!(found[0].depends, ["whether the offence is especially grave (then 72 hours, 2024-03-07)"]);
    // Past the shorter one and not the longer one, it is not yet passed.
    case.as_of = date("2024-03-06");
    assert_eq!(under(&case, rule)[0].status, DeadlineStatus::Open);
    case.setting.facts.push(remand_finding::Fact::new("offence", "especially_grave", false));
    assert_eq!(under(&case, rule)[0].status, DeadlineStatus::PassedUnanswered);
}

#[test]
fn an_act_is_due_before_what_is_announced() {
    let mut case = Case::new("2024-05-01");
    case.says(COUNSEL, "charge", "2024-03-04");
    case.says(NEWSPAPER, "trial_start", "2024-05-20").modality = Modality::Planned;
    let rule = "expect trial_notice at least 3 days before trial_start\ncounting first day out";
    let found = under(&case, rule);
    let [found] = found.as_slice() else { panic!("{found:#?}") };
    assert_eq!(due(found), ("2024-05-17".into(), "2024-05-17".into()));
    assert_eq!((found.status, found.body), (DeadlineStatus::Open, Some("court")));
    assert!(found.trigger.contains("ahead, 2024-05-20"), "{}", found.trigger);
    // Three days before it is over, though the trial is still ahead.
    case.as_of = date("2024-05-18");
    assert_eq!(under(&case, rule)[0].status, DeadlineStatus::PassedUnanswered);
    case.says(COUNSEL, "trial_notice", "2024-05-15");
    assert_eq!(under(&case, rule)[0].status, DeadlineStatus::Kept);
    assert_eq!(under(&case, rule)[0].answered_by.len(), 1);
}

#[test]
fn what_is_announced_later_demanded_or_for_others_sets_nothing_off() {
    let rule = "expect counsel_access before trial_start";
    let mut case = Case::new("2024-05-01");
    case.says(NEWSPAPER, "trial_start", "2024-05-20").modality = Modality::Demanded;
    case.says(NEWSPAPER, "trial_start", "2024-05-21").about = About::Others;
    case.entry("2024-05-02");
    case.says(NEWSPAPER, "trial_start", "2024-05-22").modality = Modality::Planned;
    assert_eq!(under(&case, rule), []);
    case.as_of = date("2024-05-02");
    // The trial of a day without an hour may begin at its first minute.
    let found = under(&case, rule);
    assert_eq!(due(&found[0]), ("2024-05-21".into(), "2024-05-22".into()));
    assert_eq!(found[0].depends, ["the hour of the start of the trial"]);
}

#[test]
fn the_next_review_runs_from_the_last_one() {
    let rule =
        "expect custody_review every 14 days while in_custody first within 7 days\ncounting first day out";
    let mut case = Case::new("2024-03-05");
    case.says(COUNSEL, "arrest", "2024-03-04");
    case.span("2024-03-04", "", Status::Ordered, &[0]);
    assert_eq!(due(&under(&case, rule)[0]), ("2024-03-11".into(), "2024-03-11".into()));
    case.says(PROSECUTOR, "custody_review", "2024-03-10");
    case.as_of = date("2024-03-20");
    let found = under(&case, rule);
    assert_eq!(due(&found[0]), ("2024-03-24".into(), "2024-03-24".into()));
    assert!(found[0].trigger.starts_with("last review of custody 2024-03-10"), "{}", found[0].trigger);
    case.as_of = date("2024-03-25");
    assert_eq!(under(&case, rule)[0].status, DeadlineStatus::PassedUnanswered);
}

#[test]
fn a_norm_that_hangs_on_what_nobody_settles_says_so() {
    let mut case = Case::new("2024-03-04");
    case.says(COUNSEL, "arrest", "2024-03-04T10:00");
    let rule =
        "when detainee is minor\nunless detainee is not civilian\nexpect charge within 24 hours of arrest";
    let found = under(&case, rule);
    assert_eq!(found[0].provided, ["the detainee is a minor", "not where the detainee is not a civilian"]);
    case.setting.facts.push(remand_finding::Fact::new("detainee", "minor", false));
    assert_eq!(under(&case, rule), [], "not of this norm");
}

#[test]
fn after_a_sentence_no_further_order_is_due() {
    let mut case = Case::new("2024-03-20");
    case.says(COUNSEL, "verdict", "2024-03-05");
    case.chronology.events[0].term = Some(Term { length: Some("P7Y".to_owned()), ..Term::default() });
    case.span("2024-03-05", "", Status::Ordered, &[0]);
    for clock in &mut case.clocks {
        clock.spans[0].orders.push(remand_chronology::EventIx(0));
    }
    assert_eq!(under(&case, "throughout in_custody covered by ordered_custody after 48 hours"), []);
}

#[test]
fn a_state_that_may_not_last_longer_gives_the_day_on_which_it_must_end() {
    let mut case = Case::new("2024-03-10");
    case.says(COUNSEL, "arrest", "2024-03-04");
    case.span("2024-03-04", "", Status::Ordered, &[0]);
    let found = under(&case, "in_custody at most 3 months\ncounting first day out, end of month last day");
    assert_eq!(due(&found[0]), ("2024-06-04".into(), "2024-06-04".into()));
    assert_eq!(found[0].status, DeadlineStatus::Open);
    case.as_of = date("2024-06-05");
    let found = under(&case, "in_custody at most 3 months\ncounting first day out, end of month last day");
    assert_eq!(found[0].status, DeadlineStatus::PassedUnanswered);
}

#[test]
fn time_in_all_runs_out_sooner_for_what_was_spent_before() {
    let mut case = Case::new("2024-03-20");
    case.says(COUNSEL, "arrest", "2024-03-04");
    case.span("2024-03-04", "2024-03-09", Status::Ordered, &[0]);
    case.span("2024-03-16", "", Status::Ordered, &[0]);
    let found = under(&case, "in_custody at most 30 days in total\ncounting first day out");
    let [found] = found.as_slice() else { panic!("{found:#?}") };
    // Five days and five days are spent at the end of 20 March: twenty are left.
    assert_eq!(due(found), ("2024-04-09".into(), "2024-04-09".into()));
    assert!(found.trigger.contains("in all up to 2024-03-20"), "{}", found.trigger);
}

#[test]
fn a_state_of_the_law_is_followed_as_one_of_the_record() {
    let pack = "```define uncharged\nfrom arrest\nuntil charge\n```\n".to_owned()
        + &norm("test.norm", "1990-01-01 ..", "uncharged at most 7 days\ncounting first day out");
    let mut case = Case::new("2024-03-06");
    case.says(COUNSEL, "arrest", "2024-03-04");
    let of = |case: &Case| deadlines(&code(&pack), &case.chronology, &case.clocks, &case.setting, case.as_of);
    assert_eq!(due(&of(&case)[0]), ("2024-03-11".into(), "2024-03-11".into()));
    assert_eq!(of(&case)[0].claims.len(), 1, "the arrest that begins it");
    case.says(PROSECUTOR, "charge", "2024-03-06");
    case.as_of = date("2024-03-07");
    assert_eq!(of(&case)[0].status, DeadlineStatus::Kept);
}

#[test]
fn the_next_order_is_due_before_the_one_that_runs_is_over() {
    let rule = "throughout in_custody covered by ordered_custody after 48 hours";
    let mut case = Case::new("2024-03-05");
    case.says(COUNSEL, "arrest", "2024-03-04T10:00");
    case.span("2024-03-04", "", Status::NoOrderKnown, &[0]);
    let found = under(&case, rule);
    assert_eq!((found[0].status, due(&found[0]).1.as_str()), (DeadlineStatus::Open, "2024-03-06"));

    let mut case = Case::new("2024-03-20");
    case.says(COUNSEL, "court_sanction", "2024-03-05");
    case.chronology.events[0].term =
        Some(Term { until: Some(common::when("2024-05-04")), ..Term::default() });
    case.span("2024-03-05", "", Status::Ordered, &[0]);
    for clock in &mut case.clocks {
        clock.spans[0].orders.push(remand_chronology::EventIx(0));
    }
    let found = under(&case, rule);
    assert_eq!(due(&found[0]), ("2024-05-03".into(), "2024-05-04".into()));
    assert_eq!((found[0].kind, found[0].body), (DeadlineKind::Cover, Some("court")));
    assert_eq!(found[0].depends, ["whether the order covers its last day"]);
    // An extension that is decided before it begins moves it on.
    case.says(PROSECUTOR, "detention_extension", "2024-03-18");
    case.chronology.events[1].term =
        Some(Term { until: Some(common::when("2024-07-04")), ..Term::default() });
    assert_eq!(due(&under(&case, rule)[0]), ("2024-07-03".into(), "2024-07-04".into()));
    case.chronology.events.pop();
    // What must come before the order ends is due too.
    let found = under(&case, "expect expiry_warning at least 24 hours before detention_expiry");
    assert_eq!(found[0].due.0.to_string(), "2024-05-02");
}

#[test]
fn days_beyond_the_calendar_and_records_without_dates_give_no_deadline_and_no_panic() {
    for at in ["9999-12-31", "9999-12-30T23:59", "0001-01-01", "-9999-01-01", ""] {
        let mut case = Case::new("2024-03-05");
        case.says(COUNSEL, "arrest", at);
        case.says(COUNSEL, "trial_start", at).modality = Modality::Planned;
        case.span("2024-03-04", "", Status::Ordered, &[0]);
        for fields in [
            "expect charge within 10 years of arrest\ncounting first day out, end of month last day",
            "expect charge at least 99999 days before trial_start\ncounting first day out",
            "expect custody_review every 100000 hours while in_custody",
            "in_custody at most 100000 days in total\ncounting first day out",
            "in_custody at most 1/3 of sentence\ncounting first day out, end of month last day",
            "throughout in_custody covered by ordered_custody after 99999 days\ncounting first day out",
        ] {
            for deadline in under(&case, fields) {
                assert!(deadline.due.0 <= deadline.due.1, "{at:?} {fields}: {:?}", deadline.due);
            }
        }
    }
}

#[test]
fn a_standard_has_no_day_and_a_body_that_nobody_knows_keeps_its_name() {
    let mut case = Case::new("2024-03-05");
    case.says(COUNSEL, "arrest", "2024-03-04");
    let code = packs("expect reasons_given promptly after arrest\nlimit standard");
    assert_eq!(deadlines(&code, &case.chronology, &case.clocks, &case.setting, case.as_of), []);
    let found = under(
        &case,
        "expect reasons_given within 2 days of arrest\ncounting first day out\nowed by the reeve of Velm",
    );
    assert_eq!((found[0].owed_by.as_str(), found[0].body, found[0].named), ("the reeve of Velm", None, true));
}

fn packs(fields: &str) -> remand_finding::Code {
    code(&norm("test.norm", "1990-01-01 ..", fields).replace("limit hard\n", ""))
}
