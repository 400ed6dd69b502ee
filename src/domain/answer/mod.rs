//! Whether a text means yes or no: words in many languages, and signs that have a meaning only
//! if their counterpart is in the same file. The meaning of a sign without its counterpart is
//! never guessed.

mod words;

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization as _;

use words::{CLEAR, LANGUAGES, LETTERS};

/// Each word of the list, and whether it means yes.
static WORDS: LazyLock<HashMap<String, bool>> = LazyLock::new(|| {
    let all = LANGUAGES.iter().chain([&CLEAR]);
    let words = all.flat_map(|language| {
        let yes = language.yes.iter().map(|word| (folded(word), true));
        yes.chain(language.no.iter().map(|word| (folded(word), false)))
    });
    words.collect()
});

/// The meaning of a text by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A grant, true, active.
    Yes,
    /// No grant, false, inactive.
    No,
    /// Depends on the other signs of the file.
    Sign(Sign),
}

/// A sign whose meaning depends on the others in its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sign {
    /// `✓ ✔ √ ✅`
    Tick,
    /// `× ✕ ✖ ✗ ✘ ❌`
    Cross,
    /// `x`
    X,
    /// `●`
    Dot,
    /// `○ ◯ 〇 ⭕`
    Circle,
    /// `☑`
    TickedBox,
    /// `☒`
    CrossedBox,
    /// `☐ □`
    EmptyBox,
    /// A letter such as `y`, `o`, `n`, by its number in the list.
    Letter(u8),
}

/// The set of signs in a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Signs(u64);

impl Answer {
    /// The meaning of a text; `None` if it is neither a word nor a sign of the list.
    /// Case and surrounding spaces are ignored.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        // The fast path for most cells of a large file.
        match text {
            "" | "0" => return Some(Self::No),
            "1" => return Some(Self::Yes),
            "x" | "X" => return Some(Self::Sign(Sign::X)),
            _ => {}
        }
        let word = folded(text);
        let word = word.as_str();
        let mut letters = word.chars();
        if let (Some(letter), None) = (letters.next(), letters.next())
            && let Some(sign) = Sign::of(letter)
        {
            return Some(Self::Sign(sign));
        }
        if word.is_empty() {
            return Some(Self::No);
        }
        let listed = WORDS.get(word).map(|yes| if *yes { Self::Yes } else { Self::No });
        // Programs also write 1 and 0 as 1.0 or, with a decimal comma, as 0,00.
        listed.or_else(|| match word.replace(',', ".").parse::<f64>() {
            Ok(1.0) => Some(Self::Yes),
            Ok(0.0) => Some(Self::No),
            _ => None,
        })
    }
}

impl Sign {
    fn of(letter: char) -> Option<Self> {
        Some(match letter {
            '✓' | '✔' | '√' | '✅' => Self::Tick,
            '×' | '✕' | '✖' | '✗' | '✘' | '❌' => Self::Cross,
            'x' => Self::X,
            '●' => Self::Dot,
            '○' | '◯' | '〇' | '⭕' => Self::Circle,
            '☑' => Self::TickedBox,
            '☒' => Self::CrossedBox,
            '☐' | '□' => Self::EmptyBox,
            letter => {
                let mut all = LETTERS.iter().flat_map(|(yes, no, _)| [*yes, *no]);
                let at = all.position(|listed| listed == letter)?;
                Self::Letter(u8::try_from(at).ok()?)
            }
        })
    }

    fn letter(letter: char) -> u64 {
        Self::of(letter).map_or(0, Self::bit)
    }

    fn bit(self) -> u64 {
        1 << match self {
            Self::Tick => 0,
            Self::Cross => 1,
            Self::X => 2,
            Self::Dot => 3,
            Self::Circle => 4,
            Self::TickedBox => 5,
            Self::CrossedBox => 6,
            Self::EmptyBox => 7,
            Self::Letter(at) => 8 + u64::from(at.min(55)),
        }
    }

    /// Whether it is a letter, such as `y` or `n`.
    #[must_use]
    pub fn is_letter(self) -> bool {
        matches!(self, Self::Letter(_))
    }

