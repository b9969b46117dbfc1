//! Packs in, pages out: what a lawyer finds on them, what a hostile or faulty pack makes of them, and that every link
//! leads somewhere.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail loudly")]

mod web;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use remand_finding::{Code, PACKS, packs};
use remand_handbook::{Shelf, Site, site};
use web::{dead_links, ill_formed, text_of};

/// A site of packs, each with its place.
fn site_of(files: &[(&str, &str)]) -> Site {
    let (packs, faults) = packs(files.iter().copied());
    let code = Code::new(remand_law::link(&packs).0);
    let shelves: Vec<_> = packs.iter().map(|pack| Shelf { place: &pack.file, pack }).collect();
    site(&shelves, &code, &faults).unwrap()
}

fn page(site: &Site, name: &str) -> String {
    let found = site.files.iter().find(|(known, _)| known == name);
    let names: Vec<&str> = site.files.iter().map(|(name, _)| name.as_str()).collect();
    let (_, bytes) = found.unwrap_or_else(|| panic!("no {name} in {names:?}"));
    String::from_utf8(bytes.clone()).unwrap()
}

fn holds(page: &str, fragments: &[&str]) {
    let text = text_of(page);
    for fragment in fragments {
        assert!(page.contains(fragment) || text.contains(fragment), "`{fragment}` is not in\n{text}");
    }
}

static SHIPPED: LazyLock<Site> = LazyLock::new(|| site_of(PACKS));

const CODE: &str = "# Code of Veldria

