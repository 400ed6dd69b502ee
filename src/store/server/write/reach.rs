//! Checks that the users and companies of a change belong to the same tenants on the server as
//! in the replica, in which the rights of an operator of one tenant were checked.

use rusqlite::Connection;

use super::rows_as_text::CHUNK;
use super::transaction::{WriteFailure, WriteTransaction};
use crate::domain::Change;
use crate::store::StoreError;
use crate::store::server::describe::ServerSchema;
use crate::store::server::tables::USERS;

/// The separator of two values.
pub(super) const BETWEEN: &str = " || '\u{1f}' || ";

/// The users of the change who exist afterwards: those in its cells, in its rows, and in
/// employee records among these.
const USERS_OF_CHANGE: &str = "SELECT DISTINCT user_id AS id FROM grantgrid_cell WHERE change_id = ?1 \
     UNION SELECT row_key FROM grantgrid_row WHERE change_id = ?1 AND table_name = 'hrm_users' \
     UNION SELECT e.user_id FROM grantgrid_row r JOIN main.hrm_employee e ON e.id = r.row_key \
       WHERE r.change_id = ?1 AND r.table_name = 'hrm_employee'";

/// The same if the database has no employee records.
const USERS_OF_CHANGE_WITHOUT_EMPLOYEES: &str = "SELECT DISTINCT user_id AS id FROM grantgrid_cell \
     WHERE change_id = ?1 \
     UNION SELECT row_key FROM grantgrid_row WHERE change_id = ?1 AND table_name = 'hrm_users'";

/// The companies of the change.
const COMPANIES_OF_CHANGE: &str = "SELECT n.id FROM grantgrid_company n WHERE n.number IN \
       (SELECT DISTINCT company FROM grantgrid_cell WHERE change_id = ?1) \
     UNION SELECT row_key FROM grantgrid_row WHERE change_id = ?1 AND table_name = 'hrm_company'";

/// What decides the tenants of the users and companies of a change, according to the replica.
pub(super) struct ChangeReach {
    users: (String, Belonging),
    companies: (String, Belonging),
}

/// Ids, each with the values that decide its tenant.
type Belonging = Vec<(String, String)>;

impl ChangeReach {
    /// Reads it from the replica's open transaction, before values that the server has changed
    /// are written there.
    pub(super) fn read(
        schema: &ServerSchema,
        change: &Change,
        replica: &Connection,
    ) -> Result<Self, StoreError> {
        let columns = ReachColumns(schema);
        let its_users = if columns.has_employees() {
            USERS_OF_CHANGE
        } else {
            USERS_OF_CHANGE_WITHOUT_EMPLOYEES
        };
        let here = format!(
            "SELECT CAST(u.id AS TEXT), {} FROM main.hrm_users u WHERE u.id IN ({its_users})",
            columns.user(ReachSide::Replica)
        );
        let there = format!(
            "SELECT u.username::text FROM unnest($1::text[], $2::text[]) AS r (id, facts) \
             JOIN hrm_users u ON u.id = r.id::int8 {} WHERE r.facts <> {} LIMIT 1",
            columns.homes(),
            columns.user(ReachSide::Server)
        );
        let users = (there, belonging(replica, &here, change)?);
        let tenant = if columns.has_company_tenant() { "c.tenant_id" } else { "NULL" };
        let here = format!(
            "SELECT c.id, coalesce({tenant}, '') FROM main.hrm_company c \
             WHERE c.id IN ({COMPANIES_OF_CHANGE})"
        );
        let there = format!(
            "SELECT c.code::text FROM unnest($1::text[], $2::text[]) AS r (id, facts) \
             JOIN hrm_company c ON c.id::text = r.id \
             WHERE r.facts <> coalesce({tenant}::text, '') LIMIT 1"
        );
        let companies = (there, belonging(replica, &here, change)?);
        Ok(Self { users, companies })
    }

