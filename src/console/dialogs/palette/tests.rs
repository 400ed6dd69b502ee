//! What the palette finds, and in which order.

use super::PaletteDialog;
use super::entry::PaletteTarget;
use crate::console::geometry::Size;
use crate::console::harness::Harness;
use crate::console::keymap::{Action, Context, Keymap, bound_in};
use crate::console::state::{RecentChoices, Session, State};
use tui_input::Input;

fn state() -> State {
    let session = Session {
        database: "hr.db".into(),
        is_server: false,
        server_note: None,
        server_refusal: None,
        operator: "ada".into(),
        acting: None,
        read_only: false,
        demo: false,
        roles: Vec::new(),
    };
    let mut state = State::new(session, Size { width: 120, height: 40 }, Vec::new());
    state.themes.names = vec!["dark".into(), "gruvbox".into()];
    state
}

fn labels(state: &State, typed: &str) -> Vec<String> {
    let mut palette = PaletteDialog::new(Context::Matrix, state);
    palette.typed = Input::new(typed.into());
    palette.find(state);
    palette.found.into_iter().map(|entry| entry.label).collect()
}

fn found(pane: Context, typed: &str) -> Vec<Action> {
    let state = state();
    let mut palette = PaletteDialog::new(pane, &state);
    palette.typed = Input::new(typed.into());
    palette.find(&state);
    let actions = palette.found.into_iter().filter_map(|entry| match entry.target {
        PaletteTarget::Action(binding) => Some(binding.action),
        _ => None,
    });
    actions.collect()
}

#[test]
fn every_action_of_the_pane_is_offered_once() {
    for pane in [Context::Users, Context::Companies, Context::Matrix] {
        let mut offered = found(pane, "");
        let mut bound: Vec<Action> = bound_in(pane).map(|binding| binding.action).collect();
        bound.retain(|action| *action != Action::Palette);
        assert_eq!(offered.len(), PaletteDialog::new(pane, &state()).all);
        let name = |action: &Action| format!("{action:?}");
        offered.sort_by_key(name);
        bound.sort_by_key(name);
        assert_eq!(offered, bound);
    }
    assert!(!found(Context::Users, "").contains(&Action::Toggle));
}

#[test]
fn prefix_matches_come_before_matches_inside_a_word() {
    let actions = found(Context::Matrix, "und");
    assert_eq!(actions.first(), Some(&Action::Undo), "not “under the cursor”");
    assert!(actions.len() > 1, "{actions:?}");
    assert_eq!(found(Context::Matrix, "HIST").first(), Some(&Action::History));
}

#[test]
fn words_match_in_any_case_and_order() {
    assert_eq!(found(Context::Matrix, "SHOWN grant"), [Action::GrantShown]);
    assert_eq!(found(Context::Users, "f5").first(), Some(&Action::Reload));
    assert_eq!(found(Context::Users, "no such thing"), []);
    let moves = found(Context::Users, "");
    assert_eq!(moves.last(), Some(&Action::Last), "what only moves comes last");
}

#[test]
fn actions_are_found_by_synonyms_names_and_letters_in_order() {
    for (typed, action) in [
        ("remove", Action::RevokeSelection),
        ("search", Action::Filter),
        ("find", Action::Filter),
        ("refresh", Action::Reload),
        ("shortcuts", Action::Help),
        ("mark-all", Action::MarkAll),
        ("mrkall", Action::MarkAll),
        ("expo", Action::Export),
        ("stcs", Action::Statistics),
    ] {
        assert_eq!(found(Context::Users, typed).first(), Some(&action), "{typed}");
    }
    let copies = found(Context::Users, "copy");
    assert!(copies.contains(&Action::CopyCompanies), "{copies:?}");
}

#[test]
fn recent_choices_come_first() {
    let mut state = state();
    state.recent = RecentChoices::new(vec!["theme gruvbox".into(), "statistics".into()]);
    let first = labels(&state, "");
    assert_eq!(first[0], "theme gruvbox");
    assert!(first[1].starts_with("statistics"), "{first:?}");
    // It does not come before better matches.
    assert!(labels(&state, "und")[0].starts_with("undo"), "{first:?}");
}

#[test]
fn sort_orders_themes_filters_and_dialogs_are_found_by_typing() {
    let state = state();
    assert_eq!(labels(&state, "theme"), ["theme dark", "theme gruvbox"]);
    assert_eq!(labels(&state, "sort users by role"), ["sort users by role"]);
    assert!(labels(&state, "policy")[0].starts_with("access policy"));
    assert!(!labels(&state, "").contains(&"theme dark".to_owned()));
}

