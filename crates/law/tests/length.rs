//! Lengths that can be compared and divided, and those that cannot.

use Unit::{Days, FullDays, Hours, Months, WorkingDays, Years};
use remand_law::{Amount, Comparison, Counting, Unit};

fn of(count: u32, unit: Unit) -> Amount {
    Amount { count, unit }
}

const PLAIN: Counting = Counting {
    first_day: None,
    month_end: None,
    month_days: None,
    working_days: None,
    rollover: None,
    stops_while: None,
};

const THIRTY: Counting = Counting { month_days: Some(30), ..PLAIN };

#[test]
fn a_measure_is_compared_where_the_answer_is_one() {
    use Comparison::{AtLeast, AtMost, Over, Under};
    let cases = [
        (of(10, Years), Over, of(10, Years), Some(false)),
        (of(10, Years), AtLeast, of(120, Months), Some(true)),
        (of(119, Months), Under, of(10, Years), Some(true)),
        (of(49, Hours), Over, of(2, FullDays), Some(true)),
        (of(30, Days), AtMost, of(30, Days), Some(true)),
        (of(5, WorkingDays), Under, of(6, WorkingDays), Some(true)),
        // Wherever a month starts it has 28 to 31 days.
        (of(1, Months), AtMost, of(31, Days), Some(true)),
        (of(1, Months), Over, of(27, Days), Some(true)),
        (of(1, Months), Over, of(28, Days), None),
        (of(1, Months), AtLeast, of(28, Days), Some(true)),
        (of(30, Days), Under, of(1, Months), None),
        (of(10, Years), Over, of(90, Days), Some(true)),
        (of(1, Years), Over, of(365, Days), None),
        (of(365, Days), AtMost, of(1, Years), Some(true)),
        // Two days of the calendar are more than one day of 24 hours, and up to three.
        (of(2, Days), Over, of(48, Hours), None),
        (of(2, Days), Over, of(12, Hours), Some(true)),
        (of(2, Days), AtMost, of(72, Hours), Some(true)),
        (of(6, Months), Over, of(48, Hours), Some(true)),
        // Working days may be any number of days.
        (of(10, WorkingDays), AtLeast, of(10, Days), Some(true)),
        (of(10, WorkingDays), AtMost, of(30, Days), None),
        (of(u32::MAX, Years), Over, of(u32::MAX, FullDays), Some(true)),
    ];
    for (measure, comparison, amount, expected) in cases {
        let found = PLAIN.holds(measure, comparison, amount);
        assert_eq!(found.ok(), expected, "{measure} {comparison:?} {amount}");
    }
}

#[test]
fn a_month_of_so_many_days_settles_what_a_month_alone_does_not() {
    let cases = [
        (of(1, Months), of(30, Days), Some(true)),
        (of(31, Days), of(1, Months), Some(false)),
        (of(7, Months), of(211, Days), Some(true)),
        // Whether a year has twelve such months or its own days is not said.
        (of(1, Years), of(360, Days), None),
        (of(1, Years), of(366, Days), Some(true)),
    ];
    for (a, b, expected) in cases {
        assert_eq!(THIRTY.holds(a, Comparison::AtMost, b).ok(), expected, "{a} at most {b}");
    }
}

#[test]
fn the_shorter_and_the_longer_of_two() {
    let cases = [
        (of(48, Hours), of(3, FullDays), Some((of(48, Hours), of(3, FullDays)))),
        (of(2, Years), of(12, Months), Some((of(12, Months), of(2, Years)))),
        (of(1, Years), of(12, Months), Some((of(1, Years), of(1, Years)))),
        (of(31, Days), of(1, Months), Some((of(1, Months), of(31, Days)))),
        (of(30, Days), of(1, Months), None),
        (of(60, Days), of(1, Years), Some((of(60, Days), of(1, Years)))),
    ];
    for (a, b, expected) in cases {
        let found = PLAIN.shorter(a, b).and_then(|shorter| Ok((shorter, PLAIN.longer(a, b)?)));
        assert_eq!(found.ok(), expected, "{a} and {b}");
    }
}

#[test]
fn a_fraction_comes_out_whole_or_has_no_answer() {
    let cases = [
        (1, 2, of(10, Years), Some(of(5, Years))),
        (1, 2, of(5, Years), Some(of(30, Months))),
        (1, 3, of(10, Years), Some(of(40, Months))),
        (2, 3, of(9, Months), Some(of(6, Months))),
        (1, 1, of(7, Months), Some(of(7, Months))),
        (3, 2, of(1, Years), Some(of(18, Months))),
        (1, 3, of(10, Months), None),
        (1, 7, of(10, Years), None),
        (1, 2, of(15, Days), None),
        (1, 2, of(15, WorkingDays), None),
        (1, 2, of(5, FullDays), Some(of(60, Hours))),
        (1, 2, of(5, Hours), None),
        (100_000, 1, of(100_000, Years), None),
        (1, 0, of(1, Years), None),
    ];
    for (parts, below, amount, expected) in cases {
        let found = PLAIN.fraction(parts, below, amount);
        assert_eq!(found.ok(), expected, "{parts}/{below} of {amount}");
    }
    assert_eq!(THIRTY.fraction(1, 3, of(10, Months)), Ok(of(100, Days)));
    assert_eq!(THIRTY.fraction(1, 3, of(10, Years)), Ok(of(40, Months)));
    assert!(THIRTY.fraction(1, 7, of(1, Years)).is_err());
}

#[test]
fn a_sum_without_an_answer_says_why_and_what_to_do() {
    let told = |fault: remand_law::NoAnswer| format!("{fault}; {}", fault.help());
    assert_eq!(
        PLAIN.shorter(of(1, Months), of(30, Days)).map_err(told),
        Err("whether 1 month or 30 days is longer depends on the day they start; give both in one unit, or add \
             `a month is N days` to `counting` if the instrument says so"
            .to_owned())
    );
    assert_eq!(
        PLAIN.fraction(1, 3, of(10, Months)).map_err(told),
        Err("1/3 of 10 months does not come out whole; add `a month is N days` to `counting` if the instrument \
             says so"
            .to_owned())
    );
}
