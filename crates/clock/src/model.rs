//! Custody, stretch by stretch.

use jiff::civil::{Date, DateTime};
use remand_chronology::{EventIx, OnAccount};
use remand_reading::ClaimIx;
use serde::Serialize;

/// What covers a stretch of custody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// A known order covers it, and was public by then or its publication is not known to be later.
    Ordered,
    /// An order covers it, and nothing public said so until a later date.
    DisclosedLate,
    /// Something later presupposes an order that nobody has shown.
    Implied,
    /// No order in the record. Not: no order.
    NoOrderKnown,
    /// Claims differ on whether an order covered it, or on whether the person was held at all.
    Disputed,
    /// No claim either way.
    Unknown,
}

impl Status {
    /// All, in the order of the legend.
    pub const EACH: [Self; 6] = [
        Self::Ordered,
        Self::DisclosedLate,
        Self::Implied,
        Self::NoOrderKnown,
        Self::Disputed,
        Self::Unknown,
    ];

    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ordered => "ordered",
            Self::DisclosedLate => "disclosed_late",
            Self::Implied => "implied",
            Self::NoOrderKnown => "no_order_known",
            Self::Disputed => "disputed",
            Self::Unknown => "unknown",
        }
    }
}

/// A stretch of custody with one status: half-open `[from, to)`, an open end is `None`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Span {
    /// First moment.
    pub from: DateTime,
    /// First moment after; `None` where custody goes on past what is known.
    pub to: Option<DateTime>,
    /// What covers it.
    pub status: Status,
    /// The orders that cover it or are implied.
    pub orders: Vec<EventIx>,
    /// The day since which the cover is publicly known.
    pub known_since: Option<Date>,
    /// Claims that it rests on, for its reasons.
    pub claims: Vec<ClaimIx>,
    /// In a sentence: why this status.
    pub why: String,
    /// Its start is taken from the end of the term before, not stated.
    pub start_assumed: bool,
}

/// A number of days with its lower and upper bound, in hours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Total {
    /// Hours at least.
    pub least_hours: u64,
    /// Hours at most.
    pub most_hours: u64,
    /// Days with this status as drawn.
    pub days: u64,
}

/// A condition of custody drawn as a thin band: solitary, incommunicado, in hospital.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Band {
    /// Name of the state in the vocabulary.
    pub state: String,
    /// First moment.
    pub from: DateTime,
    /// First moment after; `None` where no end is known.
    pub to: Option<DateTime>,
    /// The claims behind it.
    pub claims: Vec<ClaimIx>,
}

/// A hearing, an order, an announcement: a point on the strip.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tick {
    /// The event.
    pub event: EventIx,
    /// Its first possible day.
    pub at: Date,
}

/// Custody on one account, as of a date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DetentionClock {
    /// On whose account.
    pub account: OnAccount,
    /// As of the end of this day.
    pub as_of: Date,
    /// Stretches in order, without overlap and without gaps inside one detention.
    pub spans: Vec<Span>,
    /// Conditions.
    pub bands: Vec<Band>,
    /// Points.
    pub ticks: Vec<Tick>,
    /// Totals by status, in the order of [`Status::EACH`].
    pub totals: Vec<(Status, Total)>,
    /// All custody.
    pub held: Total,
}
