//! States and actions of capabilities, by many callers at once.

use common::Timestamp;
use dynamo::Table;
use futures::future::join_all;
use futures::stream::{self, StreamExt};
use provider::capability::action::{self, Asked};
use provider::capability::changes::{self, Since};
use provider::capability::invocation::{self, Invocation, InvocationId};
use provider::capability::state::{self, Fetched, Lease, Next, Place, SETS, State};
use provider::capability::{ParamsHash, layout};
use provider::id::{CapabilityId, InstallId, VersionId};
use provider::runtime::call::CallMode;
use serde_json::{Value, json};
use tests::World;

const NOON: &str = "2026-11-22T12:00:00Z";
const SECOND: i64 = 1_000;

struct Binding {
    world: World,
    table: Table,
    install: InstallId,
    capability: CapabilityId,
}

impl Binding {
    async fn new() -> Self {
        let world = World::at(NOON).await;
        Self {
            table: world.connected(),
            install: InstallId::new(world.clock.now()),
            capability: CapabilityId::new(world.clock.now()),
            world,
        }
    }

    fn now(&self) -> Timestamp {
        self.world.clock.now()
    }

    fn place(&self, params: &Value) -> Place {
        Place {
            install: self.install,
            capability: self.capability,
            params: ParamsHash::of(params),
        }
    }

    async fn lease(&self, holder: &str) -> Next {
        let place = self.place(&json!({}));
        state::lease(&self.table, place, holder, self.now())
            .await
            .unwrap()
    }

    fn fetched(&self, data: Value) -> Fetched {
        Fetched {
            data,
            ttl: 60,
            fetched_at: self.now(),
            source: None,
            version_id: VersionId::from_bits([1; 16]),
        }
    }

    async fn store(&self, lease: &Lease, data: Value) -> Option<State> {
        let fetched = self.fetched(data);
        state::store(&self.table, lease, &fetched, self.now())
            .await
            .unwrap()
    }

    /// Fetches a state with these parameters.
    async fn fetch(&self, params: &Value, data: Value) -> State {
        let place = self.place(params);
        let next = state::lease(&self.table, place, "holder", self.now()).await;
        let Next::Fetch(lease, _) = next.unwrap() else {
            panic!("nobody else has the lease");
        };
        self.store(&lease, data).await.unwrap()
    }

    async fn since(&self, sequence: u64) -> Since {
        changes::since(&self.table, self.install, self.capability, sequence)
            .await
            .unwrap()
    }
}

#[tokio::test]
async fn one_of_a_thousand_callers_fetches_and_only_the_holder_writes() {
    let binding = Binding::new().await;
    let holders: Vec<_> = (0..1_000).map(|n| format!("caller {n}")).collect();
    // As many at once as the engine answers within a client's patience.
    let all = stream::iter(holders.iter().map(|holder| binding.lease(holder)));
    let all: Vec<_> = all.buffer_unordered(64).collect().await;
    let mut leases: Vec<_> = all
        .into_iter()
        .filter_map(|next| match next {
            Next::Fetch(lease, before) => {
                assert_eq!(before, None);
                Some(lease)
            }
            Next::Wait(before) => {
                assert_eq!(before, None);
                None
            }
        })
        .collect();
    assert_eq!(leases.len(), 1);
    let late = leases.remove(0);
    // The holder ends; when its lease is over another one fetches.
    binding.world.clock.advance(state::LEASE - 1);
    assert!(matches!(binding.lease("second").await, Next::Wait(None)));
    binding.world.clock.advance(1);
    let Next::Fetch(lease, None) = binding.lease("second").await else {
        panic!("the lease is over");
    };
    // The first one comes back, and must not write.
    assert_eq!(binding.store(&late, json!({ "n": 0 })).await, None);
    state::release(&binding.table, &late).await.unwrap();
    assert!(matches!(binding.lease("third").await, Next::Wait(None)));
    let first = binding.store(&lease, json!({ "n": 1 })).await.unwrap();
    assert_eq!((first.sequence, &first.data), (1, &json!({ "n": 1 })));
    assert_eq!(binding.store(&lease, json!({ "n": 9 })).await, None);
    // Others get what there is while a new one is fetched.
    binding.world.clock.advance(70 * SECOND);
    let Next::Fetch(lease, before) = binding.lease("fourth").await else {
        panic!("nobody has the lease");
    };
    assert_eq!(before, Some(first.clone()));
    let Next::Wait(before) = binding.lease("fifth").await else {
        panic!("the fourth has the lease");
    };
    assert!(
        before
            .as_ref()
            .is_some_and(|state| state.is_presentable(binding.now()))
    );
    state::release(&binding.table, &lease).await.unwrap();
    assert!(matches!(
        binding.lease("sixth").await,
        Next::Fetch(_, Some(_))
    ));
}

