//! What stands after the kind of a block: its id or name.

use super::block::Block;
use super::cursor::{is_id, not_an_id};
use super::report::Report;
use crate::{Kind, Named};

/// Words of the grammar that stand where a name could: a block cannot take one of them as its name.
const RESERVED: [&str; 43] = [
    "a",
    "after",
    "and",
    "as",
    "at",
    "beside",
    "burden",
    "by",
    "cites",
    "checked",
    "complete",
    "counting",
    "date",
    "deny",
    "derogated",
    "derogation",
    "every",
    "expect",
    "first",
    "hour",
    "if",
    "in",
    "is",
    "limit",
    "members",
    "never",
    "no",
    "not",
    "of",
    "on",
    "or",
    "over",
    "owed",
    "party",
    "record",
    "reserved",
    "stated",
    "the",
    "throughout",
    "under",
    "unless",
    "when",
    "while",
];

/// The id of a norm or an instrument.
pub(super) fn id(block: &Block<'_>, kind: Kind, report: &mut Report<'_>) -> Option<Named> {
    let [word] = block.arguments.as_slice() else {
        let message = format!("a block of the kind `{}` has one id after it", block.kind);
        let joined: Vec<&str> =
            block.arguments.iter().map(|word| word.text).filter(|text| is_id(text)).collect();
        let example = if joined.len() > 1 { joined.join(".") } else { "zz.code.12".to_owned() };
        let word = block.arguments.get(1).copied().unwrap_or(block.fence);
        report.fault(word, message, format!("write it in one word: ```{} {example}", block.kind));
        return None;
    };
    if !is_id(word.text) {
        not_an_id(report, *word);
        return None;
    }
    report.symbol(kind, *word, true);
    Some(word.named())
}

/// The name of a state or the id of a parameter or a calendar: something that can stand in a field.
pub(super) fn name(block: &Block<'_>, kind: Kind, report: &mut Report<'_>) -> Option<Named> {
    let named = id(block, kind, report)?;
    let word = block.arguments.first()?;
    let text = named.name.as_str();
    let usable = text.starts_with(|c: char| c.is_ascii_lowercase()) && !RESERVED.contains(&text);
    if usable && (kind != Kind::State || !text.contains('.')) {
        return Some(named);
    }
    let help = if RESERVED.contains(&text) {
        "it is a word of the language; take another"
    } else if kind == Kind::State {
        "write one lower-case word that starts with a letter, such as `in_custody`"
    } else {
        "write lower-case words with dots that start with a letter, such as `zz.holidays`"
    };
    report.fault(*word, format!("`{text}` cannot be the name of a {}", kind.word()), help);
    None
}

/// Tells that a block lacks a field.
pub(super) fn missing(block: &Block<'_>, who: &str, field: &str, help: &str, report: &mut Report<'_>) {
    report.fault(block.fence, format!("{who} has no `{field}`"), help);
}

/// Tells what a block lacks of its source and its check.
pub(super) fn sourced(block: &Block<'_>, who: &str, cites: bool, checked: bool, report: &mut Report<'_>) {
    if !cites {
        missing(block, who, "cites", "say where the law says so: `cites ICCPR art. 9(3)`", report);
    }
    if !checked {
        let help = "say when and how it was checked: `checked 2024-01-31 against text`";
        missing(block, who, "checked", help, report);
    }
}