    /// The sign's meaning among the signs of its file; `None` if that is not clear.
    #[must_use]
    pub fn among(self, signs: Signs) -> Option<bool> {
        let has = |sign| signs.contains(sign);
        let has_o = signs.0 & Self::letter('o') != 0;
        match self {
            Self::Tick | Self::Dot | Self::TickedBox => Some(true),
            Self::EmptyBox => Some(false),
            // Beside a tick or a circle, an x may mean no.
            Self::X => {
                let others = [Self::Tick, Self::TickedBox, Self::Circle, Self::Cross];
                (!has_o && !others.into_iter().any(has)).then_some(true)
            }
            Self::Cross => {
                let partners = [Self::Tick, Self::TickedBox, Self::Circle];
                (!has_o && !has(Self::X) && partners.into_iter().any(has)).then_some(false)
            }
            Self::Circle => {
                let is_plain = !has_o && !has(Self::X) && !has(Self::Tick);
                match (has(Self::Cross), has(Self::Dot)) {
                    (true, false) if is_plain => Some(true),
                    (false, true) if is_plain => Some(false),
                    _ => None,
                }
            }
            Self::CrossedBox => match (has(Self::EmptyBox), has(Self::TickedBox)) {
                (true, false) if !has(Self::Tick) => Some(true),
                (false, true) => Some(false),
                _ => None,
            },
            Self::Letter(_) => self.letter_among(signs.letters()),
        }
    }

    /// A letter has a meaning if the file has its counterpart and no third letter.
    fn letter_among(self, letters: u64) -> Option<bool> {
        if letters == Self::letter('y') {
            return Some(true);
        }
        let bit = self.bit();
        LETTERS.iter().find_map(|(yes, no, _)| {
            let (yes, no) = (Self::letter(*yes), Self::letter(*no));
            (letters == yes | no && letters & bit != 0).then_some(bit == yes)
        })
    }
}

impl Signs {
    /// Adds a sign.
    pub fn insert(&mut self, sign: Sign) {
        self.0 |= sign.bit();
    }

    /// Whether the file has letters other than Y and N, whose meaning depends on their
    /// counterpart.
    #[must_use]
    pub fn has_foreign_letters(self) -> bool {
        self.letters() & !(Sign::letter('y') | Sign::letter('n')) != 0
    }

    /// Whether the set contains a sign.
    #[must_use]
    pub fn contains(self, sign: Sign) -> bool {
        self.0 & sign.bit() != 0
    }

    fn letters(self) -> u64 {
        self.0 >> 8 << 8
    }
}

/// Whether a single text, as in a form, means yes or no; `None` if it means neither or is
/// ambiguous. A dash or a dot is not an answer here.
#[must_use]
pub fn yes_or_no(text: &str) -> Option<bool> {
    match Answer::of(text)? {
        Answer::Yes => Some(true),
        Answer::No => text.chars().any(char::is_alphanumeric).then_some(false),
        // Forms ask for y or n.
        Answer::Sign(sign) if sign.bit() == Sign::letter('n') => Some(false),
        Answer::Sign(sign) => sign.among(Signs(sign.bit())),
    }
}

/// The text in the same form as the list: lower case, half-width letters, Unicode NFC,
/// without the dot of a Turkish capital I or a variation selector.
fn folded(text: &str) -> String {
    let narrow = text.trim().chars().map(|letter| match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        // The Turkish dotless i.
        'ı' => 'i',
        letter => letter,
    });
    let lower = narrow.collect::<String>().to_lowercase();
    let plain =
        lower.chars().filter(|letter| !matches!(letter, '\u{307}' | '\u{fe0e}' | '\u{fe0f}'));
    plain.nfc().collect()
}

/// The list as Markdown tables, for the documentation.
#[must_use]
pub fn answers_in_markdown() -> String {
    use std::fmt::Write as _;
    let joined = |words: &[&str]| words.join(", ");
    let mut text = String::from("| language | yes | no |\n| --- | --- | --- |\n");
    for language in LANGUAGES {
        let (yes, no) = (joined(language.yes), joined(language.no));
        let _ = writeln!(text, "| {} | {yes} | {no} |", language.name);
    }
    let (yes, no) = (CLEAR.yes.join(" "), CLEAR.no.join(" "));
    let _ = writeln!(text, "| any | {yes} x ✓ ✔ √ ✅ ● ☑ | {no} ☐ □, an empty cell |");
    text.push_str("\n| yes | no | language |\n| --- | --- | --- |\n");
    for (yes, no, language) in LETTERS {
        let (yes, no) = (yes.to_uppercase(), no.to_uppercase());
        let _ = writeln!(text, "| {yes} | {no} | {language} |");
    }
    text
}

#[cfg(test)]
mod tests;
