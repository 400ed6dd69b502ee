//! What becomes of a user's home company by the user's grants.

use crate::domain::HomeEffect;

/// What the grants of a user do to the home company.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HomeUse {
    /// Nothing: there is none, or it is reached, or not, whatever is granted.
    Unaffected,
    /// The user works there, until the first grant.
    InUse,
    /// Other companies replace it.
    Replaced,
}

impl HomeUse {
    /// What becomes of the home company.
    pub(crate) fn effect_of_becoming(self, after: Self) -> HomeEffect {
        HomeEffect {
            replaced: u64::from((self, after) == (Self::InUse, Self::Replaced)),
            restored: u64::from((self, after) == (Self::Replaced, Self::InUse)),
        }
    }
}
