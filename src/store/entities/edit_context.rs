//! What a change of users and companies needs to know about the database: the structure of the
//! tables, and the rows that fields can refer to.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension};
use uuid::Uuid;

use super::access_watch::AccessWatch;
use super::names::{NameIndex, NamedId, NamedRows, RowMatch, leading};
use super::no_name::not_a_name;
use super::spellings::Spellings;
use super::table_info::TableInfo;
use crate::domain::lookalike::typed;
use crate::domain::{AccessLoss, Field, FieldProblem, Rank, TenantId, lookalike};
use crate::store::StoreError;
use crate::store::edit::ranks;
use crate::store::edit::super_admins::AdminsWithAccess;
use crate::store::edit::writer::Writer;
use crate::store::schema::HrSchema;
use crate::store::sql_value::{SqlValue, reads_as_number};

/// How many rows to choose from a message lists.
const NAMED: usize = 6;

pub(super) struct EditContext {
    pub(super) users: TableInfo,
    pub(super) companies: TableInfo,
    pub(super) employees: TableInfo,
    pub(super) names: NameIndex,
    /// The operator of the change.
    pub(super) operator: String,
    /// Whether there are so many lines that reading whole lists is faster than looking up
    /// rows.
    pub(super) many: bool,
    /// The line of a file that is being imported.
    pub(super) line: u64,
    /// The first line of each company, by company id.
    pub(super) lines: HashMap<String, u64>,
    /// The first employee record of each user with its company, once it was read.
    pub(super) records: Option<HashMap<i64, (i64, SqlValue)>>,
    /// The spellings of the users whom a file names, once they were read.
    pub(super) spellings: Option<Spellings>,
    /// The users whose access the lines of a file may change.
    pub(super) watch: Option<AccessWatch>,
    /// In a dry run: the last active Super Admin, if the change would remove that one.
    pub(super) last_admin: Option<String>,
    /// In a dry run: the effective access that would be lost, if that needs confirmation.
    pub(super) loss: Option<AccessLoss>,
    /// The Super Admins who are edited, if it needs confirmation that one loses most access.
    pub(super) admins: Option<AdminsWithAccess>,
    /// The last employee code that was assigned.
    pub(super) last_code: Option<String>,
    /// The organization that most users have, once it was read.
    commonest: Option<SqlValue>,
    /// The organization that a file names most often, if there was none.
    pub(super) named: Option<String>,
    /// If there are no organizations: the tenant that the new one is named after.
    leading: Option<SqlValue>,
    pub(super) tenants: TableInfo,
    pub(super) organizations: TableInfo,
    /// The rank of the operator of one tenant.
    rank: Option<Rank>,
}

/// The row that a field refers to.
pub(super) enum Reference {
    /// It exists.
    NamedRow(SqlValue),
    /// It has to be created, with this name, for this tenant.
    Missing { name: String, tenant: SqlValue },
}

impl EditContext {
    pub(super) fn read(
        connection: &Connection,
        schema: &HrSchema,
        operator: &str,
        within: Option<&TenantId>,
        create_missing: bool,
    ) -> Result<Self, StoreError> {
        let roles = schema.select_roles.as_deref();
        let names = NameIndex::read(connection, roles, within, create_missing)?;
        let users = TableInfo::of(connection, "hrm_users")?.assume_unique("username");
        let leading = if names.organizations.all.is_empty() { leading(&names) } else { None };
        Ok(Self {
            users,
            companies: TableInfo::of(connection, "hrm_company")?,
            employees: TableInfo::of(connection, "hrm_employee")?,
            tenants: TableInfo::of(connection, "hrm_tenant")?,
            organizations: TableInfo::of(connection, "organization")?,
            names,
            rank: within.map(|_| ranks::own(connection)).transpose()?,
            operator: operator.to_owned(),
            many: false,
            line: 0,
            lines: HashMap::new(),
            records: None,
            spellings: None,
            watch: None,
            last_admin: None,
            loss: None,
            admins: None,
            last_code: None,
            commonest: None,
            named: None,
            leading,
        })
    }

