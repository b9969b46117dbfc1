//! The words of the drawing, for each language that it is lettered in.

use jiff::civil::{Date, DateTime};
use remand_chronology::OnAccount;
use remand_clock::{DetentionClock, Span, Status};

use super::Mark;

/// What a language says in the drawing of the clock.
pub trait Lettering {
    /// Name of a strip.
    fn account(&self, account: OnAccount) -> String;
    /// What covers a stretch.
    fn status(&self, status: Status) -> String;
    /// A condition of custody, by its name in the vocabulary.
    fn state(&self, name: &str) -> String;
    /// What a mark stands for.
    fn mark(&self, mark: Mark) -> String;
    /// `5 January 2022`.
    fn day(&self, day: Date) -> String;
    /// `Jan`.
    fn month(&self, day: Date) -> String;
    /// `January 2022`.
    fn month_and_year(&self, day: Date) -> String;
    /// `12 days`.
    fn days(&self, days: u64) -> String;
    /// A length in few letters: days without a unit, hours as `23 h`.
    fn brief(&self, length: &str) -> String;
    /// The key of the line at which the drawing ends.
    fn as_of(&self, day: Date) -> String;
    /// What the drawing shows.
    fn title(&self, from: DateTime, to: Date) -> String;
    /// A stretch in words.
    fn stretch(&self, clock: &DetentionClock, span: &Span) -> String;
    /// So many stretches more.
    fn more(&self, stretches: usize) -> String;
    /// Where the same is told in words.
    fn below(&self) -> String;
    /// Where the axis ends.
    fn ends(&self, day: Date) -> String;
    /// A part of the axis that is drawn shortened.
    fn shortened(&self, from: DateTime, to: DateTime) -> String;
}
