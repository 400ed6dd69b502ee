//! The explanation of a cell on the screen.

use crate::console::harness::Harness;
use crate::store::testing;

#[test]
fn a_cell_is_explained_with_its_history() {
    let console = Harness::demo().size(80, 24).keys("j3l<space>uUw");
    insta::assert_snapshot!("cell", console.screen());
    let console = console.keys("w");
    insta::assert_snapshot!("user", console.screen());
    let console = console.keys("wt");
    assert!(console.screen().contains("History of "), "{}", console.screen());
    assert!(console.screen().contains("3 changes"), "{}", console.screen());
    let console = console.keys("<esc><esc>");
    assert!(console.dialogs.is_empty());
}

#[test]
fn a_long_explanation_scrolls_and_is_wrapped_again_after_a_resize() {
    let mut console = Harness::demo().size(80, 14).keys("3");
    for _ in 0..12 {
        console = console.keys(" ");
    }
    let console = console.keys("w");
    let first = console.screen();
    assert!(first.contains("may work in"), "{first}");
    let console = console.keys("<pgdn><pgdn><pgdn><down><down>");
    let last = console.screen();
    assert!(!last.contains("may work in") && last.contains("in change 1"), "{last}");
    let console = console.keys("<pgup><pgup><pgup>").size(40, 14);
    assert!(console.screen().contains("may work"), "{}", console.screen());
    for (width, height) in [(24, 7), (1, 1), (0, 0), (200, 50)] {
        drop(Harness::demo().size(width, height).keys("w<pgdn>w<pgdn>").buffer());
    }
}

#[test]
fn an_explanation_follows_what_other_programs_write() {
    let console = Harness::demo().size(120, 30).keys("3jl<space>w");
    assert!(console.screen().contains("granted 2026-01-01"), "{}", console.screen());
    console.db.run("DELETE FROM hrm_user_company_access");
    let console = console.tick();
    let screen = console.screen();
    assert!(screen.contains("removed outside grantgrid"), "{screen}");
    console.db.run("PRAGMA foreign_keys = OFF; DELETE FROM hrm_users");
    let console = console.tick();
    assert!(console.foot().contains("is gone"), "{}", console.foot());
    assert!(console.dialogs.is_empty(), "nothing is true of it any more");
}

#[test]
fn odd_names_are_safe_in_an_explanation() {
    let console = Harness::on(testing::odd_names()).size(80, 24).keys("jj3lw");
    for line in console.screen().lines() {
        assert_eq!(crate::text::safe(line), line);
    }
    let console = console.keys("w").ascii();
    assert!(console.screen().is_ascii(), "{}", console.screen());
}

#[test]
fn enter_explains_the_user_the_company_or_the_cell() {
    let user = Harness::demo().size(120, 30).keys("<enter>");
    let screen = user.screen();
    assert!(
        screen.contains("superadmin") && screen.contains("may work in 12 companies"),
        "{screen}"
    );
    let company = Harness::demo().size(120, 30).keys("2<enter>");
    insta::assert_snapshot!("who", company.screen());
    let cell = Harness::demo().size(120, 30).keys("3<enter>");
    assert!(cell.screen().contains("Why ─ superadmin × NYC"), "{}", cell.screen());
    assert!(cell.keys("<esc>").dialogs.is_empty());
}

#[test]
fn the_list_of_who_can_get_in_leads_to_the_users_and_the_reason_and_back() {
    let console = Harness::demo().size(80, 24).keys("2jj<enter>");
    insta::assert_snapshot!("who_80x24", console.screen());
    let console = console.keys("jw");
    let screen = console.screen();
    assert!(screen.contains("Why ─ ") && screen.contains("× CHI"), "{screen}");
    // The history opened from here is the explained cell's, not that of the cursor's cell.
    let title = screen.lines().find(|line| line.contains("Why ─ ")).expect("a title").to_owned();
    let cell = title.split("Why ─ ").nth(1).and_then(|rest| rest.split(" ━").next());
    let console = console.keys("t");
    let of_cell = format!("History of {}", cell.expect("the cell").trim());
    assert!(console.screen().contains(&of_cell), "{of_cell}: {}", console.screen());
    let console = console.keys("<esc>c");
    assert!(console.screen().contains("Who can get into CHI"), "{}", console.screen());
    let console = console.keys("<enter>");
    assert!(console.screen().contains(", all companies"), "{}", console.screen());
}

