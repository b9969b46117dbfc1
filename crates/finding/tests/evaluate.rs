//! Records in, findings out: accounts, denials, silence, planned and other people's events, dates that leave room.

#![allow(clippy::indexing_slicing, clippy::panic, reason = "a test may fail loudly")]

mod common;

use common::{COUNSEL, Case, NEWSPAPER, PROSECUTOR, date, norm};
use jiff::ToSpan;
use jiff::civil::DateTime;
use proptest::prelude::*;
use remand_chronology::OnAccount::{All, Defence, Independent, State};
use remand_clock::Status;
use remand_finding::{Fact, Outcome};
use remand_reading::{About, Modality, Polarity, RoleFiller, SourceIx};
use remand_timex::When;

const JUDGE: &str = "expect appearance_before_judge within 48 hours of arrest";
const GUILT: &str = "never statement_of_guilt by public_authority before verdict";
const COVER: &str = "throughout in_custody covered by ordered_custody after 48 hours";
const ALONE: &str = "solitary at most 15 days\ncounting first day in";

#[test]
fn each_account_answers_from_its_own_claims() {
    let mut case = Case::new("2024-03-20");
    case.says(PROSECUTOR, "arrest", "2024-03-06T09:00");
    case.says(COUNSEL, "arrest", "2024-03-04T09:00");
    case.says(PROSECUTOR, "appearance_before_judge", "2024-03-07T12:00");
    case.says(COUNSEL, "appearance_before_judge", "2024-03-07T12:00");
    let outcome = |account| case.on(account, JUDGE).outcome;
    assert_eq!(outcome(State), Outcome::Met, "27 hours on the prosecutor's dates");
    assert_eq!(outcome(Defence), Outcome::NotMet, "75 hours on counsel's");
    assert_eq!(outcome(All), Outcome::Contested, "two days of arrest are two readings");
    assert_eq!(outcome(Independent), Outcome::NotApplicable);
    assert!(case.on(Independent, JUDGE).summary.contains("no arrest on this account"));
}

#[test]
fn a_norm_that_binds_some_states_breaches_nothing_until_the_state_is_known() {
    let mut case = Case::new("2024-03-20");
    case.says(COUNSEL, "arrest", "2024-03-04");
    case.says(COUNSEL, "appearance_before_judge", "2024-03-09");
    let members = format!("members fr, gb\n{JUDGE}");
    let unknown = case.on(All, &members);
    assert_eq!(unknown.outcome, Outcome::Undetermined);
    assert!(unknown.missing.iter().any(|missing| missing.contains("which state")), "{:?}", unknown.missing);
    for (state, outcome) in [("fr", Outcome::NotMet), ("kz", Outcome::NotApplicable)] {
        case.setting.state = Some(state.to_owned());
        assert_eq!(case.on(All, &members).outcome, outcome, "{state}");
    }
}

#[test]
fn what_stands_on_the_states_own_account_comes_first() {
    let mut case = Case::new("2024-03-20");
    for who in [PROSECUTOR, COUNSEL] {
        case.says(who, "arrest", "2024-03-04");
        case.says(who, "appearance_before_judge", "2024-03-09");
    }
    case.says(COUNSEL, "counsel_denied", "2024-03-05");
    case.span("2024-03-04", "2024-03-20", Status::Ordered, &[]);
    let text = [
        norm("test.counsel", "1990-01-01 ..", "never counsel_denied while in_custody"),
        norm("test.judge", "1990-01-01 ..", JUDGE),
    ]
    .concat();
    let found = case.held_against(&text);
    let order: Vec<_> = found.iter().map(|f| (f.norm.as_str(), f.account, f.even_on_state_account)).collect();
    assert_eq!(
        order[..5],
        [
            ("test.judge", All, true),
            ("test.judge", State, true),
            ("test.judge", Defence, true),
            ("test.counsel", All, false),
            ("test.counsel", Defence, false),
        ]
    );
    assert!(found[5..].iter().all(|finding| finding.outcome == Outcome::NotApplicable));
}

#[test]
fn silence_is_told_with_what_would_decide_it() {
    let mut case = Case::new("2024-04-23");
    case.says(COUNSEL, "arrest", "2024-03-04T20:00");
    let finding = case.on(All, JUDGE);
    assert_eq!(finding.outcome, Outcome::Undetermined);
    assert_eq!(
        finding.summary,
        "No appearance before a judge in the record 1,204 hours after the arrest; the limit is 48 hours."
    );
    assert_eq!(
        finding.missing,
        ["the day and hour of the appearance before a judge, or a source that says there was none"]
    );
    assert_eq!(finding.reasons[0].text, "Arrest: 2024-03-04 20:00 (Ina Orr).");
    assert_eq!(finding.reasons[0].passages.len(), 1);
}

