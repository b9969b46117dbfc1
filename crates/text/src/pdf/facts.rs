//! What a PDF has beside its pages: who made it, comments, values of forms, signatures, files, layers, page labels.

use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::object::{Array, DateTime, Dict, Name, Number, Object, Stream, String as PdfString};
use hayro::hayro_syntax::page::Page;

use super::strings::text_string;
use crate::builder::LayerBuilder;
use crate::c2pa;
use crate::collect::Parts;
use crate::{Part, PartKind};

/// Most levels of a tree of names, fields or numbers.
const DEPTH: usize = 20;
/// Most entries taken of one tree, and most annotations of one page.
const ENTRIES: usize = 5000;

/// Comments and values that are quoted of one page.
const QUOTED: usize = 20;

/// What the information dictionary says.
pub(super) fn information(pdf: &Pdf, bytes: &[u8], layer: &mut LayerBuilder) {
    let information = pdf.metadata();
    let text = |bytes: &Option<Box<[u8]>>| {
        let text = text_string(bytes.as_deref()?).trim().to_owned();
        (!text.is_empty()).then_some(text)
    };
    let metadata = layer.metadata();
    metadata.title = text(&information.title);
    metadata.author = text(&information.author);
    let dates =
        [(&information.creation_date, "PDF CreationDate"), (&information.modification_date, "PDF ModDate")];
    for (date, origin) in dates {
        if let (Some(date), None) = (date, &metadata.date) {
            metadata.date = Some(iso_date(date, bytes));
            metadata.date_origin = Some(origin.to_owned());
        }
    }
    for (date, origin) in dates {
        layer.state(origin, date.as_ref().map(|date| iso_date(date, bytes)).unwrap_or_default());
    }
    for (value, name) in [
        (&information.subject, "PDF Subject"),
        (&information.keywords, "PDF Keywords"),
        (&information.creator, "PDF Creator"),
        (&information.producer, "PDF Producer"),
    ] {
        layer.state(name, text(value).unwrap_or_default());
    }
}

/// The zone is left out where it is that of Greenwich and the file does not show that it says so: the library gives
/// no other answer for a date without one.
fn iso_date(date: &DateTime, bytes: &[u8]) -> String {
    let DateTime { year, month, day, hour, minute, second, utc_offset_hour, utc_offset_minute } = date;
    let minutes = i32::from(*utc_offset_hour) * 60 + i32::from(*utc_offset_minute);
    let written = format!("{year:04}{month:02}{day:02}{hour:02}{minute:02}{second:02}");
    let mut iso = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}");
    let said = memchr::memmem::find(bytes, written.as_bytes())
        .and_then(|at| bytes.get(at + written.len()))
        .is_some_and(|after| matches!(after, b'Z' | b'+' | b'-'));
    if minutes != 0 || said {
        let sign = if minutes < 0 { '-' } else { '+' };
        iso.push_str(&format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60));
    }
    iso
}

/// A date as a text string (7.9.4), `D:20240305143000+05'00'` as `2024-03-05T14:30:00+05:00`; what is no date stays.
fn iso_text(text: &str) -> String {
    let plain = text.strip_prefix("D:").unwrap_or(text);
    let digits: String = plain.chars().take_while(char::is_ascii_digit).take(14).collect();
    let part = |at: usize| digits.get(at..at + 2);
    let (Some(year), Some(month), Some(day)) = (digits.get(..4), part(4), part(6)) else {
        return text.to_owned();
    };
    let mut iso = format!("{year}-{month}-{day}");
    if let (Some(hour), Some(minute)) = (part(8), part(10)) {
        iso.push_str(&format!("T{hour}:{minute}:{}", part(12).unwrap_or("00")));
        let zone = plain.get(digits.len()..).unwrap_or_default();
        let offset: String = zone.chars().filter(char::is_ascii_digit).take(4).collect();
        match (zone.chars().next(), offset.split_at_checked(2)) {
            (Some('Z'), _) => iso.push('Z'),
            (Some(sign @ ('+' | '-')), Some((hours, minutes))) if minutes.len() == 2 => {
                iso.push_str(&format!("{sign}{hours}:{minutes}"));
            }
            _ => {}
        }
    }
    iso
}

