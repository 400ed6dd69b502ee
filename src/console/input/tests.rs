use std::time::{Duration, Instant};

use crossterm::event::KeyCode;
use proptest::prelude::*;

use super::*;
use crate::console::mouse::MouseAct;

/// Replies of terminals, by query.
const ANSWERS: [(&str, &[u8]); 25] = [
    ("DA1", b"\x1b[?62;1;4;22c"),
    ("DA2", b"\x1b[>1;10;0c"),
    ("DA3", b"\x1bP!|7E565445\x1b\\"),
    ("DECRPM", b"\x1b[?2026;2$y"),
    ("DECRPM of ANSI", b"\x1b[4;2$y"),
    ("XTVERSION", b"\x1bP>|XTerm(390)\x1b\\"),
    ("XTGETTCAP", b"\x1bP1+r544e=787465726d\x1b\\"),
    ("DECRQSS", b"\x1bP1$r2 q\x1b\\"),
    ("CPR", b"\x1b[12;40R"),
    ("CPR in line 1", b"\x1b[1;5R"),
    ("DECXCPR", b"\x1b[?12;40;1R"),
    ("status", b"\x1b[0n"),
    ("color scheme", b"\x1b[?997;1n"),
    ("OSC 4", b"\x1b]4;1;rgb:cdcd/0000/0000\x07"),
    ("OSC 10", b"\x1b]10;rgb:d8d8/dada/dede\x07"),
    ("OSC 11", b"\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\"),
    ("OSC 12", b"\x1b]12;rgb:ffff/ffff/ffff\x1b\\"),
    ("OSC 52", b"\x1b]52;c;dXUgQUQ=\x07"),
    ("graphics", b"\x1b_Gi=31;OK\x1b\\"),
    ("kitty keyboard", b"\x1b[?0u"),
    ("size in characters", b"\x1b[8;40;120t"),
    ("size in pixels", b"\x1b[4;800;1200t"),
    ("focus in", b"\x1b[I"),
    ("focus out", b"\x1b[O"),
    ("mouse", b"\x1b[<0;10;10M"),
];

/// Decodes pieces, each with the milliseconds before it arrives.
fn decoded(pieces: &[(u64, &[u8])]) -> Vec<TerminalInput> {
    let mut at = Instant::now();
    let mut decoder = Decoder::new(at);
    let mut inputs = Vec::new();
    for (pause, piece) in pieces {
        let next = at + Duration::from_millis(*pause);
        // As in the reading thread, which settles at the deadline.
        inputs.extend(decoder.deadline().filter(|it| *it < next).and_then(|it| decoder.settle(it)));
        at = next;
        inputs.extend(decoder.decode(piece, at));
    }
    inputs.extend(decoder.settle(at + ESC_WAIT));
    inputs
}

fn keys(text: &str) -> Vec<TerminalInput> {
    text.chars().map(|letter| TerminalInput::Key(Key::char(letter))).collect()
}

fn plain(code: KeyCode) -> TerminalInput {
    TerminalInput::Key(Key::plain(code))
}

#[test]
fn terminal_replies_are_not_keys() {
    for (name, answer) in ANSWERS {
        assert_eq!(decoded(&[(0, answer)]), [], "{name}");
        assert_eq!(decoded(&[(0, answer), (200, b"j"), (200, b"u")]), keys("ju"), "{name}");
        assert_eq!(decoded(&[(0, &[b"j", answer, b"u"].concat())]), keys("ju"), "{name}");
        assert_eq!(decoded(&[(0, &[answer, answer].concat()), (9, b"y")]), keys("y"), "{name}");
    }
}

#[test]
fn terminal_replies_cut_in_two_are_not_keys() {
    for (name, answer) in ANSWERS {
        for cut in 1..answer.len() {
            let (before, after) = answer.split_at(cut);
            for pause in [0, 20, 45, 90, 150, 700] {
                let inputs = decoded(&[(0, before), (pause, after), (200, b"y"), (200, b"j")]);
                // An Esc with nothing after it for long enough is the Esc key.
                let is_key = cut == 1 && pause >= 50;
                let expected = if is_key {
                    [vec![plain(KeyCode::Esc)], keys("yj")].concat()
                } else {
                    keys("yj")
                };
                assert_eq!(inputs, expected, "{name}, cut after {cut} for {pause} ms");
            }
        }
        let bytes: Vec<(u64, &[u8])> = answer.chunks(1).map(|byte| (5, byte)).collect();
        assert_eq!(decoded(&bytes), [], "{name}, byte by byte");
    }
}

#[test]
fn an_unfinished_reply_does_not_swallow_keys() {
    for answer in [&b"\x1b]11;rgb:1e1e/1e"[..], b"\x1bP>|XTe", b"\x1b]", b"\x1bP"] {
        let inputs = decoded(&[(0, answer), (150, b"j"), (150, b"k"), (150, b"\x1b[A")]);
        assert_eq!(inputs, [keys("jk"), vec![plain(KeyCode::Up)]].concat(), "{answer:?}");
        let inputs = decoded(&[(0, answer), (150, b"\x1b[A"), (150, b"\r")]);
        assert_eq!(inputs, [plain(KeyCode::Up), plain(KeyCode::Enter)], "{answer:?}");
        let inputs = decoded(&[(0, answer), (150, b"\x1b"), (150, b"j")]);
        assert_eq!(inputs, [vec![plain(KeyCode::Esc)], keys("j")].concat(), "{answer:?}");
    }
    for answer in [&b"\x1b["[..], b"\x1b[?2026;2", b"\x1bO"] {
        assert_eq!(decoded(&[(0, answer), (1200, b"j")]), keys("j"), "{answer:?}");
    }
    // A control sequence has one last byte.
    assert_eq!(decoded(&[(0, b"\x1b[?2026"), (300, b"x"), (300, b"j")]), keys("j"));
}

#[test]
fn every_key_sequence_is_decoded() {
    for (bytes, key) in [
        (&b"\r"[..], Key::plain(KeyCode::Enter)),
        (b"\n", Key::ctrl('j')),
        (b"\t", Key::plain(KeyCode::Tab)),
        (b"\x7f", Key::plain(KeyCode::Backspace)),
        (b"\x08", Key::ctrl('h')),
        (b"\0", Key::ctrl(' ')),
        (b"\x03", Key::ctrl('c')),
        (b"\x1f", Key::ctrl('7')),
        (b"\x1b", Key::plain(KeyCode::Esc)),
        (b"G", Key::char('G')),
        ("é".as_bytes(), Key::char('é')),
        ("東".as_bytes(), Key::char('東')),
        ("😀".as_bytes(), Key::char('😀')),
        (b"\x1b[A", Key::plain(KeyCode::Up)),
        (b"\x1bOB", Key::plain(KeyCode::Down)),
        (b"\x9bC", Key::plain(KeyCode::Right)),
        (b"\x1b[1;5D", Key { ctrl: true, ..Key::plain(KeyCode::Left) }),
        (b"\x1b[1;2D", Key::plain(KeyCode::Left)),
        (b"\x1b[H", Key::plain(KeyCode::Home)),
        (b"\x1b[4~", Key::plain(KeyCode::End)),
        (b"\x1b[5~", Key::plain(KeyCode::PageUp)),
        (b"\x1b[6;5~", Key { ctrl: true, ..Key::plain(KeyCode::PageDown) }),
        (b"\x1b[2~", Key::plain(KeyCode::Insert)),
        (b"\x1b[3~", Key::plain(KeyCode::Delete)),
        (b"\x1b[Z", Key::plain(KeyCode::BackTab)),
        (b"\x1bOP", Key::plain(KeyCode::F(1))),
        (b"\x1bOR", Key::plain(KeyCode::F(3))),
        (b"\x1b[[A", Key::plain(KeyCode::F(1))),
        (b"\x1b[[E", Key::plain(KeyCode::F(5))),
        (b"\x1b[15~", Key::plain(KeyCode::F(5))),
        (b"\x1b[24~", Key::plain(KeyCode::F(12))),
        (b"\x1bOM", Key::plain(KeyCode::Enter)),
        (b"\x1b[97u", Key::char('a')),
        (b"\x1b[97:65;2u", Key::char('A')),
        (b"\x1b[97;6u", Key::ctrl('a')),
        (b"\x1b[27u", Key::plain(KeyCode::Esc)),
        (b"\x1b[9;2u", Key::plain(KeyCode::BackTab)),
        (b"\x1b[27;5;106~", Key::ctrl('j')),
        (b"\x1b[1;129A", Key::plain(KeyCode::Up)),
    ] {
        assert_eq!(decoded(&[(0, bytes)]), [TerminalInput::Key(key)], "{bytes:?}");
        // Sequences are keys even on a slow line.
        for cut in 1..bytes.len() {
            let (before, after) = bytes.split_at(cut);
            assert_eq!(
                decoded(&[(0, before), (40, after)]),
                [TerminalInput::Key(key)],
                "{bytes:?}"
            );
        }
    }
}

#[test]
fn alt_combinations_key_releases_and_invalid_text_are_ignored() {
    for bytes in [
        &b"\x1bj"[..],
        "\u{1b}é".as_bytes(),
        b"\x1b\r",
        b"\x1b[1;3A",
        b"\x1b[97;1:3u",
        b"\x1b[57441u",
        b"\xff\xfe",
        b"\xc3",
        b"\x1b[M !!",
        b"\x1b[999999999999999999999~",
    ] {
        assert_eq!(decoded(&[(0, bytes), (200, b"k")]), keys("k"), "{bytes:?}");
    }
}

#[test]
fn an_esc_is_distinguished_from_the_beginning_of_a_sequence() {
    let esc = plain(KeyCode::Esc);
    // In one piece it would be a key with Alt.
    assert_eq!(decoded(&[(0, b"\x1b"), (20, b"j")]), [vec![esc.clone()], keys("j")].concat());
    assert_eq!(decoded(&[(0, b"\x1b\x1b")]), [esc.clone(), esc.clone()]);
    assert_eq!(decoded(&[(0, b"\x1b"), (20, b"\x1b")]), [esc.clone(), esc.clone()]);
    assert_eq!(decoded(&[(0, b"\x1b\x1b[A")]), [esc.clone(), plain(KeyCode::Up)]);
    assert_eq!(decoded(&[(0, b"\x1b"), (90, b"["), (90, b"j")]), [vec![esc], keys("[j")].concat());
}

#[test]
fn a_bracketed_paste_is_text_even_if_it_arrives_in_pieces() {
    let text = "Anna\u{1b}[A Chen\r\né";
    let bytes = format!("\u{1b}[200~{text}\u{1b}[201~j").into_bytes();
    let whole = [vec![TerminalInput::Paste(text.into())], keys("j")].concat();
    assert_eq!(decoded(&[(0, &bytes)]), whole);
    for cut in 2..bytes.len() {
        let (before, after) = bytes.split_at(cut);
        assert_eq!(decoded(&[(0, before), (400, after)]), whole, "cut after {cut}");
    }
    let cut_off = decoded(&[(0, b"\x1b[200~Anna"), (1200, b"j"), (200, b"k")]);
    assert_eq!(cut_off, [vec![TerminalInput::Paste("Anna".into())], keys("jk")].concat());
}

proptest! {
    #[test]
    fn keys_are_decoded_correctly_after_any_bytes(
        pieces in prop::collection::vec(
            prop::collection::vec(prop::sample::select(&b"\x1b[]PO?;0129Rcuy~$\x07\\\x9b\xc3a"[..]), 0..6),
            0..8,
        ),
    ) {
        let mut sent: Vec<(u64, &[u8])> = pieces.iter().map(|it| (30, it.as_slice())).collect();
        let pasting = pieces.concat().windows(6).any(|it| it == b"\x1b[200~");
        prop_assume!(!pasting);
        sent.extend([(1100, &b"k"[..]), (200, b"j")]);
        let inputs = decoded(&sent);
        prop_assert_eq!(&inputs[inputs.len() - 2..], keys("kj"));
    }
}

/// Decodes pieces for a program that asked for the mouse, Alt and the background.
fn decoded_after_queries(pieces: &[(u64, &[u8])]) -> Vec<TerminalInput> {
    let mut at = Instant::now();
    let all = Listening { alt: true, mouse: true, background: true };
    let mut decoder = Decoder::listening(all, at);
    let mut inputs = Vec::new();
    for (pause, piece) in pieces {
        at += Duration::from_millis(*pause);
        inputs.extend(decoder.settle(at));
        inputs.extend(decoder.decode(piece, at));
    }
    inputs.extend(decoder.settle(at + ESC_WAIT));
    inputs
}

#[test]
fn replies_to_queries_are_reported_even_if_they_arrive_in_pieces() {
    let light = TerminalInput::Background { light: true };
    let click = MouseReport { does: MouseAct::Press, x: 9, y: 4 };
    for (bytes, expected) in [
        (&b"\x1b]11;rgb:ffff/ffff/ffff\x07"[..], vec![light.clone()]),
        (b"\x1b]11;rgb:ffff/ffff/ffff\x1b\\", vec![light]),
        (b"\x1b]10;rgb:ffff/ffff/ffff\x07", vec![]),
        (b"\x1b[?62;22c", vec![TerminalInput::Attributes]),
        (b"\x1b[<0;10;5M", vec![TerminalInput::Mouse(click)]),
        (b"\x1b[<35;10;5M", vec![]),
    ] {
        assert_eq!(decoded_after_queries(&[(0, bytes)]), expected, "{bytes:?}");
        for cut in 2..bytes.len() {
            let (before, after) = bytes.split_at(cut);
            let inputs = decoded_after_queries(&[(0, before), (60, after), (200, b"j")]);
            assert_eq!(inputs, [expected.clone(), keys("j")].concat(), "{bytes:?} cut after {cut}");
        }
    }
}

#[test]
fn replies_are_not_keys_if_the_program_has_sent_queries() {
    for (name, answer) in ANSWERS {
        let inputs = decoded_after_queries(&[(0, answer), (200, b"j")]);
        let inputs: Vec<TerminalInput> =
            inputs.into_iter().filter(|it| matches!(it, TerminalInput::Key(_))).collect();
        assert_eq!(inputs, keys("j"), "{name}");
    }
}

#[test]
fn alt_combinations_are_keys_if_the_key_table_has_one() {
    let alt = |letter| TerminalInput::Key(Key::char(letter).with_alt());
    assert_eq!(decoded_after_queries(&[(0, b"\x1bjk")]), [vec![alt('j')], keys("k")].concat());
    assert_eq!(decoded_after_queries(&[(0, b"\x1b[97;3u")]), [alt('a')]);
    let esc = plain(KeyCode::Esc);
    assert_eq!(decoded_after_queries(&[(0, b"\x1b"), (20, b"j")]), [vec![esc], keys("j")].concat());
}
