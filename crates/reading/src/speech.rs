//! Who says what inside a sentence, and across the sentences of a quotation.

use std::ops::Range;

use crate::lexicon::{Lexicon, words};
use crate::mention::Mention;
use crate::source::Registry;
use crate::{SourceIx, SourceKind};

/// Words that somebody is said to have said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Speech {
    pub(crate) source: SourceIx,
    /// What is theirs, as bytes of the text.
    pub(crate) content: Range<usize>,
    /// The verb or phrase that says so.
    pub(crate) verb: Range<usize>,
}

/// A subject of a verb of saying stands no further before it than this.
const SUBJECT: usize = 160;
/// A document follows "according to" within this many bytes.
const DOCUMENT: usize = 4;
/// "According to" is followed by its source within this many bytes.
const ACCORDING: usize = 120;

/// What a sentence leaves open for the next one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Carry {
    /// A quotation that has not been closed, and whose it is.
    quote: Option<SourceIx>,
    /// The last body that published a document ("the press release states").
    document: Option<SourceIx>,
}

/// The speeches of one sentence, and the quotation it stands in.
pub(crate) fn speeches(
    text: &str,
    sentence: Range<usize>,
    mentions: &[Mention],
    lexicon: &Lexicon,
    registry: &Registry,
    carry: &mut Carry,
) -> Vec<Speech> {
    let Some(body) = text.get(sentence.clone()) else { return Vec::new() };
    let at = |r: Range<usize>| r.start + sentence.start..r.end + sentence.start;
    let mut found = Vec::new();
    let quoted_before = carry.quote;

    if let Some(source) = quoted_before {
        let end = closing(body).map_or(sentence.end, |n| sentence.start + n);
        found.push(Speech { source, content: sentence.start..end, verb: sentence.start..sentence.start });
    }
    for according in words(&lexicon.says.according, body).map(at) {
        let source = mentions
            .iter()
            .filter(|m| {
                m.range.start >= according.start
                    && m.range.start - according.end.min(m.range.start) <= ACCORDING
            })
            .min_by_key(|m| m.range.start);
        // "According to the latest press release": of the body that was last said to have published one.
        let document = || {
            let after = text.get(according.end..sentence.end).unwrap_or_default();
            let named = words(&lexicon.says.document, after).any(|r| r.start <= DOCUMENT);
            carry.document.filter(|_| named)
        };
        if let Some(source) = source.map(|m| m.source).or_else(document) {
            found.push(Speech { source, content: sentence.clone(), verb: according });
        }
    }
    for verb in words(&lexicon.says.verbs, body).map(at) {
        // "не сообщила": nothing is said.
        let before = text.get(sentence.start..verb.start).unwrap_or_default();
        let word = before.trim_end().rsplit(char::is_whitespace).next().unwrap_or_default().to_lowercase();
        if lexicon.words.negation.contains(&word) {
            continue;
        }
        let subject = subject_of(text, &verb, mentions, lexicon, registry);
        let inverted = || {
            // “…”, said X; «…», — заявил X
            let closes = text
                .get(sentence.start..verb.start)
                .map(|t| t.trim_end_matches([' ', '\u{a0}', '—', '–', '-']))
                .is_some_and(|t| t.ends_with(['”', '"', '»', ',']));
            let next = mentions.iter().find(|m| m.range.start >= verb.end && m.range.start - verb.end <= 6);
            next.filter(|_| closes).map(|m| (m.source, sentence.start..verb.start))
        };
        let document = || {
            let before = text.get(sentence.start..verb.start).unwrap_or_default();
            let named = words(&lexicon.says.document, before).any(|r| before.len() - r.end <= 24);
            carry.document.filter(|_| named).map(|source| (source, verb.end..sentence.end))
        };
        let speech =
            subject.map(|source| (source, verb.end..sentence.end)).or_else(inverted).or_else(document);
        if let Some((source, content)) = speech {
            // The sentence that ends with its speaker: "…” the petition says."
            let tail = text.get(verb.end..sentence.end).unwrap_or_default();
            let quote_before = text.get(sentence.start..verb.start).is_some_and(|t| t.contains(['”', '»']));
            let content = if tail.trim_matches(|c: char| !c.is_alphanumeric()).is_empty() && quote_before {
                sentence.start..verb.start
            } else {
                content
            };
            found.push(Speech { source, content, verb });
        }
    }
    for as_said in words(&lexicon.says.as_said, body).map(at) {
        let before = text.get(sentence.start..as_said.start).unwrap_or_default();
        let said_so =
            mentions.iter().rfind(|m| m.range.end <= as_said.start && as_said.start - m.range.end <= 4);
        if let Some(m) = said_so
            && before
                .get(..m.range.start - sentence.start)
                .is_some_and(|t| t.trim_end().to_lowercase().ends_with(lexicon.words.as_said.as_str()))
        {
            found.push(Speech { source: m.source, content: sentence.clone(), verb: as_said });
        }
    }

    for speech in &mut found {
        cut_at_turn(body, sentence.start, speech, lexicon);
    }
    if words(&lexicon.says.document, body).next().is_some() {
        let publisher = mentions.iter().find(|m| matches!(registry.kind(m.source), k if k.account() != crate::Account::Defence && k != SourceKind::Press));
        carry.document = publisher.map(|m| m.source).or(carry.document);
    }
    carry.quote = match open_quote(body, quoted_before.is_some()) {
        QuoteState::Closed => None,
        QuoteState::Open => found.iter().max_by_key(|s| s.verb.start).map(|s| s.source).or(quoted_before),
    };
    found
}

