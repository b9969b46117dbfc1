//! Laws from text, for the tests of this crate.

use std::collections::BTreeSet;

use remand_kernel::{Instant, Minute, minute};
use remand_law::{Law, Names};

/// The names that these tests use; none of them is one of the program's.
pub(crate) fn names() -> Names {
    let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
    Names {
        events: set(&["arrest", "release", "judge", "verdict", "review"]),
        states: set(&["custody", "orders", "hospital"]),
        roles: set(&["detainee", "court"]),
        qualifiers: set(&["minor", "in_person"]),
        measures: set(&["longest_sentence"]),
        accounts: set(&["state", "defence"]),
        ..Names::default()
    }
}

/// The law of one norm, given by its fields from `limit` on, and of other blocks in whole.
pub(crate) fn law(norm: &str, more: &str) -> Law {
    let fence = "```";
    let text = format!(
        "# A made-up law\n\n{more}\n\n{fence}norm made.1\ncites      Made-up Act s. 1\nchecked    2024-01-31 against text\n{norm}\n{fence}\n"
    );
    let (packs, faults) = remand_law::parse([("made.md", text.as_str())], &names());
    let said = |faults: &[remand_law::Diagnostic]| faults.iter().map(ToString::to_string).collect::<String>();
    assert!(faults.is_empty(), "{}", said(&faults));
    let (law, faults) = remand_law::link(&packs);
    assert!(faults.is_empty(), "{}", said(&faults));
    law
}

/// The minute of a moment of January 2024: `04T10:00`.
pub(crate) fn at(text: &str) -> Minute {
    minute(format!("2024-01-{text}").parse().unwrap())
}

/// A box of minutes.
pub(crate) fn within(earliest: Minute, latest: Minute) -> Instant {
    Instant { earliest: Some(earliest), latest: Some(latest) }
}
