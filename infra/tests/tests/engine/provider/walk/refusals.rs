//! No refused request has a large answer: see `crate::refusals`.

use tests::provider::Platform;

use super::{NOW, Party, routes};
use crate::refusals::{Base, Search};

#[tokio::test]
async fn no_refusal_is_large() {
    let platform = Platform::at(NOW).await;
    let process = platform.process();
    let mut search = Search::default();
    for (n, route) in routes().enumerate() {
        // A user may send 100 a minute: where callers come before shapes, a later request would be refused for that.
        let party = Party::make(&platform, process, &format!("a{}-{n:03}-weather", n % 10)).await;
        let base = Base::of(party.ask(route));
        let clock = &platform.world.clock;
        let user = route.surface.name == "provider-space";
        let pause = |sent: usize| {
            if user && sent.is_multiple_of(90) {
                clock.advance(61_000);
            }
        };
        search.at(&base, process, pause).await;
        clock.advance(61_000);
    }
    search.ends();
}
