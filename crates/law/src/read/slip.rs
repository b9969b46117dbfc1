//! What people write who do not know the grammar by heart, and what they meant: the help of a fault.

use jiff::civil::Date;

use super::cursor::has_shape;

/// Words for the units, as they are said or cut short.
const UNITS: [(&[&str], &str); 8] = [
    (&["h", "hr", "hrs", "hour(s)", "std", "stunden"], "write `hours`"),
    (&["d", "day(s)", "calendar", "tage"], "write `days`; they are those of the calendar"),
    (&["24h"], "write `24-hour days`"),
    (&["business", "work", "workdays", "workday", "court"], "write `working days`"),
    (&["w", "wk", "wks", "week", "weeks"], "there is no unit of weeks: write `7 days` for one"),
    (&["mo", "mos", "mth", "mths", "month(s)"], "write `months`"),
    (&["y", "yr", "yrs", "year(s)"], "write `years`"),
    (&["m", "min", "mins", "minute", "minutes"], "the shortest unit is the hour: write `hours`"),
];

/// First words of a field as other people would begin it.
const FIELDS: [(&[&str], &str); 9] = [
    (&["must", "shall", "should", "require", "requires", "deadline", "duty"], "expect"),
    (&["forbid", "forbidden", "prohibit", "prohibited", "not"], "never"),
    (&["except", "exception", "exceptions", "excluding"], "unless"),
    (&["if", "where", "provided"], "when"),
    (&["source", "citation", "cite", "article", "law", "reference"], "cites"),
    (&["verified", "read", "review"], "checked"),
    (&["strength", "kind", "type"], "limit"),
    (&["count", "counted", "calendar"], "counting"),
    (&["see", "compare"], "beside"),
];

/// Words that stand together with a space between them.
const TWO_WORDS: [&str; 8] =
    ["in_force", "as_of", "owed_by", "stated_as", "record_of", "first_day", "working_days", "at_most"];

const NUMBERS: [&str; 31] = [
    "a",
    "an",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
    "thirty",
    "forty",
    "forty-eight",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
    "hundred",
];

/// Marks that look like the hyphen.
const DASHES: [char; 7] = ['\u{2010}', '\u{2011}', '\u{2012}', '–', '—', '\u{2212}', '\u{ff0d}'];

