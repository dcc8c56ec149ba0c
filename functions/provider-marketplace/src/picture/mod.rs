//! Pictures of packages: served from here, so that no provider's server sees who looks.

pub mod view;

use provider::catalogue::entry::PictureHash;

/// Where a picture is.
pub(crate) fn url(api: &str, hash: PictureHash) -> String {
    let api = api.trim_end_matches('/');
    format!("{api}/v1/space/pictures/{hash}")
}
