//! What people write into a cell for a grant, and for none.

use crate::exchange::harmless::original;

/// Whether a cell grants; `None` if what stands there is no mark.
pub(super) fn read(cell: &str) -> Option<bool> {
    let word = original(cell).unwrap_or(cell).trim().to_lowercase();
    match word.as_str() {
        "x" | "1" | "yes" | "y" | "true" | "t" | "on" | "ok" | "granted" | "■" | "▪" | "●"
        | "✓" | "✔" | "☑" | "ja" | "j" | "oui" | "si" | "sí" | "sim" | "wahr" | "vrai" | "はい"
        | "是" => Some(true),
        "" | "0" | "no" | "n" | "false" | "f" | "off" | "none" | "·" | "-" | "–" | "—" | "."
        | "○" | "o" | "□" | "☐" | "nein" | "non" | "não" | "falsch" | "faux" | "いいえ" | "否" => {
            Some(false)
        }
        // As a program writes whole numbers, or one that counts with commas.
        number => match number.replace(',', ".").parse::<f64>() {
            Ok(1.0) => Some(true),
            Ok(0.0) => Some(false),
            _ => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_what_people_write() {
        for mark in ["x", "X", "1", "yes", "YES", "true", "TRUE", "■", "✓", " x ", "1.0", "1,0"]
        {
            assert_eq!(read(mark), Some(true), "{mark}");
        }
        for mark in ["", "0", "no", "false", "FALSE", "·", "-", "'-", ".", "  ", "○", "0.0", "0,00"]
        {
            assert_eq!(read(mark), Some(false), "{mark}");
        }
        for mark in ["2", "maybe", "?", "xx", "#REF!", "x y", "1.1", "nan", "1,0,0"] {
            assert_eq!(read(mark), None, "{mark}");
        }
    }
}
