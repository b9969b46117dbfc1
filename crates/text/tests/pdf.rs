//! PDF, written by the tests themselves.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

use std::fmt::Write;

use remand_text::BlockKind::{ListItem, Paragraph};
use remand_text::{BlockKind, Limits, TextLayer, extract};

/// A PDF whose pages have these lines, each at a place (points from the lower left corner) in 12-point Helvetica.
fn pdf(pages: &[&[(f64, f64, &str)]]) -> Vec<u8> {
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!(
            "<</Type/Pages/Count {}/Kids[{}]>>",
            pages.len(),
            (0..pages.len()).map(|n| format!("{} 0 R ", 5 + 2 * n)).collect::<String>()
        ),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
        "<</Title(The order)/Author(Clerk)/CreationDate(D:20240305143000+05'00')>>".to_owned(),
    ];
    for (n, lines) in pages.iter().enumerate() {
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents {} 0 R>>",
            6 + 2 * n
        ));
        let mut content = String::new();
        for (x, y, text) in *lines {
            writeln!(content, "BT /F 12 Tf {x} {y} Td ({text}) Tj ET").unwrap();
        }
        objects.push(format!("<</Length {}>>stream\n{content}endstream", content.len()));
    }
    let mut file = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (n, object) in objects.iter().enumerate() {
        places.push(file.len());
        write!(file, "{} 0 obj\n{object}\nendobj\n", n + 1).unwrap();
    }
    let xref = file.len();
    write!(file, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).unwrap();
    for place in places {
        writeln!(file, "{place:010} 00000 n ").unwrap();
    }
    write!(file, "trailer<</Size {}/Root 1 0 R/Info 4 0 R>>\nstartxref\n{xref}\n%%EOF\n", objects.len() + 1)
        .unwrap();
    file.into_bytes()
}

fn read(bytes: &[u8]) -> TextLayer {
    extract(bytes, "order.pdf", bytes.len() as u64, &Limits::default()).layer
}

fn blocks(layer: &TextLayer) -> Vec<(BlockKind, &str)> {
    layer.blocks.iter().map(|block| (block.kind, &layer.text[block.span.clone()])).collect()
}

#[test]
fn lines_become_paragraphs_and_pages_keep_their_numbers() {
    let layer = read(&pdf(&[
        &[
            (72.0, 760.0, "The court ordered that he be held for two months from the day"),
            (72.0, 746.0, "on which he was arrested, and that his family be told about it"),
            (72.0, 732.0, "at once."),
            (72.0, 704.0, "Nobody told them."),
        ],
        &[(72.0, 760.0, "Second page")],
    ]));
    assert_eq!(
        blocks(&layer),
        [
            (
                Paragraph,
                "The court ordered that he be held for two months from the day on which he was arrested, and that his \
             family be told about it at once."
            ),
            (Paragraph, "Nobody told them."),
            (Paragraph, "Second page"),
        ]
    );
    let pages: Vec<_> =
        layer.pages.iter().map(|page| (page.number, &layer.text[page.span.clone()])).collect();
    assert_eq!(pages[1], (2, "Second page"));
    assert!(pages[0].1.ends_with("Nobody told them."));
    assert_eq!(layer.metadata.title.as_deref(), Some("The order"));
    assert_eq!(layer.metadata.author.as_deref(), Some("Clerk"));
    assert_eq!(layer.metadata.date.as_deref(), Some("2024-03-05T14:30:00+05:00"));
}

#[test]
fn a_line_broken_on_purpose_begins_a_paragraph() {
    let layer = read(&pdf(&[&[
        (72.0, 760.0, "City Court"),
        (72.0, 746.0, "Judge of the first chamber"),
        (72.0, 732.0, "These lines are long enough to show how wide the column of this page is"),
        (72.0, 718.0, "\\225 first demand"),
        (72.0, 704.0, "\\225 second demand"),
    ]]));
    assert_eq!(blocks(&layer)[0], (Paragraph, "City Court"));
    assert_eq!(
        blocks(&layer)[3..],
        [(ListItem, "\u{2022} first demand"), (ListItem, "\u{2022} second demand")]
    );
}

