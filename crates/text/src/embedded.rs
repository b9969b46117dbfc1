//! Files that a document of Word, Excel or PowerPoint embeds: parts of kind Embedded Package and Embedded Object
//! (ECMA-376 part 1). They stand in a folder `embeddings` of the package.

use crate::builder::LayerBuilder;
use crate::collect::Parts;
use crate::format::Format;
use crate::package::Package;
use crate::part::{Part, PartKind};

/// Takes out the embedded files whose format can be told; the others are named. A package that cannot be opened is told
/// by whoever reads its text.
pub(crate) fn take(bytes: &[u8], layer: &mut LayerBuilder, parts: &mut Parts<'_>) {
    let Ok(mut package) = Package::open(bytes) else { return };
    for name in package.names().iter().filter(|name| name.contains("/embeddings/") && !name.ends_with('/')) {
        let file = name.rsplit('/').next().unwrap_or(name);
        let Some(inner) = package.bytes(name, layer) else { continue };
        let format = Format::of(&inner, file);
        if matches!(format, Format::Other(_) | Format::Empty | Format::Plain) {
            layer.say(format!(
                "a file is embedded in the document ({file}) and was not read with it; open the document, save that file \
                 and add it as a file of its own"
            ));
            continue;
        }
        let part = Part::new(PartKind::Embedded, file).media_type(Some(format.media_type()));
        parts.take(part, inner.as_slice());
    }
}
