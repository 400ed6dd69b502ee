//! Copying to the terminal's clipboard.

use crate::console::harness::Harness;
use crate::console::keymap::Context;

fn copied(console: &Harness) -> &str {
    console.copied.as_deref().unwrap_or_else(|| panic!("nothing was copied: {}", console.foot()))
}

#[test]
fn a_menu_offers_what_is_under_the_cursor() {
    let console = Harness::demo().size(80, 24).keys("jY");
    insta::assert_snapshot!("copy_80x24", console.screen());
    let console = console.keys("<enter>");
    assert_eq!(copied(&console), "padmavathi.rao");
    assert!(console.foot().contains("copied: username, padmavathi.rao"), "{}", console.foot());
    assert!(console.dialogs.is_empty());
    let console = console.keys("2YG<esc>Y<enter>");
    assert_eq!(copied(&console), "NYC");
    // Esc copies nothing.
    let mut console = console.keys("3j");
    console.copied = None;
    assert_eq!(console.keys("Y<esc>").copied, None);
}

#[test]
fn lists_are_copied_line_by_line_as_they_are_shown() {
    let console = Harness::demo().keys(":copy to<enter>").keys("jjjj<enter>");
    let names: Vec<&str> = copied(&console).lines().collect();
    assert_eq!(names.len(), 40);
    assert_eq!(names[..2], ["superadmin", "padmavathi.rao"]);
    // Only shown or marked users are copied.
    let console = console.keys("/arjun<enter>Yjjjj<enter>");
    assert_eq!(copied(&console).lines().count(), 2);
    assert!(console.foot().contains("users shown, 2 lines"), "{}", console.foot());
    let console = console.keys("mY").click_on("marked users", 1).keys("<enter>");
    assert!(copied(&console).starts_with("arjun"), "{}", copied(&console));
    let console = console.keys("2Y").click_on("companies shown", 1).keys("<enter>");
    assert_eq!(copied(&console).lines().count(), 12);
}

#[test]
fn a_row_is_copied_with_tabs_and_an_explanation_as_sentences() {
    let console = Harness::demo().keys("jY").click_on("row", 0).keys("<enter>");
    let cells: Vec<&str> = copied(&console).split('\t').collect();
    assert_eq!(cells.len(), 7, "{cells:?}");
    assert_eq!(cells[..2], ["padmavathi.rao", "Padmavathi Rao"]);
    let console = console.keys("YG<enter>");
    let answer = copied(&console).to_owned();
    assert!(answer.starts_with("padmavathi.rao "), "{answer}");
    assert!(answer.contains("\nHistory\n"), "{answer}");
    // In the list of users with access, the same key copies that list.
    let console = console.keys("wY");
    assert_eq!(console.context(), Context::Why);
    assert_eq!(copied(&console), answer);
}

#[test]
fn copied_text_has_no_escape_sequences_and_no_formulas() {
    let db = Harness::demo_db(5, 3, 4);
    db.run(
        "UPDATE hrm_users SET username = char(27) || '[2J' || char(9) || 'x', \
         email = '=cmd()' WHERE id = (SELECT min(id) FROM hrm_users)",
    );
    let console = Harness::on(db).keys("Y<enter>");
    assert!(!copied(&console).chars().any(crate::text::acts), "{:?}", copied(&console));
    let console = console.keys("Y").click_on("row", 0).keys("<enter>");
    let cells: Vec<&str> = copied(&console).split('\t').collect();
    assert_eq!((cells.len(), cells[2]), (7, "'=cmd()"), "{cells:?}");
}

#[test]
fn a_text_that_is_too_long_is_reported_and_not_copied() {
    let console = Harness::demo_of(6000, 3, 4).keys("Yjjjj<enter>");
    assert_eq!(console.copied, None);
    let message = console.foot();
    assert!(message.contains("too much for the clipboard"), "{message}");
    assert!(message.contains("x exports to a file"), "{message}");
}

#[test]
fn an_empty_database_has_nothing_to_copy() {
    let console = Harness::demo().keys("/zzzz<enter>2/zzzz<enter>Y");
    assert!(console.dialogs.is_empty());
    assert!(console.foot().contains("nothing to copy"), "{}", console.foot());
}
