//! Importing users and companies on a server: with ids of the server, as one change, undone
//! exactly.

use crate::harness::{Hrm, hrm};
use crate::program::Ran;
use crate::write::{assert_one_history, hr_tables};
use crate::write_rows::KINDS;

fn run(hrm: &Hrm, arguments: &[&str], replica: &str) -> Ran {
    hrm.grantgrid(&[arguments, &["--db", &hrm.url(), "--replica", replica]].concat())
}

fn file(hrm: &Hrm, name: &str, text: &str) {
    std::fs::write(hrm.path(name), text).expect("a file");
}

#[test]
fn users_are_added_and_edited_from_a_file() {
    let Some(hrm) = hrm() else { return };
    let before = hr_tables(&hrm);
    let lines: Vec<String> = (1..=250)
        .map(|at| format!("new{at},new{at}@example.org,New,Person {at},Employee,ZRH,yes"))
        .collect();
    let text = format!(
        "username,email,first_name,last_name,role,home,active\n{}\n\
         no.profile,changed@example.org,No,Profile,HR Manager,SYD,no\n",
        lines.join("\n")
    );
    file(&hrm, "people.csv", &text);
    let plan = run(&hrm, &["import-users", "people.csv", "--dry-run", "--json"], "one.db");
    plan.succeeds();
    assert_eq!(hr_tables(&hrm), before);
    run(&hrm, &["import-users", "people.csv", "--reason", "new site"], "one.db").succeeds();
    let made = "SELECT count(*) FROM hrm_users u JOIN hrm_employee e ON e.user_id = u.id \
                JOIN hrm_company c ON c.id = e.company_id WHERE u.username LIKE 'new%' \
                AND c.code = 'ZRH' AND u.password_hash LIKE '!%'";
    assert_eq!(hrm.number(made), 250);
    let edited = "SELECT count(*) FROM hrm_users u JOIN hrm_employee e ON e.user_id = u.id \
                  WHERE u.username = 'no.profile' AND u.email = 'changed@example.org' AND NOT u.is_active";
    assert_eq!(hrm.number(edited), 1);
    assert_eq!(hrm.number("SELECT count(*) FROM grantgrid_change WHERE reason = 'new site'"), 1);
    // The sequences are above the new ids, so that the HR system can continue.
    hrm.run(
        "INSERT INTO hrm_users (username, email, password_hash, first_name, last_name, \
         must_reset_password, organization_id, role_id) VALUES ('theirs', 't@example.org', 'x', \
         'T', 'T', false, 1, 5); DELETE FROM hrm_users WHERE username = 'theirs'",
    );
    let again = run(&hrm, &["import-users", "people.csv"], "two.db").succeeds();
    assert!(again.err.contains("no changes"), "{}", again.err);
    run(&hrm, &["undo"], "two.db").succeeds();
    assert_eq!(hr_tables(&hrm), before);
    run(&hrm, &["redo"], "three.db").succeeds();
    assert_eq!((hrm.number(made), hrm.number(edited)), (250, 1));
    assert_one_history(&hrm, &["one.db", "two.db", "three.db"]);
}

#[test]
fn companies_are_added_and_edited_from_a_file() {
    let Some(hrm) = hrm() else { return };
    let before = hr_tables(&hrm);
    file(
        &hrm,
        "companies.csv",
        "code,name,tenant,currency,active\nGVA,Alpine Genève,ALPINE,CHF,yes\n\
         BKK,Harbour Bangkok,HARBOUR,THB,yes\nSYD,Harbour Sydney Ltd,HARBOUR,AUD,no\n",
    );
    run(&hrm, &["import-companies", "companies.csv"], "one.db").succeeds();
    let made = "SELECT count(*) FROM hrm_company c JOIN hrm_tenant t ON t.id = c.tenant_id WHERE \
                (c.code, c.currency_code, t.code) IN (('GVA', 'CHF', 'ALPINE'), ('BKK', 'THB', 'HARBOUR')) \
                OR (c.code = 'SYD' AND c.name = 'Harbour Sydney Ltd' AND NOT c.is_active)";
    assert_eq!(hrm.number(made), 3);
    run(&hrm, &["undo"], "two.db").succeeds();
    run(&hrm, &["redo"], "one.db").succeeds();
    assert_eq!(hrm.number(made), 3);
    run(&hrm, &["undo"], "one.db").succeeds();
    assert_one_history(&hrm, &["one.db", "two.db"]);
    // A trigger of the server sets when the company was last edited, also by the undo.
    hrm.run(
        "ALTER TABLE hrm_company DISABLE TRIGGER USER; UPDATE hrm_company SET modified_at = NULL \
         WHERE code = 'SYD'; ALTER TABLE hrm_company ENABLE TRIGGER USER",
    );
    assert_eq!(hr_tables(&hrm), before);
}

