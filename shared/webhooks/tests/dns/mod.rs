//! A DNS server for tests: as much of RFC 1035 as it takes to answer, to fail and to be silent.

#![allow(missing_docs, dead_code)] // each test takes what it needs of it

use std::collections::HashMap;
use std::io::{Read, Write};
use std::net::{IpAddr, SocketAddr, TcpListener, UdpSocket};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// What is said to a question.
#[derive(Clone, Debug)]
pub enum Reply {
    /// Those of the family that was asked for.
    Addresses(Vec<IpAddr>),
    /// Another name, without its addresses.
    Alias(String),
    /// Another name, with those of its addresses that are of the family.
    AliasWith(String, Vec<IpAddr>),
    /// No such name (3), server failure (2), refused (5)…
    Code(u8),
    /// Nothing at all.
    Silence,
    /// The same, late.
    Late(Duration, Box<Reply>),
    /// "Too long for UDP", and over TCP this.
    Truncated(Box<Reply>),
    /// Bytes that are no answer.
    Garbage,
}

pub const NX_DOMAIN: Reply = Reply::Code(3);
pub const SERVER_FAILURE: Reply = Reply::Code(2);

impl Reply {
    pub fn addresses(list: &[&str]) -> Self {
        Self::Addresses(list.iter().map(|a| a.parse().unwrap()).collect())
    }
}

/// A question: the name in lower case without the last dot, and whether it is for IPv6.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Question {
    pub name: String,
    pub v6: bool,
}

/// The server. It ends with the process.
#[derive(Clone)]
pub struct Dns {
    pub address: SocketAddr,
    asked: Arc<Mutex<HashMap<Question, usize>>>,
}

