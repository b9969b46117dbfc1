//! Reading a `define` block.

use super::block::{Block, Word};
use super::cursor::{Cursor, Parsed, set};
use super::head;
use super::report::Report;
use crate::{Amount, Definition, Kind, Names, Within};

#[derive(Default)]
struct Draft<'a> {
    cites: Option<String>,
    from: Option<Vec<String>>,
    until: Option<Vec<String>>,
    lasting: Option<(Word<'a>, Amount)>,
    within: Option<Vec<Within>>,
}

/// Reads a `define` block; `None` where it lacks something. `vocabulary` has the names that no block defines.
pub(super) fn parse(
    block: &Block<'_>,
    title: &str,
    vocabulary: &Names,
    names: &Names,
    report: &mut Report<'_>,
) -> Option<Definition> {
    let name = head::name(block, Kind::State, report);
    if let Some(word) = block.arguments.first().filter(|word| vocabulary.states.contains(word.text)) {
        let message = format!("`{}` is a state of the vocabulary", word.text);
        report.fault(*word, message, "give the state that you define another name");
    }
    let before = report.count();
    let mut draft = Draft::default();
    block.each_field(names, report, |words| read(&mut draft, words));
    let begins = draft.from.is_some();
    let lies_in = draft.within.iter().flatten().any(|within| within.inside);
    if report.count() == before && !begins && !lies_in {
        let help = "write `from EVENT`, or `while STATE` with a state that is not negated";
        report.fault(block.fence, "nothing begins the state that is defined", help);
    }
    if let Some((word, _)) = draft.lasting.filter(|_| report.count() == before && !begins) {
        let help = "write `from EVENT`: a length is counted from an event";
        report.fault(word, "`lasting` has nothing to count from", help);
    }
    Some(Definition {
        name: name?,
        title: title.to_owned(),
        cites: draft.cites,
        from: draft.from.unwrap_or_default(),
        until: draft.until.unwrap_or_default(),
        lasting: draft.lasting.map(|(_, amount)| amount),
        within: draft.within.unwrap_or_default(),
    })
}

fn read<'a>(draft: &mut Draft<'a>, words: &mut Cursor<'a, '_, '_>) -> Parsed<()> {
    let first = words.field("a definition", &["cites", "from", "until", "lasting", "while"])?;
    match first.text {
        "cites" => {
            let cites = words.text("a citation")?;
            set(&mut draft.cites, cites, first, words.report)?;
        }
        "from" => {
            let events = words.events()?;
            set(&mut draft.from, events, first, words.report)?;
        }
        "until" => {
            let events = words.events()?;
            set(&mut draft.until, events, first, words.report)?;
        }
        "lasting" => {
            let amount = words.amount()?;
            set(&mut draft.lasting, (first, amount), first, words.report)?;
        }
        _ => {
            let mut within = Vec::new();
            loop {
                let inside = !words.eat("not");
                within.push(Within { state: words.named(Kind::State)?, inside });
                if !words.eat("and") {
                    break;
                }
            }
            set(&mut draft.within, within, first, words.report)?;
        }
    }
    words.end()
}

impl Cursor<'_, '_, '_> {
    /// Events with `or` between them.
    fn events(&mut self) -> Parsed<Vec<String>> {
        let mut all = vec![self.name(Kind::Event)?];
        while self.eat("or") {
            all.push(self.name(Kind::Event)?);
        }
        Ok(all)
    }
}
