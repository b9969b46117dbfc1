//! Words that carry content, for telling whether two phrases speak of the same thing.

use std::collections::BTreeSet;

use remand_reading::topic_words;

/// Beginnings of the words of `text` that carry content, lower case.
///
/// Words of up to three letters are left out unless they are names or acronyms; a longer word counts
/// by its first six letters, which joins most inflected forms.
pub(crate) fn content_words(text: &str) -> BTreeSet<String> {
    // A compound is a word of its own: an anti-inflation act is not one of inflation.
    text.split(|c: char| !c.is_alphanumeric() && c != '-')
        .map(|word| word.trim_matches('-'))
        .filter(|word| {
            let letters = word.chars().count();
            let named = letters == 3 && word.chars().next().is_some_and(char::is_uppercase);
            (letters > 3 || named) && !topic_words().is_small(&word.to_lowercase())
                || letters > 1 && word.chars().all(char::is_uppercase)
        })
        .map(|word| word.to_lowercase().chars().take(6).collect())
        .collect()
}

/// The capitals of a name: `National Security Committee` and `NSC` are one body.
pub(crate) fn initials(name: &str) -> String {
    name.split_whitespace().filter_map(|w| w.chars().next()).filter(|c| c.is_uppercase()).collect()
}

/// The longest run of capitalised words of a phrase, small words between them left in: the body that "officers of the
/// Harbour Department" are of. None where there are not two such words, nor an acronym.
pub(crate) fn name_in(text: &str) -> Option<String> {
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    let small = |word: &str| topic_words().is_small(&word.to_lowercase());
    let acronym = |word: &str| word.chars().count() > 1 && word.chars().all(char::is_uppercase);
    let mut best: Vec<&str> = Vec::new();
    let mut run: Vec<&str> = Vec::new();
    let mut between: Vec<&str> = Vec::new();
    for word in
        text.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric() && c != '.'))
    {
        if capital(word) && !small(word) {
            run.append(&mut between);
            run.push(word);
        } else if small(word) && !run.is_empty() {
            between.push(word);
        } else {
            run.clear();
            between.clear();
        }
        if run.iter().filter(|w| capital(w)).count() > best.iter().filter(|w| capital(w)).count() {
            best.clone_from(&run);
        }
    }
    match best.as_slice() {
        [] => None,
        [one] => acronym(one).then(|| (*one).to_owned()),
        several => Some(several.join(" ")),
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
    fn a_name_is_a_run_of_capitals_wherever_it_stands() {
        for (text, name) in [
            ("State Security Bureau", Some("State Security Bureau")),
            ("the SSB", Some("SSB")),
            ("officers of the Ministry of the Interior in masks", Some("Ministry of the Interior")),
            ("security forces of Veldria", None),
            ("Officers in masks", None),
            ("", None),
        ] {
            assert_eq!(name_in(text).as_deref(), name, "{text}");
        }
    }

    #[test]
    fn a_compound_is_not_its_parts() {
        assert!(content_words("the anti-inflation act").is_disjoint(&content_words("inflation")));
    }
}
