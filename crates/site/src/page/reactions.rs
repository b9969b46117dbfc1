//! Health, and what others say and count: statements, appeals, petitions, ratings, tolls with their disputes.

use remand_chronology::{Dispute, Event};
use remand_reading::{Claim, Polarity};

use super::{cell, row_head, table};
use crate::data;
use crate::frame::Page;
use crate::html::Html;
use crate::page::bars::{Bar, bars};
use crate::pages::FULL;
use crate::topic::Topic;
use crate::view::View;

/// Rows of a table, and statements in a row.
const ROWS: usize = 50;
const CLAIMS: usize = 2;
/// Sections whose numbers are drawn.
const COUNTED: [&str; 3] = ["petition", "deaths", "detentions"];

type Told<'a> = (usize, &'a Event);

fn events<'a>(view: &View<'a>, test: impl Fn(&Event) -> bool) -> Vec<Told<'a>> {
    view.record().chronology.events.iter().enumerate().filter(|(_, event)| test(event)).collect()
}

/// Health: diagnoses, care refused, hospital, as people say.
pub(crate) fn health(view: &View<'_>) -> Page {
    let words = view.words;
    let mut page = Page::new("health.html", words.word("nav_health"), "nav_health");
    let html = &mut page.body;
    html.element("p", &[("class", "lede")], words.word("health_lede"));
    let told = events(view, |event| Topic::of(event.kind) == Topic::Health);
    if told.is_empty() {
        html.paragraph(words.word("health_nothing"));
    } else {
        statements(view, html, words.word("nav_health"), &told, true);
    }
    page.description = words.word("health_lede").to_owned();
    page.data.push(data::page(view, "WebPage", words.word("nav_health")));
    page
}

/// Events of one kind in a table: when, what, who says it.
fn statements(view: &View<'_>, html: &mut Html, caption: &str, told: &[Told<'_>], kind: bool) {
    let words = view.words;
    let (when, what, who) = (words.word("col_when"), words.word("col_event"), words.word("col_who"));
    let heads: Vec<&str> = if kind { vec![when, what, who] } else { vec![when, who] };
    let mut shown = 0;
    table(html, caption, &heads, |html| {
        for (ix, event) in told.iter().take(ROWS) {
            if html.len() > FULL {
                break;
            }
            shown += 1;
            html.tag("tr", &[], |html| {
                row_head(html, when, |html| {
                    let text = words.when(&event.when);
                    match view.event_href(*ix) {
                        Some(href) => html.link(&href, &text),
                        None => html.text(&text),
                    }
                });
                if kind {
                    cell(html, what, |html| view.worded(html, &words.event(event.kind)));
                }
                cell(html, who, |html| view.claims(html, &event.claims, CLAIMS));
            });
        }
    });
    if told.len() > shown {
        html.paragraph(&words.count("more_statements", (told.len() - shown) as u64));
    }
}

pub(crate) fn page(view: &View<'_>) -> Page {
    let words = view.words;
    let mut page = Page::new("reactions.html", words.word("nav_reactions"), "nav_reactions");
    let html = &mut page.body;
    html.element("p", &[("class", "lede")], words.word("reactions_lede"));
    let mut any = false;
    for (kinds, heading, id) in [
        (&["foreign_statement"][..], "reactions_abroad", "abroad"),
        (&["ngo_statement"][..], "reactions_organisations", "organisations"),
        (&["appeal_letter"][..], "reactions_appeals", "appeals"),
    ] {
        let told = events(view, |event| kinds.contains(&event.kind.name()));
        if told.is_empty() {
            continue;
        }
        any = true;
        html.element("h2", &[("id", id)], words.word(heading));
        statements(view, html, words.word(heading), &told, false);
    }
    for (kind, heading, id) in [
        ("online_petition", "reactions_petition", "petition"),
        ("country_rating", "reactions_ratings", "ratings"),
        ("death_toll", "reactions_deaths", "deaths"),
        ("detention_toll", "reactions_detentions", "detentions"),
        ("referendum", "reactions_votes", "votes"),
    ] {
        let told = events(view, |event| event.kind.name() == kind);
        if told.is_empty() {
            continue;
        }
        any = true;
        html.element("h2", &[("id", id)], words.word(heading));
        numbers(view, html, words.word(heading), id, &told);
        disputes(view, html, kind);
    }
    if !any {
        html.paragraph(words.word("reactions_nothing"));
    }
    page.description = words.word("reactions_lede").to_owned();
    page.data.push(data::page(view, "WebPage", words.word("nav_reactions")));
    page
}

