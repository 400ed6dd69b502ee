//! Keys in, state and effects out, without a terminal or a database.

mod held_keys;
mod lost_targets;
mod panes;
mod paste;
mod previews;
mod waiting;

use super::*;
use crate::console::geometry::Size;
use crate::console::key::Key;
use crate::console::message::{Cause, Lists};
use crate::console::state::{Pane, Session};
use crate::domain::{
    Company, CompanyId, Generation, Person, RoleId, RuleReport, Statistics, StatisticsDelta, User,
};
use crate::store::{AccessRow, Committed};

const PAGE: usize = 33; // visible users at 120×40

fn company(number: usize) -> Company {
    Company {
        id: CompanyId::new(&format!("a00000000000400080000000000{number:05}")),
        code: format!("C{number}"),
        name: format!("Company {number}"),
        tenant: None,
        tenant_name: None,
        tenant_code: None,
        active: true,
    }
}

fn row(id: i64, companies: &[usize]) -> AccessRow {
    let user = User {
        id: UserId(id),
        username: format!("user{id}"),
        full_name: String::new(),
        email: String::new(),
        role_id: Some(RoleId(5)),
        role: "Employee".into(),
        active: true,
        home_company: None,
        tenant: None,
        person: Person::new(id.unsigned_abs()),
    };
    AccessRow {
        user,
        companies: companies.to_vec(),
        policy: Generation::Hr2026.policy_of(Some("Employee")),
        has_absent: false,
        effective: companies.len(),
        ineffective: 0,
    }
}

/// 100 users × 20 companies; user 1 has grants for companies 0 and 3.
fn console() -> Console {
    let session = Session {
        database: "hrm.db".into(),
        is_server: false,
        server_note: None,
        server_refusal: None,
        operator: "ada".into(),
        acting: None,
        read_only: false,
        demo: false,
        roles: Vec::new(),
    };
    let size = Size { width: 120, height: 40 };
    let state = State::new(session, size, (0..20).map(company).collect());
    let mut console = Console::new(state);
    console.state.users.replace((1..=100).map(UserId).collect(), true);
    let users: Vec<UserId> = (1..=100).map(UserId).collect();
    let rows = (1..=100).map(|id| row(id, if id == 1 { &[0, 3] } else { &[] })).collect();
    console.state.rows.insert(&users, rows);
    console
}

fn press(console: &mut Console, keys: &str) -> Vec<Effect> {
    keys.chars().flat_map(|key| update(console, Message::Key(Key::char(key)))).collect()
}

fn at(console: &Console) -> (usize, usize) {
    (console.state.users.cursor, console.state.companies.cursor)
}

fn message_shown(console: &Console) -> &str {
    console.state.notice.as_ref().map_or("", |notice| &notice.text)
}

#[test]
fn users_and_companies_are_moved_by_their_panes() {
    let mut console = console();
    assert!(press(&mut console, "jjj2jj").is_empty(), "everything in sight is known");
    assert_eq!((at(&console), console.state.focus), ((3, 2), Pane::Companies));
    press(&mut console, "3lljk");
    assert_eq!(at(&console), (3, 4));
    press(&mut console, "$G");
    assert_eq!(at(&console), (99, 19));
    press(&mut console, "0g");
    assert_eq!(at(&console), (0, 0));
    press(&mut console, "kh");
    assert_eq!(at(&console), (0, 0), "the edge holds");
}

#[test]
fn pages_are_as_long_as_the_pane() {
    let mut console = console();
    update(&mut console, Message::Key(Key::plain(crate::console::key::KeyCode::PageDown)));
    assert_eq!(console.state.users.cursor, console.state.screen().user_rows());
    update(&mut console, Message::Key(Key::ctrl('u')));
    assert_eq!(
        console.state.users.cursor,
        console.state.screen().user_rows() - console.state.screen().user_rows() / 2
    );
    press(&mut console, "3L");
    let grid = console.state.matrix_grid();
    assert_eq!(console.state.companies.cursor, grid.columns);
    press(&mut console, "H");
    assert_eq!(console.state.companies.cursor, 0);
}

#[test]
fn left_and_right_switch_between_the_lists() {
    let mut console = console();
    press(&mut console, "l");
    assert_eq!(console.state.focus, Pane::Companies);
    press(&mut console, "l");
    assert_eq!(console.state.focus, Pane::Matrix);
    press(&mut console, "h");
    assert_eq!(
        (console.state.focus, at(&console)),
        (Pane::Matrix, (0, 0)),
        "there it moves the cursor"
    );
    press(&mut console, "2h");
    assert_eq!(console.state.focus, Pane::Users);
}

