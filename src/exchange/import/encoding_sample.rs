//! A part of a file as it reads in an encoding, so that a person can choose the right one.

use encoding_rs::Encoding;

/// A part of a file as it reads in an encoding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncodingSample {
    /// The encoding.
    pub encoding: &'static Encoding,
    /// The part of a line.
    pub text: String,
}