Read in a copy of 1999. See `xx.code.13`, and [the gazette](https://gazette.example/1).

```instrument xx.code
counting   first day out, end of month last day, rollover forward of xx.days
in force   2001-01-01 ..
party      xy 2003-04-05
reserved   xy 2004-01-01 .. 2005-12-31 for wartime
members    xx
```

## 12 Before a judge in a day

```norm xx.code.12
cites      Code of Veldria art. 12
checked    2026-11-22 from memory
limit      hard
in force   2001-01-01 .. 2009-12-31
expect     appearance_before_judge
           within 24 hours of arrest
           within 12 hours of arrest when detainee is minor
wgad       I
beside     xx.code.13
```

```case in the evening
arrest                  2004-03-04T10:00
appearance_before_judge 2004-03-04T20:00
as of                   2004-03-10
=> met
```

```case two days later, the ministry says
arrest                  2004-03-04T10:00
appearance_before_judge 2004-03-06T10:00 by state
as of                   2004-03-10
=> not_met: 48 hours
```

```case nobody speaks of a judge
arrest 2004-03-04T10:00
as of  2004-03-10
=> undetermined
```

```case this one is wrong
arrest                  2004-03-04T10:00
appearance_before_judge 2004-03-06T10:00
as of                   2004-03-10
=> met
```

## 12 As it was amended

```norm xx.code.12
cites      Code of Veldria art. 12
checked    2026-11-22 against text
limit      hard
in force   2010-01-01 ..
expect     appearance_before_judge
           within 48 hours of arrest
```

## 13 Counsel

```norm xx.code.13
cites      Code of Veldria art. 13
checked    2026-11-22 against secondary text
limit      standard
expect     counsel_access promptly after questioned_state_begins
```
";

fn code() -> String {
    CODE.replace("questioned_state_begins", "arrest")
}

const DAYS: &str = "# Days of Veldria

```calendar xx.days
weekend    friday, saturday
covers     2001-01-01 .. 2030-12-31
off        every 05-03 Harvest
off        easter +1 Monday after Easter
off        2011-06-09 Jubilee
on         2012-05-03 A working Harvest
```

```parameter xx.term
cites      Code of Veldria art. 20
checked    2026-11-22 from memory
value      2 months from 2001-01-01
value      3 months from 2012-02-01 cites Law 7
```

```define xx_held
cites      Code of Veldria art. 2
from       arrest
until      release
```

## 20 At most so long

```norm xx.code.20
cites      Code of Veldria art. 20
checked    2026-11-22 against text
limit      hard
xx_held at most xx.term
```
";

#[test]
fn a_norm_stands_with_its_source_its_check_and_its_cases() {
    let site = site_of(&[("xx/code.md", &code()), ("xx/days.md", DAYS)]);
    assert_eq!((site.cases, site.failed), (4, 1));
    let page = page(&site, "xx/code.html");
    holds(
        &page,
        &[
            "<h1 dir=\"auto\">Code of Veldria</h1>",
            "3 norms: 1 held against the text, 1 only against a secondary text, 1 written from memory. 4 cases, 1 does not come out as it says.",
            "<article class=\"card mark memory\" id=\"xx.code.12\">",
            "Not held against its text: written from memory, on 2026-11-22",
            "<article class=\"card mark text\" id=\"xx.code.12@2010-01-01\">",
            "Held against the text on 2026-11-22",
            "Code of Veldria art. 12",
            "from 2001-01-01 to 2009-12-31",
            "<dt>Other versions</dt><dd><a href=\"#xx.code.12@2010-01-01\">from 2010-01-01</a>",
            "<dt>Beside it</dt><dd><a href=\"#xx.code.13\"><code>xx.code.13</code></a> 13 Counsel",
            "<dt>Also named beside</dt><dd><a href=\"#xx.code.12\"><code>xx.code.12</code></a>",
            "<dd><code>xx/code.md:15</code></dd>",
            "<h2 id=\"12-before-a-judge-in-a-day\" dir=\"auto\">12 Before a judge in a day</h2>",
            "See <a href=\"#xx.code.13\"><code>xx.code.13</code></a>",
            "<a href=\"https://gazette.example/1\" rel=\"noreferrer\">the gazette</a>",
            "<summary>As written in the pack</summary>",
            "within 12 hours of <a href=\"../events.html#event:arrest\">arrest</a> when <a href=\"../words.html#role:detainee\">detainee</a>",
        ],
    );
    holds(
        &page,
        &[
            "Met (2)",
            "Not met (1)",
            "Undetermined (1)",
            "2004-03-06 10:00 Brought before a judge, says the state",
            "not met, saying “48 hours”",
            "Comes out otherwise: not met:",
            "xx/code.md:47",
        ],
    );
}

#[test]
fn instruments_calendars_parameters_and_definitions_stand_as_tables() {
    let site = site_of(&[("xx/code.md", &code()), ("xx/days.md", DAYS)]);
    holds(
        &page(&site, "xx/code.html"),
        &[
            "id=\"instrument:xx.code\"",
            "3 norms belong to it. What they do not say themselves they take from it.",
            "XX and the states below, and no other",
            "State Bound since XY 2003-04-05",
            "State From To Words XY 2004-01-01 2005-12-31 for wartime",
            "<a href=\"../xx/days.html#calendar:xx.days\">",
        ],
    );
    holds(
        &page(&site, "xx/days.html"),
        &[
            "Off each week Friday, Saturday",
            "3 May Harvest",
            "1 day after Easter Sunday Monday after Easter",
            "2011-06-09, Thursday Jubilee",
            "2012-05-03, Thursday A working Harvest",
            "2 months 2001-01-01 2012-01-31 Code of Veldria art. 20",
            "3 months 2012-02-01 now Law 7",
            "Begins with arrest",
            "Used by xx.code.20",
        ],
    );
}

#[test]
fn the_index_counts_and_the_list_to_check_begins_with_the_most_doubtful() {
    let site = site_of(&[("xx/code.md", &code()), ("xx/days.md", DAYS)]);
    holds(
        &page(&site, "index.html"),
        &[
            "<h2>XX</h2>",
            "Code of Veldria 1 case not as expected 3 1 1 1 4",
            "4 norms in 2 files: 2 held against the text, 1 only against a secondary text, 1 written from memory.",
        ],
    );
    let check = text_of(&page(&site, "check.html"));
    let at = |words: &str| check.find(words).unwrap_or_else(|| panic!("`{words}` is not in\n{check}"));
    assert!(
        at("xx.code.12 xx/code.md:15 Code of Veldria art. 12")
            < at("xx.code.13 xx/code.md:67 Code of Veldria art. 13")
    );
    assert!(at("From memory (2)") < at("Against a secondary text (1)"));
    holds(&check, &["xx/code.md:15", "xx/days.md:12"]);
    holds(
        &page(&site, "ids.html"),
        &["<tr id=\"xx.code.12\">", "<a href=\"xx/code.html#xx.code.12@2010-01-01\">"],
    );
    holds(
        &page(&site, "events.html"),
        &[
            "<tr id=\"event:arrest\">",
            "href=\"xx/code.html#xx.code.12\"",
            "begins: <a href=\"words.html#state:in_custody\">",
        ],
    );
    holds(
        &page(&site, "words.html"),
        &["xx_held", "href=\"xx/days.html#state:xx_held\">defined by a pack</a>"],
    );
}

#[test]
fn a_block_with_a_fault_is_shown_and_marked_and_the_rest_stands() {
    let faulty =
        format!("{}\n## 14 Broken\n\n```norm xx.code.14\ncites <b>x</b>\nexpect arest\n```\n", code());
    let twice = "# Twice\n\n```norm xx.code.13\ncites Law 1\nchecked 2026-11-22 against text\nlimit hard\nexpect release\n```\n\n```case it would\nrelease 2012-01-01\nas of 2012-01-02\n=> met\n```\n";
    let site = site_of(&[("xx/code.md", &faulty), ("xx/days.md", DAYS), ("xx/twice.md", twice)]);
    let code = page(&site, "xx/code.html");
    holds(
        &code,
        &[
            "<h2>Faults</h2>",
            "unknown event `arest`",
            "This block has a fault and does not run",
            "cites &lt;b&gt;x&lt;/b&gt;",
            "id=\"xx.code.13\"",
        ],
    );
    holds(
        &page(&site, "xx/twice.html"),
        &["two versions of `xx.code.13`", "This norm has a fault", "it is not part of the law"],
    );
    holds(
        &page(&site, "index.html"),
        &["id=\"faults:\"", "A block with a fault stands on its page as written"],
    );
    whole(&site);
}

#[test]
fn a_case_of_a_norm_with_a_fault_is_not_run() {
    let text = "# X\n\n```norm xx.1\ncites Law 1\nchecked 2026-11-22 against text\nlimit hard\nin force 2001-01-01 ..\nexpect release within 2 months of arrest\n```\n\n```case out\narrest 2012-01-01\nas of 2012-01-02\n=> met\n```\n";
    let site = site_of(&[("xx/x.md", text)]);
    assert_eq!((site.cases, site.failed), (0, 0));
    holds(&page(&site, "xx/x.html"), &["Was not run: its norm has a fault", "No case runs"]);
}

#[test]
fn a_hostile_pack_is_text() {
    let hostile = "# <script>alert(1)</script> & \"Co\"\n\n<script>alert(2)</script>\n\n[a](javascript:alert(3)) [b](<java\nscript:x>) ![i](https://x.example/i.png) <javascript:alert(4)>\n\n]]> </style></main> <a href=x onclick=alert(5)>\n\n## \"><img src=x onerror=alert(6)>\n\n```norm xx.1\ncites <script>alert(7)</script> \" onload=\"x\nchecked 2026-11-22 against text\nlimit hard\nin force 2001-01-01 ..\nexpect release within 2 days of arrest\nowed by <svg/onload=alert(8)>\ncounting first day out\n```\n\n```case </li><script>alert(9)</script>\narrest 2012-01-01\nas of 2012-01-02\n=> undetermined: release\n```\n";
    let site = site_of(&[("own/<b>\"'&.md", hostile), ("own/../../etc/x.md", hostile)]);
    for (name, bytes) in &site.files {
        let page = String::from_utf8(bytes.clone()).unwrap();
        let small = page.to_lowercase();
        for tag in
            ["<script", "<img", "<svg", "<iframe", "href=\"javascript", "href=\"java", " onclick=\"", "src="]
        {
            assert!(!small.contains(tag) || tag == "src=" && !small.contains("<img"), "{name}: {tag}");
        }
        assert!(!name.contains("..") && !name.starts_with('/'), "{name}");
    }
    whole(&site);
}

#[test]
fn packs_of_one_name_or_of_names_that_differ_in_case_have_pages_of_their_own() {
    let other = code().replace("xx.code", "xx.kodex");
    let third = code().replace("xx.code", "xx.law");
    let site =
        site_of(&[("own/a.md", &code()), ("own/a.md", &other), ("own/A.md", &third), ("xx/days.md", DAYS)]);
    holds(&page(&site, "own/a.html"), &["id=\"xx.law.12\""]);
    holds(&page(&site, "own/a-2.html"), &["id=\"xx.code.12\""]);
    holds(&page(&site, "own/a-3.html"), &["id=\"xx.kodex.12\""]);
    assert_eq!(site.failed, 3);
    whole(&site);
}

#[test]
fn where_own_packs_lay_is_not_told() {
    let wrong = code().replace("of arrest", "of arest");
    let site = site_of(&[
        ("own/ada/attic/law/a/code.md", &wrong),
        ("own/ada/attic/law/b/days.md", DAYS),
        (
            "own/ada/attic/law/twice.md",
            "# X\n\n```norm xx.code.20\ncites L\nchecked 2026-11-22 against text\nlimit hard\nin force 2001-01-01 ..\nexpect release\n```\n",
        ),
        ("kz/constitution/article-13.md", "# 13\n"),
    ]);
    holds(&page(&site, "own/a/code.html"), &["<code>a/code.md</code>", "a/code.md:21:"]);
    holds(&page(&site, "own/b/days.html"), &["b/days.md:"]);
    holds(&page(&site, "own/twice.html"), &["the other is at b/days.md:"]);
    page(&site, "kz/constitution/article-13.html");
    assert!(site.files.iter().all(|(_, bytes)| !String::from_utf8_lossy(bytes).contains("attic")));
}

#[test]
fn nothing_at_all_makes_a_site_too() {
    let site = site_of(&[]);
    holds(&page(&site, "index.html"), &["0 norms in 0 files."]);
    whole(&site);
    whole(&site_of(&[
        ("own/empty.md", ""),
        (
            "own/content.md",
            "# Content\n\n## Content\n\n```norm content\ncites L\nchecked 2026-11-22 against text\nlimit hard\nin force 2001-01-01 ..\nexpect release\n```\n",
        ),
        ("legend/x.md", "# Faults\n"),
        ("own/prose.md", "###### Deep\n\nwords\n\n# Late title\n\n#### Jump\n"),
    ]));
}

#[test]
fn a_large_or_deeply_nested_pack_takes_no_time() {
    let deep =
        format!("# Deep\n\n{}x\n\n{}\n\n{}", "> ".repeat(20_000), "[".repeat(20_000), "*a ".repeat(20_000));
    let tables = format!("| a | b |\n|---|---|\n{}", "| 1 | 2 |\n".repeat(5_000));
    let headings = "## The same\n\n".repeat(10_000);
    let mut many = "# Many\n\n".to_owned();
    for year in 1..2_000 {
        many.push_str(&format!(
            "```norm xx.1\ncites L\nchecked 2026-11-22 against text\nlimit hard\nin force {year:04}-01-01 .. {year:04}-12-31\nexpect release\nbeside xx.2\n```\n```define s{year}\nfrom arrest\n```\n```instrument i{year}\n```\n"
        ));
    }
    many.push_str("```norm xx.2\ncites L\nchecked 2026-11-22 against text\nlimit hard\nin force 2001-01-01 ..\nexpect release\n```\n");
    let site = site_of(&[
        ("own/deep.md", &deep),
        ("own/tables.md", &tables),
        ("own/headings.md", &headings),
        ("own/many.md", &many),
    ]);
    holds(&page(&site, "own/many.html"), &["1986 more"]);
    whole(&site);
}

#[test]
fn the_same_packs_make_the_same_bytes() {
    let files = [("xx/code.md", code()), ("xx/days.md", DAYS.to_owned())];
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    assert_eq!(site_of(&files), site_of(&files));
}

#[test]
fn the_packs_of_the_program_make_a_site_without_dead_links() {
    assert_eq!(SHIPPED.failed, 0);
    assert!(SHIPPED.cases > 1_000);
    whole(&SHIPPED);
}

#[test]
fn a_page_of_the_program_is_no_burden() {
    for (name, bytes) in &SHIPPED.files {
        assert!(bytes.len() <= 150_000, "{name} has {} bytes", bytes.len());
    }
}

#[test]
fn every_norm_of_the_program_stands_on_one_page_and_in_the_list_of_ids() {
    let (packs, _) = packs(PACKS.iter().copied());
    let ids = page(&SHIPPED, "ids.html");
    let pages: Vec<String> =
        SHIPPED.files.iter().map(|(_, bytes)| String::from_utf8(bytes.clone()).unwrap()).collect();
    let known: BTreeSet<&str> =
        packs.iter().flat_map(remand_law::Pack::norms).map(|norm| norm.id.as_str()).collect();
    for id in known {
        let anchor = "<article class=\"card mark ";
        let stands = format!("id=\"{id}\">");
        assert!(ids.contains(&format!("<tr id=\"{id}\">")), "{id}");
        let on = pages
            .iter()
            .filter(|page| page.lines().any(|line| line.starts_with(anchor) && line.ends_with(&stands)));
        assert!(on.count() >= 1, "{id}");
    }
}

/// Every page is well formed, loads nothing, and every link of it leads somewhere.
fn whole(site: &Site) {
    let pages: Vec<(&str, String)> = site
        .files
        .iter()
        .map(|(name, bytes)| (name.as_str(), String::from_utf8(bytes.clone()).unwrap()))
        .collect();
    let mut faults: Vec<String> = Vec::new();
    for (name, page) in &pages {
        faults.extend(ill_formed(page).into_iter().map(|fault| format!("{name}: {fault}")));
    }
    faults.extend(dead_links(&pages));
    assert!(faults.is_empty(), "{}", faults[..faults.len().min(40)].join("\n"));
    let small: BTreeSet<String> = pages.iter().map(|(name, _)| name.to_lowercase()).collect();
    assert_eq!(small.len(), pages.len(), "two pages have one name");
}
