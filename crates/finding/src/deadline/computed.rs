//! Deadlines that follow from a norm and what happened: an act within a time, an act again and again, a state that
//! may last no longer, an order that must follow the one before.

use jiff::civil::Date;
use remand_clock::Status;
use remand_kernel::{Instant, Minute, Obligation, Subject, Why, minute, moment};
use remand_law::{Amount, FirstDay, Length, Limit, Outcome, Rule, Trigger, Unit};
use remand_reading::ClaimIx;

use super::{Counted, Deadline, DeadlineKind, DeadlineStatus, day, days, owing};
use crate::names::{begins, noun, state_label};
use crate::phrase;
use crate::record::{Occurrence, Record};
use crate::words::{bit, hull, trigger_noun};

/// What sets a deadline off.
pub(super) struct Since {
    pub(super) words: String,
    pub(super) event: Option<remand_chronology::EventIx>,
    pub(super) claims: Vec<ClaimIx>,
}

/// The last minute in time, the least and the greatest it can be, and what decides between the two.
pub(super) struct Due {
    pub(super) least: Minute,
    pub(super) most: Minute,
    pub(super) in_hours: bool,
    pub(super) depends: Vec<String>,
}

impl Counted<'_> {
    /// The deadline of an obligation, where it has one.
    pub(super) fn deadline(&self, obligation: &Obligation) -> Option<Deadline> {
        if obligation.outcome == Outcome::NotApplicable {
            return None;
        }
        match &self.telling.norm.rule {
            Rule::Within { act, of, limits } => self.within(&act.event, of, limits, obligation),
            Rule::Every { act, gap, first, state } => {
                self.every(&act.event, gap, first.as_ref(), state, obligation)
            }
            Rule::AtMost { state, limits, total, .. } => self.at_most(state, limits, *total, obligation),
            Rule::Covered { state, by, after } => self.covered(state, by, after.as_ref(), obligation),
            Rule::Promptly { .. }
            | Rule::Before { .. }
            | Rule::Required { .. }
            | Rule::Record { .. }
            | Rule::Never { .. } => None,
        }
    }

    /// A deadline of this norm.
    pub(super) fn made(
        &self,
        kind: DeadlineKind,
        act: &str,
        limit: &str,
        since: Since,
        due: Due,
        status: DeadlineStatus,
    ) -> Option<Deadline> {
        let norm = self.telling.norm;
        let named = norm.deadline.as_ref().map(|deadline| deadline.owed_by.as_str());
        let (owed_by, body) = owing(named, act);
        let minutes = moment(due.least).zip(moment(due.most));
        Some(Deadline {
            kind,
            procedure: norm.title.clone(),
            act: act.to_owned(),
            owed_by,
            body,
            named: named.is_some(),
            due: (day(due.least)?, day(due.most)?),
            due_minute: minutes.filter(|_| due.in_hours),
            depends: due.depends,
            provided: self.provided.clone(),
            rule: format!(
                "{limit}{}: {} (checked {})",
                self.first_day(due.in_hours || kind == DeadlineKind::Cover),
                norm.cites,
                norm.checked
            ),
            limit: Some(norm.limit.word()),
            norm: Some(norm.id.clone()),
            trigger: since.words,
            trigger_event: since.event,
            claims: since.claims,
            answered_by: Vec::new(),
            status,
        })
    }

    pub(super) fn record(&self) -> &Record<'_> {
        self.telling.everyone
    }

    fn first_day(&self, in_hours: bool) -> &'static str {
        match self.telling.norm.terms.counting.first_day {
            Some(FirstDay::In) if !in_hours => ", first day counted",
            Some(FirstDay::Out) if !in_hours => ", first day not counted",
            _ => "",
        }
    }

    fn within(&self, act: &str, of: &Trigger, limits: &[Limit], obligation: &Obligation) -> Option<Deadline> {
        let record = self.record();
        let began = self.telling.subject(obligation)?;
        let starts = self.telling.starts(of, obligation);
        let trigger = trigger_noun(of);
        let first = (obligation.due.earliest?, obligation.due.latest?);
        let due = self.under_limits(limits, obligation, first, &format!("the {trigger}"), &starts);
        let status = match (obligation.why, obligation.outcome) {
            (Why::Compared, Outcome::Met) => DeadlineStatus::Kept,
            (Why::Compared, Outcome::NotMet) => DeadlineStatus::KeptLate,
            (Why::Compared | Why::ActDisputed, _) => DeadlineStatus::Unclear,
            _ => self.unanswered(due.most),
        };
        let since = Since {
            words: format!(
                "{trigger} {} ({})",
                phrase::versions(&starts),
                phrase::voices(record, &began.claims)
            ),
            event: Some(began.event),
            claims: began.claims.clone(),
        };
        let limit = self.telling.limit_words(limits, obligation);
        let mut made = self.made(DeadlineKind::After, act, &limit, since, due, status)?;
        if let Some((_, done)) = obligation.act.and_then(|tag| self.telling.input.occurrence(tag)) {
            made.answered_by.clone_from(&done.claims);
        }
        Some(made)
    }

    fn at_most(
        &self,
        state: &str,
        limits: &[Limit],
        total: bool,
        obligation: &Obligation,
    ) -> Option<Deadline> {
        let record = self.record();
        if !matches!(obligation.subject, Subject::Stretch(_)) {
            return None;
        }
        let open = obligation.reached.latest >= Some(record.now());
        let label = state_label(state);
        let (first, starts) = if total {
            // A state that is over for now may begin again on any day, and no day follows from that.
            let amount = self.amount_of(limits, obligation).filter(|_| open)?;
            let start = record.now() + 1 - obligation.elapsed.1?;
            let last = last_in_total(start, amount)?;
            ((last, last), Vec::new())
        } else {
            ((obligation.due.earliest?, obligation.due.latest?), vec![obligation.start])
        };
        let due = self.under_limits(limits, obligation, first, "the day on which it began", &starts);
        let status = match obligation.outcome {
            Outcome::Met if !open => DeadlineStatus::Kept,
            Outcome::NotMet if !open => DeadlineStatus::KeptLate,
            _ if open => self.unanswered(due.most),
            _ => DeadlineStatus::Unclear,
        };
        let words = if total {
            let spent = phrase::length(obligation.elapsed, phrase::unit_for(obligation.elapsed.1));
            format!("{label} for {spent} in all up to {}, if it goes on without a break", record.as_of)
        } else {
            format!("{label} since {}", phrase::when(obligation.start))
        };
        let since = Since { words, event: None, claims: self.stretch_claims(state, obligation) };
        let limit = self.telling.limit_words(limits, obligation);
        self.made(DeadlineKind::Cap, state, &limit, since, due, status)
    }

    fn every(
        &self,
        act: &str,
        gap: &Length,
        first: Option<&Length>,
        state: &str,
        obligation: &Obligation,
    ) -> Option<Deadline> {
        let record = self.record();
        let over = obligation.reached.latest < Some(record.now());
        if over || !matches!(obligation.subject, Subject::Stretch(_)) {
            return None;
        }
        let inside = |done: &&Occurrence| hull(&done.when).latest >= obligation.start.earliest;
        let done = record.told(act).happened.iter().filter(inside);
        let last = done.max_by_key(|done| (hull(&done.when).latest, hull(&done.when).earliest));
        let (from, length) = match last {
            Some(last) => (hull(&last.when), gap),
            None => (obligation.start, first.unwrap_or(gap)),
        };
        let amount = self.amount(length, from)?;
        let (least, most) = self.ends(from, amount)?;
        let (words, event, claims) = match last {
            Some(last) => {
                let words = format!(
                    "last {} {} ({})",
                    noun(act),
                    phrase::versions(&last.when),
                    phrase::voices(record, &last.claims)
                );
                (words, Some(last.event), last.claims.clone())
            }
            None => {
                let words = format!("{} since {}", state_label(state), phrase::when(obligation.start));
                (words, None, self.stretch_claims(state, obligation))
            }
        };
        let what = last.map_or("the day on which it began".to_owned(), |_| format!("the last {}", noun(act)));
        let in_hours = is_in_hours(amount);
        let depends = self.depends(&what, &[from], in_hours, least, most);
        let limit = phrase::limit(&format!("every {amount}"), self.telling.norm.limit.word());
        let status = self.unanswered(most);
        let due = Due { least, most, in_hours, depends };
        self.made(DeadlineKind::Recurring, act, &limit, Since { words, event, claims }, due, status)
    }

    /// The time without cover at the start of a state, and after that the order that must follow the one that runs.
    fn covered(
        &self,
        state: &str,
        by: &str,
        after: Option<&Length>,
        obligation: &Obligation,
    ) -> Option<Deadline> {
        let record = self.record();
        let open = obligation.reached.latest >= Some(record.now());
        if by != "ordered_custody" || !open {
            return None;
        }
        let held = |status: Status| matches!(status, Status::Ordered | Status::DisclosedLate);
        let (last, before) = match record.spans() {
            [.., before, last] => (last, Some(before)),
            [last] => (last, None),
            [] => return None,
        };
        let mut depends = Vec::new();
        let mut in_hours = false;
        let (least, most, words, claims) = if held(last.status) {
            let super::ahead::TermEnd { days: end, claims, .. } = super::ahead::term_end(record)?;
            depends.extend(doubt(&end));
            let words =
                format!("custody is ordered until {} ({})", days_of(&end), phrase::voices(record, &claims));
            (minute(end.0.at(23, 59, 0, 0)), minute(end.1.at(23, 59, 0, 0)), words, claims)
        } else if let Some(before) =
            before.filter(|before| held(before.status) && before.to == Some(last.from))
        {
            let end = (last.from.date().yesterday().ok()?, last.from.date());
            depends.extend(doubt(&end));
            let words = format!(
                "the order before ended on {}, and no later one is known ({})",
                end.1,
                phrase::voices(record, &before.claims)
            );
            (minute(end.0.at(23, 59, 0, 0)), minute(end.1.at(23, 59, 0, 0)), words, before.claims.clone())
        } else {
            let run = |run: &crate::input::Run| (run.start, run.claims.clone());
            let Subject::Stretch(tag) = obligation.subject else { return None };
            let (start, claims) = self.telling.input.run(tag).map(run)?;
            let amount = self.amount(after?, start)?;
            let (least, most) = self.ends(start, amount)?;
            in_hours = is_in_hours(amount);
            depends = self.depends("the day on which it began", &[start], in_hours, least, most);
            (least, most, format!("{} since {}", state_label(state), phrase::when(start)), claims)
        };
        let limit = match after {
            Some(after) => format!("covered by an order after {after}"),
            None => "covered by an order throughout".to_owned(),
        };
        let limit = phrase::limit(&limit, self.telling.norm.limit.word());
        let due = Due { least, most, in_hours, depends };
        let status = self.unanswered(most);
        let since = Since { words, event: None, claims };
        self.made(DeadlineKind::Cover, "court_sanction", &limit, since, due, status)
    }

    /// Nothing in the record answers it.
    pub(super) fn unanswered(&self, most: Minute) -> DeadlineStatus {
        if most >= self.record().now() { DeadlineStatus::Open } else { DeadlineStatus::PassedUnanswered }
    }

    /// The box of the end that the kernel gives for one limit, widened by the other limits that may count.
    fn under_limits(
        &self,
        limits: &[Limit],
        obligation: &Obligation,
        first: (Minute, Minute),
        what: &str,
        starts: &[Instant],
    ) -> Due {
        let counts = limits.get(usize::from(obligation.limit)).or(limits.first());
        let in_hours = counts.is_some_and(|limit| {
            matches!(self.telling.unit(&limit.length, obligation.start), Unit::Hours | Unit::FullDays)
        });
        let (mut least, mut most) = first;
        let mut depends = self.depends(what, starts, in_hours, least, most);
        // Alternatives that give the same length are told together.
        let mut others: Vec<(String, Vec<String>)> = Vec::new();
        for (at, limit) in limits.iter().enumerate() {
            if self.limits & bit(at) == 0 || at == usize::from(obligation.limit) {
                continue;
            }
            let ends: Vec<(Minute, Minute)> = starts
                .iter()
                .filter_map(|start| self.ends(*start, self.amount(&limit.length, *start)?))
                .collect();
            let from = ends.iter().map(|(least, _)| *least).min();
            let Some((from, to)) = from.zip(ends.iter().map(|(_, most)| *most).max()) else { continue };
            if (from, to) == first {
                continue;
            }
            (least, most) = (least.min(from), most.max(to));
            let length = self.telling.length(&limit.length, obligation.start);
            let until = day(from).zip(day(to)).map(days).unwrap_or_default();
            let then = format!("then {length}, {until}");
            let when: Vec<String> =
                limit.when.iter().map(|condition| self.wording.condition(condition)).collect();
            match others.iter_mut().find(|(known, _)| *known == then) {
                Some((_, all)) => all.push(when.join(" and ")),
                None => others.push((then, vec![when.join(" and ")])),
            }
        }
        depends.extend(others.iter().map(|(then, all)| format!("whether {} ({then})", all.join(", or "))));
        Due { least, most, in_hours, depends }
    }

    /// What decides between two ends.
    fn depends(
        &self,
        what: &str,
        starts: &[Instant],
        in_hours: bool,
        least: Minute,
        most: Minute,
    ) -> Vec<String> {
        if least == most || (!in_hours && day(least) == day(most)) {
            return Vec::new();
        }
        let exact = |start: &Instant| start.earliest.is_some() && start.earliest == start.latest;
        let one_day = |start: &Instant| start.earliest.and_then(day) == start.latest.and_then(day);
        let words = match starts {
            [start] if exact(start) || (!in_hours && one_day(start)) => {
                match self.telling.norm.terms.counting.first_day {
                    Some(FirstDay::InOrOut) | None if !in_hours => "whether the first day counts".to_owned(),
                    _ => "how the days are counted".to_owned(),
                }
            }
            [start] if one_day(start) => format!("the hour of {what}"),
            [_] => format!("the date of {what}"),
            _ => format!("which date of {what} is right"),
        };
        vec![words.replace("the date of the day", "the day").replace("the hour of the day", "the hour")]
    }

    /// The last minutes of a length from somewhere in a box.
    pub(super) fn ends(&self, start: Instant, amount: Amount) -> Option<(Minute, Minute)> {
        let at = |at: Minute| self.counter.last_minute(moment(at)?, amount);
        let (least, _) = at(start.earliest?)?;
        let (_, most) = at(start.latest?)?;
        Some((minute(least), minute(most)))
    }

    /// The amount of the limit that counts.
    fn amount_of(&self, limits: &[Limit], obligation: &Obligation) -> Option<Amount> {
        let limit = limits.get(usize::from(obligation.limit)).or(limits.first())?;
        self.amount(&limit.length, obligation.start)
    }

    /// The amount of a length; a parameter by its value on the day on which the time starts.
    pub(super) fn amount(&self, length: &Length, start: Instant) -> Option<Amount> {
        let counting = &self.telling.norm.terms.counting;
        match length {
            Length::Amount(amount) => Some(*amount),
            Length::Parameter(id) => {
                let day = start.latest.or(start.earliest).and_then(day)?;
                let all = &self.telling.law.parameters;
                let parameter = all.iter().find(|parameter| parameter.id.name == id.name)?;
                let value = parameter.values.iter().rev().find(|value| value.from <= day)?;
                Some(value.amount)
            }
            Length::Fraction { parts, of, measure } => {
                let all = &self.record().setting.measures;
                let (_, amount) = all.iter().find(|(name, _)| name == measure)?;
                counting.fraction(*parts, *of, *amount).ok()
            }
            Length::Shorter(a, b) => counting.shorter(self.amount(a, start)?, self.amount(b, start)?).ok(),
            Length::Longer(a, b) => counting.longer(self.amount(a, start)?, self.amount(b, start)?).ok(),
        }
    }

    /// The claims behind the stretch that an obligation hangs on; of a state that the law defines, those of the events
    /// that begin it.
    fn stretch_claims(&self, state: &str, obligation: &Obligation) -> Vec<ClaimIx> {
        let Subject::Stretch(tag) = obligation.subject else { return Vec::new() };
        if let Some(run) = self.telling.input.run(tag) {
            return run.claims.clone();
        }
        let definition = self.telling.law.definitions.iter().find(|defined| defined.name.name == state);
        let mut names: Vec<&str> =
            definition.iter().flat_map(|defined| defined.from.iter().map(String::as_str)).collect();
        let within = definition.iter().flat_map(|defined| &defined.within).filter(|within| within.inside);
        names.extend(within.flat_map(|within| begins(&within.state.name)).map(|kind| kind.name()));
        let at = obligation.start;
        let meets = |event: &&Occurrence| event.when.iter().any(|when| when.meet(at).is_some());
        let begun = names.iter().flat_map(|name| &self.record().told(name).happened).filter(meets);
        let mut claims: Vec<ClaimIx> = begun.flat_map(|event| event.claims.iter().copied()).collect();
        claims.sort_unstable();
        claims.dedup();
        claims
    }
}

/// The last minute of so much time in all, of which the first would have been `start` had it been without a break.
fn last_in_total(start: Minute, amount: Amount) -> Option<Minute> {
    let count = Minute::from(amount.count);
    let calendar = |months: i64| {
        let span = jiff::Span::new().try_months(months).ok()?;
        moment(start)?.checked_add(span).ok().map(minute)
    };
    let after = match amount.unit {
        Unit::Hours => start + count * 60,
        Unit::Days | Unit::FullDays => start + count * 24 * 60,
        Unit::Months => calendar(count)?,
        Unit::Years => calendar(count * 12)?,
        Unit::WorkingDays => return None,
    };
    Some(after - 1)
}

fn is_in_hours(amount: Amount) -> bool {
    matches!(amount.unit, Unit::Hours | Unit::FullDays)
}

/// Whether an order covers the day on which it ends is not known of most.
fn doubt((first, last): &(Date, Date)) -> Option<String> {
    (first != last).then(|| "whether the order covers its last day".to_owned())
}

fn days_of((first, last): &(Date, Date)) -> String {
    if first.tomorrow().is_ok_and(|next| next == *last) {
        last.to_string()
    } else {
        format!("{first} to {last}")
    }
}
