//! Saved pages: blocks in reading order, and what the page says about itself.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

use remand_text::BlockKind::{Cell, Heading, ListItem, Paragraph};
use remand_text::{BlockKind, Limits, TextLayer, extract};

fn read(page: &[u8]) -> TextLayer {
    extract(page, "page.html", page.len() as u64, &Limits::default()).layer
}

fn check(page: &str, expected: &[(BlockKind, &str)]) {
    let layer = read(page.as_bytes());
    let blocks: Vec<_> =
        layer.blocks.iter().map(|block| (block.kind, &layer.text[block.span.clone()])).collect();
    assert_eq!(blocks, expected, "{page}");
}

#[test]
fn text_comes_in_blocks() {
    check(
        "<h1>Update</h1><p>He was   moved\nto <b>ward</b>&nbsp;6.<p>Nobody&#39;s told.</p>",
        &[(Heading, "Update"), (Paragraph, "He was moved to ward\u{a0}6."), (Paragraph, "Nobody's told.")],
    );
    check(
        "<ul><li>One<li>Two<ul><li>Two a</ul><li><p>Three</p></ul>After",
        &[
            (ListItem, "One"),
            (ListItem, "Two"),
            (ListItem, "Two a"),
            (ListItem, "Three"),
            (Paragraph, "After"),
        ],
    );
    check(
        "<div>First line<br>second line<br><br>New paragraph</div>",
        &[(Paragraph, "First line\nsecond line"), (Paragraph, "New paragraph")],
    );
    check("a<p>\u{a0}</p><div> </div>b", &[(Paragraph, "a"), (Paragraph, "b")]);
    check("<pre>one\n  two\n\nthree</pre>", &[(Paragraph, "one\n  two"), (Paragraph, "three")]);
}

#[test]
fn rows_of_a_table_are_lines_of_the_text() {
    let page = "<table><tr><th>Date<th>Order<tr><td>4 March</td><td>two months</td></tr></table><p>End";
    check(
        page,
        &[(Cell, "Date"), (Cell, "Order"), (Cell, "4 March"), (Cell, "two months"), (Paragraph, "End")],
    );
    assert_eq!(read(page.as_bytes()).text, "Date\tOrder\n4 March\ttwo months\n\nEnd");
}

#[test]
fn scripts_and_styles_are_not_text_and_what_stands_in_for_them_is() {
    check(
        "<script>if (a<b) document.write('<p>no')</script><style>p{}</style><!-- no --><noscript><p>Text \
         for all</p></noscript><nav>Menu</nav><p>Words",
        &[(Paragraph, "Text for all"), (Paragraph, "Menu"), (Paragraph, "Words")],
    );
}

#[test]
fn a_page_says_who_published_it_when() {
    let layer = read(
        br#"<html lang="ru-RU"><head><title>Site: News</title>
        <meta property="og:title" content="News"><meta property="og:site_name" content="The Site">
        <meta name="date" content="2023-01-01">
        <meta property="article:published_time" content="2024-03-05T10:00:00+05:00">
        <script type="application/ld+json">{"@graph":[{"datePublished":"2022-02-02","author":{"name":"A. Writer"}}]}</script>
        </head><body><time datetime="2021-01-01">x</time>"#,
    );
    let metadata = layer.metadata;
    assert_eq!(metadata.title.as_deref(), Some("News"));
    assert_eq!(metadata.author.as_deref(), Some("A. Writer"));
    assert_eq!(metadata.date.as_deref(), Some("2024-03-05T10:00:00+05:00"));
    assert_eq!(metadata.date_origin.as_deref(), Some("meta article:published_time"));
    assert_eq!(layer.language.as_deref(), Some("ru"));
}

#[test]
fn a_date_in_words_or_a_broken_script_is_no_date() {
    let layer = read(
        br#"<meta name="date" content="yesterday"><script type="application/ld+json">{"datePublished":"2022-</script>
        <time datetime="PT2H">two hours</time><p>x"#,
    );
    assert_eq!((layer.metadata.date, layer.metadata.date_origin), (None, None));
}

