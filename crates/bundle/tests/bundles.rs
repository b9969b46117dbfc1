//! Bundles: what is in them, that others can check them, and that a hostile one is refused.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use remand_bundle::{
    Bundle, Checked, Contents, Note, Place, Proof, Source, ZipPlace, ZipSource, annotations, check, seal_of,
    write,
};
use remand_vault::{
    Checkpoint, ItemId, Receipt, Record, Signer, Vault, View, Within, prove_inclusions, verify,
};
use serde_json::{Value, json};

const NOW: &str = "2031-01-01T08:00:00Z";

fn person(secret: u8, name: &str) -> Signer {
    Signer::from_secret(&[secret; 32], name, "laptop")
}

/// A bundle in memory.
#[derive(Clone, Default)]
struct Files(RefCell<BTreeMap<String, Vec<u8>>>);

impl Place for Files {
    fn file(&mut self, path: &str, _bytes: Option<u64>, content: &mut dyn Read) -> io::Result<()> {
        let mut bytes = Vec::new();
        content.read_to_end(&mut bytes)?;
        self.0.borrow_mut().insert(path.to_owned(), bytes);
        Ok(())
    }
}

impl Source for Files {
    fn files(&self) -> BTreeMap<String, u64> {
        self.0.borrow().iter().map(|(path, bytes)| (path.clone(), bytes.len() as u64)).collect()
    }

    fn read(&self, path: &str, to: &mut dyn Write) -> io::Result<()> {
        to.write_all(self.0.borrow().get(path).ok_or(io::ErrorKind::NotFound)?)
    }
}

impl Files {
    fn unpack(&self, to: &Path) {
        for (path, bytes) in self.0.borrow().iter() {
            let path = to.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
    }

    fn text(&self, path: &str) -> String {
        String::from_utf8(self.0.borrow()[path].clone()).unwrap()
    }
}

/// A vault with two items, one of them found in the other, a text, and the log of a colleague.
fn vault(dir: &Path) -> PathBuf {
    let ada = dir.join("ada");
    let mut vault = Vault::create_or_open(&ada, &person(1, "Ada Obi"), None, NOW).unwrap();
    let mut batch = vault.batch();
    let receipt =
        Receipt { from: Some("B. Doe".to_owned()), how: Some("by hand".to_owned()), ..Receipt::default() };
    batch.bytes(b"the order of the court", "court/order 100%.txt", &receipt).unwrap();
    batch.bytes(b"%PDF-1.4 letter", "письмо.pdf", &Receipt::default()).unwrap();
    let mail = batch.bytes(b"From: B. Doe", "mail.eml", &Receipt::default()).unwrap().id;
    let tool = "remand-text 0.1.0".to_owned();
    let within = Within {
        parent: mail,
        part: "attachment".to_owned(),
        tool: tool.clone(),
        said: json!({ "number": 1 }),
    };
    batch.found(b"scan".as_slice(), "mail.eml!scan.tif", &within).unwrap();
    let text = batch.object(b"{\"text\":\"From: B. Doe\"}", "a text").unwrap();
    batch.record(Record::TextTaken { item: mail, text, tool, settings: json!({ "languages": ["en"] }) });
    batch.commit(NOW).unwrap();
    vault.record_decision(json!({ "subject": "C. Poe" }), NOW).unwrap();
    let ben = dir.join("ben");
    let mut other = Vault::create_empty(&ben, &person(2, "Ben"), None).unwrap();
    let own = View::open(&ada, None).unwrap();
    other.take_in(&Copied(&own), NOW).unwrap();
    other.record_decision(json!({ "language": "fr" }), "2031-01-02T08:00:00Z").unwrap();
    vault.take_in(&Copied(&other), "2031-01-03T08:00:00Z").unwrap();
    ada
}

struct Copied<'a>(&'a View);

impl remand_vault::Offered for Copied<'_> {
    fn logs(&self) -> io::Result<Vec<(String, Vec<u8>)>> {
        self.0.log_bytes().map_err(io::Error::other)
    }

    fn object(&self, id: &ItemId) -> io::Result<Option<Vec<u8>>> {
        Ok(self.0.object(id).ok())
    }
}

