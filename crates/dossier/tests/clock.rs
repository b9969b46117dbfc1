//! The drawing of the clock: it stays inside its box, says what it cuts, and tells statuses apart without colour.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod common;

use remand_chronology::OnAccount;
use remand_clock::Status;
use remand_dossier::document;
use remand_dossier::document::{Block, Drawing};

fn drawing(case: &common::Case) -> Drawing {
    let document = document(&case.record());
    let section = document.sections.into_iter().find(|section| section.id == "clock").unwrap();
    let drawing = section.blocks.into_iter().find_map(|block| match block {
        Block::Drawing(drawing) => Some(drawing),
        _ => None,
    });
    drawing.expect("a clock is drawn")
}

fn numbers(shape: &str, name: &str) -> f64 {
    let rest = shape.split(&format!(" {name}=\"")).nth(1).unwrap_or_else(|| panic!("{shape} has no {name}"));
    rest.split('"').next().unwrap().parse().unwrap()
}

fn cases() -> [common::Case; 3] {
    [common::tormanov(), common::three_days(), common::eighteen_years()]
}

#[test]
fn everything_lies_inside_the_box() {
    for case in cases() {
        let Drawing { wide, narrow, print, .. } = drawing(&case);
        for svg in [wide, narrow, print] {
            let root = svg.split('>').next().unwrap();
            let (width, height) = (numbers(root, "width"), numbers(root, "height"));
            let body = svg.split("</defs>").nth(1).unwrap();
            for rect in body.split("<rect").skip(1) {
                let rect = rect.split('>').next().unwrap();
                let (x, y) = (numbers(rect, "x"), numbers(rect, "y"));
                assert!(x >= 0.0 && y >= 0.0, "{rect}");
                assert!(
                    x + numbers(rect, "width") <= width && y + numbers(rect, "height") <= height,
                    "{rect}"
                );
            }
            for text in body.split("<text").skip(1) {
                let (attributes, rest) = text.split_once('>').unwrap();
                let letters = rest.split('<').next().unwrap().chars().count() as f64;
                let (x, y) = (numbers(attributes, "x"), numbers(attributes, "y"));
                // Half an em a letter is what a serif face takes.
                let (left, right) = match attributes.split("text-anchor=\"").nth(1).unwrap().chars().next() {
                    Some('s') => (x, x + letters * 5.6),
                    Some('m') => (x - letters * 2.8, x + letters * 2.8),
                    _ => (x - letters * 5.6, x),
                };
                assert!(left >= 0.0 && right <= width + 1.0, "{text} of {width}");
                assert!(y > 0.0 && y <= height, "{text}");
            }
        }
    }
}

#[test]
fn statuses_differ_by_texture() {
    let print = drawing(&common::tormanov()).print;
    for texture in ["p-late", "p-implied", "p-disputed"] {
        let uses = print.matches(&format!("fill=\"url(#{texture})\"")).count();
        assert!(uses >= 2, "{texture} is not on a strip and in the legend");
    }
    assert!(print.contains("stroke-dasharray=\"3 3\""), "the unknown has a broken outline");
    assert!(!print.contains("var(") && !print.contains("currentColor"), "print has colours of its own");
}

#[test]
fn the_text_alternative_says_what_the_strips_say() {
    let Drawing { alt, wide, .. } = drawing(&common::tormanov());
    assert!(alt.starts_with("Custody from 5 January 2022 to 20 July 2022. All accounts together: disputed from 5 January 2022, 18:20 "));
    assert!(
        alt.contains("The state's own account: ordered from 7 January 2022 to 6 March 2022, 58 whole days")
    );
    assert!(wide.contains("role=\"img\"") && wide.contains("<title id=\"w-title\">"));
}

#[test]
fn a_long_stretch_is_shortened_and_the_caption_says_so() {
    let caption = drawing(&common::eighteen_years()).caption;
    assert!(caption.contains("drawn shortened"), "{caption}");
    assert!(!drawing(&common::tormanov()).caption.contains("shortened"));
}

#[test]
fn the_first_months_stay_legible_before_eighteen_years() {
    let wide = drawing(&common::eighteen_years()).wide;
    let strip = wide.split("</defs>").nth(1).unwrap();
    let no_order = strip.split("<rect").find(|rect| rect.contains("var(--no-order-tint)")).unwrap();
    assert!(numbers(no_order, "width") > 40.0, "{no_order}");
}

#[test]
fn names_of_states_are_escaped() {
    let mut case = common::tormanov();
    case.clocks[0].bands[0].state = "</svg><script>x</script>&\"'".to_owned();
    let Drawing { wide, .. } = drawing(&case);
    assert!(wide.contains("&lt;/svg&gt;&lt;script&gt;") && !wide.contains("<script"));
    assert!(remand_dossier::pdf::write(&document(&case.record())).is_ok());
}

#[test]
fn custody_after_the_date_or_of_no_length_is_not_drawn() {
    let mut case = common::empty();
    case.clocks = vec![common::clock(
        OnAccount::All,
        "2022-07-20",
        vec![common::span("2022-08-01", Some("2022-08-02"), Status::Ordered, "later")],
    )];
    let document = document(&case.record());
    let drawn = document.sections.iter().flat_map(|section| &section.blocks);
    assert!(!drawn.into_iter().any(|block| matches!(block, Block::Drawing(_))));
}
