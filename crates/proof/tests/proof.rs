//! A proof is made from claims, travels as JSON, and holds against the record it was made from and against no other.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::{law, minute};
use jiff::civil::{Date, date};
use remand_law::{Law, Outcome};
use remand_proof::{
    BUDGET, Checked, Claim, Drawn, Event, Fault, Inputs, Interval, On, Polarity, Proof, RecordView, Standing,
    Stretch, check,
};

const RULE: &str =
    "limit      hard\nin force   2000-01-01 ..\nexpect     judge\n           within 48 hours of arrest";
const DAY: Date = date(2024, 1, 20);

/// Event, kind, account, polarity, earliest, latest, published; the place in the text is that in the list.
type Row = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

const LATE: [Row; 3] = [
    ("ev-1", "arrest", "state", "asserted", "2024-01-04T10:00", "2024-01-04T11:00", "2024-01-05"),
    ("ev-2", "judge", "state", "asserted", "2024-01-08", "2024-01-08", "2024-01-09"),
    ("ev-3", "release", "state", "asserted", "2024-01-09", "2024-01-09", "2024-01-10"),
];

const TWO_ACCOUNTS: [Row; 4] = [
    ("ev-1", "arrest", "state", "asserted", "2024-01-04", "2024-01-04", "2024-01-05"),
    ("ev-1", "arrest", "defence", "asserted", "2024-01-02", "2024-01-02", "2024-01-05"),
    ("ev-2", "judge", "state", "asserted", "2024-01-05T09:00", "2024-01-05T09:00", "2024-01-09"),
    ("ev-2", "judge", "defence", "asserted", "2024-01-05", "2024-01-05", "2024-01-09"),
];

