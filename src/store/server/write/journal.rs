//! Writes a change to grantgrid's own tables on the server: the first change creates them, and
//! each change adds its entry, its rows and the names in them.

use postgres::Transaction;

use super::rows_as_text::send;
use super::transaction::{WriteFailure, WriteTransaction};
use crate::domain::Change;
use crate::store::StoreError;
use crate::store::server::journal::companies;
use crate::store::server::marker::{self, JournalState};
use crate::store::server::own_sql::OWN_TABLES;
use crate::store::server::own_tables::{CHANGE, COMPANY, FORMER, POLICY, ROW, RULE, USER, VALUE};
use crate::store::sqlite::tables::ROWID;
use rusqlite::Connection;

/// The users in the cells and rows of a change.
const USERS_OF_CHANGE: &str = "id IN (SELECT user_id FROM grantgrid_cell WHERE change_id = ?1 \
     UNION SELECT row_key FROM grantgrid_row WHERE change_id = ?1 AND table_name = 'hrm_users')";

/// The companies in the cells of a change.
const COMPANIES_OF_CHANGE: &str =
    "number IN (SELECT company FROM grantgrid_cell WHERE change_id = ?1)";

/// The rows of a change, and rows of other changes whose person it renamed.
const ROWS_OF_CHANGE: &str = "change_id = ?1 OR (table_name = 'hrm_users' AND row_key IN \
     (SELECT row_key FROM grantgrid_row WHERE change_id = ?1 AND table_name = 'hrm_users'))";

/// The lock with which only one grantgrid at a time writes to a database. The HR system does
/// not use it.
pub(super) const LOCK: &str = "SELECT pg_advisory_xact_lock((1735550318::int8 << 32) | \
     'hrm_user_company_access'::regclass::oid::int8)";

/// Claims the next version of the tables, which are created if they do not exist. Also returns
/// the number of the transaction. From here on, the transaction blocks not only other
/// grantgrids, so it must end soon.
///
/// # Errors
/// [`WriteFailure::Stale`] if somebody has written to them since the replica was brought up to
/// date.
pub(super) fn claim(
    transaction: &mut WriteTransaction<'_>,
    recorded: Option<JournalState>,
) -> Result<(JournalState, i64), WriteFailure> {
    let recorded = match recorded {
        Some(recorded) => recorded,
        None => make(transaction)?,
    };
    let sql = "UPDATE grantgrid_meta SET value = ($1::bigint + 1)::text WHERE key = 'version' \
               AND value = $1::bigint::text AND EXISTS (SELECT FROM grantgrid_meta \
               WHERE key = 'journal' AND value = $2) RETURNING pg_current_xact_id()::text::bigint, \
               set_config('idle_in_transaction_session_timeout', '60s', true)";
    let claimed = transaction.rows(sql, &[&recorded.version, &recorded.journal])?;
    let Some(row) = claimed.first() else {
        return Err(WriteFailure::another_change());
    };
    let name = transaction.name();
    let id = row.try_get(0).map_err(|error| StoreError::Server(format!("{name}: {error}")))?;
    Ok((JournalState { version: recorded.version + 1, ..recorded }, id))
}

/// The query for the version of the tables, or for whether they exist.
pub(super) fn version_query(exist: bool) -> &'static str {
    if exist {
        "SELECT value FROM grantgrid_meta WHERE key = 'version'"
    } else {
        "SELECT to_regclass('grantgrid_meta') IS NULL"
    }
}

