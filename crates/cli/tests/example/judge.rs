//! Holds a dossier against what a careful reader expects of it, one check for each thing that can hold or not.

use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::Value;

use super::expected::{Claim, Clock, Dispute, Event, Expected, Item, Quote};
use super::passage::{Place, Texts, meet};
use crate::run::{list, text};

/// One expectation and whether it holds.
pub(crate) struct Check {
    /// What sort of expectation it is.
    pub(crate) kind: &'static str,
    /// Names it among all others.
    pub(crate) id: String,
    /// A reader takes a step for it without noticing.
    pub(crate) hard: bool,
    /// What is there instead, where it does not hold.
    pub(crate) missed: Option<String>,
}

pub(crate) fn judge(expected: &Expected, dossier: &Value) -> Vec<Check> {
    let texts = Texts::of(dossier);
    let judge = Judge { dossier, texts: &texts };
    let mut checks = Vec::new();
    let mut add = |kind: &'static str, what: String, hard: bool, held: Result<(), String>| {
        checks.push(Check { kind, id: format!("{kind} {what}"), hard, missed: held.err() });
    };
    add("subject", expected.subject.clone(), false, same(text(dossier, "subject"), &expected.subject));
    add("as of", expected.as_of.clone(), false, same(text(dossier, "as_of"), &expected.as_of));
    for event in &expected.event {
        let name = event_name(event);
        for claim in &event.claims {
            let what =
                format!("{name}, {} {}, {}: {}", claim.account, claim.polarity, claim.file, claim.quote);
            add("claim", what, claim.hard, judge.claim(event, claim).map(drop));
        }
        if event.claims.len() > 1 {
            add("one event or dispute", name.clone(), false, judge.gathered(event));
        }
        if let Some(until) = &event.until {
            add("term", format!("{name}, until {until}"), false, judge.term(event, until));
        }
        if let Some(since) = &event.known_since {
            add("known since", format!("{name}, {since}"), false, judge.known_since(event, since));
        }
    }
    for not in &expected.not_event {
        add(
            "no event",
            format!("{}, {}: {}", not.kind, not.file, not.quote),
            false,
            judge.no_event(&not.kind, &not.file, &not.quote),
        );
    }
    for quote in &expected.not_time {
        add("no time", quoted(quote), false, judge.no_time(quote));
    }
    for stretch in &expected.clock {
        let what = format!("{} {} to {}", stretch.account, stretch.from, stretch.to);
        add("clock", what, stretch.hard, judge.clock(stretch));
    }
    for dispute in &expected.dispute {
        let what =
            format!("{}: {} / {}", dispute.topic[0], quoted(&dispute.sides[0]), quoted(&dispute.sides[1]));
        add("dispute", what, dispute.hard, judge.dispute(dispute));
    }
    for pair in &expected.consistent {
        let what = format!("{} / {}", quoted(&pair.sides[0]), quoted(&pair.sides[1]));
        add("no dispute", what, false, judge.no_dispute(&pair.sides));
    }
    for stated in &expected.duration {
        let what = format!("{}: {}", stated.file, stated.quote);
        add("duration", what, stated.hard, judge.duration(&stated.file, &stated.quote, &stated.verdict));
    }
    for quote in &expected.not_a_stretch {
        add("no stretch", quoted(quote), false, judge.no_stretch(quote));
    }
    for finding in &expected.finding {
        let what = format!("{} on {}", finding.norm, finding.account);
        add("finding", what, false, judge.finding(&finding.norm, &finding.account, &finding.outcome));
    }
    for due in &expected.deadline {
        let found = list(dossier, "deadlines")
            .iter()
            .find(|d| text(d, "norm") == due.norm && text(d, "due") == due.due);
        let procedure = found.map(|d| text(d, "procedure").to_lowercase()).unwrap_or_default();
        let held = match found {
            None => Err(format!(
                "not among the deadlines: {:?}",
                all(list(dossier, "deadlines"), &["norm", "due"])
            )),
            Some(_) if !due.procedure.iter().any(|word| procedure.contains(word)) => {
                Err(format!("called `{procedure}`"))
            }
            Some(found) => same(text(found, "status"), &due.status),
        };
        add("deadline", format!("{} {}", due.norm, due.due), false, held);
    }
    for diagnostic in &expected.diagnostic {
        add(
            "diagnostic",
            diagnostic.file.clone(),
            false,
            judge.diagnostic(&diagnostic.file, &diagnostic.words),
        );
    }
    for repetition in &expected.repetition {
        add("repetition", repetition.files.join(" / "), false, judge.repetition(&repetition.files));
    }
    for quote in &expected.citation {
        let held = judge.texts.places(&quote.file, &quote.quote).and_then(|places| {
            let met = list(dossier, "citations").iter().any(|citation| meet(&places, citation));
            met.then_some(()).ok_or_else(|| "no citation here".to_owned())
        });
        add("citation", quoted(quote), false, held);
    }
    for item in &expected.item {
        for (what, held) in judge.item(item) {
            add("item", format!("{}: {what}", item.file), false, held);
        }
    }
    for entry in &expected.entry {
        let held = judge.entry(&entry.file, &entry.headline, [&entry.earliest, &entry.latest]);
        add("entry", format!("{}: {}", entry.file, entry.headline), false, held);
    }
    checks
}

