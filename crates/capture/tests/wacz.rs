//! A capture that is written, read back, and shown to other programs.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

use std::process::Command;

use remand_capture::{Capture, CaptureError, Exchange, Message};
use remand_text::{Limits, extract};

fn message(first_line: &str, fields: &[(&str, &str)], body: &[u8]) -> Message {
    let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Message { first_line: first_line.to_owned(), fields, body: body.to_vec() }
}

fn fetched(url: &str, media_type: &str, body: &[u8]) -> Exchange {
    Exchange {
        url: url.to_owned(),
        time: "2024-03-05T10:00:01Z".to_owned(),
        address: Some("192.0.2.7".to_owned()),
        request: message("GET /news HTTP/1.1", &[("Host", "example.org")], b""),
        response: message(
            "HTTP/1.1 200 OK",
            &[("Content-Type", media_type), ("Transfer-Encoding", "chunked"), ("Content-Language", "kk")],
            body,
        ),
    }
}

fn capture() -> Capture {
    Capture {
        title: "News of 5 March".to_owned(),
        software: "remand 0.1.0".to_owned(),
        created: "2024-03-05T10:00:02Z".to_owned(),
        exchanges: vec![
            fetched(
                "https://example.org/news",
                "text/html; charset=utf-8",
                "<p>Сот мерзімді ұзартты.".as_bytes(),
            ),
            fetched("https://example.org/a.png", "image/png", b"\x89PNG\r\n\x1a\n"),
        ],
        pages: vec![("https://example.org/news".to_owned(), "News".to_owned())],
    }
}

#[test]
fn what_was_fetched_is_read_back() {
    let file = capture().to_wacz().unwrap();
    assert_eq!(file, capture().to_wacz().unwrap());
    let found = extract(&file, "a.wacz", file.len() as u64, &Limits::default());
    assert_eq!(found.layer.media_type, "application/wacz");
    assert!(
        found.layer.text.contains("2024-03-05T10:00:01Z\tpage\tNews\thttps://example.org/news"),
        "{}",
        found.layer.text
    );
    assert!(
        found.layer.text.ends_with("200 OK\timage/png\thttps://example.org/a.png"),
        "{}",
        found.layer.text
    );
    let [page, image] = found.parts.as_slice() else { panic!("{:?}", found.parts) };
    assert_eq!(page.bytes, capture().exchanges[0].response.body);
    assert_eq!(image.bytes, capture().exchanges[1].response.body);
    assert_eq!(page.statement("WARC-Date"), Some("2024-03-05T10:00:01Z"));
    assert_eq!(page.statement("WARC-IP-Address"), Some("192.0.2.7"));
    let said: Vec<&str> = found.layer.diagnostics.iter().map(|d| d.message.as_str()).collect();
    assert!(
        said.iter().any(|said| said.starts_with("checked: all 13 digests in the archive fit")),
        "{said:?}"
    );
}

#[test]
fn a_changed_byte_is_found() {
    let mut file = capture().to_wacz().unwrap();
    let place = file.windows(8).position(|window| window == b"text/htm").unwrap();
    file[place] ^= 1;
    let found = extract(&file, "a.wacz", file.len() as u64, &Limits::default());
    assert!(
        found.layer.diagnostics.iter().any(|d| d.message.contains("indexes/index.cdx")),
        "{:?}",
        found.layer.diagnostics
    );
}

#[test]
fn what_would_not_be_read_back_is_refused() {
    let with = |change: fn(&mut Capture)| {
        let mut capture = capture();
        change(&mut capture);
        capture.to_wacz().unwrap_err()
    };
    assert_eq!(with(|capture| capture.exchanges.clear()), CaptureError::Empty);
    for url in ["ftp://example.org/", "https://example.org/a b", "https://пример.org/", "https:///x", ""]
    {
        let mut capture = capture();
        capture.exchanges[0].url = url.to_owned();
        assert_eq!(capture.to_wacz(), Err(CaptureError::Address(url.to_owned())));
    }
    for time in ["2024-03-05", "2024-03-05T10:00:00+05:00", "2024-03-05T10:00:00.Z"] {
        let mut capture = capture();
        capture.created = time.to_owned();
        assert_eq!(capture.to_wacz(), Err(CaptureError::Time(time.to_owned())));
    }
    assert!(matches!(
        with(|c| c.exchanges[0].response.fields[0].1 = "a\r\nb: c".to_owned()),
        CaptureError::Head(_)
    ));
    assert!(matches!(with(|c| c.exchanges[1].request.fields[0].0 = "a b".to_owned()), CaptureError::Head(_)));
    assert!(matches!(with(|c| c.exchanges[1].request.first_line.clear()), CaptureError::Head(_)));
    assert!(matches!(with(|c| c.software = "a\nb".to_owned()), CaptureError::Head(_)));
}

/// The program of this name, where it or the Python package that has it is installed.
fn other_program(name: &str) -> Option<Command> {
    let mut command = Command::new(name);
    if command.arg("--help").output().is_ok_and(|output| output.status.success()) {
        return Some(Command::new(name));
    }
    println!("skipped: `{name}` (from PyPI) is not installed");
    None
}

#[test]
fn other_programs_accept_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.wacz");
    let file = capture().to_wacz().unwrap();
    std::fs::write(&path, &file).unwrap();
    if let Some(mut wacz) = other_program("wacz") {
        let output = wacz.args(["validate", "-f"]).arg(&path).output().unwrap();
        let said =
            format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success() && !said.to_lowercase().contains("invalid"), "{said}");
    }
    if let Some(mut warcio) = other_program("warcio") {
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(&file)).unwrap();
        let mut records = Vec::new();
        std::io::Read::read_to_end(&mut zip.by_name("archive/data.warc.gz").unwrap(), &mut records).unwrap();
        let path = folder.path().join("data.warc.gz");
        std::fs::write(&path, records).unwrap();
        let output = warcio.args(["check", "-v"]).arg(&path).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success() && said.matches("digest pass").count() == 5, "{said}");
    }
}