#[test]
fn a_toggle_asks_for_the_other_state_and_does_not_move() {
    let mut console = console();
    let effects = press(&mut console, "3 ");
    assert!(
        matches!(&effects[..], [Effect::Edit { granted: false, attempt: 0, cell, .. }]
            if cell.user == UserId(1) && cell.company == company(0).id),
        "{effects:?}"
    );
    assert_eq!(at(&console), (0, 0));
    let effects = press(&mut console, "l ");
    assert!(matches!(&effects[..], [Effect::Edit { granted: true, .. }]), "{effects:?}");
    assert_eq!(at(&console), (0, 1));
}

fn marked(console: &Console) -> (usize, usize) {
    (console.state.marks.users.len(), console.state.marks.companies.len())
}

#[test]
fn space_in_the_users_pane_marks_and_does_not_move() {
    let mut console = console();
    let effects = press(&mut console, " ");
    assert!(
        matches!(&effects[..], [Effect::Start(Job::CountMarked(users))] if *users == [UserId(1)])
    );
    assert_eq!((marked(&console), at(&console)), ((1, 0), (0, 0)));
    press(&mut console, "j ");
    assert_eq!(marked(&console), (2, 0));
    press(&mut console, " ");
    assert_eq!(marked(&console), (1, 0));
}

#[test]
fn a_range_marks_what_it_spans_on_the_axes_of_its_pane() {
    let mut console = console();
    press(&mut console, "jvjjj");
    assert!(
        console.state.user_picked(4) && !console.state.user_picked(5),
        "it shows before it is marked"
    );
    assert_eq!(marked(&console), (0, 0));
    press(&mut console, "v");
    assert_eq!(marked(&console), (4, 0));
    press(&mut console, "3gvjjlllv");
    assert_eq!(marked(&console), (5, 4), "a block in the matrix");
    press(&mut console, "2vkv");
    assert_eq!(marked(&console), (5, 4));
}

#[test]
fn escape_drops_the_range_then_the_marks() {
    let mut console = console();
    let escape = Key::plain(crate::console::key::KeyCode::Esc);
    press(&mut console, "mjvjj");
    update(&mut console, Message::Key(escape));
    assert_eq!((marked(&console), console.state.marks.range.as_ref()), ((1, 0), None));
    update(&mut console, Message::Key(escape));
    assert_eq!(marked(&console), (0, 0));
    update(&mut console, Message::Key(escape));
    assert_eq!(message_shown(&console), "no marks or filter to clear here");
}

#[test]
fn all_shown_users_can_be_marked_and_inverted() {
    let mut console = console();
    update(&mut console, Message::Key(Key::ctrl('a')));
    assert_eq!(marked(&console), (100, 0));
    press(&mut console, "jjm*");
    assert_eq!(console.state.marks.users, std::collections::HashSet::from([UserId(3)]));
    press(&mut console, "2m*");
    assert_eq!(marked(&console), (1, 19));
}

#[test]
fn a_key_without_a_meaning_shows_a_message() {
    let mut console = console();
    assert!(press(&mut console, "$").is_empty());
    assert_eq!(message_shown(&console), "$ works in Access matrix · ? shows all keys");
    press(&mut console, "ß");
    assert_eq!(message_shown(&console), "ß is not used here · ? shows all keys");
    press(&mut console, "j");
    assert_eq!(message_shown(&console), "");
}

#[test]
fn an_edit_is_reported_and_updates_the_statistics() {
    let mut console = console();
    console.state.statistics.want();
    let statistics = Statistics { grants: 2, ..Statistics::default() };
    console.state.statistics.counted(RuleReport { statistics, ..RuleReport::default() });
    let delta = StatisticsDelta { grants: 1, users_with_multiple: 1, ..Default::default() };
    let change = crate::domain::Change {
        id: crate::domain::ChangeId(1),
        at: String::new(),
        operator: "ada".into(),
        kind: crate::domain::ChangeKind::Grant,
        reason: None,
        added: 1,
        removed: 0,
        reverts: None,
        rows: Vec::new(),
        undone_by: None,
        account: None,
    };
    let committed = Committed { change: Some(change), unchanged: 0, delta: Some(delta) };
    let cell = crate::domain::Cell { user: UserId(1), company: company(1).id };
    let message =
        Message::Edited { cell: cell.clone(), granted: true, committed: Box::new(committed) };
    let effects = update(&mut console, message);
    assert_eq!(message_shown(&console), "granted Company 1 to user1 · u undoes");
    assert_eq!(console.state.statistics.known().map(|known| known.grants), Some(3));
    assert!(matches!(&effects[..], [Effect::ReadRows(users)] if *users == [UserId(1)]));

    let nothing = Committed { change: None, unchanged: 1, delta: Some(StatisticsDelta::default()) };
    update(&mut console, Message::Edited { cell, granted: true, committed: Box::new(nothing) });
    assert_eq!(
        message_shown(&console),
        "the user already has Company 1: another program granted it"
    );
}

