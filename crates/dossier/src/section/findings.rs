//! Section 3: the norms held against the record, the gravest outcome first.

use remand_chronology::OnAccount;
use remand_finding::{Ask, CATEGORIES, Finding, Outcome, Standing};
use remand_reading::{About, Passage};

use super::{part, with_references};
use crate::document::{Block, Edition, Run, Section, Table, cell, line};
use crate::passages::Passages;
use crate::prose;
use crate::record::Record;

/// In which part of the section a norm is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Not met even when only the state's own claims are taken.
    OnTheStatesAccount,
    /// Not met on all claims together.
    OnAllAccounts,
    /// Not met on some readings, or on one side's account.
    Contested,
    /// The record does not decide it.
    Undetermined,
    /// Met, or not applicable.
    NotBreached,
}

impl Class {
    const EACH: [Self; 5] = [
        Self::OnTheStatesAccount,
        Self::OnAllAccounts,
        Self::Contested,
        Self::Undetermined,
        Self::NotBreached,
    ];

    fn heading(self) -> &'static str {
        match self {
            Self::OnTheStatesAccount => "Breached even on the state's own account",
            Self::OnAllAccounts => "Breached on all accounts together",
            Self::Contested => "Contested: breached on some readings or on one side's account",
            Self::Undetermined => "Undetermined: the record does not decide it",
            Self::NotBreached => "Not breached, or not applicable",
        }
    }

    fn explained(self) -> &'static str {
        match self {
            Self::OnTheStatesAccount => {
                "These hold when nothing but the statements of the state's own bodies is taken as true."
            }
            Self::OnAllAccounts => "These hold on every reading of all the statements together.",
            Self::Contested => {
                "Whether these are breached depends on which statement is taken as true, or on which of the \
                 possible dates is the right one."
            }
            Self::Undetermined => {
                "Silence of the record is not a breach. With each norm stands the fact that would decide it."
            }
            Self::NotBreached => "",
        }
    }
}

/// All findings of one norm.
#[derive(Clone, Debug)]
pub struct NormFindings<'a> {
    /// What they come to together.
    pub class: Class,
    /// One for each account.
    pub findings: Vec<&'a Finding>,
}

/// Findings by norm, the gravest first; norms of equal weight in the order in which they came.
pub fn by_norm<'a>(record: &Record<'a>) -> Vec<NormFindings<'a>> {
    let mut norms: Vec<NormFindings<'a>> = Vec::new();
    for finding in record.findings {
        let known =
            norms.iter_mut().find(|norm| norm.findings.first().is_some_and(|f| f.norm == finding.norm));
        match known {
            Some(norm) => norm.findings.push(finding),
            None => norms.push(NormFindings { class: Class::NotBreached, findings: vec![finding] }),
        }
    }
    for norm in &mut norms {
        norm.class = class(&norm.findings);
    }
    norms.sort_by_key(|norm| (norm.class, weight(norm)));
    norms
}

fn class(findings: &[&Finding]) -> Class {
    let any = |test: &dyn Fn(&Finding) -> bool| findings.iter().any(|finding| test(finding));
    let breached = |finding: &Finding| finding.outcome == Outcome::NotMet;
    if any(&|f| breached(f) && (f.account == OnAccount::State || f.even_on_state_account)) {
        Class::OnTheStatesAccount
    } else if any(&|f| breached(f) && f.account == OnAccount::All) {
        Class::OnAllAccounts
    } else if any(&|f| breached(f) || f.outcome == Outcome::Contested) {
        Class::Contested
    } else if any(&|f| f.outcome == Outcome::Undetermined) {
        Class::Undetermined
    } else {
        Class::NotBreached
    }
}

/// A hard limit weighs more than a presumption, and that more than a standard.
fn weight(norm: &NormFindings<'_>) -> u8 {
    match norm.findings.first().map(|finding| finding.limit.as_str()) {
        Some("hard") => 0,
        Some("presumptive") => 1,
        _ => 2,
    }
}

/// Id of the place where a norm is printed.
pub(super) fn id(ix: usize) -> String {
    format!("f{}", ix + 1)
}

