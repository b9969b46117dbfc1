//! How fast an output is searched for what is protected: `cargo run --release -p remand-protection --example leaks -- FILE…`
//!
//! Each file is searched for a name, a telephone number and a phrase, as the program searches its own outputs.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement, run by hand")]

use std::collections::BTreeSet;
use std::time::Instant;

use remand_protection::{Audience, Guard, Kind, Known, Mark, Marked, leaks, traces};

fn main() {
    let marked = ["Mira Tolle", "+44 20 7946 0999", "insulin twice daily"].into_iter().zip(1..);
    let marks: Vec<Mark> = marked
        .map(|(words, number)| Mark {
            number,
            at: String::new(),
            what: if number == 1 {
                Marked::Person(words.to_owned())
            } else {
                Marked::Words(words.to_owned())
            },
            kind: Kind::Witness,
            by: "Ada Roe".to_owned(),
            because: String::new(),
            hidden_from: BTreeSet::from([Audience::Public]),
            replace: None,
            whole_name: false,
            withdrawn: None,
        })
        .collect();
    let guard = Guard::new(&marks, Audience::Public, &Known::default(), "en");
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path).unwrap();
        for (how, search) in [("as our own", true), ("as bytes", false)] {
            let started = Instant::now();
            let found = if search { leaks("output", &bytes, &guard) } else { traces(&bytes, &guard) };
            let seconds = started.elapsed().as_secs_f64();
            let rate = bytes.len() as f64 / 1e6 / seconds;
            println!("{rate:7.1} MB/s  {seconds:6.2} s  {how:<10}  {} found  {path}", found.len());
        }
    }
}
