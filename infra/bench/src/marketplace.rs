//! A search of the catalogue beside one read of the table.
//!
//! A page of the catalogue takes one read of its own, of the changes that the process does not have
//! yet. So it is timed beside that read and beside the read of one item, in turn.

use std::time::Instant;

use common::Clock;
use dynamo::{List, Table as Store, Tries};
use local::{Engines, connect};
use provider::catalogue::entry::{Entry, ListedCapability, Status};
use provider::catalogue::rebuild::{Counting, rebuild};
use provider::catalogue::{Catalogue, Head, ListingChange, Query, Sort, layout};
use provider::id::{AppId, CapabilityId, DeveloperId, PackageId, VersionId};
use provider::package::RiskTier;

use crate::table::{Sample, Table, millis, ratio};
use crate::{Error, Places};

/// Packages of the catalogue.
const PACKAGES: u32 = 10_000;
/// Different words in it.
const WORDS: u32 = 6_000;
/// Timed pages of each kind.
const PAGES: usize = 1_000;
/// Words of a description.
const DESCRIPTION: u32 = 40;

/// A kind of page, and the query of a turn.
type Kind = (&'static str, fn(u32) -> Query);

/// Packages with descriptions, and pages of them.
pub async fn run(places: &Places) -> Result<Vec<Table>, Error> {
    let engines = Engines::memory(&places.root)?;
    let store = connect(&engines.dynamodb_url, &engines.table_name);
    let clock = Clock::system();
    let began = Instant::now();
    for number in 0..PACKAGES {
        list(&store, &clock, &entry(number, &clock)).await?;
    }
    let listed = began.elapsed();
    let began = Instant::now();
    rebuild(&store, &clock, Counting::Changed).await?;
    let rebuilt = began.elapsed();
    let catalogue = Catalogue::new(store.clone(), clock.clone());
    let began = Instant::now();
    catalogue
        .page(&Query::default(), 0, 1, None)
        .await
        .map_err(unexpected)?;
    let loaded = began.elapsed();

    let kinds: [Kind; 5] = [
        ("a word", |turn| search(&word(turn))),
        ("the beginning of a word", |turn| {
            search(beginning(&word(turn)))
        }),
        ("a word with an error", |turn| {
            search(&misspelt(&word(turn)))
        }),
        ("three words, one with an error", |turn| {
            // Words of one package's name, so that something is found.
            let (a, b) = (word(turn * 3), word(turn * 3 + 1));
            search(&format!("{a} {b} {}", misspelt(&a)))
        }),
        ("no search, by popularity", |_| Query {
            sort: Some(Sort::Popular),
            ..Query::default()
        }),
    ];
    let (mut item, mut changes) = (Sample::default(), Sample::default());
    let mut pages: Vec<_> = kinds.iter().map(|_| Sample::default()).collect();
    let head = Head::read(&store).await?;
    for turn in 0..PAGES {
        let turn = u32::try_from(turn).unwrap_or(0);
        let began = Instant::now();
        let found: Option<Entry> = store.get(layout::entry(package(turn))).await?;
        item.push(began.elapsed());
        if found.is_none() {
            return Err(Error::Unexpected("a package has no entry".into()));
        }
        let began = Instant::now();
        List::of("reading changes", layout::LOG)
            .between(format!("{:012}", head.version + 1), "9")
            .items(&store)
            .await?;
        changes.push(began.elapsed());
        for ((_, query), sample) in kinds.iter().zip(&mut pages) {
            let query = query(turn);
            let began = Instant::now();
            catalogue
                .page(&query, 0, 20, None)
                .await
                .map_err(unexpected)?;
            sample.push(began.elapsed());
        }
    }

    let mut table = Table::new(
        format!(
            "A page of a catalogue of {PACKAGES} packages, {PAGES} of each, beside a read of one item"
        ),
        &[
            "",
            "p50 ms",
            "p99 ms",
            "p50 to GetItem's",
            "p99 to GetItem's",
            "search alone, p50 ms",
        ],
    );
    let mut row = |name: &str, sample: &Sample, alone: String| {
        table.row([
            name.to_owned(),
            millis(sample.median()),
            millis(sample.p99()),
            ratio(sample.median(), item.median()),
            ratio(sample.p99(), item.p99()),
            alone,
        ]);
    };
    row("GetItem", &item, String::new());
    row("the changes since, none", &changes, String::new());
    for ((name, _), sample) in kinds.iter().zip(&pages) {
        let alone = sample.median() - changes.median();
        row(&format!("search: {name}"), sample, millis(alone.max(0.0)));
    }
    let mut made = Table::new("The catalogue is made and read", &["", "s"]);
    for (name, time) in [
        ("all packages are listed, one by one", listed),
        ("the snapshot is made", rebuilt),
        ("a process reads it for the first time", loaded),
    ] {
        made.row([name.to_owned(), format!("{:.2}", time.as_secs_f64())]);
    }
    Ok(vec![table, made])
}

fn unexpected(error: impl std::fmt::Display) -> Error {
    Error::unexpected("a page of the catalogue", error)
}

async fn list(store: &Store, clock: &Clock, entry: &Entry) -> Result<(), Error> {
    let mut tries = Tries::new(4);
    while tries.next().await {
        let head = Head::read(store).await?;
        let listed = head.change(&ListingChange::Put(entry), clock.now())?;
        let transaction = dynamo::Transaction::new("listing a package").and(listed.parts);
        if transaction.commit(store).await?.is_done() {
            return Ok(());
        }
    }
    Err(Error::Unexpected("a package was not listed".into()))
}

fn bits(number: u32) -> [u8; 16] {
    u128::from(number).to_be_bytes()
}

fn package(number: u32) -> PackageId {
    PackageId::from_bits(bits(number))
}

fn entry(number: u32, clock: &Clock) -> Entry {
    let words = |from: u32, count: u32| {
        let words = (from..from + count).map(word);
        words.collect::<Vec<_>>().join(" ")
    };
    Entry {
        package_id: package(number),
        app_id: AppId::from_bits(bits(number / 10)),
        developer_id: DeveloperId::from_bits(bits(number / 10)),
        company: word(number / 10 + 7_919),
        slug: format!("package-{number}"),
        name: words(number * 3, 3),
        description: words(number.wrapping_mul(DESCRIPTION), DESCRIPTION),
        category: Some(word(number % 12)),
        risk_tier: RiskTier::DataOnly,
        version_id: VersionId::from_bits(bits(number)),
        version: "1.0.0".into(),
        capabilities: vec![ListedCapability {
            id: CapabilityId::from_bits(bits(number)),
            name: "now".into(),
            title: "Now".into(),
            data_classes: std::collections::BTreeSet::new(),
            refresh_interval: Some(3_600),
        }],
        icon: None,
        screenshots: Vec::new(),
        privacy_url: None,
        support_url: None,
        published_at: clock.now(),
        status: Status::Published,
        removal_at: None,
    }
}

/// A word of two to four syllables, one of so many: the low ones stand in more texts.
fn word(seed: u32) -> String {
    // A multiplicative hash; the square makes some words common and most rare, as in any language.
    let random = seed.wrapping_mul(2_654_435_769) >> 16;
    let share = f64::from(random) / 65_536.0;
    let mut rest = (share * share * f64::from(WORDS)) as usize + SYLLABLES.len();
    let mut text = String::new();
    while rest > 0 {
        text.push_str(SYLLABLES.get(rest % SYLLABLES.len()).unwrap_or(&"a"));
        rest /= SYLLABLES.len();
    }
    text
}

const SYLLABLES: [&str; 18] = [
    "ka", "to", "mi", "ren", "sol", "pa", "lu", "ne", "vor", "ti", "sha", "gro", "bel", "do",
    "fin", "ma", "zu", "ri",
];

fn beginning(word: &str) -> &str {
    word.get(..3).unwrap_or(word)
}

/// The word with two letters in each other's place.
fn misspelt(word: &str) -> String {
    let mut letters: Vec<_> = word.chars().collect();
    if letters.len() > 3 {
        letters.swap(2, 3);
    }
    letters.into_iter().collect()
}

fn search(text: &str) -> Query {
    Query {
        search: text.parse().ok(),
        ..Query::default()
    }
}
