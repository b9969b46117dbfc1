//! The words of one language: dates, lengths, sentences about what is said (`forms/words/<language>.toml`).

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime, Time};
use remand_chronology::OnAccount;
use remand_reading::{EventKind, vocabulary};
use remand_timex::When;
use serde::Deserialize;

use crate::FormError;
use crate::draft::Run;

type Table = BTreeMap<String, String>;

/// The words of one language.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    #[serde(skip)]
    pub(crate) language: String,
    dates: Dates,
    counts: Counts,
    says: Table,
    roles: Table,
    accounts: Table,
    status: Table,
    clock: ClockWords,
    states: Table,
    findings: FindingWords,
    limits: Table,
    checks: Table,
    categories: Table,
    owners: Table,
    notes: Table,
    fill: Table,
    /// What writers need.
    pub(crate) words: Table,
    audiences: Table,
    #[serde(default)]
    sources: Table,
    instruments: Table,
    clauses: Table,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Dates {
    months: Vec<String>,
    first: String,
    day: String,
    month: String,
    moment: String,
    on_day: String,
    in_month: String,
    in_year: String,
    between: String,
    not_after: String,
    not_before: String,
    unknown: String,
    about: String,
    inferred: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Counts {
    thousands: String,
    day: [String; 2],
    days_between: String,
}

/// Words of the clock.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClockWords {
    pub(crate) caption: String,
    pub(crate) columns: Vec<String>,
    pub(crate) held: String,
    pub(crate) nothing: String,
    pub(crate) open: String,
    pub(crate) uncovered: String,
    pub(crate) implied: String,
    pub(crate) disputed: String,
    pub(crate) late: String,
    pub(crate) band: String,
    pub(crate) band_open: String,
}

/// Words about findings.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FindingWords {
    pub(crate) dispute: String,
    pub(crate) even_state: String,
    pub(crate) on_account: String,
    pub(crate) contested: String,
    pub(crate) sentence: String,
    pub(crate) contested_sentence: String,
    pub(crate) also_contested: String,
    pub(crate) reasoning: String,
    pub(crate) norm_note: String,
    pub(crate) nothing: String,
    pub(crate) open_intro: String,
    pub(crate) open_columns: Vec<String>,
    pub(crate) translated: String,
}

impl Words {
    /// The words of `language` as `text` gives them.
    pub(crate) fn read(language: &str, file: &str, text: &str) -> Result<Self, FormError> {
        let words: Self = toml::from_str(text).map_err(|error| FormError::toml(file, text, &error))?;
        if words.dates.months.len() != 12 {
            return Err(FormError::Settings {
                file: file.to_owned(),
                line: 1,
                why: "`months` has to name twelve months".to_owned(),
            });
        }
        Ok(Self { language: language.to_owned(), ..words })
    }

    /// A pattern of a sentence about what is said.
    pub(crate) fn says(&self, name: &str) -> &str {
        table(&self.says, name)
    }

    pub(crate) fn role(&self, name: &str) -> &str {
        table(&self.roles, name)
    }

    pub(crate) fn account(&self, account: OnAccount) -> &str {
        table(&self.accounts, account_name(account))
    }

    pub(crate) fn status(&self, name: &str) -> &str {
        table(&self.status, name)
    }

    pub(crate) fn clock(&self) -> &ClockWords {
        &self.clock
    }

    pub(crate) fn findings(&self) -> &FindingWords {
        &self.findings
    }

    pub(crate) fn limit(&self, name: &str) -> &str {
        table(&self.limits, name)
    }

    pub(crate) fn category(&self, name: &str) -> &str {
        table(&self.categories, name)
    }

    pub(crate) fn owner(&self, name: &str) -> &str {
        table(&self.owners, name)
    }

    pub(crate) fn owner_is_known(&self, name: &str) -> bool {
        self.owners.contains_key(name)
    }

    pub(crate) fn note(&self, name: &str) -> &str {
        table(&self.notes, name)
    }

