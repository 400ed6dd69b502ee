//! The role rules in the console's state.

use super::super::effect::Effect;
use super::super::state::{Rules, State};
use super::filter;
use crate::domain::Rule;
use crate::filter::Axis;

/// Replaces the rules, and updates cells, filters and statistics.
pub(super) fn read(state: &mut State, rules: Vec<Rule>, effects: &mut Vec<Effect>) {
    state.rules = Rules::new(rules);
    for axis in [Axis::Users, Axis::Companies] {
        if !state.axis_filter(axis).is_open() {
            filter::select(state, axis, effects);
        }
    }
}
