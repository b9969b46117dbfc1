//! Times and claims in sentences.

use remand_law::Unit;
use remand_reading::{ClaimIx, SourceIx};

use crate::Reason;
use crate::record::Record;
use remand_kernel::{Instant, Minute, elapsed, moment};

const HOUR: Minute = 60;
const DAY: Minute = 24 * HOUR;

/// `1204` as `1,204`.
fn grouped(number: i64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A longer time is said in days, whatever the limit counts.
const MOST_IN_HOURS: Minute = 100 * DAY;

/// Whole hours or days of a length of time, rounded down at the lower end and up at the upper.
pub(crate) fn length((least, most): (Option<Minute>, Option<Minute>), unit: Unit) -> String {
    let long = least.or(most).is_some_and(|length| length > MOST_IN_HOURS);
    let (size, one, many) = match unit {
        Unit::Hours | Unit::FullDays if long => (DAY, "day", "days"),
        Unit::Hours | Unit::FullDays => (HOUR, "hour", "hours"),
        Unit::Days | Unit::WorkingDays | Unit::Months | Unit::Years => (DAY, "day", "days"),
    };
    let named = |count: i64| format!("{} {}", grouped(count), if count == 1 { one } else { many });
    let least = least.map(|least| least.div_euclid(size));
    let most = most.map(|most| (most + size - 1).div_euclid(size));
    match (least, most) {
        // Less than one unit apart: the minutes within the last hour or day are not worth a range.
        (Some(least), Some(most)) if most - least <= 1 => {
            named(least.max(i64::from(least == 0 && most == 1)))
        }
        (Some(least), Some(most)) => format!("{} to {}", grouped(least), named(most)),
        (Some(least), None) => format!("at least {}", named(least)),
        (None, Some(most)) => format!("at most {}", named(most)),
        (None, None) => "an unknown time".to_owned(),
    }
}

/// The time from one instant to another. Days are counted from day to day, whatever the hour.
pub(crate) fn between(from: Instant, to: Instant, unit: Unit) -> String {
    if matches!(unit, Unit::Hours | Unit::FullDays) {
        return length(elapsed(from, to), unit);
    }
    let midnight = |at: Option<Minute>| at.map(|at| at.div_euclid(DAY) * DAY);
    let day = |at: Instant| Instant { earliest: midnight(at.earliest), latest: midnight(at.latest) };
    length(elapsed(day(from), day(to)), unit)
}

/// The time from each version of a start to an instant: "62 or 180 days".
pub(crate) fn between_versions(starts: &[Instant], to: Instant, unit: Unit) -> String {
    let mut lengths: Vec<String> = starts.iter().rev().map(|start| between(*start, to, unit)).collect();
    lengths.dedup();
    // "180 or 183 days": the unit is said once where all have it.
    if let Some((last, rest)) = lengths.split_last_mut()
        && let Some((_, unit)) = last.rsplit_once(' ')
    {
        for length in rest {
            if let Some(number) = length.strip_suffix(unit) {
                *length = number.trim_end().to_owned();
            }
        }
    }
    lengths.join(" or ")
}

/// Hours for short lengths, days for long ones.
pub(crate) fn unit_for(most: Option<Minute>) -> Unit {
    if most.is_some_and(|most| most <= 4 * DAY) { Unit::Hours } else { Unit::Days }
}

/// `48 hours (presumptive)`.
pub(crate) fn limit(length: &str, strength: &str) -> String {
    let bracket = if strength == "hard" { String::new() } else { format!(" ({strength})") };
    format!("{length}{bracket}")
}

/// A list that may be long: its first words, and how many more there are.
pub(crate) fn some(all: &[String]) -> String {
    let more = all.len().saturating_sub(2 * VERSIONS);
    let mut shown: Vec<String> = all.iter().take(2 * VERSIONS).cloned().collect();
    if more > 0 {
        shown.push(format!("{more} more"));
    }
    listed(&shown)
}

/// A minute as a day, or as a day and a time of day where that was given.
pub(crate) fn date(at: Minute) -> String {
    let Some(at) = moment(at) else { return "a day beyond the calendar".to_owned() };
    at.date().to_string()
}

/// A minute with its time of day.
pub(crate) fn date_time(at: Minute) -> String {
    moment(at).map_or_else(|| date(at), |at| format!("{} {:02}:{:02}", at.date(), at.hour(), at.minute()))
}

/// When something was: a minute, a day, or between two.
pub(crate) fn when(at: Instant) -> String {
    match (at.earliest, at.latest) {
        (Some(a), Some(b)) if a == b => date_time(a),
        (Some(a), Some(b)) if a.div_euclid(DAY) == b.div_euclid(DAY) && b - a >= DAY - 1 => date(a),
        (Some(a), Some(b)) if (a.rem_euclid(DAY), b.rem_euclid(DAY)) == (0, DAY - 1) => {
            format!("between {} and {}", date(a), date(b))
        }
        (Some(a), Some(b)) => format!("between {} and {}", date_time(a), date_time(b)),
        (Some(a), None) => format!("on or after {}", date(a)),
        (None, Some(b)) => format!("on or before {}", date(b)),
        (None, None) => "on a day that nobody gives".to_owned(),
    }
}

/// More versions of a date than this are counted, not listed.
const VERSIONS: usize = 5;

/// Versions of a date: "2024-03-04 or 2024-03-06".
pub(crate) fn versions(versions: &[Instant]) -> String {
    let mut each: Vec<String> = versions.iter().take(VERSIONS).map(|version| when(*version)).collect();
    if let more @ 1.. = versions.len().saturating_sub(VERSIONS) {
        each.push(format!("{more} other times"));
    }
    each.join(" or ")
}

/// A step cites no more claims than this; it says how many more there are.
const CITED: usize = 40;

/// A reason with the words of the claims it rests on.
pub(crate) fn reason(record: &Record<'_>, text: String, claims: &[ClaimIx]) -> Reason {
    let mut claims = claims.to_vec();
    claims.sort_unstable();
    claims.dedup();
    let passages: Vec<_> =
        claims.iter().filter_map(|ix| record.claim(*ix)).map(|claim| claim.passage.clone()).collect();
    let more = claims.len().saturating_sub(CITED);
    let text = if more > 0 { format!("{text} (and {more} more claims)") } else { text };
    Reason {
        text,
        claims: claims.into_iter().take(CITED).collect(),
        passages: passages.into_iter().take(CITED).collect(),
    }
}

/// More speakers than these are counted, not named.
const NAMED: usize = 3;

/// Who says it, and through whom: "the prosecutor through the campaign, and the family".
pub(crate) fn voices(record: &Record<'_>, claims: &[ClaimIx]) -> String {
    let said = speakers(record, claims);
    let more = said.len().saturating_sub(NAMED);
    let mut named: Vec<String> = said.into_iter().take(NAMED).collect();
    if more > 0 {
        named.push(format!("{more} more"));
    }
    listed(&named)
}

/// The speakers with their verb: "the family says", "the family and counsel say".
pub(crate) fn say(record: &Record<'_>, claims: &[ClaimIx]) -> String {
    let verb = if speakers(record, claims).len() == 1 { "says" } else { "say" };
    format!("{} {verb}", voices(record, claims))
}

/// "a, b and c".
fn listed(all: &[String]) -> String {
    match all.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        Some((last, _)) => last.clone(),
        None => String::new(),
    }
}

