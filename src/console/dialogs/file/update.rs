//! Exporting and importing: the dialogs, and what becomes of them.

use tui_input::{Input, InputRequest};

use super::{FileDialog, Imported, Purpose, What};
use crate::console::dialogs::problems::{self, Rest};
use crate::console::dialogs::{Dialog, entity_import, keys, preview, progress};
use crate::console::effect::{Effect, FileMessage};
use crate::console::job::{BulkRequest, Job, JobKind};
use crate::console::keymap::Action;
use crate::console::number::counted;
use crate::console::state::{Notice, State, Tone};
use crate::console::update::{edit, has_all_users};
use crate::domain::{CompanyId, People, Preview, UserId};
use crate::exchange::{Export, Exported, Plan};

/// Opens the dialog of an export.
pub(crate) fn open_export(state: &mut State) {
    let dialog = FileDialog::export(state);
    state.dialogs.open(dialog);
}

/// Opens the dialog of an import.
pub(crate) fn open_import(state: &mut State) {
    if !edit::is_refused(state) {
        let dialog = FileDialog::import(state);
        state.dialogs.open(dialog);
    }
}

/// Takes in what comes back.
pub(crate) fn take(state: &mut State, message: FileMessage, effects: &mut Vec<Effect>) {
    match message {
        FileMessage::Listed { asked, names } => listed(state, &asked, names),
        FileMessage::Exported { path, written } => exported(state, &path, written),
        FileMessage::Exists(question) => {
            progress::close(state, JobKind::Export);
            state.dialogs.open(*question);
        }
        FileMessage::EncodingGuess { job, guess, sentence } => {
            progress::close(state, job);
            if let Some(Dialog::File(dialog)) = state.dialogs.last_mut() {
                dialog.ask_encoding(guess);
            }
            state.notice = Some(Notice::new(Tone::Warning, sentence));
        }
        FileMessage::SheetsFound(sheets) => {
            for dialog in state.dialogs.iter_mut() {
                if let Dialog::File(dialog) = dialog {
                    dialog.found(sheets.clone());
                }
            }
        }
        FileMessage::Planned { file, plan, people, preview } => {
            planned(state, file, *plan, people, preview);
        }
        FileMessage::EntitiesPlanned(plan) => entity_import::planned(state, *plan),
        FileMessage::EntitiesOutdated(plan) => entity_import::outdated(state, *plan),
        FileMessage::EntitiesImported(report) => entity_import::imported(state, &report, effects),
    }
}

/// Keys of the dialog.
pub(super) fn act(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    let may_mark = !state.marks.is_empty();
    let Some(Dialog::File(dialog)) = state.dialogs.last_mut() else {
        return;
    };
    match action {
        Action::Up | Action::Down => dialog.go(action == Action::Down),
        Action::Left | Action::Right if dialog.is_at_path() => {
            dialog.edit_path(match action {
                Action::Left => InputRequest::GoToPrevChar,
                _ => InputRequest::GoToNextChar,
            });
        }
        Action::Left | Action::Right => dialog.turn(action == Action::Right, may_mark),
        Action::Complete => complete(dialog, effects),
        Action::Accept => accept(state, effects),
        _ => {
            state.dialogs.pop();
        }
    }
}

/// Does what the dialog says.
fn accept(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(Dialog::File(dialog)) = state.dialogs.last() else {
        return;
    };
    let path = dialog.path.value().trim().to_owned();
    if path.is_empty() {
        state.notice = Some(Notice::new(Tone::Info, "enter a file name; Tab completes the path"));
        return;
    }
    let (purpose, reading) = (dialog.purpose, dialog.reading.reading());
    match purpose {
        Purpose::Import { what: Imported::Entities(axis), .. } => {
            entity_import::start(state, path, axis, reading, effects);
        }
        Purpose::Import { what: Imported::Grants, mode } => {
            progress::open(state, JobKind::Plan, "Reading the file…");
            let totals = state.statistics.exact();
            effects.push(Effect::Start(Job::Plan { path, mode, reading, totals }));
        }
        Purpose::Export { what, .. } if what != What::Everything && !has_all_users(state) => {}
        Purpose::Export { what, layout, format } => {
            let (users, companies) = chosen(state, what);
            let export = Export { format, layout, users, companies, for_terminal: false };
            let everything = what == What::Everything;
            write(state, path, export, (everything, false), effects);
        }
    }
}

/// Writes the file on the worker; an existing one is a question first.
pub(crate) fn write(
    state: &mut State,
    path: String,
    export: Export,
    (everything, replace): (bool, bool),
    effects: &mut Vec<Effect>,
) {
    progress::open(state, JobKind::Export, "Writing the file…");
    effects.push(Effect::Start(Job::Export { path, export, everything, replace }));
}

