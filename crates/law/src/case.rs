//! Reading a `case` block.

use jiff::civil::{Date, DateTime, Time};
use jiff::{Span, ToSpan};

use crate::block::{Block, Faults, Field, Word};
use crate::cursor::{Cursor, Parsed, Told, date, known};
use crate::{Case, Condition, Line, Names, Outcome, Stretch};

#[derive(Default)]
struct Draft {
    lines: Vec<Line>,
    as_of: Option<Date>,
    outcome: Option<(Outcome, Option<String>)>,
}

/// Reads a `case` block; `None` where it lacks something.
pub(crate) fn parse(
    block: &Block<'_>,
    norm: Option<&str>,
    file: &str,
    names: &Names,
    faults: &mut Faults<'_>,
) -> Option<Case> {
    let Some(norm) = norm else {
        faults.at(
            block.fence,
            "a case stands below the norm it is a case of",
            "move it below a `norm` block",
        );
        return None;
    };
    let before = faults.count();
    let mut draft = Draft::default();
    for field in &block.fields {
        if read_line(field, block, names, &mut draft, faults).is_err() {
            continue;
        }
    }
    if faults.count() > before {
        return None;
    }
    if draft.as_of.is_none() {
        faults.at(block.fence, "the case has no day", "write `as of 2024-03-31`");
    }
    if draft.outcome.is_none() {
        faults.at(
            block.fence,
            "the case does not say what comes of it",
            "end it with `=> met`, `=> not_met`, `=> contested`, `=> undetermined` or `=> not_applicable`",
        );
    }
    let title: Vec<&str> = block.arguments.iter().map(|word| word.text).collect();
    let (outcome, words) = draft.outcome?;
    Some(Case {
        title: title.join(" ").replace(" ,", ","),
        file: file.to_owned(),
        line: block.fence.line,
        norm: norm.to_owned(),
        lines: draft.lines,
        on: None,
        as_of: draft.as_of?,
        outcome,
        words,
    })
}

fn read_line<'a>(
    field: &Field<'a>,
    block: &Block<'a>,
    names: &Names,
    draft: &mut Draft,
    faults: &mut Faults<'_>,
) -> Parsed<()> {
    let mut words = Cursor::new(&field.words, block.fence, names);
    let first = words.need("a line", faults)?;
    match first.text {
        "as" => {
            words.keyword("of", faults)?;
            draft.as_of = Some(words.date(faults)?);
        }
        "=>" => {
            draft.outcome = Some(outcome(&mut words, faults)?);
            return Ok(());
        }
        "state" => {
            words.keyword("of", faults)?;
            draft.lines.push(Line::Country(words.country(faults)?));
        }
        "deny" => {
            let event = words.event(faults)?;
            draft.lines.push(event_line(event, true, &mut words, faults)?);
        }
        role if words.peek() == Some("is") => {
            let role = known(Word { text: role, ..first }, "role", names.roles.iter(), faults)?;
            if let Condition::Fact { role, qualifier, holds } = words.fact(role, faults)? {
                draft.lines.push(Line::Fact { role, qualifier, holds });
            }
        }
        state if names.states.contains(state) && !names.events.contains(state) => {
            draft.lines.push(state_line(state, &mut words, faults)?);
        }
        // A name that is both an event and a state is the state where an interval follows.
        both if names.states.contains(both) && field.words.iter().any(|word| word.text == "..") => {
            draft.lines.push(state_line(both, &mut words, faults)?);
        }
        _ => {
            let event = known(first, "event", names.events.iter(), faults)?;
            draft.lines.push(event_line(event, false, &mut words, faults)?);
        }
    }
    words.end(faults)
}

