//! Handles exports and imports: the dialogs, and their results.

use tui_input::{Input, InputRequest};

use super::{ExportScope, FileDialog, Imported, Purpose};
use crate::console::dialogs::{cursor, progress, replace};
use crate::console::effect::Effect;
use crate::console::frame::Console;
use crate::console::job::{Job, JobKind};
use crate::console::keymap::{Action, Context};
use crate::console::number::counted;
use crate::console::plans::ExportPlan;
use crate::console::state::{Notice, State, Tone};
use crate::console::update::{edit, loading};
use crate::domain::{CompanyId, UserId};
use crate::exchange::{EncodingSample, Export, Exported, Sheets};

/// Opens the dialog of an export.
pub(crate) fn open_export(console: &mut Console) {
    let dialog = FileDialog::export(&console.state);
    console.dialogs.open(dialog);
}

/// Opens the dialog of an import.
pub(crate) fn open_import(console: &mut Console) {
    if !edit::is_refused(&mut console.state) {
        let dialog = FileDialog::import(&console.state);
        console.dialogs.open(dialog);
    }
}

/// The file is not UTF-8: asks for its encoding.
pub(crate) fn offer_encodings(
    console: &mut Console,
    job: JobKind,
    line: u64,
    samples: Vec<EncodingSample>,
) {
    progress::close(console, job);
    if let Some(dialog) = console.dialogs.top_as_mut::<FileDialog>() {
        dialog.offer_encodings(line, samples);
    }
    show_sample(console);
}

/// Shows how the file reads in the selected encoding.
fn show_sample(console: &mut Console) {
    let Some(sentence) = console.dialogs.top_as::<FileDialog>().and_then(FileDialog::sample) else {
        return;
    };
    let [left, right, read] = [Action::Left, Action::Right, Action::Accept]
        .map(|action| console.state.key_in(Context::File, action));
    let text = format!("{sentence} · choose with {left} {right}, then {read}");
    console.state.notice = Some(Notice::new(Tone::Warning, text));
}

/// The sheets of a workbook to choose from.
pub(crate) fn sheets_found(console: &mut Console, sheets: Sheets) {
    if let Some(dialog) = console.dialogs.find_mut::<FileDialog>() {
        dialog.found(sheets);
    }
}

/// Handles the keys of the dialog.
pub(super) fn act(console: &mut Console, action: Action, effects: &mut Vec<Effect>) {
    let may_mark = !console.state.marks.is_empty();
    let Some(dialog) = console.dialogs.top_as_mut::<FileDialog>() else {
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
        Action::Left | Action::Right => {
            dialog.turn(action == Action::Right, may_mark);
            show_sample(console);
        }
        Action::Complete => complete(dialog, effects),
        Action::Accept => accept(console, effects),
        _ => {
            console.dialogs.close();
        }
    }
}

/// Starts the export or import.
fn accept(console: &mut Console, effects: &mut Vec<Effect>) {
    let Some(dialog) = console.dialogs.top_as::<FileDialog>() else {
        return;
    };
    let path = dialog.path.value().trim().to_owned();
    if path.is_empty() {
        console.state.notice =
            Some(Notice::new(Tone::Info, "enter a file name; Tab completes the path"));
        return;
    }
    let (purpose, reading) = (dialog.purpose, dialog.reading.reading());
    match purpose {
        Purpose::Import { what: Imported::Entities(axis), .. } => {
            progress::open(console, JobKind::PlanEntityImport, "Reading the file…");
            effects.push(Effect::Start(Job::PlanEntityImport { path, axis, reading }));
        }
        Purpose::Import { what: Imported::Grants, mode } => {
            progress::open(console, JobKind::Plan, "Reading the file…");
            let totals = console.state.statistics.exact();
            effects.push(Effect::Start(Job::Plan { path, mode, reading, totals }));
        }
        Purpose::Export { what, .. }
            if what != ExportScope::Everything && !loading::has_all_users(&mut console.state) => {}
        Purpose::Export { what, layout, format } => {
            let (users, companies) = chosen(&console.state, what);
            let export = Export { format, layout, users, companies, for_terminal: false };
            let everything = what == ExportScope::Everything;
            let plan = ExportPlan { path, export, everything };
            replace::write(console, plan, false, effects);
        }
    }
}

/// The users and companies to export, in the order of the screen. If everything is exported,
/// the worker finds them.
fn chosen(state: &State, what: ExportScope) -> (Vec<UserId>, Vec<CompanyId>) {
    if what == ExportScope::Everything {
        return (Vec::new(), Vec::new());
    }
    let marks = &state.marks;
    let marked = what == ExportScope::Marked;
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
pub(crate) fn exported(console: &mut Console, path: &str, written: Exported) {
    progress::close(console, JobKind::Export);
    close(console);
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
    console.state.notice = Some(Notice::new(tone, text));
}

/// Keeps the dialog open if the file leaves a choice of how it is read, and closes it
/// otherwise, so that it does not hide a preview.
pub(crate) fn keep_choices(console: &mut Console) {
    if !offers_choices(console) {
        close(console);
    }
}

/// Whether the dialog is open, and the file that is read leaves a choice.
fn offers_choices(console: &Console) -> bool {
    console.dialogs.find::<FileDialog>().is_some_and(|dialog| dialog.reading.offers_choices())
}

/// Closes the dialog.
pub(crate) fn close(console: &mut Console) {
    console.dialogs.close_all::<FileDialog>();
}

/// The message about how a file was read, and about what there is to choose.
pub(crate) fn noted(console: &Console, notes: &[String]) -> Option<Notice> {
    let key = console.state.key_in(Context::Preview, Action::Close);
    let choice = offers_choices(console).then(|| format!("{key} lets you choose what is read"));
    let parts: Vec<String> = notes.iter().cloned().chain(choice).collect();
    (!parts.is_empty()).then(|| Notice::new(Tone::Info, parts.join(" · ")))
}

/// Completes the path as far as it is unambiguous, then goes through the candidates.
fn complete(dialog: &mut FileDialog, effects: &mut Vec<Effect>) {
    let next = dialog.candidates.as_mut().and_then(|(names, at)| {
        *at = cursor::turned(Some(*at), names.len(), true);
        names.get(*at).cloned()
    });
    if dialog.candidates.is_none() {
        effects.push(Effect::ListFiles(dialog.path.value().to_owned()));
    }
    dialog.change_path(|path| *path = next.map_or_else(|| path.clone(), Input::new));
}

/// The files that a path can be completed to.
pub(crate) fn listed(console: &mut Console, typed: &str, names: Vec<String>) {
    let Some(dialog) = console.dialogs.top_as_mut::<FileDialog>() else {
        return;
    };
    if dialog.path.value() != typed {
        return;
    }
    let tab = console.state.key_in(Context::File, Action::Complete);
    let Some(first) = names.first().cloned() else {
        console.state.notice = Some(Notice::new(Tone::Info, "no match"));
        return;
    };
    let common = names.iter().fold(first.as_str(), |common, name| shared(common, name));
    if names.len() == 1 || common.len() > typed.len() {
        dialog.change_path(|path| *path = Input::new(common.to_owned()));
    } else {
        let text = format!("{} matches · {tab} for the next", names.len());
        console.state.notice = Some(Notice::new(Tone::Info, text));
        dialog.candidates = Some((names, 0));
        dialog.change_path(|path| *path = Input::new(first));
    }
}

/// The common beginning of both texts.
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
