//! Drafts of filings: every fact walked back to words, three languages that say the same, answers, conditions, bad input.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde_json::Value;

use crate::run::{EXAMPLE, Ran, dossier, program, text, veld, workspace};

const LETTER: &str = "From the friends of Tomas Hale\n\n7 May 2031\n\nHis lawyer, Ada Roe, said that Tomas Hale was \
                      arrested on 2 April 2031 at 08:00. Mr. Hale was held in solitary confinement from 3 April 2031 to \
                      29 April 2031.\n";
const LANGUAGES: [&str; 3] = ["en", "fr", "es"];
const FORUMS: [&str; 7] =
    ["allegation-letter", "cat", "hrc", "national-complaint", "wgad", "wgad-urgent", "wgeid"];

/// A case of one letter, about whom it is said to be.
fn case(dir: &Path, name: &str, letter: &str, options: &[&str]) -> PathBuf {
    let (sources, out) = (dir.join(format!("{name}-in")), dir.join(name));
    fs::create_dir_all(&sources).unwrap();
    fs::write(sources.join("letter.txt"), letter).unwrap();
    let fixed = ["--no-pdf", "--as-of", "2031-06-30"];
    dossier(&sources, &out, &[options, &fixed].concat()).done();
    out
}

fn file(forum: &str, cases: &[&Path], out: &Path, more: &[&str]) -> Ran {
    let mut command = program();
    command.arg("file").arg(forum).args(cases).arg("--out").arg(out).args(more);
    command.output().unwrap().into()
}

fn answer(case: &Path, more: &[&str]) -> Ran {
    program().arg("answer").arg(case).args(more).output().unwrap().into()
}

fn draft(out: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(out.join("draft.json")).unwrap()).unwrap()
}

/// The drafts of the example by forum and language, made once.
fn example() -> &'static BTreeMap<(String, String), Value> {
    static MADE: OnceLock<BTreeMap<(String, String), Value>> = OnceLock::new();
    MADE.get_or_init(|| {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("veld");
        dossier(&veld(), &out, &EXAMPLE).done();
        drafts_of(&out, dir.path(), &FORUMS)
    })
}

fn drafts_of(case: &Path, dir: &Path, forums: &[&str]) -> BTreeMap<(String, String), Value> {
    let mut made = BTreeMap::new();
    for forum in forums {
        for language in LANGUAGES {
            let out = dir.join(format!("{forum}-{language}"));
            file(forum, &[case], &out, &["--lang", language, "--no-pdf"]).done();
            made.insert(((*forum).to_owned(), language.to_owned()), draft(&out));
        }
    }
    made
}

/// Every run of a draft in order.
fn runs<'d>(value: &'d Value, found: &mut Vec<&'d Value>) {
    match value {
        Value::Object(fields) if fields.contains_key("run") => found.push(value),
        Value::Object(fields) => fields.values().for_each(|value| runs(value, found)),
        Value::Array(values) => values.iter().for_each(|value| runs(value, found)),
        _ => {}
    }
}

fn all_runs(draft: &Value) -> Vec<&Value> {
    let mut found = Vec::new();
    for part in ["gates", "parts", "working", "notes"] {
        runs(&draft[part], &mut found);
    }
    found
}

/// All that a support and what it is derived from say.
fn rests(draft: &Value, support: &Value, said: &mut String) {
    let support = &draft["supports"][usize::try_from(support.as_u64().unwrap()).unwrap()];
    for name in ["quote", "place", "how", "value", "by", "because", "at", "day", "norm", "number"] {
        match &support[name] {
            Value::String(text) => said.push_str(text),
            Value::Number(number) => said.push_str(&number.to_string()),
            _ => {}
        }
        said.push('\n');
    }
    for form in support["forms"].as_array().into_iter().flatten() {
        said.push_str(form.as_str().unwrap());
        said.push('\n');
    }
    if support["support"] == "exhibit" {
        let exhibit = &draft["exhibits"][usize::try_from(support["exhibit"].as_u64().unwrap()).unwrap() - 1];
        said.push_str(&format!("{} {}\n", text(exhibit, "label"), text(exhibit, "name")));
    }
    if support["support"] == "norm" {
        let norms = draft["norms"].as_array().unwrap();
        let norm = norms.iter().find(|norm| norm["id"] == support["norm"]);
        said.push_str(&norm.map(Value::to_string).unwrap_or_default());
    }
    for from in support["from"].as_array().into_iter().flatten() {
        rests(draft, from, said);
    }
}

