//! The words of a column that says whether a pair is a grant: its headings, and its values
//! other than yes and no.

mod lists;

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization as _;

use crate::domain::{Answer, Signs, placeholder};
use crate::exchange::format::{Heading, PAIR_HEADINGS, word};
use crate::exchange::formula_escape::original;
use lists::{
    BEGINNINGS, ENDING, GRANTING, HEADINGS, LEVELS, NEGATIONS, NO_ACCESS, NONE, REQUESTS, REVOKING,
    STATES, STEMS, UNTIL, WHEN,
};

/// How the heading of a column, or the name of a field of JSON, says to read its values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum GrantHeading {
    /// Yes grants, no does not.
    Decides,
    /// A value means that the grant ended or ends, or that there is none.
    Ends,
    /// The same, but only if all values are yes or no: one word of the heading says so, others are
    /// unknown.
    MayEnd,
    /// It is about something else.
    Aside,
    /// Unknown: only its values can tell.
    Open,
}

/// Words without a meaning of their own in a heading.
const FILLERS: [&str; 12] =
    ["is", "has", "was", "are", "been", "the", "yes", "no", "y", "n", "ist", "wurde"];

/// The headings with a known meaning.
static KNOWN: LazyLock<HashMap<String, GrantHeading>> = LazyLock::new(|| {
    let of = |words: &'static str, is: GrantHeading| {
        words.split('|').flat_map(spellings).map(move |it| (it, is))
    };
    // The words for what is done to a pair are headings too, except those that name a
    // column of actions, which are inserted last and win.
    let ending = ENDING.iter().chain(REVOKING).chain(NO_ACCESS).chain([&UNTIL]);
    let ending = ending.flat_map(|words| of(words, GrantHeading::Ends));
    ending.chain(of(HEADINGS, GrantHeading::Decides)).collect()
});

/// The words for actions in a list of changes, and whether each grants.
static ACTIONS: LazyLock<HashMap<String, bool>> = LazyLock::new(|| {
    let revoking = REVOKING.iter().chain(NO_ACCESS).flat_map(|words| words.split('|'));
    let revoking = revoking.flat_map(spellings).map(|word| (word, false));
    let granting = GRANTING.split('|').flat_map(spellings);
    revoking.chain(granting.map(|word| (word, true))).collect()
});

/// The headings of columns of levels, of access and of requests.
static REFUSING: LazyLock<[Vec<String>; 3]> = LazyLock::new(|| {
    [LEVELS, HEADINGS, REQUESTS].map(|words| words.split('|').map(plain).collect())
});

/// The words for “none”.
static NOTHING: LazyLock<HashSet<String>> = LazyLock::new(|| NONE.split('|').map(plain).collect());

/// In languages without spaces, what may follow a word that ends a grant: its date, time or status.
const ENDINGS_OF_WORDS: &str =
    "日|日時|済|済み|者|中|時|時期|フラグ|日期|时间|時間|状态|狀態|标志|일|일자|됨|자|여부|날짜";

impl GrantHeading {
    /// How a heading says to read its column.
    pub(super) fn of(heading: &str) -> Self {
        if let Some(known) = known(&plain(heading)) {
            return known;
        }
        if are_partners(heading) {
            Self::Decides
        } else if Heading::of(heading) == Some(Heading::Aside) {
            Self::Aside
        } else {
            Self::of_words(heading)
        }
    }

