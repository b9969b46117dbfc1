//! The child process: one file in, the files inside it and its text layer out, under limits that it sets itself first.

use std::fs::File;
use std::io::{self, BufWriter, Read};
use std::process::{Command, ExitCode};

use crate::bind;
use crate::collect::{Frame, Parts};
use crate::confine::{Policy, confine};
use crate::docx::marks;
use crate::extract::extract_into;
use crate::pdf;
use crate::picture::draw;
use crate::wire::{Job, Limits, Request, write_frame, write_layer};
use crate::{TextLayer, Tool};

/// Serves one request on standard input and ends. The program calls this, and nothing before it, where it was
/// started with the arguments given to [`crate::Reader::new`].
pub fn worker_main() -> ExitCode {
    std::panic::set_hook(Box::new(|panic| eprintln!("{panic}")));
    match serve() {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("{e}");
            ExitCode::from(2)
        }
    }
}

fn serve() -> io::Result<()> {
    let Request { sent, limits, job } = Request::read(input()?)?;
    match job {
        Job::Extract { name, total } => {
            confine(Policy::Parse, &limits)?;
            parse(sent, total, &limits, |bytes, parts| extract_into(bytes, &name, total, &limits, parts))
        }
        Job::ReadAgain => {
            confine(Policy::Parse, &limits)?;
            parse(sent, sent as u64, &limits, |bytes, _| pdf::read_again(bytes, &limits))
        }
        Job::Draw { name, pages } => {
            confine(Policy::Parse, &limits)?;
            parse(sent, sent as u64, &limits, |bytes, parts| draw(bytes, &name, &pages, &limits, parts))
        }
        Job::Bind { name, strip } => {
            confine(Policy::Parse, &limits)?;
            bind(sent, &name, strip, &limits)
        }
        Job::Marks => {
            confine(Policy::Parse, &limits)?;
            let marks = marks(&received(sent)?);
            Ok(serde_json::to_writer(BufWriter::new(io::stdout().lock()), &marks)?)
        }
        Job::Become(tool) => Err(become_tool(&tool, &limits)),
        Job::Report => {
            let isolation = confine(Policy::Parse, &limits)?;
            Ok(serde_json::to_writer(io::stdout().lock(), &isolation)?)
        }
    }
}

/// Has `read` read the file, of which `sent` bytes follow the request, and answers.
fn parse(
    sent: usize,
    total: u64,
    limits: &Limits,
    read: impl FnOnce(&[u8], Parts<'_>) -> TextLayer,
) -> io::Result<()> {
    let bytes = received(sent)?;
    let mut output = BufWriter::new(io::stdout().lock());
    let mut keep = |frame: Frame<'_>| write_frame(frame, &mut output);
    let parts = Parts::new(limits, total, &mut keep);
    let layer = read(&bytes, parts);
    drop(bytes);
    write_layer(layer, output)
}

/// Takes the pages of the file apart, of which `sent` bytes follow the request, and answers.
fn bind(sent: usize, name: &str, strip: f32, limits: &Limits) -> io::Result<()> {
    let bytes = received(sent)?;
    let mut output = BufWriter::new(io::stdout().lock());
    let bound =
        bind::bind(&bytes, name, strip, limits, &mut |object| bind::write_object(&object, &mut output));
    bind::write_rest(&bound, output)
}

fn received(sent: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(sent)?;
    io::stdin().lock().take(sent as u64).read_to_end(&mut bytes)?;
    if bytes.len() != sent {
        return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the request is cut off"));
    }
    Ok(bytes)
}

/// Standard input without a buffer: what follows the request is left to whoever reads next.
#[cfg(unix)]
fn input() -> io::Result<impl Read> {
    use std::os::fd::AsFd;
    io::stdin().as_fd().try_clone_to_owned().map(File::from)
}

#[cfg(not(unix))]
fn input() -> io::Result<impl Read> {
    Ok(io::stdin().lock())
}

/// Comes back only with the reason why this process could not become the tool.
#[cfg(unix)]
fn become_tool(tool: &Tool, limits: &Limits) -> io::Error {
    use std::os::unix::process::CommandExt;
    let policy = Policy::Exec { program: &tool.program, readable: &tool.readable };
    if let Err(e) = confine(policy, limits) {
        return e;
    }
    let environment = tool.environment.iter().map(|(name, value)| (name, value));
    let e = Command::new(&tool.program).args(&tool.args).env_clear().envs(environment).exec();
    io::Error::new(e.kind(), format!("{} could not be run: {e}", tool.program.display()))
}

#[cfg(not(unix))]
fn become_tool(tool: &Tool, _: &Limits) -> io::Error {
    let program = tool.program.display();
    io::Error::other(format!("{program} is not run: this system has no way to shut it in"))
}
