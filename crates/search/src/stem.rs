//! What the forms of a word have in common, in the language of the text around it.

use rust_stemmers::{Algorithm, Stemmer};

use crate::fold::{fold, lower};
use crate::kazakh;

/// A language whose words are stemmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tongue {
    English,
    Russian,
    Kazakh,
    German,
    French,
    Spanish,
}

impl Tongue {
    pub(crate) const ALL: [Self; 6] =
        [Self::English, Self::Russian, Self::Kazakh, Self::German, Self::French, Self::Spanish];

    /// ISO 639-1.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Russian => "ru",
            Self::Kazakh => "kk",
            Self::German => "de",
            Self::French => "fr",
            Self::Spanish => "es",
        }
    }

    pub(crate) fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tongue| tongue.code() == code)
    }

    fn is_cyrillic(self) -> bool {
        matches!(self, Self::Russian | Self::Kazakh)
    }

    fn writes(self, word: &str) -> bool {
        let cyrillic = word.chars().any(|c| matches!(c, '\u{400}'..='\u{52f}'));
        let latin = word.chars().any(|c| c.is_alphabetic() && c < '\u{250}');
        if self.is_cyrillic() { cyrillic && !latin } else { latin && !cyrillic }
    }

    fn by_letters(word: &str) -> Option<Self> {
        let kazakh = word.chars().any(|c| "әғқңөұүһіӘҒҚҢӨҰҮҺІ".contains(c));
        let likely = if kazakh { [Self::Kazakh, Self::English] } else { [Self::Russian, Self::English] };
        likely.into_iter().find(|tongue| tongue.writes(word))
    }
}

/// What has more bytes is no word, and has no other forms.
const LONGEST: usize = 100;

/// Stemmers of all languages.
pub struct Stems(Vec<(Algorithm, Stemmer)>);

impl Default for Stems {
    fn default() -> Self {
        Self::new()
    }
}

impl Stems {
    /// The stemmers of the program.
    pub fn new() -> Self {
        let algorithms = [
            Algorithm::English,
            Algorithm::Russian,
            Algorithm::German,
            Algorithm::French,
            Algorithm::Spanish,
        ];
        Self(algorithms.into_iter().map(|algorithm| (algorithm, Stemmer::create(algorithm))).collect())
    }

    /// The stem of `word` in a text in `tongue`, under a name that no other language has; in the commonest language of
    /// its letters, where the text is in others. `None` for what has letters of none of them,
    /// or too many.
    pub(crate) fn of(&self, word: &str, tongue: Option<Tongue>) -> Option<String> {
        if word.len() > LONGEST {
            return None;
        }
        let tongue = tongue.filter(|tongue| tongue.writes(word)).or_else(|| Tongue::by_letters(word))?;
        Some(self.named(word, tongue))
    }

    fn named(&self, word: &str, tongue: Tongue) -> String {
        // Accents tell Western languages' endings apart; in Cyrillic they are stress, and ё is a way to write е.
        let word = if tongue.is_cyrillic() { fold(word) } else { lower(word) };
        format!("{}_{}", tongue.code(), self.bare(&word, tongue))
    }

    /// The stems that a word of a query may have in any text: as it was typed, and as if it lacked accents.
    pub fn in_all(&self, word: &str) -> Vec<String> {
        if word.len() > LONGEST {
            return Vec::new();
        }
        let both = [word.to_owned(), fold(word)];
        let mut stems: Vec<String> = Tongue::ALL
            .into_iter()
            .flat_map(|tongue| {
                both.iter().filter(move |word| tongue.writes(word)).map(move |word| self.named(word, tongue))
            })
            .collect();
        stems.sort();
        stems.dedup();
        stems
    }

    fn bare(&self, word: &str, tongue: Tongue) -> String {
        let algorithm = match tongue {
            Tongue::English => Algorithm::English,
            Tongue::Russian => Algorithm::Russian,
            Tongue::German => Algorithm::German,
            Tongue::French => Algorithm::French,
            Tongue::Spanish => Algorithm::Spanish,
            Tongue::Kazakh => return kazakh::stem(word),
        };
        let Some((_, stemmer)) = self.0.iter().find(|(known, _)| *known == algorithm) else {
            return fold(word);
        };
        let mut stem = stemmer.stem(word).into_owned();
        // Of Russian participles and the nouns made of them, one is the stem of the stem of the other.
        if tongue == Tongue::Russian {
            loop {
                let shorter = stemmer.stem(&stem).into_owned();
                if shorter.len() >= stem.len() || shorter.chars().count() < 3 {
                    break;
                }
                stem = shorter;
            }
        }
        fold(&stem)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_have_one_stem_in_their_language() {
        let stems = Stems::new();
        for (tongue, forms) in [
            (Tongue::English, vec!["detain", "detained", "detains", "Detaining"]),
            (Tongue::Russian, vec!["задержан", "задержания", "задержание", "задержанием"]),
            (Tongue::Russian, vec!["суд", "суда", "судом", "СУДУ"]),
            (Tongue::Russian, vec!["заключённый", "заключенный", "заключённого"]),
            (Tongue::German, vec!["Häftling", "Häftlinge", "Häftlingen"]),
            (Tongue::French, vec!["arrêtée", "arrêtées", "arrêtés", "arrêter"]),
            (Tongue::Spanish, vec!["detenido", "detenidos", "detenida"]),
            (Tongue::Kazakh, vec!["сот", "соттың", "соттарға"]),
        ] {
            let found: Vec<_> = forms.iter().map(|form| stems.of(form, Some(tongue)).unwrap()).collect();
            assert!(found.iter().all(|stem| *stem == found[0]), "{forms:?}: {found:?}");
        }
    }

    #[test]
    fn a_word_in_other_letters_is_of_another_language_and_languages_do_not_mix() {
        let stems = Stems::new();
        assert_eq!(stems.of("суда", Some(Tongue::English)).as_deref(), Some("ru_суд"));
        assert_eq!(stems.of("Courts", Some(Tongue::Kazakh)).as_deref(), Some("en_court"));
        assert_eq!(stems.of("соттың", None).as_deref(), Some("kk_сот"));
        assert_eq!(stems.of("2024", Some(Tongue::English)), None);
        assert_ne!(stems.of("pain", Some(Tongue::English)), stems.of("pain", Some(Tongue::French)));
        assert!(stems.in_all("108").is_empty());
        assert!(stems.in_all("cуд").is_empty(), "a Latin letter among Cyrillic ones");
    }
}
