//! The role rules and populating on the screen, with their effect on cells, the status bar and
//! filters.

use crate::console::harness::Harness;
use crate::console::keymap::Context;
use crate::domain::Scope;
use crate::store::testing::TestDb;

/// A Tenant Admin whose home company is one of the two companies of a tenant, a Manager
/// without an employee record, and a Super Admin who has every company.
fn small() -> Harness {
    let db = TestDb::new();
    drop(
        crate::store::Store::create(&db.path(), crate::store::testing::environment())
            .expect("a database"),
    );
    db.run(
        "PRAGMA foreign_keys = OFF;
         INSERT INTO hrm_tenant (id, name, code, is_active, created_by, created_at)
         VALUES ('f0000000000040008000000000000000', 'Acme', 'ACME', 1, '', '');
         INSERT INTO organization (id, name, tenant_id) VALUES (1, 'o', NULL);
         INSERT INTO hrm_company (id, tenant_id, name, code, currency_code, is_active, created_by, created_at)
         VALUES ('c1000000000040008000000000000000', 'f0000000000040008000000000000000', 'Paris', 'PAR', 'EUR', 1, '', ''),
                ('c2000000000040008000000000000000', 'f0000000000040008000000000000000', 'Oslo', 'OSL', 'NOK', 0, '', '');
         INSERT INTO hrm_users (id, username, email, password_hash, first_name, last_name, is_active, must_reset_password, organization_id, role_id)
         VALUES (1, 'root', '1', '', '', '', 1, 0, 1, 1), (2, 'tess', '2', '', '', '', 1, 0, 1, 2),
                (3, 'mary', '3', '', '', '', 1, 0, 1, 4);
         INSERT INTO hrm_employee (employee_id, first_name, last_name, hire_date, basic_salary, organization_id, user_id, company_id)
         VALUES ('E1', '', '', '', 1, 1, 2, 'c1000000000040008000000000000000');
         INSERT INTO hrm_user_company_access (id, user_id, company_id, created_at)
         VALUES ('a1000000000040008000000000000000', 1, 'c1000000000040008000000000000000', '2025-01-01 00:00:00.000000'),
                ('a2000000000040008000000000000000', 1, 'c2000000000040008000000000000000', '2025-01-01 00:00:00.000000'),
                ('a3000000000040008000000000000000', 2, 'c1000000000040008000000000000000', '2025-01-01 00:00:00.000000');",
    );
    Harness::on(db)
}

fn drift(console: &Harness) -> u64 {
    let statistics = &console.state.statistics;
    assert!(!statistics.is_counting());
    statistics.known().expect("the figures").drift
}

/// Whether grantgrid has written anything.
const CHANGED: &str = "SELECT count(*) > 0 FROM sqlite_schema WHERE name = 'grantgrid_change'";

/// The signs in the row of a user in the access matrix.
fn signs(console: &Harness, user: &str) -> String {
    let screen = console.screen();
    let mut panes = screen.lines().filter(|line| line.contains('┃') && line.contains(user));
    let row = panes.next().and_then(|line| line.rsplit_once(user)).expect("the user's row").1;
    row.chars().filter(|sign| "■·○".contains(*sign)).collect()
}

#[test]
fn the_rules_of_the_demo_are_drawn_at_every_size() {
    for (width, height) in [(80, 24), (120, 40), (200, 50)] {
        let console = Harness::demo().size(width, height).keys("Rj");
        insta::assert_snapshot!(format!("rules_{width}x{height}"), console.screen());
    }
    let console = Harness::demo().size(24, 7).keys("RGjjjttk<pgdn><pgup>");
    drop(console.buffer());
    drop(console.size(1, 1).size(0, 0).buffer());
}

