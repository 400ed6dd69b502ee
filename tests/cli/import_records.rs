//! `import-users` and `import-companies`: from a spreadsheet to a database.

use std::fmt::Write;
use std::fs;

use serde_json::json;

use crate::support::Sandbox;

const COMPANIES: &str = "\u{feff}Code;Name;Tenant;Currency\r\nNYC;New York;Global Corp;USD\r\n\
    LA;Los Angeles;Global Corp;USD\r\nTKS;Tōkyō;Pacific;JPY\r\n";
const USERS: &str = "Remarks,E-Mail,Username,First name,Last name,Role,Home company\n\
    boss,ada@x.example,ada,Ada,Root,Super Admin,NYC\n\
    ,sarah@x.example,sarah,Sarah,Chen,hr manager,LA\n\
    ,kenji@x.example,kenji,Kenji,田中,HR Manager,TKS\n\
    ,tom@x.example,tom,Tom,Stone,,\n";

fn empty() -> Sandbox {
    let sandbox = Sandbox::empty();
    assert_eq!(sandbox.run(&["init", "hr.db"]).status, 0);
    fs::write(sandbox.path("companies.csv"), COMPANIES).expect("a file");
    fs::write(sandbox.path("users.csv"), USERS).expect("a file");
    sandbox
}

#[test]
fn an_empty_database_becomes_useful_in_two_commands() {
    let sandbox = empty();
    let told =
        sandbox.hr(&["import-companies", "companies.csv", "--dry-run", "--detailed-exitcode"]);
    assert_eq!(told.status, 4, "{}", told.err);
    assert!(
        told.out.starts_with("would add tenant Global Corp\nwould add company NYC\n"),
        "{}",
        told.out
    );
    assert_eq!(sandbox.hr(&["companies", "--json"]).json(), json!([]));
    let done = sandbox.hr(&["import-companies", "companies.csv", "--json"]).json();
    assert_eq!((&done["lines_added"], &done["problem_count"]), (&json!(3), &json!(0)));
    let done = sandbox.hr(&["import-users", "users.csv"]);
    assert_eq!(done.status, 0, "{}", done.err);
    assert!(done.err.contains("columns that were not read: Remarks"), "{}", done.err);
    assert!(done.err.contains("4 lines added, 0 changed, 0 unchanged"), "{}", done.err);
    assert_eq!(sandbox.hr(&["populate"]).status, 0);
    let stats = sandbox.hr(&["stats", "--json"]).json();
    assert_eq!(
        (&stats["users"], &stats["grants"], &stats["drift"]),
        (&json!(4), &json!(5), &json!(0))
    );

    // A second import changes nothing, and the program's own lists can be read back.
    for (command, file, list) in
        [("import-users", "users.csv", "users"), ("import-companies", "companies.csv", "companies")]
    {
        let again = sandbox.hr(&[command, file, "--json"]).json();
        assert_eq!(again["change"], json!(null));
        fs::write(sandbox.path("list.json"), sandbox.hr(&[list, "--json"]).out).expect("a file");
        let read = sandbox.hr(&[command, "list.json", "--dry-run", "--detailed-exitcode"]);
        assert_eq!(read.status, 0, "{}", read.err);
    }
    for _ in 0..3 {
        assert_eq!(sandbox.hr(&["undo"]).status, 0);
    }
    let rows = "SELECT (SELECT count(*) FROM hrm_users) + (SELECT count(*) FROM hrm_company) \
         + (SELECT count(*) FROM hrm_tenant) + (SELECT count(*) FROM organization) \
         + (SELECT count(*) FROM hrm_employee)";
    let left: i64 = sandbox.connect().query_row(rows, [], |row| row.get(0)).expect("a count");
    assert_eq!(left, 0, "each import was one change");
}

