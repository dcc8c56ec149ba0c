//! How often one host is posted to, whoever its webhooks belong to: 50 posts a second and 100 in
//! flight, of all senders together.
//!
//! This is kept in memory, so that it costs no write: each process has its share, the rate divided
//! by the senders' concurrency. A share is small where there are many senders, so it may be used
//! at once, by a batch of messages, and then not for as long as that takes at its rate.
//!
//! What is refused is postponed and uses no attempt. A host's share is divided fairly between its
//! webhooks: those that want less than others get all of it.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use common::{Timestamp, lock};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use webhooks::WebhookId;

/// Posts to a host in a second, by all senders.
const A_SECOND: u32 = 50;
/// Posts to a host that are under way at the same time, by all senders.
const IN_FLIGHT: u32 = 100;
/// What a process may post at once: a batch of messages.
const AT_ONCE: u32 = 10;
/// The queues that senders take messages from, each by so many senders at a time.
const QUEUES: u32 = 2;
/// How long a post waits for others in this process to end before it is postponed.
const PATIENCE: Duration = Duration::from_secs(1);
/// A postponed post comes back after so long at the latest, in milliseconds: the others of its host
/// may have gone by then.
const LATEST: i64 = 60_000;
/// Over so long what webhooks want is compared, in milliseconds.
const PERIOD: i64 = 10_000;
/// So many hosts are remembered; those that nothing was posted to for the longest time go first.
const MOST: usize = 1_024;

/// The share of a process, and what it has used of it.
#[derive(Debug)]
pub(super) struct Hosts {
    /// None: there is no limit.
    share: Option<Share>,
    known: Mutex<HashMap<String, Host>>,
}

/// What one process may post to a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Share {
    /// So many posts …
    posts: usize,
    /// … in so many milliseconds, …
    within: i64,
    /// … of which so many at the same time.
    in_flight: usize,
}

impl Share {
    /// The share of one of so many senders of each queue.
    fn of(concurrency: u32) -> Self {
        let senders = concurrency.max(1).saturating_mul(QUEUES);
        let posts = (A_SECOND / senders).max(AT_ONCE);
        let within = i64::from(posts) * 1_000 * i64::from(senders) / i64::from(A_SECOND);
        let in_flight = (IN_FLIGHT / senders).max(1);
        Self {
            posts: usize::try_from(posts).unwrap_or(1),
            within,
            in_flight: usize::try_from(in_flight).unwrap_or(1),
        }
    }

    /// The time of one post, in milliseconds.
    fn interval(self) -> i64 {
        self.within / i64::try_from(self.posts).unwrap_or(1).max(1)
    }
}

/// What was posted to a host.
#[derive(Debug)]
struct Host {
    /// The latest posts, as many as the share has.
    posts: VecDeque<Timestamp>,
    /// One permit for each post that may be under way.
    permits: Arc<Semaphore>,
    /// The period that its webhooks are compared over.
    period: i64,
    webhooks: HashMap<WebhookId, Wish>,
    /// When something was last asked of it.
    asked: Timestamp,
}

/// What a webhook wants of a host.
#[derive(Clone, Copy, Debug)]
struct Wish {
    /// Posts that it wanted in the period, and those that it got.
    wanted: usize,
    got: usize,
    /// The time of the last of its posts that was postponed.
    last_turn: Timestamp,
}

/// A post that is under way, until this is dropped.
#[derive(Debug)]
pub(super) struct Place {
    _permit: Option<OwnedSemaphorePermit>,
}

impl Hosts {
    /// Those of one of so many senders of each queue; without a number there is no limit.
    pub(super) fn new(concurrency: Option<u32>) -> Self {
        Self {
            share: concurrency.map(Share::of),
            known: Mutex::default(),
        }
    }

    /// A place for so many posts of a webhook to a host.
    ///
    /// # Errors
    /// There is none: the time of the next turn.
    pub(super) async fn enter(
        &self,
        host: &str,
        webhook: WebhookId,
        posts: usize,
        now: Timestamp,
    ) -> Result<Place, Timestamp> {
        let Some(share) = self.share else {
            return Ok(Place { _permit: None });
        };
        let permits = {
            let mut known = lock(&self.known);
            Host::of(&mut known, host, share, now).admit(share, webhook, posts, now)?
        };
        match tokio::time::timeout(PATIENCE, permits.acquire_owned()).await {
            Ok(Ok(permit)) => Ok(Place {
                _permit: Some(permit),
            }),
            // Its posts stay counted: the host answers slowly, and need not get more.
            _ => {
                let mut known = lock(&self.known);
                let host = Host::of(&mut known, host, share, now);
                Err(host.turn(share, webhook, now))
            }
        }
    }
}

