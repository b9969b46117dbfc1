//! Reads the packs of `spec/vectors/law`. That their cases come out as they say is tested where cases are run.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

use std::fs;
use std::path::Path;

use remand_law::{Names, format, link, parse};

/// The names of the vocabulary: the heads of its tables, and the roles of events.
fn vocabulary() -> Names {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../law/vocabulary.toml");
    let mut names = Names::default();
    for line in fs::read_to_string(path).unwrap().lines() {
        if let Some(roles) = line.strip_prefix("roles = [") {
            names.roles.extend(roles.split('"').skip(1).step_by(2).map(str::to_owned));
        }
        let head = line.strip_prefix('[').and_then(|line| line.strip_suffix(']'));
        let Some((kind, name)) = head.and_then(|head| head.split_once('.')) else { continue };
        let into = match kind {
            "event" => &mut names.events,
            "state" => &mut names.states,
            "role" => &mut names.roles,
            "qualifier" => &mut names.qualifiers,
            "measure" => &mut names.measures,
            _ => panic!("{line}"),
        };
        into.insert(name.to_owned());
    }
    names.accounts = ["state", "defence", "independent"].map(str::to_owned).into();
    names
}

#[test]
fn every_vector_reads_as_it_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec/vectors/law");
    let mut paths: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() > 80, "the vectors are missing from {}", folder.display());
    let vocabulary = vocabulary();
    let mut wrong = Vec::new();
    let mut failing = 0;
    for path in &paths {
        let name = path.file_name().unwrap().to_string_lossy();
        let text = fs::read_to_string(path).unwrap();
        let (header, pack) = text.split_once("\n\n").unwrap();
        let expect = header.lines().find_map(|line| line.strip_prefix("expect: ")).unwrap();
        let (packs, mut faults) = parse([(name.as_ref(), pack)], &vocabulary);
        faults.extend(link(&packs).1);
        let told: Vec<String> =
            faults.iter().map(|f| format!("{}:{} {}", f.line, f.column, f.message)).collect();
        if expect == "passes" {
            if !told.is_empty() {
                wrong.push(format!("{name}: {told:#?}"));
                continue;
            }
            let regular = format(&packs[0]);
            let (again, faults) = parse([(name.as_ref(), regular.as_str())], &vocabulary);
            assert_eq!(faults, [], "{name} in its regular form");
            assert_eq!(format(&again[0]), regular, "{name} is the same when it is formatted twice");
            continue;
        }
        failing += 1;
        if !told.first().is_some_and(|first| first.starts_with(expect)) {
            wrong.push(format!("{name}: expected {expect}, found {told:#?}"));
        }
        for fault in &faults {
            assert_eq!(fault.source, pack.lines().nth(fault.line - 1).unwrap(), "{name}: {fault}");
            let at =
                fault.source.char_indices().nth(fault.column - 1).map_or(fault.source.len(), |(at, _)| at);
            assert!(fault.source[at..].starts_with(&fault.word), "{name}: {fault}");
            assert!(!fault.help.is_empty(), "{name}: {fault}");
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(failing * 2 > paths.len(), "most vectors must fail");
}
