//! What is said once and what is said by independent sources.

use std::collections::BTreeMap;

use remand_reading::{Claim, ClaimIx, EntryIx, Polarity, Reading, SourceIx};
use serde::Serialize;

use crate::party::sound_alike;

/// How far an event is borne out: the lines of information that end in its claims.
///
/// Two claims are of one line where one source informs in both, through whomever it reached the record, or where one
/// stands in a text that repeats or translates that of the other. Two lines may still go back to one witness whom
/// neither names: the count is of sources that are not known to depend on each other.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Corroboration {
    /// Claims that go back to one origin, the earliest published first; the lines in the order of their first claims.
    pub lines: Vec<Vec<ClaimIx>>,
    /// Claims that say again what an earlier one of their line says.
    pub repeats: Vec<Repeat>,
}

/// A claim that says again what another says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Repeat {
    /// The claim.
    pub claim: ClaimIx,
    /// The first of its line.
    pub of: ClaimIx,
    /// Why it is no second source.
    pub how: RepeatKind,
}

/// Why a claim is no second source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RepeatKind {
    /// The same source says it again, or somebody relays it.
    SameSource,
    /// The text is a copy or a translation.
    SameText,
}

/// Sources of one event whose names are held against each other.
const INFORMANTS: usize = 32;

impl Corroboration {
    /// Sources that are not known to depend on each other.
    pub fn independent(&self) -> usize {
        self.lines.len()
    }

    /// Nobody but one source says so.
    pub fn said_once(&self) -> bool {
        self.lines.len() < 2
    }

    /// The lines of the claims that assert it, or of all where none does. `claims` are in the order of publication.
    pub(crate) fn of(reading: &Reading, claims: &[ClaimIx]) -> Self {
        let all = || claims.iter().filter_map(|&ix| Some((ix, reading.claims.get(ix.0)?)));
        let mut told: Vec<(ClaimIx, &Claim)> =
            all().filter(|(_, c)| c.polarity == Polarity::Asserted).collect();
        if told.is_empty() {
            told = all().collect();
        }
        let original = |entry: EntryIx| reading.entries.get(entry.0).and_then(|e| e.same_text_as);
        // Originals first, so that a copy finds its line; the order of publication else.
        told.sort_by_key(|(_, claim)| original(claim.entry).is_some());
        let mut of_source: BTreeMap<SourceIx, usize> = BTreeMap::new();
        let mut of_text: BTreeMap<(EntryIx, SourceIx), usize> = BTreeMap::new();
        let mut result = Self::default();
        for (ix, claim) in told {
            let author = |entry: EntryIx| reading.entries.get(entry.0).map(|e| e.author);
            let first = original(claim.entry);
            // What the author of a copy says, the author of the original said.
            let informant = match first {
                Some(first) if author(claim.entry) == Some(claim.asserter) => {
                    author(first).unwrap_or(claim.asserter)
                }
                _ => claim.asserter,
            };
            let same_text = first.and_then(|first| of_text.get(&(first, informant)).copied());
            let alike = |ix: &SourceIx| {
                let (a, b) = (reading.sources.get(ix.0), reading.sources.get(informant.0));
                a.zip(b).is_some_and(|(a, b)| sound_alike(a, b))
            };
            let of_informant = of_source.get(&informant).or_else(|| {
                let heard = of_source.iter().take(INFORMANTS).find(|(ix, _)| alike(ix));
                heard.map(|(_, line)| line)
            });
            let line = same_text.or(of_informant.copied()).or_else(|| {
                let text = first?;
                of_text
                    .range((text, SourceIx(0))..=(text, SourceIx(usize::MAX)))
                    .map(|(_, line)| *line)
                    .next()
            });
            let at = line.unwrap_or(result.lines.len());
            match result.lines.get_mut(at) {
                Some(line) => {
                    let how = if first.is_some() { RepeatKind::SameText } else { RepeatKind::SameSource };
                    result.repeats.extend(line.first().map(|of| Repeat { claim: ix, of: *of, how }));
                    line.push(ix);
                }
                None => result.lines.push(vec![ix]),
            }
            of_source.entry(informant).or_insert(at);
            of_text.entry((first.unwrap_or(claim.entry), informant)).or_insert(at);
        }
        result
    }
}
