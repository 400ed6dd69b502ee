//! Explanations of cells, for every way in which grants are added and removed.

use crate::common::{ByName, Hr, NOW};
use grantgrid::domain::why::words::{answer, in_short, of_user, sentences};
use grantgrid::domain::{Agreement, Cancel, ChangeKind, Edit, Why};
use grantgrid::store::{EditOptions, Store, StoreError};

const BERLIN: &str = "b1a4c6d0e2f34a5c8b7d9e0f1a2b3c01";

fn why(store: &Store, user: &str, company: &str) -> Why {
    let cell = store.cell(user, company);
    store.why(cell.user, Some(&cell.company), u64::MAX, &Cancel::default()).unwrap()
}

fn answered(store: &Store, user: &str, company: &str) -> String {
    let why = why(store, user, company);
    answer(&why, &why.cells[0])
}

fn grant(store: &mut Store, user: &str, company: &str, reason: &str) {
    let edit = Edit { cell: store.cell(user, company), granted: true };
    store.edit(ChangeKind::Grant, [edit], Some(reason)).unwrap();
}

#[test]
fn a_grant_of_the_hr_system_predates_the_journal() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    assert_eq!(
        answered(&store, "anna", BERLIN),
        "anna may work in Büro Berlin (BER): granted 2025-02-01 09:30 UTC, \
         before grantgrid's history began."
    );
    store.grant("anna", "LIS");
    // Anybody can write any date, even one after the journal began.
    assert_eq!(
        answered(&store, "anna", BERLIN),
        "anna may work in Büro Berlin (BER): no recorded change; \
         the row's own date says 2025-02-01 09:30 UTC."
    );

    let why = why(&store, "anna", BERLIN);
    assert_eq!(
        sentences(&why, &why.cells[0]),
        [
            "Required by the rules: users with the role HR Manager get their home company.",
            "Büro Berlin (BER) is the home company of anna.",
            "Both belong to the tenant Nordwind.",
        ]
    );
}

#[test]
fn a_change_is_named_with_its_reason() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    assert_eq!(
        answered(&store, "anna", "LIS"),
        "anna may not work in Escritório de Lisboa (LIS): \
         never granted, as far as grantgrid's history shows."
    );
    grant(&mut store, "anna", "LIS", "new office");
    assert_eq!(
        answered(&store, "anna", "LIS"),
        "anna may work in Escritório de Lisboa (LIS): granted 2026-03-01 09:30 UTC by ada \
         in change 1, reason: “new office”."
    );
    let why = why(&store, "anna", "LIS");
    assert_eq!(why.cells[0].agreement(), Agreement::Beyond);
    assert_eq!(
        sentences(&why, &why.cells[0]),
        [
            "Granted in addition to the rules: \
             users with the role HR Manager get their home company.",
            "The home company of anna is Büro Berlin (BER).",
            "Different tenants: anna belongs to Nordwind, the company to Maré Alta Lda.",
        ]
    );
}

#[test]
fn undo_and_redo_do_not_hide_who_decided() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    grant(&mut store, "anna", "LIS", "x");
    store.undo(None, None).unwrap();
    assert_eq!(
        answered(&store, "anna", "LIS"),
        "anna may not work in Escritório de Lisboa (LIS): \
         revoked 2026-03-01 09:30 UTC by ada in change 2, which undid change 1."
    );
    store.redo(None).unwrap();
    assert_eq!(
        answered(&store, "anna", "LIS"),
        "anna may work in Escritório de Lisboa (LIS): granted 2026-03-01 09:30 UTC by ada \
         in change 1, reason: “x”; put back 2026-03-01 09:30 UTC by ada in change 3, \
         which redid change 1."
    );
    let kinds = |why: &Why| -> Vec<(i64, bool)> {
        why.cells[0].history.iter().map(|entry| (entry.change.id.0, entry.added)).collect()
    };
    assert_eq!(kinds(&why(&store, "anna", "LIS")), [(3, true), (2, false), (1, true)]);

    // A grant from before a change keeps that origin, even if it was removed for a while.
    store.revoke("anna", "KYO");
    store.undo(None, None).unwrap();
    let kyoto = why(&store, "anna", "KYO");
    let held = &kyoto.cells[0].grants[0];
    assert!(!held.before_journal && held.made_by.is_none());
    assert_eq!(held.origin.change().map(|change| change.id.0), Some(4));
    assert_eq!(
        answered(&store, "anna", "KYO"),
        "anna may work in 京都支社 (KYO): granted outside grantgrid, before change 4 revoked it; \
         the row's own date says 2025-02-01 09:30 UTC; put back 2026-03-01 09:30 UTC by ada \
         in change 5, which undid change 4."
    );
    assert_eq!(held.put_back_by.as_ref().map(|change| change.id.0), Some(5));
}

