//! Findings as grounds: breached even on the state's own account first, then on others' accounts, then contested; what
//! the record does not decide is never among them.

mod brief;

use std::collections::BTreeMap;

use minijinja::Value;
use remand_chronology::OnAccount;
use remand_clock::Band;
use remand_finding::{CATEGORIES, Finding, Outcome};
use remand_reading::{ClaimIx, Passage};

use crate::custody::band_runs;
use crate::draft::{Block, Cite, Column, NormUsed, Run, Support, Table};
use crate::form::Form;
use crate::scribe::{Scribe, View};
use crate::telling::{Told, by_exhibits, of_claims};
use crate::words::{account_name, filled};
pub(crate) use brief::{brief, strongest};

/// How a ground stands; the order is the one in which they are told.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Tier {
    EvenState,
    On(Vec<OnAccount>),
    Contested,
}

/// Norms that are breached by the same facts on the same accounts.
pub(crate) struct Ground {
    tier: Tier,
    /// The norms with the finding that is told of each.
    norms: Vec<NormUsed>,
    /// WGAD categories of any of its norms.
    categories: Vec<String>,
    also_contested: bool,
    claims: Vec<ClaimIx>,
    summaries: Vec<String>,
    cites: Vec<Cite>,
    on: OnAccount,
}

impl Ground {
    /// Ids of its norms.
    pub(crate) fn ids(&self) -> impl Iterator<Item = &str> {
        self.norms.iter().map(|norm| norm.id.as_str())
    }
}

/// A norm with its findings by account.
struct Held<'f> {
    by: BTreeMap<OnAccount, &'f Finding>,
}

impl<'f> Held<'f> {
    fn outcome(&self, account: OnAccount) -> Option<Outcome> {
        self.by.get(&account).map(|finding| finding.outcome)
    }

    fn tier(&self) -> Option<(Tier, &'f Finding)> {
        if let Some(state) = self.by.get(&OnAccount::State)
            && state.outcome == Outcome::NotMet
        {
            return Some((Tier::EvenState, state));
        }
        let others: Vec<OnAccount> = [OnAccount::Defence, OnAccount::Independent]
            .into_iter()
            .filter(|account| self.outcome(*account) == Some(Outcome::NotMet))
            .collect();
        if let Some(finding) = others.first().and_then(|account| self.by.get(account)) {
            return Some((Tier::On(others.clone()), finding));
        }
        let all = self.by.get(&OnAccount::All)?;
        match all.outcome {
            Outcome::NotMet => Some((Tier::On(vec![OnAccount::All]), all)),
            Outcome::Contested => Some((Tier::Contested, all)),
            _ => None,
        }
    }
}

fn held<'f>(form: &Form, view: &View<'f>, norms: &[String]) -> Vec<Held<'f>> {
    let state = crate::fill::state_of(view).map(|(code, _)| code);
    let mut all: Vec<Held<'f>> = Vec::new();
    for finding in view.record.findings {
        let wanted = norms.is_empty() || norms.iter().any(|start| finding.norm.starts_with(start.as_str()));
        if !wanted || !form.takes(&finding.norm, state.as_deref()) {
            continue;
        }
        let same = |known: &&mut Held<'f>| known.by.values().any(|other| other.norm == finding.norm);
        match all.iter_mut().find(same) {
            Some(known) => {
                known.by.insert(finding.account, finding);
            }
            None => all.push(Held { by: BTreeMap::from([(finding.account, finding)]) }),
        }
    }
    all
}

/// The heading of a norm in the draft's language, and the language that it is in.
pub(crate) fn norm_used(scribe: &Scribe<'_>, form: &Form, finding: &Finding) -> NormUsed {
    let words = scribe.words;
    let (title, lang) = match form.titles.get(&finding.norm) {
        Some(own) => (own.clone(), words.language.clone()),
        None => (remand_dossier::norm_title(&finding.title).to_owned(), "en".to_owned()),
    };
    NormUsed {
        id: finding.norm.clone(),
        title,
        title_lang: lang,
        cites: words.citation(&finding.cites),
        checked: words.checked(&finding.checked),
    }
}