    pub(crate) fn fill(&self, name: &str) -> &str {
        table(&self.fill, name)
    }

    pub(crate) fn word(&self, name: &str) -> &str {
        table(&self.words, name)
    }

    pub(crate) fn audience(&self, name: &str) -> &str {
        table(&self.audiences, name)
    }

    /// A state of the vocabulary, and whether it is in this language.
    pub(crate) fn state(&self, name: &str) -> (String, bool) {
        match self.states.get(name) {
            Some(known) => (known.clone(), true),
            None => {
                let label = vocabulary().states().find(|(known, _)| *known == name);
                let label = label.map_or_else(|| name.replace('_', " "), |(_, state)| state.label.clone());
                (label, self.language == "en")
            }
        }
    }

    /// An event as a clause, and whether it is in this language.
    pub(crate) fn clause(&self, kind: EventKind) -> (String, bool) {
        if let Some(known) = self.clauses.get(kind.name()) {
            return (known.clone(), true);
        }
        let known = kind.describe();
        let be = if known.plural { "were" } else { "was" };
        let clause = match &known.clause {
            Some(clause) => clause.replacen(" be ", &format!(" {be} "), 1),
            None => known.label.clone(),
        };
        (clause, self.language == "en")
    }

    /// A source that a text names by a common noun, as this language names it; others keep their names.
    pub(crate) fn source<'w>(&'w self, name: &'w str) -> &'w str {
        self.sources.get(&name.to_lowercase()).map_or(name, String::as_str)
    }

    /// A citation in the usual abbreviations of the language.
    pub(crate) fn citation(&self, cites: &str) -> String {
        let mut long: Vec<(&String, &String)> = self.instruments.iter().collect();
        long.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        let mut out = String::new();
        let mut rest = cites;
        while let Some(first) = rest.chars().next() {
            let starts = out.chars().next_back().is_none_or(|ch| !ch.is_alphanumeric());
            let ends = |name: &str| {
                rest.get(name.len()..).is_some_and(|after| !after.starts_with(char::is_alphanumeric))
            };
            let known = long.iter().find(|(name, _)| starts && rest.starts_with(name.as_str()) && ends(name));
            match known {
                Some((name, own)) => {
                    out.push_str(own);
                    rest = rest.get(name.len()..).unwrap_or_default();
                }
                None => {
                    out.push(first);
                    rest = rest.get(first.len_utf8()..).unwrap_or_default();
                }
            }
        }
        out
    }

    /// How a norm was checked (`against secondary text, 2026-11-22`).
    pub(crate) fn checked(&self, checked: &str) -> String {
        let known = self.checks.iter().find_map(|(how, own)| {
            let day: Date =
                checked.strip_prefix(how.as_str())?.trim_start_matches([',', ' ']).parse().ok()?;
            Some(own.replace("{day}", &self.day(day)))
        });
        known.unwrap_or_else(|| checked.to_owned())
    }

    /// `5 January 2022`.
    pub(crate) fn day(&self, date: Date) -> String {
        let day = if date.day() == 1 { self.dates.first.clone() } else { date.day().to_string() };
        self.dates
            .day
            .replace("{d}", &day)
            .replace("{month}", self.month_name(date))
            .replace("{y}", &date.year().to_string())
    }

    fn month_name(&self, date: Date) -> &str {
        let month = usize::from(date.month().unsigned_abs()).saturating_sub(1);
        self.dates.months.get(month).map_or("", String::as_str)
    }

    /// `6 January 2022 at 14:00`; the time is left out at midnight.
    pub(crate) fn moment(&self, at: DateTime) -> String {
        if at.time() == Time::midnight() {
            return self.day(at.date());
        }
        let time = at.strftime("%H:%M").to_string();
        self.dates.moment.replace("{day}", &self.day(at.date())).replace("{time}", &time)
    }

    /// When, inside a sentence: `on 5 January 2022`, `between 5 January 2022 and 8 January 2022`.
    pub(crate) fn when(&self, when: &When) -> String {
        let text = self.bounds(when);
        if when.edtf.contains(['~', '?', '%']) { format!("{} {text}", self.dates.about) } else { text }
    }

