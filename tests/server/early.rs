//! Grants of a large change that are sent to the server while the change is still being
//! computed.

use grantgrid::domain::{Bulk, JobProgress};
use grantgrid::store::{Store, StoreError};

use crate::harness::{Hrm, hrm};
use crate::killed::{USERS, assert_whole, hold, is_held, many, prepared};
use crate::pull::assert_same;
use crate::write::{assert_one_history, open, open_as};

/// A grant of all companies to the many users.
fn all(store: &Store) -> Bulk {
    let users = store.user_ids_after(None, 5_000).expect("the users");
    let users: Vec<_> = users.into_iter().filter(|user| user.0 > 69).collect();
    let companies: Vec<_> = store.companies().iter().map(|company| company.id.clone()).collect();
    Bulk::grant(users, companies)
}

/// The same database without the grants of the many users.
fn without_grants(hrm: Hrm) -> Hrm {
    let hrm = prepared(hrm);
    let mut store = open(&hrm, "one.db");
    store.undo(None, None).expect("an undo");
    assert_eq!(many(&hrm), 0);
    hrm
}

#[test]
fn early_grants_are_sent_in_the_order_in_which_they_are_computed() {
    let Some(hrm) = hrm().map(without_grants) else { return };
    let mut store = open(&hrm, "one.db");
    let (bulk, mut client) = (all(&store), hrm.client());
    let mut holder = hold(&hrm, "grants", true);
    std::thread::scope(|scope| {
        let done = scope.spawn(|| store.commit(&bulk, None, None, &mut JobProgress::none()));
        while !client.query_one(&is_held("grants"), &[]).expect("an answer").get::<_, bool>(0) {
            assert!(!done.is_finished(), "it ended before");
        }
        let copies = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' \
                      AND datname = current_database() AND query LIKE 'COPY hrm_user_company%'";
        assert_eq!(hrm.number(copies), 1);
        holder.batch_execute("ROLLBACK").expect("the cell is free");
        let added = done.join().expect("no panic").expect("a change").change.expect("a change");
        assert_eq!(added.added, u64::try_from(USERS * 8).expect("a number"));
    });
    assert_whole(&hrm);
    assert_same(&hrm, &hrm.path("one.db"));
    let mut store = open(&hrm, "two.db");
    store.undo(None, None).expect("an undo");
    assert_eq!(many(&hrm), 0);
    store.redo(None).expect("a redo");
    assert_one_history(&hrm, &["one.db", "two.db"]);
}

#[test]
fn a_grant_made_by_the_hr_system_meanwhile_stops_the_change() {
    let Some(hrm) = hrm().map(without_grants) else { return };
    let mut store = open(&hrm, "one.db");
    let bulk = all(&store);
    hrm.run(
        "INSERT INTO hrm_user_company_access (user_id, company_id) SELECT u.id, c.id \
         FROM hrm_users u, hrm_company c WHERE username = 'many500' AND code = 'SYD'",
    );
    let done = store.commit(&bulk, None, None, &mut JobProgress::none());
    assert!(matches!(done, Err(StoreError::Outdated)), "{done:?}");
    assert_eq!(many(&hrm), 1);
    assert_same(&hrm, &hrm.path("one.db"));
    let done = store.commit(&bulk, None, None, &mut JobProgress::none()).expect("a change");
    assert_eq!(done.unchanged, 1);
    assert_eq!(many(&hrm), USERS * 8);
    assert_one_history(&hrm, &["one.db", "two.db"]);
}

#[test]
fn triggers_and_row_security_on_grants_are_respected() {
    let Some(hrm) = hrm().map(without_grants) else { return };
    hrm.run(
        "CREATE FUNCTION later() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
           NEW.modified_at = NEW.created_at + interval '1 day'; RETURN NEW; END $$; \
         CREATE TRIGGER later BEFORE INSERT ON hrm_user_company_access FOR EACH ROW \
           EXECUTE FUNCTION later()",
    );
    let mut store = open(&hrm, "one.db");
    let bulk = all(&store);
    store.commit(&bulk, None, None, &mut JobProgress::none()).expect("a change");
    assert_whole(&hrm);
    let later = "SELECT count(*) FROM hrm_user_company_access \
                 WHERE modified_at = created_at + interval '1 day'";
    assert_eq!(hrm.number(later), USERS * 8);
    assert_same(&hrm, &hrm.path("one.db"));
    store.undo(None, None).expect("an undo");
    hrm.run(
        "DROP TRIGGER later ON hrm_user_company_access; \
         ALTER TABLE hrm_user_company_access ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY; \
         CREATE POLICY everything ON hrm_user_company_access USING (true); \
         CREATE ROLE bounded LOGIN; GRANT ALL ON ALL TABLES IN SCHEMA public TO bounded",
    );
    let mut store = open_as(&hrm, "bounded", "three.db");
    store.commit(&bulk, None, None, &mut JobProgress::none()).expect("a change");
    assert_whole(&hrm);
    assert_eq!(many(&hrm), USERS * 8);
    hrm.run("DROP OWNED BY bounded; DROP ROLE bounded");
}
