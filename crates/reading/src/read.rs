//! The stage itself: from the text layers of a case to one [`Reading`].

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::OnceLock;

use rayon::prelude::*;
use remand_text::{BlockKind, TextLayer};
use remand_timex::{Context, Expression, Kind, Tagger, Timex, When};
use remand_vault::Item;

use crate::author::{Page, author};
use crate::dating::{self, Bounds, Dated, Order};
use crate::draft::{Draft, beside_today, counted_from_the_text, known, pages, share_between_repeats};
use crate::entry::pieces;
use crate::event::{self, Knowledge, Sentence};
use crate::language::language_of_block;
use crate::lexicon::{self, LANGUAGES, Lexicon, LexiconError};
use crate::mention::{Names, mentions};
use crate::phrase::contains_words;
use crate::relay::Relay;
use crate::sentence::sentences;
use crate::small::SmallWords;
use crate::source::Registry;
use crate::speech::{Carry, Speech, Spoken, speeches};
use crate::subject::{self, Mentioned};
use crate::way::Possible;
use crate::{
    Entry, EntryIx, NotRead, Passage, Reading, SourceIx, Subject, TimeAt, citation, nation, repeat, span,
    translation,
};

/// An item with its text.
#[derive(Clone, Copy, Debug)]
pub struct Document<'a> {
    /// The file.
    pub item: &'a Item,
    /// What it says.
    pub layer: &'a TextLayer,
}

/// What the caller knows better than the texts.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Name of the person of the case; inferred where it is not given.
    pub subject: Option<String>,
    /// ISO 639-1 code of the language of the texts, where it must not be inferred.
    pub language: Option<String>,
}

/// Everything that reading needs, compiled once.
pub struct Reader {
    tagger: Tagger,
    /// In the order of [`LANGUAGES`]; compiled once a text is in that language.
    lexicons: Vec<OnceLock<Lexicon>>,
}

