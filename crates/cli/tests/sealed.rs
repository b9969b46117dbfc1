//! What is handed over: bundles, checkpoints, and a case that two people put together.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::run::{PROGRAM, Ran, dossier, list, log_of, program, workspace};

const PLAIN: [&str; 3] = ["--no-pdf", "--as-of", "2031-02-01"];

fn remand(arguments: &[&str]) -> Ran {
    program().args(arguments).output().expect("the program starts").into()
}

/// The program on the device of a colleague.
fn colleague(home: &Path, arguments: &[&str]) -> Ran {
    Command::new(PROGRAM)
        .env("REMAND_HOME", home)
        .args(arguments)
        .output()
        .expect("the program starts")
        .into()
}

fn path(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

fn case(dir: &Path) -> std::path::PathBuf {
    let source = dir.join("letters");
    fs::create_dir_all(&source).expect("a folder");
    fs::write(source.join("letter.txt"), "On 3 January 2031 the police arrested Dana Fell in Orsk.\n")
        .expect("a letter");
    let out = dir.join("out");
    dossier(&source, &out, &PLAIN).done();
    out
}

fn sound(at: &Path) -> Value {
    let ran = remand(&["verify", path(at), "--json"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    serde_json::from_str(&ran.stdout).expect("JSON")
}

/// What the verifier that came with a bundle says of it, where there is a python3.
fn reference(at: &Path) -> Option<Value> {
    let script = workspace().join("spec/reference/verify.py");
    let ran = Command::new("python3").arg(script).arg(at).arg("--json").output().ok()?;
    Some(serde_json::from_slice(&ran.stdout).expect("JSON"))
}

#[test]
fn a_sealed_case_is_checked_with_and_without_the_program() {
    let dir = tempfile::tempdir().expect("a folder");
    let out = case(dir.path());
    let zip = dir.path().join("for the group.zip");
    let sealed = remand(&[
        "seal",
        path(&out),
        "--out",
        path(&zip),
        "--audience",
        "the Working Group",
        "--with-proofs",
    ]);
    assert_eq!(sealed.code, Some(0), "{sealed:?}");
    let folder = dir.path().join("unpacked");
    assert_eq!(remand(&["seal", path(&out), "--out", path(&folder)]).code, Some(0));
    for (at, audience) in [(&zip, "sealed for the Working Group at"), (&folder, "sealed at")] {
        let said = sound(at);
        let holds =
            list(&said, "holds").iter().any(|line| line.as_str().is_some_and(|line| line.contains(audience)));
        assert!(holds && list(&said, "notices").is_empty(), "{said:#}");
        let Some(other) = reference(at) else { continue };
        for field in ["sound", "entries", "items", "bytes", "logs", "damages", "notices"] {
            assert_eq!(said[field], other[field], "{field}");
        }
    }
    assert!(folder.join("verify.py").is_file() && folder.join("data/dossier/dossier.html").is_file());
    sound(&out.join("bundle.zip"));
    let again = remand(&["seal", path(&out), "--out", path(&zip)]);
    again.fails_with(&["for the group.zip", "exists"]);

    let item = fs::read_dir(folder.join("data/items"))
        .expect("items")
        .next()
        .expect("an item")
        .expect("an item")
        .path();
    fs::write(&item, "On 4 January").expect("a changed item");
    let damaged = remand(&["verify", path(&folder)]);
    assert_eq!(damaged.code, Some(1), "{damaged:?}");
    assert!(
        damaged.stdout.contains("DAMAGE") && damaged.stdout.contains("it was changed"),
        "{}",
        damaged.stdout
    );
}

#[test]
fn a_checkpoint_kept_elsewhere_tells_that_a_log_was_cut_short() {
    let dir = tempfile::tempdir().expect("a folder");
    let out = case(dir.path());
    let kept = dir.path().join("kept.checkpoint");
    assert_eq!(remand(&["checkpoint", path(&out), "--out", path(&kept)]).code, Some(0));
    assert!(remand(&["checkpoint", path(&out)]).stdout.starts_with("remand/"));
    let verify = || remand(&["verify", path(&out), "--checkpoint", path(&kept)]);
    assert_eq!(verify().code, Some(0));
    assert_eq!(remand(&["seal", path(&out), "--out", path(&dir.path().join("b.zip"))]).code, Some(0));
    assert_eq!(verify().code, Some(0), "the log may grow");
    // Cut back to its first line, which stands by itself.
    let log = log_of(&out).expect("a log");
    let text = fs::read_to_string(&log).expect("the log");
    let signed =
        text.split_inclusive('\n').position(|line| line.contains("\"signature\"")).expect("a signed line");
    fs::write(&log, text.split_inclusive('\n').take(signed + 1).collect::<String>()).expect("a shorter log");
    let cut = verify();
    assert_eq!(cut.code, Some(1), "{cut:?}");
    assert!(cut.stdout.contains("when the checkpoint was made it had"), "{}", cut.stdout);
}

#[test]
fn two_people_put_their_work_together() {
    let dir = tempfile::tempdir().expect("a folder");
    let out = case(dir.path());
    let (zip, home) = (dir.path().join("to.zip"), dir.path().join("home"));
    assert_eq!(remand(&["seal", path(&out), "--out", path(&zip)]).code, Some(0));
    let theirs = dir.path().join("theirs");
    let made = colleague(&home, &["merge", path(&theirs), path(&zip)]);
    assert_eq!(made.code, Some(0), "{made:?}");
    assert!(made.stdout.contains("A case was made"), "{}", made.stdout);
    assert!(colleague(&home, &["merge", path(&theirs), path(&zip)]).stdout.contains("Nothing in it is new"));
    let back = dir.path().join("back");
    assert_eq!(colleague(&home, &["seal", path(&theirs), "--out", path(&back)]).code, Some(0));
    let merged = remand(&["merge", path(&out), path(&back)]);
    assert_eq!(merged.code, Some(0), "{merged:?}");
    assert_eq!(list(&sound(&out), "logs").len(), 2);
    let other = dir.path().join("other");
    case(&other);
    remand(&["merge", path(&other.join("out")), path(&zip)]).fails_with(&["another case"]);
    fs::write(dir.path().join("bad.zip"), "no ZIP").expect("a file");
    let bad = dir.path().join("bad.zip");
    remand(&["merge", path(&theirs), path(&bad)]).fails_with(&["bad.zip", "no ZIP"]);
    remand(&["verify", path(&bad)]).fails_with(&["bad.zip", "no ZIP"]);
}

#[test]
fn an_encrypted_bundle_opens_with_the_key_alone() {
    let dir = tempfile::tempdir().expect("a folder");
    let out = case(dir.path());
    let sealed = dir.path().join("b.zip.age");
    let to = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";
    assert_eq!(remand(&["seal", path(&out), "--out", path(&sealed), "--to", to]).code, Some(0));
    let bytes = fs::read(&sealed).expect("the bundle");
    assert!(bytes.starts_with(b"age-encryption.org/v1"));
    remand(&["verify", path(&sealed)]).fails_with(&["encrypted"]);
    let nobody = dir.path().join("c.zip");
    remand(&["seal", path(&out), "--out", path(&nobody), "--to", "age1nobody"]).fails_with(&["age1nobody"]);
    assert!(!nobody.exists() && !dir.path().join(".c.zip.part").exists());
}

/// Killed at forty moments spread over the time that sealing takes: the case is sound after each, and what has the name of
/// the bundle is a whole one.
#[test]
fn killed_while_sealing() {
    let dir = tempfile::tempdir().expect("a folder");
    let out = case(dir.path());
    let more = dir.path().join("more");
    fs::create_dir_all(&more).expect("a folder");
    for number in 0..60_usize {
        let text = format!("Letter {number}. ").repeat(2_000);
        fs::write(more.join(format!("{number}.txt")), text).expect("a letter");
    }
    assert_eq!(remand(&["add", path(&out), path(&more), "--bytes-only"]).code, Some(0));

    let began = Instant::now();
    let (folder, zip) = (dir.path().join("bundle"), dir.path().join("bundle.zip"));
    assert_eq!(remand(&["seal", path(&out), "--out", path(&folder)]).code, Some(0));
    let whole = began.elapsed();
    fs::remove_dir_all(&folder).expect("it is there");

    let mut stopped = 0;
    for moment in 1..=40_u32 {
        let place = if moment % 2 == 0 { &folder } else { &zip };
        let mut sealing = program();
        sealing.args(["seal", path(&out), "--out", path(place)]).stdout(Stdio::null()).stderr(Stdio::null());
        let mut sealing = sealing.spawn().expect("the program starts");
        std::thread::sleep(whole.min(Duration::from_secs(4)) * moment / 40);
        sealing.kill().expect("it can be killed");
        let ended = sealing.wait().expect("it ends");
        if place.exists() {
            sound(place);
        }
        stopped += usize::from(!ended.success());
        sound(&out);
        drop(fs::remove_dir_all(&folder));
        drop(fs::remove_file(&zip));
    }
    assert!(stopped > 10, "most were stopped before they were done: {stopped}");
    assert_eq!(remand(&["seal", path(&out), "--out", path(&zip)]).code, Some(0));
    sound(&zip);
}
