//! What a page draws: its glyphs with their places, and what lies over or under them.
//!
//! Places are in points with the origin at the upper left corner of the page as it is shown, `y` downwards.

use hayro::hayro_interpret::font::{Glyph as Drawn, GlyphRun};
use hayro::hayro_interpret::hayro_cmap::BfString;
use hayro::hayro_interpret::hayro_syntax::object::{Dict, String as PdfString};
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, Paint, SoftMask,
};
use hayro::kurbo::{Affine, BezPath, Point, Rect, Shape, Vec2};

use super::strings::text_string;

/// Most glyphs taken from one page; a page set in six-point type has some 15,000.
const GLYPHS: usize = 400_000;
/// Most boxes remembered of one page.
const BOXES: usize = 400;
/// Most levels of marked content that are told apart.
const LEVELS: usize = 64;

/// A glyph with the text it stands for.
#[derive(Clone, Debug)]
pub(super) struct Glyph {
    /// Its text; empty where the glyph before stands for it too.
    pub(super) text: String,
    /// Where it begins on its base line.
    pub(super) origin: Point,
    /// From there to where the next one begins.
    pub(super) advance: Vec2,
    /// Size of the font, in points.
    pub(super) size: f64,
    /// Direction of the base line.
    pub(super) angle: f64,
}

/// An area that is filled with one colour, and how many glyphs had been drawn by then.
#[derive(Clone, Copy, Debug)]
struct Filled {
    area: Rect,
    light: bool,
    after: usize,
}

/// Takes down what is drawn.
#[derive(Default)]
pub(super) struct Page {
    pub(super) glyphs: Vec<Glyph>,
    /// More was drawn than is taken of one page.
    pub(super) cut_off: bool,
    /// Glyphs whose font does not say what they mean.
    pub(super) unknown: usize,
    /// Glyphs drawn in no colour at all, as programs do that recognise the text of a scan.
    pub(super) invisible: usize,
    /// Share of the page under pictures, the largest one of them, from 0 to 1.
    pub(super) pictured: f64,
    /// Paths that were drawn.
    pub(super) paths: usize,
    /// Places of light glyphs, by index into `glyphs`.
    light: Vec<usize>,
    filled: Vec<Filled>,
    pictures: Vec<(Rect, usize)>,
    marked: Vec<Option<Actual>>,
    levels_left_out: usize,
    size: (f64, f64),
}

/// The text that a stretch of content stands for, and whether a glyph carries it already.
struct Actual {
    text: String,
    given: bool,
}

impl Page {
    /// Nothing yet, on a page of this size.
    pub(super) fn of(page: &hayro::hayro_syntax::page::Page<'_>) -> Self {
        let (width, height) = page.render_dimensions();
        Self { size: (f64::from(width), f64::from(height)), ..Self::default() }
    }

    /// Most of its letters come from fonts that do not say what they mean, or as signs that no text has.
    pub(super) fn makes_no_sense(&self) -> bool {
        let drawn = self.glyphs.iter().filter(|glyph| !glyph.text.trim().is_empty()).count();
        self.unknown * 10 > drawn * 3 && self.unknown > 3
    }

    /// The words that these glyphs make, shortened for a person.
    pub(super) fn words(&self, indices: &[usize]) -> String {
        const SHOWN: usize = 80;
        let mut text = String::new();
        let mut last: Option<(usize, &Glyph)> = None;
        for (index, glyph) in indices.iter().filter_map(|index| Some((*index, self.glyphs.get(*index)?))) {
            if let Some((before, end)) = last {
                let gap = (glyph.origin - (end.origin + end.advance)).hypot();
                if index > before + 1 || gap > 0.2 * glyph.size {
                    text.push(' ');
                }
            }
            text.push_str(&glyph.text);
            last = Some((index, glyph));
        }
        let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
        if letters < 2 {
            return String::new();
        }
        let shown: String = text.chars().take(SHOWN).collect();
        let more = if text.chars().count() > SHOWN { "\u{2026}" } else { "" };
        format!("\u{201c}{shown}{more}\u{201d}")
    }

    /// Indices of glyphs over which an opaque box was drawn later, in order.
    pub(super) fn covered(&self) -> Vec<usize> {
        let over: Vec<&Filled> =
            self.filled.iter().filter(|b| b.after > 0 && !self.is_page(b.area)).collect();
        if over.is_empty() {
            return Vec::new();
        }
        let hides = |at: usize, middle: Point| over.iter().any(|b| b.after > at && b.area.contains(middle));
        self.middles().filter(|(at, middle)| hides(*at, *middle)).map(|(at, _)| at).collect()
    }

    /// Indices of glyphs that a reader does not see for their colour: white, with nothing dark under them.
    pub(super) fn white(&self) -> Vec<usize> {
        let on_dark = |at: usize, middle: Point| {
            let boxed = self.filled.iter().any(|b| !b.light && b.after <= at && b.area.contains(middle));
            boxed || self.pictures.iter().any(|(area, after)| *after <= at && area.contains(middle))
        };
        let light = |at: usize| self.light.binary_search(&at).is_ok();
        // Past the most boxes that are remembered, something dark may be among those that are not.
        if self.light.is_empty() || self.filled.len() >= BOXES {
            return Vec::new();
        }
        self.middles().filter(|(at, middle)| light(*at) && !on_dark(*at, *middle)).map(|(at, _)| at).collect()
    }

    /// Indices of glyphs that stand outside of the page.
    pub(super) fn outside(&self) -> Vec<usize> {
        let page = Rect::new(0.0, 0.0, self.size.0, self.size.1).inflate(2.0, 2.0);
        self.middles().filter(|(_, middle)| !page.contains(*middle)).map(|(at, _)| at).collect()
    }

