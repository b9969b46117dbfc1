//! The worked cases of a law pack, run.

use std::fmt;

use jiff::civil::{Date, DateTime};
use remand_chronology::{Chronology, Event, EventIx, OnAccount};
use remand_clock::{Band, DetentionClock, Span, Status, Total};
use remand_law::{Case, Line, Norm, Stretch};
use remand_reading::{
    About, Account, Basis, Claim, ClaimIx, Entry, EntryIx, EventKind, Modality, Passage, Polarity, Reading,
    Source, SourceIx, SourceKind,
};
use remand_timex::When;
use remand_vault::ItemId;

use crate::{Fact, Finding, Setting, evaluate};

/// A case that does not come out as it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseFailure {
    /// The case: its file, line and title.
    pub case: String,
    /// What it says.
    pub expected: String,
    /// What came of it.
    pub found: String,
}

impl fmt::Display for CaseFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n  expected {}\n  found    {}", self.case, self.expected, self.found)
    }
}

/// Runs a case against the norm it stands below, on all accounts together.
///
/// # Errors
/// Where the outcome is another, or the summary lacks the words that the case gives.
pub fn run_case(case: &Case, norms: &[&Norm]) -> Result<Finding, CaseFailure> {
    let failure = |found: String| CaseFailure {
        case: format!("{}:{}: case {}", case.file, case.line, case.title),
        expected: match &case.words {
            Some(words) => format!("{}: {words}", case.outcome.name()),
            None => case.outcome.name().to_owned(),
        },
        found,
    };
    let versions: Vec<&Norm> = norms.iter().copied().filter(|norm| norm.id == case.norm).collect();
    let made = Made::of(case).map_err(&failure)?;
    let findings = evaluate(&made.chronology, &[made.clock], &versions, &made.setting, case.as_of);
    let found = findings.into_iter().find(|finding| finding.account == OnAccount::All);
    let Some(finding) = found else {
        return Err(failure(format!("no norm `{}`", case.norm)));
    };
    let says = |words: &String| finding.summary.to_lowercase().contains(&words.to_lowercase());
    if finding.outcome == case.outcome && case.words.as_ref().is_none_or(says) {
        return Ok(finding);
    }
    Err(failure(format!("{}: {}", finding.outcome.name(), finding.summary)))
}

/// A record made from the lines of a case.
struct Made {
    chronology: Chronology,
    clock: DetentionClock,
    setting: Setting,
}

const ACCOUNTS: [(&str, Account, SourceKind); 3] = [
    ("state", Account::State, SourceKind::Officials),
    ("defence", Account::Defence, SourceKind::Counsel),
    ("independent", Account::Independent, SourceKind::Press),
];

impl Made {
    fn of(case: &Case) -> Result<Self, String> {
        let mut made = Self {
            chronology: Chronology { reading: reading(case.as_of), ..Chronology::default() },
            clock: DetentionClock {
                account: OnAccount::All,
                as_of: case.as_of,
                spans: Vec::new(),
                bands: Vec::new(),
                ticks: Vec::new(),
                totals: Vec::new(),
                held: Total::default(),
            },
            setting: Setting::default(),
        };
        let mut held = Vec::new();
        let mut ordered = Vec::new();
        for line in &case.lines {
            match line {
                Line::Event { event, denied, on, account, .. } => {
                    made.add_event(event, *denied, on.as_ref(), account.as_deref())?;
                }
                Line::State { state, from, to, .. } => match state.as_str() {
                    "in_custody" => held.push((*from, *to)),
                    "ordered_custody" => ordered.push((*from, *to)),
                    _ => made.clock.bands.push(Band {
                        state: state.clone(),
                        from: *from,
                        to: *to,
                        claims: Vec::new(),
                    }),
                },
                Line::Fact { role, qualifier, holds } => {
                    made.setting.facts.push(Fact::new(role, qualifier, *holds));
                }
                Line::Complete { .. } | Line::Measure { .. } => {}
                Line::Country(code) => made.setting.state = Some(code.clone()),
            }
        }
        made.clock.spans = spans(&held, &ordered, case.as_of);
        let denials: Vec<ClaimIx> = made.denied_orders();
        for span in made.clock.spans.iter_mut().filter(|span| span.status == Status::NoOrderKnown) {
            span.claims.clone_from(&denials);
        }
        Ok(made)
    }

