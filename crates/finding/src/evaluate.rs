//! Every norm on every account.

use std::collections::BTreeMap;

use jiff::civil::Date;
use remand_chronology::{Chronology, OnAccount};
use remand_clock::DetentionClock;
use remand_kernel::Obligation;
use remand_law::{Norm, Outcome};

use crate::input::Input;
use crate::record::Record;
use crate::words::{Telling, Verdict, verdict};
use crate::{Code, Finding, Reasons, Setting, Version};

/// Holds the record against every norm of a law on each account, as of the end of a day.
///
/// Claims published after `as_of` do not count. The gravest findings come first: breached even on the state's own
/// account, then on all claims together, on the defence's, on independent sources; then contested, undetermined, met,
/// not applicable; within these in the order of the law.
pub fn evaluate(
    code: &Code,
    chronology: &Chronology,
    clocks: &[DetentionClock],
    setting: &Setting,
    as_of: Date,
) -> Vec<Finding> {
    let all: Vec<usize> = (0..code.law().norms.len()).collect();
    hold(code, &all, chronology, clocks, setting, as_of)
}

/// As [`evaluate`], for the norms with these numbers.
pub(crate) fn hold(
    code: &Code,
    numbers: &[usize],
    chronology: &Chronology,
    clocks: &[DetentionClock],
    setting: &Setting,
    as_of: Date,
) -> Vec<Finding> {
    let settings = settings(setting);
    let records = records(chronology, clocks, &settings, as_of);
    let everyone = records.iter().find(|record| record.account == OnAccount::All);
    let Some(everyone) = everyone else { return Vec::new() };
    let mut findings: Vec<(usize, Finding)> = Vec::with_capacity(numbers.len() * records.len());
    let mut obligations: Vec<Obligation> = Vec::new();
    // By account and first version: where its finding is.
    let mut places: BTreeMap<(usize, OnAccount), usize> = BTreeMap::new();
    for input in &inputs(code, &records) {
        for number in numbers {
            let Some((norm, digest)) = code.norm(*number) else { continue };
            obligations.clear();
            let answer = code.program().judge(*number, &input.facts);
            code.program()
                .obligations(*number, &input.facts, &mut |obligation| obligations.push(*obligation));
            let telling = Telling { input, everyone, law: code.law(), norm };
            let next = finding(norm, digest, input.record.account, verdict(&telling, &answer, &obligations));
            // Of two versions of a norm, the one that applies is kept; where both may, the graver.
            let place =
                *places.entry((code.first_version(*number), input.record.account)).or_insert(findings.len());
            match findings.get_mut(place) {
                Some(old) if next.outcome.gravity() < old.1.outcome.gravity() => *old = (*number, next),
                Some(_) => {}
                None => findings.push((*number, next)),
            }
        }
    }
    let on_state: Vec<String> = findings
        .iter()
        .map(|(_, finding)| finding)
        .filter(|finding| finding.account == OnAccount::State && finding.outcome == Outcome::NotMet)
        .filter(|finding| binds_state(code, &finding.norm))
        .map(|finding| finding.norm.clone())
        .collect();
    for (_, finding) in &mut findings {
        finding.even_on_state_account =
            finding.outcome == Outcome::NotMet && on_state.contains(&finding.norm);
    }
    findings.sort_by_key(|(number, finding)| {
        (!finding.even_on_state_account, finding.outcome.gravity(), *number, finding.account)
    });
    findings.into_iter().map(|(_, finding)| finding).collect()
}

/// What is given of the case on each account.
pub(crate) fn settings(setting: &Setting) -> [(OnAccount, Setting); OnAccount::EACH.len()] {
    OnAccount::EACH.map(|account| (account, setting.on(account)))
}

/// The record on each account.
pub(crate) fn records<'a>(
    chronology: &'a Chronology,
    clocks: &'a [DetentionClock],
    settings: &'a [(OnAccount, Setting); OnAccount::EACH.len()],
    as_of: Date,
) -> [Record<'a>; OnAccount::EACH.len()] {
    settings.each_ref().map(|(account, setting)| {
        let clock = clocks.iter().find(|clock| clock.account == *account);
        Record::new(chronology, clock, *account, as_of, setting)
    })
}

/// What each account says, for the kernel; in the order of the records.
pub(crate) fn inputs<'r>(code: &Code, records: &'r [Record<'r>]) -> Vec<Input<'r>> {
    let Some(everyone) = records.iter().find(|record| record.account == OnAccount::All) else {
        return Vec::new();
    };
    let (alone, together): (Vec<&Record<'_>>, Vec<&Record<'_>>) =
        records.iter().partition(|record| record.account != OnAccount::All);
    let mut inputs: Vec<Input<'r>> = Vec::with_capacity(records.len());
    inputs.extend(alone.into_iter().map(|record| Input::new(code.program(), record, everyone, &[])));
    let joined: Vec<Input<'r>> =
        together.into_iter().map(|record| Input::new(code.program(), record, everyone, &inputs)).collect();
    inputs.extend(joined);
    inputs.sort_by_key(|input| input.record.account);
    inputs
}

/// What the norm asks is owed by the state, and not by the person or whoever acts for him: one who lets a time for a
/// complaint pass breaches nothing on the state's account.
fn binds_state(code: &Code, id: &str) -> bool {
    let owed_by = |owed: &remand_law::Deadline| {
        ["state", "government", "superintendent"].iter().any(|body| owed.owed_by.contains(body))
    };
    let norms = code.law().norms.iter().filter(|norm| norm.id == id);
    norms.filter_map(|norm| norm.deadline.as_ref()).all(owed_by)
}

fn finding(norm: &Norm, digest: &str, account: OnAccount, verdict: Verdict) -> Finding {
    Finding {
        norm: norm.id.clone(),
        title: norm.title.clone(),
        cites: norm.cites.clone(),
        checked: norm.checked.to_string(),
        limit: norm.limit.word().to_owned(),
        version: Version {
            from: norm.terms.in_force.map(|in_force| in_force.from),
            digest: digest.to_owned(),
        },
        account,
        outcome: verdict.outcome,
        summary: verdict.summary,
        reasons: Reasons::new(verdict.ground, verdict.more),
        missing: verdict.missing,
        asks: verdict.asks,
        given: verdict.given,
        wgad: norm.wgad.clone(),
        beside: norm.beside.iter().map(|id| id.name.clone()).collect(),
        even_on_state_account: false,
    }
}
