//! Lengths of time in a text: against the dates of the record, the clock, and the lengths that the record states.

use std::ops::Range;

use jiff::civil::Date;
use remand_chronology::{DurationVerdict, HeldDuration, OnAccount, Stretch, calendar_span};
use remand_clock::{Status, Total};
use remand_reading::{DurationStart, Reading, StatedDuration};
use remand_timex::{Amount, Kind, Precision, Timex, Unit};

use crate::date::{ALIKE, CARRIERS, Found, full, full_when, on};
use crate::draft::Draft;
use crate::known::{Known, said};
use crate::{Carrier, Checked, Standing, What};

/// A stretch of fewer days may be of anything.
const SHORTEST: u64 = 10;

/// The lengths of the text outside quotations and citations, ages and numbered days among them.
pub(crate) fn durations(draft: &Draft<'_>, known: &Known<'_>) -> Vec<Checked> {
    let held = known.record.chronology.hold_durations(&draft.reading, draft.day);
    let numbered = numbered_days(draft);
    let mut all = Vec::new();
    for timex in draft.times.iter().filter(|timex| timex.kind == Kind::Duration && !timex.vague) {
        let range = timex.start..timex.end;
        let free = !draft.quoted(&range) && !draft.cited(&range) && !draft.referred(&range);
        if !free || numbered.iter().any(|(other, _)| other.start < range.end && range.start < other.end) {
            continue;
        }
        let found = if timex.age {
            age(draft, known, timex)
        } else {
            let Some(amount) = timex.amount.filter(|amount| amount.precision != Precision::Vague) else {
                continue;
            };
            let stated = draft.reading.durations.iter().position(|d| d.passage.range() == range);
            let held = stated.and_then(|ix| Some((draft.reading.durations.get(ix)?, held.get(ix)?)));
            length(draft, known, timex, &amount, held)
        };
        all.push(found.checked(draft, range, What::Duration));
    }
    for (range, number) in numbered {
        if !draft.quoted(&range) {
            all.push(numbered_day(draft, known, &range, number).checked(draft, range, What::Duration));
        }
    }
    all
}

fn days_between(from: Date, to: Date) -> i64 {
    to.duration_since(from).as_hours() / 24
}

fn days(count: i64) -> String {
    if count == 1 { "1 day".to_owned() } else { format!("{count} days") }
}

fn unit(amount: &Amount) -> String {
    let name = match amount.unit {
        Unit::Minute => "minute",
        Unit::Hour => "hour",
        Unit::Day => "day",
        Unit::Week => "week",
        Unit::Month => "month",
        Unit::Year => "year",
    };
    let plural = if amount.count == 1 { "" } else { "s" };
    format!("{} {name}{plural}", amount.count)
}

/// `152 days`, or `4 months 1 day`.
fn distance(from: Date, to: Date, amount: &Amount) -> String {
    let all = days_between(from, to);
    match from.until((jiff::Unit::Month, to)) {
        Ok(span) if matches!(amount.unit, Unit::Month | Unit::Year) && all >= 0 => {
            let months = span.get_months();
            let (years, months) =
                if amount.unit == Unit::Year { (months / 12, months % 12) } else { (0, months) };
            let parts = [(years, "year"), (months, "month"), (span.get_days(), "day")];
            let told: Vec<String> = parts
                .iter()
                .filter(|(count, _)| *count > 0)
                .map(|(count, name)| format!("{count} {name}{}", if *count == 1 { "" } else { "s" }))
                .collect();
            if told.is_empty() { days(all) } else { told.join(" ") }
        }
        _ => days(all),
    }
}

/// "from 6 January 2022 to 7 June 2022 are 152 days; 150 days would end on 5 June 2022".
fn sum(stretch: &Stretch, amount: &Amount) -> String {
    let from = match stretch.label {
        Some(label) => format!("from {} ({})", full(stretch.from), label.to_lowercase()),
        None => format!("from {}", full(stretch.from)),
    };
    let Some(to) = stretch.to.only_day() else {
        return format!("{from} to {}", full_when(&stretch.to));
    };
    let length = distance(stretch.from, to, amount);
    let be = if length == "1 day" { "is" } else { "are" };
    let sum = format!("{from} to {} {be} {length}", full(to));
    let exact = matches!(amount.precision, Precision::Exact);
    let end = calendar_span(amount.count, amount.unit).and_then(|span| stretch.from.checked_add(span).ok());
    let whole = !matches!(amount.unit, Unit::Minute | Unit::Hour);
    match end.filter(|_| exact && whole && !stretch.fits) {
        Some(end) => format!("{sum}; {} would end on {}", unit(amount), full(end)),
        None => sum,
    }
}

