//! Carries the words of every folder of `lexicon/` that events can be read with in the program.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

const FILES: [&str; 4] = ["events", "sources", "words", "law"];

fn main() -> io::Result<()> {
    let manifest = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let root = manifest.join("../../lexicon").canonicalize()?;
    println!("cargo::rerun-if-changed={}", root.display());
    let mut rows = Vec::new();
    for entry in fs::read_dir(&root)? {
        let entry = entry?;
        let language = entry.file_name().to_string_lossy().into_owned();
        let file = |name: &str| entry.path().join(format!("{name}.toml"));
        if !FILES.iter().all(|name| file(name).is_file()) {
            continue;
        }
        let fields = FILES.map(|name| {
            let path = file(name);
            println!("cargo::rerun-if-changed={}", path.display());
            format!("{name}: ({:?}, include_str!({path:?}))", format!("{language}/{name}.toml"))
        });
        rows.push(format!("    Files {{ language: {language:?}, {} }},\n", fields.join(", ")));
    }
    rows.sort();
    let out = Path::new(&env::var_os("OUT_DIR").unwrap_or_default()).join("lexicons.rs");
    fs::write(out, format!("&[\n{}]\n", rows.concat()))
}
