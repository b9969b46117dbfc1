//! One PDF, written object by object as they come: nothing of it is held but where each object stands.

use std::io::{self, Write};

use remand_text::{Bound, BoundObject, renumbered};

use crate::stamp::Stamp;

/// Numbers of the objects that every file has.
const CATALOG: u32 = 1;
const PAGES: u32 = 2;
const INFORMATION: u32 = 3;
const FIRST_FREE: u32 = 4;
/// Bytes that a page takes beside its objects, and an object in the table at the end.
const PER_PAGE: u64 = 420;
const PER_OBJECT: u64 = 60;

/// Pages that belong together, ready to be bound.
#[derive(Debug, Default)]
pub(crate) struct Sheaf {
    pub(crate) bound: Bound,
    pub(crate) objects: Vec<BoundObject>,
}

impl Sheaf {
    pub(crate) fn pages(&self) -> usize {
        self.bound.sheets.len()
    }

    /// About how many bytes it takes in a file.
    pub(crate) fn size(&self) -> u64 {
        let objects = self.objects.iter().map(|object| {
            (object.value.len() + object.stream.as_ref().map_or(0, Vec::len)) as u64 + PER_OBJECT
        });
        objects.sum::<u64>() + self.pages() as u64 * PER_PAGE
    }
}

/// A bookmark.
struct Bookmark {
    title: String,
    /// Object of the page.
    page: u32,
    /// 0, or 1 below one of 0.
    level: usize,
}

/// A PDF that is being written.
pub struct Volume<W: Write> {
    to: W,
    written: u64,
    /// Where each object stands, from number 1; 0 where it was not written.
    places: Vec<u64>,
    pages: Vec<u32>,
    /// How many pages stand before the first one that counts.
    front: usize,
    bookmarks: Vec<Bookmark>,
    layers: Vec<(u32, bool)>,
}

