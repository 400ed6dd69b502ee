//! Counts how many of some users can get into each company, and all pairs with access.

use rusqlite::{Connection, params};

use super::access;
use super::by_id::{CHUNK, following, split_user};
use super::catalog::Catalog;
use super::effective::{BasisReader, EffectiveByCompany};
use super::users::SELECT_IDS;
use crate::domain::{Cancel, UserId};
use crate::store::schema::HrSchema;
use crate::store::{Store, StoreError};

/// The number of users read at once.
const AT_ONCE: usize = 4_000;

/// For each company, in the order of [`Store::companies`]: how many of some users have a grant
/// for it, and how many can really work in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccessByCompany {
    /// Users with a grant.
    pub granted: Vec<u64>,
    /// Users whom the HR system lets in.
    pub effective: Vec<u64>,
}

impl Store {
    /// Counts, for each company, how many of these users have a grant for it, and how many can
    /// work in it. Holds no lock for long.
    ///
    /// # Errors
    /// [`StoreError::Cancelled`] once `cancel` is set.
    pub fn count_access_by_company(
        &self,
        users: &[UserId],
        cancel: &Cancel,
    ) -> Result<AccessByCompany, StoreError> {
        let (connection, schema, catalog) = (&self.connection, &self.schema, &self.catalog);
        let mut users = users.to_vec();
        users.sort_unstable();
        users.dedup();
        let known = self.homes.as_ref().filter(|_| !self.needs_home_companies());
        let reader = BasisReader::new(connection, schema, catalog, known, users.len())?;
        let companies = catalog.companies.len();
        let mut granted = vec![0; companies];
        let mut states = EffectiveByCompany::new(catalog);
        for chunk in users.chunks(AT_ONCE) {
            if cancel.is_cancelled() {
                return Err(StoreError::Cancelled);
            }
            let grants = access::grants_of(connection, catalog, chunk)?;
            let mut pairs = grants.pairs.as_slice();
            for (user, basis) in reader.read(connection, schema, catalog, chunk)? {
                let held = split_user(&mut pairs, user.0);
                let basis = basis.with_grants(grants.has_grants(user.0, held));
                let positions = held.iter().map(|(_, at)| *at);
                positions.clone().for_each(|at| granted[at] += 1);
                states.add(catalog, &basis, positions);
            }
        }
        let effective = (0..companies).map(|at| states.of(catalog, at).effective).collect();
        Ok(AccessByCompany { granted, effective })
    }
}

/// The number of user–company pairs with access; stops counting at `enough`.
pub(crate) fn effective_pairs(
    connection: &Connection,
    schema: &HrSchema,
    catalog: &Catalog,
    enough: u64,
) -> Result<u64, StoreError> {
    let reader = BasisReader::new(connection, schema, catalog, None, AT_ONCE)?;
    let mut pairs = 0;
    let mut last = None;
    while let Some(from) = following(last) {
        let users: Vec<UserId> = connection
            .prepare_cached(SELECT_IDS)?
            .query_map(params![from, CHUNK], |row| Ok(UserId(row.get(0)?)))?
            .collect::<Result<_, _>>()?;
        let Some(end) = users.last() else {
            break;
        };
        last = Some(end.0);
        let grants = access::grants_of(connection, catalog, &users)?;
        let mut held = grants.pairs.as_slice();
        for (user, basis) in reader.read(connection, schema, catalog, &users)? {
            let held = split_user(&mut held, user.0);
            let basis = basis.with_grants(grants.has_grants(user.0, held));
            pairs += basis.tally(catalog, held.iter().map(|(_, at)| *at)).effective;
        }
        if pairs >= enough {
            break;
        }
    }
    Ok(pairs)
}
