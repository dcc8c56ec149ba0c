//! The resolver against a DNS server of the tests' own.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod dns;

use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::time::{Duration, Instant};

use dns::{Dns, NX_DOMAIN, Reply, SERVER_FAILURE};
use webhooks::address::Class;
use webhooks::resolver::{ResolveError, Resolver, TIMEOUT};

const NAME: &str = "hooks.example.com";

fn ips(list: &[&str]) -> Vec<IpAddr> {
    list.iter().map(|a| a.parse().unwrap()).collect()
}

async fn asks(dns: &Dns) -> Result<Vec<IpAddr>, ResolveError> {
    Resolver::at(dns.address).public(NAME).await
}

async fn resolves(reply: Reply) -> Result<Vec<IpAddr>, ResolveError> {
    asks(&Dns::of(&[(NAME, reply)])).await
}

fn class(result: &Result<Vec<IpAddr>, ResolveError>) -> Option<Class> {
    match result {
        Err(ResolveError::NotPublic { class }) => Some(*class),
        _ => None,
    }
}

#[tokio::test]
async fn a_public_name_has_its_addresses_ipv4_first() {
    let reply = Reply::addresses(&["2606:4700::1", "8.8.8.8", "2606:4700::2", "1.1.1.1"]);
    assert_eq!(
        resolves(reply).await.unwrap(),
        ips(&["8.8.8.8", "1.1.1.1", "2606:4700::1", "2606:4700::2"])
    );
}

#[tokio::test]
async fn one_family_is_enough() {
    let reply = Reply::addresses(&["8.8.8.8"]);
    assert_eq!(resolves(reply).await.unwrap(), ips(&["8.8.8.8"]));
    let reply = Reply::addresses(&["2606:4700::1"]);
    assert_eq!(resolves(reply).await.unwrap(), ips(&["2606:4700::1"]));
}

#[tokio::test]
async fn a_name_that_resolves_to_a_refused_address_is_refused() {
    for (address, expected) in [
        ("0.0.0.0", Class::Unspecified),
        ("10.1.2.3", Class::Private),
        ("100.64.0.1", Class::CarrierGradeNat),
        ("127.0.0.1", Class::Loopback),
        ("169.254.79.129", Class::LinkLocal),
        ("169.254.169.254", Class::Metadata),
        ("169.254.170.2", Class::Metadata),
        ("172.16.0.1", Class::Private),
        ("192.0.0.1", Class::Reserved),
        ("192.0.2.1", Class::Documentation),
        ("192.88.99.1", Class::Reserved),
        ("192.168.0.1", Class::Private),
        ("198.18.0.1", Class::Benchmarking),
        ("198.51.100.1", Class::Documentation),
        ("203.0.113.1", Class::Documentation),
        ("224.0.0.1", Class::Multicast),
        ("240.0.0.1", Class::Reserved),
        ("255.255.255.255", Class::Broadcast),
        ("::", Class::Unspecified),
        ("::1", Class::Loopback),
        ("::7f00:1", Class::EmbeddedIpv4),
        ("::ffff:127.0.0.1", Class::EmbeddedIpv4),
        ("::ffff:8.8.8.8", Class::EmbeddedIpv4),
        ("64:ff9b::7f00:1", Class::EmbeddedIpv4),
        ("64:ff9b:1::7f00:1", Class::EmbeddedIpv4),
        ("100::1", Class::Reserved),
        ("2001:0:7f00:1::1", Class::EmbeddedIpv4),
        ("2001:2::1", Class::Benchmarking),
        ("2001:10::1", Class::Reserved),
        ("2001:20::1", Class::Reserved),
        ("2001:db8::1", Class::Documentation),
        ("2002:7f00:1::1", Class::EmbeddedIpv4),
        ("3fff::1", Class::Documentation),
        ("5f00::1", Class::Reserved),
        ("fc00::1", Class::Private),
        ("fd00:ec2::254", Class::Metadata),
        ("fe80::1", Class::LinkLocal),
        ("fec0::1", Class::Private),
        ("ff02::1", Class::Multicast),
    ] {
        let result = resolves(Reply::addresses(&[address])).await;
        assert_eq!(class(&result), Some(expected), "{address}: {result:?}");
    }
}

