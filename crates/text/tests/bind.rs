//! Files taken apart for binding, in a child process: what their pages become, what is left behind, what is refused.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

use std::fmt::Write;

use remand_text::{Bound, BoundObject, Reader, renumbered};

/// A PDF of these objects, the first of which is the catalog.
fn pdf(objects: &[&str], trailer: &str) -> Vec<u8> {
    let mut file = "%PDF-1.7\n".to_owned();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (at, object) in objects.iter().enumerate() {
        writeln!(table, "{:010} 00000 n ", file.len()).unwrap();
        write!(file, "{} 0 obj\n{object}\nendobj\n", at + 1).unwrap();
    }
    let start = file.len();
    write!(
        file,
        "{table}trailer\n<< /Size {} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n",
        objects.len() + 1
    )
    .unwrap();
    file.into_bytes()
}

fn stream(dict: &str, body: &str) -> String {
    format!("<< {dict} /Length {} >>\nstream\n{body}\nendstream", body.len())
}

const CATALOG: &str = "<< /Type /Catalog /Pages 2 0 R >>";
const PAGES: &str = "<< /Type /Pages /Kids [ 3 0 R ] /Count 1 >>";

/// A PDF with one page that has these entries, and further objects from number 5.
fn one_page(entries: &str, more: &[&str]) -> Vec<u8> {
    let page = format!("<< /Type /Page /Parent 2 0 R /Contents 4 0 R {entries} >>");
    let content = stream("", "0 0 10 10 re f");
    let mut objects = vec![CATALOG, PAGES, &page, &content];
    objects.extend(more);
    pdf(&objects, "")
}

fn reader() -> Reader {
    Reader::new(env!("CARGO_BIN_EXE_text-worker"), [""; 0])
}

fn bind(bytes: &[u8], name: &str, strip: f32) -> Result<(Bound, Vec<BoundObject>), String> {
    let mut objects = Vec::new();
    let bound = reader().bind(bytes, name, strip, |object| objects.push(object))?;
    Ok((bound, objects))
}

/// Everything that was kept, as text.
fn all(objects: &[BoundObject]) -> String {
    let mut text = String::new();
    for object in objects {
        text.push_str(&String::from_utf8_lossy(&object.value));
        text.push_str(&String::from_utf8_lossy(object.stream.as_deref().unwrap_or_default()));
        text.push('\n');
    }
    text
}

fn content_of_page(objects: &[BoundObject]) -> String {
    let found = objects.iter().filter_map(|object| object.stream.as_deref());
    let found = found.map(|stream| String::from_utf8_lossy(stream).into_owned());
    found.into_iter().find(|stream| stream.contains("/Page Do")).unwrap()
}

#[test]
fn a_page_becomes_a_drawing_above_the_strip() {
    let (bound, objects) = bind(&one_page("/MediaBox [ 0 0 600 800 ]", &[]), "a.pdf", 24.0).unwrap();
    assert_eq!((bound.sheets.len(), bound.sheets[0].width, bound.sheets[0].height), (1, 600.0, 800.0));
    assert!(
        content_of_page(&objects).starts_with("q 0.97 0 0 0.97 9 24 cm /Page Do Q"),
        "{}",
        content_of_page(&objects)
    );
    assert!(all(&objects).contains("/BBox [ 0 0 600 800 ]"));
    for object in &objects {
        renumbered(&object.value, bound.last, 100, 2).unwrap();
    }
}