static LAW: OnceLock<String> = OnceLock::new();

/// The law packs: headings and citations of norms are theirs.
fn law() -> String {
    fn walk(dir: &Path, all: &mut String) {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, all);
            } else {
                all.push_str(&fs::read_to_string(path).unwrap());
            }
        }
    }
    let mut all = String::new();
    walk(&workspace().join("law"), &mut all);
    all
}

fn forms(language: &str) -> String {
    let root = workspace().join("forms");
    let mut all = fs::read_to_string(root.join(format!("words/{language}.toml"))).unwrap();
    all.push_str(&fs::read_to_string(root.join("words/norms.toml")).unwrap());
    for forum in FORUMS {
        for name in ["form.toml", "template.md"] {
            all.push_str(&fs::read_to_string(root.join(forum).join(language).join(name)).unwrap());
        }
    }
    all
}

/// Numbers without their leading zeros and thousands.
fn numbers(text: &str) -> BTreeSet<u64> {
    let joined: String = {
        let chars: Vec<char> = text.chars().collect();
        let between = |at: usize| {
            matches!(chars[at], ',' | '.' | '\u{202f}')
                && at > 0
                && chars[at - 1].is_ascii_digit()
                && chars.get(at + 1).is_some_and(char::is_ascii_digit)
                && chars.get(at + 3).is_some_and(char::is_ascii_digit)
                && !chars.get(at + 4).is_some_and(char::is_ascii_digit)
        };
        (0..chars.len()).filter(|at| !between(*at)).map(|at| chars[at]).collect()
    };
    joined.split(|ch: char| !ch.is_ascii_digit()).filter_map(|digits| digits.parse().ok()).collect()
}

/// Words that begin with a capital.
fn names(text: &str) -> BTreeSet<String> {
    let words = text.split(|ch: char| !ch.is_alphanumeric());
    // A letter alone is the number of an annex or of an item of a list.
    words
        .filter(|word| word.chars().count() > 1 && word.chars().next().is_some_and(char::is_uppercase))
        .map(str::to_owned)
        .collect()
}

/// The fixed words of a language: its forms, and the law packs.
struct Fixed {
    numbers: BTreeSet<u64>,
    names: BTreeSet<String>,
}

fn fixed(language: &str) -> &'static Fixed {
    static ALL: OnceLock<BTreeMap<&'static str, Fixed>> = OnceLock::new();
    let all = ALL.get_or_init(|| {
        let of = |language| {
            let text = forms(language) + LAW.get_or_init(law);
            (language, Fixed { numbers: numbers(&text), names: names(&text) })
        };
        LANGUAGES.map(of).into()
    });
    &all[language]
}

/// What of the draft nothing carries: runs with a number, a name or a quotation that is neither in what they rest on nor
/// in the fixed words of the form.
fn unsupported(draft: &Value) -> Vec<String> {
    let fixed = fixed(text(draft, "language"));
    let mut faults = Vec::new();
    for run in all_runs(draft) {
        let Some(words) = run["text"].as_str() else { continue };
        let mut said = String::new();
        let supports = run["on"].as_array().into_iter().flatten();
        let of_law = supports.clone().any(|support| {
            draft["supports"][usize::try_from(support.as_u64().unwrap()).unwrap()]["support"] == "norm"
        });
        supports.for_each(|support| rests(draft, support, &mut said));
        let mut fault = |what: &str| faults.push(format!("{what} of {run} is in none of {said}"));
        match run["run"].as_str().unwrap() {
            "quote" => {
                let quote = words.strip_suffix(" …").unwrap_or(words);
                if !said.contains(quote) {
                    fault("the quotation");
                }
            }
            "reference" | "placeholder" => {}
            // Words of the program about a finding, marked as its own and in English.
            "emphasis" if run["lang"] == "en" => {
                if said.is_empty() && !LAW.get_or_init(law).contains(words) {
                    fault("the emphasis");
                }
            }
            _ => {
                let known = numbers(&said);
                for number in numbers(words) {
                    let of_form = (said.is_empty() || of_law) && fixed.numbers.contains(&number);
                    if !known.contains(&number) && !of_form {
                        fault(&format!("the number {number}"));
                    }
                }
                let mine = names(&said);
                for name in names(words) {
                    if !mine.contains(&name) && !fixed.names.contains(&name) {
                        fault(&format!("the name {name}"));
                    }
                }
            }
        }
    }
    faults
}

