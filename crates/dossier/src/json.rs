//! `dossier.json`: the record for machines, with the names that `spec/dossier.schema.json` fixes.

mod shape;

use std::collections::BTreeMap;

use jiff::civil::{DateTime, Time};
use remand_chronology::{Dispute, OnAccount};
use remand_clock::{DetentionClock, Span, Total};
use remand_finding::{Category, Deadline, Finding, Given, Proof};
use remand_reading::{Account, Claim, ClaimIx, Entry, Passage, Source, SourceIx, TimeAt};
use remand_text::TextLayer;
use remand_vault::Item;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::changes::Changes;
use crate::identity::{deadline_ids, event_ids};
use crate::record::{Checked, Record, Withheld};
use crate::section::Topic;
use shape::*;

/// Value of `schema`; changes when a reader of the old form would misread the new one.
pub const SCHEMA: &str = "remand/dossier/1";

/// The record as pretty-printed JSON with a line end. The same record gives the same bytes.
///
/// # Errors
/// Only where a value cannot be written as JSON, which no value of a record is.
pub fn write(record: &Record<'_>) -> Result<String, serde_json::Error> {
    let ids = event_ids(record);
    let dossier = dossier(record, &ids);
    let mut text = if record.withheld.is_empty() {
        serde_json::to_string_pretty(&dossier)?
    } else {
        let mut value = serde_json::to_value(&dossier)?;
        withhold(&mut value, record.withheld);
        serde_json::to_string_pretty(&value)?
    };
    text.push('\n');
    Ok(text)
}

/// Where an item is withheld there is no digest, no size and no place in its text to give, and none is made up.
fn withhold(value: &mut Value, withheld: &[Withheld]) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(|value| withhold(value, withheld)),
        Value::Object(fields) => {
            let of = |name: &str, fields: &Map<String, Value>| {
                let id = fields.get(name)?.as_str()?;
                withheld.iter().find(|withheld| withheld.id.to_string() == id).copied()
            };
            if let Some(item) = of("item", fields) {
                fields.insert("item".to_owned(), format!("withheld-{}", item.exhibit).into());
                for place in ["start", "end"] {
                    if let Some(offset) = fields.get_mut(place) {
                        *offset = Value::Null;
                    }
                }
            }
            if let Some(item) = of("id", fields) {
                fields.insert("id".to_owned(), format!("withheld-{}", item.exhibit).into());
                fields.insert("bytes".to_owned(), Value::Null);
                fields.insert("withheld".to_owned(), item.why.words().into());
            }
            fields.values_mut().for_each(|value| withhold(value, withheld));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// One topic of the record as JSON: the members that `dossier.json` has for it, beside `schema`, `subject` and `as_of`.
///
/// # Errors
/// As [`write()`].
pub fn write_topic(record: &Record<'_>, topic: Topic) -> Result<String, serde_json::Error> {
    let ids = event_ids(record);
    let whole = dossier(record, &ids);
    let (mut events, mut disputes, mut durations, mut clock) = (None, None, None, None);
    let (mut findings, mut categories, mut deadlines, mut given) = (None, None, None, None);
    let changes = whole.changes.filter(|_| matches!(topic, Topic::Findings | Topic::Deadlines));
    match topic {
        Topic::Chronology => events = Some(whole.events),
        Topic::Disputes => (disputes, durations) = (Some(whole.disputes), Some(whole.durations)),
        Topic::Clock => clock = Some(whole.clock),
        Topic::Findings => (findings, categories) = (Some(whole.findings), Some(whole.categories)),
        Topic::Deadlines => deadlines = Some(whole.deadlines),
        Topic::Given => given = Some(whole.given),
    }
    let part = TopicOut {
        schema: whole.schema,
        subject: whole.subject,
        as_of: whole.as_of,
        unreviewed: whole.unreviewed,
        events,
        disputes,
        durations,
        clock,
        given,
        findings,
        categories,
        deadlines,
        changes,
    };
    let mut text = serde_json::to_string_pretty(&part)?;
    text.push('\n');
    Ok(text)
}

#[derive(Serialize)]
struct TopicOut<'a> {
    schema: &'static str,
    subject: Option<&'a str>,
    as_of: String,
    unreviewed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    events: Option<Vec<EventOut<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    disputes: Option<Vec<DisputeOut<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    durations: Option<Vec<DurationOut<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    clock: Option<BTreeMap<OnAccount, ClockOut<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    given: Option<Vec<GivenOut<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    findings: Option<Vec<FindingOut<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    categories: Option<Vec<Category>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deadlines: Option<Vec<DeadlineOut<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    changes: Option<ChangesOut<'a>>,
}

