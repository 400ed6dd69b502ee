//! The line in which a filter is typed. While it is typed, the last valid filter applies; an
//! error is shown after a pause, and filters nothing. A popup above the line shows what can be
//! typed.

mod dialog;
mod popup;
mod suggestions;

use tui_input::{Input, InputRequest};

use super::history;
use super::outline::Footer;
use super::text_field::SelectedInput;
use crate::console::effect::Effect;
use crate::console::frame::{Console, DialogPart, OnAction, OnChange, TypedLine};
use crate::console::geometry::ScreenLayout;
use crate::console::keymap::{Action, Context};
use crate::console::state::{Pane, State};
use crate::console::update::filter::{apply, axis, lead_to, remember};
use crate::console::view::Painter;
use crate::filter::{self, Axis, FilterError, HistoryFilter};
pub(crate) use dialog::FilterDialog;
use dialog::PAUSE;
use suggestions::values;

/// Opens the filter line.
pub(crate) fn open(console: &mut Console) {
    let axis = axis(&console.state);
    let text = console.state.axis_filter(axis).text.clone();
    console.dialogs.open(FilterDialog {
        axis,
        input: SelectedInput::new(&text),
        error: None,
        paused: 0,
        before: text,
        recalled: 0,
        completing: None,
    });
}

/// Handles the keys of the line.
fn act(console: &mut Console, action: Action, effects: &mut Vec<Effect>) {
    let Some(dialog) = console.dialogs.top_as_mut::<FilterDialog>() else {
        return;
    };
    let axis = dialog.axis;
    match action {
        Action::Accept if dialog.fits_other_axis() => {
            lead_to_other_axis(console, effects);
            return;
        }
        Action::Accept if dialog.fits_history() => {
            lead_to_history(console, effects);
            return;
        }
        Action::Accept if dialog.error.is_some() => {
            dialog.paused = PAUSE;
            return;
        }
        Action::Accept => {
            let text = dialog.input.value().trim().to_owned();
            console.dialogs.close();
            remember(&mut console.state, axis, text);
        }
        Action::Close => {
            let before = dialog.before.clone();
            console.dialogs.close();
            apply(&mut console.state, axis, &before, effects);
        }
        Action::Complete => complete(console),
        Action::Older | Action::Newer => recall(console, action == Action::Older),
        _ => return,
    }
    typed(console, effects);
}

/// Must be called after the text of the line has changed: applies the filter if it is valid.
fn typed(console: &mut Console, effects: &mut Vec<Effect>) {
    let Some(dialog) = console.dialogs.top_as::<FilterDialog>() else {
        return;
    };
    let (axis, text) = (dialog.axis, dialog.input.value().trim().to_owned());
    let before = dialog.before.clone();
    let error = apply(&mut console.state, axis, &text, effects);
    if error.is_some() {
        // Until now, the beginning of the field's name was applied as a word.
        if filter::parse(axis.other(), &text).is_ok() || HistoryFilter::parse(&text).is_ok() {
            // Enter would take the filter elsewhere, and leave this list as it was.
            apply(&mut console.state, axis, &before, effects);
        } else if let Some(rest) = without_open_field(axis, &text) {
            apply(&mut console.state, axis, rest, effects);
        }
    }
    let key = console.state.key(Action::History);
    let accept = console.state.key_in(Context::Filter, Action::Accept);
    if let Some(dialog) = console.dialogs.top_as_mut::<FilterDialog>() {
        dialog.error = error;
        dialog.paused = 0;
        // The message names the key of the history, which has the field.
        let more = if dialog.fits_history() {
            format!(" · {accept} opens the history ({key}) with it")
        } else if dialog.has_field_of_history() {
            format!(" · {key} opens the history")
        } else {
            String::new()
        };
        dialog.error = dialog.error.take().map(|error| error.and(&more));
    }
}

/// The text without a field name at its end that has no value yet.
fn without_open_field(axis: Axis, text: &str) -> Option<&str> {
    let begin = text.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let field = text[begin..].trim_start_matches(['!', '-', '(']).strip_suffix(':')?;
    let mut fields = axis.fields().iter().chain(axis.other().fields());
    let is_known = fields.any(|it| it.name() == field);
    is_known.then(|| text[..begin].trim_end())
}

/// Must be called with each tick: shows an error after a pause.
pub(crate) fn pause(console: &mut Console) {
    if let Some(dialog) = console.dialogs.top_as_mut::<FilterDialog>() {
        dialog.paused = dialog.paused.saturating_add(1);
    }
}

