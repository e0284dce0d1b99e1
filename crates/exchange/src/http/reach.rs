//! How far a client may reach. Who subscribes to webhooks chooses an address; it must not make this house call its own
//! database. So names are looked up here, and only public addresses are handed on to the connection.

use std::future::Future;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::pin::Pin;
use std::task::{Context, Poll};

use hyper_util::client::legacy::connect::dns::{GaiResolver, Name};
use serde::Deserialize;
use tower_service::Service;

/// What addresses may be called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// Any address, with or without TLS: the operator chose it, and a gateway may stand in the next room.
    Operator,
    /// Public addresses with TLS only: somebody else chose it.
    Public,
}

/// The target was found to lie where this client may not reach.
#[derive(Debug, thiserror::Error)]
#[error("no public address")]
pub(super) struct Barred;

/// Looks names up and leaves out what the client may not reach.
#[derive(Clone)]
pub(super) struct Resolver {
    system: GaiResolver,
    reach: Reach,
}

impl Resolver {
    pub(super) fn new(reach: Reach) -> Self {
        Self { system: GaiResolver::new(), reach }
    }
}

impl Service<Name> for Resolver {
    type Response = std::vec::IntoIter<SocketAddr>;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<Self::Response>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.system.poll_ready(context)
    }

    fn call(&mut self, name: Name) -> Self::Future {
        let (found, reach) = (self.system.call(name), self.reach);
        Box::pin(async move {
            let allowed = |address: &SocketAddr| match reach {
                Reach::Operator => true,
                Reach::Public => is_public(address.ip()),
            };
            let addresses: Vec<SocketAddr> = found.await?.filter(allowed).collect();
            if addresses.is_empty() { Err(io::Error::other(Barred)) } else { Ok(addresses.into_iter()) }
        })
    }
}

/// Whether an address is one of the public network (IANA's registries of special-purpose addresses).
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(four) => is_public_v4(four),
        IpAddr::V6(six) => is_public_v6(six),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || address.is_multicast()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (18..20).contains(&b));
    !special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let embedded = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match address.segments() {
        // An IPv4 address in another coat: mapped, translated (NAT64), 6to4.
        [0, 0, 0, 0, 0, 0xffff, high, low]
        | [0x64, 0xff9b, 0, 0, 0, 0, high, low]
        | [0x2002, high, low, ..] => embedded(high, low),
        // 2001::/23 (Teredo and other assignments) and documentation.
        [0x2001, 0..0x200 | 0xdb8, ..] => false,
        // All other global unicast; loopback, unique local, link-local and multicast lie outside 2000::/3.
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::is_public;

    #[test]
    fn inside_addresses_are_not_public_in_any_coat() {
        for inside in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "255.255.255.255",
            "224.0.0.1",
            "198.18.0.1",
            "192.0.0.1",
            "::1",
            "::",
            "fe80::1",
            "fd00::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001:db8::1",
            "2001::1",
        ] {
            assert!(!is_public(inside.parse().unwrap()), "{inside}");
        }
    }

    #[test]
    fn public_addresses_are() {
        for outside in
            ["1.1.1.1", "202.106.0.20", "100.63.0.1", "2400:3200::1", "::ffff:1.1.1.1", "2002:101:101::"]
        {
            assert!(is_public(outside.parse().unwrap()), "{outside}");
        }
    }
}
