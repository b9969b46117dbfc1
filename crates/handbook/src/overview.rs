//! The pages about all packs: what there is, what a lawyer still has to check, the words that norms use, every id.

use askama::Template;
use remand_law::{FirstDay, HowChecked, Kind, Norm};

use crate::book::{Book, Placed, Tally};
use crate::card::{in_force, title};
use crate::frame::{CHECK, Frame, IDS, INDEX};
use crate::page::{checks, counted};
use crate::table::{Lines, Row, Span, Spans, Table, TableView, columns, line, short};
use crate::usage;
use crate::word::{self, EVENTS, WORDS};

#[derive(Template)]
#[template(path = "overview.html")]
pub(crate) struct Overview {
    pub(crate) frame: Frame,
    pub(crate) heading: &'static str,
    pub(crate) opening: Vec<Vec<Span>>,
    /// Named parts of the page.
    pub(crate) sections: Vec<Section>,
}

#[derive(Default)]
pub(crate) struct Section {
    pub(crate) anchor: String,
    pub(crate) heading: String,
    pub(crate) paragraphs: Vec<Vec<Span>>,
    /// Terms and what they mean.
    pub(crate) terms: Vec<(Span, &'static str)>,
    pub(crate) tables: Vec<Table>,
}

impl Overview {
    fn spans<'a>(&self, spans: &'a [Span]) -> Spans<'a> {
        Spans { spans }
    }

    fn span<'a>(&self, span: &'a Span) -> Spans<'a> {
        Spans { spans: std::slice::from_ref(span) }
    }

    fn table<'a>(&self, table: &'a Table) -> TableView<'a> {
        TableView { table }
    }
}

/// Every page that is about all packs, with its file.
pub(crate) fn write(book: &Book<'_>) -> Result<Vec<(String, String)>, askama::Error> {
    let pages = [
        (INDEX, index(book)),
        (CHECK, check(book)),
        (IDS, ids(book)),
        (EVENTS, usage::events(book)),
        (WORDS, usage::words(book)),
    ];
    pages.into_iter().map(|(name, page)| Ok((name.to_owned(), page.render()?))).collect()
}

/// A paragraph; what stands between back quotes is code.
pub(crate) fn para(text: impl AsRef<str>) -> Vec<Span> {
    let pieces = text.as_ref().split('`').enumerate();
    pieces.map(|(at, piece)| if at % 2 == 0 { Span::text(piece) } else { Span::code(piece) }).collect()
}

/// The packs by jurisdiction.
fn index(book: &Book<'_>) -> Overview {
    let mut all = Tally::default();
    book.norms.values().flatten().for_each(|placed| all.add(placed.norm.checked.how));
    let failed = book.results.values().filter(|result| result.is_err()).count();
    let mut opening = vec![para(
        "Law written as code, for a lawyer to check. Each norm stands below the prose that explains it, with its \
         source, the days on which it is in force, how it was checked, what it says in plain words, and cases that \
         show what comes of it. The cases are invented; each was run when these pages were made.",
    )];
    opening.push(vec![
        Span::text(format!(
            "{} in {}{} ",
            counted(all.all(), "norm"),
            counted(book.pages.len(), "file"),
            checks(all)
        )),
        Span::text("What a lawyer still has to check").to(CHECK),
        Span::text(", most doubtful first."),
    ]);
    opening.push(para(match (book.results.len(), failed) {
        (cases, 0) => format!("{}, and each comes out as it says.", counted(cases, "case")),
        (cases, failed) => format!(
            "{}, of which {failed} {} not come out as {}: see the files with a mark below.",
            counted(cases, "case"),
            if failed == 1 { "does" } else { "do" },
            if failed == 1 { "it says" } else { "they say" },
        ),
    }));
    let mut sections = vec![legend()];
    let mut jurisdictions: Vec<&str> = book.pages.iter().map(|page| page.jurisdiction).collect();
    jurisdictions.dedup();
    for jurisdiction in jurisdictions {
        sections.push(packs_of(book, jurisdiction));
    }
    sections.rotate_left(1);
    if !book.faults.is_empty() {
        sections.insert(0, faults(book));
    }
    Overview { frame: Frame::new("Law packs", INDEX, Vec::new()), heading: "Law packs", opening, sections }
}