#[test]
fn changing_a_rule_updates_drift_at_once_and_populating_clears_it() {
    let console = small();
    assert_eq!((drift(&console), signs(&console, "tess").as_str()), (0, "■·"));
    let console = console.keys("Rjt");
    assert!(console.foot().contains("the rule of Tenant Admin is now tenant · u undoes"));
    assert_eq!(drift(&console), 1);
    insta::assert_snapshot!("rule_changed", console.screen());
    let console = console.keys("<esc>");
    assert_eq!(signs(&console, "tess"), "■○");

    let console = console.reopened();
    assert_eq!((drift(&console), signs(&console, "tess").as_str()), (1, "■○"));
    let console = console.keys("r");
    insta::assert_snapshot!("populate_preview", console.screen());
    let console = console.keys("law<enter>");
    assert!(console.foot().contains("change 2: 1 granted"), "{}", console.foot());
    assert_eq!((drift(&console), signs(&console, "tess").as_str()), (0, "■■"));
    let console = console.keys("u");
    assert_eq!((drift(&console), signs(&console, "tess").as_str()), (1, "■○"));
    // The rule was changed in the session before.
    let console = console.keys("u<enter>");
    assert_eq!((drift(&console), signs(&console, "tess").as_str()), (0, "■·"));
    let console = console.keys("U");
    assert_eq!((drift(&console), signs(&console, "tess").as_str()), (1, "■○"));
}

#[test]
fn the_dialog_undoes_redoes_and_populates() {
    let console = small().keys("Rj ");
    assert_eq!(console.state.rules.scope("Tenant Admin"), Scope::None, "next after home");
    let console = console.keys("<enter>");
    assert_eq!(console.state.rules.scope("Tenant Admin"), Scope::All, "next after none");
    assert_eq!(drift(&console), 1);
    let console = console.keys("uu");
    assert_eq!(console.state.rules.scope("Tenant Admin"), Scope::Home);
    assert_eq!((drift(&console), console.context() == Context::Rules), (0, true));
    let console = console.keys("Uh");
    assert_eq!(console.state.rules.scope("Tenant Admin"), Scope::Home);
    let console = console.keys("h");
    assert!(console.foot().contains("the rule of Tenant Admin is already home"));
    let console = console.keys("ar<enter>");
    assert_eq!((drift(&console), console.context() == Context::Rules), (0, true));
    assert!(console.state.statistics.roles().is_some(), "counted for the dialog");
    let console = console.keys("<esc>");
    assert!(console.dialogs.is_empty(), "{:?}", console.dialogs);
}

#[test]
fn skipped_users_are_listed_even_if_there_is_nothing_to_do() {
    let console = small().keys("r");
    assert!(console.foot().contains("nothing to change: all 3 grants"), "{}", console.foot());
    assert!(console.dialogs.is_empty(), "nobody is skipped");
    let console = console.keys("Rjjjh");
    let console = console.keys("<esc>r");
    insta::assert_snapshot!("nothing_to_populate", console.screen());
}

#[test]
fn a_rule_whose_role_is_gone_is_still_listed() {
    let console = small().keys("Rjjja<esc>");
    console.db.run("UPDATE role SET name = 'Boss' WHERE name = 'Manager'");
    let console = console.tick().keys("Rjjjjj");
    assert!(console.screen().contains("Manager · role no longer exists"), "{}", console.screen());
    let console = console.keys("n");
    assert!(!console.screen().contains("role no longer exists"), "{}", console.screen());
}

#[test]
fn a_rule_written_by_another_program_is_shown() {
    let console = small().keys("/is:drift<enter>R");
    assert_eq!(console.state.users.len(), 0);
    let mut other = console.db.open();
    other.set_rule("Tenant Admin", Scope::All, None).expect("a rule");
    let console = console.tick();
    assert_eq!((drift(&console), console.state.users.len()), (1, 1));
    assert_eq!(console.state.rules.scope("Tenant Admin"), Scope::All);
    let console = console.keys("jh");
    assert_eq!((drift(&console), console.state.users.len()), (0, 0), "the filter follows");
}