pub(super) fn section(record: &Record<'_>, number: &str, passages: &mut Passages<'_>) -> Section {
    let norms = by_norm(record);
    let mut blocks = Vec::new();
    if norms.is_empty() {
        blocks.push(Block::paragraph("No norm was held against this record."));
        return part("findings", number, "The record held against the law", blocks);
    }
    blocks.push(Block::paragraph(
        "Each norm is held against the record four times: on all statements together, on the state's alone, on the \
         defence's alone, on independent sources' alone. “Checked” says how the wording of the norm was verified \
         before it was used here.",
    ));
    let mut next = 1;
    for class in Class::EACH {
        let of_class: Vec<_> = norms.iter().enumerate().filter(|(_, norm)| norm.class == class).collect();
        if of_class.is_empty() {
            continue;
        }
        let sub = format!("{number}.{next}");
        next += 1;
        let mut inner = Vec::new();
        if !class.explained().is_empty() {
            inner.push(Block::paragraph(class.explained()));
        }
        match class {
            Class::Undetermined => inner.push(Block::Table(undetermined(&of_class, passages))),
            Class::NotBreached => {
                // What a record has nothing of fills pages and tells nobody anything.
                let (idle, met): (Vec<_>, Vec<_>) = of_class.into_iter().partition(|(_, norm)| {
                    norm.findings.iter().all(|finding| finding.outcome == Outcome::NotApplicable)
                });
                if !met.is_empty() {
                    inner.push(Block::Table(not_breached(&met)));
                }
                if !idle.is_empty() {
                    inner.push(Block::small(format!(
                        "{} on which the record has nothing, or which were not in force, are left out here; each stands \
                         in dossier.json with the reason.",
                        prose::count(idle.len() as u64, "norm", "norms")
                    )));
                }
            }
            _ => {
                for (n, (ix, norm)) in of_class.into_iter().enumerate() {
                    let sub = format!("{sub}.{}", n + 1);
                    inner.push(Block::Section(one(norm, ix, &sub, passages)));
                }
            }
        }
        blocks.push(Block::Section(part(&format!("findings-{}", next - 1), &sub, class.heading(), inner)));
    }
    blocks.push(Block::Section(categories(record, &format!("{number}.{next}"))));
    part("findings", number, "The record held against the law", blocks)
}

/// The grounds of each category of the Working Group, on each account.
fn categories(record: &Record<'_>, number: &str) -> Section {
    let mut blocks = vec![Block::paragraph(
        "The Working Group on Arbitrary Detention asks whether the grounds of a category are there; it does not add \
         points. One ground is enough for category I. Whether breaches of fair trial are grave enough for category III, \
         and a restriction of a right necessary for category II, is for the Working Group: here stand the grounds.",
    )];
    let mut table = Table::new(
        "Categories and their grounds",
        &[("Category", 30), ("On whose account", 22), ("Grounds", 48)],
    );
    let titles = |ids: &[String]| -> String {
        let title = |id: &String| {
            let finding = record.findings.iter().find(|finding| finding.norm == *id);
            finding.map_or_else(|| id.clone(), |finding| line(&finding.cites))
        };
        let mut titles: Vec<String> = ids.iter().map(title).collect();
        let mut seen = std::collections::BTreeSet::new();
        titles.retain(|title| seen.insert(title.clone()));
        titles.join("; ")
    };
    let mut none = Vec::new();
    for category in CATEGORIES {
        let all = remand_finding::categories(record.findings);
        let of_it = all.into_iter().filter(|found| found.category == category);
        let supported: Vec<_> = of_it.filter(|found| found.standing <= Standing::Contested).collect();
        if supported.is_empty() {
            none.push(category);
            continue;
        }
        for (at, found) in supported.iter().enumerate() {
            let name = if at == 0 { prose::category(category) } else { String::new() };
            let mut grounds = Vec::new();
            if !found.grounds.is_empty() {
                grounds.push(vec![
                    Run::strong("Breached:"),
                    Run::text(" "),
                    Run::text(titles(&found.grounds)),
                ]);
            }
            if !found.contested.is_empty() {
                grounds.push(vec![
                    Run::strong("Contested:"),
                    Run::text(" "),
                    Run::text(titles(&found.contested)),
                ]);
            }
            table.push(vec![cell(name), cell(prose::on_account_inline(found.account)), grounds]);
        }
    }
    if !table.rows.is_empty() {
        blocks.push(Block::Table(table));
    }
    if !none.is_empty() {
        let names = none.join(", ");
        blocks.push(Block::small(format!(
            "No norm of these categories is breached on any account, or on some readings of it: {names}. What the record \
             leaves open stands above."
        )));
    }
    part("categories", number, "Categories of the Working Group on Arbitrary Detention", blocks)
}

/// Quotations under a reasoning, and characters of each.
const QUOTED: usize = 12;
const LONGEST_QUOTE: usize = 240;

