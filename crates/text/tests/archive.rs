//! Archives and compressed files: what comes out of good ones, cut ones, and those made to do harm.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

use std::io::{Cursor, Write};
use std::process::{Command, Stdio};

use flate2::Compression;
use flate2::write::GzEncoder;
use remand_text::{Extract, Limits, Part, PartKind, extract};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn open(bytes: &[u8], name: &str) -> Extract {
    extract(bytes, name, bytes.len() as u64, &Limits::default())
}

fn names(found: &Extract) -> Vec<&str> {
    found.parts.iter().map(|part| part.name.as_str()).collect()
}

fn said(found: &Extract) -> String {
    found.layer.diagnostics.iter().map(|d| d.message.as_str()).collect::<Vec<_>>().join("\n")
}

fn zip_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A header of the POSIX form and the data after it.
fn tar_member(name: &str, kind: u8, data: &[u8]) -> Vec<u8> {
    let mut block = vec![0_u8; 512];
    block[..name.len()].copy_from_slice(name.as_bytes());
    block[124..136].copy_from_slice(format!("{:011o} ", data.len()).as_bytes());
    block[136..148].copy_from_slice(b"14571642240 ");
    block[156] = kind;
    block[257..265].copy_from_slice(b"ustar\x0000");
    block[148..156].copy_from_slice(b"        ");
    let sum: u32 = block.iter().map(|b| u32::from(*b)).sum();
    block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    block.extend_from_slice(data);
    block.resize(block.len().div_ceil(512) * 512, 0);
    block
}

#[test]
fn members_of_a_zip_are_parts() {
    let found = open(&zip_of(&[("orders/1.txt", b"One"), ("../2.txt", b"Two"), ("empty", b"")]), "a.zip");
    assert_eq!(names(&found), ["orders/1.txt", "%2E%2E/2.txt", "empty"]);
    assert_eq!((found.parts[0].bytes.as_slice(), found.parts[0].kind), (b"One".as_slice(), PartKind::Member));
    assert_eq!(found.layer.media_type, "application/zip");
    assert!(said(&found).contains("3 file(s) inside it were taken out"), "{}", said(&found));
}

#[test]
fn a_zip_without_its_directory_gives_what_can_be_found() {
    let whole = zip_of(&[("1.txt", b"One"), ("2.txt", b"Two")]);
    let directory = whole.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    let found = open(&whole[..directory], "a.zip");
    assert_eq!(names(&found), ["1.txt", "2.txt"]);
    assert_eq!(found.parts[1].bytes, b"Two");
    assert!(said(&found).contains("directory of the archive is missing"), "{}", said(&found));
}

#[test]
fn a_damaged_member_costs_itself_alone() {
    let mut bytes = zip_of(&[("1.txt", &b"One ".repeat(200)), ("2.txt", b"Two")]);
    let data = bytes.windows(5).position(|w| w == b"1.txt").unwrap() + 5;
    bytes[data] ^= 0x55;
    let found = open(&bytes, "a.zip");
    assert_eq!(found.parts.last().map(|part| part.bytes.as_slice()), Some(b"Two".as_slice()));
    let damaged = found.parts.iter().any(|part| part.damage.is_some());
    assert!(damaged || said(&found).contains("1.txt"), "{}", said(&found));
}

#[test]
fn members_that_lie_over_each_other_are_refused() {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("a", SimpleFileOptions::default()).unwrap();
    archive.write_all(b"kernel").unwrap();
    archive.shallow_copy_file("a", "b").unwrap();
    let found = open(&archive.finish().unwrap().into_inner(), "a.zip");
    assert_eq!(
        (names(&found).len(), said(&found).contains("lie over each other")),
        (0, true),
        "{}",
        said(&found)
    );
}

#[test]
fn a_locked_member_is_named() {
    let mut bytes = zip_of(&[("secret.txt", b"One"), ("open.txt", b"Two")]);
    let central = bytes.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    bytes[6] |= 1;
    bytes[central + 8] |= 1;
    let found = open(&bytes, "a.zip");
    assert_eq!(names(&found), ["open.txt"]);
    assert!(
        said(&found)
            .contains("1 file(s) in the archive are locked with a password: \u{201c}secret.txt\u{201d}")
    );
}

#[test]
fn a_bomb_is_stopped_and_what_came_before_stays() {
    let zeros = vec![0; 30 << 20];
    let found = open(&zip_of(&[("letter.txt", b"One"), ("zeros", &zeros), ("after.txt", b"Two")]), "a.zip");
    assert_eq!(names(&found), ["letter.txt"]);
    assert!(
        said(&found).contains("2 file(s) inside it were left out, from \u{201c}zeros\u{201d}"),
        "{}",
        said(&found)
    );
    assert!(said(&found).contains("more than 200 times as large"));
}

