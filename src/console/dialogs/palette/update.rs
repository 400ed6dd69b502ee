//! Handles the command palette: selects a line, and performs it in the pane below.

use super::PaletteDialog;
use super::entry::{ElsewhereAction, ElsewhereContext, PaletteEntry, PaletteTarget};
use crate::console::dialogs::{history, jump, policy, saved_filters, sort};
use crate::console::effect::Effect;
use crate::console::found_name::FoundName;
use crate::console::frame::Console;
use crate::console::job::Job;
use crate::console::keymap::Action;
use crate::console::request::Request;
use crate::console::state::{Notice, Tone};

/// Opens the palette for the focused pane.
pub(crate) fn open(console: &mut Console) {
    let dialog = PaletteDialog::new(console.state.focus.into(), &console.state);
    console.dialogs.open(dialog);
}

/// Handles the keys of the palette.
pub(super) fn act(console: &mut Console, action: Action, effects: &mut Vec<Effect>) {
    let screen = console.state.screen();
    let Some(palette) = console.dialogs.top_as_mut::<PaletteDialog>() else {
        return;
    };
    let rows = screen.dialog_rows_of(palette.seen);
    let len = palette.found.len();
    if palette.cursor.act(action, rows, len) {
        try_theme(console);
        return;
    }
    match action {
        Action::Accept if len > 0 => accept(console, effects),
        Action::Accept => palette.wants_first = !palette.is_answered(),
        _ => {
            console.state.themes.tried = None;
            console.dialogs.close();
        }
    }
}

/// Performs the selected line.
fn accept(console: &mut Console, effects: &mut Vec<Effect>) {
    let Some(palette) = console.dialogs.close_top::<PaletteDialog>() else {
        return;
    };
    console.state.themes.tried = None;
    let Some(chosen) = palette.chosen() else {
        return;
    };
    if let Some(name) = chosen.name() {
        console.state.recent.add(name);
    }
    match &chosen.target {
        PaletteTarget::Action(binding) => console.requests.push(Request::Perform(binding.action)),
        PaletteTarget::Elsewhere(action) => perform_elsewhere(console, *action),
        PaletteTarget::LostLately => history::open_by_user(console, "lost: since:7d", effects),
        PaletteTarget::GainedLately => history::open_by_user(console, "gained: since:7d", effects),
        PaletteTarget::Policy => policy::open(console),
        PaletteTarget::Filter(filter) => saved_filters::show(console, filter, effects),
        PaletteTarget::Sort(axis, by) => sort::sort_by(console, *axis, *by, effects),
        PaletteTarget::Theme(name) => {
            console.state.themes.choose(name);
            let file = console.state.settings.config_file();
            let text = format!(
                "theme {name} until you quit · theme = \"{name}\" in {file} makes it yours"
            );
            console.state.notice = Some(Notice::new(Tone::Info, text));
        }
        PaletteTarget::Name(_) => {
            // One key then leads to the other matches.
            let is_name = |entry: &&PaletteEntry| matches!(entry.target, PaletteTarget::Name(_));
            let at = palette.found[..palette.cursor.chosen].iter().filter(is_name).count();
            let names = palette.found.iter().filter_map(|entry| match &entry.target {
                PaletteTarget::Name(found) => Some(found.clone()),
                _ => None,
            });
            jump::go_to(console, names.collect(), at, effects);
        }
    }
}

/// Performs an action of another context, or goes there and names its key.
fn perform_elsewhere(console: &mut Console, chosen: ElsewhereAction) {
    let ElsewhereAction { binding, within } = chosen;
    let key = chosen.key(&console.state.settings.keys);
    let text = format!("{key} here: {}", binding.does);
    match within {
        ElsewhereContext::Pane(..) if chosen.is_done_at_once() => {
            console.requests.push(Request::Perform(binding.action));
        }
        ElsewhereContext::Pane(pane, _) => {
            console.state.focus = pane;
            console.state.notice = Some(Notice::new(Tone::Info, text));
        }
        ElsewhereContext::Dialog(context, opens) => {
            console.requests.push(Request::Perform(opens));
            // Before an action that changes something, its context is shown.
            console.requests.push(if chosen.is_done_at_once() {
                Request::PerformIn(context, binding.action, text)
            } else {
                Request::ShowMessage(text)
            });
        }
    }
}

/// Must be called after the text has changed: selects the first line again, and requests
/// users.
pub(super) fn typed(console: &mut Console, effects: &mut Vec<Effect>) {
    let Some(palette) = console.dialogs.top_as_mut::<PaletteDialog>() else {
        return;
    };
    palette.find(&console.state);
    if palette.searches_names() {
        effects.push(Effect::Start(Job::Jump { typed: palette.text().to_owned() }));
    }
    try_theme(console);
}

/// The worker has found users; a result for an older text is dropped.
pub(crate) fn found(
    console: &mut Console,
    typed: String,
    users: Vec<FoundName>,
    effects: &mut Vec<Effect>,
) {
    let Some(palette) = console.dialogs.top_as_mut::<PaletteDialog>() else {
        return;
    };
    if palette.text() != typed {
        return;
    }
    palette.add_users(typed, users);
    if std::mem::take(&mut palette.wants_first) && !palette.found.is_empty() {
        accept(console, effects);
    }
}

/// Draws with the selected theme for as long as it is selected.
fn try_theme(console: &mut Console) {
    let palette = console.dialogs.top_as::<PaletteDialog>();
    let theme = palette.and_then(|palette| palette.chosen()?.theme());
    console.state.themes.tried = theme.map(str::to_owned);
}
