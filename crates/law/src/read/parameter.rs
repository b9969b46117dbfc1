//! Reading a `parameter` block.

use super::block::Block;
use super::cursor::{Cursor, Parsed, set};
use super::head;
use super::report::Report;
use crate::{Checked, Kind, Names, Parameter, Value};

#[derive(Default)]
struct Draft {
    cites: Option<String>,
    checked: Option<Checked>,
    values: Vec<Value>,
}

/// Reads a `parameter` block; `None` where it lacks something.
pub(super) fn parse(
    block: &Block<'_>,
    title: &str,
    names: &Names,
    report: &mut Report<'_>,
) -> Option<Parameter> {
    let id = head::name(block, Kind::Parameter, report);
    let before = report.count();
    let mut draft = Draft::default();
    block.each_field(names, report, |words| read(&mut draft, words));
    if report.count() == before {
        let who = "the parameter";
        head::sourced(block, who, draft.cites.is_some(), draft.checked.is_some(), report);
        if draft.values.is_empty() {
            let help = "say what it is and since when: `value 72 hours from 2015-01-01`";
            head::missing(block, who, "value", help, report);
        }
    }
    draft.values.sort_by_key(|value| value.from);
    Some(Parameter {
        id: id?,
        title: title.to_owned(),
        cites: draft.cites?,
        checked: draft.checked?,
        values: Some(draft.values).filter(|values| !values.is_empty())?,
    })
}

fn read(draft: &mut Draft, words: &mut Cursor<'_, '_, '_>) -> Parsed<()> {
    let first = words.field("a parameter", &["cites", "checked", "value"])?;
    match first.text {
        "cites" => {
            let cites = words.text("a citation")?;
            set(&mut draft.cites, cites, first, words.report)?;
        }
        "checked" => {
            let checked = words.checked()?;
            set(&mut draft.checked, checked, first, words.report)?;
        }
        _ => {
            let amount = words.amount()?;
            words.keyword("from")?;
            let word = words.peek();
            let from = words.date()?;
            let other = draft.values.iter().find(|value| value.from == from).map(|value| value.amount);
            if let Some((word, other)) = word.zip(other) {
                let message = format!("two values start on {from}: {other} and {amount}");
                return Err(words.fault(word, message, "keep one, or give them different days"));
            }
            draft.values.push(Value { amount, from, cites: words.cites()? });
        }
    }
    words.end()
}
