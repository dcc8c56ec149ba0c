//! Reads an answer: its beginning as text, and the headers that mean something to a sender.

use std::io::{self, Write};
use std::time::UNIX_EPOCH;

use common::Timestamp;
use flate2::write::MultiGzDecoder;
use http::Response;
use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use http_body_util::BodyExt;
use hyper::body::Incoming;

use super::{Answer, Instruction, KEPT, READ_LIMIT, RetryAfter};

/// Reads an answer. Once there is a status it counts, even where the body breaks off: the body is
/// for people, and many a small server closes without saying that it has ended.
pub(super) async fn read(response: Response<Incoming>) -> Answer {
    let (head, mut body) = response.into_parts();
    let mut text = Text::packed(&head.headers);
    let mut read = 0;
    let mut whole = true;
    while whole && let Some(frame) = body.frame().await {
        whole = match frame.map(|frame| frame.into_data()) {
            Ok(Ok(data)) => {
                read += data.len();
                text.take(&data) && read <= READ_LIMIT
            }
            Ok(Err(_trailers)) => true,
            Err(_) => false,
        };
    }
    let (body, truncated) = text.finish(whole);
    Answer {
        status: head.status,
        retry_after: retry_after(&head.headers),
        instruction: instruction(&head.headers),
        body,
        truncated,
    }
}

/// The beginning of a body, unpacked as it comes.
enum Text {
    Plain(Beginning),
    Gzip(Box<MultiGzDecoder<Beginning>>),
}

/// Keeps [`KEPT`] bytes, and fails at [`READ_LIMIT`].
#[derive(Default)]
struct Beginning {
    kept: Vec<u8>,
    seen: usize,
}

impl Write for Beginning {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        if self.seen >= READ_LIMIT {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let room = KEPT.saturating_sub(self.kept.len());
        self.kept.extend(data.iter().take(room));
        self.seen += data.len();
        Ok(data.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Text {
    fn packed(headers: &HeaderMap) -> Self {
        let encoding = headers
            .get(header::CONTENT_ENCODING)
            .map(HeaderValue::as_bytes);
        match encoding.map(<[u8]>::trim_ascii) {
            Some(e) if e.eq_ignore_ascii_case(b"gzip") || e.eq_ignore_ascii_case(b"x-gzip") => {
                Self::Gzip(Box::new(MultiGzDecoder::new(Beginning::default())))
            }
            _ => Self::Plain(Beginning::default()),
        }
    }

    /// Whether more may come.
    fn take(&mut self, data: &[u8]) -> bool {
        match self {
            Self::Plain(beginning) => beginning.write_all(data).is_ok(),
            Self::Gzip(decoder) => decoder.write_all(data).is_ok(),
        }
    }

    /// The text, and whether there was more; `whole` where the body came to its end.
    fn finish(self, whole: bool) -> (String, bool) {
        let (beginning, whole) = match self {
            Self::Plain(beginning) => (beginning, whole),
            Self::Gzip(mut decoder) => {
                let ended = decoder.try_finish().is_ok();
                (std::mem::take(decoder.get_mut()), whole && ended)
            }
        };
        let truncated = !whole || beginning.seen > beginning.kept.len();
        let mut text = String::from_utf8_lossy(&beginning.kept).into_owned();
        if truncated && text.ends_with(char::REPLACEMENT_CHARACTER) {
            text.pop(); // half a character, most likely
        }
        // A replacement is longer than what it replaces.
        text.truncate(text.floor_char_boundary(KEPT));
        (text, truncated)
    }
}

fn retry_after(headers: &HeaderMap) -> Option<RetryAfter> {
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
        return Some(RetryAfter::Seconds(text.parse().unwrap_or(u64::MAX)));
    }
    let at = httpdate::parse_http_date(text).ok()?;
    let millis = at.duration_since(UNIX_EPOCH).ok()?.as_millis();
    let millis = i64::try_from(millis).unwrap_or(i64::MAX);
    Some(RetryAfter::At(Timestamp::from_millis(millis)))
}

fn instruction(headers: &HeaderMap) -> Option<Instruction> {
    const NAME: HeaderName = HeaderName::from_static("webhook-delivery");
    let word = headers.get(NAME)?.as_bytes().trim_ascii();
    if word.eq_ignore_ascii_case(b"abort-message") {
        Some(Instruction::AbortMessage)
    } else if word.eq_ignore_ascii_case(b"disable") {
        Some(Instruction::Disable)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_body_makes_a_short_text(
            mut data in proptest::collection::vec(any::<u8>(), 0..3 * KEPT),
            packed: bool,
            encoded: bool,
            whole: bool,
            piece in 1..5000_usize,
        ) {
            if packed {
                let mut encoder =
                    flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
                encoder.write_all(&data).unwrap();
                data = encoder.finish().unwrap();
            }
            let mut headers = HeaderMap::new();
            if encoded {
                headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            }
            let mut text = Text::packed(&headers);
            for piece in data.chunks(piece) {
                if !text.take(piece) {
                    break;
                }
            }
            let (text, truncated) = text.finish(whole);
            prop_assert!(text.len() <= KEPT);
            prop_assert!(whole || truncated);
        }

        #[test]
        fn any_header_is_read_without_a_panic(value in proptest::collection::vec(32..=255_u8, 0..40)) {
            let Ok(value) = HeaderValue::from_bytes(&value) else { return Ok(()); };
            let mut headers = HeaderMap::new();
            headers.insert(header::RETRY_AFTER, value.clone());
            headers.insert("webhook-delivery", value);
            retry_after(&headers);
            prop_assert_eq!(instruction(&headers), None);
        }
    }
}
