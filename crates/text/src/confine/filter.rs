//! Which system calls are left to a child process.
//!
//! Three lists: what a parser needs is allowed; what only an attacker would want ends the process, so that it is
//! seen; the rest, such as opening a file, is refused with an error that libraries live with.

use std::collections::BTreeMap;

use nix::libc::{
    self, CLONE_THREAD, ENOSYS, EPERM, PROT_EXEC, SYS_brk, SYS_clock_gettime, SYS_clone, SYS_clone3,
    SYS_close, SYS_exit, SYS_exit_group, SYS_fstat, SYS_futex, SYS_getpid, SYS_getrandom, SYS_gettid,
    SYS_lseek, SYS_madvise, SYS_mmap, SYS_mprotect, SYS_mremap, SYS_munmap, SYS_read, SYS_restart_syscall,
    SYS_rt_sigaction, SYS_rt_sigprocmask, SYS_rt_sigreturn, SYS_sched_yield, SYS_sigaltstack, SYS_tgkill,
    SYS_write, SYS_writev,
};
use seccompiler::SeccompCmpArgLen::Dword;
use seccompiler::SeccompCmpOp::{Eq, MaskedEq};
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCondition, SeccompFilter, SeccompRule, TargetArch, apply_filter,
};

use super::Policy;

type Rules = BTreeMap<i64, Vec<SeccompRule>>;

/// Reading and writing what is open, memory, time, random numbers, and ending.
const COMPUTE: &[i64] = &[
    SYS_brk,
    SYS_clock_gettime,
    SYS_clone3,
    SYS_close,
    SYS_exit,
    SYS_exit_group,
    SYS_fstat,
    SYS_futex,
    SYS_getpid,
    SYS_getrandom,
    SYS_gettid,
    SYS_lseek,
    SYS_madvise,
    SYS_mremap,
    SYS_munmap,
    SYS_read,
    SYS_restart_syscall,
    SYS_rt_sigaction,
    SYS_rt_sigprocmask,
    SYS_rt_sigreturn,
    SYS_sched_yield,
    SYS_sigaltstack,
    SYS_write,
    SYS_writev,
];

/// What another program needs beside that to start, load its libraries and read its data. Which files it may open
/// is for Landlock to say.
const PROGRAM: &[i64] = &[
    libc::SYS_clock_nanosleep,
    libc::SYS_clock_getres,
    libc::SYS_dup,
    libc::SYS_dup3,
    libc::SYS_execve,
    libc::SYS_faccessat,
    libc::SYS_faccessat2,
    libc::SYS_fadvise64,
    libc::SYS_fcntl,
    libc::SYS_fstatfs,
    libc::SYS_getcwd,
    libc::SYS_getdents64,
    libc::SYS_getegid,
    libc::SYS_geteuid,
    libc::SYS_getgid,
    libc::SYS_getppid,
    libc::SYS_getrusage,
    libc::SYS_gettimeofday,
    libc::SYS_getuid,
    libc::SYS_membarrier,
    SYS_mmap,
    SYS_mprotect,
    libc::SYS_nanosleep,
    libc::SYS_newfstatat,
    libc::SYS_openat,
    libc::SYS_ppoll,
    libc::SYS_pread64,
    libc::SYS_prlimit64,
    libc::SYS_readlinkat,
    libc::SYS_readv,
    libc::SYS_rseq,
    libc::SYS_sched_getaffinity,
    libc::SYS_set_robust_list,
    libc::SYS_set_tid_address,
    libc::SYS_statfs,
    libc::SYS_statx,
    libc::SYS_sysinfo,
    libc::SYS_uname,
];

/// The older forms of some of these, which only this processor has.
#[cfg(target_arch = "x86_64")]
const PROGRAM_HERE: &[i64] = &[
    libc::SYS_access,
    libc::SYS_arch_prctl,
    libc::SYS_dup2,
    libc::SYS_getdents,
    libc::SYS_lstat,
    libc::SYS_open,
    libc::SYS_poll,
    libc::SYS_readlink,
    libc::SYS_stat,
    libc::SYS_time,
];
#[cfg(target_arch = "aarch64")]
const PROGRAM_HERE: &[i64] = &[];