/// Why the reader cannot be made. Both are faults of the program's own data.
#[derive(Debug, thiserror::Error)]
pub enum ReaderError {
    /// Of events, sources, words or law.
    #[error(transparent)]
    Lexicon(#[from] LexiconError),
    /// Of time expressions.
    #[error(transparent)]
    Time(#[from] remand_timex::LexiconError),
}

/// The language of a text that is in none of those that are read.
const OTHERWISE: &str = "en";
/// Resolving dates narrows publications, and publications resolve dates: this often is enough for both to settle.
const ROUNDS: usize = 3;

impl Reader {
    /// Compiles the lexicons that the program carries.
    ///
    /// # Errors
    ///
    /// Where one of them cannot be read: which file and why.
    pub fn new() -> Result<Self, ReaderError> {
        let lexicons: Vec<OnceLock<Lexicon>> = LANGUAGES.iter().map(|_| OnceLock::new()).collect();
        let tagger = Tagger::lazy();
        let (times, compiled) = rayon::join(|| tagger.prepare(OTHERWISE), || compile(&lexicons, OTHERWISE));
        compiled?;
        times?;
        Ok(Self { tagger, lexicons })
    }

    /// Compiles the lexicons of languages that are not in every record.
    fn prepare(&self, drafts: &[Draft]) -> Result<(), ReaderError> {
        let languages: BTreeSet<&str> =
            drafts.iter().flat_map(|d| &d.languages).map(|(_, language)| language.as_str()).collect();
        languages.into_iter().try_for_each(|language| {
            compile(&self.lexicons, language)?;
            Ok(self.tagger.prepare(language)?)
        })
    }

    /// Compiles, on all cores, the patterns that the texts will need.
    fn warm(&self, documents: &[Document<'_>], drafts: &[Draft]) {
        for (files, lexicon) in LANGUAGES.iter().zip(&self.lexicons) {
            let (language, Some(lexicon)) = (files.language, lexicon.get()) else { continue };
            let mut possible = Possible::default();
            for draft in drafts {
                let Some(text) = documents.get(draft.document).map(|d| d.layer.text.as_str()) else {
                    continue;
                };
                for block in draft.piece.blocks.iter().filter(|b| draft.language(b.start) == language) {
                    possible.join(&lexicon.index.possible(text.get(block.clone()).unwrap_or_default()));
                }
            }
            possible.warm(lexicon.ways());
        }
    }

    /// Small words of a language; `None` for one that is not read.
    ///
    /// # Errors
    ///
    /// Where its lexicon cannot be used: a fault of the program's own data.
    pub fn small_words(&self, language: &str) -> Result<Option<SmallWords<'_>>, ReaderError> {
        compile(&self.lexicons, language)?;
        Ok(self.lexicon(language).map(|lexicon| SmallWords::of(&lexicon.words)))
    }

    fn lexicon(&self, language: &str) -> Option<&Lexicon> {
        let place = LANGUAGES.iter().position(|files| files.language == language)?;
        self.lexicons.get(place)?.get()
    }

    /// Reads all documents of a case together, in the order in which they are given.
    ///
    /// # Errors
    ///
    /// Where the lexicon of a language of the texts cannot be used: a fault of the program's own data.
    pub fn read(&self, documents: &[Document<'_>], options: &Options) -> Result<Reading, ReaderError> {
        let drafts_of = |(n, d): (usize, &Document<'_>)| self.drafts(n, d, options);
        let mut drafts: Vec<Draft> = documents.par_iter().enumerate().flat_map_iter(drafts_of).collect();
        self.prepare(&drafts)?;
        let texts: Vec<&str> = drafts.iter().map(|d| d.body_text(documents)).collect();
        let repeats = repeat::repeats(&texts);
        self.date(documents, &mut drafts, &repeats);
        let translated = translation::of_drafts(documents, &drafts);

        let ((), subject) =
            rayon::join(|| self.warm(documents, &drafts), || self.subject(documents, &drafts, options));
        let mentioned = Mentioned::of(subject.as_ref());
        let nation = nation::most_named(texts.iter().copied());
        let mut out = Assembly { registry: Registry::default(), reading: Reading::default() };
        let mut names =
            Names::new(subject.as_ref().map(|s| s.name.clone()), mentioned.forms.clone(), nation.clone());
        for (n, draft) in drafts.iter().enumerate() {
            let Some(document) = documents.get(draft.document) else { continue };
            let repeats = repeats.get(n).copied().flatten().or_else(|| translated.get(n).copied().flatten());
            self.entry(document, draft, EntryIx(n), repeats, &mentioned, &mut names, &mut out);
        }
        out.reading.not_read = self.not_read(documents, options);
        out.reading.subject = subject;
        out.reading.state = nation;
        Ok(out.finish())
    }

    /// The pieces of one document, with their time expressions.
    fn drafts(&self, document: usize, d: &Document<'_>, options: &Options) -> Vec<Draft> {
        let text = &d.layer.text;
        let languages: Vec<(Range<usize>, String)> = d
            .layer
            .blocks
            .iter()
            .map(|b| (b.span.clone(), language_of_block(text, b.span.clone(), d.layer, options)))
            .collect();
        let used: BTreeSet<&str> = languages.iter().map(|(_, l)| l.as_str()).collect();
        let mut found: Vec<Expression> = Vec::new();
        for language in &used {
            let mine: Vec<&Range<usize>> =
                languages.iter().filter(|(_, l)| l == language).map(|(r, _)| r).collect();
            let all = self.tagger.find(text, language);
            found.extend(all.into_iter().filter(|e| used.len() == 1 || holds(&mine, e.start)));
        }
        found.sort_by_key(|e| e.start);
        let days: Vec<Range<usize>> = found
            .iter()
            .filter(|e| {
                matches!(e.kind, Kind::Date | Kind::Time)
                    && e.explicit().is_some_and(|w| w.only_day().is_some())
            })
            .map(|e| e.start..e.end)
            .collect();
        let pieces = pieces(d.layer, &days);
        let alone = pieces.len() == 1;
        pieces
            .into_iter()
            .map(|piece| Draft {
                document,
                expressions: found
                    .iter()
                    .filter(|e| piece.span.start <= e.start && e.end <= piece.span.end)
                    .cloned()
                    .collect(),
                languages: languages
                    .iter()
                    .filter(|(r, _)| piece.span.start <= r.start && r.start < piece.span.end)
                    .cloned()
                    .collect(),
                piece,
                times: Vec::new(),
                bounds: Bounds::default(),
                alone,
            })
            .collect()
    }

    /// Publications and the values of time expressions, each from the other.
    fn date(&self, documents: &[Document<'_>], drafts: &mut [Draft], repeats: &[Option<usize>]) {
        let explicit: Vec<Vec<When>> =
            drafts.iter().map(|d| d.expressions.iter().filter_map(Expression::explicit).collect()).collect();
        let mut order = Order::NewestFirst;
        for round in 0..=ROUNDS {
            let mut bounds: Vec<Bounds> = Vec::with_capacity(drafts.len());
            for n in 0..drafts.len() {
                let known = known(drafts, &explicit, n);
                let document = drafts.get(n).map(|d| d.document);
                let above = (0..n)
                    .rev()
                    .take_while(|&m| drafts.get(m).map(|d| d.document) == document)
                    .find_map(|m| bounds.get(m).filter(|b| b.first.is_some()));
                let Some(draft) = drafts.get_mut(n) else { continue };
                let Some(document) = documents.get(draft.document) else { continue };
                let published = draft.bounds.near(above, order).when();
                let context = Context { published: &published, known: &known };
                draft.times = remand_timex::resolve(&document.layer.text, &draft.expressions, &context);
                bounds.push(self.own_bounds(document, draft, round == 0));
            }
            if round == ROUNDS {
                break;
            }
            for page in pages(drafts) {
                let Some(page) = bounds.get_mut(page) else { continue };
                if page.len() > 1 {
                    order = dating::order(page).unwrap_or(Order::NewestFirst);
                    dating::between_neighbours(page, order);
                }
            }
            share_between_repeats(&mut bounds, repeats);
            for (draft, bounds) in drafts.iter_mut().zip(bounds) {
                draft.bounds = bounds;
            }
        }
    }

    fn own_bounds(&self, document: &Document<'_>, draft: &Draft, only_explicit: bool) -> Bounds {
        let text = &document.layer.text;
        if let Some(day) = draft.day_of(draft.piece.date_line.as_ref()) {
            return Bounds::exact(day, "the date line above it says so");
        }
        let mut made = None;
        let metadata = &document.layer.metadata;
        if draft.alone
            && let Some(day) = metadata.date.as_deref().and_then(|d| d.get(..10)).and_then(|d| d.parse().ok())
        {
            let origin = metadata.date_origin.as_deref().unwrap_or("the file's own data");
            // When a file was scanned or saved is not when its text was written.
            if !origin.contains("Creat") && !origin.contains("odif") && !origin.contains("docProps") {
                return Bounds::exact(day, &format!("{origin} says so"));
            }
            made = Some((day, origin));
        }
        // A ruling that was made out later than it is dated was not known on its date.
        if made.is_none()
            && let Some(day) = draft.day_of(draft.piece.signed_line.as_ref())
        {
            return Bounds::exact(day, "the line that dates it says so");
        }
        let sentences = self.sentences_with_times(text, draft);
        let dates: Vec<Dated<'_>> = draft
            .times
            .iter()
            .filter(|t| !only_explicit || t.anchor == remand_timex::Anchor::Explicit)
            .filter(|t| !counted_from_the_text(draft, t))
            .map(|timex| Dated {
                timex,
                future: self.to_come(text, draft, &sentences, timex),
                today: beside_today(text, draft, timex),
            })
            .collect();
        let mut bounds = dating::own(&dates, |range| text.get(range).unwrap_or_default().to_owned());
        if let Some((day, origin)) = made {
            bounds.not_after(day, || format!("the file was made that day ({origin})"));
        }
        bounds
    }

    /// Sentences of the blocks that hold a time, in order: each block is split once, however many times it holds.
    fn sentences_with_times(&self, text: &str, draft: &Draft) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        for block in &draft.piece.blocks {
            let Some(lexicon) = self.lexicon(draft.language(block.start)) else { continue };
            let next = draft.times.partition_point(|t| t.start < block.start);
            if draft.times.get(next).is_some_and(|t| t.end <= block.end) {
                found.extend(sentences(text, block.clone(), &lexicon.words));
            }
        }
        found
    }

    /// The words before a date in its sentence speak of something to come.
    fn to_come(&self, text: &str, draft: &Draft, sentences: &[Range<usize>], timex: &Timex) -> bool {
        let Some(sentence) = sentences.get(sentences.partition_point(|s| s.end <= timex.start)) else {
            return false;
        };
        if timex.start < sentence.start {
            return false;
        }
        let Some(lexicon) = self.lexicon(draft.language(sentence.start)) else { return false };
        let before = text.get(sentence.start..timex.start).unwrap_or_default().to_lowercase();
        let around = text.get(sentence.clone()).unwrap_or_default().to_lowercase();
        let owed = matches!(timex.direction, remand_timex::Direction::By);
        lexicon.words.planned.iter().any(|w| contains_words(&before, w))
            || owed && lexicon.words.demanded.iter().any(|w| contains_words(&around, w))
    }

    fn subject(&self, documents: &[Document<'_>], drafts: &[Draft], options: &Options) -> Option<Subject> {
        let mut names = subject::Names::default();
        let each = |take: &mut dyn FnMut(&str, &Lexicon)| {
            for draft in drafts {
                let Some(text) = documents.get(draft.document).map(|d| d.layer.text.as_str()) else {
                    continue;
                };
                for block in &draft.piece.blocks {
                    let Some(lexicon) = self.lexicon(draft.language(block.start)) else { continue };
                    for s in sentences(text, block.clone(), &lexicon.words) {
                        take(text.get(s).unwrap_or_default(), lexicon);
                    }
                }
            }
        };
        let mut subject = match &options.subject {
            Some(name) => Subject { name: name.clone(), variants: vec![name.clone()], inferred: false },
            None => {
                each(&mut |s, lexicon| names.read(s, lexicon));
                for to in documents.iter().filter_map(|d| d.layer.metadata.to.as_deref()) {
                    names.recipient(to);
                }
                names.subject()?
            }
        };
        let mentioned = Mentioned::of(Some(&subject));
        let mut forms: BTreeMap<String, usize> = BTreeMap::new();
        each(&mut |s, lexicon| {
            for form in mentioned.forms_in(s, lexicon) {
                *forms.entry(form).or_default() += 1;
            }
        });
        let mut forms: Vec<_> = forms.into_iter().collect();
        forms.sort_by_key(|(form, count)| (std::cmp::Reverse(*count), form.clone()));
        for (form, _) in forms {
            if mentioned.is_theirs(&form) && !subject.variants.contains(&form) {
                subject.variants.push(form);
            }
        }
        let full = subject.variants.iter().filter(|form| mentioned.is_full_name(form)).map(String::as_str);
        if subject.inferred
            && let Some(lexicon) = self.main_lexicon(drafts)
            && let Some(best) = subject::nominative(full, &lexicon.words)
            && !best.is_ascii()
        {
            subject.name = best.to_owned();
        }
        Some(subject)
    }

    /// The words of the language that most of the texts are in.
    fn main_lexicon(&self, drafts: &[Draft]) -> Option<&Lexicon> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for (range, language) in drafts.iter().flat_map(|d| &d.languages) {
            *counts.entry(language).or_default() += range.len();
        }
        let most =
            counts.into_iter().max_by_key(|(language, count)| (*count, std::cmp::Reverse(*language)))?;
        self.lexicon(most.0)
    }

    /// Reads one entry: its author, sentences, claims, durations and citations.
    #[expect(
        clippy::too_many_arguments,
        reason = "one call site; each is a different thing the entry is read with"
    )]
    fn entry(
        &self,
        document: &Document<'_>,
        draft: &Draft,
        ix: EntryIx,
        repeats: Option<usize>,
        subject: &Mentioned,
        names: &mut Names,
        out: &mut Assembly,
    ) {
        let text = document.layer.text.as_str();
        let passage = |r: &Range<usize>| Passage { item: document.item.id, start: r.start, end: r.end };
        let language = draft.language(draft.piece.span.start);
        let Some(lexicon) = self.lexicon(language).or_else(|| self.lexicon(OTHERWISE)) else { return };
        let page = Page { document, blocks: &draft.piece.blocks, alone: draft.alone };
        let author = author(&page, lexicon, subject, names, &mut out.registry);
        names.begin_entry(author);
        let entry = Entry {
            passage: passage(&draft.piece.span),
            headline: draft.piece.headline.as_ref().map(passage),
            published: draft.bounds.when(),
            published_why: draft.bounds.why(),
            same_text_as: repeats.map(EntryIx),
            author,
        };
        out.reading.times.extend(draft.times.iter().map(|t| TimeAt {
            passage: passage(&(t.start..t.end)),
            entry: ix,
            timex: t.clone(),
        }));
        let signed = draft.day_of(draft.piece.signed_line.as_ref()).map(When::day);
        let mut carry = Carry::default();
        let mut relay = Relay::default();
        let mut subject_known = draft
            .piece
            .headline
            .as_ref()
            .is_some_and(|h| subject.in_text(text.get(h.clone()).unwrap_or_default()));
        let subject_in_item = subject.in_text(text) || subject.in_text(&document.item.name);
        let mut since_named = 0_usize;
        for (n, block) in draft.piece.blocks.iter().enumerate() {
            let Some(lexicon) = self.lexicon(draft.language(block.start)) else { continue };
            let words_of_block = text.get(block.clone()).unwrap_or_default();
            let header = document.layer.blocks.iter().any(|b| {
                b.kind == BlockKind::Header && b.span.start <= block.start && block.end <= b.span.end
            });
            relay.block(words_of_block, header, lexicon, subject, names, &mut out.registry);
            names.begin_block();
            for range in sentences(text, block.clone(), &lexicon.words) {
                let body = text.get(range.clone()).unwrap_or_default();
                if subject.in_text(body) {
                    subject_known = true;
                    since_named = 0;
                } else {
                    since_named += 1;
                }
                let possible = lexicon.index.possible(body);
                names.begin_sentence();
                names.begin_sentence();
                let mentions = mentions(text, range.clone(), &possible, lexicon, names, &mut out.registry);
                let last_named = mentions.last().map_or(range.start, |m| m.range.end);
                if subject.in_text(text.get(last_named..range.end).unwrap_or_default()) {
                    names.subject_spoken_of();
                }
                let spoken = Spoken { text, range: range.clone(), mentions: &mentions, lexicon };
                let mut said = speeches(&spoken, names, &mut out.registry, &mut carry);
                carry.hand_over(body, &said);
                if let Some(source) = relay.writer(text, &range) {
                    said.push(Speech {
                        source,
                        content: range.clone(),
                        verb: range.start..range.start,
                        denies: false,
                    });
                }
                relay.sentence(body, lexicon, &mut out.registry);
                let first = draft.times.partition_point(|t| t.start < range.start);
                let of_sentence = draft.times.iter().skip(first).take_while(|t| t.start < range.end);
                let times: Vec<Timex> = of_sentence.filter(|t| t.end <= range.end).cloned().collect();
                let sentence = Sentence {
                    text,
                    range,
                    times: &times,
                    possible: &possible,
                    mentions: &mentions,
                    speeches: &said,
                    entry: ix,
                    of: &entry,
                    signed: signed.as_ref(),
                    subject_known: subject_known && since_named <= 4,
                    subject_in_item,
                };
                let knowledge = Knowledge { lexicon, registry: &out.registry, subject };
                let mut claims = event::claims(&sentence, &knowledge);
                let citations = citation::citations(&sentence, lexicon);
                citation::meanings(text, &citations, &mut claims);
                let durations = span::durations(&sentence, lexicon, &claims);
                span::not_its_own_start(&durations, &mut claims);
                out.reading.durations.extend(durations);
                out.reading.claims.extend(claims);
                out.reading.citations.extend(citations);
            }
            let next = draft.piece.blocks.get(n + 1).and_then(|b| text.get(b.clone())).unwrap_or_default();
            let rest = text.get(block.end..draft.piece.span.end).unwrap_or_default();
            carry.end_block(next, rest);
        }
        out.reading.entries.push(entry);
    }

    fn not_read(&self, documents: &[Document<'_>], options: &Options) -> Vec<NotRead> {
        let mut out: Vec<NotRead> = Vec::new();
        for d in documents {
            let languages: BTreeSet<String> = d
                .layer
                .blocks
                .iter()
                .map(|b| language_of_block(&d.layer.text, b.span.clone(), d.layer, options))
                .collect();
            out.extend(
                languages
                    .into_iter()
                    .filter(|l| lexicon::files(l).is_none())
                    .map(|language| NotRead { item: d.item.id, language }),
            );
        }
        out
    }
}

/// Compiles the lexicon of `language`, if there is one and it has not been needed yet.
fn compile(lexicons: &[OnceLock<Lexicon>], language: &str) -> Result<(), LexiconError> {
    for (files, lexicon) in LANGUAGES.iter().zip(lexicons) {
        if files.language == language && lexicon.get().is_none() {
            let compiled = Lexicon::compile(files)?;
            lexicon.get_or_init(|| compiled);
        }
    }
    Ok(())
}

/// What is being put together.
struct Assembly {
    registry: Registry,
    reading: Reading,
}

impl Assembly {
    /// The reading, with each source under one index however often it was met.
    fn finish(mut self) -> Reading {
        let (sources, places) = self.registry.into_sources();
        let place = |ix: &mut SourceIx| *ix = places.get(ix).copied().unwrap_or(*ix);
        self.reading.entries.iter_mut().for_each(|entry| place(&mut entry.author));
        for claim in &mut self.reading.claims {
            place(&mut claim.asserter);
            claim.via.iter_mut().for_each(place);
            let asserter = claim.asserter;
            claim.via.retain(|link| *link != asserter);
            claim.via.dedup();
        }
        self.reading.sources = sources;
        self.reading
    }
}

fn holds(ranges: &[&Range<usize>], at: usize) -> bool {
    let next = ranges.partition_point(|r| r.start <= at);
    next.checked_sub(1).and_then(|n| ranges.get(n)).is_some_and(|r| at < r.end)
}
