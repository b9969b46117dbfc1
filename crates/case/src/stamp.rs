//! Witnesses of a case from outside: a checkpoint of the log goes out as a digest, and what comes back is kept with it.

use std::path::{Path, PathBuf};
use std::{fmt, fs, io};

use remand_stamp::{
    Malformed, Proof, Request, Standing, Trusted, Verdict, check_token, is_proof, said, verdict,
};
use remand_vault::{ItemId, Log, Offered, Record, SignedCheckpoint, View, verify_logs};
use serde::Serialize;

use crate::post::{PostError, post};
use crate::{CaseError, CaseFolder, identity};

/// Beside the key of the person: addresses of servers, one a line.
const SERVERS: &str = "time-stamp-servers";
/// Endings of the files that are taken from a folder of certificates.
const CERTIFICATES: [&str; 4] = ["pem", "crt", "cer", "der"];

/// Why a witness was not taken in, or none was asked.
#[derive(Debug, thiserror::Error)]
pub enum StampError {
    /// The person wrote nothing in the case.
    #[error(
        "you have recorded nothing in this case, so there is no log of yours to be stamped; add a file first"
    )]
    NoLog,
    /// There is no chance for a number.
    #[error("the system gives no random numbers: {0}")]
    Random(String),
    /// No server is known.
    #[error(
        "no time-stamp server is set: name one with --server, or write its address into {}; offline, use --request and \
         --token",
        .0.display()
    )]
    NoServer(PathBuf),
    /// The server gave none.
    #[error(transparent)]
    Post(#[from] PostError),
    /// What came back shows nothing.
    #[error("it was not taken in. {0}")]
    Refused(String),
    /// The checkpoint that it is of is not there.
    #[error(
        "it stamps SHA-256 {0}, and no checkpoint here has that; give the file that was written beside the request \
         (--checkpoint)"
    )]
    NoCheckpoint(String),
    /// The checkpoint is not of this case.
    #[error("the checkpoint is not one of this case: {0}")]
    OtherCheckpoint(String),
    /// A file that should say whom to trust.
    #[error("{}: {why}", .path.display())]
    Trust {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
}

impl From<StampError> for CaseError {
    fn from(error: StampError) -> Self {
        Self::Stamp(Box::new(error))
    }
}

/// What goes out, and what of it must be kept until the answer is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The signed checkpoint, as others keep it.
    pub checkpoint: Vec<u8>,
    /// The question for it.
    pub request: Request,
}

/// A witness in the log of a case, and what it comes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stamp {
    /// Number of the entry.
    pub entry: u64,
    /// When it was recorded, as the device said.
    pub recorded_at: String,
    /// `rfc3161` or `opentimestamps`.
    pub kind: String,
    /// Name of the log that is stamped.
    pub log: Option<String>,
    /// How many lines of it.
    pub lines: Option<u64>,
    /// What it comes to.
    pub verdict: Verdict,
}

impl CaseFolder {
    /// A checkpoint of the log of this person on this device, as it is now, and a question for it.
    ///
    /// # Errors
    ///
    /// Where there is no such log.
    pub fn ask_for_stamp(&self) -> Result<Asked, CaseError> {
        let checkpoint = self.checkpoint()?;
        let mut nonce = [0; 8];
        getrandom::fill(&mut nonce).map_err(|e| StampError::Random(e.to_string()))?;
        let request = Request { digest: *ItemId::of(&checkpoint).as_bytes(), nonce: Some(nonce) };
        Ok(Asked { checkpoint, request })
    }

    /// Asks a server for a time-stamp of the log as it is now, and keeps it. What is sent is a digest of the checkpoint.
    ///
    /// # Errors
    ///
    /// Where the server gives none, or one that shows nothing.
    pub fn stamp_by(&mut self, server: &str, now: &str) -> Result<Verdict, CaseError> {
        let asked = self.ask_for_stamp()?;
        let token = post(server, &asked.request.to_der()).map_err(StampError::from)?;
        self.add_stamp(Some(&asked.checkpoint), &token, Some(&asked.request), now)
    }

