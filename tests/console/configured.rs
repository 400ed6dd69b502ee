//! `config.toml`, custom themes, and the query for the terminal's background.

use std::fs;

use super::person::Start;
use super::sandbox::Sandbox;

/// The background colors of the themes `light` and `dark`.
const LIGHT: &str = "48;5;255";
const DARK: &str = "48;5;234";

const WHITE: &str = "\u{1b}]11;rgb:ffff/ffff/ffff\u{1b}\\\u{1b}[?62;22c";

fn write(sandbox: &Sandbox, name: &str, text: &str) {
    let path = sandbox.path(".config/grantgrid").join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

#[test]
fn keys_and_a_theme_can_be_configured() {
    let sandbox = Sandbox::new();
    write(
        &sandbox,
        "themes/mine.toml",
        "extends = \"dark\"\nbase = { fg = \"252\", bg = \"#102030\" }\n",
    );
    let config = "theme = \"mine\"\n[keys]\nquit = \"alt-q\"\nlast = \"g g\"\nfirst = \"home\"\nundo = \"Z\"\n";
    write(&sandbox, "config.toml", config);
    let ended = Start::new(&sandbox)
        .opens()
        .types("3 ")
        .sees("· Z undoes")
        .types("gg")
        .sees("─ eve ×")
        .types("q")
        .sees("q is not used here")
        .types("\u{1b}q")
        .ends();
    let ended = ended.well(0);
    assert!(ended.raw.contains("48;2;16;32;48"), "the theme of the person");
}

#[test]
fn columns_can_be_configured() {
    let sandbox = Sandbox::new();
    write(&sandbox, "config.toml", "columns = [\"username\", \"email\", \"grants\"]\n");
    let person = Start::new(&sandbox).opens().sees("bob@example.com").sees_no("   name ");
    person.quits().well(0);
    write(&sandbox, "config.toml", "columns = [\"username\", \"emal\"]\n");
    let said = "config.toml ignored: line 1, column 24: unknown column “emal”; did you mean email?";
    Start::new(&sandbox).opens().sees(said).quits().well(0);
}

#[test]
fn an_invalid_configuration_is_reported_in_one_line_and_the_defaults_apply() {
    let sandbox = Sandbox::new();
    write(&sandbox, "config.toml", "ascii = true\n[keys]\nquti = \"Q\"\n");
    Start::new(&sandbox)
        .opens()
        .sees("config.toml ignored: line 3, column 1: unknown action “quti”; did you mean quit?")
        .quits()
        .well(0);
    // Commands do not read it.
    assert!(!sandbox.run(&["users", "--json"]).contains("config"));

    let sandbox = Sandbox::new();
    write(&sandbox, "themes/mine.toml", "extends = \"dark\"\nbsae = {}\n");
    write(&sandbox, "config.toml", "theme = \"mine\"\n");
    Start::new(&sandbox).opens().sees("mine.toml: line 2, column 1: unknown field").quits().well(0);
}

#[test]
fn the_command_line_overrides_the_environment_and_the_environment_the_configuration() {
    for (arguments, variable, background) in [
        (&[][..], None, "48;2;30;30;46"),
        (&[][..], Some("light"), LIGHT),
        (&["--theme", "dark"][..], Some("light"), DARK),
    ] {
        let sandbox = Sandbox::new();
        write(&sandbox, "config.toml", "theme = \"catppuccin-mocha\"\n");
        let start = arguments.iter().fold(Start::new(&sandbox), Start::arg);
        let start = match variable {
            Some(theme) => start.env("GRANTGRID_THEME", theme),
            None => start,
        };
        let raw = start.opens().quits().well(0).raw;
        assert!(raw.contains(background), "{arguments:?} {variable:?}");
    }
}

#[test]
fn the_theme_follows_the_background_of_the_terminal() {
    let sandbox = Sandbox::new();
    let start = Start::new(&sandbox).env("COLORTERM", "truecolor").arg(sandbox.db());
    let person = start.runs().has_taken("\u{1b}]11;?").types(WHITE).sees("Access matrix");
    let raw = person.has_taken(LIGHT).quits().well(0).raw;
    assert_eq!(raw.matches("\u{1b}]11;?").count(), 1, "it is asked once");
}

/// Whatever the reply is and whenever it arrives, it is not a key.
#[test]
fn a_late_reply_changes_the_colors_and_is_not_a_key() {
    let sandbox = Sandbox::new();
    let before = sandbox.hr_tables();
    let start = Start::new(&sandbox).env("COLORTERM", "truecolor");
    let person = start.opens().types("3j").sees("─ bob × PAR").has_drawn();
    let first = person.screen();
    let (one, two) = WHITE.split_at(9);
    let pause = std::time::Duration::from_millis(150);
    let person = person.types_in_pieces(one, pause, two).has_taken(LIGHT).has_drawn();
    assert_eq!(person.screen(), first);
    person.quits().well(0);
    assert_eq!(sandbox.hr_tables(), before);
}

#[test]
fn with_a_chosen_theme_the_terminal_is_not_queried() {
    let sandbox = Sandbox::new();
    let start = Start::new(&sandbox).env("COLORTERM", "truecolor").env("GRANTGRID_THEME", "dark");
    let raw = start.opens().quits().well(0).raw;
    assert!(!raw.contains("]11;?") && !raw.contains("\u{1b}[c"));
}

#[test]
fn every_dialog_shows_times_in_the_same_zone() {
    let sandbox = Sandbox::new();
    let person = Start::new(&sandbox).env("TZ", "IST-5:30").opens().types("3 ").sees("undoes");
    let person = person.types("w").sees("+05:30").sees_no("UTC").types("t").sees("(+05:30)");
    let person = person.answers("u").sees("+05:30 by").sees_no("UTC").types("\u{1b}");
    let person = person.sees_no("undo will grant").answers("q").sees_no("History of");
    person.answers("q").sees_no("Why ─").quits().well(0);
    write(&sandbox, "config.toml", "time_zone = \"utc\"\n");
    let person = Start::new(&sandbox).env("TZ", "IST-5:30").opens().types("3w").sees(" UTC");
    person.sees_no("+05:30").answers("q").sees_no("Why ─").quits().well(0);
}

#[test]
fn the_days_of_the_history_filter_are_those_of_the_zone_shown() {
    let sandbox = Sandbox::new();
    let person = Start::new(&sandbox).opens().types("3 ").sees("undoes");
    person.quits().well(0);
    // Late on the last day of February, UTC; in India it is March already.
    let sql = "UPDATE grantgrid_change SET at = '2026-02-28 20:00:00.000000'";
    sandbox.connect().execute(sql, []).expect("another time");
    let person = Start::new(&sandbox).env("TZ", "IST-5:30").opens();
    let person = person.types("t").sees("History ─ 1 change").answers("/");
    let person = person.sees("a name, or lost:sarah");
    let person = person.types("since:2026-03 until:2026-03-01").sees("1 change ─ since:2026-03");
    let person = person.types("\u{15}").sees("a name, or lost:sarah");
    let person = person.types("since:2026-02-28 until:2026-02").sees("0 changes");
    let person = person.types("\r").sees("p by user").answers("q").sees_no("History");
    person.quits().well(0);
}
