//! Users and companies added, altered, deactivated and deleted: what the HR
//! system asks for is filled in, and everything comes back.

use crate::common::{ByName, Hr, NOW};
use grantgrid::domain::{Change, ChangeId, Draft, Field, JobProgress};
use grantgrid::filter::Axis;
use grantgrid::store::{
    EditOptions, EditOutcome, ImportLine, ImportReport, SCHEMA, Store, StoreError,
};

fn draft(fields: &[(Field, &str)]) -> Draft {
    fields.iter().fold(Draft::default(), |draft, (field, text)| draft.with(*field, *text))
}

fn uma() -> Draft {
    draft(&[
        (Field::Username, "uma"),
        (Field::FirstName, "Ada"),
        (Field::LastName, "Lovelace"),
        (Field::Email, "ada@nordwind.example"),
        (Field::Role, "hr manager"),
        (Field::Home, "KYO"),
    ])
}

fn problems(done: Result<EditOutcome, StoreError>) -> Vec<String> {
    match done {
        Err(StoreError::Invalid(problems)) => problems.iter().map(ToString::to_string).collect(),
        other => panic!("expected problems, not {other:?}"),
    }
}

fn rows_of(recorded: &EditOutcome) -> String {
    recorded.change.as_ref().map(Change::rows_in_words).unwrap_or_default()
}

#[test]
fn a_new_user_has_all_that_the_hr_system_asks_for() {
    let hr = Hr::of(SCHEMA);
    hr.run(
        "INSERT INTO hrm_tenant (id, name, code, is_active, created_by, created_at)
           VALUES ('7c9e6679f42a4cb0b5d1e0a3c4f5d601', 'Nordwind', 'NORD', 1, 's', ''),
                  ('7c9e6679f42a4cb0b5d1e0a3c4f5d602', 'Maré', 'MARE', 1, 's', '');
         INSERT INTO organization (id, name, tenant_id) VALUES
           (1, 'Maré HQ', '7c9e6679f42a4cb0b5d1e0a3c4f5d602'), (4, 'Nordwind HQ', '7c9e6679f42a4cb0b5d1e0a3c4f5d601');
         INSERT INTO hrm_company (id, tenant_id, name, code, currency_code, is_active, created_by, created_at)
           VALUES ('c2a4c6d0e2f34a5c8b7d9e0f1a2b3c02', '7c9e6679f42a4cb0b5d1e0a3c4f5d601', 'Kyoto', 'KYO', 'JPY', 1, 's', '');
         INSERT INTO hrm_employee (id, employee_id, first_name, last_name, hire_date, basic_salary, organization_id)
           VALUES (3, 'N-009', 'x', 'y', '2020-01-01', 1, 4)",
    );
    let before = hr.dump();
    let mut store = hr.open();
    let recorded = store.save_user(None, &uma(), &EditOptions::default()).expect("a user");
    assert_eq!(rows_of(&recorded), "1 user added, 1 employee added");
    assert_eq!(
        hr.rows("SELECT id, username, email, first_name, last_name, is_active, must_reset_password, organization_id, role_id, reporting_manager_id, created_at, updated_at FROM hrm_users"),
        [format!("1 | 'uma' | 'ada@nordwind.example' | 'Ada' | 'Lovelace' | 1 | 1 | 4 | 3 | NULL | '{NOW}' | '{NOW}'")]
    );
    let hash = &hr.rows("SELECT password_hash FROM hrm_users")[0];
    assert!(hash.starts_with("'!") && !hash.contains('$') && hash.len() > 20, "{hash}");
    assert_eq!(
        hr.rows("SELECT id, employee_id, first_name, last_name, hire_date, basic_salary, is_active, user_id, organization_id, company_id, created_at FROM hrm_employee WHERE user_id = 1"),
        [format!("4 | 'N-010' | 'Ada' | 'Lovelace' | '2026-03-01' | 0 | 1 | 1 | 4 | 'c2a4c6d0e2f34a5c8b7d9e0f1a2b3c02' | '{NOW}'")]
    );
    let uma = store.person("uma");
    assert_eq!(
        uma.home_company.map(|id| id.to_string()).as_deref(),
        Some("c2a4c6d0e2f34a5c8b7d9e0f1a2b3c02")
    );
    assert_eq!(
        (store.count().users, store.count().drift),
        (1, 1),
        "at once, with the home's drift"
    );

    let mut store = hr.open();
    store.undo(None, None).expect("an undo");
    assert_eq!(hr.dump(), before);
    store.redo(None).expect("a redo");
    assert_eq!(store.person("uma").role, "HR Manager");
    // An id that grantgrid gave once is nobody else's.
    store.undo(None, None).expect("an undo");
    let other = draft(&[(Field::Username, "eve"), (Field::Email, "e@v.example")]);
    let eve = store.save_user(None, &other, &EditOptions::default()).expect("a user");
    assert_eq!(eve.user.map(|id| id.0), Some(2));
    assert_eq!(hr.rows("SELECT role_id, first_name FROM hrm_users"), ["5 | ''"]);
}

