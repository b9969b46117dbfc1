//! What a person asks: words, "exact phrases", begin*, AND, OR, NOT, NEAR and brackets.

use std::ops::Range;

use crate::fold::fold;
use crate::words::words;

/// Most bytes of a query, and most words in it.
const LONGEST: usize = 4096;
const MOST: usize = 64;
/// Most brackets inside each other.
const DEEPEST: usize = 16;
/// Words between the two sides of a NEAR that gives no number, and most that one may give.
const NEAR: u32 = 10;
const FARTHEST: u32 = 1000;

/// A query that was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query(pub(crate) Expression);

/// Why a query is not understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}, at «{word}» (character {})", self.character)]
pub struct QueryError {
    /// Bytes of the query where the fault stands.
    pub at: Range<usize>,
    /// The word that stands there; the end of the query is the empty word.
    pub word: String,
    /// Its place as a person counts, from 1.
    pub character: usize,
    /// What is wrong and what to do.
    pub message: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Expression {
    Term(Term),
    /// Terms in a row, each within so many words of the one before, in either order.
    Near(Vec<(Term, u32)>),
    And(Vec<Expression>),
    Or(Vec<Expression>),
    /// What is asked, without what is not.
    Without(Box<Expression>, Vec<Expression>),
}

/// A word or a phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Term {
    /// The words as typed.
    pub(crate) words: Vec<String>,
    /// Quoted, or of several words: they are looked for as they stand.
    pub(crate) exact: bool,
    /// The last word may go on.
    pub(crate) prefix: bool,
}

impl Query {
    /// Understands `query`.
    ///
    /// # Errors
    ///
    /// Where it says nothing to look for, or something is missing: with the word at which that shows.
    pub fn parse(query: &str) -> Result<Self, QueryError> {
        if query.len() > LONGEST {
            return Err(fault(query, 0..0, format!("the query is longer than {LONGEST} bytes: shorten it")));
        }
        let tokens = tokens(query)?;
        let count: usize = tokens.iter().map(|token| token.count()).sum();
        if count > MOST {
            return Err(fault(
                query,
                0..0,
                format!("the query has {count} words, more than {MOST}: shorten it"),
            ));
        }
        let mut parser = Parser { query, tokens: &tokens, at: 0, depth: 0 };
        let expression = parser.either()?;
        match parser.peek() {
            None => Ok(Self(expression)),
            Some(_) => {
                Err(parser.fault("a bracket closes that was never opened: remove it, or open it before"))
            }
        }
    }
}

#[derive(Debug)]
enum Kind {
    Term(Term),
    And,
    Or,
    Not,
    Near(u32),
    Open,
    Close,
}

#[derive(Debug)]
struct Token {
    kind: Kind,
    span: Range<usize>,
}

impl Token {
    fn count(&self) -> usize {
        match &self.kind {
            Kind::Term(term) => term.words.len(),
            _ => 0,
        }
    }
}

fn fault(query: &str, at: Range<usize>, message: impl Into<String>) -> QueryError {
    let before = query.get(..at.start).unwrap_or(query);
    let word = query.get(at.clone()).unwrap_or_default().to_owned();
    QueryError { at, word, character: before.chars().count() + 1, message: message.into() }
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '‟')
}

fn tokens(query: &str) -> Result<Vec<Token>, QueryError> {
    let mut tokens = Vec::new();
    let mut characters = query.char_indices().peekable();
    while let Some((start, c)) = characters.next() {
        let after = start + c.len_utf8();
        match c {
            c if c.is_whitespace() || c.is_control() => {}
            '(' => tokens.push(Token { kind: Kind::Open, span: start..after }),
            ')' => tokens.push(Token { kind: Kind::Close, span: start..after }),
            c if is_quote(c) => {
                let Some((end, quote)) = characters.by_ref().find(|(_, c)| is_quote(*c)) else {
                    let message = "a quotation is opened here and never closed: close it with \"";
                    return Err(fault(query, start..query.len(), message));
                };
                let inside = query.get(after..end).unwrap_or_default();
                let star = characters.next_if(|(_, c)| *c == '*').is_some();
                let end = end + quote.len_utf8() + usize::from(star);
                let prefix = star || inside.trim_end().ends_with('*');
                tokens.push(term(query, inside, start..end, true, prefix)?);
            }
            _ => {
                let mut end = after;
                while let Some((at, c)) = characters
                    .next_if(|(_, c)| !c.is_whitespace() && !is_quote(*c) && !matches!(c, '(' | ')'))
                {
                    end = at + c.len_utf8();
                }
                tokens.extend(bare(query, start..end)?);
            }
        }
    }
    Ok(tokens)
}