/// "…, although …" turns from what somebody says to what the author sets against it. To give an author's words to a
/// speaker is the graver mistake, so what lies beyond the turn is left to the author.
fn cut_at_turn(body: &str, start: usize, speech: &mut Speech, lexicon: &Lexicon) {
    let lower = body.to_lowercase();
    if lower.len() != body.len() {
        return;
    }
    for turn in &lexicon.words.turns {
        for (at, _) in lower.match_indices(turn.as_str()) {
            let quoted = body.get(..at).is_some_and(|b| b.matches('“').count() > b.matches('”').count());
            let at = at + start;
            if quoted || !speech.content.contains(&at) {
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

impl Carry {
    /// A block has ended; the next one begins with `next`. A quotation goes on only where it is opened again or
    /// closed later: marks that never close must not give the rest of the page to one speaker.
    pub(crate) fn end_block(&mut self, next: &str, rest_of_entry: &str) {
        let reopened = next.trim_start().starts_with(['“', '"', '«', '„']);
        let closes_later =
            match (rest_of_entry.find('”').or_else(|| rest_of_entry.find('»')), rest_of_entry.find('“'))
            {
                (Some(close), Some(open)) => close < open,
                (Some(_), None) => true,
                (None, _) => false,
            };
        if !reopened && !closes_later {
            self.quote = None;
        }
    }

    /// A sentence that ends with a colon hands its speaker to the quotation that follows.
    pub(crate) fn hand_over(&mut self, sentence: &str, speeches: &[Speech]) {
        if sentence.trim_end().ends_with(':')
            && let Some(last) = speeches.iter().max_by_key(|s| s.verb.start)
        {
            self.quote = Some(last.source);
        }
    }
}

enum QuoteState {
    Open,
    Closed,
}

fn open_quote(body: &str, mut open: bool) -> QuoteState {
    for c in body.chars() {
        match c {
            '“' | '«' | '„' => open = true,
            '”' | '»' => open = false,
            _ => {}
        }
    }
    if open { QuoteState::Open } else { QuoteState::Closed }
}

/// Where a quotation that was open at the start of `body` closes.
fn closing(body: &str) -> Option<usize> {
    body.find(['”', '»']).filter(|&close| body.find(['“', '«']).is_none_or(|open| close < open || open == 0))
}

/// The source that is the subject of `verb`: the last one before it in its clause, allowing for an apposition.
fn subject_of(
    text: &str,
    verb: &Range<usize>,
    mentions: &[Mention],
    lexicon: &Lexicon,
    registry: &Registry,
) -> Option<SourceIx> {
    let near =
        mentions.iter().rev().filter(|m| m.range.end <= verb.start && verb.start - m.range.end <= SUBJECT);
    for m in near {
        let between = text.get(m.range.end..verb.start)?;
        // Possessives and objects are not subjects: "the court's decision …", "by the prosecutor …".
        let possessive = between.starts_with(['’', '\'']);
        let before = text.get(..m.range.start)?.trim_end().to_lowercase();
        let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
        let object = lexicon.words.governs.iter().any(|g| g == word);
        let stops = between.matches([';', '.', '!', '?', '”', '“', '«', '»']).count();
        let kind = registry.kind(m.source);
        let speaks = !matches!(kind, SourceKind::Press);
        if stops > 0 {
            return None;
        }
        if speaks && !possessive && !object {
            return Some(m.source);
        }
    }
    None
}
