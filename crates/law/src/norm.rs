//! Reading a `norm` block by recursive descent, one function a rule of the grammar in `spec/law.md`.

use jiff::civil::Date;

use crate::block::{Block, Faults, Field, Word};
use crate::names::nearest;
use crate::{
    Act, Amount, Checked, Condition, Counting, Deadline, FirstDay, HowChecked, InForce, Limit, MonthEnd,
    Names, Norm, Party, Period, Rule, Strength, Unit,
};

/// A fault was told; the field is given up.
pub(crate) struct Told;

pub(crate) type Parsed<T> = Result<T, Told>;

const FIELDS: [&str; 16] = [
    "cites",
    "checked",
    "limit",
    "in",
    "party",
    "when",
    "unless",
    "expect",
    "throughout",
    "never",
    "counting",
    "burden",
    "wgad",
    "owed",
    "stated",
    "within",
];

/// The words of a field, one after the other.
pub(crate) struct Cursor<'a, 'f, 'n> {
    words: std::iter::Peekable<std::slice::Iter<'f, Word<'a>>>,
    last: Word<'a>,
    pub(crate) names: &'n Names,
}

impl<'a, 'f, 'n> Cursor<'a, 'f, 'n> {
    pub(crate) fn new(words: &'f [Word<'a>], fence: Word<'a>, names: &'n Names) -> Self {
        let last = words.first().copied().unwrap_or(fence);
        Self { words: words.iter().peekable(), last, names }
    }

    pub(crate) fn peek(&mut self) -> Option<&'a str> {
        self.words.peek().map(|word| word.text)
    }

    pub(crate) fn take(&mut self) -> Option<Word<'a>> {
        let word = self.words.next().copied()?;
        self.last = word;
        Some(word)
    }

    /// Takes the word if it is this one.
    pub(crate) fn eat(&mut self, text: &str) -> bool {
        let is = self.peek() == Some(text);
        if is {
            self.take();
        }
        is
    }

    /// The next word, or a fault that says what is missing after the last.
    pub(crate) fn need(&mut self, what: &str, faults: &mut Faults<'_>) -> Parsed<Word<'a>> {
        match self.take() {
            Some(word) => Ok(word),
            None => {
                let last = self.last;
                let after = Word { text: "", column: last.column + last.text.chars().count(), ..last };
                faults.at(
                    after,
                    format!("{what} is missing after `{}`", last.text),
                    format!("write {what} here"),
                );
                Err(Told)
            }
        }
    }

    pub(crate) fn keyword(&mut self, keyword: &str, faults: &mut Faults<'_>) -> Parsed<()> {
        let word = self.need(&format!("`{keyword}`"), faults)?;
        if word.text == keyword {
            return Ok(());
        }
        faults.at(
            word,
            format!("`{}` stands where `{keyword}` is expected", word.text),
            format!("write `{keyword}`"),
        );
        Err(Told)
    }

    pub(crate) fn end(&mut self, faults: &mut Faults<'_>) -> Parsed<()> {
        match self.take() {
            None => Ok(()),
            Some(word) => {
                faults.at(
                    word,
                    format!("the field is complete before `{}`", word.text),
                    "take it out, or move it to a field of its own; comments belong in the prose around the block",
                );
                Err(Told)
            }
        }
    }

    pub(crate) fn event(&mut self, faults: &mut Faults<'_>) -> Parsed<String> {
        let word = self.need("an event", faults)?;
        let names = self.names;
        known(word, "event", names.events.iter(), faults)
    }

    pub(crate) fn state(&mut self, faults: &mut Faults<'_>) -> Parsed<String> {
        let word = self.need("a state", faults)?;
        let names = self.names;
        known(word, "state", names.states.iter(), faults)
    }

    pub(crate) fn qualifier(&mut self, faults: &mut Faults<'_>) -> Parsed<String> {
        let word = self.need("a qualifier", faults)?;
        let names = self.names;
        known(word, "qualifier", names.qualifiers.iter(), faults)
    }

    pub(crate) fn date(&mut self, faults: &mut Faults<'_>) -> Parsed<Date> {
        let word = self.need("a date", faults)?;
        date(word, faults)
    }

    /// The rest of the field as text, with single spaces.
    fn text(&mut self, what: &str, faults: &mut Faults<'_>) -> Parsed<String> {
        let mut text = self.need(what, faults)?.text.to_owned();
        while let Some(word) = self.take() {
            if word.text != "," {
                text.push(' ');
            }
            text.push_str(word.text);
        }
        Ok(text)
    }

    fn amount(&mut self, faults: &mut Faults<'_>) -> Parsed<Amount> {
        let number = self.need("a number", faults)?;
        let count = match number.text.parse::<u32>() {
            Ok(count @ 1..=100_000) => count,
            Ok(0) => {
                faults.at(
                    number,
                    "a limit of 0 says nothing that can be counted",
                    "write `promptly after` and `limit standard`",
                );
                return Err(Told);
            }
            _ => {
                faults.at(
                    number,
                    format!("`{}` is not a number of hours, days or months", number.text),
                    "write a whole number, such as `48 hours`",
                );
                return Err(Told);
            }
        };
        let word = self.need("a unit", faults)?;
        let unit = match word.text {
            "hour" | "hours" => Unit::Hours,
            "day" | "days" => Unit::Days,
            "month" | "months" => Unit::Months,
            "year" | "years" => Unit::Years,
            "24-hour" => {
                if !self.eat("day") {
                    self.keyword("days", faults)?;
                }
                Unit::FullDays
            }
            _ => {
                faults.at(
                    word,
                    format!("unknown unit `{}`", word.text),
                    "write hours, 24-hour days, days, months or years",
                );
                return Err(Told);
            }
        };
        Ok(Amount { count, unit })
    }

    pub(crate) fn conditions(&mut self, faults: &mut Faults<'_>) -> Parsed<Vec<Condition>> {
        let mut all = vec![self.condition(faults)?];
        while self.eat("and") {
            all.push(self.condition(faults)?);
        }
        Ok(all)
    }

    fn condition(&mut self, faults: &mut Faults<'_>) -> Parsed<Condition> {
        let word = self.need("a condition", faults)?;
        if self.peek() == Some("is") {
            let names = self.names;
            let role = known(word, "role", names.roles.iter(), faults)?;
            return self.fact(role, faults);
        }
        let names = self.names;
        if names.states.contains(word.text) {
            return Ok(Condition::State(word.text.to_owned()));
        }
        known(word, "event", names.events.iter(), faults).map(Condition::Event)
    }

    /// `is [not] QUALIFIER`, after the role.
    pub(crate) fn fact(&mut self, role: String, faults: &mut Faults<'_>) -> Parsed<Condition> {
        self.keyword("is", faults)?;
        let holds = !self.eat("not");
        Ok(Condition::Fact { role, qualifier: self.qualifier(faults)?, holds })
    }

    fn act(&mut self, faults: &mut Faults<'_>) -> Parsed<Act> {
        let event = self.event(faults)?;
        let mut qualifiers = Vec::new();
        while self.peek().is_some_and(|word| self.names.qualifiers.contains(word)) {
            qualifiers.push(self.qualifier(faults)?);
        }
        let by = if self.eat("by") { Some(self.qualifier(faults)?) } else { None };
        Ok(Act { event, qualifiers, by })
    }

    fn when(&mut self, faults: &mut Faults<'_>) -> Parsed<Vec<Condition>> {
        if self.eat("when") { self.conditions(faults) } else { Ok(Vec::new()) }
    }

    fn expect(&mut self, faults: &mut Faults<'_>) -> Parsed<Rule> {
        let act = self.act(faults)?;
        let word = self.need("`within`, `promptly` or `before`", faults)?;
        match word.text {
            "within" => {
                let amount = self.amount(faults)?;
                self.keyword("of", faults)?;
                let of = self.event(faults)?;
                let mut limits = vec![Limit { amount, when: self.when(faults)? }];
                while self.eat("within") {
                    let amount = self.amount(faults)?;
                    self.keyword("of", faults)?;
                    let again = self.need("an event", faults)?;
                    if again.text != of {
                        faults.at(
                            again,
                            format!(
                                "this alternative counts from `{}`, the first one from `{of}`",
                                again.text
                            ),
                            "alternatives of one expectation count from the same event; write a second norm",
                        );
                        return Err(Told);
                    }
                    limits.push(Limit { amount, when: self.when(faults)? });
                }
                contradictions(&limits, word, faults)?;
                Ok(Rule::Within { act, of, limits })
            }
            "promptly" => {
                self.keyword("after", faults)?;
                Ok(Rule::Promptly { act, after: self.event(faults)? })
            }
            "before" => Ok(Rule::Before { act, lead: None, event: self.event(faults)? }),
            "at" => {
                self.keyword("least", faults)?;
                let lead = Some(self.amount(faults)?);
                self.keyword("before", faults)?;
                Ok(Rule::Before { act, lead, event: self.event(faults)? })
            }
            _ => {
                let help = "write `within 48 hours of EVENT`, `promptly after EVENT` or `[at least 8 hours] before EVENT`";
                faults.at(word, format!("`{}` is neither a qualifier nor a time", word.text), help);
                Err(Told)
            }
        }
    }

    fn throughout(&mut self, faults: &mut Faults<'_>) -> Parsed<Rule> {
        let state = self.state(faults)?;
        self.keyword("covered", faults)?;
        self.keyword("by", faults)?;
        let by = self.state(faults)?;
        let after = if self.eat("after") { Some(self.amount(faults)?) } else { None };
        Ok(Rule::Covered { state, by, after })
    }

    fn at_most(&mut self, state: String, faults: &mut Faults<'_>) -> Parsed<Rule> {
        let before = if self.eat("before") { Some(self.event(faults)?) } else { None };
        let first = self.need("`at most`", faults)?;
        if first.text != "at" {
            faults.at(
                first,
                format!("`{}` stands where `at most` is expected", first.text),
                "write `STATE at most 15 days`",
            );
            return Err(Told);
        }
        self.keyword("most", faults)?;
        let mut limits = vec![Limit { amount: self.amount(faults)?, when: self.when(faults)? }];
        while self.eat("at") {
            self.keyword("most", faults)?;
            limits.push(Limit { amount: self.amount(faults)?, when: self.when(faults)? });
        }
        contradictions(&limits, first, faults)?;
        Ok(Rule::AtMost { state, before, limits })
    }

    fn never(&mut self, faults: &mut Faults<'_>) -> Parsed<Rule> {
        let act = self.act(faults)?;
        if self.peek().is_none() {
            return Ok(Rule::Never { act, period: Period::Ever });
        }
        let word = self.need("`before` or `while`", faults)?;
        let period = match word.text {
            "before" => Period::Before(self.event(faults)?),
            "while" if self.eat("not") => Period::WhileNot(self.state(faults)?),
            "while" => Period::While(self.state(faults)?),
            _ => {
                faults.at(
                    word,
                    format!("`{}` stands where `before` or `while` is expected", word.text),
                    "write `never EVENT before EVENT` or `never EVENT while STATE`",
                );
                return Err(Told);
            }
        };
        Ok(Rule::Never { act, period })
    }

    fn counting(&mut self, faults: &mut Faults<'_>) -> Parsed<Counting> {
        let mut counting = Counting::default();
        loop {
            let word = self.need("a rule of counting", faults)?;
            match word.text {
                "first" => {
                    self.keyword("day", faults)?;
                    let which = self.need("`in`, `out` or `in or out`", faults)?;
                    counting.first_day = Some(match which.text {
                        "in" if self.eat("or") => {
                            self.keyword("out", faults)?;
                            FirstDay::InOrOut
                        }
                        "in" => FirstDay::In,
                        "out" => FirstDay::Out,
                        _ => {
                            faults.at(
                                which,
                                format!("`{}` stands where `in` or `out` is expected", which.text),
                                "write `first day in`, `first day out` or `first day in or out`",
                            );
                            return Err(Told);
                        }
                    });
                }
                "end" => {
                    self.keyword("of", faults)?;
                    self.keyword("month", faults)?;
                    let which = self.need("`last day` or `next day`", faults)?;
                    counting.month_end = Some(match which.text {
                        "last" => MonthEnd::LastDay,
                        "next" => MonthEnd::NextDay,
                        _ => {
                            faults.at(
                                which,
                                format!("`{}` stands where `last` or `next` is expected", which.text),
                                "write `end of month last day` or `end of month next day`",
                            );
                            return Err(Told);
                        }
                    });
                    self.keyword("day", faults)?;
                }
                _ => {
                    faults.at(
                        word,
                        format!("unknown rule of counting `{}`", word.text),
                        "write `first day in|out|in or out` or `end of month last|next day`",
                    );
                    return Err(Told);
                }
            }
            if !self.eat(",") {
                return Ok(counting);
            }
        }
    }
}

