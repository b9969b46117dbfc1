//! Every norm on every account.

use std::collections::BTreeMap;

use jiff::civil::Date;
use remand_chronology::{Chronology, OnAccount};
use remand_clock::DetentionClock;
use remand_kernel::Obligation;
use remand_law::{Norm, Outcome, Rule};

use crate::input::Input;
use crate::record::Record;
use crate::words::{Telling, Verdict, verdict};
use crate::{Code, Finding, Reason, Reasons, Setting, Version};

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
    let settings = OnAccount::EACH.map(|account| (account, setting.on(account)));
    let records = settings.each_ref().map(|(account, setting)| {
        let clock = clocks.iter().find(|clock| clock.account == *account);
        Record::new(chronology, clock, *account, as_of, setting)
    });
    let everyone = records.iter().find(|record| record.account == OnAccount::All);
    let Some(everyone) = everyone else { return Vec::new() };
    let mut findings: Vec<(usize, Finding)> = Vec::with_capacity(numbers.len() * records.len());
    let mut obligations: Vec<Obligation> = Vec::new();
    // By account and first version: where its finding is.
    let mut places: BTreeMap<(usize, OnAccount), usize> = BTreeMap::new();
    for record in &records {
        let input = Input::new(code.program(), record, everyone);
        for number in numbers {
            let Some((norm, digest)) = code.norm(*number) else { continue };
            obligations.clear();
            let answer = code.program().judge(*number, &input.facts);
            code.program()
                .obligations(*number, &input.facts, &mut |obligation| obligations.push(*obligation));
            let telling = Telling { input: &input, everyone, law: code.law(), norm };
            let next = finding(norm, digest, record.account, verdict(&telling, &answer, &obligations));
            // Of two versions of a norm, the one that applies is kept; where both may, the graver.
            let place =
                *places.entry((code.first_version(*number), record.account)).or_insert(findings.len());
            match findings.get_mut(place) {
                Some(old) if next.outcome.gravity() < old.1.outcome.gravity() => *old = (*number, next),
                Some(_) => {}
                None => findings.push((*number, next)),
            }
        }
    }
    for number in numbers {
        let is_limit = |(norm, _): &(&Norm, &str)| matches!(norm.rule, Rule::AtMost { .. });
        if code.norm(*number).filter(is_limit).is_some() {
            let first = code.first_version(*number);
            let place = |account| places.get(&(first, account)).copied();
            let single = OnAccount::EACH.into_iter().filter(|account| *account != OnAccount::All);
            if let Some(all) = place(OnAccount::All) {
                contest(&mut findings, all, single.filter_map(place));
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

/// What the norm asks is owed by the state, and not by the person or whoever acts for him: one who lets a time for a
/// complaint pass breaches nothing on the state's account.
fn binds_state(code: &Code, id: &str) -> bool {
    let owed_by = |owed: &remand_law::Deadline| {
        ["state", "government", "superintendent"].iter().any(|body| owed.owed_by.contains(body))
    };
    let norms = code.law().norms.iter().filter(|norm| norm.id == id);
    norms.filter_map(|norm| norm.deadline.as_ref()).all(owed_by)
}

/// A state that accounts end on different days is drawn for all together up to the last of them. Where one account
/// keeps the limit by its own dates and another breaks it, both are readings, and all together are contested.
fn contest(findings: &mut [(usize, Finding)], all: usize, single: impl Iterator<Item = usize>) {
    let is_decided = |(_, all): &(usize, Finding)| matches!(all.outcome, Outcome::Met | Outcome::NotMet);
    if !findings.get(all).is_some_and(is_decided) {
        return;
    }
    let single = single.filter_map(|place| findings.get(place)).filter(|found| is_decided(found));
    let single: Vec<Finding> = single.map(|(_, finding)| finding.clone()).collect();
    let Some((_, all)) = findings.get_mut(all) else { return };
    let rival = single.iter().find(|finding| finding.outcome != all.outcome);
    if rival.is_none() {
        return;
    }
    all.outcome = Outcome::Contested;
    let said: Vec<String> =
        single.iter().map(|f| format!("{}: {}", account_words(f.account), f.summary)).collect();
    all.summary = format!("Accounts differ. {}", said.join(" "));
    let grounds: Vec<Reason> = single.iter().flat_map(|finding| finding.reasons.iter().cloned()).collect();
    let mut grounds = grounds.into_iter();
    if let Some(first) = grounds.next() {
        all.reasons = Reasons::new(first, grounds.collect());
    }
}

fn account_words(account: OnAccount) -> &'static str {
    match account {
        OnAccount::All => "All together",
        OnAccount::State => "The state",
        OnAccount::Defence => "The defence",
        OnAccount::Independent => "Independent sources",
    }
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
