//! A norm in plain words, as a lawyer would say it.

mod counting;
mod rule;
mod wording;

use std::collections::BTreeSet;
use std::fmt;

use crate::{Defeater, InForce, Law, Norm, Rule, Strength, whole};
pub(crate) use wording::list;
pub use wording::{EventWords, LabelWords, Wording, explain_condition};

/// A norm in plain words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// What it asks, what sets it aside, and what the states and lengths are that it names. One paragraph.
    pub rule: String,
    /// How firm it is, how it is counted, who owes it and what a breach supports. One paragraph.
    pub terms: String,
    /// What else is said of it, each with a heading of a word or two: source, check, time in force, states, links.
    pub lines: Vec<(&'static str, String)>,
}

impl Explanation {
    /// Both paragraphs, without what is said of its source.
    pub fn paragraphs(&self) -> String {
        format!("{}\n\n{}", self.rule, self.terms)
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.paragraphs())?;
        self.lines.iter().try_for_each(|(heading, text)| write!(f, "\n{heading}: {text}"))
    }
}

/// Says a norm of a linked law in plain words.
pub fn explain(norm: &Norm, law: &Law, wording: &Wording) -> Explanation {
    let voice = Voice { law, wording, norm };
    let mut rule = vec![voice.rule()];
    rule.extend(voice.exceptions());
    rule.extend(voice.definitions());
    rule.extend(voice.parameters());
    let mut terms = vec![voice.strength().to_owned()];
    terms.extend(voice.counting());
    if norm.burden_on_state {
        terms
            .push("The state must show that it kept the rule: silence of the record is a breach.".to_owned());
    }
    terms.extend(voice.owed());
    terms.extend(voice.wgad());
    terms.extend(norm.terms.derogable.map(|possible| {
        let words = if possible { "A state can derogate" } else { "No state can derogate" };
        format!("{words} from it in an emergency.")
    }));
    Explanation { rule: rule.join(" "), terms: terms.join(" "), lines: voice.lines() }
}

/// One norm and what its words are taken from.
struct Voice<'a> {
    law: &'a Law,
    wording: &'a Wording,
    norm: &'a Norm,
}