#[test]
fn an_edit_is_retried_while_the_database_is_busy_and_then_fails() {
    let mut console = console();
    let mut effect = press(&mut console, "3 ").pop();
    for _ in 0..20 {
        let effects = update(&mut console, Message::Busy(effect.take().expect("an edit")));
        assert!(effects.is_empty());
        assert_eq!(
            message_shown(&console),
            "waiting for another program to finish writing … · Esc cancels"
        );
        let mut effects = update(&mut console, Message::Tick);
        assert!(matches!(effects.pop(), Some(Effect::Poll)));
        effect = effects.pop();
    }
    update(&mut console, Message::Busy(effect.expect("the last try")));
    assert!(
        message_shown(&console).contains("nothing was changed, try again"),
        "{}",
        message_shown(&console)
    );
    assert!(console.state.waiting.is_none());
    assert_eq!(press(&mut console, " ").len(), 1, "it can be tried again");
}

#[test]
fn no_second_edit_begins_while_one_waits() {
    let mut console = console();
    let effect = press(&mut console, "3 ").pop().expect("an edit");
    update(&mut console, Message::Busy(effect));
    assert!(press(&mut console, "u").is_empty());
    assert_eq!(
        message_shown(&console),
        "still waiting for another program to finish writing · Esc cancels"
    );
}

#[test]
fn a_read_only_database_is_not_edited() {
    let mut console = console();
    console.state.session.read_only = true;
    assert!(press(&mut console, "3 uU").is_empty());
    assert!(message_shown(&console).contains("read-only"));
}

#[test]
fn the_cursor_goes_to_the_last_user_once_the_list_is_complete() {
    let mut console = console();
    console.state.users.complete = false;
    press(&mut console, "G");
    assert_eq!(console.state.users.cursor, 99);
    let all: Vec<UserId> = (1..=5000).map(UserId).collect();
    update(&mut console, Message::UsersListed { request: 1, ids: all.clone() });
    assert_eq!(console.state.users.cursor, 4999);

    press(&mut console, "g");
    update(&mut console, Message::UsersListed { request: 1, ids: all });
    assert_eq!(console.state.users.cursor, 0, "only once");
}

#[test]
fn mark_all_waits_until_all_users_are_listed() {
    let mut console = console();
    console.state.users.complete = false;
    for key in [Key::char('A'), Key::char('r'), Key::char('*'), Key::ctrl('a')] {
        let asks = update(&mut console, Message::Key(key));
        assert!(!asks.iter().any(|it| matches!(it, Effect::Start(Job::Preview { .. }))));
        assert!(
            message_shown(&console).contains("still loading the users"),
            "{key}: {}",
            message_shown(&console)
        );
    }
    assert!(console.state.marks.is_empty());
    let ids = vec![UserId(1), UserId(2)];
    update(&mut console, Message::UsersListed { request: 1, ids });
    let asks = press(&mut console, "A");
    assert!(asks.iter().any(|it| matches!(it, Effect::Start(Job::Preview { .. }))), "{asks:?}");
}

#[test]
fn a_new_list_keeps_the_cursor_on_its_user_and_company() {
    let mut console = console();
    press(&mut console, "jjjj2jj");
    let users: Vec<UserId> = (3..=100).map(UserId).collect();
    let companies: Vec<Company> = (1..20).map(company).collect();
    let rules = Vec::new();
    let lists = Lists {
        companies,
        rules,
        policies: Vec::new(),
        users,
        complete: true,
        needs_home_companies: false,
    };
    let reloaded = Message::Reloaded { lists, cause: Cause::External };
    let effects = update(&mut console, reloaded);
    assert_eq!(console.state.users.current(), Some(UserId(5)));
    assert_eq!(console.state.companies.current(), Some(&company(2)));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Start(Job::Count))));
    assert!(
        effects
            .iter()
            .any(|effect| matches!(effect, Effect::ReadRows(users) if users.len() >= PAGE - 1))
    );
}

#[test]
fn only_visible_unknown_rows_are_read() {
    let mut console = console();
    console.state.rows.clear();
    let effects = press(&mut console, "j");
    let [Effect::ReadRows(users)] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!(users.len(), PAGE);
    console.state.rows.insert(users, Vec::new());
    assert!(press(&mut console, "j").is_empty(), "a user that is gone is not asked for again");
}
