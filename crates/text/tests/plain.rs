//! Plain text: which characters, which paragraphs, what is said about it.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

use remand_text::{BlockKind, Limits, TextLayer, extract};

fn read(bytes: &[u8]) -> TextLayer {
    extract(bytes, "letter.txt", bytes.len() as u64, &Limits::default()).layer
}

fn blocks(layer: &TextLayer) -> Vec<&str> {
    layer.blocks.iter().map(|block| &layer.text[block.span.clone()]).collect()
}

fn said(layer: &TextLayer) -> String {
    layer.diagnostics.iter().map(|diagnostic| diagnostic.message.as_str()).collect::<Vec<_>>().join("\n")
}

#[test]
fn utf8_stays_as_it_is() {
    let text = "\u{feff}First line\r\nsecond line\r\n\r\n  \u{a0} \r\nNext paragraph\u{301}\n";
    let layer = read(text.as_bytes());
    assert_eq!(layer.text, text);
    assert_eq!(blocks(&layer), ["First line\r\nsecond line", "Next paragraph\u{301}"]);
    assert_eq!((layer.media_type.as_str(), said(&layer).as_str()), ("text/plain", ""));
    assert!(layer.blocks.iter().all(|block| block.kind == BlockKind::Paragraph));
}

#[test]
fn blank_lines_of_any_kind_set_paragraphs_apart() {
    for (text, expected) in [
        ("a\n\nb", vec!["a", "b"]),
        ("a\n\u{a0}\u{a0}\nb", vec!["a", "b"]),
        ("a\nb", vec!["a\nb"]),
        ("\n\n\n", vec![]),
        ("a\u{c}b", vec!["a", "b"]),
        ("  a  \n\n\t\n\n b", vec!["a", "b"]),
        ("a\r\r\nb", vec!["a\r\r\nb"]),
        ("\u{feff}", vec![]),
    ] {
        assert_eq!(blocks(&read(text.as_bytes())), expected, "{text:?}");
    }
}

#[test]
fn old_charsets_are_decoded_and_said() {
    let words = "Срок содержания под стражей продлён до третьего марта, решение суда семье не показали.";
    for charset in [encoding_rs::WINDOWS_1251, encoding_rs::KOI8_R, encoding_rs::IBM866] {
        let (bytes, _, _) = charset.encode(words);
        let layer = read(&bytes);
        assert_eq!(layer.text, words);
        // KOI8-R and KOI8-U differ in signs that no letter needs.
        assert!(said(&layer).contains(charset.name().trim_end_matches("-R")), "{}", said(&layer));
    }
}

#[test]
fn utf16_is_decoded_with_and_without_its_mark() {
    let words = "Arrested on 4 March — арестован";
    let little: Vec<u8> = words.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = words.encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(read(&[b"\xff\xfe", little.as_slice()].concat()).text, words);
    assert_eq!(read(&[b"\xfe\xff", big.as_slice()].concat()).text, words);
    let plain = "Arrested on 4 March, no order shown";
    let unmarked: Vec<u8> = plain.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(read(&unmarked).text, plain);
}

#[test]
fn an_odd_byte_at_the_end_of_utf16_is_said() {
    let mut bytes = b"\xff\xfe".to_vec();
    bytes.extend("Order".encode_utf16().flat_map(u16::to_le_bytes));
    bytes.push(b'!');
    let layer = read(&bytes);
    assert_eq!(layer.text, "Order\u{fffd}");
    assert!(said(&layer).contains("1 places could not be decoded"), "{}", said(&layer));
}

#[test]
fn a_broken_byte_in_utf8_costs_one_character() {
    let mut bytes = "Решение суда от пятого марта ".as_bytes().to_vec();
    bytes.push(0xff);
    bytes.extend("и конверт".as_bytes());
    let layer = read(&bytes);
    assert_eq!(layer.text, "Решение суда от пятого марта \u{fffd}и конверт");
    assert!(said(&layer).contains("not UTF-8"), "{}", said(&layer));
}

#[test]
fn nothing_is_said_to_be_nothing() {
    let layer = read(b"");
    assert_eq!((layer.text.as_str(), layer.blocks.len()), ("", 0));
    assert!(said(&layer).contains("0 bytes"), "{}", said(&layer));
}

