//! For terminals that can only show ASCII: after drawing, every other character is replaced by
//! an ASCII one that looks similar, or by a question mark.

use ratatui::buffer::Buffer;
use unicode_normalization::UnicodeNormalization;

use crate::text;

pub(super) fn replace(buffer: &mut Buffer) {
    for at in 0..buffer.content.len() {
        let symbol = buffer.content[at].symbol();
        if !symbol.is_ascii() {
            let letter = match symbol.chars().next() {
                Some('×') if multiplies(buffer, at) => 'x',
                letter => like(letter.unwrap_or('?')),
            };
            let is_wide = text::width(symbol) > 1;
            buffer.content[at].set_char(letter);
            // A letter that was two columns wide also covers the next cell, which becomes a
            // space.
            if is_wide && let Some(next) = buffer.content.get_mut(at + 1) {
                next.set_char(letter);
            }
        }
    }
}

/// Whether a `×` is between two words, as in “3 users × 2 companies”. Elsewhere it is the sign
/// of an inactive user or company.
fn multiplies(buffer: &Buffer, at: usize) -> bool {
    let is_blank = |at: usize| buffer.content.get(at).is_none_or(|cell| cell.symbol() == " ");
    at >= 2 && is_blank(at - 1) && is_blank(at + 1) && !is_blank(at - 2) && !is_blank(at + 2)
}

/// The letters from `À` to `ÿ`.
const LATIN: &[u8; 64] = b"AAAAAAACEEEEIIIIDNOOOOOxOUUUUYTsaaaaaaaceeeeiiiidnooooo/ouuuuyty";

fn like(letter: char) -> char {
    match letter {
        '■' => 'x',
        '·' => '.',
        '○' => 'o',
        '◆' => 'i',
        '◇' => '%',
        '▣' => '@',
        '□' => '!',
        '×' | '–' | '−' | '─' => '-',
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
        '▪' | '\u{2500}'..='\u{257f}' => '+',
        '…' => '~',
        '÷' => '/',
        // A letter with an accent.
        letter if letter.is_ascii() => letter,
        letter => {
            let latin = LATIN.get((letter as usize).wrapping_sub('À' as usize));
            latin.map_or_else(|| without_marks(letter), |it| *it as char)
        }
    }
}

/// A letter without its accents.
fn without_marks(letter: char) -> char {
    match letter {
        'ł' => 'l',
        'Ł' => 'L',
        'đ' => 'd',
        'Đ' => 'D',
        'ı' => 'i',
        'œ' => 'o',
        'Œ' => 'O',
        letter => letter.nfd().next().filter(char::is_ascii_alphabetic).unwrap_or('?'),
    }
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::Buffer;

    #[test]
    fn signs_differ_in_shape_and_not_in_case_only() {
        let mut shown: Vec<char> =
            "■◆▣□·○◇▪".chars().map(|sign| super::like(sign).to_ascii_lowercase()).collect();
        shown.sort_unstable();
        shown.dedup();
        assert_eq!(shown.len(), 8, "{shown:?}");
    }

    #[test]
    fn signs_and_letters_have_ascii_replacements() {
        for (drawn, shown) in [
            ("3 users × 2 companies", "3 users x 2 companies"),
            (" ×left_company ", " -left_company "),
            ("DORM× NYC*", "DORM- NYC*"),
            ("São Paulo, Zürich, e\u{301}, 東", "Sao Paulo, Zurich, e, ??"),
            ("Małgorzata Šťastný, Sōta Katō, Phạm", "Malgorzata Stastny, Sota Kato, Pham"),
            ("+0 granted, −2 revoked", "+0 granted, -2 revoked"),
        ] {
            let mut buffer = Buffer::with_lines([drawn]);
            super::replace(&mut buffer);
            assert_eq!(buffer, Buffer::with_lines([shown]));
        }
    }
}
