//! Names pasted outside an input field: a list of the users found, which Enter marks.

use crate::console::harness::Harness;

fn marked(console: &Harness) -> usize {
    console.state.marks.users.len()
}

#[test]
fn pasted_names_of_users_are_shown_and_marked() {
    let names = "superadmin\r\nYAN.CHEN\r\nArjun Rao\r\n\r\nnobody.here\r\nyan.chen\r\n";
    let console = Harness::demo().size(80, 24).pastes(names);
    insta::assert_snapshot!("pasted_names_80x24", console.screen());
    assert_eq!(marked(&console), 0, "nothing is marked before it was seen");
    let console = console.size(200, 50);
    insta::assert_snapshot!("pasted_names_200x50", console.screen());
    let console = console.keys("<enter>");
    assert_eq!(marked(&console), 3, "{}", console.screen());
    assert!(console.foot().contains("marked 3 users"), "{}", console.foot());
    // A second paste adds to the marks.
    let console = console.pastes("thao.vo").keys("<enter>");
    assert_eq!(marked(&console), 4);
    let console = console.pastes("henry.smith").keys("<esc>");
    assert_eq!(marked(&console), 4);
    assert!(console.foot().contains("nothing was marked"), "{}", console.foot());
}

#[test]
fn pasted_names_may_be_on_one_line_in_columns_or_of_inactive_users() {
    for (text, title) in [
        ("superadmin, yan.chen; arjun.rao", "Mark pasted users: 3 found ━"),
        ("superadmin\tSales\nyan.chen\tTravel\n", "Mark pasted users: 2 found ━"),
        ("Name\nsuperadmin\n", "Mark pasted users: 1 found, 1 unknown ━"),
        ("henry.smith", "Mark pasted users: 1 found ━"),
    ] {
        let console = Harness::demo().size(120, 40).pastes(text);
        assert!(console.screen().contains(title), "{text}: {}", console.screen());
    }
    // A name that two people share marks neither.
    let console = Harness::demo();
    console.db.run(
        "UPDATE hrm_users SET first_name = 'Ada', last_name = 'Byron'
         WHERE username IN ('yan.chen', 'arjun.rao');
         UPDATE hrm_employee SET first_name = 'Ada', last_name = 'Byron' WHERE user_id IN
             (SELECT id FROM hrm_users WHERE username IN ('yan.chen', 'arjun.rao'))",
    );
    let console = console.reopened().size(120, 40).pastes("ada byron\nsuperadmin");
    let screen = console.screen();
    assert!(screen.contains("Mark pasted users: 1 found, 1 ambiguous"), "{screen}");
    assert!(screen.contains("ada byron: yan.chen, arjun.rao"), "{screen}");
    assert_eq!(marked(&console.keys("<enter>")), 1);
}

#[test]
fn pasted_codes_and_names_of_companies_are_marked_in_companies() {
    let console = Harness::demo().size(120, 40).keys("2").pastes("NYC\nTokyo Plant\nNOPE\n");
    let title = "Mark pasted companies: 2 found, 1 unknown";
    assert!(console.screen().contains(title), "{}", console.screen());
    let console = console.keys("<enter>");
    assert_eq!(console.state.marks.companies.len(), 2);
    assert!(console.foot().contains("marked 2 companies"), "{}", console.foot());
}

#[test]
fn a_paste_without_known_names_marks_nothing() {
    let console = Harness::demo().size(120, 40).pastes(" \n\n --- \n");
    assert!(console.foot().contains("pasted text was ignored"), "{}", console.foot());
    let console = console.pastes("nobody.here, nor.there");
    assert!(console.dialogs.is_empty(), "{}", console.screen());
    let message = "pasted text was ignored: no user has that name · / opens the filter";
    assert!(console.foot().contains(message), "{}", console.foot());
    // Two users have the name, so there is nothing to mark.
    console.db.run(
        "UPDATE hrm_users SET first_name = 'Ada', last_name = 'Byron' WHERE id IN (1, 2);
         UPDATE hrm_employee SET first_name = 'Ada', last_name = 'Byron' WHERE user_id IN (1, 2)",
    );
    let console = console.reopened().pastes("Ada Byron").keys("<enter>");
    assert_eq!((console.dialogs.len(), marked(&console)), (1, 0), "{}", console.screen());
}
