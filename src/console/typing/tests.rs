//! A person's keys and pasted text, told apart by their timing.

use super::*;

/// The result for pieces of text, each with the milliseconds before it arrives and all its
/// keys at once. Keys are shown as themselves, with `‹` before one that came together with
/// others; text is in brackets.
fn typed(pieces: &[(u64, &str)], is_risky: impl Fn(Key) -> bool) -> String {
    let start = Instant::now();
    let mut typing = Typing::default();
    let mut outcome: Vec<String> = Vec::new();
    let mut now = start;
    let mut pieces = pieces.iter().peekable();
    loop {
        while let Some(typed) = typing.next(now, &is_risky) {
            outcome.push(match typed {
                Typed::Key(press) => name(press.key),
                Typed::Together(press) => format!("‹{}", name(press.key)),
                Typed::Text { letter, .. } => format!("[{}]", letter.escape_debug()),
                Typed::LastEnter => "[end]".into(),
            });
        }
        match pieces.peek() {
            Some((at, keys)) if now >= start + Duration::from_millis(*at) => {
                let at = start + Duration::from_millis(*at);
                let presses: Vec<Press> =
                    keys.chars().map(|it| Press { key: key(it), at }).collect();
                typing.add(&presses);
                pieces.next();
            }
            None if !typing.is_waiting() => return outcome.concat(),
            _ => now += Duration::from_millis(1),
        }
    }
}

fn key(letter: char) -> Key {
    match letter {
        '\r' => Key::plain(KeyCode::Enter),
        '↓' => Key::plain(KeyCode::Down),
        letter => Key::char(letter),
    }
}

fn name(key: Key) -> String {
    match key.code {
        KeyCode::Char(letter) => letter.to_string(),
        _ => key.to_string(),
    }
}

/// Roughly as in the access matrix.
fn matrix(key: Key) -> bool {
    matches!(key.code, KeyCode::Enter)
        || matches!(key.code, KeyCode::Char(letter) if " uUAeDinmq+-".contains(letter))
}

#[test]
fn keys_typed_by_a_person_are_keys() {
    for (pieces, keys) in [
        (&[(0, " ")][..], " "),
        (&[(0, "   ")], "   "),
        (&[(0, "uuuu")], "uuuu"),
        (&[(0, "jjjjjj3lllllllll ")], "jjjjjj‹3‹lllllllll‹ "),
        (&[(0, "3 ")], "3‹ "),
        (&[(0, "3j ")], "3‹j‹ "),
        (&[(0, "j2j ")], "j‹2‹j‹ "),
        (&[(0, "3j "), (250, "2z"), (500, "jl ")], "3‹j‹ 2‹zj‹l‹ "),
        (&[(0, "j "), (200, "j "), (400, "j "), (600, "u")], "j‹ j‹ j‹ u"),
        (&[(0, "/"), (60, "k"), (120, "e"), (180, "\r"), (240, "3"), (300, " ")], "/keEnter3 "),
        (&[(0, "↓ ↓ ↓ ↓ ")], "↓ ↓ ↓ ↓ "),
    ] {
        assert_eq!(typed(pieces, matrix), keys, "{pieces:?}");
    }
}

#[test]
fn a_pasted_text_is_text_from_the_first_letter_to_the_last() {
    assert_eq!(typed(&[(0, "luis")], matrix), "[l][u][i][s]");
    assert_eq!(typed(&[(0, "Hal Kim")], matrix), "[H][a][l][ ][K][i][m]");
    assert_eq!(typed(&[(0, "An\rLi\r")], matrix), "[A][n][\\n][L][i][end]");
}

#[test]
fn text_pasted_in_pieces_triggers_no_action() {
    let whole = "Anna Chen\r";
    for cut in 2..whole.len() {
        let (before, after) = whole.split_at(cut);
        let outcome = typed(&[(0, before), (120, after)], matrix);
        let keys: String = {
            let mut outside = 0;
            outcome
                .chars()
                .filter(|it| {
                    outside += i32::from(*it == '[') - i32::from(*it == ']');
                    outside == 0 && *it != ']'
                })
                .collect()
        };
        assert_eq!(keys, "", "cut after {cut}: {outcome}");
    }
    // A person takes longer to answer.
    assert_eq!(typed(&[(0, "Anna Chen"), (400, "\r")], matrix), "[A][n][n][a][ ][C][h][e][n]Enter");
}

