//! Citations of law in a text against those of the record and of the findings.

use std::collections::BTreeSet;

use remand_search::{fold, words};

use crate::date::{CARRIERS, Found};
use crate::draft::Draft;
use crate::known::{Known, Origin, said};
use crate::{Carrier, Checked, Standing, What};

/// The citations of the text, outside quotations.
pub(crate) fn citations(draft: &Draft<'_>, known: &Known<'_>) -> Vec<Checked> {
    let free = draft.reading.citations.iter().filter(|citation| !draft.quoted(&citation.passage.range()));
    free.map(|citation| {
        let found = citation_found(known, &citation.norm, draft.words(&citation.passage.range()));
        found.checked(draft, citation.passage.range(), What::Citation)
    })
    .collect()
}

/// The numbers of a citation, and the words of its instrument that are no word for a provision.
fn taken_apart(norm: &str) -> (Vec<String>, BTreeSet<String>) {
    let all: Vec<&str> = words(norm).filter_map(|range| norm.get(range)).collect();
    let is_number = |word: &&&str| word.starts_with(|c: char| c.is_ascii_digit());
    let numbers = all.iter().filter(is_number).map(|word| fold(word)).collect();
    let names =
        all.iter().filter(|word| word.chars().count() > 2 && word.chars().skip(1).any(char::is_uppercase));
    (numbers, names.map(|word| fold(word)).collect())
}

fn citation_found(known: &Known<'_>, norm: &str, written: &str) -> Found {
    let (numbers, names) = taken_apart(norm);
    let mut exact: Vec<Carrier> = Vec::new();
    let mut same_article: Vec<Carrier> = Vec::new();
    for other in &known.record.chronology.reading.citations {
        let (theirs, of) = taken_apart(&other.norm);
        let alike = names.is_empty() || of.is_empty() || names == of;
        if !alike {
            continue;
        }
        let list =
            if theirs == numbers || theirs.windows(numbers.len().max(1)).any(|w| w == numbers.as_slice()) {
                &mut exact
            } else if !numbers.is_empty() && theirs.first() == numbers.first() {
                &mut same_article
            } else {
                continue;
            };
        if list.len() < CARRIERS {
            list.extend(known.of_passage(&other.passage));
        }
    }
    if !exact.is_empty() {
        return Found::carried(exact);
    }
    let by_law = known.record.findings.iter().find(|finding| {
        let cited = finding.cites.split(';').any(|cites| {
            let (theirs, of) = taken_apart(cites);
            names.iter().all(|name| of.contains(name)) && theirs.starts_with(&numbers)
        });
        !names.is_empty() && cited
    });
    if let Some(finding) = by_law {
        return Found::carried(vec![Carrier::Finding {
            norm: finding.norm.clone(),
            account: finding.account,
        }]);
    }
    let ids: Option<Vec<u32>> =
        words(written).filter_map(|range| written.get(range)).map(|word| known.word(&fold(word))).collect();
    let literal = ids.as_deref().filter(|ids| !ids.is_empty()).and_then(|ids| known.runs(ids).next());
    if let Some(carrier) = literal.and_then(|(text, run)| {
        let tokens = known.texts.get(text)?.tokens.get(run)?;
        known.carrier(text, &(tokens.first()?.start as usize..tokens.last()?.end as usize))
    }) {
        return Found::carried(vec![carrier]);
    }
    if let Some(first) = same_article.first() {
        let says = format!("the record cites the article, not this part of it: {}", said(first));
        return Found::of(Standing::Uncertain, same_article, says);
    }
    let cites = known.texts.iter().any(|text| matches!(text.origin, Origin::Item(_)));
    let says =
        if cites { "neither a text of the record nor a finding cites it" } else { "the record has no texts" };
    Found::of(Standing::NotInTheRecord, Vec::new(), says)
}
