//! Every older form of grantgrid's own tables is upgraded to the current one.

use super::*;

/// The tables of each older form, as grantgrid created them.
const OLDER: [&str; 7] = [
    include_str!("../form-1.sql"),
    include_str!("../form-2.sql"),
    include_str!("../form-3.sql"),
    include_str!("../form-4.sql"),
    include_str!("../form-5.sql"),
    include_str!("../form-6.sql"),
    include_str!("../form-7.sql"),
];

fn schema_of(connection: &Connection) -> Vec<(String, String)> {
    connection
        .prepare("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap()
}

#[test]
fn older_tables_are_usable_but_not_current() {
    let fresh = Connection::open_in_memory().unwrap();
    make(&fresh).unwrap();
    for tables in OLDER {
        let old = Connection::open_in_memory().unwrap();
        old.execute_batch(tables).unwrap();
        assert_eq!(unusable(&old).unwrap(), None);
        assert_eq!(incomplete(&old).unwrap(), [""; 0]);
        assert!(!is_current(&old).unwrap());
    }
    assert_eq!(unusable(&fresh).unwrap(), None);
    assert!(is_current(&fresh).unwrap() && incomplete(&fresh).unwrap().is_empty());
    for (table, expected) in COLUMNS {
        let columns = tables::columns(&fresh, table).unwrap();
        let mut columns: Vec<String> = columns.into_iter().map(|it| it.name).collect();
        columns.retain(|column| {
            let later = [
                ("grantgrid_cell", "place"),
                ("grantgrid_change", "account"),
                ("grantgrid_row", "person"),
            ];
            !later.contains(&(table, column.as_str()))
        });
        assert_eq!(columns, expected, "{table}");
    }
}

#[test]
fn upgraded_tables_equal_new_ones() {
    let fresh = Connection::open_in_memory().unwrap();
    make(&fresh).unwrap();
    for (form, tables) in (1..).zip(OLDER) {
        let old = Connection::open_in_memory().unwrap();
        old.execute_batch(tables).unwrap();
        old.execute(
            "INSERT INTO grantgrid_change (at, operator, kind) VALUES ('', 'a', 'grant')",
            [],
        )
        .unwrap();
        assert_eq!(format_of(&old).unwrap(), form);
        make(&old).unwrap();
        make(&old).unwrap();
        assert_eq!(format_of(&old).unwrap(), FORMAT);
        assert_eq!(schema_of(&old), schema_of(&fresh));
        let changes: i64 =
            old.query_row("SELECT count(*) FROM grantgrid_change", [], |row| row.get(0)).unwrap();
        assert_eq!(changes, 1);
        let account: Option<String> =
            old.query_row("SELECT account FROM grantgrid_change", [], |row| row.get(0)).unwrap();
        assert_eq!(account, None, "it is unknown");
    }
}
