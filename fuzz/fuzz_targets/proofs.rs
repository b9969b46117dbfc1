//! Any text as a proof and as a published record: reading and checking end, and a proof of another text of the law, or of
//! claims that the record does not have, does not hold.
#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use remand_law::{Law, Names, link, parse};
use remand_proof::{Proof, RecordView, check};

const VOCABULARY: &str = include_str!("../../law/vocabulary.toml");
const PACK: &str = include_str!("../../law/un/iccpr/article-9.md");

fn law() -> &'static Law {
    static LAW: OnceLock<Law> = OnceLock::new();
    LAW.get_or_init(|| {
        let names = Names::of_vocabulary(VOCABULARY).expect("the vocabulary is good");
        let (packs, _) = parse([("un/iccpr/article-9.md", PACK)], &names);
        link(&packs).0
    })
}

fuzz_target!(|input: &[u8]| {
    let text = String::from_utf8_lossy(input);
    let (proof, dossier) = text.split_once('\u{0}').unwrap_or((&text, ""));
    let record = RecordView::from_dossier_json(dossier);
    let (Ok(proof), Ok(record)) = (serde_json::from_str::<Proof>(proof), record) else { return };
    if check(&proof, law(), &record, 200).is_ok() {
        let norms = &law().norms;
        assert!(norms.iter().any(|norm| norm.id == proof.norm && norm.digest() == proof.digest));
    }
});
