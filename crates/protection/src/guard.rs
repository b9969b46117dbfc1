//! What the marks of a case come to for one audience.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use remand_search::Stems;
use remand_vault::ItemId;

use crate::mark::{Audience, Kind, Mark, Marked};
use crate::name::{Forms, How, Name};
use crate::phrase::{self, Phrase};
use crate::placeholder::placeholder;
use crate::token::{Token, compared, places};

/// The same words of a passage are looked for elsewhere only where they are so many.
const PASSAGE: usize = 4;
/// A file name of fewer characters is looked for nowhere but in the list of items.
const FILE_NAME: usize = 5;
/// Words before and after one that fits, for initials, middle names and what has no letters.
const AROUND: usize = 8;
/// Words whose forms are kept.
const KEPT: usize = 100_000;

/// What the record knows of names and items.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Persons, each with every form of the name that was met.
    pub people: Vec<Vec<String>>,
    /// Items with all their names.
    pub items: Vec<(ItemId, Vec<String>)>,
}

#[derive(Clone, Debug)]
struct Value {
    number: u64,
    kind: Kind,
    placeholder: String,
    names: Vec<Name>,
    phrase: Option<Phrase>,
    digits: Option<String>,
    literals: Vec<String>,
}

/// A place where a protected value stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Its bytes.
    pub range: Range<usize>,
    /// Index of the value.
    value: usize,
}

/// Finds the protected values of an audience, and hides them.
pub struct Guard {
    audience: Audience,
    values: Vec<Value>,
    /// Hidden whole, with what stands there.
    items: BTreeMap<ItemId, (u64, Kind, String)>,
    names: BTreeMap<ItemId, String>,
    passages: BTreeMap<ItemId, Vec<(Range<usize>, String, usize)>>,
    hashes: Vec<(ItemId, u64, Kind)>,
    stems: Stems,
    met: Mutex<HashMap<(String, bool), Arc<Fits>>>,
    looked: RwLock<HashMap<String, Look>>,
    /// Bytes in which nothing was found.
    clean: Mutex<HashSet<ItemId>>,
}

impl std::fmt::Debug for Guard {
    /// Without the values.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Guard").field("audience", &self.audience).field("values", &self.values.len()).finish()
    }
}

/// What a word fits: value, name of it and word of that name; value and word of its phrase.
#[derive(Default)]
struct Fits {
    names: Vec<(usize, usize, usize, How)>,
    phrases: Vec<(usize, usize)>,
    together: Vec<usize>,
}

/// What a word can be part of, wherever it stands.
#[derive(Clone, Copy, Debug, Default)]
struct Look {
    names: bool,
    phrases: bool,
}

impl Value {
    /// Words of its names and of its phrase.
    fn lengths(&self) -> impl Iterator<Item = usize> {
        self.names.iter().map(Name::len).chain(self.phrase.as_ref().map(Phrase::len))
    }
}

impl Guard {
    /// For an output that is made for `audience` in `language`.
    pub fn new(marks: &[Mark], audience: Audience, known: &Known, language: &str) -> Self {
        let mut guard = Self::empty(audience);
        let hiding: Vec<&Mark> = marks.iter().filter(|mark| mark.hides_from(audience)).collect();
        for mark in &hiding {
            guard.take(mark, placeholder(mark, marks, language), known);
        }
        guard.keep_apart(known);
        guard
    }

    /// Finds what `mark` protects, whoever it hides it from.
    pub(crate) fn of_everything(mark: &Mark) -> Self {
        let mut guard = Self::empty(Audience::Public);
        guard.take(mark, String::new(), &Known::default());
        guard
    }

    fn empty(audience: Audience) -> Self {
        Self {
            audience,
            values: Vec::new(),
            items: BTreeMap::new(),
            names: BTreeMap::new(),
            passages: BTreeMap::new(),
            hashes: Vec::new(),
            stems: Stems::new(),
            met: Mutex::default(),
            looked: RwLock::default(),
            clean: Mutex::default(),
        }
    }

