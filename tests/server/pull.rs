//! The copy of what grantgrid reads: complete, private, and equal to the results of plain SQL
//! on the server.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use rusqlite::Connection;

use crate::harness::{Hrm, hrm};

/// Every table that is read, with its columns in the server's SQL.
const TABLES: [(&str, &str); 7] = [
    ("hrm_tenant", "id, name, code, is_active::int"),
    ("hrm_roles", "id, name, is_active::int"),
    ("organization", "id, name, tenant_id"),
    ("hrm_company", "id, tenant_id, name, code, currency_code, is_active::int, created_at"),
    (
        "hrm_users",
        "id, username, email, first_name, last_name, is_active::int, organization_id, role_id, \
         created_at",
    ),
    ("hrm_employee", "id, employee_id, user_id, company_id, first_name, last_name"),
    ("hrm_user_company_access", "id, user_id, company_id, created_at, modified_at"),
];

/// The rows of a table on the server, as text.
pub(crate) fn on_server(hrm: &Hrm, table: &str, columns: &str) -> Vec<String> {
    let columns: Vec<String> = columns
        .split(", ")
        .map(|column| match column {
            "created_at" | "modified_at" => {
                format!("coalesce(to_char({column}, 'YYYY-MM-DD HH24:MI:SS.US'), '-')")
            }
            column => format!("coalesce(({column})::text, '-')"),
        })
        .collect();
    let query = format!("SELECT concat_ws('|', {}) FROM {table} ORDER BY id", columns.join(", "));
    hrm.client().query(&query, &[]).expect(&query).iter().map(|row| row.get(0)).collect()
}

/// The rows of a table in a file, as text.
fn in_file(file: &Connection, table: &str) -> Vec<String> {
    let mut statement = file.prepare(&format!("SELECT * FROM {table} ORDER BY id")).expect(table);
    let count = statement.column_count();
    let row = |row: &rusqlite::Row<'_>| {
        let text = |at| match row.get_ref_unwrap(at) {
            rusqlite::types::ValueRef::Null => "-".to_owned(),
            rusqlite::types::ValueRef::Integer(number) => number.to_string(),
            other => other.as_str().expect("a text").to_owned(),
        };
        Ok((0..count).map(text).collect::<Vec<_>>().join("|"))
    };
    statement.query_map([], row).expect(table).map(|row| row.expect(table)).collect()
}

#[track_caller]
pub(crate) fn assert_same(hrm: &Hrm, path: &std::path::Path) {
    let file = Connection::open(path).expect("the copy");
    for (table, columns) in TABLES {
        assert_eq!(in_file(&file, table), on_server(hrm, table, columns), "{table}");
    }
}

#[test]
fn a_pull_copies_only_the_tables_and_columns_that_are_read() {
    let Some(hrm) = hrm() else { return };
    hrm.run(
        "INSERT INTO hrm_tenant (name, code) VALUES (E'tab\\t \\\\N \\n \\\\x', E'\\\\N'); \
         UPDATE hrm_users SET created_at = '2025-02-03 10:00:00.5' WHERE id = 3; \
         UPDATE hrm_employee SET basic_salary = 91827.45; \
         UPDATE hrm_users SET created_at = NULL, first_name = '' WHERE id = 4",
    );
    let ran =
        hrm.grantgrid(&["pull", "copy.db", "--db", &hrm.url_of("reader"), "--json"]).succeeds();
    let path = hrm.path("copy.db");
    assert_same(&hrm, &path);
    let json = ran.json();
    assert_eq!(json["server"], hrm.url_of("reader"));
    assert_eq!(json["tables"][6]["table"], "hrm_user_company_access");
    assert_eq!(json["tables"][6]["rows"], 7);
    assert_eq!(fs::metadata(&path).expect("the copy").permissions().mode() & 0o777, 0o600);
    let bytes = fs::read(&path).expect("the copy");
    for part in ["scrypt", "password", "salary", "91827", "hire_date", "phone"] {
        assert!(!bytes.windows(part.len()).any(|window| window == part.as_bytes()), "{part}");
    }
    let names: Vec<_> = fs::read_dir(hrm.folder.path()).expect("the folder").collect();
    assert_eq!(names.len(), 1, "nothing lies beside it");
}

#[test]
fn a_pull_replaces_a_file_only_with_force() {
    let Some(hrm) = hrm() else { return };
    let url = hrm.url();
    fs::write(hrm.path("copy.db"), "mine").expect("a file");
    hrm.grantgrid(&["pull", "copy.db", "--db", &url]).fails(1, "use --force");
    assert_eq!(fs::read(hrm.path("copy.db")).expect("the file"), b"mine");
    let nowhere = "postgresql://hr@127.0.0.1:1/hrm";
    hrm.grantgrid(&["pull", "copy.db", "--force", "--db", nowhere]).fails(3, "refused");
    assert_eq!(fs::read(hrm.path("copy.db")).expect("the file"), b"mine");
    hrm.grantgrid(&["pull", "copy.db", "--force", "--db", &url]).succeeds();
    assert_same(&hrm, &hrm.path("copy.db"));
    hrm.grantgrid(&["pull", "other.db", "--db", "copy.db"]).fails(1, "postgresql:// URL");
    hrm.grantgrid(&["pull", "no/copy.db", "--db", &url]).fails(1, "there is no folder");
}

