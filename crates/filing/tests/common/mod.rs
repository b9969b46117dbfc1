//! An invented draft that has one of everything, and what a test needs of the programs around it.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "each test uses a part of it, and may fail loudly"
)]

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;

use remand_dossier::document::Drawing;
use remand_filing::{
    Block, Cite, Column, Draft, Exhibit, Footnote, Gate, NoteIx, Part, Person, Question, Run, SCHEMA,
    Standing, Support, SupportIx, Table,
};
use remand_vault::ItemId;

pub fn text(words: &str) -> Run {
    Run::fixed(words)
}

pub fn fact(words: &str, on: usize) -> Run {
    Run::Text { text: words.to_owned(), on: vec![SupportIx(on)] }
}

pub fn note(number: usize) -> Run {
    Run::Note { note: NoteIx(number - 1) }
}

pub fn quote(words: &str, lang: &str) -> Run {
    Run::Quote { text: words.to_owned(), lang: Some(lang.to_owned()), on: vec![SupportIx(1)] }
}

pub fn footnote(number: usize, words: &str) -> Footnote {
    Footnote {
        number,
        runs: vec![text(words)],
        cites: Vec::new(),
        answer: None,
        on: Vec::new(),
        in_text: false,
    }
}

fn cite(start: usize) -> Cite {
    Cite {
        exhibit: 1,
        place: "E1 p. 1".to_owned(),
        item: ItemId::of(b"order"),
        start,
        end: start + 9,
        quote: "held since".to_owned(),
        lang: Some("en".to_owned()),
    }
}

fn heading(id: &str, number: &str, words: &str, blocks: Vec<Block>) -> Part {
    Part { id: id.to_owned(), number: number.to_owned(), heading: vec![text(words)], blocks }
}

fn field(id: &str, number: &str, label: &str, value: Vec<Run>) -> Block {
    Block::Field { id: id.to_owned(), number: number.to_owned(), label: label.to_owned(), value: vec![value] }
}