    /// Finds the organization that most users have, by reading all of them. Needed only for
    /// writing; checks only need to know whether there is one.
    pub(super) fn read_commonest(&mut self, connection: &Connection) -> Result<(), StoreError> {
        if self.users.has("organization_id") {
            let sql = "SELECT organization_id FROM hrm_users WHERE organization_id IS NOT NULL \
                 GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1";
            let mut statement = connection.prepare_cached(sql)?;
            let mut rows = statement.query([])?;
            self.commonest = rows.next()?.map(|row| row.get(0)).transpose()?;
        }
        Ok(())
    }

    /// The organization of a user for whom none is given: one of the home company's tenant,
    /// otherwise the most common. If there were no organizations at the beginning, it is
    /// always the same one, whichever were created since. The inner `None` means that the
    /// database needs none.
    pub(super) fn organization_for(
        &self,
        home: Option<&NamedId>,
    ) -> Result<Option<Reference>, FieldProblem> {
        let organizations = &self.names.organizations;
        if !self.users.has("organization_id") || !organizations.exists() {
            return Ok(None);
        }
        let tenant = home.map(|home| &home.tenant).filter(|tenant| **tenant != SqlValue::Null);
        if let Some(tenant) = tenant {
            if let Some(own) = organizations.all.iter().find(|it| it.tenant == *tenant) {
                return Ok(Some(Reference::NamedRow(own.key.clone())));
            }
            let may_be_made = organizations.was_empty || self.names.create_missing;
            if let Some(tenant) = self.names.tenants.by_key(tenant).filter(|_| may_be_made) {
                return Ok(Some(missing(tenant)));
            }
        }
        if organizations.was_empty {
            return self.first_organization();
        }
        let first = organizations.all.iter().find(|it| self.is_within(&it.tenant));
        let first = first.map(|it| &it.key);
        let there = |key: &&SqlValue| {
            organizations.by_key(key).is_some_and(|it| self.is_within(&it.tenant))
        };
        if let Some(key) = self.commonest.as_ref().filter(there).or(first) {
            return Ok(Some(Reference::NamedRow(key.clone())));
        }
        self.first_organization()
    }

    /// The organization of users without one, if there were none at the beginning: the one
    /// that the file names, otherwise that of the leading tenant.
    fn first_organization(&self) -> Result<Option<Reference>, FieldProblem> {
        let organizations = &self.names.organizations;
        if let Some(name) = &self.named {
            return self.refer(Field::Organization, organizations, name, true).map(Some);
        }
        let leading = self.leading.as_ref().and_then(|key| self.names.tenants.by_key(key));
        match leading {
            Some(tenant) => {
                let own = organizations.all.iter().find(|it| it.tenant == tenant.key);
                Ok(Some(
                    own.map_or_else(|| missing(tenant), |own| Reference::NamedRow(own.key.clone())),
                ))
            }
            None if self.users.requires("organization_id") => {
                Err(FieldProblem::none_yet(Field::Organization))
            }
            None => Ok(None),
        }
    }

    /// Whether the operator may see what belongs to this tenant. An operator of one tenant
    /// sees here only that tenant, and nothing that belongs to no tenant.
    fn is_within(&self, tenant: &SqlValue) -> bool {
        self.rank.is_none() || *tenant != SqlValue::Null
    }

    /// Whether the operator could see a new user of this organization without a home
    /// company.
    pub(super) fn could_see_user_of(&self, organization: Option<&Reference>) -> bool {
        let tenant = match organization {
            Some(Reference::NamedRow(key)) => {
                self.names.organizations.by_key(key).map(|it| &it.tenant)
            }
            Some(Reference::Missing { tenant, .. }) => Some(tenant),
            None => None,
        };
        self.is_within(tenant.unwrap_or(&SqlValue::Null))
    }

