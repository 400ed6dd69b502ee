//! The messages of the session, newest first.

use super::list::ListDialog;
use crate::console::frame::Console;
use crate::console::state::{Notice, Tone};

/// Opens the messages of the session.
pub(crate) fn open(console: &mut Console) {
    let lines: Vec<String> = console
        .state
        .messages
        .newest_first()
        .map(|message| format!("{}  {}", message.at, message.notice.text))
        .collect();
    if lines.is_empty() {
        console.state.notice = Some(Notice::new(Tone::Info, "no messages yet"));
        return;
    }
    let title = "Messages of this session, newest first".to_owned();
    console.dialogs.open(ListDialog::new(title, lines));
}
