//! The reported effect of edits on access that is not visible in the cells of the change:
//! orphan grants that are added and deleted as rows, companies that roles reach, cells that
//! swap places.

use crate::common::{ByName, Hr, NOW, every_user};
use grantgrid::domain::{AccessEffect, Bulk, Cancel, Draft, Field, JobProgress};
use grantgrid::store::{AccessByCompany, EditOptions, ImportLine, Store};

const ORPHAN: &str = "INSERT INTO hrm_user_company_access (id, user_id, company_id, created_at)
     VALUES ('0f0fa4c6d0e2f34a5c8b7d9e0f1a2b3c', 3, 'deada4c6d0e2f34a5c8b7d9e0f1a2b3c', '');";

fn none() -> JobProgress<'static> {
    JobProgress::none()
}

fn effect(gained: u64, lost: u64, users_losing_last: u64) -> AccessEffect {
    AccessEffect { gained, lost, users_losing_last, ..AccessEffect::default() }
}

fn undo_effect(store: &mut Store) -> AccessEffect {
    store.preview_next_undo(&mut none()).expect("a preview").effect.expect("an effect")
}

#[test]
fn a_restored_orphan_grant_replaces_the_home_company() {
    let hr = Hr::of_2025();
    hr.run("DELETE FROM hrm_user_company_access");
    hr.run(ORPHAN);
    let mut store = hr.open();
    let bjorn = store.find_user("björn").expect("a user").id;
    assert_eq!(store.effective_access(bjorn).expect("the access").len(), 0, "the orphan counts");
    let repaired = store.repair(None, &mut none()).expect("a repair");
    assert_eq!(repaired.orphans, 1);
    assert_eq!(store.effective_access(bjorn).expect("the access").len(), 1);
    assert_eq!(undo_effect(&mut store), effect(0, 1, 1));
}

#[test]
fn adding_or_deleting_a_company_affects_users_who_reach_all() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let draft = Draft::default().with(Field::Code, "NEW").with(Field::Name, "New one");
    let tenant = store.companies()[0].tenant_name.clone().expect("a tenant");
    let draft = draft.with(Field::Tenant, tenant);
    let options = EditOptions::default();
    let added = store.save_company(None, &draft, &options).expect("a company");
    // The only Super Admin.
    assert_eq!(added.effect, effect(1, 0, 0));
    assert_eq!(undo_effect(&mut store), effect(0, 1, 0));

    store.grant("hana", "New one");
    let id = added.company.expect("an id");
    let told =
        store.preview_deletion((&[], std::slice::from_ref(&id)), 1, None, &Cancel::default());
    assert_eq!(told.expect("a preview").effect.lost, 2);
    let deleted = store.delete_companies(&[id], &options, &mut none()).expect("a deletion");
    assert_eq!(deleted.effect, effect(0, 2, 1), "the Super Admin, and hana's only company");
    assert_eq!(undo_effect(&mut store), effect(2, 0, 0));
}

#[test]
fn the_effect_of_an_undo_on_access_is_computed_as_a_whole() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let anna = store.find_user("anna").expect("a user").id;
    let held = store.companies_of("anna");
    let lis = store.find_company("LIS").expect("a company").id.clone();
    let bulk = Bulk::set([anna], [lis]);
    let counted = store.count();
    let preview = store.preview(&bulk, &counted, &mut none()).expect("a preview");
    store.commit(&bulk, Some(&preview), None, &mut none()).expect("a change");
    assert_eq!(store.companies_of("anna").len(), 1);

    let told = store.preview_next_undo(&mut none()).expect("a preview");
    let done = store.undo(None, None).expect("an undo");
    assert_eq!(store.companies_of("anna"), held);
    assert_eq!((told.added, told.removed), (done.change.added, done.change.removed));
    assert_eq!((told.left_alone_count, done.left_alone_count), (0, 0));
    let told = told.effect.expect("an effect");
    assert_eq!(told.users_losing_last, 0, "{told:?} at {NOW}");
}

#[test]
fn an_import_of_users_reports_its_effect_on_access() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let line = |line, draft| ImportLine { line, draft, uncovered: None };
    let user = |name: &str| Draft::default().with(Field::Username, name);
    let lines = [
        // Access to the home company alone before, and to all six as a Super Admin.
        line(2, user("björn").with(Field::Role, "Super Admin")),
        line(3, user("frida").with(Field::Active, "no")),
        line(4, user("hana").with(Field::FirstName, "Hana")),
        line(5, user("uma").with(Field::Email, "uma@x.example").with(Field::Home, "KYO")),
    ];
    let options = |dry_run| EditOptions { dry_run, force: true, ..EditOptions::default() };
    for dry_run in [true, false] {
        let done = store.import_users(&lines, false, &options(dry_run), &mut none());
        let done = done.expect("an import");
        assert_eq!(done.problems, []);
        assert_eq!(done.recorded.effect, effect(6, 1, 1), "{dry_run}");
    }
}

#[test]
fn an_import_of_companies_reports_its_effect_on_access() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let tenant = store.companies()[0].tenant_name.clone().expect("a tenant");
    let draft = |code: &str| {
        Draft::default()
            .with(Field::Code, code)
            .with(Field::Name, format!("Company {code}"))
            .with(Field::Tenant, tenant.clone())
    };
    let lines =
        ["NEW", "NEWER"].map(|code| ImportLine { line: 2, draft: draft(code), uncovered: None });
    let done = store.import_companies(&lines, false, &EditOptions::default(), &mut none());
    // The only Super Admin reaches both.
    assert_eq!(done.expect("an import").recorded.effect, effect(2, 0, 0));
}

#[test]
fn marked_users_are_counted_by_grant_and_by_access_in_both_generations() {
    for hr in [Hr::of_2025(), Hr::of_2026()] {
        let store = hr.open();
        let users = every_user(&store);
        let companies = store.companies().len();
        for users in [&users[..], &users[1..4], &users[2..3]] {
            let mut expected =
                AccessByCompany { granted: vec![0; companies], effective: vec![0; companies] };
            for user in users {
                let rows = store.access_rows(&[*user]).expect("a row");
                rows[0].companies.iter().for_each(|at| expected.granted[*at] += 1);
                for entry in store.effective_access(*user).expect("the access") {
                    expected.effective[entry.company] += 1;
                }
            }
            let counted = store.count_access_by_company(users, &Cancel::default());
            assert_eq!(counted.expect("counts"), expected);
        }
    }
}
