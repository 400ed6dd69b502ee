//! What is asked of the users or the companies, and the form of an answer.

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
    /// Which.
    pub filter: &'a Filter,
    /// In which order; what is equal in it is in the database's order.
    pub order: Order,
    /// What the person has marked, if there is such a thing.
    pub marked: Option<&'a HashSet<Id>>,
}

impl<'a, Id> Query<'a, Id> {
    /// What the filter lets through, in the database's order.
    #[must_use]
    pub fn of(filter: &'a Filter) -> Self {
        Self { filter, order: Order::default(), marked: None }
    }
}

/// By what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SortBy {
    /// The database's own order: users by id, companies as they were made.
    #[default]
    Database,
    /// Users by username, companies by name; upper and lower case of ASCII
    /// letters are the same.
    Name,
    /// Users by the name of their role. Companies have none: as
    /// [`SortBy::Database`].
    Role,
    /// The number of grants.
    Count,
    /// Users by full name. Companies as [`SortBy::Database`], as in every order of users only.
    FullName,
    /// Users by email address. Of users only.
    Email,
    /// The name of the tenant; those without one come first.
    Tenant,
    /// Users by the code of the home company; those without one come first. Of users only.
    Home,
    /// In how many companies users can really work. Of users only.
    Effective,
    /// How many grants that their rules require users lack. Of users only.
    Drift,
    /// The active first.
    Status,
    /// Companies by code. Users as [`SortBy::Database`].
    Code,
    /// When the newest grant was made; those without a grant come first.
    NewestGrant,
    /// Users by the last change that grantgrid's history knows; those without one come first.
    /// Of users only.
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

/// An order. What is equal in it is in the database's order, in both
/// directions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Order {
    /// By what.
    pub by: SortBy,
    /// The largest first.
    pub descending: bool,
}

/// One flag for each user or company, in the database's order.
pub(super) type Mask = Vec<bool>;
