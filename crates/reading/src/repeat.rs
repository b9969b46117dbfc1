//! Texts that say the same in the same words: one text, however many files hold it.

use std::collections::{BTreeMap, BTreeSet};

/// Words in a row that are compared.
const RUN: usize = 5;
/// Share of the shorter text's runs that must stand in the longer one, in percent.
const SAME: usize = 90;
/// Texts of fewer words than this are too short to tell.
const LEAST_WORDS: usize = 25;

/// For each text the index of the earlier text that it repeats. A text that holds several others repeats none.
pub(crate) fn repeats(texts: &[&str]) -> Vec<Option<usize>> {
    let runs: Vec<BTreeSet<u64>> = texts.iter().map(|t| runs(t)).collect();
    let mut places: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    let mut found = Vec::with_capacity(texts.len());
    for (n, mine) in runs.iter().enumerate() {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for run in mine {
            for &other in places.get(run).into_iter().flatten() {
                *shared.entry(other).or_default() += 1;
            }
        }
        let same = shared.into_iter().find(|&(other, count)| {
            let theirs = runs.get(other).map_or(0, BTreeSet::len);
            let (short, long) = (mine.len().min(theirs), mine.len().max(theirs));
            count * 100 >= short * SAME && long <= short * 2
        });
        found.push(same.map(|(other, _)| other));
        for &run in mine {
            places.entry(run).or_default().push(n);
        }
    }
    found
}

fn runs(text: &str) -> BTreeSet<u64> {
    let words: Vec<String> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect();
    if words.len() < LEAST_WORDS {
        return BTreeSet::new();
    }
    words.windows(RUN).map(fnv).collect()
}

/// FNV-1a over the words with a separator; only compared with itself, never stored.
fn fnv(words: &[String]) -> u64 {
    let bytes = words.iter().flat_map(|w| w.bytes().chain(std::iter::once(0xff)));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LETTER: &str = "On the third of March the court of the second district heard the case of the editor behind closed \
        doors and without her lawyer, who had been told of the hearing an hour before it began in another town.";

    #[test]
    fn the_same_words_are_one_text() {
        let changed = LETTER.replace("editor", "Editor").replace(", who", " who");
        let other = LETTER
            .replace("third of March", "9th of May")
            .replace("editor", "farmer")
            .replace("lawyer", "doctor")
            .replace("town", "city");
        let cases: [(&[&str], &[Option<usize>]); 5] = [
            (&[LETTER, LETTER], &[None, Some(0)]),
            (&[LETTER, &changed], &[None, Some(0)]),
            (&[LETTER, &other], &[None, None]),
            (&["too short to tell", "too short to tell"], &[None, None]),
            (&[], &[]),
        ];
        for (texts, expected) in cases {
            assert_eq!(repeats(texts), expected);
        }
    }
}
