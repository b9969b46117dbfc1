//! Reading a `norm` block, field by field.

use super::block::Block;
use super::cursor::{Cursor, Parsed, second, set};
use super::report::Report;
use super::{head, terms};
use crate::{Checked, Condition, Deadline, Defeater, HowChecked, Kind, Named, Names, Norm, Rule, Strength};

/// First words of the fields of a norm, but for those of its terms and those that begin with a state.
const FIELDS: [&str; 12] = [
    "cites",
    "checked",
    "limit",
    "when",
    "unless",
    "expect",
    "throughout",
    "never",
    "burden",
    "wgad",
    "owed",
    "stated",
];

#[derive(Default)]
struct Draft {
    cites: Option<String>,
    checked: Option<Checked>,
    limit: Option<Strength>,
    when: Vec<Condition>,
    unless: Vec<Defeater>,
    rule: Option<Rule>,
    burden: Option<()>,
    wgad: Vec<String>,
    owed_by: Option<String>,
    stated_as: Option<String>,
    beside: Vec<Named>,
    terms: terms::Draft,
}

/// Reads a `norm` block; `None` where it lacks something.
pub(super) fn parse(
    block: &Block<'_>,
    title: &str,
    file: &str,
    names: &Names,
    report: &mut Report<'_>,
) -> Option<Norm> {
    let id = head::id(block, Kind::Norm, report);
    let before = report.count();
    let mut draft = Draft::default();
    block.each_field(names, report, |words| read(&mut draft, words));
    let id = id?;
    if report.count() == before {
        let who = format!("norm `{}`", id.name);
        head::sourced(block, &who, draft.cites.is_some(), draft.checked.is_some(), report);
        if draft.limit.is_none() {
            let help = "write `limit hard`, `limit presumptive` or `limit standard`";
            head::missing(block, &who, "limit", help, report);
        }
        if draft.rule.is_none() {
            let help = "write `expect ..`, `throughout ..`, `never ..` or `STATE at most ..`";
            head::missing(block, &who, "rule", help, report);
        }
    }
    let stated_as = draft.stated_as;
    let owed_by = draft.owed_by;
    if let Some(event) = stated_as.as_ref().filter(|_| owed_by.is_none() && report.count() == before) {
        let message = format!("`stated as {event}` without `owed by`");
        report.fault(block.fence, message, "say who owes the act: `owed by the government`");
    }
    Some(Norm {
        id: id.name,
        title: title.to_owned(),
        file: file.to_owned(),
        line: block.fence.line,
        cites: draft.cites?,
        checked: draft.checked?,
        limit: draft.limit?,
        when: draft.when,
        unless: draft.unless,
        rule: draft.rule?,
        burden_on_state: draft.burden.is_some(),
        wgad: draft.wgad,
        deadline: owed_by.map(|owed_by| Deadline { owed_by, stated_as }),
        beside: draft.beside,
        terms: draft.terms.finish(),
    })
}

fn read(draft: &mut Draft, words: &mut Cursor<'_, '_, '_>) -> Parsed<()> {
    if words.sees_name(Kind::State) {
        let first = words.peek();
        let rule = words.at_most()?;
        if let Some(first) = first {
            set(&mut draft.rule, rule, first, words.report)?;
        }
        return words.end();
    }
    let known: Vec<&'static str> = FIELDS.into_iter().chain(["beside"]).chain(terms::FIELDS).collect();
    let first = words.field("a norm", &known)?;
    match first.text {
        "cites" => {
            let cites = words.text("a citation")?;
            set(&mut draft.cites, cites, first, words.report)?;
        }
        "checked" => {
            let checked = words.checked()?;
            set(&mut draft.checked, checked, first, words.report)?;
        }
        "limit" => {
            let limit = match words.choice("kind of limit", &["hard", "presumptive", "standard"])? {
                "hard" => Strength::Hard,
                "presumptive" => Strength::Presumptive,
                _ => Strength::Standard,
            };
            set(&mut draft.limit, limit, first, words.report)?;
        }
        "when" => {
            if !draft.when.is_empty() {
                return Err(second(first, words.report));
            }
            draft.when = words.conditions()?;
        }
        "unless" => {
            let when = words.conditions()?;
            draft.unless.push(Defeater { when, cites: words.cites()? });
        }
        "expect" => {
            let rule = words.expectation()?;
            set(&mut draft.rule, rule, first, words.report)?;
        }
        "throughout" => {
            let rule = words.throughout()?;
            set(&mut draft.rule, rule, first, words.report)?;
        }
        "never" => {
            let rule = words.never()?;
            set(&mut draft.rule, rule, first, words.report)?;
        }
        "burden" => {
            words.keyword("state")?;
            set(&mut draft.burden, (), first, words.report)?;
        }
        "wgad" => {
            if !draft.wgad.is_empty() {
                return Err(second(first, words.report));
            }
            let wgad = &mut draft.wgad;
            words.list(|words| {
                let word = words.peek();
                let category = words.choice("category", &["I", "II", "III", "IV", "V"])?;
                match word.filter(|_| wgad.iter().any(|named| named == category)) {
                    Some(word) => {
                        let message = format!("category {category} is named twice");
                        Err(words.fault(word, message, "name each category once"))
                    }
                    None => {
                        wgad.push(category.to_owned());
                        Ok(())
                    }
                }
            })?;
        }
        "owed" => {
            words.keyword("by")?;
            let owed_by = words.text("who owes it")?;
            set(&mut draft.owed_by, owed_by, first, words.report)?;
        }
        "stated" => {
            words.keyword("as")?;
            let event = words.name(Kind::Event)?;
            set(&mut draft.stated_as, event, first, words.report)?;
        }
        "beside" => {
            if !draft.beside.is_empty() {
                return Err(second(first, words.report));
            }
            draft.beside = words.list(|words| words.id(Kind::Norm))?;
        }
        _ => draft.terms.read(first, words)?,
    }
    words.end()
}

impl Cursor<'_, '_, '_> {
    /// `DATE against text`, `DATE against secondary text` or `DATE from memory`.
    pub(super) fn checked(&mut self) -> Parsed<Checked> {
        let on = self.date()?;
        self.sees("against");
        self.sees("from");
        let word = self.need("how it was checked")?;
        let how = match word.text {
            "from" => {
                self.keyword("memory")?;
                HowChecked::Memory
            }
            "against" if self.eat("secondary") => {
                self.keyword("text")?;
                HowChecked::SecondaryText
            }
            "against" => {
                self.keyword("text")?;
                HowChecked::Text
            }
            _ => {
                let message = format!("`{}` does not say how it was checked", word.text);
                let help = "write `against text`, `against secondary text` or `from memory`";
                return Err(self.fault(word, message, help));
            }
        };
        Ok(Checked { on, how })
    }
}