#[tokio::test]
async fn one_refused_answer_among_public_ones_refuses_the_name() {
    for list in [
        &["8.8.8.8", "10.0.0.1"][..],
        &["10.0.0.1", "8.8.8.8"],
        &["8.8.8.8", "1.1.1.1", "9.9.9.9", "10.0.0.1"],
        &["8.8.8.8", "fd12::1"],
        &["2606:4700::1", "10.0.0.1"],
    ] {
        let result = resolves(Reply::addresses(list)).await;
        assert_eq!(class(&result), Some(Class::Private), "{list:?}: {result:?}");
    }
}

#[tokio::test]
async fn an_alias_is_followed_and_its_end_checked() {
    let to = |name: &str| Reply::Alias(name.to_owned());
    let dns = Dns::of(&[
        (NAME, to("a.example.net")),
        ("a.example.net", to("b.example.net")),
        ("b.example.net", Reply::addresses(&["8.8.8.8"])),
    ]);
    assert_eq!(asks(&dns).await.unwrap(), ips(&["8.8.8.8"]));
    let dns = Dns::of(&[
        (NAME, to("a.example.net")),
        ("a.example.net", to("b.example.net")),
        ("b.example.net", Reply::addresses(&["169.254.169.254"])),
    ]);
    assert_eq!(class(&asks(&dns).await), Some(Class::Metadata));
    // In one answer.
    let both = Reply::AliasWith("b.internal".into(), ips(&["10.0.0.1"]));
    assert_eq!(class(&resolves(both).await), Some(Class::Private));
    // To the machine itself, which no server is asked for.
    assert_eq!(
        class(&resolves(to("localhost")).await),
        Some(Class::Loopback)
    );
    // To itself, and to nothing.
    for end in [NAME, "nowhere.example.net"] {
        let result = resolves(to(end)).await;
        assert!(matches!(result, Err(ResolveError::NotFound)), "{result:?}");
    }
}

#[tokio::test]
async fn no_name_no_address_and_failing_servers_are_the_owners_to_mend() {
    for reply in [
        NX_DOMAIN,
        Reply::Addresses(vec![]),
        SERVER_FAILURE,
        Reply::Garbage,
    ] {
        let result = resolves(reply.clone()).await;
        assert!(
            matches!(result, Err(ResolveError::NotFound)),
            "{reply:?}: {result:?}"
        );
    }
}

#[tokio::test]
async fn a_server_that_refuses_us_is_ours_to_mend() {
    let result = resolves(Reply::Code(5)).await;
    assert!(
        matches!(result, Err(ResolveError::NoAnswer(_))),
        "{result:?}"
    );
}

#[tokio::test]
async fn a_silent_server_is_ours_to_mend_within_the_time() {
    let started = Instant::now();
    let result = resolves(Reply::Silence).await;
    assert!(
        matches!(result, Err(ResolveError::NoAnswer(_))),
        "{result:?}"
    );
    let took = started.elapsed();
    assert!(took < TIMEOUT + Duration::from_millis(700), "{took:?}");
}

#[tokio::test]
async fn a_server_that_is_not_there_is_ours_to_mend() {
    let closed: SocketAddr = UdpSocket::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let result = Resolver::at(closed).public(NAME).await;
    assert!(
        matches!(result, Err(ResolveError::NoAnswer(_))),
        "{result:?}"
    );
}

/// What the families say, each on its own.
async fn families(v4: Reply, v6: Reply) -> Result<Vec<IpAddr>, ResolveError> {
    let dns = Dns::start(move |q, _| if q.v6 { v6.clone() } else { v4.clone() });
    asks(&dns).await
}

#[tokio::test]
async fn a_family_that_does_not_answer_is_left_out() {
    let started = Instant::now();
    for other in [Reply::Silence, SERVER_FAILURE, Reply::Code(5)] {
        let one = Reply::addresses(&["8.8.8.8"]);
        assert_eq!(
            families(one, other.clone()).await.unwrap(),
            ips(&["8.8.8.8"])
        );
        let one = Reply::addresses(&["2606:4700::1"]);
        assert_eq!(families(other, one).await.unwrap(), ips(&["2606:4700::1"]));
    }
    // Silence costs a second, not the whole time.
    assert!(started.elapsed() < TIMEOUT, "{:?}", started.elapsed());
    // A late refusal still counts where it comes.
    let late = Reply::Late(
        Duration::from_millis(300),
        Box::new(Reply::addresses(&["fd00::1"])),
    );
    let result = families(Reply::addresses(&["8.8.8.8"]), late).await;
    assert_eq!(class(&result), Some(Class::Private));
    let result = families(Reply::addresses(&["10.0.0.1"]), Reply::Silence).await;
    assert_eq!(class(&result), Some(Class::Private));
    // Nothing of one family, and silence of the other: who knows?
    let result = families(Reply::Addresses(vec![]), Reply::Silence).await;
    assert!(
        matches!(result, Err(ResolveError::NoAnswer(_))),
        "{result:?}"
    );
    // A name that does not exist has no address of the other family either.
    let result = families(NX_DOMAIN, Reply::Silence).await;
    assert!(matches!(result, Err(ResolveError::NotFound)), "{result:?}");
}

