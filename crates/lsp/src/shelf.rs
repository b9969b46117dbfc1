//! The packs that are read together: those of the program, those of the folder, and what is open in the editor.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use lsp_types::Uri;
use remand_finding::{CaseFailure, Code, PACKS, run_case, stands_for};
use remand_law::{Case, Diagnostic, Law, Names, Pack, defined, has_blocks, link, parse_one};

use crate::uri;

/// What the caller finds below a path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Below {
    /// Texts with law blocks by their full paths, with `/` between the parts.
    pub files: Vec<(String, String)>,
    /// What was left out and why, for people.
    pub notes: Vec<String>,
}

/// Reads the law packs below a folder, or the one at a path.
pub type Disk<'d> = &'d dyn Fn(&Path) -> Below;

/// A text as an editor has it.
pub(crate) struct Open {
    /// As the editor names it.
    pub(crate) uri: Uri,
    pub(crate) version: i32,
    pub(crate) text: String,
}

/// A file, by its name on the shelf.
#[derive(Default)]
pub(crate) struct File {
    disk: Option<String>,
    pub(crate) open: Option<Open>,
    /// It is part of the program.
    carried: bool,
    /// As it was read last; `None` where it has changed since.
    read: Option<(Pack, Vec<Diagnostic>)>,
    /// What came of its cases.
    runs: BTreeMap<String, Ran>,
}

impl File {
    /// Its text: what is open goes before what is on disk.
    pub(crate) fn text(&self) -> &str {
        let open = self.open.as_ref().map(|open| open.text.as_str());
        open.or(self.disk.as_deref()).unwrap_or_default()
    }

    fn is_law(&self) -> bool {
        has_blocks(self.text())
    }
}

/// What came of a case.
struct Ran {
    norm: String,
    title: String,
    /// The law it was held against.
    law: String,
    failure: Option<CaseFailure>,
}

/// Packs linked.
#[derive(Default)]
struct Linked {
    faults: BTreeMap<String, Vec<Diagnostic>>,
    code: Option<Code>,
    /// Grows where anything but norms has changed.
    age: u32,
}

impl Linked {
    fn new<'p>(packs: impl IntoIterator<Item = &'p Pack>, before: Option<&Self>) -> Self {
        let (law, told) = link(packs);
        let mut faults: BTreeMap<String, Vec<Diagnostic>> = BTreeMap::new();
        for fault in told {
            faults.entry(fault.file.clone()).or_default().push(fault);
        }
        let same = |old: &Law| {
            old.definitions == law.definitions
                && old.parameters == law.parameters
                && old.calendars == law.calendars
        };
        let age = before.map_or(0, |before| {
            before.age + u32::from(!before.code.as_ref().is_some_and(|code| same(code.law())))
        });
        Self { faults, code: Some(Code::new(law)), age }
    }

    /// What a case of a norm depends on beside itself; `None` where the norm is not in the law.
    fn state_of(&self, norm: &str) -> Option<String> {
        let norms = self.code.iter().flat_map(|code| &code.law().norms).filter(|found| found.id == norm);
        let digests: Vec<String> = norms.map(remand_law::Norm::digest).collect();
        (!digests.is_empty()).then(|| format!("{} {}", self.age, digests.join(" ")))
    }
}

pub(crate) struct Shelf<'d> {
    disk: Disk<'d>,
    /// The names that packs are given.
    pub(crate) vocabulary: Names,
    /// These, and those that the packs define.
    pub(crate) names: Names,
    /// The editor can show packs of the program, which are on no disk.
    pub(crate) shows_carried: bool,
    folders: Vec<String>,
    /// The folders whose packs are read together.
    roots: Vec<String>,
    files: BTreeMap<String, File>,
    linked: Linked,
    /// Open files that are not among those packs, each linked with them by itself.
    loose: BTreeMap<String, Linked>,
    /// A file was saved and nothing was written since: the cases of every pack of the folder are wanted.
    saved: bool,
    /// Cases to run: the file and the number of the case in it.
    waiting: Vec<(String, usize)>,
}

