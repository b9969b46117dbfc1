//! Time-stamps of an authority (RFC 3161): a token is a CMS message (RFC 5652) around what the authority says, which
//! names the certificate that it is signed with (RFC 5035, RFC 5816).

use jiff::Timestamp;
use serde::Serialize;

use crate::certificate::{Certificate, DIGITAL_SIGNATURE, NON_REPUDIATION, name};
use crate::chain::{Roots, Vouched};
use crate::der::{self, Der, Value};
use crate::signature::{self, Hash, SignatureFault};
use crate::{Malformed, Request, moment, oid};

/// The most bytes of a token. Those of public authorities have some 2 to 10 thousand.
pub const MOST_TOKEN: usize = 1 << 16;
/// The most certificates in one.
const MOST_CERTIFICATES: usize = 32;

/// Why a token shows nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenFault {
    /// It is not in the form of one.
    #[error("{0}")]
    Malformed(#[from] Malformed),
    /// It is larger than any that is known.
    #[error("it has {0} bytes; {MOST_TOKEN} are the most that are read")]
    TooLarge(usize),
    /// The authority did not give one.
    #[error("the authority refused: {0}")]
    Refused(String),
    /// It is of other bytes.
    #[error("it stamps other bytes: its digest is {found}, that of the checkpoint {expected}")]
    OtherBytes {
        /// What it stamps.
        found: String,
        /// What it should stamp.
        expected: String,
    },
    /// It stamps a digest that is not SHA-256.
    #[error("it stamps a digest of another kind than SHA-256")]
    OtherDigest,
    /// It answers another request.
    #[error("it answers another request: the number in it is {0}")]
    OtherNonce(String),
    /// What is signed is not what it says.
    #[error("what it says was changed after it was signed ({0})")]
    Changed(&'static str),
    /// It brings no certificate of its signer, and none was given.
    #[error("the certificate that it is signed with is neither in it nor among those that you gave")]
    NoCertificate,
    /// It is tied to another certificate.
    #[error("it does not say that it is signed with this certificate")]
    NotTied,
    /// It says something that must be understood and is not.
    #[error("it has a condition that this program does not know")]
    Condition,
    /// The certificate is not for time-stamps.
    #[error("the certificate of `{0}` is not one for time-stamps: {1}")]
    NotForStamps(String, &'static str),
    /// The certificate was not valid when it was made.
    #[error("the certificate of `{0}` was not valid at {1}, when it says that it was made")]
    NotValidThen(String, Timestamp),
    /// The signature does not hold.
    #[error("its signature does not hold: {0}")]
    Signature(String),
}

impl From<SignatureFault> for TokenFault {
    fn from(fault: SignatureFault) -> Self {
        match fault {
            SignatureFault::Malformed(malformed) => Self::Malformed(malformed),
            other => Self::Signature(other.to_string()),
        }
    }
}

/// What an authority says, as it stands in a token. Nothing of it is checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Said {
    /// The rules that it says it kept, as an identifier with dots.
    pub policy: String,
    /// Digest of what is stamped, hexadecimal.
    pub digest: String,
    /// Number of the time-stamp, hexadecimal.
    pub serial: String,
    /// When.
    pub at: Timestamp,
    /// How far the moment may be off, in microseconds. `None`: it does not say.
    pub accuracy: Option<u64>,
    /// The number of the request, hexadecimal.
    pub nonce: Option<String>,
    /// Who it says that it is.
    pub authority: Option<String>,
}

/// A token whose signature holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Signed {
    /// What is signed.
    pub said: Said,
    /// Whose certificate it is.
    pub signer: String,
    /// SHA-256 of that certificate.
    pub certificate: String,
    /// Until when that certificate is valid.
    pub valid_until: Timestamp,
    /// Who vouches for it.
    pub vouched: Vouched,
}

/// A token taken apart.
struct Token<'a> {
    /// What the authority says, as it is signed.
    content: &'a [u8],
    certificates: Vec<Certificate>,
    signer: Value<'a>,
}

