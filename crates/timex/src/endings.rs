//! Endings of inflected words, so that a lexicon lists a stem and not its hundred forms.

use std::collections::BTreeMap;

use crate::letter::folded;

/// The table `[endings]` of a lexicon.
pub(crate) struct Endings<'a> {
    table: &'a BTreeMap<String, Vec<String>>,
}

/// Most endings that may follow one another.
const MOST_LINKS: u32 = 6;

impl<'a> Endings<'a> {
    pub(crate) fn new(table: &'a BTreeMap<String, Vec<String>>) -> Self {
        Self { table }
    }

    /// The folded forms of `word`: "stem+name" takes every ending of that name, and an ending may itself go on in
    /// another. A word without a `+` is its own only form. `Err` says what is wrong with it.
    pub(crate) fn inflected(&self, word: &str) -> Result<Vec<String>, String> {
        let mut forms = Vec::new();
        self.extend("", word, 0, &mut forms)?;
        forms.sort_unstable();
        forms.dedup();
        Ok(forms)
    }

    fn extend(&self, stem: &str, piece: &str, links: u32, forms: &mut Vec<String>) -> Result<(), String> {
        let Some((text, name)) = piece.split_once('+') else {
            forms.push(folded(&format!("{stem}{piece}")));
            return Ok(());
        };
        if links > MOST_LINKS {
            return Err(format!("the endings `{name}` go round in a circle"));
        }
        let endings = self
            .table
            .get(name)
            .ok_or_else(|| format!("[endings] has no `{name}`, which `{piece}` asks for"))?;
        let stem = format!("{stem}{text}");
        endings.iter().try_for_each(|ending| self.extend(&stem, ending, links + 1, forms))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::Endings;

    #[test]
    fn a_word_takes_its_endings_and_theirs() {
        let list = |all: &[&str]| all.iter().map(|&e| e.to_owned()).collect::<Vec<_>>();
        let table = BTreeMap::from([
            ("case".to_owned(), list(&["", "de", "den"])),
            ("plural".to_owned(), list(&["+case", "ler+case"])),
            ("circle".to_owned(), list(&["a+circle"])),
        ]);
        let endings = Endings::new(&table);
        let cases = [
            ("Gün", Ok(list(&["gün"]))),
            ("Gün+case", Ok(list(&["gün", "günde", "günden"]))),
            ("gün+plural", Ok(list(&["gün", "günde", "günden", "günler", "günlerde", "günlerden"]))),
            ("bu gün+case", Ok(list(&["bu gün", "bu günde", "bu günden"]))),
            ("gün+dual", Err("[endings] has no `dual`, which `gün+dual` asks for".to_owned())),
            ("gün+", Err("[endings] has no ``, which `gün+` asks for".to_owned())),
            ("gün+circle", Err("the endings `circle` go round in a circle".to_owned())),
        ];
        for (word, expected) in cases {
            assert_eq!(endings.inflected(word), expected, "{word}");
        }
    }
}
