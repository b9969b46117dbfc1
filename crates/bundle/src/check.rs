//! Checking a bundle: every file against the manifests, the logs and objects as in a vault, checkpoints and proofs.

use std::collections::{BTreeMap, BTreeSet};

use remand_vault::{
    Damage, ItemId, LineHash, Log, Offered, Record, SignedCheckpoint, VerifyReport, check_inclusion, origin,
    verify_logs,
};

use crate::read::{Bundle, Source};

/// What a check of a bundle found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// Of logs and objects, and everything that is damaged or unusual.
    pub report: VerifyReport,
    /// What holds, in words.
    pub holds: Vec<String>,
}

const MANIFEST: &str = "manifest-sha256.txt";
const TAGS: &str = "tagmanifest-sha256.txt";

impl Checked {
    fn damage(&mut self, place: impl Into<String>, message: impl Into<String>) {
        self.report.damages.push(Damage { place: place.into(), message: message.into() });
    }

    fn notice(&mut self, place: impl Into<String>, message: impl Into<String>) {
        self.report.notices.push(Damage { place: place.into(), message: message.into() });
    }
}

/// Checks a bundle. What is damaged is told and does not stop the rest. `kept` are checkpoints that somebody kept
/// elsewhere, with a name for each.
pub fn check<S: Source>(bundle: &Bundle<S>, kept: &[(String, Vec<u8>)]) -> Checked {
    let mut checked = Checked::default();
    let digests = check_bag(bundle, &mut checked);
    let logs = match bundle.logs() {
        Ok(logs) => logs,
        Err(e) => {
            checked.damage("data/logs", e.to_string());
            return checked;
        }
    };
    let found = verify_logs(&logs);
    let bag = std::mem::replace(&mut checked.report, found.report);
    checked.report.damages.splice(0..0, bag.damages);
    checked.report.notices.splice(0..0, bag.notices);
    check_objects(bundle, &digests, &found.named, &found.items, &mut checked);
    check_seal(bundle, &found.entries, &mut checked);
    for path in bundle.below("data/checkpoints/") {
        let result =
            bundle.bytes(&path).map_err(|e| e.to_string()).and_then(|bytes| fits(&bytes, &found.logs));
        match result {
            Ok(size) => checked.holds.push(format!("The checkpoint `{path}` of {size} lines fits its log.")),
            Err(why) => checked.damage(path, why),
        }
    }
    let receipts = receipts(&found.logs);
    for path in bundle.below("data/proofs/") {
        if let Err(why) = check_proof(bundle, &path, &receipts) {
            checked.damage(path, why);
        }
    }
    hold_against(&found.logs, kept, &mut checked);
    checked
}

/// Holds logs, given with the names of their files, against checkpoints that somebody kept elsewhere.
pub fn check_kept(logs: &[(String, Vec<u8>)], kept: &[(String, Vec<u8>)], checked: &mut Checked) {
    if !kept.is_empty() {
        hold_against(&verify_logs(logs).logs, kept, checked);
    }
}

fn hold_against(logs: &[Log], kept: &[(String, Vec<u8>)], checked: &mut Checked) {
    for (name, bytes) in kept {
        match fits(bytes, logs) {
            Ok(size) => {
                checked.holds.push(format!("The first {size} lines are those that {name} was made of."))
            }
            Err(why) => checked.damage(name.clone(), why),
        }
    }
}

/// Every file against the manifests. Gives the SHA-256 of each.
fn check_bag<S: Source>(bundle: &Bundle<S>, checked: &mut Checked) -> BTreeMap<String, ItemId> {
    let declared = bundle.bytes("bagit.txt").unwrap_or_default();
    if !declared.starts_with(b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n") {
        checked.damage("bagit.txt", "it does not declare a bag of version 1.0 in UTF-8");
    }
    let mut digests = BTreeMap::new();
    for path in bundle.files().keys() {
        match bundle.digest(path) {
            Ok((digest, _)) => {
                digests.insert(path.clone(), digest);
            }
            Err(e) => checked.damage(path.clone(), format!("it cannot be read: {e}")),
        }
    }
    let mut named = BTreeSet::new();
    for (manifest, of_payload) in [(MANIFEST, true), (TAGS, false)] {
        let lines = match bundle.manifest(manifest) {
            Ok(lines) => lines,
            Err(why) => {
                checked.damage(manifest, why);
                continue;
            }
        };
        for (path, expected) in lines {
            if path.starts_with("data/") != of_payload {
                checked.damage(manifest, format!("`{path}` does not belong into this manifest"));
            }
            if !bundle.files().contains_key(&path) {
                checked.damage(path.clone(), format!("it is missing, and `{manifest}` names it"));
            } else if digests.get(&path).is_some_and(|digest| *digest != expected) {
                checked
                    .damage(path.clone(), format!("it was changed: `{manifest}` has the SHA-256 {expected}"));
            }
            named.insert(path);
        }
    }
    for path in bundle.files().keys().filter(|path| !named.contains(*path)) {
        if path.starts_with("data/") {
            checked.damage(path.clone(), "it is in no manifest: somebody put it there");
        } else if path != TAGS {
            checked.notice(path.clone(), "it is in no manifest");
        }
    }
    let payload = bundle.files().iter().filter(|(path, _)| path.starts_with("data/"));
    let (bytes, count) =
        payload.fold((0_u64, 0_u64), |(all, n), (_, size)| (all.saturating_add(*size), n + 1));
    let oxum = format!("Payload-Oxum: {bytes}.{count}");
    let info = String::from_utf8_lossy(&bundle.bytes("bag-info.txt").unwrap_or_default()).into_owned();
    if !info.lines().any(|line| line == oxum) {
        checked.damage("bag-info.txt", format!("it does not say `{oxum}`, which is what is there"));
    }
    if checked.report.damages.is_empty() {
        checked.holds.push(format!("All {} files are those that the manifests name.", bundle.files().len()));
    }
    digests
}

