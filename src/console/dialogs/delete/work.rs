//! Work on the store before a deletion: what would be deleted too, whether it needs
//! confirmation, and the deletion itself.

use crate::console::message::{FormAnswer, Message};
use crate::console::plans::{DeletionPlan, Subject};
use crate::domain::{AccessLoss, Cancel, Draft, Field, JobProgress, Statistics};
use crate::store::{EditOptions, Store, StoreError};

/// What would be deleted with a user or company.
pub(crate) fn preview_deletion(
    store: &Store,
    subject: &Subject,
    totals: Option<&Statistics>,
    cancel: &Cancel,
) -> Result<Message, StoreError> {
    let deletion = Box::new(impact_now(store, subject, totals, cancel)?);
    Ok(Message::Form(FormAnswer::Delete(deletion)))
}

fn impact_now(
    store: &Store,
    subject: &Subject,
    totals: Option<&Statistics>,
    cancel: &Cancel,
) -> Result<DeletionPlan, StoreError> {
    store.require_same(&subject.people())?;
    let (impact, companies) = match subject {
        Subject::User { id, .. } => (store.deletion_impact_of_user(*id)?, None),
        Subject::Company(id) => (store.deletion_impact_of_company(id)?, Some(id)),
    };
    let companies = companies.map(std::slice::from_ref).unwrap_or_default();
    let users = match subject {
        Subject::User { id, .. } => std::slice::from_ref(id),
        Subject::Company(_) => &[],
    };
    let preview = store.preview_deletion((users, companies), impact.grants, totals, cancel)?;
    let protected = match subject {
        Subject::User { id, .. } => store.why_user_is_protected(*id)?,
        Subject::Company(_) => None,
    };
    let (effect, loss) = match subject {
        Subject::User { id, .. } if protected.is_none() => {
            let status = if impact.active { "no" } else { "yes" };
            let draft = Draft::default().with(Field::Active, status);
            let (_, effect) = store.preview_user(Some(*id), &draft)?;
            (effect, if impact.active { store.loss_without_user(*id)? } else { None })
        }
        _ => (preview.effect, None),
    };
    let guard = preview.guard.or_else(|| loss.as_ref().map(AccessLoss::guard));
    let guard = guard.filter(|_| impact.is_allowed() && protected.is_none());
    Ok(DeletionPlan { subject: subject.clone(), impact, protected, guard, effect })
}

/// Deletes a user or company, if the impact is still the one that was shown; otherwise returns
/// the current impact.
pub(crate) fn delete(
    store: &mut Store,
    confirmed: &DeletionPlan,
    cancel: &Cancel,
    watch: &mut JobProgress<'_>,
) -> Result<Message, StoreError> {
    let mut now = impact_now(store, &confirmed.subject, None, cancel)?;
    if now == *confirmed {
        // If the guard required a number, it was typed.
        let how = EditOptions {
            grants: Some(confirmed.impact.grants),
            confirmed_loss: confirmed.guard.as_ref().map(|_| u64::MAX),
            ..EditOptions::default()
        };
        let people = confirmed.subject.people();
        let deleted = store.with_people(people, |store| match &confirmed.subject {
            Subject::User { id, .. } => store.delete_users(&[*id], &how, watch),
            Subject::Company(id) => store.delete_companies(std::slice::from_ref(id), &how, watch),
        });
        if !matches!(deleted, Err(StoreError::Outdated)) {
            return Ok(Message::Form(FormAnswer::Deleted(Box::new(deleted?))));
        }
        now = impact_now(store, &confirmed.subject, None, cancel)?;
    }
    Ok(Message::Form(FormAnswer::DeletionOutdated(Box::new(now))))
}
