//! The pages of a PDF: each becomes a drawing of its own on a new page, so that nothing in it can reach beyond it.

use std::io;

use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::object::{Array, Dict, MaybeRef, Name, ObjRef, Object, Stream};
use hayro::hayro_syntax::page::{Page, Resources};

use super::annotation::{self, Found};
use super::copy::{Copier, packed};
use super::page::{self, Placed};
use super::token::Tokens;
use super::{Bound, Keep, Layer, Sheet};
use crate::pdf;

/// Pages of one file.
const PAGES: usize = 20_000;

pub(super) fn bind(bytes: &[u8], strip: f64, keep: &mut Keep<'_>) -> Result<Bound, String> {
    let pdf = pdf::open(bytes.to_vec())?;
    let pages = pdf.pages();
    match pages.len() {
        0 => return Err("the PDF has no pages, as if damaged or cut off".to_owned()),
        many if many > PAGES => {
            return Err(format!("it has {many} pages, more than the {PAGES} that are bound"));
        }
        _ => {}
    }
    // The pages of one file share a borrow of `keep` with its copier.
    let mut keep = |object| keep(object);
    let mut copier = Copier::new(Some(pdf.xref()), &mut keep);
    let mut bound = Bound::default();
    let failed = |e: io::Error| e.to_string();
    let font = stamp_font(&mut copier).map_err(failed)?;
    let mut beside = Found::default();
    let mut moved = 0;
    for page in pages.iter() {
        let placed = page::of(page, strip);
        moved += usize::from(placed.moved);
        let found = annotation::of(page);
        beside.links += found.links;
        beside.undrawn += found.undrawn;
        bound.sheets.push(sheet(&mut copier, page, &placed, &found, font).map_err(failed)?);
        beside.drawn.extend(found.drawn);
        copier.rest().map_err(failed)?;
    }
    let catalog = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id()).unwrap_or_default();
    bound.layers = layers(&catalog, &mut copier);
    bound.last = copier.last();
    bound.done = said(&catalog, &pdf, &beside, moved);
    Ok(bound)
}

/// The font of the stamps, which every reader has.
pub(super) fn stamp_font(copier: &mut Copier<'_, '_>) -> io::Result<u32> {
    let number = copier.number();
    let mut font = Tokens::default();
    font.word("<<").name(b"Type").name(b"Font").name(b"Subtype").name(b"Type1");
    font.name(b"BaseFont").name(b"Helvetica").name(b"Encoding").name(b"WinAnsiEncoding").word(">>");
    copier.put(number, font, None)?;
    Ok(number)
}

fn sheet(
    copier: &mut Copier<'_, '_>,
    page: &Page<'_>,
    placed: &Placed,
    found: &Found,
    font: u32,
) -> io::Result<Sheet> {
    let drawing = drawing(copier, page)?;
    let mut content = format!("q {}cm /Page Do Q\n", written(placed.matrix));
    let mut drawn = Tokens::default();
    drawn.name(b"Page").reference(drawing);
    for (at, (reference, matrix)) in found.drawn.iter().enumerate() {
        let number = copier.refer(*reference);
        let name = format!("Note{at}");
        content.push_str(&format!("q {}cm /{name} Do Q\n", written(page::joined(*matrix, placed.matrix))));
        drawn.name(name.as_bytes()).reference(number);
    }
    let mut group = Tokens::default();
    if let Some(raw) = page.raw().get_raw::<Object<'_>>("Group") {
        group.name(b"Group");
        copier.value(&raw, &mut group, 1);
    }
    new_page(copier, placed, content, &drawn, &group, font)
}

/// A page that shows drawings.
pub(super) fn new_page(
    copier: &mut Copier<'_, '_>,
    placed: &Placed,
    content: String,
    drawn: &Tokens,
    more: &Tokens,
    font: u32,
) -> io::Result<Sheet> {
    let (number, contents, stamp) = (copier.number(), copier.number(), copier.number());
    let mut value = Tokens::default();
    value.word("<<");
    let body = packed(content.as_bytes(), &mut value)?;
    value.word(">>");
    copier.put(contents, value, Some(body))?;
    let mut page = Tokens::default();
    page.word("<<").name(b"Type").name(b"Page").name(b"Parent").reference(0);
    page.name(b"MediaBox").numbers(&[0.0, 0.0, placed.width, placed.height]);
    page.name(b"Resources").word("<<").name(b"XObject").word("<<");
    page.0.extend_from_slice(&drawn.0);
    page.word(">>").name(b"Font").word("<<").name(b"RemandStamp").reference(font).word(">>").word(">>");
    page.name(b"Contents").word("[").reference(contents).reference(stamp).word("]");
    page.0.extend_from_slice(&more.0);
    page.word(">>");
    copier.put(number, page, None)?;
    Ok(Sheet { object: number, stamp, width: placed.width as f32, height: placed.height as f32 })
}

