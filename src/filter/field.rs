//! The fields of each axis and the words of `is:`, with their names.

/// The axis of the access matrix that a filter selects from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Axis {
    /// The rows.
    Users,
    /// The columns.
    Companies,
}

/// A field: the word before the colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FilterField {
    /// `user:` a user by username.
    User,
    /// `code:` a company by code.
    Code,
    /// `name:` part of a name.
    Name,
    /// `email:` part of an email address.
    Email,
    /// `role:` a role by name.
    Role,
    /// `tenant:` a tenant by code or name.
    Tenant,
    /// `home:` a home company by code or name.
    Home,
    /// `company:` a granted company by code or name.
    Company,
    /// `effective:` the companies that a user can really work in (or the users who can work in a
    /// company), by name or by number.
    Effective,
    /// `n:` how many grants.
    Count,
    /// `granted:` when a grant was made.
    Granted,
    /// `is:` one of the [`FilterState`]s.
    Is,
}

/// The words of `is:`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FilterState {
    /// No grant.
    None,
    /// Every possible grant.
    All,
    /// Two grants or more.
    Multiple,
    /// A grant required by a rule is missing.
    Drift,
    /// Access without a grant, by role or home company.
    Implied,
    /// A grant that gives no access.
    Ineffective,
    /// Active in the HR system.
    Active,
    /// Inactive in the HR system.
    Inactive,
    /// Marked in the console.
    Marked,
    /// A user with a home company and no grant for it.
    Homeless,
    /// A user with a grant in a tenant other than the user's own.
    CrossTenant,
    /// A user with a grant for a company that the role already reaches.
    RepeatsRole,
}

impl Axis {
    /// The fields of this axis, in the order in which they are offered.
    #[must_use]
    pub fn fields(self) -> &'static [FilterField] {
        use FilterField::{
            Code, Company, Count, Effective, Email, Granted, Home, Is, Name, Role, Tenant, User,
        };
        match self {
            Self::Users => {
                &[User, Name, Email, Role, Tenant, Home, Company, Effective, Count, Granted, Is]
            }
            Self::Companies => &[Code, Name, Tenant, User, Effective, Count, Granted, Is],
        }
    }

    /// The words of `is:` on this axis.
    #[must_use]
    pub fn states(self) -> &'static [FilterState] {
        use FilterState::{
            Active, All, CrossTenant, Drift, Homeless, Implied, Inactive, Ineffective, Marked,
            Multiple, None, RepeatsRole,
        };
        match self {
            Self::Users => &[
                None,
                All,
                Multiple,
                Drift,
                Implied,
                Ineffective,
                Active,
                Inactive,
                Marked,
                Homeless,
                CrossTenant,
                RepeatsRole,
            ],
            Self::Companies => {
                &[None, All, Multiple, Drift, Implied, Ineffective, Active, Inactive, Marked]
            }
        }
    }

    /// The plural noun of this axis.
    #[must_use]
    pub fn noun(self) -> &'static str {
        match self {
            Self::Users => "users",
            Self::Companies => "companies",
        }
    }

    /// The other axis.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Users => Self::Companies,
            Self::Companies => Self::Users,
        }
    }
}

impl FilterField {
    /// The name, without the colon.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Code => "code",
            Self::Name => "name",
            Self::Email => "email",
            Self::Role => "role",
            Self::Tenant => "tenant",
            Self::Home => "home",
            Self::Company => "company",
            Self::Effective => "effective",
            Self::Count => "n",
            Self::Granted => "granted",
            Self::Is => "is",
        }
    }
}

impl FilterState {
    /// The word after `is:`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::All => "all",
            Self::Multiple => "multiple",
            Self::Drift => "drift",
            Self::Implied => "implied",
            Self::Ineffective => "ineffective",
            Self::Active => "active",
            Self::Inactive => "inactive",
            Self::Marked => "marked",
            Self::Homeless => "homeless",
            Self::CrossTenant => "cross-tenant",
            Self::RepeatsRole => "repeats-role",
        }
    }
}
