//! URLs that a webhook may be sent to.
//!
//! What is stored, shown and dialled is the normalised form, so that no second parser can read
//! another host out of it. That the host's addresses are public is checked where they are dialled:
//! a name can change them at any time.

use std::fmt;
use std::str::FromStr;

use common::config::{ConfigError, Environment, stage};
use http::uri::PathAndQuery;
use serde::{Serialize, Serializer};
use url::{Host, ParseError, Position, Url};

/// How long a URL may be, in bytes, as given and normalised.
pub const MAX_LENGTH: usize = 2048;

/// Ports that a receiver may listen on.
const PORTS: [u16; 2] = [443, 8443];

/// Names under these are never public: RFC 6761 (localhost), RFC 6762 (local), RFC 8375
/// (home.arpa), and what ICANN set aside for private use in 2024 (internal).
const INTERNAL: [&str; 4] = ["localhost", "local", "internal", "home.arpa"];

/// Where a webhook is sent.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct WebhookUrl {
    url: Url,
    exempt: bool,
}

impl WebhookUrl {
    /// Takes a URL that keeps the rules, or one whose host the operator allows.
    ///
    /// # Errors
    /// The first rule that it breaks, in a sentence that says what is allowed.
    ///
    /// ```
    /// use webhooks::url::{AllowedHosts, WebhookUrl};
    ///
    /// let url = WebhookUrl::parse("https://Hooks.Example.com", &AllowedHosts::default()).unwrap();
    /// assert_eq!(url.as_str(), "https://hooks.example.com/");
    /// assert!(WebhookUrl::parse("https://127.1/", &AllowedHosts::default()).is_err());
    /// ```
    pub fn parse(text: &str, allowed: &AllowedHosts) -> Result<Self, UrlError> {
        if text.len() > MAX_LENGTH {
            return Err(UrlError::TooLong);
        }
        // The parser would drop them silently, in the middle of a host, too.
        if text.chars().any(|c| c.is_control() || c.is_whitespace()) {
            return Err(UrlError::NotAUrl);
        }
        let url = Url::parse(text).map_err(|e| match e {
            ParseError::InvalidIpv4Address | ParseError::InvalidIpv6Address => UrlError::Literal,
            _ => UrlError::NotAUrl,
        })?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(UrlError::Credentials);
        }
        if url.fragment().is_some() {
            return Err(UrlError::Fragment);
        }
        let exempt = allowed.include(&url);
        if !exempt {
            is_allowed(&url)?;
        }
        if url.as_str().len() > MAX_LENGTH {
            return Err(UrlError::TooLong);
        }
        let url = Self { url, exempt };
        // What the HTTP client takes is a little less than what a URL may be.
        PathAndQuery::try_from(url.target()).map_err(|_| UrlError::NotAUrl)?;
        Ok(url)
    }

    /// All of it, normalised.
    pub fn as_str(&self) -> &str {
        self.url.as_str()
    }

    /// Whether it is exempt from the rules, as a host that the operator allows: it may be without
    /// TLS, and its host an address, or a name whose addresses are not public.
    pub fn is_exempt(&self) -> bool {
        self.exempt
    }

    /// Whether it is HTTPS.
    pub fn is_tls(&self) -> bool {
        self.url.scheme() == "https"
    }

    /// A name; an address only where it is exempt.
    pub fn host(&self) -> Option<Host<&str>> {
        self.url.host()
    }

    /// The port, given or by the scheme.
    pub fn port(&self) -> u16 {
        self.url.port_or_known_default().unwrap_or(443)
    }

    /// Host and port, as the header `Host` has them.
    pub fn authority(&self) -> &str {
        &self.url[Position::BeforeHost..Position::AfterPort]
    }

    /// Path and query, as a request line has them.
    pub fn target(&self) -> &str {
        &self.url[Position::BeforePath..Position::AfterQuery]
    }
}

/// The name under which what goes to a URL is counted: its host, on whatever port. Where it is
/// only allowed by the operator, for development, each port of a machine is a receiver of its own.
pub fn destination(normalised: &str) -> String {
    let Ok(url) = Url::parse(normalised) else {
        return normalised.to_owned();
    };
    let host = url.host_str().unwrap_or_default();
    if is_allowed(&url).is_ok() {
        return host.to_owned();
    }
    let port = url.port_or_known_default().unwrap_or_default();
    format!("{host}:{port}")
}

