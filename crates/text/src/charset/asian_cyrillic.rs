//! Charsets of Kazakh and other Turkic languages in Cyrillic letters, which browsers do not know: KZ-1048 and PTCP154.
//!
//! Mappings as registered with IANA (<https://www.iana.org/assignments/charset-reg/KZ-1048>,
//! <https://www.iana.org/assignments/charset-reg/PTCP154>). Both are windows-1251 with other letters in some places.

/// The upper half of KZ-1048 (STRK1048-2002).
pub(super) const KZ_1048: [char; 128] = [
    'Ђ', 'Ѓ', '‚', 'ѓ', '„', '…', '†', '‡', '€', '‰', 'Љ', '‹', 'Њ', 'Қ', 'Һ', 'Џ', 'ђ', '‘', '’', '“', '”',
    '•', '–', '—', '\u{fffd}', '™', 'љ', '›', 'њ', 'қ', 'һ', 'џ', '\u{a0}', 'Ұ', 'ұ', 'Ә', '¤', 'Ө', '¦',
    '§', 'Ё', '©', 'Ғ', '«', '¬', '\u{ad}', '®', 'Ү', '°', '±', 'І', 'і', 'ө', 'µ', '¶', '·', 'ё', '№', 'ғ',
    '»', 'ә', 'Ң', 'ң', 'ү', 'А', 'Б', 'В', 'Г', 'Д', 'Е', 'Ж', 'З', 'И', 'Й', 'К', 'Л', 'М', 'Н', 'О', 'П',
    'Р', 'С', 'Т', 'У', 'Ф', 'Х', 'Ц', 'Ч', 'Ш', 'Щ', 'Ъ', 'Ы', 'Ь', 'Э', 'Ю', 'Я', 'а', 'б', 'в', 'г', 'д',
    'е', 'ж', 'з', 'и', 'й', 'к', 'л', 'м', 'н', 'о', 'п', 'р', 'с', 'т', 'у', 'ф', 'х', 'ц', 'ч', 'ш', 'щ',
    'ъ', 'ы', 'ь', 'э', 'ю', 'я',
];

/// The upper half of PTCP154 (Cyrillic-Asian).
pub(super) const PTCP154: [char; 128] = [
    'Җ', 'Ғ', 'Ӯ', 'ғ', '„', '…', 'Ҷ', 'Ү', 'Ҳ', 'ү', 'Ҡ', 'Ӣ', 'Ң', 'Қ', 'Һ', 'Ҹ', 'җ', '‘', '’', '“', '”',
    '•', '–', '—', 'ҳ', 'ҷ', 'ҡ', 'ӣ', 'ң', 'қ', 'һ', 'ҹ', '\u{a0}', 'Ў', 'ў', 'Ј', 'Ө', 'Ҙ', 'Ұ', '§', 'Ё',
    '©', 'Ә', '«', '¬', 'ӯ', '®', 'Ҝ', '°', 'ұ', 'І', 'і', 'ҙ', 'ө', '¶', '·', 'ё', '№', 'ә', '»', 'ј', 'Ҫ',
    'ҫ', 'ҝ', 'А', 'Б', 'В', 'Г', 'Д', 'Е', 'Ж', 'З', 'И', 'Й', 'К', 'Л', 'М', 'Н', 'О', 'П', 'Р', 'С', 'Т',
    'У', 'Ф', 'Х', 'Ц', 'Ч', 'Ш', 'Щ', 'Ъ', 'Ы', 'Ь', 'Э', 'Ю', 'Я', 'а', 'б', 'в', 'г', 'д', 'е', 'ж', 'з',
    'и', 'й', 'к', 'л', 'м', 'н', 'о', 'п', 'р', 'с', 'т', 'у', 'ф', 'х', 'ц', 'ч', 'ш', 'щ', 'ъ', 'ы', 'ь',
    'э', 'ю', 'я',
];

/// The table of a charset by any of its registered names.
pub(super) fn by_label(label: &str) -> Option<(&'static str, &'static [char; 128])> {
    match label.trim().to_ascii_lowercase().as_str() {
        "kz-1048" | "kz1048" | "strk1048-2002" | "rk1048" | "cskz1048" => Some(("KZ-1048", &KZ_1048)),
        "ptcp154" | "csptcp154" | "pt154" | "cp154" | "cyrillic-asian" => Some(("PTCP154", &PTCP154)),
        _ => None,
    }
}

/// The charset of bytes that are taken for windows-1251 and are Kazakh in one of the two: its commonest letter, қ, stands
/// where windows-1251 has a Macedonian one, and ы, which Macedonian has not, stands beside it.
pub(super) fn in_disguise(bytes: &[u8]) -> Option<(&'static str, &'static [char; 128])> {
    let count = |wanted: &[u8]| bytes.iter().filter(|b| wanted.contains(b)).count();
    let letters = count_letters(bytes);
    if count(&[0x8d, 0x9d]).saturating_mul(200) < letters.max(400) || count(b"\xfb\xdb") == 0 {
        return None;
    }
    // ә, ө, ң, ү, ұ of the one against ғ, ү, ң, ұ, ө of the other.
    let kz = count(&[0xbc, 0xb4, 0xbe, 0xbf, 0xa2]);
    let pt = count(&[0x83, 0x89, 0x9c, 0xb1, 0xb5]);
    if pt > kz { Some(("PTCP154", &PTCP154)) } else { Some(("KZ-1048", &KZ_1048)) }
}

fn count_letters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|b| **b >= 0xc0).count()
}

pub(super) fn decode(table: &[char; 128], bytes: &[u8]) -> String {
    let of = |byte: &u8| match byte.checked_sub(0x80) {
        None => char::from(*byte),
        Some(at) => table.get(usize::from(at)).copied().unwrap_or('\u{fffd}'),
    };
    bytes.iter().map(of).collect()
}
