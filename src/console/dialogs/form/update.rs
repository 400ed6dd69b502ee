//! Handles forms of users and companies: opening, moving, picking, checking, saving.

use super::FormDialog;
use crate::console::dialogs::delete::{self, DeleteDialog};
use crate::console::effect::Effect;
use crate::console::frame::Console;
use crate::console::job::Job;
use crate::console::keymap::{Action, Context};
use crate::console::number::number;
use crate::console::plans::{FormContents, Subject, noun};
use crate::console::state::{Notice, State, Tone};
use crate::console::update::{edit as edits, filter};
use crate::domain::{
    AccessEffect, AccessLoss, Draft, Field, FieldProblem, NO_CHANGES, effect_in_words,
    one_in_words, user_effect_in_words,
};
use crate::filter::Axis;
use crate::store::EditOutcome;

/// The user or company under the cursor.
fn subject(state: &State) -> Option<Subject> {
    match filter::axis(state) {
        Axis::Users => state.cursor_row().map(|row| {
            let user = &row.user;
            Subject::User { id: user.id, person: user.person }
        }),
        Axis::Companies => state.companies.current().map(|it| Subject::Company(it.id.clone())),
    }
}

/// Handles a key that opens a form or the confirmation of a deletion.
pub(crate) fn open(console: &mut Console, action: Action, effects: &mut Vec<Effect>) {
    if edits::is_refused(&mut console.state) {
        return;
    }
    console.state.notice = None;
    let axis = filter::axis(&console.state);
    let subject = subject(&console.state);
    match (action, subject) {
        (Action::New, _) => {
            effects.push(Effect::OpenForm { axis, subject: None });
        }
        (Action::EditThis, Some(subject)) => {
            effects.push(Effect::OpenForm { axis, subject: Some(subject) });
        }
        (_, Some(subject)) => delete::request_impact(console, subject, effects),
        (_, None) if axis == Axis::Users && console.state.users.current().is_some() => {
            let text = "this user is not loaded yet, or no longer exists; nothing was changed";
            console.state.notice = Some(Notice::new(Tone::Warning, text));
        }
        (_, None) => {
            let text =
                format!("no {} here{}", noun(axis), console.state.hint(Action::New, "creates one"));
            console.state.notice = Some(Notice::new(Tone::Info, text));
        }
    }
}

/// The contents of a form were read.
pub(crate) fn opened(console: &mut Console, contents: FormContents, effects: &mut Vec<Effect>) {
    let mut form = FormDialog::new(contents);
    effects.push(check(&mut form));
    console.dialogs.open(form);
}

/// Handles the keys of a form.
pub(super) fn act(console: &mut Console, action: Action, effects: &mut Vec<Effect>) {
    let [discard, save] =
        [Action::Close, Action::Accept].map(|action| console.state.key_in(Context::Form, action));
    let Some(form) = console.dialogs.top_as_mut::<FormDialog>() else {
        return;
    };
    let fields = form.fields.len().max(1);
    match action {
        Action::NextField => leave_for(form, (form.focus + 1) % fields, effects),
        Action::PreviousField => leave_for(form, (form.focus + fields - 1) % fields, effects),
        Action::Up | Action::Down => choose(form, action == Action::Down),
        Action::Accept if form.chosen.is_some() || form.candidate().is_some() => {
            form.pick();
            effects.push(check(form));
        }
        Action::Accept if form.mark_conflicts_shown() => {
            console.state.notice = Some(warning(form, &save));
            console.dialogs.renewed();
        }
        Action::Accept => {
            form.tried = true;
            let (axis, subject) = (form.axis, form.subject.clone());
            let (draft, seen) = (form.draft(), form.before.clone());
            let confirmed_loss = form.loss_shown;
            let effect = Effect::Save { axis, subject, draft, seen, confirmed_loss, attempt: 0 };
            edits::start(&mut console.state, effect, effects);
        }
        Action::Close if form.is_changed() && !form.esc_pressed => {
            form.esc_pressed = true;
            let text = format!("unsaved changes · {discard} again discards, {save} saves");
            console.state.notice = Some(Notice::new(Tone::Warning, text));
        }
        _ => {
            console.dialogs.close();
            stop_saving(&mut console.state, "not saved");
        }
    }
}

/// Moves the focus to another field; what is picked in the list of this one is taken.
fn leave_for(form: &mut FormDialog, at: usize, effects: &mut Vec<Effect>) {
    if form.pick() {
        effects.push(check(form));
    }
    if let Some(field) = form.fields.get_mut(form.focus) {
        field.touched |= !field.input.value().is_empty();
    }
    form.go_to(at);
}

