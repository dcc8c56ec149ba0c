//! Tries of what another change may come before.

use std::time::Duration;

/// Counts the tries of an optimistic change, with a short wait before each but the first:
///
/// ```no_run
/// # async fn f() {
/// let mut tries = dynamo::Tries::new(8);
/// while tries.next().await {
///     // Read, build a change that holds only for what was read, and return where it is done.
/// }
/// // Other changes came first, each time.
/// # }
/// ```
///
/// A loop rather than a function that takes a closure: what `return`s, borrows and fails in it
/// is the caller's own code.
#[derive(Debug)]
pub struct Tries {
    made: u32,
    most: u32,
}

impl Tries {
    /// At most so many tries.
    pub fn new(most: u32) -> Self {
        Self { made: 0, most }
    }

    /// Waits as long as the tries so far ask for; false once all have been made.
    pub async fn next(&mut self) -> bool {
        if self.made >= self.most {
            return false;
        }
        if self.made > 0 {
            tokio::time::sleep(backoff(self.made)).await;
        }
        self.made += 1;
        true
    }
}

/// A short wait that grows with the attempt, from 1, and differs between processes.
pub fn backoff(attempt: u32) -> Duration {
    let mut random = [0_u8; 1];
    let _ = getrandom::fill(&mut random);
    Duration::from_millis(u64::from(attempt) * 10 + u64::from(random[0] % 32))
}
