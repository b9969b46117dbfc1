//! The front page: who is held, since when, which days no known order covers, what is asked, what is due.

use remand_chronology::OnAccount;
use remand_clock::{DetentionClock, Span, Status};
use remand_dossier::document::shortened;

use super::{custody, findings, owed, updates};
use crate::data;
use crate::frame::Page;
use crate::html::Html;
use crate::view::View;

/// What is named before the rest is left to its page.
const FINDINGS: usize = 3;
const ASKED: usize = 4;
const DUE: usize = 4;
const UPDATES: usize = 5;
const STRETCHES: usize = 8;

pub(crate) fn page(view: &View<'_>) -> Page {
    let mut page = Page::new("index.html", "", "nav_front");
    let html = &mut page.body;
    html.tag("h1", &[], |html| html.element("bdi", &[], &view.subject()));
    let clock = view.clock(OnAccount::All);
    html.element("p", &[("class", "lede")], &lede(view, clock));
    if let Some(clock) = clock {
        facts(view, html, clock);
        custody::figure(view, html);
        cover(view, html, clock);
    }
    strongest(view, html);
    asked(view, html);
    due(view, html);
    latest(view, html);
    page.description = shortened(&lede(view, clock), 160);
    page.data.extend(data::person(view));
    page.data.push(data::page(view, "WebPage", &view.subject()));
    page
}

/// Since when, and for how long, in a sentence.
fn lede(view: &View<'_>, clock: Option<&DetentionClock>) -> String {
    let words = view.words;
    let as_of = words.day(view.record().as_of);
    let Some((clock, first, last)) =
        clock.and_then(|clock| Some((clock, clock.spans.first()?, clock.spans.last()?)))
    else {
        return words.say("lede_not_held", &[("date", &as_of)]);
    };
    let (since, length) = (words.moment(first.from), words.total(&clock.held));
    match last.to {
        None => words.say("lede_held", &[("since", &since), ("length", &length), ("date", &as_of)]),
        Some(to) => {
            let last = words.moment(crate::dates::last_day(to));
            words.say(
                "lede_was_held",
                &[("since", &since), ("last", &last), ("length", &length), ("date", &as_of)],
            )
        }
    }
}

fn facts(view: &View<'_>, html: &mut Html, clock: &DetentionClock) {
    let words = view.words;
    let Some(first) = clock.spans.first() else { return };
    let none = words.word("none");
    let uncovered = total(clock, Status::NoOrderKnown).map_or(none.to_owned(), |total| words.total(&total));
    let own = view.clock(OnAccount::State).and_then(|clock| clock.spans.first());
    let own = match own {
        Some(own) if own.from.date() != first.from.date() => {
            Some(words.say("own_since", &[("date", &words.moment(own.from))]))
        }
        Some(_) => None,
        None => Some(words.word("own_nothing").to_owned()),
    };
    let as_of = words.say("as_of_line", &[("date", &words.day(view.record().as_of))]);
    let held =
        if clock.spans.last().is_some_and(|last| last.to.is_none()) { "held_since" } else { "held_from" };
    html.tag("dl", &[("class", "facts")], |html| {
        fact(html, words.word(held), &words.moment(first.from), own.as_deref());
        fact(html, words.word("in_custody_for"), &words.total(&clock.held), Some(&as_of));
        fact(html, words.word("no_order_for"), &uncovered, Some(words.word("not_no_order")));
        next(view, html);
    });
}

/// What is due next, and how much passed unanswered.
fn next(view: &View<'_>, html: &mut Html) {
    let words = view.words;
    let passed = owed::passed(view).len();
    html.tag("div", &[], |html| {
        html.element("dt", &[], words.word("due_next"));
        html.tag("dd", &[], |html| {
            match owed::open(view).first() {
                Some(deadline) => {
                    html.text(&words.due(deadline));
                    html.tag("span", &[], |html| owed::what(view, html, deadline));
                }
                None => html.text(words.word("none")),
            }
            if passed > 0 {
                html.element("span", &[], &words.count("passed_deadlines", passed as u64));
            }
        });
    });
}

fn fact(html: &mut Html, name: &str, value: &str, note: Option<&str>) {
    html.tag("div", &[], |html| {
        html.element("dt", &[], name);
        html.tag("dd", &[], |html| {
            html.text(value);
            if let Some(note) = note {
                html.element("span", &[], note);
            }
        });
    });
}

fn total(clock: &DetentionClock, status: Status) -> Option<remand_clock::Total> {
    let drawn = clock.spans.iter().any(|span| span.status == status);
    clock.totals.iter().find(|(of, _)| *of == status && drawn).map(|(_, total)| *total)
}