/// What an authority says in a token, or in an answer with one; nothing is checked.
///
/// # Errors
/// It is malformed, or the authority refused.
pub fn said(bytes: &[u8]) -> Result<Said, TokenFault> {
    read_info(Token::parse(bytes)?.content).map(|(said, _)| said)
}

/// Checks a token, or an answer with one, that should stamp `digest`: the form, the digest, the signature, the
/// certificate and its purpose, and whether `roots` vouch for it. With `request`, its number must be the one asked for.
///
/// # Errors
/// Why it shows nothing.
pub fn check_token(
    bytes: &[u8],
    digest: &[u8; 32],
    request: Option<&Request>,
    roots: &Roots,
) -> Result<Signed, TokenFault> {
    let token = Token::parse(bytes)?;
    let (said, stamped) = read_info(token.content)?;
    if stamped != digest {
        return Err(TokenFault::OtherBytes { found: said.digest, expected: der::hex(digest) });
    }
    if let Some(Request { nonce: Some(nonce), .. }) = request {
        let expected = der::hex(nonce);
        let given = said.nonce.as_deref().unwrap_or("missing");
        if format!("{given:0>16}") != expected {
            return Err(TokenFault::OtherNonce(given.to_owned()));
        }
    }
    let signer = Signer::parse(&token.signer)?;
    let certificate = signer.certificate(&token.certificates, roots).ok_or(TokenFault::NoCertificate)?;
    signer.check(token.content, certificate)?;
    check_purpose(certificate)?;
    if !certificate.is_valid_at(said.at) {
        return Err(TokenFault::NotValidThen(certificate.subject(), said.at));
    }
    let vouched = roots.vouch(certificate, &token.certificates, said.at);
    Ok(Signed {
        signer: certificate.subject(),
        certificate: certificate.fingerprint(),
        valid_until: certificate.until,
        said,
        vouched,
    })
}

/// RFC 3161, 2.3: the key is for time-stamps and for nothing else.
fn check_purpose(certificate: &Certificate) -> Result<(), TokenFault> {
    let not = |why| Err(TokenFault::NotForStamps(certificate.subject(), why));
    match &certificate.extended {
        None => not("it does not say what its key is for"),
        Some(usage) if !usage.time_stamping => not("its key is for other things"),
        Some(usage) if usage.others || usage.any => not("its key is for other things too"),
        Some(usage) if !usage.critical => not("readers are free to pass over what its key is for"),
        _ if !certificate.may(&[DIGITAL_SIGNATURE, NON_REPUDIATION]) => not("its key is not for signatures"),
        _ if certificate.unknown_critical.is_some() => {
            not("it has a condition that this program does not know")
        }
        _ => Ok(()),
    }
}

