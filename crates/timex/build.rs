//! Carries the time words of every folder of `lexicon/` in the program, so that a new language is a new folder.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let manifest = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let root = manifest.join("../../lexicon").canonicalize()?;
    println!("cargo::rerun-if-changed={}", root.display());
    let mut rows = Vec::new();
    for entry in fs::read_dir(&root)? {
        let entry = entry?;
        let file = entry.path().join("time.toml");
        if file.is_file() {
            println!("cargo::rerun-if-changed={}", file.display());
            rows.push(format!("    ({:?}, include_str!({file:?})),\n", entry.file_name()));
        }
    }
    rows.sort();
    let out = Path::new(&env::var_os("OUT_DIR").unwrap_or_default()).join("lexicons.rs");
    fs::write(out, format!("&[\n{}]\n", rows.concat()))
}
