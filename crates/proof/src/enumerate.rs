//! All readings of a record, one by one, and the outcome by the rules of `spec/law.md` over all readings.

use std::collections::{BTreeMap, BTreeSet};

use remand_law::{Law, Norm, Outcome, Rule, Trigger};
use serde::{Deserialize, Serialize};

use crate::reading::{Happened, Lasted, Reading, Says, Unsaid, is_left_out, judge};
use crate::{Drawn, Interval, Mentions, Minute, Record, Standing, Told};

/// On how many readings a norm is breached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum On {
    /// On none.
    None,
    /// On some, or it was not looked at all of them.
    Some,
    /// On every one.
    Every,
}

/// Which minutes of an interval are tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Points {
    /// Every one.
    EveryMinute,
    /// The first, the last, and some of those at which something else begins or ends.
    Ends,
}

/// What comes of looking at readings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlook {
    /// What it comes to on those that were looked at.
    pub outcome: Outcome,
    /// On how many of those that were looked at it is breached.
    pub breached: On,
    /// How many they are.
    pub readings: usize,
    /// On how many things the norm is asked, of those that come to anything.
    pub obligations: usize,
    /// There were more than the budget allows.
    pub in_part: bool,
    /// The first on which it is breached.
    pub breach: Option<Reading>,
    /// The first on which it is not.
    pub no_breach: Option<Reading>,
}

/// Minutes in a hundred years: where a date has no first minute, this long before its last stands for long ago.
const LONG_AGO: i64 = 100 * 365 * 24 * 60;

/// Of a longer interval only the ends are tried.
const LONGEST: i64 = 40 * 24 * 60;

/// Minutes of an interval that are tried beside its ends.
const MOST_BETWEEN: usize = 4;

/// More answers to what nobody says are not combined.
const MOST_ANSWERS: usize = 1 << 14;

/// What was supposed of things that nobody says, by name.
type Supposed = BTreeMap<String, i64>;

/// Holds a record against all versions of a norm, reading by reading, `budget` of them at most.
///
/// `versions` are norms of the law with one id; on a reading the one that is in force is asked.
pub fn outlook(law: &Law, versions: &[&Norm], record: &Record, points: Points, budget: usize) -> Outlook {
    let mut search = Search::new(law, versions, record, budget);
    let choices = Choices::of(law, versions, record, points);
    search.in_part |= choices.left_out;
    choices.each(record, &mut |reading, supposed| {
        search.try_with(vec![None; search.versions.len()], reading, supposed);
        !search.spent
    });
    search.outlook()
}

/// A reading on which a norm is breached and one on which it is not, of the first `budget` readings, each where it is
/// wanted and there is one: first those in which everything is as early as it can be, or as late.
pub(crate) fn witnesses(
    law: &Law,
    norm: &Norm,
    record: &Record,
    (breach, no_breach): (bool, bool),
    budget: usize,
) -> (Option<Reading>, Option<Reading>) {
    let versions = [norm];
    let mut search = Search::new(law, &versions, record, budget);
    let choices = Choices::of(law, &versions, record, Points::Ends);
    choices.corners_first(record, &mut |reading, supposed| {
        search.try_with(vec![None], reading, supposed);
        let lacks = breach && search.breach.is_none() || no_breach && search.no_breach.is_none();
        lacks && !search.spent
    });
    (search.breach.filter(|_| breach), search.no_breach.filter(|_| no_breach))
}

struct Search<'a> {
    law: &'a Law,
    versions: &'a [&'a Norm],
    record: &'a Record,
    budget: usize,
    /// What came of readings, with what they suppose.
    found: BTreeSet<(Supposed, BTreeMap<String, Says>)>,
    readings: usize,
    in_part: bool,
    /// The budget is.
    spent: bool,
    breach: Option<Reading>,
    no_breach: Option<Reading>,
}

