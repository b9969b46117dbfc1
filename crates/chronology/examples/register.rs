//! How long a register of generated claims takes: `cargo run --release --example register -p remand-chronology`.
//!
//! Each row doubles the claims; where the time per claim stays, gathering is linear.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::indexing_slicing, reason = "a measurement")]

#[path = "../tests/support/mod.rs"]
mod support;

use std::time::Instant;

use jiff::ToSpan;
use remand_chronology::gather;
use remand_reading::{About, Basis, DurationStart, Modality, Polarity, Quantity, SourceKind};
use remand_timex::{Precision, Unit};
use support::{Record, amount, d, role, until};

const KINDS: [&str; 12] = [
    "hearing",
    "transfer",
    "arrest",
    "detention_extension",
    "official_statement",
    "petition_filed",
    "detention_expiry",
    "death_toll",
    "counsel_denied",
    "charge",
    "solitary",
    "release",
];

fn register(claims: usize) -> Record {
    let mut r = Record::default();
    let sources: Vec<_> =
        (0..20).map(|n| r.source(&format!("Body No {n} of Town {n}"), SourceKind::Court)).collect();
    let start = d("2001-01-01");
    for n in 0..claims {
        let by = sources[n * 7 % sources.len()];
        let day = start.checked_add(i64::try_from(n * 37 % 9000).unwrap().days()).unwrap();
        // One long text, and many short ones.
        let entry = if n % 4 == 0 || n < 4 { r.entry(by, "2030-01-01") } else { remand_reading::EntryIx(0) };
        let claim = r.say_with(entry, KINDS[n % KINDS.len()], &day.to_string(), |c| {
            c.asserter = by;
            c.about = if n % 5 == 0 { About::Others } else { About::Subject };
            c.polarity = [Polarity::Asserted, Polarity::Denied, Polarity::NotKnown][n % 11 % 3];
            c.modality = if n % 13 == 0 { Modality::Planned } else { Modality::Stated };
            if n % 3 == 0 {
                c.basis = Basis::Bounded;
                c.when = support::w(&format!("../{day}"));
            }
            c.term = if n % 2 == 0 { until(&day.checked_add(60.days()).unwrap().to_string()) } else { None };
            let count = u64::try_from(n % 500 + 1000).unwrap();
            c.quantity = Some(Quantity { least: Some(count), most: Some(count), unit: String::new() });
            for name in ["by", "to", "court", "counsel", "affirms"] {
                c.roles.push(role(name, &format!("{} of Town {} in District {}", name, n % 900, n % 70)));
            }
        });
        if n % 6 == 0 {
            r.lasts(entry, amount(30, Unit::Day, Precision::Exact), DurationStart::Custody, None);
            let passage = r.reading.claims[claim.0].passage.clone();
            r.reading.durations.last_mut().unwrap().passage = passage;
        }
    }
    r
}

fn main() {
    for claims in [2_000, 4_000, 8_000, 16_000, 32_000] {
        let record = register(claims);
        let start = Instant::now();
        let chronology = gather(record.reading, d("2035-01-01"));
        let took = start.elapsed();
        println!(
            "{claims:>6} claims  {:>8.1} ms  {:>6.1} us a claim  {} events, {} disputes, {} durations",
            took.as_secs_f64() * 1e3,
            took.as_secs_f64() * 1e6 / claims as f64,
            chronology.events.len(),
            chronology.disputes.len(),
            chronology.durations.len()
        );
    }
}
