//! The whole site: every page in every language, feeds, the map.

use std::collections::{BTreeMap, BTreeSet};

use remand_dossier::{Record, event_ids};
use remand_vault::ItemId;

use crate::feed;
use crate::frame::{Page, framed};
use crate::language::{Language, languages};
use crate::page::{
    about, background, chronology, custody, documents, findings, front, owed, reactions, updates,
};
use crate::post::Post;
use crate::update::Update;
use crate::view::View;

/// What a site is made from.
#[derive(Debug)]
pub struct Publication<'a> {
    /// The record as its audience may see it.
    pub record: &'a Record<'a>,
    /// What people wrote for the site, in the order of the journal.
    pub updates: &'a [Update],
    /// Items whose entries are quoted as updates ([`pages_of_updates`](crate::pages_of_updates)).
    pub pages: &'a [ItemId],
    /// Languages of the site. The first has the root of the site, and each other a folder of its own, so that a language
    /// more moves no page.
    pub languages: Vec<&'static Language>,
    /// Address that the site will have; may be missing.
    pub base: Option<&'a Base>,
    /// Items that may be fetched, with their file below `files/`.
    pub documents: BTreeMap<ItemId, String>,
}

/// The address of a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base(String);

/// The files of a site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Site {
    /// Relative paths with `/` between their parts, and bytes.
    pub files: Vec<(String, Vec<u8>)>,
    /// Updates on it.
    pub updates: usize,
}

/// Why there is no site.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    /// Nobody to publish a page about.
    #[error(
        "nobody is named whom the site could be about: it could not be told from the files. Give the name: --subject NAME"
    )]
    NoSubject,
    /// Nothing to say.
    #[error(
        "nothing can be published: no statement and no update is in this case{0}. `remand read CASE` shows what was read"
    )]
    Nothing(String),
    /// A language that no words are there for.
    #[error("there are no words in `{0}`; a site can be made in {known}", known = known())]
    Language(String),
    /// The same language more than once.
    #[error("`{0}` is named twice among the languages")]
    LanguageTwice(String),
    /// An address that is none.
    #[error("`{0}` is no address of a site: it begins with https:// or http://, and has no ? and no #")]
    Base(String),
    /// Two updates would have one address.
    #[error(
        "the updates of entries {first} and {second} of the journal have the same address, `{slug}`: withdraw one"
    )]
    SameAddress {
        /// The address.
        slug: String,
        /// Entry of the one.
        first: u64,
        /// Entry of the other.
        second: u64,
    },
    /// An address that leads elsewhere.
    #[error(
        "the update of entry {number} has no usable address (`{slug}`): letters a to z, digits and hyphens are"
    )]
    Address {
        /// The address.
        slug: String,
        /// Its entry.
        number: u64,
    },
    /// A correction of nothing.
    #[error("the update of entry {number} corrects `{corrects}`, and no update has this address")]
    Corrects {
        /// The address it names.
        corrects: String,
        /// Its entry.
        number: u64,
    },
    /// A page that is too heavy.
    #[error(
        "the page {path} would have {bytes} bytes, more than the {most} that a page may have; nothing was written. An update \
         that is so long is written as two"
    )]
    Heavy {
        /// The page.
        path: String,
        /// Its size.
        bytes: usize,
        /// What it may have.
        most: usize,
    },
    /// A template that cannot be written out.
    #[error("a page cannot be made: {0}")]
    Template(#[from] askama::Error),
    /// A feed that cannot be written out.
    #[error("a feed cannot be made: {0}")]
    Feed(#[from] std::io::Error),
}

/// Bytes that a page may have.
pub const HEAVIEST: usize = 100_000;

fn known() -> String {
    languages().iter().map(|language| language.code.as_str()).collect::<Vec<_>>().join(", ")
}

impl Base {
    /// An address as a person writes it; a slash is put at its end.
    ///
    /// # Errors
    /// Where it is none.
    pub fn new(address: &str) -> Result<Self, SiteError> {
        let address = address.trim();
        let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
        let plain = |text: &str| {
            !text.is_empty()
                && !text.starts_with('/')
                && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~:/@%+[]".contains(&b))
        };
        match rest {
            Some(rest) if plain(rest) => Ok(Self(format!("{}/", address.trim_end_matches('/')))),
            _ => Err(SiteError::Base(address.to_owned())),
        }
    }
}

/// The languages that a person names.
///
/// # Errors
/// Where one has no words here, or is named twice.
pub fn chosen(codes: &[String]) -> Result<Vec<&'static Language>, SiteError> {
    let mut chosen: Vec<&'static Language> = Vec::new();
    for code in codes {
        let code = code.trim();
        let found = languages().iter().find(|language| language.code == code);
        let language = found.ok_or_else(|| SiteError::Language(code.to_owned()))?;
        if chosen.iter().any(|other| other.code == language.code) {
            return Err(SiteError::LanguageTwice(code.to_owned()));
        }
        chosen.push(language);
    }
    if chosen.is_empty() {
        chosen.extend(languages().first());
    }
    Ok(chosen)
}

