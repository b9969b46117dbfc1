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
fn a_page_without_text_is_named() {
    let layer = read(&pdf(&[&[(72.0, 760.0, "Words")], &[], &[(72.0, 760.0, "More")]]));
    let said: Vec<_> = layer.diagnostics.iter().map(|d| (d.page, d.message.as_str())).collect();
    assert_eq!(said.len(), 1);
    assert_eq!(said[0].0, Some(2));
    assert!(said[0].1.starts_with("page 2 has no text layer (scanned?)"));
    assert_eq!(layer.pages.len(), 3);
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
fn a_damaged_page_does_not_cost_the_others() {
    let line = |text| [(72.0, 760.0, text)];
    let text = String::from_utf8(pdf(&[&line("First"), &line("Second"), &line("Third")])).unwrap();
    // The same length, so that every object stays where the table says.
    let second = text.rmatch_indices("/MediaBox").nth(1).unwrap().0;
    let damaged = format!("{}/MediaBoy{}", &text[..second], &text[second + 9..]);
    let layer = read(damaged.as_bytes());
    assert_eq!(blocks(&layer), [(Paragraph, "First"), (Paragraph, "Third")]);
    assert_eq!(layer.pages.len(), 3);
    assert_eq!(layer.diagnostics.len(), 1, "{:?}", layer.diagnostics);
    assert!(layer.diagnostics[0].message.starts_with("page 2 is damaged"), "{:?}", layer.diagnostics);
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
