//! The command on files: proofs that hold, proofs that somebody changed, and files that are none.

#![allow(clippy::unwrap_used, missing_docs, reason = "a test may fail loudly")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use remand_law::{Law, Names, Outcome};
use remand_proof::{Claim, Event, Inputs, Interval, On, Polarity, Proof};
use tempfile::TempDir;

const VOCABULARY: &str = "\
[event.arrest]
roles = [\"detainee\"]
[event.judge]
roles = [\"detainee\"]
[state.in_custody]
label = \"in custody\"
[qualifier.minor]
label = \"a minor\"
[role.offence]
label = \"the offence\"
[measure.sentence]
label = \"the sentence\"
";

const PACK: &str = "\
# Velm

```instrument velm
counting   first day out, end of month last day
in force   2000-01-01 ..
```

## Before a judge

```norm velm.judge
cites      Code of Velm, article 4
checked    2024-01-31 from memory
limit      hard
expect     judge within 48 hours of arrest
```
";

const DOSSIER: &str = r#"{"as_of":"2024-03-20","entries":[],"events":[
{"id":"ev-1","type":"arrest","claims":[{"asserter":"Prosecutor of Velm","account":"state","polarity":"asserted","modality":"stated","about":"subject","item":"aa","start":10,"end":40,"when":{"earliest":"2024-03-04T10:00","latest":"2024-03-04T10:00"}}]},
{"id":"ev-2","type":"judge","claims":[{"asserter":"Prosecutor of Velm","account":"state","polarity":"asserted","modality":"stated","about":"subject","item":"aa","start":50,"end":90,"when":{"earliest":"2024-03-07T09:00","latest":"2024-03-07T09:00"}}]}
]}"#;

fn claim(kind: &str, event: &str, (start, end): (usize, usize), at: &str) -> Claim {
    let at = Some(at.parse().unwrap());
    Claim {
        kind: kind.to_owned(),
        event: event.to_owned(),
        asserter: "Prosecutor of Velm".to_owned(),
        item: "aa".to_owned(),
        start,
        end,
        polarity: Polarity::Asserted,
        interval: Interval { earliest: at, latest: at },
        dates: true,
    }
}

fn law() -> Law {
    let (packs, faults) = remand_law::parse([("velm.md", PACK)], &Names::of_vocabulary(VOCABULARY).unwrap());
    assert!(faults.is_empty(), "{faults:?}");
    remand_law::link(&packs).0
}

fn proof() -> Proof {
    let law = law();
    let told = |kind: &str, at| Event {
        kind: kind.to_owned(),
        claims: vec![at],
        drawn: None,
        elsewhere: false,
        qualifiers: [].into(),
        roles: [].into(),
    };
    let inputs = Inputs {
        searched: ["arrest".to_owned(), "judge".to_owned()].into(),
        claims: vec![
            claim("arrest", "ev-1", (10, 40), "2024-03-04T10:00"),
            claim("judge", "ev-2", (50, 90), "2024-03-07T09:00"),
        ],
        events: vec![told("arrest", 0), told("judge", 1)],
        ..Inputs::default()
    };
    let day = "2024-03-20".parse().unwrap();
    let norm = law.norms.first().unwrap();
    Proof::new(&law, norm, "state", day, inputs, (Outcome::NotMet, On::Every)).unwrap()
}

struct Files(TempDir);

impl Files {
    fn new() -> Self {
        let files = Self(TempDir::new().unwrap());
        files.put("law/vocabulary.toml", VOCABULARY);
        files.put("law/xx/velm.md", PACK);
        files.put("dossier.json", DOSSIER);
        files.put("proof.json", &serde_json::to_string(&proof()).unwrap());
        files
    }

    fn put(&self, name: &str, text: &str) {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn change(&self, name: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.0.path().join(name)).unwrap();
        assert!(text.contains(from), "{text}");
        self.put(name, &text.replace(from, to));
    }

    fn check(&self) -> (bool, String) {
        let at = |name: &str| self.0.path().join(name);
        run(&[
            at("proof.json").as_path(),
            Path::new("--record"),
            &at("dossier.json"),
            Path::new("--law"),
            &at("law"),
        ])
    }
}

fn run(arguments: &[&Path]) -> (bool, String) {
    let Output { status, stdout, stderr } =
        Command::new(env!("CARGO_BIN_EXE_remand-check")).args(arguments).output().unwrap();
    let said = [stdout, stderr].concat();
    assert!(status.code().is_some(), "it was killed");
    (status.success(), String::from_utf8(said).unwrap())
}

