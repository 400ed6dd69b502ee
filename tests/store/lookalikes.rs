//! Names that look the same as another's, currencies, and tables that a database lacks:
//! rejected with the reason.

use crate::common::{ByName, Hr};
use grantgrid::domain::{Cancel, Draft, Field, JobProgress};
use grantgrid::filter::{self, Axis, HistoryFilter};
use grantgrid::store::{EditOptions, EditOutcome, ImportLine, Query, SCHEMA, Store, StoreError};

pub(crate) fn draft(fields: &[(Field, &str)]) -> Draft {
    fields.iter().fold(Draft::default(), |draft, (field, text)| draft.with(*field, *text))
}

fn user(name: &str) -> Draft {
    draft(&[(Field::Username, name), (Field::Email, "new@x.example")])
}

fn company(code: &str, tenant: &str) -> Draft {
    draft(&[(Field::Code, code), (Field::Name, "New"), (Field::Tenant, tenant)])
}

#[track_caller]
fn refused(done: Result<EditOutcome, StoreError>) -> String {
    match done {
        Err(StoreError::Invalid(problems)) => {
            problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
        }
        other => panic!("expected problems, not {other:?}"),
    }
}

fn named_only(name: &str) -> Draft {
    draft(&[(Field::Username, name)])
}

fn add(store: &mut Store, draft: &Draft) -> Result<EditOutcome, StoreError> {
    store.save_user(None, draft, &EditOptions::default())
}

#[test]
fn a_user_who_looks_like_another_is_refused() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let cafe = user("Caf\u{e9}").with(Field::Email, "cafe@x.example");
    add(&mut store, &cafe).expect("a user");
    let before = hr.dump();
    for (name, said) in [
        ("anna\u{200b}", "username has the invisible character U+200B in it"),
        ("an\u{7}na", "username has the control character U+0007 in it"),
        ("Anna", "username differs from anna only in upper and lower case"),
        (
            "ａnna",
            "username differs from anna only in the Unicode form of its letters: “ａ” (U+FF41, \
             full-width) in place of “a” at the beginning",
        ),
        (
            "Cafe\u{301}",
            "username differs from Caf\u{e9} only in the Unicode form of its letters: “e” in place \
             of “\u{e9}” (U+00E9, Latin) after “Caf”",
        ),
        (
            "CAFE\u{301}",
            "username differs from Caf\u{e9} only in upper and lower case and invisible characters: \
             “E” in place of “\u{e9}” (U+00E9, Latin) after “CAF”",
        ),
    ] {
        assert_eq!(refused(add(&mut store, &user(name))), said);
        // In a file it means the existing user.
        let line = ImportLine { line: 2, draft: named_only(name), uncovered: None };
        let report =
            store.import_users(&[line], false, &EditOptions::default(), &mut JobProgress::none());
        let report = report.expect("a report");
        assert_eq!((report.unchanged, &report.problems[..]), (1, &[][..]), "{name:?}");
    }
    let email = user("eve").with(Field::Email, "new@x\u{ad}.example");
    assert_eq!(refused(add(&mut store, &email)), "e-mail has the invisible character U+00AD in it");
    assert_eq!(hr.dump(), before);

    // Two lines of one file that look the same are an error too.
    let lines = ["Zo\u{eb}", "Zoe\u{308}"].map(|name| ImportLine {
        line: 1,
        draft: draft(&[
            (Field::Username, name),
            (Field::Email, &format!("{}@x.example", name.len())),
        ]),
        uncovered: None,
    });
    let report =
        store.import_users(&lines, false, &EditOptions::default(), &mut JobProgress::none());
    let report = report.expect("a report");
    assert_eq!((report.added, report.problems.len()), (0, 2), "{:?}", report.problems);
}

#[test]
fn a_user_with_an_unusual_name_can_be_edited_but_not_duplicated() {
    let hr = Hr::of_2025();
    hr.run("UPDATE hrm_users SET username = 'an' || char(8203) || 'na', email = 'none' WHERE username = 'anna'");
    let mut store = hr.open();
    let id = store.find_user("an\u{200b}na").expect("a user").id;
    let whole = store.user_draft(id).expect("a draft").with(Field::FirstName, "Anya");
    let done = store
        .save_user(Some(id), &whole, &EditOptions::default())
        .expect("an existing name can stay");
    assert_eq!(done.edits.len(), 1);
    let said = "username differs from an\\u{200b}na only in invisible characters: without \
                U+200B (zero-width space) after “an”";
    assert_eq!(refused(add(&mut store, &user("anna"))), said);
    // The same user with a visible name is accepted.
    let seen = draft(&[(Field::Username, "anna")]);
    store.save_user(Some(id), &seen, &EditOptions::default()).expect("a name");
}

