//! Time-stamps of authorities that use OpenSSL: what holds, and what does not.

mod authority;

use authority::{Authority, DIGEST, NONCE, P256, P384, RSA};
use remand_stamp::{Request, Roots, Standing, TokenFault, Trusted, Vouched, check_token, said, verdict};

fn request() -> Request {
    Request { digest: DIGEST, nonce: Some(NONCE) }
}

#[test]
fn keys_of_each_kind() {
    for (root, signer) in [(RSA, RSA), (P384, P256), (P256, P384), ("ED25519", P256)] {
        let Some(authority) = Authority::with(root, signer) else { return };
        let (answer, roots) = (authority.answer(), authority.roots(&["root"]));
        let signed = check_token(&answer, &DIGEST, Some(&request()), &roots).unwrap();
        assert_eq!(signed.signer, "CN=tsa, O=Invented", "{root} {signer}");
        assert!(matches!(&signed.vouched, Vouched::Yes { path, .. } if path == &["CN=Invented Root"]));
        assert_eq!((signed.said.policy.as_str(), signed.said.serial.as_str()), ("1.2.3.4", "02"));
        assert_eq!(signed.said.accuracy, Some(1_500_000));
        assert_eq!(signed.said.nonce.as_deref(), Some("01020304050607"));
        assert_eq!(signed.said.authority.as_deref(), Some("CN=tsa, O=Invented"));
    }
}

#[test]
fn signatures_that_other_programs_make() {
    let Some(authority) = Authority::new() else { return };
    authority.root("root", RSA, "-sha384 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:20");
    authority.certificate("tsa", RSA, "root", "stamper", "-sigopt rsa_padding_mode:pss");
    for (how, holds) in [
        ("-cades -md sha256 -keyopt rsa_padding_mode:pss", true),
        ("-cades -md sha512 -keyopt rsa_padding_mode:pss -keyopt rsa_pss_saltlen:20", true),
        ("-cades -md sha512", true),
        ("-cades -md sha256 -keyid", true),
        ("-md sha256", false),
        ("-cades -md sha1", false),
        ("-cades -md sha256 -keyopt rsa_padding_mode:pss -keyopt rsa_mgf1_md:sha1", false),
        ("-cades -md sha256 -nocerts", false),
    ] {
        let token = authority.signed_by("tsa", how);
        let checked = check_token(&token, &DIGEST, None, &authority.roots(&["root"]));
        assert_eq!(checked.is_ok(), holds, "{how}: {checked:?}");
    }
}

#[test]
fn a_token_without_its_certificate_is_checked_with_one_that_is_given() {
    let Some(authority) = Authority::with(P256, P256) else { return };
    let token = authority.signed_by("tsa", "-cades -nocerts");
    let with = |names: &[&str]| check_token(&token, &DIGEST, None, &authority.roots(names));
    assert_eq!(with(&["root"]), Err(TokenFault::NoCertificate));
    let signed = with(&["root", "tsa"]).unwrap();
    assert!(matches!(&signed.vouched, Vouched::Yes { path, .. } if path.is_empty()), "trusted itself");
}

#[test]
fn no_more_is_said_than_was_checked() {
    let Some(authority) = Authority::with(RSA, P256) else { return };
    authority.root("stranger", RSA, "");
    let answer = authority.answer();
    let of = |roots: Roots| verdict("rfc3161", &DIGEST, &answer, &Trusted { roots, ..Trusted::default() });

    let nobody = of(Roots::default());
    assert_eq!(nobody.standing, Standing::Unvouched);
    assert!(nobody.words.join(" ").contains("nobody vouches for here"), "{:?}", nobody.words);

    // A root of the same name with another key.
    let stranger = of(authority.roots(&["stranger"]));
    assert_eq!(stranger.standing, Standing::Unvouched);
    assert!(stranger.words.join(" ").contains("is not signed by it"), "{:?}", stranger.words);

    let both = of(authority.roots(&["stranger", "root"]));
    assert_eq!(both.standing, Standing::Vouched);
    assert!(both.words.iter().any(|words| words.contains("revoked is not checked")));
    assert!(both.existed_by > Some(said(&answer).unwrap().at), "the accuracy counts");

    let other = verdict("rfc3161", &[0; 32], &answer, &Trusted::default());
    assert_eq!((other.standing, other.existed_by), (Standing::Refused, None));
    assert!(other.words[0].contains("other bytes"), "{:?}", other.words);
    assert_eq!(verdict("notary", &DIGEST, &answer, &Trusted::default()).standing, Standing::Refused);
}

#[test]
fn another_answer_than_was_asked_for() {
    let Some(authority) = Authority::with(P256, P256) else { return };
    let answer = authority.answer();
    let other = Request { nonce: Some([9; 8]), ..request() };
    let with = |request| check_token(&answer, &DIGEST, Some(&request), &Roots::default());
    assert_eq!(with(other).unwrap_err(), TokenFault::OtherNonce("01020304050607".to_owned()));

    authority.write("data", b"invented");
    authority.run("ts -query -config conf -data data -sha512 -cert -out q.tsq");
    let sha512 = check_token(&authority.answer(), &DIGEST, None, &Roots::default());
    assert_eq!(sha512.unwrap_err(), TokenFault::OtherDigest);

    authority.run("ts -query -config conf -data data -sha1 -cert -out q.tsq");
    let refused = check_token(&authority.answer(), &DIGEST, None, &Roots::default()).unwrap_err();
    assert!(matches!(&refused, TokenFault::Refused(why) if why.contains("rejected")), "{refused}");
}

