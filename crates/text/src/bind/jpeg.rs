//! A JPEG without what was written beside the picture (ITU-T T.81, annex B): no camera, place, author, comment, preview.

/// What a PDF has to say of a JPEG that it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shape {
    pub(super) width: u16,
    pub(super) height: u16,
    pub(super) components: u8,
    /// Adobe wrote it, whose CMYK is inverted.
    pub(super) adobe: bool,
}

/// Marks of the segments that the picture needs: tables, frames, scans, restarts; JFIF and the Adobe segment for the
/// colours.
fn is_needed(marker: u8) -> bool {
    matches!(marker, 0xc0..=0xcf | 0xda..=0xdd | 0xe0 | 0xee)
}

/// The picture alone. `None` where it is no JPEG.
pub(super) fn bare(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = vec![0xff, 0xd8];
    let mut rest = bytes.strip_prefix(b"\xff\xd8")?;
    loop {
        rest = match rest {
            [0xff, 0xff, ..] => rest.get(1..)?,
            [0xff, 0xd9, ..] | [] => break,
            [0xff, 0x01 | 0xd0..=0xd7, after @ ..] => after,
            [0xff, marker, high, low, after @ ..] => {
                let length = usize::from(u16::from_be_bytes([*high, *low])).checked_sub(2)?;
                let body = after.get(..length.min(after.len()))?;
                // Only the first segments tell of the colours by these names.
                let told = match marker {
                    0xe0 => body.starts_with(b"JFIF\0"),
                    0xee => body.starts_with(b"Adobe"),
                    _ => true,
                };
                if is_needed(*marker) && told {
                    // A preview in the segment of JFIF is another picture.
                    let kept = if *marker == 0xe0 { jfif(body)? } else { body.to_vec() };
                    out.extend_from_slice(&[0xff, *marker]);
                    out.extend_from_slice(&u16::try_from(kept.len() + 2).ok()?.to_be_bytes());
                    out.extend_from_slice(&kept);
                }
                let after = after.get(length..).unwrap_or_default();
                if *marker == 0xda {
                    let end = scan(after);
                    out.extend_from_slice(after.get(..end)?);
                    after.get(end..)?
                } else {
                    after
                }
            }
            // Whatever follows is no part of the picture.
            _ => break,
        };
    }
    out.extend_from_slice(&[0xff, 0xd9]);
    Some(out)
}

/// The segment of JFIF without its preview.
fn jfif(body: &[u8]) -> Option<Vec<u8>> {
    let mut kept = body.get(..12)?.to_vec();
    kept.extend_from_slice(&[0, 0]);
    Some(kept)
}

/// Bytes up to the next marker that is none of the scan itself.
fn scan(bytes: &[u8]) -> usize {
    let mut from = 0;
    while let Some(at) = memchr::memchr(0xff, bytes.get(from..).unwrap_or_default()) {
        match bytes.get(from + at + 1) {
            Some(0x00 | 0xd0..=0xd7 | 0xff) => from += at + 1,
            _ => return from + at,
        }
    }
    bytes.len()
}

/// The shape of a JPEG that readers of PDF decode: baseline or progressive, eight bits.
pub(super) fn shape(bytes: &[u8]) -> Option<Shape> {
    let mut adobe = false;
    for (marker, body) in crate::images::segments(bytes) {
        match (marker, body) {
            (0xee, body) if body.starts_with(b"Adobe") => adobe = true,
            (0xc0..=0xc2, [8, h1, h2, w1, w2, components, ..]) => {
                let (height, width) = (u16::from_be_bytes([*h1, *h2]), u16::from_be_bytes([*w1, *w2]));
                let usual = matches!(components, 1 | 3 | 4) && width > 0 && height > 0;
                return usual.then_some(Shape { width, height, components: *components, adobe });
            }
            (0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf, _) => return None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
        let mut out = vec![0xff, marker];
        out.extend_from_slice(&u16::try_from(body.len() + 2).unwrap().to_be_bytes());
        out.extend_from_slice(body);
        out
    }

    #[test]
    fn only_the_picture_stays() {
        let frame = segment(0xc0, &[8, 0, 2, 0, 3, 1, 1, 0x11, 0]);
        let scan = [segment(0xda, &[1, 1, 0, 0, 63, 0]), vec![1, 0xff, 0, 2, 0xff, 0xd0, 3]].concat();
        let jfif = segment(0xe0, b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0");
        let noise = [
            segment(0xe1, b"Exif\0\0 Mira Tolle"),
            segment(0xfe, b"taken by Mira Tolle"),
            segment(0xed, b"Photoshop 3.0\0 Mira"),
            segment(0xe0, b"JFXX\0 preview"),
        ]
        .concat();
        let whole = [
            vec![0xff, 0xd8],
            jfif.clone(),
            noise,
            frame.clone(),
            scan.clone(),
            vec![0xff, 0xd9],
            b"Mira".to_vec(),
        ]
        .concat();
        let expected = [vec![0xff, 0xd8], jfif, frame, scan, vec![0xff, 0xd9]].concat();
        assert_eq!(bare(&whole).unwrap(), expected);
        assert_eq!(bare(&expected).unwrap(), expected);
        assert_eq!(shape(&whole), Some(Shape { width: 3, height: 2, components: 1, adobe: false }));
    }

    #[test]
    fn what_breaks_off_does_not_break_anything() {
        let whole =
            [vec![0xff, 0xd8], segment(0xdb, &[0; 65]), segment(0xda, &[1, 1, 0]), vec![7; 9]].concat();
        for end in 0..whole.len() {
            drop(bare(&whole[..end]));
            assert_eq!(shape(&whole[..end]), None);
        }
        assert!(bare(&whole).unwrap().ends_with(&[7, 7, 0xff, 0xd9]));
        assert_eq!(bare(b"GIF89a"), None);
        assert_eq!(bare(&[0xff, 0xd8, 0xff, 0xe1, 0, 1]), None);
    }
}
