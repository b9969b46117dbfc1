//! An invented case in an invented country, with everything in it that a dossier must be able to print.

#![allow(dead_code, unreachable_pub, reason = "each test file uses a part of it")]

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};
use remand_chronology::{
    Chronology, Dispute, DisputeKind, DurationCheck, DurationVerdict, Event, EventIx, OnAccount, Repetition,
    Severity, Side,
};
use remand_clock::{Band, DetentionClock, Span, Status, Tick, Total};
use remand_dossier::{JournalHead, Pack, Record, Unread};
use remand_finding::{
    Deadline, DeadlineKind, DeadlineStatus, Finding, Given, Outcome, Reason, Reasons, Version, Withdrawal,
};
use remand_reading::*;
use remand_text::{Block, BlockKind, Diagnostic, Metadata, Page, TextLayer};
use remand_timex::{Amount, Anchor, Calendar, Direction, Kind, Precision, Timex, Unit, When};
use remand_vault::{Item, ItemId};

/// Strings that must come out as text wherever a source can put them.
pub const HOSTILE: [&str; 6] = [
    "<script>alert('x')</script>",
    "#import \"@preview/evil:0.1.0\"",
    "] #panic(\"out\") [",
    "\\u{22} $ \\ ` * _ @ref <lbl>",
    "\" onmouseover=\"evil()",
    "</title></svg><img src=x>",
];

pub struct Case {
    pub items: Vec<(Item, TextLayer)>,
    pub chronology: Chronology,
    pub clocks: Vec<DetentionClock>,
    pub findings: Vec<Finding>,
    pub deadlines: Vec<Deadline>,
    pub packs: Vec<Pack>,
    pub unread: Vec<Unread>,
    pub given: Vec<Given>,
    pub as_of: Date,
}

impl Case {
    pub fn record(&self) -> Record<'_> {
        Record {
            items: self.items.iter().map(|(item, layer)| (item, layer)).collect(),
            chronology: &self.chronology,
            clocks: &self.clocks,
            findings: &self.findings,
            deadlines: &self.deadlines,
            within: None,
            changes: None,
            as_of: self.as_of,
            as_of_why: "the latest date of publication in the record",
            packs: &self.packs,
            journal: JournalHead { hash: "5a".repeat(32), entries: 7 },
            tool_version: "0.1.0",
            unread: &self.unread,
            given: &self.given,
            astray: &[],
            audience: remand_protection::Audience::Team,
            withheld: &[],
        }
    }
}

pub fn d(text: &str) -> Date {
    text.parse().unwrap()
}

pub fn at(text: &str) -> DateTime {
    text.parse().unwrap()
}

fn day0(text: &str) -> DateTime {
    d(text).to_datetime(jiff::civil::Time::midnight())
}

/// A layer whose blocks are the paragraphs between empty lines.
pub fn layer(text: &str, language: Option<&str>) -> TextLayer {
    let mut blocks = Vec::new();
    let mut start = 0;
    for paragraph in text.split("\n\n") {
        if !paragraph.trim().is_empty() {
            let span = start..start + paragraph.len();
            blocks.push(Block { kind: BlockKind::Paragraph, span });
        }
        start += paragraph.len() + 2;
    }
    TextLayer {
        text: text.to_owned(),
        media_type: "text/plain".to_owned(),
        language: language.map(str::to_owned),
        blocks,
        ..TextLayer::default()
    }
}

fn item(n: u8, name: &str, layer: &TextLayer) -> Item {
    Item {
        id: ItemId::from_bytes([n; 32]),
        name: name.to_owned(),
        also: vec![],
        parent: None,
        bytes: layer.text.len() as u64,
    }
}

const UPDATES: &str = "Update of 14 July. Yesterday counsel was let into the remand centre for the first time since April.

11 May. The Prosecutor General's Office said in a press release that the term of custody of Ilyas Tormanov was extended by the court until 6 July.

9 March. The family has heard nothing since the first term ran out on 5 March. Nobody has shown an order.

He has been held for 152 days. He was brought before a judge only on 7 January, says his lawyer.

The Northern Star reports, citing the security service, that Tormanov was detained on 6 January at the airport. <script>alert('x')</script> #import \"@preview/evil:0.1.0\" ] #panic(\"out\") [ \\u{22} $ \\ ` * _ @ref <lbl> \" onmouseover=\"evil()