/// A click on a field moves the focus there.
pub(crate) fn go_to_field(console: &mut Console, at: usize, effects: &mut Vec<Effect>) {
    if let Some(form) = console.dialogs.top_as_mut::<FormDialog>()
        && at != form.focus
        && at < form.fields.len()
    {
        console.state.notice = None;
        leave_for(form, at, effects);
    }
}

/// A click on a line of the list writes it into the field. It never saves the form.
pub(crate) fn take_choice(console: &mut Console, at: usize, effects: &mut Vec<Effect>) {
    if let Some(form) = console.dialogs.top_as_mut::<FormDialog>()
        && at < form.offered().len()
    {
        console.state.notice = None;
        form.esc_pressed = false;
        form.chosen = Some(at);
        if form.pick() {
            effects.push(check(form));
        }
    }
}

/// A save that waits for another program is dropped.
pub(crate) fn stop_saving(state: &mut State, text: &str) {
    if matches!(state.waiting, Some(Effect::Save { .. })) {
        state.waiting = None;
        state.notice = Some(Notice::new(Tone::Info, text));
    }
}

fn check(form: &mut FormDialog) -> Effect {
    form.checked = form.draft();
    form.loss_shown = None;
    Effect::CheckForm {
        axis: form.axis,
        subject: form.subject.clone(),
        draft: form.checked.clone(),
    }
}

/// Moves in the list below the focused field; above its first line is the field itself.
fn choose(form: &mut FormDialog, down: bool) {
    let offered = form.offered().len();
    form.chosen = match (form.chosen, down) {
        _ if offered == 0 => None,
        (None, true) => Some(0),
        (None, false) => Some(offered - 1),
        (Some(at), true) => Some((at + 1).min(offered - 1)),
        (Some(at), false) => at.checked_sub(1),
    };
}

/// Must be called after the text of a field has changed: checks the form again.
pub(super) fn text_changed(console: &mut Console, effects: &mut Vec<Effect>) {
    if let Some(form) = console.dialogs.top_as_mut::<FormDialog>()
        && form.draft() != form.checked
    {
        effects.push(check(form));
    }
    let save = console.state.key_in(Context::Form, Action::Accept);
    stop_saving(&mut console.state, &format!("not saved yet · {save} saves"));
}

/// Another program has written: reads the form's values again.
pub(super) fn read_again(console: &mut Console, effects: &mut Vec<Effect>) {
    if let Some(form) = console.dialogs.find::<FormDialog>() {
        let (axis, subject) = (form.axis, form.subject.clone());
        effects.push(Effect::RereadForm { axis, subject });
    }
}

/// Updates the form after another program has written. `refused` is set if it should have been
/// saved, and was not.
pub(crate) fn renew(
    console: &mut Console,
    contents: &FormContents,
    refused: bool,
    effects: &mut Vec<Effect>,
) {
    let save = console.state.key_in(Context::Form, Action::Accept);
    let is_of_it =
        |form: &FormDialog| form.axis == contents.axis && form.subject == contents.subject;
    let form = console.dialogs.find_mut::<FormDialog>().filter(|form| is_of_it(form));
    let Some(form) = form else {
        return;
    };
    if form.renew(contents) {
        let what = conflicting(form);
        let text = format!("{what}: see the note next to the field");
        console.state.notice = Some(Notice::new(Tone::Warning, text));
    }
    if refused {
        form.mark_conflicts_shown();
        console.state.notice = Some(warning(form, &save));
    }
    effects.push(check(form));
    if refused {
        console.dialogs.renewed();
    }
}

/// A warning about what Enter would overwrite; Enter again does.
fn warning(form: &FormDialog, save: &str) -> Notice {
    let text = format!("not saved: {} · {save} again to overwrite", conflicting(form));
    Notice::new(Tone::Warning, text)
}

/// `another program changed role, first name`.
fn conflicting(form: &FormDialog) -> String {
    let fields: Vec<&str> = form.conflicting().map(Field::label).collect();
    format!("another program changed {}", fields.join(", "))
}

/// It was not saved, because much access would be lost; the same key again confirms that.
pub(crate) fn confirm_loss(console: &mut Console, loss: &AccessLoss) {
    let mut again = String::new();
    if let Some(form) = console.dialogs.top_as_mut::<FormDialog>() {
        form.loss_shown = Some(loss.pairs);
        let key = console.state.key_in(Context::Form, Action::Accept);
        again = format!(" · {key} again to save anyway");
    } else if let Some(question) = console.dialogs.top_as_mut::<DeleteDialog>() {
        question.loss_shown = Some(loss.pairs);
        let key = console.state.key_in(Context::Delete, Action::Deactivate);
        again = format!(" · {key} again to deactivate anyway");
    }
    console.dialogs.renewed();
    let text = if loss.admin.is_some() {
        format!("not saved: {loss}{again}")
    } else {
        let (pairs, all) = (number(loss.pairs), number(loss.of));
        format!("not saved: takes away {pairs} of {all} user–company pairs{again}")
    };
    console.state.notice = Some(Notice::new(Tone::Warning, text));
}

