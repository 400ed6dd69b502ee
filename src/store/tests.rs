//! The query plans of statements that run when the cursor moves, or that read large tables:
//! each uses an index, and none sorts. `SQLite` has no statistics about the tables here, as in
//! most databases of the HR system.

mod every_statement;
mod walks;

use rusqlite::Connection;

use super::{SCHEMA, check, company_grants, rights, schema, statistics, undo, why};
use crate::domain::TenantId;
use crate::store::bulk::preview;
use crate::store::edit::{super_admins, writer};
use crate::store::journal::{self, Visibility, audit, cells, history, history_rows};
use crate::store::reading::{
    access, affected_users, by_id, change_span, employees, find, full_names, grant_counts,
    home_companies, matrix_row, people, provenance, tenant_scope, users, walk,
};
use crate::store::schema::own::{self, JournalForm};
use crate::store::sqlite::grants_by_row;

fn schemas() -> Vec<(&'static str, Connection)> {
    let of = |script: &str| {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(script).unwrap();
        own::make(&connection).unwrap();
        connection
    };
    vec![
        ("2025", of(include_str!("../../tests/fixtures/hrm-2025.sql"))),
        ("2026", of(include_str!("../../tests/fixtures/hrm-2026.sql"))),
        ("schema.sql", of(SCHEMA)),
    ]
}

fn plan_of(connection: &Connection, sql: &str) -> Vec<String> {
    let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).expect(sql);
    let unbound = vec![None::<i64>; statement.parameter_count()];
    let steps = statement
        .query_map(rusqlite::params_from_iter(unbound), |row| row.get("detail"))
        .expect(sql);
    steps.collect::<Result<_, _>>().expect(sql)
}

fn assert_seeks(name: &str, connection: &Connection, sql: &str) {
    let plan = plan_of(connection, sql);
    assert!(!plan.is_empty(), "{sql}");
    for step in &plan {
        assert!(step.starts_with("SEARCH"), "{name}: {sql}\n{plan:#?}");
    }
}

#[test]
fn queries_of_the_cursor_use_indexes_and_never_sort() {
    for (name, connection) in schemas() {
        let hr = schema::recognize(&connection).unwrap().unwrap();
        for statement in [
            users::SELECT_IDS,
            users::SELECT_USERNAMES,
            &users::select_user(&hr.user_columns),
            &users::select_users_from(&hr.user_columns),
            &by_id::select_references(&hr.user_references),
            access::SELECT_COMPANIES_OF,
            access::SELECT_GRANTS_OF,
            access::SELECT_BETWEEN,
            grant_counts::COUNT_BY_USER,
            grant_counts::COUNT_OF_USER,
            grant_counts::SELECT_GRANT,
            find::SELECT_BY_USERNAME,
            employees::SELECT_COMPANIES,
            &matrix_row::select_row(&hr),
            &matrix_row::select_cell(&hr),
            journal::person::SELECT_ANY_FORMER,
            &matrix_row::select_user(&hr),
            writer::statements::DELETE,
            grants_by_row::DELETE_RANGE,
            writer::statements::SELECT_EXISTING,
            preview::SELECT_USERNAME,
            users::SELECT_IDS_BETWEEN,
            &people::select_people_between(&hr),
            &super_admins::select_people(&hr),
            &cells::select_cells(true),
            cells::SELECT_USERNAME,
            cells::SELECT_FORMER_USERNAME,
            journal::FORGET_ADDED,
            &history_rows::select_rows_after(Visibility::Whole),
            undo::row_conflicts::SELECT_ADDED,
            &history::select_cells_after(Visibility::Whole),
            &rights::select_person(&hr),
            audit::summary::SELECT_CELLS,
            audit::events::SELECT_GRANTS,
            audit::events::SELECT_USER_EDITS,
            &journal::person::select_person(&hr),
            &journal::owner::select_own_edits(true),
            journal::owner::SELECT_FIRST_CELL,
            &journal::rows::select_rows(true),
            audit::summary::SELECT_ROWS,
            &audit::select_operator(&hr),
            &why::select_entries(Visibility::Whole, JournalForm::PRESENT, false),
            &why::select_entries(Visibility::Whole, JournalForm::PRESENT, true),
            &journal::latest::select_changes_of_cells(Visibility::Whole),
            &journal::latest::select_changes_of_row(Visibility::Whole),
            &journal::latest::select_cells_of_user(Visibility::Whole),
            &statistics::months::select_times(&hr),
            grants_by_row::SELECT_TIMES_BETWEEN,
            grants_by_row::SELECT_CHECKED_BETWEEN,
            walk::SELECT_GRANTS_BETWEEN,
            &walk::select_users_between(&hr.user_columns),
            change_span::SELECT_FIRST_USER,
            change_span::SELECT_LAST_USER,
            provenance::SELECT_ADDED_BETWEEN,
            provenance::SELECT_OPERATOR_AND_REASON,
            company_grants::SELECT_CELLS_BETWEEN,
            journal::replay::OF_USERS,
            &journal::replay::select_anothers(&hr),
        ] {
            assert_seeks(name, &connection, statement);
        }
        // Both parts use an index; only the constant row around them is scanned.
        let plan = plan_of(&connection, audit::summary::SELECT_ENDS);
        assert!(!plan.iter().any(|step| step.contains("SCAN grantgrid")), "{name}: {plan:#?}");
    }
}

