//! Events that a sentence tells: one claim for each, with its date, its speaker and how it is put.

use std::ops::Range;

use remand_timex::{Direction, Kind, Precision, Timex, Unit, When};

use crate::lexicon::{Concerns, DateUse, Lexicon, Speaker, Trigger, Words, at_word_bounds, words};
use crate::mention::Mention;
use crate::source::Registry;
use crate::speech::Speech;
use crate::subject::Mentioned;
use crate::way::Possible;
use crate::{
    About, Account, Basis, Claim, Entry, EntryIx, EventKind, Modality, Passage, Polarity, Quantity,
    RoleFiller, SourceIx, SourceKind, Term,
};

/// Everything known about a sentence when its events are read.
pub(crate) struct Sentence<'a> {
    pub(crate) text: &'a str,
    pub(crate) range: Range<usize>,
    pub(crate) times: &'a [Timex],
    /// The patterns whose words it holds.
    pub(crate) possible: &'a Possible,
    pub(crate) mentions: &'a [Mention],
    pub(crate) speeches: &'a [Speech],
    pub(crate) entry: EntryIx,
    pub(crate) of: &'a Entry,
    /// The sentences before this one speak of the person of the case.
    pub(crate) subject_known: bool,
    /// The item names the person somewhere: "he" and "the suspect" are that person.
    pub(crate) subject_in_item: bool,
}

/// What reading events needs besides the sentence.
pub(crate) struct Knowledge<'a> {
    pub(crate) lexicon: &'a Lexicon,
    pub(crate) registry: &'a Registry,
    pub(crate) subject: &'a Mentioned,
}

/// Characters before a trigger in which a word of hedging or negation still belongs to it.
const NEAR: usize = 48;
/// A negation stands closer.
const NEGATION: usize = 14;
/// A date this close to the words "press release" is the release's.
const RELEASE: usize = 28;
/// States that last from one date to another.
const CONDITIONS: [&str; 3] = ["solitary", "incommunicado", "in_hospital"];
/// A cited title is followed by its date within this many bytes.
const TITLE_DATE: usize = 6;
/// A denial says so in the first words.
const OPENING: usize = 6;
/// What a clause boundary costs when the nearest date is sought, in bytes.
const CLAUSE: usize = 25;
/// A conjunction parts as much as this many commas.
const JOINED: usize = 2;
/// A semicolon parts as much as this many commas.
const PART: usize = 12;

struct Hit<'a> {
    trigger: &'a Trigger,
    range: Range<usize>,
    roles: Vec<RoleFiller>,
}

/// The claims of one sentence.
pub(crate) fn claims(s: &Sentence<'_>, k: &Knowledge<'_>) -> Vec<Claim> {
    let hits = hits(s, k);
    let mut claims: Vec<Claim> = Vec::new();
    for hit in &hits {
        if let Some(claim) = claim(s, k, hit, &hits)
            && !claims.iter().any(|c| {
                c.kind == claim.kind
                    && c.about == claim.about
                    && c.polarity == claim.polarity
                    && (c.when == claim.when || claim.basis == Basis::Bounded)
            })
        {
            claims.push(claim);
        }
    }
    statements(s, k, &mut claims);
    claims
}

/// Every trigger in the sentence, the earliest of each kind first; a denied one hides an asserted one it overlaps.
fn hits<'a>(s: &Sentence<'_>, k: &Knowledge<'a>) -> Vec<Hit<'a>> {
    let Some(body) = s.text.get(s.range.clone()) else { return Vec::new() };
    let mut hits: Vec<Hit<'a>> = Vec::new();
    for trigger in &k.lexicon.triggers {
        for way in s.possible.of(&trigger.ways) {
            for caps in way.captures_iter(body) {
                let Some(whole) = caps.get(0) else { continue };
                if !at_word_bounds(body, whole.start(), whole.end()) {
                    continue;
                }
                let roles = way
                    .capture_names()
                    .flatten()
                    .filter_map(|role| {
                        Some(RoleFiller {
                            role: role.to_owned(),
                            text: caps.name(role)?.as_str().trim().to_owned(),
                        })
                    })
                    .collect();
                let range = whole.start() + s.range.start..whole.end() + s.range.start;
                hits.push(Hit { trigger, range, roles });
            }
        }
    }
    let unsaid: Vec<(EventKind, Range<usize>)> = hits
        .iter()
        .filter(|h| h.trigger.says != Polarity::Asserted)
        .map(|h| (h.trigger.kind, h.range.clone()))
        .collect();
    hits.retain(|h| {
        h.trigger.says != Polarity::Asserted
            || !unsaid
                .iter()
                .any(|(kind, r)| *kind == h.trigger.kind && r.start < h.range.end && h.range.start < r.end)
    });
    hits.sort_by_key(|h| h.range.start);
    hits
}

