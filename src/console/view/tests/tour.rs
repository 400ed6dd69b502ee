//! A way to every screen and dialog, by the actions of its keys, so that it leads there with any
//! keys.

use std::fs;

use crate::console::config::SavedFilter;
use crate::console::dialogs::problems::ProblemsDialog;
use crate::console::dialogs::progress;
use crate::console::dialogs::replace::ReplaceDialog;
use crate::console::harness::Harness;
use crate::console::job::JobKind;
use crate::console::keymap::{Action, Context};
use crate::filter::Axis;

/// A step on a way.
pub(super) enum TourStep {
    /// Presses the key of an action.
    Do(Action),
    /// Types text, and keys in angle brackets.
    Type(&'static str),
    Paste(&'static str),
    /// Names a file with this text beside the database in place of the proposed one.
    File(&'static str, &'static str),
    /// Long work has begun.
    Work,
}

use TourStep::{Do, File, Paste, Type, Work};

/// A screen or dialog, with the steps that lead there from the Users pane.
pub(super) struct TourStop {
    pub(super) name: &'static str,
    pub(super) context: Context,
    pub(super) steps: &'static [TourStep],
}

const fn stop(name: &'static str, context: Context, steps: &'static [TourStep]) -> TourStop {
    TourStop { name, context, steps }
}

const GRANTS: &str = "username,company\nyan.chen,NYC\nnobody,LA\n";

/// Every context of the key table, some of them in several states.
pub(super) const STOPS: &[TourStop] = &[
    stop("users", Context::Users, &[Do(Action::Down)]),
    stop(
        "users_filtered",
        Context::Users,
        &[Do(Action::Filter), Type("is:multiple chen | arjun<enter>")],
    ),
    stop("users_marked", Context::Users, &[Do(Action::Mark), Do(Action::Down), Do(Action::Mark)]),
    stop("companies", Context::Companies, &[Do(Action::FocusCompanies), Do(Action::Down)]),
    stop("matrix", Context::Matrix, &[Do(Action::FocusMatrix), Do(Action::Down)]),
    stop(
        "message",
        Context::Matrix,
        &[Do(Action::FocusMatrix), Do(Action::Down), Do(Action::Toggle)],
    ),
    stop("matches", Context::Matches, &[Do(Action::Jump), Type("arjun<enter>")]),
    stop(
        "messages",
        Context::Reading,
        &[
            Do(Action::FocusMatrix),
            Do(Action::Down),
            Do(Action::Toggle),
            Do(Action::Undo),
            Do(Action::Messages),
        ],
    ),
    stop("help_keys", Context::HelpKeys, &[Do(Action::Help)]),
    stop("legend", Context::Help, &[Do(Action::Legend)]),
    stop("help", Context::Help, &[Do(Action::Help), Do(Action::Help)]),
    stop(
        "hidden",
        Context::Hidden,
        &[
            Do(Action::Down),
            Do(Action::Mark),
            Do(Action::Down),
            Do(Action::Mark),
            Do(Action::Filter),
            Type("padma<enter>"),
            Do(Action::GrantSelection),
        ],
    ),
    stop("preview", Context::Preview, &[Do(Action::MarkAll), Do(Action::GrantSelection)]),
    stop("leave", Context::Preview, &[Do(Action::Down), Do(Action::Leave)]),
    stop("progress", Context::Progress, &[Work]),
    stop("filter", Context::Filter, &[Do(Action::Filter)]),
    stop("filter_values", Context::Filter, &[Do(Action::Filter), Type("is:")]),
    stop("sort", Context::Sort, &[Do(Action::Sort)]),
    stop("columns", Context::Columns, &[Do(Action::Columns)]),
    stop("form", Context::Form, &[Do(Action::Down), Do(Action::EditThis)]),
    stop(
        "form_list",
        Context::Form,
        &[
            Do(Action::New),
            Do(Action::NextField),
            Do(Action::NextField),
            Do(Action::NextField),
            Do(Action::NextField),
        ],
    ),
    stop("delete", Context::Delete, &[Do(Action::Down), Do(Action::Delete)]),
    stop(
        "history",
        Context::History,
        &[Do(Action::FocusMatrix), Do(Action::Down), Do(Action::Toggle), Do(Action::History)],
    ),
    stop(
        "history_by_user",
        Context::HistoryByUser,
        &[
            Do(Action::FocusMatrix),
            Do(Action::Down),
            Do(Action::Toggle),
            Do(Action::History),
            Do(Action::ByUser),
        ],
    ),
    stop(
        "history_filter",
        Context::HistoryFilter,
        &[
            Do(Action::FocusMatrix),
            Do(Action::Down),
            Do(Action::Toggle),
            Do(Action::History),
            Do(Action::Filter),
        ],
    ),
    stop(
        "undo",
        Context::Undo,
        &[
            Do(Action::FocusMatrix),
            Do(Action::Down),
            Do(Action::Toggle),
            Do(Action::History),
            Do(Action::UndoThis),
        ],
    ),
    stop("why", Context::Why, &[Do(Action::Down), Do(Action::Why)]),
    stop("user", Context::Why, &[Do(Action::Down), Do(Action::Card)]),
    stop("who", Context::Who, &[Do(Action::FocusCompanies), Do(Action::Who)]),
    stop(
        "who_filter",
        Context::WhoFilter,
        &[Do(Action::FocusCompanies), Do(Action::Who), Do(Action::Filter), Type("role:manager")],
    ),
    stop("help_dialog", Context::HelpKeys, &[Do(Action::History), Do(Action::Help)]),
    stop("pasted", Context::Pasted, &[Paste("superadmin\nYAN.CHEN\nnobody.here\n")]),
    stop("copy", Context::Copy, &[Do(Action::Down), Do(Action::Copy)]),
    stop("saved_filters", Context::SavedFilters, &[Do(Action::SavedFilters)]),
    stop(
        "filter_name",
        Context::FilterName,
        &[Do(Action::Filter), Type("n:0<enter>"), Do(Action::SaveFilter)],
    ),
    stop("jump", Context::Jump, &[Do(Action::Jump), Type("arjun")]),
    stop("palette", Context::Palette, &[Do(Action::Palette)]),
    stop("rules", Context::Rules, &[Do(Action::Rules)]),
    stop("policy", Context::Policy, &[Do(Action::Rules), Do(Action::NextPane)]),
    stop("statistics", Context::Statistics, &[Do(Action::Statistics)]),
    stop("findings", Context::Findings, &[Do(Action::Findings)]),
    stop("export", Context::File, &[Do(Action::Export)]),
    stop("import", Context::File, &[Do(Action::Import)]),
    stop("replace", Context::Replace, &[Do(Action::Export), File("a.csv", ""), Type("<enter>")]),
    stop(
        "problems",
        Context::Problems,
        &[Do(Action::Import), File("b.csv", GRANTS), Type("<enter>")],
    ),
];

/// Leaves out the folder of the test, which differs from run to run.
fn hide_folder(console: &mut Harness) {
    let folder = console.db.path().with_file_name("").display().to_string();
    if let Some(dialog) = console.dialogs.find_mut::<ReplaceDialog>() {
        dialog.plan.path = dialog.plan.path.replace(&folder, "");
    }
    if let Some(dialog) = console.dialogs.find_mut::<ProblemsDialog>() {
        dialog.file = dialog.file.replace(&folder, "");
    }
}

/// Goes a way, with the keys that the console has.
#[track_caller]
pub(super) fn go(mut console: Harness, way: &TourStop) -> Harness {
    let text = "is:active n:0".to_owned();
    let saved = SavedFilter { axis: Axis::Users, name: "without access".into(), text };
    console.state.settings.filters = vec![saved];
    for step in way.steps {
        console = match step {
            Do(action) => console.act(*action),
            Type(keys) => console.keys(keys),
            Paste(text) => console.pastes(text),
            File(name, text) => {
                let path = console.db.path().with_file_name(name);
                fs::write(path, text).expect("a file");
                super::files::named(console, name)
            }
            Work => {
                progress::open(&mut console, JobKind::Commit, "Granting");
                progress::advance(&mut console, JobKind::Commit, (1_200, 4_000, 300));
                console
            }
        };
    }
    hide_folder(&mut console);
    let context = if console.is_stepping() { Context::Matches } else { console.context() };
    assert_eq!(context, way.context, "{}: {}", way.name, console.screen());
    console
}

#[test]
fn a_way_leads_to_every_context() {
    for context in Context::ALL {
        assert!(STOPS.iter().any(|way| way.context == context), "{context:?}");
    }
}
