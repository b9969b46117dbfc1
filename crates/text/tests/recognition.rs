//! Text recognised in pictures, where Tesseract is installed, and what is said where it is not.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

use std::path::Path;
use std::process::{Command, Stdio};

use remand_text::{Reader, TextLayer};

const WORKER: &str = env!("CARGO_BIN_EXE_text-worker");

fn reader() -> Reader {
    Reader::new(WORKER, [""; 0])
}

fn said(layer: &TextLayer) -> String {
    layer.diagnostics.iter().map(|diagnostic| diagnostic.message.as_str()).collect::<Vec<_>>().join("\n")
}

/// Whether Tesseract is here with these languages.
fn has_tesseract(languages: &[&str]) -> bool {
    let listed = Command::new("/usr/bin/tesseract").arg("--list-langs").output();
    let listed =
        listed.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    let here = languages.iter().all(|language| listed.lines().any(|line| line == *language));
    if !here {
        println!("skipped: Tesseract is not here with {}", languages.join(", "));
    }
    here
}

/// Pages of a PDF as pictures of text, drawn by Poppler from a PDF that Chromium makes of this page.
fn pictures(html: &str, dots: u32) -> Option<Vec<Vec<u8>>> {
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("page.html");
    std::fs::write(
        &page,
        format!("<!doctype html><meta charset=utf-8><body style='font: 14pt serif'>{html}"),
    )
    .unwrap();
    let quiet = |command: &mut Command| {
        command
            .current_dir(&folder)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|s| s.success())
    };
    let drawn = quiet(Command::new("chromium").args([
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-pdf-header-footer",
        "--print-to-pdf=page.pdf",
        page.to_str().unwrap(),
    ]));
    let drawn = drawn
        && quiet(Command::new("pdftoppm").args([
            "-r",
            &dots.to_string(),
            "-gray",
            "-jpeg",
            "page.pdf",
            "page",
        ]));
    if !drawn {
        println!("skipped: Chromium or Poppler is not here to draw a page");
        return None;
    }
    let mut names: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.retain(|name| name.extension().is_some_and(|end| end == "jpg"));
    names.sort();
    Some(names.iter().map(|name| std::fs::read(name).unwrap()).collect())
}

/// A PDF of which each page is a JPEG, or a line of text.
fn pdf(pages: &[Result<&[u8], &str>]) -> Vec<u8> {
    let mut file = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n".to_vec();
    let kids: String = (0..pages.len()).map(|n| format!("{} 0 R ", 10 + 3 * n)).collect();
    file.extend(format!("2 0 obj<</Type/Pages/Count {}/Kids[{kids}]>>endobj\n", pages.len()).bytes());
    file.extend(b"3 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>endobj\n");
    for (n, page) in pages.iter().enumerate() {
        let (number, content) = (10 + 3 * n, 11 + 3 * n);
        let (drawing, resources) = match page {
            Ok(_) => ("595 0 0 842 0 0 cm /I Do".to_owned(), format!("/XObject<</I {} 0 R>>", content + 1)),
            Err(text) => (format!("BT /F 12 Tf 72 700 Td ({text}) Tj ET"), "/Font<</F 3 0 R>>".to_owned()),
        };
        file.extend(
            format!(
                "{number} 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<{resources}>>/Contents {content} 0 R>>endobj\n\
                 {content} 0 obj<</Length {}>>stream\n{drawing}\nendstream endobj\n",
                drawing.len() + 1
            )
            .bytes(),
        );
        if let Ok(jpeg) = page {
            let (height, width, colours) = frame(jpeg);
            file.extend(
                format!(
                    "{} 0 obj<</Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/{colours}\
                     /BitsPerComponent 8/Filter/DCTDecode/Length {}>>stream\n",
                    content + 1,
                    jpeg.len()
                )
                .bytes(),
            );
            file.extend(*jpeg);
            file.extend(b"\nendstream endobj\n");
        }
    }
    file.extend(b"trailer<</Root 1 0 R/Size 100>>\n%%EOF\n");
    file
}

/// Height, width and colour space out of the frame of a baseline JPEG.
fn frame(jpeg: &[u8]) -> (u16, u16, &'static str) {
    let at = jpeg.windows(2).position(|pair| pair == [0xff, 0xc0]).unwrap();
    let number = |at: usize| u16::from_be_bytes([jpeg[at], jpeg[at + 1]]);
    (number(at + 5), number(at + 7), if jpeg[at + 9] == 1 { "DeviceGray" } else { "DeviceRGB" })
}

