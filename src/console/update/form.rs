//! Forms of users and companies: opening, moving, picking, checking, saving;
//! and the question before one is deleted.

use tui_input::{Input, InputRequest};

use super::super::effect::{Effect, FormAnswer, Job, JobKind, Lists};
use super::super::keymap::Action;
use super::super::number::number;
use super::super::state::{
    DepartureDialog, Dialog, FormContents, FormDialog, Notice, Pane, State, Subject, Tone, noun,
};
use super::{bulk, edit};
use crate::domain::{Departure, Draft, Field, FieldProblem};
use crate::filter::Axis;
use crate::store::Recorded;

/// From so many grants on a deletion asks for their number, if they are more
/// than a quarter of all.
const MANY: u64 = 20;

/// The axis that `n`, `e` and `D` are about.
fn axis(state: &State) -> Axis {
    if state.focus == Pane::Companies { Axis::Companies } else { Axis::Users }
}

/// What is under the cursor on that axis.
fn subject(state: &State) -> Option<Subject> {
    match axis(state) {
        Axis::Users => state.users.current().map(Subject::User),
        Axis::Companies => state.companies.current().map(|it| Subject::Company(it.id.clone())),
    }
}

/// A key that opens a form or the question.
pub(super) fn open(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    if edit::is_refused(state) {
        return;
    }
    state.notice = None;
    let axis = axis(state);
    let subject = subject(state);
    match (action, subject) {
        (Action::New, _) => {
            effects.push(Effect::OpenForm { axis, subject: None });
        }
        (Action::EditThis, Some(subject)) => {
            effects.push(Effect::OpenForm { axis, subject: Some(subject) });
        }
        (_, Some(subject)) => effects.push(Effect::AskDeparture(subject)),
        (_, None) => {
            let text = format!("there is no {} here; n makes one", noun(axis));
            state.notice = Some(Notice::new(Tone::Info, text));
        }
    }
}

/// Takes in what the store says.
pub(super) fn answered(state: &mut State, answer: FormAnswer, effects: &mut Vec<Effect>) {
    match answer {
        FormAnswer::Opened(contents) => opened(state, *contents, effects),
        FormAnswer::Checked { draft, problems } => checked(state, &draft, problems),
        FormAnswer::Refused(problems) => refused(state, problems),
        FormAnswer::Saved { recorded, lists } => saved(state, &recorded, lists, effects),
        FormAnswer::Departure { subject, departure } => ask(state, subject, departure),
        FormAnswer::Deleted(recorded) => deleted(state, &recorded, effects),
    }
}

/// The form's contents were read.
fn opened(state: &mut State, contents: FormContents, effects: &mut Vec<Effect>) {
    let form = FormDialog::new(contents);
    effects.push(check(&form));
    state.dialogs.push(Dialog::Form(Box::new(form)));
}

/// Keys of a form.
pub(super) fn act(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    let Some(Dialog::Form(form)) = state.dialogs.last_mut() else {
        return;
    };
    let fields = form.fields.len().max(1);
    match action {
        Action::NextField | Action::PreviousField => {
            if form.pick() {
                effects.push(check(form));
            }
            if let Some(field) = form.fields.get_mut(form.focus) {
                field.touched |= !field.input.value().is_empty();
            }
            let step = if action == Action::NextField { 1 } else { fields - 1 };
            form.go_to((form.focus + step) % fields);
        }
        Action::Up | Action::Down => choose(form, action == Action::Down),
        Action::Accept if form.chosen.is_some() || form.candidate().is_some() => {
            form.pick();
            effects.push(check(form));
        }
        Action::Accept => {
            form.tried = true;
            let effect = save(form.axis, form.subject.clone(), form.draft());
            edit::start(state, effect, effects);
        }
        Action::Close if form.is_altered() && !form.asked => {
            form.asked = true;
            let text = "not saved: Esc again drops what was typed, Enter saves it";
            state.notice = Some(Notice::new(Tone::Warning, text));
        }
        _ => {
            state.dialogs.pop();
        }
    }
}

fn save(axis: Axis, subject: Option<Subject>, draft: Draft) -> Effect {
    Effect::Save { axis, subject, draft, attempt: 0 }
}

fn check(form: &FormDialog) -> Effect {
    Effect::CheckForm { axis: form.axis, subject: form.subject.clone(), draft: form.draft() }
}

/// Goes through the list under the focused field; above its first line there
/// is the field itself.
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

/// A character typed in the focused field.
pub(super) fn typed(form: &mut FormDialog, request: InputRequest, effects: &mut Vec<Effect>) {
    form.asked = false;
    form.chosen = None;
    let replaced = form.is_replaced();
    form.fresh = false;
    if let Some(field) = form.fields.get_mut(form.focus) {
        let before = field.input.value().to_owned();
        match request {
            InputRequest::InsertChar(letter) if replaced => {
                field.input = Input::new(letter.to_string());
            }
            request => {
                field.input.handle(request);
            }
        }
        if field.input.value() != before {
            field.touched = true;
            effects.push(check(form));
        }
    }
}

