//! The child process on its own, for tests and for programs that do not want to start themselves again.

use std::process::ExitCode;

fn main() -> ExitCode {
    remand_text::worker_main()
}
