//! The breaker of a runtime app, over several processes.

use common::Clock;
use dynamo::Table;
use provider::id::RuntimeAppId;
use provider::runtime::breaker::{self, Breakers, Passage};
use provider::runtime::health::BreakerState;
use tests::World;

const NOON: &str = "2026-11-22T12:00:00Z";

struct Runtime {
    world: World,
    id: RuntimeAppId,
    table: Table,
}

impl Runtime {
    async fn new() -> Self {
        let world = World::at(NOON).await;
        let table = world.connected();
        let id = RuntimeAppId::new(world.clock.now());
        Self { world, id, table }
    }

    fn process(&self) -> Breakers {
        Breakers::new(self.world.connected(), self.world.clock.clone())
    }

    fn clock(&self) -> &Clock {
        &self.world.clock
    }

    async fn state(&self) -> BreakerState {
        let item = self.table.get_item(breaker::key(self.id)).await.unwrap();
        breaker::state(item.as_ref(), self.clock().now()).state
    }

    async fn admit(&self, process: &Breakers) -> Passage {
        let item = self.table.get_item(breaker::key(self.id)).await.unwrap();
        process.admit(self.id, item.as_ref()).await.unwrap()
    }

    /// A call, if one may be made.
    async fn call(&self, process: &Breakers, failed: bool) -> Passage {
        let passage = self.admit(process).await;
        if !matches!(passage, Passage::Refused { .. }) {
            process.record(self.id, passage, failed).await.unwrap();
        }
        passage
    }
}

#[tokio::test]
async fn it_opens_for_all_processes_and_one_trial_decides() {
    let runtime = Runtime::new().await;
    let processes: Vec<_> = (0..8).map(|_| runtime.process()).collect();
    // Three calls of each, one every 1.5 seconds, of which two fail.
    for round in 0..3 {
        for process in &processes {
            runtime.call(process, round > 0).await;
        }
        runtime.clock().advance(1_500);
    }
    assert_eq!(runtime.state().await, BreakerState::Open);
    for process in &processes {
        let passage = runtime.call(process, false).await;
        assert!(matches!(passage, Passage::Refused { .. }), "{passage:?}");
    }
    let mut open_for = Vec::new();
    for _ in 0..5 {
        let Passage::Refused { until } = runtime.admit(&processes[0]).await else {
            panic!("it is open");
        };
        open_for.push((until.millis() - runtime.clock().now().millis()) / 1_000);
        runtime
            .clock()
            .advance(until.millis() - runtime.clock().now().millis());
        assert_eq!(runtime.state().await, BreakerState::HalfOpen);
        let all = processes.iter().map(|process| runtime.admit(process));
        let passages = futures::future::join_all(all).await;
        let trials = passages.iter().filter(|p| **p == Passage::Trial).count();
        assert_eq!(trials, 1, "{passages:?}");
        let process = &processes[0];
        process
            .record(runtime.id, Passage::Trial, true)
            .await
            .unwrap();
    }
    assert_eq!(open_for, [28, 60, 120, 240, 300]);
    // A trial that never ends is followed by another one.
    runtime.clock().advance(300_000);
    assert_eq!(runtime.admit(&processes[1]).await, Passage::Trial);
    runtime.clock().advance(14_000);
    let passage = runtime.admit(&processes[2]).await;
    assert!(matches!(passage, Passage::Refused { .. }));
    runtime.clock().advance(1_000);
    assert_eq!(runtime.call(&processes[2], false).await, Passage::Trial);
    assert_eq!(runtime.state().await, BreakerState::Closed);
    // What failed before counts no more.
    for process in &processes {
        assert_eq!(runtime.call(process, false).await, Passage::Through);
        runtime.clock().advance(1_500);
    }
    assert_eq!(runtime.state().await, BreakerState::Closed);
}

#[tokio::test]
async fn a_busy_runtime_app_costs_a_write_a_second_and_process() {
    let runtime = Runtime::new().await;
    let process = runtime.process();
    let before = runtime.world.faults.seen("UpdateItem");
    // 100 calls a second for two minutes, one of ten fails.
    for n in 0..12_000 {
        let passage = Passage::Through;
        process
            .record(runtime.id, passage, n % 10 == 0)
            .await
            .unwrap();
        runtime.clock().advance(10);
    }
    let writes = runtime.world.faults.seen("UpdateItem") - before;
    println!("{writes} writes for 12,000 calls in 120 seconds");
    assert!((118..=125).contains(&writes), "{writes}");
    assert_eq!(runtime.state().await, BreakerState::Closed);
    let item = runtime.table.get_item(breaker::key(runtime.id)).await;
    let item = item.unwrap().unwrap();
    assert!(item.len() < 40, "{item:?}");
    // Half of them fail: it opens within the second.
    for n in 0..100 {
        process
            .record(runtime.id, Passage::Through, n % 2 == 0 || n > 50)
            .await
            .unwrap();
    }
    runtime.clock().advance(60_000);
    for _ in 0..ENOUGH {
        process
            .record(runtime.id, Passage::Through, true)
            .await
            .unwrap();
    }
    assert_eq!(runtime.state().await, BreakerState::Open);
}

const ENOUGH: usize = 20;