const RUSSIAN: &str = "<p>Суд рассмотрел ходатайство следователя и продлил срок содержания под стражей до третьего марта.</p>\
                       <p>Защитник возражал, потому что оснований для этого нет.</p>";
const ENGLISH: &str =
    "<p>The court heard the request and extended the term of detention until the third of March.</p>";

#[test]
fn a_scanned_page_is_recognised_in_its_language_and_every_word_says_how_sure_it_is() {
    if !has_tesseract(&["rus", "kaz", "eng"]) {
        return;
    }
    let Some(pictures) = pictures(RUSSIAN, 200) else { return };
    let layer = reader().read(&pdf(&[Ok(&pictures[0])]), "scan.pdf");
    assert!(layer.text.contains("продлил срок содержания под стражей"), "{} {}", layer.text, said(&layer));
    assert_eq!(layer.language.as_deref(), Some("ru"));
    assert_eq!(layer.pictures, [1]);
    let words = layer.text.split_whitespace().count();
    assert_eq!(layer.recognised.len(), words);
    assert!(layer.recognised_in(&(0..layer.text.len())).is_some());
    assert!(said(&layer).contains("recognised by a machine"), "{}", said(&layer));
    let tesseract = layer.engines.iter().find(|engine| engine.name == "tesseract").unwrap();
    assert!(tesseract.version.starts_with(|c: char| c.is_ascii_digit()), "{tesseract:?}");
    assert!(tesseract.settings.as_ref().unwrap().contains("rus"), "{tesseract:?}");
}

#[test]
fn of_a_mixed_pdf_only_the_pictures_are_recognised_and_pages_keep_their_places() {
    if !has_tesseract(&["eng"]) {
        return;
    }
    let Some(pictures) = pictures(ENGLISH, 200) else { return };
    let pages = [
        Err("The first page was typed and is read as it stands."),
        Ok(pictures[0].as_slice()),
        Err("The third page."),
    ];
    let layer = reader().with_languages(["en"]).read(&pdf(&pages), "mixed.pdf");
    let texts: Vec<&str> = layer.pages.iter().map(|page| &layer.text[page.span.clone()]).collect();
    assert_eq!(
        (texts[0], texts[2]),
        ("The first page was typed and is read as it stands.", "The third page.")
    );
    assert!(texts[1].contains("extended the term of detention"), "{texts:?} {}", said(&layer));
    assert_eq!(layer.recognised_in(&layer.pages[0].span), None);
    assert!(layer.recognised_in(&layer.pages[1].span).is_some());
    assert_eq!(layer.pictures, [2]);
}

#[test]
fn a_photograph_of_text_is_recognised() {
    if !has_tesseract(&["eng"]) {
        return;
    }
    let Some(pictures) = pictures(ENGLISH, 150) else { return };
    let layer = reader().read(&pictures[0], "photo.jpg");
    assert_eq!(layer.media_type, "image/jpeg");
    assert!(layer.text.contains("third of March"), "{} {}", layer.text, said(&layer));
}

#[test]
fn a_language_that_is_not_installed_is_named() {
    if !has_tesseract(&["eng"]) || Path::new("/usr/share/tesseract-ocr/5/tessdata/uzb.traineddata").exists() {
        return;
    }
    let Some(pictures) = pictures(ENGLISH, 100) else { return };
    let layer = reader().with_languages(["uzb"]).read(&pictures[0], "photo.jpg");
    assert!(said(&layer).contains("does not have uzb"), "{}", said(&layer));
}

#[test]
fn a_damaged_image_is_said_to_be_damaged() {
    for bytes in [
        b"\xff\xd8\xff\xe0\0\x10JFIF".as_slice(),
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\x7f\xff\xff\xff\x7f\xff\xff\xff\x08\x06\0\0\0",
        b"GIF89a\xff\xff\xff\xff\0\0\0",
        b"II*\0\xff\xff\xff\xff",
        b"BM\x40\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\xff\xff\xff\x7f\xff\xff\xff\x7f\x01\0\x20\0",
        b"RIFF\x0c\0\0\0WEBPVP8 ",
    ] {
        let layer = reader().read(bytes, "image");
        assert_eq!(layer.text, "");
        assert!(layer.media_type.starts_with("image/"), "{}", layer.media_type);
        assert!(
            said(&layer).contains("damaged or cut off") || said(&layer).contains("could not be"),
            "{}",
            said(&layer)
        );
    }
}