/// An operator, or a word without quotation marks.
fn bare(query: &str, span: Range<usize>) -> Result<Option<Token>, QueryError> {
    let word = query.get(span.clone()).unwrap_or_default();
    let kind = match word {
        "AND" | "&&" => Kind::And,
        "OR" | "||" => Kind::Or,
        "NOT" => Kind::Not,
        "NEAR" => Kind::Near(NEAR),
        _ => {
            if let Some(number) = word.strip_prefix("NEAR/") {
                return match number.parse() {
                    Ok(distance @ 1..=FARTHEST) => Ok(Some(Token { kind: Kind::Near(distance), span })),
                    _ => {
                        let message = format!(
                            "behind NEAR/ stands a number of words from 1 to {FARTHEST}, as in NEAR/5"
                        );
                        Err(fault(query, span, message))
                    }
                };
            }
            if let Some(rest) = word.strip_prefix('-')
                && rest.starts_with(char::is_alphanumeric)
            {
                let message = format!("a word is left out with NOT: write NOT {rest}");
                return Err(fault(query, span, message));
            }
            // Punctuation that stands alone is none of the words.
            if words(word).next().is_none() && !word.contains('*') {
                return Ok(None);
            }
            return term(query, word, span, false, word.ends_with('*')).map(Some);
        }
    };
    Ok(Some(Token { kind, span }))
}

fn term(
    query: &str,
    text: &str,
    span: Range<usize>,
    quoted: bool,
    prefix: bool,
) -> Result<Token, QueryError> {
    let inner = text.trim_end().trim_end_matches('*');
    if inner.contains('*') {
        let message = "a * stands for the rest of a word, at its end only";
        return Err(fault(query, span, message));
    }
    let words: Vec<String> = words(inner).filter_map(|range| inner.get(range)).map(str::to_owned).collect();
    let words: Vec<String> = words.into_iter().filter(|word| !fold(word).is_empty()).collect();
    if words.is_empty() {
        return Err(fault(query, span, "there is no word to look for"));
    }
    let exact = quoted || words.len() > 1;
    Ok(Token { kind: Kind::Term(Term { words, exact, prefix }), span })
}

struct Parser<'q> {
    query: &'q str,
    tokens: &'q [Token],
    at: usize,
    depth: usize,
}

impl<'q> Parser<'q> {
    fn peek(&self) -> Option<&'q Kind> {
        self.tokens.get(self.at).map(|token| &token.kind)
    }

    fn fault(&self, message: &str) -> QueryError {
        let end = self.query.len()..self.query.len();
        let at = self.tokens.get(self.at).map_or(end, |token| token.span.clone());
        fault(self.query, at, message)
    }

    fn either(&mut self) -> Result<Expression, QueryError> {
        let mut all = vec![self.all()?];
        while matches!(self.peek(), Some(Kind::Or)) {
            self.at += 1;
            all.push(self.all()?);
        }
        Ok(one_or(all, Expression::Or))
    }

    fn all(&mut self) -> Result<Expression, QueryError> {
        let (mut wanted, mut unwanted) = (Vec::new(), Vec::new());
        let start = self.at;
        loop {
            match self.peek() {
                Some(Kind::And) if wanted.is_empty() && unwanted.is_empty() => {
                    return Err(self.fault("AND joins two words, and there is none before it"));
                }
                Some(Kind::And) => {
                    self.at += 1;
                    match self.peek() {
                        Some(Kind::Not) => {}
                        _ => wanted.push(self.near()?),
                    }
                }
                Some(Kind::Not) => {
                    self.at += 1;
                    unwanted.push(self.near()?);
                }
                Some(Kind::Term(_) | Kind::Open) => wanted.push(self.near()?),
                Some(Kind::Or | Kind::Near(_)) if wanted.is_empty() && unwanted.is_empty() => {
                    return Err(self.fault("this joins two words, and there is none before it"));
                }
                Some(Kind::Near(_)) => {
                    return Err(self.fault("NEAR joins two words or phrases, not brackets"));
                }
                Some(Kind::Or | Kind::Close) | None => break,
            }
        }
        if wanted.is_empty() && unwanted.is_empty() {
            return Err(self.fault(match self.tokens {
                [] => "there is nothing to look for: type a word",
                _ => "a word is missing here",
            }));
        }
        if wanted.is_empty() {
            self.at = start;
            return Err(self.fault("NOT leaves out of what is found: say first what to look for"));
        }
        let wanted = one_or(wanted, Expression::And);
        Ok(match unwanted.is_empty() {
            true => wanted,
            false => Expression::Without(Box::new(wanted), unwanted),
        })
    }

    fn near(&mut self) -> Result<Expression, QueryError> {
        let first = match self.peek() {
            Some(Kind::Open) => return self.bracket(),
            Some(Kind::Term(term)) => term.clone(),
            _ => return Err(self.fault("a word is missing here")),
        };
        self.at += 1;
        let mut near = vec![(first, 0)];
        while let Some(Kind::Near(distance)) = self.peek() {
            self.at += 1;
            let Some(Kind::Term(term)) = self.peek() else {
                return Err(self.fault("NEAR joins two words or phrases"));
            };
            self.at += 1;
            near.push((term.clone(), *distance));
        }
        Ok(match near.len() {
            1 => one_or(near.into_iter().map(|(term, _)| Expression::Term(term)).collect(), Expression::And),
            _ => Expression::Near(near),
        })
    }

    fn bracket(&mut self) -> Result<Expression, QueryError> {
        if self.depth == DEEPEST {
            return Err(self.fault("brackets are too many inside each other"));
        }
        let open = self.at;
        self.at += 1;
        self.depth += 1;
        let inside = self.either()?;
        self.depth -= 1;
        if !matches!(self.peek(), Some(Kind::Close)) {
            self.at = open;
            return Err(self.fault("this bracket is never closed: close it with )"));
        }
        self.at += 1;
        Ok(inside)
    }
}

