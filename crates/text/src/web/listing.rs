//! What a web archive holds, as a table a person can read: when each thing was captured, what came back, and from where.

use crate::BlockKind;
use crate::builder::LayerBuilder;
use crate::part::{Part, PartKind};

/// A row of the table, and what was counted on the way.
#[derive(Debug, Default)]
pub(super) struct Listing {
    rows: Vec<[String; 4]>,
    more: usize,
    fit: usize,
    unfit: Vec<String>,
}

/// Most rows: the table of a large crawl would bury its captures.
const ROWS: usize = 20_000;

impl Listing {
    pub(super) fn row(&mut self, date: &str, what: &str, media_type: &str, url: &str) {
        if self.rows.len() >= ROWS {
            self.more += 1;
            return;
        }
        self.rows.push(
            [date, what, media_type, url].map(|cell| if cell.is_empty() { "-" } else { cell }.to_owned()),
        );
    }

    pub(super) fn digest_fits(&mut self) {
        self.fit += 1;
    }

    /// `what` names the bytes that do not have the digest.
    pub(super) fn digest_does_not_fit(&mut self, what: String) {
        self.unfit.push(what);
    }

    pub(super) fn write(self, layer: &mut LayerBuilder) {
        for row in &self.rows {
            for cell in row {
                layer.push(BlockKind::Cell, cell);
            }
            layer.end_row();
        }
        if self.more > 0 {
            layer.say(format!("{} more captures are not in the list", self.more));
        }
        let checked = self.fit.saturating_add(self.unfit.len());
        if self.unfit.is_empty() {
            if checked > 0 {
                layer.say(format!("checked: all {checked} digests in the archive fit the bytes they are of"));
            }
            return;
        }
        const NAMED: usize = 20;
        layer.say(format!(
            "{} of {checked} digests in the archive do not fit the bytes they are of: the bytes were changed or \
             damaged after they were captured, or the program that captured them counted otherwise",
            self.unfit.len()
        ));
        for what in self.unfit.into_iter().take(NAMED) {
            layer.say(what);
        }
    }
}

/// A part named after the address it was captured from.
pub(super) fn part_of(url: &str, media_type: Option<&str>) -> Part {
    let place = url.split_once("://").map_or(url, |(_, place)| place);
    let place = place.split('#').next().unwrap_or_default();
    let mut name = place.trim_end_matches('/').to_owned();
    let essence =
        media_type.unwrap_or_default().split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let endings: &[&str] = match essence.as_str() {
        "text/html" | "application/xhtml+xml" => &["html", "htm", "xhtml", "shtml"],
        "application/pdf" => &["pdf"],
        "text/plain" => &["txt", "text", "md", "csv", "log"],
        "image/jpeg" => &["jpg", "jpeg"],
        "image/png" => &["png"],
        _ => &[],
    };
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    if let Some(first) = endings.first()
        && !ending.is_some_and(|ending| endings.contains(&ending.as_str()))
    {
        name.push('.');
        name.push_str(first);
    }
    let mut part = Part::new(PartKind::Response, &name).media_type(media_type);
    // The address is said in full: the name is only made from it.
    part.said.clear();
    part
}
