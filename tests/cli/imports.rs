//! `import`: plans, problems, one change and one undo.

use std::fs;

use rust_xlsxwriter::Workbook;

use crate::support::Sandbox;

/// Five kinds of mistakes.
const MISTAKES: &str = "\
Access list of the year;;;;
User;Department;par;XX;HQ
Bob;Sales;x;;
Nobody;Sales;x;x;
bobby;Sales;perhaps;;
bob;Sales;;;x
;Sales;x;;
ada;IT;1;;
";

#[test]
fn every_error_in_a_handwritten_file_is_reported_and_nothing_is_written() {
    let sandbox = Sandbox::new();
    fs::write(sandbox.path("access.csv"), MISTAKES).expect("a file");
    let before = fs::read(sandbox.path("hr.db")).expect("the database");

    let ran = sandbox.hr(&["import", "access.csv"]);
    assert_eq!((ran.status, ran.out.as_str()), (1, ""));
    assert_eq!(
        ran.err,
        "access.csv: columns that were not read: Department\n\
         \x20 line 2, column 4: unknown company “XX”; the most similar are: HQ (Acme Head Office), \
         HQ (Blue Head Office), PAR (Acme Paris), TYO (Bad \\u{1b}[2J東京); column skipped\n\
         \x20 line 2, column 5: “HQ” names 2 companies: HQ (ACME), HQ (BLUE); column skipped\n\
         \x20 line 4, column 1: there is no user “Nobody”; the most similar are: bobby, bob, \
         ada, eve\\u{1b}[31m (with U+001B after “eve”)\n\
         \x20 line 5, column 3: “perhaps” is not a valid mark; cell unchanged\n\
         \x20 line 6, column 1: bob is already in line 3; the user's cells are unchanged\n\
         \x20 line 7, column 1: marks without a username; line skipped\n\
         grantgrid: 6 problems in access.csv: nothing was changed; use --skip-problems to import the rest\n"
    );

    let plan = sandbox.hr(&["import", "access.csv", "--dry-run"]);
    assert_eq!(plan.status, 1, "the import itself would fail");
    assert!(
        plan.out.starts_with("PLACE\tPROBLEM\nline 2, column 4\tunknown company"),
        "{}",
        plan.out
    );
    assert!(plan.out.contains("\nadded\t1\n"), "{}", plan.out);
    assert!(fs::read(sandbox.path("hr.db")).expect("the database") == before);

    let json = sandbox.hr(&["import", "access.csv", "--dry-run", "--skip-problems", "--json"]);
    assert_eq!(json.status, 0);
    let json = json.json();
    assert_eq!((&json["added"], &json["problem_count"]), (&1.into(), &6.into()));
    assert_eq!(
        json["problems"][3],
        serde_json::json!({
            "kind": "bad_mark", "sheet": null, "line": 5, "column": 3,
            "problem": "“perhaps” is not a valid mark; cell unchanged",
        })
    );

    let done = sandbox.hr(&["import", "access.csv", "--skip-problems", "--reason", "the list"]);
    assert_eq!(done.status, 0, "{}", done.err);
    let last = done.err.lines().last().expect("a line");
    assert_eq!(
        last,
        "imported access.csv: 1 grant added, 6 problems skipped \
         · 1 added grant has no effect · `grantgrid undo` undoes it"
    );
    let history = sandbox.hr(&["history", "--json"]).json();
    assert_eq!(
        (&history[0]["kind"], &history[0]["reason"]),
        (&"import".into(), &"the list".into())
    );
}

#[test]
fn an_export_changes_nothing_when_it_is_imported() {
    let sandbox = Sandbox::new();
    let before = sandbox.hr_tables();
    for name in ["a.csv", "a.xlsx", "a.json"] {
        for layout in ["matrix", "pairs"] {
            let written = sandbox.hr(&["export", name, "--layout", layout, "--force"]);
            assert_eq!(written.status, 0, "{}", written.err);
            let mirrored = ["import", name, "--mode", "mirror"];
            let plan = sandbox.hr(&[&mirrored[..], &["--dry-run", "--detailed-exitcode"]].concat());
            assert_eq!(plan.status, 0, "{name} {layout}: {}{}", plan.out, plan.err);
            let done = sandbox.hr(&mirrored);
            assert!(done.err.contains("already matches"), "{}", done.err);
        }
    }
    assert_eq!(sandbox.hr_tables(), before);
}

