//! What a check finds, what a repair fixes, and what its undo restores.

use crate::common::{ByName, Hr, Ids};
use grantgrid::domain::{Cancel, CheckReport, Finding, FindingKind, JobProgress};
use grantgrid::filter::HistoryFilter;
use grantgrid::store::{DemoPlan, SCHEMA, Store, StoreError};

fn check(hr: &Hr) -> CheckReport {
    hr.open().check(true, &mut JobProgress::none()).expect("a check")
}

fn problems(report: &CheckReport) -> Vec<&Finding> {
    report.findings.iter().filter(|finding| finding.kind.is_problem()).collect()
}

/// The kinds that were found, with their counts.
fn found(report: &CheckReport) -> Vec<(FindingKind, u64)> {
    problems(report).into_iter().map(|finding| (finding.kind, finding.count)).collect()
}

#[track_caller]
fn only(report: &CheckReport) -> &Finding {
    assert_eq!(problems(report).len(), 1, "{report:#?}");
    problems(report)[0]
}

#[test]
fn a_good_database_is_clean_and_left_as_it_is() {
    let demo = Hr::empty_folder();
    let plan = DemoPlan { users: 300, companies: 12, grants: 900, seed: 5 };
    Store::write_demo(&demo.path, &plan).expect("a demo");
    let report = check(&demo);
    assert!(report.is_clean(), "{report:#?}");
    assert_eq!((report.users, report.companies, report.grant_rows), (300, 12, 900));
    assert_eq!((report.own_format, report.whole), (0, true));

    let hr = Hr::of_2026();
    let before = hr.bytes();
    let report = check(&hr);
    assert_eq!(report.role_table.as_deref(), Some("hrm_roles"));
    assert!(report.dashed_ids && report.is_clean(), "{report:#?}");
    assert_eq!(hr.bytes(), before);
    assert!(check(&Hr::of(SCHEMA)).is_clean());
}

/// A database of 2026 without the constraint that a cell has only one grant.
fn without_constraint() -> Hr {
    let script = include_str!("../fixtures/hrm-2026.sql");
    let constraint = "\tCONSTRAINT uq_user_company_access UNIQUE (user_id, company_id),\n";
    assert!(script.contains(constraint));
    Hr::of(&script.replace(constraint, ""))
}

const ZRH: &str = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
const GVA: &str = "3f2504e0-4f89-41d3-9a0c-0305e82c3302";

#[test]
fn orphans_and_duplicates_are_named_deleted_and_restored_exactly() {
    let hr = without_constraint();
    let mut store = hr.open();
    store.grant("luca", "LUG");
    store.grant("zoe", "LUG");
    // The journal has the names; grants can be deleted because foreign keys are not enforced.
    hr.run(&format!(
        "DELETE FROM hrm_users WHERE username = 'luca';
         DELETE FROM hrm_company WHERE code = 'LUG';
         UPDATE hrm_employee SET company_id = NULL WHERE id = 3;
         INSERT INTO hrm_user_company_access VALUES
            ('6ba7b810-9dad-41d1-80b4-00c04fd430d1', 77, '{GVA}', '2026-02-02 00:00:00.000000'),
            ('6ba7b810-9dad-41d1-80b4-00c04fd430d2', 1, '{ZRH}', '2026-01-02 00:00:00.000000'),
            ('6ba7b810-9dad-41d1-80b4-00c04fd430d3', 1, '{ZRH}', '2025-12-31 00:00:00.000000')"
    ));
    let before = hr.dump();
    let report = check(&hr);
    assert_eq!(
        found(&report),
        [(FindingKind::OrphanGrants, 3), (FindingKind::DuplicateGrants, 2)],
        "{report:#?}"
    );
    assert_eq!(
        report.findings[0].samples,
        [
            "luca (gone) × LUG Lugano (gone)",
            "zoe × LUG Lugano (gone)",
            "user 77 (gone) × GVA Genève",
        ]
    );
    assert_eq!(report.findings[1].samples, ["root × ZRH Zürich", "root × ZRH Zürich"]);
    assert_eq!((report.repairable(), hr.dump()), (5, before.clone()));

    let mut store = hr.open();
    let statistics = store.count();
    let repaired = store.repair(Some("tidy"), &mut JobProgress::none()).expect("a repair");
    assert_eq!((repaired.orphans, repaired.duplicates), (3, 2));
    let change = repaired.change.expect("a change");
    assert_eq!((change.kind.as_str(), change.reason.as_deref()), ("repair", Some("tidy")));
    assert_eq!(store.count(), statistics, "the matrix is the same");
    assert!(check(&hr).is_clean(), "{:#?}", check(&hr));
    // The oldest grant of the cell is kept.
    assert!(hr.grants_in_file(1)[0].contains("430d3"), "{:?}", hr.grants_in_file(1));

    let again = store.repair(None, &mut JobProgress::none()).expect("nothing to repair");
    assert_eq!((again.change, again.orphans + again.duplicates), (None, 0));
    let undone = store.undo(None, None).expect("an undo");
    assert_eq!(undone.left_rows_count, 0);
    assert_eq!(hr.dump(), before);
    store.redo(None).expect("a redo");
    assert!(check(&hr).is_clean());
}

