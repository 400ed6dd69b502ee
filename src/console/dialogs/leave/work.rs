//! What it would do that users leave, and having them leave.

use crate::console::message::{DialogAnswer, Message};
use crate::console::plans::{LeavePlan, Leaver};
use crate::domain::{AccessLoss, Cancel, JobProgress, People, UserId};
use crate::store::{EditOptions, EditOutcome, Store, StoreError};

/// Users that are named.
const NAMED: usize = 200;

/// Finds what it would do.
pub(crate) fn plan(
    store: &mut Store,
    (users, people): (&[UserId], &People),
    cancel: &Cancel,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Message, StoreError> {
    let watch = &mut JobProgress::new(cancel, progress);
    let plan = look(store, users, people, cancel, watch)?;
    Ok(Message::Dialog(DialogAnswer::LeavePlanned(Box::new(plan))))
}

fn look(
    store: &mut Store,
    users: &[UserId],
    people: &People,
    cancel: &Cancel,
    watch: &mut JobProgress<'_>,
) -> Result<LeavePlan, StoreError> {
    let how = EditOptions { dry_run: true, ..EditOptions::default() };
    let outcome = leave(store, users, people, &how, watch)?;
    let grants = outcome.change.as_ref().map_or(0, |change| change.removed);
    let many = store.preview_deletion(&[], grants, None, cancel)?.guard;
    let rows = store.access_rows(&users[..users.len().min(NAMED)])?;
    let leavers = rows.iter().map(|row| Leaver {
        name: match row.user.full_name.as_str() {
            "" => row.user.username.clone(),
            name => format!("{} ({name}), {}", row.user.username, row.user.role_title()),
        },
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
        confirmed_loss: outcome.loss.map(|loss| loss.pairs),
        guard: outcome.loss.map(AccessLoss::guard).or(many),
        hidden: 0,
    })
}

/// Has them leave, if that does what was shown; otherwise shows what it would do now.
pub(crate) fn go(
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
    match leave(store, &plan.users, &plan.people, &how, watch) {
        Err(StoreError::Outdated | StoreError::ManyLoseAccess(_)) => {
            let now = look(store, &plan.users, &plan.people, cancel, watch)?;
            Ok(Message::Dialog(DialogAnswer::LeaveOutdated(Box::new(now))))
        }
        left => Ok(Message::Dialog(DialogAnswer::Left(Box::new(left?)))),
    }
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
