//! Conditions of a forum: whether they hold, fail, or are not known, each with why and how it was checked.

use jiff::civil::Date;
use jiff::{Span, ToSpan};
use remand_chronology::OnAccount;
use remand_reading::{Basis, Polarity};

use crate::answer::{Answer, Reply};
use crate::draft::{Block, Gate, Run, Standing, Support};
use crate::fill::names_body;
use crate::fill::{is_filled, state_of};
use crate::form::{Form, GateForm, GateKind};
use crate::scribe::{Scribe, View};
use crate::telling::{is_one_of, of_kinds, tells};

/// What becomes of a condition.
struct Found {
    standing: Standing,
    why: Vec<Run>,
    questions: Vec<usize>,
}

/// Every condition of the form. `fields` are those of the person, filled. In a group each person has conditions.
pub(crate) fn gates(scribe: &mut Scribe<'_>, view: &View<'_>, form: &Form, fields: &[Block]) -> Vec<Gate> {
    let mut gates = Vec::new();
    for gate in &form.gates {
        let found = check(scribe, view, form, gate, fields);
        let said = match found.standing {
            Standing::Holds => &gate.holds,
            Standing::Fails => &gate.fails,
            Standing::Unknown => &gate.unknown,
        };
        let mut why = Vec::new();
        if !said.is_empty() {
            why.push(Run::fixed(said.clone()));
        }
        if !said.is_empty() && !found.why.is_empty() {
            why.push(Run::fixed(" "));
        }
        why.extend(found.why);
        gates.push(Gate {
            id: view.id(&gate.id),
            what: gate.what.clone(),
            standing: found.standing,
            why,
            checked: gate.checked.clone(),
            questions: found.questions,
        });
    }
    gates
}

fn check(scribe: &mut Scribe<'_>, view: &View<'_>, form: &Form, gate: &GateForm, fields: &[Block]) -> Found {
    match gate.kind {
        GateKind::Consent => consent(scribe, view, form, gate),
        GateKind::Answered => answered(scribe, view, form, gate),
        GateKind::Language => language(scribe, form, gate),
        GateKind::Exhaustion => exhaustion(scribe, view, form, gate),
        GateKind::ElsewhereNow | GateKind::ElsewhereEver => elsewhere(scribe, view, form, gate),
        GateKind::Within => within(scribe, view, form, gate),
        GateKind::Party => party(scribe, view, form, gate),
        GateKind::Events => {
            let told = of_kinds(scribe, view, &gate.kinds, |_, _| true);
            let runs: Vec<Run> = told.into_iter().take(3).flat_map(|told| spaced(told.runs)).collect();
            let standing = if runs.is_empty() { Standing::Unknown } else { Standing::Holds };
            Found { standing, why: runs, questions: Vec::new() }
        }
        GateKind::Complete => {
            let of_group = |block: &&Block| match block {
                Block::Field { id, .. } => gate.asks.iter().any(|ask| view.id(ask) == *id),
                _ => false,
            };
            let open = fields.iter().filter(of_group).filter(|field| !is_filled(field));
            let open: Vec<String> = open
                .filter_map(|block| match block {
                    Block::Field { label, .. } => Some(label.clone()),
                    _ => None,
                })
                .collect();
            let standing = if open.is_empty() { Standing::Holds } else { Standing::Fails };
            let why = if open.is_empty() { Vec::new() } else { vec![Run::fixed(open.join("; "))] };
            Found { standing, why, questions: Vec::new() }
        }
    }
}

fn spaced(mut runs: Vec<Run>) -> Vec<Run> {
    runs.push(Run::fixed(" "));
    runs
}

fn questions(
    scribe: &mut Scribe<'_>,
    view: &View<'_>,
    form: &Form,
    gate: &GateForm,
    ids: &[String],
) -> Vec<usize> {
    let once = |id: &str| form.fields.iter().any(|field| field.id == id && field.once);
    let mut numbers = Vec::new();
    for id in ids {
        let Some(ask) = form.ask(id) else { continue };
        let letter = if once(id) { "" } else { view.letter.as_str() };
        numbers.push(scribe.question(letter, &ask, &view.id(&gate.id)));
    }
    numbers
}

fn told(scribe: &mut Scribe<'_>, view: &View<'_>, answers: &[&Answer]) -> Vec<Run> {
    answers.iter().flat_map(|answer| spaced(scribe.answer(view, answer))).collect()
}

