//! Terms that end where a lawyer says they end.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

use jiff::civil::{Date, DateTime, Weekday};
use remand_law::{
    Amount, Calendar, Calendars, Counter, Counting, FirstDay, MonthEnd, Named, Off, Rollover, Unit,
};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn at(text: &str) -> DateTime {
    text.parse().unwrap()
}

fn named(name: &str) -> Named {
    Named { name: name.to_owned(), line: 1, column: 1 }
}

/// "48 hours", "60 days".
fn amount(text: &str) -> Amount {
    let (count, unit) = text.split_once(' ').unwrap();
    let unit = match unit.trim_end_matches('s') {
        "hour" => Unit::Hours,
        "24-hour day" => Unit::FullDays,
        "day" => Unit::Days,
        "working day" => Unit::WorkingDays,
        "month" => Unit::Months,
        "year" => Unit::Years,
        other => panic!("no unit {other}"),
    };
    Amount { count: count.parse().unwrap(), unit }
}

/// The clauses of a `counting` field, in any order.
fn counting(clauses: &str) -> Counting {
    let mut counting = Counting::default();
    for clause in clauses.split(", ").filter(|clause| !clause.is_empty()) {
        let last = || Some(named(clause.rsplit(' ').next().unwrap()));
        match clause {
            "first day in" => counting.first_day = Some(FirstDay::In),
            "first day out" => counting.first_day = Some(FirstDay::Out),
            "first day in or out" => counting.first_day = Some(FirstDay::InOrOut),
            "end of month last day" => counting.month_end = Some(MonthEnd::LastDay),
            "end of month next day" => counting.month_end = Some(MonthEnd::NextDay),
            "no rollover" => counting.rollover = Some(Rollover::Stays),
            _ if clause.starts_with("rollover forward") => {
                counting.rollover = last().map(Rollover::Forward);
            }
            _ if clause.starts_with("rollover back") => counting.rollover = last().map(Rollover::Back),
            _ if clause.starts_with("working days of") => counting.working_days = last(),
            _ if clause.starts_with("stops while") => counting.stops_while = last(),
            _ => panic!("no clause {clause}"),
        }
    }
    counting
}

/// Days that courts of an invented country keep, close to those of England and Wales: 2023 and 2024.
fn courts() -> Calendar {
    Calendar {
        id: named("courts"),
        title: "Days off".to_owned(),
        weekend: vec![Weekday::Saturday, Weekday::Sunday],
        covers: (day("2023-01-01"), day("2024-12-31")),
        off: vec![
            (Off::Every(12, 25), Some("Christmas Day".to_owned())),
            (Off::Every(12, 26), None),
            (Off::Easter(-2), Some("Good Friday".to_owned())),
            (Off::Easter(1), Some("Easter Monday".to_owned())),
            (Off::On(day("2023-05-08")), None),
        ],
        on: vec![(day("2023-06-10"), Some("a Saturday of work".to_owned()))],
    }
}

/// The day, or `first .. last` where the two ends differ.
fn show(ends: Option<(DateTime, DateTime)>) -> String {
    let Some((least, most)) = ends else { return "none".to_owned() };
    let show = |end: DateTime| {
        let text = end.to_string();
        text.strip_suffix("T23:59:00").or(text.strip_suffix(":00")).unwrap_or(&text).to_owned()
    };
    if least == most { show(least) } else { format!("{} .. {}", show(least), show(most)) }
}

/// Each line: clauses of the counting; start; amount; end.
fn ends(cases: &[(&str, &str, &str, &str)]) {
    let calendars = Calendars::new(&[courts()]);
    for (clauses, start, length, end) in cases {
        let counter = Counter::new(&counting(clauses), &calendars);
        let found = show(counter.last_minute(at(start), amount(length)));
        assert_eq!(found, *end, "{length} from {start}, {clauses}");
    }
}

