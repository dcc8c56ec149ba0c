//! Compressed JSON, as descriptors and reports are stored.

use std::io::Read;

use aws_sdk_dynamodb::primitives::Blob;
use common::Fault;
use dynamo::{AttributeValue, Item};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The attribute that holds it.
pub const PACKED: &str = "z";
/// Bytes that one may have unpacked, at most: what is stored was bounded before.
const UNPACKED_BYTES: u64 = 8 * 1024 * 1024;

/// A value as an attribute.
///
/// # Errors
/// It can't be written as JSON: a fault of ours.
pub fn pack<T: Serialize>(doing: &'static str, value: &T) -> Result<AttributeValue, Fault> {
    let json = serde_json::to_vec(value).map_err(|e| Fault::internal(doing, e))?;
    let mut bytes = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 5,
        ..Default::default()
    };
    brotli::BrotliCompress(&mut json.as_slice(), &mut bytes, &parameters)
        .map_err(|e| Fault::internal(doing, e))?;
    Ok(AttributeValue::B(Blob::new(bytes)))
}

/// The value of an item's attribute.
///
/// # Errors
/// It holds something else: a fault of ours.
pub fn unpack<T: DeserializeOwned>(doing: &'static str, item: &Item) -> Result<T, Fault> {
    let wrong = |why: String| Fault::internal(doing, why);
    let bytes = item
        .get(PACKED)
        .and_then(|value| value.as_b().ok())
        .ok_or_else(|| wrong("the item has no content".to_owned()))?;
    let mut json = Vec::new();
    brotli::Decompressor::new(bytes.as_ref(), 16 * 1024)
        .take(UNPACKED_BYTES)
        .read_to_end(&mut json)
        .map_err(|e| wrong(e.to_string()))?;
    // No message quotes the content: it is a developer's.
    serde_json::from_slice(&json)
        .map_err(|e| wrong(format!("line {} column {}", e.line(), e.column())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_unpacked() {
        let value = vec!["a".repeat(100_000); 3];
        let packed = pack("testing", &value).unwrap();
        assert!(packed.as_b().unwrap().as_ref().len() < 1_000);
        let item = Item::from([(PACKED.to_owned(), packed)]);
        assert_eq!(unpack::<Vec<String>>("testing", &item).unwrap(), value);
        assert!(unpack::<u8>("testing", &item).is_err());
        assert!(unpack::<u8>("testing", &Item::new()).is_err());
    }
}