    /// The witnesses that stand in the logs of the case, in their order, and what each comes to.
    ///
    /// # Errors
    ///
    /// Where the logs cannot be read.
    pub fn stamps(&self, trusted: &Trusted) -> Result<Vec<Stamp>, CaseError> {
        stamps(&Kept(self.vault()), trusted)
    }

    /// Keeps a time-stamp or proof that was carried over. Without `checkpoint`, it must be of one that the case has.
    ///
    /// # Errors
    ///
    /// Where it shows nothing, or is of nothing that belongs to this case.
    pub fn add_stamp(
        &mut self,
        checkpoint: Option<&[u8]>,
        token: &[u8],
        request: Option<&Request>,
        now: &str,
    ) -> Result<Verdict, CaseError> {
        let refused = |why: &dyn std::fmt::Display| StampError::Refused(why.to_string());
        let kind = if is_proof(token) { "opentimestamps" } else { "rfc3161" };
        let checkpoint = match checkpoint {
            Some(bytes) => bytes.to_vec(),
            None => {
                let digest = match kind {
                    "rfc3161" => said(token).map_err(|e| refused(&e))?.digest,
                    _ => ItemId::from_bytes(Proof::parse(token).map_err(|e| refused(&e))?.digest).to_string(),
                };
                let known = digest.parse::<ItemId>().ok().filter(|id| self.vault().has_object(id));
                self.vault().object(&known.ok_or(StampError::NoCheckpoint(digest))?)?
            }
        };
        fits(self.vault().logs(), &checkpoint).map_err(StampError::OtherCheckpoint)?;
        let digest = ItemId::of(&checkpoint);
        let trusted = Trusted::default();
        if let ("rfc3161", Some(request)) = (kind, request) {
            check_token(token, digest.as_bytes(), Some(request), &trusted.roots).map_err(|e| refused(&e))?;
        }
        let verdict = verdict(kind, digest.as_bytes(), token, &trusted);
        if verdict.standing == Standing::Refused {
            return Err(refused(&verdict.words.join(" ")).into());
        }
        let record = Record::Attested { kind: kind.to_owned(), checkpoint: digest, token: ItemId::of(token) };
        if !self.vault().entries().iter().any(|entry| entry.record == record) {
            self.write(|vault| {
                let mut batch = vault.batch();
                batch.object(&checkpoint, "the checkpoint")?;
                batch.object(token, "the time-stamp")?;
                batch.record(record);
                Ok(batch.commit(now)?)
            })?;
        }
        Ok(verdict)
    }
}

/// The checkpoint is one of a log: its name, and the number of its lines.
fn fits<'a>(logs: impl Iterator<Item = &'a Log>, checkpoint: &[u8]) -> Result<(String, u64), String> {
    let signed = SignedCheckpoint::parse(checkpoint).map_err(|e| e.to_string())?;
    let origin = &signed.checkpoint.origin;
    let mut last = format!("it is of the log `{origin}`, which this case does not have");
    // Of a log that was continued on two devices there are two histories.
    for log in logs.filter(|log| remand_vault::origin(&log.vault(), &log.id()) == *origin) {
        match signed.fits(log) {
            Ok(()) => return Ok((origin.clone(), signed.checkpoint.size)),
            Err(e) => last = e.to_string(),
        }
    }
    Err(last)
}

