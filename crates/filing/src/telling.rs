//! Sentences about events: who says what happened when, each with its footnote.

use std::collections::BTreeMap;

use jiff::civil::DateTime;
use remand_chronology::{Event, OnAccount};
use remand_dossier::document::{line, shortened};
use remand_reading::{About, Account, Basis, Claim, ClaimIx, Modality, Passage, Polarity, Source, SourceIx};
use remand_timex::When;

use crate::draft::{Cite, Run, Support, SupportIx};
use crate::scribe::{Scribe, View};
use crate::words::filled;

/// Kinds of events whose clause says little without the words: which diagnosis, which treatment, which body.
const QUOTED: [&str; 14] = [
    "communication_sent",
    "complaint_of_ill_treatment",
    "counsel_denied",
    "detention_challenge",
    "ill_treatment",
    "injury_recorded",
    "medical_denied",
    "medical_diagnosis",
    "medical_event",
    "opinion_adopted",
    "opinion_published",
    "petition_accepted",
    "petition_filed",
    "statement_of_guilt",
];
/// Longest quotation inside a sentence, in characters.
const LONGEST: usize = 320;
/// Sources that a sentence names.
const NAMED: usize = 4;

/// A sentence with its footnote.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    /// When it is said to have happened, at the earliest; what has no date comes last.
    pub(crate) at: Option<DateTime>,
    /// What is said on whose account, with the quotations: the same for the same words in the case of somebody else.
    pub(crate) key: String,
    /// The sentence.
    pub(crate) runs: Vec<Run>,
    /// The sentence without the words of the source, where it has them.
    unquoted: Option<Vec<Run>>,
    /// Whose account of what, in which words.
    same: Same,
    /// When, as bounds.
    bounds: (Option<DateTime>, Option<DateTime>),
}

/// Sentences of one account on one kind of event in the same words.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Same {
    voice: Voice,
    kind: &'static str,
    words: Vec<(remand_vault::ItemId, usize, usize)>,
}

impl Told {
    /// `other` says the same in the same words, with a day that is known better or as well.
    fn is_told_by(&self, other: &Self) -> bool {
        let (first, last) = self.bounds;
        let (others_first, others_last) = other.bounds;
        let after = first.is_none_or(|first| others_first.is_some_and(|other| other >= first));
        let before = last.is_none_or(|last| others_last.is_some_and(|other| other <= last));
        self.same == other.same && after && before
    }
}

/// By date, each thing once: where the same words give one event two dates, the one that is known better.
fn in_order(mut told: Vec<Told>) -> Vec<Told> {
    told.sort_by_key(|told| (told.at.is_none(), told.at));
    let mut kept: Vec<Told> = Vec::new();
    for (at, one) in told.iter().enumerate() {
        let better = told.iter().enumerate().any(|(other_at, other)| {
            other_at != at && one.is_told_by(other) && (!other.is_told_by(one) || other_at < at)
        });
        if !better {
            kept.push(one.clone());
        }
    }
    kept
}

/// What tells sentences of one group apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Voice {
    account: Account,
    polarity: Polarity,
    alleged: bool,
}

/// A claim that a filing may tell: of the person of the case, and said to have happened.
pub(crate) fn tells(claim: &Claim) -> bool {
    claim.about == About::Subject && matches!(claim.modality, Modality::Stated | Modality::Alleged)
}

/// Better known dates first.
fn rank(basis: Basis) -> u8 {
    match basis {
        Basis::Stated => 0,
        Basis::Computed => 1,
        Basis::Bounded => 2,
        Basis::Unknown => 3,
    }
}

