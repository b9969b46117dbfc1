//! Numbers in a text: what they count, and what only looks like a number.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use remand_reading::SmallWords;

use crate::lexicon::Lexicon;

/// What a number gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// How many.
    Count,
    /// Hundredths.
    Percent,
    /// Money, with its currency as a sign or a word.
    Money(String),
}

/// A number in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Figure {
    /// Where it stands, with the words of its scale.
    pub(crate) span: Range<usize>,
    /// Its value in thousandths.
    pub(crate) value: u64,
    pub(crate) class: Class,
    /// What the words before it leave open: `at least`.
    pub(crate) loose: Option<String>,
    /// Least and most that the words allow, in thousandths.
    pub(crate) bounds: (Option<u64>, Option<u64>),
    /// It is written in letters.
    pub(crate) in_words: bool,
}

#[expect(clippy::expect_used, reason = "the patterns are part of the program; a test compiles them")]
fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a pattern of the program")
}

static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\d{1,3}(?:[\x{20}\x{a0}\x{202f}.,'’]\d{3})+(?:[.,]\d{1,2})?\b|\d+(?:[.,]\d+)?")
});

/// Addresses, telephones, numbers of cases and documents.
static REFERENCE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?x)
        (?:https?://|www\.)[^\s<>()\]]+
        | [\w.+-]+@[\w-]+(?:\.[\w-]+)+
        | \+\d[\d\x20()\x{a0}-]{6,}\d
        | \b\d{2,5}(?:-\d{2,4}){2,}\b
        | (?:\b|\b[\p{L}]{1,6}[-/])[\p{L}\d]+(?:[/–-][\p{L}\d.]+)*[/](?:[\p{L}\d.]+[/–-])*\d+(?:[/–-]\d+)*
        | \b\d+[-–]\d+/\d+(?:[-/]\d+)*
        | \b\p{Lu}[\p{Lu}\d]*-?\d+\b
        | \[\^?\d+\]",
    )
});

/// What is written like a number and counts nothing, in order.
pub(crate) fn references(text: &str, lexicon: &Lexicon) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = REFERENCE
        .find_iter(text)
        .map(|m| m.range())
        .filter(|range| {
            text.get(range.clone())
                .is_some_and(|words| words.contains(|c: char| c.is_ascii_digit() || c == '@' || c == ':'))
        })
        .collect();
    for number in NUMBER.find_iter(text) {
        let before =
            text.get(..number.start()).unwrap_or_default().trim_end_matches([' ', '\u{a0}', '\u{202f}']);
        let word = before
            .rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | ',' | '\'' | '’' | '\u{a0}'))
            .next()
            .unwrap_or_default();
        if lexicon.is_numbering(&word.to_lowercase())
            && !found.iter().any(|r| r.start < number.end() && number.start() < r.end)
        {
            found.push(number.range());
        }
    }
    found.sort_by_key(|range| range.start);
    found
}

/// The number opens its line and a list or a heading is numbered with it.
fn numbers_a_line(text: &str, range: &Range<usize>) -> bool {
    let before = text.get(..range.start).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    let after = text.get(range.end..).unwrap_or_default();
    let blank = line.chars().all(|c| c.is_whitespace() || matches!(c, '#' | '>' | '*' | '(' | '-'));
    blank
        && (after.starts_with('.') || after.starts_with(')'))
        && after.chars().nth(1).is_none_or(char::is_whitespace)
}

fn thousandths(digits: &str) -> Option<u64> {
    let separator = |c: char| matches!(c, '.' | ',');
    let last = digits.rfind(separator);
    let fraction =
        last.and_then(|at| digits.get(at + 1..)).filter(|rest| rest.len() != 3 || digits.starts_with('0'));
    let whole = match (fraction, last) {
        (Some(_), Some(at)) => digits.get(..at)?,
        _ => digits,
    };
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    let mut value = whole.parse::<u64>().ok()?.checked_mul(1000)?;
    if let Some(fraction) = fraction {
        let three: String = fraction.chars().chain("000".chars()).take(3).collect();
        value = value.checked_add(three.parse().ok()?)?;
    }
    Some(value)
}

/// Signs and codes of currencies, with the name they are compared under.
const CURRENCIES: [(&str, &str); 10] = [
    ("$", "dollar"),
    ("€", "euro"),
    ("£", "pound"),
    ("₽", "ruble"),
    ("₸", "tenge"),
    ("USD", "dollar"),
    ("EUR", "euro"),
    ("GBP", "pound"),
    ("KZT", "tenge"),
    ("CHF", "franc"),
];

fn currency(before: &str, after: &str, lexicon: &Lexicon) -> Option<String> {
    let (before, after) =
        (before.trim_end_matches([' ', '\u{a0}']), after.trim_start_matches([' ', '\u{a0}', '\u{202f}']));
    let sign = CURRENCIES.iter().find(|(sign, _)| before.ends_with(sign) || after.starts_with(sign));
    let word: String = after.chars().take_while(|c| c.is_alphabetic()).collect();
    sign.map(|(_, name)| (*name).to_owned())
        .or_else(|| lexicon.money(&word.to_lowercase()).map(str::to_owned))
}