#[test]
fn not_known_is_no_denial() {
    let mut case = Case::new("2024-03-20");
    case.says(COUNSEL, "arrest", "2024-03-04");
    case.claim(NEWSPAPER, "appearance_before_judge", "2024-03-06", Polarity::NotKnown);
    assert_eq!(case.on(All, JUDGE).outcome, Outcome::Undetermined);
}

#[test]
fn a_denial_decides_only_what_it_covers() {
    let outcome = |denied: &str| {
        let mut case = Case::new("2024-03-20");
        case.says(COUNSEL, "arrest", "2024-03-04T10:00");
        case.denies(COUNSEL, "appearance_before_judge", denied);
        case.on(All, JUDGE).outcome
    };
    assert_eq!(outcome(""), Outcome::NotMet, "never, as counsel says it");
    assert_eq!(outcome("2024-03-04..2024-03-10"), Outcome::NotMet);
    assert_eq!(outcome("2024-03-04"), Outcome::Undetermined, "not on the first day; nothing of the second");
}

#[test]
fn a_denial_against_an_uncertain_arrest_decides_nothing() {
    let mut case = Case::new("2024-03-20");
    case.says(COUNSEL, "arrest", "2024-03-04");
    case.denies(PROSECUTOR, "arrest", "");
    case.denies(COUNSEL, "appearance_before_judge", "");
    assert_eq!(case.on(All, JUDGE).outcome, Outcome::Undetermined);
    assert_eq!(case.on(Defence, JUDGE).outcome, Outcome::NotMet);
}

#[test]
fn the_plan_the_demand_and_the_general_complaint_establish_nothing() {
    for modality in [Modality::Planned, Modality::Demanded, Modality::General] {
        let mut case = Case::new("2024-03-20");
        case.says(COUNSEL, "arrest", "2024-03-04T10:00");
        case.says(PROSECUTOR, "appearance_before_judge", "2024-03-05").modality = modality;
        assert_eq!(case.on(All, JUDGE).outcome, Outcome::Undetermined, "{modality:?}");
    }
}

#[test]
fn what_happened_to_others_is_not_the_persons() {
    let mut case = Case::new("2024-03-20");
    case.says(COUNSEL, "arrest", "2024-03-04T10:00").about = About::Others;
    assert_eq!(case.on(All, JUDGE).outcome, Outcome::NotApplicable);
    case.says(COUNSEL, "arrest", "2024-03-04T10:00");
    case.says(PROSECUTOR, "appearance_before_judge", "2024-03-05").about = About::Others;
    assert_eq!(case.on(All, JUDGE).outcome, Outcome::Undetermined);
}

#[test]
fn what_was_published_after_the_day_is_not_known_on_it() {
    let mut case = Case::new("2024-03-20");
    case.says(COUNSEL, "arrest", "2024-03-04T10:00");
    case.entry("2024-06-01");
    case.says(PROSECUTOR, "appearance_before_judge", "2024-03-05T09:00");
    assert_eq!(case.on(All, JUDGE).outcome, Outcome::Undetermined);
    case.as_of = date("2024-06-01");
    assert_eq!(case.on(All, JUDGE).outcome, Outcome::Met);
}

#[test]
fn an_act_before_the_arrest_is_not_the_one_that_is_asked_for() {
    let mut case = Case::new("2024-03-20");
    case.says(COUNSEL, "appearance_before_judge", "2023-11-02");
    case.says(COUNSEL, "arrest", "2024-03-04");
    assert_eq!(case.on(All, JUDGE).outcome, Outcome::Undetermined);
}

#[test]
fn a_version_of_the_arrest_after_the_act_is_not_the_one_it_answers() {
    let mut case = Case::new("2024-03-20");
    case.says(COUNSEL, "arrest", "2024-03-04T10:00");
    case.says(NEWSPAPER, "arrest", "2024-03-08");
    case.says(COUNSEL, "appearance_before_judge", "2024-03-05T10:00");
    let finding = case.on(All, JUDGE);
    assert_eq!(finding.outcome, Outcome::Met);
    assert_eq!(
        finding.summary,
        "Appearance before a judge 24 hours after the arrest, within the limit of 48 hours."
    );
}

