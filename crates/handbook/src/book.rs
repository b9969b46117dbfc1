//! What the pages are made of: packs in the order of the site, where each block stands, what its cases come to, and
//! which norms name which.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use remand_finding::{CaseFailure, Code, Finding};
use remand_law::{Diagnostic, HowChecked, Kind, Law, Norm, Pack, Part, Symbol, Wording};

use crate::address::{Anchors, Pages, link, slug};
use crate::prose::{Heading, Names, Printed, headings};
use crate::{Shelf, word};

/// Everything that pages are made of.
pub(crate) struct Book<'a> {
    pub(crate) law: &'a Law,
    pub(crate) wording: Wording,
    pub(crate) faults: &'a [Diagnostic],
    /// In the order of the site.
    pub(crate) pages: Vec<Page<'a>>,
    /// Every norm by its id, in the order of the site.
    pub(crate) norms: BTreeMap<&'a str, Vec<Placed<'a>>>,
    /// Ids of the norms that name a norm under `beside`.
    pub(crate) named_by: BTreeMap<&'a str, BTreeSet<&'a str>>,
    /// What each case comes to, by its page and its part; a case whose norm has a fault is not there.
    pub(crate) results: BTreeMap<(usize, usize), Result<Finding, CaseFailure>>,
    /// The blocks that use a name of the vocabulary or of a pack.
    pub(crate) uses: BTreeMap<(Kind, String), Vec<Place>>,
    /// How many norms each instrument has.
    pub(crate) of_instrument: BTreeMap<&'a str, usize>,
    /// Instruments, calendars, parameters and definitions.
    pub(crate) blocks: BTreeMap<(Kind, &'a str), Place>,
}

/// A page of a pack.
pub(crate) struct Page<'a> {
    /// The jurisdiction it belongs to.
    pub(crate) jurisdiction: &'a str,
    /// Its file, as a reader sees it: below `law/`, or below the folder that all own packs lie in. Where that folder
    /// lies is nobody's business.
    pub(crate) file: String,
    pub(crate) pack: &'a Pack,
    /// Its file.
    pub(crate) address: String,
    pub(crate) title: String,
    /// The headings of its prose and how they are printed, in order.
    pub(crate) headings: Vec<(Heading, Printed)>,
    /// The anchor of each part that is a block.
    pub(crate) anchors: BTreeMap<usize, String>,
    /// Anchors of headings and blocks.
    taken: Anchors,
    /// Names in its text, in its order.
    pub(crate) symbols: Vec<Symbol>,
    /// The lines of its text.
    pub(crate) lines: Vec<&'a str>,
    pub(crate) faults: Vec<&'a Diagnostic>,
}

/// A norm and where it stands.
#[derive(Clone, Copy)]
pub(crate) struct Placed<'a> {
    pub(crate) page: usize,
    pub(crate) part: usize,
    /// With what it takes from its instrument, where it is linked.
    pub(crate) norm: &'a Norm,
    /// It is part of the law; else it has a fault.
    pub(crate) linked: bool,
}

/// A norm of a pack: its part, what it is, and whether it is linked.
type OfPart<'a> = (usize, &'a Norm, bool);

/// A block and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// Its id or name.
    pub(crate) id: String,
    pub(crate) page: usize,
    pub(crate) anchor: String,
}

/// How many norms were checked against what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) text: usize,
    pub(crate) secondary: usize,
    pub(crate) memory: usize,
}

impl Tally {
    pub(crate) fn add(&mut self, how: HowChecked) {
        match how {
            HowChecked::Text => self.text += 1,
            HowChecked::SecondaryText => self.secondary += 1,
            HowChecked::Memory => self.memory += 1,
        }
    }

    pub(crate) fn all(self) -> usize {
        self.text + self.secondary + self.memory
    }
}

