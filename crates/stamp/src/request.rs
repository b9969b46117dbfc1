//! The question to a time-stamping authority (RFC 3161, 2.4.1): a digest, and never what it is of.

use crate::der::{self, Der};
use crate::signature::{Hash, hash};
use crate::{Malformed, oid};

/// The most bytes of a request.
const MOST_BYTES: usize = 4096;

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// SHA-256 of what shall be stamped.
    pub digest: [u8; 32],
    /// A number that the answer must repeat, so that it cannot be an older one.
    pub nonce: Option<[u8; 8]>,
}

impl Request {
    /// In DER, as `application/timestamp-query`. The certificate of the signer is asked for, so that the answer can be
    /// checked without anybody.
    pub fn to_der(&self) -> Vec<u8> {
        let algorithm =
            der::put(der::SEQUENCE, &[&der::put(der::OID, &[oid::SHA256]), &der::put(der::NULL, &[])]);
        let imprint = der::put(der::SEQUENCE, &[&algorithm, &der::put(der::OCTET_STRING, &[&self.digest])]);
        let version = der::put(der::INTEGER, &[&[1]]);
        let nonce = self.nonce.map(|nonce| der::put(der::INTEGER, &[&integer(nonce)])).unwrap_or_default();
        let certificate = der::put(der::BOOLEAN, &[&[0xff]]);
        der::put(der::SEQUENCE, &[&version, &imprint, &nonce, &certificate])
    }

    /// Reads a request again, to hold an answer against it.
    ///
    /// # Errors
    /// It is none, or it asks for another digest than SHA-256.
    pub fn from_der(bytes: &[u8]) -> Result<Self, Malformed> {
        const WHAT: &str = "a request for a time-stamp";
        if bytes.len() > MOST_BYTES {
            return Err(Malformed(WHAT));
        }
        let mut fields = Der::only(bytes, der::SEQUENCE, WHAT)?.parts();
        if fields.take(der::INTEGER, WHAT)?.content != [1] {
            return Err(Malformed(WHAT));
        }
        let mut imprint = fields.take(der::SEQUENCE, WHAT)?.parts();
        let algorithm = imprint.take(der::SEQUENCE, WHAT)?;
        let digest = imprint.take(der::OCTET_STRING, WHAT)?.content;
        imprint.end(WHAT)?;
        let digest = digest.try_into().ok().filter(|_| hash(&algorithm, WHAT) == Ok(Hash::Sha256));
        fields.optional(der::OID, WHAT)?;
        let nonce = fields.optional(der::INTEGER, WHAT)?.map(|value| der::small(&value, WHAT)).transpose()?;
        Ok(Self { digest: digest.ok_or(Malformed(WHAT))?, nonce: nonce.map(u64::to_be_bytes) })
    }
}

/// The content of an INTEGER that is not negative.
fn integer(number: [u8; 8]) -> Vec<u8> {
    let significant: Vec<u8> = number.into_iter().skip_while(|byte| *byte == 0).collect();
    match significant.first() {
        Some(0..=0x7f) => significant,
        _ => [&[0], significant.as_slice()].concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_reads_back() {
        for nonce in [None, Some([0; 8]), Some([0, 0, 0, 0, 0, 0, 0, 0x80]), Some([0xff; 8])] {
            let request = Request { digest: [7; 32], nonce };
            assert_eq!(Request::from_der(&request.to_der()), Ok(request));
        }
    }

    #[test]
    fn other_requests_are_refused() {
        let whole = Request { digest: [7; 32], nonce: None }.to_der();
        assert!(Request::from_der(&whole[..whole.len() - 1]).is_err(), "cut");
        assert!(Request::from_der(&[whole.clone(), vec![0]].concat()).is_err(), "with more behind it");
        let mut sha512 = whole;
        let at = sha512.windows(9).position(|id| id == oid::SHA256).unwrap();
        sha512[at + 8] = 3;
        assert!(Request::from_der(&sha512).is_err(), "a digest whose length does not fit");
        assert!(Request::from_der(&[0x30, 0]).is_err());
    }
}
