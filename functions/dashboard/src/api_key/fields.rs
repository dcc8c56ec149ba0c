//! The fields of a key, as [`super::create`] and [`super::update`] take them.

use std::net::IpAddr;

use ::surface::body::{Fields, Reader, Wrong, integer, line, parsed};
use common::Timestamp;
use ipnet::{IpNet, Ipv4Net};
use serde_json::{Value, json};
use twin::Scope;

use crate::fields::{each, each_once, list, moment};

/// The fields' names.
pub const SCOPES: &str = "scopes";
const ALLOWED_IPS: &str = "allowedIps";

/// Addresses and networks that a key may list.
const ADDRESSES: usize = 50;
/// The largest monthly limit of a key.
const LARGEST: u64 = 1_000_000;

/// A CIDR network, IPv4.
const NETWORK_4: &str = r"^((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])/([12]?[0-9]|3[0-2])$";
/// A CIDR network, IPv6 (RFC 4291, section 2.2, without embedded IPv4 addresses).
const NETWORK_6: &str = r"^(([0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}|([0-9a-fA-F]{1,4}:){1,7}:|([0-9a-fA-F]{1,4}:){1,6}(:[0-9a-fA-F]{1,4}){1,1}|([0-9a-fA-F]{1,4}:){1,5}(:[0-9a-fA-F]{1,4}){1,2}|([0-9a-fA-F]{1,4}:){1,4}(:[0-9a-fA-F]{1,4}){1,3}|([0-9a-fA-F]{1,4}:){1,3}(:[0-9a-fA-F]{1,4}){1,4}|([0-9a-fA-F]{1,4}:){1,2}(:[0-9a-fA-F]{1,4}){1,5}|([0-9a-fA-F]{1,4}:){1,1}(:[0-9a-fA-F]{1,4}){1,6}|:(:[0-9a-fA-F]{1,4}){1,7}|::)/([1-9]?[0-9]|1[01][0-9]|12[0-8])$";

/// Its name, given by its owner.
pub fn name() -> impl Reader<Value = String> {
    line(1..=100).about("What its owner calls it.")
}

/// Requests a month.
pub fn monthly_limit() -> impl Reader<Value = u64> {
    integer(1..=LARGEST)
}

/// When it expires: a moment that is still to come.
pub fn expires_at(now: Timestamp) -> impl Reader<Value = Timestamp> {
    moment(move |at| at > now, "must be in the future")
}

/// What the key may do: the values of the list, which [`read_scopes`] reads.
pub fn scopes() -> impl Reader<Value = Vec<Value>> {
    let length = 1..=Scope::ALL.len();
    let schema = || {
        json!({
            "type": "array",
            "items": { "$ref": "#/components/schemas/Scope" },
            "minItems": 1,
            "maxItems": Scope::ALL.len(),
            "uniqueItems": true,
        })
    };
    list(length, schema).about("What it may do, each scope once.")
}

/// What the key may do: each scope at most once.
pub fn read_scopes(body: &mut Fields, values: Option<Vec<Value>>) -> Option<Vec<Scope>> {
    let read = |value: &Value| parsed::<Scope>().read(value);
    each_once(body, SCOPES, values, read, "must name each scope once")
}

/// Addresses that the key may be used from, without repetitions; null: none, as an empty list.
pub fn allowed_ips(body: &mut Fields, about: &'static str) -> Option<Vec<IpNet>> {
    let schema = || {
        json!({
            "type": "array",
            "maxItems": ADDRESSES,
            "items": {
                "type": "string",
                "description": "An address, or a network in CIDR notation.",
                "anyOf": [
                    { "format": "ipv4", "pattern": "^[0-9.]+$" },
                    { "format": "ipv6", "pattern": "^[0-9a-fA-F:.]+$" },
                    { "pattern": NETWORK_4 },
                    { "pattern": NETWORK_6 },
                ],
            },
        })
    };
    let values = body.nullable(ALLOWED_IPS, list(0..=ADDRESSES, schema).about(about));
    let values = values.map(Option::unwrap_or_default);
    let mut nets = each(body, ALLOWED_IPS, values, network)?;
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
