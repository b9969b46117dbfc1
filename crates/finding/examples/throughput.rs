//! How many norms of how many cases the kernel judges in a second on one core: generated cases against every norm of
//! the program. `bench/law.py` runs it; alone: `cargo run --release -p remand-finding --example throughput -- [CASES]`
//!
//! A row for each kind of record: its name, seconds to fill the cases, seconds to judge them, and how often each
//! outcome came of it, in the order of `Outcome::EACH`.

use std::env;
use std::hint::black_box;
use std::time::{Duration, Instant as Clock};

use remand_kernel::{
    CircumstanceNo, EventNo, Facts, Happened, Instant, Interval, MeasureNo, Minute, Program, Standing,
    StateNo, Stretch, minute,
};
use remand_law::{Amount, Outcome, Unit};

const DAY: Minute = 24 * 60;

/// A kind of record.
struct Kind {
    name: &'static str,
    /// Of a hundred kinds of event, so many are told.
    told: u64,
    /// Each of them this many times at most.
    times: u64,
}

const KINDS: [Kind; 3] = [
    Kind { name: "sparse", told: 10, times: 2 },
    Kind { name: "dense", told: 60, times: 2 },
    Kind { name: "long", told: 60, times: 20 },
];

/// A small generator of numbers, the same on every machine.
struct Draw(u64);

impl Draw {
    fn below(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below.max(1)
    }

    fn minutes(&mut self, below: Minute) -> Minute {
        Minute::try_from(self.below(below.unsigned_abs())).unwrap_or_default()
    }

    fn in_hundred(&mut self, of_hundred: u64) -> bool {
        self.below(100) < of_hundred
    }

    /// Somewhere in 400 days from `base`: to the minute, to the day, or with no first minute.
    fn when(&mut self, base: Minute) -> Instant {
        let day = base + DAY * self.minutes(400);
        let at = day + self.minutes(DAY);
        match self.below(10) {
            0 => Instant { earliest: None, latest: Some(at) },
            1..=4 => Instant { earliest: Some(day), latest: Some(day + DAY - 1) },
            _ => exact(at),
        }
    }
}

fn exact(at: Minute) -> Instant {
    Instant { earliest: Some(at), latest: Some(at) }
}

fn numbers(count: usize) -> std::ops::Range<u16> {
    0..u16::try_from(count).unwrap_or(u16::MAX)
}

/// Fills a case: of the kinds of event one in twenty is denied, one in fifty listed by a source that is complete; of
/// the events one in twenty has two dates that exclude each other, one in two says how it was done.
fn fill(facts: &mut Facts, program: &Program, kind: &Kind, draw: &mut Draw, base: Minute) {
    let schema = program.schema();
    let now = base + 500 * DAY;
    facts.clear(schema, now);
    facts.set_country(*b"kz");
    for number in numbers(schema.events().len()) {
        if draw.in_hundred(5) {
            facts.deny(EventNo(number), None);
        }
        if draw.in_hundred(2) {
            facts.complete(EventNo(number), Interval { from: base, to: now });
        }
        if !draw.in_hundred(kind.told) {
            continue;
        }
        let times = 1 + if draw.in_hundred(20) || kind.times > 2 { draw.below(kind.times) } else { 0 };
        let mut versions = Vec::new();
        for _ in 0..times {
            versions.push([draw.when(base), draw.when(base)]);
        }
        let mut how = || (draw.in_hundred(5), if draw.in_hundred(50) { u64::MAX } else { 0 });
        let events = versions.iter().zip(0..).map(|(versions, tag)| {
            let (rivals, qualifiers) = how();
            let versions = versions.get(..if rivals { 2 } else { 1 }).unwrap_or(versions);
            Happened { versions, qualifiers, roles: 0, tag }
        });
        facts.happened(EventNo(number), events);
    }
    for number in numbers(schema.states().len()) {
        if draw.in_hundred(60) {
            let from = draw.when(base).latest.unwrap_or(base);
            let last = from + DAY * (1 + draw.minutes(90));
            let standing = if draw.in_hundred(10) { Standing::Disputed } else { Standing::Holds };
            let stretch = Stretch { from: exact(from), last: exact(last), open: false, standing, tag: 0 };
            facts.held(StateNo(number), [stretch]);
        }
    }
    for number in numbers(schema.circumstances().len()) {
        if draw.in_hundred(50) {
            facts.set_circumstance(CircumstanceNo(number), draw.in_hundred(50));
        }
    }
    for number in numbers(schema.measures().len()) {
        let count = 1 + u32::try_from(draw.below(15)).unwrap_or_default();
        facts.set_measure(MeasureNo(number), Amount { count, unit: Unit::Years });
    }
    program.define(facts);
}

fn main() {
    let cases: usize = env::args().nth(1).and_then(|count| count.parse().ok()).unwrap_or(5000);
    let (packs, _) = remand_finding::packs(remand_finding::PACKS.iter().copied());
    let program = Program::new(&remand_law::link(&packs).0);
    let base = minute(jiff::civil::date(2021, 6, 1).at(0, 0, 0, 0));
    let mut facts = Facts::new(program.schema(), base);
    for kind in &KINDS {
        let mut draw = Draw(20_240_310);
        let (mut filling, mut judging) = (Duration::ZERO, Duration::ZERO);
        let mut counts = [0_u64; 5];
        for _ in 0..cases {
            let start = Clock::now();
            fill(&mut facts, &program, kind, &mut draw, base);
            let filled = Clock::now();
            for norm in 0..program.norms() {
                let answer = black_box(program.judge(norm, black_box(&facts)));
                let at = Outcome::EACH.iter().position(|outcome| *outcome == answer.outcome);
                if let Some(count) = at.and_then(|at| counts.get_mut(at)) {
                    *count += 1;
                }
            }
            filling += filled - start;
            judging += filled.elapsed();
        }
        let counts = counts.map(|count| count.to_string()).join("\t");
        println!("{}\t{}\t{}\t{counts}", kind.name, filling.as_secs_f64(), judging.as_secs_f64());
    }
}
