//! Sealing a case: a bundle for others, recorded before it is made; and a signed checkpoint to keep elsewhere.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use remand_bundle::{Contents, Note, Place, Proof, ZipPlace, seal_of, write};
use remand_chronology::{Statement, Verdict};
use remand_protection::Audience;
use remand_text::TextLayer;
use remand_vault::{
    Checkpoint, ItemId, Lock, Log, PublicKey, Record, SignedCheckpoint, encrypt_to, prove_inclusions,
};
use serde::Deserialize;

use crate::output::DOCUMENTS;
use crate::{CaseError, CaseFolder, ProtectError, identity};

/// How a bundle is made.
#[derive(Clone, Debug, Default)]
pub struct Sealing {
    /// For whom, in words; may be empty.
    pub audience: String,
    /// The organisation that makes it; may be empty.
    pub organisation: String,
    /// With a proof for each item that its receipt stands in the log.
    pub with_proofs: bool,
    /// Whom the ZIP is encrypted to (`age1…`); nobody, for one that everybody can open.
    pub to: Vec<String>,
}

/// A bundle that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// What the log has as its content.
    pub manifest: ItemId,
    /// Items in it.
    pub items: usize,
    /// Documents in it.
    pub documents: usize,
}

/// What a dossier tells of passages, as far as notes need it.
#[derive(Default, Deserialize)]
struct Told {
    events: Vec<ToldEvent>,
}

#[derive(Deserialize)]
struct ToldEvent {
    #[serde(rename = "type")]
    kind: String,
    when: ToldWhen,
    claims: Vec<ToldClaim>,
}

#[derive(Deserialize)]
struct ToldWhen {
    edtf: String,
}

#[derive(Deserialize)]
struct ToldClaim {
    asserter: String,
    account: String,
    polarity: String,
    item: ItemId,
    start: usize,
    end: usize,
    quote: String,
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Accepted => "accepted",
        Verdict::Corrected => "corrected",
        Verdict::Rejected => "rejected",
        Verdict::Skipped => "skipped",
        Verdict::Merged => "merged with another statement",
    }
}

/// A folder in which a bundle is written.
struct FolderPlace(PathBuf);

impl Place for FolderPlace {
    fn file(&mut self, path: &str, _bytes: Option<u64>, content: &mut dyn Read) -> io::Result<()> {
        let path = self.0.join(path);
        path.parent().map_or(Ok(()), fs::create_dir_all)?;
        let mut file = fs::File::create(path)?;
        io::copy(content, &mut file)?;
        file.sync_all()
    }
}

impl CaseFolder {
    /// Makes a bundle at `out`: a ZIP where its name ends with `.zip` or `.age`, or else a folder. The log of whoever
    /// seals says so first, so that the bundle holds it.
    ///
    /// # Errors
    ///
    /// Where something is at `out` already, the case is damaged, or the bundle cannot be written: nothing is left of it
    /// then, but the log says that it was sealed.
    pub fn seal(&mut self, out: &Path, sealing: &Sealing, now: &str) -> Result<Sealed, CaseError> {
        if out.exists() {
            let source = io::ErrorKind::AlreadyExists.into();
            return Err(CaseError::Write { path: out.to_owned(), source });
        }
        let failed = |e: remand_bundle::BundleError| CaseError::Document("bundle", e.to_string());
        // Before anything is recorded. A bundle of the whole case has its logs, which name the protected.
        if let Ok(audience) = sealing.audience.parse::<Audience>()
            && let Some(mark) = self.marks()?.iter().find(|mark| mark.hides_from(audience))
        {
            return Err(ProtectError::Sealing { audience, number: mark.number }.into());
        }
        if !sealing.to.is_empty() {
            Lock::recipients(&sealing.to)?;
        }
        let documents = self.documents()?;
        let notes = self.notes(documents.get("dossier.json").map(Vec::as_slice).unwrap_or_default())?;
        let annotations = match notes.as_slice() {
            [] => None,
            notes => Some(remand_bundle::annotations(self.vault(), notes).map_err(failed)?),
        };
        let mut contents = Contents {
            title: "A case kept with Remand",
            audience: &sealing.audience,
            organisation: &sealing.organisation,
            made_at: now,
            documents: documents.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect(),
            annotations: annotations.as_deref(),
            ..Contents::default()
        };
        let manifest = seal_of(self.vault(), &contents).map_err(failed)?;
        let audience = sealing.audience.clone();
        self.write(|vault| Ok(vault.record(Record::Sealed { manifest, audience }, now)?))?;
        let (log, checkpoint) = self.own_checkpoint()?;
        if sealing.with_proofs {
            contents.proofs = proofs(log, &checkpoint)?;
        }
        contents.checkpoints.insert(log.id().to_string(), checkpoint.to_bytes());
        self.put(&contents, out, &sealing.to)?;
        Ok(Sealed { manifest, items: self.items().len(), documents: documents.len() })
    }

