//! Ids of users and companies that another program gave to others: the history of their former
//! owners keeps those names.

use crate::common::{ByName, Hr};
use grantgrid::domain::{ChangeId, Draft, Field};
use grantgrid::filter::HistoryFilter;
use grantgrid::store::{EditOptions, Store};

/// The users and companies of the cells of a change.
fn names(store: &Store, id: i64) -> Vec<(String, String, String)> {
    let cells = store.change_cells(ChangeId(id), None, 100).expect("cells");
    cells
        .into_iter()
        .map(|cell| (cell.named.username, cell.named.company_code, cell.named.company_name))
        .collect()
}

fn users(store: &Store, id: i64) -> Vec<String> {
    names(store, id).into_iter().map(|(user, ..)| user).collect()
}

fn give_id_to(hr: &Hr, id: i64, name: &str) {
    let created = if hr
        .rows("SELECT 1 FROM pragma_table_info('hrm_users') WHERE name = 'created_at'")
        .is_empty()
    {
        String::new()
    } else {
        format!(", created_at = '2026-02-02 02:02:{:02}'", name.len())
    };
    hr.run(&format!(
        "DELETE FROM hrm_user_company_access WHERE user_id = {id};
         UPDATE hrm_users SET username = '{name}', email = '{name}@x.example'{created} WHERE id = {id}"
    ));
}

/// The same database twice: one does not record when a user was created, the other does.
fn without_and_with_times() -> [Hr; 2] {
    let with_times = Hr::of_2025();
    with_times.run(
        "ALTER TABLE hrm_users ADD COLUMN created_at DATETIME;
         UPDATE hrm_users SET created_at = '2025-01-01 00:00:0' || (id % 10)",
    );
    [Hr::of_2025(), with_times]
}

#[test]
fn a_cell_has_the_name_of_whoever_had_the_id_then() {
    for hr in without_and_with_times() {
        let mut store = hr.open();
        store.grant("emil", "LIS");
        let emil = store.person("emil").id;
        give_id_to(&hr, emil.0, "zoe");
        store.changed_externally().expect("a reload");
        assert_eq!(users(&store, 1), ["emil"]);
        store.grant("zoe", "KYO");
        store.revoke("zoe", "KYO");
        give_id_to(&hr, emil.0, "quinn");
        store.changed_externally().expect("a reload");
        store.grant("quinn", "OLD");
        for (change, name) in [(1, "emil"), (2, "zoe"), (3, "zoe"), (4, "quinn")] {
            assert_eq!(users(&store, change), [name], "{change}");
        }
        for name in ["emil", "zoe", "quinn"] {
            assert_eq!(store.find_user_in_history(name).expect(name), emil);
        }
        // An undo skips their cells, and says who they belonged to.
        let left = store.undo(Some(ChangeId(3)), None).expect("an undo").left_alone;
        assert_eq!(left[0].username, "zoe");
    }
}

/// The numbers of a user's changes, and the others who had the id.
fn changes_of(store: &Store, user: &str) -> (Vec<i64>, Vec<String>) {
    let filter = HistoryFilter { user: Some(user.to_owned()), ..HistoryFilter::default() };
    let query = store.history_query(&filter).expect("a query");
    let changes = store.changes(&query).expect("changes");
    let others = query.person.map(|person| person.others).unwrap_or_default();
    (changes.into_iter().map(|change| change.id.0).collect(), others)
}

