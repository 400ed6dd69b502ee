//! The rows that fields of users and companies refer to by name: roles, organizations, tenants
//! and companies. They are read once for a change or a check.

use std::cmp::Reverse;
use std::collections::HashMap;

use rusqlite::Connection;

use crate::domain::lookalike::{Fit, difference, looks, twin, typed};
use crate::domain::naming::{NameKind, NameMatch, NameTable};
use crate::domain::{Choice, Choices, TenantId, company_labels};
use crate::store::StoreError;
use crate::store::sql_value::{SqlValue, text};
use crate::store::sqlite::tables::{column_names, quoted};

/// A row and its names.
#[derive(Clone, Debug)]
pub(super) struct NamedId {
    pub(super) key: SqlValue,
    pub(super) id: String,
    /// Empty if the table has no codes.
    pub(super) code: String,
    pub(super) name: String,
    /// Further names of a company, such as its code with its tenant.
    pub(super) labels: Vec<String>,
    /// The key of the tenant that it belongs to.
    pub(super) tenant: SqlValue,
}

/// All rows that can be referred to by name.
#[derive(Debug, Default)]
pub(super) struct NameIndex {
    pub(super) roles: NamedRows,
    pub(super) organizations: NamedRows,
    pub(super) tenants: NamedRows,
    pub(super) companies: NamedRows,
    /// Whether missing tenants and organizations are created.
    pub(super) create_missing: bool,
}

/// The rows of one table, found by code, name, id or label, as described in
/// [`naming`](crate::domain::naming).
#[derive(Debug, Default)]
pub(super) struct NamedRows {
    /// The table; empty if this database has none.
    pub(super) table: String,
    pub(super) all: Vec<NamedId>,
    /// The positions of the rows, by all their names.
    names: NameTable,
    /// The positions of the rows, by the form of the code that look-alikes share.
    code_looks: HashMap<String, Vec<usize>>,
    /// Whether the table was empty when the change began.
    pub(super) was_empty: bool,
}

