//! Dates with the name of a month, as spreadsheets make them of codes like `MAR1`: `1-Mar`,
//! `Mar-50`, `31-Jan-2024`, `01. Mrz`.

/// The months in the languages of spreadsheets, in full and as these shorten them, without
/// full stops.
const MONTHS: &str = "\
    january|february|march|april|may|june|july|august|september|october|november|december|\
    jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|\
    januar|februar|märz|mai|juni|juli|oktober|dezember|jän|mär|mrz|okt|dez|\
    janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre|\
    janv|févr|fév|avr|juil|déc|\
    enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|\
    ene|abr|ago|dic|\
    janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|novembro|dezembro|fev|set|out|\
    gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre|\
    gen|mag|giu|lug|ott|\
    januari|februari|maart|mei|augustus|mrt|\
    stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|\
    listopada|grudnia|sty|lut|kwi|maj|cze|lip|sie|wrz|paź|lis|gru|\
    marts|april|augusti|mars|desember|des|\
    ocak|şubat|mart|nisan|mayıs|haziran|temmuz|ağustos|eylül|ekim|kasım|aralık|\
    oca|şub|nis|haz|tem|ağu|eyl|eki|kas|ara|\
    янв|фев|мар|апр|май|мая|июн|июл|авг|сен|сент|окт|ноя|дек|\
    января|февраля|марта|апреля|июня|июля|августа|сентября|октября|ноября|декабря";

/// Whether a text is a day, a month and a year.
pub(super) fn is_day_month_year(text: &str) -> bool {
    let parts = parts(text);
    let is_year = |part: &str| matches!(part.len(), 2 | 4) && is_number(part);
    match parts[..] {
        [day, month, year] if is_day(day) && is_month(month) => is_year(year),
        [month, day, year] if is_month(month) && is_day(day) => is_year(year),
        [year, month, day] if year.len() == 4 && is_year(year) => is_month(month) && is_day(day),
        _ => false,
    }
}

/// Whether a text is a day and a month, or a month and a year, as a spreadsheet shows them.
/// A code in capital letters, such as `MAR-01`, is none.
pub(super) fn is_day_and_month(text: &str) -> bool {
    let [first, second] = parts(text)[..] else {
        return false;
    };
    let is_written = |month: &str| is_month(month) && month.chars().any(char::is_lowercase);
    let is_year = |part: &str| matches!(part.len(), 2 | 4) && is_number(part);
    is_day(first) && is_written(second) || is_written(first) && is_year(second)
}

/// Whether a text is a date without a year, or one with the units of Chinese, Japanese or Korean:
/// `1/31`, `31.1.`, `3月1日`, `2024年1月31日`. `24/7` is none.
pub(super) fn is_short(text: &str) -> bool {
    let bare: String = text.split_whitespace().collect();
    let number = |part: &str| part.parse::<u8>().ok().filter(|_| is_day(part)).unwrap_or(0);
    let is_in_year = |one: &str, other: &str| (1..=12).contains(&number(one).min(number(other)));
    let by_slash = bare.split_once('/').filter(|_| bare != "24/7");
    let by_dots = bare.strip_suffix('.').and_then(|text| text.split_once('.'));
    if by_slash.or(by_dots).is_some_and(|(one, other)| is_in_year(one, other)) {
        return true;
    }
    let units = ['年', '月', '日', '년', '월', '일'];
    let has_units = bare.ends_with(['日', '일']) && bare.contains(['月', '월']);
    has_units && bare.chars().all(|letter| letter.is_ascii_digit() || units.contains(&letter))
}

/// What stands between the separators of a date, without full stops and commas.
fn parts(text: &str) -> Vec<&str> {
    let text = text.trim();
    let separator = if text.contains('-') {
        '-'
    } else if text.contains('/') {
        '/'
    } else {
        ' '
    };
    text.split(separator)
        .map(|part| part.trim().trim_end_matches(['.', ',']))
        .filter(|part| !part.is_empty())
        .collect()
}

fn is_number(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_day(part: &str) -> bool {
    part.len() <= 2 && part.parse().is_ok_and(|day: u8| (1..=31).contains(&day))
}

fn is_month(part: &str) -> bool {
    let part = part.to_lowercase();
    MONTHS.split('|').any(|month| month == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_with_the_name_of_a_month_are_dates() {
        for text in [
            "31-Jan-2024",
            "31 January 2024",
            "January 31, 2024",
            "1-mars-24",
            "31. Dezember 2024",
            "5 мая 2024",
            "2024-Mar-01",
            "31/Jan/2024",
            "01-JAN-24",
        ] {
            assert!(is_day_month_year(text), "{text}");
        }
        for text in ["1-Mar", "Mar-50", "01. Mrz", "1-mars", "Sep-24", "2-Sep", "Okt 24", "1 Dez"] {
            assert!(is_day_and_month(text), "{text}");
        }
    }

    #[test]
    fn codes_and_names_that_resemble_a_date_are_none() {
        for text in [
            "MAR-01",
            "LIS-24",
            "Mar",
            "May",
            "May Chen",
            "32-Mar",
            "0-Mar",
            "1-Marx",
            "Mar-x",
            "A-Mar-1",
            "1-2-Mar",
            "Mar-123",
            "March Ltd",
            "",
        ] {
            assert!(!is_day_month_year(text) && !is_day_and_month(text), "{text}");
        }
    }
}
