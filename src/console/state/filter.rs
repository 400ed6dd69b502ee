//! The filter and the sort order of an axis.

use crate::filter::{Axis, Filter};
use crate::store::{Order, SortBy};

/// The filter and the order of one axis.
#[derive(Debug)]
pub(crate) struct AxisFilter {
    /// The filter as typed; empty matches everything.
    pub(crate) text: String,
    pub(crate) filter: Filter,
    pub(crate) order: Order,
    /// The filter history, newest last.
    pub(crate) history: Vec<String>,
}

impl AxisFilter {
    pub(crate) fn new(axis: Axis) -> Self {
        Self {
            text: String::new(),
            filter: Filter::everything(axis),
            order: Order::default(),
            history: Vec::new(),
        }
    }

    /// Whether everything is shown, in the order of the database.
    pub(crate) fn is_open(&self) -> bool {
        self.filter.is_everything() && self.order == Order::default()
    }

    /// The filter for the title of a pane, and the order if no heading shows it.
    pub(crate) fn title(&self, axis: Axis, with_order: bool) -> String {
        let mut title = String::new();
        if with_order && self.order != Order::default() {
            title += " ─ by ";
            title += sort_name(axis, self.order.by);
            title += " ";
            title += arrow(self.order);
        }
        if !self.text.is_empty() {
            title += " ─ ";
            title += &self.text;
        }
        title
    }
}

/// The sign of an order.
pub(crate) fn arrow(order: Order) -> &'static str {
    if order.descending { "↓" } else { "↑" }
}

/// The sort orders of an axis.
pub(crate) fn sorts(axis: Axis) -> &'static [SortBy] {
    match axis {
        Axis::Users => {
            const USERS: &[SortBy] = &[
                SortBy::Database,
                SortBy::Name,
                SortBy::Role,
                SortBy::Count,
                SortBy::NewestGrant,
                SortBy::LastChange,
                SortBy::FullName,
                SortBy::Email,
                SortBy::Tenant,
                SortBy::Home,
                SortBy::Status,
                SortBy::Effective,
                SortBy::Drift,
            ];
            USERS
        }
        Axis::Companies => &[
            SortBy::Database,
            SortBy::Name,
            SortBy::Count,
            SortBy::NewestGrant,
            SortBy::Code,
            SortBy::Tenant,
            SortBy::Status,
        ],
    }
}

/// The name of a sort order, short enough for a title.
pub(crate) fn sort_name(axis: Axis, by: SortBy) -> &'static str {
    match (by, axis) {
        (SortBy::Database, _) => "order of creation",
        (SortBy::Name, Axis::Users) => "username",
        (SortBy::Name, Axis::Companies) => "name",
        (SortBy::Role, _) => "role",
        (SortBy::Count, Axis::Users) => "companies",
        (SortBy::Count, Axis::Companies) => "users",
        (SortBy::NewestGrant, _) => "newest grant",
        (SortBy::LastChange, _) => "last change",
        (SortBy::FullName, _) => "full name",
        (SortBy::Email, _) => "e-mail",
        (SortBy::Tenant, _) => "tenant",
        (SortBy::Home, _) => "home company",
        (SortBy::Effective, _) => "effective companies",
        (SortBy::Drift, _) => "drift",
        (SortBy::Status, _) => "status",
        (SortBy::Code, _) => "code",
    }
}

/// What comes first in a sort order.
pub(crate) fn sort_begins(order: Order) -> &'static str {
    match (order.by, order.descending) {
        (SortBy::Database, false) => "oldest record first",
        (SortBy::Database, true) => "newest record first",
        (SortBy::Count | SortBy::Effective | SortBy::Drift, false) => "fewest first",
        (SortBy::Count | SortBy::Effective | SortBy::Drift, true) => "most first",
        (SortBy::Status, false) => "active first",
        (SortBy::Status, true) => "inactive first",
        (SortBy::NewestGrant | SortBy::LastChange, false) => "oldest first",
        (SortBy::NewestGrant | SortBy::LastChange, true) => "newest first",
        // All others sort names.
        (_, false) => "A–Z",
        (_, true) => "Z–A",
    }
}
