//! The encoding of text files: nothing is silently replaced, and a guess becomes a question.

use std::io::Cursor;

use crate::common::ByName as _;
use crate::import::{hr, read, refused};
use encoding_rs::{Encoding, GBK, SHIFT_JIS, UTF_8, UTF_16LE, WINDOWS_1252};
use grantgrid::domain::JobProgress;
use grantgrid::exchange::{ExchangeError, Import, Limits, Plan, Source, plan};

fn utf_16(text: &str, big: bool) -> Vec<u8> {
    let bytes = if big { u16::to_be_bytes } else { u16::to_le_bytes };
    text.encode_utf16().flat_map(bytes).collect()
}

/// The result of importing a file with a chosen encoding.
fn named(bytes: &[u8], encoding: &'static Encoding) -> Result<Plan, ExchangeError> {
    let hr = hr();
    let source = Source::of_stream(&mut Cursor::new(bytes), &Limits::default())?;
    let source = source.in_encoding(Some(encoding));
    plan(&hr.open(), &source, &Import::default(), &mut JobProgress::none())
}

#[test]
fn a_wrong_byte_in_utf_8_is_refused_with_its_position() {
    for (bytes, position) in [
        // Valid characters before it, after it, and a byte order mark alone.
        (&b"username,PAR\njos\xc3\xa9,x\nada,M\xfcller\n"[..], "line 3, byte offset 26: 0xFC"),
        (b"username,PAR\nada,M\xfcller\njos\xc3\xa9,x\n", "line 2, byte offset 18: 0xFC"),
        (b"\xef\xbb\xbfusername,PAR\nada,Gon\xe7alves\n", "line 2, byte offset 23: 0xE7"),
        (b"username,PAR\rjos\xc3\xa9,x\rada,\xe7\x94\r", "line 3, byte offset 25: 0xE7"),
        (
            b"[{\"username\": \"jos\xc3\xa9\"},\n {\"username\": \"M\xfcller\"}]",
            "line 2, byte offset 40: 0xFC",
        ),
        (b"username,PAR\njos\xc3\xa9,x\nada,\xe7\x94", "line 3, byte offset 25: 0xE7"),
    ] {
        let told = refused(bytes);
        assert!(told.starts_with(position), "{told} {position}");
        assert!(told.contains("is not valid UTF-8"), "{told}");
    }
    // In the second chunk of the file, and with a character that spans two chunks.
    for padding in [32 * 1024 - 24, 32 * 1024 - 23, 100_000] {
        let text = format!("username,PAR\njosé,{}é\nada,", "x".repeat(padding));
        let bytes = [text.as_bytes(), b"\xfc\n"].concat();
        let position = format!("line 3, byte offset {}: 0xFC", text.len());
        assert!(refused(&bytes).starts_with(&position), "{padding}");
    }
}

