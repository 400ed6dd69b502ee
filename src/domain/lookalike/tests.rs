//! Names that look the same, and how they are distinguished.

use super::difference::kind_of_difference;
use super::*;

#[test]
fn names_that_fold_the_same_match() {
    for (one, other, by) in [
        ("Sarah", "sarah ", "upper and lower case"),
        ("sarah", "sa\u{200b}rah", "invisible characters"),
        ("sarah", "sarah\u{fe0f}", "invisible characters"),
        ("Caf\u{e9}", "Cafe\u{301}", "the Unicode form of its letters"),
        ("\u{212b}sa", "\u{c5}sa", "upper and lower case"),
        ("ﬁn", "fin", "the Unicode form of its letters"),
        ("CAF\u{c9}", "cafe\u{301}", "upper and lower case and invisible characters"),
        ("ΣΑΣ", "σας", "upper and lower case"),
        ("Global  Corp", "Global Corp", "spaces"),
        ("Global\u{a0}Corp", "Global Corp", "spaces"),
        ("Global\u{3000}\u{2009}Corp", "Global Corp", "spaces"),
        ("ｋｅｎｊｉ", "kenji", "the Unicode form of its letters"),
        ("ｶﾅ", "カナ", "the Unicode form of its letters"),
    ] {
        assert_eq!(folded(one), folded(other), "{one} {other}");
        assert_eq!(looks(one), looks(other), "{one} {other}");
        assert_eq!(kind_of_difference(one, other), by, "{one} {other}");
        assert!(WantedName::new(one, false).is(other), "{one} {other}");
        assert!(WantedName::new(other, false).is(one), "{one} {other}");
    }
    for (one, other) in [("sarah", "sara"), ("é", "e"), ("ø", "o"), ("a b", "ab")] {
        assert_ne!(looks(one), looks(other), "{one} {other}");
        assert!(!WantedName::new(one, false).is(other), "{one} {other}");
    }
    assert!(!WantedName::new("Sarah", true).is("sarah"));
    assert!(WantedName::new("Sarah", true).is("Sa\u{200b}rah "));
    assert!(!WantedName::new("\u{200b}", false).is(""));
}

#[test]
fn letters_of_another_alphabet_look_the_same_but_do_not_match() {
    for (one, other) in [
        ("kеnji", "kenji"),
        ("ВОВ", "BOB"),
        ("вов", "BOB"),
        ("ΒΕΤΑ", "beta"),
        ("ѕаrаh", "Sarah"),
        ("al\u{131}", "ali"),
        ("\u{251}da", "ada"),
        ("\u{a731}arah", "sarah"),
        ("\u{13aa}da", "ada"),
        ("\u{a4ee}\u{a4d3}\u{a4ee}", "ada"),
        ("г2", "r2"),
        ("\u{585}mar", "omar"),
    ] {
        assert_ne!(folded(one), folded(other), "{one} {other}");
        assert_eq!(looks(one), looks(other), "{one} {other}");
        let by = "letters of another alphabet that look the same";
        assert_eq!(kind_of_difference(one, other), by, "{one} {other}");
    }
    assert_ne!(looks("жук"), looks("zhuk"));
    for (one, other) in [("αγρα", "αυρα"), ("νικοσ", "νικοο"), ("вера", "нера"), ("木", "本")]
    {
        assert_ne!(looks(one), looks(other), "{one} {other}");
    }
}

#[test]
fn a_difference_names_the_character_and_where_it_is() {
    for (one, other, expected) in [
        ("Sarah", "sarah", "only in upper and lower case"),
        (
            "k\u{200b}enji",
            "kenji",
            "only in invisible characters: with U+200B (zero-width space) after “k”",
        ),
        (
            "kenji",
            "kenji\u{ad}",
            "only in invisible characters: without U+00AD (soft hyphen) after “kenji”",
        ),
        (
            "Global\u{a0}Corp",
            "Global Corp",
            "only in spaces: U+00A0 (no-break space) in place of a space after “Global”",
        ),
        ("Global  Corp", "Global Corp", "only in spaces: a space in place of “C” after “Global ”"),
        (
            "kеnji",
            "kenji",
            "only in letters of another alphabet that look the same: “е” (U+0435, Cyrillic) in \
             place of “e” after “k”",
        ),
        (
            "ｋenji",
            "kenji",
            "only in the Unicode form of its letters: “ｋ” (U+FF4B, full-width) in place of “k” \
             at the beginning",
        ),
        (
            "Cafe\u{301}",
            "Caf\u{e9}",
            "only in the Unicode form of its letters: “e” in place of “é” (U+00E9, Latin) after \
             “Caf”",
        ),
    ] {
        assert_eq!(difference(one, other), expected);
    }
}