fn written(matrix: page::Matrix) -> String {
    let mut tokens = Tokens::default();
    for number in matrix {
        tokens.number(number);
    }
    String::from_utf8_lossy(&tokens.0).into_owned()
}

/// The content of a page as one drawing, which is cut at the edge of what the page shows.
fn drawing(copier: &mut Copier<'_, '_>, page: &Page<'_>) -> io::Result<u32> {
    let number = copier.number();
    let mut form = Tokens::default();
    form.word("<<").name(b"Type").name(b"XObject").name(b"Subtype").name(b"Form");
    let bounds = page.intersected_crop_box();
    form.name(b"BBox").numbers(&[bounds.x0, bounds.y0, bounds.x1, bounds.y1]);
    form.name(b"Resources");
    match page.raw().get_raw::<Object<'_>>("Resources") {
        Some(MaybeRef::Ref(reference)) => {
            let number = copier.refer(reference);
            form.reference(number);
        }
        _ => resources(copier, page.resources(), &mut form),
    }
    if let Some(raw) = page.raw().get_raw::<Object<'_>>("Group") {
        form.name(b"Group");
        copier.value(&raw, &mut form, 1);
    }
    let body = match page.raw().get::<Stream<'_>>("Contents") {
        Some(stream) => copier.body(&stream, &mut form)?,
        None => packed(page.page_stream().unwrap_or_default(), &mut form)?,
    };
    form.word(">>");
    copier.put(number, form, Some(body))?;
    Ok(number)
}

fn resources(copier: &mut Copier<'_, '_>, resources: &Resources<'_>, to: &mut Tokens) {
    let kinds = [
        ("ExtGState", &resources.ext_g_states),
        ("Font", &resources.fonts),
        ("Properties", &resources.properties),
        ("ColorSpace", &resources.color_spaces),
        ("XObject", &resources.x_objects),
        ("Pattern", &resources.patterns),
        ("Shading", &resources.shadings),
    ];
    to.word("<<");
    for (kind, entries) in kinds {
        if !entries.is_empty() {
            to.name(kind.as_bytes()).word("<<");
            copier.entries(entries, &[], to, 2);
            to.word(">>");
        }
    }
    to.word(">>");
}

/// The layers that were copied, and whether the file shows them (ISO 32000-2, 8.11.4).
fn layers(catalog: &Dict<'_>, copier: &mut Copier<'_, '_>) -> Vec<Layer> {
    let Some(properties) = catalog.get::<Dict<'_>>("OCProperties") else { return Vec::new() };
    let usual = properties.get::<Dict<'_>>("D").unwrap_or_default();
    let listed = |dict: &Dict<'_>, key: &str| -> Vec<ObjRef> {
        let array = dict.get::<Array<'_>>(key).unwrap_or_default();
        array.raw_iter().filter_map(|item| item.as_obj_ref()).collect()
    };
    let all_off = usual.get::<Name<'_>>("BaseState").is_some_and(|state| &*state == b"OFF");
    let (off, on) = (listed(&usual, "OFF"), listed(&usual, "ON"));
    let shown = |layer: &ObjRef| if all_off { on.contains(layer) } else { !off.contains(layer) };
    let known = listed(&properties, "OCGs").into_iter();
    known.filter_map(|layer| Some(Layer { object: copier.number_of(layer)?, shown: shown(&layer) })).collect()
}

/// What is no longer there, in words.
fn said(catalog: &Dict<'_>, pdf: &Pdf, beside: &Found, moved: usize) -> Vec<String> {
    let mut said = Vec::new();
    let names = catalog.get::<Dict<'_>>("Names").unwrap_or_default();
    let acts = ["OpenAction", "AA"].iter().any(|key| catalog.contains_key(key));
    if acts
        || names.contains_key("JavaScript")
        || pdf.pages().iter().any(|page| page.raw().contains_key("AA"))
    {
        said.push("scripts and actions of the file were left out".to_owned());
    }
    if names.contains_key("EmbeddedFiles") || catalog.contains_key("AF") {
        said.push("files inside the file are not in these pages".to_owned());
    }
    if catalog.contains_key("AcroForm") {
        said.push("fields of the form are printed as they were filled in".to_owned());
        let form = catalog.get::<Dict<'_>>("AcroForm").unwrap_or_default();
        if form.get::<i32>("SigFlags").unwrap_or(0) & 1 != 0 {
            said.push("the file is signed; only the original can be checked for that".to_owned());
        }
    }
    if beside.links > 0 {
        said.push(format!("{} link(s) lead nowhere in these pages", beside.links));
    }
    if !beside.drawn.is_empty() {
        let count = beside.drawn.len();
        said.push(format!(
            "{count} comment(s), stamp(s) or field(s) on the pages are printed where they stand"
        ));
    }
    if beside.undrawn > 0 {
        said.push(format!("{} comment(s) without a drawing of their own are not printed", beside.undrawn));
    }
    if moved > 0 {
        said.push(format!("{moved} page(s) of an unusual size were brought onto A4"));
    }
    said
}
