//! Workbooks of Excel: XLSX, XLSB, XLS. Read with `calamine`, cell by cell where it can; its panics on damaged files
//! cost the sheet and nothing else.
//!
//! A sheet is a heading and rows of cells. Dates are given as ISO 8601, numbers with the fifteen digits that Excel keeps;
//! how a number was made to look (currency, percent) is not in the text.

use std::fmt::Display;
use std::io::{Cursor, Read, Seek};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, DataRef, ExcelDateTime, Reader, Sheet, SheetType, SheetVisible, Xls, Xlsb, Xlsx};
use quick_xml::events::Event;

use crate::BlockKind;
use crate::builder::LayerBuilder;
use crate::docx::{core_properties, tell_pictures};
use crate::odf::PASSWORD;
use crate::package::Package;
use crate::{summary, xml};

/// Comments that are quoted; the others are counted.
const QUOTED: usize = 30;

/// What is said where the library that reads workbooks gives up in an unforeseen way.
const BROKEN: &str = "the workbook has a form that cannot be read here; open it, save it as XLSX or CSV, and add that \
     beside it";

/// Reads a workbook since 2007.
pub(crate) fn read_xlsx(bytes: &[u8], layer: &mut LayerBuilder) {
    properties(bytes, layer);
    with_workbook(layer, Xlsx::new(Cursor::new(bytes)), |book, layer| {
        for sheet in book.sheets_metadata().to_vec() {
            let mut rows = Rows::begin(&sheet, layer);
            let read = catch_unwind(AssertUnwindSafe(|| {
                let mut cells = book.worksheet_cells_reader(&sheet.name).map_err(|e| e.to_string())?;
                while let Some(cell) = cells.next_cell().map_err(|e| e.to_string())? {
                    rows.cell(cell.get_position(), &shown_ref(cell.get_value()), layer);
                }
                Ok::<(), String>(())
            }));
            settle(read, &sheet, layer);
            rows.end(layer);
        }
    });
    enclosed(bytes, layer);
}

/// Reads a binary workbook since 2007.
pub(crate) fn read_xlsb(bytes: &[u8], layer: &mut LayerBuilder) {
    properties(bytes, layer);
    let book = catch_unwind(AssertUnwindSafe(|| Xlsb::new(Cursor::new(bytes))));
    let Ok(book) = book else {
        layer.say(BROKEN);
        return;
    };
    with_workbook(layer, book, |book, layer| {
        for sheet in book.sheets_metadata().to_vec() {
            let mut rows = Rows::begin(&sheet, layer);
            let read = catch_unwind(AssertUnwindSafe(|| {
                let mut cells = book.worksheet_cells_reader(&sheet.name).map_err(|e| e.to_string())?;
                while let Some(cell) = cells.next_cell().map_err(|e| e.to_string())? {
                    rows.cell(cell.get_position(), &shown_ref(cell.get_value()), layer);
                }
                Ok::<(), String>(())
            }));
            settle(read, &sheet, layer);
            rows.end(layer);
        }
    });
    enclosed(bytes, layer);
}

/// Reads a workbook before 2007.
pub(crate) fn read_xls(bytes: &[u8], layer: &mut LayerBuilder) {
    summary::read(bytes, "XLS", layer);
    let book = catch_unwind(AssertUnwindSafe(|| Xls::new(Cursor::new(bytes))));
    let Ok(book) = book else {
        layer.say(BROKEN);
        return;
    };
    with_workbook(layer, book, |book, layer| {
        for sheet in book.sheets_metadata().to_vec() {
            let mut rows = Rows::begin(&sheet, layer);
            match book.worksheet_range(&sheet.name) {
                Ok(range) => {
                    let (top, left) = range.start().unwrap_or_default();
                    for (row, column, value) in range.used_cells() {
                        let place = (top.saturating_add(row as u32), left.saturating_add(column as u32));
                        rows.cell(place, &shown(value), layer);
                    }
                }
                Err(e) => damaged(&sheet, e, layer),
            }
            rows.end(layer);
        }
    });
}

/// Runs `read` on a workbook that could be opened, and says what is wrong with one that could not.
fn with_workbook<B, RS: Read + Seek>(
    layer: &mut LayerBuilder,
    book: Result<B, impl Display>,
    read: impl FnOnce(&mut B, &mut LayerBuilder),
) where
    B: Reader<RS>,
{
    let mut book = match book {
        Ok(book) => book,
        Err(e) if e.to_string().contains("password") => {
            layer.say(PASSWORD);
            return;
        }
        Err(e) => {
            layer.say(format!("the workbook is damaged or cut off ({e}); ask for it again"));
            return;
        }
    };
    if catch_unwind(AssertUnwindSafe(|| read(&mut book, layer))).is_err() {
        layer.say(BROKEN);
    }
}

/// Says how reading a sheet broke off, if it did.
fn settle(read: std::thread::Result<Result<(), String>>, sheet: &Sheet, layer: &mut LayerBuilder) {
    match read {
        Ok(Ok(())) => {}
        Ok(Err(e)) => damaged(sheet, e, layer),
        Err(_) => damaged(sheet, "its records do not fit together", layer),
    }
}

fn damaged(sheet: &Sheet, e: impl Display, layer: &mut LayerBuilder) {
    // A sheet of charts or of program code has no cells.
    if matches!(sheet.typ, SheetType::WorkSheet | SheetType::MacroSheet) {
        layer.say(format!(
            "the sheet \u{201c}{}\u{201d} is damaged ({e}); cells after that place are missing here",
            sheet.name
        ));
    }
}