/// Another program has deleted the user or company of a form.
pub(crate) fn gone(console: &mut Console, subject: &Subject) {
    let mut name = String::new();
    console.dialogs.close_where(|form: &FormDialog| {
        let is_of_it = form.subject.as_ref() == Some(subject);
        if is_of_it {
            form.name().clone_into(&mut name);
        }
        is_of_it
    });
    let noun = noun(subject.axis());
    let text = format!("another program deleted the {noun} {name}; nothing was saved");
    console.state.notice = Some(Notice::new(Tone::Error, text));
}

/// Shows the problems and the effect of a draft, if that is still the draft in the form. The
/// worker finds the effect of a company, once for each tenant.
pub(crate) fn checked(
    console: &mut Console,
    draft: &Draft,
    (problems, effect): (Vec<FieldProblem>, AccessEffect),
    effects: &mut Vec<Effect>,
) {
    let Some(form) = console.dialogs.top_as_mut::<FormDialog>() else {
        return;
    };
    if form.draft() != *draft {
        return;
    }
    form.problems = problems;
    if form.axis == Axis::Users {
        form.effect = effect;
        return;
    }
    let deciding = form.decides_access();
    if deciding.is_some() && deciding == form.effect_of {
        return;
    }
    form.effect = AccessEffect::default();
    form.effect_of.clone_from(&deciding);
    if deciding.is_some() {
        let id = match &form.subject {
            Some(Subject::Company(id)) => Some(id.clone()),
            _ => None,
        };
        effects.push(Effect::Start(Job::PreviewCompany { id, draft: draft.clone() }));
    }
}

/// The effect of a company's draft on access was found.
pub(crate) fn company_effect_found(console: &mut Console, draft: &Draft, effect: AccessEffect) {
    if let Some(form) = console.dialogs.top_as_mut::<FormDialog>()
        && form.axis == Axis::Companies
        && form.draft().get(Field::Tenant) == draft.get(Field::Tenant)
    {
        form.effect = effect;
    }
}

/// It was not saved: every problem is shown beside its field, and the first of these has the
/// focus.
pub(crate) fn refused(console: &mut Console, problems: Vec<FieldProblem>) {
    let Some(form) = console.dialogs.top_as_mut::<FormDialog>() else {
        let text: Vec<String> = problems.iter().map(ToString::to_string).collect();
        console.state.notice = Some(Notice::new(Tone::Error, text.join("; ")));
        return;
    };
    let first = problems.first().map(|problem| problem.field);
    if let Some(at) = form.fields.iter().position(|it| Some(it.field) == first) {
        form.go_to(at);
    }
    form.problems = problems;
    let text = format!("not saved: {}", faults(&form.problems));
    console.state.notice = Some(Notice::new(Tone::Error, text));
}

fn faults(problems: &[FieldProblem]) -> String {
    match problems {
        [one] => one.to_string(),
        several => format!("{} fields are not valid", several.len()),
    }
}

/// It was saved: the lists are new, and the cursor goes to it.
pub(crate) fn saved(console: &mut Console, recorded: &EditOutcome) {
    console.dialogs.close_all::<FormDialog>();
    console.dialogs.close_all::<DeleteDialog>();
    let switched = match &recorded.edits[..] {
        [edit] => edit.switched().map(|active| (active, &edit.label)),
        _ => None,
    };
    let done = match (&recorded.change, switched) {
        (None, _) => None,
        (Some(_), Some((true, label))) => Some(format!("activated {label}")),
        (Some(_), Some((false, label))) => Some(format!("deactivated {label}")),
        (Some(change), None) => {
            Some(one_in_words(&recorded.edits).unwrap_or_else(|| change.rows_in_words()))
        }
    };
    let effect = match recorded.user {
        Some(_) => user_effect_in_words(&recorded.effect),
        None => effect_in_words(&recorded.effect),
    };
    let undo = console.state.hint(Action::Undo, "undoes");
    let text = match done {
        None => NO_CHANGES.to_owned(),
        Some(done) if effect.is_empty() => format!("{done}{undo}"),
        Some(done) => format!("{done} · {effect}{undo}"),
    };
    console.state.notice = Some(Notice::new(Tone::Done, text));
}

/// Moves the cursor to what was saved.
pub(crate) fn go_to_saved(state: &mut State, recorded: &EditOutcome) {
    if let Some(id) = recorded.user {
        state.users.go_to(id);
    }
    if let Some(at) = recorded.company.as_ref().and_then(|id| state.companies.position(id)) {
        state.companies.move_to(at);
    }
}
