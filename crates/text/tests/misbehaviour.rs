//! A child that misbehaves in every way costs its file, and leaves no process and no thread behind. Alone in this file,
//! so that nothing else starts processes and threads meanwhile.

#![cfg(unix)]
#![allow(clippy::unwrap_used)]

use std::time::{Duration, Instant};

use remand_text::{Limits, Reader, TextLayer};

/// A child that is a line of shell, with 400 ms, and 1 MiB of text.
fn shell(line: &str) -> Reader {
    let limits = Limits { time: Duration::from_millis(400), text_bytes: 1 << 20, ..Limits::default() };
    Reader::new("/bin/sh", ["-c", line]).with_limits(limits)
}

fn said(layer: &TextLayer) -> String {
    layer.diagnostics.iter().map(|diagnostic| diagnostic.message.as_str()).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_child_that_misbehaves_costs_its_file_and_leaves_nothing_behind() {
    let little_endian =
        |number: u64| -> String { number.to_le_bytes().iter().map(|byte| format!("\\{byte:03o}")).collect() };
    let trillion = format!("printf 'L{}'; exec sleep 60", little_endian(1_000_000_000_000));
    let piece = "printf 'B\\377\\377\\377\\377'; cat /dev/zero";
    let threads_before = threads();
    for (line, why) in [
        ("exec sleep 60", "more than 0.4 seconds"),
        ("while :; do :; done", "more than 0.4 seconds"),
        ("cat >/dev/null; exec 1>&-; exec sleep 60", "more than 0.4 seconds"),
        ("sleep 60 & exit 0", "more than 0.4 seconds"),
        ("sleep 60 & sleep 60 & sleep 60", "more than 0.4 seconds"),
        ("exec yes >&2", "more than 0.4 seconds"),
        ("(trap '' TERM HUP INT; sleep 60) & wait", "more than 0.4 seconds"),
        ("head -c 5000000 /dev/urandom | tr L x", "was refused"),
        ("exec cat /dev/zero", "was refused: its form is wrong"),
        ("printf L; exec cat /dev/zero", "was refused"),
        (&trillion, "was refused: its text is longer than allowed"),
        (piece, "was refused: a piece of it is longer than allowed"),
        ("printf F; printf F; printf E", "was refused"),
        ("exit 0", "was refused: it is cut off"),
        ("exit 3", "exit status: 3"),
        ("kill -KILL $$", "ended by the system"),
        ("kill -STOP $$", "more than 0.4 seconds"),
    ] {
        let started = Instant::now();
        let layer = shell(line).read(&vec![b'a'; 1 << 20], "a.txt");
        assert_eq!(layer.text, "", "{line}");
        assert!(said(&layer).contains(why), "{line}: {}", said(&layer));
        assert!(started.elapsed() < Duration::from_secs(3), "{line}: {:?}", started.elapsed());
        assert_eq!(children(), Vec::<String>::new(), "{line}");
    }
    // A thread that was waited for may stand in the list of the system for a moment longer.
    let ended = Instant::now() + Duration::from_secs(2);
    while threads() != threads_before && Instant::now() < ended {
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(threads(), threads_before);
    assert_eq!(
        Reader::new(env!("CARGO_BIN_EXE_text-worker"), [""; 0]).read(b"a letter", "a.txt").text,
        "a letter"
    );
}

/// Threads of this process, where the system tells.
fn threads() -> usize {
    std::fs::read_dir("/proc/self/task").map_or(0, Iterator::count)
}

/// Processes started by this one or by a child of it, ended ones that nobody has waited for included.
fn children() -> Vec<String> {
    let me = std::process::id().to_string();
    let Ok(processes) = std::fs::read_dir("/proc") else { return Vec::new() };
    let status = |entry: std::fs::DirEntry| std::fs::read_to_string(entry.path().join("stat")).ok();
    let statuses = processes.filter_map(|entry| status(entry.ok()?));
    statuses
        .filter(|status| {
            let (_, rest) = status.rsplit_once(") ").unwrap_or_default();
            rest.split(' ').nth(1) == Some(&me)
        })
        .collect()
}