/// The sentences of an event, one for each voice and date; `only`: of these claims alone.
pub(crate) fn tell(
    scribe: &mut Scribe<'_>,
    view: &View<'_>,
    event: &Event,
    on: OnAccount,
    only: Option<&[ClaimIx]>,
    quote: bool,
) -> Vec<Told> {
    let reading = &view.record.chronology.reading;
    let mut voices: BTreeMap<Voice, Vec<(ClaimIx, &Claim)>> = BTreeMap::new();
    for ix in event.claims.iter().copied() {
        let Some(claim) = reading.claims.get(ix.0) else { continue };
        let account = reading.account(claim.asserter);
        if !tells(claim) || !on.takes(account) || only.is_some_and(|only| !only.contains(&ix)) {
            continue;
        }
        let alleged = claim.modality == Modality::Alleged;
        let voice = Voice { account, polarity: claim.polarity, alleged };
        voices.entry(voice).or_default().push((ix, claim));
    }
    let mut told = Vec::new();
    for (voice, claims) in voices {
        let best = claims.iter().map(|(_, claim)| rank(claim.basis)).min().unwrap_or_default();
        let mut dates: Vec<(&When, Vec<(ClaimIx, &Claim)>)> = Vec::new();
        for (ix, claim) in claims.into_iter().filter(|(_, claim)| rank(claim.basis) == best) {
            match dates.iter_mut().find(|(when, _)| *when == &claim.when) {
                Some((_, same)) => same.push((ix, claim)),
                None => dates.push((&claim.when, vec![(ix, claim)])),
            }
        }
        told.extend(dates.iter().map(|(_, claims)| sentence(scribe, view, voice, claims, quote)));
    }
    told
}

fn sentence(
    scribe: &mut Scribe<'_>,
    view: &View<'_>,
    voice: Voice,
    claims: &[(ClaimIx, &Claim)],
    quote: bool,
) -> Told {
    let words = scribe.words;
    let cites: Vec<Cite> = claims.iter().filter_map(|(ix, _)| view.cite_claim(*ix)).collect();
    let on = scribe.passages(&cites);
    let first = claims.first().map(|(_, claim)| *claim);
    let (clause, own) = first.map(|claim| words.clause(claim.kind)).unwrap_or_default();
    let clause = if own {
        Run::Text { text: clause, on: on.clone() }
    } else {
        Run::Emphasis { text: clause, lang: Some("en".to_owned()), on: on.clone() }
    };
    // Of what did not happen, a day that nobody gives says nothing.
    let dated = |claim: &&Claim| {
        !claim.when.is_unknown() && (voice.polarity != Polarity::Denied || claim.basis != Basis::Bounded)
    };
    let mut fact = match first.filter(dated) {
        Some(claim) => {
            let when = when(scribe, claim, &on);
            filled(words.says("asserted"), &[("clause", vec![clause]), ("when", when)])
        }
        None => filled(words.says("undated"), &[("clause", vec![clause])]),
    };
    if voice.polarity == Polarity::Asserted {
        fact.extend(roles(scribe, view, claims));
        fact.extend(term(scribe, claims, &on));
    }
    match voice.polarity {
        Polarity::Asserted => {}
        Polarity::Denied => fact = filled(words.says("denied"), &[("fact", fact)]),
        Polarity::NotKnown => fact = filled(words.says("not_known"), &[("fact", fact)]),
    }
    if voice.alleged {
        fact = filled(words.says("alleged"), &[("fact", fact)]);
    }
    // What is denied may be a part only: that it was earlier, that it was so.
    let is_quoted =
        voice.polarity == Polarity::Denied || first.is_some_and(|claim| QUOTED.contains(&claim.kind.name()));
    let shown = cites.first().filter(|_| quote && is_quoted);
    let unquoted = shown.map(|cite| {
        let mut plain = said(scribe, view, voice.account, claims, fact.clone());
        plain.push(scribe.note(&cites));
        let on = scribe.passages(std::slice::from_ref(cite));
        let text = shortened(cite.quote.trim_end_matches('.'), LONGEST);
        fact.push(Run::fixed(words.says("words")));
        fact.push(Run::Quote { text, lang: cite.lang.clone(), on });
        plain
    });
    let mut runs = said(scribe, view, voice.account, claims, fact);
    let quotes: Vec<&str> = cites.iter().map(|cite| cite.quote.as_str()).collect();
    let kind = first.map_or("", |claim| claim.kind.name());
    let edtf = first.map_or("", |claim| claim.when.edtf.as_str());
    let key = format!("{voice:?}|{kind}|{edtf}|{}", quotes.join("|"));
    runs.push(scribe.note_after(&cites, unquoted.is_some()));
    let words = cites.iter().map(|cite| (cite.item, cite.start, cite.end)).collect();
    let same = Same { voice, kind: first.map_or("", |claim| claim.kind.name()), words };
    let bounds = first.map_or((None, None), |claim| (claim.when.earliest, claim.when.before));
    Told { at: bounds.0.or(bounds.1), key, runs, unquoted, same, bounds }
}

