//! Values in the Distinguished Encoding Rules of ASN.1 (ITU-T X.690, section 10), taken one after another from bytes.
//! Nothing is copied, nothing calls itself, and no length is believed before the bytes are seen to be there.

use crate::Malformed;

pub(crate) const BOOLEAN: u8 = 0x01;
pub(crate) const INTEGER: u8 = 0x02;
pub(crate) const BIT_STRING: u8 = 0x03;
pub(crate) const OCTET_STRING: u8 = 0x04;
pub(crate) const NULL: u8 = 0x05;
pub(crate) const OID: u8 = 0x06;
pub(crate) const UTF8: u8 = 0x0c;
pub(crate) const UTC_TIME: u8 = 0x17;
pub(crate) const GENERALIZED_TIME: u8 = 0x18;
pub(crate) const SEQUENCE: u8 = 0x30;
pub(crate) const SET: u8 = 0x31;

/// The tag of `[n]` on a value without parts.
pub(crate) const fn plain(n: u8) -> u8 {
    0x80 | n
}

/// The tag of `[n]` around other values.
pub(crate) const fn around(n: u8) -> u8 {
    0xa0 | n
}

/// One value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Value<'a> {
    pub(crate) tag: u8,
    pub(crate) content: &'a [u8],
    /// With tag and length.
    pub(crate) whole: &'a [u8],
}

impl<'a> Value<'a> {
    /// The values in it.
    pub(crate) fn parts(&self) -> Der<'a> {
        Der::new(self.content)
    }
}

/// Values that are not yet taken.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Der<'a> {
    rest: &'a [u8],
}

