//! Reads the connection service file: `[name]`, and lines of `parameter=value`.

use std::path::{Path, PathBuf};

use super::surroundings::Surroundings;

/// The parameters of a service.
///
/// The error is a sentence.
pub(super) fn look_up(
    name: &str,
    surroundings: &Surroundings<'_>,
) -> Result<Vec<(String, String)>, String> {
    for path in files(surroundings) {
        let Ok(bytes) = std::fs::read(&path) else {
            continue;
        };
        if let Some(found) = section(&String::from_utf8_lossy(&bytes), name, &path)? {
            return Ok(found);
        }
    }
    Err(format!("the service {name} is not defined in pg_service.conf"))
}

/// The user's own file, then the system's.
fn files(surroundings: &Surroundings<'_>) -> Vec<PathBuf> {
    let own = match surroundings.variable("PGSERVICEFILE") {
        Some(path) => Some(PathBuf::from(path)),
        None => surroundings.in_home(".pg_service.conf"),
    };
    let folder = surroundings.variable("PGSYSCONFDIR");
    let folder = folder.map_or_else(|| "/etc/postgresql-common".into(), PathBuf::from);
    own.into_iter().chain([folder.join("pg_service.conf")]).collect()
}

fn section(text: &str, name: &str, path: &Path) -> Result<Option<Vec<(String, String)>>, String> {
    let mut found: Option<Vec<(String, String)>> = None;
    for (at, line) in text.lines().map(str::trim).enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(heading) = line.strip_prefix('[').and_then(|it| it.split(']').next()) {
            if found.is_some() {
                break;
            }
            if heading == name {
                found = Some(Vec::new());
            }
            continue;
        }
        if let Some(parameters) = &mut found {
            // The line may contain a password, so it is not quoted.
            let pair = line.split_once('=').filter(|(key, _)| *key != "service");
            let (key, value) = pair
                .ok_or_else(|| format!("{}: line {} is not a parameter", path.display(), at + 1))?;
            parameters.push((key.trim().to_owned(), value.trim().to_owned()));
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_is_read_from_its_section() {
        let text = "# all\n[other]\nhost=a\n\n[hr]\nhost=db\n port=5433\nbad\n[last]\nhost=b\n";
        let read = |text, name| section(text, name, Path::new("f"));
        assert_eq!(read(text, "other"), Ok(Some(vec![("host".into(), "a".into())])));
        assert_eq!(read(text, "none"), Ok(None));
        assert_eq!(read(text, "hr"), Err("f: line 8 is not a parameter".into()));
    }
}