#[test]
fn an_undated_act_leaves_it_open_and_two_versions_make_it_contested() {
    let mut case = Case::new("2024-03-20");
    case.says(COUNSEL, "arrest", "2024-03-04T10:00");
    case.says(COUNSEL, "appearance_before_judge", "");
    let open = case.on(All, JUDGE);
    assert_eq!(open.outcome, Outcome::Undetermined, "{}", open.summary);
    assert!(open.missing.iter().any(|missing| missing.contains("exact time of the appearance")));
}

#[test]
fn a_statement_of_guilt_is_the_speakers_however_it_was_relayed() {
    let mut case = Case::new("2024-03-20");
    case.says(PROSECUTOR, "statement_of_guilt", "2024-03-06").via = vec![COUNSEL];
    let finding = case.on(All, GUILT);
    assert_eq!(finding.outcome, Outcome::NotMet);
    assert!(finding.even_on_state_account);
    assert_eq!(
        finding.summary,
        "Statement of guilt by Prosecutor of Velm through Ina Orr, 2024-03-06; the record has no verdict up to 2024-03-20."
    );
    assert_eq!(case.on(Defence, GUILT).outcome, Outcome::NotApplicable);
}

#[test]
fn further_statements_are_counted_and_each_is_a_reason() {
    let mut case = Case::new("2024-03-20");
    for day in ["2024-03-06", "2024-03-07", "2024-03-08"] {
        case.says(PROSECUTOR, "statement_of_guilt", day);
    }
    case.says(NEWSPAPER, "statement_of_guilt", "2024-03-09");
    let finding = case.on(All, GUILT);
    assert!(finding.summary.ends_with("2024-03-20. The record has 2 more."), "{}", finding.summary);
    let of_guilt = |text: &str| text.starts_with("Statement of guilt");
    assert_eq!(finding.reasons.iter().filter(|reason| of_guilt(&reason.text)).count(), 4);
}

#[test]
fn a_statement_that_counsel_lays_to_an_official_names_him_or_stays_open() {
    let told = |by: Option<&str>| {
        let mut case = Case::new("2024-03-20");
        let roles = by.map(|by| RoleFiller { role: "by".to_owned(), text: by.to_owned() });
        case.says(COUNSEL, "statement_of_guilt", "2024-03-06").roles = roles.into_iter().collect();
        case.on(Defence, GUILT).outcome
    };
    assert_eq!(told(Some("Prosecutor of Velm")), Outcome::NotMet);
    assert_eq!(told(Some("The Velm Courier")), Outcome::Undetermined);
    assert_eq!(told(None), Outcome::Undetermined);
}

#[test]
fn the_verdict_of_another_account_ends_the_presumption_and_is_said_to() {
    let mut case = Case::new("2024-06-20");
    case.says(PROSECUTOR, "statement_of_guilt", "2024-03-06");
    case.says(NEWSPAPER, "verdict", "2024-03-05");
    let finding = case.on(State, GUILT);
    assert_eq!(finding.outcome, Outcome::Met);
    assert!(finding.reasons.iter().any(|reason| reason.text.contains("dated by other accounts")));
}

#[test]
fn custody_without_a_known_order_is_not_custody_without_an_order() {
    let mut case = Case::new("2024-06-01");
    case.says(COUNSEL, "arrest", "2024-03-04");
    case.span("2024-03-04", "2024-03-06", Status::NoOrderKnown, &[]);
    case.span("2024-03-06", "2024-05-06", Status::Ordered, &[]);
    case.span("2024-05-06", "2024-06-01", Status::NoOrderKnown, &[]);
    let finding = case.on(All, COVER);
    assert_eq!(finding.outcome, Outcome::Undetermined);
    assert_eq!(finding.summary, "No order known to the record for 26 days.");
    assert_eq!(
        finding.missing,
        ["the order for custody from 2024-05-06 to 2024-06-01, or a source that says there was none"]
    );
}

#[test]
fn a_source_that_says_there_was_no_order_breaches_and_a_dispute_contests() {
    let cover = |status| {
        let mut case = Case::new("2024-06-01");
        case.says(COUNSEL, "arrest", "2024-03-04");
        case.denies(COUNSEL, "detention_extension", "2024-05-06..2024-06-01");
        case.span("2024-03-04", "2024-05-06", Status::Ordered, &[]);
        case.span("2024-05-06", "2024-06-01", status, &[1]);
        case.on(All, COVER).outcome
    };
    assert_eq!(cover(Status::NoOrderKnown), Outcome::NotMet);
    assert_eq!(cover(Status::Disputed), Outcome::Contested);
    assert_eq!(cover(Status::DisclosedLate), Outcome::Met);
}

