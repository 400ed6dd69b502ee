//! grantgrid's own tables, emptied or damaged by another program: a check reports it, every
//! edit works or says what to do, and a repair resolves it.

use crate::common::{ByName, Hr, Ids};
use grantgrid::domain::{Cancel, ChangeId, Draft, Field, FindingKind, JobProgress, Scope};
use grantgrid::filter::HistoryFilter;
use grantgrid::store::{EditOptions, Store, StoreError};

const NEVER: i64 = i64::MAX;

/// A journal of cells, rows and rules, of undos and redos.
fn with_history() -> Hr {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    store.grant("anna", "LIS");
    store.revoke("anna", "KYO");
    rename(&mut store, "emil", "emilio").expect("an edit");
    store.undo(None, None).expect("an undo");
    store.redo(None).expect("a redo");
    store.set_rule("Employee", Scope::All, None).expect("a rule");
    store.grant("björn", "OLD");
    hr
}

fn rename(store: &mut Store, user: &str, name: &str) -> Result<(), StoreError> {
    let id = store.person(user).id;
    let draft = Draft::default().with(Field::Username, name);
    store.save_user(Some(id), &draft, &EditOptions::default()).map(drop)
}

/// What another program did, and whether a check can detect it.
const DAMAGES: &[(&str, bool)] = &[
    ("DELETE FROM grantgrid_meta", true),
    ("DELETE FROM grantgrid_meta WHERE key = 'companies'", false),
    ("UPDATE grantgrid_meta SET value = 'x'", true),
    ("DELETE FROM grantgrid_change", true),
    ("DELETE FROM grantgrid_change WHERE id = 1", true),
    ("DELETE FROM grantgrid_change WHERE kind = 'undo'", true),
    ("DELETE FROM grantgrid_cell", true),
    ("DELETE FROM grantgrid_cell WHERE change_id = 1", true),
    ("DELETE FROM grantgrid_row", true),
    ("DELETE FROM grantgrid_value", true),
    ("DELETE FROM grantgrid_user", true),
    ("DELETE FROM grantgrid_company", true),
    ("DELETE FROM grantgrid_company WHERE code = 'LIS'", true),
    (
        "DELETE FROM grantgrid_company WHERE number = (SELECT max(number) FROM grantgrid_company)",
        true,
    ),
    ("DELETE FROM grantgrid_rule", false),
    ("UPDATE grantgrid_change SET kind = 'x' WHERE id = 1", true),
    ("UPDATE grantgrid_change SET kind = 'x'", true),
    ("UPDATE grantgrid_change SET added = 9 WHERE id = 2", true),
    ("UPDATE grantgrid_change SET undone_by = 99 WHERE id = 1", true),
    ("UPDATE grantgrid_change SET undone_by = 9223372036854775807 WHERE id = 1", true),
    ("UPDATE grantgrid_change SET reverts = 77 WHERE id = 1", true),
    ("UPDATE grantgrid_change SET id = 9223372036854775807 WHERE id = 2", true),
    (
        "UPDATE grantgrid_change SET id = 9223372036854775807 WHERE id = 7;
         UPDATE grantgrid_cell SET change_id = 9223372036854775807 WHERE change_id = 7",
        true,
    ),
    ("UPDATE grantgrid_change SET id = -5 WHERE id = 1", true),
    ("UPDATE grantgrid_cell SET change_id = 9223372036854775807 WHERE change_id = 2", true),
    ("UPDATE grantgrid_row SET change_id = 9223372036854775807 WHERE change_id = 3", true),
    ("UPDATE grantgrid_value SET change_id = 9223372036854775807 WHERE change_id = 3", true),
    ("UPDATE grantgrid_cell SET company = 9223372036854775807 WHERE change_id = 2", true),
    (
        "INSERT INTO grantgrid_change (id, at, operator, kind)
         VALUES (9223372036854775807, '2030-01-01 00:00:00', 'x', 'grant')",
        true,
    ),
    ("INSERT INTO grantgrid_company VALUES (9223372036854775807, 'x', 'x', 'x')", false),
];