#[test]
fn hours_run_from_the_minute_whatever_the_calendar_says() {
    ends(&[
        ("", "2023-05-08T12:45", "48 hours", "2023-05-10T12:45"),
        ("", "2023-05-08T12:45", "2 24-hour days", "2023-05-10T12:45"),
        ("first day in", "2024-02-28T10:00", "24 hours", "2024-02-29T10:00"),
        ("rollover forward of courts", "2023-05-05T10:00", "24 hours", "2023-05-06T10:00"),
        ("", "9999-12-30T00:00", "48 hours", "none"),
        ("", "9999-12-30T00:00", "47 hours", "9999-12-31T23:00"),
    ]);
}

#[test]
fn the_first_day_is_in_or_out() {
    ends(&[
        // Sixty days of the Working Group: from 7 April, the day of transmittal not counted.
        ("first day out", "2021-04-07T15:30", "60 days", "2021-06-06"),
        ("first day in", "2021-04-07T15:30", "60 days", "2021-06-05"),
        ("first day in or out", "2021-04-07T15:30", "60 days", "2021-06-05 .. 2021-06-06"),
        ("", "2021-04-07T15:30", "60 days", "2021-06-05 .. 2021-06-06"),
        ("first day in", "2023-05-08T23:59", "1 day", "2023-05-08"),
        ("first day out", "2023-05-08T00:00", "1 day", "2023-05-09"),
        // 31 days of November and December.
        ("first day out", "2023-11-30T10:00", "31 days", "2023-12-31"),
    ]);
}

#[test]
fn a_month_that_lacks_the_day_ends_by_the_rule() {
    let last = "first day out, end of month last day";
    let next = "first day out, end of month next day";
    ends(&[
        (last, "2023-01-31T00:00", "1 month", "2023-02-28"),
        (next, "2023-01-31T00:00", "1 month", "2023-03-01"),
        ("first day out", "2023-01-31T00:00", "1 month", "2023-02-28 .. 2023-03-01"),
        (last, "2024-01-30T00:00", "1 month", "2024-02-29"),
        (next, "2024-01-30T00:00", "1 month", "2024-03-01"),
        (last, "2023-08-31T09:00", "6 months", "2024-02-29"),
        (next, "2023-08-31T09:00", "6 months", "2024-03-01"),
        (last, "2024-02-29T09:00", "1 year", "2025-02-28"),
        (next, "2024-02-29T09:00", "1 year", "2025-03-01"),
        (last, "2024-02-29T09:00", "4 years", "2028-02-29"),
        // 1900 and 2100 are no leap years.
        (last, "2096-02-29T09:00", "4 years", "2100-02-28"),
        (last, "2023-04-30T09:00", "1 month", "2023-05-30"),
        (last, "0001-01-31T09:00", "1 month", "0001-02-28"),
        (last, "9999-11-30T09:00", "1 month", "9999-12-30"),
        (last, "9999-12-01T09:00", "1 month", "none"),
    ]);
}

#[test]
fn custody_counted_from_its_first_day_ends_a_day_before_the_same_number() {
    // Kazakhstan: the first day of custody is in, and whether the month still has the same day-number is open.
    let custody = "first day in, end of month last day";
    ends(&[
        (custody, "2022-01-08T18:20", "2 months", "2022-03-07"),
        (
            "first day in or out, end of month last day",
            "2022-01-08T18:20",
            "2 months",
            "2022-03-07 .. 2022-03-08",
        ),
        (custody, "2022-12-31T18:20", "2 months", "2023-02-27"),
        (custody, "2022-03-01T00:00", "1 month", "2022-03-31"),
    ]);
}

