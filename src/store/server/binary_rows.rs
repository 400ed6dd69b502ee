//! Splits the binary format of `COPY` into rows as bytes arrive. A server produces it in less
//! than half the time of the text format.

use crate::store::StoreError;

/// The header, up to the length of its extension.
const SIGNATURE: &[u8] = b"PGCOPY\n\xff\r\n\0";

/// The length of the signature, the flags and the length of the extension, in bytes.
const HEADER: usize = SIGNATURE.len() + 8;

/// A field; `None` for NULL.
pub(super) type BinaryField<'a> = Option<&'a [u8]>;

/// The bytes received, of which the last row may be incomplete.
#[derive(Debug, Default)]
pub(super) struct BinaryRows {
    /// The bytes that were not read yet.
    bytes: Vec<u8>,
    at: usize,
    is_begun: bool,
}

impl BinaryRows {
    /// Adds bytes that have arrived.
    pub(super) fn append(&mut self, chunk: Vec<u8>) {
        if self.at == self.bytes.len() {
            self.bytes = chunk;
        } else {
            self.bytes.drain(..self.at);
            self.bytes.extend_from_slice(&chunk);
        }
        self.at = 0;
    }

    /// Adds the fields of the next rows, up to a maximum of rows with `width` fields each, and
    /// returns the number of rows.
    ///
    /// # Errors
    /// [`StoreError::Server`] if the bytes are not such rows.
    pub(super) fn next<'a>(
        &'a mut self,
        (width, most): (usize, usize),
        fields: &mut Vec<BinaryField<'a>>,
    ) -> Result<usize, StoreError> {
        let Self { bytes, at, is_begun } = self;
        if !*is_begun {
            let Some(header) = bytes.get(..HEADER) else {
                return Ok(0);
            };
            if !header.starts_with(SIGNATURE) {
                return Err(unreadable());
            }
            let more = number(&header[HEADER - 4..]).ok_or_else(unreadable)?;
            let length = HEADER + usize::try_from(more).map_err(|_| unreadable())?;
            if bytes.len() < length {
                return Ok(0);
            }
            (*at, *is_begun) = (length, true);
        }
        let mut rows = 0;
        while rows < most {
            let before = fields.len();
            let Some(end) = row(bytes, *at, width, fields)? else {
                fields.truncate(before);
                break;
            };
            *at = end;
            rows += 1;
        }
        Ok(rows)
    }
}

/// Adds the fields of the row that begins at an offset, and returns where it ends; `None` if the
/// row is incomplete, or if there are no more rows.
fn row<'a>(
    bytes: &'a [u8],
    from: usize,
    width: usize,
    fields: &mut Vec<BinaryField<'a>>,
) -> Result<Option<usize>, StoreError> {
    let Some(count) = bytes.get(from..from + 2) else {
        return Ok(None);
    };
    let count = i16::from_be_bytes([count[0], count[1]]);
    if count == -1 {
        return Ok(None);
    }
    if usize::try_from(count) != Ok(width) {
        return Err(unreadable());
    }
    let mut at = from + 2;
    for _ in 0..width {
        let Some(length) = bytes.get(at..at + 4) else {
            return Ok(None);
        };
        at += 4;
        let Ok(length) = usize::try_from(number(length).ok_or_else(unreadable)?) else {
            fields.push(None);
            continue;
        };
        let Some(field) = bytes.get(at..at + length) else {
            return Ok(None);
        };
        fields.push(Some(field));
        at += length;
    }
    Ok(Some(at))
}

fn number(bytes: &[u8]) -> Option<i32> {
    Some(i32::from_be_bytes(bytes.try_into().ok()?))
}

pub(super) fn unreadable() -> StoreError {
    StoreError::Server("the server sent rows that cannot be read".into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::StoreError;

    fn sent() -> Vec<u8> {
        let mut bytes = SIGNATURE.to_vec();
        bytes.extend_from_slice(&[0, 0, 0, 0, 0, 0, 0, 2, 9, 9]);
        for fields in [[Some(&b"one"[..]), None], [Some(&b""[..]), Some(&b"two"[..])]] {
            bytes.extend_from_slice(&[0, 2]);
            for field in fields {
                let length = field.map_or(-1, |it| i32::try_from(it.len()).expect("short"));
                bytes.extend_from_slice(&length.to_be_bytes());
                bytes.extend_from_slice(field.unwrap_or_default());
            }
        }
        bytes.extend_from_slice(&[255, 255]);
        bytes
    }

    #[test]
    fn rows_are_the_same_however_the_stream_is_split() {
        let sent = sent();
        for cut in 0..sent.len() {
            let (mut rows, mut all) = (BinaryRows::default(), Vec::new());
            for part in [&sent[..cut], &sent[cut..]] {
                rows.append(part.to_vec());
                loop {
                    let mut fields = Vec::new();
                    let count = rows.next((2, 1), &mut fields).expect("rows");
                    assert_eq!(fields.len(), count * 2);
                    if count == 0 {
                        break;
                    }
                    all.extend(fields.iter().map(|field| field.map(<[u8]>::to_vec)));
                }
            }
            let expected = [Some(b"one".to_vec()), None, Some(Vec::new()), Some(b"two".to_vec())];
            assert_eq!(all, expected, "{cut}");
        }
    }

    #[test]
    fn invalid_row_data_is_refused() {
        let mut rows = BinaryRows::default();
        rows.append(vec![b'x'; 40]);
        assert!(matches!(rows.next((2, 8), &mut Vec::new()), Err(StoreError::Server(_))));
        let mut rows = BinaryRows::default();
        rows.append(sent());
        assert!(matches!(rows.next((3, 8), &mut Vec::new()), Err(StoreError::Server(_))));
    }
}
