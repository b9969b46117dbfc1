//! Events that a sentence tells: one claim for each, with its date, its speaker and how it is put.

use std::ops::Range;

use remand_timex::{Timex, When};

use crate::lexicon::{Concerns, Lexicon, Speaker, Trigger};
use crate::mention::Mention;
use crate::modality::put;
use crate::phrase::{at_word_bounds, closes_with, contains_words, count_words, last_words, opens_with};
use crate::quantity::quantity;
use crate::source::Registry;
use crate::speech::Speech;
use crate::statement::statements;
use crate::subject::Mentioned;
use crate::timing::{announced, dates, not_until, stretch, term, when};
use crate::way::Possible;
use crate::{
    About, Account, Basis, Claim, Entry, EntryIx, EventKind, Modality, Passage, Polarity, RoleFiller,
    SourceIx, SourceKind,
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
    /// The day a letter or a ruling gives as its own.
    pub(crate) signed: Option<&'a When>,
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

/// Words before a trigger that say whom it concerns.
const BEFORE: usize = 11;

/// What a court does by its ruling, besides ordering custody.
const DECISIONS: [&str; 4] = ["verdict", "challenge_decision", "appearance_before_judge", "hearing_closed"];

/// A place where a sentence tells an event.
pub(crate) struct Hit<'a> {
    pub(crate) trigger: &'a Trigger,
    pub(crate) range: Range<usize>,
    pub(crate) roles: Vec<RoleFiller>,
    /// The verb carries its own negation: the group `not` of the way.
    pub(crate) denied: bool,
}

/// The claims of one sentence.
pub(crate) fn claims(s: &Sentence<'_>, k: &Knowledge<'_>) -> Vec<Claim> {
    let hits = hits(s, k);
    let mut claims: Vec<Claim> = Vec::new();
    for hit in &hits {
        let Some(claim) = claim(s, k, hit, &hits) else { continue };
        let told = claims.iter().any(|c| {
            c.kind == claim.kind
                && c.about == claim.about
                && c.polarity == claim.polarity
                && (c.when == claim.when || claim.basis == Basis::Bounded)
        });
        if told {
            continue;
        }
        let again = further_dates(s, k.lexicon, &claim);
        claims.push(claim);
        claims.extend(again);
    }
    statements(s, k, &mut claims);
    claims
}

