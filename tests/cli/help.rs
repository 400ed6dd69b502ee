//! Help and the version.

use crate::support::Sandbox;

#[test]
fn every_command_has_a_short_help_page_with_examples_first() {
    let sandbox = Sandbox::empty();
    for command in [
        "",
        "init",
        "demo",
        "users",
        "companies",
        "show",
        "grant",
        "revoke",
        "set",
        "copy",
        "user",
        "user add",
        "user edit",
        "user activate",
        "user deactivate",
        "user delete",
        "company",
        "company add",
        "company edit",
        "company activate",
        "company deactivate",
        "company delete",
        "import",
        "import-users",
        "import-companies",
        "export",
        "why",
        "rules",
        "rules set",
        "populate",
        "undo",
        "redo",
        "stats",
        "history",
        "backup",
        "check",
        "pull",
        "schema",
        "config",
        "completions",
        "man",
    ] {
        let arguments: Vec<&str> =
            command.split_whitespace().chain(std::iter::once("--help")).collect();
        let help = sandbox.run(&arguments);
        assert_eq!((help.status, help.err.as_str()), (0, ""), "{command}");
        let examples = help.out.find("Examples:").expect("examples");
        assert!(examples < help.out.find("Usage: grantgrid").expect("usage"), "{command}");
        assert!(help.out.lines().count() < 80, "{command}");
        assert!(help.out.lines().all(|line| line.chars().count() <= 100), "{command}");
    }
}

#[test]
fn the_version_is_that_of_the_package() {
    let version = Sandbox::empty().run(&["--version"]);
    assert_eq!(version.out, format!("grantgrid {}\n", env!("CARGO_PKG_VERSION")));
    assert_eq!((version.status, version.err.as_str()), (0, ""));
}

#[test]
fn wrong_usage_and_failure_have_different_statuses() {
    let sandbox = Sandbox::new();
    for arguments in [
        &["users", "--nonsense"][..],
        &["show"],
        &["grant", "--user", "bob"],
        &["revoke", "--company", "PAR"],
        &["undo", "latest"],
        &["demo", "--users", "-1"],
        &["demo", "--to", "x.db", "--ascii"],
        &["hr.db", "users"],
        &["--theme", "pink"],
        &[""],
    ] {
        let wrong = sandbox.hr(arguments);
        assert_eq!((wrong.status, wrong.out.as_str()), (2, ""), "{arguments:?}: {}", wrong.err);
        assert!(wrong.err.starts_with("error: "), "{arguments:?}: {}", wrong.err);
    }
    let theme = crate::support::ran(sandbox.command(&["hr.db"]).env("GRANTGRID_THEME", "pink"));
    theme.fails(2, "“pink”");
}

/// Checked with those of the shells that this machine has.
#[test]
fn completion_scripts_are_valid() {
    let sandbox = Sandbox::empty();
    for shell in ["bash", "zsh", "fish"] {
        let script = sandbox.path(shell);
        std::fs::write(&script, sandbox.run(&["completions", shell]).out).expect("a file");
        let Ok(read) = std::process::Command::new(shell).arg("-n").arg(&script).output() else {
            continue;
        };
        let said = String::from_utf8_lossy(&read.stderr);
        assert!(read.status.success() && said.is_empty(), "{shell}: {said}");
    }
}

#[test]
fn completions_and_the_manual_need_no_database() {
    let sandbox = Sandbox::empty();
    for (shell, sign) in [
        ("bash", "complete -F _grantgrid"),
        ("zsh", "#compdef grantgrid"),
        ("fish", "complete -c grantgrid"),
        ("powershell", "Register-ArgumentCompleter"),
    ] {
        let script = sandbox.run(&["completions", shell]);
        assert_eq!((script.status, script.err.as_str()), (0, ""), "{shell}");
        assert!(script.out.contains(sign), "{shell}: {}", script.out);
        for word in ["companies", "detailed-exitcode"] {
            assert!(script.out.contains(word), "{shell}: {word}");
        }
    }
    assert_eq!(sandbox.run(&["completions", "cmd"]).status, 2);
    let fish = sandbox.run(&["completions", "fish"]).out;
    let of = "complete -c grantgrid -n \"__fish_grantgrid_using_subcommand";
    for line in [
        format!("{of} show\" -f\n"),
        format!("{of} completions\" -f -a \"bash elvish fish powershell zsh\"\n"),
        format!(
            "{of} rules; and __fish_seen_subcommand_from set\" -f -a \"all tenant home none\"\n"
        ),
    ] {
        assert!(fish.contains(&line), "{line}");
    }
    assert!(!fish.contains(&format!("{of} import\" -f\n")), "a file is named there");
    // The first word is a command or a database; the second depends on the command.
    let zsh = sandbox.run(&["completions", "zsh"]).out;
    assert!(zsh.contains("_alternative \"commands: :_grantgrid_commands\" \"files: :_files\""));
    assert!(zsh.contains("case $line[1] in\n            (init)"), "{zsh}");
    let page = sandbox.run(&["man"]);
    assert_eq!((page.status, page.err.as_str()), (0, ""));
    assert!(page.out.contains(".TH GRANTGRID 1"), "{}", page.out);
    assert_eq!(sandbox.files(), [""; 0]);
}