fn packs_of(book: &Book<'_>, jurisdiction: &str) -> Section {
    let mut rows = Vec::new();
    let mut all = Tally::default();
    for (at, page) in book.pages.iter().enumerate().filter(|(_, page)| page.jurisdiction == jurisdiction) {
        let tally = book.tally(at);
        let (cases, failed) = book.cases(at);
        all.text += tally.text;
        all.secondary += tally.secondary;
        all.memory += tally.memory;
        let mut name = vec![vec![Span::text(&page.title).to(&page.address)]];
        if !page.faults.is_empty() {
            let words = format!("{}: a block with a fault does not run", counted(page.faults.len(), "fault"));
            name.push(vec![Span::classed(words, "mark memory")]);
        }
        if failed > 0 {
            let words = format!("{} not as expected", counted(failed, "case"));
            name.push(vec![Span::classed(words, "mark memory")]);
        }
        let number = |count: usize, class: &'static str| {
            line(if count == 0 {
                Span::classed("–", "none")
            } else {
                Span::classed(count.to_string(), class)
            })
        };
        let cells = vec![
            name,
            number(tally.all(), ""),
            number(tally.text, ""),
            number(tally.secondary, "doubt"),
            number(tally.memory, "doubt"),
            number(cases, ""),
        ];
        rows.push(Row { cells, ..Row::default() });
    }
    let name = word::jurisdiction(jurisdiction);
    let words = format!("{}{}", counted(all.all(), "norm"), checks(all));
    Section {
        anchor: jurisdiction.to_owned(),
        paragraphs: vec![para(words)],
        tables: vec![Table {
            caption: format!("Packs: {name}"),
            columns: columns(&[
                ("File", 45, ""),
                ("Norms", 10, "number"),
                ("Text", 10, "number"),
                ("Secondary", 12, "number"),
                ("Memory", 12, "number"),
                ("Cases", 11, "number"),
            ]),
            rows,
            counts: true,
        }],
        heading: name,
        ..Section::default()
    }
}

/// What the marks and the words of a norm mean.
fn legend() -> Section {
    let checked = |how, words| (short(how), words);
    Section {
        anchor: "legend:".to_owned(),
        heading: "What the words mean".to_owned(),
        terms: vec![
            checked(HowChecked::Text, "somebody held the norm against the text of the instrument"),
            checked(
                HowChecked::SecondaryText,
                "somebody held it against a commentary, a fact sheet or another body's quotation: open the text before you use it",
            ),
            checked(HowChecked::Memory, "nothing was read: open the text before you use it"),
            (Span::classed("hard", "term"), "the text itself gives the limit"),
            (Span::classed("presumptive", "term"), "a body that interprets the text gives the number"),
            (
                Span::classed("standard", "term"),
                "there is no number (“promptly”): the time that passed is reported and not judged",
            ),
            (Span::classed("met", "term"), "kept on every reading of the record"),
            (Span::classed("not met", "term"), "breached on every reading of the record"),
            (
                Span::classed("contested", "term"),
                "breached on some readings: the sources give different times or contradict each other",
            ),
            (
                Span::classed("undetermined", "term"),
                "the record does not decide it, and the finding says which fact would; that nobody speaks of an act is no denial",
            ),
            (
                Span::classed("not applicable", "term"),
                "what the norm is about did not happen, or the norm was not in force or did not bind the state",
            ),
        ],
        ..Section::default()
    }
}

/// What is wrong, told at the top.
fn faults(book: &Book<'_>) -> Section {
    let told = book.pages.iter().filter(|page| !page.faults.is_empty());
    let rows = told.map(|page| Row {
        cells: vec![
            line(Span::text(&page.title).to(&page.address)),
            page.faults
                .iter()
                .map(|fault| vec![Span::text(format!("line {}: {}", fault.line, book.told(fault).message))])
                .collect(),
        ],
        ..Row::default()
    });
    Section {
        anchor: "faults:".to_owned(),
        heading: "Faults".to_owned(),
        paragraphs: vec![para(format!(
            "{} in these packs. A block with a fault stands on its page as written, is marked and does not run.",
            counted(book.faults.len(), "fault")
        ))],
        tables: vec![Table {
            caption: "Faults by file".to_owned(),
            columns: columns(&[("File", 35, ""), ("Fault", 65, "")]),
            rows: rows.collect(),
            ..Table::default()
        }],
        ..Section::default()
    }
}

/// What a lawyer still has to check.
fn check(book: &Book<'_>) -> Overview {
    let mut opening = vec![
        para(
            "Open the source of a norm, hold the norm against it, and change what differs. Then sign it: in its block, \
             which stands at the file and line named here, write the day and `against text` after `checked`, and run `remand law test`. Until then the \
             program says how the norm was checked wherever it prints it.",
        ),
        para("On paper each row has room for the day and for a name."),
    ];
    let mut sections = Vec::new();
    let norms: Vec<&Placed<'_>> = ordered(book);
    let groups = [
        (HowChecked::Memory, "memory", "From memory", "Nobody read anything for these. The most doubtful."),
        (
            HowChecked::SecondaryText,
            "secondary",
            "Against a secondary text",
            "A commentary, a fact sheet or another body's quotation was read, and not the text itself.",
        ),
    ];
    for (how, anchor, heading, words) in groups {
        let of_it = norms.iter().filter(|placed| placed.norm.checked.how == how);
        let mut rows: Vec<Row> = of_it.map(|placed| to_check(book, placed)).collect();
        let parameters = book.law.parameters.iter().filter(|found| found.checked.how == how);
        rows.extend(parameters.filter_map(|found| {
            let place = book.blocks.get(&(Kind::Parameter, found.id.name.as_str()))?;
            let page = book.pages.get(place.page)?;
            let at = page.at(found.id.line);
            Some(worksheet(
                &found.title,
                Span::code(&found.id.name).to(book.link(CHECK, place)),
                &found.cites,
                "A number that the law changes.",
                at,
            ))
        }));
        sections.push(sheet(anchor, heading, words, rows));
    }
    let doubtful = norms.iter().filter(|placed| placed.norm.checked.how == HowChecked::Text);
    let rows = doubtful.filter_map(|placed| {
        let doubt = doubt(placed.norm)?;
        let mut row = to_check(book, placed);
        if let Some(cell) = row.cells.get_mut(2) {
            cell.insert(0, vec![Span::classed(format!("Left open: {doubt}."), "doubt")]);
        }
        Some(row)
    });
    sections.push(sheet(
        "doubt",
        "Against the text, with a doubt left",
        "The text was read and leaves something open, which the norm carries: both ends of a term, or a version that \
         starts or ends on a day that is not known.",
        rows.collect(),
    ));
    sections.retain(|section: &Section| !section.tables.is_empty());
    if sections.is_empty() {
        opening = vec![para(
            "Nothing: every norm in these packs was held against its text, and no doubt was left.",
        )];
    }
    Overview {
        frame: Frame::new("What a lawyer still has to check", CHECK, Vec::new()),
        heading: "What a lawyer still has to check",
        opening,
        sections,
    }
}