#[test]
fn a_new_company_has_all_that_the_hr_system_asks_for() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let before = hr.dump();
    let new = draft(&[(Field::Code, "OSA"), (Field::Name, "大阪支社"), (Field::Tenant, "nord")]);
    let recorded = store.save_company(None, &new, &EditOptions::default()).expect("a company");
    let id = recorded.company.expect("its id");
    assert!(id.is_usable() && !id.as_str().contains('-'));
    assert_eq!(
        hr.rows("SELECT tenant_id, name, code, currency_code, is_active, created_by, created_at FROM hrm_company WHERE code = 'OSA'"),
        [format!("'7c9e6679f42a4cb0b5d1e0a3c4f5d601' | '{}' | 'OSA' | 'EUR' | 1 | 'ada' | '{NOW}'", "大阪支社".as_bytes().escape_ascii())]
    );
    assert_eq!(store.companies().len(), 7);
    store.grant("anna", "OSA");
    store.undo(None, None).expect("an undo of the grant");
    store.undo(None, None).expect("an undo of the company");
    assert_eq!(hr.dump(), before);
    assert_eq!(store.companies().len(), 6);
}

#[test]
fn ids_follow_the_form_of_the_database_and_never_read_as_numbers() {
    let hr = Hr::of_2026();
    let mut store = hr.open_with(crate::common::Ids::first(&[
        "12345678-1234-5678-1234-567812345678",
        "abcdefab-1234-5678-1234-567812345678",
    ]));
    let new = draft(&[(Field::Code, "BSL"), (Field::Name, "Basel")]);
    store.save_company(None, &new, &EditOptions::default()).expect("a company");
    assert_eq!(
        hr.rows("SELECT * FROM hrm_company WHERE code = 'BSL'"),
        ["'12345678-1234-5678-1234-567812345678' | 'BSL' | 'Basel'"]
    );

    let hr = Hr::of_2025();
    let mut store = hr.open_with(crate::common::Ids::first(&[
        "12345678-1234-5678-1234-567812345678",
        "abcdefab-1234-5678-1234-567812345678",
    ]));
    let new = draft(&[(Field::Code, "X"), (Field::Name, "X"), (Field::Tenant, "MARE")]);
    store.save_company(None, &new, &EditOptions::default()).expect("a company");
    assert_eq!(
        hr.rows("SELECT id FROM hrm_company WHERE code = 'X'"),
        ["'abcdefab123456781234567812345678'"]
    );
}

#[test]
fn a_database_that_keeps_less_takes_less() {
    let hr = Hr::of_2026();
    let mut store = hr.open();
    let told = problems(store.save_user(
        None,
        &draft(&[(Field::Username, "uma"), (Field::Email, "u@m.example")]),
        &EditOptions::default(),
    ));
    assert_eq!(told, ["e-mail is not kept in this database"]);
    let told = problems(store.save_company(
        None,
        &draft(&[(Field::Code, "ZRH"), (Field::Name, "Zwei"), (Field::Tenant, "T")]),
        &EditOptions::default(),
    ));
    assert_eq!(
        told,
        ["code is taken: another company has it", "tenant is not kept in this database"]
    );
    let uma = draft(&[(Field::Username, "uma"), (Field::Home, "Genève")]);
    store.save_user(None, &uma, &EditOptions::default()).expect("a user");
    assert_eq!(
        hr.rows("SELECT * FROM hrm_users WHERE id > 4"),
        ["5 | 'uma' | NULL | NULL | 1 | 1 | 3"]
    );
    assert_eq!(
        hr.rows("SELECT * FROM hrm_employee WHERE user_id = 5"),
        ["4 | 5 | '3f2504e0-4f89-41d3-9a0c-0305e82c3302'"]
    );
}

