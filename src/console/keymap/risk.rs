//! Which keys may change something, now or with the next key: those that must
//! never be pressed by a paste, and never without their dialog being seen.

use super::super::key::Key;
use super::actions::{Action, Context};
use super::own_keys::Keymap;

impl Keymap {
    /// Whether a key changes data or marks, begins or confirms a change, or ends
    /// the session; also as one of several that are pressed one after the other.
    pub(crate) fn is_risky(&self, context: Context, key: Key) -> bool {
        self.actions_with(context, key).any(|action| writes(context, action))
    }

    /// Whether a key moves the cursor or the focus wherever it has a meaning in the
    /// panes.
    pub(crate) fn only_moves(&self, key: Key) -> bool {
        let panes = [Context::Users, Context::Companies, Context::Matrix];
        let mut meanings = panes.into_iter().flat_map(|it| self.actions_with(it, key)).peekable();
        meanings.peek().is_some()
            && meanings.all(|action| {
                moves(action)
                    || matches!(
                        action,
                        Action::FocusUsers | Action::FocusCompanies | Action::FocusMatrix
                    )
            })
    }
}

/// Whether an action of a context changes something or begins or confirms a change.
pub(crate) fn writes(context: Context, action: Action) -> bool {
    match action {
        _ if moves(action) => false,
        Action::FocusUsers
        | Action::FocusCompanies
        | Action::FocusMatrix
        | Action::NextPane
        | Action::PreviousPane
        | Action::Zoom
        | Action::SwitchView
        | Action::Card
        | Action::Who
        | Action::Rules
        | Action::NextField
        | Action::PreviousField
        | Action::Filter
        | Action::Jump
        | Action::SavedFilters
        | Action::Sort
        | Action::Complete
        | Action::Older
        | Action::Newer
        | Action::History
        | Action::OnlyCell
        | Action::Why
        | Action::AllCompanies
        | Action::Statistics
        | Action::Findings
        | Action::WithoutCompany
        | Action::Messages
        | Action::Help
        | Action::Palette
        | Action::Redraw
        | Action::Reload
        | Action::Suspend
        | Action::Interrupt
        | Action::Close => false,
        Action::Accept => !matches!(
            context,
            Context::Filter
                | Context::HistoryFilter
                | Context::Sort
                | Context::History
                | Context::Statistics
                | Context::Findings
                | Context::Reading
                | Context::Help
                | Context::Jump
                | Context::SavedFilters
        ),
        _ => true,
    }
}

/// Whether an action is about the user or company under the cursor, or about
/// those that are shown: what it does depends on a list that is on its way.
pub(crate) fn takes_target(action: Action) -> bool {
    matches!(
        action,
        Action::Toggle
            | Action::Mark
            | Action::Range
            | Action::MarkAll
            | Action::Invert
            | Action::GrantSelection
            | Action::RevokeSelection
            | Action::SetSelection
            | Action::GrantShown
            | Action::Take
            | Action::Give
            | Action::GiveOnly
            | Action::Populate
            | Action::EditThis
            | Action::Delete
            | Action::Why
            | Action::Card
            | Action::Who
            | Action::Export
    )
}

/// Whether an action moves up and down, as in a list.
pub(crate) fn moves_in_list(action: Action) -> bool {
    matches!(
        action,
        Action::Up
            | Action::Down
            | Action::PageUp
            | Action::PageDown
            | Action::HalfPageUp
            | Action::HalfPageDown
            | Action::First
            | Action::Last
    )
}

/// Whether an action moves the cursor.
pub(crate) fn moves(action: Action) -> bool {
    matches!(
        action,
        Action::Up
            | Action::Down
            | Action::Left
            | Action::Right
            | Action::PageUp
            | Action::PageDown
            | Action::HalfPageUp
            | Action::HalfPageDown
            | Action::First
            | Action::Last
            | Action::PageLeft
            | Action::PageRight
            | Action::FirstColumn
            | Action::LastColumn
            | Action::NextMatch
            | Action::PreviousMatch
    )
}
