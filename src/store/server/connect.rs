//! Connects to the first host that answers, in bounded time, and can be cancelled.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use postgres::config::{SslMode, TargetSessionAttrs};
use postgres::{Client, Config, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::failure::{self, ConnectFailure};
use super::settings::{ServerHost, ServerSettings, TlsMode};
use super::tls;
use crate::store::StoreError;

/// How often to check for cancellation.
const PAUSE: Duration = Duration::from_millis(50);

/// After this long without any data, a connection counts as lost.
const SILENCE: Duration = Duration::from_secs(30);

/// The oldest supported version of PostgreSQL.
const OLDEST: u32 = 13;

/// A connection, and what is needed to cancel its queries.
pub(super) struct ServerConnection {
    pub(super) client: Client,
    pub(super) tls: Option<MakeRustlsConnect>,
}

/// Connects to the first host that answers and is of the kind that was asked for.
///
/// # Errors
/// [`StoreError::Unreachable`] if none does, [`StoreError::Server`] if one refuses,
/// [`StoreError::Cancelled`].
pub(super) fn connect(
    settings: &ServerSettings,
    is_cancelled: &dyn Fn() -> bool,
) -> Result<ServerConnection, StoreError> {
    let mut failed = StoreError::Unreachable(String::new());
    for target in &settings.targets {
        match connect_to(settings, *target, is_cancelled) {
            Err(error @ StoreError::Unreachable(_)) => failed = error,
            done => return done,
        }
    }
    Err(failed)
}

fn connect_to(
    settings: &ServerSettings,
    target: TargetSessionAttrs,
    is_cancelled: &dyn Fn() -> bool,
) -> Result<ServerConnection, StoreError> {
    let mut unreachable = Vec::new();
    for host in &settings.hosts {
        let tls = if host.is_socket() { TlsMode::Disable } else { settings.tls };
        let tls = tls::connector(tls, &settings.roots).map_err(StoreError::Server)?;
        let mut config = config(settings, host, tls.is_some());
        config.target_session_attrs(target);
        match attempt(config, tls.clone(), settings.timeout, is_cancelled) {
            None if is_cancelled() => return Err(StoreError::Cancelled),
            None => unreachable
                .push(format!("cannot reach {}: it does not answer", failure::address(host))),
            Some(Ok(client)) => {
                let mut connection = ServerConnection { client, tls };
                require_version(&mut connection.client, host)?;
                return Ok(connection);
            }
            Some(Err(error)) => match failure::of_connecting(&error, settings, host) {
                ConnectFailure::Unreachable(why) => unreachable.push(why),
                ConnectFailure::Refused(why) => return Err(StoreError::Server(why)),
            },
        }
    }
    Err(StoreError::Unreachable(unreachable.join("; ")))
}

fn config(settings: &ServerSettings, host: &ServerHost, tls: bool) -> Config {
    let mut config = Config::new();
    config
        .host(&host.name)
        .port(host.port)
        .user(&settings.user)
        .dbname(&settings.database)
        .application_name(&settings.application_name)
        .channel_binding(settings.channel_binding)
        .keepalives_idle(SILENCE)
        .tcp_user_timeout(SILENCE)
        .ssl_mode(match settings.tls {
            _ if !tls => SslMode::Disable,
            TlsMode::Disable | TlsMode::Prefer => SslMode::Prefer,
            TlsMode::Require | TlsMode::VerifyCa | TlsMode::VerifyFull => SslMode::Require,
        });
    if let Some(address) = host.address {
        config.hostaddr(address);
    }
    if let Some(password) = &host.password {
        config.password(password.reveal());
    }
    if let Some(options) = &settings.options {
        config.options(options);
    }
    if let Some(timeout) = settings.timeout {
        config.connect_timeout(timeout);
    }
    config
}

/// One attempt; `None` if it took too long, or was cancelled.
fn attempt(
    config: Config,
    tls: Option<MakeRustlsConnect>,
    timeout: Option<Duration>,
    is_cancelled: &dyn Fn() -> bool,
) -> Option<Result<Client, postgres::Error>> {
    let (sender, answer) = mpsc::sync_channel(1);
    // A server that accepts the connection and then sends nothing would block this thread
    // forever.
    thread::spawn(move || {
        let connected = match tls {
            Some(tls) => config.connect(tls),
            None => config.connect(NoTls),
        };
        // Nobody may be waiting any more.
        let _ = sender.send(connected);
    });
    let start = Instant::now();
    loop {
        match answer.recv_timeout(PAUSE) {
            Ok(connected) => return Some(connected),
            Err(RecvTimeoutError::Disconnected) => return None,
            Err(RecvTimeoutError::Timeout) => {}
        }
        let is_over = timeout.is_some_and(|timeout| start.elapsed() > timeout);
        if is_over || is_cancelled() {
            return None;
        }
    }
}

fn require_version(client: &mut Client, host: &ServerHost) -> Result<(), StoreError> {
    let address = failure::address(host);
    let sql = "SELECT current_setting('server_version_num')::int4 / 10000";
    let found: i32 = client
        .query_one(sql, &[])
        .and_then(|row| row.try_get(0))
        .map_err(|error| failure::of_session(&error, &address))?;
    if u32::try_from(found).is_ok_and(|found| found >= OLDEST) {
        return Ok(());
    }
    Err(StoreError::Server(format!(
        "{address} runs PostgreSQL {found}; grantgrid needs version {OLDEST} or newer"
    )))
}