He was kept alone in a cell from 20 January, and nobody could reach him. In March he was taken to the prison hospital.

The Working Group sent its communication to the government on 15 April; a reply is due within 60 days.

Article 9 of the International Covenant on Civil and Political Rights was cited.";

const LETTER: &str = "Прокуратура сообщила: И. Торманов задержан 5 января, следственный суд санкционировал арест на два месяца, до 5 марта.

Жақындары айтуынша, ол 5 қаңтарда ұсталды; қамауға алу туралы шешімді ешкім көрсеткен жоқ. Әңгіме, ғалым, қоғам, үміт, һәм.

По словам адвоката, в карцере он провёл 12 суток.";

const RTL: &str = "أفادت العائلة أنه نقل إلى المستشفى في آذار. \u{202E}txet neddih\u{202C} 🕊️ end";

/// Two pages and a passage of five thousand characters.
fn ruling() -> TextLayer {
    let first = "DISTRICT COURT OF VELMAR. Ruling of 7 January: custody for two months is sanctioned. ";
    let second = format!(
        "The reasons follow. {} Done in chambers.",
        "The court has considered the file. ".repeat(150)
    );
    let text = format!("{first}{second}");
    TextLayer {
        pages: vec![
            Page { number: 1, span: 0..first.len() },
            Page { number: 3, span: first.len()..text.len() },
        ],
        media_type: "application/pdf".to_owned(),
        metadata: Metadata {
            title: Some("Ruling </title></svg><img src=x>".to_owned()),
            author: Some("District Court".to_owned()),
            date: Some("2022-01-07".to_owned()),
            date_origin: Some("PDF CreationDate".to_owned()),
            ..Metadata::default()
        },
        diagnostics: vec![Diagnostic {
            page: Some(2),
            message: "the page is an image without text; add a copy with recognised text".to_owned(),
        }],
        ..layer(&text, Some("en"))
    }
}

struct Made {
    items: Vec<(Item, TextLayer)>,
    claims: Vec<Claim>,
    events: Vec<Event>,
}

impl Made {
    fn passage(&self, item: usize, words: &str) -> Passage {
        let (of, layer) = &self.items[item];
        let start = layer.text.find(words).unwrap_or_else(|| panic!("{words} is not in item {item}"));
        Passage { item: of.id, start, end: start + words.len() }
    }

    fn claim(&mut self, kind: &str, item: usize, words: &str, when: When, asserter: usize) -> ClaimIx {
        self.claims.push(Claim {
            kind: EventKind::named(kind).unwrap(),
            passage: self.passage(item, words),
            entry: EntryIx(0),
            when,
            basis: Basis::Stated,
            made_public: None,
            asserter: SourceIx(asserter),
            via: vec![],
            polarity: Polarity::Asserted,
            modality: Modality::Stated,
            about: About::Subject,
            term: None,
            quantity: None,
            roles: vec![],
        });
        ClaimIx(self.claims.len() - 1)
    }

    fn event(&mut self, claims: &[ClaimIx], known_since: When, independent_sources: usize) -> EventIx {
        let first = &self.claims[claims[0].0];
        let when = claims.iter().skip(1).fold(first.when.clone(), |w, ix| w.hull(&self.claims[ix.0].when));
        self.events.push(Event {
            kind: first.kind,
            when,
            known_since,
            claims: claims.to_vec(),
            independent_sources,
            term: None,
        });
        EventIx(self.events.len() - 1)
    }
}

fn source(name: &str, variants: &[&str], kind: SourceKind, account: Account) -> Source {
    let variants = std::iter::once(&name).chain(variants).map(|v| (*v).to_owned()).collect();
    Source { name: name.to_owned(), variants, kind, account }
}

pub fn span(from: &str, to: Option<&str>, status: Status, why: &str) -> Span {
    Span {
        from: day0(from),
        to: to.map(day0),
        status,
        orders: vec![],
        known_since: None,
        claims: vec![],
        why: why.to_owned(),
        start_assumed: false,
    }
}

