//! Whatever reading of a small record is taken, the slow evaluator breaches no norm that is breached on none, and
//! every norm that is breached on every one.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test may fail loudly")]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::{at, law, within};
use proptest::prelude::*;
use remand_kernel::{Facts, Happened, Instant, Interval, Program, Readings, Standing, Stretch};
use remand_law::Law;
use remand_proof::{self as slow, Lasted, Reading, Says, judge};

const LIMIT: &str = "limit      hard\nin force   2000-01-01 ..\n";

const RULES: &[&str] = &[
    "expect     judge within 2 hours of arrest",
    "expect     judge within 2 hours of arrest\nburden     state",
    "expect     judge within 1 day of arrest\ncounting   first day in or out\nburden     state",
    "expect     judge in_person within 2 hours of arrest\nburden     state",
    "expect     judge within 2 hours of the earlier of arrest and review",
    "expect     judge within 2 hours of the later of arrest and review\nburden     state",
    "expect     judge within 1 hours of 1 hours after arrest\nburden     state",
    "expect     judge within 2 hours of arrest\ncounting   stops while hospital\nburden     state",
    "expect     judge before review",
    "expect     judge before review\nburden     state",
    "expect     judge at least 1 hours before review",
    "expect     judge every 1 hours while custody\nburden     state",
    "expect     judge every 2 hours while custody first within 1 hours",
    "expect     judge while custody\nburden     state",
    "expect     judge while custody",
    "expect     judge",
    "expect     judge\nburden     state",
    "expect     record of judge, review\nburden     state",
    "throughout custody covered by orders after 1 hours",
    "throughout custody covered by orders",
    "custody    at most 2 hours",
    "custody    before review at most 2 hours",
    "custody    at most 2 hours in total",
    "never      judge",
    "never      judge before review",
    "never      judge after review",
    "never      judge while custody",
    "never      judge while not custody",
    "never      judge in_person while custody",
];

/// Definitions of the state `made`, and rules about it.
const MADE: &[&str] = &[
    "from       arrest\nuntil      review",
    "from       arrest or review",
    "from       arrest\nuntil      review\nlasting    2 hours",
    "from       arrest\nuntil      review\nwhile      custody",
    "from       arrest\nuntil      review\nwhile      not custody",
    "until      review\nwhile      custody and not orders",
];

const ON_MADE: &[&str] = &[
    "never      judge while made",
    "never      judge while not made",
    "made       at most 2 hours",
    "made       at most 2 hours in total",
    "expect     judge while made\nburden     state",
    "throughout made covered by orders",
];

/// An event: its kind, the boxes of its versions, whether it is said to have been in person.
#[derive(Clone, Debug)]
struct Told {
    kind: usize,
    versions: Vec<(i64, i64)>,
    in_person: bool,
}

/// A stretch of a state: its boxes and its standing.
#[derive(Clone, Debug)]
struct Drawn {
    state: usize,
    from: (i64, i64),
    last: (i64, i64),
    standing: Standing,
}

#[derive(Clone, Debug)]
struct Record {
    now: i64,
    events: Vec<Told>,
    denied: [Option<Option<i64>>; 3],
    complete: [Option<(i64, i64)>; 3],
    drawn: Vec<Drawn>,
}

const KINDS: [&str; 3] = ["arrest", "judge", "review"];
const STATES: [&str; 3] = ["custody", "orders", "hospital"];

fn point() -> impl Strategy<Value = i64> {
    (0_i64..12, 0_i64..2).prop_map(|(step, one)| step * 60 + one)
}

fn span() -> impl Strategy<Value = (i64, i64)> {
    (point(), prop::sample::select(vec![0_i64, 0, 1, 59, 60, 130, 300]))
        .prop_map(|(from, wide)| (from, from + wide))
}

fn told() -> impl Strategy<Value = Told> {
    (0_usize..3, prop::collection::vec(span(), 1..3), any::<bool>())
        .prop_map(|(kind, versions, in_person)| Told { kind, versions, in_person })
}

fn drawn() -> impl Strategy<Value = Drawn> {
    let standing =
        prop::sample::select(vec![Standing::Holds, Standing::Holds, Standing::Denied, Standing::Disputed]);
    (0_usize..3, span(), prop::sample::select(vec![0_i64, 1, 60, 120, 250]), 0_i64..90, standing).prop_map(
        |(state, from, long, wide, standing)| {
            let last = from.1 + long;
            Drawn { state, from, last: (last, last + wide), standing }
        },
    )
}

