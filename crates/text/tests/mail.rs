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

fn said(found: &Extract) -> String {
    found.layer.diagnostics.iter().map(|d| d.message.as_str()).collect::<Vec<_>>().join("\n")
}

fn open(bytes: &[u8], name: &str) -> Extract {
    extract(bytes, name, bytes.len() as u64, &Limits::default())
}

#[test]
fn an_attached_mail_is_a_file_of_its_own_with_its_own_bytes() {
    let inner = "From: clerk@example.org\r\nSubject: Order / copy\r\n\r\nThe order is attached.\r\n";
    for (encoding, body) in [
        ("7bit", inner.to_owned()),
        ("base64", "RnJvbTogY2xlcmtAZXhhbXBsZS5vcmcNClN1YmplY3Q6IE9yZGVyIC8gY29weQ0KDQpUaGUgb3JkZXIgaXMgYXR0YWNoZWQuDQo=\r\n".to_owned()),
    ] {
        let mail = format!(
            "From: a@example.org\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n\
             --x\r\n\r\nSee below.\r\n--x\r\nContent-Type: message/rfc822\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n\
             {body}--x--\r\n"
        );
        let found = open(mail.as_bytes(), "a.eml");
        assert_eq!((found.parts[0].kind, found.parts[0].name.as_str()), (PartKind::Message, "Order _ copy.eml"));
        let again = open(&found.parts[0].bytes, &found.parts[0].name);
        assert_eq!(blocks(&again.layer)[0], (Header, "From: clerk@example.org"), "{encoding}");
        assert!(again.layer.text.ends_with("The order is attached."), "{encoding}");
    }
}

#[test]
fn seals_and_the_way_are_said_and_not_believed() {
    let mail = "Received: from b by mx2.example.org with ESMTP; Tue, 5 Mar 2024 10:00:09 +0500\r\n\
        Received: from a by mx1.example.org; Tue, 5 Mar 2024 10:00:01 +0500\r\n\
        DKIM-Signature: v=1; a=rsa-sha256; d=example.org; s=x; b=abc\r\nFrom: a@example.org\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/signed; protocol=\"application/pgp-signature\"; boundary=x\r\n\r\n\
        --x\r\n\r\nWords\r\n--x\r\nContent-Type: application/pgp-signature; name=s.asc\r\n\r\nxx\r\n--x--\r\n";
    let found = open(mail.as_bytes(), "a.eml");
    for words in [
        "received by mx1.example.org at Tue, 5 Mar 2024 10:00:01 +0500; by mx2.example.org at",
        "a DKIM signature of example.org; it was not verified",
        "signed (multipart/signed); the signature was not verified",
    ] {
        assert!(said(&found).contains(words), "{words}: {}", said(&found));
    }
    let smime = "From: a@example.org\r\nMIME-Version: 1.0\r\nContent-Type: application/pkcs7-mime; name=smime.p7m\r\n\
                 Content-Transfer-Encoding: base64\r\n\r\nMIIB\r\n";
    let found = open(smime.as_bytes(), "a.eml");
    assert!(said(&found).contains("S/MIME"), "{}", said(&found));
    assert_eq!(found.parts[0].name, "smime.p7m");
    let pgp =
        "From: a@example.org\r\n\r\n-----BEGIN PGP MESSAGE-----\r\n\r\nabc\r\n-----END PGP MESSAGE-----\r\n";
    assert!(said(&open(pgp.as_bytes(), "a.eml")).contains("encrypted with OpenPGP"));
}

