//! Packs read together: what norms take from their instruments, and the definitions, parameters and calendars that
//! they name.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use crate::names::nearest;
use crate::read::MOST_FAULTS;
use crate::{
    Calendar, Counting, Definition, Diagnostic, Instrument, Named, Norm, Pack, Parameter, Part, Terms,
    definition, whole,
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
pub fn link<'p>(packs: impl IntoIterator<Item = &'p Pack>) -> (Law, Vec<Diagnostic>) {
    let packs: Vec<&Pack> = packs.into_iter().collect();
    let mut law = Law::default();
    let mut faults = Vec::new();
    let mut definitions = Vec::new();
    let mut taken = BTreeSet::new();
    for pack in &packs {
        for part in &pack.parts {
            let (kind, id) = match part {
                Part::Instrument(found) => ("instrument", &found.id),
                Part::Calendar(found) => ("calendar", &found.id),
                Part::Parameter(found) => ("parameter", &found.id),
                Part::Definition(found) => ("definition", &found.name),
                Part::Prose(_) | Part::Norm(_) | Part::Case(_) => continue,
            };
            if !taken.insert((kind, id.name.as_str())) {
                if faults.len() < MOST_FAULTS {
                    let message = format!("a second {kind} `{}`", id.name);
                    faults.push(at(pack, id, message, "give one of them another name"));
                }
                continue;
            }
            match part {
                Part::Instrument(found) => law.instruments.push(found.as_ref().clone()),
                Part::Calendar(found) => law.calendars.push(found.clone()),
                Part::Parameter(found) => law.parameters.push(found.clone()),
                Part::Definition(found) => definitions.push((*pack, found)),
                Part::Prose(_) | Part::Norm(_) | Part::Case(_) => {}
            }
        }
    }
    let (ordered, dropped) = definition::in_order(&definitions, &mut faults);
    law.definitions = ordered;
    let ids: BTreeSet<&str> =
        packs.iter().flat_map(|pack| pack.norms()).map(|norm| norm.id.as_str()).collect();
    let mut versions: BTreeMap<String, Vec<Norm>> = BTreeMap::new();
    for pack in &packs {
        let first = faults.len();
        for norm in pack.norms() {
            // Nobody reads more; looking on would take long in a large file.
            if faults.len() - first >= MOST_FAULTS {
                break;
            }
            let mut norm = norm.clone();
            if let Some(instrument) = law.instrument(&norm.id) {
                norm.terms = norm.terms.over(&instrument.terms);
            }
            let before = faults.len();
            whole::norm(pack, &norm, &law, &mut faults);
            let others = versions.entry(norm.id.clone()).or_default();
            if let Some(other) = others.iter().find(|other| overlaps(other, &norm)) {
                let from = norm.terms.in_force.map(|in_force| in_force.from.to_string()).unwrap_or_default();
                let message = format!(
                    "two versions of `{}` are in force on {from}; the other is at {}:{}",
                    norm.id, other.file, other.line
                );
                let help = "end the older version with `in force FROM .. LAST-DAY`";
                faults.push(whole::at_head(pack, &norm, message, help));
            }
            let defined = whole::states(&norm).iter().all(|state| !dropped.contains(state));
            let whole = faults.len() == before && defined;
            // A link that leads nowhere takes nothing from what the norm says.
            let nowhere = norm.beside.iter().filter(|id| !ids.contains(id.name.as_str()));
            for id in nowhere.take(MOST_FAULTS) {
                let message = format!("no norm `{}` in the packs that are read together", id.name);
                let help = match nearest(&id.name, ids.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "read its pack together with this one, or take the id out".to_owned(),
                };
                faults.push(at(pack, id, message, &help));
            }
            if whole {
                others.push(norm.clone());
                law.norms.push(norm);
            }
        }
        faults.truncate(first + MOST_FAULTS);
    }
    for pack in packs {
        let first = faults.len();
        for case in pack.cases() {
            if faults.len() - first >= MOST_FAULTS {
                break;
            }
            whole::case(pack, case, &law, &mut faults);
        }
    }
    (law, faults)
}

fn overlaps(a: &Norm, b: &Norm) -> bool {
    a.id == b.id && a.terms.in_force.zip(b.terms.in_force).is_some_and(|(a, b)| a.overlaps(&b))
}

/// A fault at a name of a pack.
pub(crate) fn at(pack: &Pack, named: &Named, message: String, help: &str) -> Diagnostic {
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
