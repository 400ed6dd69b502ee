//! What forms of users and companies ask the store for.

use super::effect::{FormAnswer, Message};
use super::runner::lists;
use super::state::{FormContents, Subject};
use crate::domain::{Draft, Watch};
use crate::filter::Axis;
use crate::store::{How, Store, StoreError};

/// What a form opens with; without a subject, that of a new one.
pub(super) fn open(
    store: &Store,
    axis: Axis,
    subject: Option<&Subject>,
) -> Result<Message, StoreError> {
    let draft = match subject {
        None => Draft::default(),
        Some(Subject::User(id)) => store.user_draft(*id)?,
        Some(Subject::Company(id)) => store.company_draft(id)?,
    };
    let choices = store.choices()?;
    let contents = FormContents { axis, subject: subject.cloned(), draft, choices };
    Ok(Message::Form(FormAnswer::Opened(Box::new(contents))))
}

/// What is wrong with a draft.
pub(super) fn check(
    store: &Store,
    axis: Axis,
    subject: Option<&Subject>,
    draft: &Draft,
) -> Result<Message, StoreError> {
    let problems = match (axis, subject) {
        (Axis::Users, Some(Subject::User(id))) => store.check_user(Some(*id), draft)?,
        (Axis::Users, _) => store.check_user(None, draft)?,
        (Axis::Companies, Some(Subject::Company(id))) => store.check_company(Some(id), draft)?,
        (Axis::Companies, _) => store.check_company(None, draft)?,
    };
    Ok(Message::Form(FormAnswer::Checked { draft: draft.clone(), problems }))
}

/// Saves a draft.
pub(super) fn save(
    store: &mut Store,
    axis: Axis,
    subject: Option<&Subject>,
    draft: &Draft,
) -> Result<Message, StoreError> {
    let how = How::default();
    let recorded = match (axis, subject) {
        (Axis::Users, Some(Subject::User(id))) => store.save_user(Some(*id), draft, &how)?,
        (Axis::Users, _) => store.save_user(None, draft, &how)?,
        (Axis::Companies, Some(Subject::Company(id))) => {
            store.save_company(Some(id), draft, &how)?
        }
        (Axis::Companies, _) => store.save_company(None, draft, &how)?,
    };
    Ok(Message::Form(FormAnswer::Saved { recorded: Box::new(recorded), lists: lists(store)? }))
}

/// What would go with a user or company.
pub(super) fn departure(store: &Store, subject: &Subject) -> Result<Message, StoreError> {
    let departure = match subject {
        Subject::User(id) => store.departure_of_user(*id)?,
        Subject::Company(id) => store.departure_of_company(id)?,
    };
    Ok(Message::Form(FormAnswer::Departure { subject: subject.clone(), departure }))
}

/// Deletes a user or company.
pub(super) fn delete(
    store: &mut Store,
    subject: &Subject,
    watch: &mut Watch<'_>,
) -> Result<Message, StoreError> {
    let how = How::default();
    let recorded = match subject {
        Subject::User(id) => store.delete_users(&[*id], &how, watch)?,
        Subject::Company(id) => store.delete_companies(std::slice::from_ref(id), &how, watch)?,
    };
    Ok(Message::Form(FormAnswer::Deleted(Box::new(recorded))))
}