#[test]
fn a_mirror_is_one_change_that_one_undo_reverts() {
    let sandbox = Sandbox::new();
    let before = sandbox.hr_tables();
    let mut command = sandbox.command(&["import", "-", "--mode", "mirror", "--json"]);
    command.env("GRANTGRID_DB", "hr.db").write_stdin("username,PAR,TYO\nbob,,\nada,x,x\n");
    let ran = crate::support::ran(&mut command);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let json = ran.json();
    assert_eq!((&json["added"], &json["removed"]), (&2.into(), &2.into()));
    assert_eq!((&json["kind"], &json["problem_count"]), (&"import".into(), &0.into()));
    assert_ne!(sandbox.hr_tables(), before);
    assert_eq!(sandbox.hr(&["undo"]).status, 0);
    assert_eq!(sandbox.hr_tables(), before);
}

#[test]
fn a_dangerous_mirror_is_refused() {
    let sandbox = Sandbox::new();
    sandbox.hr(&["grant", "--users", "n:>=0", "--companies", "n:>=0"]);
    let connection = sandbox.connect();
    connection
        .execute_batch(
            "WITH RECURSIVE n (id) AS (SELECT 100 UNION ALL SELECT id + 1 FROM n WHERE id < 130)
             INSERT INTO hrm_users (id, username, email, password_hash, first_name, last_name,
                 is_active, must_reset_password, organization_id, role_id)
             SELECT id, 'u' || id, id, 'x', 'U', 'U', 1, 0, 1, 5 FROM n",
        )
        .expect("users");
    sandbox.hr(&["grant", "--users", "user:u1", "--company", "PAR"]);
    assert_eq!(sandbox.hr(&["export", "a.csv"]).status, 0);
    let table = fs::read_to_string(sandbox.path("a.csv")).expect("the file");
    let emptied: String = table
        .lines()
        .take(1)
        .chain(table.lines().skip(5))
        .fold(String::new(), |text, line| text + &line.replace(",x", ",") + "\n");
    fs::write(sandbox.path("a.csv"), emptied).expect("a file");
    let refused = sandbox.hr(&["import", "a.csv", "--mode", "mirror"]);
    assert_eq!(refused.status, 5, "{}", refused.err);
    assert!(refused.err.contains("use --force to do it anyway"), "{}", refused.err);
    let forced = sandbox.hr(&["import", "a.csv", "--mode", "mirror", "--force"]);
    assert_eq!(forced.status, 0, "{}", forced.err);
}

#[test]
fn an_unreadable_file_is_reported() {
    let sandbox = Sandbox::new();
    sandbox.hr(&["import", "none.csv"]).fails(1, "cannot read none.csv: no such file");
    fs::write(sandbox.path("bad.json"), "[{]").expect("a file");
    sandbox.hr(&["import", "bad.json"]).fails(1, "not valid JSON: key must be a string");
    sandbox.hr(&["import", "."]).fails(1, "not a regular file");
}

#[test]
fn a_named_pipe_is_read_like_a_file() {
    let sandbox = Sandbox::new();
    for (file, text) in [
        ("/dev/stdin", "username,PAR\nada,x\n"),
        ("/dev/stdin", "[{\"username\": \"ada\", \"companies\": [\"PAR\"]}]"),
        ("/proc/self/fd/0", "username,PAR\nada,x\n"),
    ] {
        let mut command = sandbox.command(&["import", file, "--dry-run", "--json"]);
        command.env("GRANTGRID_DB", "hr.db").write_stdin(text);
        let ran = crate::support::ran(&mut command);
        assert_eq!(ran.json()["added"], 1, "{file}: {}", ran.err);
    }
    let mut command = sandbox.command(&["import-users", "/dev/stdin"]);
    command.env("GRANTGRID_DB", "hr.db").write_stdin("username,email\nnew,new@x.example\n");
    let ran = crate::support::ran(&mut command);
    assert!(ran.err.starts_with("imported /dev/stdin: 1 line added"), "{}", ran.err);
}