/// Each speaker once, with those through whom the words came.
fn speakers(record: &Record<'_>, claims: &[ClaimIx]) -> Vec<String> {
    let sources = &record.chronology.reading.sources;
    let name = |ix: SourceIx| sources.get(ix.0).map_or("a source", |source| source.name.as_str());
    let mut said: Vec<(SourceIx, Vec<String>)> = Vec::new();
    for claim in claims.iter().filter_map(|ix| record.claim(*ix)) {
        let at = said.iter().position(|(asserter, _)| *asserter == claim.asserter);
        let at = at.unwrap_or_else(|| {
            said.push((claim.asserter, Vec::new()));
            said.len() - 1
        });
        let through = claim.via.iter().map(|ix| name(*ix)).collect::<Vec<_>>().join(" through ");
        if let Some((_, relays)) = said.get_mut(at).filter(|_| !through.is_empty())
            && !relays.contains(&through)
        {
            relays.push(through);
        }
    }
    let told = said.into_iter().map(|(asserter, relays)| {
        let relayed = if relays.is_empty() { String::new() } else { format!(" through {}", listed(&relays)) };
        format!("{}{relayed}", name(asserter))
    });
    told.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_read_as_people_write_them() {
        let hours = |least, most| length((least, most), Unit::Hours);
        assert_eq!(hours(Some(1204 * 60), Some(1204 * 60)), "1,204 hours");
        assert_eq!(hours(Some(60), Some(60)), "1 hour");
        assert_eq!(hours(Some(49 * 60), Some(73 * 60)), "49 to 73 hours");
        assert_eq!(hours(None, Some(120)), "at most 2 hours");
        assert_eq!(hours(Some(11_736 * 60), Some(11_809 * 60)), "489 to 493 days");
        assert_eq!(length((Some(3 * 1440), Some(3 * 1440 + 90)), Unit::Days), "3 days");
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(grouped(12), "12");
    }
}
