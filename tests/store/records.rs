//! Users and companies are added, edited, deactivated and deleted: required columns are filled
//! in, and an undo restores everything.

use crate::common::{ByName, Hr, NOW};
use grantgrid::domain::{Change, Draft, Field, JobProgress};
use grantgrid::filter::Axis;
use grantgrid::store::{
    EditOptions, EditOutcome, ImportLine, ImportReport, SCHEMA, Store, StoreError,
};

pub(crate) fn draft(fields: &[(Field, &str)]) -> Draft {
    fields.iter().fold(Draft::default(), |draft, (field, text)| draft.with(*field, *text))
}

pub(crate) fn uma() -> Draft {
    draft(&[
        (Field::Username, "uma"),
        (Field::FirstName, "Ada"),
        (Field::LastName, "Lovelace"),
        (Field::Email, "ada@nordwind.example"),
        (Field::Role, "hr manager"),
        (Field::Home, "KYO"),
    ])
}

pub(crate) fn problems(done: Result<EditOutcome, StoreError>) -> Vec<String> {
    match done {
        Err(StoreError::Invalid(problems)) => problems.iter().map(ToString::to_string).collect(),
        other => panic!("expected problems, not {other:?}"),
    }
}

pub(crate) fn rows_of(recorded: &EditOutcome) -> String {
    recorded.change.as_ref().map(Change::rows_in_words).unwrap_or_default()
}

#[test]
fn every_problem_of_a_draft_is_reported_at_once() {
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
                "e-mail has no @",
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
fn edits_write_only_differences_and_can_be_undone() {
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

    // The home company is removed, and set for a user who had none.
    let no_home = draft(&[(Field::Home, "")]);
    store.save_user(Some(anna), &no_home, &EditOptions::default()).expect("an edit");
    assert_eq!(store.person("anna").home_company, None);
    let dora = store.person("dora").id;
    let home = draft(&[(Field::Home, "KYO")]);
    store.save_user(Some(dora), &home, &EditOptions::default()).expect("an edit");
    let kyo = store.find_company("KYO").expect("a company").id.clone();
    assert_eq!(store.person("dora").home_company, Some(kyo));
    store.undo(None, None).expect("an undo");
    store.undo(None, None).expect("an undo");
    assert_eq!(hr.dump(), before);
}

#[test]
fn a_null_status_is_inactive_and_several_users_are_switched_in_one_change() {
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
fn choices_are_sorted_and_repeated_codes_have_their_tenant() {
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
fn an_empty_database_accepts_its_first_company_and_user() {
    let hr = Hr::of(SCHEMA);
    let mut store = hr.open();
    let company = draft(&[(Field::Code, "NYC"), (Field::Name, "New York")]);
    assert_eq!(
        problems(store.save_company(None, &company, &EditOptions::default())),
        ["tenant is required: there is none yet; enter a name, and it is created"]
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
fn unknown_required_columns_are_filled_by_their_type() {
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
        "hrm_users needs a value in region, which refers to a row of hrm_region, but that table is empty"
    );
}

#[test]
fn a_user_who_changed_since_is_skipped_by_an_undo() {
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
fn an_import_with_an_outdated_preview_is_not_committed() {
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
    let replanned = take(None, true).expect("a dry run");
    assert_eq!((replanned.added, replanned.unchanged), (1, 1));
    assert_eq!(take(Some(&replanned), false).expect("an import").added, 1);
}

#[test]
fn among_many_users_only_saving_looks_for_other_spellings() {
    let hr = Hr::of_2025();
    let store = hr.open();
    let twin = uma().with(Field::Username, "ANNA").with(Field::Home, "");
    let anna = "differs from anna only in upper and lower case";
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