#[test]
fn certificates_that_are_not_for_time_stamps() {
    let Some(authority) = Authority::with(P256, P256) else { return };
    for (kind, why) in [
        ("leaf", "does not say what its key is for"),
        ("mail", "for other things"),
        ("manifold", "for other things too"),
        ("careless", "free to pass over"),
        ("conditional", "a condition"),
    ] {
        authority.certificate(kind, P256, "root", kind, "-days 20");
        let token = authority.signed_by(kind, "-cades");
        let fault = check_token(&token, &DIGEST, None, &authority.roots(&["root"])).unwrap_err();
        assert!(
            matches!(&fault, TokenFault::NotForStamps(_, found) if found.contains(why)),
            "{kind}: {fault}"
        );
    }
}

#[test]
fn paths_to_a_root() {
    let Some(authority) = Authority::with(P256, P256) else { return };
    authority.certificate("middle", P256, "root", "middle", "-days 20");
    authority.certificate("below", P256, "middle", "middle", "-days 20");
    authority.certificate("leaf", P256, "root", "leaf", "-days 20");
    authority.certificate("past", P256, "root", "middle", "-days -1");
    for (issuer, chain, expected) in [
        ("middle", &["middle"][..], Ok(2)),
        ("middle", &[], Err("none of the certificates that you trust")),
        ("below", &["below", "middle"], Err("so many certificates below it")),
        ("leaf", &["leaf"], Err("may not sign certificates")),
        ("past", &["past"], Err("was not valid then")),
    ] {
        authority.certificate("signer", P256, issuer, "stamper", "-days 20");
        let chain: Vec<u8> = chain.iter().flat_map(|name| authority.read(&format!("{name}.pem"))).collect();
        authority.write("chain.pem", &chain);
        let how = if chain.is_empty() { "-cades" } else { "-cades -certfile chain.pem" };
        let token = authority.signed_by("signer", how);
        match (check_token(&token, &DIGEST, None, &authority.roots(&["root"])).unwrap().vouched, expected) {
            (Vouched::Yes { path, .. }, Ok(length)) => assert_eq!(path.len(), length, "{issuer}"),
            (Vouched::No { why }, Err(expected)) => assert!(why.contains(expected), "{issuer}: {why}"),
            (vouched, _) => panic!("{issuer}: {vouched:?}"),
        }
    }
}

#[test]
fn a_certificate_that_was_not_valid_then() {
    let Some(authority) = Authority::with(P256, P256) else { return };
    authority.certificate("old", P256, "root", "stamper", "-days -1");
    let token = authority.signed_by("old", "-cades");
    let fault = check_token(&token, &DIGEST, None, &authority.roots(&["root"])).unwrap_err();
    assert!(matches!(fault, TokenFault::NotValidThen(..)), "{fault}");
}

/// Some bytes of an answer are not signed (the status, the version, certificates that are not used): a change there may
/// pass, if nothing that is reported changes.
#[test]
fn no_changed_byte_changes_what_is_said() {
    let Some(authority) = Authority::with(RSA, RSA) else { return };
    let (answer, roots) = (authority.answer(), authority.roots(&["root"]));
    let whole = check_token(&answer, &DIGEST, None, &roots).unwrap();
    let mut passed = 0;
    for at in 0..answer.len() {
        for bit in [0x01, 0x80] {
            let mut changed = answer.clone();
            changed[at] ^= bit;
            if let Ok(signed) = check_token(&changed, &DIGEST, None, &roots) {
                assert_eq!(signed, whole, "byte {at}");
                passed += 1;
            }
        }
    }
    assert!(passed < 60, "{passed} changes passed");
    for end in 0..answer.len() {
        assert!(check_token(&answer[..end], &DIGEST, None, &roots).is_err(), "cut at {end}");
    }
    let longer = [answer.as_slice(), &[0]].concat();
    assert!(check_token(&longer, &DIGEST, None, &roots).is_err());
    assert!(matches!(check_token(&vec![0x30; 1 << 20], &DIGEST, None, &roots), Err(TokenFault::TooLarge(_))));
}

#[test]
fn files_of_certificates() {
    let Some(authority) = Authority::with(P256, P256) else { return };
    authority.run("x509 -in root.pem -outform DER -out root.der");
    let both = [authority.read("root.pem"), b"words between\n".to_vec(), authority.read("tsa.pem")].concat();
    let count = |bytes: &[u8]| Roots::default().add_file(bytes).ok();
    assert_eq!(count(&both), Some(2));
    assert_eq!(count(&authority.read("root.der")), Some(1));
    assert_eq!(count(&authority.read("root.key")), None, "a key is no certificate");
    assert_eq!(count(b""), None);
    assert_eq!(count(&both[..both.len() - 30]), None, "cut");
    assert_eq!(count(&authority.read("root.der")[..40]), None);
}
