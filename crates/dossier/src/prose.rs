//! Dates, lengths and the values of the model in words for a reader.

use jiff::civil::{Date, DateTime, Time};
use remand_chronology::{DisputeKind, DurationVerdict, OnAccount, Severity};
use remand_clock::{Status, Total};
use remand_finding::{Deadline, DeadlineStatus, Outcome};
use remand_protection::Audience;
use remand_reading::{Account, Modality, Polarity, SourceKind, vocabulary};
use remand_timex::When;

use crate::record::Record;

/// `5 January 2022`.
pub(crate) fn day(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

/// `5 January 2022`, or `5 January 2022, 10:30` where the moment is not midnight.
pub(crate) fn moment(at: DateTime) -> String {
    if at.time() == Time::midnight() { day(at.date()) } else { at.strftime("%-d %B %Y, %H:%M").to_string() }
}

/// `24 and 28 February 2022`: two days with `word` between them; what they share is said once.
fn pair(a: Date, word: &str, b: Date) -> String {
    let first = if a.year() != b.year() {
        day(a)
    } else if a.month() != b.month() {
        a.strftime("%-d %B").to_string()
    } else {
        a.day().to_string()
    };
    format!("{first} {word} {}", day(b))
}

/// An uncertain date in words.
///
/// A qualifier of EDTF ("about", "perhaps") is said before it, since the bounds alone do not carry it.
pub(crate) fn when(when: &When) -> String {
    let text = bounds(when);
    let qualifier = if when.edtf.contains('%') {
        "perhaps about "
    } else if when.edtf.contains('~') {
        "about "
    } else if when.edtf.contains('?') {
        "perhaps "
    } else {
        ""
    };
    format!("{qualifier}{text}")
}

fn bounds(when: &When) -> String {
    if when.has_time() {
        return match (when.earliest, when.before) {
            (Some(a), Some(b)) if b.duration_since(a).as_secs() <= 60 => moment(a),
            (Some(a), Some(b)) if a.date() == b.date() => {
                format!("{}, between {} and {}", day(a.date()), a.strftime("%H:%M"), b.strftime("%H:%M"))
            }
            (Some(a), Some(b)) => format!("between {} and {}", moment(a), moment(b)),
            (Some(a), None) => format!("not before {}", moment(a)),
            (None, Some(b)) => format!("before {}", moment(b)),
            (None, None) => "date not known".to_owned(),
        };
    }
    match (when.first_day(), when.last_day()) {
        (Some(a), Some(b)) if a == b => day(a),
        (Some(a), Some(b)) if a == a.first_of_year() && b == a.last_of_year() => a.year().to_string(),
        (Some(a), Some(b)) if a == a.first_of_month() && b == a.last_of_month() => {
            a.strftime("%B %Y").to_string()
        }
        (Some(a), Some(b)) => format!("between {}", pair(a, "and", b)),
        (Some(a), None) => format!("not before {}", day(a)),
        (None, Some(b)) => format!("not after {}", day(b)),
        (None, None) => "date not known".to_owned(),
    }
}

/// `14 June 2022`, or `between 14 and 16 June 2022` where two days are possible.
pub(crate) fn due((first, last): (Date, Date)) -> String {
    if first == last { day(first) } else { format!("between {}", pair(first, "and", last)) }
}

/// Hours between two ends from which on the time of day says nothing.
const VAGUE: i64 = 12;

/// When a deadline ends: a day, or a minute where the limit is in hours; two where it is uncertain.
pub(crate) fn due_of(deadline: &Deadline) -> String {
    match deadline.due_minute {
        Some((first, last)) if first == last => clock_time(first),
        Some((first, last)) if last.duration_since(first).as_hours() >= VAGUE => due(deadline.due),
        Some((first, last)) if first.date() == last.date() => {
            format!(
                "{}, between {} and {}",
                day(first.date()),
                first.strftime("%H:%M"),
                last.strftime("%H:%M")
            )
        }
        Some((first, last)) => format!("between {} and {}", clock_time(first), clock_time(last)),
        None => due(deadline.due),
    }
}

/// `5 January 2022, 00:00`: midnight is said too.
fn clock_time(at: DateTime) -> String {
    at.strftime("%-d %B %Y, %H:%M").to_string()
}

/// Hours of a limit are told up to here, days beyond.
const MOST_IN_HOURS: i64 = 100;

/// How long there is still time: `5 days`, `24 to 48 hours`, `until the end of the day`.
pub(crate) fn left(deadline: &Deadline, as_of: Date) -> String {
    let left = deadline.left(as_of);
    if let Some((least, most)) = left.hours.filter(|(_, most)| *most <= MOST_IN_HOURS) {
        return range(least, most, "hour", "hours");
    }
    match left.days {
        (0, 0) => "the last day".to_owned(),
        (least, most) => range(least, most, "day", "days"),
    }
}

/// A span of what is left; what may be over already is said so.
fn range(least: i64, most: i64, one: &str, many: &str) -> String {
    let count = |n: i64| count(n.unsigned_abs(), one, many);
    match (least, most) {
        (least, most) if least == most => count(most),
        (least, most) if least <= 0 => format!("at most {}, or none", count(most)),
        (least, most) => format!("{} to {}", number(least.unsigned_abs()), count(most)),
    }
}

/// How long it has been over: `for 12 days`, `for 3 to 5 days`.
pub(crate) fn over(deadline: &Deadline, as_of: Date) -> String {
    let left = deadline.left(as_of);
    match left.days {
        (_, 0) => "since that day".to_owned(),
        (least, most) => format!("for {}", range(-most, -least, "day", "days")),
    }
}

/// The heading of a norm without the number of its article, which the citation gives.
pub fn title(heading: &str) -> &str {
    let number = |text: &str| text.starts_with(|ch: char| ch.is_ascii_digit());
    let Some((_, mut title)) = heading.split_once(' ').filter(|(first, _)| number(first)) else {
        return heading;
    };
    // "6 to 8 The prisoner's file", "9 and 10 …", "131(1), 131(2) …".
    while let Some((word, rest)) = title.split_once(' ') {
        let joins = matches!(word, "to" | "and" | "with") && number(rest);
        if !joins && !number(word) {
            break;
        }
        title = rest;
    }
    title
}

/// `10,332`.
pub(crate) fn number(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (ix, digit) in digits.chars().enumerate() {
        if ix > 0 && (digits.len() - ix).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `1 day`, `151 days`, `no days`.
pub(crate) fn count(n: u64, one: &str, many: &str) -> String {
    match n {
        0 => format!("no {many}"),
        1 => format!("1 {one}"),
        n => format!("{} {many}", number(n)),
    }
}

fn hours(n: u64) -> String {
    match (n / 24, n % 24) {
        (0, 0) => "none".to_owned(),
        (0, h) => count(h, "hour", "hours"),
        (d, 0) => count(d, "day", "days"),
        (d, h) => format!("{} {}", count(d, "day", "days"), count(h, "hour", "hours")),
    }
}

/// From here on a total is said in days, not hours.
const LONG: u64 = 7 * 24;

/// A total with its bounds: `151 days`, `151 days (at least 150, at most 152)`.
pub(crate) fn total(total: &Total) -> String {
    if total.days * 24 >= LONG {
        let days = count(total.days, "day", "days");
        // The first and the last day count whole, so that the days may be more than the hours come to.
        let (least, most) = (total.least_hours / 24, total.most_hours.div_ceil(24));
        return match (least + 1 < total.days, most > total.days) {
            (true, true) => format!("{days} (at least {}, at most {})", number(least), number(most)),
            (true, false) => format!("{days} (at least {})", number(least)),
            (false, true) => format!("{days} (at most {})", number(most)),
            (false, false) => days,
        };
    }
    let days = if total.days == 0 { "under a day".to_owned() } else { count(total.days, "day", "days") };
    if total.days == 0 && total.least_hours == 0 && total.most_hours > 0 {
        return format!("at most {}", hours(total.most_hours));
    }
    if total.most_hours == 0 {
        "no time".to_owned()
    } else if total.least_hours == total.most_hours {
        if total.least_hours.is_multiple_of(24) { days } else { hours(total.least_hours) }
    } else {
        format!("{days} (at least {}, at most {})", hours(total.least_hours), hours(total.most_hours))
    }
}

/// Size of a file.
pub(crate) fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => count(bytes, "byte", "bytes"),
        1_000..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

/// The account a source belongs to.
pub(crate) fn account(account: Account) -> &'static str {
    match account {
        Account::State => "state",
        Account::Defence => "defence",
        Account::Independent => "independent",
    }
}

/// The account something is computed on, as a heading.
pub(crate) fn on_account(account: OnAccount) -> &'static str {
    match account {
        OnAccount::All => "All accounts together",
        OnAccount::State => "The state's own account",
        OnAccount::Defence => "The defence's account",
        OnAccount::Independent => "Independent sources",
    }
}

/// The account, inside a sentence.
pub(crate) fn on_account_inline(account: OnAccount) -> &'static str {
    match account {
        OnAccount::All => "all accounts together",
        OnAccount::State => "the state's own account",
        OnAccount::Defence => "the defence's account",
        OnAccount::Independent => "independent sources",
    }
}