/// What concerns the document as a whole: signatures, values of forms that no page shows, files, layers, labels.
pub(super) fn document(pdf: &Pdf, bytes: &[u8], layer: &mut LayerBuilder, parts: &mut Parts<'_>) {
    let Some(catalog) = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id()) else { return };
    let saves = memchr::memmem::find_iter(bytes, b"startxref").count();
    if saves > 1 {
        layer.state("PDF sections, each added by saving it again", saves.to_string());
    }
    labels(&catalog, layer);
    if let Some(config) = catalog.get::<Dict<'_>>("OCProperties").and_then(|p| p.get::<Dict<'_>>("D")) {
        let off = config.get::<Array<'_>>("OFF").map_or(0, |off| off.raw_iter().take(ENTRIES).count());
        if off > 0 {
            layer.say(format!(
                "{off} layer(s) of the PDF are switched off; what stands on them is not in the text"
            ));
        }
    }
    let mut signed = Vec::new();
    if let Some(form) = catalog.get::<Dict<'_>>("AcroForm") {
        if form.contains_key("XFA") {
            layer.say(
                "the PDF has a form in XFA, which is not read; print it to a new PDF with a program that shows it",
            );
        }
        if let Some(fields) = form.get::<Array<'_>>("Fields") {
            for field in fields.iter::<Dict<'_>>().take(ENTRIES) {
                signatures(&field, DEPTH, &mut signed);
            }
        }
    }
    for signature in signed {
        say_signature(&signature, bytes, layer);
    }
    if let Some(files) = catalog.get::<Dict<'_>>("Names").and_then(|n| n.get::<Dict<'_>>("EmbeddedFiles")) {
        let mut left = ENTRIES;
        files_of(&files, DEPTH, &mut left, parts);
    }
    for file in
        catalog.get::<Array<'_>>("AF").into_iter().flat_map(|files| files.iter::<Dict<'_>>().take(ENTRIES))
    {
        let manifest =
            file.get::<Name<'_>>("AFRelationship").is_some_and(|kind| kind.as_ref() == b"C2PA_Manifest");
        let stream = file.get::<Dict<'_>>("EF").and_then(|streams| streams.get::<Stream<'_>>("F"));
        if let (true, Some(stream)) = (manifest, stream) {
            c2pa::report(&stream.decoded_data().unwrap_or_default(), layer);
        }
    }
}

fn text(dict: &Dict<'_>, key: &str) -> String {
    dict.get::<PdfString<'_>>(key)
        .map(|text| text_string(text.as_bytes()).trim().to_owned())
        .unwrap_or_default()
}

/// The signatures among the fields of a form (ISO 32000-2, 12.8).
fn signatures<'a>(field: &Dict<'a>, depth: usize, found: &mut Vec<Dict<'a>>) {
    if found.len() >= 100 {
        return;
    }
    if field.get::<Name<'_>>("FT").is_some_and(|kind| kind.as_ref() == b"Sig")
        && let Some(value) = field.get::<Dict<'_>>("V")
    {
        found.push(value);
    }
    if let (Some(kids), Some(depth)) = (field.get::<Array<'_>>("Kids"), depth.checked_sub(1)) {
        for kid in kids.iter::<Dict<'_>>().take(ENTRIES) {
            signatures(&kid, depth, found);
        }
    }
}

