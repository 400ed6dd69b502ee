//! The palette on the screen.

use crate::console::harness::Harness;

#[test]
fn the_palette_finds_an_action_and_runs_it() {
    let console = Harness::demo().size(80, 24).keys("3:");
    insta::assert_snapshot!("palette", console.screen());
    let console = console.keys("users after").size(120, 40);
    insta::assert_snapshot!("palette_narrowed", console.screen());
    let console = console.keys("<esc><c-p>last comp<enter>");
    assert!(console.dialogs.is_empty());
    assert_eq!(console.state.companies.cursor, console.state.companies.len() - 1);
    let console = console.keys(":filter the<enter>");
    assert!(console.context() == crate::console::keymap::Context::Filter);
    let console = console.keys("<esc>:<down><down><up>no such action<enter>");
    assert!(console.screen().contains("no matching action"), "{}", console.screen());
    let console = console.keys("<esc>:undo<enter>");
    assert!(console.foot().contains("nothing to undo"), "{}", console.foot());
}

#[test]
fn the_palette_runs_nothing_on_a_screen_that_is_too_small() {
    let console = Harness::demo().size(20, 5).keys("3:toggle<enter>").size(120, 40);
    assert!(console.screen().contains("Actions – "), "{}", console.screen());
    let console = console.keys("<enter>");
    assert!(console.foot().contains("u undoes"), "{}", console.foot());
}
