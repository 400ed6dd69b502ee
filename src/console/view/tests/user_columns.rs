//! The columns of the Users pane, chosen on the screen.

use crate::console::harness::Harness;
use crate::console::user_column::{UserColumn, UserDate};
use crate::store::SortBy;

#[test]
fn the_choice_of_columns_is_drawn_at_three_sizes() {
    for (width, height) in [(80, 24), (120, 40), (200, 50)] {
        let console = Harness::demo().size(width, height).keys("|jj<space>");
        insta::assert_snapshot!(format!("columns_{width}x{height}"), console.screen());
    }
}

#[test]
fn every_column_has_its_values_and_sorts_by_its_heading() {
    let keys = "|jj<space>j<space>j<space>j<space>j<space>jjj<space><esc>z";
    let mut console = Harness::demo().size(200, 50).keys(keys);
    let hidden =
        [UserColumn::Role, UserColumn::Status, UserColumn::NewestGrant, UserColumn::LastChange];
    let shown: Vec<UserColumn> =
        UserColumn::ALL.into_iter().filter(|column| !hidden.contains(column)).collect();
    assert_eq!(console.state.shown_columns(), shown);
    insta::assert_snapshot!("columns_shown_200x50", console.screen());
    for (heading, by) in [
        ("e-mail", SortBy::Email),
        ("tenant", SortBy::Tenant),
        ("home", SortBy::Home),
        ("drift", SortBy::Drift),
    ] {
        console = console.click_on(heading, 0);
        assert_eq!(console.state.user_filter.order.by, by, "{heading}");
        assert!(console.screen().contains(&format!("{heading} ↑")), "{}", console.screen());
    }
}

#[test]
fn columns_without_room_are_shown_below_the_panes() {
    let console = Harness::demo().size(120, 40).keys("j");
    assert!(!console.screen().contains("padmavathi.rao@"), "{}", console.screen());
    let console = console.keys("|jj<space><esc>");
    let screen = console.screen();
    assert!(screen.contains("Employee, home TYO, padmavathi.rao@example.com"), "{screen}");
}

#[test]
fn a_role_without_room_precedes_the_reason_for_the_access() {
    let console = Harness::demo().size(80, 24).keys("/henry.pem<enter>2jj");
    let screen = console.screen();
    assert!(screen.contains("○ drift │ Henry Pemberton (henry.pemberton), "), "{screen}");
    let console = console.size(120, 40);
    let screen = console.screen();
    assert!(
        screen.contains("○ no access, drift: required grant missing │ Henry Pemberton"),
        "{screen}"
    );
}

#[test]
fn name_and_username_cannot_both_be_hidden() {
    let console = Harness::demo().keys("|<space>j<space>");
    assert!(console.foot().contains("name or username stays"), "{}", console.foot());
    let shown = console.state.shown_columns();
    assert!(shown.contains(&UserColumn::Username) && !shown.contains(&UserColumn::FullName));
}

#[test]
fn the_newest_grant_follows_an_edit() {
    let newest = |console: &Harness| {
        let user = console.state.users.current().expect("a user");
        console.state.rows.date(UserDate::NewestGrant, user).map(str::to_owned)
    };
    let console = Harness::demo().size(200, 50).keys("|jjjjjjj<space><esc>jjjjjjjjjjjjjj");
    assert!(console.screen().contains("newest"), "{}", console.screen());
    assert_eq!(newest(&console), None, "Céline has no grant");
    let console = console.keys("3<space>");
    assert_eq!(
        newest(&console).as_deref(),
        Some("2026-01-01 00:00:00.123456"),
        "{}",
        console.screen()
    );
    let console = console.keys("u");
    assert_eq!(newest(&console), None);
}

#[test]
fn the_last_change_follows_every_change_and_sorts() {
    let last = |console: &Harness| {
        let user = console.state.users.current().expect("a user");
        let at = console.state.rows.date(UserDate::LastChange, user);
        at.map(|at| at[..16].to_owned())
    };
    let console = Harness::demo().size(200, 50).keys("|jjjjjjjj<space><esc>jjj");
    assert!(console.screen().contains("changed"), "{}", console.screen());
    assert_eq!(last(&console), None, "{}", console.screen());
    let console = console.keys("3<space>");
    let at = last(&console);
    assert_eq!(at.as_deref(), Some("2026-01-01 00:00"), "{}", console.screen());
    let console = console.keys("u");
    assert_eq!(last(&console), at, "an undo is a change, too");
    let mut console = console.keys("1gg");
    let user = console.state.users.current();
    console = console.click_on("changed", 0);
    assert_eq!(console.state.user_filter.order.by, SortBy::LastChange);
    console = console.click_on("changed", 0).keys("g");
    assert_eq!(last(&console), at);
    assert_ne!(console.state.users.current(), user);
}

