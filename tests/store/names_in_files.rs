//! Which user or company a name in a file means, and which texts are not names.

use crate::lookalikes::{draft, odd_names};
use grantgrid::domain::{Field, JobProgress};
use grantgrid::filter::Axis;
use grantgrid::store::{EditOptions, ImportLine};

#[test]
fn names_in_files_match_existing_users_and_placeholders_are_not_new_names() {
    let hr = odd_names();
    let mut store = hr.open();
    let mut import = |axis: Axis, fields: &[(Field, &str)]| {
        let line = ImportLine { line: 2, draft: draft(fields), uncovered: None };
        let how = EditOptions { create_missing: true, dry_run: true, ..EditOptions::default() };
        let watch = &mut JobProgress::none();
        let report = store.import_as_planned(axis, &[line], true, &how, None, watch);
        let report = report.expect("a report");
        let problems: Vec<String> =
            report.problems.iter().map(|it| it.problem.to_string()).collect();
        (report.added, report.edited, problems)
    };
    for name in ["ｅｍｉｌ", "EMIL", "em\u{200b}il", " emil\u{a0}", "em\\u{ad}il"] {
        let found = import(Axis::Users, &[(Field::Username, name), (Field::FirstName, "New")]);
        assert_eq!(found, (0, 1, vec![]), "{name:?}");
    }
    for (code, tenant) in [
        ("kyo", "NORD"),
        ("ＫＹＯ", "nord"),
        ("K\u{200b}YO", "ＮＯＲＤ"),
        ("KYO (NORD)", ""),
        ("n  y", ""),
        ("N\\u{a0}Y", ""),
        ("KYO", "NO\\u{52}D"),
    ] {
        let mut fields = vec![(Field::Code, code), (Field::Name, "Another")];
        fields.extend(Some((Field::Tenant, tenant)).filter(|_| !tenant.is_empty()));
        assert_eq!(import(Axis::Companies, &fields), (0, 1, vec![]), "{code:?}");
    }
    for (field, text) in [(Field::Role, "ＥＭＰＬＯＹＥＥ"), (Field::Role, " employee\u{200b}")]
    {
        let (added, _, problems) = import(
            Axis::Users,
            &[(Field::Username, "somebody"), (Field::Email, "some@x.example"), (field, text)],
        );
        assert_eq!((added, problems), (1, vec![]), "{text:?}");
    }
    for text in ["N/A", "none", "keine", "—", "#####", "なし", "=A1+1", "(null)"] {
        for (axis, fields, field) in [
            (Axis::Users, vec![(Field::Username, text), (Field::Email, "a@x.example")], "username"),
            (Axis::Users, vec![(Field::Username, "emil"), (Field::Role, text)], "role"),
            (Axis::Users, vec![(Field::Username, "emil"), (Field::Home, text)], "home company"),
            (
                Axis::Users,
                vec![(Field::Username, "emil"), (Field::Organization, text)],
                "organization",
            ),
            (Axis::Companies, vec![(Field::Code, text), (Field::Tenant, "NORD")], "code"),
            (
                Axis::Companies,
                vec![(Field::Code, "KYO"), (Field::Name, text), (Field::Tenant, "NORD")],
                "name",
            ),
            (
                Axis::Companies,
                vec![(Field::Code, "NEW"), (Field::Name, "New"), (Field::Tenant, text)],
                "tenant",
            ),
        ] {
            let (added, edited, problems) = import(axis, &fields);
            assert_eq!((added, edited), (0, 0), "{text} {field}: {problems:?}");
            let start = format!("{field} is “{text}”, which ");
            assert!(problems.iter().any(|it| it.starts_with(&start)), "{text}: {problems:?}");
        }
    }
    // Without a tenant, the problem is that the code looks like an existing one.
    let (_, _, problems) = import(Axis::Companies, &[(Field::Code, "КYO"), (Field::Name, "x")]);
    assert!(problems.iter().any(|it| it.starts_with("code differs from KYO ")), "{problems:?}");
}
