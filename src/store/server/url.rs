//! Parses `postgresql://` URLs as libpq does. The password is kept apart from the rest, so
//! that no message can show it.

use std::collections::BTreeMap;
use std::fmt;

use super::secret::Password;
use crate::store::StoreError;

const SCHEMES: [&str; 2] = ["postgresql://", "postgres://"];

/// What messages show in the place of a password.
const HIDDEN: &str = "(hidden)";

/// What is before a password that is a parameter.
const PARAMETER: &str = "password=";

/// The parameters that a URL may have, as in libpq. Those that [`super::settings`] does not
/// use have no effect.
const KNOWN: [&str; 24] = [
    "application_name",
    "channel_binding",
    "client_encoding",
    "connect_timeout",
    "dbname",
    "fallback_application_name",
    "gssencmode",
    "host",
    "hostaddr",
    "keepalives",
    "keepalives_count",
    "keepalives_idle",
    "keepalives_interval",
    "options",
    "passfile",
    "port",
    "service",
    "ssl_min_protocol_version",
    "sslmode",
    "sslrootcert",
    "sslsni",
    "target_session_attrs",
    "tcp_user_timeout",
    "user",
];

/// A PostgreSQL server and database as a person named them. `Display` and `Debug` leave out
/// the password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerUrl {
    pub(super) parameters: BTreeMap<&'static str, String>,
    pub(super) password: Option<Password>,
}

impl ServerUrl {
    /// Whether a word is the URL of a server; otherwise it is the name of a file.
    #[must_use]
    pub fn is_url(word: &str) -> bool {
        scheme_of(word).is_some()
    }

    /// Parses a URL.
    ///
    /// # Errors
    /// [`StoreError::Server`], in words that show no part of the password.
    pub fn parse(text: &str) -> Result<Self, StoreError> {
        parse(text).map_err(|what| StoreError::Server(format!("invalid server URL: {what}")))
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.parameters.get(name).map(String::as_str)
    }
}

impl fmt::Display for ServerUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(SCHEMES[0])?;
        if let Some(user) = self.get("user") {
            write!(f, "{}@", encoded(user))?;
        }
        let hosts = self.get("host").unwrap_or_default().split(',');
        let ports: Vec<&str> = self.get("port").unwrap_or_default().split(',').collect();
        for (at, host) in hosts.enumerate() {
            let comma = if at == 0 { "" } else { "," };
            let port = ports.get(at).or(ports.first()).filter(|port| !port.is_empty());
            let colon = if port.is_some() { ":" } else { "" };
            let host = if host.contains(':') { format!("[{host}]") } else { encoded(host) };
            write!(f, "{comma}{host}{colon}{}", port.unwrap_or(&""))?;
        }
        if let Some(database) = self.get("dbname") {
            write!(f, "/{}", encoded(database))?;
        }
        let shown = ["user", "host", "port", "dbname"];
        let rest = self.parameters.iter().filter(|(name, _)| !shown.contains(name));
        for (at, (name, value)) in rest.enumerate() {
            write!(f, "{}{name}={}", if at == 0 { '?' } else { '&' }, encoded(value))?;
        }
        Ok(())
    }
}

/// A text in which every password of a URL, or after `password=`, is replaced. For messages that
/// quote what a person typed.
#[must_use]
pub fn without_passwords(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(line_without_passwords).collect();
    lines.join("\n")
}

fn line_without_passwords(line: &str) -> String {
    let next = |from: usize| line[from..].find("://").map(|at| from + at + "://".len());
    let Some(mut start) = next(0) else {
        return without_parameter(line);
    };
    let mut clean = without_parameter(&line[..start]);
    loop {
        let end = next(start);
        let is_server = SCHEMES.iter().any(|it| ends_with(&line[..start], it));
        clean += &without_password(&line[start..end.unwrap_or(line.len())], is_server);
        match end {
            Some(end) => start = end,
            None => return clean,
        }
    }
}

fn ends_with(text: &str, ending: &str) -> bool {
    let at = text.len().checked_sub(ending.len());
    at.and_then(|at| text.get(at..)).is_some_and(|end| end.eq_ignore_ascii_case(ending))
}