fn among(word: &str, known: &[(&[&str], &'static str)]) -> Option<&'static str> {
    let low = word.to_lowercase();
    let low = low.trim_matches(|c: char| !c.is_alphanumeric() && !"()".contains(c));
    known.iter().find(|(words, _)| words.contains(&low)).map(|(_, meant)| *meant)
}

/// A word without quotation marks and the punctuation of a sentence, in lower case, with plain hyphens.
pub(super) fn bare(word: &str) -> String {
    let marks = |c: char| "\"'`´“”„«»‘’‚().;:!?,：；，。*".contains(c) || is_hidden(c);
    let plain = word.trim_matches(marks).to_lowercase();
    plain.chars().map(|c| if DASHES.contains(&c) { '-' } else { c }).collect()
}

/// A character that nobody sees.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{ad}')
}

/// What to say of a word that is not the name it should be, where it only looks otherwise than that name.
pub(super) fn looks(word: &str, name: &str) -> Option<String> {
    let clean = bare(word);
    let spelt = clean.replace('-', "_");
    let foreign = word.chars().any(|c| c.is_alphabetic() && !c.is_ascii()) || word.chars().any(is_hidden);
    if spelt == name && spelt != word && !foreign {
        return Some(format!("write `{name}`: small letters, no quotation marks, no full stop"));
    }
    foreign.then(|| {
        format!("did you mean `{name}`? Type it anew: a character of it only looks like one of the name, or cannot be seen")
    })
}

/// What to say of a first word of a field.
pub(super) fn field(word: &str, known: &[&str]) -> Option<String> {
    let clean = bare(word);
    if clean != word && known.contains(&clean.as_str()) {
        return Some(format!("write `{clean}`: small letters, no colon, no quotation marks"));
    }
    if word.starts_with(['#', '%']) || word.starts_with("//") || word.starts_with("<!--") {
        return Some("take it out: comments belong in the prose around the block".to_owned());
    }
    two_words(word).or_else(|| among(word, &FIELDS).map(|meant| format!("did you mean `{meant}`?")))
}

/// What to say of words that were written as one.
pub(super) fn two_words(word: &str) -> Option<String> {
    let glued = bare(word).replace('-', "_");
    TWO_WORDS
        .contains(&glued.as_str())
        .then(|| format!("write it as two words: `{}`", glued.replace('_', " ")))
}

/// What to say of a unit.
pub(super) fn unit(word: &str) -> Option<&'static str> {
    among(word, &UNITS)
}

/// What to say of a number.
pub(super) fn number(word: &str) -> String {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let (count, rest) = word.split_at_checked(digits).unwrap_or((word, ""));
    let letters = rest.trim_start_matches(['-', '.', '\u{a0}']);
    if !count.is_empty() && letters.starts_with(char::is_alphabetic) {
        let unit = unit(letters)
            .and_then(|help| help.strip_prefix("write `"))
            .and_then(|help| help.split('`').next());
        return format!("put a space between number and unit: `{count} {}`", unit.unwrap_or(letters));
    }
    let groups: Vec<&str> = word.split(['.', ',', '\u{a0}', '\u{202f}', '\'', '’']).collect();
    let grouped = groups.len() > 1 && groups.iter().skip(1).all(|group| group.len() == 3);
    if grouped && groups.iter().all(|group| group.bytes().all(|b| b.is_ascii_digit())) {
        return format!("write the number without a mark between its figures: `{}`", groups.concat());
    }
    if groups.len() == 2 && groups.iter().all(|group| group.bytes().all(|b| b.is_ascii_digit())) {
        return "write a whole number; a part of a unit is written in a smaller one, such as `36 hours`"
            .to_owned();
    }
    "write a whole number from 1 to 100000, such as `48 hours`".to_owned()
}

/// The word is a number in letters.
pub(super) fn is_number_in_letters(word: &str) -> bool {
    let low = bare(word);
    let first = low.split('-').next().unwrap_or_default();
    NUMBERS.contains(&low.as_str()) || NUMBERS.contains(&first) && low.contains('-')
}

/// What to say of a word that is no day.
pub(super) fn date(word: &str) -> String {
    let plain: String = bare(word);
    if has_shape(word, "0000-00-00") {
        return "the calendar has no such day; look it up in the source".to_owned();
    }
    if let Some(day) =
        word.strip_suffix("..").map(|day| day.trim_end_matches('.')).filter(|day| !day.is_empty())
    {
        return format!("put a space before the two full stops: `{day} ..`");
    }
    if plain.parse::<Date>().is_ok() && has_shape(&plain, "0000-00-00") {
        return format!("write it with plain hyphens and nothing around it: `{plain}`");
    }
    let parts: Vec<&str> = plain.split(['-', '.', '/']).filter(|part| !part.is_empty()).collect();
    let figures: Vec<Option<i16>> = parts.iter().map(|part| part.parse().ok()).collect();
    let as_day = |year: i16, month: i16, day: i16| {
        let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        Date::new(year, month, day).ok().filter(|_| year > 999).map(|date| format!("`{date}`"))
    };
    let meant: Vec<String> = match figures.as_slice() {
        [Some(year), Some(month), Some(day)] if *year > 31 => {
            as_day(*year, *month, *day).into_iter().collect()
        }
        // With full stops the day comes first; with strokes it is the one or the other.
        [Some(a), Some(b), Some(year)] if word.contains('.') => as_day(*year, *b, *a).into_iter().collect(),
        [Some(a), Some(b), Some(year)] => {
            let mut both: Vec<String> =
                as_day(*year, *b, *a).into_iter().chain(as_day(*year, *a, *b)).collect();
            both.dedup();
            both
        }
        _ => Vec::new(),
    };
    if !meant.is_empty() {
        return format!("write year, month and day with hyphens: {}", meant.join(" or "));
    }
    if matches!(figures.as_slice(), [Some(1000..)]) {
        return format!("a day is needed, not a year: `{plain}-01-01` for its first");
    }
    "write a day as 2024-03-31: year, month and day in figures".to_owned()
}

/// What to say of a word that stands where the grammar has one word only.
pub(super) fn keyword(word: &str, keyword: &str) -> String {
    match keyword {
        ".." => {
            "write two full stops, with a space before and after them: `2024-01-01 .. 2024-12-31`".to_owned()
        }
        "of" if matches!(word, "after" | "from" | "since" | "following") => {
            format!("write `of`: `within 48 hours of arrest`, not `{word}`")
        }
        _ if word == "the" => format!("leave `the` out; `{keyword}` follows"),
        _ if word == "," => format!("take the comma out; `{keyword}` follows"),
        _ => format!("write `{keyword}`"),
    }
}

/// What to say of an outcome.
pub(super) fn outcome(word: &str, next: Option<&str>) -> String {
    let clean = bare(word);
    let meant = match clean.as_str() {
        "not" if next == Some("met") => Some("not_met"),
        "not" if next == Some("applicable") => Some("not_applicable"),
        "breached" | "breach" | "violated" | "violation" | "broken" | "unmet" | "not-met" | "notmet"
        | "failed" => Some("not_met"),
        "ok" | "kept" | "complied" | "compliant" | "respected" => Some("met"),
        "open" | "unknown" | "unclear" | "undecided" => Some("undetermined"),
        "disputed" => Some("contested"),
        "inapplicable" | "n/a" | "not-applicable" => Some("not_applicable"),
        "met" | "not_met" | "contested" | "undetermined" | "not_applicable" => Some(clean.as_str()),
        _ => None,
    };
    match meant {
        Some(meant) if meant == clean && word != meant => {
            format!("write `{meant}`, or `{meant}:` with a plain colon and words of the summary")
        }
        Some(meant) => format!("write `{meant}`"),
        None => "write met, not_met, contested, undetermined or not_applicable".to_owned(),
    }
}

/// The word begins what comes of a case, with another arrow or without the space.
pub(super) fn is_arrow(word: &str) -> bool {
    word.starts_with("=>") || ["->", "⇒", "→", "=", "==>", "-->", "=＞"].contains(&word)
}

/// What to say where words are left over at the end of a field.
pub(super) fn left_over(word: &str) -> &'static str {
    match bare(word).as_str() {
        "or" => {
            "conditions are joined by `and`; for `or` write a second `unless`, a second alternative or a second norm"
        }
        time if has_shape(time, "00:00") => "write day and hour as one word: `2024-03-04T10:00`",
        _ if word.starts_with('(') => {
            "a citation is written without brackets, after `cites`: `unless release cites Code art. 13`"
        }
        _ => "take it out, or move it to a field of its own; comments belong in the prose around the block",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_in_another_order_or_with_other_marks_is_written_out() {
        for (written, told) in [
            ("2001–01–05", "`2001-01-05`"),
            ("05.01.2001", "`2001-01-05`"),
            ("5.1.2001", "`2001-01-05`"),
            ("25/12/2001", "`2001-12-25`"),
            ("01/05/2001", "`2001-05-01` or `2001-01-05`"),
            ("2001-1-5", "`2001-01-05`"),
            ("2001/01/05", "`2001-01-05`"),
            ("2001-01-05..", "`2001-01-05 ..`"),
            ("2001", "`2001-01-01` for its first"),
            ("2001-02-30", "no such day"),
            ("99.99.2001", "as 2024-03-31"),
            ("01-05-01", "as 2024-03-31"),
            ("Jan", "as 2024-03-31"),
            ("", "as 2024-03-31"),
        ] {
            assert!(date(written).contains(told), "{written}: {}", date(written));
        }
    }

    #[test]
    fn a_number_with_its_unit_or_with_marks_is_written_out() {
        for (written, told) in [
            ("24h", "`24 hours`"),
            ("24hours", "`24 hours`"),
            ("3-days", "`3 days`"),
            ("1.000", "`1000`"),
            ("1,000", "`1000`"),
            ("24,5", "smaller one"),
            ("24.5", "smaller one"),
            ("-3", "whole number from 1"),
            ("", "whole number from 1"),
        ] {
            assert!(number(written).contains(told), "{written}: {}", number(written));
        }
        assert!(is_number_in_letters("twenty-four") && is_number_in_letters("Forty-eight"));
        assert!(!is_number_in_letters("answer-time") && !is_number_in_letters("tension"));
    }

    #[test]
    fn a_word_that_only_looks_otherwise_is_told_apart_from_one_that_is_another() {
        assert!(looks("“arrest”", "arrest").is_some_and(|help| help.contains("quotation marks")));
        assert!(looks("Arrest.", "arrest").is_some());
        assert!(looks("family-notified", "family_notified").is_some());
        assert!(looks("\u{430}rrest", "arrest").is_some_and(|help| help.contains("anew")));
        assert!(looks("arrest\u{200b}", "arrest").is_some());
        assert_eq!(looks("arest", "arrest"), None);
    }
}
