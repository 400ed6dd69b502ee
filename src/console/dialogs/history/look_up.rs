//! Looks up the names in a filter of the history.

use crate::console::effect::Effect;
use crate::console::job::Job;
use crate::console::message::{DialogAnswer, Message};
use crate::console::state::State;
use crate::domain::{Cancel, Zone};
use crate::filter::HistoryFilter;
use crate::store::{Store, StoreError};

/// If there are more users than this, the worker looks up words.
const MOST_AT_ONCE: u64 = 50_000;

/// The effect that looks up the names: directly, or on the worker if it takes long.
pub(super) fn understand(state: &State, text: String, filter: HistoryFilter) -> Effect {
    let zone = state.settings.zone;
    let is_large = state.users_in_all().is_none_or(|users| users > MOST_AT_ONCE);
    if is_large && filter.has_parts_of_names() || filter.asks_for_access() {
        Effect::Start(Job::FilterHistory { text, filter: Box::new(filter), zone })
    } else {
        Effect::FilterHistory { text, filter, zone }
    }
}

/// Looks up the names.
pub(crate) fn look_up(
    store: &mut Store,
    (text, filter, zone): (&str, &HistoryFilter, Zone),
    cancel: &Cancel,
) -> Result<Message, StoreError> {
    if filter.has_parts_of_names() {
        store.read_names(cancel)?;
    }
    let query = match store.history_query_until(filter, zone, cancel) {
        Err(error @ (StoreError::Busy | StoreError::Cancelled)) => return Err(error),
        query => query.map_err(|error| error.to_string()),
    };
    Ok(Message::Dialog(DialogAnswer::HistoryFiltered(text.to_owned(), Box::new(query))))
}