    fn bounds(&self, when: &When) -> String {
        let dates = &self.dates;
        let between = |a: String, b: String| dates.between.replace("{a}", &a).replace("{b}", &b);
        if when.has_time() {
            return match (when.earliest, when.before) {
                (Some(a), Some(b)) if b.duration_since(a).as_secs() <= 60 => {
                    dates.on_day.replace("{day}", &self.moment(a))
                }
                (Some(a), Some(b)) => between(self.moment(a), self.moment(b)),
                (Some(a), None) => dates.not_before.replace("{a}", &self.moment(a)),
                (None, Some(b)) => dates.not_after.replace("{b}", &self.moment(b)),
                (None, None) => dates.unknown.clone(),
            };
        }
        match (when.first_day(), when.last_day()) {
            (Some(a), Some(b)) if a == b => dates.on_day.replace("{day}", &self.day(a)),
            (Some(a), Some(b)) if a == a.first_of_year() && b == a.last_of_year() => {
                dates.in_year.replace("{y}", &a.year().to_string())
            }
            (Some(a), Some(b)) if a == a.first_of_month() && b == a.last_of_month() => {
                let month = dates.month.replace("{month}", self.month_name(a));
                dates.in_month.replace("{month}", &month.replace("{y}", &a.year().to_string()))
            }
            (Some(a), Some(b)) => between(self.day(a), self.day(b)),
            (Some(a), None) => dates.not_before.replace("{a}", &self.day(a)),
            (None, Some(b)) => dates.not_after.replace("{b}", &self.day(b)),
            (None, None) => dates.unknown.clone(),
        }
    }

    /// Said after a date that no words give.
    pub(crate) fn inferred(&self) -> &str {
        &self.dates.inferred
    }

    /// `10,332`.
    pub(crate) fn number(&self, n: u64) -> String {
        let digits = n.to_string();
        let mut out = String::new();
        for (ix, digit) in digits.chars().enumerate() {
            if ix > 0 && (digits.len() - ix).is_multiple_of(3) {
                out.push_str(&self.counts.thousands);
            }
            out.push(digit);
        }
        out
    }

    /// `1 day`, `151 days`.
    pub(crate) fn days(&self, n: u64) -> String {
        plural(&self.counts.day, n).replace("{n}", &self.number(n))
    }

    /// `between 149 and 152 days`, where it is uncertain.
    pub(crate) fn days_between(&self, least: u64, most: u64) -> String {
        if least == most {
            return self.days(least);
        }
        self.counts.days_between.replace("{a}", &self.number(least)).replace("{b}", &self.number(most))
    }
}

fn plural(forms: &[String; 2], n: u64) -> &str {
    let [one, many] = forms;
    if n == 1 { one } else { many }
}

/// The word of this name. That no language lacks one is held by a test; a user's own words may.
fn table<'w>(table: &'w Table, name: &str) -> &'w str {
    table.get(name).map_or("?", String::as_str)
}

/// Name of an account in data.
pub(crate) fn account_name(account: OnAccount) -> &'static str {
    match account {
        OnAccount::All => "all",
        OnAccount::State => "state",
        OnAccount::Defence => "defence",
        OnAccount::Independent => "independent",
    }
}

/// `pattern` with its places filled. A place that nothing fills stays as it is written, which a test of the words finds.
pub(crate) fn filled(pattern: &str, places: &[(&str, Vec<Run>)]) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, tail)) = after.split_once('}') else { break };
        let Some((_, value)) = places.iter().find(|(known, _)| *known == name) else { break };
        push(&mut runs, before);
        runs.extend(value.iter().cloned());
        rest = tail;
    }
    push(&mut runs, rest);
    runs
}

fn push(runs: &mut Vec<Run>, text: &str) {
    if !text.is_empty() {
        runs.push(Run::fixed(text));
    }
}