impl<'a> Search<'a> {
    fn new(law: &'a Law, versions: &'a [&'a Norm], record: &'a Record, budget: usize) -> Self {
        Self {
            law,
            versions,
            record,
            budget,
            found: BTreeSet::new(),
            readings: 0,
            in_part: false,
            spent: false,
            breach: None,
            no_breach: None,
        }
    }

    /// Judges a reading, and where something must be supposed first, both ways.
    fn try_with(&mut self, in_force: Vec<Option<bool>>, reading: Reading, supposed: Supposed) {
        if self.readings >= self.budget {
            self.in_part = true;
            self.spent = true;
            return;
        }
        let mut says = Says::Idle;
        let mut decides = Reading { in_force: in_force.first().copied().flatten(), ..reading.clone() };
        let mut keys = Supposed::new();
        let mut obligations = BTreeMap::new();
        for (place, norm) in self.versions.iter().enumerate() {
            let asked = Reading { in_force: in_force.get(place).copied().flatten(), ..reading.clone() };
            if is_left_out(self.law, norm, &asked, |told| self.around(told)) == Ok(true) {
                return;
            }
            match judge(self.law, norm, &asked) {
                Ok(judged) => {
                    for (subject, holds) in judged.in_force {
                        let version = if holds { i64::try_from(place).unwrap_or(i64::MAX) } else { -1 };
                        let kept = keys.entry(format!("version for {subject}")).or_insert(version);
                        *kept = version.max(*kept);
                    }
                    for (subject, says) in judged.obligations {
                        let all = obligations.entry(subject).or_insert(says);
                        *all = says.max(*all);
                    }
                    if judged.says > says {
                        says = judged.says;
                        decides = asked;
                    }
                }
                Err(Unsaid::InForce) => return self.suppose_version(&in_force, &reading, &supposed),
                Err(unsaid) => return self.suppose(unsaid, &in_force, &reading, &supposed),
            }
        }
        self.readings += 1;
        keys.extend(supposed);
        self.found.insert((keys, obligations));
        let witness = if says == Says::Breached { &mut self.breach } else { &mut self.no_breach };
        witness.get_or_insert(decides);
    }

    /// When an event can have been.
    fn around(&self, told: usize) -> Interval {
        let versions = self.record.events.get(told).map_or(&[][..], |told| &told.versions);
        let earliest = versions.iter().map(|version| version.earliest).min().flatten();
        let latest = versions.iter().map(|version| version.latest.unwrap_or(self.record.now)).max();
        Interval { earliest, latest }
    }

    fn suppose(&mut self, unsaid: Unsaid, in_force: &[Option<bool>], reading: &Reading, supposed: &Supposed) {
        for holds in [false, true] {
            let mut reading = reading.clone();
            let mut supposed = supposed.clone();
            let answer = i64::from(holds);
            match &unsaid {
                Unsaid::Circumstance(key) => {
                    reading.circumstances.insert(key.clone(), holds);
                    supposed.insert(key.clone(), answer);
                }
                Unsaid::Qualifier(place, qualifier) => {
                    if let Some(event) = reading.events.get_mut(*place) {
                        event.qualifiers.insert(qualifier.clone(), holds);
                        supposed.insert(format!("{} {qualifier} {}", event.kind, event.told), answer);
                    }
                }
                // How a term is counted is a choice of the reading like that between two claims.
                Unsaid::LaterEnd => reading.later_end = Some(holds),
                Unsaid::InForce => {}
            }
            self.try_with(in_force.to_vec(), reading, supposed);
        }
    }

    /// One of the versions that may be in force is; where it is the only one, it may as well not be.
    fn suppose_version(&mut self, known: &[Option<bool>], reading: &Reading, supposed: &Supposed) {
        let asks = |norm: &&Norm| {
            let asked = Reading { in_force: None, ..reading.clone() };
            judge(self.law, norm, &asked) == Err(Unsaid::InForce)
        };
        let open: Vec<usize> = self
            .versions
            .iter()
            .enumerate()
            .filter(|(place, norm)| known.get(*place).copied().flatten().is_none() && asks(norm))
            .map(|(place, _)| place)
            .collect();
        let none = (open.len() == 1).then_some(usize::MAX);
        for chosen in open.iter().copied().chain(none) {
            let mut in_force = known.to_vec();
            for place in &open {
                if let Some(slot) = in_force.get_mut(*place) {
                    *slot = Some(*place == chosen);
                }
            }
            let mut supposed = supposed.clone();
            supposed.insert("version".to_owned(), i64::try_from(chosen).unwrap_or(-1));
            self.try_with(in_force, reading.clone(), supposed);
        }
    }

    /// The gravest of what the obligations come to.
    fn outlook(self) -> Outlook {
        let subjects: BTreeSet<&String> = self.found.iter().flat_map(|(_, says)| says.keys()).collect();
        let obligations = subjects.len();
        let outcomes = subjects.into_iter().map(|subject| self.outcome_of(subject));
        let outcome = if self.readings == 0 {
            Outcome::Undetermined
        } else {
            outcomes.min_by_key(|outcome| outcome.gravity()).unwrap_or(Outcome::NotApplicable)
        };
        let breached = match outcome {
            Outcome::NotMet => On::Every,
            _ if self.breach.is_some() => On::Some,
            _ => On::None,
        };
        Outlook {
            outcome,
            breached,
            readings: self.readings,
            obligations,
            in_part: self.in_part,
            breach: self.breach,
            no_breach: self.no_breach,
        }
    }

    fn outcome_of(&self, subject: &str) -> Outcome {
        let says = |all: &BTreeMap<String, Says>| all.get(subject).copied().unwrap_or(Says::Idle);
        let found: BTreeSet<(&Supposed, Says)> =
            self.found.iter().map(|(supposed, all)| (supposed, says(all))).collect();
        let has = |what| found.iter().any(|(_, says)| *says == what);
        if has(Says::Open) || has(Says::Reported) && !has(Says::Breached) {
            return Outcome::Undetermined;
        }
        if !has(Says::Breached) {
            return if has(Says::Kept) { Outcome::Met } else { Outcome::NotApplicable };
        }
        if !has(Says::Kept) && !has(Says::Idle) && !has(Says::Reported) {
            return Outcome::NotMet;
        }
        let breaches: Vec<&Supposed> =
            found.iter().filter(|(_, says)| *says == Says::Breached).map(|(supposed, _)| *supposed).collect();
        let supposed: Vec<&Supposed> = found.iter().map(|(supposed, _)| *supposed).collect();
        if breached_whatever_is_supposed(&breaches, &supposed) {
            Outcome::Contested
        } else {
            Outcome::Undetermined
        }
    }
}

/// Whatever nobody says is supposed, some reading has a breach: what decides is a choice between given things.
fn breached_whatever_is_supposed(breaches: &[&Supposed], supposed: &[&Supposed]) -> bool {
    let mut answers: BTreeMap<&str, BTreeSet<i64>> = BTreeMap::new();
    for (key, answer) in supposed.iter().copied().flatten() {
        answers.entry(key).or_default().insert(*answer);
    }
    let mut all = vec![Supposed::new()];
    for (key, answers) in answers {
        if all.len().saturating_mul(answers.len()) > MOST_ANSWERS {
            return false;
        }
        let with = |answer: i64| {
            all.iter().map(move |supposed| {
                let mut supposed = supposed.clone();
                supposed.insert(key.to_owned(), answer);
                supposed
            })
        };
        all = answers.into_iter().flat_map(with).collect();
    }
    let fits =
        |all: &Supposed, some: &Supposed| some.iter().all(|(key, answer)| all.get(key) == Some(answer));
    all.iter().all(|all| breaches.iter().any(|some| fits(all, some)))
}

/// One thing of a record that readings choose.
struct Choice<'a> {
    what: What<'a>,
    /// How many ways there are.
    ways: usize,
}

