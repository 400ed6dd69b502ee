//! The console as a whole: the state of the panes, and the stack of dialogs above them.
//! Dialogs are used here only through the trait [`DialogPart`]; the modules that open them
//! know which dialogs there are.

use std::any::Any;
use std::fmt::Debug;

use tui_input::{Input, InputRequest};

use super::dialogs::outline::Footer;
use super::dialogs::text_field::{self, SelectedInput};
use super::effect::Effect;
use super::geometry::ScreenLayout;
use super::job::JobKind;
use super::key::Key;
use super::keymap::{Action, Context, Meaning};
use super::request::Request;
use super::state::State;
use super::view::Painter;

/// What `update` changes and `view` draws.
#[derive(Debug)]
pub(crate) struct Console {
    pub(crate) state: State,
    /// The open dialogs; the top one handles keys first.
    pub(crate) dialogs: Dialogs,
    /// What dialogs ask `update` to do, which knows all dialogs.
    pub(crate) requests: Vec<Request>,
}

impl Console {
    /// The panes, without a dialog above them.
    pub(crate) fn new(state: State) -> Self {
        Self { state, dialogs: Dialogs::default(), requests: Vec::new() }
    }

    /// The context of the top dialog, otherwise that of the pane.
    pub(crate) fn context(&self) -> Context {
        self.dialogs.top().map_or(self.state.focus.into(), DialogPart::context)
    }

    /// Whether the cursor has jumped to a match, and some keys of the pane lead from match to
    /// match until the jump is ended.
    pub(crate) fn is_stepping(&self) -> bool {
        self.dialogs.is_empty() && self.state.matches.is_stepping
    }

    /// The context that gives these keys their meaning.
    pub(crate) fn context_of(&self, pressed: &[Key]) -> Context {
        let steps = || self.state.settings.keys.meaning(Context::Matches, pressed);
        let leads_on = self.is_stepping() && steps() != Meaning::Nothing;
        if leads_on { Context::Matches } else { self.context() }
    }

    /// The layout of the screen.
    pub(crate) fn screen(&self) -> ScreenLayout {
        self.state.screen()
    }

    /// Calls the handler of each open dialog that has one, the lowest dialog first.
    pub(crate) fn notify_each(
        &mut self,
        handler: impl Fn(&dyn DialogPart) -> Option<OnChange>,
        effects: &mut Vec<Effect>,
    ) {
        let changes: Vec<OnChange> = self.dialogs.iter().filter_map(handler).collect();
        for change in changes {
            change(self, effects);
        }
    }
}

/// A function that performs an action of the dialog on top.
pub(crate) type OnAction = fn(&mut Console, Action, &mut Vec<Effect>);

/// A function that reacts to something that happened to the dialog.
pub(crate) type OnChange = fn(&mut Console, &mut Vec<Effect>);

/// A line of text that is typed in the message line rather than in a dialog.
#[derive(Clone, Debug)]
pub(crate) struct TypedLine<'a> {
    pub(crate) label: &'static str,
    pub(crate) input: &'a SelectedInput,
    /// The error in it, if any.
    pub(crate) error: Option<&'a str>,
    /// The index of the first wrong character, if known.
    pub(crate) error_at: Option<usize>,
    /// An example of what can be typed, shown while the line is empty.
    pub(crate) example: String,
    /// Columns on each side of the example.
    pub(crate) gap: u16,
}

/// How a dialog reacts if another program changed the database.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ExternalChange {
    /// Calculates again what the dialog shows.
    pub(crate) recalculate: OnChange,
    /// The message if it is not calculated again, because doing so at each write of another
    /// program would take too long; `None` if it always is.
    pub(crate) outdated: Option<&'static str>,
}

impl ExternalChange {
    /// For a dialog whose confirmation checks everything again.
    pub(crate) fn checked_again(recalculate: OnChange) -> Self {
        let outdated =
            "the database changed in the meantime; this is checked again before it is applied";
        Self { recalculate, outdated: Some(outdated) }
    }
}

