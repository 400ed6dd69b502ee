//! Keys in, state and effects out; without a terminal and without a database.

mod ahead;
mod paste;
mod previews;

use super::*;
use crate::console::effect::Lists;
use crate::console::geometry::Size;
use crate::console::state::Session;
use crate::domain::{
    Company, CompanyId, Generation, Person, RoleId, RuleReport, Statistics, StatisticsDelta, User,
};
use crate::store::{AccessRow, Committed};

const PAGE: usize = 33; // users in sight at 120×40

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
    }
}

/// 100 users × 20 companies; user 1 works in companies 0 and 3.
fn state() -> State {
    let session = Session {
        database: "hrm.db".into(),
        is_server: false,
        server_note: None,
        operator: "ada".into(),
        acting: None,
        read_only: false,
        demo: false,
        roles: Vec::new(),
    };
    let size = Size { width: 120, height: 40 };
    let mut state = State::new(session, size, (0..20).map(company).collect());
    state.users.replace((1..=100).map(UserId).collect(), true);
    let users: Vec<UserId> = (1..=100).map(UserId).collect();
    let rows = (1..=100).map(|id| row(id, if id == 1 { &[0, 3] } else { &[] })).collect();
    state.rows.insert(&users, rows);
    state
}

fn press(state: &mut State, keys: &str) -> Vec<Effect> {
    keys.chars().flat_map(|key| update(state, Message::Key(Key::char(key)))).collect()
}

fn at(state: &State) -> (usize, usize) {
    (state.users.cursor, state.companies.cursor)
}

fn said(state: &State) -> &str {
    state.notice.as_ref().map_or("", |notice| &notice.text)
}

#[test]
fn users_and_companies_are_moved_by_their_panes() {
    let mut state = state();
    assert!(press(&mut state, "jjj2jj").is_empty(), "everything in sight is known");
    assert_eq!((at(&state), state.focus), ((3, 2), Pane::Companies));
    press(&mut state, "3lljk");
    assert_eq!(at(&state), (3, 4));
    press(&mut state, "$G");
    assert_eq!(at(&state), (99, 19));
    press(&mut state, "0g");
    assert_eq!(at(&state), (0, 0));
    press(&mut state, "kh");
    assert_eq!(at(&state), (0, 0), "the edge holds");
}

#[test]
fn pages_are_as_long_as_the_pane() {
    let mut state = state();
    update(&mut state, Message::Key(Key::plain(crate::console::key::KeyCode::PageDown)));
    assert_eq!(state.users.cursor, state.screen().user_rows());
    update(&mut state, Message::Key(Key::ctrl('u')));
    assert_eq!(state.users.cursor, state.screen().user_rows() - state.screen().user_rows() / 2);
    press(&mut state, "3L");
    let grid = state.matrix_grid();
    assert_eq!(state.companies.cursor, grid.columns);
    press(&mut state, "H");
    assert_eq!(state.companies.cursor, 0);
}

#[test]
fn arrows_lead_from_pane_to_pane_in_the_lists() {
    let mut state = state();
    press(&mut state, "l");
    assert_eq!(state.focus, Pane::Companies);
    press(&mut state, "l");
    assert_eq!(state.focus, Pane::Matrix);
    press(&mut state, "h");
    assert_eq!((state.focus, at(&state)), (Pane::Matrix, (0, 0)), "there it moves the cursor");
    press(&mut state, "2h");
    assert_eq!(state.focus, Pane::Users);
}

#[test]
fn a_toggle_asks_for_the_other_state_and_does_not_move() {
    let mut state = state();
    let effects = press(&mut state, "3 ");
    assert!(
        matches!(&effects[..], [Effect::Edit { granted: false, attempt: 0, cell, .. }]
            if cell.user == UserId(1) && cell.company == company(0).id),
        "{effects:?}"
    );
    assert_eq!(at(&state), (0, 0));
    let effects = press(&mut state, "l ");
    assert!(matches!(&effects[..], [Effect::Edit { granted: true, .. }]), "{effects:?}");
    assert_eq!(at(&state), (0, 1));
}

fn marked(state: &State) -> (usize, usize) {
    (state.marks.users.len(), state.marks.companies.len())
}

#[test]
fn space_in_the_users_pane_marks_and_does_not_move() {
    let mut state = state();
    let effects = press(&mut state, " ");
    assert!(
        matches!(&effects[..], [Effect::Start(Job::CountMarked(users))] if *users == [UserId(1)])
    );
    assert_eq!((marked(&state), at(&state)), ((1, 0), (0, 0)));
    press(&mut state, "j ");
    assert_eq!(marked(&state), (2, 0));
    press(&mut state, " ");
    assert_eq!(marked(&state), (1, 0));
}