#[test]
fn the_palette_goes_to_a_user_or_company_and_one_key_leads_to_the_next_match() {
    let console = Harness::demo().keys(":padmavathi<enter>");
    let name = console.state.cursor_row().map(|row| row.user.username.clone());
    assert_eq!(name.as_deref(), Some("padmavathi.rao"));
    assert_eq!(console.state.users.len(), 40, "nothing is filtered");
    let console = console.keys(":tokyo<enter>");
    assert_eq!(console.state.companies.current().expect("a company").code, "TYO");
    assert!(console.dialogs.is_empty());
    let console = console.keys(":zzqq");
    assert!(console.screen().contains("no matching action, user or company"));
    assert_eq!(console.keys("<enter>").context(), Context::Palette, "it stays");
}

#[test]
fn the_theme_under_the_cursor_is_previewed() {
    let mut console = Harness::demo();
    console.state.themes.names = vec!["dark".into(), "light".into(), "gruvbox".into()];
    console.state.themes.choose("dark");
    let console = console.keys(":theme li");
    assert_eq!(console.state.themes.shown(), "light");
    let console = console.keys("<esc>");
    assert_eq!(console.state.themes.shown(), "dark");
    let console = console.keys(":theme<down><down>");
    assert_eq!(console.state.themes.shown(), "gruvbox");
    let console = console.keys("<enter>");
    assert_eq!(console.state.themes.shown(), "gruvbox");
    assert!(console.foot().contains("theme gruvbox until you quit"), "{}", console.foot());
    let console = console.keys(":undo");
    assert_eq!(console.state.themes.shown(), "gruvbox", "an action is not a theme");
}

#[test]
fn choosing_a_sort_order_sorts_and_choosing_a_dialog_opens_it() {
    let console = Harness::demo().keys(":sort companies by users<enter>");
    assert_eq!(console.state.company_filter.order.by, crate::store::SortBy::Count);
    let console = console.keys(":access policy<enter>");
    assert_eq!(console.context(), Context::Policy);
}

#[test]
fn a_click_chooses_a_line_of_the_palette() {
    let console = Harness::demo().keys(":sort users").click_on("sort users by role", 1);
    assert!(console.state.settings.keys.key_of(Context::Users, Action::Sort) == "o");
    let console = console.keys("<enter>");
    assert_eq!(console.state.user_filter.order.by, crate::store::SortBy::Role);
    assert_eq!(Keymap::default().key_of(Context::Users, Action::Palette), ":");
}

#[test]
fn actions_of_other_panes_and_dialogs_are_found_and_performed_or_shown() {
    let console = Harness::demo().keys(":who can get in<enter>");
    assert!(console.screen().contains("Who can get into"), "{}", console.screen());
    assert_eq!(console.state.focus, crate::console::pane::Pane::Users, "the pane stays");
    assert_eq!(Harness::demo().keys(":who<enter>").context(), Context::Who);
    let console = Harness::demo().keys(":filter the history<enter>");
    assert_eq!(console.context(), Context::HistoryFilter);
    let console = Harness::demo().keys("2:undo this<enter>");
    assert_eq!(console.context(), Context::History, "it is not done before it was seen");
    assert!(console.foot().contains("u here: undo this change"), "{}", console.foot());
    let console = Harness::demo().keys(":grant or revoke<enter>");
    assert_eq!(console.state.focus, crate::console::pane::Pane::Companies);
    assert!(console.foot().contains("Space here: grant or revoke"), "{}", console.foot());
    assert!(console.state.pressed.is_empty() && console.dialogs.is_empty());
}

#[test]
fn the_access_history_and_the_legend_are_found() {
    // The second user loses TYO and gains LON.
    let console = Harness::demo().keys("j3lll<space>l<space>1");
    let lost = console.keys(":lost<enter>");
    assert_eq!(lost.context(), Context::HistoryByUser, "{}", lost.screen());
    assert!(lost.screen().contains("lost: since:7d"), "{}", lost.screen());
    let gained = lost.keys("<esc><esc>:gained<enter>");
    assert_eq!(gained.context(), Context::HistoryByUser, "{}", gained.screen());
    assert!(gained.screen().contains("gained: since:7d"), "{}", gained.screen());
    for word in ["legend", "symbols", "signs"] {
        let console = Harness::demo().keys(&format!(":{word}<enter>"));
        assert_eq!(console.context(), Context::Help, "{word}");
        assert!(console.screen().contains("implied: access without a grant"), "{word}");
    }
}
