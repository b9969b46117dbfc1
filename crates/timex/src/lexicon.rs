//! The time words of a language, read from `lexicon/<language>/time.toml` and compiled once.

mod error;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde::Deserialize;

use crate::class::{Class, value_of};
use crate::compound::{Compound, halves};
use crate::endings::Endings;
use crate::letter::{Hash, Letters, folded};
use crate::numeral::{Numeral, Role};
use crate::pattern::{Builder, Element, Forms, Gives, Reader};
use crate::vocabulary::Vocabulary;

pub use self::error::LexiconError;

/// A word as a member of a class.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sense {
    pub(crate) element: Element,
    pub(crate) value: i32,
    /// Further words of a phrase, as a number in the lexicon's list; 0 for a single word.
    pub(crate) phrase: u32,
    /// Counts only with a capital letter.
    pub(crate) proper: bool,
    /// Means something else as well: alone it counts only after a preposition.
    pub(crate) weak: bool,
}

impl Sense {
    fn of(element: Element) -> Self {
        Self { element, value: 0, phrase: 0, proper: false, weak: false }
    }
}

/// What letters glued to a number make of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Suffix {
    Ordinal,
    Decade,
    Both,
    /// The number stays what it is.
    Ending,
    /// Between hours and minutes: "14h30".
    Clock,
    /// A decade after a round number, else the number stays what it is: "1990-х", "3-х".
    DecadeEnding,
}

/// Order of the parts of `05/01/2022` where the text itself does not show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum SlashOrder {
    DayFirst,
    MonthFirst,
    /// Readers differ; both readings are kept.
    Either,
}

/// What a language's annotation guidelines may count as no time expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Apart {
    /// The age of a person.
    Age,
    /// "Now", "soon".
    Reference,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    slash_order: SlashOrder,
    #[serde(default)]
    apart: Vec<Apart>,
    #[serde(default)]
    proper: Vec<String>,
    #[serde(default)]
    weak: Vec<String>,
    #[serde(default)]
    endings: BTreeMap<String, Vec<String>>,
    words: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    #[serde(default)]
    compounds: Vec<String>,
    #[serde(default)]
    parts: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    forms: Vec<FormGroup>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FormGroup {
    gives: Gives,
    form: Vec<String>,
}

#[derive(Debug, Default, Clone)]
struct Entry {
    senses: Vec<Sense>,
    suffix: Option<Suffix>,
    /// Some form begins with it.
    starts: bool,
    /// Some form may have no other word.
    alone: bool,
    /// Classes of its senses, a bit each.
    classes: u128,
    /// Some preposition of several words begins with it.
    leads: bool,
    numeral: Option<Numeral>,
    compound: Option<Compound>,
}

#[derive(Debug)]
pub(crate) struct Lexicon {
    words: Vocabulary,
    entries: Vec<Entry>,
    phrases: Vec<Vec<u32>>,
    pub(crate) forms: Forms,
    pub(crate) slash_order: SlashOrder,
    pub(crate) apart: Vec<Apart>,
    /// Some words are numerals.
    pub(crate) spells_numbers: bool,
    /// Endings of words of [words.past].
    pub(crate) past_endings: Vec<String>,
}

impl Lexicon {
    pub(crate) fn read(language: &'static str, toml: &str) -> Result<Self, LexiconError> {
        // The examples stand last and are for the tests.
        let toml = toml.split_once("\n[[examples]]").map_or(toml, |(words, _)| words);
        let file: File = toml::from_str(toml)
            .map_err(|source| LexiconError::Toml { language, source: Box::new(source) })?;
        let mut lexicon = Self {
            words: Vocabulary::default(),
            entries: vec![Entry::default()],
            phrases: vec![Vec::new()],
            forms: Forms::default(),
            slash_order: file.slash_order,
            apart: file.apart,
            spells_numbers: false,
            past_endings: Vec::new(),
        };
        let endings = Endings::new(&file.endings);
        let weak = file.weak.iter().map(|word| endings.inflected(word));
        let weak: Vec<String> = weak
            .collect::<Result<Vec<_>, _>>()
            .map_err(|problem| LexiconError::Word {
                language,
                class: "weak".to_owned(),
                key: String::new(),
                problem,
            })?
            .concat();
        for (class_name, values) in &file.words {
            for (key, words) in values {
                let bad = |problem: String| LexiconError::Word {
                    language,
                    class: class_name.clone(),
                    key: key.clone(),
                    problem,
                };
                let class = Class::named(class_name)
                    .ok_or_else(|| bad("there is no such class of words".to_owned()))?;
                let value = value_of(class, key).map_err(bad)?;
                let proper = file.proper.contains(class_name);
                for word in words {
                    if let (Class::Past, Some(ending)) = (class, word.strip_prefix('-')) {
                        lexicon.past_endings.push(folded(ending));
                        continue;
                    }
                    for word in endings.inflected(word).map_err(bad)? {
                        let weak = weak.contains(&word);
                        lexicon.add_word(&word, class, value, proper, weak);
                    }
                }
            }
        }
        let mut forms = Builder::new();
        for group in &file.forms {
            for form in &group.form {
                let mut literal = |word: &str| lexicon.literal(word, &endings);
                let step = Reader { parts: &file.parts, literal: &mut literal }.read(form);
                step.and_then(|step| forms.add(&step, group.gives))
                    .map_err(|problem| LexiconError::Form { language, form: form.clone(), problem })?;
            }
        }
        for form in &file.compounds {
            let mut literal = |word: &str| Ok(lexicon.id_of(&folded(word)));
            let step = Reader { parts: &file.parts, literal: &mut literal }.read(form);
            step.and_then(|step| halves(&step))
                .map(|[first, last]| lexicon.add_compounds(&first, &last))
                .map_err(|problem| LexiconError::Form { language, form: form.clone(), problem })?;
        }
        let all = || "all of them together".to_owned();
        lexicon.forms =
            forms.finish().map_err(|problem| LexiconError::Form { language, form: all(), problem })?;
        lexicon.finish();
        Ok(lexicon)
    }

