//! Digests as web archives write them: `sha1:` or `sha256:` and Base32, Base64 (RFC 4648) or hexadecimal digits.

use sha1::Sha1;
use sha2::{Digest as _, Sha256};

/// What became of a digest held against bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Check {
    Fits,
    /// The digest that the bytes have.
    DoesNotFit(String),
    /// It is of a kind that is not computed.
    Unknown,
}

/// Holds the digest `written` against each of `readings`, which are the same bytes with and without a wrapping.
pub(crate) fn check(written: &str, readings: &[&[u8]]) -> Check {
    let Some((algorithm, value)) = written.trim().split_once(':') else { return Check::Unknown };
    let algorithm = algorithm.to_ascii_lowercase().replace('-', "");
    let digest = |bytes: &[u8]| match algorithm.as_str() {
        "sha1" => Some(Sha1::digest(bytes).to_vec()),
        "sha256" => Some(Sha256::digest(bytes).to_vec()),
        _ => None,
    };
    let mut first = None;
    for bytes in readings {
        let Some(found) = digest(bytes) else { return Check::Unknown };
        let value = value.trim_end_matches('=');
        let fits = |text: &str| value == text.trim_end_matches('=');
        if value.eq_ignore_ascii_case(&hex(&found))
            || value.eq_ignore_ascii_case(base32(&found).trim_end_matches('='))
            || fits(&base64(&found))
            || fits(&base64(&found).replace('+', "-").replace('/', "_"))
        {
            return Check::Fits;
        }
        first.get_or_insert_with(|| {
            format!(
                "{algorithm}:{}",
                if value.len() == found.len() * 2 { hex(&found) } else { base32(&found) }
            )
        });
    }
    first.map_or(Check::Unknown, Check::DoesNotFit)
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) fn base32(bytes: &[u8]) -> String {
    letters(bytes, b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 5)
}

fn base64(bytes: &[u8]) -> String {
    letters(bytes, b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", 6)
}

/// Groups of `bits` bits as letters, filled up with `=`.
fn letters(bytes: &[u8], alphabet: &[u8], bits: usize) -> String {
    let (group, places) = if bits == 5 { (5, 8) } else { (3, 4) };
    let mut text = String::new();
    for chunk in bytes.chunks(group) {
        let number = chunk
            .iter()
            .chain(std::iter::repeat(&0))
            .take(group)
            .fold(0_u64, |sum, b| sum << 8 | u64::from(*b));
        let used = (chunk.len() * 8).div_ceil(bits);
        for place in 0..places {
            let index = (number >> (bits * (places - 1 - place))) as usize % alphabet.len();
            let letter = alphabet.get(index).filter(|_| place < used);
            text.push(char::from(letter.copied().unwrap_or(b'=')));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_written_in_two_ways() {
        // RFC 4648, section 10.
        for (bytes, text) in
            [("", ""), ("f", "MY======"), ("fooba", "MZXW6YTB"), ("foobar", "MZXW6YTBOI======")]
        {
            assert_eq!(base32(bytes.as_bytes()), text);
        }
        for (bytes, text) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
        let empty: &[&[u8]] = &[b""];
        for written in [
            "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ",
            "sha1:2jmj7l5rSw0yVb/vlWAYkK/YBwk=",
            "sha1:2jmj7l5rSw0yVb_vlWAYkK_YBwk",
            "sha1:da39a3ee5e6b4b0d3255bfef95601890afd80709",
            "SHA-256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        ] {
            assert_eq!(check(written, empty), Check::Fits, "{written}");
        }
        assert_eq!(check("sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ", &[b"x", b""]), Check::Fits);
        let other = check("sha1:AAAA", empty);
        assert_eq!(other, Check::DoesNotFit("sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ".to_owned()));
        for unknown in ["md5:00", "sha1", ""] {
            assert_eq!(check(unknown, empty), Check::Unknown);
        }
    }
}