/// The cells of a sheet on their way into the text.
struct Rows {
    row: Option<u32>,
    column: u32,
}

impl Rows {
    fn begin(sheet: &Sheet, layer: &mut LayerBuilder) -> Self {
        if sheet.visible != SheetVisible::Visible {
            layer.say(format!(
                "the sheet \u{201c}{}\u{201d} is hidden in the workbook; it was read all the same",
                sheet.name
            ));
        }
        layer.push(BlockKind::Heading, &sheet.name);
        Self { row: None, column: 0 }
    }

    fn cell(&mut self, (row, column): (u32, u32), text: &str, layer: &mut LayerBuilder) {
        if text.trim().is_empty() {
            return;
        }
        if self.row != Some(row) {
            layer.end_row();
            self.row = Some(row);
            self.column = 0;
        }
        for _ in 0..column.saturating_sub(self.column).min(100) {
            layer.skip_cell();
        }
        self.column = column.saturating_add(1);
        layer.push(BlockKind::Cell, text);
    }

    fn end(self, layer: &mut LayerBuilder) {
        layer.end_row();
    }
}

fn shown(value: &Data) -> String {
    match value {
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number_text(*number),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Bool(value) => truth(*value).to_owned(),
        Data::DateTime(time) => time_text(time),
        Data::Error(e) => e.to_string(),
        Data::Empty => String::new(),
    }
}

fn shown_ref(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number_text(*number),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(value) => truth(*value).to_owned(),
        DataRef::DateTime(time) => time_text(time),
        DataRef::Error(e) => e.to_string(),
        DataRef::Empty => String::new(),
    }
}

fn truth(value: bool) -> &'static str {
    if value { "TRUE" } else { "FALSE" }
}

/// A number with the fifteen digits that Excel keeps and shows.
fn number_text(number: f64) -> String {
    if !number.is_finite() {
        return String::new();
    }
    let fifteen = format!("{number:.14e}").parse::<f64>().unwrap_or(number);
    if fifteen == 0.0 {
        "0".to_owned()
    } else if (1e-9..1e21).contains(&fifteen.abs()) {
        fifteen.to_string()
    } else {
        format!("{fifteen:e}")
    }
}

/// A day, a day with its time, or a time alone, as the value has it.
fn time_text(time: &ExcelDateTime) -> String {
    let value = time.as_f64();
    if !value.is_finite() {
        return String::new();
    }
    if time.is_duration() || (0.0..1.0).contains(&value) {
        let seconds = (value * 86_400.0).round();
        let (sign, seconds) = if seconds < 0.0 { ("-", -seconds) } else { ("", seconds) };
        let seconds = seconds.min(1e12) as u64;
        return format!("{sign}{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
    if value < 0.0 {
        return number_text(value);
    }
    // To the second, so that 8:59:59.9999996 is nine o'clock.
    let whole = ExcelDateTime::new(
        (value * 86_400.0).round() / 86_400.0,
        calamine::ExcelDateTimeType::DateTime,
        is_1904(time),
    );
    let (year, month, day, hour, minute, second, milli) = whole.to_ymd_hms_milli();
    let day = format!("{year:04}-{month:02}-{day:02}");
    match (hour, minute, second, milli) {
        (0, 0, 0, 0) => day,
        (_, _, 0, 0) => format!("{day} {hour:02}:{minute:02}"),
        _ => format!("{day} {hour:02}:{minute:02}:{second:02}"),
    }
}

/// Whether days are counted from 1904, which the value does not tell: the day that it comes to does.
fn is_1904(time: &ExcelDateTime) -> bool {
    let in_1900 = ExcelDateTime::new(time.as_f64(), calamine::ExcelDateTimeType::DateTime, false);
    in_1900.to_ymd_hms_milli() != time.to_ymd_hms_milli()
}

fn properties(bytes: &[u8], layer: &mut LayerBuilder) {
    // What is wrong with the package is said when the sheets are read.
    if let Ok(mut package) = Package::open(bytes) {
        core_properties(&mut package, "XLSX", layer);
    }
}

/// Comments and pictures of a workbook.
fn enclosed(bytes: &[u8], layer: &mut LayerBuilder) {
    let Ok(mut package) = Package::open(bytes) else { return };
    let names = package.names();
    let mut count = 0_usize;
    for name in names.iter().filter(|name| name.starts_with("xl/comments") && name.ends_with(".xml")) {
        let mut place = String::new();
        let mut words = String::new();
        let mut inside = false;
        let mut told = Vec::new();
        package.each_event(name, layer, |event| match event {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "comment" => place = xml::attribute(tag, "ref").unwrap_or_default(),
                "t" => inside = true,
                _ => {}
            },
            Event::End(tag) => match tag.local_name().as_ref() {
                "comment" => {
                    count += 1;
                    let words = std::mem::take(&mut words);
                    if count <= QUOTED {
                        told.push((place.clone(), words.split_whitespace().collect::<Vec<_>>().join(" ")));
                    }
                }
                "t" => inside = false,
                _ => {}
            },
            event if inside && words.len() < 2000 => {
                words.push_str(&xml::characters(event).unwrap_or_default())
            }
            _ => {}
        });
        for (place, words) in told {
            layer.say(format!("a comment stands beside cell {place}: \u{201c}{words}\u{201d}"));
        }
    }
    if count > QUOTED {
        layer.say(format!("{} more comment(s) stand beside cells", count - QUOTED));
    }
    let sizes: Vec<u64> =
        names.iter().filter(|name| name.contains("/media/")).map(|name| package.size(name)).collect();
    tell_pictures(sizes.into_iter(), layer);
}