#[test]
fn another_spelling_of_a_username_updates_the_same_user() {
    let sandbox = Sandbox::new();
    let file = "username,email,role\nBob,,Manager\nÉmil,e@x.example,\nrob,BOB@example.com,\n\
        émil,f@x.example,\n";
    fs::write(sandbox.path("users.csv"), file).expect("a file");
    let told = sandbox.hr(&["import-users", "users.csv", "--dry-run"]);
    for line in [
        "would change user bob: role HR Manager → Manager",
        "line 4, column 2\te-mail differs from bob@example.com only in upper and lower case\n",
        "line 3, column 1\tusername is also on line 5, with other values: e-mail\n",
        "line 5, column 1\tusername is also on line 3, with other values: e-mail\n",
    ] {
        assert!(told.out.contains(line), "{line}\n{}", told.out);
        assert!(!told.err.contains("differs"), "{}", told.err);
    }
    assert!(!told.out.contains("is required"), "{}", told.out);
    assert_eq!(told.status, 1);
    assert!(!told.out.contains("would add user"), "{}", told.out);
    assert_eq!(sandbox.hr(&["import-users", "users.csv"]).status, 1);
}

#[test]
fn organizations_do_not_depend_on_the_order_of_the_lines() {
    let lines = [
        "ada,ada@x.example,Super Admin,,",
        "sarah,sarah@x.example,HR Manager,LA,",
        "kenji,kenji@x.example,HR Manager,TKS,",
    ];
    let named = [&lines[..], &["tom,tom@x.example,Employee,,Consultants"]].concat();
    for (lines, of_ada) in [(&lines[..], "Global Corp"), (&named[..], "Consultants")] {
        for turn in 0..lines.len() {
            let sandbox = empty();
            assert_eq!(sandbox.hr(&["import-companies", "companies.csv"]).status, 0);
            let mut lines = lines.to_vec();
            lines.rotate_left(turn);
            let file = format!("username,email,role,home,organization\n{}\n", lines.join("\n"));
            fs::write(sandbox.path("users.csv"), file).expect("a file");
            let plan = sandbox.hr(&["import-users", "users.csv", "--dry-run"]);
            assert!(
                plan.out.contains(&format!("would add organization {of_ada}\n")),
                "{}",
                plan.err
            );
            assert_eq!(sandbox.hr(&["import-users", "users.csv"]).status, 0);
            let of = |username: &str| -> String {
                let sql = "SELECT o.name FROM hrm_users u JOIN organization o \
                     ON o.id = u.organization_id WHERE u.username = ?1";
                sandbox.connect().query_row(sql, [username], |row| row.get(0)).expect("a name")
            };
            assert_eq!(["ada", "sarah", "kenji"].map(of), [of_ada, "Global Corp", "Pacific"]);
        }
    }
}

#[test]
fn a_file_with_mistakes_reports_each_with_its_position_and_writes_nothing() {
    let sandbox = Sandbox::new();
    let file = "username,email,role,home\n\
        eve,eve,Boss,XXX\n\
        \n\
        bob ,new@x.example,,PAR\n\
        ada,ada@example.com,,\n\
        ada,,,\n\
        ,x@y.example,,\n";
    fs::write(sandbox.path("users.csv"), file).expect("a file");
    let before = sandbox.hr(&["users", "--json"]).out;
    let told = sandbox.hr(&["import-users", "users.csv"]);
    assert_eq!(told.status, 1);
    for line in [
        "line 2, column 2: e-mail has no @",
        "line 2, column 3: role “Boss” is not known",
        "line 2, column 4: home company “XXX” is not known",
        "line 5, column 1: username is also on line 6, with other values: e-mail",
        "line 6, column 1: username is also on line 5, with other values: e-mail",
        "line 7, column 1: username is required",
        "6 problems in users.csv: nothing was changed",
    ] {
        assert!(told.err.contains(line), "{line}\n{}", told.err);
    }
    assert_eq!(sandbox.hr(&["users", "--json"]).out, before);
    let plan = sandbox.hr(&["import-users", "users.csv", "--dry-run", "--json"]);
    assert_eq!((plan.status, &plan.json()["problems"][1]["field"]), (1, &json!("role")));
    assert_eq!(sandbox.hr(&["users", "--json"]).out, before);
    let done = sandbox.hr(&["import-users", "users.csv", "--skip-problems", "--json"]).json();
    assert_eq!(
        (&done["lines_altered"], &done["lines_unchanged"], &done["problem_count"]),
        (&json!(1), &json!(0), &json!(6))
    );
    let bob = sandbox.hr(&["show", "bob", "--json"]).json();
    assert_eq!((&bob["email"], &bob["home_company"]), (&json!("new@x.example"), &json!("PAR")));
}