/// The result of looking up a name.
pub(super) enum RowMatch<'a> {
    One(&'a NamedId),
    None,
    Several(Vec<&'a NamedId>),
}

impl NameIndex {
    /// Reads all of them; for an operator of one tenant, without those of other tenants.
    pub(super) fn read(
        connection: &Connection,
        select_roles: Option<&str>,
        within: Option<&TenantId>,
        create_missing: bool,
    ) -> Result<Self, StoreError> {
        let is_own = |id: &SqlValue| within.is_none_or(|tenant| is_tenant(id, tenant));
        let own = |named: &NamedId| is_own(&named.tenant);
        let not_anothers = |named: &NamedId| named.tenant == SqlValue::Null || own(named);
        let role_table = select_roles.and_then(|sql| sql.rsplit(' ').next()).unwrap_or_default();
        let tenants = NamedRows::read(connection, "hrm_tenant", |named| is_own(&named.key))?;
        let mut companies = NamedRows::read(connection, "hrm_company", own)?;
        (0..companies.all.len()).for_each(|position| companies.label(position, &tenants));
        Ok(Self {
            roles: NamedRows::read(connection, role_table, |_| true)?,
            organizations: NamedRows::read(connection, "organization", not_anothers)?,
            tenants,
            companies,
            create_missing,
        })
    }

    /// Adds a company that was created.
    pub(super) fn push_company(&mut self, company: NamedId) {
        self.companies.push(company);
        self.companies.label(self.companies.all.len() - 1, &self.tenants);
    }

    /// The choices in forms: roles in the order of the database, which is that of their
    /// rights, and all others by code and name.
    pub(super) fn choices(&self) -> Choices {
        Choices {
            roles: self.roles.choices(&self.tenants),
            organizations: sorted(self.organizations.choices(&self.tenants)),
            tenants: sorted(self.tenants.choices(&self.tenants)),
            companies: sorted(self.companies.choices(&self.tenants)),
            columns: Vec::new(),
        }
    }
}

fn sorted(mut choices: Vec<Choice>) -> Vec<Choice> {
    choices.sort_by_cached_key(|choice| choice.label.to_lowercase());
    choices
}

/// Whether an id as the database stores it is that of the tenant.
fn is_tenant(id: &SqlValue, tenant: &TenantId) -> bool {
    match id {
        SqlValue::Text(id) => id == tenant.as_str().as_bytes(),
        SqlValue::Integer(id) => id.to_string() == tenant.as_str(),
        _ => false,
    }
}

impl NamedRows {
    fn read(
        connection: &Connection,
        table: &str,
        stores: impl Fn(&NamedId) -> bool,
    ) -> Result<Self, StoreError> {
        let columns = column_names(connection, table)?;
        let has = |column: &str| columns.iter().any(|name| name == column);
        let mut list = Self { was_empty: true, ..Self::default() };
        if !has("id") || !has("name") {
            return Ok(list);
        }
        table.clone_into(&mut list.table);
        let or = |column: &'static str, other| if has(column) { column } else { other };
        let sql = format!(
            "SELECT id, {}, name, {} FROM {} ORDER BY id",
            or("code", "''"),
            or("tenant_id", "NULL"),
            quoted(table)
        );
        let mut statement = connection.prepare(&sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            list.was_empty = false;
            let named = NamedId {
                key: row.get(0)?,
                id: text(row, 0)?,
                code: text(row, 1)?,
                name: text(row, 2)?,
                labels: Vec::new(),
                tenant: row.get(3)?,
            };
            if stores(&named) {
                list.push(named);
            }
        }
        Ok(list)
    }

    /// Only the rows for which `stores` returns true.
    pub(super) fn only(self, stores: impl Fn(&NamedId) -> bool) -> Self {
        let mut list = Self { table: self.table, was_empty: self.was_empty, ..Self::default() };
        self.all.into_iter().filter(|named| stores(named)).for_each(|named| list.push(named));
        list
    }

    pub(super) fn exists(&self) -> bool {
        !self.table.is_empty()
    }

    pub(super) fn push(&mut self, named: NamedId) {
        let position = self.all.len();
        for (kind, name) in [
            (NameKind::Code, &named.code),
            (NameKind::Name, &named.name),
            (NameKind::Id, &named.id),
        ] {
            self.names.add(position, kind, name);
        }
        self.code_looks.entry(looks(&named.code)).or_default().push(position);
        self.all.push(named);
    }

    /// The rows that a text names by code, id or label, among those for which `may_be` returns
    /// true, and how well it fits.
    pub(super) fn coded(
        &self,
        text: &str,
        may_be: impl Fn(&NamedId) -> bool,
    ) -> Option<(Fit, Vec<&NamedId>)> {
        let may_be = |kind, at: usize| kind != NameKind::Name && may_be(&self.all[at]);
        let best = self.names.best([text], may_be)?;
        Some((best.fit, best.rows.into_iter().map(|at| &self.all[at]).collect()))
    }

    /// The rows whose code looks the same as this one.
    pub(super) fn coded_like(&self, code: &str) -> impl Iterator<Item = &NamedId> {
        self.code_looks.get(&looks(code)).into_iter().flatten().map(|at| &self.all[*at])
    }

    /// Why no row can be created with this name: another name looks the same.
    pub(super) fn twin_of(&self, name: &str) -> Option<String> {
        let twin = twin(name, self.all.iter().flat_map(|named| [&named.name, &named.code]))?;
        let by = difference(name, twin);
        Some(format!("“{}” differs from “{}” {by}", typed(name), typed(twin)))
    }

    /// Adds the labels of a company.
    fn label(&mut self, position: usize, tenants: &NamedRows) {
        let named = &self.all[position];
        let tenant = tenants.by_key(&named.tenant);
        let tenant = tenant.map(|it| [it.code.as_str(), &it.name]).into_iter().flatten();
        let tenant = tenant.filter(|name| !name.is_empty());
        let labels = company_labels(&named.code, &named.name, tenant);
        for label in &labels {
            self.names.add(position, NameKind::Label, label);
        }
        self.all[position].labels = labels;
    }

    /// The row with this code, name, id or label.
    pub(super) fn find(&self, wanted: &str) -> RowMatch<'_> {
        match self.names.find(wanted) {
            NameMatch::Unknown => RowMatch::None,
            NameMatch::One(at) => RowMatch::One(&self.all[at]),
            NameMatch::Several(rows) => {
                RowMatch::Several(rows.into_iter().map(|at| &self.all[at]).collect())
            }
        }
    }

    /// Each row with the shortest name that only it has; a code that exists in several tenants
    /// is followed by its tenant.
    fn choices(&self, tenants: &NamedRows) -> Vec<Choice> {
        let choice = |named: &NamedId| {
            let mut label = [named.code.as_str(), &named.name].join(" ").trim().to_owned();
            let same = self.names.like([named.code.as_str()]).len();
            if let Some(tenant) = tenants.by_key(&named.tenant).filter(|_| same > 1) {
                label = format!("{label} · {}", tenant.name);
            }
            Choice { text: self.display_name(named), label }
        };
        self.all.iter().map(choice).collect()
    }

    /// The name by which people know a row; its id if it has none.
    pub(super) fn display_name_of_key(&self, key: &SqlValue) -> String {
        match self.by_key(key) {
            Some(named) => self.display_name(named),
            None => String::new(),
        }
    }

    pub(super) fn display_name(&self, named: &NamedId) -> String {
        let alone = |text: &str| matches!(self.find(text), RowMatch::One(_));
        let mut words = [&named.code, &named.name].into_iter().chain(&named.labels);
        let word = words.find(|word| !word.is_empty() && alone(word));
        word.unwrap_or(&named.id).clone()
    }

    pub(super) fn by_key(&self, key: &SqlValue) -> Option<&NamedId> {
        self.all.iter().find(|named| named.key == *key)
    }
}

/// The tenant of most companies; if several have equally many, the first by name.
pub(super) fn leading(names: &NameIndex) -> Option<SqlValue> {
    let companies = |tenant: &NamedId| {
        names.companies.all.iter().filter(|company| company.tenant == tenant.key).count()
    };
    let first = |tenant: &&NamedId| (companies(tenant), Reverse(tenant.name.clone()));
    names.tenants.all.iter().max_by_key(first).map(|tenant| tenant.key.clone())
}