#[test]
fn messages_of_a_mailbox_are_parts() {
    let mailbox = "From a@example.org Tue Mar  5 10:00:00 2024\nFrom: a@example.org\nSubject: First\n\n\
        >From the beginning.\n>>From twice.\n\nFrom here on it is still the first.\n\n\
        From b@example.org Wed Mar  6 11:00:00 2024\nFrom: b@example.org\nSubject: =?UTF-8?B?0JLRgtC+0YDQvtC1?=\n\nTwo\n";
    let found = open(mailbox.as_bytes(), "inbox");
    assert_eq!(found.layer.media_type, "application/mbox");
    let names: Vec<&str> = found.parts.iter().map(|part| part.name.as_str()).collect();
    assert_eq!(names, ["0001 First.eml", "0002 \u{412}\u{442}\u{43e}\u{440}\u{43e}\u{435}.eml"]);
    let first = String::from_utf8_lossy(&found.parts[0].bytes);
    assert!(first.contains("\nFrom the beginning.\n>From twice.\n\nFrom here on"), "{first}");
    assert_eq!(found.parts[0].statement("From line"), Some("From a@example.org Tue Mar  5 10:00:00 2024"));

    let body = "From z@example.org Tue Mar  5 10:00:00 2024\n>From stays.\n";
    let counted = format!(
        "From a@example.org Tue Mar  5 10:00:00 2024\nSubject: s\nContent-Length: {}\n\n\n{body}\n\
         From b@example.org Wed Mar  6 11:00:00 2024\n\nTwo",
        body.len() + 1
    );
    let found = open(counted.as_bytes(), "inbox.mbox");
    assert_eq!(found.parts.len(), 2);
    assert!(String::from_utf8_lossy(&found.parts[0].bytes).contains("\nFrom z@example.org"));
    assert!(String::from_utf8_lossy(&found.parts[0].bytes).contains(">From stays."));
    let lying = counted.replace("Content-Length: ", "Content-Length: 9");
    assert_eq!(open(lying.as_bytes(), "inbox.mbox").parts.len(), 3);
    let letter = open(b"From the court, on 5 March 2024:\n\nWords", "a.txt");
    assert_eq!((letter.layer.media_type.as_str(), letter.parts.len()), ("text/plain", 0));
}

#[test]
fn a_mail_of_apple_is_unwrapped() {
    let mail = "From: a@example.org\nSubject: s\n\nWords\n";
    let file = format!(
        "{}\n{mail}<?xml version=\"1.0\"?>\n<plist><dict><key>date-received</key><integer>1709632800</integer></dict></plist>",
        mail.len()
    );
    let found = open(file.as_bytes(), "1.emlx");
    assert_eq!(found.layer.text, "From: a@example.org\nSubject: s\n\nWords");
    assert!(said(&found).contains("received the mail at 2024-03-05T10:00:00Z"), "{}", said(&found));
}

#[test]
fn what_outlook_wraps_in_a_file_is_unwrapped() {
    let attribute = |level: u8, id: u32, data: &[u8]| {
        let sum = data.iter().fold(0_u16, |sum, b| sum.wrapping_add(u16::from(*b)));
        let mut bytes = vec![level];
        bytes.extend_from_slice(&id.to_le_bytes());
        bytes.extend_from_slice(&(data.len() as u32).to_le_bytes());
        bytes.extend_from_slice(data);
        bytes.extend_from_slice(&sum.to_le_bytes());
        bytes
    };
    let mut name = vec![1, 0, 0, 0, 0x1f, 0, 0x07, 0x37, 1, 0, 0, 0];
    let utf16: Vec<u8> = "order.pdf\0".encode_utf16().flat_map(u16::to_le_bytes).collect();
    name.extend_from_slice(&(utf16.len() as u32).to_le_bytes());
    name.extend_from_slice(&utf16);
    let file = [
        b"\x78\x9f\x3e\x22\x01\x00".to_vec(),
        attribute(1, 0x0002_800c, b"See the order.\0"),
        attribute(2, 0x0006_9002, &[0; 14]),
        attribute(2, 0x0001_8010, b"ORDER~1.PDF\0"),
        attribute(2, 0x0006_800f, b"%PDF-1.4"),
        attribute(2, 0x0006_9005, &name),
        attribute(2, 0x0006_9002, &[0; 14]),
        attribute(2, 0x0001_8010, b"b.txt\0"),
        attribute(2, 0x0006_800f, b"Words"),
    ]
    .concat();
    let found = open(&file, "winmail.dat");
    assert_eq!(found.layer.text, "See the order.", "{}: {}", found.layer.media_type, said(&found));
    let names: Vec<&str> = found.parts.iter().map(|part| part.name.as_str()).collect();
    assert_eq!(names, ["order.pdf", "b.txt"]);
    let cut = open(&file[..file.len() - 4], "winmail.dat");
    assert!(said(&cut).contains("cut off"), "{}", said(&cut));
    assert_eq!(cut.parts.len(), 1);
}

