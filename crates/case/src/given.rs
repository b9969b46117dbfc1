//! What people say of a case that no event gives: recorded in the journal with who says so, and taken back there.

use remand_dossier::{Astray, Became, Record};
use remand_finding::{Code, Given, Quoted, Saying, SayingError, Withdrawal};
use remand_reading::{Account, Passage};
use remand_text::{Anchor, anchor};
use remand_vault::{Entry, LineHash, Record as Recorded};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{CaseError, Decisions, law};

/// Why something cannot be given or taken back.
#[derive(Debug, thiserror::Error)]
pub enum GivenError {
    /// The words say nothing that can be given.
    #[error(transparent)]
    Saying(#[from] SayingError),
    /// Nobody stands for it.
    #[error("say who records it: --by NAME")]
    Nobody,
    /// It has no source.
    #[error(
        "a claim is not a fact: say what it rests on, with --because \"birth certificate, item 3\" or with the words of \
         an item, --quote \"…\""
    )]
    Unfounded,
    /// A list without an account.
    #[error(
        "a list is complete on its own source's account: say whose it is, --account state, defence or independent"
    )]
    Account,
    /// `--not` beside what cannot be denied.
    #[error("`{0}` cannot be denied: withdraw what was given, or give what is so")]
    Denied(String),
    /// Words that no item has.
    #[error("no item of the case has the words `{0}`; copy them as they stand in its text")]
    NoWords(String),
    /// Words that stand in several places.
    #[error("the words `{quote}` stand in {places} places of the case; quote more of them")]
    ManyWords {
        /// The words.
        quote: String,
        /// How often they stand there.
        places: usize,
    },
    /// No such statement.
    #[error(
        "entry {0} of the journal gives nothing; `remand given CASE` lists what is given, each with its number"
    )]
    NoEntry(u64),
    /// It was withdrawn before.
    #[error("entry {number} was withdrawn by {by} before")]
    Withdrawn {
        /// Number of the statement.
        number: u64,
        /// Who withdrew it.
        by: String,
    },
    /// It stands there already.
    #[error("entry {0} says the same on the same account")]
    Known(u64),
}

/// What a person wants to give.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Giving {
    /// What is so, in the words of a case block of a law pack.
    pub words: String,
    /// It is not so.
    pub not: bool,
    /// What it rests on.
    pub because: String,
    /// Words of an item that say so.
    pub quote: Option<String>,
    /// Whose statement it is; `None`: the person vouches for it on every account.
    pub account: Option<Account>,
    /// Who records it.
    pub by: String,
}

impl Giving {
    /// The statement that is to be recorded.
    ///
    /// # Errors
    ///
    /// Where the words say nothing, nobody stands for it, or it has no source: what is missing.
    pub fn statement(&self, record: Option<&Record<'_>>) -> Result<Given, GivenError> {
        let mut saying: Saying = self.words.parse()?;
        match &mut saying {
            Saying::Circumstance(fact) if self.not => fact.holds = !fact.holds,
            _ if self.not => return Err(GivenError::Denied(saying.to_string())),
            Saying::Complete { .. } if self.account.is_none() => return Err(GivenError::Account),
            _ => {}
        }
        let by = self.by.trim();
        if by.is_empty() {
            return Err(GivenError::Nobody);
        }
        let quoted = match (&self.quote, record) {
            (Some(quote), Some(record)) => Some(quoted(record, quote)?),
            _ => None,
        };
        let because = match (self.because.trim(), record.zip(quoted.as_ref())) {
            ("", None) => return Err(GivenError::Unfounded),
            ("", Some((record, quoted))) => {
                let name = record.item(quoted.item).map_or("an item", |(item, _)| item.name.as_str());
                format!("{name}: “{}”", quoted.quote)
            }
            (because, _) => because.to_owned(),
        };
        Ok(Given {
            number: 0,
            by: by.to_owned(),
            at: String::new(),
            saying,
            because,
            account: self.account,
            quoted,
            withdrawn: None,
        })
    }
}

