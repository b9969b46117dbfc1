//! Packs read together: what norms take from their instruments, and the definitions, parameters and calendars that
//! they name.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use crate::names::nearest;
use crate::{
    Calendar, Counting, Definition, Diagnostic, Instrument, Named, Norm, Pack, Parameter, Part, Terms, whole,
};

/// The law of packs that are read together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Law {
    /// Norms with what they take from their instruments, in the order of the packs.
    pub norms: Vec<Norm>,
    /// Definitions; one that uses another stands after it.
    pub definitions: Vec<Definition>,
    /// Parameters.
    pub parameters: Vec<Parameter>,
    /// Calendars.
    pub calendars: Vec<Calendar>,
    /// Instruments.
    pub instruments: Vec<Instrument>,
}

/// Links packs. What has a fault is left out, and every fault is told at its word.
pub fn link(packs: &[Pack]) -> (Law, Vec<Diagnostic>) {
    let mut law = Law::default();
    let mut faults = Vec::new();
    let mut definitions = Vec::new();
    for pack in packs {
        for part in &pack.parts {
            let (kind, id) = match part {
                Part::Instrument(found) => ("instrument", &found.id),
                Part::Calendar(found) => ("calendar", &found.id),
                Part::Parameter(found) => ("parameter", &found.id),
                Part::Definition(found) => ("definition", &found.name),
                Part::Prose(_) | Part::Norm(_) | Part::Case(_) => continue,
            };
            if taken(&law, &definitions, part) {
                let message = format!("a second {kind} `{}`", id.name);
                faults.push(at(pack, id, message, "give one of them another name"));
                continue;
            }
            match part {
                Part::Instrument(found) => law.instruments.push(found.as_ref().clone()),
                Part::Calendar(found) => law.calendars.push(found.clone()),
                Part::Parameter(found) => law.parameters.push(found.clone()),
                Part::Definition(found) => definitions.push((pack, found.clone())),
                Part::Prose(_) | Part::Norm(_) | Part::Case(_) => {}
            }
        }
    }
    law.definitions = in_order(definitions, &mut faults);
    let ids: BTreeSet<&str> = packs.iter().flat_map(Pack::norms).map(|norm| norm.id.as_str()).collect();
    for pack in packs {
        for norm in pack.norms() {
            let mut norm = norm.clone();
            if let Some(instrument) = law.instrument(&norm.id) {
                norm.terms = norm.terms.over(&instrument.terms);
            }
            let before = faults.len();
            whole::norm(pack, &norm, &law, &mut faults);
            if let Some(other) = law.norms.iter().find(|other| overlaps(other, &norm)) {
                let from = norm.terms.in_force.map(|in_force| in_force.from.to_string()).unwrap_or_default();
                let message = format!(
                    "two versions of `{}` are in force on {from}; the other is at {}:{}",
                    norm.id, other.file, other.line
                );
                faults.push(whole::at_head(
                    pack,
                    &norm,
                    message,
                    "end the older version with `in force FROM .. LAST-DAY`",
                ));
            }
            let whole = faults.len() == before;
            // A link that leads nowhere takes nothing from what the norm says.
            for id in norm.beside.iter().filter(|id| !ids.contains(id.name.as_str())) {
                let message = format!("no norm `{}` in the packs that are read together", id.name);
                let help = match nearest(&id.name, ids.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "read its pack together with this one, or take the id out".to_owned(),
                };
                faults.push(at(pack, id, message, &help));
            }
            if whole {
                law.norms.push(norm);
            }
        }
    }
    (law, faults)
}

fn overlaps(a: &Norm, b: &Norm) -> bool {
    a.id == b.id && a.terms.in_force.zip(b.terms.in_force).is_some_and(|(a, b)| a.overlaps(&b))
}

fn taken(law: &Law, definitions: &[(&Pack, Definition)], part: &Part) -> bool {
    match part {
        Part::Instrument(new) => law.instruments.iter().any(|old| old.id == new.id),
        Part::Calendar(new) => law.calendars.iter().any(|old| old.id == new.id),
        Part::Parameter(new) => law.parameters.iter().any(|old| old.id == new.id),
        Part::Definition(new) => definitions.iter().any(|(_, old)| old.name == new.name),
        Part::Prose(_) | Part::Norm(_) | Part::Case(_) => false,
    }
}

