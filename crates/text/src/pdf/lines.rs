//! Glyphs to lines: what stands side by side on one base line, in the order in which it is read.

use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::glyphs::Glyph;

/// Narrowest gap that is a space, in sizes of the font; between letters there is less.
const SPACE: f64 = 0.15;
/// Widest gap within a piece of a line, in sizes of the font. What is wider sets columns or cells apart.
const WIDE: f64 = 1.5;

/// A piece of a line without a wide gap. Lengths are in points; `y` grows downwards. Both are measured along and
/// across the direction of the text, so that turned text is as upright as any.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) y: f64,
    pub(super) size: f64,
    /// Direction of the base line in radians, 0 for upright text.
    pub(super) angle: f64,
    /// Most of it is written from right to left.
    pub(super) leftwards: bool,
}

/// What is drawn as one: a letter with its marks, a ligature, a word given as a whole.
#[derive(Clone, Debug)]
struct Cluster {
    text: String,
    left: f64,
    right: f64,
    /// A space was drawn before it.
    spaced: bool,
}

/// A piece of a line that grows.
struct Piece {
    clusters: Vec<Cluster>,
    marks: Vec<(f64, String)>,
    left: f64,
    right: f64,
    y: f64,
    size: f64,
    angle: f64,
    space: bool,
    rightwards_only: bool,
}

/// Pieces of lines in the order in which they were drawn.
pub(super) fn pieces<'a>(glyphs: impl Iterator<Item = &'a Glyph>) -> Vec<Line> {
    let mut seen = HashSet::new();
    let mut all: Vec<Piece> = Vec::new();
    // The piece that the glyph before went to; none where a space came first.
    let mut open = false;
    for glyph in glyphs {
        if is_repeated(glyph, &mut seen) {
            continue;
        }
        let (along, across, width) = place(glyph);
        open = open && all.last().is_some_and(|piece| piece.takes(glyph, along, across, width));
        if !open {
            if glyph.text.trim().is_empty() {
                continue;
            }
            all.push(Piece::new(glyph, along, across));
            open = true;
        }
        if let Some(piece) = all.last_mut() {
            piece.push(glyph, along, across, width);
        }
    }
    joined(all).into_iter().filter_map(Piece::finish).collect()
}

/// Text that runs leftwards is drawn in pieces of any order, its punctuation before it or after: pieces of one line
/// that lie in or beside one another are one.
fn joined(pieces: Vec<Piece>) -> Vec<Piece> {
    /// How many pieces around a piece are looked at.
    const NEAR: usize = 400;
    if pieces.iter().all(|piece| piece.rightwards_only) {
        return pieces;
    }
    let mut all: Vec<Piece> = Vec::with_capacity(pieces.len());
    let mut waiting: Vec<Piece> = Vec::new();
    for mut piece in pieces {
        if !piece.rightwards_only {
            let from = waiting.len().saturating_sub(NEAR);
            for index in (from..waiting.len()).rev() {
                if waiting.get(index).is_some_and(|other| piece.touches(other)) {
                    piece.join(waiting.remove(index));
                }
            }
        }
        match all.iter_mut().rev().take(NEAR).find(|other| other.touches(&piece)) {
            Some(other) => other.join(piece),
            None if piece.rightwards_only => waiting.push(piece),
            None => {
                all.append(&mut waiting);
                all.push(piece);
            }
        }
    }
    all.append(&mut waiting);
    all
}

/// Where a glyph begins along its line, the place of the line, and how wide it is.
fn place(glyph: &Glyph) -> (f64, f64, f64) {
    let (sin, cos) = upright(glyph.angle).sin_cos();
    let along = glyph.origin.x * cos + glyph.origin.y * sin;
    let across = glyph.origin.y * cos - glyph.origin.x * sin;
    (along, across, glyph.advance.x * cos + glyph.advance.y * sin)
}

