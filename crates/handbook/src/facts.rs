//! The lines of a case as facts that a person reads.

use jiff::civil::{DateTime, Time};
use remand_finding::{CaseFailure, Finding};
use remand_law::{Case, Line, Outcome, Stretch, Wording};

use crate::word;

/// A case and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CaseView {
    pub(crate) title: String,
    /// The record, line by line.
    pub(crate) facts: Vec<Fact>,
    /// The day as of which it is read, and on whose account.
    pub(crate) read: String,
    pub(crate) expected: &'static str,
    /// Words that the summary must hold.
    pub(crate) must_say: Option<String>,
    pub(crate) came: Came,
    /// What the program says.
    pub(crate) found: String,
    /// The facts that would decide it.
    pub(crate) missing: Vec<String>,
    /// Its file and line.
    pub(crate) at: String,
}

/// What came of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Came {
    /// What it says.
    AsExpected,
    /// Something else.
    Otherwise,
    /// Nothing: its norm has a fault.
    NotRun,
}

/// A line of the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fact {
    /// When; empty where a line gives no time.
    pub(crate) when: String,
    pub(crate) what: String,
}

/// The heading under which cases of an outcome stand.
pub(crate) const GROUPS: [(&str, &[Outcome]); 4] = [
    ("Met", &[Outcome::Met]),
    ("Not met", &[Outcome::NotMet]),
    ("Undetermined", &[Outcome::Undetermined]),
    ("Contested, or the norm does not apply", &[Outcome::Contested, Outcome::NotApplicable]),
];

fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Met => "met",
        Outcome::NotMet => "not met",
        Outcome::Contested => "contested",
        Outcome::Undetermined => "undetermined",
        Outcome::NotApplicable => "not applicable",
    }
}

impl CaseView {
    pub(crate) fn new(
        case: &Case,
        result: Option<&Result<Finding, CaseFailure>>,
        at: String,
        wording: &Wording,
    ) -> Self {
        let on = match case.on.as_deref() {
            Some("state") => ", on the state's account",
            Some("defence") => ", on the defence's account",
            Some("independent") => ", on independent sources' account",
            _ => "",
        };
        let missing = match result {
            Some(Ok(finding)) if matches!(finding.outcome, Outcome::Contested | Outcome::Undetermined) => {
                finding.missing.clone()
            }
            _ => Vec::new(),
        };
        let (came, found) = match result {
            Some(Ok(finding)) => (Came::AsExpected, finding.summary.clone()),
            Some(Err(failure)) => (Came::Otherwise, spoken(&failure.found)),
            None => (Came::NotRun, String::new()),
        };
        Self {
            title: case.title.clone(),
            facts: case.lines.iter().map(|line| fact(line, wording)).collect(),
            read: format!("{}{on}", case.as_of),
            expected: outcome(case.outcome),
            must_say: case.words.clone(),
            came,
            found,
            missing,
            at,
        }
    }
}

/// What was found, with its outcome as a reader knows it.
fn spoken(found: &str) -> String {
    let known = Outcome::EACH.into_iter().find_map(|each| Some((each, found.strip_prefix(each.name())?)));
    known.map_or_else(|| found.to_owned(), |(each, rest)| format!("{}{rest}", outcome(each)))
}

