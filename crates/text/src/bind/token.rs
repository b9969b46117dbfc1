//! Values of PDF objects in a narrow form: tokens of ISO 32000-2, 7.3, with one space after each; strings in hexadecimal;
//! a reference is `@` and a number. Whoever receives one checks it token by token and never guesses.

/// Brackets in brackets.
const DEEPEST: usize = 64;
/// Bytes of one number.
const DIGITS: usize = 64;
/// Names of what acts, calls or holds files. They mean nothing in what a page needs to be drawn.
const FORBIDDEN: [&[u8]; 16] = [
    b"AcroForm",
    b"EmbeddedFile",
    b"EmbeddedFiles",
    b"FileAttachment",
    b"Filespec",
    b"GoToE",
    b"GoToR",
    b"ImportData",
    b"JavaScript",
    b"Launch",
    b"OpenAction",
    b"Rendition",
    b"RichMedia",
    b"SubmitForm",
    b"URI",
    b"XFA",
];

/// The value has no place in a page.
pub(super) fn is_forbidden(name: &[u8]) -> bool {
    FORBIDDEN.contains(&name)
}

/// Writes values.
#[derive(Debug, Default)]
pub(super) struct Tokens(pub(super) Vec<u8>);

impl Tokens {
    pub(super) fn word(&mut self, word: &str) -> &mut Self {
        self.0.extend_from_slice(word.as_bytes());
        self.0.push(b' ');
        self
    }

    pub(super) fn name(&mut self, name: &[u8]) -> &mut Self {
        self.0.push(b'/');
        for byte in name {
            if is_regular(*byte) && *byte != b'#' {
                self.0.push(*byte);
            } else {
                self.0.extend_from_slice(format!("#{byte:02X}").as_bytes());
            }
        }
        self.0.push(b' ');
        self
    }

    pub(super) fn string(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.push(b'<');
        for byte in bytes {
            self.0.extend_from_slice(format!("{byte:02X}").as_bytes());
        }
        self.0.extend_from_slice(b"> ");
        self
    }

    pub(super) fn number(&mut self, number: f64) -> &mut Self {
        let written = if !number.is_finite() {
            "0".to_owned()
        } else if number.fract() == 0.0 && number.abs() < 1e15 {
            format!("{number:.0}")
        } else {
            // As much as readers keep.
            format!("{:.6}", number.clamp(-1e15, 1e15)).trim_end_matches('0').trim_end_matches('.').to_owned()
        };
        self.word(if written == "-0" { "0" } else { &written })
    }

    pub(super) fn numbers(&mut self, numbers: &[f64]) -> &mut Self {
        self.word("[");
        for number in numbers {
            self.number(*number);
        }
        self.word("]")
    }

    pub(super) fn reference(&mut self, number: u32) -> &mut Self {
        self.word(&format!("@{number}"))
    }
}

fn is_regular(byte: u8) -> bool {
    byte.is_ascii_graphic() && !b"()<>[]{}/%".contains(&byte)
}

/// What the next token may be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Array,
    Key,
    Value,
}

/// A value as a PDF has it, with `by` added to each reference and reference 0 made `parent`.
///
/// # Errors
/// Where the value is not in the narrow form, refers beyond `last`, or names what acts or holds files.
pub fn renumbered(value: &[u8], last: u32, by: u32, parent: u32) -> Result<Vec<u8>, String> {
    let mut out = Vec::with_capacity(value.len() + value.len() / 8);
    let mut inside: Vec<Inside> = Vec::new();
    let mut ended = false;
    let body = value.strip_suffix(b" ").ok_or("an object does not end")?;
    for token in body.split(|byte| *byte == b' ') {
        if ended {
            return Err("something follows an object".to_owned());
        }
        let key = inside.last() == Some(&Inside::Key);
        match token {
            b">>" if key => {
                inside.pop();
            }
            b"]" if inside.last() == Some(&Inside::Array) => {
                inside.pop();
            }
            [b'/', name @ ..] => check_name(name)?,
            _ if key => return Err("a key of a dictionary is no name".to_owned()),
            b"<<" | b"[" if inside.len() >= DEEPEST => return Err("an object is nested too deep".to_owned()),
            b"<<" | b"[" | b"true" | b"false" | b"null" => {}
            [b'@', number @ ..] => {
                let number = reference(number).filter(|number| *number <= last);
                let number = number.ok_or("a reference leads out of the file")?;
                let number = if number == 0 { Some(parent) } else { number.checked_add(by) };
                let number = number.ok_or("a reference leads out of the file")?;
                out.extend_from_slice(format!("{number} 0 R ").as_bytes());
            }
            [b'<', digits @ .., b'>'] if is_hexadecimal(digits) => {}
            number if is_number(number) => {}
            _ => return Err("an object is in no known form".to_owned()),
        }
        if !token.starts_with(b"@") {
            out.extend_from_slice(token);
            out.push(b' ');
        }
        let opened = match token {
            b"<<" => Some(Inside::Key),
            b"[" => Some(Inside::Array),
            _ => None,
        };
        match opened {
            Some(opened) => inside.push(opened),
            None => {
                // A closed bracket is a value of what it stands in.
                if let Some(last) = inside.last_mut() {
                    *last = match *last {
                        Inside::Key if key && token != b">>" => Inside::Value,
                        Inside::Value => Inside::Key,
                        other => other,
                    };
                }
            }
        }
        ended = inside.is_empty();
    }
    if !ended {
        return Err("an object does not end".to_owned());
    }
    out.pop();
    Ok(out)
}

