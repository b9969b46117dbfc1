//! The web page: what it links, what it escapes, what it says of nothing.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod common;

use std::collections::BTreeSet;

use remand_chronology::{Mark, Verdict};
use remand_dossier::{document, html};
use remand_reading::ClaimIx;

fn page(case: &common::Case) -> String {
    html::write(&document(&case.record())).unwrap()
}

fn attributes<'p>(page: &'p str, name: &str) -> Vec<&'p str> {
    let opening = format!(" {name}=\"");
    page.split(&opening).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

#[test]
fn ids_are_unique_and_every_link_has_a_target() {
    for case in [common::tormanov(), common::empty(), common::large()] {
        let page = page(&case);
        let ids = attributes(&page, "id");
        let unique: BTreeSet<_> = ids.iter().collect();
        assert_eq!(unique.len(), ids.len(), "two elements have one id");
        for link in attributes(&page, "href") {
            let target = link.strip_prefix('#').unwrap_or_else(|| panic!("`{link}` leads out of the page"));
            assert!(unique.contains(&target), "nothing is at #{target}");
        }
    }
}

#[test]
fn every_passage_is_used_and_leads_back() {
    let page = page(&common::tormanov());
    let links: BTreeSet<_> = attributes(&page, "href").into_iter().collect();
    let ids = attributes(&page, "id");
    let passages: Vec<_> = ids.iter().filter(|id| numbered(id, 'p')).collect();
    let uses: Vec<_> = ids.iter().filter(|id| numbered(id, 'u')).collect();
    assert!(passages.len() > 8 && uses.len() > passages.len());
    for id in passages.into_iter().chain(uses) {
        assert!(links.contains(format!("#{id}").as_str()), "nothing leads to #{id}");
    }
}

fn numbered(id: &str, letter: char) -> bool {
    id.strip_prefix(letter).is_some_and(|rest| !rest.is_empty() && rest.chars().all(|ch| ch.is_ascii_digit()))
}

#[test]
fn who_reads_only_the_first_section_knows_what_matters() {
    let page = page(&common::tormanov());
    let (opening, _) = page.split_once("<nav").unwrap();
    for said in [
        "Ilyas Tormanov",
        "Not reviewed.",
        "Held since:",
        "Days without a known order:",
        "Breached even on the state&#39;s own account",
        "Due later:",
        "Passed unanswered:",
        "What does not go together:",
    ] {
        assert!(opening.contains(said), "the opening does not say `{said}`");
    }
}

#[test]
fn no_string_of_a_source_becomes_markup() {
    let page = page(&common::tormanov());
    for forbidden in ["<script", "<img", "<lbl>", "onmouseover=\"", "<b>annex", "\u{202E}"] {
        assert!(!page.contains(forbidden), "`{forbidden}` stands in the page");
    }
    assert!(page.contains("&#60;script&#62;alert(&#39;x&#39;)&#60;/script&#62;"));
    assert!(page.replace("<mark>", "").contains("⟨U+202E⟩txet neddih"));
}

#[test]
fn nothing_is_loaded_from_elsewhere() {
    let page = page(&common::tormanov());
    for forbidden in ["http://www.w3.org/1999", "https://", " src=\"", "url(h", "@import", "<link"] {
        assert!(!page.contains(forbidden), "`{forbidden}` stands in the page");
    }
}

#[test]
fn how_much_was_reviewed_is_said_until_all_is() {
    let mut case = common::tormanov();
    assert!(page(&case).contains("class=\"notice\" role=\"note\">Unreviewed"));
    let mark = |verdict| Mark { verdict, by: "Ada Case-Officer".to_owned(), at: String::new() };
    let reviewed = &mut case.chronology.reviewed;
    reviewed.by = vec!["Ada Case-Officer".to_owned()];
    reviewed.marks.insert(ClaimIx(0), mark(Verdict::Accepted));
    reviewed.marks.insert(ClaimIx(1), mark(Verdict::Skipped));
    let partly = page(&case);
    assert!(partly.contains("role=\"note\">Partly reviewed: 1 of"), "{partly}");
    assert!(partly.contains("were checked by Ada Case-Officer"));
    assert!(partly.contains("<span class=\"mark\">checked</span>"));
    for ix in 0..case.chronology.reading.claims.len() {
        case.chronology.reviewed.marks.insert(ClaimIx(ix), mark(Verdict::Corrected));
    }
    let wholly = page(&case);
    assert!(!wholly.contains("class=\"notice\"") && !wholly.to_lowercase().contains("reviewed:"));
}

#[test]
fn a_file_is_spoken_of_by_its_number_and_listed_by_its_name() {
    let mut case = common::tormanov();
    case.chronology.reading.sources[3].name = "author of updates.txt".to_owned();
    let page = page(&case);
    assert!(page.contains("author of E1 "));
    assert!(!page.contains("author of updates.txt"));
    assert!(page.contains("<div>updates.txt</div>"));
}

#[test]
fn the_same_record_gives_the_same_page() {
    assert_eq!(page(&common::large()), page(&common::large()));
}

#[test]
fn an_empty_record_says_so() {
    let page = page(&common::empty());
    for said in
        ["Nobody is named", "No item was read", "No custody was found", "No event was found", "No deadline"]
    {
        assert!(page.contains(said), "the page does not say `{said}`");
    }
    assert!(!page.contains("<svg"));
}

#[test]
fn dates_in_prose_are_in_words() {
    let page = page(&common::tormanov());
    let body = page.split("<main").nth(1).unwrap();
    let outside: String =
        body.split("<code>").map(|part| part.split_once("</code>").map_or(part, |(_, rest)| rest)).collect();
    let iso = outside.as_bytes().windows(10).find(|at| {
        at.iter()
            .enumerate()
            .all(|(n, byte)| if n == 4 || n == 7 { *byte == b'-' } else { byte.is_ascii_digit() })
    });
    assert_eq!(iso.map(|at| std::str::from_utf8(at).unwrap()), None);
    assert!(page.contains("between 24 February and 8 March 2022"));
}