#[test]
fn a_guessed_encoding_has_a_sample_and_needs_a_choice() {
    let text = "username;PAR;São Paulo\nada;x;\njosé;;x\n";
    let (bytes, ..) = WINDOWS_1252.encode(text);
    let told = refused(&bytes);
    assert!(
        told.contains("it may be windows-1252: then line 1 reads “username;PAR;São Paulo”"),
        "{told}"
    );
    assert!(told.ends_with("; nothing was read"), "{told}");
    assert_eq!(named(&bytes, WINDOWS_1252).expect("a plan").problems.first, []);
    let told = named(&bytes, UTF_8).expect_err("it is not").to_string();
    assert!(told.starts_with("line 1, byte offset 14: 0xE3"), "{told}");

    let japanese = "username,PAR,備考\nada,x,東京支社の担当者です。よろしくお願いします\n";
    let (bytes, ..) = SHIFT_JIS.encode(japanese);
    assert!(refused(&bytes).contains("Shift_JIS"), "{}", refused(&bytes));
    assert_eq!(named(&bytes, SHIFT_JIS).expect("a plan").problems.first, []);
    // The file ends in the middle of a character.
    let told = named(&bytes[..bytes.len() - 2], SHIFT_JIS).expect_err("it is cut off").to_string();
    assert!(told.contains("is not valid Shift_JIS"), "{told}");
    let (bytes, ..) = GBK.encode("username,PAR\nada,x\n");
    assert_eq!(named(&bytes, GBK).expect("a plan").problems.first, []);
    // Bytes that no Windows encoding has: “Française, Hélène” as old Macs write it.
    let told = refused(b"username;PAR;Fran\x8daise\nada;x;H\x8el\x8fne\n");
    assert!(told.contains("it may be macintosh: then line 1 reads"), "{told}");
    assert!(told.contains("Française"), "{told}");
    let json = WINDOWS_1252.encode(r#"[{"username": "josé", "companies": ["São Paulo"]}]"#).0;
    assert!(refused(&json).contains("it may be windows-1252"));
    assert_eq!(named(&json, WINDOWS_1252).expect("a plan").problems.first, []);
}

#[test]
fn utf_16_needs_a_byte_order_mark_and_is_refused_if_invalid() {
    let text = "username\tPAR\tSAO\r\nada\tx\t\r\njosé\t\tx\r\n";
    for big in [false, true] {
        let whole = utf_16(&format!("\u{feff}{text}"), big);
        let hr = hr();
        let plan = read(&hr.open(), &whole, &Import::default()).expect("a plan");
        assert_eq!(plan.problems.first, []);
        let told = refused(&whole[..whole.len() - 1]);
        assert!(told.contains(&format!("byte offset {}", whole.len() - 2)), "{told}");
        assert!(told.contains("is not valid UTF-16"), "{told}");
        // A surrogate without its other half.
        let mut lone = whole.clone();
        let at = 2 * (1 + text.find("ada").expect("it is there"));
        lone[at..at + 2].copy_from_slice(&if big { [0xd8, 0] } else { [0, 0xd8] });
        let told = refused(&lone);
        assert!(told.starts_with(&format!("line 2, byte offset {at}")), "{told}");
        let mut zero = whole.clone();
        zero[at..at + 2].copy_from_slice(&[0, 0]);
        assert!(refused(&zero).contains("zero byte in line 2"), "{}", refused(&zero));
        // Without a byte order mark, the encoding is asked for.
        let bare = utf_16(text, big);
        let name = if big { "UTF-16BE" } else { "UTF-16LE" };
        assert!(refused(&bare).contains(&format!("it may be {name}")), "{}", refused(&bare));
    }
    let bare = utf_16(text, false);
    assert_eq!(named(&bare, UTF_16LE).expect("a plan").problems.first, []);
    assert!(refused(&bare[..bare.len() - 1]).contains("is not valid UTF-16LE"));
    assert!(
        refused(b"username,PAR\nada,\0\n").contains("zero byte in line 2, before byte offset 17")
    );
    let marked = utf_16("\u{feff}username,PAR\n", false);
    let told = named(&marked, WINDOWS_1252).expect_err("the mark says otherwise").to_string();
    assert_eq!(told, "the file begins with the byte order mark of UTF-16LE, not windows-1252");
}

#[test]
fn ascii_is_read_as_utf_8_without_a_choice() {
    let hr = hr();
    let mut store = hr.open();
    let plan = read(&store, b"username,PAR\nada,x\n", &Import::default()).expect("a plan");
    store.commit(&plan.bulk, None, None, &mut JobProgress::none()).expect("the import");
    assert_eq!(store.companies_of("ada"), ["Acme Paris"]);
}

#[test]
fn a_wrong_byte_late_in_a_large_file_is_found() {
    let store = hr().open();
    let mut plain = b"username,company\n".to_vec();
    for _ in 0..60_000 {
        plain.extend_from_slice(b"ada,PAR,,,,,,,,,,,,,,,\n");
    }
    // ASCII except for one byte at the end: a guess, which becomes a question.
    let mut late = plain.clone();
    late.extend_from_slice(b"jos\xe9,PAR\n");
    let refused = read(&store, &late, &Import::default()).expect_err("a question").to_string();
    assert!(refused.contains("it may be windows-1252: then line 60002 reads “josé,PAR”"));
    // UTF-8 with a line in another encoding added, and more wrong bytes than valid characters
    // before it.
    let mut mixed = plain;
    mixed.extend_from_slice("josé,PAR\n".as_bytes());
    mixed.extend_from_slice(b"jos\xe9,Par\xefs,\xe8\xe9\xea \xe0 \xe7\n");
    let refused = read(&store, &mixed, &Import::default()).expect_err("refused").to_string();
    assert!(refused.starts_with("line 60003, byte offset "), "{refused}");
    assert!(refused.contains("0xE9 is not valid UTF-8"), "{refused}");
}