fn is_allowed(url: &Url) -> Result<(), UrlError> {
    if url.scheme() != "https" {
        return Err(UrlError::Scheme);
    }
    let host = match url.host() {
        Some(Host::Domain(host)) => host,
        Some(Host::Ipv4(_) | Host::Ipv6(_)) => return Err(UrlError::Literal),
        None => return Err(UrlError::NotAUrl),
    };
    is_public_name(host)?;
    match url.port_or_known_default() {
        Some(port) if PORTS.contains(&port) => Ok(()),
        _ => Err(UrlError::Port),
    }
}

/// Lets names pass that can be in the public DNS.
fn is_public_name(host: &str) -> Result<(), UrlError> {
    let bare = host.strip_suffix('.').unwrap_or(host);
    let is_under = |suffix: &str| {
        bare.strip_suffix(suffix)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    if INTERNAL.into_iter().any(is_under) {
        return Err(UrlError::Internal);
    }
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    // No top-level domain has a digit but in `xn--`, and every spelling of an IPv4 address ends
    // in one or in a hexadecimal number, which the parser has taken for one already.
    let is_top =
        |label: &str| label.starts_with("xn--") || label.bytes().all(|b| b.is_ascii_alphabetic());
    match host.rsplit_once('.') {
        Some((_, top)) if host.len() <= 253 && host.split('.').all(is_label) && is_top(top) => {
            Ok(())
        }
        _ => Err(UrlError::Name),
    }
}

impl fmt::Display for WebhookUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for WebhookUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl Serialize for WebhookUrl {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.as_str())
    }
}

/// Why a webhook may not be sent to a URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UrlError {
    /// Longer than [`MAX_LENGTH`].
    #[error("must be at most {MAX_LENGTH} characters long")]
    TooLong,
    /// No URL at all, or one without a host.
    #[error("must be a URL such as https://hooks.example.com/twin, without spaces")]
    NotAUrl,
    /// Another scheme.
    #[error("must start with https://")]
    Scheme,
    /// Another port.
    #[error("must use port 443 or 8443")]
    Port,
    /// A user name or a password in it.
    #[error("must not contain a user name or a password: deliveries are signed instead")]
    Credentials,
    /// A fragment, which is never sent.
    #[error("must not contain a fragment (#…)")]
    Fragment,
    /// An IP address in any spelling.
    #[error("must name its host, such as hooks.example.com: IP addresses are not allowed")]
    Literal,
    /// No name that can be in the public DNS.
    #[error("must have a full public host name, such as hooks.example.com, with no dot at its end")]
    Name,
    /// A name for use inside a machine or a network.
    #[error(
        "must have a public host name: localhost, and names that end in .localhost, .local, .internal or .home.arpa, are not allowed"
    )]
    Internal,
}

/// The stages that may allow hosts which the rules refuse.
pub const DEVELOPMENT: [&str; 2] = ["dev", "local"];

/// Hosts that the operator allows although the rules refuse them, for development: each a scheme
/// and a host, on any port. By default none.
///
/// A URL with one of them may break every rule but those on its length, credentials and fragments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AllowedHosts(Vec<(String, String)>);

impl AllowedHosts {
    /// Those that the environment names: `ALLOWED_HOSTS`, none when absent.
    ///
    /// # Errors
    /// It is not a list of hosts, or the stage is not one of [`DEVELOPMENT`].
    pub fn read(environment: &Environment) -> Result<Self, ConfigError> {
        let variable = "ALLOWED_HOSTS";
        let hosts: Self = environment.parsed(variable)?.unwrap_or_default();
        let stage = stage(environment);
        if hosts.is_empty() || DEVELOPMENT.contains(&stage.as_str()) {
            return Ok(hosts);
        }
        let allowed = DEVELOPMENT.join(" and ");
        Err(ConfigError::Wrong {
            variable,
            problem: format!("must be empty in the stage {stage}: it is for {allowed} only"),
        })
    }

    /// Whether there are none, as it must be outside development.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn include(&self, url: &Url) -> bool {
        self.0.iter().any(|(scheme, host)| {
            url.scheme() == scheme && url.host_str().is_some_and(|given| given == host)
        })
    }
}

