//! Queries for users or companies, and the form of the results.

use std::collections::HashSet;

use crate::filter::Filter;

/// What is asked for.
///
/// ```
/// use grantgrid::domain::Cancel;
/// use grantgrid::filter::{Axis, parse};
/// use grantgrid::store::{Query, Environment, Store};
///
/// # use grantgrid::store::DemoPlan;
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("hrm.db");
/// # Store::write_demo(&path, &DemoPlan::default())?;
/// let mut store = Store::open(&path, Environment::real("ada"))?;
/// let filter = parse(Axis::Users, "role:manager n:0")?;
/// let idle = store.select_users(&Query::of(&filter), &Cancel::default())?;
/// for row in store.access_rows(&idle)? {
///     assert!(row.companies.is_empty(), "{} has no company", row.user.username);
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Query<'a, Id> {
    /// Which users or companies are selected.
    pub filter: &'a Filter,
    /// The order of the result; what is equal in it is in the order of the database.
    pub order: Order,
    /// The marked users or companies, for `is:marked`.
    pub marked: Option<&'a HashSet<Id>>,
}

impl<'a, Id> Query<'a, Id> {
    /// A query for everything that matches the filter, in the order of the database.
    #[must_use]
    pub fn of(filter: &'a Filter) -> Self {
        Self { filter, order: Order::default(), marked: None }
    }
}

/// What the result is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SortBy {
    /// The order of the database: users by id, companies in the order of creation.
    #[default]
    Database,
    /// Users by username, companies by name, regardless of ASCII case.
    Name,
    /// Users by the name of their role. Only for users; for companies the same as
    /// [`SortBy::Database`].
    Role,
    /// The number of grants.
    Count,
    /// Users by full name. Only for users.
    FullName,
    /// Users by email address. Only for users.
    Email,
    /// The name of the tenant; those without a tenant come first.
    Tenant,
    /// Users by the code of the home company; those without one come first. Only for users.
    Home,
    /// The number of companies that users can really work in. Only for users.
    Effective,
    /// The number of grants that users lack under their rules. Only for users.
    Drift,
    /// Active ones first.
    Status,
    /// Companies by code. Only for companies; for users the same as [`SortBy::Database`].
    Code,
    /// The time of the newest grant; those without a grant come first.
    NewestGrant,
    /// The time of the last change in grantgrid's history; users without one come first. Only
    /// for users.
    LastChange,
}

impl SortBy {
    /// The name in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Database => "creation",
            Self::Name => "name",
            Self::Role => "role",
            Self::Count => "count",
            Self::NewestGrant => "newest-grant",
            Self::LastChange => "last-change",
            Self::FullName => "full-name",
            Self::Email => "email",
            Self::Tenant => "tenant",
            Self::Home => "home",
            Self::Effective => "effective",
            Self::Drift => "drift",
            Self::Status => "status",
            Self::Code => "code",
        }
    }
}

/// An order. In both directions, equal ones are in the order of the database.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Order {
    /// What it sorts by.
    pub by: SortBy,
    /// Whether it is reversed, so that the largest comes first.
    pub descending: bool,
}

/// One flag for each user or company, in the database's order.
pub(super) type Mask = Vec<bool>;
