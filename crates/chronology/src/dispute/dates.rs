//! Dates that exclude each other, and acts in an impossible order.

use std::collections::BTreeSet;

use jiff::civil::Date;
use remand_reading::{About, Account, ClaimIx};
use remand_timex::When;

use super::{dispute, entry, names, says, side, source, text_of};
use crate::arithmetic::{days_between, plural, written, written_when};
use crate::event::{Stance, dated};
use crate::{Chronology, Dispute, DisputeKind, Event, Severity};

pub(super) fn find(chronology: &Chronology) -> Vec<Dispute> {
    let mut found: Vec<Dispute> =
        chronology.events.iter().filter_map(|event| two_dates(chronology, event)).collect();
    found.extend(ORDER.iter().filter_map(|(first, then)| out_of_order(chronology, first, then)));
    found.extend(ahead_of_its_text(chronology));
    found
}

/// Claims of one cluster can be of the same moment.
struct Cluster {
    core: When,
    claims: Vec<ClaimIx>,
}

/// Something that happens once is given dates that exclude each other.
fn two_dates(chronology: &Chronology, event: &Event) -> Option<Dispute> {
    if !event.kind.describe().once || chronology.about(event) != About::Subject || !chronology.happened(event)
    {
        return None;
    }
    let mut claims = chronology.dating_claims(event);
    claims.sort_by_key(|(ix, c)| {
        let width = c.when.earliest.zip(c.when.before).map(|(a, b)| b.duration_since(a));
        (width.is_none(), width, c.when.earliest, *ix)
    });
    let mut clusters: Vec<Cluster> = Vec::new();
    for (ix, claim) in claims {
        let mut meeting = clusters.iter_mut().filter(|cluster| cluster.core.meets(&claim.when));
        match (meeting.next(), meeting.next()) {
            (None, _) => clusters.push(Cluster { core: claim.when.clone(), claims: vec![ix] }),
            (Some(cluster), None) => cluster.claims.push(ix),
            // It fits more than one of the dates, and so takes no side.
            (Some(_), Some(_)) => {}
        }
    }
    if clusters.len() < 2 {
        return None;
    }
    clusters.sort_by_key(|c| (c.core.earliest, c.core.before));
    let arrest = event.kind.name() == "arrest";
    let label = event.kind.describe().label.as_str();
    let mut sides: Vec<_> = clusters
        .iter()
        .map(|c| {
            let says = format!("{label} {} ({})", written_when(&c.core), names(chronology, &c.claims));
            side(chronology, says, c.claims.iter().copied())
        })
        .collect();
    let mut why = sum(&clusters);
    let days: Vec<Date> = clusters.iter().skip(1).filter_map(|c| c.core.only_day()).collect();
    let others: Vec<&Event> = days.iter().flat_map(|day| other_acts(chronology, event, *day)).collect();
    let shared = arrest && !others.is_empty();
    if shared {
        for other in &others {
            sides.push(side(
                chronology,
                says(chronology, other, &other.claims),
                other.claims.iter().copied(),
            ));
        }
        why = format!(
            "{why}; other acts bear one of these dates, which may have been taken for that of the {}",
            label.to_lowercase()
        );
    }
    let kind = if told_by_sides(chronology, &clusters) {
        DisputeKind::SourceConflict
    } else if corrected(chronology, &clusters) {
        DisputeKind::Superseded
    } else if shared {
        DisputeKind::Tension
    } else {
        DisputeKind::Contradiction
    };
    let severity = if arrest { Severity::High } else { Severity::Medium };
    Some(dispute(kind, severity, format!("{label}: {}", listed(&clusters, " or ")), why, sides))
}

/// The state gives one of the dates, and somebody else another, each side by itself.
fn told_by_sides(chronology: &Chronology, clusters: &[Cluster]) -> bool {
    let accounts = |cluster: &Cluster| -> BTreeSet<Account> {
        cluster.claims.iter().filter_map(|ix| Some(source(chronology, *ix)?.account)).collect()
    };
    let accounts: Vec<BTreeSet<Account>> = clusters.iter().map(accounts).collect();
    let of_state = |side: &BTreeSet<Account>| side.contains(&Account::State);
    // More than one word of the state, and of the others: a slip of one text is no second account.
    let told = clusters.iter().zip(&accounts);
    let several = |state: bool| {
        told.clone()
            .filter(|(_, side)| of_state(side) == state)
            .map(|(c, _)| texts(chronology, &c.claims))
            .sum::<usize>()
            > 1
    };
    accounts.iter().any(of_state) && !accounts.iter().all(of_state) && several(true) && several(false)
}

fn texts(chronology: &Chronology, claims: &[ClaimIx]) -> usize {
    claims.iter().filter_map(|ix| text_of(chronology, *ix)).collect::<BTreeSet<_>>().len()
}

