//! Users in a file who get each other's email addresses.

use crate::common::Hr;
use grantgrid::domain::{Draft, Field, JobProgress};
use grantgrid::store::{EditOptions, ImportLine, ImportReport};

fn line(number: u64, username: &str, email: &str) -> ImportLine {
    let draft = Draft::default().with(Field::Username, username);
    let draft = draft.with(Field::Email, format!("{email}.org"));
    ImportLine { line: number, draft, uncovered: None }
}

/// A database of users `a` to `f`, each with the address `a@x.org` to `f@x.org`; these tests
/// leave `.org` out.
fn hr() -> Hr {
    let hr = Hr::of_2025();
    hr.run(
        "DELETE FROM hrm_user_company_access; DELETE FROM hrm_employee WHERE user_id IS NOT NULL;
         DELETE FROM hrm_users WHERE id > 6;
         UPDATE hrm_users SET username = char(96 + id), email = char(96 + id) || '@x.org'",
    );
    hr
}

fn addresses(hr: &Hr) -> String {
    hr.rows(
        "SELECT group_concat(username || '=' || replace(email, '.org', ''), ' ') FROM hrm_users",
    )[0]
    .clone()
}

const BEFORE: &str = "'a=a@x b=b@x c=c@x d=d@x e=e@x f=f@x'";

/// Imports `username=address`, and returns the addresses afterwards with the report. Also
/// checks an undo, a redo and another undo.
#[track_caller]
fn taken(wanted: &str) -> (String, ImportReport) {
    let hr = hr();
    assert_eq!(addresses(&hr), BEFORE);
    let mut store = hr.open();
    let wanted = (1..).zip(wanted.split(' '));
    let wanted = wanted.filter_map(|(at, pair)| Some((at, pair.split_once('=')?)));
    let lines: Vec<ImportLine> = wanted.map(|(at, (name, email))| line(at, name, email)).collect();
    let dry = EditOptions { dry_run: true, ..EditOptions::default() };
    let planned =
        store.import_users(&lines, true, &dry, &mut JobProgress::none()).expect("a dry run");
    assert_eq!(addresses(&hr), BEFORE);
    let report = store
        .import_users(&lines, true, &EditOptions::default(), &mut JobProgress::none())
        .expect("an import");
    assert_eq!((planned.edited, planned.added), (report.edited, report.added));
    assert_eq!(planned.problems, report.problems);
    let after = addresses(&hr);
    if report.recorded.change.is_some() {
        for expected in [BEFORE, after.as_str(), BEFORE] {
            let done = if expected == BEFORE { store.undo(None, None) } else { store.redo(None) };
            assert_eq!(done.expect("an undo or a redo").left_rows, []);
            assert_eq!(addresses(&hr), expected);
        }
    }
    (after, report)
}

#[test]
fn addresses_are_exchanged_in_one_change() {
    for (wanted, after) in [
        ("a=b@x b=a@x", "'a=b@x b=a@x c=c@x d=d@x e=e@x f=f@x'"),
        ("a=b@x b=c@x c=a@x", "'a=b@x b=c@x c=a@x d=d@x e=e@x f=f@x'"),
        ("a=b@x b=c@x c=d@x d=new@x", "'a=b@x b=c@x c=d@x d=new@x e=e@x f=f@x'"),
        ("a=b@x c=d@x b=a@x d=c@x e=f@x f=g@x", "'a=b@x b=a@x c=d@x d=c@x e=f@x f=g@x'"),
        ("a=B@x b=a@x", "'a=B@x b=a@x c=c@x d=d@x e=e@x f=f@x'"),
        ("a=A@x", "'a=A@x b=b@x c=c@x d=d@x e=e@x f=f@x'"),
    ] {
        let (addresses, report) = taken(wanted);
        assert_eq!((addresses.as_str(), &report.problems[..]), (after, &[][..]), "{wanted}");
        assert_eq!(report.edited, wanted.split(' ').count() as u64);
        let change = report.recorded.change.expect("a change");
        let users = if report.edited == 1 { "user" } else { "users" };
        assert_eq!(change.rows_in_words(), format!("{} {users} changed", report.edited));
    }
}

#[test]
fn an_address_that_its_owner_keeps_is_a_problem_of_the_line() {
    let told = |wanted: &str| {
        let (addresses, report) = taken(wanted);
        let problems = report.problems.iter();
        (addresses, problems.map(|it| (it.line, it.problem.to_string())).collect::<Vec<_>>())
    };
    let taken = |line| (line, "e-mail is taken: another user has it".to_owned());
    assert_eq!(told("a=b@x"), (BEFORE.to_owned(), vec![taken(1)]));
    assert_eq!(told("a=b@x b=c@x c=c@x"), (BEFORE.to_owned(), vec![taken(1), taken(2)]));
    // Two want the same address: the first gets it, and the third waits in vain.
    let circle = "'a=b@x b=a@x c=c@x d=d@x e=e@x f=f@x'".to_owned();
    assert_eq!(told("a=b@x c=b@x b=a@x d=c@x"), (circle, vec![taken(2), taken(4)]));
    // A line with another problem keeps its address, and lines that wait for it wait in vain.
    let (after, problems) = told("a=b@x b=nonsense");
    assert_eq!((after.as_str(), problems.len()), (BEFORE, 2));
    assert_eq!(problems[0], taken(1));
}
