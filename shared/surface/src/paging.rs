//! Lists in pages: by cursor, or by offset.

use std::fmt::Display;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use common::Tenant;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::body::{self, Reader, Wrong};
use crate::error::Error;
use crate::request::Query;
use crate::{Input, Request};

/// Bytes of the seal that ties a cursor to its tenant and list.
const SEAL: usize = 8;
const BAD: &str = "must be a nextCursor of this list, as it was answered";

/// A position in one tenant's list, opaque to clients and meaningless to other tenants: it is
/// sealed with the tenant and the list. The seal is no secret: whoever imitates one names a
/// position of their own list, or none, because a position is read as what the list is ordered by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    seal: [u8; SEAL],
    position: String,
}

impl Cursor {
    /// The cursor that goes on after a position.
    pub fn after(list: &str, tenant: &Tenant, position: impl Display) -> Self {
        let position = position.to_string();
        Self {
            seal: seal(list, tenant, &position),
            position,
        }
    }

    /// As clients get it.
    pub fn encode(&self) -> String {
        URL_SAFE_NO_PAD.encode([&self.seal, self.position.as_bytes()].concat())
    }

    /// As clients send it back.
    ///
    /// # Errors
    /// It has not the shape of one.
    pub fn decode(text: &str) -> Result<Self, &'static str> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| BAD)?;
        let (seal, position) = bytes.split_first_chunk::<SEAL>().ok_or(BAD)?;
        let position = std::str::from_utf8(position).map_err(|_| BAD)?;
        if !(1..=200).contains(&position.len()) || !position.is_ascii() {
            return Err(BAD);
        }
        Ok(Self {
            seal: *seal,
            position: position.to_owned(),
        })
    }

    /// The position it means in this tenant's list: what the list is ordered by, in its one
    /// spelling.
    ///
    /// # Errors
    /// It is another tenant's, of another list, or no position of any list of this kind.
    pub fn position_in<P>(&self, list: &str, tenant: &Tenant) -> Result<P, Error>
    where
        P: FromStr + Display,
    {
        let sealed = seal(list, tenant, &self.position) == self.seal;
        let position = self.position.parse().ok().filter(|_| sealed);
        position
            .filter(|position: &P| position.to_string() == self.position)
            .ok_or_else(|| Error::field("cursor", "INVALID", BAD))
    }
}

fn seal(list: &str, tenant: &Tenant, position: &str) -> [u8; SEAL] {
    let digest = Sha256::digest(format!("{list}\n{tenant}\n{position}"));
    digest.first_chunk().copied().unwrap_or_default()
}

/// Reads a cursor.
struct CursorReader;

impl Reader for CursorReader {
    type Value = Cursor;

    fn read(&self, value: &Value) -> Result<Cursor, Wrong> {
        Cursor::decode(value.as_str().unwrap_or_default())
            .map_err(|bad| ("INVALID", bad.to_owned()))
    }

    #[cfg(feature = "schema")]
    fn schema(&self, _: &mut schemars::SchemaGenerator) -> Value {
        json!({ "type": "string", "minLength": 1 })
    }
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
    /// Takes both parameters out of a query; what is wrong with them is reported by its end.
    pub fn take(query: &mut Query) -> Self {
        Self::take_of(query, PAGE)
    }

    /// The same for a list whose items are large: fewer a page, at most and by default.
    pub fn take_of(query: &mut Query, most: usize) -> Self {
        let limit = query.take(
            "limit",
            body::digits(1..=most as u64, most as u64).about("Items a page, at most."),
        );
        let cursor = CursorReader.about(
            "Goes on with the list: a `nextCursor` of it, as it was answered. It is good for this \
             account and this list only.",
        );
        Self {
            limit: limit.map_or(most, |limit| limit as usize),
            cursor: query.take("cursor", cursor),
        }
    }

    /// How many to read: one more than are shown, which says whether there is a next page.
    pub fn reads(&self) -> usize {
        self.limit + 1
    }

    /// Where to go on from: a position of type `P`, as [`Page::cut`] got it.
    ///
    /// # Errors
    /// The cursor is another tenant's, of another list, or forged.
    pub fn after<P>(&self, list: &str, tenant: &Tenant) -> Result<Option<P>, Error>
    where
        P: FromStr + Display,
    {
        self.cursor
            .as_ref()
            .map(|cursor| cursor.position_in(list, tenant))
            .transpose()
    }

