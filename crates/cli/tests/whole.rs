//! The program as people run it: files in, dossier out.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests"
)]

mod again;
mod archive;
mod bad_input;
mod checkers;
mod deadlines;
mod example;
mod exhibits;
mod file;
mod given;
mod law;
mod lawyers_page;
mod lsp;
mod pages;
mod proofs;
mod protect;
mod publish;
mod run;
mod sealed;
mod search;
mod seeds;
mod sheet;
mod stamp;
mod timex;
mod update;
mod vault;
mod verbs;
