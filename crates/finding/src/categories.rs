//! Findings gathered to the categories of the UN Working Group on Arbitrary Detention.
//!
//! The Working Group asks of each category whether its grounds are there; it does not add points. One ground is
//! enough for category I. Whether breaches of fair trial are grave enough for category III, and whether a restriction
//! of a right was necessary for category II, is its judgement and is not made here: the grounds are listed.

use remand_chronology::OnAccount;
use remand_law::Outcome;
use serde::Serialize;

use crate::Finding;

/// The categories, in order.
pub const CATEGORIES: [&str; 5] = ["I", "II", "III", "IV", "V"];

/// How the grounds of a category stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// A norm of it is not met on every reading.
    Supported,
    /// A norm of it is breached on some readings.
    Contested,
    /// A norm of it is not decided by the record.
    Open,
    /// No norm of it is breached or open.
    NoGround,
}

/// A category on one account, with its grounds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Category {
    /// `I` to `V`.
    pub category: &'static str,
    /// On whose account.
    pub account: OnAccount,
    /// How its grounds stand.
    pub standing: Standing,
    /// Ids of norms that are not met.
    pub grounds: Vec<String>,
    /// Ids of norms that are breached on some readings.
    pub contested: Vec<String>,
    /// Ids of norms that the record does not decide.
    pub open: Vec<String>,
}

/// Every category on every account, by account and then by category.
pub fn categories(findings: &[Finding]) -> Vec<Category> {
    let of = |account: OnAccount, category: &'static str| {
        let of_it = |outcome: Outcome| -> Vec<String> {
            findings
                .iter()
                .filter(|finding| finding.account == account && finding.outcome == outcome)
                .filter(|finding| finding.wgad.iter().any(|known| known == category))
                .map(|finding| finding.norm.clone())
                .collect()
        };
        let (grounds, contested, open) =
            (of_it(Outcome::NotMet), of_it(Outcome::Contested), of_it(Outcome::Undetermined));
        let standing = if !grounds.is_empty() {
            Standing::Supported
        } else if !contested.is_empty() {
            Standing::Contested
        } else if !open.is_empty() {
            Standing::Open
        } else {
            Standing::NoGround
        };
        Category { category, account, standing, grounds, contested, open }
    };
    OnAccount::EACH.into_iter().flat_map(|account| CATEGORIES.map(|category| of(account, category))).collect()
}
