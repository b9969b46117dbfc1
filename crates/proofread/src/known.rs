//! What the record has to say, ready to be asked: its texts by word, its dates, lengths and numbers.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use jiff::civil::Date;
use remand_chronology::OnAccount;
use remand_clock::{DetentionClock, every_account};
use remand_dossier::Record;
use remand_finding::Outcome;
use remand_reading::{Passage, Reader, ReaderError, topic_words};
use remand_search::{fold, name_keys};
use remand_timex::{Context, Tagger, Timex, When, resolve};
use remand_vault::ItemId;

use crate::Carrier;
use crate::figure::{Figure, figures, references};
use crate::lexicon::lexicon;

/// Letters by which forms of a word are compared.
const STEM: usize = 5;
/// A stem of more sentences than one in so many tells no sentence from another.
const COMMON: usize = 6;
/// Unless there are no more sentences than this with it.
const FEW: usize = 30;

/// Where a text of the record comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    Item(ItemId),
    Finding { norm: String, account: OnAccount },
    Deadline(String),
    Given(u64),
    Fixed(String),
}

/// A word of a text of the record.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// The same for all forms that differ in capitals and accents alone.
    pub(crate) word: u32,
}

/// A text of the record.
pub(crate) struct Text<'r> {
    pub(crate) origin: Origin,
    pub(crate) text: Cow<'r, str>,
    pub(crate) language: String,
    pub(crate) tokens: Vec<Token>,
    sentences: Vec<Range<usize>>,
}

/// A time expression of a text of the record.
pub(crate) struct KnownTime {
    pub(crate) text: usize,
    pub(crate) timex: Timex,
}

/// A number of a text of the record.
pub(crate) struct KnownFigure {
    pub(crate) text: usize,
    pub(crate) figure: Figure,
    /// It is part of a date or a length.
    pub(crate) timed: bool,
}

/// A word with a capital, as it is met first.
#[derive(Clone, Debug)]
pub(crate) struct Capital {
    pub(crate) text: usize,
    pub(crate) at: Range<usize>,
    pub(crate) written: String,
}

/// What is asked.
pub(crate) struct Known<'r> {
    pub(crate) record: &'r Record<'r>,
    pub(crate) day: Date,
    /// Custody as of the day, on each account.
    pub(crate) clocks: Vec<DetentionClock>,
    pub(crate) texts: Vec<Text<'r>>,
    pub(crate) times: Vec<KnownTime>,
    pub(crate) figures: Vec<KnownFigure>,
    /// Folded words with a capital.
    pub(crate) capitals: BTreeMap<String, Capital>,
    /// How names sound, with a folded word for each.
    pub(crate) sounds: BTreeMap<String, String>,
    words: BTreeMap<String, u32>,
    /// For each word the texts and places in them.
    places: Vec<Vec<(u32, u32)>>,
    stems: BTreeMap<String, Vec<(u32, u32)>>,
    sentences: usize,
}

/// How many words of a sentence each sentence of the record shares: text, sentence, count.
pub(crate) type Shared = BTreeMap<(u32, u32), usize>;

