//! WACZ files (Web Archive Collection Zipped 1.1.1): a ZIP of WARC files with pages, indexes and a list of hashes
//! (`datapackage.json`), which are held against the bytes. A signature is said to be there, and is not verified.

use std::borrow::Cow;
use std::io::{Cursor, Read};

use ::zip::{CompressionMethod, ZipArchive};
use serde_json::Value;

use super::digest::{self, Check};
use super::listing::Listing;
use super::warc::Archive;
use crate::BlockKind;
use crate::builder::LayerBuilder;
use crate::collect::Parts;

/// Most bytes of a member held in memory.
const MEMBER: u64 = 256 << 20;

/// Members of these names make a ZIP a WACZ.
pub(crate) fn is_wacz(bytes: &[u8]) -> bool {
    let Ok(zip) = ZipArchive::new(Cursor::new(bytes)) else { return false };
    let (mut package, mut archive) = (false, false);
    for name in zip.file_names().flatten() {
        package |= name == "datapackage.json";
        archive |= is_warc_member(&name);
    }
    package && archive
}

fn is_warc_member(name: &str) -> bool {
    name.starts_with("archive/") && (name.ends_with(".warc.gz") || name.ends_with(".warc"))
}

pub(crate) fn read(bytes: &[u8], layer: &mut LayerBuilder, parts: &mut Parts<'_>) {
    let mut zip = match ZipArchive::new(Cursor::new(bytes)) {
        Ok(zip) => zip,
        Err(e) => return layer.say(format!("the archive is damaged ({e}); ask for it anew")),
    };
    if zip.has_overlapping_files().unwrap_or(true) {
        return layer.say("refused: members of the archive lie over each other; ask for it anew");
    }
    let mut listing = Listing::default();
    let package = member(&mut zip, bytes, "datapackage.json");
    match package.as_deref().map(serde_json::from_slice::<Value>) {
        Ok(Ok(description)) => {
            describe(&description, layer);
            hashes(&description, &mut zip, bytes, &mut listing, layer);
        }
        Ok(Err(e)) => {
            layer.say(format!("datapackage.json is not JSON ({e}): no hash of the archive was checked"))
        }
        Err(e) => layer.say(format!("datapackage.json {e}: no hash of the archive was checked")),
    }
    if let Ok(package) = package {
        seal(&package, &mut zip, bytes, &mut listing, layer);
    }
    let names: Vec<String> = zip.file_names().flatten().map(Cow::into_owned).collect();
    for name in names.iter().filter(|name| name.starts_with("pages/") && name.ends_with(".jsonl")) {
        pages(name, &mut zip, bytes, layer);
    }
    let mut archive = Archive::new(parts, &mut listing, layer);
    let mut unread = Vec::new();
    for name in names.iter().filter(|name| is_warc_member(name)) {
        match member(&mut zip, bytes, name) {
            Ok(warc) => archive.read(&warc, name),
            Err(e) => unread.push(format!("{name} {e}")),
        }
    }
    archive.finish();
    for what in unread {
        layer.say(what);
    }
    listing.write(layer);
}

/// The bytes of a member, without a copy where they are stored as they are.
fn member<'a>(
    zip: &mut ZipArchive<Cursor<&[u8]>>,
    bytes: &'a [u8],
    name: &str,
) -> Result<Cow<'a, [u8]>, String> {
    let mut file = zip.by_name(name).map_err(|e| format!("cannot be read ({e})"))?;
    if file.compression() == CompressionMethod::Stored
        && !file.encrypted()
        && let Some(start) = file.data_start().and_then(|start| usize::try_from(start).ok())
        && let Ok(size) = usize::try_from(file.size())
        && let Some(stored) = bytes.get(start..).and_then(|rest| rest.get(..size))
    {
        return Ok(Cow::Borrowed(stored));
    }
    let mut content = Vec::new();
    file.by_ref()
        .take(MEMBER + 1)
        .read_to_end(&mut content)
        .map_err(|e| format!("cannot be unpacked ({e})"))?;
    if content.len() as u64 > MEMBER {
        return Err(format!("has more than the {MEMBER} bytes that are read of one member"));
    }
    Ok(Cow::Owned(content))
}

/// What the archive says about itself.
fn describe(description: &Value, layer: &mut LayerBuilder) {
    let text = |key: &str| {
        description.get(key).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty())
    };
    layer.metadata().title = text("title").map(str::to_owned);
    if let Some(title) = text("title") {
        layer.push(BlockKind::Heading, title);
    }
    for key in
        ["description", "mainPageURL", "mainPageDate", "created", "modified", "software", "wacz_version"]
    {
        if let Some(value) = text(key) {
            layer.push(BlockKind::Paragraph, &format!("{key}: {value}"));
        }
    }
}