#[test]
fn solitary_confinement_runs_as_long_as_somebody_says_so() {
    let solitary = |later: Option<&str>, to: &str| {
        let mut case = Case::new("2024-06-01");
        case.says(COUNSEL, "solitary", "2024-03-04");
        let claims: &[usize] = if later.is_some() { &[0, 1] } else { &[0] };
        if let Some(later) = later {
            case.says(COUNSEL, "solitary", later);
        }
        case.band("solitary", "2024-03-04", to, claims);
        case.on(All, ALONE)
    };
    assert_eq!(solitary(None, "").outcome, Outcome::Undetermined);
    assert_eq!(solitary(Some("2024-03-10"), "").outcome, Outcome::Undetermined);
    let long = solitary(Some("2024-04-30"), "");
    assert_eq!(long.outcome, Outcome::NotMet, "{}", long.summary);
    assert!(long.summary.contains("57 to 90 days"), "{}", long.summary);
    assert_eq!(solitary(None, "2024-03-10").outcome, Outcome::Met);
    assert_eq!(solitary(None, "2024-04-10").outcome, Outcome::NotMet);
}

#[test]
fn accounts_that_end_a_confinement_on_different_days_contest_its_length() {
    let mut case = Case::new("2024-06-01");
    case.says(PROSECUTOR, "solitary", "2024-03-04");
    case.says(COUNSEL, "solitary", "2024-03-04");
    case.band("solitary", "2024-03-04", "2024-03-28", &[1]);
    for clock in case.clocks.iter_mut().filter(|clock| clock.account == State) {
        clock.bands[0].to = Some(date("2024-03-14").at(0, 0, 0, 0));
    }
    assert_eq!(case.on(State, ALONE).outcome, Outcome::Met);
    assert_eq!(case.on(Defence, ALONE).outcome, Outcome::NotMet);
    let all = case.on(All, ALONE);
    assert_eq!(all.outcome, Outcome::Contested, "{}", all.summary);
    assert!(
        all.summary.contains("for 10 to 24 days, longer than the limit of 15 days on some readings only"),
        "{}",
        all.summary
    );
}

#[test]
fn silence_breaches_only_where_the_norm_puts_the_burden_on_the_state() {
    let mut case = Case::new("2024-03-20");
    case.says(COUNSEL, "arrest", "2024-03-04");
    let finding = case.on(All, &format!("{JUDGE}\nburden state"));
    assert_eq!(finding.outcome, Outcome::NotMet);
    assert!(finding.reasons.iter().any(|reason| reason.text.contains("Silence counts against the state")));
    case.as_of = date("2024-03-05");
    assert_eq!(
        case.on(All, &format!("{JUDGE}\nburden state")).outcome,
        Outcome::Undetermined,
        "time still runs"
    );
}

#[test]
fn the_version_is_picked_by_the_date_of_the_event() {
    let text = [
        norm("test.judge", "1990-01-01 .. 2023-12-31", JUDGE),
        norm("test.judge", "2024-01-01 ..", "expect appearance_before_judge within 24 hours of arrest"),
    ]
    .concat();
    for (arrest, judge, outcome) in [
        ("2023-12-01T10:00", "2023-12-02T16:00", Outcome::Met),
        ("2024-02-01T10:00", "2024-02-02T16:00", Outcome::NotMet),
        ("1980-02-01T10:00", "1980-02-02T16:00", Outcome::NotApplicable),
    ] {
        let mut case = Case::new("2024-06-01");
        case.says(COUNSEL, "arrest", arrest);
        case.says(COUNSEL, "appearance_before_judge", judge);
        let found = case.held_against(&text);
        let on_all: Vec<_> = found.iter().filter(|finding| finding.account == All).collect();
        assert_eq!(on_all.len(), 1, "one finding for a norm, whatever its versions");
        assert_eq!(on_all[0].outcome, outcome, "{arrest}");
    }
}

#[test]
fn a_condition_that_nobody_settles_leaves_it_open() {
    let rule = format!("when detainee is minor\n{JUDGE}");
    let mut case = Case::new("2024-03-20");
    case.says(COUNSEL, "arrest", "2024-03-04T10:00");
    case.says(COUNSEL, "appearance_before_judge", "2024-03-09T10:00");
    assert_eq!(case.on(All, &rule).outcome, Outcome::Undetermined);
    case.setting.facts = vec![Fact::new("detainee", "minor", false)];
    assert_eq!(case.on(All, &rule).outcome, Outcome::NotApplicable);
    case.setting.facts = vec![Fact::new("detainee", "minor", true)];
    assert_eq!(case.on(All, &rule).outcome, Outcome::NotMet);
    assert_eq!(case.on(All, &format!("unless detainee is minor\n{JUDGE}")).outcome, Outcome::NotApplicable);
}

