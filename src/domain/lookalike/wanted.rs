//! How well a name matches the text with which somebody asks for it.

use super::{folded, folded_in_case, is_plain, untyped};

/// How well a name matches a text, best first. [`NamePolicy`](crate::domain::naming::NamePolicy)
/// says which of these count. A text with an escape means exactly the escaped character: it is
/// not folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fit {
    /// They are equal.
    Exact,
    /// The text is the name as [`typed`](super::typed) writes it.
    Escaped,
    /// They are equal apart from surrounding spaces.
    Trimmed,
    /// They are equal as filters compare letters and spaces.
    SmartCase,
    /// They are equal when folded.
    Folded,
    /// The name contains the text.
    Part,
}

impl Fit {
    /// How well a name matches a text if neither escapes nor folding are considered.
    pub(crate) fn to_the_letter(text: &str, name: &str) -> Option<Self> {
        let bare = text.trim();
        if name == text {
            Some(Self::Exact)
        } else {
            (!bare.is_empty() && name.trim() == bare).then_some(Self::Trimmed)
        }
    }
}

/// A name to look up, prepared for comparison with many others.
#[derive(Debug)]
pub(crate) struct WantedName {
    text: String,
    /// The text with its escapes decoded, if it has any.
    unescaped: Option<String>,
    folded: String,
    in_case: bool,
}

impl WantedName {
    /// Prepares a text; the comparison is case-sensitive if `in_case` is set.
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

    /// The text with its escapes decoded, if it has any.
    pub(crate) fn unescaped(&self) -> Option<&str> {
        self.unescaped.as_deref()
    }

    /// How well the other name matches; `None` if it does not.
    pub(crate) fn fit(&self, other: &str) -> Option<Fit> {
        let literal = Fit::to_the_letter(&self.text, other);
        let otherwise = || match &self.unescaped {
            Some(meant) => (other == meant || other.trim() == meant).then_some(Fit::Escaped),
            None => self.is(other).then_some(Fit::Folded),
        };
        literal.or_else(otherwise)
    }

    /// Whether the other name is equal when folded. A name that is empty when folded matches
    /// nothing.
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