#[test]
fn the_history_of_a_user_excludes_earlier_owners_of_the_id() {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    for hr in without_and_with_times() {
        let mut store = hr.open();
        store.grant("emil", "LIS");
        assert_eq!(changes_of(&store, "emil"), (vec![1], names(&[])));
        let emil = store.person("emil").id;
        give_id_to(&hr, emil.0, "zoe");
        store.changed_externally().expect("a reload");
        // Nothing was done to zoe yet.
        assert_eq!(changes_of(&store, "zoe"), (vec![], names(&["emil"])));
        assert_eq!(changes_of(&store, "emil"), (vec![1], names(&[])));
        store.grant("zoe", "KYO");
        store.revoke("zoe", "KYO");
        assert_eq!(changes_of(&store, "zoe"), (vec![3, 2], names(&["emil"])));
        assert_eq!(changes_of(&store, "emil"), (vec![1], names(&["zoe"])));
        give_id_to(&hr, emil.0, "quinn");
        store.changed_externally().expect("a reload");
        store.grant("quinn", "OLD");
        assert_eq!(changes_of(&store, "quinn"), (vec![4], names(&["emil", "zoe"])));
        assert_eq!(changes_of(&store, "zoe"), (vec![3, 2], names(&["emil", "quinn"])));
        assert_eq!(changes_of(&store, "emil"), (vec![1], names(&["zoe", "quinn"])));
    }
}

/// The journal has no cells of this user, only edits of the user's own row.
#[test]
fn the_history_of_a_user_excludes_earlier_owners_who_were_only_edited() {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let edit = |store: &mut Store, user: &str, draft: Draft| {
        let id = store.person(user).id;
        store.save_user(Some(id), &draft, &EditOptions::default()).expect("an edit");
    };
    let first_name = |name: &str| Draft::default().with(Field::FirstName, name);
    for hr in without_and_with_times() {
        let mut store = hr.open();
        let id = store.person("emil").id;
        edit(&mut store, "emil", first_name("Emilio"));
        edit(&mut store, "emil", Draft::default().with(Field::Username, "emilio"));
        for name in ["emil", "emilio"] {
            assert_eq!(changes_of(&store, name), (vec![2, 1], names(&[])), "{name}");
        }
        give_id_to(&hr, id.0, "zoe");
        store.changed_externally().expect("a reload");
        // Nothing was done to zoe yet.
        assert_eq!(changes_of(&store, "zoe"), (vec![], names(&["emilio"])));
        assert_eq!(changes_of(&store, "emil"), (vec![2, 1], names(&[])));
        let latest = store.latest_changes(id, 9, u64::MAX).expect("changes");
        assert_eq!(latest.len(), 0, "the card of zoe");
        store.grant("zoe", "KYO");
        store.set_users_active(&[id], true, &EditOptions::default()).expect("an edit");
        assert_eq!(changes_of(&store, "zoe"), (vec![4, 3], names(&["emilio"])));
        for name in ["emil", "emilio"] {
            assert_eq!(changes_of(&store, name), (vec![2, 1], names(&["zoe"])), "{name}");
        }
        // One user is only deactivated, and another only gets a grant.
        give_id_to(&hr, id.0, "quinn");
        store.changed_externally().expect("a reload");
        store.set_users_active(&[id], false, &EditOptions::default()).expect("an edit");
        give_id_to(&hr, id.0, "rosa");
        store.changed_externally().expect("a reload");
        store.grant("rosa", "OLD");
        assert_eq!(changes_of(&store, "quinn"), (vec![5], names(&["emilio", "zoe", "rosa"])));
        assert_eq!(changes_of(&store, "zoe"), (vec![4, 3], names(&["emilio", "quinn", "rosa"])));
        assert_eq!(changes_of(&store, "rosa"), (vec![6], names(&["emilio", "zoe", "quinn"])));
        // A deleted user is still found.
        assert_eq!(store.find_user_in_history("quinn").expect("quinn"), id);
    }
}

#[test]
fn a_user_renamed_by_another_program_keeps_the_history() {
    let hr = Hr::of_2025();
    hr.run(
        "ALTER TABLE hrm_users ADD COLUMN created_at DATETIME;
         UPDATE hrm_users SET created_at = '2025-01-01 00:00:00'",
    );
    let mut store = hr.open();
    store.grant("emil", "LIS");
    hr.run("UPDATE hrm_users SET username = 'emilio' WHERE username = 'emil'");
    store.changed_externally().expect("a reload");
    for name in ["emil", "emilio"] {
        assert_eq!(changes_of(&store, name), (vec![1], Vec::new()), "{name}");
    }
    store.grant("emilio", "KYO");
    assert_eq!(changes_of(&store, "emilio"), (vec![2, 1], Vec::new()));
}