/// The days that no known order covers, and those that one covers in part, each named.
fn cover(view: &View<'_>, html: &mut Html, clock: &DetentionClock) {
    let words = view.words;
    html.element("h2", &[("id", "cover")], words.word("cover_heading"));
    html.paragraph(words.word("cover_explained"));
    let mut any = false;
    html.tag("ul", &[("class", "stretches")], |html| {
        for (status, key, class) in [
            (Status::NoOrderKnown, "cover_no_order", "no-order"),
            (Status::Unknown, "cover_unknown", "no-order"),
            (Status::Implied, "cover_implied", "implied"),
            (Status::Disputed, "cover_disputed", "disputed"),
            (Status::DisclosedLate, "cover_late", "late"),
        ] {
            let Some(total) = total(clock, status) else { continue };
            any = true;
            let spans: Vec<&Span> = clock.spans.iter().filter(|span| span.status == status).collect();
            let mut named: Vec<String> =
                spans.iter().take(STRETCHES).map(|span| words.stretch(clock, span)).collect();
            if spans.len() > STRETCHES {
                named.push(words.count("more_stretches", (spans.len() - STRETCHES) as u64));
            }
            html.tag("li", &[("class", class)], |html| {
                html.element("strong", &[], words.word(key));
                html.text(&format!(" {}: {}.", words.total(&total), named.join("; ")));
            });
        }
        if !any {
            html.element("li", &[], words.word("cover_all"));
        }
    });
    html.tag("p", &[("class", "more")], |html| html.link(&view.href("clock.html"), words.word("more_clock")));
}

fn strongest(view: &View<'_>, html: &mut Html) {
    let norms = findings::strongest(view, FINDINGS);
    html.element("h2", &[("id", "findings")], view.words.word("strongest_heading"));
    if norms.is_empty() {
        html.paragraph(view.words.word("no_findings"));
    } else {
        html.paragraph(view.words.word("findings_claim"));
        html.tag("ul", &[("class", "cards")], |html| {
            for norm in &norms {
                html.tag("li", &[], |html| findings::card(view, html, norm));
            }
        });
    }
    html.tag("p", &[("class", "more")], |html| {
        html.link(&view.href("findings.html"), view.words.word("more_findings"));
    });
}

fn asked(view: &View<'_>, html: &mut Html) {
    html.element("h2", &[("id", "asked")], view.words.word("asked_heading"));
    let asks = owed::asks(view);
    if asks.is_empty() {
        html.paragraph(view.words.word("asked_nothing"));
    } else {
        html.tag("ul", &[("class", "claims")], |html| {
            for ask in asks.iter().take(ASKED) {
                html.tag("li", &[], |html| owed::ask(view, html, ask));
            }
        });
    }
    html.tag("p", &[("class", "more")], |html| {
        html.link(&view.href("asked.html"), view.words.word("more_asked"))
    });
}

fn due(view: &View<'_>, html: &mut Html) {
    let words = view.words;
    html.element("h2", &[("id", "due")], words.word("due_heading"));
    for (deadlines, heading, nothing) in
        [(owed::open(view), "due_next", "due_nothing"), (owed::passed(view), "due_passed", "passed_nothing")]
    {
        html.element("h3", &[], words.word(heading));
        if deadlines.is_empty() {
            html.paragraph(words.word(nothing));
            continue;
        }
        html.tag("ul", &[], |html| {
            for deadline in deadlines.iter().take(DUE) {
                html.tag("li", &[], |html| owed::in_a_line(view, html, deadline));
            }
            if deadlines.len() > DUE {
                html.element("li", &[], &words.count("more_deadlines", (deadlines.len() - DUE) as u64));
            }
        });
    }
    html.tag("p", &[("class", "more")], |html| {
        html.link(&view.href("deadlines.html"), words.word("more_deadlines_page"))
    });
}

fn latest(view: &View<'_>, html: &mut Html) {
    html.element("h2", &[("id", "updates")], view.words.word("latest_heading"));
    if view.posts.is_empty() {
        html.paragraph(view.words.word("no_updates"));
        return;
    }
    html.tag("ul", &[("class", "posts")], |html| {
        for post in view.posts.iter().take(UPDATES) {
            updates::teaser(view, html, post, "h3");
        }
    });
    html.tag("p", &[("class", "more")], |html| {
        html.link(&view.href("updates/index.html"), view.words.word("more_updates"));
    });
}
