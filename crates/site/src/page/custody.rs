//! The clock: the drawing, what its statuses mean, and a table for each account.

use jiff::civil::{Date, DateTime};
use remand_chronology::OnAccount;
use remand_clock::{DetentionClock, Span, Status};
use remand_dossier::{Lettering, Mark, clock_drawing_with};

use super::{cell, row_head, table};
use crate::data;
use crate::frame::Page;
use crate::html::Html;
use crate::language::Language;
use crate::pages::{FULL, Piece, list, packed, pages, path};
use crate::view::View;

/// Claims quoted under a stretch.
const CLAIMS: usize = 3;
const STEM: &str = "clock";

/// The drawing with its legend, and an account after the other: on as many pages as they need.
pub(crate) fn all(view: &View<'_>) -> Vec<Page> {
    let words = view.words;
    let new = |path: String| {
        let mut page = Page::new(path, words.word("nav_clock"), "nav_clock");
        page.description = words.word("clock_lede").to_owned();
        page.data.push(data::page(view, "WebPage", words.word("nav_clock")));
        page
    };
    let lede = Html::of(|html| html.element("p", &[("class", "lede")], words.word("clock_lede")));
    if view.record().clocks.iter().all(|clock| clock.spans.is_empty()) {
        let mut page = new(path(STEM, 0));
        page.body.push(&lede);
        page.body.paragraph(words.word("no_custody"));
        return vec![page];
    }
    let drawn = Html::of(|html| {
        html.push(&lede);
        figure(view, html);
        legend(view, html);
    });
    let mut pieces = vec![(None, drawn)];
    let mut before: Vec<(&DetentionClock, OnAccount)> = Vec::new();
    for account in OnAccount::EACH {
        pieces.extend(of_account(view, account, &before).into_iter().map(|html| (Some(account), html)));
        before.extend(view.clock(account).map(|clock| (clock, account)));
    }
    let accounts: Vec<Option<OnAccount>> = pieces.iter().map(|(account, _)| *account).collect();
    let packs = packed(pieces.into_iter().map(|(_, html)| Piece { html, data: Vec::new() }).collect());
    let on = packs.iter().enumerate().flat_map(|(at, pack)| pack.iter().map(move |_| at));
    let mut ways: Vec<(OnAccount, usize)> =
        accounts.iter().zip(on).filter_map(|(account, at)| account.map(|account| (account, at))).collect();
    ways.dedup_by_key(|(account, _)| *account);
    let ways = Html::of(|html| {
        let link = |(account, at): &(OnAccount, usize)| {
            let href = view.href(&format!("{}#{}", path(STEM, *at), id(*account)));
            (href, view.on_account(*account).to_owned(), false)
        };
        list(html, words.word("by_account"), ways.iter().map(link));
    });
    pages(view, STEM, packs, (&ways.into_string(), ""), new)
}

/// What an account comes to: its totals and its table, in pieces that can stand on several pages.
fn of_account(view: &View<'_>, account: OnAccount, before: &[(&DetentionClock, OnAccount)]) -> Vec<Html> {
    let words = view.words;
    let mut head = Html::of(|html| html.element("h2", &[("id", id(account))], view.on_account(account)));
    let Some(clock) = view.clock(account) else {
        head.paragraph(words.word("account_nothing"));
        return vec![head];
    };
    let same = before.iter().find(|(other, _)| other.spans == clock.spans && other.bands == clock.bands);
    if let Some((_, other)) = same {
        head.paragraph(&words.say("account_same", &[("account", view.on_account(*other))]));
        return vec![head];
    }
    totals(view, &mut head, clock);
    let caption = words.say("clock_table", &[("account", view.on_account(account))]);
    let heads = ["col_from", "col_last", "col_length", "col_cover", "col_why"].map(|key| words.word(key));
    let rows = clock.spans.iter().map(|span| {
        let html = Html::of(|html| row(view, html, clock, span, &heads));
        Piece { html, data: Vec::new() }
    });
    let mut pieces: Vec<Html> = Vec::new();
    for pack in packed(rows.collect()) {
        let mut piece = std::mem::take(&mut head);
        table(&mut piece, &caption, &heads, |html| pack.iter().for_each(|row| html.push(&row.html)));
        pieces.push(piece);
    }
    if !clock.bands.is_empty() {
        pieces.push(Html::of(|html| bands(view, html, clock)));
    }
    pieces
}

fn id(account: OnAccount) -> &'static str {
    match account {
        OnAccount::All => "all",
        OnAccount::State => "state",
        OnAccount::Defence => "defence",
        OnAccount::Independent => "independent",
    }
}

/// The drawing for wide and for narrow screens.
pub(crate) fn figure(view: &View<'_>, html: &mut Html) {
    let letters = Letters { view };
    let Some(drawing) = clock_drawing_with(view.record(), &letters) else { return };
    html.tag("figure", &[], |html| {
        html.tag("div", &[("class", "wide")], |html| html.drawing(&drawing.wide));
        html.tag("div", &[("class", "narrow")], |html| html.drawing(&drawing.narrow));
        html.element("figcaption", &[], &drawing.caption);
    });
}

fn legend(view: &View<'_>, html: &mut Html) {
    let used = |status: Status| {
        view.record().clocks.iter().flat_map(|clock| &clock.spans).any(|span| span.status == status)
    };
    html.tag("dl", &[("class", "legend small")], |html| {
        for status in Status::EACH.into_iter().filter(|status| used(*status)) {
            html.element("dt", &[], view.words.status(status));
            html.element("dd", &[], meaning(view.words, status));
        }
    });
}