impl<W: Write> Volume<W> {
    /// Begins a file.
    pub(crate) fn new(to: W) -> io::Result<Self> {
        let mut volume = Self {
            to,
            written: 0,
            places: vec![0; FIRST_FREE as usize - 1],
            pages: Vec::new(),
            front: 0,
            bookmarks: Vec::new(),
            layers: Vec::new(),
        };
        volume.put(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")?;
        Ok(volume)
    }

    /// How many bytes were written.
    pub(crate) fn size(&self) -> u64 {
        self.written + self.places.len() as u64 * 20
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.pages.is_empty()
    }

    /// Binds pages, each with the stamp that `stamp` gives for its place among them, and gives the object of the first.
    pub(crate) fn add(
        &mut self,
        sheaf: &Sheaf,
        stamp: impl Fn(usize) -> Option<Stamp>,
    ) -> io::Result<Option<u32>> {
        let by = self.next() - 1;
        let last = sheaf.bound.last;
        for object in &sheaf.objects {
            let value = renumbered(&object.value, last, by, PAGES).map_err(io::Error::other)?;
            self.object(object.number + by, &value, object.stream.as_deref())?;
        }
        for (at, sheet) in sheaf.bound.sheets.iter().enumerate() {
            let drawn = stamp(at).map(|stamp| stamp.drawn(sheet.width)).unwrap_or_default();
            self.object(sheet.stamp + by, b"<< >>", Some(&drawn))?;
            self.pages.push(sheet.object + by);
        }
        self.layers.extend(sheaf.bound.layers.iter().map(|layer| (layer.object + by, layer.shown)));
        let end = (last + by) as usize;
        self.places.resize(self.places.len().max(end), 0);
        Ok(sheaf.bound.sheets.first().map(|sheet| sheet.object + by))
    }

    /// Binds pages before all others; they have numbers of their own, i, ii, iii.
    pub(crate) fn add_front(&mut self, sheaf: &Sheaf) -> io::Result<()> {
        let before = self.pages.len();
        self.add(sheaf, |_| None)?;
        let front = self.pages.split_off(before);
        self.front = front.len();
        self.pages.splice(0..0, front);
        Ok(())
    }

    /// A bookmark to a page; `level` 1 stands below the last one of level 0.
    pub(crate) fn bookmark(&mut self, title: &str, page: u32, level: usize) {
        self.bookmarks.push(Bookmark { title: title.to_owned(), page, level });
    }

    /// Writes what is still missing and gives the file back, with its size. `first` is the number of the first page that counts; `day`
    /// is the date of the file as `YYYYMMDD`.
    pub(crate) fn finish(
        mut self,
        title: &str,
        first: usize,
        day: &str,
        version: &str,
    ) -> io::Result<(W, u64)> {
        let outline = self.outline()?;
        let kids: Vec<String> = self.pages.iter().map(|page| format!("{page} 0 R")).collect();
        let tree = format!("<< /Type /Pages /Count {} /Kids [ {} ] >>", kids.len(), kids.join(" "));
        self.object(PAGES, tree.as_bytes(), None)?;
        let mut labels = format!("<< /Nums [ {} << /S /D /St {first} >> ] >>", self.front);
        if self.front > 0 {
            labels = format!("<< /Nums [ 0 << /S /r >> {} << /S /D /St {first} >> ] >>", self.front);
        }
        let mut catalog = format!("<< /Type /Catalog /Pages {PAGES} 0 R /PageLabels {labels} /Lang (en)");
        catalog.push_str(" /ViewerPreferences << /DisplayDocTitle true >>");
        if let Some(outline) = outline {
            catalog.push_str(&format!(" /Outlines {outline} 0 R /PageMode /UseOutlines"));
        }
        if !self.layers.is_empty() {
            let listed = |wanted: &dyn Fn(bool) -> bool| {
                let some = self.layers.iter().filter(|(_, shown)| wanted(*shown));
                some.map(|(layer, _)| format!("{layer} 0 R")).collect::<Vec<_>>().join(" ")
            };
            let (all, off) = (listed(&|_| true), listed(&|shown| !shown));
            catalog.push_str(&format!(
                " /OCProperties << /OCGs [ {all} ] /D << /OFF [ {off} ] /Order [ ] >> >>"
            ));
        }
        catalog.push_str(" >>");
        self.object(CATALOG, catalog.as_bytes(), None)?;
        let information = format!(
            "<< /Title {} /Creator {} /CreationDate (D:{day}000000Z) /ModDate (D:{day}000000Z) >>",
            string(title),
            string(&format!("Remand {version}"))
        );
        self.object(INFORMATION, information.as_bytes(), None)?;
        self.table()?;
        self.to.flush()?;
        Ok((self.to, self.written))
    }

    /// The bookmarks as objects (ISO 32000-2, 12.3.3); gives the number of the root.
    fn outline(&mut self) -> io::Result<Option<u32>> {
        let bookmarks = std::mem::take(&mut self.bookmarks);
        if bookmarks.is_empty() {
            return Ok(None);
        }
        let root = self.next();
        let number = |at: usize| root + 1 + u32::try_from(at).unwrap_or(u32::MAX);
        let level = |at: usize| bookmarks.get(at).map(|bookmark| bookmark.level);
        let top: Vec<usize> = (0..bookmarks.len()).filter(|at| *at == 0 || level(*at) == Some(0)).collect();
        let ends = top.iter().skip(1).copied().chain([bookmarks.len()]);
        let value = format!(
            "<< /Type /Outlines /First {} 0 R /Last {} 0 R /Count {} >>",
            number(0),
            number(top.last().copied().unwrap_or(0)),
            top.len()
        );
        self.object(root, value.as_bytes(), None)?;
        for (place, (start, end)) in top.iter().copied().zip(ends).enumerate() {
            let link = |key: &str, at: Option<usize>| {
                at.map_or(String::new(), |at| format!(" /{key} {} 0 R", number(at)))
            };
            let below = end - start - 1;
            let mut more = link("Prev", place.checked_sub(1).and_then(|before| top.get(before).copied()));
            more.push_str(&link("Next", top.get(place + 1).copied()));
            if below > 0 {
                more.push_str(&link("First", Some(start + 1)));
                more.push_str(&link("Last", Some(end - 1)));
                more.push_str(&format!(" /Count {below}"));
            }
            for at in start..end {
                let Some(bookmark) = bookmarks.get(at) else { continue };
                let (parent, more) = if at == start {
                    (root, more.clone())
                } else {
                    let before = Some(at - 1).filter(|before| *before > start);
                    let after = Some(at + 1).filter(|after| *after < end);
                    (number(start), format!("{}{}", link("Prev", before), link("Next", after)))
                };
                let title = string(&bookmark.title);
                let value = format!(
                    "<< /Title {title} /Parent {parent} 0 R /Dest [ {} 0 R /Fit ]{more} >>",
                    bookmark.page
                );
                self.object(number(at), value.as_bytes(), None)?;
            }
        }
        Ok(Some(root))
    }

    /// The places of all objects (ISO 32000-2, 7.5.4).
    fn table(&mut self) -> io::Result<()> {
        let start = self.written;
        let places = std::mem::take(&mut self.places);
        let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1);
        for place in &places {
            if *place == 0 {
                table.push_str("0000000000 65535 f \n");
            } else {
                table.push_str(&format!("{place:010} 00000 n \n"));
            }
        }
        table.push_str(&format!(
            "trailer\n<< /Size {} /Root {CATALOG} 0 R /Info {INFORMATION} 0 R >>\nstartxref\n{start}\n%%EOF\n",
            places.len() + 1
        ));
        self.put(table.as_bytes())
    }

    /// The number that the next new object gets.
    fn next(&self) -> u32 {
        u32::try_from(self.places.len()).unwrap_or(u32::MAX - 1) + 1
    }

    fn object(&mut self, number: u32, value: &[u8], stream: Option<&[u8]>) -> io::Result<()> {
        // The table at the end has ten digits for a place.
        if self.written > 9_000_000_000 {
            return Err(io::Error::other("the file grows beyond 9 GB; set a limit with --size-limit"));
        }
        let at = number as usize;
        self.places.resize(self.places.len().max(at), 0);
        if let Some(place) = self.places.get_mut(at - 1) {
            *place = self.written;
        }
        self.put(format!("{number} 0 obj\n").as_bytes())?;
        match stream {
            None => self.put(value)?,
            Some(stream) => {
                // A dictionary ends with `>>`, before which the length goes.
                self.put(value.strip_suffix(b">>").unwrap_or(value))?;
                self.put(format!("/Length {} >>\nstream\n", stream.len()).as_bytes())?;
                self.put(stream)?;
                self.put(b"\nendstream")?;
            }
        }
        self.put(b"\nendobj\n")
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.to.write_all(bytes)?;
        self.written += bytes.len() as u64;
        Ok(())
    }
}

/// A text as a string of PDF in UTF-16.
fn string(text: &str) -> String {
    let units: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
    format!("<FEFF{units}>")
}
