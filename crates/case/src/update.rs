//! Updates of the public site: written by people, proofread against the record, recorded in the journal; withdrawn there.

use jiff::ToSpan;
use jiff::civil::Date;
use remand_chronology::OnAccount;
use remand_clock::{Status, every_account};
use remand_dossier::{Record, guard};
use remand_finding::DeadlineStatus;
use remand_proofread::{Carrier, Checked, Proofreader, Standing};
use remand_protection::{Audience, Guard, Mark, Passage, Withdrawal};
use remand_reading::ReaderError;
use remand_site::{Accepted, Update};
use remand_vault::{Entry, LineHash, Record as Recorded};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{CaseError, CaseFolder, ProtectError, passage};

/// Passages that are taken from what carries a text, at most.
const SOURCES: usize = 12;

/// Why an update is not recorded, or not withdrawn.
#[derive(Debug, thiserror::Error)]
pub enum UpdateError {
    /// Nobody stands for it.
    #[error("say who writes it: --by NAME")]
    Nobody,
    /// No headline.
    #[error("give it a headline: --title \"…\"")]
    NoTitle,
    /// No text.
    #[error("the text is empty; `remand update CASE` prints a template to fill")]
    NoText,
    /// Statements that stop it.
    #[error(
        "nothing was recorded: {0} of what the text says is contradicted or not in the record. Correct it; or, where you \
         know it to be so, name each with --accept \"the words\" and say how you know it with --because \"…\""
    )]
    Stopped(usize),
    /// An acceptance without a ground.
    #[error("say how you know what you accept: --because \"…\", one for each --accept or one for all")]
    Unfounded,
    /// An acceptance of nothing.
    #[error("nothing that the record does not carry reads “{0}”; copy the words from the listing")]
    NothingToAccept(String),
    /// Protected values in it.
    #[error(
        "nothing was recorded: the {place} names what entry {number} of the journal hides from the public ({kind}), on line \
         {line}; say it without, or as the mark replaces it (`remand protect CASE` lists the marks)"
    )]
    Protected {
        /// Where: the headline or the text.
        place: &'static str,
        /// Number of the mark.
        number: u64,
        /// Kind of the mark.
        kind: &'static str,
        /// Line of the text, from 1.
        line: usize,
    },
    /// A source that the public may not see.
    #[error("the public may not see what `{0}` quotes; give another source")]
    ProtectedSource(String),
    /// No source.
    #[error(
        "nothing of the record carries what the text says, so that it has no source; give one with \
         --source 'E3:the words as they stand in its text'"
    )]
    NoSource,
    /// A source that cannot be understood.
    #[error(
        "`{0}` is no source; write it as E3:words, with the words as they stand in the text of the exhibit"
    )]
    SourceForm(String),
    /// Words that a source does not have, or an exhibit that is not there.
    #[error("the source `{0}`: {1}")]
    Source(String, ProtectError),
    /// No such update.
    #[error(
        "entry {0} of the journal is no update; `remand update CASE --list` lists them with their numbers"
    )]
    NoEntry(u64),
    /// It was withdrawn before.
    #[error("entry {number} was withdrawn by {by} before")]
    Withdrawn {
        /// Number of the update.
        number: u64,
        /// Who withdrew it.
        by: String,
    },
    /// It stands there already.
    #[error("entry {0} has the same day, headline and text; --corrects {0} is for a text that changes it")]
    Known(u64),
    /// A language without a lexicon.
    #[error(
        "texts in `{0}` are not read, so that nothing in them can be checked; --lang takes de, en, es, fr, kk, ru"
    )]
    Language(String),
}

/// What a person wants to publish.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Updating {
    /// Headline.
    pub title: String,
    /// Text, in Markdown.
    pub text: String,
    /// Its day.
    pub day: Date,
    /// Its language (ISO 639-1).
    pub lang: String,
    /// Passages it rests on beside those that are found: `E3:words`.
    pub sources: Vec<String>,
    /// Number of the update that it corrects.
    pub corrects: Option<u64>,
    /// Who writes it.
    pub by: String,
    /// Statements that the author vouches for, each with a ground.
    pub accepted: Vec<(String, String)>,
}