fn meaning(words: &Language, status: Status) -> &str {
    match status {
        Status::Ordered => words.word("means_ordered"),
        Status::DisclosedLate => words.word("means_disclosed_late"),
        Status::Implied => words.word("means_implied"),
        Status::NoOrderKnown => words.word("means_no_order_known"),
        Status::Disputed => words.word("means_disputed"),
        Status::Unknown => words.word("means_unknown"),
    }
}

fn totals(view: &View<'_>, html: &mut Html, clock: &DetentionClock) {
    let words = view.words;
    html.tag("p", &[], |html| {
        html.text(&format!("{}: ", words.word("in_custody_for")));
        html.element("strong", &[], &words.total(&clock.held));
        let totals = clock.totals.iter().filter(|(_, total)| total.most_hours > 0);
        let totals: Vec<String> = totals
            .map(|(status, total)| format!("{}: {}", words.status(*status), words.total(total)))
            .collect();
        html.text(&format!(". {}.", totals.join("; ")));
    });
}

/// Solitary, incommunicado, hospital: states beside custody.
fn bands(view: &View<'_>, html: &mut Html, clock: &DetentionClock) {
    let words = view.words;
    html.element("h3", &[], words.word("conditions"));
    html.tag("ul", &[], |html| {
        for (at, band) in clock.bands.iter().enumerate() {
            if html.len() > FULL / 2 {
                let more = words.count("more_stretches", (clock.bands.len() - at) as u64);
                html.element("li", &[("class", "small")], &more);
                break;
            }
            html.tag("li", &[], |html| {
                view.worded(html, &words.state(&band.state));
                let from = words.moment(band.from);
                html.text(&match band.to {
                    Some(to) => {
                        let last = words.moment(crate::dates::last_day(to));
                        format!(": {}", words.say("from_to", &[("from", &from), ("last", &last)]))
                    }
                    None => format!(": {}", words.say("from_open", &[("from", &from)])),
                });
                view.claims(html, &band.claims, CLAIMS);
            });
        }
    });
}

fn row(view: &View<'_>, html: &mut Html, clock: &DetentionClock, span: &Span, heads: &[&str; 5]) {
    let words = view.words;
    let [from, last, length, cover, why] = heads;
    html.tag("tr", &[], |html| {
        row_head(html, from, |html| {
            html.text(&words.moment(span.from));
            if span.start_assumed {
                html.text(" ");
                html.element("span", &[("class", "mark inferred")], words.word("start_assumed"));
            }
        });
        cell(html, last, |html| match span.to {
            Some(to) => html.text(&words.moment(crate::dates::last_day(to))),
            None => html.text(words.word("goes_on")),
        });
        cell(html, length, |html| html.text(&words.length(clock, span)));
        cell(html, cover, |html| {
            html.element("strong", &[], words.status(span.status));
            if let Some(known) = span.known_since {
                html.open("br", &[]);
                html.text(&words.say("known_since", &[("date", &words.day(known))]));
            }
        });
        cell(html, why, |html| {
            view.worded(html, &view.sentence(&span.why));
            for order in &span.orders {
                html.open("br", &[]);
                view.event_link(html, order.0);
                if let Some(event) = view.event(order.0) {
                    html.text(&format!(", {}", words.when(&event.when)));
                }
            }
            view.claims(html, &span.claims, CLAIMS);
        });
    });
}

/// The drawing in the language of the page.
struct Letters<'v, 'a> {
    view: &'v View<'a>,
}

impl Lettering for Letters<'_, '_> {
    fn account(&self, account: OnAccount) -> String {
        self.view.words.word(&format!("strip_{}", id(account))).to_owned()
    }

    fn status(&self, status: Status) -> String {
        self.view.words.status(status).to_owned()
    }

    fn state(&self, name: &str) -> String {
        self.view.words.state(name).text
    }

    fn mark(&self, mark: Mark) -> String {
        match mark {
            Mark::Order => self.view.words.word("mark_order"),
            Mark::Court => self.view.words.word("mark_court"),
            Mark::Other => self.view.words.word("mark_other"),
        }
        .to_owned()
    }

    fn day(&self, day: Date) -> String {
        self.view.words.day(day)
    }

    fn month(&self, day: Date) -> String {
        self.view.words.month_short(day)
    }

    fn month_and_year(&self, day: Date) -> String {
        self.view.words.month_of(day)
    }

    fn days(&self, days: u64) -> String {
        self.view.words.count("days", days)
    }

    fn brief(&self, length: &str) -> String {
        match length.strip_suffix(" h") {
            Some(hours) => self.view.words.say("brief_hours", &[("n", hours)]),
            None => self.view.words.say("brief_days", &[("n", length)]),
        }
    }

    fn as_of(&self, day: Date) -> String {
        self.view.words.say("as_of_short", &[("date", &self.view.words.day(day))])
    }

    fn title(&self, from: DateTime, to: Date) -> String {
        let (from, to) = (self.view.words.moment(from), self.view.words.day(to));
        self.view.words.say("clock_title", &[("from", &from), ("to", &to)])
    }

    fn stretch(&self, clock: &DetentionClock, span: &Span) -> String {
        format!("{}: {}", self.view.words.status(span.status), self.view.words.stretch(clock, span))
    }

    fn more(&self, stretches: usize) -> String {
        self.view.words.count("more_stretches", stretches as u64)
    }

    fn below(&self) -> String {
        self.view.words.word("clock_below").to_owned()
    }

    fn ends(&self, day: Date) -> String {
        self.view.words.say("clock_ends", &[("date", &self.view.words.day(day))])
    }

    fn shortened(&self, from: DateTime, to: DateTime) -> String {
        let (from, to) = (self.view.words.moment(from), self.view.words.moment(to));
        self.view.words.say("clock_shortened", &[("from", &from), ("to", &to)])
    }
}
