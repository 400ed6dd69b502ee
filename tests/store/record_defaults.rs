//! New users and companies: required columns are filled in, in the format of the database.

use super::records::{draft, problems, rows_of, uma};
use crate::common::{ByName, Hr, NOW};
use grantgrid::domain::Field;
use grantgrid::store::{EditOptions, SCHEMA};

#[test]
fn a_new_user_has_all_required_values() {
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
    // An id that grantgrid has assigned once is never assigned again.
    store.undo(None, None).expect("an undo");
    let other = draft(&[(Field::Username, "eve"), (Field::Email, "e@v.example")]);
    let eve = store.save_user(None, &other, &EditOptions::default()).expect("a user");
    assert_eq!(eve.user.map(|id| id.0), Some(2));
    assert_eq!(hr.rows("SELECT role_id, first_name FROM hrm_users"), ["5 | ''"]);
}

#[test]
fn a_new_company_has_all_required_values() {
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
fn a_database_with_fewer_columns_accepts_fewer_fields() {
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