/// Seals the vault as the command does.
fn seal(dir: &Path, place: &mut dyn Place) {
    let signer = person(1, "Ada Obi");
    let mut vault = Vault::open(dir, &signer, None).unwrap();
    let item = vault.items()[0].id;
    let note =
        Note { text: item, item, start: 4, end: 9, quote: "order".to_owned(), body: "a note".to_owned() };
    let notes = annotations(&vault, &[note]).unwrap();
    let mut contents = Contents {
        title: "The case of C. Poe",
        audience: "the Working Group",
        organisation: "Legal Aid",
        made_at: NOW,
        documents: BTreeMap::from([("dossier.html", b"<p>dossier".as_slice())]),
        annotations: Some(&notes),
        ..Contents::default()
    };
    let manifest = seal_of(&vault, &contents).unwrap();
    vault
        .record(Record::Sealed { manifest, audience: contents.audience.to_owned() }, "2031-01-04T08:00:00Z")
        .unwrap();
    let view = vault.into_view();
    let log = view.logs().find(|log| log.key() == signer.public()).unwrap();
    let checkpoint = Checkpoint::of(log, log.size()).unwrap().sign(&signer).unwrap();
    let receipts: Vec<_> = log.receipts().collect();
    let numbers: Vec<u64> = receipts.iter().map(|(number, ..)| *number).collect();
    let proofs = prove_inclusions(log, &numbers, &checkpoint).unwrap();
    contents.proofs =
        receipts.iter().zip(proofs).map(|((_, _, item), text)| Proof { item: *item, text }).collect();
    contents.checkpoints.insert(log.id().to_string(), checkpoint.to_bytes());
    write(&view, &contents, place).unwrap();
}

fn sealed() -> Files {
    let dir = tempfile::tempdir().unwrap();
    let mut files = Files::default();
    seal(&vault(dir.path()), &mut files);
    files
}

fn checked(files: &Files) -> Checked {
    check(&Bundle::open(files.clone()).unwrap(), &[])
}

/// The reference verifier on what lies at `path`. `None`: there is no python3 here.
fn reference(path: &Path) -> Option<Value> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec/reference/verify.py");
    let ran = Command::new("python3").arg(script).arg(path).arg("--json").output();
    let Ok(Output { stdout, stderr, .. }) = ran else {
        eprintln!("skipped: there is no python3 here");
        return None;
    };
    let said = serde_json::from_slice(&stdout);
    Some(said.unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&stderr))))
}

/// Both say the same of what was counted, of where logs end, and of whether something is damaged.
fn agree(what: &str, report: &remand_vault::VerifyReport, reference: &Value) {
    assert_eq!(reference["sound"], report.is_sound(), "{what}: {report:#?} {reference:#}");
    assert_eq!(
        reference["damages"].as_array().unwrap().len(),
        report.damages.len(),
        "{what}: {report:#?} {reference:#}"
    );
    assert_eq!(
        reference["notices"].as_array().unwrap().len(),
        report.notices.len(),
        "{what}: {report:#?} {reference:#}"
    );
    assert_eq!(reference["entries"], report.entries, "{what}");
    assert_eq!(reference["items"], report.items, "{what}");
    assert_eq!(reference["bytes"], report.bytes, "{what}");
    let heads: Vec<String> =
        report.heads.iter().map(|head| format!("{} {} {}", head.log, head.size, head.head)).collect();
    let logs = reference["logs"].as_array().unwrap();
    let others: Vec<String> = logs
        .iter()
        .map(|log| {
            format!("{} {} {}", log["log"].as_str().unwrap(), log["size"], log["head"].as_str().unwrap())
        })
        .collect();
    assert_eq!(heads, others, "{what}");
}