/// Words that a footnote or a run quotes, at their place: `item`, `start` and `end` hold them.
fn passages(draft: &Value) -> Vec<(String, u64, u64, String)> {
    let each = draft["supports"].as_array().unwrap().iter().filter(|support| support["support"] == "passage");
    let each = each.map(|cite| {
        let at = |name: &str| cite[name].as_u64().unwrap();
        (text(cite, "item").to_owned(), at("start"), at("end"), text(cite, "quote").to_owned())
    });
    each.collect()
}

fn fields<'d>(value: &'d Value, found: &mut Vec<&'d Value>) {
    match value {
        Value::Object(field) if field.get("block").is_some_and(|block| block == "field") => found.push(value),
        Value::Object(inner) => inner.values().for_each(|value| fields(value, found)),
        Value::Array(values) => values.iter().for_each(|value| fields(value, found)),
        _ => {}
    }
}

/// The passages that each field rests on, by its id.
fn by_field(draft: &Value) -> BTreeMap<String, BTreeSet<(String, u64, u64)>> {
    let mut found = Vec::new();
    fields(&draft["parts"], &mut found);
    let mut all = BTreeMap::new();
    for field in found {
        let mut inside = Vec::new();
        runs(&field["value"], &mut inside);
        let mut cites = BTreeSet::new();
        for run in inside {
            let Some(note) = run["note"].as_u64() else { continue };
            for cite in draft["notes"][usize::try_from(note).unwrap()]["cites"].as_array().unwrap() {
                let at = |name: &str| cite[name].as_u64().unwrap();
                cites.insert((text(cite, "item").to_owned(), at("start"), at("end")));
            }
        }
        all.insert(text(field, "id").to_owned(), cites);
    }
    all
}

fn filled(draft: &Value) -> BTreeSet<String> {
    let mut found = Vec::new();
    fields(&draft["parts"], &mut found);
    let open = |field: &Value| {
        let mut inside = Vec::new();
        runs(&field["value"], &mut inside);
        inside.iter().any(|run| run["run"] == "placeholder")
    };
    found.iter().filter(|field| !open(field)).map(|field| text(field, "id").to_owned()).collect()
}

fn headings(draft: &Value) -> String {
    let mut all = String::new();
    fn walk(value: &Value, all: &mut String) {
        match value {
            Value::Object(part) => {
                if let Some(heading) = part.get("heading").and_then(Value::as_array) {
                    heading.iter().for_each(|run| all.push_str(run["text"].as_str().unwrap_or_default()));
                    all.push('\n');
                }
                part.values().for_each(|value| walk(value, all));
            }
            Value::Array(values) => values.iter().for_each(|value| walk(value, all)),
            _ => {}
        }
    }
    walk(&draft["parts"], &mut all);
    all
}

#[test]
fn nothing_in_a_draft_of_the_example_stands_on_nothing() {
    for ((forum, language), draft) in example() {
        let faults = unsupported(draft);
        assert!(faults.is_empty(), "{forum} {language}: {} faults\n{}", faults.len(), faults[0]);
        assert!(passages(draft).len() > 5, "{forum} {language}");
    }
}

