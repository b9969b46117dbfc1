//! From claims to events, disputes and a chronology.

mod arithmetic;
mod corroboration;
mod dispute;
mod duration;
mod event;
mod join;
mod model;
mod overlap;
mod party;
mod review;
mod words;

use jiff::civil::Date;
use remand_reading::{About, Claim, ClaimIx, EntryIx, Polarity, Reading};

pub use crate::arithmetic::calendar_span;
pub use crate::corroboration::{Corroboration, Repeat, RepeatKind};
pub use crate::duration::hold::{HeldDuration, Stretch};
pub use crate::event::dated;
pub use crate::model::*;
pub use crate::review::{Informant, Mark, Review, Reviewed, Statement, Verdict};

use crate::event::Stance;

/// Gathers what was read into a chronology, as it could be known at the end of the day `as_of`.
///
/// Claims of texts that came out later are left out of events, disputes and durations; they stay in
/// [`Chronology::reading`], so every index keeps its meaning.
pub fn gather(reading: Reading, as_of: Date) -> Chronology {
    gather_reviewed(reading, &[], as_of)
}

/// The same, with what people decided of the proposals, in the order of the journal.
pub fn gather_reviewed(mut reading: Reading, reviews: &[Review], as_of: Date) -> Chronology {
    let (reviewed, merges) = review::apply(&mut reading, reviews);
    let taken: Vec<ClaimIx> = (0..reading.claims.len())
        .map(ClaimIx)
        .filter(|ix| reading.claims.get(ix.0).is_some_and(|claim| event::known_by(&reading, claim, as_of)))
        .collect();
    let mut events = event::gather_events(&reading, &taken);
    review::merge(&reading, &mut events, &merges);
    let durations = duration::check(&reading, &events, as_of);
    let repetitions = repetitions(&reading);
    let mut chronology =
        Chronology { reading, events, disputes: Vec::new(), durations, repetitions, reviewed };
    chronology.disputes = dispute::find(&chronology);
    chronology
}

impl Chronology {
    /// A claim with its index; none where the index is of another chronology.
    pub fn claim(&self, ix: ClaimIx) -> Option<&Claim> {
        self.reading.claims.get(ix.0)
    }

    /// The claims of an event, in the order of their publication.
    pub fn claims_of<'a>(&'a self, event: &'a Event) -> impl Iterator<Item = (ClaimIx, &'a Claim)> {
        event.claims.iter().filter_map(|&ix| Some((ix, self.claim(ix)?)))
    }

    /// The asserted claims of an event that date it: those whose words give the day; where there are none, those that
    /// allow to compute it.
    pub fn dating_claims<'a>(&'a self, event: &'a Event) -> Vec<(ClaimIx, &'a Claim)> {
        let asserted = self.claims_of(event).filter(|(_, claim)| claim.polarity == Polarity::Asserted);
        event::firmly_dated(&self.reading, &asserted.collect::<Vec<_>>())
    }

    /// How far the event is borne out: which of its claims go back to one origin, and which are independent.
    pub fn corroboration(&self, event: &Event) -> Corroboration {
        Corroboration::of(&self.reading, &event.claims)
    }

    /// Whom the event concerns: the person of the case where any of its claims is about that person. All others agree.
    pub fn about(&self, event: &Event) -> About {
        self.claims_of(event).map(|(_, claim)| claim.about).min().unwrap_or(About::Nobody)
    }

    /// Somebody says that it happened: it is not merely planned, asked for, unknown, or denied by all.
    pub fn happened(&self, event: &Event) -> bool {
        self.claims_of(event)
            .any(|(_, c)| Stance::of(c) == Stance::Happened && c.polarity == Polarity::Asserted)
    }

    /// The event as told on one account by the end of `as_of`; `None` where that account does not speak of it.
    /// Since when it is known does not depend on the account: what one side published, all could read.
    pub fn told(&self, event: &Event, account: OnAccount, as_of: Date) -> Option<Event> {
        let known = |ix: &ClaimIx| self.claim(*ix).is_some_and(|c| event::known_by(&self.reading, c, as_of));
        let on_account = |ix: &ClaimIx| {
            let source = self.claim(*ix).and_then(|c| self.reading.sources.get(c.asserter.0));
            account == OnAccount::All || source.is_some_and(|s| account.takes(s.account))
        };
        let known: Vec<ClaimIx> = event.claims.iter().copied().filter(known).collect();
        let told: Vec<ClaimIx> = known.iter().copied().filter(on_account).collect();
        if told.is_empty() {
            return None;
        }
        let public = event::summarise(&self.reading, event.kind, known).known_since;
        Some(Event { known_since: public, ..event::summarise(&self.reading, event.kind, told) })
    }
}

/// Entries whose text stands in an earlier one.
fn repetitions(reading: &Reading) -> Vec<Repetition> {
    let again = reading.entries.iter().enumerate();
    again
        .filter_map(|(ix, entry)| {
            let first = entry.same_text_as?;
            let original = reading.entries.get(first.0)?;
            let (a, b) = (original.passage.range().len(), entry.passage.range().len());
            let percent =
                (a.min(b) * 100).checked_div(a.max(b)).and_then(|p| u8::try_from(p).ok()).unwrap_or(100);
            Some(Repetition { first, again: EntryIx(ix), percent })
        })
        .collect()
}
