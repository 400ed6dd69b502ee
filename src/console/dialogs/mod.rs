//! Dialogs: values on a stack, the top one answers first. Each dialog is one
//! module with its state, keys, drawing and answers; [`DialogPart`] is what the
//! rest of the console knows of it. A new dialog is a module and a line in
//! [`Dialog`].

mod cursor;
pub(crate) mod delete;
mod draw;
pub(crate) mod entity_import;
pub(crate) mod file;
pub(crate) mod filter;
pub(crate) mod findings;
pub(crate) mod form;
pub(crate) mod help;
pub(crate) mod hidden;
pub(crate) mod history;
mod keys;
pub(crate) mod list;
pub(crate) mod palette;
pub(crate) mod policy;
pub(crate) mod preview;
mod problems;
pub(crate) mod progress;
pub(crate) mod replace;
pub(crate) mod rules;
pub(crate) mod sort;
mod stack;
pub(crate) mod statistics;
pub(crate) mod undo;
pub(crate) mod who;
pub(crate) mod why;
mod wrapped;

pub(crate) use draw::{draw_all, has_foot};
pub(crate) use keys::{act, insert, typed};
pub(crate) use stack::Dialogs;
pub(crate) use wrapped::Wrapped;

use std::fmt::Debug;

use tui_input::{Input, InputRequest};

use crate::console::effect::Effect;
use crate::console::geometry::ScreenLayout;
use crate::console::keymap::{Action, Context};
use crate::console::state::State;
use crate::console::view::Painter;
use draw::Foot;

/// What an action does while the dialog is on top.
type OnAction = fn(&mut State, Action, &mut Vec<Effect>);

/// What a change of the dialog's text does beyond the field itself.
type OnText = fn(&mut State, &mut Vec<Effect>);

/// What the dialog does when another program changed the database.
type OnExternalChange = fn(&mut State, &mut Vec<Effect>);

/// What the console knows of a dialog.
pub(crate) trait DialogPart: Debug {
    /// The context of its keys in the key table.
    fn context(&self) -> Context;

    /// What its keys do.
    fn on_action(&self) -> OnAction;

    /// Draws everything but the keys. `rows` is the number of lines of its list
    /// that are visible. Returns where the keys go, if they go into the dialog.
    fn draw(
        &self,
        painter: &mut Painter<'_>,
        state: &State,
        screen: &ScreenLayout,
        rows: usize,
    ) -> Option<Foot>;

    /// The lines of its list.
    fn list_len(&self) -> usize {
        0
    }

    /// The lines above its list.
    fn head(&self) -> usize {
        0
    }

    /// The first visible line of its list, if the list scrolls.
    fn top_mut(&mut self) -> Option<&mut usize> {
        None
    }

    /// Wraps its lines to a width in columns.
    fn wrap(&mut self, _columns: usize) {}

    /// The field that typed and pasted text goes to.
    fn field_mut(&mut self) -> Option<&mut Input> {
        None
    }

    /// Applies an editing key to the field. False without a field.
    fn edit(&mut self, request: InputRequest) -> bool {
        self.field_mut().map(|field| field.handle(request)).is_some()
    }

    /// Inserts pasted text into the field. False without a field.
    fn paste(&mut self, text: &str) -> bool {
        self.field_mut().map(|field| *field = keys::with(field, text)).is_some()
    }

    /// What follows after its text changed.
    fn on_text(&self) -> Option<OnText> {
        None
    }

    /// Whether its keys are shown in the dialog, rather than in the line of
    /// hints.
    fn has_foot(&self) -> bool {
        true
    }

    /// Whether it fills the height of the screen, so that it is drawn below
    /// other dialogs too.
    fn is_tall(&self) -> bool {
        false
    }

    /// The word for a key in the hints; none where the key would do nothing.
    fn hint(&self, _state: &State, _action: Action, usual: &'static str) -> Option<&'static str> {
        Some(usual)
    }

    /// The arrow keys that do something besides scrolling, with a word for them.
    fn arrows(&self) -> Option<(&'static [Action], &'static str)> {
        None
    }

    /// What it does when another program changed the database, if it shows an
    /// effect that was calculated from it.
    fn on_external_change(&self) -> Option<OnExternalChange> {
        None
    }
}

/// The arrow keys of a list.
const UP_AND_DOWN: &[Action] = &[Action::Up, Action::Down];

/// Declares the dialogs: an enum with one variant each, and its parts.
macro_rules! dialogs {
    ($($name:ident: $dialog:ty,)+) => {
        /// An open dialog.
        #[derive(Debug)]
        pub(crate) enum Dialog {
            $($name(Box<$dialog>),)+
        }

        impl Dialog {
            /// The lines of its list that are seen at once, below what is above the list.
            pub(crate) fn rows(&self, screen: &ScreenLayout) -> usize {
                let above = self.part().head();
                screen.dialog_rows_of(self.part().list_len() + above).saturating_sub(above)
            }

            pub(crate) fn part(&self) -> &dyn DialogPart {
                match self {
                    $(Self::$name(dialog) => &**dialog,)+
                }
            }

            pub(crate) fn part_mut(&mut self) -> &mut dyn DialogPart {
                match self {
                    $(Self::$name(dialog) => &mut **dialog,)+
                }
            }
        }

        $(impl From<$dialog> for Dialog {
            fn from(dialog: $dialog) -> Self {
                Self::$name(Box::new(dialog))
            }
        })+
    };
}

dialogs! {
    Help: help::HelpDialog,
    List: list::ListDialog,
    Hidden: hidden::HiddenDialog,
    Preview: preview::PreviewDialog,
    Progress: progress::ProgressDialog,
    Filter: filter::FilterDialog,
    Sort: sort::SortDialog,
    Form: form::FormDialog,
    Delete: delete::DeleteDialog,
    History: history::HistoryDialog,
    Undo: undo::UndoDialog,
    Who: who::WhoDialog,
    Why: why::WhyDialog,
    Palette: palette::PaletteDialog,
    File: file::FileDialog,
    Replace: replace::ReplaceDialog,
    Problems: problems::ProblemsDialog,
    EntityImport: entity_import::EntityImportDialog,
    Rules: rules::RulesDialog,
    Policy: policy::PolicyDialog,
    Findings: findings::FindingsDialog,
    Statistics: statistics::StatisticsDialog,
}