#[test]
fn every_fault_of_a_draft_is_named_at_once() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let before = hr.dump_all();
    let long = "x".repeat(121);
    for (fields, expected) in [
        (vec![], vec!["username is required", "e-mail is required"]),
        (
            vec![(Field::Username, " ada"), (Field::Email, "ada"), (Field::Role, "Boss")],
            vec![
                "username begins or ends with a space",
                "e-mail has no @ in it",
                "role “Boss” is not known; there is Super Admin, Tenant Admin, HR Manager, Manager, Employee",
            ],
        ),
        (
            vec![(Field::Username, "anna"), (Field::Email, "x@y.example"), (Field::Home, "BER")],
            vec![
                "username is taken: another user has it",
                "home company “BER” means 2 of them; name one so: “Büro Berlin”, “Berlim”",
            ],
        ),
        (
            vec![
                (Field::Username, "x"),
                (Field::Email, "anna@nordwind.example"),
                (Field::Organization, "Nowhere"),
            ],
            vec![
                "e-mail is taken: another user has it",
                "organization “Nowhere” is not known; there is Nordwind HQ, Contractors",
            ],
        ),
        (
            vec![
                (Field::Username, long.as_str()),
                (Field::Email, "x@y.example"),
                (Field::Active, "perhaps"),
            ],
            vec![
                "username is longer than 120 characters",
                "active is “perhaps”, which is neither yes nor no",
            ],
        ),
        (
            vec![(Field::Username, "a\u{1b}[2J"), (Field::Email, "x@y.example")],
            vec!["username has the control character U+001B in it"],
        ),
    ] {
        let draft = draft(&fields);
        let checked = store.check_user(None, &draft).expect("a check");
        let checked: Vec<String> = checked.iter().map(ToString::to_string).collect();
        assert_eq!(checked, expected);
        assert_eq!(problems(store.save_user(None, &draft, &EditOptions::default())), expected);
    }
    let taken = draft(&[(Field::Code, "KYO"), (Field::Name, "K"), (Field::Tenant, "Nordwind")]);
    assert_eq!(
        problems(store.save_company(None, &taken, &EditOptions::default())),
        ["code is taken: another company of the tenant has it"]
    );
    let elsewhere = draft(&[(Field::Code, "KYO"), (Field::Name, "K"), (Field::Tenant, "MARE")]);
    assert_eq!(store.check_company(None, &elsewhere).expect("a check"), []);
    assert_eq!(hr.dump_all(), before, "checks and refusals write nothing");
}

#[test]
fn edits_write_what_differs_and_come_back() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let before = hr.dump();
    let anna = store.person("anna").id;
    let as_it_is = store.user_draft(anna).expect("the user");
    assert_eq!(as_it_is.get(Field::Role), Some("HR Manager"));
    let same = store.save_user(Some(anna), &as_it_is, &EditOptions::default()).expect("an edit");
    assert_eq!((same.change, hr.dump()), (None, before.clone()));

    let edit = draft(&[
        (Field::Username, "anna.s"),
        (Field::Home, "LIS"),
        (Field::Active, "no"),
        (Field::Role, "Manager"),
    ]);
    let tried = EditOptions { dry_run: true, ..EditOptions::default() };
    let told = store.save_user(Some(anna), &edit, &tried).expect("a dry run");
    assert_eq!(hr.dump(), before);
    let recorded = store.save_user(Some(anna), &edit, &EditOptions::default()).expect("an edit");
    assert_eq!(told.edits, recorded.edits, "a dry run tells what is done");
    let lines: Vec<String> = recorded.edits.iter().map(ToString::to_string).collect();
    assert_eq!(
        lines,
        [
            "user anna: active yes → no, role HR Manager → Manager, username anna → anna.s",
            "employee record of anna: home BER → LIS",
        ]
    );
    let now = store.person("anna.s");
    assert!(!now.active && now.role == "Manager");
    assert_eq!(store.user_draft(anna).expect("the user").get(Field::Home), Some("LIS"));

    let mut store = hr.open();
    store.undo(None, None).expect("an undo");
    assert_eq!(hr.dump(), before);
    assert_eq!(store.person("anna").id, anna);

    // Nobody's home any more, and one who had none.
    let no_home = draft(&[(Field::Home, "")]);
    store.save_user(Some(anna), &no_home, &EditOptions::default()).expect("an edit");
    assert_eq!(store.person("anna").home_company, None);
    let dora = store.person("dora").id;
    let home = draft(&[(Field::Home, "KYO")]);
    store.save_user(Some(dora), &home, &EditOptions::default()).expect("an edit");
    assert!(store.person("dora").home_company.is_some());
    store.undo(None, None).expect("an undo");
    store.undo(None, None).expect("an undo");
    assert_eq!(hr.dump(), before);
}