/// The only place of these words in the texts of the record.
pub(crate) fn quoted(record: &Record<'_>, quote: &str) -> Result<Quoted, GivenError> {
    let words = quote.trim();
    let no_words = || GivenError::NoWords(quote.to_owned());
    if words.is_empty() {
        return Err(no_words());
    }
    let mut places = record.items.iter().flat_map(|(item, layer)| {
        layer.text.match_indices(words).map(move |(start, _)| Quoted {
            item: item.id,
            start,
            end: start + words.len(),
            quote: words.to_owned(),
        })
    });
    let first = places.next().ok_or_else(no_words)?;
    match places.count() {
        0 => Ok(first),
        more => Err(GivenError::ManyWords { quote: words.to_owned(), places: more + 1 }),
    }
}

/// What people gave with the words it rests on at their place in the texts. Where these stand nowhere, or in several
/// places, the statement keeps what it rests on in the words of whoever gave it, and loses the passage; what became of
/// each that does not stand where it stood comes back too.
pub(crate) fn placed<'t>(
    given: Vec<Given>,
    text_of: impl Fn(&Passage) -> Option<&'t str>,
) -> (Vec<Given>, Vec<Astray>) {
    let mut astray = Vec::new();
    let mut place = |given: Given| {
        let (Some(passage), Some(quoted)) = (given.passage(), given.quoted.clone()) else { return given };
        let found =
            text_of(&passage).map_or(Anchor::Lost, |text| anchor(text, &passage.range(), &quoted.quote));
        let (became, placed) = match found {
            Anchor::Exact => return given,
            Anchor::Moved(to) => {
                (Became::Moved, Some(Quoted { start: to.start, end: to.end, ..quoted.clone() }))
            }
            Anchor::Ambiguous(_) => (Became::Ambiguous, None),
            Anchor::Lost => (Became::Lost, None),
        };
        astray.push(Astray { item: quoted.item, quote: quoted.quote, by: given.by.clone(), became });
        Given { quoted: placed, ..given }
    };
    let given = given.into_iter().map(&mut place).collect();
    (given, astray)
}

#[derive(Serialize, Deserialize)]
struct TakenBack {
    /// The entry that gives it, by the hash of its line: numbers move when logs of others are taken in.
    given: LineHash,
    by: String,
    #[serde(default)]
    because: String,
}

/// What people gave, in the order of the journal, with what was taken back.
pub(crate) fn in_journal(entries: &[Entry]) -> Result<Vec<Given>, CaseError> {
    let mut all: Vec<(LineHash, Given)> = Vec::new();
    for entry in entries {
        let Recorded::Decision { decision } = &entry.record else { continue };
        let damaged = |why: serde_json::Error| CaseError::Given { line: entry.number, why: why.to_string() };
        if let Some(given) = decision.get("given") {
            let given: Given = serde_json::from_value(given.clone()).map_err(damaged)?;
            let given = Given { number: entry.number, at: entry.recorded_at.clone(), ..given };
            all.push((entry.id, given));
        } else if let Some(taken) = decision.get("withdrawn") {
            let taken: TakenBack = serde_json::from_value(taken.clone()).map_err(damaged)?;
            if let Some((_, given)) = all.iter_mut().find(|(id, _)| *id == taken.given) {
                let at = entry.recorded_at.clone();
                given.withdrawn = Some(Withdrawal { by: taken.by, at, because: taken.because });
            }
        }
    }
    Ok(all.into_iter().map(|(_, given)| given).collect())
}

/// The journal entry of a statement; refused where it stands there already.
pub(crate) fn recorded(given: &Given, before: &[Given]) -> Result<Value, CaseError> {
    let same =
        |old: &&Given| old.withdrawn.is_none() && old.saying == given.saying && old.account == given.account;
    if let Some(old) = before.iter().find(same) {
        return Err(GivenError::Known(old.number).into());
    }
    let value = serde_json::to_value(given).map_err(|e| CaseError::Document("decision", e.to_string()))?;
    Ok(json!({ "given": value }))
}

