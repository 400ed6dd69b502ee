//! The last step before the terminal: whatever drew a cell, nothing in it acts
//! on the terminal.

use ratatui::buffer::Buffer;

use crate::text;

/// Stands for a cell that must not be shown.
const REPLACEMENT: char = '\u{fffd}';

/// Replaces what must not be shown. Returns how many cells that were: none, if
/// all texts were drawn by the painter.
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
    fn nothing_that_acts_on_a_terminal_stays_in_a_cell() {
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