/// A compound file with these streams.
fn compound(streams: &[(&str, Vec<u8>)]) -> Vec<u8> {
    use std::io::{Cursor, Write};
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for (path, bytes) in streams {
        if let Some((folder, _)) = path.rsplit_once('/').filter(|(folder, _)| !folder.is_empty()) {
            file.create_storage_all(folder).unwrap();
        }
        file.create_stream(path).unwrap().write_all(bytes).unwrap();
    }
    file.flush().unwrap();
    file.into_inner().into_inner()
}

/// Properties after `head` bytes: id, type, value.
fn properties(head: usize, values: &[(u16, u16, u64)]) -> Vec<u8> {
    let mut bytes = vec![0; head];
    for (id, kind, value) in values {
        bytes.extend_from_slice(&kind.to_le_bytes());
        bytes.extend_from_slice(&id.to_le_bytes());
        bytes.extend_from_slice(&[0; 4]);
        bytes.extend_from_slice(&value.to_le_bytes());
    }
    bytes
}

fn unicode(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

#[test]
fn a_message_of_outlook_is_read_with_what_hangs_on_it() {
    let attached = "/__attach_version1.0_#00000001/__substg1.0_3701000D";
    let file = compound(&[
        (
            "/__properties_version1.0",
            properties(32, &[(0x0039, 0x40, 133_541_064_000_000_000), (0x3ffd, 3, 1251)]),
        ),
        (
            "/__substg1.0_0037001E",
            encoding_rs::WINDOWS_1251.encode("\u{41e}\u{442}\u{432}\u{435}\u{442}").0.into_owned(),
        ),
        ("/__substg1.0_0C1A001F", unicode("Office of the Registry")),
        ("/__substg1.0_5D01001F", unicode("registry@example.org")),
        ("/__substg1.0_1000001F", unicode("The answer is below.\r\n\r\nIt is short.")),
        ("/__recip_version1.0_#00000000/__properties_version1.0", properties(8, &[(0x0c15, 3, 2)])),
        ("/__recip_version1.0_#00000000/__substg1.0_3003001F", unicode("clerk@example.org")),
        ("/__attach_version1.0_#00000000/__properties_version1.0", properties(8, &[])),
        ("/__attach_version1.0_#00000000/__substg1.0_3707001F", unicode("..\\order.pdf")),
        ("/__attach_version1.0_#00000000/__substg1.0_37010102", b"%PDF-1.4".to_vec()),
        ("/__attach_version1.0_#00000001/__properties_version1.0", properties(8, &[])),
        (
            &format!("{attached}/__properties_version1.0"),
            properties(24, &[(0x0039, 0x40, 133_541_064_000_000_000)]),
        ),
        (&format!("{attached}/__substg1.0_0037001F"), unicode("Inner")),
        (&format!("{attached}/__substg1.0_1000001F"), unicode("Inner words.")),
    ]);
    let found = open(&file, "a.msg");
    assert_eq!(
        found.layer.text,
        "From: Office of the Registry <registry@example.org>\nCc: clerk@example.org\nDate: 2024-03-05T10:00:00Z\n\
         Subject: \u{41e}\u{442}\u{432}\u{435}\u{442}\n\nThe answer is below.\n\nIt is short."
    );
    assert_eq!(found.layer.metadata.date_origin.as_deref(), Some("MSG PidTagClientSubmitTime"));
    let names: Vec<&str> = found.parts.iter().map(|part| part.name.as_str()).collect();
    assert_eq!(names, ["%2E%2E/order.pdf", "message.msg"]);
    let inner = open(&found.parts[1].bytes, "message.msg");
    assert_eq!(inner.layer.text, "Date: 2024-03-05T10:00:00Z\nSubject: Inner\n\nInner words.");
    assert_eq!(found.parts, open(&file, "a.msg").parts);
    for length in [600, 2000, file.len() - 700] {
        let cut = open(&file[..length], "a.msg");
        assert!(!cut.layer.text.is_empty() || !cut.layer.diagnostics.is_empty(), "{length}");
    }
}
