//! Law packs of any text: they are read, linked, written in their regular form and read again, which is the same.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use remand_law::{Names, Part, Wording, expected_at, explain, format, link, parse, symbols};

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    Names {
        events: set(&["arrest", "release", "charge", "verdict", "solitary"]),
        states: set(&["in_custody", "ordered_custody", "solitary"]),
        roles: set(&["detainee", "offence", "counsel"]),
        qualifiers: set(&["minor", "in_person", "official"]),
        measures: set(&["sentence", "maximum_sentence"]),
        accounts: set(&["state", "defence"]),
        ..Names::default()
    }
});

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let (packs, mut faults) = parse([("made.md", text.as_ref())], &NAMES);
    let (law, linked) = link(&packs);
    faults.extend(linked);
    for fault in &faults {
        assert!(fault.line > 0 && fault.column > 0 && !fault.help.is_empty(), "{fault}");
    }
    let wording = Wording::default();
    for norm in &law.norms {
        assert!(norm.terms.in_force.is_some(), "{}", norm.id);
        assert!(!explain(norm, &law, &wording).rule.is_empty(), "{}", norm.id);
        assert_eq!(norm.digest().len(), 64);
    }
    let once: String = packs.iter().map(format).collect();
    let (again, _) = parse([("made.md", once.as_str())], &NAMES);
    assert_eq!(again.iter().map(format).collect::<String>(), once);
    let blocks = |pack: &remand_law::Pack| pack.parts.iter().filter(|part| !matches!(part, Part::Prose(_))).count();
    assert_eq!(again.iter().map(blocks).sum::<usize>(), packs.iter().map(blocks).sum::<usize>());
    for symbol in symbols(&text, [], &NAMES).iter().take(20) {
        expected_at(&text, symbol.line, symbol.column, [], &NAMES);
    }
});