/// The count has both the first day and the last in it.
fn counts_both(stretch: &Stretch, amount: &Amount) -> bool {
    let whole = amount.unit == Unit::Day && amount.precision == Precision::Exact;
    whole
        && stretch.fits
        && stretch
            .to
            .only_day()
            .is_some_and(|to| days_between(stretch.from, to) + 1 == i64::from(amount.count))
}

fn length(
    draft: &Draft<'_>,
    known: &Known<'_>,
    timex: &Timex,
    amount: &Amount,
    held: Option<(&StatedDuration, &HeldDuration)>,
) -> Found {
    let sentence = draft.sentence(timex.start);
    let lower = draft.words(&sentence).to_lowercase();
    let same = literal(draft, known, timex, amount);
    if matches!(amount.unit, Unit::Day | Unit::Hour) && draft.lexicon.tells_of_no_order(&lower) {
        let by_clock = without_order(known, amount);
        let told = same.filter(|(points, _)| *points >= ALIKE);
        return match told {
            Some((_, found)) if by_clock.standing == Standing::Contradicted => found,
            _ => by_clock,
        };
    }
    let fits = held.is_some_and(|(_, held)| held.check.verdict == DurationVerdict::Fits && !held.guessed);
    let stated =
        same.as_ref().filter(|(points, found)| *points >= ALIKE && found.standing == Standing::Carried);
    if let Some(found) = by_clock(known, amount).filter(|_| !fits && stated.is_none()) {
        return found;
    }
    if let Some((stated, held)) =
        held.filter(|(stated, held)| stated.from != DurationStart::NotAStretch && !held.guessed)
    {
        return stretched(known, timex, amount, stated, held, same);
    }
    if let Some(found) = between_dates(draft, timex, amount, &sentence) {
        return found;
    }
    if let Some((_, found)) = same {
        return found;
    }
    // Counted from whatever may begin a stretch: it proves nothing, but it tells what the author may have meant.
    let meant = held
        .into_iter()
        .flat_map(|(_, held)| &held.stretches)
        .find(|stretch| stretch.fits && stretch.to.only_day().is_some());
    if let Some(stretch) = meant {
        let says = format!("the text does not say what it counts from; {}", sum(stretch, amount));
        return Found::of(Standing::Uncertain, Vec::new(), says);
    }
    Found::of(
        Standing::NotInTheRecord,
        Vec::new(),
        "no text of the record gives this length, and no dates of it do",
    )
}

