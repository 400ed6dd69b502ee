//! Chooses what is copied, and reports it.

use super::CopyDialog;
use crate::console::clipboard::{MOST, safe_lines};
use crate::console::effect::Effect;
use crate::console::frame::Console;
use crate::console::keymap::Action;
use crate::console::number::counted;
use crate::console::plans::{CopiedText, CopySource};
use crate::console::state::{Notice, Tone};
use crate::text;

/// Opens the menu.
pub(crate) fn open(console: &mut Console) {
    if let Some(dialog) = CopyDialog::new(&console.state) {
        console.dialogs.open(dialog);
    } else {
        let text = "there is nothing to copy here";
        console.state.notice = Some(Notice::new(Tone::Info, text));
    }
}

/// Handles the keys of the menu.
pub(super) fn act(console: &mut Console, action: Action, effects: &mut Vec<Effect>) {
    let screen = console.state.screen();
    let Some(dialog) = console.dialogs.top_as_mut::<CopyDialog>() else {
        return;
    };
    let len = dialog.entries.len();
    if dialog.cursor.act(action, screen.dialog_rows_of(len), len) {
        return;
    }
    let Some(mut dialog) = console.dialogs.close_top::<CopyDialog>() else {
        return;
    };
    if action == Action::Accept && dialog.cursor.chosen < len {
        let entry = dialog.entries.swap_remove(dialog.cursor.chosen);
        copy_or_read(console, entry.what, entry.source, effects);
    }
}

/// Copies a text that is available; other texts are read first.
pub(crate) fn copy_or_read(
    console: &mut Console,
    what: String,
    source: CopySource,
    effects: &mut Vec<Effect>,
) {
    match source {
        CopySource::Text(text) => {
            let text = safe_lines(text.lines());
            let text = (text.len() <= MOST).then_some(text);
            copied(console, CopiedText { what, text }, effects);
        }
        source => effects.push(Effect::ReadCopy { what, source }),
    }
}

/// The text was read: copies it to the terminal, or says that it is too long.
pub(crate) fn copied(console: &mut Console, copied: CopiedText, effects: &mut Vec<Effect>) {
    let CopiedText { what, text } = copied;
    let Some(text) = text else {
        let most = counted(MOST as u64, "byte", "bytes");
        let export = console.state.hint(Action::Export, "exports to a file");
        let text = format!("{what}: too much for the clipboard of a terminal ({most}){export}");
        console.state.notice = Some(Notice::new(Tone::Warning, text));
        return;
    };
    if text.is_empty() {
        console.state.notice = Some(Notice::new(Tone::Info, format!("{what}: nothing to copy")));
        return;
    }
    let size = match text.lines().count() {
        1 => text::clip(&text.replace('\t', " "), 50).into_string(),
        lines => counted(lines as u64, "line", "lines"),
    };
    console.state.notice = Some(Notice::new(Tone::Done, format!("copied: {what}, {size}")));
    effects.push(Effect::Copy(text));
}