#[test]
fn one_line_that_the_server_refuses_stops_the_whole_file() {
    let Some(hrm) = hrm() else { return };
    hrm.run("ALTER TABLE hrm_users ADD CHECK (last_name <> 'Refused')");
    let before = hr_tables(&hrm);
    file(
        &hrm,
        "people.csv",
        "username,email,last_name\nnew1,new1@example.org,One\nnew2,new2@example.org,Refused\n",
    );
    let ran = run(&hrm, &["import-users", "people.csv"], "one.db");
    assert_eq!(ran.status, 1, "{}", ran.err);
    assert!(ran.err.contains("nothing was changed"), "{}", ran.err);
    assert_eq!(hr_tables(&hrm), before);
    let there = "SELECT count(*) FROM pg_class WHERE relname = 'grantgrid_change'";
    assert_eq!(hrm.number(there), 0);
    // The HR system takes an address while the file is being read.
    hrm.run("UPDATE hrm_users SET email = 'new1@example.org' WHERE username = 'emp001'");
    let ran = run(&hrm, &["import-users", "people.csv"], "one.db");
    assert_eq!(ran.status, 1, "{}", ran.err);
    assert!(ran.err.contains("is taken"), "{}", ran.err);
}

#[test]
fn grants_imported_from_a_file_are_on_the_server() {
    let Some(hrm) = hrm() else { return };
    let before = hr_tables(&hrm);
    file(
        &hrm,
        "grants.csv",
        "username,company\nno.profile,ZRH\nemp001,SYD\nemp001,KUL\nmei.tan,ZRH\n",
    );
    run(&hrm, &["import", "grants.csv"], "one.db").succeeds();
    let there = "SELECT count(*) FROM hrm_user_company_access a JOIN hrm_users u ON u.id = a.user_id \
                 JOIN hrm_company c ON c.id = a.company_id WHERE (u.username, c.code) IN \
                 (('no.profile', 'ZRH'), ('emp001', 'SYD'), ('emp001', 'KUL'), ('mei.tan', 'ZRH'))";
    assert_eq!(hrm.number(there), 4);
    assert_eq!(hrm.number("SELECT count(*) FROM hrm_user_company_access"), 10);
    run(&hrm, &["undo"], "two.db").succeeds();
    assert_eq!(hr_tables(&hrm), before);
    assert_one_history(&hrm, &["one.db", "two.db"]);
}

#[test]
fn a_column_that_only_the_server_has_is_filled_from_a_file() {
    let Some(hrm) = hrm() else { return };
    hrm.run(KINDS);
    let before = hr_tables(&hrm);
    file(
        &hrm,
        "people.csv",
        "username,email,Kind,home,Employee Contract\nnew.one,one@example.org,external,ZRH,Internal\n\
         new.two,two@example.org,Internal,,\nno.profile,np@example.org,External,SYD,On 'loan'\n",
    );
    run(&hrm, &["import-users", "people.csv"], "one.db").succeeds();
    let made = "SELECT count(*) FROM hrm_users u LEFT JOIN hrm_employee e ON e.user_id = u.id \
                WHERE (username, u.kind::text, coalesce(contract::text, '')) IN \
                (('new.one', 'External', 'Internal'), ('new.two', 'Internal', ''), \
                 ('no.profile', 'Internal', 'On ''loan'''))";
    assert_eq!(hrm.number(made), 3);
    let again = run(&hrm, &["import-users", "people.csv"], "two.db").succeeds();
    assert!(again.err.contains("no changes"), "{}", again.err);
    run(&hrm, &["undo"], "two.db").succeeds();
    assert_eq!(hr_tables(&hrm), before);
    file(
        &hrm,
        "people.json",
        r#"[{"username": "new.one", "email": "one@example.org", "kind": "Nobody"}]"#,
    );
    let ran = run(&hrm, &["import-users", "people.json"], "one.db");
    assert!(ran.err.contains("kind must be one of Internal, External"), "{}", ran.err);
    file(&hrm, "companies.csv", "code,name,tenant,kind\nGVA,Alpine Genève,ALPINE,External\n");
    run(&hrm, &["import-companies", "companies.csv"], "one.db").succeeds();
    let made = "SELECT count(*) FROM hrm_company WHERE code = 'GVA' AND kind = 'External'";
    assert_eq!(hrm.number(made), 1);
    assert_one_history(&hrm, &["one.db", "two.db"]);
}
