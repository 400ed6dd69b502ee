//! The operating system account that runs the program.
//!
//! It comes from the process's user id and the system's list of users, never from
//! `$USER` or `$LOGNAME`: whoever starts the program can set them to anything.

/// The name of the account, as in `root`; `uid 1234` if its id has no name.
pub(super) fn current() -> String {
    named(whoami::account().ok())
}

fn named(name: Option<String>) -> String {
    name.filter(|name| !name.trim().is_empty()).unwrap_or_else(number)
}

/// The account's id, for an account without a name.
#[cfg(unix)]
fn number() -> String {
    // The id by which `whoami` looks for the name.
    format!("uid {}", rustix::process::geteuid().as_raw())
}

#[cfg(not(unix))]
fn number() -> String {
    "unknown".into()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn an_account_without_a_name_is_its_number() {
        for nothing in [None, Some(String::new()), Some("  ".to_owned())] {
            let name = named(nothing);
            let number = name.strip_prefix("uid ").map(str::parse::<u32>);
            assert!(matches!(number, Some(Ok(_))), "{name}");
        }
        assert_eq!(named(Some("root".into())), "root");
    }
}
