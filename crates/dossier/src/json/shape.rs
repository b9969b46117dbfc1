//! The shape of `dossier.json`: what `spec/dossier.schema.json` says, as types.

use std::collections::BTreeMap;

use remand_chronology::{DisputeKind, DurationVerdict, Mark, OnAccount, Severity};
use remand_finding::{Ask, Category, DeadlineKind, DeadlineStatus, Outcome, Version};
use remand_protection::Audience;
use remand_reading::{About, Account, Basis, Modality, Polarity, SourceKind};
use remand_timex::{Anchor, Kind, When};
use remand_vault::ItemId;
use serde::Serialize;

use crate::changes::{Change, Standing};
use crate::record::Astray;

#[derive(Serialize)]
pub(super) struct Dossier<'a> {
    pub(super) schema: &'static str,
    pub(super) tool_version: &'a str,
    pub(super) audience: Audience,
    pub(super) subject: Option<&'a str>,
    pub(super) subject_variants: Vec<&'a str>,
    pub(super) subject_inferred: bool,
    pub(super) as_of: String,
    pub(super) as_of_why: &'a str,
    pub(super) unreviewed: bool,
    pub(super) review: ReviewOut<'a>,
    pub(super) law: Vec<PackOut<'a>>,
    pub(super) journal: JournalOut<'a>,
    pub(super) items: Vec<ItemOut<'a>>,
    pub(super) unread: Vec<UnreadOut<'a>>,
    pub(super) not_read: Vec<NotReadOut<'a>>,
    pub(super) entries: Vec<EntryOut<'a>>,
    pub(super) timexes: Vec<TimexOut<'a>>,
    pub(super) events: Vec<EventOut<'a>>,
    pub(super) disputes: Vec<DisputeOut<'a>>,
    pub(super) durations: Vec<DurationOut<'a>>,
    pub(super) clock: BTreeMap<OnAccount, ClockOut<'a>>,
    pub(super) given: Vec<GivenOut<'a>>,
    pub(super) findings: Vec<FindingOut<'a>>,
    pub(super) categories: Vec<Category>,
    pub(super) deadlines: Vec<DeadlineOut<'a>>,
    pub(super) changes: Option<ChangesOut<'a>>,
    pub(super) citations: Vec<CitationOut<'a>>,
    pub(super) actors: Vec<ActorOut<'a>>,
    pub(super) repetitions: Vec<RepetitionOut>,
}

#[derive(Serialize)]
pub(super) struct PackOut<'a> {
    pub(super) name: &'a str,
    pub(super) title: &'a str,
    pub(super) norms: usize,
}

/// What people decided of the statements.
#[derive(Serialize)]
pub(super) struct ReviewOut<'a> {
    pub(super) statements: usize,
    pub(super) confirmed: usize,
    pub(super) rejected: usize,
    pub(super) elsewhere: usize,
    pub(super) astray: &'a [Astray],
    pub(super) by: &'a [String],
}

#[derive(Serialize)]
pub(super) struct JournalOut<'a> {
    pub(super) head: &'a str,
    pub(super) entries: usize,
}

#[derive(Serialize)]
pub(super) struct ItemOut<'a> {
    pub(super) id: ItemId,
    pub(super) name: &'a str,
    pub(super) also: &'a [String],
    pub(super) media_type: &'a str,
    pub(super) language: Option<&'a str>,
    pub(super) bytes: u64,
    pub(super) parent: Option<ItemId>,
    pub(super) pages: usize,
    pub(super) diagnostics: Vec<DiagnosticOut<'a>>,
}

#[derive(Serialize)]
pub(super) struct DiagnosticOut<'a> {
    pub(super) page: Option<u32>,
    pub(super) message: &'a str,
}

#[derive(Serialize)]
pub(super) struct UnreadOut<'a> {
    pub(super) name: &'a str,
    pub(super) why: &'a str,
}

/// Text that was kept and not read, for want of a lexicon of its language.
#[derive(Serialize)]
pub(super) struct NotReadOut<'a> {
    pub(super) item: ItemId,
    pub(super) language: &'a str,
}

/// An uncertain date: EDTF and the first and last day (or minute) it can be, both included.
#[derive(Serialize)]
pub(super) struct WhenOut<'a> {
    pub(super) edtf: &'a str,
    pub(super) earliest: Option<String>,
    pub(super) latest: Option<String>,
}

impl<'a> From<&'a When> for WhenOut<'a> {
    fn from(when: &'a When) -> Self {
        Self { edtf: &when.edtf, earliest: when.earliest_text(), latest: when.latest_text() }
    }
}

