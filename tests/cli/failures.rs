//! Wrong or missing files, and missing terminals: one clear sentence, exit status 1, and
//! nothing is changed or created.

use std::fs;

use crate::support::{Sandbox, ran};

/// Commands of each kind, and the console.
const COMMANDS: [&[&str]; 5] = [
    &["users", "--json", "--db"],
    &["stats", "--db"],
    &["grant", "--user", "ada", "--company", "PAR", "--db"],
    &["undo", "--db"],
    &[],
];

#[test]
fn a_file_that_is_not_an_hr_database_is_refused_in_one_sentence() {
    let sandbox = Sandbox::new();
    fs::write(sandbox.path("text.txt"), "just some text, long enough to be looked at\n".repeat(99))
        .expect("a text file");
    fs::write(sandbox.path("byte.db"), "S").expect("a file of one byte");
    fs::write(sandbox.path("empty.db"), "").expect("an empty file");
    fs::create_dir(sandbox.path("folder")).expect("a folder");
    rusqlite::Connection::open(sandbox.path("other.db"))
        .and_then(|other| other.execute_batch("CREATE TABLE recipe (id INTEGER)"))
        .expect("another database");
    let whole = fs::read(sandbox.path("hr.db")).expect("hr.db");
    fs::write(sandbox.path("half.db"), &whole[..whole.len() / 2]).expect("half a database");
    fs::write(sandbox.path("page.db"), &whole[..3000]).expect("less than a page");

    let files = sandbox.files();
    for (name, part) in [
        ("text.txt", "not a SQLite database"),
        ("byte.db", "not a SQLite database"),
        ("empty.db", "empty"),
        ("folder", "directory"),
        ("missing.db", "no such file"),
        ("nowhere/missing.db", "no such file"),
        ("half.db", "half.db"),
        ("page.db", "page.db"),
        ("other.db", "hrm_users"),
    ] {
        let before = fs::read(sandbox.path(name)).ok();
        for command in COMMANDS {
            let arguments: Vec<&str> = command.iter().copied().chain([name]).collect();
            let refused = sandbox.run(&arguments);
            refused.fails(1, part);
            assert!(refused.err.contains(name), "{}", refused.err);
        }
        assert_eq!(fs::read(sandbox.path(name)).ok(), before, "{name}");
    }
    assert_eq!(sandbox.files(), files);
}

#[test]
fn creating_the_default_database_is_reported() {
    let sandbox = Sandbox::empty();
    for command in [&["users"][..], &["stats", "--json"], &["undo"]] {
        sandbox.run(command).fails(1, ".local/share/grantgrid/grantgrid.db: no database yet");
    }
    sandbox.run(&[]).fails(1, "needs a terminal");
    assert_eq!(sandbox.files(), [""; 0]);

    let elsewhere = sandbox.path("data");
    let missing = ran(sandbox.command(&["users"]).env("XDG_DATA_HOME", &elsewhere));
    missing.fails(1, "data/grantgrid/grantgrid.db: no database yet");

    fs::create_dir_all(elsewhere.join("grantgrid")).expect("a folder");
    assert_eq!(sandbox.run(&["init", "data/grantgrid/grantgrid.db"]).status, 0);
    let found = ran(sandbox.command(&["users", "--json"]).env("XDG_DATA_HOME", &elsewhere));
    assert_eq!((found.status, found.out.as_str()), (0, "[]\n"));
}

#[test]
fn the_database_argument_overrides_the_environment() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&["init", "new.db"]).status, 0);
    let users = |arguments: &[&str], variable: &str| {
        ran(sandbox.command(arguments).env("GRANTGRID_DB", variable))
    };
    assert_eq!(users(&["users", "--json", "--db", "new.db"], "hr.db").out, "[]\n");
    assert_eq!(users(&["users", "--json"], "new.db").out, "[]\n");
    users(&["users"], "nix.db")
        .fails(1, "nix.db: no such file; `grantgrid init FILE` creates a new database");
    users(&["users"], "").fails(1, "no database yet");
}

#[test]
fn the_console_needs_a_terminal() {
    let sandbox = Sandbox::new();
    let before = fs::read(sandbox.path("hr.db")).expect("hr.db");
    sandbox.run(&["hr.db"]).fails(1, "needs a terminal");
    sandbox.run(&["demo"]).fails(1, "needs a terminal");
    assert_eq!(fs::read(sandbox.path("hr.db")).expect("hr.db"), before);
    assert_eq!(sandbox.files(), ["hr.db"]);
}