#[test]
fn changes_by_other_programs_are_distinguished() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    grant(&mut store, "anna", "LIS", "x");
    hr.run("DELETE FROM hrm_user_company_access WHERE company_id LIKE 'a3%' AND user_id = 2");
    assert_eq!(
        answered(&store, "anna", "LIS"),
        "anna may not work in Escritório de Lisboa (LIS): granted 2026-03-01 09:30 UTC by ada \
         in change 1, and removed outside grantgrid since."
    );
    let insert = |at: &str| {
        hr.run(&format!(
            "DELETE FROM hrm_user_company_access WHERE id LIKE 'abcd%';
             INSERT INTO hrm_user_company_access VALUES
             ('abcd69ed617f54837970820fe119a701', 2, 'a3a4c6d0e2f34a5c8b7d9e0f1a2b3c03', {at}, NULL)"
        ));
    };
    insert("'2026-04-01 10:00:00'");
    assert_eq!(
        answered(&store, "anna", "LIS"),
        "anna may work in Escritório de Lisboa (LIS): \
         granted outside grantgrid, after change 1 granted it; \
         the row's own date says 2026-04-01 10:00 UTC."
    );
    insert("'soon'");
    assert!(answered(&store, "anna", "LIS").contains("; the row's own date says soon."));
    insert("''");
    assert!(answered(&store, "anna", "LIS").ends_with("; the grant's row has no date."));
}

#[test]
fn contradictions_of_the_journal_are_reported() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let row = hr.grants_in_file(2).into_iter().find(|row| row.contains("c2a4")).unwrap();
    store.revoke("anna", "KYO");
    // Another program restores the same row exactly.
    hr.run(&format!("INSERT INTO hrm_user_company_access VALUES ({})", row.replace(" | ", ", ")));
    let revived = "anna may work in 京都支社 (KYO): granted outside grantgrid, after change 1 \
                   revoked it; the row's own date says 2025-02-01 09:30 UTC.";
    assert_eq!(answered(&store, "anna", "KYO"), revived);
    // The same with another id, and an old date.
    hr.run("UPDATE hrm_user_company_access SET id = 'abcd69ed617f54837970820fe119a701' WHERE id LIKE 'f01d%'");
    assert_eq!(answered(&store, "anna", "KYO"), revived);
    let kyoto = why(&store, "anna", "KYO");
    let held = &kyoto.cells[0].grants[0];
    assert_eq!((held.origin.as_str(), held.before_journal), ("outside_after_change", false));
    assert_eq!(in_short(&kyoto, &kyoto.cells[0]), "outside grantgrid, after change 1");
    // If the journal knows nothing, an old date proves nothing.
    hr.run("INSERT INTO hrm_user_company_access VALUES
            ('abcd69ed617f54837970820fe119a7ff', 12, 'a3a4c6d0e2f34a5c8b7d9e0f1a2b3c03', '1999-01-01 00:00:00', NULL)");
    assert_eq!(
        answered(&store, "hana", "LIS"),
        "hana may work in Escritório de Lisboa (LIS): no recorded change; \
         the row's own date says 1999-01-01 00:00 UTC."
    );
    // A journal that lost its entries knows nothing either.
    hr.run("DELETE FROM grantgrid_change; DELETE FROM grantgrid_cell");
    assert_eq!(why(&store, "hana", "LIS").cells[0].grants[0].origin.as_str(), "unrecorded");
}