#[test]
fn an_empty_record_breaches_nothing() {
    let case = Case::new("2024-03-20");
    for rule in [JUDGE, GUILT, COVER, ALONE] {
        for finding in case.against(rule) {
            assert_eq!(finding.outcome, Outcome::NotApplicable, "{rule}: {}", finding.summary);
            assert!(!finding.reasons.is_empty());
        }
    }
}

/// A box of minutes from a start: where it begins, how wide it is, where in it the truth lies.
#[derive(Clone, Debug)]
struct Vague {
    from: i64,
    wide: i64,
    truth: i64,
}

fn vague() -> impl Strategy<Value = Vague> {
    (0_i64..6000, 1_i64..3000, 0.0_f64..1.0).prop_map(|(from, wide, share)| {
        let inside = (wide as f64 * share).floor() as i64;
        Vague { from, wide, truth: from + inside.min(wide - 1) }
    })
}

fn at(minutes: i64) -> DateTime {
    date("2024-03-04").at(0, 0, 0, 0).checked_add(minutes.minutes()).unwrap_or(DateTime::MAX)
}

fn record(arrests: &[Vague], acts: &[Vague], exact: bool) -> Case {
    let mut case = Case::new("2024-12-31");
    let mut add = |kind: &str, vague: &Vague, who: SourceIx| {
        let claim = case.says(who, kind, "");
        claim.when = if exact {
            When::minute(at(vague.truth))
        } else {
            When::of_moments(Some(at(vague.from)), Some(at(vague.from + vague.wide)))
        };
    };
    arrests.iter().for_each(|arrest| add("arrest", arrest, COUNSEL));
    acts.iter().for_each(|act| add("appearance_before_judge", act, NEWSPAPER));
    case
}

proptest! {
    #[test]
    fn whatever_the_exact_times_are_met_and_not_met_are_never_wrong(
        arrest in vague(),
        acts in prop::collection::vec(vague(), 1..4),
    ) {
        // Nobody is brought before a judge before the arrest that he is brought for.
        prop_assume!(acts.iter().all(|act| act.truth >= arrest.truth));
        let vague = record(std::slice::from_ref(&arrest), &acts, false).on(All, JUDGE).outcome;
        let exact = record(std::slice::from_ref(&arrest), &acts, true).on(All, JUDGE).outcome;
        match vague {
            Outcome::Met | Outcome::NotMet => prop_assert_eq!(exact, vague),
            Outcome::Contested => prop_assert!(matches!(exact, Outcome::Met | Outcome::NotMet)),
            other => prop_assert!(false, "{:?} of dated events", other),
        }
    }

    #[test]
    fn a_rival_date_of_the_arrest_never_makes_the_outcome_surer(
        arrest in vague(), gap in 0_i64..4000, wide in 1_i64..2000, delay in 0_i64..4000, act in vague(),
    ) {
        let from = arrest.from + arrest.wide + gap;
        let rival = Vague { from, wide, truth: from };
        let act = Vague { from: from + delay, ..act };
        let outcome = |arrests: &[Vague]| record(arrests, std::slice::from_ref(&act), false).on(All, JUDGE).outcome;
        let one = outcome(std::slice::from_ref(&arrest));
        let other = outcome(std::slice::from_ref(&rival));
        let both = outcome(&[arrest.clone(), rival.clone()]);
        prop_assert_eq!(both, if one == other { one } else { Outcome::Contested });
    }

    #[test]
    fn the_same_record_gives_the_same_findings(
        arrests in prop::collection::vec(vague(), 0..3),
        acts in prop::collection::vec(vague(), 0..3),
    ) {
        let case = record(&arrests, &acts, false);
        prop_assert_eq!(case.against(JUDGE), case.against(JUDGE));
        prop_assert!(case.against(JUDGE).iter().all(|finding| !finding.reasons.is_empty()));
    }
}

#[test]
fn what_the_applicant_lets_pass_is_no_breach_of_the_state() {
    let rule = |owed: &str| format!("expect complaint_of_ill_treatment within 48 hours of arrest\n{owed}");
    let mut case = Case::new("2024-06-01");
    case.says(PROSECUTOR, "arrest", "2024-03-04T10:00");
    case.says(PROSECUTOR, "complaint_of_ill_treatment", "2024-03-20T10:00");
    assert!(case.on(State, &rule("owed by the government")).even_on_state_account);
    let applicant = case.on(State, &rule("owed by the applicant"));
    assert_eq!(applicant.outcome, Outcome::NotMet);
    assert!(!applicant.even_on_state_account);
}