    /// What is said of passages: by the dossier that is sealed with the case, and by people who decided on statements.
    /// Passages of texts that the bundle does not have are left out.
    fn notes(&self, dossier: &[u8]) -> Result<Vec<Note>, CaseError> {
        let key = identity::signer()?.public();
        let mut texts: BTreeMap<ItemId, Option<(ItemId, TextLayer)>> = BTreeMap::new();
        let mut note = |item: ItemId, start: usize, end: usize, quote: &str, body: String| {
            let known = texts.entry(item).or_insert_with(|| {
                let text = self.vault().text_of(&item, remand_text::TOOL, &key)?;
                Some((text, TextLayer::from_json(&self.vault().object(&text).ok()?).ok()?))
            });
            let (text, layer) = known.as_ref()?;
            let before = layer.text.get(..start)?.chars().count();
            (layer.text.get(start..end)? == quote).then(|| Note {
                text: *text,
                item,
                start: before,
                end: before + quote.chars().count(),
                quote: quote.to_owned(),
                body,
            })
        };
        let mut notes = Vec::new();
        let unreadable = |e: serde_json::Error| {
            let why = format!(
                "dossier.json beside the case cannot be read ({e}); make it anew with `remand dossier`"
            );
            CaseError::Document("bundle", why)
        };
        let told = if dossier.is_empty() {
            Told::default()
        } else {
            serde_json::from_slice::<Told>(dossier).map_err(unreadable)?
        };
        for event in &told.events {
            for claim in &event.claims {
                let body = format!(
                    "{} {}: {} by {} ({}), as the program reads it",
                    event.kind, event.when.edtf, claim.polarity, claim.asserter, claim.account
                );
                notes.extend(note(claim.item, claim.start, claim.end, &claim.quote, body));
            }
        }
        for review in self.reviews()? {
            let Statement { item, start, end, quote, kind, .. } = &review.statement;
            let body =
                format!("{} by {} at {}: {}", verdict(review.verdict), review.by, review.at, kind.name());
            notes.extend(note(*item, *start, *end, quote, body));
        }
        Ok(notes)
    }

    /// The signed checkpoint of one's own log, in the form that others keep.
    ///
    /// # Errors
    ///
    /// Where nobody can sign, or one has recorded nothing in this case.
    pub fn checkpoint(&self) -> Result<Vec<u8>, CaseError> {
        Ok(self.own_checkpoint()?.1.to_bytes())
    }

    fn own_checkpoint(&self) -> Result<(&Log, SignedCheckpoint), CaseError> {
        let signer = identity::signer()?;
        let none = |why: String| CaseError::Document("checkpoint", why);
        let own = own_log(self.vault().logs(), &signer.public())
            .ok_or_else(|| none("you have recorded nothing in this case".to_owned()))?;
        let checkpoint =
            Checkpoint::of(own, own.size()).ok_or_else(|| none("the log is empty".to_owned()))?;
        Ok((own, checkpoint.sign(&signer).map_err(|e| none(e.to_string()))?))
    }