/// The numbers of a text outside `taken`, in order.
pub(crate) fn figures(
    text: &str,
    taken: &[Range<usize>],
    small: &SmallWords<'_>,
    lexicon: &Lexicon,
) -> Vec<Figure> {
    let free =
        |range: &Range<usize>| !taken.iter().any(|other| other.start < range.end && range.start < other.end);
    let mut found = Vec::new();
    for number in NUMBER.find_iter(text).map(|m| m.range()).filter(|r| free(r)) {
        let before = text.get(..number.start).unwrap_or_default();
        let after = text.get(number.end..).unwrap_or_default();
        let joined = |c: Option<char>| c.is_some_and(|c| c.is_alphabetic());
        // "9th", "A4": no number of things.
        if joined(before.chars().next_back()) || joined(after.chars().next()) || numbers_a_line(text, &number)
        {
            continue;
        }
        if let Some(value) = text.get(number.clone()).and_then(thousandths) {
            found.push(figure(text, number, value, false, small, lexicon));
        }
    }
    for word in remand_search::words(text).filter(free) {
        let Some(value) = text.get(word.clone()).and_then(|w| small.number(&w.to_lowercase())) else {
            continue;
        };
        // "One" is an article more often than a number, and a scale alone is no number.
        let counted = |other: &Figure| other.span.start < word.end && word.start < other.span.end;
        if !(2..100).contains(&value) || found.iter().rev().any(counted) {
            continue;
        }
        found.push(figure(text, word, value.saturating_mul(1000), true, small, lexicon));
    }
    found.sort_by_key(|figure| figure.span.start);
    let mut end = 0;
    found.retain(|figure| {
        let keep = figure.span.start >= end;
        end = end.max(figure.span.end);
        keep
    });
    found
}

fn figure(
    text: &str,
    number: Range<usize>,
    value: u64,
    in_words: bool,
    small: &SmallWords<'_>,
    lexicon: &Lexicon,
) -> Figure {
    let (mut span, mut value) = (number, value);
    let after = text.get(span.end..).unwrap_or_default();
    let gap = after.len() - after.trim_start_matches([' ', '\u{a0}', '\u{202f}', '-']).len();
    let next: String =
        after.get(gap..).unwrap_or_default().chars().take_while(|c| c.is_alphabetic()).collect();
    let scale = small
        .number(&next.to_lowercase())
        .filter(|n| if in_words { *n < 20 || *n >= 100 } else { *n >= 1000 });
    if let Some(scale) = scale.filter(|_| gap > 0) {
        let sum =
            if scale < 20 { value.checked_add(scale.saturating_mul(1000)) } else { value.checked_mul(scale) };
        value = sum.unwrap_or(value);
        span.end += gap + next.len();
    }
    let before = text.get(..span.start).unwrap_or_default();
    let after = text.get(span.end..).unwrap_or_default();
    let near: String = {
        let line = before.rsplit(['\n', '.', ';']).next().unwrap_or_default();
        line.to_lowercase()
    };
    let percent = lexicon.is_percent(&after.chars().take(30).collect::<String>().to_lowercase());
    let class = if percent {
        Class::Percent
    } else {
        currency(before, after, lexicon).map_or(Class::Count, Class::Money)
    };
    let loose = small.loosens(&near).map(str::to_owned);
    let bounds = match &loose {
        Some(words) => {
            let said = small.quantity(&format!("{words} {}", value / 1000));
            said.map_or((None, None), |q| {
                (q.least.map(|n| n.saturating_mul(1000)), q.most.map(|n| n.saturating_mul(1000)))
            })
        }
        None => (Some(value), Some(value)),
    };
    Figure { span, value, class, loose, bounds, in_words }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::string_slice, reason = "ranges of the text itself")]

    use remand_reading::Reader;

    use super::*;
    use crate::lexicon::lexicon;

    fn found(language: &str, text: &str) -> Vec<String> {
        let reader = Reader::new().unwrap();
        let small = reader.small_words(language).unwrap().unwrap();
        let taken = references(text, lexicon(language));
        let all = figures(text, &taken, &small, lexicon(language));
        all.iter()
            .map(|f| {
                let loose = f.loose.as_deref().map(|words| format!("{words} ")).unwrap_or_default();
                let class = match &f.class {
                    Class::Count => String::new(),
                    Class::Percent => " %".to_owned(),
                    Class::Money(name) => format!(" {name}"),
                };
                format!("{loose}{}{class}", f.value / 1000)
            })
            .collect()
    }

    #[test]
    fn numbers_of_several_languages() {
        for (language, text, expected) in [
            ("en", "At least 37 people, over 1,200 signatures", vec!["at least 37", "over 1200"]),
            ("en", "thirty-seven people, two of them", vec!["37", "2"]),
            (
                "en",
                "12 thousand dollars, $500, 77%, 3 per cent",
                vec!["12000 dollar", "500 dollar", "77 %", "3 %"],
            ),
            ("fr", "plus de 10\u{202f}000 signatures et 5 pour cent", vec!["plus de 10000", "5 %"]),
            ("es", "más de 1.200 firmas", vec!["más de 1200"]),
            ("de", "mindestens 37 Menschen, 1.200 Euro", vec!["mindestens 37", "1200 euro"]),
            ("ru", "не менее 37 человек, 12 тысяч тенге", vec!["не менее 37", "12000 тенге"]),
            ("en", "case No. 3-118/24, ISO 8601, tel. +7 701 555 01 42, page 3, E3", vec![]),
            ("en", "Opinion No. 997/2024, desk@custody9.example, A/HRC/WGAD/2024/9", vec![]),
            ("en", "1. First\n2) Second", vec![]),
            ("en", "", vec![]),
        ] {
            assert_eq!(found(language, text), expected, "{text}");
        }
    }
}
