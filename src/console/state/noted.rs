//! Notes that are added to the message about what was just done.

use super::{Notice, State, Tone};

impl State {
    /// Adds a note to the message about what was just done.
    pub(crate) fn noted(&mut self, note: &str) {
        let text = match &self.notice {
            Some(Notice { tone: Tone::Done | Tone::Warning, text }) => format!("{text} · {note}"),
            _ => note.to_owned(),
        };
        self.notice = Some(Notice::new(Tone::Warning, text));
    }
}
