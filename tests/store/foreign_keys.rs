//! Foreign keys of tables unknown to grantgrid: rows that they refer to are neither deleted
//! nor changed.

use crate::common::{ByName, Hr};
use grantgrid::domain::{Bulk, Draft, Field, JobProgress};
use grantgrid::store::{EditOptions, Store, StoreError};

fn revoke(store: &mut Store) -> Result<(), StoreError> {
    store.try_revoke("anna", "KYO").map(drop)
}

/// Tables that refer to a grant, and the message.
const REFERRING: &[(&str, &str)] = &[
    (
        "CREATE TABLE hrm_approval (id INTEGER PRIMARY KEY, access_id UUID
           REFERENCES hrm_user_company_access (id) ON DELETE CASCADE);
         INSERT INTO hrm_approval VALUES (1, 'f01d69ed617f54837970820fe119a702')",
        "1 row of hrm_approval refers",
    ),
    (
        "CREATE TABLE hrm_approval (id INTEGER PRIMARY KEY, access_id UUID
           REFERENCES hrm_user_company_access ON DELETE SET NULL);
         INSERT INTO hrm_approval VALUES (1, 'f01d69ed617f54837970820fe119a702'),
           (2, 'f01d69ed617f54837970820fe119a702'), (3, NULL)",
        "2 rows of hrm_approval refer",
    ),
    (
        "CREATE TABLE scope (user_id INTEGER, company_id UUID, what, FOREIGN KEY (user_id, company_id)
           REFERENCES hrm_user_company_access (user_id, company_id) ON DELETE CASCADE);
         INSERT INTO scope VALUES (2, 'c2a4c6d0e2f34a5c8b7d9e0f1a2b3c02', 'x')",
        "1 row of scope refers",
    ),
    (
        "CREATE TABLE scope (access_id UUID NOT NULL REFERENCES hrm_user_company_access (id));
         INSERT INTO scope VALUES ('f01d69ed617f54837970820fe119a702')",
        "1 row of scope refers",
    ),
    (
        "ALTER TABLE hrm_user_company_access ADD COLUMN parent UUID
           REFERENCES hrm_user_company_access (id) ON DELETE SET NULL;
         UPDATE hrm_user_company_access SET parent = 'f01d69ed617f54837970820fe119a702' WHERE user_id = 4",
        "1 grant refers",
    ),
];

#[test]
fn a_grant_to_which_other_rows_refer_stays_with_them() {
    for (script, refer) in REFERRING {
        let hr = Hr::of_2025();
        hr.run(script);
        let before = hr.dump_all();
        let mut store = hr.open();
        let said = format!(
            "a grant cannot be removed: {refer} to it; delete those rows first; nothing was changed"
        );
        let anna = store.person("anna").id;
        let kyoto = store.cell("anna", "KYO").company;
        let bulk = Bulk::revoke([anna], [kyoto]);
        for done in [
            revoke(&mut store),
            store.apply(&bulk, None).map(drop),
            store.rehearse_commit(&bulk, &mut JobProgress::none()),
        ] {
            assert_eq!(done.expect_err(script).to_string(), said, "{script}");
        }
        assert_eq!(hr.dump_all(), before, "{script}");
        // Others can be revoked, and so can this one when nothing refers to it.
        store.grant("anna", "LIS");
        store.revoke("anna", "LIS");
        hr.run("DROP TABLE IF EXISTS hrm_approval; DROP TABLE IF EXISTS scope");
        if !script.contains("parent") {
            revoke(&mut store).expect(script);
        }
    }
}

