//! Definitions in an order in which each can be drawn, and those that go round.

use std::collections::{BTreeMap, BTreeSet};

use crate::link::at;
use crate::read::MOST_FAULTS;
use crate::{Definition, Diagnostic, Pack};

/// Definitions, each after those that it uses, and the names of those that are left out: one that uses itself, at any
/// depth, which is told, and one that uses such a one.
pub(crate) fn in_order<'p>(
    all: &[(&'p Pack, &'p Definition)],
    faults: &mut Vec<Diagnostic>,
) -> (Vec<Definition>, BTreeSet<&'p str>) {
    let place: BTreeMap<&str, usize> =
        all.iter().enumerate().map(|(at, (_, definition))| (definition.name.name.as_str(), at)).collect();
    let uses: Vec<BTreeSet<usize>> = all
        .iter()
        .map(|(_, found)| {
            found.within.iter().filter_map(|w| place.get(w.state.name.as_str()).copied()).collect()
        })
        .collect();
    let mut used_by: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); all.len()];
    for (at, used) in uses.iter().enumerate() {
        for other in used {
            if let Some(users) = used_by.get_mut(*other) {
                users.insert(at);
            }
        }
    }
    let (order, left) = peel(&uses, &used_by, (0..all.len()).collect());
    // What is used by none of the rest is on no round.
    let (_, round) = peel(&used_by, &uses, left.clone());
    for (pack, definition) in round.iter().filter_map(|at| all.get(*at)).take(MOST_FAULTS) {
        let used = definition
            .within
            .iter()
            .find(|within| place.get(within.state.name.as_str()).is_some_and(|at| round.contains(at)));
        if let Some(used) = used {
            let message = format!(
                "`{}` is defined by `{}`, which is defined by it",
                definition.name.name, used.state.name
            );
            let help = "define one of them from events or from states of the vocabulary alone";
            faults.push(at(pack, &used.state, message, help));
        }
    }
    let ordered = order.iter().filter_map(|at| all.get(*at)).map(|(_, found)| (*found).clone()).collect();
    let dropped =
        left.iter().filter_map(|at| all.get(*at)).map(|(_, found)| found.name.name.as_str()).collect();
    (ordered, dropped)
}

/// Takes those of `among` away that wait for none of the others, again and again; what was taken in its order, and
/// what is left.
fn peel(
    waits_for: &[BTreeSet<usize>],
    waited_by: &[BTreeSet<usize>],
    mut among: BTreeSet<usize>,
) -> (Vec<usize>, BTreeSet<usize>) {
    let open = |at: usize, among: &BTreeSet<usize>| {
        waits_for.get(at).map_or(0, |others| others.iter().filter(|other| among.contains(other)).count())
    };
    let mut counts: BTreeMap<usize, usize> = among.iter().map(|at| (*at, open(*at, &among))).collect();
    let mut ready: BTreeSet<usize> =
        counts.iter().filter(|(_, count)| **count == 0).map(|(at, _)| *at).collect();
    let mut taken = Vec::new();
    while let Some(at) = ready.pop_first() {
        among.remove(&at);
        taken.push(at);
        for user in waited_by.get(at).into_iter().flatten() {
            if let Some(count) = counts.get_mut(user) {
                *count = count.saturating_sub(1);
                if *count == 0 && among.contains(user) {
                    ready.insert(*user);
                }
            }
        }
    }
    (taken, among)
}
