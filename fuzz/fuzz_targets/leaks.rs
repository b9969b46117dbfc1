//! Any bytes as an output that is searched for protected values, and as a text in which they are replaced: the search ends,
//! and nothing is found again in what was replaced.
#![no_main]

use std::collections::BTreeSet;

use libfuzzer_sys::fuzz_target;
use remand_protection::{Audience, Guard, Kind, Known, Mark, Marked, leaks};
use remand_vault::ItemId;

fn mark(number: u64, what: Marked) -> Mark {
    Mark {
        number,
        at: String::new(),
        what,
        kind: Kind::Witness,
        by: "Ada Roe".to_owned(),
        because: String::new(),
        hidden_from: BTreeSet::from([Audience::Public]),
        replace: None,
        whole_name: false,
        withdrawn: None,
    }
}

const NAMES: [&str; 8] = ["a.pdf", "a.zip", "a.html", "a.json", "a.ics", "a.docx", "a.png", "a.txt"];

fuzz_target!(|input: &[u8]| {
    let Some((pick, bytes)) = input.split_first() else { return };
    let marks = [
        mark(1, Marked::Person("Mira Tolle".to_owned())),
        mark(2, Marked::Person("Сергей Щукин".to_owned())),
        mark(3, Marked::Words("+44 20 7946 0999".to_owned())),
        mark(4, Marked::Words("insulin twice daily".to_owned())),
    ];
    let guard = Guard::new(&marks, Audience::Public, &Known::default(), "en");
    leaks(NAMES[usize::from(*pick) % NAMES.len()], bytes, &guard);

    let text = String::from_utf8_lossy(bytes);
    let replaced = guard.replace(&text);
    assert!(!guard.finds(&replaced), "replaced and found again: {replaced:?}");
    let edited = guard.edit(ItemId::of(bytes), &text);
    for (at, _) in text.char_indices().step_by(7) {
        let moved = edited.range(at..text.len());
        assert!(edited.text.get(moved).is_some(), "a place that moved lies in the text");
    }
});
