//! `backup`: the copy can be used at once.

use crate::support::Sandbox;

#[test]
fn a_backup_is_a_database_of_its_own() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.hr(&["grant", "--user", "ada", "--company", "PAR"]).status, 0);
    let made = sandbox.hr(&["backup", "copy.db"]);
    assert_eq!((made.status, made.out.as_str()), (0, ""));
    assert_eq!(made.err, "copied hr.db to copy.db · `grantgrid copy.db` opens it\n");
    assert_eq!(sandbox.files(), ["copy.db", "hr.db"]);
    let users = |db: &str| sandbox.run(&["users", "--json", "--db", db]).out;
    assert_eq!(users("copy.db"), users("hr.db"));

    assert_eq!(sandbox.run(&["undo", "--db", "copy.db"]).status, 0);
    assert_ne!(users("copy.db"), users("hr.db"));
    sandbox
        .hr(&["backup", "copy.db"])
        .fails(1, "copy.db: the file exists; it was not changed; use --force to overwrite it");
    assert_eq!(sandbox.hr(&["backup", "copy.db", "--force"]).status, 0);
    assert_eq!(users("copy.db"), users("hr.db"));
    sandbox.hr(&["backup", "hr.db", "--force"]).fails(1, "it is the database itself");
    assert_eq!(sandbox.files(), ["copy.db", "hr.db"]);
}

#[test]
fn a_backup_is_a_file_and_never_replaces_a_database_in_use() {
    let sandbox = Sandbox::new();
    for force in [&[][..], &["--force"]] {
        let refused = sandbox.hr(&[&["backup", "-"], force].concat());
        refused.fails(1, "a copy cannot be written to standard output; name a file");
        assert_eq!(sandbox.files(), ["hr.db"]);
    }
    assert_eq!(sandbox.hr(&["backup", "./-"]).status, 0);
    std::fs::write(sandbox.path("--shm"), "").expect("a side file");
    sandbox.hr(&["backup", "./-", "--force"]).fails(1, "the log of another database is beside it");
}
