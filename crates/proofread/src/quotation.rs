//! Quotations of a text: where they stand, and the parts they were cut into.

use std::ops::Range;

/// Words that a text gives as another's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Quotation {
    /// With its marks.
    pub(crate) span: Range<usize>,
    /// Without them.
    pub(crate) inside: Range<usize>,
}

/// The outermost quotations of a text, in order; a quotation that is not closed ends with its paragraph.
pub(crate) fn quotations(text: &str) -> Vec<Quotation> {
    let mut found = Vec::new();
    let mut at = 0;
    for paragraph in text.split("\n\n") {
        if paragraph.trim_start().starts_with('>') {
            block(text, paragraph, at, &mut found);
        } else {
            marked(paragraph, at, &mut found);
        }
        at += paragraph.len() + 2;
    }
    found
}

/// A quotation set apart, as Markdown marks it.
fn block(text: &str, paragraph: &str, at: usize, found: &mut Vec<Quotation>) {
    let start = at + (paragraph.len() - paragraph.trim_start().len());
    let mut end = start;
    let mut line_at = at;
    for line in paragraph.split_inclusive('\n') {
        line_at += line.len();
        if line.trim_start().starts_with('>') {
            end = line_at;
        }
    }
    let words = text.get(start..end).unwrap_or_default().trim_end();
    let range = start..start + words.len();
    let marks: &[char] = &['>', ' ', '“', '”', '«', '»', '"', '„'];
    let inner = words.trim_start_matches(marks);
    let first = range.end - inner.len();
    found.push(Quotation { inside: first..first + inner.trim_end_matches(marks).len(), span: range });
}

fn marked(paragraph: &str, offset: usize, found: &mut Vec<Quotation>) {
    // The marks that close what is open, the innermost last.
    let mut open: Vec<char> = Vec::new();
    let mut start = 0;
    let mut after_mark = 0;
    let mut before: Option<char> = None;
    let mut characters = paragraph.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let next = characters.peek().map(|(_, c)| *c);
        let spaced =
            before.is_none_or(|b| b.is_whitespace() || "([{—–-/:".contains(b) || "“«„\"‘‚".contains(b));
        let letter =
            next.is_some_and(|n| n.is_alphanumeric() || matches!(n, '[' | '…' | '«' | '“' | '„' | '‘' | '.'));
        let apostrophe = before.is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric);
        let closes = open.last() == Some(&c) && !(c == '’' && apostrophe);
        let opens = match c {
            '“' if !closes => Some('”'),
            '«' if !closes => Some('»'),
            '»' if !closes && spaced && letter => Some('«'),
            '„' => Some('“'),
            '"' if !closes && spaced && letter => Some('"'),
            '‘' if !closes && spaced && letter => Some('’'),
            '‚' if letter => Some('‘'),
            _ => None,
        };
        // „So‟ is closed in three ways.
        let closes = closes || (open.last() == Some(&'“') && matches!(c, '”' | '"'));
        if closes {
            open.pop();
            if open.is_empty() {
                let end = at + c.len_utf8();
                found.push(Quotation {
                    span: offset + start..offset + end,
                    inside: offset + after_mark..offset + at,
                });
            }
        } else if let Some(close) = opens {
            if open.is_empty() {
                start = at;
                after_mark = at + c.len_utf8();
            }
            open.push(close);
        }
        before = Some(c);
    }
    // A quotation of several paragraphs opens again in each, and closes in the last. A single mark that stays open is
    // an apostrophe.
    if open.first().is_some_and(|close| *close != '’' && *close != '‘') && start == 0 {
        let end = paragraph.trim_end().len();
        found.push(Quotation { span: offset..offset + end, inside: offset + after_mark..offset + end });
    }
}

/// The parts of a quotation between the marks of what was left out or put in: `[…]`, `…`, `[he]`.
pub(crate) fn parts(text: &str, inside: &Range<usize>) -> Vec<Range<usize>> {
    let body = text.get(inside.clone()).unwrap_or_default();
    let mut found = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while let Some(rest) = body.get(at..).filter(|rest| !rest.is_empty()) {
        let cut = if rest.starts_with('[') || rest.starts_with("(…") || rest.starts_with("(...") {
            rest.find([']', ')']).map(|end| end + 1)
        } else if rest.starts_with("...") {
            Some(3)
        } else if rest.starts_with('…') {
            Some('…'.len_utf8())
        } else {
            None
        };
        if let Some(length) = cut {
            found.push(start..at);
            at += length;
            start = at;
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    found.push(start..body.len());
    let holds = |range: &Range<usize>| {
        body.get(range.clone()).is_some_and(|part| part.contains(char::is_alphanumeric))
    };
    found.into_iter().filter(holds).map(|r| inside.start + r.start..inside.start + r.end).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::string_slice, reason = "ranges of the text itself")]

    use super::*;

    #[test]
    fn the_marks_of_every_language_and_quotations_inside_others() {
        for (text, expected) in [
            ("He said “it is so”.", vec!["it is so"]),
            ("Он сказал: «так и есть».", vec!["так и есть"]),
            ("Sie sagte: „so ist es“ und ging.", vec!["so ist es"]),
            ("»So ist es«, sagte sie.", vec!["So ist es"]),
            ("He said \"it is so\" and \"no\".", vec!["it is so", "no"]),
            ("“They said ‘no’ to us”, he wrote.", vec!["They said ‘no’ to us"]),
            ("«Il a dit “non”»", vec!["Il a dit “non”"]),
            ("It's the prisoners' day, isn’t it", vec![]),
            ("‘it is so’, he said", vec!["it is so"]),
            ("> quoted here\n> and here", vec!["quoted here\n> and here"]),
            ("“one\n\n“two”", vec!["one", "two"]),
            ("5” of snow", vec![]),
            ("", vec![]),
        ] {
            let found: Vec<&str> = quotations(text).into_iter().map(|q| &text[q.inside]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn a_quotation_is_cut_where_something_was_left_out() {
        for (text, expected) in [
            ("he was […] taken away", vec!["he was ", " taken away"]),
            ("[he] was taken", vec![" was taken"]),
            ("he was ... taken", vec!["he was ", " taken"]),
            ("he was taken", vec!["he was taken"]),
            ("[…]", vec![]),
        ] {
            let found: Vec<&str> = parts(text, &(0..text.len())).into_iter().map(|r| &text[r]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
