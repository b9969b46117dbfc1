//! The page for lawyers, followed to the letter: its files written, its commands run, its answers compared.

use std::fs;
use std::path::Path;

use crate::run::{program, workspace};

/// What a reader of the page does, in its order.
#[derive(Debug)]
enum Step {
    /// Saves a file, or writes more at its end.
    Write { file: String, text: String, more: bool },
    /// Changes lines that stand in a file into others.
    Change { file: String, old: String, new: String },
    /// Types a command and reads the answer, of which `…` leaves lines out.
    Type { line: usize, command: String, answer: Vec<String> },
}

fn steps(page: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut lines = page.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        let ticks: String = line.chars().take_while(|c| *c == '`').collect();
        if ticks.len() < 3 {
            continue;
        }
        let body: Vec<&str> =
            lines.by_ref().map(|(_, line)| line).take_while(|line| *line != ticks).collect();
        let info: Vec<&str> = line.trim_start_matches('`').split_whitespace().collect();
        match info.as_slice() {
            ["markdown" | "text", file, more @ ..] => steps.push(Step::Write {
                file: (*file).to_owned(),
                text: body.join("\n") + "\n",
                more: !more.is_empty(),
            }),
            ["diff", file] => {
                let side = |mark: char| -> String {
                    body.iter()
                        .filter_map(|line| line.strip_prefix(mark))
                        .map(|line| format!("{line}\n"))
                        .collect()
                };
                steps.push(Step::Change { file: (*file).to_owned(), old: side('-'), new: side('+') });
            }
            ["console"] => {
                for (at, line) in body.iter().enumerate() {
                    if let Some(command) = line.strip_prefix("$ ") {
                        let answer: Vec<String> = body
                            .iter()
                            .skip(at + 1)
                            .take_while(|line| !line.starts_with("$ "))
                            .map(|line| (*line).to_owned())
                            .collect();
                        steps.push(Step::Type { line: number + at + 2, command: command.to_owned(), answer });
                    }
                }
            }
            _ => panic!("line {}: nobody knows what to do with a block of `{}`", number + 1, info.join(" ")),
        }
    }
    steps
}

/// The words of a command, with quotation marks around those that have spaces.
fn words(command: &str) -> Vec<String> {
    command
        .split('"')
        .enumerate()
        .flat_map(|(at, part)| match at % 2 {
            0 => part.split_whitespace().map(str::to_owned).collect(),
            _ => vec![part.to_owned()],
        })
        .collect()
}

fn typed(command: &str, folder: &Path) -> String {
    let words = words(command);
    assert_eq!(words.first().map(String::as_str), Some("remand"), "{command}");
    let output = program().args(&words[1..]).current_dir(folder).output().unwrap();
    let both = [output.stdout, output.stderr].concat();
    String::from_utf8(both).unwrap().trim_end().to_owned()
}

/// The answer as the page has it, where `…` stands for any lines.
fn is_as_shown(found: &str, shown: &[String]) -> bool {
    let shown = shown.join("\n");
    let parts: Vec<&str> = shown.split('…').map(str::trim).collect();
    let [first, .., last] = parts.as_slice() else { return found == shown.trim_end() };
    let mut rest = found;
    for part in &parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    found.starts_with(first) && found.ends_with(last)
}

#[test]
fn everything_on_the_page_for_lawyers_is_as_it_says() {
    let page = fs::read_to_string(workspace().join("docs/law-for-lawyers.md")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut wrong = Vec::new();
    let mut commands = 0;
    for step in steps(&page) {
        match step {
            Step::Write { file, text, more } => {
                let path = folder.path().join(&file);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                let before = if more { fs::read_to_string(&path).unwrap() + "\n" } else { String::new() };
                fs::write(path, before + &text).unwrap();
            }
            Step::Change { file, old, new } => {
                let path = folder.path().join(&file);
                let text = fs::read_to_string(&path).unwrap();
                assert_eq!(
                    text.matches(&old).count(),
                    1,
                    "{file} has these lines more or less than once:\n{old}\n{text}"
                );
                fs::write(path, text.replacen(&old, &new, 1)).unwrap();
            }
            Step::Type { line, command, answer } => {
                commands += 1;
                let found = typed(&command, folder.path());
                if !is_as_shown(&found, &answer) {
                    wrong.push(format!("line {line}: $ {command}\n{found}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "the answers are now:\n\n{}", wrong.join("\n\n"));
    assert!(commands > 20, "the commands are missing from the page");
}

#[test]
fn an_answer_that_differs_from_the_page_is_found() {
    let shown = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    assert!(is_as_shown("a\nb", &shown("a\nb")));
    assert!(is_as_shown("a\nb\nc", &shown("a\n…\nc")));
    assert!(is_as_shown("a\nb", &shown("…")));
    assert!(!is_as_shown("a\nb", &shown("a")));
    assert!(!is_as_shown("a\nb", &shown("a\n…\nc")));
    assert!(!is_as_shown("x\na\nb", &shown("a\n…")));
}
