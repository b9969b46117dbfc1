//! Carries the words of every folder of `lexicon/` that events can be read with in the program.

use std::path::Path;
use std::{env, fs, io};

const FILES: [&str; 4] = ["events", "sources", "words", "law"];

/// From the package, so that checkouts which share a target directory each carry their own files.
const ROOT: &str = "../../lexicon";

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed={ROOT}");
    let mut rows = Vec::new();
    for entry in fs::read_dir(ROOT)? {
        let language = entry?.file_name().to_string_lossy().into_owned();
        let file = |name: &str| format!("{ROOT}/{language}/{name}.toml");
        if !FILES.iter().all(|name| Path::new(&file(name)).is_file()) {
            continue;
        }
        let fields = FILES.map(|name| {
            let path = file(name);
            println!("cargo::rerun-if-changed={path}");
            let text = format!("include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/{path}\"))");
            format!("{name}: ({:?}, {text})", format!("{language}/{name}.toml"))
        });
        rows.push(format!("    Files {{ language: {language:?}, {} }},\n", fields.join(", ")));
    }
    rows.sort();
    let out = Path::new(&env::var_os("OUT_DIR").unwrap_or_default()).join("lexicons.rs");
    fs::write(out, format!("&[\n{}]\n", rows.concat()))
}