/// The reasoning on one norm, on each account on which it says something else.
pub(super) fn explanation(
    record: &Record<'_>,
    norm: &str,
    rule: Option<&str>,
    passages: &mut Passages<'_>,
) -> Option<Section> {
    let norms = by_norm(record);
    let found = norms.iter().find(|found| found.findings.iter().any(|finding| finding.norm == norm))?;
    let mut section = one(found, 0, "1", passages);
    let verdict = format!("{}.", found.class.heading());
    let rule = rule.map(|rule| Run::text(format!(" {rule}")));
    let opening = [Run::strong(verdict)].into_iter().chain(rule).collect();
    section.blocks.insert(0, Block::Paragraph { runs: opening });
    let mut shown: Vec<&Passage> = Vec::new();
    let mut points = Vec::new();
    for reason in found.findings.iter().flat_map(|finding| finding.reasons.iter()) {
        let mut speakers = Vec::new();
        let claims = reason.claims.iter().filter_map(|ix| record.claim(*ix));
        for claim in claims.filter(|claim| claim.about != About::Others) {
            let again = speakers.contains(&claim.asserter);
            speakers.push(claim.asserter);
            if !again && shown.len() < QUOTED && !shown.contains(&&claim.passage) {
                shown.push(&claim.passage);
                points.push(vec![
                    Run::text(format!("{}: ", line(record.source_name(claim.asserter)))),
                    passages.quote(&claim.passage, LONGEST_QUOTE),
                    Run::text(" "),
                    passages.cite(
                        &claim.passage,
                        &found.findings.first().map(|f| f.title.clone()).unwrap_or_default(),
                    ),
                ]);
            }
        }
    }
    if !points.is_empty() {
        section.blocks.push(Block::paragraph("Words it rests on, of each step the first of each speaker:"));
        section.blocks.push(Block::List { numbered: false, points });
    }
    if let Some(finding) = found.findings.first() {
        let from = finding.version.from.map(|from| format!(", in force from {from}")).unwrap_or_default();
        let digest: String = finding.version.digest.chars().take(16).collect();
        let mut text = format!("Version {digest}{from}.");
        if !finding.beside.is_empty() {
            text.push_str(&format!(" On the same thing elsewhere: {}.", finding.beside.join(", ")));
        }
        section.blocks.push(Block::small(text));
    }
    Some(section)
}

/// Findings that say the same on several accounts, together; the account that decides the class first.
fn alike<'a>(norm: &NormFindings<'a>) -> Vec<(Vec<OnAccount>, &'a Finding)> {
    let mut groups: Vec<(Vec<OnAccount>, &'a Finding)> = Vec::new();
    let mut findings = norm.findings.clone();
    if norm.class == Class::OnTheStatesAccount {
        findings.sort_by_key(|finding| finding.account != OnAccount::State);
    }
    for finding in findings {
        let same = |other: &Finding| {
            other.outcome == finding.outcome
                && other.summary == finding.summary
                && other.reasons == finding.reasons
                && other.missing == finding.missing
                && other.asks == finding.asks
        };
        match groups.iter_mut().find(|(_, other)| same(other)) {
            Some((accounts, _)) if !accounts.contains(&finding.account) => accounts.push(finding.account),
            Some(_) => {}
            None => groups.push((vec![finding.account], finding)),
        }
    }
    groups
}

/// The finding that a reader should see first.
pub fn speaking_first<'a>(norm: &NormFindings<'a>) -> Option<&'a Finding> {
    alike(norm).into_iter().map(|(_, finding)| finding).min_by_key(|finding| match finding.outcome {
        Outcome::NotMet => 0,
        Outcome::Contested => 1,
        Outcome::Undetermined | Outcome::Met | Outcome::NotApplicable => 2,
    })
}

fn accounts_in_words(accounts: &[OnAccount]) -> String {
    let names: Vec<_> = accounts.iter().map(|account| prose::on_account_inline(*account)).collect();
    match names.split_last() {
        Some((last, [])) => format!("On {last}"),
        Some((last, rest)) => format!("On {} and on {last}", rest.join(", on ")),
        None => String::new(),
    }
}

fn citation(finding: &Finding) -> Vec<Run> {
    let mut runs = vec![
        Run::strong(&finding.cites),
        Run::text(format!(". Checked: {}", prose::dates_in_words(&finding.checked))),
    ];
    if !finding.limit.is_empty() {
        runs.push(Run::text(format!(". It sets {}", prose::limit(&finding.limit))));
    }
    if let Some((last, rest)) = finding.wgad.split_last() {
        let which = match rest {
            [] => format!("category {last}"),
            rest => format!("categories {} and {last}", rest.join(", ")),
        };
        runs.push(Run::text(format!(
            ". A breach supports {which} of the Working Group on Arbitrary Detention"
        )));
    }
    runs.push(Run::text(". Norm "));
    runs.push(Run::code(&finding.norm));
    runs
}

