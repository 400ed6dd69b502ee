//! For terminals that show nothing but ASCII: after drawing, every other
//! character gives way to one that looks like it, or to a question mark.

use ratatui::buffer::Buffer;

pub(super) fn replace(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        if !cell.symbol().is_ascii() {
            let letter = cell.symbol().chars().next().unwrap_or('?');
            cell.set_char(like(letter));
        }
    }
}

fn like(letter: char) -> char {
    match letter {
        '■' => 'x',
        '·' => '.',
        '○' => 'o',
        '×' => '*',
        '▌' | '▸' | '→' => '>',
        '◂' | '←' => '<',
        '↑' => '^',
        '↓' => 'v',
        '█' | '▉' | '▊' | '▋' | '▅' | '▆' | '▇' | '┏' | '┓' | '┗' | '┛' => {
            '#'
        }
        '▁' | '▂' => '_',
        '▍' | '▎' | '━' | '▃' | '▄' => '=',
        '▏' | '▕' | '│' | '┃' => '|',
        '─' | '–' => '-',
        '▪' | '┌' | '┐' | '└' | '┘' => '+',
        '…' => '~',
        '÷' => '/',
        _ => '?',
    }
}