    /// The same for a heading of several known words: `Access granted?`, `Granted (Y/N)`,
    /// `is granted`.
    fn of_words(heading: &str) -> Self {
        let before = heading.split_once(['(', '[']).map_or(heading, |(before, _)| before);
        let mut words = words_of(before);
        words.retain(|word| !FILLERS.contains(&word.as_str()));
        let negates = words.iter().any(|it| NEGATIONS.split('|').any(|word| plain(word) == *it));
        let meanings: Vec<Option<Self>> = words.iter().map(|word| known_form(word)).collect();
        let phrases = (2..=3).flat_map(|count| words.windows(count));
        let ends = meanings.contains(&Some(Self::Ends))
            || phrases.map(<[String]>::concat).any(|it| KNOWN.get(&it) == Some(&Self::Ends));
        // The words may be known together even if not each of them is: `is on hold`.
        let is_known = !meanings.contains(&None)
            || KNOWN.contains_key(&words.concat())
            // `revocation date`, but not `date granted`.
            || ends && words.iter().zip(&meanings).all(|(word, is)| is.is_some() || is_when(word));
        match (words.is_empty() || !is_known, ends || negates) {
            (true, true) => Self::MayEnd,
            (true, false) => Self::Open,
            (false, true) => Self::Ends,
            (false, false) => Self::Decides,
        }
    }
}

/// Whether a word next to one that ends a grant says when, or whose.
fn is_when(word: &str) -> bool {
    WHEN.split('|').any(|it| plain(it) == word)
}

/// The words of a heading, also of one like `endDate`.
fn words_of(heading: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_lower = false;
    for letter in heading.chars() {
        let begins = was_lower && letter.is_uppercase();
        if begins || !letter.is_alphanumeric() {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| letter.is_alphanumeric()) {
            word.push(letter);
        }
        was_lower = letter.is_lowercase();
    }
    words.iter().map(|word| plain(word)).filter(|word| !word.is_empty()).collect()
}

/// Whether a heading of dates is about a beginning, or about something other than access, and
/// does not mention an end.
pub(super) fn is_beginning(heading: &str) -> bool {
    let (words, whole) = (words_of(heading), plain(heading));
    let begins = BEGINNINGS.split('|').map(plain).any(|it| words.contains(&it) || whole == it);
    let ends = matches!(GrantHeading::of(heading), GrantHeading::Ends | GrantHeading::MayEnd);
    begins && !ends
}

/// Which texts refuse access in a column with an unknown heading.
#[derive(Clone, Copy, Debug)]
pub(super) struct RefusalHeading {
    /// In a column of levels, `none` does.
    is_of_levels: bool,
    /// In a column of access, a dash or `n/a` does too.
    is_of_access: bool,
    /// In a column of requests, a word that ends a grant does.
    is_of_requests: bool,
}

impl RefusalHeading {
    pub(super) fn of(heading: &str) -> Self {
        let mut words = words_of(heading);
        words.push(plain(heading));
        let has = |listed: &[String]| {
            listed.iter().any(|it| {
                // It may be the end of a German word, and Japanese has no spaces.
                let is_part = |word: &String| word == it || it.len() >= 5 && word.ends_with(it);
                words.iter().any(is_part)
            })
        };
        let [levels, access, requests] = &*REFUSING;
        Self { is_of_levels: has(levels), is_of_access: has(access), is_of_requests: has(requests) }
    }

    /// Whether a text refuses access under this heading.
    pub(super) fn refuses(self, text: &str) -> bool {
        let is_none = || NOTHING.contains(&plain(text));
        let is_nothing = || placeholder::means_no_value(text) || text.trim() == "0";
        self.is_of_levels && is_none()
            || self.is_of_access && (is_none() || is_nothing())
            || self.is_of_requests && GrantHeading::of(text) == GrantHeading::Ends
    }
}

/// The meaning of a listed heading, with or without `is` in front.
fn known(heading: &str) -> Option<GrantHeading> {
    let listed = |text: &str| KNOWN.get(text).copied();
    let with_is = || heading.strip_prefix("is").and_then(listed);
    listed(heading).or_else(with_is).or_else(|| unseparated(heading))
}

/// The meaning of a word in any grammatical form.
fn known_form(word: &str) -> Option<GrantHeading> {
    let mut stems = STEMS.iter().flat_map(|stems| stems.split('|'));
    known(word)
        .or_else(|| stems.any(|stem| word.starts_with(&plain(stem))).then_some(GrantHeading::Ends))
}

