//! Converts values from the binary format of `COPY` to those of the replica: the same values as
//! from the text format.

use super::binary_rows::{BinaryField, unreadable};
use super::describe::{ServerColumn, WireForm};
use super::values::{CopiedValue, value};
use crate::store::StoreError;

/// Days from the first day of the calendar to 2000-01-01.
const EPOCH: i64 = 730_119;
const DAY: i64 = 86_400_000_000;
const HEX: &[u8; 16] = b"0123456789abcdef";

/// Buffers for the text of a value.
#[derive(Debug, Default)]
pub(super) struct ValueRoom {
    uuid: UuidText,
    time: [u8; 26],
    /// The day that is already in `time`: most values have the same day as the one before.
    day: Option<i64>,
}

#[derive(Debug)]
struct UuidText([u8; 36]);

impl Default for UuidText {
    fn default() -> Self {
        Self([0; 36])
    }
}

impl ValueRoom {
    /// The value of a field.
    ///
    /// # Errors
    /// [`StoreError::Server`] if the bytes are not a value of the column.
    pub(super) fn value<'a>(
        &'a mut self,
        column: &ServerColumn,
        field: BinaryField<'a>,
    ) -> Result<CopiedValue<'a>, StoreError> {
        let Some(bytes) = field else {
            return Ok(CopiedValue::Null);
        };
        Ok(match column.wire {
            WireForm::Text => CopiedValue::Sent(bytes),
            WireForm::AsText => value(column.kind, Some(String::from_utf8_lossy(bytes))),
            WireForm::Boolean => CopiedValue::Integer(i64::from(bytes != [0])),
            WireForm::Integer => CopiedValue::Integer(number(bytes)?),
            WireForm::Uuid => self.uuid(bytes)?,
            WireForm::Timestamp => self.timestamp(column, number(bytes)?),
            WireForm::Date => self.date(column, number(bytes)?),
        })
    }

    fn uuid(&mut self, bytes: &[u8]) -> Result<CopiedValue<'_>, StoreError> {
        let bytes: &[u8; 16] = bytes.try_into().map_err(|_| unreadable())?;
        let mut at = 0;
        for (number, byte) in bytes.iter().enumerate() {
            if matches!(number, 4 | 6 | 8 | 10) {
                self.uuid.0[at] = b'-';
                at += 1;
            }
            self.uuid.0[at] = HEX[usize::from(byte >> 4)];
            self.uuid.0[at + 1] = HEX[usize::from(byte & 15)];
            at += 2;
        }
        Ok(CopiedValue::Sent(&self.uuid.0))
    }

    fn timestamp(&mut self, column: &ServerColumn, at: i64) -> CopiedValue<'_> {
        let (day, rest) = (at.div_euclid(DAY), at.rem_euclid(DAY));
        if at == i64::MAX || at == i64::MIN || !self.write_day(day) {
            return rare(column, at, day, Some(rest));
        }
        let (seconds, fraction) = (rest / 1_000_000, rest % 1_000_000);
        self.time[10] = b' ';
        digits(&mut self.time[11..13], seconds / 3600);
        self.time[13] = b':';
        digits(&mut self.time[14..16], seconds / 60 % 60);
        self.time[16] = b':';
        digits(&mut self.time[17..19], seconds % 60);
        self.time[19] = b'.';
        digits(&mut self.time[20..26], fraction);
        CopiedValue::Sent(&self.time[..26])
    }

    fn date(&mut self, column: &ServerColumn, day: i64) -> CopiedValue<'_> {
        let is_end = day == i64::from(i32::MAX) || day == i64::from(i32::MIN);
        if is_end || !self.write_day(day) {
            let at = if day == i64::from(i32::MAX) { i64::MAX } else { i64::MIN };
            return rare(column, if is_end { at } else { 0 }, day, None);
        }
        CopiedValue::Sent(&self.time[..10])
    }

    /// Writes a day of the years 1 to 9999; returns false for any other day.
    fn write_day(&mut self, day: i64) -> bool {
        if self.day == Some(day) {
            return true;
        }
        let (year, month, date) = civil(day);
        if !(1..=9999).contains(&year) {
            return false;
        }
        digits(&mut self.time[..4], year);
        self.time[4] = b'-';
        digits(&mut self.time[5..7], month);
        self.time[7] = b'-';
        digits(&mut self.time[8..10], date);
        self.day = Some(day);
        true
    }
}

/// A time or day that is not in the years 1 to 9999, as the server writes it.
fn rare(column: &ServerColumn, at: i64, day: i64, rest: Option<i64>) -> CopiedValue<'static> {
    let text = match at {
        i64::MAX => "infinity".to_owned(),
        i64::MIN => "-infinity".to_owned(),
        _ => {
            let (year, month, date) = civil(day);
            let (year, era) = if year > 0 { (year, "") } else { (1 - year, " BC") };
            let time = rest.map_or_else(String::new, |rest| {
                let (seconds, fraction) = (rest / 1_000_000, rest % 1_000_000);
                let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
                let fraction =
                    if fraction == 0 { String::new() } else { format!(".{fraction:06}") };
                let fraction = fraction.trim_end_matches('0');
                format!(" {hour:02}:{minute:02}:{second:02}{fraction}")
            });
            format!("{year:04}-{month:02}-{date:02}{time}{era}")
        }
    };
    value(column.kind, Some(text.into()))
}

