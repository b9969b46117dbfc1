//! A time-stamping authority made with the program `openssl`, as strangers have one. Where it is not installed, the tests
//! say so and hold nothing.
#![allow(dead_code, clippy::unwrap_used, reason = "test programs use parts of it")]

use std::fs;
use std::process::Command;

use remand_stamp::{Request, Roots};
use tempfile::TempDir;

const CONFIGURATION: &str = "
[req]
distinguished_name = name
prompt = no
[name]
CN = Invented Root
[root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
[middle]
basicConstraints = critical, CA:TRUE, pathlen:0
[leaf]
basicConstraints = CA:FALSE
[stamper]
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[careless]
extendedKeyUsage = timeStamping
[manifold]
extendedKeyUsage = critical, timeStamping, emailProtection
[mail]
extendedKeyUsage = critical, emailProtection
[conditional]
extendedKeyUsage = critical, timeStamping
nameConstraints = critical, permitted;email:.invalid
[tsa]
default_tsa = authority
[authority]
serial = serial
signer_digest = sha256
default_policy = 1.2.3.4
digests = sha256, sha512
accuracy = secs:1, millisecs:500
ordering = no
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
";

pub(crate) const DIGEST: [u8; 32] = [0x5a; 32];
pub(crate) const NONCE: [u8; 8] = [0, 1, 2, 3, 4, 5, 6, 7];

pub(crate) struct Authority {
    dir: TempDir,
}

impl Authority {
    /// `None`: there is no `openssl`.
    pub(crate) fn new() -> Option<Self> {
        if !Command::new("openssl").arg("version").output().is_ok_and(|done| done.status.success()) {
            eprintln!("skipped: `openssl` is not installed");
            return None;
        }
        let authority = Self { dir: tempfile::tempdir().unwrap() };
        authority.write("conf", CONFIGURATION.as_bytes());
        authority.write("serial", b"01");
        authority.write("q.tsq", &Request { digest: DIGEST, nonce: Some(NONCE) }.to_der());
        Some(authority)
    }

    /// An authority whose root has the key `root` and whose signer has the key `signer`, both in the words of
    /// `openssl genpkey`.
    pub(crate) fn with(root: &str, signer: &str) -> Option<Self> {
        let authority = Self::new()?;
        authority.root("root", root, "");
        authority.certificate("tsa", signer, "root", "stamper", "-days 20");
        Some(authority)
    }

    pub(crate) fn write(&self, name: &str, bytes: &[u8]) {
        fs::write(self.dir.path().join(name), bytes).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.dir.path().join(name)).unwrap()
    }

    /// Whether `openssl` does what the words say; they are split at spaces.
    pub(crate) fn try_run(&self, words: &str) -> bool {
        let mut command = Command::new("openssl");
        command.args(words.split_whitespace()).current_dir(self.dir.path()).env("OPENSSL_CONF", "conf");
        command.output().unwrap().status.success()
    }

    pub(crate) fn run(&self, words: &str) {
        assert!(self.try_run(words), "openssl {words}");
    }

    pub(crate) fn root(&self, name: &str, key: &str, more: &str) {
        self.run(&format!("genpkey -algorithm {key} -out {name}.key"));
        self.run(&format!(
            "req -x509 -new -key {name}.key -config conf -extensions root -days 30 -out {name}.pem {more}"
        ));
    }

    pub(crate) fn certificate(&self, name: &str, key: &str, issuer: &str, kind: &str, more: &str) {
        self.run(&format!("genpkey -algorithm {key} -out {name}.key"));
        self.run(&format!(
            "req -new -key {name}.key -config conf -subj /O=Invented/CN={name} -out {name}.csr"
        ));
        self.run(&format!(
            "x509 -req -in {name}.csr -CA {issuer}.pem -CAkey {issuer}.key -CAcreateserial -out {name}.pem \
             -extfile conf -extensions {kind} {more}"
        ));
    }

    /// The answer to the request in `q.tsq`.
    pub(crate) fn answer(&self) -> Vec<u8> {
        self.run("ts -reply -config conf -queryfile q.tsq -signer tsa.pem -inkey tsa.key -out r.tsr");
        self.read("r.tsr")
    }

    /// What the authority says, signed by `signer` as a CMS message: as authorities do that use other programs.
    pub(crate) fn signed_by(&self, signer: &str, how: &str) -> Vec<u8> {
        self.answer();
        self.run("ts -reply -config conf -in r.tsr -token_out -out token.der");
        self.run("cms -verify -noverify -inform DER -in token.der -out said.der");
        self.run(&format!(
            "cms -sign -binary -nodetach -econtent_type 1.2.840.113549.1.9.16.1.4 -signer {signer}.pem \
             -inkey {signer}.key -in said.der -outform DER -out signed.der {how}"
        ));
        self.read("signed.der")
    }

    pub(crate) fn roots(&self, names: &[&str]) -> Roots {
        let mut roots = Roots::default();
        for name in names {
            roots.add_file(&self.read(&format!("{name}.pem"))).unwrap();
        }
        roots
    }
}

pub(crate) const RSA: &str = "RSA -pkeyopt rsa_keygen_bits:2048";
pub(crate) const P256: &str = "EC -pkeyopt ec_paramgen_curve:P-256";
pub(crate) const P384: &str = "EC -pkeyopt ec_paramgen_curve:P-384";