#[test]
fn pages_are_turned_cut_and_measured_as_they_say() {
    for (entries, size, content) in [
        ("/MediaBox [ 0 0 600 800 ] /Rotate 90", (800.0, 600.0), "q 0 -1 1 0 0 600 cm"),
        ("/MediaBox [ 0 0 600 800 ] /Rotate 180", (600.0, 800.0), "q -1 0 0 -1 600 800 cm"),
        ("/MediaBox [ 0 0 600 800 ] /Rotate -90", (800.0, 600.0), "q 0 1 -1 0 800 0 cm"),
        ("/MediaBox [ 0 0 600 800 ] /CropBox [ 100 100 500 700 ]", (400.0, 600.0), "q 1 0 0 1 -100 -100 cm"),
        ("/MediaBox [ 0 0 300 400 ] /UserUnit 2", (600.0, 800.0), "q 2 0 0 2 0 0 cm"),
        ("/MediaBox [ 800 600 0 0 ]", (800.0, 600.0), "q 1 0 0 1 0 0 cm"),
        ("", (595.0, 842.0), "q 1 0 0 1 0 0 cm"),
    ] {
        let (bound, objects) = bind(&one_page(entries, &[]), "a.pdf", 0.0).unwrap();
        let sheet = &bound.sheets[0];
        assert!(
            (sheet.width - size.0).abs() < 1.0 && (sheet.height - size.1).abs() < 1.0,
            "{entries}: {sheet:?}"
        );
        assert!(content_of_page(&objects).starts_with(content), "{entries}: {}", content_of_page(&objects));
    }
    for huge in ["[ 0 0 1000000 1000000 ]", "[ 0 0 3 3 ]", "[ 0 0 14400 10 ]"] {
        let (bound, _) = bind(&one_page(&format!("/MediaBox {huge}"), &[]), "a.pdf", 24.0).unwrap();
        assert!(
            bound.sheets[0].width < 900.0 && bound.done.iter().any(|done| done.contains("A4")),
            "{huge}: {bound:?}"
        );
    }
}

#[test]
fn what_acts_calls_or_holds_files_stays_behind() {
    let script = "<< /S /JavaScript /JS (app.alert\\(1\\)) >>";
    let embedded = stream("/Type /EmbeddedFile", "secret of Mira Tolle");
    let noted = stream("/Type /Metadata /Subtype /XML", "written by Mira Tolle");
    let form = stream(
        "/Subtype /Form /BBox [ 0 0 9 9 ] /Metadata 8 0 R /F (/etc/passwd) /PieceInfo << /X (Mira Tolle) >>",
        "0 g",
    );
    let page = "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /MediaBox [ 0 0 600 800 ] /AA << /O 5 0 R >> /Metadata 8 0 R \
                /Annots [ << /Subtype /Link /Rect [ 0 0 9 9 ] /A << /S /URI /URI (https://example.org) >> >> \
                << /Subtype /FileAttachment /Rect [ 0 0 9 9 ] /FS 7 0 R >> ] \
                /Resources << /XObject << /X 9 0 R /JavaScript 5 0 R >> /Properties << /P 3 0 R /Q 7 0 R /R 8 0 R /S 5 0 R >> >> >>";
    let content = stream("", "/X Do");
    let catalog = "<< /Type /Catalog /Pages 2 0 R /OpenAction 5 0 R /AcroForm << /SigFlags 3 /XFA 6 0 R >> /Names << \
                   /JavaScript << /Names [ (a) 5 0 R ] >> /EmbeddedFiles << /Names [ (f) 7 0 R ] >> >> >>";
    let file = "<< /Type /Filespec /F (f) /EF << /F 6 0 R >> >>";
    let bytes = pdf(&[catalog, PAGES, page, &content, script, &embedded, file, &noted, &form], "");
    let (bound, objects) = bind(&bytes, "a.pdf", 24.0).unwrap();
    let kept = all(&objects);
    for gone in [
        "JavaScript",
        "alert",
        "Mira",
        "4D697261",
        "example.org",
        "Filespec",
        "EmbeddedFile",
        "passwd",
        "OpenAction",
        "Annots",
        "Catalog",
    ] {
        assert!(!kept.contains(gone), "{gone} in {kept}");
    }
    assert!(kept.contains("/BBox [ 0 0 9 9 ]"));
    let done = bound.done.join("; ");
    for said in ["scripts and actions", "files inside", "only the original can be checked", "1 link(s)"] {
        assert!(done.contains(said), "{said}: {done}");
    }
}

