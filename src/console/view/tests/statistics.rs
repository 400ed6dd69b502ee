//! The statistics on the screen, and every way from them into the panes.

use crate::console::dialogs::statistics::StatisticsDialog;
use crate::console::harness::Harness;
use crate::console::state::Pane;
use crate::store::testing::{self, TestDb};

/// A small database with the usual roles.
fn console() -> Harness {
    Harness::demo().size(120, 40)
}

fn dialog(console: &Harness) -> &StatisticsDialog {
    match console.dialogs.top_as::<StatisticsDialog>() {
        Some(dialog) => dialog,
        None => panic!("no statistics: {:?}", console.dialogs),
    }
}

/// The users filter after these keys, and how many users it shows.
fn filtered(keys: &str) -> (String, u64) {
    let console = console().size(200, 50).keys(keys);
    assert!(console.dialogs.is_empty(), "back in the panes");
    assert_eq!(console.state.focus, Pane::Users);
    let text = console.state.user_filter.text.clone();
    if !text.is_empty() {
        let title = console.screen();
        assert!(title.lines().nth(1).is_some_and(|it| it.contains(&text)), "{text}: {title}");
    }
    (text, console.state.users.len() as u64)
}

#[test]
fn the_statistics_fill_every_size() {
    for (width, height, keys) in
        [(80, 24, "s"), (120, 40, "s<tab>"), (200, 50, "s<tab><tab><tab><right>")]
    {
        let console = Harness::demo_of(300, 40, 900).size(width, height).keys(keys);
        insta::assert_snapshot!(format!("statistics_{width}x{height}"), console.screen());
    }
    let console = Harness::demo().size(80, 24).keys("s<tab><tab>");
    insta::assert_snapshot!("statistics_companies", console.screen());
    let console = console.keys("<tab>");
    insta::assert_snapshot!("statistics_roles", console.screen());
    let console = Harness::demo().size(50, 14).keys("s<tab>").ascii();
    insta::assert_snapshot!("statistics_ascii", console.screen());
    assert!(!console.screen().contains('?'), "every sign has one of ASCII");
}

#[test]
fn no_size_panics() {
    let databases: [fn() -> TestDb; 2] = [testing::odd_names, || {
        let db = TestDb::new();
        drop(crate::store::Store::create(&db.path(), testing::environment()).unwrap());
        db
    }];
    for db in databases {
        let mut console = Harness::on(db()).keys("s");
        for _ in 0..6 {
            for (width, height) in [(0, 0), (1, 1), (24, 7), (25, 9), (60, 20), (110, 29)] {
                console = console.size(width, height).keys("G<pgdn><right><pgup>g<down>");
                drop(console.buffer());
            }
            for width in (0..230).step_by(11) {
                for height in (0..60).step_by(5) {
                    console = console.size(width, height);
                    drop(console.buffer());
                }
            }
            console = console.size(120, 40).keys("<tab>o<tab>");
        }
        for line in console.screen().lines() {
            assert_eq!(crate::text::safe(line), line);
        }
    }
}

#[test]
fn companies_and_coverage_lead_to_all_that_they_count() {
    let narrowed = || console().keys("2/n:0<enter>1/is:none<enter>");
    let all = console().state.companies.len();
    assert_eq!((narrowed().state.companies.len(), all), (0, 12));
    let console = narrowed().keys("s<down><enter>");
    assert_eq!(console.state.companies.len(), all);
    assert_eq!(console.state.focus, Pane::Companies);
    assert_eq!(console.state.user_filter.text, "is:none", "the users stay as they were");
    let console = narrowed().keys("s<down><down><down><enter>");
    assert_eq!(console.state.companies.len(), all);
    assert_eq!((console.state.focus, console.state.user_filter.text.as_str()), (Pane::Matrix, ""));
}

