//! How to reach a server: the URL, then its service, then the `PG…` variables, then libpq's
//! defaults, each completing what is still open.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use postgres::config::{ChannelBinding, TargetSessionAttrs};

use super::passfile::{PasswordFile, PasswordOwner};
use super::secret::Password;
use super::service;
use super::surroundings::Surroundings;
use super::url::ServerUrl;

/// The variables for each parameter, as in libpq.
const VARIABLES: [(&str, &str); 15] = [
    ("PGAPPNAME", "application_name"),
    ("PGCHANNELBINDING", "channel_binding"),
    ("PGCONNECT_TIMEOUT", "connect_timeout"),
    ("PGDATABASE", "dbname"),
    ("PGGSSENCMODE", "gssencmode"),
    ("PGHOST", "host"),
    ("PGHOSTADDR", "hostaddr"),
    ("PGOPTIONS", "options"),
    ("PGPASSFILE", "passfile"),
    ("PGPORT", "port"),
    ("PGSSLMINPROTOCOLVERSION", "ssl_min_protocol_version"),
    ("PGSSLMODE", "sslmode"),
    ("PGSSLROOTCERT", "sslrootcert"),
    ("PGTARGETSESSIONATTRS", "target_session_attrs"),
    ("PGUSER", "user"),
];

/// How long to wait for a server that does not answer, unless `connect_timeout` is set. libpq
/// would wait forever.
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(10);

const DEFAULT_PORT: u16 = 5432;

/// Where Debian's and PostgreSQL's own servers have their sockets.
const SOCKET_FOLDERS: [&str; 2] = ["/var/run/postgresql", "/tmp"];

/// How the connection is encrypted, and how the server's identity is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TlsMode {
    Disable,
    /// `prefer`, and `allow`.
    Prefer,
    Require,
    VerifyCa,
    VerifyFull,
}

/// Which authorities are trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TrustedRoots {
    OfSystem,
    File(PathBuf),
}

/// One of the hosts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ServerHost {
    /// A name, an address, or the folder of a socket.
    pub(super) name: String,
    /// The address, if it need not be looked up.
    pub(super) address: Option<std::net::IpAddr>,
    pub(super) port: u16,
    pub(super) password: Option<Password>,
    /// A password file that may have a password, but cannot be used.
    pub(super) unused_passfile: Option<PathBuf>,
}

impl ServerHost {
    pub(super) fn is_socket(&self) -> bool {
        self.name.starts_with('/')
    }
}

/// Everything that a connection needs. `Debug` shows no password.
#[derive(Clone, Debug)]
pub(super) struct ServerSettings {
    pub(super) hosts: Vec<ServerHost>,
    pub(super) user: String,
    pub(super) database: String,
    pub(super) tls: TlsMode,
    pub(super) roots: TrustedRoots,
    pub(super) options: Option<String>,
    pub(super) application_name: String,
    /// `None` waits forever.
    pub(super) timeout: Option<Duration>,
    /// The kinds of server to look for, one after the other.
    pub(super) targets: Vec<TargetSessionAttrs>,
    pub(super) channel_binding: ChannelBinding,
}

impl ServerSettings {
    /// The server, the database and the login as a URL, without a password.
    pub(super) fn shown(&self) -> ServerUrl {
        let list = |of: &dyn Fn(&ServerHost) -> String| {
            self.hosts.iter().map(of).collect::<Vec<_>>().join(",")
        };
        let mut parameters = BTreeMap::from([
            ("user", self.user.clone()),
            ("host", list(&|host| host.name.clone())),
            ("port", list(&|host| host.port.to_string())),
            ("dbname", self.database.clone()),
        ]);
        parameters.extend(self.options.clone().map(|options| ("options", options)));
        ServerUrl { parameters, password: None }
    }
}

type Parameters = BTreeMap<String, String>;

