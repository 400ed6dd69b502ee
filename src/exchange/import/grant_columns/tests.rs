//! Which columns decide, and the result for their lines.

use super::*;

/// The result for lines with these cells: `+`, `-` or `?`; `None` if the column does not decide.
fn verdicts(heading: &str, cells: &[&str]) -> Option<String> {
    let mut columns = GrantColumns::default();
    let at = columns.add(heading, Some(2), false);
    for (mark, text) in cells.iter().enumerate() {
        columns.record(at, Some(mark), &FileCell::text(2, *text));
    }
    let mut column = columns.take(cells.len()).0.pop()?;
    let mut verdicts = vec!['+'; cells.len()];
    for line in column.take_lines() {
        let GrantTarget::Pair(mark) = line.of else { return None };
        verdicts[mark] = match column.verdict(&line, "line") {
            Verdict::Grants => '+',
            Verdict::Denies => '-',
            Verdict::Unclear(_) => '?',
        };
    }
    for mark in column.blank() {
        verdicts[mark] = '?';
    }
    Some(verdicts.into_iter().collect())
}

#[test]
fn a_column_decides_by_its_heading_or_by_its_cells() {
    for (heading, cells, expected) in [
        ("granted", &["yes", "no", "", "maybe", "0"][..], Some("+-??-")),
        ("Zugriff", &["ja", "nein", "FALSCH"], Some("+--")),
        ("Has access", &["J", "N"], Some("+-")),
        ("access", &["N", "x"], Some("?+")),
        ("status", &["active", "inactive"], Some("+-")),
        ("value", &["", ""], Some("??")),
        ("granted", &["2026-01-02", "2025-03-04 10:00"], None),
        ("granted", &["2026-01-02", ""], Some("+?")),
        ("+/-", &["+", "-", "", "x"], Some("+-?+")),
        ("revoked", &["yes", "no", "", "x", "0"], Some("?++?+")),
        ("Denied", &["x", ""], Some("?+")),
        ("no access", &["", "ja"], Some("+?")),
        ("deleted_at", &["2024-01-01", ""], Some("?+")),
        ("valid until", &["2020-01-01", "2999-01-01"], Some("??")),
        ("entzogen am", &["1.2.2024", ""], Some("?+")),
        ("blocked", &["nein", "no"], Some("++")),
        ("Deactivated", &["yes", "no", ""], Some("?++")),
        ("désactivé", &["oui"], Some("?")),
        ("停用", &["是", ""], Some("?+")),
        ("Not allowed", &["x", ""], Some("?+")),
        ("To remove", &["x", "", "no"], Some("?++")),
        ("should be removed", &["yes"], Some("?")),
        ("no longer needed", &["no", "yes"], Some("+?")),
        ("Without access to it", &["yes"], Some("?")),
        ("Days until removed", &["3", "17"], None),
        ("Not in the office", &["Mondays", ""], None),
        ("granted", &["2026-01-02", "no"], Some("?-")),
        ("nessun accesso", &["x", ""], Some("?+")),
        ("アクセスなし", &["x", ""], Some("?+")),
        ("権限なし", &["○", ""], Some("?+")),
        ("odvolané", &["x"], Some("?")),
        // When a grant ended, in whatever words.
        ("revocation date", &["2020-01-01"], Some("?")),
        ("Date revoked", &["2020-01-01", ""], Some("?+")),
        ("expired at", &["2020-01-01"], Some("?")),
        ("révoqué le", &["2020-01-01"], Some("?")),
        ("date de révocation", &["2020-01-01"], Some("?")),
        ("fecha de revocación", &["2020-01-01"], Some("?")),
        ("revogado em", &["2020-01-01"], Some("?")),
        ("widerrufen am", &["2020-01-01"], Some("?")),
        ("valido fino al", &["2020-01-01"], Some("?")),
        ("termination date", &["2020-01-01"], Some("?")),
        ("to", &["2020-01-01"], Some("?")),
        ("bis", &["2020-01-01"], Some("?")),
        ("effective_end_date", &["2024-06-30", ""], Some("?+")),
        ("EffectiveEndDate", &["2024-06-30"], Some("?")),
        ("gesperrt seit", &["2024-06-30"], Some("?")),
        ("désactivé depuis", &["2024-06-30", ""], Some("?+")),
        ("Vertragsende", &["30.06.2024", "31.12.2023"], Some("??")),
        ("Fecha de vencimiento", &["30.06.2024"], Some("?")),
        ("结束日期", &["2024-06-30"], Some("?")),
        ("Revoked", &["Y", "N"], Some("?+")),
        ("Terminated", &["N", "N"], Some("??")),
        ("Locked", &["✓", "✗"], Some("?+")),
        // A date that only some have may be an end.
        ("Umzug", &["2020-01-01", "-"], Some("?+")),
        ("Umzug", &["2020-01-01", "9999-12-31"], Some("?+")),
        ("Umzug", &["30.06.", ""], Some("?+")),
        ("hireDate", &["2020-01-01", ""], None),
        ("Umzug", &["2020-01-01", ""], Some("?+")),
        ("Umzug", &["2020-01-01", "2021-01-01"], None),
        ("last login", &["2020-01-01", ""], None),
        ("Start date", &["2020-01-01", ""], None),
        ("入社日", &["2020-01-01", ""], None),
        ("date granted", &["2020-01-01", ""], None),
        // No level of access.
        ("access_level", &["No access", "full"], Some("?+")),
        ("access level", &["none", "full"], Some("?+")),
        ("Zugriffsrecht", &["keine", "alle"], Some("?+")),
        ("level", &["None", "3"], Some("?+")),
        ("Berechtigungsstufe", &["Keine", "alle"], Some("?+")),
        ("アクセスレベル", &["なし", "3"], Some("?+")),
        ("Access level", &["N/A", "full"], Some("?+")),
        ("Request type", &["Withdrawn", "new"], Some("?+")),
        ("Antragsart", &["Löschung", "neu"], Some("?+")),
        ("manager", &["None", "Ada"], None),
        ("site", &["Baja", "Alta"], None),
        ("remark here", &["Kein Zugriff", "ja"], Some("?+")),
        // Nothing says that these decide.
        ("approved?", &["yes", "no"], Some("+?")),
        ("tick", &["+", "-"], Some("+?")),
        ("site", &["Rome", "no"], None),
        ("site", &["", ""], None),
        ("approved?", &["yes", "yes"], Some("++")),
        ("approved?", &["yes", ""], Some("+?")),
        ("comment", &["no", "ok"], None),
        ("comment", &["removed", "ok"], None),
        ("Action", &["add", "remove", "grant", "revoke", "move"], Some("+-+-?")),
        ("Request", &["permanent", "revoked", ""], Some("+?+")),
        ("Request", &["approved", "abgelehnt"], Some("+?")),
    ] {
        assert_eq!(verdicts(heading, cells).as_deref(), expected, "{heading} {cells:?}");
    }
}

#[test]
fn a_missing_part_of_a_pair_is_reported_once_and_of_a_list_never() {
    let mut columns = GrantColumns::default();
    let of_list = GrantTarget::List { marks: 2..5, name: 0, line: 3 };
    let fields = ["granted", "access"].map(|key| columns.field(key));
    assert_eq!(columns.field("Granted"), fields[0]);
    columns.note_list(2..5);
    columns.record_list(fields[0], of_list, &FileCell::text(0, "yes"));
    columns.record(fields[0], Some(0), &FileCell::text(0, "yes"));
    columns.record(fields[1], Some(5), &FileCell::text(0, "yes"));
    let (deciding, others) = columns.take(6);
    let blank: Vec<Vec<usize>> = deciding.iter().map(|it| it.blank().collect()).collect();
    assert_eq!((blank, others), (vec![vec![1, 5], vec![0]], Vec::new()));
}