#[test]
fn null_is_inactive_and_several_are_switched_as_one() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let before = hr.dump();
    let ids = ["emil", "dora", "anna"].map(|name| store.person(name).id);
    let on = store.set_users_active(&ids, true, &EditOptions::default()).expect("an edit");
    assert_eq!(rows_of(&on), "2 users changed", "emil's NULL is inactive");
    let off = store.set_users_active(&ids, false, &EditOptions::default()).expect("an edit");
    assert_eq!(rows_of(&off), "3 users changed");
    let companies: Vec<_> = ["KYO", "LIS"]
        .iter()
        .map(|code| store.find_company(code).expect("a company").id.clone())
        .collect();
    let off =
        store.set_companies_active(&companies, false, &EditOptions::default()).expect("an edit");
    assert_eq!(rows_of(&off), "2 companies changed");
    assert!(!store.find_company("LIS").expect("a company").active);
    for _ in 0..3 {
        store.undo(None, None).expect("an undo");
    }
    assert_eq!(hr.dump(), before);
}

#[test]
fn what_something_refers_to_is_not_deleted_and_the_numbers_are_named() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let before = hr.dump_all();
    let kyo = store.find_company("KYO").expect("a company").id.clone();
    let departure = store.deletion_impact_of_company(&kyo).expect("a look");
    assert_eq!(
        (departure.blocked_by().as_str(), departure.is_allowed()),
        ("1 employee refers to it", false)
    );
    assert!(departure.blockers[0].cascades, "the database would take the employee along");
    let refused = store.delete_companies(&[kyo], &EditOptions::default(), &mut JobProgress::none());
    assert_eq!(
        refused.expect_err("refused").to_string(),
        "company KYO cannot be deleted: 1 employee belongs to it; deactivate it instead"
    );
    let root = store.person("root").id;
    let refused = store.delete_users(&[root], &EditOptions::default(), &mut JobProgress::none());
    let sentence = refused.expect_err("refused").to_string();
    assert!(sentence.starts_with("user root cannot be deleted: "), "{sentence}");
    assert_eq!(hr.dump_all(), before);
}

#[test]
fn a_user_who_stays_keeps_the_employee_record() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let tim = draft(&[
        (Field::Username, "tim"),
        (Field::Email, "tim@x.org"),
        (Field::Role, "Manager"),
        (Field::Home, "KYO"),
    ]);
    store.save_user(None, &tim, &EditOptions::default()).expect("a user");
    store.grant("tim", "LIS");
    let before = hr.dump();
    let refused = store.undo(Some(ChangeId(1)), None).expect_err("a grant holds him");
    let why = refused.to_string();
    assert_eq!(why, "change 1 cannot be undone: user tim: 1 grant refers to it; and 1 more");
    assert_eq!(hr.dump(), before);
    store.revoke("tim", "LIS");
    store.undo(Some(ChangeId(1)), None).expect("an undo");
    assert!(store.find_user("tim").is_err());
}

/// Many tables of the HR system name users and companies without a foreign key.
#[test]
fn what_is_named_without_a_foreign_key_is_not_deleted_either() {
    let hr = Hr::of_2025();
    hr.run(
        "CREATE TABLE hrm_claim (id INTEGER PRIMARY KEY, approver_user_id INTEGER, office UUID);
         CREATE TABLE hrm_shift (company_id UUID, user_id INTEGER, PRIMARY KEY (company_id, user_id),
           FOREIGN KEY (company_id, user_id) REFERENCES hrm_user_company_access (company_id, user_id));
         INSERT INTO hrm_claim SELECT 1, u.id, c.id FROM hrm_users u, hrm_company c
           WHERE u.username = 'emil' AND c.code = 'OLD';
         INSERT INTO hrm_shift SELECT c.id, u.id FROM hrm_users u, hrm_company c
           WHERE u.username = 'emil' AND c.code = 'OLD'",
    );
    let mut store = hr.open();
    store.grant("emil", "OLD");
    let before = hr.dump_all();
    let old = store.find_company("OLD").expect("a company").id.clone();
    let departure = store.deletion_impact_of_company(&old).expect("a look");
    assert_eq!(departure.blocked_by(), "1 row of hrm_claim, 1 row of hrm_shift refer to it");
    let emil = store.person("emil").id;
    let departure = store.deletion_impact_of_user(emil).expect("a look");
    assert_eq!(departure.blocked_by(), "1 row of hrm_claim, 1 row of hrm_shift refer to it");
    let refused = store.delete_companies(&[old], &EditOptions::default(), &mut JobProgress::none());
    refused.expect_err("a claim names the company");
    let refused = store.delete_users(&[emil], &EditOptions::default(), &mut JobProgress::none());
    refused.expect_err("a claim names the user");
    assert_eq!(hr.dump_all(), before);
}

