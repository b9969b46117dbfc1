//! Writes the site of the packs of the program into a folder, and says how long it took.
//! `cargo run --release -p remand-handbook --example shipped -- FOLDER`

use std::path::Path;
use std::time::Instant;
use std::{env, fs, io};

use remand_finding::{Code, PACKS, packs};
use remand_handbook::{Shelf, site};

fn main() -> io::Result<()> {
    let out = env::args().nth(1).ok_or_else(|| io::Error::other("give a folder"))?;
    let start = Instant::now();
    let (packs, faults) = packs(PACKS.iter().copied());
    let code = Code::new(remand_law::link(&packs).0);
    let linked = start.elapsed();
    let shelves: Vec<Shelf<'_>> = packs.iter().map(|pack| Shelf { place: &pack.file, pack }).collect();
    let site = site(&shelves, &code, &faults).map_err(io::Error::other)?;
    println!(
        "{} files, {} of {} cases fail; read in {linked:?}, all in {:?}",
        site.files.len(),
        site.failed,
        site.cases,
        start.elapsed()
    );
    for (name, bytes) in &site.files {
        let path = Path::new(&out).join(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, bytes)?;
    }
    Ok(())
}