/// The findings on one norm, on each account, as `dossier.json` has them, and their proofs (`spec/proof.md`).
///
/// # Errors
/// Where they cannot be written as JSON.
pub fn write_findings_on(
    record: &Record<'_>,
    norm: &str,
    proofs: &[Proof],
) -> Result<String, serde_json::Error> {
    let of_norm = record.findings.iter().filter(|finding| finding.norm == norm);
    let findings = of_norm.map(|finding| finding_out(record, finding)).collect();
    let mut text = serde_json::to_string_pretty(&Explained { findings, proofs })?;
    text.push('\n');
    Ok(text)
}

#[derive(Serialize)]
struct Explained<'a> {
    findings: Vec<FindingOut<'a>>,
    proofs: &'a [Proof],
}

fn dossier<'a>(record: &'a Record<'a>, ids: &'a [String]) -> Dossier<'a> {
    let reading = &record.chronology.reading;
    let subject = reading.subject.as_ref();
    let event_id = |ix: usize| ids.get(ix).map(String::as_str);
    Dossier {
        schema: SCHEMA,
        tool_version: record.tool_version,
        audience: record.audience,
        subject: subject.map(|subject| subject.name.as_str()),
        subject_variants: subject.iter().flat_map(|subject| &subject.variants).map(String::as_str).collect(),
        subject_inferred: subject.is_some_and(|subject| subject.inferred),
        as_of: record.as_of.to_string(),
        as_of_why: record.as_of_why,
        unreviewed: record.checked() == Checked::Nothing,
        review: ReviewOut {
            statements: reading.claims.len(),
            confirmed: record.chronology.reviewed.confirmed(),
            rejected: record.chronology.reviewed.rejected,
            elsewhere: record.chronology.reviewed.elsewhere,
            astray: record.astray,
            by: &record.chronology.reviewed.by,
        },
        law: record
            .packs
            .iter()
            .map(|pack| PackOut { name: &pack.name, title: &pack.title, norms: pack.norms })
            .collect(),
        journal: JournalOut { head: &record.journal.hash, entries: record.journal.entries },
        items: record.items.iter().map(|(item, layer)| item_out(item, layer)).collect(),
        unread: record.unread.iter().map(|file| UnreadOut { name: &file.name, why: &file.why }).collect(),
        not_read: reading
            .not_read
            .iter()
            .map(|part| NotReadOut { item: part.item, language: &part.language })
            .collect(),
        entries: reading.entries.iter().map(|entry| entry_out(record, entry)).collect(),
        timexes: reading.times.iter().map(|time| timex_out(record, time)).collect(),
        events: record
            .chronology
            .events
            .iter()
            .zip(ids)
            .map(|(event, id)| EventOut {
                id,
                kind: event.kind.name(),
                label: &event.kind.describe().label,
                when: (&event.when).into(),
                known_since: (&event.known_since).into(),
                independent_sources: event.independent_sources,
                term: event.term.as_ref().map(|term| TermOut {
                    from: term.from.as_ref().map(WhenOut::from),
                    until: term.until.as_ref().map(WhenOut::from),
                    length: term.length.as_deref(),
                }),
                claims: event
                    .claims
                    .iter()
                    .filter_map(|ix| Some((*ix, record.claim(*ix)?)))
                    .map(|(ix, claim)| claim_out(record, ix, claim))
                    .collect(),
            })
            .collect(),
        disputes: record.chronology.disputes.iter().map(|dispute| dispute_out(record, dispute)).collect(),
        durations: record
            .chronology
            .durations
            .iter()
            .filter_map(|check| reading.durations.get(check.stated).map(|stated| (check, stated)))
            .map(|(check, stated)| DurationOut {
                quote: record.words(&stated.passage),
                item: stated.passage.item,
                start: stated.passage.start,
                end: stated.passage.end,
                stated: stated.amount,
                computed: &check.computed,
                verdict: check.verdict,
            })
            .collect(),
        clock: record
            .clocks
            .iter()
            .map(|clock| (clock.account, clock_out(record, clock, &event_id)))
            .collect(),
        given: record.given.iter().map(|given| given_out(record, given)).collect(),
        findings: record.findings.iter().map(|finding| finding_out(record, finding)).collect(),
        categories: remand_finding::categories(record.findings),
        deadlines: record
            .deadlines
            .iter()
            .zip(deadline_ids(record))
            .filter(|(deadline, _)| record.is_asked_for(deadline))
            .map(|(deadline, id)| deadline_out(record, deadline, id, &event_id))
            .collect(),
        changes: record.changes.map(|changes| changes_out(record, changes)),
        citations: reading
            .citations
            .iter()
            .map(|citation| CitationOut {
                norm: &citation.norm,
                item: citation.passage.item,
                start: citation.passage.start,
                end: citation.passage.end,
                quote: record.words(&citation.passage),
                gloss: citation.gloss.as_ref().map(|gloss| passage_out(record, gloss)),
            })
            .collect(),
        actors: reading
            .sources
            .iter()
            .enumerate()
            .map(|(ix, source)| actor_out(record, ix, source))
            .collect(),
        repetitions: record
            .chronology
            .repetitions
            .iter()
            .map(|repetition| RepetitionOut {
                first: repetition.first.0,
                again: repetition.again.0,
                percent: repetition.percent,
            })
            .collect(),
    }
}