#[test]
fn problems_of_real_databases_are_found() {
    use FindingKind::{BrokenReferences, OrphanGrants, UnusableCompanyIds, UnusableGrantIds};
    let hr = Hr::of_2025();
    let report = check(&hr);
    let as_it_is = [(OrphanGrants, 2), (UnusableCompanyIds, 1), (BrokenReferences, 1)];
    assert_eq!(found(&report), as_it_is, "{report:#?}");
    assert!(problems(&report)[1].samples[0].ends_with(": 1"), "{report:#?}");
    // The column stores these ids as numbers.
    hr.run(
        "UPDATE hrm_user_company_access SET id = '00000000000000000000000000000001' \
            WHERE user_id = 4;
         UPDATE hrm_user_company_access SET id = '12e00000000000000000000000000000' \
            WHERE user_id = 99",
    );
    let report = check(&hr);
    let [orphans, ids, companies, references] = problems(&report)[..] else {
        panic!("{report:#?}");
    };
    assert_eq!((ids.kind, ids.count), (UnusableGrantIds, 1), "an orphan is one already");
    assert_eq!([orphans.kind, companies.kind, references.kind], as_it_is.map(|(kind, _)| kind));
    let before = hr.dump();
    let mut store = hr.open();
    assert_eq!(store.repair(None, &mut JobProgress::none()).expect("a repair").orphans, 2);
    assert_eq!(found(&check(&hr))[..1], [(UnusableGrantIds, 1)]);
    store.undo(None, None).expect("an undo");
    assert_eq!(hr.dump(), before);
}

#[test]
fn rows_that_refer_to_nothing_are_counted_by_table() {
    let hr = Hr::of_2026();
    hr.run("UPDATE hrm_employee SET company_id = 'gone'; UPDATE hrm_users SET role_id = 9 WHERE id = 1");
    let report = check(&hr);
    let finding = only(&report);
    assert_eq!((finding.kind, finding.count), (FindingKind::BrokenReferences, 4));
    assert_eq!(
        finding.samples,
        [
            "hrm_employee: 3 rows refer to missing rows of hrm_company",
            "hrm_users: 1 row refers to missing rows of hrm_roles"
        ]
    );
}

#[test]
fn a_damaged_index_is_found_by_a_full_check() {
    let hr = Hr::of_2026();
    // The index still lists an employee who is gone.
    hr.run(
        "PRAGMA writable_schema = ON;
         UPDATE sqlite_schema SET sql = replace(sql, '(user_id)', '(company_id)') \
            WHERE name = 'ix_hrm_employee_user_id'",
    );
    let report = check(&hr);
    assert_eq!(only(&report).kind, FindingKind::Damage, "{report:#?}");
    let quick = hr.open().check(false, &mut JobProgress::none()).expect("a check");
    assert!(!quick.whole && quick.is_clean(), "{quick:#?}");
}

