//! The pages of one exhibit: taken over from the file, or its text, or a page that says why there is nothing.

use jiff::civil::Date;
use remand_dossier::pdf::typeset;
use remand_text::{BoundObject, Reader, TextLayer};

use crate::ExhibitError;
use crate::index::Shown;
use crate::paper::{self, Paper, plain};
use crate::plan::{Exhibit, Plan};
use crate::volume::Sheaf;

const TEMPLATE: &str = include_str!("../templates/exhibit.typ");
/// Points that are kept free at the foot of each page for the stamp.
const STRIP: f32 = 24.0;

/// An exhibit as it is printed.
#[derive(Debug)]
pub struct Printed {
    /// What its pages are.
    pub shown: Shown,
    /// What was done to it for printing.
    pub done: Vec<String>,
    /// Why something of it is not shown, and what to do.
    pub problem: Option<String>,
    /// Its heading, where that has a page of its own.
    pub(crate) head: Sheaf,
    /// Its pages.
    pub(crate) pages: Sheaf,
    /// Its text beside that of the original.
    pub(crate) beside: Sheaf,
}

impl Printed {
    /// How many pages the exhibit itself has.
    pub fn pages(&self) -> usize {
        self.pages.pages()
    }

    /// All of them in their order.
    pub(crate) fn sheaves(&self) -> [&Sheaf; 3] {
        [&self.head, &self.pages, &self.beside]
    }

    /// About how many bytes it takes.
    pub(crate) fn size(&self) -> u64 {
        self.sheaves().iter().map(|sheaf| sheaf.size()).sum()
    }
}

/// Prints an exhibit. `bytes` are those of the item, or why there are none; `reader` takes them apart in a process of its
/// own. Whatever is wrong with them, there is a page that says so.
///
/// # Errors
/// Where not even that page can be made.
pub fn print(
    exhibit: &Exhibit<'_>,
    plan: &Plan<'_>,
    bytes: Result<&[u8], String>,
    reader: &Reader,
    day: Date,
) -> Result<Printed, ExhibitError> {
    let press = Press { reader, day };
    let mut printed = press.exhibit(exhibit, bytes)?;
    if let Some(original) = paper::original(exhibit, plan) {
        let paper = Paper {
            label: format!("{} and {}", original.label, exhibit.label),
            name: "side by side".to_owned(),
            columns: Some((column(original), column(exhibit))),
            rows: paper::beside(original.layer, exhibit.layer),
            ..Paper::default()
        };
        // Both stand there one after the other in any case.
        printed.beside = press.set(&paper).unwrap_or_default();
    }
    Ok(printed)
}

fn column(exhibit: &Exhibit<'_>) -> String {
    let language = exhibit.layer.language.as_deref().map(remand_dossier::language);
    match language {
        Some(language) => format!("{}, {language}", exhibit.label),
        None => exhibit.label.clone(),
    }
}

/// What sets and binds pages.
struct Press<'r> {
    reader: &'r Reader,
    day: Date,
}

