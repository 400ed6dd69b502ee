//! Everybody who can get into a company, and why: found on the worker, shown as a list.

use super::list::ListDialog;
use super::progress;
use crate::console::effect::{Effect, Message};
use crate::console::job::{Job, JobKind};
use crate::console::number::{count, counted};
use crate::console::state::{Notice, State, Tone};
use crate::domain::{AccessReason, Cancel, CompanyId, User};
use crate::filter::{Axis, Filter};
use crate::store::{AccessEntry, Query, Store, StoreError};

/// Users that the list names; `who` on the command line has all.
const MOST: usize = 10_000;

/// Asks who can get into the company under the cursor.
pub(crate) fn open(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(company) = state.companies.current() else {
        state.notice = Some(Notice::new(Tone::Info, "there is no company here"));
        return;
    };
    let job = Job::Who(company.id.clone());
    progress::open(state, JobKind::Who, "Finding who can get in…");
    effects.push(Effect::Start(job));
}

/// Finds them.
pub(crate) fn find(
    store: &mut Store,
    company: &CompanyId,
    cancel: &Cancel,
) -> Result<Message, StoreError> {
    let found = store.companies().iter().find(|it| it.id == *company);
    let name = found.map_or(String::new(), |it| format!("{} {}", it.code, it.name));
    let filter = Filter::everything(Axis::Users);
    let mut lines = Vec::new();
    let mut users: u64 = 0;
    store.for_each_with_access(company, &Query::of(&filter), cancel, |user, entry| {
        users += 1;
        if lines.len() < MOST {
            lines.push(line(&user, &entry));
        }
        if cancel.is_cancelled() { Err(StoreError::Cancelled) } else { Ok(()) }
    })?;
    if users == 0 {
        lines.push("no one can get in".to_owned());
    } else if users > MOST as u64 {
        lines.push(format!("… the first {}; `grantgrid who` lists everybody", count(MOST)));
    }
    let users = counted(users, "user", "users");
    Ok(Message::WhoFound { title: format!("Who can get into {name} ─ {users}"), lines })
}

/// Shows them.
pub(crate) fn found(state: &mut State, title: String, lines: Vec<String>) {
    progress::close(state, JobKind::Who);
    state.dialogs.open(ListDialog::new(title, lines));
}

fn line(user: &User, entry: &AccessEntry) -> String {
    let User { username, full_name, role, .. } = user;
    let why = match (entry.reason, entry.deciding_grant()) {
        (AccessReason::Role, _) => format!("by role, {role}"),
        (AccessReason::Home, _) => "home company".to_owned(),
        (_, None) => "granted".to_owned(),
        (_, Some(grant)) => {
            let since = grant.granted_at.get(..10).unwrap_or("at an unknown time");
            let by = grant.made.as_ref().map(|made| format!(" by {}", made.by));
            let why = grant.made.as_ref().and_then(|made| made.reason.as_ref());
            let why = why.map(|why| format!(", reason: “{why}”"));
            format!("granted {since}{}{}", by.unwrap_or_default(), why.unwrap_or_default())
        }
    };
    format!("{username} ({full_name}): {why}")
}