/// The name if it is known, else a fault that names the nearest.
pub(crate) fn known<'k>(
    word: Word<'_>,
    what: &str,
    mut names: impl Iterator<Item = &'k String> + Clone,
    faults: &mut Faults<'_>,
) -> Parsed<String> {
    if names.clone().any(|name| name == word.text) {
        return Ok(word.text.to_owned());
    }
    let help = match nearest(word.text, names.by_ref().map(String::as_str)) {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("the {what}s that a norm can use are those of the vocabulary"),
    };
    faults.at(word, format!("unknown {what} `{}`", word.text), help);
    Err(Told)
}

pub(crate) fn date(word: Word<'_>, faults: &mut Faults<'_>) -> Parsed<Date> {
    word.text.parse::<Date>().ok().filter(|_| word.text.len() == 10).ok_or_else(|| {
        faults.at(word, format!("`{}` is not a day of the calendar", word.text), "write a day as 2024-03-31");
        Told
    })
}

/// Two limits for the same condition cannot both count, and a limit without a condition comes first.
fn contradictions(limits: &[Limit], at: Word<'_>, faults: &mut Faults<'_>) -> Parsed<()> {
    for (i, limit) in limits.iter().enumerate() {
        if let Some(other) = limits.iter().take(i).find(|other| other.when == limit.when) {
            faults.at(
                at,
                format!("two limits hold under the same condition: {} and {}", other.amount, limit.amount),
                "keep one, or say with `when` which holds when",
            );
            return Err(Told);
        }
    }
    if limits.first().is_some_and(|first| !first.when.is_empty()) {
        faults.at(
            at,
            "the first limit has a condition",
            "put the limit that holds where no condition does first",
        );
        return Err(Told);
    }
    Ok(())
}

