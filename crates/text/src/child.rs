//! Starting a child process, feeding it, and listening to its answer within a time, whatever it does.

use std::ffi::OsString;
use std::io::{self, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use crate::Limits;
use crate::wire::{Job, Refused, Request, shorten};

/// How the program starts that becomes a confined child.
#[derive(Clone, Debug)]
pub(crate) struct Launcher {
    pub(crate) program: PathBuf,
    pub(crate) args: Vec<OsString>,
}

/// Why there is no answer.
#[derive(Debug)]
pub(crate) enum Failure {
    NotStarted(io::Error),
    TooSlow,
    /// The child ended without an answer; what it said last.
    Ended(ExitStatus, String),
    BadAnswer(String),
}

impl Launcher {
    /// Has a child do `job` on `input`. What it answers, `listen` reads and checks in a thread of its own; what it
    /// passes on goes to `keep` here, and the time that `keep` takes does not count. When this returns the child has
    /// ended.
    pub(crate) fn ask<P: Send, T: Send>(
        &self,
        job: Job,
        input: &[u8],
        limits: &Limits,
        listen: impl FnOnce(&mut dyn Read, &mut dyn FnMut(P) -> bool) -> Result<T, Refused> + Send,
        keep: impl FnMut(P),
    ) -> Result<T, Failure> {
        let request = Request { sent: input.len(), limits: limits.clone(), job };
        let header = request.header().map_err(|e| Failure::BadAnswer(e.to_string()))?;
        let mut child = self.start().map_err(Failure::NotStarted)?;
        converse(&mut child, &header, input, limits.time, listen, keep)
    }

    fn start(&self) -> io::Result<Child> {
        let mut command = Command::new(&self.program);
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        command
            .args(&self.args)
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
    }

    /// Why nothing came, for a person.
    pub(crate) fn in_words(&self, failure: Failure, limits: &Limits) -> String {
        let Limits { time, memory, .. } = limits;
        match failure {
            Failure::NotStarted(e) => {
                format!("the program that reads files ({}) could not be run: {e}", self.program.display())
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
            Failure::Ended(status, _) if signal(status) == Some(Signal::ProcessorTime) => {
                format!("reading it took more than {} seconds of work", time.as_secs_f32())
            }
            Failure::Ended(status, _) if signal(status) == Some(Signal::ForbiddenCall) => format!(
                "the program that reads files tried what no reading needs, such as to start another program, and was \
                 ended ({status}); the file may be made to attack it"
            ),
            Failure::Ended(status, _) if signal(status) == Some(Signal::Kill) => format!(
                "the program that reads files was ended by the system ({status}), as happens where memory or time \
                 runs out"
            ),
            Failure::Ended(status, mut said) => {
                shorten(&mut said, 300);
                format!("the program that reads files broke off at it ({status}) {said}")
                    .trim_end()
                    .to_owned()
            }
        }
    }
}

/// What the thread that listens to the child passes on.
enum Heard<P, T> {
    Piece(P),
    End(Result<T, Refused>),
}

/// Feeds the child and hands on what it answers. Each pipe has a thread, so that none can block another.
fn converse<P: Send, T: Send>(
    child: &mut Child,
    header: &[u8],
    sent: &[u8],
    time: Duration,
    listen: impl FnOnce(&mut dyn Read, &mut dyn FnMut(P) -> bool) -> Result<T, Refused> + Send,
    mut keep: impl FnMut(P),
) -> Result<T, Failure> {
    let mut deadline = Instant::now() + time;
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    // One piece may wait while another is kept: no more of them are in memory than that.
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
            let answer = listen(&mut stdout, &mut |piece| sender.send(Heard::Piece(piece)).is_ok());
            // Nobody listens any more where the time ran out.
            drop(sender.send(Heard::End(answer)));
        });
        let said = scope.spawn(move || stderr.map(last_words).unwrap_or_default());
        let answer = loop {
            match receiver.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(Heard::Piece(piece)) => {
                    let before = Instant::now();
                    keep(piece);
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
        end(child);
        let answer = answer.ok_or(Failure::TooSlow)?;
        let said = said.join().unwrap_or_default();
        match (status.map_err(Failure::NotStarted)?, answer) {
            (_, Err(Refused::Wrong(why))) => Err(Failure::BadAnswer(why)),
            (None, _) => Err(Failure::TooSlow),
            (Some(status), _) if !status.success() => Err(Failure::Ended(status, said)),
            (_, Err(Refused::CutOff)) => Err(Failure::BadAnswer("it is cut off".to_owned())),
            (_, Ok(answer)) => Ok(answer),
        }
    })
}

/// Ends the child, where it has not ended, and whatever it started, which could hold its pipes open.
fn end(child: &mut Child) {
    #[cfg(unix)]
    if let Ok(group) = i32::try_from(child.id()) {
        use nix::sys::signal::{Signal, killpg};
        // Nobody is left in most cases.
        killpg(nix::unistd::Pid::from_raw(group), Signal::SIGKILL).unwrap_or_default();
    }
    drop(child.kill());
    drop(child.wait());
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

/// Signals that tell why a child ended.
#[derive(PartialEq, Eq)]
enum Signal {
    Kill,
    ProcessorTime,
    /// The filter on system calls.
    ForbiddenCall,
}

#[cfg(unix)]
fn signal(status: ExitStatus) -> Option<Signal> {
    use nix::sys::signal::Signal as Number;
    use std::os::unix::process::ExitStatusExt;
    match Number::try_from(status.signal()?).ok()? {
        Number::SIGKILL => Some(Signal::Kill),
        Number::SIGXCPU => Some(Signal::ProcessorTime),
        Number::SIGSYS => Some(Signal::ForbiddenCall),
        _ => None,
    }
}

#[cfg(not(unix))]
fn signal(_: ExitStatus) -> Option<Signal> {
    None
}
