//! The record held against the law: what is not met and on whose account, as claims with their reasons.

use std::collections::BTreeMap;

use remand_chronology::OnAccount;
use remand_dossier::document::line;
use remand_dossier::{Class, NormFindings, by_norm, norm_title, speaking_first};
use remand_finding::{Finding, Outcome};
use remand_reading::{About, ClaimIx};

use crate::data;
use crate::frame::Page;
use crate::html::Html;
use crate::pages::{Piece, packed, pages, path};
use crate::view::View;

/// Quotations under a finding.
const QUOTED: usize = 4;

/// Norms that weigh most, each on another thing.
pub(crate) fn strongest<'a>(view: &View<'a>, most: usize) -> Vec<NormFindings<'a>> {
    let mut chosen: Vec<NormFindings<'a>> = Vec::new();
    for norm in by_norm(view.record()) {
        if chosen.len() == most || norm.class > Class::Contested {
            break;
        }
        let Some(first) = norm.findings.first() else { continue };
        let same = |other: &NormFindings<'_>| {
            other.findings.iter().any(|finding| {
                finding.beside.contains(&first.norm)
                    || first.beside.contains(&finding.norm)
                    || norm.findings.iter().any(|own| own.summary == finding.summary)
            })
        };
        if !chosen.iter().any(same) {
            chosen.push(norm);
        }
    }
    chosen
}

/// On whose account it is not met, in a sentence.
fn verdict(view: &View<'_>, norm: &NormFindings<'_>) -> String {
    let words = view.words;
    let not_met = |account: OnAccount| {
        norm.findings.iter().any(|finding| finding.account == account && finding.outcome == Outcome::NotMet)
    };
    match norm.class {
        Class::OnTheStatesAccount => words.word("verdict_state").to_owned(),
        Class::OnAllAccounts => words.word("verdict_all").to_owned(),
        Class::Contested => {
            let accounts: Vec<&str> = OnAccount::EACH
                .into_iter()
                .filter(|account| not_met(*account))
                .map(|a| view.on_account(a))
                .collect();
            match accounts.as_slice() {
                [] => words.word("verdict_readings").to_owned(),
                some => words.say("verdict_accounts", &[("accounts", &some.join("; "))]),
            }
        }
        Class::Undetermined => words.word("outcome_undetermined").to_owned(),
        Class::NotBreached => words.word("outcome_met").to_owned(),
    }
}

/// Whether the wording of the norm was held against its text.
fn checked(view: &View<'_>, finding: &Finding) -> String {
    let words = view.words;
    let how = if finding.checked.contains("memory") {
        words.word("checked_memory")
    } else if finding.checked.contains("secondary") {
        words.word("checked_secondary")
    } else {
        words.word("checked_text")
    };
    let day = finding.checked.split([' ', ',']).find_map(|word| word.parse().ok());
    match day {
        Some(day) => format!("{how}, {}", words.day(day)),
        None => how.to_owned(),
    }
}

/// A finding in short: what is asked, on whose account it is not met, why, and the words behind it.
pub(crate) fn card(view: &View<'_>, html: &mut Html, norm: &NormFindings<'_>) {
    let Some(finding) = speaking_first(norm) else { return };
    let page = view.norms.get(&finding.norm).map_or("findings.html", String::as_str);
    let href = view.href(&format!("{page}#{}", id(finding)));
    html.tag("h3", &[], |html| {
        html.tag("a", &[("href", &href)], |html| heading(view, html, finding));
    });
    html.element("p", &[("class", "verdict")], &verdict(view, norm));
    html.tag("p", &[], |html| view.worded(html, &view.sentence(&finding.summary)));
    citation(view, html, finding);
    view.claims(html, &claims_of(view, finding), 2);
}

fn heading(view: &View<'_>, html: &mut Html, finding: &Finding) {
    view.worded(html, &view.words.english(line(norm_title(&finding.title))));
}

fn citation(view: &View<'_>, html: &mut Html, finding: &Finding) {
    html.tag("p", &[("class", "small")], |html| {
        html.element("bdi", &[], &line(&finding.cites));
        html.text(" ");
        html.element("span", &[("class", "mark")], &checked(view, finding));
    });
}

/// Claims of the reasons on the person of the case, the first of each speaker.
fn claims_of(view: &View<'_>, finding: &Finding) -> Vec<ClaimIx> {
    let mut speakers = Vec::new();
    let all = finding.reasons.iter().flat_map(|reason| &reason.claims).copied();
    all.filter(|ix| {
        let claim = view.claim(*ix).filter(|claim| claim.about != About::Others);
        let new = claim.is_some_and(|claim| !speakers.contains(&claim.asserter));
        speakers.extend(claim.map(|claim| claim.asserter));
        new
    })
    .collect()
}

/// The id of a norm on its page.
fn id(finding: &Finding) -> String {
    let plain = |ch: char| if ch.is_ascii_alphanumeric() { ch.to_ascii_lowercase() } else { '-' };
    format!("n-{}", finding.norm.chars().map(plain).collect::<String>())
}

/// The page on which each norm stands.
pub(crate) fn places(view: &View<'_>) -> BTreeMap<String, String> {
    let norms = by_norm(view.record());
    let told: Vec<_> = norms.iter().filter(|norm| norm.class <= Class::Contested).collect();
    let groups = groups(&told);
    let packs = packed(groups.iter().map(|group| piece(view, group)).collect());
    let pages =
        packs.iter().enumerate().flat_map(|(at, pack)| pack.iter().map(move |_| path("findings", at)));
    let names = |group: &[&NormFindings<'_>]| {
        group
            .iter()
            .filter_map(|norm| norm.findings.first())
            .map(|finding| finding.norm.clone())
            .collect::<Vec<_>>()
    };
    let placed = groups.iter().zip(pages);
    placed.flat_map(|(group, page)| names(group).into_iter().map(move |name| (name, page.clone()))).collect()
}