fn event_name(event: &Event) -> String {
    let first = &event.claims[0];
    let day = event.latest.as_deref().map_or_else(|| format!("of {}", first.file), |day| format!("by {day}"));
    format!("{} {day} ({})", event.kind, first.account)
}

fn quoted(quote: &Quote) -> String {
    format!("{}: {}", quote.file, quote.quote)
}

fn same(is: &str, expected: &str) -> Result<(), String> {
    if is == expected { Ok(()) } else { Err(format!("is `{is}`, not `{expected}`")) }
}

/// The named fields of each value, for a message.
fn all(values: &[Value], fields: &[&str]) -> Vec<String> {
    values
        .iter()
        .map(|value| fields.iter().map(|field| text(value, field)).collect::<Vec<_>>().join(" "))
        .collect()
}

fn day(moment: &str) -> &str {
    moment.split('T').next().unwrap_or_default()
}

struct Judge<'a> {
    dossier: &'a Value,
    texts: &'a Texts,
}

impl Judge<'_> {
    fn events(&self) -> &[Value] {
        list(self.dossier, "events")
    }

    /// The event and claim that say it; or the nearest there is.
    fn claim(&self, event: &Event, claim: &Claim) -> Result<(&Value, &Value), String> {
        let places = self.texts.places(&claim.file, &claim.quote)?;
        let here = || {
            let claims = self.events().iter().flat_map(|e| list(e, "claims").iter().map(move |c| (e, c)));
            claims.filter(|(_, c)| meet(&places, c))
        };
        let of_kind = || here().filter(|(e, _)| text(e, "type") == event.kind);
        let told_so = || {
            of_kind().filter(|(_, c)| {
                text(c, "account") == claim.account
                    && text(c, "polarity") == claim.polarity
                    && text(c, "about") != "others"
            })
        };
        let dated = |c: &Value| {
            let (first, last) = (text(&c["when"], "earliest"), text(&c["when"], "latest"));
            event.earliest.as_deref().is_none_or(|e| !first.is_empty() && day(first) >= e)
                && event.latest.as_deref().is_none_or(|l| !last.is_empty() && day(last) <= l)
        };
        if let Some(found) = told_so().find(|(_, c)| dated(c)) {
            return Ok(found);
        }
        if let Some((_, c)) = told_so().next() {
            return Err(format!("dated {}", text(&c["when"], "edtf")));
        }
        if let Some((_, c)) = of_kind().next() {
            return Err(format!(
                "{}, {}, about {}",
                text(c, "account"),
                text(c, "polarity"),
                text(c, "about")
            ));
        }
        match here().map(|(e, _)| text(e, "type")).collect::<Vec<_>>() {
            kinds if kinds.is_empty() => Err("no claim here".to_owned()),
            kinds => Err(format!("read as {}", kinds.join(", "))),
        }
    }

    /// What was found of the claims stands together.
    fn gathered(&self, event: &Event) -> Result<(), String> {
        let found: Vec<(&Value, &Value)> =
            event.claims.iter().filter_map(|c| self.claim(event, c).ok()).collect();
        let Some(((first, _), rest)) = found.split_first().filter(|(_, rest)| !rest.is_empty()) else {
            return Err(format!("{} of its {} claims were read", found.len(), event.claims.len()));
        };
        let one_event = rest.iter().all(|(other, _)| text(other, "id") == text(first, "id"));
        let one_dispute = list(self.dossier, "disputes").iter().any(|dispute| {
            let stands_in = |c: &Value| list(dispute, "claims").iter().any(|d| place_of(c).meets(d));
            found.iter().all(|(_, c)| stands_in(c))
        });
        if one_event || one_dispute {
            return Ok(());
        }
        let mut ids: Vec<&str> = found.iter().map(|(e, _)| text(e, "id")).collect();
        ids.sort_unstable();
        ids.dedup();
        Err(format!("in {} events", ids.len()))
    }

    fn term(&self, event: &Event, until: &str) -> Result<(), String> {
        let each: Vec<&Value> = event
            .claims
            .iter()
            .filter_map(|c| self.claim(event, c).ok())
            .map(|(e, _)| &e["term"]["until"])
            .collect();
        if each.iter().any(|u| day(text(u, "earliest")) == until && day(text(u, "latest")) == until) {
            return Ok(());
        }
        Err(format!("until {:?}", each.iter().map(|u| text(u, "edtf")).collect::<Vec<_>>()))
    }

    fn known_since(&self, event: &Event, since: &str) -> Result<(), String> {
        let each: Vec<&Value> = event
            .claims
            .iter()
            .filter_map(|c| self.claim(event, c).ok())
            .map(|(e, _)| &e["known_since"])
            .collect();
        if each.iter().any(|k| day(text(k, "earliest")) == since && day(text(k, "latest")) == since) {
            return Ok(());
        }
        Err(format!("known since {:?}", each.iter().map(|k| text(k, "edtf")).collect::<Vec<_>>()))
    }

    fn no_event(&self, kind: &str, file: &str, quote: &str) -> Result<(), String> {
        let places = self.texts.places(file, quote)?;
        let claims = self.events().iter().filter(|e| text(e, "type") == kind).flat_map(|e| list(e, "claims"));
        let read = claims.filter(|c| {
            text(c, "polarity") == "asserted"
                && text(c, "about") != "others"
                && matches!(text(c, "modality"), "stated" | "alleged")
        });
        match read.into_iter().find(|c| meet(&places, c)) {
            Some(claim) => Err(format!("a claim: {}", text(claim, "quote"))),
            None => Ok(()),
        }
    }

    fn no_time(&self, quote: &Quote) -> Result<(), String> {
        let places = self.texts.places(&quote.file, &quote.quote)?;
        let time = list(self.dossier, "timexes").iter().find(|time| meet(&places, time));
        time.map_or(Ok(()), |time| Err(format!("the time {}", text(time, "edtf"))))
    }

    /// Days strictly between the two ends.
    fn clock(&self, stretch: &Clock) -> Result<(), String> {
        let end: Date = stretch.to.parse().expect("a day");
        let mut at: Date = stretch.from.parse::<Date>().expect("a day") + 1.day();
        let spans = list(&self.dossier["clock"][&stretch.account], "spans");
        let mut wrong: Vec<(String, u32)> = Vec::new();
        while at < end {
            let (midnight, next) = (at.to_string(), (at + 1.day()).to_string());
            let of_day = spans.iter().filter(|span| {
                text(span, "from") < next.as_str()
                    && span["to"].as_str().is_none_or(|to| to > midnight.as_str())
            });
            let statuses: Vec<&str> = of_day.clone().map(|span| text(span, "status")).collect();
            let right = statuses.iter().all(|status| stretch.status.iter().any(|s| s == status))
                && statuses.is_empty() == stretch.status.is_empty();
            let since = of_day
                .map(|span| text(span, "known_since"))
                .find(|is| stretch.known_since.as_deref().is_some_and(|s| s != *is));
            let fault = match since {
                _ if !right && statuses.is_empty() => Some("not in custody".to_owned()),
                _ if !right => Some(statuses.join(" and ")),
                Some(is) => Some(format!("known since `{is}`")),
                None => None,
            };
            match (fault, wrong.last_mut()) {
                (Some(fault), Some((last, days))) if *last == fault => *days += 1,
                (Some(fault), _) => wrong.push((fault, 1)),
                (None, _) => {}
            }
            at += 1.day();
        }
        if wrong.is_empty() {
            return Ok(());
        }
        Err(wrong.iter().map(|(fault, days)| format!("{days} days {fault}")).collect::<Vec<_>>().join(", "))
    }

    fn dispute(&self, expected: &Dispute) -> Result<(), String> {
        let on_two_sides = self.disputes_between(&expected.sides)?;
        let fits = |dispute: &&Value| {
            let topic = text(dispute, "topic").to_lowercase();
            expected.kind.iter().any(|kind| kind == text(dispute, "kind"))
                && expected.topic.iter().any(|word| topic.contains(word))
        };
        match (on_two_sides.iter().any(fits), on_two_sides.first()) {
            (true, _) => Ok(()),
            (false, Some(other)) => Err(format!("{}: {}", text(other, "kind"), text(other, "topic"))),
            (false, None) => Err("no dispute has the two on different sides".to_owned()),
        }
    }

    fn no_dispute(&self, sides: &[Quote; 2]) -> Result<(), String> {
        let found = self.disputes_between(sides)?;
        found
            .first()
            .map_or(Ok(()), |dispute| Err(format!("{}: {}", text(dispute, "kind"), text(dispute, "topic"))))
    }

    /// Disputes that have the two quotes on different sides.
    fn disputes_between(&self, sides: &[Quote; 2]) -> Result<Vec<&Value>, String> {
        let [one, other] = sides;
        let one = self.texts.places(&one.file, &one.quote)?;
        let other = self.texts.places(&other.file, &other.quote)?;
        let between = list(self.dossier, "disputes").iter().filter(|dispute| {
            let claims = list(dispute, "claims");
            let of = |places: &[Place]| -> Vec<&Value> {
                claims.iter().filter(|c| meet(places, c)).map(|c| &c["side"]).collect()
            };
            let (one, other) = (of(&one), of(&other));
            one.iter().any(|side| other.iter().any(|o| o != side))
        });
        Ok(between.collect())
    }

    fn duration(&self, file: &str, quote: &str, verdict: &str) -> Result<(), String> {
        let places = self.texts.places(file, quote)?;
        let mut here = list(self.dossier, "durations").iter().filter(|d| meet(&places, d)).peekable();
        if here.peek().is_none() {
            return Err("no duration here".to_owned());
        }
        let verdicts: Vec<&str> = here.map(|d| text(d, "verdict")).collect();
        if verdicts.contains(&verdict) { Ok(()) } else { Err(verdicts.join(", ")) }
    }

    fn no_stretch(&self, quote: &Quote) -> Result<(), String> {
        let places = self.texts.places(&quote.file, &quote.quote)?;
        let mut here = list(self.dossier, "durations").iter().filter(|d| meet(&places, d));
        let judged = here.find(|d| text(d, "verdict") != "cannot_tell");
        judged.map_or(Ok(()), |d| Err(text(d, "verdict").to_owned()))
    }

    fn finding(&self, norm: &str, account: &str, outcomes: &[String]) -> Result<(), String> {
        let mut findings = list(self.dossier, "findings").iter();
        let Some(finding) = findings.find(|f| text(f, "norm") == norm && text(f, "account") == account)
        else {
            return Err("no such finding".to_owned());
        };
        let outcome = text(finding, "outcome");
        if outcomes.iter().any(|o| o == outcome) {
            Ok(())
        } else {
            Err(format!("{outcome}: {}", text(finding, "summary")))
        }
    }

    fn diagnostic(&self, file: &str, words: &[String]) -> Result<(), String> {
        let item = list(self.dossier, "items").iter().find(|item| text(item, "name") == file);
        let said = item.map_or_else(Vec::new, |item| all(list(item, "diagnostics"), &["message"]));
        let fits = said.iter().any(|message| words.iter().any(|word| message.contains(word)));
        if fits { Ok(()) } else { Err(format!("said of it: {said:?}")) }
    }

    fn repetition(&self, files: &[String; 2]) -> Result<(), String> {
        let entries = list(self.dossier, "entries");
        let file_of = |ix: &Value| {
            let entry = ix.as_u64().and_then(|ix| entries.get(usize::try_from(ix).ok()?));
            entry.map(|entry| text(entry, "item")).unwrap_or_default()
        };
        let ids: Vec<&str> = files.iter().filter_map(|file| self.texts.id(file)).collect();
        let found = list(self.dossier, "repetitions").iter().any(|repetition| {
            let pair = [file_of(&repetition["first"]), file_of(&repetition["again"])];
            ids.len() == 2 && ids.iter().all(|id| pair.contains(id))
        });
        if found { Ok(()) } else { Err("not among the repetitions".to_owned()) }
    }

    fn item(&self, expected: &Item) -> Vec<(String, Result<(), String>)> {
        let item = list(self.dossier, "items").iter().find(|item| text(item, "name") == expected.file);
        let of_item = |entry: &&Value| item.is_some_and(|item| text(entry, "item") == text(item, "id"));
        let entries: Vec<&Value> = list(self.dossier, "entries").iter().filter(of_item).collect();
        let mut checks = Vec::new();
        if let Some(language) = &expected.language {
            let is = item.map_or("", |item| text(item, "language"));
            checks.push((format!("language {language}"), same(is, language)));
        }
        if let Some(published) = &expected.published {
            let is: Vec<&str> = entries.iter().map(|entry| text(&entry["published"], "edtf")).collect();
            let held = if is.iter().any(|is| day(is) == published) {
                Ok(())
            } else {
                Err(format!("published {is:?}"))
            };
            checks.push((format!("published {published}"), held));
        }
        if let Some(count) = expected.entries {
            checks.push((format!("{count} entries"), same(&entries.len().to_string(), &count.to_string())));
        }
        checks
    }

    fn entry(&self, file: &str, headline: &str, [earliest, latest]: [&str; 2]) -> Result<(), String> {
        let id = self.texts.id(file).unwrap_or_default();
        let mut entries = list(self.dossier, "entries").iter();
        let found =
            entries.find(|entry| text(entry, "item") == id && text(entry, "headline").contains(headline));
        let Some(entry) = found else { return Err("no such entry".to_owned()) };
        let (first, last) = (text(&entry["published"], "earliest"), text(&entry["published"], "latest"));
        let dated = !first.is_empty() || !last.is_empty();
        let meets = (first.is_empty() || day(first) <= latest) && (last.is_empty() || day(last) >= earliest);
        if dated && meets { Ok(()) } else { Err(format!("published {}", text(&entry["published"], "edtf"))) }
    }
}

fn place_of(claim: &Value) -> Place {
    let number = |field: &str| claim[field].as_u64().expect("an offset");
    Place::new(text(claim, "item"), number("start"), number("end"))
}
