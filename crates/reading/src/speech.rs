//! Who says what inside a sentence, and across the sentences of a quotation.

use std::ops::Range;

use crate::lexicon::Lexicon;
use crate::mention::{Mention, Names, unknown_person};
use crate::phrase::{count_words, last_words, words};
use crate::quote::{Mark, closing, marks, open_at_end, quoted};
use crate::source::Registry;
use crate::{Account, SourceIx, SourceKind};

/// Words that somebody is said to have said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Speech {
    pub(crate) source: SourceIx,
    /// What is theirs, as bytes of the text.
    pub(crate) content: Range<usize>,
    /// The verb or phrase that says so.
    pub(crate) verb: Range<usize>,
    /// They deny it.
    pub(crate) denies: bool,
}

impl Speech {
    /// What begins at `range` belongs to the speech.
    pub(crate) fn holds(&self, range: &Range<usize>) -> bool {
        self.verb.start.min(self.content.start) <= range.start && range.start < self.content.end
    }
}

/// Between a verb of saying and its subject stand no more words than this.
const SUBJECT: usize = 24;
/// Between "according to" and its source stand no more words than this.
const ACCORDING: usize = 12;
/// A document follows "according to" within this many words.
const DOCUMENT: usize = 1;
/// "…, the ministry has said": a verb at the end of its sentence is followed by no more words than this.
const TAIL: usize = 3;
/// A speaker at the end of a sentence is named with no more words than this.
const SPEAKER: usize = 5;
/// A pronoun stands before its verb with no more than this many words between.
const PRONOUN: usize = 2;

/// What a sentence leaves open for the next one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Carry {
    /// A quotation that has not been closed, and whose it is.
    quote: Option<SourceIx>,
    /// The quotation is a list after a colon: it lasts as long as the list.
    list: bool,
    /// The last body that published a document ("the press release states").
    document: Option<SourceIx>,
}

/// A sentence in which speakers are looked for.
pub(crate) struct Spoken<'a> {
    pub(crate) text: &'a str,
    pub(crate) range: Range<usize>,
    pub(crate) mentions: &'a [Mention],
    pub(crate) lexicon: &'a Lexicon,
}

impl<'a> Spoken<'a> {
    fn get(&self, range: Range<usize>) -> &'a str {
        self.text.get(range).unwrap_or_default()
    }

    fn body(&self) -> &'a str {
        self.get(self.range.clone())
    }

    fn at(&self, r: &Range<usize>) -> Range<usize> {
        r.start + self.range.start..r.end + self.range.start
    }

    /// The last words of the sentence before `at`, in lower case, the nearest first.
    fn before(&self, at: usize) -> impl Iterator<Item = String> + 'a {
        self.get(self.range.start..at).split_whitespace().rev().map(str::to_lowercase)
    }
}

/// The speeches of one sentence, and the quotation it stands in.
pub(crate) fn speeches(
    s: &Spoken<'_>,
    names: &mut Names,
    registry: &mut Registry,
    carry: &mut Carry,
) -> Vec<Speech> {
    let body = s.body();
    let mut found = Vec::new();
    let quoted_before = carry.quote;
    if let Some(source) = quoted_before {
        let end = closing(body).map_or(s.range.end, |n| s.range.start + n);
        found.push(Speech {
            source,
            content: s.range.start..end,
            verb: s.range.start..s.range.start,
            denies: false,
        });
    }
    found.extend(according(s, carry));
    found.extend(by_account(s));
    found.extend(saying(s, names, registry, carry));
    found.extend(as_said(s));
    if let Some(last) = found.iter().max_by_key(|speech| speech.verb.start) {
        names.has_spoken(last.source);
    }
    for speech in &mut found {
        cut_at_turn(s, speech);
        cut_at_quotation(s, speech);
    }
    if words(&s.lexicon.says.document, body).next().is_some() {
        let publishes = |m: &&Mention| {
            let kind = registry.kind(m.source);
            kind.account() != Account::Defence && kind != SourceKind::Press
        };
        carry.document = s.mentions.iter().find(publishes).map(|m| m.source).or(carry.document);
    }
    if open_at_end(body, quoted_before.is_some()) {
        let last = found.iter().max_by_key(|speech| speech.verb.start);
        carry.quote = last.map(|speech| speech.source).or(quoted_before);
    } else {
        carry.quote = None;
    }
    found
}

