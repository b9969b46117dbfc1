//! Section 1: what a reader who reads nothing else must know.

use remand_chronology::{DurationVerdict, OnAccount, Severity};
use remand_clock::{DetentionClock, Span, Status};
use remand_finding::Deadline;

use super::{changes, custody, deadlines, findings, part};
use crate::document::{Block, Run, Section, line};
use crate::passages::Passages;
use crate::prose;
use crate::record::{Became, Checked, Record};

/// Stretches, norms, disputes or deadlines named before the others are counted.
const NAMED: usize = 6;

pub(super) fn section(record: &Record<'_>, number: &str, passages: &mut Passages<'_>) -> Section {
    let mut blocks = vec![Block::Paragraph { runs: subject(record) }];
    blocks.extend(reviewed(record).map(|runs| Block::Note { runs }));
    blocks.extend(astray(record).map(|runs| Block::Note { runs }));
    blocks.extend(left_out(record));
    let said = [held(record), cover(record, OnAccount::All), cover(record, OnAccount::State)];
    blocks.extend(said.into_iter().filter(|runs| !runs.is_empty()).map(|runs| Block::Paragraph { runs }));
    blocks.extend(norms(record));
    blocks.extend(owed(record, passages));
    blocks.extend(contradictions(record, passages));
    blocks.extend(changes::section(record, passages).map(Block::Section));
    blocks.push(Block::Small { runs: basis(record) });
    part("opening", number, "In short", blocks)
}

/// Passages that people decided on, where the text that is read now has them elsewhere or not at all.
fn astray(record: &Record<'_>) -> Option<Vec<Run>> {
    if record.astray.is_empty() {
        return None;
    }
    let mut runs = vec![
        Run::strong("Passages that moved."),
        Run::text(
            " The text of a file was taken anew and differs from the one that people decided on. Where the words stand \
             in one other place, the decision went there; where they stand in several places or nowhere, it does not \
             count until a person decides again:",
        ),
    ];
    for one in record.astray.iter().take(MOST_ASTRAY) {
        let became = match one.became {
            Became::Moved => "moved",
            Became::Ambiguous => "ambiguous",
            Became::Lost => "lost",
        };
        let name = record.item(one.item).map_or("an item that is not here", |(item, _)| item.name.as_str());
        runs.push(Run::text(format!(
            " {became}: “{}” ({}; decided by {})",
            line(&one.quote),
            line(name),
            line(&one.by)
        )));
    }
    let more = record.astray.len().saturating_sub(MOST_ASTRAY);
    if more > 0 {
        runs.push(Run::text(format!(" and {more} more (in dossier.json)")));
    }
    Some(runs)
}

/// Passages that went astray and are told one by one.
const MOST_ASTRAY: usize = 12;

/// How far people have checked it, until they have checked everything.
fn reviewed(record: &Record<'_>) -> Option<Vec<Run>> {
    let Checked::Partly { confirmed, all } = record.checked() else {
        return (record.checked() == Checked::Nothing).then(|| {
            vec![
                Run::strong("Not reviewed."),
                Run::text(
                    " Dates, events, sources and findings were proposed by a program and not yet checked by a \
                     person. Follow each reference to its passage before you rely on it.",
                ),
            ]
        });
    };
    let reviewed = &record.chronology.reviewed;
    let mut text = format!(
        " {} of {} were checked by {}",
        prose::number(confirmed as u64),
        prose::count(all as u64, "statement", "statements"),
        reviewed.by.join(", "),
    );
    if reviewed.rejected > 0 {
        let count = prose::count(reviewed.rejected as u64, "proposal was", "proposals were");
        text.push_str(&format!(", and {count} rejected and left out"));
    }
    text.push_str(
        ". The others, and the findings, were proposed by a program: follow each reference to its passage before \
         you rely on it.",
    );
    Some(vec![Run::strong("Partly reviewed."), Run::text(text)])
}

fn subject(record: &Record<'_>) -> Vec<Run> {
    let Some(subject) = &record.chronology.reading.subject else {
        return vec![
            Run::strong("Nobody is named."),
            Run::text(
                " It could not be told from the sources whom the case is about. Give the name when you make the \
                 dossier.",
            ),
        ];
    };
    let mut runs = vec![Run::text("This is the case of "), Run::strong(&subject.name)];
    if subject.inferred {
        runs.push(Run::text(" (the name was inferred from the sources, not given)"));
    }
    let others: Vec<_> =
        subject.variants.iter().map(|name| line(name)).filter(|name| *name != line(&subject.name)).collect();
    if !others.is_empty() {
        runs.push(Run::text(format!(", also written {}", others.join(", "))));
    }
    runs.push(Run::text(format!(", as of the end of {}.", prose::day(record.as_of))));
    runs
}

