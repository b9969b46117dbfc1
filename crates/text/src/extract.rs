//! Bytes of any kind to a text layer, and to the files inside them.

use crate::builder::LayerBuilder;
use crate::collect::{Assembly, Frame, Parts};
use crate::format::{self, Format};
use crate::part::is_container;
use crate::wire::Limits;
use crate::{
    Diagnostic, Extract, TextLayer, archive, delimited, doc, docx, element, embedded, html, images, mail,
    markdown, odf, pdf, plain, rtf, sheet, slides, web,
};

/// Reads a file in this process. `name` is the name of the file; `total` its size, which is more than `bytes` where
/// the file was too big to hand over whole.
///
/// Parsers may panic or run long on hostile files: outside of tests, call this through [`crate::Reader`].
pub fn extract(bytes: &[u8], name: &str, total: u64, limits: &Limits) -> Extract {
    let mut assembly = Assembly::new(limits, total);
    let mut found = Vec::new();
    let mut keep = |frame: Frame<'_>| {
        found.extend(assembly.take(frame).map_err(std::io::Error::other)?);
        Ok(())
    };
    let layer = extract_into(bytes, name, total, limits, Parts::new(limits, total, &mut keep));
    Extract { layer, parts: found }
}

/// Like [`extract`], with each file inside handed on as soon as it is met.
pub(crate) fn extract_into(
    bytes: &[u8],
    name: &str,
    total: u64,
    limits: &Limits,
    mut parts: Parts<'_>,
) -> TextLayer {
    let format = Format::of(bytes, name);
    let left_out = total.saturating_sub(bytes.len() as u64);
    let whole_needed = !matches!(format, Format::Plain | Format::Markdown | Format::Empty | Format::Other(_));
    let mut layer = if left_out > 0 && whole_needed {
        let mut layer = LayerBuilder::new(format.media_type(), limits.text_bytes);
        layer.say(format!(
            "not read: the file has {total} bytes, more than the {} that are read of one file; {}",
            limits.input_bytes,
            if is_container(format.media_type()) { "unpack it and add the files in it" } else { "split it" }
        ));
        layer.finish()
    } else {
        read(&format, bytes, name, left_out, limits, &mut parts)
    };
    layer.diagnostics.extend(parts.finish());
    if let Some(message) = format.mismatch(name) {
        layer.diagnostics.insert(0, Diagnostic { page: None, message });
    }
    layer
}

fn read(
    format: &Format,
    bytes: &[u8],
    name: &str,
    left_out: u64,
    limits: &Limits,
    parts: &mut Parts<'_>,
) -> TextLayer {
    let mut layer = LayerBuilder::new(format.media_type(), limits.text_bytes);
    match format {
        Format::Plain => return plain::read(bytes, left_out, limits.text_bytes),
        Format::Html => {
            html::read(bytes, &mut layer);
            web::take_data(bytes, parts);
        }
        Format::Pdf => pdf::read(bytes, &mut layer, parts),
        Format::Image(_) => images::read(bytes, limits, &mut layer),
        Format::Docx => {
            docx::read(bytes, &mut layer);
            embedded::take(bytes, &mut layer, parts);
        }
        Format::FlatDocx => docx::read_flat(bytes, &mut layer),
        Format::WordXml => docx::read_2003(bytes, &mut layer),
        Format::Doc => doc::read(bytes, &mut layer),
        Format::Rtf => rtf::read(bytes, &mut layer),
        Format::Odt | Format::Odp => odf::read(bytes, &mut layer),
        Format::FlatOpenDocument => odf::read_flat(bytes, &mut layer),
        Format::Pptx => {
            slides::read(bytes, &mut layer);
            embedded::take(bytes, &mut layer, parts);
        }
        Format::Sheet(kind) => {
            read_sheet(kind, bytes, &mut layer);
            if matches!(*kind, format::XLSX | format::XLSB) {
                embedded::take(bytes, &mut layer, parts);
            }
        }
        Format::Delimited => delimited::read(bytes, &mut layer),
        Format::Markdown => return markdown::read(bytes, left_out, limits.text_bytes),
        Format::Xml => element::read(bytes, &mut layer),
        Format::Encrypted => layer.say(odf::PASSWORD),
        Format::Mail => {
            if !mail::read(bytes, &mut layer, parts) {
                let mut plain = plain::read(bytes, left_out, limits.text_bytes);
                let message =
                    "named as a mail, but there are no mail headers in it; it was read as plain text"
                        .to_owned();
                plain.diagnostics.push(Diagnostic { page: None, message });
                return plain;
            }
        }
        Format::AppleMail => {
            mail::read_emlx(bytes, &mut layer, parts);
        }
        Format::Mailbox => mail::mailbox::read(bytes, &mut layer, parts),
        Format::Outlook => mail::outlook::read(bytes, &mut layer, parts),
        Format::Tnef => mail::tnef::read(bytes, &mut layer, parts),
        Format::Zip => archive::read_zip(bytes, &mut layer, parts),
        Format::Tar => archive::read_tar(bytes, &mut layer, parts),
        Format::Mhtml => web::read_mhtml(bytes, &mut layer, parts),
        Format::Warc => web::read_warc(bytes, &mut layer, parts),
        Format::Arc => web::read_arc(bytes, &mut layer, parts),
        Format::Wacz => web::read_wacz(bytes, &mut layer, parts),
        Format::SevenZip => archive::read_seven(bytes, &mut layer, parts),
        Format::Compressed(compression) => {
            archive::read_compressed(*compression, bytes, name, &mut layer, parts);
        }
        Format::Empty => layer.say("the file is empty (0 bytes); ask whoever sent it for it again"),
        Format::Other(media_type) => layer.say(not_read(media_type)),
    }
    if layer.is_silent() {
        layer.say(match parts.taken() {
            0 => "no text was found in it; if it shows text when opened, print it to a PDF and add that beside it"
                .to_owned(),
            files => format!("it has no text of its own; {files} file(s) inside it were taken out"),
        });
    }
    layer.finish()
}

fn read_sheet(kind: &str, bytes: &[u8], layer: &mut LayerBuilder) {
    match kind {
        format::XLSX => sheet::read_xlsx(bytes, layer),
        format::XLSB => sheet::read_xlsb(bytes, layer),
        format::ODS => odf::read(bytes, layer),
        _ => sheet::read_xls(bytes, layer),
    }
}

/// What a file of a kind that is not read is, and what to do with it.
fn not_read(media_type: &str) -> String {
    let (what, advice) = match media_type {
        kind if kind.starts_with("image/") => (
            "an image",
            "type out what it shows into a text file, or recognise its text with another program, and add that beside it",
        ),
        kind if kind.starts_with("audio/") || kind.starts_with("video/") => {
            ("a recording", "add a transcript of it as a text file")
        }
        "application/vnd.ms-powerpoint" => {
            ("a presentation of PowerPoint before 2007", "save it as PPTX or PDF and add that beside it")
        }
        "application/x-ole-storage" => (
            "a file of an older program of Microsoft or of another one that stores its files alike, or a damaged one",
            "open it with the program that made it, save it as PDF, and add that beside it",
        ),
        "application/vnd.rar" => ("an archive", "unpack it and add the files in it"),
        "application/octet-stream" => {
            ("a file of unknown kind", "find out what made it, and save it as PDF or text")
        }
        _ => ("a kind of file that is not read", "save it as PDF or text and add that beside it"),
    };
    format!("{what} ({media_type}): the bytes are kept, no text was read; {advice}")
}