enum What<'a> {
    /// When an event was: a version and a minute in it.
    Event { told: &'a Told, number: i64, points: Vec<(Interval, Minute)> },
    /// Whether the claim that denies this kind is true.
    Denial(&'a str, Option<Minute>),
    /// First and last minute of a stretch, and whether it held.
    Stretch { drawn: &'a Drawn, number: usize, points: Vec<(Minute, Minute, bool)> },
}

struct Choices<'a> {
    all: Vec<Choice<'a>>,
    left_out: bool,
}

impl<'a> Choices<'a> {
    fn of(law: &Law, versions: &[&Norm], record: &'a Record, points: Points) -> Self {
        let mentions: Vec<Mentions> = versions.iter().map(|norm| Mentions::of(law, norm)).collect();
        let speaks_of = |kind: &str| mentions.iter().any(|mentions| mentions.events.contains(kind));
        let marks = marks(record);
        let mut all = Vec::new();
        let mut left_out = false;
        for (number, told) in record.events.iter().enumerate().filter(|(_, told)| speaks_of(&told.kind)) {
            let mut chosen = Vec::new();
            for version in answered(versions, record, told) {
                let minutes = minutes(*version, (record, &marks), points, &mut left_out);
                chosen.extend(minutes.into_iter().map(|at| (*version, at)));
            }
            let number = i64::try_from(number).unwrap_or(i64::MAX);
            all.push(Choice { ways: chosen.len(), what: What::Event { told, number, points: chosen } });
        }
        for (kind, reach) in record.denied.iter().filter(|(kind, _)| speaks_of(kind)) {
            let told = record.events.iter().any(|told| told.kind == *kind);
            all.push(Choice { ways: if told { 2 } else { 1 }, what: What::Denial(kind, *reach) });
        }
        for (number, drawn) in record.stretches.iter().enumerate() {
            if !mentions.iter().any(|mentions| mentions.states.contains(&drawn.state)) {
                continue;
            }
            let held: &[bool] = match drawn.standing {
                Standing::Holds => &[true],
                Standing::Disputed => &[true, false],
                Standing::Denied => &[false],
            };
            let mut chosen = Vec::new();
            for from in minutes(drawn.from, (record, &marks), points, &mut left_out) {
                for last in minutes(drawn.last, (record, &marks), points, &mut left_out) {
                    chosen.extend(held.iter().map(|held| (from, last.max(from), *held)));
                }
            }
            chosen.sort_unstable();
            chosen.dedup();
            all.push(Choice { ways: chosen.len(), what: What::Stretch { drawn, number, points: chosen } });
        }
        Self { all, left_out }
    }

    /// The readings with the first of every choice, with the last, and with one choice turned; then every one.
    fn corners_first(&self, record: &Record, each: &mut impl FnMut(Reading, Supposed) -> bool) {
        if self.all.iter().any(|choice| choice.ways == 0) {
            return;
        }
        let first = vec![0; self.all.len()];
        let last: Vec<usize> = self.all.iter().map(|choice| choice.ways - 1).collect();
        let turned = |base: &[usize], at: usize, way: usize| {
            let mut ways = base.to_vec();
            ways.iter_mut().skip(at).take(1).for_each(|slot| *slot = way);
            ways
        };
        let free = || self.all.iter().enumerate().filter(|(_, choice)| choice.ways > 1);
        let late = free().map(|(at, choice)| turned(&first, at, choice.ways - 1));
        let early = free().map(|(at, _)| turned(&last, at, 0));
        for ways in [first.clone(), last.clone()].into_iter().chain(late).chain(early) {
            let (reading, supposed) = self.reading(record, &ways);
            if !each(reading, supposed) {
                return;
            }
        }
        self.each(record, each);
    }

    /// Every reading, until it is told to stop.
    fn each(&self, record: &Record, each: &mut impl FnMut(Reading, Supposed) -> bool) {
        let mut ways = vec![0_usize; self.all.len()];
        if self.all.iter().any(|choice| choice.ways == 0) {
            return;
        }
        loop {
            let (reading, supposed) = self.reading(record, &ways);
            if !each(reading, supposed) {
                return;
            }
            let mut rest = ways.iter_mut().zip(&self.all);
            loop {
                let Some((way, choice)) = rest.next() else { return };
                *way += 1;
                if *way < choice.ways {
                    break;
                }
                *way = 0;
            }
        }
    }

    fn reading(&self, record: &Record, ways: &[usize]) -> (Reading, Supposed) {
        let mut supposed = Supposed::new();
        let mut reading = Reading {
            now: record.now,
            country: record.country.clone(),
            events: Vec::new(),
            denied: BTreeMap::new(),
            complete: record.complete.clone(),
            stretches: Vec::new(),
            circumstances: record.circumstances.clone(),
            measures: record.measures.clone(),
            later_end: None,
            in_force: None,
        };
        for (choice, way) in self.all.iter().zip(ways) {
            match &choice.what {
                What::Event { told, number, points } => {
                    let Some((within, at)) = points.get(*way).copied() else { continue };
                    if within.earliest.is_none() || within.latest.is_none() {
                        supposed.insert(format!("{} {number}", told.kind), at.0);
                    }
                    reading.events.push(Happened {
                        kind: told.kind.clone(),
                        told: usize::try_from(*number).unwrap_or(usize::MAX),
                        at,
                        within,
                        qualifiers: told.qualifiers.iter().map(|name| (name.clone(), true)).collect(),
                        roles: told.roles.clone(),
                    });
                }
                What::Denial(kind, reach) => {
                    let against =
                        |event: &Happened| event.kind == *kind && reach.is_none_or(|reach| event.at <= reach);
                    let disputed = reading.events.iter().any(against);
                    if !disputed || *way == 1 {
                        reading.events.retain(|event| !against(event));
                        reading.denied.insert((*kind).to_owned(), *reach);
                    }
                }
                What::Stretch { drawn, number, points } => {
                    let Some((from, last, held)) = points.get(*way).copied() else { continue };
                    if drawn.open {
                        supposed.insert(format!("{} {number} lasted", drawn.state), last.0);
                    }
                    let state = drawn.state.clone();
                    reading.stretches.push(Lasted {
                        state,
                        drawn: *number,
                        from,
                        last,
                        open: drawn.open,
                        held,
                    });
                }
            }
        }
        (reading, supposed)
    }
}

/// The versions of an event that readings take: of a trigger, where some have an act that can lie not before them, those.
fn answered<'r>(versions: &[&Norm], record: &'r Record, told: &'r Told) -> Vec<&'r Interval> {
    let mut kept: Vec<&Interval> = told.versions.iter().collect();
    for norm in versions {
        let (Rule::Within { act, of: Trigger::Event(trigger), .. }
        | Rule::Promptly { act, after: Trigger::Event(trigger) }) = &norm.rule
        else {
            continue;
        };
        if *trigger != told.kind {
            continue;
        }
        let acts = record.events.iter().filter(|other| other.kind == act.event);
        let acts: Vec<&Interval> = acts.flat_map(|other| &other.versions).collect();
        let has_act = |version: &&&Interval| {
            acts.iter().any(|act| match (act.latest, version.earliest) {
                (Some(latest), Some(earliest)) => earliest <= latest,
                _ => true,
            })
        };
        let answered: Vec<&Interval> = kept.iter().filter(|version| has_act(version)).copied().collect();
        if !answered.is_empty() {
            kept = answered;
        }
    }
    kept
}

/// The first and the last minute of everything that the record tells.
fn marks(record: &Record) -> BTreeSet<Minute> {
    let versions = record.events.iter().flat_map(|told| &told.versions);
    let stretches = record.stretches.iter().flat_map(|drawn| [&drawn.from, &drawn.last]);
    versions.chain(stretches).flat_map(|interval| [interval.earliest, interval.latest]).flatten().collect()
}

/// The minutes of an interval that are tried, none of them after now. Where it has no first minute, those at which
/// something else begins or ends stand for all.
fn minutes(
    interval: Interval,
    (record, marks): (&Record, &BTreeSet<Minute>),
    points: Points,
    left_out: &mut bool,
) -> Vec<Minute> {
    let latest = interval.latest.map_or(record.now, |latest| latest.min(record.now));
    let Some(earliest) = interval.earliest else {
        *left_out |= points == Points::EveryMinute;
        let between = marks.range(..latest).copied();
        return std::iter::once(latest.plus(-LONG_AGO)).chain(between).chain([latest]).collect();
    };
    if latest < earliest {
        return vec![earliest];
    }
    match points {
        Points::EveryMinute if latest.0 - earliest.0 < LONGEST => {
            (earliest.0..=latest.0).map(Minute).collect()
        }
        Points::Ends if earliest == latest => vec![earliest],
        Points::Ends | Points::EveryMinute => {
            *left_out |= points == Points::EveryMinute;
            let between = marks.range(earliest.plus(1)..latest).copied();
            [earliest].into_iter().chain(between.take(MOST_BETWEEN)).chain([latest]).collect()
        }
    }
}