pub fn clock(account: OnAccount, as_of: &str, spans: Vec<Span>) -> DetentionClock {
    let end = d(as_of).tomorrow().unwrap().to_datetime(jiff::civil::Time::midnight());
    let hours =
        |span: &Span| span.to.unwrap_or(end).min(end).duration_since(span.from).as_hours().max(0) as u64;
    let total = |hours: u64| Total { least_hours: hours, most_hours: hours, days: hours / 24 };
    let of = |status| spans.iter().filter(|span| span.status == status).map(hours).sum::<u64>();
    DetentionClock {
        account,
        as_of: d(as_of),
        totals: Status::EACH.into_iter().map(|status| (status, total(of(status)))).collect(),
        held: total(spans.iter().map(hours).sum()),
        bands: vec![],
        ticks: vec![],
        spans,
    }
}

/// No item, no subject, nothing found.
pub fn empty() -> Case {
    Case {
        items: vec![],
        chronology: Chronology::default(),
        clocks: vec![],
        findings: vec![],
        deadlines: vec![],
        packs: vec![],
        unread: vec![],
        given: vec![],
        as_of: d("2022-07-20"),
    }
}

/// The invented case of Ilyas Tormanov in Velmar.
pub fn tormanov() -> Case {
    let as_of = "2022-07-20";
    let layers = [
        ("updates.txt", layer(UPDATES, Some("en"))),
        ("letters/письмо матери.txt", layer(LETTER, Some("ru"))),
        ("court/ruling & <b>annex</b>.pdf", ruling()),
        ("family.txt", layer(RTL, Some("ar"))),
    ];
    let items = layers.into_iter().enumerate();
    let items: Vec<_> =
        items.map(|(n, (name, layer))| (item(u8::try_from(n).unwrap() + 17, name, &layer), layer)).collect();
    let mut made = Made { items, claims: vec![], events: vec![] };
    let sources = vec![
        source("Prosecutor General's Office", &["the prosecution"], SourceKind::Prosecutor, Account::State),
        source(
            "Committee for State Security",
            &["security service"],
            SourceKind::SecurityService,
            Account::State,
        ),
        source("District Court of Velmar", &[], SourceKind::Court, Account::State),
        source("Campaign for Tormanov", &[], SourceKind::Campaign, Account::Defence),
        source("Counsel", &["his lawyer", "адвокат"], SourceKind::Counsel, Account::Defence),
        source("Family", &["Жақындары"], SourceKind::Family, Account::Defence),
        source("The Northern Star <script>alert('x')</script>", &[], SourceKind::Press, Account::Independent),
        source("Working Group", &[], SourceKind::UnBody, Account::Independent),
    ];

    let pub_day = |text: &str| When::day(d(text));
    let arrest_state = made.claim("arrest", 1, "И. Торманов задержан 5 января", pub_day("2022-01-05"), 0);
    let arrest_family = made.claim("arrest", 1, "ол 5 қаңтарда ұсталды", pub_day("2022-01-05"), 5);
    let arrest_press = made.claim(
        "arrest",
        0,
        "Tormanov was detained on 6 January at the airport",
        pub_day("2022-01-06"),
        1,
    );
    made.claims[arrest_press.0].via = vec![SourceIx(3), SourceIx(6)];
    made.event(&[arrest_state, arrest_family, arrest_press], pub_day("2022-01-06"), 3);
    let judge = made.claim(
        "appearance_before_judge",
        0,
        "brought before a judge only on 7 January",
        When::minute(at("2022-01-07T16:30")),
        4,
    );
    made.event(&[judge], pub_day("2022-03-09"), 1);
    let sanction =
        made.claim("court_sanction", 2, "custody for two months is sanctioned", pub_day("2022-01-07"), 2);
    let sanction_state = made.claim(
        "court_sanction",
        1,
        "следственный суд санкционировал арест на два месяца, до 5 марта",
        When::days(d("2022-01-05"), d("2022-01-10")),
        0,
    );
    let no_order =
        made.claim("court_sanction", 1, "қамауға алу туралы шешімді ешкім көрсеткен жоқ", When::unknown(), 5);
    made.claims[no_order.0].polarity = Polarity::NotKnown;
    let order = made.event(&[sanction, sanction_state, no_order], pub_day("2022-01-10"), 2);
    made.events[order.0].term = Some(Term {
        from: Some(pub_day("2022-01-05")),
        until: Some(pub_day("2022-03-05")),
        length: Some("P2M".to_owned()),
    });
    let solitary =
        made.claim("solitary", 0, "kept alone in a cell from 20 January", pub_day("2022-01-20"), 4);
    made.claims[solitary.0].modality = Modality::Alleged;
    made.event(&[solitary], pub_day("2022-03-09"), 1);
    let hospital = made.claim(
        "hospitalisation",
        0,
        "In March he was taken to the prison hospital",
        When::days(d("2022-03-01"), d("2022-03-31")),
        5,
    );
    let hospital_rtl = made.claim(
        "hospitalisation",
        3,
        "نقل إلى المستشفى في آذار",
        When::bounded(Some(d("2022-02-24")), Some(d("2022-03-08"))),
        5,
    );
    made.event(&[hospital, hospital_rtl], pub_day("2022-04-02"), 1);
    let gap =
        made.claim("detention_expiry", 0, "the first term ran out on 5 March", pub_day("2022-03-05"), 3);
    made.event(&[gap], pub_day("2022-03-09"), 1);
    let extension = made.claim(
        "detention_extension",
        0,
        "was extended by the court until 6 July",
        When::bounded(None, Some(d("2022-05-11"))),
        0,
    );
    let extension = made.event(&[extension], pub_day("2022-05-11"), 1);
    let un = made.claim(
        "communication_sent",
        0,
        "sent its communication to the government on 15 April",
        pub_day("2022-04-15"),
        7,
    );
    let un_event = made.event(&[un], pub_day("2022-04-20"), 1);
    let counsel = made.claim(
        "counsel_access",
        0,
        "counsel was let into the remand centre for the first time since April",
        pub_day("2022-07-13"),
        3,
    );
    made.event(&[counsel], pub_day("2022-07-14"), 1);
    let denied = made.claim(
        "counsel_access",
        0,
        "nobody could reach him",
        When::bounded(Some(d("2022-01-20")), None),
        3,
    );
    made.claims[denied.0].polarity = Polarity::Denied;
    made.event(&[denied], pub_day("2022-03-09"), 1);
    let long = made.passage(2, "The court has considered the file. The court");
    let long_claim = made.claim("hearing", 2, "Done in chambers", pub_day("2022-01-07"), 2);
    made.claims[long_claim.0].passage = Passage { start: long.start, end: long.start + 5_000, ..long };
    let hearing = made.event(&[long_claim], pub_day("2022-01-10"), 1);
    let hostile = made.claim("official_statement", 0, "<script>alert('x')</script> #import \"@preview/evil:0.1.0\" ] #panic(\"out\") [ \\u{22} $ \\ ` * _ @ref <lbl> \" onmouseover=\"evil()", When::unknown(), 6);
    made.event(&[hostile], When::unknown(), 1);
    let other = made.claim(
        "detention_toll",
        3,
        "txet neddih\u{202C} 🕊️ end",
        When::days(d("2022-01-01"), d("2022-12-31")),
        7,
    );
    made.claims[other.0].about = About::Others;
    made.event(&[other], pub_day("2022-04-20"), 1);
    let outside = made.claim("other", 0, "Article 9", When::day(d("2022-01-05")).with_edtf("2022-01-05~"), 3);
    made.claims[outside.0].passage.end = 1_000_000;
    made.event(&[outside], When::unknown(), 1);

    let clocks = clocks(as_of, &[order, extension, hearing], &[solitary, hospital, gap, arrest_state]);
    let findings = findings(&made, judge, arrest_state, gap, denied);
    let deadlines = deadlines(un, un_event);
    let stated = made.passage(0, "152 days");
    let punished = made.passage(1, "12 суток");
    let entries = entries(&made);
    let reading = Reading {
        subject: Some(Subject {
            name: "Ilyas Tormanov".to_owned(),
            variants: vec!["Ilyas Tormanov".to_owned(), "И. Торманов".to_owned(), "Tormanov".to_owned()],
            inferred: true,
        }),
        entries,
        times: vec![
            time(
                &made,
                0,
                "11 May",
                Timex {
                    when: When::day(d("2022-05-11")),
                    value: "2022-05-11".to_owned(),
                    anchor: Anchor::Discourse,
                    ..blank_time(Kind::Date)
                },
            ),
            time(
                &made,
                0,
                "152 days",
                Timex {
                    amount: Some(days(152)),
                    value: "P152D".to_owned(),
                    modifier: Some("MORE_THAN".to_owned()),
                    ..blank_time(Kind::Duration)
                },
            ),
        ],
        durations: vec![
            StatedDuration {
                passage: stated,
                entry: EntryIx(2),
                amount: days(152),
                from: DurationStart::Custody,
                at: None,
            },
            StatedDuration {
                passage: punished,
                entry: EntryIx(3),
                amount: days(12),
                from: DurationStart::Unstated,
                at: None,
            },
        ],
        citations: vec![Citation {
            passage: made.passage(0, "Article 9 of the International Covenant on Civil and Political Rights"),
            entry: EntryIx(2),
            norm: "ICCPR art. 9".to_owned(),
            gloss: None,
        }],
        sources,
        not_read: vec![NotRead { item: made.items[3].0.id, language: "ar".to_owned() }],
        claims: made.claims.clone(),
        ..Reading::default()
    };
    let disputes = vec![
        Dispute {
            kind: DisputeKind::SourceConflict,
            severity: Severity::High,
            topic: "When he was arrested".to_owned(),
            why: "Two state bodies give two days, 5 and 6 January 2022: one day apart.".to_owned(),
            sides: vec![
                Side {
                    says: "on 5 January".to_owned(),
                    claims: vec![arrest_state, arrest_family],
                    passages: vec![],
                },
                Side { says: "on 6 January".to_owned(), claims: vec![arrest_press], passages: vec![] },
            ],
        },
        Dispute {
            kind: DisputeKind::Tension,
            severity: Severity::Low,
            topic: HOSTILE[2].to_owned(),
            why: HOSTILE[0].to_owned(),
            sides: vec![
                Side {
                    says: "one thing".to_owned(),
                    claims: vec![],
                    passages: vec![made.passage(0, "Nobody has shown an order")],
                },
                Side {
                    says: "another".to_owned(),
                    claims: vec![judge],
                    passages: vec![made.passage(0, "a judge only")],
                },
            ],
        },
    ];
    let chronology = Chronology {
        events: made.events.clone(),
        disputes,
        reviewed: Default::default(),
        durations: vec![
            DurationCheck {
                stated: 0,
                computed: vec![
                    "5 Jan to 6 Jun 2022 = 152 days".to_owned(),
                    "6 Jan to 7 Jun 2022 = 152 days".to_owned(),
                ],
                verdict: DurationVerdict::DoesNotFit,
            },
            DurationCheck { stated: 1, computed: vec![], verdict: DurationVerdict::CannotTell },
        ],
        repetitions: vec![Repetition { first: EntryIx(0), again: EntryIx(2), percent: 83 }],
        reading,
    };
    Case {
        items: made.items,
        chronology,
        clocks,
        findings,
        deadlines,
        packs: vec![Pack {
            name: "un/iccpr".to_owned(),
            title: "International Covenant".to_owned(),
            norms: 12,
        }],
        unread: vec![Unread {
            name: "scan <3>.tiff".to_owned(),
            why: "this format holds no text; add a copy with recognised text".to_owned(),
        }],
        given: vec![
            given(5, "detainee is minor", Some(Account::Defence)),
            given(6, "detainee is not minor", None),
            Given {
                withdrawn: Some(Withdrawal {
                    by: HOSTILE[0].to_owned(),
                    at: "2022-07-19T08:00:00Z".to_owned(),
                    because: HOSTILE[1].to_owned(),
                }),
                ..given(7, "maximum_sentence 12 years", Some(Account::State))
            },
        ],
        as_of: d(as_of),
    }
}