/// The text says what it counts from.
fn stretched(
    known: &Known<'_>,
    timex: &Timex,
    amount: &Amount,
    stated: &StatedDuration,
    held: &HeldDuration,
    same: Option<(usize, Found)>,
) -> Found {
    let (by_order, firm): (Vec<&Stretch>, Vec<&Stretch>) =
        held.stretches.iter().partition(|stretch| stretch.by_order);
    let (fitting, other): (Vec<&Stretch>, Vec<&Stretch>) = firm.into_iter().partition(|stretch| stretch.fits);
    let clock = |stretch: &Stretch| Carrier::Clock { account: OnAccount::All, sum: sum(stretch, amount) };
    let sums =
        |all: &[&Stretch]| all.iter().take(CARRIERS).map(|s| sum(s, amount)).collect::<Vec<_>>().join("; ");
    let hours = matches!(amount.unit, Unit::Minute | Unit::Hour);
    match held.check.verdict {
        DurationVerdict::Fits if hours => {
            let carriers: Vec<Carrier> = fitting.iter().take(1).map(|s| clock(s)).collect();
            let standing = if carriers.is_empty() { Standing::Uncertain } else { Standing::Carried };
            Found::of(standing, carriers, held.check.computed.join("; "))
        }
        DurationVerdict::Fits => {
            let carriers = fitting.iter().take(CARRIERS).map(|s| clock(s)).collect::<Vec<_>>();
            let exact = fitting.iter().find(|stretch| !counts_both(stretch, amount));
            let other: Vec<&Stretch> = other.into_iter().filter(|s| s.to.only_day().is_some()).collect();
            let differs = other.iter().any(|s| fitting.iter().all(|fit| fit.from != s.from));
            if differs && stated.from == DurationStart::Custody {
                let says =
                    format!("the record has several beginnings: {}; but {}", sums(&fitting), sums(&other));
                return Found::of(Standing::Uncertain, carriers, says);
            }
            match (exact, fitting.first()) {
                (None, Some(first)) => {
                    let says = format!("counting both days: {}", sum(first, amount));
                    Found::of(Standing::Carried, carriers, says)
                }
                (Some(stretch), _) => Found::of(Standing::Carried, carriers, sum(stretch, amount)),
                (None, None) => Found::of(Standing::Carried, carriers, held.check.computed.join("; ")),
            }
        }
        DurationVerdict::CannotTell => same.map(|(_, found)| found).unwrap_or_else(|| {
            let says = held.check.computed.join("; ");
            Found::of(Standing::Uncertain, Vec::new(), says)
        }),
        DurationVerdict::DoesNotFit => {
            let mut says = if other.is_empty() { held.check.computed.join("; ") } else { sums(&other) };
            if let Some(stretch) = by_order.iter().find(|stretch| stretch.fits) {
                says = format!("{says}. It fits only counted from the order: {}", sum(stretch, amount));
            }
            let Some((points, found)) = same.filter(|(points, _)| *points >= 2) else {
                return Found::of(Standing::Contradicted, Vec::new(), says);
            };
            let place = found.carried_by.first().map(said).unwrap_or_default();
            says = format!("{says}. The record has the same words, and they may be of another day: {place}");
            // What the record says of another stretch, or of its own day, is no mistake of this text.
            let of_own_day = points >= ALIKE && !misfits(known, timex, amount);
            let standing = if of_own_day { Standing::Uncertain } else { Standing::Contradicted };
            Found::of(standing, if of_own_day { found.carried_by } else { Vec::new() }, says)
        }
    }
}

/// Wherever the record states this length, it does not fit there either.
fn misfits(known: &Known<'_>, timex: &Timex, amount: &Amount) -> bool {
    let chronology = known.record.chronology;
    let mut checks = chronology.durations.iter().filter(|check| {
        let stated = chronology.reading.durations.get(check.stated);
        stated.is_some_and(|stated| stated.amount == *amount) && !timex.vague
    });
    let first = checks.next();
    first.is_some_and(|check| check.verdict == DurationVerdict::DoesNotFit)
        && checks.all(|check| check.verdict == DurationVerdict::DoesNotFit)
}

/// The record states the same length: the place whose sentence is most like this one.
fn literal(draft: &Draft<'_>, known: &Known<'_>, timex: &Timex, amount: &Amount) -> Option<(usize, Found)> {
    let (shared, _) = draft.shared(timex.start);
    let same = known.times.iter().filter(|time| {
        time.timex
            .amount
            .is_some_and(|known| known.count == amount.count && known.unit == amount.unit && amount.count > 0)
    });
    let mut found: Vec<(usize, bool, Carrier)> = same
        .filter_map(|time| {
            let range = time.timex.start..time.timex.end;
            let precise = time.timex.amount.is_some_and(|known| known.precision == amount.precision);
            Some((known.score(shared, time.text, range.start), precise, known.carrier(time.text, &range)?))
        })
        .collect();
    found.sort_by_key(|(points, precise, _)| (std::cmp::Reverse(*points), !precise));
    let (points, precise) = found.first().map(|(points, precise, _)| (*points, *precise))?;
    let mut carriers: Vec<Carrier> = Vec::new();
    for (.., carrier) in found {
        if carriers.len() < CARRIERS && !carriers.contains(&carrier) {
            carriers.push(carrier);
        }
    }
    if precise {
        return Some((points, Found::carried(carriers)));
    }
    let place = carriers.first().map(said).unwrap_or_default();
    let says = format!("the record says it more or less exactly: {place}");
    Some((points, Found::of(Standing::Uncertain, carriers, says)))
}

