//! A case folder: its vault, and what came of taking in files.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use remand_chronology::Review;
use remand_finding::Given;
use remand_text::{Reader, TextLayer};
use remand_vault::{CaseKey, Item, Known, LogHead, Receipt, Record, Vault, VaultError, View};

use crate::{Decisions, given, identity, intake, law, review, session};

/// Why a case cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum CaseError {
    /// A folder of forms has none, or one where none is looked for.
    #[error(
        "{0}: a form lies in FORUM/LANGUAGE/form.toml and FORUM/LANGUAGE/template.md below the folder of --forms, sentences \
         in words/LANGUAGE.toml; {1}; nothing was written. docs/filing.md shows how"
    )]
    Forms(PathBuf, &'static str),
    /// The vault refused something.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// A page cannot be fetched.
    #[error(transparent)]
    Fetch(#[from] crate::FetchError),
    /// A locked case cannot be opened for a while.
    #[error(transparent)]
    Session(#[from] crate::SessionError),
    /// No item has this name or id.
    #[error(
        "the case has no item `{0}`; give its name, or the first digits of its SHA-256 (`remand custody CASE` lists them)"
    )]
    NoItem(String),
    /// Several items have this name or beginning.
    #[error("`{0}` stands for several items of the case: {1}; give more digits of its SHA-256")]
    ManyItems(String, String),
    /// Nobody can sign.
    #[error(transparent)]
    Identity(#[from] crate::IdentityError),
    /// A source that does not exist.
    #[error("there is nothing at {}; check the path", .0.display())]
    NoSource(PathBuf),
    /// A folder without a case.
    #[error("there is no case in {}; `remand dossier SOURCES --out {}` makes one", .0.display(), .0.display())]
    NoCase(PathBuf),
    /// A decision of the journal that cannot be read.
    #[error("line {line} of the journal holds a review that this version cannot read: {why}")]
    Review {
        /// Line of the journal, from 1.
        line: u64,
        /// What is wrong with it.
        why: String,
    },
    /// A statement of the journal that cannot be read.
    #[error("line {line} of the journal gives something that this version cannot read: {why}")]
    Given {
        /// Line of the journal, from 1.
        line: u64,
        /// What is wrong with it.
        why: String,
    },
    /// Something cannot be given or taken back.
    #[error(transparent)]
    Giving(#[from] crate::GivenError),
    /// An answer of the journal that cannot be read.
    #[error("line {line} of the journal answers something that this version cannot read: {why}")]
    Answer {
        /// Line of the journal, from 1.
        line: u64,
        /// What is wrong with it.
        why: String,
    },
    /// An answer cannot be kept or taken back.
    #[error(transparent)]
    Answering(#[from] crate::AnswerError),
    /// A filing cannot be made.
    #[error(transparent)]
    Filing(#[from] remand_filing::FilingError),
    /// A mark of the journal that cannot be read. Nothing is printed then: nobody knows what it protects.
    #[error("line {line} of the journal protects something that this version cannot read: {why}")]
    Protected {
        /// Line of the journal, from 1.
        line: u64,
        /// What is wrong with it.
        why: String,
    },
    /// There is nothing to bind.
    #[error(transparent)]
    Exhibits(#[from] remand_exhibit::PlanError),
    /// Something is no translation, or cannot be withdrawn.
    #[error(transparent)]
    Translation(#[from] crate::TranslationError),
    /// An update of the journal that cannot be read.
    #[error("line {line} of the journal holds an update that this version cannot read: {why}")]
    Updated {
        /// Line of the journal, from 1.
        line: u64,
        /// What is wrong with it.
        why: String,
    },
    /// An update that is not recorded, or not withdrawn.
    #[error(transparent)]
    Updating(#[from] crate::UpdateError),
    /// The public site.
    #[error(transparent)]
    Publishing(#[from] crate::PublishError),
    /// Something cannot be protected, or a mark not be withdrawn.
    #[error(transparent)]
    Protecting(#[from] crate::ProtectError),
    /// An output would show what is protected.
    #[error(transparent)]
    Leak(#[from] remand_protection::LeakError),
    /// A finding of which no proof can be made: a fault of the program.
    #[error("the finding on {norm} cannot be proved: {}; please report it", .faults.join("; "))]
    Proof {
        /// Id of the norm.
        norm: String,
        /// What the proof would lack.
        faults: Vec<String>,
    },
    /// The sources hold the case folder, or lie in it.
    #[error("the source {} and the output {} lie in each other; choose an output folder outside the sources", .source_path.display(), .out.display())]
    Nested {
        /// The source.
        source_path: PathBuf,
        /// The output folder.
        out: PathBuf,
    },
    /// A file of the output cannot be written.
    #[error("cannot write {}: {source}; check that the folder may be written to and has room", .path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file of the case cannot be read.
    #[error("cannot read {}: {source}", .path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The program's own data is at fault.
    #[error(transparent)]
    Reader(#[from] remand_reading::ReaderError),
    /// A law pack cannot be used.
    #[error(transparent)]
    Law(#[from] crate::LawError),
    /// The search index cannot be made.
    #[error(transparent)]
    Search(#[from] remand_search::IndexError),
    /// An earlier dossier that cannot be compared with.
    #[error("cannot compare with {}: {why}; give a dossier.json of this case, the folder it lies in, or a day (2024-03-05)", .path.display())]
    NoSnapshot {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// A day to compare with that does not lie before the day of the run.
    #[error(
        "{since} is not before {as_of}, the day that the case is read as of; compare with an earlier day, or read it as of a later one (--as-of)"
    )]
    NotEarlier {
        /// The day to compare with.
        since: Date,
        /// The day of the run.
        as_of: Date,
    },
    /// A dossier of another case to compare with.
    #[error("the earlier dossier has no file in common with this case: it is of another one")]
    AnotherCase,
    /// A witness from outside was not taken in, or none could be asked.
    #[error(transparent)]
    Stamp(Box<crate::StampError>),
    /// A file that is to be held against the record is no draft of a filing.
    #[error("{file} cannot be held against the record: {why}; nothing was written")]
    Draft {
        /// What the user called it.
        file: String,
        /// Why.
        why: String,
    },
    /// A document could not be made.
    #[error("the {0} could not be made: {1}")]
    Document(&'static str, String),
}

/// What became of the sources.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ingested {
    /// Files taken in for the first time.
    pub new: usize,
    /// Files whose bytes the case had before.
    pub known: usize,
    /// Left out on purpose: name and reason.
    pub skipped: Vec<(String, String)>,
}

/// An open case. It is read as it stood when it was opened; what this program adds is seen. Others may write to it
/// between two additions.
pub struct CaseFolder {
    dir: PathBuf,
    view: View,
    key: Option<CaseKey>,
    opened_at: String,
}

impl CaseFolder {
    /// Opens the case in `dir`, or makes one. `now` is written into its first entry (RFC 3339, UTC).
    ///
    /// # Errors
    ///
    /// Where the folder cannot be made or is in use, it is locked, or a log is damaged.
    pub fn open(dir: &Path, now: &str) -> Result<Self, CaseError> {
        if !remand_vault::is_vault(dir) {
            drop(Vault::create_or_open(dir, &identity::signer()?, None, now)?);
        }
        Self::open_at(dir, now)
    }

    /// Opens the case that is in `dir`, or in the folder `case` of a dossier's folder `dir`.
    ///
    /// # Errors
    ///
    /// Where there is no case, it is locked, or a log is damaged.
    pub fn open_existing(dir: &Path, now: &str) -> Result<Self, CaseError> {
        let places = [dir.to_owned(), dir.join("case")];
        let Some(case) = places.into_iter().find(|place| remand_vault::is_vault(place)) else {
            return Err(CaseError::NoCase(dir.to_owned()));
        };
        Self::open_at(&case, now)
    }

    fn open_at(dir: &Path, now: &str) -> Result<Self, CaseError> {
        let key = session::key(dir);
        let view = View::open(dir, key.as_ref())?;
        Ok(Self { dir: dir.to_owned(), view, key, opened_at: now.to_owned() })
    }

    /// Opens the vault for writing, has `change` do so, and closes it: others wait no longer than that takes.
    pub(crate) fn write<T>(
        &mut self,
        change: impl FnOnce(&mut Vault) -> Result<T, CaseError>,
    ) -> Result<T, CaseError> {
        let mut vault = Vault::open(&self.dir, &identity::signer()?, self.key.as_ref())?;
        let result = change(&mut vault);
        self.view = vault.into_view();
        result
    }

    /// Takes in everything below `sources`, which came as `receipt` says. What cannot be read is recorded with its reason and does not stop the rest.
    ///
    /// # Errors
    ///
    /// Where a source does not exist, or the vault cannot store what it is given (a full disk).
    pub fn ingest(
        &mut self,
        sources: &[PathBuf],
        out: &Path,
        receipt: &Receipt,
        mut told: impl FnMut(usize),
    ) -> Result<Ingested, CaseError> {
        for source in sources {
            let full = source.canonicalize().map_err(|_| CaseError::NoSource(source.clone()))?;
            let out = out.canonicalize().unwrap_or_else(|_| out.to_owned());
            if full.is_dir() && (out.starts_with(&full) || full.starts_with(&out)) {
                return Err(CaseError::Nested { source_path: source.clone(), out });
            }
        }
        if sources.is_empty() {
            return Ok(Ingested::default());
        }
        let now = self.opened_at.clone();
        self.write(|vault| intake::files(vault, sources, receipt, &now, &mut told))
    }

    /// Takes in bytes that came as `receipt` says, under `name`.
    ///
    /// # Errors
    ///
    /// Where the vault cannot store them.
    pub(crate) fn ingest_bytes(
        &mut self,
        bytes: &[u8],
        name: &str,
        receipt: &Receipt,
    ) -> Result<Ingested, CaseError> {
        let now = self.opened_at.clone();
        self.write(|vault| {
            let mut batch = vault.batch();
            let received = batch.bytes(bytes, name, receipt)?;
            batch.commit(&now)?;
            let new = usize::from(received.known == Known::New);
            Ok(Ingested { new, known: 1 - new, skipped: Vec::new() })
        })
    }

    /// Takes the text from every item that has none by the readers of this build, and the files inside it, which become
    /// items of their own and are read in their turn. `told` hears how many items were read.
    ///
    /// # Errors
    ///
    /// Where an item is damaged, or the vault cannot store what was found (a full disk).
    pub fn read_items(&mut self, worker: &Reader, told: impl Fn(usize) + Sync) -> Result<(), CaseError> {
        let key = identity::signer()?.public();
        if intake::unread(&self.view, &key).is_empty() {
            return Ok(());
        }
        let now = self.opened_at.clone();
        self.write(|vault| intake::texts(vault, worker, &now, &told))
    }

    /// Takes the text of an item anew, as `worker` is set, and goes by it from here on. The text before stays.
    ///
    /// # Errors
    ///
    /// Where the item is damaged, or the vault cannot store the text.
    pub fn read_again(&mut self, item: &Item, worker: &Reader) -> Result<(), CaseError> {
        let now = self.opened_at.clone();
        self.write(|vault| intake::text_again(vault, item, worker, &now))
    }

    /// The text of an item: the one that this person took with the readers of this build, else taken anew.
    pub fn text(&self, item: &Item, worker: &Reader) -> Result<TextLayer, CaseError> {
        let kept = identity::signer().ok().and_then(|signer| {
            let text = self.view.text_of(&item.id, remand_text::TOOL, &signer.public())?;
            TextLayer::from_json(&self.view.object(&text).ok()?).ok()
        });
        match kept {
            Some(layer) => Ok(layer),
            None => Ok(worker.read(&self.view.read(&item.id)?, &item.name)),
        }
    }

    /// Records `decisions` where they say something new, and gives what holds now.
    ///
    /// # Errors
    ///
    /// Where a law pack cannot be used, in which case nothing is recorded, or the journal cannot be written.
    pub fn decide(&mut self, decisions: &Decisions) -> Result<Decisions, CaseError> {
        if decisions.law.is_some() {
            law::packs(decisions.law.as_deref(), None)?;
        }
        let before = Decisions::in_journal(self.view.entries());
        let now = before.then(decisions);
        if now != before {
            let value = serde_json::to_value(decisions)
                .map_err(|e| CaseError::Document("decision", e.to_string()))?;
            let now = self.opened_at.clone();
            self.write(|vault| Ok(vault.record_decision(value, &now)?))?;
        }
        Ok(now)
    }

    /// What people decided of proposals, in the order of the journal.
    ///
    /// # Errors
    ///
    /// Where a decision cannot be read: on which line of the journal. Nothing is passed over in silence.
    pub fn reviews(&self) -> Result<Vec<Review>, CaseError> {
        let decisions = self.view.entries().iter().filter_map(|e| match &e.record {
            Record::Decision { decision } => review::read(decision, &e.recorded_at)
                .map(|read| read.map_err(|why| CaseError::Review { line: e.number, why: why.to_string() })),
            _ => None,
        });
        decisions.collect()
    }

    /// Records what a person decided of a proposal, at the time `now` (RFC 3339). It is on the disk when this returns.
    ///
    /// # Errors
    ///
    /// Where the journal cannot be written.
    pub fn record_review(&mut self, review: &Review, now: &str) -> Result<(), CaseError> {
        let value = review::recorded(review).map_err(|e| CaseError::Document("decision", e.to_string()))?;
        self.write(|vault| Ok(vault.record_decision(value, now)?))
    }

    /// What people gave of the case, in the order of the journal, with what they took back.
    ///
    /// # Errors
    ///
    /// Where a statement cannot be read: on which line of the journal.
    pub fn given(&self) -> Result<Vec<Given>, CaseError> {
        given::in_journal(self.view.entries())
    }

    /// Records what a person gives, at the time `now` (RFC 3339), and gives it back with its number. It is on the disk
    /// when this returns.
    ///
    /// # Errors
    ///
    /// Where the same was given before, or the journal cannot be written.
    pub fn record_given(&mut self, given: &Given, now: &str) -> Result<Given, CaseError> {
        let value = given::recorded(given, &self.given()?)?;
        self.write(|vault| Ok(vault.record_decision(value, now)?))?;
        let number = self.view.entries().last().map_or(0, |entry| entry.number);
        Ok(Given { number, at: now.to_owned(), ..given.clone() })
    }

    /// Takes back what entry `number` of the journal gives.
    ///
    /// # Errors
    ///
    /// Where it gives nothing, was taken back before, nobody stands for it, or the journal cannot be written.
    pub fn withdraw_given(
        &mut self,
        number: u64,
        by: &str,
        because: &str,
        now: &str,
    ) -> Result<(), CaseError> {
        let value = given::withdrawn(number, by, because, self.view.entries())?;
        self.write(|vault| Ok(vault.record_decision(value, now)?))
    }

    /// Items by name.
    pub fn items(&self) -> Vec<Item> {
        self.view.items()
    }

    /// Files that were there and could not be read, with the reason, in the order of the journal.
    pub fn unreadable_sources(&self) -> Vec<(String, String)> {
        let each = self.view.entries().iter().filter_map(|e| match &e.record {
            Record::SourceUnreadable { name, reason } => Some((name.clone(), reason.clone())),
            _ => None,
        });
        each.collect()
    }

    /// The day on which the last file of the case came in.
    pub(crate) fn received(&self) -> Date {
        let days = self
            .view
            .entries()
            .iter()
            .filter(|e| matches!(e.record, Record::ItemReceived { .. } | Record::LogOpened { .. }));
        let days = days.filter_map(|e| e.recorded_at.get(..10)?.parse::<Date>().ok());
        days.max().unwrap_or(Date::ZERO)
    }

    /// How far each log of the case reaches.
    pub fn heads(&self) -> Vec<LogHead> {
        self.view.heads()
    }

    /// The folder of the case.
    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    /// The vault, to read from.
    pub fn vault(&self) -> &View {
        &self.view
    }
}