fn claim(s: &Sentence<'_>, k: &Knowledge<'_>, hit: &Hit<'_>, hits: &[Hit<'_>]) -> Option<Claim> {
    let trigger = hit.trigger;
    let speech = speech_of(s, &hit.range);
    if !speaker_fits(s, k, trigger, speech) {
        return None;
    }
    let about = about(s, k, hit);
    if trigger.about == Concerns::Subject && about != About::Subject {
        return None;
    }
    let (polarity, modality) = put(s, k, hit);
    let dates = dates(s, k.lexicon);
    let made_public = announced(k.registry, speech, &dates, hits);
    let (mut when, basis) = when(s, k.lexicon, hit, &dates, made_public.as_ref());
    let stretch = stretch(s, trigger, &dates, &when);
    if let Some(from) = stretch.as_ref().and_then(|term| term.from.clone()) {
        when = from;
    }
    let (asserter, via) = said_by(s, speech);
    Some(Claim {
        kind: trigger.kind,
        passage: Passage { item: s.of.passage.item, start: s.range.start, end: s.range.end },
        entry: s.entry,
        when,
        basis,
        made_public,
        asserter,
        via,
        polarity,
        modality,
        about,
        term: stretch.or_else(|| term(s, k.lexicon, trigger, &dates)),
        quantity: hit
            .roles
            .iter()
            .find(|r| r.role == "count")
            .and_then(|r| quantity(&r.text, &k.lexicon.words)),
        roles: roles(s, k, hit),
    })
}

/// The dates of a sentence that can date an event. A month inside a name ("the May riots") dates the name.
fn dates<'s>(s: &Sentence<'s>, lexicon: &Lexicon) -> Vec<&'s Timex> {
    let alone = |t: &Timex| {
        let words = s.text.get(t.start..t.end).unwrap_or_default();
        let month = t.when.only_day().is_none()
            && !words.contains(char::is_whitespace)
            && words.chars().all(char::is_alphabetic);
        let before = s.text.get(s.range.start..t.start).unwrap_or_default().trim_end();
        let word = before.rsplit(char::is_whitespace).next().unwrap_or_default().to_lowercase();
        !month || lexicon.words.before_month.contains(&word)
    };
    let dated = |t: &&Timex| matches!(t.kind, Kind::Date | Kind::Time) && !t.vague && !t.when.is_unknown();
    s.times.iter().filter(dated).filter(|t| alone(t)).collect()
}

/// The innermost speech that `range` belongs to.
fn speech_of<'s>(s: &'s Sentence<'_>, range: &Range<usize>) -> Option<&'s Speech> {
    s.speeches
        .iter()
        .filter(|speech| {
            speech.verb.start.min(speech.content.start) <= range.start && range.start < speech.content.end
        })
        .min_by_key(|speech| (speech.content.len(), speech.verb.start))
}

fn said_by(s: &Sentence<'_>, speech: Option<&Speech>) -> (SourceIx, Vec<SourceIx>) {
    match speech {
        Some(speech) if speech.source != s.of.author => (speech.source, vec![s.of.author]),
        _ => (s.of.author, Vec::new()),
    }
}

