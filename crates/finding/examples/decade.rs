//! How long it takes to read the packs of the program, and to hold a case of ten years against all of them. The case is
//! generated, the same in each run: several hundred claims of the state, of the defence and of a newspaper.
//! `bench/law.py` runs it; alone: `cargo run --release -p remand-finding --example decade -- [TIMES]`
//!
//! A row for each thing that is timed: its name, the seconds of the fastest time, and how many it made.

use std::env;
use std::hint::black_box;
use std::time::Instant as Clock;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use remand_chronology::{Chronology, gather};
use remand_clock::every_account;
use remand_finding::{Accounts, Code, Fact, Finding, Outcome, PACKS, Setting, evaluate, packs};
use remand_reading::{
    About, Basis, Claim, Entry, EntryIx, EventKind, Modality, Passage, Polarity, Reading, RoleFiller, Source,
    SourceIx, SourceKind, Term,
};
use remand_timex::When;
use remand_vault::ItemId;

const ARREST: Date = date(2014, 3, 4);
const AS_OF: Date = date(2024, 3, 3);

/// What happens again and again: first so many days after the arrest, then every so many days, up to such a day.
const COURSE: [(&str, i64, usize, i64); 31] = [
    ("appearance_before_judge", 3, 5000, 10),
    ("charge", 9, 5000, 700),
    ("detention_extension", 58, 60, 720),
    ("custody_appeal", 61, 120, 720),
    ("custody_appeal_decision", 75, 120, 720),
    ("interrogation", 1, 45, 600),
    ("search", 2, 400, 600),
    ("counsel_access", 4, 21, 3650),
    ("counsel_denied", 7, 380, 3650),
    ("family_contact", 40, 60, 3650),
    ("family_contact_refused", 30, 240, 3650),
    ("medical_visit", 12, 75, 3650),
    ("medical_request", 20, 150, 3650),
    ("medical_denied", 25, 310, 3650),
    ("hospitalisation", 500, 800, 3650),
    ("hospital_discharge", 512, 800, 3650),
    ("transfer", 14, 280, 3650),
    ("solitary", 300, 350, 3650),
    ("statement_of_guilt", 5, 200, 720),
    ("trial_start", 400, 5000, 401),
    ("hearing", 400, 14, 720),
    ("verdict", 725, 5000, 726),
    ("sentence", 725, 5000, 726),
    ("appeal", 740, 5000, 741),
    ("appeal_decision", 860, 5000, 861),
    ("petition_filed", 200, 365, 3650),
    ("communication_sent", 900, 900, 3650),
    ("government_response", 970, 900, 3650),
    ("opinion_adopted", 1060, 900, 2000),
    ("complaint_of_ill_treatment", 35, 330, 3650),
    ("release_considered", 1200, 365, 3650),
];

/// Who speaks, and of a hundred things that happen of how many.
const SPEAKERS: [(&str, SourceKind, u64); 3] = [
    ("the prosecutor of Velm", SourceKind::Prosecutor, 60),
    ("Ina Orr, counsel", SourceKind::Counsel, 80),
    ("The Velm Courier", SourceKind::Press, 30),
];

/// A small generator of numbers, the same on every machine.
struct Draw(u64);

impl Draw {
    fn below(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below.max(1)
    }
}

fn after(day: Date, days: i64) -> Date {
    day.saturating_add(days.days())
}

/// Each thing that happens, told by those who speak of it: now and then a day late, to the minute, or denied.
fn case() -> Reading {
    let mut draw = Draw(20_140_304);
    let mut reading = Reading::default();
    for (name, kind, _) in SPEAKERS {
        let variants = vec![name.to_owned()];
        reading.sources.push(Source { name: name.to_owned(), variants, kind, account: kind.account() });
    }
    tell(&mut reading, &mut draw, "arrest", ARREST);
    tell(&mut reading, &mut draw, "court_sanction", after(ARREST, 2));
    for (kind, first, every, until) in COURSE {
        for days in (first..=until).step_by(every) {
            tell(&mut reading, &mut draw, kind, after(ARREST, days));
        }
    }
    reading
}