#[test]
fn a_bundle_holds_everything_and_is_sound() {
    let files = sealed();
    let checked = checked(&files);
    assert!(checked.report.is_sound() && checked.report.notices.is_empty(), "{checked:#?}");
    assert!(
        checked.holds.iter().any(|line| line.contains("sealed for the Working Group")),
        "{:?}",
        checked.holds
    );
    assert_eq!(checked.report.items, 4);
    let info = files.text("bag-info.txt");
    assert!(info.contains("Source-Organization: Legal Aid\n") && info.contains("Payload-Oxum: "), "{info}");
    for part in ["data/prov.jsonld", "data/ro-crate-metadata.json", "data/annotations.jsonld"] {
        serde_json::from_str::<Value>(&files.text(part)).unwrap();
    }
    assert!(files.text("data/ro-crate-metadata.json").contains("письмо.pdf"));
    let prov = files.text("data/prov.jsonld");
    for words in ["handed it over", "prov:wasDerivedFrom", "prov:SoftwareAgent", "\"extract\"", "\"read\""] {
        assert!(prov.contains(words), "{words}: {prov}");
    }
}

#[test]
fn the_same_case_gives_the_same_zip_and_the_zip_reads_as_the_folder() {
    let dir = tempfile::tempdir().unwrap();
    let case = vault(dir.path());
    let view = View::open(&case, None).unwrap();
    let zip = || {
        let mut place = ZipPlace::new("case", Cursor::new(Vec::new()));
        write(&view, &Contents { made_at: NOW, ..Contents::default() }, &mut place).unwrap();
        place.finish().unwrap().into_inner()
    };
    let bytes = zip();
    assert!(bytes == zip(), "two runs differ");
    let source = ZipSource::open(Cursor::new(&bytes), bytes.len() as u64).unwrap();
    let found = check(&Bundle::open(source).unwrap(), &[]);
    assert!(found.report.is_sound(), "{found:#?}");
    assert_eq!(found.report.notices.len(), 1, "nobody sealed it: {found:#?}");
    // The same through a pipe, as it is when the bundle is encrypted.
    let mut place = ZipPlace::stream("case", Vec::new());
    write(&view, &Contents { made_at: NOW, ..Contents::default() }, &mut place).unwrap();
    let streamed = place.finish().unwrap().into_inner();
    let source = ZipSource::open(Cursor::new(&streamed), streamed.len() as u64).unwrap();
    assert!(check(&Bundle::open(source).unwrap(), &[]).report.is_sound());
    let path = dir.path().join("case.zip");
    for bytes in [bytes, streamed] {
        fs::write(&path, &bytes).unwrap();
        if let Some(reference) = reference(&path) {
            agree("zip", &found.report, &reference);
        }
    }
}

#[test]
fn a_bundle_is_taken_in_by_a_case_that_has_none_of_it() {
    let dir = tempfile::tempdir().unwrap();
    let bundle = Bundle::open(sealed()).unwrap();
    let mut vault = Vault::create_empty(dir.path(), &person(3, "Eve"), None).unwrap();
    let taken = vault.take_in(&bundle, NOW).unwrap();
    assert_eq!((taken.logs.len(), taken.objects, taken.missing.len()), (2, 5, 0));
    assert!(vault.verify().is_sound());
    assert_eq!(vault.take_in(&bundle, NOW).unwrap(), remand_vault::TakenIn::default());
}

