//! Numbers written as words: "two thousand and" and "twenty-second" of languages that put them together from words.

use std::ops::Range;

use crate::lexicon::Lexicon;
use crate::token::{Gap, Number, Shape, Token, Tokens};

/// A word that is a number or a piece of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Numeral {
    pub(crate) value: u32,
    pub(crate) role: Role,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Another numeral may follow.
    Open,
    /// It carries an ending, and ends the number.
    Last,
    /// It ends the number and makes it an ordinal.
    Ordinal,
}

/// A number as far as it is read: what is complete before the last thousand, and what is not.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    thousands: u32,
    rest: u32,
    begun: bool,
}

impl Sum {
    /// The sum with one numeral more, unless it begins a new number.
    fn with(self, value: u32) -> Option<Self> {
        let factor = self.rest.max(u32::from(self.rest == 0));
        let sum = match value {
            0 if !self.begun => self,
            1000.. if self.thousands == 0 => Self { thousands: factor.checked_mul(value)?, rest: 0, ..self },
            100 if self.rest < 10 => Self { rest: factor * 100, ..self },
            10..100 if value.is_multiple_of(10) && self.rest.is_multiple_of(100) => {
                Self { rest: self.rest + value, ..self }
            }
            11..20 if self.rest.is_multiple_of(100) => Self { rest: self.rest + value, ..self },
            1..10 if self.rest.is_multiple_of(10) => Self { rest: self.rest + value, ..self },
            _ => return None,
        };
        Some(Self { begun: true, ..sum })
    }

    fn value(self) -> u32 {
        self.thousands.saturating_add(self.rest)
    }
}

/// The tokens of a text with its spelled-out numbers as numbers.
pub(crate) struct Spelled<'a> {
    tokens: Tokens<'a>,
    lexicon: &'a Lexicon,
    next: Option<Token>,
}

impl<'a> Spelled<'a> {
    pub(crate) fn new(text: &'a str, lexicon: &'a Lexicon) -> Self {
        Self { tokens: Tokens::new(text, lexicon), lexicon, next: None }
    }

    /// End of the digits at the beginning of `range`, and beginning of those at its end.
    pub(crate) fn first_and_last_digits(&self, range: Range<usize>) -> (usize, usize) {
        self.tokens.first_and_last_digits(range)
    }

    pub(crate) fn slice(&self, token: &Token) -> &'a str {
        self.tokens.slice(token)
    }

    fn number(&mut self, first: Token, numeral: Numeral) -> Token {
        let mut number = Token { spelled: true, ..first };
        let (mut sum, mut role) = (Sum::default().with(numeral.value).unwrap_or_default(), numeral.role);
        while role == Role::Open {
            self.next = self.tokens.next();
            let joined = self.next.filter(|t| t.gap == Gap::Space || t.gap == Gap::Line).and_then(|t| {
                let numeral = self.lexicon.numeral(t.word)?;
                Some((t, sum.with(numeral.value)?, numeral.role))
            });
            let Some((token, longer, end)) = joined else { break };
            (sum, role, number.end, number.word) = (longer, end, token.end, 0);
            self.next = None;
        }
        let value = sum.value();
        number.shape = Shape::Number(match role {
            Role::Ordinal => Number::Ordinal(value),
            Role::Open | Role::Last => {
                let digits = value.checked_ilog10().and_then(|n| u8::try_from(n + 1).ok());
                Number::Plain { value, digits: digits.unwrap_or(1) }
            }
        });
        number
    }
}

impl Iterator for Spelled<'_> {
    type Item = Token;

    #[inline]
    fn next(&mut self) -> Option<Token> {
        if !self.lexicon.spells_numbers {
            return self.tokens.next();
        }
        let token = self.next.take().or_else(|| self.tokens.next())?;
        match self.lexicon.numeral(token.word) {
            Some(numeral) => Some(self.number(token, numeral)),
            None => Some(token),
        }
    }
}