impl<'r> Known<'r> {
    pub(crate) fn new(
        record: &'r Record<'r>,
        day: Date,
        reader: &Reader,
        tagger: &Tagger,
    ) -> Result<Self, ReaderError> {
        let mut known = Self {
            record,
            day,
            clocks: clocks(record, day),
            texts: Vec::new(),
            times: Vec::new(),
            figures: Vec::new(),
            capitals: BTreeMap::new(),
            sounds: BTreeMap::new(),
            words: BTreeMap::new(),
            places: Vec::new(),
            stems: BTreeMap::new(),
            sentences: 0,
        };
        let mut times: BTreeMap<ItemId, Vec<Timex>> = BTreeMap::new();
        for time in &record.chronology.reading.times {
            times.entry(time.passage.item).or_default().push(time.timex.clone());
        }
        for (item, layer) in &record.items {
            let language = layer.language.clone().unwrap_or_else(|| "en".to_owned());
            let times = times.remove(&item.id).unwrap_or_default();
            known.add(Origin::Item(item.id), Cow::Borrowed(&layer.text), &language, times, reader)?;
        }
        let mut said: BTreeSet<&str> = BTreeSet::new();
        let told = record.findings.iter().filter(|finding| finding.outcome != Outcome::NotApplicable);
        let mut more: Vec<(Origin, String)> = Vec::new();
        for finding in told {
            let origin = Origin::Finding { norm: finding.norm.clone(), account: finding.account };
            let texts = [&finding.title, &finding.cites, &finding.summary].into_iter();
            for text in texts.chain(finding.reasons.iter().map(|reason| &reason.text)).chain(&finding.missing)
            {
                if said.insert(text) {
                    more.push((origin.clone(), text.clone()));
                }
            }
        }
        for deadline in record.deadlines {
            let words = format!("{}. {}. {}", deadline.procedure, deadline.rule, deadline.trigger);
            more.push((Origin::Deadline(deadline.procedure.clone()), words));
        }
        for given in record.given.iter().filter(|given| given.withdrawn.is_none()) {
            more.push((Origin::Given(given.number), given.sourced()));
        }
        for (origin, text) in more {
            known.add_with_times(origin, Cow::Owned(text), "en", reader, tagger)?;
        }
        known.name_the_known();
        Ok(known)
    }

    pub(crate) fn set_day(&mut self, day: Date) {
        if day != self.day {
            self.clocks = clocks(self.record, day);
            self.day = day;
        }
    }

    /// Words that carry what they say, beside those of the record.
    pub(crate) fn add_fixed(
        &mut self,
        name: &str,
        text: &str,
        language: &str,
        reader: &Reader,
        tagger: &Tagger,
    ) -> Result<(), ReaderError> {
        self.add_with_times(
            Origin::Fixed(name.to_owned()),
            Cow::Owned(text.to_owned()),
            language,
            reader,
            tagger,
        )
    }

    fn add_with_times(
        &mut self,
        origin: Origin,
        text: Cow<'r, str>,
        language: &str,
        reader: &Reader,
        tagger: &Tagger,
    ) -> Result<(), ReaderError> {
        let found = tagger.find(&text, language);
        let times = resolve(&text, &found, &Context { published: &When::day(self.day), known: &[] });
        self.add(origin, text, language, times, reader)
    }

    fn add(
        &mut self,
        origin: Origin,
        text: Cow<'r, str>,
        language: &str,
        times: Vec<Timex>,
        reader: &Reader,
    ) -> Result<(), ReaderError> {
        let small = match reader.small_words(language)? {
            Some(small) => Some(small),
            None => reader.small_words("en")?,
        };
        let at = self.texts.len();
        let number = u32::try_from(at).unwrap_or(u32::MAX);
        let words = lexicon(language);
        let mut tokens = Vec::new();
        for range in remand_search::words(&text) {
            let Some(written) = text.get(range.clone()) else { continue };
            let folded = fold(written);
            if written.starts_with(char::is_uppercase) && !self.capitals.contains_key(&folded) {
                for key in name_keys(written) {
                    self.sounds.entry(key).or_insert_with(|| folded.clone());
                }
                let capital = Capital { text: at, at: range.clone(), written: written.to_owned() };
                self.capitals.insert(folded.clone(), capital);
            }
            let next = u32::try_from(self.places.len()).unwrap_or(u32::MAX);
            let word = *self.words.entry(folded).or_insert(next);
            if word == next {
                self.places.push(Vec::new());
            }
            if let Some(places) = self.places.get_mut(word as usize) {
                places.push((number, u32::try_from(tokens.len()).unwrap_or(u32::MAX)));
            }
            let place = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
            tokens.push(Token { start: place(range.start), end: place(range.end), word });
        }
        let sentences = small.map(|small| small.sentences(&text)).unwrap_or_default();
        for (n, sentence) in sentences.iter().enumerate() {
            for stem in stems(text.get(sentence.clone()).unwrap_or_default()) {
                self.stems.entry(stem).or_default().push((number, u32::try_from(n).unwrap_or(u32::MAX)));
            }
        }
        self.sentences += sentences.len();
        if let Some(small) = small {
            let taken = references(&text, words);
            let timed = |span: &Range<usize>| {
                let next = times.partition_point(|timex| timex.end <= span.start);
                times.get(next).is_some_and(|timex| !timex.vague && timex.start < span.end)
            };
            let found = figures(&text, &taken, &small, words);
            let known =
                found.into_iter().map(|figure| KnownFigure { text: at, timed: timed(&figure.span), figure });
            self.figures.extend(known);
        }
        self.times.extend(times.into_iter().map(|timex| KnownTime { text: at, timex }));
        self.texts.push(Text { origin, text, language: language.to_owned(), tokens, sentences });
        Ok(())
    }

