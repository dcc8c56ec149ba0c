//! Attempts of somebody whom no item of their own stands for yet, counted in windows: visits of an
//! address, wrong passwords for an account, wrong secrets for a client.
//!
//! Each window of each subject is an item of its own, which one conditional write makes or counts
//! on, and which ends by itself. So a limit is exact under any number of callers, and no process's
//! memory is needed to hold it.

use common::{Fault, Timestamp};
use dynamo::{Change, Changed, Item, Key, Table, n};

use crate::minute::{MinuteStatus, number};

/// The attribute that counts.
const COUNT: &str = "n";
/// Seconds after its window's end for which an item is kept.
const KEPT: i64 = 3_600;

/// A limit: so many attempts in each window of so many seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempts {
    /// Its name in the table, which no other limit has.
    pub name: &'static str,
    /// Attempts in a window.
    pub most: u32,
    /// The window's length, in seconds.
    pub window: i64,
}

impl Attempts {
    /// Counts an attempt of a subject; `Err` in the result where the window's are used up. The
    /// subject is a hash or an identifier: it is stored as it is.
    ///
    /// # Errors
    /// The table can't be reached.
    pub async fn take(
        self,
        table: &Table,
        subject: &str,
        now: Timestamp,
    ) -> Result<Result<MinuteStatus, MinuteStatus>, Fault> {
        let end = self.start(now) + self.window;
        let change = Change::upsert(self.key(subject, now))
            .if_absent_or_below(COUNT, n(self.most))
            .add(COUNT, 1)
            .expires(end + KEPT)
            .unretried();
        Ok(match change.apply(table, "counting an attempt").await? {
            Changed::Done { after } => Ok(self.status(&after, now)),
            Changed::Refused(item) => Err(self.status(&item.unwrap_or_default(), now)),
        })
    }

    /// Gives back what [`Attempts::take`] took at this time: the attempt was none that counts.
    ///
    /// # Errors
    /// The table can't be reached: the attempt stays counted until its window ends.
    pub async fn give_back(
        self,
        table: &Table,
        subject: &str,
        taken_at: Timestamp,
    ) -> Result<(), Fault> {
        Change::update(self.key(subject, taken_at))
            .add(COUNT, -1)
            .unretried()
            .apply(table, "giving an attempt back")
            .await
            .map(|_| ())
    }

    fn start(self, now: Timestamp) -> i64 {
        now.seconds() - now.seconds().rem_euclid(self.window)
    }

    fn key(self, subject: &str, now: Timestamp) -> Key {
        let Self { name, .. } = self;
        Key::new(format_args!("try#{name}#{subject}"), self.start(now))
    }

    fn status(self, item: &Item, now: Timestamp) -> MinuteStatus {
        let end = self.start(now) + self.window;
        MinuteStatus {
            limit: self.most,
            used: number(item, COUNT).unwrap_or(0),
            at: now,
            resets_at: Timestamp::from_millis(end.saturating_mul(1_000)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: Attempts = Attempts {
        name: "test",
        most: 5,
        window: 60,
    };

    #[test]
    fn a_window_is_an_item_of_its_own() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let first = LIMIT.key("a", at("2026-11-22T12:00:00Z"));
        assert_eq!(first, LIMIT.key("a", at("2026-11-22T12:00:59.999Z")));
        assert_ne!(first, LIMIT.key("a", at("2026-11-22T12:01:00Z")));
        assert_ne!(first, LIMIT.key("b", at("2026-11-22T12:00:00Z")));
        let status = LIMIT.status(&Item::new(), at("2026-11-22T12:00:45Z"));
        assert_eq!((status.remaining(), status.seconds_left()), (5, 15));
    }
}
