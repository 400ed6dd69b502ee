//! Work on the store for forms of users and companies.

use crate::console::effect::Effect;
use crate::console::lists::read as lists;
use crate::console::message::{FormAnswer, Message};
use crate::console::plans::{FormContents, Subject};
use crate::domain::{AccessEffect, CompanyId, Draft, JobProgress};
use crate::exchange::look_alikes_of;
use crate::filter::Axis;
use crate::store::{EditOptions, Store, StoreError};

/// The initial contents of a form; without a subject, of a new user or company.
pub(crate) fn open(
    store: &Store,
    axis: Axis,
    subject: Option<&Subject>,
) -> Result<Message, StoreError> {
    let contents = Box::new(contents(store, axis, subject)?);
    Ok(Message::Form(FormAnswer::Opened(contents)))
}

/// The current contents of an open form.
pub(crate) fn reread(
    store: &Store,
    axis: Axis,
    subject: Option<&Subject>,
) -> Result<Message, StoreError> {
    answered(subject, contents(store, axis, subject), |it| FormAnswer::Reread(Box::new(it)))
}

fn contents(
    store: &Store,
    axis: Axis,
    subject: Option<&Subject>,
) -> Result<FormContents, StoreError> {
    if let Some(subject) = subject {
        store.require_same(&subject.people())?;
    }
    let draft = match subject {
        None => Draft::default(),
        Some(Subject::User { id, .. }) => store.user_draft(*id)?,
        Some(Subject::Company(id)) => store.company_draft(id)?,
    };
    let (mut fields, mut choices) = (store.stored_fields(axis)?, store.choices()?);
    choices.columns = match subject {
        None => store.pick_lists(axis, None)?,
        Some(Subject::User { id, .. }) => store.pick_lists(axis, Some(*id))?,
        Some(Subject::Company(_)) => Vec::new(),
    };
    fields.extend(choices.columns.iter().map(|(field, _)| *field));
    Ok(FormContents { axis, subject: subject.cloned(), draft, fields, choices })
}

/// The result, or that the user or company is gone.
fn answered<T>(
    subject: Option<&Subject>,
    found: Result<T, StoreError>,
    answer: impl FnOnce(T) -> FormAnswer,
) -> Result<Message, StoreError> {
    match (found, subject) {
        (Err(StoreError::Gone(_) | StoreError::AnotherPerson { .. }), Some(subject)) => {
            Ok(Message::Form(FormAnswer::Gone(subject.clone())))
        }
        (found, _) => found.map(|found| Message::Form(answer(found))),
    }
}

/// The problems of a draft, and its effect on access.
pub(crate) fn check(
    store: &Store,
    axis: Axis,
    subject: Option<&Subject>,
    draft: &Draft,
) -> Result<Message, StoreError> {
    let (problems, effect) = match (axis, subject) {
        (Axis::Users, Some(Subject::User { id, .. })) => store.preview_user(Some(*id), draft)?,
        (Axis::Users, _) => store.preview_user(None, draft)?,
        (Axis::Companies, subject) => {
            let id = match subject {
                Some(Subject::Company(id)) => Some(id),
                _ => None,
            };
            (store.check_company(id, draft)?, AccessEffect::default())
        }
    };
    Ok(Message::Form(FormAnswer::Checked { draft: draft.clone(), problems, effect }))
}

/// The effect of saving a draft of a company on access; none if it cannot be saved.
pub(crate) fn company_effect(
    store: &mut Store,
    id: Option<&CompanyId>,
    draft: &Draft,
) -> Result<Message, StoreError> {
    let how = EditOptions { dry_run: true, ..EditOptions::default() };
    let effect = match store.save_company(id, draft, &how) {
        Ok(outcome) => outcome.effect,
        Err(error @ (StoreError::Busy | StoreError::Cancelled)) => return Err(error),
        // The form shows the error itself, at the latest when it is saved.
        Err(_) => AccessEffect::default(),
    };
    Ok(Message::Form(FormAnswer::CompanyEffect { draft: draft.clone(), effect }))
}

/// Notes beside the change of a new user or company whose names are easily mistaken for those
/// of others.
pub(crate) fn alike(store: &Store, effect: &Effect) -> Vec<String> {
    match effect {
        Effect::Save { axis, subject: None, draft, .. } => {
            // If a name cannot be compared, there is just no note.
            look_alikes_of(store, *axis, draft, &mut JobProgress::none()).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

/// Saves a draft, if the fields that it changes still have the values that were seen.
pub(crate) fn save(
    store: &mut Store,
    axis: Axis,
    subject: Option<&Subject>,
    draft: &Draft,
    (seen, confirmed_loss): (&Draft, Option<u64>),
) -> Result<Message, StoreError> {
    let how = EditOptions { seen: seen.clone(), confirmed_loss, ..EditOptions::default() };
    let people = subject.map(Subject::people).unwrap_or_default();
    let saved = store.with_people(people, |store| match (axis, subject) {
        (Axis::Users, Some(Subject::User { id, .. })) => store.save_user(Some(*id), draft, &how),
        (Axis::Users, _) => store.save_user(None, draft, &how),
        (Axis::Companies, Some(Subject::Company(id))) => store.save_company(Some(id), draft, &how),
        (Axis::Companies, _) => store.save_company(None, draft, &how),
    });
    if matches!(saved, Err(StoreError::Outdated)) {
        let now = contents(store, axis, subject);
        return answered(subject, now, |it| FormAnswer::Contested(Box::new(it)));
    }
    let saved = saved.and_then(|recorded| Ok((recorded, lists(store)?)));
    answered(subject, saved, |(recorded, lists)| FormAnswer::Saved {
        recorded: Box::new(recorded),
        lists,
    })
}