#[test]
fn what_can_be_picked_is_sorted_and_says_whose_a_repeated_code_is() {
    let hr = Hr::of(SCHEMA);
    hr.run(
        "INSERT INTO hrm_tenant (id, name, code, is_active, created_by, created_at)
           VALUES ('aa', 'Nordwind', 'NORD', 1, 's', ''), ('bb', 'Maré', 'MARE', 1, 's', '');
         INSERT INTO hrm_company (id, tenant_id, name, code, currency_code, is_active, created_by, created_at)
           VALUES ('c1', 'aa', 'Kyoto', 'KYO', 'JPY', 1, 's', ''),
                  ('c2', 'aa', 'Main', 'HQ', 'JPY', 1, 's', ''),
                  ('c3', 'bb', 'Brest', 'BRE', 'EUR', 1, 's', ''),
                  ('c4', 'bb', 'Head', 'HQ', 'EUR', 1, 's', '')",
    );
    let choices = hr.open().choices().expect("choices");
    let labels: Vec<&str> = choices.companies.iter().map(|it| it.label.as_str()).collect();
    assert_eq!(labels, ["BRE Brest", "HQ Head · Maré", "HQ Main · Nordwind", "KYO Kyoto"]);
    assert_eq!(choices.companies[1].text, "Head");
    assert_eq!(choices.tenants[0].label, "MARE Maré");
}

#[test]
fn deleting_takes_the_grants_along_and_an_undo_brings_all_back() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    store.grant("emil", "OLD");
    store.grant("emil", "LIS");
    store.grant("anna", "OLD");
    hr.run("INSERT INTO hrm_user_company_access VALUES ('feed0000000000000000000000000bad', 999, 'd4a4c6d0e2f34a5c8b7d9e0f1a2b3c04', 'x', NULL)");
    let before = hr.dump();
    let mut store = hr.open();
    let figures = store.count();
    let old = store.find_company("OLD").expect("a company").id.clone();
    let departure = store.deletion_impact_of_company(&old).expect("a look");
    assert!(departure.is_allowed(), "{}", departure.blocked_by());
    let grants = departure.grants;
    let gone = store
        .delete_companies(
            std::slice::from_ref(&old),
            &EditOptions::default(),
            &mut JobProgress::none(),
        )
        .expect("a deletion");
    let change = gone.change.expect("a change");
    assert_eq!(change.removed + 1, grants, "the orphan goes as a row");
    assert_eq!(change.rows_in_words(), "1 grant deleted, 1 company deleted");
    assert!(hr.rows("SELECT 1 FROM hrm_user_company_access WHERE company_id = 'd4a4c6d0e2f34a5c8b7d9e0f1a2b3c04'").is_empty());
    let after_company = hr.dump();

    let emil = store.person("emil").id;
    let gone = store
        .delete_users(&[emil], &EditOptions::default(), &mut JobProgress::none())
        .expect("a deletion");
    assert_eq!(gone.change.expect("a change").rows_in_words(), "1 user deleted");
    assert_eq!(store.count().users, figures.users - 1);
    store = hr.open();
    assert!(matches!(store.find_user("emil"), Err(StoreError::NoSuchUser { .. })));
    assert_eq!(store.find_user_in_history("emil").expect("history knows"), emil);

    let preview = store.next_to_undo().expect("a look").expect("a change").id;
    let preview = store.preview_undo(preview, &mut JobProgress::none()).expect("a preview");
    assert_eq!((preview.added, preview.left_alone_count, preview.left_rows_count), (1, 0, 0));
    store.undo(None, None).expect("an undo");
    assert_eq!(hr.dump(), after_company);
    let undone = store.undo(None, None).expect("an undo");
    assert_eq!((undone.left_alone_count, undone.left_rows_count), (0, 0));
    assert_eq!(hr.dump(), before);
    assert_eq!(store.count(), figures);
    assert_eq!(store.find_company("OLD").map(|company| company.id.clone()).expect("back"), old);
    store.redo(None).expect("a redo");
    assert_eq!(hr.dump(), after_company);
}