/// `fact` as said by the sources of `claims`.
pub(crate) fn said(
    scribe: &mut Scribe<'_>,
    view: &View<'_>,
    account: Account,
    claims: &[(ClaimIx, &Claim)],
    fact: Vec<Run>,
) -> Vec<Run> {
    let pattern = match account {
        Account::State => scribe.words.says("state"),
        Account::Defence => scribe.words.says("defence"),
        Account::Independent => scribe.words.says("independent"),
    };
    let sources = sources(scribe, view, claims);
    filled(pattern, &[("sources", sources), ("fact", fact)])
}

fn sources(scribe: &mut Scribe<'_>, view: &View<'_>, claims: &[(ClaimIx, &Claim)]) -> Vec<Run> {
    let mut ways: Vec<(SourceIx, Vec<SourceIx>)> = Vec::new();
    for (_, claim) in claims {
        // The nearest relay names the text; a source that speaks for itself needs none.
        let way = (claim.asserter, claim.via.iter().copied().filter(|via| *via != claim.asserter).collect());
        let known = ways.iter().any(|(source, _)| *source == claim.asserter);
        if !known {
            ways.push(way);
        }
    }
    let words = scribe.words;
    let mut runs = Vec::new();
    let shown = ways.len().min(NAMED);
    let relayed = ways.iter().any(|(_, via)| !via.is_empty());
    for (at, (source, via)) in ways.iter().take(NAMED).enumerate() {
        if at > 0 {
            let last = at + 1 == shown && ways.len() <= NAMED;
            let comma = if relayed { words.says("semicolon") } else { ", " };
            runs.push(Run::fixed(if last && !relayed { words.says("and") } else { comma }));
        }
        let name = name_of(scribe, view, *source);
        match via.first() {
            Some(relay) => {
                let relay = name_of(scribe, view, *relay);
                runs.extend(filled(
                    words.says("source_via"),
                    &[("source", vec![name]), ("via", vec![relay])],
                ));
            }
            None => runs.push(name),
        }
    }
    if ways.len() > NAMED {
        runs.push(Run::fixed(words.says("and_others")));
    }
    runs
}

/// English words of the program in which authors of files are named by the exhibits that the files are.
pub(crate) fn by_exhibits(view: &View<'_>, text: &str) -> String {
    let mut files: Vec<(&str, usize)> = Vec::new();
    for (at, (item, _)) in view.record.items.iter().enumerate() {
        for name in std::iter::once(&item.name).chain(&item.also) {
            files.push((name, at));
            files.extend(name.rsplit('/').next().map(|last| (last, at)));
        }
    }
    files.sort_by_key(|(name, at)| (std::cmp::Reverse(name.len()), *at));
    files.iter().filter(|(name, _)| !name.is_empty()).fold(text.to_owned(), |text, (name, at)| {
        let label = view.id(&format!("E{}", at + 1)).replace('.', "-");
        text.replace(&format!("author of {name}"), &format!("the author of exhibit {label}"))
    })
}

