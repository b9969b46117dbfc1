//! Carries every file below `forms/` in the program, so that a new form is a new folder.

use std::path::Path;
use std::{env, fs, io};

/// From the package, so that checkouts which share a target directory each carry their own files.
const ROOT: &str = "../../forms";

fn main() -> io::Result<()> {
    let mut files = Vec::new();
    walk(Path::new(ROOT), &mut files)?;
    files.sort();
    let mut rows = String::new();
    for file in files {
        println!("cargo::rerun-if-changed={file}");
        let name = file.strip_prefix(ROOT).unwrap_or(&file).trim_start_matches('/');
        let text = format!("include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/{file}\"))");
        rows.push_str(&format!("    ({name:?}, {text}),\n"));
    }
    let out = Path::new(&env::var_os("OUT_DIR").unwrap_or_default()).join("forms.rs");
    fs::write(out, format!("&[\n{rows}]\n"))
}

fn walk(folder: &Path, files: &mut Vec<String>) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            walk(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "md" || extension == "toml") {
            files.push(path.to_string_lossy().replace('\\', "/"));
        }
    }
    Ok(())
}