impl<'a> Book<'a> {
    pub(crate) fn new(shelves: &[Shelf<'a>], code: &'a Code, faults: &'a [Diagnostic]) -> Self {
        let law = code.law();
        // Of packs with one name the law keeps the norms in the order in which they were linked.
        let mut linked = law.norms.iter().peekable();
        let mut shelved: Vec<(Shelf<'a>, Vec<OfPart<'a>>)> = Vec::new();
        for shelf in shelves {
            let norms = shelf.pack.parts.iter().enumerate().filter_map(|(part, found)| {
                let Part::Norm(norm) = found else { return None };
                let same =
                    |known: &&Norm| known.id == norm.id && known.line == norm.line && known.file == norm.file;
                match linked.next_if(same) {
                    Some(norm) => Some((part, norm, true)),
                    None => Some((part, norm.as_ref(), false)),
                }
            });
            shelved.push((*shelf, norms.collect()));
        }
        shelved.sort_by_key(|(shelf, _)| order(shelf));
        let mut book = Self {
            law,
            wording: remand_finding::wording(),
            faults,
            pages: Vec::new(),
            norms: BTreeMap::new(),
            named_by: BTreeMap::new(),
            results: BTreeMap::new(),
            uses: BTreeMap::new(),
            of_instrument: BTreeMap::new(),
            blocks: BTreeMap::new(),
        };
        let mut pages = Pages::default();
        let names = names(law);
        let folder = common_folder(shelved.iter().map(|(shelf, _)| shelf.place));
        for (shelf, norms) in shelved {
            let file = own(shelf.place).and_then(|path| path.strip_prefix(folder.as_str()));
            let (file, place) = match file {
                Some(file) => (file.to_owned(), format!("{OWN}/{file}")),
                None => (shelf.place.to_owned(), shelf.place.to_owned()),
            };
            book.add(&shelf, file, pages.give(&place), &norms, &names, code);
        }
        book.find_uses();
        for id in book.norms.keys() {
            if let Some(instrument) = law.instrument(id) {
                *book.of_instrument.entry(&instrument.id.name).or_default() += 1;
            }
        }
        book
    }

    fn add(
        &mut self,
        shelf: &Shelf<'a>,
        file: String,
        address: String,
        norms: &[OfPart<'a>],
        names: &remand_law::Names,
        code: &Code,
    ) {
        let at = self.pages.len();
        let pack = shelf.pack;
        let mut anchors = Anchors::default();
        let mut of_parts: BTreeMap<usize, String> = BTreeMap::new();
        for (part, norm, linked) in norms {
            let wanted = match norm.terms.in_force {
                Some(from) if anchors.has(&norm.id) => format!("{}@{}", norm.id, from.from),
                _ => norm.id.clone(),
            };
            of_parts.insert(*part, anchors.give(wanted));
            let placed = Placed { page: at, part: *part, norm, linked: *linked };
            self.norms.entry(&norm.id).or_default().push(placed);
            for beside in &norm.beside {
                self.named_by.entry(&beside.name).or_default().insert(&norm.id);
            }
        }
        for (part, found) in pack.parts.iter().enumerate() {
            let Some((kind, id)) = block(found) else { continue };
            let anchor = anchors.give(format!("{}:{id}", kind.word()));
            let place = Place { id: id.to_owned(), page: at, anchor: anchor.clone() };
            self.blocks.entry((kind, id)).or_insert(place);
            of_parts.insert(part, anchor);
        }
        for (part, found) in pack.parts.iter().enumerate() {
            if let Part::Case(case) = found
                && self.law.norms.iter().any(|norm| norm.id == case.norm)
            {
                self.results.insert((at, part), remand_finding::run_case(case, code));
            }
        }
        let (title, headings) = outline(pack, &mut anchors);
        self.pages.push(Page {
            jurisdiction: shelf.place.split_once('/').map_or("", |(first, _)| first),
            file,
            pack,
            address,
            title,
            headings,
            anchors: of_parts,
            taken: anchors,
            symbols: remand_law::symbols(&pack.text, [], names),
            lines: pack.text.lines().collect(),
            faults: self.faults.iter().filter(|fault| fault.file == pack.file).collect(),
        });
    }

    /// Gathers which norms and definitions use which names.
    fn find_uses(&mut self) {
        let mut seen: BTreeSet<(Kind, &str, &str)> = BTreeSet::new();
        for (at, page) in self.pages.iter().enumerate() {
            for (part, found) in page.pack.parts.iter().enumerate() {
                let (id, line) = match found {
                    Part::Norm(norm) => (norm.id.as_str(), norm.line),
                    Part::Definition(definition) => (definition.name.name.as_str(), definition.name.line),
                    Part::Instrument(found) => (found.id.name.as_str(), found.id.line),
                    Part::Prose(_) | Part::Calendar(_) | Part::Parameter(_) | Part::Case(_) => continue,
                };
                let Some(anchor) = page.anchors.get(&part) else { continue };
                for symbol in page.symbols_of(line).iter().filter(|symbol| !symbol.defines) {
                    if seen.insert((symbol.kind, &symbol.name, id)) {
                        let users = self.uses.entry((symbol.kind, symbol.name.clone())).or_default();
                        users.push(Place { id: id.to_owned(), page: at, anchor: anchor.clone() });
                    }
                }
            }
        }
    }

    /// A fault with files as a reader sees them.
    pub(crate) fn told(&self, fault: &Diagnostic) -> Diagnostic {
        let mut told = fault.clone();
        for page in self.pages.iter().filter(|page| page.file != page.pack.file) {
            if told.file == page.pack.file {
                told.file.clone_from(&page.file);
            }
            told.message = told.message.replace(&page.pack.file, &page.file);
        }
        told
    }

    /// From a page to a place.
    pub(crate) fn link(&self, from: &str, place: &Place) -> String {
        self.pages.get(place.page).map_or_else(String::new, |page| link(from, &page.address, &place.anchor))
    }

    /// From a page to the first version of a norm.
    pub(crate) fn link_to_norm(&self, from: &str, id: &str) -> Option<String> {
        self.norms.get(id).and_then(|versions| versions.first()).map(|placed| self.link_to(from, placed))
    }

    /// From a page to a norm.
    pub(crate) fn link_to(&self, from: &str, placed: &Placed<'_>) -> String {
        let Some(page) = self.pages.get(placed.page) else { return String::new() };
        link(from, &page.address, page.anchors.get(&placed.part).map_or("", String::as_str))
    }

    /// From a page to what a name of a block stands for.
    pub(crate) fn link_to_name(&self, from: &str, kind: Kind, name: &str) -> Option<String> {
        if kind == Kind::Norm {
            return self.link_to_norm(from, name);
        }
        if let Some(place) = self.blocks.get(&(kind, name)) {
            return Some(self.link(from, place));
        }
        word::known(kind, name).then(|| link(from, word::page(kind), &word::anchor(kind, name)))
    }

    /// How the norms of a page were checked.
    pub(crate) fn tally(&self, at: usize) -> Tally {
        let mut tally = Tally::default();
        let norms = self.norms.values().flatten().filter(|placed| placed.page == at);
        norms.for_each(|placed| tally.add(placed.norm.checked.how));
        tally
    }

    /// The cases of a page, and how many of them do not come out as they say.
    pub(crate) fn cases(&self, at: usize) -> (usize, usize) {
        let of_it = self.results.range((at, 0)..(at + 1, 0));
        of_it.fold((0, 0), |(all, failed), (_, result)| (all + 1, failed + usize::from(result.is_err())))
    }
}

impl<'a> Page<'a> {
    /// A line of its file, as a reader sees it.
    pub(crate) fn at(&self, line: usize) -> String {
        format!("{}:{line}", self.file)
    }

    /// The lines of the block whose fence stands on `line`, without the fences; and the line of the first.
    pub(crate) fn block(&self, line: usize) -> &[&'a str] {
        let body = self.lines.get(line..).unwrap_or_default();
        let end = body.iter().position(|line| line.trim_end() == "```").unwrap_or(body.len());
        body.get(..end).unwrap_or_default()
    }

    /// The names in the block whose fence stands on `line`.
    pub(crate) fn symbols_of(&self, line: usize) -> &[Symbol] {
        let last = line + self.block(line).len();
        let from = self.symbols.partition_point(|symbol| symbol.line < line);
        let to = self.symbols.partition_point(|symbol| symbol.line <= last);
        self.symbols.get(from..to).unwrap_or_default()
    }
}

/// Where names in the prose of a page lead.
pub(crate) struct OnPage<'b, 'a> {
    pub(crate) book: &'b Book<'a>,
    pub(crate) page: &'b Page<'a>,
}

impl Names for OnPage<'_, '_> {
    fn of_id(&self, id: &str) -> Option<String> {
        let from = &self.page.address;
        self.book.link_to_norm(from, id).or_else(|| {
            let kinds = [Kind::State, Kind::Parameter, Kind::Calendar, Kind::Event];
            kinds.into_iter().find_map(|kind| self.book.link_to_name(from, kind, id))
        })
    }

    fn of_anchor(&self, anchor: &str) -> Option<String> {
        let here = || self.page.taken.has(anchor).then(|| format!("#{anchor}"));
        self.book.link_to_norm(&self.page.address, anchor).or_else(here)
    }
}

/// What a part that is not a norm or a case defines.
fn block(part: &Part) -> Option<(Kind, &str)> {
    match part {
        Part::Instrument(found) => Some((Kind::Instrument, &found.id.name)),
        Part::Calendar(found) => Some((Kind::Calendar, &found.id.name)),
        Part::Parameter(found) => Some((Kind::Parameter, &found.id.name)),
        Part::Definition(found) => Some((Kind::State, &found.name.name)),
        Part::Prose(_) | Part::Norm(_) | Part::Case(_) => None,
    }
}

/// The names that blocks may use, with those that the packs define.
fn names(law: &Law) -> remand_law::Names {
    let mut names = remand_finding::names().clone();
    names.states.extend(law.definitions.iter().map(|found| found.name.name.clone()));
    names.parameters.extend(law.parameters.iter().map(|found| found.id.name.clone()));
    names.calendars.extend(law.calendars.iter().map(|found| found.id.name.clone()));
    names
}

/// The title of a pack, and its headings as they are printed: one title a page, and no level left out.
fn outline(pack: &Pack, anchors: &mut Anchors) -> (String, Vec<(Heading, Printed)>) {
    let all =
        pack.parts.iter().filter_map(|part| if let Part::Prose(text) = part { Some(text) } else { None });
    let mut title = None;
    let mut printed = Vec::new();
    let mut before = 1;
    for (at, heading) in all.flat_map(|text| headings(text)).enumerate() {
        if at == 0 && heading.level == 1 && !heading.text.trim().is_empty() {
            title = Some(heading.text.clone());
            printed.push((heading, Printed { level: None, anchor: String::new() }));
            continue;
        }
        let level = heading.level.clamp(2, before + 1).min(MOST_LEVEL);
        before = level;
        let anchor = anchors.give(slug(&heading.text));
        printed.push((heading, Printed { level: Some(level), anchor }));
    }
    let name = || pack.file.rsplit('/').next().unwrap_or_default().trim_end_matches(".md").to_owned();
    (title.unwrap_or_else(name), printed)
}

/// Below a heading of the prose stand a block and its groups of cases.
const MOST_LEVEL: u8 = 4;

/// The first part of the place of a user's own pack.
const OWN: &str = "own";

/// The path of a user's own pack.
fn own(place: &str) -> Option<&str> {
    place.strip_prefix(OWN).and_then(|rest| rest.strip_prefix('/'))
}

/// The folder that all own packs lie in, with a `/` after it; empty where there is none.
fn common_folder<'a>(places: impl Iterator<Item = &'a str>) -> String {
    let mut common: Option<Vec<&str>> = None;
    for path in places.filter_map(own) {
        let mut folders: Vec<&str> = path.split('/').collect();
        folders.pop();
        if let Some(known) = &common {
            let same = known.iter().zip(&folders).take_while(|(a, b)| a == b).count();
            folders.truncate(same);
        }
        common = Some(folders);
    }
    common.unwrap_or_default().iter().map(|folder| format!("{folder}/")).collect()
}

/// Own packs, the United Nations, forums, then countries; in a folder the instrument first, and 9 before 14.
fn order(shelf: &Shelf<'_>) -> (usize, Vec<Natural>) {
    let jurisdiction = shelf.place.split('/').next().unwrap_or_default();
    let rank = word::RANKED.iter().position(|known| *known == jurisdiction).unwrap_or(word::RANKED.len());
    let parts: Vec<&str> = shelf.place.split('/').collect();
    let (name, folders) = parts.split_last().map_or(("", &[][..]), |(name, folders)| (*name, folders));
    let mut key: Vec<Natural> = Vec::new();
    for folder in folders {
        natural(folder, &mut key);
    }
    let whole = shelf.pack.parts.iter().any(|part| matches!(part, Part::Instrument(_)));
    key.push(Natural::End(Reverse(whole)));
    natural(name.trim_end_matches(".md"), &mut key);
    (rank, key)
}

/// A piece of a name as people sort it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Natural {
    /// A name ends; the instrument comes first.
    End(Reverse<bool>),
    /// A number.
    Number(u64),
    /// Anything else.
    Word(String),
}

fn natural(name: &str, key: &mut Vec<Natural>) {
    let mut rest = name;
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let other = rest.bytes().take_while(|b| !b.is_ascii_digit()).count();
        let (piece, after) = rest.split_at_checked(digits.max(other)).unwrap_or((rest, ""));
        key.push(piece.parse().map_or_else(|_| Natural::Word(piece.to_owned()), Natural::Number));
        rest = after;
    }
}