/// Creates the tables beside those of the HR system.
fn make(transaction: &mut WriteTransaction<'_>) -> Result<JournalState, WriteFailure> {
    let sql = "SELECT n.nspname::text, has_schema_privilege(n.oid, 'CREATE'), \
               to_regclass('grantgrid_meta') IS NOT NULL FROM pg_class c \
               JOIN pg_namespace n ON n.oid = c.relnamespace \
               WHERE c.oid = 'hrm_user_company_access'::regclass";
    let name = transaction.name();
    let failed = |error: postgres::Error| StoreError::Server(format!("{name}: {error}"));
    let rows = transaction.rows(sql, &[])?;
    let row = rows.first().ok_or_else(|| StoreError::Server(format!("{name}: no HR tables")))?;
    let is = |at: usize| row.try_get::<_, bool>(at).map_err(failed);
    let (may_create, exists) = (is(1)?, is(2)?);
    let schema: String = row.try_get(0).map_err(failed)?;
    if exists {
        return Err(WriteFailure::another_change());
    }
    if !may_create {
        let why = format!(
            "{name}: this login may not create grantgrid's own tables in the schema {schema}; \
             `grantgrid schema --sql` prints the statements for whoever may; nothing was changed"
        );
        return Err(StoreError::Server(why).into());
    }
    let inner = "SELECT set_config('grantgrid.search_path', current_setting('search_path'), true), \
                 set_config('search_path', quote_ident($1), true)";
    transaction.rows(inner, &[&schema])?;
    transaction.batch(OWN_TABLES)?;
    let outer = "SELECT set_config('search_path', current_setting('grantgrid.search_path'), true)";
    transaction.rows(outer, &[])?;
    let sql = "SELECT value FROM grantgrid_meta WHERE key = 'journal'";
    let rows = transaction.rows(sql, &[])?;
    let journal = rows.first().map_or_else(|| Ok(String::new()), |row| row.try_get(0));
    Ok(JournalState { journal: journal.map_err(failed)?, version: 0 })
}

/// Writes the names of the users and companies of a change.
pub(super) fn send_names(
    transaction: &mut WriteTransaction<'_>,
    (change, version): (&Change, i64),
    replica: &Connection,
) -> Result<(), WriteFailure> {
    let id = change.id.0;
    send(transaction, (&COMPANY, version), replica, (COMPANIES_OF_CHANGE, [id]))?;
    send(transaction, (&USER, version), replica, (USERS_OF_CHANGE, [id]))?;
    send(transaction, (&FORMER, version), replica, ("until = ?1", [id]))?;
    Ok(())
}

/// Writes the rows of a change, without their values, which the server may still change.
pub(super) fn send_rows(
    transaction: &mut WriteTransaction<'_>,
    (change, version): (&Change, i64),
    replica: &Connection,
) -> Result<(), WriteFailure> {
    if change.rows.is_empty() {
        return Ok(());
    }
    send(transaction, (&ROW, version), replica, (ROWS_OF_CHANGE, [change.id.0]))
}

/// Writes the entry of a change with the values of its rows, and marks what it reverts.
pub(super) fn send_entry(
    transaction: &mut WriteTransaction<'_>,
    (change, version): (&Change, i64),
    token: &str,
    replica: &Connection,
) -> Result<(), WriteFailure> {
    let id = change.id.0;
    let reverted = change.reverts.map_or(id, |reverts| reverts.0);
    send(transaction, (&CHANGE, version), replica, ("id IN (?1, ?2)", [id, reverted]))?;
    // One statement for both saves a round trip.
    let sql = "WITH entry AS (UPDATE grantgrid_change SET token = $2::text::uuid WHERE id = $1) \
               INSERT INTO grantgrid_meta (key, value) SELECT 'companies', $3::text \
               WHERE $3::text IS NOT NULL ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value \
               WHERE grantgrid_meta.value <> EXCLUDED.value";
    let companies = companies(replica)?.map(|number| number.to_string());
    transaction.execute(sql, &[&id, &token, &companies])?;
    if !change.rows.is_empty() {
        let condition = format!("change_id = ?1 AND column_name <> '{ROWID}'");
        let values = (condition.as_str(), [id]);
        send(transaction, (&VALUE, version), replica, values)?;
    }
    // These tables are small, and the replica has all their rows.
    for table in [&RULE, &POLICY] {
        if change.rows.iter().any(|row| row.table == table.name) {
            transaction.execute(&format!("DELETE FROM {}", table.name), &[])?;
            send(transaction, (table, version), replica, ("true", []))?;
        }
    }
    Ok(())
}

/// Whether the change with this token was committed. Waits for a transaction that may still
/// commit it.
pub(super) fn was_committed(
    transaction: &mut Transaction<'_>,
    token: &str,
) -> Result<bool, postgres::Error> {
    transaction.batch_execute(LOCK)?;
    let there = "SELECT to_regclass('grantgrid_change') IS NOT NULL";
    if !transaction.query_one(there, &[])?.try_get::<_, bool>(0)? {
        return Ok(false);
    }
    let sql = "SELECT EXISTS (SELECT FROM grantgrid_change WHERE token = $1::text::uuid)";
    transaction.query_one(sql, &[&token])?.try_get(0)
}

/// Saves the state of the journal's copy in the replica.
pub(super) fn record(replica: &Connection, state: &JournalState) -> Result<(), StoreError> {
    marker::save_journal(replica, state)
}
