//! The columns that the Users pane can show: one table for the pane, the chooser, the
//! configuration and its documentation.

use crate::store::SortBy;

/// A column of the Users pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum UserColumn {
    FullName,
    Username,
    Email,
    Role,
    Tenant,
    Home,
    Status,
    NewestGrant,
    Drift,
    Effective,
    Grants,
}

impl UserColumn {
    /// The columns of who has chosen none.
    pub(crate) const DEFAULT: [Self; 6] =
        [Self::FullName, Self::Username, Self::Role, Self::Status, Self::Effective, Self::Grants];

    /// The heading.
    pub(crate) fn heading(self) -> &'static str {
        match self {
            Self::FullName => "name",
            Self::Username => "user",
            Self::Email => "e-mail",
            Self::Role => "role",
            Self::Tenant => "tenant",
            Self::Home => "home",
            Self::Status => "status",
            Self::NewestGrant => "newest",
            Self::Drift => "drift",
            Self::Effective => "eff.",
            Self::Grants => "cos.",
        }
    }

    /// The order that its heading sorts by.
    pub(crate) fn sort(self) -> SortBy {
        match self {
            Self::FullName => SortBy::FullName,
            Self::Username => SortBy::Name,
            Self::Email => SortBy::Email,
            Self::Role => SortBy::Role,
            Self::Tenant => SortBy::Tenant,
            Self::Home => SortBy::Home,
            Self::Status => SortBy::Status,
            Self::NewestGrant => SortBy::NewestGrant,
            Self::Drift => SortBy::Drift,
            Self::Effective => SortBy::Effective,
            Self::Grants => SortBy::Count,
        }
    }

    /// Whether it is at the right end of a line.
    pub(crate) fn is_figure(self) -> bool {
        self >= Self::NewestGrant
    }
}
