//! Reads what the terminal sends, on two threads: one reads bytes, the other decodes them and
//! waits for what may follow.

use std::io::{self, ErrorKind, Read, stdin};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use anyhow::Context as _;

use super::input::{Decoder, Listening, TerminalInput};
use super::keymap::Keymap;
use super::message::Message;
use super::terminal::{HUNG_UP, TerminalScreen};
use super::typing::Press;

/// The most bytes read at once: as many as a terminal buffers.
const PIECE: usize = 4096;

/// The most pieces that are decoded together.
const TOGETHER: usize = 16;

/// Pieces that follow each other within this time arrived at once.
const NO_TIME: Duration = Duration::from_micros(100);

/// Bytes from the terminal, and when they arrived.
type Piece = (Vec<u8>, Instant);

/// Takes over the terminal, and starts reading from it.
pub(crate) fn open_terminal(
    sender: &Sender<Message>,
    listening: Listening,
    keys: &Keymap,
) -> anyhow::Result<TerminalScreen> {
    let screen = TerminalScreen::enter(sender.clone(), listening.mouse)
        .context("the terminal cannot be used for the console")?;
    listen(sender.clone(), listening, keys.clone())?;
    Ok(screen)
}

/// Starts reading keys, until the terminal is closed. Keys that arrived at once are passed on
/// together, because they may be text.
fn listen(messages: Sender<Message>, listening: Listening, keys: Keymap) -> io::Result<()> {
    let (sender, pieces) = channel();
    let thread = |name: &str| std::thread::Builder::new().name(name.into());
    thread("terminal").spawn(move || read(&sender))?;
    thread("input").spawn(move || decode(&pieces, &messages, listening, &keys))?;
    Ok(())
}

/// Reads from the terminal until it is closed.
fn read(pieces: &Sender<Piece>) {
    let mut buffer = [0; PIECE];
    loop {
        match stdin().lock().read(&mut buffer) {
            Ok(count @ 1..) => {
                if pieces.send((buffer[..count].into(), Instant::now())).is_err() {
                    return;
                }
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            _ => return,
        }
    }
}

fn decode(
    pieces: &Receiver<Piece>,
    messages: &Sender<Message>,
    listening: Listening,
    keys: &Keymap,
) {
    let mut decoder = Decoder::listening(listening, Instant::now());
    loop {
        let next = match decoder.deadline() {
            Some(deadline) => {
                pieces.recv_timeout(deadline.saturating_duration_since(Instant::now()))
            }
            None => pieces.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        let received = match next {
            Ok(piece) => decode_together(&mut decoder, piece, pieces, keys),
            Err(RecvTimeoutError::Timeout) => {
                let pressed = decoder.last();
                messages_of(decoder.settle(Instant::now()).map(|input| (input, pressed)))
            }
            Err(RecvTimeoutError::Disconnected) => vec![Message::End(HUNG_UP)],
        };
        for message in received {
            let end = matches!(message, Message::End(_));
            if messages.send(message).is_err() || end {
                return;
            }
        }
    }
}

/// Decodes a piece, together with those that arrived at the same time. A key that only moves
/// does not wait for them: it does no harm in a paste, and is pressed most often.
fn decode_together(
    decoder: &mut Decoder,
    (bytes, at): Piece,
    pieces: &Receiver<Piece>,
    keys: &Keymap,
) -> Vec<Message> {
    let mut inputs: Vec<(TerminalInput, Instant)> = Vec::new();
    let mut decode = |bytes: &[u8], at| {
        inputs.extend(decoder.decode(bytes, at).into_iter().map(|input| (input, at)));
        matches!(&*inputs, [(TerminalInput::Key(key), _)] if keys.only_moves(*key))
    };
    if !decode(&bytes, at) {
        for _ in 0..TOGETHER {
            let Ok((bytes, at)) = pieces.recv_timeout(NO_TIME) else {
                break;
            };
            decode(&bytes, at);
        }
    }
    messages_of(inputs)
}

/// The messages for what was decoded; keys that arrived together are one message.
fn messages_of(inputs: impl IntoIterator<Item = (TerminalInput, Instant)>) -> Vec<Message> {
    let mut found = Vec::new();
    let mut keys = Vec::new();
    for (input, at) in inputs {
        match input {
            TerminalInput::Key(key) => keys.push(Press { key, at }),
            TerminalInput::Paste(text) => {
                if !keys.is_empty() {
                    found.push(Message::Pressed(std::mem::take(&mut keys)));
                }
                found.push(Message::Pasted(text));
            }
            TerminalInput::Background { light } => found.push(Message::Background { light }),
            TerminalInput::Attributes => found.push(Message::TerminalKnown),
            TerminalInput::Mouse(report) => {
                if !keys.is_empty() {
                    found.push(Message::Pressed(std::mem::take(&mut keys)));
                }
                found.push(Message::Mouse(report, at));
            }
        }
    }
    if !keys.is_empty() {
        found.push(Message::Pressed(keys));
    }
    found
}