#[test]
fn a_range_marks_what_it_reaches_over_on_the_axes_of_its_pane() {
    let mut state = state();
    press(&mut state, "jvjjj");
    assert!(state.user_picked(4) && !state.user_picked(5), "it shows before it is marked");
    assert_eq!(marked(&state), (0, 0));
    press(&mut state, "v");
    assert_eq!(marked(&state), (4, 0));
    press(&mut state, "3gvjjlllv");
    assert_eq!(marked(&state), (5, 4), "a block in the matrix");
    press(&mut state, "2vkv");
    assert_eq!(marked(&state), (5, 4));
}

#[test]
fn escape_drops_the_range_then_the_marks() {
    let mut state = state();
    let escape = Key::plain(crate::console::key::KeyCode::Esc);
    press(&mut state, "mjvjj");
    update(&mut state, Message::Key(escape));
    assert_eq!((marked(&state), state.marks.range.as_ref()), ((1, 0), None));
    update(&mut state, Message::Key(escape));
    assert_eq!(marked(&state), (0, 0));
    update(&mut state, Message::Key(escape));
    assert_eq!(said(&state), "no marks or filter to clear here");
}

#[test]
fn all_shown_are_marked_and_inverted() {
    let mut state = state();
    update(&mut state, Message::Key(Key::ctrl('a')));
    assert_eq!(marked(&state), (100, 0));
    press(&mut state, "jjm*");
    assert_eq!(state.marks.users, std::collections::HashSet::from([UserId(3)]));
    press(&mut state, "2m*");
    assert_eq!(marked(&state), (1, 19));
}

#[test]
fn a_key_without_meaning_says_so() {
    let mut state = state();
    assert!(press(&mut state, "$").is_empty());
    assert_eq!(said(&state), "$ works in Access matrix · ? shows all keys");
    press(&mut state, "ß");
    assert_eq!(said(&state), "ß is not used here · ? shows all keys");
    press(&mut state, "j");
    assert_eq!(said(&state), "");
}

#[test]
fn an_edit_is_told_and_moves_the_statistics() {
    let mut state = state();
    state.statistics.want();
    let statistics = Statistics { grants: 2, ..Statistics::default() };
    state.statistics.counted(RuleReport { statistics, ..RuleReport::default() });
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
    let effects = update(&mut state, message);
    assert_eq!(said(&state), "granted Company 1 to user1 · u undoes");
    assert_eq!(state.statistics.known().map(|known| known.grants), Some(3));
    assert!(matches!(&effects[..], [Effect::ReadRows(users)] if *users == [UserId(1)]));

    let nothing = Committed { change: None, unchanged: 1, delta: Some(StatisticsDelta::default()) };
    update(&mut state, Message::Edited { cell, granted: true, committed: Box::new(nothing) });
    assert_eq!(said(&state), "the user already has Company 1: another program granted it");
}

#[test]
fn a_busy_edit_is_tried_again_with_time_and_then_given_up() {
    let mut state = state();
    let mut effect = press(&mut state, "3 ").pop();
    for _ in 0..20 {
        let effects = update(&mut state, Message::Busy(effect.take().expect("an edit")));
        assert!(effects.is_empty());
        assert_eq!(said(&state), "waiting for another program to finish writing …");
        let mut effects = update(&mut state, Message::Tick);
        assert!(matches!(effects.pop(), Some(Effect::Poll)));
        effect = effects.pop();
    }
    update(&mut state, Message::Busy(effect.expect("the last try")));
    assert!(said(&state).contains("nothing was changed, try again"), "{}", said(&state));
    assert!(state.waiting.is_none());
    assert_eq!(press(&mut state, " ").len(), 1, "it can be tried again");
}

#[test]
fn while_one_edit_waits_no_other_is_begun() {
    let mut state = state();
    let effect = press(&mut state, "3 ").pop().expect("an edit");
    update(&mut state, Message::Busy(effect));
    assert!(press(&mut state, "u").is_empty());
    assert_eq!(said(&state), "still waiting for another program to finish writing");
}

#[test]
fn a_read_only_database_is_not_edited() {
    let mut state = state();
    state.session.read_only = true;
    assert!(press(&mut state, "3 uU").is_empty());
    assert!(said(&state).contains("read-only"));
}