impl ServerSettings {
    /// The error is a sentence.
    pub(super) fn of(url: &ServerUrl, surroundings: &Surroundings<'_>) -> Result<Self, String> {
        let (all, password) = gathered(url, surroundings)?;
        refuse_unsupported(&all, surroundings)?;
        let user = all.get("user").cloned().unwrap_or_else(|| surroundings.account.clone());
        let database = all.get("dbname").cloned().unwrap_or_else(|| user.clone());
        let mut hosts = hosts(&all)?;
        let passfile = all.get("passfile").map(PathBuf::from);
        let passfile = passfile.or_else(|| surroundings.in_home(".pgpass"));
        for host in &mut hosts {
            if password.is_some() {
                host.password.clone_from(&password);
                continue;
            }
            let Some(path) = &passfile else { continue };
            let is_default = SOCKET_FOLDERS.contains(&host.name.as_str());
            let name = if is_default { "localhost" } else { &host.name };
            let owner =
                PasswordOwner { host: name, port: host.port, database: &database, user: &user };
            match PasswordFile::look_up(path, owner) {
                PasswordFile::Found(password) => host.password = Some(password),
                PasswordFile::NotPrivate(path) => host.unused_passfile = Some(path),
                PasswordFile::Nothing => {}
            }
        }
        let (tls, roots) = tls(&all, surroundings)?;
        Ok(Self {
            hosts,
            user,
            database,
            tls,
            roots,
            options: all.get("options").cloned(),
            application_name: all
                .get("application_name")
                .or(all.get("fallback_application_name"))
                .map_or_else(|| "grantgrid".into(), Clone::clone),
            timeout: timeout(&all)?,
            targets: targets(&all)?,
            channel_binding: channel_binding(&all)?,
        })
    }
}

fn gathered(
    url: &ServerUrl,
    surroundings: &Surroundings<'_>,
) -> Result<(Parameters, Option<Password>), String> {
    let own = url.parameters.iter();
    let mut all: Parameters = own.map(|(key, value)| ((*key).to_owned(), value.clone())).collect();
    let mut password = url.password.clone();
    let named = all.get("service").cloned().or_else(|| surroundings.variable("PGSERVICE"));
    if let Some(name) = named {
        for (key, value) in service::look_up(&name, surroundings)? {
            if key == "password" {
                password = password.or(Some(Password::new(value)));
            } else {
                all.entry(key).or_insert(value);
            }
        }
    }
    for (variable, key) in VARIABLES {
        if let Some(value) = surroundings.variable(variable) {
            all.entry(key.to_owned()).or_insert(value);
        }
    }
    let password = password.or_else(|| surroundings.variable("PGPASSWORD").map(Password::new));
    Ok((all, password))
}

/// Rejects parameters that would make the connection less secure than requested if they were
/// ignored.
fn refuse_unsupported(all: &Parameters, surroundings: &Surroundings<'_>) -> Result<(), String> {
    let of_certificate = ["PGSSLCERT", "PGSSLKEY"];
    if let Some(name) = of_certificate.into_iter().find(|it| surroundings.variable(it).is_some()) {
        return Err(format!(
            "{name} is set, but grantgrid cannot log in with a client certificate"
        ));
    }
    if let Some(key) = all.keys().find(|key| !super::url::is_known(key)) {
        return Err(format!("the parameter {key} of the service is unknown or not supported"));
    }
    match all.get("gssencmode").map(String::as_str) {
        Some("require") => Err("gssencmode=require is not supported; use TLS".into()),
        _ => match all.get("ssl_min_protocol_version").map(String::as_str) {
            None | Some("TLSv1" | "TLSv1.1" | "TLSv1.2") => Ok(()),
            Some(_) => {
                Err("ssl_min_protocol_version can be at most TLSv1.2; TLS 1.3 is used where the \
                     server has it"
                    .into())
            }
        },
    }
}

fn hosts(all: &Parameters) -> Result<Vec<ServerHost>, String> {
    let list = |key: &str| -> Vec<String> {
        all.get(key).map(|text| text.split(',').map(str::to_owned).collect()).unwrap_or_default()
    };
    let (names, addresses, ports) = (list("host"), list("hostaddr"), list("port"));
    let count = names.len().max(addresses.len()).max(1);
    if !addresses.is_empty() && !names.is_empty() && names.len() != addresses.len() {
        return Err(format!("{} hosts but {} hostaddr values", names.len(), addresses.len()));
    }
    if ports.len() > 1 && ports.len() != count {
        return Err(format!("{count} hosts but {} ports", ports.len()));
    }
    (0..count)
        .map(|at| {
            let text = ports.get(at).or(ports.first()).filter(|text| !text.is_empty());
            let port = match text.map(|text| text.parse::<u16>()) {
                None => DEFAULT_PORT,
                Some(Ok(port)) if port > 0 => port,
                Some(_) => return Err("the port is not a number from 1 to 65535".into()),
            };
            let address = addresses.get(at).filter(|text| !text.is_empty());
            let address =
                address.map(|text| text.parse().map_err(|_| "hostaddr is not an IP address"));
            let address = address.transpose()?;
            let name = names.get(at).filter(|name| !name.is_empty()).cloned();
            let name = name
                .or_else(|| address.map(|address: std::net::IpAddr| address.to_string()))
                .unwrap_or_else(|| socket_folder(port));
            Ok(ServerHost { name, address, port, password: None, unused_passfile: None })
        })
        .collect()
}