/// The year, month and day of a day since the year 2000, in the server's calendar, in which
/// the year 0 precedes the year 1.
fn civil(day: i64) -> (i64, i64, i64) {
    // Years begin in March, so that the leap day is the last.
    let days = day + EPOCH + 306;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let date = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + i64::from(month <= 2), month, date)
}

fn number(bytes: &[u8]) -> Result<i64, StoreError> {
    match *bytes {
        [a, b] => Ok(i16::from_be_bytes([a, b]).into()),
        [a, b, c, d] => Ok(i32::from_be_bytes([a, b, c, d]).into()),
        _ => bytes.try_into().map(i64::from_be_bytes).map_err(|_| unreadable()),
    }
}

/// Writes a number with leading zeros, filling the buffer.
fn digits(room: &mut [u8], mut number: i64) {
    for digit in room.iter_mut().rev() {
        *digit = b'0' + u8::try_from(number % 10).unwrap_or(0);
        number /= 10;
    }
}

#[cfg(test)]
mod tests {
    use super::super::describe::ColumnKind;
    use super::*;

    fn read(kind: ColumnKind, wire: WireForm, bytes: &[u8]) -> String {
        let (name, declared) = ("any", String::new());
        let column = ServerColumn { name, kind, wire, declared, required: false };
        let mut room = ValueRoom::default();
        // The buffer still contains the text of another value.
        room.value(&column, Some(&vec![0; bytes.len()])).expect("a value");
        match room.value(&column, Some(bytes)).expect("a value") {
            CopiedValue::Integer(number) => number.to_string(),
            CopiedValue::Text(text) => text.into_owned(),
            CopiedValue::Sent(bytes) => String::from_utf8_lossy(bytes).into_owned(),
            CopiedValue::Null => "NULL".into(),
        }
    }

    #[test]
    fn binary_times_equal_their_text_form() {
        for (micros, expected) in [
            (0, "2000-01-01 00:00:00.000000"),
            (-1, "1999-12-31 23:59:59.999999"),
            (802_598_950_123_456, "2025-06-07 08:09:10.123456"),
            (5_097_600_000_000, "2000-02-29 00:00:00.000000"),
            (252_455_615_999_999_999, "9999-12-31 23:59:59.999999"),
            (252_455_616_000_000_000, "10000-01-01 00:00:00"),
            (-63_082_281_600_000_000, "0001-01-01 00:00:00.000000"),
            (-63_082_281_600_000_000 - DAY / 2, "0001-12-31 12:00:00 BC"),
            (i64::MAX, "infinity"),
            (i64::MIN, "-infinity"),
        ] {
            let bytes = i64::to_be_bytes(micros);
            assert_eq!(read(ColumnKind::Time, WireForm::Timestamp, &bytes), expected, "{micros}");
        }
        for (day, expected) in
            [(0, "2000-01-01"), (-1, "1999-12-31"), (9_289, "2025-06-07"), (i32::MAX, "infinity")]
        {
            let bytes = i32::to_be_bytes(day);
            assert_eq!(read(ColumnKind::Time, WireForm::Date, &bytes), expected);
        }
    }

    #[test]
    fn consecutive_days_are_consecutive_dates() {
        let mut before = civil(-800_000);
        for day in -799_999..100_000 {
            let (year, month, date) = civil(day);
            let is_next = match (date, month) {
                (1, 1) => before == (year - 1, 12, 31),
                (1, _) => before.0 == year && before.1 == month - 1 && before.2 >= 28,
                _ => before == (year, month, date - 1),
            };
            assert!(is_next, "{before:?} {year}-{month}-{date}");
            before = (year, month, date);
        }
    }

    #[test]
    fn other_binary_values_equal_their_text_form() {
        let uuid = [0x12, 0x34, 0xab, 0xcd, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0xfe, 0xff];
        assert_eq!(
            read(ColumnKind::Text, WireForm::Uuid, &[uuid, uuid].concat()[..16]),
            "1234abcd-0001-0203-0405-06070809feff"
        );
        assert_eq!(read(ColumnKind::Boolean, WireForm::Boolean, &[1]), "1");
        assert_eq!(read(ColumnKind::Boolean, WireForm::AsText, b"true"), "1");
        assert_eq!(read(ColumnKind::Integer, WireForm::Integer, &[255, 254]), "-2");
        assert_eq!(read(ColumnKind::Integer, WireForm::Integer, &[0, 0, 1, 0]), "256");
        assert_eq!(read(ColumnKind::Text, WireForm::Text, "海\t".as_bytes()), "海\t");
    }
}
