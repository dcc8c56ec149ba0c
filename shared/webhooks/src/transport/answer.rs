//! Reads an answer: its body within the limits, and what of its headers means something to a
//! webhook's sender.

use std::io::{self, Write};
use std::time::UNIX_EPOCH;

use common::Timestamp;
use flate2::write::MultiGzDecoder;
use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use tokio::time::Instant;

use super::{Answer, End, Instruction, KEPT, Limits, Response, RetryAfter, Timing};

/// Reads an answer. Once there is a status it counts, even where the body breaks off: the caller
/// decides what such an answer is worth, and many a small server closes without saying that it has
/// ended.
pub(super) async fn read(
    response: http::Response<Incoming>,
    limits: Limits,
    (began, mut timing): (Instant, Timing),
) -> Response {
    let (head, mut incoming) = response.into_parts();
    let mut body = Body::packed(&head.headers, limits);
    let (mut read, mut whole) = (0, true);
    let mut first_byte = None;
    while whole && let Some(frame) = incoming.frame().await {
        whole = match frame.map(|frame| frame.into_data()) {
            Ok(Ok(data)) => {
                if !data.is_empty() {
                    first_byte.get_or_insert_with(|| began.elapsed());
                }
                read += data.len();
                body.take(&data) && read <= limits.read
            }
            Ok(Err(_trailers)) => true,
            Err(_) => false,
        };
    }
    timing.whole = began.elapsed();
    timing.first_byte = first_byte.unwrap_or(timing.whole);
    let (body, end) = body.finish(whole, read > limits.read);
    Response {
        status: head.status,
        headers: head.headers,
        body: body.into(),
        end,
        timing,
    }
}

impl From<Response> for Answer {
    fn from(response: Response) -> Self {
        let truncated = response.end != End::Whole;
        Self {
            status: response.status,
            retry_after: retry_after(&response.headers),
            instruction: instruction(&response.headers),
            body: text(&response.body, truncated),
            truncated,
        }
    }
}

/// A body's beginning as text, at most [`KEPT`] bytes.
fn text(body: &[u8], truncated: bool) -> String {
    let mut text = String::from_utf8_lossy(body).into_owned();
    if truncated && text.ends_with(char::REPLACEMENT_CHARACTER) {
        text.pop(); // half a character, most likely
    }
    // A replacement is longer than what it replaces.
    text.truncate(text.floor_char_boundary(KEPT));
    text
}

/// The beginning of a body, unpacked as it comes.
enum Body {
    Plain(Beginning),
    Gzip(Box<MultiGzDecoder<Beginning>>),
}

/// Keeps the beginning, and fails at the limit.
struct Beginning {
    limits: Limits,
    kept: Vec<u8>,
    seen: usize,
    refused: bool,
}

impl Beginning {
    fn new(limits: Limits) -> Self {
        Self {
            limits,
            kept: Vec::new(),
            seen: 0,
            refused: false,
        }
    }
}

impl Write for Beginning {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        if self.seen >= self.limits.read {
            self.refused = true;
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let room = self.limits.kept.saturating_sub(self.kept.len());
        self.kept.extend(data.iter().take(room));
        self.seen += data.len();
        Ok(data.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Body {
    fn packed(headers: &HeaderMap, limits: Limits) -> Self {
        let beginning = Beginning::new(limits);
        let encoding = headers
            .get(header::CONTENT_ENCODING)
            .map(HeaderValue::as_bytes);
        match encoding.map(<[u8]>::trim_ascii) {
            Some(e) if e.eq_ignore_ascii_case(b"gzip") || e.eq_ignore_ascii_case(b"x-gzip") => {
                Self::Gzip(Box::new(MultiGzDecoder::new(beginning)))
            }
            _ => Self::Plain(beginning),
        }
    }

    /// Whether more may come.
    fn take(&mut self, data: &[u8]) -> bool {
        match self {
            Self::Plain(beginning) => beginning.write_all(data).is_ok(),
            Self::Gzip(decoder) => decoder.write_all(data).is_ok(),
        }
    }

    /// What is kept, and how it ended: `whole` where the body came to its end, `over` where it
    /// had more than is read before it was unpacked.
    fn finish(self, whole: bool, over: bool) -> (Vec<u8>, End) {
        let (beginning, whole) = match self {
            Self::Plain(beginning) => (beginning, whole),
            Self::Gzip(mut decoder) => {
                let ended = decoder.try_finish().is_ok();
                let none = Beginning::new(decoder.get_ref().limits);
                (std::mem::replace(decoder.get_mut(), none), whole && ended)
            }
        };
        let is_too_long = over || beginning.refused || beginning.seen > beginning.kept.len();
        let end = match whole {
            _ if is_too_long => End::TooLong,
            true => End::Whole,
            false => End::BrokenOff,
        };
        (beginning.kept, end)
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
            let mut body = Body::packed(&headers, Limits::DELIVERY);
            for piece in data.chunks(piece) {
                if !body.take(piece) {
                    break;
                }
            }
            let (kept, end) = body.finish(whole, false);
            prop_assert!(kept.len() <= KEPT);
            prop_assert!(whole || end != End::Whole);
            prop_assert!(text(&kept, end != End::Whole).len() <= KEPT);
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