#[test]
fn custody_limits_that_roll_back_end_on_the_working_day_before() {
    // England and Wales: the first day of custody is out.
    let limit = "first day out, rollover back of courts";
    ends(&[
        // 56 days to Wednesday 19 April: nothing to roll.
        (limit, "2023-02-22T10:00", "56 days", "2023-04-19"),
        // To Good Friday 7 April: Thursday.
        (limit, "2023-02-10T10:00", "56 days", "2023-04-06"),
        // To Easter Monday: over the weekend and Good Friday to Thursday.
        (limit, "2023-02-13T10:00", "56 days", "2023-04-06"),
        // To Tuesday 26 December: over Christmas Day and the weekend to Friday 22 December.
        (limit, "2023-10-31T10:00", "56 days", "2023-12-22"),
        // To a Saturday on which work goes on.
        (limit, "2023-04-15T10:00", "56 days", "2023-06-10"),
        // Hours are never moved.
        (limit, "2023-04-07T10:00", "24 hours", "2023-04-08T10:00"),
    ]);
}

#[test]
fn a_term_that_rolls_forward_ends_on_the_next_working_day() {
    let term = "first day out, end of month last day, rollover forward of courts";
    ends(&[
        (term, "2023-04-04T10:00", "3 days", "2023-04-11"),
        (term, "2023-11-25T10:00", "1 month", "2023-12-27"),
        (term, "2023-05-06T10:00", "1 day", "2023-05-09"),
        ("first day out, no rollover", "2023-05-06T10:00", "1 day", "2023-05-07"),
    ]);
}

#[test]
fn working_days_leave_out_what_is_off() {
    let out = "first day out, working days of courts";
    let inn = "first day in, working days of courts";
    ends(&[
        // Thursday before Easter 2023.
        (out, "2023-04-06T10:00", "1 working day", "2023-04-11"),
        (inn, "2023-04-06T10:00", "1 working day", "2023-04-06"),
        (inn, "2023-04-06T10:00", "2 working days", "2023-04-11"),
        // A start on a day that is off: in or out is the same.
        (out, "2023-04-08T10:00", "3 working days", "2023-04-13"),
        (inn, "2023-04-08T10:00", "3 working days", "2023-04-13"),
        ("working days of courts", "2023-04-06T10:00", "2 working days", "2023-04-11 .. 2023-04-12"),
        (out, "2023-06-08T10:00", "2 working days", "2023-06-10"),
        (out, "2023-12-22T10:00", "5 working days", "2024-01-02"),
    ]);
}

#[test]
fn beyond_its_calendar_a_term_has_two_ends() {
    ends(&[
        // 25 December 2025 is a Thursday that only the rule for every year knows.
        (
            "first day out, rollover forward of courts",
            "2025-12-24T10:00",
            "1 day",
            "2025-12-25 .. 2025-12-29",
        ),
        ("first day out, rollover back of courts", "2022-12-24T10:00", "2 days", "2022-12-23 .. 2022-12-26"),
        // Monday 6 January 2025 is a working day either way.
        ("first day out, rollover back of courts", "2025-01-05T10:00", "1 day", "2025-01-06"),
        (
            "first day out, working days of courts",
            "2024-12-30T10:00",
            "5 working days",
            "2025-01-04 .. 2025-01-06",
        ),
    ]);
}

#[test]
fn without_the_calendar_there_is_no_end() {
    ends(&[
        ("first day out", "2023-04-08T10:00", "3 working days", "none"),
        ("first day out, working days of elsewhere", "2023-04-08T10:00", "3 working days", "none"),
        ("first day out, rollover back of elsewhere", "2023-04-08T10:00", "3 days", "none"),
        ("first day out", "2023-04-08T10:00", "4294967295 years", "none"),
        ("first day out", "2023-04-08T10:00", "4294967295 days", "none"),
        ("first day out", "2023-04-08T10:00", "4294967295 24-hour days", "none"),
    ]);
    let never = Calendar { weekend: (0..7).map(|n| Weekday::Monday.wrapping_add(n)).collect(), ..courts() };
    let counter = Counter::new(
        &counting("first day out, working days of courts, rollover forward of courts"),
        &Calendars::new(&[Calendar { on: Vec::new(), ..never }]),
    );
    assert_eq!(counter.last_minute(at("2030-01-01T00:00"), amount("100000 working days")), None);
    assert_eq!(counter.last_minute(at("2024-01-01T00:00"), amount("3 working days")), None);
    assert_eq!(counter.last_minute(at("2024-12-01T00:00"), amount("3 days")), None);
}