/// What the text left open, where the norm carries it.
fn doubt(norm: &Norm) -> Option<String> {
    let mut doubts: Vec<String> = Vec::new();
    let period = norm.terms.in_force;
    if norm.terms.counting.first_day == Some(FirstDay::InOrOut) {
        doubts.push("whether the first day counts".to_owned());
    }
    if let Some(period) =
        period.filter(|period| period.from != period.from_latest || period.to != period.to_latest)
    {
        doubts.push(format!("in force {}", in_force(period)));
    }
    (!doubts.is_empty()).then(|| doubts.join("; "))
}

fn sheet(anchor: &str, heading: &str, words: &str, rows: Vec<Row>) -> Section {
    let count = rows.len();
    let table = Table {
        caption: heading.to_owned(),
        columns: columns(&[
            ("Norm", 32, ""),
            ("Source to open", 23, ""),
            ("What the norm says", 45, ""),
            ("Day and name", 0, "sign"),
        ]),
        rows,
        ..Table::default()
    };
    Section {
        anchor: anchor.to_owned(),
        heading: format!("{heading} ({count})"),
        paragraphs: vec![para(words)],
        tables: if count == 0 { Vec::new() } else { vec![table] },
        ..Section::default()
    }
}

fn to_check(book: &Book<'_>, placed: &Placed<'_>) -> Row {
    let norm = placed.norm;
    let id = Span::code(&norm.id).to(book.link_to(CHECK, placed));
    let says = remand_law::explain(norm, book.law, &book.wording).rule;
    let at = book.pages.get(placed.page).map_or_else(String::new, |page| page.at(norm.line));
    worksheet(title(norm), id, &norm.cites, &says, at)
}

fn worksheet(title: &str, id: Span, cites: &str, what: &str, at: String) -> Row {
    let cells: Vec<Lines> = vec![
        vec![vec![Span::text(title)], vec![id], vec![Span::code(at)]],
        line(Span::text(cites)),
        line(Span::text(what)),
        Vec::new(),
    ];
    Row { cells, ..Row::default() }
}

/// All norms in the order of the site.
fn ordered<'b, 'a>(book: &'b Book<'a>) -> Vec<&'b Placed<'a>> {
    let mut all: Vec<&Placed<'a>> = book.norms.values().flatten().collect();
    all.sort_by_key(|placed| (placed.page, placed.part));
    all
}

/// Every norm by its id.
fn ids(book: &Book<'_>) -> Overview {
    let opening = vec![para(format!(
        "Every norm by its id. `{IDS}#ID` is an address that stays the same when a file gets another name.",
    ))];
    let mut rows: Vec<Row> = Vec::new();
    for (id, versions) in &book.norms {
        for (at, placed) in versions.iter().enumerate() {
            let norm = placed.norm;
            let period = norm.terms.in_force.map_or_else(|| "not said".to_owned(), in_force);
            rows.push(Row {
                anchor: if at == 0 { (*id).to_owned() } else { String::new() },
                cells: vec![
                    line(Span::code(*id).to(book.link_to(IDS, placed))),
                    line(Span::text(title(norm))),
                    line(Span::text(period)),
                    line(Span::text(norm.limit.word())),
                    line(short(norm.checked.how)),
                ],
            });
        }
    }
    let table = Table {
        caption: "Norms by id".to_owned(),
        columns: columns(&[
            ("Id", 27, ""),
            ("Title", 34, ""),
            ("In force", 17, ""),
            ("Limit", 10, ""),
            ("Checked", 12, ""),
        ]),
        rows,
        ..Table::default()
    };
    Overview {
        frame: Frame::new("Norms by id", IDS, Vec::new()),
        heading: "Norms by id",
        opening,
        sections: vec![Section { tables: vec![table], ..Section::default() }],
    }
}
