//! Runs the cases of the packs in `spec/vectors/law` that must pass: what a second implementation is held to.

use std::fs;
use std::path::Path;

use remand_finding::{Code, packs, run_case};
use remand_law::{Pack, link};

#[test]
fn the_cases_of_every_vector_come_out_as_they_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec/vectors/law");
    let mut paths: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut cases = 0;
    let mut failures = Vec::new();
    for path in &paths {
        let name = path.file_name().unwrap().to_string_lossy();
        let text = fs::read_to_string(path).unwrap();
        let (header, pack) = text.split_once("\n\n").unwrap();
        if !header.lines().any(|line| line == "expect: passes") {
            continue;
        }
        let (packs, _) = packs([(name.as_ref(), pack)]);
        let code = Code::new(link(&packs).0);
        for case in packs.iter().flat_map(Pack::cases) {
            cases += 1;
            failures.extend(run_case(case, &code).err().map(|failure| failure.to_string()));
        }
    }
    assert!(cases > 80, "the vectors are missing from {}", folder.display());
    assert!(failures.is_empty(), "{} of {cases}:\n{}", failures.len(), failures.join("\n"));
}
