//! Findings with everything that a checker needs to follow them without this program.

use std::collections::BTreeMap;

use jiff::civil::Date;
use remand_chronology::{Chronology, EventIx, OnAccount};
use remand_clock::DetentionClock;
use remand_kernel::{Instant, Readings, minute};
use remand_law::{Law, Norm, Outcome, Period, Rule};
use remand_proof::{
    Claim, Drawn, Event, Fault, Inputs, Interval, Mentions, Minute, On, Polarity, Proof, Standing,
};
use remand_reading::{self as reading, ClaimIx, EventKind};

use crate::input::{Input, said_qualifiers, said_roles};
use crate::record::{Occurrence, Record, instant};
use crate::{Code, Finding, Setting};

/// The proofs of findings of one evaluation, in the order of `findings`. `events` are the ids of the events of the
/// chronology, as the published record has them.
///
/// # Errors
/// What a proof would lack. A finding that is not of this law, or of a version that it does not have, is such a fault.
pub fn prove(
    code: &Code,
    chronology: &Chronology,
    clocks: &[DetentionClock],
    setting: &Setting,
    as_of: Date,
    (events, findings): (&[String], &[&Finding]),
) -> Vec<Result<Proof, Vec<Fault>>> {
    let settings = crate::evaluate::settings(setting);
    let records = crate::evaluate::records(chronology, clocks, &settings, as_of);
    let Some(everyone) = records.iter().find(|record| record.account == OnAccount::All) else {
        return Vec::new();
    };
    let inputs = crate::evaluate::inputs(code, &records);
    let prove = |finding: &&Finding| {
        let unknown = || vec![Fault::UnknownNorm { norm: finding.norm.clone() }];
        let same =
            |number: &usize| code.norm(*number).is_some_and(|(_, digest)| digest == finding.version.digest);
        let number = code.versions(&finding.norm).find(same).ok_or_else(unknown)?;
        let (norm, _) = code.norm(number).ok_or_else(unknown)?;
        let input =
            inputs.iter().find(|input| input.record.account == finding.account).ok_or_else(unknown)?;
        let breached = match code.program().judge(number, &input.facts).breached {
            Readings::None => On::None,
            Readings::Some => On::Some,
            // Whether the state is bound, which is not known, is a choice that readings make too.
            Readings::Every if finding.outcome == Outcome::Undetermined => On::Some,
            Readings::Every => On::Every,
        };
        let gathered = Gathering { input, everyone, events, claims: Vec::new(), places: BTreeMap::new() };
        let gathered = gathered.of(code.law(), norm);
        Proof::new(
            code.law(),
            norm,
            account_name(finding.account),
            as_of,
            gathered,
            (finding.outcome, breached),
        )
    };
    findings.iter().map(prove).collect()
}

fn account_name(account: OnAccount) -> &'static str {
    match account {
        OnAccount::All => "all",
        OnAccount::State => "state",
        OnAccount::Defence => "defence",
        OnAccount::Independent => "independent",
    }
}

/// The inputs of one proof, while its claims are gathered.
struct Gathering<'a> {
    input: &'a Input<'a>,
    everyone: &'a Record<'a>,
    events: &'a [String],
    claims: Vec<Claim>,
    places: BTreeMap<ClaimIx, usize>,
}

