//! Checkers of web sites that are no part of the program (`bench/site`): what is not installed is skipped with a message.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::run::workspace;

/// Where `.ci/run` puts the modules of `bench/site/package.json`.
fn modules() -> Option<PathBuf> {
    let given = std::env::var_os("REMAND_NODE_MODULES").map(PathBuf::from);
    let place = given.unwrap_or_else(|| workspace().join("target/checks/node_modules"));
    let place = place.canonicalize().ok().filter(|place| place.join("html-validate").is_dir());
    if place.is_none() {
        println!("skipped: the modules of bench/site are not installed (npm ci --prefix bench/site)");
    }
    place
}

/// The program that is there under one of these names.
fn here(programs: &[&'static str]) -> Option<&'static str> {
    let runs = |program: &&&str| Command::new(program).arg("--version").output().is_ok();
    let found = programs.iter().find(runs).copied();
    if found.is_none() {
        println!("skipped: none of {programs:?} is installed");
    }
    found
}

#[track_caller]
fn finds_nothing(what: &str, site: &Path, ran: std::io::Result<Output>) {
    let ran = ran.unwrap_or_else(|error| panic!("{what}: {error}"));
    let said = format!("{}{}", String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    let short: String = said.chars().take(6_000).collect();
    assert!(ran.status.success(), "{what} on {}:\n{short}", site.display());
}

/// HTML by two validators, JSON-LD with the terms of schema.org, both kinds of feeds by their schemas, and what keeps
/// people out of a page of each kind.
#[track_caller]
pub(crate) fn find_nothing(site: &Path) {
    let scripts = workspace().join("bench/site");
    let Some(modules) = modules() else { return };
    if let Some(node) = here(&["node", "nodejs"]) {
        let script = |name: &str| {
            let mut command = Command::new(node);
            command.arg(scripts.join(name)).arg(site).env("REMAND_NODE_MODULES", &modules);
            command
        };
        finds_nothing("check.mjs", site, script("check.mjs").output());
        // The browser that pages.rs looks for too.
        if let Some(browser) = here(&["chromium", "chromium-browser", "google-chrome"]) {
            let path = Command::new("which").arg(browser).output().map(|ran| ran.stdout).unwrap_or_default();
            let path = String::from_utf8_lossy(&path).trim().to_owned();
            finds_nothing("axe.mjs", site, script("axe.mjs").arg("--kinds").env("CHROMIUM", path).output());
        }
    }
    let Some(java) = here(&["java"]) else { return };
    let nu = modules.join("vnu-jar/build/dist/vnu.jar");
    // It does not compute digests, and so takes the style that the policy of a page allows for one it forbids; and it
    // guesses a language from most of the words, which are quotations.
    let mut command = Command::new(java);
    command.arg("-jar").arg(&nu).args(["--Werror", "--no-langdetect", "--skip-non-html", "--filterpattern"]);
    command.arg(".*violates Content Security Policy.*").arg(site);
    finds_nothing("the Nu checker", site, command.output());
    let feeds = feeds(site);
    assert!(!feeds.is_empty(), "{} has no Atom feed", site.display());
    let mut command = Command::new(java);
    command.arg("-cp").arg(&nu).arg("nu.validator.vendor.thaiopensource.relaxng.util.Driver");
    command.arg("-c").arg(scripts.join("atom.rnc")).args(feeds);
    finds_nothing("atom.rnc", site, command.output());
}

/// The Atom feeds of a site, one for each language.
fn feeds(site: &Path) -> Vec<PathBuf> {
    let folders = std::fs::read_dir(site).unwrap().map(|entry| entry.unwrap().path());
    let all = folders.chain([site.to_owned()]).map(|folder| folder.join("feed.atom"));
    all.filter(|path| path.is_file()).collect()
}
