//! What Linux has beyond limits: the tie to the parent, namespaces, Landlock, the filter on system calls.

use std::path::Path;

use landlock::{
    ABI, Access, AccessFs, AccessNet, LandlockStatus, RestrictionStatus, Ruleset, RulesetAttr,
    RulesetCreatedAttr, RulesetError, RulesetStatus, Scope, path_beneath_rules,
};
use nix::sched::{CloneFlags, unshare};
use nix::sys::prctl;
use nix::sys::signal::Signal;

use super::Policy;
use crate::isolation::{Isolation, State};

/// Where the loader finds the libraries of another program.
const LIBRARIES: [&str; 7] = [
    "/lib",
    "/lib64",
    "/usr/lib",
    "/usr/lib64",
    "/usr/local/lib",
    "/etc/ld.so.cache",
    "/etc/ld-musl-x86_64.path",
];

/// The loaders themselves: the kernel runs them with a program that is linked to libraries.
const LOADERS: [&str; 5] = [
    "/lib64/ld-linux-x86-64.so.2",
    "/lib/ld-linux-aarch64.so.1",
    "/lib/ld-linux.so.2",
    "/lib/ld-musl-x86_64.so.1",
    "/lib/ld-musl-aarch64.so.1",
];

/// The child ends when the thread that started it ends.
pub(super) fn tie_to_parent(isolation: &mut Isolation) {
    let tied = prctl::set_pdeathsig(Signal::SIGKILL);
    isolation.note("end with the parent", tied.map(|()| "killed when the program that started it ends"));
}

/// Leaves the namespaces of the system, then locks out files, network and signals.
pub(super) fn leave_and_lock(policy: Policy<'_>, isolation: &mut Isolation) {
    leave(policy, isolation);
    match lock(policy) {
        Ok(status) => note_lock(&status, isolation),
        Err(e) => isolation.note("files and network", Err::<String, _>(format!("Landlock: {e}"))),
    }
    // A new program is dumpable again, whatever was set before.
    if matches!(policy, Policy::Parse) {
        let hidden = prctl::set_dumpable(false);
        let detail = "no other process of the user can look into it";
        isolation.note("memory unreadable", hidden.map(|()| detail));
    }
    let bound = prctl::set_no_new_privs();
    isolation.note("privileges", bound.map(|()| "none can be gained (no_new_privs)"));
}

fn leave(policy: Policy<'_>, isolation: &mut Isolation) {
    let wanted = CloneFlags::CLONE_NEWUSER
        | CloneFlags::CLONE_NEWNET
        | CloneFlags::CLONE_NEWNS
        | CloneFlags::CLONE_NEWIPC
        | CloneFlags::CLONE_NEWUTS;
    let parses = matches!(policy, Policy::Parse);
    // A process that may have threads cannot be about to enter another process namespace.
    let wanted = if parses { wanted | CloneFlags::CLONE_NEWPID } else { wanted };
    let names = if parses { "user, network, mount, ipc, uts, pid" } else { "user, network, mount, ipc, uts" };
    let left = unshare(wanted);
    isolation.note("namespaces", left.map(|()| format!("own {names}: no network interface is there")));
    if parses {
        // A folder of the kernel that nothing can be written to stands in for an empty root.
        let root = nix::unistd::chroot("/proc/self/fdinfo").and_then(|()| nix::unistd::chdir("/"));
        isolation
            .note("root folder", root.map(|()| "another one, in which no file of the system has a name"));
    }
}

/// The best the kernel has: what an older one does not know is left out.
fn lock(policy: Policy<'_>) -> Result<RestrictionStatus, RulesetError> {
    let best = ABI::V10;
    let rules = Ruleset::default()
        .handle_access(AccessFs::from_all(best))?
        .handle_access(AccessNet::from_all(best))?
        .scope(Scope::from_all(best))?
        .create()?;
    let Policy::Exec { program, readable } = policy else { return rules.restrict_self() };
    let read = AccessFs::ReadFile | AccessFs::ReadDir;
    let devices = ["/dev/null", "/dev/zero", "/dev/urandom"];
    rules
        .add_rules(path_beneath_rules(LIBRARIES, read))?
        .add_rules(path_beneath_rules(readable, read))?
        .add_rules(path_beneath_rules(devices, AccessFs::ReadFile | AccessFs::WriteFile))?
        .add_rules(path_beneath_rules(LOADERS.map(Path::new), read | AccessFs::Execute))?
        .add_rules(path_beneath_rules([program], read | AccessFs::Execute))?
        .restrict_self()
}

fn note_lock(status: &RestrictionStatus, isolation: &mut Isolation) {
    let version = match &status.landlock {
        LandlockStatus::Available { effective_abi, kernel_abi } => {
            kernel_abi.map_or_else(|| format!("{effective_abi:?}"), |newer| format!("V{newer}"))
        }
        LandlockStatus::NotEnabled => "not enabled in this kernel".to_owned(),
        LandlockStatus::NotImplemented => "not in this kernel".to_owned(),
    };
    let abi = match &status.landlock {
        LandlockStatus::Available { effective_abi, .. } => *effective_abi,
        _ => ABI::Unsupported,
    };
    let (state, what) = match status.ruleset {
        RulesetStatus::NotEnforced => (State::Missing, ""),
        _ if abi >= ABI::V6 => (State::Holds, ": no file, no TCP, no signal or abstract socket outside"),
        _ if abi >= ABI::V4 => (State::Holds, ": no file, no TCP"),
        _ => (State::Partly, ": no file can be opened; the network is left to other measures"),
    };
    isolation.push("files and network", state, format!("Landlock {version}{what}"));
}

/// Installs the filter on system calls, after which nothing can be taken back.
#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
pub(super) fn filter(policy: Policy<'_>, isolation: &mut Isolation) {
    isolation.note("system calls", super::filter::install(policy));
}

/// The numbers of system calls are written down for two kinds of processors.
#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
pub(super) fn filter(_: Policy<'_>, isolation: &mut Isolation) {
    isolation.note("system calls", Err::<String, _>("no filter is written for this kind of processor"));
}