fn say_signature(signature: &Dict<'_>, bytes: &[u8], layer: &mut LayerBuilder) {
    let named = |words: &str, key: &str| {
        let value = iso_text(&text(signature, key));
        if value.is_empty() { String::new() } else { format!(", {words} {value}") }
    };
    let what = format!(
        "{}{}{}{}",
        named("in the name of", "Name"),
        named("at", "M"),
        named("for", "Reason"),
        named("in", "Location")
    );
    layer.state("PDF signature, not checked", what.trim_start_matches(", "));
    layer.say(format!(
        "the PDF carries an electronic signature{what}; it was not checked whether it is genuine"
    ));
    let covered = signature.get::<Array<'_>>("ByteRange").map(|range| {
        let numbers: Vec<i64> = range.iter::<Number>().take(4).map(|n| n.as_i64()).collect();
        match numbers.as_slice() {
            [_, _, start, length] => start.saturating_add(*length),
            _ => 0,
        }
    });
    let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    if let Some(covered) = covered
        && covered > 0
        && covered + 2 < size
    {
        layer.say(format!(
            "{} bytes were added to the PDF after that signature: compare what was signed with what is there now",
            size - covered
        ));
    }
}

/// The files in a tree of names (7.9.6, 7.11.4).
fn files_of(node: &Dict<'_>, depth: usize, left: &mut usize, parts: &mut Parts<'_>) {
    if let Some(names) = node.get::<Array<'_>>("Names") {
        let mut entries = names.flex_iter();
        while *left > 0 {
            let Some(_key) = entries.next::<Object<'_>>() else { break };
            let Some(file) = entries.next::<Object<'_>>() else { break };
            *left -= 1;
            if let Some(file) = file.into_dict() {
                take_file(&file, parts);
            }
        }
    }
    if let (Some(kids), Some(depth)) = (node.get::<Array<'_>>("Kids"), depth.checked_sub(1)) {
        for kid in kids.iter::<Dict<'_>>() {
            if *left == 0 {
                return;
            }
            *left -= 1;
            files_of(&kid, depth, left, parts);
        }
    }
}

/// The file of a file specification, if it is in the PDF itself.
fn take_file(specification: &Dict<'_>, parts: &mut Parts<'_>) {
    let name =
        [text(specification, "UF"), text(specification, "F")].into_iter().find(|name| !name.is_empty());
    let name = name.unwrap_or_else(|| "attachment".to_owned());
    let Some(streams) = specification.get::<Dict<'_>>("EF") else { return };
    let Some(stream) = ["UF", "F"].iter().find_map(|key| streams.get::<Stream<'_>>(*key)) else {
        parts.say(format!("\u{201c}{name}\u{201d} is named as attached, but is not in the PDF"));
        return;
    };
    let kind = stream
        .dict()
        .get::<Name<'_>>("Subtype")
        .map(|kind| String::from_utf8_lossy(kind.as_ref()).into_owned());
    let mut part = Part::new(PartKind::Attachment, &name).media_type(kind);
    part.say("description", text(specification, "Desc"));
    if let Some(relation) = specification.get::<Name<'_>>("AFRelationship") {
        part.say("AFRelationship", String::from_utf8_lossy(relation.as_ref()));
    }
    if let Some(parameters) = stream.dict().get::<Dict<'_>>("Params") {
        part.say("created", iso_text(&text(&parameters, "CreationDate")));
        part.say("modified", iso_text(&text(&parameters, "ModDate")));
    }
    match stream.decoded_data() {
        Ok(data) => {
            parts.take(part, data.as_ref());
        }
        Err(_) => parts.say(format!("\u{201c}{name}\u{201d} inside it is damaged; ask for it anew")),
    }
}