/// One source gave all of them, in texts of which the later can only correct the earlier.
fn corrected(chronology: &Chronology, clusters: &[Cluster]) -> bool {
    let claims = || clusters.iter().flat_map(|c| &c.claims).filter_map(|ix| chronology.claim(*ix));
    let sources: BTreeSet<_> = claims().map(|claim| claim.asserter).collect();
    let mut published: Vec<(Date, Date)> = Vec::new();
    for cluster in clusters {
        let when = |ix: &ClaimIx| {
            let published = &entry(chronology, *ix)?.published;
            published.first_day().zip(published.last_day())
        };
        let days: Option<Vec<(Date, Date)>> = cluster.claims.iter().map(when).collect();
        let Some(days) = days else { return false };
        let first = days.iter().map(|(first, _)| *first).min();
        let last = days.iter().map(|(_, last)| *last).max();
        published.extend(first.zip(last));
    }
    published.sort();
    let apart = published.iter().zip(published.iter().skip(1)).all(|((_, last), (first, _))| last < first);
    sources.len() == 1 && published.len() > 1 && apart
}

/// More dates than this are counted, not listed; the sides hold them all.
const LISTED: usize = 5;

fn listed(clusters: &[Cluster], joint: &str) -> String {
    let dates: Vec<String> = clusters.iter().take(LISTED).map(|c| written_when(&c.core)).collect();
    match clusters.len().saturating_sub(LISTED) {
        0 => dates.join(joint),
        more => format!(
            "{}{joint}{}",
            dates.join(joint),
            plural(i64::try_from(more).unwrap_or(i64::MAX), "other date")
        ),
    }
}

fn sum(clusters: &[Cluster]) -> String {
    let first = clusters.first().and_then(|c| c.core.first_day());
    let last = clusters.last().and_then(|c| c.core.first_day());
    let apart = first.zip(last).map(|(a, b)| format!(", {} apart", plural(days_between(a, b), "day")));
    format!("it happens once, and is dated {}{}", listed(clusters, " and "), apart.unwrap_or_default())
}

/// Orders and announcements of exactly this day.
fn other_acts<'c>(chronology: &'c Chronology, event: &Event, day: Date) -> Vec<&'c Event> {
    chronology
        .events
        .iter()
        .filter(|other| {
            ["court_sanction", "official_statement", "press_release"].contains(&other.kind.name())
        })
        .filter(|other| {
            other.kind != event.kind && chronology.happened(other) && other.when.only_day() == Some(day)
        })
        .filter(|other| chronology.about(other) != About::Others)
        .collect()
}

/// Acts of which the second cannot come before the first.
const ORDER: [(&str, &str); 9] = [
    ("arrest", "release"),
    ("communication_sent", "government_response"),
    ("hospitalisation", "hospital_discharge"),
    ("indictment", "trial_start"),
    ("opinion_adopted", "opinion_published"),
    ("petition_filed", "petition_accepted"),
    ("trial_start", "verdict"),
    ("transfer_to_court", "trial_start"),
    ("verdict", "appeal"),
];

fn out_of_order(chronology: &Chronology, first: &str, then: &str) -> Option<Dispute> {
    let only = |kind: &str| {
        let mut events = chronology.events.iter().filter(|event| {
            event.kind.name() == kind
                && chronology.happened(event)
                && chronology.about(event) != About::Others
        });
        let one = events.next()?;
        // Of several, which belongs to which is not known.
        events.next().is_none().then_some(one)
    };
    let (first, then) = (only(first)?, only(then)?);
    let (start, end) = (first.when.earliest?, then.when.before?);
    if end > start || first.claims.iter().any(|ix| then.claims.contains(ix)) {
        return None;
    }
    let why = format!(
        "{} ({}) cannot come before {} ({})",
        then.kind.describe().label.to_lowercase(),
        written_when(&then.when),
        first.kind.describe().label.to_lowercase(),
        written_when(&first.when)
    );
    let topic = format!(
        "Order of {} and {}",
        first.kind.describe().label.to_lowercase(),
        then.kind.describe().label.to_lowercase()
    );
    let sides =
        [first, then].map(|e| side(chronology, says(chronology, e, &e.claims), e.claims.iter().copied()));
    Some(dispute(DisputeKind::Tension, Severity::Medium, topic, why, sides.into()))
}

/// Kinds whose dates lie ahead by their nature.
const AHEAD: [&str; 4] = ["follow_up_due", "hearing", "response_due", "session"];

/// A text that tells, as past, of a day after its own publication.
fn ahead_of_its_text(chronology: &Chronology) -> Vec<Dispute> {
    let all = chronology.events.iter().flat_map(|event| chronology.claims_of(event));
    all.filter(|(_, c)| dated(c) && Stance::of(c) == Stance::Happened && !AHEAD.contains(&c.kind.name()))
        .filter_map(|(ix, claim)| {
            let entry = entry(chronology, ix)?;
            let (day, published) = (claim.when.first_day()?, entry.published.last_day()?);
            if day <= published {
                return None;
            }
            let why = format!(
                "the text was out by {}, and tells of {} = {} later",
                written(published),
                written(day),
                plural(days_between(published, day), "day")
            );
            let mut text = side(chronology, format!("text published {}", written_when(&entry.published)), []);
            text.passages.push(entry.headline.clone().unwrap_or_else(|| entry.passage.clone()));
            let label = &claim.kind.describe().label;
            let says = format!("{label} {} ({})", written_when(&claim.when), names(chronology, &[ix]));
            let sides = vec![side(chronology, says, [ix]), text];
            Some(dispute(
                DisputeKind::Tension,
                Severity::Medium,
                "A text that is older than what it tells",
                why,
                sides,
            ))
        })
        .collect()
}
