//! Images: JPEG, PNG, TIFF, GIF, WebP, BMP. What the file says about itself ([`camera`], [`caption`]), and the picture
//! for a machine that recognises its text.

mod camera;
mod caption;

pub(crate) use caption::segments;

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder, ImageReader};

use crate::builder::LayerBuilder;
use crate::c2pa;
use crate::picture::{Grey, PIXELS};
use crate::wire::Limits;

/// Media types of the images that are read.
pub(crate) fn media_type(bytes: &[u8]) -> Option<&'static str> {
    Some(match bytes {
        [0xff, 0xd8, 0xff, ..] => "image/jpeg",
        [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => "image/png",
        [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => "image/tiff",
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => "image/gif",
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => "image/webp",
        [b'B', b'M', _, _, _, _, 0, 0, 0, 0, ..] => "image/bmp",
        _ => return None,
    })
}

/// Reads what an image says about itself; its text, if it shows any, is recognised later.
pub(crate) fn read(bytes: &[u8], limits: &Limits, layer: &mut LayerBuilder) {
    let camera = camera::read(bytes, layer);
    caption::read(bytes, layer);
    c2pa::of_image(bytes, layer);
    match decoder(bytes, limits) {
        Ok(decoder) => {
            let (width, height) = decoder.dimensions();
            layer.state("width in pixels", width.to_string());
            layer.state("height in pixels", height.to_string());
            let start = layer.position();
            layer.end_page(1, start);
            layer.is_picture(1);
            if let Err(why) = camera {
                layer.say(format!("what the camera wrote into the image could not be read ({why})"));
            }
        }
        Err(why) => layer
            .say(format!("the image is damaged or cut off ({why}); ask for it again, its bytes are kept")),
    }
    if bytes.starts_with(b"II*\0") || bytes.starts_with(b"MM\0*") {
        let pages = tiff_pages(bytes);
        if pages > 1 {
            layer.say(format!(
                "the image has {pages} pages, of which the first is read; save it as PDF and add that"
            ));
        }
    }
}

/// The picture, turned upright, in grey. A small one, as of a screen, is drawn twice as large: letters of less than
/// twenty pixels are recognised badly.
pub(crate) fn decode(bytes: &[u8], limits: &Limits) -> Result<Grey, String> {
    const SMALL: u32 = 1600;
    let mut decoder = decoder(bytes, limits)?;
    let orientation = decoder.orientation().unwrap_or(image::metadata::Orientation::NoTransforms);
    let decoded = DynamicImage::from_decoder(decoder).map_err(|e| e.to_string())?;
    let mut grey = DynamicImage::ImageLuma8(on_white(decoded));
    grey.apply_orientation(orientation);
    let (width, height) = (grey.width(), grey.height());
    let pixels = u64::from(width) * u64::from(height);
    if width.max(height) < SMALL {
        grey = grey.resize_exact(width * 2, height * 2, image::imageops::FilterType::CatmullRom);
    } else if pixels > u64::from(PIXELS) {
        let scale = (f64::from(PIXELS) / pixels as f64).sqrt();
        let scaled = |side: u32| ((f64::from(side) * scale) as u32).max(1);
        grey = grey.thumbnail_exact(scaled(width), scaled(height));
    }
    let grey = grey.into_luma8();
    Ok(Grey { width: grey.width(), height: grey.height(), dots: None, pixels: grey.into_raw() })
}

/// Grey, with white where the picture is transparent.
fn on_white(decoded: DynamicImage) -> image::GrayImage {
    if !decoded.color().has_alpha() {
        return decoded.into_luma8();
    }
    let mut flat = decoded.into_luma_alpha8();
    for pixel in flat.pixels_mut() {
        let [grey, alpha] = pixel.0;
        let over = (u32::from(grey) * u32::from(alpha) + 255 * (255 - u32::from(alpha))) / 255;
        pixel.0 = [over as u8, 255];
    }
    DynamicImage::ImageLumaA8(flat).into_luma8()
}

pub(crate) fn decoder<'a>(bytes: &'a [u8], limits: &Limits) -> Result<impl ImageDecoder + 'a, String> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|e| e.to_string())?;
    let mut bounds = image::Limits::default();
    // A decoder may need the picture twice, and what comes after it another time.
    bounds.max_alloc = Some(limits.memory / 4);
    bounds.max_image_width = Some(60_000);
    bounds.max_image_height = Some(60_000);
    reader.limits(bounds);
    let decoder = reader.into_decoder().map_err(|e| e.to_string())?;
    if decoder.total_bytes() > limits.memory / 4 {
        let (width, height) = decoder.dimensions();
        return Err(format!("its {width} by {height} pixels are more than are decoded"));
    }
    Ok(decoder)
}

/// Images that follow one another in a TIFF (TIFF 6.0, section 2): each directory has the place of the next.
pub(crate) fn tiff_pages(bytes: &[u8]) -> usize {
    const MOST: usize = 10_000;
    let little = bytes.starts_with(b"II");
    let number = |at: usize, len: usize| -> Option<usize> {
        let field = bytes.get(at..at.checked_add(len)?)?;
        let fold = |sum: usize, byte: &u8| (sum << 8) | usize::from(*byte);
        Some(if little { field.iter().rev().fold(0, fold) } else { field.iter().fold(0, fold) })
    };
    let mut pages = 0;
    let mut at = number(4, 4).unwrap_or(0);
    while at != 0 && pages < MOST {
        let Some(entries) = number(at, 2) else { break };
        pages += 1;
        let Some(next) = number(at + 2 + entries * 12, 4) else { break };
        // Directories that lead back form a ring.
        if next <= at {
            break;
        }
        at = next;
    }
    pages
}
