//! Reading through a child process: what comes back when all goes well, and when the child does not behave.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use remand_text::{Extract, Limits, Reader, TextLayer, extract};

const WORKER: &str = env!("CARGO_BIN_EXE_text-worker");

fn reader() -> Reader {
    Reader::new(WORKER, [""; 0])
}

/// A child that is a line of shell instead of the worker.
fn shell(line: &str) -> Reader {
    Reader::new("/bin/sh", ["-c", line])
}

fn said(layer: &TextLayer) -> &str {
    assert_eq!(layer.text, "");
    &layer.diagnostics.last().unwrap().message
}

#[test]
fn a_layer_comes_back_whole() {
    let page = "<h1>Новости</h1><p>Суд продлил срок содержания под стражей на два месяца.</p>".as_bytes();
    let here = extract(page, "a.html", page.len() as u64, &Limits::default()).layer;
    let there = reader().read(page, "a.html");
    assert_eq!((&there.text, &there.blocks), (&here.text, &here.blocks));
    assert_eq!(there.language.as_deref(), Some("ru"));
}

#[test]
fn the_language_of_a_mail_is_that_of_its_body() {
    let mail = "From: The Office of the Registry <registry@example.org>\nTo: The Counsel of the Family \
                <counsel@example.org>\nSubject: answer to the request\n\nОтвета на жалобу мы так и не получили.";
    let layer = reader().read(mail.as_bytes(), "a.eml");
    assert_eq!((layer.language.as_deref(), layer.media_type.as_str()), (Some("ru"), "message/rfc822"));
}

#[test]
fn many_threads_may_read_at_once() {
    let reader = reader();
    thread::scope(|scope| {
        for n in 0..8 {
            let reader = &reader;
            scope.spawn(move || {
                let text = format!("Letter {n}\n").repeat(20_000);
                assert_eq!(reader.read(text.as_bytes(), "a.txt").text, text);
            });
        }
    });
}

#[test]
fn a_text_of_200_megabytes_takes_seconds_and_says_what_is_left_out() {
    let text = "Eleven more pages of the same letter.\n".repeat(200_000_000 / 38);
    let started = Instant::now();
    let layer = reader().read(text.as_bytes(), "long.txt");
    assert_eq!(layer.text.len(), 32 << 20, "{:?}", layer.diagnostics);
    assert!(layer.diagnostics[0].message.contains(&format!("{} bytes of the file", text.len() - (32 << 20))));
    assert!(started.elapsed() < Duration::from_secs(15), "{:?}", started.elapsed());
}

#[test]
fn a_file_too_big_to_hand_over_is_said_to_be() {
    let limits = Limits { input_bytes: 100, ..Limits::default() };
    let page = format!("<html>{}", "<p>word".repeat(100));
    let layer = reader().with_limits(limits.clone()).read(page.as_bytes(), "a.html");
    assert!(said(&layer).contains("more than the 100 that are read"), "{}", said(&layer));
    let layer = reader().with_limits(limits).read("word ".repeat(100).as_bytes(), "a.txt");
    assert_eq!(layer.text, "word ".repeat(20));
    assert!(layer.diagnostics[0].message.contains("400 bytes of the file"), "{:?}", layer.diagnostics);
}

#[test]
fn too_much_memory_is_said_to_be_the_reason() {
    let limits = Limits { memory: 64 << 20, ..Limits::default() };
    let layer = reader().with_limits(limits).read(&vec![b'a'; 100 << 20], "a.txt");
    assert!(said(&layer).contains("needs more than 64 MiB of memory"), "{}", said(&layer));
}

#[test]
fn a_child_that_does_not_answer_is_killed() {
    let limits = Limits { time: Duration::from_millis(300), ..Limits::default() };
    for line in ["exec sleep 60", "cat >/dev/null; exec sleep 60", "exec 1>&-; exec sleep 60"] {
        let started = Instant::now();
        let layer = shell(line).with_limits(limits.clone()).read(&vec![b'a'; 1 << 20], "a.txt");
        assert!(said(&layer).contains("more than 0.3 seconds"), "{}", said(&layer));
        assert!(started.elapsed() < Duration::from_secs(5), "{line}");
    }
}

#[test]
fn a_child_that_breaks_off_is_quoted() {
    let layer = shell("echo 'panicked at parser.rs:7' >&2; exit 101").read(b"%PDF-1.4", "a.pdf");
    assert!(
        said(&layer).contains("broke off at it (exit status: 101) panicked at parser.rs:7"),
        "{}",
        said(&layer)
    );
    assert_eq!(layer.media_type, "application/pdf");
    let layer = shell("kill -SEGV $$").read(b"x", "a.txt");
    assert!(said(&layer).contains("signal: 11"), "{}", said(&layer));
    let flood = shell("yes x | head -c 3000000 >&2; exit 1").read(b"x", "a.txt");
    assert!(said(&flood).len() < 700, "{}", said(&flood).len());
}