#[test]
fn every_change_to_a_bundle_is_found_and_both_readers_agree() {
    let whole = sealed();
    let dir = tempfile::tempdir().unwrap();
    let log = whole.0.borrow().keys().find(|path| path.starts_with("data/logs/")).unwrap().clone();
    let item = whole.0.borrow().keys().find(|path| path.starts_with("data/items/")).unwrap().clone();
    let proof = whole.0.borrow().keys().find(|path| path.starts_with("data/proofs/")).unwrap().clone();
    let checkpoint =
        whole.0.borrow().keys().find(|path| path.starts_with("data/checkpoints/")).unwrap().clone();
    type Change<'a> = Box<dyn Fn(&mut BTreeMap<String, Vec<u8>>) + 'a>;
    let flip = |path: &'static str| -> Change<'static> {
        Box::new(move |files| {
            let bytes = files.get_mut(path).unwrap();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
        })
    };
    let changes: Vec<(&str, Change<'_>)> = vec![
        ("whole", Box::new(|_| {})),
        ("manifest", flip("manifest-sha256.txt")),
        ("tag manifest", flip("tagmanifest-sha256.txt")),
        ("info", flip("bag-info.txt")),
        ("declaration", flip("bagit.txt")),
        ("crate", flip("data/ro-crate-metadata.json")),
        ("document", flip("data/dossier/dossier.html")),
        ("item", Box::new(|files| files.get_mut(&item).unwrap()[0] ^= 1)),
        ("item gone", Box::new(|files| drop(files.remove(&item)))),
        ("log", Box::new(|files| files.get_mut(&log).unwrap()[30] ^= 1)),
        ("log gone", Box::new(|files| drop(files.remove(&log)))),
        (
            "log cut",
            Box::new(|files| {
                let bytes = files.get_mut(&log).unwrap();
                let first = bytes.iter().position(|b| *b == b'\n').unwrap();
                bytes.truncate(first + 1);
            }),
        ),
        ("proof", Box::new(|files| files.get_mut(&proof).unwrap()[0] ^= 1)),
        ("checkpoint", Box::new(|files| files.get_mut(&checkpoint).unwrap()[0] ^= 1)),
        ("more", Box::new(|files| drop(files.insert("data/more.txt".to_owned(), b"x".to_vec())))),
        ("more outside", Box::new(|files| drop(files.insert("more.txt".to_owned(), b"x".to_vec())))),
        ("manifest gone", Box::new(|files| drop(files.remove("tagmanifest-sha256.txt")))),
        (
            "twice in the manifest",
            Box::new(|files| {
                let bytes = files.get_mut("manifest-sha256.txt").unwrap();
                let again = bytes.clone();
                bytes.extend(again);
            }),
        ),
        (
            "manifest leads out",
            Box::new(|files| {
                files
                    .get_mut("manifest-sha256.txt")
                    .unwrap()
                    .extend(format!("{}  data/../../x\n", "0".repeat(64)).bytes());
            }),
        ),
    ];
    for (number, (what, change)) in changes.iter().enumerate() {
        let files = whole.clone();
        change(&mut files.0.borrow_mut());
        let found = checked(&files);
        let sound = matches!(*what, "whole" | "more outside");
        assert_eq!(found.report.is_sound(), sound, "{what}: {found:#?}");
        let place = dir.path().join(number.to_string());
        files.unpack(&place);
        if let Some(reference) = reference(&place) {
            assert_eq!(reference["sound"], sound, "{what}: {reference:#}");
            if sound {
                agree(what, &found.report, &reference);
            }
        }
    }
}

#[test]
fn both_readers_agree_on_vaults_whole_and_damaged() {
    let dir = tempfile::tempdir().unwrap();
    let made = vault(dir.path());
    let files = |place: &Path| -> Vec<PathBuf> {
        let mut found = Vec::new();
        let mut folders = vec![place.to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
                if entry.path().is_dir() { folders.push(entry.path()) } else { found.push(entry.path()) }
            }
        }
        found.sort();
        found.into_iter().filter(|path| path.file_name().unwrap() != "lock").collect()
    };
    let compare = |what: &str| {
        let report = verify(&made, None);
        if let Some(reference) = reference(&made) {
            agree(what, &report, &reference);
        }
        report.is_sound()
    };
    assert!(compare("whole"));
    for path in files(&made) {
        let whole = fs::read(&path).unwrap();
        let name = path.strip_prefix(&made).unwrap().display().to_string();
        let mut changed = whole.clone();
        changed[whole.len() / 3] ^= 4;
        fs::write(&path, &changed).unwrap();
        assert!(!compare(&format!("{name} changed")));
        fs::write(&path, &whole[..whole.len() / 2]).unwrap();
        compare(&format!("{name} cut"));
        fs::write(&path, b"").unwrap();
        compare(&format!("{name} empty"));
        fs::remove_file(&path).unwrap();
        assert!(!compare(&format!("{name} gone")));
        fs::write(&path, &whole).unwrap();
    }
    fs::write(made.join("objects").join("stray"), "x").unwrap();
    assert!(compare("a file that no entry names"));
}

fn zip_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn opened(zip: &[u8]) -> Result<(), String> {
    let source = ZipSource::open(Cursor::new(zip), zip.len() as u64).map_err(|e| e.to_string())?;
    Bundle::open(source).map(|_| ()).map_err(|e| e.to_string())
}