/// The users and companies to export, in the order of the screen. Everything
/// is found by the worker.
fn chosen(state: &State, what: What) -> (Vec<UserId>, Vec<CompanyId>) {
    if what == What::Everything {
        return (Vec::new(), Vec::new());
    }
    let marks = &state.marks;
    let marked = what == What::Marked;
    let users = if marked && !marks.users.is_empty() {
        let mut users: Vec<UserId> = marks.users.iter().copied().collect();
        users.sort_unstable();
        users
    } else {
        state.users.shown().to_vec()
    };
    let companies = if marked && !marks.companies.is_empty() {
        let all = state.companies.all().iter().map(|company| &company.id);
        all.filter(|id| marks.companies.contains(*id)).cloned().collect()
    } else {
        state.companies.shown().map(|company| company.id.clone()).collect()
    };
    (users, companies)
}

/// The file was written.
fn exported(state: &mut State, path: &str, written: Exported) {
    progress::close(state, JobKind::Export);
    close(state);
    let Exported { users, companies, grants, .. } = written;
    let mut text = format!(
        "wrote {} of {} × {} to {path}",
        counted(grants, "grant", "grants"),
        counted(users, "user", "users"),
        counted(companies, "company", "companies")
    );
    let warning = written.warning();
    let tone = if warning.is_some() { Tone::Warning } else { Tone::Done };
    if let Some(warning) = warning {
        text = format!("{text}; {warning}");
    }
    state.notice = Some(Notice::new(tone, text));
}

/// A file was read: first its problems, then what would be done.
fn planned(state: &mut State, file: String, plan: Plan, people: People, preview: Box<Preview>) {
    progress::close(state, JobKind::Plan);
    let Plan { bulk, problems, notes } = plan;
    let request = BulkRequest { bulk, people };
    if problems.is_empty() {
        keep_choices(state);
        preview::previewed(state, request, *preview);
        if state.notice.is_none() {
            state.notice = noted(state, &notes);
        }
        return;
    }
    let lines = problems.first.iter().map(ToString::to_string).collect();
    problems::open(state, file, (problems.count, lines, &notes), Rest::Grants { request, preview });
}

/// The dialog stays if the file leaves a choice of how it is read, which is answered;
/// otherwise a preview hides nothing of it.
pub(crate) fn keep_choices(state: &mut State) {
    if !asks(state) {
        close(state);
    }
}

/// Whether the file that is read leaves a choice, and the dialog to make it is open.
fn asks(state: &State) -> bool {
    state.dialogs.iter().any(|dialog| match dialog {
        Dialog::File(dialog) => dialog.reading.asks(),
        _ => false,
    })
}

/// Closes the dialog in which the file was named.
pub(crate) fn close(state: &mut State) {
    state.dialogs.retain(|dialog| !matches!(dialog, Dialog::File(_)));
}

/// What is said of how a file was read, and of the choice that it leaves.
pub(crate) fn noted(state: &State, notes: &[String]) -> Option<Notice> {
    let choice = asks(state).then(|| "Esc lets you choose what is read".to_owned());
    let parts: Vec<String> = notes.iter().cloned().chain(choice).collect();
    (!parts.is_empty()).then(|| Notice::new(Tone::Info, parts.join(" · ")))
}

/// Completes the path as far as it is clear, then goes through what it may
/// become.
fn complete(dialog: &mut FileDialog, effects: &mut Vec<Effect>) {
    let next = dialog.candidates.as_mut().and_then(|(names, at)| {
        *at = keys::turned(Some(*at), names.len(), true);
        names.get(*at).cloned()
    });
    if dialog.candidates.is_none() {
        effects.push(Effect::ListFiles(dialog.path.value().to_owned()));
    }
    dialog.change_path(|path| *path = next.map_or_else(|| path.clone(), Input::new));
}

/// The files that a path may become.
fn listed(state: &mut State, asked: &str, names: Vec<String>) {
    let Some(Dialog::File(dialog)) = state.dialogs.last_mut() else {
        return;
    };
    if dialog.path.value() != asked {
        return;
    }
    let Some(first) = names.first().cloned() else {
        state.notice = Some(Notice::new(Tone::Info, "no match"));
        return;
    };
    let common = names.iter().fold(first.as_str(), |common, name| shared(common, name));
    if names.len() == 1 || common.len() > asked.len() {
        dialog.change_path(|path| *path = Input::new(common.to_owned()));
    } else {
        let text = format!("{} matches · Tab for the next", names.len());
        state.notice = Some(Notice::new(Tone::Info, text));
        dialog.candidates = Some((names, 0));
        dialog.change_path(|path| *path = Input::new(first));
    }
}

/// With what both begin.
fn shared<'a>(one: &'a str, other: &str) -> &'a str {
    let mut end = 0;
    for ((at, letter), twin) in one.char_indices().zip(other.chars()) {
        if letter != twin {
            break;
        }
        end = at + letter.len_utf8();
    }
    &one[..end]
}
