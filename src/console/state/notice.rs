//! The message in the message line.

/// The kind of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    /// Something happened elsewhere, or a key has no meaning here.
    Info,
    /// What was requested is done.
    Done,
    /// It is done in part, or has to wait.
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

    /// The message if something confirmed would now have another effect, so that it is
    /// previewed again.
    pub(crate) fn outdated() -> Self {
        let text = "the database changed in the meantime; recalculating, nothing was changed";
        Self::new(Tone::Warning, text)
    }

    /// The message if a key or a click applies to a list that is still loading.
    pub(crate) fn too_early() -> Self {
        Self::new(Tone::Info, "the list is not ready yet; try again in a moment")
    }
}
