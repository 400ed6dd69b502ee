//! No paste changes a row, whatever was typed before and however the terminal delivers the
//! paste.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::console::harness::Harness;

/// Texts that people paste; their first letters are keys of every kind.
const TEXTS: [&str; 14] = [
    "Anna Chen\r",
    "luis garcia",
    "Hal Kim",
    "Dana\rDeon\rUma\r",
    "=SUM(A1:A9)\r",
    "- nina, René + Ada\r",
    "+1 555-0134 ext 2\r",
    "uU uU aA\r\r\r",
    "username\tNYC\tLA\rsarah\tx\t\r",
    "田中さん、佐藤さん\r",
    "is:none role:hr\r",
    "s y a h t n e\r",
    "Al\rBo\rCy\rDi\r",
    "q\rr\rs\rt\r",
];

/// Keys of every pane and dialog, and keys that leave them.
const KEYS: &[&str] = &[
    "j", "k", "h", "l", "g", "G", "1", "2", "3", "<tab>", "z", "<space>", "m", "v", "<c-a>", "*",
    "+", "-", "=", "A", "y", "p", "P", "u", "U", "n", "e", "D", "r", "R", "t", "w", "s", "i", "/",
    ":", "?", "o", "<enter>", "<enter>", "<esc>", "<esc>", "<up>", "<down>", "<left>", "a",
];

/// Every row of the tables that the console edits.
fn rows(console: &Harness) -> Vec<String> {
    console.db.rows(&[
        "hrm_users",
        "hrm_company",
        "hrm_user_company_access",
        "hrm_tenant",
        "hrm_employee",
        "hrm_audit_log",
    ])
}

#[test]
fn no_paste_changes_the_database() {
    let mut pastes = 0;
    for seed in 0..200 {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let mut console = Harness::demo();
        for _ in 0..random.random_range(0..12) {
            let key = KEYS[random.random_range(0..KEYS.len())];
            console = console.keys(key);
        }
        let text = TEXTS[random.random_range(0..TEXTS.len())];
        let before = rows(&console);
        let bracketed = random.random_range(0..3) == 0;
        console = if bracketed {
            console.pastes(text)
        } else {
            // Delivered in one piece, or in two.
            let cuts: Vec<usize> =
                text.char_indices().map(|(at, _)| at).filter(|at| *at > 1).collect();
            let cut = cuts[random.random_range(0..cuts.len())];
            let (first, second) = text.split_at(cut);
            let pieces: &[&str] =
                if random.random_range(0..2) == 0 { &[text] } else { &[first, second] };
            console.pastes_as_keys(pieces, 120)
        };
        assert_eq!(rows(&console), before, "seed {seed}: {text:?}, bracketed: {bracketed}");
        pastes += 1;
    }
    assert_eq!(pastes, 200);
}
