//! Dates with the name of a month, into which spreadsheets convert codes like `MAR1`: `1-Mar`,
//! `Mar-50`, `31-Jan-2024`, `01. Mrz`, `01.мар`, `มี.ค.-24`.

use std::collections::HashSet;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization as _;

/// The months in the languages of spreadsheets, in full and abbreviated, without
/// full stops. Accents and case are ignored.
const MONTHS: &[&str] = &[
    "january|february|march|april|may|june|july|august|september|october|november|december|\
     jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec",
    "januar|februar|märz|mai|juni|juli|oktober|dezember|jän|jänner|mär|mrz|maerz|okt|dez",
    "janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre|\
     janv|févr|fév|avr|juil|déc",
    "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|\
     diciembre|ene|abr|ago|dic",
    "janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|novembro|dezembro|fev|set|out",
    "gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre|\
     gen|mag|giu|lug|ott",
    "januari|februari|maart|mei|augustus|mrt",
    "styczeń|luty|marzec|kwiecień|czerwiec|lipiec|sierpień|wrzesień|październik|listopad|grudzień|\
     stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|\
     listopada|grudnia|sty|lut|kwi|maj|cze|lip|sie|wrz|paź|lis|gru",
    "leden|únor|březen|duben|květen|červen|červenec|srpen|září|říjen|prosinec|ledna|února|března|\
     dubna|května|června|července|srpna|října|prosince|led|úno|bře|dub|kvě|čvn|čvc|srp|zář|říj|pro",
    "január|február|marec|apríl|máj|jún|júl|október|januára|februára|apríla|mája|júna|júla|augusta|\
     septembra|októbra|novembra|decembra",
    "marts|maj|augusti|desember|des|januari",
    "tammi|helmi|maalis|huhti|touko|kesä|heinä|elo|syys|loka|marras|joulu",
    "jaanuar|veebruar|märts|aprill|juuni|juuli|oktoober|detsember|jaan|veebr|dets",
    "március|április|május|június|július|augusztus|szeptember|márc|már|ápr|szept|szep|febr",
    "ianuarie|februarie|martie|aprilie|iunie|iulie|septembrie|octombrie|noiembrie|decembrie|\
     ian|iun|iul|noi",
    "siječanj|veljača|ožujak|travanj|svibanj|lipanj|srpanj|kolovoz|rujan|studeni|prosinac|siječnja|\
     veljače|ožujka|travnja|svibnja|lipnja|srpnja|kolovoza|rujna|studenoga|prosinca|sij|velj|ožu|\
     tra|svi|kol|ruj|stu|avg|avgust|januarja|februarja|aprila|junija|julija|avgusta",
    "ocak|şubat|mart|nisan|mayıs|haziran|temmuz|ağustos|eylül|ekim|kasım|aralık|\
     oca|şub|nis|haz|tem|ağu|eyl|eki|kas|ara",
    "январь|февраль|март|апрель|июнь|июль|август|сентябрь|октябрь|ноябрь|декабрь|\
     янв|фев|февр|мар|апр|май|мая|июн|июл|авг|сен|сент|окт|ноя|нояб|дек|\
     января|февраля|марта|апреля|июня|июля|августа|сентября|октября|ноября|декабря",
    "січень|лютий|березень|квітень|травень|червень|липень|серпень|вересень|жовтень|листопад|\
     грудень|січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|\
     грудня|січ|лют|бер|квіт|кві|трав|тра|черв|чер|лип|серп|сер|вер|жовт|жов|лист|лис|груд|гру",
    "ιανουάριος|φεβρουάριος|μάρτιος|απρίλιος|μάιος|ιούνιος|ιούλιος|αύγουστος|σεπτέμβριος|\
     οκτώβριος|νοέμβριος|δεκέμβριος|ιανουαρίου|φεβρουαρίου|μαρτίου|απριλίου|μαΐου|ιουνίου|ιουλίου|\
     αυγούστου|σεπτεμβρίου|οκτωβρίου|νοεμβρίου|δεκεμβρίου|ιαν|φεβ|μαρ|απρ|μάι|μαϊ|ιουν|ιουλ|αυγ|\
     σεπ|σεπτ|οκτ|νοε|νοεμ|δεκ",
    "maret|agustus|agu|agt|ags|okt|mac|julai|ogos|ogo|disember|dis",
    "thg1|thg2|thg3|thg4|thg5|thg6|thg7|thg8|thg9|thg10|thg11|thg12",
    "يناير|فبراير|مارس|أبريل|ابريل|إبريل|مايو|يونيو|يونية|يوليو|يوليه|أغسطس|اغسطس|سبتمبر|أكتوبر|\
     اكتوبر|نوفمبر|ديسمبر|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول",
    "ינואר|פברואר|מרץ|מרס|אפריל|מאי|יוני|יולי|אוגוסט|ספטמבר|אוקטובר|נובמבר|דצמבר|ינו|פבר|אפר|יונ|\
     יול|אוג|ספט|אוק|נוב|דצמ|בינואר|בפברואר|במרץ|במרס|באפריל|במאי|ביוני|ביולי|באוגוסט|בספטמבר|\
     באוקטובר|בנובמבר|בדצמבר",
    "มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม|\
     ม.ค|ก.พ|มี.ค|เม.ย|พ.ค|มิ.ย|ก.ค|ส.ค|ก.ย|ต.ค|พ.ย|ธ.ค",
];

/// Chinese digits.
const DIGITS: &str = "〇零一二三四五六七八九十";

/// Months that are also words: followed by a space and a number, they are names, such as `Pro
/// 24`.
const WORDS: &str = "pro|set|mag|tem|ara|out|kol|elo|tra|may|mai|mars|des|dis|dub|lip|lis|led|loka";

