//! The full statistics, compared with SQL that follows their definitions.

use crate::common::Hr;
use crate::common::counted::{counted_by_sql, months, of_companies, of_role, users_by_count};
use crate::common::random::{Rows, any_rows, database_of};
use grantgrid::domain::{Cancel, Figures, Month};
use grantgrid::filter::{Axis, parse};
use grantgrid::store::{Order, Query, Store, StoreError};
use proptest::prelude::*;

fn figures(store: &Store) -> Figures {
    store.figures(&Cancel::default()).expect("the figures")
}

/// Asserts that the figures equal those of SQL.
fn agrees_with_sql(hr: &Hr, roles: &str) {
    let store = hr.open();
    let figures = figures(&store);
    assert_eq!(figures.report.statistics, counted_by_sql(hr, roles));
    assert_eq!(figures.report.statistics, store.statistics(&Cancel::default()).unwrap());

    assert_eq!(figures.users_by_count, users_by_count(hr, roles));
    let in_buckets: u64 = figures.histogram().iter().map(|bucket| bucket.users).sum();
    assert_eq!(in_buckets, figures.report.statistics.users);

    let companies = figures.companies.iter().map(|it| (it.users, it.drift));
    assert_eq!(companies.collect::<Vec<_>>(), of_companies(hr, roles));
    let drift: u64 = figures.companies.iter().map(|company| company.drift).sum();
    assert_eq!(drift, figures.report.statistics.drift);

    for line in figures.roles() {
        let name = line.rule.map(|rule| rule.role.as_str());
        assert_eq!(*line.figures, of_role(hr, roles, name), "{name:?}");
    }
    let users: u64 = figures.roles().map(|line| line.figures.users).sum();
    assert_eq!(users, figures.report.statistics.users);

    let digits = |month: &Month| u64::from(month.year() * 100 + month.of_year());
    let by_month = figures.months.iter().map(|(month, grants)| (digits(month), *grants));
    assert_eq!((by_month.collect(), figures.undated), months(hr, roles));
}

#[test]
fn the_fixtures_have_the_documented_figures() {
    agrees_with_sql(&Hr::of_2025(), "role");
    agrees_with_sql(&Hr::of_2026(), "hrm_roles");
    let figures = figures(&Hr::of_2025().open());
    let february = Month::new(2025, 2).unwrap();
    assert_eq!(figures.months, [(february, 5)]);
    assert_eq!((figures.grants_in(february), figures.grants_in(february.plus(1))), (5, 0));
    assert_eq!(figures.users_by_count, [5, 3, 1]);
}

#[test]
fn an_empty_database_has_no_figures() {
    let hr = Hr::empty_folder();
    drop(Store::create(&hr.path, crate::common::services(crate::common::Ids::from(1))).unwrap());
    let figures = figures(&hr.open());
    assert!(figures.histogram().is_empty() && figures.months.is_empty());
    assert_eq!(figures.roles().map(|line| line.figures.users).sum::<u64>(), 0);
}

#[test]
fn a_grant_table_without_row_numbers_is_counted_too() {
    let hr = Hr::of_2025();
    hr.run(
        "CREATE TABLE a (id UUID PRIMARY KEY NOT NULL, user_id INTEGER, company_id UUID,
             created_at, modified_at) WITHOUT ROWID;
         INSERT INTO a SELECT * FROM hrm_user_company_access;
         DROP TABLE hrm_user_company_access;
         ALTER TABLE a RENAME TO hrm_user_company_access",
    );
    agrees_with_sql(&hr, "role");
}

#[test]
fn counting_can_be_cancelled() {
    let cancel = Cancel::default();
    cancel.cancel();
    let error = Hr::of_2025().open().figures(&cancel).unwrap_err();
    assert!(matches!(error, StoreError::Cancelled));
}

#[test]
fn a_company_can_be_filtered_by_its_id() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let mut users = |text: &str| {
        let filter = parse(Axis::Users, text).unwrap();
        let query = Query { filter: &filter, order: Order::default(), marked: None };
        store.select_users(&query, &Cancel::default()).unwrap().len()
    };
    assert_eq!(users("company:b1a4c6d0e2f34a5c8b7d9e0f1a2b3c01"), 1);
    assert_eq!(users("company:e6a4c6d0e2f34a5c8b7d9e0f1a2b3c06"), 0);
    assert_eq!(users("home:b1a4c6d0e2f34a5c8b7d9e0f1a2b3c01"), 1);
    assert_eq!(users("company:1"), 0, "an id that was lost to a number names nothing");
}

/// Values of a time column, some of which are not times.
const TIMES: [&str; 10] = [
    "'2024-12-31 23:59:59.999999'",
    "'2025-01-01 00:00:00'",
    "'2025-01-01'",
    "'2025-02-29 10:00:00'",
    "'2026-07-04 10:00:00.000001'",
    "'0001-01-01 00:00:00'",
    "'9999-12-31 00:00:00'",
    "'soon'",
    "''",
    "NULL",
];

/// The table of grants without constraints: without times, and with several grants in a cell.
fn without_constraints(hr: &Hr, rows: &Rows, times: &[usize]) {
    let mut script = vec![String::from(
        "CREATE TABLE a AS SELECT * FROM hrm_user_company_access;
         DROP TABLE hrm_user_company_access;
         ALTER TABLE a RENAME TO hrm_user_company_access;",
    )];
    let count = times.len();
    for (at, time) in times.iter().enumerate() {
        let time = TIMES[*time];
        script.push(format!(
            "UPDATE hrm_user_company_access SET created_at = {time} WHERE rowid % {count} = {at};"
        ));
    }
    for (user, company) in rows.grants.iter().take(3) {
        let company = crate::common::random::company(*company);
        script.push(format!(
            "INSERT INTO hrm_user_company_access
             VALUES ('bb{user:030}', {user}, '{company}', '2025-01-09', NULL);"
        ));
    }
    hr.run(&script.concat());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn statistics_equal_those_of_plain_sql(
        rows in any_rows(),
        times in prop::collection::vec(0..TIMES.len(), 1..12),
        rules in prop::collection::vec(
            (0..5usize, prop::sample::select(vec!["all", "tenant", "home", "none"])), 0..4),
    ) {
        let hr = database_of(&rows);
        {
            // The first change creates the table of rules.
            let mut store = hr.open();
            store.set_rule("Employee", grantgrid::domain::Scope::Home, None).unwrap();
        }
        for (role, scope) in rules {
            const ROLES: [&str; 5] =
                ["Super Admin", "Tenant Admin", "HR Manager", "Manager", "Employee"];
            let role = ROLES[role];
            hr.run(&format!("INSERT OR REPLACE INTO grantgrid_rule VALUES ('{role}', '{scope}')"));
        }
        agrees_with_sql(&hr, "role");
        without_constraints(&hr, &rows, &times);
        agrees_with_sql(&hr, "role");
    }
}
