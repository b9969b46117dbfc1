//! Recognising text in pictures with Tesseract, a program of its own that is shut in like a parser.
//!
//! The picture is drawn by one child process, another becomes Tesseract and gets it on its standard input; what
//! Tesseract answers is a table (TSV) with a line for each word and how sure it is of it. Nothing of that is believed
//! but for being words: dates and numbers are what machines read worst.

mod page;
mod table;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;

use crate::compare::ranges;
use crate::language::language_of;
use crate::wire::{Job, Limits};
use crate::{Diagnostic, Engine, Reader, TextLayer, Tool};
use page::Words;

/// Where Tesseract is looked for; the first that is there is taken.
const PLACES: [&str; 4] = [
    "/usr/bin/tesseract",
    "/usr/local/bin/tesseract",
    "/opt/homebrew/bin/tesseract",
    "/opt/local/bin/tesseract",
];
/// Where its data may lie.
const DATA: [&str; 6] = [
    "/usr/share/tesseract-ocr",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/usr/local/share/tesseract-ocr",
    "/opt/homebrew/share/tessdata",
    "/opt/local/share/tessdata",
];

/// Languages of texts, and what Tesseract calls them.
const LANGUAGES: [(&str, &str); 6] =
    [("en", "eng"), ("ru", "rus"), ("kk", "kaz"), ("de", "deu"), ("fr", "fra"), ("es", "spa")];

/// Pages recognised at once.
const AT_ONCE: usize = 2;
/// Most pages recognised of one file; a page takes some seconds.
const PAGES: usize = 300;
/// Words of which the machine is less sure than this are shown.
const DOUBTFUL: u8 = 60;
/// The same for words with digits, where one wrong sign makes another date.
const DOUBTFUL_NUMBER: u8 = 85;

/// Tesseract as it is installed.
#[derive(Clone, Debug)]
pub(crate) struct Tesseract {
    program: PathBuf,
    version: String,
    /// Names of its languages that are installed.
    languages: BTreeSet<String>,
}

impl Tesseract {
    /// Finds it; an error says what to install.
    pub(crate) fn find(reader: &Reader) -> Result<Self, String> {
        let program = PLACES.iter().map(Path::new).find(|place| place.exists()).ok_or_else(|| {
            "Tesseract, which recognises text in pictures, is not installed; install it with the languages of the \
             case (Debian and Ubuntu: apt install tesseract-ocr tesseract-ocr-rus tesseract-ocr-kaz \
             tesseract-ocr-deu tesseract-ocr-fra tesseract-ocr-spa tesseract-ocr-osd)"
                .to_owned()
        })?;
        let mut found =
            Self { program: program.to_owned(), version: String::new(), languages: BTreeSet::new() };
        let ask = |args: &[&str], input: &[u8]| {
            let tool = found.tool(args.iter().map(|argument| (*argument).to_owned()).collect());
            let said = reader.run(&tool, input).map_err(|why| format!("Tesseract does not run: {why}"))?;
            Ok::<_, String>(String::from_utf8_lossy(&said).into_owned())
        };
        let languages = ask(&["--list-langs"], &[])?;
        let languages: BTreeSet<String> =
            languages.lines().skip(1).map(|line| line.trim().to_owned()).collect();
        // Asked for its version, it opens a connection to learn the versions of its libraries, for which it is
        // ended. A page in hOCR names it too.
        let blank = [b"P5\n32 32\n255\n".as_slice(), &[255; 32 * 32]].concat();
        let language = languages.iter().find(|language| *language != "osd").map_or("eng", String::as_str);
        let page = ask(&["stdin", "stdout", "-l", language, "-c", "tessedit_create_hocr=1"], &blank)
            .unwrap_or_default();
        let version = page.split("content='tesseract ").nth(1).and_then(|rest| rest.split('\'').next());
        found.version = version.filter(|v| v.len() < 20).unwrap_or("of unknown version").to_owned();
        found.languages = languages;
        if !LANGUAGES.iter().any(|(_, name)| found.languages.contains(*name)) {
            return Err(
                "Tesseract has no language installed that is read here; install tesseract-ocr-eng, -rus, \
                        -kaz, -deu, -fra or -spa"
                    .to_owned(),
            );
        }
        Ok(found)
    }