fn one(norm: &NormFindings<'_>, ix: usize, number: &str, passages: &mut Passages<'_>) -> Section {
    let title = norm.findings.first().map(|finding| line(&finding.title)).unwrap_or_default();
    let mut blocks = Vec::new();
    if let Some(finding) = norm.findings.first() {
        blocks.push(Block::Small { runs: citation(finding) });
    }
    for (n, (accounts, finding)) in alike(norm).into_iter().enumerate() {
        let outcome = prose::outcome(finding.outcome).to_lowercase();
        let lead = Run::strong(format!("{}: {outcome}.", accounts_in_words(&accounts)));
        let summary = prose::sentence(&finding.summary);
        if n == 0 {
            blocks.push(Block::Paragraph { runs: vec![lead, Run::text(" "), Run::text(summary)] });
            let points = reasons(finding, passages);
            if !points.is_empty() {
                blocks.push(Block::List { numbered: true, points });
            }
        } else {
            let references = references(finding, passages);
            let mut runs = vec![lead, Run::text(" ")];
            runs.extend(with_references(&summary, references));
            blocks.push(Block::Paragraph { runs });
        }
        if !finding.missing.is_empty() {
            let missing = finding.missing.join("; ");
            let missing = prose::dates_in_words(missing.trim_end_matches('.'));
            blocks.push(Block::small(format!("Missing: {missing}.")));
        }
        blocks.extend(commands(finding, passages.edition()).into_iter().map(|runs| Block::Small { runs }));
    }
    part(&id(ix), number, title, blocks)
}

/// Whoever works on the case is told how to give what a person can give; a reader of the paper is not.
fn commands(finding: &Finding, edition: Edition) -> Vec<Vec<Run>> {
    if edition == Edition::Paper {
        return Vec::new();
    }
    let told = |ask: &Ask| {
        vec![Run::text(format!("{}: ", prose::capital(&ask.what))), Run::code(super::given::command(ask))]
    };
    finding.asks.iter().map(told).collect()
}

fn reasons(finding: &Finding, passages: &mut Passages<'_>) -> Vec<Vec<Run>> {
    finding
        .reasons
        .iter()
        .map(|reason| {
            let references = passages.cite_all(&reason.claims, &reason.passages, &finding.title);
            with_references(&prose::sentence(&reason.text), references)
        })
        .collect()
}

/// Everything that the reasons of a finding rest on.
fn references(finding: &Finding, passages: &mut Passages<'_>) -> Vec<Run> {
    let claims: Vec<_> = finding.reasons.iter().flat_map(|reason| reason.claims.iter().copied()).collect();
    let quoted: Vec<_> = finding.reasons.iter().flat_map(|reason| reason.passages.iter().cloned()).collect();
    passages.cite_all(&claims, &quoted, &finding.title)
}

/// The finding that speaks for a norm in a short table: on all accounts, where there is one.
fn speaking<'a>(norm: &NormFindings<'a>) -> Option<&'a Finding> {
    let on_all = norm.findings.iter().find(|finding| finding.account == OnAccount::All);
    on_all.or(norm.findings.first()).copied()
}

fn undetermined(norms: &[(usize, &NormFindings<'_>)], passages: &mut Passages<'_>) -> Table {
    let mut table = Table::new(
        "Norms that the record does not decide",
        &[("Norm", 34), ("What was found", 36), ("What would decide it", 30)],
    )
    .in_rows(1, true);
    for (ix, norm) in norms {
        let Some(finding) = speaking(norm) else { continue };
        let references = references(finding, passages);
        let mut missing = if finding.missing.is_empty() {
            cell("not named")
        } else {
            finding.missing.iter().map(|fact| vec![Run::text(prose::sentence(fact))]).collect()
        };
        missing.extend(commands(finding, passages.edition()));
        let found = with_references(&prose::sentence(&finding.summary), references);
        table.push_as(id(*ix), vec![name_cell(finding), vec![found], missing]);
    }
    table
}

fn not_breached(norms: &[(usize, &NormFindings<'_>)]) -> Table {
    let mut table = Table::new(
        "Norms that are not breached, or do not apply",
        &[("Norm", 34), ("Result", 18), ("What was found", 48)],
    )
    .in_rows(2, false);
    for (ix, norm) in norms {
        let Some(finding) = speaking(norm) else { continue };
        let outcome = cell(prose::outcome(finding.outcome));
        table.push_as(id(*ix), vec![name_cell(finding), outcome, cell(prose::sentence(&finding.summary))]);
    }
    table
}

fn name_cell(finding: &Finding) -> Vec<Vec<Run>> {
    vec![
        vec![Run::text(line(&finding.title))],
        vec![
            Run::mark(&finding.cites),
            Run::text(" "),
            Run::mark(format!("checked: {}", prose::dates_in_words(&finding.checked))),
        ],
    ]
}
