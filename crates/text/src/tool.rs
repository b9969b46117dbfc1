//! Another program that reads a file, such as one that recognises text in images, shut in like a parser.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// A program from outside: it gets one file on its standard input and answers on its standard output.
///
/// It may read its own file, the libraries of the system and `readable`, write nothing, and start no other program.
/// On Linux the kernel sees to that; elsewhere only the limits hold (`docs/isolation.md`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tool {
    /// Its file, as an absolute path.
    pub program: PathBuf,
    /// Its arguments.
    pub args: Vec<String>,
    /// All of its environment.
    pub environment: Vec<(String, String)>,
    /// Files and folders that it may read beside the libraries of the system, as absolute paths. Those that do not
    /// exist are passed over.
    pub readable: Vec<PathBuf>,
}
