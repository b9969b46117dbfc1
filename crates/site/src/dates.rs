//! Dates and lengths of time in the words of a language.

use jiff::civil::{Date, DateTime, Time};
use remand_clock::{DetentionClock, Span, Status, Total};
use remand_finding::Deadline;
use remand_timex::When;

use crate::language::Language;

/// Spans shorter than this are told in hours.
const SHORT: u64 = 24;

impl Language {
    /// `5 January 2022`.
    pub(crate) fn day(&self, date: Date) -> String {
        let (day, year) = (date.day().to_string(), date.year().to_string());
        let key = if date.day() == 1 { "date_first" } else { "date" };
        let month = self.month(&self.months, date);
        self.say(key, &[("day", &day), ("month", month), ("year", &year)])
    }

    fn month<'a>(&self, of: &'a [String], date: Date) -> &'a str {
        let at = usize::try_from(date.month()).unwrap_or(1).saturating_sub(1);
        of.get(at).map_or("", String::as_str)
    }

    /// `January 2022`.
    pub(crate) fn month_of(&self, date: Date) -> String {
        let year = date.year().to_string();
        self.say("month_year", &[("month", self.month(&self.months_alone, date)), ("year", &year)])
    }

    /// `Jan`.
    pub(crate) fn month_short(&self, date: Date) -> String {
        self.month(&self.months_short, date).to_owned()
    }

    /// `5 January 2022`, or `5 January 2022, 10:30` where the moment is not midnight.
    pub(crate) fn moment(&self, at: DateTime) -> String {
        let day = self.day(at.date());
        if at.time() == Time::midnight() {
            return day;
        }
        self.say("moment", &[("date", &day), ("time", &at.strftime("%H:%M").to_string())])
    }

    /// An uncertain date in words, with what its EDTF form says beyond the bounds.
    pub(crate) fn when(&self, when: &When) -> String {
        let text = self.bounds(when);
        let key = if when.edtf.contains('%') {
            "perhaps_about"
        } else if when.edtf.contains('~') {
            "about"
        } else if when.edtf.contains('?') {
            "perhaps"
        } else {
            return text;
        };
        self.say(key, &[("date", &text)])
    }

    fn bounds(&self, when: &When) -> String {
        if when.has_time() {
            return match (when.earliest, when.before) {
                (Some(a), Some(b)) if b.duration_since(a).as_secs() <= 60 => self.moment(a),
                (Some(a), Some(b)) => self.between(&self.moment(a), &self.moment(b)),
                (Some(a), None) => self.say("not_before", &[("date", &self.moment(a))]),
                (None, Some(b)) => self.say("not_after", &[("date", &self.moment(b))]),
                (None, None) => self.word("no_date").to_owned(),
            };
        }
        match (when.first_day(), when.last_day()) {
            (Some(a), Some(b)) if a == b => self.day(a),
            (Some(a), Some(b)) if a == a.first_of_year() && b == a.last_of_year() => a.year().to_string(),
            (Some(a), Some(b)) if a == a.first_of_month() && b == a.last_of_month() => self.month_of(a),
            (Some(a), Some(b)) => self.between(&self.day(a), &self.day(b)),
            (Some(a), None) => self.say("not_before", &[("date", &self.day(a))]),
            (None, Some(b)) => self.say("not_after", &[("date", &self.day(b))]),
            (None, None) => self.word("no_date").to_owned(),
        }
    }

    fn between(&self, a: &str, b: &str) -> String {
        self.say("between", &[("a", a), ("b", b)])
    }

    /// The day on which a deadline ends, two where it is uncertain.
    pub(crate) fn due(&self, deadline: &Deadline) -> String {
        match deadline.due_minute {
            Some((a, b)) if a == b => self.moment(a),
            _ => self.bounds(&When::days(deadline.due.0, deadline.due.1)),
        }
    }

    /// A total with its bounds.
    pub(crate) fn total(&self, total: &Total) -> String {
        let days = self.count("days", total.days);
        if total.days == 0 {
            return match total.most_hours {
                0 => days,
                hours => self.say("at_most", &[("n", &self.count("hours", hours))]),
            };
        }
        // The first and the last day count whole, so that the days may be more than the hours come to.
        let (least, most) = (total.least_hours / 24, total.most_hours.div_ceil(24));
        let least = (least + 1 < total.days).then(|| self.number(least));
        let most = (most > total.days).then(|| self.number(most));
        match (least, most) {
            (None, None) => days,
            (Some(least), None) => format!("{days} ({})", self.say("at_least", &[("n", &least)])),
            (None, Some(most)) => format!("{days} ({})", self.say("at_most", &[("n", &most)])),
            (Some(least), Some(most)) => format!("{days} ({least}–{most})"),
        }
    }

    /// How long a stretch of the clock is.
    pub(crate) fn length(&self, clock: &DetentionClock, span: &Span) -> String {
        let end = span.to.unwrap_or_else(|| remand_dossier::end_of(clock.as_of));
        let hours = u64::try_from(end.duration_since(span.from).as_hours()).unwrap_or(0);
        if hours < SHORT {
            self.count("hours", hours)
        } else {
            self.count("days", remand_dossier::span_days(clock, span))
        }
    }

    /// `6 October 2022 to 23 April 2023 (200 days)`.
    pub(crate) fn stretch(&self, clock: &DetentionClock, span: &Span) -> String {
        let (from, length) = (self.moment(span.from), self.length(clock, span));
        match span.to {
            None => self.say("stretch_open", &[("from", &from), ("length", &length)]),
            Some(to) => {
                let last = last_day(to);
                let last = self.moment(last);
                if from == last {
                    return format!("{from} ({length})");
                }
                self.say("stretch", &[("from", &from), ("last", &last), ("length", &length)])
            }
        }
    }

    /// What covers a stretch.
    pub(crate) fn status(&self, status: Status) -> &str {
        match status {
            Status::Ordered => self.word("status_ordered"),
            Status::DisclosedLate => self.word("status_disclosed_late"),
            Status::Implied => self.word("status_implied"),
            Status::NoOrderKnown => self.word("status_no_order_known"),
            Status::Disputed => self.word("status_disputed"),
            Status::Unknown => self.word("status_unknown"),
        }
    }
}

/// The last day of a stretch that ends before `to`: the day before a midnight, else the moment itself.
pub(crate) fn last_day(to: DateTime) -> DateTime {
    match to.date().yesterday() {
        Ok(day) if to.time() == Time::midnight() => day.to_datetime(Time::midnight()),
        _ => to,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use crate::languages;

    #[test]
    fn dates_are_said_as_each_language_says_them() {
        let first = date(2024, 3, 1);
        for language in languages() {
            let said = match language.code.as_str() {
                "en" => "1 March 2024",
                "fr" => "1er mars 2024",
                "es" => "1 de marzo de 2024",
                "ru" => "1 марта 2024 года",
                "de" => "1. März 2024",
                "kk" => "2024 жылғы 1 наурыз",
                "ar" => "1 مارس 2024",
                other => panic!("say how a date is said in {other}"),
            };
            assert_eq!(language.day(first), said);
        }
        let when = remand_timex::When::days(date(2024, 3, 5), date(2024, 4, 6)).with_edtf("2024-03-05~");
        let said: Vec<String> = languages().iter().map(|l| l.when(&when)).collect();
        assert_eq!(said[0], "about between 5 March 2024 and 6 April 2024");
        assert!(said.iter().all(|text| text.contains("2024") && text.contains('5') && text.contains('6')));
    }
}