impl Dns {
    /// Answers by a function of the question and how often it was asked before.
    pub fn start(reply: impl Fn(&Question, usize) -> Reply + Send + Sync + 'static) -> Self {
        // Both ports must be the same.
        let (udp, tcp) = (0..100)
            .find_map(|_| {
                let udp = UdpSocket::bind("127.0.0.1:0").unwrap();
                let tcp = TcpListener::bind(udp.local_addr().unwrap()).ok()?;
                Some((udp, tcp))
            })
            .unwrap();
        let dns = Self {
            address: udp.local_addr().unwrap(),
            asked: Arc::default(),
        };
        let reply = Arc::new(reply);
        let (over_tcp, reply_tcp) = (dns.clone(), reply.clone());
        thread::spawn(move || {
            for stream in tcp.incoming() {
                let mut stream = stream.unwrap();
                let mut length = [0; 2];
                while stream.read_exact(&mut length).is_ok() {
                    let mut packet = vec![0; u16::from_be_bytes(length).into()];
                    stream.read_exact(&mut packet).unwrap();
                    if let Some(answer) = over_tcp.answer(&packet, &*reply_tcp, true) {
                        stream
                            .write_all(&(answer.len() as u16).to_be_bytes())
                            .unwrap();
                        stream.write_all(&answer).unwrap();
                    }
                }
            }
        });
        let over_udp = dns.clone();
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            loop {
                let (length, from) = udp.recv_from(&mut buffer).unwrap();
                let packet = buffer[..length].to_vec();
                let (dns, reply, udp) = (over_udp.clone(), reply.clone(), udp.try_clone().unwrap());
                thread::spawn(move || {
                    if let Some(answer) = dns.answer(&packet, &*reply, false) {
                        udp.send_to(&answer, from).ok();
                    }
                });
            }
        });
        dns
    }

    /// Answers every question about one of these names so, and knows no other.
    pub fn of(names: &[(&str, Reply)]) -> Self {
        let names: HashMap<String, Reply> = names
            .iter()
            .map(|(name, reply)| ((*name).to_owned(), reply.clone()))
            .collect();
        Self::start(move |question, _| names.get(&question.name).cloned().unwrap_or(NX_DOMAIN))
    }

    /// How often it was asked that.
    pub fn asked(&self, name: &str, v6: bool) -> usize {
        let question = Question {
            name: name.to_owned(),
            v6,
        };
        self.asked
            .lock()
            .unwrap()
            .get(&question)
            .copied()
            .unwrap_or(0)
    }

    /// Every name it was asked for.
    pub fn names(&self) -> Vec<String> {
        let asked = self.asked.lock().unwrap();
        asked.keys().map(|question| question.name.clone()).collect()
    }

    fn answer(
        &self,
        packet: &[u8],
        reply: &dyn Fn(&Question, usize) -> Reply,
        tcp: bool,
    ) -> Option<Vec<u8>> {
        let (name, end) = read_name(packet, 12);
        let kind = u16::from_be_bytes([packet[end], packet[end + 1]]);
        let question = Question {
            name,
            v6: kind == 28,
        };
        let before = {
            let mut asked = self.asked.lock().unwrap();
            let count = asked.entry(question.clone()).or_default();
            *count += 1;
            *count - 1
        };
        let mut reply = reply(&question, before);
        loop {
            reply = match reply {
                Reply::Late(by, then) => {
                    thread::sleep(by);
                    *then
                }
                Reply::Truncated(then) if tcp => *then,
                _ => break,
            };
        }
        let of_family = |list: &[IpAddr]| -> Vec<IpAddr> {
            list.iter()
                .copied()
                .filter(|a| a.is_ipv6() == question.v6)
                .collect()
        };
        let (code, truncated, alias, addresses) = match &reply {
            Reply::Silence => return None,
            Reply::Garbage => return Some(packet[..2].iter().copied().chain([0xff; 9]).collect()),
            Reply::Code(code) => (*code, false, None, vec![]),
            Reply::Truncated(_) => (0, true, None, vec![]),
            Reply::Addresses(list) => (0, false, None, of_family(list)),
            Reply::Alias(to) => (0, false, Some(to), vec![]),
            Reply::AliasWith(to, list) => (0, false, Some(to), of_family(list)),
            Reply::Late(..) => unreachable!(),
        };
        let records = addresses.len() + usize::from(alias.is_some());
        let mut out = packet[..2].to_vec();
        out.extend([0x81 | if truncated { 2 } else { 0 }, 0x80 | code, 0, 1]);
        out.extend((records as u16).to_be_bytes());
        out.extend([0; 4]);
        out.extend(&packet[12..end + 4]);
        let mut owner = write_name(&question.name);
        if let Some(to) = alias {
            let data = write_name(to);
            write_record(&mut out, &owner, 5, &data);
            owner = data;
        }
        for address in addresses {
            match address {
                IpAddr::V4(a) => write_record(&mut out, &owner, 1, &a.octets()),
                IpAddr::V6(a) => write_record(&mut out, &owner, 28, &a.octets()),
            }
        }
        Some(out)
    }
}

fn read_name(packet: &[u8], mut at: usize) -> (String, usize) {
    let mut labels = Vec::new();
    while packet[at] != 0 {
        let length = usize::from(packet[at]);
        let label = &packet[at + 1..at + 1 + length];
        labels.push(String::from_utf8_lossy(label).to_lowercase());
        at += 1 + length;
    }
    (labels.join("."), at + 1)
}

fn write_name(name: &str) -> Vec<u8> {
    let mut out = Vec::new();
    for label in name.split('.') {
        out.push(label.len() as u8);
        out.extend(label.as_bytes());
    }
    out.push(0);
    out
}

fn write_record(out: &mut Vec<u8>, owner: &[u8], kind: u16, data: &[u8]) {
    out.extend(owner);
    out.extend(kind.to_be_bytes());
    out.extend([0, 1, 0, 0, 0x0e, 0x10]); // of the Internet, for an hour
    out.extend((data.len() as u16).to_be_bytes());
    out.extend(data);
}
