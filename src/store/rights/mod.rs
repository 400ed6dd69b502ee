//! Restricts the store to what the HR system allows a user, by the user's role. The rights are
//! determined when the operator is set, and checked again under the lock of every change.

pub(super) mod boundary;

use rusqlite::{Connection, OptionalExtension};

use super::{Store, StoreError};
use crate::domain::{AccessLevel, Cancel, Operator, Permission, Rights, RoleId, TenantId, UserId};
use crate::store::reading::catalog::Catalog;
use crate::store::reading::{home_companies, tenant_scope};
use crate::store::schema::HrSchema;
use crate::store::sql_value::{is_active, is_active_user, optional_number, text};
use crate::store::sqlite::tenant_views;

impl Store {
    /// Makes this user the operator: the journal and the audit log name the user, and the
    /// store shows and changes only what the HR system allows the user's role. For an operator
    /// of one tenant, users, companies and grants of other tenants appear in no list, filter
    /// or figure, and changes to them fail with [`StoreError::OutOfReach`]. Without an
    /// operator, everything is allowed.
    ///
    /// # Errors
    /// [`StoreError::NoSuchUser`], [`StoreError::NoRights`]; after them, the store must not be
    /// used.
    pub fn act_as(&mut self, username: &str) -> Result<(), StoreError> {
        tenant_views::lift(&self.connection)?;
        self.acting = None;
        let id = self.find_user(username)?.id;
        let operator = operator(&self.connection, &self.schema, id)?;
        if let Some(tenant) = operator.tenant() {
            let who = (operator.name.as_str(), operator.role.as_str());
            tenant_scope::restrict(&self.connection, &self.schema, tenant, who)?;
        }
        self.environment.operator.clone_from(&operator.name);
        self.acting = Some(operator);
        self.reload()
    }

    /// The operator, if [`Store::act_as`] set one.
    #[must_use]
    pub fn acting(&self) -> Option<&Operator> {
        self.acting.as_ref()
    }

    /// Checks that the operator has this permission.
    ///
    /// # Errors
    /// [`StoreError::OnlySuperAdmin`], [`StoreError::OutOfReach`], and [`StoreError::Gone`] for
    /// a user or company that does not exist.
    pub fn authorize(&self, permission: Permission<'_>) -> Result<(), StoreError> {
        authorize(&self.connection, &self.catalog, self.acting.as_ref(), permission)
    }

    /// The tenant that the store is restricted to.
    pub(crate) fn tenant_within(&self) -> Option<&TenantId> {
        self.acting.as_ref().and_then(Operator::tenant)
    }

    /// Checks under the lock that the operator has not changed, and, if another program
    /// wrote since, determines again what is within the operator's tenant.
    pub(crate) fn recheck_operator(
        &self,
        connection: &Connection,
        catalog: &Catalog,
        changed: bool,
    ) -> Result<(), StoreError> {
        let Some(acting) = &self.acting else {
            return Ok(());
        };
        let operator = OperatorRow::read(connection, &self.schema, catalog, acting.id)?;
        let mut same = operator.is_some_and(|operator| operator.is(acting));
        if let (Some(tenant), true) = (acting.tenant(), same) {
            if changed {
                tenant_scope::renew(connection, &self.schema, tenant)?;
            }
            same = tenant_scope::has_user(connection, acting.id)?;
        }
        if same { Ok(()) } else { Err(no_rights(&acting.name, CHANGED)) }
    }

    /// Checks that a change of rows has not changed the operator's own account, which the
    /// operator could not undo.
    pub(crate) fn recheck_own_account(
        &self,
        connection: &Connection,
        catalog: &Catalog,
    ) -> Result<(), StoreError> {
        match self.recheck_operator(connection, catalog, false) {
            Err(StoreError::NoRights { .. }) => Err(StoreError::NotAllowed(OWN_ACCOUNT.into())),
            done => done,
        }
    }
}

const OWN_ACCOUNT: &str = "nobody may deactivate, delete or rename the own account, or give it \
     another role or tenant";
const CHANGED: &str = "the user was deactivated, deleted, or given another name, role or tenant; \
     nothing was changed";

