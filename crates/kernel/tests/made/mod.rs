//! Small laws of every shape and small records, made from bytes, and both evaluators asked the same of them.

#![allow(unreachable_pub, reason = "the fuzz target takes it too")]
#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test may fail loudly")]

use std::collections::BTreeSet;

use remand_kernel::{Answer, EventNo, Facts, Happened, Instant, Program, Readings, Standing, Stretch};
use remand_law::{Law, Names};
use remand_proof::{Drawn, Interval, Minute, Outlook, Points, Record, Told, outlook};

/// Readings of one case.
const BUDGET: usize = 4000;

/// Choices read from bytes; when they run out, the first of each.
struct Dice<'a>(std::slice::Iter<'a, u8>);

impl Dice<'_> {
    fn below(&mut self, ways: usize) -> usize {
        usize::from(self.0.next().copied().unwrap_or(0)) % ways
    }

    fn one_of<'t>(&mut self, all: &[&'t str]) -> &'t str {
        all[self.below(all.len())]
    }

    /// So often in sixteen.
    fn in_sixteen(&mut self, times: usize) -> bool {
        self.below(16) >= 16 - times
    }
}

/// A law and a record, and what each evaluator says of its norm.
pub struct Asked {
    pub text: String,
    pub record: Record,
    pub fast: Answer,
    pub slow: Outlook,
}

impl Asked {
    /// The kernel says *every* or *none*, and a reading says otherwise. That it says *some* is never wrong.
    pub fn is_wrong(&self) -> bool {
        match self.fast.breached {
            Readings::Every => self.slow.no_breach.is_some(),
            Readings::None => self.slow.breach.is_some(),
            Readings::Some => false,
        }
    }
}

impl std::fmt::Display for Asked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { text, record, fast, slow, .. } = self;
        write!(f, "{text}\n{record:#?}\nthe kernel: {fast:#?}\nthe readings: {slow:#?}")
    }
}

/// Shapes of rules.
const SHAPES: usize = 16;

/// Makes a law and a record from bytes and asks both evaluators.
pub fn ask(bytes: &[u8]) -> Asked {
    let mut dice = Dice(bytes.iter());
    let (shape, text) = law_text(&mut dice);
    let law = law(&text);
    // The minute of a trigger that is made of others is not one of theirs that is open on a side.
    let open = !["earlier", "later", "hours after"].iter().any(|word| text.contains(word));
    let record = record(&mut dice, shape, open);
    let program = Program::new(&law);
    let facts = facts(&program, &record);
    let fast = program.judge(0, &facts);
    let slow = outlook(&law, &[&law.norms[0]], &record, Points::EveryMinute, BUDGET);
    Asked { text, record, fast, slow }
}

fn names() -> Names {
    let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
    Names {
        events: set(&["a", "f", "e"]),
        states: set(&["s", "c"]),
        roles: set(&["d"]),
        qualifiers: set(&["minor", "q"]),
        accounts: set(&["x"]),
        ..Names::default()
    }
}

fn law(text: &str) -> Law {
    let (packs, faults) = remand_law::parse([("made.md", text)], &names());
    let words: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert!(faults.is_empty(), "{text}\n{}", words.join("\n"));
    let (law, faults) = remand_law::link(&packs);
    let words: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert!(faults.is_empty(), "{text}\n{}", words.join("\n"));
    law
}