impl<'a> Der<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// The one value that `bytes` are, of this tag.
    pub(crate) fn only(bytes: &'a [u8], tag: u8, what: &'static str) -> Result<Value<'a>, Malformed> {
        let mut der = Self::new(bytes);
        let value = der.take(tag, what)?;
        der.end(what)?;
        Ok(value)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// The tag of the next value.
    pub(crate) fn tag(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    pub(crate) fn next(&mut self, what: &'static str) -> Result<Value<'a>, Malformed> {
        let malformed = Malformed(what);
        let [tag, first, rest @ ..] = self.rest else { return Err(malformed) };
        // Tags over several bytes stand nowhere in what is read here.
        if tag & 0x1f == 0x1f {
            return Err(malformed);
        }
        let (length, rest) = match first {
            0..=0x7f => (usize::from(*first), rest),
            0x81..=0x84 => {
                let (bytes, rest) = rest.split_at_checked(usize::from(first & 0x7f)).ok_or(malformed)?;
                let length = bytes.iter().fold(0_usize, |length, byte| (length << 8) | usize::from(*byte));
                if bytes.first() == Some(&0) || length < 0x80 {
                    return Err(malformed);
                }
                (length, rest)
            }
            _ => return Err(malformed),
        };
        let (content, after) = rest.split_at_checked(length).ok_or(malformed)?;
        let whole = self.rest.get(..self.rest.len() - after.len()).ok_or(malformed)?;
        self.rest = after;
        Ok(Value { tag: *tag, content, whole })
    }

    /// The next value, which must have this tag.
    pub(crate) fn take(&mut self, tag: u8, what: &'static str) -> Result<Value<'a>, Malformed> {
        self.next(what).and_then(|value| if value.tag == tag { Ok(value) } else { Err(Malformed(what)) })
    }

    /// The next value where it has this tag.
    pub(crate) fn optional(&mut self, tag: u8, what: &'static str) -> Result<Option<Value<'a>>, Malformed> {
        if self.tag() == Some(tag) { self.next(what).map(Some) } else { Ok(None) }
    }

    /// Nothing is left.
    pub(crate) fn end(&self, what: &'static str) -> Result<(), Malformed> {
        if self.rest.is_empty() { Ok(()) } else { Err(Malformed(what)) }
    }
}

/// A value of these parts.
pub(crate) fn put(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let mut bytes = vec![tag];
    match u8::try_from(length) {
        Ok(short) if short < 0x80 => bytes.push(short),
        _ => {
            let all = length.to_be_bytes();
            let significant = all.iter().skip_while(|byte| **byte == 0);
            bytes.push(0x80 | u8::try_from(significant.clone().count()).unwrap_or(0));
            bytes.extend(significant);
        }
    }
    parts.iter().for_each(|part| bytes.extend_from_slice(part));
    bytes
}

/// The bytes of a number that is not negative, without leading zeros.
pub(crate) fn unsigned<'a>(value: &Value<'a>, what: &'static str) -> Result<&'a [u8], Malformed> {
    match value.content {
        [] | [0x80..=0xff, ..] | [0, 0..=0x7f, ..] => Err(Malformed(what)),
        [0, rest @ ..] if !rest.is_empty() => Ok(rest),
        all => Ok(all),
    }
}

/// A number that is not negative and fits.
pub(crate) fn small(value: &Value<'_>, what: &'static str) -> Result<u64, Malformed> {
    let bytes = unsigned(value, what)?;
    if bytes.len() > 8 {
        return Err(Malformed(what));
    }
    Ok(bytes.iter().fold(0, |number, byte| (number << 8) | u64::from(*byte)))
}

pub(crate) fn boolean(value: &Value<'_>, what: &'static str) -> Result<bool, Malformed> {
    match value.content {
        [0] => Ok(false),
        [0xff] => Ok(true),
        _ => Err(Malformed(what)),
    }
}

/// The bytes of a bit string of whole bytes.
pub(crate) fn whole_bits<'a>(value: &Value<'a>, what: &'static str) -> Result<&'a [u8], Malformed> {
    match value.content {
        [0, bytes @ ..] => Ok(bytes),
        _ => Err(Malformed(what)),
    }
}

/// An object identifier with dots.
pub(crate) fn dotted(content: &[u8]) -> String {
    let mut arcs: Vec<u128> = Vec::new();
    let mut arc: u128 = 0;
    for byte in content {
        arc = (arc << 7) | u128::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            arcs.push(arc);
            arc = 0;
        }
    }
    let mut text = String::new();
    for (at, arc) in arcs.iter().take(40).enumerate() {
        if at == 0 {
            let first = (arc / 40).min(2);
            text = format!("{first}.{}", arc - first * 40);
        } else {
            text.push_str(&format!(".{arc}"));
        }
    }
    text
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_taken_with_its_length() {
        let long = [&[0x04, 0x81, 0x80][..], &[7; 128]].concat();
        for (bytes, tag, length) in
            [(&[0x02, 0x01, 0x05][..], INTEGER, 1), (&[0x30, 0x00], SEQUENCE, 0), (&long, OCTET_STRING, 128)]
        {
            let value = Der::only(bytes, tag, "x").unwrap();
            assert_eq!((value.content.len(), value.whole), (length, bytes));
            assert_eq!(put(tag, &[value.content]), bytes, "and is put the same");
        }
    }

    #[test]
    fn what_der_does_not_allow_is_refused() {
        let cases: [(&str, &[u8]); 9] = [
            ("nothing", &[]),
            ("no length", &[0x02]),
            ("fewer bytes than the length", &[0x02, 0x02, 0x05]),
            ("a length left open", &[0x30, 0x80, 0x00, 0x00]),
            ("a length that could be shorter", &[0x02, 0x81, 0x01, 0x05]),
            ("a length with a leading zero", &[0x04, 0x82, 0x00, 0x80]),
            ("a length of five bytes", &[0x04, 0x85, 1, 0, 0, 0, 0]),
            ("a length beyond memory", &[0x04, 0x84, 0xff, 0xff, 0xff, 0xff]),
            ("a tag over several bytes", &[0x1f, 0x81, 0x01, 0x00]),
        ];
        for (why, bytes) in cases {
            assert!(Der::new(bytes).next("x").is_err(), "{why}");
        }
    }

    #[test]
    fn numbers_have_one_form() {
        let number = |content| small(&Value { tag: INTEGER, content, whole: content }, "x").ok();
        assert_eq!(number(&[0]), Some(0));
        assert_eq!(number(&[0x7f]), Some(127));
        assert_eq!(number(&[0, 0x80]), Some(128));
        assert_eq!(number(&[0xff; 1]), None, "negative");
        assert_eq!(number(&[0, 1]), None, "a zero too many");
        assert_eq!(number(&[]), None);
        assert_eq!(number(&[1; 9]), None, "too large");
    }

    #[test]
    fn identifiers_with_dots() {
        assert_eq!(dotted(&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d]), "1.2.840.113549");
        assert_eq!(dotted(&[0x60, 0x86, 0x48, 0x01]), "2.16.840.1");
        assert_eq!(dotted(&[0x2b, 0x65, 0x70]), "1.3.101.112");
        assert!(dotted(&[0xff; 64]).is_empty(), "one that never ends");
    }
}