#[test]
fn a_hyphen_at_the_end_of_a_line_goes_only_where_the_document_shows_the_word() {
    let broken = |other: &'static str| {
        let layer = read(&pdf(&[&[
            (72.0, 760.0, "They speak of the order that was made about his deten-"),
            (72.0, 746.0, "tion and of nothing else that could be of use to anybody"),
            (72.0, 700.0, other),
        ]]));
        layer.text[..layer.blocks[0].span.end].to_owned()
    };
    assert!(broken("The detention goes on.").contains("about his detention and of"));
    assert!(broken("Nothing more.").contains("about his deten-tion and of"));
    assert!(broken("Both deten-tion and detention.").contains("about his deten-tion and of"));
}

#[test]
fn an_empty_page_is_named_and_keeps_its_number() {
    let layer = read(&pdf(&[&[(72.0, 760.0, "Words")], &[], &[(72.0, 760.0, "More")]]));
    let said: Vec<_> = layer.diagnostics.iter().map(|d| d.message.as_str()).collect();
    assert_eq!(said, ["nothing is drawn on page 2"]);
    assert_eq!(layer.pages.len(), 3);
    assert_eq!(layer.pictures, [0; 0]);
}

#[test]
fn a_pdf_cut_off_or_made_of_noise_is_said_to_be_damaged() {
    let whole = pdf(&[&[(72.0, 760.0, "Words")]]);
    for bytes in [&whole[..20], &whole[..whole.len() / 2], b"%PDF-1.7\n\x00\xff\xfe garbage", b"%PDF-"] {
        let layer = read(bytes);
        assert_eq!((layer.media_type.as_str(), layer.text.as_str()), ("application/pdf", ""));
        assert!(layer.diagnostics[0].message.contains("damaged or cut off"), "{:?}", layer.diagnostics);
    }
}

#[test]
fn a_lost_list_of_objects_is_made_anew_and_said() {
    let whole = pdf(&[&[(72.0, 760.0, "First")], &[(72.0, 760.0, "Second")]]);
    let whole = String::from_utf8(whole).unwrap();
    let table = whole.find("xref").unwrap();
    let wrong = whole.replace("startxref\n", "startxref\n9");
    for damaged in [&whole[..table], wrong.as_str()] {
        let layer = read(damaged.as_bytes());
        assert_eq!(blocks(&layer), [(Paragraph, "First"), (Paragraph, "Second")]);
        assert_eq!(layer.diagnostics.len(), 1, "{:?}", layer.diagnostics);
        assert!(layer.diagnostics[0].message.contains("was made anew"), "{:?}", layer.diagnostics);
    }
}

#[test]
fn a_damaged_page_does_not_cost_the_others() {
    let line = |text| [(72.0, 760.0, text)];
    let text = String::from_utf8(pdf(&[&line("First"), &line("Second"), &line("Third")])).unwrap();
    // The same length, so that every object stays where the table says.
    let damaged = text.replace("(Second) Tj", "(Second( Tj");
    let layer = read(damaged.as_bytes());
    assert_eq!(blocks(&layer), [(Paragraph, "First"), (Paragraph, "Third")]);
    assert_eq!(layer.pages.len(), 3);
}

/// One page with this content beside the font.
fn page(content: &str) -> TextLayer {
    let bytes = pdf(&[&[(-500.0, 0.0, "%CONTENT%")]]);
    let text = String::from_utf8(bytes).unwrap();
    let line = "BT /F 12 Tf -500 0 Td (%CONTENT%) Tj ET\n";
    // The table no longer fits, and is made anew.
    let length = format!("/Length {}", line.len());
    let text = text.replace(&length, &format!("/Length {}", content.len())).replace(line, content);
    read(text.as_bytes())
}

fn said(layer: &TextLayer, words: &str) -> bool {
    layer.diagnostics.iter().any(|diagnostic| diagnostic.message.contains(words))
}

#[test]
fn two_columns_are_read_one_after_the_other_however_they_were_drawn() {
    let left = [
        "The court heard the request that day",
        "and counsel for the accused replied",
        "that no ground was shown at all, nor",
    ];
    let right = [
        "The second column speaks of another",
        "matter, the appeal that was lodged on",
        "the same day and never was answered",
    ];
    let (left, right) = (left.repeat(2), right.repeat(2));
    let place = |column: f64, row: usize| (72.0 + column * 250.0, 700.0 - 14.0 * row as f64);
    let line = |(x, y): (f64, f64), text: &&'static str| (x, y, *text);
    let by_column: Vec<_> = [&left, &right]
        .iter()
        .enumerate()
        .flat_map(|(n, column)| {
            column.iter().enumerate().map(move |(row, text)| line(place(n as f64, row), text))
        })
        .collect();
    let by_line: Vec<_> = left
        .iter()
        .zip(&right)
        .enumerate()
        .flat_map(|(row, (one, two))| [line(place(0.0, row), one), line(place(1.0, row), two)])
        .collect();
    let expected = read(&pdf(&[by_column.as_slice()])).text;
    assert!(
        expected.find("nor The court").is_some() && expected.find("answered The second").is_some(),
        "{expected}"
    );
    assert!(expected.find("counsel").unwrap() < expected.find("The second column").unwrap());
    assert_eq!(read(&pdf(&[by_line.as_slice()])).text, expected);
}