/// A draft with one of everything.
pub fn draft() -> Draft {
    let table = Table {
        caption: "Orders in the record".to_owned(),
        columns: vec![
            Column { head: "From".to_owned(), share: 2 },
            Column { head: "What covers it".to_owned(), share: 5 },
        ],
        rows: vec![
            vec![
                vec![fact("4 March 2031", 0)],
                vec![text("The order of the Harrow District Court."), note(1)],
            ],
            vec![vec![fact("4 June 2031", 3)], vec![text("No order is in the record.")]],
        ],
    };
    let facts = vec![
        Block::Paragraph {
            runs: vec![
                fact("Ilse Marren", 2),
                text(" has been in custody since "),
                Run::Strong { text: "4 March 2031".to_owned(), on: vec![SupportIx(0)] },
                text("."),
                note(1),
                text(" The prosecution said: "),
                quote("Она задержана законно", "ru"),
                text("; her sister: "),
                quote("היא לא ראתה שופט", "he"),
                text("."),
                note(2),
                text(" See "),
                Run::Reference { to: "remedies".to_owned(), text: "Exhaustion of remedies".to_owned() },
                text(" and part "),
                Run::Reference { to: "arrest".to_owned(), text: "II".to_owned() },
                text("."),
            ],
        },
        Block::Quote {
            runs: vec![quote("لم تر قاضيا منذ اليوم الأول", "ar"), note(1)]
        },
        Block::List { numbered: true, points: vec![vec![text("One.")], vec![text("Two."), note(3)]] },
        Block::List { numbered: false, points: vec![vec![text("A point.")]] },
        Block::Table(table),
        Block::Clock(clock()),
        Block::Part(heading(
            "law",
            "II.A",
            "Law",
            vec![
                Block::Paragraph {
                    runs: vec![
                        text("Brought before a judge within "),
                        fact("48 hours", 3),
                        text("."),
                        note(3),
                    ],
                },
                Block::Small { runs: vec![text("Small print.")] },
            ],
        )),
    ];
    let identity = vec![
        field("identity.family_name", "1.", "Family name", vec![fact("Marren", 2)]),
        field(
            "identity.birth_date",
            "2.",
            "Date of birth",
            vec![
                Run::Placeholder { text: "date of birth".to_owned() },
                text(" "),
                Run::Question { question: 1 },
            ],
        ),
        Block::List { numbered: true, points: vec![vec![text("Counts from one again.")]] },
    ];
    let remedies = vec![Block::Paragraph {
        runs: vec![
            Run::Question { question: 2 },
            text(" asked again: "),
            Run::Question { question: 1 },
            Run::Emphasis { text: "habeas corpus".to_owned(), lang: Some("la".to_owned()), on: Vec::new() },
        ],
    }];
    Draft {
        schema: SCHEMA,
        forum: "wgad".to_owned(),
        title: "Submission to an invented body".to_owned(),
        addressee: vec!["An Invented Body".to_owned(), "Somewhere 1".to_owned()],
        language: "en".to_owned(),
        people: vec![Person { name: "Ilse Marren".to_owned(), letter: String::new() }],
        as_of: jiff::civil::date(2031, 8, 12),
        as_of_words: "12 August 2031".to_owned(),
        audience: "court".to_owned(),
        notice: Some("Nobody has reviewed this.".to_owned()),
        checked: vec!["The order of the fields is from memory.".to_owned()],
        gates: vec![Gate {
            id: "consent".to_owned(),
            what: "The person consents.".to_owned(),
            standing: Standing::Fails,
            why: vec![text("No consent is in the record.")],
            checked: "against secondary text".to_owned(),
            questions: vec![2],
        }],
        parts: vec![
            heading("identity", "I", "Identity", identity),
            heading("arrest", "II", "Arrest & detention", facts),
            heading("remedies", "III", "Exhaustion of remedies", remedies),
            heading("empty", "", "", Vec::new()),
        ],
        working: Vec::new(),
        questions: vec![question(1, "identity.birth_date"), question(2, "consent")],
        notes: vec![
            footnote(1, "E1 p. 1: “held since”. a\u{0}b\u{fffe}c\u{1b}"),
            footnote(2, "E2 ¶ 3."),
            footnote(3, "ICCPR art. 9(3); checked against secondary text."),
        ],
        exhibits: vec![Exhibit {
            number: 1,
            label: "E1".to_owned(),
            letter: String::new(),
            in_case: 1,
            name: "order.pdf".to_owned(),
            item: ItemId::of(b"order"),
            media_type: "application/pdf".to_owned(),
            language: "en".to_owned(),
            pages: Some(2),
            withheld: None,
        }],
        norms: Vec::new(),
        supports: vec![
            Support::Passage(cite(10)),
            Support::Passage(cite(40)),
            Support::Name { forms: vec!["Ilse Marren".to_owned()] },
            Support::Derived { how: "counted".to_owned(), from: vec![SupportIx(0)] },
        ],
        words: BTreeMap::new(),
    }
}

pub fn question(number: usize, id: &str) -> Question {
    Question {
        number,
        id: id.to_owned(),
        text: "When was she born?".to_owned(),
        owner: "the family".to_owned(),
        field: id.to_owned(),
        letter: String::new(),
    }
}

fn clock() -> Drawing {
    let print = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 720 120\" width=\"720\" height=\"120\" \
                 font-family=\"Libertinus Serif\" font-size=\"12\"><rect x=\"128\" y=\"20\" width=\"300\" \
                 height=\"30\" fill=\"#0072b2\"/><text x=\"10\" y=\"40\">State</text></svg>";
    Drawing {
        wide: String::new(),
        narrow: String::new(),
        print: print.to_owned(),
        alt: "One stretch, covered by an order.".to_owned(),
        caption: "The axis ends on 12 August 2031.".to_owned(),
    }
}

/// The parts of a package by name.
pub fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut parts = BTreeMap::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        parts.insert(file.name().unwrap().into_owned(), bytes);
    }
    parts
}

/// One part as text.
pub fn part(bytes: &[u8], name: &str) -> String {
    String::from_utf8(parts(bytes).remove(name).unwrap()).unwrap()
}

/// A folder for what a test writes.
pub fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&path).unwrap();
    path
}

/// The program answers; says that the test is skipped where it does not.
pub fn is_here(program: &str) -> bool {
    let here = Command::new(program).arg("--version").output().is_ok();
    if !here {
        eprintln!("skipped: {program} is not here");
    }
    here
}