/// An update as it was proofread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proofed {
    /// What is said of the headline.
    pub title: Vec<Checked>,
    /// What is said of the text.
    pub text: Vec<Checked>,
}

impl Proofed {
    /// Statements that stop it and that nobody vouches for.
    pub fn stopping<'p>(&'p self, accepted: &'p [(String, String)]) -> impl Iterator<Item = &'p Checked> {
        let vouched = move |checked: &Checked| accepted.iter().any(|(words, _)| names(words, checked));
        self.title.iter().chain(&self.text).filter(move |checked| checked.stops() && !vouched(checked))
    }
}

/// The words name the statement: with or without its marks, however they are spaced.
fn names(words: &str, checked: &Checked) -> bool {
    let bare = |text: &str| {
        let marks = |c: char| !c.is_alphanumeric();
        text.trim_matches(marks).split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
    };
    bare(words) == bare(&checked.words)
}

impl Updating {
    /// Holds headline and text against the record.
    ///
    /// # Errors
    ///
    /// Where there is no text, or the language is not read.
    pub fn proofread(&self, record: &Record<'_>) -> Result<Proofed, CaseError> {
        if self.text.trim().is_empty() {
            return Err(UpdateError::NoText.into());
        }
        if !remand_reading::languages().any(|language| language == self.lang) {
            return Err(UpdateError::Language(self.lang.clone()).into());
        }
        let proofreader = Proofreader::new(record, self.day)?;
        let checked =
            |text: &str| -> Result<Vec<Checked>, ReaderError> { proofreader.check(text, &self.lang) };
        Ok(Proofed { title: checked(&self.title)?, text: checked(&self.text)? })
    }

    /// The update that is to be recorded, with the passages that it rests on.
    ///
    /// # Errors
    ///
    /// Where author or headline are missing, a statement stops it, it names what is protected from the public, or it has
    /// no source.
    pub fn update(
        &self,
        proofed: &Proofed,
        record: &Record<'_>,
        folder: &CaseFolder,
    ) -> Result<Update, CaseError> {
        if self.by.trim().is_empty() {
            return Err(UpdateError::Nobody.into());
        }
        if self.title.trim().is_empty() {
            return Err(UpdateError::NoTitle.into());
        }
        let accepted = self.accepted(proofed)?;
        let stopping = proofed.stopping(&self.accepted).count();
        if stopping > 0 {
            return Err(UpdateError::Stopped(stopping).into());
        }
        let public = Record { audience: Audience::Public, ..record.clone() };
        let marks: Vec<Mark> = folder.marks()?;
        let guard = guard(&public, &marks, Audience::Public);
        shows_nothing(&guard, "headline", &self.title)?;
        shows_nothing(&guard, "text", &self.text)?;
        for accepted in &accepted {
            shows_nothing(&guard, "reason of an acceptance", &accepted.because)?;
        }
        shows_nothing(&guard, "name of the author", &self.by)?;
        let sources = self.sources(proofed, record, folder, &guard)?;
        let before = folder.updates()?;
        let corrects = match self.corrects {
            Some(number) => {
                let corrected = before.iter().find(|update| update.number == number);
                Some(corrected.ok_or(UpdateError::NoEntry(number))?.slug.clone())
            }
            None => None,
        };
        let update = Update {
            number: 0,
            at: String::new(),
            day: self.day,
            slug: String::new(),
            title: self.title.trim().to_owned(),
            text: self.text.trim().to_owned(),
            lang: self.lang.clone(),
            by: self.by.trim().to_owned(),
            sources,
            accepted,
            corrects,
            withdrawn: None,
        };
        Ok(update.with_slug())
    }

