//! Reading files safely: each is parsed in a child process that cannot take the case down with it.

use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use crate::language::language_of;
use crate::wire::{Limits, Request, read_answer, shorten};
use crate::{BlockKind, Diagnostic, TextLayer};

/// Starts a child process for each file and checks its answer. Several threads may use one reader.
#[derive(Clone, Debug)]
pub struct Reader {
    program: PathBuf,
    args: Vec<OsString>,
    limits: Limits,
}

/// Why there is no text layer.
enum Failure {
    NotStarted(std::io::Error),
    TooSlow,
    TooLong,
    /// The child ended without an answer; what it said last.
    Ended(ExitStatus, String),
    BadAnswer(String),
}

impl Reader {
    /// A reader whose children run `program` with `args`; that must lead to [`crate::worker_main`].
    pub fn new(program: impl Into<PathBuf>, args: impl IntoIterator<Item = impl Into<OsString>>) -> Self {
        Self {
            program: program.into(),
            args: args.into_iter().map(Into::into).collect(),
            limits: Limits::default(),
        }
    }

    /// The same reader with other limits.
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Reads the bytes of a file that has the name `name`. A file that cannot be read gives a layer without text and
    /// a diagnostic that says why.
    pub fn read(&self, bytes: &[u8], name: &str) -> TextLayer {
        match self.ask(bytes, name) {
            Ok(mut layer) => {
                layer.language = language_of(body(&layer)).map(str::to_owned).or(layer.language);
                layer
            }
            Err(failure) => TextLayer {
                media_type: media_type_by_start(bytes).to_owned(),
                diagnostics: vec![Diagnostic { page: None, message: self.in_words(failure) }],
                ..TextLayer::default()
            },
        }
    }

    fn ask(&self, bytes: &[u8], name: &str) -> Result<TextLayer, Failure> {
        let sent = bytes.get(..bytes.len().min(self.limits.input_bytes)).unwrap_or(bytes);
        let request = Request {
            name: name.to_owned(),
            sent: sent.len(),
            total: bytes.len() as u64,
            limits: self.limits.clone(),
        };
        let mut header = serde_json::to_vec(&request).map_err(|e| Failure::BadAnswer(e.to_string()))?;
        header.push(b'\n');
        let mut child = self.start().map_err(Failure::NotStarted)?;
        let answer = self.converse(&mut child, &header, sent)?;
        read_answer(answer, &self.limits).map_err(Failure::BadAnswer)
    }

    fn start(&self) -> io::Result<Child> {
        Command::new(&self.program)
            .args(&self.args)
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
    }

    /// Feeds the child and collects its answer. Each pipe has a thread, so that none can block another; when this
    /// returns the child has ended.
    fn converse(&self, child: &mut Child, header: &[u8], sent: &[u8]) -> Result<Vec<u8>, Failure> {
        let deadline = Instant::now() + self.limits.time;
        let most = self.limits.answer_bytes();
        let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let (sender, receiver) = mpsc::channel();
        thread::scope(|scope| {
            scope.spawn(move || {
                if let Some(mut stdin) = stdin {
                    // A child that ends early breaks the pipe; its exit status tells why.
                    drop(stdin.write_all(header).and_then(|()| stdin.write_all(sent)));
                }
            });
            scope.spawn(move || {
                let mut answer = Vec::new();
                if let Some(stdout) = stdout {
                    drop(stdout.take(most.saturating_add(1)).read_to_end(&mut answer));
                }
                // Nobody listens any more where the time ran out.
                drop(sender.send(answer));
            });
            let said = scope.spawn(move || stderr.map(last_words).unwrap_or_default());
            let answer = receiver.recv_timeout(self.limits.time);
            let status = match &answer {
                Ok(answer) if answer.len() as u64 <= most => wait_until(child, deadline),
                _ => Ok(None),
            };
            // Killing a child that has ended does nothing.
            drop(child.kill());
            drop(child.wait());
            let answer = answer.map_err(|_| Failure::TooSlow)?;
            if answer.len() as u64 > most {
                return Err(Failure::TooLong);
            }
            let said = said.join().unwrap_or_default();
            match status.map_err(Failure::NotStarted)? {
                None => Err(Failure::TooSlow),
                Some(status) if status.success() => Ok(answer),
                Some(status) => Err(Failure::Ended(status, said)),
            }
        })
    }

    fn in_words(&self, failure: Failure) -> String {
        let Limits { time, memory, .. } = &self.limits;
        let advice = "its bytes are kept; save it as plain text or in another format and add that beside it";
        let why = match failure {
            Failure::NotStarted(e) => {
                let program = self.program.display();
                return format!("not read: the program that reads files ({program}) could not be run: {e}");
            }
            Failure::TooSlow => format!("reading it took more than {} seconds", time.as_secs_f32()),
            Failure::TooLong => "its text, taken apart, is too large to handle".to_owned(),
            Failure::BadAnswer(why) => {
                format!("the answer of the program that reads files was refused: {why}")
            }
            Failure::Ended(status, said)
                if said.contains("memory allocation") || said.contains("out of memory") =>
            {
                format!("reading it needs more than {} MiB of memory ({status})", memory >> 20)
            }
            Failure::Ended(status, _) if ran_out_of_time(status) => {
                format!("reading it took more than {} seconds of work", time.as_secs_f32())
            }
            Failure::Ended(status, mut said) => {
                shorten(&mut said, 300);
                format!("the program that reads files broke off at it ({status}) {said}")
                    .trim_end()
                    .to_owned()
            }
        };
        format!("not read: {why}; {advice}")
    }
}

/// The text after the header lines of a mail, which are names and addresses in no language.
fn body(layer: &TextLayer) -> &str {
    let headers = layer.blocks.iter().take_while(|block| block.kind == BlockKind::Header);
    let start = headers.last().map_or(0, |block| block.span.end);
    layer.text.get(start..).unwrap_or_default()
}

/// Waits for a child that has closed its output, which it does by ending.
fn wait_until(child: &mut Child, deadline: Instant) -> io::Result<Option<ExitStatus>> {
    let mut pause = Duration::from_micros(50);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if Instant::now() >= deadline {
            return Ok(None);
        }
        thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(20));
    }
}

/// What the child wrote about its end: the last lines, of which the first 16 KiB are kept.
fn last_words(mut stderr: impl Read) -> String {
    let mut said = Vec::new();
    drop(stderr.by_ref().take(16 << 10).read_to_end(&mut said));
    drop(io::copy(&mut stderr, &mut io::sink()));
    String::from_utf8_lossy(&said).trim().to_owned()
}

#[cfg(unix)]
fn ran_out_of_time(status: ExitStatus) -> bool {
    use std::os::unix::process::ExitStatusExt;
    // SIGXCPU, and SIGKILL, which follows at the hard limit.
    matches!(status.signal(), Some(24 | 9))
}

#[cfg(not(unix))]
fn ran_out_of_time(_: ExitStatus) -> bool {
    false
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
