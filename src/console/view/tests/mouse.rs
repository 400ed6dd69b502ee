//! The mouse on whole screens: a click acts on what is drawn at that position.

use crate::console::harness::Harness;
use crate::console::mouse::{MouseAct, MouseReport};
use crate::console::state::Pane;
use crate::console::user_column::UserColumn;
use crate::store::SortBy;

mod random;

fn grants(console: &Harness) -> usize {
    console.db.rows(&["hrm_user_company_access"]).len()
}

fn cursors(console: &Harness) -> (usize, usize) {
    (console.state.users.cursor, console.state.companies.cursor)
}

/// The position of the sign in the matrix cell under the cursor.
fn cursor_cell(console: &Harness) -> (u16, u16) {
    let screen = console.screen();
    let bracket = |line: &str| {
        let at = line.match_indices('[').find(|(at, _)| line[*at..].chars().nth(2) == Some(']'));
        at.map(|(at, _)| crate::text::width(&line[..at]))
    };
    let found = screen.lines().zip(0..).find_map(|(line, y)| Some((bracket(line)?, y)));
    let (x, y) = found.expect("a cell in brackets");
    (u16::try_from(x).expect("a column") + 1, y)
}

#[test]
fn a_click_focuses_its_pane_and_moves_the_cursor() {
    let console = Harness::demo();
    let (x, y) = cursor_cell(&console);
    let before = grants(&console);
    // Beside the sign, two rows down and one company to the right.
    let step = console.state.matrix_grid().cell + 1;
    let console = console.click(x + step + 1, y + 2);
    assert_eq!((cursors(&console), console.state.focus), ((2, 1), Pane::Matrix));
    let console = console.click(5, 6);
    assert_eq!(console.state.focus, Pane::Users);
    let user = console.state.users.cursor;
    let console = console.click(5, 9);
    assert_eq!(console.state.users.cursor, user + 3);
    assert_eq!(grants(&console), before, "nothing but the cursor moved");
}

#[test]
fn a_click_on_a_sign_toggles_the_cell() {
    let by_key = Harness::demo().keys("3jjl<space>");
    let console = Harness::demo();
    let (x, y) = cursor_cell(&console);
    let step = console.state.matrix_grid().cell + 1;
    let console = console.click(x + step, y + 2);
    assert_eq!(console.foot(), by_key.foot());
    assert_eq!(grants(&console), grants(&by_key));
    // A second click undoes it.
    let before = grants(&Harness::demo());
    let console = console.click(x + step, y + 2);
    assert_eq!(grants(&console), before);
}

#[test]
fn a_click_on_a_checkbox_of_the_companies_toggles_too() {
    let by_key = Harness::demo().keys("2jj<space>");
    let console = Harness::demo().keys("2");
    let area = console.layout().companies.expect("companies beside the users");
    let console = console.click(area.x + 3, area.y + 4);
    assert_eq!((console.foot(), cursors(&console)), (by_key.foot(), (0, 2)));
}

#[test]
fn in_a_read_only_database_a_click_toggles_nothing() {
    let console = Harness::demo();
    let (x, y) = cursor_cell(&console);
    let before = grants(&console);
    let mut console = console;
    console.state.session.read_only = true;
    let by_key = console.keys("3<space>");
    let message = by_key.foot();
    let console = by_key.keys("3<esc>").click(x, y);
    assert_eq!((console.foot(), grants(&console)), (message, before));
}

#[test]
fn a_drag_marks_a_block() {
    let console = Harness::demo();
    let (x, y) = cursor_cell(&console);
    let step = console.state.matrix_grid().cell + 1;
    let before = grants(&console);
    let console = console.drag((x, y), (x + 2 * step, y + 3));
    assert_eq!((console.state.marks.users.len(), console.state.marks.companies.len()), (4, 3));
    assert!(console.state.marks.range.is_none());
    assert_eq!(grants(&console), before, "no sign was toggled");
}

