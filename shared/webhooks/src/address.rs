//! Which addresses are public.
//!
//! IPv4 is open but for what is listed; IPv6 is closed but for the global unicast space, and what
//! is listed of that is refused too. An IPv6 address that carries an IPv4 one is refused whatever
//! it carries: what unwraps it, and where, is not ours to know.
//!
//! Sources: the IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890, RFC 8190), the
//! IANA IPv6 Address Space registry (RFC 4291), and AWS's documents on what it serves link-local.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use common::words;

words! {
    /// Why an address is not public.
    Class {
        /// "This host on this network".
        Unspecified = "unspecified";
        /// The machine itself. On Lambda also the runtime API (9001) and the extensions (2773).
        Loopback = "loopback";
        /// A private network; for IPv6 unique-local and the old site-local.
        Private = "private";
        /// The link. On Lambda also the X-Ray daemon (169.254.79.129:2000).
        LinkLocal = "link-local";
        /// What a cloud answers its machines' questions on: credentials among others.
        Metadata = "metadata";
        /// Between a provider and its customers.
        CarrierGradeNat = "carrier-grade-nat";
        /// Set aside for protocols, or not given out to anybody.
        Reserved = "reserved";
        /// Carries an IPv4 address: mapped, compatible, translated or tunnelled.
        EmbeddedIpv4 = "embedded-ipv4";
        /// For measuring equipment.
        Benchmarking = "benchmarking";
        /// For books.
        Documentation = "documentation";
        /// To many.
        Multicast = "multicast";
        /// To all.
        Broadcast = "broadcast";
    }
}

/// Blocks of IPv4 that are refused. The first that holds an address names its class.
const IPV4: &[(Ipv4Addr, u32, Class)] = &[
    // RFC 791, section 3.2: "this network"; Linux connects 0.0.0.0 to itself.
    (v4(0, 0, 0, 0), 8, Class::Unspecified),
    // RFC 1918.
    (v4(10, 0, 0, 0), 8, Class::Private),
    // RFC 6598: shared address space. AWS uses it inside, too.
    (v4(100, 64, 0, 0), 10, Class::CarrierGradeNat),
    // RFC 1122, section 3.2.1.3.
    (v4(127, 0, 0, 0), 8, Class::Loopback),
    // EC2's instance metadata, ECS's and EKS's credentials.
    (v4(169, 254, 169, 254), 32, Class::Metadata),
    (v4(169, 254, 170, 2), 32, Class::Metadata),
    (v4(169, 254, 170, 23), 32, Class::Metadata),
    // RFC 3927.
    (v4(169, 254, 0, 0), 16, Class::LinkLocal),
    // RFC 1918.
    (v4(172, 16, 0, 0), 12, Class::Private),
    // RFC 6890, section 2.1: IETF protocol assignments. The anycast addresses therein serve
    // relays, no web servers.
    (v4(192, 0, 0, 0), 24, Class::Reserved),
    // RFC 5737: TEST-NET-1.
    (v4(192, 0, 2, 0), 24, Class::Documentation),
    // RFC 7526: the 6to4 relay anycast, deprecated.
    (v4(192, 88, 99, 0), 24, Class::Reserved),
    // RFC 1918.
    (v4(192, 168, 0, 0), 16, Class::Private),
    // RFC 2544.
    (v4(198, 18, 0, 0), 15, Class::Benchmarking),
    // RFC 5737: TEST-NET-2 and TEST-NET-3.
    (v4(198, 51, 100, 0), 24, Class::Documentation),
    (v4(203, 0, 113, 0), 24, Class::Documentation),
    // RFC 5771.
    (v4(224, 0, 0, 0), 4, Class::Multicast),
    // RFC 8190 and RFC 919.
    (v4(255, 255, 255, 255), 32, Class::Broadcast),
    // RFC 1112, section 4.
    (v4(240, 0, 0, 0), 4, Class::Reserved),
];

