//! The fields of a key, as [`super::create`] and [`super::update`] take them.

use std::net::IpAddr;

use ipnet::{IpNet, Ipv4Net};
use serde_json::Value;
use shared::access::Scope;
use shared::clock::Timestamp;
use shared::http::body::{Fields, Wrong, integer, parsed, text};

/// Addresses and networks that a key may list.
const ADDRESSES: usize = 50;
/// The largest monthly limit of a key.
const LARGEST: u64 = 1_000_000;

/// What its owner calls it.
pub fn name(value: &Value) -> Result<String, Wrong> {
    text(1..=100)(value)
}

/// Requests a month.
pub fn monthly_limit(value: &Value) -> Result<u64, Wrong> {
    integer(1..=LARGEST)(value)
}

/// A moment that is still to come.
pub fn later_than(now: Timestamp) -> impl Fn(&Value) -> Result<Timestamp, Wrong> {
    move |value| match parsed::<Timestamp>(value)? {
        at if at > now => Ok(at),
        _ => Err(("RANGE", "must be in the future".to_owned())),
    }
}

/// What the key may do: each scope at most once.
pub fn scopes(body: &mut Fields) -> Option<Vec<Scope>> {
    let scopes = body.list("scopes", 1..=Scope::ALL.len(), parsed::<Scope>)?;
    let twice = (1..scopes.len()).any(|n| scopes.iter().skip(n).zip(&scopes).any(|(a, b)| a == b));
    if twice {
        body.refuse("scopes", "REPEATED", "must name each scope once");
        return None;
    }
    Some(scopes)
}

/// Addresses the key may be used from.
pub fn allowed_ips(body: &mut Fields) -> Option<Vec<IpNet>> {
    let mut nets = body.list("allowedIps", 0..=ADDRESSES, network)?;
    nets.sort();
    nets.dedup();
    Some(nets)
}

fn network(value: &Value) -> Result<IpNet, Wrong> {
    let wrong = || {
        let message = "must be an address or a network, as 203.0.113.7 or 203.0.113.0/24";
        ("INVALID", message.to_owned())
    };
    let text = value.as_str().ok_or_else(wrong)?;
    let net: IpNet = match text.parse::<IpAddr>() {
        Ok(address) => address.into(),
        Err(_) => text.parse().map_err(|_| wrong())?,
    };
    Ok(canonical(net))
}

/// A network by its own address, and as IPv4 where it is mapped from that: callers' addresses
/// are compared so.
fn canonical(net: IpNet) -> IpNet {
    let net = net.trunc();
    let (IpNet::V6(six), Some(bits)) = (net, net.prefix_len().checked_sub(96)) else {
        return net;
    };
    let four = six
        .addr()
        .to_ipv4_mapped()
        .and_then(|four| Ipv4Net::new(four, bits).ok());
    four.map_or(net, IpNet::V4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_have_one_spelling() {
        let read = |text: &str| network(&text.into()).map(|net| net.to_string());
        for (given, kept) in [
            ("203.0.113.7", "203.0.113.7/32"),
            ("203.0.113.7/24", "203.0.113.0/24"),
            ("2001:DB8::1", "2001:db8::1/128"),
            ("::ffff:203.0.113.7", "203.0.113.7/32"),
            ("::ffff:203.0.113.0/120", "203.0.113.0/24"),
            ("::/0", "::/0"),
            ("0.0.0.0/0", "0.0.0.0/0"),
        ] {
            assert_eq!(read(given).unwrap(), kept);
        }
        for bad in [
            "",
            "203.0.113",
            "203.0.113.7/33",
            "::/129",
            "host",
            "1.2.3.4/",
            " 1.2.3.4",
            "01.2.3.4",
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
