//! Every relative link and every anchor has a target, and every page can be reached from
//! README.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use regex::Regex;

use crate::pages::{Page, pages};

/// The targets of a page's links and pictures, outside code.
fn targets(page: &Page) -> Vec<(usize, String)> {
    let code = Regex::new("`[^`]*`").expect("a pattern");
    let link = Regex::new(r"\]\(([^()\s]+)\)").expect("a pattern");
    let mut targets = Vec::new();
    for (number, line) in page.prose() {
        let prose = code.replace_all(line, "code");
        targets.extend(link.captures_iter(&prose).map(|found| (number, found[1].to_owned())));
    }
    targets
}

/// The file that a link of a page names; the page itself if it names none.
fn file(page: &Page, target: &str) -> PathBuf {
    if target.is_empty() {
        return page.path.clone();
    }
    let folder = page.path.parent().expect("a folder");
    folder.join(target).canonicalize().unwrap_or_else(|_| panic!("{}: {target}", page.name))
}

#[test]
fn every_link_has_a_target() {
    let pages = pages();
    let mut count = 0;
    for page in &pages {
        for (number, target) in targets(page) {
            if target.starts_with("https://") {
                continue;
            }
            count += 1;
            let (target, anchor) = target.split_once('#').unwrap_or((&target, ""));
            let path = file(page, target);
            if !anchor.is_empty() {
                let same = |it: &&Page| it.path.canonicalize().expect("a page") == path;
                let goal = pages.iter().find(same).expect("an anchor in a page");
                let is_there = goal.anchors().iter().any(|it| it == anchor);
                assert!(is_there, "{}:{number}: no heading {target}#{anchor}", page.name);
            }
        }
    }
    assert!(count > 40, "{count} links");
}

#[test]
fn every_page_is_linked_from_readme() {
    let pages = pages();
    let readme = pages.iter().find(|page| page.name == "README.md").expect("README");
    let reached: HashSet<PathBuf> = targets(readme)
        .iter()
        .filter(|(_, target)| !target.starts_with("https://"))
        .map(|(_, target)| file(readme, target.split('#').next().unwrap_or_default()))
        .collect();
    for page in pages.iter().filter(|page| page.name != "README.md") {
        let path = Path::new(&page.path).canonicalize().expect("a page");
        assert!(reached.contains(&path), "README does not link to {}", page.name);
    }
}
