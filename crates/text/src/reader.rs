//! Reading files safely: each is parsed in a child process that cannot take the case down with it.

use std::convert::Infallible;
use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use crate::bind::{self, Bound, BoundObject};
use crate::child::{Failure, Launcher};
use crate::compare::differences;
use crate::language::language_of;
use crate::pdf;
use crate::recognise::{Tesseract, recognise};
use crate::wire::{Job, Limits, read_answer, read_bytes};
use crate::{BlockKind, Diagnostic, Extract, Isolation, Marks, Part, TextLayer, Tool};

/// Starts a child process for each file and checks its answer. Several threads may use one reader.
#[derive(Clone, Debug)]
pub struct Reader {
    launcher: Launcher,
    limits: Limits,
    /// Languages of text in pictures, where the caller knows them.
    languages: Vec<String>,
    /// Looked for when the first picture is met.
    tesseract: Arc<OnceLock<Result<Tesseract, String>>>,
}

impl Reader {
    /// A reader whose children run `program` with `args`; that must lead to [`crate::worker_main`].
    pub fn new(program: impl Into<PathBuf>, args: impl IntoIterator<Item = impl Into<OsString>>) -> Self {
        let args = args.into_iter().map(Into::into).collect();
        let launcher = Launcher { program: program.into(), args };
        Self { launcher, limits: Limits::default(), languages: Vec::new(), tesseract: Arc::default() }
    }

    /// The same reader with other limits.
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// The same reader for files whose pictures have text in these languages: ISO 639-1 codes such as `ru`, or the
    /// names that Tesseract has for them. Without any, they are guessed for each file.
    pub fn with_languages(mut self, languages: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.languages = languages.into_iter().map(Into::into).collect();
        self
    }

    /// Reads the bytes of a file that has the name `name`. A file that cannot be read gives a layer without text and
    /// a diagnostic that says why. The files inside it are left where they are.
    pub fn read(&self, bytes: &[u8], name: &str) -> TextLayer {
        self.open_into(bytes, name, drop)
    }

    /// Reads a file, and takes out the files inside it. They are not opened in their turn.
    pub fn open(&self, bytes: &[u8], name: &str) -> Extract {
        let mut parts = Vec::new();
        let layer = self.open_into(bytes, name, |part| parts.push(part));
        Extract { layer, parts }
    }

    /// Like [`Reader::open`], with each file inside handed to `keep` as soon as it is met, so that they need not all
    /// be in memory. The time that `keep` takes does not count. Where reading fails, what was handed over before
    /// stays, and the layer says so.
    pub fn open_into(&self, bytes: &[u8], name: &str, mut keep: impl FnMut(Part)) -> TextLayer {
        let mut kept = 0_usize;
        let counted = |part| {
            kept += 1;
            keep(part);
        };
        let job = Job::Extract { name: name.to_owned(), total: bytes.len() as u64 };
        match self.ask(job, bytes, counted) {
            Ok(mut layer) => {
                self.read_again(bytes, &mut layer);
                if !layer.pictures.is_empty() {
                    let found = self.tesseract.get_or_init(|| Tesseract::find(self));
                    recognise(self, found, &self.languages, bytes, name, &self.limits, &mut layer);
                }
                layer.language = language_of(body(&layer)).map(str::to_owned).or(layer.language);
                layer
            }
            Err(failure) => {
                let mut message = self.in_words(failure);
                if kept > 0 {
                    message.push_str(&format!("; {kept} file(s) inside it were taken out before that"));
                }
                TextLayer {
                    media_type: media_type_by_start(bytes).to_owned(),
                    diagnostics: vec![Diagnostic { page: None, message }],
                    ..TextLayer::default()
                }
            }
        }
    }

    /// Has another program read `input` from its standard input and returns what it writes, as it wrote it: nothing
    /// of that is checked but its length. An error says in words for a person why there is nothing.
    pub fn run(&self, tool: &Tool, input: &[u8]) -> Result<Vec<u8>, String> {
        self.bytes(Job::Become(tool.clone()), input)
            .map_err(|failure| self.launcher.in_words(failure, &self.limits))
    }

    /// Reads a file with the first reader alone: no second one, no recognition of pictures. For files that the program made
    /// itself of what came from outside.
    ///
    /// # Errors
    /// Why nothing was read, in words for a person.
    pub fn read_once(&self, bytes: &[u8], name: &str) -> Result<TextLayer, String> {
        let job = Job::Extract { name: name.to_owned(), total: bytes.len() as u64 };
        self.ask(job, bytes, drop).map_err(|failure| self.in_words(failure))
    }

    /// Makes the pages of a PDF, or an image, ready to be bound into another PDF, with a strip of so many points free at
    /// the foot of each. Objects are handed to `keep` as they come. An error says in words for a person why there are no
    /// pages; what was handed over before that is to be forgotten.
    pub fn bind(
        &self,
        bytes: &[u8],
        name: &str,
        strip: f32,
        keep: impl FnMut(BoundObject),
    ) -> Result<Bound, String> {
        if bytes.len() > self.limits.input_bytes {
            return Err(format!("it has {} bytes, more than are read of one file; split it", bytes.len()));
        }
        let job = Job::Bind { name: name.to_owned(), strip };
        let listen = |from: &mut dyn std::io::Read, keep: &mut dyn FnMut(BoundObject) -> bool| {
            bind::read_answer(from, &self.limits, keep)
        };
        let answer = self.launcher.ask(job, bytes, &self.limits, listen, keep);
        let mut bound = answer.map_err(|failure| self.launcher.in_words(failure, &self.limits))?;
        match bound.refused.take() {
            Some(why) => Err(why),
            None => Ok(bound),
        }
    }