#[derive(Serialize)]
pub(super) struct EntryOut<'a> {
    pub(super) item: ItemId,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) headline: Option<&'a str>,
    pub(super) published: WhenOut<'a>,
    pub(super) published_why: &'a str,
    pub(super) same_text_as: Option<usize>,
    pub(super) author: Option<&'a str>,
}

#[derive(Serialize)]
pub(super) struct TimexOut<'a> {
    pub(super) item: ItemId,
    pub(super) start: usize,
    pub(super) end: usize,
    #[serde(rename = "type")]
    pub(super) kind: Kind,
    pub(super) edtf: &'a str,
    pub(super) earliest: Option<String>,
    pub(super) latest: Option<String>,
    pub(super) timex3: Timex3Out<'a>,
    pub(super) anchor: Anchor,
    pub(super) quote: Option<&'a str>,
}

#[derive(Serialize)]
pub(super) struct Timex3Out<'a> {
    pub(super) value: &'a str,
    #[serde(rename = "mod")]
    pub(super) modifier: Option<&'a str>,
}

#[derive(Serialize)]
pub(super) struct EventOut<'a> {
    pub(super) id: &'a str,
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    pub(super) label: &'static str,
    pub(super) when: WhenOut<'a>,
    pub(super) known_since: WhenOut<'a>,
    pub(super) independent_sources: usize,
    pub(super) term: Option<TermOut<'a>>,
    pub(super) claims: Vec<ClaimOut<'a>>,
}

#[derive(Serialize)]
pub(super) struct TermOut<'a> {
    pub(super) from: Option<WhenOut<'a>>,
    pub(super) until: Option<WhenOut<'a>>,
    pub(super) length: Option<&'a str>,
}

#[derive(Serialize)]
pub(super) struct ClaimOut<'a> {
    pub(super) asserter: &'a str,
    pub(super) via: Vec<&'a str>,
    pub(super) account: Account,
    pub(super) polarity: Polarity,
    pub(super) modality: Modality,
    pub(super) about: About,
    pub(super) item: ItemId,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) quote: Option<&'a str>,
    pub(super) when: WhenOut<'a>,
    pub(super) basis: Basis,
    pub(super) review: Option<&'a Mark>,
}

#[derive(Serialize)]
pub(super) struct PassageOut<'a> {
    pub(super) item: ItemId,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) quote: Option<&'a str>,
}

#[derive(Serialize)]
pub(super) struct DisputeOut<'a> {
    pub(super) kind: DisputeKind,
    pub(super) severity: Severity,
    pub(super) topic: &'a str,
    pub(super) why: &'a str,
    pub(super) sides: Vec<&'a str>,
    pub(super) claims: Vec<SideOut<'a>>,
}

#[derive(Serialize)]
pub(super) struct SideOut<'a> {
    pub(super) item: ItemId,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) quote: Option<&'a str>,
    pub(super) asserter: Option<&'a str>,
    pub(super) side: usize,
}

#[derive(Serialize)]
pub(super) struct DurationOut<'a> {
    pub(super) quote: Option<&'a str>,
    pub(super) item: ItemId,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) stated: remand_timex::Amount,
    pub(super) computed: &'a [String],
    pub(super) verdict: DurationVerdict,
}

#[derive(Serialize)]
pub(super) struct ClockOut<'a> {
    pub(super) as_of: String,
    pub(super) spans: Vec<SpanOut<'a>>,
    pub(super) bands: Vec<BandOut<'a>>,
    pub(super) totals: BTreeMap<&'static str, TotalOut>,
    pub(super) held: TotalOut,
}

#[derive(Serialize)]
pub(super) struct SpanOut<'a> {
    pub(super) from: String,
    pub(super) to: Option<String>,
    pub(super) status: &'static str,
    pub(super) orders: Vec<&'a str>,
    pub(super) known_since: Option<String>,
    pub(super) why: &'a str,
    pub(super) start_assumed: bool,
    pub(super) passages: Vec<PassageOut<'a>>,
}

#[derive(Serialize)]
pub(super) struct BandOut<'a> {
    pub(super) state: &'a str,
    pub(super) from: String,
    pub(super) to: Option<String>,
    pub(super) passages: Vec<PassageOut<'a>>,
}

#[derive(Serialize)]
pub(super) struct TotalOut {
    pub(super) days: u64,
    pub(super) least_hours: u64,
    pub(super) most_hours: u64,
}