/// Files and texts that nothing here takes into account.
fn left_out(record: &Record<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    if !record.unread.is_empty() {
        let text = format!(
            " {} could not be read at all: listed among the sources, and taken into account nowhere.",
            prose::count(record.unread.len() as u64, "file", "files")
        );
        blocks.push(Block::Note { runs: vec![Run::strong("Files left out."), Run::text(text)] });
    }
    let mut unread: Vec<_> = record.chronology.reading.not_read.iter().map(|part| part.item).collect();
    unread.sort_unstable();
    unread.dedup();
    if !unread.is_empty() {
        let text = format!(
            " {} wholly or partly in a language that the program cannot read. The text is kept, and nothing here \
             takes it into account; the exhibits say which.",
            match unread.len() {
                1 => "1 item is".to_owned(),
                n => format!("{n} items are"),
            }
        );
        blocks.push(Block::Note { runs: vec![Run::strong("Text left out."), Run::text(text)] });
    }
    blocks
}

/// Since when, and for how long.
fn held(record: &Record<'_>) -> Vec<Run> {
    let Some(clock) = record.clock(OnAccount::All).filter(|clock| !clock.spans.is_empty()) else {
        return vec![
            Run::strong("Held since:"),
            Run::text(" "),
            Run::text("the record does not say that the person was held."),
        ];
    };
    let (Some(first), Some(last)) = (clock.spans.first(), clock.spans.last()) else {
        return Vec::new();
    };
    let since = prose::moment(first.from);
    let mut runs = match last.to {
        None => vec![Run::strong("Held since:"), Run::text(" "), Run::strong(since)],
        Some(_) => vec![
            Run::strong("Held from"),
            Run::text(" "),
            Run::strong(since),
            Run::text(" "),
            Run::strong(format!("until {}", custody::last_day(last))),
        ],
    };
    let state = record.clock(OnAccount::State).and_then(|clock| clock.spans.first());
    match state {
        Some(own) if own.from.date() != first.from.date() => {
            let own = prose::moment(own.from);
            runs.push(Run::text(format!(
                " on all accounts together, since {own} on the state's own account"
            )));
        }
        Some(_) => {}
        None => runs.push(Run::text("; nothing on the state's own account says that the person was held")),
    }
    runs.push(Run::text(". In custody for "));
    runs.push(Run::strong(prose::total(&clock.held)));
    runs.push(Run::text(format!(" up to {} (", prose::day(record.as_of))));
    runs.push(Run::link("the clock", "clock"));
    runs.push(Run::text(")."));
    runs
}

/// The days without a known order on one account, and those that an order covers only in part.
fn cover(record: &Record<'_>, account: OnAccount) -> Vec<Run> {
    let Some(clock) = record.clock(account).filter(|clock| !clock.spans.is_empty()) else {
        return Vec::new();
    };
    let lead = match account {
        OnAccount::All => "Days without a known order: ".to_owned(),
        _ => format!("The same on {}: ", prose::on_account_inline(account)),
    };
    let mut runs = vec![Run::strong(lead), Run::text(" ")];
    match stretches(clock, Status::NoOrderKnown) {
        Some((total, named)) => {
            runs.push(Run::strong(total));
            runs.push(Run::text(format!(": {named}.")));
        }
        None => runs.push(Run::text("none. ")),
    }
    if account == OnAccount::All {
        for (status, words) in [
            (Status::Implied, "An order is only implied by what came later for"),
            (Status::DisclosedLate, "An order was made public only later for"),
            (Status::Disputed, "It is disputed whether an order covered"),
            (Status::Unknown, "Nothing is said either way of"),
        ] {
            if let Some((total, named)) = stretches(clock, status) {
                runs.push(Run::text(format!(" {words} {total}: {named}.")));
            }
        }
    }
    runs
}

fn stretches(clock: &DetentionClock, status: Status) -> Option<(String, String)> {
    let spans: Vec<&Span> = clock.spans.iter().filter(|span| span.status == status).collect();
    let (_, total) = clock.totals.iter().find(|(of, _)| *of == status)?;
    if spans.is_empty() {
        return None;
    }
    let mut named: Vec<String> = spans.iter().take(NAMED).map(|span| stretch(clock, span)).collect();
    if spans.len() > NAMED {
        named.push(format!("and {} more", spans.len() - NAMED));
    }
    Some((prose::total(total), named.join("; ")))
}

