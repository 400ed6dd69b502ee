//! Opens the console for a new session.

use super::effect::Effect;
use super::frame::Console;
use super::geometry::Size;
use super::state::{Rules, Session, State};
use super::{lists, update};
use crate::store::Store;

/// The name under which the view of a database is remembered.
pub(super) fn memory_name(store: &Store) -> String {
    let path = || store.path().canonicalize().unwrap_or_else(|_| store.path().to_owned());
    store.server().map_or_else(|| path().to_string_lossy().into_owned(), str::to_owned)
}

fn file_name(store: &Store) -> String {
    let path = store.path();
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// The console of a new session, and the effects that load its data.
pub(super) fn open_console(
    store: &Store,
    size: Size,
    demo: bool,
) -> anyhow::Result<(Console, Vec<Effect>)> {
    let session = Session {
        database: store.server().map_or_else(|| file_name(store), str::to_owned),
        is_server: store.server().is_some(),
        server_note: None,
        server_refusal: store.server_refusal(),
        operator: store.operator().to_owned(),
        acting: store.acting().cloned(),
        read_only: store.is_read_only(),
        demo,
        roles: store.role_names(),
    };
    let mut state = State::new(session, size, store.companies().to_vec());
    state.rules = Rules::new(store.rules());
    state.policies = store.policies();
    let users = store.user_ids_after(None, lists::READ_AT_ONCE)?;
    let complete = users.len() < lists::READ_AT_ONCE;
    state.users.replace(users, complete);
    let mut console = Console::new(state);
    let effects = update::start(&mut console, complete, store.needs_home_companies());
    Ok((console, effects))
}