/// Everything that reads the journal, and every edit. Returns the errors.
fn everything(store: &mut Store) -> Vec<StoreError> {
    let mut errors = Vec::new();
    let mut look = |done: Result<(), StoreError>| errors.extend(done.err());
    let all = store.history_query(&HistoryFilter::default()).expect("a query");
    look(store.changes(&all).map(drop));
    for id in [1, 2, 3, NEVER] {
        look(store.change_cells(ChangeId(id), None, 100).map(drop));
        look(store.change_rows(ChangeId(id), 0, 100).map(drop));
    }
    let anna = store.person("anna").id;
    look(store.why(anna, None, u64::MAX, &Cancel::default()).map(drop));
    look(store.why(anna, None, 2, &Cancel::default()).map(drop));
    look(store.try_grant("anna", "OLD").map(drop));
    look(store.undo(None, None).map(drop));
    look(store.redo(None).map(drop));
    look(rename(store, "dora", "dorothea"));
    look(rename(store, "dorothea", "dora"));
    look(store.set_rule("Manager", Scope::Home, None).map(drop));
    look(store.undo(None, None).map(drop));
    look(store.try_revoke("anna", "OLD").map(drop));
    for id in [1, 2, 3, 7] {
        match store.undo(Some(ChangeId(id)), None) {
            Err(StoreError::CannotUndo { .. }) => {}
            done => look(done.map(drop)),
        }
    }
    errors
}

#[test]
fn an_emptied_or_damaged_table_is_reported_prevents_no_edit_and_is_repaired() {
    for (damage, is_found) in DAMAGES {
        let hr = with_history();
        hr.run(damage);
        let inconsistent = |hr: &Hr| {
            let report = hr.open().check(false, &mut JobProgress::none()).expect("a check");
            let of_history = [FindingKind::Journal, FindingKind::OwnTables];
            let found = report.findings.into_iter().filter(|it| of_history.contains(&it.kind));
            found.flat_map(|it| it.samples).collect::<Vec<_>>()
        };
        let found = inconsistent(&hr);
        assert_eq!(!found.is_empty(), *is_found, "{damage}: {found:?}");

        let copy = hr.copied();
        for error in everything(&mut copy.open_with(Ids::from(100))) {
            let is_told = matches!(error, StoreError::DamagedHistory(_));
            assert!(is_told, "{damage}: {error}");
        }

        let grants = hr.rows("SELECT * FROM hrm_user_company_access");
        let mut store = hr.open_with(Ids::from(200));
        let repaired = store.repair(None, &mut JobProgress::none()).expect("a repair");
        assert_eq!(repaired.history > 0 || repaired.own_tables, *is_found, "{damage}");
        assert_eq!(inconsistent(&hr), [""; 0], "{damage}");
        store.undo(repaired.change.map(|change| change.id), None).expect("only the orphans went");
        assert_eq!(hr.rows("SELECT * FROM hrm_user_company_access"), grants, "{damage}");
        let errors = everything(&mut store);
        assert!(errors.is_empty(), "{damage}: {errors:?}");
        assert_eq!(inconsistent(&hr), [""; 0], "{damage}");
    }
}

#[test]
fn why_counts_changes_rather_than_their_numbers() {
    let hr = with_history();
    hr.run(
        "UPDATE grantgrid_change SET id = id * 1000000000000;
         UPDATE grantgrid_cell SET change_id = change_id * 1000000000000",
    );
    let store = hr.open();
    let lisbon = store.cell("anna", "LIS").company;
    let anna = store.person("anna").id;
    let history = |most| {
        let why = store.why(anna, Some(&lisbon), most, &Cancel::default()).expect("why");
        (why.cells[0].history.len(), why.searched)
    };
    assert_eq!(history(u64::MAX), (1, None));
    assert_eq!(history(7), (1, None));
    assert_eq!(history(6), (0, Some(6)));
}

#[test]
fn numbers_of_lost_companies_are_not_reused() {
    let hr = with_history();
    let of_anna = "SELECT change_id, company FROM grantgrid_cell WHERE change_id <= 2";
    let cells = hr.rows(of_anna);
    hr.run(
        "DELETE FROM grantgrid_company WHERE number = (SELECT max(number) FROM grantgrid_company)",
    );
    let lost = hr.rows("SELECT DISTINCT company FROM grantgrid_cell WHERE company NOT IN (SELECT number FROM grantgrid_company)");
    let mut store = hr.open_with(Ids::from(100));
    store.grant("dora", "KYO");
    store.grant("dora", "LIS");
    store.grant("dora", "OLD");
    let given = hr.rows("SELECT number FROM grantgrid_company");
    assert!(lost.iter().all(|number| !given.contains(number)), "{lost:?} {given:?}");
    assert_eq!(hr.rows(of_anna), cells);
}