/// What covers a stretch, as a table says it.
pub(crate) fn status(status: Status) -> &'static str {
    match status {
        Status::Ordered => "Ordered",
        Status::DisclosedLate => "Ordered, disclosed late",
        Status::Implied => "Order implied only",
        Status::NoOrderKnown => "No order known",
        Status::Disputed => "Disputed",
        Status::Unknown => "Unknown",
    }
}

/// What a status means, for the legend.
pub(crate) fn status_meaning(status: Status) -> &'static str {
    match status {
        Status::Ordered => "an order in the record covers it",
        Status::DisclosedLate => "an order covers it, and nothing public said so until later",
        Status::Implied => "something later presupposes an order that nobody has shown",
        Status::NoOrderKnown => "no order in the record; this does not say that there was none",
        Status::Disputed => "the claims differ",
        Status::Unknown => "no claim either way",
    }
}

/// What a norm comes to.
pub(crate) fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Met => "Not breached",
        Outcome::NotMet => "Breached",
        Outcome::Contested => "Contested",
        Outcome::Undetermined => "Undetermined",
        Outcome::NotApplicable => "Does not apply",
    }
}

/// A polarity that a reader must see; `None` for a plain assertion.
pub(crate) fn polarity(polarity: Polarity) -> Option<&'static str> {
    match polarity {
        Polarity::Asserted => None,
        Polarity::Denied => Some("says it did not happen"),
        Polarity::NotKnown => Some("says it is not known"),
    }
}

