//! `$default`: what matches no route. A path that exists with other methods is a 405.

use shared::http::endpoints::methods_of;
use shared::http::{Input, Reply, Request};
use shared::{App, Error};

/// Nothing that is found.
#[derive(Debug)]
pub struct Nothing;

impl Input for Nothing {
    fn parse(request: &Request) -> Result<Self, Error> {
        let methods = methods_of(&request.path);
        if methods.is_empty() {
            return Err(Error::NotFound);
        }
        let methods: Vec<_> = methods.iter().map(|method| method.as_str()).collect();
        Err(Error::MethodNotAllowed(methods.join(", ")))
    }
}

/// Never reached with an input, as there is none.
///
/// # Errors
/// Always.
pub async fn view(_: &'static App, (): (), _: Nothing) -> Result<Reply, Error> {
    Err(Error::NotFound)
}
