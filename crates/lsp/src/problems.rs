//! What an editor underlines: faults, and cases that do not come out as they say.

use lsp_types::{Diagnostic, DiagnosticSeverity, NumberOrString, Range};
use remand_law::Case;

use crate::shelf::Shelf;
use crate::text::{Encoding, Lines};

/// The problems of a file. `hosts` says that it stands for the packs of the program, whose faults have no place of
/// their own in an editor.
pub(crate) fn problems(shelf: &Shelf<'_>, name: &str, hosts: bool, encoding: Encoding) -> Vec<Diagnostic> {
    let Some(file) = shelf.file(name) else { return Vec::new() };
    let lines = Lines::new(file.text(), encoding);
    let mut all = Vec::new();
    for fault in shelf.faults(name) {
        let range = lines.word(fault.line, fault.column, &fault.word);
        all.push(problem(range, "fault", format!("{}\n{}", fault.message, fault.help)));
    }
    if hosts {
        for fault in shelf.carried_faults() {
            let place = format!("{}:{}:{}", fault.file, fault.line, fault.column);
            let message = format!("together with the packs of the program: {place}: {}", fault.message);
            all.push(problem(Range::default(), "fault", format!("{message}\n{}", fault.help)));
        }
    }
    for (case, failure) in shelf.failures(name) {
        let line = outcome_line(&lines, case);
        let message = format!("the case expects {}\nfound {}", failure.expected, failure.found);
        all.push(problem(lines.lines(line, line), "case", message));
    }
    all
}

fn problem(range: Range, code: &str, message: String) -> Diagnostic {
    Diagnostic {
        range,
        severity: Some(DiagnosticSeverity::ERROR),
        code: Some(NumberOrString::String(code.to_owned())),
        source: Some("remand".to_owned()),
        message,
        ..Diagnostic::default()
    }
}

/// The line of a case that says what comes of it.
fn outcome_line(lines: &Lines<'_>, case: &Case) -> usize {
    let body = (case.line + 1..).map(|line| (line, lines.pack_line(line)));
    // A case that was read ends with a fence.
    let mut body = body.take_while(|(_, text)| text.trim_end() != "```");
    body.find(|(_, text)| text.starts_with("=>")).map_or(case.line, |(line, _)| line)
}
