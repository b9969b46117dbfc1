//! How little a decoded text looks like one: letters in an order that no language has, which is what the wrong charset
//! of the right bytes gives.

/// Share of the places after a letter beyond ASCII, or before one, that no text would have: from 0 to 1. Capital letters
/// after small ones in a word, letters of two alphabets in a word, four accented Latin letters in a row, and signs or
/// lines for tables between letters. Cyrillic in which the commonest letters are rare counts as odd as a whole: that is
/// what one Cyrillic charset read as another gives. A text in ASCII has none.
pub(super) fn oddness(text: &str) -> f64 {
    let (mut odd, mut places) = (0_u32, 0_u32);
    let (mut cyrillic, mut common) = (0_u32, 0_u32);
    let (mut before, mut accents) = (' ', 0_u32);
    for c in text.chars().take(32 * 1024) {
        accents = if is_accented(c) { accents.saturating_add(1) } else { 0 };
        let pair_counts =
            (!c.is_ascii() && !is_space(c)) || (!before.is_ascii() && !is_space(before) && !c.is_ascii());
        if pair_counts {
            places += 1;
            odd += u32::from(is_odd(before, c) || accents >= 4);
        }
        if is_cyrillic(c) {
            cyrillic += 1;
            common += u32::from(is_common(c));
        }
        before = c;
    }
    let places = f64::from(odd) / f64::from(places.max(10));
    let rare = if cyrillic < 20 { 0.0 } else { (0.6 - f64::from(common) / f64::from(cyrillic)) * 2.5 };
    places.max(rare.min(1.0))
}

fn is_odd(before: char, c: char) -> bool {
    if c == '\u{fffd}' || (0x80..0xa0).contains(&u32::from(c)) || is_drawing(c) {
        return true;
    }
    if before.is_lowercase() && c.is_uppercase() && !before.is_ascii() {
        return true;
    }
    if before.is_alphabetic()
        && c.is_alphabetic()
        && is_cyrillic(before) != is_cyrillic(c)
        && (is_latin(before) || is_latin(c))
    {
        return true;
    }
    // A sign in the middle of a word.
    before.is_alphabetic()
        && matches!(c, '\u{a1}'..='\u{a9}' | '\u{ac}' | '\u{ae}'..='\u{b6}' | '\u{b8}' | '\u{bc}'..='\u{bf}')
}

/// The letters that make up two thirds of any text in Russian, Ukrainian, Kazakh or another language written so.
fn is_common(c: char) -> bool {
    matches!(
        c,
        'о' | 'е'
            | 'а'
            | 'и'
            | 'н'
            | 'т'
            | 'р'
            | 'с'
            | 'л'
            | 'в'
            | 'ы'
            | 'і'
            | 'к'
            | 'д'
            | 'О'
            | 'Е'
            | 'А'
            | 'И'
            | 'Н'
            | 'Т'
            | 'Р'
            | 'С'
            | 'Л'
            | 'В'
            | 'Ы'
            | 'І'
            | 'К'
            | 'Д'
    )
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}'
}

fn is_accented(c: char) -> bool {
    matches!(c, '\u{c0}'..='\u{24f}')
}

fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic() || is_accented(c)
}

fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{52f}')
}

fn is_drawing(c: char) -> bool {
    matches!(c, '\u{2500}'..='\u{25ff}')
}