/// The grounds of a record, gathered by what they rest on.
pub(crate) fn grounds(scribe: &Scribe<'_>, form: &Form, view: &View<'_>, norms: &[String]) -> Vec<Ground> {
    let mut grounds: Vec<Ground> = Vec::new();
    for held in held(form, view, norms) {
        let Some((tier, finding)) = held.tier() else { continue };
        let mut claims: Vec<ClaimIx> =
            finding.reasons.iter().flat_map(|reason| reason.claims.iter().copied()).collect();
        claims.sort();
        claims.dedup();
        let also_contested =
            tier != Tier::Contested && held.outcome(OnAccount::All) == Some(Outcome::Contested);
        let norm = norm_used(scribe, form, finding);
        let same = |known: &&mut Ground| {
            known.tier == tier && known.claims == claims && known.also_contested == also_contested
        };
        let passages: Vec<Passage> =
            finding.reasons.iter().flat_map(|reason| reason.passages.iter().cloned()).collect();
        let cites: Vec<Cite> = passages.iter().filter_map(|passage| view.cite(passage)).collect();
        match grounds.iter_mut().find(same) {
            Some(known) => {
                known.norms.push(norm);
                known.summaries.push(finding.summary.clone());
                let more = finding.wgad.iter().filter(|category| !known.categories.contains(category));
                let more: Vec<String> = more.cloned().collect();
                known.categories.extend(more);
            }
            None => grounds.push(Ground {
                tier,
                norms: vec![norm],
                categories: finding.wgad.clone(),
                also_contested,
                claims,
                summaries: vec![finding.summary.clone()],
                cites,
                on: finding.account,
            }),
        }
    }
    grounds.sort_by(|a, b| a.tier.cmp(&b.tier));
    grounds
}

fn list(words: &crate::words::Words, accounts: &[OnAccount]) -> String {
    let names: Vec<&str> = accounts.iter().map(|account| words.account(*account)).collect();
    names.join(words.says("and"))
}

/// The ground as a sentence and the facts under it.
fn told(scribe: &mut Scribe<'_>, view: &View<'_>, ground: &Ground) -> (Vec<Block>, String) {
    let words = scribe.words;
    let texts = words.findings();
    let mut norms: Vec<Run> = Vec::new();
    for (at, norm) in ground.norms.iter().enumerate() {
        if at > 0 {
            norms.push(Run::fixed(words.says("semicolon")));
        }
        let on = vec![scribe.support(Support::Norm { norm: norm.id.clone() })];
        norms.push(Run::Strong { text: norm.cites.clone(), on });
    }
    let mut runs = match &ground.tier {
        Tier::Contested => filled(&texts.contested_sentence, &[("norms", norms)]),
        tier => {
            let accounts = match tier {
                Tier::On(accounts) => list(words, accounts),
                _ => words.account(OnAccount::State).to_owned(),
            };
            let accounts = vec![Run::fixed(accounts)];
            filled(&texts.sentence, &[("norms", norms), ("accounts", accounts)])
        }
    };
    if ground.also_contested {
        runs.push(Run::fixed(format!(" {}", texts.also_contested)));
    }
    let note = norm_note(scribe, view, ground);
    runs.push(note);
    let sentences = of_claims(scribe, view, &ground.claims, ground.on);
    let key = format!(
        "{:?}|{}|{}",
        ground.tier,
        crate::telling::plain(&runs),
        sentences.iter().map(|told| told.key.as_str()).collect::<Vec<_>>().join("||")
    );
    let mut blocks = vec![Block::Paragraph { runs }];
    let mut points: Vec<Vec<Run>> = sentences.into_iter().map(|told| told.runs).collect();
    for (clock, band) in bands(view, ground) {
        points.push(band_runs(scribe, view, clock, band));
    }
    if !points.is_empty() {
        blocks.push(Block::List { numbered: false, points });
    }
    (blocks, key)
}

/// Conditions of custody that the ground is about.
fn bands<'r>(view: &View<'r>, ground: &Ground) -> Vec<(&'r remand_clock::DetentionClock, &'r Band)> {
    let clock = view.record.clocks.iter().find(|clock| clock.account == ground.on);
    let about = |state: &str| {
        ground.norms.iter().any(|norm| norm.id.contains(state))
            || state == "incommunicado" && ground.norms.iter().any(|norm| norm.id == "bop.15")
    };
    let each = clock.into_iter().flat_map(|clock| clock.bands.iter().map(move |band| (clock, band)));
    each.filter(|(_, band)| {
        about(&band.state) && band.claims.iter().any(|claim| ground.claims.contains(claim))
    })
    .collect()
}