impl Publication<'_> {
    /// The folder of a language, with a slash; empty for the first.
    pub(crate) fn folder(&self, language: &Language) -> String {
        match self.languages.first() {
            Some(first) if first.code == language.code => String::new(),
            _ => format!("{}/", language.code),
        }
    }

    /// The address of a page; `None` where nobody said what address the site has. A page `index.html` goes by its folder.
    pub(crate) fn absolute(&self, language: &Language, page: &str) -> Option<String> {
        let page = match page.strip_suffix("index.html") {
            Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
            _ => page,
        };
        self.base.map(|base| format!("{}{}{page}", base.0, self.folder(language)))
    }

    /// A link to a file of the site that is the same in all languages.
    pub(crate) fn file_href(&self, view: &View<'_>, path: &str) -> String {
        let up = view.depth + self.folder(view.words).matches('/').count();
        format!("{}files/{path}", "../".repeat(up))
    }

    fn checked(&self) -> Result<(), SiteError> {
        let reading = &self.record.chronology.reading;
        if reading.subject.is_none() {
            return Err(SiteError::NoSubject);
        }
        if reading.claims.is_empty() && self.updates.is_empty() {
            let unread = self.record.unread.len();
            let why =
                if unread == 0 { String::new() } else { format!(" ({unread} files could not be read)") };
            return Err(SiteError::Nothing(why));
        }
        let mut slugs: BTreeMap<&str, u64> = BTreeMap::new();
        for update in self.updates {
            let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
            let taken = ["index", "year"].iter().any(|name| update.slug.starts_with(name));
            if update.slug.is_empty() || update.slug.len() > 120 || taken || !update.slug.bytes().all(plain) {
                return Err(SiteError::Address { slug: update.slug.clone(), number: update.number });
            }
            let before =
                if update.withdrawn.is_none() { slugs.insert(&update.slug, update.number) } else { None };
            if let Some(first) = before {
                let slug = update.slug.clone();
                return Err(SiteError::SameAddress { slug, first, second: update.number });
            }
        }
        for update in self.updates {
            let known = |slug: &&str| self.updates.iter().any(|other| other.slug == **slug);
            if let Some(corrects) = update.corrects.as_deref().filter(|slug| !known(slug)) {
                return Err(SiteError::Corrects { corrects: corrects.to_owned(), number: update.number });
            }
        }
        Ok(())
    }
}