fn answers<'v>(view: &'v View<'_>, id: Option<&'v String>) -> Vec<&'v Answer> {
    id.map(|id| view.answers_to(id).collect()).unwrap_or_default()
}

fn reply(answers: &[&Answer]) -> Option<Reply> {
    let first = answers.first()?.reply();
    answers.iter().all(|answer| answer.reply() == first).then_some(first)
}

fn consent(scribe: &mut Scribe<'_>, view: &View<'_>, form: &Form, gate: &GateForm) -> Found {
    let given = answers(view, gate.asks.first());
    let standing = match reply(&given) {
        Some(Reply::Yes) => Standing::Holds,
        Some(Reply::No) => Standing::Fails,
        _ => Standing::Unknown,
    };
    let why = told(scribe, view, &given);
    let open = standing == Standing::Unknown;
    let questions = if open { questions(scribe, view, form, gate, &gate.asks) } else { Vec::new() };
    Found { standing, why, questions }
}

fn answered(scribe: &mut Scribe<'_>, view: &View<'_>, form: &Form, gate: &GateForm) -> Found {
    let given = answers(view, gate.asks.first());
    let why = told(scribe, view, &given);
    if given.is_empty() {
        return Found {
            standing: Standing::Unknown,
            why,
            questions: questions(scribe, view, form, gate, &gate.asks),
        };
    }
    Found { standing: Standing::Holds, why, questions: Vec::new() }
}

fn language(scribe: &mut Scribe<'_>, form: &Form, gate: &GateForm) -> Found {
    let listed = gate.languages.join(", ");
    let standing = if gate.languages.is_empty() {
        Standing::Unknown
    } else if gate.languages.contains(&scribe.words.language) {
        Standing::Holds
    } else {
        Standing::Fails
    };
    let why =
        if listed.is_empty() { Vec::new() } else { vec![Run::fixed(format!("{}: {listed}", form.language))] };
    Found { standing, why, questions: Vec::new() }
}

/// Remedies: first question whether they are exhausted, second whether an exception is claimed.
fn exhaustion(scribe: &mut Scribe<'_>, view: &View<'_>, form: &Form, gate: &GateForm) -> Found {
    let exhausted = answers(view, gate.asks.first());
    let exception = answers(view, gate.asks.get(1));
    let mut why = told(scribe, view, &exhausted);
    why.extend(told(scribe, view, &exception));
    let record = of_kinds(scribe, view, &gate.kinds, |event, claim| !names_body(view, event, claim));
    why.extend(record.into_iter().take(3).flat_map(|told| spaced(told.runs)));
    let claimed = !exception.is_empty() && reply(&exception) != Some(Reply::No);
    let standing = match reply(&exhausted) {
        Some(Reply::Yes) => Standing::Holds,
        Some(Reply::No) if claimed => Standing::Holds,
        Some(Reply::No) if !exception.is_empty() => Standing::Fails,
        _ => Standing::Unknown,
    };
    let open: Vec<String> = gate
        .asks
        .iter()
        .zip([exhausted.is_empty() || reply(&exhausted).is_none(), exception.is_empty()])
        .filter(|(_, open)| *open && standing == Standing::Unknown)
        .map(|(ask, _)| ask.clone())
        .collect();
    let questions = questions(scribe, view, form, gate, &open);
    Found { standing, why, questions }
}

/// Other bodies: an answer decides; what the record says of such bodies is told, and decides nothing.
fn elsewhere(scribe: &mut Scribe<'_>, view: &View<'_>, form: &Form, gate: &GateForm) -> Found {
    let given = answers(view, gate.asks.first());
    let mut why = told(scribe, view, &given);
    let record = of_kinds(scribe, view, &gate.kinds, |event, claim| names_body(view, event, claim));
    why.extend(record.into_iter().take(4).flat_map(|told| spaced(told.runs)));
    let standing = match reply(&given) {
        Some(Reply::No) => Standing::Holds,
        Some(Reply::Yes | Reply::Other) => Standing::Fails,
        None => Standing::Unknown,
    };
    let open = standing == Standing::Unknown;
    let questions = if open { questions(scribe, view, form, gate, &gate.asks) } else { Vec::new() };
    Found { standing, why, questions }
}

