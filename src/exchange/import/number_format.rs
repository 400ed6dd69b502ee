//! How the number format of a cell displays a whole number or a text, as far as that can
//! be determined.

/// Spreadsheets store whole numbers up to this exactly.
const EXACT: f64 = 1e15;

/// The displayed form of a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum FormattedNumber {
    /// The number, possibly with leading zeros or other characters.
    Number(String),
    /// Other characters instead, or nothing.
    Words(String),
    /// It cannot be determined.
    Unknown,
}

/// How a format displays a number.
pub(super) fn shown(number: f64, format: &str) -> FormattedNumber {
    if number.fract() != 0.0 || number.abs() >= EXACT {
        return FormattedNumber::Unknown;
    }
    let sections: Vec<&str> = sections(format);
    if sections.iter().any(|section| condition(section).is_some()) {
        return match conditional(number, &sections) {
            Some(section) => in_section(number, section, ""),
            None => FormattedNumber::Unknown,
        };
    }
    let first = sections.first().copied().unwrap_or_default();
    let (section, sign) = match sections.len() {
        2.. if number < 0.0 => (sections[1], ""),
        3.. if number == 0.0 => (sections[2], ""),
        _ if number < 0.0 => (first, "-"),
        _ => (first, ""),
    };
    in_section(number, section, sign)
}

/// How one section of a format displays a number.
fn in_section(number: f64, section: &str, sign: &str) -> FormattedNumber {
    let digits = format!("{:.0}", number.abs());
    if ["General", "Standard", "@"].iter().any(|all| section.trim().eq_ignore_ascii_case(all)) {
        return FormattedNumber::Number(format!("{sign}{digits}"));
    }
    match tokens(section) {
        Some(tokens) => filled(&tokens, &digits, sign),
        None => FormattedNumber::Unknown,
    }
}

/// How a format displays a text; `None` if that cannot be determined.
pub(super) fn shown_text(text: &str, format: &str) -> Option<String> {
    let sections = sections(format);
    let section = match (sections.get(3), sections.last()) {
        (Some(section), _) => section,
        (None, Some(last)) if has_placeholder(last) => last,
        // Without a section for text, text is displayed unchanged.
        _ => return Some(text.to_owned()),
    };
    let mut shown = String::new();
    let mut letters = section.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '@' => shown.push_str(text),
            '\\' => shown.push(letters.next()?),
            '"' => shown.extend(letters.by_ref().take_while(|letter| *letter != '"')),
            '_' => {
                letters.next()?;
                shown.push(' ');
            }
            '[' => {
                let inside: String = letters.by_ref().take_while(|letter| *letter != ']').collect();
                if !is_color(&inside) {
                    return None;
                }
            }
            'G' if section.trim().eq_ignore_ascii_case("General") => return Some(text.to_owned()),
            letter if letter.is_alphanumeric() || letter == '*' => return None,
            letter => shown.push(letter),
        }
    }
    Some(shown)
}

/// Whether a section has the placeholder of a text.
fn has_placeholder(section: &str) -> bool {
    let (mut quoted, mut escaped) = (false, false);
    section.chars().any(|letter| {
        let is_plain = !quoted && !escaped;
        quoted ^= letter == '"' && !escaped;
        escaped = letter == '\\' && is_plain;
        letter == '@' && is_plain
    })
}

/// The condition with which a section begins, such as `[>=100]`.
fn condition(section: &str) -> Option<(&str, f64)> {
    let mut rest = section.trim_start();
    while let Some((inside, after)) = rest.strip_prefix('[').and_then(|it| it.split_once(']')) {
        let number = inside.trim_start_matches(['<', '>', '=']);
        let operator = &inside[..inside.len() - number.len()];
        if !operator.is_empty() {
            return number.trim().parse().ok().map(|number| (operator, number));
        }
        rest = after;
    }
    None
}

/// The section that shows a number in a format of one condition and the rest;
/// `None` for other formats with conditions.
fn conditional<'f>(number: f64, sections: &[&'f str]) -> Option<&'f str> {
    let [first, rest] = sections else {
        return None;
    };
    let (operator, limit) = condition(first).filter(|_| condition(rest).is_none())?;
    let order = number.partial_cmp(&limit)?;
    let holds = match operator {
        "=" => order.is_eq(),
        "<>" => order.is_ne(),
        "<" => order.is_lt(),
        "<=" => order.is_le(),
        ">" => order.is_gt(),
        ">=" => order.is_ge(),
        _ => return None,
    };
    if number < 0.0 {
        return None;
    }
    Some(if holds { first.split_once(']').map(|(_, section)| section)? } else { rest })
}

/// A part of a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token {
    /// Displayed unchanged.
    Sign(char),
    /// A digit, or a zero.
    Zero,
    /// A digit, or nothing.
    Digit,
}

