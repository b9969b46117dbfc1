//! A value planted in each kind of place of an output is found there; nothing is found where it is not.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice, reason = "tests")]

mod common;

use std::io::{Cursor, Write as _};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use common::{guard, item, mark};
use proptest::prelude::*;
use remand_protection::{Audience, Guard, Known, Marked, Place, check, leaks};

fn person(name: &str) -> Guard {
    guard(Marked::Person(name.to_owned()), &[])
}

fn places(name: &str, bytes: &[u8], guard: &Guard) -> Vec<Place> {
    leaks(name, bytes, guard).into_iter().map(|leak| leak.place).collect()
}

fn zip(files: &[(&str, &[u8], Option<&str>)], comment: &str, stored: bool) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    archive.set_comment(comment).unwrap();
    for (name, bytes, comment) in files {
        let method = if stored { zip::CompressionMethod::Stored } else { zip::CompressionMethod::Deflated };
        let mut options = zip::write::FullFileOptions::default().compression_method(method);
        if let Some(comment) = comment {
            options = options.with_file_comment(*comment);
        }
        archive.start_file(*name, options).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn utf16(text: &str, big: bool) -> Vec<u8> {
    text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

/// A PDF of one page with a text, properties, and a stream beside the page.
fn pdf(page: &str, info: &[u8], stream: &[u8]) -> Vec<u8> {
    let content = format!("BT /F1 12 Tf 72 700 Td ({page}) Tj ET");
    let objects: Vec<Vec<u8>> = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_vec(),
        [format!("<< /Length {} >>\nstream\n", content.len()).as_bytes(), content.as_bytes(), b"\nendstream"].concat(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_vec(),
        [b"<< ".as_slice(), info, b" >>"].concat(),
        [
            format!("<< /Length {} /Filter /FlateDecode >>\nstream\n", stream.len()).as_bytes(),
            stream,
            b"\nendstream",
        ]
        .concat(),
    ];
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut offsets = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        offsets.push(bytes.len());
        bytes.extend_from_slice(format!("{} 0 obj\n", at + 1).as_bytes());
        bytes.extend_from_slice(object);
        bytes.extend_from_slice(b"\nendobj\n");
    }
    let table = bytes.len();
    bytes.extend_from_slice(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).as_bytes());
    for offset in offsets {
        bytes.extend_from_slice(format!("{offset:010} 00000 n \n").as_bytes());
    }
    bytes.extend_from_slice(
        format!(
            "trailer\n<< /Size {} /Root 1 0 R /Info 6 0 R >>\nstartxref\n{table}\n%%EOF\n",
            objects.len() + 1
        )
        .as_bytes(),
    );
    bytes
}

#[test]
fn what_two_outputs_share_is_told_of_both() {
    let guard = person("Mira Tolle");
    let (shared, clean) = (deflated(b"seen by Mira Tolle"), deflated(b"seen by nobody"));
    for _ in 0..2 {
        assert_eq!(places("a.pdf", &pdf("page", b"", &shared), &guard), [Place::PdfStream]);
        assert_eq!(places("b.pdf", &pdf("other page", b"", &shared), &guard), [Place::PdfStream]);
        assert_eq!(places("c.pdf", &pdf("page", b"", &clean), &guard), []);
    }
}

#[test]
fn what_was_too_deep_to_be_opened_is_opened_where_it_is_not() {
    let guard = person("Mira Tolle");
    let hidden = pdf("page", b"", &gzip(b"seen by Mira Tolle"));
    let mut deep = hidden.clone();
    for _ in 0..4 {
        deep = zip(&[("inner", &deep, None)], "", true);
        assert!(!leaks("deep.zip", &deep, &guard).is_empty(), "found, or said to be too deep");
    }
    assert!(!places("a.pdf", &hidden, &guard).is_empty());
}

