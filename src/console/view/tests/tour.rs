//! A way to every screen and dialog, by the actions of its keys, so that it leads there with any
//! keys.

use std::fs;

use crate::console::config::SavedFilter;
use crate::console::dialogs::progress;
use crate::console::harness::Harness;
use crate::console::job::JobKind;
use crate::console::keymap::{Action, Context};
use crate::filter::Axis;

/// A step on a way.
pub(super) enum Step {
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

use Step::{Do, File, Paste, Type, Work};

/// A screen or dialog, with the steps that lead there from the Users pane.
pub(super) struct Way {
    pub(super) name: &'static str,
    pub(super) context: Context,
    pub(super) steps: &'static [Step],
}

const fn way(name: &'static str, context: Context, steps: &'static [Step]) -> Way {
    Way { name, context, steps }
}

const GRANTS: &str = "username,company\nyan.chen,NYC\nnobody,LA\n";

/// Every context of the key table, some of them in several states.
pub(super) const WAYS: &[Way] = &[
    way("users", Context::Users, &[Do(Action::Down)]),
    way(
        "users_filtered",
        Context::Users,
        &[Do(Action::Filter), Type("is:multiple chen | arjun<enter>")],
    ),
    way("users_marked", Context::Users, &[Do(Action::Mark), Do(Action::Down), Do(Action::Mark)]),
    way("companies", Context::Companies, &[Do(Action::FocusCompanies), Do(Action::Down)]),
    way("matrix", Context::Matrix, &[Do(Action::FocusMatrix), Do(Action::Down)]),
    way(
        "message",
        Context::Matrix,
        &[Do(Action::FocusMatrix), Do(Action::Down), Do(Action::Toggle)],
    ),
    way("matches", Context::Matches, &[Do(Action::Jump), Type("arjun<enter>")]),
    way(
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
    way("help_keys", Context::HelpKeys, &[Do(Action::Help)]),
    way("legend", Context::Help, &[Do(Action::Legend)]),
    way("help", Context::Help, &[Do(Action::Help), Do(Action::Help)]),
    way(
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
    way("preview", Context::Preview, &[Do(Action::MarkAll), Do(Action::GrantSelection)]),
    way("leave", Context::Preview, &[Do(Action::Down), Do(Action::Leave)]),
    way("progress", Context::Progress, &[Work]),
    way("filter", Context::Filter, &[Do(Action::Filter)]),
    way("filter_values", Context::Filter, &[Do(Action::Filter), Type("is:")]),
    way("sort", Context::Sort, &[Do(Action::Sort)]),
    way("columns", Context::Columns, &[Do(Action::Columns)]),
    way("form", Context::Form, &[Do(Action::Down), Do(Action::EditThis)]),
    way(
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
    way("delete", Context::Delete, &[Do(Action::Down), Do(Action::Delete)]),
    way(
        "history",
        Context::History,
        &[Do(Action::FocusMatrix), Do(Action::Down), Do(Action::Toggle), Do(Action::History)],
    ),
    way(
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
    way(
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
    way(
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
    way("why", Context::Why, &[Do(Action::Down), Do(Action::Why)]),
    way("user", Context::Why, &[Do(Action::Down), Do(Action::Card)]),
    way("who", Context::Who, &[Do(Action::FocusCompanies), Do(Action::Who)]),
    way("pasted", Context::Pasted, &[Paste("superadmin\nYAN.CHEN\nnobody.here\n")]),
    way("copy", Context::Copy, &[Do(Action::Down), Do(Action::Copy)]),
    way("saved_filters", Context::SavedFilters, &[Do(Action::SavedFilters)]),
    way(
        "filter_name",
        Context::FilterName,
        &[Do(Action::Filter), Type("n:0<enter>"), Do(Action::SaveFilter)],
    ),
    way("jump", Context::Jump, &[Do(Action::Jump), Type("arjun")]),
    way("palette", Context::Palette, &[Do(Action::Palette)]),
    way("rules", Context::Rules, &[Do(Action::Rules)]),
    way("policy", Context::Policy, &[Do(Action::Rules), Do(Action::NextPane)]),
    way("statistics", Context::Statistics, &[Do(Action::Statistics)]),
    way("findings", Context::Findings, &[Do(Action::Findings)]),
    way("export", Context::File, &[Do(Action::Export)]),
    way("import", Context::File, &[Do(Action::Import)]),
    way("replace", Context::Replace, &[Do(Action::Export), File("a.csv", ""), Type("<enter>")]),
    way(
        "problems",
        Context::Problems,
        &[Do(Action::Import), File("b.csv", GRANTS), Type("<enter>")],
    ),
];

/// Whether a screen shows the folder of the test, so that it differs from run to run.
pub(super) fn names_a_folder(way: &Way) -> bool {
    way.steps.iter().any(|step| matches!(step, File(..)))
}

/// Goes a way, with the keys that the console has.
#[track_caller]
pub(super) fn go(mut console: Harness, way: &Way) -> Harness {
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
    let context = if console.is_stepping() { Context::Matches } else { console.context() };
    assert_eq!(context, way.context, "{}: {}", way.name, console.screen());
    console
}

#[test]
fn a_way_leads_to_every_context() {
    for context in Context::ALL {
        assert!(WAYS.iter().any(|way| way.context == context), "{context:?}");
    }
}