/// What follows the scheme of a URL, up to the next scheme, without passwords. A password may
/// contain any character, so everything up to the last `@` is hidden. In the URL of another
/// kind of server, it has no spaces.
fn without_password(text: &str, is_server: bool) -> String {
    let url = text.find(char::is_whitespace).filter(|_| !is_server).unwrap_or(text.len());
    let (url, rest) = text.split_at(url);
    let mut clean = url.to_owned();
    let (colon, first, last) = (clean.find(':'), clean.find('@'), clean.rfind('@'));
    if let (Some(colon), Some(first), Some(last)) = (colon, first, last)
        && colon < first
    {
        clean.replace_range(colon + 1..last, HIDDEN);
    }
    if let Some(value) = clean.find(PARAMETER).map(|at| at + PARAMETER.len()) {
        let end = clean[value..].find('&').map_or(clean.len(), |end| value + end);
        clean.replace_range(value..end, HIDDEN);
    }
    clean + &without_parameter(rest)
}

/// A text that is not a URL, such as `host=db password=secret`.
fn without_parameter(text: &str) -> String {
    let Some(value) = text.find(PARAMETER).map(|at| at + PARAMETER.len()) else {
        return text.to_owned();
    };
    let (before, rest) = text.split_at(value);
    let (start, end) = match rest.strip_prefix('\'') {
        Some(quoted) => (1, quoted.find('\'').map_or(rest.len(), |end| end + 2)),
        None => (0, rest.find(char::is_whitespace).unwrap_or(rest.len())),
    };
    if start == end {
        return text.to_owned();
    }
    format!("{before}{HIDDEN}{}", without_parameter(&rest[end..]))
}

/// Whether a parameter is one that a URL or a service may have.
pub(super) fn is_known(name: &str) -> bool {
    KNOWN.contains(&name)
}

fn scheme_of(word: &str) -> Option<&'static str> {
    let starts = |scheme: &&str| {
        word.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    SCHEMES.into_iter().find(starts)
}

/// Errors must not quote anything that may be part of the password.
fn parse(text: &str) -> Result<ServerUrl, String> {
    let scheme = scheme_of(text).ok_or("it must begin with postgresql://")?;
    let rest = &text[scheme.len()..];
    let mut url = ServerUrl { parameters: BTreeMap::new(), password: None };
    let designated = rest.find(['@', '/']).filter(|at| rest.as_bytes()[*at] == b'@');
    let rest = match designated {
        Some(at) => {
            let (user, password) = match rest[..at].split_once(':') {
                Some((user, password)) => (user, Some(password)),
                None => (&rest[..at], None),
            };
            url.set("user", decoded(user)?);
            url.password = password.map(decoded).transpose()?.map(Password::new);
            &rest[at + 1..]
        }
        None => rest,
    };
    let (address, query) = rest.split_once('?').map_or((rest, None), |(a, q)| (a, Some(q)));
    if address.contains('@') {
        return Err("it has a second @; in a username or password, write @ as %40, : as %3A and \
                    / as %2F"
            .into());
    }
    let (hosts, database) = address.split_once('/').map_or((address, ""), |(h, d)| (h, d));
    url.set_hosts(hosts)?;
    url.set("dbname", decoded(database)?);
    for pair in query.unwrap_or_default().split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').ok_or("a parameter after ? has no value")?;
        url.set_parameter(&decoded(name)?, decoded(value)?)?;
    }
    Ok(url)
}

impl ServerUrl {
    fn set(&mut self, name: &'static str, value: String) {
        if !value.is_empty() {
            self.parameters.insert(name, value);
        }
    }

    fn set_hosts(&mut self, hosts: &str) -> Result<(), String> {
        let (mut names, mut ports) = (Vec::new(), Vec::new());
        for host in hosts.split(',') {
            let (name, port) = match host.strip_prefix('[') {
                Some(literal) => {
                    let (name, rest) =
                        literal.split_once(']').ok_or("an IPv6 address has no closing ]")?;
                    (name, rest.strip_prefix(':').unwrap_or(rest))
                }
                None => host.split_once(':').unwrap_or((host, "")),
            };
            if !port.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(
                    "the port is not a number (in a username or password, write @ as %40, \
                            : as %3A and / as %2F)"
                        .into(),
                );
            }
            names.push(decoded(name)?);
            ports.push(port);
        }
        self.set("host", if hosts.is_empty() { String::new() } else { names.join(",") });
        if ports.iter().any(|port| !port.is_empty()) {
            self.set("port", ports.join(","));
        }
        Ok(())
    }

    fn set_parameter(&mut self, name: &str, value: String) -> Result<(), String> {
        match name {
            "password" => self.password = Some(Password::new(value)),
            "ssl" if value == "true" => self.set("sslmode", "require".into()),
            _ => match KNOWN.into_iter().find(|known| *known == name) {
                Some(known) => self.set(known, value),
                None => return Err(format!("the parameter {name} is unknown or not supported")),
            },
        }
        Ok(())
    }
}