impl<'a> Token<'a> {
    fn parse(bytes: &'a [u8]) -> Result<Self, TokenFault> {
        const WHAT: &str = "a time-stamp";
        if bytes.len() > MOST_TOKEN {
            return Err(TokenFault::TooLarge(bytes.len()));
        }
        let outer = Der::only(bytes, der::SEQUENCE, WHAT)?;
        let mut fields = outer.parts();
        // An answer begins with its status, a token with what it is.
        let token = if fields.tag() == Some(der::SEQUENCE) {
            let status = fields.next(WHAT)?;
            let token = fields.optional(der::SEQUENCE, WHAT)?;
            fields.end(WHAT)?;
            granted(&status)?;
            token.ok_or(Malformed("an answer with a time-stamp"))?
        } else {
            outer
        };
        let mut fields = token.parts();
        if fields.take(der::OID, WHAT)?.content != oid::SIGNED_DATA {
            return Err(Malformed(WHAT).into());
        }
        let signed = fields.take(der::around(0), WHAT)?;
        fields.end(WHAT)?;

        let mut fields = Der::only(signed.content, der::SEQUENCE, WHAT)?.parts();
        fields.take(der::INTEGER, WHAT)?;
        fields.take(der::SET, WHAT)?;
        let mut inner = fields.take(der::SEQUENCE, WHAT)?.parts();
        if inner.take(der::OID, WHAT)?.content != oid::TST_INFO {
            return Err(Malformed("the content of a time-stamp").into());
        }
        let content = inner.take(der::around(0), WHAT)?.content;
        inner.end(WHAT)?;
        let content = Der::only(content, der::OCTET_STRING, WHAT)?.content;
        let mut certificates = Vec::new();
        if let Some(set) = fields.optional(der::around(0), WHAT)? {
            let mut each = set.parts();
            while !each.is_empty() {
                // Attribute certificates and others have tags of their own.
                let value = each.next(WHAT)?;
                if value.tag == der::SEQUENCE {
                    certificates.push(Certificate::from_der(value.whole)?);
                }
                if certificates.len() > MOST_CERTIFICATES {
                    return Err(Malformed("the certificates of a time-stamp").into());
                }
            }
        }
        fields.optional(der::around(1), WHAT)?;
        let mut signers = fields.take(der::SET, WHAT)?.parts();
        fields.end(WHAT)?;
        // RFC 3161, 2.4.2: the authority and nobody else signs.
        let signer = signers.take(der::SEQUENCE, "the signer of a time-stamp")?;
        signers.end("the list of signers of a time-stamp")?;
        Ok(Self { content, certificates, signer })
    }
}

/// PKIStatusInfo.
fn granted(status: &Value<'_>) -> Result<(), TokenFault> {
    const WHAT: &str = "the status of an answer";
    let mut fields = status.parts();
    let number = der::small(&fields.take(der::INTEGER, WHAT)?, WHAT)?;
    if number <= 1 {
        return Ok(());
    }
    let mut said = Vec::new();
    if let Some(words) = fields.optional(der::SEQUENCE, WHAT)? {
        let mut each = words.parts();
        while !each.is_empty() && said.len() < 8 {
            let text = each.take(der::UTF8, WHAT)?.content;
            let text = String::from_utf8_lossy(text);
            said.push(text.chars().filter(|c| !c.is_control()).take(200).collect::<String>());
        }
    }
    let meaning = match number {
        2 => "the request was rejected",
        3 => "no answer yet",
        4 => "a revocation of its certificate is about to come",
        5 => "its certificate was revoked",
        _ => "for a reason that is not known",
    };
    let said = if said.is_empty() { String::new() } else { format!(" (`{}`)", said.join("; ")) };
    Err(TokenFault::Refused(format!("{meaning}{said}")))
}

/// TSTInfo, and the digest that it stamps.
fn read_info(content: &[u8]) -> Result<(Said, &[u8]), TokenFault> {
    const WHAT: &str = "what a time-stamp says";
    let mut fields = Der::only(content, der::SEQUENCE, WHAT)?.parts();
    if fields.take(der::INTEGER, WHAT)?.content != [1] {
        return Err(Malformed("the version of a time-stamp").into());
    }
    let policy = der::dotted(fields.take(der::OID, WHAT)?.content);
    let mut imprint = fields.take(der::SEQUENCE, WHAT)?.parts();
    let algorithm = imprint.take(der::SEQUENCE, WHAT)?;
    let digest = imprint.take(der::OCTET_STRING, WHAT)?.content;
    imprint.end(WHAT)?;
    if signature::hash(&algorithm, WHAT) != Ok(Hash::Sha256) {
        return Err(TokenFault::OtherDigest);
    }
    let serial = der::hex(fields.take(der::INTEGER, WHAT)?.content);
    let at = moment::of_stamp(&fields.take(der::GENERALIZED_TIME, WHAT)?)?;
    let accuracy = fields.optional(der::SEQUENCE, WHAT)?.map(|value| accuracy(&value)).transpose()?;
    if let Some(ordering) = fields.optional(der::BOOLEAN, WHAT)? {
        der::boolean(&ordering, WHAT)?;
    }
    let nonce = fields.optional(der::INTEGER, WHAT)?;
    let nonce = nonce.map(|value| der::unsigned(&value, WHAT).map(der::hex)).transpose()?;
    let authority = fields.optional(der::around(0), WHAT)?;
    let authority = authority.map(|value| general_name(value.content)).transpose()?.flatten();
    if let Some(extensions) = fields.optional(der::around(1), WHAT)? {
        let mut each = extensions.parts();
        while !each.is_empty() {
            let mut fields = each.take(der::SEQUENCE, WHAT)?.parts();
            fields.take(der::OID, WHAT)?;
            let critical = fields.optional(der::BOOLEAN, WHAT)?;
            if critical.map(|value| der::boolean(&value, WHAT)).transpose()? == Some(true) {
                return Err(TokenFault::Condition);
            }
            fields.take(der::OCTET_STRING, WHAT)?;
        }
    }
    fields.end(WHAT)?;
    Ok((Said { policy, digest: der::hex(digest), serial, at, accuracy, nonce, authority }, digest))
}

