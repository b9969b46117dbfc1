//! Signatures of certificates and time-stamps: which algorithm it is, and whether the signature is one of the key.

use ed25519_dalek::{Signature as Ed25519Signature, VerifyingKey as Ed25519Key};
use p256::ecdsa::signature::hazmat::PrehashVerifier;
use rsa::{BoxedUint, Pkcs1v15Sign, Pss, PublicKey};
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

use crate::der::{self, Der, Value};
use crate::{Malformed, oid};

/// The longest salt of a signature: that of a key of 8192 bits.
const LONGEST_SALT: u64 = 1024;

/// Bits of the shortest RSA key that is still trusted.
const SHORTEST_KEY: usize = 2048;

/// Why a signature does not count.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum SignatureFault {
    #[error("{0}")]
    Malformed(#[from] Malformed),
    #[error("it is made with an algorithm that this program does not know or no longer trusts ({0})")]
    Algorithm(String),
    #[error("it is not one of the key in the certificate over these bytes")]
    Wrong,
}

/// A digest that is still trusted, and SHA-1, which only names certificates here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hash {
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    pub(crate) fn of(id: &[u8]) -> Option<Self> {
        let known = [
            (oid::SHA1, Self::Sha1),
            (oid::SHA256, Self::Sha256),
            (oid::SHA384, Self::Sha384),
            (oid::SHA512, Self::Sha512),
        ];
        known.into_iter().find(|(known, _)| *known == id).map(|(_, hash)| hash)
    }

    pub(crate) fn digest(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha1 => Sha1::digest(bytes).to_vec(),
            Self::Sha256 => Sha256::digest(bytes).to_vec(),
            Self::Sha384 => Sha384::digest(bytes).to_vec(),
            Self::Sha512 => Sha512::digest(bytes).to_vec(),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scheme {
    Pkcs1(Hash),
    Pss(Hash, usize),
    Ecdsa(Hash),
    Ed25519,
}

/// The signature over `message`, by the algorithm `algorithm`, is one of the key `key` (a SubjectPublicKeyInfo). `digest`
/// is what a time-stamp names beside an algorithm that leaves it open.
pub(crate) fn check(
    key: &[u8],
    algorithm: &[u8],
    digest: Option<Hash>,
    message: &[u8],
    signature: &[u8],
) -> Result<(), SignatureFault> {
    let scheme = scheme(algorithm, digest)?;
    let mut fields = Der::only(key, der::SEQUENCE, "a key")?.parts();
    let (kind, parameters) = identified(&fields.take(der::SEQUENCE, "a key")?, "a key")?;
    let key = der::whole_bits(&fields.take(der::BIT_STRING, "a key")?, "a key")?;
    fields.end("a key")?;
    let wrong = SignatureFault::Wrong;
    let other = || SignatureFault::Algorithm(format!("a key {}", der::dotted(kind)));
    match scheme {
        Scheme::Pkcs1(hash) if kind == oid::RSA => rsa_pkcs1(&rsa_key(key)?, hash, message, signature),
        Scheme::Pss(hash, salt) if kind == oid::RSA || kind == oid::RSA_PSS => {
            // A key may be bound to one way of signing.
            if let (true, Some(bound)) = (kind == oid::RSA_PSS, parameters) {
                let (bound, shortest) = pss(&bound)?;
                if bound != hash || salt < shortest {
                    return Err(other());
                }
            }
            rsa_pss(&rsa_key(key)?, hash, salt, message, signature)
        }
        Scheme::Ecdsa(hash) if kind == oid::EC_KEY => {
            let curve = parameters.filter(|value| value.tag == der::OID).map(|value| value.content);
            let digest = hash.digest(message);
            let held = match curve {
                Some(curve) if curve == oid::P256 => {
                    let key = p256::ecdsa::VerifyingKey::from_sec1_bytes(key).map_err(|_| wrong.clone())?;
                    let signature = p256::ecdsa::Signature::from_slice(&scalars::<32>(signature)?);
                    signature.and_then(|signature| key.verify_prehash(&digest, &signature))
                }
                Some(curve) if curve == oid::P384 => {
                    let key = p384::ecdsa::VerifyingKey::from_sec1_bytes(key).map_err(|_| wrong.clone())?;
                    let signature = p384::ecdsa::Signature::from_slice(&scalars::<48>(signature)?);
                    signature.and_then(|signature| key.verify_prehash(&digest, &signature))
                }
                _ => return Err(SignatureFault::Algorithm("another curve than P-256 and P-384".to_owned())),
            };
            held.map_err(|_| wrong)
        }
        Scheme::Ed25519 if kind == oid::ED25519 => {
            let key = <&[u8; 32]>::try_from(key).ok().and_then(|key| Ed25519Key::from_bytes(key).ok());
            let signature = Ed25519Signature::from_slice(signature).ok();
            let held = key.zip(signature).map(|(key, signature)| key.verify_strict(message, &signature));
            held.and_then(Result::ok).ok_or(wrong)
        }
        _ => Err(other()),
    }
}

/// An algorithm and its parameters.
pub(crate) fn identified<'a>(
    value: &Value<'a>,
    what: &'static str,
) -> Result<(&'a [u8], Option<Value<'a>>), Malformed> {
    let mut fields = value.parts();
    let id = fields.take(der::OID, what)?.content;
    let parameters = if fields.is_empty() { None } else { Some(fields.next(what)?) };
    fields.end(what)?;
    Ok((id, parameters))
}