impl Host {
    fn of<'a>(
        known: &'a mut HashMap<String, Self>,
        name: &str,
        share: Share,
        now: Timestamp,
    ) -> &'a mut Self {
        if known.len() >= MOST && !known.contains_key(name) {
            let idle = known.iter().min_by_key(|(_, host)| host.asked);
            if let Some(idle) = idle.map(|(name, _)| name.clone()) {
                known.remove(&idle);
            }
        }
        let host = known.entry(name.to_owned()).or_insert_with(|| Self {
            posts: VecDeque::new(),
            permits: Arc::new(Semaphore::new(share.in_flight)),
            period: 0,
            webhooks: HashMap::new(),
            asked: now,
        });
        host.asked = now;
        let period = now.millis() / PERIOD;
        if host.period != period {
            host.period = period;
            host.webhooks.retain(|_, wish| wish.last_turn > now);
            for wish in host.webhooks.values_mut() {
                (wish.wanted, wish.got) = (0, 0);
            }
        }
        host
    }

    /// Counts so many posts, where there is room for the first of them: the permits of posts under
    /// way.
    fn admit(
        &mut self,
        share: Share,
        webhook: WebhookId,
        posts: usize,
        now: Timestamp,
    ) -> Result<Arc<Semaphore>, Timestamp> {
        let wish = self.webhooks.entry(webhook).or_insert(Wish {
            wanted: 0,
            got: 0,
            last_turn: now,
        });
        wish.wanted += posts;
        let got = wish.got;
        let old = now.plus_millis(-share.within);
        while self.posts.front().is_some_and(|at| *at <= old) {
            self.posts.pop_front();
        }
        if self.posts.len() >= share.posts || got >= self.fair(share) {
            return Err(self.turn(share, webhook, now));
        }
        for _ in 0..posts {
            self.posts.push_back(now);
        }
        if let Some(wish) = self.webhooks.get_mut(&webhook) {
            wish.got += posts;
        }
        Ok(Arc::clone(&self.permits))
    }

    /// What a webhook may get in the period: so much that, if each gets what it wants up to that,
    /// they get together what there is.
    fn fair(&self, share: Share) -> usize {
        let all = usize::try_from(PERIOD / share.interval().max(1)).unwrap_or(1);
        let mut left = all.max(share.posts);
        let mut wanted: Vec<_> = self.webhooks.values().map(|wish| wish.wanted).collect();
        wanted.sort_unstable();
        for (n, want) in wanted.iter().enumerate() {
            let each = left / (wanted.len() - n);
            if *want > each {
                return each.max(1);
            }
            left -= want;
        }
        usize::MAX
    }

    /// When a webhook has its next turn: its postponed posts follow each other at its part of the
    /// rate.
    fn turn(&mut self, share: Share, webhook: WebhookId, now: Timestamp) -> Timestamp {
        let webhooks = i64::try_from(self.webhooks.len()).unwrap_or(1).max(1);
        let wait = share.interval().saturating_mul(webhooks);
        match self.webhooks.get_mut(&webhook) {
            Some(wish) => {
                let next = wish.last_turn.max(now).plus_millis(wait);
                // The others may have gone by then.
                let latest = now.plus_millis(LATEST.max(wait));
                wish.last_turn = if next > latest {
                    now.plus_millis(wait)
                } else {
                    next
                };
                wish.last_turn
            }
            None => now.plus_millis(wait),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOST: &str = "hooks.example.com";

    fn at(millis: i64) -> Timestamp {
        let start: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        start.plus_millis(millis)
    }

    #[test]
    fn shares_make_the_rate_together() {
        for (concurrency, posts, within, in_flight) in [
            (1, 25, 1_000, 50),
            (2, 12, 960, 25),
            (5, 10, 2_000, 10),
            (50, 10, 20_000, 1),
            (1_000, 10, 400_000, 1),
        ] {
            let share = Share {
                posts,
                within,
                in_flight,
            };
            assert_eq!(Share::of(concurrency), share);
            let senders = i64::from(concurrency * QUEUES);
            assert_eq!(senders * posts as i64 * 1_000 / within, 50);
        }
    }

    /// 200 webhooks at one host, each with 20 deliveries at once and one that wants a thousand, and
    /// ten senders: those that are postponed come back at their turn, to any sender.
    #[tokio::test]
    async fn a_host_gets_its_rate_and_its_webhooks_their_part() {
        let senders: Vec<_> = (0..10).map(|_| Hosts::new(Some(5))).collect();
        let webhooks: Vec<_> = (0..200).map(|_| WebhookId::new(at(0))).collect();
        let noisy = WebhookId::new(at(0));
        let mut due: Vec<(i64, WebhookId)> = Vec::new();
        for n in 0..1_000 {
            due.push((0, noisy));
            if n < 20 {
                due.extend(webhooks.iter().map(|webhook| (0, *webhook)));
            }
        }
        let mut seconds = vec![0_usize; 400];
        let mut got: HashMap<WebhookId, usize> = HashMap::new();
        let mut turn = 0;
        for (second, posts) in seconds.iter_mut().enumerate() {
            let now = second as i64 * 1_000;
            let (now_due, later): (Vec<_>, Vec<_>) =
                due.into_iter().partition(|(at, _)| *at <= now);
            due = later;
            for (_, webhook) in now_due {
                turn += 1;
                match senders[turn % 10].enter(HOST, webhook, 1, at(now)).await {
                    Ok(_) => {
                        *posts += 1;
                        *got.entry(webhook).or_default() += 1;
                    }
                    Err(until) => due.push((until.millis() - at(0).millis(), webhook)),
                }
            }
            if second == 50 {
                let quiet = webhooks.iter().map(|id| got.get(id).copied().unwrap_or(0));
                let (least, most) = (quiet.clone().min().unwrap(), quiet.max().unwrap());
                let loud = got.get(&noisy).copied().unwrap_or(0);
                assert!(
                    least >= 3 && most <= 30 && loud <= 60,
                    "{least} {most} {loud}"
                );
            }
        }
        assert!(due.is_empty(), "{} are left", due.len());
        let total: usize = seconds.iter().sum();
        assert_eq!(total, 5_000);
        // Never more than the rate, over the time that a share is used up in.
        for two in seconds.windows(2) {
            assert!(two[0] + two[1] <= 100, "{seconds:?}");
        }
        let busy = seconds.iter().rposition(|posts| *posts > 0).unwrap() + 1;
        println!("{total} posts in {busy} s");
        assert!((100..=200).contains(&busy), "{busy} s");
    }

    #[tokio::test(start_paused = true)]
    async fn posts_under_way_are_bounded_and_a_place_is_waited_for() {
        let hosts = Hosts::new(Some(50));
        let webhook = WebhookId::new(at(0));
        let first = hosts.enter(HOST, webhook, 1, at(0)).await.unwrap();
        // Another host's are its own.
        hosts
            .enter("other.example.com", webhook, 1, at(0))
            .await
            .unwrap();
        let until = hosts.enter(HOST, webhook, 1, at(0)).await.unwrap_err();
        assert_eq!(until, at(2_000));
        let waiting = hosts.enter(HOST, webhook, 1, at(1_000));
        let (second, ()) = tokio::join!(waiting, async {
            tokio::time::sleep(Duration::from_millis(300)).await;
            drop(first);
        });
        assert!(second.is_ok());
    }

    #[tokio::test]
    async fn without_a_number_there_is_no_limit_and_few_hosts_are_remembered() {
        let (free, bound) = (Hosts::new(None), Hosts::new(Some(50)));
        let webhook = WebhookId::new(at(0));
        for n in 0..3_000 {
            free.enter(HOST, webhook, 1, at(0)).await.unwrap();
            let host = format!("{n}.example.com");
            bound.enter(&host, webhook, 1, at(n)).await.unwrap();
        }
        assert_eq!(lock(&bound.known).len(), MOST);
    }
}