fn item_out<'a>(item: &'a Item, layer: &'a TextLayer) -> ItemOut<'a> {
    ItemOut {
        id: item.id,
        name: &item.name,
        also: &item.also,
        parent: item.parent,
        media_type: &layer.media_type,
        language: layer.language.as_deref(),
        bytes: item.bytes,
        pages: layer.pages.len(),
        diagnostics: layer
            .diagnostics
            .iter()
            .map(|diagnostic| DiagnosticOut { page: diagnostic.page, message: &diagnostic.message })
            .collect(),
    }
}

fn entry_out<'a>(record: &'a Record<'a>, entry: &'a Entry) -> EntryOut<'a> {
    EntryOut {
        item: entry.passage.item,
        start: entry.passage.start,
        end: entry.passage.end,
        headline: entry.headline.as_ref().and_then(|headline| record.words(headline)),
        published: (&entry.published).into(),
        published_why: &entry.published_why,
        same_text_as: entry.same_text_as.map(|ix| ix.0),
        author: record.source(entry.author).map(|source| source.name.as_str()),
    }
}

fn timex_out<'a>(record: &'a Record<'a>, time: &'a TimeAt) -> TimexOut<'a> {
    TimexOut {
        item: time.passage.item,
        start: time.passage.start,
        end: time.passage.end,
        kind: time.timex.kind,
        edtf: &time.timex.when.edtf,
        earliest: time.timex.when.earliest_text(),
        latest: time.timex.when.latest_text(),
        timex3: Timex3Out { value: &time.timex.value, modifier: time.timex.modifier.as_deref() },
        anchor: time.timex.anchor,
        quote: record.words(&time.passage),
    }
}

fn claim_out<'a>(record: &'a Record<'a>, ix: ClaimIx, claim: &'a Claim) -> ClaimOut<'a> {
    ClaimOut {
        asserter: record.source_name(claim.asserter),
        via: claim.via.iter().map(|ix| record.source_name(*ix)).collect(),
        account: record.source(claim.asserter).map_or(Account::Independent, |source| source.account),
        polarity: claim.polarity,
        modality: claim.modality,
        about: claim.about,
        item: claim.passage.item,
        start: claim.passage.start,
        end: claim.passage.end,
        quote: record.words(&claim.passage),
        when: (&claim.when).into(),
        basis: claim.basis,
        review: record.chronology.reviewed.marks.get(&ix),
    }
}

