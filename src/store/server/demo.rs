//! A demo database on a server: the HR system's tables of 2026, filled with the rows of a
//! demo file. Only an empty database is filled.

use std::io::Write;
use std::path::Path;

use postgres::{CopyInWriter, Transaction};
use rusqlite::Connection;
use rusqlite::types::ValueRef;

use super::failure::{connection_lost, of_session};
use super::session::ServerSession;
use super::url::ServerUrl;
use crate::domain::{Cancel, JobProgress};
use crate::store::sql_value::text_of;
use crate::store::sqlite::connecting;
use crate::store::{DemoPlan, PrivateFolder, Store, StoreError};
use crate::text::system_error::reason;

/// The definitions of the tables.
const HR_TABLES: &str = include_str!("hr_tables.sql");

/// The tables that get rows, in the order of their references: the name here, the name in a
/// demo file, and the columns.
const FILLED: [(&str, &str, &str); 7] = [
    (
        "hrm_tenant",
        "hrm_tenant",
        "id, name, code, description, is_active, created_by, created_at, modified_by, modified_at, \
         country_code, currency_code",
    ),
    ("hrm_roles", "role", "id, name, description, created_at, updated_at, is_active"),
    (
        "organization",
        "organization",
        "id, name, created_at, modified_at, logo_path, address, uen, tenant_id, created_by, \
         modified_by",
    ),
    (
        "hrm_company",
        "(SELECT *, 'UTC' AS timezone FROM hrm_company)",
        "id, tenant_id, name, code, description, address, uen, registration_number, tax_id, phone, \
         email, website, logo_path, is_active, created_by, created_at, modified_by, modified_at, \
         currency_code, timezone",
    ),
    (
        "hrm_users",
        "hrm_users",
        "id, username, email, password_hash, first_name, last_name, is_active, \
         must_reset_password, organization_id, role_id, reporting_manager_id, created_at, \
         updated_at",
    ),
    (
        "hrm_employee",
        "hrm_employee",
        "id, employee_id, first_name, last_name, email, phone, hire_date, employment_type, \
         basic_salary, allowances, hourly_rate, employee_cpf_rate, employer_cpf_rate, is_active, \
         termination_date, user_id, organization_id, manager_id, created_at, modified_at, \
         company_id, created_by, modified_by, timezone, is_manager",
    ),
    (
        "hrm_user_company_access",
        "hrm_user_company_access",
        "id, user_id, company_id, created_at, modified_at",
    ),
];

/// Whether a database has anything that does not belong to PostgreSQL or an extension.
const HAS_TABLES: &str = "SELECT EXISTS (SELECT FROM pg_class c \
     JOIN pg_namespace n ON n.oid = c.relnamespace \
     WHERE n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%' \
       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e'))";

impl Store {
    /// Creates the HR system's tables in an empty PostgreSQL database and fills them with demo
    /// rows, the same for the same plan, in one transaction. `account` is the operating system
    /// account. Progress is reported in users and grants.
    ///
    /// # Errors
    /// [`StoreError::Server`] if the database is not empty or refuses, and those of
    /// [`Store::write_demo_until`]; nothing is left behind then.
    pub fn write_demo_to_server(
        url: &ServerUrl,
        account: &str,
        plan: &DemoPlan,
        progress: &mut JobProgress<'_>,
    ) -> Result<(), StoreError> {
        let cancel = progress.cancel().cloned().unwrap_or_default();
        let mut session = ServerSession::open(url, account, Some(&cancel))?;
        let name = session.name.clone();
        refuse_full(&mut session, &name)?;
        let folder = PrivateFolder::begin().map_err(|error| StoreError::Unwritable {
            path: std::env::temp_dir(),
            reason: reason(&error),
        })?;
        let path = folder.path().join("demo.db");
        Self::write_demo_until(&path, plan, &cancel)?;
        progress.begin(plan.users + plan.grants);
        fill(&mut session, &path, (&name, &cancel), progress)
    }
}

fn refuse_full(session: &mut ServerSession, name: &str) -> Result<(), StoreError> {
    let row = session.client().query_one(HAS_TABLES, &[]);
    let is_full: bool =
        row.and_then(|row| row.try_get(0)).map_err(|error| of_session(&error, name))?;
    if is_full {
        return Err(StoreError::Server(format!(
            "{name}: this database is not empty; demo data needs an empty one; nothing was changed"
        )));
    }
    Ok(())
}

fn fill(
    session: &mut ServerSession,
    path: &Path,
    (name, cancel): (&str, &Cancel),
    progress: &mut JobProgress<'_>,
) -> Result<(), StoreError> {
    let failed = |error: postgres::Error| of_session(&error, name);
    let file = connecting::to_read(path)?;
    let mut transaction = session.client().transaction().map_err(failed)?;
    transaction.batch_execute(HR_TABLES).map_err(failed)?;
    for (table, from, columns) in FILLED {
        let copy = format!("COPY {table} ({columns}) FROM STDIN");
        let writer = transaction.copy_in(&copy).map_err(failed)?;
        let select = format!("SELECT {columns} FROM {from}");
        write_rows(writer, &file, &select, name, progress)?;
    }
    set_sequences(&mut transaction).map_err(failed)?;
    if cancel.is_cancelled() {
        return Err(StoreError::Cancelled);
    }
    transaction.commit().map_err(failed)?;
    // The server's estimates are shown as the total when the tables are read.
    session.client().batch_execute("ANALYZE").map_err(failed)
}

/// Sends rows as lines of `COPY`.
fn write_rows(
    mut writer: CopyInWriter<'_>,
    file: &Connection,
    select: &str,
    name: &str,
    progress: &mut JobProgress<'_>,
) -> Result<(), StoreError> {
    let mut statement = file.prepare(select)?;
    let width = statement.column_count();
    let mut rows = statement.query([])?;
    let mut lines = Vec::new();
    while let Some(row) = rows.next()? {
        for at in 0..width {
            if at > 0 {
                lines.push(b'\t');
            }
            put(&mut lines, row.get_ref(at)?);
        }
        lines.push(b'\n');
        if lines.len() > 65_536 {
            send(&mut writer, &lines, name)?;
            lines.clear();
        }
        if progress.advance(1) {
            return Err(StoreError::Cancelled);
        }
    }
    send(&mut writer, &lines, name)?;
    writer.finish().map_err(|error| of_session(&error, name))?;
    Ok(())
}

fn send(writer: &mut CopyInWriter<'_>, lines: &[u8], name: &str) -> Result<(), StoreError> {
    writer.write_all(lines).map_err(|error| connection_lost(name, &error))
}

/// A field of `COPY`.
fn put(line: &mut Vec<u8>, value: ValueRef<'_>) {
    if value == ValueRef::Null {
        line.extend_from_slice(b"\\N");
        return;
    }
    for byte in text_of(value).bytes() {
        match byte {
            b'\\' => line.extend_from_slice(b"\\\\"),
            b'\t' => line.extend_from_slice(b"\\t"),
            b'\n' => line.extend_from_slice(b"\\n"),
            b'\r' => line.extend_from_slice(b"\\r"),
            other => line.push(other),
        }
    }
}

/// Sets the sequence of each table above the ids in use.
fn set_sequences(transaction: &mut Transaction<'_>) -> Result<(), postgres::Error> {
    for table in ["hrm_roles", "organization", "hrm_users", "hrm_employee"] {
        transaction.execute(
            &format!(
                "SELECT setval(pg_get_serial_sequence('{table}', 'id'), greatest(max(id), 1)) \
                 FROM {table}"
            ),
            &[],
        )?;
    }
    Ok(())
}
