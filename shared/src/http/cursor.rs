//! Cursors: a place in one account's list, opaque to clients and meaningless to other accounts.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use super::request::Query;
use crate::error::Error;
use crate::id::UserId;
use crate::table::Place;

/// Bytes of the seal that ties a cursor to its account and list.
const SEAL: usize = 8;
const BAD: &str = "must be a nextCursor of this list, as it was answered";

/// A place, sealed with the account and the list. No secret: it opens only what its account's
/// key or token opens anyway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    seal: [u8; SEAL],
    place: Place,
}

impl Cursor {
    /// The cursor that goes on after a place.
    pub fn after(list: &str, user: UserId, place: Place) -> Self {
        Self {
            seal: seal(list, user, &place),
            place,
        }
    }

    /// As clients get it.
    pub fn encode(&self) -> String {
        let place = format!("{}\n{}", self.place.sk, self.place.order);
        URL_SAFE_NO_PAD.encode([&self.seal, place.as_bytes()].concat())
    }

    /// As clients send it back.
    ///
    /// # Errors
    /// It has not the shape of one.
    pub fn decode(text: &str) -> Result<Self, &'static str> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| BAD)?;
        let (seal, place) = bytes.split_first_chunk::<SEAL>().ok_or(BAD)?;
        let place = std::str::from_utf8(place).map_err(|_| BAD)?;
        let (sk, order) = place.split_once('\n').ok_or(BAD)?;
        let fits = |text: &str| (1..=200).contains(&text.len()) && text.is_ascii();
        if !fits(sk) || !fits(order) {
            return Err(BAD);
        }
        let place = Place {
            sk: sk.to_owned(),
            order: order.to_owned(),
        };
        Ok(Self { seal: *seal, place })
    }

    /// The place it means in this account's list.
    ///
    /// # Errors
    /// It is another account's, or of another list.
    pub fn place_in(&self, list: &str, user: UserId) -> Result<&Place, Error> {
        if seal(list, user, &self.place) == self.seal {
            Ok(&self.place)
        } else {
            Err(Error::field("cursor", "INVALID", BAD))
        }
    }
}

fn seal(list: &str, user: UserId, place: &Place) -> [u8; SEAL] {
    let digest = Sha256::digest(format!("{list}\n{user}\n{}\n{}", place.sk, place.order));
    digest.first_chunk().copied().unwrap_or_default()
}

/// Items a page, at most and by default.
const PAGE: usize = 100;

/// Which part of a list: `limit` and `cursor` of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    limit: usize,
    cursor: Option<Cursor>,
}

impl Page {
    /// Takes both parameters out of a query; what is wrong with them is told by its end.
    pub fn take(query: &mut Query) -> Self {
        Self::take_of(query, PAGE)
    }

    /// The same for a list whose items are large: fewer a page, at most and by default.
    pub fn take_of(query: &mut Query, most: usize) -> Self {
        let limit = query.take("limit", |text| match text.parse() {
            Ok(limit) if (1..=most).contains(&limit) => Ok(limit),
            _ => Err(format!("must be a whole number from 1 to {most}")),
        });
        Self {
            limit: limit.unwrap_or(most),
            cursor: query.take("cursor", Cursor::decode),
        }
    }

    /// How many to read: one more than are shown tells whether there is a next page.
    pub fn reads(&self) -> usize {
        self.limit + 1
    }

    /// Where to go on from.
    ///
    /// # Errors
    /// The cursor is another account's, or of another list.
    pub fn after(&self, list: &str, user: UserId) -> Result<Option<&Place>, Error> {
        self.cursor
            .as_ref()
            .map(|cursor| cursor.place_in(list, user))
            .transpose()
    }

    /// Leaves what is shown of what was read, and answers with the cursor that goes on, if there
    /// is more.
    pub fn cut<T>(
        &self,
        read: &mut Vec<T>,
        list: &str,
        user: UserId,
        place: impl Fn(&T) -> Place,
    ) -> Option<String> {
        let more = read.len() > self.limit;
        read.truncate(self.limit);
        let last = read.last().filter(|_| more)?;
        Some(Cursor::after(list, user, place(last)).encode())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_cursor_is_of_one_account_and_list() {
        let user: UserId = "usr_01JD9ZK4T0000000000000000A".parse().unwrap();
        let other: UserId = "usr_01JD9ZK4T0000000000000000B".parse().unwrap();
        let place = Place {
            sk: "snap#x".into(),
            order: "s#y".into(),
        };
        let cursor = Cursor::decode(&Cursor::after("a", user, place.clone()).encode()).unwrap();
        assert_eq!(cursor.place_in("a", user).unwrap(), &place);
        assert!(cursor.place_in("a", other).is_err());
        assert!(cursor.place_in("b", user).is_err());
    }

    proptest! {
        #[test]
        fn decoding_never_panics(text in "[A-Za-z0-9_-]{0,60}|\\PC{0,20}") {
            let _ = Cursor::decode(&text);
        }
    }
}
