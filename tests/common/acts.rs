//! Edits of every kind, for tests of how the database reacts to them.

use super::ByName;
use grantgrid::domain::{Bulk, Draft, Field, JobProgress, Reach, Scope};
use grantgrid::store::{EditOptions, ImportLine, Store, StoreError};

/// An edit, made with the store.
pub(crate) type Act = fn(&mut Store) -> Result<(), StoreError>;

pub(crate) fn grant(store: &mut Store) -> Result<(), StoreError> {
    store.try_grant("anna", "LIS").map(drop)
}

pub(crate) fn revoke(store: &mut Store) -> Result<(), StoreError> {
    store.try_revoke("anna", "KYO").map(drop)
}

pub(crate) fn bulk(store: &mut Store) -> Result<(), StoreError> {
    let users = [store.person("anna").id, store.person("frida").id, store.person("hana").id];
    let companies: Vec<_> = ["LIS", "OLD"].map(|code| store.cell("anna", code).company).into();
    store.apply(&Bulk::grant(users, companies), None).map(drop)
}

pub(crate) fn replace(store: &mut Store) -> Result<(), StoreError> {
    let (user, company) = (store.person("anna").id, store.cell("anna", "LIS").company);
    store.apply(&Bulk::set([user], [company]), None).map(drop)
}

pub(crate) fn uma() -> Draft {
    Draft::default()
        .with(Field::Username, "uma")
        .with(Field::Email, "uma@nordwind.example")
        .with(Field::FirstName, "Uma")
        .with(Field::Home, "KYO")
}

pub(crate) fn add_user(store: &mut Store) -> Result<(), StoreError> {
    store.save_user(None, &uma(), &EditOptions::default()).map(drop)
}

pub(crate) fn import_users(store: &mut Store) -> Result<(), StoreError> {
    let line = ImportLine { line: 2, draft: uma(), uncovered: None };
    store.import_users(&[line], false, &EditOptions::default(), &mut JobProgress::none()).map(drop)
}

pub(crate) fn edit_user(store: &mut Store) -> Result<(), StoreError> {
    let anna = store.person("anna").id;
    let draft = Draft::default().with(Field::FirstName, "Anne");
    store.save_user(Some(anna), &draft, &EditOptions::default()).map(drop)
}

pub(crate) fn set_home(store: &mut Store) -> Result<(), StoreError> {
    let anna = store.person("anna").id;
    let draft = Draft::default().with(Field::Home, "KYO");
    store.save_user(Some(anna), &draft, &EditOptions::default()).map(drop)
}

pub(crate) fn deactivate(store: &mut Store) -> Result<(), StoreError> {
    let anna = store.person("anna").id;
    store.set_users_active(&[anna], false, &EditOptions::default()).map(drop)
}

pub(crate) fn delete_user(store: &mut Store) -> Result<(), StoreError> {
    let dora = store.person("dora").id;
    store.delete_users(&[dora], &EditOptions::default(), &mut JobProgress::none()).map(drop)
}

pub(crate) fn edit_company(store: &mut Store) -> Result<(), StoreError> {
    let kyoto = store.cell("anna", "KYO").company;
    let draft = Draft::default().with(Field::Name, "Kyoto");
    store.save_company(Some(&kyoto), &draft, &EditOptions::default()).map(drop)
}

pub(crate) fn delete_company(store: &mut Store) -> Result<(), StoreError> {
    let old = store.cell("anna", "OLD").company;
    store.delete_companies(&[old], &EditOptions::default(), &mut JobProgress::none()).map(drop)
}

pub(crate) fn set_rule(store: &mut Store) -> Result<(), StoreError> {
    store.set_rule("HR Manager", Scope::Tenant, None).map(drop)
}

pub(crate) fn set_policy(store: &mut Store) -> Result<(), StoreError> {
    let mut policy = store.find_policy("HR Manager")?.policy;
    policy.reach = Reach::All;
    store.set_policy("HR Manager", policy, None).map(drop)
}

pub(crate) fn repair(store: &mut Store) -> Result<(), StoreError> {
    store.repair(None, &mut JobProgress::none()).map(drop)
}

pub(crate) fn undo(store: &mut Store) -> Result<(), StoreError> {
    store.undo(None, None).map(drop)
}

pub(crate) fn redo(store: &mut Store) -> Result<(), StoreError> {
    store.redo(None).map(drop)
}
