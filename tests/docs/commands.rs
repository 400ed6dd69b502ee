//! Every command in README and the pages runs as written: the blocks of a page in order, in
//! one shell, in a folder with demo data and the input files that the pages mention. A command
//! that opens the console runs in a terminal.

use std::fs;
use std::path::Path;
use std::process::Command;

use grantgrid::store::{DemoPlan, Store};

use crate::pages::{Page, pages, root};
use crate::person::Start;
use crate::sandbox::{BINARY, Sandbox};

#[path = "../../examples/access.rs"]
#[allow(dead_code)]
mod access;
#[path = "../../examples/report.rs"]
#[allow(dead_code)]
mod report;

/// Input files that the pages mention.
const FILES: [(&str, &str); 3] = [
    (
        "companies.csv",
        "code,name,tenant,currency\nGVA,Geneva Office,Global Corp,CHF\nNYC,NYC Office,Global Corp,USD\n",
    ),
    (
        "users.csv",
        "username,first_name,last_name,email,role,home\nada,Ada,Root,ada@example.com,Employee,NYC\n",
    ),
    ("new-grants.csv", "username,company\nyan.chen,NYC\nnobody,NYC\n"),
];

/// Databases larger than a test needs, and what is used instead.
const SIZES: [(&str, &str); 1] =
    [("--users 10000 --companies 100 --grants 100000", "--users 100 --companies 20 --grants 400")];

/// Commands of cargo. A test cannot run them, because it would wait for itself.
const CARGO: [&str; 9] = [
    "cargo bench",
    "cargo build",
    "cargo clippy --all-targets -- -D warnings",
    "cargo fmt --check",
    "cargo install --path .",
    "cargo run --release -- demo",
    "cargo test",
    "INSTA_UPDATE=always cargo test --lib",
    "docs/pictures/make",
];

/// A folder with the files that a page expects.
fn sandbox(page: &Page) -> Sandbox {
    let sandbox = Sandbox::empty();
    if !page.text.contains("demo --to hrm.db") {
        Store::write_demo(&sandbox.path("hrm.db"), &DemoPlan::default()).expect("a demo");
    }
    for (name, text) in FILES {
        fs::write(sandbox.path(name), text).expect("a file");
    }
    sandbox
}

/// A line without the comment at its end.
fn command(line: &str) -> &str {
    line.split_once(" #").map_or(line, |(command, _)| command).trim_end()
}

/// The names of the subcommands, from the program's own list.
pub(crate) fn subcommands() -> Vec<String> {
    let help = Command::new(BINARY).arg("--help").output().expect("the program runs");
    let help = String::from_utf8(help.stdout).expect("UTF-8");
    let (_, list) = help.split_once("Commands:\n").expect("a list of commands");
    list.lines()
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next().map(str::to_owned))
        .collect()
}

fn opens_the_console(command: &str, subcommands: &[String]) -> bool {
    let mut words = command.split(' ');
    let is_ours = words.next() == Some("grantgrid");
    match words.next() {
        Some("demo") => is_ours && !command.contains(" --to "),
        Some(word) => is_ours && !subcommands.iter().any(|it| it == word),
        None => is_ours,
    }
}

/// Runs those shell commands of a page that need no terminal.
fn run(page: &Page, lines: &[&str], sandbox: &Sandbox) {
    let mut script = lines.join("\n");
    for (large, small) in SIZES {
        script = script.replace(large, small);
    }
    let programs = Path::new(BINARY).parent().expect("the folder of the program");
    let path = std::env::var("PATH").unwrap_or_default();
    let ran = Command::new("sh")
        .args(["-euxc", &script])
        .current_dir(sandbox.folder())
        .env_clear()
        .envs(sandbox.environment())
        .env("PATH", format!("{}:{path}", programs.display()))
        .env("GRANTGRID_DB", "hrm.db")
        .output()
        .expect("a shell");
    let trace = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{}: the last command below failed\n{trace}", page.name);
}

/// Opens the console as a page says, waits for its screen and quits.
fn look(command: &str, sandbox: &Sandbox) {
    let start = command.split(' ').skip(1).fold(Start::new(sandbox), Start::arg);
    let start = start.env("GRANTGRID_DB", "hrm.db");
    start.runs().sees("Access matrix").sees(" %").quits().well(0);
}

fn run_example(command: &str, sandbox: &Sandbox) {
    let (name, arguments) = command
        .strip_prefix("cargo run --example ")
        .and_then(|rest| rest.split_once(" -- "))
        .expect("an example with its arguments");
    let mut arguments: Vec<String> = arguments.split(' ').map(str::to_owned).collect();
    arguments[0] = sandbox.path(&arguments[0]).display().to_string();
    let mut out = Vec::new();
    let ran = match name {
        "access" => access::run(&arguments, &mut out),
        "report" => report::run(&arguments, &mut out),
        name => panic!("no test runs the example {name}"),
    };
    ran.unwrap_or_else(|error| panic!("{command}: {error}"));
    assert!(!out.is_empty(), "{command} prints nothing");
}

#[test]
fn every_command_runs_as_written() {
    let subcommands = subcommands();
    let mut count = 0;
    for page in pages() {
        let sandbox = sandbox(&page);
        let mut rest = Vec::new();
        for line in page.shell() {
            let command = command(line);
            count += usize::from(!command.is_empty());
            if command.starts_with("cargo run --example") {
                run_example(command, &sandbox);
            } else if CARGO.contains(&command) {
            } else if opens_the_console(command, &subcommands) {
                run(&page, &rest, &sandbox);
                look(command, &sandbox);
                rest.retain(|line| line.starts_with("export "));
            } else {
                assert!(!command.contains("cargo "), "{}: is this right? {line}", page.name);
                rest.push(line);
            }
        }
        run(&page, &rest, &sandbox);
    }
    assert!(count > 70, "{count} commands");
}

/// The test binaries that the page for contributors names.
#[test]
fn every_test_program_that_is_named_exists() {
    let page = pages().into_iter().find(|page| page.name == "docs/CONTRIBUTING.md");
    let page = page.expect("the page for contributors");
    let mut names: Vec<&str> = page
        .text
        .split("`cargo test --test ")
        .skip(1)
        .map(|rest| rest.split('`').next().unwrap_or_default())
        .collect();
    for name in &names {
        assert!(root().join("tests").join(name).join("main.rs").exists(), "{name}");
    }
    names.sort_unstable();
    assert_eq!(names, ["cli", "console", "docs", "exchange", "server", "store"]);
}