#[test]
fn comments_and_fields_are_drawn_where_they_stand() {
    let drawn = stream("/Subtype /Form /BBox [ 0 0 10 10 ] /Matrix [ 2 0 0 2 0 0 ]", "0 g");
    let entries = "/MediaBox [ 0 0 600 800 ] /Annots [ << /Subtype /Stamp /Rect [ 100 200 140 240 ] /AP << /N 5 0 R >> >> \
                   << /Subtype /Widget /AS /On /Rect [ 0 0 20 20 ] /AP << /N << /On 5 0 R /Off null >> >> >> \
                   << /Subtype /Stamp /F 2 /Rect [ 0 0 9 9 ] /AP << /N 5 0 R >> >> << /Subtype /Text /Rect [ 0 0 9 9 ] >> ]";
    let (bound, objects) = bind(&one_page(entries, &[&drawn]), "a.pdf", 0.0).unwrap();
    let content = content_of_page(&objects);
    assert!(
        content.contains("q 2 0 0 2 100 200 cm /Note0 Do Q")
            && content.contains("q 1 0 0 1 0 0 cm /Note1 Do Q"),
        "{content}"
    );
    assert!(!content.contains("Note2"));
    assert!(bound.done.join("; ").contains("1 comment(s) without a drawing"), "{:?}", bound.done);
}