#[test]
fn pieces_of_two_or_three_keys_are_text() {
    for pieces in [
        &["Ha", "l ", "Ki", "m"][..],
        &["Hal", " Ki", "m"],
        &["lu", "is", " g", "ar", "ci", "a"],
        &["lui", "s g", "arc", "ia"],
        &["nna", " Ch", "en", "\r"],
    ] {
        for pause in [20, 60, 100, 160, 250] {
            let timed: Vec<(u64, &str)> =
                (0..).step_by(pause).zip(pieces.iter().copied()).collect();
            let outcome = typed(&timed, matrix);
            let keys = outcome.replace("[ ]", "").replace("[u]", "");
            assert!(!keys.contains([' ', 'u']), "{pieces:?} every {pause} ms: {outcome}");
            assert!(!outcome.contains("Enter"), "{pieces:?} every {pause} ms: {outcome}");
        }
    }
}

/// Two letters at once are hardly a person's: what follows within a third of a second may be
/// the rest of a text, including an Enter.
#[test]
fn an_enter_soon_after_two_letters_at_once_confirms_nothing() {
    for pause in [40, 160, 280] {
        let pieces = [(0, "OK"), (pause, "\r")];
        assert!(typed(&pieces, matrix).ends_with("‹Enter"), "{}", typed(&pieces, matrix));
    }
    assert!(typed(&[(0, "OK"), (400, "\r")], matrix).ends_with("KEnter"));
    // Keys that move are pressed fast.
    assert_eq!(typed(&[(0, "jk"), (160, "\r")], matrix), "j‹kEnter");
}

#[test]
fn a_burst_in_two_groups_toggles_nothing() {
    assert_eq!(typed(&[(0, "ab"), (4, "  ")], matrix), "a‹b[ ][ ]");
}

#[test]
fn a_burst_with_an_enter_confirms_nothing() {
    assert_eq!(typed(&[(0, "\r\r")], matrix), "‹Enter‹Enter");
    assert_eq!(typed(&[(0, "pP\r\r")], matrix), "p‹P‹Enter‹Enter");
    assert_eq!(typed(&[(0, "\r"), (40, "\r")], matrix), "EnterEnter");
}

#[test]
fn a_key_without_a_character_ends_a_text_but_what_came_before_stays_text() {
    assert_eq!(typed(&[(0, "luis↓u")], matrix), "[l][u][i][s]↓u");
    assert_eq!(typed(&[(0, "An Li\r↓")], matrix), "[A][n][ ][L][i][end]↓");
}

#[test]
fn a_text_that_arrives_one_letter_at_a_time_is_text_too() {
    let pieces: Vec<(u64, String)> =
        (0..).step_by(2).zip("luis garcia\r".chars().map(String::from)).collect();
    let pieces: Vec<(u64, &str)> = pieces.iter().map(|(at, it)| (*at, it.as_str())).collect();
    let outcome = typed(&pieces, matrix);
    assert_eq!(outcome, "l[u][i][s][ ][g][a][r][c][i][a][end]");
}

#[test]
fn an_enter_that_arrives_together_with_letters_is_marked() {
    assert_eq!(typed(&[(0, "Al\r")], matrix), "A‹l‹Enter");
    assert_eq!(typed(&[(0, "A"), (120, "l\r")], matrix), "Al‹Enter");
}

