//! Lines of a dialog that are broken to its width, so that nothing of them is
//! lost on a narrow screen.

use crate::text;

#[derive(Debug, Default)]
pub(crate) struct Wrapped {
    paragraphs: Vec<String>,
    /// As they are shown.
    lines: Vec<String>,
    /// What they were broken to.
    columns: usize,
}

impl Wrapped {
    pub(crate) fn new(paragraphs: Vec<String>) -> Self {
        Self { lines: paragraphs.clone(), paragraphs, columns: 0 }
    }

    pub(crate) fn lines(&self) -> &[String] {
        &self.lines
    }

    /// Breaks them to these columns, unless they are already. What does not
    /// fit into a line goes on below it, a little to the right.
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
    fn long_lines_go_on_below_and_short_ones_stay() {
        let mut lines = Wrapped::new(vec!["one two three".into(), "  x".into(), String::new()]);
        lines.wrap(9);
        assert_eq!(lines.lines(), ["one two", "  three", "  x", ""]);
        lines.wrap(40);
        assert_eq!(lines.lines(), ["one two three", "  x", ""]);
    }
}
