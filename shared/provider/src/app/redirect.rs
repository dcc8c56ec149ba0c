//! Redirect URIs of apps.

use url::Url;

/// The longest, in characters.
pub const LONGEST: usize = 2_048;

/// Why a text is no redirect URI.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotARedirectUri {
    /// It is too long.
    #[error("must have at most {LONGEST} characters")]
    Length,
    /// It can't be read.
    #[error("must be an absolute URL")]
    Malformed,
    /// It is not `https`.
    #[error("must start with https://")]
    Scheme,
    /// It has a fragment, which RFC 6749 (section 3.1.2) rules out.
    #[error("must not have a fragment")]
    Fragment,
    /// It has a name or password in it.
    #[error("must not have credentials in it")]
    Credentials,
}

/// Checks a redirect URI, which is kept and compared exactly as it was given.
///
/// # Errors
/// What is wrong with it.
pub fn check(text: &str) -> Result<(), NotARedirectUri> {
    if text.chars().count() > LONGEST {
        return Err(NotARedirectUri::Length);
    }
    let plain = text.chars().all(|c| !c.is_control() && !c.is_whitespace());
    let url = Url::parse(text).map_err(|_| NotARedirectUri::Malformed)?;
    match url {
        _ if !plain => Err(NotARedirectUri::Malformed),
        url if url.scheme() != "https" => Err(NotARedirectUri::Scheme),
        url if url.fragment().is_some() => Err(NotARedirectUri::Fragment),
        url if !url.username().is_empty() || url.password().is_some() => {
            Err(NotARedirectUri::Credentials)
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_redirect_uri_is() {
        for fine in ["https://a.example", "https://a.example:8443/cb?x=1"] {
            assert_eq!(check(fine), Ok(()), "{fine}");
        }
        use NotARedirectUri as Not;
        for (wrong, why) in [
            ("", Not::Malformed),
            ("/cb", Not::Malformed),
            ("https://a.example/ b", Not::Malformed),
            ("http://a.example", Not::Scheme),
            ("javascript:alert(1)", Not::Scheme),
            ("https://a.example/#x", Not::Fragment),
            ("https://a@a.example", Not::Credentials),
        ] {
            assert_eq!(check(wrong), Err(why), "{wrong}");
        }
        let long = format!("https://a.example/{}", "x".repeat(LONGEST));
        assert_eq!(check(&long), Err(Not::Length));
    }
}