fn check_name(name: &[u8]) -> Result<(), String> {
    let mut plain = Vec::with_capacity(name.len());
    let mut bytes = name.iter();
    while let Some(byte) = bytes.next() {
        if *byte != b'#' {
            if !is_regular(*byte) {
                return Err("a name has a sign that it may not have".to_owned());
            }
            plain.push(*byte);
            continue;
        }
        let digits =
            [bytes.next(), bytes.next()].map(|digit| digit.and_then(|digit| char::from(*digit).to_digit(16)));
        let [Some(high), Some(low)] = digits else { return Err("a name breaks off".to_owned()) };
        let byte = u8::try_from(high * 16 + low).unwrap_or_default();
        if is_regular(byte) && byte != b'#' {
            return Err("a name is written in disguise".to_owned());
        }
        plain.push(byte);
    }
    if is_forbidden(&plain) {
        return Err("it names something that acts or holds files".to_owned());
    }
    Ok(())
}

fn reference(digits: &[u8]) -> Option<u32> {
    let digits = str::from_utf8(digits).ok()?;
    digits.bytes().all(|digit| digit.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

fn is_hexadecimal(digits: &[u8]) -> bool {
    digits.len().is_multiple_of(2) && digits.iter().all(u8::is_ascii_hexdigit)
}

fn is_number(token: &[u8]) -> bool {
    let digits = token.strip_prefix(b"-").unwrap_or(token);
    let dots = digits.iter().filter(|byte| **byte == b'.').count();
    let only = digits.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.');
    token.len() <= DIGITS && digits.iter().any(u8::is_ascii_digit) && dots <= 1 && only
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn values_are_renumbered_and_nothing_else() {
        for (value, written) in [
            (
                "<< /Type /Page /Parent @0 /Contents [ @3 @4 ] >> ",
                "<< /Type /Page /Parent 7 0 R /Contents [ 13 0 R 14 0 R ] >>",
            ),
            ("null ", "null"),
            ("[ 1 -2.5 <0A> /A#20b true << >> ] ", "[ 1 -2.5 <0A> /A#20b true << >> ]"),
            ("<< /A << /B [ ] /C @1 >> /D 1 >> ", "<< /A << /B [ ] /C 11 0 R >> /D 1 >>"),
        ] {
            let done = renumbered(value.as_bytes(), 9, 10, 7).unwrap();
            assert_eq!(String::from_utf8(done).unwrap(), written);
        }
    }

    #[test]
    fn what_is_not_in_the_narrow_form_is_refused() {
        let deep = format!("{}{}", "[ ".repeat(70), "] ".repeat(70));
        for value in [
            "",
            "<< ",
            "<< /A >> ",
            "<< 1 2 >> ",
            "[ 1 2",
            ">> ",
            "[ >> ",
            "<< ] ",
            "1 2 ",
            "1 0 R ",
            "(text) ",
            "@10 ",
            "@-1 ",
            "@ ",
            "@+1 ",
            "<< /A 1 >> endobj ",
            "endobj ",
            "stream ",
            "<abc> ",
            "<zz> ",
            "/A(b ",
            "/A#4a ",
            "/A# ",
            "1e5 ",
            "--1 ",
            "1.2.3 ",
            "%x ",
            "<< /S /JavaScript >> ",
            "<< /JavaScript 1 >> ",
            "<< /S /Java#53cript >> ",
            "<< /S /Launch >> ",
            "/EmbeddedFile ",
            " ",
            "[  1 ] ",
            "\n",
            "1\n",
            "/A\nendobj ",
            &deep,
        ] {
            assert!(renumbered(value.as_bytes(), 9, 10, 7).is_err(), "{value:?}");
        }
    }

    #[test]
    fn what_is_written_is_in_the_narrow_form() {
        let mut tokens = Tokens::default();
        tokens.word("<<").name(b"A b#(").string(b"x)\0").name(b"B").numbers(&[
            1.0,
            -0.0,
            f64::NAN,
            1e300,
            -0.1234567,
        ]);
        tokens.name(b"").reference(2).word(">>");
        let written = renumbered(&tokens.0, 2, 0, 1).unwrap();
        assert_eq!(
            String::from_utf8(written).unwrap(),
            "<< /A#20b#23#28 <782900> /B [ 1 0 0 1000000000000000 -0.123457 ] / 2 0 R >>"
        );
    }
}