fn law_text(dice: &mut Dice<'_>) -> (usize, String) {
    let shape = dice.below(SHAPES);
    let mut text = String::from("# Made\n\n");
    let defined = dice.in_sixteen(4);
    if defined {
        text.push_str("```define s2\n");
        if dice.in_sixteen(12) {
            text.push_str("from       f\n");
            if dice.in_sixteen(10) {
                text.push_str("until      e\n");
            }
            if dice.in_sixteen(4) {
                text.push_str("lasting    2 hours\n");
            }
            if dice.in_sixteen(4) {
                text.push_str("while      not c\n");
            }
        } else {
            text.push_str("until      e\nwhile      s\n");
        }
        text.push_str("```\n\n");
    }
    let state = if defined { "s2" } else { "s" };
    let strength = if shape == 2 { "standard" } else { "hard" };
    let act = if dice.in_sixteen(3) { "a q" } else { "a" };
    let length = dice.one_of(&["1 hours", "2 hours", "1 days", "2 24-hour days", "1 months"]);
    let trigger = match dice.below(8) {
        0 => "the earlier of f and e".to_owned(),
        1 => "the later of f and e".to_owned(),
        // A standard has no number.
        2 if shape != 2 => "1 hours after f".to_owned(),
        _ => "f".to_owned(),
    };
    text.push_str("```norm made.1\ncites      Made\nchecked    2024-01-31 against text\n");
    text.push_str(&format!("limit      {strength}\n"));
    text.push_str(match dice.below(12) {
        0 => "in force   2024-01-10 ..\n",
        1 => "in force   2024-01-09 or 2024-01-10 ..\n",
        2 => "in force   2000-01-01 ..\nparty      zz 2024-01-10\n",
        3 => "in force   2000-01-01 ..\nderogated  zz 2024-01-10 ..\nderogation possible\n",
        _ => "in force   2000-01-01 ..\n",
    });
    text.push_str(match dice.below(16) {
        0 => "when       d is minor\n",
        1 => "unless     d is minor\n",
        2 => "when       e\n",
        3 => "unless     e\n",
        4 => "when       c\n",
        5 => "unless     c\n",
        _ => "",
    });
    let longer = if dice.in_sixteen(3) { Some(dice.one_of(&["d is minor", "e", "c"])) } else { None };
    let limits = |before: &str, after: &str| {
        let mut limits = format!("{before} {length}{after}");
        if let Some(when) = longer {
            limits.push_str(&format!("\n           {before} 3 hours{after} when {when}"));
        }
        limits
    };
    let rule = match shape {
        0 | 1 => {
            format!("expect     {act}\n           {}", limits("within", &format!(" of {trigger}")))
        }
        2 => format!("expect     {act}\n           promptly after {trigger}"),
        3 => format!("expect     {act}\n           before f"),
        4 => format!("expect     {act}\n           {}", limits("at least", " before f")),
        5 => format!("expect     {act}\n           every {length} while {state}"),
        6 => format!("expect     {act}\n           every {length} while {state} first within 1 hours"),
        7 => format!("expect     {act} while {state}"),
        8 => format!("expect     {act}"),
        9 => "expect     record of a hour, f date, e if any".to_owned(),
        10 => format!(
            "throughout {state} covered by c{}",
            if length == "1 hours" { " after 1 hours" } else { "" }
        ),
        11 => format!("{state} {}", limits("at most", "")),
        12 => format!("{state} before e {}", limits("at most", "")),
        13 => format!("{state} at most {length} in total"),
        14 => format!("never      {act} {}", dice.one_of(&["before e", "after e"])),
        _ => format!(
            "never      {act}{}",
            dice.one_of(&["", " while s", " while not s"]).replace(" s", &format!(" {state}"))
        ),
    };
    text.push_str(&rule);
    text.push('\n');
    let day = dice.one_of(&["in", "out", "out", "in or out"]);
    let stops = if dice.in_sixteen(3) && shape != 10 { ", stops while c" } else { "" };
    text.push_str(&format!("counting   first day {day}, end of month last day{stops}\n"));
    if dice.in_sixteen(3) && shape != 14 && shape != 15 {
        text.push_str("burden     state\n");
    }
    text.push_str("```\n");
    (shape, text)
}

/// 22:00 on 9 January 2024, near midnight.
fn start() -> Minute {
    Minute::of(jiff::civil::date(2024, 1, 9).at(22, 0, 0, 0))
}

/// Minutes that lie on the bounds of hours, days and months from each other, or beside them.
fn point(dice: &mut Dice<'_>) -> Minute {
    let hours = [0, 1, 2, 3, 24, 25, 48, 49, 24 * 31];
    let near = [0, -1, 1, 2];
    let hour = hours[dice.below(hours.len())];
    start().plus(hour * 60 + near[dice.below(near.len())])
}

fn interval(dice: &mut Dice<'_>, shape: usize, open: bool) -> Interval {
    let from = point(dice);
    match dice.below(16) {
        15 if open => Interval { earliest: None, latest: Some(from) },
        14 if shape == 2 || shape == 9 => {
            let first = Minute(from.0.div_euclid(1440) * 1440);
            Interval::between(first, first.plus(1439))
        }
        wide => Interval::between(from, from.plus([0, 0, 0, 1, 1, 2, 3][wide % 7])),
    }
}

