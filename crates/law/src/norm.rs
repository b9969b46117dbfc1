//! Reading a `norm` block, field by field.

use crate::block::{Block, Faults, Field, Word};
use crate::cursor::{Cursor, Parsed, Told};
use crate::names::nearest;
use crate::{
    Checked, Condition, Counting, Deadline, Defeater, HowChecked, InForce, Names, Norm, Party, Rule,
    Strength, Terms,
};

const FIELDS: [&str; 16] = [
    "cites",
    "checked",
    "limit",
    "in",
    "party",
    "when",
    "unless",
    "expect",
    "throughout",
    "never",
    "counting",
    "burden",
    "wgad",
    "owed",
    "stated",
    "within",
];

#[derive(Default)]
struct Draft {
    cites: Option<String>,
    checked: Option<Checked>,
    limit: Option<Strength>,
    in_force: Option<InForce>,
    parties: Vec<Party>,
    when: Vec<Condition>,
    unless: Vec<Defeater>,
    rule: Option<Rule>,
    counting: Option<Counting>,
    burden_on_state: bool,
    wgad: Vec<String>,
    owed_by: Option<String>,
    stated_as: Option<String>,
}

/// Reads a `norm` block; `None` where it lacks something.
pub(crate) fn parse(
    block: &Block<'_>,
    title: &str,
    file: &str,
    names: &Names,
    faults: &mut Faults<'_>,
) -> Option<Norm> {
    let id = match block.arguments.as_slice() {
        [id] if is_id(id.text) => id.text.to_owned(),
        [id] => {
            faults.at(
                *id,
                format!("`{}` is not an id", id.text),
                "write lower-case words with dots, such as `iccpr.9.3.judge`",
            );
            return None;
        }
        _ => {
            faults.at(block.fence, "a norm has one id after `norm`", "write ```norm iccpr.9.3.judge");
            return None;
        }
    };
    let before = faults.count();
    let mut draft = Draft::default();
    for field in &block.fields {
        // The fault is in the list; the other fields are read all the same, so that it is not the only one told.
        if read_field(field, block, names, &mut draft, faults).is_err() {
            continue;
        }
    }
    if faults.count() > before {
        return None;
    }
    let mut missing =
        |what: &str, help: &str| faults.at(block.fence, format!("norm `{id}` has no `{what}`"), help);
    if draft.cites.is_none() {
        missing("cites", "say where the law says so: `cites ICCPR art. 9(3)`");
    }
    if draft.checked.is_none() {
        missing("checked", "say when and how it was checked: `checked 2024-01-31 against text`");
    }
    if draft.limit.is_none() {
        missing("limit", "write `limit hard`, `limit presumptive` or `limit standard`");
    }
    if draft.in_force.is_none() {
        missing("in force", "write `in force 1976-03-23 ..`");
    }
    if draft.rule.is_none() {
        missing("rule", "write `expect ..`, `throughout ..`, `never ..` or `STATE at most ..`");
    }
    let norm = Norm {
        id: id.clone(),
        title: title.to_owned(),
        file: file.to_owned(),
        line: block.fence.line,
        cites: draft.cites?,
        checked: draft.checked?,
        limit: draft.limit?,
        when: draft.when,
        unless: draft.unless,
        rule: draft.rule?,
        burden_on_state: draft.burden_on_state,
        wgad: draft.wgad,
        deadline: draft.owed_by.map(|owed_by| Deadline { owed_by, stated_as: draft.stated_as }),
        beside: Vec::new(),
        terms: Terms {
            counting: draft.counting.unwrap_or_default(),
            in_force: draft.in_force,
            parties: draft.parties,
            ..Terms::default()
        },
    };
    crate::check::norm(&norm, block.fence, faults);
    Some(norm)
}

fn is_id(text: &str) -> bool {
    text.split('.').all(|part| {
        !part.is_empty()
            && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_".contains(&b))
    })
}

fn set<T>(slot: &mut Option<T>, value: T, word: Word<'_>, faults: &mut Faults<'_>) -> Parsed<()> {
    if slot.is_some() {
        faults.at(
            word,
            format!("a second `{}`", word.text),
            "a norm has each of its fields once; write a second norm",
        );
        return Err(Told);
    }
    *slot = Some(value);
    Ok(())
}

