//! The worked cases of a law pack, run.

use std::fmt;

use jiff::civil::{Date, DateTime};
use remand_chronology::{Chronology, Event, EventIx, OnAccount};
use remand_clock::{Band, DetentionClock, Span, Status, Total};
use remand_law::{Case, Line, Stretch};
use remand_reading::{
    About, Account, Basis, Claim, ClaimIx, Entry, EntryIx, EventKind, Modality, Passage, Polarity, Reading,
    RoleFiller, Source, SourceIx, SourceKind,
};
use remand_timex::When;
use remand_vault::ItemId;

use crate::{Accounts, Code, Complete, Fact, Finding, Setting};

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

/// Runs a case against the norm it stands below, on the account that it names or on all together.
///
/// # Errors
/// Where the outcome is another, or the summary lacks the words that the case gives.
pub fn run_case(case: &Case, code: &Code) -> Result<Finding, CaseFailure> {
    let failure = |found: String| CaseFailure {
        case: format!("{}:{}: case {}", case.file, case.line, case.title),
        expected: match &case.words {
            Some(words) => format!("{}: {words}", case.outcome.name()),
            None => case.outcome.name().to_owned(),
        },
        found,
    };
    let versions: Vec<usize> = code.versions(&case.norm).collect();
    let mut made = Made::of(case).map_err(&failure)?;
    // A case that names no state is one of a state that the norm binds.
    let members = |number: &usize| code.norm(*number).and_then(|(norm, _)| norm.terms.members.first());
    if made.setting.state.is_none() {
        made.setting.state = versions.iter().find_map(members).cloned();
    }
    let clocks = made.clocks();
    let accounts = Accounts::new(&made.chronology, &clocks, &made.setting, case.as_of);
    let findings = accounts.before(code).findings_on(&versions);
    let found = findings.into_iter().find(|finding| finding.account == on_account(case));
    let Some(finding) = found else {
        return Err(failure(format!("no norm `{}`", case.norm)));
    };
    let says = |words: &String| finding.summary.to_lowercase().contains(&words.to_lowercase());
    if finding.outcome == case.outcome && case.words.as_ref().is_none_or(says) {
        return Ok(finding);
    }
    Err(failure(format!("{}: {}", finding.outcome.name(), finding.summary)))
}