/// Blocks of IPv6 that are refused. The first that holds an address names its class.
const IPV6: &[(Ipv6Addr, u32, Class)] = &[
    // RFC 4291, sections 2.5.2 and 2.5.3; then its IPv4-compatible and IPv4-mapped forms.
    (v6([0, 0, 0, 0, 0, 0, 0, 0]), 128, Class::Unspecified),
    (v6([0, 0, 0, 0, 0, 0, 0, 1]), 128, Class::Loopback),
    (v6([0, 0, 0, 0, 0, 0, 0, 0]), 96, Class::EmbeddedIpv4),
    (v6([0, 0, 0, 0, 0, 0xffff, 0, 0]), 96, Class::EmbeddedIpv4),
    // RFC 6052 and RFC 8215: NAT64.
    (
        v6([0x64, 0xff9b, 0, 0, 0, 0, 0, 0]),
        96,
        Class::EmbeddedIpv4,
    ),
    (
        v6([0x64, 0xff9b, 1, 0, 0, 0, 0, 0]),
        48,
        Class::EmbeddedIpv4,
    ),
    // RFC 4380: Teredo.
    (v6([0x2001, 0, 0, 0, 0, 0, 0, 0]), 32, Class::EmbeddedIpv4),
    // RFC 5180.
    (v6([0x2001, 2, 0, 0, 0, 0, 0, 0]), 48, Class::Benchmarking),
    // RFC 2928: IETF protocol assignments; with ORCHID (2001:10::/28, RFC 4843) and ORCHIDv2
    // (2001:20::/28, RFC 7343).
    (v6([0x2001, 0, 0, 0, 0, 0, 0, 0]), 23, Class::Reserved),
    // RFC 3849.
    (
        v6([0x2001, 0xdb8, 0, 0, 0, 0, 0, 0]),
        32,
        Class::Documentation,
    ),
    // RFC 3056: 6to4.
    (v6([0x2002, 0, 0, 0, 0, 0, 0, 0]), 16, Class::EmbeddedIpv4),
    // RFC 9637.
    (v6([0x3fff, 0, 0, 0, 0, 0, 0, 0]), 20, Class::Documentation),
    // RFC 4291, section 2.4: the one space whose addresses can be public ends here. The rest
    // is refused by its name where it has one, and as reserved where not.
    // AWS: the metadata at fd00:ec2::254, and its other services beside it.
    (v6([0xfd00, 0xec2, 0, 0, 0, 0, 0, 0]), 32, Class::Metadata),
    // RFC 4193.
    (v6([0xfc00, 0, 0, 0, 0, 0, 0, 0]), 7, Class::Private),
    // RFC 4291, section 2.5.6.
    (v6([0xfe80, 0, 0, 0, 0, 0, 0, 0]), 10, Class::LinkLocal),
    // RFC 3879: site-local, deprecated.
    (v6([0xfec0, 0, 0, 0, 0, 0, 0, 0]), 10, Class::Private),
    // RFC 4291, section 2.7.
    (v6([0xff00, 0, 0, 0, 0, 0, 0, 0]), 8, Class::Multicast),
    // All else outside 2000::/3: discard-only (100::/64, RFC 6666), SRv6 identifiers (5f00::/16,
    // RFC 9602), and what nobody was given.
    (v6([0, 0, 0, 0, 0, 0, 0, 0]), 3, Class::Reserved),
    (v6([0x4000, 0, 0, 0, 0, 0, 0, 0]), 2, Class::Reserved),
    (v6([0x8000, 0, 0, 0, 0, 0, 0, 0]), 1, Class::Reserved),
];

const fn v4(a: u8, b: u8, c: u8, d: u8) -> Ipv4Addr {
    Ipv4Addr::new(a, b, c, d)
}

const fn v6(s: [u16; 8]) -> Ipv6Addr {
    let [a, b, c, d, e, f, g, h] = s;
    Ipv6Addr::new(a, b, c, d, e, f, g, h)
}