    /// Every word of `first` with every word of `last` written after it. A word that is listed stays what it is.
    fn add_compounds(&mut self, first: &[Element], last: &[Element]) {
        let single = |side: &[Element]| -> Vec<(Box<str>, u32)> {
            let fits = |id: u32| {
                self.senses(id).iter().any(|sense| sense.phrase == 0 && side.contains(&sense.element))
            };
            let words =
                self.words.all().filter(|&(id, word)| word.chars().all(char::is_alphabetic) && fits(id));
            words.map(|(id, word)| (word.into(), id)).collect()
        };
        let (firsts, lasts) = (single(first), single(last));
        for (head, a) in &firsts {
            let chars = head.chars().count();
            for (tail, b) in &lasts {
                let word = self.id_of(&format!("{head}{tail}"));
                if let Some(entry) = self.entries.get_mut(word as usize)
                    && entry.senses.iter().all(|sense| matches!(sense.element, Element::Literal(_)))
                    && entry.compound.is_none()
                {
                    entry.compound = Some(Compound { halves: [*a, *b], chars });
                }
            }
        }
    }

    fn id_of(&mut self, word: &str) -> u32 {
        let (id, new) = self.words.number(word);
        if !new {
            return id;
        }
        self.entries.push(Entry { senses: vec![Sense::of(Element::Literal(id))], ..Entry::default() });
        id
    }

    /// Number by which a form asks for `word`, in any of the forms that its endings give.
    fn literal(&mut self, word: &str, endings: &Endings<'_>) -> Result<u32, String> {
        if !word.contains('+') {
            return Ok(self.id_of(&folded(word)));
        }
        let known = self.entries.len();
        let id = self.id_of(word);
        if self.entries.len() == known {
            return Ok(id);
        }
        for inflected in endings.inflected(word)? {
            let inflected = self.id_of(&inflected);
            if let Some(entry) = self.entries.get_mut(inflected as usize) {
                entry.senses.push(Sense::of(Element::Literal(id)));
            }
        }
        Ok(id)
    }

    fn add_word(&mut self, word: &str, class: Class, value: i32, proper: bool, weak: bool) {
        let pieces = pieces(word);
        let ids: Vec<u32> = pieces.iter().map(|piece| self.id_of(piece)).collect();
        let Some((&first, rest)) = ids.split_first() else { return };
        if class == Class::Suffix {
            let suffix = match value {
                0 => Suffix::Ordinal,
                1 => Suffix::Decade,
                2 => Suffix::Both,
                3 => Suffix::Ending,
                4 => Suffix::Clock,
                _ => Suffix::DecadeEnding,
            };
            if let Some(entry) = self.entries.get_mut(first as usize) {
                entry.suffix = Some(suffix);
            }
            return;
        }
        let role = match class {
            Class::Numeral => Some(Role::Open),
            Class::NumeralEnd => Some(Role::Last),
            Class::NumeralOrdinal => Some(Role::Ordinal),
            _ => None,
        };
        if let Some(role) = role {
            if let Some(entry) = self.entries.get_mut(first as usize) {
                entry.numeral = Some(Numeral { value: value.unsigned_abs(), role });
            }
            self.spells_numbers = true;
            return;
        }
        let phrase = if rest.is_empty() {
            0
        } else {
            self.phrases.push(rest.to_vec());
            u32::try_from(self.phrases.len() - 1).unwrap_or(0)
        };
        if let Some(entry) = self.entries.get_mut(first as usize) {
            entry.senses.push(Sense { element: Element::Class(class), value, phrase, proper, weak });
        }
    }

