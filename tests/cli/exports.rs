//! `export`: the content of the files, and which files are never replaced.

use std::fs;

use calamine::{Data, Reader as _, Xlsx, open_workbook};

use crate::support::Sandbox;

#[test]
fn a_matrix_has_users_down_and_companies_across() {
    let sandbox = Sandbox::new();
    let ran = sandbox.hr(&["export", "-"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert_eq!(
        ran.out,
        "username,full name,role,PAR,HQ (ACME),HQ (BLUE),TYO\n\
         ada,Ada Root,Super Admin,,,,\n\
         bob,Bob Stone,HR Manager,x,,,x\n\
         bobby,Bobby Stone,Employee,x,,,\n\
         eve\u{1b}[31m,Eve O'Neil,Employee,,,,\n"
    );
    assert_eq!(ran.err, "wrote 3 grants of 4 users × 4 companies\n");

    let filtered =
        sandbox.hr(&["export", "-", "--users", "n:>0", "--companies", "tenant:\"Acme Group\""]);
    assert_eq!(
        filtered.out,
        "username,full name,role,PAR,HQ (ACME)\n\
         bob,Bob Stone,HR Manager,x,\n\
         bobby,Bobby Stone,Employee,x,\n"
    );
}

#[test]
fn pairs_name_who_granted_and_why() {
    let sandbox = Sandbox::new();
    sandbox.hr(&["grant", "--user", "ada", "--company", "PAR", "--reason", "=new, \"site\""]);
    sandbox.hr(&["undo"]);
    sandbox.hr(&["redo"]);
    let connection = sandbox.connect();
    let operator: String = connection
        .query_row("SELECT operator FROM grantgrid_change WHERE id = 1", [], |row| row.get(0))
        .expect("a change");
    let granted_at: String = connection
        .query_row("SELECT created_at FROM hrm_user_company_access WHERE user_id = 1", [], |row| {
            row.get(0)
        })
        .expect("a grant");

    let ran = sandbox.hr(&["export", "-", "--layout", "pairs", "--users", "user:ada,bob"]);
    assert_eq!(
        ran.out,
        format!(
            "username,company code,company name,tenant,granted at,by,reason\n\
             ada,PAR,Acme Paris,Acme Group,{granted_at},{operator},\"'=new, \"\"site\"\"\"\n\
             bob,PAR,Acme Paris,Acme Group,2026-02-03 04:05:06.000007,,\n\
             bob,TYO,Bad \u{1b}[2J東京,Blue Ltd,2026-02-03 04:05:07.000008,,\n"
        )
    );

    let json = sandbox.hr(&["export", "-", "--layout", "pairs", "--format", "json"]).json();
    assert_eq!(json[0]["reason"], "=new, \"site\"");
    assert_eq!(json[0]["by"], operator.as_str());
    assert_eq!(json[1]["by"], serde_json::Value::Null);
}

#[test]
fn json_names_the_companies_and_then_the_users() {
    let sandbox = Sandbox::new();
    let json = sandbox.hr(&["export", "-", "--format", "json"]).json();
    let companies: Vec<_> =
        json["companies"].as_array().expect("companies").iter().map(|it| &it["company"]).collect();
    assert_eq!(companies, ["PAR", "HQ (ACME)", "HQ (BLUE)", "TYO"]);
    assert_eq!(
        json["users"][1],
        serde_json::json!({
            "username": "bob", "full_name": "Bob Stone", "role": "HR Manager",
            "companies": ["PAR", "TYO"],
        })
    );
    let none = sandbox.hr(&["export", "-", "--format", "json", "--users", "nobody-at-all"]).json();
    assert_eq!(none["users"], serde_json::json!([]));
}

#[test]
fn a_workbook_has_a_sheet_to_read_and_one_with_totals() {
    let sandbox = Sandbox::new();
    let ran = sandbox.hr(&["export", "access.xlsx"]);
    assert_eq!(ran.err, "wrote 3 grants of 4 users × 4 companies to access.xlsx\n");
    let mut book: Xlsx<_> = open_workbook(sandbox.path("access.xlsx")).expect("a workbook");
    assert_eq!(book.sheet_names(), ["Access", "Totals"]);
    let access = book.worksheet_range("Access").expect("the sheet");
    let texts: Vec<Vec<String>> =
        access.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
    assert_eq!(texts[0], ["Username", "Full name", "Role", "PAR", "HQ (ACME)", "HQ (BLUE)", "TYO"]);
    assert_eq!(texts[2], ["bob", "Bob Stone", "HR Manager", "x", "", "", "x"]);
    let totals = book.worksheet_range("Totals").expect("the sheet");
    assert_eq!(totals.get_value((2, 1)), Some(&Data::Float(3.0)), "grants");
    assert_eq!(totals.get_value((5, 0)), Some(&Data::String("PAR".into())));
    assert_eq!(totals.get_value((5, 1)), Some(&Data::Float(2.0)), "users in Paris");
}

#[test]
fn files_are_replaced_on_request_only_and_never_left_incomplete() {
    let sandbox = Sandbox::new();
    fs::write(sandbox.path("old.csv"), "precious").expect("a file");
    sandbox.hr(&["export", "old.csv"]).fails(1, "it was not changed; use --force to overwrite it");
    assert_eq!(fs::read_to_string(sandbox.path("old.csv")).expect("the file"), "precious");
    let before = fs::read(sandbox.path("hr.db")).expect("the database");
    sandbox
        .hr(&["export", "hr.db", "--format", "csv", "--force"])
        .fails(1, "this is the open database");
    assert!(fs::read(sandbox.path("hr.db")).expect("the database") == before);
    // These extensions belong to other formats than the one written.
    for name in ["access.doc", "access.tsv", "access.xlsm"] {
        sandbox.hr(&["export", name]).fails(1, "unknown file extension");
    }
    sandbox.hr(&["export", "none/a.csv"]).fails(1, "none/a.csv: there is no folder none");

    let ran = sandbox.hr(&["export", "old.csv", "--force"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let written = fs::read_to_string(sandbox.path("old.csv")).expect("the file");
    assert!(written.starts_with("username,"), "{written}");
    assert_eq!(sandbox.files(), ["hr.db", "old.csv"]);
}

#[test]
fn a_value_too_long_for_a_workbook_is_shortened_with_a_warning() {
    let sandbox = Sandbox::new();
    sandbox
        .connect()
        .execute("UPDATE hrm_users SET last_name = ?1 WHERE id = 1", ["é".repeat(40_000)])
        .expect("the row");
    sandbox
        .connect()
        .execute("UPDATE hrm_company SET name = ?1 WHERE code = 'PAR'", ["𝄞".repeat(40_000)])
        .expect("the row");
    let warning = |values: &str, they: &str| {
        format!(
            "{values} shortened to what a cell of XLSX holds, 32767 letters; \
             CSV and JSON have {they} whole\n"
        )
    };
    let written = sandbox.hr(&["export", "a.xlsx"]);
    assert_eq!(written.status, 0, "{}", written.err);
    assert!(written.err.ends_with(&warning("1 value was", "it")), "{}", written.err);
    let reason = "because ".repeat(12_000);
    sandbox.hr(&["grant", "--user", "ada", "--company", "TYO", "--reason", &reason]);
    let pairs = ["export", "a.xlsx", "--layout", "pairs", "--force"];
    let written = sandbox.hr(&pairs);
    assert!(written.err.ends_with(&warning("3 values were", "them")), "{}", written.err);
    let mirrored = sandbox.hr(&["import", "a.xlsx", "--mode", "mirror", "--dry-run", "--json"]);
    let json = mirrored.json();
    assert_eq!(
        (&json["added"], &json["removed"], &json["problem_count"]),
        (&0.into(), &0.into(), &0.into())
    );
    assert_eq!(sandbox.hr(&["export", "a.csv"]).err.lines().count(), 1);
}

#[test]
fn a_matrix_that_import_would_not_read_is_not_written() {
    let sandbox = Sandbox::new();
    let companies = |first: u32, last: u32| {
        let sql = "WITH RECURSIVE n(at) AS (SELECT ?1 UNION ALL SELECT at + 1 FROM n WHERE at < ?2) \
            INSERT INTO hrm_company (id, tenant_id, name, code, currency_code, is_active, created_by, created_at) \
            SELECT printf('%032x', at), (SELECT min(id) FROM hrm_tenant), 'N' || at, 'C' || at, 'EUR', 1, 't', \
            '2026-01-01' FROM n";
        sandbox.connect().execute(sql, [first, last]).expect("the rows");
    };
    companies(5, 19_997);
    assert_eq!(sandbox.hr(&["export", "a.csv"]).status, 0);
    assert_eq!(sandbox.hr(&["import", "a.csv", "--dry-run"]).status, 0);
    companies(19_998, 19_998);
    sandbox
        .hr(&["export", "b.csv"])
        .fails(1, "a matrix in CSV can have at most 19997 companies, and there are 19998");
    assert_eq!(sandbox.files(), ["a.csv", "hr.db"]);
    assert_eq!(sandbox.hr(&["export", "b.csv", "--layout", "pairs"]).status, 0);
}

#[test]
fn no_database_is_overwritten_by_an_export_and_no_link_to_a_pipe_by_a_backup() {
    let sandbox = Sandbox::new();
    std::fs::copy(sandbox.path("hr.db"), sandbox.path("payroll.db")).expect("another database");
    let before = std::fs::read(sandbox.path("payroll.db")).expect("payroll.db");
    for format in ["csv", "xlsx", "json"] {
        let refused = sandbox.hr(&["export", "payroll.db", "--format", format, "--force"]);
        assert_eq!((refused.status, refused.out.as_str()), (1, ""), "{format}");
        assert!(refused.err.contains("this is a SQLite database"), "{}", refused.err);
        assert_eq!(std::fs::read(sandbox.path("payroll.db")).expect("payroll.db"), before);
    }
    #[cfg(unix)]
    {
        let pipe = std::process::Command::new("mkfifo").arg(sandbox.path("pipe")).status();
        assert!(pipe.expect("mkfifo").success());
        std::fs::create_dir(sandbox.path("folder")).expect("a folder");
        for target in ["pipe", "folder"] {
            let link = format!("to-{target}");
            std::os::unix::fs::symlink(sandbox.path(target), sandbox.path(&link)).expect("a link");
            let refused = sandbox.hr(&["backup", &link, "--force"]);
            assert_eq!(refused.status, 1, "{target}");
            assert!(refused.err.contains("not a regular file"), "{}", refused.err);
            let there = std::fs::symlink_metadata(sandbox.path(&link)).expect("the link");
            assert!(there.is_symlink(), "{target}");
        }
    }
}

#[test]
fn a_database_in_use_is_never_overwritten_and_force_is_not_offered() {
    let sandbox = Sandbox::new();
    fs::copy(sandbox.path("hr.db"), sandbox.path("payroll.db")).expect("another database");
    let refused = sandbox.hr(&["export", "payroll.db", "--format", "csv"]);
    refused.fails(1, "this is a SQLite database; nothing was written");
    assert!(!refused.err.contains("--force"), "{}", refused.err);
    // The contents of a new database may still be in its log.
    fs::write(sandbox.path("new"), "").expect("a file");
    for ending in ["-wal", "-journal", "-shm"] {
        let log = sandbox.path(&format!("new{ending}"));
        fs::write(&log, "rows").expect("a log");
        for format in ["csv", "xlsx", "json"] {
            sandbox
                .hr(&["export", "new", "--format", format, "--force"])
                .fails(1, "this is a database in use, because SQLite keeps the file");
        }
        assert_eq!(fs::read(sandbox.path("new")).expect("the file"), b"");
        fs::remove_file(&log).expect("no log");
    }
    assert_eq!(sandbox.hr(&["export", "new", "--format", "csv", "--force"]).status, 0);
}

#[test]
fn errors_of_the_system_are_reported_in_words() {
    let sandbox = Sandbox::new();
    fs::create_dir(sandbox.path("folder")).expect("a folder");
    fs::write(sandbox.path("file"), "").expect("a file");
    let long = "x".repeat(300);
    for (command, words) in [
        (&["export", "folder", "--format", "csv", "--force"][..], "folder: not a regular file"),
        (&["export", &long, "--format", "csv"], "the file name is too long or not valid"),
        (&["backup", "folder"], "it is not a regular file"),
        (&["backup", "folder", "--force"], "it is not a regular file"),
        (&["backup", &long], "the file name is too long or not valid"),
        (&["init", &long], "the file name is too long or not valid"),
        (&["import", "file/x.csv"], "a part of this path is not a folder"),
        (&["import", "none.csv"], "no such file or folder"),
    ] {
        let refused = sandbox.hr(command);
        refused.fails(1, words);
        assert!(!refused.err.contains("os error"), "{}", refused.err);
        assert!(!refused.err.contains("--force"), "{}", refused.err);
    }
    assert_eq!(sandbox.files(), ["file", "folder", "hr.db"]);
}
