//! The reference of the command line names every command and every option, and no page names
//! an option that a command does not have.

use std::collections::{BTreeSet, HashMap};
use std::process::Command;

use regex::Regex;

use crate::commands::subcommands;
use crate::pages::{Page, pages};
use crate::sandbox::BINARY;

/// The help of a command and of the commands below it.
fn help(name: &str) -> String {
    let below: &[&str] = match name {
        "user" | "company" => &["add", "edit", "activate", "deactivate", "delete"],
        "rules" => &["set"],
        "policy" => &["set", "reset"],
        _ => &[],
    };
    let page = |words: &[&str]| {
        let ran = Command::new(BINARY).args(words).arg("--help").output().expect("it runs");
        String::from_utf8(ran.stdout).expect("UTF-8")
    };
    let pages = below.iter().map(|below| page(&[name, below]));
    std::iter::once(page(&[name])).chain(pages).collect()
}

fn options(text: &str) -> BTreeSet<String> {
    let option = Regex::new(r"--[a-z][a-z-]+").expect("a pattern");
    option.find_iter(text).map(|found| found.as_str().to_owned()).collect()
}

fn helps() -> HashMap<String, String> {
    let names = subcommands().into_iter().filter(|name| name != "help");
    names.map(|name| (name.clone(), help(&name))).collect()
}

fn page(name: &str) -> Page {
    pages().into_iter().find(|page| page.name == name).expect("the page")
}

#[test]
fn the_page_about_filters_names_every_field_and_state() {
    let filters = page("docs/filters.md").text;
    let field = Regex::new(r"\b(is:[a-z]+|[a-z]+:)").expect("a pattern");
    let mut count = 0;
    for name in ["users", "companies"] {
        let help = help(name);
        let (_, terms) = help.split_once("Filters: ").expect("the help of filters");
        for found in field.find_iter(terms) {
            count += 1;
            let term = found.as_str();
            assert!(filters.contains(&format!("`{term}")), "docs/filters.md does not name {term}");
        }
    }
    assert!(count > 20, "{count} terms");
}

#[test]
fn the_reference_names_every_command_and_option() {
    let page = page("docs/command-line.md");
    for (name, help) in helps() {
        let is_named = page.text.contains(&format!("`grantgrid {name}"));
        assert!(is_named, "docs/command-line.md does not name `grantgrid {name}`");
        // In its own rows of the table, or in the table of shared options.
        let own = format!("`grantgrid {name}");
        let lines =
            page.text.lines().filter(|line| line.contains(&own) || line.starts_with("| `--"));
        let documented = options(&lines.collect::<Vec<_>>().join("\n"));
        // The options in the help itself, not those in its examples.
        let listed = help.lines().filter(|line| line.trim_start().starts_with("--"));
        let shown = ["--help", "--version"];
        for option in options(&listed.collect::<Vec<_>>().join("\n")) {
            let is_named = documented.contains(&option) || shown.contains(&&*option);
            assert!(is_named, "docs/command-line.md does not name {option} of {name}");
        }
    }
}

#[test]
fn no_page_names_an_option_that_a_command_does_not_have() {
    let helps = helps();
    let code = Regex::new(r"`grantgrid ([a-z-]+)[^`]*`").expect("a pattern");
    let mut count = 0;
    for page in pages() {
        for (number, line) in page.prose() {
            let named: Vec<&str> = code
                .captures_iter(line)
                .map(|found| found.get(1).map_or("", |name| name.as_str()))
                .filter(|name| helps.contains_key(*name))
                .collect();
            if named.is_empty() {
                continue;
            }
            for option in options(line) {
                count += 1;
                let has = named.iter().any(|name| helps[*name].contains(&option));
                assert!(has, "{}:{number}: {named:?} have no {option}", page.name);
            }
        }
    }
    assert!(count > 60, "{count} options");
}
