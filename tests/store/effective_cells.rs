//! What the matrix, the filters and the statistics show of every cell, compared with a plain
//! evaluation of the access policy.

use std::collections::BTreeSet;

use crate::common::{ByName, Hr, every_user};
use crate::plain_policy::{Access, active, granted};
use grantgrid::domain::{AccessState, Cancel};
use grantgrid::filter::{Axis, parse};
use grantgrid::store::{Query, Store};

/// Asserts that every cell of the matrix, and the filters, show the grant and the access.
pub(crate) fn require_signs(store: &mut Store, expected: &Access, granted: &Access) {
    let users = every_user(store);
    for row in store.access_rows(&users).expect("the rows") {
        let (mut effective, mut ineffective) = (0, 0);
        for (at, company) in store.companies().iter().enumerate() {
            let cell = (row.user.id.0, company.code.clone());
            let found = match row.access().state(company, row.companies.contains(&at)) {
                AccessState::Granted | AccessState::Redundant => (true, true),
                AccessState::Ineffective => (true, false),
                AccessState::Implied => (false, true),
                _ => (false, false),
            };
            assert_eq!(found, (granted.contains(&cell), expected.contains(&cell)), "{cell:?}");
            effective += usize::from(found.1);
            ineffective += usize::from(found == (true, false));
        }
        assert_eq!((row.effective, row.ineffective), (effective, ineffective), "{:?}", row.user);
    }
    for (filter, cells) in
        [("is:implied", expected - granted), ("is:ineffective", granted - expected)]
    {
        let of_users: BTreeSet<i64> = cells.iter().map(|(user, _)| *user).collect();
        let of_companies: BTreeSet<String> = cells.into_iter().map(|(_, code)| code).collect();
        let parsed = parse(Axis::Users, filter).expect("a filter");
        let found = store.select_users(&Query::of(&parsed), &Cancel::default()).expect("users");
        assert_eq!(found.iter().map(|it| it.0).collect::<BTreeSet<_>>(), of_users, "{filter}");
        let parsed = parse(Axis::Companies, filter).expect("a filter");
        let found = store.select_companies(&Query::of(&parsed), &Cancel::default());
        let found = found.expect("companies");
        let codes = store.companies().iter().filter(|it| found.contains(&it.id));
        let codes: BTreeSet<String> = codes.map(|it| it.code.clone()).collect();
        assert_eq!(codes, of_companies, "{filter}");
    }
}

/// Asserts that the statistics equal a plain evaluation of the policy.
pub(crate) fn require_figures(hr: &Hr, store: &mut Store, expected: &Access) {
    let granted = granted(hr);
    let without = |user: &&i64| !expected.iter().any(|(of, _)| of == *user);
    let counted = store.count();
    assert_eq!(
        [
            counted.effective_pairs,
            counted.implied_pairs,
            counted.ineffective_grants,
            counted.users_without_effective_access,
        ],
        [
            expected.len(),
            expected.difference(&granted).count(),
            granted.difference(expected).count(),
            active(hr).iter().filter(without).count(),
        ]
        .map(|figure| figure as u64)
    );
}
