//! What lies below a source, and what of it cannot be read.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]
#![cfg(unix)]

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

use remand_vault::{Found, FoundKind, Signer, Vault, walk};

fn lines(found: &[Found]) -> Vec<String> {
    let line = |found: &Found| match &found.kind {
        FoundKind::File => found.name.clone(),
        FoundKind::Skipped(reason) => format!("{} skipped: {reason}", found.name),
        FoundKind::Unreadable(reason) => format!("{} unreadable: {reason}", found.name),
    };
    found.iter().map(line).collect()
}

fn write(path: &Path) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, "x").unwrap();
}

fn create(dir: &Path) -> Vault {
    Vault::create_or_open(dir, &Signer::from_secret(&[7; 32], "", ""), None, "2024-03-05T09:00:00Z").unwrap()
}

#[test]
fn files_come_in_the_order_of_their_names() {
    let dir = tempfile::tempdir().unwrap();
    for name in ["b/2.txt", "b/10.txt", "a.txt", ".hidden", "b.txt", "Thumbs.db", "b/.DS_Store"] {
        write(&dir.path().join(name));
    }
    assert_eq!(
        lines(&walk(dir.path())),
        [
            ".hidden",
            "Thumbs.db skipped: a file that the system made for itself",
            "a.txt",
            "b.txt",
            "b/.DS_Store skipped: a file that the system made for itself",
            "b/10.txt",
            "b/2.txt",
        ]
    );
}

#[test]
fn a_single_file_is_named_after_itself() {
    let dir = tempfile::tempdir().unwrap();
    write(&dir.path().join("deep/order.txt"));
    assert_eq!(lines(&walk(&dir.path().join("deep/order.txt"))), ["order.txt"]);
}

#[test]
fn a_source_that_is_not_there_is_named() {
    assert_eq!(
        lines(&walk(Path::new("/nowhere/at/all"))),
        ["all unreadable: there is no such file or folder"]
    );
}

#[test]
fn an_empty_folder_holds_nothing() {
    assert!(walk(tempfile::tempdir().unwrap().path()).is_empty());
}

#[test]
fn names_that_are_not_utf8_or_would_move_the_cursor_are_escaped() {
    let dir = tempfile::tempdir().unwrap();
    for name in
        [b"\xef\xf0\xe8\xea\xe0\xe7.txt".as_slice(), b"two\nlines \x1b[2J.txt", "приказ 100%.txt".as_bytes()]
    {
        if fs::write(dir.path().join(OsStr::from_bytes(name)), "x").is_err() {
            println!("skipped: this file system takes no such names");
            return;
        }
    }
    let found = walk(dir.path());
    assert_eq!(lines(&found), ["%EF%F0%E8%EA%E0%E7.txt", "two%0Alines %1B[2J.txt", "приказ 100%.txt"]);
    let home = tempfile::tempdir().unwrap();
    let mut vault = create(home.path());
    for found in &found {
        vault.ingest(&found.path, &found.name, "2024-03-05T09:00:00Z").unwrap();
    }
    assert_eq!(vault.items()[0].also.len(), 2, "all three hold the same byte");
}

#[test]
fn links_are_reported_and_never_followed() {
    let outside = tempfile::tempdir().unwrap();
    write(&outside.path().join("secret.txt"));
    let dir = tempfile::tempdir().unwrap();
    write(&dir.path().join("a.txt"));
    symlink(dir.path(), dir.path().join("circle")).unwrap();
    symlink("nothing", dir.path().join("dangling")).unwrap();
    symlink(outside.path(), dir.path().join("out")).unwrap();
    let lines = lines(&walk(dir.path()));
    assert_eq!(lines[0], "a.txt");
    assert_eq!(lines[1], "circle skipped: a link to another place in the same source");
    assert_eq!(lines[2], "dangling unreadable: a link that leads nowhere: there is no such file or folder");
    assert!(lines[3].starts_with("out unreadable: a link out of the source, to "), "{}", lines[3]);
    assert_eq!(lines.len(), 4);
}

#[test]
fn a_pipe_is_named_and_not_waited_for() {
    let dir = tempfile::tempdir().unwrap();
    let pipe = dir.path().join("pipe");
    if !std::process::Command::new("mkfifo").arg(&pipe).status().is_ok_and(|status| status.success()) {
        println!("skipped: mkfifo cannot be run here");
        return;
    }
    assert_eq!(lines(&walk(dir.path())), ["pipe unreadable: a pipe, socket or device, not a file"]);
    let home = tempfile::tempdir().unwrap();
    let mut vault = create(home.path());
    assert!(vault.ingest(&pipe, "pipe", "2024-03-05T09:00:00Z").is_err());
}

#[test]
fn a_folder_that_cannot_be_read_is_named() {
    let dir = tempfile::tempdir().unwrap();
    write(&dir.path().join("closed/a.txt"));
    write(&dir.path().join("open.txt"));
    let closed = dir.path().join("closed");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
    let readable = fs::read_dir(&closed).is_ok();
    let found = lines(&walk(dir.path()));
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o700)).unwrap();
    if readable {
        println!("skipped: this user reads folders whatever their permissions");
        return;
    }
    assert_eq!(found, ["closed unreadable: the system does not let this user read it", "open.txt"]);
}

#[test]
fn a_vault_inside_the_source_is_left_out() {
    let dir = tempfile::tempdir().unwrap();
    write(&dir.path().join("a.txt"));
    drop(create(&dir.path().join("out/case")));
    assert_eq!(
        lines(&walk(dir.path())),
        ["a.txt", "out/case skipped: a vault of this program: its items are copies"]
    );
}