/// A dialog, as the console uses it.
pub(crate) trait DialogPart: Any + Debug {
    /// The context of its keys in the key table.
    fn context(&self) -> Context;

    /// The function that performs its actions.
    fn on_action(&self) -> OnAction;

    /// Draws everything but the keys. `rows` is the number of lines of its list
    /// that are visible. Returns the footer for the key hints, if the dialog has one.
    fn draw(
        &self,
        painter: &mut Painter<'_>,
        state: &State,
        screen: &ScreenLayout,
        rows: usize,
    ) -> Option<Footer>;

    /// Whether keys wait until the dialog has received what it asked for.
    fn holds_keys(&self) -> bool {
        false
    }

    /// The number of lines in its list.
    fn list_len(&self) -> usize {
        0
    }

    /// The number of lines above its list.
    fn head(&self) -> usize {
        0
    }

    /// The first visible line of its list, if the list scrolls.
    fn top_mut(&mut self) -> Option<&mut usize> {
        None
    }

    /// Adapts it to the screen and to the state of the panes; called after every message.
    fn settle(&mut self, _state: &State) {}

    /// The field that receives typed and pasted text.
    fn field_mut(&mut self) -> Option<&mut Input> {
        None
    }

    /// Applies an editing key to the field. Returns false without a field.
    fn edit(&mut self, request: InputRequest) -> bool {
        self.field_mut().map(|field| field.handle(request)).is_some()
    }

    /// Inserts pasted text into the field. Returns false without a field.
    fn paste(&mut self, text: &str) -> bool {
        self.field_mut().map(|field| *field = text_field::with(field, text)).is_some()
    }

    /// Called after its text has changed.
    fn on_text(&self) -> Option<OnChange> {
        None
    }

    /// The typed line, if its text is typed in the message line.
    fn line(&self) -> Option<TypedLine<'_>> {
        None
    }

    /// Whether the panes below lose the focus.
    fn covers_panes(&self) -> bool {
        true
    }

    /// Whether its key hints are in its own footer, rather than in the message line.
    fn has_footer(&self) -> bool {
        true
    }

    /// Whether it fills the height of the screen and is therefore drawn below other dialogs
    /// too.
    fn is_tall(&self) -> bool {
        false
    }

    /// The word for a key in the hints; `None` if the key would do nothing.
    fn hint(&self, _state: &State, _action: Action, usual: &'static str) -> Option<&'static str> {
        Some(usual)
    }

    /// The arrow keys that do something other than scrolling, with a word for them.
    fn arrows(&self) -> Option<(&'static [Action], &'static str)> {
        None
    }

    /// The job whose progress it shows, and whether the operator cancelled it.
    fn job(&self) -> Option<(JobKind, bool)> {
        None
    }

    /// Called after the lists were read again, wherever the dialog is in the stack.
    fn on_reload(&self) -> Option<OnChange> {
        None
    }

    /// Called after this console wrote, wherever the dialog is in the stack.
    fn on_write(&self) -> Option<OnChange> {
        None
    }

    /// Called after another program wrote, wherever the dialog is in the stack.
    fn on_external_write(&self) -> Option<OnChange> {
        None
    }

    /// How it reacts if another program changed the database while it is on top. `None` if it
    /// shows nothing that was calculated from the database.
    fn on_external_change(&self) -> Option<ExternalChange> {
        None
    }
}

impl dyn DialogPart {
    /// The number of visible lines of its list.
    pub(crate) fn rows(&self, screen: &ScreenLayout) -> usize {
        let above = self.head();
        screen.dialog_rows_of(self.list_len() + above).saturating_sub(above)
    }

    /// The dialog, if it is of this type.
    pub(crate) fn downcast<D: DialogPart>(&self) -> Option<&D> {
        (self as &dyn Any).downcast_ref()
    }

    fn downcast_mut<D: DialogPart>(&mut self) -> Option<&mut D> {
        (self as &mut dyn Any).downcast_mut()
    }
}

