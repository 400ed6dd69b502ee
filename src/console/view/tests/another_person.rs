//! Another program deletes a user, and somebody else gets the id: nothing decided about the
//! old user affects the new one.

use crate::console::harness::Harness;

/// The console on the demo, with the cursor on its last user; also returns that user's id.
fn on_the_last() -> (Harness, i64) {
    let console = Harness::demo().keys("3G");
    let id = console.state.users.current().expect("a user").0;
    (console, id)
}

/// Gives the id to another person.
fn replace(console: &Harness, id: i64) {
    console.db.run(&format!(
        "PRAGMA foreign_keys = OFF;
         DELETE FROM hrm_user_company_access WHERE user_id = {id};
         DELETE FROM hrm_employee WHERE user_id = {id};
         CREATE TEMP TABLE one AS SELECT * FROM hrm_users WHERE id = {id};
         DELETE FROM hrm_users WHERE id = {id};
         UPDATE one SET username = 'newcomer', email = 'newcomer@x.example', first_name = 'New',
           is_active = 1,
           created_at = '2001-01-01 00:00:00.000000';
         INSERT INTO hrm_users SELECT * FROM one"
    ));
}

fn is_unchanged(console: &Harness, id: i64) -> bool {
    console.db.is_true(&format!(
        "SELECT count(*) = 1 AND (SELECT count(*) FROM hrm_user_company_access WHERE user_id = {id}) = 0
         FROM hrm_users WHERE id = {id} AND username = 'newcomer' AND first_name = 'New' AND is_active = 1"
    ))
}

#[test]
fn a_new_owner_of_the_id_under_the_cursor_is_not_edited() {
    for noticed in [true, false] {
        for keys in [" ", "+<enter>", "+<enter><enter>", "eZ<enter>", "D<enter>", "Da", "y+<enter>"]
        {
            let (console, id) = on_the_last();
            replace(&console, id);
            let console = if noticed { console.tick() } else { console };
            if noticed {
                let message =
                    "another person with the same id now: move the cursor before you edit";
                assert!(console.foot().contains(message), "{}", console.foot());
            }
            let console = console.keys(keys);
            assert!(is_unchanged(&console, id), "{keys} {noticed}: {}", console.foot());
            // After the cursor has moved there again, the operator means the new user.
            let console = console.tick().keys("<esc><esc><esc>").tick().keys("3kj ");
            assert!(!is_unchanged(&console, id), "{keys} {noticed}: {}", console.foot());
        }
    }
}

#[test]
fn a_dialog_about_a_user_does_nothing_to_a_new_owner_of_the_id() {
    for noticed in [true, false] {
        for (before, after) in [
            ("+", "<enter><enter>"),
            ("A", "<enter>"),
            ("e<tab>Z", "<enter><enter>"),
            ("D", "a"),
            ("D", "<enter>"),
            ("mgg", "+<enter>"),
            ("mgg", "D<esc>+<enter>"),
        ] {
            let (console, id) = on_the_last();
            let console = console.keys(before);
            replace(&console, id);
            let console = if noticed { console.tick() } else { console };
            let console = console.keys(after);
            assert!(is_unchanged(&console, id), "{before}, {after}: {}", console.screen());
        }
    }
}

#[test]
fn copied_companies_are_not_those_of_a_new_owner_of_the_id() {
    let (console, id) = on_the_last();
    let console = console.keys("ygg");
    replace(&console, id);
    let before = console.db.rows(&["hrm_user_company_access"]);
    let console = console.tick().keys("P");
    assert!(console.foot().contains("not to the user you selected"), "{}", console.foot());
    let console = console.keys("<enter>");
    assert_eq!(console.db.rows(&["hrm_user_company_access"]), before);
}

/// Marking a company marks no user, and removing a mark marks no user: no message claims that
/// an earlier owner of the id was marked.
#[test]
fn no_message_claims_that_an_unmarked_user_was_marked() {
    for keys in ["2m", "mm"] {
        let (console, id) = on_the_last();
        let console = console.keys(keys);
        replace(&console, id);
        let console = console.tick().keys("3A<enter>");
        assert!(!console.foot().contains("not to the user you selected"), "{}", console.foot());
        assert!(!is_unchanged(&console, id), "{keys}: {}", console.foot());
    }
}

#[test]
fn companies_of_a_user_renamed_here_can_still_be_copied() {
    let db = Harness::demo_db(40, 12, 90);
    db.run("UPDATE hrm_users SET created_at = NULL");
    let console = Harness::on(db).keys("3gg");
    let console = console.keys("Gye<c-u>renamed<enter>");
    let before = console.db.rows(&["hrm_user_company_access"]);
    let console = console.tick().keys("<esc>ggjP");
    assert!(!console.foot().contains("not to the user you selected"), "{}", console.foot());
    let console = console.keys("<enter>");
    assert_ne!(console.db.rows(&["hrm_user_company_access"]), before, "{}", console.foot());
}

#[test]
fn a_mark_is_dropped_if_its_id_belongs_to_another_person() {
    let (console, id) = on_the_last();
    let console = console.keys("mkm");
    replace(&console, id);
    let console = console.tick();
    assert!(
        console.foot().contains("1 marked user is no longer in the database"),
        "{}",
        console.foot()
    );
    assert_eq!(console.state.marks.users.len(), 1);
}

#[test]
fn a_user_renamed_here_stays_under_the_cursor() {
    // A user without a creation time is recognized by name.
    let db = Harness::demo_db(40, 12, 90);
    db.run("UPDATE hrm_users SET created_at = NULL");
    let console = Harness::on(db).keys("3Gme<c-u>renamed<enter>");
    assert!(console.foot().contains("renamed"), "{}", console.foot());
    let id = console.state.users.current().expect("a user").0;
    let before = console.db.rows(&["hrm_user_company_access"]);
    let console = console.tick().keys("<esc> ");
    assert_ne!(console.db.rows(&["hrm_user_company_access"]), before, "{}", console.foot());
    assert!(
        console.db.is_true(&format!("SELECT username = 'renamed' FROM hrm_users WHERE id = {id}"))
    );
}
