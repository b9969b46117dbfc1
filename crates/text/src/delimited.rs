//! Tables as text: values set apart by commas, semicolons, tabs or bars (RFC 4180 and what spreadsheets write).

use crate::BlockKind;
use crate::builder::LayerBuilder;
use crate::charset;

/// Lines that the delimiter is told from.
const SAMPLE: usize = 50;

/// Reads a table: one line of the text a row.
pub(crate) fn read(bytes: &[u8], layer: &mut LayerBuilder) {
    let decoded = charset::decode(bytes, None, false);
    if let Some(note) = decoded.note {
        layer.say(note);
    }
    let mut text = decoded.text.trim_start_matches('\u{feff}');
    // Excel writes the delimiter into a first line of its own.
    let mut named = None;
    if let Some((first, rest)) = text.split_once('\n')
        && let Some(mark) = first.trim_end().strip_prefix("sep=")
        && let &[mark] = mark.as_bytes()
    {
        named = Some(mark);
        text = rest;
    }
    let delimiter = named.unwrap_or_else(|| delimiter_of(text));
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut record = csv::ByteRecord::new();
    loop {
        match reader.read_byte_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(e) => {
                layer.say(format!("the table is damaged ({e}); rows after that place are missing here"));
                break;
            }
        }
        layer.end_row();
        for value in &record {
            let value = String::from_utf8_lossy(value);
            if value.trim().is_empty() {
                layer.skip_cell();
            } else {
                layer.push(BlockKind::Cell, &value);
            }
        }
        layer.end_row();
    }
}

/// The delimiter that gives most lines the same number of values.
fn delimiter_of(text: &str) -> u8 {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(SAMPLE).collect();
    let score = |mark: u8| {
        let counts: Vec<usize> = lines.iter().map(|line| outside_quotes(line, mark)).collect();
        let most = counts.iter().copied().filter(|count| *count > 0);
        let usual = most.clone().max_by_key(|count| counts.iter().filter(|other| *other == count).count());
        let Some(usual) = usual else { return (0, 0) };
        (counts.iter().filter(|count| **count == usual).count(), usual)
    };
    [b',', b';', b'\t', b'|'].into_iter().rev().max_by_key(|mark| score(*mark)).unwrap_or(b',')
}

fn outside_quotes(line: &str, mark: u8) -> usize {
    let mut quoted = false;
    let mut count = 0;
    for byte in line.bytes() {
        if byte == b'"' {
            quoted = !quoted;
        } else if byte == mark && !quoted {
            count += 1;
        }
    }
    count
}