#[test]
fn the_wheel_scrolls_without_moving_the_cursor() {
    let mut console = Harness::demo_of(200, 12, 90);
    for _ in 0..4 {
        console.mouse(MouseReport { does: MouseAct::WheelDown, x: 5, y: 10 });
    }
    assert_eq!((console.state.users.top, console.state.users.cursor), (12, 0));
    let console = console.tick();
    assert_eq!(console.state.users.top, 12, "time brings nothing back");
    let console = console.keys("j");
    assert_eq!((console.state.users.top, console.state.users.cursor), (1, 1));
    let mut console = console;
    for _ in 0..100 {
        console.mouse(MouseReport { does: MouseAct::WheelDown, x: 5, y: 10 });
    }
    let rows = console.layout().user_rows();
    assert_eq!(console.state.users.top, 200 - rows, "to the end and no further");
    let console = console.click(5, 10);
    assert_eq!(console.state.users.top, 200 - rows, "what is in sight stays there");
}

#[test]
fn a_click_on_a_heading_sorts_and_another_reverses() {
    let console = Harness::demo().size(200, 50).click_on("role", 1);
    let order = console.state.user_filter.order;
    assert_eq!((order.by, order.descending), (SortBy::Role, false));
    let console = console.click_on("role ↑", 1);
    assert!(console.state.user_filter.order.descending);
    let console = console.click_on("cos.", 1);
    assert_eq!(console.state.user_filter.order.by, SortBy::Count);
}

#[test]
fn every_heading_of_the_lists_sorts_by_its_column() {
    let mut console = Harness::demo().size(200, 50);
    for (heading, by) in [
        ("name", SortBy::FullName),
        ("user ", SortBy::Name),
        ("role", SortBy::Role),
        ("eff.", SortBy::Effective),
        ("cos.", SortBy::Count),
    ] {
        console = console.click_on(heading, 0);
        assert_eq!(console.state.user_filter.order.by, by, "{heading}");
        let shown = format!("{} ↑", heading.trim());
        let screen = console.screen();
        assert!(screen.contains(&shown), "{screen}");
        assert!(!screen.contains("─ by "), "the title does not repeat it: {screen}");
    }
    let mut console = Harness::demo().keys("2z");
    for (heading, by) in [
        ("code", SortBy::Code),
        ("name", SortBy::Name),
        ("tenant", SortBy::Tenant),
        ("status", SortBy::Status),
    ] {
        console = console.click_on(heading, 0);
        assert_eq!(console.state.company_filter.order.by, by, "{heading}");
        let screen = console.screen();
        assert!(screen.contains(&format!("{heading} ↑")), "{screen}");
        assert!(!screen.contains("─ by "), "the title does not repeat it: {screen}");
    }
}

#[test]
fn a_sort_order_without_a_heading_is_in_the_title() {
    let screen = Harness::demo().keys(":sort users by home<enter>").screen();
    assert!(screen.contains("─ by home company ↑"), "{screen}");
}

#[test]
fn a_click_on_a_hint_presses_its_key() {
    let console = Harness::demo().click_on("? help", 2);
    assert_eq!(console.screen(), Harness::demo().keys("?").screen());
    let console = Harness::demo().click_on("q quit", 0);
    assert!(console.ended.is_some());
}

#[test]
fn the_first_click_chooses_a_line_of_a_dialog_and_the_second_opens_it() {
    let console = Harness::demo().keys("o").click_on("newest grant", 0);
    assert_eq!(console.state.user_filter.order.by, SortBy::Database, "only chosen");
    let console = console.click_on("newest grant", 0);
    assert_eq!(console.state.user_filter.order.by, SortBy::NewestGrant);
    assert!(console.dialogs.is_empty());
}