/// What stands on a page beside its text, in words for a person: comments, each with who wrote it and when, and values
/// of forms that the page does not show. Files that hang on the page become parts.
pub(super) fn annotations(page: &Page<'_>, shown: &str, parts: &mut Parts<'_>) -> Vec<String> {
    let mut found = Vec::new();
    let Some(annotations) = page.raw().get::<Array<'_>>("Annots") else { return found };
    let plain = |text: &str| text.split_whitespace().collect::<String>();
    let shown = plain(shown);
    let mut left_out = 0;
    for annotation in annotations.iter::<Dict<'_>>().take(ENTRIES) {
        let kind = annotation.get::<Name<'_>>("Subtype");
        let kind =
            kind.as_ref().map(|kind| String::from_utf8_lossy(kind.as_ref()).into_owned()).unwrap_or_default();
        if kind == "FileAttachment"
            && let Some(file) = annotation.get::<Dict<'_>>("FS")
        {
            take_file(&file, parts);
        }
        let (value, what) = match kind.as_str() {
            "Widget" => (field_value(&annotation), "a value of a form, not shown on the page, stands"),
            // What a link or its pop-up says stands elsewhere, or nowhere.
            "Link" | "Popup" => continue,
            _ => (text(&annotation, "Contents"), "a comment stands"),
        };
        if value.is_empty() || shown.contains(&plain(&value)) {
            continue;
        }
        if found.len() >= QUOTED {
            left_out += 1;
            continue;
        }
        let (who, when) = (text(&annotation, "T"), iso_text(&text(&annotation, "M")));
        let who = if kind == "Widget" || who.is_empty() { String::new() } else { format!(", by {who}") };
        let when = if when.is_empty() { String::new() } else { format!(", of {when}") };
        found.push(format!("{what} beside the text{who}{when}: \u{201c}{value}\u{201d}"));
    }
    if left_out > 0 {
        found.push(format!("{left_out} more comments or values stand beside the text"));
    }
    found
}

/// The value of a field, its own or that of the field above it.
fn field_value(widget: &Dict<'_>) -> String {
    let mut field = Some(widget.clone());
    for _ in 0..DEPTH {
        let Some(dict) = field else { break };
        match dict.get::<Object<'_>>("V") {
            Some(Object::String(value)) => return text_string(value.as_bytes()).trim().to_owned(),
            Some(Object::Array(values)) => {
                let values = values.iter::<PdfString<'_>>().take(100).map(|v| text_string(v.as_bytes()));
                return values.collect::<Vec<_>>().join("; ");
            }
            Some(Object::Stream(value)) => {
                return value
                    .decoded_data()
                    .map(|data| text_string(&data).trim().to_owned())
                    .unwrap_or_default();
            }
            Some(_) => return String::new(),
            None => field = dict.get::<Dict<'_>>("Parent"),
        }
    }
    String::new()
}

/// What is printed on pages in place of their number in the file (12.4.2), where that differs.
fn labels(catalog: &Dict<'_>, layer: &mut LayerBuilder) {
    let Some(numbers) = catalog.get::<Dict<'_>>("PageLabels").and_then(|tree| tree.get::<Array<'_>>("Nums"))
    else {
        return;
    };
    let mut entries = numbers.flex_iter();
    let mut said = Vec::new();
    while said.len() < 50 {
        let Some(index) = entries.next::<Number>() else { break };
        let Some(label) = entries.next::<Dict<'_>>() else { break };
        let first = label.get::<Number>("St").map_or(1, |number| number.as_i64());
        let style = match label.get::<Name<'_>>("S").as_ref().map(|style| style.as_ref().to_vec()).as_deref()
        {
            Some(b"D") => "numbers",
            Some(b"R" | b"r") => "Roman numbers",
            Some(b"A" | b"a") => "letters",
            _ => "no numbers",
        };
        let prefix = text(&label, "P");
        let before =
            if prefix.is_empty() { String::new() } else { format!(" after \u{201c}{prefix}\u{201d}") };
        said.push(format!("from page {}: {style} from {first}{before}", index.as_i64().saturating_add(1)));
    }
    if said.as_slice() != ["from page 1: numbers from 1"] {
        layer.state("PDF page labels", said.join("; "));
    }
}

#[cfg(test)]
mod tests {
    use super::iso_text;

    #[test]
    fn dates_of_strings() {
        for (text, iso) in [
            ("D:20240305143000+05'00'", "2024-03-05T14:30:00+05:00"),
            ("D:20240305143000Z", "2024-03-05T14:30:00Z"),
            ("D:202403051430", "2024-03-05T14:30:00"),
            ("20240305", "2024-03-05"),
            ("D:2024", "D:2024"),
            ("D:20240305143000+5", "2024-03-05T14:30:00"),
            ("last week", "last week"),
            ("", ""),
        ] {
            assert_eq!(iso_text(text), iso, "{text}");
        }
    }
}
