//! The record of one account as the kernel takes it, and the way back from its tags to what they stand for.

use remand_clock::Status;
use remand_kernel::{Facts, Happened, Instant, Interval, Minute, Program, Schema, Standing, Stretch, minute};
use remand_reading::{Account, ClaimIx, EventKind, Polarity};
use remand_timex::{Direction, Precision, Unit};

use crate::names::{begins, ends};
use crate::record::{Occurrence, Record, instant};
use crate::words::hull;

/// A stretch of a state with what it rests on.
#[derive(Clone, Debug)]
pub(crate) struct Run {
    pub(crate) start: Instant,
    pub(crate) last: Instant,
    pub(crate) claims: Vec<ClaimIx>,
}

impl Run {
    /// Where accounts draw it with other ends, each of them is a reading.
    fn widen(&mut self, state: &str, apart: &[Input<'_>]) {
        for account in apart {
            let same = || {
                let drawn = account.drawn().filter(|(name, ..)| *name == state);
                drawn.filter(|(_, stretch, run)| {
                    stretch.standing != Standing::Denied && !stretch.open && overlap(run, self)
                })
            };
            let starts = same().map(|(_, stretch, _)| stretch.from).filter(|when| when.is_bounded());
            let start = starts.min_by_key(|start| start.earliest);
            let lasts = same().map(|(_, stretch, _)| stretch.last).filter(|when| when.is_bounded());
            let last = lasts.max_by_key(|last| last.latest);
            self.start = start.map_or(self.start, |other| around(self.start, other));
            self.last = last.map_or(self.last, |other| around(self.last, other));
        }
    }
}

/// From the earlier of two to the later; a side that one of them leaves open stays open.
fn around(a: Instant, b: Instant) -> Instant {
    Instant { earliest: a.earliest.min(b.earliest), latest: a.latest.zip(b.latest).map(|(a, b)| a.max(b)) }
}

/// What one account says, for the kernel.
pub(crate) struct Input<'r> {
    pub(crate) record: &'r Record<'r>,
    pub(crate) facts: Facts,
    occurrences: Vec<(EventKind, &'r Occurrence)>,
    runs: Vec<Run>,
    drawn: Vec<(String, Stretch)>,
}

impl<'r> Input<'r> {
    /// Fills the facts of the kernel. `everyone` is the record of all accounts together; for that record itself `apart`
    /// is what each account says alone.
    pub(crate) fn new(
        program: &Program,
        record: &'r Record<'r>,
        everyone: &Record<'_>,
        apart: &[Input<'_>],
    ) -> Self {
        let schema = program.schema();
        let mut input = Self {
            record,
            facts: Facts::new(schema, record.now()),
            occurrences: Vec::new(),
            runs: Vec::new(),
            drawn: Vec::new(),
        };
        if let Some(code) = record.setting.state.as_deref().and_then(|code| code.as_bytes().try_into().ok()) {
            input.facts.set_country(code);
        }
        input.add_events(schema, everyone);
        input.add_states(schema, apart);
        for fact in &record.setting.facts {
            if let Some(number) = schema.circumstance(&fact.role, &fact.qualifier) {
                input.facts.set_circumstance(number, fact.holds);
            }
        }
        for (name, amount) in &record.setting.measures {
            if let Some(number) = schema.measure(name) {
                input.facts.set_measure(number, *amount);
            }
        }
        program.define(&mut input.facts);
        input
    }

    /// The event behind a tag.
    pub(crate) fn occurrence(&self, tag: u32) -> Option<(EventKind, &'r Occurrence)> {
        self.occurrences.get(usize::try_from(tag).ok()?).copied()
    }

    /// The stretch behind a tag.
    pub(crate) fn run(&self, tag: u32) -> Option<&Run> {
        self.runs.get(usize::try_from(tag).ok()?)
    }

    /// Stretches of the states that the record draws, each with its state and what it rests on.
    pub(crate) fn drawn(&self) -> impl Iterator<Item = (&str, &Stretch, &Run)> {
        self.drawn
            .iter()
            .filter_map(|(state, stretch)| Some((state.as_str(), stretch, self.run(stretch.tag)?)))
    }

    fn add_events(&mut self, schema: &Schema, everyone: &Record<'_>) {
        let record = self.record;
        for name in schema.events() {
            let (Some(number), Some(kind)) = (schema.event(name), EventKind::named(name)) else { continue };
            let told = record.told(name);
            for ix in &told.denied {
                let until = record.claim(*ix).and_then(|claim| instant(&claim.when).latest);
                self.facts.deny(number, until);
            }
            for complete in record.setting.complete.iter().filter(|complete| complete.kind == kind) {
                if record.account.takes(complete.account) {
                    let from = complete.from.map_or(Minute::MIN, minute);
                    let to = complete.to.map_or(record.now() + 1, minute);
                    self.facts.complete(number, Interval { from, to });
                }
            }
            let first = self.occurrences.len();
            self.occurrences.extend(told.happened.iter().map(|occurrence| (kind, occurrence)));
            let happened = told.happened.iter().zip(first..).map(|(occurrence, tag)| Happened {
                versions: &occurrence.when,
                qualifiers: qualifiers(schema, record, occurrence),
                roles: roles(schema, record, occurrence),
                tag: u32::try_from(tag).unwrap_or(u32::MAX),
            });
            self.facts.happened(number, happened);
            if told.happened.is_empty() {
                let elsewhere: Vec<Instant> = everyone
                    .told(name)
                    .happened
                    .iter()
                    .flat_map(|event| event.when.iter().copied())
                    .collect();
                self.facts.elsewhere(number, &elsewhere);
            }
        }
    }

    fn add_states(&mut self, schema: &Schema, apart: &[Input<'_>]) {
        for name in schema.states() {
            let Some(number) = schema.state(name) else { continue };
            let stretches =
                if name == "ordered_custody" { self.cover() } else { self.stretches_of(name, apart) };
            self.drawn.extend(stretches.iter().map(|stretch| (name.clone(), *stretch)));
            self.facts.held(number, stretches);
        }
    }

    /// Custody by what covers it, as the clock draws it.
    fn cover(&mut self) -> Vec<Stretch> {
        let end = self.record.now() + 1;
        let mut found = Vec::new();
        for span in self.record.spans() {
            let denied = || span.claims.iter().any(|ix| denies_order(self.record, *ix));
            let standing = match span.status {
                Status::Ordered | Status::DisclosedLate => Standing::Holds,
                Status::Disputed => Standing::Disputed,
                Status::Implied | Status::NoOrderKnown | Status::Unknown if denied() => Standing::Denied,
                Status::Implied | Status::NoOrderKnown | Status::Unknown => continue,
            };
            let (from, to) = (minute(span.from), span.to.map_or(end, minute).min(end));
            if from < to {
                let run = Run { start: exact(from), last: exact(to - 1), claims: span.claims.clone() };
                found.push(self.stretch(run, false, standing));
            }
        }
        found
    }

    fn stretches_of(&mut self, state: &str, apart: &[Input<'_>]) -> Vec<Stretch> {
        let record = self.record;
        let denials: Vec<Run> = begins(state)
            .flat_map(|kind| &record.told(kind.name()).denied)
            .filter_map(|ix| Some((*ix, instant(&record.claim(*ix)?.when))))
            .map(|(ix, when)| Run {
                start: Instant { earliest: when.earliest, latest: when.earliest },
                last: Instant { earliest: when.latest, latest: when.latest },
                claims: vec![ix],
            })
            .collect();
        let mut found = Vec::new();
        for (mut run, open) in runs(record, state) {
            if !open {
                run.widen(state, apart);
            }
            let against: Vec<&Run> = denials.iter().filter(|denial| overlap(denial, &run)).collect();
            let standing = if against.is_empty() { Standing::Holds } else { Standing::Disputed };
            run.claims.extend(against.iter().flat_map(|denial| denial.claims.iter().copied()));
            found.push(self.stretch(run, open, standing));
        }
        let drawn: Vec<Run> = self.runs.clone();
        for denial in denials.into_iter().filter(|denial| !drawn.iter().any(|run| overlap(denial, run))) {
            if denial.start.is_bounded() && denial.last.is_bounded() {
                found.push(self.stretch(denial, false, Standing::Denied));
            }
        }
        found
    }

    fn stretch(&mut self, run: Run, open: bool, standing: Standing) -> Stretch {
        let tag = u32::try_from(self.runs.len()).unwrap_or(u32::MAX);
        let stretch = Stretch { from: run.start, last: run.last, open, standing, tag };
        self.runs.push(run);
        stretch
    }
}

/// What a denial speaks of meets a stretch; one without dates speaks of all time.
fn overlap(denial: &Run, run: &Run) -> bool {
    let (from, to) = (denial.start.earliest, denial.last.latest);
    from.is_none_or(|from| run.last.latest.is_none_or(|last| from <= last))
        && to.is_none_or(|to| run.start.earliest.is_none_or(|start| start <= to))
}

fn exact(at: Minute) -> Instant {
    Instant { earliest: Some(at), latest: Some(at) }
}

fn qualifiers(schema: &Schema, record: &Record<'_>, occurrence: &Occurrence) -> u64 {
    said_qualifiers(record, occurrence).fold(0, |bits, name| bits | schema.qualifier(&name))
}

/// What claims say of how it was done, and by whom.
pub(crate) fn said_qualifiers<'r>(
    record: &'r Record<'_>,
    occurrence: &'r Occurrence,
) -> impl Iterator<Item = String> + 'r {
    let claims = || occurrence.claims.iter().filter_map(|ix| record.claim(*ix));
    let said = claims().flat_map(|claim| &claim.roles).map(|role| role.text.to_lowercase().replace(' ', "_"));
    let sources = &record.chronology.reading.sources;
    let named_in = |text: &str| sources.iter().find(|source| source.variants.iter().any(|name| name == text));
    let speaks = claims().any(|claim| record.account_of(claim) == Some(Account::State));
    let mut named = claims().flat_map(|claim| &claim.roles).filter(|role| role.role == "by");
    let names_state =
        named.any(|role| named_in(&role.text).is_some_and(|source| source.account == Account::State));
    said.chain((speaks || names_state).then(|| "public_authority".to_owned()))
}

/// The bits of the roles that claims name.
fn roles(schema: &Schema, record: &Record<'_>, occurrence: &Occurrence) -> u64 {
    said_roles(record, occurrence).fold(0, |bits, name| bits | schema.role(name))
}

/// The roles that claims name.
pub(crate) fn said_roles<'r>(
    record: &'r Record<'_>,
    occurrence: &'r Occurrence,
) -> impl Iterator<Item = &'r str> + 'r {
    let claims = occurrence.claims.iter().filter_map(|ix| record.claim(*ix));
    claims.flat_map(|claim| &claim.roles).map(|role| role.role.as_str())
}

/// Unbroken runs of a state that the clock draws, each with whether its end is open.
fn runs(record: &Record<'_>, state: &str) -> Vec<(Run, bool)> {
    let stretches = record.stretches(state);
    if stretches.is_empty() {
        return told_runs(record, state);
    }
    let mut runs = Vec::new();
    for stretch in stretches {
        let drawn = exact(stretch.from);
        let started: Vec<Instant> = begins(state)
            .flat_map(|kind| &record.told(kind.name()).happened)
            .flat_map(|event| event.when.iter().copied())
            .filter(|when| {
                when.is_bounded() && when.earliest <= Some(stretch.to) && when.latest >= Some(stretch.from)
            })
            .collect();
        let first = started.iter().copied().min_by_key(|when| when.earliest).unwrap_or(drawn);
        let start = started
            .into_iter()
            .filter(|when| when.earliest <= first.latest)
            .reduce(|a, b| Instant { earliest: a.earliest.min(b.earliest), latest: a.latest.max(b.latest) })
            .unwrap_or(drawn);
        let claims = claims_of(record, state, stretch.from, stretch.to);
        let last = stretch.to - 1;
        let open = is_open(record, state, stretch.to);
        let end = if open {
            let known = claims.iter().filter_map(|ix| known_until(record, *ix, start)).max();
            Instant {
                earliest: known.max(start.latest.or(start.earliest)).map(|at| at.min(last)),
                latest: Some(last),
            }
        } else {
            exact(last)
        };
        runs.push((Run { start, last: end, claims }, open));
    }
    runs
}

/// Runs of a state that the clock does not draw, from the events that begin and end it.
fn told_runs(record: &Record<'_>, state: &str) -> Vec<(Run, bool)> {
    let mut begun: Vec<&Occurrence> =
        begins(state).flat_map(|kind| &record.told(kind.name()).happened).collect();
    begun.sort_by_key(|event| hull(&event.when).earliest);
    let mut ended: Vec<&Occurrence> =
        ends(state).flat_map(|kind| &record.told(kind.name()).happened).collect();
    ended.sort_by_key(|event| hull(&event.when).earliest);
    let mut runs: Vec<(Run, bool)> = Vec::new();
    for begin in begun {
        let start = hull(&begin.when);
        // Who is in the state does not enter it again.
        let within = |(run, open): &(Run, bool)| {
            *open || run.last.latest.zip(start.earliest).is_some_and(|(last, start)| start <= last)
        };
        if let Some((run, _)) = runs.last_mut().filter(|last| within(last)) {
            run.claims.extend(&begin.claims);
            continue;
        }
        let after = |end: &&&Occurrence| {
            hull(&end.when).latest.zip(start.earliest).is_some_and(|(end, start)| end >= start)
        };
        let end = ended.iter().find(after).map(|end| (hull(&end.when), &end.claims));
        let mut claims = begin.claims.clone();
        let last = match end {
            Some((end, more)) => {
                claims.extend(more);
                Instant { earliest: end.earliest.max(start.earliest), latest: end.latest }
            }
            None => Instant { earliest: start.latest, latest: Some(record.now()) },
        };
        runs.push((Run { start, last, claims }, end.is_none()));
    }
    runs
}

/// No end of the state is known: it is drawn to the day only because nothing ends it.
fn is_open(record: &Record<'_>, state: &str, to: Minute) -> bool {
    to > record.now()
        && match state {
            "in_custody" | "ordered_custody" => record.spans().last().is_none_or(|span| span.to.is_none()),
            _ => record
                .clock
                .is_none_or(|clock| clock.bands.iter().any(|band| band.state == state && band.to.is_none())),
        }
}

fn claims_of(record: &Record<'_>, state: &str, from: Minute, to: Minute) -> Vec<ClaimIx> {
    let Some(clock) = record.clock else { return Vec::new() };
    let drawn = |at| (from..to).contains(&minute(at));
    if matches!(state, "in_custody" | "ordered_custody") {
        return clock
            .spans
            .iter()
            .filter(|span| drawn(span.from))
            .flat_map(|span| span.claims.clone())
            .collect();
    }
    let bands = clock.bands.iter().filter(|band| band.state == state && drawn(band.from));
    bands.flat_map(|band| band.claims.clone()).collect()
}

/// Until when one claim says that the state went on: the moment it speaks of, its publication where it says
/// "since", the length it states.
fn known_until(record: &Record<'_>, ix: ClaimIx, start: Instant) -> Option<Minute> {
    let claim = record.claim(ix).filter(|claim| claim.polarity == Polarity::Asserted)?;
    let reading = &record.chronology.reading;
    let spoken_of = instant(&claim.when).earliest;
    let since = reading
        .times
        .iter()
        .any(|time| time.passage.overlaps(&claim.passage) && time.timex.direction == Direction::Since);
    let published = reading.entries.get(claim.entry.0).and_then(|entry| instant(&entry.published).earliest);
    let length = reading
        .durations
        .iter()
        .filter(|stated| stated.passage.overlaps(&claim.passage))
        .filter(|stated| {
            matches!(stated.amount.precision, Precision::Exact | Precision::MoreThan | Precision::AtLeast)
        })
        .filter_map(|stated| at_least(stated.amount.count, stated.amount.unit))
        .max();
    let by_length = length.and_then(|length| start.earliest.map(|start| start.saturating_add(length)));
    [spoken_of, published.filter(|_| since), by_length].into_iter().flatten().max()
}

/// The fewest minutes a stated length can have: months of 28 days, years of 365.
fn at_least(count: u32, unit: Unit) -> Option<Minute> {
    let minutes: Minute = match unit {
        Unit::Minute => 1,
        Unit::Hour => 60,
        Unit::Day => 1440,
        Unit::Week => 7 * 1440,
        Unit::Month => 28 * 1440,
        Unit::Year => 365 * 1440,
    };
    minutes.checked_mul(i64::from(count))
}

/// A claim that there was no order.
pub(crate) fn denies_order(record: &Record<'_>, ix: ClaimIx) -> bool {
    let claim = record.claim(ix);
    claim.is_some_and(|claim| claim.polarity == Polarity::Denied && claim.kind.describe().orders)
}