/// One key switches between the changes of the explained cell and all changes, wherever the
/// cursor of the panes is.
#[test]
fn the_history_of_a_cell_stays_that_of_the_cell_it_was_opened_for() {
    let console = Harness::demo().size(120, 30).keys("3jj2l<space>gg0");
    let console = console.keys("2jj<enter>jwt");
    let title = |console: &Harness| {
        let screen = console.screen();
        screen.lines().find(|line| line.contains("History")).expect("a title").to_owned()
    };
    let of_cell = title(&console);
    assert!(of_cell.contains("History of ") && of_cell.contains("× CHI"), "{of_cell}");
    let console = console.keys("c");
    assert!(title(&console).contains("History ─ 1 change"), "{}", title(&console));
    let console = console.keys("c");
    assert_eq!(title(&console), of_cell);
}

#[test]
fn a_long_name_leaves_room_for_the_reason() {
    let db = Harness::demo_db(40, 12, 90);
    db.run(
        "UPDATE hrm_users SET first_name = 'Maximiliane-Theodora', last_name =
           'von und zu Wolfeschlegelsteinhausenbergerdorff-Althann' WHERE id <= 5;
         UPDATE hrm_employee SET first_name = 'Maximiliane-Theodora', last_name =
           'von und zu Wolfeschlegelsteinhausenbergerdorff-Althann' WHERE user_id <= 5",
    );
    let console = Harness::on(db).size(80, 24).keys("2<enter>");
    insta::assert_snapshot!("who_long_names", console.screen());
}

#[test]
fn the_card_of_a_user_ends_with_the_latest_changes() {
    let console = Harness::demo().size(100, 34).keys("3jl l <space>u1<enter>");
    insta::assert_snapshot!("card", console.screen());
    let console = console.keys("<pgdn><pgdn>");
    assert!(console.screen().contains("granted LA by ada in change 1"), "{}", console.screen());
}

#[test]
fn the_list_of_who_can_get_in_is_filtered_while_typing() {
    let console = Harness::demo().size(80, 24).keys("2<enter>");
    let title = |console: &Harness| {
        let screen = console.screen();
        let line = screen.lines().find(|line| line.contains("Who can get into")).expect("a title");
        line.to_owned()
    };
    let all = title(&console);
    assert!(all.contains("─ 9 users"), "{all}");
    let console = console.keys("/role:emp");
    assert!(title(&console).contains(" of ") && title(&console).contains("─ role:emp"), "{all}");
    assert!(console.foot().contains("who / role:emp"), "{}", console.foot());
    // A filter with an error changes nothing, and shows the error after a pause.
    let before = title(&console);
    let console = console.keys("<c-u>nosuch:x").tick();
    let console = console.tick();
    assert!(console.foot().contains("nosuch"), "{}", console.foot());
    assert_ne!(title(&console), before, "an empty text matches everyone");
    let console = console.keys("<esc>");
    assert_eq!(title(&console), all, "Esc restores the filter from before");
    let console = console.keys("/nobody<enter>");
    assert!(console.screen().contains("no match"), "{}", console.screen());
    let console = console.keys("/");
    assert!(console.foot().contains("who / nobody"), "{}", console.foot());
    let console = console.keys("<bs><enter>");
    assert_eq!(title(&console), all);
}

#[test]
fn the_list_of_who_can_get_in_says_first_that_the_company_is_inactive() {
    let db = Harness::demo_db(40, 12, 90);
    db.run("UPDATE hrm_company SET is_active = 0 WHERE code = 'NYC'");
    let console = Harness::on(db).size(80, 24).keys("2<enter>");
    let screen = console.screen();
    let mut lines = screen.lines().skip_while(|line| !line.contains("Who can get into"));
    let first = lines.nth(1).expect("the first line");
    let said = "NYC is inactive. The HR system may no longer offer it to these users.";
    assert!(first.contains(said), "{screen}");
    assert!(lines.next().expect("a user").contains("superadmin"), "{screen}");
}