#[tokio::test]
async fn a_long_answer_comes_over_tcp() {
    let list: Vec<String> = (1..=200).map(|n| format!("8.8.4.{n}")).collect();
    let list: Vec<&str> = list.iter().map(String::as_str).collect();
    let reply = Reply::Truncated(Box::new(Reply::addresses(&list)));
    assert_eq!(resolves(reply).await.unwrap().len(), 200);
    let mut list = list;
    list.push("10.0.0.1");
    let reply = Reply::Truncated(Box::new(Reply::addresses(&list)));
    assert_eq!(class(&resolves(reply).await), Some(Class::Private));
}

#[tokio::test]
async fn nothing_is_remembered() {
    let dns = Dns::start(|_, before| match before {
        0 => Reply::addresses(&["8.8.8.8"]),
        1 => Reply::addresses(&["127.0.0.1"]),
        2 => NX_DOMAIN,
        _ => Reply::addresses(&["1.1.1.1"]),
    });
    let resolver = Resolver::at(dns.address);
    assert_eq!(resolver.public(NAME).await.unwrap(), ips(&["8.8.8.8"]));
    assert_eq!(class(&resolver.public(NAME).await), Some(Class::Loopback));
    assert!(matches!(
        resolver.public(NAME).await,
        Err(ResolveError::NotFound)
    ));
    assert_eq!(resolver.public(NAME).await.unwrap(), ips(&["1.1.1.1"]));
    assert_eq!((dns.asked(NAME, false), dns.asked(NAME, true)), (4, 4));
}

#[tokio::test]
async fn the_name_is_asked_for_as_it_is() {
    let dns = Dns::of(&[]);
    for name in ["hooks", NAME, "hooks.example.com."] {
        assert!(Resolver::at(dns.address).public(name).await.is_err());
    }
    let mut names = dns.names();
    names.sort();
    names.dedup();
    assert_eq!(names, ["hooks", NAME]);
}

#[tokio::test]
async fn the_hosts_file_is_not_consulted() {
    // Names that stand in it on most machines; the server knows better.
    let dns = Dns::start(|_, _| Reply::addresses(&["8.8.8.8"]));
    for name in ["ip6-loopback", "ip6-allnodes"] {
        assert_eq!(
            Resolver::at(dns.address).public(name).await.unwrap(),
            ips(&["8.8.8.8"])
        );
    }
}

#[tokio::test]
async fn local_names_and_literals_never_pass() {
    let dns = Dns::of(&[]);
    for name in [
        "localhost",
        "a.localhost",
        "127.0.0.1",
        "10.0.0.1",
        "::1",
        "8.8.8.8",
        "",
        ".",
    ] {
        let result = Resolver::at(dns.address).public(name).await;
        assert!(result.is_err(), "{name}: {result:?}");
    }
}

#[tokio::test]
async fn an_allowed_hosts_name_is_not_checked() {
    let dns = Dns::of(&[(NAME, Reply::addresses(&["127.0.0.1"]))]);
    let resolver = Resolver::at(dns.address);
    assert_eq!(resolver.unchecked(NAME).await.unwrap(), ips(&["127.0.0.1"]));
    assert!(resolver.public(NAME).await.is_err());
}

#[tokio::test]
async fn the_machines_own_resolver_is_built_without_asking_anything() {
    // Whether or not the machine has a network: it answers in time, and lets no private one pass.
    let started = Instant::now();
    let result = Resolver::system().public("localhost").await;
    assert!(result.is_err(), "{result:?}");
    assert!(started.elapsed() < TIMEOUT + Duration::from_millis(700));
}
