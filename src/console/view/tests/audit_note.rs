//! Rows that could not be added to the HR system's audit log are reported beside the change,
//! whoever made it.

use crate::console::harness::Harness;

fn message_shown(console: &Harness) -> &str {
    console.state.notice.as_ref().map_or("", |notice| notice.text.as_str())
}

#[test]
fn a_row_missing_from_the_audit_log_is_reported_beside_the_change() {
    let console = Harness::demo();
    console.db.run(
        "CREATE TRIGGER meddler BEFORE INSERT ON hrm_audit_log BEGIN SELECT RAISE(IGNORE); END",
    );
    let mut console = console.tick();
    for keys in ["3 ", "u", "U"] {
        console = console.keys(keys);
        let note = "the HR system's audit log lacks the row of this change: the trigger “meddler”";
        assert!(message_shown(&console).contains(note), "{keys}: {}", message_shown(&console));
        assert!(
            !message_shown(&console).starts_with("the HR"),
            "{keys}: {}",
            message_shown(&console)
        );
    }
}