#[test]
fn a_renamed_user_has_one_name_in_the_history() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    store.grant("emil", "LIS");
    let emil = store.person("emil").id;
    let draft = Draft::default().with(Field::Username, "emilio");
    store.save_user(Some(emil), &draft, &EditOptions::default()).expect("an edit");
    store.grant("emilio", "KYO");
    for change in [1, 3] {
        assert_eq!(users(&store, change), ["emilio"]);
    }
    assert_eq!(hr.rows("SELECT * FROM grantgrid_former"), [""; 0]);
}

#[test]
fn a_company_is_named_as_it_was_called_then() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    store.grant("anna", "LIS");
    hr.run("UPDATE hrm_company SET code = 'OPO', name = 'Porto' WHERE code = 'LIS'");
    store.changed_externally().expect("a reload");
    store.grant("dora", "OPO");
    let company = |change| names(&store, change).remove(0);
    let of =
        |user: &str, code: &str, name: &str| (user.to_owned(), code.to_owned(), name.to_owned());
    assert_eq!(company(1), of("anna", "LIS", "Escritório de Lisboa"));
    assert_eq!(company(2), of("dora", "OPO", "Porto"));
}

#[test]
fn the_operator_of_one_tenant_cannot_see_earlier_owners_of_an_id() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    store.grant("emil", "LIS");
    let emil = store.person("emil").id;
    give_id_to(&hr, emil.0, "zoe");
    hr.run(&format!(
        "INSERT INTO hrm_employee (id, employee_id, user_id, company_id)
         SELECT 50, 'E50', {}, id FROM hrm_company WHERE code = 'LIS'",
        emil.0
    ));
    store.changed_externally().expect("a reload");
    store.grant("zoe", "LIS");
    assert_eq!(users(&store, 1), ["emil"]);
    store.act_as("chiyo").expect("an operator");
    assert_eq!(users(&store, 1), [emil.to_string()]);
    assert_eq!(users(&store, 2), ["zoe"]);
}

/// The latest changes of a user do not include those of an earlier owner of the id.
#[test]
fn the_latest_changes_of_a_user_exclude_earlier_owners_of_the_id() {
    for hr in without_and_with_times() {
        let mut store = hr.open();
        store.grant("emil", "LIS");
        let id = store.person("emil").id;
        store.set_users_active(&[id], true, &EditOptions::default()).expect("an edit");
        let latest = |store: &Store| -> Vec<i64> {
            let changes = store.latest_changes(id, 9, u64::MAX).expect("changes");
            changes.iter().map(|did| did.change.id.0).collect()
        };
        assert_eq!(latest(&store), [2, 1]);
        give_id_to(&hr, id.0, "zoe");
        store.changed_externally().expect("a reload");
        assert_eq!(latest(&store), [0; 0]);
        store.grant("zoe", "KYO");
        assert_eq!(latest(&store), [3]);
    }
}

/// A new user may have both the name and the id of an earlier one: then the creation time
/// distinguishes them.
#[test]
fn two_persons_with_the_same_name_and_id_are_distinguished() {
    let [_, hr] = without_and_with_times();
    let mut store = hr.open();
    let edit = |store: &mut Store, last: &str| {
        let id = store.person("emil").id;
        let mut draft = Draft::default();
        draft.set(Field::LastName, last);
        store.save_user(Some(id), &draft, &EditOptions::default()).expect("an edit");
    };
    edit(&mut store, "One");
    let id = store.person("emil").id.0;
    hr.run(&format!("UPDATE hrm_users SET created_at = '2026-03-03 03:03:03' WHERE id = {id}"));
    store.changed_externally().expect("a reload");
    edit(&mut store, "Two");
    assert_eq!(changes_of(&store, "emil"), (vec![2], Vec::new()));
    edit(&mut store, "Three");
    assert_eq!(changes_of(&store, "emil"), (vec![3, 2], Vec::new()));
}
