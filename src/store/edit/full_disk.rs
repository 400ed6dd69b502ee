//! The disk fills up in the middle of a change: nothing of the change is kept, and the store
//! works again once there is space.

use crate::domain::{Bulk, Cancel, HistoryQuery, JobProgress, Operation};
use crate::store::testing::{TestDb, environment, fill_disk};
use crate::store::{DemoPlan, Store, StoreError};

#[test]
fn a_full_disk_rolls_back_the_whole_change() {
    let db = TestDb::new();
    let plan = DemoPlan { users: 500, companies: 20, grants: 1_000, seed: 1 };
    Store::write_demo(&db.path(), &plan).expect("a demo database");
    let mut store = Store::open(&db.path(), environment()).expect("it opens");
    let statistics = |store: &Store| store.statistics(&Cancel::default()).expect("a count");
    let history = |store: &Store| {
        store.changes(&HistoryQuery { limit: 10, ..HistoryQuery::default() }).expect("a history")
    };
    let before = statistics(&store);
    let everything = Bulk {
        operation: Operation::Grant,
        users: store.user_ids(&Cancel::default()).expect("the users"),
        companies: store.companies().iter().map(|company| company.id.clone()).collect(),
    };

    fill_disk(&store, true);
    let error = store.commit(&everything, None, None, &mut JobProgress::none()).err();
    assert!(matches!(error, Some(StoreError::DiskFull)), "{error:?}");
    assert_eq!(statistics(&store), before);
    assert_eq!(history(&store), []);

    fill_disk(&store, false);
    store.commit(&everything, None, None, &mut JobProgress::none()).expect("there is space again");
    assert_eq!(statistics(&store).grants, 10_000);

    fill_disk(&store, true);
    let error = store.undo(None, None).err();
    assert!(matches!(error, Some(StoreError::DiskFull)), "{error:?}");
    assert_eq!(statistics(&store).grants, 10_000);
    assert_eq!(history(&store).len(), 1);

    fill_disk(&store, false);
    store.undo(None, None).expect("there is space again");
    assert_eq!(statistics(&store), before);
}
