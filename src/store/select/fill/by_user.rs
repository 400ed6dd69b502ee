//! Evaluates filters by looking up the grants of some users, where reading those of all users
//! would take longer.

use rusqlite::Connection;

use super::figures::required_of;
use super::parts::PART;
use crate::domain::{Cancel, UserId};
use crate::store::reading::access::{grants_of, held_by};
use crate::store::reading::effective::RoleReach;
use crate::store::reading::grant_counts::is_granted;
use crate::store::reading::parallel::hold;
use crate::store::reading::required::RequiredCompanies;
use crate::store::select::columns::profiles::Profiles;
use crate::store::select::query::Mask;
use crate::store::{Store, StoreError};

/// The users who lack a grant that the rules require. Looks only at users whose role has a rule.
pub(super) fn drifting(
    store: &Store,
    ids: &[UserId],
    profiles: &Profiles,
    cancel: &Cancel,
) -> Result<Mask, StoreError> {
    let catalog = &store.catalog;
    let has_rule = profiles.having(|it| required_of(catalog, it) != RequiredCompanies::None);
    decide_each(store, &has_rule, cancel, |connection, row| {
        let required = required_of(catalog, profiles.of(row));
        if let RequiredCompanies::Home(home) = required {
            return Ok(!is_granted(connection, catalog, ids[row], home)?);
        }
        let grants = grants_of(connection, catalog, &ids[row..=row])?;
        Ok(required.drift(catalog, &grants.pairs) > 0)
    })
}

/// The users with a grant that gives no access. Looks only at users for whom grants may not
/// count.
pub(super) fn ineffective(
    store: &Store,
    ids: &[UserId],
    profiles: &Profiles,
    cancel: &Cancel,
) -> Result<Mask, StoreError> {
    let catalog = &store.catalog;
    let may_have = profiles.having(|profile| {
        let basis = profile.basis(catalog, true);
        !basis.counts_grants() && basis.reach() != RoleReach::All
    });
    decide_each(store, &may_have, cancel, |connection, row| {
        let held = held_by(connection, catalog, ids[row])?;
        let basis = profiles.of(row).basis(catalog, held.has_grants());
        Ok(basis.tally(catalog, held.positions.into_iter()).ineffective > 0)
    })
}

/// Evaluates `decide` for the candidates; nobody else is in the result.
fn decide_each(
    store: &Store,
    candidates: &[bool],
    cancel: &Cancel,
    decide: impl Fn(&Connection, usize) -> Result<bool, StoreError> + Sync,
) -> Result<Mask, StoreError> {
    let rows: Vec<usize> = (0..candidates.len()).filter(|row| candidates[*row]).collect();
    let mut mask = vec![false; candidates.len()];
    let mut chunks = rows.chunks(PART);
    let next_part = || {
        if cancel.is_cancelled() {
            return Err(StoreError::Cancelled);
        }
        Ok(chunks.next().map(|rows| (rows, rows)))
    };
    let read = |connection: &Connection, rows: &[usize]| {
        let _hold = hold(connection)?;
        rows.iter().map(|row| decide(connection, *row)).collect::<Result<Vec<bool>, _>>()
    };
    store.read_ahead(next_part, read, |rows, decided| {
        for (row, is_in) in rows.iter().zip(decided) {
            mask[*row] = is_in;
        }
        Ok::<_, StoreError>(())
    })?;
    Ok(mask)
}