/// The length of two dates that the sentence gives: "from 12 March to 12 May, two months".
fn between_dates(
    draft: &Draft<'_>,
    timex: &Timex,
    amount: &Amount,
    sentence: &Range<usize>,
) -> Option<Found> {
    let mut ends = draft.times.iter().filter(|t| {
        t.kind == Kind::Date && sentence.start <= t.start && t.end <= sentence.end && t.start != timex.start
    });
    let (from, to) = match (ends.next(), ends.next(), ends.next()) {
        (Some(from), Some(to), None) => (from.when.only_day()?, to.when.only_day()?),
        (Some(both), None, None) => (both.when.first_day()?, both.when.last_day()?),
        _ => return None,
    };
    let end = from.checked_add(calendar_span(amount.count, amount.unit)?).ok()?;
    let both = from.checked_add(calendar_span(amount.count, amount.unit)?).ok()?.yesterday().ok();
    let fits = end == to || (amount.unit != Unit::Hour && both == Some(to));
    let stretch = Stretch { from, label: None, to: remand_timex::When::day(to), fits, by_order: false };
    (from < to && fits).then(|| {
        let carrier = Carrier::Clock { account: OnAccount::All, sum: sum(&stretch, amount) };
        let note = if counts_both(&stretch, amount) { "counting both days: " } else { "" };
        Found::of(Standing::Carried, vec![carrier], format!("{note}{}", sum(&stretch, amount)))
    })
}

/// A number of days or hours that the clock of an account has: of all custody, of a status, of a stretch or a condition of it. The
/// clock counts the first day and the last.
pub(crate) fn by_clock(known: &Known<'_>, amount: &Amount) -> Option<Found> {
    let per = match amount.unit {
        Unit::Day => 24,
        Unit::Hour => 1,
        _ => return None,
    };
    let count = u64::from(amount.count);
    if amount.precision != Precision::Exact {
        return None;
    }
    let short = per == 24 && count < SHORTEST;
    let is = |least: u64, most: u64, drawn: Option<u64>| {
        count == least / per || count == most / per || count == most.div_ceil(per) || drawn == Some(count)
    };
    let end = known.day.tomorrow().unwrap_or(known.day).to_datetime(jiff::civil::Time::midnight());
    let hours = |from: jiff::civil::DateTime, to: Option<jiff::civil::DateTime>| {
        u64::try_from(to.unwrap_or(end).duration_since(from).as_hours()).unwrap_or(0)
    };
    for clock in &known.clocks {
        let drawn = |total: &Total| Some(total.days).filter(|_| per == 24);
        let told = if is(clock.held.least_hours, clock.held.most_hours, drawn(&clock.held))
            && !clock.spans.is_empty()
        {
            Some("all custody".to_owned())
        } else if let Some((status, _)) = clock
            .totals
            .iter()
            .find(|(_, total)| total.most_hours > 0 && is(total.least_hours, total.most_hours, drawn(total)))
        {
            Some(format!("custody with the status {}", status.name().replace('_', " ")))
        } else if let Some(span) = clock.spans.iter().find(|span| hours(span.from, span.to) / per == count) {
            Some(format!("the stretch from {}", full(span.from.date())))
        } else {
            let band = clock.bands.iter().find(|band| hours(band.from, band.to) / per == count);
            band.map(|band| format!("{} from {}", band.state.replace('_', " "), full(band.from.date())))
        };
        if let Some(told) = told {
            let sum = format!("the clock {}: {}, {told}", on(clock.account), unit(amount));
            let carrier = Carrier::Clock { account: clock.account, sum: sum.clone() };
            return Some(match clock.account {
                _ if short => Found::of(
                    Standing::Uncertain,
                    vec![carrier],
                    format!("so few days may be of anything; {sum}"),
                ),
                OnAccount::All => Found::of(Standing::Carried, vec![carrier], sum),
                _ => Found::of(Standing::Uncertain, vec![carrier], format!("{sum}; other accounts differ")),
            });
        }
    }
    None
}