#[test]
fn answers_are_not_believed() {
    let layer = |text: &str, rest: &str| {
        let length: String = (text.len() as u64).to_le_bytes().iter().map(|b| format!("\\{b:03o}")).collect();
        shell(&format!("cat >/dev/null; printf 'L{length}'; printf '%s' '{text}' '{rest}'"))
            .read(b"x", "a.txt")
    };
    let json = |blocks: &str, pages: &str| {
        format!(
            r#"{{"text":"","media_type":"text/plain","language":null,"pages":[{pages}],"blocks":[{blocks}],"metadata":{{"title":null,"author":null,"to":null,"date":null,"date_origin":null}},"diagnostics":[]}}"#
        )
    };
    let block = |start: usize, end: usize| {
        format!(r#"{{"kind":"paragraph","span":{{"start":{start},"end":{end}}}}}"#)
    };
    let good = layer("два слова", &json(&format!("{},{}", block(0, 6), block(7, 17)), ""));
    assert_eq!((good.text.as_str(), good.blocks.len()), ("два слова", 2));
    for (why, blocks) in [
        ("outside", vec![block(0, 18)]),
        ("backwards", vec![block(6, 0)]),
        ("inside a character", vec![block(0, 5)]),
        ("over another", vec![block(0, 17), block(7, 17)]),
        ("text left out", vec![block(0, 6)]),
        ("empty", vec![block(0, 0), block(0, 6), block(7, 17)]),
    ] {
        let refused = layer("два слова", &json(&blocks.join(","), ""));
        assert!(said(&refused).contains("was refused"), "{why}: {}", said(&refused));
    }
    let page = r#"{"number":1,"span":{"start":0,"end":99}}"#;
    assert!(said(&layer("слово", &json(&block(0, 10), page))).contains("a page lies outside"));
    assert!(said(&layer("x", "no JSON")).contains("its form is wrong"));
    assert!(
        said(&shell("cat >/dev/null; printf 'L\\377\\377\\377\\377\\377\\377\\377\\377xx'").read(b"x", "a"))
            .contains("longer than allowed")
    );
    assert!(said(&shell("cat >/dev/null; printf 'La'").read(b"x", "a")).contains("cut off"));
    assert!(said(&shell("cat >/dev/null").read(b"x", "a")).contains("cut off"));
}

/// Lines of shell that say `E` and what a part says of itself.
fn end(name: &str) -> String {
    let json = format!(r#"{{"name":"{name}","kind":"member","media_type":null,"said":[],"damage":null}}"#);
    format!("printf 'E\\{:03o}\\000\\000\\000'; printf '%s' '{json}';", json.len())
}

#[test]
fn parts_are_not_believed_and_stay_when_the_rest_fails() {
    let word = "printf 'B\\002\\000\\000\\000ab';";
    let one = format!("cat >/dev/null; {word}{}", end("../x"));
    let Extract { layer, parts } = shell(&format!("{one} exit 3")).open(b"x", "a.zip");
    assert_eq!((parts[0].name.as_str(), parts[0].bytes.as_slice()), ("%2E%2E/x", b"ab".as_slice()));
    assert!(said(&layer).contains("(exit status: 3)"), "{}", said(&layer));
    assert!(said(&layer).ends_with("1 file(s) inside it were taken out before that"), "{}", said(&layer));

    let few = Limits { parts: 2, part_bytes: 5, ..Limits::default() };
    for (more, why) in [
        (end("y").repeat(2), "more than 2 files"),
        (word.repeat(2), "more than the 5 bytes"),
        ("printf 'B\\001\\000\\001\\000'".to_owned(), "longer than allowed"),
        ("printf 'E\\002\\000\\000\\000no'".to_owned(), "its form is wrong"),
        ("printf 'E\\377\\000\\000\\000no'".to_owned(), "cut off"),
    ] {
        let Extract { layer, parts } =
            shell(&format!("{one}{more}")).with_limits(few.clone()).open(b"x", "a.zip");
        assert!(said(&layer).contains(why), "{why}: {}", said(&layer));
        assert!(!parts.is_empty(), "{why}");
    }
    let forgotten = format!("cat >/dev/null; {word} printf F; {}", end("x"));
    assert_eq!(shell(&forgotten).open(b"x", "a.zip").parts[0].bytes, b"");
}

#[test]
fn the_time_that_parts_are_kept_in_does_not_count() {
    let mail = b"From: a@example.org\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\
        Content-Type: image/png\r\n\r\n1\r\n--x\r\nContent-Type: image/png\r\n\r\n2\r\n--x--\r\n";
    let limits = Limits { time: Duration::from_secs(1), ..Limits::default() };
    let mut parts = 0;
    let layer = reader().with_limits(limits).open_into(mail, "a.eml", |_| {
        parts += 1;
        thread::sleep(Duration::from_millis(700));
    });
    assert_eq!((parts, layer.text.as_str()), (2, "From: a@example.org"), "{:?}", layer.diagnostics);
}

#[test]
fn an_endless_answer_is_stopped() {
    let limits = Limits { text_bytes: 1 << 20, ..Limits::default() };
    let zeros = "printf 'L\\000\\000\\000\\000\\000\\000\\000\\000'; exec cat /dev/zero";
    for (line, why) in [("exec cat /dev/zero", "its form is wrong"), (zeros, "too long to handle")] {
        let layer = shell(line).with_limits(limits.clone()).read(b"x", "a.txt");
        assert!(said(&layer).contains(why), "{}", said(&layer));
    }
}

#[test]
fn a_worker_that_is_not_there_is_named() {
    let layer = Reader::new("/nowhere/worker", [""; 0]).read(b"x", "a.txt");
    assert!(said(&layer).contains("(/nowhere/worker) could not be run"), "{}", said(&layer));
}

#[test]
fn real_files_of_many_formats_are_read_or_refused_in_words() {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/formats"));
    if !folder.exists() {
        println!("skipped: {} is not here", folder.display());
        return;
    }
    let mut folders = vec![folder.to_owned()];
    let mut files = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            files += 1;
            let layer = reader().read(&std::fs::read(&path).unwrap(), &path.to_string_lossy());
            assert!(!layer.text.is_empty() || !layer.diagnostics.is_empty(), "{}: silence", path.display());
            for diagnostic in &layer.diagnostics {
                for failure in ["broke off", "took more", "was refused", "needs more than"] {
                    assert!(
                        !diagnostic.message.contains(failure),
                        "{}: {}",
                        path.display(),
                        diagnostic.message
                    );
                }
            }
        }
    }
    assert!(files > 100);
}