/// A modality that a reader must see; `None` for a statement of fact.
pub(crate) fn modality(modality: Modality) -> Option<&'static str> {
    match modality {
        Modality::Stated => None,
        Modality::Alleged => Some("alleged"),
        Modality::Planned => Some("announced, yet to come"),
        Modality::Demanded => Some("demanded"),
        Modality::General => Some("in general, of no one person"),
    }
}

/// What a source is.
pub(crate) fn source_kind(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::Prosecutor => "prosecutor",
        SourceKind::SecurityService => "security service",
        SourceKind::Police => "police",
        SourceKind::Court => "court",
        SourceKind::Prison => "prison service",
        SourceKind::Ministry => "ministry",
        SourceKind::Government => "government",
        SourceKind::Officials => "officials, unnamed",
        SourceKind::UnBody => "United Nations body",
        SourceKind::Intergovernmental => "intergovernmental organisation",
        SourceKind::ForeignState => "another state",
        SourceKind::Organisation => "organisation",
        SourceKind::Press => "press",
        SourceKind::Detainee => "detainee",
        SourceKind::Family => "family",
        SourceKind::Counsel => "counsel",
        SourceKind::Doctor => "doctor",
        SourceKind::Campaign => "campaign",
        SourceKind::Expert => "expert",
        SourceKind::Unknown => "kind not known",
    }
}