/// What is counted, by whom and when: each number is a claim.
fn numbers(view: &View<'_>, html: &mut Html, caption: &str, id: &str, told: &[Told<'_>]) {
    let words = view.words;
    let mut claims: Vec<&Claim> = told
        .iter()
        .flat_map(|(_, event)| &event.claims)
        .filter_map(|ix| view.claim(*ix))
        .filter(|claim| claim.polarity == Polarity::Asserted)
        .collect();
    claims.sort_by_key(|claim| {
        (claim.when.earliest.or(claim.when.before), claim.passage.item, claim.passage.start)
    });
    claims.dedup_by(|a, b| a.quantity == b.quantity && a.asserter == b.asserter && a.when == b.when);
    let heads = ["col_when", "col_number", "col_who"].map(|key| words.word(key));
    let [when, number, who] = heads;
    let mut shown = 0;
    table(html, caption, &heads, |html| {
        for claim in claims.iter().take(ROWS) {
            if html.len() > FULL {
                break;
            }
            shown += 1;
            html.tag("tr", &[], |html| {
                row_head(html, when, |html| html.text(&words.when(&claim.when)));
                cell(html, number, |html| {
                    html.element("strong", &[], &amount(view, claim));
                });
                cell(html, who, |html| view.said(html, claim));
            });
        }
    });
    if claims.len() > shown {
        html.paragraph(&words.count("more_statements", (claims.len() - shown) as u64));
    }
    // Shares of votes and ratings are no amounts that can be laid side by side.
    if !COUNTED.contains(&id) {
        return;
    }
    let of = |claim: &&Claim| {
        let quantity = claim.quantity.as_ref()?;
        let (least, most) = (quantity.least.or(quantity.most)?, quantity.most.or(quantity.least)?);
        let name = match id {
            "petition" => words.when(&claim.when),
            _ => format!("{} ({})", view.source(claim.asserter), words.when(&claim.when)),
        };
        Some(Bar { name, least, most })
    };
    let drawn: Vec<Bar> = claims.iter().filter_map(of).take(12).collect();
    bars(html, caption, &drawn, |n| words.number(n));
}

/// `200`, `at least 230`, `at most 9`, `8–10`, `77 %` where the source counts in hundredths; a dash where it says none.
fn amount(view: &View<'_>, claim: &Claim) -> String {
    let words = view.words;
    let Some(quantity) = &claim.quantity else { return "–".to_owned() };
    let said = view.record().words(&claim.passage).unwrap_or_default();
    let number = |n: u64| {
        let hundredths = [format!("{n}%"), format!("{n} %"), format!("{n}\u{a0}%")];
        let sign = if hundredths.iter().any(|words| said.contains(words)) { "\u{a0}%" } else { "" };
        format!("{}{sign}", words.number(n))
    };
    match (quantity.least, quantity.most) {
        (Some(a), Some(b)) if a == b => number(a),
        (Some(a), Some(b)) => format!("{}–{}", number(a), number(b)),
        (Some(a), None) => words.say("at_least", &[("n", &number(a))]),
        (None, Some(b)) => words.say("at_most", &[("n", &number(b))]),
        (None, None) => "–".to_owned(),
    }
}

/// What does not go together among claims of a kind, side by side.
fn disputes(view: &View<'_>, html: &mut Html, kind: &str) {
    let of = |dispute: &&Dispute| {
        let claims = dispute.sides.iter().flat_map(|side| &side.claims).filter_map(|ix| view.claim(*ix));
        let mut claims = claims.peekable();
        claims.peek().is_some() && claims.all(|claim| claim.kind.name() == kind)
    };
    for dispute in view.record().chronology.disputes.iter().filter(of).take(12) {
        html.tag("div", &[("class", "notice")], |html| {
            html.element("strong", &[], view.words.word("disputed_number"));
            html.text(" ");
            view.worded(html, &view.sentence(&dispute.why));
        });
    }
}