#[test]
fn a_journal_that_contradicts_itself_is_found() {
    let hr = Hr::of_2026();
    let mut store = hr.open();
    store.grant("luca", "LUG");
    store.undo(None, None).expect("an undo");
    store.grant("luca", "ZRH");
    assert!(check(&hr).is_clean(), "{:#?}", check(&hr));
    for (damage, says) in [
        ("UPDATE grantgrid_change SET added = 7 WHERE id = 1", "change 1 says 7 added"),
        ("UPDATE grantgrid_change SET undone_by = 3 WHERE id = 1", "which says otherwise"),
        ("UPDATE grantgrid_change SET reverts = 9 WHERE id = 2", "change 2 is of change 9"),
        ("DELETE FROM grantgrid_change WHERE id = 3", "1 cell belongs to change 3"),
        ("DELETE FROM grantgrid_company", "without a name"),
        ("UPDATE grantgrid_change SET kind = 'magic' WHERE id = 3", "unknown kind “magic”"),
    ] {
        let copy = hr.copied();
        copy.run(damage);
        let report = check(&copy);
        let finding = only(&report);
        assert_eq!(finding.kind, FindingKind::Journal);
        assert!(finding.samples.iter().any(|it| it.contains(says)), "{damage}: {finding:#?}");
    }
}

#[test]
fn a_table_without_free_ids_is_reported_but_not_a_reference_to_the_largest_id() {
    let greatest = i64::MAX;
    let hr = Hr::of_2025();
    hr.run(&format!(
        "INSERT INTO hrm_user_company_access (id, user_id, company_id, created_at)
           SELECT 'aaaaa4c6d0e2f34a5c8b7d9e0f1a2b3c', {greatest}, id, '' FROM hrm_company WHERE code = 'LIS'"
    ));
    let full = |hr: &Hr| {
        let found = check(hr).findings.into_iter().find(|it| it.kind == FindingKind::NoFreeIds);
        found.map(|it| it.samples)
    };
    assert_eq!(full(&hr), None);
    hr.run(&format!("UPDATE hrm_users SET id = {greatest} WHERE username = 'hana'"));
    assert_eq!(full(&hr), Some(vec![format!("hrm_users: the id {greatest} is in use")]));
}

#[test]
fn a_missing_status_is_a_note_only() {
    let hr = Hr::of(SCHEMA);
    hr.run(
        "INSERT INTO organization (id, name) VALUES (1, 'O');
         INSERT INTO hrm_users (id, username, email, password_hash, first_name, last_name, \
            is_active, must_reset_password, organization_id, role_id) \
         VALUES (1, 'eve', 'e@x', '!', 'E', 'V', NULL, 0, 1, 5)",
    );
    let report = check(&hr);
    assert!(report.is_clean());
    assert_eq!(report.findings[0].kind, FindingKind::MissingStatus, "{report:#?}");
    assert_eq!(report.findings[0].samples, ["users: 1"]);
}

#[test]
fn a_check_and_a_repair_can_be_stopped() {
    let hr = without_constraint();
    hr.run("DELETE FROM hrm_users WHERE id = 4");
    let before = hr.dump();
    let cancel = Cancel::default();
    cancel.cancel();
    let stopped = |result: Result<(), StoreError>| {
        assert!(matches!(result, Err(StoreError::Cancelled)), "{result:?}");
    };
    let mut store = hr.open();
    stopped(store.check(true, &mut JobProgress::new(&cancel, &mut |_, _| {})).map(drop));
    stopped(store.repair(None, &mut JobProgress::new(&cancel, &mut |_, _| {})).map(drop));
    assert_eq!(hr.dump(), before);
    let report = store.check(true, &mut JobProgress::none()).expect("it is not stopped for good");
    assert_eq!(report.own_format, 0, "nothing was written");
}

/// A journal with a few changes of cells and rows.
fn with_history() -> Hr {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    store.grant("anna", "KYO");
    store.revoke("anna", "KYO");
    store.grant("anna", "KYO");
    hr
}