#[derive(Serialize)]
pub(super) struct FindingOut<'a> {
    pub(super) norm: &'a str,
    pub(super) title: &'a str,
    pub(super) cites: &'a str,
    pub(super) checked: &'a str,
    pub(super) limit: &'a str,
    pub(super) account: OnAccount,
    pub(super) outcome: Outcome,
    pub(super) even_on_state_account: bool,
    pub(super) wgad: &'a [String],
    pub(super) beside: &'a [String],
    pub(super) version: &'a Version,
    pub(super) summary: &'a str,
    pub(super) reasons: Vec<ReasonOut<'a>>,
    pub(super) missing: &'a [String],
    pub(super) asks: &'a [Ask],
    pub(super) given: &'a [u64],
}

#[derive(Serialize)]
pub(super) struct GivenOut<'a> {
    pub(super) entry: u64,
    pub(super) says: String,
    pub(super) sentence: String,
    pub(super) because: &'a str,
    pub(super) account: Option<Account>,
    pub(super) by: &'a str,
    pub(super) at: &'a str,
    pub(super) passages: Vec<PassageOut<'a>>,
    pub(super) disputed_by: Vec<u64>,
    pub(super) withdrawn: Option<WithdrawnOut<'a>>,
    pub(super) norms: Vec<&'a str>,
}

#[derive(Serialize)]
pub(super) struct WithdrawnOut<'a> {
    pub(super) by: &'a str,
    pub(super) at: &'a str,
    pub(super) because: &'a str,
}

#[derive(Serialize)]
pub(super) struct ReasonOut<'a> {
    pub(super) text: &'a str,
    pub(super) passages: Vec<PassageOut<'a>>,
}

#[derive(Serialize)]
pub(super) struct DeadlineOut<'a> {
    pub(super) id: String,
    pub(super) kind: DeadlineKind,
    pub(super) procedure: &'a str,
    pub(super) act: &'a str,
    pub(super) owed_by: &'a str,
    pub(super) body: Option<&'a str>,
    pub(super) due: String,
    pub(super) due_latest: String,
    pub(super) due_minute: Option<BoundsOut<String>>,
    pub(super) depends: &'a [String],
    pub(super) provided: &'a [String],
    pub(super) days_left: BoundsOut<i64>,
    pub(super) hours_left: Option<BoundsOut<i64>>,
    pub(super) rule: &'a str,
    pub(super) limit: Option<&'a str>,
    pub(super) norm: Option<&'a str>,
    pub(super) trigger: &'a str,
    pub(super) trigger_event: Option<&'a str>,
    pub(super) status: DeadlineStatus,
    pub(super) passages: Vec<PassageOut<'a>>,
    pub(super) answered_by: Vec<PassageOut<'a>>,
}

/// What is another than at an earlier time.
#[derive(Serialize)]
pub(super) struct ChangesOut<'a> {
    pub(super) since: String,
    pub(super) deadlines: Vec<DeadlineChangeOut<'a>>,
    pub(super) findings: Vec<FindingChangeOut<'a>>,
}

#[derive(Serialize)]
pub(super) struct DeadlineChangeOut<'a> {
    pub(super) change: Change,
    pub(super) id: &'a str,
    pub(super) norm: Option<&'a str>,
    pub(super) procedure: &'a str,
    pub(super) owed_by: &'a str,
    pub(super) before: Option<&'a Standing>,
    pub(super) now: Option<&'a Standing>,
    pub(super) because: Vec<PassageOut<'a>>,
    pub(super) gone: usize,
}

#[derive(Serialize)]
pub(super) struct FindingChangeOut<'a> {
    pub(super) norm: &'a str,
    pub(super) title: &'a str,
    pub(super) account: OnAccount,
    pub(super) before: Option<Outcome>,
    pub(super) now: Option<Outcome>,
    pub(super) because: Vec<PassageOut<'a>>,
}

/// Two ends, both included.
#[derive(Serialize)]
pub(super) struct BoundsOut<T> {
    pub(super) least: T,
    pub(super) most: T,
}

impl<T> From<(T, T)> for BoundsOut<T> {
    fn from((least, most): (T, T)) -> Self {
        Self { least, most }
    }
}

#[derive(Serialize)]
pub(super) struct CitationOut<'a> {
    pub(super) norm: &'a str,
    pub(super) item: ItemId,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) quote: Option<&'a str>,
    pub(super) gloss: Option<PassageOut<'a>>,
}

#[derive(Serialize)]
pub(super) struct ActorOut<'a> {
    pub(super) name: &'a str,
    pub(super) variants: &'a [String],
    pub(super) kind: SourceKind,
    pub(super) account: Account,
    pub(super) roles: Vec<&'static str>,
}

#[derive(Serialize)]
pub(super) struct RepetitionOut {
    pub(super) first: usize,
    pub(super) again: usize,
    pub(super) percent: u8,
}