fn speaker_fits(s: &Sentence<'_>, k: &Knowledge<'_>, trigger: &Trigger, speech: Option<&Speech>) -> bool {
    let Some(by) = trigger.by else { return true };
    let fits = |source: SourceIx| {
        let kind = k.registry.kind(source);
        match by {
            Speaker::State => k.registry.account(source) == Account::State,
            Speaker::Court => kind == SourceKind::Court,
            Speaker::Un => kind == SourceKind::UnBody,
            Speaker::Organisation => kind == SourceKind::Organisation,
            Speaker::Foreign => matches!(kind, SourceKind::ForeignState | SourceKind::Intergovernmental),
            Speaker::Press => kind == SourceKind::Press,
        }
    };
    let named = s.mentions.iter().any(|m| fits(m.source));
    named || speech.is_some_and(|speech| fits(speech.source)) || fits(s.of.author)
}

fn about(s: &Sentence<'_>, k: &Knowledge<'_>, hit: &Hit<'_>) -> About {
    match hit.trigger.about {
        Concerns::Others => return About::Others,
        Concerns::Nobody => return About::Nobody,
        Concerns::Subject | Concerns::Any => {}
    }
    let text = |range: Range<usize>| s.text.get(range).unwrap_or_default();
    let before = last(text(s.range.start..hit.range.start), 64);
    let sentence = text(s.range.clone());
    let has = |words: &[String], t: &str| {
        t.split(|c: char| !c.is_alphanumeric())
            .any(|w| words.iter().any(|x| x.eq_ignore_ascii_case(w) || *x == w.to_lowercase()))
    };
    let named = k.subject.in_text(sentence);
    let clause = before.rsplit([',', ';', ':', '–']).next().unwrap_or(before);
    // What officials say of guilt is said of a person, not done by the last one named.
    if hit.trigger.by.is_none() && k.subject.somebody_else(before, k.lexicon) && !named_as_source(s, hit) {
        return About::Others;
    }
    let others_near =
        has(&k.lexicon.words.others, clause) || has(&k.lexicon.words.others, text(hit.range.clone()));
    if others_near && !k.subject.in_text(clause) && !has(&k.lexicon.words.pronouns, clause) {
        return About::Others;
    }
    let lower = sentence.to_lowercase();
    let meant = has(&k.lexicon.words.pronouns, sentence)
        || k.lexicon.words.detainee.iter().any(|phrase| contains_words(&lower, phrase));
    if named || (meant && s.subject_in_item) {
        return About::Subject;
    }
    if has(&k.lexicon.words.others, sentence) {
        return About::Others;
    }
    // "The detention order": in a text that names the person, an order without a name is theirs.
    let theirs = s.subject_in_item && hit.trigger.kind.describe().orders;
    if s.subject_known || theirs { About::Subject } else { About::Nobody }
}

/// Whoever stands right before the trigger is named as a source of the sentence, not as the one it happened to.
fn named_as_source(s: &Sentence<'_>, hit: &Hit<'_>) -> bool {
    let before = s.mentions.iter().rfind(|m| m.range.end <= hit.range.start);
    before.is_some_and(|m| hit.range.start - m.range.end <= 2)
}

/// Is it said to be so, and how is it put?
fn put(s: &Sentence<'_>, k: &Knowledge<'_>, hit: &Hit<'_>) -> (Polarity, Modality) {
    let w = &k.lexicon.words;
    let before = s.text.get(s.range.start..hit.range.start).unwrap_or_default();
    let window = |chars: usize| last(before, chars).to_lowercase();
    let near = window(NEAR);
    let near = near.rsplit([';', ':', '“', '”', '«', '»']).next().unwrap_or_default();
    let has = |list: &[String], text: &str| list.iter().any(|phrase| contains_words(text, phrase));
    let inside = s.text.get(hit.range.clone()).unwrap_or_default().to_lowercase();

    // "No. 2" is a number, and denies nothing.
    let without_numbers =
        |text: String| w.number_marks.iter().fold(text, |text, mark| text.replace(mark.as_str(), ""));
    let refusal = hit.trigger.kind.name().ends_with("_denied");
    let polarity = match hit.trigger.says {
        Polarity::Asserted if !refusal && has(&w.negation, &without_numbers(window(NEGATION))) => {
            Polarity::Denied
        }
        says => says,
    };
    if hit.trigger.modality != Modality::Stated {
        return (polarity, hit.trigger.modality);
    }
    let owed = hit.trigger.kind.name().ends_with("_due");
    let modality = if has(&w.alleged, near) || has(&w.alleged, &inside) {
        Modality::Alleged
    } else if owed {
        Modality::Stated
    } else if has(&w.demanded, near) {
        Modality::Demanded
    } else if has(&w.general, near) {
        Modality::General
    } else if has(&w.planned, near) {
        Modality::Planned
    } else {
        Modality::Stated
    };
    (polarity, modality)
}