fn decoded(text: &str) -> Result<String, String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || rest.next().and_then(|it| char::from(it).to_digit(16));
        match digit().zip(digit()).and_then(|(high, low)| u8::try_from(high * 16 + low).ok()) {
            Some(byte) if byte != 0 => bytes.push(byte),
            _ => return Err("a % is not followed by two hex digits; write % as %25".into()),
        }
    }
    String::from_utf8(bytes).map_err(|_| "it is not UTF-8".into())
}

fn encoded(text: &str) -> String {
    let mut all = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_alphanumeric() || "-._~".contains(letter) {
            all.push(letter);
        } else {
            let mut bytes = [0; 4];
            let bytes = letter.encode_utf8(&mut bytes).bytes();
            all.extend(bytes.map(|byte| format!("%{byte:02X}")));
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(url: &str) -> String {
        ServerUrl::parse(url).map_or_else(|error| error.to_string(), |it| it.to_string())
    }

    #[test]
    fn a_url_is_shown_without_its_password() {
        for (url, expected) in [
            ("postgres://", "postgresql://"),
            ("PostgreSQL://hr@db/hrm", "postgresql://hr@db/hrm"),
            ("postgresql://hr@db/hrm", "postgresql://hr@db/hrm"),
            ("postgresql://hr:s3cret@db:5433/hrm", "postgresql://hr@db:5433/hrm"),
            ("postgresql://hr:p%40ss@db/hrm?password=x", "postgresql://hr@db/hrm"),
            ("postgresql://a:1,[::1]:2/hrm", "postgresql://a:1,[::1]:2/hrm"),
            ("postgresql://%2Fvar%2Frun/hrm", "postgresql://%2Fvar%2Frun/hrm"),
            ("postgresql:///hrm?host=/run/pg", "postgresql://%2Frun%2Fpg/hrm"),
            ("postgresql:///hrm?ssl=true", "postgresql:///hrm?sslmode=require"),
        ] {
            assert_eq!(shown(url), expected);
            let url = ServerUrl::parse(url).expect("a URL");
            assert_eq!(
                ServerUrl::parse(&url.to_string()).expect("a URL").parameters,
                url.parameters
            );
        }
        let url = ServerUrl::parse("postgresql://hr:s3%2Fcret@db/hrm").expect("a URL");
        assert_eq!(url.password, Some(Password::new("s3/cret".into())));
        assert!(!format!("{url:?}").contains("cret"));
    }

    #[test]
    fn an_invalid_url_is_refused_without_showing_a_password() {
        for (url, part) in [
            ("postgresql://hr:s3@cret@db/hrm", "second @"),
            ("postgresql://hr:s3/cret@db/hrm", "second @"),
            ("postgresql://hr:s3cret", "the port is not a number"),
            ("postgresql://db/hrm?sslcert=x", "sslcert is unknown or not supported"),
            ("postgresql://db/hrm?sslmode", "has no value"),
            ("postgresql://hr:100%@db/hrm", "%25"),
            ("postgresql://hr:%00@db/hrm", "%25"),
            ("postgresql://[::1/hrm", "closing ]"),
        ] {
            let message = shown(url);
            assert!(message.contains(part), "{url}: {message}");
            assert!(!message.contains("s3") && !message.contains("cret"), "{message}");
        }
    }

    #[test]
    fn passwords_of_urls_are_removed_from_messages() {
        for (text, expected) in [
            ("no URL: a@b", "no URL: a@b"),
            ("'postgresql://hr:s3 @cret@db/hrm' found", "'postgresql://hr:(hidden)@db/hrm' found"),
            ("postgres://db/x?password=s&a=b", "postgres://db/x?password=(hidden)&a=b"),
            ("a\nsee postgres://hr:s@db", "a\nsee postgres://hr:(hidden)@db"),
            ("postgres://hr@db:1/x: a@b", "postgres://hr@db:1/x: a@b"),
            ("postgres://a@b:1 postgres://c:s@d", "postgres://a@b:1 postgres://c:(hidden)@d"),
            ("POSTGRES://a:s @c@d", "POSTGRES://a:(hidden)@d"),
            ("mysql://a:s@b: not found", "mysql://a:(hidden)@b: not found"),
            ("see https://b/x: a@b", "see https://b/x: a@b"),
            ("host=b password=s: not found", "host=b password=(hidden) not found"),
            ("password='s s' host=b", "password=(hidden) host=b"),
            ("the password= is empty", "the password= is empty"),
        ] {
            assert_eq!(without_passwords(text), expected);
        }
    }
}