impl<'d> Shelf<'d> {
    pub(crate) fn new(disk: Disk<'d>) -> Self {
        let carried = |(place, text): &(&str, &str)| {
            let file = File { disk: Some((*text).to_owned()), carried: true, ..File::default() };
            ((*place).to_owned(), file)
        };
        Self {
            disk,
            vocabulary: remand_finding::names().clone(),
            names: Names::default(),
            shows_carried: false,
            folders: Vec::new(),
            roots: Vec::new(),
            files: PACKS.iter().map(carried).collect(),
            linked: Linked::default(),
            loose: BTreeMap::new(),
            saved: false,
            waiting: Vec::new(),
        }
    }

    /// Takes other folders and reads what is below them; what was left out, for people.
    pub(crate) fn set_folders(&mut self, folders: Vec<String>) -> Vec<String> {
        self.folders = folders;
        self.read_disk()
    }

    pub(crate) fn folders(&self) -> &[String] {
        &self.folders
    }

    /// Reads what is on disk anew. A folder with a `law` folder that has packs is asked for those alone: other
    /// Markdown beside them may show blocks without meaning them.
    pub(crate) fn read_disk(&mut self) -> Vec<String> {
        let mut notes = Vec::new();
        let mut found = BTreeMap::new();
        self.roots.clear();
        for folder in &self.folders {
            let law = format!("{}/law", folder.trim_end_matches('/'));
            let mut root = law.as_str();
            let mut below = (self.disk)(Path::new(root));
            if below.files.is_empty() {
                root = folder;
                below = (self.disk)(Path::new(root));
            }
            notes.extend(below.notes);
            found.extend(below.files);
            self.roots.push(root.trim_end_matches('/').to_owned());
        }
        for (name, file) in self.files.iter_mut().filter(|(_, file)| !file.carried) {
            let new = found.remove(name);
            if file.open.is_none() && file.disk != new {
                file.read = None;
            }
            file.disk = new;
        }
        for (name, text) in found {
            self.files.insert(name, File { disk: Some(text), ..File::default() });
        }
        self.drop_gone();
        self.settle();
        notes
    }

    fn drop_gone(&mut self) {
        self.files.retain(|_, file| file.disk.is_some() || file.open.is_some());
    }

    /// A text was opened.
    pub(crate) fn open(&mut self, name: &str, open: Open) {
        let file = self.files.entry(name.to_owned()).or_default();
        file.open = Some(open);
        file.read = None;
        self.settle();
    }

    /// A text that is open has changed.
    pub(crate) fn change(&mut self, name: &str, version: i32, change: impl FnOnce(&mut String)) {
        let Some(file) = self.files.get_mut(name) else { return };
        let Some(open) = &mut file.open else { return };
        open.version = version;
        self.saved = false;
        change(&mut open.text);
        file.read = None;
        self.settle();
    }

    /// A text was closed: what is on disk counts again.
    pub(crate) fn close(&mut self, name: &str) {
        let Some(file) = self.files.get_mut(name).filter(|file| file.open.is_some()) else { return };
        file.open = None;
        file.read = None;
        if !file.carried {
            file.disk = (self.disk)(Path::new(name)).files.pop().map(|(_, text)| text);
            let below = |root: &String| is_below(name, root);
            if !self.roots.iter().any(below) {
                file.disk = None;
            }
        }
        self.drop_gone();
        self.settle();
    }

    /// A text was saved: the cases of every pack of the folder are run.
    pub(crate) fn save(&mut self) {
        self.saved = true;
        self.settle();
    }

    pub(crate) fn file(&self, name: &str) -> Option<&File> {
        self.files.get(name)
    }

    /// Names of the files that an editor can open.
    pub(crate) fn names_of_files(&self) -> impl Iterator<Item = &str> {
        self.files.iter().filter(|(_, file)| !file.carried).map(|(name, _)| name.as_str())
    }

    /// How an editor names a file; `None` for one that it cannot show.
    pub(crate) fn uri(&self, name: &str) -> Option<Uri> {
        match self.files.get(name) {
            Some(File { open: Some(open), .. }) => Some(open.uri.clone()),
            Some(File { carried: true, .. }) => uri::of_pack(name).filter(|_| self.shows_carried),
            _ => uri::of_path(name),
        }
    }

    /// The text of a pack of the program.
    pub(crate) fn carried(&self, place: &str) -> Option<&str> {
        self.files.get(place).filter(|file| file.carried).map(File::text)
    }

