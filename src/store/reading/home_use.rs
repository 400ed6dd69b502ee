//! How a user's grants affect the home company.

use crate::domain::HomeEffect;

/// How a user's grants affect the home company.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HomeUse {
    /// Not at all: there is no home company, or grants make no difference to it.
    Unaffected,
    /// The user can work there until the first grant.
    InUse,
    /// Grants for other companies replace it.
    Replaced,
}

impl HomeUse {
    /// The effect of a change from this to `after`.
    pub(crate) fn effect_of_becoming(self, after: Self) -> HomeEffect {
        HomeEffect {
            replaced: u64::from((self, after) == (Self::InUse, Self::Replaced)),
            restored: u64::from((self, after) == (Self::Replaced, Self::InUse)),
        }
    }
}