    fn take(&mut self, mark: &Mark, placeholder: String, known: &Known) {
        let mut value = Value {
            number: mark.number,
            kind: mark.kind,
            placeholder: placeholder.clone(),
            names: Vec::new(),
            phrase: None,
            digits: None,
            literals: Vec::new(),
        };
        match &mark.what {
            Marked::Person(name) => value.names = names_of_person(name, mark.whole_name, known, &self.stems),
            Marked::Words(words) => {
                let digits: String = words.chars().filter(char::is_ascii_digit).collect();
                if digits.len() >= phrase::DIGITS {
                    value.digits = Some(digits);
                }
                value.phrase = Phrase::of(words, &self.stems);
            }
            Marked::Passage(passage) => {
                let phrase = Phrase::of(&passage.quote, &self.stems);
                value.phrase = phrase.filter(|phrase| phrase.len() >= PASSAGE);
                let places = self.passages.entry(passage.item).or_default();
                places.push((passage.start..passage.end, passage.quote.clone(), self.values.len()));
            }
            Marked::ItemName(id) | Marked::Item(id) => {
                let named = known.items.iter().filter(|(item, _)| item == id).flat_map(|(_, names)| names);
                value.literals = named.flat_map(|name| literals(name)).collect();
                self.names.insert(*id, placeholder.clone());
                if matches!(mark.what, Marked::Item(_)) {
                    self.items.insert(*id, (mark.number, mark.kind, placeholder));
                    self.hashes.push((*id, mark.number, mark.kind));
                }
            }
        }
        self.values.push(value);
    }

    /// Words of names that persons have who are not protected do not stand for those who are.
    fn keep_apart(&mut self, known: &Known) {
        let of = |group: &Vec<String>| -> Vec<Name> {
            group.iter().filter_map(|name| Name::of(name, &self.stems)).collect()
        };
        let groups: Vec<Vec<Name>> = known.people.iter().map(of).collect();
        let own = |value: &Value, group: &[Name]| value.names.iter().any(|name| is_same(name, group));
        let others: Vec<Vec<Name>> =
            groups.into_iter().filter(|group| !self.values.iter().any(|value| own(value, group))).collect();
        for value in &mut self.values {
            for name in &mut value.names {
                others.iter().flatten().for_each(|other| name.apart_from(other));
            }
        }
    }

    /// For whom.
    pub fn audience(&self) -> Audience {
        self.audience
    }

    /// Nothing is hidden from this audience.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Bytes with this digest were searched, and nothing was found.
    pub(crate) fn is_clean(&self, bytes: ItemId) -> bool {
        self.clean.lock().unwrap_or_else(PoisonError::into_inner).contains(&bytes)
    }

    pub(crate) fn set_clean(&self, bytes: ItemId) {
        let mut clean = self.clean.lock().unwrap_or_else(PoisonError::into_inner);
        if clean.len() >= KEPT {
            clean.clear();
        }
        clean.insert(bytes);
    }

    /// A value has letters of East Asia.
    pub(crate) fn has_east_asian(&self) -> bool {
        let is = |c: char| c >= '\u{3000}';
        let words = self.values.iter().flat_map(|value| {
            let names = value.names.iter().flat_map(Name::words);
            names
                .chain(value.phrase.iter().flat_map(Phrase::words))
                .chain(value.literals.iter().map(String::as_str))
        });
        words.flat_map(str::chars).any(is)
    }

    /// What stands in the place of a whole item; `None` where it is shown.
    pub fn hides_item(&self, item: ItemId) -> Option<&str> {
        self.items.get(&item).map(|(_, _, placeholder)| placeholder.as_str())
    }

    /// What stands in the place of the name of an item; `None` where the name is shown.
    pub fn hides_name(&self, item: ItemId) -> Option<&str> {
        self.names.get(&item).map(String::as_str)
    }

    /// An item of which anything was hidden: nothing may show its digest any more, which leads to the item.
    pub fn hide_digest(&mut self, item: ItemId) {
        let first = self.values.first().map(|value| (value.number, value.kind));
        if let Some((number, kind)) = first
            && !self.hashes.iter().any(|(known, _, _)| *known == item)
        {
            self.hashes.push((item, number, kind));
            self.clean.get_mut().unwrap_or_else(PoisonError::into_inner).clear();
        }
    }

    /// Entry of the journal and kind of the first mark that a hit falls under.
    pub fn mark_of(&self, hit: &Hit) -> (u64, Kind) {
        self.values.get(hit.value).map_or((0, Kind::Other), |value| (value.number, value.kind))
    }

    pub(crate) fn hashes(&self) -> &[(ItemId, u64, Kind)] {
        &self.hashes
    }

    /// A protected value stands in `text`.
    pub fn finds(&self, text: &str) -> bool {
        !self.hits(text).is_empty()
    }

