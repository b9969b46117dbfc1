//! Certificates (RFC 5280, 4.1), as much of them as decides whether one vouches for another.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::der::{self, Der, Value};
use crate::{Malformed, moment, oid};

/// The most bytes of a certificate.
const MOST_BYTES: usize = 1 << 16;
/// The most bytes of a file with certificates, and the most certificates that are taken from one.
const MOST_FILE: usize = 16 << 20;
const MOST_IN_FILE: usize = 2000;
/// The most characters of a name that are shown.
const MOST_NAME: usize = 300;

/// A certificate, whoever signed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    bytes: Vec<u8>,
    /// What its issuer signed, as a range of the bytes.
    signed: Vec<u8>,
    pub(crate) serial: Vec<u8>,
    pub(crate) issuer: Vec<u8>,
    pub(crate) subject: Vec<u8>,
    pub(crate) from: Timestamp,
    pub(crate) until: Timestamp,
    /// The key with its algorithm.
    pub(crate) key: Vec<u8>,
    pub(crate) subject_key: Option<Vec<u8>>,
    /// Whether it may sign other certificates, and how many may follow.
    pub(crate) authority: Option<Option<u64>>,
    pub(crate) key_usage: Option<u16>,
    pub(crate) extended: Option<ExtendedUsage>,
    /// An extension that must be understood, and is not.
    pub(crate) unknown_critical: Option<String>,
    algorithm: Vec<u8>,
    signature: Vec<u8>,
}

/// What a key is for, beyond kinds of operations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ExtendedUsage {
    pub(crate) critical: bool,
    pub(crate) time_stamping: bool,
    pub(crate) others: bool,
    pub(crate) any: bool,
}

/// Bits of the key usage, as RFC 5280 counts them.
pub(crate) const DIGITAL_SIGNATURE: u16 = 0;
pub(crate) const NON_REPUDIATION: u16 = 1;
pub(crate) const SIGNS_CERTIFICATES: u16 = 5;

impl Certificate {
    /// Reads a certificate in DER.
    ///
    /// # Errors
    /// It is none, or it is too large.
    pub fn from_der(bytes: &[u8]) -> Result<Self, Malformed> {
        const WHAT: &str = "a certificate";
        if bytes.len() > MOST_BYTES {
            return Err(Malformed(WHAT));
        }
        let mut outer = Der::only(bytes, der::SEQUENCE, WHAT)?.parts();
        let signed = outer.take(der::SEQUENCE, WHAT)?;
        let algorithm = outer.take(der::SEQUENCE, WHAT)?;
        let signature = der::whole_bits(&outer.take(der::BIT_STRING, WHAT)?, WHAT)?;
        outer.end(WHAT)?;

        let mut fields = signed.parts();
        fields.optional(der::around(0), WHAT)?;
        let serial = fields.take(der::INTEGER, WHAT)?.content;
        let inner = fields.take(der::SEQUENCE, WHAT)?;
        if inner.whole != algorithm.whole {
            return Err(Malformed("the algorithm of a certificate"));
        }
        let issuer = fields.take(der::SEQUENCE, WHAT)?.whole;
        let mut validity = fields.take(der::SEQUENCE, WHAT)?.parts();
        let from = moment::of_certificate(&validity.next(WHAT)?)?;
        let until = moment::of_certificate(&validity.next(WHAT)?)?;
        let subject = fields.take(der::SEQUENCE, WHAT)?.whole;
        let key = fields.take(der::SEQUENCE, WHAT)?.whole;
        let mut certificate = Self {
            bytes: bytes.to_vec(),
            signed: signed.whole.to_vec(),
            serial: serial.to_vec(),
            issuer: issuer.to_vec(),
            subject: subject.to_vec(),
            from,
            until,
            key: key.to_vec(),
            subject_key: None,
            authority: None,
            key_usage: None,
            extended: None,
            unknown_critical: None,
            algorithm: algorithm.whole.to_vec(),
            signature: signature.to_vec(),
        };
        fields.optional(der::plain(1), WHAT)?;
        fields.optional(der::plain(2), WHAT)?;
        if let Some(extensions) = fields.optional(der::around(3), WHAT)? {
            let mut each =
                Der::only(extensions.content, der::SEQUENCE, "the extensions of a certificate")?.parts();
            let mut known = Vec::new();
            while !each.is_empty() {
                certificate.extension(&each.next("the extensions of a certificate")?, &mut known)?;
            }
        }
        fields.end(WHAT)?;
        Ok(certificate)
    }