#[test]
fn columns_of_an_export_are_imported_without_a_note() {
    let sandbox = Sandbox::new();
    for layout in ["matrix", "pairs"] {
        for name in ["a.csv", "a.xlsx", "a.json"] {
            sandbox.hr(&["export", name, "--layout", layout, "--force"]);
            let plan = sandbox.hr(&["import", name, "--dry-run", "--json"]).json();
            assert_eq!(plan["notes"], serde_json::json!([]), "{name} {layout}");
        }
    }
    let many = "c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,c10,c11";
    fs::write(sandbox.path("b.csv"), format!("username,PAR,{many}\nada,,{many}\n")).expect("b.csv");
    let ran = sandbox.hr(&["import", "b.csv"]);
    assert!(ran.err.starts_with("b.csv: columns that were not read: c0, c1,"), "{}", ran.err);
    assert!(ran.err.contains("c9 and 2 more\n"), "{}", ran.err);
    fs::write(sandbox.path("b.csv"), "username,full name,town,PAR\nada,Ada,Rome,\n")
        .expect("b.csv");
    let ran = sandbox.hr(&["import", "b.csv"]);
    assert!(ran.err.starts_with("b.csv: columns that were not read: town\n"), "{}", ran.err);
}

#[test]
fn two_columns_for_one_field_are_an_error_with_its_position() {
    let sandbox = Sandbox::new();
    let file = |text: &str| fs::write(sandbox.path("a.csv"), text).expect("a file");
    file("\nusername,PAR,Username\nada,x,bob\n");
    sandbox.hr(&["import", "a.csv"]).fails(
        1,
        "line 2, column 3: “Username” is a second column with the same meaning as the one at line 2, column 1",
    );
    file("user,company,company\nada,PAR,TYO\n");
    sandbox.hr(&["import", "a.csv"]).fails(1, "line 1, column 3: “company” is a second column");
    file("username,email,role,Role name\nada,,Manager,Employee\n");
    sandbox.hr(&["import-users", "a.csv"]).fails(
        1,
        "line 1, column 4: “Role name” is a second column with the same meaning as the one at line 1, column 3",
    );
    file("code,name,currency,Name\nPAR,a,EUR,b\n");
    sandbox
        .hr(&["import-companies", "a.csv"])
        .fails(1, "line 1, column 4: “Name” is a second column");
    // A matching code and name are consistent, not a duplicate.
    file("code,name,tenant,tenant code,currency\nPAR,Paris,Acme Group,ACME,EUR\n");
    let done = sandbox.hr(&["import-companies", "a.csv"]);
    assert!(done.err.contains("columns that were not read: tenant\n"), "{}", done.err);
    assert_eq!(done.status, 0, "{}", done.err);
}

#[test]
fn the_pairs_layout_needs_a_column_of_companies() {
    let sandbox = Sandbox::new();
    fs::write(sandbox.path("a.csv"), "username,PAR\nada,x\n").expect("a file");
    sandbox.hr(&["import", "a.csv", "--layout", "pairs"]).fails(1, "no headings were found");
    fs::write(sandbox.path("a.csv"), "Users\nusername,company\nada,PAR\n").expect("a file");
    assert_eq!(sandbox.hr(&["import", "a.csv", "--layout", "pairs"]).status, 0);
}

#[test]
fn pairs_without_headings_are_not_read_as_a_matrix() {
    let sandbox = Sandbox::new();
    for text in ["bob,PAR\n", "ada,PAR\nbob,TYO\n", "Employee,Office\nada,TYO\n"] {
        fs::write(sandbox.path("a.csv"), text).expect("a file");
        sandbox.hr(&["import", "a.csv"]).fails(1, "no headings were found");
    }
}

#[test]
fn an_encoding_that_is_guessed_has_to_be_confirmed() {
    let sandbox = Sandbox::new();
    fs::write(sandbox.path("old.csv"), b"username,PAR,remark\nada,x,M\xfcller\n").expect("a file");
    fs::write(sandbox.path("users.csv"), b"username,last_name\nada,M\xfcller\n").expect("a file");
    for command in [["import", "old.csv"], ["import-users", "users.csv"]] {
        let asked = sandbox.hr(&command);
        assert_eq!((asked.status, asked.out.as_str()), (1, ""));
        assert!(asked.err.contains("not UTF-8; it may be windows-1252"), "{}", asked.err);
        let hint =
            "Müller”; nothing was read; if that is right, confirm with --encoding windows-1252\n";
        assert!(asked.err.ends_with(hint), "{}", asked.err);
        let [command, file] = command;
        let utf_8 = sandbox.hr(&[command, file, "--encoding", "utf-8"]);
        assert_eq!(utf_8.status, 1);
        assert!(utf_8.err.contains("line 2, byte offset"), "{}", utf_8.err);
        let done =
            sandbox.hr(&[command, file, "--encoding", "Windows-1252", "--dry-run", "--json"]);
        assert_eq!((done.status, &done.json()["problem_count"]), (0, &0.into()), "{}", done.err);
        let unknown = sandbox.hr(&[command, file, "--encoding", "klingon"]);
        assert_eq!(unknown.status, 2);
        assert!(unknown.err.contains("unknown encoding"), "{}", unknown.err);
    }
}

