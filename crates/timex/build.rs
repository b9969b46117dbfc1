//! Carries the time words of every folder of `lexicon/` in the program, so that a new language is a new folder.

use std::path::Path;
use std::{env, fs, io};

/// From the package, so that checkouts which share a target directory each carry their own files.
const ROOT: &str = "../../lexicon";

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed={ROOT}");
    let mut rows = Vec::new();
    for entry in fs::read_dir(ROOT)? {
        let language = entry?.file_name().to_string_lossy().into_owned();
        let file = format!("{ROOT}/{language}/time.toml");
        if Path::new(&file).is_file() {
            println!("cargo::rerun-if-changed={file}");
            let text = format!("include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/{file}\"))");
            rows.push(format!("    ({language:?}, {text}),\n"));
        }
    }
    rows.sort();
    let out = Path::new(&env::var_os("OUT_DIR").unwrap_or_default()).join("lexicons.rs");
    fs::write(out, format!("&[\n{}]\n", rows.concat()))
}
