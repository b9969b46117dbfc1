//! Bad input, bad disks, bad moments: the program says what is wrong and what to do, and loses nothing.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::run::{
    EXAMPLE, PROGRAM, Ran, command, dossier, example, journal_of, json_of, list, log_of, outputs, program,
    text, veld,
};

/// A folder with `files`, and an output folder beside it.
fn folder(files: &[(&str, &[u8])]) -> (tempfile::TempDir, PathBuf, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let (source, out) = (dir.path().join("files"), dir.path().join("out"));
    fs::create_dir(&source).unwrap();
    for (name, bytes) in files {
        fs::write(source.join(name), bytes).unwrap();
    }
    (dir, source, out)
}

/// A statement with one claim in it, so that a run has something to read beside what is bad.
const GOOD: (&str, &[u8]) =
    ("good.txt", b"Statement, 4 May 2024\n\nIlja Tormanov was arrested on 2 March 2024 in Ostmark.\n");

/// Name and first diagnostic of the items that have one.
fn diagnostics(dossier: &Value) -> Vec<(&str, &str)> {
    let said = |item| Some((text(item, "name"), text(list(item, "diagnostics").first()?, "message")));
    list(dossier, "items").iter().filter_map(said).collect()
}

/// No output has a part of itself beside it, and every one that is there is whole.
#[track_caller]
fn nothing_half_written(out: &Path) {
    for (name, bytes) in outputs(out) {
        assert!(!name.ends_with(".part"), "{name} was left behind");
        if name == "dossier.json" {
            serde_json::from_slice::<Value>(&bytes).expect("whole JSON under the final name");
        }
        if name == "dossier.html" {
            assert!(bytes.trim_ascii_end().ends_with(b"</html>"), "half a page under the final name");
        }
    }
}

