//! Every way out other than `q`: signals, `^C`, a closed window; also `^Z` and back.

use rustix::process::Signal;

use super::person::{Person, Start};
use super::sandbox::Sandbox;

#[test]
fn a_signal_ends_the_console_and_restores_the_terminal() {
    let sandbox = Sandbox::new();
    for (signal, status) in [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 130)] {
        Person::opens(&sandbox).sends(signal).ends().well(status);
    }
}

#[test]
fn a_signal_during_startup_restores_the_terminal_too() {
    let sandbox = Sandbox::new();
    for _ in 0..20 {
        Start::new(&sandbox)
            .arg("hr.db")
            .runs()
            .has_taken("\u{1b}[?1049h")
            .sends(Signal::TERM)
            .ends()
            .well(143);
    }
}

#[test]
fn control_c_ends_the_console_in_a_pane_and_in_a_dialog() {
    let sandbox = Sandbox::new();
    Person::opens(&sandbox).types("\u{3}").ends().well(130);
    Person::opens(&sandbox).types("?").sees("Moving").types("\u{3}").ends().well(130);
}

#[test]
fn a_closed_window_ends_the_console() {
    let sandbox = Sandbox::new();
    let of_a_shell = Person::opens(&sandbox);
    let without_one = Start::new(&sandbox).without_job_control().opens();
    for person in [of_a_shell, without_one] {
        let ended = person.closes_the_window().ends();
        assert_eq!(ended.signal, None);
        // Depending on what it notices first: the signal, or that drawing fails.
        assert!([1, 129].contains(&ended.status), "{}", ended.status);
    }
}

#[test]
fn control_z_returns_the_terminal_to_the_shell_and_fg_resumes() {
    let sandbox = Sandbox::new();
    let stopped = Person::opens(&sandbox)
        .types("\u{1a}")
        .waits_until_stopped()
        .has_the_terminal_back()
        .sees_no("Access matrix");
    assert!(stopped.raw().ends_with("\u{1b}[?1049l\u{1b}[?25h"), "{:?}", stopped.raw());

    let back = stopped.sends(Signal::CONT).sees("Access matrix").has_given_the_terminal_away();
    back.types("j2j ").sees("granted Acme London to bob").quits().well(0);
}

#[test]
fn after_a_stop_signal_the_console_resumes_in_a_resized_window() {
    let sandbox = Sandbox::new();
    Person::opens(&sandbox)
        .sends(Signal::TSTP)
        .waits_until_stopped()
        .has_the_terminal_back()
        .sees_no("3 users")
        .resizes(80, 24)
        .sends(Signal::CONT)
        .sees("3 users")
        .waits_until("the status bar on line 24", |screen| {
            screen.lines().nth(23).is_some_and(|line| line.contains("3 users"))
        })
        .quits()
        .well(0);
}