/// The footnote of a ground: each norm with its title and how it was checked, and the reasoning of the program.
fn norm_note(scribe: &mut Scribe<'_>, view: &View<'_>, ground: &Ground) -> Run {
    let words = scribe.words;
    let texts = words.findings();
    let mut runs = Vec::new();
    for norm in &ground.norms {
        let on = vec![scribe.support(Support::Norm { norm: norm.id.clone() })];
        let text = |text: String| vec![Run::Text { text, on: on.clone() }];
        let title = title_runs(norm, words);
        let found = view.record.findings.iter().find(|finding| finding.norm == norm.id);
        let limit = found.map_or("", |finding| finding.limit.as_str());
        let places = [
            ("cites", text(norm.cites.clone())),
            ("title", title),
            ("checked", text(norm.checked.clone())),
            ("limit", vec![Run::fixed(words.limit(limit))]),
        ];
        runs.extend(filled(&texts.norm_note, &places));
        runs.push(Run::fixed(" "));
    }
    let from = scribe.passages(&ground.cites);
    let mut summaries = ground.summaries.clone();
    summaries.dedup();
    let how = format!(
        "findings on {}",
        ground.norms.iter().map(|norm| norm.id.as_str()).collect::<Vec<_>>().join(", ")
    );
    let on = vec![scribe.support(Support::Derived { how, from })];
    runs.push(Run::fixed(format!("{} ", texts.reasoning)));
    let text = by_exhibits(view, &remand_dossier::document::line(&summaries.join(" ")));
    runs.push(Run::Emphasis { text, lang: Some("en".to_owned()), on });
    let cites = Vec::new();
    scribe.footnote(crate::draft::Footnote {
        number: 0,
        runs,
        cites,
        answer: None,
        on: Vec::new(),
        in_text: false,
    })
}

fn title_runs(norm: &NormUsed, words: &crate::words::Words) -> Vec<Run> {
    if norm.title_lang == words.language {
        vec![Run::fixed(norm.title.clone())]
    } else {
        vec![Run::Emphasis { text: norm.title.clone(), lang: Some(norm.title_lang.clone()), on: Vec::new() }]
    }
}

/// A ground as a template sees it.
fn value(scribe: &mut Scribe<'_>, view: &View<'_>, ground: &Ground) -> (Value, String) {
    let (blocks, key) = told(scribe, view, ground);
    let norms = ground.norms.iter().map(|norm| norm.id.clone()).collect::<Vec<_>>();
    let text = scribe.blocks(blocks);
    (minijinja::context! { text => text, norms => norms }, key)
}

/// Grounds as a template sees them: with a heading for each way in which they stand.
pub(crate) fn tiers(
    scribe: &mut Scribe<'_>,
    view: &View<'_>,
    grounds: &[&Ground],
    leave_out: &[String],
) -> Vec<Value> {
    let mut tiers: Vec<(Tier, Vec<Value>)> = Vec::new();
    for ground in grounds {
        let (value, key) = value(scribe, view, ground);
        if leave_out.contains(&key) {
            continue;
        }
        match tiers.iter_mut().find(|(tier, _)| *tier == ground.tier) {
            Some((_, same)) => same.push(value),
            None => tiers.push((ground.tier.clone(), vec![value])),
        }
    }
    let words = scribe.words;
    let heading = |tier: &Tier| match tier {
        Tier::EvenState => words.findings().even_state.clone(),
        Tier::On(accounts) => words.findings().on_account.replace("{accounts}", &list(words, accounts)),
        Tier::Contested => words.findings().contested.clone(),
    };
    let name = |tier: &Tier| match tier {
        Tier::EvenState => "even_state".to_owned(),
        Tier::On(accounts) => {
            accounts.iter().map(|account| account_name(*account)).collect::<Vec<_>>().join("_")
        }
        Tier::Contested => "contested".to_owned(),
    };
    tiers
        .into_iter()
        .map(|(tier, grounds)| {
            minijinja::context! { heading => heading(&tier), stands => name(&tier), grounds => grounds }
        })
        .collect()
}

/// What tells a ground of one person from that of another: the same in a group where the facts are the same.
pub(crate) fn keys(scribe: &mut Scribe<'_>, view: &View<'_>, grounds: &[&Ground]) -> Vec<String> {
    grounds.iter().map(|ground| value(scribe, view, ground).1).collect()
}

/// The categories of the Working Group with their grounds, as a template sees them.
pub(crate) fn categories(
    scribe: &mut Scribe<'_>,
    view: &View<'_>,
    grounds: &[Ground],
    leave_out: &[String],
) -> Vec<Value> {
    let mut all = Vec::new();
    for category in CATEGORIES {
        let mine: Vec<&Ground> =
            grounds.iter().filter(|ground| ground.categories.iter().any(|known| known == category)).collect();
        let tiers = tiers(scribe, view, &mine, leave_out);
        let title = scribe.words.category(category).to_owned();
        let stands = mine.iter().any(|ground| ground.tier != Tier::Contested);
        let nothing = if mine.is_empty() { scribe.words.findings().nothing.clone() } else { String::new() };
        all.push(minijinja::context! {
            category => category, title => title, tiers => tiers, stands => stands,
            any => !mine.is_empty(), nothing => nothing,
        });
    }
    all
}