#[test]
fn a_mistyped_command_is_not_silently_taken_for_a_file() {
    let sandbox = Sandbox::new();
    for (typo, command) in [("usrs", "users"), ("stat", "stats"), ("undoo", "undo")] {
        let meant = format!("neither a command nor a file; did you mean `grantgrid {command}`?");
        sandbox.run(&[typo]).fails(2, &meant);
        // Options or another word show that no file was meant.
        for more in ["--json", "--db", "7"] {
            let wrong = sandbox.run(&[typo, more]);
            assert_eq!(wrong.status, 2);
            assert!(wrong.err.contains(&meant), "{}", wrong.err);
        }
    }
    let unlike = sandbox.run(&["bogus"]);
    unlike
        .fails(2, "“bogus” is neither a command nor a file; `grantgrid --help` lists the commands");
    for more in [&["--db", "x"][..], &["--db", "hr.db", "--json"], &["more", "words"]] {
        let wrong = sandbox.run(&[&["bogus"], more].concat());
        assert_eq!((wrong.status, wrong.out.as_str()), (2, ""));
        assert!(wrong.err.contains("“bogus” is neither a command"), "{}", wrong.err);
    }
    // A path is taken for a path, and an existing file for a database.
    sandbox.run(&["bogus.db"]).fails(1, "bogus.db: no such file; `grantgrid init FILE` creates");
    sandbox.run(&["./bogus"]).fails(1, "./bogus: no such file; `grantgrid init FILE` creates");
    fs::copy(sandbox.path("hr.db"), sandbox.path("usrs")).expect("a copy");
    sandbox.run(&["usrs"]).fails(1, "needs a terminal");
    assert_eq!(sandbox.files(), ["hr.db", "usrs"]);
    let two = sandbox.run(&["hr.db", "other.db"]);
    assert_eq!(two.status, 2);
    assert!(two.err.contains("unexpected argument 'other.db'"), "{}", two.err);
    let before = sandbox.run(&["hr.db", "users"]);
    assert_eq!(before.status, 2);
    assert!(before.err.contains("`grantgrid users --db hr.db`"), "{}", before.err);
}

#[test]
fn existing_files_are_not_overwritten() {
    let sandbox = Sandbox::new();
    let before = fs::read(sandbox.path("hr.db")).expect("hr.db");
    sandbox.run(&["init", "hr.db"]).fails(1, "hr.db: the file exists");
    sandbox.run(&["demo", "--to", "hr.db"]).fails(1, "hr.db: the file exists");
    assert_eq!(fs::read(sandbox.path("hr.db")).expect("hr.db"), before);
    assert_eq!(sandbox.files(), ["hr.db"]);
}

#[test]
fn every_command_that_writes_a_file_names_a_missing_folder() {
    let sandbox = Sandbox::new();
    for command in [&["init"][..], &["demo", "--to"], &["backup"], &["export"]] {
        for (file, folder) in [("nowhere/x.csv", "nowhere"), ("hr.db/x.csv", "hr.db")] {
            let refused = sandbox.hr(&[command, &[file]].concat());
            let sentence = format!("{file}: there is no folder {folder}; nothing was written\n");
            refused.fails(1, &sentence);
        }
    }
    assert_eq!(sandbox.files(), ["hr.db"]);
}

#[cfg(unix)]
#[test]
fn a_demo_that_is_interrupted_leaves_nothing_behind() {
    use std::io::{BufRead, BufReader};
    use std::process::{Command, Stdio};

    use rustix::process::{Pid, Signal, kill_process};

    for (signal, status) in [(Signal::INT, 130), (Signal::TERM, 143), (Signal::HUP, 129)] {
        let sandbox = Sandbox::empty();
        let mut demo = Command::new(assert_cmd::cargo::cargo_bin!("grantgrid"))
            .args(["demo", "--to", "big.db", "--users", "1000000"])
            .current_dir(sandbox.path(""))
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program runs");
        let mut lines = BufReader::new(demo.stderr.take().expect("standard error")).lines();
        let mut line = || lines.next().expect("a line").expect("UTF-8");
        assert!(line().starts_with("creating a demo database with 1000000 users"));
        while sandbox.files().is_empty() {
            std::thread::yield_now();
        }
        kill_process(Pid::from_child(&demo), signal).expect("a signal");
        assert_eq!(line(), "grantgrid: interrupted; nothing was left behind");
        assert_eq!(demo.wait().expect("an end").code(), Some(status));
        assert_eq!(sandbox.files(), [""; 0]);
    }
}

#[test]
fn a_new_database_is_an_empty_hr_database() {
    let sandbox = Sandbox::empty();
    let made = sandbox.run(&["init", "new.db"]);
    assert_eq!((made.status, made.out.as_str()), (0, ""));
    assert_eq!(made.err, "created new.db, an empty HR database · `grantgrid new.db` opens it\n");
    let stats = sandbox.run(&["stats", "--json", "--db", "new.db"]).json();
    assert_eq!(stats["users"], 0);
    assert_eq!(stats["coverage_percent"], 0.0);
    assert_eq!(sandbox.files(), ["new.db"]);
}

