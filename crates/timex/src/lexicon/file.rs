//! Reading `lexicon/<language>/time.toml`.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::{Apart, Entry, Lexicon, LexiconError, Sense, SlashOrder};
use crate::class::{Class, SUFFIXES, named, value_of};
use crate::compound::{Compound, halves};
use crate::endings::Endings;
use crate::letter::folded;
use crate::numeral::{Numeral, Role};
use crate::pattern::{Builder, Element, Forms, Gives, Reader};
use crate::vocabulary::Vocabulary;

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
            apart: file.apart.clone(),
            spells_numbers: false,
            past_endings: Vec::new(),
        };
        let endings = Endings::new(&file.endings);
        lexicon.add_words(language, &file, &endings)?;
        lexicon.forms = lexicon.read_forms(language, &file, &endings)?;
        lexicon.finish();
        Ok(lexicon)
    }

    fn add_words(
        &mut self,
        language: &'static str,
        file: &File,
        endings: &Endings<'_>,
    ) -> Result<(), LexiconError> {
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
                        self.past_endings.push(folded(ending));
                        continue;
                    }
                    for word in endings.inflected(word).map_err(bad)? {
                        let weak = weak.contains(&word);
                        self.add_word(&word, class, value, proper, weak);
                    }
                }
            }
        }
        Ok(())
    }

    /// Forms and compounds; both may name words that no class has.
    fn read_forms(
        &mut self,
        language: &'static str,
        file: &File,
        endings: &Endings<'_>,
    ) -> Result<Forms, LexiconError> {
        let wrong = |form: &str, problem| LexiconError::Form { language, form: form.to_owned(), problem };
        let mut forms = Builder::new();
        for group in &file.forms {
            for form in &group.form {
                let mut literal = |word: &str| self.literal(word, endings);
                let step = Reader { parts: &file.parts, literal: &mut literal }.read(form);
                step.and_then(|step| forms.add(&step, group.gives))
                    .map_err(|problem| wrong(form, problem))?;
            }
        }
        for form in &file.compounds {
            let mut literal = |word: &str| Ok(self.id_of(&folded(word)));
            let step = Reader { parts: &file.parts, literal: &mut literal }.read(form);
            step.and_then(|step| halves(&step))
                .map(|[first, last]| self.add_compounds(&first, &last))
                .map_err(|problem| wrong(form, problem))?;
        }
        forms.finish().map_err(|problem| wrong("all of them together", problem))
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
            if let Some(entry) = self.entries.get_mut(first as usize) {
                entry.suffix = named(SUFFIXES, value);
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