#[derive(Default)]
struct Draft {
    cites: Option<String>,
    checked: Option<Checked>,
    limit: Option<Strength>,
    in_force: Option<InForce>,
    parties: Vec<Party>,
    when: Vec<Condition>,
    unless: Vec<Condition>,
    rule: Option<Rule>,
    counting: Option<Counting>,
    burden_on_state: bool,
    wgad: Option<String>,
    owed_by: Option<String>,
    stated_as: Option<String>,
}

/// Reads a `norm` block; `None` where it lacks something.
pub(crate) fn parse(
    block: &Block<'_>,
    title: &str,
    file: &str,
    names: &Names,
    faults: &mut Faults<'_>,
) -> Option<Norm> {
    let id = match block.arguments.as_slice() {
        [id] if is_id(id.text) => id.text.to_owned(),
        [id] => {
            faults.at(
                *id,
                format!("`{}` is not an id", id.text),
                "write lower-case words with dots, such as `iccpr.9.3.judge`",
            );
            return None;
        }
        _ => {
            faults.at(block.fence, "a norm has one id after `norm`", "write ```norm iccpr.9.3.judge");
            return None;
        }
    };
    let before = faults.count();
    let mut draft = Draft::default();
    for field in &block.fields {
        // The fault is in the list; the other fields are read all the same, so that it is not the only one told.
        if read_field(field, block, names, &mut draft, faults).is_err() {
            continue;
        }
    }
    if faults.count() > before {
        return None;
    }
    let mut missing =
        |what: &str, help: &str| faults.at(block.fence, format!("norm `{id}` has no `{what}`"), help);
    if draft.cites.is_none() {
        missing("cites", "say where the law says so: `cites ICCPR art. 9(3)`");
    }
    if draft.checked.is_none() {
        missing("checked", "say when and how it was checked: `checked 2024-01-31 against text`");
    }
    if draft.limit.is_none() {
        missing("limit", "write `limit hard`, `limit presumptive` or `limit standard`");
    }
    if draft.in_force.is_none() {
        missing("in force", "write `in force 1976-03-23 ..`");
    }
    if draft.rule.is_none() {
        missing("rule", "write `expect ..`, `throughout ..`, `never ..` or `STATE at most ..`");
    }
    let norm = Norm {
        id: id.clone(),
        title: title.to_owned(),
        file: file.to_owned(),
        line: block.fence.line,
        cites: draft.cites?,
        checked: draft.checked?,
        limit: draft.limit?,
        in_force: draft.in_force?,
        parties: draft.parties,
        when: draft.when,
        unless: draft.unless,
        rule: draft.rule?,
        counting: draft.counting.unwrap_or_default(),
        burden_on_state: draft.burden_on_state,
        wgad: draft.wgad,
        deadline: draft.owed_by.map(|owed_by| Deadline { owed_by, stated_as: draft.stated_as }),
    };
    crate::check::norm(&norm, block.fence, faults);
    Some(norm)
}

