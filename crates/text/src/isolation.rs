//! What shuts the child process in here, measure by measure, for people to see.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The measures that a child process of [`crate::Reader`] takes, and which of them this system gives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Isolation {
    /// Operating system and processor, such as `linux x86_64`.
    pub system: String,
    /// The measures, in the order in which they are taken.
    pub measures: Vec<Measure>,
}

/// One measure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// What it is called, such as `system calls`.
    pub name: String,
    /// Whether it holds.
    pub state: State,
    /// What it comes to here, or why it does not hold.
    pub detail: String,
}

/// Whether a measure holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// As meant.
    Holds,
    /// In part: the detail says what is left.
    Partly,
    /// Not at all.
    Missing,
}

impl Isolation {
    /// No measure yet, on this system.
    pub(crate) fn here() -> Self {
        let system = format!("{} {}", std::env::consts::OS, std::env::consts::ARCH);
        Self { system, measures: Vec::new() }
    }

    /// Notes a measure that holds with `detail`, or does not for the reason given.
    pub(crate) fn note(&mut self, name: &str, result: Result<impl Into<String>, impl fmt::Display>) {
        let (state, detail) = match result {
            Ok(detail) => (State::Holds, detail.into()),
            Err(why) => (State::Missing, why.to_string()),
        };
        self.push(name, state, detail);
    }

    pub(crate) fn hold(&mut self, name: &str, detail: impl Into<String>) {
        self.push(name, State::Holds, detail);
    }

    pub(crate) fn push(&mut self, name: &str, state: State, detail: impl Into<String>) {
        self.measures.push(Measure { name: name.to_owned(), state, detail: detail.into() });
    }

    /// The state of a measure; [`State::Missing`] where it was not taken.
    pub fn state(&self, name: &str) -> State {
        let measure = self.measures.iter().find(|measure| measure.name == name);
        measure.map_or(State::Missing, |measure| measure.state)
    }

    /// A parser that was taken over can reach no file, no network and no other process: the system calls or,
    /// failing these, files and network are shut off by the kernel.
    pub fn is_strong(&self) -> bool {
        self.state("system calls") == State::Holds || self.state("files and network") == State::Holds
    }
}

impl fmt::Display for Isolation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let strength = if self.is_strong() { "strong" } else { "weak" };
        writeln!(f, "Each file is read in a process of its own. Isolation on {}: {strength}", self.system)?;
        for Measure { name, state, detail } in &self.measures {
            let state = match state {
                State::Holds => "holds",
                State::Partly => "partly",
                State::Missing => "missing",
            };
            writeln!(f, "  {state:<8} {name:<20} {detail}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_are_listed_with_their_state_and_what_they_come_to() {
        let mut isolation = Isolation { system: "linux x86_64".to_owned(), measures: Vec::new() };
        isolation.note("memory", Ok::<_, String>("at most 64 MiB"));
        isolation.note("system calls", Err::<String, _>("Function not implemented"));
        isolation.push("namespaces", State::Partly, "user; not network: refused");
        assert!(!isolation.is_strong());
        assert_eq!(
            isolation.to_string(),
            "Each file is read in a process of its own. Isolation on linux x86_64: weak\n\
             \x20 holds    memory               at most 64 MiB\n\
             \x20 missing  system calls         Function not implemented\n\
             \x20 partly   namespaces           user; not network: refused\n"
        );
        isolation.note("files and network", Ok::<_, String>("Landlock"));
        assert!(isolation.is_strong());
    }

    #[test]
    fn a_measure_that_was_not_taken_is_missing() {
        assert_eq!(Isolation::here().state("memory"), State::Missing);
    }
}
