//! The panes as the last session left them.

use crate::console::harness::Harness;
use crate::console::memory::{AxisMemory, Memory};
use crate::console::state::{MatrixView, Pane};
use crate::console::update;
use crate::store::SortBy;

#[test]
fn filters_sort_orders_cursor_and_focus_are_restored() {
    let console = Harness::demo().keys("/role:Employee<enter>oj<enter>2ojjj<enter>jj3zEjjj");
    let user = console.state.users.current();
    let company = console.state.companies.current().map(|company| company.id.clone());
    let shown = console.state.users.shown().to_vec();
    let console = console.remembered();
    assert_eq!(console.state.user_filter.text, "role:Employee");
    assert_eq!(console.state.user_filter.order.by, SortBy::Name);
    assert_eq!(console.state.company_filter.order.by, SortBy::NewestGrant);
    assert_eq!(console.state.users.shown(), shown);
    assert_eq!(console.state.users.current(), user);
    assert_eq!(console.state.companies.current().map(|company| company.id.clone()), company);
    assert_eq!((console.state.focus, console.state.zoomed), (Pane::Matrix, true));
    assert_eq!(console.state.matrix_view, MatrixView::Effective);
    let message = console.foot();
    assert!(message.contains("as you left it: users filtered by role:Employee"), "{message}");
    assert!(message.contains("Esc shows all"), "{message}");
    // The last session's filter is one key away.
    let console = console.keys("<esc>/<up>");
    assert!(console.screen().contains("users / role:Employee"), "{}", console.screen());
}

#[test]
fn marks_and_a_filter_that_needs_them_are_not_remembered() {
    let console = Harness::demo().keys("m/is:marked<enter>").remembered();
    assert_eq!(console.state.user_filter.text, "");
    assert_eq!(console.state.users.len(), 40);
    assert!(console.state.marks.is_empty());
}

#[test]
fn remembered_rows_that_no_longer_exist_are_ignored() {
    let mut console = Harness::demo();
    let users = AxisMemory { filter: "rolle:x".into(), sort: "size".into(), ..Default::default() };
    let memory = Memory {
        users,
        pane: "cellar".into(),
        user: Some(99_999),
        company: Some("gone".into()),
        ..Memory::default()
    };
    let mut effects = Vec::new();
    update::recall(&mut console, memory, &mut effects);
    assert_eq!(console.state.user_filter.text, "");
    assert_eq!((console.state.users.cursor, console.state.focus), (0, Pane::Users));
    let console = console.keys("<f5>j<f5>");
    assert_eq!(console.state.users.cursor, 1);
}
