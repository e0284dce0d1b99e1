//! The deterministic form of everything that is signed: CBOR as RFC 8949 §4.2.1 asks (shortest heads, definite
//! lengths, map keys 1, 2, 3 … in order). Reading refuses every other spelling of the same data, because the
//! writer's bytes are compared with what was read: one datum, one byte string.

use ciborium::Value;
use jiff::civil::Date;

/// Deepest nesting that is read: the cell of a paper's table (body → lines → line → value → groups → group →
/// rows → row → cell → field), with room for two more.
const DEPTH_MAX: usize = 12;

/// A map with the keys 1, 2, 3 … in order.
pub(crate) fn record(fields: Vec<Value>) -> Value {
    Value::Map((1_u32..).zip(fields).map(|(key, value)| (Value::from(key), value)).collect())
}

/// The bytes of a value.
pub(crate) fn to_bytes(value: &Value) -> Vec<u8> {
    let mut bytes = Vec::new();
    // Writing to memory cannot fail; should it ever, the empty result would not verify.
    if ciborium::into_writer(value, &mut bytes).is_err() {
        bytes.clear();
    }
    bytes
}

/// Reads a value that takes up all of `bytes`, in its only spelling.
pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Value> {
    let value: Value = ciborium::de::from_reader_with_recursion_limit(bytes, DEPTH_MAX).ok()?;
    (to_bytes(&value) == bytes).then_some(value)
}

/// The fields of a [`record`] of exactly `count` fields.
pub(crate) fn fields(value: Value, count: usize) -> Option<std::vec::IntoIter<Value>> {
    let entries = value.into_map().ok()?;
    let keys_are_right = (1_u32..).zip(&entries).all(|(key, entry)| entry.0 == Value::from(key));
    (keys_are_right && entries.len() == count)
        .then(|| entries.into_iter().map(|entry| entry.1).collect::<Vec<_>>().into_iter())
}

/// A date as the integer YYYYMMDD, which needs no calendar to read.
pub(crate) fn date(date: Date) -> Value {
    let number = i32::from(date.year()) * 10_000 + i32::from(date.month()) * 100 + i32::from(date.day());
    Value::from(number)
}

pub(crate) fn read_date(value: Value) -> Option<Date> {
    let number = read_unsigned(value)?;
    let year = i16::try_from(number / 10_000).ok().filter(|year| (1..=9999).contains(year))?;
    let month = i8::try_from(number / 100 % 100).ok()?;
    let day = i8::try_from(number % 100).ok()?;
    Date::new(year, month, day).ok()
}

pub(crate) fn read_unsigned(value: Value) -> Option<u64> {
    u64::try_from(value.into_integer().ok()?).ok()
}

pub(crate) fn read_signed(value: Value) -> Option<i64> {
    i64::try_from(value.into_integer().ok()?).ok()
}

/// The elements of an array of exactly `N`.
pub(crate) fn read_array<const N: usize>(value: Value) -> Option<[Value; N]> {
    value.into_array().ok()?.try_into().ok()
}

/// An array whose every element is read by `read`; one that is not refuses the whole.
pub(crate) fn read_all<T>(value: Value, read: impl Fn(Value) -> Option<T>) -> Option<Vec<T>> {
    value.into_array().ok()?.into_iter().map(read).collect()
}

pub(crate) fn read_text(value: Value) -> Option<String> {
    value.into_text().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_spellings_are_refused() {
        // {1: 5} in its only spelling; a long head; an indefinite map; bytes behind it; cut short.
        assert!(from_bytes(&[0xA1, 0x01, 0x05]).is_some());
        assert!(from_bytes(&[0xA1, 0x18, 0x01, 0x05]).is_none());
        assert!(from_bytes(&[0xBF, 0x01, 0x05, 0xFF]).is_none());
        assert!(from_bytes(&[0xA1, 0x01, 0x05, 0x00]).is_none());
        assert!(from_bytes(&[0xA1, 0x01]).is_none());
        assert!(from_bytes(&[]).is_none());
    }

    #[test]
    fn keys_must_be_all_and_in_order() {
        let of = |bytes: &[u8], count| fields(from_bytes(bytes).unwrap(), count).is_some();
        assert!(of(&[0xA2, 0x01, 0x05, 0x02, 0x06], 2));
        assert!(!of(&[0xA2, 0x01, 0x05, 0x02, 0x06], 3));
        assert!(!of(&[0xA2, 0x02, 0x05, 0x01, 0x06], 2));
        assert!(!of(&[0xA2, 0x01, 0x05, 0x01, 0x06], 2));
    }

    #[test]
    fn nesting_is_bounded() {
        let mut deep = vec![0x81_u8; 200];
        deep.push(0x00);
        assert!(from_bytes(&deep).is_none());
    }

    #[test]
    fn a_date_that_does_not_exist_is_no_date() {
        assert_eq!(read_date(Value::from(20_200_229)), Date::new(2020, 2, 29).ok());
        assert_eq!(read_date(Value::from(20_210_229)), None);
        assert_eq!(read_date(Value::from(229)), None);
        assert_eq!(read_date(Value::from(-20_200_229)), None);
    }
}
