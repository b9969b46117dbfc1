//! A protected name in any place of a record is in no document that is made for those it is hidden from.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests"
)]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::{Case, tormanov as case};
use proptest::prelude::*;
use remand_dossier::ics::Naming;
use remand_dossier::{Guarded, WithheldWhy, document, guard, html, ics, json, paper, pdf};
use remand_finding::{Ask, Reason, Reasons};
use remand_protection::{Audience, Guard, Kind, Mark, Marked, check, leaks};
use remand_reading::RoleFiller;
use remand_text::{Diagnostic, Statement};

fn mark(what: Marked) -> Mark {
    Mark {
        number: 5,
        at: String::new(),
        what,
        kind: Kind::Witness,
        by: "Ines Officer".to_owned(),
        because: String::new(),
        hidden_from: Audience::usual(),
        replace: None,
        whole_name: false,
        withdrawn: None,
    }
}

type Plant = fn(&mut Case, &str);

/// Everywhere that a record has words of others.
const PLACES: [(&str, Plant); 32] = [
    ("text, at its start", |case, name| case.items[0].1.text.insert_str(0, &format!("{name} wrote. "))),
    ("text, in the middle", |case, name| {
        let text = &mut case.items[0].1.text;
        let at = text.floor_char_boundary(text.len() / 2);
        text.insert_str(at, &format!(" {name} "));
    }),
    ("item name", |case, name| case.items[0].0.name = format!("in/{name}.txt")),
    ("another name of an item", |case, name| {
        case.items[0].0.also.push(format!("{}.txt", name.replace(' ', "_")))
    }),
    ("title", |case, name| case.items[0].1.metadata.title = Some(format!("Of {name}"))),
    ("author", |case, name| case.items[0].1.metadata.author = Some(name.to_owned())),
    ("recipient", |case, name| case.items[0].1.metadata.to = Some(name.to_owned())),
    ("changed by", |case, name| case.items[0].1.metadata.modified_by = Some(name.to_owned())),
    ("property", |case, name| {
        case.items[0].1.metadata.said.push(Statement { name: "camera".to_owned(), value: name.to_owned() });
    }),
    ("diagnostic", |case, name| {
        let message = format!("page of {name} is not read");
        case.items[0].1.diagnostics.push(Diagnostic { page: Some(1), message });
    }),
    ("subject", |case, name| {
        if let Some(subject) = &mut case.chronology.reading.subject {
            subject.name = name.to_owned();
        }
    }),
    ("form of the subject", |case, name| {
        if let Some(subject) = &mut case.chronology.reading.subject {
            subject.variants.push(name.to_owned());
        }
    }),
    ("source", |case, name| case.chronology.reading.sources[0].name = name.to_owned()),
    ("form of a source", |case, name| case.chronology.reading.sources[0].variants.push(name.to_owned())),
    ("role", |case, name| {
        case.chronology.reading.claims[0]
            .roles
            .push(RoleFiller { role: "witness".to_owned(), text: name.to_owned() });
    }),
    ("why a date", |case, name| {
        case.chronology.reading.entries[0].published_why = format!("as {name} dates it")
    }),
    ("topic of a dispute", |case, name| case.chronology.disputes[0].topic = format!("where {name} was")),
    ("why a dispute", |case, name| case.chronology.disputes[0].why = format!("{name} says so")),
    ("side of a dispute", |case, name| case.chronology.disputes[0].sides[0].says = format!("{name} says so")),
    ("arithmetic", |case, name| case.chronology.durations[0].computed.push(format!("since {name} left"))),
    ("reviewer", |case, name| case.chronology.reviewed.by.push(name.to_owned())),
    ("clock", |case, name| case.clocks[0].spans[0].why = format!("{name} says so")),
    ("summary", |case, name| case.findings[0].summary = format!("{name} was heard.")),
    ("reason", |case, name| {
        let reason = Reason { text: format!("{name} was heard."), claims: vec![], passages: vec![] };
        case.findings[0].reasons = Reasons::new(reason, vec![]);
    }),
    ("what is missing", |case, name| case.findings[0].missing.push(format!("when {name} was heard"))),
    ("what is asked", |case, name| {
        let ask = Ask { what: format!("whether {name} is a minor"), words: "detainee is minor".to_owned() };
        case.findings[0].asks.push(ask);
    }),
    ("procedure", |case, name| case.deadlines[0].procedure = format!("Reply to {name}")),
    ("trigger", |case, name| case.deadlines[0].trigger = format!("the letter of {name}")),
    ("who owes", |case, name| case.deadlines[0].owed_by = name.to_owned()),
    ("unread file", |case, name| case.unread[0].name = format!("{name}.doc")),
    ("why unread", |case, name| case.unread[0].why = format!("{name} locked it")),
    ("what was given", |case, name| case.given[0].because = format!("letter of {name}")),
];

