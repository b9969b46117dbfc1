//! Which claims share words with a passage, without looking at every claim of a register.

use remand_reading::{Claim, ClaimIx, Passage, Reading};

/// Claims by the place of their words.
pub(crate) struct Overlaps<'r> {
    reading: &'r Reading,
    places: Vec<Place<'r>>,
}

struct Place<'r> {
    passage: &'r Passage,
    claim: ClaimIx,
    /// The last byte that this claim, or one before it in the item, reaches.
    reach: usize,
}

impl<'r> Overlaps<'r> {
    pub(crate) fn of(reading: &'r Reading) -> Self {
        let claims = reading.claims.iter().enumerate();
        let mut places: Vec<Place<'r>> = claims
            .map(|(ix, claim)| Place {
                passage: &claim.passage,
                claim: ClaimIx(ix),
                reach: claim.passage.end,
            })
            .collect();
        places.sort_by_key(|place| (place.passage.item, place.passage.start, place.claim));
        let mut last = None;
        for place in &mut places {
            if let Some((item, reach)) = last
                && item == place.passage.item
            {
                place.reach = place.reach.max(reach);
            }
            last = Some((place.passage.item, place.reach));
        }
        Self { reading, places }
    }

    /// Claims whose words overlap the passage, the last in the text first.
    pub(crate) fn with<'s>(
        &'s self,
        passage: &'s Passage,
    ) -> impl Iterator<Item = (ClaimIx, &'r Claim)> + 's {
        let before =
            self.places.partition_point(|p| (p.passage.item, p.passage.start) < (passage.item, passage.end));
        let near = self.places.get(..before).unwrap_or_default().iter().rev();
        near.take_while(|place| place.passage.item == passage.item && passage.start < place.reach)
            .filter(|place| place.passage.overlaps(passage))
            .filter_map(|place| Some((place.claim, self.reading.claims.get(place.claim.0)?)))
    }
}