/// Checks that the operator has this permission, on the connection and with the catalog
/// of the current change.
pub(crate) fn authorize(
    connection: &Connection,
    catalog: &Catalog,
    acting: Option<&Operator>,
    permission: Permission<'_>,
) -> Result<(), StoreError> {
    let tenant = acting.and_then(Operator::tenant);
    match (permission, tenant) {
        (Permission::ChangeRules, Some(_)) => Err(StoreError::OnlySuperAdmin("change the rules")),
        (Permission::ChangePolicy, Some(_)) => {
            Err(StoreError::OnlySuperAdmin("change the access policy"))
        }
        (Permission::SeeEverything, Some(_)) => {
            Err(StoreError::OnlySuperAdmin("do this: it takes in every tenant"))
        }
        (Permission::PutInto(into), Some(tenant)) if into != Some(tenant) => {
            Err(StoreError::OutOfReach("that tenant".into()))
        }
        (Permission::ChangeUser(user), Some(_)) if !tenant_scope::has_user(connection, user)? => {
            Err(tenant_scope::absent_user(connection, user)?)
        }
        (Permission::ChangeCompany(company), Some(_)) if catalog.position(company).is_none() => {
            Err(catalog.absent(company))
        }
        _ => Ok(()),
    }
}

/// The properties of a user that decide the rights.
struct OperatorRow {
    name: String,
    active: bool,
    role: String,
    /// Whether the role is in use.
    role_active: bool,
    organization: Option<i64>,
}

impl OperatorRow {
    fn read(
        connection: &Connection,
        schema: &HrSchema,
        catalog: &Catalog,
        id: UserId,
    ) -> rusqlite::Result<Option<Self>> {
        let role_active = |id: RoleId| match &schema.select_role_active {
            Some(sql) => {
                let mut statement = connection.prepare_cached(sql)?;
                Ok(statement.query_row([id.0], |row| is_active(row, 0)).optional()?.unwrap_or(true))
            }
            None => Ok::<_, rusqlite::Error>(true),
        };
        connection
            .prepare_cached(&select_person(schema))?
            .query_row([id.0], |row| {
                let id = optional_number(row, 1)?.map(RoleId);
                let role = id.and_then(|id| catalog.roles.get(&id));
                Ok(Self {
                    name: text(row, 0)?,
                    active: is_active_user(row, 3)?,
                    role: role.map(|role| role.name.clone()).unwrap_or_default(),
                    role_active: id.map_or(Ok(true), role_active)?,
                    organization: optional_number(row, 2)?,
                })
            })
            .optional()
    }

    fn is(&self, operator: &Operator) -> bool {
        self.active && self.role_active && self.name == operator.name && self.role == operator.role
    }
}

/// The operator for a user, according to the current data.
fn operator(
    connection: &Connection,
    schema: &HrSchema,
    id: UserId,
) -> Result<Operator, StoreError> {
    let all = Catalog::read(connection, schema, None)?;
    let Some(operator) = OperatorRow::read(connection, schema, &all, id)? else {
        return Err(StoreError::Gone(format!("the user {id}")));
    };
    let OperatorRow { name, active, role, role_active, organization } = operator;
    if !active {
        return Err(no_rights(&name, "the user is not active"));
    }
    if !role_active {
        return Err(no_rights(&name, &format!("the role {role} is not active")));
    }
    let rights = match AccessLevel::of_role(&role) {
        AccessLevel::Everything => Rights::Everything,
        AccessLevel::Nothing if role.is_empty() => {
            return Err(no_rights(&name, "the user has no role"));
        }
        AccessLevel::Nothing => {
            let why = format!(
                "the role {role} does not allow it; Super Admin, Tenant Admin and HR Manager do"
            );
            return Err(no_rights(&name, &why));
        }
        AccessLevel::OwnTenant => {
            let homes = home_companies::must_be_read(schema)
                .then(|| home_companies::read(connection, schema, &all, &Cancel::default()))
                .transpose()?;
            let home = home_companies::of(connection, schema, &all, homes.as_ref(), id)?;
            let Some(tenant) = all.tenant_of(home.as_ref(), organization) else {
                let why = format!("the role {role} works within a tenant, and the user has none");
                return Err(no_rights(&name, &why));
            };
            let known = all.companies.iter().find(|it| it.tenant.as_ref() == Some(tenant));
            let known = known.and_then(|company| company.tenant_name.clone());
            let name = known.unwrap_or_else(|| tenant.to_string());
            Rights::Tenant { id: tenant.clone(), name }
        }
    };
    Ok(Operator { id, name, role, rights })
}

fn no_rights(name: &str, why: &str) -> StoreError {
    StoreError::NoRights { name: name.into(), why: why.into() }
}

pub(crate) fn select_person(schema: &HrSchema) -> String {
    format!("SELECT username, {} FROM main.hrm_users WHERE id = ?1", schema.user_references)
}