fn outcome(words: &mut Cursor<'_, '_, '_>, faults: &mut Faults<'_>) -> Parsed<(Outcome, Option<String>)> {
    let word = words.need("an outcome", faults)?;
    let name = word.text.trim_end_matches(':');
    let Some(outcome) = Outcome::EACH.into_iter().find(|outcome| outcome.name() == name) else {
        faults.at(
            word,
            format!("unknown outcome `{name}`"),
            "write met, not_met, contested, undetermined or not_applicable",
        );
        return Err(Told);
    };
    let mut rest = String::new();
    while let Some(word) = words.take() {
        if !rest.is_empty() && word.text != "," {
            rest.push(' ');
        }
        rest.push_str(word.text);
    }
    if word.text.ends_with(':') == rest.is_empty() {
        faults.at(
            word,
            "an outcome is followed by `:` and words of the summary, or by nothing",
            "write `=> undetermined: no hearing in the record`",
        );
        return Err(Told);
    }
    Ok((outcome, (!rest.is_empty()).then_some(rest)))
}

fn event_line(
    event: String,
    denied: bool,
    words: &mut Cursor<'_, '_, '_>,
    faults: &mut Faults<'_>,
) -> Parsed<Line> {
    let on = match words.peek() {
        None | Some("by") if denied => None,
        Some("undated") => {
            words.take();
            None
        }
        _ => {
            let first = words.need("a date, or `undated`", faults)?;
            Some(stretch(first, words, faults)?)
        }
    };
    let account = if words.eat("by") {
        let word = words.need("an account", faults)?;
        Some(known(word, "account", words.names.accounts.iter(), faults)?)
    } else {
        None
    };
    Ok(Line::Event { event, qualifiers: Vec::new(), denied, on, roles: Vec::new(), account })
}

/// `2024-03`, `2024-03-04`, `2024-03-04T10:00`, or the first and last of those with `..` between.
fn stretch(first: Word<'_>, words: &mut Cursor<'_, '_, '_>, faults: &mut Faults<'_>) -> Parsed<Stretch> {
    let (from, mut before) = moment(first, faults)?;
    let mut text = first.text.to_owned();
    if words.eat("..") {
        let last = words.need("a date", faults)?;
        (_, before) = moment(last, faults)?;
        text = format!("{text} .. {}", last.text);
        if before <= from {
            faults.at(
                last,
                format!("`{}` is before `{}`", last.text, first.text),
                "put the earlier one first",
            );
            return Err(Told);
        }
    }
    Ok(Stretch { from, before, text })
}

fn state_line(state: &str, words: &mut Cursor<'_, '_, '_>, faults: &mut Faults<'_>) -> Parsed<Line> {
    let first = words.need("a date", faults)?;
    let (from, _) = moment(first, faults)?;
    words.keyword("..", faults)?;
    let to = match words.take() {
        None => None,
        Some(last) => {
            // The end of a state is the moment it ends: a day means its first moment.
            let (to, _) = moment(last, faults)?;
            if to <= from {
                faults.at(
                    last,
                    format!("`{}` is not after `{}`", last.text, first.text),
                    "put the earlier one first",
                );
                return Err(Told);
            }
            Some(to)
        }
    };
    Ok(Line::State { state: state.to_owned(), denied: false, from, to })
}

/// The first moment of a month, day or minute, and the first after it.
fn moment(word: Word<'_>, faults: &mut Faults<'_>) -> Parsed<(DateTime, DateTime)> {
    let midnight = Time::midnight();
    let after = |from: DateTime, span: Span| from.checked_add(span).ok().map(|before| (from, before));
    let found = match word.text.len() {
        7 => format!("{}-01", word.text)
            .parse::<Date>()
            .ok()
            .and_then(|day| after(day.to_datetime(midnight), 1.month())),
        16 if word.text.contains('T') => {
            word.text.parse::<DateTime>().ok().and_then(|from| after(from, 1.minute()))
        }
        _ => return date(word, faults).map(|day| (day.to_datetime(midnight), end_of(day))),
    };
    found.ok_or_else(|| {
        faults.at(
            word,
            format!("`{}` is not a time", word.text),
            "write 2024-03, 2024-03-31 or 2024-03-31T10:00",
        );
        Told
    })
}

fn end_of(day: Date) -> DateTime {
    day.tomorrow().map_or(DateTime::MAX, |next| next.to_datetime(Time::midnight()))
}
