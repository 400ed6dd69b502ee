//! What the console shows when something fails: too little room, a full disk, an existing file
//! of the same name.

use crate::console::harness::Harness;

#[test]
fn edits_are_refused_on_a_screen_that_is_too_small() {
    let console = Harness::demo().size(20, 5).keys("3 +");
    assert!(console.screen().contains("too small"), "{}", console.screen());
    let console = console.size(120, 20);
    assert_eq!(console.state.statistics.known().unwrap().grants, 90);
    assert!(console.dialogs.is_empty());
    assert_eq!(
        console.size(20, 5).keys("q").ended,
        Some(crate::console::effect::SessionEnd::Quit(0))
    );
}

#[test]
fn a_replaced_file_is_reported() {
    let console = Harness::demo();
    let path = console.db.path();
    std::fs::rename(&path, path.with_extension("old")).unwrap();
    let console = console.tick();
    assert!(console.foot().contains("removed or replaced"), "{}", console.foot());
    let console = console.keys("3<space>");
    assert!(console.foot().contains("removed or replaced"), "{}", console.foot());
}

#[test]
fn a_full_disk_is_reported_and_the_console_still_works() {
    // The first edit creates grantgrid's own tables, so it needs new pages.
    let console = Harness::demo().full_disk(true).keys("jj3ll<space>");
    assert!(console.foot().contains("the disk is full; nothing was changed"), "{}", console.foot());
    let console = console.keys("<space>u");
    assert!(console.foot().contains("there is nothing to undo"), "{}", console.foot());
    let console = console.full_disk(false).keys("<space>");
    assert!(console.foot().contains("u undoes"), "{}", console.foot());
}

#[test]
fn a_wide_letter_does_not_overlap_a_dialog() {
    for width in 110..130 {
        let db = Harness::demo_db(40, 12, 90);
        db.run("UPDATE hrm_users SET username = '東京支社東京支社東京支社' || id");
        let console = Harness::on(db).size(width, 30).keys(":");
        let left = usize::from((width - 96) / 2);
        let screen = console.screen();
        let inside = screen.lines().skip(1).skip_while(|line| !line.contains("┏Actions")).skip(1);
        for line in inside.take(20) {
            let before = line.split('┃').next().unwrap_or_default();
            assert_eq!(crate::text::width(before), left, "{width}: {line}");
        }
    }
}

#[test]
fn a_long_message_is_shown_in_full() {
    // The only Super Admin of the demo who has a grant.
    let console = Harness::demo().size(80, 24).keys("e<tab><tab><tab><tab><tab><tab><tab>");
    let console = console.keys("<c-u>no<enter>");
    let screen = console.screen();
    assert!(screen.contains("add another one first"), "{screen}");
    assert!(screen.contains("nothing was changed"), "{screen}");
    let console = Harness::demo().size(80, 24).keys("/chen n:many").tick().tick();
    assert!(console.screen().contains("2..4, 2.. or ..4"), "{}", console.screen());
    assert!(console.foot().contains("users / chen n:many"), "{}", console.foot());
}