#[test]
fn a_read_only_database_shows_its_rules() {
    let mut console = small();
    console.state.session.read_only = true;
    let console = console.keys("Rjt");
    assert!(console.foot().contains("read-only"), "{}", console.foot());
    assert_eq!(console.state.rules.scope("Tenant Admin"), Scope::Home);
    let console = console.keys("r");
    assert!(console.foot().contains("read-only"), "{}", console.foot());
    assert!(console.context() == Context::Rules);
}

#[test]
fn the_access_policy_is_opened_from_the_rules_edited_and_undone() {
    let console = Harness::demo().size(80, 24).keys("R<tab>");
    insta::assert_snapshot!("policy", console.screen());
    // The second role gets access to every company.
    let console = console.size(120, 40).keys("j<space>");
    let message = "the access policy of Tenant Admin is now: reach all, grants count, home \
                without-grants · access unchanged";
    assert!(console.foot().contains(message), "{}", console.foot());
    assert!(console.screen().contains("Tenant Admin · edited"), "{}", console.screen());
    let console = console.keys("<right><space>");
    assert!(console.screen().contains("ignored"), "{}", console.screen());
    let edited = "SELECT count(*) FROM grantgrid_policy WHERE role = 'Tenant Admin'";
    assert!(console.db.is_true(edited));
    let console = console.keys("d");
    assert!(!console.screen().contains("edited"), "{}", console.screen());
    assert!(!console.db.is_true(edited));
    let console = console.keys("d");
    assert!(
        console.foot().contains("the policy of Tenant Admin is already the default"),
        "{}",
        console.foot()
    );
    let console = console.keys("uu");
    assert!(console.screen().contains("Tenant Admin · edited"), "{}", console.screen());
    let console = console.keys("<pgdn> ");
    assert!(console.foot().contains("this line applies to every other role"), "{}", console.foot());
    // An edited access policy is mentioned where it applies.
    let console = console.keys("<tab><esc>E").size(120, 40);
    assert!(console.screen().contains("effective, policy edited"), "{}", console.screen());
    let console = console.size(80, 24);
    assert!(console.screen().contains("effective, policy edited"), "{}", console.screen());
    let console = console.keys("!");
    assert!(console.screen().contains("asks about first ─ policy edited"), "{}", console.screen());
    let console = console.keys("<esc>s");
    assert!(console.screen().contains("─ policy edited"), "{}", console.screen());
    let console = console.keys("<esc>3w");
    assert!(
        console.screen().contains("Why ─ superadmin × NYC ─ policy edited"),
        "{}",
        console.screen()
    );
    let console = console.keys("w");
    assert!(console.screen().contains("all companies ─ policy edited"), "{}", console.screen());
    let console = console.keys("<esc>1D");
    assert!(console.screen().contains("? ─ policy edited"), "{}", console.screen());
}

/// The cursor stays on its role. If that role disappears, the next key does nothing to the
/// neighboring role.
#[test]
fn the_rule_and_policy_of_the_next_role_do_not_change_if_a_role_disappears() {
    for (keys, edit) in [("R", "a"), ("R<tab>", "<space>")] {
        let console = small().keys(keys).keys("jjj");
        console.db.run("UPDATE role SET name = 'Boss' WHERE name = 'Manager'");
        let console = console.tick().keys(edit);
        let text = "the role that was under the cursor is no longer in the list";
        assert!(console.foot().contains(text), "{}", console.screen());
        assert!(!console.db.is_true(CHANGED), "nothing was written");
        // After a key that moves the cursor, the edit applies to the next role.
        let console = console.keys("kk").keys(edit);
        assert!(console.foot().contains("of Tenant Admin is now"), "{}", console.foot());

        let console = small().keys(keys).keys("jjj");
        console.db.run("UPDATE role SET name = 'A' || name WHERE name = 'Super Admin'");
        let console = console.tick().keys(edit);
        assert!(console.foot().contains("of Manager is now"), "{}", console.foot());
    }
}
