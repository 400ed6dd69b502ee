//! A user who leaves is deactivated and loses every grant, as one change that one undo
//! reverts.

use crate::common::{ByName, Hr};
use grantgrid::domain::JobProgress;
use grantgrid::store::{EditOptions, StoreError};

#[test]
fn leaving_is_one_change_and_one_undo() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    store.grant("björn", "KYO");
    let users = ["björn", "anna"].map(|name| store.person(name).id);
    let grants = |store: &grantgrid::store::Store| -> Vec<usize> {
        users.iter().map(|user| store.grants_of(*user).expect("the grants").len()).collect()
    };
    let before = grants(&store);
    let all = before.iter().sum::<usize>() as u64;
    assert_eq!(before, [1, 2]);
    let tell = EditOptions { dry_run: true, ..EditOptions::default() };
    let told = store.leave_users(&users, &tell, &mut JobProgress::none()).expect("a dry run");
    assert_eq!(told.change.as_ref().map(|change| change.removed), Some(all));
    assert_eq!(grants(&store), before, "a dry run changes nothing");
    let how = EditOptions { grants: Some(all), ..EditOptions::default() };
    let left = store.leave_users(&users, &how, &mut JobProgress::none()).expect("a change");
    let change = left.change.expect("a change");
    assert_eq!((change.removed, change.affected()), (all, all + 2));
    assert_eq!(grants(&store), [0, 0]);
    for name in ["björn", "anna"] {
        assert!(!store.person(name).active, "{name}");
    }
    let summaries = store.change_summaries(std::slice::from_ref(&change)).expect("a summary");
    let words = summaries[0].in_words(&change);
    assert!(words.starts_with("deactivated "), "{words}");
    store.undo(None, None).expect("an undo");
    assert_eq!(grants(&store), before);
    assert!(store.person("anna").active);
}

#[test]
fn only_as_many_grants_as_shown_are_revoked() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let anna = store.person("anna").id;
    let held = store.grants_of(anna).expect("the grants").len() as u64;
    for told in [held + 1, held.saturating_sub(1)] {
        let how = EditOptions { grants: Some(told), ..EditOptions::default() };
        let left = store.leave_users(&[anna], &how, &mut JobProgress::none());
        assert!(matches!(left, Err(StoreError::Outdated)), "{left:?}");
    }
    assert!(store.person("anna").active);
}
