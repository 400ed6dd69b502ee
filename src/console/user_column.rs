//! The columns that the Users pane can show: one table for the pane, the dialog in which they
//! are chosen, the configuration and its documentation.

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
    LastChange,
    Drift,
    Effective,
    Grants,
}

/// A date of a user that is read only if it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum UserDate {
    NewestGrant,
    LastChange,
}

impl UserColumn {
    /// All columns in the order in which they are shown: texts, then right-aligned figures.
    pub(crate) const ALL: [Self; 12] = [
        Self::FullName,
        Self::Username,
        Self::Email,
        Self::Role,
        Self::Tenant,
        Self::Home,
        Self::Status,
        Self::NewestGrant,
        Self::LastChange,
        Self::Drift,
        Self::Effective,
        Self::Grants,
    ];

    /// The default columns.
    pub(crate) const DEFAULT: [Self; 6] =
        [Self::FullName, Self::Username, Self::Role, Self::Status, Self::Effective, Self::Grants];

    /// The column with a name in the configuration.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.name() == name)
    }

    /// Whether it identifies the user.
    pub(crate) fn is_name(self) -> bool {
        matches!(self, Self::FullName | Self::Username)
    }

    /// The name in the configuration and in the dialog.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::FullName => "name",
            Self::Username => "username",
            Self::Email => "email",
            Self::Role => "role",
            Self::Tenant => "tenant",
            Self::Home => "home",
            Self::Status => "status",
            Self::NewestGrant => "newest-grant",
            Self::LastChange => "last-change",
            Self::Drift => "drift",
            Self::Effective => "effective",
            Self::Grants => "grants",
        }
    }

    /// The description.
    pub(crate) fn does(self) -> &'static str {
        match self {
            Self::FullName => "the full name",
            Self::Username => "the login name",
            Self::Email => "the e-mail address",
            Self::Role => "the role",
            Self::Tenant => "the own tenant: that of the home company or organization",
            Self::Home => "the code of the home company",
            Self::Status => "active or inactive",
            Self::NewestGrant => "the day of the newest grant",
            Self::LastChange => "the day of the last change that grantgrid made to the user",
            Self::Drift => "how many required grants are missing",
            Self::Effective => "in how many companies the user can really work",
            Self::Grants => "how many companies are granted",
        }
    }

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
            Self::LastChange => "changed",
            Self::Drift => "drift",
            Self::Effective => "eff.",
            Self::Grants => "cos.",
        }
    }

    /// The sort order that its heading selects.
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
            Self::LastChange => SortBy::LastChange,
            Self::Drift => SortBy::Drift,
            Self::Effective => SortBy::Effective,
            Self::Grants => SortBy::Count,
        }
    }

    /// The date that has to be read in addition to the users' rows.
    pub(crate) fn date(self) -> Option<UserDate> {
        match self {
            Self::NewestGrant => Some(UserDate::NewestGrant),
            Self::LastChange => Some(UserDate::LastChange),
            _ => None,
        }
    }

    /// Whether it is right-aligned, at the end of a line.
    pub(crate) fn is_figure(self) -> bool {
        self >= Self::NewestGrant
    }
}