/// Grounds that belong to no category.
pub(crate) fn beside(grounds: &[Ground]) -> Vec<&Ground> {
    grounds.iter().filter(|ground| ground.categories.is_empty()).collect()
}

/// What the record does not decide and what would decide it, for those who finish the draft.
pub(crate) fn open(scribe: &mut Scribe<'_>, form: &Form, view: &View<'_>) -> Vec<Block> {
    let words = scribe.words;
    let texts = words.findings();
    let mut rows = Vec::new();
    for held in held(form, view, &[]) {
        let Some(all) = held.by.get(&OnAccount::All) else { continue };
        if all.outcome != Outcome::Undetermined || held.tier().is_some() || all.missing.is_empty() {
            continue;
        }
        let norm = norm_used(scribe, form, all);
        let on = vec![scribe.support(Support::Norm { norm: norm.id.clone() })];
        let mut name = vec![Run::Strong { text: norm.cites.clone(), on }, Run::fixed(": ")];
        name.extend(title_runs(&norm, words));
        let cites: Vec<Cite> = all
            .reasons
            .iter()
            .flat_map(|reason| reason.passages.iter())
            .filter_map(|passage| view.cite(passage))
            .collect();
        let from = scribe.passages(&cites);
        let how = format!("finding on {}", norm.id);
        let on = vec![scribe.support(Support::Derived { how, from })];
        let text = by_exhibits(view, &remand_dossier::document::line(&all.missing.join("; ")));
        rows.push(vec![name, vec![Run::Emphasis { text, lang: Some("en".to_owned()), on }]]);
    }
    if rows.is_empty() {
        return Vec::new();
    }
    let columns = texts.open_columns.iter().zip([2, 3]);
    let table = Table {
        caption: texts.open_intro.clone(),
        columns: columns.map(|(head, share)| Column { head: head.clone(), share }).collect(),
        rows,
    };
    vec![Block::Paragraph { runs: vec![Run::fixed(texts.open_intro.clone())] }, Block::Table(table)]
}

/// What does not go together, with what each side says.
pub(crate) fn disputes(scribe: &mut Scribe<'_>, view: &View<'_>) -> Vec<Block> {
    let words = scribe.words;
    let mut blocks = Vec::new();
    for dispute in &view.record.chronology.disputes {
        let mut points: Vec<Vec<Run>> = Vec::new();
        let mut cites: Vec<Cite> = Vec::new();
        for side in &dispute.sides {
            for told in of_claims(scribe, view, &side.claims, OnAccount::All) {
                if !has(&points, &told.runs) {
                    points.push(told.runs);
                }
            }
            cites.extend(side.claims.iter().filter_map(|claim| view.cite_claim(*claim)));
            for passage in side.passages.iter().filter(|_| side.claims.is_empty()) {
                let Some(cite) = view.cite(passage) else { continue };
                let on = scribe.passages(std::slice::from_ref(&cite));
                let quote = Run::Quote { text: cite.quote.clone(), lang: cite.lang.clone(), on };
                let note = scribe.note(std::slice::from_ref(&cite));
                points.push(vec![quote, note]);
                cites.push(cite);
            }
        }
        if dispute.severity == remand_chronology::Severity::Low || points.len() < 2 {
            continue;
        }
        let from = scribe.passages(&cites);
        let on = vec![scribe.support(Support::Derived { how: dispute.topic.clone(), from })];
        let text = by_exhibits(view, &remand_dossier::document::line(&dispute.topic));
        let lang = (words.language != "en").then(|| "en".to_owned());
        let mut runs = Vec::new();
        if lang.is_some() {
            runs.push(Run::fixed(format!("{} ", words.findings().dispute)));
        }
        runs.push(Run::Emphasis { text, lang, on });
        blocks.push(Block::Paragraph { runs });
        blocks.push(Block::List { numbered: false, points });
    }
    blocks
}

/// The same words are there, whatever their footnotes.
fn has(points: &[Vec<Run>], runs: &[Run]) -> bool {
    points.iter().any(|known| crate::telling::plain(known) == crate::telling::plain(runs))
}

/// Sentences as points of a list.
pub(crate) fn points(told: Vec<Told>) -> Vec<Block> {
    if told.is_empty() {
        return Vec::new();
    }
    vec![Block::List { numbered: false, points: told.into_iter().map(|told| told.runs).collect() }]
}
