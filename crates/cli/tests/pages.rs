//! The web page in a browser: it loads nothing from elsewhere, is no wider than its window, and its links lead
//! somewhere.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::run::{dossier, example};

const BROWSERS: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// Widths of a desk and of a telephone, in CSS pixels.
const WIDTHS: [u32; 2] = [1280, 390];

fn browser() -> Option<&'static str> {
    let runs = |name: &&str| {
        let version =
            Command::new(name).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
        version.is_ok_and(|status| status.success())
    };
    let found = BROWSERS.into_iter().find(runs);
    if found.is_none() {
        println!("skipped: none of {BROWSERS:?} is installed");
    }
    found
}

/// The page after its scripts ran, and whatever the browser said.
fn dump(browser: &str, page: &Path, dark: bool) -> String {
    let profile = tempfile::tempdir().unwrap();
    let mut command = Command::new(browser);
    command.args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]);
    command.args(["--disable-background-networking", "--disable-component-update", "--disable-sync"]);
    command.arg(format!("--user-data-dir={}", profile.path().display()));
    if dark {
        command.args(["--force-dark-mode", "--blink-settings=preferredColorScheme=0"]);
    }
    // Without a bound the pages that wait for nothing would still be waited for.
    command.args(["--virtual-time-budget=5000", "--timeout=20000", "--dump-dom"]);
    let ran = command.arg(format!("file://{}", page.display())).stderr(Stdio::null()).output().unwrap();
    assert!(ran.status.success(), "the browser ended with {}", ran.status);
    String::from_utf8_lossy(&ran.stdout).into_owned()
}

/// Measures a page in frames of the given widths: windows of a headless browser are never narrower than 500 px, a
/// frame is. The answer stands in the title of the page around it.
fn around(page: &str, widths: &[u32]) -> String {
    let page = page.replace('&', "&amp;").replace('"', "&quot;");
    let frames: String = widths
        .iter()
        .map(|width| {
            format!("<iframe width=\"{width}\" height=\"900\" style=\"border:0\" srcdoc=\"{page}\"></iframe>")
        })
        .collect();
    format!(
        "<!doctype html><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light dark\"><body>{frames}<script>{MEASURE}</script>"
    )
}

/// For each frame: its width, the width of what is in it, elements that stick out where nothing scrolls, links
/// without target, the loads it made, and the colours of text and ground.
const MEASURE: &str = "
addEventListener('load', () => {
  const rows = [...document.querySelectorAll('iframe')].map(frame => {
    const page = frame.contentDocument, root = page.documentElement, width = frame.clientWidth;
    const scrolls = e => { for (let p = e.parentElement; p; p = p.parentElement)
      if (/auto|scroll|hidden|clip/.test(frame.contentWindow.getComputedStyle(p).overflowX)) return true; return false; };
    const out = [...page.body.querySelectorAll('*')].filter(e => {
      const box = e.getBoundingClientRect();
      return box.width > 0 && (box.right > width + 1) && !scrolls(e); });
    const lost = [...page.querySelectorAll('a[href]')].filter(a => {
      const to = a.getAttribute('href');
      return !to.startsWith('#') || !page.getElementById(decodeURIComponent(to.slice(1))); });
    const style = frame.contentWindow.getComputedStyle(page.body);
    const loads = frame.contentWindow.performance.getEntriesByType('resource').map(r => r.name);
    return [width, root.scrollWidth, out.length ? out[0].tagName + '.' + out[0].className : '-',
            lost.length ? lost[0].outerHTML : '-', loads.length ? loads[0] : '-',
            style.color, frame.contentWindow.getComputedStyle(root).backgroundColor].join('|');
  });
  document.title = 'MEASURED ' + rows.join(' # ');
});
";

struct Measured {
    frame: u32,
    content: u32,
    sticks_out: String,
    lost_link: String,
    load: String,
    colours: (String, String),
}

fn measure(browser: &str, page: &str, widths: &[u32], dark: bool) -> Vec<Measured> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("around.html");
    fs::write(&path, around(page, widths)).unwrap();
    let dom = dump(browser, &path, dark);
    let title = dom.split_once("<title>MEASURED ").and_then(|(_, rest)| rest.split_once("</title>"));
    let (rows, _) = title.unwrap_or_else(|| panic!("the page was not measured: {:.300}", dom));
    let each = rows.split(" # ").map(|row| {
        let cells: Vec<&str> = row.split('|').collect();
        Measured {
            frame: cells[0].parse().unwrap(),
            content: cells[1].parse().unwrap(),
            sticks_out: cells[2].to_owned(),
            lost_link: cells[3].to_owned(),
            load: cells[4].to_owned(),
            colours: (cells[5].to_owned(), cells[6].to_owned()),
        }
    });
    each.collect()
}

fn assert_sound(measured: &[Measured], name: &str) {
    for page in measured {
        assert!(page.content <= page.frame, "{name}: {} px wide in {} px", page.content, page.frame);
        for (fault, what) in
            [(&page.sticks_out, "sticks out"), (&page.lost_link, "leads nowhere"), (&page.load, "is loaded")]
        {
            assert_eq!(fault, "-", "{name} at {} px: {what}", page.frame);
        }
    }
}

