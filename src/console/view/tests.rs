//! Whole screens, as a person sees them: the real keys, a real store, the real
//! drawing.

mod access_table;
mod access_told;
mod adverse;
mod another_person;
mod audit_note;
mod bulk;
mod clipboard;
mod contrast;
mod dialog_keys;
mod every_screen;
mod external_change;
mod files;
mod filter_popup;
mod filters;
mod findings;
mod forms;
mod guarded;
mod hints;
mod history_filter;
mod history_lines;
mod hostile;
mod import_records;
mod jump;
mod leave;
mod loss_confirmed;
mod meanwhile;
mod memory;
mod mouse;
mod operator;
mod own_keys;
mod palette;
mod pasted_names;
mod pastes;
mod planned_cells;
mod pointed_out;
mod rules;
mod saved_filters;
mod statistics;
mod tour;
mod user_columns;
mod why;
mod workbooks;

use crate::console::harness::Harness;
use crate::store::testing::{self, TestDb};
use crate::text;

#[test]
fn the_first_screen_is_drawn_at_three_sizes() {
    for (width, height) in [(80, 24), (120, 40), (200, 50)] {
        let console = Harness::demo().size(width, height);
        insta::assert_snapshot!(format!("first_{width}x{height}"), console.screen());
    }
}

#[test]
fn a_toggle_can_be_undone() {
    let console = Harness::demo().size(120, 24).keys("jj3ll<space>");
    insta::assert_snapshot!("toggled", console.screen());
    let console = console.reopened().size(120, 24).keys("u");
    insta::assert_snapshot!("undo_of_an_earlier_session", console.screen());
    let console = console.keys("<enter>");
    insta::assert_snapshot!("undone_after_a_restart", console.screen());
    let console = console.keys("U");
    insta::assert_snapshot!("redone", console.foot());
}

#[test]
fn help_can_be_searched() {
    let console = Harness::demo().size(80, 24).keys("?");
    insta::assert_snapshot!("help", console.screen());
    let console = console.keys("?pane").size(120, 40);
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
fn a_zoomed_pane_fills_the_screen() {
    let console = Harness::demo().size(120, 20).keys("3z$G");
    insta::assert_snapshot!("zoomed", console.screen());
}

#[test]
fn hundreds_of_companies_have_readable_headings() {
    let console = Harness::demo_of(30, 400, 600).size(120, 20).keys("3LLL");
    insta::assert_snapshot!("many_companies", console.screen());
}

#[test]
fn an_empty_database_shows_where_to_start() {
    let db = TestDb::new();
    drop(crate::store::Store::create(&db.path(), testing::environment()).unwrap());
    let console = Harness::on(db).size(120, 12).keys("3<space>");
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
    assert!(console.screen().contains("NUM cannot be granted"), "{}", console.screen());
}

#[test]
fn the_ascii_signs_are_all_ascii() {
    let console = Harness::demo().size(120, 20).keys("3jl").ascii();
    insta::assert_snapshot!("ascii", console.screen());
    let console = Harness::on(testing::odd_names()).ascii();
    assert!(console.screen().is_ascii());
}

#[test]
fn writes_by_other_programs_are_shown_at_the_next_tick() {
    let console = Harness::demo().size(200, 24);
    console.db.run("UPDATE hrm_users SET username = 'renamed' WHERE id = 2");
    console.db.run("DELETE FROM hrm_user_company_access");
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
        let maintained = *console.state.statistics.known().expect("counted");
        console = console.keys("<f5>");
        let counted = *console.state.statistics.known().expect("counted");
        assert_eq!(maintained, counted, "after {keys:?}");
    }
}

#[test]
fn no_size_and_no_empty_database_panics() {
    let databases: [fn() -> TestDb; 2] = [testing::odd_names, || {
        let db = TestDb::new();
        drop(crate::store::Store::create(&db.path(), testing::environment()).unwrap());
        db
    }];
    for db in databases {
        let mut console = Harness::on(db());
        for (width, height) in
            [(0, 0), (1, 1), (20, 5), (24, 7), (79, 8), (80, 7), (119, 9), (120, 7)]
        {
            for keys in ["1G", "2G", "3G$", "z", "??x", "<esc>", "gz0 u"] {
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

#[test]
fn the_history_lists_changes_opens_them_and_undoes_any() {
    let console = Harness::demo().size(120, 24).keys("3jl j jj v<right>v+why not<enter>t");
    insta::assert_snapshot!("history", console.screen());
    let console = console.keys("<enter>");
    assert!(console.screen().contains("Change 4: +2"), "{}", console.screen());
    let console = console.keys("<esc><down><down><down>u");
    insta::assert_snapshot!("undo_of_an_older_change", console.screen());
    let before = *console.state.statistics.known().unwrap();
    let console = console.keys("<enter>");
    assert!(console.foot().contains("undid change 1"), "{}", console.foot());
    assert_ne!(console.state.statistics.known().unwrap().grants, before.grants);
    let console = console.keys("tc");
    assert!(console.screen().contains("History of"), "{}", console.screen());
}

#[test]
fn long_codes_are_shortened_to_what_distinguishes_them() {
    let db = testing::odd_names();
    db.run(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)
         INSERT INTO hrm_company (id, tenant_id, name, code, currency_code, is_active, created_by, created_at)
         SELECT printf('c0000000000040008000%012d', i), '6513270e269e4d37b2a74de452e6b438',
                'Pacific region office ' || i, printf('PACIFIC-REGION-%05d', i), 'SGD', 1, 'system',
                '2025-01-01 00:00:00.000000' FROM n",
    );
    let console = Harness::on(db).size(120, 16).keys("3LLL");
    insta::assert_snapshot!("long_codes", console.screen());
}

#[test]
fn an_undo_names_the_cells_that_changed_since_on_a_narrow_screen_too() {
    let console = Harness::demo().size(80, 24).keys("3jl<space>");
    console.db.run("DELETE FROM hrm_user_company_access WHERE user_id = 2");
    let console = console.keys("u");
    let screen = console.screen();
    assert!(screen.contains("skipped, changed since: padmavathi.rao × LA · undid"), "{screen}");
    assert!(screen.contains("M shows all"), "{screen}");
    let screen = console.keys("M").screen();
    assert!(screen.contains("everything changed since"), "to its end: {screen}");
}
