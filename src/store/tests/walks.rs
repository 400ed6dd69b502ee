//! The statements that may walk over a whole table, each with the reason, and the tables that
//! are too large to walk over without one.

use crate::store::company_grants;

/// A part of each statement that walks or sorts, and why it may.
pub(super) const WALKS: &[(&str, &str)] = &[
    ("DELETE FROM main.\"hrm_", "some foreign keys of the HR system have no index"),
    ("INSERT INTO grantgrid_change (at,", "its foreign key is looked up only while one is broken"),
    ("EXISTS (SELECT 1 FROM hrm_users u WHERE u.id = user_id)", "a check reads everything"),
    ("' is of change ' || reverts", "a check reads everything"),
    (" belongs' ELSE count(*) ||", "a check reads everything"),
    (" of a user or a company without a name'", "a check reads everything"),
    (" without values: it cannot be undone'", "a check reads everything"),
    ("' belong to no row'", "a check reads everything"),
    ("FROM hrm_users WHERE is_active IS NULL", "a check reads everything"),
    ("FROM (SELECT DISTINCT user_id, company FROM grantgrid_cell x", "a check reads everything"),
    ("julianday(j.person)", "a check reads everything"),
    ("count(*), min(", "a check reads everything"),
    (
        "SELECT DISTINCT c.operator, c.account FROM grantgrid_change",
        "the names that complete a filter of the history",
    ),
    ("LIMIT 1000) x WHERE x.user_id IN", "only the first cells of each change"),
    (
        "SELECT id, operator FROM grantgrid_change UNION ALL",
        "the texts of changes that only Unicode folds",
    ),
    ("SELECT DISTINCT user_id FROM", "whom the edit of a company concerns"),
    (
        "FROM hrm_employee WHERE user_id = ?1 ORDER BY id LIMIT 1",
        "one user's record, where the HR system has no index",
    ),
    ("SELECT count(*) FROM hrm_user", "the statistics count everything"),
    ("SELECT count(*) FROM main.\"hrm_", "what refers to a user or company that is to be deleted"),
    (
        "FROM main.\"hrm_user_company_access\" WHERE \"company_id\" IS ?1 LIMIT 1",
        "a grant of a company that is to be deleted, where the HR system has no index",
    ),
    (
        "SELECT id FROM hrm_users WHERE role_id = ?1",
        "the users of a role, where the HR system has no index",
    ),
    (", id FROM main.hrm_users", "names and addresses that an import or a form must not repeat"),
    ("SELECT employee_id FROM hrm_employee ORDER BY id DESC LIMIT 1", "ends after the first rows"),
    ("SELECT id FROM grantgrid_change ORDER BY id", "ends after the first rows"),
    ("SELECT id FROM hrm_user_company_access LIMIT 1", "ends after the first rows"),
    (
        "FROM grantgrid_change WHERE added > 0 AND kind NOT IN ('undo', 'redo')",
        "who made the grants of a file or a list",
    ),
    (
        "GROUP BY x.user_id ON CONFLICT",
        "an older history is brought to the present form; a replica takes in what is new",
    ),
    (company_grants::SELECT_CHANGES, "where the grants of a company come from"),
    ("SELECT DISTINCT table_name, edit FROM grantgrid_row WHERE", "sorts the rows of one change"),
    ("SELECT user_id FROM grantgrid_cell WHERE change_id IN (?1, ?2)", "whom an undo concerns"),
    ("FROM grantgrid_user WHERE username = ?1", "the history of a user who is gone, by name"),
    ("SELECT id, username FROM grantgrid_user", "names like one that is not known"),
    ("SELECT id, username FROM hrm_users", "names like one that is not known"),
    ("SELECT max(CASE WHEN", "a new id is above every id that something refers to"),
    ("SELECT organization_id FROM hrm_users WHERE", "the most common organization, for a new user"),
    (
        "count(DISTINCT r.row_key) FROM grantgrid_row r WHERE r.change_id = ?1",
        "sorts the rows of one change",
    ),
    (
        "SELECT x.user_id, x.change_id, x.company, x.added FROM grantgrid_change c CROSS JOIN",
        "who gained and lost what, over the whole history",
    ),
    (
        "WHERE r.table_name IN ('hrm_company', 'grantgrid_policy')",
        "sorts the edits of companies and policies in the history",
    ),
];

/// Tables with a row for each user, grant or change, or more.
pub(super) const LARGE: [&str; 10] = [
    "hrm_users",
    "hrm_employee",
    "hrm_user_company_access",
    "hrm_audit_log",
    "grantgrid_change",
    "grantgrid_cell",
    "grantgrid_row",
    "grantgrid_value",
    "grantgrid_user",
    "grantgrid_last_change",
];
