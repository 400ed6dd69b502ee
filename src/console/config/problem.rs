//! Problems in a file that a person wrote, with their positions.

use std::fmt;
use std::ops::Range;

/// A line and a column, both counted from 1; the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TextPosition {
    pub(crate) line: usize,
    pub(crate) column: usize,
}

impl TextPosition {
    /// The position of the byte at this index.
    pub(crate) fn of(text: &str, at: usize) -> Self {
        let before = text.get(..at.min(text.len())).unwrap_or(text);
        let line_begins = before.rfind('\n').map_or(0, |end| end + 1);
        Self {
            line: before.matches('\n').count() + 1,
            column: before[line_begins..].chars().count() + 1,
        }
    }
}

/// A problem, as a sentence without its full stop. Without a position, it is about the whole
/// file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ConfigProblem {
    pub(crate) position: Option<TextPosition>,
    pub(crate) sentence: String,
}

impl ConfigProblem {
    pub(crate) fn at(text: &str, span: &Range<usize>, sentence: impl Into<String>) -> Self {
        Self { position: Some(TextPosition::of(text, span.start)), sentence: sentence.into() }
    }

    pub(crate) fn whole(sentence: impl Into<String>) -> Self {
        Self { position: None, sentence: sentence.into() }
    }

    /// A syntax error of TOML.
    pub(crate) fn of_toml(text: &str, error: &toml::de::Error) -> Self {
        // The message can have several lines; the first says what it is about.
        let sentence = error.message().lines().collect::<Vec<_>>().join("; ");
        match error.span() {
            Some(span) => Self::at(text, &span, sentence),
            None => Self::whole(sentence),
        }
    }
}

impl fmt::Display for ConfigProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(TextPosition { line, column }) = self.position {
            write!(f, "line {line}, column {column}: ")?;
        }
        f.write_str(&self.sentence)
    }
}

/// A hint at the end of a sentence, if a name is probably a typo of one of these.
pub(crate) fn did_you_mean<'a>(typed: &str, names: impl IntoIterator<Item = &'a str>) -> String {
    let near = names
        .into_iter()
        .map(|name| (strsim::osa_distance(typed, name), name))
        .filter(|(distance, name)| *distance <= 2 && *distance < name.len())
        .min_by_key(|(distance, _)| *distance);
    near.map_or_else(String::new, |(_, name)| format!("; did you mean {name}?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters() {
        let text = "é = 1\nü, x\n";
        let at = |part: &str| TextPosition::of(text, text.find(part).expect("a part"));
        assert_eq!(at("é"), TextPosition { line: 1, column: 1 });
        assert_eq!(at("= 1"), TextPosition { line: 1, column: 3 });
        assert_eq!(at("x"), TextPosition { line: 2, column: 4 });
        assert_eq!(TextPosition::of(text, 999), TextPosition { line: 3, column: 1 });
    }

    #[test]
    fn only_similar_names_are_suggested() {
        assert_eq!(did_you_mean("mose", ["mouse", "theme"]), "; did you mean mouse?");
        assert_eq!(did_you_mean("colour", ["mouse", "theme"]), "");
    }
}
