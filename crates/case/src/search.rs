//! Search over the texts of a case. The index lies beside the vault, follows it, and can be deleted at any time.

use std::collections::BTreeSet;
use std::path::Path;

use rayon::prelude::*;
use remand_search::{Entry, Filter, Found, Index, IndexError, Query};
use remand_text::TextLayer;
use remand_vault::{Item, is_locked};

use crate::{CaseError, CaseFolder};

/// The file of the index in the folder of a case. It holds the texts in the clear: a case that is locked has none.
pub const SEARCH_INDEX: &str = "search.db";

/// Items whose texts are in memory at once while the index is made.
const AT_ONCE: usize = 128;

/// How the texts of a case get into its index.
pub struct Indexing<'a> {
    /// The program that parses files.
    pub worker: &'a remand_text::Reader,
    /// Its version: another one may read other texts.
    pub version: &'a str,
    /// Nothing is written: the index is made in memory, for this search alone.
    pub in_memory: bool,
    /// What is there is deleted, and made anew.
    pub anew: bool,
}

impl CaseFolder {
    /// The items whose texts fit `query`, from an index that is brought up to date first. `told` hears how many files
    /// have to be read for that.
    ///
    /// # Errors
    ///
    /// Where an item of the vault is damaged, or the disk is full.
    pub fn search(
        &self,
        query: &Query,
        filter: &Filter,
        limit: usize,
        how: &Indexing<'_>,
        told: impl FnOnce(usize),
    ) -> Result<Found, CaseError> {
        let locked = is_locked(self.dir());
        if locked {
            self.forget_search_index()?;
        }
        let in_memory = how.in_memory || locked;
        let mut index = if in_memory { Index::in_memory()? } else { kept(self.dir(), how.anew)? };
        let items = self.items();
        self.follow(&mut index, &items, how, told)?;
        Ok(index.search(query, filter, limit)?)
    }

    /// Deletes the index, which holds the texts in the clear: a case that is being locked keeps none.
    ///
    /// # Errors
    ///
    /// Where it cannot be deleted.
    pub fn forget_search_index(&self) -> Result<(), CaseError> {
        forget(self.dir())
    }

    fn follow(
        &self,
        index: &mut Index,
        items: &[Item],
        how: &Indexing<'_>,
        told: impl FnOnce(usize),
    ) -> Result<(), CaseError> {
        let ids: Vec<String> = items.iter().map(|item| item.id.to_string()).collect();
        index.keep_only(&ids.iter().map(String::as_str).collect::<BTreeSet<_>>())?;
        // The text of an item follows from its bytes, which its id names, its name, the readers, and the program.
        let keys = items.iter().map(|item| format!("{} {} {}", how.version, remand_text::TOOL, item.name));
        let mut missing = Vec::new();
        for ((item, id), key) in items.iter().zip(&ids).zip(keys) {
            if !index.has(id, &key)? {
                missing.push((item, id, key));
            }
        }
        told(missing.len());
        for some in missing.chunks(AT_ONCE) {
            let read = |(item, _, _): &(&Item, &String, String)| self.text(item, how.worker);
            let layers: Vec<TextLayer> = some.par_iter().map(read).collect::<Result<_, CaseError>>()?;
            let texts = some.iter().zip(&layers);
            let entries: Vec<Entry<'_>> =
                texts.map(|((_, item, key), layer)| Entry { item, key, layer }).collect();
            index.put(&entries)?;
        }
        Ok(())
    }
}

/// Deletes the index in `dir`, and what SQLite leaves beside it where a program that wrote to it was ended.
pub(crate) fn forget(dir: &Path) -> Result<(), CaseError> {
    for beside in ["", "-journal", "-wal", "-shm"] {
        remand_vault::wipe(&dir.join(format!("{SEARCH_INDEX}{beside}")))?;
    }
    Ok(())
}

/// The index in the folder `dir`, made anew where it cannot be used; in memory where it cannot be written.
fn kept(dir: &Path, anew: bool) -> Result<Index, CaseError> {
    let path = dir.join(SEARCH_INDEX);
    if !anew {
        match Index::open(&path) {
            Ok(index) => return Ok(index),
            Err(IndexError::NotUsable(_)) => {}
            Err(e) => return Err(e.into()),
        }
    }
    match forget(dir).map(|()| Index::open(&path)) {
        Ok(Ok(index)) => Ok(index),
        Err(_) | Ok(Err(IndexError::NotUsable(_))) => Ok(Index::in_memory()?),
        Ok(Err(e)) => Err(e.into()),
    }
}
