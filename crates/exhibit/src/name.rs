//! Names of files that open everywhere and mislead nobody.

/// Bytes of a name: most systems take 255, and a path has further parts.
const LONGEST: usize = 120;

/// The name of the file of an exhibit: its label, with the number in as many digits as `all` exhibits need, and what the
/// item is called.
pub fn file_name(label: &str, name: &str, all: usize) -> String {
    let digits = all.to_string().len().max(2);
    let (before, after) = label.split_once('E').unwrap_or(("", label));
    let end = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
    let (number, tail) = after.split_at_checked(end).unwrap_or((after, ""));
    let name = readable(name);
    let stem = name.strip_suffix(".pdf").or_else(|| name.strip_suffix(".PDF")).unwrap_or(&name);
    let mut stem = stem.trim().to_owned();
    if stem.len() > LONGEST {
        stem.truncate(stem.floor_char_boundary(LONGEST));
        stem = format!("{}\u{2026}", stem.trim_end());
    }
    let apart = if stem.is_empty() { "" } else { " " };
    format!("{before}E{number:0>digits$}{tail}{apart}{stem}.pdf")
}

/// A name without what leads elsewhere, turns the direction of writing, or is not allowed on some system.
fn readable(name: &str) -> String {
    let last = name.rsplit(['/', '\\', '!']).find(|part| !part.trim().is_empty()).unwrap_or_default();
    let mut out = String::new();
    for c in last.chars() {
        match c {
            c if c.is_control() || is_invisible(c) => {}
            '<' | '>' | ':' | '"' | '|' | '?' | '*' | '/' | '\\' => out.push('_'),
            c if c.is_whitespace() => out.push(' '),
            c => out.push(c),
        }
    }
    out.trim_matches(['.', ' ']).to_owned()
}

/// Marks of direction and other characters of no width.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_open_everywhere_and_mislead_nobody() {
        for (label, name, all, expected) in [
            ("E1", "letter.pdf", 9, "E01 letter.pdf"),
            ("E12-T", "order.docx", 300, "E012-T order.docx.pdf"),
            ("E3-T2", "a/b/c.eml", 12, "E03-T2 c.eml.pdf"),
            ("B-E4-T", "order.pdf", 9, "B-E04-T order.pdf"),
            ("E4", "../../etc/passwd", 9, "E04 passwd.pdf"),
            ("E5", "harmless\u{202e}fdp.exe", 9, "E05 harmlessfdp.exe.pdf"),
            ("E6", "mail.eml!scan 1.jpg", 9, "E06 scan 1.jpg.pdf"),
            ("E7", "a:b?c*d\"e\u{7}f", 9, "E07 a_b_c_d_ef.pdf"),
            ("E8", "", 9, "E08.pdf"),
            ("E8", "...", 9, "E08.pdf"),
            ("E9", "решение суда.PDF", 9, "E09 решение суда.pdf"),
            ("E9", "C:\\Users\\x\\con.pdf", 9, "E09 con.pdf"),
        ] {
            assert_eq!(file_name(label, name, all), expected);
        }
        let long = file_name("E1", &"ы".repeat(4000), 9);
        assert!(long.len() < 200 && long.ends_with("\u{2026}.pdf"), "{long}");
    }
}
