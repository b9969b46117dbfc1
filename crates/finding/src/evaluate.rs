//! Every norm on every account.

use jiff::civil::Date;
use remand_chronology::{Chronology, OnAccount};
use remand_clock::DetentionClock;
use remand_law::{Norm, Outcome, Rule};

use crate::record::Record;
use crate::rule::{Verdict, gravity, judge};
use crate::{Finding, Reason, Reasons, Setting, phrase};
use remand_kernel::{Minute, moment};

/// Holds the record against norms on each account for which there is a clock, as of the end of a day.
///
/// Claims published after `as_of` do not count. The gravest findings come first: breached even on the state's own
/// account, then not met, contested, undetermined, met, not applicable; within these in the order of `norms`.
pub fn evaluate(
    chronology: &Chronology,
    clocks: &[DetentionClock],
    norms: &[&Norm],
    setting: &Setting,
    as_of: Date,
) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for account in OnAccount::EACH {
        let clock = clocks.iter().find(|clock| clock.account == account);
        let record = Record { chronology, clock, account, as_of, setting };
        for norm in norms {
            let verdict = in_force(&record, norm).unwrap_or_else(|| judge(&record, norm));
            let finding = finding(norm, account, verdict);
            keep_version(&mut findings, finding);
        }
    }
    for norm in norms.iter().filter(|norm| matches!(norm.rule, Rule::AtMost { .. })) {
        contest(&mut findings, &norm.id);
    }
    let on_state: Vec<String> = findings
        .iter()
        .filter(|finding| finding.account == OnAccount::State && finding.outcome == Outcome::NotMet)
        .map(|finding| finding.norm.clone())
        .collect();
    for finding in &mut findings {
        finding.even_on_state_account =
            finding.outcome == Outcome::NotMet && on_state.contains(&finding.norm);
    }
    let order = |finding: &Finding| {
        let place = norms.iter().position(|norm| norm.id == finding.norm);
        (!finding.even_on_state_account, gravity(finding.outcome), place, finding.account)
    };
    findings.sort_by_key(order);
    findings
}

/// A state that accounts end on different days is drawn for all together up to the last of them. Where one account
/// keeps the limit by its own dates and another breaks it, both are readings, and all together are contested.
fn contest(findings: &mut [Finding], norm: &str) {
    let decided = |finding: &&Finding| {
        finding.norm == norm
            && finding.account != OnAccount::All
            && matches!(finding.outcome, Outcome::Met | Outcome::NotMet)
    };
    let mut single: Vec<Finding> = findings.iter().filter(decided).cloned().collect();
    single.sort_by_key(|finding| finding.account);
    let Some(all) = findings.iter_mut().find(|f| f.norm == norm && f.account == OnAccount::All) else {
        return;
    };
    let rival = single.iter().find(|finding| finding.outcome != all.outcome);
    let (Outcome::Met | Outcome::NotMet, Some(_)) = (all.outcome, rival) else { return };
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

/// Of two versions of a norm, the one that applies is kept.
fn keep_version(findings: &mut Vec<Finding>, next: Finding) {
    let same = findings.iter_mut().find(|old| old.norm == next.norm && old.account == next.account);
    match same {
        Some(old) if old.outcome == Outcome::NotApplicable => *old = next,
        Some(_) if next.outcome == Outcome::NotApplicable => {}
        _ => findings.push(next),
    }
}

fn finding(norm: &Norm, account: OnAccount, verdict: Verdict) -> Finding {
    Finding {
        norm: norm.id.clone(),
        title: norm.title.clone(),
        cites: norm.cites.clone(),
        checked: norm.checked.to_string(),
        limit: norm.limit.word().to_owned(),
        account,
        outcome: verdict.outcome,
        summary: verdict.summary,
        reasons: Reasons::new(verdict.ground, verdict.more),
        missing: verdict.missing,
        wgad: norm.wgad.first().cloned(),
        even_on_state_account: false,
    }
}

/// A verdict where this version of the norm was not in force for the state when the thing happened.
fn in_force(record: &Record<'_>, norm: &Norm) -> Option<Verdict> {
    let day = moment(governing_minute(record, norm)?)?.date();
    let state = record.setting.state.as_deref();
    let party = norm.terms.parties.iter().find(|party| Some(party.state.as_str()) == state);
    let in_force = norm.terms.in_force?;
    let why = if in_force.holds_on(day) == Some(false) {
        let to = in_force.to.map(|to| format!(" to {to}")).unwrap_or_default();
        format!("This version is in force from {}{to}; the event is of {day}.", in_force.from)
    } else {
        let since = party.map(|party| party.since).filter(|since| day < *since)?;
        format!(
            "{} is bound from {since} on; the event is of {day}.",
            state.unwrap_or_default().to_uppercase()
        )
    };
    Some(Verdict::new(Outcome::NotApplicable, why.clone(), phrase::reason(record, why, &[])))
}

/// The last minute that the event can have by whose date the version is picked.
fn governing_minute(record: &Record<'_>, norm: &Norm) -> Option<Minute> {
    let latest_of = |kind: &str| {
        let told = record.told(kind);
        told.happened.iter().flat_map(|event| &event.when).filter_map(|when| when.latest).max()
    };
    match &norm.rule {
        Rule::Within { of, .. } | Rule::Promptly { after: of, .. } => {
            of.events().into_iter().filter_map(latest_of).max()
        }
        Rule::Before { act, .. } | Rule::Never { act, .. } => latest_of(&act.event),
        Rule::Covered { state, .. } | Rule::AtMost { state, .. } | Rule::Every { state, .. } => {
            record.stretches(state).last().map(|stretch| stretch.to - 1)
        }
        Rule::Required { .. } | Rule::Record { .. } => Some(record.now()),
    }
}