fn given(number: u64, words: &str, account: Option<Account>) -> Given {
    Given {
        number,
        by: HOSTILE[5].to_owned(),
        at: "2022-07-18T08:00:00Z".to_owned(),
        saying: words.parse().unwrap(),
        because: HOSTILE[3].to_owned(),
        account,
        quoted: None,
        withdrawn: None,
    }
}

fn days(count: u32) -> Amount {
    Amount { count, unit: Unit::Day, precision: Precision::Exact }
}

fn blank_time(kind: Kind) -> Timex {
    Timex {
        start: 0,
        end: 0,
        kind,
        when: When::unknown(),
        amount: None,
        value: String::new(),
        modifier: None,
        direction: Direction::At,
        anchor: Anchor::None,
        against: None,
        reason: remand_timex::Reason::Nothing,
        calendar: Calendar::Gregorian,
        vague: false,
        age: false,
        apart: false,
    }
}

fn time(made: &Made, item: usize, words: &str, timex: Timex) -> TimeAt {
    let passage = made.passage(item, words);
    let timex = Timex { start: passage.start, end: passage.end, ..timex };
    TimeAt { passage, entry: EntryIx(0), timex }
}

fn entries(made: &Made) -> Vec<Entry> {
    let entry =
        |item: usize, from: &str, headline: Option<&str>, published: When, why: &str, author: usize| Entry {
            passage: made.passage(item, from),
            headline: headline.map(|words| made.passage(item, words)),
            published,
            published_why: why.to_owned(),
            same_text_as: None,
            author: SourceIx(author),
        };
    let mut entries = vec![
        entry(
            0,
            "Update of 14 July. Yesterday",
            Some("Update of 14 July"),
            When::day(d("2022-07-14")),
            "the headline gives the day; the year is that of the other entries",
            3,
        ),
        entry(
            0,
            "11 May. The Prosecutor",
            None,
            When::day(d("2022-05-11")),
            "the first words give the day",
            3,
        ),
        entry(
            0,
            "9 March. The family has heard",
            Some("9 March"),
            When::bounded(Some(d("2022-03-09")), Some(d("2022-05-11"))),
            "between the entries before and after",
            3,
        ),
        entry(1, "Прокуратура сообщила", None, When::unknown(), "nothing in the letter dates it", 5),
    ];
    entries[2].same_text_as = Some(EntryIx(0));
    entries
}

