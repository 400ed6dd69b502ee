//! The origin of a grant, for every way in which the journal and the rows can
//! agree or contradict each other.

use std::rc::Rc;

use super::*;
use crate::domain::{Change, ChangeId, ChangeKind, GrantId};

const NOW: &str = "2026-03-02 08:00:00.000000";

fn change(id: i64, kind: ChangeKind) -> Change {
    Change {
        id: ChangeId(id),
        at: "2026-03-01 09:30:00.000000".into(),
        operator: "ada".into(),
        kind,
        reason: None,
        added: 0,
        removed: 0,
        rows: Vec::new(),
        reverts: None,
        undone_by: None,
        account: None,
    }
}

/// Parses a cell's history, newest first: `+1g` means that change 1 added the grant g; `-`
/// removed it; `u` and `r` mark an undo and a redo.
fn entries(text: &str) -> Vec<GrantEntry> {
    let entry = |word: &str| {
        let mut letters = word.chars();
        let (sign, last) = (letters.next(), letters.next_back());
        let middle: String = letters.collect();
        let number = middle.trim_start_matches(['u', 'r']).parse().expect("a number");
        let kind = match (middle.chars().next(), sign) {
            (Some('u'), _) => ChangeKind::Undo,
            (Some('r'), _) => ChangeKind::Redo,
            (_, Some('+')) => ChangeKind::Grant,
            _ => ChangeKind::Revoke,
        };
        GrantEntry {
            change: Rc::new(change(number, kind)),
            added: sign == Some('+'),
            grant: GrantId::new(&last.expect("a grant").to_string()),
        }
    };
    text.split_whitespace().map(entry).collect()
}

/// The origin of the grant `g`, and the changes that it names, that granted it, and that
/// restored it.
fn origin_of(cell: &str, known: KnownHistory) -> String {
    let held = HeldGrant::new(GrantId::new("g"), "2025-01-01".into(), &entries(cell), known, NOW);
    let number =
        |change: Option<&Change>| change.map_or("-".into(), |change| change.id.0.to_string());
    assert_eq!(held.before_journal, held.origin == Origin::BeforeHistory);
    format!(
        "{} {} {} {}",
        held.origin.as_str(),
        number(held.origin.change()),
        number(held.made_by.as_ref()),
        number(held.put_back_by.as_ref())
    )
}

#[test]
fn the_origin_follows_from_the_changes_of_the_cell() {
    let whole = KnownHistory::FromFirst(ChangeId(1));
    for (cell, expected) in [
        // A change granted it, and nothing contradicts that.
        ("+1g", "change - 1 -"),
        ("+5g -3x +2x", "change - 5 -"),
        ("+r4g -u3g +2g", "change - 2 4"),
        ("+u4g -3g +2g", "change - 2 4"),
        ("+3g -3x +2x", "change - 3 -"),
        // No change mentions it: the date in the row proves nothing.
        ("", "unrecorded - - -"),
        // It existed when a change removed it, and an undo restored it.
        ("+u3g -2g", "before_change 2 - 3"),
        ("+u2g -1g", "before_history - - 2"),
        ("+u2g +u2x -1x -1g", "before_history - - 2"),
        // According to the journal, the cell was empty or had another grant.
        ("-5g +2g", "outside_after_change 5 - -"),
        ("-5x", "outside_after_change 5 - -"),
        ("-1x", "outside_after_change 1 - -"),
        ("+5x", "outside_after_change 5 - -"),
        ("-u5x +4x", "outside_after_change 5 - -"),
        ("-6x +5x -4g +3g", "outside_after_change 6 - -"),
        ("+6x -4g +3g", "outside_after_change 6 - -"),
        // An undo restored it, but the undone change is missing.
        ("+u5g", "unrecorded - - 5"),
    ] {
        assert_eq!(origin_of(cell, whole), expected, "{cell}");
    }
}

#[test]
fn an_incomplete_journal_proves_less() {
    use KnownHistory::{None, Partial};
    assert_eq!(origin_of("", None), "before_history - - -");
    for (cell, expected) in [
        ("", "unrecorded - - -"),
        ("+5g", "change - 5 -"),
        ("+u6g -5g", "unrecorded - - 6"),
        ("+u2g -1g", "unrecorded - - 2"),
        ("-5x", "outside_after_change 5 - -"),
    ] {
        assert_eq!(origin_of(cell, Partial), expected, "{cell}");
    }
}

#[test]
fn only_a_date_that_nothing_contradicts_is_shown() {
    let whole = KnownHistory::FromFirst(ChangeId(1));
    let since = |cell: &str, dated: &str, known| {
        let held = HeldGrant::new(GrantId::new("g"), dated.into(), &entries(cell), known, NOW);
        match held.since {
            GrantedSince::Known(at) => format!("known {at}"),
            GrantedSince::Dated(at) => format!("dated {at}"),
            GrantedSince::Unknown => "unknown".to_owned(),
        }
    };
    for (cell, dated, known, expected) in [
        ("", "2025-01-01", KnownHistory::None, "known 2025-01-01"),
        ("", "", KnownHistory::None, "unknown"),
        ("", "2026-03-02T08:00:01", KnownHistory::None, "unknown"),
        ("", "2025-01-01", whole, "dated 2025-01-01"),
        ("", "2027", whole, "unknown"),
        // The change proves the time, and the row has it more precisely.
        ("+1g", "2025-01-01", whole, "known 2026-03-01 09:30:00.000000"),
        ("+1g", "", whole, "known 2026-03-01 09:30:00.000000"),
        ("+1g", "2026-03-01T09:30:07", whole, "known 2026-03-01T09:30:07"),
        // It existed before the changes of 2026-03-01, or it did not.
        ("+u3g -2g", "2025-01-01", whole, "dated 2025-01-01"),
        ("+u3g -2g", "2026-03-01 09:30:01", whole, "unknown"),
        ("+u2g -1g", "2025-01-01", whole, "known 2025-01-01"),
        ("+u2g -1g", "2026-03-01 09:30:01", whole, "unknown"),
        ("-5g +2g", "2026-03-01 09:29:59", whole, "unknown"),
        ("-5g +2g", "2026-03-01", whole, "dated 2026-03-01"),
        ("-5g +2g", "2026-03-01 10:00:00", whole, "dated 2026-03-01 10:00:00"),
    ] {
        assert_eq!(since(cell, dated, known), expected, "{cell}, {dated}");
    }
}