/// What is wrong with a draft, if it still is what the form says.
fn checked(state: &mut State, draft: &Draft, problems: Vec<FieldProblem>) {
    if let Some(Dialog::Form(form)) = state.dialogs.last_mut()
        && form.draft() == *draft
    {
        form.problems = problems;
    }
}

/// It was not saved: every reason stands beside its field, and the first of
/// them has the cursor.
fn refused(state: &mut State, problems: Vec<FieldProblem>) {
    let Some(Dialog::Form(form)) = state.dialogs.last_mut() else {
        let text: Vec<String> = problems.iter().map(ToString::to_string).collect();
        state.notice = Some(Notice::new(Tone::Error, text.join("; ")));
        return;
    };
    let first = problems.first().map(|problem| problem.field);
    if let Some(at) = form.fields.iter().position(|it| Some(it.field) == first) {
        form.go_to(at);
    }
    form.problems = problems;
    let text = format!("not saved: {}", faults(&form.problems));
    state.notice = Some(Notice::new(Tone::Error, text));
}

fn faults(problems: &[FieldProblem]) -> String {
    match problems {
        [one] => one.to_string(),
        several => format!("{} fields cannot be taken", several.len()),
    }
}

/// It was saved: the lists are new, and the cursor is on it.
fn saved(state: &mut State, recorded: &Recorded, lists: Lists, effects: &mut Vec<Effect>) {
    state.dialogs.retain(|dialog| !matches!(dialog, Dialog::Form(_) | Dialog::Departure(_)));
    let text = match (&recorded.change, &recorded.edits[..]) {
        (None, _) => "nothing was altered: it is so already".into(),
        (Some(_), [edit]) => match edit.switched() {
            Some(true) => format!("activated {} · u undoes", edit.label),
            Some(false) => format!("deactivated {} · u undoes", edit.label),
            None => format!("{} {edit} · u undoes", edit.edit.past()),
        },
        (Some(change), _) => format!("{} · u undoes", change.rows_in_words()),
    };
    state.notice = Some(Notice::new(Tone::Done, text));
    if recorded.change.is_none() {
        return;
    }
    super::reloaded(state, lists, false, effects);
    if let Some(id) = recorded.user {
        state.users.go_to(id);
    }
    if let Some(at) = recorded.company.as_ref().and_then(|id| state.companies.position(id)) {
        state.companies.cursor = at;
    }
}

/// What would go with it was read.
fn ask(state: &mut State, subject: Subject, departure: Departure) {
    let grants = state.statistics.known().map_or(0, |known| known.grants);
    let guarded = departure.is_allowed()
        && departure.grants >= MANY
        && departure.grants.saturating_mul(4) > grants;
    let dialog =
        DepartureDialog { subject, departure, top: 0, count: tui_input::Input::default(), guarded };
    state.dialogs.push(Dialog::Departure(Box::new(dialog)));
}

/// Keys of the question.
pub(super) fn decide(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    let Some(Dialog::Departure(dialog)) = state.dialogs.last() else {
        return;
    };
    let subject = dialog.subject.clone();
    match action {
        Action::Accept if !dialog.departure.is_allowed() => {
            let text = format!("not deleted: {}", dialog.departure.hindered_by());
            state.notice = Some(Notice::new(Tone::Error, text));
        }
        Action::Accept if !dialog.count_is_right() => {
            let count = number(dialog.departure.grants);
            let text = format!("type {count}, the number of grants that go, to mean it");
            state.notice = Some(Notice::new(Tone::Warning, text));
        }
        Action::Accept => {
            state.dialogs.pop();
            state.dialogs.push(bulk::progress(JobKind::Delete, "Deleting"));
            effects.push(Effect::Start(Job::Delete(subject)));
        }
        Action::Deactivate => {
            let active = if dialog.departure.active { "no" } else { "yes" };
            let draft = Draft::default().with(Field::Active, active);
            let effect = save(subject.axis(), Some(subject), draft);
            edit::start(state, effect, effects);
        }
        _ => {
            state.dialogs.pop();
            state.notice = Some(Notice::new(Tone::Info, "nothing was changed"));
        }
    }
}

/// It was deleted on the worker.
fn deleted(state: &mut State, recorded: &Recorded, effects: &mut Vec<Effect>) {
    bulk::close_progress(state, JobKind::Delete);
    let names: Vec<String> = recorded.edits.iter().map(|edit| edit.label.clone()).collect();
    let grants = match recorded.change.as_ref().map_or(0, |change| change.removed) {
        0 => String::new(),
        1 => " with 1 grant".into(),
        count => format!(" with {} grants", number(count)),
    };
    let what = names.last().cloned().unwrap_or_default();
    let text = format!("deleted {what}{grants} · u undoes");
    state.notice = Some(Notice::new(Tone::Done, text));
    bulk::after_worker_wrote(state, effects);
}