    /// Where protected values stand in `text`, in order, none over another.
    pub fn hits(&self, text: &str) -> Vec<Hit> {
        if self.values.is_empty() || text.is_empty() {
            return Vec::new();
        }
        let mut hits = Vec::new();
        for tokens in self.fitting_words(text) {
            self.hits_among(&tokens, text, &mut hits);
        }
        for (value, known) in self.values.iter().enumerate() {
            if let Some(digits) = &known.digits {
                hits.extend(phrase::numbers(text, digits).into_iter().map(|range| Hit { range, value }));
            }
            for literal in &known.literals {
                let places = text.match_indices(literal.as_str());
                hits.extend(places.map(|(at, found)| Hit { range: at..at + found.len(), value }));
            }
        }
        apart(hits)
    }

    /// Adds where values stand among `tokens`, which follow each other in `text`.
    fn hits_among(&self, tokens: &[Token], text: &str, hits: &mut Vec<Hit>) {
        let fits: Vec<Arc<Fits>> = tokens.iter().map(|token| self.fits(token)).collect();
        for (at, (fit, token)) in fits.iter().zip(tokens).enumerate() {
            for value in &fit.together {
                hits.push(Hit { range: token.range.clone(), value: *value });
            }
            // A run may begin with an initial, which fits nothing by itself.
            let begins = fit.names.iter().map(|(value, name, _, _)| (*value, *name));
            let single = token.letters() == 1;
            let after = fits.iter().skip(at + 1).take(2).filter(|_| single);
            let after = after.flat_map(|fit| fit.names.iter().map(|(value, name, _, _)| (*value, *name)));
            let mut tried: Vec<(usize, usize)> = begins.chain(after).collect();
            tried.sort_unstable();
            tried.dedup();
            for (value, name) in tried {
                let fitting = |at: usize| {
                    let all = fits.get(at).map(|fit| fit.names.as_slice()).unwrap_or_default();
                    let mut of: Vec<(usize, How)> = all
                        .iter()
                        .filter(|fit| (fit.0, fit.1) == (value, name))
                        .map(|fit| (fit.2, fit.3))
                        .collect();
                    of.sort_by_key(|(_, how)| *how);
                    of
                };
                let Some(known) = self.values.get(value).and_then(|value| value.names.get(name)) else {
                    continue;
                };
                if let Some(found) = known.at(at, text, tokens, &fitting)
                    && let (Some(first), Some(last)) = (tokens.get(found.first), tokens.get(found.last))
                {
                    let stop =
                        found.stop && text.get(last.range.end..).is_some_and(|rest| rest.starts_with('.'));
                    let end = last.range.end + usize::from(stop);
                    hits.push(Hit { range: first.range.start..end, value });
                }
            }
            for value in fit.phrases.iter().map(|(value, _)| *value) {
                let Some(known) = self.values.get(value).and_then(|value| value.phrase.as_ref()) else {
                    continue;
                };
                let fitting = |at: usize| {
                    let all = fits.get(at).map(|fit| fit.phrases.as_slice()).unwrap_or_default();
                    all.iter().filter(|fit| fit.0 == value).map(|fit| fit.1).collect()
                };
                if let Some(last) = known.at(at, text, tokens, &fitting).and_then(|last| tokens.get(last)) {
                    hits.push(Hit { range: token.range.start..last.range.end, value });
                }
            }
        }
    }

    /// The words that fit anything with those around them that a name or a phrase can take in: most words of a text fit
    /// nothing, and are not looked at further.
    fn fitting_words(&self, text: &str) -> Vec<Vec<Token>> {
        let places = places(text);
        let looks = self.looks(text, &places);
        let longest = self.values.iter().flat_map(Value::lengths).max().unwrap_or_default();
        let least = self.values.iter().filter_map(|value| value.phrase.as_ref()).map(Phrase::least).min();
        let mut runs: Vec<Range<usize>> = Vec::new();
        let mut take = |first: usize, last: usize| {
            let (from, to) = (first.saturating_sub(AROUND), (last + longest + AROUND).min(places.len()));
            match runs.last_mut() {
                Some(run) if run.end >= from => run.end = run.end.max(to),
                _ => runs.push(from..to),
            }
        };
        let mut in_phrase = 0;
        for (at, look) in looks.iter().enumerate() {
            in_phrase = if look.phrases { in_phrase + 1 } else { 0 };
            if look.names {
                take(at, at);
            }
            if in_phrase > 0 && least.is_some_and(|least| in_phrase >= least) {
                take(at + 1 - in_phrase, at);
            }
        }
        let words = |run: Range<usize>| {
            let places = places.get(run).unwrap_or_default();
            places.iter().filter_map(|place| Token::at(text, place)).collect()
        };
        runs.into_iter().map(words).collect()
    }

