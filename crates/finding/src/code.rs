//! A linked law made ready to be asked.

use std::collections::{BTreeMap, BTreeSet};

use remand_kernel::Program;
use remand_law::{Law, Norm};

use crate::Saying;
use crate::words::given::asks;

/// A linked law made ready to be asked: compiled once, asked of any number of cases.
#[derive(Clone, Debug)]
pub struct Code {
    law: Law,
    program: Program,
    digests: Vec<String>,
    /// How each norm was checked, in words.
    checked: Vec<String>,
    /// By the number of a norm: the number of its first version.
    firsts: Vec<usize>,
}

impl Code {
    /// Makes a law ready.
    pub fn new(law: Law) -> Self {
        let program = Program::new(&law);
        let digests = law.norms.iter().map(Norm::digest).collect();
        let checked = law.norms.iter().map(|norm| norm.checked.to_string()).collect();
        let mut by_id: BTreeMap<&str, usize> = BTreeMap::new();
        let numbered = law.norms.iter().enumerate();
        let firsts = numbered.map(|(number, norm)| *by_id.entry(&norm.id).or_insert(number)).collect();
        Self { program, digests, checked, firsts, law }
    }

    /// The law as it was linked.
    pub fn law(&self) -> &Law {
        &self.law
    }

    /// Ids of the norms that ask what a statement says of the case, sorted.
    pub fn norms_that_ask(&self, saying: &Saying) -> Vec<String> {
        let asking = self.law.norms.iter().filter(|norm| asks(norm, saying));
        let ids: BTreeSet<&str> = asking.map(|norm| norm.id.as_str()).collect();
        ids.into_iter().map(str::to_owned).collect()
    }

    /// The law as the kernel asks it.
    pub(crate) fn program(&self) -> &Program {
        &self.program
    }

    /// The norm with this number, with the digest of its text.
    pub(crate) fn norm(&self, number: usize) -> Option<(&Norm, &str)> {
        self.law.norms.get(number).zip(self.digests.get(number).map(String::as_str))
    }

    /// How the norm with this number was checked, in words.
    pub(crate) fn checked(&self, number: usize) -> &str {
        self.checked.get(number).map_or("", String::as_str)
    }

    /// The number of the first version of a norm.
    pub(crate) fn first_version(&self, number: usize) -> usize {
        self.firsts.get(number).copied().unwrap_or(number)
    }

    /// The numbers of the versions of a norm.
    pub(crate) fn versions<'a>(&'a self, id: &'a str) -> impl Iterator<Item = usize> + 'a {
        self.law.norms.iter().enumerate().filter(move |(_, norm)| norm.id == id).map(|(number, _)| number)
    }
}