fn clocks(as_of: &str, events: &[EventIx], claims: &[ClaimIx]) -> Vec<DetentionClock> {
    let [order, extension, hearing] = events else { panic!() };
    let [solitary, hospital, gap, arrest] = claims else { panic!() };
    let ticks = vec![
        Tick { event: EventIx(0), at: d("2022-01-05") },
        Tick { event: *hearing, at: d("2022-01-07") },
        Tick { event: *order, at: d("2022-01-10") },
        Tick { event: *extension, at: d("2022-05-11") },
        Tick { event: EventIx(0), at: d("1999-05-11") },
    ];
    let mut first =
        span("2022-01-05", Some("2022-01-07"), Status::Disputed, "the day of arrest is in dispute");
    first.from = at("2022-01-05T18:20");
    first.claims = vec![*arrest];
    let mut ordered =
        span("2022-01-07", Some("2022-03-06"), Status::Ordered, "the order of 7 January covers it");
    ordered.orders = vec![*order];
    ordered.known_since = Some(d("2022-01-10"));
    let mut none = span(
        "2022-03-06",
        Some("2022-04-10"),
        Status::NoOrderKnown,
        "the term ran out on 5 March, and no order for later days is in the record",
    );
    none.claims = vec![*gap];
    let mut late = span(
        "2022-04-10",
        Some("2022-07-07"),
        Status::DisclosedLate,
        "the extension was announced on 11 May",
    );
    late.orders = vec![*extension];
    late.known_since = Some(d("2022-05-11"));
    late.start_assumed = true;
    let implied = span(
        "2022-07-07",
        Some("2022-07-14"),
        Status::Implied,
        "the visit of 13 July presupposes custody under an order",
    );
    let unknown = span("2022-07-14", None, Status::Unknown, "nothing is said of these days");
    let mut all = clock(
        OnAccount::All,
        as_of,
        vec![first.clone(), ordered.clone(), none, late.clone(), implied, unknown],
    );
    all.ticks = ticks.clone();
    all.bands = vec![
        Band {
            state: "solitary".to_owned(),
            from: day0("2022-01-20"),
            to: Some(day0("2022-02-01")),
            claims: vec![*solitary],
        },
        Band { state: "in_hospital".to_owned(), from: day0("2022-03-01"), to: None, claims: vec![*hospital] },
    ];
    all.held = Total { least_hours: 4_680, most_hours: 4_704, days: 196 };
    let mut state = clock(
        OnAccount::State,
        as_of,
        vec![
            ordered,
            span(
                "2022-03-06",
                Some("2022-07-07"),
                Status::DisclosedLate,
                "the extension was announced on 11 May",
            ),
        ],
    );
    state.ticks = ticks;
    let defence = clock(
        OnAccount::Defence,
        as_of,
        vec![span("2022-01-05", None, Status::NoOrderKnown, "nobody on this account has seen an order")],
    );
    let independent = clock(
        OnAccount::Independent,
        as_of,
        vec![span("2022-01-06", None, Status::Unknown, "independent sources do not speak of orders")],
    );
    vec![all, state, defence, independent]
}

