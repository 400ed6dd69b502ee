//! The figures that a preview is compared with. They are counted only as far as the comparison
//! needs, because a pass over every grant with its company takes many times as long.

use crate::domain::{AccessLoss, Cancel, Preview, Statistics};
use crate::store::reading::access_counts::effective_pairs;
use crate::store::reading::parallel::LARGE;
use crate::store::{Store, StoreError};

/// The number of users counted under one lock.
const CHUNK: i64 = 20_000;

/// The next users up to an id: their number, and the last id.
pub(in crate::store) const COUNT_USERS: &str = "SELECT count(*), max(id) FROM \
     (SELECT id FROM hrm_users WHERE id >= ?1 AND id <= ?2 ORDER BY id LIMIT ?3)";
/// The number of grant rows of the users between two ids.
pub(in crate::store) const COUNT_GRANTS: &str = "SELECT count(*) FROM hrm_users u \
     CROSS JOIN hrm_user_company_access g ON g.user_id = u.id WHERE u.id >= ?1 AND u.id <= ?2";

impl Store {
    /// The figures that [`Preview::set_totals`] compares a preview with: users, companies,
    /// grants and effective pairs. Counting of effective pairs stops as soon as it is certain
    /// that the change loses only a small part of them, so the number may be too low. The
    /// other figures are counted only if these cannot be determined without them.
    ///
    /// # Errors
    /// [`StoreError::Cancelled`] once `cancel` is set.
    pub fn totals_for(&self, preview: &Preview, cancel: &Cancel) -> Result<Statistics, StoreError> {
        let Some((users, grants)) = self.count_grants(cancel)? else {
            return self.statistics(cancel);
        };
        let mut totals = Statistics {
            users,
            companies: self.companies().len() as u64,
            grants,
            ..Statistics::default()
        };
        let lost = preview.effect.lost;
        if lost >= AccessLoss::MINIMUM {
            let enough = AccessLoss::harmless_total(lost);
            if enough > grants {
                // The loss may need confirmation, so everything is counted.
                return self.statistics(cancel);
            }
            totals.effective_pairs =
                effective_pairs(&self.connection, &self.schema, &self.catalog, enough)?;
        }
        Ok(totals)
    }

    /// The number of users, and of cells with a grant; `None` if a cell may have several rows
    /// of grants, so that each row has to be read.
    fn count_grants(&self, cancel: &Cancel) -> Result<Option<(u64, u64)>, StoreError> {
        if !self.has_one_row_per_grant(cancel)? {
            return Ok(None);
        }
        let Some(ends) = self.user_ends()? else {
            return Ok(Some((0, 0)));
        };
        let parts = self.in_ranges(ends, LARGE, |connection, (first, end)| {
            let (mut users, mut grants) = (0, 0);
            let mut from = Some(first);
            while let Some(start) = from.filter(|start| *start <= end) {
                if cancel.is_cancelled() {
                    return Err(StoreError::Cancelled);
                }
                let (count, last): (u64, Option<i64>) = connection
                    .prepare_cached(COUNT_USERS)?
                    .query_row([start, end, CHUNK], |row| Ok((row.get(0)?, row.get(1)?)))?;
                let Some(last) = last else {
                    break;
                };
                users += count;
                grants += connection
                    .prepare_cached(COUNT_GRANTS)?
                    .query_row([start, last], |row| row.get::<_, u64>(0))?;
                from = last.checked_add(1);
            }
            Ok((users, grants))
        })?;
        let sum = |(users, grants): (u64, u64), part: (u64, u64)| (users + part.0, grants + part.1);
        Ok(Some(parts.into_iter().fold((0, 0), sum)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::AccessEffect;
    use crate::store::DemoPlan;
    use crate::store::testing::TestDb;

    fn assert_as_counted(db: &TestDb, what: &str) {
        let store = db.open();
        let cancel = Cancel::default();
        let exact = store.statistics(&cancel).expect("statistics");
        let totals = store.totals_for(&Preview::default(), &cancel).expect("totals");
        let figures = |of: &Statistics| (of.users, of.companies, of.grants);
        assert_eq!(figures(&totals), figures(&exact), "{what}");
        for lost in [20, 100, exact.effective_pairs] {
            let effect = AccessEffect { lost, ..AccessEffect::default() };
            let preview = Preview { effect, ..Preview::default() };
            let totals = store.totals_for(&preview, &cancel).expect("totals");
            let (enough, pairs) = (lost * 4, totals.effective_pairs);
            assert!(pairs == exact.effective_pairs || pairs >= enough, "{what}: {pairs}");
        }
    }

    #[test]
    fn totals_equal_the_statistics_even_with_orphan_grants() {
        let db = TestDb::new();
        let plan = DemoPlan { users: 300, companies: 20, grants: 900, ..DemoPlan::default() };
        Store::write_demo(&db.path(), &plan).expect("a demo database");
        assert_as_counted(&db, "as the HR system keeps them");
        let insert = "PRAGMA foreign_keys = OFF; INSERT INTO hrm_user_company_access \
             (id, user_id, company_id, created_at)";
        db.run(&format!("{insert} SELECT 'a' || id, 999999, id, '' FROM hrm_company LIMIT 3"));
        assert_as_counted(&db, "of a user who is gone");
        db.run(&format!("{insert} SELECT 'b', id, 'gone', '' FROM hrm_users LIMIT 1"));
        assert_as_counted(&db, "of a company that is gone");
        db.run("DELETE FROM hrm_user_company_access WHERE company_id = 'gone'");
        db.run(
            "PRAGMA foreign_keys = OFF; \
             CREATE TABLE copy AS SELECT * FROM hrm_user_company_access; \
             DROP TABLE hrm_user_company_access; \
             ALTER TABLE copy RENAME TO hrm_user_company_access; \
             INSERT INTO hrm_user_company_access (id, user_id, company_id, created_at) \
             SELECT 'c' || id, user_id, company_id, created_at FROM hrm_user_company_access LIMIT 9; \
             CREATE INDEX by_user ON hrm_user_company_access (user_id); \
             CREATE INDEX by_company ON hrm_user_company_access (company_id)",
        );
        assert_as_counted(&db, "several of one cell");
    }
}
