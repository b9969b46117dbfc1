//! The strongest grounds of a record, each in a few lines: for a reader who has three minutes.

use super::{Ground, Tier, list};
use crate::draft::{NormUsed, Run};
use crate::scribe::{Scribe, View};
use crate::telling::of_claims;

/// A ground in a few lines.
pub(crate) struct Brief {
    /// How it stands, in words: `Even on the state's own account`.
    pub(crate) stands: String,
    /// Its norms, the first of them the one that names it.
    pub(crate) norms: Vec<NormUsed>,
    /// How many norms other grounds have by the same facts.
    pub(crate) beside: usize,
    /// Sentences of the record that it rests on, with their footnotes.
    pub(crate) facts: Vec<Vec<Run>>,
}

/// At most `most` grounds, the strongest first: how a ground stands, then whether the limit is one that the text fixes,
/// then how many norms the same facts breach. Facts are told once: what rests on the same as a stronger one is counted
/// with it.
pub(crate) fn strongest<'g>(view: &View<'_>, grounds: &'g [Ground], most: usize) -> Vec<(&'g Ground, usize)> {
    let firm = |ground: &Ground| {
        let limits = ground.ids().filter_map(|id| {
            let found = view.record.findings.iter().find(|finding| finding.norm == id)?;
            Some(match found.limit.as_str() {
                "hard" => 0,
                "presumptive" => 1,
                _ => 2,
            })
        });
        limits.min().unwrap_or(2)
    };
    let mut ranked: Vec<&Ground> = grounds.iter().collect();
    ranked.sort_by_key(|ground| {
        (ground.tier.clone(), ground.also_contested, firm(ground), usize::MAX - ground.norms.len())
    });
    let mut told: Vec<(&Ground, usize)> = Vec::new();
    for ground in ranked {
        match told.iter_mut().find(|(known, _)| known.claims == ground.claims && known.tier == ground.tier) {
            Some((_, beside)) => *beside += ground.norms.len(),
            None => told.push((ground, 0)),
        }
    }
    told.truncate(most);
    told
}

/// A ground with at most `most` sentences of the record.
pub(crate) fn brief(
    scribe: &mut Scribe<'_>,
    view: &View<'_>,
    (ground, beside): (&Ground, usize),
    most: usize,
) -> Brief {
    let texts = scribe.words.findings();
    let stands = match &ground.tier {
        Tier::EvenState => texts.even_state.clone(),
        Tier::On(accounts) => texts.on_account.replace("{accounts}", &list(scribe.words, accounts)),
        Tier::Contested => texts.contested.clone(),
    };
    let stands = if ground.also_contested { format!("{stands}. {}", texts.also_contested) } else { stands };
    let mut facts = of_claims(scribe, view, &ground.claims, ground.on);
    facts.truncate(most);
    Brief {
        stands,
        norms: ground.norms.clone(),
        beside,
        facts: facts.into_iter().map(|told| told.runs).collect(),
    }
}