/// The witnesses that stand in the logs of a case or bundle, in their order, and what each comes to.
///
/// # Errors
///
/// Where the logs cannot be read.
pub(crate) fn stamps(offered: &impl Offered, trusted: &Trusted) -> Result<Vec<Stamp>, CaseError> {
    let failed = |source| CaseError::Read { path: PathBuf::from("logs"), source };
    let checked = verify_logs(&offered.logs().map_err(failed)?);
    let of = |checkpoint: &ItemId, token: &ItemId, kind: &str| -> Result<(String, u64, Verdict), String> {
        let object = |id: &ItemId| {
            let bytes = offered.object(id).map_err(|e| format!("It cannot be read: {e}."))?;
            let whole = bytes.filter(|bytes| ItemId::of(bytes) == *id);
            whole.ok_or_else(|| format!("What it is made of, {id}, is missing or damaged."))
        };
        let (bytes, token) = (object(checkpoint)?, object(token)?);
        let fits = fits(checked.logs.iter(), &bytes);
        let (log, lines) = fits.map_err(|why| format!("Its checkpoint does not fit: {why}."))?;
        Ok((log, lines, verdict(kind, checkpoint.as_bytes(), &token, trusted)))
    };
    let each = checked.entries.iter().filter_map(|entry| {
        let Record::Attested { kind, checkpoint, token } = &entry.record else { return None };
        let (log, lines, verdict) = match of(checkpoint, token, kind) {
            Ok((log, lines, verdict)) => (Some(log), Some(lines), verdict),
            Err(why) => {
                (None, None, Verdict { standing: Standing::Refused, existed_by: None, words: vec![why] })
            }
        };
        let (kind, recorded_at) = (kind.clone(), entry.recorded_at.clone());
        Some(Stamp { entry: entry.number, recorded_at, kind, log, lines, verdict })
    });
    Ok(each.collect())
}

/// A case as what is offered for checking.
struct Kept<'a>(&'a View);

impl Offered for Kept<'_> {
    fn logs(&self) -> io::Result<Vec<(String, Vec<u8>)>> {
        self.0.log_bytes().map_err(io::Error::other)
    }

    fn object(&self, id: &ItemId) -> io::Result<Option<Vec<u8>>> {
        self.0.object(id).map(Some).map_err(io::Error::other)
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { entry, recorded_at, kind, log, lines, verdict } = self;
        write!(f, "Entry {entry} ({recorded_at}), {kind}")?;
        if let (Some(log), Some(lines)) = (log, lines) {
            write!(f, ", of the first {lines} lines of the log {log}")?;
        }
        write!(f, ". {}", verdict.words.join(" "))
    }
}

/// The servers that the person set for all cases.
///
/// # Errors
///
/// Where none is set, or the file cannot be read.
pub fn stamp_servers() -> Result<Vec<String>, CaseError> {
    let path = identity::home()?.join(SERVERS);
    let text = match fs::read_to_string(&path) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
            return Err(CaseError::Read { path, source: e });
        }
        text => text.unwrap_or_default(),
    };
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let servers: Vec<String> = lines.map(str::to_owned).collect();
    if servers.is_empty() { Err(StampError::NoServer(path).into()) } else { Ok(servers) }
}

/// Reads whom the person trusts: certificates from a file or all those in a folder, block headers from a file.
///
/// # Errors
///
/// Where one cannot be read, or is something else.
pub fn trusted(roots: Option<&Path>, headers: Option<&Path>) -> Result<Trusted, CaseError> {
    let mut trusted = Trusted::default();
    let no = |path: &Path, why: Malformed| StampError::Trust { path: path.to_owned(), why: why.to_string() };
    for path in roots.map(certificate_files).transpose()?.unwrap_or_default() {
        trusted.roots.add_file(&read(&path)?).map_err(|why| no(&path, why))?;
    }
    if let Some(path) = headers {
        trusted.headers.add_file(&read(path)?).map_err(|why| no(path, why))?;
    }
    Ok(trusted)
}

fn certificate_files(path: &Path) -> Result<Vec<PathBuf>, CaseError> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let failed = |source| CaseError::Read { path: path.to_owned(), source };
    let mut files = Vec::new();
    for entry in fs::read_dir(path).map_err(failed)? {
        let file = entry.map_err(failed)?.path();
        let ending = file.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
        if ending.is_some_and(|ending| CERTIFICATES.contains(&ending.as_str())) {
            files.push(file);
        }
    }
    files.sort();
    if files.is_empty() {
        let why = format!("no certificate is in this folder (files ending in {})", CERTIFICATES.join(", "));
        return Err(StampError::Trust { path: path.to_owned(), why }.into());
    }
    Ok(files)
}

fn read(path: &Path) -> Result<Vec<u8>, CaseError> {
    fs::read(path).map_err(|source| CaseError::Read { path: path.to_owned(), source })
}