    /// The packs of the folder and those of the program that none of them stands in for.
    fn members(&self) -> Vec<&str> {
        let own = |(name, file): &(&String, &File)| {
            let below = || self.roots.iter().any(|root| is_below(name, root));
            !file.carried && (self.folders.is_empty() || below()) && file.is_law()
        };
        let own: Vec<&str> = self.files.iter().filter(own).map(|(name, _)| name.as_str()).collect();
        let replaced: BTreeSet<&str> = own.iter().filter_map(|name| stands_for(name)).collect();
        let carried =
            self.files.iter().filter(|(name, file)| file.carried && !replaced.contains(name.as_str()));
        // Packs of the program come first, so that of two that clash the fault is told at the other.
        carried.map(|(name, _)| name.as_str()).chain(own).collect()
    }

    /// The packs that a file is read together with, itself among them.
    pub(crate) fn together(&self, name: &str) -> Vec<(&str, &File)> {
        let all = self.members();
        let member = all.contains(&name);
        let path = uri::path_in(name);
        let place = path.as_deref().and_then(stands_for);
        let mut files: Vec<&str> = if member {
            all
        } else {
            // Another text of a pack (an older one, that of the program) is read in its place.
            let other = |other: &&str| {
                path.as_deref() != Some(*other) && place.is_none_or(|place| stands_for(other) != Some(place))
            };
            all.into_iter().filter(other).collect()
        };
        if !member {
            files.extend(self.files.get_key_value(name).map(|(name, _)| name.as_str()));
        }
        files.into_iter().filter_map(|name| Some((name, self.files.get(name)?))).collect()
    }

    /// The texts that a file is read together with, but for its own.
    pub(crate) fn others(&self, name: &str) -> Vec<(&str, &str)> {
        let others = self.together(name).into_iter().filter(|(other, _)| *other != name);
        others.map(|(name, file)| (name, file.text())).collect()
    }

    /// Reads what has changed, links, and notes which cases to run.
    fn settle(&mut self) {
        let members: Vec<String> = self.members().into_iter().map(str::to_owned).collect();
        let texts = |files: &BTreeMap<String, File>| -> Names {
            let texts =
                members.iter().filter_map(|name| files.get(name).map(|file| (name.as_str(), file.text())));
            defined(texts, &self.vocabulary)
        };
        let names = texts(&self.files);
        if names != self.names {
            self.files.values_mut().for_each(|file| file.read = None);
            self.names = names;
        }
        for name in &members {
            if let Some(file) = self.files.get_mut(name).filter(|file| file.read.is_none()) {
                file.read = Some(parse_one(name, file.text(), &self.vocabulary, &self.names));
            }
        }
        let read = members.iter().filter_map(|name| self.files.get(name)?.read.as_ref());
        self.linked = Linked::new(read.map(|(pack, _)| pack), Some(&self.linked));
        let open: Vec<String> =
            self.files.iter().filter(|(_, file)| file.open.is_some()).map(|(name, _)| name.clone()).collect();
        let mut loose = BTreeMap::new();
        for name in open.iter().filter(|name| !members.contains(name)) {
            let Some(file) = self.files.get(name).filter(|file| file.is_law()) else { continue };
            let others = self.others(name);
            let names =
                defined(others.iter().copied().chain([(name.as_str(), file.text())]), &self.vocabulary);
            let read = parse_one(name, file.text(), &self.vocabulary, &names);
            let beside = others.iter().filter_map(|(other, _)| self.files.get(*other)?.read.as_ref());
            let all = beside.map(|(pack, _)| pack).chain([&read.0]);
            loose.insert(name.clone(), Linked::new(all, self.loose.get(name)));
            if let Some(file) = self.files.get_mut(name) {
                file.read = Some(read);
            }
        }
        self.loose = loose;
        self.waiting.clear();
        let wanted = |name: &&String| self.saved && !open.contains(name);
        let rest: Vec<String> = members.iter().filter(wanted).cloned().collect();
        for name in open.iter().chain(&rest) {
            self.wait(name);
        }
        self.waiting.reverse();
    }

