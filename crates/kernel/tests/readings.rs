//! The kernel against the slow evaluator of `remand-proof`, which looks at every reading minute by minute.

mod made;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() })]

    #[test]
    fn every_and_none_are_never_wrong(bytes in prop::collection::vec(any::<u8>(), 20..120)) {
        let asked = made::ask(&bytes);
        prop_assert!(!asked.is_wrong(), "{asked}");
    }
}
