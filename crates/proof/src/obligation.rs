//! The table of rules in `spec/law.md`, one function for each row: what a norm asks on one reading, and what comes of it.

use remand_law::{Act, Item, ItemPart, Length, Limit, Period, Rule, Trigger};

use crate::limit::{Binds, Due};
use crate::reading::{Happened, Held, Obligation, Says, Unsaid};
use crate::state::{Stretch, without};
use crate::{Interval, Minute};

type Found = Result<Vec<Obligation>, Unsaid>;

/// What comes of an obligation, and why.
type Came = (Says, String);

fn came(says: Says, why: impl Into<String>) -> Came {
    (says, why.into())
}

impl Held<'_> {
    /// Everything that the norm asks.
    pub(crate) fn obligations(&self) -> Found {
        match &self.norm.rule {
            Rule::Within { act, of, limits } => self.within(act, of, limits),
            Rule::Promptly { act, after } => self.promptly(act, after),
            Rule::Before { act, leads, event } => self.before(act, leads, event),
            Rule::Every { act, gap, first, state } => self.every(act, gap, first.as_ref(), state),
            Rule::Required { act, state: Some(state) } => self.required_while(act, state),
            Rule::Required { act, state: None } => self.required(act),
            Rule::Record { items } => self.record(items),
            Rule::Covered { state, by, after } => self.covered(state, by, after.as_ref()),
            Rule::AtMost { state, before, limits, total: false } => {
                self.at_most(state, before.as_deref(), limits)
            }
            Rule::AtMost { state, before, limits, total: true } => {
                self.at_most_in_total(state, before.as_deref(), limits)
            }
            Rule::Never { act, period } => self.never(act, period),
        }
    }

    /// `expect A within T of F`: the first A not before F is not later than the last minute of T from F.
    fn within(&self, act: &Act, of: &Trigger, limits: &[Limit]) -> Found {
        let acts = self.acts(act)?;
        self.for_each_trigger(of, |start| {
            let due = match self.due(limits, start)? {
                Due::By(due) => due,
                Due::NoValue => return Ok(no_value()),
                Due::NoAnswer => return Ok(no_answer()),
            };
            let first = acts.iter().map(|act| act.at).find(|at| start <= *at);
            Ok(match first {
                Some(at) if at <= due => came(Says::Kept, format!("At {at}, in time: by {due}.")),
                Some(at) => came(Says::Breached, format!("At {at}, after {due}.")),
                None if self.reading.now < due => came(Says::Open, format!("It can be done until {due}.")),
                None => self.missing(&act.event, Some(start), due),
            })
        })
    }

    /// An act that can answer a trigger lies before it on this reading, and no other answers it. `around` is when an
    /// event can have been on any reading, by its place among the events that the record tells.
    pub(crate) fn is_out_of_order(&self, around: impl Fn(usize) -> Interval) -> Result<bool, Unsaid> {
        let (Rule::Within { act, of, .. } | Rule::Promptly { act, after: of }) = &self.norm.rule else {
            return Ok(false);
        };
        let acts = self.acts(act)?;
        let Some(last) = acts.iter().map(|act| act.at).max() else { return Ok(false) };
        let Some(can_be) = acts.iter().map(|act| around(act.told).latest.unwrap_or(self.reading.now)).max()
        else {
            return Ok(false);
        };
        if let Trigger::Event(kind) = of {
            let out_of_order = |event: &Happened| {
                last < event.at && event.within.earliest.is_none_or(|first| first <= can_be)
            };
            return Ok(self.reading.events.iter().any(|event| event.kind == *kind && out_of_order(event)));
        }
        // A trigger that is made of several has as versions those of all of them.
        let mut early = self.reading.clone();
        for event in &mut early.events {
            event.at = around(event.told).earliest.unwrap_or(event.at);
        }
        let starts = self.triggers(of)?.into_iter().filter_map(|(_, start)| start);
        let first =
            Held { reading: &early, ..*self }.triggers(of)?.into_iter().filter_map(|(_, start)| start).min();
        Ok(starts.into_iter().any(|start| last < start && first.is_some_and(|first| first <= can_be)))
    }

    /// `expect A promptly after F`: a standard; only absence breaches it.
    fn promptly(&self, act: &Act, after: &Trigger) -> Found {
        let acts = self.acts(act)?;
        let triggers = after.events();
        let told_by_day = |start: Minute| {
            let mut starts = self.reading.events.iter().filter(|event| event.at == start);
            starts.any(|event| triggers.contains(&event.kind.as_str()) && event.within.is_whole_day())
        };
        self.for_each_trigger(after, |start| {
            let at_once = |act: &&Happened| {
                let same_day = act.at.midnights_since(start) == 0;
                act.at == start || act.within.is_whole_day() && same_day && told_by_day(start)
            };
            let later = acts.iter().find(|act| start <= act.at);
            Ok(if acts.iter().copied().any(|act| at_once(&act)) {
                came(Says::Kept, "At once.")
            } else if let Some(later) = later {
                came(Says::Reported, format!("At {}, {} minutes later.", later.at, later.at.0 - start.0))
            } else if self.reading.denied.get(&act.event).is_some_and(|to| to.is_none_or(|to| start <= to)) {
                came(Says::Breached, "A claim says that it did not happen.")
            } else {
                self.missing(&act.event, Some(start), self.reading.now)
            })
        })
    }

    /// `expect A [at least T] before F`.
    fn before(&self, act: &Act, leads: &[Limit], event: &str) -> Found {
        let acts = self.acts(act)?;
        self.for_each_trigger(&Trigger::Event(event.to_owned()), |event| {
            let by = match leads {
                [] => event.plus(-1),
                leads => match self.lead(leads, event)? {
                    Due::By(by) => by.min(event.plus(-1)),
                    Due::NoValue => return Ok(no_value()),
                    Due::NoAnswer => return Ok(no_answer()),
                },
            };
            Ok(match acts.first() {
                Some(first) if first.at <= by => came(Says::Kept, format!("At {}, by {by}.", first.at)),
                Some(first) => came(Says::Breached, format!("At {}, not by {by}.", first.at)),
                None => self.missing(&act.event, None, by),
            })
        })
    }

    /// `expect A every T while S`: no gap between the start, the acts and the end is longer.
    fn every(&self, act: &Act, gap: &Length, first: Option<&Length>, state: &str) -> Found {
        let acts = self.acts(act)?;
        self.for_each_stretch(state, |stretch| {
            let inside = |at: &Minute| stretch.from <= *at && *at <= stretch.last;
            let stops: Vec<Minute> =
                acts.iter().map(|act| act.at).filter(inside).chain([stretch.last]).collect();
            let mut start = stretch.from;
            let mut worst = came(Says::Kept, "No gap is longer.");
            for (place, stop) in stops.into_iter().enumerate() {
                let length = if place == 0 { first.unwrap_or(gap) } else { gap };
                let found = match self.due_of(length, start)? {
                    Due::NoValue => return Ok(no_value()),
                    Due::NoAnswer => no_answer(),
                    Due::By(due) if due < stop => self.missing(&act.event, Some(start), due),
                    Due::By(_) => came(Says::Kept, "No gap is longer."),
                };
                if found.0 > worst.0 {
                    worst = found;
                }
                start = stop;
            }
            Ok(worst)
        })
    }

    /// `expect A while S`: an A in each stretch of S.
    fn required_while(&self, act: &Act, state: &str) -> Found {
        let acts = self.acts(act)?;
        self.for_each_stretch(state, |stretch| {
            let inside = |act: &&Happened| stretch.from <= act.at && act.at <= stretch.last;
            Ok(if acts.iter().copied().any(|act| inside(&act)) {
                came(Says::Kept, "It was done in that time.")
            } else if stretch.open {
                came(Says::Open, "The state goes on.")
            } else {
                self.missing(&act.event, Some(stretch.from), stretch.last)
            })
        })
    }

    /// `expect A`.
    fn required(&self, act: &Act) -> Found {
        let acts = self.acts(act)?;
        self.for_the_record(self.reading.now, || {
            Ok(match acts.first() {
                Some(first) => came(Says::Kept, format!("At {}.", first.at)),
                None => self.missing(&act.event, None, self.reading.now),
            })
        })
    }

    /// `expect record of ITEM, ITEM`: every item is there.
    fn record(&self, items: &[Item]) -> Found {
        let denied = |kind: &String| self.reading.denied.contains_key(kind);
        let told = |kind: &String| self.reading.events.iter().any(|event| event.kind == *kind);
        // Of what did not happen there is no hour to record.
        let whole = |item: &Item| item.part == ItemPart::Whole && !item.if_any;
        if !items.iter().any(|item| told(&item.event) || whole(item) && denied(&item.event)) {
            return Ok(Vec::new());
        }
        self.for_the_record(self.reading.now, || {
            let mut worst = came(Says::Kept, "Every item is there.");
            for item in items {
                let of_kind = || self.reading.events.iter().filter(|event| event.kind == item.event);
                let there = of_kind().any(|event| match &item.part {
                    ItemPart::Whole => true,
                    ItemPart::Date => event.within.gives_day(),
                    ItemPart::Hour => event.within.gives_hour(),
                    ItemPart::Role(role) => event.roles.contains(role),
                });
                let happened = told(&item.event);
                if there || item.if_any && !happened {
                    continue;
                }
                let found = if happened && !self.norm.burden_on_state {
                    came(Says::Open, format!("Something of {} is not in the record.", item.event))
                } else if denied(&item.event) && !happened {
                    came(Says::Breached, format!("A claim says that {} did not happen.", item.event))
                } else {
                    self.missing(&item.event, None, self.reading.now)
                };
                if found.0 > worst.0 {
                    worst = found;
                }
            }
            Ok(worst)
        })
    }

    /// `throughout S covered by C after T`: every minute of S, from the first after T from the start of its stretch.
    fn covered(&self, state: &str, by: &str, after: Option<&Length>) -> Found {
        let cover = self.stretches(by)?;
        let denied = self.denied_stretches(by);
        let stretches = self.stretches(state)?;
        let Some(end) = stretches.last().map(|stretch| stretch.last) else { return Ok(Vec::new()) };
        let judge = |stretch: Stretch| {
            let mut needs = stretch;
            if let Some(after) = after {
                match self.due_of(after, stretch.from)? {
                    Due::By(due) => needs.from = due.plus(1),
                    Due::NoValue => return Ok(no_value()),
                    Due::NoAnswer => return Ok(no_answer()),
                }
            }
            if needs.last < needs.from {
                return Ok(came(Says::Kept, "It was over before it needed cover."));
            }
            let bare = without(&[needs], &cover);
            let silent = without(&bare, &denied);
            Ok(match bare.first() {
                None => came(Says::Kept, "Every minute is covered."),
                Some(first) if silent != bare || self.norm.burden_on_state => {
                    came(Says::Breached, format!("From {} there was no cover.", first.from))
                }
                Some(first) => came(Says::Open, format!("Of cover from {} nothing is known.", first.from)),
            })
        };
        let each = stretches.into_iter().enumerate();
        each.map(|(place, stretch)| self.on(format!("{state} {place}"), Some(end), || judge(stretch)))
            .collect()
    }

    /// `S [before E] at most T`: no stretch of S, cut at E, lasts after the last minute of T from its start.
    fn at_most(&self, state: &str, before: Option<&str>, limits: &[Limit]) -> Found {
        self.for_each_stretch(state, |stretch| {
            let Some((stretch, ends)) = self.cut(stretch, before) else {
                return Ok(came(Says::Idle, "It began after that."));
            };
            let due = match self.due(limits, stretch.from)? {
                Due::By(due) => due,
                Due::NoValue => return Ok(no_value()),
                Due::NoAnswer => return Ok(no_answer()),
            };
            Ok(if due < stretch.last {
                self.too_long(before, ends, stretch.from, due)
            } else if stretch.open {
                came(Says::Open, format!("No end is known; it can go on until {due}."))
            } else {
                came(Says::Kept, format!("It ended at {}, by {due}.", stretch.last))
            })
        })
    }

    /// `S [before E] at most T in total`: the minutes of all stretches together are not more than T has.
    fn at_most_in_total(&self, state: &str, before: Option<&str>, limits: &[Limit]) -> Found {
        let all = self.stretches(state)?;
        let (Some(first), Some(last)) = (all.first(), all.last()) else { return Ok(Vec::new()) };
        let end = before.and_then(|event| self.minutes(event).first().copied());
        let last = last.last;
        if end.is_some_and(|end| end <= first.from) {
            return Ok(Vec::new());
        }
        self.for_the_record(last, || {
            let due = match self.allowance(limits, first.from)? {
                Due::By(due) => due,
                Due::NoValue => return Ok(no_value()),
                Due::NoAnswer => return Ok(no_answer()),
            };
            let mut minutes = 0;
            let mut open = false;
            for stretch in &all {
                let last = end.map_or(stretch.last, |end| stretch.last.min(end.plus(-1)));
                minutes += (last.0 - stretch.from.0 + 1).max(0);
                open |= stretch.open && last == stretch.last;
            }
            Ok(if due.0 - first.from.0 < minutes {
                self.too_long(before, end.is_some(), first.from, due)
            } else if open {
                came(Says::Open, "No end is known of one of them.")
            } else {
                came(Says::Kept, format!("{minutes} minutes in all."))
            })
        })
    }

    /// A stretch up to the first E, and whether there is one; `None` where the stretch does not begin before it.
    fn cut(&self, stretch: Stretch, before: Option<&str>) -> Option<(Stretch, bool)> {
        match before.and_then(|event| self.minutes(event).first().copied()) {
            Some(end) if end <= stretch.from => None,
            Some(end) if end <= stretch.last => {
                Some((Stretch { last: end.plus(-1), open: false, ..stretch }, true))
            }
            Some(_) => Some((stretch, true)),
            None => Some((stretch, false)),
        }
    }

    /// A limit on a state that is passed; up to an event that nobody tells, that need not be so.
    fn too_long(&self, before: Option<&str>, ends: bool, from: Minute, due: Minute) -> Came {
        match before {
            Some(event) if !ends => match self.absent(event, Some(from), due) {
                Some(why) => came(Says::Breached, format!("It lasted after {due}; {event}: {why}.")),
                None => came(Says::Open, format!("It lasted after {due}, and {event} is not in the record.")),
            },
            _ => came(Says::Breached, format!("It lasted after {due}.")),
        }
    }

    /// `never A`, at any time or in a period.
    fn never(&self, act: &Act, period: &Period) -> Found {
        let acts = self.acts(act)?;
        if acts.is_empty() {
            if !self.reading.denied.contains_key(&act.event) {
                return Ok(Vec::new());
            }
            return self.for_the_record(self.reading.now, || {
                Ok(came(Says::Kept, "A claim says that it did not happen."))
            });
        }
        let mut found = Vec::new();
        for act in &acts {
            let subject = format!("{} {}", act.kind, act.told);
            let day = self.day_of(&subject, &[&act.kind], act.at);
            found.push(self.on(subject, day, || {
                let breached = match period {
                    Period::Ever => Some(true),
                    Period::Before(event) => {
                        Some(self.minutes(event).first().is_none_or(|event| act.at < *event))
                    }
                    Period::After(event) => {
                        Some(self.minutes(event).first().is_some_and(|event| *event < act.at))
                    }
                    Period::While(state) => self.lies_in(act.at, state)?,
                    Period::WhileNot(state) => self.lies_in(act.at, state)?.map(|inside| !inside),
                };
                Ok(match breached {
                    Some(true) => came(Says::Breached, format!("It happened at {}.", act.at)),
                    Some(false) => came(Says::Kept, format!("At {} it was not forbidden.", act.at)),
                    None => came(Says::Open, "Nothing is known of the state."),
                })
            })?);
        }
        Ok(found)
    }

    /// A minute lies in a stretch of a state; `None` where nothing is known of the state.
    fn lies_in(&self, at: Minute, state: &str) -> Result<Option<bool>, Unsaid> {
        let inside = self.stretches(state)?.iter().any(|stretch| stretch.from <= at && at <= stretch.last);
        Ok(if inside || self.is_spoken_of(state)? { Some(inside) } else { None })
    }

    /// An act that is not in the record though its time is over.
    fn missing(&self, kind: &str, from: Option<Minute>, to: Minute) -> Came {
        match self.absent(kind, from, to) {
            Some(why) => came(Says::Breached, format!("Not by {to}: {why}.")),
            None => {
                came(Says::Open, format!("No {kind} in the record, and nothing says that there was none."))
            }
        }
    }

    /// The minutes at which a trigger is, each with what it hangs on; `None` for one of which the sum has no answer.
    fn triggers(&self, trigger: &Trigger) -> Result<Vec<(String, Option<Minute>)>, Unsaid> {
        let composed = |minute: Option<Option<Minute>>| {
            minute.map(|minute| ("trigger".to_owned(), minute)).into_iter().collect()
        };
        Ok(match trigger {
            Trigger::Event(kind) => {
                let events = self.reading.events.iter().filter(|event| event.kind == *kind);
                events.map(|event| (format!("{kind} {}", event.told), Some(event.at))).collect()
            }
            Trigger::After(length, trigger) => {
                let mut found = Vec::new();
                for (subject, start) in self.triggers(trigger)? {
                    match start.map(|start| self.due_of(length, start)).transpose()? {
                        Some(Due::By(due)) => found.push((subject, Some(due))),
                        Some(Due::NoAnswer) | None => found.push((subject, None)),
                        Some(Due::NoValue) => {}
                    }
                }
                found
            }
            Trigger::Earlier(all) => {
                let mut found = Vec::new();
                for trigger in all {
                    found.extend(self.triggers(trigger)?);
                }
                composed(one(found, Iterator::min))
            }
            Trigger::Later(all) => {
                let mut firsts = Vec::new();
                for trigger in all {
                    let first = one(self.triggers(trigger)?, Iterator::min);
                    firsts.extend(first.map(|first| (String::new(), first)));
                }
                if firsts.len() < all.len() { Vec::new() } else { composed(one(firsts, Iterator::max)) }
            }
        })
    }

    fn for_each_trigger(&self, trigger: &Trigger, judge: impl Fn(Minute) -> Result<Came, Unsaid>) -> Found {
        let mut found = Vec::new();
        for (subject, start) in self.triggers(trigger)? {
            found.push(match start {
                Some(start) => {
                    let day = self.day_of(&subject, &trigger.events(), start);
                    self.on(subject, day, || judge(start))?
                }
                None => {
                    let (says, why) = no_answer();
                    Obligation { subject, says, why, in_force: None }
                }
            });
        }
        Ok(found)
    }

    fn for_each_stretch(&self, state: &str, judge: impl Fn(Stretch) -> Result<Came, Unsaid>) -> Found {
        let mut found = Vec::new();
        for stretch in self.stretches(state)? {
            found
                .push(self.on(format!("{state} {}", stretch.number), Some(stretch.last), || judge(stretch))?);
        }
        Ok(found)
    }

    fn for_the_record(&self, day: Minute, judge: impl Fn() -> Result<Came, Unsaid>) -> Found {
        Ok(vec![self.on("record".to_owned(), Some(day), judge)?])
    }

    /// The minute that picks the version for an event: its own, or where one side of its date is not known, the other
    /// side; `None` where neither is.
    fn day_of(&self, subject: &str, kinds: &[&str], at: Minute) -> Option<Minute> {
        let at_once = || {
            self.reading
                .events
                .iter()
                .filter(move |event| event.at == at && kinds.contains(&event.kind.as_str()))
        };
        // Of several in one minute the one that the obligation hangs on.
        let own = at_once().find(|event| format!("{} {}", event.kind, event.told) == subject);
        let event = own.or_else(|| at_once().next());
        match event.map(|event| (event.within.earliest, event.within.latest)) {
            None | Some((Some(_), Some(_))) => Some(at),
            Some((earliest, latest)) => latest.or(earliest),
        }
    }

    /// An obligation of the day on which its version is picked and the state must be bound.
    fn on(
        &self,
        subject: String,
        day: Option<Minute>,
        judge: impl Fn() -> Result<Came, Unsaid>,
    ) -> Result<Obligation, Unsaid> {
        let Some(day) = day else {
            let (says, why) = judge()?;
            return Ok(Obligation { subject, says, why, in_force: None });
        };
        let (says, why) = match self.binds(day)? {
            Binds::No(why) => {
                let in_force = Some(self.is_in_force(day)?);
                return Ok(Obligation { subject, says: Says::Idle, why, in_force });
            }
            Binds::Yes => judge()?,
            Binds::Derogated => match judge()? {
                (Says::Breached, why) => (Says::Open, format!("{why} The state had derogated.")),
                other => other,
            },
        };
        Ok(Obligation { subject, says, why, in_force: Some(true) })
    }
}

/// The least or the greatest of several minutes, if there is any; `None` in it where one of them is not known.
fn one(
    minutes: Vec<(String, Option<Minute>)>,
    which: impl Fn(std::vec::IntoIter<Minute>) -> Option<Minute>,
) -> Option<Option<Minute>> {
    match minutes.into_iter().map(|(_, minute)| minute).collect::<Option<Vec<Minute>>>() {
        Some(known) => which(known.into_iter()).map(Some),
        None => Some(None),
    }
}

fn no_value() -> Came {
    came(Says::Idle, "The law had no number for it yet.")
}

fn no_answer() -> Came {
    came(Says::Open, "The length of its time cannot be told.")
}