#[tokio::test]
async fn new_states_are_numbered_and_the_same_data_are_not_new() {
    let binding = Binding::new().await;
    let none = json!({});
    assert_eq!(binding.since(0).await, Since::States(Vec::new()));
    let mut all = Vec::new();
    for n in [1, 2, 2, 3] {
        all.push(binding.fetch(&none, json!({ "n": n })).await);
        binding.world.clock.advance(SECOND);
    }
    let numbers: Vec<_> = all.iter().map(|state| state.sequence).collect();
    assert_eq!(numbers, [1, 2, 2, 3]);
    assert!(all[2].fetched_at > all[1].fetched_at);
    let last = state::last(&binding.table, binding.install, binding.capability).await;
    assert_eq!(last.unwrap(), Some(all[3].clone()));
    assert_eq!(
        binding.since(0).await,
        Since::States(vec![all[0].clone(), all[1].clone(), all[3].clone()])
    );
    assert_eq!(binding.since(2).await, Since::States(vec![all[3].clone()]));
    assert_eq!(binding.since(3).await, Since::States(Vec::new()));
    // One that is gone, in the middle or at the end, is not passed over in silence.
    for gone in [2, 3] {
        let key = layout::logged(binding.install, binding.capability, gone);
        binding.table.remove("losing a state", key).await.unwrap();
        assert_eq!(binding.since(1).await, Since::Lost(Some(all[3].clone())));
    }
}

#[tokio::test]
async fn numbers_have_no_gap_under_concurrency_and_the_oldest_parameters_leave() {
    let binding = Binding::new().await;
    // Eight sets of parameters at once, each three times.
    let one = |n: i32| {
        let binding = &binding;
        async move {
            for round in 0..3 {
                let data = json!({ "n": n, "round": round });
                binding.fetch(&json!({ "set": n }), data).await;
            }
        }
    };
    join_all((0..8).map(one)).await;
    let Since::States(states) = binding.since(0).await else {
        panic!("all are known");
    };
    assert_eq!(states.len(), changes::AT_ONCE);
    let Since::States(rest) = binding.since(20).await else {
        panic!("all are known");
    };
    let numbers: Vec<_> = states.iter().chain(&rest).map(|s| s.sequence).collect();
    assert_eq!(numbers, (1..=24).collect::<Vec<_>>());
    for n in 8..40 {
        binding.fetch(&json!({ "set": n }), json!(n)).await;
    }
    let items = tests::rows::all(&binding.world.table).await;
    let partition = layout::states(binding.install);
    let states = items.iter().filter(|item| {
        let (pk, sk) = tests::rows::place(item);
        pk == partition && sk.contains("#s#")
    });
    assert_eq!(states.count(), SETS);
}

fn asked<'a>(binding: &Binding, key: &'a str, input: &'a Value, idempotent: bool) -> Asked<'a> {
    Asked {
        install: binding.install,
        capability: binding.capability,
        action: "book",
        input,
        key,
        idempotent,
    }
}

#[tokio::test]
async fn an_action_is_sent_once_by_sixty_four_callers() {
    let binding = Binding::new().await;
    let (input, other) = (json!({ "seats": 2 }), json!({ "seats": 3 }));
    let asked_once = asked(&binding, "key", &input, false);
    let holders: Vec<_> = (0..64).map(|n| format!("caller {n}")).collect();
    let (table, now) = (&binding.table, binding.now());
    let begun = holders
        .iter()
        .map(|h| action::begin(table, &asked_once, h, now));
    let mut sending = Vec::new();
    for next in join_all(begun).await {
        match next.unwrap() {
            action::Next::Send(one) => sending.push(one),
            action::Next::Running => {}
            next => panic!("{next:?}"),
        }
    }
    assert_eq!(sending.len(), 1);
    let again = asked(&binding, "key", &other, false);
    let next = action::begin(table, &again, "other", now).await.unwrap();
    assert!(matches!(next, action::Next::Another));
    let answer = json!({ "booked": true });
    action::settle(table, &sending[0], &answer).await.unwrap();
    let later = now.plus_millis(action::KEPT - 1);
    let next = action::begin(table, &asked_once, "late", later).await;
    assert!(matches!(next.unwrap(), action::Next::Answered(kept) if kept == answer));
    // A day later the key is new, though the item may still stand there.
    let later = now.plus_millis(action::KEPT);
    let next = action::begin(table, &again, "new", later).await.unwrap();
    assert!(matches!(next, action::Next::Send(_)));
}

