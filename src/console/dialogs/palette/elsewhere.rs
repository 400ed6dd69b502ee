//! What the palette offers beyond the keys of the pane: actions of other panes, and of the
//! dialogs that the panes open. A harmless action is performed; for any other, the palette
//! only goes there and names its key.

use super::entry::{ElsewhereAction, ElsewhereContext, PaletteEntry, PaletteTarget};
use crate::console::keymap::{Action, ActionKind, BINDINGS, Context, Keymap};
use crate::console::pane::Pane;

/// Dialogs with keys of their own, each with the action of the panes that opens it.
const OPENED: &[(Context, Action)] = &[
    (Context::History, Action::History),
    (Context::Why, Action::Why),
    (Context::Who, Action::Who),
    (Context::Rules, Action::Rules),
    (Context::Statistics, Action::Statistics),
    (Context::SavedFilters, Action::SavedFilters),
];

/// The lines of other contexts, for a palette of this pane.
pub(super) fn entries(pane: Context, keys: &Keymap) -> Vec<PaletteEntry> {
    let has = |context: Context, action: Action| {
        BINDINGS.iter().any(|it| it.action == action && it.contexts.contains(&context))
    };
    let panes = Pane::ALL.into_iter().map(|it| (ElsewhereContext::Pane(it, it.into()), it.into()));
    let dialogs = OPENED
        .iter()
        .map(|(context, opens)| (ElsewhereContext::Dialog(*context, *opens), *context));
    let mut found: Vec<ElsewhereAction> = Vec::new();
    for (within, context) in panes.chain(dialogs) {
        for binding in BINDINGS.iter().filter(|it| it.contexts.contains(&context)) {
            let action = binding.action;
            // In the history, the filter is that of the history, not that of the lists.
            let is_own = context == Context::History && action == Action::Filter;
            let is_known = has(pane, action) && !is_own
                || found.iter().any(|it| it.binding.action == action)
                || action == Action::Accept
                || action == Action::Close
                || action.kind() == ActionKind::Moves;
            if !is_known && !keys.shown(context, binding).is_empty() {
                found.push(ElsewhereAction { binding, within });
            }
        }
    }
    found.into_iter().map(|it| of_action(it, pane, keys)).collect()
}

fn of_action(action: ElsewhereAction, pane: Context, keys: &Keymap) -> PaletteEntry {
    let key = action.key(keys);
    let note = match action.within {
        ElsewhereContext::Pane(_, context) => format!("{key} in {}", context.name()),
        ElsewhereContext::Dialog(_, opens) => format!("{} {key}", keys.key_of(pane, opens)),
    };
    let entry = PaletteEntry::of_action(action.binding, note);
    PaletteEntry { target: PaletteTarget::Elsewhere(action), ..entry }
}
