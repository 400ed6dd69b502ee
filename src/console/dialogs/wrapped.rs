//! Lines of a dialog wrapped to its width, so that everything can be read on a narrow screen.

use crate::text;

#[derive(Debug, Default)]
pub(crate) struct Wrapped {
    paragraphs: Vec<String>,
    /// The wrapped lines.
    lines: Vec<String>,
    /// The width to which they are wrapped.
    columns: usize,
}

impl Wrapped {
    pub(crate) fn new(paragraphs: Vec<String>) -> Self {
        Self { lines: paragraphs.clone(), paragraphs, columns: 0 }
    }

    pub(crate) fn lines(&self) -> &[String] {
        &self.lines
    }

    /// Wraps the lines to this width, unless they are already. Continuation lines are indented
    /// a little.
    pub(crate) fn wrap(&mut self, columns: usize) {
        const INDENT: usize = 2;
        if self.columns == columns {
            return;
        }
        self.columns = columns;
        let broken = |line: &String| {
            let before = line.len() - line.trim_start().len();
            text::wrap(line, columns, before + INDENT)
        };
        self.lines = self.paragraphs.iter().flat_map(broken).collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_wrap_and_short_ones_do_not() {
        let mut lines = Wrapped::new(vec!["one two three".into(), "  x".into(), String::new()]);
        lines.wrap(9);
        assert_eq!(lines.lines(), ["one two", "  three", "  x", ""]);
        lines.wrap(40);
        assert_eq!(lines.lines(), ["one two three", "  x", ""]);
    }
}
