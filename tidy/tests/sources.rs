//! Every source file says what it is for, and no stage below the edge asks the system for anything.

mod tree;

use tree::{File, files, none};

/// Crates that may read files, the environment and the clock of the system.
const EDGE: [&str; 4] = ["vault", "checker", "case", "cli"];

/// What asks the system. `std::{` is an import of several modules, which may hide one of them.
const ASKS: [&str; 8] =
    ["std::fs", "std::env", "std::net", "std::process", "std::time", "::now(", "SystemTime", "std::{"];

/// A file of a stage that may ask for one of [`ASKS`] all the same.
struct Allowed {
    path: &'static str,
    asks: &'static str,
    reason: &'static str,
}

const ALLOWED: [Allowed; 8] = [
    Allowed {
        path: "crates/text/src/child.rs",
        asks: "std::process",
        reason: "starts the child that parses",
    },
    Allowed {
        path: "crates/text/src/child.rs",
        asks: "std::time",
        reason: "ends a child that takes too long",
    },
    Allowed { path: "crates/text/src/child.rs", asks: "::now(", reason: "ends a child that takes too long" },
    Allowed { path: "crates/text/src/confine.rs", asks: "std::fs", reason: "finds the descriptors to close" },
    Allowed {
        path: "crates/text/src/isolation.rs",
        asks: "std::env",
        reason: "names the system it was built for",
    },
    Allowed { path: "crates/text/src/wire.rs", asks: "std::time", reason: "the limit of time as a value" },
    Allowed {
        path: "crates/text/src/worker.rs",
        asks: "std::process",
        reason: "the exit code of the child, and its becoming a tool",
    },
    Allowed { path: "crates/text/src/worker.rs", asks: "std::fs", reason: "standard input without a buffer" },
];

fn unopened(file: &File) -> Option<String> {
    let opens = file.path.ends_with(".rs") && !file.text.starts_with("//! ");
    opens.then(|| format!("{} does not open with `//!` and what it is for", file.path))
}

/// The lines of a source file that are part of the program: no comments, and nothing from the tests at its end on.
fn program(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut lines = text.lines().enumerate().peekable();
    let mut ended = false;
    std::iter::from_fn(move || {
        let (index, line) = lines.next()?;
        let tests = line.starts_with("#[cfg(test)]") || line.starts_with("#[cfg(all(test,");
        ended |= tests && lines.peek().is_some_and(|(_, next)| next.starts_with("mod "));
        (!ended).then_some((index + 1, line))
    })
    .filter(|(_, line)| !line.trim_start().starts_with("//"))
}

fn asking(file: &File) -> Vec<(usize, &'static str)> {
    let mut found = Vec::new();
    for (number, line) in program(&file.text) {
        found.extend(ASKS.iter().filter(|asks| line.contains(**asks)).map(|asks| (number, *asks)));
    }
    found
}

/// Source files of the stages: not tests, examples or build scripts, nor the crates at the edge.
fn is_of_a_stage(file: &File) -> bool {
    let mut parts = file.path.split('/');
    let stage = parts.next() == Some("crates") && parts.next().is_some_and(|name| !EDGE.contains(&name));
    stage && parts.next() == Some("src") && file.path.ends_with(".rs") && !file.path.contains("/src/bin/")
}

fn faults(files: &[File], allowed: &[Allowed]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut used = vec![false; allowed.len()];
    for file in files.iter().filter(|f| is_of_a_stage(f)) {
        for (line, asks) in asking(file) {
            let mut may = false;
            for (rule, used) in
                allowed.iter().zip(&mut used).filter(|(rule, _)| rule.path == file.path && rule.asks == asks)
            {
                may = !rule.reason.is_empty();
                *used = true;
            }
            if !may {
                faults.push(format!("{}:{line}: `{asks}` belongs into {}", file.path, EDGE.join(", ")));
            }
        }
    }
    let idle = allowed.iter().zip(used).filter(|(_, used)| !used);
    faults.extend(
        idle.map(|(rule, _)| format!("{} is allowed `{}` and does not use it", rule.path, rule.asks)),
    );
    faults
}

#[test]
fn every_source_file_says_what_it_is_for() {
    let faults: Vec<String> = files().iter().filter_map(unopened).collect();
    none(&faults);
}

#[test]
fn no_stage_asks_the_system() {
    none(&faults(&files(), &ALLOWED));
}

#[test]
fn a_file_that_does_not_say_what_it_is_for_is_refused() {
    for text in ["use std::fmt;\n", "//!\n", "// What is this?\n", ""] {
        assert!(unopened(&File::invented("crates/clock/src/band.rs", text)).is_some(), "{text:?}");
    }
    assert!(unopened(&File::invented("crates/clock/src/band.rs", "//! Conditions of custody.\n")).is_none());
}

#[test]
fn a_stage_that_asks_the_system_is_refused() {
    let refused = |path: &str, text: &str| faults(&[File::invented(path, text)], &[]);
    let clock = "crates/clock/src/cover.rs";
    for text in [
        "use std::fs;\n",
        "let day = jiff::Zoned::now().date();\n",
        "let at = std::time::Instant::now();\n",
        "use std::{env, fmt};\n",
        "#[cfg(test)]\nlet x = 1;\nuse std::net::TcpStream;\n",
    ] {
        assert!(!refused(clock, text).is_empty(), "{text}");
    }
    assert_eq!(
        refused(clock, "//! Cover.\n\nuse std::fs;\n"),
        ["crates/clock/src/cover.rs:3: `std::fs` belongs into vault, checker, case, cli"]
    );
    for text in
        ["// std::fs is not used here\n", "let x = 1;\n#[cfg(test)]\nmod tests {\n    use std::fs;\n}\n"]
    {
        assert!(refused(clock, text).is_empty(), "{text}");
    }
    assert!(refused("crates/vault/src/store.rs", "use std::fs;\n").is_empty());
}

#[test]
fn a_permission_that_nobody_needs_is_refused() {
    let idle = [Allowed { path: "crates/clock/src/cover.rs", asks: "std::fs", reason: "none" }];
    assert_eq!(faults(&[], &idle), ["crates/clock/src/cover.rs is allowed `std::fs` and does not use it"]);
}
