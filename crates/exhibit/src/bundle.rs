//! Binds exhibits one after another, in volumes where a limit of size is set, and each into a file of its own.

use std::io::{self, Write};

use remand_text::Reader;

use crate::ExhibitError;
use crate::front::{self, Cover};
use crate::index::{Entry, Index, SCHEMA, VolumeEntry};
use crate::plan::Exhibit;
use crate::print::Printed;
use crate::stamp::Stamp;
use crate::volume::Volume;

/// Bytes that the first pages of a volume take: fonts, and so many for each row of the index.
const FRONT: u64 = 160_000;
const FRONT_ROW: u64 = 700;

/// What is being bound. `W` is what a volume is written to.
pub struct Bundle<W: Write> {
    cover: Cover,
    limit: Option<u64>,
    /// Exhibits that will be bound.
    expected: usize,
    volumes: Vec<Volume<W>>,
    /// The first page of each volume.
    starts: Vec<usize>,
    entries: Vec<Entry>,
    /// The next page of the bundle.
    page: usize,
}

/// What was bound, and what there is to say.
pub struct Filed<W> {
    /// The volumes as they were written to.
    pub volumes: Vec<W>,
    /// The index; the sizes of the volumes are those that were written.
    pub index: Index,
    /// What does not keep to the limit of size, in words.
    pub over: Vec<String>,
}

impl<W: Write> Bundle<W> {
    /// Begins a bundle of so many exhibits, in volumes of at most `limit` bytes.
    pub fn new(cover: Cover, expected: usize, limit: Option<u64>) -> Self {
        Self { cover, limit, expected, volumes: Vec::new(), starts: Vec::new(), entries: Vec::new(), page: 1 }
    }

    /// Binds an exhibit. `open` begins a further volume; `alone`, the file `file`, gets this exhibit by itself.
    ///
    /// # Errors
    /// Where something cannot be written.
    pub fn add(
        &mut self,
        exhibit: &Exhibit<'_>,
        printed: &Printed,
        open: impl FnOnce(usize) -> io::Result<W>,
        alone: impl Write,
        file: &str,
    ) -> Result<(), ExhibitError> {
        let reserved = FRONT + FRONT_ROW * self.expected as u64;
        let room = self.limit.map(|limit| limit.saturating_sub(reserved));
        let full = |volume: &Volume<W>| {
            room.is_some_and(|room| !volume.is_empty() && volume.size() + printed.size() > room)
        };
        if self.volumes.last().is_none_or(full) {
            self.volumes.push(Volume::new(open(self.volumes.len() + 1)?)?);
            self.starts.push(self.page);
        }
        let first = self.page;
        if let Some(volume) = self.volumes.last_mut() {
            bind(volume, exhibit, printed, first)?;
        }
        let mut own = Volume::new(alone)?;
        bind(&mut own, exhibit, printed, first)?;
        let title = format!("{} {}", exhibit.label, exhibit.short_name());
        own.finish(&title, first, &self.day(), &self.cover.version)?;
        self.page += printed.sheaves().iter().map(|sheaf| sheaf.pages()).sum::<usize>();
        self.entries.push(self.entry(exhibit, printed, first, file));
        Ok(())
    }

    fn entry(&self, exhibit: &Exhibit<'_>, printed: &Printed, first: usize, file: &str) -> Entry {
        let shown = exhibit.withheld.is_none();
        let metadata = &exhibit.layer.metadata;
        Entry {
            label: exhibit.label.clone(),
            cited: exhibit.cited.clone(),
            exhibit: exhibit.number,
            name: exhibit.item.name.clone(),
            sha256: shown.then(|| exhibit.item.id.to_string()),
            bytes: shown.then_some(exhibit.item.bytes),
            media_type: exhibit.layer.media_type.clone(),
            date: exhibit.date.clone(),
            source: metadata.author.clone(),
            received_from: exhibit.received.clone(),
            language: exhibit.layer.language.clone(),
            translation_of: exhibit.translates.clone(),
            translated_by: exhibit.translator.clone(),
            shown: printed.shown,
            done: printed.done.clone(),
            problem: printed.problem.clone(),
            pages: printed.pages(),
            first_page: first,
            page_1: first + printed.head.pages(),
            last_page: self.page - 1,
            volume: self.volumes.len(),
            file: file.to_owned(),
        }
    }

