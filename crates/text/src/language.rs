//! The language of a text, told from its letters and, where languages share them, from its commonest words.
//!
//! Both say "none of these" for a language that is not listed, where detectors by letter sequences name the nearest
//! one that is; and there is nothing to load.

/// Fewer letters than this, and any language fits.
const LETTERS: usize = 24;

/// Bytes looked at in each of the places that are looked at.
const SAMPLE: usize = 1500;

/// Words that make up a third of any running text in their language. Single letters are left out: they also number lists
/// and stand in formulas.
const COMMON: [(&str, &[&str]); 6] = [
    (
        "de",
        &[
            "der", "die", "das", "und", "ist", "nicht", "ein", "eine", "einen", "einem", "einer", "mit",
            "von", "den", "dem", "zu", "auf", "für", "im", "wurde", "wurden", "sich", "auch", "nach", "bei",
            "wird", "aus", "er", "sie", "hat", "dass", "über", "zum", "zur", "vom", "seit", "wegen", "gegen",
            "sein", "seine", "seiner", "oder",
        ],
    ),
    (
        "en",
        &[
            "the", "of", "and", "to", "in", "that", "is", "was", "for", "his", "he", "on", "with", "by",
            "has", "had", "have", "been", "not", "from", "at", "were", "are", "be", "which", "this", "it",
            "as", "her", "she", "their", "they", "who", "or", "will", "no", "an", "would", "since", "after",
            "you", "we", "our", "my", "your",
        ],
    ),
    (
        "es",
        &[
            "el", "los", "las", "del", "una", "por", "con", "para", "se", "al", "lo", "fue", "como", "más",
            "su", "sus", "no", "este", "esta", "pero", "también", "desde", "sin", "sobre", "era", "son",
            "había", "que", "en", "la", "de", "le", "un",
        ],
    ),
    (
        "fr",
        &[
            "le", "les", "des", "et", "du", "une", "est", "dans", "pour", "qui", "sur", "par", "au", "aux",
            "pas", "il", "elle", "ce", "cette", "ont", "été", "avec", "son", "sa", "ses", "sont", "mais",
            "qu", "que", "en", "la", "de", "un",
        ],
    ),
    (
        "it",
        &[
            "il", "di", "che", "per", "del", "della", "dei", "delle", "nel", "nella", "con", "non", "una",
            "gli", "si", "da", "dal", "dalla", "al", "alla", "ha", "lo", "sono", "stato", "anche", "come",
            "più", "la", "un",
        ],
    ),
    (
        "pt",
        &[
            "os", "as", "do", "da", "dos", "das", "em", "no", "na", "nos", "nas", "um", "uma", "por", "com",
            "para", "não", "ao", "foi", "pelo", "pela", "mais", "seu", "sua", "são", "também", "que", "de",
            "se",
        ],
    ),
];

/// Letters that Kazakh has, and Russian, Kyrgyz and Mongolian have not.
const KAZAKH: &str = "әғқұі";

/// Letters that Ukrainian has and Russian has not.
const UKRAINIAN: &str = "іїєґ";

/// Letters that Russian has and Ukrainian has not.
const RUSSIAN: &str = "ыэёъ";

/// Cyrillic letters that Kazakh, Russian and Ukrainian do not have: Belarusian, Uzbek, Tajik, Serbian, Macedonian.
const OTHER_CYRILLIC: &str = "ўҳӣӯҷҕӈјљњћђџѓќѕ";

/// Letters of Kyrgyz and Mongolian, which Kazakh has too.
const TURKIC: &str = "ңөү";

/// The language of most of `text` as an ISO 639-1 code: `de`, `en`, `es`, `fr`, `it`, `kk`, `pt`, `ru`
/// or `uk`. `None` where the
/// text is too short, or in none of these.
pub fn language_of(text: &str) -> Option<&'static str> {
    let sample = sample(text).to_lowercase();
    let letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    let cyrillic = sample.chars().filter(|c| matches!(c, '\u{400}'..='\u{52f}')).count();
    let latin = sample.chars().filter(|c| c.is_alphabetic() && *c < '\u{250}').count();
    if letters < LETTERS {
        None
    } else if cyrillic.saturating_mul(2) > letters {
        cyrillic_language(&sample, cyrillic)
    } else if latin.saturating_mul(2) > letters {
        latin_language(&sample)
    } else {
        None
    }
}

fn cyrillic_language(text: &str, letters: usize) -> Option<&'static str> {
    let count = |of: &str| text.chars().filter(|c| of.contains(*c)).count();
    let share = |of: &str| words_with(text, of);
    if count(OTHER_CYRILLIC).saturating_mul(100) >= letters {
        return None;
    }
    // Most words of a Kazakh text have such a letter; a Russian one has them in names.
    if share(KAZAKH) >= 40 && count("їєґ") == 0 {
        return Some("kk");
    }
    if share(TURKIC) >= 8 && count(KAZAKH) == 0 {
        return None;
    }
    if count(UKRAINIAN) > count(RUSSIAN) {
        return Some("uk");
    }
    // Bulgarian writes the hard sign where Russian hardly does, and has not the other two.
    (count("ъ") <= count("ыэ")).then_some("ru")
}

/// How many in a hundred words have one of these letters.
fn words_with(text: &str, letters: &str) -> usize {
    let (all, with) = words(text).fold((0_usize, 0_usize), |(all, with), word| {
        (all.saturating_add(1), with.saturating_add(usize::from(word.contains(|c| letters.contains(c)))))
    });
    with.saturating_mul(100) / all.max(1)
}

fn latin_language(text: &str) -> Option<&'static str> {
    let words = || words(text).filter(|word| word.len() > 1);
    let all = words().count();
    let mut hits: Vec<(usize, &'static str, &[&str])> = COMMON
        .iter()
        .map(|(language, common)| (words().filter(|word| common.contains(word)).count(), *language, *common))
        .collect();
    hits.sort_unstable_by(|a, b| b.cmp(a));
    let ((best, language, common), second) = (*hits.first()?, hits.get(1)?.0);
    let different = common.iter().filter(|word| words().any(|other| other == **word)).count();
    let dense = different >= 2 && best.saturating_mul(9) >= all.saturating_mul(2) && best > second;
    // Forms, headings and lists of names have few common words; then the others must have hardly any.
    let alone = different >= 3 && best.saturating_mul(14) >= all && best > second.saturating_mul(2);
    (dense || alone).then_some(language)
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty())
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
