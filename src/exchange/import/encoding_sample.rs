//! How a part of a file reads in an encoding, so that a person can tell which one is right.

use encoding_rs::Encoding;

/// A part of a file as it reads in an encoding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncodingSample {
    /// In which.
    pub encoding: &'static Encoding,
    /// The part of a line.
    pub text: String,
}
