//! The SQL that `schema` prints: it creates on a server what a file has, and can be run again.

use rusqlite::Connection;

use crate::harness::hrm;

/// Row ids of one file mean nothing in another.
const ONLY_IN_A_FILE: &str = "grantgrid_cell.place";
/// Every replica computes it from the history.
const OF_EACH_REPLICA: &str = "grantgrid_last_change.";

fn print(hrm: &crate::harness::Hrm, option: &str) -> String {
    hrm.grantgrid(&["schema", option]).succeeds().out
}

#[test]
fn grantgrids_tables_on_a_server_equal_those_of_a_file() {
    let Some(hrm) = hrm() else { return };
    let sql = print(&hrm, "--sql");
    hrm.run(&sql);
    hrm.run(
        "INSERT INTO grantgrid_change (id, at, operator, kind, added, removed, written) \
         VALUES (1, now(), 'a', 'grant', 0, 0, 0)",
    );
    hrm.run(&sql);
    assert_eq!(hrm.number("SELECT count(*) FROM grantgrid_change"), 1);
    let query = "SELECT table_name || '.' || column_name FROM information_schema.columns \
                 WHERE table_name LIKE 'grantgrid%' ORDER BY table_name COLLATE \"C\", column_name COLLATE \"C\"";
    let rows = hrm.client().query(query, &[]).expect(query);
    let mut on_server: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
    let file = Connection::open_in_memory().expect("a database");
    file.execute_batch(&print(&hrm, "--sqlite")).expect("the SQL of a file");
    let mut statement = file
        .prepare(
            "SELECT t.name || '.' || c.name FROM pragma_table_list t, pragma_table_info(t.name) c \
             WHERE t.name LIKE 'grantgrid%' ORDER BY t.name, c.name",
        )
        .expect("a query");
    let rows = statement.query_map([], |row| row.get(0)).expect("columns");
    let mut in_file: Vec<String> = rows.collect::<Result<_, _>>().expect("columns");
    in_file.retain(|it| it != ONLY_IN_A_FILE && !it.starts_with(OF_EACH_REPLICA));
    on_server.retain(|it| in_file.contains(it));
    assert_eq!(on_server, in_file);
}

#[test]
fn the_listed_privileges_are_sufficient_and_minimal() {
    let Some(hrm) = hrm() else { return };
    let sql = print(&hrm, "--sql");
    hrm.run(&sql);
    let (_, privileges) = sql.split_once("-- To look").expect("the privileges");
    let grants: String = privileges
        .lines()
        .map(|line| line.trim_start_matches("-- "))
        .filter(|line| !line.starts_with("To make"))
        .skip(1)
        .collect::<Vec<_>>()
        .join("\n")
        .replace("hr_reader", "reader")
        .replace("hr_editor", "secure");
    hrm.run(&grants);
    let may = |login: &str, table: &str, privilege: &str| {
        let sql =
            format!("SELECT has_table_privilege('{login}', '{table}', '{privilege}')::int::int8");
        hrm.number(&sql) == 1
    };
    let tables =
        "SELECT relname::text FROM pg_class WHERE relkind = 'r' AND relname LIKE 'grantgrid%'";
    for row in hrm.client().query(tables, &[]).expect(tables) {
        let table: String = row.get(0);
        assert_eq!(may("reader", &table, "SELECT"), table != "grantgrid_row", "{table}");
        assert!(!may("reader", &table, "INSERT"), "{table}");
        for privilege in ["SELECT", "INSERT", "UPDATE", "DELETE"] {
            assert!(may("secure", &table, privilege), "{table}: {privilege}");
        }
    }
    let columns = "SELECT string_agg(attname, ' ') FROM pg_attribute \
                   WHERE attrelid = 'grantgrid_row'::regclass AND attnum > 0 \
                   AND NOT has_column_privilege('reader', attrelid, attnum, 'SELECT')";
    let hidden: String = hrm.client().query_one(columns, &[]).expect(columns).get(0);
    assert_eq!(hidden, "whole");
}
