//! Object identifiers as their bytes, from RFC 3161, 5035, 5280, 5480, 5652, 8017 and 8410.

/// RSADSI, `1.2.840.113549`, and what follows.
macro_rules! rsadsi {
    ($($byte:literal),*) => { &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, $($byte),*] };
}

pub(crate) const SIGNED_DATA: &[u8] = rsadsi!(1, 7, 2);
pub(crate) const TST_INFO: &[u8] = rsadsi!(1, 9, 16, 1, 4);
pub(crate) const CONTENT_TYPE: &[u8] = rsadsi!(1, 9, 3);
pub(crate) const MESSAGE_DIGEST: &[u8] = rsadsi!(1, 9, 4);
pub(crate) const SIGNING_CERTIFICATE: &[u8] = rsadsi!(1, 9, 16, 2, 12);
pub(crate) const SIGNING_CERTIFICATE_V2: &[u8] = rsadsi!(1, 9, 16, 2, 47);

pub(crate) const RSA: &[u8] = rsadsi!(1, 1, 1);
pub(crate) const MGF1: &[u8] = rsadsi!(1, 1, 8);
pub(crate) const RSA_PSS: &[u8] = rsadsi!(1, 1, 10);
pub(crate) const RSA_SHA256: &[u8] = rsadsi!(1, 1, 11);
pub(crate) const RSA_SHA384: &[u8] = rsadsi!(1, 1, 12);
pub(crate) const RSA_SHA512: &[u8] = rsadsi!(1, 1, 13);

pub(crate) const SHA1: &[u8] = &[0x2b, 0x0e, 0x03, 0x02, 0x1a];
pub(crate) const SHA256: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01];
pub(crate) const SHA384: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02];
pub(crate) const SHA512: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03];

pub(crate) const EC_KEY: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
pub(crate) const P256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];
pub(crate) const P384: &[u8] = &[0x2b, 0x81, 0x04, 0x00, 0x22];
pub(crate) const ECDSA_SHA256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02];
pub(crate) const ECDSA_SHA384: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x03];
pub(crate) const ECDSA_SHA512: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x04];
pub(crate) const ED25519: &[u8] = &[0x2b, 0x65, 0x70];

pub(crate) const SUBJECT_KEY: &[u8] = &[0x55, 0x1d, 0x0e];
pub(crate) const KEY_USAGE: &[u8] = &[0x55, 0x1d, 0x0f];
pub(crate) const BASIC_CONSTRAINTS: &[u8] = &[0x55, 0x1d, 0x13];
pub(crate) const NAME_CONSTRAINTS: &[u8] = &[0x55, 0x1d, 0x1e];
pub(crate) const EXTENDED_KEY_USAGE: &[u8] = &[0x55, 0x1d, 0x25];
pub(crate) const ANY_KEY_USAGE: &[u8] = &[0x55, 0x1d, 0x25, 0x00];
pub(crate) const TIME_STAMPING: &[u8] = &[0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x08];

/// Extensions that may be critical and ask nothing of a reader who asks for no policy and no other name.
pub(crate) const HARMLESS: [&[u8]; 4] =
    [SUBJECT_KEY, &[0x55, 0x1d, 0x11], &[0x55, 0x1d, 0x20], &[0x55, 0x1d, 0x23]];

/// What the parts of a name are called.
pub(crate) const NAME_PARTS: [(&[u8], &str); 8] = [
    (&[0x55, 4, 3], "CN"),
    (&[0x55, 4, 5], "serialNumber"),
    (&[0x55, 4, 6], "C"),
    (&[0x55, 4, 7], "L"),
    (&[0x55, 4, 8], "ST"),
    (&[0x55, 4, 10], "O"),
    (&[0x55, 4, 11], "OU"),
    (rsadsi!(1, 9, 1), "email"),
];