    /// What each word can be part of; kept, since texts repeat their words.
    fn looks(&self, text: &str, places: &[Range<usize>]) -> Vec<Look> {
        let word = |at: usize| places.get(at).and_then(|place| text.get(place.clone())).unwrap_or_default();
        let mut looks: Vec<Option<Look>> = {
            let known = self.looked.read().unwrap_or_else(PoisonError::into_inner);
            (0..places.len()).map(|at| known.get(word(at)).copied()).collect()
        };
        let mut new: HashMap<&str, Look> = HashMap::new();
        for (at, look) in looks.iter_mut().enumerate().filter(|(_, look)| look.is_none()) {
            *look = Some(*new.entry(word(at)).or_insert_with_key(|word| self.look(word)));
        }
        if !new.is_empty() {
            let mut known = self.looked.write().unwrap_or_else(PoisonError::into_inner);
            if known.len() >= KEPT {
                known.clear();
            }
            known.extend(new.into_iter().map(|(word, look)| (word.to_owned(), look)));
        }
        looks.into_iter().map(Option::unwrap_or_default).collect()
    }

    fn look(&self, word: &str) -> Look {
        // What has no letters breaks no phrase.
        let Some(token) = Token::of(word) else { return Look { names: false, phrases: true } };
        let fits = self.fits_of(&token);
        Look {
            names: !(fits.names.is_empty() && fits.together.is_empty()),
            phrases: !fits.phrases.is_empty(),
        }
    }

    /// What a word fits; kept, since texts repeat their words.
    fn fits(&self, token: &Token) -> Arc<Fits> {
        let key = (token.plain.clone(), token.identifier);
        let lock = || self.met.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(&key) {
            return Arc::clone(known);
        }
        let fits = Arc::new(self.fits_of(token));
        let mut met = lock();
        if met.len() >= KEPT {
            met.clear();
        }
        met.insert(key, Arc::clone(&fits));
        fits
    }

    fn fits_of(&self, token: &Token) -> Fits {
        let mut fits = Fits::default();
        let forms = Forms::of(token, &self.stems);
        let stems = if self.values.iter().any(|value| value.phrase.is_some()) {
            phrase::stems_of(&token.folded, &self.stems)
        } else {
            Vec::new()
        };
        for (value, known) in self.values.iter().enumerate() {
            for (at, name) in known.names.iter().enumerate() {
                fits.names.extend(
                    name.fitting(token, &forms).into_iter().map(|(word, how)| (value, at, word, how)),
                );
                if name.written_together(token) {
                    fits.together.push(value);
                }
            }
            if let Some(phrase) = &known.phrase {
                fits.phrases
                    .extend(phrase.fitting(&token.folded, &stems).into_iter().map(|word| (value, word)));
            }
        }
        fits
    }

    /// `text` with placeholders where protected values stood.
    pub fn replace<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let hits = self.hits(text);
        if hits.is_empty() {
            return Cow::Borrowed(text);
        }
        Cow::Owned(self.with(text, hits.into_iter().map(|hit| (hit.range, hit.value))).text)
    }

    /// The text of an item with placeholders, and where its bytes went.
    pub fn edit(&self, item: ItemId, text: &str) -> Edited {
        if let Some(placeholder) = self.hides_item(item) {
            let moved = vec![(0..text.len(), 0..placeholder.len())];
            return Edited { text: placeholder.to_owned(), moved };
        }
        let mut hits = self.hits(text);
        for (range, quote, value) in self.passages.get(&item).into_iter().flatten() {
            let as_marked = text.get(range.clone()).filter(|words| *words == quote);
            match as_marked {
                Some(_) => hits.push(Hit { range: range.clone(), value: *value }),
                // Another tool read the item anew: wherever the words stand now.
                None => hits.extend(
                    text.match_indices(quote.as_str())
                        .map(|(at, words)| Hit { range: at..at + words.len(), value: *value }),
                ),
            }
        }
        self.with(text, apart(hits).into_iter().map(|hit| (hit.range, hit.value)))
    }

    fn with(&self, text: &str, hits: impl Iterator<Item = (Range<usize>, usize)>) -> Edited {
        let mut edited = Edited { text: String::with_capacity(text.len()), moved: Vec::new() };
        let mut from = 0;
        for (range, value) in hits {
            edited.text.push_str(text.get(from..range.start).unwrap_or_default());
            let start = edited.text.len();
            edited.text.push_str(self.values.get(value).map_or("[…]", |value| value.placeholder.as_str()));
            from = range.end;
            edited.moved.push((range, start..edited.text.len()));
        }
        edited.text.push_str(text.get(from..).unwrap_or_default());
        edited
    }

    /// What is printed for the name of an item.
    pub fn item_name(&self, item: ItemId, name: &str) -> String {
        self.hides_name(item).map_or_else(|| self.replace(name).into_owned(), str::to_owned)
    }
}