#[test]
fn what_is_not_read_is_named_with_what_to_do() {
    let layer = extract(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", "scan.png", 18, &Limits::default()).layer;
    assert_eq!((layer.media_type.as_str(), layer.text.as_str()), ("image/png", ""));
    assert!(said(&layer).contains("the image is damaged or cut off"), "{}", said(&layer));
    let noise: Vec<u8> = (0..2000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let layer = extract(&noise, "letter.txt", 2000, &Limits::default()).layer;
    assert_eq!(layer.media_type, "application/octet-stream");
    assert!(said(&layer).contains("the name ends in .txt"), "{}", said(&layer));
}

#[test]
fn a_letter_that_begins_like_a_mail_stays_the_file_it_is() {
    let text = "From: the prison\nTo: the family\nDate: 4 March\n\nHe may write.";
    assert_eq!(read(text.as_bytes()).text, text);
}

#[test]
fn a_name_that_promises_another_format_is_said() {
    let page = b"<!DOCTYPE html><p>Words";
    let layer = extract(page, "page.pdf", page.len() as u64, &Limits::default()).layer;
    assert_eq!((layer.media_type.as_str(), blocks(&layer)), ("text/html", vec!["Words"]));
    assert!(
        said(&layer).starts_with("the name ends in .pdf, but the bytes are text/html"),
        "{}",
        said(&layer)
    );
}

#[test]
fn too_long_a_text_is_cut_between_characters_and_the_rest_counted() {
    let limits = Limits { text_bytes: 11, ..Limits::default() };
    let text = "абвгдежз";
    let layer = extract(text.as_bytes(), "a.txt", text.len() as u64, &limits).layer;
    assert_eq!(layer.text, "абвгд");
    assert!(said(&layer).contains("10 bytes of text were read, 6 bytes"), "{}", said(&layer));
    let (old, _, _) = encoding_rs::WINDOWS_1251.encode("Приговор вступает в силу через десять дней");
    let layer =
        extract(&old, "a.txt", old.len() as u64, &Limits { text_bytes: 31, ..Limits::default() }).layer;
    assert!(layer.text.len() <= 31 && said(&layer).contains("left out"), "{}", said(&layer));
}

#[test]
fn the_seeds_are_read_byte_for_byte() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/seeds");
    let Ok(files) = std::fs::read_dir(folder) else {
        println!("skipped: {folder} is not here");
        return;
    };
    for file in files {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        let layer = read(&bytes);
        assert_eq!(layer.text.as_bytes(), bytes);
        assert!(layer.blocks.len() > 1);
    }
}

/// Bytes of a text in KZ-1048 or PTCP154: as in windows-1251, but for the letters that are named.
fn asian(words: &str, others: &[(char, u8)]) -> Vec<u8> {
    let byte = |c: char| {
        let other = others.iter().find(|(letter, _)| *letter == c).map(|(_, byte)| *byte);
        other.unwrap_or_else(|| {
            let mut buffer = [0; 4];
            let (bytes, _, lost) = encoding_rs::WINDOWS_1251.encode(c.encode_utf8(&mut buffer));
            assert!(!lost, "{c}");
            bytes[0]
        })
    };
    words.chars().map(byte).collect()
}

const KAZAKH: &str = "Қамауға алу туралы қаулы сәуірдің үшінші күні шығарылды, бірақ отбасына айтылмады. Тергеуші \
                      оны өткізген жоқ, ал қорғаушы бұл туралы кейін ғана білді.";

#[test]
fn kazakh_in_charsets_that_browsers_do_not_know() {
    let kz = [
        ('Қ', 0x8d),
        ('қ', 0x9d),
        ('ғ', 0xba),
        ('ә', 0xbc),
        ('ң', 0xbe),
        ('ө', 0xb4),
        ('ұ', 0xa2),
        ('ү', 0xbf),
        ('і', 0xb3),
    ];
    let pt = [
        ('Қ', 0x8d),
        ('қ', 0x9d),
        ('ғ', 0x83),
        ('ә', 0xba),
        ('ң', 0x9c),
        ('ө', 0xb5),
        ('ұ', 0xb1),
        ('ү', 0x89),
        ('і', 0xb3),
    ];
    for (letters, name) in [(kz.as_slice(), "KZ-1048"), (pt.as_slice(), "PTCP154")] {
        let bytes = asian(KAZAKH, letters);
        let layer = read(&bytes);
        assert_eq!(layer.text, KAZAKH, "{name}");
        assert!(said(&layer).contains(name), "{}", said(&layer));
        // Old pages declare windows-1251, and drew the letters with a font of their own.
        for label in ["windows-1251", name] {
            let mut page = format!("<html><meta charset={label}><p>").into_bytes();
            page.extend(&bytes);
            let layer = extract(&page, "page.html", page.len() as u64, &Limits::default()).layer;
            assert_eq!(layer.text, KAZAKH, "{name} as {label}");
            assert_eq!(
                said(&layer).contains("which its bytes are not"),
                label == "windows-1251",
                "{}",
                said(&layer)
            );
        }
    }
}

#[test]
fn languages_that_windows_1251_has_stay_in_it() {
    for words in [
        "Суд продовжив строк тримання під вартою до третього березня, її сім’ю не повідомили про це рішення; є скарга.",
        "Судот го продолжи притворот, куќата е претресена и неќат да кажат каде е тој; ќе се жалат.",
        "Суд је продужио притвор, а породица није обавештена; њен адвокат је изјавио жалбу ћирилицом.",
    ] {
        let (bytes, _, lost) = encoding_rs::WINDOWS_1251.encode(words);
        assert!(!lost);
        let layer = read(&bytes);
        assert_eq!(layer.text, words, "{}", said(&layer));
    }
}

#[test]
fn charsets_of_the_macintosh_and_of_four_bytes() {
    let words = "Срок содержания под стражей продлён до третьего марта, решение суда семье не показали.";
    let (bytes, _, _) = encoding_rs::X_MAC_CYRILLIC.encode(words);
    assert_eq!(read(&bytes).text, words, "{}", said(&read(&bytes)));
    let short = "Held since 4 March — арестован 😀";
    for (big, mark) in [(true, true), (true, false), (false, true), (false, false)] {
        let units = mark.then_some('\u{feff}').into_iter().chain(short.chars()).map(u32::from);
        let bytes: Vec<u8> =
            units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect();
        let layer = read(&bytes);
        assert_eq!(layer.text, short, "big {big}, mark {mark}");
        assert!(said(&layer).contains("UTF-32"), "{}", said(&layer));
    }
    let cut = [&b"\xff\xfe\0\0"[..], b"a\0\0\0\0\0\x11\0b\0\0\0"].concat();
    assert_eq!(read(&cut).text, "a\u{fffd}b");
}

#[test]
fn a_charset_that_is_declared_wrongly_is_noticed() {
    let words = "Срок содержания под стражей продлён до третьего марта, решение суда семье не показали.";
    let page = |label: &str, bytes: &[u8]| {
        let mut page = format!("<html><head><meta charset=\"{label}\"></head><p>").into_bytes();
        page.extend(bytes);
        extract(&page, "page.html", page.len() as u64, &Limits::default()).layer
    };
    let encode = |encoding: &'static encoding_rs::Encoding| encoding.encode(words).0.into_owned();
    for (label, bytes, wrong) in [
        ("windows-1251", encode(encoding_rs::WINDOWS_1251), false),
        ("koi8-r", encode(encoding_rs::KOI8_R), false),
        ("windows-1251", encode(encoding_rs::KOI8_R), true),
        ("koi8-r", encode(encoding_rs::WINDOWS_1251), true),
        ("iso-8859-1", encode(encoding_rs::WINDOWS_1251), true),
        ("utf-8", encode(encoding_rs::WINDOWS_1251), true),
        ("windows-1251", words.as_bytes().to_vec(), true),
        ("utf-16", words.as_bytes().to_vec(), false),
        ("no-such-charset", encode(encoding_rs::WINDOWS_1251), false),
    ] {
        let layer = page(label, &bytes);
        assert_eq!(layer.text, words, "{label}");
        assert_eq!(
            said(&layer).contains("the file says that its charset is"),
            wrong,
            "{label}: {}",
            said(&layer)
        );
    }
}
