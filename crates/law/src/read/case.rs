//! Reading a `case` block.

use jiff::civil::{Date, DateTime, Time};
use jiff::{Span, ToSpan};

use super::block::{Block, Word};
use super::cursor::{Cursor, Parsed, day, has_shape, is_id, set};
use super::report::Report;
use super::slip;
use crate::{Case, Condition, Expected, Kind, Line, Names, Outcome, Stretch};

#[derive(Default)]
struct Draft {
    lines: Vec<Line>,
    on: Option<String>,
    as_of: Option<Date>,
    outcome: Option<(Outcome, Option<String>)>,
}

/// Reads a `case` block; `None` where it lacks something.
pub(super) fn parse(
    block: &Block<'_>,
    norm: Option<&str>,
    file: &str,
    names: &Names,
    report: &mut Report<'_>,
) -> Option<Case> {
    let Some(norm) = norm else {
        let message = "a case stands below the norm it is a case of";
        let help = "move it below the `norm` block that it is a case of, in the same file";
        report.fault(block.fence, message, help);
        return None;
    };
    // Whoever names a norm in the title means the case to be one of that norm.
    let named = block.arguments.first().filter(|word| is_id(word.text) && word.text.split('.').count() > 2);
    if let Some(word) = named.filter(|word| word.text != norm && !norm.is_empty()) {
        let message =
            format!("this is a case of `{norm}`, the norm above it, and its title names `{}`", word.text);
        report.fault(
            *word,
            message,
            "move it below that norm, in the same file, or take the id out of the title",
        );
    }
    let before = report.count();
    let mut draft = Draft::default();
    block.each_field(names, report, |words| read(&mut draft, words));
    if report.count() == before {
        if draft.as_of.is_none() {
            report.fault(block.fence, "the case has no day", "write `as of 2024-03-31`");
        }
        if draft.outcome.is_none() {
            let help = "end it with `=> met`, `=> not_met`, `=> contested`, `=> undetermined` or `=> not_applicable`";
            report.fault(block.fence, "the case does not say what comes of it", help);
        }
    }
    let title: Vec<&str> = block.arguments.iter().map(|word| word.text).collect();
    let (outcome, words) = draft.outcome?;
    Some(Case {
        title: title.join(" ").replace(" ,", ","),
        file: file.to_owned(),
        line: block.fence.line,
        norm: norm.to_owned(),
        lines: draft.lines,
        on: draft.on,
        as_of: draft.as_of?,
        outcome,
        words,
    })
}

fn read(draft: &mut Draft, words: &mut Cursor<'_, '_, '_>) -> Parsed<()> {
    for keyword in ["as", "=>", "deny", "complete", "on", "state"] {
        words.sees(keyword);
    }
    for kind in [Kind::Event, Kind::State, Kind::Role, Kind::Measure] {
        words.sees_name(kind);
    }
    let Some(first) = words.peek() else { return Ok(()) };
    let second = words.second().map_or("", |word| word.text);
    match first.text {
        "as" => {
            words.take();
            words.keyword("of")?;
            let day = words.date()?;
            set(&mut draft.as_of, day, first, words.report)?;
        }
        "=>" => {
            words.take();
            let outcome = words.outcome()?;
            set(&mut draft.outcome, outcome, first, words.report)?;
            return Ok(());
        }
        arrow if slip::is_arrow(arrow) => {
            let message = format!("`{arrow}` stands where `=>` is expected");
            return Err(words.fault(first, message, "write `=>`, a space, and the outcome: `=> not_met`"));
        }
        "on" => {
            words.take();
            let account = words.name(Kind::Account)?;
            set(&mut draft.on, account, first, words.report)?;
        }
        "state" if second == "of" => {
            words.take();
            words.keyword("of")?;
            draft.lines.push(Line::Country(words.country()?.name));
        }
        "complete" => {
            words.take();
            let event = words.name(Kind::Event)?;
            let on = if words.sees("by") { None } else { Some(words.stretch()?) };
            words.keyword("by")?;
            draft.lines.push(Line::Complete { event, on, account: words.name(Kind::Account)? });
        }
        "deny" => {
            words.take();
            let line = words.told(true)?;
            draft.lines.push(line);
        }
        _ if second == "is" && words.sees_name(Kind::Measure) => {
            let measure = words.name(Kind::Measure)?;
            words.keyword("is")?;
            draft.lines.push(Line::Measure { measure, amount: words.amount()? });
        }
        _ if second == "is" => {
            if let Condition::Fact { role, qualifier, holds } = words.fact()? {
                draft.lines.push(Line::Fact { role, qualifier, holds });
            }
        }
        _ => {
            let line = words.told(false)?;
            draft.lines.push(line);
        }
    }
    words.end()
}

