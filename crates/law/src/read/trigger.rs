//! What sets a time running.

use super::cursor::{Cursor, Parsed};
use crate::{Kind, Trigger};

impl Cursor<'_, '_, '_> {
    pub(crate) fn trigger(&mut self) -> Parsed<Trigger> {
        self.trigger_at(0)
    }

    fn trigger_at(&mut self, depth: usize) -> Parsed<Trigger> {
        self.not_too_deep(depth)?;
        if self.sees_length() {
            let length = self.length()?;
            self.keyword("after")?;
            return Ok(Trigger::After(length, Box::new(self.trigger_at(depth + 1)?)));
        }
        if !self.eat("the") {
            return self.name(Kind::Event).map(Trigger::Event);
        }
        self.needs_no_article(&["earlier", "later"])?;
        let which = self.choice("trigger", &["earlier", "later"])?;
        self.keyword("of")?;
        let mut all = vec![self.trigger_at(depth + 1)?];
        self.keyword("and")?;
        all.push(self.trigger_at(depth + 1)?);
        while self.eat("and") {
            all.push(self.trigger_at(depth + 1)?);
        }
        Ok(if which == "earlier" { Trigger::Earlier(all) } else { Trigger::Later(all) })
    }
}