/// A digest as an algorithm names it: without parameters, or with none said.
pub(crate) fn hash(value: &Value<'_>, what: &'static str) -> Result<Hash, SignatureFault> {
    let (id, parameters) = identified(value, what)?;
    if parameters.is_some_and(|value| value.tag != der::NULL || !value.content.is_empty()) {
        return Err(Malformed(what).into());
    }
    Hash::of(id).ok_or_else(|| SignatureFault::Algorithm(der::dotted(id)))
}

fn scheme(algorithm: &[u8], digest: Option<Hash>) -> Result<Scheme, SignatureFault> {
    const WHAT: &str = "the algorithm of a signature";
    let (id, parameters) = identified(&Der::only(algorithm, der::SEQUENCE, WHAT)?, WHAT)?;
    let unknown = || SignatureFault::Algorithm(der::dotted(id));
    let scheme = match id {
        _ if id == oid::RSA_SHA256 => Scheme::Pkcs1(Hash::Sha256),
        _ if id == oid::RSA_SHA384 => Scheme::Pkcs1(Hash::Sha384),
        _ if id == oid::RSA_SHA512 => Scheme::Pkcs1(Hash::Sha512),
        _ if id == oid::RSA => Scheme::Pkcs1(digest.ok_or_else(unknown)?),
        _ if id == oid::ECDSA_SHA256 => Scheme::Ecdsa(Hash::Sha256),
        _ if id == oid::ECDSA_SHA384 => Scheme::Ecdsa(Hash::Sha384),
        _ if id == oid::ECDSA_SHA512 => Scheme::Ecdsa(Hash::Sha512),
        _ if id == oid::ED25519 => Scheme::Ed25519,
        _ if id == oid::RSA_PSS => {
            let (hash, salt) = pss(&parameters.ok_or_else(unknown)?)?;
            Scheme::Pss(hash, salt)
        }
        _ => return Err(unknown()),
    };
    if matches!(scheme, Scheme::Pkcs1(Hash::Sha1)) {
        return Err(SignatureFault::Algorithm("SHA-1".to_owned()));
    }
    Ok(scheme)
}