/// Definitions, each after those that it uses. One that uses itself, at any depth, is left out and told.
fn in_order(mut rest: Vec<(&Pack, Definition)>, faults: &mut Vec<Diagnostic>) -> Vec<Definition> {
    let mut done: Vec<Definition> = Vec::new();
    loop {
        let waits = |definition: &Definition| {
            definition.within.iter().any(|within| rest.iter().any(|(_, other)| other.name == within.state))
        };
        let (waiting, ready): (Vec<_>, Vec<_>) =
            rest.iter().cloned().partition(|(_, definition)| waits(definition));
        if ready.is_empty() {
            let names: Vec<&Named> = waiting.iter().map(|(_, definition)| &definition.name).collect();
            for (pack, definition) in &waiting {
                let used = definition.within.iter().find(|within| names.contains(&&within.state));
                if let Some(used) = used {
                    let message = format!(
                        "`{}` is defined by `{}`, which is defined by it",
                        definition.name.name, used.state.name
                    );
                    let help = "define one of them from events or from states of the vocabulary alone";
                    faults.push(at(pack, &used.state, message, help));
                }
            }
            return done;
        }
        done.extend(ready.into_iter().map(|(_, definition)| definition));
        rest = waiting;
    }
}

/// A fault at a name of a pack.
fn at(pack: &Pack, named: &Named, message: String, help: &str) -> Diagnostic {
    whole::diagnostic(pack, named.line, named.column, &named.name, message, help)
}

impl Law {
    /// The instrument of a norm: the one with the longest id that governs it.
    pub fn instrument(&self, norm: &str) -> Option<&Instrument> {
        let own = self.instruments.iter().filter(|instrument| instrument.governs(norm));
        own.max_by_key(|instrument| instrument.id.name.len())
    }
}

impl Instrument {
    /// The norm of this id is one of it.
    pub fn governs(&self, id: &str) -> bool {
        id.strip_prefix(self.id.name.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }
}

impl Terms {
    /// What these say, and where they say nothing what the instrument says.
    fn over(&self, instrument: &Self) -> Self {
        let mut terms = self.clone();
        terms.counting = self.counting.over(&instrument.counting);
        terms.in_force = terms.in_force.or(instrument.in_force);
        let named = |state: &str| {
            self.parties.iter().any(|party| party.state == state)
                || self.members.iter().any(|member| member == state)
        };
        let parties = instrument.parties.iter().filter(|party| !named(&party.state));
        terms.parties.extend(parties.cloned());
        let members = instrument.members.iter().filter(|member| !named(member));
        terms.members.extend(members.cloned());
        let other = |all: &[crate::Exempt], state: &str| all.iter().all(|exempt| exempt.state != state);
        let reserved = instrument.reserved.iter().filter(|exempt| other(&self.reserved, &exempt.state));
        terms.reserved.extend(reserved.cloned());
        let derogated = instrument.derogated.iter().filter(|exempt| other(&self.derogated, &exempt.state));
        terms.derogated.extend(derogated.cloned());
        terms.derogable = terms.derogable.or(instrument.derogable);
        terms
    }
}

impl Counting {
    fn over(&self, instrument: &Self) -> Self {
        let own = self.clone();
        let theirs = instrument.clone();
        Self {
            first_day: own.first_day.or(theirs.first_day),
            month_end: own.month_end.or(theirs.month_end),
            month_days: own.month_days.or(theirs.month_days),
            working_days: own.working_days.or(theirs.working_days),
            rollover: own.rollover.or(theirs.rollover),
            stops_while: own.stops_while.or(theirs.stops_while),
        }
    }
}

impl Norm {
    /// SHA-256 of its regular form, in hexadecimal: which version of its text a proof used. Of a norm of a linked
    /// [`Law`] it holds what the norm takes from its instrument.
    pub fn digest(&self) -> String {
        let text = crate::format::norm_text(self);
        Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
    }
}