fn read_field<'a>(
    field: &Field<'a>,
    block: &Block<'a>,
    names: &Names,
    draft: &mut Draft,
    faults: &mut Faults<'_>,
) -> Parsed<()> {
    let mut words = Cursor::new(&field.words, block.fence, names);
    let first = words.need("a field", faults)?;
    match first.text {
        "cites" => {
            let cites = words.text("a citation", faults)?;
            set(&mut draft.cites, cites, first, faults)?;
        }
        "checked" => {
            let on = words.date(faults)?;
            let how = how_checked(&mut words, faults)?;
            set(&mut draft.checked, Checked { on, how }, first, faults)?;
        }
        "limit" => {
            let word = words.need("`hard`, `presumptive` or `standard`", faults)?;
            let strength = [Strength::Hard, Strength::Presumptive, Strength::Standard]
                .into_iter()
                .find(|strength| strength.word() == word.text);
            let Some(strength) = strength else {
                faults.at(
                    word,
                    format!("unknown kind of limit `{}`", word.text),
                    "write hard, presumptive or standard",
                );
                return Err(Told);
            };
            set(&mut draft.limit, strength, first, faults)?;
        }
        "in" => {
            words.keyword("force", faults)?;
            let from = words.date(faults)?;
            words.keyword("..", faults)?;
            let to = if words.peek().is_some() { Some(words.date(faults)?) } else { None };
            if let Some(to) = to.filter(|to| *to < from) {
                faults.at(
                    first,
                    format!("in force from {from} to {to}: the end is before the start"),
                    "put the earlier day first",
                );
                return Err(Told);
            }
            set(&mut draft.in_force, InForce { from, from_latest: from, to, to_latest: to }, first, faults)?;
        }
        "party" => {
            let state = words.country(faults)?;
            let since = words.date(faults)?;
            draft.parties.push(Party { state, since });
        }
        "when" => draft.when.append(&mut words.conditions(faults)?),
        "unless" => {
            let when = words.conditions(faults)?;
            draft.unless.push(Defeater { when, cites: None });
        }
        "expect" => {
            let rule = words.expect(faults)?;
            set(&mut draft.rule, rule, first, faults)?;
        }
        "throughout" => {
            let rule = words.throughout(faults)?;
            set(&mut draft.rule, rule, first, faults)?;
        }
        "never" => {
            let rule = words.never(faults)?;
            set(&mut draft.rule, rule, first, faults)?;
        }
        "counting" => {
            let counting = words.counting(faults)?;
            set(&mut draft.counting, counting, first, faults)?;
        }
        "burden" => {
            words.keyword("state", faults)?;
            draft.burden_on_state = true;
        }
        "wgad" => {
            let word = words.need("a category", faults)?;
            if !["I", "II", "III", "IV", "V"].contains(&word.text) {
                faults.at(word, format!("`{}` is not a category", word.text), "write I, II, III, IV or V");
                return Err(Told);
            }
            draft.wgad.push(word.text.to_owned());
        }
        "owed" => {
            words.keyword("by", faults)?;
            let owed_by = words.text("who owes it", faults)?;
            set(&mut draft.owed_by, owed_by, first, faults)?;
        }
        "stated" => {
            words.keyword("as", faults)?;
            let event = words.event(faults)?;
            set(&mut draft.stated_as, event, first, faults)?;
        }
        state if names.states.contains(state) => {
            let rule = words.at_most(state.to_owned(), faults)?;
            set(&mut draft.rule, rule, first, faults)?;
        }
        unknown => {
            let near = nearest(unknown, FIELDS.into_iter().chain(names.states.iter().map(String::as_str)));
            let help = match near {
                Some("within") => "indent it: an alternative continues the field above".to_owned(),
                Some(name) => format!("did you mean `{name}`?"),
                None => "the fields of a norm are listed in spec/law.md; a line that goes on is indented"
                    .to_owned(),
            };
            faults.at(first, format!("unknown field `{unknown}`"), help);
            return Err(Told);
        }
    }
    words.end(faults)
}

fn how_checked(words: &mut Cursor<'_, '_, '_>, faults: &mut Faults<'_>) -> Parsed<HowChecked> {
    let word = words.need("how it was checked", faults)?;
    match word.text {
        "from" => words.keyword("memory", faults).map(|()| HowChecked::Memory),
        "against" if words.eat("secondary") => {
            words.keyword("text", faults).map(|()| HowChecked::SecondaryText)
        }
        "against" => words.keyword("text", faults).map(|()| HowChecked::Text),
        _ => {
            faults.at(
                word,
                format!("`{}` does not say how it was checked", word.text),
                "write `against text`, `against secondary text` or `from memory`",
            );
            Err(Told)
        }
    }
}
