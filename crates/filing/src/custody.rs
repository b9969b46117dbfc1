//! The clock of one person in the words of a filing: lengths on each account, a table of stretches, the drawing.

use jiff::civil::{Date, DateTime};
use remand_chronology::OnAccount;
use remand_clock::{DetentionClock, Span, Status, Total};
use remand_reading::ClaimIx;

use crate::draft::{Block, Cite, Column, Run, Support, SupportIx, Table};
use crate::scribe::{Scribe, View};
use crate::words::filled;

/// Accounts in the order in which lengths are told.
const TOLD: [OnAccount; 4] = [OnAccount::State, OnAccount::Defence, OnAccount::Independent, OnAccount::All];

fn cites(view: &View<'_>, claims: &[ClaimIx]) -> Vec<Cite> {
    claims.iter().filter_map(|claim| view.cite_claim(*claim)).collect()
}

/// Where a count comes from: the first and the last moment, and the claims of the stretches between.
fn derived(scribe: &mut Scribe<'_>, view: &View<'_>, clock: &DetentionClock, what: String) -> SupportIx {
    let claims: Vec<ClaimIx> = clock.spans.iter().flat_map(|span| span.claims.iter().copied()).collect();
    let from = scribe.passages(&cites(view, &claims));
    scribe.support(Support::Derived { how: what, from })
}

/// Days with their bounds.
fn days(scribe: &Scribe<'_>, total: &Total) -> String {
    let (least, most) = (total.least_hours / 24, total.most_hours.div_ceil(24));
    // The first and the last day count whole, so that the days may be more than the hours come to.
    if least + 1 < total.days || most > total.days {
        return scribe.words.days_between(least, most.max(total.days));
    }
    scribe.words.days(total.days)
}

/// How long the person has been held, on each account that has any custody.
pub(crate) fn lengths(scribe: &mut Scribe<'_>, view: &View<'_>) -> Vec<Vec<Run>> {
    let clocks = view.record.clocks;
    let on = |account| clocks.iter().find(|clock| clock.account == account && clock.held.days > 0);
    TOLD.into_iter().filter_map(on).map(|clock| length(scribe, view, clock)).collect()
}

fn day_run(scribe: &mut Scribe<'_>, day: Date) -> Run {
    let on = vec![scribe.support(Support::AsOf { day })];
    Run::Text { text: scribe.words.day(day), on }
}

fn length(scribe: &mut Scribe<'_>, view: &View<'_>, clock: &DetentionClock) -> Vec<Run> {
    let words = scribe.words;
    let from = clock.spans.first().map(|span| span.from);
    let how = format!(
        "{} to the end of {}: {} days, {} to {} hours, {} to {} days",
        from.map(|from| from.to_string()).unwrap_or_default(),
        clock.as_of,
        clock.held.days,
        clock.held.least_hours,
        clock.held.most_hours,
        clock.held.least_hours / 24,
        clock.held.most_hours.div_ceil(24)
    );
    let on = vec![derived(scribe, view, clock, how)];
    let held = Run::Text { text: days(scribe, &clock.held), on };
    let as_of = day_run(scribe, clock.as_of);
    let account = Run::fixed(words.account(clock.account));
    let mut runs = filled(
        &words.clock().held,
        &[("account", vec![account]), ("days", vec![held]), ("day", vec![as_of])],
    );
    for (status, pattern) in [
        (Status::NoOrderKnown, &words.clock().uncovered),
        (Status::Implied, &words.clock().implied),
        (Status::Disputed, &words.clock().disputed),
        (Status::DisclosedLate, &words.clock().late),
    ] {
        let Some((_, total)) = clock.totals.iter().find(|(known, total)| *known == status && total.days > 0)
        else {
            continue;
        };
        let (least, most) = (total.least_hours / 24, total.most_hours.div_ceil(24));
        let how =
            format!("{}: {} days by the table of the clock, {least} to {most}", status.name(), total.days);
        let on = vec![derived(scribe, view, clock, how)];
        let text = Run::Text { text: days(scribe, total), on };
        runs.push(Run::fixed(" "));
        runs.extend(filled(pattern, &[("days", vec![text])]));
    }
    // The first stretch and the last are what a length hangs on.
    let ends = clock.spans.first().into_iter().chain(clock.spans.last());
    let claims: Vec<ClaimIx> = ends.flat_map(|span| span.claims.iter().copied()).collect();
    let cited = cites(view, &claims);
    if !cited.is_empty() {
        runs.push(scribe.note(&cited));
    }
    runs
}

