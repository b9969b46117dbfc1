//! Ends of terms that later texts replace, and custody called unlawful while an order was running.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use remand_reading::{About, Claim, ClaimIx, Polarity};

use super::{dispute, entry, names, says, side};
use crate::arithmetic::{days_between, plural, written, written_when};
use crate::event::{Stance, dated};
use crate::join::ORDERS;
use crate::{Chronology, Dispute, DisputeKind, Event, Severity};

pub(super) fn find(chronology: &Chronology) -> Vec<Dispute> {
    let terms = Terms::of(chronology);
    let mut used: BTreeSet<ClaimIx> = BTreeSet::new();
    let mut found = Vec::new();
    for (day, expiry) in &terms.expiries {
        if let Some(dispute) = terms.replaced(*day, expiry) {
            used.extend(dispute.sides.iter().flat_map(|side| &side.claims));
            found.push(dispute);
        }
    }
    found.extend(terms.learned_later(&used));
    found.extend(terms.denied_while_running(&used));
    found
}

struct Terms<'c> {
    chronology: &'c Chronology,
    expiries: Vec<(Date, &'c Event)>,
    /// Orders with the day on which their term ends.
    ending: Vec<(Date, &'c Event)>,
    /// Claims that nobody knows of an order.
    not_known: Vec<(ClaimIx, &'c Claim)>,
    /// Claims that there was no order.
    denied: Vec<(ClaimIx, &'c Claim)>,
}

impl<'c> Terms<'c> {
    fn of(chronology: &'c Chronology) -> Self {
        let subject = || chronology.events.iter().filter(|event| chronology.about(event) == About::Subject);
        let of_orders = |polarity: Polarity| -> Vec<(ClaimIx, &'c Claim)> {
            subject()
                .filter(|event| ORDERS.contains(&event.kind.name()))
                .flat_map(|event| chronology.claims_of(event))
                .filter(|(_, claim)| claim.polarity == polarity)
                .filter(|(_, claim)| matches!(Stance::of(claim), Stance::Happened | Stance::NotKnown))
                .collect()
        };
        let mut expiries: Vec<(Date, &Event)> = subject()
            .filter(|event| event.kind.name() == "detention_expiry" && chronology.happened(event))
            .filter_map(|event| Some((event.when.only_day()?, event)))
            .collect();
        expiries.sort_by_key(|(day, event)| (*day, event.claims.first().copied()));
        let mut ending: Vec<(Date, &Event)> = subject()
            .filter(|event| ORDERS.contains(&event.kind.name()) && chronology.happened(event))
            .filter_map(|event| Some((event.term.as_ref()?.until.as_ref()?.first_day()?, event)))
            .collect();
        ending.sort_by_key(|(day, event)| (*day, event.claims.first().copied()));
        Self {
            chronology,
            expiries,
            ending,
            not_known: of_orders(Polarity::NotKnown),
            denied: of_orders(Polarity::Denied),
        }
    }

    /// Claims among `of` that stand in a text of `claims`.
    fn beside(&self, of: &[(ClaimIx, &Claim)], claims: &[ClaimIx]) -> Vec<ClaimIx> {
        let texts: BTreeSet<_> =
            claims.iter().filter_map(|ix| Some(self.chronology.claim(*ix)?.entry)).collect();
        of.iter().filter(|(_, claim)| texts.contains(&claim.entry)).map(|(ix, _)| *ix).collect()
    }

    /// A term is said to have ended by somebody who knows of no further one, and the record has it.
    fn replaced(&self, day: Date, expiry: &Event) -> Option<Dispute> {
        let (until, next) = self.ending.iter().find(|(until, _)| *until > day).copied().unzip();
        let later = self.expiries.iter().find(|(other, _)| *other > day).copied();
        // An extension that runs past the next known end does not say what covered the days before that end.
        let next = next.filter(|_| later.is_none_or(|(other, _)| until.is_none_or(|until| until <= other)));
        let unknown = self.beside(&self.not_known, &expiry.claims);
        let denied = self.beside(&self.denied, &expiry.claims);
        let mut first = expiry.claims.clone();
        first.extend(unknown.iter().chain(&denied));
        let left = side(self.chronology, says(self.chronology, expiry, &expiry.claims), first);
        let Some((next, until)) = next.zip(until) else {
            let (other, presupposing) = later?;
            let why = format!(
                "a term that ended on {} presupposes an order after {}: {} that nobody announced",
                written(other),
                written(day),
                plural(days_between(day, other), "day")
            );
            let right = says(self.chronology, presupposing, &presupposing.claims);
            let right = side(self.chronology, right, presupposing.claims.iter().copied());
            return Some(dispute(DisputeKind::Superseded, Severity::Low, topic(day), why, vec![left, right]));
        };
        if !self.beside(&self.asserted(next), &expiry.claims).is_empty() {
            return None;
        }
        let published =
            expiry.claims.iter().filter_map(|ix| entry(self.chronology, *ix)?.published.earliest).min();
        let learned = published.zip(next.known_since.before).is_some_and(|(at, known)| known > at);
        let unaware = learned || !unknown.is_empty() || !denied.is_empty();
        if !unaware {
            return None;
        }
        let decided = self.chronology.claims_of(next).any(|(_, claim)| dated(claim)).then_some(&next.when);
        let before = decided.is_some_and(|when| when.last_day().is_some_and(|last| last < day));
        let perhaps = decided.is_some_and(|when| when.first_day().is_some_and(|first| first < day));
        let announced = self
            .chronology
            .claims_of(next)
            .any(|(_, c)| c.made_public.as_ref().is_some_and(|m| !m.is_unknown()));
        // Who says that nothing is known of an order is overtaken by it; who says that there was none is contradicted.
        let (kind, severity) = if !denied.is_empty() || before && unknown.is_empty() {
            (DisputeKind::Contradiction, Severity::High)
        } else if before || perhaps {
            (DisputeKind::Superseded, Severity::High)
        } else if announced {
            (DisputeKind::Superseded, Severity::Low)
        } else {
            (DisputeKind::Superseded, Severity::Medium)
        };
        let mut why =
            format!("said to have ended on {}; an extension runs until {}", written(day), written(until));
        if before {
            why.push_str(&format!(", decided {}, before that day", written_when(&next.when)));
        } else if perhaps {
            why.push_str(&format!(", decided {}, perhaps before that day", written_when(&next.when)));
        }
        if let Some(known) = next.known_since.first_day().filter(|known| *known > day) {
            let late = plural(days_between(day, known), "day");
            why.push_str(&format!(", public since {}: {late} after {}", written(known), written(day)));
        }
        let right = side(self.chronology, self.written_order(next, until), next.claims.iter().copied());
        Some(dispute(kind, severity, topic(day), why, vec![left, right]))
    }

    /// Somebody knew of no order as of a day that a later text covers.
    fn learned_later(&self, used: &BTreeSet<ClaimIx>) -> Vec<Dispute> {
        let mut asked: BTreeMap<usize, Vec<(Date, ClaimIx)>> = BTreeMap::new();
        for (ix, claim) in self.not_known.iter().filter(|(ix, _)| !used.contains(ix)) {
            let text = self.chronology.reading.entries.get(claim.entry.0);
            let day = claim.when.last_day().or_else(|| text.and_then(|t| t.published.last_day()));
            let Some(day) = day else { continue };
            let Some(at) = self.ending.iter().position(|(until, _)| *until > day) else { continue };
            let Some((_, next)) = self.ending.get(at) else { continue };
            let aware = !self.beside(&self.asserted(next), &[*ix]).is_empty();
            if !aware && next.known_since.first_day().is_some_and(|known| known > day) {
                asked.entry(at).or_default().push((day, *ix));
            }
        }
        asked.into_iter().filter_map(|(at, asked)| self.answered(at, &asked)).collect()
    }

    fn answered(&self, at: usize, asked: &[(Date, ClaimIx)]) -> Option<Dispute> {
        let (until, next) = *self.ending.get(at)?;
        let day = asked.iter().map(|(day, _)| *day).max()?;
        let claims: Vec<ClaimIx> = asked.iter().map(|(_, ix)| *ix).collect();
        let mut sides = Vec::new();
        let mut why = format!(
            "nothing was known on {}; an extension until {} became public later",
            written(day),
            written(until)
        );
        if let Some((end, order)) = self.ending.iter().rfind(|(until, _)| *until <= day) {
            let known = next.known_since.first_day().unwrap_or(day);
            let gap = plural(days_between(*end, known), "day");
            why = format!("{why}: {} to {} = {gap}", written(*end), written(known));
            sides.push(side(self.chronology, self.written_order(order, *end), order.claims.iter().copied()));
        }
        let unknown = format!("nothing known on {} ({})", written(day), names(self.chronology, &claims));
        sides.push(side(self.chronology, unknown, claims));
        sides.push(side(self.chronology, self.written_order(next, until), next.claims.iter().copied()));
        Some(dispute(DisputeKind::Superseded, Severity::Low, "What covered custody", why, sides))
    }

    /// Somebody says that no order covered a day, and another that one did.
    fn denied_while_running(&self, used: &BTreeSet<ClaimIx>) -> Vec<Dispute> {
        let mut found = Vec::new();
        for (ix, claim) in self.denied.iter().filter(|(ix, claim)| !used.contains(ix) && dated(claim)) {
            let Some((first, last)) = claim.when.first_day().zip(claim.when.last_day()) else { continue };
            let running = self.ending.iter().find(|(until, order)| {
                let from = order.term.as_ref().and_then(|t| t.from.as_ref()).and_then(|f| f.first_day());
                let from = from.or_else(|| order.when.first_day());
                *until > first && from.is_some_and(|from| from <= last)
            });
            let Some((until, order)) = running else { continue };
            let others: Vec<ClaimIx> = order.claims.iter().filter(|other| *other != ix).copied().collect();
            let same_text = others.iter().any(|o| {
                self.chronology
                    .claim(*o)
                    .is_some_and(|c| c.entry == claim.entry && c.asserter == claim.asserter)
            });
            if same_text {
                continue;
            }
            let says =
                format!("no order, {} ({})", written_when(&claim.when), names(self.chronology, &[*ix]));
            let why = format!(
                "no order is said to have covered {}; an order is said to run until {}",
                written_when(&claim.when),
                written(*until)
            );
            let sides = vec![
                side(self.chronology, says, [*ix]),
                side(self.chronology, self.written_order(order, *until), others),
            ];
            found.push(dispute(
                DisputeKind::SourceConflict,
                Severity::High,
                "Whether custody had an order",
                why,
                sides,
            ));
        }
        found
    }

    fn asserted(&self, event: &'c Event) -> Vec<(ClaimIx, &'c Claim)> {
        self.chronology.claims_of(event).filter(|(_, claim)| claim.polarity == Polarity::Asserted).collect()
    }

    fn written_order(&self, order: &Event, until: Date) -> String {
        let names = names(self.chronology, &order.claims);
        format!("{} until {} ({names})", order.kind.describe().label, written(until))
    }
}

fn topic(day: Date) -> String {
    format!("What covered custody after {}", written(day))
}
