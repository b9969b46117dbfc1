//! The words that a pack can use, with what they mean.

use std::collections::BTreeSet;

use anyhow::{Result, bail};
use remand_reading::{Word, vocabulary};

use super::line;
use super::list::print;

/// All words, or those that have `wanted` in their name or in what they mean.
pub(super) fn words(wanted: Option<&str>, width: Option<usize>, out: &mut String) -> Result<()> {
    let vocabulary = vocabulary();
    let events: Vec<[String; 2]> = vocabulary
        .events()
        .map(|kind| {
            let event = kind.describe();
            let is = if event.plural { " are " } else { " is " };
            let clause = event.clause.as_ref().map(|clause| clause.replacen(" be ", is, 1));
            [kind.name().to_owned(), clause.unwrap_or_else(|| event.label.clone())]
        })
        .collect();
    let mut roles = listed(vocabulary.case_roles().collect());
    let of_events: BTreeSet<&String> = vocabulary.events().flat_map(|kind| &kind.describe().roles).collect();
    roles.extend(of_events.into_iter().map(|role| {
        let meaning = match role.as_str() {
            "by" => "whoever did it".to_owned(),
            "from" | "to" => format!("{role} whom or where"),
            role => format!("the {role}"),
        };
        [role.clone(), meaning]
    }));
    let groups = [
        ("Events: what happens (after `expect`, `never`, `of`, `before`, `when`, `unless`)", events),
        (
            "States: what lasts (after `while`, `throughout`, before `at most`)",
            listed(vocabulary.states().collect()),
        ),
        (
            "Qualifiers: how it was done, what somebody is (after an event, after `is`)",
            listed(vocabulary.qualifiers().collect()),
        ),
        ("Roles: of whom or what it is said (before `is`)", roles),
        (
            "Measures: lengths that a case has (`sentence at least 5 years`, `1/2 of sentence`)",
            listed(vocabulary.measures().collect()),
        ),
    ];
    let low = wanted.map(str::to_lowercase);
    let mut found = 0;
    for (heading, mut rows) in groups {
        rows.retain(|row| {
            low.as_ref().is_none_or(|low| row.iter().any(|cell| cell.to_lowercase().contains(low)))
        });
        if rows.is_empty() {
            continue;
        }
        found += rows.len();
        line(out, format!("{heading}\n"));
        print(&rows, 1, width, out);
        out.push('\n');
    }
    match wanted.filter(|_| found == 0) {
        Some(wanted) => {
            bail!("no word of the language has `{wanted}` in it; `remand law words` lists them all")
        }
        None => Ok(()),
    }
}

fn listed(words: Vec<(&str, &Word)>) -> Vec<[String; 2]> {
    words.into_iter().map(|(name, word)| [name.to_owned(), word.label.clone()]).collect()
}
