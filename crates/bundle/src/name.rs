//! Where each object lies in a bundle, and which names may stand in one.

use std::collections::{BTreeMap, BTreeSet};

use remand_vault::{ItemId, View};

/// The paths of all objects of a vault, below `data/`.
#[derive(Clone, Debug, Default)]
pub struct Paths {
    pub(crate) items: BTreeMap<ItemId, String>,
    pub(crate) objects: BTreeMap<ItemId, String>,
}

impl Paths {
    /// Where the objects that the entries of a vault name lie.
    pub fn of(view: &View) -> Self {
        let items: BTreeMap<ItemId, String> = view
            .items()
            .into_iter()
            .map(|item| (item.id, format!("items/{}{}", item.id, extension(&item.name))))
            .collect();
        let others: BTreeSet<ItemId> =
            view.named_objects().into_iter().filter(|id| !items.contains_key(id)).collect();
        let objects = others.into_iter().map(|id| (id, format!("objects/{id}"))).collect();
        Self { items, objects }
    }

    /// Where an object lies.
    pub fn get(&self, id: &ItemId) -> Option<&str> {
        self.items.get(id).or_else(|| self.objects.get(id)).map(String::as_str)
    }

    /// All of them.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&ItemId, &String)> {
        self.items.iter().chain(&self.objects)
    }
}

/// The extension of a file name with its dot, where it is short and plain, so that the item opens by a click.
pub(crate) fn extension(name: &str) -> String {
    let file = name.rsplit(['/', '!']).next().unwrap_or(name);
    match file.rsplit_once('.') {
        Some((stem, extension))
            if !stem.is_empty()
                && (1..=8).contains(&extension.len())
                && extension.bytes().all(|byte| byte.is_ascii_alphanumeric()) =>
        {
            format!(".{}", extension.to_ascii_lowercase())
        }
        _ => String::new(),
    }
}

/// What a file with this name is by its extension; the bundle does not look inside.
pub(crate) fn media_type(path: &str) -> &'static str {
    match extension(path).as_str() {
        ".txt" | ".py" | ".md" => "text/plain",
        ".csv" => "text/csv",
        ".htm" | ".html" => "text/html",
        ".ics" => "text/calendar",
        ".json" => "application/json",
        ".jsonld" => "application/ld+json",
        ".jsonl" => "application/jsonl",
        ".pdf" => "application/pdf",
        ".rtf" => "application/rtf",
        ".doc" => "application/msword",
        ".xls" => "application/vnd.ms-excel",
        ".docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ".xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ".odt" => "application/vnd.oasis.opendocument.text",
        ".ods" => "application/vnd.oasis.opendocument.spreadsheet",
        ".eml" => "message/rfc822",
        ".msg" => "application/vnd.ms-outlook",
        ".mbox" => "application/mbox",
        ".zip" => "application/zip",
        ".warc" => "application/warc",
        ".jpg" | ".jpeg" => "image/jpeg",
        ".png" => "image/png",
        ".tif" | ".tiff" => "image/tiff",
        ".webp" => "image/webp",
        ".gif" => "image/gif",
        _ => "application/octet-stream",
    }
}

/// A name that stays in its folder on every system.
pub(crate) fn stays_inside(name: &str) -> bool {
    let drive = matches!(name.as_bytes(), [letter, b':', ..] if letter.is_ascii_alphabetic());
    !drive
        && !name.contains(['\\', '\0'])
        && name.split('/').all(|part| !part.is_empty() && part != "." && part != "..")
}

/// A name that this program writes for a document: it means the same everywhere, in an address too.
pub(crate) fn is_plain(name: &str) -> bool {
    stays_inside(name)
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'/'))
}

/// A path as a manifest writes it (RFC 8493, section 2.1.3).
pub(crate) fn in_manifest(path: &str) -> String {
    path.replace('%', "%25").replace('\n', "%0A").replace('\r', "%0D")
}

/// The path that a manifest means.
pub(crate) fn from_manifest(written: &str) -> String {
    let mut path = String::new();
    let mut rest = written;
    while let Some((before, after)) = rest.split_once('%') {
        path.push_str(before);
        let code = after.get(..2).map(str::to_ascii_uppercase);
        let (meant, length) = match code.as_deref() {
            Some("25") => ('%', 2),
            Some("0A") => ('\n', 2),
            Some("0D") => ('\r', 2),
            _ => ('%', 0),
        };
        path.push(meant);
        rest = after.get(length..).unwrap_or_default();
    }
    path.push_str(rest);
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_extensions_are_kept() {
        assert_eq!(extension("court/ruling.PDF"), ".pdf");
        assert_eq!(extension("mail.eml!scan.tif"), ".tif");
        for none in ["ruling", ".hidden", "a.b/c", "x.tar gz", "x.veryverylong", "x.пдф", "x."] {
            assert_eq!(extension(none), "", "{none}");
        }
    }

    #[test]
    fn names_that_leave_the_folder_are_refused() {
        for bad in ["../x", "/etc/x", "a//b", "a/./b", "", "c:\\x", "c:x", "a/..", "a\0"] {
            assert!(!stays_inside(bad), "{bad:?}");
        }
        assert!(stays_inside("data/dossier/приговор 100%.txt"));
        assert!(!is_plain("приговор.txt") && is_plain("dossier.html"));
    }

    #[test]
    fn a_manifest_means_the_name_that_was_written() {
        for name in ["data/a%0Ab", "100%", "line\nfeed\r", "%25", "%", "%2", "ж%ж"] {
            assert_eq!(from_manifest(&in_manifest(name)), name);
        }
        assert_eq!(from_manifest("a%0ab%zz"), "a\nb%zz");
    }
}