#[tokio::test]
async fn an_action_whose_answer_is_lost_is_never_sent_twice_unless_that_does_no_harm() {
    let binding = Binding::new().await;
    let (input, table) = (json!({}), &binding.table);
    for idempotent in [false, true] {
        let key = format!("key {idempotent}");
        let asked = asked(&binding, &key, &input, idempotent);
        let next = action::begin(table, &asked, "first", binding.now()).await;
        let action::Next::Send(first) = next.unwrap() else {
            panic!("it is new");
        };
        // Its sender ends without a word.
        let next = action::begin(table, &asked, "second", binding.now()).await;
        assert!(matches!(next.unwrap(), action::Next::Running));
        binding.world.clock.advance(16 * SECOND);
        let mut again = 0;
        for n in 0..20 {
            let holder = format!("again {n}");
            match action::begin(table, &asked, &holder, binding.now())
                .await
                .unwrap()
            {
                action::Next::Send(_) => again += 1,
                action::Next::Uncertain => assert!(!idempotent),
                action::Next::Running => assert!(idempotent),
                next => panic!("{next:?}"),
            }
        }
        assert_eq!(again, u32::from(idempotent));
        // The first one's answer comes too late to be kept where another has the lease.
        action::settle(table, &first, &json!(1)).await.unwrap();
        let next = action::begin(table, &asked, "last", binding.now()).await;
        match next.unwrap() {
            action::Next::Answered(answer) => assert!(!idempotent && answer == json!(1)),
            action::Next::Running => assert!(idempotent),
            next => panic!("{next:?}"),
        }
    }
    // A provider that gives no answer: uncertain at once; one that was never reached: forgotten.
    let given_up = asked(&binding, "given up", &input, false);
    let next = action::begin(table, &given_up, "a", binding.now()).await;
    let action::Next::Send(sending) = next.unwrap() else {
        panic!("it is new");
    };
    action::give_up(table, &sending).await.unwrap();
    let next = action::begin(table, &given_up, "b", binding.now()).await;
    assert!(matches!(next.unwrap(), action::Next::Uncertain));
    let forgotten = asked(&binding, "forgotten", &input, false);
    let next = action::begin(table, &forgotten, "a", binding.now()).await;
    let action::Next::Send(sending) = next.unwrap() else {
        panic!("it is new");
    };
    action::forget(table, &sending).await.unwrap();
    let next = action::begin(table, &forgotten, "b", binding.now()).await;
    assert!(matches!(next.unwrap(), action::Next::Send(_)));
}

#[tokio::test]
async fn invocations_are_listed_newest_first() {
    let binding = Binding::new().await;
    let mut ids = Vec::new();
    for _ in 0..150 {
        let now = binding.now();
        let invocation = Invocation {
            id: InvocationId::new(now),
            install_id: binding.install,
            mode: CallMode::State,
            action: None,
            success: true,
            error: None,
            status: Some(200),
            latency_ms: 12,
            tries: 1,
            version_id: VersionId::from_bits([1; 16]),
            at: now,
        };
        ids.push(invocation.id);
        invocation::store(&binding.table, binding.capability, &invocation)
            .await
            .unwrap();
        binding.world.clock.advance(1);
    }
    let list = async |since, limit| {
        let list = invocation::list(&binding.table, binding.capability, since, limit).await;
        let list = list.unwrap();
        list.iter().map(|one| one.id).collect::<Vec<_>>()
    };
    ids.reverse();
    assert_eq!(list(None, 1_000).await, ids[..100]);
    assert_eq!(list(None, 7).await, ids[..7]);
    let since = binding.now().plus_millis(-10);
    assert_eq!(list(Some(since), 100).await, ids[..10]);
}