fn is_id(text: &str) -> bool {
    text.split('.').all(|part| {
        !part.is_empty()
            && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_".contains(&b))
    })
}

fn set<T>(slot: &mut Option<T>, value: T, word: Word<'_>, faults: &mut Faults<'_>) -> Parsed<()> {
    if slot.is_some() {
        faults.at(
            word,
            format!("a second `{}`", word.text),
            "a norm has each of its fields once; write a second norm",
        );
        return Err(Told);
    }
    *slot = Some(value);
    Ok(())
}

fn read_field<'a>(
    field: &Field<'a>,
    block: &Block<'a>,
    names: &Names,
    draft: &mut Draft,
    faults: &mut Faults<'_>,
) -> Parsed<()> {
    let mut words = Cursor::new(&field.words, block.fence, names);
    let first = words.need("a field", faults)?;
    match first.text {
        "cites" => {
            let cites = words.text("a citation", faults)?;
            set(&mut draft.cites, cites, first, faults)?;
        }
        "checked" => {
            let on = words.date(faults)?;
            let how = how_checked(&mut words, faults)?;
            set(&mut draft.checked, Checked { on, how }, first, faults)?;
        }
        "limit" => {
            let word = words.need("`hard`, `presumptive` or `standard`", faults)?;
            let strength = [Strength::Hard, Strength::Presumptive, Strength::Standard]
                .into_iter()
                .find(|strength| strength.word() == word.text);
            let Some(strength) = strength else {
                faults.at(
                    word,
                    format!("unknown kind of limit `{}`", word.text),
                    "write hard, presumptive or standard",
                );
                return Err(Told);
            };
            set(&mut draft.limit, strength, first, faults)?;
        }
        "in" => {
            words.keyword("force", faults)?;
            let from = words.date(faults)?;
            words.keyword("..", faults)?;
            let to = if words.peek().is_some() { Some(words.date(faults)?) } else { None };
            if let Some(to) = to.filter(|to| *to < from) {
                faults.at(
                    first,
                    format!("in force from {from} to {to}: the end is before the start"),
                    "put the earlier day first",
                );
                return Err(Told);
            }
            set(&mut draft.in_force, InForce { from, to }, first, faults)?;
        }
        "party" => {
            let state = words.need("a country code", faults)?;
            if state.text.len() != 2 || !state.text.bytes().all(|b| b.is_ascii_lowercase()) {
                faults.at(
                    state,
                    format!("`{}` is not a country code", state.text),
                    "write two lower-case letters of ISO 3166-1, such as `kz`",
                );
                return Err(Told);
            }
            let since = words.date(faults)?;
            draft.parties.push(Party { state: state.text.to_owned(), since });
        }
        "when" => draft.when.append(&mut words.conditions(faults)?),
        "unless" => {
            draft.unless.push(words.condition(faults)?);
            while words.eat("or") {
                draft.unless.push(words.condition(faults)?);
            }
        }
        "expect" => {
            let rule = words.expect(faults)?;
            set(&mut draft.rule, rule, first, faults)?;
        }
        "throughout" => {
            let rule = words.throughout(faults)?;
            set(&mut draft.rule, rule, first, faults)?;
        }
        "never" => {
            let rule = words.never(faults)?;
            set(&mut draft.rule, rule, first, faults)?;
        }
        "counting" => {
            let counting = words.counting(faults)?;
            set(&mut draft.counting, counting, first, faults)?;
        }
        "burden" => {
            words.keyword("state", faults)?;
            draft.burden_on_state = true;
        }
        "wgad" => {
            let word = words.need("a category", faults)?;
            if !["I", "II", "III", "IV", "V"].contains(&word.text) {
                faults.at(word, format!("`{}` is not a category", word.text), "write I, II, III, IV or V");
                return Err(Told);
            }
            set(&mut draft.wgad, word.text.to_owned(), first, faults)?;
        }
        "owed" => {
            words.keyword("by", faults)?;
            let owed_by = words.text("who owes it", faults)?;
            set(&mut draft.owed_by, owed_by, first, faults)?;
        }
        "stated" => {
            words.keyword("as", faults)?;
            let event = words.event(faults)?;
            set(&mut draft.stated_as, event, first, faults)?;
        }
        state if names.states.contains(state) => {
            let rule = words.at_most(state.to_owned(), faults)?;
            set(&mut draft.rule, rule, first, faults)?;
        }
        unknown => {
            let near = nearest(unknown, FIELDS.into_iter().chain(names.states.iter().map(String::as_str)));
            let help = match near {
                Some("within") => "indent it: an alternative continues the field above".to_owned(),
                Some(name) => format!("did you mean `{name}`?"),
                None => "the fields of a norm are listed in spec/law.md; a line that goes on is indented"
                    .to_owned(),
            };
            faults.at(first, format!("unknown field `{unknown}`"), help);
            return Err(Told);
        }
    }
    words.end(faults)
}

fn how_checked(words: &mut Cursor<'_, '_, '_>, faults: &mut Faults<'_>) -> Parsed<HowChecked> {
    let word = words.need("how it was checked", faults)?;
    match word.text {
        "from" => words.keyword("memory", faults).map(|()| HowChecked::Memory),
        "against" if words.eat("secondary") => {
            words.keyword("text", faults).map(|()| HowChecked::SecondaryText)
        }
        "against" => words.keyword("text", faults).map(|()| HowChecked::Text),
        _ => {
            faults.at(
                word,
                format!("`{}` does not say how it was checked", word.text),
                "write `against text`, `against secondary text` or `from memory`",
            );
            Err(Told)
        }
    }
}