fn tell(reading: &mut Reading, draw: &mut Draw, kind: &str, day: Date) {
    let Some(kind) = EventKind::named(kind) else { return };
    for (at, (_, _, share)) in SPEAKERS.iter().enumerate() {
        if draw.below(100) >= *share && !kind.describe().once {
            continue;
        }
        let here = if draw.below(12) == 0 { after(day, 1) } else { day };
        let hour = i8::try_from(8 + draw.below(10)).unwrap_or(8);
        let when = if draw.below(3) == 0 { When::minute(here.at(hour, 0, 0, 0)) } else { When::day(here) };
        let place = 100 * reading.claims.len();
        let passage = Passage { item: ItemId::from_bytes([7; 32]), start: place, end: place + 80 };
        reading.entries.push(Entry {
            passage: passage.clone(),
            headline: None,
            published: When::day(after(day, 3)),
            published_why: "header".to_owned(),
            same_text_as: None,
            author: SourceIx(at),
        });
        let term = kind
            .describe()
            .orders
            .then(|| Term { until: Some(When::day(after(day, 60))), ..Term::default() });
        reading.claims.push(Claim {
            kind,
            passage,
            entry: EntryIx(reading.entries.len() - 1),
            when,
            basis: Basis::Stated,
            made_public: None,
            asserter: SourceIx(at),
            via: Vec::new(),
            polarity: if draw.below(30) == 0 { Polarity::Denied } else { Polarity::Asserted },
            modality: Modality::Stated,
            about: About::Subject,
            term,
            quantity: None,
            roles: vec![RoleFiller { role: "place".to_owned(), text: "Velm".to_owned() }],
        });
    }
}

/// The fastest of some times, in seconds, and what came of it.
fn fastest<T>(times: usize, run: impl Fn() -> T) -> (f64, T) {
    let once = || {
        let start = Clock::now();
        let made = black_box(run());
        (start.elapsed().as_secs_f64(), made)
    };
    (1..times).fold(once(), |best, _| {
        let next = once();
        if next.0 < best.0 { next } else { best }
    })
}

fn main() {
    let times: usize = env::args().nth(1).and_then(|times| times.parse().ok()).unwrap_or(20);
    let read = || packs(PACKS.iter().copied()).0;
    let (seconds, packs) = fastest(times, read);
    println!("packs read\t{seconds}\t{}", packs.len());
    let (seconds, law) = fastest(times, || remand_law::link(&packs).0);
    println!("norms linked\t{seconds}\t{}", law.norms.len());
    let (seconds, code) = fastest(times, || Code::new(law.clone()));
    println!("norms made ready\t{seconds}\t{}", code.law().norms.len());
    let reading = case();
    println!("claims\t0\t{}", reading.claims.len());
    let (seconds, chronology): (f64, Chronology) = fastest(times, || gather(reading.clone(), AS_OF));
    println!("events gathered\t{seconds}\t{}", chronology.events.len());
    let (seconds, clocks) = fastest(times, || every_account(&chronology, AS_OF));
    println!("clocks drawn\t{seconds}\t{}", clocks.len());
    let setting = Setting {
        state: Some("kz".to_owned()),
        facts: vec![Fact::new("detainee", "minor", false)],
        ..Setting::default()
    };
    let (seconds, findings) = fastest(times, || evaluate(&code, &chronology, &clocks, &setting, AS_OF));
    println!("findings made\t{seconds}\t{}", findings.len());
    let events: Vec<String> = (0..chronology.events.len()).map(|at| format!("ev-{at}")).collect();
    let whole = || {
        let accounts = Accounts::new(&chronology, &clocks, &setting, AS_OF);
        let hearing = accounts.before(&code);
        let findings = hearing.findings();
        let breached: Vec<&Finding> =
            findings.iter().filter(|finding| finding.outcome == Outcome::NotMet).collect();
        let proofs = hearing.proofs(&events, &breached);
        (findings, proofs)
    };
    let (seconds, (_, proofs)) = fastest(times, whole);
    println!("findings made and breaches proved\t{seconds}\t{}", proofs.iter().flatten().count());
}