#[test]
fn a_proof_holds_against_its_record_and_its_law() {
    let (holds, said) = Files::new().check();
    assert!(holds, "{said}");
    assert!(
        said.starts_with("holds         velm.judge, in force from 2000-01-01, on the account `state` as of 2024-03-20: not_met"),
        "{said}"
    );
    assert!(said.contains("1 reading looked at, which are all"), "{said}");
}

#[test]
fn a_list_of_proofs_is_checked_one_by_one() {
    let files = Files::new();
    let one = serde_json::to_string(&proof()).unwrap();
    let other = one.replace("\"not_met\"", "\"met\"");
    files.put("proof.json", &format!("{{\"findings\":[],\"proofs\":[{one},{other}]}}"));
    let (holds, said) = files.check();
    assert!(!holds);
    assert_eq!(said.matches("velm.judge").count(), 2, "{said}");
    assert!(said.contains("\nDOES NOT HOLD velm.judge"), "{said}");
}

#[test]
fn whatever_is_changed_is_told() {
    let cases = [
        // The proof.
        ("proof.json", "\"outcome\":\"not_met\"", "\"outcome\":\"met\"", "contradicts itself"),
        ("proof.json", "\"searched\":[\"arrest\",", "\"searched\":[", "arrest"),
        ("proof.json", "2024-03-07T09:00", "2024-03-05T09:00", "that the proof leaves out"),
        ("proof.json", "\"asserter\":\"Prosecutor of Velm\"", "\"asserter\":\"Ina Orr\"", "by Ina Orr"),
        ("proof.json", "\"account\":\"state\"", "\"account\":\"defence\"", "account"),
        // The record.
        ("dossier.json", "2024-03-07T09:00", "2024-03-05T09:00", "2024-03-05T09:00"),
        (
            "dossier.json",
            "\"polarity\":\"asserted\",\"modality\":\"stated\",\"about\":\"subject\",\"item\":\"aa\",\"start\":50",
            "\"polarity\":\"denied\",\"modality\":\"stated\",\"about\":\"subject\",\"item\":\"aa\",\"start\":50",
            "did not happen",
        ),
        ("dossier.json", "\"as_of\":\"2024-03-20\"", "\"as_of\":\"2024-03-01\"", "2024-03-01"),
        // The law.
        ("law/xx/velm.md", "48 hours", "96 hours", "another text"),
        ("law/xx/velm.md", "velm.judge", "velm.court", "velm.judge"),
    ];
    for (file, from, to, word) in cases {
        let files = Files::new();
        files.change(file, from, to);
        let (holds, said) = files.check();
        assert!(!holds && said.contains("DOES NOT HOLD"), "{file}: {from} -> {to}: {said}");
        assert!(said.contains(word), "{file}: {from} -> {to}: {said}");
    }
}

#[test]
fn a_claim_that_the_proof_leaves_out_is_told() {
    let files = Files::new();
    let more = r#"{"id":"ev-3","type":"judge","claims":[{"asserter":"Prosecutor of Velm","account":"state","polarity":"asserted","modality":"stated","about":"subject","item":"bb","start":1,"end":9,"when":{"earliest":"2024-03-05","latest":"2024-03-05"}}]}"#;
    files.change("dossier.json", "\n]}", &format!(",{more}\n]}}"));
    let (holds, said) = files.check();
    assert!(!holds && said.contains("item bb"), "{said}");
}

#[test]
fn files_that_are_none_are_named() {
    let cases = [
        ("proof.json", "{", "proof.json holds no proof that can be read"),
        ("proof.json", "[]", "there is no proof in these files"),
        ("proof.json", "{\"schema\":\"remand/proof/9\"}", "proof.json holds no proof that can be read"),
        ("dossier.json", "[1,2]", "dossier.json: this is no dossier.json"),
        ("law/vocabulary.toml", "[event", "vocabulary.toml: "),
        ("law/xx/velm.md", "```norm velm.judge\nexpect nothing\n```\n", "the packs have faults"),
    ];
    for (file, text, word) in cases {
        let files = Files::new();
        files.put(file, text);
        let (holds, said) = files.check();
        assert!(!holds && said.contains(word), "{file}: {said}");
    }
    let files = Files::new();
    let nowhere = files.0.path().join("nowhere");
    let (holds, said) = run(&[&nowhere, Path::new("--record"), &nowhere, Path::new("--law"), &nowhere]);
    assert!(!holds && said.contains("cannot be read"), "{said}");
}