impl Gathering<'_> {
    fn of(mut self, law: &Law, norm: &Norm) -> Inputs {
        let record = self.input.record;
        let asked = Mentions::of(law, norm);
        let mut events = Vec::new();
        let mut complete = BTreeMap::new();
        for name in &asked.events {
            let Some(kind) = EventKind::named(name) else { continue };
            let told = record.told(name);
            for occurrence in told.happened.iter().chain(&told.later) {
                events.push(self.event(kind, record, occurrence, false));
            }
            let before = matches!(&norm.rule, Rule::Never { period: Period::Before(end), .. } if end == name);
            if before && told.happened.is_empty() {
                for occurrence in &self.everyone.told(name).happened {
                    events.push(self.event(kind, self.everyone, occurrence, true));
                }
            }
            for ix in told.denied.iter().chain(&told.not_known) {
                self.place(*ix);
            }
            for all in record.setting.complete.iter().filter(|all| all.kind == kind) {
                if record.account.takes(all.account) {
                    let to = all.to.map_or(record.now(), |to| minute(to) - 1);
                    let earliest = all.from.map(|from| Minute(minute(from)));
                    complete.insert(name.clone(), Interval { earliest, latest: Some(Minute(to)) });
                }
            }
        }
        let mut stretches = Vec::new();
        let input = self.input;
        for (state, stretch, run) in input.drawn().filter(|(state, ..)| asked.states.contains(*state)) {
            let standing = match stretch.standing {
                remand_kernel::Standing::Holds => Standing::Holds,
                remand_kernel::Standing::Disputed => Standing::Disputed,
                remand_kernel::Standing::Denied => Standing::Denied,
            };
            let drawn = Drawn {
                state: state.to_owned(),
                from: interval(stretch.from),
                last: interval(stretch.last),
                open: stretch.open,
                standing,
            };
            let claims = run.claims.iter().map(|ix| self.place(*ix)).collect();
            stretches.push(remand_proof::Stretch { drawn, claims });
        }
        let setting = record.setting;
        let circumstances = setting
            .facts
            .iter()
            .map(|fact| (format!("{} is {}", fact.role, fact.qualifier), fact.holds))
            .filter(|(name, _)| asked.circumstances.contains(name));
        let measures = setting.measures.iter().filter(|(name, _)| asked.measures.contains(name));
        Inputs {
            circumstances: circumstances.collect(),
            measures: measures.cloned().collect(),
            country: setting.state.clone(),
            searched: asked.events,
            claims: self.claims,
            events,
            stretches,
            complete,
        }
    }

    fn event(
        &mut self,
        kind: EventKind,
        record: &Record<'_>,
        occurrence: &Occurrence,
        elsewhere: bool,
    ) -> Event {
        let claims: Vec<usize> = occurrence.claims.iter().map(|ix| self.place(*ix)).collect();
        for ix in &occurrence.dating {
            let place = self.place(*ix);
            self.claims.iter_mut().skip(place).take(1).for_each(|claim| claim.dates = true);
        }
        let drawn = occurrence.dating.is_empty().then(|| occurrence.when.first().copied().map(interval));
        let known: Vec<&str> = reading::vocabulary().qualifiers().map(|(name, _)| name).collect();
        Event {
            kind: kind.name().to_owned(),
            claims,
            drawn: drawn.flatten(),
            elsewhere,
            qualifiers: said_qualifiers(record, occurrence)
                .filter(|name| known.contains(&name.as_str()))
                .collect(),
            roles: said_roles(record, occurrence).map(str::to_owned).collect(),
        }
    }

    /// The place of a claim in the list, where it is put when it is first met.
    fn place(&mut self, ix: ClaimIx) -> usize {
        if let Some(place) = self.places.get(&ix) {
            return *place;
        }
        let chronology = self.everyone.chronology;
        let Some(claim) = chronology.claim(ix) else { return usize::MAX };
        let source = chronology.reading.sources.get(claim.asserter.0);
        let place = self.claims.len();
        self.claims.push(Claim {
            kind: claim.kind.name().to_owned(),
            event: self.id(ix),
            asserter: source.map_or_else(String::new, |source| source.name.clone()),
            item: claim.passage.item.to_string(),
            start: claim.passage.start,
            end: claim.passage.end,
            polarity: match claim.polarity {
                reading::Polarity::Asserted => Polarity::Asserted,
                reading::Polarity::Denied => Polarity::Denied,
                reading::Polarity::NotKnown => Polarity::NotKnown,
            },
            interval: interval(instant(&claim.when)),
            dates: false,
        });
        self.places.insert(ix, place);
        place
    }

    /// The id of the event that a claim speaks of.
    fn id(&self, ix: ClaimIx) -> String {
        let events = self.everyone.chronology.events.iter().position(|event| event.claims.contains(&ix));
        let id = events.and_then(|at| self.events.get(EventIx(at).0));
        id.cloned().unwrap_or_default()
    }
}

fn interval(when: Instant) -> Interval {
    Interval { earliest: when.earliest.map(Minute), latest: when.latest.map(Minute) }
}
