//! Profiles as they are stored: compressed JSON.

use std::io::Read;

use common::Fault;
use profile::Profile;
use sha2::{Digest, Sha256};

use super::PublishError;

/// The most a snapshot's profile may take in the table, compressed: with its key it stays under
/// DynamoDB's 400 KB an item.
pub const COMPRESSED_LIMIT: usize = 350 * 1024;

/// A profile as it is stored.
pub(super) struct Packed {
    pub bytes: Vec<u8>,
    pub hash: String,
}

pub(super) fn pack(profile: &Profile) -> Result<Packed, PublishError> {
    let doing = "packing a profile";
    let json = serde_json::to_vec(profile).map_err(|e| Fault::internal(doing, position(&e)))?;
    let hash = format!("sha256:{}", hex::encode(Sha256::digest(&json)));
    let mut bytes = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 9,
        ..Default::default()
    };
    brotli::BrotliCompress(&mut json.as_slice(), &mut bytes, &parameters)
        .map_err(|e| Fault::internal(doing, e))?;
    if bytes.len() > COMPRESSED_LIMIT {
        return Err(PublishError::TooLarge(bytes.len()));
    }
    Ok(Packed { bytes, hash })
}

pub(super) fn unpack(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut json = Vec::new();
    brotli::Decompressor::new(bytes, 16 * 1024).read_to_end(&mut json)?;
    Ok(json)
}

/// Where a profile can't be read, without its content: that is the owner's.
pub(super) fn position(error: &serde_json::Error) -> String {
    format!(
        "{:?} at line {} column {}",
        error.classify(),
        error.line(),
        error.column()
    )
}