#[test]
fn an_empty_folder_gives_an_empty_dossier_that_says_so() {
    let (_dir, source, out) = folder(&[]);
    let ran = dossier(&source, &out, &["--no-pdf"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    for said in ["0 files", "No person could be told", "--as-of"] {
        assert!(ran.stdout.contains(said), "`{said}`: {}", ran.stdout);
    }
    let empty = json_of(&out);
    for part in ["items", "entries", "timexes", "events", "disputes", "durations", "deadlines", "citations"] {
        assert_eq!(list(&empty, part).len(), 0, "{part}");
    }
    let judged: Vec<_> = list(&empty, "findings")
        .iter()
        .filter(|f| matches!(text(f, "outcome"), "met" | "not_met" | "contested"))
        .collect();
    assert!(judged.is_empty(), "nothing is known, and yet: {judged:?}");
}

/// Each stands in the dossier with a word of its fault, and the good file beside it is read.
#[test]
fn damaged_files_are_listed_with_what_is_wrong_and_the_rest_is_read() {
    let docx = fs::read(veld().join("medical/Quill letter.docx")).unwrap();
    let pdf = fs::read(veld().join("court/decision_07-05.pdf")).unwrap();
    let cases: [(&str, &[u8], &str); 9] = [
        ("empty.txt", b"", "empty"),
        ("cut.pdf", &pdf[..pdf.len() / 2], "damaged"),
        ("start only.pdf", b"%PDF-1.7\n", "damaged"),
        ("cut.docx", &docx[..docx.len() / 2], "damaged"),
        ("no letter.docx", b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", ""),
        ("a picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "image"),
        ("nulls.txt", &[0; 4096], ""),
        ("noise.bin", b"\xfe\x01\x92\xc3\x28\x00\x9f\x02\xba\xd0\xff", ""),
        ("open tag.html", b"<html><body><p title=\"", ""),
    ];
    let mut files: Vec<(&str, &[u8])> = cases.iter().map(|(name, bytes, _)| (*name, *bytes)).collect();
    files.push(GOOD);
    let (_dir, source, out) = folder(&files);
    let ran = dossier(&source, &out, &["--no-pdf", "--strict"]);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    let dossier = json_of(&out);
    let said = diagnostics(&dossier);
    for (name, _, word) in cases {
        let message = said.iter().find(|(item, _)| *item == name).map(|(_, message)| *message);
        let message = message.unwrap_or_else(|| panic!("nothing is said of {name}"));
        assert!(message.contains(word), "{name}: `{message}` does not say `{word}`");
        assert!(ran.stdout.contains(name), "the summary does not name {name}: {}", ran.stdout);
    }
    assert_eq!(list(&dossier, "items").len(), files.len());
    let good = list(&dossier, "items").iter().find(|item| text(item, "name") == GOOD.0).unwrap();
    let mut claims = list(&dossier, "events").iter().flat_map(|event| list(event, "claims"));
    assert!(claims.any(|claim| claim["item"] == good["id"]), "the good file was not read");
}

/// Time must grow with the text and not with its square: half a megabyte of dates in one paragraph.
#[test]
fn a_long_log_is_read_in_the_time_of_its_length() {
    let (_dir, source, out) = folder(&[]);
    let log: String = (0..6000)
        .map(|n| {
            format!(
                "On {} May 2024 the court extended his term of custody, his lawyer said on Monday.\n",
                n % 28 + 1
            )
        })
        .collect();
    fs::write(source.join("log.txt"), log).unwrap();
    let started = Instant::now();
    dossier(&source, &out, &["--no-pdf"]).done();
    let took = started.elapsed();
    println!("half a megabyte in {took:?}");
    assert!(took < Duration::from_secs(40), "{took:?}");
}

#[test]
#[ignore = "takes a minute in a dev build; run it with --release"]
fn a_huge_text_file_is_read_as_far_as_it_is_promised_to_be() {
    let (_dir, source, out) = folder(&[]);
    let mut file = std::io::BufWriter::new(File::create(source.join("log.txt")).unwrap());
    let line = "The gate was opened at seven and closed at nine, the guard wrote down who came and went.\n";
    for _ in 0..(200 << 20) / line.len() {
        file.write_all(line.as_bytes()).unwrap();
    }
    file.flush().unwrap();
    let started = Instant::now();
    let ran = dossier(&source, &out, &["--no-pdf", "--strict"]);
    let took = started.elapsed();
    println!("200 MB in {took:?}");
    assert_eq!(ran.code, Some(3), "{ran:?}");
    let dossier = json_of(&out);
    let said = diagnostics(&dossier);
    assert!(
        said.iter().any(|(name, message)| *name == "log.txt" && message.contains("left out")),
        "{said:?}"
    );
    assert!(ran.stdout.contains("log.txt"), "{}", ran.stdout);
    assert!(took < Duration::from_secs(60), "{took:?}");
}

#[cfg(unix)]
#[test]
fn a_name_that_is_no_text_is_kept_and_escaped() {
    use std::os::unix::ffi::OsStrExt;
    let (_dir, source, out) = folder(&[]);
    for (name, bytes) in
        [(&b"arr\xeat.txt"[..], GOOD.1), (b"line\nbreak.txt", b"Nothing.\n"), (b"-rf", b"Nothing more.\n")]
    {
        fs::write(source.join(std::ffi::OsStr::from_bytes(name)), bytes).unwrap();
    }
    dossier(&source, &out, &["--no-pdf"]).done();
    let dossier = json_of(&out);
    let names: Vec<&str> = list(&dossier, "items").iter().map(|item| text(item, "name")).collect();
    assert_eq!(names, ["-rf", "arr%EAt.txt", "line%0Abreak.txt"]);
}

/// Runs as a user who may not read everything: as root nothing is forbidden.
#[cfg(unix)]
#[test]
fn what_may_not_be_read_is_named_and_does_not_stop_the_rest() {
    use std::os::unix::fs::PermissionsExt;
    let (dir, source, out) = folder(&[GOOD, ("sealed.txt", b"Nobody may read this.\n")]);
    let locked = source.join("locked");
    fs::create_dir(&locked).unwrap();
    fs::write(locked.join("inside.txt"), "Nobody may enter here.\n").unwrap();
    let allow = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    let root = fs::read_dir("/root").is_ok();
    let mut run = program();
    if root {
        // The program under test may lie where only root comes, and the output folder must be the other user's.
        let program = dir.path().join("remand");
        fs::copy(PROGRAM, &program).unwrap();
        allow(dir.path(), 0o777);
        allow(&program, 0o755);
        run = Command::new("setpriv");
        run.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(program);
    }
    allow(&locked, 0o000);
    allow(&source.join("sealed.txt"), 0o000);
    run.env("REMAND_HOME", dir.path().join("home"));
    let ran = run.arg("dossier").arg(&source).arg("--out").arg(&out).args(["--no-pdf", "--strict"]).output();
    allow(&locked, 0o755);
    let Ok(ran) = ran.map(Ran::from) else {
        println!("skipped: run by root, and there is no setpriv to become another user");
        return;
    };
    assert_eq!(ran.code, Some(3), "{ran:?}");
    let dossier = json_of(&out);
    let unread: Vec<_> = list(&dossier, "unread").iter().map(|u| (text(u, "name"), text(u, "why"))).collect();
    assert_eq!(unread.iter().map(|(name, _)| *name).collect::<Vec<_>>(), ["locked", "sealed.txt"]);
    for (name, why) in unread {
        assert!(why.to_lowercase().contains("permission") || why.contains("does not let"), "{name}: {why}");
        assert!(ran.stdout.contains(name), "{}", ran.stdout);
    }
    assert_eq!(list(&dossier, "items").len(), 1);
}

/// `program` in a shell where `dir` is a file system of its own with this little room; `None` where that cannot be.
fn on_a_small_disk(dir: &Path, size: &str, program: &Command) -> Option<Ran> {
    let mut inner = Command::new("unshare");
    inner.args(["--mount", "--map-root-user", "sh", "-c"]);
    // What is on the small disk is gone with it: it is copied out for the test to look at.
    let script = "mount -t tmpfs -o size=$1 tmpfs \"$0/out\" || exit 77; shift; \"$@\"; code=$?; \
                  mkdir \"$0/seen\"; cp -a \"$0/out/.\" \"$0/seen/\"; exit $code";
    inner.arg(script).arg(dir).arg(size).arg(program.get_program()).args(program.get_args());
    let ran = inner.output().ok().filter(|ran| ran.status.code() != Some(77));
    if ran.is_none() {
        println!("skipped: no small file system can be mounted here");
    }
    ran.map(Ran::from)
}

#[test]
fn a_full_disk_is_named_and_leaves_nothing_half_written() {
    // Room for nothing much; for some of the files; for the files and not for what is printed of them.
    for size in ["16k", "120k", "400k", "640k"] {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("out");
        fs::create_dir(&out).unwrap();
        let Some(ran) = on_a_small_disk(dir.path(), size, &command(&veld(), &out, &EXAMPLE)) else { return };
        assert_eq!(ran.code, Some(1), "{size}: {ran:?}");
        let message = ran.stderr.to_lowercase();
        assert!(
            message.contains("full") || message.contains("no space") || message.contains("room"),
            "{size}: {message}"
        );
        assert!(message.contains("out/"), "{size}: which file? {message}");
        let seen = dir.path().join("seen");
        nothing_half_written(&seen);
        let report = remand_vault::verify(&seen.join("case"), None);
        if log_of(&seen).is_some() {
            assert!(report.damages.is_empty(), "{size}: {:?}", report.damages);
        }
        // With room, the same case goes on and is as if nothing had been.
        if log_of(&seen).is_some() {
            dossier(&veld(), &seen, &EXAMPLE).done();
            assert_same_record(&json_of(&seen), &example().json);
        }
    }
}

#[test]
fn what_cannot_be_done_is_refused_with_one_line_that_says_why() {
    let (dir, source, out) = folder(&[GOOD]);
    fs::write(dir.path().join("a file"), "x").unwrap();
    let inside = source.join("out");
    let above = dir.path().to_owned();
    let nowhere = dir.path().join("no such folder");
    let on_a_file = dir.path().join("a file/out");
    let cases: [(&Path, &Path, &[&str], &[&str]); 6] = [
        (&nowhere, &out, &[], &["no such folder", "check the path"]),
        (&source, &inside, &[], &["outside the sources"]),
        (&above, &out, &[], &["outside the sources"]),
        (&source, &on_a_file, &[], &["a file/out"]),
        (&source, &out, &["--law", "atlantis"], &["`atlantis`", "un"]),
        (&source, &out, &["--law", "un,"], &["``"]),
    ];
    for (source, out, options, words) in cases {
        let ran = dossier(source, out, &[&["--no-pdf"], options].concat());
        ran.fails_with(words);
        if out.is_dir() {
            assert!(!outputs(out).contains_key("dossier.json"), "{options:?}: printed all the same");
        }
    }
}

#[test]
fn a_command_line_that_cannot_be_meant_is_refused_with_the_word() {
    let (_dir, source, out) = folder(&[GOOD]);
    for (options, words) in [
        (vec!["--as-of", "2024-02-30"], ["2024-02-30", "write it as"]),
        (vec!["--as-of", "yesterday"], ["yesterday", "write it as"]),
        (vec!["--as-of", ""], ["--as-of", ""]),
        (vec!["--subject", " "], ["--subject", "a name has letters"]),
        (vec!["--nonsense"], ["--nonsense", ""]),
    ] {
        let ran = dossier(&source, &out, &options);
        assert_eq!(ran.code, Some(2), "{options:?}: {ran:?}");
        for word in words {
            assert!(ran.stderr.contains(word), "{options:?}: {}", ran.stderr);
        }
        assert!(!out.exists(), "{options:?}: something was made all the same");
    }
    let ran: Ran = program().args(["dossier", "--out"]).arg(&out).output().unwrap().into();
    ran.fails_with(&["there is no case in", "remand dossier SOURCES --out"]);
    assert!(!out.exists(), "no sources: something was made all the same");
}

#[test]
fn a_law_pack_with_a_fault_is_refused_at_its_word() {
    let (dir, source, out) = folder(&[GOOD]);
    let pack = dir.path().join("own.md");
    fs::write(&pack, "# A pack\n\n```norm a.b\nexpect nothing sensible\n```\n").unwrap();
    let ran = dossier(&source, &out, &["--no-pdf", "--law", pack.to_str().unwrap()]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.stderr.contains("own.md:4:8: unknown event `nothing`"), "{}", ran.stderr);
}

#[test]
fn who_stops_reading_the_summary_has_the_dossier_all_the_same() {
    let (_dir, source, out) = folder(&[GOOD]);
    for json in [&["--no-pdf"][..], &["--no-pdf", "--json"]] {
        let mut child =
            command(&source, &out, json).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let ran: Ran = child.wait_with_output().unwrap().into();
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{json:?}");
        assert!(outputs(&out).contains_key("dossier.json"));
    }
}

/// A refused command must not be remembered: the next one, said rightly, works.
#[test]
fn a_slip_does_not_stay_in_the_case() {
    let (_dir, source, out) = folder(&[GOOD]);
    dossier(&source, &out, &["--no-pdf", "--law", "atlantis"]).fails_with(&["atlantis"]);
    dossier(&source, &out, &["--no-pdf"]).done();
}

#[test]
fn a_run_waits_for_another_that_writes_to_its_case_and_then_gives_up() {
    let (_dir, source, out) = folder(&[GOOD]);
    dossier(&source, &out, &["--no-pdf"]).done();
    let (files, journal) = (outputs(&out), journal_of(&out));
    let signer = remand_vault::Signer::from_secret(&[1; 32], "", "");
    let held = remand_vault::Vault::open(&out.join("case"), &signer, None).unwrap();
    dossier(&source, &out, &["--no-pdf", "--subject", "Ilja Tormanov"])
        .fails_with(&["in use by another program", "wait"]);
    assert_eq!((outputs(&out), journal_of(&out)), (files, journal));
    drop(held);
    dossier(&source, &out, &["--no-pdf"]).done();
}

#[test]
fn a_journal_that_was_changed_is_not_built_upon() {
    let (_dir, source, out) = folder(&[GOOD]);
    dossier(&source, &out, &["--no-pdf"]).done();
    let path = log_of(&out).unwrap();
    let changed = journal_of(&out).replace("good.txt", "evil.txt");
    fs::write(&path, &changed).unwrap();
    dossier(&source, &out, &["--no-pdf"]).fails_with(&["jsonl", "line 2", "signature"]);
    assert_eq!(fs::read_to_string(&path).unwrap(), changed);
}

#[test]
fn an_item_whose_bytes_were_changed_is_named() {
    let (_dir, source, out) = folder(&[GOOD]);
    dossier(&source, &out, &["--no-pdf"]).done();
    let files = outputs(&out);
    let id = text(&list(&json_of(&out), "items")[0], "id").to_owned();
    let object = out.join("case/objects").join(&id[..2]).join(&id);
    let mut bytes = fs::read(&object).unwrap();
    bytes[0] ^= 1;
    fs::write(&object, bytes).unwrap();
    let (_other, empty, _) = folder(&[]);
    dossier(&empty, &out, &["--no-pdf"]).fails_with(&["damaged", &id]);
    assert_eq!(outputs(&out), files);
}

/// The same but for the journal, which tells how the files came in.
#[track_caller]
fn assert_same_record(one: &Value, other: &Value) {
    let without = |dossier: &Value| {
        let mut dossier = dossier.clone();
        dossier["journal"] = Value::Null;
        dossier
    };
    assert_eq!(without(one), without(other));
}

#[test]
fn killed_at_any_moment_nothing_is_lost() {
    let dir = tempfile::tempdir().unwrap();
    let started = Instant::now();
    dossier(&veld(), &dir.path().join("whole"), &EXAMPLE).done();
    let whole = started.elapsed();
    let out = dir.path().join("out");
    let mut before = String::new();
    for tenth in 0..10_u32 {
        let mut child =
            command(&veld(), &out, &EXAMPLE).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // Steps that do not divide evenly, so that taking in, reading and printing are all hit.
        std::thread::sleep(whole.mul_f64(f64::from(tenth * 37 % 100) / 100.0));
        child.kill().unwrap();
        child.wait().unwrap();
        if log_of(&out).is_none() {
            continue;
        }
        let report = remand_vault::verify(&out.join("case"), None);
        assert!(report.damages.is_empty(), "{:?}", report.damages);
        let journal = journal_of(&out);
        let accepted = &before[..before.rfind('\n').map_or(0, |end| end + 1)];
        assert!(journal.starts_with(accepted), "what was in the journal is there no more");
        before = journal;
        for (name, bytes) in outputs(&out) {
            if name == "dossier.json" {
                serde_json::from_slice::<Value>(&bytes).expect("whole JSON under the final name");
            }
        }
    }
    dossier(&veld(), &out, &EXAMPLE).done();
    nothing_half_written(&out);
    assert_same_record(&json_of(&out), &example().json);
}