/// "According to X, …".
fn according(s: &Spoken<'_>, carry: &Carry) -> Vec<Speech> {
    let mut found = Vec::new();
    for at in words(&s.lexicon.says.according, s.body()) {
        let according = s.at(&at);
        let near = |m: &&Mention| {
            m.range.start >= according.start
                && count_words(s.get(according.end.min(m.range.start)..m.range.start)) <= ACCORDING
        };
        let mention = s.mentions.iter().filter(near).min_by_key(|m| m.range.start);
        // "According to the latest press release": of the body that was last said to have published one.
        let document = || {
            let after = s.get(according.end..s.range.end);
            let named = words(&s.lexicon.says.document, after)
                .any(|r| count_words(after.get(..r.start).unwrap_or_default()) <= DOCUMENT);
            carry.document.filter(|_| named)
        };
        if let Some(source) = mention.map(|m| m.source).or_else(document) {
            found.push(Speech { source, content: s.range.clone(), verb: according, denies: false });
        }
    }
    found
}

/// "X's account being, …": the source stands before.
fn by_account(s: &Spoken<'_>) -> Vec<Speech> {
    let mut found = Vec::new();
    let Some(ways) = &s.lexicon.says.by_account else { return found };
    for at in words(ways, s.body()) {
        let verb = s.at(&at);
        let near = |m: &&Mention| {
            m.range.end <= verb.start && count_words(s.get(m.range.end..verb.start)) <= ACCORDING
        };
        let Some(m) = s.mentions.iter().rfind(near) else { continue };
        let after = verb.end..s.range.end;
        let content =
            if count_words(s.get(after.clone())) > 0 { after } else { s.range.start..m.range.start };
        found.push(Speech { source: m.source, content, verb, denies: false });
    }
    found
}

/// "X says that …", "“…”, said X".
fn saying(s: &Spoken<'_>, names: &mut Names, registry: &mut Registry, carry: &Carry) -> Vec<Speech> {
    let mut found = Vec::new();
    for at in words(&s.lexicon.says.verbs, s.body()) {
        let verb = s.at(&at);
        // "Не сообщила": nothing is said. "She was told": not by her.
        let silent =
            |word: &String| s.lexicon.words.negation.contains(word) || s.lexicon.words.passive.contains(word);
        if s.before(verb.start).next().as_ref().is_some_and(silent) {
            continue;
        }
        let before = s.get(s.range.start..verb.start);
        let after = s.get(verb.end..s.range.end);
        let verb_last = s.lexicon.says.verb_last && !after.trim_start().starts_with(':');
        // “…”, said X; «…», — заявил X
        let inverted = |names: &mut Names, registry: &mut Registry| {
            let closes =
                before.trim_end_matches([' ', '\u{a0}', '—', '–', '-']).ends_with(['”', '“', '"', '»', ',']);
            let next = s
                .mentions
                .iter()
                .find(|m| m.range.start >= verb.end && count_words(s.get(verb.end..m.range.start)) <= 1);
            let next = next.map(|m| m.source).or_else(|| person_at(s, verb.end, names, registry));
            next.filter(|_| closes).map(|source| (source, s.range.start..verb.start))
        };
        let document = || {
            let named = words(&s.lexicon.says.document, before)
                .any(|r| count_words(before.get(r.end..).unwrap_or_default()) <= SUBJECT / 6);
            carry.document.filter(|_| named).map(|source| (source, verb.end..s.range.end))
        };
        let told_before = if verb_last { inverted(names, registry) } else { None };
        // «X: “…”, – деді»: the subject of a verb behind a quotation stands before it.
        let quotation = quotation_before(before).filter(|_| verb_last).map(|open| s.range.start + open);
        let until = quotation.map_or_else(|| verb.clone(), |open| open..verb.end);
        let subject = if told_before.is_none() { subject_of(s, &until, names, registry) } else { None };
        let speech = match subject {
            _ if told_before.is_some() => told_before,
            Some(source) if verb_last => {
                let from = found.iter().map(|speech: &Speech| speech.verb.end);
                Some((source, from.max().unwrap_or(s.range.start)..verb.start))
            }
            Some(source) => {
                // The sentence that ends with its speaker: "“…”, the petition says." "…, the ministry said on Monday."
                let ends = count_words(after) <= TAIL && !after.contains([':', '“', '«', '"', '„']);
                let lead = last_words(before, SPEAKER);
                let told = count_words(before) > SPEAKER && lead.contains([',', '”', '»', '"', '“']);
                let quote = before.contains(['”', '»']) && count_words(after) == 0;
                Some(if ends && told || quote {
                    (source, s.range.start..verb.start)
                } else {
                    (source, verb.end..s.range.end)
                })
            }
            None => inverted(names, registry).or_else(|| turned_round(s, &verb)).or_else(document),
        };
        if let Some((source, content)) = speech {
            let denial = s
                .lexicon
                .says
                .denials
                .as_ref()
                .and_then(|ways| words(ways, s.get(verb.start..s.range.end)).next());
            let denies = denial.is_some_and(|denial| denial.start == 0);
            found.push(Speech { source, content, verb, denies });
        }
    }
    found
}