#[test]
fn a_company_that_looks_like_another_of_its_tenant_is_refused() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let before = hr.dump();
    let mut add = |draft: &Draft| store.save_company(None, draft, &EditOptions::default());
    assert_eq!(
        refused(add(&company("kyo", "NORD"))),
        "code differs from KYO only in upper and lower case"
    );
    assert_eq!(
        refused(add(&company("KYO\u{2060}", "NORD"))),
        "code has the invisible character U+2060 in it"
    );
    // In a file it means the existing company.
    let named = draft(&[(Field::Code, "kyo"), (Field::Tenant, "NORD")]);
    let line = ImportLine { line: 2, draft: named, uncovered: None };
    let report =
        store.import_companies(&[line], false, &EditOptions::default(), &mut JobProgress::none());
    let report = report.expect("a report");
    assert_eq!((report.unchanged, &report.problems[..]), (1, &[][..]));
    assert_eq!(hr.dump(), before);

    // In another tenant the code is free; but then the company cannot move to a tenant in
    // which it is taken.
    let other = store.save_company(None, &company("kyo", "MARE"), &EditOptions::default());
    let id = other.expect("another tenant's").company.expect("its id");
    let moved = draft(&[(Field::Tenant, "NORD")]);
    assert_eq!(
        refused(store.save_company(Some(&id), &moved, &EditOptions::default())),
        "code differs from KYO only in upper and lower case"
    );
    let renamed = draft(&[(Field::Code, "Kyo"), (Field::Name, "Kyoto of Maré")]);
    store
        .save_company(Some(&id), &renamed, &EditOptions::default())
        .expect("its own code in other case");
}

#[test]
fn codes_that_look_the_same_already_can_stay() {
    let hr = Hr::of_2026();
    hr.run(
        "INSERT INTO hrm_company VALUES ('3f2504e0-4f89-41d3-9a0c-0305e82c33aa', 'zrh', 'Twin')",
    );
    let mut store = hr.open();
    let id = store.find_company("Twin").expect("a company").id.clone();
    let whole = store.company_draft(&id).expect("a draft").with(Field::Name, "Twin of Zürich");
    store.save_company(Some(&id), &whole, &EditOptions::default()).expect("another name");
    let new = draft(&[(Field::Code, "Gva"), (Field::Name, "x")]);
    assert_eq!(
        refused(store.save_company(None, &new, &EditOptions::default())),
        "code differs from GVA only in upper and lower case"
    );
}

#[test]
fn a_tenant_is_known_however_unicode_writes_it_and_none_is_made_that_looks_the_same() {
    let hr = Hr::of_2025();
    hr.run("UPDATE hrm_tenant SET name = 'Mar' || char(233) WHERE code = 'MARE'");
    let tenants = "SELECT count(*) FROM hrm_tenant";
    let before = hr.rows(tenants);
    let mut store = hr.open();
    let how = EditOptions { create_missing: true, ..EditOptions::default() };
    store.save_company(None, &company("OSA", "mare\u{301}"), &how).expect("a company");
    assert_eq!(hr.rows(tenants), before);
    assert_eq!(
        refused(store.save_company(None, &company("NGO", "New\u{200b}Corp"), &how)),
        "tenant has the invisible character U+200B in it"
    );
    let unseen = company("NGO", "NORD").with(Field::Name, "\u{200b}\u{2060}");
    assert_eq!(refused(store.save_company(None, &unseen, &how)), "name looks empty");
}

#[test]
fn a_currency_has_the_form_of_a_code() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let said = "currency must be a currency code of three capital letters, such as EUR";
    for text in ["us dollars", "€€", "usd"] {
        let new = company("OSA", "NORD").with(Field::Currency, text);
        assert_eq!(refused(store.save_company(None, &new, &EditOptions::default())), said);
    }
    let new = company("OSA", "NORD").with(Field::Currency, "JPY");
    let id = store.save_company(None, &new, &EditOptions::default()).expect("a company").company;
    hr.run("UPDATE hrm_company SET currency_code = 'Yen' WHERE code = 'OSA'");
    let id = id.expect("its id");
    let whole = store.company_draft(&id).expect("a draft").with(Field::Name, "Osaka");
    store
        .save_company(Some(&id), &whole, &EditOptions::default())
        .expect("an existing name can stay");
}

