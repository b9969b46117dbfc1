//! What stands on a page without being part of its content: comments, stamps, fields of forms. Each is drawn as it
//! shows (ISO 32000-2, 12.5.5) and is nothing but a picture afterwards.

use hayro::hayro_syntax::object::{Array, Dict, MaybeRef, Name, ObjRef, Object, Rect, Stream};
use hayro::hayro_syntax::page::Page;

use super::page::{Matrix, joined, mapped};

/// Annotations of one page; of more it is said that they are left out.
const MOST: usize = 2000;
/// Flags: hidden, not shown on a screen.
const HIDDEN: i32 = 2 | 32;

/// What a page has beside its content.
#[derive(Default)]
pub(super) struct Found {
    /// Streams that draw, with the map from their own units to those of the page.
    pub(super) drawn: Vec<(ObjRef, Matrix)>,
    /// Links, which lead nowhere afterwards.
    pub(super) links: usize,
    /// Comments and others without a drawing of their own.
    pub(super) undrawn: usize,
}

pub(super) fn of(page: &Page<'_>) -> Found {
    let mut found = Found::default();
    let Some(annotations) = page.raw().get::<Array<'_>>("Annots") else { return found };
    for annotation in annotations.iter::<Dict<'_>>().take(MOST) {
        let kind = annotation.get::<Name<'_>>("Subtype").map(|kind| kind.to_vec()).unwrap_or_default();
        let flags = annotation.get::<i32>("F").unwrap_or(0);
        match kind.as_slice() {
            b"Link" => found.links += 1,
            b"Popup" => {}
            _ if flags & HIDDEN != 0 => {}
            _ => match appearance(&annotation) {
                Some(drawn) => found.drawn.push(drawn),
                None => found.undrawn += usize::from(kind != b"Widget"),
            },
        }
    }
    found
}

fn appearance(annotation: &Dict<'_>) -> Option<(ObjRef, Matrix)> {
    let appearances = annotation.get::<Dict<'_>>("AP")?;
    let (reference, stream) = match appearances.get::<Object<'_>>("N")? {
        Object::Stream(stream) => (appearances.get_ref("N")?, stream),
        Object::Dict(states) => {
            let state = annotation.get::<Name<'_>>("AS")?;
            let MaybeRef::Ref(reference) = states.get_raw::<Object<'_>>(&*state)? else { return None };
            (reference, states.get::<Stream<'_>>(&*state)?)
        }
        _ => return None,
    };
    let bounds = stream.dict().get::<Rect>("BBox")?;
    let own: Vec<f64> = stream
        .dict()
        .get::<Array<'_>>("Matrix")
        .map(|matrix| matrix.iter::<f32>().map(f64::from).collect())
        .unwrap_or_default();
    let own: Matrix = own.try_into().unwrap_or([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);
    let [x0, y0, x1, y1] = mapped([bounds.x0, bounds.y0, bounds.x1, bounds.y1], own);
    let to = annotation.get::<Rect>("Rect")?;
    let (wide, high) = (x1 - x0, y1 - y0);
    if !(wide > 0.0 && high > 0.0) {
        return None;
    }
    let (across, up) = (to.width() / wide, to.height() / high);
    // The stream itself applies its own matrix.
    Some((reference, joined([1.0, 0.0, 0.0, 1.0, -x0, -y0], [across, 0.0, 0.0, up, to.x0, to.y0])))
}
