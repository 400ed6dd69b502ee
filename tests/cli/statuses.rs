//! The exit statuses that the documentation and the manual list, each from a real run. (That
//! of a database that stays busy is tested in `edits`, those of signals in `failures` and in
//! the console's tests.)

use crate::support::Sandbox;

#[test]
fn every_exit_status_is_documented() {
    let sandbox = Sandbox::new();
    let grant = ["grant", "--user", "ada", "--company", "PAR"];
    let dry = [&grant[..], &["--dry-run", "--detailed-exitcode"]].concat();
    for (arguments, status) in [
        (&["users"][..], 0),
        (&["--help"], 0),
        (&["show", "nobody"], 1),
        (&["check"], 1),
        (&["users", "--where", "rol:x"], 2),
        (&["dance"], 2),
        (&["dance.db"], 1),
        (&["users", "extra"], 2),
        (&dry, 4),
        (&grant, 0),
        (&dry, 0),
        (&["revoke", "--user", "ada", "--company", "PAR"], 5),
        (&["revoke", "--user", "ada", "--company", "PAR", "--force"], 0),
    ] {
        let ran = sandbox.hr(arguments);
        assert_eq!(ran.status, status, "{arguments:?}: {}", ran.err);
    }
    let page = sandbox.run(&["man"]).out;
    for status in ["0", "1", "2", "3", "4", "5", "130, 143, 129"] {
        assert!(page.contains(&format!("\\fB{status}\\fR\n")), "{status}");
    }
}

/// Standard input is read only if a file is named `-`. A command that waited for an answer
/// would wait forever here.
#[cfg(unix)]
#[test]
fn no_command_prompts() {
    use std::process::{Command, Stdio};

    let sandbox = Sandbox::new();
    for arguments in [
        &["grant", "--users", "n:>=0", "--company", "PAR"][..],
        &["revoke", "--users", "n:>=0", "--company", "PAR"],
        &["check", "--repair"],
        &["backup", "copy.db"],
        &["backup", "copy.db"],
        &["undo"],
        &["redo"],
        &["init", "hr.db"],
        &["populate"],
    ] {
        let mut child = Command::new(assert_cmd::cargo::cargo_bin!("grantgrid"))
            .args(arguments)
            .current_dir(sandbox.path(""))
            .env("GRANTGRID_DB", "hr.db")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program runs");
        // Kept open, and never written to.
        let stdin = child.stdin.take();
        child.wait().expect("an end");
        drop(stdin);
    }
}
