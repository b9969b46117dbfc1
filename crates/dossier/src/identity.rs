//! Ids that stay the same when the same thing is found again.

use std::collections::BTreeMap;

use remand_finding::DeadlineKind;
use remand_reading::Claim;
use sha2::{Digest, Sha256};

use crate::record::Record;

/// The first `bytes` bytes, in hexadecimal, of the SHA-256 over `parts`, each preceded by its length.
pub(crate) fn digest(parts: &[&str], bytes: usize) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().iter().take(bytes).map(|byte| format!("{byte:02x}")).collect()
}

/// Makes ids from what a thing is; the second of two like things gets its number mixed in.
#[derive(Debug, Default)]
pub(crate) struct Ids {
    met: BTreeMap<String, usize>,
}

impl Ids {
    pub(crate) fn id(&mut self, parts: &[&str], bytes: usize) -> String {
        let first = digest(parts, bytes);
        let met = self.met.entry(first.clone()).or_default();
        *met += 1;
        if *met == 1 {
            return first;
        }
        let number = met.to_string();
        digest(&[parts, &[number.as_str()]].concat(), bytes)
    }
}

/// An id for each event, by its kind and the place of its first claim.
pub fn event_ids(record: &Record<'_>) -> Vec<String> {
    let mut ids = Ids::default();
    let each = record.chronology.events.iter().map(|event| {
        let first = event.claims.first().and_then(|ix| record.claim(*ix));
        let (item, start) = first.map_or_else(
            || (String::new(), String::new()),
            |claim| (claim.passage.item.to_string(), claim.passage.start.to_string()),
        );
        format!("ev-{}", ids.id(&[event.kind.name(), &item, &start], 5))
    });
    each.collect()
}

/// An id for each deadline, by what is owed, the norm and the place of the first claim of what set it off: the one
/// that was published first, so that what is told again later changes nothing. It stays when the date moves.
///
/// Of acts that come again and again and of orders that follow each other only the next is due: it is the same one that
/// moves on, and stands where custody is first told of.
pub(crate) fn deadline_ids(record: &Record<'_>) -> Vec<String> {
    let mut ids = Ids::default();
    let begins = |claim: &&Claim| claim.kind.describe().begins.iter().any(|state| state == "in_custody");
    let custody = first_told(record, record.chronology.reading.claims.iter().filter(begins));
    let each = record.deadlines.iter().map(|deadline| {
        let place = match deadline.kind {
            DeadlineKind::Recurring | DeadlineKind::Cover => custody.clone(),
            _ => first_told(record, deadline.claims.iter().filter_map(|ix| record.claim(*ix))),
        };
        let norm = deadline.norm.as_deref().unwrap_or(&deadline.procedure);
        format!("dl-{}", ids.id(&[norm, &deadline.act, &place.unwrap_or_default()], 10))
    });
    each.collect()
}

/// The place of the claim that was published first.
fn first_told<'a>(record: &Record<'_>, claims: impl Iterator<Item = &'a Claim>) -> Option<String> {
    let first = claims.min_by_key(|claim| {
        let published = record.entry(claim.entry).and_then(|entry| entry.published.earliest);
        (published.is_none(), published, claim.passage.item, claim.passage.start)
    });
    first.map(|claim| format!("{}:{}", claim.passage.item, claim.passage.start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_do_not_run_into_each_other() {
        assert_ne!(digest(&["ab", "c"], 8), digest(&["a", "bc"], 8));
        assert_ne!(digest(&["ab"], 8), digest(&["ab", ""], 8));
    }

    #[test]
    fn like_things_get_different_ids() {
        let mut ids = Ids::default();
        let (one, two, three) = (ids.id(&["x"], 5), ids.id(&["x"], 5), ids.id(&["y"], 5));
        assert!(one != two && two != three && one != three);
        assert_eq!(one.len(), 10);
    }
}
