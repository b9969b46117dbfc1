//! Pages of a PDF, or an image, made ready to be bound into another PDF.
//!
//! The child takes the file apart and answers with objects in a form so narrow ([`token`]) that whoever puts the other
//! PDF together checks and renumbers them without parsing PDF. What acts, calls, or holds files is left out on the way.

mod annotation;
mod answer;
mod copy;
mod document;
mod jpeg;
mod page;
mod picture;
mod token;

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use serde::{Deserialize, Serialize};

pub(crate) use answer::{read_answer, write_object, write_rest};
pub use token::renumbered;

use crate::format::Format;
use crate::wire::Limits;

/// An object of a PDF. References in its value are by numbers of the same answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoundObject {
    /// Its number in the answer, from 1.
    pub number: u32,
    /// Its value as [`renumbered`] takes it; of a stream, the dictionary without the length.
    pub value: Vec<u8>,
    /// What the stream has, where it is one.
    pub stream: Option<Vec<u8>>,
}

/// A page that is ready.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    /// The number of its object. Its parent is reference 0.
    pub object: u32,
    /// The number of the content stream that draws its stamp with the font `/RemandStamp`; nobody has made it yet.
    pub stamp: u32,
    /// Width in points.
    pub width: f32,
    /// Height in points.
    pub height: f32,
}

/// A layer that viewers can show or hide.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layer {
    /// The number of its object.
    pub object: u32,
    /// The file shows it.
    pub shown: bool,
}

/// What comes with the objects.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Bound {
    /// The pages in their order.
    pub sheets: Vec<Sheet>,
    /// Layers that the pages use.
    pub layers: Vec<Layer>,
    /// What was left out or made otherwise, in words for a person.
    pub done: Vec<String>,
    /// Why there are no pages.
    pub refused: Option<String>,
    /// The highest number of an object or stamp.
    pub last: u32,
}

/// Where an object goes as soon as it is made.
pub(crate) type Keep<'k> = dyn FnMut(BoundObject) -> io::Result<()> + 'k;

/// Takes the pages of a file apart. `strip` is the height in points that is kept free at the foot of each page.
pub(crate) fn bind(bytes: &[u8], name: &str, strip: f32, limits: &Limits, keep: &mut Keep<'_>) -> Bound {
    let made = catch_unwind(AssertUnwindSafe(|| match Format::of(bytes, name) {
        Format::Pdf => document::bind(bytes, f64::from(strip), keep),
        Format::Image(kind) => picture::bind(bytes, kind, f64::from(strip), limits, keep),
        _ => Err("it is neither a PDF nor an image".to_owned()),
    }));
    let made = made.unwrap_or_else(|_| Err("taking its pages apart broke off".to_owned()));
    made.unwrap_or_else(|why| Bound { refused: Some(why), ..Bound::default() })
}
