//! Saved filters, chosen by their names.

use crate::console::config::SavedFilter;
use crate::console::harness::Harness;
use crate::console::state::Pane;
use crate::filter::Axis;

/// The demo with three saved filters.
fn console() -> Harness {
    let mut console = Harness::demo();
    let saved =
        |axis, name: &str, text: &str| SavedFilter { axis, name: name.into(), text: text.into() };
    console.state.settings.filters = vec![
        saved(Axis::Companies, "unused", "is:none"),
        saved(Axis::Users, "managers", "role:Manager"),
        saved(Axis::Users, "without access", "is:active n:0"),
    ];
    console
}

#[test]
fn a_saved_filter_is_chosen_by_its_name() {
    let console = console().size(80, 24).keys("&");
    insta::assert_snapshot!("saved_filters_80x24", console.screen());
    let console = console.keys("<down><enter>");
    assert_eq!(console.state.user_sieve.text, "is:active n:0");
    assert!(console.foot().contains("without access"), "{}", console.foot());
    // It is in the history of filters, and one of the other list leads there.
    let console = console.keys("<esc>/<up><enter>&<down><down><enter>");
    assert_eq!(console.state.user_sieve.text, "is:active n:0");
    assert_eq!(console.state.company_sieve.text, "is:none");
    assert_eq!(console.state.focus, Pane::Companies);
}

#[test]
fn in_the_matrix_the_matrix_stays() {
    let console = console().keys("3&<enter>");
    assert_eq!(console.state.focus, Pane::Matrix);
    assert_eq!(console.state.user_sieve.text, "role:Manager");
}

#[test]
fn without_any_it_says_where_they_come_from() {
    let console = Harness::demo().keys("&");
    assert!(console.foot().contains("config.toml"), "{}", console.foot());
    assert!(console.dialogs.is_empty());
}
