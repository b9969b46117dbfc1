//! What people give of a case decides norms, on the account on which it was given, and as long as nobody contradicts.

#![allow(clippy::panic, reason = "a test may fail loudly")]

mod common;

use common::{COUNSEL, Case, NEWSPAPER, PROSECUTOR};
use remand_chronology::OnAccount;
use remand_finding::{Finding, Given, Outcome};
use remand_reading::Account;

const JUDGE: &str = "expect appearance_before_judge\n  within 48 hours of arrest\n  within 24 hours of arrest when \
                     detainee is minor";

fn given(number: u64, words: &str, account: Option<Account>) -> Given {
    let saying = words.parse().unwrap_or_else(|error| panic!("{error}"));
    Given {
        number,
        by: "Ada Roe".to_owned(),
        at: "2024-03-08T10:00:00Z".to_owned(),
        saying,
        because: "birth certificate".to_owned(),
        account,
        quoted: None,
        withdrawn: None,
    }
}

/// A judge saw the person after 36 hours: in time for an adult, late for a child.
fn after_36_hours(all: Vec<Given>) -> Case {
    let mut case = Case::new("2024-03-08");
    for who in [PROSECUTOR, COUNSEL, NEWSPAPER] {
        case.says(who, "arrest", "2024-03-04T08:00");
        case.says(who, "appearance_before_judge", "2024-03-05T20:00");
    }
    case.setting.given = all;
    case
}

fn judge(case: &Case, account: OnAccount) -> Finding {
    case.on(account, JUDGE)
}

#[test]
fn a_circumstance_decides_which_limit_holds() {
    let outcome = |all: Vec<Given>| judge(&after_36_hours(all), OnAccount::All).outcome;
    assert_eq!(outcome(vec![]), Outcome::Undetermined);
    assert_eq!(outcome(vec![given(3, "detainee is minor", None)]), Outcome::NotMet);
    assert_eq!(outcome(vec![given(3, "detainee is not minor", None)]), Outcome::Met);
    assert_eq!(outcome(vec![given(3, "offence is grave", None)]), Outcome::Undetermined);
}

#[test]
fn a_finding_names_what_it_rests_on_and_what_could_be_given() {
    let open = judge(&after_36_hours(vec![]), OnAccount::All);
    let asked: Vec<&str> = open.asks.iter().map(|ask| ask.words.as_str()).collect();
    assert_eq!((asked, open.given.len()), (vec!["detainee is minor"], 0));
    assert_eq!(open.asks[0].what, "whether the detainee is a minor");

    let late = judge(&after_36_hours(vec![given(3, "detainee is minor", None)]), OnAccount::All);
    assert_eq!((late.asks.len(), late.given.as_slice()), (0, &[3][..]));
    let said = "Given: The detainee is a minor (birth certificate; recorded by Ada Roe on 2024-03-08).";
    assert!(late.reasons.iter().any(|reason| reason.text == said), "{:#?}", late.reasons);
}

#[test]
fn a_side_says_it_on_its_own_account_only() {
    let case = after_36_hours(vec![given(3, "detainee is minor", Some(Account::Defence))]);
    let outcomes = OnAccount::EACH.map(|account| judge(&case, account).outcome);
    use Outcome::{NotMet, Undetermined};
    assert_eq!(outcomes, [NotMet, Undetermined, NotMet, Undetermined]);
}

#[test]
fn a_disputed_circumstance_decides_nothing_on_all_accounts_together() {
    let case = after_36_hours(vec![
        given(3, "detainee is minor", Some(Account::Defence)),
        given(4, "detainee is not minor", Some(Account::State)),
    ]);
    let all = judge(&case, OnAccount::All);
    assert_eq!((all.outcome, all.given.as_slice()), (Outcome::Undetermined, &[3, 4][..]));
    assert!(all.reasons.iter().any(|reason| reason.text.contains("Others say otherwise")));
    assert_eq!(judge(&case, OnAccount::State).outcome, Outcome::Met);
    assert_eq!(judge(&case, OnAccount::Defence).outcome, Outcome::NotMet);
}

#[test]
fn a_list_that_is_complete_turns_silence_into_absence() {
    let outcome = |all: Vec<Given>| {
        let mut case = Case::new("2024-03-20");
        for who in [PROSECUTOR, COUNSEL] {
            case.says(who, "arrest", "2024-03-04T08:00");
        }
        case.setting.given = all;
        OnAccount::EACH.map(|account| judge(&case, account).outcome)
    };
    use Outcome::{NotApplicable, NotMet, Undetermined};
    assert_eq!(outcome(vec![]), [Undetermined, Undetermined, Undetermined, NotApplicable]);
    let register =
        given(3, "complete appearance_before_judge 2024-03-01 .. 2024-03-19", Some(Account::State));
    assert_eq!(outcome(vec![register]), [NotMet, NotMet, Undetermined, NotApplicable]);
    let short = given(3, "complete appearance_before_judge 2024-03-01 .. 2024-03-04", Some(Account::State));
    assert_eq!(outcome(vec![short]), [Undetermined, Undetermined, Undetermined, NotApplicable]);
}

#[test]
fn the_state_that_holds_the_person_can_be_given() {
    let mut case = after_36_hours(vec![given(3, "state of Kazakhstan", None)]);
    assert_eq!(case.setting.on(OnAccount::All).state.as_deref(), Some("kz"));
    case.setting.given.push(given(4, "state of fr", None));
    assert_eq!(case.setting.on(OnAccount::All).state, None);
}
