//! As much of an X.509 certificate (RFC 5280, 4.1) as names its holder: subject, issuer, validity. Nothing is checked.

/// A value of DER (ITU-T X.690): its tag and what it holds.
type Value<'a> = (u8, &'a [u8]);

const SEQUENCE: u8 = 0x30;

/// Attributes of names that are told (X.520): the last part of their identifier, 2.5.4.x.
const ATTRIBUTES: [(u8, &str); 3] = [(3, "CN"), (10, "O"), (6, "C")];

/// Subject, issuer and validity in words.
pub(super) fn in_words(der: &[u8]) -> Option<String> {
    let (certificate, _) = take(der).filter(|((tag, _), _)| *tag == SEQUENCE)?;
    let (body, _) = take(certificate.1).filter(|((tag, _), _)| *tag == SEQUENCE)?;
    let mut fields = values(body.1).peekable();
    // The version, which the oldest certificates do not have.
    fields.next_if(|(tag, _)| *tag == 0xa0);
    let (_serial, _algorithm) = (fields.next()?, fields.next()?);
    let (issuer, validity, subject) = (fields.next()?, fields.next()?, fields.next()?);
    let mut said = name(subject.1);
    if said.is_empty() {
        said = "a certificate without a name".to_owned();
    }
    let mut times = values(validity.1).filter_map(|(tag, time)| day(tag, time));
    if let (Some(from), Some(until)) = (times.next(), times.next()) {
        said.push_str(&format!(" (certificate valid from {from} to {until}, issued by {})", name(issuer.1)));
    }
    Some(said)
}

fn values(mut rest: &[u8]) -> impl Iterator<Item = Value<'_>> {
    std::iter::from_fn(move || {
        let (value, after) = take(rest)?;
        rest = after;
        Some(value)
    })
}

/// A value, and what follows it.
fn take(bytes: &[u8]) -> Option<(Value<'_>, &[u8])> {
    let [tag, length, rest @ ..] = bytes else { return None };
    let (length, rest) = if *length < 0x80 {
        (usize::from(*length), rest)
    } else {
        let count = usize::from(*length & 0x7f);
        let (digits, rest) = rest.split_at_checked(count).filter(|_| (1..=4).contains(&count))?;
        (digits.iter().fold(0, |sum, byte| (sum << 8) | usize::from(*byte)), rest)
    };
    let (content, rest) = rest.split_at_checked(length)?;
    Some(((*tag, content), rest))
}

/// A name: sets of pairs of an identifier and a text.
fn name(sets: &[u8]) -> String {
    let pairs = values(sets).flat_map(|(_, set)| values(set));
    let told = pairs.filter_map(|(_, pair)| {
        let mut pair = values(pair);
        let (identifier, value) = (pair.next()?.1, pair.next()?);
        let [0x55, 4, last] = identifier else { return None };
        let (_, short) = ATTRIBUTES.iter().find(|(known, _)| known == last)?;
        Some(format!("{short}={}", text(value)))
    });
    told.take(10).collect::<Vec<_>>().join(", ")
}

/// UTF-8 and its subsets, or UTF-16 (`BMPString`).
fn text((tag, bytes): Value<'_>) -> String {
    const BMP: u8 = 0x1e;
    let text = if tag == BMP {
        let units = bytes.chunks_exact(2).map(|pair| match pair {
            [high, low] => u16::from_be_bytes([*high, *low]),
            _ => 0,
        });
        char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect()
    } else {
        String::from_utf8_lossy(bytes).into_owned()
    };
    text.chars().filter(|c| !c.is_control()).take(200).collect()
}

/// A day of `UTCTime`, whose years from 50 on are of the last century, or of `GeneralizedTime`.
fn day(tag: u8, time: &[u8]) -> Option<String> {
    let digits = std::str::from_utf8(time).ok()?;
    let full = match tag {
        0x17 => format!("{}{digits}", if digits.get(..2)? < "50" { "20" } else { "19" }),
        0x18 => digits.to_owned(),
        _ => return None,
    };
    Some(format!("{}-{}-{}", full.get(..4)?, full.get(4..6)?, full.get(6..8)?))
}