    /// The middle of each glyph that is not a space.
    fn middles(&self) -> impl Iterator<Item = (usize, Point)> + '_ {
        let seen = |glyph: &Glyph| !glyph.text.trim().is_empty();
        self.glyphs.iter().enumerate().filter(move |(_, glyph)| seen(glyph)).map(|(at, glyph)| {
            let up = Vec2::new(glyph.angle.sin(), -glyph.angle.cos()) * (glyph.size * 0.3);
            (at, glyph.origin + glyph.advance * 0.5 + up)
        })
    }

    fn is_page(&self, area: Rect) -> bool {
        area.area() >= 0.8 * self.size.0 * self.size.1
    }

    fn fill(&mut self, area: Rect, props: &DrawProps<'_>, mode: &DrawMode) {
        self.paths += 1;
        if !matches!(mode, DrawMode::Fill(_) | DrawMode::FillAndStroke(..)) || self.filled.len() >= BOXES {
            return;
        }
        let area = props.transform.transform_rect_bbox(area);
        // Lines of tables and under words are boxes too.
        if area.height() < 4.0 || area.width() < 4.0 || props.blend_mode != BlendMode::Normal {
            return;
        }
        let Paint::Color(color) = &props.paint else { return };
        let [red, green, blue, alpha] = color.to_rgba().to_rgba8();
        if alpha > 230 && props.soft_mask.is_none() {
            let light = red.min(green).min(blue) > 200;
            self.filled.push(Filled { area, light, after: self.glyphs.len() });
        }
    }

    fn is_light(props: &DrawProps<'_>) -> bool {
        match &props.paint {
            Paint::Color(color) => {
                let [red, green, blue, alpha] = color.to_rgba().to_rgba8();
                alpha < 8 || red.min(green).min(blue) > 245
            }
            Paint::Pattern(_) => false,
        }
    }

    /// What the glyph stands for by the text that the content around it is said to stand for.
    fn actual(&mut self) -> Option<String> {
        let actual = self.marked.iter_mut().flatten().next()?;
        if actual.given {
            return Some(String::new());
        }
        actual.given = true;
        Some(std::mem::take(&mut actual.text))
    }
}

impl<'a> Device<'a> for Page {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        let light = Self::is_light(&props);
        let invisible = matches!(mode, DrawMode::Invisible);
        for placed in run.glyphs() {
            if self.glyphs.len() >= GLYPHS {
                self.cut_off = true;
                return;
            }
            let transform: Affine = props.transform * placed.transform();
            let [a, b, c, d, x, y] = transform.as_coeffs();
            if ![a, b, c, d, x, y].iter().all(|value| value.is_finite()) {
                continue;
            }
            let width = match &**placed {
                Drawn::Outline(glyph) => glyph.advance_width(),
                Drawn::Type3(glyph) => glyph.advance_width(),
            };
            let width = f64::from(width.unwrap_or(500.0)).clamp(-10_000.0, 10_000.0);
            let text = match self.actual() {
                Some(text) => text,
                None => match placed.as_unicode() {
                    Some(BfString::Char(c)) => c.to_string(),
                    Some(BfString::String(text)) => text,
                    None => "\u{fffd}".to_owned(),
                },
            };
            let text: String = text.chars().filter(|c| !c.is_control() || c.is_whitespace()).collect();
            self.unknown += usize::from(text.chars().any(is_unknown));
            self.invisible += usize::from(invisible);
            if light && !invisible {
                self.light.push(self.glyphs.len());
            }
            self.glyphs.push(Glyph {
                text,
                origin: Point::new(x, y),
                advance: Vec2::new(a, b) * width,
                size: (Vec2::new(c, d).hypot() * 1000.0).max(0.01),
                angle: b.atan2(a),
            });
        }
    }

    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        let boxy = path.elements().len() <= 6;
        if boxy {
            self.fill(path.bounding_box(), &props, mode);
        } else {
            self.paths += 1;
        }
    }

    fn draw_rect(&mut self, rect: &Rect, props: DrawProps<'a>, mode: &DrawMode) {
        self.fill(*rect, &props, mode);
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        let page = Rect::new(0.0, 0.0, self.size.0, self.size.1);
        let pixels = Rect::new(0.0, 0.0, f64::from(image.width()), f64::from(image.height()));
        let area = props.transform.transform_rect_bbox(pixels);
        let shown = area.intersect(page).area() / page.area().max(1.0);
        if shown.is_finite() {
            self.pictured = self.pictured.max(shown);
        }
        if self.pictures.len() < BOXES {
            self.pictures.push((area, self.glyphs.len()));
        }
    }

    fn begin_marked_content(&mut self, _tag: &[u8], properties: Option<&Dict<'_>>) {
        if self.marked.len() >= LEVELS {
            self.levels_left_out += 1;
            return;
        }
        let text = properties.and_then(|dict| dict.get::<PdfString<'_>>(b"ActualText".as_slice()));
        self.marked.push(text.map(|text| Actual { text: text_string(text.as_bytes()), given: false }));
    }

    fn end_marked_content(&mut self) {
        if self.levels_left_out > 0 {
            self.levels_left_out -= 1;
        } else {
            self.marked.pop();
        }
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_clip_rect(&mut self, _: &Rect) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

/// A character that stands for no letter: what a reader of the file would see is not known.
pub(super) fn is_unknown(c: char) -> bool {
    c == '\u{fffd}' || matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}