/// The account that a case names; all together without one.
fn on_account(case: &Case) -> OnAccount {
    match case.on.as_deref() {
        Some("state") => OnAccount::State,
        Some("defence") => OnAccount::Defence,
        Some("independent") => OnAccount::Independent,
        _ => OnAccount::All,
    }
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
                Line::Event { event, qualifiers, denied, on, roles, account } => {
                    let claim = made.add_event(event, *denied, on.as_ref(), account.as_deref())?;
                    claim.roles.extend(roles.iter().map(|role| filler(role, "somebody")));
                    claim.roles.extend(qualifiers.iter().map(|how| filler("how", &how.replace('_', " "))));
                }
                Line::State { state, denied: true, from, to } => {
                    let of = if state == "ordered_custody" { Some("detention_extension") } else { None };
                    let begins = crate::names::begins(state).next().map(EventKind::name);
                    let event = of.or(begins).ok_or_else(|| format!("no event begins `{state}`"))?;
                    let claim = made.add_event(event, true, None, None)?;
                    claim.when = When::of_moments(Some(*from), *to);
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
                Line::Complete { event, on, account } => {
                    let kind = EventKind::named(event).ok_or_else(|| unknown(event))?;
                    let account =
                        ACCOUNTS.iter().find(|(name, ..)| name == account).map(|(_, account, _)| *account);
                    made.setting.complete.push(Complete {
                        kind,
                        account: account.unwrap_or(Account::Independent),
                        from: on.as_ref().map(|on| on.from),
                        to: on.as_ref().map(|on| on.before),
                    });
                }
                Line::Fact { role, qualifier, holds } => {
                    made.setting.facts.push(Fact::new(role, qualifier, *holds));
                }
                Line::Measure { measure, amount } => {
                    made.setting.measures.push((measure.clone(), *amount));
                }
                Line::Country(code) => made.setting.state = Some(code.clone()),
            }
        }
        made.clock.spans = spans(&held, &ordered, case.as_of);
        for at in 0..made.clock.spans.len() {
            made.deny_order(at);
        }
        Ok(made)
    }

    /// The same clock on every account: a case draws its states for all.
    fn clocks(&self) -> Vec<DetentionClock> {
        OnAccount::EACH.map(|account| DetentionClock { account, ..self.clock.clone() }).to_vec()
    }

    /// Denials of orders that speak of a stretch without one.
    fn deny_order(&mut self, at: usize) {
        let claims = self.chronology.reading.claims.iter().enumerate();
        let Some(span) = self.clock.spans.get_mut(at).filter(|span| span.status == Status::NoOrderKnown)
        else {
            return;
        };
        let speaks = |when: &When| {
            when.earliest.is_none_or(|from| span.to.is_none_or(|to| from < to))
                && when.before.is_none_or(|before| span.from < before)
        };
        span.claims = claims
            .filter(|(_, claim)| claim.polarity == Polarity::Denied && claim.kind.describe().orders)
            .filter(|(_, claim)| speaks(&claim.when))
            .map(|(ix, _)| ClaimIx(ix))
            .collect();
    }

    fn add_event(
        &mut self,
        event: &str,
        denied: bool,
        on: Option<&Stretch>,
        account: Option<&str>,
    ) -> Result<&mut Claim, String> {
        let kind = EventKind::named(event).ok_or_else(|| unknown(event))?;
        let account = account.unwrap_or("independent");
        let asserter = ACCOUNTS.iter().position(|(name, ..)| *name == account);
        let when = on.map_or_else(When::unknown, |on| When::of_moments(Some(on.from), Some(on.before)));
        let claim = ClaimIx(self.chronology.reading.claims.len());
        self.chronology.reading.claims.push(Claim {
            kind,
            passage: Passage { item: ItemId::from_bytes([0; 32]), start: claim.0, end: claim.0 + 1 },
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
        self.chronology.reading.claims.last_mut().ok_or_else(|| unknown(event))
    }
}

fn unknown(event: &str) -> String {
    format!("`{event}` is not in the vocabulary")
}

fn filler(role: &str, text: &str) -> RoleFiller {
    RoleFiller { role: role.to_owned(), text: text.to_owned() }
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
        passage: Passage { item: ItemId::from_bytes([0; 32]), start: 0, end: 0 },
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
    let open = held.iter().any(|(_, to)| to.is_none());
    let within = |all: &[Drawn], from: DateTime, to: DateTime| {
        all.iter().any(|(start, stop)| *start <= from && to <= stop.unwrap_or(end))
    };
    let pairs = cuts.iter().zip(cuts.iter().skip(1));
    pairs
        .filter(|(from, to)| within(held, **from, **to))
        .map(|(from, to)| Span {
            from: *from,
            to: (*to < end || !open).then_some(*to),
            status: if within(ordered, *from, *to) { Status::Ordered } else { Status::NoOrderKnown },
            orders: Vec::<EventIx>::new(),
            known_since: None,
            claims: Vec::new(),
            why: "drawn by the case".to_owned(),
            start_assumed: false,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

    use remand_kernel::minute;
    use remand_proof::{Checked, Interval, Minute, RecordView, Stated, check};

    use super::*;
    use crate::{PACKS, packs};

    /// Readings of one finding: few, for there are thousands of findings.
    const READINGS: usize = 100;

    fn event_ids(chronology: &Chronology) -> Vec<String> {
        (0..chronology.events.len()).map(|at| format!("ev-{at}")).collect()
    }

    /// The record of a case, as a published one would have it.
    fn view(made: &Made, as_of: Date) -> RecordView {
        let ids = event_ids(&made.chronology);
        let claims = made.chronology.events.iter().zip(&ids).flat_map(|(event, id)| {
            made.chronology.claims_of(event).map(move |(_, claim)| {
                let (account, ..) = ACCOUNTS.get(claim.asserter.0).unwrap();
                Stated {
                    kind: claim.kind.name().to_owned(),
                    event: id.clone(),
                    asserter: made.chronology.reading.sources.get(claim.asserter.0).unwrap().name.clone(),
                    account: (*account).to_owned(),
                    polarity: Some(match claim.polarity {
                        Polarity::Asserted => remand_proof::Polarity::Asserted,
                        Polarity::Denied => remand_proof::Polarity::Denied,
                        Polarity::NotKnown => remand_proof::Polarity::NotKnown,
                    }),
                    of_nobody: false,
                    item: claim.passage.item.to_string(),
                    start: claim.passage.start,
                    end: claim.passage.end,
                    interval: Interval {
                        earliest: claim.when.earliest.map(|at| Minute(minute(at))),
                        latest: claim.when.before.map(|at| Minute(minute(at) - 1)),
                    },
                    published: Some(as_of),
                }
            })
        });
        RecordView { as_of, claims: claims.collect() }
    }

    #[test]
    fn every_finding_of_every_case_has_a_proof_that_holds() {
        let (packs, _) = packs(PACKS.iter().copied());
        let code = Code::new(remand_law::link(&packs).0);
        let mut faults = Vec::new();
        let (mut proofs, mut wider) = (0, 0);
        for case in packs.iter().flat_map(remand_law::Pack::cases) {
            let versions: Vec<usize> = code.versions(&case.norm).collect();
            let mut made = Made::of(case).unwrap();
            let members =
                |number: &usize| code.norm(*number).and_then(|(norm, _)| norm.terms.members.first());
            if made.setting.state.is_none() {
                made.setting.state = versions.iter().find_map(members).cloned();
            }
            let clocks = made.clocks();
            let accounts = Accounts::new(&made.chronology, &clocks, &made.setting, case.as_of);
            let hearing = accounts.before(&code);
            let findings = hearing.findings_on(&versions);
            let refs: Vec<&Finding> =
                findings.iter().filter(|found| found.account == on_account(case)).collect();
            let ids = event_ids(&made.chronology);
            let proved = hearing.proofs(&ids, &refs);
            let record = view(&made, case.as_of);
            for (finding, proof) in refs.iter().zip(proved) {
                let place =
                    || format!("{}:{} {:?} {:?}", case.file, case.line, finding.account, finding.outcome);
                let words = |faults: Vec<remand_proof::Fault>| {
                    faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
                };
                match proof.and_then(|proof| check(&proof, code.law(), &record, READINGS)) {
                    Ok(Checked { decides, .. }) => {
                        proofs += 1;
                        wider += usize::from(decides.is_some());
                    }
                    Err(found) => faults.push(format!("{}: {}", place(), words(found))),
                }
            }
        }
        assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
        assert!(wider * 100 < proofs, "{wider} of {proofs} leave open what their readings decide");
    }
}
