//! A surface's endpoints, each with its handler, in one list.

use std::fmt;
use std::future::Future;
use std::sync::Arc;

use futures::FutureExt;
use futures::future::BoxFuture;
use http::Response;

use crate::auth::{Auth, AuthDescription, Authorizer};
use crate::endpoint::{Endpoint, Route};
use crate::error::Error;
use crate::pipeline::respond;
use crate::reply::{Answers, Body, Reply};
use crate::request::{Input, Request};

/// Lists a surface's endpoints: for each a constant of its own, its function, method and path, the
/// terms on which callers are let in, and its handler by path. It makes the constants, `ENDPOINTS`
/// with all of them, and `registry()`. `cargo xtask sync` writes the bins and the routes of
/// `cargo lambda watch` by it.
///
/// ```ignore
/// registry! {
///     Owner, DASHBOARD;
///     /// One key.
///     KEY_VIEW = "dashboard-key-view", GET "/v1/dashboard/twin/keys/{id}", () => api_key::view::view;
/// }
/// ```
#[macro_export]
#[allow(clippy::crate_in_macro_def)] // handlers are named by their path in the calling crate
macro_rules! registry {
    ($auth:ty, $surface:path;
        $($(#[$doc:meta])* $constant:ident = $function:literal, $method:ident $path:literal,
            $terms:expr $(, body_limit: $limit:expr)? => $($handler:ident)::+;)+
    ) => {
        $(
            $(#[$doc])*
            pub static $constant: $crate::Endpoint<$auth> = $crate::Endpoint {
                route: $crate::Route {
                    function: $function,
                    surface: &$surface,
                    method: $crate::registry!(@method $method),
                    path: $path,
                    body_limit: $crate::registry!(@limit $($limit)?),
                },
                terms: $terms,
            };
        )+

        /// All endpoints, in the order of the contract.
        #[allow(dead_code)] // for packages that look their own terms up
        pub static ENDPOINTS: &[&$crate::Endpoint<$auth>] = &[$(&$constant),+];

        /// All endpoints with their handlers.
        pub fn registry() -> $crate::Registry<<$auth as $crate::Auth>::Context> {
            $crate::Registry {
                surface: &$surface,
                entries: vec![$(
                    $crate::Entry::new(
                        &$constant,
                        concat!(module_path!(), "::", stringify!($constant)),
                        concat!($("::", stringify!($handler)),+),
                        $crate::registry!(@path $($handler)::+),
                    )
                ),+],
            }
        }
    };
    (@method ANY) => { None };
    (@method $method:ident) => { Some($crate::macros::Method::$method) };
    (@limit) => { $crate::BODY_LIMIT };
    (@limit $limit:expr) => { $limit };
    (@path $($handler:ident)::+) => { crate::$($handler)::+ };
}

/// A surface's endpoints with their handlers.
#[derive(Debug)]
pub struct Registry<C: 'static> {
    /// The surface.
    pub surface: &'static crate::Surface,
    /// Its endpoints, in the order of the contract.
    pub entries: Vec<Entry<C>>,
}

type Respond<C> =
    Arc<dyn Fn(&'static C, Request) -> BoxFuture<'static, Response<Body>> + Send + Sync>;

/// An endpoint with its handler.
pub struct Entry<C: 'static> {
    /// Where it is.
    pub route: &'static Route,
    /// Which authorizer of the gateway looks at its requests.
    pub authorizer: Authorizer,
    /// How it lets callers in, for the reference.
    pub auth: AuthDescription,
    /// The path of its constant: `twin_functions::registry::HEALTH`.
    pub constant: &'static str,
    /// The path of its handler within its package: `::health::view`.
    pub handler: &'static str,
    respond: Respond<C>,
    #[cfg(feature = "schema")]
    pub(crate) schema: crate::describe::Describe<C>,
}

impl<C> Clone for Entry<C> {
    fn clone(&self) -> Self {
        Self {
            respond: Arc::clone(&self.respond),
            auth: self.auth.clone(),
            ..*self
        }
    }
}

impl<C> fmt::Debug for Entry<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.route.function)
    }
}

impl<C: Send + Sync> Entry<C> {
    /// An endpoint with its handler, and where both are in the source.
    pub fn new<A, I, D, H, F>(
        endpoint: &'static Endpoint<A>,
        constant: &'static str,
        path: &'static str,
        handler: H,
    ) -> Self
    where
        A: Auth<Context = C>,
        I: Input<C> + 'static,
        D: Answers + 'static,
        H: Fn(&'static C, A, I) -> F + Copy + Send + Sync + 'static,
        F: Future<Output = Result<Reply<D>, Error>> + Send + 'static,
    {
        Self {
            route: &endpoint.route,
            authorizer: A::AUTHORIZER,
            auth: A::describe(&endpoint.terms),
            constant,
            handler: path,
            respond: Arc::new(move |context, request| {
                async move { respond(context, endpoint, &handler, request).await }.boxed()
            }),
            #[cfg(feature = "schema")]
            schema: crate::describe::describe::<C, I, D>,
        }
    }

    /// Answers a request, as the function does.
    pub async fn respond(&self, context: &'static C, request: Request) -> Response<Body> {
        (self.respond)(context, request).await
    }
}

/// Lists the functions of a package that nobody calls over HTTP: for each a constant of its own,
/// its name, its metrics beside the one of its runs, and its handler by path. It makes the
/// constants and `workers()`.
#[macro_export]
macro_rules! workers {
    ($namespace:literal;
        $($(#[$doc:meta])* $constant:ident = $function:literal $(, metrics: [$($metric:path),+])? => $($handler:ident)::+;)+
    ) => {
        $(
            $(#[$doc])*
            pub static $constant: $crate::Worker = $crate::Worker {
                function: $function,
                namespace: $namespace,
                metrics: &[$crate::WORK $($(, $metric)+)?],
            };
        )+

        /// All of them, with where they are in the source.
        pub fn workers() -> Vec<$crate::WorkerEntry> {
            vec![$(
                $crate::WorkerEntry {
                    worker: &$constant,
                    constant: concat!(module_path!(), "::", stringify!($constant)),
                    handler: concat!($("::", stringify!($handler)),+),
                }
            ),+]
        }
    };
}

/// A worker, and where it is in the source.
#[derive(Clone, Copy, Debug)]
pub struct WorkerEntry {
    /// The worker.
    pub worker: &'static crate::Worker,
    /// The path of its constant.
    pub constant: &'static str,
    /// The path of its handler within its package.
    pub handler: &'static str,
}
