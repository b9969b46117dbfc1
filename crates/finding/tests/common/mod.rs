//! Records made claim by claim, with invented sources.

#![allow(unreachable_pub, dead_code, reason = "each test file uses a part of it")]
#![allow(clippy::panic, missing_docs, reason = "a test may fail loudly")]

use jiff::civil::Date;
use remand_chronology::{Chronology, Event, OnAccount};
use remand_clock::{Band, DetentionClock, Span, Status, Total};
use remand_finding::{Code, Finding, Setting, evaluate, packs};
use remand_law::link;
use remand_reading::*;
use remand_timex::When;
use remand_vault::ItemId;

/// Index of the prosecutor's office, of counsel, of a newspaper.
pub const PROSECUTOR: SourceIx = SourceIx(0);
pub const COUNSEL: SourceIx = SourceIx(1);
pub const NEWSPAPER: SourceIx = SourceIx(2);

pub struct Case {
    pub chronology: Chronology,
    pub clocks: Vec<DetentionClock>,
    pub setting: Setting,
    pub as_of: Date,
}

pub fn when(text: &str) -> When {
    match text.split_once("..") {
        None if text.is_empty() => When::unknown(),
        None if text.contains('T') => text.parse().map_or_else(|_| When::unknown(), When::minute),
        None => text.parse().map_or_else(|_| When::unknown(), When::day),
        Some((a, b)) => When::bounded(a.parse().ok(), b.parse().ok()),
    }
}

pub fn date(text: &str) -> Date {
    text.parse().unwrap_or(Date::MIN)
}

impl Case {
    pub fn new(as_of: &str) -> Self {
        let source = |name: &str, kind, account| Source {
            name: name.to_owned(),
            variants: vec![name.to_owned()],
            kind,
            account,
        };
        let sources = vec![
            source("Prosecutor of Velm", SourceKind::Prosecutor, Account::State),
            source("Ina Orr", SourceKind::Counsel, Account::Defence),
            source("The Velm Courier", SourceKind::Press, Account::Independent),
        ];
        let mut case = Self {
            chronology: Chronology {
                reading: Reading { sources, ..Reading::default() },
                ..Chronology::default()
            },
            clocks: Vec::new(),
            setting: Setting::default(),
            as_of: date(as_of),
        };
        case.entry("2000-01-01");
        for account in OnAccount::EACH {
            case.clocks.push(DetentionClock {
                account,
                as_of: case.as_of,
                spans: Vec::new(),
                bands: Vec::new(),
                ticks: Vec::new(),
                totals: Vec::new(),
                held: Total::default(),
            });
        }
        case
    }

    /// Further claims stand in an entry published on this day.
    pub fn entry(&mut self, published: &str) {
        self.chronology.reading.entries.push(Entry {
            passage: Passage { item: ItemId::from_bytes([7; 32]), start: 0, end: 1000 },
            headline: None,
            published: when(published),
            published_why: "header".to_owned(),
            same_text_as: None,
            author: NEWSPAPER,
        });
    }

    /// Somebody says that it happened.
    pub fn says(&mut self, who: SourceIx, kind: &str, at: &str) -> &mut Claim {
        self.claim(who, kind, at, Polarity::Asserted)
    }

    /// Somebody says that it did not happen.
    pub fn denies(&mut self, who: SourceIx, kind: &str, at: &str) -> &mut Claim {
        self.claim(who, kind, at, Polarity::Denied)
    }

    pub fn claim(&mut self, who: SourceIx, kind: &str, at: &str, polarity: Polarity) -> &mut Claim {
        let kind = EventKind::named(kind).unwrap_or_else(|| panic!("`{kind}` is not in the vocabulary"));
        let reading = &mut self.chronology.reading;
        let ix = ClaimIx(reading.claims.len());
        let passage = Passage { item: ItemId::from_bytes([7; 32]), start: ix.0 * 10, end: ix.0 * 10 + 9 };
        reading.claims.push(Claim {
            kind,
            passage,
            entry: EntryIx(reading.entries.len() - 1),
            when: when(at),
            basis: Basis::Stated,
            made_public: None,
            asserter: who,
            via: Vec::new(),
            polarity,
            modality: Modality::Stated,
            about: About::Subject,
            term: None,
            quantity: None,
            roles: Vec::new(),
        });
        self.chronology.events.push(Event {
            kind,
            when: when(at),
            known_since: When::unknown(),
            claims: vec![ix],
            independent_sources: 1,
            term: None,
        });
        self.chronology.reading.claims.last_mut().unwrap_or_else(|| panic!("a claim was added"))
    }

    /// A stretch of custody on every account's clock.
    pub fn span(&mut self, from: &str, to: &str, status: Status, claims: &[usize]) {
        for clock in &mut self.clocks {
            clock.spans.push(Span {
                from: date(from).at(0, 0, 0, 0),
                to: to.parse::<Date>().ok().map(|to| to.at(0, 0, 0, 0)),
                status,
                orders: Vec::new(),
                known_since: None,
                claims: claims.iter().map(|ix| ClaimIx(*ix)).collect(),
                why: "as drawn".to_owned(),
                start_assumed: false,
            });
        }
    }

    /// A band on every account's clock.
    pub fn band(&mut self, state: &str, from: &str, to: &str, claims: &[usize]) {
        for clock in &mut self.clocks {
            clock.bands.push(Band {
                state: state.to_owned(),
                from: date(from).at(0, 0, 0, 0),
                to: to.parse::<Date>().ok().map(|to| to.at(0, 0, 0, 0)),
                claims: claims.iter().map(|ix| ClaimIx(*ix)).collect(),
            });
        }
    }

    /// Holds the case against one norm, given by its rule and further fields.
    pub fn against(&self, fields: &str) -> Vec<Finding> {
        self.held_against(&norm("test.norm", "1990-01-01 ..", fields))
    }

    /// Holds the case against a pack.
    pub fn held_against(&self, text: &str) -> Vec<Finding> {
        evaluate(&code(text), &self.chronology, &self.clocks, &self.setting, self.as_of)
    }

    /// What comes of it on one account.
    pub fn on(&self, account: OnAccount, fields: &str) -> Finding {
        let mut found = self.against(fields);
        let at = found.iter().position(|finding| finding.account == account);
        found.swap_remove(at.unwrap_or_else(|| panic!("no finding on that account")))
    }
}

pub fn norm(id: &str, force: &str, fields: &str) -> String {
    format!(
        "## Title of {id}\n```norm {id}\ncites Convention of Velm\nchecked 2024-01-31 from memory\nlimit hard\n\
         in force {force}\n{fields}\n```\n"
    )
}

pub fn code(text: &str) -> Code {
    let (packs, faults) = packs([("test.md", text)]);
    assert!(faults.is_empty(), "{faults:#?}");
    Code::new(link(&packs).0)
}
