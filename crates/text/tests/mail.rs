//! Mail: header lines, body, what hangs on it.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

use remand_text::BlockKind::{Header, ListItem, Paragraph};
use remand_text::{BlockKind, Extract, Limits, PartKind, TextLayer, extract};

fn read(mail: &[u8]) -> TextLayer {
    extract(mail, "letter.eml", mail.len() as u64, &Limits::default()).layer
}

fn blocks(layer: &TextLayer) -> Vec<(BlockKind, &str)> {
    layer.blocks.iter().map(|block| (block.kind, &layer.text[block.span.clone()])).collect()
}

const PLAIN: &str = "From: =?UTF-8?B?0JDQtNCy0L7QutCw0YI=?= <counsel@example.org>\r\n\
To: Registry <registry@example.org>,\r\n clerk@example.org\r\n\
Date: Tue, 5 Mar 2024 10:00:00 +0500\r\n\
Subject: =?koi8-r?B?+sHKyc7UxdLF?= request\r\n\
MIME-Version: 1.0\r\nContent-Type: text/plain; charset=koi8-r\r\nContent-Transfer-Encoding: 8bit\r\n\r\n";

#[test]
fn headers_come_first_and_are_decoded() {
    let mut mail = PLAIN.as_bytes().to_vec();
    mail.extend_from_slice(&encoding_rs::KOI8_R.encode("Прошу сообщить срок.\r\n\r\nОтвета нет.").0);
    let layer = read(&mail);
    let blocks = blocks(&layer);
    assert_eq!(blocks[0], (Header, "From: Адвокат <counsel@example.org>"));
    assert_eq!(blocks[1], (Header, "To: Registry <registry@example.org>, clerk@example.org"));
    assert_eq!(blocks[2], (Header, "Date: Tue, 5 Mar 2024 10:00:00 +0500"));
    assert!(blocks[3].1.starts_with("Subject: ") && blocks[3].1.ends_with(" request"), "{}", blocks[3].1);
    assert_eq!(blocks[4..], [(Paragraph, "Прошу сообщить срок."), (Paragraph, "Ответа нет.")]);
    assert_eq!(layer.metadata.date.as_deref(), Some("2024-03-05T10:00:00+05:00"));
    assert_eq!(layer.metadata.author.as_deref(), Some("Адвокат <counsel@example.org>"));
    assert_eq!(layer.metadata.date_origin.as_deref(), Some("header Date"));
}

#[test]
fn plain_text_is_preferred_to_html_and_attachments_are_parts() {
    let mail =
        b"From: a@example.org\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n\
        --x\r\nContent-Type: multipart/alternative; boundary=y\r\n\r\n\
        --y\r\nContent-Type: text/plain\r\n\r\nPlain words\r\n\
        --y\r\nContent-Type: text/html\r\n\r\n<p>Marked words\r\n--y--\r\n\
        --x\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=\"order.pdf\"\r\n\
        Content-Transfer-Encoding: base64\r\n\r\nJVBERi0=\r\n--x--\r\n";
    let Extract { layer, parts } = extract(mail, "letter.eml", mail.len() as u64, &Limits::default());
    assert_eq!(blocks(&layer), [(Header, "From: a@example.org"), (Paragraph, "Plain words")]);
    assert_eq!(parts.len(), 1);
    assert_eq!((parts[0].name.as_str(), parts[0].kind), ("order.pdf", PartKind::Attachment));
    assert_eq!(parts[0].media_type.as_deref(), Some("application/pdf"));
    assert_eq!(parts[0].bytes, b"%PDF-");
}

#[test]
fn a_body_in_html_alone_is_read_as_a_page() {
    let layer = read(b"Subject: s\r\nContent-Type: text/html\r\n\r\n<p>One</p><ul><li>Two</ul>");
    assert_eq!(blocks(&layer)[1..], [(Paragraph, "One"), (ListItem, "Two")]);
    assert_eq!(layer.metadata.title.as_deref(), Some("s"));
}

#[test]
fn what_is_only_named_a_mail_is_read_as_text() {
    let layer = read(b"No header here.\n\nOnly words.");
    assert_eq!(layer.text, "No header here.\n\nOnly words.");
    assert_eq!(layer.media_type, "text/plain");
    assert!(layer.diagnostics[0].message.contains("no mail headers"));
}

#[test]
fn broken_mails_give_what_they_have() {
    let cut =
        read(b"From: a@example.org\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nWords");
    assert_eq!(blocks(&cut)[1..], [(Paragraph, "Words")]);
    let no_parts = read(b"From: a@example.org\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\nWords");
    assert_eq!(blocks(&no_parts)[1..], [(Paragraph, "Words")]);
    let no_body = read(b"From: a@example.org\r\nDate: the day after\r\n");
    assert_eq!(blocks(&no_body), [(Header, "From: a@example.org"), (Header, "Date: the day after")]);
    assert_eq!(no_body.metadata.date, None);
    let deep = format!(
        "From: a@example.org\r\n{}",
        (0..2000)
            .map(|n| format!("Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n"))
            .collect::<String>()
    );
    assert_eq!(blocks(&read(deep.as_bytes()))[0].1, "From: a@example.org");
}
