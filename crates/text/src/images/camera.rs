//! What a camera wrote into an image: Exif (CIPA DC-008), in JPEG, TIFF, PNG and WebP.

use std::io::Cursor;

use exif::{Error, Exif, In, Reader, Tag, Value};

use crate::builder::LayerBuilder;

/// Fields that are told, with the names that the standard gives them.
const FIELDS: [(Tag, &str); 12] = [
    (Tag::Make, "Exif Make"),
    (Tag::Model, "Exif Model"),
    (Tag::BodySerialNumber, "Exif BodySerialNumber"),
    (Tag::Software, "Exif Software"),
    (Tag::Artist, "Exif Artist"),
    (Tag::Copyright, "Exif Copyright"),
    (Tag::ImageDescription, "Exif ImageDescription"),
    (Tag::DateTimeOriginal, "Exif DateTimeOriginal"),
    (Tag::DateTimeDigitized, "Exif DateTimeDigitized"),
    (Tag::DateTime, "Exif DateTime"),
    (Tag::GPSDateStamp, "Exif GPSDateStamp"),
    (Tag::Orientation, "Exif Orientation"),
];

/// Times of a picture, the one nearest to taking it first, each with the field of its offset from UTC.
const TIMES: [(Tag, Tag, &str); 3] = [
    (Tag::DateTimeOriginal, Tag::OffsetTimeOriginal, "Exif DateTimeOriginal"),
    (Tag::DateTimeDigitized, Tag::OffsetTimeDigitized, "Exif DateTimeDigitized"),
    (Tag::DateTime, Tag::OffsetTime, "Exif DateTime"),
];

/// Takes over what the camera says. A file without Exif says nothing; an error says why it cannot be read.
pub(super) fn read(bytes: &[u8], layer: &mut LayerBuilder) -> Result<(), Error> {
    let mut reader = Reader::new();
    reader.continue_on_error(true);
    let exif = match reader.read_from_container(&mut Cursor::new(bytes)) {
        Ok(exif) => exif,
        Err(e) => match e.distill_partial_result(|_| ()) {
            Ok(exif) => exif,
            Err(Error::NotFound(_) | Error::BlankValue(_)) => return Ok(()),
            Err(Error::InvalidFormat(why)) if why.starts_with("Unknown image") => return Ok(()),
            Err(e) => return Err(e),
        },
    };
    for (tag, name) in FIELDS {
        if let Some(text) = text(&exif, tag) {
            layer.state(name, text);
        }
    }
    for (tag, offset, origin) in TIMES {
        if let Some(mut date) = text(&exif, tag).as_deref().and_then(iso_time) {
            date.push_str(&text(&exif, offset).filter(|o| is_offset(o)).unwrap_or_default());
            let metadata = layer.metadata();
            metadata.date = Some(date);
            metadata.date_origin = Some(origin.to_owned());
            break;
        }
    }
    let latitude = degrees(&exif, Tag::GPSLatitude, Tag::GPSLatitudeRef, "S", 90.0);
    let longitude = degrees(&exif, Tag::GPSLongitude, Tag::GPSLongitudeRef, "W", 180.0);
    if let (Some(latitude), Some(longitude)) = (latitude, longitude) {
        layer.state(
            "Exif GPS",
            format!("{latitude:.6}, {longitude:.6} (degrees north, east; as the file says)"),
        );
    }
    Ok(())
}

fn text(exif: &Exif, tag: Tag) -> Option<String> {
    let field = exif.get_field(tag, In::PRIMARY)?;
    let text = match &field.value {
        Value::Ascii(lines) => {
            lines.iter().map(|line| String::from_utf8_lossy(line)).collect::<Vec<_>>().join("; ")
        }
        _ => field.display_value().to_string(),
    };
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\0').to_owned();
    (!text.is_empty()).then_some(text)
}

/// `2024:03:05 14:30:00` as `2024-03-05T14:30:00`; a camera without a clock writes spaces or zeros.
fn iso_time(text: &str) -> Option<String> {
    let (day, time) = text.split_once(' ')?;
    let mut parts = day.split(':');
    let mut number = |digits: usize, from: u32, to: u32| {
        let part = parts.next().filter(|part| part.len() == digits)?;
        part.parse::<u32>().ok().filter(|n| (from..=to).contains(n))
    };
    let (year, month, day) = (number(4, 1800, 9999)?, number(2, 1, 12)?, number(2, 1, 31)?);
    let clock: Vec<&str> = time.split(':').collect();
    let whole = clock.len() == 3
        && clock.iter().all(|part| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit()));
    let date = format!("{year:04}-{month:02}-{day:02}");
    Some(if whole { format!("{date}T{time}") } else { date })
}

/// `+05:00`
fn is_offset(text: &str) -> bool {
    let form = |(at, c): (usize, char)| match at {
        0 => matches!(c, '+' | '-'),
        3 => c == ':',
        _ => c.is_ascii_digit(),
    };
    text.len() == 6 && text.chars().enumerate().all(form)
}

/// Degrees, minutes and seconds as degrees; negative where the reference is `negative`.
fn degrees(exif: &Exif, tag: Tag, reference: Tag, negative: &str, most: f64) -> Option<f64> {
    let field = exif.get_field(tag, In::PRIMARY)?;
    let Value::Rational(parts) = &field.value else { return None };
    let [degrees, minutes, seconds] = parts.as_slice() else { return None };
    let sum = degrees.to_f64() + minutes.to_f64() / 60.0 + seconds.to_f64() / 3600.0;
    let side = text(exif, reference)?;
    let signed = if side == negative { -sum } else { sum };
    (signed.is_finite() && signed.abs() <= most).then_some(signed)
}

#[cfg(test)]
mod tests {
    use super::{is_offset, iso_time};

    #[test]
    fn times_of_cameras() {
        for (text, iso) in [
            ("2024:03:05 14:30:00", Some("2024-03-05T14:30:00")),
            ("2024:03:05   :  :  ", Some("2024-03-05")),
            ("    :  :     :  :  ", None),
            ("0000:00:00 00:00:00", None),
            ("2024:13:05 14:30:00", None),
            ("2024-03-05 14:30:00", None),
            ("yesterday", None),
        ] {
            assert_eq!(iso_time(text).as_deref(), iso, "{text}");
        }
        assert!(is_offset("+05:00") && is_offset("-03:30"));
        assert!(!is_offset("+5:00") && !is_offset("      ") && !is_offset("+05:00 "));
    }
}
