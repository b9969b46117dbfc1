//! Web archives: what was captured when, what became of the digests, and archives in bad states.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

use std::io::{Cursor, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use remand_text::{Extract, Limits, PartKind, extract};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn open(bytes: &[u8], name: &str) -> Extract {
    extract(bytes, name, bytes.len() as u64, &Limits::default())
}

fn said(found: &Extract) -> String {
    found.layer.diagnostics.iter().map(|d| d.message.as_str()).collect::<Vec<_>>().join("\n")
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A record; `more` are fields beside those that every record has.
fn record(kind: &str, url: &str, media_type: &str, more: &str, block: &[u8]) -> Vec<u8> {
    let mut bytes = format!(
        "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: 2024-03-05T10:00:00Z\r\n\
         WARC-Target-URI: {url}\r\nContent-Type: {media_type}\r\n{more}Content-Length: {}\r\n\r\n",
        block.len()
    )
    .into_bytes();
    bytes.extend_from_slice(block);
    bytes.extend_from_slice(b"\r\n\r\n");
    bytes
}

fn response(url: &str, more: &str, message: &[u8]) -> Vec<u8> {
    record("response", url, "application/http; msgtype=response", more, message)
}

const PAGE: &[u8] =
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nLast-Modified: Mon, 04 Mar 2024 08:00:00 GMT\r\n\r\n\
                      <p>The court extended the arrest.";

#[test]
fn responses_are_parts_and_the_text_is_a_list() {
    let warc = [
        record("warcinfo", "", "application/warc-fields", "", b"software: Crawler 1.0\r\n"),
        record(
            "request",
            "https://example.org/news/",
            "application/http; msgtype=request",
            "",
            b"GET / HTTP/1.1\r\n\r\n",
        ),
        response("https://example.org/news/", "", PAGE),
        response("https://example.org/gone.pdf", "", b"HTTP/1.1 404 Not Found\r\n\r\n"),
        record("resource", "urn:screenshot:x", "image/png", "", b"\x89PNG"),
        record(
            "revisit",
            "https://example.org/again",
            "application/http",
            "",
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
        ),
    ];
    let found = open(&warc.concat(), "a.warc");
    assert_eq!(
        found.layer.text,
        "2024-03-05T10:00:00Z\t200 OK\ttext/html\thttps://example.org/news/\n\
         2024-03-05T10:00:00Z\t404 Not Found\t-\thttps://example.org/gone.pdf\n\
         2024-03-05T10:00:00Z\tresource\timage/png\turn:screenshot:x\n\
         2024-03-05T10:00:00Z\t200 OK (as captured before)\ttext/html\thttps://example.org/again"
    );
    assert_eq!(found.layer.media_type, "application/warc");
    let [page, picture] = found.parts.as_slice() else { panic!("{:?}", found.parts) };
    assert_eq!((page.name.as_str(), page.kind), ("example.org/news.html", PartKind::Response));
    assert_eq!(page.bytes, b"<p>The court extended the arrest.");
    for (name, value) in [
        ("WARC-Date", "2024-03-05T10:00:00Z"),
        ("WARC-Target-URI", "https://example.org/news/"),
        ("HTTP status", "200 OK"),
        ("Last-Modified", "Mon, 04 Mar 2024 08:00:00 GMT"),
    ] {
        assert_eq!(page.statement(name), Some(value));
    }
    assert_eq!((picture.name.as_str(), picture.kind), ("urn:screenshot:x.png", PartKind::Resource));
    assert!(said(&found).contains("captured with Crawler 1.0, as the archive says"), "{}", said(&found));

    let compressed: Vec<u8> = warc.iter().flat_map(|record| gzip(record)).collect();
    for (bytes, name) in [(compressed, "a.warc.gz"), (gzip(&warc.concat()), "one-member.warc.gz")] {
        let again = open(&bytes, name);
        assert_eq!(
            (again.layer.text == found.layer.text, again.parts == found.parts),
            (true, true),
            "{name}"
        );
    }
}

#[test]
fn digests_are_held_against_the_bytes() {
    let good = response(
        "https://example.org/a",
        "WARC-Payload-Digest: sha256:5c4ad8e4dba4e7ad0f9c6bd1c3e5c6e4\r\n",
        PAGE,
    );
    let found = open(&good, "a.warc");
    assert!(said(&found).contains("1 of 1 digests in the archive do not fit"), "{}", said(&found));
    let told = found.parts[0].statement("WARC-Payload-Digest, checked").unwrap();
    let right = told.rsplit(' ').next().unwrap();
    let found = open(
        &response("https://example.org/a", &format!("WARC-Payload-Digest: {right}\r\n"), PAGE),
        "a.warc",
    );
    assert!(said(&found).contains("all 1 digests in the archive fit"), "{}", said(&found));
    assert_eq!(found.parts[0].statement("WARC-Payload-Digest, checked"), Some("fits"));
}

#[test]
fn damaged_archives_give_what_they_have() {
    let two =
        [response("https://example.org/1", "", PAGE), response("https://example.org/2", "", PAGE)].concat();
    let cut = open(&two[..two.len() - 20], "a.warc");
    assert_eq!(cut.parts.len(), 2);
    assert!(cut.parts[1].damage.as_deref().unwrap().contains("the archive ends after"));

    let long = String::from_utf8(two.clone()).unwrap().replacen("<p>The court", "<p>The higher court", 1);
    let found = open(long.as_bytes(), "a.warc");
    assert_eq!(found.parts.len(), 2);
    assert!(said(&found).contains("belong to none"), "{}", said(&found));

    let members = [gzip(&two[..two.len() / 2]), gzip(&two[two.len() / 2..])].concat();
    let broken = open(&members[..members.len() - 30], "a.warc.gz");
    assert_eq!(broken.parts.len(), 2, "{}", said(&broken));
    assert!(broken.parts[1].damage.is_some());

    for (bytes, words) in [
        (&b"WARC/1.0\r\nWARC-Type: response\r\n\r\n"[..], "does not say how long"),
        (b"WARC/1.0", "breaks off in record 1"),
        (b"WARC/1.0\r\nContent-Length: 99999999999999999999\r\n\r\nx", "does not say how long"),
    ] {
        assert!(said(&open(bytes, "a.warc")).contains(words), "{}", said(&open(bytes, "a.warc")));
    }
    let flood = [gzip(&two), gzip(&vec![b'x'; 70 << 20])].concat();
    let found = open(&flood, "a.warc.gz");
    assert_eq!(found.parts.len(), 2);
    assert!(said(&found).contains("unpacks to more than 200 times its size"), "{}", said(&found));
    let truncated = open(&response("https://example.org/1", "WARC-Truncated: length\r\n", PAGE), "a.warc");
    assert!(truncated.parts[0].damage.as_deref().unwrap().contains("stopped before its end (length)"));
    let coded = b"HTTP/1.1 200 OK\r\nContent-Encoding: zz\r\n\r\nx";
    assert!(
        open(&response("https://example.org/1", "", coded), "a").parts[0]
            .damage
            .as_deref()
            .unwrap()
            .contains("zz")
    );
}

#[test]
fn arc_files_are_read_as_well() {
    let page = b"HTTP/1.0 200 OK\nContent-Type: text/html\n\n<p>Words";
    let mut arc =
        b"filedesc://a.arc 0.0.0.0 20050614070159 text/plain 21\n1 0 Somebody\nURL x y\n\n".to_vec();
    arc.extend_from_slice(
        format!("http://example.org/ 192.0.2.1 20050614070200 text/html {}\n", page.len()).as_bytes(),
    );
    arc.extend_from_slice(page);
    arc.extend_from_slice(b"\nno header\n");
    let found = open(&arc, "a.arc");
    assert_eq!(found.layer.text, "2005-06-14T07:02:00Z\t200 OK\ttext/html\thttp://example.org/");
    assert_eq!(
        (found.parts[0].bytes.as_slice(), found.parts[0].name.as_str()),
        (b"<p>Words".as_slice(), "example.org.html")
    );
    assert_eq!(found.parts[0].statement("captured"), Some("2005-06-14T07:02:00Z"));
    assert!(said(&found).contains("1 line(s) between the records"));
}

/// A WACZ whose one hash is `hash`.
fn wacz(hash: &str, seal: &str) -> Vec<u8> {
    let warc = response("https://example.org/", "", PAGE);
    let package = format!(
        r#"{{"profile":"data-package","wacz_version":"1.1.1","title":"News","created":"2024-03-05T10:00:00Z",
        "resources":[{{"name":"a.warc","path":"archive/a.warc","hash":"{hash}","bytes":{}}},{{"path":"lost"}}]}}"#,
        warc.len()
    );
    let pages = "{\"format\":\"json-pages-1.0\",\"id\":\"pages\",\"title\":\"Pages\"}\n\
                 {\"url\":\"https://example.org/\",\"title\":\"News of the day\",\"ts\":\"2024-03-05T10:00:00Z\"}\nnot JSON\n";
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in [
        ("archive/a.warc", warc.as_slice()),
        ("pages/pages.jsonl", pages.as_bytes()),
        ("datapackage.json", package.as_bytes()),
        ("datapackage-digest.json", seal.as_bytes()),
    ] {
        archive.start_file(name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn a_wacz_is_read_through_and_its_hashes_checked() {
    let wrong =
        open(&wacz("sha256:00", r#"{"hash":"sha256:00","signedData":{"domain":"example.org"}}"#), "a.wacz");
    assert_eq!(wrong.layer.media_type, "application/wacz");
    assert_eq!(wrong.layer.metadata.title.as_deref(), Some("News"));
    assert!(wrong.layer.text.contains("2024-03-05T10:00:00Z\tpage\tNews of the day\thttps://example.org/"));
    assert!(wrong.layer.text.ends_with("200 OK\ttext/html\thttps://example.org/"), "{}", wrong.layer.text);
    assert_eq!(wrong.parts.len(), 1);
    for words in [
        "2 of 2 digests in the archive do not fit",
        "archive/a.warc: datapackage.json says sha256:00",
        "lost, which datapackage.json names, cannot be read",
        "signed, it says by example.org; the signature was not verified",
        "1 file(s) in the archive are not named in datapackage.json",
        "1 line(s) of pages/pages.jsonl are not JSON",
    ] {
        assert!(said(&wrong).contains(words), "{words}: {}", said(&wrong));
    }
    let right = said(&wrong)
        .lines()
        .find_map(|line| Some(line.split_once("archive/a.warc: ")?.1.rsplit(' ').next()?.to_owned()));
    let good = open(&wacz(&right.unwrap(), "{}"), "a.wacz");
    assert!(said(&good).contains("all 1 digests in the archive fit"), "{}", said(&good));
}

#[test]
fn a_page_saved_as_mime_is_read_as_the_page_it_is() {
    let page = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.org/news/1\r\nSubject: News\r\n\
        Date: Tue, 5 Mar 2024 10:00:00 -0000\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/related; type=\"text/html\"; boundary=\"b\"\r\n\r\n\
        --b\r\nContent-Type: text/html\r\nContent-ID: <f@mhtml>\r\nContent-Transfer-Encoding: quoted-printable\r\n\
        Content-Location: https://example.org/news/1\r\n\r\n<title>News</title><p>The court=20extended the arrest.\r\n\
        --b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\
        Content-Location: https://example.org/a/photo.png\r\n\r\niVBORw==\r\n\
        --b\r\nContent-Type: text/css\r\nContent-Location: cid:css-1@mhtml\r\n\r\np {}\r\n--b--\r\n";
    let found = open(page.as_bytes(), "page.mhtml");
    assert_eq!(
        (found.layer.media_type.as_str(), found.layer.text.as_str()),
        ("application/x-mimearchive", "The court extended the arrest.")
    );
    assert_eq!(found.layer.metadata.date, None);
    assert!(
        said(&found).contains("saved from https://example.org/news/1 on Tue, 5 Mar 2024 10:00:00 -0000"),
        "{}",
        said(&found)
    );
    let names: Vec<&str> = found.parts.iter().map(|part| part.name.as_str()).collect();
    assert_eq!(names, ["example.org/a/photo.png", "cid:css-1@mhtml"]);
    assert_eq!(
        (found.parts[0].bytes.as_slice(), found.parts[0].kind),
        (b"\x89PNG".as_slice(), PartKind::Resource)
    );
    let cut = open(&page.as_bytes()[..page.len() - 200], "page.mhtml");
    assert_eq!(cut.layer.text, "The court extended the arrest.");
    let headers_alone = open(&page.as_bytes()[..300], "page.mhtml");
    assert!(said(&headers_alone).contains("no page was found"), "{}", said(&headers_alone));
}

#[test]
fn data_in_a_page_becomes_parts_and_the_text_stays() {
    let image = "A".repeat(4000);
    let page = format!(
        "<html><!--\n Page saved with SingleFile \n url: https://example.org/ \n saved date: Tue Mar 05 2024 \n--><p>Words \
         <img src=\"data:image/png;base64,{image}\"><img src='data:image/png;base64,{image}'>\
         <img src=data:image/gif;base64,R0lGODdh><style>@font-face {{src:url(data:font/woff2;base64,{image})}}</style>\
         <p>data:, and data:image/png;base64"
    );
    let found = open(page.as_bytes(), "page.html");
    assert_eq!(found.layer.text, "Words\n\ndata:, and data:image/png;base64");
    assert_eq!(found.parts.len(), 1);
    assert_eq!((found.parts[0].name.as_str(), found.parts[0].bytes.len()), ("data-0001.png", 3000));
    assert!(
        said(&found).contains("SingleFile from https://example.org/ on Tue Mar 05 2024"),
        "{}",
        said(&found)
    );
}

#[test]
fn the_folder_beside_a_saved_page_belongs_to_it() {
    for (page, name, belongs) in [
        ("news/Page.html", "news/Page_files/a.png", true),
        ("Page.htm", "Page-Dateien/b/c.css", true),
        ("Страница.html", "Страница_файлы/1.jpg", true),
        ("news/Page.html", "Page_files/a.png", false),
        ("Page.html", "Page_2024/order.pdf", false),
        ("Page.html", "Page_files", false),
        ("Page.html", "Pages/a.png", false),
        ("Page.pdf", "Page_files/a.png", false),
    ] {
        assert_eq!(remand_text::is_beside_page(page, name), belongs, "{page} {name}");
    }
}
