//! The words of a field, one after the other, and the smallest things they are made of: keywords, names, dates.

use jiff::civil::Date;

use super::block::KINDS;
use super::block::Word;
use super::report::Report;
use super::slip;
use crate::names::nearest;
use crate::{Expected, Kind, Named, Names};

/// A fault was told; the field is given up.
pub(crate) struct Told;

pub(crate) type Parsed<T> = Result<T, Told>;

/// No name has more words after its first.
const LONGEST_IN_WORDS: usize = 5;

/// The words of a field, one after the other.
pub(crate) struct Cursor<'a, 'r, 't> {
    words: &'r [Word<'a>],
    at: usize,
    last: Word<'a>,
    pub(crate) names: &'r Names,
    pub(crate) report: &'r mut Report<'t>,
}

impl<'a, 'r, 't> Cursor<'a, 'r, 't> {
    pub(crate) fn new(
        words: &'r [Word<'a>],
        fence: Word<'a>,
        names: &'r Names,
        report: &'r mut Report<'t>,
    ) -> Self {
        let last = words.first().copied().unwrap_or(fence);
        Self { words, at: 0, last, names, report }
    }

    pub(crate) fn peek(&self) -> Option<Word<'a>> {
        self.words.get(self.at).copied()
    }

    /// The word after the next.
    pub(crate) fn second(&self) -> Option<Word<'a>> {
        self.words.get(self.at + 1).copied()
    }

    pub(crate) fn take(&mut self) -> Option<Word<'a>> {
        let word = self.peek()?;
        self.at += 1;
        self.last = word;
        Some(word)
    }

    /// Tells a fault.
    pub(crate) fn fault(
        &mut self,
        word: Word<'_>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Told {
        self.report.fault(word, message, help);
        Told
    }

    /// Notes what may stand here, where the words end.
    fn expect(&mut self, expected: Expected) {
        if self.at == self.words.len() {
            self.report.expect(expected);
        }
    }

    /// The next word is this one.
    pub(crate) fn sees(&mut self, text: &'static str) -> bool {
        self.expect(Expected::Word(text));
        self.peek().is_some_and(|word| word.text == text)
    }

    /// Takes the word if it is this one.
    pub(crate) fn eat(&mut self, text: &'static str) -> bool {
        let is = self.sees(text);
        if is {
            self.take();
        }
        is
    }

    /// The next word is a name of this kind.
    pub(crate) fn sees_name(&mut self, kind: Kind) -> bool {
        self.expect(Expected::Name(kind));
        self.peek().is_some_and(|word| self.names.of(kind).contains(word.text))
    }

    /// The next word, or a fault that says what is missing after the last.
    pub(crate) fn need(&mut self, what: &str) -> Parsed<Word<'a>> {
        if let Some(word) = self.take() {
            return Ok(word);
        }
        let last = self.last;
        let after = Word { text: "", column: last.column + last.text.chars().count(), ..last };
        let message = format!("{what} is missing after `{}`", last.text);
        Err(self.fault(after, message, format!("write {what} here")))
    }

    pub(crate) fn keyword(&mut self, keyword: &'static str) -> Parsed<Word<'a>> {
        self.expect(Expected::Word(keyword));
        let word = self.need(&format!("`{keyword}`"))?;
        if word.text == keyword {
            return Ok(word);
        }
        let message = format!("`{}` stands where `{keyword}` is expected", word.text);
        Err(self.fault(word, message, slip::keyword(word.text, keyword)))
    }

    pub(crate) fn keywords(&mut self, keywords: &[&'static str]) -> Parsed<()> {
        keywords.iter().try_for_each(|keyword| self.keyword(keyword).map(|_| ()))
    }

    /// One of these words; `what` names them together, as in "kind of limit".
    pub(crate) fn choice(&mut self, what: &str, choices: &[&'static str]) -> Parsed<&'static str> {
        choices.iter().for_each(|choice| self.expect(Expected::Word(choice)));
        let word = self.need(&format!("a {what}"))?;
        self.one_of(word, what, choices)
    }

    /// The word as one of these.
    pub(crate) fn one_of(
        &mut self,
        word: Word<'_>,
        what: &str,
        choices: &[&'static str],
    ) -> Parsed<&'static str> {
        if let Some(choice) = choices.iter().find(|choice| **choice == word.text) {
            return Ok(choice);
        }
        let help = match nearest(&slip::bare(word.text), choices.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write {}", either(choices)),
        };
        Err(self.fault(word, format!("unknown {what} `{}`", word.text), help))
    }

    pub(crate) fn end(&mut self) -> Parsed<()> {
        let Some(word) = self.take() else { return Ok(()) };
        Err(self.fault(
            word,
            format!("the field is complete before `{}`", word.text),
            slip::left_over(word.text),
        ))
    }

    /// A name of this kind.
    pub(crate) fn named(&mut self, kind: Kind) -> Parsed<Named> {
        self.expect(Expected::Name(kind));
        let word = self.need(kind.article())?;
        self.known(word, kind)
    }

    pub(crate) fn name(&mut self, kind: Kind) -> Parsed<String> {
        self.named(kind).map(|named| named.name)
    }

    /// The word as a name of this kind, or a fault that says which name is near.
    pub(crate) fn known(&mut self, word: Word<'_>, kind: Kind) -> Parsed<Named> {
        let names = self.names.of(kind);
        if names.contains(word.text) {
            self.report.symbol(kind, word, false);
            return Ok(word.named());
        }
        if self.report.is_full() {
            return Err(Told);
        }
        let near = nearest(&slip::bare(word.text), names.iter().map(String::as_str));
        // `unless minor`
        let said_of_nobody = kind == Kind::Event && self.names.of(Kind::Qualifier).contains(word.text);
        let help = match near
            .map(|name| slip::looks(word.text, name).unwrap_or(format!("did you mean `{name}`?")))
        {
            _ if self.spaced(word, kind).is_some() => {
                let name = self.spaced(word, kind).unwrap_or_default();
                format!("write it as one word: `{name}`")
            }
            _ if said_of_nobody => format!(
                "say of whom or what: `ROLE is {}`, with a role such as `detainee` or `offence`",
                word.text
            ),
            Some(help) => help,
            None => slip::two_words(word.text).unwrap_or_else(|| kind.where_from().to_owned()),
        };
        Err(self.fault(word, format!("unknown {} `{}`", kind.word(), word.text), help))
    }

    /// The name of this kind that the word and those after it make, with spaces where the name has underscores.
    fn spaced(&self, word: Word<'_>, kind: Kind) -> Option<String> {
        let mut name = slip::bare(word.text);
        let at =
            self.words.iter().position(|other| (other.line, other.column) == (word.line, word.column))?;
        self.words.iter().skip(at + 1).take(LONGEST_IN_WORDS).find_map(|next| {
            name = format!("{name}_{}", slip::bare(next.text));
            self.names.of(kind).contains(&name).then(|| name.clone())
        })
    }

    /// An id that need not be known: links are followed when all packs are read.
    pub(crate) fn id(&mut self, kind: Kind) -> Parsed<Named> {
        self.expect(Expected::Name(kind));
        let word = self.need(kind.article())?;
        if !is_id(word.text) {
            return Err(not_an_id(self.report, word));
        }
        self.report.symbol(kind, word, false);
        Ok(word.named())
    }

    /// What `one` reads, once or more, with commas between.
    pub(crate) fn list<T>(&mut self, mut one: impl FnMut(&mut Self) -> Parsed<T>) -> Parsed<Vec<T>> {
        let mut all = vec![one(self)?];
        while self.eat(",") {
            all.push(one(self)?);
        }
        Ok(all)
    }

    pub(crate) fn date(&mut self) -> Parsed<Date> {
        self.expect(Expected::Date);
        let word = self.need("a date")?;
        self.date_of(word)
    }

    pub(crate) fn date_of(&mut self, word: Word<'_>) -> Parsed<Date> {
        if let Some(day) = day(word.text) {
            return Ok(day);
        }
        let message = format!("`{}` is not a day of the calendar", word.text);
        Err(self.fault(word, message, slip::date(word.text)))
    }

    pub(crate) fn country(&mut self) -> Parsed<Named> {
        self.expect(Expected::Country);
        let word = self.need("a country code")?;
        if word.text.len() == 2 && word.text.bytes().all(|b| b.is_ascii_lowercase()) {
            return Ok(word.named());
        }
        let help = "write two lower-case letters of ISO 3166-1, such as `kz`";
        Err(self.fault(word, format!("`{}` is not a country code", word.text), help))
    }

    /// A whole number from 1 to 100,000.
    pub(crate) fn number(&mut self) -> Parsed<u32> {
        self.expect(Expected::Number);
        let word = self.need("a number")?;
        self.number_of(word, word.text)
    }

    /// The number written by `digits`, which is `word` or stands in it.
    pub(crate) fn number_of(&mut self, word: Word<'_>, digits: &str) -> Parsed<u32> {
        let plain = digits.bytes().all(|b| b.is_ascii_digit());
        match digits.parse::<u32>() {
            Ok(count @ 1..=100_000) if plain => Ok(count),
            Ok(0) => {
                let help = "write `promptly after` and `limit standard`";
                Err(self.fault(word, "a limit of 0 says nothing that can be counted", help))
            }
            _ => {
                let message = format!("`{}` is not a number that a limit can have", word.text);
                Err(self.fault(word, message, slip::number(word.text)))
            }
        }
    }

    /// The rest of the field as text, with single spaces.
    pub(crate) fn text(&mut self, what: &str) -> Parsed<String> {
        self.expect(Expected::Text);
        let first = self.need(what)?;
        Ok(self.words_after(first, |_| true))
    }

    /// The rest of the line as text, with single spaces.
    pub(crate) fn line(&mut self, what: &str) -> Parsed<String> {
        self.expect(Expected::Text);
        let line = self.last.line;
        let first = match self.peek() {
            Some(word) if word.line != line => {
                let last = self.last;
                let after = Word { text: "", column: last.column + last.text.chars().count(), ..last };
                let help = format!("write {what} on this line");
                return Err(self.fault(after, format!("{what} is missing after `{}`", last.text), help));
            }
            _ => self.need(what)?,
        };
        Ok(self.words_after(first, |word| word.line == line))
    }

    /// The rest of the line as text, where there is any.
    pub(crate) fn rest_of_line(&mut self) -> Option<String> {
        let line = self.last.line;
        let first = self.peek().filter(|word| word.line == line)?;
        self.take();
        Some(self.words_after(first, |word| word.line == line))
    }

    fn words_after(&mut self, first: Word<'_>, more: impl Fn(Word<'_>) -> bool) -> String {
        let mut text = first.text.to_owned();
        while let Some(word) = self.peek().filter(|word| more(*word)) {
            self.take();
            if word.text != "," {
                text.push(' ');
            }
            text.push_str(word.text);
        }
        text
    }

    /// `cites` and the rest of the line, where it stands here.
    pub(crate) fn cites(&mut self) -> Parsed<Option<String>> {
        if self.eat("cites") { self.line("a citation").map(Some) } else { Ok(None) }
    }
}

/// Fills a field that a block has once.
pub(crate) fn set<T>(slot: &mut Option<T>, value: T, word: Word<'_>, report: &mut Report<'_>) -> Parsed<()> {
    if slot.is_some() {
        second(word, report);
        return Err(Told);
    }
    *slot = Some(value);
    Ok(())
}

/// Tells that a field stands twice.
pub(crate) fn second(word: Word<'_>, report: &mut Report<'_>) -> Told {
    let help = "it stands once in a block; join the two, or write a second block";
    report.fault(word, format!("a second `{}`", word.text), help);
    Told
}

pub(crate) fn not_an_id(report: &mut Report<'_>, word: Word<'_>) -> Told {
    let parts = word.text.split(|c: char| !c.is_alphanumeric() && !"-_".contains(c));
    let meant = parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(".").to_lowercase();
    let example = if is_id(&meant) { meant.as_str() } else { "iccpr.9.3.judge" };
    let help = format!("write lower-case words with dots, such as `{example}`");
    report.fault(word, format!("`{}` is not an id", word.text), help);
    Told
}

pub(crate) fn is_id(text: &str) -> bool {
    text.split('.').all(|part| {
        !part.is_empty()
            && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_".contains(&b))
    })
}

/// A day written `YYYY-MM-DD`.
pub(crate) fn day(text: &str) -> Option<Date> {
    has_shape(text, "0000-00-00").then(|| text.parse().ok()).flatten()
}

/// The text has a digit where the shape has one, and the same characters elsewhere.
pub(crate) fn has_shape(text: &str, shape: &str) -> bool {
    let fits = |(a, b): (u8, u8)| if b == b'0' { a.is_ascii_digit() } else { a == b };
    text.len() == shape.len() && text.bytes().zip(shape.bytes()).all(fits)
}

/// "`a`, `b` or `c`".
fn either(choices: &[&str]) -> String {
    match choices {
        [rest @ .., last] if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => choices.concat(),
    }
}

impl<'a> Cursor<'a, '_, '_> {
    /// The first word of a field of a block, which must be one of these.
    pub(crate) fn field(&mut self, block: &str, known: &[&'static str]) -> Parsed<Word<'a>> {
        known.iter().for_each(|field| self.expect(Expected::Word(field)));
        let word = self.need("a field")?;
        if known.contains(&word.text) {
            return Ok(word);
        }
        let states = self.names.of(Kind::State).iter().map(String::as_str);
        let alternatives = ["within", "at"];
        let told = slip::field(word.text, known);
        let help = match nearest(word.text, known.iter().copied().chain(states).chain(alternatives)) {
            _ if KINDS.contains(&word.text) => {
                format!(
                    "a block holds one {0}: end it with a line of ```, and begin the next with ```{0}",
                    word.text
                )
            }
            _ if self.names.of(Kind::Event).contains(word.text) => {
                format!("an event begins no field: write `expect {0} ..` or `never {0}`", word.text)
            }
            _ if told.is_some() => told.unwrap_or_default(),
            Some(near) if alternatives.contains(&near) => {
                "indent it: an alternative continues the field above".to_owned()
            }
            Some(near) => format!("did you mean `{near}`?"),
            None => {
                format!("the fields of {block} are {}; a line that goes on is indented", known.join(", "))
            }
        };
        Err(self.fault(word, format!("unknown field `{}`", word.text), help))
    }

    /// One of the words that are left is this one.
    pub(crate) fn has(&self, text: &str) -> bool {
        self.words.iter().skip(self.at).any(|word| word.text == text)
    }

    /// Notes what may stand here, where the words end.
    pub(crate) fn report_expected(&mut self, expected: Expected) {
        self.expect(expected);
    }

    /// A date may stand here.
    pub(crate) fn date_or_nothing(&mut self) {
        self.expect(Expected::Date);
    }

    /// Tells a fault at a name that was read.
    pub(crate) fn fault_at(
        &mut self,
        named: &Named,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Told {
        let word = self.words.iter().find(|word| word.line == named.line && word.column == named.column);
        let word = word.copied().unwrap_or(self.last);
        self.fault(word, message, help)
    }
}
