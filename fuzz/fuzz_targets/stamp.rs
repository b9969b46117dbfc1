//! Any bytes as a time-stamp, a proof, a certificate or headers: what is not refused is of the bytes that were asked about,
//! and nothing is vouched for by nobody.
#![no_main]

use libfuzzer_sys::fuzz_target;
use remand_stamp::{Certificate, Headers, Proof, Request, Roots, Standing, Trusted, check_token, said, verdict};

fuzz_target!(|data: &[u8]| {
    let digest = [0x5a; 32];
    let mut trusted = Trusted::default();
    let token = verdict("rfc3161", &digest, data, &trusted);
    assert!(token.standing != Standing::Vouched, "nobody vouches");
    if let Ok(signed) = check_token(data, &digest, None, &Roots::default()) {
        assert_eq!(said(data).ok(), Some(signed.said.clone()));
        assert_eq!(signed.said.digest, "5a".repeat(32));
    }
    if let Ok(proof) = Proof::parse(data) {
        assert!(!proof.attestations.is_empty());
        assert!(Proof::of(data, &proof.digest).is_ok());
        let verdict = verdict("opentimestamps", &proof.digest, data, &trusted);
        assert!(matches!(verdict.standing, Standing::Pending | Standing::Unvouched));
    }
    if let Ok(request) = Request::from_der(data) {
        assert_eq!(Request::from_der(&request.to_der()), Ok(request));
    }
    if let Ok(certificate) = Certificate::from_der(data) {
        assert!(certificate.subject().chars().all(|c| !c.is_control()));
        assert_eq!(certificate.bytes(), data);
    }
    if trusted.roots.add_file(data).is_ok() {
        assert!(!trusted.roots.is_empty());
        // A token whose own certificates are trusted goes down the whole path.
        verdict("rfc3161", &digest, data, &trusted);
    }
    if let Ok(count) = Headers::default().add_file(data) {
        assert!(count > 0 && count <= data.len() / 80);
    }
});
