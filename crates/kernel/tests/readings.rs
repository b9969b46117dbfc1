//! The kernel against the slow evaluator of `remand-proof`, which looks at every reading.

mod made;

use std::collections::BTreeMap;

use made::{SHAPES, Verdict, ask};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

#[test]
fn survey() {
    let mut runner =
        TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let bytes = prop::collection::vec(any::<u8>(), 100);
    let mut counts: BTreeMap<(usize, Verdict), usize> = BTreeMap::new();
    let mut shown: BTreeMap<(usize, Verdict), usize> = BTreeMap::new();
    let only: Option<usize> = std::env::var("SHAPE").ok().and_then(|s| s.parse().ok());
    let cases: usize = std::env::var("CASES").ok().and_then(|s| s.parse().ok()).unwrap_or(3000);
    let show: usize = std::env::var("SHOW").ok().and_then(|s| s.parse().ok()).unwrap_or(1);
    for _ in 0..cases {
        let mut bytes = bytes.new_tree(&mut runner).unwrap().current();
        if let Some(only) = only {
            bytes[0] = only as u8;
        }
        let asked = ask(&bytes);
        let verdict = asked.verdict();
        *counts.entry((asked.shape, verdict)).or_default() += 1;
        if verdict >= Verdict::Wrong {
            let n = shown.entry((asked.shape, verdict)).or_default();
            *n += 1;
            if *n <= show && only.is_some() {
                println!("=== {verdict:?}\n{asked}\n");
            }
        }
    }
    for shape in 0..SHAPES {
        let of = |v| counts.get(&(shape, v)).copied().unwrap_or(0);
        println!(
            "{shape}: same {} wider {} wrong {} other {}",
            of(Verdict::Same),
            of(Verdict::Wider),
            of(Verdict::Wrong),
            of(Verdict::Other)
        );
    }
}
