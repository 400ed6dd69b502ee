//! What is left when the program has ended: its exit status, the terminal, and every byte that
//! was written to it.

/// The end of the alternate screen, then showing the cursor.
const LEAVES: &str = "\u{1b}[?1049l\u{1b}[?25h";

pub(crate) struct SessionEnd {
    pub(crate) status: u32,
    /// The signal that ended it, if any.
    pub(crate) signal: Option<String>,
    /// Every byte that was written.
    pub(crate) raw: String,
    /// What the terminal shows at the end.
    pub(crate) screen: String,
    pub(crate) on_alternate_screen: bool,
    pub(crate) cursor_hidden: bool,
    pub(crate) modes_restored: bool,
}

impl SessionEnd {
    /// Asserts the exit status, and that the terminal was restored.
    #[track_caller]
    pub(crate) fn well(self, status: u32) -> Self {
        self.well_saying(status, "")
    }

    /// The same, and that a sentence is left on the terminal.
    #[track_caller]
    pub(crate) fn well_saying(self, status: u32, sentence: &str) -> Self {
        assert_eq!(self.signal, None, "{}", self.screen);
        assert_eq!(self.status, status, "{}", self.screen);
        assert!(!self.on_alternate_screen, "still on the alternate screen");
        assert!(!self.cursor_hidden, "the cursor is still hidden");
        assert!(self.modes_restored, "the terminal is still in raw mode");
        assert_eq!(self.screen, sentence, "something was written after the end");
        let after = self.raw.rsplit(LEAVES).next().unwrap_or_default();
        assert_eq!(after.trim_end(), sentence, "stray bytes: {:?}", self.tail());
        self
    }

    fn tail(&self) -> String {
        let count = self.raw.chars().count();
        self.raw.chars().skip(count.saturating_sub(80)).collect()
    }
}