#[test]
fn an_empty_database_takes_its_first_company_and_user() {
    let hr = Hr::of(SCHEMA);
    let mut store = hr.open();
    let company = draft(&[(Field::Code, "NYC"), (Field::Name, "New York")]);
    assert_eq!(
        problems(store.save_company(None, &company, &EditOptions::default())),
        ["tenant is required: there is none yet; name one, and it is made"]
    );
    let company = company.with(Field::Tenant, "Global Corp");
    let recorded = store.save_company(None, &company, &EditOptions::default()).expect("a company");
    assert_eq!(rows_of(&recorded), "1 tenant added, 1 company added");
    assert_eq!(hr.rows("SELECT name, code FROM hrm_tenant"), ["'Global Corp' | 'GLOBAL_CORP'"]);
    let second = draft(&[(Field::Code, "LA"), (Field::Name, "L A"), (Field::Tenant, "Globel")]);
    assert_eq!(
        problems(store.save_company(None, &second, &EditOptions::default())),
        ["tenant “Globel” is not known; there is Global Corp"]
    );
    let how = EditOptions { create_missing: true, ..EditOptions::default() };
    store.save_company(None, &second, &how).expect("a company of a new tenant");

    let user =
        draft(&[(Field::Username, "uma"), (Field::Email, "a@b.example"), (Field::Home, "NYC")]);
    let recorded = store.save_user(None, &user, &EditOptions::default()).expect("a user");
    assert_eq!(rows_of(&recorded), "1 organization added, 1 user added, 1 employee added");
    let tenant = store.person("uma").tenant.map(|id| id.to_string());
    assert_eq!(
        hr.rows("SELECT name, tenant_id FROM organization"),
        [format!("'Global Corp' | '{}'", tenant.expect("a tenant"))]
    );
    for _ in 0..3 {
        store.undo(None, None).expect("an undo");
    }
    let empty = Hr::of(SCHEMA);
    let tables = "SELECT (SELECT count(*) FROM hrm_users), (SELECT count(*) FROM hrm_company), (SELECT count(*) FROM hrm_tenant), (SELECT count(*) FROM organization)";
    assert_eq!(hr.rows(tables), empty.rows(tables));
}

#[test]
fn required_columns_that_nobody_knows_are_filled_by_their_type() {
    let hr = Hr::of_2025();
    hr.run(
        "CREATE TABLE hrm_region (id INTEGER PRIMARY KEY, name TEXT);
         INSERT INTO hrm_region VALUES (7, 'North');
         DELETE FROM hrm_user_company_access; DELETE FROM hrm_employee; DROP TABLE hrm_users;
         CREATE TABLE hrm_users (id INTEGER NOT NULL PRIMARY KEY, username VARCHAR(9) NOT NULL UNIQUE,
           tries INTEGER NOT NULL, since DATE NOT NULL, seen DATETIME NOT NULL, ratio FLOAT NOT NULL,
           note TEXT NOT NULL, badge VARCHAR(40) NOT NULL UNIQUE, flags BOOLEAN NOT NULL,
           region INTEGER NOT NULL REFERENCES hrm_region (id), lang TEXT NOT NULL DEFAULT 'de',
           data JSON NOT NULL, key BLOB NOT NULL)",
    );
    let mut store = hr.open();
    store
        .save_user(None, &draft(&[(Field::Username, "ada")]), &EditOptions::default())
        .expect("a user");
    let row = &hr.rows(
        "SELECT tries, since, seen, ratio, note, flags, region, lang, data, key FROM hrm_users",
    )[0];
    assert_eq!(
        *row,
        format!("0 | '2026-03-01' | '{NOW}' | 0.0 | '' | 0 | 7 | 'de' | '{{}}' | x''")
    );
    hr.run("DELETE FROM hrm_users; DELETE FROM hrm_region");
    let refused =
        store.save_user(None, &draft(&[(Field::Username, "eve")]), &EditOptions::default());
    assert_eq!(
        refused.expect_err("refused").to_string(),
        "hrm_users needs a value in region, which names a row of hrm_region, and that is empty"
    );
}

