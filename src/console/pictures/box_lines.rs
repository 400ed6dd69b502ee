//! Box-drawing and block characters as shapes, because in a font they leave gaps between rows.

use super::svg::{HEIGHT, WIDTH, pixels};

/// The arms of a character: left, right, up, down; 0 none, 1 light, 2 heavy.
fn arms(letter: char) -> Option<[u8; 4]> {
    Some(match letter {
        '─' => [1, 1, 0, 0],
        '━' => [2, 2, 0, 0],
        '│' => [0, 0, 1, 1],
        '┃' => [0, 0, 2, 2],
        '┌' | '╭' => [0, 1, 0, 1],
        '┐' | '╮' => [1, 0, 0, 1],
        '└' | '╰' => [0, 1, 1, 0],
        '┘' | '╯' => [1, 0, 1, 0],
        '┏' => [0, 2, 0, 2],
        '┓' => [2, 0, 0, 2],
        '┗' => [0, 2, 2, 0],
        '┛' => [2, 0, 2, 0],
        '├' => [0, 1, 1, 1],
        '┤' => [1, 0, 1, 1],
        '┬' => [1, 1, 0, 1],
        '┴' => [1, 1, 1, 0],
        '┼' => [1, 1, 1, 1],
        _ => return None,
    })
}

/// The part of its cell that a block fills: left, top, width, height.
fn block(letter: char) -> Option<[f64; 4]> {
    let eighths = |from: char| f64::from(u32::from(letter) - u32::from(from) + 1) / 8.0;
    Some(match letter {
        '▁'..='█' => [0.0, 1.0 - eighths('▁'), 1.0, eighths('▁')],
        '▉'..='▏' => {
            let width = 1.0 - eighths('▉');
            [0.0, 0.0, width, 1.0]
        }
        '▐' => [0.5, 0.0, 0.5, 1.0],
        '▀' => [0.0, 0.0, 1.0, 0.5],
        _ => return None,
    })
}

/// Whether several of this character in a row form one shape.
pub(super) fn joins(symbol: &str) -> bool {
    matches!(symbol.chars().next(), Some('─' | '━' | '▁'..='█'))
}

/// The shape of a character, or of a run of the same character, at a position; `None` if it is
/// drawn as text.
pub(super) fn shape(text: &str, left: f64, top: f64, color: &str) -> Option<String> {
    let mut letters = text.chars();
    let letter = letters.next()?;
    let more = letters.clone().count();
    if letters.any(|other| other != letter) {
        return None;
    }
    if let Some([x, y, width, height]) = block(letter) {
        let (x, y) = (left + x * WIDTH, top + y * HEIGHT);
        let (width, height) = (width * pixels(1 + more, WIDTH), height * HEIGHT);
        return Some(format!(
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" fill=\"{color}\"/>"
        ));
    }
    let arms = arms(letter)?;
    let (x, y) = (left + WIDTH / 2.0, top + HEIGHT / 2.0);
    let ends = [(left, y), (left + pixels(1 + more, WIDTH), y), (x, top), (x, top + HEIGHT)];
    let weight = arms.into_iter().max().unwrap_or(1);
    let arms = ends.iter().zip(arms).filter(|(_, arm)| *arm > 0);
    let path = arms.map(|((to_x, to_y), _)| format!("M{x:.1} {y:.1}L{to_x:.1} {to_y:.1}"));
    let path = path.collect::<Vec<_>>().concat();
    let width = f64::from(weight) * 1.1;
    Some(format!("<path d=\"{path}\" stroke=\"{color}\" stroke-width=\"{width:.1}\"/>"))
}