/// Applies the text to the other axis, and goes there. This axis gets its former filter back.
fn lead_to_other_axis(console: &mut Console, effects: &mut Vec<Effect>) {
    let Some(dialog) = console.dialogs.close_top::<FilterDialog>() else {
        return;
    };
    apply(&mut console.state, dialog.axis, &dialog.before, effects);
    let text = dialog.input.value().trim();
    lead_to(&mut console.state, pane_of(dialog.axis.other()), (text, text), effects);
}

/// Opens the history with the text as its filter. The list gets its former filter back.
fn lead_to_history(console: &mut Console, effects: &mut Vec<Effect>) {
    let Some(dialog) = console.dialogs.close_top::<FilterDialog>() else {
        return;
    };
    apply(&mut console.state, dialog.axis, &dialog.before, effects);
    history::open_filtered(console, dialog.input.value().trim(), effects);
}

/// The pane of an axis.
fn pane_of(axis: Axis) -> Pane {
    match axis {
        Axis::Users => Pane::Users,
        Axis::Companies => Pane::Companies,
    }
}

/// Completes the text at the cursor with the next candidate.
fn complete(console: &mut Console) {
    let Some(dialog) = console.dialogs.top_as::<FilterDialog>() else {
        return;
    };
    let text = dialog.input.value();
    let cursor = text.chars().take(dialog.input.input().cursor()).map(char::len_utf8).sum();
    let (completion, next, end) = if let Some((completion, at)) = &dialog.completing {
        let next = (at + 1) % completion.candidates.len();
        (completion.clone(), next, completion.range.start + completion.candidates[*at].len())
    } else {
        let completion =
            filter::complete(dialog.axis, text, cursor, &|field| values(&console.state, field));
        let end = completion.range.end;
        (completion, 0, end)
    };
    let Some(candidate) = completion.candidates.get(next) else {
        return;
    };
    let Some((before, after)) = text.get(..completion.range.start).zip(text.get(end..)) else {
        return;
    };
    let at = before.chars().count() + candidate.chars().count();
    let input = Input::new(format!("{before}{candidate}{after}")).with_cursor(at);
    if let Some(dialog) = console.dialogs.top_as_mut::<FilterDialog>() {
        dialog.input.set(input);
        dialog.completing = (completion.candidates.len() > 1).then_some((completion, next));
    }
}

/// Goes through the filter history.
fn recall(console: &mut Console, older: bool) {
    let Some(dialog) = console.dialogs.top_as::<FilterDialog>() else {
        return;
    };
    let history = &console.state.axis_filter(dialog.axis).history;
    let recalled = if older { dialog.recalled + 1 } else { dialog.recalled.saturating_sub(1) };
    let text = match history.len().checked_sub(recalled) {
        Some(at) if recalled > 0 => history[at].clone(),
        Some(_) => dialog.before.clone(),
        None => return,
    };
    if let Some(dialog) = console.dialogs.top_as_mut::<FilterDialog>() {
        dialog.input.set(Input::new(text));
        dialog.recalled = recalled;
        dialog.completing = None;
    }
}

impl DialogPart for FilterDialog {
    fn context(&self) -> Context {
        Context::Filter
    }

    fn on_action(&self) -> OnAction {
        act
    }

    fn draw(
        &self,
        painter: &mut Painter<'_>,
        state: &State,
        screen: &ScreenLayout,
        _rows: usize,
    ) -> Option<Footer> {
        popup::draw(painter, self, state, screen);
        None
    }

    fn edit(&mut self, request: InputRequest) -> bool {
        // A change of the text ends the completion.
        self.completing = None;
        self.input.edit(request);
        true
    }

    fn paste(&mut self, text: &str) -> bool {
        self.completing = None;
        self.input.paste(text);
        true
    }

    fn on_text(&self) -> Option<OnChange> {
        Some(typed)
    }

    fn line(&self) -> Option<TypedLine<'_>> {
        let (label, example) = match self.axis {
            Axis::Users => ("users / ", "a name, or role:hr n:0"),
            Axis::Companies => ("companies / ", "a name, or n:0"),
        };
        let error = self.error.as_ref().filter(|_| self.paused >= PAUSE);
        let error_at = error.map(|error| error.column().saturating_sub(1) + self.indent());
        let (input, error) = (&self.input, error.map(FilterError::message));
        Some(TypedLine { label, input, error, error_at, example: example.to_owned(), gap: 1 })
    }

    fn covers_panes(&self) -> bool {
        false
    }

    fn has_footer(&self) -> bool {
        false
    }

    fn hint(&self, _state: &State, action: Action, usual: &'static str) -> Option<&'static str> {
        Some(if action == Action::Close { "cancel" } else { usual })
    }
}