fn record() -> impl Strategy<Value = Record> {
    let denied = prop::array::uniform3(prop::option::weighted(0.2, prop::option::of(point())));
    let complete = prop::array::uniform3(prop::option::weighted(0.15, (point(), point())));
    (
        prop::collection::vec(told(), 0..5),
        denied,
        complete,
        prop::collection::vec(drawn(), 0..4),
        prop::sample::select(vec![1100_i64, 400]),
    )
        .prop_map(|(events, denied, complete, mut drawn, now)| {
            // Nothing is after now, and stretches of a state do not overlap: the record joins those that do.
            let fit = |(a, b): (i64, i64)| (a.min(now), b.min(now));
            let events = events
                .into_iter()
                .map(|told| Told { versions: told.versions.into_iter().map(fit).collect(), ..told })
                .collect();
            drawn.sort_by_key(|one| (one.state, one.from));
            let mut kept: Vec<Drawn> = Vec::new();
            for one in drawn {
                let one = Drawn { from: fit(one.from), last: fit(one.last), ..one };
                let apart = kept.iter().all(|old| old.state != one.state || old.last.1 + 1 < one.from.0);
                if apart {
                    kept.push(one);
                }
            }
            Record { now, events, denied, complete, drawn: kept }
        })
}

fn base() -> i64 {
    at("10T20:00")
}

fn facts(program: &Program, record: &Record) -> Facts {
    let schema = program.schema();
    let instant = |(a, b): (i64, i64)| within(base() + a, base() + b);
    let mut facts = Facts::new(schema, base() + record.now);
    for (kind, name) in KINDS.iter().enumerate() {
        let Some(number) = schema.event(name) else { continue };
        if let Some(to) = record.denied[kind] {
            facts.deny(number, to.map(|to| base() + to));
        }
        if let Some((a, b)) = record.complete[kind].filter(|(a, b)| a < b) {
            facts.complete(number, Interval { from: base() + a, to: base() + b });
        }
        let of_kind: Vec<(u32, &Told)> =
            (0..).zip(&record.events).filter(|(_, told)| told.kind == kind).collect();
        let boxes: Vec<Vec<Instant>> =
            of_kind.iter().map(|(_, told)| told.versions.iter().map(|one| instant(*one)).collect()).collect();
        let happened = of_kind.iter().zip(&boxes).map(|((tag, told), versions)| Happened {
            versions,
            qualifiers: if told.in_person { schema.qualifier("in_person") } else { 0 },
            roles: 0,
            tag: *tag,
        });
        facts.happened(number, happened);
    }
    for (state, name) in STATES.iter().enumerate() {
        let Some(number) = schema.state(name) else { continue };
        let of_state = record.drawn.iter().filter(|drawn| drawn.state == state).map(|drawn| Stretch {
            from: instant(drawn.from),
            last: instant(drawn.last),
            open: false,
            standing: drawn.standing,
            tag: 0,
        });
        facts.held(number, of_state);
    }
    program.define(&mut facts);
    facts
}

/// An event on a reading: kind, minute, whether in person, version, place among those that are told.
type Chosen = (usize, i64, bool, (i64, i64), usize);

