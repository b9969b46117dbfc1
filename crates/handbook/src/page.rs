//! The page of a pack: its prose in order, and each block at its place.

use askama::Template;
use remand_law::Part;

use crate::address::link;
use crate::book::{Book, OnPage, Page, Tally};
use crate::card::{self, Card, CardView};
use crate::facts::{Came, CaseView, GROUPS};
use crate::frame::{Frame, INDEX};
use crate::table::{Span, Spans, short};
use crate::{block, prose, word};

#[derive(Template)]
#[template(path = "pack.html")]
struct PackView {
    frame: Frame,
    /// Its file, as it was given.
    file: String,
    /// What the page holds, in words.
    counts: String,
    faults: Vec<String>,
    contents: Vec<Entry>,
    parts: Vec<Shown>,
    before: Option<Span>,
    after: Option<Span>,
}

/// A line of the contents.
struct Entry {
    level: u8,
    spans: Vec<Span>,
}

/// A part of the page.
enum Shown {
    Prose(String),
    Card(Box<Card>),
    Cases { level: u8, norm: String, groups: Vec<Group> },
}

/// Cases with one outcome.
struct Group {
    name: &'static str,
    cases: Vec<CaseView>,
}

impl PackView {
    fn spans<'a>(&self, spans: &'a [Span]) -> Spans<'a> {
        Spans { spans }
    }

    fn card<'a>(&self, card: &'a Card) -> CardView<'a> {
        CardView { card }
    }
}

/// The page at this place of the book: its file and its text.
pub(crate) fn write(book: &Book<'_>, at: usize) -> Result<(String, String), askama::Error> {
    let Some(page) = book.pages.get(at) else { return Ok(Default::default()) };
    let (parts, contents) = parts(book, page, at);
    let jurisdiction = page.jurisdiction;
    let crumbs = vec![
        Span::text("Packs").to(link(&page.address, INDEX, "")),
        Span::text(word::jurisdiction(jurisdiction)).to(link(&page.address, INDEX, jurisdiction)),
    ];
    let neighbour = |at: Option<usize>| {
        let other = at.and_then(|at| book.pages.get(at))?;
        Some(Span::text(&other.title).to(link(&page.address, &other.address, "")))
    };
    let view = PackView {
        frame: Frame::new(&page.title, &page.address, crumbs),
        file: page.file.clone(),
        counts: counts(book, at),
        faults: page.faults.iter().map(|fault| book.told(fault).to_string()).collect(),
        contents,
        parts,
        before: neighbour(at.checked_sub(1)),
        after: neighbour(at.checked_add(1)),
    };
    Ok((page.address.clone(), view.render()?))
}

/// "4 norms: 3 held against the text, 1 written from memory. 12 cases, all come out as they say."
fn counts(book: &Book<'_>, at: usize) -> String {
    let tally = book.tally(at);
    if tally.all() == 0 {
        return "No norm of its own: what stands here is for the norms of other files.".to_owned();
    }
    let out = match book.cases(at) {
        (0, _) => "No case runs".to_owned(),
        (1, 0) => "1 case, which comes out as it says".to_owned(),
        (cases, 0) => format!("{cases} cases, all come out as they say"),
        (cases, 1) => format!("{}, 1 does not come out as it says", counted(cases, "case")),
        (cases, failed) => format!("{cases} cases, {failed} do not come out as they say"),
    };
    format!("{}{} {out}.", counted(tally.all(), "norm"), checks(tally))
}

/// ": 3 held against the text, 1 written from memory."
pub(crate) fn checks(tally: Tally) -> String {
    let words = [
        (tally.text, "held against the text"),
        (tally.secondary, "only against a secondary text"),
        (tally.memory, "written from memory"),
    ];
    let said: Vec<String> = words
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, words)| format!("{count} {words}"))
        .collect();
    if said.is_empty() { ".".to_owned() } else { format!(": {}.", said.join(", ")) }
}

pub(crate) fn counted(count: usize, one: &str) -> String {
    format!("{count} {one}{}", if count == 1 { "" } else { "s" })
}

fn parts(book: &Book<'_>, page: &Page<'_>, at: usize) -> (Vec<Shown>, Vec<Entry>) {
    let names = OnPage { book, page };
    let mut headings = page.headings.iter().map(|(_, printed)| printed.clone());
    let mut of_contents = page.headings.iter();
    let mut shown: Vec<Shown> = Vec::new();
    let mut contents: Vec<Entry> = Vec::new();
    let mut level = 1;
    let mut cases_at: Option<usize> = None;
    for (part, found) in page.pack.parts.iter().enumerate() {
        let anchor = page.anchors.get(&part).map_or("", String::as_str);
        let below = level + 1;
        let card = match found {
            Part::Prose(text) => {
                for (heading, printed) in of_contents.by_ref().take(prose::headings(text).len()) {
                    if let Some(of_it) = printed.level {
                        level = of_it;
                        let link = Span::text(&heading.text).to(format!("#{}", printed.anchor));
                        contents.push(Entry { level, spans: vec![link] });
                    }
                }
                let html = prose::write(text, &mut headings, &names);
                if !html.trim().is_empty() {
                    shown.push(Shown::Prose(html));
                }
                continue;
            }
            Part::Case(case) => {
                let view =
                    CaseView::new(case, book.results.get(&(at, part)), page.at(case.line), &book.wording);
                let group = GROUPS.iter().position(|(_, outcomes)| outcomes.contains(&case.outcome));
                let known = cases_at.and_then(|at| shown.get_mut(at));
                if let Some(Shown::Cases { groups, .. }) = known {
                    if let Some(group) = group.and_then(|at| groups.get_mut(at)) {
                        group.cases.push(view);
                    }
                    continue;
                }
                let mut groups: Vec<Group> =
                    GROUPS.iter().map(|(name, _)| Group { name, cases: Vec::new() }).collect();
                if let Some(group) = group.and_then(|at| groups.get_mut(at)) {
                    group.cases.push(view);
                }
                cases_at = Some(shown.len());
                shown.push(Shown::Cases { level: below + 1, norm: case.norm.clone(), groups });
                continue;
            }
            Part::Norm(norm) => {
                cases_at = None;
                let placed = book.norms.get(norm.id.as_str()).into_iter().flatten();
                let Some(placed) =
                    placed.filter(|placed| placed.page == at).find(|placed| placed.part == part)
                else {
                    continue;
                };
                card::norm(book, page, placed, anchor, below)
            }
            Part::Instrument(found) => block::instrument(book, page, found, anchor, below),
            Part::Calendar(found) => block::calendar(book, page, found, anchor, below),
            Part::Parameter(found) => block::parameter(book, page, found, anchor, below),
            Part::Definition(found) => block::definition(book, page, found, anchor, below),
        };
        let mut spans = vec![Span::code(&card.id).to(format!("#{anchor}"))];
        if let Part::Norm(norm) = found {
            if let Some(version) = &card.version {
                spans.push(Span::text(format!(" {version}")));
            }
            spans.push(Span::text(" "));
            spans.push(short(norm.checked.how));
        }
        contents.push(Entry { level: 5, spans });
        shown.push(Shown::Card(Box::new(card)));
    }
    (shown, contents)
}
