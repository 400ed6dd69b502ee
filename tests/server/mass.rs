//! Many changes at once: a table is then read again as a whole, and indexes that the first
//! opening leaves out are created later.

use rusqlite::Connection;

use crate::follow::{open, until};
use crate::harness::{Hrm, hrm};
use crate::pull::assert_same;

/// More users, all with one grant.
const USERS: &str = "
INSERT INTO hrm_users (username, email, password_hash, first_name, last_name, is_active, must_reset_password, organization_id, role_id)
  SELECT 'big' || i, 'big' || i || '@example.org', 'scrypt:x', 'First' || i, 'Last', true, true, 1, 5 FROM generate_series(1, 30000) i;
INSERT INTO hrm_user_company_access (user_id, company_id) SELECT u.id, c.id FROM hrm_users u, hrm_company c
  WHERE u.username LIKE 'big%' AND c.code = 'ZRH';
";

fn indexes(hrm: &Hrm, file: &str) -> Vec<String> {
    let file = Connection::open(hrm.path(file)).expect("the copy");
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY 1";
    let mut statement = file.prepare(sql).expect(sql);
    let names = statement.query_map([], |row| row.get(0)).expect(sql);
    names.collect::<Result<_, _>>().expect(sql)
}

fn look(hrm: &Hrm) {
    let url = hrm.url();
    hrm.grantgrid(&["users", "--where", "name:nobody", "--db", &url, "--replica", "replica.db"])
        .succeeds();
}

/// Drops an index of a table of the replica, which only reading the whole table creates again.
fn drop_index(hrm: &Hrm, table: &str) -> String {
    let file = Connection::open(hrm.path("replica.db")).expect("the copy");
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL \
               AND tbl_name = ?1 AND name <> 'hrm_user_company_access_pkey' ORDER BY name";
    let name: String = file.query_row(sql, [table], |row| row.get(0)).expect(table);
    file.execute_batch(&format!("DROP INDEX \"{name}\"")).expect("an index");
    name
}

#[test]
fn after_a_mass_update_the_whole_table_is_read_again() {
    let Some(hrm) = hrm() else { return };
    hrm.run(USERS);
    look(&hrm);
    for (table, change) in [
        ("hrm_users", "UPDATE hrm_users SET first_name = first_name || 'x'"),
        ("hrm_user_company_access", "UPDATE hrm_user_company_access SET modified_at = now()"),
        (
            "hrm_user_company_access",
            "CREATE TEMP TABLE kept AS SELECT * FROM hrm_user_company_access; \
             TRUNCATE hrm_user_company_access; \
             INSERT INTO hrm_user_company_access SELECT gen_random_uuid(), user_id, company_id, created_at FROM kept",
        ),
        ("hrm_user_company_access", "DELETE FROM hrm_user_company_access WHERE user_id % 10 <> 0"),
        (
            "hrm_users",
            "UPDATE hrm_users SET username = 'was' || id, email = id || '@' WHERE username LIKE 'big%'",
        ),
    ] {
        let dropped = drop_index(&hrm, table);
        hrm.run(change);
        look(&hrm);
        assert!(indexes(&hrm, "replica.db").contains(&dropped), "row by row: {change}");
        assert_same(&hrm, &hrm.path("replica.db"));
    }
}

#[test]
fn indexes_created_later_equal_those_of_a_pull() {
    let Some(hrm) = hrm() else { return };
    hrm.grantgrid(&["pull", "copy.db", "--db", &hrm.url()]).succeeds();
    let all = indexes(&hrm, "copy.db");
    look(&hrm);
    assert_eq!(indexes(&hrm, "replica.db").len() + 2, all.len());
    hrm.run("DELETE FROM hrm_user_company_access WHERE user_id = 4");
    look(&hrm);
    assert_eq!(
        indexes(&hrm, "replica.db").len() + 1,
        all.len(),
        "grants were looked up by their id"
    );
    let store = open(&hrm);
    until("the rest is made", || indexes(&hrm, "replica.db") == all);
    drop(store);
    assert_same(&hrm, &hrm.path("replica.db"));
}
