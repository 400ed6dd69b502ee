use super::*;

/// The meaning of each text in a file that has all of them.
fn meanings(texts: &str) -> Vec<Option<bool>> {
    let answers: Vec<_> = texts.split(' ').map(Answer::of).collect();
    let mut signs = Signs::default();
    for answer in answers.iter().flatten() {
        if let Answer::Sign(sign) = answer {
            signs.insert(*sign);
        }
    }
    let meaning = |answer: Option<Answer>| match answer? {
        Answer::Yes => Some(true),
        Answer::No => Some(false),
        Answer::Sign(sign) => sign.among(signs),
    };
    answers.into_iter().map(meaning).collect()
}

#[test]
fn every_listed_word_has_one_meaning_in_any_case() {
    for language in LANGUAGES.iter().chain([&CLEAR]) {
        for (words, answer) in [(language.yes, Answer::Yes), (language.no, Answer::No)] {
            for word in words {
                for text in [(*word).to_owned(), word.to_uppercase(), format!(" {word} ")] {
                    assert_eq!(Answer::of(&text), Some(answer), "{}: {text}", language.name);
                }
            }
        }
    }
}

#[test]
fn words_of_many_programs_and_languages_are_read() {
    for yes in [
        "VERDADERO",
        "VRAI",
        "WAHR",
        "WAAR",
        "VERO",
        "PRAWDA",
        "ИСТИНА",
        "DOĞRU",
        "ΝΑΙ",
        "ΑΛΗΘΕΣ",
        "ΕΝΕΡΓΟΣ",
        "AKTİF",
        "Evet",
        "ENABLED",
        "Active",
        "aktiv",
        "activo",
        "はい",
        "예",
        "是",
        "TRUE",
        "yes",
        "Sí",
        "sì",
        "si",
        "Oui",
        "Ja",
        "1",
        "1.0",
        "1,0",
        "１",
        "ＹＥＳ",
        "si\u{301}",
        "x",
        "X",
        "Ｘ",
        "Y",
        "■",
        "✓",
        "✔\u{fe0f}",
        "☑",
        "●",
        "on",
        "ON",
    ] {
        assert_eq!(meanings(yes), [Some(true)], "{yes}");
    }
    for no in [
        "FALSO",
        "FAUX",
        "FALSCH",
        "ONWAAR",
        "FAŁSZ",
        "ЛОЖЬ",
        "ΟΧΙ",
        "ΨΕΥΔΕΣ",
        "ΑΝΕΝΕΡΓΟ",
        "YANLIŞ",
        "HAYIR",
        "DISABLED",
        "Inactive",
        "inaktiv",
        "inactivo",
        "いいえ",
        "아니요",
        "否",
        "FALSE",
        "no",
        "Não",
        "Non",
        "Nein",
        "0",
        "0.0",
        "0,00",
        "-",
        "–",
        "·",
        ".",
        "☐",
        "□",
        "",
        "off",
    ] {
        assert_eq!(meanings(no), [Some(false)], "{no}");
    }
    for neither in [
        "2", "maybe", "?", "xx", "#REF!", "#N/A", "1.1", "nan", "1,0,0", "NULL", "None", "none",
        "①", "△",
    ] {
        assert_eq!(meanings(neither), [None], "{neither}");
    }
}

#[test]
fn ambiguous_signs_need_their_counterpart() {
    let (yes, no) = (Some(true), Some(false));
    for (texts, meant) in [
        ("O N", [yes, no]),
        ("o n", [yes, no]),
        ("S N", [yes, no]),
        ("J N", [yes, no]),
        ("Y N", [yes, no]),
        ("T F", [yes, no]),
        ("T N", [yes, no]),
        ("V F", [yes, no]),
        ("W F", [yes, no]),
        ("E H", [yes, no]),
        ("Д Н", [yes, no]),
        ("○ ×", [yes, no]),
        ("〇 ✕", [yes, no]),
        ("● ○", [yes, no]),
        ("✓ ✗", [yes, no]),
        ("✔ ❌", [yes, no]),
        ("√ ×", [yes, no]),
        ("☑ ☐", [yes, no]),
        ("☒ ☐", [yes, no]),
        ("☑ ☒", [yes, no]),
        ("■ □", [yes, no]),
        ("x 1", [yes, yes]),
        ("x -", [yes, no]),
        // Nothing in the file shows which of them means yes.
        ("X O", [None, None]),
        ("O ×", [None, None]),
        ("○ x", [None, None]),
        ("x ×", [None, None]),
        ("✓ x", [yes, None]),
        ("✓ ○", [yes, None]),
        ("J F", [None, None]),
        // D and Y could be denied and yes, disabled and normal, or inactive and no; they are a
        // pair in no language.
        ("D Y", [None, yes]),
        ("D N", [None, None]),
        ("I N", [None, None]),
        ("N yes", [None, yes]),
        ("O 0", [None, no]),
    ] {
        assert_eq!(meanings(texts), meant, "{texts}");
    }
    for alone in ["O", "N", "S", "J", "T", "F", "V", "○", "×", "✗", "✘", "☒", "e", "h", "Д"]
    {
        assert_eq!(meanings(alone), [None], "{alone}");
    }
    // A third letter makes all of them ambiguous.
    for three in ["O N Y", "T F N", "S N O", "☑ ☒ ☐"] {
        assert!(meanings(three).contains(&None), "{three}");
    }
}

#[test]
fn one_text_in_a_form_is_yes_or_no() {
    for (text, meant) in [
        ("y", Some(true)),
        ("n", Some(false)),
        ("x", Some(true)),
        ("active", Some(true)),
        ("INACTIVE", Some(false)),
        ("o", None),
        ("×", None),
        ("", None),
        (" ", None),
        ("perhaps", None),
        ("-", None),
        ("—", None),
        (".", None),
        ("▫", None),
        ("None", None),
        ("0", Some(false)),
        ("нет", Some(false)),
    ] {
        assert_eq!(yes_or_no(text), meant, "{text}");
    }
}

#[test]
fn the_documentation_has_the_list() {
    let page = include_str!("../../../docs/import.md");
    let (_, rest) = page.split_once("equal to the list in the code -->\n").expect("a beginning");
    let (table, _) = rest.split_once("<!-- end of words -->").expect("an end");
    assert_eq!(table, answers_in_markdown(), "docs/import.md needs this table");
}