#[test]
fn time_before_an_event_is_counted_back() {
    let calendars = Calendars::new(&[courts()]);
    let cases = [
        ("", "2023-05-10T12:45", "48 hours", "2023-05-08T12:45"),
        ("first day out", "2023-05-10T12:45", "3 days", "2023-05-07"),
        ("first day in", "2023-05-10T12:45", "3 days", "2023-05-08"),
        ("", "2023-05-10T12:45", "3 days", "2023-05-07 .. 2023-05-08"),
        ("first day in", "2023-05-10T12:45", "1 day", "2023-05-10"),
        ("first day out, end of month last day", "2023-03-31T10:00", "1 month", "2023-02-28"),
        ("first day out, end of month next day", "2023-03-31T10:00", "1 month", "2023-03-01"),
        ("first day out", "2023-03-31T10:00", "1 month", "2023-02-28 .. 2023-03-01"),
        ("first day out, end of month last day", "2024-02-29T10:00", "1 year", "2023-02-28"),
        // Tuesday after Easter: a working day before it is Thursday; it is not moved by a rollover.
        ("first day out, working days of courts", "2023-04-11T10:00", "1 working day", "2023-04-06"),
        ("first day in, working days of courts", "2023-04-11T10:00", "2 working days", "2023-04-06"),
        ("first day out, rollover forward of courts", "2023-04-11T10:00", "2 days", "2023-04-09"),
        ("first day out", "0001-01-02T10:00", "1 day", "0001-01-01"),
        ("first day out", "0001-01-02T10:00", "2 days", "none"),
        ("", "0001-01-02T10:00", "48 hours", "none"),
    ];
    for (clauses, event, length, end) in cases {
        let counter = Counter::new(&counting(clauses), &calendars);
        let found = show(counter.last_minute_before(at(event), amount(length)));
        assert_eq!(found, end, "{length} before {event}, {clauses}");
    }
}

#[test]
fn a_due_day_is_turned_back_into_the_days_it_can_come_from() {
    let calendars = Calendars::new(&[courts()]);
    let month = "first day out, end of month last day";
    let cases = [
        ("first day out", "2021-06-06", "60 days", Some(("2021-04-07", "2021-04-07"))),
        ("first day in or out", "2021-06-06", "60 days", Some(("2021-04-07", "2021-04-08"))),
        ("first day out", "2021-06-06", "48 hours", None),
        (month, "2023-02-28", "1 month", Some(("2023-01-28", "2023-01-31"))),
        (month, "2023-03-31", "1 month", None),
        (month, "2025-02-28", "1 year", Some(("2024-02-28", "2024-02-29"))),
        // Thursday before Easter stands for itself and for four days that are off.
        (
            "first day out, rollover back of courts",
            "2023-04-06",
            "56 days",
            Some(("2023-02-09", "2023-02-13")),
        ),
        ("first day out, rollover back of courts", "2023-04-07", "56 days", None),
        (
            "first day out, working days of courts",
            "2023-04-11",
            "1 working day",
            Some(("2023-04-06", "2023-04-10")),
        ),
        ("first day out", "0001-01-05", "10 days", None),
        ("first day in", "9999-12-31", "1 day", Some(("9999-12-31", "9999-12-31"))),
        ("first day out", "9999-12-31", "1 day", Some(("9999-12-30", "9999-12-30"))),
    ];
    for (clauses, due, length, start) in cases {
        let counter = Counter::new(&counting(clauses), &calendars);
        let found = counter.start_of(day(due), amount(length));
        let expected = start.map(|(first, last)| (day(first), day(last)));
        assert_eq!(found, expected, "{length} up to {due}, {clauses}");
    }
}