fn check_objects<S: Source>(
    bundle: &Bundle<S>,
    digests: &BTreeMap<String, ItemId>,
    named: &BTreeMap<ItemId, String>,
    items: &BTreeSet<ItemId>,
    checked: &mut Checked,
) {
    for (id, name) in named {
        let Some(path) = bundle.objects().get(id) else {
            checked.damage(name.clone(), "its bytes are missing");
            continue;
        };
        match digests.get(path) {
            Some(digest) if digest == id => {
                checked.report.items += usize::from(items.contains(id));
                let size = bundle.files().get(path).copied().unwrap_or(0);
                checked.report.bytes = checked.report.bytes.saturating_add(size);
            }
            Some(digest) => {
                checked.damage(
                    name.clone(),
                    format!("its bytes are not those received: they have the SHA-256 {digest}"),
                );
            }
            // Told already.
            None => {}
        }
    }
    if checked.report.items == items.len() {
        checked.holds.push(format!("All {} items have the bytes that were received.", items.len()));
    }
    for (id, path) in bundle.objects().iter().filter(|(id, _)| !named.contains_key(*id)) {
        checked.notice(path.clone(), format!("no entry of a log names {id}"));
    }
}

fn check_seal<S: Source>(bundle: &Bundle<S>, entries: &[remand_vault::Entry], checked: &mut Checked) {
    const CONTENT: [&[u8]; 4] =
        [b"data/annotations.jsonld", b"data/dossier/", b"data/items/", b"data/objects/"];
    let Ok(manifest) = bundle.bytes(MANIFEST) else { return };
    let is_content =
        |line: &&[u8]| line.get(66..).is_some_and(|path| CONTENT.iter().any(|start| path.starts_with(start)));
    let content = manifest.split_inclusive(|b| *b == b'\n').filter(is_content).collect::<Vec<_>>().concat();
    let digest = ItemId::of(&content);
    let mut sealed = false;
    for entry in entries {
        let Record::Sealed { manifest, audience } = &entry.record else { continue };
        if *manifest == digest {
            sealed = true;
            let audience = if audience.is_empty() { String::new() } else { format!(" for {audience}") };
            checked.holds.push(format!(
                "The log {} says that this content was sealed{audience} at {}.",
                entry.log, entry.recorded_at
            ));
        }
    }
    if !sealed {
        checked.notice(MANIFEST, "no log says that a bundle with this content was sealed");
    }
}

/// The log that a checkpoint speaks of is there, and is the one it was made of.
fn fits(checkpoint: &[u8], logs: &[Log]) -> Result<u64, String> {
    let signed = SignedCheckpoint::parse(checkpoint).map_err(|e| e.to_string())?;
    let own = logs.iter().filter(|log| origin(&log.vault(), &log.id()) == signed.checkpoint.origin);
    let mut fault = format!("the log that it is of, `{}`, is not here", signed.checkpoint.origin);
    for log in own {
        match signed.fits(log) {
            Ok(()) => return Ok(signed.checkpoint.size),
            Err(e) => fault = e.to_string(),
        }
    }
    Err(fault)
}

type Receipts<'a> = BTreeMap<ItemId, Vec<(&'a Log, LineHash)>>;

/// The lines by which each item came.
fn receipts(logs: &[Log]) -> Receipts<'_> {
    let mut all = Receipts::new();
    for log in logs {
        for (_, line, item) in log.receipts() {
            all.entry(item).or_default().push((log, line));
        }
    }
    all
}

/// A proof in the bundle is of a line by which the item in its name came.
fn check_proof<S: Source>(bundle: &Bundle<S>, path: &str, receipts: &Receipts<'_>) -> Result<(), String> {
    let text = bundle.bytes(path).map_err(|e| e.to_string())?;
    let text = String::from_utf8(text).map_err(|_| "it is not UTF-8".to_owned())?;
    let item = path.rsplit('/').next().and_then(|name| name.strip_suffix(".proof")?.parse::<ItemId>().ok());
    let item = item.ok_or("its name is not that of an item")?;
    let mut fault = "no log received the item".to_owned();
    for (log, line) in receipts.get(&item).into_iter().flatten() {
        match check_inclusion(&text, *line, &log.vault(), &log.key()) {
            Ok(_) => return Ok(()),
            Err(e) => fault = e.to_string(),
        }
    }
    Err(fault)
}