#[test]
fn an_emptied_or_dropped_table_of_grantgrid_is_reported_and_edits_still_work() {
    for (damage, said, listed) in [
        ("DELETE FROM grantgrid_meta", "grantgrid_meta does not state the format of the tables", 2),
        (
            "UPDATE grantgrid_meta SET value = 'three'",
            "grantgrid_meta does not state the format of the tables",
            2,
        ),
        (
            "UPDATE grantgrid_meta SET value = -1",
            "grantgrid_meta does not state the format of the tables",
            2,
        ),
        ("DROP TABLE grantgrid_meta", "the table grantgrid_meta is missing", 2),
        ("DROP TABLE grantgrid_cell", "the table grantgrid_cell is missing", 0),
        ("DROP TABLE grantgrid_change", "the table grantgrid_change is missing", 0),
        ("DROP TABLE grantgrid_company", "the table grantgrid_company is missing", 0),
        ("DROP TABLE grantgrid_user", "the table grantgrid_user is missing", 0),
        ("DROP TABLE grantgrid_row", "the table grantgrid_row is missing", 2),
        ("DROP TABLE grantgrid_value", "the table grantgrid_value is missing", 2),
        ("DROP TABLE grantgrid_rule", "the table grantgrid_rule is missing", 2),
    ] {
        let hr = with_history();
        hr.run(damage);
        let before = hr.dump();
        let report = check(&hr);
        let finding = problems(&report)
            .into_iter()
            .find(|finding| finding.kind == FindingKind::OwnTables)
            .unwrap_or_else(|| panic!("{damage}: {report:#?}"));
        assert_eq!(finding.samples, [said], "{damage}");
        let copy = hr.copied();

        // An edit adds what is missing, and can be undone.
        let mut store = hr.open();
        let all = store.history_query(&HistoryFilter::default()).expect("a query");
        assert_eq!(store.changes(&all).expect("changes").len(), listed, "{damage}");
        store.revoke("anna", "KYO");
        store.undo(None, None).unwrap_or_else(|error| panic!("{damage}: {error}"));
        drop(store);
        assert_eq!(hr.dump(), before, "{damage}");
        let own = |report: &CheckReport| {
            problems(report).iter().any(|finding| finding.kind == FindingKind::OwnTables)
        };
        assert!(!own(&check(&hr)), "{damage}");

        let repaired = copy.open().repair(None, &mut JobProgress::none()).expect("a repair");
        assert!(repaired.own_tables, "{damage}: {repaired:?}");
        assert!(!own(&check(&copy)), "{damage}");
    }
}

#[test]
fn numbers_of_lost_changes_and_companies_are_not_reused() {
    for damage in ["DELETE FROM grantgrid_change", "DELETE FROM grantgrid_company"] {
        let hr = with_history();
        let cells = hr.rows("SELECT change_id, company FROM grantgrid_cell");
        hr.run(damage);
        let before = hr.dump();
        let mut store = hr.open_with(Ids::from(100));
        store.grant("anna", "OLD");
        store.undo(None, None).expect("an undo");
        assert_eq!(hr.dump(), before, "{damage}");
        let after = hr.rows("SELECT change_id, company FROM grantgrid_cell ORDER BY 1");
        assert_eq!(after[..cells.len()], cells[..], "{damage}");
        let new = "SELECT count(*) FROM grantgrid_cell x JOIN grantgrid_company c \
                   ON c.number = x.company WHERE c.code = 'OLD'";
        assert_eq!(hr.rows(new), ["2"], "{damage}");
    }
}

#[test]
fn own_tables_of_another_form_are_refused_in_one_sentence() {
    for (damage, said) in [
        (
            "ALTER TABLE grantgrid_change RENAME COLUMN reason TO why",
            "grantgrid_change has no column reason",
        ),
        (
            "DROP TABLE grantgrid_meta; CREATE TABLE grantgrid_meta (x)",
            "grantgrid_meta has no column key",
        ),
        (
            "DROP TABLE grantgrid_user; CREATE VIEW grantgrid_user AS SELECT 1",
            "grantgrid_user is not a table",
        ),
    ] {
        let hr = with_history();
        hr.run(damage);
        let Err(StoreError::OwnTables { fault, .. }) = hr.try_open() else {
            panic!("{damage}: opened");
        };
        assert_eq!(fault, said);
    }
}
