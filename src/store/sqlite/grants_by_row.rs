//! Statements on the grants by their row numbers: in the order in which the rows lie in the
//! file, which is the quickest. For tables that have such numbers.

pub(crate) const DELETE_ROW: &str = "DELETE FROM hrm_user_company_access WHERE rowid = ?1";

/// Two searches: `min` and `max` side by side would walk over the table.
pub(crate) const SELECT_ENDS: &str = "SELECT (SELECT min(rowid) FROM hrm_user_company_access), \
     (SELECT max(rowid) FROM hrm_user_company_access)";

/// The times, with the number.
pub(crate) const SELECT_TIMES_BETWEEN: &str = "SELECT created_at, rowid \
     FROM hrm_user_company_access WHERE rowid >= ?1 AND rowid <= ?2 ORDER BY rowid LIMIT ?3";

/// What a check looks at, with the number.
pub(crate) const SELECT_CHECKED_BETWEEN: &str = "SELECT id, user_id, created_at, rowid \
     FROM hrm_user_company_access WHERE rowid >= ?1 AND rowid <= ?2 ORDER BY rowid LIMIT ?3";

/// The numbers and users of one company's grants.
pub(crate) const SELECT_BY_COMPANY: &str = "SELECT rowid, user_id FROM hrm_user_company_access \
     WHERE company_id = ?1 AND rowid > ?2 ORDER BY rowid LIMIT ?3";