    fn tool(&self, args: Vec<String>) -> Tool {
        Tool {
            program: self.program.clone(),
            args,
            environment: [("OMP_THREAD_LIMIT", "1"), ("LC_ALL", "C")]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .to_vec(),
            readable: DATA.iter().map(PathBuf::from).collect(),
        }
    }

    fn has(&self, language: &str) -> Option<&'static str> {
        let (_, name) = LANGUAGES.iter().find(|(code, name)| *code == language || *name == language)?;
        self.languages.contains(*name).then_some(*name)
    }

    /// The table of words of one picture.
    fn words(
        &self,
        reader: &Reader,
        picture: &Picture,
        languages: &[&str],
    ) -> Result<Vec<table::Word>, String> {
        // With its detector of scripts it also turns pages that stand on their side or their head.
        let layout = if self.languages.contains("osd") { "1" } else { "3" };
        let mut args: Vec<String> = ["stdin", "stdout", "-l"].map(str::to_owned).to_vec();
        args.push(languages.join("+"));
        args.extend(["--psm", layout, "-c", "tessedit_create_tsv=1"].map(str::to_owned));
        if let Some(dots) = &picture.dots {
            args.extend(["--dpi".to_owned(), dots.clone()]);
        }
        let said = reader.run(&self.tool(args), &picture.bytes)?;
        table::parse(&String::from_utf8_lossy(&said))
    }

    /// Whether the letters of a picture are Cyrillic, as far as the detector of scripts can tell.
    fn is_cyrillic(&self, reader: &Reader, picture: &Picture) -> Option<bool> {
        if !self.languages.contains("osd") {
            return None;
        }
        let args = ["stdin", "stdout", "-l", "osd", "--psm", "0"].map(str::to_owned).to_vec();
        let said = reader.run(&self.tool(args), &picture.bytes).ok()?;
        let said = String::from_utf8_lossy(&said).into_owned();
        let script = said.lines().find_map(|line| line.strip_prefix("Script: "))?.trim();
        match script {
            "Cyrillic" => Some(true),
            "Latin" => Some(false),
            _ => None,
        }
    }
}

/// A page as a picture.
struct Picture {
    /// As a binary graymap.
    bytes: Vec<u8>,
    dots: Option<String>,
}

/// What came of one page.
struct Recognition {
    words: Vec<table::Word>,
    languages: Vec<&'static str>,
}

/// Recognises the pages of a layer that are pictures, and puts their words into it. `asked` are the languages that
/// the caller names, as ISO 639-1 or as Tesseract has them; where there are none they are guessed.
pub(crate) fn recognise(
    reader: &Reader,
    found: &Result<Tesseract, String>,
    asked: &[String],
    bytes: &[u8],
    name: &str,
    limits: &Limits,
    layer: &mut TextLayer,
) {
    let numbers: Vec<u32> = layer.pictures.iter().copied().take(PAGES).collect();
    let pages = if layer.media_type.starts_with("image/") {
        "the image may show text".to_owned()
    } else {
        let plural = if layer.pictures.len() == 1 { "page" } else { "pages" };
        format!("{plural} {} have no text in the file (scanned?)", ranges(&layer.pictures))
    };
    let tesseract = match found {
        Ok(tesseract) => tesseract,
        Err(why) => {
            layer.say(format!("{pages}, and it was not recognised: {why}"));
            return;
        }
    };
    // A full page takes seconds where nothing else runs, and there may be four passes over it.
    let slow = Limits { time: limits.time.saturating_mul(3), ..limits.clone() };
    let reader = &reader.clone().with_limits(slow);
    let missing: Vec<&str> =
        asked.iter().map(String::as_str).filter(|language| tesseract.has(language).is_none()).collect();
    if !missing.is_empty() {
        layer.say(format!(
            "Tesseract does not have {}, so that text in it is recognised badly; install tesseract-ocr-{}",
            missing.join(", "),
            missing.first().copied().unwrap_or_default()
        ));
    }
    let mut given: Vec<&'static str> = asked.iter().filter_map(|language| tesseract.has(language)).collect();
    if given.is_empty()
        && let Some(language) = language_of(&layer.text).or(layer.language.as_deref())
    {
        given = with_neighbours(tesseract, language);
    }
    let results = in_parallel(&numbers, |number| {
        let picture = draw(reader, bytes, name, number)?;
        if !given.is_empty() {
            let words = tesseract.words(reader, &picture, &given)?;
            return Ok(Recognition { words, languages: given.clone() });
        }
        guess(tesseract, reader, &picture)
    });
    let mut pages = BTreeMap::new();
    let mut settings = BTreeSet::new();
    let mut failed: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for (number, result) in results {
        match result {
            Ok(recognition) => {
                settings.insert(recognition.languages.join("+"));
                pages.insert(number, Words::of(recognition.words));
            }
            Err(why) => failed.entry(why).or_default().push(number),
        }
    }
    page::insert(layer, &pages, limits.text_bytes);
    for (why, numbers) in failed {
        layer.say(format!("the text of page {} could not be recognised: {why}", ranges(&numbers)));
    }
    let left_out: Vec<u32> = layer.pictures.iter().copied().skip(PAGES).collect();
    if !left_out.is_empty() {
        layer.say(format!(
            "the text of pages {} was not recognised: {PAGES} pages of one file are the most; split it",
            ranges(&left_out)
        ));
    }
    if !settings.is_empty() {
        let settings = Some(settings.into_iter().collect::<Vec<_>>().join(", "));
        layer.engines.push(Engine {
            name: "tesseract".to_owned(),
            version: tesseract.version.clone(),
            settings,
        });
    }
}