    /// Compares it with the server, on which the change's rows are already written.
    ///
    /// # Errors
    /// [`WriteFailure::Stale`] if a user or a company belongs to another tenant there.
    pub(super) fn check(&self, transaction: &mut WriteTransaction<'_>) -> Result<(), WriteFailure> {
        for (what, (there, all)) in [("user", &self.users), ("company", &self.companies)] {
            for some in all.chunks(CHUNK) {
                let (ids, facts): (Vec<&str>, Vec<&str>) =
                    some.iter().map(|(id, facts)| (id.as_str(), facts.as_str())).unzip();
                let name = transaction.name();
                let moved = transaction.rows(there, &[&ids, &facts])?;
                if let Some(row) = moved.first() {
                    let moved: String = row
                        .try_get(0)
                        .map_err(|error| StoreError::Server(format!("{name}: {error}")))?;
                    return Err(WriteFailure::Stale(format!("the {what} {moved} was moved")));
                }
            }
        }
        Ok(())
    }
}

fn belonging(replica: &Connection, sql: &str, change: &Change) -> Result<Belonging, StoreError> {
    let mut statement = replica.prepare_cached(sql)?;
    let rows = statement.query_map([change.id.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Where SQL runs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ReachSide {
    Replica,
    Server,
}

impl ReachSide {
    /// A value as text; empty for NULL.
    pub(super) fn text(self, value: &str) -> String {
        match self {
            Self::Replica => format!("coalesce(CAST(({value}) AS TEXT), '')"),
            Self::Server => format!("coalesce(({value})::text, '')"),
        }
    }
}

/// Which of the columns that decide the tenant exist.
#[derive(Clone, Copy)]
pub(super) struct ReachColumns<'a>(pub(super) &'a ServerSchema);

impl ReachColumns<'_> {
    fn has(self, table: &str, column: &str) -> bool {
        let table = self.0.tables.iter().find(|it| it.read.name == table);
        table.is_some_and(|it| it.columns.iter().any(|it| it.name == column))
    }

    fn has_employees(self) -> bool {
        self.has("hrm_employee", "company_id") && self.has("hrm_employee", "user_id")
    }

    fn has_company_tenant(self) -> bool {
        self.has("hrm_company", "tenant_id")
    }

    /// The values that decide the tenant of a user `u`, as one text; on the server, together
    /// with [`Self::homes`].
    pub(super) fn user(self, side: ReachSide) -> String {
        let home = match side {
            ReachSide::Replica => {
                "(SELECT e.company_id FROM main.hrm_employee e WHERE e.user_id = u.id \
                 ORDER BY e.id LIMIT 1)"
            }
            ReachSide::Server => "h.company_id",
        };
        let mut facts = vec!["''".to_owned()];
        if self.has(USERS, "organization_id") {
            facts.push(side.text("u.organization_id"));
            if self.has("organization", "tenant_id") {
                facts.push(
                    side.text(
                        "SELECT o.tenant_id FROM organization o WHERE o.id = u.organization_id",
                    ),
                );
            }
        }
        if self.has_employees() {
            facts.push(side.text(home));
            if self.has_company_tenant() {
                let tenant = format!("SELECT k.tenant_id FROM hrm_company k WHERE k.id = {home}");
                facts.push(side.text(&tenant));
            }
        }
        facts.join(BETWEEN)
    }

    /// On the server: the home companies `h` of the users of `$1`, from one pass over the
    /// employee records, which have no index by user.
    fn homes(self) -> &'static str {
        if self.has_employees() {
            "LEFT JOIN (SELECT DISTINCT ON (e.user_id) e.user_id, e.company_id FROM hrm_employee e \
               WHERE e.user_id = ANY ($1::text[]::int8[]) ORDER BY e.user_id, e.id) h \
             ON h.user_id = u.id"
        } else {
            ""
        }
    }

    /// On the server: the home company `h` of one user `u`.
    pub(super) fn home(self) -> &'static str {
        if self.has_employees() {
            "LEFT JOIN LATERAL (SELECT e.company_id FROM hrm_employee e WHERE e.user_id = u.id \
             ORDER BY e.id LIMIT 1) h ON true"
        } else {
            ""
        }
    }
}