fn one_or(mut all: Vec<Expression>, several: fn(Vec<Expression>) -> Expression) -> Expression {
    match (all.pop(), all.is_empty()) {
        (Some(one), true) => one,
        (Some(last), false) => {
            all.push(last);
            several(all)
        }
        (None, _) => several(all),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An expression in a form that is easy to read.
    fn shape(expression: &Expression) -> String {
        let term = |term: &Term| {
            let words = term.words.join(" ");
            let star = if term.prefix { "*" } else { "" };
            if term.exact { format!("\"{words}{star}\"") } else { format!("{words}{star}") }
        };
        let list = |name: &str, all: &[Expression]| {
            format!("{name}({})", all.iter().map(shape).collect::<Vec<_>>().join(" "))
        };
        match expression {
            Expression::Term(one) => term(one),
            Expression::Near(near) => {
                let near: Vec<String> = near.iter().map(|(one, n)| format!("{n}:{}", term(one))).collect();
                format!("near({})", near.join(" "))
            }
            Expression::And(all) => list("and", all),
            Expression::Or(all) => list("or", all),
            Expression::Without(wanted, unwanted) => {
                format!("{} {}", shape(wanted), list("without", unwanted))
            }
        }
    }

    #[test]
    fn queries_are_understood() {
        for (query, expected) in [
            ("arrest", "arrest"),
            ("arrest order", "and(arrest order)"),
            ("arrest AND order", "and(arrest order)"),
            ("arrest OR order court", "or(arrest and(order court))"),
            ("(arrest OR order) court", "and(or(arrest order) court)"),
            ("\"без санкции суда\"", "\"без санкции суда\""),
            ("«без санкции»", "\"без санкции\""),
            ("“no order”*", "\"no order*\""),
            ("deten*", "deten*"),
            ("\"court ord*\"", "\"court ord*\""),
            ("court NOT appeal", "court without(appeal)"),
            ("court AND NOT appeal", "court without(appeal)"),
            ("court NOT (appeal OR fee) NOT x", "court without(or(appeal fee) x)"),
            ("court NEAR order", "near(0:court 10:order)"),
            ("court NEAR/3 \"no order\" NEAR x", "near(0:court 3:\"no order\" 10:x)"),
            ("habeas-corpus", "\"habeas corpus\""),
            ("a@example.org", "\"a example org\""),
            ("and or not near", "and(and or not near)"),
            ("court, order — and", "and(court order and)"),
            ("((((a))))", "a"),
        ] {
            assert_eq!(shape(&Query::parse(query).unwrap().0), expected, "{query}");
        }
    }

    #[test]
    fn a_fault_is_told_at_its_word() {
        for (query, word, message) in [
            ("", "", "nothing to look for"),
            ("  , — ", "", "nothing to look for"),
            ("court OR", "", "a word is missing"),
            ("OR court", "OR", "none before it"),
            ("court AND AND order", "AND", "a word is missing"),
            ("AND", "AND", "none before it"),
            ("court NOT", "", "a word is missing"),
            ("NOT court", "NOT", "say first what to look for"),
            ("a OR NOT b", "NOT", "say first what to look for"),
            ("\"court", "\"court", "never closed"),
            ("\"\"", "\"\"", "no word to look for"),
            ("\"—\"", "\"—\"", "no word to look for"),
            ("(court", "(", "never closed"),
            ("court)", ")", "never opened"),
            ("()", ")", "a word is missing"),
            ("*", "*", "no word to look for"),
            ("co*rt", "co*rt", "at its end only"),
            ("*court", "*court", "at its end only"),
            ("court NEAR", "", "NEAR joins"),
            ("court NEAR (a)", "(", "NEAR joins"),
            ("(a) NEAR b", "NEAR", "not brackets"),
            ("court NEAR/0 a", "NEAR/0", "from 1 to 1000"),
            ("суд NEAR/много a", "NEAR/много", "from 1 to 1000"),
            ("суд -дело", "-дело", "write NOT дело"),
        ] {
            let error = Query::parse(query).unwrap_err();
            assert_eq!(
                (error.word.as_str(), error.message.contains(message)),
                (word, true),
                "{query}: {error}"
            );
        }
        assert_eq!(Query::parse("суд NEAR/0 a").unwrap_err().character, 5);
        assert!(Query::parse(&"(".repeat(4000)).is_err());
        assert!(Query::parse(&"a ".repeat(100)).unwrap_err().message.contains("more than 64"));
        assert!(Query::parse(&"a".repeat(5000)).unwrap_err().message.contains("longer than"));
    }
}
