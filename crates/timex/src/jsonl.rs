//! Documents one a line in JSON, as programs that measure taggers give them, and their expressions one line each.
//!
//! In: `{"id": …, "lang": "en", "dct": "2024-03-05", "text": "…"}`, where `dct` is the date of the document in EDTF;
//! a date that is missing, null, empty or unreadable is not known. Out: `{"id": …, "timexes": [{"start", "end",
//! "type", "value", "anchor"}], "ms": …}` with offsets in code points and the milliseconds that it took.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::{self, BufRead, BufReader, Read, Write};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::resolve::resolutions;
use crate::{Anchor, Context, Kind, Tagger, When};

/// What is wrong with a line, or with what can be done with it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// The line is no document. Nothing is written for it.
    #[error(
        "line {line}: {why}; a line is a document such as {{\"id\": \"1\", \"lang\": \"en\", \"dct\": \
         \"2024-03-05\", \"text\": \"…\"}}"
    )]
    Broken {
        /// Number of the line, from 1.
        line: usize,
        /// What is wrong, and where in the line.
        why: String,
    },
    /// There is no lexicon for the language of the document. Its list is empty.
    #[error("line {line}: no lexicon for the language `{lang}`; there are {known}")]
    NoLexicon {
        /// Number of the first line in that language, from 1.
        line: usize,
        /// As the document has it.
        lang: String,
        /// Languages that there are lexicons for.
        known: String,
    },
    /// The language is not given, and cannot be told from the text. The list is empty.
    #[error("line {line}: the language is not given and cannot be told from the text; give it as \"lang\"")]
    NoLanguage {
        /// Number of the line, from 1.
        line: usize,
    },
}

#[derive(Deserialize)]
struct Document<'a> {
    #[serde(default)]
    id: Value,
    #[serde(borrow)]
    text: Cow<'a, str>,
    #[serde(default)]
    lang: Value,
    #[serde(default)]
    dct: Value,
}

#[derive(Serialize)]
struct Row<'a> {
    start: usize,
    end: usize,
    #[serde(rename = "type")]
    kind: Kind,
    value: &'a str,
    anchor: Anchor,
}

/// Tags every document of `input`. `language` tells the language of a text that comes without; `report` hears of each
/// problem, of a language without a lexicon once. `stopwatch` gives milliseconds since any moment. `Ok(false)` where a
/// line was broken.
///
/// What is written is flushed as soon as no further line waits, so that another program can talk to this one.
///
/// # Errors
///
/// Where `input` cannot be read or `output` cannot be written.
pub fn run(
    tagger: &Tagger,
    input: impl Read,
    mut output: impl Write,
    language: impl Fn(&str) -> Option<&'static str>,
    stopwatch: impl Fn() -> f64,
    mut report: impl FnMut(Problem),
) -> io::Result<bool> {
    let mut input = BufReader::with_capacity(1 << 16, input);
    let (mut line, mut out) = (Vec::new(), Vec::with_capacity(1 << 16));
    let (mut number, mut whole) = (0, true);
    let mut unknown = BTreeSet::new();
    loop {
        line.clear();
        if input.read_until(b'\n', &mut line)? == 0 {
            output.write_all(&out)?;
            output.flush()?;
            return Ok(whole);
        }
        number += 1;
        let content = line.trim_ascii();
        if !content.is_empty() {
            match tag(tagger, content, number, &language, &stopwatch, &mut out) {
                Ok(()) => {}
                Err(Problem::NoLexicon { lang, .. }) if !unknown.insert(lang.clone()) => {}
                Err(problem) => {
                    whole &= !matches!(problem, Problem::Broken { .. });
                    report(problem);
                }
            }
        }
        if out.len() >= 1 << 16 || input.buffer().is_empty() {
            output.write_all(&out)?;
            output.flush()?;
            out.clear();
        }
    }
}

