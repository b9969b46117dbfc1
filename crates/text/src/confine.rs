//! What a child process takes away from itself before it touches a hostile file.
//!
//! Limits that the system knows must be set, or nothing is read; what only some kernels have is taken where it is
//! there, and [`Isolation`] says which. `docs/isolation.md` says what each measure stops.

#[cfg(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64")))]
mod filter;
#[cfg(target_os = "linux")]
mod linux;

use std::io;
use std::path::{Path, PathBuf};

use crate::Limits;
use crate::isolation::Isolation;

/// What the process is going to do; it can do nothing else afterwards.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Policy<'a> {
    /// Compute: read what is open, write what is open, use memory.
    Parse,
    /// Become another program, which may read these files and folders, with threads but no child processes.
    Exec {
        /// The program.
        program: &'a Path,
        /// Beside it and the libraries of the system.
        readable: &'a [PathBuf],
    },
}

/// Shuts this process in, for good.
pub(crate) fn confine(policy: Policy<'_>, limits: &Limits) -> io::Result<Isolation> {
    let mut isolation = Isolation::here();
    #[cfg(unix)]
    unix(policy, limits, &mut isolation)?;
    #[cfg(not(unix))]
    {
        let _ = (policy, limits);
        for name in ["memory", "processor time", "processes", "files and network", "system calls"] {
            isolation.note(name, Err::<String, _>("this system has no such measure"));
        }
    }
    Ok(isolation)
}

#[cfg(unix)]
fn unix(policy: Policy<'_>, limits: &Limits, isolation: &mut Isolation) -> io::Result<()> {
    use rlimit::Resource;

    isolation.note("descriptors", close_others());
    #[cfg(target_os = "linux")]
    linux::tie_to_parent(isolation);
    let seconds = limits.time.as_secs().saturating_add(1);
    let memory = Resource::AS.set(limits.memory, limits.memory);
    // Other systems keep the limit for show, or refuse it.
    #[cfg(target_os = "linux")]
    memory.as_ref().map_err(|e| io::Error::new(e.kind(), e.to_string()))?;
    isolation
        .note("memory", memory.map(|()| format!("at most {} MiB of address space", limits.memory >> 20)));
    Resource::CPU.set(seconds, seconds)?;
    isolation.hold("processor time", format!("at most {seconds} s"));
    // The answer goes through a pipe, so that no file ever needs to grow.
    Resource::FSIZE.set(0, 0)?;
    Resource::CORE.set(0, 0)?;
    isolation.hold("files written", "none can grow, and no memory is dumped to one");
    #[cfg(target_os = "linux")]
    linux::leave_and_lock(policy, isolation);
    let parses = matches!(policy, Policy::Parse);
    let most = if parses { 3 } else { 64 };
    Resource::NOFILE.set(most, most)?;
    if parses {
        // Root is not bound by it.
        Resource::NPROC.set(0, 0)?;
        isolation.hold("processes", "no further ones for a user who is not root");
    }
    #[cfg(target_os = "linux")]
    linux::filter(policy, isolation);
    Ok(())
}

/// Closes what was inherited beside standard input, output and error.
#[cfg(unix)]
fn close_others() -> io::Result<String> {
    let folder = if cfg!(target_os = "linux") { "/proc/self/fd" } else { "/dev/fd" };
    let number = |entry: io::Result<std::fs::DirEntry>| entry.ok()?.file_name().to_str()?.parse::<i32>().ok();
    let others: Vec<i32> = std::fs::read_dir(folder)?.filter_map(number).filter(|fd| *fd > 2).collect();
    // The last of them was the listing itself, which is closed by now.
    let closed = others.into_iter().filter(|fd| nix::unistd::close(*fd).is_ok()).count();
    Ok(format!("{closed} inherited beside input, output and error, closed"))
}

#[cfg(all(test, target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64")))]
mod tests {
    use std::collections::HashMap;
    use std::fs::{self, File};
    use std::net::{TcpListener, TcpStream, UdpSocket};
    use std::os::unix::net::UnixDatagram;
    use std::os::unix::process::ExitStatusExt;
    use std::process::Command;
    use std::time::Instant;

    use super::*;

    /// Whether it succeeded.
    type Attempt = fn() -> bool;

    /// What a parser that was taken over may try.
    const ATTEMPTS: [(&str, Attempt); 12] = [
        ("compute", || HashMap::from([(Instant::now(), "x".repeat(10 << 20))]).len() == 1),
        ("read a file", || File::open("/etc/passwd").is_ok()),
        ("read itself", || fs::read("/proc/self/mem").is_ok() || fs::read_dir("/").is_ok()),
        ("write a file", || fs::write("/dev/shm/x", "x").is_ok() || fs::write("x", "x").is_ok()),
        ("delete a file", || fs::remove_file("x").is_ok()),
        ("take memory", || Vec::<u8>::new().try_reserve_exact(2 << 30).is_ok()),
        ("start a thread", || std::thread::Builder::new().spawn(|| ()).is_ok()),
        ("start a program", || Command::new("/bin/true").status().is_ok()),
        ("connect", || TcpStream::connect("127.0.0.1:9").is_ok()),
        ("listen", || TcpListener::bind("127.0.0.1:0").is_ok()),
        ("send", || UdpSocket::bind("127.0.0.1:0").is_ok() || UnixDatagram::unbound().is_ok()),
        ("signal", || nix::sys::signal::kill(nix::unistd::getppid(), None).is_ok()),
    ];

    /// Run by the tests below, as a process of its own.
    #[test]
    fn confined() {
        let Ok(name) = std::env::var("ATTEMPT") else { return };
        let (_, attempt) = ATTEMPTS.iter().find(|(attempt, _)| *attempt == name).unwrap();
        confine(Policy::Parse, &Limits::default()).unwrap();
        println!("{}", if attempt() { "SUCCEEDED" } else { "REFUSED" });
    }

    #[test]
    fn a_confined_process_computes_and_does_nothing_else() {
        const FORBIDDEN_CALL: i32 = 31;
        for (name, _) in ATTEMPTS {
            let output = Command::new(std::env::current_exe().unwrap())
                .args(["--exact", "confine::tests::confined", "--nocapture", "--test-threads=1"])
                .env("ATTEMPT", name)
                .output()
                .unwrap();
            let said = String::from_utf8_lossy(&output.stdout);
            match name {
                "compute" => assert!(said.contains("SUCCEEDED"), "{name}: {output:?}"),
                "start a program" | "connect" | "listen" | "send" | "signal" => {
                    assert_eq!(output.status.signal(), Some(FORBIDDEN_CALL), "{name}: {output:?}");
                }
                _ => assert!(said.contains("REFUSED"), "{name}: {output:?}"),
            }
        }
    }
}
