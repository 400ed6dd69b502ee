//! Users whom a change visits twice: once for the grants that they lose, once for those that they
//! gain.

use std::collections::HashMap;

use crate::domain::{AccessEffect, HomeEffect, UserId};
use crate::store::reading::home_use::HomeUse;

/// The users visited so far who may be visited once more.
#[derive(Default)]
pub(super) struct FirstVisits {
    /// Whether the users visited now may be visited once more. Effects compare the first state
    /// with the last, so they are counted then.
    pub(super) expect_another: bool,
    pub(super) of: HashMap<UserId, FirstVisit>,
}

/// What a user had before the first visit, and the effect of that visit alone.
pub(super) struct FirstVisit {
    /// The positions of the companies held, if the writer counts the effect on access.
    pub(super) held: Option<Vec<usize>>,
    pub(super) home: HomeUse,
    pub(super) effects: (HomeEffect, Option<AccessEffect>),
}