#[test]
fn tenants_are_not_created_by_a_typo_and_codes_need_their_tenant() {
    let sandbox = Sandbox::new();
    let file = "code,name,tenant\nOSA,Osaka,Akme Group\nHQ,New name,\nHQ,Blue Tower,BLUE\n";
    fs::write(sandbox.path("companies.csv"), file).expect("a file");
    let told = sandbox.hr(&["import-companies", "companies.csv"]);
    assert!(
        told.err.contains("line 2, column 3: tenant “Akme Group” is not known"),
        "{}",
        told.err
    );
    assert!(
        told.err.contains("line 3, column 1: code is the code of 2 companies: HQ (ACME), HQ (BLUE); name the tenant too"),
        "{}",
        told.err
    );
    let done =
        sandbox.hr(&["import-companies", "companies.csv", "--skip-problems", "--create-missing"]);
    assert!(done.err.contains("1 line added, 1 changed"), "{}", done.err);
    assert_eq!(sandbox.hr(&["show", "bob", "--json"]).json()["tenant"], json!("Blue Ltd"));
    fs::write(sandbox.path("odd.csv"), "a,b\n1,2\n").expect("a file");
    sandbox.hr(&["import-users", "odd.csv"]).fails(1, "among them username");
    sandbox.hr(&["import-companies", "missing.csv"]).fails(1, "missing.csv");
}

#[test]
fn a_company_is_listed_once_however_its_tenant_is_spelt() {
    let sandbox = Sandbox::new();
    let file = "code,name,tenant\nOSA,a,BLUE\nOSA,b,blue ltd\nPAR,New,\nPAR,Again,acme\n\
                HQ,One,ACME\nHQ,Two,BLUE\n";
    fs::write(sandbox.path("companies.csv"), file).expect("a file");
    let told = sandbox.hr(&["import-companies", "companies.csv"]);
    assert_eq!(told.status, 1);
    for line in [
        "line 2, column 1: code is also on line 3, with other values: name",
        "line 3, column 1: code is also on line 2, with other values: name",
        "line 4, column 1: code is also on line 5, with other values: name",
        "line 5, column 1: code is also on line 4, with other values: name",
        "4 problems in companies.csv: nothing was changed",
    ] {
        assert!(told.err.contains(line), "{line}\n{}", told.err);
    }
    let done = sandbox.hr(&["import-companies", "companies.csv", "--skip-problems"]);
    assert!(done.err.contains("0 lines added, 2 changed"), "{}", done.err);
    let names = sandbox.hr(&["companies", "--json"]).out;
    assert!(!names.contains("\"New\"") && !names.contains("\"Again\""), "{names}");
}

