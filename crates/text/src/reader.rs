//! Reading files safely: each is parsed in a child process that cannot take the case down with it.

use std::ffi::OsString;
use std::io::{self, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use crate::language::language_of;
use crate::wire::{Limits, Refused, Request, read_answer, shorten};
use crate::{BlockKind, Diagnostic, Extract, Part, TextLayer};

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
    /// The child ended without an answer; what it said last.
    Ended(ExitStatus, String),
    BadAnswer(String),
}

/// What the thread that listens to the child passes on.
enum Heard {
    Part(Part),
    End(Result<TextLayer, Refused>),
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
        match self.ask(bytes, name, counted) {
            Ok(mut layer) => {
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

    fn ask(&self, bytes: &[u8], name: &str, keep: impl FnMut(Part)) -> Result<TextLayer, Failure> {
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
        self.converse(&mut child, &header, sent, request.total, keep)
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

    /// Feeds the child and hands on what it answers. Each pipe has a thread, so that none can block another; when
    /// this returns the child has ended.
    fn converse(
        &self,
        child: &mut Child,
        header: &[u8],
        sent: &[u8],
        total: u64,
        mut keep: impl FnMut(Part),
    ) -> Result<TextLayer, Failure> {
        let mut deadline = Instant::now() + self.limits.time;
        let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        // One part may wait while another is kept: no more of them are in memory than that.
        let (sender, receiver) = mpsc::sync_channel(1);
        thread::scope(|scope| {
            scope.spawn(move || {
                if let Some(mut stdin) = stdin {
                    // A child that ends early breaks the pipe; its exit status tells why.
                    drop(stdin.write_all(header).and_then(|()| stdin.write_all(sent)));
                }
            });
            scope.spawn(move || {
                let Some(mut stdout) = stdout.map(BufReader::new) else { return };
                let answer = read_answer(&mut stdout, &self.limits, total, |part| {
                    sender.send(Heard::Part(part)).is_ok()
                });
                // Nobody listens any more where the time ran out.
                drop(sender.send(Heard::End(answer)));
            });
            let said = scope.spawn(move || stderr.map(last_words).unwrap_or_default());
            let answer = loop {
                match receiver.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                    Ok(Heard::Part(part)) => {
                        let before = Instant::now();
                        keep(part);
                        deadline += before.elapsed();
                    }
                    Ok(Heard::End(answer)) => break Some(answer),
                    Err(_) => break None,
                }
            };
            drop(receiver);
            let status = match &answer {
                Some(Ok(_) | Err(Refused::CutOff)) => wait_until(child, deadline),
                Some(Err(Refused::Wrong(_))) | None => Ok(None),
            };
            // Killing a child that has ended does nothing.
            drop(child.kill());
            drop(child.wait());
            let answer = answer.ok_or(Failure::TooSlow)?;
            let said = said.join().unwrap_or_default();
            match (status.map_err(Failure::NotStarted)?, answer) {
                (_, Err(Refused::Wrong(why))) => Err(Failure::BadAnswer(why)),
                (None, _) => Err(Failure::TooSlow),
                (Some(status), _) if !status.success() => Err(Failure::Ended(status, said)),
                (_, Err(Refused::CutOff)) => Err(Failure::BadAnswer("it is cut off".to_owned())),
                (_, Ok(layer)) => Ok(layer),
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
