//! A text that is fit for a terminal, as a type. Whatever writes to the
//! terminal takes this and nothing else, so that no text of other people can
//! reach it unseen.

use std::fmt;
use std::ops::Deref;

/// A text without anything that acts on a terminal. It is made by
/// [`super::safe`] and its like, or of the program's own words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct SafeText(String);

impl SafeText {
    /// The program's own words: they are in its source.
    pub(crate) fn own(words: &'static str) -> Self {
        Self(words.to_owned())
    }

    /// Only for text that the functions of this module have made.
    pub(super) fn made(text: String) -> Self {
        Self(text)
    }

    pub(crate) fn push(&mut self, text: &Self) {
        self.0.push_str(&text.0);
    }

    pub(crate) fn push_own(&mut self, words: &'static str) {
        self.0.push_str(words);
    }

    pub(crate) fn push_spaces(&mut self, count: usize) {
        self.0.extend(std::iter::repeat_n(' ', count));
    }

    /// The texts with the program's own words between them.
    pub(crate) fn join<'a>(
        texts: impl IntoIterator<Item = &'a Self>,
        between: &'static str,
    ) -> Self {
        let mut joined = Self::default();
        for (at, text) in texts.into_iter().enumerate() {
            if at > 0 {
                joined.push_own(between);
            }
            joined.push(text);
        }
        joined
    }

    pub(crate) fn trim_end(&self) -> Self {
        Self(self.0.trim_end().to_owned())
    }

    pub(crate) fn into_string(self) -> String {
        self.0
    }
}

impl Deref for SafeText {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SafeText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl<T: AsRef<str> + ?Sized> PartialEq<T> for SafeText {
    fn eq(&self, other: &T) -> bool {
        self.0 == other.as_ref()
    }
}