fn span(gate: &GateForm) -> Span {
    i32::from(gate.years).years().months(i32::from(gate.months))
}

/// A time limit, counted from a day that was answered, or from the first event of the gate's kinds.
fn within(scribe: &mut Scribe<'_>, view: &View<'_>, form: &Form, gate: &GateForm) -> Found {
    let as_of = view.record.as_of;
    if let Some(id) = gate.asks.first() {
        let given = answers(view, Some(id));
        let why = told(scribe, view, &given);
        if reply(&given) == Some(Reply::No) {
            return Found { standing: Standing::Holds, why, questions: Vec::new() };
        }
        let days: Vec<Date> =
            given.iter().filter_map(|answer| answer.value.trim().get(..10)?.parse().ok()).collect();
        let decided = days.iter().filter_map(|day| day.checked_add(span(gate)).ok()).max();
        return match decided.filter(|_| days.len() == given.len() && !given.is_empty()) {
            Some(last) => {
                let standing = if as_of <= last { Standing::Holds } else { Standing::Fails };
                Found { standing, why, questions: Vec::new() }
            }
            None => Found {
                standing: Standing::Unknown,
                why,
                questions: questions(scribe, view, form, gate, std::slice::from_ref(id)),
            },
        };
    }
    let told = of_kinds(scribe, view, &gate.kinds, |_, _| true);
    let why: Vec<Run> = told.into_iter().take(3).flat_map(|told| spaced(told.runs)).collect();
    let (first, last) = first_days(view, gate);
    let limit = |day: Option<Date>| day.and_then(|day| day.checked_add(span(gate)).ok());
    let standing = match (limit(first), limit(last)) {
        (Some(early), Some(_)) if as_of <= early => Standing::Holds,
        (Some(_), Some(late)) if as_of > late => Standing::Fails,
        _ => Standing::Unknown,
    };
    Found { standing, why, questions: Vec::new() }
}

/// The earliest and the latest day on which the first event of the gate's kinds can have been.
fn first_days(view: &View<'_>, gate: &GateForm) -> (Option<Date>, Option<Date>) {
    let reading = &view.record.chronology.reading;
    let events = view.record.chronology.events.iter().filter(|event| is_one_of(event, &gate.kinds));
    let claims = events.flat_map(|event| event.claims.iter()).filter_map(|ix| reading.claims.get(ix.0));
    let dated: Vec<_> = claims
        .filter(|claim| tells(claim) && claim.polarity == Polarity::Asserted)
        .filter(|claim| matches!(claim.basis, Basis::Stated | Basis::Computed))
        .filter_map(|claim| claim.when.first_day().zip(claim.when.last_day()))
        .collect();
    (dated.iter().map(|(first, _)| *first).min(), dated.iter().map(|(_, last)| *last).max())
}

/// The state has accepted the forum, and the arrest lies after that, where the form knows the day.
fn party(scribe: &mut Scribe<'_>, view: &View<'_>, form: &Form, gate: &GateForm) -> Found {
    let given = answers(view, gate.asks.first());
    let mut why = told(scribe, view, &given);
    let known = state_of(view).and_then(|(code, _)| gate.states.get(&code).map(|day| (code, *day)));
    let (_, arrest) = first_days(view, gate);
    let held = view.record.clocks.iter().find(|clock| clock.account == OnAccount::All);
    let held_after = |day: Date| held.is_some_and(|clock| clock.as_of >= day && clock.held.days > 0);
    let standing = match (reply(&given), &known) {
        (Some(Reply::No), _) => Standing::Fails,
        (Some(Reply::Yes), None) => Standing::Holds,
        (_, Some((_, day))) if arrest.is_some_and(|arrest| arrest >= *day) => Standing::Holds,
        (_, Some((_, day))) if arrest.is_some() && !held_after(*day) => Standing::Fails,
        _ => Standing::Unknown,
    };
    if let Some((code, day)) = known {
        let how = format!("form {}: {} since {day}", form.forum, code.to_uppercase());
        let on = vec![scribe.support(Support::Derived { how, from: Vec::new() })];
        let text = format!("{}: {}", code.to_uppercase(), scribe.words.day(day));
        why.push(Run::Text { text, on });
    }
    let open = standing == Standing::Unknown;
    let questions = if open { questions(scribe, view, form, gate, &gate.asks) } else { Vec::new() };
    Found { standing, why, questions }
}