#[test]
fn a_dialog_covers_the_panes() {
    let console = Harness::demo();
    let (x, y) = cursor_cell(&console);
    let before = grants(&console);
    let console = console.keys("?").click(x, y).click(2, 2);
    assert_eq!((grants(&console), cursors(&console)), (before, (0, 0)));
}

#[test]
fn only_a_click_on_its_hint_commits_a_preview() {
    let console = Harness::demo().keys("<c-a>2m");
    let before = grants(&console);
    let console = console.keys("+");
    let (x, y) = console.position_of("commit");
    let rows: Vec<u16> = (1..y).collect();
    let mut console = console;
    for row in rows {
        console = console.click(30, row);
    }
    assert_eq!((grants(&console), console.dialogs.len()), (before, 1));
    let console = console.click(x, y);
    assert_eq!(grants(&console), before + 33);
}

#[test]
fn a_click_on_a_bar_or_a_line_of_the_statistics_shows_its_users() {
    let console = Harness::demo().size(200, 50).keys("s");
    let console = console.click_on("without a company", 0);
    assert_eq!((console.state.user_filter.text.as_str(), console.dialogs.len()), ("is:none", 0));
    let console = Harness::demo().size(200, 50).keys("s").click_on("Manager", 0);
    let filter = &console.state.user_filter.text;
    assert!(filter.starts_with("role:"), "{filter}");
}

#[test]
fn dragging_the_edge_of_a_heading_sets_a_width_that_is_remembered() {
    let console = Harness::demo().size(120, 40);
    let (x, y) = console.position_of("user ");
    let before = (console.state.user_filter.order, grants(&console));
    // The space between the name and the username is the edge of the name.
    let console = console.drag((x - 1, y), (x - 6, y));
    let width = console.state.chosen_width(UserColumn::FullName).expect("a width");
    assert_eq!(console.position_of("user ").0, x - 5, "{}", console.screen());
    assert_eq!((console.state.user_filter.order, grants(&console)), before);
    assert!(console.state.marks.range.is_none());
    let console = console.remembered();
    assert_eq!(console.state.chosen_width(UserColumn::FullName), Some(width));
    // Pulled to nothing, it keeps a few letters; a click there sorts like the heading.
    let (x, y) = console.position_of("user ");
    let console = console.drag((x - 1, y), (0, y));
    assert_eq!(console.state.chosen_width(UserColumn::FullName), Some(4));
    let (x, y) = console.position_of("user ");
    let console = console.click(x - 1, y);
    assert_eq!(console.state.user_filter.order.by, SortBy::FullName);
}

#[test]
fn a_click_in_the_list_of_a_field_takes_the_line_and_saves_nothing() {
    for (width, height) in [(80, 24), (120, 40), (200, 50)] {
        let console = Harness::demo().size(width, height).keys("e<tab><tab><tab><tab>");
        assert!(console.screen().contains("HR Manager"), "{}", console.screen());
        let users = console.db.rows(&["hrm_users"]);
        let console = console.click_on("│ HR Manager", 4);
        let line = |console: &Harness| {
            let screen = console.screen();
            screen.lines().find(|line| line.contains("▌ role")).unwrap_or_default().to_owned()
        };
        assert!(line(&console).contains("HR Manager"), "{}", console.screen());
        assert_eq!(console.dialogs.len(), 1, "the form stays open");
        assert_eq!(console.db.rows(&["hrm_users"]), users);
        // A second click at the same position changes nothing more.
        let console = console.click_on("│ HR Manager", 4);
        assert!(line(&console).contains("HR Manager"), "{}", console.screen());
        assert_eq!(console.db.rows(&["hrm_users"]), users);
    }
}

#[test]
fn a_click_on_a_field_moves_the_focus_there() {
    let console = Harness::demo().size(80, 24).keys("n").click_on("first name", 3).keys("Zoe");
    let screen = console.screen();
    let line = screen.lines().find(|line| line.contains("first name")).expect("the field");
    assert!(line.contains("▌ first name    Zoe"), "{screen}");
}