    /// Reads the certificates of a file: one in DER, or any number in PEM. Other things in PEM are passed over.
    ///
    /// # Errors
    /// There is none in it, or one is malformed.
    pub fn from_file(bytes: &[u8]) -> Result<Vec<Self>, Malformed> {
        const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
        const END: &str = "-----END CERTIFICATE-----";
        let none = Malformed("a file of certificates");
        if bytes.len() > MOST_FILE {
            return Err(none);
        }
        if bytes.first() == Some(&der::SEQUENCE) {
            return Ok(vec![Self::from_der(bytes)?]);
        }
        let text = std::str::from_utf8(bytes).map_err(|_| none)?;
        let mut found = Vec::new();
        for block in text.split(BEGIN).skip(1) {
            let (body, _) = block.split_once(END).ok_or(none)?;
            let body: String = body.split_whitespace().collect();
            found.push(Self::from_der(&BASE64.decode(body).map_err(|_| none)?)?);
            if found.len() > MOST_IN_FILE {
                return Err(none);
            }
        }
        if found.is_empty() { Err(none) } else { Ok(found) }
    }

    /// In DER.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// SHA-256 of the certificate, hexadecimal: what its owner publishes as its fingerprint.
    pub fn fingerprint(&self) -> String {
        der::hex(&Sha256::digest(&self.bytes))
    }

    /// Whose key it is, as `CN=…, O=…`.
    pub fn subject(&self) -> String {
        name(&self.subject)
    }

    /// Who signed it, as it says itself.
    pub fn issuer(&self) -> String {
        name(&self.issuer)
    }

    /// The certificate is signed with the key of `issuer`.
    pub(crate) fn is_signed_by(&self, issuer: &Self) -> bool {
        crate::signature::check(&issuer.key, &self.algorithm, None, &self.signed, &self.signature).is_ok()
    }

    pub(crate) fn is_valid_at(&self, at: Timestamp) -> bool {
        self.from <= at && at <= self.until
    }

    pub(crate) fn may(&self, usages: &[u16]) -> bool {
        self.key_usage.is_none_or(|bits| usages.iter().any(|usage| bits & (0x8000 >> usage) != 0))
    }

    fn extension<'a>(&mut self, value: &Value<'a>, known: &mut Vec<&'a [u8]>) -> Result<(), Malformed> {
        const WHAT: &str = "an extension of a certificate";
        if value.tag != der::SEQUENCE {
            return Err(Malformed(WHAT));
        }
        let mut fields = value.parts();
        let id = fields.take(der::OID, WHAT)?.content;
        let critical = fields.optional(der::BOOLEAN, WHAT)?;
        let critical = critical.map(|value| der::boolean(&value, WHAT)).transpose()?.unwrap_or(false);
        let content = fields.take(der::OCTET_STRING, WHAT)?.content;
        fields.end(WHAT)?;
        // Which of two would count, readers do not agree on.
        let one_of_ours =
            [oid::SUBJECT_KEY, oid::KEY_USAGE, oid::BASIC_CONSTRAINTS, oid::EXTENDED_KEY_USAGE].contains(&id);
        if one_of_ours && known.contains(&id) {
            return Err(Malformed("an extension that stands twice in a certificate"));
        }
        if one_of_ours {
            known.push(id);
        }
        match id {
            _ if id == oid::SUBJECT_KEY => {
                self.subject_key = Some(Der::only(content, der::OCTET_STRING, WHAT)?.content.to_vec());
            }
            _ if id == oid::KEY_USAGE => {
                let bits = Der::only(content, der::BIT_STRING, WHAT)?.content;
                let (first, second) = (bits.get(1).copied(), bits.get(2).copied());
                self.key_usage =
                    Some(u16::from_be_bytes([first.unwrap_or_default(), second.unwrap_or_default()]));
            }
            _ if id == oid::BASIC_CONSTRAINTS => {
                let mut fields = Der::only(content, der::SEQUENCE, WHAT)?.parts();
                let authority = fields.optional(der::BOOLEAN, WHAT)?;
                let authority =
                    authority.map(|value| der::boolean(&value, WHAT)).transpose()?.unwrap_or(false);
                let length = fields.optional(der::INTEGER, WHAT)?;
                let length = length.map(|value| der::small(&value, WHAT)).transpose()?;
                fields.end(WHAT)?;
                self.authority = authority.then_some(length);
            }
            _ if id == oid::EXTENDED_KEY_USAGE => {
                let mut usage = ExtendedUsage { critical, time_stamping: false, others: false, any: false };
                let mut each = Der::only(content, der::SEQUENCE, WHAT)?.parts();
                while !each.is_empty() {
                    match each.take(der::OID, WHAT)?.content {
                        one if one == oid::TIME_STAMPING => usage.time_stamping = true,
                        one if one == oid::ANY_KEY_USAGE => usage.any = true,
                        _ => usage.others = true,
                    }
                }
                self.extended = Some(usage);
            }
            // Names that are ruled out are not followed, and must not be passed over.
            _ if id == oid::NAME_CONSTRAINTS || critical && !oid::HARMLESS.contains(&id) => {
                self.unknown_critical.get_or_insert_with(|| der::dotted(id));
            }
            _ => {}
        }
        Ok(())
    }
}

