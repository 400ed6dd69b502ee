//! Which companies a user can no longer work in after an edit of grants.

use super::catalog::Catalog;
use super::effective::AccessBasis;

/// The positions of the companies that a user with grants for `held` can work in, but no longer
/// once `add` are added and `remove` are removed; all are ascending. Revoked companies come
/// first, then the home company.
pub(crate) fn of(
    basis: &AccessBasis,
    catalog: &Catalog,
    held: &[usize],
    (add, remove): (&[usize], &[usize]),
    has_absent: bool,
) -> Vec<usize> {
    let after_count = held.len() + add.len() - remove.len();
    let before = basis.with_grants(has_absent || !held.is_empty());
    let after = basis.with_grants(has_absent || after_count > 0);
    let had = |at: usize| before.reason(catalog, at, held.binary_search(&at).is_ok()).is_some();
    let has = |at: usize| {
        let is_kept = held.binary_search(&at).is_ok() && remove.binary_search(&at).is_err();
        after.reason(catalog, at, is_kept || add.binary_search(&at).is_ok()).is_some()
    };
    let home = basis.home.filter(|at| remove.binary_search(at).is_err());
    remove.iter().copied().chain(home).filter(|at| had(*at) && !has(*at)).collect()
}