/// Makes the site.
///
/// # Errors
/// Where there is nobody or nothing to publish, updates get in each other's way, or a page would be too heavy.
pub fn site(publication: &Publication<'_>) -> Result<Site, SiteError> {
    publication.checked()?;
    let record = publication.record;
    let entries = &record.chronology.reading.entries;
    let posts = Post::all(record, entries, publication.pages, publication.updates);
    let events = event_ids(record);
    let (none, no_norms) = (BTreeMap::new(), BTreeMap::new());
    let view = |words: &'static Language| View {
        publication,
        words,
        posts: &posts,
        events: &events,
        places: &none,
        norms: &no_norms,
        depth: 0,
    };
    let placed: Vec<_> = publication
        .languages
        .iter()
        .map(|words| (chronology::places(&view(words).below(1)), findings::places(&view(words))))
        .collect();
    let views: Vec<View<'_>> = publication
        .languages
        .iter()
        .zip(&placed)
        .map(|(words, (places, norms))| View { places, norms, ..view(words) })
        .collect();
    let all: Vec<Vec<Page>> = views.iter().map(pages).collect();
    // A list takes more pages in one language than in another.
    let paths: BTreeSet<(&str, String)> = views
        .iter()
        .zip(&all)
        .flat_map(|(view, pages)| pages.iter().map(|page| (view.words.code.as_str(), page.path.clone())))
        .collect();
    let has = |language: &Language, path: &str| paths.contains(&(language.code.as_str(), path.to_owned()));
    let mut made = Site { files: Vec::new(), updates: posts.len() };
    let mut addresses = Vec::new();
    for (view, pages) in views.iter().zip(all) {
        for page in pages {
            addresses.extend(publication.absolute(view.words, &page.path));
            made.files.push(framed(view, page, &has)?);
        }
        let folder = publication.folder(view.words);
        made.files.push((format!("{folder}feed.atom"), feed::atom(view)?));
        made.files.push((format!("{folder}feed.json"), feed::json_feed(view)));
    }
    if publication.base.is_some() {
        made.files.push(("sitemap.xml".to_owned(), feed::sitemap(&addresses, record.as_of)?));
    }
    let heavy = made.files.iter().find(|(path, bytes)| path.ends_with(".html") && bytes.len() > HEAVIEST);
    if let Some((path, bytes)) = heavy {
        return Err(SiteError::Heavy { path: path.clone(), bytes: bytes.len(), most: HEAVIEST });
    }
    debug_assert_eq!(
        made.files.iter().map(|(path, _)| path).collect::<BTreeSet<_>>().len(),
        made.files.len()
    );
    Ok(made)
}

fn pages(view: &View<'_>) -> Vec<Page> {
    let mut pages = vec![
        front::page(view),
        background::page(view),
        reactions::health(view),
        reactions::page(view),
        owed::asked(view),
        owed::deadlines(view),
        updates::corrections(view),
        about::page(view),
    ];
    pages.extend(custody::all(view));
    pages.extend(documents::all(view));
    pages.extend(findings::all(view));
    pages.extend(chronology::all(view));
    pages.extend(updates::all(view));
    pages
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_known_or_refused() {
        let codes = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect::<Vec<_>>();
        assert_eq!(chosen(&[]).unwrap()[0].code, "en");
        assert_eq!(chosen(&codes(&["fr", "en"])).unwrap()[0].name, "Français");
        let error = chosen(&codes(&["en", "tlh"])).unwrap_err().to_string();
        assert_eq!(error, format!("there are no words in `tlh`; a site can be made in {}", known()));
        assert!(chosen(&codes(&["en", "en"])).unwrap_err().to_string().contains("twice"));
    }

    #[test]
    fn an_address_is_an_address() {
        for (given, kept) in
            [("https://e.org", "https://e.org/"), (" http://e.org/case/ ", "http://e.org/case/")]
        {
            assert_eq!(Base::new(given).unwrap().0, kept);
        }
        for bad in [
            "e.org",
            "javascript:alert(1)",
            "https://",
            "https:///x",
            "https://e.org/?a",
            "https://e.org/\"><b",
        ] {
            assert!(Base::new(bad).is_err(), "{bad}");
        }
    }
}
