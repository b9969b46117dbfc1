//! What is asked and of whom; what is due next and what passed without an answer.

use remand_finding::{Deadline, DeadlineStatus};
use remand_reading::{Account, Claim, Modality, Polarity, Side, vocabulary};

use super::{cell, row_head, table};
use crate::data;
use crate::frame::Page;
use crate::html::Html;
use crate::pages::FULL;
use crate::view::View;

/// Statements quoted with a deadline.
const CLAIMS: usize = 2;
/// Deadlines told in a line each.
const LINES: usize = 20;

/// Appeals and opinions, which ask by being made; the first that a reader should know first.
const CALLS: [&str; 8] = [
    "opinion_published",
    "opinion_adopted",
    "urgent_appeal",
    "petition_filed",
    "appeal_letter",
    "online_petition",
    "foreign_statement",
    "allegation_letter",
];

/// Something asked: a demand in the words of a source, or an appeal.
pub(crate) struct Ask<'a> {
    claim: &'a Claim,
    /// It is put as a demand.
    demanded: bool,
}

/// What is asked, demands of bodies and of those who know before others, each in one text once.
pub(crate) fn asks<'a>(view: &View<'a>) -> Vec<Ask<'a>> {
    let reading = &view.record().chronology.reading;
    let mut asks: Vec<(usize, Ask<'a>)> = Vec::new();
    for event in &view.record().chronology.events {
        for claim in event.claims.iter().filter_map(|ix| view.claim(*ix)) {
            let demanded = claim.modality == Modality::Demanded;
            let call = CALLS.iter().position(|kind| *kind == claim.kind.name());
            let of_others = reading.account(claim.asserter) != Account::State;
            let rank = match (demanded, call) {
                (_, Some(rank)) => rank,
                (true, None) => CALLS.len(),
                (false, None) => continue,
            };
            if of_others && claim.polarity == Polarity::Asserted {
                asks.push((rank, Ask { claim, demanded }));
            }
        }
    }
    asks.sort_by_key(|(rank, _)| *rank);
    let mut seen: Vec<(&str, bool)> = Vec::new();
    let words = |ask: &Ask<'_>| view.record().words(&ask.claim.passage).unwrap_or_default();
    let mut told: Vec<Ask<'a>> = Vec::new();
    for (_, ask) in asks {
        let text = view.record().words(&ask.claim.passage).unwrap_or_default();
        if text.is_empty() || seen.contains(&(text, true)) {
            continue;
        }
        // A headline says what its text says again.
        if told.iter().any(|other| words(other).contains(text)) {
            continue;
        }
        seen.push((text, true));
        told.push(ask);
    }
    // One of each kind before the second of any.
    let mut turn: Vec<(usize, Ask<'a>)> = Vec::new();
    for ask in told {
        let nth = turn.iter().filter(|(_, other)| other.claim.kind == ask.claim.kind).count();
        turn.push((nth, ask));
    }
    turn.sort_by_key(|(nth, _)| *nth);
    turn.into_iter().map(|(_, ask)| ask).collect()
}

/// An ask: what kind, of whom, in whose words.
pub(crate) fn ask(view: &View<'_>, html: &mut Html, ask: &Ask<'_>) {
    html.tag("span", &[("class", "mark")], |html| view.worded(html, &view.words.event(ask.claim.kind)));
    html.text(" ");
    if let Some(of) = asked_of(view, ask) {
        html.text(&format!("{} ", view.words.word("asked_of")));
        html.element("bdi", &[], &of);
        html.text(". ");
    }
    view.said(html, ask.claim);
}

/// Of whom: whom the words name, else the body whose act it is.
fn asked_of(view: &View<'_>, ask: &Ask<'_>) -> Option<String> {
    let named = ask.claim.roles.iter().find(|role| matches!(role.role.as_str(), "to" | "addressee"));
    if let Some(role) = named {
        return Some(remand_dossier::document::line(&role.text));
    }
    let body =
        vocabulary().bodies().iter().find(|body| body.acts.iter().any(|act| act == ask.claim.kind.name()))?;
    // A place of detention does as it is ordered: nobody asks it to let a person go.
    (ask.demanded && body.side == Side::State && body.name != "place")
        .then(|| view.words.word(&format!("body_{}", body.name)).to_owned())
        .filter(|name| !name.is_empty())
}

pub(crate) fn asked(view: &View<'_>) -> Page {
    let words = view.words;
    let mut page = Page::new("asked.html", words.word("nav_asked"), "nav_asked");
    let html = &mut page.body;
    html.element("p", &[("class", "lede")], words.word("asked_lede"));
    let asks = asks(view);
    if asks.is_empty() {
        html.paragraph(words.word("asked_nothing"));
    } else {
        html.tag("ul", &[("class", "claims")], |html| {
            for (at, one) in asks.iter().enumerate() {
                if html.len() > FULL {
                    let more = words.count("more_statements", (asks.len() - at) as u64);
                    html.element("li", &[("class", "small")], &more);
                    break;
                }
                html.tag("li", &[], |html| ask(view, html, one));
            }
        });
    }
    html.element("h2", &[], words.word("owed_heading"));
    let open = open(view);
    if open.is_empty() {
        html.paragraph(words.word("due_nothing"));
    } else {
        html.tag("ul", &[], |html| {
            for deadline in open.iter().take(LINES) {
                html.tag("li", &[], |html| in_a_line(view, html, deadline));
            }
            if open.len() > LINES {
                html.element("li", &[], &words.count("more_deadlines", (open.len() - LINES) as u64));
            }
        });
    }
    page.description = words.word("asked_lede").to_owned();
    page.data.push(data::page(view, "WebPage", words.word("nav_asked")));
    page
}

/// What a public page tells of: what the defence owes is its own affair, and tells the other side its plans.
fn is_told(deadline: &Deadline) -> bool {
    deadline.owing().is_none_or(|body| body.side != Side::Defence)
}

/// Not yet due, the nearest first.
pub(crate) fn open<'a>(view: &View<'a>) -> Vec<&'a Deadline> {
    let open = |deadline: &&Deadline| deadline.status == DeadlineStatus::Open && is_told(deadline);
    view.record().deadlines.iter().filter(open).collect()
}