    fn accepted(&self, proofed: &Proofed) -> Result<Vec<Accepted>, UpdateError> {
        let mut accepted = Vec::new();
        for (words, because) in &self.accepted {
            if because.trim().is_empty() {
                return Err(UpdateError::Unfounded);
            }
            let mut all = proofed.title.iter().chain(&proofed.text);
            let found = all.find(|checked| checked.standing != Standing::Carried && names(words, checked));
            let checked = found.ok_or_else(|| UpdateError::NothingToAccept(words.clone()))?;
            accepted.push(Accepted { words: checked.words.clone(), because: because.trim().to_owned() });
        }
        Ok(accepted)
    }

    /// The passages that were given, and the best one that carries each statement.
    fn sources(
        &self,
        proofed: &Proofed,
        record: &Record<'_>,
        folder: &CaseFolder,
        guard: &Guard,
    ) -> Result<Vec<Passage>, UpdateError> {
        let mut sources: Vec<Passage> = Vec::new();
        for given in &self.sources {
            let form = || UpdateError::SourceForm(given.clone());
            let (called, words) = given.split_once(':').ok_or_else(form)?;
            let words = words.trim().trim_matches(['"', '“', '”']);
            let of_source = |error| UpdateError::Source(given.clone(), error);
            let item = folder.item_called(called).map_err(of_source)?;
            let passage = passage(record, item.id, words).map_err(of_source)?;
            if hidden(guard, &passage) {
                return Err(UpdateError::ProtectedSource(given.clone()));
            }
            if !sources.contains(&passage) {
                sources.push(passage);
            }
        }
        let carried =
            proofed.text.iter().chain(&proofed.title).flat_map(|checked| checked.carried_by.first());
        for carrier in carried {
            let Carrier::Passage { passage, .. } = carrier else { continue };
            let Some(words) = record.words(passage) else { continue };
            let (item, start, end) = (passage.item, passage.start, passage.end);
            let passage = Passage { item, start, end, quote: words.to_owned() };
            if sources.len() < SOURCES && !hidden(guard, &passage) && !sources.contains(&passage) {
                sources.push(passage);
            }
        }
        if sources.is_empty() { Err(UpdateError::NoSource) } else { Ok(sources) }
    }
}

fn hidden(guard: &Guard, passage: &Passage) -> bool {
    guard.hides_item(passage.item).is_some() || guard.finds(&passage.quote)
}

fn shows_nothing(guard: &Guard, place: &'static str, text: &str) -> Result<(), UpdateError> {
    let Some(hit) = guard.hits(text).into_iter().next() else { return Ok(()) };
    let (number, kind) = guard.mark_of(&hit);
    let line = remand_proofread::line_of(text, hit.range.start);
    Err(UpdateError::Protected { place, number, kind: kind.name(), line })
}

#[derive(Serialize, Deserialize)]
struct TakenBack {
    /// The entry of the update, by the hash of its line: numbers move when logs of others are taken in.
    update: LineHash,
    by: String,
    #[serde(default)]
    because: String,
}

fn in_journal(entries: &[Entry]) -> Result<Vec<(LineHash, Update)>, CaseError> {
    let mut all: Vec<(LineHash, Update)> = Vec::new();
    for entry in entries {
        let Recorded::Decision { decision } = &entry.record else { continue };
        let damaged =
            |why: serde_json::Error| CaseError::Updated { line: entry.number, why: why.to_string() };
        if let Some(update) = decision.get("update") {
            let update: Update = serde_json::from_value(update.clone()).map_err(damaged)?;
            all.push((entry.id, Update { number: entry.number, at: entry.recorded_at.clone(), ..update }));
        } else if let Some(taken) = decision.get("withdraw_update") {
            let taken: TakenBack = serde_json::from_value(taken.clone()).map_err(damaged)?;
            if let Some((_, update)) = all.iter_mut().find(|(id, _)| *id == taken.update) {
                let at = entry.recorded_at.clone();
                update.withdrawn = Some(Withdrawal { by: taken.by, at, because: taken.because });
            }
        }
    }
    Ok(all)
}