#[test]
fn a_fact_that_was_slipped_in_is_found() {
    let mut draft = example()[&("wgad".to_owned(), "en".to_owned())].clone();
    let runs = draft["parts"][1]["blocks"][0]["value"][0].as_array_mut().unwrap();
    runs.push(serde_json::json!({"run": "text", "text": "by Colonel Brusk at 23:59, for 4711 days"}));
    let faults = unsupported(&draft).join("\n");
    for slipped in ["Colonel", "Brusk", "4711", "59"] {
        assert!(faults.contains(slipped), "{slipped}: {faults}");
    }
}

#[test]
fn three_languages_say_the_same_on_the_same_words() {
    for forum in FORUMS {
        let of = |language: &str| &example()[&(forum.to_owned(), language.to_owned())];
        let english = by_field(of("en"));
        for language in ["fr", "es"] {
            assert_eq!(by_field(of(language)), english, "{forum} {language}");
            assert_eq!(filled(of(language)), filled(of("en")), "{forum} {language}");
            assert_eq!(
                of(language)["notes"].as_array().unwrap().len(),
                of("en")["notes"].as_array().unwrap().len(),
                "{forum} {language}"
            );
            let gates = |draft: &Value| {
                let gates = draft["gates"].as_array().unwrap();
                gates.iter().map(|gate| (gate["id"].clone(), gate["standing"].clone())).collect::<Vec<_>>()
            };
            assert_eq!(gates(of(language)), gates(of("en")), "{forum} {language}");
        }
    }
}

#[test]
fn both_stories_of_the_arrest_are_told_as_said_by_those_who_say_them() {
    let draft = &example()[&("wgad".to_owned(), "en".to_owned())];
    let mut found = Vec::new();
    fields(&draft["parts"], &mut found);
    let arrest = found.iter().find(|field| field["id"] == "arrest.date").unwrap();
    let lines: Vec<String> = arrest["value"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line.as_array().unwrap().iter().filter_map(|run| run["text"].as_str()).collect())
        .collect();
    let has =
        |start: &str, date: &str| lines.iter().any(|line| line.starts_with(start) && line.contains(date));
    assert!(has("On the state's own account", "on 12 March 2024"), "{lines:?}");
    assert!(has("On the account of the defence", "on 10 March 2024"), "{lines:?}");
    assert!(headings(draft).contains("Even on the state's own account"));
    assert!(headings(draft).contains("Where the accounts differ"));
}

