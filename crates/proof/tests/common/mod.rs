//! Laws from text and readings from a line, for the tests of this crate.

#![allow(dead_code, reason = "each test file uses a part of it")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

use std::collections::{BTreeMap, BTreeSet};

use remand_law::{Law, Names};
use remand_proof::{Happened, Interval, Lasted, Minute, Reading};

pub(crate) fn names() -> Names {
    let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
    Names {
        events: set(&["arrest", "release", "judge", "verdict", "review", "family_told"]),
        states: set(&["custody", "orders", "hospital"]),
        roles: set(&["detainee", "court"]),
        qualifiers: set(&["minor", "in_person"]),
        measures: set(&["longest_sentence"]),
        accounts: set(&["state", "defence"]),
        ..Names::default()
    }
}

/// The law of norms given by their fields from `limit` on, and of other blocks in whole.
pub(crate) fn law(norm: &str, more: &str) -> Law {
    let text = format!(
        "# A made-up law\n\n{more}\n\n```norm made.1\ncites      Made-up Act s. 1\nchecked    2024-01-31 against text\n{norm}\n```\n"
    );
    let (packs, faults) = remand_law::parse([("made.md", text.as_str())], &names());
    assert!(faults.is_empty(), "{}", faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"));
    let (law, faults) = remand_law::link(&packs);
    assert!(faults.is_empty(), "{}", faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"));
    law
}

pub(crate) fn minute(text: &str) -> Minute {
    text.parse().unwrap()
}

/// Lines of a reading of January 2024: `judge 04T10:00`, `custody 04T10:00 .. 06T12:00`, `custody 04 ..`, `no orders 04 .. 05`,
/// `deny judge`, `deny judge to 06`, `complete judge 01 .. 09`, `detainee is minor`, `now 09`.
pub(crate) fn reading(lines: &[&str]) -> Reading {
    let mut reading = Reading {
        now: minute("2024-01-31T23:59"),
        country: None,
        events: Vec::new(),
        denied: BTreeMap::new(),
        complete: BTreeMap::new(),
        stretches: Vec::new(),
        circumstances: BTreeMap::new(),
        measures: BTreeMap::new(),
        later_end: None,
        in_force: None,
    };
    let at = |text: &str| minute(&format!("2024-01-{text}"));
    for line in lines {
        if let Some(now) = line.strip_prefix("now ") {
            reading.now = at(&format!("{now}T23:59"));
        }
    }
    for line in lines {
        let words: Vec<&str> = line.split(' ').collect();
        match words.as_slice() {
            ["now", _] => {}
            ["country", country] => reading.country = Some((*country).to_owned()),
            ["deny", kind] => {
                reading.denied.insert((*kind).to_owned(), None);
            }
            ["deny", kind, "to", to] => {
                reading.denied.insert((*kind).to_owned(), Some(at(to)));
            }
            ["complete", kind, from, "..", to] => {
                reading.complete.insert((*kind).to_owned(), Interval::between(at(from), at(to)));
            }
            [role, "is", "not", what] => {
                reading.circumstances.insert(format!("{role} is {what}"), false);
            }
            [role, "is", what] => {
                reading.circumstances.insert(format!("{role} is {what}"), true);
            }
            ["no", state, from, "..", to] => reading.stretches.push(Lasted {
                state: (*state).to_owned(),
                drawn: reading.stretches.len(),
                from: at(from),
                last: at(to).plus(-1),
                open: false,
                held: false,
            }),
            [state, from, "..", to @ ..] => reading.stretches.push(Lasted {
                state: (*state).to_owned(),
                drawn: reading.stretches.len(),
                from: at(from),
                last: to.first().map_or(reading.now, |to| at(to).plus(-1)),
                open: to.is_empty(),
                held: true,
            }),
            [kind, when, qualifiers @ ..] => {
                let from = at(when);
                let within = if when.contains('T') { from } else { from.plus(24 * 60 - 1) };
                reading.events.push(Happened {
                    kind: (*kind).to_owned(),
                    told: reading.events.len(),
                    at: from,
                    within: Interval::between(from, within),
                    qualifiers: qualifiers.iter().map(|name| ((*name).to_owned(), true)).collect(),
                    roles: BTreeSet::new(),
                });
            }
            other => panic!("{other:?}"),
        }
    }
    reading
}
