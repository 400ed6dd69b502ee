//! Work on the store when users leave: the preview, and the change.

use crate::console::message::{DialogAnswer, Message};
use crate::console::plans::{LeavePlan, Leaver};
use crate::domain::{Cancel, Guard, JobProgress, People, UserId, user_title};
use crate::store::{EditOptions, EditOutcome, Store, StoreError};

/// The most users that are named.
const NAMED: usize = 200;

/// Previews the change.
pub(crate) fn plan(
    store: &mut Store,
    (users, people): (&[UserId], &People),
    cancel: &Cancel,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Message, StoreError> {
    let watch = &mut JobProgress::new(cancel, progress);
    let plan = plan_now(store, users, people, cancel, watch)?;
    Ok(Message::Dialog(DialogAnswer::LeavePlanned(Box::new(plan))))
}

fn plan_now(
    store: &mut Store,
    users: &[UserId],
    people: &People,
    cancel: &Cancel,
    watch: &mut JobProgress<'_>,
) -> Result<LeavePlan, StoreError> {
    let how = EditOptions { dry_run: true, ..EditOptions::default() };
    let outcome = leave(store, users, people, &how, watch)?;
    let grants = outcome.change.as_ref().map_or(0, |change| change.removed);
    let guard = match &outcome.loss {
        Some(loss) => Some(loss.guard()),
        None => guard_of(store, users, grants, cancel)?,
    };
    let rows = store.access_rows(&users[..users.len().min(NAMED)])?;
    let leavers = rows.iter().map(|row| Leaver {
        name: user_title(&row.user.full_name, &row.user.username),
        role: row.user.role_title().to_owned(),
        grants: row.companies.len() as u64,
        active: row.user.active,
    });
    Ok(LeavePlan {
        users: users.to_vec(),
        people: store.people(users, cancel)?,
        grants,
        leavers: leavers.collect(),
        changes_nothing: outcome.change.is_none(),
        effect: outcome.effect,
        last_admin: outcome.last_admin,
        confirmed_loss: outcome.loss.as_ref().map(|loss| loss.pairs),
        guard,
        hidden: 0,
    })
}

/// Makes the change, if its effect is the one that was shown; otherwise returns a new preview.
pub(crate) fn commit(
    store: &mut Store,
    plan: &LeavePlan,
    reason: Option<&str>,
    cancel: &Cancel,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Message, StoreError> {
    let how = EditOptions {
        reason: reason.map(str::to_owned),
        grants: Some(plan.grants),
        confirmed_loss: plan.confirmed_loss,
        ..EditOptions::default()
    };
    let watch = &mut JobProgress::new(cancel, progress);
    // Somebody may have become a Super Admin since. If a number was required, it was typed.
    if plan.guard.is_none() && guard_of(store, &plan.users, plan.grants, cancel)?.is_some() {
        let now = plan_now(store, &plan.users, &plan.people, cancel, watch)?;
        return Ok(Message::Dialog(DialogAnswer::LeaveOutdated(Box::new(now))));
    }
    match leave(store, &plan.users, &plan.people, &how, watch) {
        Err(StoreError::Outdated | StoreError::ManyLoseAccess(_)) => {
            let now = plan_now(store, &plan.users, &plan.people, cancel, watch)?;
            Ok(Message::Dialog(DialogAnswer::LeaveOutdated(Box::new(now))))
        }
        left => Ok(Message::Dialog(DialogAnswer::Left(Box::new(left?)))),
    }
}

/// Why their leaving needs confirmation, apart from the access that is lost.
fn guard_of(
    store: &Store,
    users: &[UserId],
    grants: u64,
    cancel: &Cancel,
) -> Result<Option<Guard>, StoreError> {
    Ok(store.preview_deletion((users, &[]), grants, None, cancel)?.guard)
}

fn leave(
    store: &mut Store,
    users: &[UserId],
    people: &People,
    how: &EditOptions,
    watch: &mut JobProgress<'_>,
) -> Result<EditOutcome, StoreError> {
    store.with_people(people.clone(), |store| store.leave_users(users, how, watch))
}
