//! The size of a demo database, and whether it is possible.

use crate::store::StoreError;

/// The contents of a demo database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoPlan {
    /// Users, some of them inactive.
    pub users: u64,
    /// Companies, some of them inactive.
    pub companies: u64,
    /// Grants, each for a different (user, company) pair.
    pub grants: u64,
    /// A different seed gives different people and grants.
    pub seed: u64,
}

impl Default for DemoPlan {
    /// A database small enough to look around in.
    fn default() -> Self {
        Self { users: 250, companies: 24, grants: 900, seed: 1 }
    }
}

impl DemoPlan {
    pub(super) fn checked(&self, count: u64, most: u64, of: &str) -> Result<u32, StoreError> {
        let refused = |why: String| Err(StoreError::Impossible(why));
        if count > most {
            return refused(format!("{count} {of} are too many for a demo: {most} at most"));
        }
        let cells = u128::from(self.users) * u128::from(self.companies);
        if u128::from(self.grants) > cells {
            let Self { users, companies, grants, .. } = self;
            return refused(format!(
                "{grants} grants are impossible: {users} users × {companies} companies have {cells} cells"
            ));
        }
        u32::try_from(count).or_else(|_| refused(format!("{count} {of} are too many")))
    }
}