#[test]
fn a_check_seeks_the_grants_of_one_user() {
    for (name, connection) in schemas() {
        if connection.prepare("SELECT created_at FROM hrm_users").is_err() {
            connection.execute_batch("ALTER TABLE hrm_users ADD COLUMN created_at").unwrap();
        }
        assert_seeks(name, &connection, check::pass::SELECT_ACCOUNTS);
        assert_seeks(name, &connection, check::reused::OLDER_GRANTS_OF);
    }
}

#[test]
fn queries_of_a_tenants_operator_use_indexes_too() {
    for (name, connection) in schemas() {
        let hr = schema::recognize(&connection).unwrap().unwrap();
        tenant_scope::restrict(&connection, &hr, &TenantId::new("x"), ("ada", "HR Manager"))
            .unwrap();
        for statement in [
            users::SELECT_IDS,
            &users::select_user(&hr.user_columns),
            &users::select_users_from(&hr.user_columns),
            &by_id::select_references(&hr.user_references),
            find::SELECT_BY_USERNAME,
            &matrix_row::select_user(&hr),
            preview::SELECT_USERNAME,
            users::SELECT_IDS_BETWEEN,
            &people::select_people_between(&hr),
            &super_admins::select_people(&hr),
            &tenant_scope::select_references(&hr),
        ] {
            assert_seeks(name, &connection, statement);
        }
        // Cells are found by their change, not by each user within it.
        for statement in [
            history::select_cells_after(Visibility::Within),
            history_rows::select_rows_after(Visibility::Within),
            history::select_changes(Visibility::Within, JournalForm::PRESENT),
            journal::select_next_to_undo(Visibility::Within, JournalForm::PRESENT),
            journal::select_newest(Visibility::Within, JournalForm::PRESENT),
            journal::select_next_to_redo(Visibility::Within, JournalForm::PRESENT),
        ] {
            let plan = plan_of(&connection, &statement);
            let scanned = |step: &&String| {
                ["SCAN", "TEMP B-TREE", "LIST SUBQUERY"].iter().any(|word| step.contains(word))
            };
            let scans: Vec<_> = plan.iter().filter(scanned).collect();
            // The one row with the operator's name.
            assert!(
                scans.iter().all(|step| *step == "SCAN temp.grantgrid_operator"),
                "{name}: {plan:#?}"
            );
        }
    }
}

#[test]
fn the_journal_is_not_scanned_for_the_next_undo_or_redo() {
    for (name, connection) in schemas() {
        for statement in [
            &*journal::select_next_to_undo(Visibility::Whole, JournalForm::PRESENT),
            &*journal::select_newest(Visibility::Whole, JournalForm::PRESENT),
            &*journal::select_next_to_redo(Visibility::Whole, JournalForm::PRESENT),
        ] {
            assert_seeks(name, &connection, statement);
        }
    }
}

