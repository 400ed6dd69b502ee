//! What is said after what was just done.

use super::{Notice, State, Tone};

impl State {
    /// Says something more of what was just done.
    pub(crate) fn noted(&mut self, note: &str) {
        let text = match &self.notice {
            Some(Notice { tone: Tone::Done | Tone::Warning, text }) => format!("{text} · {note}"),
            _ => note.to_owned(),
        };
        self.notice = Some(Notice::new(Tone::Warning, text));
    }
}
