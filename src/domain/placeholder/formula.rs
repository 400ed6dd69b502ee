//! Formulas that were written in place of their values.

/// Whether a text is a formula: `=A1+1`, `=SUM(B2:B9)`, `+A1`, `+1+1`, `@SUM(A1)`. Names
/// may begin in the same way: `=bob`, `+33`, `@home`.
pub(super) fn is_formula(text: &str) -> bool {
    let Some(first) = text.chars().next() else {
        return false;
    };
    let rest = &text[first.len_utf8()..];
    match first {
        '=' => {
            let begins = rest.starts_with(|it: char| {
                it.is_ascii_alphanumeric() || matches!(it, '$' | '(' | '"')
            });
            let operators = ['+', '*', '/', '(', ')', '!', '&', '$', ':', '"'];
            begins && rest.contains(operators) || is_expression(rest)
        }
        '+' | '-' => is_expression(rest) || rest.contains('|') && rest.contains('!'),
        '@' => is_call(rest),
        _ => false,
    }
}

/// Whether a text is a calculation, not a single number.
fn is_expression(text: &str) -> bool {
    let operands = || text.split(['+', '-', '*', '/', '^', '&', '<', '>', '=']).map(str::trim);
    let is_number = |text: &str| {
        text.starts_with(|first: char| first.is_ascii_digit())
            && text.chars().all(|it| it.is_ascii_digit() || matches!(it, '.' | ',' | '%'))
    };
    let numbers = operands().filter(|text| is_number(text)).count();
    let is_value = |text: &str| is_number(text) || is_cell(text) || is_call(text);
    let mut stated = operands().filter(|text| !text.is_empty());
    let count = operands().filter(|text| !text.is_empty()).count();
    stated.all(is_value) && count > 0 && (count > 1 || numbers == 0)
}

/// Whether a text is a reference to a cell or a range of cells: `A1`, `$B$2`, `B2:B9`.
fn is_cell(text: &str) -> bool {
    text.split(':').all(|reference| {
        let reference = reference.replace('$', "");
        let digits = reference.trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
        let letters = reference.len() - digits.len();
        (1..=3).contains(&letters)
            && !digits.is_empty()
            && digits.bytes().all(|digit| digit.is_ascii_digit())
    })
}

/// Whether a text begins with a function call: `SUM(`.
fn is_call(text: &str) -> bool {
    text.split_once('(').is_some_and(|(name, _)| {
        name.starts_with(char::is_alphabetic)
            && name.chars().all(|it| it.is_alphanumeric() || matches!(it, '.' | '_'))
    })
}