/// The digest and the length of the salt of RSASSA-PSS-params (RFC 8017, A.2.3).
fn pss<'a>(parameters: &Value<'a>) -> Result<(Hash, usize), SignatureFault> {
    const WHAT: &str = "the parameters of an RSA-PSS signature";
    if parameters.tag != der::SEQUENCE {
        return Err(Malformed(WHAT).into());
    }
    let mut fields = parameters.parts();
    let inner = |value: Value<'a>| Der::only(value.content, der::SEQUENCE, WHAT);
    let digest = fields.optional(der::around(0), WHAT)?.map(inner).transpose()?;
    let mask = fields.optional(der::around(1), WHAT)?.map(inner).transpose()?;
    let salt = fields.optional(der::around(2), WHAT)?;
    let salt = salt.map(|value| Der::only(value.content, der::INTEGER, WHAT)).transpose()?;
    let salt = salt.map(|value| der::small(&value, WHAT)).transpose()?.unwrap_or(20);
    let trailer = fields.optional(der::around(3), WHAT)?;
    let trailer = trailer.map(|value| Der::only(value.content, der::INTEGER, WHAT)).transpose()?;
    fields.end(WHAT)?;
    // What is left out is SHA-1.
    let old = || SignatureFault::Algorithm("RSA-PSS with SHA-1".to_owned());
    let (digest, mask) = digest.zip(mask).ok_or_else(old)?;
    let digest = hash(&digest, WHAT)?;
    let (generator, of) = identified(&mask, WHAT)?;
    let of = hash(&of.ok_or(Malformed(WHAT))?, WHAT)?;
    if digest == Hash::Sha1 {
        return Err(old());
    }
    if generator != oid::MGF1 || of != digest || trailer.is_some_and(|value| value.content != [1]) {
        return Err(SignatureFault::Algorithm("RSA-PSS with two digests".to_owned()));
    }
    let salt = usize::try_from(salt).ok().filter(|_| salt <= LONGEST_SALT).ok_or(Malformed(WHAT))?;
    Ok((digest, salt))
}

fn rsa_key(key: &[u8]) -> Result<PublicKey, SignatureFault> {
    const WHAT: &str = "an RSA key";
    let mut fields = Der::only(key, der::SEQUENCE, WHAT)?.parts();
    let modulus = der::unsigned(&fields.take(der::INTEGER, WHAT)?, WHAT)?;
    let exponent = der::unsigned(&fields.take(der::INTEGER, WHAT)?, WHAT)?;
    fields.end(WHAT)?;
    let number = |bytes: &[u8]| BoxedUint::from_be_slice_vartime(bytes);
    if modulus.len() > PublicKey::MAX_SIZE / 8 || exponent.len() > 8 {
        return Err(SignatureFault::Algorithm("an RSA key beyond 8192 bits".to_owned()));
    }
    PublicKey::new_with_size_limits(number(modulus), number(exponent), SHORTEST_KEY..=PublicKey::MAX_SIZE)
        .map_err(|e| SignatureFault::Algorithm(format!("an RSA key that is none: {e}")))
}

fn rsa_pkcs1(key: &PublicKey, hash: Hash, message: &[u8], signature: &[u8]) -> Result<(), SignatureFault> {
    let scheme = match hash {
        Hash::Sha1 => return Err(SignatureFault::Algorithm("SHA-1".to_owned())),
        Hash::Sha256 => Pkcs1v15Sign::new::<Sha256>(),
        Hash::Sha384 => Pkcs1v15Sign::new::<Sha384>(),
        Hash::Sha512 => Pkcs1v15Sign::new::<Sha512>(),
    };
    key.verify(scheme, &hash.digest(message), signature).map_err(|_| SignatureFault::Wrong)
}

fn rsa_pss(
    key: &PublicKey,
    hash: Hash,
    salt: usize,
    message: &[u8],
    signature: &[u8],
) -> Result<(), SignatureFault> {
    let digest = hash.digest(message);
    let held = match hash {
        Hash::Sha1 => return Err(SignatureFault::Algorithm("SHA-1".to_owned())),
        Hash::Sha256 => key.verify(Pss::<Sha256>::new_with_salt(salt), &digest, signature),
        Hash::Sha384 => key.verify(Pss::<Sha384>::new_with_salt(salt), &digest, signature),
        Hash::Sha512 => key.verify(Pss::<Sha512>::new_with_salt(salt), &digest, signature),
    };
    held.map_err(|_| SignatureFault::Wrong)
}

/// The two numbers of an ECDSA signature (RFC 5480, section 2.2, Ecdsa-Sig-Value), each in `N` bytes, one after the
/// other.
fn scalars<const N: usize>(signature: &[u8]) -> Result<Vec<u8>, SignatureFault> {
    const WHAT: &str = "an ECDSA signature";
    let mut fields = Der::only(signature, der::SEQUENCE, WHAT)?.parts();
    let mut both = Vec::with_capacity(2 * N);
    for _ in 0..2 {
        let number = der::unsigned(&fields.take(der::INTEGER, WHAT)?, WHAT)?;
        let padding = N.checked_sub(number.len()).ok_or(SignatureFault::Wrong)?;
        both.resize(both.len() + padding, 0);
        both.extend_from_slice(number);
    }
    fields.end(WHAT)?;
    Ok(both)
}
