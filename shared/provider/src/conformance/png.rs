//! The size of a PNG, out of its header.

/// The signature, the length and name of the first chunk: the header, of 13 bytes.
const BEGINNING: &[u8; 16] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

/// Width and height in pixels; none where it is no PNG.
pub fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    let rest = bytes.strip_prefix(BEGINNING)?;
    let (width, rest) = rest.split_first_chunk()?;
    let (height, _) = rest.split_first_chunk()?;
    let size = (u32::from_be_bytes(*width), u32::from_be_bytes(*height));
    (size.0 > 0 && size.1 > 0).then_some(size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_says_the_size() {
        let mut png = BEGINNING.to_vec();
        png.extend([0, 0, 2, 0, 0, 0, 1, 0]);
        assert_eq!(size(&png), Some((512, 256)));
        assert_eq!(size(&png[..23]), None);
        assert_eq!(size(b"GIF89a"), None);
        assert_eq!(size(&[]), None);
    }
}