/// What kind of conflict a dispute is.
pub(crate) fn dispute(kind: DisputeKind) -> &'static str {
    match kind {
        DisputeKind::Contradiction => "Contradiction: both cannot hold as written",
        DisputeKind::SourceConflict => "Sources disagree",
        DisputeKind::Tension => "Tension: uneasy together, a reading that reconciles them exists",
        DisputeKind::Superseded => "Superseded: later knowledge replaces earlier",
        DisputeKind::StatementAgainstConduct => {
            "Words and conduct: what is said against what is told of its doing"
        }
    }
}

/// How much hangs on a dispute.
pub(crate) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::High => "much hangs on it",
        Severity::Medium => "a finding may rest on it",
        Severity::Low => "little hangs on it",
    }
}

/// Whether a stated duration fits.
pub(crate) fn verdict(verdict: DurationVerdict) -> &'static str {
    match verdict {
        DurationVerdict::Fits => "fits the dates",
        DurationVerdict::DoesNotFit => "does not fit the dates",
        DurationVerdict::CannotTell => "cannot be told",
    }
}

/// A category of the Working Group on Arbitrary Detention, in words.
pub(crate) fn category(category: &str) -> String {
    let gloss = match category {
        "I" => "no legal basis",
        "II" => "for the exercise of a right",
        "III" => "breaches of fair trial",
        "IV" => "prolonged administrative custody without review",
        _ => "discrimination",
    };
    format!("{category}: {gloss}")
}

/// Where a deadline stands.
pub(crate) fn deadline(status: DeadlineStatus) -> &'static str {
    match status {
        DeadlineStatus::Open => "open",
        DeadlineStatus::Kept => "kept",
        DeadlineStatus::KeptLate => "kept late",
        DeadlineStatus::Unclear => "done, in time or late: the dates do not decide",
        DeadlineStatus::PassedUnanswered => "passed, no act in the record",
    }
}

/// A state of the vocabulary; its bare name where the vocabulary does not have it.
pub(crate) fn state(name: &str) -> String {
    let label = vocabulary().states().find(|(known, _)| *known == name).map(|(_, state)| state.label.clone());
    label.unwrap_or_else(|| name.replace('_', " "))
}

/// Months as the stages before shorten them.
const MONTHS: [(&str, &str); 11] = [
    ("Jan", "January"),
    ("Feb", "February"),
    ("Mar", "March"),
    ("Apr", "April"),
    ("Jun", "June"),
    ("Jul", "July"),
    ("Aug", "August"),
    ("Sep", "September"),
    ("Oct", "October"),
    ("Nov", "November"),
    ("Dec", "December"),
];

/// `text` with its ISO dates and times in words, and months written out. A date that stands in a longer token (a file name, a norm) stays.
pub(crate) fn dates_in_words(text: &str) -> String {
    let joins = |ch: char| ch.is_alphanumeric() || matches!(ch, '-' | '_' | '/' | ':' | '~' | '?' | '%');
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((at, _)) = rest.char_indices().find(|(_, ch)| joins(*ch)) {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        if let Some((between, after)) = from.strip_prefix("between ").and_then(stretch) {
            out.push_str(&between);
            rest = after;
            continue;
        }
        let end = from.find(|ch| !joins(ch)).unwrap_or(from.len());
        let (token, after) = from.split_at_checked(end).unwrap_or((from, ""));
        rest = after;
        // A colon after a date belongs to the sentence.
        let plain = token.trim_end_matches(':');
        let colons = token.get(plain.len()..).unwrap_or_default();
        let shape = |text: &str| plain.len() == text.len();
        let words = match () {
            () if shape("2022-01-05") => plain.parse::<Date>().ok().map(day),
            () if shape("2022-01-05T10:30") && plain.contains('T') => {
                plain.parse::<DateTime>().ok().map(moment)
            }
            () => None,
        };
        let Some(words) = words else {
            let dated = out.trim_end_matches(' ').ends_with(|ch: char| ch.is_ascii_digit());
            out.push_str(
                MONTHS.iter().find(|(short, _)| dated && *short == token).map_or(token, |(_, long)| long),
            );
            continue;
        };
        out.push_str(&words);
        out.push_str(colons);
        if shape("2022-01-05") && colons.is_empty() && is_time(after) {
            out.push_str(", ");
            out.push_str(after.get(1..6).unwrap_or_default());
            rest = after.get(6..).unwrap_or_default();
        }
    }
    out.push_str(rest);
    out
}