#[test]
fn a_dry_run_needs_neither_write_permission_nor_a_lock() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.hr(&["user", "edit", "bob", "--first-name", "Rob"]).status, 0);
    assert_eq!(sandbox.hr(&["user", "edit", "ada", "--first-name", "Eda"]).status, 0);
    assert_eq!(sandbox.hr(&["undo"]).status, 0);
    fs::write(sandbox.path("users.csv"), "username,email\nnew,new@x.example\n").expect("a file");
    fs::write(sandbox.path("companies.csv"), "code,name,tenant\nOSA,Osaka,ACME\n").expect("a file");
    let commands = [
        &["user", "add", "carl", "--email", "carl@example.com"][..],
        &["user", "edit", "bob", "--role", "Manager"],
        &["user", "deactivate", "bob"],
        &["user", "delete", "bobby"],
        &["company", "add", "OSA", "--name", "Osaka", "--tenant", "ACME"],
        &["company", "edit", "PAR", "--name", "Paris"],
        &["company", "deactivate", "PAR"],
        &["company", "delete", "TYO"],
        &["import-users", "users.csv"],
        &["import-companies", "companies.csv"],
        &["undo"],
        &["redo"],
        &["user", "edit", "bob", "--role", "Manager", "--as", "ada"],
        &["undo", "1", "--as", "ada"],
        &["company", "edit", "TYO", "--name", "Tokyo", "--as", "bob"],
    ];
    let told = |arguments: &[&str]| {
        let ran =
            sandbox.hr(&[arguments, &["--dry-run", "--detailed-exitcode", "--json"]].concat());
        assert_eq!(ran.status, 4, "{arguments:?}: {}", ran.err);
        let json = ran.json();
        ["rows", "added", "removed", "problem_count"].map(|field| json[field].clone())
    };
    for mode in ["delete", "wal"] {
        let connection = sandbox.connect();
        connection.pragma_update(None, "journal_mode", mode).expect("a mode");
        let plain = commands.map(told);
        connection.execute_batch("BEGIN IMMEDIATE").expect("the lock");
        assert_eq!(commands.map(told), plain, "under the lock of another, {mode}");
        connection.execute_batch("ROLLBACK").expect("the lock's end");
        drop(connection);
        let before = fs::read(sandbox.path("hr.db")).expect("the database");
        let mut permissions = fs::metadata(sandbox.path("hr.db")).expect("the file").permissions();
        let writable = permissions.clone();
        permissions.set_readonly(true);
        fs::set_permissions(sandbox.path("hr.db"), permissions).expect("permissions");
        assert_eq!(commands.map(told), plain, "read-only, {mode}");
        let ran = sandbox.hr(&["user", "deactivate", "bob"]);
        assert!(ran.err.contains("the database is read-only"), "{}", ran.err);
        fs::set_permissions(sandbox.path("hr.db"), writable).expect("permissions");
        assert!(fs::read(sandbox.path("hr.db")).expect("the database") == before);
    }
}

#[test]
fn a_dry_run_that_is_too_large_for_memory_says_so_where_it_cannot_write() {
    let sandbox = Sandbox::new();
    sandbox
        .connect()
        .execute_batch("CREATE TABLE ballast AS SELECT zeroblob(65 * 1024 * 1024) AS weight")
        .expect("ballast");
    let deactivate = ["user", "deactivate", "bob", "--dry-run"];
    assert_eq!(sandbox.hr(&deactivate).status, 0);
    let mut permissions = fs::metadata(sandbox.path("hr.db")).expect("the file").permissions();
    permissions.set_readonly(true);
    fs::set_permissions(sandbox.path("hr.db"), permissions).expect("permissions");
    sandbox.hr(&deactivate).fails(1, "too large (more than 64 MiB) to try this on a copy");
}

/// There is no space for the log's index, as on a full disk: no file may grow.
#[cfg(unix)]
#[test]
fn a_full_disk_in_wal_mode_is_reported_when_reading() {
    let sandbox = Sandbox::new();
    sandbox.connect().pragma_update(None, "journal_mode", "wal").expect("WAL mode");
    let binary = assert_cmd::cargo::cargo_bin!("grantgrid");
    for command in ["users", "stats", "check", "history", "why ada PAR", "undo"] {
        let script = format!("trap '' XFSZ; ulimit -f 0; exec \"$0\" {command} --db hr.db");
        let mut shell = assert_cmd::Command::new("sh");
        shell.current_dir(sandbox.path("")).arg("-c").arg(script).arg(binary);
        ran(&mut shell).fails(1, "no space to read the database: in WAL mode");
    }
    assert_eq!(sandbox.hr(&["users"]).status, 0, "there is space again");
}
