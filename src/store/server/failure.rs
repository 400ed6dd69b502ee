//! Turns errors of the server or the connection into sentences.

use std::error::Error as _;
use std::io;

use postgres::Error;
use postgres::error::SqlState;

use super::settings::{ServerHost, ServerSettings};
use super::tls::untrusted;
use crate::store::StoreError;
use crate::text::system_error::{reason, with_causes};

/// Codes with which a server says that it has no resources at the moment.
const NOT_NOW: [SqlState; 5] = [
    SqlState::TOO_MANY_CONNECTIONS,
    SqlState::CANNOT_CONNECT_NOW,
    SqlState::ADMIN_SHUTDOWN,
    SqlState::CRASH_SHUTDOWN,
    SqlState::IDLE_SESSION_TIMEOUT,
];

/// Why one host could not be connected to.
#[derive(Debug)]
pub(super) enum ConnectFailure {
    /// Another host may be reachable.
    Unreachable(String),
    /// The server answered and refused.
    Refused(String),
}

/// Why connecting failed.
pub(super) fn of_connecting(
    error: &Error,
    settings: &ServerSettings,
    host: &ServerHost,
) -> ConnectFailure {
    use ConnectFailure::{Refused, Unreachable};
    let address = address(host);
    if let Some(answer) = error.as_db_error() {
        let (user, database) = (&settings.user, &settings.database);
        let code = answer.code();
        if NOT_NOW.contains(code) {
            return Unreachable(format!(
                "{address} does not accept connections: {}",
                answer.message()
            ));
        }
        return Refused(if *code == SqlState::INVALID_PASSWORD {
            let passfile = unused_passfile(host);
            format!("{address} refuses the password of {user}{passfile}")
        } else if *code == SqlState::INVALID_CATALOG_NAME {
            format!("{address} has no database {database}")
        } else if *code == SqlState::INSUFFICIENT_PRIVILEGE {
            format!("{user} may not connect to the database {database} on {address}")
        } else {
            format!("{address} refuses the connection: {}", answer.message())
        });
    }
    let kind = error.to_string();
    let cause = error.source().map(with_causes).unwrap_or_default();
    if cause == "password missing" {
        let passfile = unused_passfile(host);
        return Refused(format!(
            "{address} asks for the password of {}{passfile}; set PGPASSWORD or add it to ~/.pgpass",
            settings.user
        ));
    }
    if cause == "server does not support TLS" {
        return Refused(format!(
            "{address} does not offer TLS, and sslmode requires it; nothing was sent unencrypted"
        ));
    }
    let system = error.source().and_then(|cause| cause.downcast_ref::<io::Error>());
    let inner = system.and_then(io::Error::get_ref);
    match inner.map(ToString::to_string).as_deref() {
        Some("database does not allow writes") => {
            return Unreachable(format!(
                "{address} can only be read, and target_session_attrs asks for one that can be \
                 written"
            ));
        }
        Some("database is not read only") => {
            return Unreachable(format!(
                "{address} can be written, and target_session_attrs asks for one that can only \
                 be read"
            ));
        }
        _ => {}
    }
    match system {
        Some(error) if error.kind() == io::ErrorKind::InvalidData => {
            let why = inner.map(|inner| untrusted(inner)).unwrap_or_default();
            Refused(format!("{address} has no certificate to trust: {why}"))
        }
        Some(error) => Unreachable(format!("cannot reach {address}: {}", of_system(error))),
        None if cause.is_empty() => Unreachable(format!("cannot reach {address}: {kind}")),
        None => Unreachable(format!("cannot reach {address}: {cause}")),
    }
}

/// The error for a connection that was lost, with the cause.
pub(super) fn connection_lost(name: &str, cause: &dyn std::fmt::Display) -> StoreError {
    StoreError::Unreachable(format!("{name}: the connection was lost: {cause}"))
}

/// The error of an open connection.
pub(super) fn of_session(error: &Error, name: &str) -> StoreError {
    let Some(answer) = error.as_db_error() else {
        let cause = error.source().map_or_else(|| error.to_string(), with_causes);
        return connection_lost(name, &cause);
    };
    let code = answer.code();
    if NOT_NOW.contains(code) {
        return StoreError::Unreachable(format!("{name}: {}", answer.message()));
    }
    StoreError::Server(if *code == SqlState::INSUFFICIENT_PRIVILEGE {
        format!("{name}: this login may not read what grantgrid needs: {}", answer.message())
    } else if *code == SqlState::LOCK_NOT_AVAILABLE {
        return StoreError::Unreachable(format!(
            "{name}: another program holds a table locked; try again"
        ));
    } else {
        format!("{name}: the server reports an error: {}", answer.message())
    })
}

/// A host in words.
pub(super) fn address(host: &ServerHost) -> String {
    if host.is_socket() {
        format!("the server on {}/.s.PGSQL.{}", host.name, host.port)
    } else {
        format!("the server {}:{}", host.name, host.port)
    }
}

fn unused_passfile(host: &ServerHost) -> String {
    host.unused_passfile.as_ref().map_or_else(String::new, |path| {
        let path = path.display();
        format!(" ({path} is not used, because others may read it: chmod 600 {path})")
    })
}

/// The texts of [`reason`] are about files.
fn of_system(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such socket".into(),
        io::ErrorKind::TimedOut => "it does not answer".into(),
        io::ErrorKind::UnexpectedEof => "it closed the connection".into(),
        io::ErrorKind::ConnectionRefused => "connection refused".into(),
        _ if error.to_string().contains("lookup address") => "there is no such host".into(),
        _ => reason(error),
    }
}
