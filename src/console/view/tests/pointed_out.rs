//! Matches of the filter are highlighted in the names of the lists.

use ratatui::style::{Modifier, Style};

use crate::console::harness::Harness;
use crate::console::theme::ThemeSet;

/// The letters on the screen that are highlighted, one text for each run.
fn pointed_out(console: &Harness) -> Vec<String> {
    let style = Style::from(console.theme().found);
    let buffer = console.buffer();
    let width = usize::from(buffer.area.width);
    let mut runs = Vec::new();
    for row in buffer.content.chunks(width) {
        let mut run = String::new();
        for cell in row {
            let is_found = cell.fg == style.fg.unwrap_or_default()
                && cell.bg == style.bg.unwrap_or_default()
                && cell.modifier.contains(style.add_modifier);
            if is_found {
                run.push_str(cell.symbol());
            } else if !run.is_empty() {
                runs.push(std::mem::take(&mut run));
            }
        }
    }
    runs
}

#[test]
fn matches_of_words_and_name_fields_are_highlighted_in_users_and_matrix() {
    let console = Harness::demo().keys("/arjun<enter>");
    assert_eq!(console.state.users.len(), 2);
    // Name and username in the list, and the name in the matrix, for each of the two users.
    let found = pointed_out(&console);
    assert_eq!(found, ["Arjun", "arjun", "Arjun", "Arjun", "arjun", "Arjun"]);
    let console = console.keys("/<c-u>!arjun is:active<enter>");
    assert_eq!(pointed_out(&console), [""; 0]);
}

#[test]
fn a_match_in_the_address_alone_is_shown_below_the_panes() {
    for size in [(80, 24), (120, 40)] {
        let console = Harness::demo().size(size.0, size.1).keys("/example<enter>");
        assert_eq!(console.state.users.len(), 40, "every address has it");
        assert_eq!(pointed_out(&console), ["example"], "{}", console.screen());
    }
    let screen = Harness::demo().keys("/superadmin<enter>").screen();
    assert!(!screen.contains('@'), "the name says why: {screen}");
}

#[test]
fn matches_are_highlighted_in_codes_and_names_of_companies() {
    let console = Harness::demo().keys("2/to | ber<enter>");
    assert_eq!(pointed_out(&console), ["To", "BER", "Ber"]);
}

#[test]
fn without_colors_highlighted_letters_differ_from_the_cursors_line() {
    let mut console = Harness::demo().ascii().keys("/arjun<enter>");
    console.set_theme(ThemeSet::built_in().load("plain", true).expect("a theme"));
    let buffer = console.buffer();
    let reversed = |y: u16| -> Vec<bool> {
        let cells = (4..9).map(|x| buffer[(x, y)].modifier.contains(Modifier::REVERSED));
        cells.collect()
    };
    // The first line has the cursor and is reversed; a match in it is not.
    assert_eq!(reversed(3), [false; 5], "{}", console.screen());
    assert_eq!(reversed(4), [true; 5], "{}", console.screen());
    assert!(buffer[(10, 3)].modifier.contains(Modifier::REVERSED));
    assert!(!buffer[(10, 4)].modifier.contains(Modifier::REVERSED));
}
