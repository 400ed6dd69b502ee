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

    /// What was confirmed would do something else by now; it is shown again.
    pub(crate) fn outdated() -> Self {
        let text = "the database changed in the meantime; recalculating, nothing was changed";
        Self::new(Tone::Warning, text)
    }

    /// A key or a click is about a list that is on its way.
    pub(crate) fn too_early() -> Self {
        Self::new(Tone::Info, "the list is not ready yet; try again in a moment")
    }
}