/// Lines that are askew by less than three degrees, as in scans, are as good as level.
fn upright(angle: f64) -> f64 {
    if angle.abs() < 0.05 { 0.0 } else { angle }
}

/// The same letter drawn again a hair's breadth away, which is how some programs make it bold.
fn is_repeated(glyph: &Glyph, seen: &mut HashSet<(i64, i64, i64, String)>) -> bool {
    if !glyph.text.chars().any(char::is_alphanumeric) {
        return false;
    }
    let cell = (glyph.size * 0.1).max(0.02);
    let (x, y) = ((glyph.origin.x / cell).round() as i64, (glyph.origin.y / cell).round() as i64);
    let key = |x: i64| (x, y, (glyph.size * 10.0).round() as i64, glyph.text.clone());
    if (-1..=1).any(|step| seen.contains(&key(x.saturating_add(step)))) {
        return true;
    }
    seen.insert(key(x));
    false
}

impl Piece {
    fn new(glyph: &Glyph, along: f64, across: f64) -> Self {
        Self {
            clusters: Vec::new(),
            marks: Vec::new(),
            left: along,
            right: along,
            y: across,
            size: glyph.size,
            angle: upright(glyph.angle),
            space: false,
            rightwards_only: true,
        }
    }

    /// The glyph stands on this line, beside what is there.
    fn takes(&self, glyph: &Glyph, along: f64, across: f64, width: f64) -> bool {
        let size = self.size.max(glyph.size);
        if (upright(glyph.angle) - self.angle).abs() > 0.03 || (across - self.y).abs() > 0.5 * size {
            return false;
        }
        let (left, right) = (along.min(along + width), along.max(along + width));
        let after = left - self.right;
        if after > WIDE * size {
            return false;
        }
        if after >= -size && left >= self.left - 0.3 * size {
            return true;
        }
        // Text that runs leftwards, and words in it that run the other way.
        let before = self.left - right;
        let inside = left >= self.left - 0.3 * size && right <= self.right + 0.3 * size;
        let leftwards = !self.rightwards_only || glyph.text.chars().any(is_leftwards);
        leftwards && (inside || (before > -size && before <= WIDE * size)) || (is_mark(&glyph.text) && inside)
    }

    fn push(&mut self, glyph: &Glyph, along: f64, across: f64, width: f64) {
        let (left, right) = (along.min(along + width), along.max(along + width));
        if glyph.text.trim().is_empty() {
            if glyph.text.is_empty() {
                // What the glyph before stands for is drawn with this one too.
                self.right = self.right.max(right);
                if let Some(last) = self.clusters.last_mut() {
                    last.right = last.right.max(right);
                    last.left = last.left.min(left);
                }
            } else {
                self.space = true;
            }
            return;
        }
        let text = glyph.text.chars().flat_map(plain_form).collect::<String>();
        if is_mark(&text) {
            self.marks.push((left, text));
            return;
        }
        self.rightwards_only &= !text.chars().any(is_leftwards);
        self.clusters.push(Cluster { text, left, right, spaced: std::mem::take(&mut self.space) });
        self.left = self.left.min(left);
        self.right = self.right.max(right);
        if glyph.size >= self.size {
            self.size = glyph.size;
            self.y = across;
        }
    }

    /// The other lies in this piece or right beside it, and one of them runs leftwards.
    fn touches(&self, other: &Self) -> bool {
        let size = self.size.max(other.size);
        let gap = (other.left - self.right).max(self.left - other.right);
        !(self.rightwards_only && other.rightwards_only)
            && self.angle == other.angle
            && (self.y - other.y).abs() <= 0.4 * size
            && gap <= 0.8 * size
    }

    fn join(&mut self, other: Self) {
        self.clusters.extend(other.clusters);
        self.marks.extend(other.marks);
        self.left = self.left.min(other.left);
        self.right = self.right.max(other.right);
        self.rightwards_only &= other.rightwards_only;
        if other.size > self.size {
            self.size = other.size;
            self.y = other.y;
        }
    }

