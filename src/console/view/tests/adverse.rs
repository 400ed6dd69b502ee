//! What a person sees where something is in the way: no room, no disk, another
//! file under the same name.

use crate::console::harness::Harness;

#[test]
fn what_cannot_be_seen_cannot_be_edited() {
    let console = Harness::demo().size(20, 5).keys("3 +");
    assert!(console.screen().contains("too small"), "{}", console.screen());
    let console = console.size(120, 20);
    assert_eq!(console.state.statistics.known().unwrap().grants, 90);
    assert!(console.state.dialogs.is_empty());
    assert_eq!(console.size(20, 5).keys("q").ended, Some(crate::console::effect::Ended::Quit(0)));
}

#[test]
fn a_file_that_was_replaced_is_said() {
    let console = Harness::demo();
    let path = console.place.path();
    std::fs::rename(&path, path.with_extension("old")).unwrap();
    let console = console.tick();
    assert!(console.foot().contains("removed or replaced"), "{}", console.foot());
    let console = console.keys("3<space>");
    assert!(console.foot().contains("removed or replaced"), "{}", console.foot());
}

#[test]
fn a_full_disk_is_said_and_the_console_goes_on() {
    // The first edit needs new pages: those of grantgrid's own tables.
    let console = Harness::demo().full_disk(true).keys("jj3ll<space>");
    assert!(console.foot().contains("the disk is full; nothing was changed"), "{}", console.foot());
    let console = console.keys("<space>u");
    assert!(console.foot().contains("there is nothing to undo"), "{}", console.foot());
    let console = console.full_disk(false).keys("<space>");
    assert!(console.foot().contains("u undoes"), "{}", console.foot());
}
