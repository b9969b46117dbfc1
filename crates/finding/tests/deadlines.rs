//! Due dates: computed from norms, stated by the record, compared.

#![allow(clippy::indexing_slicing, clippy::panic, reason = "a test may fail loudly")]

mod common;

use common::{COUNSEL, Case, NEWSPAPER, code, date, norm};
use remand_finding::{Deadline, DeadlineStatus, deadlines};
use remand_reading::{About, Modality};

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
