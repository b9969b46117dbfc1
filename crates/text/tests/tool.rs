//! Programs from outside, shut in: they get their input and may read what is named, and nothing else.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use remand_text::{Limits, Reader, State, Tool};

fn reader() -> Reader {
    Reader::new(env!("CARGO_BIN_EXE_text-worker"), [""; 0])
}

fn tool(program: &str, args: &[&str], readable: &[&str]) -> Tool {
    Tool {
        program: PathBuf::from(program),
        args: args.iter().map(|arg| (*arg).to_owned()).collect(),
        environment: vec![("WORD".to_owned(), "seven".to_owned())],
        readable: readable.iter().map(PathBuf::from).collect(),
    }
}

fn run(program: &str, args: &[&str], readable: &[&str], input: &[u8]) -> Result<String, String> {
    let answer = reader().run(&tool(program, args, readable), input);
    answer.map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

fn shell(line: &str) -> Result<String, String> {
    run("/bin/sh", &["-c", line], &[], b"")
}

#[test]
fn a_tool_reads_its_input_and_its_environment_and_answers() {
    let input = vec![b'a'; 3 << 20];
    assert_eq!(reader().run(&tool("/bin/cat", &[], &[]), &input).unwrap(), input);
    assert_eq!(shell("read x; echo $WORD $HOME").unwrap(), "seven\n");
    assert_eq!(run("/bin/sh", &["-c", "read x; echo $x"], &[], b"one\ntwo\n").unwrap(), "one\n");
}

#[test]
fn a_tool_opens_only_what_is_named() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let refused = run("/bin/cat", &[file], &[], b"").unwrap_err();
    assert!(refused.contains("Permission denied"), "{refused}");
    let folder = env!("CARGO_MANIFEST_DIR");
    for readable in [file, folder] {
        assert!(run("/bin/cat", &[file], &[readable, "/not/there"], b"").unwrap().contains("[package]"));
    }
    let refused = run("/bin/sh", &["-c", &format!("echo x >> {file}")], &[folder], b"").unwrap_err();
    assert!(refused.contains("Permission denied"), "{refused}");
}

#[test]
fn a_tool_starts_nothing() {
    let refused = shell("exec /bin/cat /dev/null").unwrap_err();
    assert!(refused.contains("ermission denied"), "{refused}");
    let ended = shell("(echo in a process of its own); echo done").unwrap_err();
    assert!(ended.contains("may be made to attack it"), "{ended}");
}

#[test]
fn a_tool_makes_no_connection() {
    let python = "/usr/bin/python3";
    if !Path::new(python).exists() {
        println!("skipped: {python} is not here");
        return;
    }
    let line = "import socket; socket.socket()";
    let ended = run(python, &["-I", "-S", "-c", line], &["/usr", "/etc"], b"").unwrap_err();
    assert!(ended.contains("may be made to attack it"), "{ended}");
}

#[test]
fn a_tool_that_loops_or_is_not_there_costs_an_error() {
    let limits = Limits { time: Duration::from_millis(300), ..Limits::default() };
    let started = Instant::now();
    let looping = tool("/bin/sh", &["-c", "while :; do :; done"], &[]);
    let slow = reader().with_limits(limits).run(&looping, b"").unwrap_err();
    assert!(slow.contains("more than 0.3 seconds"), "{slow}");
    assert!(started.elapsed() < Duration::from_secs(3));
    let none = run("/nowhere/tesseract", &[], &[], b"x").unwrap_err();
    assert!(none.contains("/nowhere/tesseract could not be run"), "{none}");
    let failed = shell("echo no such language >&2; exit 1").unwrap_err();
    assert!(failed.contains("(exit status: 1) no such language"), "{failed}");
}

#[test]
fn what_shuts_a_child_in_is_told() {
    let isolation = reader().isolation().unwrap();
    println!("{isolation}");
    for name in
        ["descriptors", "end with the parent", "memory", "processor time", "files written", "privileges"]
    {
        assert_eq!(isolation.state(name), State::Holds, "{name}\n{isolation}");
    }
    let told = isolation.to_string();
    assert!(told.contains("at most 1024 MiB of address space"), "{told}");
    let none = Reader::new("/nowhere/worker", [""; 0]).isolation().unwrap_err();
    assert!(none.contains("(/nowhere/worker) could not be run"), "{none}");
}

#[test]
fn tesseract_runs_shut_in() {
    let program = "/usr/bin/tesseract";
    if !Path::new(program).exists() {
        println!("skipped: {program} is not here");
        return;
    }
    // A white page of 200 by 100 points.
    let page = [b"P5 200 100 255\n".as_slice(), &[255; 200 * 100]].concat();
    let mut tesseract = tool(program, &["stdin", "stdout", "-l", "eng"], &["/usr/share"]);
    tesseract.environment = vec![("OMP_THREAD_LIMIT".to_owned(), "1".to_owned())];
    let answer = reader().run(&tesseract, &page).unwrap();
    assert_eq!(String::from_utf8_lossy(&answer).trim(), "");
    tesseract.environment = vec![("OMP_THREAD_LIMIT".to_owned(), "4".to_owned())];
    assert!(reader().run(&tesseract, &page).is_ok(), "threads are its own affair");
    tesseract.readable.clear();
    assert!(reader().run(&tesseract, &page).unwrap_err().contains("broke off"));
}