/// Without a hint: the detector of scripts tells Cyrillic from Latin letters; the words of a first pass tell the
/// language.
fn guess(tesseract: &Tesseract, reader: &Reader, picture: &Picture) -> Result<Recognition, String> {
    let installed = |codes: &[&str]| codes.iter().filter_map(|code| tesseract.has(code)).collect::<Vec<_>>();
    let first = match tesseract.is_cyrillic(reader, picture) {
        Some(true) => installed(&["ru", "kk"]),
        Some(false) => installed(&["en"]),
        None => Vec::new(),
    };
    let all = LANGUAGES.map(|(code, _)| code);
    let languages = if first.is_empty() { installed(&all) } else { first };
    let words = tesseract.words(reader, picture, &languages)?;
    let text = words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
    if languages == ["eng"]
        && let Some(code @ ("de" | "fr" | "es")) = language_of(&text)
        && let Some(language) = tesseract.has(code)
    {
        let words = tesseract.words(reader, picture, &[language])?;
        return Ok(Recognition { words, languages: vec![language] });
    }
    Ok(Recognition { words, languages })
}

/// A language, and the one that stands beside it in the same papers.
fn with_neighbours(tesseract: &Tesseract, language: &str) -> Vec<&'static str> {
    let neighbours: &[&str] = if language == "kk" { &["kk", "ru"] } else { &[language] };
    neighbours.iter().filter_map(|code| tesseract.has(code)).collect()
}

fn draw(reader: &Reader, bytes: &[u8], name: &str, number: u32) -> Result<Picture, String> {
    let mut picture = None;
    let job = Job::Draw { name: name.to_owned(), pages: vec![number] };
    let layer = reader.draw(job, bytes, |part| {
        let dots = part.statement("dots per inch").map(str::to_owned);
        let dots = dots.filter(|dots| dots.len() < 6 && dots.bytes().all(|b| b.is_ascii_digit()));
        picture = Some(Picture { bytes: part.bytes, dots });
    })?;
    let why = layer.diagnostics.into_iter().next().map(|diagnostic| diagnostic.message);
    picture.ok_or_else(|| why.unwrap_or_else(|| "it could not be drawn".to_owned()))
}

/// Does the work for each page, some at once, and gives what came of it in the order of pages.
fn in_parallel<T: Send>(numbers: &[u32], work: impl Fn(u32) -> T + Sync) -> Vec<(u32, T)> {
    let (sender, receiver) = mpsc::channel();
    thread::scope(|scope| {
        for first in 0..AT_ONCE.min(numbers.len()) {
            let (sender, work) = (sender.clone(), &work);
            scope.spawn(move || {
                for number in numbers.iter().skip(first).step_by(AT_ONCE) {
                    // The receiver outlives the threads.
                    drop(sender.send((*number, work(*number))));
                }
            });
        }
    });
    drop(sender);
    let mut done: Vec<(u32, T)> = receiver.into_iter().collect();
    done.sort_by_key(|(number, _)| *number);
    done
}

impl TextLayer {
    fn say(&mut self, message: String) {
        self.diagnostics.push(Diagnostic { page: None, message });
    }
}