/// Every trigger in the sentence, the earliest of each kind first; one that is denied,
/// unknown or planned hides a plain one it overlaps.
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
                let how = |name: &String| RoleFiller { role: "how".to_owned(), text: name.replace('_', " ") };
                let mut roles: Vec<RoleFiller> = trigger.how.iter().map(how).collect();
                let named = way.capture_names().flatten().filter(|role| *role != "not").filter_map(|role| {
                    Some(RoleFiller {
                        role: role.to_owned(),
                        text: caps.name(role)?.as_str().trim().to_owned(),
                    })
                });
                roles.extend(named);
                let range = whole.start() + s.range.start..whole.end() + s.range.start;
                let denied = caps.name("not").is_some_and(|not| !not.is_empty());
                hits.push(Hit { trigger, range, roles, denied });
            }
        }
    }
    let plain = |h: &Hit<'_>| h.trigger.says == Polarity::Asserted && h.trigger.modality == Modality::Stated;
    let unsaid: Vec<(EventKind, Range<usize>)> =
        hits.iter().filter(|h| !plain(h)).map(|h| (h.trigger.kind, h.range.clone())).collect();
    hits.retain(|h| {
        !plain(h)
            || !unsaid
                .iter()
                .any(|(kind, r)| *kind == h.trigger.kind && r.start < h.range.end && h.range.start < r.end)
    });
    let overlap = |a: &Range<usize>, b: &Range<usize>| a.start < b.end && b.start < a.end;
    let hiding: Vec<(Vec<EventKind>, Range<usize>)> = hits
        .iter()
        .filter(|h| !h.trigger.hides.is_empty())
        .map(|h| (h.trigger.hides.clone(), h.range.clone()))
        .collect();
    hits.retain(|h| !hiding.iter().any(|(kinds, r)| kinds.contains(&h.trigger.kind) && overlap(&h.range, r)));
    // "On 12 August detainees were moved": the number is that of a date.
    hits.retain(|h| {
        let count = h.roles.iter().find(|r| r.role == "count");
        let at = count.and_then(|r| s.text.get(h.range.clone())?.find(&r.text)).map(|at| at + h.range.start);
        !at.is_some_and(|at| s.times.iter().any(|t| t.start <= at && at < t.end))
    });
    hits.sort_by_key(|h| (h.range.start, std::cmp::Reverse(h.range.end)));
    // Two ways of saying one thing, the one inside the other; "thousands were detained" is no arrest of one.
    let mut told: Vec<Hit<'a>> = Vec::with_capacity(hits.len());
    for hit in hits {
        let inside = |other: &Hit<'_>| {
            let others = other.trigger.kind == hit.trigger.kind && other.trigger.about == Concerns::Others;
            (others || std::ptr::eq(other.trigger, hit.trigger))
                && other.range.start <= hit.range.start
                && hit.range.end <= other.range.end
                && other.range != hit.range
        };
        if !told.iter().any(inside) {
            told.push(hit);
        }
    }
    told
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
    let (polarity, modality) = put(s, k, hit, speech);
    let dates = dates(s, k.lexicon);
    let made_public = announced(k.registry, speech, &dates, hits);
    let own = speech.is_none_or(|speech| speech.source == s.of.author);
    let does = own && performs(s, k, hit);
    let late = (polarity == Polarity::Denied).then(|| not_until(s, hit)).flatten();
    let (polarity, (mut when, basis)) = match late {
        Some(when) => (Polarity::Asserted, (when, Basis::Stated)),
        None => (polarity, when(s, k.lexicon, hit, &dates, speech, made_public.as_ref(), does)),
    };
    // What is announced to come does not happen on the day of the announcement.
    let of_words = made_public.as_ref() == Some(&when) || basis == Basis::Bounded;
    let (when_told, basis) = if modality == Modality::Planned && of_words {
        (When::unknown(), Basis::Unknown)
    } else {
        (when, basis)
    };
    when = when_told;
    let stretch = stretch(s, trigger, &dates, &when);
    if let Some(from) = stretch.as_ref().and_then(|term| term.from.clone()) {
        when = from;
    }
    let (asserter, via) = said_by(s, &hit.range);
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

/// The text itself does what it tells of: a ruling orders, a minister who writes that somebody is guilty says so.
fn performs(s: &Sentence<'_>, k: &Knowledge<'_>, hit: &Hit<'_>) -> bool {
    let (trigger, author) = (hit.trigger, s.of.author);
    // "Before the judge" is before this one, "before a magistrate" or "before the City Court" is not.
    let other =
        hit.roles.iter().any(|r| r.role == "court" && !k.registry.holds(author, &r.text, &k.lexicon.words));
    if other {
        return false;
    }
    let court = k.registry.kind(author) == SourceKind::Court;
    let speaks = trigger.by == Some(Speaker::State) && k.registry.account(author) == Account::State;
    let decides = trigger.kind.describe().orders || DECISIONS.contains(&trigger.kind.name());
    speaks || court && decides
}

/// "His remand was extended on 2 March, 9 March and 16 March": one claim for each date.
fn further_dates(s: &Sentence<'_>, lexicon: &Lexicon, claim: &Claim) -> Vec<Claim> {
    if claim.kind.describe().once || claim.basis != Basis::Stated {
        return Vec::new();
    }
    let dates = dates(s, lexicon);
    let Some(first) = dates.iter().position(|t| t.when == claim.when) else { return Vec::new() };
    let mut found = Vec::new();
    for pair in dates.get(first..).unwrap_or_default().windows(2) {
        let [a, b] = pair else { break };
        let between = s.text.get(a.end..b.start).unwrap_or_default();
        let mut words = between.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
        let listed = words.clone().count() <= 2 && words.all(|w| lexicon.words.joins.iter().any(|j| j == w));
        if !listed || a.direction != b.direction || between.contains(['.', ';', ':', '–', '—']) {
            break;
        }
        found.push(Claim { when: b.when.clone(), ..claim.clone() });
    }
    found
}

