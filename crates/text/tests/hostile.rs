//! Files made to do harm: each costs one item its text, and nothing else.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

use std::io::{Cursor, Write};
use std::time::{Duration, Instant};

use remand_text::{Limits, Reader, TextLayer};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn reader() -> Reader {
    Reader::new(env!("CARGO_BIN_EXE_text-worker"), [""; 0])
}

fn said(layer: &TextLayer) -> String {
    layer.diagnostics.iter().map(|diagnostic| diagnostic.message.as_str()).collect::<Vec<_>>().join("\n")
}

fn pack(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn docx(document: &str) -> Vec<u8> {
    let namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let document =
        document.replacen("<w:document", &format!("<w:document xmlns:w=\"{namespace}\""), 1).into_bytes();
    pack(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", &document)])
}

/// A PNG of `side` by `side` points whose image data is `data`; its checksums are left wrong.
fn png(side: u32, data: &[u8]) -> Vec<u8> {
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let header = [&side.to_be_bytes()[..], &side.to_be_bytes(), &[8, 6, 0, 0, 0]].concat();
    for (kind, bytes) in [(b"IHDR", header.as_slice()), (b"IDAT", data), (b"IEND", b"")] {
        file.extend((bytes.len() as u32).to_be_bytes());
        file.extend(kind);
        file.extend(bytes);
        file.extend([0; 4]);
    }
    file
}

#[test]
fn files_made_to_do_harm_cost_their_text_and_nothing_else() {
    let deep = |open: &str, n: usize| open.repeat(n);
    let laughs = |root: &str| {
        let more: String =
            (1..30).map(|n| format!("<!ENTITY a{n} \"{}\">", format!("&a{};", n - 1).repeat(10))).collect();
        format!("<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a0 \"ha\">{more}]>{root}")
    };
    let document = |body: &str| format!("<w:document><w:body>{body}</w:body></w:document>");
    let zeros = vec![0; 200 << 20];
    let inner = pack(&[("a", &zeros)]);
    let nested: Vec<u8> = (0..50).fold(inner.clone(), |inside, n| pack(&[(&format!("{n}.zip"), &inside)]));
    let multipart: String =
        (0..20_000).map(|n| format!("Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n")).collect();
    let files: Vec<(&str, Vec<u8>)> = vec![
        ("entities.docx", docx(&laughs(&document("<w:p><w:r><w:t>&a29;</w:t></w:r></w:p>")))),
        ("entities.xml", laughs("<x>&a29;</x>").into_bytes()),
        ("entities.svg", laughs("<svg xmlns=\"http://www.w3.org/2000/svg\"><text>&a29;</text></svg>").into_bytes()),
        ("deep.docx", docx(&document(&deep("<w:tbl><w:tr><w:tc>", 300_000)))),
        ("deep.html", format!("<html>{}", deep("<div><table><tr><td>", 100_000)).into_bytes()),
        ("deep.rtf", format!("{{\\rtf1 {}", deep("{\\b ", 2_000_000)).into_bytes()),
        ("deep.json", deep("[{\"a\":", 1_000_000).into_bytes()),
        ("deep.eml", format!("From: a@example.org\nSubject: x\n{multipart}").into_bytes()),
        ("deep.pdf", format!("%PDF-1.7\n1 0 obj\n{}", deep("[<</A ", 1_000_000)).into_bytes()),
        ("bomb.zip", inner.clone()),
        ("nested.zip", nested),
        ("bomb.docx", pack(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", &zeros)])),
        ("bomb.xlsx", pack(&[("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", &zeros)])),
        ("bomb.odt", pack(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", &zeros)])),
        ("wide.png", png(u32::MAX, &[0; 100])),
        ("bomb.png", png(30_000, &inner)),
        ("attributes.html", format!("<p {}>x", deep("a=1 ", 500_000)).into_bytes()),
        ("tags.html", format!("<html>{}", deep("<b></i>", 400_000)).into_bytes()),
        ("lines.eml", format!("Subject: {}\n\nx", deep("=?utf-8?q?=C3?= ", 1_000_000)).into_bytes()),
        ("links.pdf", b"%PDF-1.4\n1 0 obj<</Type/Pages/Kids[1 0 R 1 0 R]/Count 9>>endobj\n2 0 obj<</Type/Catalog/Pages 1 0 R>>endobj\ntrailer<</Root 2 0 R/Prev 0>>\nstartxref\n0\n%%EOF".to_vec()),
    ];
    let reader = reader();
    for (name, bytes) in files {
        let started = Instant::now();
        let mut parts = 0;
        let layer = reader.open_into(&bytes, name, |_| parts += 1);
        let took = started.elapsed();
        assert!(took < Duration::from_secs(22), "{name}: {took:?}");
        assert!(!layer.text.is_empty() || !layer.diagnostics.is_empty(), "{name}: silence");
        assert!(layer.text.len() <= Limits::default().text_bytes, "{name}");
        println!("{name}: {took:.1?}, {} bytes of text, {parts} parts, {}", layer.text.len(), said(&layer));
    }
    assert_eq!(reader.read(b"a letter", "a.txt").text, "a letter");
}
