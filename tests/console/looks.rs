//! Colors, and terminals that can only show ASCII.

use super::person::{Person, Start};
use super::sandbox::Sandbox;

/// Opens a bit of everything that the console can draw.
fn tour(person: Person) -> String {
    person
        .types("3j ")
        .sees("revoked Acme Paris from bob")
        .types("2z")
        .sees_no("Access matrix")
        .types("z?")
        .sees("Moving")
        .types("\u{1b}")
        .sees_no("Moving")
        .quits()
        .well(0)
        .raw
}

#[test]
fn the_screen_has_colors() {
    assert!(!colors(&tour(Person::opens(&Sandbox::new()))).is_empty());
}

#[test]
fn no_color_disables_every_color() {
    let by_option = Sandbox::new();
    let raw = tour(Start::new(&by_option).env("NO_COLOR", "1").opens());
    assert_eq!(colors(&raw), [""; 0]);

    let by_theme = Sandbox::new();
    let raw = tour(Start::new(&by_theme).env("GRANTGRID_THEME", "plain").opens());
    assert_eq!(colors(&raw), [""; 0]);
}

#[test]
fn an_ascii_terminal_receives_only_ascii() {
    let by_option = Sandbox::new();
    let raw = tour(Start::new(&by_option).arg("--ascii").opens());
    assert!(raw.is_ascii(), "{:?}", raw.chars().find(|letter| !letter.is_ascii()));

    let by_locale = Sandbox::new();
    let raw = tour(Start::new(&by_locale).env("LANG", "C").opens());
    assert!(raw.is_ascii(), "{:?}", raw.chars().find(|letter| !letter.is_ascii()));

    let neither = Sandbox::new();
    assert!(!tour(Person::opens(&neither)).is_ascii());
}

/// One sentence, without a byte that controls the terminal.
#[test]
fn a_terminal_that_cannot_move_the_cursor_is_refused_with_a_message() {
    let sandbox = Sandbox::new();
    for (start, what) in [
        (Start::new(&sandbox).env("TERM", "dumb"), "$TERM is “dumb”"),
        (Start::new(&sandbox).env("TERM", ""), "$TERM is not set"),
        (Start::new(&sandbox).without("TERM"), "$TERM is not set"),
    ] {
        let ended = start.arg("hr.db").runs().ends();
        assert_eq!(
            ended.raw,
            format!(
                "grantgrid: the console needs a terminal that can move the cursor, and {what}; set \
                 TERM to the name of your terminal (for example xterm-256color), or use the commands \
                 in `grantgrid --help`\r\n"
            )
        );
        assert_eq!((ended.status, ended.signal), (1, None));
        assert!(ended.modes_restored);
    }
    // Commands work on such a terminal.
    let ended = Start::new(&sandbox).env("TERM", "dumb").arg("users").env("GRANTGRID_DB", "hr.db");
    let ended = ended.runs().ends();
    assert!(ended.status == 0 && !ended.raw.contains('\u{1b}'), "{}", ended.raw);
}

/// The console sends no queries by itself, so no reply can arrive late.
#[test]
fn an_unnamed_terminal_is_not_queried() {
    let sandbox = Sandbox::new();
    let raw = tour(Person::opens(&sandbox));
    for question in [
        "[c", "[0c", "[>c", "[>0c", "[=c", "[6n", "[?6n", "[5n", "[>q", "[>0q", "[?u", "]10;?",
        "]11;?", "[18t",
    ] {
        assert!(!raw.contains(&format!("\u{1b}{question}")), "{question}");
    }
    assert!(!raw.contains("$p") && !raw.contains("\u{1b}P") && !raw.contains("\u{1b}]"));
}

/// Every SGR sequence that sets a color other than the default.
fn colors(raw: &str) -> Vec<&str> {
    let sequences = raw.split("\u{1b}[").skip(1);
    let parameters = sequences.filter_map(|sequence| {
        let end = sequence.find(|letter: char| !letter.is_ascii_digit() && letter != ';')?;
        sequence[end..].starts_with('m').then_some(&sequence[..end])
    });
    let is_color = |number: &str| {
        number
            .parse()
            .is_ok_and(|number: u8| matches!(number, 30..=38 | 40..=48 | 58 | 90..=97 | 100..=107))
    };
    parameters.filter(|parameters| parameters.split(';').any(is_color)).collect()
}

#[test]
fn color_sequences_are_recognized() {
    let raw = "\u{1b}[38;5;8mx\u{1b}[39;49m\u{1b}[0m\u{1b}[1m\u{1b}[31;40Hy\u{1b}[97m";
    assert_eq!(colors(raw), ["38;5;8", "97"]);
}
