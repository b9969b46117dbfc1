//! Acts that are expected.

use crate::can::Can;
use crate::compile::{Bound, Deed, Particular, Start};
use crate::facts::Occurrence;
use crate::length::{DAY, Extent};
use crate::program::{Judged, Question, bit};
use crate::span::Span;
use crate::{EventNo, Minute, Standing, StateNo, Subject, Why};

use super::{COMPARED, Footing, no_amount};

impl Question<'_> {
    pub(super) fn within(&self, act: Deed, of: &Start, limits: &[Bound], each: &mut impl FnMut(Judged)) {
        let mut any = false;
        self.triggers(of, &mut |subject, versions, footing| {
            any = true;
            let judged = self.under_limits(limits, |limit| {
                self.by_deed(act, |sure| self.answered(act, subject, versions, footing, limit, sure))
            });
            judged.into_iter().for_each(&mut *each);
        });
        if !any {
            each(Judged::new(Subject::Record, Can::IDLE, self.no_trigger(of), Span::UNKNOWN));
        }
    }

    /// Judges with all acts of the kind and with those alone of which somebody says that they were done as the norm
    /// asks: what may not count as the act must not decide.
    fn by_deed(&self, act: Deed, judge: impl Fn(bool) -> Judged) -> Judged {
        let all = judge(false);
        if act.qualifiers == 0 || self.facts.occurrences(act.event).iter().all(|done| act.is(done)) {
            return all;
        }
        let sure = judge(true);
        if sure.can.outcome() == all.can.outcome() {
            return Judged { can: all.can.or(sure.can), ..all };
        }
        // Of several that may not count, some may: an early one out, a late one in.
        let mixed = self.facts.occurrences(act.event).len() > 1;
        let can = all.can.or(sure.can).or(Can::OPEN).or_if(mixed, Can::BREACHED).unsettled();
        Judged { can, ..all }
    }

    /// Acts that the norm may mean; with `sure` those that it does mean.
    fn deeds(&self, act: Deed, sure: bool) -> impl Iterator<Item = &Occurrence> + Clone {
        self.facts.occurrences(act.event).iter().filter(move |done| !sure || act.is(done))
    }

    /// Those of them that can lie from one minute on, as far as they can lie up to another.
    fn deeds_between(
        &self,
        act: Deed,
        sure: bool,
        from: Minute,
        to: Minute,
    ) -> impl Iterator<Item = &Occurrence> + Clone {
        let all = self.facts.occurrences(act.event);
        let first = all.partition_point(|done| done.reach < from);
        let last = all.partition_point(|done| done.hull.lo <= to);
        let some = all.get(first..last).unwrap_or_default().iter();
        some.filter(move |done| done.hull.hi >= from && (!sure || act.is(done)))
    }

    /// One trigger under one limit.
    fn answered(
        &self,
        act: Deed,
        subject: Subject,
        versions: &[Span],
        footing: Footing,
        limit: &Bound,
        sure: bool,
    ) -> Judged {
        let clock = &self.norm.clock;
        let hull = Span::hull(versions).unwrap_or(Span::UNKNOWN);
        let mut judged = Judged::new(subject, Can::NOTHING, Why::Compared, hull);
        judged.governing = Span::known(versions).unwrap_or(hull);
        let from = |at: Minute| self.deeds_between(act, sure, at, Minute::MAX);
        // The act answers the versions of the trigger that it does not lie before.
        let answers = |version: &Span| from(version.lo).next().is_some();
        let some = versions.iter().any(answers);
        let mut due_hull: Option<Span> = None;
        let mut last_due = Span::LOW;
        for version in versions {
            let amount = match limit.extent.amount(self.facts, clock, *version) {
                Ok(amount) => amount,
                Err(why) => return no_amount(subject, hull, why),
            };
            let due = clock.end(self.facts, *version, amount);
            last_due = last_due.max(due.hi);
            if some && !answers(version) {
                if footing == Footing::InPart {
                    judged.can = judged.can.or(self.absent(act, *version, due, false).can);
                }
                continue;
            }
            due_hull =
                Some(due_hull.map_or(due, |all| Span { lo: all.lo.min(due.lo), hi: all.hi.max(due.hi) }));
            if !some {
                let absence = self.absent(act, *version, due, footing.is_certain());
                judged.can = judged.can.or(absence.can);
                judged.why = absence.why;
                continue;
            }
            let acts = self.deeds_between(act, sure, version.lo, due.hi);
            let beyond = from(due.hi.saturating_add(1)).any(|done| done.hull.lo > due.hi);
            let end = |at: Minute| clock.end(self.facts, Span::at(at), amount);
            let (kept, breached) = self.compare(*version, due, acts.clone(), beyond, end);
            let bounded = version.is_bounded() && acts.clone().all(|done| done.hull.is_bounded());
            let can = Can::NOTHING.or_if(kept, Can::KEPT).or_if(breached, Can::BREACHED);
            judged.can = judged.can.or(can.unsettled_if(!bounded));
        }
        judged.due = due_hull.unwrap_or(Span::UNKNOWN);
        if !footing.is_certain() {
            judged.can = judged.can.or(Can::IDLE);
        }
        if some {
            let first = from(hull.lo).next();
            judged.act = first.map(|first| first.tag);
            judged.reached = first.map_or(Span::UNKNOWN, |first| first.hull);
            let breach = judged.can.is(Can::BREACHED);
            let disputed = self.deeds(act, sure).next().is_some_and(|done| self.is_disputed(act.event, done));
            if !breach && self.denied_by(act.event, judged.due.lo) {
                judged.why = Why::ActDisputed;
                judged.can = Can::KEPT.or(Can::BREACHED);
            } else if !breach && disputed {
                judged.why = Why::ActDisputed;
                judged.can = judged.can.or(Can::BREACHED).or(Can::OPEN);
            } else if disputed && (self.facts.now < last_due || !self.denied_by(act.event, last_due)) {
                // Without what is disputed a late act must be left.
                let left = from(judged.due.hi).any(|done| !self.is_disputed(act.event, done));
                judged.can = judged.can.or_if(!left, Can::OPEN);
            }
            if footing == Footing::OfTheRest && from(hull.hi).next().is_none() {
                // What is left of the trigger can lie after every act.
                let absence = self.absent(act, Span::at(hull.hi), Span::at(last_due), false);
                judged.can = judged.can.or(absence.can);
            }
        } else {
            judged.reached = Span::at(self.facts.now.saturating_add(1));
        }
        judged
    }

    /// Whether a trigger in `version` can be answered in time, and whether it can be answered late. `acts` are those
    /// that can be in time; `beyond`: there are some after every end.
    fn compare<'o>(
        &self,
        version: Span,
        due: Span,
        acts: impl Iterator<Item = &'o Occurrence> + Clone,
        beyond: bool,
        end: impl Fn(Minute) -> Span,
    ) -> (bool, bool)
    where
        Self: 'o,
    {
        let boxes =
            || acts.clone().flat_map(|done| self.facts.versions(done)).filter(|done| done.hi >= version.lo);
        let open = version.lo == Span::LOW || version.hi == Span::HIGH;
        if open || acts.clone().nth(COMPARED).is_some() {
            // The corners alone: one act in time on every reading, or every act late on every reading.
            let kept = boxes().any(|done| done.lo <= due.hi);
            let never_late = acts.clone().any(|done| {
                self.facts.versions(done).iter().all(|done| done.lo >= version.hi && done.hi <= due.lo)
            });
            return (kept, !never_late);
        }
        let kept = boxes().any(|done| {
            let from = version.hi.min(done.hi);
            done.lo <= end(from).hi
        });
        let starts =
            boxes().map(|done| done.lo.saturating_add(1)).filter(|at| version.lo < *at && *at <= version.hi);
        let late = |start: Minute| {
            let due = end(start).lo;
            let mut later = beyond;
            let avoided = acts.clone().all(|done| {
                let versions = self.facts.versions(done);
                let after = versions.iter().any(|done| done.hi > due);
                later |= after;
                after || versions.iter().any(|done| done.lo < start)
            });
            avoided && later
        };
        let breached = std::iter::once(version.lo).chain(starts).any(late);
        (kept, breached)
    }

    pub(super) fn promptly(&self, act: Deed, of: &Start, each: &mut impl FnMut(Judged)) {
        let mut any = false;
        self.triggers(of, &mut |subject, versions, footing| {
            any = true;
            each(self.by_deed(act, |sure| self.prompt(act, subject, versions, footing, sure)));
        });
        if !any {
            each(Judged::new(Subject::Record, Can::IDLE, self.no_trigger(of), Span::UNKNOWN));
        }
    }

    fn prompt(&self, act: Deed, subject: Subject, versions: &[Span], footing: Footing, sure: bool) -> Judged {
        let hull = Span::hull(versions).unwrap_or(Span::UNKNOWN);
        let mut judged = Judged::new(subject, Can::OPEN, Why::Standard, hull);
        judged.governing = Span::known(versions).unwrap_or(hull);
        judged.due = hull;
        let answering = |start: Minute| self.deeds(act, sure).find(|done| done.hull.hi >= start);
        // What a denial says up to a minute before the event is not about the time after it.
        let kind = self.facts.kind(act.event);
        let reaches = |start: Minute| kind.denied && kind.denied_to.is_none_or(|to| start <= to);
        let said = reaches(hull.lo);
        let now = Span::at(self.facts.now);
        let Some(first) = answering(hull.lo) else {
            let absence = self.absent(act, hull, now, footing.is_certain());
            // A standard has no end: that it is denied decides, whatever time has passed; unless the denial is also
            // against an act that is told, and true on some readings only.
            let disputed = self.deeds(act, false).any(|done| self.is_disputed(act.event, done));
            let denied = footing.is_certain() && reaches(hull.hi) && !disputed;
            judged.can = if denied { Can::BREACHED } else { absence.can.or_if(said, Can::BREACHED) };
            judged.why = if denied { Why::Denied } else { absence.why };
            judged.reached = Span::at(self.facts.now.saturating_add(1));
            return judged;
        };
        judged.act = Some(first.tag);
        judged.reached = first.hull;
        let whole_day = |span: Span| span.hi - span.lo >= DAY - 1;
        let same_day = whole_day(first.hull) && first.hull == hull;
        if said {
            // Of a date without a bound nobody says whether the act came after it.
            let bounded = hull.is_bounded() && first.hull.is_bounded();
            judged.can = Can::KEPT.or(Can::BREACHED).unsettled_if(!bounded);
            judged.why = Why::ActDisputed;
        } else if first.hull.hi <= hull.lo || same_day {
            judged.can = Can::KEPT;
            judged.why = Why::Compared;
        }
        if footing == Footing::OfTheRest && answering(hull.hi).is_none() {
            judged.can = judged.can.or(self.absent(act, Span::at(hull.hi), now, false).can);
        }
        if !said && self.deeds(act, sure).any(|done| self.is_disputed(act.event, done)) {
            // Where the denial of an earlier time is true of it, the act is not there.
            judged.can = judged.can.or(self.absent(act, hull, now, false).can);
        }
        for version in versions.iter().filter(|version| answering(version.lo).is_none()) {
            if footing == Footing::InPart {
                judged.can = judged.can.or(self.absent(act, *version, now, false).can);
            }
        }
        judged
    }

    pub(super) fn before(&self, act: Deed, leads: &[Bound], event: EventNo, each: &mut impl FnMut(Judged)) {
        let mut any = false;
        for target in self.facts.occurrences(event) {
            any = true;
            let certain = !self.is_disputed(event, target);
            let subject = Subject::Event(target.tag);
            let one = |lead: Option<&Bound>| {
                self.by_deed(act, |sure| self.ahead(act, subject, target, lead, certain, sure))
            };
            if leads.is_empty() {
                each(one(None));
            } else if let Some(judged) = self.under_limits(leads, |lead| one(Some(lead))) {
                each(judged);
            }
        }
        if !any {
            each(Judged::new(
                Subject::Record,
                Can::IDLE,
                self.no_trigger(&Start::Event(event)),
                Span::UNKNOWN,
            ));
        }
    }

    fn ahead(
        &self,
        act: Deed,
        subject: Subject,
        target: &Occurrence,
        lead: Option<&Bound>,
        certain: bool,
        sure: bool,
    ) -> Judged {
        let mut judged = Judged::new(subject, Can::NOTHING, Why::Compared, target.hull);
        let mut due_hull: Option<Span> = None;
        let first = self.deeds(act, sure).next();
        for version in self.facts.versions(target) {
            // In the minute of the event is not before it.
            let ahead =
                Span { lo: version.lo.saturating_sub(1).max(Span::LOW), hi: version.hi.saturating_sub(1) };
            let due = match lead {
                None => ahead,
                Some(lead) => match lead.extent.amount(self.facts, &self.norm.clock, *version) {
                    Ok(amount) => {
                        let due = self.norm.clock.before(*version, amount);
                        Span { lo: due.lo.min(ahead.lo), hi: due.hi.min(ahead.hi) }
                    }
                    Err(why) => return no_amount(subject, target.hull, why),
                },
            };
            due_hull =
                Some(due_hull.map_or(due, |all| Span { lo: all.lo.min(due.lo), hi: all.hi.max(due.hi) }));
            if first.is_none() {
                let start = Span::at(Span::LOW);
                let absence = self.absent(act, start, due, certain);
                judged.can = judged.can.or(absence.can);
                judged.why = absence.why;
                continue;
            }
            let near = self.deeds_between(act, sure, Span::LOW, due.hi);
            let kept = near.clone().next().is_some();
            let late = self.deeds_between(act, sure, Span::LOW, due.lo).all(|done| done.hull.hi > due.lo);
            let bounded = version.is_bounded() && near.take(COMPARED).all(|done| done.hull.is_bounded());
            let can = Can::NOTHING.or_if(kept, Can::KEPT).or_if(late, Can::BREACHED);
            judged.can = judged.can.or(can.unsettled_if(!bounded));
        }
        judged.due = due_hull.unwrap_or(target.hull);
        if !certain {
            judged.can = judged.can.or(Can::IDLE);
        }
        if let Some(first) = first {
            judged.act = Some(first.tag);
            judged.reached = first.hull;
            // An act before the event may as well not have been.
            if self.facts.kind(act.event).denied && !judged.can.is(Can::BREACHED) {
                judged.why = Why::ActDisputed;
                judged.can = Can::KEPT.or(Can::BREACHED);
            }
        }
        judged.governing = Span::known(self.facts.versions(target)).unwrap_or(target.hull);
        judged
    }

    /// `expect ACT` and `expect ACT while STATE`.
    pub(super) fn required(&self, act: Deed, state: Option<StateNo>, each: &mut impl FnMut(Judged)) {
        let Some(state) = state else {
            let all = Span { lo: Span::LOW, hi: self.facts.now };
            each(self.by_deed(act, |sure| self.once(act, Subject::Record, all, all, false, sure)));
            return;
        };
        let mut any = false;
        for stretch in
            self.facts.stretches(state).iter().filter(|stretch| stretch.standing != Standing::Denied)
        {
            any = true;
            let subject = Subject::Stretch(stretch.tag);
            let mut judged = self
                .by_deed(act, |sure| self.once(act, subject, stretch.from, stretch.last, stretch.open, sure));
            if stretch.standing == Standing::Disputed {
                judged.can = judged.can.or(Can::IDLE);
            }
            judged.start = stretch.from;
            judged.reached = stretch.last;
            judged.governing = stretch.last;
            each(judged);
        }
        if !any {
            each(Judged::new(Subject::Record, Can::IDLE, Why::Idle, Span::UNKNOWN));
        }
    }

    fn once(&self, act: Deed, subject: Subject, from: Span, last: Span, open: bool, sure: bool) -> Judged {
        let mut judged = Judged::new(subject, Can::NOTHING, Why::Compared, from);
        judged.due = last;
        judged.governing = Span::at(self.facts.now);
        let in_it = |done: &Span| done.hi >= from.lo && done.lo <= last.hi;
        let surely = |done: &Span| done.lo >= from.hi && done.hi <= last.lo;
        let done = self.deeds(act, sure).find(|done| self.facts.versions(done).iter().any(in_it));
        let whole = matches!(subject, Subject::Record);
        let Some(done) = done else {
            let absence = self.absent(act, from, last, true);
            let over = !open;
            let may_be_over = last.lo < last.hi && absence.can.has(Can::BREACHED);
            judged.can = if over { absence.can } else { Can::OPEN.or_if(may_be_over, Can::BREACHED) };
            judged.why = if over { absence.why } else { Why::Running };
            return judged;
        };
        judged.act = Some(done.tag);
        judged.reached = done.hull;
        let certain = whole || self.deeds(act, sure).any(|done| self.facts.versions(done).iter().all(surely));
        let absence = self.absent(act, from, last, true).can;
        let unsure = if open { absence.or(Can::OPEN) } else { absence };
        judged.can = Can::KEPT.or_if(!certain, unsure).unsettled_if(!done.hull.is_bounded() && !whole);
        if self.facts.kind(act.event).denied {
            judged.why = Why::ActDisputed;
            judged.can = Can::KEPT.or(Can::BREACHED);
        }
        judged
    }

    /// `expect ACT every T while STATE`.
    pub(super) fn every(
        &self,
        act: Deed,
        gap: &Extent,
        first: Option<&Extent>,
        state: StateNo,
        each: &mut impl FnMut(Judged),
    ) {
        let mut any = false;
        for stretch in
            self.facts.stretches(state).iter().filter(|stretch| stretch.standing != Standing::Denied)
        {
            any = true;
            let subject = Subject::Stretch(stretch.tag);
            let (from, last) = (stretch.from, stretch.last);
            let on_an_edge = self.deeds(act, false).any(|done| {
                let inside = done.hull.hi >= from.lo && done.hull.lo <= last.hi;
                inside && (done.hull.lo < from.hi || done.hull.hi > last.lo)
            });
            let mut judged = self.by_deed(act, |sure| {
                let with = self.gaps(act, subject, (from, last), gap, first, (sure, false));
                if !on_an_edge {
                    return with;
                }
                // An act at an edge that is not known to the minute may lie outside.
                let without = self.gaps(act, subject, (from, last), gap, first, (sure, true));
                let can = with.can.or(without.can);
                Judged { can, ..if without.can.has(Can::BREACHED) { without } else { with } }
            });
            if stretch.standing == Standing::Disputed {
                judged.can = judged.can.or(Can::IDLE);
            }
            judged.governing = stretch.last;
            each(judged);
        }
        if !any {
            each(Judged::new(Subject::Record, Can::IDLE, Why::Idle, Span::UNKNOWN));
        }
    }

    /// `firmly`: only acts that lie in the stretch on every reading.
    fn gaps(
        &self,
        act: Deed,
        subject: Subject,
        (from, last): (Span, Span),
        gap: &Extent,
        first: Option<&Extent>,
        (sure, firmly): (bool, bool),
    ) -> Judged {
        let clock = &self.norm.clock;
        let mut judged = Judged::new(subject, Can::KEPT, Why::Compared, from);
        judged.reached = last;
        let mut point = from;
        let mut extent = first.unwrap_or(gap);
        let mut longest = Span::at(0);
        let mut worst: Option<Span> = None;
        let mut certainly = false;
        let inside = self.deeds(act, sure).filter(|done| {
            let (first, end) = if firmly { (from.hi, last.lo) } else { (from.lo, last.hi) };
            let (early, late) =
                if firmly { (done.hull.lo, done.hull.hi) } else { (done.hull.hi, done.hull.lo) };
            first <= early && late <= end
        });
        let ends = inside.clone().map(|done| done.hull).chain(std::iter::once(last));
        for next in ends {
            let amount = match extent.amount(self.facts, clock, point) {
                Ok(amount) => amount,
                Err(why) => return no_amount(subject, from, why),
            };
            let due = clock.end(self.facts, point, amount);
            let length = Span { lo: (next.lo - point.hi).max(0), hi: (next.hi - point.lo).max(0) };
            if length.hi > longest.hi {
                longest = length;
            }
            if next.hi > due.lo {
                worst = worst.or(Some(due));
                certainly |= next.lo.min(last.lo) > due.hi;
            }
            point = Span { lo: next.lo.max(point.lo), hi: next.hi.max(point.hi) };
            extent = gap;
        }
        judged.elapsed = Some(longest);
        if let Some(due) = worst {
            let absence = if inside.clone().next().is_none() {
                self.absent(act, from, Span { lo: due.lo, hi: due.hi.min(last.hi) }, true)
            } else if certainly && self.is_complete(act.event, from, last) {
                super::Absence { can: Can::BREACHED, why: Why::Complete }
            } else if self.norm.burden {
                super::Absence { can: Can::BREACHED, why: Why::Burden }
            } else {
                let may = self.facts.kind(act.event).complete.is_some();
                super::Absence { can: Can::OPEN.or_if(may, Can::BREACHED), why: Why::Silent }
            };
            judged.due = due;
            judged.why = absence.why;
            judged.can = absence.can.or_if(!certainly, Can::KEPT);
        }
        judged.act = inside.clone().next().map(|done| done.tag);
        if inside.clone().next().is_some() && self.facts.kind(act.event).denied {
            judged.why = Why::ActDisputed;
            judged.can = judged.can.or(Can::KEPT).or(Can::BREACHED);
        }
        judged
    }

    /// `expect record of ITEMS`.
    pub(super) fn record(&self, items: &[Particular], each: &mut impl FnMut(Judged)) {
        let mut missing = 0;
        let mut denied = false;
        let mut complete = false;
        let mut disputed = false;
        let mut in_doubt = 0;
        // On which readings there is anything to record: of what did not happen there is no hour.
        let mut any = false;
        let mut surely = false;
        let mut first_disputed = None;
        let mut apart = false;
        for (at, item) in items.iter().enumerate() {
            let told = self.facts.occurrences(item.event);
            let kind = self.facts.kind(item.event);
            let whole_denied = kind.denied && item.is_whole() && !item.if_any;
            any |= !told.is_empty() || whole_denied;
            surely |= !told.is_empty() && !kind.denied || whole_denied;
            disputed |= kind.denied && !told.is_empty();
            if kind.denied && !told.is_empty() {
                // One of two that are disputed can be denied where the other happened.
                apart |= *first_disputed.get_or_insert(item.event) != item.event;
            }
            let within = |version: &Span| {
                let day = |minute: Minute| minute.div_euclid(DAY);
                item.width
                    .is_none_or(|width| version.hi - version.lo < width && day(version.lo) == day(version.hi))
            };
            let named = || told.iter().filter(|event| item.role == 0 || event.roles & item.role != 0);
            if item.if_any && told.is_empty()
                || named().any(|event| self.facts.versions(event).iter().all(within))
            {
                continue;
            }
            if named().any(|event| self.facts.versions(event).iter().any(within)) {
                // Of the dates that are told some give it and others do not.
                in_doubt |= bit(at);
                continue;
            }
            missing |= bit(at);
            denied |= kind.denied && told.is_empty();
            complete |= told.is_empty()
                && kind.complete.is_some_and(|time| time.from <= Span::LOW && time.to > self.facts.now);
        }
        let now = Span::at(self.facts.now);
        if !any {
            each(Judged::new(Subject::Record, Can::IDLE, Why::Idle, now));
            return;
        }
        let can = if missing == 0 {
            Can::KEPT
        } else if denied || complete || self.norm.burden {
            Can::BREACHED
        } else {
            Can::OPEN
        };
        let without = if self.norm.burden { Can::BREACHED } else { Can::OPEN };
        let can = can.or_if(in_doubt != 0, without);
        let can = can.or_if(disputed && (surely || apart), Can::BREACHED).or_if(!surely, Can::IDLE);
        each(Judged {
            reached: now,
            ..Judged::new(Subject::Record, can, Why::Items(missing | in_doubt), now)
        });
    }
}
