//! Every screen and dialog with a database and files in which every text contains characters
//! that could control the terminal.

use std::fs;

use super::files::named;
use crate::console::config::SavedFilter;
use crate::console::harness::Harness;
use crate::console::keymap::Context;
use crate::domain::lookalike;
use crate::filter::Axis;
use crate::text;

/// An escape sequence, C1 controls, line breaks, a tab, a bell, bidirectional controls,
/// zero-width spaces, tag characters.
const BAD: &str =
    "x\u{1b}[2J\u{9b}1m\u{90}\r\n\t\u{7}\u{202e}\u{2066}\u{200b}\u{200f}\u{2028}\u{e0041}y";

const TEXTS: &str = "
UPDATE hrm_tenant SET name = name || 'BAD', code = code || 'BAD';
UPDATE organization SET name = name || 'BAD';
UPDATE hrm_company SET name = 'BAD' || name, code = substr(code, 1, 2) || 'BAD' || rowid;
UPDATE hrm_users SET username = 'BAD' || id, first_name = 'BAD', last_name = 'BAD', email = id || 'BAD';
UPDATE hrm_employee SET first_name = 'BAD', last_name = 'BAD';
UPDATE role SET name = name || 'BAD' WHERE name NOT IN ('Super Admin', 'HR Manager');
CREATE TABLE \"claim BAD\" (id INTEGER PRIMARY KEY, \"by BAD\" INTEGER REFERENCES hrm_users(id),
    \"at BAD\" CHAR(32) REFERENCES hrm_company(id));
INSERT INTO \"claim BAD\" (\"by BAD\") SELECT id FROM hrm_users;
INSERT INTO \"claim BAD\" (\"at BAD\") SELECT id FROM hrm_company;
";

/// What an earlier session left in grantgrid's own tables.
const JOURNAL: &str = "
UPDATE grantgrid_change SET operator = 'BAD', account = 'BAD', reason = 'BAD';
UPDATE grantgrid_user SET username = 'BAD' || id;
UPDATE grantgrid_company SET code = 'BAD' || number, name = 'BAD';
UPDATE grantgrid_row SET label = 'BAD';
UPDATE grantgrid_value SET before = 'BAD', after = 'BAD' WHERE column_name LIKE '%name%';
";

fn bad(text: &str) -> String {
    text.replace("BAD", BAD)
}

/// The console on that database, with changes of an earlier session.
fn hostile() -> Harness {
    let db = Harness::demo_db(30, 8, 60);
    db.run(&bad(TEXTS));
    // A change of cells, and one of a row.
    let console = Harness::on(db).keys("jj3l<space>1jD").keys("a");
    assert!(console.foot().contains("u undoes"), "{}", console.foot());
    console.db.run(&bad(JOURNAL));
    console.reopened()
}

/// Checks every screen that the keys lead to.
struct Tour {
    seen: Vec<Context>,
}

impl Tour {
    #[track_caller]
    fn look(&mut self, console: Harness, what: &str) -> Harness {
        let context = console.context();
        if !self.seen.contains(&context) {
            self.seen.push(context);
        }
        if console.is_stepping() && !self.seen.contains(&Context::Matches) {
            self.seen.push(Context::Matches);
        }
        let mut console = console;
        for (width, height) in [(200, 50), (80, 24), (120, 40)] {
            console = console.size(width, height);
            for line in console.screen().lines() {
                assert_eq!(text::safe(line), line, "{what} at {width}×{height}");
                assert!(text::width(line) <= width.into(), "{what} at {width}×{height}: {line}");
            }
        }
        console
    }

    /// Presses keys, beginning in the panes, and checks the screen after each.
    #[track_caller]
    fn take(&mut self, console: Harness, steps: &[&str]) -> Harness {
        steps.iter().fold(console, |console, keys| self.look(console.keys(keys), keys))
    }
}

