//! The child process: one file in, the files inside it and its text layer out, under limits that it sets itself first.

use std::io::{self, BufRead, BufReader, BufWriter, Read};
use std::process::ExitCode;

use crate::collect::{Frame, Parts};
use crate::extract::extract_into;
use crate::wire::{Limits, Request, write_frame, write_layer};

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
    let mut output = BufWriter::new(io::stdout().lock());
    let mut keep = |frame: Frame<'_>| write_frame(frame, &mut output);
    let parts = Parts::new(&request.limits, request.total, &mut keep);
    let layer = extract_into(&bytes, &request.name, request.total, &request.limits, parts);
    drop(bytes);
    write_layer(layer, output)
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
    lock_out()?;
    Resource::NOFILE.set(3, 3)?;
    Resource::NPROC.set(0, 0)
}

/// No file can be opened and no connection made from here on, as far as the kernel knows how.
#[cfg(target_os = "linux")]
fn lock_out() -> io::Result<()> {
    use landlock::{ABI, Access, AccessFs, AccessNet, Ruleset, RulesetAttr};
    let lock = || {
        Ruleset::default()
            .handle_access(AccessFs::from_all(ABI::V5))?
            .handle_access(AccessNet::from_all(ABI::V5))?
            .create()?
            .restrict_self()
    };
    lock().map(drop).map_err(io::Error::other)
}

/// Other systems have the limit on open files alone.
#[cfg(all(unix, not(target_os = "linux")))]
fn lock_out() -> io::Result<()> {
    Ok(())
}

/// Only the wall clock of the parent holds here: the system has no such limits.
#[cfg(not(unix))]
fn confine(_: &Limits) -> io::Result<()> {
    Ok(())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::fs::File;
    use std::net::{TcpListener, TcpStream};
    use std::process::Command;

    use super::*;

    /// Run by the test below, in a process of its own; the variable names a port that answers.
    #[test]
    fn confined_child() {
        let Ok(port) = std::env::var("TEST_PORT") else { return };
        let address = format!("127.0.0.1:{port}");
        drop(TcpStream::connect(&address).expect("a connection before"));
        drop(File::open("/dev/null").expect("a file before"));
        lock_out().expect("a lock");
        println!("file {}", File::open("/dev/null").is_err());
        println!("connection {}", TcpStream::connect(&address).is_err());
        println!("program {}", Command::new("/bin/true").status().is_err());
    }

    #[test]
    fn a_confined_child_opens_no_file_and_no_connection() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port().to_string();
        let output = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "worker::tests::confined_child", "--nocapture"])
            .env("TEST_PORT", port)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        if said.contains("file false") {
            println!("skipped: this kernel has no Landlock");
            return;
        }
        for expected in ["file true", "connection true", "program true"] {
            assert!(said.contains(expected), "{said}");
        }
    }
}
