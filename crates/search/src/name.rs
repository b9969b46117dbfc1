//! Names as they sound, so that one spelling finds the others: «Жомарт», "Zhomart", "Djomart", "Jomart".
//!
//! The key of a word is coarse on purpose: letters that transliterations exchange for one another are one. Case endings
//! of Russian and Kazakh are taken off beside, so a word has several keys; two words may be one name where they share a
//! key.

use crate::fold::lower;
use crate::kazakh;

/// A word, or a key, of fewer letters fits too many others.
const LEAST: usize = 4;
const LEAST_KEY: usize = 3;
/// What has more bytes is no name.
const LONGEST: usize = 100;

/// Endings of Russian names in their cases, longest first.
const RUSSIAN: [&str; 22] = [
    "ого", "его", "ому", "ему", "ыми", "ими", "ами", "ями", "ой", "ей", "ою", "ею", "ом", "ем", "ым", "им",
    "ых", "их", "ую", "ая", "а", "у",
];
const VOWELS: [char; 9] = ['а', 'я', 'у', 'ю', 'е', 'ы', 'и', 'о', 'й'];

/// The keys under which `word` is looked for; none for what is too short or has no letters.
pub fn keys(word: &str) -> Vec<String> {
    if word.len() > LONGEST {
        return Vec::new();
    }
    let lower = lower(word);
    let letters = lower.chars().count();
    if !lower.chars().all(char::is_alphabetic) || letters < LEAST {
        return Vec::new();
    }
    let mut bases = vec![lower.clone()];
    if lower.chars().any(|c| matches!(c, '\u{400}'..='\u{52f}')) {
        bases.extend(RUSSIAN.iter().find_map(|ending| lower.strip_suffix(ending)).map(str::to_owned));
        bases.extend(lower.strip_suffix(VOWELS).map(str::to_owned));
        bases.push(kazakh::stem(&lower));
    } else {
        bases.extend(lower.strip_suffix(['a', 'e', 'i', 'o', 'y']).map(str::to_owned));
    }
    let mut keys: Vec<String> = bases.iter().flat_map(|base| sounds(base)).collect();
    keys.retain(|key| key.len() >= LEAST_KEY);
    keys.sort();
    keys.dedup();
    keys
}

/// The key of `base`, and another where a first "j" may be "y", as in German.
fn sounds(base: &str) -> Vec<String> {
    let latin: String =
        any_ascii::any_ascii(base).to_lowercase().chars().filter(char::is_ascii_alphabetic).collect();
    let mut sounds = vec![sound(&latin)];
    if let Some(rest) = latin.strip_prefix('j') {
        sounds.push(sound(&format!("y{rest}")));
    }
    sounds
}

/// Groups of letters that are one sound, longest first.
const GROUPS: [(&str, &str); 33] = [
    ("shch", "S"),
    ("dsch", "Z"),
    ("tsch", "C"),
    ("sch", "S"),
    ("tch", "C"),
    ("dzh", "Z"),
    ("dj", "Z"),
    ("dz", "Z"),
    ("zh", "Z"),
    ("ch", "C"),
    ("sh", "S"),
    ("kh", "h"),
    ("gh", "g"),
    ("ph", "f"),
    ("th", "t"),
    ("ck", "k"),
    ("ts", "T"),
    ("tz", "T"),
    ("ng", "n"),
    ("ce", "Te"),
    ("ci", "Ti"),
    ("gue", "ge"),
    ("gui", "gi"),
    ("ou", "u"),
    ("oo", "u"),
    ("eff", "ev"),
    ("off", "ov"),
    ("c", "k"),
    ("q", "k"),
    ("w", "v"),
    ("x", "ks"),
    ("ff", "f"),
    ("ee", "i"),
];

