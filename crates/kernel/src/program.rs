//! A linked law with its names turned into numbers.

use remand_law::{Law, Norm};

use crate::Schema;

/// A law that can be asked.
#[derive(Clone, Debug)]
pub struct Program {
    schema: Schema,
    norms: Vec<Norm>,
}

impl Program {
    /// Turns a linked law into a program.
    pub fn new(law: &Law) -> Self {
        Self { schema: Schema::new(law), norms: law.norms.clone() }
    }

    /// The names that facts can be given under.
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// The norms, by their number.
    pub fn norms(&self) -> &[Norm] {
        &self.norms
    }
}