fn passage_out<'a>(record: &'a Record<'a>, passage: &Passage) -> PassageOut<'a> {
    PassageOut { item: passage.item, start: passage.start, end: passage.end, quote: record.words(passage) }
}

fn passages_of<'a>(record: &'a Record<'a>, claims: &[ClaimIx]) -> Vec<PassageOut<'a>> {
    let claims = claims.iter().filter_map(|ix| record.claim(*ix));
    claims.map(|claim| passage_out(record, &claim.passage)).collect()
}

/// Every passage of every side once: those of its claims, then those that are no claim.
fn dispute_out<'a>(record: &'a Record<'a>, dispute: &'a Dispute) -> DisputeOut<'a> {
    let mut claims: Vec<SideOut<'a>> = Vec::new();
    for (side, says) in dispute.sides.iter().enumerate() {
        let of_claims = says.claims.iter().filter_map(|ix| record.claim(*ix));
        let of_claims = of_claims.map(|claim| (&claim.passage, Some(record.source_name(claim.asserter))));
        let quoted = says.passages.iter().map(|passage| (passage, None));
        for (passage, asserter) in of_claims.chain(quoted) {
            let known = claims.iter().any(|known| {
                known.side == side
                    && (known.item, known.start, known.end) == (passage.item, passage.start, passage.end)
                    && (asserter.is_none() || known.asserter == asserter)
            });
            if !known {
                let PassageOut { item, start, end, quote } = passage_out(record, passage);
                claims.push(SideOut { item, start, end, quote, asserter, side });
            }
        }
    }
    DisputeOut {
        kind: dispute.kind,
        severity: dispute.severity,
        topic: &dispute.topic,
        why: &dispute.why,
        sides: dispute.sides.iter().map(|side| side.says.as_str()).collect(),
        claims,
    }
}

/// `2022-01-05`, or `2022-01-05T10:30` where the moment is not midnight.
fn moment(at: DateTime) -> String {
    if at.time() == Time::midnight() {
        at.date().to_string()
    } else {
        at.strftime("%Y-%m-%dT%H:%M").to_string()
    }
}

fn clock_out<'a>(
    record: &'a Record<'a>,
    clock: &'a DetentionClock,
    event_id: &dyn Fn(usize) -> Option<&'a str>,
) -> ClockOut<'a> {
    let span = |span: &'a Span| SpanOut {
        from: moment(span.from),
        to: span.to.map(moment),
        status: span.status.name(),
        orders: span.orders.iter().filter_map(|ix| event_id(ix.0)).collect(),
        known_since: span.known_since.map(|day| day.to_string()),
        why: &span.why,
        start_assumed: span.start_assumed,
        passages: passages_of(record, &span.claims),
    };
    let total = |total: &Total| TotalOut {
        days: total.days,
        least_hours: total.least_hours,
        most_hours: total.most_hours,
    };
    ClockOut {
        as_of: clock.as_of.to_string(),
        spans: clock.spans.iter().map(span).collect(),
        bands: clock
            .bands
            .iter()
            .map(|band| BandOut {
                state: &band.state,
                from: moment(band.from),
                to: band.to.map(moment),
                passages: passages_of(record, &band.claims),
            })
            .collect(),
        totals: clock.totals.iter().map(|(status, of)| (status.name(), total(of))).collect(),
        held: total(&clock.held),
    }
}

fn finding_out<'a>(record: &'a Record<'a>, finding: &'a Finding) -> FindingOut<'a> {
    let reasons = finding.reasons.iter().map(|reason| {
        let mut passages = passages_of(record, &reason.claims);
        passages.extend(reason.passages.iter().map(|passage| passage_out(record, passage)));
        ReasonOut { text: &reason.text, passages }
    });
    FindingOut {
        norm: &finding.norm,
        title: &finding.title,
        cites: &finding.cites,
        checked: &finding.checked,
        limit: &finding.limit,
        account: finding.account,
        outcome: finding.outcome,
        even_on_state_account: finding.even_on_state_account,
        wgad: &finding.wgad,
        beside: &finding.beside,
        version: &finding.version,
        summary: &finding.summary,
        reasons: reasons.collect(),
        missing: &finding.missing,
        asks: &finding.asks,
        given: &finding.given,
    }
}