    /// Whether the operator may assign a role.
    pub(super) fn may_give(&self, role: &NamedId) -> bool {
        self.rank.is_none_or(|own| Rank::of_role(&role.name) <= own)
    }

    /// The row that a text refers to, or the name of one to create.
    pub(super) fn refer(
        &self,
        field: Field,
        list: &NamedRows,
        text: &str,
        may_be_made: bool,
    ) -> Result<Reference, FieldProblem> {
        if !list.exists() {
            return Err(FieldProblem::not_stored(field));
        }
        match list.find(text) {
            RowMatch::One(named) => Ok(Reference::NamedRow(named.key.clone())),
            RowMatch::Several(several) => {
                let words: Vec<String> = several
                    .iter()
                    .take(NAMED)
                    .map(|it| format!("“{}”", typed(&list.display_name(it))))
                    .collect();
                let (count, words) = (several.len(), words.join(", "));
                let why = format!("“{}” means {count} of them; name one so: {words}", typed(text));
                Err(FieldProblem::new(field, why))
            }
            RowMatch::None if may_be_made && (list.was_empty || self.names.create_missing) => {
                let why = not_a_name(self.many, field, text).or_else(|| lookalike::unseen(text));
                if let Some(why) = why.or_else(|| list.twin_of(text)) {
                    return Err(FieldProblem::new(field, why));
                }
                let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
                Ok(Reference::Missing { name, tenant: SqlValue::Null })
            }
            RowMatch::None => {
                if let Some(why) = not_a_name(self.many, field, text) {
                    return Err(FieldProblem::new(field, why));
                }
                let may_be_named = |it: &&NamedId| field != Field::Role || self.may_give(it);
                let names = list.all.iter().filter(may_be_named).map(|it| it.name.as_str());
                let names: Vec<&str> = names.take(NAMED + 1).collect();
                let few = names.len() <= NAMED && !names.is_empty();
                let known =
                    if few { format!("; there is {}", names.join(", ")) } else { String::new() };
                let twin = list.twin_of(text).map_or(known, |twin| format!(": {twin}"));
                Err(FieldProblem::new(field, format!("“{}” is not known{twin}", typed(text))))
            }
        }
    }

    /// The key of a tenant, which is created if it is missing.
    pub(super) fn tenant(
        &mut self,
        writer: &mut Writer<'_>,
        reference: Reference,
    ) -> Result<SqlValue, StoreError> {
        let name = match reference {
            Reference::NamedRow(key) => return Ok(key),
            Reference::Missing { name, .. } => name,
        };
        let at = SqlValue::from(writer.at.to_owned());
        let code = self.tenant_code(&name);
        let mut values = self.tenants.known(vec![
            ("name", name.clone().into()),
            ("code", code.clone().into()),
            ("is_active", SqlValue::Integer(1)),
            ("created_by", self.operator.clone().into()),
            ("created_at", at),
            (
                "id",
                match writer.next_id("hrm_tenant")? {
                    Some(id) => SqlValue::Integer(id),
                    None => new_uuid(writer, &self.names.tenants).into(),
                },
            ),
        ]);
        let connection = writer.connection;
        let now = writer.at;
        self.tenants.fill(connection, &mut values, now, &mut || writer.new_id())?;
        let label = format!("tenant {name}");
        let key = insert(writer, &self.tenants, &values, &label)?;
        self.names.tenants.push(named(key.clone(), code, name, SqlValue::Null));
        Ok(key)
    }

    /// The currency of a tenant, if it has one.
    pub(super) fn tenant_currency(
        &self,
        connection: &Connection,
        tenant: &SqlValue,
    ) -> Result<Option<SqlValue>, StoreError> {
        if !self.tenants.has("currency_code") {
            return Ok(None);
        }
        let sql = "SELECT currency_code FROM hrm_tenant WHERE id = ?1 AND currency_code <> ''";
        let found = connection.prepare_cached(sql)?.query_row([tenant], |row| row.get(0));
        Ok(found.optional()?)
    }