#[test]
fn the_last_user_of_an_incomplete_list_is_gone_to_when_it_is_complete() {
    let mut state = state();
    state.users.complete = false;
    press(&mut state, "G");
    assert_eq!(state.users.cursor, 99);
    let all: Vec<UserId> = (1..=5000).map(UserId).collect();
    update(&mut state, Message::UsersListed { request: 1, ids: all.clone() });
    assert_eq!(state.users.cursor, 4999);

    press(&mut state, "g");
    update(&mut state, Message::UsersListed { request: 1, ids: all });
    assert_eq!(state.users.cursor, 0, "only once");
}

#[test]
fn all_that_is_shown_is_not_taken_before_it_is_there() {
    let mut state = state();
    state.users.complete = false;
    for key in [Key::char('A'), Key::char('r'), Key::char('*'), Key::ctrl('a')] {
        let asks = update(&mut state, Message::Key(key));
        assert!(!asks.iter().any(|it| matches!(it, Effect::Start(Job::Preview { .. }))));
        assert!(said(&state).contains("still loading the users"), "{key}: {}", said(&state));
    }
    assert!(state.marks.is_empty());
    let ids = vec![UserId(1), UserId(2)];
    update(&mut state, Message::UsersListed { request: 1, ids });
    let asks = press(&mut state, "A");
    assert!(asks.iter().any(|it| matches!(it, Effect::Start(Job::Preview { .. }))), "{asks:?}");
}

#[test]
fn a_new_list_keeps_the_cursor_on_its_user_and_company() {
    let mut state = state();
    press(&mut state, "jjjj2jj");
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
    let effects = update(&mut state, reloaded);
    assert_eq!(state.users.current(), Some(UserId(5)));
    assert_eq!(state.companies.current(), Some(&company(2)));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Start(Job::Count))));
    assert!(
        effects
            .iter()
            .any(|effect| matches!(effect, Effect::ReadRows(users) if users.len() >= PAGE - 1))
    );
}

#[test]
fn only_what_is_in_sight_and_unknown_is_read() {
    let mut state = state();
    state.rows.clear();
    let effects = press(&mut state, "j");
    let [Effect::ReadRows(users)] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!(users.len(), PAGE);
    state.rows.insert(users, Vec::new());
    assert!(press(&mut state, "j").is_empty(), "a user that is gone is not asked for again");
}

#[test]
fn help_takes_what_is_typed_and_gives_the_keys_back() {
    let mut state = state();
    press(&mut state, "?undo");
    let Some(Dialog::Help(help)) = state.dialogs.last() else { panic!("help is open") };
    assert_eq!(help.search.value(), "undo");
    update(&mut state, Message::Key(Key::plain(crate::console::key::KeyCode::Esc)));
    assert!(state.dialogs.is_empty());
    assert_eq!(at(&state), (0, 0));
}

#[test]
fn panes_go_round_and_zoom_comes_back() {
    let mut state = state();
    let tab = Key::plain(crate::console::key::KeyCode::Tab);
    let back = Key::plain(crate::console::key::KeyCode::BackTab);
    for pane in [Pane::Companies, Pane::Matrix, Pane::Users] {
        update(&mut state, Message::Key(tab));
        assert_eq!(state.focus, pane);
    }
    update(&mut state, Message::Key(back));
    assert_eq!(state.focus, Pane::Matrix);
    press(&mut state, "z");
    assert!(state.screen().users.is_none() && state.screen().matrix.is_some());
    press(&mut state, "z");
    assert!(state.screen().users.is_some());
}

#[test]
fn only_an_empty_database_is_left_for_a_demo() {
    let mut state = state();
    assert!(press(&mut state, "d").is_empty());
    assert!(said(&state).starts_with("this database is not empty"), "{}", said(&state));
    state.users.replace(Vec::new(), true);
    assert!(press(&mut state, "d").is_empty(), "there are companies");
    state.companies.replace(Vec::new());
    assert!(matches!(press(&mut state, "d")[..], [Effect::ShowDemo]));
    state.users.replace(Vec::new(), false);
    assert!(press(&mut state, "d").is_empty(), "nobody has looked for users yet");
}

#[test]
fn quitting_ends_with_a_status() {
    let mut state = state();
    assert!(matches!(press(&mut state, "q")[..], [Effect::Quit(0)]));
    assert!(matches!(update(&mut state, Message::Key(Key::ctrl('c')))[..], [Effect::Quit(130)]));
    assert!(matches!(update(&mut state, Message::End(143))[..], [Effect::Quit(143)]));
}
