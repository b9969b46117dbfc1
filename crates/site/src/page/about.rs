//! How the site was made, what it does not say, and how to check it.

use remand_dossier::Checked;

use crate::data;
use crate::frame::Page;
use crate::html::Html;
use crate::view::View;

pub(crate) fn page(view: &View<'_>) -> Page {
    let words = view.words;
    let mut page = Page::new("about.html", words.word("nav_about"), "nav_about");
    let html = &mut page.body;
    html.element("p", &[("class", "lede")], words.word("about_lede"));
    html.element("h2", &[("id", "claims")], words.word("about_claims_heading"));
    html.paragraph(words.word("about_claims"));
    html.paragraph(words.word("about_accounts"));
    html.paragraph(words.word("about_dates"));
    html.element("h2", &[("id", "review")], words.word("about_review_heading"));
    match view.record().checked() {
        Checked::Nothing => html.paragraph(words.word("notice")),
        Checked::Partly { confirmed, all } => {
            let (n, all) = (words.number(confirmed as u64), words.number(all as u64));
            html.paragraph(&words.say("notice_partly", &[("n", &n), ("all", &all)]));
        }
        Checked::All => html.paragraph(words.word("reviewed")),
    }
    html.element("h2", &[("id", "protected")], words.word("about_protected_heading"));
    html.paragraph(words.word("about_protected"));
    html.element("h2", &[("id", "check")], words.word("how_to_check"));
    html.tag("ol", &[], |html| {
        for key in ["check_sources", "check_bytes", "check_again"] {
            html.element("li", &[], words.word(key));
        }
    });
    html.element("h2", &[("id", "privacy")], words.word("about_privacy_heading"));
    html.paragraph(words.word("about_privacy"));
    html.element("h2", &[("id", "law")], words.word("about_law_heading"));
    packs(view, html);
    html.element("h2", &[("id", "made")], words.word("about_made_heading"));
    let record = view.record();
    html.paragraph(&words.say(
        "about_made",
        &[
            ("version", record.tool_version),
            ("date", &words.day(record.as_of)),
            ("items", &words.number(record.items.len() as u64)),
            ("claims", &words.number(record.chronology.reading.claims.len() as u64)),
        ],
    ));
    if !record.journal.hash.is_empty() {
        html.tag("p", &[("class", "small")], |html| {
            html.text(&format!("{} ", words.word("journal_head")));
            html.element("code", &[], &record.journal.hash.chars().take(64).collect::<String>());
        });
    }
    page.description = words.word("about_lede").to_owned();
    page.data.push(data::page(view, "AboutPage", words.word("nav_about")));
    page
}

fn packs(view: &View<'_>, html: &mut Html) {
    if view.record().packs.is_empty() {
        html.paragraph(view.words.word("about_no_law"));
        return;
    }
    html.paragraph(view.words.word("about_law"));
    html.tag("ul", &[], |html| {
        for pack in view.record().packs.iter().take(100) {
            html.tag("li", &[], |html| {
                html.element("code", &[], &pack.name);
                html.text(&format!(" {}", view.words.count("norms", pack.norms as u64)));
            });
        }
    });
}