#[test]
fn names_are_looked_up_exactly_before_spaces_and_apostrophes_are_removed() {
    let sandbox = Sandbox::new();
    sandbox
        .connect()
        .execute_batch(
            "UPDATE hrm_users SET username = '=q' WHERE id = 1;
             UPDATE hrm_users SET username = '''=q' WHERE id = 2;
             UPDATE hrm_users SET username = 'bobby ' WHERE id = 3;
             UPDATE hrm_users SET username = 'bobby' WHERE id = 4;
             UPDATE hrm_company SET code = ' PAR' WHERE code = 'PAR';",
        )
        .expect("names");
    fs::write(sandbox.path("users.csv"), "username,first_name\nbobby ,Three\n bobby,Four\n'=q,X\n")
        .expect("a file");
    let told = sandbox.hr(&["import-users", "users.csv", "--skip-problems"]);
    assert!(
        told.err.starts_with("  line 4, column 1: username “'=q” may be meant with or without"),
        "{}",
        told.err
    );
    assert!(told.err.contains("0 lines added, 2 changed"), "{}", told.err);
    let json =
        r#"[{"username": "'=q", "first_name": "Two"}, {"username": "=q", "first_name": "One"}]"#;
    fs::write(sandbox.path("users.json"), json).expect("a file");
    assert_eq!(sandbox.hr(&["import-users", "users.json"]).status, 0);
    let names: String = sandbox
        .connect()
        .query_row(
            "SELECT group_concat(username || ':' || first_name, '|') FROM hrm_users",
            [],
            |row| row.get(0),
        )
        .expect("names");
    assert_eq!(names, "=q:One|'=q:Two|bobby :Three|bobby:Four");
    fs::write(sandbox.path("companies.csv"), "code,name\n PAR,Paris\n").expect("a file");
    let done = sandbox.hr(&["import-companies", "companies.csv"]);
    assert!(done.err.contains("0 lines added, 1 changed"), "{}", done.err);
    assert_eq!(sandbox.hr(&["companies", "--json"]).json()[0]["code"], " PAR");
}

#[test]
fn the_last_super_admin_is_protected_unless_forced() {
    let sandbox = Sandbox::new();
    fs::write(sandbox.path("users.csv"), "username,active\nada,no\n").expect("a file");
    let told = sandbox.hr(&["import-users", "users.csv", "--dry-run", "--json"]);
    assert!(told.err.contains("--force is needed: no active Super Admin"), "{}", told.err);
    assert_eq!(told.json()["guard"], json!({"kind": "last_super_admin", "username": "ada"}));
    let forced = sandbox.hr(&["import-users", "users.csv", "--dry-run", "--json", "--force"]);
    assert_eq!(forced.json()["guard"], json!(null));
    let told = sandbox.hr(&["user", "delete", "ada", "--dry-run"]);
    assert!(told.err.contains("--force is needed"), "{}", told.err);
    sandbox
        .hr(&["import-users", "users.csv"])
        .fails(5, "ada is the last; nothing was changed; use --force");
    let done = sandbox.hr(&["import-users", "users.csv", "--force"]);
    assert_eq!(done.status, 0, "{}", done.err);
    assert_eq!(sandbox.hr(&["users", "--where", "user:ada", "--json"]).json()[0]["active"], false);
}

#[test]
fn a_line_with_more_values_than_headings_is_a_problem() {
    let sandbox = Sandbox::new();
    let file = "username,email,role\nnew,new@x.example,Manager,PAR\nother,other@x.example,, \n";
    fs::write(sandbox.path("users.csv"), file).expect("a file");
    let told = sandbox.hr(&["import-users", "users.csv"]);
    assert_eq!(told.status, 1);
    let line =
        "  line 2, column 1: username has “PAR” beside it in column 4, which has no heading\n";
    assert!(told.err.starts_with(line), "{}", told.err);
    let done = sandbox.hr(&["import-users", "users.csv", "--skip-problems"]);
    assert!(done.err.contains("1 line added, 0 changed, 0 unchanged, 1 problem"), "{}", done.err);
}

#[test]
fn each_super_admin_in_a_file_is_guarded_however_many_there_are() {
    let sandbox = Sandbox::new();
    let mut file = String::from("username,email,first name,last name,role,active\n");
    for number in 1..=101 {
        writeln!(file, "root{number},root{number}@x.example,R,{number},Super Admin,yes")
            .expect("text");
    }
    fs::write(sandbox.path("users.csv"), &file).expect("the file");
    assert_eq!(sandbox.hr(&["import-users", "users.csv"]).status, 0);
    let last = "username,active\nroot101,no\n";
    fs::write(sandbox.path("users.csv"), last).expect("the file");
    let says = "refused: it takes away the access of root101, a Super Admin, to ";
    sandbox.hr(&["import-users", "users.csv"]).fails(5, says);
    assert_eq!(sandbox.hr(&["import-users", "users.csv", "--force"]).status, 0);
}
