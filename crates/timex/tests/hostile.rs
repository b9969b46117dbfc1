//! Text that nobody wrote for us: nothing panics, nothing hangs, and nothing that is no date becomes one.
#![allow(clippy::string_slice, clippy::indexing_slicing, clippy::unwrap_used)]

use std::time::{Duration, Instant};

use remand_timex::{Context, Tagger, When, resolve};

fn read(tagger: &Tagger, text: &str) -> usize {
    let mut all = 0;
    for language in ["en", "ru"] {
        let found = tagger.find(text, language);
        let published = When::unknown();
        let got = resolve(text, &found, &Context { published: &published, known: &[] });
        let mut end = 0;
        for t in &got {
            assert!(end <= t.start && t.start < t.end, "spans overlap at {}", t.start);
            assert!(text.is_char_boundary(t.start) && text.is_char_boundary(t.end));
            end = t.end;
        }
        all += got.len();
    }
    all
}

#[test]
fn impossible_and_extreme_dates_are_no_trouble() {
    let tagger = Tagger::new().unwrap();
    for text in [
        "",
        " ",
        "31 February 2022",
        "29 February 2021",
        "0000-00-00",
        "2022-13-01",
        "99/99/9999",
        "9999-12-31",
        "0001-01-01",
        "9999-12-31T23:59",
        "December 31, 9999 and the day after, two centuries later, a thousand decades later",
        "the night of December 31, 9999",
        "around 31 December 9999",
        "January 1, 1000. 2000 years earlier. 999999 years earlier",
        "999999999999999999999 days, 4294967296 years, 99999999999999999999-01-01",
        "25:61, 24:00, 12:60pm, 13pm, 0am",
        "5-6-7-8-9-10, 1.2.3.4.5, ////, ----, 2022--01--05",
        "5th5th5th of of of May May May 20222022",
        "\u{feff}January\u{a0}5,\u{202f}2022\u{200b}",
        "ночь ночь ночь на на на 0 января",
        "в ночь с 31 на 32 декабря 9999 года",
        "the the the the first first first three three months months",
        "😀5 January😀2022😀",
    ] {
        read(&tagger, text);
    }
}

#[test]
fn every_cut_of_a_text_can_be_read() {
    let tagger = Tagger::new().unwrap();
    let text = "В ночь с 5 на 6 января 2022 г. – «11pm on January 5–6, 2022», 08.01.2022T10:00, https://a.b/2022/01/05";
    for (start, _) in text.char_indices() {
        read(&tagger, &text[start..]);
        read(&tagger, &text[..start]);
    }
}

#[test]
fn a_language_without_a_lexicon_gives_nothing() {
    assert!(Tagger::new().unwrap().find("January 5, 2022", "xx").is_empty());
    assert!(Tagger::new().unwrap().find("January 5, 2022", "").is_empty());
}

/// Four times the text may take about four times as long: a factor of twelve leaves room for a busy machine.
#[test]
fn time_grows_with_the_length_of_the_text() {
    let tagger = Tagger::new().unwrap();
    let lines = [
        "On January 5 he came and on March 3, 2022 he left after two days ",
        "2022-01-05/",
        "January ",
        "the last first three ",
        "1-",
        "in in in in ",
        "a",
    ];
    for line in lines {
        let timed = |bytes: usize| {
            let text = line.repeat(bytes / line.len());
            let begun = Instant::now();
            read(&tagger, &text);
            begun.elapsed()
        };
        let (short, long) = (timed(60_000), timed(240_000));
        assert!(long < short * 12 + Duration::from_millis(50), "{line:?}: {short:?}, then {long:?}");
    }
}