/// The meaning of a Chinese, Japanese or Korean heading in which a word that ends a grant is
/// next to others without a space: `退職日`, `利用停止`.
fn unseparated(heading: &str) -> Option<GrantHeading> {
    if !heading.chars().any(is_unseparated) {
        return None;
    }
    let words = ENDING.iter().chain(REVOKING).flat_map(|words| words.split('|')).map(plain);
    let words = words.filter(|it| it.chars().all(is_unseparated) && it.chars().nth(1).is_some());
    let rests = words.filter_map(|word| {
        heading.split_once(&*word).map(|(before, after)| {
            before.is_empty() && ENDINGS_OF_WORDS.split('|').any(|it| plain(it) == after)
        })
    });
    let is_whole = rests.max()?;
    Some(if is_whole { GrantHeading::Ends } else { GrantHeading::MayEnd })
}

fn is_unseparated(letter: char) -> bool {
    matches!(letter, '\u{1100}'..='\u{11ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
}

/// A listed word without accents, and with `ae`, `oe`, `ue` for its umlauts.
fn spellings(word: &str) -> [String; 2] {
    let written = word.replace('ä', "ae").replace('ö', "oe").replace('ü', "ue");
    [plain(word), plain(&written)]
}

/// The letters and digits of a text, in lower case and without accents.
fn plain(text: &str) -> String {
    let text = word(text);
    if text.is_ascii() {
        return text;
    }
    let letters = text.nfd().filter(|letter| !matches!(letter, '\u{300}'..='\u{36f}'));
    let letters = letters.map(|letter| match letter {
        'ł' => 'l',
        'ø' => 'o',
        'đ' => 'd',
        'ı' => 'i',
        letter => letter,
    });
    letters.nfc().collect()
}

/// Whether a column or field of pairs may say whether they are grants: it is neither a name nor
/// another column of an export.
pub(super) fn may_decide(heading: &str) -> bool {
    let is_name = matches!(
        Heading::of(heading),
        Some(Heading::Username | Heading::Company | Heading::Tenant)
    );
    let is_ours = || PAIR_HEADINGS.iter().any(|ours| word(ours) == word(heading));
    !heading.trim().is_empty() && !is_name && !is_ours()
}

/// Whether a column of a matrix may say that the marks of a line are not grants.
pub(super) fn may_refuse(heading: &str) -> bool {
    let is_state = || STATES.split('|').any(|state| state == plain(heading));
    match GrantHeading::of(heading) {
        GrantHeading::Decides => may_decide(heading) && !is_state(),
        GrantHeading::Ends => may_decide(heading),
        GrantHeading::Aside | GrantHeading::Open | GrantHeading::MayEnd => false,
    }
}

/// Whether a heading consists of yes and no: `+/-`, `Y/N`, `ja / nein`, `±`.
fn are_partners(heading: &str) -> bool {
    if heading.trim() == "±" {
        return true;
    }
    let Some((one, other)) = heading.split_once(['/', '|']) else {
        return false;
    };
    // S/N is a serial number more often than sí and no, and N/A not available.
    if matches!(word(heading).as_str(), "sn" | "na")
        || one.trim().is_empty()
        || other.trim().is_empty()
    {
        return false;
    }
    let answers = [one, other].map(answer);
    let mut signs = Signs::default();
    for answer in answers.into_iter().flatten() {
        if let Answer::Sign(sign) = answer {
            signs.insert(sign);
        }
    }
    let meanings = answers.map(|answer| match answer? {
        Answer::Yes => Some(true),
        Answer::No => Some(false),
        Answer::Sign(sign) => sign.among(signs),
    });
    matches!(meanings, [Some(one), Some(other)] if one != other)
}

/// The meaning of a text as the mark of a pair, where plus is yes.
pub(super) fn answer(text: &str) -> Option<Answer> {
    Answer::of(text).or_else(|| matches!(text.trim(), "+" | "＋").then_some(Answer::Yes))
}

/// Whether a text says to grant (true) or to revoke; `None` if it says neither.
pub(super) fn action(text: &str) -> Option<bool> {
    let text = original(text).unwrap_or(text).trim();
    if matches!(text, "+" | "＋") { Some(true) } else { ACTIONS.get(&plain(text)).copied() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_decides_whether_its_column_counts() {
        use GrantHeading::{Aside, Decides, Ends, Open};
        for (heading, is) in [
            ("Granted", Decides),
            ("has access?", Decides),
            ("Action", Decides),
            ("Access granted?", Decides),
            ("Granted (Y/N)", Decides),
            ("granted [yes or no]", Decides),
            ("Grant status", Decides),
            ("is_granted", Decides),
            ("Access revoked", Ends),
            ("is blocked", Ends),
            ("date granted", Open),
            ("Access level", Open),
            ("Right of way", Open),
            ("is", Open),
            ("+/-", Decides),
            (" + / - ", Decides),
            ("±", Decides),
            ("Y/N", Decides),
            ("ja/nein", Decides),
            ("1|0", Decides),
            ("revoked", Ends),
            ("Valid until", Ends),
            ("delete", Ends),
            ("comment", Aside),
            ("S/N", Open),
            ("N/A", Open),
            ("+/+", Open),
            ("A/B", Open),
            ("/", Open),
            ("#", Open),
            ("site", Open),
            ("", Open),
        ] {
            assert_eq!(GrantHeading::of(heading), is, "{heading}");
        }
    }

    #[test]
    fn headings_about_removed_access_revoke_in_every_language() {
        for heading in "withdrawn|disable|void|closed|stopped|former|previous|old|obsolete|opt out|Opted-out|on hold|\
                        Is on hold|wrong|error|kündigen|gekündigt|Kuendigung|Gekuendigt|Storno|entfällt|ENTFALLT|Austritt|Austrittsdatum|\
                        resilié|Résiliée|resilie|baja|dar de baja|Fecha de baja|退職|退職日|解除|解除日時|廃止|廃止済み|해지|해지일|\
                        отключить|отключение|usunąć|usunac|wycofane|odrzucone|slettet|ta bort|radera|\
                        raderad|vervallen|iptal|İptal|İPTAL EDİLDİ|kaldır|kaldir|sil|zrušit|zrušeno|törlés|\
                        visszavonva|șters|sters|cessar|opphevet|withdrawal|Withdrawals|Revoking|isTerminated|\
                        取消|已删除|離職|탈퇴|ملغى|בוטל|đã xóa|διαγραφή|dihapus|dibatalkan|peruutettu|tühistatud|\
                        ukinuto|preklicano|скасовано|Отозван|уволен|annulé|cessato|ingetrokken|zrušené"
            .split('|')
        {
            assert_eq!(GrantHeading::of(heading), GrantHeading::Ends, "{heading}");
        }
        for heading in
            ["システム停止の理由", "Old username", "Error message", "Account on hold since"]
        {
            assert_eq!(GrantHeading::of(heading), GrantHeading::MayEnd, "{heading}");
        }
        for heading in
            ["Peru", "Block", "Site", "Silver", "Cost center", "支店", "Cancun", "Oldenburg"]
        {
            assert_eq!(GrantHeading::of(heading), GrantHeading::Open, "{heading}");
        }
    }

    #[test]
    fn names_and_the_columns_of_an_export_do_not_decide() {
        for heading in ["login", "Company name", "tenant", "granted at", "By", "reason", " "] {
            assert!(!may_decide(heading), "{heading}");
        }
        for heading in ["granted", "comment", "+/-", "site"] {
            assert!(may_decide(heading), "{heading}");
        }
    }

    #[test]
    fn a_list_of_changes_grants_and_revokes() {
        for (text, before) in [
            (" Add ", Some(true)),
            ("+", Some(true)),
            ("'+", Some(true)),
            ("Revoke", Some(false)),
            ("Ta bort", Some(false)),
            ("supprime", Some(false)),
        ] {
            assert_eq!(action(text), before, "{text}");
        }
        for text in ["", "move", "-"] {
            assert_eq!(action(text), None, "{text}");
        }
    }
}
