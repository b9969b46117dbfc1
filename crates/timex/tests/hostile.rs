//! Text that nobody wrote for us: nothing panics, nothing hangs, and nothing that is no date becomes one.
#![allow(clippy::string_slice, clippy::indexing_slicing, clippy::unwrap_used)]

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use remand_timex::{Context, Tagger, Timex, When, resolve};

static TAGGER: LazyLock<Tagger> = LazyLock::new(Tagger::lazy);

/// Reads `text` in every language, and counts what is found.
fn read(text: &str) -> usize {
    let tagger = &*TAGGER;
    let mut all = 0;
    for language in tagger.languages() {
        let found = tagger.find(text, language);
        let published = When::unknown();
        let got = resolve(text, &found, &Context { published: &published, known: &[] });
        for t in &got {
            let bounds = t.when.earliest.zip(t.when.before);
            assert!(bounds.is_none_or(|(a, b)| a < b), "{language}: bounds of {t:?}");
        }
        let mut end = 0;
        for range in tagger.impossible(text, language) {
            assert!(end <= range.start && text.get(range.clone()).is_some_and(|quote| !quote.is_empty()));
            end = range.end;
        }
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
        read(text);
    }
}

/// Values of `text` in `language`, published on 15 June 2023.
fn values(text: &str, language: &str) -> Vec<Timex> {
    let published: When = "2023-06-15".parse().unwrap();
    resolve(text, &TAGGER.find(text, language), &Context { published: &published, known: &[] })
}

#[test]
fn a_date_that_no_calendar_has_gives_no_day_and_is_told() {
    let cases = [
        ("en", "on 31 April he left", "31 April"),
        ("en", "on April 31, 2022 he left", "April 31, 2022"),
        ("en", "on 30 February 2022 he left", "30 February 2022"),
        ("en", "on 29 February 2021 he left", "29 February 2021"),
        ("en", "dated 2022-13-01, no less", "2022-13-01"),
        ("en", "dated 2022-02-30.", "2022-02-30"),
        ("en", "dated 30.02.2022.", "30.02.2022"),
        ("en", "dated 31/04/2022.", "31/04/2022"),
        ("en", "dated 99/99/9999.", "99/99/9999"),
        ("en", "dated 0000-00-00.", "0000-00-00"),
        ("en", "on the 31st of April he left", "the 31st of April"),
        ("es", "ni el 31 de abril llegó", "el 31 de abril"),
        ("ru", "31 апреля он уехал", "31 апреля"),
        ("ru", "30.02.2022 он уехал", "30.02.2022"),
    ];
    for (language, text, quote) in cases {
        let told: Vec<&str> = TAGGER.impossible(text, language).into_iter().map(|r| &text[r]).collect();
        assert_eq!(told, [quote], "{text}");
        for t in values(text, language) {
            assert_eq!(t.when.only_day(), None, "{text}: {t:?}");
        }
    }
}

#[test]
fn what_is_no_date_or_a_good_one_is_not_called_impossible() {
    for text in [
        "29 February 2024, 29 February, 31 May, 2022-12-31, 31.12.2022, 12/31/2022, 31/12/2022",
        "version 1.2.3, 10.20.30.40, 2022/1915, 2022-1915, 1-2-3, 12.34.56, +7 (727) 250-00-00",
        "Opinion No. 33/2022, A/HRC/33/66, https://example.org/2022/13/45, articles 31 and 32",
        "",
    ] {
        for language in TAGGER.languages() {
            let told: Vec<&str> = TAGGER.impossible(text, language).into_iter().map(|r| &text[r]).collect();
            assert!(told.is_empty(), "{language}: {told:?}");
        }
    }
}

#[test]
fn the_first_and_the_last_year_that_a_date_can_have() {
    for (text, earliest, latest) in [
        ("0001-01-01", Some("0001-01-01"), Some("0001-01-01")),
        ("9999-12-30", Some("9999-12-30"), Some("9999-12-30")),
        ("9999-12-31", Some("9999-12-31"), None),
    ] {
        let got = values(text, "en");
        let [t] = got.as_slice() else { panic!("{text}: {got:?}") };
        assert_eq!((t.value.as_str(), t.when.edtf.as_str()), (text, text));
        assert_eq!(t.when.earliest_text().as_deref(), earliest, "{text}");
        assert_eq!(t.when.latest_text().as_deref(), latest, "{text}");
    }
    assert!(values("the year after 9999-12-31, ten centuries later", "en").len() <= 3);
}

#[test]
fn text_from_right_to_left_keeps_its_offsets() {
    let text = "\u{202e}שלום\u{202c} 5 May 2022 مرحبا ۵ ٥ May \u{2067}2022-01-05\u{2069}";
    let found: Vec<&str> = TAGGER.find(text, "en").iter().map(|e| &text[e.start..e.end]).collect();
    assert_eq!(found.first().zip(found.last()), Some((&"5 May 2022", &"2022-01-05")), "{found:?}");
}

#[test]
fn a_text_without_any_date_gives_an_empty_list() {
    for text in
        ["", "\n\n", "Nobody says when.", "Никто не говорит, когда.", "§ 106, No. 6/4, 24/7", "\u{0}\u{1}"]
    {
        assert_eq!(read(text), 0, "{text:?}");
    }
}

#[test]
fn every_cut_of_a_text_can_be_read() {
    let text = "В ночь с 5 на 6 января 2022 г. – «11pm on January 5–6, 2022», 08.01.2022T10:00, https://a.b/2022/01/05";
    for (start, _) in text.char_indices() {
        read(&text[start..]);
        read(&text[..start]);
    }
}

#[test]
fn a_language_without_a_lexicon_gives_nothing() {
    assert!(TAGGER.find("January 5, 2022", "xx").is_empty());
    assert!(TAGGER.find("January 5, 2022", "").is_empty());
}

/// Four times the text may take about four times as long. A busy machine may stop a run for seconds: the test fails
/// where no attempt stays below a factor of twelve.
#[test]
fn time_grows_with_the_length_of_the_text() {
    let lines = [
        "On January 5 he came and on March 3, 2022 he left after two days ",
        "On March 5 he came; two days later, on a Friday, she left. ",
        "2022-01-05/",
        "2022-01-05,",
        "31 April ",
        "January ",
        "January February March April May June July August September October November December ",
        "the last first three ",
        "the 1 ",
        "1-",
        "1",
        "in in in in ",
        "the night of the morning of ",
        "a",
        "w",
        "www",
        "a/",
        "@",
        ". ",
        "\"",
        "\n",
        "שלום ",
        "\u{3000}",
        "é",
        "日",
    ];
    for line in lines {
        let timed = |bytes: usize| {
            let text = line.repeat(bytes / line.len());
            let begun = Instant::now();
            let found = TAGGER.find(&text, "en");
            let published = When::unknown();
            assert!(
                resolve(&text, &found, &Context { published: &published, known: &[] }).len() <= found.len()
            );
            begun.elapsed()
        };
        let linear = (0..8).any(|_| {
            let (short, long) = (timed(20_000), timed(80_000));
            long < short * 12 + Duration::from_millis(50)
        });
        assert!(linear, "{line:?}");
    }
}

#[test]
fn one_line_of_several_megabytes_is_read() {
    let text = "a".repeat(3_000_000) + " 5 May 2022 " + &"1".repeat(3_000_000);
    let found: Vec<&str> = TAGGER.find(&text, "en").iter().map(|e| &text[e.start..e.end]).collect();
    assert_eq!(found, ["5 May 2022"]);
}
