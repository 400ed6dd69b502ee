//! A connection to a server that only ever reads, each time in one consistent
//! snapshot that never waits long for anybody.

use postgres::{IsolationLevel, NoTls, Transaction};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use super::connect::{ServerConnection, connect};
use super::failure::of_session;
use super::settings::ServerSettings;
use super::surroundings::Surroundings;
use super::url::ServerUrl;
use crate::domain::Cancel;
use crate::store::StoreError;

/// What holds for a transaction: texts as this program reads them, and bounds. What
/// is read is planned for the whole of it.
const SETUP: &str = "SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL timezone = 'UTC'; \
    SET LOCAL lock_timeout = '5s'; SET LOCAL idle_in_transaction_session_timeout = '60s'; \
    SET LOCAL statement_timeout = 0; SET LOCAL cursor_tuple_fraction = 1; \
    SET LOCAL row_security = on";

/// How often a watcher looks whether the work is to stop.
const PAUSE: Duration = Duration::from_millis(50);

/// A connection to a server.
pub(super) struct ServerSession {
    connection: ServerConnection,
    /// The server in messages, without a password.
    pub(super) name: String,
}

impl ServerSession {
    /// Errors: [`StoreError::Unreachable`], [`StoreError::Server`], [`StoreError::Cancelled`].
    pub(super) fn open(
        url: &ServerUrl,
        account: &str,
        cancel: Option<&Cancel>,
    ) -> Result<Self, StoreError> {
        let variable = |name: &str| std::env::var(name).ok();
        let surroundings = Surroundings::new(&variable, std::env::home_dir(), account);
        let settings = ServerSettings::of(url, &surroundings).map_err(StoreError::Server)?;
        let connection = connect(&settings, &|| cancel.is_some_and(Cancel::is_cancelled))?;
        Ok(Self { connection, name: url.to_string() })
    }

    /// Runs `work` in one snapshot in which nothing can be written. When `cancel` says so, the
    /// server is told to stop.
    pub(super) fn in_snapshot<T>(
        &mut self,
        cancel: Option<&Cancel>,
        work: impl FnOnce(&mut Transaction<'_>, &str) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let token = self.connection.client.cancel_token();
        let tls = self.connection.tls.clone();
        let is_done = AtomicBool::new(false);
        let done = thread::scope(|scope| {
            if let Some(cancel) = cancel {
                let is_done = &is_done;
                scope.spawn(move || {
                    while !is_done.load(Ordering::Relaxed) {
                        if cancel.is_cancelled() {
                            // If it cannot be told, the work stops at its next step.
                            let _ = match tls {
                                Some(tls) => token.cancel_query(tls),
                                None => token.cancel_query(NoTls),
                            };
                            return;
                        }
                        thread::sleep(PAUSE);
                    }
                });
            }
            let done = self.transact(work);
            is_done.store(true, Ordering::Relaxed);
            done
        });
        match done {
            Err(_) if cancel.is_some_and(Cancel::is_cancelled) => Err(StoreError::Cancelled),
            done => done,
        }
    }

    fn transact<T>(
        &mut self,
        work: impl FnOnce(&mut Transaction<'_>, &str) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let failed = |error: postgres::Error| of_session(&error, &self.name);
        let builder = self.connection.client.build_transaction();
        let builder = builder.isolation_level(IsolationLevel::RepeatableRead).read_only(true);
        let mut transaction = builder.start().map_err(failed)?;
        transaction.batch_execute(SETUP).map_err(failed)?;
        let done = work(&mut transaction, &self.name)?;
        transaction.commit().map_err(failed)?;
        Ok(done)
    }
}
