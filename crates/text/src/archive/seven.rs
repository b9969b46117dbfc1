//! 7z archives, by way of `sevenz-rust2`.

use std::collections::BTreeSet;
use std::io::Cursor;

use sevenz_rust2::{ArchiveReader, Error, Password};

use super::list;
use crate::builder::LayerBuilder;
use crate::collect::{Parts, Taken};
use crate::instant;
use crate::part::{Part, PartKind};

/// Most memory of the decoder, in KiB: archives made with the strongest settings need about 200 MiB.
const MEMORY_KIB: usize = 384 << 10;

const LOCKED: &str = "the archive is locked with a password, the names of its files too; unpack it with the password \
                      and add the files in it";

pub(crate) fn read(bytes: &[u8], layer: &mut LayerBuilder, parts: &mut Parts<'_>) {
    let mut archive =
        match ArchiveReader::new_with_memory_limit(Cursor::new(bytes), Password::empty(), MEMORY_KIB) {
            Ok(archive) => archive,
            Err(e) => return layer.say(refusal(&e)),
        };
    archive.set_thread_count(1);
    let files = &archive.archive().files;
    let locked: Vec<String> = (0..files.len())
        .filter(|index| archive.archive().is_file_encrypted(*index))
        .filter_map(|index| files.get(index).map(|file| file.name().to_owned()))
        .collect();
    if !locked.is_empty() {
        layer.say(format!(
            "{} file(s) in the archive are locked with a password: {}; unpack it with the password and add the \
             files in it",
            locked.len(),
            list(&locked)
        ));
    }
    let locked: BTreeSet<String> = locked.into_iter().collect();
    let read = archive.for_each_entries(|entry, content| {
        if !entry.is_directory() && !entry.is_anti_item() && !locked.contains(entry.name()) {
            let mut part = Part::new(PartKind::Member, entry.name());
            if entry.has_last_modified_date {
                let modified = instant::from_filetime(entry.last_modified_date().into());
                part.say("modified", modified.unwrap_or_default());
            }
            // The rest of a block would be unpacked for nothing.
            return Ok(parts.take(part, content) != Taken::LeftOut);
        }
        Ok(true)
    });
    if let Err(e) = read
        && locked.is_empty()
    {
        layer.say(refusal(&e));
    }
}

fn refusal(error: &Error) -> String {
    match error {
        Error::PasswordRequired | Error::MaybeBadPassword(_) => LOCKED.to_owned(),
        Error::UnsupportedCompressionMethod(method) if method.starts_with("AES") => LOCKED.to_owned(),
        Error::MaxMemLimited { .. } => {
            "the archive needs more memory than is given to a file; unpack it and add the files in it"
                .to_owned()
        }
        e => format!(
            "the archive cannot be read to its end ({e}); unpack it with another program and add the files in it"
        ),
    }
}
