//! Time expressions of any text: in order, on the bounds of characters, with bounds in order, written without fault.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use remand_timex::json::Row;
use remand_timex::timeml::TimeMl;
use remand_timex::{Context, Tagger, When, resolve, utf8};

static TAGGER: LazyLock<Tagger> = LazyLock::new(|| Tagger::new().expect("the lexicons of the program can be read"));
static PUBLISHED: LazyLock<[When; 3]> = LazyLock::new(|| {
    let when = |text: &str| text.parse().expect("a date");
    [When::unknown(), when("2024-03-05"), when("2023-12-28/2024-01-09")]
});

fuzz_target!(|bytes: &[u8]| {
    let decoded = utf8::decode(bytes.to_vec());
    let text = decoded.text.as_str();
    assert_eq!(text.len(), bytes.len(), "offsets are those of the file");
    for language in TAGGER.languages() {
        let found = TAGGER.find(text, language);
        ordered(text, found.iter().map(|e| (e.start, e.end)));
        ordered(text, TAGGER.impossible(text, language).into_iter().map(|r| (r.start, r.end)));
        for published in PUBLISHED.iter() {
            let known = [When::unknown(), PUBLISHED[1].clone()];
            let timexes = resolve(text, &found, &Context { published, known: &known });
            ordered(text, timexes.iter().map(|t| (t.start, t.end)));
            for timex in &timexes {
                if let (Some(earliest), Some(before)) = (timex.when.earliest, timex.when.before) {
                    assert!(earliest < before, "{language}: {timex:?}");
                }
                if let Some(against) = timex.against.clone() {
                    assert!(text.get(against).is_some(), "{language}: {timex:?}");
                }
                assert!(!timex.value.is_empty(), "{language}: {timex:?}");
                assert!(!Row::of(text, timex).quote.is_empty());
                assert!(!timex.explanation(text).is_empty());
            }
            let marked = TimeMl { text, timexes: &timexes, published }.to_string();
            assert!(marked.ends_with("</TimeML>\n"));
        }
    }
});

#[track_caller]
fn ordered(text: &str, spans: impl Iterator<Item = (usize, usize)>) {
    let mut last = 0;
    for (start, end) in spans {
        assert!(last <= start && start < end, "{start}..{end} after {last}");
        assert!(text.is_char_boundary(start) && text.is_char_boundary(end), "{start}..{end}");
        last = end;
    }
}
