//! The child process: one file in, one text layer out, under limits that it sets itself first.

use std::io::{self, BufRead, BufReader, BufWriter, Read};
use std::process::ExitCode;

use crate::extract;
use crate::wire::{Limits, Request, write_answer};

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
    let mut input = BufReader::new(io::stdin().lock());
    let mut header = String::new();
    input.by_ref().take(1 << 20).read_line(&mut header)?;
    let request: Request = serde_json::from_str(&header)?;
    confine(&request.limits)?;
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(request.sent)?;
    input.take(request.sent as u64).read_to_end(&mut bytes)?;
    if bytes.len() != request.sent {
        return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the request is cut off"));
    }
    let layer = extract(&bytes, &request.name, request.total, &request.limits);
    drop(bytes);
    write_answer(layer, BufWriter::new(io::stdout().lock()))
}

#[cfg(unix)]
fn confine(limits: &Limits) -> io::Result<()> {
    use rlimit::Resource;
    let seconds = limits.time.as_secs().saturating_add(1);
    Resource::AS.set(limits.memory, limits.memory)?;
    Resource::CPU.set(seconds, seconds)?;
    // The answer goes through a pipe, so that no file ever needs to grow.
    Resource::FSIZE.set(0, 0)?;
    Resource::CORE.set(0, 0)?;
    Resource::NOFILE.set(3, 3)?;
    Resource::NPROC.set(0, 0)
}

/// Only the wall clock of the parent holds here: the system has no such limits.
#[cfg(not(unix))]
fn confine(_: &Limits) -> io::Result<()> {
    Ok(())
}