    fn finish(mut self) -> Option<Line> {
        self.attach_marks();
        let leftwards = if self.rightwards_only { false } else { self.order() };
        let mut text = String::new();
        let mut before: Option<&Cluster> = None;
        for cluster in &self.clusters {
            let gap =
                before.map_or(0.0, |before| (cluster.left - before.right).max(before.left - cluster.right));
            let spaced = gap > SPACE * self.size || (self.rightwards_only && cluster.spaced);
            if before.is_some() && spaced && !text.ends_with(char::is_whitespace) {
                text.push(' ');
            }
            text.push_str(&cluster.text);
            before = Some(cluster);
        }
        let text = text.trim().to_owned();
        let Self { left, right, y, size, angle, .. } = self;
        (!text.is_empty()).then_some(Line { text, left, right, y, size, angle, leftwards })
    }

    /// Gives each accent to the letter that it stands over.
    fn attach_marks(&mut self) {
        for (at, text) in std::mem::take(&mut self.marks) {
            let over = |c: &&mut Cluster| c.left - 0.1 * self.size <= at && at <= c.right + 0.1 * self.size;
            match self.clusters.iter_mut().rev().find(over) {
                Some(cluster) => cluster.text.push_str(&text),
                None => {
                    let spaced = false;
                    self.clusters.push(Cluster { text, left: at, right: at, spaced });
                }
            }
        }
    }

    /// From the order on the page, left to right, to the order in which the line is read. Whether most of it is read
    /// leftwards.
    fn order(&mut self) -> bool {
        self.clusters.sort_by(|a, b| a.left.total_cmp(&b.left));
        let sides: Vec<Option<bool>> = self.clusters.iter().map(|cluster| side(&cluster.text)).collect();
        let leftwards = sides.iter().flatten().filter(|side| **side).count();
        let base = leftwards * 2 >= sides.iter().flatten().count();
        let mut runs: Vec<(bool, Vec<Cluster>)> = Vec::new();
        let mut next: Vec<Option<bool>> = sides.clone();
        for at in (0..next.len().saturating_sub(1)).rev() {
            let after = next.get(at + 1).copied().flatten();
            if let Some(side) = next.get_mut(at).filter(|side| side.is_none()) {
                *side = after;
            }
        }
        let mut last = None;
        for ((cluster, side), next) in std::mem::take(&mut self.clusters).into_iter().zip(sides).zip(next) {
            last = side.or(last);
            // What has no side of its own has that of its neighbours where they agree.
            let side = side.unwrap_or(if last == next { last.unwrap_or(base) } else { base });
            match runs.last_mut() {
                Some((run, clusters)) if *run == side => clusters.push(cluster),
                _ => runs.push((side, vec![cluster])),
            }
        }
        if base {
            runs.reverse();
        }
        for (side, mut clusters) in runs {
            if side {
                clusters.reverse();
            }
            self.clusters.append(&mut clusters);
        }
        base
    }
}

fn is_mark(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_combining_mark)
}

/// Whether a text is read leftwards; none where it has no letter or digit.
fn side(text: &str) -> Option<bool> {
    text.chars().find(|c| c.is_alphanumeric()).map(is_leftwards)
}

/// A letter of Hebrew, Arabic, Syriac, Thaana, N'Ko and their neighbours. Their digits run rightwards.
fn is_leftwards(c: char) -> bool {
    let block = matches!(c,
        '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}'
        | '\u{1e800}'..='\u{1efff}');
    block && !c.is_numeric()
}

/// The letters of a ligature, or of a form that a letter has at one place of a word.
fn plain_form(c: char) -> impl Iterator<Item = char> {
    let formed = matches!(c, '\u{fb00}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fdfc}' | '\u{fe70}'..='\u{fefc}');
    let decomposed = formed.then(|| std::iter::once(c).nfkc());
    decomposed.into_iter().flatten().chain((!formed).then_some(c))
}