/// A source by its name; the author of an item that names nobody by the number of the exhibit.
fn name_of(scribe: &mut Scribe<'_>, view: &View<'_>, source: SourceIx) -> Run {
    let Some(source) = view.record.chronology.reading.sources.get(source.0) else {
        return Run::fixed("?");
    };
    let file = source.name.strip_prefix("author of ");
    let of_file = |name: &String| Some(name.as_str()) == file || name.rsplit('/').next() == file;
    let item =
        view.record.items.iter().position(|(item, _)| of_file(&item.name) || item.also.iter().any(of_file));
    if let (Some(_), Some(at)) = (file, item) {
        let label = view.id(&format!("E{}", at + 1)).replace('.', "-");
        let text = scribe.words.says("author_of").replace("{exhibit}", &label);
        let on = vec![scribe.support(Support::Exhibit { exhibit: view.exhibits_before + at + 1 })];
        return Run::Text { text, on };
    }
    let mut forms: Vec<String> =
        source.variants.iter().chain([&source.name]).map(|form| line(form)).collect();
    forms.sort();
    forms.dedup();
    let on = vec![scribe.support(Support::Source { forms })];
    Run::Text { text: scribe.words.source(&line(&source.name)).to_owned(), on }
}

/// When a claim says it happened, with how that is known.
pub(crate) fn when(scribe: &mut Scribe<'_>, claim: &Claim, on: &[SupportIx]) -> Vec<Run> {
    let how = match claim.basis {
        Basis::Stated => format!("the words give {}", claim.when.edtf),
        Basis::Computed => format!("computed from the words: {}", claim.when.edtf),
        Basis::Bounded => {
            format!("bounded by the publication or the course of the case: {}", claim.when.edtf)
        }
        Basis::Unknown => format!("not bounded by anything: {}", claim.when.edtf),
    };
    let end = |text: Option<String>| text.unwrap_or_else(|| "open".to_owned());
    let how = format!("{how} ({} to {})", end(claim.when.earliest_text()), end(claim.when.latest_text()));
    let derived = scribe.support(Support::Derived { how, from: on.to_vec() });
    let mut text = scribe.words.when(&claim.when);
    if claim.basis != Basis::Stated {
        text = format!("{text} {}", scribe.words.inferred());
    }
    vec![Run::Text { text, on: vec![derived] }]
}

/// Roles whose words stand in the quoted passage.
fn roles(scribe: &mut Scribe<'_>, view: &View<'_>, claims: &[(ClaimIx, &Claim)]) -> Vec<Run> {
    let words = scribe.words;
    let mut known: Vec<(String, String)> = Vec::new();
    let mut runs = Vec::new();
    for (ix, claim) in claims {
        let Some(cite) = view.cite_claim(*ix) else { continue };
        for filler in &claim.roles {
            let text = line(&filler.text);
            let told = is_told(view, claim, &filler.role, &text);
            let new = !known.iter().any(|(role, said)| *role == filler.role && *said == text);
            if !told || !new || text.is_empty() || !cite.quote.contains(&text) {
                continue;
            }
            known.push((filler.role.clone(), text.clone()));
            let on = scribe.passages(std::slice::from_ref(&cite));
            let quote = Run::Quote { text, lang: cite.lang.clone(), on };
            let label = vec![Run::fixed(words.role(&filler.role))];
            if !runs.is_empty() {
                runs.push(Run::fixed(words.says("semicolon")));
            }
            runs.extend(filled(words.says("role"), &[("role", label), ("text", vec![quote])]));
        }
    }
    if runs.is_empty() { runs } else { filled(words.says("roles"), &[("roles", runs)]) }
}

/// The words that fill a role are worth telling. Who acted is told where nobody of another side is named so: what reads
/// as an agent of an arrest is often a relative or a witness.
pub(crate) fn is_told(view: &View<'_>, claim: &Claim, role: &str, text: &str) -> bool {
    let sources = &view.record.chronology.reading.sources;
    let of = |source: &Source| source.variants.iter().chain([&source.name]).any(|form| form == text);
    match role {
        "by" => {
            let says_so = sources.get(claim.asserter.0).is_some_and(of);
            !says_so
                && sources.iter().filter(|source| of(source)).all(|source| source.account == Account::State)
        }
        "court" => text.split_whitespace().count() > 1,
        "place" | "offence" | "from" | "to" => true,
        _ => false,
    }
}

