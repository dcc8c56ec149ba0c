//! Names to addresses, all of them public.
//!
//! One answer that is not public refuses the whole name: such an answer is never there by accident
//! beside public ones, and the code that dials must not have to choose. Nothing is kept from one lookup
//! to the next, neither answers nor sockets: a name is asked for at every dial, the process may
//! have been frozen in between, and the machine's servers may have changed.
//!
//! `/etc/hosts` and the machine's search domains are not used.

use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::time::Duration;

use common::Cause;
use futures::future::select;
use hickory_resolver::config::{
    ConnectionConfig, NameServerConfig, ResolveHosts, ResolverConfig, ResolverOpts,
};
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::net::{DnsError, NetError};
use hickory_resolver::proto::op::ResponseCode;
use hickory_resolver::proto::rr::{Name, RData, RecordType};
use hickory_resolver::{TokioResolver, system_conf};
use tokio::time::timeout;

use crate::address::{Class, check};

/// How long a lookup may take, with all it repeats.
pub const TIMEOUT: Duration = Duration::from_secs(3);

/// How long the other family of addresses is waited for when one has answered: a server that drops
/// what it does not know (AAAA) must not cost every delivery the whole [`TIMEOUT`].
const GRACE: Duration = Duration::from_secs(1);

/// Asks for addresses.
#[derive(Clone, Debug)]
pub struct Resolver {
    server: Option<SocketAddr>,
}

/// Why there is no address to dial.
#[derive(Debug, thiserror::Error)]
pub enum ResolveError {
    /// At least one answer is not public.
    #[error("the name has an address that is not public ({class})")]
    NotPublic {
        /// Of the first such answer.
        class: Class,
    },
    /// No such name, no address, or its own servers fail: the fault is the receiver's.
    #[error("the name does not resolve to an address")]
    NotFound,
    /// No DNS server of ours answered, or none that serves us: the fault is ours.
    #[error("no DNS server answered")]
    NoAnswer(#[source] Cause),
}

impl Resolver {
    /// By the machine's own servers, which are read from `/etc/resolv.conf` at each lookup.
    pub fn system() -> Self {
        Self { server: None }
    }

    /// By one server, for tests.
    pub fn at(server: SocketAddr) -> Self {
        Self {
            server: Some(server),
        }
    }

    /// The addresses of a name, IPv4 first; there is at least one, and all are public.
    ///
    /// A family that did not answer in time is left out: only what was checked is dialled.
    ///
    /// # Errors
    /// There are none, or one is not public.
    pub async fn public(&self, host: &str) -> Result<Vec<IpAddr>, ResolveError> {
        self.lookup(host, check).await
    }

    /// The addresses of a name that the operator allows: unchecked.
    ///
    /// # Errors
    /// There are none.
    pub async fn unchecked(&self, host: &str) -> Result<Vec<IpAddr>, ResolveError> {
        self.lookup(host, |_| Ok(())).await
    }

    async fn lookup(
        &self,
        host: &str,
        check: impl Fn(IpAddr) -> Result<(), Class>,
    ) -> Result<Vec<IpAddr>, ResolveError> {
        let Ok(mut name) = Name::from_ascii(host) else {
            return Err(ResolveError::NotFound);
        };
        // With the dot at its end it is absolute: no search domain is tried.
        name.set_fqdn(true);
        let resolver = self
            .build()
            .map_err(|e| ResolveError::NoAnswer(Box::new(e)))?;
        let a = pin!(family(&resolver, name.clone(), RecordType::A));
        let aaaa = pin!(family(&resolver, name, RecordType::AAAA));
        let (first, other) = select(a, aaaa).await.factor_first();
        let other = match &first {
            Family::Addresses(_) => timeout(GRACE, other).await.unwrap_or(Family::silent()),
            _ => other.await,
        };
        settle([first, other], check)
    }

    fn build(&self) -> Result<TokioResolver, NetError> {
        let (config, edns0) = match self.server {
            Some(server) => {
                let connections =
                    [ConnectionConfig::udp(), ConnectionConfig::tcp()].map(|mut c| {
                        c.port = server.port();
                        c
                    });
                let server = NameServerConfig::new(server.ip(), true, connections.into());
                (ResolverConfig::from_name_servers(vec![server]), true)
            }
            None => {
                let (config, options) = system_conf::read_system_conf()?;
                (config, options.edns0)
            }
        };
        let mut builder =
            TokioResolver::builder_with_config(config, TokioRuntimeProvider::default());
        let options: &mut ResolverOpts = builder.options_mut();
        options.edns0 = edns0;
        options.timeout = TIMEOUT;
        options.attempts = 0; // the question is repeated within the time anyway
        options.cache_size = 0;
        options.positive_max_ttl = Some(Duration::ZERO);
        options.negative_max_ttl = Some(Duration::ZERO);
        options.use_hosts_file = ResolveHosts::Never;
        builder.build()
    }
}

/// What came of asking for one family of addresses.
enum Family {
    Addresses(Vec<IpAddr>),
    /// The name exists, without an address of this family; or its servers fail.
    None,
    /// The name does not exist, so neither with an address of the other family.
    NoName,
    Silent(NetError),
}

impl Family {
    fn silent() -> Self {
        Self::Silent(NetError::Timeout)
    }
}

async fn family(resolver: &TokioResolver, name: Name, kind: RecordType) -> Family {
    let Ok(answer) = timeout(TIMEOUT, resolver.lookup(name, kind)).await else {
        return Family::silent();
    };
    match answer {
        Ok(lookup) => {
            let addresses: Vec<IpAddr> = lookup
                .answers()
                .iter()
                .filter_map(|record| match &record.data {
                    RData::A(a) => Some(a.0.into()),
                    RData::AAAA(aaaa) => Some(aaaa.0.into()),
                    _ => None,
                })
                .collect();
            if addresses.is_empty() {
                Family::None
            } else {
                Family::Addresses(addresses)
            }
        }
        Err(NetError::Dns(DnsError::NoRecordsFound(none))) => match none.response_code {
            ResponseCode::NXDomain => Family::NoName,
            _ => Family::None,
        },
        // The server answered, for a name whose own servers fail.
        Err(NetError::Dns(DnsError::ResponseCode(ResponseCode::ServFail))) => Family::None,
        // Refused, not implemented, not understood: it serves us nothing. Or it can't be reached.
        Err(
            e @ (NetError::Dns(DnsError::ResponseCode(_))
            | NetError::Timeout
            | NetError::Io(_)
            | NetError::NoConnections
            | NetError::Busy),
        ) => Family::Silent(e),
        // An answer that makes no sense.
        Err(_) => Family::None,
    }
}

/// What both families come to.
fn settle(
    families: [Family; 2],
    check: impl Fn(IpAddr) -> Result<(), Class>,
) -> Result<Vec<IpAddr>, ResolveError> {
    let mut addresses = Vec::new();
    let mut exists = true;
    let mut silent = None;
    for family in families {
        match family {
            Family::Addresses(some) => addresses.extend(some),
            Family::None => {}
            Family::NoName => exists = false,
            Family::Silent(e) => silent = Some(e),
        }
    }
    for address in &addresses {
        check(*address).map_err(|class| ResolveError::NotPublic { class })?;
    }
    // A Lambda function outside a VPC has no IPv6: what works is tried first.
    addresses.sort_by_key(IpAddr::is_ipv6);
    match silent {
        _ if !addresses.is_empty() => Ok(addresses),
        Some(e) if exists => Err(ResolveError::NoAnswer(Box::new(e))),
        _ => Err(ResolveError::NotFound),
    }
}