/// Some reading of a record, chosen by `seed`.
fn reading(record: &Record, mut seed: u64) -> Reading {
    let mut draw = move |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    let mut inside = |(a, b): (i64, i64)| match draw(4) {
        0 => a,
        1 => b,
        _ => a + i64::try_from(draw(u64::try_from(b - a + 1).unwrap())).unwrap(),
    };
    let mut events: Vec<Chosen> = Vec::new();
    for (place, told) in record.events.iter().enumerate() {
        let version = told.versions[usize::try_from(inside((0, told.versions.len() as i64 - 1))).unwrap()];
        let in_person = told.in_person || inside((0, 1)) == 1;
        events.push((told.kind, inside(version), in_person, version, place));
    }
    let mut denied = BTreeMap::new();
    for (kind, name) in KINDS.iter().enumerate() {
        let Some(to) = record.denied[kind] else { continue };
        let against = |event: &Chosen| event.0 == kind && to.is_none_or(|to| event.1 <= to);
        if events.iter().any(against) && inside((0, 1)) == 0 {
            continue;
        }
        events.retain(|event| !against(event));
        denied.insert((*name).to_owned(), to.map(|to| slow::Minute(base() + to)));
    }
    let complete = KINDS
        .iter()
        .zip(record.complete)
        .filter_map(|(name, time)| time.filter(|(a, b)| a < b).map(|time| (name, time)))
        .map(|(name, (a, b))| {
            let time = slow::Interval::between(slow::Minute(base() + a), slow::Minute(base() + b - 1));
            ((*name).to_owned(), time)
        })
        .collect();
    let stretches = record
        .drawn
        .iter()
        .enumerate()
        .map(|(place, drawn)| {
            let from = inside(drawn.from);
            Lasted {
                drawn: place,
                state: STATES[drawn.state].to_owned(),
                from: slow::Minute(base() + from),
                last: slow::Minute(base() + inside(drawn.last).max(from)),
                open: false,
                held: match drawn.standing {
                    Standing::Holds => true,
                    Standing::Denied => false,
                    Standing::Disputed => inside((0, 1)) == 1,
                },
            }
        })
        .collect();
    Reading {
        now: slow::Minute(base() + record.now),
        country: None,
        events: events
            .into_iter()
            .map(|(kind, minute, in_person, (a, b), place)| slow::Happened {
                told: place,
                kind: KINDS[kind].to_owned(),
                at: slow::Minute(base() + minute),
                within: slow::Interval::between(slow::Minute(base() + a), slow::Minute(base() + b)),
                qualifiers: BTreeMap::from([("in_person".to_owned(), in_person)]),
                roles: BTreeSet::new(),
            })
            .collect(),
        denied,
        complete,
        stretches,
        circumstances: BTreeMap::new(),
        measures: BTreeMap::new(),
        later_end: Some(inside((0, 1)) == 1),
        in_force: Some(true),
    }
}

/// No act answers a trigger, though one that happened can lie after it: such readings are left out.
fn is_out_of_order(rule: &str, record: &Record, reading: &Reading) -> bool {
    let in_person = |event: &slow::Happened| event.qualifiers.values().all(|holds| *holds);
    let asked = |event: &&slow::Happened| !rule.contains("in_person") || in_person(event);
    let acts = || reading.events.iter().filter(|event| event.kind == "judge").filter(asked);
    let Some(last) = acts().map(|act| act.at).max() else { return false };
    let versions = acts().flat_map(|act| &record.events[act.told].versions);
    let can_be = versions.map(|(_, latest)| slow::Minute(base() + latest)).max();
    // An hour for the triggers that are one after an event.
    let wait = if rule.contains("1 hours after") { 60 } else { 0 };
    let answers = |first: slow::Minute| Some(first.plus(wait)) <= can_be;
    let before = |event: &slow::Happened| {
        let mut versions = record.events[event.told].versions.iter();
        last < event.at.plus(wait) && versions.any(|(first, _)| answers(slow::Minute(base() + first)))
    };
    reading.events.iter().filter(|event| event.kind != "judge").any(before)
}

fn agree(law: &Law, rule: &str, record: &Record, seed: u64) -> Result<(), TestCaseError> {
    let program = Program::new(law);
    let facts = facts(&program, record);
    let answer = program.judge(0, &facts);
    for turn in 0..40 {
        let reading = reading(record, seed.wrapping_add(turn * 7919));
        // A register of what nobody says happened has nothing to hold.
        if rule.contains("record of") && reading.events.iter().all(|event| event.kind == "arrest") {
            continue;
        }
        if rule.contains("within") && is_out_of_order(rule, record, &reading) {
            continue;
        }
        let judged = judge(law, &law.norms[0], &reading).unwrap();
        let says = judged.says == Says::Breached;
        let wrong = match answer.breached {
            Readings::Every => !says,
            Readings::None => says,
            Readings::Some => false,
        };
        prop_assert!(!wrong, "{rule}\n{answer:?}\n{judged:?}\n{reading:#?}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, ..ProptestConfig::default() })]

    #[test]
    fn no_reading_contradicts_every_or_none(record in record(), rule in 0..RULES.len(), seed: u64) {
        let rule = RULES[rule];
        agree(&law(&format!("{LIMIT}{rule}"), ""), rule, &record, seed)?;
    }

    #[test]
    fn no_reading_contradicts_a_state_made_from_events(
        record in record(), rule in 0..ON_MADE.len(), made in 0..MADE.len(), seed: u64,
    ) {
        let define = format!("```define made\n{}\n```", MADE[made]);
        agree(&law(&format!("{LIMIT}{}", ON_MADE[rule]), &define), ON_MADE[rule], &record, seed)?;
    }
}