fn withdrawn(
    number: u64,
    by: &str,
    because: &str,
    before: &[(LineHash, Update)],
) -> Result<Value, UpdateError> {
    let by = by.trim();
    if by.is_empty() {
        return Err(UpdateError::Nobody);
    }
    let found = before.iter().find(|(_, update)| update.number == number);
    let (id, update) = found.ok_or(UpdateError::NoEntry(number))?;
    if let Some(earlier) = &update.withdrawn {
        return Err(UpdateError::Withdrawn { number, by: earlier.by.clone() });
    }
    Ok(json!({ "withdraw_update": { "update": id, "by": by, "because": because.trim() } }))
}

impl CaseFolder {
    /// The updates of the case in the order of the journal, with those that were withdrawn.
    ///
    /// # Errors
    ///
    /// Where one cannot be read: on which line of the journal.
    pub fn updates(&self) -> Result<Vec<Update>, CaseError> {
        Ok(in_journal(self.vault().entries())?.into_iter().map(|(_, update)| update).collect())
    }

    /// Records an update, at the time `now` (RFC 3339), and gives it back with its number. It is on the disk when this
    /// returns.
    ///
    /// # Errors
    ///
    /// Where it stands there already, or the journal cannot be written.
    pub fn record_update(&mut self, update: &Update, now: &str) -> Result<Update, CaseError> {
        let same = |old: &&Update| old.withdrawn.is_none() && old.slug == update.slug;
        if let Some(old) = self.updates()?.iter().find(same) {
            return Err(UpdateError::Known(old.number).into());
        }
        let value =
            serde_json::to_value(update).map_err(|e| CaseError::Document("decision", e.to_string()))?;
        self.write(|vault| Ok(vault.record_decision(json!({ "update": value }), now)?))?;
        let number = self.vault().entries().last().map_or(0, |entry| entry.number);
        Ok(Update { number, at: now.to_owned(), ..update.clone() })
    }

    /// Withdraws the update of entry `number`; both stay in the journal, and its page says so.
    ///
    /// # Errors
    ///
    /// Where there is no such update, it was withdrawn before, nobody stands for it, or the journal cannot be written.
    pub fn withdraw_update(
        &mut self,
        number: u64,
        by: &str,
        because: &str,
        now: &str,
    ) -> Result<(), CaseError> {
        let value = withdrawn(number, by, because, &in_journal(self.vault().entries())?)?;
        self.write(|vault| Ok(vault.record_decision(value, now)?))
    }
}