/// Holds the hashes that `datapackage.json` gives against the members, and names members it does not know.
fn hashes(
    description: &Value,
    zip: &mut ZipArchive<Cursor<&[u8]>>,
    bytes: &[u8],
    listing: &mut Listing,
    layer: &mut LayerBuilder,
) {
    const MOST: usize = 10_000;
    let resources =
        description.get("resources").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let mut known = std::collections::BTreeSet::from(["datapackage.json", "datapackage-digest.json"]);
    for resource in resources.iter().take(MOST) {
        let text = |key: &str| resource.get(key).and_then(Value::as_str);
        let Some(path) = text("path") else { continue };
        // A path named twice would have its hash computed twice.
        if !known.insert(path) {
            continue;
        }
        match member(zip, bytes, path) {
            Ok(content) => {
                // Version 1.0.0 had both in a member of their own, the hash without its kind.
                let stats = resource.get("stats");
                let older = stats.and_then(|stats| stats.get("hash")?.as_str()).map(|hash| {
                    let kind = text("hashing").unwrap_or("sha256");
                    if hash.contains(':') { hash.to_owned() } else { format!("{kind}:{hash}") }
                });
                let hash = text("hash").map(str::to_owned).or(older);
                let size = resource.get("bytes").or_else(|| stats?.get("bytes")).and_then(Value::as_u64);
                if size.is_some_and(|size| size != content.len() as u64) {
                    listing.digest_does_not_fit(format!(
                        "{path}: datapackage.json says it has {} bytes, it has {}",
                        size.unwrap_or_default(),
                        content.len()
                    ));
                }
                match hash.map(|hash| (digest::check(&hash, &[&content]), hash)) {
                    Some((Check::Fits, _)) => listing.digest_fits(),
                    Some((Check::DoesNotFit(found), hash)) => listing.digest_does_not_fit(format!(
                        "{path}: datapackage.json says {hash}, the bytes have {found}"
                    )),
                    Some((Check::Unknown, _)) | None => {
                        layer.say(format!(
                            "{path}: datapackage.json gives no hash of it that could be checked"
                        ));
                    }
                }
            }
            Err(e) => layer.say(format!("{path}, which datapackage.json names, {e}")),
        }
    }
    let unknown = zip
        .file_names()
        .flatten()
        .filter(|name| !name.ends_with('/') && !known.contains(name.as_ref()))
        .count();
    if unknown > 0 {
        layer.say(format!(
            "{unknown} file(s) in the archive are not named in datapackage.json: no hash covers them"
        ));
    }
}

/// The hash of `datapackage.json` itself, and whether somebody signed it.
fn seal(
    package: &[u8],
    zip: &mut ZipArchive<Cursor<&[u8]>>,
    bytes: &[u8],
    listing: &mut Listing,
    layer: &mut LayerBuilder,
) {
    let Ok(content) = member(zip, bytes, "datapackage-digest.json") else { return };
    let Ok(seal) = serde_json::from_slice::<Value>(&content) else {
        return layer
            .say("datapackage-digest.json is not JSON: the hash of datapackage.json was not checked");
    };
    if let Some(hash) = seal.get("hash").and_then(Value::as_str) {
        match digest::check(hash, &[package]) {
            Check::Fits => listing.digest_fits(),
            Check::DoesNotFit(found) => listing.digest_does_not_fit(format!(
                "datapackage.json: datapackage-digest.json says {hash}, the bytes have {found}"
            )),
            Check::Unknown => {}
        }
    }
    if let Some(signed) = seal.get("signedData") {
        let by = ["domain", "publicKey"]
            .iter()
            .find_map(|key| signed.get(key).and_then(Value::as_str))
            .map_or(String::new(), |by| format!(", it says by {by}"));
        let created =
            signed.get("created").and_then(Value::as_str).map_or(String::new(), |at| format!(" at {at}"));
        layer.say(format!("the archive is signed{by}{created}; the signature was not verified"));
    }
}

/// The pages that whoever captured it looked at.
fn pages(name: &str, zip: &mut ZipArchive<Cursor<&[u8]>>, bytes: &[u8], layer: &mut LayerBuilder) {
    const MOST: usize = 10_000;
    let content = match member(zip, bytes, name) {
        Ok(content) => content,
        Err(e) => return layer.say(format!("{name} {e}")),
    };
    let mut unread = 0_usize;
    for line in content.split(|b| *b == b'\n').filter(|line| !line.trim_ascii().is_empty()).take(MOST) {
        let Ok(page) = serde_json::from_slice::<Value>(line) else {
            unread += 1;
            continue;
        };
        let text = |key: &str| page.get(key).and_then(Value::as_str).unwrap_or_default();
        if text("url").is_empty() {
            continue;
        }
        for cell in [text("ts"), "page", text("title"), text("url")] {
            layer.push(BlockKind::Cell, if cell.trim().is_empty() { "-" } else { cell });
        }
        layer.end_row();
    }
    if unread > 0 {
        layer.say(format!("{unread} line(s) of {name} are not JSON"));
    }
}
