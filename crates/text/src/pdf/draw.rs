//! Pages as pictures, for a machine that recognises text.

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};

use crate::picture::{Grey, PIXELS};

/// Dots per inch at which text of the usual sizes is recognised best.
const DOTS: f32 = 300.0;

/// Draws page `number` in grey, at 300 dots per inch or what fits.
pub(crate) fn page(pdf: &Pdf, number: u32) -> Option<Grey> {
    let index = usize::try_from(number).ok()?.checked_sub(1)?;
    let page = pdf.pages().get(index)?;
    let (width, height) = page.render_dimensions();
    let most = (PIXELS as f32 / (width * height).max(1.0)).sqrt();
    let scale = (DOTS / 72.0).min(most).min(f32::from(u16::MAX) / width.max(height).max(1.0));
    let pixmap = render(
        page,
        &RenderCache::new(),
        &InterpreterSettings::default(),
        &RenderSettings::default(),
        &PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE },
    );
    let (width, height) = (u32::from(pixmap.width()), u32::from(pixmap.height()));
    // As ITU-R BT.601 weighs the colours.
    let grey = |red: u8, green: u8, blue: u8| {
        ((u32::from(red) * 299 + u32::from(green) * 587 + u32::from(blue) * 114) / 1000) as u8
    };
    let pixels = pixmap.data().iter().map(|pixel| grey(pixel.r, pixel.g, pixel.b)).collect();
    Some(Grey { width, height, dots: Some(scale * 72.0), pixels })
}