fn findings(made: &Made, judge: ClaimIx, arrest: ClaimIx, gap: ClaimIx, denied: ClaimIx) -> Vec<Finding> {
    let reason = |text: &str, claims: &[ClaimIx], passages: &[Passage]| Reason {
        text: text.to_owned(),
        claims: claims.to_vec(),
        passages: passages.to_vec(),
    };
    let finding =
        |norm: &str, title: &str, cites: &str, account: OnAccount, outcome: Outcome, summary: &str| Finding {
            norm: norm.to_owned(),
            title: title.to_owned(),
            cites: cites.to_owned(),
            checked: "against secondary text, 2026-11-22".to_owned(),
            limit: "presumptive".to_owned(),
            account,
            outcome,
            summary: summary.to_owned(),
            reasons: Reasons::new(reason("This follows from the record", &[], &[]), Vec::new()),
            missing: vec![],
            asks: vec![],
            given: vec![],
            wgad: Vec::new(),
            beside: Vec::new(),
            version: Version { from: None, digest: "0".repeat(64) },
            even_on_state_account: false,
        };
    let mut all = Vec::new();
    for account in OnAccount::EACH {
        let mut order = finding(
            "velmar.ccp.150",
            "Custody only under an order of a court",
            "Code of Criminal Procedure of Velmar, art. 150",
            account,
            Outcome::NotMet,
            "From 6 March to 9 April 2022, 35 days, no order covered custody.",
        );
        order.even_on_state_account = true;
        order.limit = "hard".to_owned();
        order.wgad = vec!["I".to_owned()];
        order.reasons = Reasons::new(
            reason("The first term ran until 5 March 2022, its last day included", &[gap, arrest], &[]),
            vec![reason(
                "The next order in the record begins on 10 April 2022; 6 March to 9 April = 35 days",
                &[],
                &[made.passage(0, "Nobody has shown an order")],
            )],
        );
        if account == OnAccount::Independent {
            order.outcome = Outcome::Undetermined;
            order.summary = "Independent sources do not speak of orders.".to_owned();
            order.missing = vec!["an order, or a statement that there was none".to_owned()];
        }
        all.push(order);
        let outcome = if account == OnAccount::All { Outcome::Contested } else { Outcome::Met };
        let mut brought = finding(
            "iccpr.9.3.judge",
            "Brought promptly before a judge",
            "ICCPR art. 9(3); CCPR/C/GC/35 para. 33",
            account,
            outcome,
            "Between 34 and 58 hours passed; the limit is 48 hours.",
        );
        brought.reasons = Reasons::new(reason("From arrest to the judge", &[judge, arrest], &[]), Vec::new());
        brought.missing = vec!["the hour of arrest".to_owned()];
        all.push(brought);
        let mut counsel = finding(
            "iccpr.14.3.b",
            "Access to counsel",
            "ICCPR art. 14(3)(b)",
            account,
            Outcome::Undetermined,
            "Nothing says when counsel was first admitted.",
        );
        counsel.reasons =
            Reasons::new(reason("A statement that nobody could reach him", &[denied], &[]), Vec::new());
        counsel.missing = vec!["the day of the first visit of counsel".to_owned()];
        all.push(counsel);
        all.push(finding(
            "iccpr.10.2",
            "Kept apart from convicted persons <script>alert('x')</script>",
            "ICCPR art. 10(2)(a)",
            account,
            Outcome::NotApplicable,
            "No claim speaks of it.",
        ));
    }
    let mut reasons = finding(
        "iccpr.9.2",
        "Told of the reasons at the time of arrest",
        "ICCPR art. 9(2)",
        OnAccount::All,
        Outcome::NotMet,
        "The reasons were given on the third day.",
    );
    reasons.reasons = Reasons::new(reason(HOSTILE[1], &[arrest], &[]), Vec::new());
    all.push(reasons);
    all
}