#[test]
fn a_footer_drawn_first_is_read_last_and_rows_of_a_table_stay_together() {
    let layer = read(&pdf(&[&[
        (72.0, 40.0, "Page 1 of 9"),
        (72.0, 760.0, "Date"),
        (200.0, 760.0, "What"),
        (72.0, 746.0, "3 March"),
        (200.0, 746.0, "Arrest"),
        (72.0, 732.0, "5 March"),
        (200.0, 732.0, "Hearing"),
    ]]));
    let text = layer.text.replace('\t', "|");
    assert_eq!(text, "Date|What\n3 March|Arrest\n5 March|Hearing\n\nPage 1 of 9");
}

#[test]
fn what_a_reader_of_the_page_does_not_see_is_said() {
    let boxed = page("BT /F 12 Tf 72 700 Td (Name of the witness) Tj ET 0 g 70 695 150 16 re f");
    assert!(
        said(&boxed, "text lies under a box") && said(&boxed, "Name of the witness"),
        "{:?}",
        boxed.diagnostics
    );
    let white = page("BT 1 g /F 12 Tf 72 700 Td (Unseen words) Tj ET");
    assert!(said(&white, "white on white: \u{201c}Unseen words"), "{:?}", white.diagnostics);
    let outside = page("BT /F 12 Tf 72 900 Td (Beyond the edge) Tj ET");
    assert!(said(&outside, "outside of what is shown"), "{:?}", outside.diagnostics);
    for seen in [
        // White on a dark bar; text on a coloured box drawn before it; a line under a word; a frame.
        "0 g 70 695 150 16 re f BT 1 g /F 12 Tf 72 700 Td (Heading) Tj ET",
        "0.9 g 70 695 150 16 re f BT 0 g /F 12 Tf 72 700 Td (Heading) Tj ET",
        "BT /F 12 Tf 72 700 Td (Heading) Tj ET 70 698 150 1 re f",
        "BT /F 12 Tf 72 700 Td (Heading) Tj ET 70 695 150 16 re S",
    ] {
        let layer = page(seen);
        assert_eq!(layer.text, "Heading");
        assert!(!said(&layer, "page 1:"), "{:?}", layer.diagnostics);
    }
}

#[test]
fn bold_by_drawing_twice_is_read_once() {
    let layer = page("BT /F 12 Tf 72 700 Td (Order) Tj 0.4 0 Td (Order) Tj ET");
    assert_eq!(layer.text, "Order");
}

#[test]
fn turned_text_is_read_along_its_lines() {
    let layer =
        page("BT /F 12 Tf 0 1 -1 0 300 100 Tm (Up the margin) Tj ET BT /F 12 Tf 72 700 Td (Level) Tj ET");
    assert_eq!(blocks(&layer), [(Paragraph, "Level"), (Paragraph, "Up the margin")]);
}

#[test]
fn text_that_stands_for_what_is_drawn_is_taken() {
    let layer = page("/Span <</ActualText (office)>> BDC BT /F 12 Tf 72 700 Td (o%ce) Tj ET EMC");
    assert_eq!(layer.text, "office");
}

#[test]
fn two_thousand_pages_keep_their_order() {
    let words: Vec<String> = (1..=2000).map(|n| format!("page {n}")).collect();
    let lines: Vec<[(f64, f64, &str); 1]> = words.iter().map(|text| [(72.0, 760.0, text.as_str())]).collect();
    let pages: Vec<&[(f64, f64, &str)]> = lines.iter().map(|line| line.as_slice()).collect();
    let layer = read(&pdf(&pages));
    let read: Vec<&str> = layer.pages.iter().map(|page| &layer.text[page.span.clone()]).collect();
    assert_eq!(read, words);
}
