//! The documented script from nothing to a populated database, run as written.

use std::env;
use std::path::Path;
use std::process::Command;

use assert_cmd::cargo::cargo_bin;
use tempfile::tempdir;

const COMPANIES: &str = "\
code,name,tenant,currency
PAR,Acme Paris,Acme Group,EUR
TYO,Acme 東京,Acme Group,JPY
";

const USERS: &str = "\
username,first_name,last_name,email,role,home
ada,Ada,Root,ada@example.com,Super Admin,
björn,Björn,Åberg,bjorn@example.com,HR Manager,TYO
eve,Eve,O'Neil,eve@example.com,Employee,PAR
";

/// The first shell block under a heading of the page about the command line.
fn script(heading: &str) -> &'static str {
    let page = include_str!("../../docs/command-line.md");
    let (_, section) = page.split_once(heading).expect("the page has the heading");
    let (_, block) = section.split_once("```sh\n").expect("a block of shell under it");
    block.split_once("```").expect("the end of the block").0
}

#[test]
fn the_script_creates_a_populated_database() {
    let script = script("## From nothing to a populated database");
    assert_eq!(script.lines().count(), 6, "{script}");
    let folder = tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("companies.csv"), COMPANIES).expect("a file");
    std::fs::write(folder.path().join("users.csv"), USERS).expect("a file");
    let program = cargo_bin!("grantgrid");
    let programs = Path::new(program).parent().expect("the folder of the program");
    let path = env::var_os("PATH").unwrap_or_default();
    let path = env::join_paths(std::iter::once(programs.into()).chain(env::split_paths(&path)));
    let ran = Command::new("sh")
        .args(["-euc", script])
        .current_dir(folder.path())
        .env("HOME", folder.path())
        .env("PATH", path.expect("a path"))
        .output()
        .expect("a shell");
    let said = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{said}");
    let out = String::from_utf8_lossy(&ran.stdout);
    let figure = |name: &str| {
        let line = out.lines().rfind(|line| line.split('\t').next() == Some(name));
        line.map(|line| line.split('\t').nth(1).unwrap_or_default().to_owned())
    };
    // The Super Admin has both companies, the HR Manager the home company.
    assert_eq!(figure("users").as_deref(), Some("3"), "{out}{said}");
    assert_eq!(figure("companies").as_deref(), Some("2"), "{out}");
    assert_eq!(figure("grants").as_deref(), Some("3"), "{out}");
    assert_eq!(figure("drift").as_deref(), Some("0"), "{out}");
}