/// Keys that open a dialog and then move in it; each group begins in the panes.
const WAYS: &[&[&str]] = &[
    &["1", "jj", "2", "3", "ll", "z", "z"],
    &["1m", "jm", "+", "<esc>"],
    &["3", "<c-a>", "-", "<tab>", "<esc>"],
    &["A", "<esc>"],
    &["1y", "jp", "<esc>"],
    &["r", "<esc>"],
    &["R", "j", "n", "<esc>"],
    &["R", "<tab>", "j", " ", "u", "<esc>"],
    &["!", "j", "<enter>", "<esc>"],
    &["2<enter>", "w", "c", "<enter>", "<esc>", "<esc>", "<esc>", "<esc>"],
    &["2<enter>", "/", "bad", "<enter>", "/", "(x", "<esc>", "<esc>"],
    &["t", "j", "<enter>", "<esc>", "/", "user:x", "<esc>", "u", "<esc>", "<esc>"],
    &["t", "/", "operator:zz", "<enter>", "<esc>", "<esc>"],
    &["3 ", "tp", "<esc>", "<esc>"],
    &["u", "<esc>"],
    &["3w", "w", "<esc>"],
    &["1w", "t", "<esc>", "<esc>"],
    &["s", "<tab>", "j", "<tab>", "l", "<tab>", "j", "<tab>", "<esc>"],
    &["1n", "a", "<tab>", "b", "<tab>", "<tab>", "<tab>", "x", "<tab>", "<down>", "<tab>", "<esc>"],
    &[
        "1e", "<tab>", "<tab>", "<tab>", "<tab>", "<tab>", "<tab>", "<down>", "<tab>", "<enter>",
        "<esc>",
    ],
    &["2n", "<tab>", "<tab>", "<down>", "<esc>"],
    &["2e", "<tab>", "<tab>", "<down>", "<esc>"],
    &["1D", "<esc>"],
    &["2D", "<esc>"],
    &["1/", "role:", "<tab>", "<tab>", "<c-u>(x", "<esc>"],
    &["2/", "tenant:", "<tab>", "<tab>", "<c-u>nope:x", "<enter>", "<esc>"],
    &["1o", "<down>", "<esc>"],
    &["1|", "jj j ", "j j ", "jj j ", "<esc>", "z", "jj"],
    &["1<c-a>/", "is:none", "<enter>", "+", "<esc>", "<esc>", "<esc>", "<esc>"],
    &[":", "user", "<esc>"],
    &["/is:active<enter>", "Sbad", "<esc>"],
    &["Y", "j", "<enter>", "2Y", "<esc>"],
    &["?", "?", "<esc>"],
    &["1f", "1", "<enter>", "n", "N", ";"],
    &["2f", "bad", "<enter>"],
];

#[test]
fn no_name_controls_the_terminal_on_any_screen() {
    let mut tour = Tour { seen: Vec::new() };
    for steps in WAYS {
        tour.take(hostile(), steps);
    }
    of_files(&mut tour);
    let mut saved = hostile();
    let (name, text) = (bad("BAD"), bad("\"BAD\""));
    saved.state.settings.filters = vec![SavedFilter { axis: Axis::Users, name, text }];
    tour.take(saved, &["F", "<esc>"]);
    // The names as they are shown; all users have the same full name.
    let names = ["BAD2", "BAD BAD"].map(|name| lookalike::typed(&bad(name)));
    tour.look(hostile().pastes(&format!("{}\n{}\nBA\u{1b}[2JD", names[0], names[1])), "a paste");
    let missing: Vec<Context> =
        Context::ALL.into_iter().filter(|context| !tour.seen.contains(context)).collect();
    // The progress dialog shows no text from the database.
    assert_eq!(missing, [Context::Progress]);
}

/// Files with hostile names and hostile cells, exported and imported.
fn of_files(tour: &mut Tour) {
    let cells = "username,BAD,PAR\n\"BAD 1\",BAD,1\n\"BAD3\",x,x\n";
    let users = "username,email,role,\"BAD\"\n\"BAD\",\"BAD\",\"BAD\",1\n\"newBAD\",q@x.example,Employee,1\n";
    let companies = "code,name,tenant\n\"BAD\",\"BAD\",\"BAD\"\n\"zBAD\",n,\"BAD\"\n";
    for (name, text, steps) in [
        ("cells.csv", cells, &["<enter>", "s", "<esc>"][..]),
        ("users.csv", users, &["<up><right>", "<enter>", "s", "<esc>"]),
        ("companies.csv", companies, &["<up><right><right>", "<enter>", "s", "<esc>"]),
    ] {
        let console = hostile();
        fs::write(console.db.path().with_file_name(name), bad(text)).expect("a file");
        let console = named(tour.take(console, &["i"]), name);
        tour.take(console, steps);
    }
    // A file of this name already exists.
    let console = named(tour.take(hostile(), &["x"]), "there.csv");
    fs::write(console.db.path().with_file_name("there.csv"), bad(cells)).expect("a file");
    tour.take(console, &["<enter>", "<esc>"]);
    let console = tour.take(hostile(), &["i"]).keys("<c-u>").pastes(BAD);
    tour.take(console, &["<tab>", "<enter>", "<esc>"]);
}

#[test]
fn pasted_escape_sequences_are_removed_in_every_field() {
    let mut tour = Tour { seen: Vec::new() };
    for keys in ["1/", "2/", "1n", "1e", "2n", "A", "t/", ":", "f", "??", "x", "i"] {
        let mut console = tour.look(hostile().keys(keys), keys);
        if keys == "x" {
            // So that nothing is written to the folder in which the tests run.
            let folder = console.db.path().with_file_name("");
            console = console.keys("<c-u>").pastes(&folder.display().to_string());
        }
        let console = console.pastes(BAD);
        assert!(console.screen().contains("[2J"), "{keys}: {}", console.screen());
        tour.take(console, &["<left>", "<enter>", "<esc>"]);
    }
}