/// The sections for positive numbers, negative ones, zero and text.
fn sections(format: &str) -> Vec<&str> {
    let (mut quoted, mut escaped, mut start) = (false, false, 0);
    let mut sections = Vec::new();
    for (at, letter) in format.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' if !quoted => escaped = true,
            '"' => quoted = !quoted,
            ';' if !quoted => {
                sections.push(&format[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    sections.push(&format[start..]);
    sections
}

/// The parts of a section; `None` if it displays anything except whole digits and
/// fixed characters.
fn tokens(section: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut letters = section.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '0' => tokens.push(Token::Zero),
            '#' => tokens.push(Token::Digit),
            '\\' => tokens.push(Token::Sign(letters.next()?)),
            '"' => {
                let quoted = letters.by_ref().take_while(|letter| *letter != '"');
                tokens.extend(quoted.map(Token::Sign));
            }
            // A space as wide as the next character.
            '_' => {
                letters.next()?;
                tokens.push(Token::Sign(' '));
            }
            '[' => {
                let inside: String = letters.by_ref().take_while(|letter| *letter != ']').collect();
                if !is_color(&inside) {
                    return None;
                }
            }
            '-' | '+' | '(' | ')' | ':' | ' ' | '!' | '&' | '^' | '~' | '\'' => {
                tokens.push(Token::Sign(letter));
            }
            _ => return None,
        }
    }
    Some(tokens)
}

fn is_color(text: &str) -> bool {
    let text = text.to_lowercase();
    let named = ["black", "blue", "cyan", "green", "magenta", "red", "white", "yellow"];
    named.contains(&text.as_str()) || text.starts_with("color")
}

/// The digits, filled into the placeholders.
fn filled(tokens: &[Token], digits: &str, sign: &str) -> FormattedNumber {
    let digit_tokens: Vec<&Token> =
        tokens.iter().filter(|it| !matches!(it, Token::Sign(_))).collect();
    let Some(digits_left) = digit_tokens.len().checked_sub(1) else {
        let words: String = tokens.iter().filter_map(|it| sign_of(*it)).collect();
        return FormattedNumber::Words(words.trim().to_owned());
    };
    let from_zero = digit_tokens.iter().position(|it| **it == Token::Zero);
    let zeros = from_zero.map_or(0, |at| digit_tokens.len() - at);
    if digits == "0" && zeros == 0 {
        return FormattedNumber::Words(String::new());
    }
    let digits = format!("{digits:0>zeros$}");
    let more = digits.len().saturating_sub(digit_tokens.len());
    let absent = digit_tokens.len().saturating_sub(digits.len());
    let mut rest = digits.chars();
    let (mut text, mut at) = (sign.to_owned(), 0);
    for token in tokens {
        if let Some(fixed) = sign_of(*token) {
            text.push(fixed);
            continue;
        }
        if at >= absent {
            // The first placeholder takes all remaining digits.
            text.extend(rest.by_ref().take(if at == 0 { more + 1 } else { 1 }));
        }
        at += 1;
    }
    debug_assert_eq!(at, digits_left + 1);
    FormattedNumber::Number(text.trim().to_owned())
}

fn sign_of(token: Token) -> Option<char> {
    match token {
        Token::Sign(sign) => Some(sign),
        Token::Zero | Token::Digit => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_shown_by_their_format() {
        for (number, format, text) in [
            (917.0, "General", "917"),
            (917.0, "@", "917"),
            (917.0, "0", "917"),
            (917.0, "00000", "00917"),
            (1_234_567.0, "00000", "1234567"),
            (7.0, "000;-000", "007"),
            (7.0, "00000;@", "00007"),
            (123_456_789.0, "000-00-0000", "123-45-6789"),
            (12.0, "\"EMP\"0000", "EMP0012"),
            (12.0, "\\E000", "E012"),
            (5.0, "#", "5"),
            (5.0, "0_);(0)", "5"),
            (-5.0, "0_);(0)", "(5)"),
            (-5.0, "000", "-005"),
            (5.0, "[Red]0000", "0005"),
            (999_999_999_999_999.0, "General", "999999999999999"),
        ] {
            assert_eq!(
                shown(number, format),
                FormattedNumber::Number(text.into()),
                "{number} {format}"
            );
        }
        for (number, format, words) in [
            (1.0, "\"x\";;", "x"),
            (0.0, "\"x\";;", ""),
            (1.0, ";;;", ""),
            (0.0, "#", ""),
            (1.0, "[=1]\"no\";\"yes\"", "no"),
            (0.0, "[=1]\"no\";\"yes\"", "yes"),
            (917.0, "[>100]\"many\";0", "many"),
        ] {
            assert_eq!(
                shown(number, format),
                FormattedNumber::Words(words.into()),
                "{number} {format}"
            );
        }
    }

    #[test]
    fn texts_are_shown_by_their_section() {
        for (text, format, seen) in [
            ("917", "@", "917"),
            ("917", "General", "917"),
            ("917", "00000", "917"),
            ("917", "\"E\"@", "E917"),
            ("x", ";;;", ""),
            ("x", "\"no\";\"no\";\"no\";\"no\"", "no"),
            ("x", "\"not \"@", "not x"),
            ("x", "0;-0;0;@", "x"),
            ("x", "[Red]@", "x"),
            ("x", "\"a@b\"", "x"),
        ] {
            assert_eq!(shown_text(text, format).as_deref(), Some(seen), "{format}");
        }
        assert_eq!(shown_text("x", "@* "), None);
    }

    #[test]
    fn an_ambiguous_format_is_not_guessed() {
        for (number, format) in [
            (0.3, "General"),
            (1.23e18, "0"),
            (1e15, "General"),
            (917.0, "0.00"),
            (917.0, "#,##0"),
            (917.0, "$0"),
            (917.0, "0%"),
            (917.0, "0.00E+00"),
            (917.0, "yyyy-mm-dd"),
            (917.0, "[>100]\"many\";[>10]\"some\";0"),
            (-5.0, "[<0]0;0"),
            (917.0, "[$€-407]0"),
            (917.0, "# ?/?"),
            (917.0, "0\\"),
        ] {
            assert_eq!(shown(number, format), FormattedNumber::Unknown, "{number} {format}");
        }
    }
}
