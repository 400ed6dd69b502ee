//! How well a name fits the text by which somebody asks for it.

use super::{folded, folded_in_case, is_plain, untyped};

/// How a name fits a text; the first is the best. A text that has an escape means exactly
/// the character that it writes: it is not folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fit {
    /// They are the same.
    Exact,
    /// The text is the name as [`typed`](super::typed) writes it.
    Escaped,
    /// They are the same but for spaces around them.
    Trimmed,
    /// They are the same when folded.
    Folded,
}

impl Fit {
    /// How a name fits a text without regard to escapes and folding.
    pub(crate) fn to_the_letter(text: &str, name: &str) -> Option<Self> {
        let bare = text.trim();
        if name == text {
            Some(Self::Exact)
        } else {
            (!bare.is_empty() && name.trim() == bare).then_some(Self::Trimmed)
        }
    }
}

/// A name to look up: compared with many others.
#[derive(Debug)]
pub(crate) struct WantedName {
    text: String,
    /// What the text means if it has escapes.
    unescaped: Option<String>,
    folded: String,
    in_case: bool,
}

impl WantedName {
    /// Case-sensitive if `in_case`.
    pub(crate) fn new(text: &str, in_case: bool) -> Self {
        Self {
            text: text.to_owned(),
            unescaped: untyped(text.trim()),
            folded: if in_case { folded_in_case(text) } else { folded(text) },
            in_case,
        }
    }

    /// The text, folded.
    pub(crate) fn folded(&self) -> &str {
        &self.folded
    }

    /// What the text means if it has escapes.
    pub(crate) fn unescaped(&self) -> Option<&str> {
        self.unescaped.as_deref()
    }

    /// How the other fits, if it does.
    pub(crate) fn fit(&self, other: &str) -> Option<Fit> {
        let literal = Fit::to_the_letter(&self.text, other);
        let otherwise = || match &self.unescaped {
            Some(meant) => (other == meant || other.trim() == meant).then_some(Fit::Escaped),
            None => self.is(other).then_some(Fit::Folded),
        };
        literal.or_else(otherwise)
    }

    /// Whether the other is the same when folded. A name that is empty when folded
    /// matches nothing.
    pub(crate) fn is(&self, other: &str) -> bool {
        if self.folded.is_empty() {
            false
        } else if is_plain(other) {
            let same_in_case = || other.eq_ignore_ascii_case(&self.folded);
            other == self.folded || !self.in_case && same_in_case()
        } else if self.in_case {
            folded_in_case(other) == self.folded
        } else {
            folded(other) == self.folded
        }
    }
}