/// A text to fill: day, headline, and the numbers of that day in sentences that hold.
pub fn update_template(record: &Record<'_>, day: Date) -> String {
    let full = |day: Date| day.strftime("%-d %B %Y").to_string();
    let mut out = String::from("# Headline\n\nWhat happened, when, and who says so.\n\n");
    out.push_str(&format!("<!-- As of {}, for use in the text:\n", full(day)));
    let clocks = every_account(record.chronology, day);
    for clock in clocks.iter().filter(|clock| !clock.spans.is_empty()) {
        let side = match clock.account {
            OnAccount::All => "on all accounts together",
            OnAccount::State => "on the state's account",
            OnAccount::Defence => "on the defence's account",
            OnAccount::Independent => "on independent accounts",
        };
        let since = clock.spans.first().map(|span| full(span.from.date())).unwrap_or_default();
        let bounds = |total: &remand_clock::Total| {
            let (least, most) = (total.least_hours / 24, total.most_hours.div_ceil(24));
            let differ = least != total.days || most > total.days + 1;
            if differ {
                format!("{} days ({least} to {most})", total.days)
            } else {
                format!("{} days", total.days)
            }
        };
        out.push_str(&format!("\n- {side}: in custody since {since}, {}", bounds(&clock.held)));
        let uncovered = clock.totals.iter().find(|(status, _)| *status == Status::NoOrderKnown);
        if let Some((_, total)) = uncovered.filter(|(_, total)| total.most_hours > 0) {
            out.push_str(&format!("; no order is known for {}", bounds(total)));
        }
    }
    let month = day.checked_add(1.month()).unwrap_or(day);
    for deadline in record.deadlines {
        let due = full(deadline.due.0);
        let what = &deadline.procedure;
        match deadline.status {
            DeadlineStatus::Open if deadline.due.0 >= day && deadline.due.0 <= month => {
                out.push_str(&format!("\n- due on {due}: {what}"));
            }
            DeadlineStatus::PassedUnanswered if deadline.named && deadline.due.1 < day => {
                out.push_str(&format!("\n- passed unanswered on {due}: {what}"));
            }
            _ => {}
        }
    }
    out.push_str(
        "\n\nThe sources are found from what carries the text; more with --source 'E3:words'.\n-->\n",
    );
    out
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use remand_proofread::What;
    use remand_vault::LogId;

    use super::*;

    fn update(title: &str) -> Update {
        Update {
            number: 0,
            at: String::new(),
            day: date(2031, 5, 2),
            slug: String::new(),
            title: title.to_owned(),
            text: "After 152 days.".to_owned(),
            lang: "en".to_owned(),
            by: "Ada Roe".to_owned(),
            sources: Vec::new(),
            accepted: Vec::new(),
            corrects: None,
            withdrawn: None,
        }
        .with_slug()
    }

    fn entry(number: u8, decision: Value) -> Entry {
        Entry {
            number: number.into(),
            id: LineHash::from_bytes([number; 32]),
            log: LogId::from_bytes([1; 16]),
            line: number.into(),
            recorded_at: "2031-05-02T10:00:00Z".to_owned(),
            record: Recorded::Decision { decision },
        }
    }

    #[test]
    fn the_journal_gives_updates_back_and_says_which_were_withdrawn() {
        let one = entry(4, json!({ "update": update("The court answered") }));
        let before = in_journal(std::slice::from_ref(&one)).unwrap();
        let taken = entry(5, withdrawn(4, "Ben Ito", "wrong court", &before).unwrap());
        let after = in_journal(&[one, taken]).unwrap();
        let (_, kept) = &after[0];
        assert_eq!((kept.number, kept.title.as_str()), (4, "The court answered"));
        assert_eq!(kept.withdrawn.as_ref().unwrap().because, "wrong court");
        for (number, by, says) in
            [(4, "Ada", "withdrawn by Ben Ito"), (9, "Ada", "entry 9"), (4, " ", "--by NAME")]
        {
            assert!(withdrawn(number, by, "", &after).unwrap_err().to_string().contains(says));
        }
        let damaged = in_journal(&[entry(3, json!({ "update": { "by": "Ada" } }))]).unwrap_err();
        assert!(damaged.to_string().contains("line 3 of the journal"), "{damaged}");
    }

    fn checked(words: &str, standing: Standing) -> Checked {
        Checked {
            span: 0..words.len(),
            words: words.to_owned(),
            what: What::Duration,
            standing,
            carried_by: Vec::new(),
            says: String::new(),
        }
    }

    #[test]
    fn what_an_author_vouches_for_stops_nothing_and_is_kept_with_the_ground() {
        let proofed = Proofed {
            title: Vec::new(),
            text: vec![checked("150 days", Standing::Contradicted), checked("2 May", Standing::Carried)],
        };
        assert_eq!(proofed.stopping(&[]).count(), 1);
        let accepting = |words: &str, because: &str| Updating {
            accepted: vec![(words.to_owned(), because.to_owned())],
            ..Updating::default()
        };
        let vouched = accepting("“150  days”", "the court counts so");
        assert_eq!(proofed.stopping(&vouched.accepted).count(), 0);
        assert_eq!(vouched.accepted(&proofed).unwrap()[0].words, "150 days");
        for (words, because, says) in
            [("150 days", " ", "--because"), ("2 May", "so", "“2 May”"), ("7", "so", "“7”")]
        {
            assert!(accepting(words, because).accepted(&proofed).unwrap_err().to_string().contains(says));
        }
    }
}