#[test]
fn look_alikes_are_printed_differently_and_read_back() {
    let twins = [
        ["kenji", "k\u{200b}enji", "kеnji", "kenji ", " kenji", "ｋenji", "ken\u{131}i"],
        ["Global Corp", "Global  Corp", "Global\u{a0}Corp", "Global Corр", "G Corp", "", "x"],
        ["José", "Jose\u{301}", "jose", "José\u{301}", "\u{212b}sa", "Åsa", "A\u{30a}sa"],
        ["office", "o\u{fb03}ce", "Ⅳ", "IV", "оса", "oca", "ocа"],
        ["A B", "A В", "A B ", "A  B", "А B", " A B", "  A B"],
    ];
    for names in twins {
        let printed: std::collections::HashSet<String> =
            names.iter().map(|name| typed(name)).collect();
        assert_eq!(printed.len(), names.len(), "{printed:?}");
        for name in names {
            let typed = typed(name);
            assert_eq!(untyped(&typed).unwrap_or(typed), name);
        }
    }
    for name in [
        "Müller",
        "大阪支社",
        "Москва",
        "Αθήνα",
        "1ª Planta",
        "علی",
        "Việt",
        "№ 5",
        "Иван Smith",
        "Yıldız Işık",
        "Þórður",
        "Łukasz",
        "Đorđe",
        "Søren",
        "Weiß",
        "東京 Tower",
        "ʻOkina",
    ] {
        assert_eq!(typed(name), name);
    }
    assert_eq!(
        legible("  a  b “k\u{200b}enji” ❤\u{fe0f} می\u{200c}روم"),
        "  a \\u{20}b “k\\u{200b}enji” ❤\u{fe0f} می\u{200c}روم"
    );
    assert_eq!(shown("a  b “е” Мария"), "a \\u{20}b “е” Мария");
    assert_eq!(legible("Bad \u{1b}[2J東京"), "Bad \\u{1b}[2J東京");
    // The values on a line of a file are separate words, whatever separates them.
    assert_eq!(legible("ivan,Иван;Петров|Сидоров"), "ivan,Иван;Петров|Сидоров");
    assert_eq!(legible("kеnji,Иван"), "k\\u{435}nji,Иван");
}

#[test]
fn invisible_characters_are_named() {
    assert_eq!(unseen("zoë 大阪 O'Neil"), None);
    for path in [r"C:\u{x}", r"\u{", r"\users", r"\u{110000}"] {
        assert_eq!(unseen(path), None);
    }
    for reason in [unseen, unseen_in_text] {
        let expected =
            r"contains \u{200b}, the escape of another character; use the character itself";
        assert_eq!(reason(r"k\u{200b}enji").as_deref(), Some(expected));
    }
    let invisible = "has the invisible character U+200B in it";
    assert_eq!(unseen("sarah\u{200b}").as_deref(), Some(invisible));
    assert_eq!(unseen("a\u{7}").as_deref(), Some("has the control character U+0007 in it"));
    assert_eq!(unseen("a\u{e0041}").as_deref(), Some("has the invisible character U+E0041 in it"));
    assert_eq!(oddity("zoë b"), None);
    assert_eq!(oddity("k\u{200b}enji").as_deref(), Some("U+200B (zero-width space) after “k”"));
    let at = "U+00A0 (no-break space) at the beginning";
    assert_eq!(oddity("\u{a0}x").as_deref(), Some(at));
}

#[test]
fn joiners_that_a_script_needs_are_allowed_in_names() {
    for name in ["Zoë", "می\u{200c}روم", "❤\u{fe0f}", "क्\u{200d}ष", "👨\u{200d}👩"]
    {
        assert_eq!(unseen_in_text(name), None, "{name:?}");
    }
    for (name, code) in [
        ("A\u{202e}nna", "U+202E"),
        ("An\u{200b}na", "U+200B"),
        ("An\u{200d}na", "U+200D"),
        ("\u{200f}anna", "U+200F"),
        ("anna\u{2066}", "U+2066"),
    ] {
        let expected = unseen_in_text(name).expect(code);
        assert_eq!(expected, format!("has the invisible character {code} in it"));
    }
}

#[test]
fn names_that_people_confuse_are_look_alikes() {
    for (one, other) in [
        ("GL0BAL", "Global"),
        ("temp0l", "tempol"),
        ("adrnin", "admin"),
        ("TY0", "TYO"),
        ("paul1", "paull"),
        ("SAMUEI", "SAMUEl"),
        ("vvest", "west"),
        ("tеmp0l", "tempol"),
    ] {
        assert_eq!(resembling(one), resembling(other), "{one} {other}");
    }
    for (one, other) in [("ali", "all"), ("emp2", "emp3"), ("west", "vest")] {
        assert_ne!(resembling(one), resembling(other), "{one} {other}");
    }
}

#[test]
fn escaped_names_are_read_back() {
    for name in ["k\u{200b}enji", "\u{a0}a\u{202e}b\n", "\u{e0041}", "a\\u{b\u{7}"] {
        let typed = typed(name);
        assert!(!typed.chars().any(is_odd), "{typed}");
        if !name.contains('\\') {
            assert_eq!(untyped(&typed).as_deref(), Some(name));
        }
    }
    assert_eq!(typed("k\u{200b}enji"), "k\\u{200b}enji");
    assert_eq!(untyped("kenji"), None);
    assert_eq!(untyped("\\u{110000}"), None);
    assert_eq!(untyped("\\u{20"), None);
    assert_eq!(listed("a, b"), "“a, b”");
    assert_eq!(listed("a b"), "a b");
    assert_eq!(listed("ada"), "ada");
}
