//! Permanent addresses: a day, words of the headline, and a few digits of a digest so that no two meet.

use jiff::civil::Date;
use sha2::{Digest, Sha256};

/// Words of a headline beyond this many characters say nothing more in an address.
const LONGEST: usize = 60;

/// The last part of the address of a page: Latin letters in lower case, digits, hyphens. It depends on nothing but what
/// is given, so that what others publish beside it never moves it. `of` tells pages of one day and headline apart.
pub fn slug(day: Option<Date>, headline: &str, of: &str) -> String {
    let mut parts: Vec<String> = day.iter().map(Date::to_string).collect();
    let words = words(headline);
    if !words.is_empty() {
        parts.push(words);
    }
    let mut digest = Sha256::new();
    for part in [headline, of] {
        digest.update((part.len() as u64).to_be_bytes());
        digest.update(part);
    }
    let digest = digest.finalize();
    parts.push(digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect());
    parts.join("-")
}

/// The words in Latin letters with hyphens between, cut after a word.
fn words(headline: &str) -> String {
    let latin = any_ascii::any_ascii(headline).to_ascii_lowercase();
    let mut out = String::new();
    for word in latin.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        let word: String = word.chars().take(LONGEST).collect();
        if !out.is_empty() && out.len() + 1 + word.len() > LONGEST {
            break;
        }
        if !out.is_empty() {
            out.push('-');
        }
        out.push_str(&word);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_made_of_the_day_the_words_and_a_digest() {
        let day = Some(jiff::civil::date(2031, 5, 2));
        let first = slug(day, "The court’s answer: no!", "text");
        assert!(first.starts_with("2031-05-02-the-court-s-answer-no-"), "{first}");
        assert_eq!(first, slug(day, "The court’s answer: no!", "text"));
        assert_ne!(first, slug(day, "The court’s answer: no!", "another text"));
    }

    #[test]
    fn any_script_gives_an_address_and_no_length_breaks_it() {
        for headline in ["Суд отказал", "قرار المحكمة", "", "***", "../../etc/passwd", &"жук".repeat(400)]
        {
            let slug = slug(None, headline, "");
            let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
            assert!(slug.bytes().all(plain) && slug.len() < 90 && slug.len() >= 8, "{slug}");
        }
    }
}