#[test]
fn a_database_without_organizations_rejects_new_users_with_a_reason() {
    let hr = Hr::of(SCHEMA);
    hr.run("PRAGMA foreign_keys = OFF; DROP TABLE organization");
    let mut store = hr.open();
    assert_eq!(
        refused(add(&mut store, &user("ada"))),
        "organization is required, but this database has no table organization: no user can be made here"
    );
    let named = user("ada").with(Field::Organization, "Nordwind");
    assert!(refused(add(&mut store, &named)).contains("no table organization"));
}

#[test]
fn a_database_without_tenants_rejects_new_companies_with_a_reason() {
    let hr = Hr::of(SCHEMA);
    hr.run("PRAGMA foreign_keys = OFF; DROP TABLE hrm_tenant");
    let mut store = hr.open();
    let said = "tenant is required, but this database has no table hrm_tenant: no company can be made here";
    let new = draft(&[(Field::Code, "NYC"), (Field::Name, "New York")]);
    assert_eq!(refused(store.save_company(None, &new, &EditOptions::default())), said);
    let named = new.with(Field::Tenant, "Nordwind");
    assert_eq!(refused(store.save_company(None, &named, &EditOptions::default())), said);
}

#[test]
fn a_required_column_that_names_a_table_that_is_not_there_is_named() {
    let hr = Hr::of_2025();
    hr.run(
        "PRAGMA foreign_keys = OFF;
         DELETE FROM hrm_user_company_access; DELETE FROM hrm_employee; DROP TABLE hrm_users;
         CREATE TABLE hrm_users (id INTEGER NOT NULL PRIMARY KEY, username VARCHAR(9) NOT NULL UNIQUE,
           region INTEGER NOT NULL REFERENCES hrm_region (id))",
    );
    let mut store = hr.open();
    let done = store.save_user(None, &draft(&[(Field::Username, "ada")]), &EditOptions::default());
    assert_eq!(
        done.expect_err("refused").to_string(),
        "hrm_users needs a value in region, which refers to a row of hrm_region, but that table does not exist"
    );
}

/// Two users who look the same, one of them with a zero-width space, and one of each other
/// unusual spelling.
pub(crate) fn odd_names() -> Hr {
    let hr = Hr::of_2025();
    hr.run(
        "UPDATE hrm_users SET username = 'kenji' WHERE username = 'anna';
         UPDATE hrm_users SET username = 'k' || char(8203) || 'enji' WHERE username = 'chiyo';
         UPDATE hrm_users SET username = 'Caf' || char(233) || ' Bar' WHERE username = 'dora';
         UPDATE hrm_users SET username = 'em' || char(173) || 'il' WHERE username = 'emil';
         UPDATE hrm_company SET code = 'N' || char(160) || 'Y', name = 'New  York' WHERE code = 'LIS'",
    );
    hr
}

#[test]
fn a_user_is_found_exactly_otherwise_by_the_visible_name() {
    let hr = odd_names();
    let store = hr.open();
    for (text, found) in [
        ("kenji", "kenji"),
        ("k\u{200b}enji", "k\u{200b}enji"),
        ("k\\u{200b}enji", "k\u{200b}enji"),
        ("k\\u{200B}enji", "k\u{200b}enji"),
        ("cafe\u{301} bar", "Caf\u{e9} Bar"),
        ("ＣＡＦÉ\u{3000}ｂａｒ", "Caf\u{e9} Bar"),
        ("  Caf\u{e9}\u{a0}\u{a0}Bar ", "Caf\u{e9} Bar"),
        ("emil", "em\u{ad}il"),
        ("em\\u{ad}il", "em\u{ad}il"),
        ("BJÖRN", "bj\u{f6}rn"),
        ("bjo\u{308}rn", "bj\u{f6}rn"),
    ] {
        assert_eq!(store.find_user(text).expect(text).username, found, "{text:?}");
    }
    for name in ["n y", "N\u{a0}Y", "N\\u{a0}Y", "new york", " New\u{a0}York"] {
        assert_eq!(store.find_company(name).expect(name).name, "New  York", "{name:?}");
    }
    let said = store.find_user("KENJI").expect_err("two of them").to_string();
    assert_eq!(
        said,
        "“KENJI” matches 2 users; use one of these exactly: \
         kenji, k\\u{200b}enji (with U+200B (zero-width space) after “k”)"
    );
    // A letter of another alphabet is never taken for the one that it looks like.
    let said = store.find_user("kеnji").expect_err("nobody").to_string();
    assert_eq!(
        said,
        "there is no user “k\\u{435}nji”; did you mean: kenji (differs only in letters of another \
         alphabet that look the same: “e” in place of “е” (U+0435, Cyrillic) after “k”), \
         k\\u{200b}enji (differs only in letters of another alphabet that look the same and \
         invisible characters: with U+200B (zero-width space) after “k”)"
    );
}

