//! What is read of one file, as JSON, for measurements (`bench/formats.py`): `text-layer NAME < FILE`. The child process
//! is the program `text-worker` beside this one.

use std::io::{self, Read, Write};
use std::process::ExitCode;

use remand_text::Reader;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("{e}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> io::Result<()> {
    let name = std::env::args().nth(1).unwrap_or_default();
    let worker = std::env::current_exe()?.with_file_name("text-worker");
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes)?;
    let extract = Reader::new(worker, std::iter::empty::<&str>()).open(&bytes, &name);
    let mut output = io::stdout().lock();
    serde_json::to_writer(&mut output, &(&extract.layer, &extract.parts))?;
    output.flush()
}
