//! The language of a text.

use lingua::{Language, LanguageDetector, LanguageDetectorBuilder};

/// The language of most of `text` as an ISO 639-1 code, where it can be told.
pub fn language_of(text: &str) -> Option<&'static str> {
    let end = text.floor_char_boundary(4096.min(text.len()));
    let d: LanguageDetector = LanguageDetectorBuilder::from_languages(&[
        Language::Russian,
        Language::Kazakh,
        Language::English,
        Language::Ukrainian,
        Language::German,
        Language::French,
        Language::Spanish,
    ])
    .with_low_accuracy_mode()
    .build();
    match d.detect_language_of(text.get(..end)?)? {
        Language::Russian => Some("ru"),
        Language::Kazakh => Some("kk"),
        Language::English => Some("en"),
        Language::Ukrainian => Some("uk"),
        Language::German => Some("de"),
        Language::French => Some("fr"),
        Language::Spanish => Some("es"),
    }
}