/// A name (RFC 5280, 4.1.2.4) in words, the most particular part first. Parts that cannot be read are left out.
pub(crate) fn name(der: &[u8]) -> String {
    let mut parts = Vec::new();
    let mut each = Der::only(der, der::SEQUENCE, "a name").map_or(Der::new(&[]), |value| value.parts());
    while let Ok(set) = each.next("a name") {
        let mut pairs = set.parts();
        while let Ok(pair) = pairs.next("a name") {
            let mut fields = pair.parts();
            let (Ok(kind), Ok(value)) = (fields.next("a name"), fields.next("a name")) else { continue };
            let Some((_, label)) = oid::NAME_PARTS.iter().find(|(id, _)| *id == kind.content) else {
                continue;
            };
            let text = words(&value);
            if !text.is_empty() {
                parts.push(format!("{label}={text}"));
            }
        }
    }
    parts.reverse();
    let whole = parts.join(", ");
    match whole.char_indices().nth(MOST_NAME) {
        _ if whole.is_empty() => "a name that cannot be read".to_owned(),
        Some((end, _)) => format!("{}…", whole.get(..end).unwrap_or_default()),
        None => whole,
    }
}

/// The text of a string, without what would move the cursor of a terminal or turn the direction of a line.
fn words(value: &Value<'_>) -> String {
    const BMP: u8 = 0x1e;
    let text = if value.tag == BMP {
        let units: Vec<u16> = value
            .content
            .chunks_exact(2)
            .map(|pair| pair.iter().fold(0, |unit, byte| (unit << 8) | u16::from(*byte)))
            .collect();
        String::from_utf16_lossy(&units)
    } else {
        String::from_utf8_lossy(value.content).into_owned()
    };
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    text.chars().filter(|c| !hidden(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(parts: &[(u8, u8, &[u8])]) -> String {
        let parts = parts.iter().map(|(kind, tag, text)| {
            let pair = [der::put(der::OID, &[&[0x55, 4, *kind]]), der::put(*tag, &[text])].concat();
            der::put(der::SET, &[&der::put(der::SEQUENCE, &[&pair])])
        });
        name(&der::put(der::SEQUENCE, &[&parts.collect::<Vec<_>>().concat()]))
    }

    #[test]
    fn names_in_words() {
        assert_eq!(named(&[(6, 0x13, b"XX"), (10, der::UTF8, "Ямская".as_bytes())]), "O=Ямская, C=XX");
        assert_eq!(named(&[(3, 0x1e, &[0x04, 0x2f, 0, b'a'])]), "CN=Яa", "two bytes a letter");
        assert_eq!(named(&[(99, der::UTF8, b"x"), (3, der::UTF8, b"y")]), "CN=y", "an unknown part");
        for nothing in [named(&[]), named(&[(3, der::UTF8, b"")]), name(b"\x30\x05"), name(b"")] {
            assert_eq!(nothing, "a name that cannot be read");
        }
    }

    #[test]
    fn a_name_does_nothing_to_a_terminal() {
        assert_eq!(named(&[(3, der::UTF8, b"a\x1b[2Jb\r\nc")]), "CN=a[2Jbc");
        assert_eq!(
            named(&[(3, der::UTF8, "a\u{202e}b\u{200b}c".as_bytes())]),
            "CN=abc",
            "nor turns the line"
        );
        assert_eq!(named(&[(3, der::UTF8, b"\xff\xfe")]), "CN=\u{fffd}\u{fffd}");
        assert_eq!(named(&[(3, der::UTF8, &[b'x'; 9000])]).chars().count(), MOST_NAME + 1);
    }
}
