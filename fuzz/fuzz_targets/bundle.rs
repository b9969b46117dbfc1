//! Any bytes as a ZIP with a bundle, and as the files of one: checking ends, nothing leads out of the folder, and a bundle
//! with a file that no manifest names is not called sound.
#![no_main]

use std::collections::BTreeMap;
use std::io::{self, Cursor, Write};

use libfuzzer_sys::fuzz_target;
use remand_bundle::{Bundle, Source, ZipSource, check};

/// Files that stand in memory.
struct Files(BTreeMap<String, Vec<u8>>);

impl Source for Files {
    fn files(&self) -> BTreeMap<String, u64> {
        self.0.iter().map(|(name, bytes)| (name.clone(), bytes.len() as u64)).collect()
    }

    fn read(&self, path: &str, to: &mut dyn Write) -> io::Result<()> {
        to.write_all(self.0.get(path).ok_or(io::ErrorKind::NotFound)?)
    }
}

/// Files one after another: a name, a line feed, the bytes, a byte that no text has.
fn files(bytes: &[u8]) -> Files {
    let parts = bytes.split(|byte| *byte == 0xff).filter_map(|part| {
        let end = part.iter().position(|byte| *byte == b'\n')?;
        let name = String::from_utf8(part[..end].to_vec()).ok()?;
        Some((name, part[end + 1..].to_vec()))
    });
    Files(parts.collect())
}

fuzz_target!(|input: &[u8]| {
    let Some((pick, bytes)) = input.split_first() else { return };
    if pick % 2 == 0 {
        let Ok(zip) = ZipSource::open(Cursor::new(bytes), bytes.len() as u64) else { return };
        assert!(zip.files().keys().all(|name| name.split('/').all(|piece| piece != "..")));
        if let Ok(bundle) = Bundle::open(zip) {
            let _ = check(&bundle, &[]);
        }
        return;
    }
    let source = files(bytes);
    let payload = source.0.keys().any(|name| name.starts_with("data/"));
    let Ok(bundle) = Bundle::open(source) else { return };
    let checked = check(&bundle, &[]);
    assert!(payload || !checked.report.is_sound(), "a bundle with nothing in it is no sound one");
});