    fn wait(&mut self, name: &str) {
        let Some(file) = self.files.get(name).filter(|file| !file.carried) else { return };
        let Some((pack, _)) = &file.read else { return };
        let linked = self.loose.get(name).unwrap_or(&self.linked);
        let mut last: Option<(&str, Option<String>)> = None;
        for (at, case) in pack.cases().enumerate() {
            if last.as_ref().is_none_or(|(norm, _)| *norm != case.norm) {
                last = Some((&case.norm, linked.state_of(&case.norm)));
            }
            let Some((_, Some(state))) = &last else { continue };
            if file.runs.get(&content(case)).is_none_or(|ran| ran.law != *state) {
                self.waiting.push((name.to_owned(), at));
            }
        }
    }

    /// There are cases to run.
    pub(crate) fn is_waiting(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// Runs one case; the name of its file where it was the last of it that waited.
    pub(crate) fn run_next(&mut self) -> Option<String> {
        let (name, at) = self.waiting.pop()?;
        let linked = self.loose.get(&name).unwrap_or(&self.linked);
        let file = self.files.get_mut(&name)?;
        let (pack, _) = file.read.as_ref()?;
        if let Some((case, code)) = pack.cases().nth(at).zip(linked.code.as_ref()) {
            let ran = Ran {
                norm: case.norm.clone(),
                title: case.title.clone(),
                law: linked.state_of(&case.norm).unwrap_or_default(),
                failure: run_case(case, code).err(),
            };
            file.runs.insert(content(case), ran);
        }
        if self.waiting.last().is_some_and(|(next, _)| *next == name) {
            return None;
        }
        let now: BTreeSet<String> = pack.cases().map(content).collect();
        file.runs.retain(|content, _| now.contains(content));
        Some(name)
    }

    /// Faults of a file, its own and those that show between packs.
    pub(crate) fn faults(&self, name: &str) -> impl Iterator<Item = &Diagnostic> {
        let own = self.files.get(name).and_then(|file| file.read.as_ref());
        let linked = self.loose.get(name).unwrap_or(&self.linked);
        let between = linked.faults.get(name).into_iter().flatten();
        own.into_iter().flat_map(|(_, faults)| faults).chain(between)
    }

    /// The file at which faults of packs of the program are told: the first open one that is read with them.
    pub(crate) fn host(&self) -> Option<String> {
        let members = self.members();
        let open = |name: &&str| self.files.get(*name).is_some_and(|file| file.open.is_some());
        members.into_iter().find(open).map(str::to_owned)
    }

    /// Faults of packs of the program, which has none by itself: a file of the folder has brought them about.
    pub(crate) fn carried_faults(&self) -> impl Iterator<Item = &Diagnostic> {
        let carried = self.files.iter().filter(|(_, file)| file.carried);
        carried.flat_map(|(name, _)| self.faults(name))
    }

    /// The cases of a file that do not come out as they say. Of one that waits to be run, what came of it last.
    pub(crate) fn failures(&self, name: &str) -> Vec<(&Case, &CaseFailure)> {
        let Some(file) = self.files.get(name) else { return Vec::new() };
        let cases = file.read.iter().flat_map(|(pack, _)| pack.cases());
        let linked = self.loose.get(name).unwrap_or(&self.linked);
        let known =
            |id: &str| linked.code.iter().flat_map(|code| &code.law().norms).any(|norm| norm.id == id);
        cases
            .filter(|case| known(&case.norm))
            .filter_map(|case| {
                let same = |ran: &&Ran| ran.norm == case.norm && ran.title == case.title;
                let ran = file.runs.get(&content(case)).or_else(|| file.runs.values().find(same))?;
                Some((case, ran.failure.as_ref()?))
            })
            .collect()
    }

    /// The law that a file is read as part of.
    pub(crate) fn law(&self, name: &str) -> Option<&Law> {
        self.loose.get(name).unwrap_or(&self.linked).code.as_ref().map(Code::law)
    }

    /// A file as it was read, where it is law.
    pub(crate) fn pack(&self, name: &str) -> Option<&Pack> {
        let file = self.files.get(name).filter(|file| file.is_law())?;
        file.read.as_ref().map(|(pack, _)| pack)
    }
}

fn is_below(name: &str, root: &str) -> bool {
    name.strip_prefix(root).is_some_and(|rest| rest.starts_with('/'))
}

/// A case but for where it stands.
fn content(case: &Case) -> String {
    format!("{:?}", Case { file: String::new(), line: 0, ..case.clone() })
}