/// "On Monday said the ministry that …": the order of languages that keep the verb in the second place.
fn turned_round(s: &Spoken<'_>, verb: &Range<usize>) -> Option<(SourceIx, Range<usize>)> {
    let near = |m: &&Mention| m.range.start >= verb.end && count_words(s.get(verb.end..m.range.start)) <= 1;
    let speaker = s.mentions.iter().find(near)?;
    let after = s.get(speaker.range.end..s.range.end);
    let mut next = after.split_whitespace().take(TAIL).map(str::to_lowercase);
    next.any(|word| s.lexicon.words.that.contains(&word))
        .then_some((speaker.source, speaker.range.end..s.range.end))
}

/// "As X said, …".
fn as_said(s: &Spoken<'_>) -> Vec<Speech> {
    let mut found = Vec::new();
    for at in words(&s.lexicon.says.as_said, s.body()) {
        let verb = s.at(&at);
        let near =
            |m: &&Mention| m.range.end <= verb.start && count_words(s.get(m.range.end..verb.start)) <= 1;
        let Some(m) = s.mentions.iter().rfind(near) else { continue };
        let opens =
            |word: String| word == s.lexicon.words.as_said || s.lexicon.words.articles.contains(&word);
        let before: Vec<String> = s.before(m.range.start).take(2).collect();
        if before.contains(&s.lexicon.words.as_said) && before.into_iter().next().is_some_and(opens) {
            found.push(Speech { source: m.source, content: s.range.clone(), verb, denies: false });
        }
    }
    found
}

/// "…, although …" turns from what somebody says to what the author sets against it. To give an author's words to a
/// speaker is the graver mistake, so what lies beyond the turn is left to the author.
fn cut_at_turn(s: &Spoken<'_>, speech: &mut Speech) {
    let lower = s.body().to_lowercase();
    if lower.len() != s.body().len() {
        return;
    }
    for turn in &s.lexicon.words.turns {
        for (at, _) in lower.match_indices(turn.as_str()) {
            let inside = quoted(s.body(), at);
            let at = at + s.range.start;
            if inside || !speech.content.contains(&at) {
                continue;
            }
            if speech.verb.start < at {
                speech.content.end = at;
            } else {
                speech.content.start = at;
            }
        }
    }
}

/// "X said: “…”, and on 3 May he was moved": what is quoted is theirs, what follows is not.
fn cut_at_quotation(s: &Spoken<'_>, speech: &mut Speech) {
    if speech.content.start < speech.verb.end {
        return;
    }
    let content = s.get(speech.content.clone());
    let marks = marks(content, false);
    let mut marks = marks.iter();
    let (Some((open, Mark::Opens)), Some((close, Mark::Closes))) = (marks.next(), marks.next()) else {
        return;
    };
    let opens = count_words(content.get(..*open).unwrap_or_default()) <= 1;
    let rest = content.get(*close..).unwrap_or_default();
    let rest = rest.trim_start_matches(['”', '»', '"', '“', '.']);
    if opens && rest.starts_with([',', ';']) && marks.next().is_none() {
        speech.content.end = speech.content.start + close;
    }
}

impl Carry {
    /// A block has ended; the next one begins with `next`. A quotation goes on only where it is opened again or
    /// closed later: marks that never close must not give the rest of the page to one speaker.
    pub(crate) fn end_block(&mut self, next: &str, rest_of_entry: &str) {
        let opens = |text: &str| marks(text, false).first().is_some_and(|(at, _)| *at == 0);
        let reopened = opens(next.trim_start());
        let closes_later = closing(rest_of_entry).is_some_and(|close| {
            let until = rest_of_entry.get(..close).unwrap_or_default();
            !until.contains(['“', '«', '„'])
        });
        let listed = self.list && is_list_item(next);
        if !reopened && !closes_later && !listed {
            self.quote = None;
        }
        self.list = listed;
    }

    /// A sentence that ends with a colon hands its speaker to the quotation, or the list, that follows.
    pub(crate) fn hand_over(&mut self, sentence: &str, speeches: &[Speech]) {
        if sentence.trim_end().ends_with(':')
            && let Some(last) = speeches.iter().max_by_key(|s| s.verb.start)
        {
            self.quote = Some(last.source);
            self.list = true;
        }
    }
}

fn is_list_item(block: &str) -> bool {
    let line = block.trim_start();
    let number = line.trim_start_matches(|c: char| c.is_ascii_alphanumeric());
    line.starts_with(['-', '–', '—', '•', '*', '·'])
        || number.len() < line.len() && line.len() - number.len() <= 3 && number.starts_with(['.', ')'])
}