/// A terminal without bracketed paste, over a slow line: letter by letter.
#[test]
fn text_that_arrives_letter_by_letter_triggers_no_action() {
    for text in ["luis garcia", "Hal Kim\r", "Anna Chen\r", "undo me", "a + b - c", "Dana\rDeon\r"]
    {
        for pause in [30, 45, 54] {
            let letters: Vec<String> = text.chars().map(String::from).collect();
            let pieces: Vec<(u64, &str)> =
                (0..).step_by(pause).zip(letters.iter().map(String::as_str)).collect();
            let outcome = typed(&pieces, matrix);
            let outside = without_text(&outcome);
            assert!(!outside.contains("Enter"), "{text:?} every {pause} ms: {outcome}");
            assert!(
                !outside.contains([' ', 'u', 'e', 'D', 'i', 'n', 'm', '+', '-']),
                "{text:?} every {pause} ms: {outcome}"
            );
        }
    }
}

/// The text outside brackets.
fn without_text(outcome: &str) -> String {
    let mut is_inside = false;
    let outside = outcome.chars().filter(|letter| {
        let was_inside = is_inside;
        is_inside = *letter == '[' || is_inside && *letter != ']';
        !was_inside && !is_inside
    });
    outside.collect()
}

#[test]
fn keys_of_a_fast_typist_are_keys() {
    for keys in [
        "jjjj ", "3j ", "12j ", "45l ", "j j j ", "jljl ", "++", "--", "   ", "mjmj", "uUuU",
        "j\r", "e", "3 j ",
    ] {
        for pause in [15, 30, 50, 70, 120] {
            let letters: Vec<String> = keys.chars().map(String::from).collect();
            let pieces: Vec<(u64, &str)> =
                (0..).step_by(pause).zip(letters.iter().map(String::as_str)).collect();
            let outcome = typed(&pieces, matrix);
            assert_eq!(outcome, keys.replace('\r', "Enter"), "every {pause} ms");
        }
    }
    // A key that is held, or pressed again and again, does not wait until that ends.
    let mut typing = Typing::default();
    let start = Instant::now();
    for at in 0..2 {
        let at = start + Duration::from_millis(at * 30);
        typing.add(&[Press { key: key('u'), at }]);
    }
    let later = start + Duration::from_millis(41);
    assert!(matches!(typing.next(later, matrix), Some(Typed::Key(_))));
    // Three different keys at the pace of a very fast typist.
    assert_eq!(typed(&[(0, "l"), (60, "u"), (120, " ")], matrix), "lu ");
}

#[test]
fn a_key_waits_only_an_unnoticeable_time_for_text() {
    let start = Instant::now();
    let after = |millis| start + Duration::from_millis(millis);
    let mut typing = Typing::default();
    typing.add(&[Press { key: key('j'), at: start }]);
    assert!(typing.next(start, matrix).is_some());
    typing.add(&[Press { key: key(' '), at: after(50) }]);
    assert_eq!(typing.next(after(100), matrix), None);
    assert!(typing.is_waiting());
    assert!(matches!(typing.next(after(105), matrix), Some(Typed::Key(_))));
}

/// The first piece of a paste may be short, or consist of single letters.
#[test]
fn an_enter_soon_after_a_piece_confirms_nothing() {
    for text in ["A B", "A b", "U u", "a a", "1 2", "U.u", "a-a", "A  b", " x"] {
        for pause in [20, 50, 120] {
            let outcome = typed(&[(0, text), (pause, "\r")], matrix);
            assert!(outcome.ends_with("‹Enter"), "{text} {pause}: {outcome}");
        }
    }
    for letter in ["x", "Z"] {
        assert_eq!(typed(&[(0, letter), (30, "\r")], matrix), format!("{letter}‹Enter"));
        assert_eq!(typed(&[(0, letter), (70, "\r")], matrix), format!("{letter}Enter"));
    }
}

#[test]
fn a_space_or_an_enter_just_before_a_text_belongs_to_the_text() {
    for text in ["Anna Chen\r", "hello world\r"] {
        for first in [" ", "\r"] {
            for pause in [12, 20, 28] {
                let outcome = typed(&[(0, first), (pause, text)], matrix);
                let outside = without_text(&outcome);
                assert!(!outside.contains([' ', 'E']), "{first:?} {pause} {text:?}: {outcome}");
            }
        }
    }
}