#[test]
fn several_grants_of_one_cell_are_all_shown() {
    let hr = Hr::of_2025();
    hr.run(
        "CREATE TABLE a AS SELECT * FROM hrm_user_company_access;
         DROP TABLE hrm_user_company_access;
         ALTER TABLE a RENAME TO hrm_user_company_access;
         INSERT INTO hrm_user_company_access VALUES
         ('abcd69ed617f54837970820fe119a701', 2, 'b1a4c6d0e2f34a5c8b7d9e0f1a2b3c01', '2024', NULL)",
    );
    let store = hr.open();
    let why = why(&store, "anna", BERLIN);
    assert_eq!(why.cells[0].grants.len(), 2);
    let said = answer(&why, &why.cells[0]);
    assert!(
        said.starts_with("anna may work in Büro Berlin (BER), by 2 grants: granted 2024"),
        "{said}"
    );
    assert!(said.contains("; and granted 2025-02-01 09:30 UTC, before"), "{said}");
    assert_eq!(in_short(&why, &why.cells[0]), "2 grants, the oldest 2024");
}

#[test]
fn a_user_is_explained_in_a_list() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    grant(&mut store, "root", "KYO", "x");
    let list = |store: &Store, user: &str| -> (Vec<String>, Vec<(String, Agreement)>) {
        let id = store.person(user).id;
        let why = store.why(id, None, u64::MAX, &Cancel::default()).unwrap();
        let cells = why.cells.iter().map(|cell| (cell.company.name.clone(), cell.agreement()));
        (of_user(&why), cells.collect())
    };
    let (said, cells) = list(&store, "root");
    assert_eq!(cells.len(), 6, "all are called for");
    assert_eq!(cells[1], ("京都支社".to_owned(), Agreement::AsRuled));
    assert_eq!(cells[2].1, Agreement::Drift);
    assert_eq!(
        said,
        [
            "root (Ada Root) may work in 6 companies; 5 grants that the rules require are missing.",
            "Users with the role Super Admin get all companies.",
            "root has no home company: there is no employee record.",
            "root belongs to the tenant Nordwind.",
        ]
    );
    // Anna's grant for a deleted company is in no list.
    let (_, cells) = list(&store, "anna");
    let names: Vec<&str> = cells.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["Büro Berlin", "京都支社"]);
    let (said, cells) = list(&store, "dora");
    assert_eq!(cells, [("Alte Halle".to_owned(), Agreement::Beyond)]);
    assert_eq!(said.last().unwrap(), "dora is inactive.");
    let (said, cells) = list(&store, "gus");
    assert!(cells.is_empty());
    assert_eq!(said[1], "Users with the role HR Manager get their home company, but gus has none.");
}

#[test]
fn inactive_and_damaged_companies_and_missing_roles_are_named() {
    let hr = Hr::of_2025();
    hr.run("UPDATE hrm_users SET role_id = 77 WHERE username = 'dora'");
    let store = hr.open();
    let dora = why(&store, "dora", "OLD");
    let said = sentences(&dora, &dora.cells[0]);
    assert!(said[0].ends_with("the role of dora no longer exists, so there is no rule."));
    assert!(said.contains(&"Alte Halle (OLD) is inactive.".to_owned()), "{said:?}");
    let frida = why(&store, "frida", "NUM");
    assert!(frida.cells[0].is_granted());
    let said = sentences(&frida, &frida.cells[0]);
    let damaged = "The id of Nummer Eins (NUM) is damaged: it cannot be granted.";
    assert_eq!(said.last().unwrap(), damaged);
}

#[test]
fn an_id_that_now_belongs_to_another_person_is_noted() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    store.grant("anna", "LIS");
    assert!(!why(&store, "anna", "LIS").may_be_another);
    // This database has no creation times, so names distinguish persons.
    hr.run("UPDATE hrm_users SET username = 'newcomer' WHERE username = 'anna'");
    let reused = why(&store, "newcomer", "LIS");
    assert!(reused.may_be_another);
    let said = sentences(&reused, &reused.cells[0]);
    assert!(said.last().unwrap().contains("another person"), "{said:?}");
}

