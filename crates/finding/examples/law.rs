//! Reads the packs below a folder, prints their faults, runs their cases; with `--fmt` writes them in their regular
//! form. `cargo run -p remand-finding --example law -- law/un law/kz`

use std::path::{Path, PathBuf};
use std::{env, fs, process};

fn main() -> std::io::Result<()> {
    let mut files = Vec::new();
    let arguments: Vec<String> = env::args().skip(1).collect();
    for folder in arguments.iter().filter(|argument| *argument != "--fmt") {
        walk(Path::new(folder), &mut files)?;
    }
    files.sort();
    let texts: Vec<(String, String)> = files
        .iter()
        .map(|path| Ok((path.display().to_string(), fs::read_to_string(path)?)))
        .collect::<std::io::Result<_>>()?;
    let (packs, faults) =
        remand_finding::packs(texts.iter().map(|(file, text)| (file.as_str(), text.as_str())));
    let mut wrong = faults.len();
    for fault in &faults {
        println!("{fault}\n");
    }
    let (law, _) = remand_law::link(&packs);
    let code = remand_finding::Code::new(law);
    let mut cases = 0;
    for pack in &packs {
        for case in pack.cases() {
            cases += 1;
            if let Err(failure) = remand_finding::run_case(case, &code) {
                println!("{failure}\n");
                wrong += 1;
            }
        }
        if arguments.iter().any(|argument| argument == "--fmt") {
            fs::write(&pack.file, remand_law::format(pack))?;
        }
    }
    let norms: usize = packs.iter().map(|pack| pack.norms().count()).sum();
    println!("{norms} norms, {cases} cases, {wrong} faults and failures");
    process::exit(i32::from(wrong > 0));
}

fn walk(path: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    if path.is_file() {
        files.push(path.to_owned());
        return Ok(());
    }
    for entry in fs::read_dir(path)? {
        let path = entry?.path();
        if path.is_dir() || path.extension().is_some_and(|extension| extension == "md") {
            walk(&path, files)?;
        }
    }
    Ok(())
}
