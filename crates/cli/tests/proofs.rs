//! `remand explain --json` proves what it says: every proof of the example holds against the dossier it came with, and
//! none that was changed.

use remand_case::Library;
use remand_law::Outcome;
use remand_proof::{On, Proof, RecordView, check};
use serde_json::Value;

use crate::run::{EXAMPLE, Ran, dossier, json_of, list, program, text, veld};

/// Norms of each outcome that are proved.
const EACH: usize = 3;
/// Readings of a proof that are looked at.
const READINGS: usize = 500;

#[test]
fn the_proofs_of_the_example_hold_and_no_other_outcome_does() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    dossier(&veld(), &out, &EXAMPLE).done();
    let dossier = json_of(&out);
    let record = RecordView::from_dossier_json(&dossier.to_string()).unwrap();
    let library = Library::open(&[], false).unwrap();
    let mut norms: Vec<&str> = Vec::new();
    for outcome in ["not_met", "contested", "met", "undetermined"] {
        let of = list(&dossier, "findings").iter().filter(|found| text(found, "outcome") == outcome);
        let mut ids: Vec<&str> = of.map(|found| text(found, "norm")).collect();
        ids.dedup();
        norms.extend(ids.into_iter().take(EACH));
    }
    assert!(norms.len() >= 3 * EACH, "{norms:?}");
    for norm in norms {
        let ran: Ran = program().args(["explain"]).arg(&out).args([norm, "--json"]).output().unwrap().into();
        let explained: Value = serde_json::from_str(&ran.done().stdout).unwrap();
        let proofs: Vec<Proof> = serde_json::from_value(explained["proofs"].clone()).unwrap();
        assert_eq!(proofs.len(), list(&explained, "findings").len(), "{norm}");
        for (proof, finding) in proofs.iter().zip(list(&explained, "findings")) {
            assert_eq!(
                (proof.account.as_str(), proof.outcome.name()),
                (text(finding, "account"), text(finding, "outcome"))
            );
            let held = check(proof, library.law(), &record, READINGS);
            assert!(held.is_ok(), "{norm} on {}: {}", proof.account, told(held.unwrap_err()));
            if proof.breached == On::Every {
                let other = Proof { outcome: Outcome::Met, breached: On::None, ..proof.clone() };
                assert!(check(&other, library.law(), &record, READINGS).is_err(), "{norm}");
            }
        }
    }
}

fn told(faults: Vec<remand_proof::Fault>) -> String {
    faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}