/// The folder that has a socket for this port, otherwise the first.
fn socket_folder(port: u16) -> String {
    if cfg!(not(unix)) {
        return "localhost".into();
    }
    let has_socket =
        |folder: &&str| std::fs::exists(format!("{folder}/.s.PGSQL.{port}")).unwrap_or(false);
    SOCKET_FOLDERS.iter().find(|it| has_socket(it)).unwrap_or(&SOCKET_FOLDERS[0]).to_string()
}

fn tls(
    all: &Parameters,
    surroundings: &Surroundings<'_>,
) -> Result<(TlsMode, TrustedRoots), String> {
    let named = all.get("sslrootcert").map(String::as_str);
    let own = surroundings.in_home(".postgresql/root.crt").filter(|path| path.exists());
    let roots = match (named, own) {
        (Some("system"), _) | (None, None) => TrustedRoots::OfSystem,
        (Some(path), _) => TrustedRoots::File(path.into()),
        (None, Some(path)) => TrustedRoots::File(path),
    };
    let mode = match all.get("sslmode").map(String::as_str) {
        None if named == Some("system") => TlsMode::VerifyFull,
        None | Some("prefer" | "allow") => TlsMode::Prefer,
        Some("disable") => TlsMode::Disable,
        Some("require") => TlsMode::Require,
        Some("verify-ca") => TlsMode::VerifyCa,
        Some("verify-full") => TlsMode::VerifyFull,
        Some(_) => {
            return Err(
                "sslmode must be disable, allow, prefer, require, verify-ca or verify-full".into(),
            );
        }
    };
    if named == Some("system") && mode != TlsMode::VerifyFull {
        return Err("sslrootcert=system needs sslmode=verify-full".into());
    }
    // As in libpq, if there is a certificate to check against.
    let checks = mode == TlsMode::Require && matches!(roots, TrustedRoots::File(_));
    Ok((if checks { TlsMode::VerifyCa } else { mode }, roots))
}

fn timeout(all: &Parameters) -> Result<Option<Duration>, String> {
    match all.get("connect_timeout").map(|text| text.trim().parse::<i64>()) {
        None => Ok(Some(DEFAULT_TIMEOUT)),
        Some(Ok(seconds)) if seconds <= 0 => Ok(None),
        // libpq treats 1 as 2.
        Some(Ok(seconds)) => Ok(Some(Duration::from_secs(seconds.max(2).unsigned_abs()))),
        Some(Err(_)) => Err("connect_timeout is not a number of seconds".into()),
    }
}

fn targets(all: &Parameters) -> Result<Vec<TargetSessionAttrs>, String> {
    use TargetSessionAttrs::{Any, ReadOnly, ReadWrite};
    match all.get("target_session_attrs").map(String::as_str) {
        None | Some("any") => Ok(vec![Any]),
        Some("read-write" | "primary") => Ok(vec![ReadWrite]),
        Some("read-only" | "standby") => Ok(vec![ReadOnly]),
        Some("prefer-standby") => Ok(vec![ReadOnly, Any]),
        Some(other) => Err(format!("target_session_attrs cannot be {other}")),
    }
}

fn channel_binding(all: &Parameters) -> Result<ChannelBinding, String> {
    match all.get("channel_binding").map(String::as_str) {
        None | Some("prefer") => Ok(ChannelBinding::Prefer),
        Some("require") => Ok(ChannelBinding::Require),
        Some("disable") => Ok(ChannelBinding::Disable),
        Some(_) => Err("channel_binding must be disable, prefer or require".into()),
    }
}

#[cfg(test)]
mod tests;
