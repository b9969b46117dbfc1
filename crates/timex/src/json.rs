//! Expressions as rows for machines: the offsets, the words, the value and what it was resolved against.

use serde::Serialize;

use crate::{Amount, Anchor, Calendar, Direction, Kind, Reason, Timex};

/// A time expression as a row of JSON. Fields that say nothing are left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row<'a> {
    /// First byte in the text.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// The words of the text.
    pub quote: &'a str,
    /// TIMEX3 type.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// TIMEX3 `value`.
    pub value: &'a str,
    /// TIMEX3 `mod`.
    #[serde(rename = "mod", skip_serializing_if = "Option::is_none")]
    pub modifier: Option<&'a str>,
    /// EDTF (ISO 8601-2); none for lengths and for times that nothing is known of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edtf: Option<&'a str>,
    /// First day or minute that is possible.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub earliest: Option<String>,
    /// Last day or minute that is possible.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latest: Option<String>,
    /// What the preposition before it says.
    pub direction: Direction,
    /// What the value was resolved against.
    pub anchor: Anchor,
    /// The words that it was resolved against, where they stand in the same text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub against: Option<Against<'a>>,
    /// How the value follows from that.
    pub reason: Reason,
    /// The length, for durations.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Amount>,
    /// The calendar that the words use, where it is not the Gregorian one.
    #[serde(skip_serializing_if = "Calendar::is_gregorian")]
    pub calendar: Calendar,
    /// A vague reference to past, present or future.
    #[serde(skip_serializing_if = "is_false")]
    pub vague: bool,
    /// A length that is the age of a person.
    #[serde(skip_serializing_if = "is_false")]
    pub age: bool,
    /// No time expression by the annotation guidelines of its language.
    #[serde(skip_serializing_if = "is_false")]
    pub apart: bool,
}

/// A place in the text that a value was resolved against.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Against<'a> {
    /// First byte in the text.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// The words of the text.
    pub quote: &'a str,
}

impl<'a> Row<'a> {
    /// The row of an expression of `text`.
    pub fn of(text: &'a str, timex: &'a Timex) -> Self {
        Self {
            start: timex.start,
            end: timex.end,
            quote: text.get(timex.start..timex.end).unwrap_or_default(),
            kind: timex.kind,
            value: &timex.value,
            modifier: timex.modifier.as_deref(),
            edtf: Some(timex.when.edtf.as_str()).filter(|edtf| !edtf.is_empty()),
            earliest: timex.when.earliest_text(),
            latest: timex.when.latest_text(),
            direction: timex.direction,
            anchor: timex.anchor,
            against: timex.against.clone().map(|range| Against {
                start: range.start,
                end: range.end,
                quote: text.get(range).unwrap_or_default(),
            }),
            reason: timex.reason,
            amount: timex.amount,
            calendar: timex.calendar,
            vague: timex.vague,
            age: timex.age,
            apart: timex.apart,
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde calls")]
fn is_false(flag: &bool) -> bool {
    !flag
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::Row;
    use crate::{Context, Tagger, When, resolve};

    static TAGGER: LazyLock<Tagger> = LazyLock::new(Tagger::lazy);

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let found = TAGGER.find(text, "en");
        let published: When = "2024-03-05".parse().unwrap();
        let timexes = resolve(text, &found, &Context { published: &published, known: &[] });
        let rows: Vec<Row<'_>> = timexes.iter().map(|t| Row::of(text, t)).collect();
        assert_eq!(serde_json::to_string(&rows).unwrap(), expected);
    }

    #[test]
    fn a_date_with_its_bounds_and_what_it_was_resolved_against() {
        check(
            "Åse left on 2 March.",
            concat!(
                r#"[{"start":13,"end":20,"quote":"2 March","type":"DATE","value":"2024-03-02","edtf":"2024-03-02","#,
                r#""earliest":"2024-03-02","latest":"2024-03-02","direction":"at","anchor":"publication","reason":"before"}]"#
            ),
        );
    }

    #[test]
    fn a_date_resolved_against_another_points_at_it() {
        check(
            "On 28 December 2021 she left. Two days later he did.",
            concat!(
                r#"[{"start":3,"end":19,"quote":"28 December 2021","type":"DATE","value":"2021-12-28","#,
                r#""edtf":"2021-12-28","earliest":"2021-12-28","latest":"2021-12-28","direction":"at","#,
                r#""anchor":"explicit","reason":"words"},"#,
                r#"{"start":30,"end":44,"quote":"Two days later","type":"DATE","value":"2021-12-30","#,
                r#""edtf":"2021-12-30","earliest":"2021-12-30","latest":"2021-12-30","direction":"at","#,
                r#""anchor":"discourse","against":{"start":3,"end":19,"quote":"28 December 2021"},"reason":"counted"}]"#
            ),
        );
    }

    #[test]
    fn a_length_has_an_amount_and_no_date() {
        check(
            "more than 6 months",
            concat!(
                r#"[{"start":0,"end":18,"quote":"more than 6 months","type":"DURATION","value":"P6M","mod":"MORE_THAN","#,
                r#""direction":"at","anchor":"explicit","reason":"words","amount":{"count":6,"unit":"month","precision":"more_than"}}]"#
            ),
        );
    }

    #[test]
    fn a_text_without_a_date_has_no_rows() {
        check("Nothing is said of when.", "[]");
    }
}