/// What an order is said to cover.
fn term(scribe: &mut Scribe<'_>, claims: &[(ClaimIx, &Claim)], on: &[SupportIx]) -> Vec<Run> {
    let words = scribe.words;
    let mut runs: Vec<Run> = Vec::new();
    let term = |claim: &&Claim| claim.term.clone();
    let ends: Vec<(&str, When)> = claims
        .iter()
        .filter_map(|(_, claim)| term(claim))
        .flat_map(|term| [term.from.map(|from| ("from", from)), term.until.map(|until| ("until", until))])
        .flatten()
        .collect();
    let mut days_of = |wanted: &str| -> Vec<Run> {
        let mut days: Vec<_> =
            ends.iter().filter(|(end, _)| *end == wanted).filter_map(|(_, when)| when.only_day()).collect();
        days.sort();
        days.dedup();
        days.into_iter()
            .map(|day| {
                let derived = scribe
                    .support(Support::Derived { how: format!("the words give {day}"), from: on.to_vec() });
                Run::Text { text: words.day(day), on: vec![derived] }
            })
            .collect()
    };
    let (from, until) = (days_of("from"), days_of("until"));
    if let ([from], [until]) = (from.as_slice(), until.as_slice()) {
        let both = [("from", vec![from.clone()]), ("until", vec![until.clone()])];
        return filled(words.says("from_until"), &both);
    }
    for (name, days) in [("from", from), ("until", until)] {
        runs.extend(days.into_iter().flat_map(|day| filled(words.says(name), &[("day", vec![day])])));
    }
    runs
}

/// The sentences of all events of these kinds, by date, from the claims that are wanted.
pub(crate) fn of_kinds(
    scribe: &mut Scribe<'_>,
    view: &View<'_>,
    kinds: &[String],
    wanted: impl Fn(&Event, &Claim) -> bool,
) -> Vec<Told> {
    let reading = &view.record.chronology.reading;
    let mut told: Vec<Told> = Vec::new();
    for event in view.record.chronology.events.iter().filter(|event| is_one_of(event, kinds)) {
        let fits = |ix: &ClaimIx| reading.claims.get(ix.0).is_some_and(|claim| wanted(event, claim));
        let claims: Vec<ClaimIx> = event.claims.iter().copied().filter(fits).collect();
        told.extend(tell(scribe, view, event, OnAccount::All, Some(&claims), true));
    }
    let mut told = in_order(told);
    // The same words are quoted once in a list.
    let mut quoted = Vec::new();
    for one in &mut told {
        let Some(words) = one.same.words.first().filter(|_| one.unquoted.is_some()) else { continue };
        if !quoted.contains(words) {
            quoted.push(*words);
        } else if let Some(plain) = one.unquoted.take() {
            one.runs = plain;
        }
    }
    told
}

pub(crate) fn is_one_of(event: &Event, kinds: &[String]) -> bool {
    kinds.iter().any(|kind| kind == event.kind.name())
}

/// The sentences that claims of a reasoning tell.
pub(crate) fn of_claims(
    scribe: &mut Scribe<'_>,
    view: &View<'_>,
    claims: &[ClaimIx],
    on: OnAccount,
) -> Vec<Told> {
    let events = view.record.chronology.events.iter();
    let mut told: Vec<Told> = events
        .filter(|event| event.claims.iter().any(|claim| claims.contains(claim)))
        .flat_map(|event| tell(scribe, view, event, on, Some(claims), false))
        .collect();
    told = in_order(told);
    told.dedup_by(|a, b| a.key == b.key);
    told
}

/// The first place where the record has these words.
pub(crate) fn first_place(view: &View<'_>, text: &str) -> Option<Cite> {
    if text.is_empty() {
        return None;
    }
    view.record.items.iter().find_map(|(item, layer)| {
        let (start, _) = layer.text.match_indices(text).find(|(at, found)| {
            let before = layer.text.get(..*at).and_then(|before| before.chars().next_back());
            let after = layer.text.get(at + found.len()..).and_then(|after| after.chars().next());
            ![before, after].into_iter().flatten().any(char::is_alphanumeric)
        })?;
        view.cite(&Passage { item: item.id, start, end: start + text.len() })
    })
}

/// The characters of runs.
pub(crate) fn plain(runs: &[Run]) -> String {
    runs.iter().map(Run::words).collect()
}