/// Norms of several instruments that come to the same on the same acts, together.
fn groups<'n, 'a>(norms: &[&'n NormFindings<'a>]) -> Vec<Vec<&'n NormFindings<'a>>> {
    let mut groups: Vec<Vec<&NormFindings<'_>>> = Vec::new();
    for norm in norms {
        let same =
            |group: &&mut Vec<&NormFindings<'_>>| group.first().is_some_and(|first| alike(first, norm));
        match groups.iter_mut().find(same) {
            Some(group) => group.push(norm),
            None => groups.push(vec![norm]),
        }
    }
    groups
}

fn alike(a: &NormFindings<'_>, b: &NormFindings<'_>) -> bool {
    let outcomes = |norm: &NormFindings<'_>| {
        norm.findings.iter().map(|finding| (finding.account, finding.outcome)).collect::<Vec<_>>()
    };
    let (Some(one), Some(other)) = (speaking_first(a), speaking_first(b)) else { return false };
    a.class == b.class
        && norm_title(&one.title) == norm_title(&other.title)
        && one.summary == other.summary
        && outcomes(a) == outcomes(b)
}

pub(crate) fn all(view: &View<'_>) -> Vec<Page> {
    let words = view.words;
    let norms = by_norm(view.record());
    let of = |test: &dyn Fn(Class) -> bool| norms.iter().filter(|norm| test(norm.class)).collect::<Vec<_>>();
    let told = of(&|class| class <= Class::Contested);
    let open = of(&|class| class == Class::Undetermined);
    let before = Html::of(|html| {
        html.element("p", &[("class", "lede")], words.word("findings_lede"));
        html.paragraph(words.word("findings_claim"));
        if told.is_empty() {
            html.paragraph(words.word("no_findings"));
        }
        html.tag("p", &[], |html| {
            html.link(&view.href("findings-open.html"), words.word("nav_findings_open"));
            html.text(&format!(": {}", words.number(open.len() as u64)));
        });
    });
    let new = |path: String| {
        let mut page = Page::new(path, words.word("nav_findings"), "nav_findings");
        page.description = words.word("findings_lede").to_owned();
        page.data.push(data::page(view, "WebPage", words.word("nav_findings")));
        page
    };
    let mut packs = packed(groups(&told).iter().map(|group| piece(view, group)).collect());
    if packs.is_empty() {
        packs.push(Vec::new());
    }
    let mut made = pages(view, "findings", packs, (&before.into_string(), ""), new);
    made.extend(undecided(view, &open));
    made
}

fn piece(view: &View<'_>, group: &[&NormFindings<'_>]) -> Piece {
    let html = Html::of(|html| {
        let Some((norm, finding)) = group.first().and_then(|norm| Some((norm, speaking_first(norm)?))) else {
            return;
        };
        html.tag("section", &[("id", &id(finding))], |html| {
            html.tag("h2", &[], |html| heading(view, html, finding));
            html.element("p", &[("class", "verdict")], &verdict(view, norm));
            html.tag("p", &[], |html| view.worded(html, &view.sentence(&finding.summary)));
            citation(view, html, finding);
            for other in group.iter().skip(1).filter_map(|norm| speaking_first(norm)) {
                html.tag("div", &[("id", &id(other))], |html| citation(view, html, other));
            }
            html.tag("ul", &[("class", "small")], |html| {
                for finding in &norm.findings {
                    let (account, outcome) =
                        (view.on_account(finding.account), view.outcome(finding.outcome));
                    html.element("li", &[], &format!("{account}: {outcome}"));
                }
            });
            view.claims(html, &claims_of(view, finding), QUOTED);
        });
    });
    Piece { html, data: Vec::new() }
}

/// Norms that the record does not decide, with the fact that would.
fn undecided(view: &View<'_>, norms: &[&NormFindings<'_>]) -> Vec<Page> {
    let words = view.words;
    let pieces = norms.iter().filter_map(|norm| {
        let finding = norm.findings.iter().find(|finding| finding.outcome == Outcome::Undetermined)?;
        let html = Html::of(|html| {
            html.tag("section", &[("id", &id(finding))], |html| {
                html.tag("h2", &[], |html| heading(view, html, finding));
                citation(view, html, finding);
                html.tag("p", &[], |html| view.worded(html, &view.sentence(&finding.summary)));
                if !finding.missing.is_empty() {
                    html.tag("p", &[], |html| {
                        html.text(&format!("{}: ", words.word("would_decide")));
                        view.worded(html, &view.sentence(&finding.missing.join("; ")));
                    });
                }
            });
        });
        Some(Piece { html, data: Vec::new() })
    });
    let mut packs = packed(pieces.collect());
    if packs.is_empty() {
        packs.push(Vec::new());
    }
    let before = Html::of(|html| html.element("p", &[("class", "lede")], words.word("open_lede")));
    let new = |path: String| {
        let mut page = Page::new(path, words.word("nav_findings_open"), "nav_findings");
        page.description = words.word("open_lede").to_owned();
        page
    };
    pages(view, "findings-open", packs, (&before.into_string(), ""), new)
}