/// The innermost speech that `range` belongs to.
fn speech_of<'s>(s: &'s Sentence<'_>, range: &Range<usize>) -> Option<&'s Speech> {
    s.speeches
        .iter()
        .filter(|speech| speech.holds(range))
        .min_by_key(|speech| (speech.content.len(), speech.verb.start))
}

/// Who says what stands at `range`, and through whom it came, outermost first: the author, then every speaker whose
/// words hold those of the next.
fn said_by(s: &Sentence<'_>, range: &Range<usize>) -> (SourceIx, Vec<SourceIx>) {
    let mut speeches: Vec<&Speech> = s.speeches.iter().filter(|speech| speech.holds(range)).collect();
    speeches.sort_by_key(|speech| {
        (std::cmp::Reverse(speech.content.len()), std::cmp::Reverse(speech.verb.start))
    });
    let mut chain = vec![s.of.author];
    for speech in speeches {
        if !chain.contains(&speech.source) {
            chain.push(speech.source);
        }
    }
    let asserter = speech_of(s, range).map_or(s.of.author, |speech| speech.source);
    chain.retain(|&link| link != asserter);
    (asserter, chain)
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
    let before = last_words(text(s.range.start..hit.range.start), BEFORE);
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
    // "The People's Court": a word inside the name of a body speaks of nobody else.
    let inside = text(hit.range.clone());
    let others_near =
        has(&k.lexicon.words.others, &without_bodies(s, k, clause)) || has(&k.lexicon.words.others, inside);
    let theirs = [clause, inside].iter().any(|t| k.subject.in_text(t) || has(&k.lexicon.words.pronouns, t));
    if others_near && !theirs {
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

/// The words of `clause` without the names of bodies in it.
fn without_bodies(s: &Sentence<'_>, k: &Knowledge<'_>, clause: &str) -> String {
    let bodies = s.mentions.iter().filter(|m| k.registry.kind(m.source) != SourceKind::Unknown);
    bodies
        .filter_map(|m| s.text.get(m.range.clone()))
        .fold(clause.to_owned(), |rest, name| rest.replace(name, " "))
}

/// Whoever stands right before the trigger is named as a source of the sentence, not as the one it happened to.
fn named_as_source(s: &Sentence<'_>, hit: &Hit<'_>) -> bool {
    let before = s.mentions.iter().rfind(|m| m.range.end <= hit.range.start);
    before.is_some_and(|m| hit.range.start - m.range.end <= 2)
}

/// "Arrested after the session, chaired by the minister": a participle after the comma has this agent, not the event.
fn of_another(s: &Sentence<'_>, hit: &Hit<'_>, m: &Mention, agent: &str) -> bool {
    let after = s.text.get(hit.range.end..m.range.start).unwrap_or_default().trim_end();
    let close = after.len().checked_sub(agent.len()).and_then(|end| after.get(..end));
    let clause = close.and_then(|close| close.rsplit_once(',')).map(|(_, clause)| clause);
    clause.is_some_and(|clause| (1..=2).contains(&count_words(clause)))
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
    // "Her brother, a former officer of the guard, was arrested": nobody before these words did it.
    let words = s.text.get(hit.range.clone()).unwrap_or_default().to_lowercase();
    let suffered = k.lexicon.words.passive.iter().any(|w| opens_with(&words, w));
    for m in s.mentions {
        let before = s.text.get(s.range.start..m.range.start).unwrap_or_default().trim_end().to_lowercase();
        let court = k.registry.kind(m.source) == SourceKind::Court;
        if court {
            add("court", m, &mut roles);
        } else if k.lexicon.words.agent.iter().any(|w| closes_with(&before, w) && !of_another(s, hit, m, w))
            || m.range.end <= hit.range.start && !tells(m) && !suffered
        {
            add("by", m, &mut roles);
        }
    }
    roles
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::LANGUAGES;
    use crate::phrase::words;

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
}