/// A text in which values were replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edited {
    /// The text with placeholders.
    pub text: String,
    /// Bytes before and after, in order.
    moved: Vec<(Range<usize>, Range<usize>)>,
}

impl Edited {
    /// Nothing was replaced.
    pub fn is_same(&self) -> bool {
        self.moved.is_empty()
    }

    /// Where a range of the text before stands now. One that begins or ends inside a replaced value takes in its whole
    /// placeholder.
    pub fn range(&self, range: Range<usize>) -> Range<usize> {
        let start = self.place(range.start, false);
        start..self.place(range.end, true).max(start)
    }

    fn place(&self, at: usize, end: bool) -> usize {
        let next = self.moved.partition_point(|(before, _)| before.end <= at);
        if let Some((before, after)) = self.moved.get(next)
            && before.start < at
        {
            return if end { after.end } else { after.start };
        }
        let shifted = next.checked_sub(1).and_then(|last| self.moved.get(last));
        shifted.map_or(at, |(before, after)| after.end + (at - before.end))
    }
}

/// The hits in order; those that overlap become one.
fn apart(mut hits: Vec<Hit>) -> Vec<Hit> {
    hits.sort_by_key(|hit| (hit.range.start, std::cmp::Reverse(hit.range.end), hit.value));
    let mut out: Vec<Hit> = Vec::with_capacity(hits.len());
    for hit in hits {
        match out.last_mut() {
            Some(last) if hit.range.start < last.range.end => {
                last.range.end = last.range.end.max(hit.range.end);
            }
            _ => out.push(hit),
        }
    }
    out
}

/// The marked name, and the other forms that the record has for the person.
fn names_of_person(name: &str, whole: bool, known: &Known, stems: &Stems) -> Vec<Name> {
    let Some(marked) = Name::of(name, stems) else { return Vec::new() };
    let mut names = vec![marked.clone()];
    for group in &known.people {
        // The author of a file is named after it: words that are no names, and would be found everywhere.
        let group: Vec<String> = group
            .iter()
            .filter(|name| {
                !name.contains(['.', '/'])
                    || !name.contains(char::is_lowercase)
                    || name.split_whitespace().all(|word| word.starts_with(char::is_uppercase))
            })
            .cloned()
            .collect();
        let variants: Vec<Name> = group.iter().filter_map(|name| Name::of(name, stems)).collect();
        if !is_same(&marked, &variants) {
            continue;
        }
        for (mut variant, text) in variants.into_iter().zip(&group) {
            let named =
                text.split_whitespace().all(|word| word.chars().next().is_some_and(char::is_uppercase));
            // An office that the person has is that of others too.
            let theirs = variant.shares(&marked) || (variant.len() > 1 && named);
            if compared(text) == compared(name) || !theirs {
                continue;
            }
            variant.alone_as(&marked);
            names.push(variant);
        }
    }
    if whole {
        names.retain(|name| name.len() > 1 || marked.len() == 1);
        names.iter_mut().for_each(Name::only_whole);
    }
    names
}

/// `name` is a name of the person who has these: two words are the same, or one and an initial. An initial says nothing
/// where names of both are spelled out: M. Tolle may be another child of the family.
fn is_same(name: &Name, group: &[Name]) -> bool {
    let spelled_out = name.is_spelled_out() && group.iter().any(Name::is_spelled_out);
    group.iter().any(|other| {
        if name.len() == 1 && other.len() == 1 {
            return name.shares(other);
        }
        let (full, initials) = name.common(other);
        full >= 2 || (full >= 1 && initials >= 1 && !spelled_out)
    })
}

/// A file name with its folders and without.
fn literals(name: &str) -> impl Iterator<Item = String> {
    let file = name.rsplit('/').next().unwrap_or(name);
    let both = [Some(name), Some(file).filter(|file| *file != name)];
    both.into_iter()
        .flatten()
        .filter(|name| name.chars().count() >= FILE_NAME)
        .map(str::to_owned)
        .collect::<Vec<_>>()
        .into_iter()
}