    /// The bookmarks of a Word document with their words, and what another program put beside its text.
    ///
    /// # Errors
    /// In words for a person why there are none.
    pub fn marks(&self, bytes: &[u8]) -> Result<Marks, String> {
        let sent = bytes.get(..bytes.len().min(self.limits.input_bytes)).unwrap_or(bytes);
        let answer =
            self.bytes(Job::Marks, sent).map_err(|failure| self.launcher.in_words(failure, &self.limits))?;
        let marks: Result<Marks, String> = serde_json::from_slice(&answer)
            .map_err(|e| format!("the answer of the process that reads files is wrong: {e}"))?;
        marks
    }

    /// What shuts a child process in on this system, found by starting one that tells.
    pub fn isolation(&self) -> Result<Isolation, String> {
        let told = self.bytes(Job::Report, &[]).and_then(|answer| {
            serde_json::from_slice(&answer).map_err(|e| Failure::BadAnswer(format!("its form is wrong: {e}")))
        });
        let mut isolation: Isolation =
            told.map_err(|failure| self.launcher.in_words(failure, &self.limits))?;
        let seconds = self.limits.time.as_secs_f32();
        let most = self.limits.layer_bytes() >> 20;
        isolation.hold("environment", "empty");
        isolation.hold("time", format!("killed after {seconds} s by the clock"));
        isolation.hold("answer", format!("checked; a text layer of at most {most} MiB"));
        Ok(isolation)
    }

    fn bytes(&self, job: Job, input: &[u8]) -> Result<Vec<u8>, Failure> {
        let listen = |from: &mut dyn std::io::Read, _: &mut dyn FnMut(Infallible) -> bool| {
            read_bytes(from, &self.limits)
        };
        self.launcher.ask(job, input, &self.limits, listen, |piece: Infallible| match piece {})
    }

    /// Holds the words of a PDF against those of a second reader, and says where they differ. That one can only warn:
    /// where it fails, the text stays.
    fn read_again(&self, bytes: &[u8], layer: &mut TextLayer) {
        let first = layer.engines.first().is_some_and(|engine| engine.name == pdf::FIRST.0);
        if !first || layer.text.is_empty() {
            return;
        }
        match self.ask(Job::ReadAgain, bytes, drop) {
            Ok(second) if !second.pages.is_empty() => {
                layer.diagnostics.extend(differences(layer, &second));
                layer.engines.extend(second.engines);
            }
            Ok(_) | Err(_) => {
                let (one, two) = (pdf::FIRST.0, pdf::SECOND.0);
                let message = format!(
                    "only one program ({one}) could read this PDF, a second one ({two}) could not: compare dates and \
                     numbers with the pages before you rely on them"
                );
                layer.diagnostics.push(Diagnostic { page: None, message });
            }
        }
    }

    /// Has pages drawn; the pictures may be many times as large as the file.
    pub(crate) fn draw(&self, job: Job, bytes: &[u8], keep: impl FnMut(Part)) -> Result<TextLayer, String> {
        let limits = Limits { expansion: u64::MAX, ..self.limits.clone() };
        let reader = self.clone().with_limits(limits);
        reader.ask(job, bytes, keep).map_err(|failure| reader.launcher.in_words(failure, &reader.limits))
    }

    fn ask(&self, job: Job, bytes: &[u8], keep: impl FnMut(Part)) -> Result<TextLayer, Failure> {
        let sent = bytes.get(..bytes.len().min(self.limits.input_bytes)).unwrap_or(bytes);
        let total = bytes.len() as u64;
        let listen = |from: &mut dyn std::io::Read, keep: &mut dyn FnMut(Part) -> bool| {
            read_answer(from, &self.limits, total, keep)
        };
        self.launcher.ask(job, sent, &self.limits, listen, keep)
    }

    fn in_words(&self, failure: Failure) -> String {
        let advice = match failure {
            Failure::NotStarted(_) => "",
            _ => "; its bytes are kept; save it as plain text or in another format and add that beside it",
        };
        format!("not read: {}{advice}", self.launcher.in_words(failure, &self.limits))
    }
}

/// The text after the header lines of a mail, which are names and addresses in no language.
fn body(layer: &TextLayer) -> &str {
    let headers = layer.blocks.iter().take_while(|block| block.kind == BlockKind::Header);
    let start = headers.last().map_or(0, |block| block.span.end);
    layer.text.get(start..).unwrap_or_default()
}

/// The media type as far as the first bytes tell it, for a file whose parser failed: nothing is parsed here.
fn media_type_by_start(bytes: &[u8]) -> &'static str {
    if bytes.starts_with(b"%PDF-") {
        "application/pdf"
    } else if bytes.starts_with(b"PK") {
        "application/zip"
    } else {
        "application/octet-stream"
    }
}