/// Lengths, the table on everybody's account, conditions of custody, and the drawing.
pub(crate) fn blocks(scribe: &mut Scribe<'_>, view: &View<'_>) -> Vec<Block> {
    let mut blocks: Vec<Block> =
        lengths(scribe, view).into_iter().map(|runs| Block::Paragraph { runs }).collect();
    if blocks.is_empty() {
        let account = vec![Run::fixed(scribe.words.account(OnAccount::All))];
        return vec![Block::Paragraph {
            runs: filled(&scribe.words.clock().nothing, &[("account", account)]),
        }];
    }
    if let Some(drawing) = remand_dossier::clock_drawing_in(view.record, &scribe.words.language) {
        blocks.push(Block::Clock(drawing));
    }
    let all = view.record.clocks.iter().find(|clock| clock.account == OnAccount::All);
    if let Some(clock) = all {
        blocks.push(Block::Table(table(scribe, view, clock)));
    }
    for account in [OnAccount::State, OnAccount::Defence, OnAccount::Independent] {
        let clock = view.record.clocks.iter().find(|clock| clock.account == account);
        blocks.extend(clock.into_iter().flat_map(|clock| bands(scribe, view, clock)));
    }
    blocks
}

fn moment_run(scribe: &mut Scribe<'_>, view: &View<'_>, at: DateTime, claims: &[ClaimIx], what: &str) -> Run {
    let from = scribe.passages(&cites(view, claims));
    let how = format!("{what} {at} of the clock");
    let on = vec![scribe.support(Support::Derived { how, from })];
    Run::Text { text: scribe.words.moment(at), on }
}

fn table(scribe: &mut Scribe<'_>, view: &View<'_>, clock: &DetentionClock) -> Table {
    let words = scribe.words;
    let shares = [3, 3, 1, 4, 2];
    let columns = words.clock().columns.iter().zip(shares);
    let caption = words.clock().caption.replace("{account}", words.account(OnAccount::All));
    let caption = caption.replace("{day}", &words.day(clock.as_of));
    let rows = clock.spans.iter().map(|span| row(scribe, view, clock, span)).collect();
    Table {
        caption,
        columns: columns.map(|(head, share)| Column { head: head.clone(), share }).collect(),
        rows,
    }
}

fn row(scribe: &mut Scribe<'_>, view: &View<'_>, clock: &DetentionClock, span: &Span) -> Vec<Vec<Run>> {
    let from = vec![moment_run(scribe, view, span.from, &span.claims, "from")];
    let to = match span.to {
        Some(to) => vec![moment_run(scribe, view, to, &span.claims, "to")],
        None => vec![Run::fixed(scribe.words.clock().open.clone())],
    };
    let days = remand_dossier::span_days(clock, span);
    let supports = scribe.passages(&cites(view, &span.claims));
    let end = span.to.map_or_else(|| format!("the end of {}", clock.as_of), |to| to.to_string());
    let how = format!("{} to {end}: {days} days", span.from);
    let on = vec![scribe.support(Support::Derived { how, from: supports })];
    let days = vec![Run::Text { text: scribe.words.number(days), on }];
    let status = vec![Run::fixed(scribe.words.status(span.status.name()))];
    let cited = cites(view, &span.claims);
    let rests = if cited.is_empty() {
        Vec::new()
    } else {
        let mut places: Vec<String> = Vec::new();
        for cite in &cited {
            if !places.contains(&cite.place) && places.len() < 2 {
                places.push(cite.place.clone());
            }
        }
        let on = scribe.passages(&cited);
        vec![Run::Text { text: places.join(", "), on }, scribe.note(&cited)]
    };
    vec![from, to, days, status, rests]
}

fn bands(scribe: &mut Scribe<'_>, view: &View<'_>, clock: &DetentionClock) -> Vec<Block> {
    let each = clock.bands.iter().map(|band| Block::Paragraph { runs: band_runs(scribe, view, clock, band) });
    each.collect()
}

/// A condition of custody with its length.
pub(crate) fn band_runs(
    scribe: &mut Scribe<'_>,
    view: &View<'_>,
    clock: &DetentionClock,
    band: &remand_clock::Band,
) -> Vec<Run> {
    let words = scribe.words;
    let end = band.to.unwrap_or_else(|| {
        let day = clock.as_of.tomorrow().unwrap_or(clock.as_of);
        day.to_datetime(jiff::civil::Time::midnight())
    });
    let hours = u64::try_from(end.duration_since(band.from).as_hours()).unwrap_or_default();
    let cited = cites(view, &band.claims);
    let supports = scribe.passages(&cited);
    let how = format!("{} to {end}: {} days", band.from, hours / 24);
    let on = vec![scribe.support(Support::Derived { how, from: supports.clone() })];
    let length = vec![Run::Text { text: words.days(hours / 24), on }];
    let (state, own) = words.state(&band.state);
    let state = if own {
        Run::Text { text: state, on: supports }
    } else {
        Run::Emphasis { text: state, lang: Some("en".to_owned()), on: supports }
    };
    let from = vec![moment_run(scribe, view, band.from, &band.claims, "from")];
    let to = match band.to {
        Some(to) => vec![moment_run(scribe, view, to, &band.claims, "to")],
        None => vec![day_run(scribe, clock.as_of)],
    };
    let pattern = if band.to.is_some() { &words.clock().band } else { &words.clock().band_open };
    let account = vec![Run::fixed(words.account(clock.account))];
    let places = [("state", vec![state]), ("account", account), ("from", from), ("to", to), ("days", length)];
    let mut runs = filled(pattern, &places);
    if !cited.is_empty() {
        runs.push(scribe.note(&cited));
    }
    runs
}