impl FromStr for AllowedHosts {
    type Err = NotAllowedHosts;

    /// Reads a list of exact `scheme://host`, separated by commas, such as `http://127.0.0.1`.
    fn from_str(list: &str) -> Result<Self, NotAllowedHosts> {
        list.split(',')
            .map(str::trim)
            .filter(|entry| !entry.is_empty())
            .map(|entry| {
                let url = Url::parse(entry).map_err(|_| NotAllowedHosts)?;
                let host = url.host_str().ok_or(NotAllowedHosts)?;
                // Nothing but scheme and host: `http://127.0.0.1:9000` would look like one port.
                let (scheme, rest) = entry.split_once("://").ok_or(NotAllowedHosts)?;
                let bare = ["http", "https"].contains(&url.scheme())
                    && scheme.eq_ignore_ascii_case(url.scheme())
                    && !rest.contains(['/', '\\', '?', '#', '@', '*'])
                    && (!rest.contains(':') || rest.ends_with(']'));
                bare.then(|| (url.scheme().to_owned(), host.to_owned()))
                    .ok_or(NotAllowedHosts)
            })
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

/// Not a list of hosts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "must be a list of exact http://host or https://host, separated by commas, without ports or paths"
)]
pub struct NotAllowedHosts;

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use proptest::prelude::*;

    use super::*;

    fn none() -> AllowedHosts {
        AllowedHosts::default()
    }

    fn local() -> AllowedHosts {
        "http://127.0.0.1".parse().unwrap()
    }

    fn parse(text: &str) -> Result<String, UrlError> {
        WebhookUrl::parse(text, &none()).map(|url| url.to_string())
    }

    fn refuses(error: UrlError, urls: &[&str]) {
        for url in urls {
            assert_eq!(parse(url), Err(error), "{url}");
        }
    }

    #[test]
    fn only_stages_of_development_allow_hosts() {
        let read = |stage, hosts| {
            AllowedHosts::read(&Environment::of([
                ("STAGE", stage),
                ("ALLOWED_HOSTS", hosts),
            ]))
        };
        for stage in ["dev", "local", ""] {
            assert!(
                !read(stage, "http://127.0.0.1").unwrap().is_empty(),
                "{stage}"
            );
        }
        for stage in ["prod-eu", "staging", "PROD", "DEV", "dev-2", "production"] {
            let refused = read(stage, "http://127.0.0.1").unwrap_err().to_string();
            assert!(refused.contains(stage), "{refused}");
            assert!(read(stage, "").unwrap().is_empty(), "{stage}");
        }
    }

    #[test]
    fn what_is_kept_is_the_normalised_form() {
        for (given, kept) in [
            ("https://example.com", "https://example.com/"),
            (
                "HTTPS://Hooks.Example.COM:443/a",
                "https://hooks.example.com/a",
            ),
            (
                "https://example.com:8443/a?b=c",
                "https://example.com:8443/a?b=c",
            ),
            ("https://example.com/a/../b/./c", "https://example.com/b/c"),
            (
                "https://bücher.example/ü",
                "https://xn--bcher-kva.example/%C3%BC",
            ),
            ("https://example。com/", "https://example.com/"),
            ("https:\\\\example.com\\a", "https://example.com/a"),
        ] {
            assert_eq!(parse(given).as_deref(), Ok(kept), "{given}");
            assert_eq!(parse(kept).as_deref(), Ok(kept), "{kept} again");
        }
        let url = WebhookUrl::parse("https://example.com:8443/a?b=c", &none()).unwrap();
        assert_eq!(url.authority(), "example.com:8443");
        assert_eq!(url.target(), "/a?b=c");
        assert_eq!(url.port(), 8443);
        assert!(url.is_tls() && !url.is_exempt());
        assert_eq!(
            serde_json::to_string(&url).unwrap(),
            "\"https://example.com:8443/a?b=c\""
        );
    }

    #[test]
    fn a_host_is_counted_by_its_normalised_name() {
        for (url, counted) in [
            ("https://Hooks.Example.COM/a", "hooks.example.com"),
            ("https://hooks.example.com:8443/b?c", "hooks.example.com"),
            ("https://hooks。example.com:443/", "hooks.example.com"),
            ("https://bücher.example/ü", "xn--bcher-kva.example"),
            ("http://127.0.0.1:9000/a", "127.0.0.1:9000"),
            ("http://0x7f.1:9000/b", "127.0.0.1:9000"),
            ("http://127.0.0.1/", "127.0.0.1:80"),
        ] {
            let url = WebhookUrl::parse(url, &local()).unwrap();
            assert_eq!(destination(url.as_str()), counted, "{url}");
        }
    }

    #[test]
    fn https_only() {
        refuses(
            UrlError::Scheme,
            &[
                "http://example.com/",
                "ftp://example.com/",
                "file:///etc/passwd",
                "gopher://example.com:70/_",
                "data:text/plain,a",
                "javascript:alert(1)",
                "wss://example.com/",
                "unix:/var/run/docker.sock",
            ],
        );
    }

    #[test]
    fn two_ports_only() {
        refuses(
            UrlError::Port,
            &[
                "https://example.com:80/",
                "https://example.com:22/",
                "https://example.com:9001/",
                "https://example.com:2773/",
                "https://example.com:0/",
                "https://example.com:65535/",
            ],
        );
        refuses(UrlError::NotAUrl, &["https://example.com:65979/"]); // 443 + 65,536
    }

    #[test]
    fn no_credentials_and_no_fragment() {
        refuses(
            UrlError::Credentials,
            &[
                "https://user@example.com/",
                "https://user:word@example.com/",
                "https://:word@example.com/",
                "https://example.com@example.org/",
                "https://example.com%2f@example.org/",
            ],
        );
        refuses(
            UrlError::Fragment,
            &["https://example.com/#", "https://example.com/a#b"],
        );
    }

    #[test]
    fn no_address_in_any_spelling() {
        refuses(
            UrlError::Literal,
            &[
                "https://8.8.8.8/",
                "https://127.0.0.1/",
                "https://127.0.0.1./",
                "https://2130706433/",
                "https://0x7f000001/",
                "https://0X7F.0.0.1/",
                "https://0177.0.0.1/",
                "https://017700000001/",
                "https://0x7f.1/",
                "https://127.1/",
                "https://127.0.1/",
                "https://0/",
                "https://0x/",
                "https://127.0.0.1:8443/",
                "https://%31%32%37.0.0.1/",
                "https://１２７.０.０.１/",
                "https://①②⑦.⓪.⓪.①/",
                "https://127。0。0。1/",
                "https://127．0．0．1/",
                "https://127｡0｡0｡1/",
                "https://0x7F。1/",
                "https://256.256.256.256/",
                "https://1.2.3.4.5/",
                "https://example.1/",
                "https://127.0.0.0x1/",
                "https://4294967296/",
                "https://169.254.169.254/latest/meta-data/",
                "https://2852039166/",
                "https://[::1]/",
                "https://[::]/",
                "https://[::ffff:127.0.0.1]/",
                "https://[::ffff:7f00:1]/",
                "https://[0:0:0:0:0:ffff:127.0.0.1]/",
                "https://[::127.0.0.1]/",
                "https://[64:ff9b::7f00:1]/",
                "https://[2002:7f00:1::]/",
                "https://[fd00:ec2::254]/",
                "https://[2606:4700:4700::1111]/",
                "https://[fe80::1%25eth0]/",
                "https://[fe80::1%eth0]/",
            ],
        );
    }

    #[test]
    fn no_name_that_is_not_public() {
        refuses(
            UrlError::Internal,
            &[
                "https://localhost/",
                "https://LOCALHOST:8443/",
                "https://localhost./",
                "https://ｌｏｃａｌｈｏｓｔ/",
                "https://a.localhost/",
                "https://printer.local/",
                "https://local/",
                "https://ip-10-0-0-1.eu-west-1.compute.internal/",
                "https://metadata.google.internal/",
                "https://metadata.google.internal./",
                "https://router.home.arpa/",
            ],
        );
        refuses(
            UrlError::Name,
            &[
                "https://intranet/",
                "https://com./",
                "https://example.com./",
                "https://a..example.com/",
                "https://.example.com/",
                "https://a_b.example.com/",
                "https://-a.example.com/",
                "https://a-.example.com/",
                "https://a*b.example.com/",
                "https://a'b.example.com/",
                "https://a;b.example.com/",
            ],
        );
        // The suffix is a whole label.
        for fine in [
            "https://mylocalhost.com/",
            "https://notlocal.dev/",
            "https://local.dev/",
        ] {
            assert!(parse(fine).is_ok(), "{fine}");
        }
        let label = "a".repeat(63);
        let name = [label.as_str(); 3].join(".");
        assert!(parse(&format!("https://{name}.example/")).is_ok());
        refuses(
            UrlError::Name,
            &[&format!("https://{name}.{label}.example/")],
        );
    }

    #[test]
    fn no_nonsense() {
        refuses(
            UrlError::NotAUrl,
            &[
                "",
                "example.com",
                "//example.com/",
                "https://",
                "https:///",
                "https:// example.com/",
                " https://example.com/",
                "https://exam\nple.com/",
                "https://exam\tple.com/",
                "https://example.com/\u{a0}",
                "https://exa%00mple.com/",
                "https://exa%0d%0ample.com/",
                "https://a<b.example.com/",
                "https://example.com:port/",
            ],
        );
    }

    #[test]
    fn at_most_2048_bytes_given_and_kept() {
        let longest = format!("https://example.com/{}", "a".repeat(MAX_LENGTH - 20));
        assert_eq!(parse(&longest).as_deref(), Ok(longest.as_str()));
        refuses(UrlError::TooLong, &[&format!("{longest}a")]);
        // Three times as long when it is percent-encoded.
        refuses(
            UrlError::TooLong,
            &[&format!("https://example.com/{}", "ü".repeat(600))],
        );
    }

    #[test]
    fn an_allowed_host_is_for_its_scheme_and_name_on_any_port() {
        let url = WebhookUrl::parse("http://127.0.0.1:9000/hook", &local()).unwrap();
        assert!(url.is_exempt() && !url.is_tls());
        assert_eq!((url.authority(), url.port()), ("127.0.0.1:9000", 9000));
        assert_eq!(url.host(), Some(Host::Ipv4([127, 0, 0, 1].into())));
        assert!(WebhookUrl::parse("http://127.0.0.1/", &local()).is_ok());
        // Another spelling of the very same.
        assert!(WebhookUrl::parse("http://0x7f.1:9000/", &local()).is_ok());
        for (other, error) in [
            ("https://127.0.0.1/", UrlError::Literal),
            ("http://127.0.0.2:9000/", UrlError::Scheme),
            ("http://localhost:9000/", UrlError::Scheme),
            ("http://[::1]:9000/", UrlError::Scheme),
            ("http://[::ffff:127.0.0.1]:9000/", UrlError::Scheme),
            ("http://127.0.0.1.example.com/", UrlError::Scheme),
            ("http://127.0.0.1@example.com/", UrlError::Credentials),
            ("http://a:b@127.0.0.1/", UrlError::Credentials),
            ("http://127.0.0.1/#a", UrlError::Fragment),
            ("https://example.com:80/", UrlError::Port),
        ] {
            let result = WebhookUrl::parse(other, &local());
            assert_eq!(result.err(), Some(error), "{other}");
        }
        assert!(
            !WebhookUrl::parse("https://example.com/", &local())
                .unwrap()
                .is_exempt()
        );
    }

    #[test]
    fn allowed_hosts_are_exact_or_refused() {
        assert!("".parse::<AllowedHosts>().unwrap().is_empty());
        assert!(" , ".parse::<AllowedHosts>().unwrap().is_empty());
        let two: AllowedHosts = "http://127.0.0.1, https://[::1]".parse().unwrap();
        assert!(
            WebhookUrl::parse("https://[::1]:9/", &two)
                .unwrap()
                .is_exempt()
        );
        assert!(WebhookUrl::parse("http://[::1]:9/", &two).is_err());
        for bad in [
            "*",
            "http://*.example.com",
            "127.0.0.1",
            "http://",
            "http://*",
            "http://127.0.0.1:9000",
            "http://127.0.0.1:80",
            "http://127.0.0.1/",
            "http://127.0.0.1/hook",
            "http://a@127.0.0.1",
            "http://127.0.0.1?",
            "http://127.0.0.1#",
            "ftp://127.0.0.1",
            "http:127.0.0.1",
            "https://[::1]:443",
            "http://127.0.0.1;http://127.0.0.2",
            "http://127.0.0.1,nonsense",
        ] {
            assert_eq!(bad.parse::<AllowedHosts>(), Err(NotAllowedHosts), "{bad}");
        }
    }

    /// An address in one of the spellings that programs take.
    fn spelling() -> impl Strategy<Value = String> {
        (any::<[u8; 4]>(), 0..12u8).prop_map(|([a, b, c, d], form)| {
            let all = u32::from_be_bytes([a, b, c, d]);
            let low = all & 0xff_ffff;
            match form {
                0 => format!("{a}.{b}.{c}.{d}"),
                1 => format!("{a}.{b}.{c}.{d}."),
                2 => format!("{all}"),
                3 => format!("0x{all:x}"),
                4 => format!("0{all:o}"),
                5 => format!("{a}.{low}"),
                6 => format!("0{a:o}.0{b:o}.0x{c:X}.{d}"),
                7 => format!("[::ffff:{a}.{b}.{c}.{d}]"),
                8 => format!("[::{a}.{b}.{c}.{d}]"),
                9 => format!("[64:ff9b::{a}.{b}.{c}.{d}]"),
                10 => format!("{a}。{b}．{c}｡{d}"),
                _ => format!("{a}.{b}.{c}.{d}")
                    .chars()
                    .map(|c| match c.to_digit(10) {
                        Some(digit) => char::from_u32(0xff10 + digit).unwrap(),
                        None => c,
                    })
                    .collect(),
            }
        })
    }

    /// What holds of every URL that was let in by the rules.
    fn is_sound(url: &WebhookUrl) -> Result<(), TestCaseError> {
        let Some(Host::Domain(host)) = url.host() else {
            return Err(TestCaseError::fail(format!("{url} has no name")));
        };
        prop_assert!(url.is_tls() && !url.is_exempt());
        prop_assert!(url.as_str().starts_with("https://"));
        prop_assert!(host.parse::<IpAddr>().is_err() && host.contains('.'));
        prop_assert!(!host.ends_with(".localhost") && !host.ends_with(".internal"));
        prop_assert!(PORTS.contains(&url.port()));
        prop_assert!(url.as_str().len() <= MAX_LENGTH);
        // Another parser reads the same host out of what is kept.
        let uri: http::Uri = url.as_str().parse().unwrap();
        prop_assert_eq!(uri.host(), Some(host));
        prop_assert_eq!(uri.authority().unwrap().as_str(), url.authority());
        let again = WebhookUrl::parse(url.as_str(), &none());
        prop_assert_eq!(again.as_ref(), Ok(url));
        Ok(())
    }

    proptest! {
        #[test]
        fn no_spelling_of_an_address_is_admitted(host in spelling(), port in "(:443|:8443)?") {
            let url = format!("https://{host}{port}/a");
            prop_assert_eq!(parse(&url), Err(UrlError::Literal), "{}", url);
        }

        #[test]
        fn any_text_is_refused_or_sound(text in "\\PC{0,80}") {
            if let Ok(url) = WebhookUrl::parse(&text, &none()) {
                is_sound(&url)?;
            }
        }

        #[test]
        fn any_host_is_refused_or_sound(
            host in "([0-9a-fxX.。．%\\[\\]:@_ａ０-９-]|localhost|internal|com){1,12}",
            rest in "(:[0-9]{1,5})?[/?\\\\#@:a-z.]{0,8}",
        ) {
            if let Ok(url) = WebhookUrl::parse(&format!("https://{host}{rest}"), &none()) {
                is_sound(&url)?;
            }
        }

        #[test]
        fn ordinary_urls_are_admitted(
            host in "([a-z]([a-z0-9-]{0,8}[a-z0-9])?\\.){1,3}(com|io|dev|example)",
            port in "(:443|:8443)?",
            path in "(/[a-zA-Z0-9_.~-]{0,9}){0,3}(\\?[a-z]=[a-z%0-9]{0,5})?",
        ) {
            prop_assume!(!host.split('.').any(|label| label.contains("--")));
            let url = WebhookUrl::parse(&format!("https://{host}{port}{path}"), &none());
            prop_assert!(url.is_ok(), "{:?}", url);
            is_sound(&url.unwrap())?;
        }
    }
}