#[test]
fn filters_and_the_history_find_names_in_the_same_way() {
    let hr = odd_names();
    let mut store = hr.open();
    let id = store.find_user("emil").expect("a user").id;
    hr.run(&format!(
        "UPDATE hrm_users SET last_name = 'O' || char(8288) || 'x', email = 'e' || char(8288) || '@x.x'
         WHERE id = {id}"
    ));
    let select = |store: &mut Store, text: &str| {
        let filter = filter::parse(Axis::Users, text).expect("a filter");
        let ids = store.select_users(&Query::of(&filter), &Cancel::default()).expect("users");
        let rows = store.access_rows(&ids).expect("rows");
        rows.into_iter().map(|row| row.user.username).collect::<Vec<_>>()
    };
    for (filter, names) in [
        ("user:emil", &["em\u{ad}il"][..]),
        ("user:\"em\\\\u{ad}il\"", &["em\u{ad}il"]),
        ("user:\"cafe\u{301}  bar\"", &["Caf\u{e9} Bar"]),
        ("user:kenji", &["kenji"]),
        ("user:k\u{200b}enji", &["k\u{200b}enji"]),
        ("k\\u{200b}enji", &["k\u{200b}enji"]),
        ("\\u{200B}", &["k\u{200b}enji"]),
        ("\"k\\u{200b}e\"", &["k\u{200b}enji"]),
        ("name:\\u{2060}", &["em\u{ad}il"]),
        ("email:\\u{2060}", &["em\u{ad}il"]),
    ] {
        assert_eq!(select(&mut store, filter), names, "{filter}");
    }
    let mut companies = |text: &str| {
        let filter = filter::parse(Axis::Companies, text).expect("a filter");
        let found = store.select_companies(&Query::of(&filter), &Cancel::default());
        found.expect("companies").len()
    };
    for text in ["N\\u{a0}Y", "code:N\\u{a0}Y", "name:\"w\\u{20} Y\"", "name:\"New  York\""] {
        assert_eq!(companies(text), 1, "{text}");
    }
    store.grant("emil", "KYO");
    for text in ["user:emil", "user:EMIL", "user:\"emil\"", "company:kyo", "operator:ADA"] {
        let filter = HistoryFilter::parse(text).expect("a filter");
        let query = store.history_query(&filter).expect(text);
        assert_eq!(store.changes(&query).expect("changes").len(), 1, "{text}");
        assert!(query.user.is_none_or(|user| user == id), "{text}");
    }
}

#[test]
fn no_new_name_looks_the_same_as_an_existing_one() {
    let hr = Hr::of_2025();
    hr.run("UPDATE hrm_tenant SET name = 'Global Corp' WHERE code = 'MARE'");
    let count = "SELECT (SELECT count(*) FROM hrm_tenant), (SELECT count(*) FROM organization)";
    let before = hr.rows(count);
    let mut store = hr.open();
    let how = EditOptions { create_missing: true, ..EditOptions::default() };
    for (at, name) in ["Global  Corp", " global corp", "Global\u{a0}Corp", "Ｇｌｏｂａｌ Corp"]
        .into_iter()
        .enumerate()
    {
        let done = store.save_company(None, &company(&format!("N{at}"), name), &how);
        done.unwrap_or_else(|error| panic!("{name:?}: {error}"));
        assert_eq!(hr.rows(count), before, "{name:?}");
    }
    assert_eq!(
        refused(store.save_company(None, &company("N9", "Gl\u{43e}bal Corp"), &how)),
        "tenant “Gl\\u{43e}bal Corp” differs from “Global Corp” only in letters of another alphabet \
         that look the same: “о” (U+043E, Cyrillic) in place of “o” after “Gl”"
    );
    let by = "letters of another alphabet that look the same: “а” (U+0430, Cyrillic) in place \
              of “a” at the beginning";
    for (name, by) in [("\u{430}nna", by), ("anna", "")] {
        let said = refused(add(&mut store, &user(name)));
        let expected = if by.is_empty() {
            "username is taken: another user has it".to_owned()
        } else {
            format!("username differs from anna only in {by}")
        };
        assert_eq!(said, expected);
    }
    assert_eq!(hr.rows(count), before);
}
