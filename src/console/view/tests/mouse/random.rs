//! Random keys, pastes, clicks, drags and wheel turns: nothing panics or hangs, every screen
//! can be drawn, and no paste changes a row.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::console::harness::Harness;
use crate::console::keymap::Context;
use crate::console::mouse::{MouseAct, MouseReport};

/// The number of steps, including pastes and clicks, divided among four runs.
const STEPS: usize = 20_000;

/// Keys of every pane and dialog, and keys that leave them.
const KEYS: &[&str] = &[
    "j", "k", "h", "l", "g", "G", "1", "2", "3", "<tab>", "z", "<space>", "m", "v", "<c-a>", "*",
    "+", "-", "=", "A", "y", "p", "P", "u", "U", "n", "e", "D", "r", "R", "t", "s", "i", "/", ":",
    "?", "o", "<enter>", "<enter>", "<esc>", "<esc>", "<up>", "<down>", "<left>", "a", "E", "F",
    "!", "n",
];

const TEXTS: &[&str] =
    &["Anna Chen\r", "s y a h t n e\r", "+1 555-0134 ext 2\r", "is:none\r", "q\rr\rs\r"];

const ACTS: &[MouseAct] = &[
    MouseAct::Press,
    MouseAct::Drag,
    MouseAct::Release,
    MouseAct::WheelUp,
    MouseAct::WheelDown,
    MouseAct::WheelLeft,
    MouseAct::WheelRight,
];

fn run(seed: u64) {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut console = Harness::demo();
    let rows = |console: &Harness| {
        console.db.rows(&["hrm_users", "hrm_company", "hrm_user_company_access", "hrm_audit_log"])
    };
    let mut done = 0;
    while done < STEPS / 4 {
        let (x, y) = (random.random_range(0..125), random.random_range(0..42));
        match random.random_range(0..100) {
            0..60 => console = console.keys(KEYS[random.random_range(0..KEYS.len())]),
            60..75 => console = console.click(x, y),
            75..80 => {
                let to = (random.random_range(0..120), random.random_range(0..40));
                console = console.drag((x, y), to);
            }
            80..97 => console.mouse(MouseReport { does: ACTS[random.random_range(0..7)], x, y }),
            _ => {
                let text = TEXTS[random.random_range(0..TEXTS.len())];
                let before = rows(&console);
                console = console.pastes(text).pastes_as_keys(&[text], 120);
                assert_eq!(rows(&console), before, "seed {seed}, step {done}: {text:?}");
            }
        }
        // So that nothing is written to the folder in which the tests run.
        while console.context() == Context::File {
            console = console.keys("<esc>");
        }
        if done % 10 == 0 {
            console.screen();
        }
        done += 1;
    }
}

#[test]
fn random_keys_pastes_and_clicks_are_safe_1() {
    run(1);
}

#[test]
fn random_keys_pastes_and_clicks_are_safe_2() {
    run(2);
}

#[test]
fn random_keys_pastes_and_clicks_are_safe_3() {
    run(3);
}

#[test]
fn random_keys_pastes_and_clicks_are_safe_4() {
    run(4);
}
