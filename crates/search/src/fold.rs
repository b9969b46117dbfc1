//! Words without what people leave out when they type: capitals, accents, the dots of ё.

use crate::words::{is_invisible, is_letter, is_mark};

/// `word` in small letters, as it stands otherwise. Stemmers want it so.
pub(crate) fn lower(word: &str) -> String {
    word.chars().filter(|c| !is_invisible(*c)).flat_map(char::to_lowercase).collect()
}

/// `word` in small letters without accents: Latin letters become those of English, ё becomes е; й is a letter of its
/// own and stays.
pub fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    for c in word.chars().flat_map(char::to_lowercase) {
        match c {
            // й and ў written as two characters.
            '\u{306}' if folded.ends_with('и') => {
                folded.pop();
                folded.push('й');
            }
            '\u{306}' if folded.ends_with('у') => {
                folded.pop();
                folded.push('ў');
            }
            c if is_mark(c) || is_invisible(c) => {}
            'ё' | 'ѐ' => folded.push('е'),
            '\u{80}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => {
                let plain = any_ascii::any_ascii_char(c);
                folded.extend(plain.chars().filter(char::is_ascii_alphanumeric).flat_map(char::to_lowercase));
            }
            c if is_letter(c) => folded.push(c),
            _ => {}
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_and_capitals_go_and_letters_stay() {
        for (word, expected) in [
            ("DÉTENU", "detenu"),
            ("de\u{301}tenu", "detenu"),
            ("Größe", "grosse"),
            ("señor", "senor"),
            ("İstanbul", "istanbul"),
            ("Заключённый", "заключенный"),
            ("заключе\u{308}нный", "заключенный"),
            ("за\u{301}мок", "замок"),
            ("Мой", "мой"),
            ("Мои\u{306}", "мой"),
            ("Қаратаев", "қаратаев"),
            ("de\u{ad}tained", "detained"),
            ("²", "2"),
            ("", ""),
        ] {
            assert_eq!(fold(word), expected, "{word}");
        }
    }
}