/// `6 October 2022 to 23 April 2023 (200 days)`.
fn stretch(clock: &DetentionClock, span: &Span) -> String {
    let (from, last) = (prose::moment(span.from), custody::last_day(span));
    let length = custody::span_length(clock, span);
    let length = match length.as_str() {
        "1" => "1 day".to_owned(),
        _ if length.ends_with('h') => length.replace('h', "hours"),
        _ => format!("{length} days"),
    };
    let comma = if span.from.time() == jiff::civil::Time::midnight() { "" } else { "," };
    match span.to {
        None => format!("since {from} ({length})"),
        Some(_) if from == last => format!("{from} ({length})"),
        Some(_) => format!("{from}{comma} to {last} ({length})"),
    }
}

fn norms(record: &Record<'_>) -> Vec<Block> {
    let norms = findings::by_norm(record);
    let of = |class| norms.iter().enumerate().filter(move |(_, norm)| norm.class == class);
    let mut blocks = Vec::new();
    let own: Vec<_> = of(findings::Class::OnTheStatesAccount).collect();
    if own.is_empty() {
        if !norms.is_empty() {
            blocks.push(Block::Paragraph {
                runs: vec![
                    Run::strong("Breached even on the state's own account:"),
                    Run::text(" nothing was found."),
                ],
            });
        }
    } else {
        blocks
            .push(Block::Paragraph { runs: vec![Run::strong("Breached even on the state's own account:")] });
        let mut points: Vec<Vec<Run>> = own.iter().take(NAMED).map(|(ix, norm)| finding(*ix, norm)).collect();
        if own.len() > NAMED {
            points.push(vec![Run::text(format!("and {} more", own.len() - NAMED))]);
        }
        blocks.push(Block::List { numbered: false, points });
    }
    for (class, lead) in [
        (findings::Class::OnAllAccounts, "Breached on all accounts together: "),
        (findings::Class::Contested, "Contested: "),
    ] {
        let named: Vec<_> = of(class).collect();
        if named.is_empty() {
            continue;
        }
        let mut runs = vec![Run::strong(lead), Run::text(" ")];
        for (n, (ix, norm)) in named.iter().take(NAMED).enumerate() {
            runs.push(Run::text(if n == 0 { "" } else { "; " }));
            runs.push(name(*ix, norm));
        }
        if named.len() > NAMED {
            runs.push(Run::text(format!("; and {} more", named.len() - NAMED)));
        }
        runs.push(Run::text("."));
        blocks.push(Block::Paragraph { runs });
    }
    let open = of(findings::Class::Undetermined).count();
    if open > 0 {
        let norms = prose::count(open as u64, "norm", "norms");
        let text = format!("The record does not decide {norms}; section 3 says which fact would.");
        blocks.push(Block::paragraph(text));
    }
    blocks
}

/// A norm by what it asks for and where it stands.
fn name(ix: usize, norm: &findings::NormFindings<'_>) -> Run {
    let Some(finding) = norm.findings.first() else { return Run::text("") };
    let title = prose::title(&finding.title);
    let cites = finding.cites.split(';').next().unwrap_or_default();
    Run::link(format!("{title} ({cites})"), findings::id(ix))
}

fn finding(ix: usize, norm: &findings::NormFindings<'_>) -> Vec<Run> {
    let mut runs = vec![name(ix, norm)];
    if let Some(finding) = findings::speaking_first(norm) {
        runs.push(Run::text(format!(": {}", prose::sentence(&finding.summary))));
    }
    runs
}

/// What is due next, and what passed without an act.
fn owed(record: &Record<'_>, passages: &mut Passages<'_>) -> Vec<Block> {
    let soon = deadlines::soon(record);
    let near = |deadline: &&Deadline| soon.iter().any(|other| std::ptr::eq(*other, *deadline));
    let later: Vec<&Deadline> = deadlines::open(record).filter(|deadline| !near(deadline)).collect();
    let passed = deadlines::passed(record).into_iter().filter(|deadline| deadline.named).collect();
    let lead = format!("Due within {} days: ", deadlines::SOON);
    let mut blocks = Vec::new();
    for (all, lead) in
        [(soon.clone(), lead.as_str()), (later, "Due later: "), (passed, "Passed unanswered: ")]
    {
        if all.is_empty() && lead == "Due later: " {
            continue;
        }
        let mut runs = vec![Run::strong(lead), Run::text(" ")];
        for (n, deadline) in all.iter().take(NAMED).enumerate() {
            runs.push(Run::text(if n == 0 { "" } else { "; " }));
            runs.push(Run::link(prose::title(&deadline.procedure), "deadlines"));
            runs.push(Run::text(format!(", by {}, ", deadline.owed_by)));
            runs.push(Run::strong(prose::due_of(deadline)));
            let references =
                passages.cite_all(&deadline.claims, &[], &format!("deadline: {}", deadline.procedure));
            if !references.is_empty() {
                runs.push(Run::text(" ("));
                runs.extend(references);
                runs.push(Run::text(")"));
            }
        }
        if all.len() > NAMED {
            runs.push(Run::text(format!("; and {} more", all.len() - NAMED)));
        }
        if all.is_empty() {
            runs.push(Run::text("nothing that the record and the law packs in use show"));
        }
        runs.push(Run::text("."));
        blocks.push(Block::Paragraph { runs });
    }
    blocks
}