#[test]
fn a_user_who_was_changed_since_is_left_alone() {
    let hr = Hr::of_2025();
    let mut store: Store = hr.open();
    store.save_user(None, &uma(), &EditOptions::default()).expect("a user");
    hr.run("UPDATE hrm_users SET password_hash = 'scrypt:real' WHERE username = 'uma'");
    let before = hr.dump();
    let refused = store.undo(None, None).expect_err("somebody works with it");
    assert_eq!(
        refused.to_string(),
        "change 1 cannot be undone: user uma: it has changed since; and 1 more"
    );
    assert_eq!(hr.dump(), before, "the employee record stays with its user");
    assert_eq!(store.person("uma").username, "uma");
}

#[test]
fn what_an_import_would_no_longer_do_is_not_done() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let lines = [("kim", "kim@x.example"), ("lee", "lee@x.example")].map(|(name, email)| {
        let fields = [(Field::Username, name), (Field::Email, email)];
        ImportLine { line: 1, draft: draft(&fields), uncovered: None }
    });
    let mut take = |planned: Option<&ImportReport>, dry_run| {
        let (how, watch) =
            (EditOptions { dry_run, ..EditOptions::default() }, &mut JobProgress::none());
        store.import_as_planned(Axis::Users, &lines, false, &how, planned, watch)
    };
    let planned = take(None, true).expect("a dry run");
    hr.run(
        "UPDATE hrm_users SET username = 'lee', email = 'lee@x.example' WHERE username = 'anna'",
    );
    let before = hr.dump();
    let done = take(Some(&planned), false);
    assert!(matches!(done, Err(StoreError::Outdated)), "{done:?}");
    assert_eq!(hr.dump(), before);
    let anew = take(None, true).expect("a dry run");
    assert_eq!((anew.added, anew.unchanged), (1, 1));
    assert_eq!(take(Some(&anew), false).expect("an import").added, 1);
}

#[test]
fn many_are_undone_as_one_and_who_is_referred_to_stays() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let before = hr.dump();
    let lines: Vec<ImportLine> = (0..60)
        .map(|at| {
            let (name, email) = (format!("u{at}"), format!("u{at}@x.example"));
            let fields = [(Field::Username, &*name), (Field::Email, &*email), (Field::Home, "KYO")];
            ImportLine { line: at, draft: draft(&fields), uncovered: None }
        })
        .collect();
    let report = store
        .import_users(&lines, false, &EditOptions::default(), &mut JobProgress::none())
        .expect("an import");
    assert_eq!(
        (report.added, rows_of(&report.recorded).as_str()),
        (60, "60 users added, 60 employees added")
    );
    let boss = store.person("u50").id;
    hr.run(&format!("UPDATE hrm_users SET reporting_manager_id = {boss} WHERE username = 'anna'"));
    let undone = store.undo(None, None).expect("an undo");
    let left: Vec<String> = undone.left_rows.iter().map(ToString::to_string).collect();
    assert_eq!(left, ["employee record of u50: its user stays", "user u50: 1 user refers to it"]);
    assert_eq!(undone.change.rows_in_words(), "59 employees deleted, 59 users deleted");
    hr.run("UPDATE hrm_users SET reporting_manager_id = 1 WHERE username = 'anna'");
    hr.run(&format!("DELETE FROM hrm_employee WHERE user_id = {boss}"));
    hr.run("DELETE FROM hrm_users WHERE username = 'u50'");
    assert_eq!(hr.dump(), before);
}

#[test]
fn among_many_users_only_saving_looks_for_other_spellings() {
    let hr = Hr::of_2025();
    let store = hr.open();
    let twin = uma().with(Field::Username, "ANNA").with(Field::Home, "");
    let anna = "differs from anna in upper and lower case only";
    let told = |store: &Store| {
        let problems = store.check_user(None, &twin).expect("a check");
        problems.iter().any(|problem| problem.to_string().ends_with(anna))
    };
    assert!(told(&store));
    hr.run("UPDATE hrm_users SET id = 50000 WHERE id = (SELECT max(id) FROM hrm_users)");
    let mut store = hr.open();
    assert!(!told(&store), "quick enough for somebody who types");
    let refused = problems(store.save_user(None, &twin, &EditOptions::default()));
    assert!(refused.iter().any(|problem| problem.ends_with(anna)), "{refused:?}");
}
