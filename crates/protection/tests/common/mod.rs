//! Marks and guards for tests.

#![allow(dead_code, unreachable_pub, reason = "each test program uses some of it")]

use remand_protection::{Audience, Guard, Kind, Known, Mark, Marked};
use remand_vault::ItemId;

pub fn item(number: u8) -> ItemId {
    ItemId::of(&[number])
}

pub fn mark(number: u64, what: Marked) -> Mark {
    Mark {
        number,
        at: String::new(),
        what,
        kind: Kind::Witness,
        by: "Ada Roe".to_owned(),
        because: String::new(),
        hidden_from: Audience::usual(),
        replace: None,
        whole_name: false,
        withdrawn: None,
    }
}

pub fn guard(what: Marked, people: &[Vec<&str>]) -> Guard {
    let people = people.iter().map(|group| group.iter().map(|name| (*name).to_owned()).collect()).collect();
    Guard::new(&[mark(1, what)], Audience::Public, &Known { people, items: Vec::new() }, "en")
}