    /// Names that only the listings of the record have: of sources and of the person.
    fn name_the_known(&mut self) {
        let reading = &self.record.chronology.reading;
        let subject = reading.subject.iter().flat_map(|s| s.variants.iter().chain([&s.name]));
        let sources = reading.sources.iter().flat_map(|s| s.variants.iter().chain([&s.name]));
        let roles = reading.claims.iter().flat_map(|c| c.roles.iter().map(|role| &role.text));
        for name in subject.chain(sources).chain(roles) {
            for range in remand_search::words(name) {
                let Some(written) = name.get(range).filter(|w| w.starts_with(char::is_uppercase)) else {
                    continue;
                };
                let folded = fold(written);
                for key in name_keys(written) {
                    self.sounds.entry(key).or_insert_with(|| folded.clone());
                }
                let capital = || Capital { text: usize::MAX, at: 0..0, written: written.to_owned() };
                self.capitals.entry(folded).or_insert_with(capital);
            }
        }
    }

    /// The number of a folded word; `None` where no text has it.
    pub(crate) fn word(&self, folded: &str) -> Option<u32> {
        self.words.get(folded).copied()
    }

    /// Where a word stands: texts, and places among their words.
    pub(crate) fn places(&self, word: u32) -> &[(u32, u32)] {
        self.places.get(word as usize).map(Vec::as_slice).unwrap_or_default()
    }

    /// The places at which these words stand one after another, as texts and ranges of their words.
    pub(crate) fn runs<'k>(&'k self, words: &'k [u32]) -> impl Iterator<Item = (usize, Range<usize>)> + 'k {
        let rarest = words.iter().enumerate().min_by_key(|(_, word)| self.places(**word).len());
        let (offset, places) = rarest.map_or((0, &[][..]), |(at, word)| (at, self.places(*word)));
        places.iter().filter_map(move |&(text, at)| {
            let first = (at as usize).checked_sub(offset)?;
            let tokens = self.texts.get(text as usize)?.tokens.get(first..first + words.len())?;
            let same = tokens.iter().zip(words).all(|(token, word)| token.word == *word);
            same.then_some((text as usize, first..first + words.len()))
        })
    }

    /// For every sentence of the record how many words that say something it shares with these.
    pub(crate) fn shared(&self, stems: &BTreeSet<String>) -> Shared {
        let mut shared = Shared::new();
        let most = (self.sentences / COMMON).max(FEW);
        for stem in stems {
            for place in self.stems.get(stem).into_iter().flatten().take(most + 1).collect::<Vec<_>>() {
                if self.stems.get(stem).is_some_and(|places| places.len() <= most) {
                    *shared.entry(*place).or_default() += 1;
                }
            }
        }
        shared
    }

    fn sentence_at(&self, text: usize, at: usize) -> Option<usize> {
        let sentences = &self.texts.get(text)?.sentences;
        let next = sentences.partition_point(|s| s.end <= at);
        sentences.get(next).filter(|s| s.start <= at).map(|_| next)
    }

    /// How many words the sentence at a place shares.
    pub(crate) fn score(&self, shared: &Shared, text: usize, at: usize) -> usize {
        let sentence = self.sentence_at(text, at);
        let key = sentence.and_then(|n| Some((u32::try_from(text).ok()?, u32::try_from(n).ok()?)));
        key.and_then(|key| shared.get(&key)).copied().unwrap_or(0)
    }