#[test]
fn the_history_of_a_user_or_a_cell_uses_an_index_of_cells() {
    for (name, connection) in schemas() {
        let plan =
            plan_of(&connection, &history::select_changes(Visibility::Whole, JournalForm::PRESENT));
        let of_cells: Vec<&String> = plan.iter().filter(|step| step.contains(" x ")).collect();
        assert_eq!(of_cells.len(), 3, "{name}: {plan:#?}");
        for (step, sought) in of_cells.iter().zip([
            "SEARCH x USING PRIMARY KEY (change_id=? AND user_id=?)",
            "SEARCH x USING PRIMARY KEY (change_id=?)",
            "SEARCH x USING PRIMARY KEY (change_id=? AND user_id=? AND company=?)",
        ]) {
            assert_eq!(*step, sought, "{name}");
        }
        let sought = "SEARCH r USING COVERING INDEX grantgrid_row_key \
                      (table_name=? AND row_key=? AND change_id=?)";
        let of_rows: Vec<&String> = plan.iter().filter(|step| step.contains(" r ")).collect();
        assert_eq!(of_rows, [sought; 2], "{name}: {plan:#?}");
        assert!(!plan.iter().any(|step| step.contains("SCAN x") || step.contains("TEMP B-TREE")));
        assert_seeks(name, &connection, history::SELECT_KEY_BY_LABEL);
        assert_seeks(name, &connection, history::SELECT_USER_BY_NEW_NAME);
    }
}

#[test]
fn home_companies_use_an_index_on_the_user_of_employees() {
    for (name, connection) in schemas() {
        let hr = schema::recognize(&connection).unwrap().unwrap();
        assert!(hr.employees);
        assert_eq!(hr.employees_by_user, name == "2026");
        if hr.employees_by_user {
            assert_seeks(name, &connection, home_companies::SELECT_BY_USER);
        }
    }
}

#[test]
fn users_of_a_role_or_a_company_use_an_index_if_there_is_one() {
    for (name, connection) in schemas() {
        let indexes = [
            ("a", "hrm_users (role_id)", affected_users::SELECT_OF_ROLE),
            ("b", "hrm_employee (company_id)", affected_users::SELECT_EMPLOYED_AT),
            ("c", "hrm_user_company_access (company_id)", affected_users::SELECT_GRANTED),
        ];
        for (index, columns, statement) in indexes {
            connection.execute_batch(&format!("CREATE INDEX {index} ON {columns}")).unwrap();
            let plan = plan_of(&connection, statement);
            assert!(plan[0].starts_with("SEARCH"), "{name}: {statement}: {plan:#?}");
        }
    }
}

#[test]
fn a_full_name_is_found_by_an_index_of_employees() {
    for (name, connection) in schemas() {
        for column in ["first_name", "last_name"] {
            let sql = format!("ALTER TABLE hrm_employee ADD COLUMN {column} VARCHAR(50)");
            // Some of the databases already have the column.
            let _ = connection.execute(&sql, []);
        }
        assert_seeks(name, &connection, employees::SELECT_NAMES);
        assert_seeks(name, &connection, employees::SELECT_BOTH);
        let hr = schema::recognize(&connection).unwrap().unwrap();
        assert!(hr.employee_names);
        assert_seeks(name, &connection, full_names::SELECT_BY_RECORD);
        if hr.employees_by_user {
            assert_seeks(name, &connection, full_names::SELECT_BY_USER);
        }
    }
}

#[test]
fn the_check_would_notice_a_scan_or_a_sort() {
    let (_, connection) = &schemas()[0];
    let plan = |sql| plan_of(connection, sql).join("; ");
    assert!(plan(home_companies::SELECT_BY_USER).contains("SCAN"));
    assert!(
        plan("SELECT id FROM hrm_users WHERE id > ?1 ORDER BY first_name").contains("TEMP B-TREE")
    );
}