fn is_clock_time(text: &str) -> bool {
    text.bytes().enumerate().all(|(n, byte)| if n == 2 { byte == b':' } else { byte.is_ascii_digit() })
}

/// `2022-01-05 and 2022-01-08` as one stretch, where `text` begins with it; the rest of the text.
fn stretch(text: &str) -> Option<(String, &str)> {
    let (first, rest) = text.split_at_checked(10)?;
    let (last, rest) = rest.strip_prefix(" and ")?.split_at_checked(10)?;
    if rest.starts_with(|ch: char| ch.is_alphanumeric() || ch == '-') || is_time(rest) {
        return None;
    }
    Some((bounds(&When::days(first.parse().ok()?, last.parse().ok()?)), rest))
}

/// A time of day after a space.
fn is_time(text: &str) -> bool {
    text.strip_prefix(' ').and_then(|text| text.get(..5)).is_some_and(is_clock_time)
}

/// Text of a stage before as a sentence: its first letter capital, its dates in words.
pub fn sentence(text: &str) -> String {
    capital(&dates_in_words(text.trim()))
}

/// With a capital.
pub(crate) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// How strict a norm is.
pub(crate) fn limit(limit: &str) -> &str {
    match limit {
        "hard" => "a hard limit",
        "presumptive" => "a presumption that reasons can rebut",
        "standard" => "a standard without a fixed limit",
        other => other,
    }
}

/// A language by its ISO 639-1 code, in English; the code itself where it has no name here.
pub fn language(code: &str) -> &str {
    match code {
        "ar" => "Arabic",
        "az" => "Azerbaijani",
        "be" => "Belarusian",
        "de" => "German",
        "en" => "English",
        "es" => "Spanish",
        "fa" => "Persian",
        "fr" => "French",
        "kk" => "Kazakh",
        "ky" => "Kyrgyz",
        "ru" => "Russian",
        "tr" => "Turkish",
        "uk" => "Ukrainian",
        "uz" => "Uzbek",
        "zh" => "Chinese",
        other => other,
    }
}

