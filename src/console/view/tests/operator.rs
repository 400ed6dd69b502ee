//! Acting as an operator: the title bar, and which part of the database is visible.

use crate::console::harness::Harness;

/// A demo database with the first user of this role as the operator.
fn acting(role: &str) -> Harness {
    let db = Harness::demo_db(60, 12, 100);
    db.run(&format!(
        "UPDATE hrm_users SET username = 'tess', is_active = 1,
             role_id = (SELECT id FROM role WHERE name = '{role}') WHERE id = 28"
    ));
    Harness::acting_as(db, "tess")
}

fn title(console: &Harness) -> String {
    console.screen().lines().next().unwrap_or_default().to_owned()
}

#[test]
fn a_tenant_admin_sees_only_their_own_tenant() {
    let console = acting("Tenant Admin").size(120, 30);
    insta::assert_snapshot!("tenant_admin", console.screen());
    let console = console.keys("A<enter>").size(120, 30);
    insta::assert_snapshot!("tenant_admin_granted_all", console.foot());
    let console = console.keys("u");
    insta::assert_snapshot!("tenant_admin_undone", console.foot());
}

#[test]
fn the_title_bar_names_operator_role_and_tenant_as_far_as_there_is_room() {
    let console = acting("Super Admin");
    assert!(title(&console).ends_with("operator tess · Super Admin"), "{}", title(&console));
    let console = acting("HR Manager");
    assert!(title(&console).ends_with("operator tess · HR Manager · Global Corp"));
    let console = console.size(80, 24);
    assert!(title(&console).ends_with("operator tess · HR Manager · Global Corp"));
    let console = console.size(50, 24);
    assert!(title(&console).ends_with("operator tess · HR Manager ·…"), "{}", title(&console));
    let console = console.size(30, 24);
    assert_eq!(title(&console), " grantgrid  hrm.db", "nothing cut short beyond sense");
}

#[test]
fn operators_cannot_delete_or_deactivate_their_own_account() {
    let console = acting("Tenant Admin").keys("/tess<enter>D");
    let screen = console.screen();
    assert!(screen.contains("it is the operator's own account"), "{screen}");
    assert!(!screen.contains("a deactivate") && !screen.contains("Enter delete"), "{screen}");
}

#[test]
fn the_account_is_named_beside_an_operator_of_another_name() {
    let console = acting("Super Admin").size(120, 30).keys("3<space>t");
    assert!(console.screen().contains("tess (account: ada)"), "{}", console.screen());
    let console = console.keys("/account:ada<enter>");
    assert!(console.screen().contains("1 change ─ account:ada"), "{}", console.screen());
    let console = console.keys("u");
    assert!(console.screen().contains(" UTC by tess (account: ada)"), "{}", console.screen());
}