    fn add_event(
        &mut self,
        event: &str,
        denied: bool,
        on: Option<&Stretch>,
        account: Option<&str>,
    ) -> Result<(), String> {
        let kind = EventKind::named(event).ok_or_else(|| format!("`{event}` is not in the vocabulary"))?;
        let account = account.unwrap_or("independent");
        let asserter = ACCOUNTS.iter().position(|(name, ..)| *name == account);
        let when = on.map_or_else(When::unknown, |on| When::of_moments(Some(on.from), Some(on.before)));
        let claim = ClaimIx(self.chronology.reading.claims.len());
        self.chronology.reading.claims.push(Claim {
            kind,
            passage: Passage { item: ItemId::from_digest([0; 32]), start: claim.0, end: claim.0 + 1 },
            entry: EntryIx(0),
            when: when.clone(),
            basis: Basis::Stated,
            made_public: None,
            asserter: SourceIx(asserter.unwrap_or_default()),
            via: Vec::new(),
            polarity: if denied { Polarity::Denied } else { Polarity::Asserted },
            modality: Modality::Stated,
            about: About::Subject,
            term: None,
            quantity: None,
            roles: Vec::new(),
        });
        let once = kind.describe().once;
        let same = self.chronology.events.iter_mut().find(|event| event.kind == kind && (once || denied));
        match same {
            Some(event) => event.claims.push(claim),
            None => self.chronology.events.push(Event {
                kind,
                when,
                known_since: When::unknown(),
                claims: vec![claim],
                independent_sources: 1,
                term: None,
            }),
        }
        Ok(())
    }

    fn denied_orders(&self) -> Vec<ClaimIx> {
        let claims = self.chronology.reading.claims.iter().enumerate();
        claims
            .filter(|(_, claim)| claim.polarity == Polarity::Denied && claim.kind.describe().orders)
            .map(|(ix, _)| ClaimIx(ix))
            .collect()
    }
}

/// One source for each account, and one entry, published on the day of the case.
fn reading(as_of: Date) -> Reading {
    let source = |&(name, account, kind): &(&str, Account, SourceKind)| Source {
        name: format!("a source of the {name} account"),
        variants: Vec::new(),
        kind,
        account,
    };
    let entry = Entry {
        passage: Passage { item: ItemId::from_digest([0; 32]), start: 0, end: 0 },
        headline: None,
        published: When::day(as_of),
        published_why: "the day of the case".to_owned(),
        same_text_as: None,
        author: SourceIx(0),
    };
    Reading { sources: ACCOUNTS.iter().map(source).collect(), entries: vec![entry], ..Reading::default() }
}

type Drawn = (DateTime, Option<DateTime>);

/// Custody cut at every start and end of an order.
fn spans(held: &[Drawn], ordered: &[Drawn], as_of: Date) -> Vec<Span> {
    let end = as_of.tomorrow().map_or(DateTime::MAX, |next| next.at(0, 0, 0, 0));
    let mut cuts: Vec<DateTime> =
        held.iter().chain(ordered).flat_map(|(from, to)| [*from, to.unwrap_or(end)]).collect();
    cuts.sort_unstable();
    cuts.dedup();
    let within = |all: &[Drawn], from: DateTime, to: DateTime| {
        all.iter().any(|(start, stop)| *start <= from && to <= stop.unwrap_or(end))
    };
    let pairs = cuts.iter().zip(cuts.iter().skip(1));
    pairs
        .filter(|(from, to)| within(held, **from, **to))
        .map(|(from, to)| Span {
            from: *from,
            to: Some(*to),
            status: if within(ordered, *from, *to) { Status::Ordered } else { Status::NoOrderKnown },
            orders: Vec::<EventIx>::new(),
            known_since: None,
            claims: Vec::new(),
            why: "drawn by the case".to_owned(),
            start_assumed: false,
        })
        .collect()
}
