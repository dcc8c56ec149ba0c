use super::*;
use crate::figures::Call;
use crate::runtime::call::ErrorClass;

const NOW: &str = "2026-11-25T12:00:00Z";

fn now() -> Timestamp {
    NOW.parse().unwrap()
}

fn ids() -> (CapabilityId, PackageId) {
    (CapabilityId::new(now()), PackageId::new(now()))
}

/// So many calls, so many of which fail, that take from one to two times so long.
fn calls(count: u64, failed: u64, millis: u64, at: Timestamp) -> Figures {
    let mut figures = Figures::default();
    for n in 0..count {
        figures.add(&Call {
            id: String::new(),
            capability: ids().0,
            at,
            micros: millis * 1_000 + millis * 1_000 * n / count,
            failed: (n < failed).then_some(ErrorClass::Timeout),
        });
    }
    figures
}

/// 20 quiet days, then slots up to now.
fn history(before: impl Fn(Timestamp) -> Figures, slots: &[Figures]) -> History {
    let days = (2..22).map(|day| {
        let at = now().plus_millis(-day * 86_400_000);
        (Span::of(Length::Day, at), before(at))
    });
    let slots = slots.iter().rev().enumerate().map(|(back, figures)| {
        let back = i64::try_from(back).unwrap() + 1;
        let at = now().plus_millis(-back * 300_000);
        (Span::of(Length::Slot, at), figures.clone())
    });
    History::of(days.chain(slots))
}

fn severity(history: &History, metric: Metric) -> Option<Severity> {
    let all = compare(history, now());
    all.iter().find(|one| one.metric == metric)?.severity
}

fn hour(count: u64, failed: u64, millis: u64) -> Vec<Figures> {
    vec![calls(count, failed, millis, now()); 12]
}

#[test]
fn thresholds_are_those_of_the_documentation() {
    let before = |at| calls(1_000, 1, 200, at);
    let latency = |millis| severity(&history(before, &hour(20, 0, millis)), Metric::Latency);
    // The latencies' 95th percentile is 1.95 times the least.
    assert_eq!(latency(200), None);
    assert_eq!(latency(240), None);
    assert_eq!(latency(270), Some(Severity::Info));
    assert_eq!(latency(320), Some(Severity::Warning));
    assert_eq!(latency(450), Some(Severity::Critical));
    // A fast one is not bad by a few milliseconds.
    let fast = |at| calls(1_000, 0, 20, at);
    let of_fast = severity(&history(fast, &hour(20, 0, 60)), Metric::Latency);
    assert_eq!(of_fast, Some(Severity::Info));
    let errors = |failed| severity(&history(before, &hour(60, failed, 200)), Metric::Errors);
    assert_eq!(errors(0), None);
    assert_eq!(errors(1), None, "1.7 % of 720 may be chance");
    assert_eq!(errors(2), Some(Severity::Warning));
    let available = |failed| {
        let history = history(before, &hour(50, failed, 200));
        severity(&history, Metric::Availability)
    };
    assert_eq!(available(2), None);
    assert_eq!(available(3), Some(Severity::Critical));
}

#[test]
fn too_few_calls_are_compared_with_nothing_or_in_a_longer_window() {
    let before = |at| calls(1_000, 0, 200, at);
    assert_eq!(compare(&history(before, &hour(4, 4, 200)), now()), []);
    let mut slots = vec![calls(1, 1, 900, now()); 6 * 12];
    let all = compare(&history(before, &slots), now());
    assert!(all.iter().all(|one| one.window_minutes == 360));
    assert_eq!(all.len(), 3);
    // A capability that is new has no baseline: only what is absolute is known.
    slots.truncate(60);
    let new = History::of(history(before, &slots).spans_of(Length::Slot));
    let metrics: Vec<_> = compare(&new, now()).iter().map(|one| one.metric).collect();
    assert_eq!(metrics, [Metric::Availability]);
}

#[test]
fn both_the_hour_and_the_last_five_minutes_must_be_bad() {
    let before = |at| calls(1_000, 0, 200, at);
    let mut slots = hour(50, 0, 600);
    slots[11] = calls(50, 0, 200, now());
    let over = compare(&history(before, &slots), now());
    let latency = over
        .iter()
        .find(|one| one.metric == Metric::Latency)
        .unwrap();
    assert_eq!((latency.severity, latency.is_good), (None, true));
    let mut slots = hour(500, 0, 200);
    slots[11] = calls(20, 0, 600, now());
    let burst = compare(&history(before, &slots), now());
    let latency = burst
        .iter()
        .find(|one| one.metric == Metric::Latency)
        .unwrap();
    assert_eq!((latency.severity, latency.is_good), (None, true));
}

fn comparison(severity: Option<Severity>, is_good: bool) -> Comparison {
    Comparison {
        metric: Metric::Latency,
        severity,
        is_good,
        value: 1.0,
        baseline: Some(1.0),
        threshold: 1.0,
        window_minutes: 60,
        calls: 100,
    }
}

#[test]
fn an_alert_opens_once_and_ends_after_three_good_ones() {
    let mut watch = Watch::new(Metric::Latency);
    let bad = |severity| comparison(Some(severity), false);
    let good = comparison(None, true);
    let between = comparison(None, false);
    let mut take = |one: &Comparison| {
        let alert = watch.take(one, ids(), now());
        alert.map(|alert| (alert.status, alert.severity))
    };
    assert_eq!(take(&bad(Severity::Warning)), None);
    assert_eq!(take(&good), None);
    assert_eq!(take(&bad(Severity::Warning)), None);
    let opened = Some((AlertStatus::Open, Severity::Warning));
    assert_eq!(take(&bad(Severity::Warning)), opened);
    assert_eq!(take(&bad(Severity::Warning)), None);
    assert_eq!(take(&bad(Severity::Info)), None);
    let worse = Some((AlertStatus::Open, Severity::Critical));
    assert_eq!(take(&bad(Severity::Critical)), worse);
    for one in [&good, &good, &between, &good, &good] {
        assert_eq!(take(one), None);
    }
    let over = Some((AlertStatus::Resolved, Severity::Critical));
    assert_eq!(take(&good), over);
    assert_eq!(take(&good), None);
}

#[test]
fn a_noisy_hour_does_not_flap() {
    let before = |at| calls(1_000, 0, 200, at);
    let mut random = 7_u64;
    let mut watch = Watch::new(Metric::Latency);
    let mut changes = 0;
    let mut slots = hour(60, 0, 310);
    // Twelve hours at a threshold, up and down by 8 %.
    for _ in 0..144 {
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        let millis = 285 + (random >> 33) % 50;
        slots.remove(0);
        slots.push(calls(60, 0, millis, now()));
        let all = compare(&history(before, &slots), now());
        let latency = all
            .iter()
            .find(|one| one.metric == Metric::Latency)
            .unwrap();
        changes += usize::from(watch.take(latency, ids(), now()).is_some());
    }
    // It opens, and may become worse: it does not end.
    assert!((1..=2).contains(&changes), "{changes}");
    assert!(watch.open.is_some());
}

#[test]
fn wilsons_bound_is_below_the_share() {
    assert!(least_share(0, 0) < f64::EPSILON);
    let (few, many) = (least_share(1, 10), least_share(100, 1_000));
    assert!(few < many && many < 0.1, "{few} {many}");
    // Newcombe (1998), table I: 15 of 148 is 0.0624 at the least.
    assert!((least_share(15, 148) - 0.0624).abs() < 0.0005);
}
