//! The matrix behind a preview shows what the previewed change would do.

use crate::console::harness::Harness;

#[test]
fn the_matrix_shows_plus_and_minus_until_the_preview_closes() {
    // Two companies for all forty users, in columns that the preview does not cover.
    let console = Harness::demo().size(200, 50).keys("1<c-a>3llllv<right>v+");
    insta::assert_snapshot!("planned_grant_200x50", console.screen());
    let signs = |console: &Harness| console.screen().matches("+    ").count();
    assert_eq!(signs(&console), 67, "{}", console.screen());
    assert!(console.state.planned.is_some());
    let console = console.keys("<esc>");
    assert!(console.state.planned.is_none());
    assert_eq!(signs(&console), 0, "{}", console.screen());
    let console = console.keys("-");
    let planned = console.state.planned.as_ref().expect("a preview");
    assert_eq!((planned.users.len(), planned.companies.len()), (40, 2));
}