/// The journal entry that takes back what entry `number` of `entries` gives.
pub(crate) fn withdrawn(number: u64, by: &str, because: &str, entries: &[Entry]) -> Result<Value, CaseError> {
    let by = by.trim();
    if by.is_empty() {
        return Err(GivenError::Nobody.into());
    }
    let before = in_journal(entries)?;
    let given = before.iter().find(|given| given.number == number).ok_or(GivenError::NoEntry(number))?;
    let gives = |entry: &&Entry| entry.number == number && matches!(entry.record, Recorded::Decision { .. });
    let entry = entries.iter().find(gives).ok_or(GivenError::NoEntry(number))?;
    if let Some(earlier) = &given.withdrawn {
        return Err(GivenError::Withdrawn { number, by: earlier.by.clone() }.into());
    }
    Ok(json!({ "withdrawn": { "given": entry.id, "by": by, "because": because.trim() } }))
}

/// Norms of the packs of a case that ask what a statement says, by id; all packs of the program where none are chosen.
///
/// # Errors
///
/// Where a pack that was chosen cannot be used.
pub fn norms_that_ask(decisions: &Decisions, saying: &Saying) -> Result<Vec<String>, CaseError> {
    let every = law::jurisdictions();
    let chosen = decisions.law.as_deref().unwrap_or(&every);
    let code = Code::new(remand_law::link(&law::packs(Some(chosen), None)?).0);
    Ok(code.norms_that_ask(saying))
}

#[cfg(test)]
mod tests {
    use remand_vault::LogId;

    use super::*;

    fn giving(words: &str) -> Giving {
        Giving {
            words: words.to_owned(),
            because: "birth certificate".to_owned(),
            by: "Ada Roe".to_owned(),
            ..Giving::default()
        }
    }

    fn entry(number: u64, decision: Value) -> Entry {
        Entry {
            number,
            id: LineHash::from_bytes([number as u8; 32]),
            log: LogId::from_bytes([1; 16]),
            line: number,
            recorded_at: "2031-05-02T10:00:00Z".to_owned(),
            record: Recorded::Decision { decision },
        }
    }

    #[test]
    fn what_is_given_needs_a_person_and_a_ground() {
        let refused = |giving: Giving| giving.statement(None).unwrap_err().to_string();
        assert!(refused(Giving { by: " ".to_owned(), ..giving("detainee is minor") }).contains("--by NAME"));
        assert!(
            refused(Giving { because: String::new(), ..giving("detainee is minor") }).contains("--because")
        );
        assert!(refused(giving("complete hearing")).contains("--account"));
        assert!(refused(Giving { not: true, ..giving("sentence 3 years") }).contains("cannot be denied"));
        assert!(refused(giving("detainee is miner")).contains("near it: minor"));
        let denied = Giving { not: true, ..giving("detainee is minor") }.statement(None).unwrap();
        assert_eq!(denied.saying.to_string(), "detainee is not minor");
    }

    #[test]
    fn the_journal_gives_it_back_and_says_what_was_taken_back() {
        let minor = giving("detainee is minor").statement(None).unwrap();
        let value = recorded(&minor, &[]).unwrap();
        let entries = [
            entry(4, value.clone()),
            entry(5, withdrawn(4, "Ben Ito", "an error", &[entry(4, value)]).unwrap()),
        ];
        let one = in_journal(&entries[..1]).unwrap();
        assert_eq!(one, [Given { number: 4, at: "2031-05-02T10:00:00Z".to_owned(), ..minor.clone() }]);
        assert!(recorded(&minor, &one).unwrap_err().to_string().contains("entry 4 says the same"));
        let both = in_journal(&entries).unwrap();
        assert_eq!(both[0].withdrawn.as_ref().map(|taken| taken.by.as_str()), Some("Ben Ito"));
        assert!(recorded(&minor, &both).is_ok());
        assert!(withdrawn(4, "Ada", "", &entries).unwrap_err().to_string().contains("withdrawn by Ben Ito"));
        assert!(
            withdrawn(9, "Ada", "", &entries).unwrap_err().to_string().contains("entry 9 of the journal")
        );
        assert!(withdrawn(4, " ", "", &entries).unwrap_err().to_string().contains("--by NAME"));
    }

    #[test]
    fn an_entry_that_cannot_be_read_is_named() {
        let entries = [entry(3, json!({"given": {"by": "Ada"}}))];
        assert!(in_journal(&entries).unwrap_err().to_string().contains("line 3 of the journal"));
        assert_eq!(in_journal(&[entry(3, json!({"subject": "A. Doe"}))]).unwrap(), []);
    }
}
