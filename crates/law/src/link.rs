//! Packs read together: what norms take from their instruments, and the definitions, parameters and calendars that
//! they name.

use sha2::{Digest, Sha256};

use crate::{Calendar, Counting, Definition, Diagnostic, Instrument, Norm, Pack, Parameter, Part, Terms};

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
    for part in packs.iter().flat_map(|pack| &pack.parts) {
        match part {
            Part::Instrument(found) => law.instruments.push(found.as_ref().clone()),
            Part::Calendar(found) => law.calendars.push(found.clone()),
            Part::Parameter(found) => law.parameters.push(found.clone()),
            Part::Definition(found) => law.definitions.push(found.clone()),
            Part::Prose(_) | Part::Norm(_) | Part::Case(_) => {}
        }
    }
    for norm in packs.iter().flat_map(Pack::norms) {
        let own = law
            .instruments
            .iter()
            .filter(|instrument| instrument.governs(&norm.id))
            .max_by_key(|instrument| instrument.id.name.len());
        let mut norm = norm.clone();
        if let Some(instrument) = own {
            norm.terms = norm.terms.over(&instrument.terms);
        }
        if norm.terms.in_force.is_some() {
            law.norms.push(norm);
        }
    }
    (law, crate::check(packs))
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