impl Cursor<'_, '_, '_> {
    /// An event or a state that somebody tells of, or denies.
    fn told(&mut self, denied: bool) -> Parsed<Line> {
        let state = self.sees_name(Kind::State);
        // A name that is both an event and a state is the state where an interval follows.
        if state && (!self.sees_name(Kind::Event) || self.has("..")) {
            let state = self.name(Kind::State)?;
            let (from, to) = self.interval()?;
            return Ok(Line::State { state, denied, from, to });
        }
        let event = self.name(Kind::Event)?;
        let qualifiers = self.qualifiers()?;
        let on = if self.eat("undated") {
            None
        } else {
            let nothing = self.peek().is_none() || self.sees("by") || self.sees("with");
            if denied && nothing { None } else { Some(self.stretch()?) }
        };
        let roles = if self.eat("with") { self.list(|words| words.name(Kind::Role))? } else { Vec::new() };
        let account = if self.eat("by") { Some(self.name(Kind::Account)?) } else { None };
        Ok(Line::Event { event, qualifiers, denied, on, roles, account })
    }

    fn outcome(&mut self) -> Parsed<(Outcome, Option<String>)> {
        for outcome in Outcome::EACH {
            self.sees(outcome.name());
        }
        let word = self.need("an outcome")?;
        let name = word.text.trim_end_matches(':');
        let Some(outcome) = Outcome::EACH.into_iter().find(|outcome| outcome.name() == name) else {
            let next = self.peek().map(|word| word.text);
            let help = slip::outcome(word.text, next);
            return Err(self.fault(word, format!("unknown outcome `{name}`"), help));
        };
        let rest = if self.peek().is_some() { Some(self.text("words of the summary")?) } else { None };
        if word.text.ends_with(':') != rest.is_some() {
            let message = "an outcome is followed by `:` and words of the summary, or by nothing";
            return Err(self.fault(word, message, "write `=> undetermined: no hearing in the record`"));
        }
        Ok((outcome, rest))
    }

    /// `2024-03`, `2024-03-04`, `2024-03-04T10:00`, or the first and last of those with `..` between.
    fn stretch(&mut self) -> Parsed<Stretch> {
        self.report_expected(Expected::Moment);
        let first = self.need("a date, or `undated`")?;
        let (from, mut before) = self.moment(first)?;
        let mut text = first.text.to_owned();
        if self.eat("..") {
            let last = self.need("a date")?;
            (_, before) = self.moment(last)?;
            text = format!("{text} .. {}", last.text);
            if before <= from {
                return Err(self.before(last, first));
            }
        }
        Ok(Stretch { from, before, text })
    }

    /// `MOMENT .. [MOMENT]`: the end of a state is the moment it ends, so that a day means its first moment.
    fn interval(&mut self) -> Parsed<(DateTime, Option<DateTime>)> {
        self.report_expected(Expected::Moment);
        let first = self.need("a date")?;
        let (from, _) = self.moment(first)?;
        self.keyword("..")?;
        let Some(last) = self.take() else { return Ok((from, None)) };
        let (to, _) = self.moment(last)?;
        if to <= from {
            return Err(self.before(last, first));
        }
        Ok((from, Some(to)))
    }

    fn before(&mut self, last: Word<'_>, first: Word<'_>) -> super::cursor::Told {
        let message = format!("`{}` is not after `{}`", last.text, first.text);
        self.fault(last, message, "put the earlier one first")
    }

    /// The first moment of a month, day or minute, and the first after it.
    fn moment(&mut self, word: Word<'_>) -> Parsed<(DateTime, DateTime)> {
        let midnight = Time::midnight();
        let after = |from: DateTime, span: Span| from.checked_add(span).ok().map(|before| (from, before));
        let found = if has_shape(word.text, "0000-00") {
            day(&format!("{}-01", word.text)).and_then(|day| after(day.to_datetime(midnight), 1.month()))
        } else if has_shape(word.text, "0000-00-00T00:00") {
            word.text.parse::<DateTime>().ok().and_then(|from| after(from, 1.minute()))
        } else if word.text.split_once(['T', 't']).is_some_and(|(date, _)| day(date).is_some()) {
            None
        } else {
            return self.date_of(word).map(|day| (day.to_datetime(midnight), end_of(day)));
        };
        let help = "write 2024-03, 2024-03-31 or 2024-03-31T10:00; hours run from 00:00 to 23:59";
        found.ok_or_else(|| self.fault(word, format!("`{}` is not a time", word.text), help))
    }
}

fn end_of(day: Date) -> DateTime {
    day.tomorrow().map_or(DateTime::MAX, |next| next.to_datetime(Time::midnight()))
}