#[test]
fn every_figure_leads_to_its_users_or_companies() {
    let console = console().keys("s");
    let figures = dialog(&console).figures.clone().expect("counted");
    let totals = figures.report.statistics;
    assert_eq!(filtered("s<enter>"), (String::new(), totals.users));
    let with_any = totals.users - totals.users_without_company;
    assert_eq!(filtered("s<down><down><enter>"), ("n:>0".into(), with_any));
    let without = ("is:none".into(), totals.users_without_company);
    assert_eq!(filtered("sjjjj<enter>"), without);
    assert_eq!(filtered("sn"), ("is:none".into(), totals.users_without_company));
    assert_eq!(filtered("sjjjjj<enter>").0, "is:multiple");
    assert_eq!(filtered("sjjjjjj<enter>").0, "is:drift");
    assert_eq!(filtered("sGkkkk<enter>"), ("is:active".into(), totals.active_users));
    assert_eq!(filtered("sGkkk<enter>").0, "effective:>0");
    assert_eq!(filtered("sGkk<enter>").0, "is:implied");
    assert_eq!(filtered("sGk<enter>").0, "is:ineffective");
    let without_access = totals.users_without_effective_access;
    assert_eq!(filtered("sG<enter>"), ("is:active effective:0".into(), without_access));

    let histogram = figures.histogram();
    let (text, users) = filtered("s<tab><right><right><enter>");
    assert_eq!((text.as_str(), users), ("n:2", histogram[2].users));
    let at = histogram.iter().position(|bucket| bucket.least == 5).expect("a wide bucket");
    let (text, users) = filtered(&format!("s<tab>{}<enter>", "<right>".repeat(at)));
    assert_eq!((text.as_str(), users), ("n:5..9", histogram[at].users));

    let most = figures.companies.iter().map(|company| company.users).max().expect("a company");
    let (text, users) = filtered("s<tab><tab><enter>");
    assert!(text.starts_with("company:"), "{text}");
    assert_eq!(users, most);
    let last = figures.companies.iter().max_by_key(|it| it.company.code.clone()).expect("one");
    let (text, users) = filtered("sooG<enter>");
    assert_eq!((text, users), (format!("company:{}", last.company.code), last.users));

    let roles: Vec<_> = figures.roles().collect();
    let (text, users) = filtered("s<tab><tab><tab><enter>");
    assert_eq!((text.as_str(), users), ("role:\"Super Admin\"", roles[0].figures.users));
    let (text, _) = filtered("s<tab><tab><tab><right><enter>");
    assert_eq!(text, "role:\"Super Admin\" is:drift");

    let (month, _) = figures.months.last().expect("a month");
    let (text, users) = filtered("s<s-tab><enter>");
    assert_eq!(text, format!("granted:{month}"));
    assert_eq!(users, 7);
}

/// Three companies: two with the same code and name, and one with that code in lower case.
fn twins() -> TestDb {
    let db = testing::odd_names();
    db.run(
        "PRAGMA foreign_keys = OFF;
         CREATE TABLE c AS SELECT * FROM hrm_company;
         DROP TABLE hrm_company;
         ALTER TABLE c RENAME TO hrm_company;
         UPDATE hrm_company SET code = 'TWIN', name = 'Twin' WHERE rowid IN (1, 2);
         UPDATE hrm_company SET code = 'twin', name = 'Third' WHERE rowid = 3",
    );
    db
}

#[test]
fn companies_that_share_a_code_are_distinguished() {
    let mut texts = std::collections::HashSet::new();
    for at in 0..Harness::on(twins()).state.companies.len() {
        let console = Harness::on(twins()).keys(&format!("soo{}", "<down>".repeat(at)));
        let chosen = dialog(&console).companies().nth(at).expect("the company");
        let (id, users) = (chosen.company.id.clone(), chosen.users);
        let console = console.keys("<enter>");
        let text = console.state.user_filter.text.clone();
        assert_eq!(console.state.users.len() as u64, users, "{text}");
        assert_eq!(console.state.companies.current().map(|it| it.id.clone()), Some(id));
        assert!(texts.insert(text.clone()), "{text} stands for two");
    }
    assert!(texts.contains("company:Third"), "{texts:?}");
}

#[test]
fn users_without_a_role_are_a_line_of_their_own() {
    let console = console();
    console.db.run(
        "PRAGMA foreign_keys = OFF;
         UPDATE hrm_users SET role_id = 777 WHERE id % 3 = 0",
    );
    let console = console.tick().keys("s<tab><tab><tab>G");
    let users = dialog(&console).roles().last().map(|line| line.figures.users);
    assert!(console.screen().contains("Roles ─ no role: "), "{}", console.screen());
    let console = console.keys("<enter>");
    let text = console.state.user_filter.text.clone();
    assert!(text.starts_with("!role:\"Super Admin\","), "{text}");
    assert_eq!(Some(console.state.users.len() as u64), users);
}

#[test]
fn the_cursor_stays_while_another_program_writes() {
    let console = console().keys("so<down><down><down>");
    let chosen = |console: &Harness| {
        dialog(console).target().and_then(|target| target.company).expect("a company")
    };
    let before = chosen(&console);
    console.db.run("DELETE FROM hrm_user_company_access WHERE rowid % 2 = 0");
    let grants = |console: &Harness| {
        dialog(console).figures.as_ref().map(|figures| figures.report.statistics.grants)
    };
    let had = grants(&console);
    let console = console.tick();
    assert_eq!((had, grants(&console)), (Some(90), Some(45)));
    assert_eq!(chosen(&console), before);
    assert!(!console.keys("s").screen().contains("Grants by month"), "s closes them too");
}