/// Nothing that reads a file ever asks for these.
const ATTACK: &[i64] = &[
    libc::SYS_accept,
    libc::SYS_accept4,
    libc::SYS_add_key,
    libc::SYS_bind,
    libc::SYS_bpf,
    libc::SYS_capset,
    libc::SYS_chroot,
    libc::SYS_connect,
    libc::SYS_delete_module,
    libc::SYS_execveat,
    libc::SYS_finit_module,
    libc::SYS_init_module,
    libc::SYS_io_uring_enter,
    libc::SYS_io_uring_register,
    libc::SYS_io_uring_setup,
    libc::SYS_kexec_load,
    libc::SYS_keyctl,
    libc::SYS_kill,
    libc::SYS_listen,
    libc::SYS_memfd_create,
    libc::SYS_mount,
    libc::SYS_move_mount,
    libc::SYS_open_by_handle_at,
    libc::SYS_open_tree,
    libc::SYS_perf_event_open,
    libc::SYS_personality,
    libc::SYS_pidfd_getfd,
    libc::SYS_pidfd_open,
    libc::SYS_pidfd_send_signal,
    libc::SYS_pivot_root,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_ptrace,
    libc::SYS_reboot,
    libc::SYS_request_key,
    libc::SYS_sendmmsg,
    libc::SYS_sendmsg,
    libc::SYS_sendto,
    libc::SYS_setgid,
    libc::SYS_setns,
    libc::SYS_setresgid,
    libc::SYS_setresuid,
    libc::SYS_setuid,
    libc::SYS_socket,
    libc::SYS_socketpair,
    libc::SYS_tkill,
    libc::SYS_umount2,
    libc::SYS_unshare,
    libc::SYS_userfaultfd,
];

#[cfg(target_arch = "x86_64")]
const ATTACK_HERE: &[i64] = &[libc::SYS_fork, libc::SYS_modify_ldt, libc::SYS_vfork];
#[cfg(target_arch = "aarch64")]
const ATTACK_HERE: &[i64] = &[];

/// Applies the filters of a policy to this process, and says in words what they come to.
pub(super) fn install(policy: Policy<'_>) -> Result<String, seccompiler::Error> {
    let allowed = allowed(policy)?;
    let detail = format!(
        "{} are left (seccomp); others are refused, and those of an attack end the process",
        allowed.len()
    );
    // The list of what is allowed comes last: it forbids to apply another. Of what the filters say of one call, the
    // strictest holds.
    let refuse = |number: i32| SeccompAction::Errno(number.unsigned_abs());
    // A library that asks for a thread with its flags in memory is made to ask in the older way.
    let unknown = Rules::from([(SYS_clone3, Vec::new())]);
    apply_filter(&compile(unknown, SeccompAction::Allow, refuse(ENOSYS))?)?;
    apply_filter(&compile(deadly(policy)?, SeccompAction::Allow, SeccompAction::KillProcess)?)?;
    apply_filter(&compile(allowed, refuse(EPERM), SeccompAction::Allow)?)?;
    Ok(detail)
}

fn allowed(policy: Policy<'_>) -> Result<Rules, seccompiler::Error> {
    let mut rules: Rules = COMPUTE.iter().map(|call| (*call, Vec::new())).collect();
    // A process that ends itself in disorder signals itself.
    rules
        .insert(SYS_tgkill, vec![argument(0, Eq, u64::from(nix::unistd::getpid().as_raw().unsigned_abs()))?]);
    match policy {
        Policy::Parse => {
            let data = || argument(2, MaskedEq(bits(PROT_EXEC)), 0);
            rules.insert(SYS_mmap, vec![data()?]);
            rules.insert(SYS_mprotect, vec![data()?]);
        }
        Policy::Exec { .. } => {
            rules.extend(PROGRAM.iter().chain(PROGRAM_HERE).map(|call| (*call, Vec::new())));
            rules.insert(SYS_clone, vec![argument(0, MaskedEq(bits(CLONE_THREAD)), bits(CLONE_THREAD))?]);
        }
    }
    Ok(rules)
}

fn deadly(policy: Policy<'_>) -> Result<Rules, seccompiler::Error> {
    let mut rules: Rules = ATTACK.iter().chain(ATTACK_HERE).map(|call| (*call, Vec::new())).collect();
    rules.insert(SYS_clone, vec![argument(0, MaskedEq(bits(CLONE_THREAD)), 0)?]);
    if matches!(policy, Policy::Parse) {
        let code = || argument(2, MaskedEq(bits(PROT_EXEC)), bits(PROT_EXEC));
        rules.insert(SYS_mmap, vec![code()?]);
        rules.insert(SYS_mprotect, vec![code()?]);
        rules.insert(libc::SYS_execve, Vec::new());
    }
    Ok(rules)
}

fn bits(flag: i32) -> u64 {
    u64::from(flag.unsigned_abs())
}

fn argument(
    index: u8,
    operator: seccompiler::SeccompCmpOp,
    value: u64,
) -> Result<SeccompRule, seccompiler::Error> {
    Ok(SeccompRule::new(vec![SeccompCondition::new(index, Dword, operator, value)?])?)
}

fn compile(
    rules: Rules,
    otherwise: SeccompAction,
    action: SeccompAction,
) -> Result<BpfProgram, seccompiler::Error> {
    #[cfg(target_arch = "x86_64")]
    let processor = TargetArch::x86_64;
    #[cfg(target_arch = "aarch64")]
    let processor = TargetArch::aarch64;
    Ok(SeccompFilter::new(rules, otherwise, action, processor)?.try_into()?)
}
