//! Findings with everything that a checker needs to follow them without this program.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use remand_chronology::OnAccount;
use remand_kernel::{Instant, Readings, minute};
use remand_law::{Law, Norm, Outcome, Period, Rule};
use remand_proof::{
    Claim, Drawn, Event, Fault, Inputs, Interval, Mentions, Minute, On, Polarity, Proof, Standing,
};
use remand_reading::{self as reading, ClaimIx, EventKind};

use remand_vault::ItemId;

use crate::Finding;
use crate::evaluate::Hearing;
use crate::input::{Input, said_qualifiers, said_roles};
use crate::names::names;
use crate::record::{Occurrence, Record, instant};

impl Hearing<'_> {
    /// The proofs of findings of this case, in the order of `findings`. `events` are the ids of the events of the
    /// chronology, as the published record has them.
    ///
    /// A proof that cannot be made comes back as everything that it would lack. A finding that is not of this law, or of a
    /// version that it does not have, lacks its norm.
    pub fn proofs(&self, events: &[String], findings: &[&Finding]) -> Vec<Result<Proof, Vec<Fault>>> {
        let chronology = self.everyone.chronology;
        let mut of_claims: Vec<&str> = vec![""; chronology.reading.claims.len()];
        for (event, id) in chronology.events.iter().zip(events) {
            for ix in &event.claims {
                of_claims.iter_mut().skip(ix.0).take(1).for_each(|slot| *slot = id);
            }
        }
        let items = chronology.reading.claims.iter().map(|claim| claim.passage.item);
        let distinct: BTreeSet<ItemId> = items.collect();
        let ids = Ids {
            events: of_claims,
            items: distinct.into_iter().map(|item| (item, item.to_string())).collect(),
        };
        findings.par_iter().map(|finding| self.proof(&ids, finding)).collect()
    }

    fn proof(&self, ids: &Ids<'_>, finding: &Finding) -> Result<Proof, Vec<Fault>> {
        let code = self.code;
        let unknown = || vec![Fault::UnknownNorm { norm: finding.norm.clone() }];
        let same =
            |number: &usize| code.norm(*number).is_some_and(|(_, digest)| digest == finding.version.digest);
        let number = code.versions(&finding.norm).find(same).ok_or_else(unknown)?;
        let (norm, _) = code.norm(number).ok_or_else(unknown)?;
        let on_account = |input: &&Input<'_>| input.record.account == finding.account;
        let input = self.inputs.iter().find(on_account).ok_or_else(unknown)?;
        let breached = match code.program().judge(number, &input.facts).breached {
            Readings::None => On::None,
            Readings::Some => On::Some,
            // Whether the state is bound, which is not known, is a choice that readings make too.
            Readings::Every if finding.outcome == Outcome::Undetermined => On::Some,
            Readings::Every => On::Every,
        };
        let everyone = self.everyone;
        let gathering = Gathering { input, everyone, ids, claims: Vec::new(), places: BTreeMap::new() };
        let gathered = gathering.of(code.law(), norm);
        let (account, as_of) = (account_name(finding.account), everyone.as_of);
        Proof::new(code.law(), norm, account, as_of, gathered, (finding.outcome, breached))
    }
}

fn account_name(account: OnAccount) -> &'static str {
    match account {
        OnAccount::All => "all",
        OnAccount::State => "state",
        OnAccount::Defence => "defence",
        OnAccount::Independent => "independent",
    }
}

/// How a published record names things.
struct Ids<'a> {
    /// The events that claims speak of, by the claim.
    events: Vec<&'a str>,
    items: BTreeMap<ItemId, String>,
}

/// The inputs of one proof, while its claims are gathered.
struct Gathering<'a> {
    input: &'a Input<'a>,
    everyone: &'a Record<'a>,
    ids: &'a Ids<'a>,
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
        let setting = &record.setting;
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
        Event {
            kind: kind.name().to_owned(),
            claims,
            drawn: drawn.flatten(),
            elsewhere,
            qualifiers: said_qualifiers(record, occurrence)
                .filter(|name| names().qualifiers.contains(name))
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
            event: self.ids.events.get(ix.0).copied().unwrap_or_default().to_owned(),
            asserter: source.map_or_else(String::new, |source| source.name.clone()),
            item: self.ids.items.get(&claim.passage.item).cloned().unwrap_or_default(),
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
}

fn interval(when: Instant) -> Interval {
    Interval { earliest: when.earliest.map(Minute), latest: when.latest.map(Minute) }
}