#[test]
fn layers_that_are_off_stay_off() {
    let catalog =
        "<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [ 5 0 R 6 0 R ] /D << /OFF [ 6 0 R ] >> >> >>";
    let page = "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /MediaBox [ 0 0 600 800 ] \
                /Resources << /Properties << /A 5 0 R /B 6 0 R >> >> >>";
    let content = stream("", "/OC /A BDC 0 g EMC");
    let layer = |name: &str| format!("<< /Type /OCG /Name ({name}) >>");
    let bytes = pdf(&[catalog, PAGES, page, &content, &layer("shown"), &layer("hidden")], "");
    let (bound, _) = bind(&bytes, "a.pdf", 0.0).unwrap();
    assert_eq!(bound.layers.iter().map(|layer| layer.shown).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn what_cannot_be_bound_says_why() {
    let whole = one_page("/MediaBox [ 0 0 600 800 ]", &[]);
    let locked = "/ID [ <00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff> ] /Encrypt << /Filter /Standard \
                  /V 1 /R 2 /P -4 /O <000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f> \
                  /U <000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f> >>";
    let page = "<< /Type /Page /Parent 2 0 R >>";
    let mut bomb = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\xc3\x50\0\0\xc3\x50\x08\x06\0\0\0".to_vec();
    bomb.extend_from_slice(&[0; 40]);
    for (bytes, name, why) in [
        (pdf(&[CATALOG, PAGES, page], locked), "a.pdf", "encrypted"),
        (pdf(&[CATALOG, "<< /Type /Pages /Kids [ ] /Count 0 >>"], ""), "a.pdf", "no pages"),
        (pdf(&[CATALOG, "<< /Type /Pages /Kids [ 2 0 R 2 0 R ] /Count 2 >>"], ""), "a.pdf", "no pages"),
        (b"%PDF-1.7\n".to_vec(), "a.pdf", "damaged"),
        (whole[..20].to_vec(), "a.pdf", "damaged"),
        (bomb, "a.png", "too large"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0".to_vec(), "a.jpg", "damaged"),
        (b"a letter".to_vec(), "a.txt", "neither a PDF nor an image"),
        (Vec::new(), "a.pdf", "neither"),
    ] {
        let said = bind(&bytes, name, 24.0).unwrap_err();
        assert!(said.contains(why), "{name}: {said}");
    }
}

#[test]
fn damage_of_every_length_ends_in_pages_or_in_words() {
    let whole = one_page("/MediaBox [ 0 0 600 800 ] /Rotate 90 /Resources << /Font << /F 3 0 R >> >>", &[]);
    for end in (0..whole.len()).step_by(37) {
        if let Err(why) = bind(&whole[..end], "a.pdf", 24.0) {
            assert!(!why.is_empty());
        }
    }
}

#[test]
fn deep_and_circular_objects_end() {
    let deep = format!("<< /Deep {}{} >>", "[ ".repeat(400), "] ".repeat(400));
    let around = "[ 6 0 R 5 0 R << /Again 6 0 R >> ]";
    let bytes = one_page(
        "/MediaBox [ 0 0 600 800 ] /Resources << /ColorSpace << /A 5 0 R /B 6 0 R >> >>",
        &[&deep, around],
    );
    let (bound, objects) = bind(&bytes, "a.pdf", 24.0).unwrap();
    assert_eq!(bound.sheets.len(), 1);
    assert!(objects.len() < 12);
}

#[test]
fn a_jpeg_stays_as_it_is_but_for_what_was_written_beside_it() {
    let mut jpeg = Vec::new();
    let pixels = image::RgbImage::from_fn(40, 20, |x, y| image::Rgb([x as u8 * 6, y as u8 * 12, 90]));
    image::codecs::jpeg::JpegEncoder::new(&mut jpeg).encode_image(&pixels).unwrap();
    // A camera that was held upright, and its comment.
    let exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    let mut marked = jpeg[..2].to_vec();
    for (marker, body) in [(0xe1, &exif[..]), (0xfe, b"Mira Tolle")] {
        marked.extend_from_slice(&[0xff, marker]);
        marked.extend_from_slice(&u16::try_from(body.len() + 2).unwrap().to_be_bytes());
        marked.extend_from_slice(body);
    }
    marked.extend_from_slice(&jpeg[2..]);
    let (bound, objects) = bind(&marked, "a.jpg", 24.0).unwrap();
    let kept = all(&objects);
    assert!(kept.contains("DCTDecode") && !kept.contains("Mira") && !kept.contains("Exif"));
    // Turned upright it is twenty wide and forty high.
    assert!(content_of_page(&objects).starts_with("q 0 -30 15 0 "), "{}", content_of_page(&objects));
    assert_eq!(bound.sheets[0].width.round(), 595.0);
    let image =
        objects.iter().find(|object| String::from_utf8_lossy(&object.value).contains("/Image")).unwrap();
    assert_eq!(
        image::load_from_memory(image.stream.as_deref().unwrap()).unwrap().to_rgb8().dimensions(),
        (40, 20)
    );
}

#[test]
fn other_images_are_decoded_over_white() {
    let mut png = std::io::Cursor::new(Vec::new());
    let pixels =
        image::RgbaImage::from_fn(30, 10, |x, _| image::Rgba([10, 20, 30, if x < 15 { 0 } else { 255 }]));
    pixels.write_to(&mut png, image::ImageFormat::Png).unwrap();
    let (bound, objects) = bind(png.get_ref(), "a.png", 24.0).unwrap();
    assert_eq!(bound.sheets[0].width.round(), 842.0);
    let kept = all(&objects);
    assert!(kept.contains("/Predictor 15 /Colors 3 /Columns 30"), "{kept}");
}

#[test]
fn an_answer_of_another_kind_is_refused() {
    for (line, why) in [
        ("printf 'L{}'", "form is wrong"),
        ("printf 'X'", "form is wrong"),
        ("exit 0", "cut off"),
        (
            "printf 'O\\001\\000\\000\\000\\005\\000\\000\\000\\377\\377\\377\\377\\377\\377\\377\\377(abc)'",
            "refused",
        ),
    ] {
        let child = Reader::new("/bin/sh", ["-c", &format!("cat >/dev/null; {line}")]);
        let said = child.bind(b"%PDF-", "a.pdf", 0.0, drop).unwrap_err();
        assert!(said.contains(why), "{line}: {said}");
    }
}
