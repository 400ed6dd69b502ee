//! The last step before the terminal: no cell may contain a character that the terminal would
//! act on, whoever drew it.

use ratatui::buffer::Buffer;

use crate::text;

/// Shown in place of a cell that is not safe to show.
const REPLACEMENT: char = '\u{fffd}';

/// Replaces the cells that are not safe to show. Returns how many were replaced: 0 if the
/// painter drew all texts.
pub(super) fn make_safe(buffer: &mut Buffer) -> usize {
    let mut replaced = 0;
    for cell in &mut buffer.content {
        if !is_safe(cell.symbol()) {
            cell.set_char(REPLACEMENT);
            replaced += 1;
        }
    }
    replaced
}

fn is_safe(symbol: &str) -> bool {
    match symbol.as_bytes() {
        [b' '..=b'~'] => true,
        _ => !symbol.chars().any(text::acts),
    }
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::Cell;

    use super::*;

    #[test]
    fn no_cell_contains_characters_that_control_a_terminal() {
        let mut buffer = Buffer::with_lines(["abcdefghij"]);
        let drawn = [
            "\u{1b}[2J",
            "\u{9b}",
            "\u{7}",
            "x\u{202e}",
            "\u{2066}",
            "\t",
            "\n",
            "a\u{200b}",
            "é",
            "東",
        ];
        for (cell, symbol) in buffer.content.iter_mut().zip(drawn) {
            cell.set_symbol(symbol);
        }
        assert_eq!(make_safe(&mut buffer), 8);
        let shown: Vec<&str> = buffer.content.iter().map(Cell::symbol).collect();
        assert_eq!(shown, ["�", "�", "�", "�", "�", "�", "�", "�", "é", "東"]);
    }
}
