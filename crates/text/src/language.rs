//! The language of a text, told from its letters and, where several languages share them, from their sequences.

use std::sync::LazyLock;

use lingua::{Language, LanguageDetector, LanguageDetectorBuilder};

/// Fewer letters than this, and any language fits.
const LETTERS: usize = 24;

/// Bytes looked at in each of the places that are looked at.
const SAMPLE: usize = 1500;

/// Letters that Kazakh has and Russian has not.
const KAZAKH: &str = "әғқңөұүһі";

/// Cyrillic letters of neighbouring languages, which Kazakh, Russian and Ukrainian do not have: Uzbek, Tajik,
/// Belarusian, Serbian, Macedonian.
const OTHER_CYRILLIC: &str = "ўҳӣӯҷҕӈјљњћђџѓќѕ";

static DETECTOR: LazyLock<LanguageDetector> = LazyLock::new(|| {
    let languages = [
        Language::English,
        Language::French,
        Language::German,
        Language::Kazakh,
        Language::Russian,
        Language::Spanish,
        Language::Ukrainian,
    ];
    // Reads a seventh of the model; on texts longer than a line it errs no more.
    LanguageDetectorBuilder::from_languages(&languages).with_low_accuracy_mode().build()
});

/// The language of most of `text` as an ISO 639-1 code: `de`, `en`, `es`, `fr`, `kk`, `ru` or `uk`. `None` where the
/// text is too short, in another script, or in a Cyrillic alphabet of another language.
pub fn language_of(text: &str) -> Option<&'static str> {
    let sample = sample(text).to_lowercase();
    let letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    if letters < LETTERS {
        return None;
    }
    let share = |of: &str| sample.chars().filter(|c| of.contains(*c)).count().saturating_mul(100) / letters;
    let cyrillic = sample.chars().filter(|c| matches!(c, '\u{400}'..='\u{52f}')).count();
    let latin = sample.chars().filter(|c| c.is_alphabetic() && *c < '\u{250}').count();
    if cyrillic.saturating_add(latin).saturating_mul(2) < letters {
        return None;
    }
    if cyrillic > latin {
        if share(OTHER_CYRILLIC) >= 1 {
            return None;
        }
        // An eighth of the letters of a Kazakh text are such; Ukrainian shares one of them, and has its own.
        if share(KAZAKH) >= 6 && share("їєґ") == 0 {
            return Some("kk");
        }
    }
    match DETECTOR.detect_language_of(&sample)? {
        Language::English => Some("en"),
        Language::French => Some("fr"),
        Language::German => Some("de"),
        Language::Kazakh => Some("kk"),
        Language::Russian => Some("ru"),
        Language::Spanish => Some("es"),
        Language::Ukrainian => Some("uk"),
    }
}

/// The beginning, middle and end of a text: a saved page may begin with a menu in another language.
fn sample(text: &str) -> String {
    let slice = |from: usize| {
        let from = text.floor_char_boundary(from);
        let to = text.floor_char_boundary(from.saturating_add(SAMPLE).min(text.len()));
        text.get(from..to).unwrap_or_default()
    };
    if text.len() <= 3 * SAMPLE {
        return text.to_owned();
    }
    [slice(0), slice(text.len() / 2), slice(text.len() - SAMPLE)].join(" ")
}
