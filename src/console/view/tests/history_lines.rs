//! The lines of the history, its cells, its live filter, and the history by user.

use crate::console::harness::Harness;
use crate::console::keymap::Context;

/// Four changes: three grants and a revocation.
fn history() -> Harness {
    Harness::demo().size(120, 40).keys("3<space>jj<space>l<space>l<space>t")
}

#[test]
fn each_line_shows_user_and_company_at_three_sizes() {
    let console = history().size(80, 24);
    insta::assert_snapshot!("history_80x24", console.screen());
    let console = console.size(120, 40);
    insta::assert_snapshot!("history_120x40", console.screen());
    let console = console.size(200, 50);
    insta::assert_snapshot!("history_200x50", console.screen());
}

#[test]
fn the_cells_follow_the_cursor() {
    let console = history().size(200, 50);
    let cell = "phuongthao.pham × CHI Chicago Office";
    assert!(console.screen().contains(cell), "{}", console.screen());
    let console = console.keys("G");
    assert!(console.screen().contains("superadmin × NYC NYC Office"), "{}", console.screen());
}

#[test]
fn the_list_follows_the_filter_while_it_is_typed_and_esc_restores() {
    let console = history().keys("/gained:phuongthao.pham");
    let lines = |console: &Harness| console.screen().matches("2026-01-01").count();
    assert_eq!(lines(&console), 4, "after a pause only");
    let console = console.tick().tick();
    assert_eq!(lines(&console), 3, "{}", console.screen());
    assert_eq!(console.context(), Context::HistoryFilter, "typing goes on");
    // A name that does not exist changes nothing.
    let console = console.keys("xx").tick().tick();
    assert_eq!(lines(&console), 3, "{}", console.screen());
    let sentence = "there is no user “phuongthao.phamxx”";
    assert!(console.screen().contains(sentence), "{}", console.screen());
    let console = console.keys("<esc>");
    assert_eq!(lines(&console), 4, "{}", console.screen());
    assert_eq!(console.context(), Context::History);
}

#[test]
fn the_history_by_user_shows_who_gained_and_lost_what() {
    let console = history().keys("p");
    assert_eq!(console.context(), Context::HistoryByUser);
    insta::assert_snapshot!("history_by_user_120x40", console.screen());
    let console = console.keys("j<enter>");
    assert_eq!(console.context(), Context::History);
    assert!(console.screen().contains(" ─ user:"), "{}", console.screen());
    // A Super Admin loses nothing with a grant.
    let console = history().keys("/since:7d kind:revoke<enter>p");
    assert!(console.screen().contains("NYC revoked: access unchanged"), "{}", console.screen());
    // Finds who lost access last week with 13 keys.
    let console = history().keys("<esc>kl<space>t/lo<tab> si<tab>7d<enter>p");
    assert_eq!(console.context(), Context::HistoryByUser, "{}", console.screen());
    let screen = console.screen();
    assert!(screen.contains("History by user ─ 1 user ─ lost: since:7d"), "{screen}");
    assert!(!screen.contains("superadmin ("), "{screen}");
    let console = console.keys("<esc>/kind:policy<enter>p");
    assert!(console.foot().contains("no user gained or lost"), "{}", console.foot());
    let console = history().keys("/lost:SIN<enter>");
    assert!(console.screen().contains("0 changes ─ lost:SIN"), "{}", console.screen());
}