/// The source that is the subject of `verb`: a pronoun or a name right before it, or the last source before it in its
/// clause, allowing for an apposition.
fn subject_of(
    s: &Spoken<'_>,
    verb: &Range<usize>,
    names: &mut Names,
    registry: &mut Registry,
) -> Option<SourceIx> {
    let w = &s.lexicon.words;
    let clause = s.get(s.range.start..verb.start);
    let clause = clause.rsplit([',', ';', ':', '”', '»', '(', ')']).next().unwrap_or(clause);
    let near: Vec<String> = clause.split_whitespace().rev().take(PRONOUN).map(str::to_lowercase).collect();
    let adjacent = s.mentions.iter().any(|m| {
        m.range.end <= verb.start
            && count_words(s.get(m.range.end..verb.start)) == 0
            && s.range.start <= m.range.start
    });
    if !adjacent {
        let speaks = |list: &[String]| near.iter().any(|word| list.contains(word));
        let earlier = s.mentions.iter().rfind(|m| m.range.end <= verb.start).map(|m| m.source);
        if speaks(&w.they)
            && let Some(body) = earlier.or_else(|| names.last_body(s.mentions))
        {
            return Some(body);
        }
        // "…, he said": not one of those whom the words before speak of.
        let told = s.get(s.range.start..verb.start);
        let tail =
            count_words(told) > SPEAKER && last_words(told, SPEAKER).contains([',', '”', '»', '"', '“']);
        let before = names.last_speaker().or_else(|| names.person_before().filter(|_| tail));
        if speaks(&w.he)
            && let Some(person) = before.or_else(|| names.last_person(registry, w))
        {
            return Some(person);
        }
        if let Some(person) = unknown_person(s.text, s.range.start..verb.start, s.lexicon, names, registry) {
            return Some(person);
        }
    }
    let mut of = None;
    for m in s.mentions.iter().rev().filter(|m| m.range.end <= verb.start) {
        let between = s.get(m.range.end..verb.start);
        if count_words(between) > SUBJECT || between.contains([';', '.', '!', '?', '”', '“', '«', '»'])
        {
            break;
        }
        // Possessives and objects are not subjects: "the court's decision …", "by the prosecutor …".
        let possessive = between.starts_with(['’', '\'']);
        let governor = s.before(m.range.start).find(|word| !w.articles.contains(word));
        let governed =
            governor.as_ref().is_some_and(|word| w.governs.contains(word)) || owner_or_object(s, m);
        if !possessive && !governed {
            let adjacent = count_words(between) == 0;
            if adjacent && !governor.is_some_and(|word| w.locates.contains(&word)) {
                registry.nominative(m.source, s.get(m.range.clone()), w);
            }
            return Some(m.source);
        }
        // "The head of the service said": nobody else is the subject.
        let belongs = governor.is_some_and(|word| s.lexicon.place.opens.contains(&word));
        of = of.or((belongs && !possessive).then_some(m.source));
    }
    of
}

/// The source is named in the case of an object, or as the owner of what follows.
fn owner_or_object(s: &Spoken<'_>, m: &Mention) -> bool {
    let says = &s.lexicon.says;
    let oblique = says.oblique.as_ref().is_some_and(|ways| ways.is_match(s.get(m.range.clone())));
    let after = s.get(m.range.end..s.range.end);
    oblique
        || says
            .possessed
            .as_ref()
            .is_some_and(|ways| ways.find(after.trim_start()).is_some_and(|p| p.start() == 0))
}

/// Where the quotation opens that closes right at the end of `before`.
fn quotation_before(before: &str) -> Option<usize> {
    let end = before.trim_end_matches([' ', '\u{a0}', '—', '–', '-', ',']);
    end.ends_with(['”', '»']).then(|| end.find(['“', '«', '„'])).flatten()
}

/// A person who is named right at `at` and was not met before.
fn person_at(s: &Spoken<'_>, at: usize, names: &mut Names, registry: &mut Registry) -> Option<SourceIx> {
    let first = s.get(at..s.range.end).split_whitespace().next()?.to_lowercase();
    let first = first.trim_matches(|c: char| !c.is_alphanumeric());
    if s.lexicon.words.he.iter().any(|w| w == first) {
        return names.last_speaker().or_else(|| names.last_person(registry, &s.lexicon.words));
    }
    if s.lexicon.words.they.iter().any(|w| w == first) {
        return names.last_body(s.mentions);
    }
    let end = s.get(at..s.range.end).find([',', ';', '.', '(']).map_or(s.range.end, |n| at + n);
    unknown_person(s.text, at..end, s.lexicon, names, registry)
}
