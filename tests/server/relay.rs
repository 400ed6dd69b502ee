//! A connection to the server that can fall silent: what is sent is acknowledged, and nothing
//! comes back.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;

use crate::harness::Hrm;

/// Passes everything on while it is open.
pub(crate) struct Relay {
    port: u16,
    gate: Arc<Gate>,
}

#[derive(Default)]
struct Gate {
    is_closed: Mutex<bool>,
    opened: Condvar,
}

impl Gate {
    fn pass(&self) {
        let mut is_closed = self.is_closed.lock().expect("no panic");
        while *is_closed {
            is_closed = self.opened.wait(is_closed).expect("no panic");
        }
    }
}

impl Relay {
    pub(crate) fn to(hrm: &Hrm) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let (gate, server) = (Arc::<Gate>::default(), hrm.server.port);
        let of_thread = Arc::clone(&gate);
        // Ends with the process.
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let server = TcpStream::connect(("127.0.0.1", server)).expect("the server");
                let both = (client.try_clone().expect("a copy"), server.try_clone().expect("one"));
                for (from, to) in [(client, server), (both.1, both.0)] {
                    let gate = Arc::clone(&of_thread);
                    thread::spawn(move || pass(from, to, &gate));
                }
            }
        });
        Self { port, gate }
    }

    /// The URL of the database by this way.
    pub(crate) fn url(&self, hrm: &Hrm) -> String {
        format!("postgresql://hr@127.0.0.1:{}/{}", self.port, hrm.name)
    }

    pub(crate) fn falls_silent(&self) {
        *self.gate.is_closed.lock().expect("no panic") = true;
    }

    pub(crate) fn goes_on(&self) {
        *self.gate.is_closed.lock().expect("no panic") = false;
        self.gate.opened.notify_all();
    }
}

fn pass(mut from: TcpStream, mut to: TcpStream, gate: &Gate) {
    let mut buffer = [0; 4096];
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        gate.pass();
        if to.write_all(&buffer[..count]).is_err() {
            break;
        }
    }
    let _ = to.shutdown(std::net::Shutdown::Both);
}
