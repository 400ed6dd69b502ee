//! `check`: problems and exit status; `--repair`, and its undo.

use serde_json::json;

use crate::support::Sandbox;

#[test]
fn an_orphan_is_found_deleted_and_restored() {
    let sandbox = Sandbox::new();
    let before = (std::fs::read(sandbox.path("hr.db")).expect("hr.db"), sandbox.hr_tables());
    let found = sandbox.hr(&["check"]);
    assert_eq!((found.status, found.err.as_str()), (1, ""));
    for line in [
        "result\t1 problem found\n",
        "problem\tgrants whose user or company no longer exists: 1\n\tuser 99 (gone) × PAR Acme Paris\n",
        "what to do\t--repair deletes them; undo restores them\n",
        "note\tusers without a status (inactive) or companies without one (active): 1\n\tusers: 1\n",
    ] {
        assert!(found.out.contains(line), "{line:?}\n{}", found.out);
    }
    let told = sandbox.hr(&["check", "--repair", "--dry-run", "--quick", "--json"]);
    assert_eq!(told.status, 1);
    assert_eq!(told.err, "--repair would delete 1 grant; nothing was changed\n");
    let report = told.json();
    assert_eq!((&report["clean"], &report["whole"]), (&json!(false), &json!(false)));
    assert_eq!((&report["own_format"], &report["repaired"]), (&json!(0), &json!(null)));
    assert_eq!(report["findings"][0]["kind"], json!("orphan_grants"));
    assert_eq!(report["findings"][0]["samples"], json!(["user 99 (gone) × PAR Acme Paris"]));
    assert_eq!(std::fs::read(sandbox.path("hr.db")).expect("hr.db"), before.0);

    let repaired = sandbox.hr(&["check", "--repair", "--reason", "tidy", "--json"]);
    assert_eq!(repaired.status, 0, "everything that was wrong is repaired: {}", repaired.err);
    assert!(repaired.err.starts_with("deleted 1 orphan grant and 0 duplicates as change 1 · "));
    let expected =
        json!({"change": 1, "orphans": 1, "duplicates": 0, "own_tables": false, "history": 0});
    assert_eq!(repaired.json()["repaired"], expected);
    let clean = sandbox.hr(&["check", "--repair"]);
    assert_eq!((clean.status, clean.err.as_str()), (0, ""));
    assert!(clean.out.contains("result\tno problems\n"), "{}", clean.out);

    assert_eq!(sandbox.hr(&["undo"]).status, 0);
    assert_eq!(sandbox.hr_tables(), before.1);
    assert_eq!(sandbox.hr(&["check"]).status, 1);
    for usage in [&["check", "--dry-run"][..], &["check", "--reason", "x"]] {
        assert_eq!(sandbox.hr(usage).status, 2);
    }

    // What is missing in grantgrid's own tables is found and added too.
    assert_eq!(sandbox.hr(&["check", "--repair"]).status, 0);
    sandbox.connect().execute("DELETE FROM grantgrid_meta", []).expect("a statement");
    let found = sandbox.hr(&["check"]);
    assert_eq!(found.status, 1);
    let said = "problem\tgrantgrid's own tables are incomplete: 1\n\
                \tgrantgrid_meta does not state the format of the tables\n";
    assert!(found.out.contains(said), "{}", found.out);
    let told = sandbox.hr(&["check", "--repair", "--dry-run"]).err;
    assert_eq!(told, "--repair would complete grantgrid's own tables; nothing was changed\n");
    let repaired = sandbox.hr(&["check", "--repair"]);
    assert_eq!((repaired.status, &*repaired.err), (0, "completed grantgrid's own tables\n"));
    assert_eq!(sandbox.hr(&["check"]).status, 0);
}