fn fact(line: &Line, wording: &Wording) -> Fact {
    let (when, what) = match line {
        Line::Event { event, qualifiers, denied: false, on, roles, account } => {
            let mut what = word::event(event);
            for qualifier in qualifiers {
                what.push_str(&format!(", {}", wording.qualifier(qualifier)));
            }
            if !roles.is_empty() {
                let roles: Vec<String> = roles.iter().map(|role| part(role, wording)).collect();
                what.push_str(&format!(", naming {}", roles.join(", ")));
            }
            if let Some(account) = account {
                what.push_str(&format!(", says {}", word::account(account)));
            }
            let when = on.as_ref().map_or_else(|| "some day".to_owned(), stretch);
            (when, what)
        }
        Line::Event { event, qualifiers, on, account, .. } => {
            let who = account.as_deref().map_or("a source", word::account);
            let mut what = format!("{} says that there was no {}", word::sentence(who), wording.noun(event));
            for qualifier in qualifiers {
                what.push_str(&format!(", {}", wording.qualifier(qualifier)));
            }
            (on.as_ref().map(stretch).unwrap_or_default(), what)
        }
        Line::Complete { event, on, account } => {
            let who = word::sentence(word::account(account));
            let what = format!("{who} gives a list of every {}", wording.noun(event));
            (on.as_ref().map_or_else(|| "all time".to_owned(), stretch), what)
        }
        Line::State { state, denied, from, to } => {
            let label = word::state(wording, state);
            let what = if *denied {
                format!("A source says: not {label}")
            } else if to.is_none() {
                format!("{}, no end known", word::sentence(&label))
            } else {
                word::sentence(&label)
            };
            let to = to.map_or_else(String::new, |to| format!(" to {}", moment(to)));
            (format!("{}{to}", moment(*from)), what)
        }
        Line::Fact { role, qualifier, holds } => {
            let not = if *holds { "" } else { "not " };
            let what = format!(
                "{}: {not}{}",
                word::sentence(&word::role(wording, role)),
                wording.qualifier(qualifier)
            );
            (String::new(), what)
        }
        Line::Measure { measure, amount } => {
            (String::new(), format!("{}: {amount}", word::sentence(&wording.measure(measure))))
        }
        Line::Country(code) => (String::new(), format!("Held by the state {}", code.to_uppercase())),
    };
    Fact { when, what }
}

/// Who or what takes a part in an event.
fn part(role: &str, wording: &Wording) -> String {
    match role {
        "by" => "who did it".to_owned(),
        "from" => "from whom or where".to_owned(),
        "to" => "to whom or where".to_owned(),
        role => word::role(wording, role),
    }
}

fn stretch(on: &Stretch) -> String {
    on.text.replace(" .. ", " to ").replace('T', " ")
}

fn moment(at: DateTime) -> String {
    let midnight = at.time() == Time::midnight();
    at.strftime(if midnight { "%Y-%m-%d" } else { "%Y-%m-%d %H:%M" }).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the lines of a case read like.
    fn facts(lines: &str) -> Vec<String> {
        let norm = "```norm xx.1\ncites L\nchecked 2026-11-22 against text\nlimit hard\nin force 2001-01-01 ..\n\
                    expect release within 2 days of arrest\ncounting first day out\n```\n";
        let text = format!("{norm}```case x\n{lines}as of 2024-04-01\n=> met\n```\n");
        let (packs, faults) = remand_finding::packs([("x.md", text.as_str())]);
        assert!(faults.is_empty(), "{faults:?}");
        let wording = remand_finding::wording();
        let lines = packs.iter().flat_map(remand_law::Pack::cases).flat_map(|case| &case.lines);
        lines
            .map(|line| fact(line, &wording))
            .map(|fact| format!("{} {}", fact.when, fact.what).trim().to_owned())
            .collect()
    }

    #[test]
    fn each_kind_of_line_reads_as_a_sentence_of_a_record() {
        for (line, read) in [
            ("arrest 2024-03-04T10:00", "2024-03-04 10:00 Arrest"),
            ("arrest undated by defence", "some day Arrest, says the defence"),
            (
                "arrest 2024-03-04 .. 2024-03-06 with by, place",
                "2024-03-04 to 2024-03-06 Arrest, naming who did it, the place",
            ),
            ("deny charge by state", "The state says that there was no charge"),
            ("deny charge 2024-03", "2024-03 A source says that there was no charge"),
            ("complete hearing by state", "all time The state gives a list of every hearing"),
            (
                "solitary 2024-03-04T10:00 .. 2024-03-20",
                "2024-03-04 10:00 to 2024-03-20 In solitary confinement",
            ),
            ("solitary 2024-03-04 ..", "2024-03-04 In solitary confinement, no end known"),
            ("deny solitary 2024-03-04 ..", "2024-03-04 A source says: not in solitary confinement"),
            ("detainee is not minor", "The detainee: not a minor"),
            ("maximum_sentence is 10 years", "The longest sentence for the offence: 10 years"),
            ("state of xy", "Held by the state XY"),
        ] {
            assert_eq!(facts(&format!("{line}\n")), [read], "{line}");
        }
    }
}