/// Lets a public address pass.
///
/// # Errors
/// Why it is refused.
///
/// ```
/// use webhooks::address::{Class, check};
///
/// assert_eq!(check([8, 8, 8, 8].into()), Ok(()));
/// assert_eq!(check([127, 0, 0, 1].into()), Err(Class::Loopback));
/// ```
pub fn check(address: IpAddr) -> Result<(), Class> {
    let class = match address {
        IpAddr::V4(address) => IPV4
            .iter()
            .find(|(first, length, _)| {
                (address.to_bits() ^ first.to_bits()) >> (u32::BITS - length) == 0
            })
            .map(|(_, _, class)| *class),
        IpAddr::V6(address) => IPV6
            .iter()
            .find(|(first, length, _)| {
                (address.to_bits() ^ first.to_bits()) >> (u128::BITS - length) == 0
            })
            .map(|(_, _, class)| *class),
    };
    class.map_or(Ok(()), Err)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What is expected of an address, as a word; `public` for those that pass.
    fn class(text: &str) -> &'static str {
        match check(text.parse().unwrap()) {
            Ok(()) => "public",
            Err(class) => class.as_str(),
        }
    }

    fn holds(expected: &[(&str, &str)]) {
        for (address, word) in expected {
            assert_eq!(class(address), *word, "{address}");
        }
    }

    /// Each block's first and last address, and the neighbours just outside.
    #[test]
    fn ipv4_by_its_edges() {
        holds(&[
            ("0.0.0.0", "unspecified"),
            ("0.255.255.255", "unspecified"),
            ("1.0.0.0", "public"),
            ("9.255.255.255", "public"),
            ("10.0.0.0", "private"),
            ("10.255.255.255", "private"),
            ("11.0.0.0", "public"),
            ("100.63.255.255", "public"),
            ("100.64.0.0", "carrier-grade-nat"),
            ("100.127.255.255", "carrier-grade-nat"),
            ("100.128.0.0", "public"),
            ("126.255.255.255", "public"),
            ("127.0.0.0", "loopback"),
            ("127.255.255.255", "loopback"),
            ("128.0.0.0", "public"),
            ("169.253.255.255", "public"),
            ("169.254.0.0", "link-local"),
            ("169.254.169.253", "link-local"),
            ("169.254.169.254", "metadata"),
            ("169.254.169.255", "link-local"),
            ("169.254.255.255", "link-local"),
            ("169.255.0.0", "public"),
            ("172.15.255.255", "public"),
            ("172.16.0.0", "private"),
            ("172.31.255.255", "private"),
            ("172.32.0.0", "public"),
            ("191.255.255.255", "public"),
            ("192.0.0.0", "reserved"),
            ("192.0.0.255", "reserved"),
            ("192.0.1.0", "public"),
            ("192.0.1.255", "public"),
            ("192.0.2.0", "documentation"),
            ("192.0.2.255", "documentation"),
            ("192.0.3.0", "public"),
            ("192.88.98.255", "public"),
            ("192.88.99.0", "reserved"),
            ("192.88.99.255", "reserved"),
            ("192.88.100.0", "public"),
            ("192.167.255.255", "public"),
            ("192.168.0.0", "private"),
            ("192.168.255.255", "private"),
            ("192.169.0.0", "public"),
            ("198.17.255.255", "public"),
            ("198.18.0.0", "benchmarking"),
            ("198.19.255.255", "benchmarking"),
            ("198.20.0.0", "public"),
            ("198.51.99.255", "public"),
            ("198.51.100.0", "documentation"),
            ("198.51.100.255", "documentation"),
            ("198.51.101.0", "public"),
            ("203.0.112.255", "public"),
            ("203.0.113.0", "documentation"),
            ("203.0.113.255", "documentation"),
            ("203.0.114.0", "public"),
            ("223.255.255.255", "public"),
            ("224.0.0.0", "multicast"),
            ("239.255.255.255", "multicast"),
            ("240.0.0.0", "reserved"),
            ("255.255.255.254", "reserved"),
            ("255.255.255.255", "broadcast"),
        ]);
    }

    /// The same for IPv6.
    #[test]
    fn ipv6_by_its_edges() {
        holds(&[
            ("::", "unspecified"),
            ("::1", "loopback"),
            ("::2", "embedded-ipv4"),
            ("::ffff:ffff", "embedded-ipv4"),
            ("::1:0:0", "reserved"),
            ("::fffe:ffff:ffff", "reserved"),
            ("::ffff:0:0", "embedded-ipv4"),
            ("::ffff:ffff:ffff", "embedded-ipv4"),
            ("::1:0:0:0", "reserved"),
            ("64:ff9a:ffff:ffff:ffff:ffff:ffff:ffff", "reserved"),
            ("64:ff9b::", "embedded-ipv4"),
            ("64:ff9b::ffff:ffff", "embedded-ipv4"),
            ("64:ff9b::1:0:0", "reserved"),
            ("64:ff9b:0:ffff:ffff:ffff:ffff:ffff", "reserved"),
            ("64:ff9b:1::", "embedded-ipv4"),
            ("64:ff9b:1:ffff:ffff:ffff:ffff:ffff", "embedded-ipv4"),
            ("64:ff9b:2::", "reserved"),
            ("100::", "reserved"),
            ("100::ffff:ffff:ffff:ffff", "reserved"),
            ("1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "reserved"),
            ("2000::", "public"),
            ("2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "public"),
            ("2001::", "embedded-ipv4"),
            ("2001:0:ffff:ffff:ffff:ffff:ffff:ffff", "embedded-ipv4"),
            ("2001:1::", "reserved"),
            ("2001:1:ffff:ffff:ffff:ffff:ffff:ffff", "reserved"),
            ("2001:2::", "benchmarking"),
            ("2001:2:0:ffff:ffff:ffff:ffff:ffff", "benchmarking"),
            ("2001:2:1::", "reserved"),
            ("2001:f:ffff:ffff:ffff:ffff:ffff:ffff", "reserved"),
            ("2001:10::", "reserved"),
            ("2001:1f:ffff:ffff:ffff:ffff:ffff:ffff", "reserved"),
            ("2001:20::", "reserved"),
            ("2001:2f:ffff:ffff:ffff:ffff:ffff:ffff", "reserved"),
            ("2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", "reserved"),
            ("2001:200::", "public"),
            ("2001:db7:ffff:ffff:ffff:ffff:ffff:ffff", "public"),
            ("2001:db8::", "documentation"),
            ("2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "documentation"),
            ("2001:db9::", "public"),
            ("2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "public"),
            ("2002::", "embedded-ipv4"),
            ("2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "embedded-ipv4"),
            ("2003::", "public"),
            ("3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "public"),
            ("3fff::", "documentation"),
            ("3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", "documentation"),
            ("3fff:1000::", "public"),
            ("3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "public"),
            ("4000::", "reserved"),
            ("5f00::", "reserved"),
            ("5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "reserved"),
            ("7fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "reserved"),
            ("8000::", "reserved"),
            ("fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "reserved"),
            ("fc00::", "private"),
            ("fd00:ec1:ffff:ffff:ffff:ffff:ffff:ffff", "private"),
            ("fd00:ec2::", "metadata"),
            ("fd00:ec2:ffff:ffff:ffff:ffff:ffff:ffff", "metadata"),
            ("fd00:ec3::", "private"),
            ("fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "private"),
            ("fe00::", "reserved"),
            ("fe7f:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "reserved"),
            ("fe80::", "link-local"),
            ("febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "link-local"),
            ("fec0::", "private"),
            ("feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "private"),
            ("ff00::", "multicast"),
            ("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "multicast"),
        ]);
    }

    /// A public IPv4 address does not open the IPv6 forms that carry it.
    #[test]
    fn what_carries_a_public_ipv4_address_is_refused_all_the_same() {
        for carrier in [
            "::8.8.8.8",
            "::ffff:8.8.8.8",
            "64:ff9b::8.8.8.8",
            "64:ff9b:1::8.8.8.8",
            "2002:808:808::1",
            "2001:0:808:808::1",
        ] {
            assert_eq!(class(carrier), "embedded-ipv4", "{carrier}");
        }
    }

    #[test]
    fn awss_metadata_and_credentials_are_refused() {
        for address in [
            "169.254.169.254",
            "169.254.170.2",
            "169.254.170.23",
            "fd00:ec2::254",
            "fd00:ec2::23",
        ] {
            assert_eq!(class(address), "metadata", "{address}");
        }
    }

    #[test]
    fn lambdas_runtime_api_and_extensions_are_refused() {
        // 127.0.0.1:9001 and 127.0.0.1:2773; whatever the port.
        assert_eq!(class("127.0.0.1"), "loopback");
    }

    #[test]
    fn lambdas_xray_daemon_is_refused() {
        assert_eq!(class("169.254.79.129"), "link-local");
    }

    #[test]
    fn well_known_public_addresses_pass() {
        for address in [
            "1.1.1.1",
            "8.8.8.8",
            "52.94.236.248",
            "2606:4700:4700::1111",
            "2a05:d018::1",
        ] {
            assert_eq!(class(address), "public", "{address}");
        }
    }

    proptest! {
        /// The standard library knows some classes, too: what it knows is refused.
        #[test]
        fn what_the_standard_library_calls_special_is_refused(bits: u32) {
            let a = Ipv4Addr::from_bits(bits);
            let special = a.is_unspecified()
                || a.is_loopback()
                || a.is_private()
                || a.is_link_local()
                || a.is_documentation()
                || a.is_multicast()
                || a.is_broadcast();
            if special {
                prop_assert!(check(a.into()).is_err());
            }
            for carrier in [a.to_ipv6_mapped(), a.to_ipv6_compatible()] {
                prop_assert!(check(carrier.into()).is_err());
            }
        }

        #[test]
        fn only_global_unicast_can_be_public(bits: u128) {
            let a = Ipv6Addr::from_bits(bits);
            if check(a.into()).is_ok() {
                prop_assert_eq!(bits >> 125, 1);
                prop_assert!(!a.is_multicast() && !a.is_unique_local());
            }
        }
    }
}
