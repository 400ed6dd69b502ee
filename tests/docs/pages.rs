//! The pages: README, the changelog, and all Markdown under `docs/`.

use std::fs;
use std::path::{Path, PathBuf};

/// One page.
pub(crate) struct Page {
    /// The path from the root of the project, such as `docs/filters.md`.
    pub(crate) name: String,
    pub(crate) path: PathBuf,
    pub(crate) text: String,
}

pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every page, in the order of their names.
pub(crate) fn pages() -> Vec<Page> {
    let entries = fs::read_dir(root().join("docs")).expect("the folder of the pages");
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| Path::new(name).extension().is_some_and(|ending| ending == "md"))
        .map(|name| format!("docs/{name}"))
        .chain(["README.md", "CHANGELOG.md"].map(str::to_owned))
        .collect();
    names.sort();
    assert!(names.len() > 10, "{names:?}");
    names.into_iter().map(page).collect()
}

fn page(name: String) -> Page {
    let path = root().join(&name);
    let text = fs::read_to_string(&path).expect("the page");
    Page { name, path, text }
}

impl Page {
    /// The lines outside code blocks, with line numbers from 1.
    pub(crate) fn prose(&self) -> Vec<(usize, &str)> {
        let mut in_code = false;
        let mut lines = Vec::new();
        for (at, line) in self.text.lines().enumerate() {
            if line.starts_with("```") {
                in_code = !in_code;
            } else if !in_code {
                lines.push((at + 1, line));
            }
        }
        assert!(!in_code, "{}: a code block has no end", self.name);
        lines
    }

    /// The lines of all shell code blocks.
    pub(crate) fn shell(&self) -> Vec<&str> {
        let mut lines = Vec::new();
        let mut language = None;
        for line in self.text.lines() {
            match (line.strip_prefix("```"), language) {
                (Some(name), None) => language = Some(name),
                (Some(_), Some(_)) => language = None,
                (None, Some("sh")) => lines.push(line),
                (None, _) => {}
            }
        }
        lines
    }

    /// The anchors of the headings, as GitHub generates them.
    pub(crate) fn anchors(&self) -> Vec<String> {
        let headings = self.prose().into_iter().filter_map(|(_, line)| {
            let text = line.trim_start_matches('#');
            (text.len() < line.len()).then(|| text.trim_start())
        });
        headings.map(anchor).collect()
    }
}

fn anchor(heading: &str) -> String {
    let letters = heading.to_lowercase();
    letters
        .chars()
        .filter(|letter| letter.is_alphanumeric() || [' ', '-', '_'].contains(letter))
        .map(|letter| if letter == ' ' { '-' } else { letter })
        .collect()
}