fn page_of_example() -> String {
    String::from_utf8(example().files["dossier.html"].clone()).unwrap()
}

#[test]
fn the_page_fits_a_desk_and_a_telephone_by_day_and_by_night() {
    let Some(browser) = browser() else { return };
    let page = page_of_example();
    let [light, dark] = [false, true].map(|dark| measure(browser, &page, &WIDTHS, dark));
    for (name, measured) in [("light", &light), ("dark", &dark)] {
        assert_eq!(measured.iter().map(|m| m.frame).collect::<Vec<_>>(), WIDTHS);
        assert_sound(measured, name);
    }
    assert_ne!(light[0].colours, dark[0].colours, "the dark page has colours of its own");
}

/// Text that would break out, run off or be fetched, if the page let it.
#[test]
fn a_hostile_file_neither_stretches_the_page_nor_runs_in_it() {
    let Some(browser) = browser() else { return };
    let dir = tempfile::tempdir().unwrap();
    let (source, out) = (dir.path().join("files"), dir.path().join("out"));
    fs::create_dir(&source).unwrap();
    let (server, asked) = counting_server();
    let long = "x".repeat(3000);
    let statement = format!(
        "Statement, 4 May 2024\n\nIlja Tormanov was arrested on 2 March 2024 by <img src=http://{server}/a.png> \
         <script>document.title='MEASURED ran'</script> <link rel=stylesheet href=http://{server}/b.css> officers of \
         {long}. On 3 March 2024 Ilja Tormanov was {long} brought before a judge http://{server}/{long}.\n"
    );
    fs::write(source.join(format!("{}.txt", "n".repeat(200))), statement).unwrap();
    fs::write(source.join("<b onmouseover=alert(1)>.txt"), "Ilja Tormanov was released on 5 May 2024.\n")
        .unwrap();
    dossier(&source, &out, &["--subject", "Ilja Tormanov", "--no-pdf"]).done();
    let page = fs::read_to_string(out.join("dossier.html")).unwrap();
    assert_sound(&measure(browser, &page, &WIDTHS, false), "hostile");
    let whole = dump(browser, &out.join("dossier.html"), false);
    assert!(!whole.contains("<title>MEASURED ran"), "a script of the file ran");
    assert_eq!(asked.load(Ordering::SeqCst), 0, "the page asked a server");
}

/// The measure itself: it sees each fault that it is there to see.
#[test]
fn faults_are_seen() {
    let Some(browser) = browser() else { return };
    let (server, asked) = counting_server();
    let page =
        |body: &str| format!("<!doctype html><html><head><title>t</title></head><body>{body}</body></html>");
    let wide = measure(browser, &page("<p style='width:2000px'>wide</p>"), &[390], false);
    assert!(wide[0].content > wide[0].frame);
    assert_eq!(wide[0].sticks_out, "P.");
    let lost =
        measure(browser, &page("<a href='#gone'>a</a><p id='here'><a href='#here'>b</a>"), &[390], false);
    assert!(lost[0].lost_link.contains("#gone"), "{}", lost[0].lost_link);
    let loads = measure(browser, &page(&format!("<img src='http://{server}/a.png'>")), &[390], false);
    assert!(asked.load(Ordering::SeqCst) > 0 || loads[0].load != "-", "an image from elsewhere was not seen");
}

/// What the file itself says, without a browser.
#[test]
fn links_stay_in_the_page() {
    let page = page_of_example();
    let attributes = |name: &str| -> Vec<String> {
        let opening = format!(" {name}=\"");
        page.split(&opening).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
    };
    let ids = attributes("id");
    let unique: BTreeSet<&String> = ids.iter().collect();
    assert_eq!(unique.len(), ids.len(), "two elements have one id");
    for link in attributes("href") {
        let target = link.strip_prefix('#').unwrap_or_else(|| panic!("`{link}` leads out of the page"));
        assert!(unique.contains(&target.to_owned()), "nothing is at #{target}");
    }
    for loader in ["src", "srcset", "action", "poster", "data"] {
        assert_eq!(attributes(loader), Vec::<String>::new(), "{loader}");
    }
    for loader in ["@import", "<script", "<iframe", "<object", "<embed", "<base"] {
        assert!(!page.contains(loader), "`{loader}` stands in the page");
    }
    for used in page.split("url(").skip(1) {
        let target = used.strip_prefix('#').and_then(|rest| rest.split(')').next());
        let target = target.unwrap_or_else(|| panic!("url({used:.60} leads out of the page"));
        assert!(unique.contains(&target.to_owned()), "nothing is at #{target}");
    }
}

/// A server that counts who asks it for anything.
fn counting_server() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    thread::spawn(move || {
        for stream in listener.incoming() {
            count.fetch_add(1, Ordering::SeqCst);
            drop(stream.and_then(|mut stream| stream.write_all(b"HTTP/1.0 404 Not Found\r\n\r\n")));
        }
    });
    (address, asked)
}