    fn finish(&mut self) {
        let literal: BTreeSet<u32> = self.forms.literals().collect();
        for entry in &mut self.entries {
            entry.senses.retain(|sense| match sense.element {
                Element::Literal(word) => literal.contains(&word),
                Element::Class(_) => true,
            });
            entry.starts = entry.senses.iter().any(|sense| self.forms.can_start(sense.element));
            entry.alone =
                entry.senses.iter().any(|sense| sense.phrase == 0 && self.forms.can_be_all(sense.element));
            entry.classes = entry.senses.iter().fold(0, |classes, sense| match sense.element {
                Element::Class(class) => classes | class.bit(),
                Element::Literal(_) => classes,
            });
            entry.leads = entry
                .senses
                .iter()
                .any(|sense| sense.element == Element::Class(Class::Direction) && sense.phrase != 0);
        }
    }

    /// Number of the word that stands there; 0 for a word that the lexicon does not have.
    #[inline]
    pub(crate) fn word(&self, letters: Letters, text: &str, place: Range<usize>, hash: Hash) -> u32 {
        self.words.find(letters, text, place, hash)
    }

    /// Number of a mark; 0 for one that the lexicon does not have.
    #[inline]
    pub(crate) fn mark(&self, mark: char) -> u32 {
        self.words.mark(mark)
    }

    /// Some form begins with this word.
    #[inline]
    pub(crate) fn starts(&self, word: u32) -> bool {
        self.entries.get(word as usize).is_some_and(|e| e.starts)
    }

    /// Some form may have no other word than this one.
    #[inline]
    pub(crate) fn stands_alone(&self, word: u32) -> bool {
        self.entries.get(word as usize).is_some_and(|e| e.alone)
    }

    /// The word, or a phrase that begins with it, is of this class.
    #[inline]
    pub(crate) fn has(&self, word: u32, class: Class) -> bool {
        word != 0 && self.entries.get(word as usize).is_some_and(|e| e.classes & class.bit() != 0)
    }

    /// Some preposition of several words begins with this one.
    #[inline]
    pub(crate) fn leads(&self, word: u32) -> bool {
        self.entries.get(word as usize).is_some_and(|e| e.leads)
    }

    pub(crate) fn senses(&self, word: u32) -> &[Sense] {
        self.entries.get(word as usize).map_or(&[], |e| e.senses.as_slice())
    }

    pub(crate) fn suffix(&self, word: u32) -> Option<Suffix> {
        self.entries.get(word as usize).and_then(|e| e.suffix)
    }

    pub(crate) fn numeral(&self, word: u32) -> Option<Numeral> {
        self.entries.get(word as usize).and_then(|e| e.numeral)
    }

    pub(crate) fn compound(&self, word: u32) -> Option<Compound> {
        self.entries.get(word as usize).and_then(|e| e.compound)
    }

    /// The words of a phrase after its first.
    pub(crate) fn phrase(&self, phrase: u32) -> &[u32] {
        self.phrases.get(phrase as usize).map_or(&[], Vec::as_slice)
    }
}

/// Letters together, every mark alone, no white space: the same cut that the tokenizer makes.
fn pieces(phrase: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut glue = false;
    for c in phrase.chars() {
        let letter = c.is_alphabetic();
        match out.last_mut() {
            Some(last) if letter && glue => last.push(c),
            _ if c.is_whitespace() => {}
            _ => out.push(c.to_string()),
        }
        glue = letter;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Lexicon, LexiconError};

    const HEAD: &str = "slash_order = \"either\"\n[words.month]\n1 = [\"January\"]\n";

    fn error(toml: &str) -> String {
        Lexicon::read("xx", toml).map(|_| ()).map_err(|e: LexiconError| e.to_string()).unwrap_err()
    }

    fn form(form: &str) -> String {
        error(&format!("{HEAD}[parts]\nLOOP = ['LOOP']\n[[forms]]\ngives = \"date\"\nform = ['{form}']"))
    }

    #[test]
    fn a_lexicon_with_a_mistake_says_where_it_is() {
        let cases = [
            (error("slash_order = 3"), "lexicon/xx/time.toml: TOML parse error at line 1"),
            (error(&HEAD.replace("month", "moon")), "[words.moon], `1`: there is no such class of words"),
            (error(&HEAD.replace("1 =", "13 =")), "[words.month], `13`: a number from 1 to 12 is expected"),
            (
                error("slash_order = \"either\"\n[words.unit]\nfortnight = [\"fortnight\"]"),
                "one of second, minute",
            ),
            (form("month dya"), "form `month dya`: `dya` is neither a word class nor a part"),
            (form("(month"), "a `(` without its `)`"),
            (form("month)"), "a `)` without its `(`"),
            (form("? month"), "a `?` with nothing before it"),
            (form("month | "), "an empty alternative"),
            (form("month, year"), "`,` means nothing in a form"),
            (form("LOOP"), "is part of itself"),
        ];
        for (message, expected) in cases {
            assert!(message.contains(expected), "{message}\n  does not say: {expected}");
        }
    }

    #[test]
    fn forms_that_would_explode_are_refused() {
        let bomb = "(month | day)? ".repeat(20) + "month" + &" (month | day)".repeat(20);
        assert!(form(&bomb).contains("steps in all"), "{}", form(&bomb));
    }
}
