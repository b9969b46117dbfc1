//! RTF bytes to tokens (Rich Text Format specification 1.9.1, "Contents of an RTF File").

/// A piece of an RTF file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    Open,
    Close,
    /// A control word, with its number.
    Word(&'a str, Option<i32>),
    /// A control symbol: a backslash and one byte that is no letter.
    Symbol(u8),
    /// A byte of text written as two hexadecimal digits.
    Byte(u8),
    /// Bytes of text.
    Text(&'a [u8]),
}

/// The tokens of a file. Binary data (`\bin`) is stepped over.
pub(super) struct Tokens<'a> {
    rest: &'a [u8],
}

impl<'a> Tokens<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    fn skip(&mut self, count: usize) {
        self.rest = self.rest.get(count..).unwrap_or_default();
    }

    fn control(&mut self) -> Option<Token<'a>> {
        let first = *self.rest.first()?;
        if first == b'\'' {
            let digit = |at: usize| (*self.rest.get(at)? as char).to_digit(16);
            let byte = digit(1).zip(digit(2)).and_then(|(high, low)| u8::try_from(high * 16 + low).ok());
            self.skip(if byte.is_some() { 3 } else { 1 });
            // Broken digits stand for a character that is lost.
            return Some(Token::Byte(byte.unwrap_or(b'?')));
        }
        if !first.is_ascii_alphabetic() {
            self.skip(1);
            return Some(Token::Symbol(first));
        }
        let letters = self.rest.iter().take(32).take_while(|b| b.is_ascii_alphabetic()).count();
        let (name, after) = self.rest.split_at_checked(letters)?;
        let negative = after.first() == Some(&b'-');
        let after = if negative { after.get(1..)? } else { after };
        let digits = after.iter().take_while(|b| b.is_ascii_digit()).count();
        let (number, after) = after.split_at_checked(digits)?;
        let digits = std::str::from_utf8(number).ok().filter(|digits| !digits.is_empty());
        let number = digits.map(|digits| digits.parse::<i32>().unwrap_or(i32::MAX));
        let number = if negative { number.map(|number| -number) } else { number };
        self.rest = after.strip_prefix(b" ").unwrap_or(after);
        let name = std::str::from_utf8(name).ok()?;
        if name == "bin" {
            self.skip(number.and_then(|count| usize::try_from(count).ok()).unwrap_or(0));
        }
        Some(Token::Word(name, number))
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let first = *self.rest.first()?;
            match first {
                b'{' | b'}' => {
                    self.skip(1);
                    return Some(if first == b'{' { Token::Open } else { Token::Close });
                }
                b'\\' => {
                    self.skip(1);
                    return self.control();
                }
                b'\r' | b'\n' | 0 => self.skip(1),
                _ => {
                    let end = |b: &u8| matches!(b, b'{' | b'}' | b'\\' | b'\r' | b'\n' | 0);
                    let length = self.rest.iter().position(end).unwrap_or(self.rest.len());
                    let (text, rest) = self.rest.split_at_checked(length)?;
                    self.rest = rest;
                    return Some(Token::Text(text));
                }
            }
        }
    }
}
