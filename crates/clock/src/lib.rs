//! Every stretch of custody against the orders that cover it, on each account and as of a date.

mod band;
mod cover;
mod custody;
mod model;
mod record;
mod timeline;
mod total;

use jiff::civil::Date;
use remand_chronology::{Chronology, OnAccount};

pub use model::{Band, DetentionClock, Span, Status, Tick, Total};

use crate::record::Record;

/// Custody on one account, as it could be known at the end of the day `as_of`.
///
/// Custody is drawn from the earliest moment that the claims of the account allow to the release, or to the end of
/// `as_of`. Only claims of the account say what was ordered; when an order became public does not depend on it.
pub fn clock(chronology: &Chronology, account: OnAccount, as_of: Date) -> DetentionClock {
    let record = Record::new(chronology, account, as_of);
    let detentions = custody::detentions(&record);
    let denials = timeline::denials(&record);
    let mut spans = Vec::new();
    let mut pieces = Vec::new();
    for (at, detention) in detentions.iter().enumerate() {
        let covers = cover::covers(&record, &detentions, at);
        let (more_spans, more_pieces) = timeline::lay(detention, &covers, &denials);
        spans.extend(more_spans);
        pieces.extend(more_pieces);
    }
    let (totals, held) = total::totals(&spans, &pieces, record.end);
    DetentionClock {
        account,
        as_of,
        bands: band::bands(&record, &detentions),
        ticks: band::ticks(&record),
        spans,
        totals,
        held,
    }
}

/// The clock on all four accounts, in the order of [`OnAccount::EACH`].
pub fn every_account(chronology: &Chronology, as_of: Date) -> Vec<DetentionClock> {
    OnAccount::EACH.into_iter().map(|account| clock(chronology, account, as_of)).collect()
}
