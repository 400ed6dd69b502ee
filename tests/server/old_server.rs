//! A server that is too old, as far as it gets to say so.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

use crate::harness::hrm;

/// The request for TLS, and what declines it.
const TLS: u32 = 80_877_103;

fn length(bytes: &[u8]) -> usize {
    bytes.iter().fold(0, |all, byte| all * 256 + usize::from(*byte))
}

/// A message: its type, its length, what is in it.
fn message(kind: u8, body: &[u8]) -> Vec<u8> {
    let size = u32::try_from(body.len() + 4).expect("a length");
    [&[kind][..], &size.to_be_bytes(), body].concat()
}

/// Reads what a client says first.
fn startup(stream: &mut TcpStream) -> Vec<u8> {
    let mut size = [0; 4];
    stream.read_exact(&mut size).expect("a length");
    let mut body = vec![0; length(&size) - 4];
    stream.read_exact(&mut body).expect("a request");
    body
}

/// Reads messages up to one that asks for answers.
fn until_sync(stream: &mut TcpStream) {
    loop {
        let mut head = [0; 5];
        stream.read_exact(&mut head).expect("a message");
        stream.read_exact(&mut vec![0; length(&head[1..]) - 4]).expect("its body");
        if head[0] == b'S' {
            return;
        }
    }
}

/// Speaks the protocol as far as the question for the version, which it answers with 12.
fn answer(mut stream: TcpStream) {
    if startup(&mut stream) == TLS.to_be_bytes() {
        stream.write_all(b"N").expect("no TLS");
        startup(&mut stream);
    }
    let ready = message(b'Z', b"I");
    let hello = [message(b'R', &[0; 4]), ready.clone()].concat();
    stream.write_all(&hello).expect("a greeting");
    until_sync(&mut stream);
    // One column, a whole number of four bytes.
    let column = b"\0\x01v\0\0\0\0\0\0\0\0\0\0\x17\0\x04\xff\xff\xff\xff\0\0";
    let prepared =
        [message(b'1', b""), message(b't', b"\0\0"), message(b'T', column), ready.clone()];
    stream.write_all(&prepared.concat()).expect("a description");
    until_sync(&mut stream);
    let row = message(b'D', b"\0\x01\0\0\0\x04\0\0\0\x0c");
    let done = [message(b'2', b""), row, message(b'C', b"SELECT 1\0"), ready];
    stream.write_all(&done.concat()).expect("an answer");
    // The client leaves.
    let _ = stream.read(&mut [0; 1]);
}

#[test]
fn a_server_that_is_too_old_is_refused() {
    let Some(hrm) = hrm() else { return };
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let server = thread::spawn(move || answer(listener.accept().expect("a client").0));
    let url = format!("postgresql://hr@127.0.0.1:{port}/hrm");
    let said = format!(
        "the server 127.0.0.1:{port} runs PostgreSQL 12; grantgrid needs version 13 or newer"
    );
    hrm.grantgrid(&["users", "--db", &url]).fails(1, &said);
    server.join().expect("no panic");
}