fn outputs(record: &remand_dossier::Record<'_>) -> BTreeMap<&'static str, Vec<u8>> {
    BTreeMap::from([
        ("dossier.html", html::write(&document(record)).unwrap().into_bytes()),
        ("dossier.json", json::write(record).unwrap().into_bytes()),
        ("deadlines.ics", ics::write(record, Naming::Subject).into_bytes()),
    ])
}

fn shown(outputs: &BTreeMap<&'static str, Vec<u8>>, guard: &Guard) -> usize {
    outputs.iter().map(|(name, bytes)| leaks(name, bytes, guard).len()).sum()
}

fn of(case: &Case, name: &str) -> Guard {
    guard(&case.record(), &[mark(Marked::Person(name.to_owned()))], Audience::Public)
}

#[test]
fn a_name_in_each_place_is_shown_to_the_team_and_to_nobody_else() {
    let name = "Zoltana Quarrendon";
    let mut seen = 0;
    for (place, plant) in PLACES {
        let mut case = case();
        plant(&mut case, name);
        let record = case.record();
        seen += usize::from(shown(&outputs(&record), &of(&case, name)) > 0);
        let guarded = Guarded::new(&record, of(&case, name), &BTreeSet::new());
        let hidden = guarded.record(&record);
        assert_eq!(shown(&outputs(&hidden), guarded.guard()), 0, "{place}");
    }
    assert!(seen >= 24, "{seen} of {} places are printed at all", PLACES.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn no_name_survives_wherever_it_stands(
        first in "[A-Z][a-z]{4,8}", last in "Qu[a-z]{4,9}", place in 0..PLACES.len(), other in 0..PLACES.len(), way in 0..5_usize
    ) {
        let name = format!("{first} {last}");
        let initial = first.chars().next().unwrap();
        let written = match way {
            0 => name.clone(),
            1 => name.to_uppercase(),
            2 => format!("{last}, {first}"),
            3 => format!("{initial}. {last}"),
            _ => format!("{first}\u{a0}X. {last}"),
        };
        let mut case = case();
        PLACES[place].1(&mut case, &written);
        PLACES[other].1(&mut case, &name);
        let record = case.record();
        let guarded = Guarded::new(&record, of(&case, &name), &BTreeSet::new());
        let hidden = guarded.record(&record);
        prop_assert_eq!(shown(&outputs(&hidden), guarded.guard()), 0, "{}, {}", PLACES[place].0, PLACES[other].0);
    }
}

#[test]
fn every_page_of_the_pdf_says_for_whom_it_is_and_none_shows_the_name() {
    let name = "Zoltana Quarrendon";
    let mut case = case();
    for at in [0, 2, 4, 12, 16, 22] {
        PLACES[at].1(&mut case, name);
    }
    let record = case.record();
    let guarded = Guarded::new(&record, of(&case, name), &BTreeSet::new());
    let made = pdf::write(&paper(&guarded.record(&record))).unwrap();
    assert_eq!(check(&[("dossier.pdf", &made)], guarded.guard()), Ok(()));
    let read =
        remand_text::extract(&made, "dossier.pdf", made.len() as u64, &remand_text::Limits::default()).layer;
    assert!(read.pages.len() > 1);
    assert_eq!(read.text.matches("For the public:").count(), read.pages.len());
    let open = pdf::write(&paper(&record)).unwrap();
    let found = leaks("dossier.pdf", &open, guarded.guard());
    assert!(found.iter().any(|leak| leak.place == remand_protection::Place::PdfText), "{found:?}");
}

#[test]
fn a_hidden_item_has_no_digest_no_size_and_no_words() {
    let case = case();
    let record = case.record();
    let hidden = case.items[0].0.clone();
    let guard = guard(&record, &[mark(Marked::Item(hidden.id))], Audience::Public);
    let guarded = Guarded::new(&record, guard, &BTreeSet::new());
    let shown_record = guarded.record(&record);
    assert_eq!(shown_record.withheld[0].why, WithheldWhy::Hidden);
    let made = outputs(&shown_record);
    assert_eq!(shown(&made, guarded.guard()), 0);
    for (name, bytes) in &made {
        let text = String::from_utf8(bytes.clone()).unwrap();
        assert!(!text.contains(&hidden.id.to_string()[..12]), "{name}");
        assert!(!text.contains(&format!("{}1", "0".repeat(63))), "{name} prints a digest that is none");
    }
    let data: serde_json::Value = serde_json::from_slice(&made["dossier.json"]).unwrap();
    assert_eq!(data["items"][0]["id"], "withheld-1");
    assert_eq!(data["items"][0]["withheld"], "protected as a whole");
    assert_eq!(data["items"][0]["bytes"], serde_json::Value::Null);
    let entries = data["entries"].as_array().unwrap();
    assert!(entries.iter().any(|entry| entry["item"] == "withheld-1" && entry["start"].is_null()));
}