    fn day(&self) -> String {
        self.cover.as_of.strftime("%Y%m%d").to_string()
    }

    /// Sets the first pages of each volume and ends it. `name` names the file of a volume, given how many there are.
    ///
    /// # Errors
    /// Where the first pages cannot be made, or something cannot be written.
    pub fn finish(
        mut self,
        reader: &Reader,
        name: impl Fn(usize, usize) -> String,
    ) -> Result<Filed<W>, ExhibitError> {
        let of = self.volumes.len();
        let (mut written, mut listed) = (Vec::new(), Vec::new());
        let day = self.day();
        let volumes = std::mem::take(&mut self.volumes);
        let ends = self.starts.iter().skip(1).map(|start| start - 1).chain([self.page - 1]);
        let mut over = Vec::new();
        for (at, (mut volume, (start, end))) in
            volumes.into_iter().zip(self.starts.iter().zip(ends)).enumerate()
        {
            volume.add_front(&front::set(&self.cover, &self.entries, (at + 1, of), reader)?)?;
            let title = self.cover.title(at + 1, of);
            let (to, bytes) = volume.finish(&title, *start, &day, &self.cover.version)?;
            let file = name(at + 1, of);
            if let Some(limit) = self.limit.filter(|limit| bytes > *limit) {
                over.push(self.over(at + 1, &file, bytes, limit));
            }
            listed.push(VolumeEntry { file, first_page: *start, last_page: end, bytes });
            written.push(to);
        }
        let index = Index {
            schema: SCHEMA,
            subject: self.cover.subject.clone(),
            as_of: self.cover.as_of.to_string(),
            audience: self.cover.audience.name(),
            pages: self.page - 1,
            volumes: listed,
            exhibits: self.entries,
        };
        Ok(Filed { volumes: written, index, over })
    }

    fn over(&self, volume: usize, file: &str, bytes: u64, limit: u64) -> String {
        let mut inside = self.entries.iter().filter(|entry| entry.volume == volume);
        let first = inside.next();
        let size = |bytes: u64| format!("{:.1} MB", bytes as f64 / 1e6);
        match (first, inside.next()) {
            (Some(one), None) => format!(
                "{} alone takes {}, more than the limit of {}: it is in {file} by itself. Send it by another way, or ask \
                 for a smaller copy and add that beside it; pictures are not made smaller by the program",
                one.label,
                size(bytes),
                size(limit)
            ),
            _ => format!(
                "{file} takes {}, more than the limit of {}; set a lower --size-limit",
                size(bytes),
                size(limit)
            ),
        }
    }
}

/// Binds one exhibit into one file, with its bookmarks.
fn bind<W: Write>(
    volume: &mut Volume<W>,
    exhibit: &Exhibit<'_>,
    printed: &Printed,
    first: usize,
) -> io::Result<()> {
    let label = &exhibit.label;
    let of = printed.pages();
    let stamp = |page: String, bundle: usize| Some(Stamp { label: label.clone(), page, bundle });
    let [head, pages, beside] = printed.sheaves();
    let head_page = volume.add(head, |at| stamp(String::new(), first + at))?;
    let start = first + head.pages();
    let page = volume.add(pages, |at| stamp(format!("page {} of {of}", at + 1), start + at))?;
    let level = usize::from(exhibit.translates.is_some());
    if let Some(page) = head_page.or(page) {
        let name = exhibit.short_name();
        let title = match &exhibit.translates {
            Some(original) => format!("{label} {name} (translation of {original})"),
            None => format!("{label} {name}"),
        };
        volume.bookmark(&title, page, level);
    }
    let start = start + pages.pages();
    let many = beside.pages();
    let side = volume.add(beside, |at| stamp(format!("side by side {} of {many}", at + 1), start + at))?;
    if let (Some(page), Some(original)) = (side, &exhibit.translates) {
        volume.bookmark(&format!("{original} and {label} side by side"), page, level);
    }
    Ok(())
}
