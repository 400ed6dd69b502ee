use super::*;

fn guard_of(extremes: Extremes, added: u64, grants: u64) -> Option<Guard> {
    let mut preview = Preview { added, extremes, ..Preview::default() };
    preview.set_totals(&Statistics { grants, ..Statistics::default() });
    preview.guard
}

fn user(added: u64, removed: u64) -> Affected {
    Affected { name: "sarah".into(), added, removed, ..Affected::default() }
}

#[test]
fn adding_more_than_there_is_is_guarded_unless_the_database_is_small() {
    let picked = || Extremes { is_picked: true, ..Extremes::default() };
    assert_eq!(guard_of(picked(), 999, 1), None, "a small database may double");
    assert_eq!(guard_of(picked(), 1_000, 1_000), None, "exactly as many");
    let guard = Guard::ManyAdded { count: 1_001 };
    assert_eq!(guard_of(picked(), 1_001, 1_000), Some(guard));
    assert_eq!(guard_of(Extremes::default(), 500_000, 1), None, "rules or a file say so");
}

#[test]
fn one_user_with_many_companies_is_guarded() {
    let gainer =
        |added| Extremes { is_picked: true, gainer: Some(user(added, 0)), ..Extremes::default() };
    assert_eq!(guard_of(gainer(20), 20, 100), None);
    let guard = || Some(Guard::ManyForOne { count: 21, username: "sarah".into() });
    assert_eq!(guard_of(gainer(21), 21, 100), guard());
    assert_eq!(guard_of(gainer(21), 21_000, 100_000), guard(), "however many users there are");
}

#[test]
fn a_user_who_loses_nearly_all_companies_is_guarded() {
    assert!(!Extremes::is_nearly_all(19, 19));
    assert!(Extremes::is_nearly_all(20, 22));
    assert!(!Extremes::is_nearly_all(20, 23));
    assert!(!Extremes::is_most(1, 1), "a single grant");
    assert!(Extremes::is_most(2, 3));
    assert!(!Extremes::is_most(2, 4), "exactly half");
    assert!(Extremes::is_most(20, 39));
    let admin = Extremes { admin: Some(user(0, 26)), ..Extremes::default() };
    let guard = guard_of(admin, 0, 10_000).expect("a guard");
    assert_eq!(guard.count(), 26);
    assert_eq!(guard.to_string(), "removes most grants of the Super Admin sarah");
}

fn guard(removed: u64, grants: u64) -> Option<Guard> {
    let mut preview = Preview { removed, ..Preview::default() };
    preview.set_totals(&Statistics { grants, ..Statistics::default() });
    preview.guard
}

#[test]
fn removing_twenty_grants_and_a_quarter_of_all_is_guarded() {
    assert_eq!(guard(19, 20), None);
    assert_eq!(guard(20, 80), None, "exactly a quarter");
    assert_eq!(guard(20, 79), Some(Guard::ManyRemoved { count: 20 }));
    assert_eq!(guard(1000, 10_000), None);
}

#[test]
fn removing_twenty_pairs_and_a_quarter_of_all_access_is_guarded() {
    let guard = |lost: u64, effective_pairs: u64| {
        let effect = AccessEffect { lost, ..AccessEffect::default() };
        let mut preview = Preview { removed: 1, effect, ..Preview::default() };
        preview.set_totals(&Statistics { grants: 100, effective_pairs, ..Default::default() });
        preview.guard
    };
    assert_eq!(guard(19, 20), None);
    assert_eq!(guard(20, 80), None, "exactly a quarter");
    assert_eq!(guard(20, 79), Some(Guard::ManyLoseAccess { count: 20 }));
}

#[test]
#[allow(clippy::float_cmp)] // one decimal, made from a whole number
fn coverage_before_and_after_the_change() {
    let preview =
        Preview { added: 10, removed: 5, grants_before: 20, cells: 200, ..Preview::default() };
    assert_eq!((preview.coverage_before(), preview.coverage_after()), (10.0, 12.5));
}