fn dossier(rows: &[Row]) -> String {
    let item = "0".repeat(64);
    let mut entries = Vec::new();
    let mut events: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
    for (number, (event, kind, account, polarity, earliest, latest, published)) in rows.iter().enumerate() {
        let (start, end) = (number * 100, number * 100 + 50);
        entries.push(format!(
            r#"{{"item":"{item}","start":{start},"end":{end},"published":{{"earliest":"{published}","latest":"{published}"}}}}"#
        ));
        events.entry((*event, *kind)).or_default().push(format!(
            r#"{{"asserter":"Office of {account}","account":"{account}","polarity":"{polarity}","modality":"stated","about":"subject","item":"{item}","start":{start},"end":{end},"when":{{"earliest":"{earliest}","latest":"{latest}"}}}}"#
        ));
    }
    let events: Vec<String> = events
        .into_iter()
        .map(|((event, kind), claims)| {
            format!(r#"{{"id":"{event}","type":"{kind}","claims":[{}]}}"#, claims.join(","))
        })
        .collect();
    format!(r#"{{"as_of":"{DAY}","entries":[{}],"events":[{}]}}"#, entries.join(","), events.join(","))
}

fn view(rows: &[Row]) -> RecordView {
    RecordView::from_dossier_json(&dossier(rows)).unwrap()
}

/// What a finding would give: the claims of the kinds on the account, each event once.
fn inputs(rows: &[Row], account: &str) -> Inputs {
    let mut inputs =
        Inputs { searched: BTreeSet::from(["arrest".to_owned(), "judge".to_owned()]), ..Inputs::default() };
    let mut events: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
    for stated in view(rows).claims {
        let on_account = account == "all" || stated.account == account;
        if !on_account || !inputs.searched.contains(&stated.kind) {
            continue;
        }
        let polarity = stated.polarity.unwrap();
        if polarity == Polarity::Asserted {
            events.entry((stated.event.clone(), stated.kind.clone())).or_default().push(inputs.claims.len());
        }
        inputs.claims.push(Claim {
            kind: stated.kind,
            event: stated.event,
            asserter: stated.asserter,
            item: stated.item,
            start: stated.start,
            end: stated.end,
            polarity,
            interval: stated.interval,
            dates: true,
        });
    }
    inputs.events = events
        .into_iter()
        .map(|((_, kind), claims)| Event {
            kind,
            claims,
            drawn: None,
            elsewhere: false,
            qualifiers: BTreeSet::new(),
            roles: BTreeSet::new(),
        })
        .collect();
    inputs
}

fn proof(law: &Law, rows: &[Row], account: &str, says: (Outcome, On)) -> Proof {
    Proof::new(law, law.norms.first().unwrap(), account, DAY, inputs(rows, account), says).unwrap()
}

/// Checks it after it was written and read again.
fn checked(proof: &Proof, law: &Law, rows: &[Row]) -> Result<Checked, Vec<Fault>> {
    let json = serde_json::to_string(proof).unwrap();
    let read: Proof = serde_json::from_str(&json).unwrap();
    assert_eq!(read, *proof);
    check(&read, law, &view(rows), BUDGET)
}

fn words(result: Result<Checked, Vec<Fault>>) -> String {
    result.unwrap_err().iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

#[test]
fn a_late_act_is_proved_on_every_reading() {
    let law = law(RULE, "");
    let proof = proof(&law, &LATE, "state", (Outcome::NotMet, On::Every));
    assert!(proof.breach.is_some() && proof.no_breach.is_none());
    assert_eq!(proof.searched(), (2, DAY));
    let holds = checked(&proof, &law, &LATE).unwrap();
    assert_eq!((holds.in_part, holds.decides), (true, None), "61 minutes by 1440 are more than the budget");
}

#[test]
fn accounts_that_differ_give_a_reading_each() {
    let law = law(RULE, "");
    let all = proof(&law, &TWO_ACCOUNTS, "all", (Outcome::Contested, On::Some));
    assert!(all.breach.is_some() && all.no_breach.is_some());
    checked(&all, &law, &TWO_ACCOUNTS).unwrap();
    let state = proof(&law, &TWO_ACCOUNTS, "state", (Outcome::Met, On::None));
    assert_eq!(state.inputs.claims.len(), 2);
    checked(&state, &law, &TWO_ACCOUNTS).unwrap();
}

#[test]
fn an_absence_shows_what_was_searched() {
    let law = law(RULE, "");
    let silent = proof(&law, &LATE[..1], "state", (Outcome::Undetermined, On::None));
    assert_eq!(silent.searched(), (1, DAY));
    checked(&silent, &law, &LATE[..1]).unwrap();
    let denied = ("ev-4", "judge", "state", "denied", "2024-01-04", "2024-01-10", "2024-01-11");
    let rows = [LATE[0], denied];
    let breached = proof(&law, &rows, "state", (Outcome::NotMet, On::Every));
    checked(&breached, &law, &rows).unwrap();
}

#[test]
fn there_is_no_proof_without_its_inputs() {
    let law = law(RULE, "");
    let norm = law.norms.first().unwrap();
    let says = (Outcome::NotMet, On::Every);
    let make = |inputs| Proof::new(&law, norm, "state", DAY, inputs, says).unwrap_err();
    assert_eq!(make(Inputs::default()).len(), 2, "neither kind was searched for");
    let mut lacking = inputs(&LATE, "state");
    lacking.events[0].claims = vec![7];
    assert!(make(lacking).iter().any(|fault| matches!(fault, Fault::NoSuchClaim { number: 7, .. })));
    let mut unaccounted = inputs(&LATE, "state");
    unaccounted.events.pop();
    assert!(matches!(make(unaccounted).as_slice(), [Fault::Unaccounted { .. }]));
}

#[test]
fn a_changed_date_is_found() {
    let law = law(RULE, "");
    let mut proof = proof(&law, &LATE, "state", (Outcome::NotMet, On::Every));
    proof.inputs.claims[0].interval = Interval::at(minute("2024-01-03T10:00"));
    let words = words(checked(&proof, &law, &LATE));
    assert!(words.contains("the claim of `arrest` by Office of state (2024-01-03T10:00"), "{words}");
    assert!(
        words.contains("the record has that it happened (2024-01-04T10:00 to 2024-01-04T11:00"),
        "{words}"
    );
}

#[test]
fn a_claim_that_is_left_out_is_found() {
    let law = law(RULE, "");
    let early = ("ev-2", "judge", "state", "asserted", "2024-01-05", "2024-01-05", "2024-01-09");
    let proof = proof(&law, &LATE, "state", (Outcome::NotMet, On::Every));
    let words = words(checked(&proof, &law, &[LATE[0], LATE[1], LATE[2], early]));
    assert!(words.contains("the record has a claim of `judge` by Office of state"), "{words}");
    assert!(words.contains("leaves out"), "{words}");
    let later = ("ev-2", "judge", "state", "asserted", "2024-01-05", "2024-01-05", "2024-02-09");
    checked(&proof, &law, &[LATE[0], LATE[1], LATE[2], later]).unwrap();
    let others = ("ev-2", "judge", "defence", "asserted", "2024-01-05", "2024-01-05", "2024-01-09");
    checked(&proof, &law, &[LATE[0], LATE[1], LATE[2], others]).unwrap();
}

#[test]
fn another_text_of_the_norm_is_found() {
    let law_of = |hours: &str| law(&RULE.replace("48", hours), "");
    let proof = proof(&law_of("48"), &LATE, "state", (Outcome::NotMet, On::Every));
    let other = words(checked(&proof, &law_of("72"), &LATE));
    assert!(other.contains("the packs have `made.1` with another text"), "{other}");
    let mut unknown = proof.clone();
    unknown.norm = "made.2".to_owned();
    assert!(words(checked(&unknown, &law_of("48"), &LATE)).contains("no pack has the norm `made.2`"));
    let mut form = proof;
    form.schema = "remand/proof/0".to_owned();
    assert!(words(checked(&form, &law_of("48"), &LATE)).contains("`remand/proof/0`"));
}

#[test]
fn an_outcome_that_its_claims_do_not_bear_is_found() {
    let law = law(RULE, "");
    let right = proof(&law, &LATE, "state", (Outcome::NotMet, On::Every));
    let flipped = |outcome, breached| Proof { outcome, breached, ..right.clone() };
    let words_of = |proof: Proof| words(checked(&proof, &law, &LATE));
    assert!(
        words_of(flipped(Outcome::Met, On::None))
            .contains("the proof says met; the readings of its own claims come to not_met")
    );
    assert!(words_of(flipped(Outcome::Met, On::Every)).contains("contradicts itself"));
    assert!(words_of(flipped(Outcome::Undetermined, On::Every)).contains("contradicts itself"));
    assert!(
        words_of(flipped(Outcome::Contested, On::Some))
            .contains("gives no reading on which it is not breached")
    );
    assert!(words_of(flipped(Outcome::NotApplicable, On::None)).contains("not_applicable"));
    // Leaving open is never wrong, and the checker says what it can decide.
    let open = [
        ("ev-1", "arrest", "state", "asserted", "2024-01-04T10:00", "2024-01-04T10:01", "2024-01-05"),
        LATE[1],
    ];
    let wide = proof_of_minutes(&law, &open);
    assert_eq!(checked(&wide, &law, &open).unwrap().decides, Some(Outcome::NotMet));
}

fn proof_of_minutes(law: &Law, rows: &[Row]) -> Proof {
    proof(law, rows, "state", (Outcome::Undetermined, On::Some))
}

#[test]
fn a_reading_that_was_moved_is_found() {
    let law = law(RULE, "");
    let right = proof(&law, &TWO_ACCOUNTS, "all", (Outcome::Contested, On::Some));
    let mut moved = right.clone();
    let arrest = |event: &&mut remand_proof::Happened| event.kind == "arrest";
    let event = moved.breach.as_mut().unwrap().events.iter_mut().find(arrest).unwrap();
    event.at = minute("2024-01-01T00:00");
    let told = words(checked(&moved, &law, &TWO_ACCOUNTS));
    assert!(
        told.contains("the reading on which it is breached: `arrest` at 2024-01-01T00:00 lies in no version"),
        "{told}"
    );
    let mut swapped = right.clone();
    std::mem::swap(&mut swapped.breach, &mut swapped.no_breach);
    assert!(
        words(checked(&swapped, &law, &TWO_ACCOUNTS))
            .contains("the reading on which it is not breached: there it is")
    );
    let mut shorter = right.clone();
    shorter.no_breach.as_mut().unwrap().events.pop();
    assert!(checked(&shorter, &law, &TWO_ACCOUNTS).is_err());
    let mut denied = right;
    denied.breach.as_mut().unwrap().denied.insert("judge".to_owned(), None);
    assert!(words(checked(&denied, &law, &TWO_ACCOUNTS)).contains("`judge` is not denied so in the record"));
}

#[test]
fn stretches_stand_with_what_they_rest_on() {
    let law = law("limit      hard\nin force   2000-01-01 ..\ncustody at most 48 hours", "");
    let norm = law.norms.first().unwrap();
    let stretch = |from: &str, last: &str| Stretch {
        drawn: Drawn {
            state: "custody".to_owned(),
            from: Interval::at(minute(from)),
            last: Interval::at(minute(last)),
            open: false,
            standing: Standing::Holds,
        },
        claims: vec![0, 1],
    };
    let mut given = inputs(&LATE, "state");
    given.events.clear();
    given.searched.clear();
    given.stretches.push(stretch("2024-01-04T10:00", "2024-01-08T23:59"));
    let right = Proof::new(&law, norm, "state", DAY, given, (Outcome::NotMet, On::Every)).unwrap();
    checked(&right, &law, &LATE).unwrap();
    let mut shorter = right;
    shorter.inputs.stretches[0] = stretch("2024-01-04T10:00", "2024-01-05T10:00");
    let told = words(checked(&shorter, &law, &LATE));
    assert!(told.contains("no stretch of the record") && told.contains("come to met"), "{told}");
}

#[test]
fn what_is_no_dossier_is_said_to_be_none() {
    for (text, says) in [
        ("", "no dossier.json"),
        ("[1, 2]", "no dossier.json"),
        (r#"{"as_of":"2024-13-01","entries":[],"events":[]}"#, "`2024-13-01` is no day"),
        (r#"{"as_of":"2024-01-01","entries":[]}"#, "missing field `events`"),
    ] {
        let fault = RecordView::from_dossier_json(text).unwrap_err();
        assert!(fault.contains(says), "{fault}");
    }
    let odd = dossier(&LATE).replace("2024-01-08", "yesterday");
    assert!(RecordView::from_dossier_json(&odd).unwrap_err().contains("`yesterday` is no minute"));
}