#[test]
fn tar_in_its_forms() {
    let long = format!("{}order.txt", "folder/".repeat(30));
    let record = |key: &str, value: &str| {
        let rest = format!(" {key}={value}\n");
        let length = (1..4)
            .map(|digits| rest.len() + digits)
            .find(|n| n.to_string().len() + rest.len() == *n)
            .unwrap();
        format!("{length}{rest}")
    };
    let pax = format!("{}{}", record("path", "решение.txt"), record("mtime", "1709632800.5"));
    let bytes = [
        tar_member("letter.txt", b'0', b"One"),
        tar_member("folder/", b'5', b""),
        tar_member("link", b'2', b""),
        tar_member("././@LongLink", b'L', format!("{long}\0").as_bytes()),
        tar_member("short", b'0', b"Two"),
        tar_member("pax", b'x', pax.as_bytes()),
        tar_member("plain", b'0', b"Three"),
        vec![0; 1024],
    ]
    .concat();
    let found = open(&bytes, "a.tar");
    assert_eq!(names(&found), ["letter.txt", &long, "решение.txt"]);
    assert_eq!(found.parts[2].statement("modified"), Some("2024-03-05T10:00:00Z"));
    assert_eq!(found.parts[1].bytes, b"Two");
    assert!(said(&found).contains("links in the archive were not followed: \u{201c}link\u{201d}"));
}

#[test]
fn a_tar_that_is_cut_or_lies_gives_what_it_has() {
    let whole = [tar_member("1.txt", b'0', b"One"), tar_member("2.txt", b'0', &[b'x'; 2000])].concat();
    let cut = open(&whole[..1600], "a.tar");
    assert_eq!(names(&cut), ["1.txt", "2.txt"]);
    assert_eq!(cut.parts[1].damage.as_deref(), Some("the archive ends after 64 of its 2000 bytes"));
    let noise = [tar_member("1.txt", b'0', b"One"), vec![b'?'; 512]].concat();
    assert!(said(&open(&noise, "a.tar")).contains("damaged at byte 1024"));
    let mut huge = tar_member("1.txt", b'0', b"One");
    huge[124..136].copy_from_slice(b"\x80\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff");
    huge[148..156].copy_from_slice(b"        ");
    let sum: u32 = huge[..512].iter().map(|b| u32::from(*b)).sum();
    huge[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    assert!(open(&huge, "a.tar").parts[0].damage.is_some());
}

#[test]
fn single_compressed_files_are_named_after_themselves() {
    for (name, inner) in [("letter.txt.gz", "letter.txt"), ("all.tgz", "all.tar"), ("noend", "noend")] {
        let found = open(&gzip(b"Words"), name);
        assert_eq!((names(&found), found.parts[0].bytes.as_slice()), (vec![inner], b"Words".as_slice()));
    }
    let cut = open(&gzip(&b"Words ".repeat(10_000))[..60], "a.gz");
    assert!(cut.parts[0].damage.as_deref().unwrap().contains("breaks off"), "{cut:?}");
    let noise = open(b"\x1f\x8b\x08\x00nothing of the kind", "a.gz");
    assert!(said(&noise).contains("could not be read"), "{}", said(&noise));
}

/// The programs of the system are a second opinion where they are there.
#[test]
fn what_other_programs_compressed_is_read() {
    let text = "Слова, слова. ".repeat(20_000);
    for (program, name) in
        [("bzip2", "a.txt.bz2"), ("xz", "a.txt.xz"), ("zstd", "a.txt.zst"), ("gzip", "a.txt.gz")]
    {
        let child = Command::new(program).arg("-c").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let Ok(mut child) = child else {
            println!("skipped: there is no {program} here");
            continue;
        };
        let mut stdin = child.stdin.take().unwrap();
        let feeder = std::thread::spawn({
            let text = text.clone();
            move || stdin.write_all(text.as_bytes()).unwrap()
        });
        let bytes = child.wait_with_output().unwrap().stdout;
        feeder.join().unwrap();
        let found = open(&bytes, name);
        let kept: Vec<&Part> = found.parts.iter().collect();
        assert_eq!((kept[0].name.as_str(), kept[0].bytes == text.as_bytes()), ("a.txt", true), "{program}");
        let cut = open(&bytes[..bytes.len() - bytes.len() / 3], name);
        assert!(cut.parts.iter().all(|part| part.damage.is_some()), "{program}");
    }
}
