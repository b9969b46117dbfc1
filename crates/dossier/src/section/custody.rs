//! Section 2: the clock, as a drawing and as tables.

use remand_chronology::{EventIx, OnAccount};
use remand_clock::{Band, DetentionClock, Span, Status};

use super::part;
use crate::document::{Block, Cell, Run, Section, Table, cell};
use crate::passages::Passages;
use crate::prose;
use crate::record::Record;
use crate::svg;

pub(super) fn section(record: &Record<'_>, number: &str, passages: &mut Passages<'_>) -> Section {
    let mut blocks = Vec::new();
    match svg::drawing(record) {
        Some(drawing) => {
            blocks.push(Block::Drawing(drawing));
            blocks.push(Block::Small { runs: meanings(record) });
        }
        None => {
            blocks.push(Block::paragraph("No custody was found in the record, so there is no clock to draw."))
        }
    }
    let mut next = 1;
    let mut alike: Vec<(&DetentionClock, OnAccount)> = Vec::new();
    for account in OnAccount::EACH {
        let Some(clock) = record.clock(account) else { continue };
        let sub = format!("{number}.{next}");
        next += 1;
        let same = alike.iter().find(|(other, _)| other.spans == clock.spans && other.bands == clock.bands);
        let inner = match same {
            Some((_, other)) if !clock.spans.is_empty() => {
                let same_as = prose::on_account_inline(*other);
                vec![Block::paragraph(format!("The same, stretch by stretch, as on {same_as}."))]
            }
            _ => on_one_account(record, clock, passages),
        };
        alike.push((clock, account));
        let id = format!("clock-{next}");
        blocks.push(Block::Section(part(&id, &sub, prose::on_account(account), inner)));
    }
    part("clock", number, "The clock: days in custody and what covers them", blocks)
}

/// What the statuses in use mean.
fn meanings(record: &Record<'_>) -> Vec<Run> {
    let spans = || record.clocks.iter().flat_map(|clock| &clock.spans);
    let used = Status::EACH.into_iter().filter(|status| spans().any(|span| span.status == *status));
    let said = used.map(|status| format!("{}: {}. ", prose::status(status), prose::status_meaning(status)));
    said.map(Run::text).collect()
}

fn on_one_account(record: &Record<'_>, clock: &DetentionClock, passages: &mut Passages<'_>) -> Vec<Block> {
    if clock.spans.is_empty() {
        return vec![Block::paragraph("Nothing on this account says that the person was held.")];
    }
    let mut held = vec![Run::text("In custody as of "), Run::text(prose::day(clock.as_of)), Run::text(": ")];
    held.push(Run::strong(prose::total(&clock.held)));
    held.push(Run::text(". "));
    let totals = clock.totals.iter().filter(|(_, total)| total.most_hours > 0);
    let totals: Vec<_> = totals
        .map(|(status, total)| format!("{}: {}", prose::status(*status), prose::total(total)))
        .collect();
    if !totals.is_empty() {
        held.push(Run::text(format!("{}.", totals.join("; "))));
    }
    let mut blocks = vec![Block::Paragraph { runs: held }];
    let used_for = format!("the clock on {}", prose::on_account_inline(clock.account));
    let mut table = Table::new(
        format!("Stretches of custody on {}", prose::on_account_inline(clock.account)),
        &[("From", 15), ("Last day", 15), ("Days", 8), ("Cover", 18), ("Why", 44)],
    );
    for span in &clock.spans {
        table.push(row(record, clock, span, &used_for, passages));
    }
    blocks.push(Block::Table(table));
    if !clock.bands.is_empty() {
        let points = clock.bands.iter().map(|band| condition(band, &used_for, passages)).collect();
        blocks.push(Block::List { numbered: false, points });
    }
    blocks
}

fn row(
    record: &Record<'_>,
    clock: &DetentionClock,
    span: &Span,
    used_for: &str,
    passages: &mut Passages<'_>,
) -> Vec<Cell> {
    let mut from = cell(prose::moment(span.from));
    if span.start_assumed {
        from.push(vec![Run::mark("assumed: the end of the term before")]);
    }
    let mut why = vec![Run::text(prose::sentence(&span.why))];
    let references = passages.cite_all(&span.claims, &[], used_for);
    if !references.is_empty() {
        why.push(Run::text(" ("));
        why.extend(references);
        why.push(Run::text(")"));
    }
    let mut why = vec![why];
    if !span.orders.is_empty() {
        why.push(orders(record, &span.orders));
    }
    let mut cover = vec![vec![Run::strong(prose::status(span.status))]];
    if let Some(known) = span.known_since {
        cover.push(vec![Run::text(format!("known since {}", prose::day(known)))]);
    }
    vec![from, cell(last_day(span)), cell(span_length(clock, span)), cover, why]
}

fn orders(record: &Record<'_>, orders: &[EventIx]) -> Vec<Run> {
    let mut runs = vec![Run::text(if orders.len() == 1 { "Order: " } else { "Orders: " })];
    for (n, ix) in orders.iter().enumerate() {
        if n > 0 {
            runs.push(Run::text("; "));
        }
        match record.event(*ix) {
            Some(event) => {
                let text = format!("{}, {}", event.kind.describe().label, prose::when(&event.when));
                runs.push(Run::link(text, format!("ev{}", ix.0 + 1)));
            }
            None => runs.push(Run::text("not in the chronology")),
        }
    }
    runs
}

/// The last day held: the end of a span is the first moment after it.
pub(super) fn last_day(span: &Span) -> String {
    match span.to {
        None => "goes on".to_owned(),
        Some(to) if to.time() == jiff::civil::Time::midnight() => {
            to.date().yesterday().map_or_else(|_| prose::moment(to), prose::day)
        }
        Some(to) => prose::moment(to),
    }
}

/// Whole days of the span up to the end of `as_of`.
pub fn span_days(clock: &DetentionClock, span: &Span) -> u64 {
    span_hours(clock, span) / 24
}

/// How long a span is, in few letters: days without a unit, hours (`23 h`) where it is short and no number of days.
pub(crate) fn span_length(clock: &DetentionClock, span: &Span) -> String {
    let hours = span_hours(clock, span);
    if hours < 72 && !hours.is_multiple_of(24) { format!("{hours} h") } else { prose::number(hours / 24) }
}

fn span_hours(clock: &DetentionClock, span: &Span) -> u64 {
    let end = svg::end_of(clock.as_of);
    let to = span.to.map_or(end, |to| to.min(end));
    u64::try_from(to.duration_since(span.from).as_hours()).unwrap_or_default()
}

fn condition(band: &Band, used_for: &str, passages: &mut Passages<'_>) -> Vec<Run> {
    let to = match band.to {
        Some(to) if to.time() == jiff::civil::Time::midnight() => {
            to.date().yesterday().map_or_else(|_| prose::moment(to), prose::day)
        }
        Some(to) => prose::moment(to),
        None => "no end known".to_owned(),
    };
    let name = prose::state(&band.state);
    let mut runs = vec![
        Run::strong(prose::sentence(&name)),
        Run::text(format!(": from {}, {}", prose::moment(band.from), until(&to))),
    ];
    let references = passages.cite_all(&band.claims, &[], used_for);
    if !references.is_empty() {
        runs.push(Run::text(" ("));
        runs.extend(references);
        runs.push(Run::text(")"));
    }
    runs
}

fn until(to: &str) -> String {
    if to.starts_with("no end") { to.to_owned() } else { format!("until {to}") }
}