/// In microseconds.
fn accuracy(value: &Value<'_>) -> Result<u64, Malformed> {
    const WHAT: &str = "the accuracy of a time-stamp";
    let mut fields = value.parts();
    let mut sum = 0_u64;
    for (tag, each, most) in
        [(der::INTEGER, 1_000_000, u64::from(u32::MAX)), (der::plain(0), 1_000, 999), (der::plain(1), 1, 999)]
    {
        if let Some(value) = fields.optional(tag, WHAT)? {
            let number = der::small(&value, WHAT)?;
            if number > most {
                return Err(Malformed(WHAT));
            }
            sum = sum.saturating_add(number.saturating_mul(each));
        }
    }
    fields.end(WHAT)?;
    Ok(sum)
}

/// A directory name; others are not shown.
fn general_name(content: &[u8]) -> Result<Option<String>, Malformed> {
    const WHAT: &str = "the name of an authority";
    let mut fields = Der::new(content);
    let value = fields.next(WHAT)?;
    fields.end(WHAT)?;
    Ok((value.tag == der::around(4)).then(|| name(value.content)))
}

/// SignerInfo.
struct Signer<'a> {
    /// Issuer and serial number, or the id of the key.
    id: Value<'a>,
    digest: Hash,
    /// The attributes that are signed, as they stand.
    attributes: Value<'a>,
    algorithm: &'a [u8],
    signature: &'a [u8],
}

impl<'a> Signer<'a> {
    fn parse(value: &Value<'a>) -> Result<Self, TokenFault> {
        const WHAT: &str = "the signer of a time-stamp";
        let mut fields = value.parts();
        fields.take(der::INTEGER, WHAT)?;
        let id = fields.next(WHAT)?;
        let digest = signature::hash(&fields.take(der::SEQUENCE, WHAT)?, WHAT)?;
        let attributes = fields.take(der::around(0), WHAT)?;
        let algorithm = fields.take(der::SEQUENCE, WHAT)?.whole;
        let signature = fields.take(der::OCTET_STRING, WHAT)?.content;
        fields.optional(der::around(1), WHAT)?;
        fields.end(WHAT)?;
        if digest == Hash::Sha1 {
            return Err(TokenFault::Signature("it is made with SHA-1, which can be forged".to_owned()));
        }
        Ok(Self { id, digest, attributes, algorithm, signature })
    }

    /// The certificate that it names, in the token or among those that the user gave.
    fn certificate<'c>(&self, brought: &'c [Certificate], roots: &'c Roots) -> Option<&'c Certificate> {
        let issuer_and_serial = || {
            let mut fields = self.id.parts();
            let issuer = fields.take(der::SEQUENCE, "").ok()?.whole;
            let serial = fields.take(der::INTEGER, "").ok()?.content;
            fields.is_empty().then_some((issuer, serial))
        };
        let named: Option<(&[u8], &[u8])> =
            if self.id.tag == der::SEQUENCE { issuer_and_serial() } else { None };
        let by_key = (self.id.tag == der::plain(0)).then_some(self.id.content);
        brought.iter().chain(roots.certificates()).find(|certificate| {
            let same_name = named
                .is_some_and(|(issuer, serial)| certificate.issuer == issuer && certificate.serial == serial);
            let same_key =
                by_key.is_some_and(|key| certificate.subject_key.as_deref().is_some_and(|id| id == key));
            same_name || same_key
        })
    }

