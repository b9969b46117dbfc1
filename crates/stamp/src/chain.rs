//! Whether somebody whom the user trusts vouches for a certificate: a path to a root (RFC 5280, 6.1, without policies,
//! names that are ruled out, and revocation).

use jiff::Timestamp;
use serde::Serialize;

use crate::Malformed;
use crate::certificate::{Certificate, SIGNS_CERTIFICATES};

/// The most certificates on a path.
const LONGEST: usize = 8;
/// The most signatures that are tried for one path: a token can bring many certificates of one name.
const MOST_TRIES: usize = 64;

/// Certificates that the user trusts, and others that may stand between.
#[derive(Clone, Debug, Default)]
pub struct Roots {
    trusted: Vec<Certificate>,
}

/// What is known of who stands behind a certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "vouched", rename_all = "snake_case")]
pub enum Vouched {
    /// A certificate that the user trusts is at the end of the path.
    Yes {
        /// Subjects from the signer's issuer to the root.
        path: Vec<String>,
        /// SHA-256 of the root.
        root: String,
    },
    /// The user gave no certificate.
    NotAsked,
    /// None of those that the user gave vouches for it.
    No {
        /// Why, in words.
        why: String,
    },
}

impl Roots {
    /// Adds the certificates of a file (DER or PEM), each of which the user trusts.
    ///
    /// # Errors
    /// There is none in it, or one is malformed.
    pub fn add_file(&mut self, bytes: &[u8]) -> Result<usize, Malformed> {
        let found = Certificate::from_file(bytes)?;
        let count = found.len();
        self.trusted.extend(found);
        Ok(count)
    }

    /// The user gave none.
    pub fn is_empty(&self) -> bool {
        self.trusted.is_empty()
    }

    /// The certificates.
    pub(crate) fn certificates(&self) -> &[Certificate] {
        &self.trusted
    }

    /// Looks for a path from `certificate` to a trusted one, over `between`, in which every certificate was valid
    /// at `at`.
    pub(crate) fn vouch(&self, certificate: &Certificate, between: &[Certificate], at: Timestamp) -> Vouched {
        if self.trusted.is_empty() {
            return Vouched::NotAsked;
        }
        let mut search = Search { roots: self, between, at, tries: 0, why: None };
        let mut path = vec![certificate];
        if let Some(root) = search.extend(&mut path) {
            let between = path.iter().skip(1).map(|certificate| certificate.subject());
            let path = between.chain((!path.contains(&root)).then(|| root.subject())).collect();
            return Vouched::Yes { path, root: root.fingerprint() };
        }
        let issuer = certificate.issuer();
        let why =
            search.why.unwrap_or_else(|| format!("none of the certificates that you trust is `{issuer}`"));
        Vouched::No { why }
    }
}

struct Search<'a> {
    roots: &'a Roots,
    between: &'a [Certificate],
    at: Timestamp,
    tries: usize,
    /// The first thing that ended a path.
    why: Option<String>,
}

impl<'a> Search<'a> {
    /// Goes on from the last certificate of `path`; the root, where one is reached. The path is at most [`LONGEST`].
    fn extend(&mut self, path: &mut Vec<&'a Certificate>) -> Option<&'a Certificate> {
        let last = *path.last()?;
        if let Some(root) = self.roots.trusted.iter().find(|root| root.bytes() == last.bytes()) {
            return Some(root);
        }
        for root in self.roots.trusted.iter().filter(|root| root.subject == last.issuer) {
            if self.may_sign(root, path.len() - 1) && self.signs(root, last) {
                return Some(root);
            }
        }
        if path.len() >= LONGEST {
            self.ended(|| format!("the path has more than {LONGEST} certificates"));
            return None;
        }
        for next in self.between.iter().filter(|next| next.subject == last.issuer) {
            let again = path.iter().any(|one| one.bytes() == next.bytes());
            if !again && self.may_sign(next, path.len() - 1) && self.signs(next, last) {
                path.push(next);
                if let Some(root) = self.extend(path) {
                    return Some(root);
                }
                path.pop();
            }
        }
        None
    }

    /// The certificate may sign others, `below` of which may stand between it and the signer.
    fn may_sign(&mut self, certificate: &Certificate, below: usize) -> bool {
        let name = || certificate.subject();
        let why = match certificate.authority {
            None => format!("`{}` may not sign certificates", name()),
            Some(Some(most)) if (below as u64) > most => {
                format!("`{}` may not have so many certificates below it", name())
            }
            _ if !certificate.may(&[SIGNS_CERTIFICATES]) => {
                format!("the key of `{}` is not for certificates", name())
            }
            _ if certificate.extended.as_ref().is_some_and(|usage| !usage.time_stamping && !usage.any) => {
                format!("the key of `{}` is for other things than time-stamps", name())
            }
            _ if !certificate.is_valid_at(self.at) => {
                format!(
                    "the certificate of `{}` was not valid then (from {} until {})",
                    name(),
                    certificate.from,
                    certificate.until
                )
            }
            _ => match &certificate.unknown_critical {
                Some(id) => {
                    format!(
                        "the certificate of `{}` has a condition that this program does not know ({id})",
                        name()
                    )
                }
                None => return true,
            },
        };
        self.ended(|| why);
        false
    }

    fn signs(&mut self, issuer: &Certificate, certificate: &Certificate) -> bool {
        self.tries += 1;
        if self.tries > MOST_TRIES {
            self.ended(|| "too many certificates have the same names".to_owned());
            return false;
        }
        let held = certificate.is_signed_by(issuer);
        if !held {
            self.ended(|| {
                format!("`{}` names `{}` and is not signed by it", certificate.subject(), issuer.subject())
            });
        }
        held
    }

    fn ended(&mut self, why: impl FnOnce() -> String) {
        self.why.get_or_insert_with(why);
    }
}
