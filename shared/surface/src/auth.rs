//! How callers are let in.

use std::fmt::Debug;
use std::future::Future;

use common::config::Environment;
use common::{Cause, Clock};
use dynamo::{Capacity, Table};
use http::HeaderMap;

use crate::code::Code;
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::request::Request;

/// What the handlers of a surface work with, built once a process: what they need and no more, so
/// that a function links and builds nothing that it does not use.
pub trait Context: Sized + Send + Sync + 'static {
    /// Builds it by the process's settings. Nothing is sent.
    ///
    /// # Errors
    /// A setting is missing or wrong.
    fn read(environment: &Environment) -> Result<Self, Cause>;

    /// The time.
    fn clock(&self) -> &Clock;

    /// What its calls to the table have cost so far.
    fn capacity(&self) -> Capacity {
        Capacity::default()
    }
}

/// A context whose handlers work on the table.
pub trait TableContext: Sized + Send + Sync + 'static {
    /// Builds it over a table and a clock, by the process's settings. Nothing is sent.
    ///
    /// # Errors
    /// A setting is missing or wrong.
    fn over(environment: &Environment, table: Table, clock: Clock) -> Result<Self, Cause>;

    /// The time.
    fn clock(&self) -> &Clock;

    /// The table.
    fn table(&self) -> &Table;
}

impl<C: TableContext> Context for C {
    fn read(environment: &Environment) -> Result<Self, Cause> {
        Self::over(environment, Table::connect(environment)?, Clock::system())
    }

    fn clock(&self) -> &Clock {
        TableContext::clock(self)
    }

    fn capacity(&self) -> Capacity {
        self.table().meter.so_far()
    }
}

/// Somebody who may call: the type of a handler's second argument, so that a handler can't run
/// without one. It brings all that depends on how its callers are let in.
pub trait Auth: Sized + Send + 'static {
    /// What handlers work with.
    type Context: Context;
    /// What an endpoint asks of a caller: a scope, a limit…
    type Terms: Debug + Send + Sync + 'static;

    /// Which authorizer of the gateway has looked at the request before.
    const AUTHORIZER: Authorizer;

    /// Lets the caller in, or says why not.
    fn admit(
        context: &'static Self::Context,
        endpoint: &'static Endpoint<Self>,
        request: &Request,
    ) -> impl Future<Output = Result<Self, Refused>> + Send;

    /// Headers that go on every answer to this caller.
    fn headers(&self) -> HeaderMap {
        HeaderMap::new()
    }

    /// Who it is, for the log.
    fn principal(&self) -> Principal {
        Principal::default()
    }

    /// What the reference says of these terms.
    fn describe(terms: &Self::Terms) -> AuthDescription;
}

/// An authorizer of the gateway, by its name in the template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Authorizer {
    /// None: the function itself lets callers in, if anybody does.
    None,
    /// A JWT authorizer of this name.
    Jwt(&'static str),
    /// IAM: a signature (SigV4).
    Iam,
}

/// What the reference says of how an endpoint lets callers in.
#[derive(Clone, Debug, Default)]
pub struct AuthDescription {
    /// Names of the document's security schemes, any one of which will do; none: anybody may call.
    pub schemes: &'static [&'static str],
    /// Codes it refuses with.
    pub codes: Vec<&'static Code>,
    /// Headers of every answer to a caller who is known.
    pub headers: &'static [&'static str],
    /// The terms, in a sentence.
    pub terms: String,
}

/// A caller as the log names them: public identifiers only.
#[derive(Clone, Debug, Default)]
pub struct Principal {
    /// The account.
    pub user: Option<String>,
    /// The public part of the key.
    pub key: Option<String>,
}

/// A caller who is not let in.
#[derive(Debug)]
pub struct Refused {
    /// Why.
    pub error: Error,
    /// Headers that go on the answer all the same.
    pub headers: HeaderMap,
    /// Who it is, as far as known.
    pub principal: Principal,
}

impl<E: Into<Error>> From<E> for Refused {
    fn from(error: E) -> Self {
        Self {
            error: error.into(),
            headers: HeaderMap::new(),
            principal: Principal::default(),
        }
    }
}

/// Anybody: no credentials are looked at. The context knows the time and nothing else.
#[derive(Clone, Copy, Debug)]
pub struct Anybody;

/// The context of endpoints that need nothing but the time.
impl Context for Clock {
    fn read(_: &Environment) -> Result<Self, Cause> {
        Ok(Self::system())
    }

    fn clock(&self) -> &Clock {
        self
    }
}

impl Auth for Anybody {
    type Context = Clock;
    type Terms = ();

    const AUTHORIZER: Authorizer = Authorizer::None;

    async fn admit(
        _: &'static Clock,
        _: &'static Endpoint<Self>,
        _: &Request,
    ) -> Result<Self, Refused> {
        Ok(Self)
    }

    fn describe((): &()) -> AuthDescription {
        AuthDescription::default()
    }
}