/// Steps of a procedure that passed with no act in the record, the last first.
pub(crate) fn passed<'a>(view: &View<'a>) -> Vec<&'a Deadline> {
    let over = |deadline: &&Deadline| {
        deadline.status == DeadlineStatus::PassedUnanswered && deadline.named && is_told(deadline)
    };
    let mut passed: Vec<&Deadline> = view.record().deadlines.iter().filter(over).collect();
    passed.sort_by_key(|deadline| std::cmp::Reverse(deadline.due.1));
    passed
}

/// Who owes it, in the words of the page where it is a body of the vocabulary.
fn owing(view: &View<'_>, html: &mut Html, deadline: &Deadline) {
    let known =
        deadline.body.map(|body| view.words.word(&format!("body_{body}"))).filter(|name| !name.is_empty());
    match known {
        Some(name) => html.text(name),
        None => view.worded(html, &view.words.english(deadline.owed_by.clone())),
    }
}

/// What is owed, and by whom.
pub(crate) fn what(view: &View<'_>, html: &mut Html, deadline: &Deadline) {
    view.worded(html, &view.words.english(remand_dossier::norm_title(&deadline.procedure).to_owned()));
    html.text(&format!(" ({} ", view.words.word("owed_by")));
    owing(view, html, deadline);
    html.text(")");
}

pub(crate) fn in_a_line(view: &View<'_>, html: &mut Html, deadline: &Deadline) {
    html.element("strong", &[], &view.words.due(deadline));
    html.text(": ");
    what(view, html, deadline);
    if let Some(claim) = deadline.claims.first().and_then(|ix| view.claim(*ix)) {
        html.text(" ");
        view.cite(html, &claim.passage);
    }
}

pub(crate) fn deadlines(view: &View<'_>) -> Page {
    let words = view.words;
    let mut page = Page::new("deadlines.html", words.word("nav_deadlines"), "nav_deadlines");
    let html = &mut page.body;
    html.element("p", &[("class", "lede")], words.word("deadlines_lede"));
    let answered = |deadline: &&Deadline| {
        deadline.named
            && is_told(deadline)
            && matches!(
                deadline.status,
                DeadlineStatus::Kept | DeadlineStatus::KeptLate | DeadlineStatus::Unclear
            )
    };
    let answered: Vec<&Deadline> = view.record().deadlines.iter().filter(answered).collect();
    for (deadlines, heading, nothing, id) in [
        (passed(view), "due_passed", "passed_nothing", "passed"),
        (open(view), "due_next", "due_nothing", "next"),
        (answered, "answered", "answered_nothing", "answered"),
    ] {
        html.element("h2", &[("id", id)], words.word(heading));
        if deadlines.is_empty() {
            html.paragraph(words.word(nothing));
        } else {
            rows(view, html, words.word(heading), &deadlines);
        }
    }
    page.description = words.word("deadlines_lede").to_owned();
    page.data.push(data::page(view, "WebPage", words.word("nav_deadlines")));
    page
}

fn rows(view: &View<'_>, html: &mut Html, caption: &str, deadlines: &[&Deadline]) {
    let words = view.words;
    let heads = ["col_due", "col_what", "col_by", "col_why"].map(|key| words.word(key));
    let [due, what, by, why] = heads;
    let mut shown = 0;
    table(html, caption, &heads, |html| {
        for deadline in deadlines {
            if html.len() > FULL {
                break;
            }
            shown += 1;
            html.tag("tr", &[], |html| {
                row_head(html, due, |html| {
                    html.element("strong", &[], &words.due(deadline));
                    html.open("br", &[]);
                    html.element("span", &[("class", "small")], status(view, deadline.status));
                });
                cell(html, what, |html| {
                    let title = remand_dossier::norm_title(&deadline.procedure).to_owned();
                    view.worded(html, &words.english(title));
                });
                cell(html, by, |html| owing(view, html, deadline));
                cell(html, why, |html| {
                    view.worded(html, &view.sentence(&deadline.rule));
                    html.open("br", &[]);
                    view.worded(html, &view.sentence(&deadline.trigger));
                    view.claims(html, &deadline.claims, CLAIMS);
                });
            });
        }
    });
    if deadlines.len() > shown {
        html.paragraph(&words.count("more_deadlines", (deadlines.len() - shown) as u64));
    }
}

fn status(view: &View<'_>, status: DeadlineStatus) -> &'static str {
    match status {
        DeadlineStatus::Open => view.words.word("deadline_open"),
        DeadlineStatus::Kept => view.words.word("deadline_kept"),
        DeadlineStatus::KeptLate => view.words.word("deadline_late"),
        DeadlineStatus::Unclear => view.words.word("deadline_unclear"),
        DeadlineStatus::PassedUnanswered => view.words.word("deadline_passed"),
    }
}