/// Tables that refer to users or companies by keys of several columns.
#[test]
fn foreign_keys_of_several_columns_keep_users_and_companies() {
    for action in ["CASCADE", "SET NULL", "SET DEFAULT", "NO ACTION"] {
        let hr = Hr::of_2025();
        hr.run(&format!(
            "CREATE UNIQUE INDEX a ON hrm_users (id, username);
             CREATE TABLE badge (who INTEGER, called TEXT, n,
               FOREIGN KEY (called, who) REFERENCES hrm_users (username, id) ON DELETE {action});
             INSERT INTO badge VALUES (6, 'emil', 1), (6, 'another', 2), (NULL, 'emil', 3);
             CREATE TABLE site (t UUID, c TEXT,
               FOREIGN KEY (t, c) REFERENCES hrm_company (tenant_id, code) ON DELETE {action});
             INSERT INTO site SELECT tenant_id, code FROM hrm_company WHERE code = 'OLD'"
        ));
        let before = hr.dump_all();
        let mut store = hr.open();
        let emil = store.person("emil").id;
        let old = store.cell("anna", "OLD").company;
        let none = EditOptions::default();
        let said = store.delete_users(&[emil], &none, &mut JobProgress::none());
        let said = said.expect_err("a refusal").to_string();
        assert!(said.contains("cannot be deleted: 1 row of badge"), "{said}");
        let impact = store.deletion_impact_of_user(emil).expect("the impact");
        assert_eq!(impact.blocked_by(), "1 row of badge refers to it");
        let said = store.delete_companies(&[old], &none, &mut JobProgress::none());
        let said = said.expect_err("a refusal").to_string();
        assert!(said.contains("1 row of site"), "{said}");
        assert_eq!(hr.dump_all(), before);
        hr.run("DROP TABLE badge; DROP TABLE site");
        store.delete_users(&[emil], &none, &mut JobProgress::none()).expect("a deletion");
    }
}

#[test]
fn what_a_foreign_key_refers_to_is_not_changed_under_it() {
    for action in ["CASCADE", "SET NULL", "NO ACTION"] {
        let hr = Hr::of_2025();
        hr.run(&format!(
            "CREATE TABLE login (name TEXT REFERENCES hrm_users (username) ON UPDATE {action});
             CREATE TABLE site (t UUID, c TEXT,
               FOREIGN KEY (t, c) REFERENCES hrm_company (tenant_id, code) ON UPDATE {action})"
        ));
        let mut store = hr.open();
        let none = EditOptions::default();
        let rename = |store: &mut Store, name: &str| {
            let anna = store.person("anna").id;
            store.save_user(Some(anna), &Draft::default().with(Field::Email, name), &none)?;
            let draft = Draft::default().with(Field::Username, "anne");
            store.save_user(Some(anna), &draft, &none).map(drop)
        };
        hr.run("INSERT INTO login VALUES ('anna'), ('anna'), ('dora')");
        let said = rename(&mut store, "a@nordwind.example").expect_err("a refusal").to_string();
        assert_eq!(
            said,
            "username of the user anna cannot be changed: 2 rows of login refer to it; change those \
             rows first; nothing was changed"
        );
        hr.run("DELETE FROM login WHERE name = 'anna'");
        rename(&mut store, "b@nordwind.example").expect("an edit");
        // An undo does not do it either.
        hr.run("INSERT INTO login VALUES ('anne')");
        let before = hr.dump();
        let skipped = store.undo(None, None).expect("an undo of the edit before").skipped;
        assert!(skipped[0].why.contains("1 row of login refers to it"), "{skipped:?}");
        assert_eq!(store.person("anne").username, "anne");
        assert_eq!(skipped.len(), 1, "{skipped:?}");
        assert_ne!(hr.dump(), before);
        hr.run("INSERT INTO site SELECT tenant_id, code FROM hrm_company WHERE code = 'OLD'");
        let old = store.cell("anne", "OLD").company;
        let code = Draft::default().with(Field::Code, "NEW");
        let said = store.save_company(Some(&old), &code, &none).expect_err("a refusal").to_string();
        assert!(
            said.starts_with("code of the company OLD cannot be changed: 1 row of site"),
            "{said}"
        );
        let name = Draft::default().with(Field::Name, "New");
        store.save_company(Some(&old), &name, &none).expect("an edit");
    }
}
