//! What the message line says.

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