    /// The documents that lie beside the case, where it is the case of a dossier.
    fn documents(&self) -> Result<BTreeMap<&'static str, Vec<u8>>, CaseError> {
        let dir = self.vault().dir();
        let beside = dir.parent().filter(|_| dir.file_name().is_some_and(|name| name == "case"));
        let mut documents = BTreeMap::new();
        for name in DOCUMENTS.iter().filter(|name| **name != "bundle.zip") {
            let Some(path) = beside.map(|beside| beside.join(name)) else { continue };
            match fs::read(&path) {
                Ok(bytes) => drop(documents.insert(*name, bytes)),
                Err(e) if e.kind() == io::ErrorKind::NotFound => {}
                Err(source) => return Err(CaseError::Read { path, source }),
            }
        }
        Ok(documents)
    }

    /// Writes the bundle beside its place, and gives it its name when it is whole.
    fn put(&self, contents: &Contents<'_>, out: &Path, to: &[String]) -> Result<(), CaseError> {
        let name = out.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let part = out.with_file_name(format!(".{name}.part"));
        discard(&part);
        let folder = name.trim_end_matches(".age").trim_end_matches(".zip");
        let written = if !to.is_empty() || name.ends_with(".zip") || name.ends_with(".age") {
            self.put_zip(contents, &part, folder, to)
        } else {
            write(self.vault(), contents, &mut FolderPlace(part.clone()))
                .map_err(|e| CaseError::Document("bundle", e.to_string()))
        };
        let renamed = written.and_then(|()| {
            fs::rename(&part, out).map_err(|source| CaseError::Write { path: out.to_owned(), source })
        });
        if renamed.is_err() {
            discard(&part);
        }
        renamed
    }

    fn put_zip(
        &self,
        contents: &Contents<'_>,
        part: &Path,
        folder: &str,
        to: &[String],
    ) -> Result<(), CaseError> {
        let failed = |source| CaseError::Write { path: part.to_owned(), source };
        let bundled = |e: remand_bundle::BundleError| CaseError::Document("bundle", e.to_string());
        let mut file = BufWriter::new(fs::File::create(part).map_err(failed)?);
        if to.is_empty() {
            let mut place = ZipPlace::new(folder, &mut file);
            write(self.vault(), contents, &mut place).map_err(bundled)?;
            place.finish().map_err(failed)?;
        } else {
            // Encrypted as it is made, so that nothing readable is ever on the disk.
            let mut place = ZipPlace::stream(folder, encrypt_to(to, &mut file)?);
            write(self.vault(), contents, &mut place).map_err(bundled)?;
            place.finish().and_then(|stream| stream.into_inner().finish()).map_err(failed)?;
        }
        file.flush().and_then(|()| file.get_ref().sync_all()).map_err(failed)
    }
}

/// Removes what a run that was stopped left of a bundle, which is of no use. Where it cannot be removed, writing over it
/// says so.
fn discard(part: &Path) {
    drop(if part.is_dir() { fs::remove_dir_all(part) } else { fs::remove_file(part) });
}

fn own_log<'a>(mut logs: impl Iterator<Item = &'a Log>, key: &PublicKey) -> Option<&'a Log> {
    logs.find(|log| log.key() == *key)
}

fn proofs(log: &Log, checkpoint: &SignedCheckpoint) -> Result<Vec<Proof>, CaseError> {
    let receipts: Vec<(u64, ItemId)> = log.receipts().map(|(number, _, item)| (number, item)).collect();
    let numbers: Vec<u64> = receipts.iter().map(|(number, _)| *number).collect();
    let texts = prove_inclusions(log, &numbers, checkpoint)
        .map_err(|e| CaseError::Document("proofs", e.to_string()))?;
    Ok(receipts.into_iter().zip(texts).map(|((_, item), text)| Proof { item, text }).collect())
}