impl Press<'_> {
    fn exhibit(&self, exhibit: &Exhibit<'_>, bytes: Result<&[u8], String>) -> Result<Printed, ExhibitError> {
        if let Some(why) = exhibit.withheld {
            let why = format!("This exhibit is withheld: {}.", why.words());
            let get = "The number is kept so that references stay as they are. Whoever may see it asks those who made \
                       this bundle.";
            return self.instead(exhibit, Shown::Withheld, vec![why, get.to_owned()], None);
        }
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(why) => return self.unshown(exhibit, &why),
        };
        let kind = exhibit.layer.media_type.as_str();
        if kind == "application/pdf" || kind.starts_with("image/") {
            return match self.bind(bytes, &exhibit.item.name, STRIP) {
                Ok(pages) => self.taken_over(exhibit, pages, kind),
                Err(why) if has_text(exhibit.layer) => self.text(exhibit, Some(&why)),
                Err(why) => self.unshown(exhibit, &why),
            };
        }
        if has_text(exhibit.layer) {
            return self.text(exhibit, None);
        }
        if !exhibit.holds.is_empty() {
            return self.holding(exhibit);
        }
        let said: Vec<&str> =
            exhibit.layer.diagnostics.iter().take(2).map(|said| said.message.as_str()).collect();
        match said.as_slice() {
            [] => self.unshown(exhibit, "it has no text and no pages"),
            said => self.unshown(exhibit, &said.join("; ")),
        }
    }

    /// A page of what a file without a text of its own holds.
    fn holding(&self, exhibit: &Exhibit<'_>) -> Result<Printed, ExhibitError> {
        let inside = exhibit.holds.iter().map(|(label, name)| format!("{label}  {name}")).collect::<Vec<_>>();
        let says =
            format!("This file holds other files, which are exhibits of their own:\n{}", inside.join("\n"));
        let mut printed = self.instead(exhibit, Shown::Holds, vec![says], None)?;
        printed.done = vec!["the files in it are exhibits of their own".to_owned()];
        Ok(printed)
    }

    /// The pages of the file behind a heading.
    fn taken_over(&self, exhibit: &Exhibit<'_>, pages: Sheaf, kind: &str) -> Result<Printed, ExhibitError> {
        let image = kind != "application/pdf";
        let mut done = pages.bound.done.clone();
        if !image {
            done.insert(0, "its pages were made a little smaller, to leave room for the stamp".to_owned());
        }
        let mut paper = Paper {
            apart: true,
            done: done.iter().map(|done| plain(done)).collect(),
            unread: paper::unread(exhibit.layer),
            ..Paper::heading(exhibit, exhibit.short_name())
        };
        paper.facts.push(("Pages".to_owned(), pages.pages().to_string()));
        let head = self.set(&paper)?;
        let shown = if image { Shown::Image } else { Shown::Pages };
        Ok(Printed { shown, done, problem: None, head, pages, beside: Sheaf::default() })
    }

    /// The text of the file below a heading; `failed` is why its pages could not be taken over.
    fn text(&self, exhibit: &Exhibit<'_>, failed: Option<&str>) -> Result<Printed, ExhibitError> {
        let (lines, whole) = paper::lines(exhibit.layer);
        let mut done = vec![
            "its text is printed as the program read it, without the layout of the file; numbers in the margin are those \
             of footnotes"
                .to_owned(),
        ];
        if !whole {
            done.push(
                "only the beginning of its text is printed, as it is very long; the file has all of it"
                    .to_owned(),
            );
        }
        let recognised = exhibit.layer.recognised.len();
        if recognised > 0 {
            done.push(format!("{recognised} word(s) were recognised by a machine in a picture"));
        }
        let problem = failed.map(|why| {
            format!("its pages could not be taken over ({why}), and its text is printed instead; look at the original")
        });
        let unread =
            problem.iter().map(|problem| plain(problem)).chain(paper::unread(exhibit.layer)).collect();
        let paper = Paper {
            done: done.iter().map(|done| plain(done)).collect(),
            unread,
            lines,
            ..Paper::heading(exhibit, exhibit.short_name())
        };
        match self.set(&paper) {
            Ok(pages) => {
                let (head, beside) = (Sheaf::default(), Sheaf::default());
                Ok(Printed { shown: Shown::Text, done, problem, head, pages, beside })
            }
            Err(why) => self.unshown(exhibit, &why.to_string()),
        }
    }

    /// A page that says why nothing is shown.
    fn unshown(&self, exhibit: &Exhibit<'_>, why: &str) -> Result<Printed, ExhibitError> {
        let why = why.strip_prefix("not read: ").unwrap_or(why);
        let says = format!("This exhibit cannot be shown on paper: {}.", why.trim_end_matches('.'));
        let get = "The file itself is kept unchanged. Its SHA-256 above names it: ask for the file with that fingerprint, \
                   and open it with the program it was made with."
            .to_owned();
        self.instead(exhibit, Shown::NotShown, vec![says, get], Some(why.to_owned()))
    }

    fn instead(
        &self,
        exhibit: &Exhibit<'_>,
        shown: Shown,
        says: Vec<String>,
        problem: Option<String>,
    ) -> Result<Printed, ExhibitError> {
        let instead = says.iter().map(|says| plain(says)).collect();
        let pages = self.set(&Paper { instead, ..Paper::heading(exhibit, exhibit.short_name()) })?;
        let (head, beside) = (Sheaf::default(), Sheaf::default());
        Ok(Printed { shown, done: Vec::new(), problem, head, pages, beside })
    }

    fn set(&self, paper: &Paper) -> Result<Sheaf, ExhibitError> {
        let pdf = typeset(TEMPLATE, paper, &[], Some(self.day))?;
        self.bind(&pdf, "page.pdf", 0.0).map_err(ExhibitError::Bind)
    }

    fn bind(&self, bytes: &[u8], name: &str, strip: f32) -> Result<Sheaf, String> {
        bind(self.reader, bytes, name, strip)
    }
}

/// Has the child take a file apart.
pub(crate) fn bind(reader: &Reader, bytes: &[u8], name: &str, strip: f32) -> Result<Sheaf, String> {
    let mut objects: Vec<BoundObject> = Vec::new();
    let bound = reader.bind(bytes, name, strip, |object| objects.push(object))?;
    Ok(Sheaf { bound, objects })
}

fn has_text(layer: &TextLayer) -> bool {
    !layer.blocks.is_empty()
}