fn record(dice: &mut Dice<'_>, shape: usize, open: bool) -> Record {
    let days = [1, 2, 4, 40][dice.below(4)];
    let now = Minute::of(jiff::civil::date(2024, 1, 9).at(23, 59, 0, 0)).plus(days * 1440);
    let mut record = Record::new(now);
    if dice.in_sixteen(8) {
        record.country = Some("zz".to_owned());
    }
    let before = Interval { earliest: None, latest: Some(now) };
    for kind in ["a", "f", "e"] {
        let many = [1, 0, 1, 2][dice.below(4)];
        for _ in 0..many {
            let mut versions = Vec::new();
            let rivals = if dice.in_sixteen(3) { 2 } else { 1 };
            for _ in 0..rivals {
                let made = interval(dice, shape, open).meet(before);
                if let Some(made) =
                    made.filter(|made| !versions.iter().any(|other: &Interval| other.meet(*made).is_some()))
                {
                    versions.push(made);
                }
            }
            let qualifiers =
                if dice.in_sixteen(8) { BTreeSet::from(["q".to_owned()]) } else { BTreeSet::new() };
            if !versions.is_empty() {
                record.events.push(Told {
                    kind: kind.to_owned(),
                    versions,
                    qualifiers,
                    roles: BTreeSet::new(),
                });
            }
        }
        if dice.in_sixteen(3) {
            let reach = if dice.in_sixteen(8) { Some(point(dice).min(now)) } else { None };
            record.denied.insert(kind.to_owned(), reach);
        }
        if dice.in_sixteen(2) {
            let (a, b) = (point(dice), point(dice));
            let time =
                if dice.in_sixteen(4) { Interval::default() } else { Interval::between(a.min(b), a.max(b)) };
            record.complete.insert(kind.to_owned(), time);
        }
    }
    for state in ["s", "c"] {
        // Stretches that may touch are one stretch: the caller of the kernel joins them, so here they lie apart.
        let mut free = start().plus(-600);
        for _ in 0..[1, 0, 1, 2][dice.below(4)] {
            let (from, to) = (point(dice), point(dice));
            let (from, to) = (from.min(to), from.max(to));
            let wide = |dice: &mut Dice<'_>, at: Minute| {
                Interval::between(at, at.plus([0, 0, 1, 2][dice.below(4)]).min(now))
            };
            if from <= free.plus(4) || from >= now.plus(-4) {
                continue;
            }
            let open = dice.in_sixteen(3);
            let from = wide(dice, from);
            let last = if open {
                Interval::between(to.max(now.plus(-3)).min(now), now)
            } else {
                let last = wide(dice, to.max(from.latest.unwrap_or(to)).min(now));
                free = last.latest.unwrap_or(now);
                last
            };
            let standing = match dice.below(8) {
                0 => remand_proof::Standing::Disputed,
                1 => remand_proof::Standing::Denied,
                _ => remand_proof::Standing::Holds,
            };
            record.stretches.push(Drawn { state: state.to_owned(), from, last, open, standing });
            if open {
                break;
            }
        }
    }
    if dice.in_sixteen(8) {
        record.circumstances.insert("d is minor".to_owned(), dice.in_sixteen(8));
    }
    record
}

/// The record in the arrays of the kernel.
fn facts(program: &Program, record: &Record) -> Facts {
    let schema = program.schema();
    let instant = |interval: Interval| Instant {
        earliest: interval.earliest.map(|minute| minute.0),
        latest: interval.latest.map(|minute| minute.0),
    };
    let mut facts = Facts::new(schema, record.now.0);
    if let Some(country) = record.country.as_deref().and_then(|code| code.as_bytes().try_into().ok()) {
        facts.set_country(country);
    }
    for (number, kind) in (0..).map(EventNo).zip(schema.events()) {
        let told: Vec<_> = (0..).zip(&record.events).filter(|(_, told)| told.kind == *kind).collect();
        let boxes = |told: &Told| told.versions.iter().map(|version| instant(*version)).collect();
        let versions: Vec<Vec<Instant>> = told.iter().map(|(_, told)| boxes(told)).collect();
        let events = told.iter().zip(&versions).map(|((tag, told), versions)| Happened {
            versions,
            qualifiers: told.qualifiers.iter().fold(0, |all, name| all | schema.qualifier(name)),
            roles: 0,
            tag: *tag,
        });
        facts.happened(number, events);
    }
    for (kind, reach) in &record.denied {
        if let Some(number) = schema.event(kind) {
            facts.deny(number, reach.map(|reach| reach.0));
        }
    }
    for (kind, time) in &record.complete {
        if let Some(number) = schema.event(kind) {
            let from = time.earliest.map_or(i64::MIN, |minute| minute.0);
            let to = time.latest.map_or(i64::MAX, |minute| minute.0 + 1);
            facts.complete(number, remand_kernel::Interval { from, to });
        }
    }
    for state in ["s", "c"] {
        let Some(number) = schema.state(state) else { continue };
        let drawn = record.stretches.iter().filter(|drawn| drawn.state == state);
        facts.held(
            number,
            drawn.map(|drawn| Stretch {
                from: instant(drawn.from),
                last: instant(drawn.last),
                open: drawn.open,
                standing: match drawn.standing {
                    remand_proof::Standing::Holds => Standing::Holds,
                    remand_proof::Standing::Disputed => Standing::Disputed,
                    remand_proof::Standing::Denied => Standing::Denied,
                },
                tag: 0,
            }),
        );
    }
    for (name, holds) in &record.circumstances {
        let (role, qualifier) = name.split_once(" is ").unwrap();
        if let Some(number) = schema.circumstance(role, qualifier) {
            facts.set_circumstance(number, *holds);
        }
    }
    program.define(&mut facts);
    facts
}