fn deadlines(un: ClaimIx, un_event: EventIx) -> Vec<Deadline> {
    let deadline = |procedure: &str, from: &str, to: &str, status| Deadline {
        kind: DeadlineKind::After,
        procedure: procedure.to_owned(),
        act: "government_response".to_owned(),
        owed_by: "the government of Velmar".to_owned(),
        body: Some("state"),
        named: true,
        due: (d(from), d(to)),
        due_minute: None,
        depends: if from == to { Vec::new() } else { vec!["the day of the communication".to_owned()] },
        provided: Vec::new(),
        limit: Some("presumptive"),
        answered_by: Vec::new(),
        rule: "60 days from transmission (methods of work, para. 15; checked against secondary text)"
            .to_owned(),
        norm: Some("wgad.reply".to_owned()),
        trigger: "The communication was sent on 15 April 2022".to_owned(),
        trigger_event: Some(un_event),
        claims: vec![un],
        status,
    };
    vec![
        deadline("WGAD: government reply", "2022-06-14", "2022-06-14", DeadlineStatus::PassedUnanswered),
        deadline(
            "WGAD: reply of the petitioner to Ilyas Tormanov's state; a very long title, with commas, so that the line must be folded",
            "2022-08-12",
            "2022-08-14",
            DeadlineStatus::Open,
        ),
        deadline("Appeal in cassation", "2022-03-01", "2022-03-01", DeadlineStatus::KeptLate),
    ]
}

