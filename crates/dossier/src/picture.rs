//! A drawing as a picture of pixels, for files whose readers do not know SVG.

use std::sync::Arc;

use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};
use typst_kit::fonts::embedded;

/// The family that drawings for print name.
const FAMILY: &str = "Libertinus Serif";
/// The widest picture that is made, in pixels.
const MOST: f32 = 4000.0;

/// A picture as PNG.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The bytes of the file.
    pub png: Vec<u8>,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
}

/// A drawing could not be made a picture.
#[derive(Debug, thiserror::Error)]
#[error("a drawing cannot be made a picture: {0}")]
pub struct PictureError(String);

/// Draws an SVG of this program, `scale` pixels to a unit. The same drawing gives the same bytes.
///
/// # Errors
/// [`PictureError`] where it is no SVG or is too large.
pub fn draw(svg: &str, scale: f32) -> Result<Picture, PictureError> {
    let failed = |what: &dyn std::fmt::Display| PictureError(what.to_string());
    let mut fonts = fontdb::Database::new();
    for (font, info) in embedded() {
        if info.family.as_str() == FAMILY {
            fonts.load_font_data(font.data().to_vec());
        }
    }
    fonts.set_serif_family(FAMILY);
    let options = Options { font_family: FAMILY.to_owned(), fontdb: Arc::new(fonts), ..Options::default() };
    let tree = Tree::from_str(svg, &options).map_err(|error| failed(&error))?;
    let size = tree.size().scale_by(scale).filter(|size| size.width() <= MOST && size.height() <= MOST);
    let size = size.ok_or_else(|| failed(&"it is too large"))?.to_int_size();
    let mut pixels = Pixmap::new(size.width(), size.height()).ok_or_else(|| failed(&"it is too large"))?;
    pixels.fill(Color::WHITE);
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    let png = pixels.encode_png().map_err(|error| failed(&error))?;
    Ok(Picture { png, width: size.width(), height: size.height() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_is_white_where_nothing_is_drawn() {
        let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"20\" font-family=\"Libertinus \
                   Serif\"><text x=\"5\" y=\"15\">Id</text></svg>";
        let picture = draw(svg, 2.0).unwrap();
        assert_eq!((picture.width, picture.height), (80, 40));
        let pixels = Pixmap::decode_png(&picture.png).unwrap();
        assert_eq!(pixels.pixel(79, 0).unwrap().red(), 255);
        assert!(pixels.pixels().iter().any(|pixel| pixel.red() < 64), "no letter is seen");
        assert_eq!(draw(svg, 2.0).unwrap(), picture);
    }

    #[test]
    fn what_is_no_drawing_is_refused() {
        assert!(draw("no drawing", 1.0).is_err());
        assert!(
            draw("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"90000\" height=\"9\"/>", 1.0).is_err()
        );
        assert!(draw("", 1.0).is_err());
    }
}
