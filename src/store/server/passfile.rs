//! Reads `~/.pgpass`: a line is `host:port:database:user:password`; a field `*` matches
//! everything, and `\` escapes `:` and `\`.

use std::fs;
use std::path::{Path, PathBuf};

use super::secret::Password;

/// The connection for which a password is looked up.
#[derive(Clone, Copy, Debug)]
pub(super) struct PasswordOwner<'a> {
    /// The host, or the folder of the socket.
    pub(super) host: &'a str,
    pub(super) port: u16,
    pub(super) database: &'a str,
    pub(super) user: &'a str,
}

/// The result of looking up a password.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum PasswordFile {
    /// There is no such file, or no line matches.
    Nothing,
    /// Others can read the file, so it is not used.
    NotPrivate(PathBuf),
    Found(Password),
}

impl PasswordFile {
    /// The first line that matches.
    pub(super) fn look_up(path: &Path, owner: PasswordOwner<'_>) -> Self {
        match fs::metadata(path) {
            Ok(metadata) if !metadata.is_file() => return Self::Nothing,
            Ok(metadata) if !is_private(&metadata) => return Self::NotPrivate(path.into()),
            Ok(_) => {}
            Err(_) => return Self::Nothing,
        }
        // An unreadable file counts as missing; the server then says that a password is
        // missing.
        let lines = fs::read(path).unwrap_or_default();
        let lines = String::from_utf8_lossy(&lines).into_owned();
        lines.lines().find_map(|line| fitting(line, owner)).map_or(Self::Nothing, Self::Found)
    }
}

fn fitting(line: &str, owner: PasswordOwner<'_>) -> Option<Password> {
    if line.starts_with('#') {
        return None;
    }
    let fields = fields(line);
    let [host, port, database, user, password] = &fields[..] else {
        return None;
    };
    let owned_port = owner.port.to_string();
    let wanted = [owner.host, &owned_port, owner.database, owner.user];
    let fits = [host, port, database, user]
        .into_iter()
        .zip(wanted)
        .all(|(field, wanted)| field.is_any || field.text == wanted);
    (fits && !password.text.is_empty()).then(|| Password::new(password.text.clone()))
}

#[derive(Default)]
struct PassField {
    text: String,
    /// Whether it is a `*` that is not escaped.
    is_any: bool,
}

/// The first five fields; anything after a further `:` is ignored.
fn fields(line: &str) -> Vec<PassField> {
    let mut fields = vec![PassField::default()];
    let (mut escaped, mut was_escaped) = (false, false);
    for letter in line.trim_end_matches(['\r', '\n']).chars() {
        let Some(field) = fields.last_mut() else { break };
        match letter {
            '\\' if !escaped => {
                (escaped, was_escaped) = (true, true);
                continue;
            }
            ':' if !escaped => {
                field.is_any = field.text == "*" && !was_escaped;
                was_escaped = false;
                fields.push(PassField::default());
            }
            letter => field.text.push(letter),
        }
        escaped = false;
    }
    fields.truncate(5);
    fields
}

#[cfg(unix)]
fn is_private(metadata: &fs::Metadata) -> bool {
    let of_others = std::os::unix::fs::MetadataExt::mode(metadata) & 0o077;
    of_others == 0
}

#[cfg(not(unix))]
fn is_private(_: &fs::Metadata) -> bool {
    true
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    const LINES: &str = "\
# a comment:5432:hrm:hr:no
other:5432:hrm:hr:no
db:5432:*:hr:first
db:*:h\\:m:\\*:colon\\:and\\\\slash
*:*:*:*:last
";

    #[test]
    fn the_first_line_that_fits_counts() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("pgpass");
        fs::write(&path, LINES).expect("a file");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("permissions");
        let look_up = |host, port, database, user| {
            PasswordFile::look_up(&path, PasswordOwner { host, port, database, user })
        };
        let found = |text: &str| PasswordFile::Found(Password::new(text.into()));
        assert_eq!(look_up("db", 5432, "hrm", "hr"), found("first"));
        assert_eq!(look_up("db", 1, "h:m", "*"), found("colon:and\\slash"));
        assert_eq!(look_up("db", 1, "h:m", "x"), found("last"));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("permissions");
        assert_eq!(look_up("db", 5432, "hrm", "hr"), PasswordFile::NotPrivate(path.clone()));
        let none = folder.path().join("none");
        let owner = PasswordOwner { host: "db", port: 1, database: "d", user: "u" };
        assert_eq!(PasswordFile::look_up(&none, owner), PasswordFile::Nothing);
    }
}