#[test]
fn a_long_journal_is_searched_from_its_end_with_a_note() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    grant(&mut store, "anna", "LIS", "x");
    for _ in 0..2 {
        store.grant("root", "KYO");
        store.revoke("root", "KYO");
    }
    let cell = store.cell("anna", "LIS");
    let of = |most| store.why(cell.user, Some(&cell.company), most, &Cancel::default()).unwrap();
    assert_eq!((of(5).searched, of(5).cells[0].history.len()), (None, 1));
    let short = of(4);
    assert_eq!((short.searched, short.cells[0].history.len()), (Some(4), 0));
    assert_eq!(
        answer(&short, &short.cells[0]),
        format!(
            "anna may work in Escritório de Lisboa (LIS): no recorded change among the newest 4; \
             the row's own date says {} UTC.",
            &NOW[..16]
        )
    );
}

#[test]
fn deleted_users_and_companies_are_errors_and_work_can_be_cancelled() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    store.grant("root", "KYO");
    let cell = store.cell("root", "KYO");
    let cancel = Cancel::default();
    cancel.cancel();
    let stopped = store.why(cell.user, Some(&cell.company), u64::MAX, &cancel).unwrap_err();
    assert!(matches!(stopped, StoreError::Cancelled));
    hr.run("DELETE FROM hrm_users WHERE id = 1");
    let gone = store.why(cell.user, Some(&cell.company), u64::MAX, &Cancel::default()).unwrap_err();
    assert!(matches!(gone, StoreError::Gone(_)), "{gone}");
}

#[test]
fn the_time_of_a_change_is_that_of_the_journal_not_that_of_the_row() {
    let hr = Hr::of_2025();
    // A date in the future says nothing about the time before the journal.
    hr.run("UPDATE hrm_user_company_access SET created_at = '2099-12-25 00:00:00.000000' WHERE user_id = 2");
    let mut store = hr.open();
    assert_eq!(
        answered(&store, "anna", BERLIN),
        "anna may work in Büro Berlin (BER): no recorded change; \
         the row's own date says 2099-12-25 00:00 UTC."
    );
    grant(&mut store, "anna", "LIS", "x");
    hr.run("UPDATE hrm_user_company_access SET created_at = '2031-05-05 00:00:00' WHERE company_id LIKE 'a3%' AND user_id = 2");
    assert_eq!(
        answered(&store, "anna", "LIS"),
        "anna may work in Escritório de Lisboa (LIS): granted 2026-03-01 09:30 UTC by ada \
         in change 1, reason: “x”; the row's own date says 2031-05-05 00:00 UTC."
    );
}

#[test]
fn the_latest_changes_of_a_user_are_listed_newest_first() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let anna = store.cell("anna", "LIS").user;
    assert_eq!(store.latest_changes(anna, 3, u64::MAX).unwrap(), []);
    grant(&mut store, "anna", "LIS", "new office");
    store.grant("root", "KYO");
    store.revoke("anna", "LIS");
    let how = EditOptions { reason: Some("on leave".into()), ..EditOptions::default() };
    store.set_users_active(&[anna], false, &how).unwrap();
    store.undo(None, None).unwrap();
    let told = |store: &Store, most, searched| -> Vec<String> {
        let changes = store.latest_changes(anna, most, searched).unwrap();
        changes.iter().map(|it| it.in_words(grantgrid::domain::Zone::Utc)).collect()
    };
    assert_eq!(
        told(&store, 9, u64::MAX),
        [
            "2026-03-01 09:30 UTC active no → yes by ada in change 5 (undo of change 4)",
            "2026-03-01 09:30 UTC active yes → no by ada in change 4, reason: “on leave”; undone by change 5",
            "2026-03-01 09:30 UTC revoked LIS by ada in change 3",
            "2026-03-01 09:30 UTC granted LIS by ada in change 1, reason: “new office”",
        ]
    );
    assert_eq!(told(&store, 2, u64::MAX).len(), 2);
    // Older changes of grants are not searched; those of the row are found immediately.
    assert_eq!(told(&store, 9, 3).len(), 3);
}