/// Tags one document and puts its line into `out`, also where `Err` says why the list is empty.
fn tag(
    tagger: &Tagger,
    content: &[u8],
    line: usize,
    language: impl Fn(&str) -> Option<&'static str>,
    stopwatch: impl Fn() -> f64,
    out: &mut Vec<u8>,
) -> Result<(), Problem> {
    let broken = |error: serde_json::Error| Problem::Broken { line, why: why(&error) };
    let document: Document<'_> = serde_json::from_slice(content).map_err(broken)?;
    let text = &*document.text;
    let given = document.lang.as_str().filter(|lang| !lang.is_empty());
    let lang = given.or_else(|| language(text));
    let begun = stopwatch();
    let published = date(&document.dct);
    let found = lang.map(|lang| tagger.find(text, lang)).unwrap_or_default();
    let context = Context { published: &published, known: &[] };
    // Row by row: a text of nothing but dates has more of them than should be held at once.
    out.extend_from_slice(b"{\"id\":");
    serde_json::to_writer(&mut *out, &document.id).map_err(broken)?;
    out.extend_from_slice(b",\"timexes\":[");
    let (mut points, mut first) = (CodePoints::new(text), true);
    for timex in resolutions(text, &found, &context).filter(|t| !t.apart) {
        if !std::mem::take(&mut first) {
            out.push(b',');
        }
        let (start, end) = (points.at(timex.start), points.at(timex.end));
        let row = Row { start, end, kind: timex.kind, value: &timex.value, anchor: timex.anchor };
        serde_json::to_writer(&mut *out, &row).map_err(broken)?;
    }
    out.extend_from_slice(format!("],\"ms\":{:.3}}}\n", stopwatch() - begun).as_bytes());
    match lang {
        None => Err(Problem::NoLanguage { line }),
        Some(lang) if !tagger.knows(lang) => {
            let known = tagger.languages().collect::<Vec<_>>().join(", ");
            Err(Problem::NoLexicon { line, lang: lang.to_owned(), known })
        }
        Some(_) => Ok(()),
    }
}

/// The line is one of many: its own number stands before, and the parser's "line 1" would mislead.
fn why(error: &serde_json::Error) -> String {
    let said = error.to_string();
    let said = said.split(" at line ").next().unwrap_or_default();
    format!("{said} at byte {}", error.column())
}

fn date(dct: &Value) -> When {
    let text = dct.as_str().unwrap_or_default().trim();
    let day = || text.get(..10).and_then(|day| day.parse().ok());
    text.parse().ok().or_else(day).unwrap_or_default()
}

/// Counts code points up to one byte after another.
struct CodePoints<'a> {
    text: &'a str,
    ascii: bool,
    at: usize,
    points: usize,
}

