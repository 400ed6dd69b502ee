//! The contrast between two colors.

use ratatui::style::Color;

/// Text with less contrast than this is hard to read.
pub(crate) const LEAST: f64 = 4.5;

/// xterm's values of the 16 colors that each terminal may show differently.
const XTERM: [[u8; 3]; 16] = [
    [0x00, 0x00, 0x00],
    [0xcd, 0x00, 0x00],
    [0x00, 0xcd, 0x00],
    [0xcd, 0xcd, 0x00],
    [0x00, 0x00, 0xee],
    [0xcd, 0x00, 0xcd],
    [0x00, 0xcd, 0xcd],
    [0xe5, 0xe5, 0xe5],
    [0x7f, 0x7f, 0x7f],
    [0xff, 0x00, 0x00],
    [0x00, 0xff, 0x00],
    [0xff, 0xff, 0x00],
    [0x5c, 0x5c, 0xff],
    [0xff, 0x00, 0xff],
    [0x00, 0xff, 0xff],
    [0xff, 0xff, 0xff],
];

/// The red, green and blue of a color; `None` for a named color or the terminal's default.
fn parts(color: Color) -> Option<[u8; 3]> {
    const LEVELS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    let number = match color {
        Color::Rgb(red, green, blue) => return Some([red, green, blue]),
        Color::Indexed(number) => number,
        _ => return None,
    };
    let level = |step: u8| LEVELS[usize::from(step % 6)];
    Some(match number {
        number @ ..16 => XTERM[usize::from(number)],
        grey @ 232.. => [8 + 10 * (grey - 232); 3],
        cube => [level((cube - 16) / 36), level((cube - 16) / 6), level(cube - 16)],
    })
}

/// The contrast of two colors as defined by WCAG 2.2; `None` if only the terminal knows one of
/// them.
pub(crate) fn contrast(one: Color, other: Color) -> Option<f64> {
    let luminance = |color| {
        let [red, green, blue] = parts(color)?.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055_f64).powf(2.4) }
        });
        Some(0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
    };
    let (one, other): (f64, f64) = (luminance(one)?, luminance(other)?);
    Some((one / other).max(other / one))
}
