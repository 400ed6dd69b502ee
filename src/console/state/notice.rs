//! What the message line says.

use super::State;

/// How a notice is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    /// Something happened elsewhere, or a key has no meaning here.
    Info,
    /// What was asked for is done.
    Done,
    /// Done in part, or it has to wait.
    Warning,
    /// It was not done.
    Error,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Notice {
    pub(crate) tone: Tone,
    pub(crate) text: String,
}

impl Notice {
    pub(crate) fn new(tone: Tone, text: impl Into<String>) -> Self {
        Self { tone, text: text.into() }
    }
}

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