impl Voice<'_> {
    fn exceptions(&self) -> Option<String> {
        let said: Vec<String> = self.norm.unless.iter().map(|defeater| self.defeater(defeater)).collect();
        (!said.is_empty()).then(|| format!("This does not apply {}.", list(&said, "or")))
    }

    fn defeater(&self, defeater: &Defeater) -> String {
        format!("where {}{}", self.conditions(&defeater.when), cited(defeater.cites.as_deref()))
    }

    /// The states that the norm names and a pack defines, each once, with those that they are made of.
    fn definitions(&self) -> Vec<String> {
        let mut told = BTreeSet::new();
        let mut names = whole::states(self.norm);
        // What the rule speaks of comes before what only stops its clock.
        names.reverse();
        let mut said = Vec::new();
        while !names.is_empty() {
            let mut next = Vec::new();
            for name in names {
                let found = self.law.definitions.iter().find(|definition| definition.name.name == name);
                if let Some(found) = found.filter(|_| told.insert(name)) {
                    said.push(self.definition(found));
                    next.extend(found.within.iter().map(|within| within.state.name.as_str()));
                }
            }
            names = next;
        }
        said
    }

    /// What a parameter was and is: the rule itself is said with the last value.
    fn parameters(&self) -> Vec<String> {
        let mut told = BTreeSet::new();
        let named = whole::lengths(&self.norm.rule).into_iter().flat_map(rule::parameters);
        let values = named.filter(|name| told.insert(name.as_str())).filter_map(|name| {
            let parameter = self.law.parameters.iter().find(|parameter| parameter.id.name == *name)?;
            let said: Vec<String> = parameter
                .values
                .iter()
                .map(|value| {
                    let cites = value.cites.as_deref().unwrap_or(&parameter.cites);
                    format!("{} from {} ({cites})", value.amount, value.from)
                })
                .collect();
            let has = if said.len() > 1 { "has changed" } else { "has its day" };
            Some(format!("The number {has}: {}.", list(&said, "and")))
        });
        values.collect()
    }

    fn strength(&self) -> &'static str {
        let number = !whole::lengths(&self.norm.rule).is_empty();
        match (self.norm.limit, &self.norm.rule) {
            (Strength::Hard, _) if number => "The text itself gives the number.",
            (Strength::Hard, _) => "The text itself says so.",
            (Strength::Presumptive, _) if number => {
                "The number is a presumption of the body that interprets the text."
            }
            (Strength::Presumptive, _) => "The body that interprets the text reads it so.",
            (Strength::Standard, Rule::Promptly { .. }) => {
                "The text gives no number: the time that passed is reported and not judged."
            }
            (Strength::Standard, _) => "The text gives a standard: what happened is reported and not judged.",
        }
    }

    fn owed(&self) -> Option<String> {
        let deadline = self.norm.deadline.as_ref()?;
        let stated = deadline.stated_as.as_ref().map(|event| {
            format!(" Where a text states the {} itself, both days are kept.", self.wording.noun(event))
        });
        Some(format!("It is owed by {}.{}", deadline.owed_by, stated.unwrap_or_default()))
    }

    fn wgad(&self) -> Option<String> {
        let wgad = &self.norm.wgad;
        let noun = if wgad.len() == 1 { "category" } else { "categories" };
        (!wgad.is_empty()).then(|| {
            let categories = list(wgad, "and");
            format!("A breach supports {noun} {categories} of the Working Group on Arbitrary Detention.")
        })
    }

    fn lines(&self) -> Vec<(&'static str, String)> {
        let norm = self.norm;
        let mut lines = vec![
            ("Source", norm.cites.clone()),
            ("Checked", format!("{}, on {}", norm.checked.how.words(), norm.checked.on)),
        ];
        if let Some(period) = norm.terms.in_force {
            lines.push(("In force", in_force(period)));
        }
        let parties = norm.terms.parties.iter();
        let mut bound: Vec<String> =
            parties.map(|party| format!("{} since {}", party.state.to_uppercase(), party.since)).collect();
        bound.extend(norm.terms.members.iter().map(|member| member.to_uppercase()));
        if !bound.is_empty() {
            let others = if norm.terms.members.is_empty() {
                "a state that is not named here is taken as bound"
            } else {
                "and no other state"
            };
            lines.push(("Binds", format!("{}; {others}", list(&bound, "and"))));
        }
        for (heading, exempt) in [("Reserved", &norm.terms.reserved), ("Derogated", &norm.terms.derogated)] {
            for notice in exempt {
                let to = notice.to.map(|to| format!(" to {to}")).unwrap_or_default();
                let words = notice.words.as_ref().map(|words| format!(": {words}")).unwrap_or_default();
                lines.push((
                    heading,
                    format!("{} from {}{to}{words}", notice.state.to_uppercase(), notice.from),
                ));
            }
        }
        for beside in &norm.beside {
            let other = self.law.norms.iter().find(|norm| norm.id == beside.name);
            let title = other.map_or("", |norm| norm.title.as_str());
            lines.push(("Beside it", format!("{}  {title}", beside.name).trim_end().to_owned()));
        }
        lines
    }
}

/// A period in words: "from 1976-03-23", "from 2010-01-01 to 2014-12-31".
fn in_force(period: InForce) -> String {
    let from = if period.from == period.from_latest {
        format!("from {}", period.from)
    } else {
        format!("from a day between {} and {}", period.from, period.from_latest)
    };
    match period.to.zip(period.to_latest) {
        None => from,
        Some((to, latest)) if to == latest => format!("{from} to {to}"),
        Some((to, latest)) => format!("{from} to a day between {to} and {latest}"),
    }
}

fn cited(cites: Option<&str>) -> String {
    cites.map(|cites| format!(" ({cites})")).unwrap_or_default()
}