    /// The sentence around a place.
    pub(crate) fn around(&self, text: usize, range: &Range<usize>) -> Range<usize> {
        let found = self.texts.get(text).zip(self.sentence_at(text, range.start));
        let sentence = found.and_then(|(text, n)| text.sentences.get(n).cloned());
        sentence.map_or(range.clone(), |s| s.start.min(range.start)..s.end.max(range.end))
    }

    /// What carries something that stands at a place of a text.
    pub(crate) fn carrier(&self, text: usize, range: &Range<usize>) -> Option<Carrier> {
        Some(match &self.texts.get(text)?.origin {
            Origin::Item(_) => return self.passage(text, self.around(text, range)),
            Origin::Finding { norm, account } => Carrier::Finding { norm: norm.clone(), account: *account },
            Origin::Deadline(procedure) => Carrier::Deadline { procedure: procedure.clone() },
            Origin::Given(entry) => Carrier::Given { entry: *entry },
            Origin::Fixed(name) => Carrier::Fixed { name: name.clone() },
        })
    }

    /// The words of an item at exactly this place.
    pub(crate) fn passage(&self, text: usize, range: Range<usize>) -> Option<Carrier> {
        let text = self.texts.get(text)?;
        let Origin::Item(item) = text.origin else { return None };
        let quote = text.text.get(range.clone())?.split_whitespace().collect::<Vec<_>>().join(" ");
        let passage = Passage { item, start: range.start, end: range.end };
        Some(Carrier::Passage { place: self.record.place(&passage), passage, quote })
    }

    /// What carries a passage of the record.
    pub(crate) fn of_passage(&self, passage: &Passage) -> Option<Carrier> {
        let text = self.record.items.iter().position(|(item, _)| item.id == passage.item)?;
        self.passage(text, passage.range())
    }

    /// Where something stands, in a word, and what stands there.
    pub(crate) fn told(&self, text: usize, range: &Range<usize>) -> String {
        match self.carrier(text, range) {
            Some(carrier) => said(&carrier),
            None => "the record".to_owned(),
        }
    }
}

fn clocks(record: &Record<'_>, day: Date) -> Vec<DetentionClock> {
    if day == record.as_of { record.clocks.to_vec() } else { every_account(record.chronology, day) }
}

/// A carrier in words.
pub(crate) fn said(carrier: &Carrier) -> String {
    match carrier {
        Carrier::Passage { place, quote, .. } => format!("{place} “{}”", short(quote)),
        Carrier::Clock { sum, .. } => sum.clone(),
        Carrier::Deadline { procedure } => format!("the deadline {procedure}"),
        Carrier::Finding { norm, .. } => format!("the finding on {norm}"),
        Carrier::Given { entry } => format!("what was given in entry {entry} of the journal"),
        Carrier::OwnDay { .. } => "the day of the text".to_owned(),
        Carrier::Fixed { name } => name.clone(),
    }
}

/// So many letters of a passage are printed in a line.
const SHORT: usize = 160;

fn short(quote: &str) -> String {
    if quote.chars().count() <= SHORT {
        return quote.to_owned();
    }
    let cut: String = quote.chars().take(SHORT).collect();
    format!("{} …", cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole))
}

/// The words of a text that say something, by their beginnings.
pub(crate) fn stems(text: &str) -> BTreeSet<String> {
    let topic = topic_words();
    let words = remand_search::words(text).filter_map(|range| text.get(range));
    let telling = words.filter(|word| {
        word.chars().count() > 2
            && !word.starts_with(|c: char| c.is_ascii_digit())
            && !topic.is_small(&word.to_lowercase())
    });
    telling.map(|word| stem(&fold(word))).collect()
}

/// What forms of a folded word have in common, roughly: words that say the same in other forms are not lost, and a word
/// more or less in common decides nothing.
fn stem(folded: &str) -> String {
    let letters = folded.chars().count();
    let cyrillic = folded.starts_with(|c: char| matches!(c, '\u{400}'..='\u{52f}'));
    let (word, most) = if cyrillic {
        (folded, letters.saturating_sub(2).clamp(STEM - 1, STEM))
    } else {
        (folded.strip_suffix('s').unwrap_or(folded), STEM)
    };
    word.chars().take(most).collect()
}