/// Held for three days, hours known.
pub fn three_days() -> Case {
    let mut case = empty();
    case.as_of = d("2024-03-07");
    let mut held = span("2024-03-04", None, Status::NoOrderKnown, "no order is in the record");
    held.from = at("2024-03-04T10:00");
    let mut first = held.clone();
    first.to = Some(at("2024-03-05T09:00"));
    first.status = Status::Ordered;
    held.from = at("2024-03-05T09:00");
    case.clocks = vec![clock(OnAccount::All, "2024-03-07", vec![first, held])];
    case
}

/// Held for months before a verdict and for years after it.
pub fn eighteen_years() -> Case {
    let mut case = empty();
    case.as_of = d("2026-11-01");
    let spans = vec![
        span("2022-01-05", Some("2022-03-06"), Status::Ordered, "the first order covers it"),
        span("2022-03-06", Some("2022-04-10"), Status::NoOrderKnown, "no order is in the record"),
        span("2022-04-10", Some("2022-09-01"), Status::DisclosedLate, "announced in May"),
        span("2022-09-01", None, Status::Ordered, "the sentence covers it"),
    ];
    let mut all = clock(OnAccount::All, "2026-11-01", spans.clone());
    all.bands = vec![Band {
        state: "solitary".to_owned(),
        from: day0("2022-05-01"),
        to: Some(day0("2022-06-01")),
        claims: vec![],
    }];
    case.clocks = vec![all, clock(OnAccount::State, "2026-11-01", spans)];
    case
}

/// The invented case, made as large as a real one: about 100 events, 40 norms and 200 passages.
pub fn large() -> Case {
    let mut case = tormanov();
    let (item, layer) = (case.items[0].0.id, case.items[0].1.text.clone());
    let starts: Vec<usize> =
        layer.char_indices().map(|(at, _)| at).filter(|at| at + 60 < layer.len()).collect();
    for n in 0..90_usize {
        let template = case.chronology.reading.claims[n % 9].clone();
        let mut claims = Vec::new();
        for twice in 0..2 {
            let start = starts[(n * 2 + twice) * 5 % starts.len()];
            let end = (start + 40..).find(|at| layer.is_char_boundary(*at)).unwrap();
            let when = When::day(d("2022-01-05").checked_add((n as i64 * 2).days()).unwrap());
            case.chronology.reading.claims.push(Claim {
                passage: Passage { item, start, end },
                when,
                ..template.clone()
            });
            claims.push(ClaimIx(case.chronology.reading.claims.len() - 1));
        }
        let claim = &case.chronology.reading.claims[claims[0].0];
        case.chronology.events.push(Event {
            kind: claim.kind,
            when: claim.when.clone(),
            known_since: claim.when.clone(),
            claims,
            independent_sources: 1 + n % 3,
            term: None,
        });
    }
    let findings = case.findings.clone();
    for n in 0..8 {
        let more = findings.iter().cloned().map(|mut finding| {
            finding.norm = format!("{}.{n}", finding.norm);
            finding
        });
        case.findings.extend(more);
    }
    case
}