    /// The signed attributes fit what the token says and the certificate, and the signature over them holds.
    fn check(&self, content: &[u8], certificate: &Certificate) -> Result<(), TokenFault> {
        const WHAT: &str = "the signed attributes of a time-stamp";
        let (mut kind, mut digest, mut tied) = (None, None, None);
        let mut each = self.attributes.parts();
        while !each.is_empty() {
            let mut fields = each.take(der::SEQUENCE, WHAT)?.parts();
            let id = fields.take(der::OID, WHAT)?.content;
            let values = fields.take(der::SET, WHAT)?;
            fields.end(WHAT)?;
            let place = match id {
                _ if id == oid::CONTENT_TYPE => &mut kind,
                _ if id == oid::MESSAGE_DIGEST => &mut digest,
                _ if id == oid::SIGNING_CERTIFICATE || id == oid::SIGNING_CERTIFICATE_V2 => {
                    let first = first_of(&values, WHAT)?;
                    if !names(&first, id == oid::SIGNING_CERTIFICATE_V2, certificate)? {
                        return Err(TokenFault::NotTied);
                    }
                    tied = Some(());
                    continue;
                }
                _ => continue,
            };
            let value = first_of(&values, WHAT)?;
            if place.replace(value).is_some() {
                return Err(Malformed("an attribute that stands twice in a time-stamp").into());
            }
        }
        if kind.is_none_or(|value| value.tag != der::OID || value.content != oid::TST_INFO) {
            return Err(TokenFault::Changed("its kind"));
        }
        let expected = self.digest.digest(content);
        if digest.is_none_or(|value| value.tag != der::OCTET_STRING || value.content != expected) {
            return Err(TokenFault::Changed("its digest"));
        }
        tied.ok_or(TokenFault::NotTied)?;
        // RFC 5652, 5.4: they are signed as a set, and stand as `[0]`.
        let signed = der::put(der::SET, &[self.attributes.content]);
        let held =
            signature::check(&certificate.key, self.algorithm, Some(self.digest), &signed, self.signature);
        held.map_err(TokenFault::from)
    }
}

/// The only value of an attribute.
fn first_of<'a>(values: &Value<'a>, what: &'static str) -> Result<Value<'a>, Malformed> {
    let mut each = values.parts();
    let first = each.next(what)?;
    each.end(what)?;
    Ok(first)
}

/// The first ESSCertID, or ESSCertIDv2, is that of the certificate.
fn names(value: &Value<'_>, second: bool, certificate: &Certificate) -> Result<bool, TokenFault> {
    const WHAT: &str = "the certificate that a time-stamp names";
    let mut list = value.parts().take(der::SEQUENCE, WHAT)?.parts();
    let mut fields = list.take(der::SEQUENCE, WHAT)?.parts();
    let hash = match (second, fields.tag()) {
        (true, Some(der::SEQUENCE)) => signature::hash(&fields.next(WHAT)?, WHAT)?,
        (true, _) => Hash::Sha256,
        (false, _) => Hash::Sha1,
    };
    let digest = fields.take(der::OCTET_STRING, WHAT)?.content;
    if digest != hash.digest(certificate.bytes()) {
        return Ok(false);
    }
    let Some(issuer) = fields.optional(der::SEQUENCE, WHAT)? else { return Ok(true) };
    let mut fields = issuer.parts();
    let general_names = fields.take(der::SEQUENCE, WHAT)?;
    let serial = fields.take(der::INTEGER, WHAT)?.content;
    let name = general_names.parts().take(der::around(4), WHAT)?.content;
    Ok(serial == certificate.serial && name == certificate.issuer)
}