/// Days that no known order covers, in all or in one stretch, on each account.
fn without_order(known: &Known<'_>, amount: &Amount) -> Found {
    let hours = amount.unit == Unit::Hour;
    let in_unit = |least_hours: u64, most_hours: u64| {
        if hours { (least_hours, most_hours) } else { (least_hours / 24, most_hours.div_ceil(24)) }
    };
    let count = u64::from(amount.count);
    let mut sides: Vec<String> = Vec::new();
    let mut inside: Vec<Carrier> = Vec::new();
    for clock in &known.clocks {
        let Some((_, total)) = clock.totals.iter().find(|(status, _)| *status == Status::NoOrderKnown) else {
            continue;
        };
        if clock.spans.is_empty() {
            continue;
        }
        let (least, most) = in_unit(total.least_hours, total.most_hours);
        let drawn = if hours { most } else { total.days };
        let name = if hours { "hours" } else { "days" };
        let bounds = if least == most {
            format!("{drawn} {name}")
        } else {
            format!("{drawn} {name} ({least} to {most})")
        };
        let told = format!("no order is known for {bounds} {}", on(clock.account));
        let carrier = || Carrier::Clock { account: clock.account, sum: told.clone() };
        if truth(amount, count, drawn) {
            return Found::of(Standing::Carried, vec![carrier()], told);
        }
        let stretches = clock.spans.iter().filter(|span| span.status == Status::NoOrderKnown);
        let end = known.day.tomorrow().unwrap_or(known.day).to_datetime(jiff::civil::Time::midnight());
        for span in stretches {
            let seconds = span.to.unwrap_or(end).duration_since(span.from).as_secs();
            let length = u64::try_from(seconds).unwrap_or(0) / if hours { 3600 } else { 86400 };
            if amount.precision == Precision::Exact && length == count {
                let told = format!("{}: {length} {name}", span.why);
                let carrier = Carrier::Clock { account: clock.account, sum: told.clone() };
                return Found::of(Standing::Carried, vec![carrier], told);
            }
        }
        if least <= count && count <= most {
            inside.push(carrier());
        }
        sides.push(told);
    }
    let says = sides.join("; ");
    match (inside.is_empty(), sides.is_empty()) {
        (_, true) => Found::of(Standing::NotInTheRecord, Vec::new(), "the record gives no days in custody"),
        (true, _) => Found::of(Standing::Contradicted, Vec::new(), says),
        (false, _) => Found::of(Standing::Uncertain, inside, says),
    }
}

/// The words are true of `actual`.
fn truth(amount: &Amount, count: u64, actual: u64) -> bool {
    match amount.precision {
        Precision::Exact => actual == count,
        Precision::MoreThan => actual > count,
        Precision::AtLeast => actual >= count,
        Precision::LessThan => actual < count,
        Precision::AtMost => actual <= count,
        Precision::About => actual.abs_diff(count) <= (count / 10).max(2),
        Precision::Vague => true,
    }
}

/// "On the 100th day": where it stands and the number.
fn numbered_days(draft: &Draft<'_>) -> Vec<(Range<usize>, u32)> {
    let mut found = Vec::new();
    for way in &draft.lexicon.ordinal_day {
        for day in way.captures_iter(draft.text) {
            let number = day.name("n").and_then(|n| n.as_str().parse::<u32>().ok());
            if let (Some(whole), Some(number)) = (day.get(0), number) {
                found.push((whole.range(), number));
            }
        }
    }
    found
}

