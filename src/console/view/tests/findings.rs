//! The findings that an auditor asks about first, on the screen.

use crate::console::harness::Harness;
use crate::console::state::Pane;

#[test]
fn findings_have_counts_and_examples_and_lead_to_the_full_list() {
    let console = Harness::demo().size(80, 24).keys("!");
    insta::assert_snapshot!("findings_80x24", console.screen());
    let console = console.size(120, 40);
    insta::assert_snapshot!("findings_120x40", console.screen());
    let console = console.keys("<enter>");
    assert_eq!(console.state.user_filter.text, "is:ineffective");
    assert!(console.state.users.len() > 0 && console.dialogs.is_empty());
    assert!(console.foot().contains("shown: users with grants that the HR system ignores"));
}

#[test]
fn a_finding_about_companies_leads_to_companies() {
    let db = Harness::demo_db(40, 12, 90);
    db.run("DELETE FROM hrm_user_company_access; DELETE FROM hrm_employee");
    let console = Harness::on(db).keys("!<pgdn><enter>");
    assert_eq!(console.state.focus, Pane::Companies, "{}", console.screen());
    assert_eq!(console.state.companies.len(), 12, "{}", console.foot());
}

#[test]
fn open_findings_are_updated_when_another_program_writes() {
    let console = Harness::demo().keys("!");
    assert!(console.screen().contains("that the HR system ignores"), "{}", console.screen());
    console.db.run("DELETE FROM hrm_user_company_access");
    let console = console.tick();
    assert!(console.screen().contains("Findings: what an auditor asks"), "{}", console.screen());
    assert!(!console.screen().contains("that the HR system ignores"), "{}", console.screen());
    assert!(console.screen().contains("ompanies that"), "{}", console.screen());
}
