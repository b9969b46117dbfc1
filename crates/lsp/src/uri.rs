//! Names of documents: a `file:` URI and the path it stands for; the URI of a pack of the program.

use std::str::FromStr;

use lsp_types::Uri;

/// The name under which a document is kept: the path with `/` between its parts for a file, the URI itself for
/// anything else. Two URIs of one file that are escaped differently have one name.
pub(crate) fn name(uri: &Uri) -> String {
    path(uri.as_str()).unwrap_or_else(|| uri.as_str().to_owned())
}

/// The path in the name of a document: what is no file on disk can be a text of one, such as an older one.
pub(crate) fn path_in(name: &str) -> Option<String> {
    let path = match name.split_once(':') {
        Some((scheme, rest)) if scheme.len() > 1 => rest.split(['?', '#']).next()?,
        _ => return Some(name.to_owned()),
    };
    unescaped(path)
}

/// The path of a `file:` URI.
fn path(uri: &str) -> Option<String> {
    let (scheme, rest) = uri.split_once(':')?;
    let rest = rest.split(['?', '#']).next()?;
    if !scheme.eq_ignore_ascii_case("file") {
        return None;
    }
    let (host, path) = match rest.strip_prefix("//") {
        Some(rest) => rest.split_at_checked(rest.find('/')?)?,
        None => ("", rest),
    };
    let path = unescaped(path)?;
    let drive = path.strip_prefix('/').filter(|rest| is_drive(rest));
    match drive {
        Some(path) => Some(path.to_owned()),
        None if host.is_empty() || host == "localhost" => Some(path),
        None => Some(format!("//{host}{path}")),
    }
}

/// The URI of the file at a path; `None` where the path is not that of a file on disk.
pub(crate) fn of_path(path: &str) -> Option<Uri> {
    let start = if path.starts_with("//") {
        "file:"
    } else if path.starts_with('/') {
        "file://"
    } else if is_drive(path) {
        "file:///"
    } else {
        return None;
    };
    Uri::from_str(&format!("{start}{}", escaped(path))).ok()
}

/// In the URIs of packs of the program, which are on no disk.
pub(crate) const SCHEME: &str = "remand-law";

/// The URI of the pack of the program at a place such as `un/iccpr/article-9.md`.
pub(crate) fn of_pack(place: &str) -> Option<Uri> {
    Uri::from_str(&format!("{SCHEME}:/{}", escaped(place))).ok()
}

/// The place of the pack of the program that a URI names.
pub(crate) fn pack(uri: &Uri) -> Option<String> {
    unescaped(uri.as_str().strip_prefix(SCHEME)?.strip_prefix(":/")?)
}

fn escaped(path: &str) -> String {
    let mut text = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'/' | b'-' | b'.' | b'_' | b'~' => text.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => text.push(char::from(byte)),
            byte => text.push_str(&format!("%{byte:02X}")),
        }
    }
    text
}

fn is_drive(path: &str) -> bool {
    let mut bytes = path.bytes();
    bytes.next().is_some_and(|letter| letter.is_ascii_alphabetic()) && bytes.next() == Some(b':')
}

/// The text with each `%XX` as the byte it stands for; `None` where that is not text.
fn unescaped(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let escape = after.get(..2).filter(|_| *first == b'%');
        let value = escape
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match value {
            Some(byte) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a fault here is a fault of the test")]
mod tests {
    use super::*;

    fn named(uri: &str) -> String {
        name(&Uri::from_str(uri).unwrap())
    }

    #[test]
    fn a_file_is_named_by_its_path_however_it_is_escaped() {
        assert_eq!(named("file:///ada/law/a.md"), "/ada/law/a.md");
        assert_eq!(named("file:///ada/my%20law/%D0%BF.md"), "/ada/my law/п.md");
        assert_eq!(named("FILE://localhost/a.md"), "/a.md");
        assert_eq!(named("file:///c%3A/law/a.md"), named("file:///c:/law/a.md"));
        assert_eq!(named("file://server/share/a.md"), "//server/share/a.md");
    }

    #[test]
    fn what_is_no_file_keeps_its_uri() {
        for uri in ["untitled:Untitled-1", "git:/a.md?ref=main", "file:///%FF.md", "file://nowhere"] {
            assert_eq!(named(uri), uri);
            assert!(of_path(uri).is_none(), "{uri}");
        }
    }

    #[test]
    fn the_path_in_a_uri_that_is_no_file_is_that_of_the_file_it_is_a_text_of() {
        assert_eq!(path_in("git:/ada/my%20law/a.md?{ref}").as_deref(), Some("/ada/my law/a.md"));
        assert_eq!(path_in("c:/law/a.md").as_deref(), Some("c:/law/a.md"));
        assert_eq!(path_in("/law/a?b.md").as_deref(), Some("/law/a?b.md"));
        assert_eq!(path_in("git:/%FF"), None);
    }

    #[test]
    fn a_path_and_its_uri_lead_to_each_other() {
        for path in
            ["/ada/law/a.md", "/ada/my law/п 100%.md", "c:/law/a.md", "//server/share/a.md", "/😀#?.md"]
        {
            assert_eq!(name(&of_path(path).unwrap()), path);
        }
    }
}