fn numbered_day(draft: &Draft<'_>, known: &Known<'_>, range: &Range<usize>, number: u32) -> Found {
    let sentence = draft.sentence(range.start);
    let mut dates = draft.times.iter().filter(|t| {
        t.kind == Kind::Date
            && sentence.start <= t.start
            && t.end <= sentence.end
            && t.when.only_day().is_some()
    });
    let at = match (dates.next(), dates.next()) {
        (Some(date), None) => date.when.clone(),
        _ => remand_timex::When::day(draft.day),
    };
    let Some(day) = at.only_day() else {
        return Found::of(Standing::Uncertain, Vec::new(), "the text does not say which day it is");
    };
    let Some(entry) = draft.reading.entries.first() else {
        return Found::of(Standing::Uncertain, Vec::new(), "the text could not be read");
    };
    let amount = Amount { count: number, unit: Unit::Day, precision: Precision::Exact };
    let stated = StatedDuration {
        passage: remand_reading::Passage { item: entry.passage.item, start: range.start, end: range.end },
        entry: remand_reading::EntryIx(0),
        amount,
        from: DurationStart::Custody,
        at: Some(at),
    };
    let one = Reading { entries: vec![entry.clone()], durations: vec![stated], ..Reading::default() };
    let held = known.record.chronology.hold_durations(&one, draft.day);
    let starts: Vec<Date> = held
        .first()
        .into_iter()
        .flat_map(|held| held.stretches.iter().filter(|s| !s.by_order).map(|s| s.from))
        .collect();
    let told = |start: &Date| {
        let nth = days_between(*start, day) + 1;
        format!("{} is day {nth} counted from {}", full(day), full(*start))
    };
    let (right, wrong): (Vec<Date>, Vec<Date>) =
        starts.iter().partition(|start| days_between(**start, day) + 1 == i64::from(number));
    let sums = |all: &[Date]| all.iter().take(CARRIERS).map(told).collect::<Vec<_>>().join("; ");
    let carriers = |all: &[Date]| {
        all.iter()
            .take(CARRIERS)
            .map(|s| Carrier::Clock { account: OnAccount::All, sum: told(s) })
            .collect::<Vec<_>>()
    };
    match (right.as_slice(), wrong.as_slice()) {
        ([], []) => {
            Found::of(Standing::NotInTheRecord, Vec::new(), "the record gives no beginning of custody")
        }
        (right, []) => Found::of(Standing::Carried, carriers(right), sums(right)),
        ([], wrong) => {
            let after = wrong.iter().find(|start| days_between(**start, day) == i64::from(number));
            match after {
                Some(start) => {
                    let says = format!("{}; it is {number} days after it", told(start));
                    Found::of(Standing::Uncertain, carriers(&[*start]), says)
                }
                None => Found::of(Standing::Contradicted, Vec::new(), sums(wrong)),
            }
        }
        (right, wrong) => {
            let says = format!("the record has several beginnings: {}; but {}", sums(right), sums(wrong));
            Found::of(Standing::Uncertain, carriers(right), says)
        }
    }
}

/// The age of a person: as the record states it, or counted from the date of birth that it gives.
fn age(draft: &Draft<'_>, known: &Known<'_>, timex: &Timex) -> Found {
    let number: String =
        draft.words(&(timex.start..timex.end)).chars().filter(char::is_ascii_digit).collect();
    let Ok(years) = number.parse::<i16>() else {
        return Found::of(Standing::Uncertain, Vec::new(), "an age that is not given in figures");
    };
    let born = known.times.iter().filter(|time| time.timex.kind == Kind::Date).find_map(|time| {
        let day = time.timex.when.only_day()?;
        let text = known.texts.get(time.text)?;
        let before = text.text.get(..time.timex.start)?;
        let near: String = before.chars().rev().take(24).collect::<Vec<_>>().into_iter().rev().collect();
        let words = crate::lexicon::lexicon(&text.language);
        words.tells_of_birth(&near.to_lowercase()).then_some((day, time))
    });
    let same = known.times.iter().filter(|time| time.timex.age).find(|time| {
        let text =
            known.texts.get(time.text).and_then(|text| text.text.get(time.timex.start..time.timex.end));
        text.is_some_and(|words| words.chars().filter(char::is_ascii_digit).eq(number.chars()))
    });
    if let Some((day, time)) = born {
        let full_years =
            |on: Date| day.until((jiff::Unit::Year, on)).map(|span| span.get_years()).unwrap_or(0);
        let now = full_years(draft.day);
        let place = known.told(time.text, &(time.timex.start..time.timex.end));
        let carriers: Vec<Carrier> =
            known.carrier(time.text, &(time.timex.start..time.timex.end)).into_iter().collect();
        let says = format!("born on {} ({place}), {now} years old on {}", full(day), full(draft.day));
        return match same {
            _ if now == years => Found::of(Standing::Carried, carriers, says),
            Some(_) => Found::of(
                Standing::Uncertain,
                carriers,
                format!("{says}; a text gives {years}, perhaps of another day or person"),
            ),
            None if years < now && now - years <= 40 => Found::of(
                Standing::Uncertain,
                carriers,
                format!("{says}; {years} may be the age of an earlier day, or of another person"),
            ),
            None => Found::of(Standing::NotInTheRecord, Vec::new(), says),
        };
    }
    match same {
        Some(time) => {
            let range = time.timex.start..time.timex.end;
            Found::carried(known.carrier(time.text, &range).into_iter().collect())
        }
        None => Found::of(
            Standing::NotInTheRecord,
            Vec::new(),
            "no text of the record gives this age or a date of birth",
        ),
    }
}
