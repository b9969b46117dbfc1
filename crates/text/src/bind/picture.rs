//! An image as a page: a JPEG stays as it is without what was written beside the picture, others are decoded.

use std::io::{self, Write};

use flate2::Compression;
use flate2::write::ZlibEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder};

use super::copy::Copier;
use super::document::{new_page, stamp_font};
use super::jpeg;
use super::page::{A4, Matrix, Placed};
use super::token::Tokens;
use super::{Bound, Keep};
use crate::images;
use crate::picture::PIXELS;
use crate::wire::Limits;

/// White around a picture, in points.
const MARGIN: f64 = 36.0;
/// Points of a pixel on a screen of 96 dots an inch: nothing is drawn larger.
const POINTS: f64 = 0.75;

/// A picture as a PDF holds it.
struct Picture {
    width: u32,
    height: u32,
    turned: Orientation,
    /// The dictionary without its size.
    value: Tokens,
    body: Vec<u8>,
}

pub(super) fn bind(
    bytes: &[u8],
    kind: &str,
    strip: f64,
    limits: &Limits,
    keep: &mut Keep<'_>,
) -> Result<Bound, String> {
    let failed = |e: io::Error| e.to_string();
    let mut done = Vec::new();
    let decoder = images::decoder(bytes, limits);
    let mut decoder =
        decoder.map_err(|why| format!("the image is damaged, cut off, or too large ({why})"))?;
    let turned = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let shape = if kind == "image/jpeg" { jpeg::shape(bytes).zip(jpeg::bare(bytes)) } else { None };
    let picture = match shape {
        Some((shape, body)) => {
            done.push("what the camera wrote beside the picture was left out".to_owned());
            as_it_is(shape, body, turned)
        }
        None => {
            done.push(
                "the image was decoded; its pixels are unchanged but for transparency, which is white"
                    .to_owned(),
            );
            let decoded = DynamicImage::from_decoder(decoder);
            let decoded = decoded.map_err(|why| format!("the image is damaged or cut off ({why})"))?;
            decoded_again(decoded, turned, &mut done).map_err(failed)?
        }
    };
    let pages = if kind == "image/tiff" { images::tiff_pages(bytes) } else { 1 };
    if pages > 1 {
        done.push(format!("the image has {pages} pages, of which the first is shown"));
    }
    let mut keep = |object| keep(object);
    let mut copier = Copier::new(None, &mut keep);
    let font = stamp_font(&mut copier).map_err(failed)?;
    let number = copier.number();
    let mut value = Tokens::default();
    value.word("<<").name(b"Type").name(b"XObject").name(b"Subtype").name(b"Image");
    value.name(b"Width").number(picture.width.into()).name(b"Height").number(picture.height.into());
    value.name(b"BitsPerComponent").number(8.0);
    value.0.extend_from_slice(&picture.value.0);
    value.word(">>");
    copier.put(number, value, Some(picture.body)).map_err(failed)?;
    let placed = place(picture.width, picture.height, picture.turned, strip);
    let mut content = Tokens::default();
    for number in placed.matrix {
        content.number(number);
    }
    let content = format!("q {}cm /Page Do Q\n", String::from_utf8_lossy(&content.0));
    let mut drawn = Tokens::default();
    drawn.name(b"Page").reference(number);
    let sheet = new_page(&mut copier, &placed, content, &drawn, &Tokens::default(), font).map_err(failed)?;
    Ok(Bound { sheets: vec![sheet], layers: Vec::new(), done, refused: None, last: copier.last() })
}

fn as_it_is(shape: jpeg::Shape, body: Vec<u8>, turned: Orientation) -> Picture {
    let mut value = Tokens::default();
    value.name(b"Filter").name(b"DCTDecode").name(b"ColorSpace").name(match shape.components {
        1 => b"DeviceGray",
        3 => b"DeviceRGB",
        _ => b"DeviceCMYK",
    });
    if shape.components == 4 && shape.adobe {
        value.name(b"Decode").numbers(&[1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0]);
    }
    Picture { width: shape.width.into(), height: shape.height.into(), turned, value, body }
}

