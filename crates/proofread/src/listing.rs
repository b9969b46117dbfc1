//! What was found of a text, as lines for a terminal.

use crate::known::said;
use crate::{Checked, Standing};

/// So many letters of the words of a statement are printed.
const WORDS: usize = 120;

/// Line of a text in which a byte stands, from 1.
pub fn line_of(text: &str, at: usize) -> usize {
    text.get(..at).unwrap_or(text).matches('\n').count() + 1
}

/// How many statements stand how: "14 statements: 9 carried, 1 uncertain, 4 not in the record".
pub fn counted(found: &[Checked]) -> String {
    let of = |standing: Standing| found.iter().filter(|checked| checked.standing == standing).count();
    let each = [Standing::Carried, Standing::Uncertain, Standing::NotInTheRecord, Standing::Contradicted];
    let told: Vec<String> = each
        .into_iter()
        .map(|standing| (of(standing), standing.words()))
        .filter(|(count, _)| *count > 0)
        .map(|(count, words)| format!("{count} {words}"))
        .collect();
    match found.len() {
        0 => "no dates, numbers, quotations or names".to_owned(),
        1 => format!("1 statement: {}", told.join(", ")),
        all => format!("{all} statements: {}", told.join(", ")),
    }
}

/// Each statement with its line, its words, why it stands as it does and what carries it; what is wrong comes first.
pub fn listing(text: &str, found: &[Checked]) -> String {
    let mut out = String::new();
    let each = [Standing::Contradicted, Standing::NotInTheRecord, Standing::Uncertain, Standing::Carried];
    for standing in each {
        let of_standing: Vec<&Checked> =
            found.iter().filter(|checked| checked.standing == standing).collect();
        if of_standing.is_empty() {
            continue;
        }
        let title = match standing {
            Standing::Contradicted => "Contradicted by the record",
            Standing::NotInTheRecord => "Not in the record",
            Standing::Uncertain => "Uncertain: the record leaves it open, or its sources differ",
            Standing::Carried => "Carried by the record",
        };
        out.push_str(title);
        out.push('\n');
        for checked in of_standing {
            put(&mut out, text, checked);
        }
        out.push('\n');
    }
    out
}

fn put(out: &mut String, text: &str, checked: &Checked) {
    let mut words: String = checked.words.chars().take(WORDS).collect();
    if words.len() < checked.words.len() {
        words.push('…');
    }
    let marks = !matches!(checked.what, crate::What::Quotation) && !words.starts_with(['“', '"', '«', '„']);
    let words = if marks { format!("“{words}”") } else { words };
    let line = line_of(text, checked.span.start);
    out.push_str(&format!("  line {line:<4} {words} ({})\n", checked.what.name()));
    if !checked.says.is_empty() {
        out.push_str(&format!("            {}\n", checked.says));
    }
    if checked.standing == Standing::Carried {
        for carrier in checked.carried_by.iter().take(1) {
            let said = said(carrier);
            if !checked.says.contains(&said) {
                out.push_str(&format!("            {said}\n"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Carrier, What};

    fn checked(words: &str, at: usize, standing: Standing, says: &str) -> Checked {
        Checked {
            span: at..at + words.len(),
            words: words.to_owned(),
            what: What::Duration,
            standing,
            carried_by: vec![Carrier::OwnDay { day: jiff::civil::date(2031, 5, 2) }],
            says: says.to_owned(),
        }
    }

    #[test]
    fn what_is_wrong_comes_first_with_its_line() {
        let text = "One.\n150 days, 2 May";
        let found = [
            checked("2 May", 15, Standing::Carried, ""),
            checked("150 days", 5, Standing::Contradicted, "are 152 days"),
        ];
        let printed = listing(text, &found);
        assert!(
            printed.starts_with("Contradicted by the record\n  line 2    “150 days” (duration)\n"),
            "{printed}"
        );
        assert!(printed.contains("are 152 days") && printed.contains("the day of the text"), "{printed}");
        assert_eq!(counted(&found), "2 statements: 1 carried, 1 contradicted");
        assert_eq!(listing("", &[]), "");
    }
}
