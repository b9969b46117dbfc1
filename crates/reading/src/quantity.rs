//! Numbers that a sentence counts people or signatures with.

use crate::Quantity;
use crate::lexicon::Words;
use crate::phrase::opens_with;

/// "over 230", "10,000", "12 thousand", "eight": least and most.
pub(crate) fn quantity(text: &str, words: &Words) -> Option<Quantity> {
    let lower = text.to_lowercase();
    let digits: String = lower.chars().filter(char::is_ascii_digit).collect();
    let value = |word: &str| words.numbers.get(word.trim_end_matches('.')).copied();
    let spelled = || {
        lower.split_whitespace().filter_map(value).filter(|n| *n < 1000).reduce(|a, b| a.saturating_add(b))
    };
    let scale = lower.split_whitespace().filter_map(value).find(|n| *n >= 1000).unwrap_or(1);
    let number = digits.parse().ok().or_else(spelled)?;
    // "1.5 thousand" is no whole number to multiply.
    if scale > 1 && lower.contains(['.', ',']) {
        return None;
    }
    let number = u64::checked_mul(number, scale)?;
    let starts = |list: &[String]| list.iter().any(|p| opens_with(&lower, p));
    let (least, most) = if starts(&words.at_least) {
        (Some(number), None)
    } else if starts(&words.at_most) {
        (None, Some(number))
    } else if starts(&words.about) {
        (None, None)
    } else {
        (Some(number), Some(number))
    };
    Some(Quantity { least, most, unit: text.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::{Lexicon, files};

    #[test]
    fn numbers_keep_what_the_words_leave_open() {
        let english = Lexicon::compile(files("en").unwrap()).unwrap().words;
        let cases = [
            ("over 230", Some((Some(230), None))),
            ("10,000", Some((Some(10_000), Some(10_000)))),
            ("eight", Some((Some(8), Some(8)))),
            ("about 50", Some((None, None))),
            ("12 thousand", Some((Some(12_000), Some(12_000)))),
            ("twenty two", Some((Some(22), Some(22)))),
            ("1.5 thousand", None),
            ("many", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(quantity(text, &english).map(|q| (q.least, q.most)), expected, "{text}");
        }
    }
}
