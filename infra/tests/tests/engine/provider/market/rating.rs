//! Ratings: one a user, by who has the package for a day.

use provider::catalogue::rebuild::Counting;
use provider::catalogue::{Query, Sort};
use provider::install::rating::{self, CHANGED_AFTER, Rating, RatingError};

use super::{DAY, Market, found, package, user};

impl Market {
    async fn rate(&self, who: u32, number: u32, stars: u8) -> Result<Rating, RatingError> {
        let (user, package) = (user(who), package(number));
        rating::rate(&self.table, &user, true, package, stars, self.now()).await
    }
}

#[tokio::test]
async fn who_has_a_package_for_a_day_rates_it_once_in_thirty_days() {
    let market = Market::new().await;
    market.list(&market.entry(1, "Weather")).await;
    assert!(matches!(
        market.rate(1, 1, 5).await,
        Err(RatingError::NotInstalled)
    ));
    let install = market.installed(1, 1).await;
    let early = market.rate(1, 1, 5).await;
    let day_later = install.installed_at.plus_millis(DAY);
    assert!(matches!(early, Err(RatingError::TooEarly { from }) if from == day_later));
    market.world.clock.advance(DAY);
    let anonymous = rating::rate(&market.table, &user(1), false, package(1), 5, market.now()).await;
    assert!(matches!(anonymous, Err(RatingError::NotVerified)));
    let first = market.rate(1, 1, 2).await.unwrap();
    let sums = async || {
        let figures = market.figures(1).await;
        (figures.ratings, figures.stars)
    };
    assert_eq!(sums().await, (1, 2));
    // The same again is the same; another one has to wait, another install changes nothing.
    market.world.clock.advance(1);
    assert_eq!(market.rate(1, 1, 2).await.unwrap(), first);
    market.remove(1, 1).await.unwrap();
    assert!(matches!(
        market.rate(1, 1, 5).await,
        Err(RatingError::NotInstalled)
    ));
    assert_eq!(sums().await, (1, 2), "it stays");
    market.installed(1, 1).await;
    market.world.clock.advance(DAY);
    let soon = market.rate(1, 1, 5).await;
    let from = first.rated_at.plus_millis(CHANGED_AFTER);
    assert!(matches!(soon, Err(RatingError::TooSoon { from: at }) if at == from));
    market.world.clock.advance(CHANGED_AFTER);
    market.rate(1, 1, 5).await.unwrap();
    assert_eq!(sums().await, (1, 5));
    market.installed(2, 1).await;
    market.world.clock.advance(DAY);
    market.rate(2, 1, 4).await.unwrap();
    assert_eq!(sums().await, (2, 9));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_user_who_rates_at_once_rates_once() {
    let market = Market::new().await;
    market.list(&market.entry(1, "Weather")).await;
    market.installed(1, 1).await;
    market.world.clock.advance(DAY);
    market.world.faults.conflict(128);
    let all = (1..=5).map(|stars| market.rate(1, 1, stars));
    let done = futures::future::join_all(all).await;
    market.world.faults.conflict(0);
    let given: Vec<_> = done.into_iter().filter_map(Result::ok).collect();
    let figures = market.figures(1).await;
    assert!(given.len() <= 1, "{given:?}");
    assert_eq!(figures.ratings, given.len() as u64);
    assert_eq!(
        figures.stars,
        given.iter().map(|one| u64::from(one.stars)).sum::<u64>()
    );
}

#[tokio::test]
async fn many_good_ratings_come_before_one_perfect_one() {
    let market = Market::new().await;
    for number in 1..=3 {
        market.list(&market.entry(number, "Weather")).await;
    }
    market.installed(1, 1).await;
    for who in 2..12 {
        market.installed(who, 2).await;
    }
    for who in 12..17 {
        market.installed(who, 3).await;
    }
    market.world.clock.advance(DAY);
    market.rate(1, 1, 5).await.unwrap();
    for who in 2..12 {
        market
            .rate(who, 2, if who < 11 { 5 } else { 4 })
            .await
            .unwrap();
    }
    for who in 12..17 {
        market.rate(who, 3, 1).await.unwrap();
    }
    market.rebuild(Counting::All).await;
    let reader = market.reader();
    let best = Query {
        sort: Some(Sort::Rating),
        ..Query::default()
    };
    assert_eq!(
        found(&reader, &best).await,
        [package(2), package(1), package(3)]
    );
    let listed = reader.listed(package(2)).await.unwrap().unwrap();
    assert_eq!(listed.figures.ratings, 10);
    assert_eq!(listed.figures.mean(), Some(4.9));
}
