//! Every function of the workspace, out of the registries of its packages: for tools and tests
//! that hold something against all of them. A new package of functions is listed here, once.

use surface::{Authorizer, Code, Registry, Route, Surface, Worker, WorkerEntry};

/// A product: an API of its own, with its own table, document and limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Product {
    /// The twin API.
    Twin,
    /// The provider platform.
    Provider,
}

/// A package of functions.
#[derive(Debug)]
pub struct Package {
    /// The product that it belongs to.
    pub product: Product,
    /// Its folder below `functions`.
    pub folder: &'static str,
    /// Its functions, in the order of its registry.
    pub functions: Vec<Function>,
}

/// A function, and where it is in the source.
#[derive(Clone, Copy, Debug)]
pub struct Function {
    /// Its name.
    pub name: &'static str,
    /// The path of its constant: `twin_functions::registry::HEALTH`.
    pub constant: &'static str,
    /// The path of its handler within its package: `::health::view::view`.
    pub handler: &'static str,
    /// What drives it.
    pub driver: Driver,
}

/// What drives a function.
#[derive(Clone, Copy, Debug)]
pub enum Driver {
    /// Requests of this route, which this authorizer has looked at.
    Route(&'static Route, Authorizer),
    /// A schedule or a queue.
    Work(&'static Worker),
}

impl Package {
    fn new(product: Product, folder: &'static str) -> Self {
        Self {
            product,
            folder,
            functions: Vec::new(),
        }
    }

    fn with<C>(mut self, registry: Registry<C>) -> Self {
        let functions = registry.entries.into_iter().map(|entry| Function {
            name: entry.route.function,
            constant: entry.constant,
            handler: entry.handler,
            driver: Driver::Route(entry.route, entry.authorizer),
        });
        self.functions.extend(functions);
        self
    }

    fn with_workers(mut self, workers: Vec<WorkerEntry>) -> Self {
        let functions = workers.into_iter().map(|entry| Function {
            name: entry.worker.function,
            constant: entry.constant,
            handler: entry.handler,
            driver: Driver::Work(entry.worker),
        });
        self.functions.extend(functions);
        self
    }
}

/// Every package of functions.
pub fn packages() -> Vec<Package> {
    use provider_console_functions::registry as console;
    use provider_marketplace_functions::registry as marketplace;
    use provider_worker_functions as provider_workers;
    let twin = |folder| Package::new(Product::Twin, folder);
    let provider = |folder| Package::new(Product::Provider, folder);
    vec![
        twin("twin").with(twin_functions::registry()),
        twin("dashboard").with(dashboard_functions::registry()),
        twin("backoffice")
            .with(backoffice_functions::registry())
            .with_workers(backoffice_functions::workers()),
        twin("webhooks").with_workers(webhook_functions::workers()),
        twin("fallback").with(fallback_functions::registry()),
        provider("provider-console")
            .with(console::account::registry())
            .with(console::developer::registry())
            .with(console::operator::registry())
            .with(console::oauth::registry())
            .with(console::metadata::registry()),
        provider("provider-runtime").with(provider_runtime_functions::registry::registry()),
        provider("provider-marketplace")
            .with(marketplace::user::registry())
            .with(marketplace::open::registry()),
        provider("provider-workers").with_workers(provider_workers::workers()),
        provider("provider-fallback").with(provider_fallback_functions::registry()),
    ]
}

/// Every function of both products.
pub fn functions() -> Vec<Function> {
    functions_if(|_| true)
}

fn functions_if(of: impl Fn(Product) -> bool) -> Vec<Function> {
    packages()
        .into_iter()
        .filter(|package| of(package.product))
        .flat_map(|package| package.functions)
        .collect()
}

/// Every route of a product, `$default` included, in the order of the contract.
pub fn routes(product: Product) -> Vec<&'static Route> {
    let route = |function: Function| match function.driver {
        Driver::Route(route, _) => Some(route),
        Driver::Work(_) => None,
    };
    let functions = functions_if(|own| own == product).into_iter();
    functions.filter_map(route).collect()
}

/// Every worker of a product.
pub fn workers(product: Product) -> Vec<&'static Worker> {
    let worker = |function: Function| match function.driver {
        Driver::Route(..) => None,
        Driver::Work(worker) => Some(worker),
    };
    let functions = functions_if(|own| own == product).into_iter();
    functions.filter_map(worker).collect()
}

/// Every surface of a product, once.
pub fn surfaces(product: Product) -> Vec<&'static Surface> {
    let mut surfaces: Vec<&'static Surface> = Vec::new();
    for route in routes(product) {
        if !surfaces
            .iter()
            .any(|known| known.name == route.surface.name)
        {
            surfaces.push(route.surface);
        }
    }
    surfaces
}

/// Every error code of a product's surfaces, once: by status, and within one status those of any
/// endpoint first, then those of the surfaces in their order.
pub fn codes(product: Product) -> Vec<&'static Code> {
    let mut codes: Vec<&'static Code> = Vec::new();
    let surfaces = surfaces(product);
    let own = surfaces.iter().flat_map(|surface| surface.all_codes());
    for code in own {
        if !codes.iter().any(|known| known.name == code.name) {
            codes.push(code);
        }
    }
    codes.sort_by_key(|code| code.status);
    codes
}