#[test]
fn the_choice_is_remembered_unless_it_is_that_of_the_configuration() {
    let console = Harness::demo().keys("|jj<space><esc>").remembered();
    assert!(console.state.shown_columns().contains(&UserColumn::Email));
    let mut console = console.keys("|jj<space><esc>");
    assert_eq!(console.state.chosen_columns(), [""; 0]);
    console.state.settings.columns = vec![UserColumn::Username, UserColumn::Drift];
    assert_eq!(console.state.shown_columns(), [UserColumn::Username, UserColumn::Drift]);
    let console = console.keys("|<space>");
    assert_eq!(console.state.chosen_columns(), ["name", "username", "drift"]);
    let console = console.keys("d");
    assert_eq!(console.state.shown_columns(), [UserColumn::Username, UserColumn::Drift]);
}

#[test]
fn invalid_remembered_columns_are_ignored() {
    let mut console = Harness::demo();
    console.state.recall_columns(&["size".into(), "role".into()]);
    assert_eq!(console.state.shown_columns(), UserColumn::DEFAULT, "nobody would have a name");
    console.state.recall_columns(&["size".into(), "name".into()]);
    assert_eq!(console.state.shown_columns(), [UserColumn::FullName]);
}

#[test]
fn without_a_username_column_users_without_a_full_name_show_their_username() {
    let console = Harness::demo();
    console.db.run(
        "UPDATE hrm_users SET first_name = '', last_name = '' WHERE username = 'superadmin';
         DELETE FROM hrm_employee WHERE user_id = (SELECT min(id) FROM hrm_users);",
    );
    let console = console.reopened().size(80, 24).keys("|j<space><esc>");
    let line = console.screen().lines().nth(3).expect("a line").to_owned();
    assert!(line.contains("▌  superadmin"), "{line}");
}

#[test]
fn chosen_widths_apply_and_are_remembered() {
    let at = |console: &Harness, heading: &str| {
        let line = console.screen().lines().nth(2).expect("the headings").to_owned();
        line.find(heading).unwrap_or_else(|| panic!("no {heading}: {line}"))
    };
    let console = Harness::demo().size(200, 50);
    let (user, role) = (at(&console, "user"), at(&console, "role"));
    let console = console.keys("|>>>>>");
    assert!(console.screen().contains("29 wide"), "{}", console.screen());
    let console = console.keys("<esc>");
    assert_eq!(at(&console, "user"), user + 5);
    let console = console.keys("|j<lt><lt><lt><esc>").remembered().size(200, 50);
    assert_eq!(at(&console, "user"), user + 5);
    assert_eq!(at(&console, "role"), user + 5 + 15 + 1, "{}", console.screen());
    assert_eq!(console.state.chosen_width(UserColumn::FullName), Some(29));
    let console = console.keys("|d");
    assert!(console.state.has_usual_columns());
    assert_eq!((at(&console, "user"), at(&console, "role")), (user, role));
}

#[test]
fn every_line_has_the_same_columns_whatever_it_shows() {
    let db = Harness::demo_db(40, 12, 90);
    db.run(
        "UPDATE hrm_users SET username = 'maximiliane.von.und.zu.wolfeschlegelstein.the.second.of.her'
           WHERE id = 3;
         UPDATE hrm_employee SET first_name = 'Maximiliane-Theodora',
           last_name = 'von und zu Wolfeschlegelsteinhausen-Althann' WHERE user_id IN (3, 5);
         UPDATE hrm_employee SET first_name = '', last_name = 'B' WHERE user_id = 6;
         UPDATE hrm_users SET is_active = 0 WHERE id IN (4, 5)",
    );
    let mut console = Harness::on(db);
    for (width, height) in [(80, 24), (120, 40), (200, 50)] {
        console = console.size(width, height);
        let screen = console.screen();
        let heading = screen.lines().find(|line| line.contains(" user ")).expect("a heading");
        let column = |word: &str| crate::text::width(&heading[..heading.find(word).expect(word)]);
        let names = ["superadmin", "yan.chen", "padmavathi.rao", "maximiliane.von"];
        for name in names {
            let line = screen.lines().skip(3).find(|line| line.contains(name));
            let line = line.unwrap_or_else(|| panic!("{name}: {screen}"));
            let at = line.find(name).expect("the name");
            assert_eq!(crate::text::width(&line[..at]), column("user"), "{name}: {screen}");
        }
        if let Some(at) = heading.find("role") {
            let at = crate::text::width(&heading[..at]);
            let line =
                screen.lines().skip(3).find(|it| it.contains("maximiliane.von")).expect("it");
            let mut before = 0;
            let role: String = line
                .chars()
                .skip_while(|letter| {
                    before += crate::text::width(&letter.to_string());
                    before <= at
                })
                .take(4)
                .collect();
            assert!(!role.trim().is_empty(), "the role is shown on every line: {screen}");
        }
    }
}