#[test]
fn the_copy_is_an_ordinary_database() {
    let Some(hrm) = hrm() else { return };
    hrm.grantgrid(&["pull", "copy.db", "--db", &hrm.url()]).succeeds();
    let done =
        |arguments: &[&str]| hrm.grantgrid(&[arguments, &["--db", "copy.db"]].concat()).succeeds();
    done(&["grant", "--user", "no.profile", "--company", "ZRH"]);
    done(&["undo"]);
    done(&["user", "add", "new.user", "--email", "new@example.org"]);
    done(&["check"]);
}

#[test]
fn the_figures_of_the_copy_equal_those_of_the_server() {
    let Some(hrm) = hrm() else { return };
    hrm.grantgrid(&["pull", "copy.db", "--db", &hrm.url()]).succeeds();
    figures(&hrm, "copy.db");
}

/// The companies that the HR system lets each user into, in plain SQL on the server: the
/// access policy of 2026.
const EFFECTIVE: &str = "SELECT u.username, c.id AS company FROM hrm_users u CROSS JOIN hrm_company c \
    JOIN hrm_roles r ON r.id = u.role_id JOIN organization o ON o.id = u.organization_id \
    LEFT JOIN LATERAL (SELECT company_id FROM hrm_employee e WHERE e.user_id = u.id \
        ORDER BY e.id LIMIT 1) h ON true \
    LEFT JOIN hrm_company hc ON hc.id = h.company_id \
    WHERE u.is_active AND CASE r.name WHEN 'Super Admin' THEN true \
      WHEN 'Tenant Admin' THEN c.tenant_id = coalesce(hc.tenant_id, o.tenant_id) \
      ELSE c.id = h.company_id OR EXISTS (SELECT FROM hrm_user_company_access a \
        WHERE a.user_id = u.id AND a.company_id = c.id) END";

/// Asserts that every figure of a database equals the server's.
#[track_caller]
pub(crate) fn figures(hrm: &Hrm, database: &str) {
    let json = |arguments: &[&str]| {
        hrm.grantgrid(&[arguments, &["--json", "--db", database]].concat()).succeeds().json()
    };
    let stats = json(&["stats"]);
    let number = |query: &str| serde_json::Value::from(hrm.number(query));
    assert_eq!(stats["users"], number("SELECT count(*) FROM hrm_users"));
    assert_eq!(stats["companies"], number("SELECT count(*) FROM hrm_company"));
    assert_eq!(stats["grants"], number("SELECT count(*) FROM hrm_user_company_access"));
    let pairs = format!("SELECT count(*) FROM ({EFFECTIVE}) e");
    assert_eq!(stats["effective_pairs"], number(&pairs));
    let grants = "(SELECT count(*) FROM hrm_user_company_access a WHERE a.user_id = u.id)";
    let effective = format!("(SELECT count(*) FROM ({EFFECTIVE}) e WHERE e.username = u.username)");
    let users = format!(
        "SELECT concat_ws('|', u.username, {grants}, {effective}) AS x FROM hrm_users u ORDER BY u.id"
    );
    let expected: Vec<String> =
        hrm.client().query(&users, &[]).expect(&users).iter().map(|row| row.get(0)).collect();
    let users = json(&["users"]);
    let users = users.as_array().expect("a list");
    let found: Vec<String> = users
        .iter()
        .map(|user| {
            let name = user["username"].as_str().expect("a name");
            format!("{name}|{}|{}", user["companies"], user["effective_companies"])
        })
        .collect();
    assert_eq!(found, expected);
    for (id, code) in companies(hrm) {
        let who = json(&["who", &id]);
        let who = who.as_array().unwrap_or_else(|| panic!("{who}"));
        let query = format!("SELECT count(*) FROM ({EFFECTIVE}) e WHERE company = '{id}'");
        assert_eq!(i64::try_from(who.len()).expect("a number"), hrm.number(&query), "{code}");
    }
    let access = json(&["access", "arjun.nair"]);
    let query = format!("SELECT count(*) FROM ({EFFECTIVE}) e WHERE username = 'arjun.nair'");
    let count = access.as_array().map_or(0, Vec::len);
    assert_eq!(i64::try_from(count).expect("a number"), hrm.number(&query), "{access}");
}

fn companies(hrm: &Hrm) -> Vec<(String, String)> {
    let rows =
        hrm.client().query("SELECT id::text, code FROM hrm_company", &[]).expect("companies");
    rows.iter().map(|row| (row.get(0), row.get(1))).collect()
}
