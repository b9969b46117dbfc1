//! Compressed RTF, the form of formatted bodies in Outlook ([MS-OXRTFCP]).

/// What the dictionary holds at the start.
const PRIMER: &[u8] =
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \
\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \
\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";

const SIZE: usize = 4096;

/// The RTF; nothing where the form is not kept. It is at most about nine times as large as what was compressed.
pub(super) fn decompress(bytes: &[u8]) -> Option<Vec<u8>> {
    let number = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    let raw_size = number(4)? as usize;
    let data = bytes.get(16..)?;
    match bytes.get(8..12)? {
        b"MELA" => return Some(data.get(..raw_size.min(data.len()))?.to_vec()),
        b"LZFu" => {}
        _ => return None,
    }
    let mut dictionary = [0_u8; SIZE];
    dictionary.get_mut(..PRIMER.len())?.copy_from_slice(PRIMER);
    let mut write = PRIMER.len();
    let mut out = Vec::new();
    let mut input = data.iter().copied();
    let mut put = |byte: u8, out: &mut Vec<u8>, dictionary: &mut [u8; SIZE]| {
        out.push(byte);
        if let Some(place) = dictionary.get_mut(write % SIZE) {
            *place = byte;
        }
        write = (write + 1) % SIZE;
        write
    };
    let mut at = PRIMER.len();
    'all: while let Some(control) = input.next() {
        for bit in 0..8 {
            if control >> bit & 1 == 0 {
                let Some(byte) = input.next() else { break 'all };
                at = put(byte, &mut out, &mut dictionary);
            } else {
                let (Some(high), Some(low)) = (input.next(), input.next()) else { break 'all };
                let reference = usize::from(high) << 8 | usize::from(low);
                let (offset, length) = (reference >> 4, (reference & 0xf) + 2);
                if offset == at {
                    break 'all;
                }
                for step in 0..length {
                    let byte = dictionary.get((offset + step) % SIZE).copied()?;
                    at = put(byte, &mut out, &mut dictionary);
                }
            }
        }
    }
    out.truncate(raw_size);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_of_the_specification() {
        // [MS-OXRTFCP], sections 3.1.1 and 3.1.2.
        assert_eq!(PRIMER.len(), 207);
        let simple = b"\x2d\x00\x00\x00\x2b\x00\x00\x00\x4c\x5a\x46\x75\xf1\xc5\xc7\xa7\x03\x00\x0a\x00\x72\x63\x70\x67\
            \x31\x32\x35\x42\x32\x0a\xf3\x20\x68\x65\x6c\x09\x00\x20\x62\x77\x05\xb0\x6c\x64\x7d\x0a\x80\x0f\xa0";
        assert_eq!(
            decompress(simple).as_deref(),
            Some(b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n".as_slice())
        );
        let crossing = b"\x1a\x00\x00\x00\x1c\x00\x00\x00\x4c\x5a\x46\x75\xe2\xd4\x4b\x51\x41\x00\x04\x20\x57\x58\x59\x5a\
            \x0d\x6e\x7d\x01\x0e\xb0";
        assert_eq!(decompress(crossing).as_deref(), Some(b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}".as_slice()));
        let plain = b"\x0f\x00\x00\x00\x03\x00\x00\x00MELA\0\0\0\0abc";
        assert_eq!(decompress(plain).as_deref(), Some(b"abc".as_slice()));
    }

    #[test]
    fn what_is_cut_or_wrong_does_no_harm() {
        for bytes in [&b""[..], b"LZFu", &[0xff; 40]] {
            assert_eq!(decompress(bytes), None);
        }
        let mut cut = b"\xff\xff\xff\xff\xff\xff\xff\xffLZFu\0\0\0\0".to_vec();
        cut.extend_from_slice(&[0x00, b'a', b'b']);
        assert_eq!(decompress(&cut).as_deref(), Some(b"ab".as_slice()));
    }
}