fn given_out<'a>(record: &'a Record<'a>, given: &'a Given) -> GivenOut<'a> {
    let resting = |finding: &&Finding| finding.given.contains(&given.number);
    let mut norms: Vec<&str> =
        record.findings.iter().filter(resting).map(|finding| finding.norm.as_str()).collect();
    norms.sort_unstable();
    norms.dedup();
    let rivals = record.given.iter().filter(|other| given.contradicts(other));
    GivenOut {
        entry: given.number,
        says: given.saying.to_string(),
        sentence: given.saying.sentence(),
        because: &given.because,
        account: given.account,
        by: &given.by,
        at: &given.at,
        passages: given.passage().iter().map(|passage| passage_out(record, passage)).collect(),
        disputed_by: rivals.map(|rival| rival.number).collect(),
        withdrawn: given.withdrawn.as_ref().map(|taken| WithdrawnOut {
            by: &taken.by,
            at: &taken.at,
            because: &taken.because,
        }),
        norms,
    }
}

fn deadline_out<'a>(
    record: &'a Record<'a>,
    deadline: &'a Deadline,
    id: String,
    event_id: &dyn Fn(usize) -> Option<&'a str>,
) -> DeadlineOut<'a> {
    let left = deadline.left(record.as_of);
    let minute = |at: DateTime| at.strftime("%Y-%m-%dT%H:%M").to_string();
    DeadlineOut {
        id,
        kind: deadline.kind,
        procedure: &deadline.procedure,
        act: &deadline.act,
        owed_by: &deadline.owed_by,
        body: deadline.body,
        due_minute: deadline.due_minute.map(|(least, most)| (minute(least), minute(most)).into()),
        depends: &deadline.depends,
        provided: &deadline.provided,
        days_left: left.days.into(),
        hours_left: left.hours.map(BoundsOut::from),
        limit: deadline.limit,
        due: deadline.due.0.to_string(),
        due_latest: deadline.due.1.to_string(),
        rule: &deadline.rule,
        norm: deadline.norm.as_deref(),
        trigger: &deadline.trigger,
        trigger_event: deadline.trigger_event.and_then(|ix| event_id(ix.0)),
        status: deadline.status,
        passages: passages_of(record, &deadline.claims),
        answered_by: passages_of(record, &deadline.answered_by),
    }
}

fn changes_out<'a>(record: &'a Record<'a>, changes: &'a Changes) -> ChangesOut<'a> {
    let passages = |all: &'a [Passage]| all.iter().map(|passage| passage_out(record, passage)).collect();
    let deadlines = changes.deadlines.iter().map(|change| DeadlineChangeOut {
        change: change.change,
        id: &change.id,
        norm: change.norm.as_deref(),
        procedure: &change.procedure,
        owed_by: &change.owed_by,
        before: change.before.as_ref(),
        now: change.now.as_ref(),
        because: passages(&change.because),
        gone: change.gone,
    });
    let findings = changes.findings.iter().map(|change| FindingChangeOut {
        norm: &change.norm,
        title: &change.title,
        account: change.account,
        before: change.before,
        now: change.now,
        because: passages(&change.because),
    });
    ChangesOut {
        since: changes.since.to_string(),
        deadlines: deadlines.collect(),
        findings: findings.collect(),
    }
}

/// What a source does in the record: makes statements, passes them on, writes entries.
fn actor_out<'a>(record: &'a Record<'a>, ix: usize, source: &'a Source) -> ActorOut<'a> {
    let reading = &record.chronology.reading;
    let ix = SourceIx(ix);
    let asserts = reading.claims.iter().any(|claim| claim.asserter == ix);
    let relays = reading.claims.iter().any(|claim| claim.via.contains(&ix));
    let writes = reading.entries.iter().any(|entry| entry.author == ix);
    let roles = [("asserter", asserts), ("relay", relays), ("author", writes)];
    ActorOut {
        name: &source.name,
        variants: &source.variants,
        kind: source.kind,
        account: source.account,
        roles: roles.into_iter().filter(|(_, has)| *has).map(|(role, _)| role).collect(),
    }
}
