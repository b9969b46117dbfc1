//! Properties of files of Office before 2007 ([MS-OLEPS], the stream `\u{5}SummaryInformation`).

use std::io::{Cursor, Read};

use crate::builder::LayerBuilder;
use crate::codepage;

/// Most bytes of the stream that are looked at.
const LIMIT: u64 = 1 << 20;

/// Properties that are looked at, of the hundred or so that there may be.
const PROPERTIES: usize = 200;

/// Puts title, authors and times into the metadata; `format` names the kind of file. A file without them has none.
pub(crate) fn read(bytes: &[u8], format: &str, layer: &mut LayerBuilder) {
    let Ok(mut file) = cfb::CompoundFile::open(Cursor::new(bytes)) else { return };
    let Ok(stream) = file.open_stream("/\u{5}SummaryInformation") else { return };
    let mut bytes = Vec::new();
    if stream.take(LIMIT).read_to_end(&mut bytes).is_err() {
        return;
    }
    let Some(summary) = parse(&bytes) else { return };
    let metadata = layer.metadata();
    metadata.title = metadata.title.take().or(summary.title);
    metadata.author = metadata.author.take().or(summary.author);
    metadata.modified_by = metadata.modified_by.take().or(summary.modified_by);
    if metadata.date.is_none() {
        let origin = if summary.created.is_some() { "created" } else { "modified" };
        metadata.date = summary.created.or_else(|| summary.modified.clone());
        metadata.date_origin = metadata.date.is_some().then(|| format!("{format} {origin}"));
    }
    metadata.modified = metadata.modified.take().or(summary.modified);
}

#[derive(Default)]
struct Summary {
    title: Option<String>,
    author: Option<String>,
    modified_by: Option<String>,
    created: Option<String>,
    modified: Option<String>,
}

fn parse(bytes: &[u8]) -> Option<Summary> {
    let u32_at = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?));
    let set = u32_at(44)? as usize;
    let count = (u32_at(set.checked_add(4)?)? as usize).min(PROPERTIES);
    let place = |index: usize| -> Option<(u32, usize)> {
        let at = set.checked_add(8)?.checked_add(index.checked_mul(8)?)?;
        Some((u32_at(at)?, set.checked_add(u32_at(at.checked_add(4)?)? as usize)?))
    };
    let properties: Vec<(u32, usize)> = (0..count).filter_map(place).collect();
    let find = |id: u32| properties.iter().find(|(other, _)| *other == id).map(|(_, at)| *at);
    let page = find(1).and_then(|at| u32_at(at.checked_add(4)?)).map_or(1252, |page| page & 0xffff);
    let text = |id: u32| {
        let at = find(id)?;
        let length = u32_at(at.checked_add(4)?)? as usize;
        let start = at.checked_add(8)?;
        let text = match u32_at(at)? {
            // VT_LPSTR: bytes in the code page of the set.
            0x1e => {
                let raw = bytes.get(start..start.checked_add(length)?)?;
                if page == 1200 {
                    encoding_rs::UTF_16LE.decode_without_bom_handling(raw).0.into_owned()
                } else {
                    let encoding = codepage::of_number(page).unwrap_or(encoding_rs::WINDOWS_1252);
                    encoding.decode_without_bom_handling(raw).0.into_owned()
                }
            }
            // VT_LPWSTR: UTF-16, counted in units.
            0x1f => {
                let raw = bytes.get(start..start.checked_add(length.checked_mul(2)?)?)?;
                encoding_rs::UTF_16LE.decode_without_bom_handling(raw).0.into_owned()
            }
            _ => return None,
        };
        let text = text.trim_matches(|c: char| c == '\0' || c.is_whitespace()).to_owned();
        (!text.is_empty()).then_some(text)
    };
    let time = |id: u32| {
        let at = find(id).filter(|at| u32_at(*at) == Some(0x40))?;
        let low = u64::from(u32_at(at.checked_add(4)?)?);
        let high = u64::from(u32_at(at.checked_add(8)?)?);
        file_time(high << 32 | low)
    };
    Some(Summary {
        title: text(2),
        author: text(4),
        modified_by: text(8),
        created: time(12),
        modified: time(13),
    })
}

/// A FILETIME, counted in tenths of a microsecond from 1601, as a time in UTC; `None` for times before 1980, which
/// stand for none.
pub(crate) fn file_time(ticks: u64) -> Option<String> {
    const TO_1970: i64 = 11_644_473_600;
    let seconds = i64::try_from(ticks / 10_000_000).ok()?.checked_sub(TO_1970)?;
    if !(315_532_800..7_258_118_400).contains(&seconds) {
        return None;
    }
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    // The days of the Gregorian calendar, counted from March of the year 0 so that a leap day ends its year.
    let shifted = days + 719_468;
    let era = shifted / 146_097;
    let day_of_era = shifted % 146_097;
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    let (hour, minute, second) = (rest / 3_600, rest / 60 % 60, rest % 60);
    Some(format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"))
}
