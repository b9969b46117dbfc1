//! Words that carry content, for telling whether two phrases speak of the same thing.

use std::collections::BTreeSet;

/// Beginnings of the words of `text` that carry content, lower case.
///
/// Words of up to three letters are left out unless they are names or acronyms; a longer word counts
/// by its first six letters, which joins most inflected forms.
pub(crate) fn content_words(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| {
            let letters = word.chars().count();
            let named = letters == 3 && word.chars().next().is_some_and(char::is_uppercase);
            (letters > 3 || named) && !EMPTY.contains(&word.to_lowercase().as_str())
                || letters > 1 && word.chars().all(char::is_uppercase)
        })
        .map(|word| word.to_lowercase().chars().take(6).collect())
        .collect()
}

/// Words that say nothing about a topic.
const EMPTY: [&str; 48] = [
    "about",
    "after",
    "all",
    "also",
    "and",
    "asked",
    "been",
    "being",
    "but",
    "during",
    "for",
    "from",
    "had",
    "has",
    "have",
    "her",
    "his",
    "however",
    "into",
    "moreover",
    "official",
    "officials",
    "were",
    "what",
    "when",
    "where",
    "while",
    "its",
    "more",
    "not",
    "over",
    "said",
    "some",
    "such",
    "than",
    "that",
    "the",
    "their",
    "there",
    "these",
    "they",
    "this",
    "was",
    "which",
    "who",
    "will",
    "with",
    "would",
];

/// The capitals of a name: `National Security Committee` and `NSC` are one body.
pub(crate) fn initials(name: &str) -> String {
    name.split_whitespace().filter_map(|w| w.chars().next()).filter(|c| c.is_uppercase()).collect()
}

/// Two names can be of one person or body: they share a content word, or one is made of the other's initials.
pub(crate) fn same_name(a: &str, b: &str) -> bool {
    let (words_a, words_b) = (content_words(a), content_words(b));
    if words_a.is_empty() || words_b.is_empty() || !words_a.is_disjoint(&words_b) {
        return true;
    }
    let acronym = |short: &str, long: &str| {
        let long = initials(long);
        long.chars().count() > 1 && short.split(|c: char| !c.is_alphanumeric()).any(|word| word == long)
    };
    acronym(a, b) || acronym(b, a)
}

/// A word of it other than the first begins with a capital, or all of it is an acronym: it names somebody.
pub(crate) fn is_name(text: &str) -> bool {
    let mut words =
        text.split_whitespace().filter(|w| !matches!(*w, "The" | "the" | "A" | "An" | "a" | "an"));
    let capital = |w: &str| w.chars().next().is_some_and(char::is_uppercase);
    match (words.next(), words.next()) {
        (Some(first), None) => first.chars().count() > 1 && first.chars().all(char::is_uppercase),
        (Some(_), Some(second)) => capital(second) || words.any(capital),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inflected_forms_meet_and_small_words_do_not() {
        assert!(
            !content_words("foreign militants").is_disjoint(&content_words("a foreigner was a militant"))
        );
        assert!(content_words("and of the with this").is_empty());
        assert!(content_words("").is_empty());
    }

    #[test]
    fn names_are_the_same_by_a_word_or_by_initials() {
        assert!(same_name("State Security Bureau", "the SSB"));
        assert!(same_name("the Security Bureau", "State Security Bureau"));
        assert!(!same_name("Ministry of Justice", "State Security Bureau"));
        // Nothing to tell them apart by.
        assert!(same_name("he", "State Security Bureau"));
    }

    #[test]
    fn a_name_has_capitals_that_are_not_only_the_start_of_a_sentence() {
        assert!(is_name("State Security Bureau") && is_name("the SSB"));
        assert!(!is_name("security forces") && !is_name("Officers in masks") && !is_name(""));
    }
}
