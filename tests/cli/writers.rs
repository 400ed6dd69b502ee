//! One way to the terminal: only the command line's safe writer and the console's screen open
//! standard output or standard error.

use std::fs;
use std::path::{Path, PathBuf};

/// Code that opens a stream, prints to it, or prints when it is called.
const WAYS: &[&str] = &[
    "println!",
    "eprintln!",
    "print!(",
    "eprint!(",
    "dbg!(",
    "stdout(",
    "stderr(",
    "Stdout",
    "Stderr",
    ".print()",
    "/dev/tty",
    "/dev/stdout",
    "/dev/stderr",
    "/dev/fd",
    "/proc/self/fd",
    "Stdio::",
    "take_hook(",
    "set_hook(",
    "from_raw_fd",
];

/// The files that may do so, and which of it. All other files can only pass texts on.
const MAY: &[(&str, &[&str])] = &[
    // It accepts only `SafeText`, escaped JSON and constant texts of the program.
    ("src/cli/terminal_writer.rs", &["stdout(", "stderr(", "StdoutLock", ".print()"]),
    // The safe writer reports panics.
    ("src/cli/mod.rs", &["set_hook("]),
    ("src/console/panics.rs", &["take_hook(", "set_hook("]),
    // The console's screen, whose cells the drawing has made safe.
    ("src/console/terminal.rs", &["stdout(", "io::Stdout>"]),
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The lines of a source, without comments and without its tests.
fn code(source: &str) -> impl Iterator<Item = (usize, &str)> {
    let numbered = source.lines().enumerate().map(|(at, line)| (at + 1, line.trim()));
    numbered
        .take_while(|(_, line)| *line != "mod tests {")
        .filter(|(_, line)| !line.starts_with("//"))
}

fn is_test(name: &str) -> bool {
    name.ends_with("/tests.rs") || name.contains("/tests/") || name.ends_with("/harness.rs")
}

/// Whether a word begins there: `safe_stdout(` does not open a stream.
fn has_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        word.starts_with('.')
            || !before.is_some_and(|before| before.is_alphanumeric() || before == '_')
    })
}

#[test]
fn nothing_but_the_safe_writer_writes_to_the_terminal() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut read = 0;
    let mut found = Vec::new();
    for path in sources(&root.join("src")) {
        let name = path.strip_prefix(root).expect("inside").to_string_lossy().replace('\\', "/");
        if is_test(&name) {
            continue;
        }
        read += 1;
        let may = MAY.iter().find(|(file, _)| *file == name).map_or(&[][..], |(_, may)| *may);
        let text = fs::read_to_string(&path).expect("a source");
        for (number, line) in code(&text) {
            let rest = may.iter().fold(line.to_owned(), |rest, way| rest.replace(way, ""));
            let ways: Vec<&&str> = WAYS.iter().filter(|way| has_word(&rest, way)).collect();
            if !ways.is_empty() {
                found.push(format!("{name}:{number}: {ways:?}: {line}"));
            }
        }
    }
    assert!(read > 150, "only {read} sources were read");
    assert!(found.is_empty(), "use the safe writer:\n{}", found.join("\n"));
}

#[test]
fn every_listed_exception_is_still_needed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (file, ways) in MAY {
        let text = fs::read_to_string(root.join(file)).expect("a source");
        for way in *ways {
            assert!(code(&text).any(|(_, line)| line.contains(way)), "{file}: {way}");
        }
    }
}

#[test]
fn direct_printing_is_found() {
    for line in [
        "println!(\"{name}\");",
        "let _ = writeln!(io::stderr(), \"{error:#}\");",
        "std::io::stdout().write_all(name)",
        "use std::io::{StdoutLock, Write};",
        "error.print()",
    ] {
        assert!(WAYS.iter().any(|way| has_word(line, way)), "{line}");
    }
    for line in
        ["if stdout_is_terminal() {", "Self { out: safe_output(), layout }", "self.blueprint()"]
    {
        assert!(!WAYS.iter().any(|way| has_word(line, way)), "{line}");
    }
}