#[test]
fn the_seeds_gather_to_categories_i_and_iii_and_fill_what_they_can() {
    let seeds = workspace().join("../shared/seeds");
    if !seeds.is_dir() {
        eprintln!("skipped: {} is not here", seeds.display());
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("seeds");
    dossier(&seeds, &out, &["--no-pdf"]).done();
    let made = drafts_of(&out, dir.path(), &["wgad"]);
    for ((_, language), draft) in &made {
        let faults = unsupported(draft);
        assert!(faults.is_empty(), "{language}: {} faults\n{}", faults.len(), faults[0]);
    }
    let english = &made[&("wgad".to_owned(), "en".to_owned())];
    assert_eq!(by_field(&made[&("wgad".to_owned(), "fr".to_owned())]), by_field(english));
    assert_eq!(by_field(&made[&("wgad".to_owned(), "es".to_owned())]), by_field(english));
    let headings = headings(english);
    for (category, supported) in [
        ("Category I:", true),
        ("Category II:", false),
        ("Category III:", true),
        ("Category IV:", false),
        ("Category V:", false),
    ] {
        assert_eq!(headings.contains(category), supported, "{category}\n{headings}");
    }
    let after = headings.split_once("Category I:").unwrap().1;
    assert!(after.contains("On the account of the defence"), "{headings}");
    let filled = filled(english);
    for id in [
        "identity.family_name",
        "identity.given_name",
        "identity.sex",
        "identity.profession",
        "arrest.date",
        "arrest.place",
        "arrest.forces",
        "arrest.authority",
        "arrest.reasons",
        "arrest.legal_basis",
        "detention.date",
        "detention.duration",
        "detention.forces",
        "detention.places",
        "detention.authorities",
        "remedies.steps",
    ] {
        assert!(filled.contains(id), "{id} is open");
    }
    for id in [
        "identity.birth_date",
        "identity.nationality",
        "identity.document",
        "identity.document_issuer",
        "identity.document_date",
        "identity.document_number",
        "identity.residence",
        "submitter.name",
        "consent.submission",
        "arrest.warrant",
    ] {
        assert!(!filled.contains(id), "{id} is filled");
    }
    let mut texts = BTreeMap::new();
    for entry in fs::read_dir(&seeds).unwrap() {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        texts.insert(remand_vault_id(&bytes), String::from_utf8(bytes).unwrap());
    }
    for (item, start, end, quote) in passages(english) {
        let (start, end) = (usize::try_from(start).unwrap(), usize::try_from(end).unwrap());
        let words: String = texts[&item][start..end].split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(quote.split_whitespace().collect::<Vec<_>>().join(" "), words);
    }
}

fn remand_vault_id(bytes: &[u8]) -> String {
    remand_vault::ItemId::of(bytes).to_string()
}

#[test]
fn an_answer_fills_its_place_and_two_that_differ_are_both_shown() {
    let dir = tempfile::tempdir().unwrap();
    let hale = case(dir.path(), "hale", LETTER, &["--subject", "Tomas Hale"]);
    let out = dir.path().join("draft");
    let first = file("wgad", &[&hale], &out, &["--no-pdf"]).done().stdout;
    assert!(first.find("Conditions").unwrap() < first.find("Fields").unwrap(), "{first}");
    assert!(first.contains("identity.birth_date (family)"), "{first}");
    answer(&hale, &["identity.birth_date", "3 May 1990", "--by", "Ada Roe", "--because", "his passport"])
        .done();
    answer(&hale, &["consent.submission", "no", "--by", "Ada Roe", "--because", "he said so"]).done();
    let second = file("wgad", &[&hale], &out, &["--no-pdf"]).done().stdout;
    assert!(second.contains("FAILS"), "{second}");
    assert!(!second.contains("identity.birth_date"), "{second}");
    let made = draft(&out);
    assert!(filled(&made).contains("identity.birth_date"));
    assert!(unsupported(&made).is_empty(), "{:?}", unsupported(&made));
    let notes = made["notes"].to_string();
    assert!(notes.contains("Ada Roe") && notes.contains("his passport"), "{notes}");

    let rival =
        answer(&hale, &["identity.birth_date", "3 May 1991", "--by", "Ben Ito", "--because", "her letter"]);
    let said = rival.done().stdout;
    assert!(said.contains("says otherwise: 3 May 1990"), "{said}");
    file("wgad", &[&hale], &out, &["--no-pdf"]).done();
    let both = draft(&out);
    let parts = both["parts"].to_string();
    assert!(parts.contains("3 May 1990") && parts.contains("3 May 1991"));
    assert!(both["questions"].to_string().contains("identity.birth_date"));
    let listed = answer(&hale, &[]).done().stdout;
    let number = listed.split("3 May 1991 (entry ").nth(1).unwrap().split(',').next().unwrap().to_owned();
    answer(&hale, &["--withdraw", &number, "--by", "Ben Ito"]).done();
    file("wgad", &[&hale], &out, &["--no-pdf"]).done();
    assert!(!draft(&out)["parts"].to_string().contains("3 May 1991"));
}

/// The runs of a field in words, with a bracket where something is open.
fn value(draft: &Value, id: &str) -> String {
    let mut found = Vec::new();
    fields(&draft["parts"], &mut found);
    let field = found.into_iter().find(|field| field["id"] == id).unwrap();
    let mut inside = Vec::new();
    runs(&field["value"], &mut inside);
    let words = |run: &&Value| match run["run"].as_str() {
        Some("placeholder") => "[]".to_owned(),
        _ => run["text"].as_str().unwrap_or_default().to_owned(),
    };
    inside.iter().map(words).collect::<Vec<_>>().concat()
}

#[test]
fn what_a_text_says_of_the_person_fills_a_field_and_what_it_says_of_others_does_not() {
    let letter = "From the friends of Tomas Hale\n\n7 May 2031\n\nMr. Hale, former director of the Harbour Office, was \
                  arrested at his home in Velda on 2 April 2031. They showed no warrant. Mr. Hale is held in the remand \
                  prison of the State Guard. His lawyer, Ada Roe, filed an appeal with the District Court on 9 April \
                  2031. On 12 April 2031 the family sent a petition about Tomas Hale to the United Nations Working \
                  Group on Arbitrary Detention. Mrs. Roe, the chair of the bar, was born on 3 May 1990.\n";
    let dir = tempfile::tempdir().unwrap();
    let hale = case(dir.path(), "hale", letter, &["--subject", "Tomas Hale"]);
    let out = dir.path().join("draft");
    file("wgad", &[&hale], &out, &["--no-pdf"]).done();
    let made = draft(&out);
    for (id, says) in [
        ("identity.family_name", "Hale"),
        ("identity.sex", "male"),
        ("identity.profession", "former director of the Harbour Office"),
        ("arrest.place", "home in Velda"),
        ("arrest.warrant", "showed no warrant"),
        ("detention.forces", "the State Guard"),
        ("detention.places", "the remand prison of the State Guard"),
        ("procedure.pending", "Working Group on Arbitrary Detention"),
    ] {
        let value = value(&made, id);
        assert!(value.contains(says) && !value.contains("[]"), "{id}: {value}");
    }
    for (id, says) in
        [("identity.birth_date", "1990"), ("identity.profession", "chair"), ("remedies.steps", "Arbitrary")]
    {
        let value = value(&made, id);
        assert!(!value.contains(says), "{id}: {value}");
    }
}

#[test]
fn words_are_quoted_once_and_found_again_from_later_notes() {
    let draft = &example()[&("wgad".to_owned(), "en".to_owned())];
    let notes = draft["notes"].as_array().unwrap();
    let mut again = 0;
    for (at, note) in notes.iter().enumerate() {
        for run in note["runs"].as_array().unwrap() {
            let Some(other) = run["note"].as_u64() else { continue };
            again += 1;
            let other = usize::try_from(other).unwrap();
            assert!(other < at, "note {} leads forward", at + 1);
            let shared = |cite: &Value| notes[other]["cites"].as_array().unwrap().contains(cite);
            assert!(note["cites"].as_array().unwrap().iter().any(shared), "note {} leads elsewhere", at + 1);
        }
    }
    assert!(again > 50, "{again}");
}

#[test]
fn a_group_tells_what_all_share_once() {
    let dir = tempfile::tempdir().unwrap();
    let both = "Statement of the committee\n\n9 May 2031\n\nTomas Hale was charged on 4 April 2031. Mira Tolle was charged on \
                4 April 2031.\n";
    let hale = case(dir.path(), "hale", &format!("{LETTER}\n{both}"), &["--subject", "Tomas Hale"]);
    let tolle = case(
        dir.path(),
        "tolle",
        &format!("{}\n{both}", LETTER.replace("Tomas Hale", "Mira Tolle").replace("Mr. Hale", "Ms. Tolle")),
        &["--subject", "Mira Tolle"],
    );
    let out = dir.path().join("draft");
    file("wgad", &[&hale, &tolle], &out, &["--no-pdf"]).done();
    let made = draft(&out);
    assert!(unsupported(&made).is_empty(), "{}", unsupported(&made)[0]);
    let headings = headings(&made);
    assert!(
        headings.contains("Annex A: Tomas Hale") && headings.contains("Annex B: Mira Tolle"),
        "{headings}"
    );
    let filled = filled(&made);
    assert!(filled.contains("A.arrest.date") && filled.contains("B.arrest.date"), "{filled:?}");
    let labels: Vec<&str> =
        made["exhibits"].as_array().unwrap().iter().map(|one| text(one, "label")).collect();
    assert_eq!(labels, ["A-E1", "B-E1"]);
    let (common, annexes) = headings.split_once("Annex A").unwrap();
    assert!(common.contains("Facts and grounds common to all"), "{headings}");
    assert!(annexes.contains("Course of events"), "{headings}");
    file("wgad", &[&hale, &hale], &out, &[]).fails_with(&["Tomas Hale", "one case for each person"]);
}

#[test]
fn what_is_protected_is_not_in_a_draft() {
    let dir = tempfile::tempdir().unwrap();
    let hale = case(dir.path(), "hale", LETTER, &["--subject", "Tomas Hale"]);
    let marked = ["Ada Roe", "--kind", "witness", "--by", "Ines Officer"];
    Ran::from(program().arg("protect").arg(&hale).args(marked).output().unwrap()).done();
    answer(&hale, &["submitter.name", "Ada Roe, lawyer", "--by", "Ines Officer", "--because", "her card"])
        .done();
    let out = dir.path().join("public");
    file("wgad", &[&hale], &out, &["--audience", "public"]).done();
    let made = fs::read_to_string(out.join("draft.json")).unwrap();
    assert!(!made.contains("Ada Roe") && !made.contains("Roe"), "a protected name is in the draft");
}

#[test]
fn bad_input_is_said_and_nothing_is_written() {
    let dir = tempfile::tempdir().unwrap();
    let hale = case(dir.path(), "hale", LETTER, &["--subject", "Tomas Hale"]);
    let out = dir.path().join("draft");
    let refused = |forum: &str, more: &[&str], words: &[&str]| {
        file(forum, &[&hale], &out, more).fails_with(words);
        assert!(!out.exists(), "something was written");
    };
    refused("wgaad", &[], &["no form `wgaad`", "wgad (en, es, fr)"]);
    refused("wgad", &["--lang", "tlh"], &["no form `wgad` in the language `tlh`"]);
    refused(
        "allegation-letter",
        &["--mandate", "water"],
        &["`water` is no mandate", "torture, judges, health"],
    );

    let own = dir.path().join("forms");
    let place = own.join("wgad/en");
    fs::create_dir_all(&place).unwrap();
    let forms = own.display().to_string();
    let form = |text: &str| fs::write(place.join("template.md"), text).unwrap();
    for (template, line, word) in [
        ("## I. Identity\n\n{{ persn.name }}\n", "line 3", "persn"),
        ("## I. Identity\n\n{% for person in people %}\n\n{{ person.name }}\n", "line", "template.md"),
        (
            "{% for person in people %}\n\nName: {{ person.clock }} stands here\n\n{% endfor %}\n",
            "blocks",
            "paragraph of its own",
        ),
        ("{% macro a() %}{{ a() }}{% endmacro %}\n{{ a() }}\n", "line", "template.md"),
        ("It is about\n{{ names[:1] }}\n", "line 1", "a place was cut in two"),
        ("It is about\n{{ names|shout }}\n", "line 2", "shout"),
    ] {
        form(template);
        refused("wgad", &["--forms", &forms], &[line, word]);
    }
    fs::remove_file(place.join("template.md")).unwrap();
    let settings = fs::read_to_string(workspace().join("forms/wgad/en/form.toml")).unwrap();
    for (from, to, says) in [
        ("fill = \"when\"", "fill = \"wen\"", "wen"),
        ("kinds = [\"arrest\"]", "kinds = [\"arest\"]", "`arest` is no event"),
        ("owner = \"family\"", "owner = \"cousin\"", "`cousin` is no owner"),
        ("title = ", "titel = ", "titel"),
    ] {
        fs::write(place.join("form.toml"), settings.replacen(from, to, 1)).unwrap();
        refused("wgad", &["--forms", &forms], &["wgad/en/form.toml, line", says]);
    }

    let faulty = dir.path().join("faulty");
    let faults: [(&str, String, &[&str]); 6] = [
        ("our-court/en/form.toml", settings.clone(), &["our-court/en/template.md is not there"]),
        ("wgad/form.toml", settings.clone(), &["wgad/form.toml", "would not be found"]),
        ("wgad/en/form.toml", "title = \"x\n".to_owned(), &["wgad/en/form.toml, line 1"]),
        ("wgad/tlh/form.toml", settings.clone(), &["no form `our-court`", "wgad (en, es, fr, tlh)"]),
        (
            "words/en.toml",
            fs::read_to_string(workspace().join("forms/words/en.toml"))
                .unwrap()
                .replace("({sources}), {fact}", "({sorces})"),
            &["words/en.toml, line", "{sorces}", "{fact}, {sources}"],
        ),
        ("notes.txt", "Nothing.".to_owned(), &["faulty", "there is none", "FORUM/LANGUAGE/form.toml"]),
    ];
    for (path, text, says) in faults {
        if faulty.exists() {
            fs::remove_dir_all(&faulty).unwrap();
        }
        let path = faulty.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        let forum = if says[0].contains("our-court") { "our-court" } else { "wgad" };
        refused(forum, &["--forms", &faulty.display().to_string()], says);
    }
    for nothing in [dir.path().join("nowhere"), faulty.clone()] {
        file("wgad", &[&nothing], &out, &[]).fails_with(&["there is no case in", "remand dossier SOURCES"]);
    }
    file("wgad", &[&hale, &hale], &out, &[]).fails_with(&["Tomas Hale is the person of both"]);
    assert!(!out.exists());

    let nobody = case(dir.path(), "nobody", "The weather was fine on 3 May 2031.\n", &[]);
    file("wgad", &[&nobody], &out, &[]).fails_with(&["has no person", "--subject NAME"]);
    assert!(!out.exists());
    answer(&hale, &["identity.birthdate", "1990", "--by", "Ada", "--because", "x"])
        .fails_with(&["no form asks `identity.birthdate`"]);
    answer(&hale, &["identity.birth_date", "1990", "--by", "Ada"]).fails_with(&["--because"]);
    answer(&hale, &["--withdraw", "99", "--by", "Ada"]).fails_with(&["entry 99"]);
}

#[test]
fn a_lawyers_own_form_comes_before_that_of_the_program() {
    let dir = tempfile::tempdir().unwrap();
    let hale = case(dir.path(), "hale", LETTER, &["--subject", "Tomas Hale"]);
    let place = dir.path().join("forms/wgad/en");
    fs::create_dir_all(&place).unwrap();
    fs::write(place.join("template.md"), "## 1. Of whom { #who }\n\n{% for person in people %}\nThis is about {{ person.name }}.\n{% endfor %}\n").unwrap();
    let out = dir.path().join("draft");
    file("wgad", &[&hale], &out, &["--forms", &dir.path().join("forms").display().to_string()]).done();
    let made = draft(&out);
    assert_eq!(headings(&made), "Of whom\n");
    assert_eq!(made["parts"][0]["number"], "1");
    assert!(made["parts"].to_string().contains("Tomas Hale"));
}

#[test]
fn the_exhibits_of_each_person_lie_beside_the_draft() {
    let dir = tempfile::tempdir().unwrap();
    let hale = case(dir.path(), "hale", LETTER, &["--subject", "Tomas Hale"]);
    let out = dir.path().join("draft");
    file("wgeid", &[&hale], &out, &["--exhibits"]).done();
    assert!(out.join("exhibits.pdf").is_file() && out.join("draft.docx").is_file());
}

#[test]
fn the_same_case_gives_the_same_bytes() {
    let dir = tempfile::tempdir().unwrap();
    let hale = case(dir.path(), "hale", LETTER, &["--subject", "Tomas Hale"]);
    let bytes = |out: &str| {
        let out = dir.path().join(out);
        file("wgad-urgent", &[&hale], &out, &[]).done();
        let names = ["draft.json", "draft.docx", "draft.pdf", "worksheet.pdf"];
        names.map(|name| fs::read(out.join(name)).unwrap())
    };
    assert_eq!(bytes("one"), bytes("two"));
}
