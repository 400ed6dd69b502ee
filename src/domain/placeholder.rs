//! Texts that people and programs write in place of a missing name:
//! `N/A`, `none`, `—`, `#####`, an error value, a formula. Nothing is ever created with such
//! a name.

mod error_value;
mod formula;
mod month;
mod words;

use super::answer::Answer;
use super::lookalike::folded;
pub(crate) use error_value::{is_error_value, is_known_error};
use formula::is_formula;
use words::{IN_BRACKETS, NOT_A_TIME, WORDS};

/// Reasons for which a name is rejected in a file, but not as a first or last name.
pub(crate) const MAY_BE_OF_PERSON: [&str; 5] = [NO_VALUE, BOOLEAN, DATE, TIME, SHORTENED];

const NO_VALUE: &str = "means no value";
const BOOLEAN: &str = "is a boolean";
const DATE: &str = "is a date";
const TIME: &str = "is a time";
const SHORTENED: &str = "is a number that a spreadsheet has shortened";

/// Why a text is not a name, as the rest of a sentence that begins with it; `None` if it can
/// be a name.
pub(crate) fn not_a_name(text: &str) -> Option<&'static str> {
    let original = text.trim();
    let text = folded(text);
    if text.is_empty() {
        return None;
    }
    let only = |letters: &str| text.chars().all(|letter| letters.contains(letter));
    if only("#") {
        return Some("is what a spreadsheet shows where a column is too narrow");
    }
    if is_formula(&text) {
        return Some("is a formula, not its value");
    }
    if is_boolean(original) {
        return Some(BOOLEAN);
    }
    if is_date_of_any_form(original) {
        return Some(DATE);
    }
    if is_clock(&text) {
        return Some(TIME);
    }
    if is_shortened(&text) {
        return Some(SHORTENED);
    }
    let dashes = "-‐‑‒–—―−⁃﹣_.·∙⋅•・▫…/\\*?~=+ー–ｰ ";
    let bare = text.trim_matches(|letter: char| "()[]<>{}".contains(letter)).trim();
    let bare = bare.trim_end_matches('.');
    let is_word = || WORDS.iter().any(|words| words.split('|').any(|word| word == bare));
    let is_in_brackets = || bare != text && IN_BRACKETS.split('|').any(|word| word == bare);
    if only(dashes) || bare.is_empty() || is_word() || is_in_brackets() || original == NOT_A_TIME {
        return Some(NO_VALUE);
    }
    is_error_value(original).then_some("is an error value")
}

/// Whether a text in a yes-or-no field means that the value is missing: `None`, `N/A`, a dash,
/// a dot. Words that can also mean “no” do not count.
pub(crate) fn means_no_value(text: &str) -> bool {
    // None of these has a digit, but most cells of large files do.
    if text.contains(char::is_numeric) {
        return false;
    }
    let is_word = Answer::of(text).is_some() && text.chars().any(char::is_alphanumeric);
    !is_word && not_a_name(text) == Some(NO_VALUE)
}

/// Why a first or last name is doubtful, because it probably comes from a spreadsheet: it is a
/// boolean, a date or a shortened number. The text continues a sentence that begins with the
/// name.
pub(crate) fn doubtful_for_person(text: &str) -> Option<&'static str> {
    let is_clear = text.contains(['/', '#']);
    not_a_name(text).filter(|why| [BOOLEAN, DATE, TIME, SHORTENED].contains(why) && !is_clear)
}

/// Booleans as spreadsheets write them in various languages, except those that are also names
/// of people.
const BOOLEANS: &str = "TRUE|FALSE|WAHR|FALSCH|VRAI|FAUX|VERDADERO|FALSO|VERDADEIRO|WAAR|ONWAAR|PRAWDA|\
     FAŁSZ|PRAVDA|NEPRAVDA|FALSK|SANT|USANT|TOSI|EPÄTOSI|IGAZ|HAMIS|ADEVĂRAT|FALS|DOĞRU|YANLIŞ|\
     ИСТИНА|ЛОЖЬ|ΑΛΗΘΗΣ|ΨΕΥΔΗΣ";

/// Whether a text is a boolean as a spreadsheet writes it.
pub(crate) fn is_boolean(text: &str) -> bool {
    !text.is_empty() && BOOLEANS.split('|').any(|word| word == text)
}