/// For whom a record is, and what that means, in a line.
pub(crate) fn audience(record: &Record<'_>) -> String {
    let made = match record.audience {
        Audience::Team => return "For the team: nothing is hidden in it.".to_owned(),
        Audience::Court => "For the court",
        Audience::Partner => "For a partner",
        Audience::Public => "For the public",
    };
    format!("{made}: words in [brackets] stand in the place of protected persons and details.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn dates_are_said_as_people_say_them() {
        let cases = [
            (When::unknown(), "date not known"),
            (When::day(d("2022-01-05")), "5 January 2022"),
            (When::days(d("2022-02-24"), d("2022-03-08")), "between 24 February and 8 March 2022"),
            (When::days(d("2022-02-24"), d("2022-02-28")), "between 24 and 28 February 2022"),
            (When::days(d("2021-12-30"), d("2022-01-02")), "between 30 December 2021 and 2 January 2022"),
            (When::days(d("2022-01-01"), d("2022-01-31")), "January 2022"),
            (When::days(d("2022-01-01"), d("2022-12-31")), "2022"),
            (When::bounded(Some(d("2022-01-05")), None), "not before 5 January 2022"),
            (When::bounded(None, Some(d("2022-01-05"))), "not after 5 January 2022"),
            (When::minute("2022-01-05T09:05".parse().unwrap()), "5 January 2022, 09:05"),
            (When::day(d("2022-01-05")).with_edtf("2022-01-05~"), "about 5 January 2022"),
            (When::day(d("2022-01-05")).with_edtf("2022-01-05?"), "perhaps 5 January 2022"),
        ];
        for (value, said) in cases {
            assert_eq!(when(&value), said, "{value:?}");
        }
    }

    #[test]
    fn iso_dates_become_words_and_nothing_else_changes() {
        let cases = [
            ("from 2022-01-05 to 2022-01-08;", "from 5 January 2022 to 8 January 2022;"),
            ("2022-01-05 23:59.", "5 January 2022, 23:59."),
            ("2022-01-05T10:30, then", "5 January 2022, 10:30, then"),
            ("due 2022-01-05: late", "due 5 January 2022: late"),
            ("a/2022-01-05/b and x-2022-01-05", "a/2022-01-05/b and x-2022-01-05"),
            ("2022-13-40 and 2022-01-05/2022-01-07", "2022-13-40 and 2022-01-05/2022-01-07"),
            ("(2022-01-05)", "(5 January 2022)"),
            ("5 Jan to 8 Feb 2022", "5 January to 8 February 2022"),
            ("Mar Jan", "Mar Jan"),
            ("between 2022-01-05 and 2022-01-08.", "between 5 and 8 January 2022."),
            ("between 2022-01-01 and 2022-01-31", "January 2022"),
            ("between 2022-01-05 and 2022-01-08 10:30", "between 5 January 2022 and 8 January 2022, 10:30"),
            ("between 2022-01-05 and 2022-13-08", "between 5 January 2022 and 2022-13-08"),
            ("қаңтар 2022-01-05 қаңтар", "қаңтар 5 January 2022 қаңтар"),
            ("", ""),
        ];
        for (iso, words) in cases {
            assert_eq!(dates_in_words(iso), words);
        }
    }

    #[test]
    fn a_heading_is_said_without_the_numbers_of_its_articles() {
        for (heading, said) in [
            ("9(3) Brought promptly before a judge", "Brought promptly before a judge"),
            ("6 to 8 The prisoner's file", "The prisoner's file"),
            ("131(1), 131(2) and 132 Record of detention", "Record of detention"),
            ("Reply within 60 days", "Reply within 60 days"),
            ("151", "151"),
            ("", ""),
        ] {
            assert_eq!(title(heading), said);
        }
    }

    #[test]
    fn counts_and_sizes_at_their_edges() {
        assert_eq!(number(999), "999");
        assert_eq!(number(1_000), "1,000");
        assert_eq!(number(10_332), "10,332");
        assert_eq!(count(0, "day", "days"), "no days");
        assert_eq!(count(1, "day", "days"), "1 day");
        assert_eq!(size(999), "999 bytes");
        assert_eq!(size(1_001), "2 kB");
        assert_eq!(size(1_250_000), "1.2 MB");
    }

    #[test]
    fn a_total_says_its_bounds_only_where_they_differ() {
        let of = |least_hours, most_hours, days| Total { least_hours, most_hours, days };
        assert_eq!(total(&of(0, 0, 0)), "no time");
        assert_eq!(total(&of(72, 72, 3)), "3 days");
        assert_eq!(total(&of(70, 70, 2)), "2 days 22 hours");
        assert_eq!(total(&of(46, 70, 2)), "2 days (at least 1 day 22 hours, at most 2 days 22 hours)");
        assert_eq!(total(&of(0, 5, 0)), "at most 5 hours");
        assert_eq!(total(&of(489 * 24, 493 * 24, 493)), "493 days (at least 489)");
        assert_eq!(total(&of(492 * 24, 492 * 24 + 1, 493)), "493 days");
        assert_eq!(total(&of(15 * 24, 163 * 24, 71)), "71 days (at least 15, at most 163)");
    }
}
