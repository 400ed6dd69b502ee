//! Saved filters, chosen by name.

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
    let console = console().size(80, 24).keys("F");
    insta::assert_snapshot!("saved_filters_80x24", console.screen());
    let console = console.keys("<down><enter>");
    assert_eq!(console.state.user_filter.text, "is:active n:0");
    assert!(console.foot().contains("without access"), "{}", console.foot());
    // A saved filter is in the filter history; choosing one for the other list moves there.
    let console = console.keys("<esc>/<up><enter>&<down><down><enter>");
    assert_eq!(console.state.user_filter.text, "is:active n:0");
    assert_eq!(console.state.company_filter.text, "is:none");
    assert_eq!(console.state.focus, Pane::Companies);
}

#[test]
fn a_saved_filter_keeps_the_focus_in_the_matrix() {
    let console = console().keys("3&<enter>");
    assert_eq!(console.state.focus, Pane::Matrix);
    assert_eq!(console.state.user_filter.text, "role:Manager");
}

#[test]
fn without_saved_filters_a_message_says_how_to_save_one() {
    let console = Harness::demo().keys("&");
    assert!(console.foot().contains("config.toml"), "{}", console.foot());
    assert!(console.dialogs.is_empty());
}

#[test]
fn the_filter_that_is_shown_is_saved_under_a_name_and_removed_again() {
    let console = Harness::demo().keys("S");
    assert!(console.foot().contains("no filter of the users to save"), "{}", console.foot());
    let console = console.keys("/n:0<enter>S").size(80, 24);
    insta::assert_snapshot!("save_filter_80x24", console.screen());
    let console = console.size(120, 40).keys("<enter>");
    assert!(console.screen().contains("type a name first"), "{}", console.screen());
    let console = console.keys(" without access <enter>");
    assert!(console.dialogs.is_empty());
    assert!(console.foot().contains("saved the filter “without access”"), "{}", console.foot());
    // Saving under the same name replaces the filter, and a message says so.
    let console = console.keys("/n:0 role:Employee<enter>Swithout access");
    assert!(console.screen().contains("replaces the saved filter n:0"), "{}", console.screen());
    let console = console.keys("<enter><esc>:without acc<enter>");
    assert_eq!(console.state.user_filter.text, "n:0 role:Employee");
    let console = console.keys("&D");
    assert!(console.foot().contains("removed the saved filter"), "{}", console.foot());
    let console = console.keys("&");
    assert!(console.foot().contains("no saved filters"), "{}", console.foot());
}

#[test]
fn a_filter_of_the_configuration_is_neither_replaced_nor_removed() {
    let filter =
        |text: &str| SavedFilter { axis: Axis::Users, name: "idle".into(), text: text.into() };
    let mut console = Harness::demo();
    console.state.settings.filters = vec![filter("n:0")];
    let console = console.keys("/n:1<enter>Sidle<enter>");
    assert!(console.screen().contains("config.toml has a filter of this name"));
    let console = console.keys("<esc>&D");
    assert!(console.foot().contains("is in config.toml"), "{}", console.foot());
    assert_eq!(console.state.settings.saved_filters().count(), 1);
}

#[test]
fn a_saved_relative_date_stays_relative() {
    let console = Harness::demo().keys("/granted:7d<enter>Snew<enter><esc>");
    assert_eq!(console.state.user_filter.text, "");
    let console = console.keys("&<enter>");
    assert_eq!(console.state.user_filter.text, "granted:7d");
}