fn decoded_again(
    mut decoded: DynamicImage,
    turned: Orientation,
    done: &mut Vec<String>,
) -> io::Result<Picture> {
    let pixels = u64::from(decoded.width()) * u64::from(decoded.height());
    if pixels > u64::from(PIXELS) {
        let scale = (f64::from(PIXELS) / pixels as f64).sqrt();
        let scaled = |side: u32| ((f64::from(side) * scale) as u32).max(1);
        done.push(format!("it was made smaller, from {} by {} pixels", decoded.width(), decoded.height()));
        decoded = decoded.thumbnail_exact(scaled(decoded.width()), scaled(decoded.height()));
    }
    let (width, height) = (decoded.width(), decoded.height());
    let coloured = decoded.color().has_color();
    let (samples, channels): (Vec<u8>, u8) = match (coloured, decoded.color().has_alpha()) {
        (true, true) => (over_white(decoded.into_rgba8().as_raw(), 4), 3),
        (true, false) => (decoded.into_rgb8().into_raw(), 3),
        (false, true) => (over_white(decoded.into_luma_alpha8().as_raw(), 2), 1),
        (false, false) => (decoded.into_luma8().into_raw(), 1),
    };
    let mut value = Tokens::default();
    value.name(b"ColorSpace").name(if coloured { b"DeviceRGB" } else { b"DeviceGray" });
    value
        .name(b"Filter")
        .name(b"FlateDecode")
        .name(b"DecodeParms")
        .word("<<")
        .name(b"Predictor")
        .number(15.0);
    value.name(b"Colors").number(f64::from(channels)).name(b"Columns").number(width.into()).word(">>");
    let body = with_differences(&samples, width as usize * usize::from(channels))?;
    Ok(Picture { width, height, turned, value, body })
}

/// Pixels over white; the last of `channels` says how far each covers.
fn over_white(pixels: &[u8], channels: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(pixels.len());
    for pixel in pixels.chunks_exact(channels) {
        let Some((alpha, colours)) = pixel.split_last() else { continue };
        let alpha = u32::from(*alpha);
        out.extend(colours.iter().map(|colour| {
            u8::try_from((u32::from(*colour) * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX)
        }));
    }
    out
}

/// Rows packed as their differences from the row above (PNG, filter type 2).
fn with_differences(samples: &[u8], row: usize) -> io::Result<Vec<u8>> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    let mut above = vec![0; row];
    let mut line = Vec::with_capacity(row + 1);
    for samples in samples.chunks_exact(row.max(1)) {
        line.clear();
        line.push(2);
        line.extend(samples.iter().zip(&above).map(|(sample, above)| sample.wrapping_sub(*above)));
        encoder.write_all(&line)?;
        above.copy_from_slice(samples);
    }
    encoder.finish()
}

/// From the unit square of an image to a page of A4, upright, not larger than on a screen.
fn place(width: u32, height: u32, turned: Orientation, strip: f64) -> Placed {
    let (upright, sideways): (Matrix, bool) = match turned {
        Orientation::NoTransforms => ([1.0, 0.0, 0.0, 1.0, 0.0, 0.0], false),
        Orientation::FlipHorizontal => ([-1.0, 0.0, 0.0, 1.0, 1.0, 0.0], false),
        Orientation::Rotate180 => ([-1.0, 0.0, 0.0, -1.0, 1.0, 1.0], false),
        Orientation::FlipVertical => ([1.0, 0.0, 0.0, -1.0, 0.0, 1.0], false),
        Orientation::Rotate90FlipH => ([0.0, -1.0, -1.0, 0.0, 1.0, 1.0], true),
        Orientation::Rotate90 => ([0.0, -1.0, 1.0, 0.0, 0.0, 1.0], true),
        Orientation::Rotate270FlipH => ([0.0, 1.0, 1.0, 0.0, 0.0, 0.0], true),
        Orientation::Rotate270 => ([0.0, 1.0, -1.0, 0.0, 1.0, 0.0], true),
    };
    let (wide, high) = (f64::from(width.max(1)), f64::from(height.max(1)));
    let (wide, high) = if sideways { (high, wide) } else { (wide, high) };
    let (page_width, page_height) = if wide > high { (A4.1, A4.0) } else { A4 };
    let foot = strip.max(MARGIN);
    let (room_width, room_height) = (page_width - 2.0 * MARGIN, page_height - MARGIN - foot);
    let scale = (room_width / wide).min(room_height / high).min(POINTS);
    let (left, bottom) = ((page_width - wide * scale) / 2.0, foot + (room_height - high * scale) / 2.0);
    let matrix = super::page::joined(upright, [wide * scale, 0.0, 0.0, high * scale, left, bottom]);
    Placed { width: page_width, height: page_height, matrix, moved: false }
}
