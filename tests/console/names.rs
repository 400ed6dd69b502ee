//! Names with characters that could control the terminal, and names of every width.

use rusqlite::params;

use super::person::Start;
use super::sandbox::Sandbox;

/// Sequences that must never reach the terminal, whatever a name contains.
const HOSTILE: [&str; 9] = [
    "\u{1b}[31mred",
    "\u{1b}]0;title\u{7}",
    "\u{1b}c",
    "two\r\nlines",
    "bell\u{7}tab\t",
    "\u{9b}2J\u{90}q",
    "\u{202e}right\u{2066}left\u{200f}",
    "\u{e0041}\u{e0042}tag",
    "nul\u{7f}\u{8}\u{85}",
];

#[test]
fn no_name_controls_the_terminal() {
    let sandbox = Sandbox::new();
    for (id, name) in (100..).zip(HOSTILE) {
        add_user(&sandbox, id, name);
        add_company(&sandbox, id, name);
    }
    let database = sandbox.path("\u{1b}[5mhr\u{7}.db");
    std::fs::rename(sandbox.db(), &database).expect("another name");
    let raw = Start::new(&sandbox)
        .sized(200, 50)
        .arg(&database)
        .runs()
        .sees("12 companies")
        .types("jjjjjj3lllllllll ")
        .sees("u undoes")
        .types("u")
        .sees("undid")
        .types("2GggG1G")
        .sees("tag")
        .quits()
        .well(0)
        .raw;
    for name in HOSTILE {
        assert!(!raw.contains(name), "{name:?} was sent to the terminal");
    }
    for letter in raw.chars().filter(|letter| letter.is_control()) {
        assert!(matches!(letter, '\u{1b}' | '\r' | '\n'), "{letter:?} was sent to the terminal");
    }
    let bidi = |letter: char| matches!(letter, '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{e0000}'..='\u{e0fff}');
    assert_eq!(raw.chars().find(|letter| bidi(*letter)), None);
    // The program itself uses CSI sequences, but none of these.
    for begin in ["\u{1b}]", "\u{1b}c", "\u{1b}[5m"] {
        assert!(!raw.contains(begin), "{begin:?} was sent to the terminal");
    }
}

#[test]
fn no_list_and_no_export_controls_the_terminal() {
    let sandbox = Sandbox::new();
    for (id, name) in (100..).zip(HOSTILE) {
        add_user(&sandbox, id, name);
        add_company(&sandbox, id, name);
    }
    for command in [
        &["users"][..],
        &["companies"],
        &["users", "--json"],
        &["stats"],
        &["check"],
        &["show", HOSTILE[0]],
        &["show", HOSTILE[6]],
        &["export", "-"],
        &["export", "-", "--layout", "pairs"],
        &["export", "-", "--format", "json"],
        &["grant", "--user", HOSTILE[0], "--company", HOSTILE[5]],
        &["history"],
        &["users", "--where", HOSTILE[1]],
    ] {
        let start = Start::new(&sandbox).env("GRANTGRID_DB", "hr.db").sized(200, 50);
        let ended = command.iter().fold(start, Start::arg).runs().ends();
        let acting = ended.raw.chars().find(|letter| {
            letter.is_control() && !matches!(letter, '\r' | '\n')
                || matches!(letter, '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
                    | '\u{2066}'..='\u{2069}' | '\u{e0000}'..='\u{e0fff}')
        });
        assert_eq!(acting, None, "{command:?}: {:?}", ended.raw);
        assert!(ended.raw.contains('\n'), "{command:?} says nothing");
    }
}

#[test]
fn names_of_every_width_are_aligned() {
    let sandbox = Sandbox::new();
    let sixty = "abcdefghij".repeat(6);
    let wide = "東京支社の田中さん".repeat(3);
    for (id, name) in (100..).zip(["x", &sixty, &wide, "Zo\u{eb} e\u{301}", "👩\u{200d}🚀"]) {
        add_user(&sandbox, id, name);
        add_company(&sandbox, id, name);
    }
    for (columns, rows) in [(80, 24), (120, 40), (200, 50)] {
        // The matrix is the last pane, so its right border ends every line above its lowest.
        let aligned = |screen: &str| {
            let mut lines = screen.lines().skip(2).take(usize::from(rows) - 6);
            lines.all(|line| line.ends_with(['│', '┃', '█']))
        };
        let mut person = Start::new(&sandbox).sized(columns, rows).opens().types("3");
        for (keys, title) in [("G", "👩🚀"), ("k", "Zoë"), ("k", "東京支社"), ("k", "abcdefgh")]
        {
            person = person
                .types(keys)
                .waits_until(title, |screen| {
                    screen.lines().nth(1).is_some_and(|line| line.contains(&format!("─ {title}")))
                })
                .waits_until("every line to end with its border", aligned);
        }
        person
            .types("$ ")
            .sees("granted 👩🚀 to abcdefghij")
            .types("u")
            .sees("undid change")
            .waits_until("every line to end with its border", aligned)
            .types("2")
            .sees("東京支社")
            .quits()
            .well(0);
    }
}

fn add_user(sandbox: &Sandbox, id: i64, name: &str) {
    sandbox
        .connect()
        .execute(
            "INSERT INTO hrm_users (id, username, email, password_hash, first_name, last_name, \
             is_active, must_reset_password, organization_id, role_id) \
             VALUES (?1, ?2, ?1, 'x', ?2, ?2, 1, 0, 1, 72)",
            params![id, name],
        )
        .expect("a user");
}

fn add_company(sandbox: &Sandbox, id: i64, name: &str) {
    let uuid = format!("d{id:07x}00004000800000000000000d");
    sandbox
        .connect()
        .execute(
            "INSERT INTO hrm_company (id, tenant_id, name, code, currency_code, is_active, \
             created_by, created_at) VALUES (?1, 'aaaaaaaa00004000800000000000000a', ?2, ?2, \
             'EUR', 1, 'test', '2026-01-01 00:00:00.000000')",
            params![uuid, name],
        )
        .expect("a company");
}
