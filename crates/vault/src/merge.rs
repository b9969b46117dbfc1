//! Taking in what others recorded: their logs whole, and the objects these name. Nothing is overwritten.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::Path;

use crate::error::VaultError;
use crate::log::Log;
use crate::store::write_whole;
use crate::vault::{Vault, stored_commit};
use crate::view::{StoredLog, logs_of};
use crate::{ItemId, LogId};

/// Objects that are brought to the disk at once.
const TOGETHER: usize = 64;

/// Where what others recorded lies: a folder, a bundle.
pub trait Offered {
    /// The bytes of the logs, as they are when nothing is locked, with a name for messages.
    ///
    /// # Errors
    /// They cannot be read.
    fn logs(&self) -> io::Result<Vec<(String, Vec<u8>)>>;

    /// The bytes of an object. `None`: it is not there.
    ///
    /// # Errors
    /// It cannot be read.
    fn object(&self, id: &ItemId) -> io::Result<Option<Vec<u8>>>;

    /// Writes the bytes of an object to `to`, for those that do not fit into memory. `false`: it is not there.
    ///
    /// # Errors
    /// It cannot be read, or not be written.
    fn copy_object(&self, id: &ItemId, to: &mut dyn Write) -> io::Result<bool> {
        match self.object(id)? {
            Some(bytes) => to.write_all(&bytes).map(|()| true),
            None => Ok(false),
        }
    }
}

/// What came of taking in logs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TakenIn {
    /// Logs that the vault did not have, or had in part, with the number of new lines.
    pub logs: Vec<(LogId, u64)>,
    /// Objects that the vault did not have.
    pub objects: usize,
    /// Logs with another history under the same name: both are kept, and somebody has to say which is right.
    pub forks: Vec<LogId>,
    /// Objects that entries name and that were not offered whole.
    pub missing: Vec<ItemId>,
}

impl Vault {
    /// Takes in what is offered, and records that it was. Where nothing is new, nothing is recorded.
    ///
    /// # Errors
    /// A log that is offered is damaged, in which case nothing is taken in; or the disk is full, in which case taking it
    /// in again completes it.
    pub fn take_in(&mut self, offered: &impl Offered, recorded_at: &str) -> Result<TakenIn, VaultError> {
        let place = Path::new("what is taken in");
        let failed = |e| VaultError::reading("cannot read", place, e);
        let mut logs = Vec::new();
        for (name, bytes) in offered.logs().map_err(failed)? {
            let fault = |(line, fault)| VaultError::Log { path: name.clone().into(), line, fault };
            let read = Log::parse(&bytes).map_err(fault)?;
            let signed = bytes.len() - read.tail.len();
            logs.push((read.log, bytes.get(..signed).unwrap_or_default().to_vec()));
        }
        let mut taken = TakenIn::default();
        // Objects first, so that no entry stands before what it names.
        let named: BTreeSet<ItemId> = logs
            .iter()
            .flat_map(|(log, _)| log.lines())
            .flat_map(|line| line.record.objects())
            .map(|(id, _)| id)
            .collect();
        let store = &self.view().store;
        let mut waiting = Vec::new();
        for id in named.into_iter().filter(|id| !store.has(id, None)) {
            match store.stage_written("an object", |to| offered.copy_object(&id, to))? {
                Some(staged) if staged.id == id => {
                    waiting.push(staged);
                    taken.objects += 1;
                }
                other => {
                    other.into_iter().for_each(|staged| store.discard(staged));
                    taken.missing.push(id);
                }
            }
            if waiting.len() >= TOGETHER {
                store.settle(std::mem::take(&mut waiting))?;
            }
        }
        store.settle(waiting)?;
        for (log, bytes) in logs {
            self.take_in_log(log, &bytes, &mut taken)?;
        }
        if !taken.logs.is_empty() {
            self.reorder();
            // Names the logs taken in before anything else is recorded.
            self.append(Vec::new(), recorded_at, "the logs taken in")?;
        }
        Ok(taken)
    }

    fn take_in_log(&mut self, log: Log, bytes: &[u8], taken: &mut TakenIn) -> Result<(), VaultError> {
        let same: Vec<usize> = (0..self.view().logs.len())
            .filter(|at| self.view().logs.get(*at).is_some_and(|stored| stored.log.id() == log.id()))
            .collect();
        let histories = || same.iter().filter_map(|at| self.view().logs.get(*at).map(|stored| (*at, stored)));
        if histories().any(|(_, stored)| log.begins(&stored.log)) {
            return Ok(());
        }
        let shorter = histories().find(|(_, stored)| stored.log.begins(&log)).map(|(at, _)| at);
        let new = match shorter.and_then(|at| self.view().logs.get(at)) {
            Some(stored) => log.size() - stored.log.size(),
            None => log.size(),
        };
        let fork = shorter.is_none() && !same.is_empty();
        let suffix = self.view().store.at_rest().suffix();
        let path = match shorter.and_then(|at| self.view().logs.get(at)) {
            Some(stored) => stored.path.clone(),
            None if fork => {
                let head: String = log.head().to_string().chars().take(16).collect();
                logs_of(&self.view().dir).join(format!("{}~{head}.jsonl{suffix}", log.id()))
            }
            None => logs_of(&self.view().dir).join(format!("{}.jsonl{suffix}", log.id())),
        };
        let failed = |e| VaultError::writing("a log that is taken in", "cannot write", &path, e);
        let lines: Vec<Vec<u8>> =
            bytes.split(|b| *b == b'\n').take(log.lines().len()).map(<[u8]>::to_vec).collect();
        let stored = stored_commit(&lines, self.view().store.at_rest()).map_err(failed)?;
        write_whole(&path, &stored).map_err(failed)?;
        taken.logs.push((log.id(), new));
        if fork {
            taken.forks.push(log.id());
        }
        let stored = StoredLog { log, path, length: stored.len() as u64, tail: Vec::new() };
        self.put_log(shorter, stored)
    }
}
