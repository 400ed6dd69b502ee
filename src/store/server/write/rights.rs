//! What the login may write on the server, and whether the operator of a change is the same
//! there as in the replica.

use postgres::Client;
use rusqlite::{Connection, OptionalExtension};

use super::reach::{BETWEEN, ReachColumns, ReachSide};
use super::transaction::{WriteFailure, WriteTransaction};
use crate::domain::Operator;
use crate::store::StoreError;
use crate::store::server::describe::ServerSchema;
use crate::store::server::failure::of_session;
use crate::store::server::tables::{ROLES, USERS};

/// What the login may write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::store::server) struct WriteRights {
    /// Why nothing can be written; `None` if changes are allowed.
    pub(in crate::store::server) refusal: Option<&'static str>,
    /// Whether rows of users can be locked.
    pub(super) locks_users: bool,
}

impl WriteRights {
    /// Asks the server.
    pub(in crate::store::server) fn read(
        client: &mut Client,
        name: &str,
    ) -> Result<Self, StoreError> {
        let failed = |error: postgres::Error| of_session(&error, name);
        let sql = "SELECT pg_is_in_recovery(), \
                     current_setting('default_transaction_read_only') = 'on', \
                     has_table_privilege('hrm_user_company_access', 'INSERT') \
                       AND has_table_privilege('hrm_user_company_access', 'DELETE'), \
                     has_any_column_privilege('hrm_users', 'UPDATE'), \
                     (SELECT coalesce(bool_and(has_table_privilege(c.oid, 'SELECT') \
                        AND has_table_privilege(c.oid, 'INSERT')), true) \
                      FROM pg_class c WHERE c.oid IN (to_regclass('grantgrid_meta'), \
                        to_regclass('grantgrid_change'), to_regclass('grantgrid_cell')))";
        let row = client.query_one(sql, &[]).map_err(failed)?;
        let is = |at: usize| row.try_get::<_, bool>(at).map_err(failed);
        let refusal = if is(0)? {
            Some("the server is a standby, which can only be read")
        } else if is(1)? {
            Some("the server's default for this login is read-only")
        } else if !is(2)? {
            Some("this login may only read grants on the server")
        } else if !is(4)? {
            Some("this login may not write to grantgrid's own tables on the server")
        } else {
            None
        };
        Ok(Self { refusal, locks_users: is(3)? })
    }
}

/// Compares the operator's row with the replica's, and prevents others from changing it until
/// the change is committed.
///
/// # Errors
/// [`WriteFailure::Stale`] if it differs.
pub(super) fn check_operator(
    transaction: &mut WriteTransaction<'_>,
    (schema, locks): (&ServerSchema, bool),
    operator: &Operator,
    replica: &Connection,
) -> Result<(), WriteFailure> {
    let id = operator.id.0;
    let here: Option<String> = replica
        .prepare_cached(&select(schema, "?1", ReachSide::Replica))?
        .query_row([id], |row| row.get(0))
        .optional()?;
    let mut sql = select(schema, "$1::int8", ReachSide::Server);
    if locks {
        sql += " FOR SHARE OF u";
    }
    let name = transaction.name();
    let rows = transaction.rows(&sql, &[&id])?;
    let there: Option<String> = rows
        .first()
        .map(|row| row.try_get(0))
        .transpose()
        .map_err(|error| StoreError::Server(format!("{name}: {error}")))?;
    if here.is_some() && here == there {
        return Ok(());
    }
    Err(WriteFailure::Stale(format!("the user {} was changed", operator.name)))
}

/// The values that a user's rights depend on, as one text in the same form on both sides.
fn select(schema: &ServerSchema, key: &str, side: ReachSide) -> String {
    let has = |table: &str, column: &str| {
        let table = schema.tables.iter().find(|it| it.read.name == table);
        table.is_some_and(|it| it.columns.iter().any(|it| it.name == column))
    };
    // A boolean has a different text on each side.
    let active = |flag: &str| {
        format!("CASE WHEN {flag} THEN 'active' WHEN NOT {flag} THEN 'inactive' ELSE '' END")
    };
    let mut parts = vec!["u.username".to_owned()];
    if has(USERS, "is_active") {
        parts.push(active("u.is_active"));
    }
    if has(USERS, "role_id") {
        parts.push("u.role_id".into());
        if let Some(roles) = ROLES.into_iter().find(|roles| has(roles, "name")) {
            let of_role =
                |what: &str| format!("SELECT {what} FROM {roles} r WHERE r.id = u.role_id");
            parts.push(of_role("r.name"));
            if has(roles, "is_active") {
                parts.push(of_role(&active("r.is_active")));
            }
        }
    }
    let columns = ReachColumns(schema);
    let mut facts: Vec<String> = parts.iter().map(|part| side.text(part)).collect();
    facts.push(columns.user(side));
    let (users, home) = match side {
        ReachSide::Replica => ("main.hrm_users", ""),
        ReachSide::Server => ("hrm_users", columns.home()),
    };
    format!("SELECT {} FROM {users} u {home} WHERE u.id = {key}", facts.join(BETWEEN))
}