    /// The key of an organization, which is created if it is missing.
    pub(super) fn organization(
        &mut self,
        writer: &mut Writer<'_>,
        reference: Reference,
    ) -> Result<SqlValue, StoreError> {
        let (name, tenant) = match reference {
            Reference::NamedRow(key) => return Ok(key),
            // An organization with the name of a tenant belongs to that tenant.
            Reference::Missing { name, tenant: SqlValue::Null } => {
                match self.names.tenants.find(&name) {
                    RowMatch::One(tenant) => (name, tenant.key.clone()),
                    _ => (name, SqlValue::Null),
                }
            }
            Reference::Missing { name, tenant } => (name, tenant),
        };
        let at = SqlValue::from(writer.at.to_owned());
        let id = writer.next_id("organization")?;
        let id = id.map(|id| ("id", SqlValue::Integer(id)));
        let mut known = vec![
            ("name", name.clone().into()),
            ("tenant_id", tenant.clone()),
            ("created_at", at.clone()),
            ("modified_at", at),
            ("created_by", self.operator.clone().into()),
        ];
        known.extend(id);
        let mut values = self.organizations.known(known);
        let connection = writer.connection;
        let now = writer.at;
        self.organizations.fill(connection, &mut values, now, &mut || writer.new_id())?;
        let label = format!("organization {name}");
        let key = insert(writer, &self.organizations, &values, &label)?;
        self.names.organizations.push(named(key.clone(), String::new(), name, tenant));
        Ok(key)
    }

    /// A code for a new tenant, made from its name: `GLOBAL_CORP` for `Global Corp`.
    fn tenant_code(&self, name: &str) -> String {
        let words: Vec<String> = name
            .split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_uppercase)
            .collect();
        let limit = self.tenants.limit("code").unwrap_or(50).saturating_sub(4).max(1);
        let whole: String = words.join("_").chars().take(limit).collect();
        let base = if whole.is_empty() { "TENANT".to_owned() } else { whole };
        let is_used = |code: &str| self.names.tenants.all.iter().any(|it| it.code == code);
        let numbered = (2..).map(|number| format!("{base}_{number}"));
        std::iter::once(base.clone()).chain(numbered).find(|code| !is_used(code)).unwrap_or(base)
    }
}

/// An organization with the tenant's name.
fn missing(tenant: &NamedId) -> Reference {
    Reference::Missing { name: tenant.name.clone(), tenant: tenant.key.clone() }
}

fn named(key: SqlValue, code: String, name: String, tenant: SqlValue) -> NamedId {
    let id = match &key {
        SqlValue::Text(_) | SqlValue::Integer(_) => key.to_text(),
        _ => String::new(),
    };
    NamedId { key, id, code, name, labels: Vec::new(), tenant }
}

/// A new id in the format of the ids in a list, never one that a UUID column would store as a
/// number.
pub(super) fn new_uuid(writer: &mut Writer<'_>, like: &NamedRows) -> String {
    let dashed =
        like.all.iter().find_map(|it| Uuid::try_parse(&it.id).ok().map(|_| it.id.contains('-')));
    loop {
        let id = writer.new_id();
        let Some(dashed) = dashed else {
            return id;
        };
        let Ok(uuid) = Uuid::try_parse(&id) else {
            return id;
        };
        let id = if dashed { uuid.hyphenated().to_string() } else { uuid.simple().to_string() };
        if !reads_as_number(&id) {
            return id;
        }
    }
}

/// Inserts a row of which every value is known.
pub(super) fn insert(
    writer: &mut Writer<'_>,
    info: &TableInfo,
    values: &[(String, SqlValue)],
    label: &str,
) -> Result<SqlValue, StoreError> {
    let values: Vec<(&str, SqlValue)> =
        values.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    writer.insert_row(info.table, &values, label)
}
