//! Every law pack of the program: read without fault, in its regular form, and each of its cases run.

use std::collections::BTreeMap;

use remand_finding::{Outcome, PACKS, names, packs, run_case};
use remand_law::{Norm, Pack, Period, Rule, format, parse};

#[test]
fn the_packs_have_no_faults() {
    let (_, faults) = packs(PACKS.iter().copied());
    let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
}

#[test]
fn the_packs_are_in_their_regular_form() {
    for (file, text) in PACKS {
        let (pack, _) = parse(file, text, &names());
        let regular = format(&pack);
        if regular != *text {
            let line = regular.lines().zip(text.lines()).position(|(a, b)| a != b).unwrap_or_default();
            panic!(
                "{file}:{}: the regular form is\n{}\nand not\n{}",
                line + 1,
                regular.lines().nth(line).unwrap_or_default(),
                text.lines().nth(line).unwrap_or_default()
            );
        }
    }
}

#[test]
fn every_case_comes_out_as_it_says() {
    let (packs, _) = packs(PACKS.iter().copied());
    let norms: Vec<&Norm> = packs.iter().flat_map(Pack::norms).collect();
    let failures: Vec<String> = packs
        .iter()
        .flat_map(Pack::cases)
        .filter_map(|case| run_case(case, &norms).err())
        .map(|failure| failure.to_string())
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_norm_has_a_case_met_and_one_left_open_and_one_against_it() {
    let (packs, _) = packs(PACKS.iter().copied());
    let mut cases: BTreeMap<&str, Vec<Outcome>> = BTreeMap::new();
    for case in packs.iter().flat_map(Pack::cases) {
        cases.entry(&case.norm).or_default().push(case.outcome);
    }
    for norm in packs.iter().flat_map(Pack::norms) {
        let outcomes = cases.get(norm.id.as_str()).cloned().unwrap_or_default();
        let has = |outcome| outcomes.contains(&outcome);
        // A closure of doors is weighed by its reasons, which no event of a record gives.
        let weighed = norm.id == "iccpr.14.1.public";
        assert!(has(Outcome::Met), "{} has no case that is met", norm.id);
        assert!(has(Outcome::NotMet) || weighed, "{} has no case that is not met", norm.id);
        // A ban at any time is kept, broken or contested: there is no time that could be missing.
        let ban = matches!(norm.rule, Rule::Never { period: Period::Ever, .. });
        assert!(has(Outcome::Undetermined) || ban, "{} has no case that is undetermined", norm.id);
    }
}