#[test]
fn time_that_stops_moves_the_end_before_it_rolls_over() {
    let calendars = Calendars::new(&[courts()]);
    let counter = Counter::new(&counting("first day out, rollover back of courts"), &calendars);
    let stopped = |start, length, minutes, midnights| {
        show(counter.last_minute_stopped(at(start), amount(length), minutes, midnights))
    };
    assert_eq!(stopped("2023-05-02T10:00", "24 hours", 90, 0), "2023-05-03T11:30");
    // Two midnights to Saturday 6 May, and back to Friday.
    assert_eq!(stopped("2023-05-02T10:00", "2 days", 2000, 2), "2023-05-05");
    assert_eq!(stopped("2023-05-02T10:00", "2 days", i64::MAX, i64::MAX), "none");
}

#[test]
fn only_time_that_stops_can_turn_the_order_of_two_ends() {
    let calendars = Calendars::new(&[courts()]);
    let clauses = "first day out, end of month last day, working days of courts";
    let plain = Counter::new(&counting(clauses), &calendars);
    let stops = Counter::new(&counting(&format!("{clauses}, stops while in_hospital")), &calendars);
    let each = [Unit::Hours, Unit::FullDays, Unit::Days, Unit::WorkingDays, Unit::Months, Unit::Years];
    assert!(each.iter().all(|unit| plain.is_monotone(*unit)));
    assert_eq!(each.map(|unit| stops.is_monotone(unit)), [true, true, true, false, false, false]);
    // In hospital from 30 January to 1 February: two midnights for a start on the 30th, one for the 31st.
    let month = |start, midnights| stops.last_minute_stopped(at(start), amount("1 month"), 0, midnights);
    assert!(month("2023-01-31T10:00", 1) < month("2023-01-30T10:00", 2));
}

#[test]
fn a_calendar_knows_the_days_it_covers() {
    let courts = courts();
    let cases = [
        ("2023-04-07", Some(true)),
        ("2023-04-10", Some(true)),
        ("2024-03-29", Some(true)),
        ("2024-04-01", Some(true)),
        ("2023-05-08", Some(true)),
        ("2024-05-08", Some(false)),
        ("2023-06-10", Some(false)),
        ("2023-06-11", Some(true)),
        ("2023-06-12", Some(false)),
        ("2024-12-31", Some(false)),
        ("2025-01-01", None),
        ("2022-12-31", None),
    ];
    for (text, off) in cases {
        assert_eq!(courts.is_off(day(text)), off, "{text}");
    }
}

#[test]
fn easter_is_that_of_the_gregorian_calendar() {
    // The earliest it can be, the latest, the two exceptions of the tables (1954, 1981), and leap years.
    let each = [
        "1818-03-22",
        "1943-04-25",
        "1954-04-18",
        "1981-04-19",
        "2000-04-23",
        "2022-04-17",
        "2024-03-31",
        "2038-04-25",
        "2285-03-22",
    ];
    let easter = Calendar {
        weekend: Vec::new(),
        covers: (day("1583-01-01"), day("9999-12-31")),
        off: vec![(Off::Easter(0), None)],
        on: Vec::new(),
        ..courts()
    };
    for sunday in each {
        assert_eq!(easter.is_off(day(sunday)), Some(true), "{sunday}");
        assert_eq!(easter.is_off(day(sunday).yesterday().unwrap()), Some(false), "{sunday}");
    }
    // A distance can reach into the years beside.
    let far = Calendar { off: vec![(Off::Easter(-100), None), (Off::Easter(300), None)], ..easter };
    assert_eq!(far.is_off(day("2023-12-22")), Some(true));
    assert_eq!(far.is_off(day("2024-02-03")), Some(true));
}