/// Whether a text is a date, alone or before a time: `2024-01-31`, `31.1.2024`,
/// `1/31/24 12:00 AM`, `2024-01-31T00:00:00Z`, `31-Jan-2024`.
pub(crate) fn is_date(text: &str) -> bool {
    month::is_day_month_year(text) || is_date_in_digits(text)
}

/// Whether a text is a date, possibly without a year or a day.
pub(crate) fn is_date_of_any_form(text: &str) -> bool {
    if !text.contains(char::is_numeric) && !text.contains(['年', '月', '년', '월']) {
        return false;
    }
    let lower = folded(text);
    is_date(&lower) || month::is_day_and_month(text.trim()) || month::is_short(&lower)
}

fn is_date_in_digits(text: &str) -> bool {
    match text.split_once([' ', 't', 'T']) {
        Some((day, time)) => is_day(day) && is_time(time.trim()),
        None => is_day(text),
    }
}

fn is_day(text: &str) -> bool {
    ['-', '.', '/'].into_iter().any(|separator| {
        let parts: Vec<&str> = text.split(separator).collect();
        let are_digits = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
        let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
        parts.iter().all(are_digits)
            && matches!(lengths[..], [4, 1..=2, 1..=2] | [1..=2, 1..=2, 2 | 4])
    })
}

/// Whether a text is a time of day: `10:30`, `10:30:00.123+01:00`, `12:00 AM`.
fn is_time(text: &str) -> bool {
    let text = text.to_lowercase();
    let endings = ["am", "pm", "a.m.", "p.m.", "z", "utc", "gmt"];
    let time = endings.into_iter().find_map(|ending| text.strip_suffix(ending)).unwrap_or(&text);
    time.starts_with(|first: char| first.is_ascii_digit())
        && time.contains(':')
        && time
            .chars()
            .all(|it| it.is_ascii_digit() || matches!(it, ':' | '.' | ',' | '+' | '-' | ' '))
}

/// Whether the whole text is a time of day: `10:30`, `10:30:00`, `2:30 PM`.
fn is_clock(text: &str) -> bool {
    let hour = text.split_once(':').map_or("", |(hour, _)| hour);
    let has_minutes = text.get(hour.len() + 1..hour.len() + 3).is_some_and(are_digits);
    matches!(hour.len(), 1 | 2) && are_digits(hour) && has_minutes && is_time(text)
}