/// What contradicts what, the gravest first, and the stated durations that do not fit.
fn contradictions(record: &Record<'_>, passages: &mut Passages<'_>) -> Vec<Block> {
    let disputes = &record.chronology.disputes;
    let mut runs = vec![Run::strong("What does not go together:"), Run::text(" ")];
    let grave: Vec<_> = disputes.iter().enumerate().filter(|(_, d)| d.severity >= Severity::Medium).collect();
    for (n, (ix, dispute)) in grave.iter().take(NAMED).enumerate() {
        runs.push(Run::text(if n == 0 { "" } else { "; " }));
        runs.push(Run::link(prose::dates_in_words(&dispute.topic), format!("d{}", ix + 1)));
    }
    let others = disputes.len() - grave.len().min(NAMED);
    match (grave.is_empty(), others) {
        (true, 0) => runs.push(Run::text("no two statements were found to be at odds.")),
        (true, n) => {
            let text = format!("{} of little weight.", prose::count(n as u64, "dispute", "disputes"));
            runs.push(Run::text(text));
        }
        (false, 0) => runs.push(Run::text(".")),
        (false, n) => runs.push(Run::text(format!("; and {n} more."))),
    }
    let unfit = record.chronology.durations.iter().filter(|d| d.verdict == DurationVerdict::DoesNotFit);
    let unfit: Vec<_> =
        unfit.filter_map(|check| record.chronology.reading.durations.get(check.stated)).collect();
    if !unfit.is_empty() {
        let fits = if unfit.len() == 1 { "length of time that fits" } else { "lengths of time that fit" };
        runs.push(Run::text(format!(" Stated {fits} no count: ")));
        for (n, stated) in unfit.iter().take(NAMED).enumerate() {
            runs.push(Run::text(if n == 0 { "" } else { "; " }));
            runs.push(passages.quote(&stated.passage, 60));
            runs.push(Run::text(" ("));
            runs.push(passages.cite(&stated.passage, "stated durations"));
            runs.push(Run::text(")"));
        }
        runs.push(Run::text("."));
    }
    vec![Block::Paragraph { runs }]
}

/// What it was made from, and why as of this day.
fn basis(record: &Record<'_>) -> Vec<Run> {
    let reading = &record.chronology.reading;
    let count = |n: usize, one, many| prose::count(n as u64, one, many);
    let why = record.as_of_why.split(';').next().unwrap_or_default();
    let day = prose::day(record.as_of);
    let mut text = match why {
        "" => format!("What became known after {day} is not in it. "),
        why => {
            format!(
                "What became known after {day} is not in it; the day: {}. ",
                prose::dates_in_words(why.trim())
            )
        }
    };
    if record.items.is_empty() {
        text.push_str("Nothing was read: the record holds no item.");
        return vec![Run::text(text)];
    }
    let repeated = reading.entries.iter().filter(|entry| entry.same_text_as.is_some()).count();
    text.push_str(&format!(
        "Made from {} with {}",
        count(record.items.len(), "item", "items"),
        count(reading.entries.len(), "dated entry", "dated entries"),
    ));
    if repeated > 0 {
        let repeat = if repeated == 1 { "repeats" } else { "repeat" };
        text.push_str(&format!(" ({repeated} of them {repeat} another)"));
    }
    text.push_str(&format!(
        ": {} of {}, gathered into {}, with {} and {} checked.",
        count(reading.claims.len(), "statement", "statements"),
        count(reading.sources.len(), "source", "sources"),
        count(record.chronology.events.len(), "event", "events"),
        count(record.chronology.disputes.len(), "dispute", "disputes"),
        count(record.chronology.durations.len(), "stated duration", "stated durations"),
    ));
    vec![Run::text(text)]
}