    /// Leaves what is shown of what was read, and answers with the cursor that goes on, if there
    /// is more.
    pub fn cut<T, P: FromStr + Display>(
        &self,
        read: &mut Vec<T>,
        list: &str,
        tenant: &Tenant,
        position: impl Fn(&T) -> P,
    ) -> Option<String> {
        let more = read.len() > self.limit;
        read.truncate(self.limit);
        let last = read.last().filter(|_| more)?;
        Some(Cursor::after(list, tenant, position(last)).encode())
    }
}

/// Items a page of a list by offset, at most and by default.
const OFFSET_MOST: u64 = 100;
const OFFSET_DEFAULT: u64 = 20;
/// The largest offset: beyond it nobody pages.
const OFFSET_LIMIT: u64 = 1_000_000;

/// Which part of a list that can be counted: `limit` and `offset` of a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OffsetPage {
    /// Items, at most.
    pub limit: u64,
    /// Items before the first.
    pub offset: u64,
}

impl OffsetPage {
    /// Takes both parameters out of a query; what is wrong with them is reported by its end.
    pub fn take(query: &mut Query) -> Self {
        let limit = body::digits(1..=OFFSET_MOST, OFFSET_DEFAULT).about("Items a page, at most.");
        let offset = body::digits(0..=OFFSET_LIMIT, 0).about("Items to pass over.");
        Self {
            limit: query.take("limit", limit).unwrap_or(OFFSET_DEFAULT),
            offset: query.take("offset", offset).unwrap_or(0),
        }
    }

    /// The part of a whole list that it means.
    pub fn of<'a, T>(&self, all: &'a [T]) -> &'a [T] {
        let index = |at: u64| usize::try_from(at).unwrap_or(usize::MAX).min(all.len());
        let (from, to) = (index(self.offset), index(self.offset + self.limit));
        all.get(from..to).unwrap_or_default()
    }

    /// The members of the envelope's `meta` for a list of so many items.
    pub fn meta(&self, total: u64) -> Value {
        json!({ "pagination": {
            "total": total,
            "limit": self.limit,
            "offset": self.offset,
            "hasMore": self.offset.saturating_add(self.limit) < total,
        } })
    }
}

impl<C> Input<C> for OffsetPage {
    fn parse(request: &Request, _: &C) -> Result<Self, Error> {
        let mut query = Query::of(request);
        let page = Self::take(&mut query);
        query.finish()?;
        Ok(page)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_cursor_is_of_one_tenant_and_list() {
        let (own, other) = (Tenant::new("usr_a"), Tenant::new("usr_b"));
        let cursor = Cursor::decode(&Cursor::after("a", &own, 7).encode()).unwrap();
        assert_eq!(cursor.position_in::<u8>("a", &own).unwrap(), 7);
        assert!(cursor.position_in::<u8>("a", &other).is_err());
        assert!(cursor.position_in::<u8>("b", &own).is_err());
    }

    #[test]
    fn a_seal_that_is_imitated_opens_positions_of_the_list_alone() {
        let own = Tenant::new("usr_a");
        for forged in ["x", "-1", "300", "07", "+7", " 7", "7#"] {
            let cursor = Cursor::decode(&Cursor::after("a", &own, forged).encode()).unwrap();
            assert!(cursor.position_in::<u8>("a", &own).is_err(), "{forged}");
        }
    }

    #[test]
    fn a_page_by_offset_is_a_part_of_the_list() {
        let all: Vec<u32> = (0..45).collect();
        let page = OffsetPage {
            limit: 20,
            offset: 40,
        };
        assert_eq!(page.of(&all), [40, 41, 42, 43, 44]);
        assert_eq!(page.meta(45)["pagination"]["hasMore"], false);
        let first = OffsetPage { offset: 0, ..page };
        assert_eq!(first.of(&all).len(), 20);
        assert_eq!(first.meta(45)["pagination"]["hasMore"], true);
        let beyond = OffsetPage { offset: 99, ..page };
        assert!(beyond.of(&all).is_empty());
    }

    proptest! {
        #[test]
        fn decoding_never_panics(text in "[A-Za-z0-9_-]{0,60}|\\PC{0,20}") {
            let _ = Cursor::decode(&text);
        }
    }
}