#[test]
fn names_of_east_asia_are_found_in_utf_16_too() {
    let noise: Vec<u8> = (0..4000_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    for (name, text) in [("李 明月", "证人 李 明月 在场"), ("Mira Tolle", "Zeugin war Mira Tolle, 47")]
    {
        for big in [true, false] {
            for odd in [0, 1] {
                let bytes = [&noise[..3001 + odd], &utf16(text, big), &noise[1000..2001]].concat();
                let found = places("a.bin", &bytes, &person(name));
                // Among noise, letters of East Asia are noise.
                assert_eq!(
                    found,
                    if name.is_ascii() { vec![Place::Charset] } else { vec![] },
                    "{name} {big} {odd}"
                );
                assert_eq!(
                    places("a.txt", &utf16(text, big), &person(name)),
                    [Place::Charset],
                    "{name} {big}"
                );
            }
        }
    }
}

#[test]
fn a_leak_is_found_in_every_kind_of_place() {
    let guard = person("Mira Tolle");
    let planted: Vec<(&str, &str, Vec<u8>, Place)> = vec![
        ("plain text", "a.txt", b"and Mira Tolle left".to_vec(), Place::Text),
        ("another spelling", "a.txt", "видела Мира Толле".into(), Place::Text),
        ("the file name", "mira-tolle.pdf", b"".to_vec(), Place::FileName),
        ("decimal entities", "a.html", b"<p>&#77;ira&nbsp;&#84;olle</p>".to_vec(), Place::Markup),
        ("hexadecimal entities", "a.html", b"&#x4d;ira &#x54;o&#x6c;le".to_vec(), Place::Markup),
        ("named entities", "a.html", b"M&iacute;ra&ensp;T&oacute;lle".to_vec(), Place::Markup),
        ("tags inside the name", "a.html", b"<b>Mi</b>ra T<i>olle</i>".to_vec(), Place::Markup),
        ("tags between the words", "a.html", b"<td>Mira</td><td class=x>T.</td>".to_vec(), Place::Text),
        ("percent signs", "a.html", b"href=\"/p/%4Dir%61%20T%6Flle\"".to_vec(), Place::Percent),
        (
            "percent signs of Cyrillic",
            "a.html",
            b"/%D0%9C%D0%B8%D1%80%D0%B0_%D0%A2%D0%BE%D0%BB%D0%BB%D0%B5".to_vec(),
            Place::Percent,
        ),
        ("JSON escapes", "a.json", br#"{"x":"\u004dira \u0054olle"}"#.to_vec(), Place::Escaped),
        ("CSS escapes", "a.css", br#"content: "\4d ira \54 olle""#.to_vec(), Place::Escaped),
        ("folded lines", "a.ics", b"SUMMARY:call Mi\r\n ra Tol\r\n le\r\n".to_vec(), Place::Folded),
        ("quoted-printable", "a.eml", b"=4Dira=20Tol=\r\nle".to_vec(), Place::QuotedPrintable),
        ("Base64", "a.eml", format!("x: {}", STANDARD.encode("to Mira Tolle, here")).into(), Place::Base64),
        (
            "Base64 in long lines",
            "a.eml",
            {
                let whole =
                    STANDARD.encode(format!("{} Mira Tolle {}", "words ".repeat(30), "more ".repeat(30)));
                whole.as_bytes().chunks(76).flat_map(|line| [line, b"\r\n"].concat()).collect()
            },
            Place::Base64,
        ),
        (
            "Base64 for addresses",
            "a.html",
            format!("?q={}&b", URL_SAFE_NO_PAD.encode("~~~Mira Tolle~~~")).into(),
            Place::Base64,
        ),
        (
            "Base64 in JSON escapes",
            "a.json",
            format!("\"\\u0078{}\"", STANDARD.encode("Mira Tolle is here")).into(),
            Place::Base64,
        ),
        ("UTF-16", "a.txt", [vec![0xff, 0xfe], utf16("und Mira Tolle", false)].concat(), Place::Charset),
        (
            "UTF-16 inside other bytes",
            "a.bin",
            [b"abc".to_vec(), utf16("Мира Толле ", true)].concat(),
            Place::Charset,
        ),
        (
            "an older charset",
            "a.txt",
            vec![0xcc, 0xe8, 0xf0, 0xe0, 0x20, 0xd2, 0xee, 0xeb, 0xeb, 0xe5],
            Place::Charset,
        ),
        (
            "the text of a PDF page",
            "a.pdf",
            pdf("and Mira Tolle left", b"/Producer (x)", &deflated(b"none")),
            Place::PdfText,
        ),
        (
            "PDF properties",
            "a.pdf",
            pdf("nothing", b"/Author (Mir\\141 Tolle)", &deflated(b"none")),
            Place::PdfString,
        ),
        (
            "PDF properties in UTF-16",
            "a.pdf",
            {
                let hexadecimal: String =
                    utf16("Мира Толле", true).iter().map(|byte| format!("{byte:02X}")).collect();
                pdf("nothing", format!("/Title <FEFF{hexadecimal}>").as_bytes(), &deflated(b"none"))
            },
            Place::PdfString,
        ),
        (
            "a compressed PDF stream, as of XMP",
            "a.pdf",
            pdf("nothing", b"/Producer (x)", &deflated(b"<dc:creator>Mira Tolle</dc:creator>")),
            Place::PdfStream,
        ),
        (
            "an alternative text in an object stream",
            "a.pdf",
            pdf("nothing", b"/Producer (x)", &deflated(b"<< /Type /StructElem /Alt (Mira T\\157lle) >>")),
            Place::PdfString,
        ),
        ("a file in a ZIP", "a.zip", zip(&[("x.txt", b"Mira Tolle", None)], "", false), Place::Text),
        (
            "a ZIP in a ZIP",
            "a.zip",
            zip(&[("y.zip", &zip(&[("x.txt", b"Mira Tolle", None)], "", false), None)], "", false),
            Place::Text,
        ),
        (
            "the name of a ZIP entry",
            "a.zip",
            zip(&[("in/Mira_Tolle.txt", b"x", None)], "", false),
            Place::EntryName,
        ),
        (
            "the comment of a ZIP",
            "a.zip",
            zip(&[("x.txt", b"x", None)], "for Mira Tolle", false),
            Place::ArchiveComment,
        ),
        (
            "the comment of a ZIP entry",
            "a.zip",
            zip(&[("x.txt", b"x", Some("for Mira Tolle"))], "", false),
            Place::ArchiveComment,
        ),
        (
            "a PDF in a ZIP",
            "a.zip",
            zip(&[("x.pdf", &pdf("Mira Tolle", b"/Producer (x)", &deflated(b"-")), None)], "", false),
            Place::PdfStream,
        ),
        ("gzip", "a.gz", gzip(b"Mira Tolle"), Place::Text),
        (
            "a ZIP in Base64",
            "a.json",
            STANDARD.encode(zip(&[("x.txt", b"Mira Tolle", None)], "", false)).into(),
            Place::Text,
        ),
    ];
    for (what, name, bytes, place) in planted {
        let found = places(name, &bytes, &guard);
        assert!(found.contains(&place), "{what}: {found:?}");
        let clean = person("Gerold Ampf");
        assert_eq!(places(name, &bytes, &clean), [], "{what}");
    }
}

#[test]
fn the_digest_of_a_hidden_item_is_a_leak_however_it_is_broken() {
    let known = Known { people: vec![], items: vec![(item(1), vec!["letter-home.txt".to_owned()])] };
    let guard = Guard::new(&[mark(1, Marked::Item(item(1)))], Audience::Public, &known, "en");
    let digest = item(1).to_string();
    for text in
        [digest.clone(), digest[..16].to_uppercase(), format!("{}\u{200b}{}", &digest[..8], &digest[8..])]
    {
        assert_eq!(places("a.txt", text.as_bytes(), &guard), [Place::Digest], "{text}");
    }
    assert_eq!(places("a.txt", b"see letter-home.txt", &guard), [Place::Text]);
    assert_eq!(places("a.txt", item(2).to_string().as_bytes(), &guard), []);
    let named = Guard::new(&[mark(1, Marked::ItemName(item(1)))], Audience::Public, &known, "en");
    assert_eq!(places("a.txt", digest.as_bytes(), &named), []);
}

#[test]
fn the_report_says_where_and_what_to_do_and_never_what() {
    let guard = person("Mira Tolle");
    let archive = zip(&[("x.txt", b"none", None), ("tolle/mira.txt", b"Mira Tolle", None)], "", false);
    let outputs: [(&str, &[u8]); 3] =
        [("clean.txt", b"nothing"), ("bundle.zip", &archive), ("Mira Tolle.txt", b"")];
    let said = check(&outputs, &guard).unwrap_err().to_string();
    for part in [
        "nothing was written, because it would show what is protected from its audience. In bundle.zip: ",
        "what entry 1 of the journal protects (witness) stands in the text, file 2 of the archive; ",
        "stands in the name of a file in the archive, file 2 of the archive",
        " What to do: mark the item it comes from (--item)",
        "make it anew with --whole-name. In output 3: what entry 1 of the journal protects (witness) stands in the name of the \
         file. What to do: rename the file, or mark its name (--item-name).",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    assert!(!said.contains("Mira") && !said.contains("Tolle"));
    assert!(!format!("{guard:?}").contains("Tolle"));
    assert_eq!(check(&outputs[..1], &guard), Ok(()));
}

#[test]
fn damaged_files_are_searched_as_far_as_they_go() {
    let guard = person("Mira Tolle");
    let archive = zip(&[("x.txt", b"Mira Tolle", None)], "", true);
    let page = pdf("Mira Tolle", b"/Producer (x)", &deflated(b"-"));
    for cut in [1, 20, 60] {
        assert!(!places("a.zip", &archive[..archive.len() - cut], &guard).is_empty());
        assert!(!places("a.pdf", &page[..page.len() - cut], &guard).is_empty());
    }
    for bytes in [
        b"PK\x05\x06".as_slice(),
        b"%PDF-",
        b"stream\n",
        b"((((((",
        b"<<<<<",
        b"\\u",
        b"%",
        b"&#x;",
        b"=\r\n",
    ] {
        assert_eq!(places("a", bytes, &guard), []);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn nothing_that_is_read_stops_the_search(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        leaks("a", &bytes, &person("Zoltana Quarrendon"));
        let mut odd = b"%PDF-1.7 stream\n".to_vec();
        odd.extend_from_slice(&bytes);
        odd.extend_from_slice(b"PK\x05\x06");
        leaks("a", &odd, &person("Zoltana Quarrendon"));
    }

    #[test]
    fn a_name_in_any_coat_is_found(first in "[A-Z][a-z]{3,8}", last in "[A-Z][a-z]{4,9}", coat in 0..6_usize, around in "[a-z ]{0,20}") {
        let name = format!("{first} {last}");
        let text = format!("{around}. {name}, {around}");
        let coated: Vec<u8> = match coat {
            0 => text.clone().into_bytes(),
            1 => text.chars().flat_map(|c| format!("&#{};", u32::from(c)).into_bytes()).collect(),
            2 => text.bytes().flat_map(|byte| format!("%{byte:02X}").into_bytes()).collect(),
            3 => text.encode_utf16().flat_map(|unit| format!("\\u{unit:04x}").into_bytes()).collect(),
            4 => STANDARD.encode(&text).into_bytes(),
            _ => utf16(&text, coat % 2 == 0),
        };
        prop_assert!(!leaks("a", &coated, &person(&name)).is_empty(), "{text}");
    }
}