/// The stack of open dialogs. It counts what was opened, so that keys pressed before a dialog
/// was drawn can be recognized.
#[derive(Debug, Default)]
pub(crate) struct Dialogs {
    stack: Vec<Box<dyn DialogPart>>,
    opened: u64,
}

impl Dialogs {
    /// Opens a dialog above the others.
    pub(crate) fn open(&mut self, dialog: impl DialogPart) {
        self.stack.push(Box::new(dialog));
        self.opened += 1;
    }

    /// Must be called when the top dialog shows something that needs a new decision.
    pub(crate) fn renewed(&mut self) {
        self.opened += 1;
    }

    /// A number that changes whenever a dialog is opened or renewed.
    pub(crate) fn opened(&self) -> u64 {
        self.opened
    }

    /// A value that changes whenever a dialog is opened, renewed or closed.
    pub(crate) fn stamp(&self) -> (u64, usize) {
        (self.opened, self.stack.len())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.stack.is_empty()
    }

    /// The number of open dialogs.
    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.stack.len()
    }

    pub(crate) fn top(&self) -> Option<&dyn DialogPart> {
        self.stack.last().map(|dialog| &**dialog)
    }

    pub(crate) fn top_mut(&mut self) -> Option<&mut dyn DialogPart> {
        self.stack.last_mut().map(|dialog| &mut **dialog)
    }

    /// The top dialog, if it is of this type.
    pub(crate) fn top_as<D: DialogPart>(&self) -> Option<&D> {
        self.top()?.downcast()
    }

    /// The same, mutable.
    pub(crate) fn top_as_mut<D: DialogPart>(&mut self) -> Option<&mut D> {
        self.top_mut()?.downcast_mut()
    }

    /// Closes the top dialog.
    pub(crate) fn close(&mut self) {
        self.stack.pop();
    }

    /// Closes the top dialog and returns it, if it is of this type.
    pub(crate) fn close_top<D: DialogPart>(&mut self) -> Option<D> {
        self.top_as::<D>()?;
        let dialog: Box<dyn Any> = self.stack.pop()?;
        dialog.downcast().ok().map(|dialog| *dialog)
    }

    /// Those below the top one, the lowest first.
    pub(crate) fn below_top(&self) -> impl Iterator<Item = &dyn DialogPart> {
        let below = self.stack.split_last().map_or(&[][..], |(_, below)| below);
        below.iter().map(|dialog| &**dialog)
    }

    /// All of them, the lowest first.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &dyn DialogPart> {
        self.stack.iter().map(|dialog| &**dialog)
    }

    /// All of them, mutable, the lowest first.
    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Box<dyn DialogPart>> {
        self.stack.iter_mut()
    }

    /// The highest dialog of a type, whatever is above it.
    pub(crate) fn find<D: DialogPart>(&self) -> Option<&D> {
        self.iter().rev().find_map(|dialog| dialog.downcast())
    }

    /// The same, mutable.
    pub(crate) fn find_mut<D: DialogPart>(&mut self) -> Option<&mut D> {
        self.stack.iter_mut().rev().find_map(|dialog| dialog.downcast_mut())
    }

    /// Closes every dialog of a type.
    pub(crate) fn close_all<D: DialogPart>(&mut self) {
        self.close_where(|_: &D| true);
    }

    /// Closes the dialogs of a type for which `applies` returns true.
    pub(crate) fn close_where<D: DialogPart>(&mut self, mut applies: impl FnMut(&D) -> bool) {
        self.stack.retain(|dialog| !dialog.downcast::<D>().is_some_and(&mut applies));
    }

    /// Whether the operator cancelled this job.
    pub(crate) fn is_stopping(&self, job: JobKind) -> bool {
        self.iter().any(|dialog| dialog.job() == Some((job, true)))
    }

    /// Whether the worker is writing to the database.
    pub(crate) fn is_writing(&self) -> bool {
        self.iter().filter_map(DialogPart::job).any(|(job, _)| job.writes())
    }
}