#[test]
fn hidden_parts_and_other_sheets_are_reported_with_the_option_that_reads_them() {
    let sandbox = Sandbox::new();
    let book = |hides: bool, sheets: &[&str]| {
        let mut book = Workbook::new();
        for (name, heading) in sheets.iter().zip(["username", "remark"]) {
            let sheet = book.add_worksheet().set_name(*name).expect("a name");
            for (row, (user, mark)) in (0..).zip([(heading, "PAR"), ("bob", "x"), ("ada", "x")]) {
                sheet.write(row, 0, user).and_then(|it| it.write(row, 1, mark)).expect("cells");
            }
            if hides {
                sheet.set_row_hidden(2).expect("a row");
            }
        }
        book.save(sandbox.path("book.xlsx")).expect("a file");
    };
    let hints = |args: &[&str]| {
        let ran = sandbox.hr(&[&["import", "book.xlsx", "--dry-run"], args].concat());
        let hints = ran.err.lines().filter(|line| line.contains(": --"));
        (ran.status, hints.map(str::to_owned).collect::<Vec<String>>())
    };
    let said = |hint: &str| vec![format!("book.xlsx: {hint}")];
    book(false, &["Access"]);
    assert_eq!(hints(&[]), (0, vec![]));
    book(true, &["Access"]);
    assert_eq!(hints(&[]), (0, said("--hidden read also reads what is hidden")));
    assert_eq!(hints(&["--hidden", "read"]), (0, vec![]));
    assert_eq!(hints(&["--layout", "pairs"]), (1, said("--hidden read also reads what is hidden")));
    book(false, &["Access", "Notes"]);
    assert_eq!(hints(&[]), (0, said("--sheet NAME reads another sheet")));
    book(true, &["Access", "Notes"]);
    let both = "--sheet NAME reads another sheet, --hidden read also reads what is hidden";
    assert_eq!(hints(&[]), (0, said(both)));

    fs::write(sandbox.path("a.csv"), "username,PAR\nbob,x\n").expect("a file");
    let sentence = "grantgrid: only a workbook (XLSX) has sheets; leave out --sheet\n";
    for command in ["import", "import-users", "import-companies"] {
        let ran = sandbox.hr(&[command, "a.csv", "--sheet", "one"]);
        assert_eq!((ran.status, ran.err.as_str()), (1, sentence), "{command}");
    }
}

#[test]
fn a_file_without_known_names_is_a_failure() {
    let sandbox = Sandbox::new();
    for (file, what) in [
        ("username,Nowhere,Elsewhere\nada,x,x\n", "companies"),
        ("username,company\nnobody,PAR\nnor.this,PAR\n", "users"),
    ] {
        fs::write(sandbox.path("f.csv"), file).expect("a file");
        let ran = sandbox.hr(&["import", "f.csv", "--skip-problems"]);
        assert_eq!(ran.status, 1, "{}", ran.err);
        let why = format!("unknown {what} in f.csv: nothing to import");
        assert!(ran.err.contains(&why), "{}", ran.err);
    }
    // The user is known, but only on lines that cannot be used.
    fs::write(sandbox.path("f.csv"), "username,PAR\nada,x\nada,\n").expect("a file");
    let ran = sandbox.hr(&["import", "f.csv", "--skip-problems"]);
    assert_eq!(ran.status, 1, "{}", ran.err);
    assert!(ran.err.contains("in f.csv: nothing is left to import"), "{}", ran.err);
    let ran = sandbox.hr(&["import", "f.csv", "--encoding", "x-user-defined"]);
    assert_eq!(ran.status, 2, "{}", ran.err);
}