fn sound(latin: &str) -> String {
    let mut grouped = String::with_capacity(latin.len());
    let mut rest = latin;
    while let Some(first) = rest.chars().next() {
        match GROUPS.iter().find_map(|(group, sound)| Some((rest.strip_prefix(group)?, *sound))) {
            Some((after, sound)) => {
                grouped.push_str(sound);
                rest = after;
            }
            None => {
                grouped.push(first);
                rest = rest.get(first.len_utf8()..).unwrap_or_default();
            }
        }
    }
    let letters: Vec<char> = grouped.chars().collect();
    let mut key = String::with_capacity(grouped.len());
    let mut in_vowels = false;
    for (at, c) in letters.iter().enumerate() {
        let after_vowel = in_vowels;
        let before_vowel = letters.get(at + 1).is_some_and(|next| "aeiouy".contains(*next));
        let class = match c {
            'e' | 'i' => 'i',
            'o' | 'u' => 'o',
            'y' if before_vowel => continue,
            'y' => 'i',
            // "Tajik" has a consonant there, "Karatajew" has not: the latter is the commoner.
            'j' if after_vowel => continue,
            'j' => 'Z',
            'a' => 'a',
            other => *other,
        };
        let vowel = matches!(class, 'a' | 'i' | 'o');
        let repeated = if vowel { in_vowels } else { key.ends_with(class) };
        // A first i before another vowel is a y.
        let glide = vowel && class == 'i' && at == 0 && before_vowel;
        if !repeated && !glide {
            key.push(class);
        }
        in_vowels = vowel && !glide;
    }
    // "zh" and "z" stay apart from each other, as do "sh" and "s": in small letters under names of their own.
    key.replace('S', "sx").replace('Z', "zx").replace('C', "cx").replace('T', "tx")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(one: &str, other: &str) -> bool {
        let (one, other) = (keys(one), keys(other));
        one.iter().any(|key| other.contains(key))
    }

    #[test]
    fn spellings_of_one_name_share_a_key() {
        for spellings in [
            vec!["Жомарт", "Zhomart", "Djomart", "Jomart", "Dzhomart", "Dschomart"],
            vec!["Қаратаев", "Каратаев", "Karatayev", "Karataev", "Qarataev", "Karatajew", "Karatayeff"],
            vec!["Сергей", "Sergei", "Sergey", "Serguei", "Sergej"],
            vec!["Юрий", "Yuriy", "Iouri", "Yuri"],
            vec!["Хасанов", "Khasanov", "Hasanov", "Hasanow", "Hasanoff"],
            vec!["Ғалымов", "Galymov", "Ghalymov"],
            vec!["Щукина", "Shchukina", "Schukina"],
            vec!["Чернова", "Chernova", "Tchernova", "Tschernowa"],
            vec!["Нұрсұлтан", "Нурсултан", "Nursultan", "Noursoultan"],
            vec!["Цветков", "Tsvetkov"],
            vec!["Ксения", "Xenia", "Ksenia"],
        ] {
            let (first, others) = spellings.split_first().unwrap();
            for other in others {
                assert!(same(first, other), "{first} {:?}, {other} {:?}", keys(first), keys(other));
            }
        }
    }

    #[test]
    fn cases_of_a_name_share_a_key_with_it() {
        for (name, forms) in [
            (
                "Karatayev",
                vec!["Каратаева", "Каратаеву", "Каратаевым", "Каратаеве", "Қаратаевтың", "Қаратаевқа"],
            ),
            ("Zhomart", vec!["Жомарта", "Жомарту", "Жомартом", "Жомарттың", "Жомартты"]),
            ("Karatayeva", vec!["Каратаева", "Каратаевой", "Каратаеву"]),
            ("Madina", vec!["Мадина", "Мадины", "Мадине", "Мадину"]),
        ] {
            for form in forms {
                assert!(same(name, form), "{name} {:?}, {form} {:?}", keys(name), keys(form));
            }
        }
    }

    #[test]
    fn other_names_do_not() {
        for (one, other) in [
            ("Zhomart", "Марат"),
            ("Karatayev", "Каримов"),
            ("Karatayev", "Кратов"),
            ("Sergei", "Сауле"),
            ("Shukin", "Жукин"),
            ("Ivanov", "Иващенко"),
        ] {
            assert!(!same(one, other), "{one} {:?}, {other} {:?}", keys(one), keys(other));
        }
        for word in ["", "Ли", "2024", "Ann", "ст108"] {
            assert!(keys(word).is_empty(), "{word}");
        }
    }
}
