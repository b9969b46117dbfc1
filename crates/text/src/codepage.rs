//! Windows code pages and the charsets of Windows fonts, which RTF and old Word files name by number.

use encoding_rs::{
    BIG5, EUC_KR, Encoding, GBK, IBM866, ISO_8859_2, ISO_8859_5, KOI8_R, KOI8_U, MACINTOSH, SHIFT_JIS, UTF_8,
    WINDOWS_874, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1253, WINDOWS_1254, WINDOWS_1255,
    WINDOWS_1256, WINDOWS_1257, WINDOWS_1258, X_MAC_CYRILLIC,
};

/// The charset with this number as a code page; `None` for those that no table is at hand for.
pub(crate) fn of_number(number: u32) -> Option<&'static Encoding> {
    Some(match number {
        866 => IBM866,
        874 => WINDOWS_874,
        932 => SHIFT_JIS,
        936 => GBK,
        949 => EUC_KR,
        950 => BIG5,
        1250 => WINDOWS_1250,
        1251 => WINDOWS_1251,
        1252 | 28591 => WINDOWS_1252,
        1253 => WINDOWS_1253,
        1254 => WINDOWS_1254,
        1255 => WINDOWS_1255,
        1256 => WINDOWS_1256,
        1257 => WINDOWS_1257,
        1258 => WINDOWS_1258,
        10000 => MACINTOSH,
        10007 => X_MAC_CYRILLIC,
        20866 => KOI8_R,
        21866 => KOI8_U,
        28592 => ISO_8859_2,
        28595 => ISO_8859_5,
        65001 => UTF_8,
        _ => return None,
    })
}

/// The code page of a charset of a Windows font (`LOGFONT`, `lfCharSet`).
pub(crate) fn of_font_charset(charset: u32) -> Option<u32> {
    Some(match charset {
        0 => 1252,
        77 => 10000,
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    })
}

/// The code page that programs of a language used before Unicode, by its Windows language identifier ([MS-LCID]).
pub(crate) fn of_language(identifier: u16) -> u32 {
    match identifier & 0x3ff {
        // Russian, Bulgarian, Ukrainian, Belarusian, Tajik, Macedonian, Kazakh, Kyrgyz, Tatar, Mongolian
        0x19 | 0x02 | 0x22 | 0x23 | 0x28 | 0x2f | 0x3f | 0x40 | 0x44 | 0x50 => 1251,
        0x05 | 0x0e | 0x15 | 0x18 | 0x1b | 0x1c | 0x24 => 1250,
        // Serbian and Croatian share a number; the sublanguage tells the alphabet.
        0x1a => {
            if matches!(identifier >> 10, 3 | 7) {
                1251
            } else {
                1250
            }
        }
        0x08 => 1253,
        0x1f | 0x2c => 1254,
        0x0d => 1255,
        0x01 | 0x20 | 0x29 => 1256,
        0x25..=0x27 => 1257,
        0x2a => 1258,
        0x1e => 874,
        0x11 => 932,
        0x12 => 949,
        0x04 => {
            if matches!(identifier >> 10, 1 | 3) {
                950
            } else {
                936
            }
        }
        _ => 1252,
    }
}
