//! Whole screens, as a person sees them: the real keys, a real store, the real
//! drawing.

use crate::console::harness::Harness;
use crate::store::testing::{self, Place};
use crate::text;

#[test]
fn the_first_screen() {
    for (width, height) in [(80, 24), (120, 40), (200, 50)] {
        let console = Harness::demo().size(width, height);
        insta::assert_snapshot!(format!("first_{width}x{height}"), console.screen());
    }
}

#[test]
fn a_toggle_and_its_undo() {
    let console = Harness::demo().size(120, 24).keys("jj3ll<space>");
    insta::assert_snapshot!("toggled", console.screen());
    let console = console.reopened().size(120, 24).keys("u");
    insta::assert_snapshot!("undone_after_a_restart", console.screen());
    let console = console.keys("U");
    insta::assert_snapshot!("redone", console.foot());
}

#[test]
fn help_and_its_search() {
    let console = Harness::demo().size(80, 24).keys("?");
    insta::assert_snapshot!("help", console.screen());
    let console = console.keys("pane").size(120, 40);
    insta::assert_snapshot!("help_searched", console.screen());
}

#[test]
fn narrow_screens_show_the_focused_pane() {
    let console = Harness::demo().size(60, 16).keys("3l");
    insta::assert_snapshot!("narrow_matrix", console.screen());
    let console = console.keys("2");
    insta::assert_snapshot!("narrow_companies", console.screen());
    let console = console.size(20, 5);
    insta::assert_snapshot!("too_small", console.screen());
}

#[test]
fn a_zoomed_pane_has_the_screen() {
    let console = Harness::demo().size(120, 20).keys("3z$G");
    insta::assert_snapshot!("zoomed", console.screen());
}

#[test]
fn hundreds_of_companies_have_readable_headings() {
    let console = Harness::demo_of(30, 400, 600).size(120, 20).keys("3LLL");
    insta::assert_snapshot!("many_companies", console.screen());
}

#[test]
fn marked_users_turn_the_boxes_into_three_states() {
    let console = Harness::demo().size(120, 24).keys("j j v<down><down>v2jm");
    insta::assert_snapshot!("marked", console.screen());
    let console = console.keys("3*<esc>").size(80, 24);
    assert!(!console.screen().contains('*'), "{}", console.screen());
}

#[test]
fn an_empty_database_says_so() {
    let place = Place::new();
    drop(crate::store::Store::create(&place.path(), testing::services()).unwrap());
    let console = Harness::on(place).size(120, 12).keys("3<space>");
    insta::assert_snapshot!("empty", console.screen());
}

#[test]
fn odd_names_are_shown_safely_and_aligned() {
    let console = Harness::on(testing::odd_names()).size(120, 20).keys("jj3l");
    insta::assert_snapshot!("odd_names", console.screen());
    for (width, height) in [(80, 24), (120, 40), (200, 50), (40, 12)] {
        let console = Harness::on(testing::odd_names()).size(width, height);
        for line in console.screen().lines() {
            assert_eq!(text::safe(line), line, "{width}×{height}");
            assert!(text::width(line) <= width.into(), "{width}×{height}: {line}");
        }
    }
}

#[test]
fn a_damaged_company_is_refused_with_the_reason() {
    let console = Harness::on(testing::odd_names()).keys("3$<space>");
    assert!(console.foot().contains("NUM cannot be granted"), "{}", console.foot());
}

#[test]
fn ascii_is_ascii() {
    let console = Harness::demo().size(120, 20).keys("3jl").ascii();
    insta::assert_snapshot!("ascii", console.screen());
    let console = Harness::on(testing::odd_names()).ascii();
    assert!(console.screen().is_ascii());
}

#[test]
fn another_programs_writes_show_with_the_next_tick() {
    let console = Harness::demo().size(200, 24);
    console.place.run("UPDATE hrm_users SET username = 'renamed' WHERE id = 2");
    console.place.run("DELETE FROM hrm_user_company_access");
    let before = console.screen();
    let after = console.tick().screen();
    assert!(!before.contains("renamed") && after.contains("renamed"), "{after}");
    assert!(after.contains("0 grants"), "{after}");
    assert!(!before.contains(" 0 grants"), "{before}");
}

#[test]
fn statistics_follow_every_edit_and_undo() {
    let mut console = Harness::demo().size(200, 50).keys("3");
    for keys in [" ", "j ", "l ", "u", "G ", "uu", "U", "$ ", "gu"] {
        console = console.keys(keys);
        let kept_up = *console.state.statistics.known().expect("counted");
        console = console.keys("<f5>");
        let counted = *console.state.statistics.known().expect("counted");
        assert_eq!(kept_up, counted, "after {keys:?}");
    }
}

#[test]
fn no_size_and_no_place_panics() {
    let places: [fn() -> Place; 2] = [testing::odd_names, || {
        let place = Place::new();
        drop(crate::store::Store::create(&place.path(), testing::services()).unwrap());
        place
    }];
    for place in places {
        let mut console = Harness::on(place());
        for (width, height) in
            [(0, 0), (1, 1), (20, 5), (24, 7), (79, 8), (80, 7), (119, 9), (120, 7)]
        {
            for keys in ["1G", "2G", "3G$", "z", "?x", "<esc>", "gz0 u"] {
                console = console.size(width, height).keys(keys);
                drop(console.buffer());
            }
        }
        for width in (0..220).step_by(7) {
            for height in (0..60).step_by(3) {
                console = console.size(width, height);
                drop(console.buffer());
            }
        }
    }
}