impl<'a> CodePoints<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, ascii: text.is_ascii(), at: 0, points: 0 }
    }

    /// Code points before `byte`, which is not before the last one asked for.
    fn at(&mut self, byte: usize) -> usize {
        if self.ascii {
            return byte;
        }
        self.points += self.text.get(self.at..byte).unwrap_or_default().chars().count();
        self.at = byte;
        self.points
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::{Problem, run};
    use crate::Tagger;

    static TAGGER: LazyLock<Tagger> = LazyLock::new(Tagger::lazy);

    /// What is written, without the milliseconds, and what is reported.
    fn tagged(input: &[u8]) -> (Vec<String>, Vec<Problem>, bool) {
        let (mut out, mut problems) = (Vec::new(), Vec::new());
        let guess = |text: &str| text.starts_with("On").then_some("en");
        let whole = run(&TAGGER, input, &mut out, guess, || 0.0, |problem| problems.push(problem)).unwrap();
        let lines = String::from_utf8(out).unwrap();
        let line = |line: &str| line.split(",\"ms\"").next().unwrap_or_default().to_owned();
        (lines.lines().map(line).collect(), problems, whole)
    }

    fn line(input: &str) -> String {
        let (lines, problems, whole) = tagged(input.as_bytes());
        assert!(problems.is_empty() && whole, "{input}: {problems:?}");
        lines.concat()
    }

    #[test]
    fn offsets_count_code_points() {
        assert_eq!(
            line(r#"{"id": "a", "lang": "en", "dct": "2024-05-06", "text": "\u00c5se 😀 5 May"}"#),
            r#"{"id":"a","timexes":[{"start":6,"end":11,"type":"DATE","value":"2024-05-05","anchor":"publication"}]"#
        );
        assert_eq!(
            line(r#"{"id": 7, "lang": "ru", "text": "ж 5 мая 2024 года"}"#),
            r#"{"id":7,"timexes":[{"start":2,"end":17,"type":"DATE","value":"2024-05-05","anchor":"explicit"}]"#
        );
    }

    #[test]
    fn a_date_that_is_not_known_leaves_the_year_open() {
        for dct in ["", r#""dct": null,"#, r#""dct": "","#, r#""dct": "soon","#, r#""dct": 2024,"#] {
            let got = line(&format!(r#"{{"id": "a", "lang": "en", {dct} "text": "on 5 May"}}"#));
            assert!(got.contains("XXXX-05-05"), "{dct}: {got}");
        }
        for dct in ["2024-05-06", "2024", "2024-05-06T10:00:00Z", "2024-05/2024-06", " 2024-05-06 "] {
            let got = line(&format!(r#"{{"id": "a", "lang": "en", "dct": "{dct}", "text": "on 5 May"}}"#));
            assert!(got.contains("2024-05-05"), "{dct}: {got}");
        }
    }

    #[test]
    fn a_language_is_told_from_the_text_where_it_is_not_given() {
        for lang in ["", r#""lang": null,"#, r#""lang": "","#] {
            assert!(line(&format!(r#"{{{lang} "text": "On 5 May 2024"}}"#)).contains("2024-05-05"), "{lang}");
        }
        let (lines, problems, whole) = tagged(br#"{"text": "5 May 2024"}"#);
        assert_eq!((lines.concat().as_str(), whole), (r#"{"id":null,"timexes":[]"#, true));
        assert_eq!(problems, [Problem::NoLanguage { line: 1 }]);
    }

    #[test]
    fn a_language_without_a_lexicon_is_reported_once() {
        let document = "{\"id\": 1, \"lang\": \"xx\", \"text\": \"5 May\"}\n";
        let (lines, problems, whole) = tagged(document.repeat(3).as_bytes());
        assert_eq!((lines.len(), problems.len(), whole), (3, 1, true));
        let said = problems[0].to_string();
        assert!(
            said.starts_with("line 1: no lexicon for the language `xx`; there are ") && said.contains("en"),
            "{said}"
        );
    }

    #[test]
    fn a_broken_line_is_named_and_the_rest_is_read() {
        let good = r#"{"id": "good", "lang": "en", "text": "5 May 2024"}"#.as_bytes();
        let broken: [&[u8]; 7] = [
            b"{",
            b"[]",
            b"{\"id\": 1}",
            b"{\"text\": 5}",
            b"{\"text\": \"a\xff\"}",
            b"\xff",
            b"{\"text\": \"\"} x",
        ];
        for bad in broken {
            let (lines, problems, whole) = tagged(&[good, b"\r\n\n", bad, b"\n", good].concat());
            assert_eq!((lines.len(), whole), (2, false), "{bad:?}");
            let [problem] = problems.as_slice() else { panic!("{problems:?}") };
            let said = problem.to_string();
            assert!(
                said.starts_with("line 3: ") && said.contains("\"text\"") && !said.contains("line 1"),
                "{said}"
            );
        }
    }

    #[test]
    fn nothing_in_nothing_out() {
        for nothing in ["", "\n", "\r\n\n  \n"] {
            assert_eq!(tagged(nothing.as_bytes()), (vec![], vec![], true));
        }
    }
}
