//! What is still being loaded: the list of users, and the figures.

use super::super::effect::Effect;
use super::super::job::Job;
use super::super::state::{Notice, State, Tone};

/// Whether all users are listed; if not, says that they are still loading.
pub(crate) fn has_all_users(state: &mut State) -> bool {
    if !state.users.is_whole() {
        let text = "still loading the users; try again in a moment";
        state.notice = Some(Notice::new(Tone::Info, text));
    }
    state.users.is_whole()
}

/// Starts counting the statistics, unless they are known or being counted.
pub(crate) fn count(state: &mut State, effects: &mut Vec<Effect>) {
    if state.statistics.want() {
        effects.push(Effect::Start(Job::Count));
    }
}
