//! Letters that look like those of another alphabet.

use unicode_security::skeleton;

/// The Latin letter that this letter looks like, in lower case; otherwise the letter itself.
/// The letters listed first are confusable in only one case, but both cases must map to the
/// same letter. All others are from Unicode's list of confusable characters.
pub(super) fn latin(letter: char) -> char {
    match letter {
        'а' | 'α' => 'a',
        'в' | 'β' => 'b',
        'с' | 'ϲ' => 'c',
        'ԁ' => 'd',
        'е' | 'ε' => 'e',
        'һ' | 'н' | 'η' => 'h',
        'і' | 'ι' => 'i',
        'ј' | 'ϳ' => 'j',
        'к' | 'κ' => 'k',
        'ӏ' => 'l',
        'м' | 'μ' => 'm',
        'ν' => 'n',
        'о' | 'ο' => 'o',
        'р' | 'ρ' => 'p',
        'ԛ' => 'q',
        'г' => 'r',
        'ѕ' | 'ꜱ' => 's',
        'т' | 'τ' => 't',
        'ѵ' => 'v',
        'ԝ' => 'w',
        'х' | 'χ' => 'x',
        'у' | 'ү' | 'υ' => 'y',
        'ζ' => 'z',
        // These stay as they are, because Greek words that differ only in them would become
        // equal.
        'γ' | 'σ' | 'ς' => letter,
        letter if letter.is_ascii() => letter,
        letter => confusable(letter),
    }
}

/// The single character that Unicode lists as confusable with a letter, in lower case.
fn confusable(letter: char) -> char {
    let prototype = |letter: char| {
        let mut bytes = [0; 4];
        let text = letter.encode_utf8(&mut bytes);
        let mut all = skeleton(text);
        match (all.next(), all.next()) {
            (Some(one), None) => Some(one),
            _ => None,
        }
    };
    let lower = |letter: char| letter.to_lowercase().next().unwrap_or(letter);
    let found = prototype(letter).filter(|it| *it != letter);
    // For these, only the capital is confusable.
    let capital = || {
        let mut capitals = letter.to_uppercase();
        let capital = capitals.next().filter(|_| capitals.next().is_none())?;
        prototype(capital).filter(char::is_ascii_alphabetic)
    };
    match found {
        Some(found) if found.is_ascii() => lower(found),
        found => capital().or(found).map_or(letter, lower),
    }
}