#[test]
fn the_charset_is_the_one_declared_or_found() {
    let words = "Адвоката не пустили к задержанному";
    let declared = format!("<html><head><meta charset=windows-1251></head><p>{words}");
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(&declared);
    assert_eq!(read(&bytes).text, words);
    let wrong = format!("<html><head><meta charset=windows-1251></head><p>{words}");
    assert_eq!(
        read(wrong.as_bytes()).text,
        words,
        "valid UTF-8 is UTF-8, whatever a converted page declares"
    );
    let sixteen: Vec<u8> = declared.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(read(&[b"\xff\xfe", sixteen.as_slice()].concat()).text, words);
}

#[test]
fn broken_pages_lose_no_words() {
    check(
        "<p>One<table><tr><td>Two<ul><li>Three</table>Four</ul></td></p>Five",
        &[(Paragraph, "One"), (Cell, "Two"), (ListItem, "Three"), (Paragraph, "Four"), (Paragraph, "Five")],
    );
    check(
        "<h2>Title<p>Text</p></div></body></html>After",
        &[(Heading, "Title"), (Paragraph, "Text"), (Paragraph, "After")],
    );
    check("<li>No list", &[(ListItem, "No list")]);
    check("<p title=\"never closed>Lost", &[]);
    assert!(read(b"<p>Word<script>no end").diagnostics[0].message.contains("<script> is never closed"));
}

#[test]
fn a_hundred_thousand_elements_inside_each_other_are_read() {
    let depth = 100_000;
    for tag in ["div", "ul><li", "table><tr><td", "noscript", "b"] {
        let page = format!("<html>{}Bottom", format!("<{tag}>").repeat(depth));
        let layer = read(page.as_bytes());
        assert!(layer.text.contains("Bottom") || !layer.diagnostics.is_empty(), "{tag}");
    }
}

#[test]
fn what_is_not_shown_is_no_text_and_tags_that_do_not_fit_lose_nothing() {
    for (page, expected) in [
        ("<div style='display: none'>menu <b>x</b></div><p>Shown", vec!["Shown"]),
        ("<p>Held <span hidden>secretly </span>since March</p>", vec!["Held since March"]),
        ("<p hidden>no<p>yes", vec!["yes"]),
        ("<ul><li style=\"display:none !important\">a<ul><li>b</ul><li>c</ul>", vec!["c"]),
        ("<table><tr><td hidden>a<td>b</table>", vec!["b"]),
        ("<dialog>Cookies?</dialog><template><p>no</p></template><p>Text</p>", vec!["Text"]),
        ("<div class='x sf-hidden'><div>no</div></div>after", vec!["after"]),
        // The end of the hidden element is missing, or another one ends around it.
        ("<div><span hidden>no</div><p>kept", vec!["kept"]),
        ("<section><div style='visibility:hidden'>no</section>kept", vec!["kept"]),
        ("<input type=hidden value=x hidden><p>kept", vec!["kept"]),
        ("<div style='display:nonesuch'>kept</div>", vec!["kept"]),
        (
            "<details><summary>More</summary>is shown when asked for</details>",
            vec!["More", "is shown when asked for"],
        ),
    ] {
        let layer = read(page.as_bytes());
        let blocks: Vec<_> = layer.blocks.iter().map(|block| &layer.text[block.span.clone()]).collect();
        assert_eq!(blocks, expected, "{page}");
    }
    let long = format!("<div hidden>{}</div><p>Words", "word ".repeat(100));
    let said = &read(long.as_bytes()).diagnostics[0].message;
    assert!(said.contains("400 characters of the page are not shown"), "{said}");
}

#[test]
fn pages_saved_inside_a_page_are_read_where_they_stand() {
    check(
        "<p>Before<iframe srcdoc=\"<p>Inside &amp;amp; more\">old browser</iframe><p>After",
        &[(Paragraph, "Before"), (Paragraph, "Inside & more"), (Paragraph, "After")],
    );
    let mut page = "deep".to_owned();
    for _ in 0..6 {
        page = format!("<iframe srcdoc='{}'></iframe>", page.replace('&', "&amp;").replace('\'', "&#39;"));
    }
    assert_eq!(read(page.as_bytes()).text, "");
}

#[test]
fn paragraphs_of_one_cell_stand_in_one_column() {
    let page = "<table><tr><td><p>4 March</p><p>evening</p></td><td>arrest</td></tr></table>";
    assert_eq!(read(page.as_bytes()).text, "4 March\nevening\tarrest");
}

#[test]
fn hidden_elements_without_end_cost_no_more_than_their_tags() {
    let page = "<div hidden><i>".repeat(200_000);
    assert_eq!(read(page.as_bytes()).text, "");
}
