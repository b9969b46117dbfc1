//! Moments as certificates (RFC 5280, 4.1.2.5) and time-stamps (RFC 3161, 2.4.2) write them, all in UTC.

use jiff::Timestamp;
use jiff::civil::DateTime;

use crate::Malformed;
use crate::der::{GENERALIZED_TIME, UTC_TIME, Value};

/// `YYMMDDhhmmssZ`, of 1950 to 2049, or `YYYYMMDDhhmmssZ`, as certificates have it.
pub(crate) fn of_certificate(value: &Value<'_>) -> Result<Timestamp, Malformed> {
    let what = Malformed("the validity of a certificate");
    let text = std::str::from_utf8(value.content).ok().and_then(|text| text.strip_suffix('Z')).ok_or(what)?;
    match value.tag {
        UTC_TIME if text.len() == 12 => {
            let century = if text.get(..1).is_some_and(|decade| decade < "5") { "20" } else { "19" };
            moment(&format!("{century}{text}")).ok_or(what)
        }
        // RFC 5280 writes "never" so.
        GENERALIZED_TIME if text == "99991231235959" => Ok(Timestamp::MAX),
        GENERALIZED_TIME => moment(text).ok_or(what),
        _ => Err(what),
    }
}

/// `YYYYMMDDhhmmss[.s…]Z`, without zeros at the end of a fraction.
pub(crate) fn of_stamp(value: &Value<'_>) -> Result<Timestamp, Malformed> {
    let what = Malformed("the time of the time-stamp");
    let text = std::str::from_utf8(value.content).ok().and_then(|text| text.strip_suffix('Z')).ok_or(what)?;
    let (seconds, fraction) = text.split_once('.').map_or((text, None), |(s, f)| (s, Some(f)));
    let at = moment(seconds).ok_or(what)?;
    let Some(fraction) = fraction else { return Ok(at) };
    let digits = !fraction.is_empty() && fraction.bytes().all(|b| b.is_ascii_digit());
    if !digits || fraction.len() > 9 || fraction.ends_with('0') {
        return Err(what);
    }
    let nanoseconds = format!("{fraction:0<9}").parse().map_err(|_| what)?;
    at.checked_add(jiff::SignedDuration::from_nanos(nanoseconds)).map_err(|_| what)
}

fn moment(text: &str) -> Option<Timestamp> {
    if text.len() != 14 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let two = |at: usize| text.get(at..at + 2)?.parse::<i8>().ok();
    let year = text.get(..4)?.parse().ok()?;
    let at = DateTime::new(year, two(4)?, two(6)?, two(8)?, two(10)?, two(12)?, 0).ok()?;
    at.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp(text: &str) -> Option<String> {
        let value = Value { tag: GENERALIZED_TIME, content: text.as_bytes(), whole: &[] };
        of_stamp(&value).ok().map(|at| at.to_string())
    }

    #[test]
    fn the_time_of_a_stamp() {
        for (text, expected) in [
            ("20240229235959Z", Some("2024-02-29T23:59:59Z")),
            ("20240229235959.5Z", Some("2024-02-29T23:59:59.5Z")),
            ("20240229235959.000001Z", Some("2024-02-29T23:59:59.000001Z")),
            ("20230229235959Z", None),
            ("20240229235959", None),
            ("20240229235959.Z", None),
            ("20240229235959.50Z", None),
            ("20240229235959+0100", None),
            ("202402292359Z", None),
            ("+0240229235959Z", None),
            ("", None),
        ] {
            assert_eq!(stamp(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn the_validity_of_a_certificate() {
        let of = |tag, text: &str| {
            of_certificate(&Value { tag, content: text.as_bytes(), whole: &[] }).ok().map(|at| at.to_string())
        };
        assert_eq!(of(UTC_TIME, "490101000000Z").as_deref(), Some("2049-01-01T00:00:00Z"));
        assert_eq!(of(UTC_TIME, "500101000000Z").as_deref(), Some("1950-01-01T00:00:00Z"));
        assert_eq!(of(GENERALIZED_TIME, "99991231235959Z"), Some(Timestamp::MAX.to_string()), "never");
        assert_eq!(of(UTC_TIME, "20490101000000Z"), None);
        assert_eq!(of(GENERALIZED_TIME, "490101000000Z"), None);
        assert_eq!(of(INTEGER_TAG, "490101000000Z"), None);
    }

    const INTEGER_TAG: u8 = crate::der::INTEGER;
}
