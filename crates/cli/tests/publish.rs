//! The public site: links that lead somewhere, nothing from elsewhere, feeds and data that parse, nobody who is protected.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::checkers;
use crate::run::{Ran, dossier, program, veld, workspace};

fn publish(sources: &[&Path], out: &Path, more: &[&str]) -> Ran {
    program().arg("publish").args(sources).arg("--out").arg(out).args(more).output().unwrap().into()
}

/// The files of a site by their paths.
fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
    fn walk(root: &Path, folder: &Path, into: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(root, &path, into);
            } else {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
                into.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(root, root, &mut found);
    found
}

/// The values of an attribute in a page.
fn values<'p>(page: &'p str, attribute: &str) -> Vec<&'p str> {
    let opening = format!(" {attribute}=\"");
    page.match_indices(&opening)
        .map(|(at, _)| page[at + opening.len()..].split('"').next().unwrap())
        .collect()
}

/// The file that a link of a page leads to.
fn target(from: &str, href: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in href.split('/') {
        match part {
            ".." => {
                parts.pop().expect("a link does not leave the site");
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Everything that must hold of any site.
fn holds(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let site = files(root);
    let pages: BTreeMap<&str, &str> = site
        .iter()
        .filter(|(name, _)| name.ends_with(".html"))
        .map(|(name, bytes)| (name.as_str(), std::str::from_utf8(bytes).unwrap()))
        .collect();
    let ids: BTreeMap<&str, Vec<&str>> =
        pages.iter().map(|(name, page)| (*name, values(page, "id"))).collect();
    for (name, page) in &pages {
        assert!(page.len() < 100_000, "{name} has {} bytes", page.len());
        let own = &ids[name];
        assert_eq!(own.iter().collect::<BTreeSet<_>>().len(), own.len(), "{name} has an id twice");
        for href in values(page, "href") {
            if href.starts_with("https://") || href.starts_with("http://") {
                continue;
            }
            let (path, anchor) = href.split_once('#').unwrap_or((href, ""));
            let path = if path.is_empty() { (*name).to_owned() } else { target(name, path) };
            assert!(site.contains_key(&path), "{name} links to {href}, which is not there");
            assert!(
                anchor.is_empty() || ids[path.as_str()].contains(&anchor),
                "{name}: {href} leads to no place"
            );
        }
        for label in values(page, "aria-labelledby").iter().flat_map(|ids| ids.split(' ')) {
            assert!(own.contains(&label), "{name}: no {label}");
        }
        let scripts: Vec<&str> = page.split("<script").skip(1).collect();
        assert!(scripts.iter().all(|script| script.starts_with(" type=\"application/ld+json\">")), "{name}");
        for script in scripts {
            let data = script.split_once('>').unwrap().1.split("</script>").next().unwrap();
            let data: Value = serde_json::from_str(data).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(data["@context"], "https://schema.org", "{name}");
            assert!(!data.to_string().contains("ClaimReview"));
        }
        for loads in [" src=", "url(http", "@import", "<iframe", "<form", "<img", " style=", " onclick="] {
            assert!(!page.contains(loads), "{name}: {loads}");
        }
        assert!(
            page.contains("default-src &#39;none&#39;") || page.contains("default-src &#x27;none&#x27;"),
            "{name}"
        );
        for verdict in page.split("class=\"verdict\">").skip(1).map(|rest| rest.split('<').next().unwrap()) {
            let verdict = verdict.to_lowercase();
            assert!(!verdict.contains("violat") && !verdict.contains("breach"), "{name}: {verdict}");
        }
    }
    for (name, bytes) in site.iter().filter(|(name, _)| name.ends_with("feed.json")) {
        let feed: Value = serde_json::from_slice(bytes).unwrap();
        assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1", "{name}");
        for item in feed["items"].as_array().unwrap() {
            assert!(item["id"].as_str().unwrap().starts_with("urn:uuid:"));
            assert!(
                item["content_text"].is_string() && item["date_published"].as_str().unwrap().ends_with('Z')
            );
        }
    }
    for (name, bytes) in site.iter().filter(|(name, _)| name.ends_with("feed.atom")) {
        let feed = std::str::from_utf8(bytes).unwrap();
        let count = |tag: &str| feed.matches(&format!("<{tag}>")).count();
        let entries = feed.matches("<entry ").count();
        assert_eq!(
            (count("id"), count("title"), count("updated")),
            (entries + 1, entries + 1, entries + 1),
            "{name}"
        );
        assert_eq!((count("name"), feed.matches("<summary ").count()), (entries, entries), "{name}");
    }
    site
}

fn page(site: &BTreeMap<String, Vec<u8>>, name: &str) -> String {
    String::from_utf8(site[name].clone()).unwrap()
}

#[test]
fn the_example_becomes_a_site_and_the_front_page_tells_the_case() {
    let dir = tempfile::tempdir().unwrap();
    let (case, out) = (dir.path().join("case"), dir.path().join("site"));
    let options = ["--subject", "Orsen Kaldray", "--law", "un", "--as-of", "2025-01-31", "--no-pdf"];
    dossier(&veld(), &case, &options).done();
    let two = ["--lang", "en,fr", "--base", "https://example.org/kaldray"];
    let said = publish(&[&case], &out, &two).done();
    assert!(said.stdout.contains("no file of the case is published"), "{}", said.stdout);
    let site = holds(&out);
    checkers::find_nothing(&out);
    let front = page(&site, "index.html");
    for words in [
        "Orsen Kaldray",
        "Held since",
        "10 March 2024",
        "No order known:",
        "from 12 December 2024 to 18 December 2024 (7 days)",
        "Follow-up within six months of an opinion",
        "Not met even on the state&#39;s own account",
    ] {
        assert!(front.contains(words), "{words}");
    }
    assert!(page(&site, "fr/index.html").contains("En détention depuis"));
    assert!(front.contains("hreflang=\"fr\" href=\"https://example.org/kaldray/fr/\""));
    assert!(page(&site, "sitemap.xml").contains("<loc>https://example.org/kaldray/updates/"));
    // Letters and diaries are not updates, and are published nowhere as a whole.
    let posts: Vec<&String> =
        site.keys().filter(|name| name.starts_with("updates/") && !name.contains("/year-")).collect();
    assert_eq!(posts.len(), 13, "{posts:?}");

    // The same case, the same bytes; a language less moves no page.
    let again = dir.path().join("again");
    publish(&[&case], &again, &two).done();
    assert_eq!(files(&again), site);
    publish(&[&case], &again, &["--base", "https://example.org/kaldray"]).done();
    let one = holds(&again);
    assert!(one.keys().all(|name| !name.starts_with("fr/")));
    assert_eq!(one["updates/index.html"].len() > 1000, site["updates/index.html"].len() > 1000);
    assert!(posts.iter().all(|name| one.contains_key(*name)));
}

#[test]
fn the_seeds_become_a_site_with_their_entries_marked_as_inferred() {
    let seeds = workspace().join("../shared/seeds");
    if !seeds.is_dir() {
        println!("skipped: the seeds are not beside the workspace");
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("site");
    publish(&[&seeds], &out, &["--lang", "en,ru,ar"]).done();
    assert!(dir.path().join("site.case").is_dir(), "the case lies beside the site");
    let site = holds(&out);
    checkers::find_nothing(&out);
    let posts: Vec<&String> = site
        .keys()
        .filter(|name| name.starts_with("updates/") && !name.contains("/year-") && !name.contains("/index"))
        .collect();
    assert!(posts.len() >= 30, "{}", posts.len());
    for post in posts {
        let post = page(&site, post);
        assert!(
            post.contains("date inferred") && post.contains("inferred from") && post.contains("<blockquote")
        );
    }
}

const LETTER: &str = "From the friends of Tomas Hale\n\n7 May 2031\n\nHis lawyer, Ada Roe, said that Tomas Hale was \
                      arrested on 2 April 2031 at 08:00. The witness Mira Tolle said that he was beaten on 3 April 2031.\n";

fn case(dir: &Path) -> PathBuf {
    let (sources, out) = (dir.join("in"), dir.join("out"));
    fs::create_dir_all(&sources).unwrap();
    fs::write(sources.join("letter.txt"), LETTER).unwrap();
    dossier(&sources, &out, &["--subject", "Tomas Hale", "--no-pdf", "--as-of", "2031-06-30"]).done();
    out
}

fn protect_the_witness(case: &Path) {
    let mut command = program();
    command.arg("protect").arg(case).args(["Mira Tolle", "--kind", "witness", "--by", "Ines Officer"]);
    Ran::from(command.output().unwrap()).done();
}

/// A captured page of updates that names the witness in a headline and in a quotation.
const UPDATES: &str = "<html lang=\"en\"><head><title>Free Tomas Hale</title></head><body><h1>Free Tomas Hale</h1>\
    <h2>Mira Tolle speaks out</h2><p>9 June 2031</p><p>The witness Mira Tolle said on 8 June 2031 that Tomas Hale was \
    beaten on 3 April 2031. \u{201c}I saw it,\u{201d} Mira Tolle said.</p>\
    <h2>The court extends the detention</h2><p>20 May 2031</p><p>On 19 May 2031 the court extended the detention of \
    Tomas Hale by one month.</p>\
    <h2>Tomas Hale is arrested</h2><p>3 April 2031</p><p>Tomas Hale was arrested on 2 April 2031 at 08:00.</p>\
    </body></html>";

/// A PDF of one page with the text of a letter, whose properties name the witness.
fn signed_pdf() -> Vec<u8> {
    let text = "BT /F1 12 Tf 20 150 Td (Tomas Hale was arrested on 2 April 2031, his lawyer said.) Tj ET";
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R \
         /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
        "<< /Author (Mira Tolle) >>".to_owned(),
    ];
    let (mut pdf, mut places) = ("%PDF-1.4\n".to_owned(), Vec::new());
    for (at, object) in objects.iter().enumerate() {
        places.push(pdf.len());
        pdf.push_str(&format!("{} 0 obj\n{object}\nendobj\n", at + 1));
    }
    let start = pdf.len();
    pdf.push_str("xref\n0 7\n0000000000 65535 f \n");
    places.iter().for_each(|place| pdf.push_str(&format!("{place:010} 00000 n \n")));
    pdf.push_str(&format!("trailer << /Size 7 /Root 1 0 R /Info 6 0 R >>\nstartxref\n{start}\n%%EOF\n"));
    pdf.into_bytes()
}

/// A picture of one black point with the name of the witness beside it.
fn signed_png() -> Vec<u8> {
    let chunk = |kind: &str, data: &[u8]| {
        let body = [kind.as_bytes(), data].concat();
        let crc = body.iter().fold(u32::MAX, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
                (crc >> 1) ^ if crc & 1 == 1 { 0xedb8_8320 } else { 0 }
            })
        });
        [&(data.len() as u32).to_be_bytes(), body.as_slice(), &(!crc).to_be_bytes()].concat()
    };
    let size = [0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0];
    // One stored block of zlib: no filter, one black point.
    let point = [0x78, 0x01, 1, 2, 0, 0xfd, 0xff, 0, 0, 0, 2, 0, 1];
    let chunks = [
        chunk("IHDR", &size),
        chunk("tEXt", b"Author\0Mira Tolle"),
        chunk("IDAT", &point),
        chunk("IEND", b""),
    ];
    [b"\x89PNG\r\n\x1a\n".as_slice(), &chunks.concat()].concat()
}

#[test]
fn a_protected_name_is_in_no_quotation_no_headline_and_no_properties_of_a_file() {
    let dir = tempfile::tempdir().unwrap();
    let (sources, case) = (dir.path().join("in"), dir.path().join("case"));
    fs::create_dir_all(&sources).unwrap();
    fs::write(sources.join("updates.html"), UPDATES).unwrap();
    fs::write(sources.join("note.pdf"), signed_pdf()).unwrap();
    fs::write(sources.join("photo.png"), signed_png()).unwrap();
    fs::write(sources.join("plain.txt"), "Tomas Hale was arrested on 2 April 2031.\n").unwrap();
    dossier(&sources, &case, &["--subject", "Tomas Hale", "--no-pdf", "--as-of", "2031-06-30"]).done();
    let open = dir.path().join("open");
    publish(&[&case], &open, &["--documents", "all"]).done();
    let shown = |site: &BTreeMap<String, Vec<u8>>, ending: &str| {
        site.keys().any(|name| name.starts_with("files/") && name.ends_with(ending))
    };
    let open = files(&open);
    assert!(shown(&open, ".pdf") && shown(&open, ".png") && shown(&open, ".txt"), "{:?}", open.keys());

    protect_the_witness(&case);
    let out = dir.path().join("site");
    for file in ["note.pdf", "photo.png", "updates.html"] {
        publish(&[&case], &out, &["--documents", file]).fails_with(&["the public may not see", file]);
        assert!(!out.exists(), "nothing was written");
    }
    publish(&[&case], &out, &["--documents", "all"]).done();
    let site = holds(&out);
    assert!(!shown(&site, ".pdf") && !shown(&site, ".png") && shown(&site, ".txt"), "{:?}", site.keys());
    for (name, bytes) in &site {
        assert!(!name.contains("tolle"), "{name}");
        assert!(!String::from_utf8_lossy(bytes).to_lowercase().contains("tolle"), "{name}");
    }
    let told = site.keys().find(|name| name.contains("speaks-out")).unwrap();
    let told = page(&site, told);
    assert!(told.contains("[witness 1] speaks out</bdi></h1>") && told.contains("I saw it"), "{told}");

    // What was published after the day of the record could not be known on it.
    publish(&[&case], &out, &["--as-of", "2031-05-30"]).done();
    let site = holds(&out);
    assert!(site.keys().all(|name| !name.contains("speaks-out")), "{:?}", site.keys());
    assert!(site.keys().any(|name| name.contains("the-court-extends")));
}

#[test]
fn sources_that_make_no_site_of_one_person_are_refused_before_anything_is_made() {
    let dir = tempfile::tempdir().unwrap();
    let case = case(dir.path());
    let (out, empty, site) = (dir.path().join("new"), dir.path().join("empty/deep"), dir.path().join("site"));
    fs::create_dir_all(&empty).unwrap();
    publish(&[&case], &site, &[]).done();
    let letter = dir.path().join("in/letter.txt");
    let before = files(dir.path()).into_keys().collect::<Vec<_>>();
    publish(&[&empty], &out, &[]).fails_with(&["there is no file"]);
    publish(&[&case, &case], &out, &[]).fails_with(&["is a case", "one case or from files"]);
    publish(&[&letter, &case], &out, &[]).fails_with(&["is a case", "one case or from files"]);
    publish(&[&site], &out, &[]).fails_with(&["is a site that `remand publish` made"]);
    publish(&[&dir.path().join("in")], &dir.path().join("in/site"), &[]).fails_with(&["lie in each other"]);
    publish(&[&case], &letter, &[]).fails_with(&["letter.txt is a file"]);
    publish(&[&case], &letter.join("site"), &[]).fails_with(&["cannot write", "letter.txt"]);
    publish(&[&letter], &letter.join("site"), &[]).fails_with(&["cannot make the folder"]);
    assert_eq!(files(dir.path()).into_keys().collect::<Vec<_>>(), before);
}

#[test]
fn a_site_holds_in_every_language() {
    let dir = tempfile::tempdir().unwrap();
    let (case, out) = (case(dir.path()), dir.path().join("site"));
    publish(&[&case], &out, &["--lang", "en,ru,kk,de,fr,es,ar"]).done();
    let site = holds(&out);
    for (folder, words) in [
        ("", "90 days"),
        ("ru/", "Под стражей с"),
        ("kk/", "2031 жылғы 2 сәуір"),
        ("de/", "2. April 2031"),
        ("fr/", "2 avril 2031"),
        ("es/", "2 de abril de 2031"),
        ("ar/", "dir=\"rtl\""),
    ] {
        let front = page(&site, &format!("{folder}index.html"));
        assert!(front.contains(words), "{folder}: {words}");
    }
}

#[test]
fn the_main_steps_are_those_of_the_person_that_somebody_asserts() {
    let dir = tempfile::tempdir().unwrap();
    let sources = dir.path().join("in");
    fs::create_dir_all(&sources).unwrap();
    let letter = "From the friends of Tomas Hale\n\n9 July 2031\n\nTomas Hale was arrested on 2 April 2031. A court extended \
                  the detention of Tomas Hale on 1 June 2031. It is not known whether the detention of Tomas Hale was \
                  extended on 1 July 2031. On 5 May 2031 thousands of protesters were arrested.\n";
    fs::write(sources.join("letter.txt"), letter).unwrap();
    let out = dir.path().join("site");
    publish(&[&sources], &out, &["--as-of", "2031-07-09"]).done();
    let site = files(&out);
    let overview = page(&site, "chronology/index.html");
    let steps = &overview[overview.find("The main steps").unwrap()..];
    for (day, stands) in
        [("2 April 2031", true), ("1 June 2031", true), ("1 July 2031", false), ("5 May 2031", false)]
    {
        assert_eq!(steps.contains(day), stands, "{day}: {steps}");
        assert!(page(&site, "chronology/2031.html").contains(day), "{day} is in the chronology");
    }
}

#[test]
fn nobody_who_is_protected_is_on_the_site() {
    let dir = tempfile::tempdir().unwrap();
    let case = case(dir.path());
    protect_the_witness(&case);
    let out = dir.path().join("site");
    publish(&[&case], &out, &[]).done();
    for (name, bytes) in holds(&out) {
        assert!(!String::from_utf8_lossy(&bytes).to_lowercase().contains("tolle"), "{name}");
    }
    publish(&[&case], &dir.path().join("other"), &["--documents", "E1"]).fails_with(&["may not see E1"]);
    assert!(!dir.path().join("other").exists(), "nothing was written");
}

#[test]
fn what_cannot_be_published_says_why_and_writes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let case = case(dir.path());
    let out = dir.path().join("site");
    publish(&[&case], &out, &["--lang", "en,tlh"])
        .fails_with(&["no words in `tlh`", "en, ru, kk, de, fr, es, ar"]);
    publish(&[&case], &out, &["--base", "example.org"]).fails_with(&["`example.org` is no address"]);
    publish(&[&case], &out, &["--documents", "E9"]).fails_with(&["E9"]);
    publish(&[&case], &case, &[]).fails_with(&["must not lie in each other"]);
    assert!(!out.exists());

    fs::create_dir_all(&out).unwrap();
    fs::write(out.join("index.html"), "mine").unwrap();
    fs::write(out.join("mine.txt"), "mine").unwrap();
    publish(&[&case], &out, &[]).fails_with(&["index.html is there already", "did not write it"]);
    assert_eq!(files(&out).len(), 2);
    fs::remove_file(out.join("index.html")).unwrap();
    publish(&[&case], &out, &[]).done();
    publish(&[&case], &out, &[]).done();
    assert_eq!(fs::read_to_string(out.join("mine.txt")).unwrap(), "mine");
}

#[test]
fn files_that_say_nothing_make_no_site() {
    let dir = tempfile::tempdir().unwrap();
    let sources = dir.path().join("in");
    fs::create_dir_all(&sources).unwrap();
    fs::write(sources.join("noise.bin"), [0, 159, 146, 150, 255, 0, 1, 2]).unwrap();
    let out = dir.path().join("site");
    publish(&[&sources], &out, &[]).fails_with(&["--subject NAME"]);
    publish(&[&sources], &out, &["--subject", "Tomas Hale"]).fails_with(&["nothing can be published"]);
    publish(&[&dir.path().join("nowhere")], &out, &[]).fails_with(&["nowhere"]);
    assert!(!out.exists());
    fs::write(sources.join("undated.txt"), "Tomas Hale was arrested. Tomas Hale is held.\n").unwrap();
    publish(&[&sources], &out, &["--subject", "Tomas Hale"]).done();
    holds(&out);
}