#[test]
fn a_hostile_zip_is_refused_with_the_reason() {
    let bag: (&str, &[u8]) = ("b/bagit.txt", b"BagIt-Version: 1.0\n");
    opened(&zip_of(&[bag])).unwrap();
    for (name, why) in
        [("b/../../etc/passwd", "leads out"), ("/etc/passwd", "leads out"), ("b/c:\\x", "leads out")]
    {
        let said = opened(&zip_of(&[bag, (name, b"x")])).unwrap_err();
        assert!(said.contains(why), "{name}: {said}");
    }
    assert!(opened(b"no ZIP at all").unwrap_err().contains("no ZIP"));
    assert!(opened(&zip_of(&[("b/x", b"x")])).unwrap_err().contains("no `bagit.txt`"));
    // Two names of the same length, made the same.
    let mut twice = zip_of(&[bag, ("b/xxxx1", b"1"), ("b/xxxx2", b"2")]);
    let places: Vec<usize> = (0..twice.len() - 7).filter(|at| &twice[*at..at + 7] == b"b/xxxx2").collect();
    places.iter().for_each(|at| twice[at + 6] = b'1');
    assert!(opened(&twice).unwrap_err().contains("twice"));
    // A directory that claims sizes that cannot be.
    let mut bomb = zip_of(&[bag, ("b/bomb", &[0; 10])]);
    let directory = bomb.windows(4).rposition(|four| four == b"PK\x01\x02").unwrap();
    bomb[directory + 24..directory + 28].copy_from_slice(&0xffff_fff0_u32.to_le_bytes());
    assert!(opened(&bomb).unwrap_err().contains("expands"));
    for cut in 0..40 {
        let whole = zip_of(&[bag, ("b/x", b"x")]);
        assert!(opened(&whole[..whole.len() - 1 - cut]).is_err() || cut == 0);
    }
}

#[test]
fn what_cannot_stand_in_a_bundle_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let case = vault(dir.path());
    let view = View::open(&case, None).unwrap();
    for bad in ["../x", "a b", "приказ.pdf", "", "/x"] {
        let contents =
            Contents { documents: BTreeMap::from([(bad, b"x".as_slice())]), ..Contents::default() };
        assert!(write(&view, &contents, &mut Files::default()).is_err(), "{bad:?} was taken");
    }
    let item = view.items()[0].id;
    let note = |quote: &str, end| Note {
        text: item,
        item,
        start: 0,
        end,
        quote: quote.to_owned(),
        body: String::new(),
    };
    annotations(&view, &[note("приказ", 6)]).unwrap();
    assert!(annotations(&view, &[note("приказ", 12)]).is_err(), "bytes in place of code points");
    assert!(annotations(&view, &[Note { text: ItemId::of(b"unknown"), ..note("x", 1) }]).is_err());
    let path = view.path(&item);
    fs::write(&path, b"changed").unwrap();
    let said = write(&view, &Contents::default(), &mut Files::default()).unwrap_err().to_string();
    assert!(said.contains("damaged"), "{said}");
}

/// The tools that others use. Set `REMAND_PYTHON` to a Python that has `bagit` and `rocrate_validator`.
#[test]
fn other_programs_find_the_bag_and_the_crate_valid() {
    let dir = tempfile::tempdir().unwrap();
    let place = dir.path().join("case");
    sealed().unpack(&place);
    let python = std::env::var("REMAND_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let run = |module: &str, arguments: &[&str]| {
        let has = Command::new(&python).args(["-c", &format!("import {module}")]).output();
        if !has.is_ok_and(|output| output.status.success()) {
            eprintln!("skipped: {python} has no {module}");
            return;
        }
        let output = Command::new(&python).args(arguments).output().unwrap();
        let said =
            String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        if said.contains("urlopen error") {
            eprintln!("skipped: {module} wants the context of RO-Crate from the network");
            return;
        }
        assert!(output.status.success(), "{said}");
        println!("{said}");
    };
    let bag = place.display().to_string();
    run("bagit", &["-m", "bagit", "--validate", &bag]);
    let payload = place.join("data").display().to_string();
    let program =
        "import sys; from rocrate_validator.cli import cli; sys.argv[0] = 'rocrate-validator'; cli()";
    let arguments =
        ["-c", program, "--no-interactive", "validate", "-p", "ro-crate-1.2", "-l", "required", &payload];
    run("rocrate_validator", &arguments);
}
