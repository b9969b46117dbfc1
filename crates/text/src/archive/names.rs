//! Names in archives, which often do not say in which charset they are.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, IBM866, WINDOWS_1252};

/// How to read the names of one archive that are not UTF-8.
#[derive(Debug)]
pub(super) struct NameCharset {
    /// None is code page 437, the charset that ZIP has by its specification.
    guessed: Option<&'static Encoding>,
}

impl NameCharset {
    /// Guesses from all names together: one alone is too short.
    pub(super) fn guess<'a>(names: impl Iterator<Item = &'a [u8]>) -> Self {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        let (mut any, mut among_cyrillic, mut among_latin) = (false, 0_usize, 0_usize);
        for name in names.filter(|name| std::str::from_utf8(name).is_err()) {
            any = true;
            detector.feed(name, false);
            detector.feed(b" ", false);
            let (text, _) = IBM866.decode_without_bom_handling(name);
            let letters: Vec<char> = text.chars().collect();
            for pair in letters.windows(2) {
                let cyrillic = pair.iter().filter(|c| matches!(c, 'а'..='я' | 'А'..='Я' | 'ё' | 'Ё')).count();
                let latin = pair.iter().filter(|c| c.is_ascii_alphabetic()).count();
                among_cyrillic += usize::from(cyrillic == 2);
                among_latin += usize::from(cyrillic == 1 && latin == 1);
            }
        }
        if !any {
            return Self { guessed: None };
        }
        detector.feed(b"", true);
        let guessed = detector.guess(None, Utf8Detection::Deny);
        // Windows writes Russian names in code page 866 and Western ones in 437. What is a Cyrillic letter in the one is
        // an accented letter in the other, and that stands between Latin letters.
        let guessed = match guessed {
            dos if dos == WINDOWS_1252 || dos == IBM866 => (among_cyrillic > among_latin).then_some(IBM866),
            encoding => Some(encoding),
        };
        Self { guessed }
    }

    /// The name as text, and the charset where it had to be guessed.
    pub(super) fn decode(&self, name: &[u8]) -> (String, Option<&'static str>) {
        if let Ok(text) = std::str::from_utf8(name) {
            return (text.to_owned(), None);
        }
        match self.guessed {
            Some(encoding) => {
                (encoding.decode_without_bom_handling(name).0.into_owned(), Some(encoding.name()))
            }
            None => (name.iter().map(|byte| code_page_437(*byte)).collect(), Some("IBM437")),
        }
    }
}

fn code_page_437(byte: u8) -> char {
    const HIGH: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";
    match byte.checked_sub(0x80) {
        None => char::from(byte),
        Some(at) => HIGH.chars().nth(usize::from(at)).unwrap_or(char::REPLACEMENT_CHARACTER),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charsets_of_names_are_guessed_together() {
        let decoded = |names: &[&[u8]]| {
            let charset = NameCharset::guess(names.iter().copied());
            names.iter().map(|name| charset.decode(name)).collect::<Vec<_>>()
        };
        let (russian, _, _) = encoding_rs::IBM866.encode("\u{43f}");
        assert_eq!(russian.len(), 1);
        let dos = |text: &str| -> Vec<u8> {
            text.chars()
                .map(|c| match c {
                    'А'..='п' => u8::try_from(u32::from(c) - 0x410 + 0x80).unwrap_or(0),
                    'р'..='я' => u8::try_from(u32::from(c) - 0x440 + 0xe0).unwrap_or(0),
                    c => u8::try_from(u32::from(c)).unwrap_or(0),
                })
                .collect()
        };
        let names = [dos("Постановление суда.pdf"), dos("Жалоба/приложение 1.doc")];
        let names: Vec<&[u8]> = names.iter().map(Vec::as_slice).collect();
        assert_eq!(
            decoded(&names),
            [
                ("Постановление суда.pdf".to_owned(), Some("IBM866")),
                ("Жалоба/приложение 1.doc".to_owned(), Some("IBM866"))
            ]
        );
        assert_eq!(decoded(&[b"R\x82sum\x82.txt"]), [("Résumé.txt".to_owned(), Some("IBM437"))]);
        assert_eq!(decoded(&["Résumé".as_bytes(), b"plain"])[0], ("Résumé".to_owned(), None));
        assert_eq!(decoded(&[b""]), [(String::new(), None)]);
    }

    #[test]
    fn the_code_page_has_128_characters() {
        assert_eq!((code_page_437(0x80), code_page_437(0xff), code_page_437(b'a')), ('Ç', '\u{a0}', 'a'));
    }
}