/// All months, in the form of [`plain`].
static ALL: LazyLock<HashSet<String>> =
    LazyLock::new(|| MONTHS.iter().flat_map(|months| months.split('|')).map(plain).collect());

/// Whether a text is a day, a month and a year.
pub(super) fn is_day_month_year(text: &str) -> bool {
    let parts = parts(text);
    let is_year = |part: &str| matches!(part.len(), 2 | 4) && is_number(part);
    match parts[..] {
        [day, month, year] if is_day(day) && is_month(month) => is_year(year),
        [month, day, year] if is_month(month) && is_day(day) => is_year(year),
        [year, month, day] if year.len() == 4 && is_year(year) => is_month(month) && is_day(day),
        // With a weekday, as programs write it.
        [weekday, month, day, year, ..] if is_weekday(weekday) && is_month(month) => {
            is_day(day) && is_year(year)
        }
        [weekday, day, month, year, ..] if is_weekday(weekday) && is_day(day) => {
            is_month(month) && is_year(year)
        }
        _ => false,
    }
}

/// Whether a text is a day and a month, or a month and a year, as a spreadsheet shows them.
/// A code in capital letters, such as `MAR-01`, does not count.
pub(super) fn is_day_and_month(text: &str) -> bool {
    let [first, second] = parts(text)[..] else {
        return false;
    };
    let is_written = |month: &str| {
        let is_code =
            || month.chars().any(char::is_uppercase) && !month.chars().any(char::is_lowercase);
        is_month(month) && !is_code()
    };
    let is_word =
        |month: &str| text.contains(' ') && WORDS.split('|').any(|word| word == plain(month));
    let is_year = |part: &str| matches!(part.len(), 2 | 4) && is_number(part);
    is_day(first) && is_written(second)
        || is_written(first) && is_year(second) && !is_word(first)
        || first.len() == 4 && is_number(first) && is_written(second)
        || is_written(first) && is_day(second) && text.trim().ends_with('.')
}

/// Whether a text is a date without a year, or one with Chinese, Japanese or Korean units:
/// `1/31`, `31.1.`, `3月1日`, `2024年1月31日`. `24/7` does not count.
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
    let is_digit = |letter: char| letter.is_ascii_digit() || DIGITS.contains(letter);
    let is_month = bare.contains(['年', '년']) && bare.ends_with(['月', '월']);
    (has_units || is_month) && bare.chars().all(|it| is_digit(it) || units.contains(&it))
}

/// The parts of a date between its separators, without full stops and commas.
fn parts(text: &str) -> Vec<&str> {
    let text = text.trim();
    let separator = ['-', '/', ' '].into_iter().find(|it| text.contains(*it)).unwrap_or('.');
    let parts = text.split(separator).flat_map(|part| {
        // `31.мар 2024`: a full stop separates only if it follows a day.
        let cut = part.split_once('.').filter(|(day, rest)| is_day(day) && !rest.is_empty());
        cut.map_or([part, ""], |(day, rest)| [day, rest])
    });
    parts
        .map(|part| part.trim().trim_end_matches(['.', ',']))
        .filter(|part| !part.is_empty() && !matches!(*part, "de" | "del" | "г" | "року" | "р"))
        .collect()
}

fn is_weekday(part: &str) -> bool {
    let part = part.to_ascii_lowercase();
    let days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
    days.iter().any(|day| part == *day || part.starts_with(day) && part.ends_with("day"))
}

fn is_number(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_day(part: &str) -> bool {
    part.len() <= 2 && part.parse().is_ok_and(|day: u8| (1..=31).contains(&day))
}

fn is_month(part: &str) -> bool {
    let part = plain(part);
    // Finnish months in full, also in the partitive.
    let finnish = part.strip_suffix("kuuta").or_else(|| part.strip_suffix("kuu"));
    ALL.contains(finnish.unwrap_or(&part))
}

/// A word in lower case, without accents.
fn plain(text: &str) -> String {
    let lower = text.to_lowercase();
    let letters = lower.nfd().filter(|letter| !matches!(letter, '\u{300}'..='\u{36f}'));
    letters.nfc().map(|letter| if letter == 'ı' { 'i' } else { letter }).collect()
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
    fn months_of_every_language_are_known() {
        for text in [
            "01.мар",
            "мар.24",
            "1.maalis",
            "már.01",
            "márc. 1.",
            "1 Μαρ",
            "01-مارس",
            "มี.ค.-24",
            "1-ม.ค.",
            "01-thg3",
            "1. bře",
            "1.března",
            "1-ožu",
            "1 січ",
            "5-Ağu",
            "1-sept",
            "1.okt.",
            "févr.-24",
            "févr.-24",
            "1 בינואר",
            "1 de marzo",
            "1-Şub",
            "1. märts",
            "2-ian",
            "1-kwi",
            "1-Ago",
            "1. maaliskuuta",
        ] {
            assert!(is_day_and_month(text), "{text}");
        }
        for text in [
            "31.мар.2024",
            "2024. január 31.",
            "31. ledna 2024",
            "5 мая 2024 г.",
            "31 de enero de 2024",
            "31 Ιανουαρίου 2024",
            "1 มีนาคม 2024",
            "31 يناير 2024",
            "31.maalis.24",
            "31 Ocak 2024",
        ] {
            assert!(is_day_month_year(text), "{text}");
        }
        for text in
            ["Pro 24", "Set 10", "MAR.24", "e.on", "a.mar", "jan.chen", "mar.x", "1.x", "v1.mar"]
        {
            assert!(!is_day_month_year(text) && !is_day_and_month(text), "{text}");
        }
    }

    #[test]
    fn codes_and_names_that_resemble_a_date_are_not_dates() {
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