fn are_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a text is a number in scientific notation: `1.23E+18`, `1,5E18`, `1.2E-05`.
pub(crate) fn is_shortened(text: &str) -> bool {
    let Some((number, exponent)) = text.split_once(['e', 'E']) else {
        return false;
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let bare = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    match number.split_once(['.', ',']) {
        Some((whole, part)) => digits(whole) && digits(part) && digits(bare),
        // `2E-14` can be a code.
        None => exponent.starts_with('+') && digits(number) && digits(bare),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn booleans_dates_and_shortened_numbers_are_not_names() {
        for text in ["TRUE", "WAHR", "VRAI", "ЛОЖЬ", "2024-01-31", "31.12.2024", "1/31/24"] {
            assert!(not_a_name(text).is_some(), "{text}");
        }
        for text in ["2024-01-31 00:00:00", "1.23E+18", "1,5E18", "1E+05", "1.234E-05", "NaT"] {
            assert!(not_a_name(text).is_some(), "{text}");
        }
        for text in ["<NA>", "(blank)", "(Leer)", "[object Object]", "Sun Jan 05 2025"] {
            assert!(not_a_name(text).is_some(), "{text}");
        }
        for text in ["Nat", "Na", "Blank", "Leer", "2E-14", "Sun Jan", "Wednesday Addams"] {
            assert_eq!(not_a_name(text), None, "{text}");
        }
        for text in [
            "Sun Jan 05 2025 00:00:00 GMT+0100",
            "二〇二四年一月",
            "2024-01-31T10:00:00.000Z",
            "1/31/24 12:00 AM",
            "31.1.2024 8:15",
            "2024-01-31 08:00+01:00",
        ] {
            assert_eq!(not_a_name(text), Some("is a date"), "{text}");
        }
        for text in
            ["2024-01-31 Acquisition Ltd", "31.1.2024 8 Ltd", "1/31/24t", "2024-01-31 10:00 Ltd"]
        {
            assert_eq!(not_a_name(text), None, "{text}");
        }
        for text in ["01.мар", "мар.24", "1.maalis", "már.01", "1 Μαρ", "01-مارس", "มี.ค.-24"]
        {
            assert_eq!(not_a_name(text), Some("is a date"), "{text}");
        }
        for text in ["1-Mar", "mars-24", "01. Mrz", "31-Jan-2024", "31 January 2024"] {
            assert_eq!(not_a_name(text), Some("is a date"), "{text}");
        }
        for text in ["1/31", "31.1.", "1. 3.", "3月1日", "2024年1月31日", "03월 01일"] {
            assert_eq!(not_a_name(text), Some("is a date"), "{text}");
        }
        for text in ["10:30", "10:30:00", "2:30 PM", "2:30 p.m."] {
            assert_eq!(not_a_name(text), Some("is a time"), "{text}");
        }
        for text in ["24/7", "1/2/3/4", "40/50", "31.1", "3月会社", "C:30", "12:3"] {
            assert_eq!(not_a_name(text), None, "{text}");
        }
        for text in [
            "true", "MAR-01", "May", "Vero", "Sand", "1E5", "E5", "10-20", "1.2.3.4", "24-7",
            "e.on",
        ] {
            assert_eq!(not_a_name(text), None, "{text}");
        }
    }

    #[test]
    fn a_placeholder_for_no_value_is_not_a_name() {
        for text in [
            "N/A",
            "n/a",
            " N/A ",
            "Ｎ／Ａ",
            "n.a.",
            "#N/A",
            "none",
            "None",
            "(none)",
            "<null>",
            "NULL",
            "nil",
            "-",
            "--",
            "—",
            "–",
            "...",
            "…",
            "?",
            "???",
            "_",
            "keine",
            "Keine Angabe",
            "k.A.",
            "aucun",
            "néant",
            "ninguno",
            "nenhum",
            "nessuno",
            "geen",
            "n.v.t.",
            "brak",
            "žádný",
            "ingen",
            "nincs",
            "yok",
            "нет",
            "Н/Д",
            "なし",
            "無し",
            "没有",
            "없음",
            "لا يوجد",
            "אין",
            "[empty]",
            "TBD",
        ] {
            assert_eq!(not_a_name(text), Some("means no value"), "{text}");
        }
        for text in ["#####", "##"] {
            assert!(not_a_name(text).is_some_and(|why| why.contains("too narrow")), "{text}");
        }
        for text in [
            "=A1+1",
            "=SUM(B2:B9)",
            "=VLOOKUP(A2,X!B:C,2,0)",
            "=B2",
            "=$A$1",
            "=1-1",
            "=\"a\"",
            "+1+1",
            "+A1",
            "-1+1",
            "-$B$2*2",
            "+SUM(A1:A9)",
            "@SUM(A1)",
            "@SUM(1+1)*2",
            "-2+3+cmd|' /C calc'!A0",
            "＝1+1",
        ] {
            assert_eq!(not_a_name(text), Some("is a formula, not its value"), "{text}");
        }
        for text in [
            "#PUUTTUU!",
            "#SKÄRNING!",
            "#ΤΙΜΗ!",
            "#BLOCKIERT!",
            "#TYPE!",
            "#NOM?",
            "#puuttuu",
            "Fehler:502",
            "Err:502",
            "erreur : 508",
            "#N/V",
            "#NAME",
            "#ref",
            "#DIV/0",
            "Loading...",
            "Loading…",
            "Wird geladen...",
        ] {
            assert_eq!(not_a_name(text), Some("is an error value"), "{text}");
        }
    }

    #[test]
    fn ordinary_names_are_names() {
        for text in [
            "",
            "ada",
            "na",
            "NA",
            "N",
            "no",
            "Nadia",
            "Nonesuch",
            "none_hr",
            "null1",
            "#1",
            "#!",
            "=bob",
            "=x",
            "=1",
            "+33",
            "+1",
            "-7",
            "+1 (Plus One) Ltd",
            "+Plus",
            "@home",
            "@A1",
            "Err:5",
            "Team:502",
            "C-3",
            "007",
            "-ada-",
            "Empty Quarter",
            "Nil Ltd",
            "0",
            "1",
            "x",
        ] {
            assert_eq!(not_a_name(text), None, "{text}");
        }
    }
}