/// `phrase` stands in `text` as whole words.
pub(crate) fn contains_words(text: &str, phrase: &str) -> bool {
    text.match_indices(phrase).any(|(at, _)| at_word_bounds(text, at, at + phrase.len()))
}

/// The date of the announcement that the words are taken from.
fn announced(
    registry: &Registry,
    speech: Option<&Speech>,
    dates: &[&Timex],
    hits: &[Hit<'_>],
) -> Option<When> {
    let release = hits.iter().filter(|h| h.trigger.kind.name() == "press_release");
    let near = dates
        .iter()
        .filter(|t| matches!(t.direction, Direction::At))
        .filter_map(|t| release.clone().map(|h| gap(&h.range, &(t.start..t.end))).min().map(|d| (d, t)))
        .filter(|(distance, _)| *distance <= RELEASE)
        .min_by_key(|(distance, _)| *distance);
    if let Some((_, t)) = near {
        return Some(t.when.clone());
    }
    // "On 25 August the Committee stated that …": a date before the verb is that of the statement.
    let speech = speech.filter(|s| registry.kind(s.source) != SourceKind::Court)?;
    let before = dates
        .iter()
        .filter(|t| t.direction == Direction::At && t.end <= speech.verb.start && !quoted(speech, t));
    before.max_by_key(|t| t.start).map(|t| t.when.clone())
}

/// "… on 4 May", said X: the date stands in the words that come before their speaker.
fn quoted(speech: &Speech, t: &Timex) -> bool {
    speech.content.end <= speech.verb.start && speech.content.start <= t.start && t.end <= speech.content.end
}

fn gap(a: &Range<usize>, b: &Range<usize>) -> usize {
    if a.end <= b.start { b.start - a.end } else { a.start.saturating_sub(b.end) }
}

/// When the event of `hit` happened.
fn when(
    s: &Sentence<'_>,
    lexicon: &Lexicon,
    hit: &Hit<'_>,
    dates: &[&Timex],
    made_public: Option<&When>,
) -> (When, Basis) {
    if let Some(when) = computed(s, lexicon, hit, dates) {
        return (when, Basis::Computed);
    }
    let joins = &lexicon.words.joins;
    let orders = hit.trigger.kind.describe().orders && hit.trigger.kind.name() != "detention_expiry";
    let announcement = |t: &Timex| made_public.is_some_and(|w| *w == t.when) && orders;
    let wanted = |t: &&&Timex| match hit.trigger.date {
        DateUse::At => {
            matches!(t.direction, Direction::At | Direction::From | Direction::Since | Direction::AsOf)
        }
        DateUse::Since => {
            matches!(t.direction, Direction::Since | Direction::At | Direction::From | Direction::AsOf)
        }
        DateUse::Until => {
            matches!(t.direction, Direction::By | Direction::Until | Direction::At | Direction::Before)
        }
        DateUse::None if hit.trigger.says == Polarity::NotKnown => t.direction == Direction::AsOf,
        DateUse::None => orders && t.direction == Direction::At,
    };
    let cost = |t: &&&Timex| {
        let between = if t.end <= hit.range.start {
            t.end..hit.range.start
        } else {
            hit.range.end.min(t.start)..t.start
        };
        let between = s.text.get(between).unwrap_or_default();
        let joined = between.split_whitespace().filter(|w| joins.contains(&(*w).to_owned())).count();
        let clauses = joined * JOINED
            + between.matches([',', '—']).count()
            + PART * between.matches([';', ':']).count();
        let since_first =
            usize::from(hit.trigger.date == DateUse::Since && t.direction != Direction::Since) * 400;
        gap(&hit.range, &(t.start..t.end)) + clauses * CLAUSE + since_first
    };
    let nearest = dates.iter().filter(wanted).filter(|t| !announcement(t)).min_by_key(cost);
    if let Some(t) = nearest {
        return (t.when.clone(), Basis::Stated);
    }
    let published = &s.of.published;
    let asked = hit.trigger.says == Polarity::NotKnown;
    let bound = made_public.unwrap_or(published);
    if asked && !published.is_unknown() {
        return (published.clone(), Basis::Bounded);
    }
    match bound.before {
        Some(before) if !matches!(hit.trigger.date, DateUse::Until) => {
            (When::of_moments(None, Some(before)), Basis::Bounded)
        }
        _ => (When::unknown(), Basis::Unknown),
    }
}

/// "Almost a month after the court's decision": the length stands right before the event, the other end is a date of
/// the sentence or the publication.
fn computed(s: &Sentence<'_>, lexicon: &Lexicon, hit: &Hit<'_>, dates: &[&Timex]) -> Option<When> {
    let length = s.times.iter().find(|t| {
        t.kind == Kind::Duration
            && t.end <= hit.range.start + 12
            && hit.range.start < t.end + 24
            && t.amount.is_some()
    })?;
    let amount = length.amount?;
    let after = s.text.get(length.end..s.range.end)?.trim_start().to_lowercase();
    let back = lexicon.words.counted_back.iter().any(|w| opens_with(&after, w));
    if !back || amount.precision == Precision::Vague || amount.count == 0 {
        return None;
    }
    let end = dates
        .iter()
        .filter(|t| matches!(t.direction, Direction::At) && t.end <= length.start)
        .max_by_key(|t| t.start);
    let end = end.map_or(&s.of.published, |t| &t.when);
    let (first, last) = (end.first_day()?, end.last_day()?);
    let count = i64::from(amount.count);
    let span = match amount.unit {
        Unit::Day => jiff::Span::new().try_days(count),
        Unit::Week => jiff::Span::new().try_weeks(count),
        Unit::Month => jiff::Span::new().try_months(count),
        Unit::Year => jiff::Span::new().try_years(count),
        Unit::Hour | Unit::Minute => return None,
    }
    .ok()?;
    let (from, to) = (first.checked_sub(span).ok()?, last.checked_sub(span).ok()?);
    Some(match amount.precision {
        Precision::LessThan => When::days(from, last),
        Precision::MoreThan | Precision::AtLeast => When::bounded(None, Some(to)),
        // A day either way: the first day may be counted or not.
        _ => When::days(from, to.tomorrow().unwrap_or(to)),
    })
}

/// How long a condition lasted, where the words give both its ends: "from 2 to 24 April he was kept alone".
fn stretch(s: &Sentence<'_>, trigger: &Trigger, dates: &[&Timex], when: &When) -> Option<Term> {
    let begins = &trigger.kind.describe().begins;
    if !begins.iter().any(|state| CONDITIONS.contains(&state.as_str())) {
        return None;
    }
    let (first, last) = (when.first_day()?, when.last_day()?);
    let days = When::day;
    let told = dates.iter().find(|t| t.when == *when)?;
    if first != last && told.direction == Direction::From {
        return Some(Term { from: Some(days(first)), until: Some(days(last)), length: None });
    }
    let until = dates.iter().find(|t| t.direction == Direction::Until && t.start >= told.end)?;
    let near = s.text.get(told.end..until.start).is_some_and(|between| !between.contains([';', '.']));
    (near && told.direction != Direction::Until).then(|| Term {
        from: Some(when.clone()),
        until: Some(until.when.clone()),
        length: None,
    })
}

/// What an order covers, as far as the sentence says.
fn term(s: &Sentence<'_>, lexicon: &Lexicon, trigger: &Trigger, dates: &[&Timex]) -> Option<Term> {
    let owed = trigger.kind.name().ends_with("_due");
    if owed {
        let within =
            s.times.iter().find(|t| t.kind == Kind::Duration && t.amount.is_some_and(|a| a.count > 0));
        return within.map(|t| Term { length: Some(t.value.clone()), ..Term::default() });
    }
    if !trigger.kind.describe().orders {
        return None;
    }
    let until = dates.iter().find(|t| matches!(t.direction, Direction::Until)).map(|t| t.when.clone());
    let from = dates.iter().find(|t| t.direction == Direction::From).map(|t| t.when.clone());
    let length = s
        .times
        .iter()
        .find(|t| {
            t.kind == Kind::Duration
                && t.amount.is_some_and(|a| a.count > 0)
                && covers(s, lexicon, t, trigger)
        })
        .map(|t| t.value.clone());
    let term = Term { from, until, length };
    (term != Term::default()).then_some(term)
}

/// The length is that of the term: "for two months", "18 years in prison".
fn covers(s: &Sentence<'_>, lexicon: &Lexicon, t: &Timex, trigger: &Trigger) -> bool {
    if trigger.kind.name() == "sentence" {
        return matches!(t.amount.map(|a| a.unit), Some(Unit::Year | Unit::Month | Unit::Day));
    }
    let before = s.text.get(s.range.start..t.start).unwrap_or_default().trim_end().to_lowercase();
    lexicon.words.lasting.iter().any(|w| closes_with(&before, w))
}

fn roles(s: &Sentence<'_>, k: &Knowledge<'_>, hit: &Hit<'_>) -> Vec<RoleFiller> {
    let mut roles = hit.roles.clone();
    let known = &hit.trigger.kind.describe().roles;
    let add = |role: &str, m: &Mention, roles: &mut Vec<RoleFiller>| {
        let text = s.text.get(m.range.clone()).unwrap_or_default().to_owned();
        if known.iter().any(|r| r == role) && !roles.iter().any(|r| r.role == role) {
            roles.push(RoleFiller { role: role.to_owned(), text });
        }
    };
    // Who tells of an arrest has not made it; who calls somebody guilty has.
    let tells = |m: &Mention| {
        let told = |speech: &Speech| speech.source == m.source && speech.verb.end <= hit.range.start;
        hit.trigger.by.is_none() && s.speeches.iter().any(told)
    };
    for m in s.mentions {
        let before = s.text.get(s.range.start..m.range.start).unwrap_or_default().trim_end().to_lowercase();
        let court = k.registry.kind(m.source) == SourceKind::Court;
        if court {
            add("court", m, &mut roles);
        } else if k.lexicon.words.agent.iter().any(|w| closes_with(&before, w))
            || m.range.end <= hit.range.start && !tells(m)
        {
            add("by", m, &mut roles);
        }
    }
    roles
}

/// "over 230", "10,000", "12 thousand", "eight": least and most.
fn quantity(text: &str, words: &Words) -> Option<Quantity> {
    let lower = text.to_lowercase();
    let digits: String = lower.chars().filter(char::is_ascii_digit).collect();
    let value = |word: &str| words.numbers.get(word.trim_end_matches('.')).copied();
    let spelled = || {
        lower.split_whitespace().filter_map(value).filter(|n| *n < 1000).reduce(|a, b| a.saturating_add(b))
    };
    let scale = lower.split_whitespace().filter_map(value).find(|n| *n >= 1000).unwrap_or(1);
    let number = digits.parse().ok().or_else(spelled)?;
    // "1.5 thousand" is no whole number to multiply.
    if scale > 1 && lower.contains(['.', ',']) {
        return None;
    }
    let number = u64::checked_mul(number, scale)?;
    let starts = |list: &[String]| list.iter().any(|p| opens_with(&lower, p));
    let (least, most) = if starts(&words.at_least) {
        (Some(number), None)
    } else if starts(&words.at_most) {
        (None, Some(number))
    } else if starts(&words.about) {
        (None, None)
    } else {
        (Some(number), Some(number))
    };
    Some(Quantity { least, most, unit: text.to_owned() })
}

/// What officials, organisations and other states say is an event of its own.
fn statements(s: &Sentence<'_>, k: &Knowledge<'_>, claims: &mut Vec<Claim>) {
    let passage = Passage { item: s.of.passage.item, start: s.range.start, end: s.range.end };
    let dates = dates(s, k.lexicon);
    let mut seen: Vec<SourceIx> = Vec::new();
    let mut add = |source: SourceIx,
                   kind: &str,
                   when: Option<When>,
                   said: Option<RoleFiller>,
                   claims: &mut Vec<Claim>| {
        let Some(kind) = EventKind::named(kind) else { return };
        if seen.contains(&source) {
            return;
        }
        seen.push(source);
        let bounded = || When::of_moments(None, s.of.published.before);
        let basis = if when.is_some() { Basis::Stated } else { Basis::Bounded };
        claims.push(Claim {
            kind,
            passage: passage.clone(),
            entry: s.entry,
            when: when.unwrap_or_else(bounded),
            basis,
            made_public: None,
            asserter: source,
            via: if source == s.of.author { Vec::new() } else { vec![s.of.author] },
            polarity: Polarity::Asserted,
            modality: Modality::Stated,
            about: if s.subject_known { About::Subject } else { About::Nobody },
            term: None,
            quantity: None,
            roles: s
                .mentions
                .iter()
                .find(|m| m.source == source)
                .and_then(|m| s.text.get(m.range.clone()))
                .map(|text| RoleFiller { role: "by".to_owned(), text: text.to_owned() })
                .into_iter()
                .chain(said)
                .collect(),
        });
    };
    for speech in s.speeches {
        let Some(kind) = statement_kind(k, speech.source) else { continue };
        let outside = dates.iter().filter(|t| {
            t.direction == Direction::At
                && t.end <= speech.verb.start.max(s.range.start)
                && !quoted(speech, t)
        });
        let after = dates
            .iter()
            .filter(|t| t.direction == Direction::At && t.start >= speech.verb.end)
            .find(|t| s.text.get(speech.verb.end..t.start).is_some_and(|between| between.len() < 24));
        let when = outside.max_by_key(|t| t.start).or(after).map(|t| t.when.clone());
        add(speech.source, kind, when, stance(s, k, speech), claims);
    }
    let author = s.of.author;
    if k.registry.kind(author) == SourceKind::Campaign && s.speeches.is_empty() {
        let body = s.text.get(s.range.clone()).unwrap_or_default();
        if words(&k.lexicon.campaign, body).next().is_some() {
            add(
                author,
                "ngo_statement",
                Some(s.of.published.clone()).filter(|w| !w.is_unknown()),
                None,
                claims,
            );
        }
    }
    for m in s.mentions {
        let Some(kind) = statement_kind(k, m.source) else { continue };
        if let Some(when) = titled(s, m, &dates) {
            add(m.source, kind, Some(when), None, claims);
        }
    }
}

/// The kind of event that a statement of this source is.
fn statement_kind(k: &Knowledge<'_>, source: SourceIx) -> Option<&'static str> {
    match k.registry.kind(source) {
        SourceKind::Court => None,
        _ if k.registry.account(source) == Account::State => Some("official_statement"),
        SourceKind::Organisation => Some("ngo_statement"),
        SourceKind::ForeignState | SourceKind::Intergovernmental => Some("foreign_statement"),
        _ => None,
    }
}

/// A publication cited as body, title in quotation marks, date: its date.
fn titled(s: &Sentence<'_>, m: &Mention, dates: &[&Timex]) -> Option<When> {
    let after = s.text.get(m.range.end..s.range.end)?;
    let title = after.strip_prefix([',', ':']).map_or(after, str::trim_start);
    let quoted = title.strip_prefix(['“', '«', '"'])?;
    let close = quoted.find(['”', '»', '"'])?;
    let end = s.range.end - quoted.len() + close;
    let date = dates.iter().find(|t| t.start >= end && t.start - end <= TITLE_DATE)?;
    Some(date.when.clone())
}

/// What the speaker affirms or denies, with the words that lead up to it: two bodies may speak of one matter.
fn stance(s: &Sentence<'_>, k: &Knowledge<'_>, speech: &Speech) -> Option<RoleFiller> {
    let text = s.text.get(s.range.clone())?;
    let content = s.text.get(speech.content.clone())?.to_lowercase();
    let opening: Vec<&str> = content.split_whitespace().take(OPENING).collect();
    let opening = opening.join(" ");
    let denies = k.lexicon.words.negation.iter().any(|phrase| contains_words(&opening, phrase));
    let role = if denies { "denies" } else { "affirms" };
    Some(RoleFiller { role: role.to_owned(), text: text.to_owned() })
}

/// `text` begins with the words of `phrase`.
fn opens_with(text: &str, phrase: &str) -> bool {
    text.starts_with(phrase) && at_word_bounds(text, 0, phrase.len())
}

/// `text` ends with the words of `phrase`.
fn closes_with(text: &str, phrase: &str) -> bool {
    text.ends_with(phrase) && at_word_bounds(text, text.len() - phrase.len(), text.len())
}

/// The last `chars` characters of `text`.
fn last(text: &str, chars: usize) -> &str {
    let from = text.char_indices().rev().nth(chars.saturating_sub(1)).map_or(0, |(at, _)| at);
    text.get(from..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::{LANGUAGES, files};

    fn hits_in(lexicon: &Lexicon, trigger: &Trigger, sentence: &str) -> bool {
        let possible = lexicon.index.possible(sentence);
        possible.of(&trigger.ways).any(|way| words(way, sentence).next().is_some())
    }

    #[test]
    fn every_pattern_of_the_lexicons_compiles() {
        for files in LANGUAGES {
            let lexicon = Lexicon::compile(files).unwrap();
            for way in lexicon.ways() {
                assert!(way.regex().is_some(), "{}", way.pattern());
            }
        }
    }

    #[test]
    fn the_examples_of_the_lexicons_hold() {
        let mut wrong = Vec::new();
        for files in LANGUAGES {
            let language = files.language;
            let lexicon = Lexicon::compile(files).unwrap();
            let told = |sentence: &str, kind: EventKind| {
                let hit = |t: &Trigger| hits_in(&lexicon, t, sentence);
                lexicon.triggers.iter().any(|t| t.kind == kind && hit(t))
            };
            for t in &lexicon.triggers {
                let missed = t
                    .examples
                    .iter()
                    .filter(|e| !told(e, t.kind))
                    .map(|e| format!("{language}: no {} in: {e}", t.kind));
                let extra = t.not.iter().filter(|e| {
                    hits_in(&lexicon, t, e)
                        && !lexicon.triggers.iter().any(|o| {
                            o.kind == t.kind && o.says != Polarity::Asserted && hits_in(&lexicon, o, e)
                        })
                });
                wrong.extend(missed);
                wrong.extend(extra.map(|e| format!("{language}: {} in: {e}", t.kind)));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn numbers_keep_what_the_words_leave_open() {
        let english = Lexicon::compile(files("en").unwrap()).unwrap().words;
        let cases = [
            ("over 230", Some((Some(230), None))),
            ("10,000", Some((Some(10_000), Some(10_000)))),
            ("eight", Some((Some(8), Some(8)))),
            ("about 50", Some((None, None))),
            ("12 thousand", Some((Some(12_000), Some(12_000)))),
            ("twenty two", Some((Some(22), Some(22)))),
            ("1.5 thousand", None),
            ("many", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(quantity(text, &english).map(|q| (q.least, q.most)), expected, "{text}");
        }
    }
}
