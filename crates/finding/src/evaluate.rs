//! Every norm on every account.

use jiff::civil::Date;
use rayon::join;
use rayon::prelude::*;
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
    Accounts::new(chronology, clocks, setting, as_of).before(code).findings()
}

/// A case as each account has it, as of the end of a day: made once, asked for findings and for their proofs.
#[derive(Debug)]
pub struct Accounts<'a> {
    everyone: Record<'a>,
    alone: [Record<'a>; 3],
}

impl<'a> Accounts<'a> {
    /// The record on each account. Claims published after `as_of` do not count.
    pub fn new(
        chronology: &'a Chronology,
        clocks: &'a [DetentionClock],
        setting: &Setting,
        as_of: Date,
    ) -> Self {
        let record = |account| {
            let clock = clocks.iter().find(|clock| clock.account == account);
            Record::new(chronology, clock, account, as_of, setting.on(account))
        };
        let ((everyone, state), (defence, independent)) = join(
            || (record(OnAccount::All), record(OnAccount::State)),
            || (record(OnAccount::Defence), record(OnAccount::Independent)),
        );
        Self { everyone, alone: [state, defence, independent] }
    }

    /// Brings the accounts before a law.
    pub fn before<'r>(&'r self, code: &'r Code) -> Hearing<'r> {
        let input = |record, apart: &[Input<'_>]| Input::new(code.program(), record, &self.everyone, apart);
        let [state, defence, independent] = &self.alone;
        let (state, (defence, independent)) =
            join(|| input(state, &[]), || (input(defence, &[]), input(independent, &[])));
        let alone = [state, defence, independent];
        let together = input(&self.everyone, &alone);
        let inputs = [together].into_iter().chain(alone).collect();
        Hearing { code, everyone: &self.everyone, inputs }
    }
}

/// The accounts of a case before a law.
pub struct Hearing<'r> {
    pub(crate) code: &'r Code,
    pub(crate) everyone: &'r Record<'r>,
    /// In the order in which accounts are shown.
    pub(crate) inputs: Vec<Input<'r>>,
}

/// Norms on accounts that one thread takes at a time: fewer are not worth the way to another.
const AT_A_TIME: usize = 64;

impl Hearing<'_> {
    /// As [`evaluate`].
    pub fn findings(&self) -> Vec<Finding> {
        let all: Vec<usize> = (0..self.code.law().norms.len()).collect();
        self.findings_on(&all)
    }

    /// As [`evaluate`], for the norms with these numbers.
    pub(crate) fn findings_on(&self, numbers: &[usize]) -> Vec<Finding> {
        let code = self.code;
        let pairs: Vec<(&Input<'_>, usize)> =
            self.inputs.iter().flat_map(|input| numbers.iter().map(move |number| (input, *number))).collect();
        let asked: Vec<Option<(usize, Finding)>> = pairs
            .par_iter()
            .with_min_len(AT_A_TIME)
            .map_init(Vec::new, |obligations, (input, number)| {
                Some((*number, self.finding(input, *number, obligations)?))
            })
            .collect();
        let mut findings: Vec<(usize, Finding)> = Vec::with_capacity(asked.len());
        // By account and first version: where its finding is.
        let mut places: Vec<Option<usize>> = vec![None; OnAccount::EACH.len() * code.law().norms.len()];
        for (number, next) in asked.into_iter().flatten() {
            // Of two versions of a norm, the one that applies is kept; where both may, the graver.
            let of_norm = OnAccount::EACH.len() * code.first_version(number);
            let Some(slot) = places.get_mut(of_norm + next.account as usize) else { continue };
            let place = *slot.get_or_insert(findings.len());
            match findings.get_mut(place) {
                Some(old) if next.outcome.gravity() < old.1.outcome.gravity() => *old = (number, next),
                Some(_) => {}
                None => findings.push((number, next)),
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
        // Findings are large: their keys are sorted, and each is moved once.
        findings.sort_by_cached_key(|(number, finding)| {
            (!finding.even_on_state_account, finding.outcome.gravity(), *number, finding.account)
        });
        findings.into_iter().map(|(_, finding)| finding).collect()
    }

    /// One version of a norm on one account. `obligations` is memory to use again.
    fn finding(
        &self,
        input: &Input<'_>,
        number: usize,
        obligations: &mut Vec<Obligation>,
    ) -> Option<Finding> {
        let (norm, digest) = self.code.norm(number)?;
        let program = self.code.program();
        obligations.clear();
        let answer = program.judge(number, &input.facts);
        program.obligations(number, &input.facts, &mut |obligation| obligations.push(*obligation));
        let telling = Telling { input, everyone: self.everyone, law: self.code.law(), norm };
        let checked = self.code.checked(number);
        Some(finding(norm, (digest, checked), input.record.account, verdict(&telling, &answer, obligations)))
    }
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

fn finding(norm: &Norm, (digest, checked): (&str, &str), account: OnAccount, verdict: Verdict) -> Finding {
    Finding {
        norm: norm.id.clone(),
        title: norm.title.clone(),
        cites: norm.cites.clone(),
        checked: checked.to_owned(),
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
