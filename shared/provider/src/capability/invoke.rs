//! A capability is used: its state is had, fresh or from the table, or one of its actions is done.
//!
//! A state that is fresh costs one read of three items. For any other one caller fetches a new one
//! under the state's lease; others get the old one, or wait a moment for the new one. Where the
//! provider fails, a state of the last day stands in for it.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use common::{Clock, Fault, Tenant, Timestamp};
use dynamo::{Key, Table, read};
use quick_cache::sync::Cache;
use serde_json::Value;

use super::ParamsHash;
use super::action::{self, Asked};
use super::invocation::{self, Invocation, InvocationId};
use super::state::{self, Fetched, Lease, Place, State};
use crate::catalogue::{Entry, layout as catalogue};
use crate::figures;
use crate::id::{AppId, CapabilityId, InstallId, PackageId, VersionId};
use crate::install::context::{Locale, TimeZone};
use crate::install::{Binding, BindingStatus, layout as installs};
use crate::package::descriptor::{Action, Capability, Mode, Name};
use crate::package::packed::unpack;
use crate::package::store::CapabilityOf;
use crate::package::{DataClass, layout as packages};
use crate::runtime::Caller;
use crate::runtime::app::{self, RuntimeApp, RuntimeError};
use crate::runtime::breaker::{self, Breakers, Passage};
use crate::runtime::call::{
    Call, CallAnswer, CallContext, CallEnvironment, CallError, CallMode, Executed,
};
use crate::schema::{Schema, Violation};

/// Capabilities whose package a process remembers: it never changes.
const CAPABILITIES: usize = 4_096;
/// Descriptors that a process remembers: a version's never change. Few, for one may have 64 KB, and
/// its schemas take several times as much memory as text.
const DESCRIPTORS: usize = 32;
/// How long another caller's fetch is waited for, by the looks at the state.
const LOOKS: [Duration; 3] = [Duration::from_millis(100); 3];
/// After so long a state that another caller fetches may be there, in seconds.
const RETRY_AFTER: u64 = 1;

/// Who asks, and so which installs there are for them.
#[derive(Clone, Debug)]
pub enum Asker {
    /// An app, for installs of its own packages.
    App(AppId),
    /// A user, for their own installs.
    User(Tenant),
    /// The operator, for all.
    Operator,
}

impl Asker {
    fn may_use(&self, binding: &Binding) -> bool {
        match self {
            Self::App(app) => binding.app_id == *app,
            Self::User(user) => binding.user == *user,
            Self::Operator => true,
        }
    }
}

/// Why nothing was answered. The sentences go to clients.
#[derive(Debug, thiserror::Error)]
pub enum InvokeError {
    /// There is no such capability, or it is another app's.
    #[error("there is no such capability")]
    NoCapability,
    /// There is no such install, or it has no such capability.
    #[error("there is no such install of the capability's package")]
    NoInstall,
    /// The package is suspended, orphaned or gone.
    #[error("the package is suspended or was withdrawn: its installs are frozen")]
    Frozen,
    /// The user must consent to these kinds of data first.
    #[error("the user has not consented to {}", names(.0))]
    ConsentNeeded(Vec<DataClass>),
    /// The capability is not used in this way.
    #[error("the capability does not declare the mode {0}")]
    NoMode(Mode),
    /// It has no such action.
    #[error("the capability declares no such action")]
    NoAction,
    /// The parameters, or the action's input, do not keep their schema.
    #[error("the schema refuses it")]
    Invalid(Vec<Violation>),
    /// The user has to confirm this text first.
    #[error("the user has to confirm this first: {0}")]
    Unconfirmed(String),
    /// The app has no runtime app that receives calls.
    #[error("the provider has no runtime app that receives calls")]
    NoRuntime,
    /// Too many calls to the provider failed.
    #[error("the provider fails too often, and is left alone for a while")]
    Open {
        /// When it is tried again.
        until: Timestamp,
    },
    /// Another caller fetches the state.
    #[error("another caller fetches this state")]
    Busy {
        /// After so many seconds it may be there.
        retry_after: u64,
    },
    /// The first request with this `Idempotency-Key` is still under way.
    #[error("the first request with this Idempotency-Key is still under way")]
    Running,
    /// The `Idempotency-Key` was used for something else.
    #[error("the Idempotency-Key was used for another action or input")]
    KeyReused,
    /// Whether the action was done is not known.
    #[error("no answer says whether the action was done")]
    Uncertain,
    /// The provider failed.
    #[error("the provider failed: {}", .0.message)]
    Provider(Box<CallError>),
    /// The table, or a fault of ours.
    #[error(transparent)]
    Failed(#[from] Fault),
}

fn names(classes: &[DataClass]) -> String {
    let names: Vec<_> = classes.iter().map(DataClass::as_str).collect();
    names.join(", ")
}

/// A state as it is given.
#[derive(Clone, Debug)]
pub struct Given {
    /// The state.
    pub state: State,
    /// Whether it was in the table.
    pub cached: bool,
    /// Whether it is older than it may be.
    pub stale: bool,
    /// Why no other one could be fetched.
    pub error: Option<CallError>,
    /// The call that was made for it, if one was.
    pub call: Option<Made>,
}

/// A call that reached a provider, or tried to, as it is counted and notified of.
#[derive(Clone, Debug)]
pub struct Made {
    /// What the capability's history shows.
    pub invocation: Invocation,
    /// What is counted.
    pub counted: figures::Call,
    /// The binding that it was made for.
    pub binding: Binding,
}

/// An action that was done.
#[derive(Clone, Debug)]
pub struct Done {
    /// The data that the provider answered.
    pub data: Value,
    /// Whether this is the kept answer of an earlier request.
    pub repeated: bool,
    /// The call that was made for it, if one was.
    pub call: Option<Made>,
}

/// A capability as a version describes it, with its schemas read.
#[derive(Debug)]
struct Descriptor {
    capability: Capability,
    input: Schema,
    output: Schema,
}

/// Uses capabilities, in one process.
#[derive(Debug)]
pub struct Invoker {
    /// Sends requests to providers.
    pub caller: Caller,
    breakers: Breakers,
    capabilities: Cache<CapabilityId, (PackageId, Name)>,
    descriptors: Cache<(VersionId, CapabilityId), Arc<Descriptor>>,
}

/// A binding with what was read beside it.
struct Found {
    binding: Binding,
    entry: Entry,
    name: Name,
    state: Option<State>,
}

impl Invoker {
    /// An invoker that remembers nothing.
    pub fn new(caller: Caller) -> Self {
        Self {
            breakers: Breakers::new(caller.table.clone(), caller.clock.clone()),
            caller,
            capabilities: Cache::new(CAPABILITIES),
            descriptors: Cache::new(DESCRIPTORS),
        }
    }

    fn table(&self) -> &Table {
        &self.caller.table
    }

    fn clock(&self) -> &Clock {
        &self.caller.clock
    }

    /// The state of a capability for an install and parameters. With `fresh` one that is in the
    /// table is not enough.
    ///
    /// # Errors
    /// As [`InvokeError`] says.
    pub async fn invoke(
        &self,
        asker: &Asker,
        capability: CapabilityId,
        install: InstallId,
        params: &Value,
        fresh: bool,
    ) -> Result<Given, InvokeError> {
        let place = Place {
            install,
            capability,
            params: ParamsHash::of(params),
        };
        let found = self.find(asker, &place).await?;
        let kept = found.state.clone();
        let is_fresh = |state: &State| state.is_fresh(self.clock().now());
        if let Some(state) = kept.filter(|state| !fresh && is_fresh(state)) {
            return Ok(given(state, false));
        }
        let descriptor = self.descriptor(&found).await?;
        has_mode(&descriptor.capability, Mode::State)?;
        let refused = descriptor.input.check(params);
        refused.map_err(InvokeError::Invalid)?;
        let now = self.clock().now();
        let id = InvocationId::new(now);
        let next = state::lease(self.table(), place.clone(), &id.to_string(), now).await?;
        match next {
            state::Next::Wait(before) => self.wait(&place, before).await,
            state::Next::Fetch(lease, before) => {
                let fetched = self.fetch(&found, &descriptor, params, &lease, id).await;
                if fetched.is_err() {
                    state::release(self.table(), &lease).await?;
                }
                self.settle(fetched?, before)
            }
        }
    }

    /// The last state of a capability for an install, as it is in the table.
    ///
    /// # Errors
    /// As [`InvokeError`] says.
    pub async fn last(
        &self,
        asker: &Asker,
        capability: CapabilityId,
        install: InstallId,
    ) -> Result<Option<State>, InvokeError> {
        let params = ParamsHash::of(&Value::Object(serde_json::Map::new()));
        let place = Place {
            install,
            capability,
            params,
        };
        self.find(asker, &place).await?;
        Ok(state::last(self.table(), install, capability).await?)
    }

    /// Does an action. `confirmed` says that the user has confirmed its text.
    ///
    /// # Errors
    /// As [`InvokeError`] says.
    pub async fn act(
        &self,
        asker: &Asker,
        capability: CapabilityId,
        install: InstallId,
        wanted: &Wanted<'_>,
    ) -> Result<Done, InvokeError> {
        let place = Place {
            install,
            capability,
            params: ParamsHash::of(wanted.input),
        };
        let found = self.find(asker, &place).await?;
        let descriptor = self.descriptor(&found).await?;
        has_mode(&descriptor.capability, Mode::Action)?;
        let mut actions = descriptor.capability.actions.iter();
        let declared = actions.find(|action| action.name.as_str() == wanted.action);
        let declared = declared.ok_or(InvokeError::NoAction)?;
        let (input, output) = schemas(declared)?;
        input.check(wanted.input).map_err(InvokeError::Invalid)?;
        if let Some(text) = declared.confirmation.as_ref().filter(|_| !wanted.confirmed) {
            return Err(InvokeError::Unconfirmed(text.clone()));
        }
        let id = InvocationId::new(self.clock().now());
        let asked = Asked {
            install,
            capability,
            action: wanted.action,
            input: wanted.input,
            key: wanted.key,
            idempotent: declared.idempotent,
        };
        let now = self.clock().now();
        let sending = match action::begin(self.table(), &asked, &id.to_string(), now).await? {
            action::Next::Send(sending) => sending,
            action::Next::Answered(data) => {
                return Ok(Done {
                    data,
                    repeated: true,
                    call: None,
                });
            }
            action::Next::Running => return Err(InvokeError::Running),
            action::Next::Uncertain => return Err(InvokeError::Uncertain),
            action::Next::Another => return Err(InvokeError::KeyReused),
        };
        let call = Request {
            id,
            mode: CallMode::Action,
            action: Some(wanted.action),
            params: wanted.input,
            key: Some(wanted.key),
            output: &output,
        };
        let sent = match self.send(&found, &call).await {
            Ok(sent) => sent,
            Err(error) => {
                // Nothing was sent.
                action::forget(self.table(), &sending).await?;
                return Err(error);
            }
        };
        match sent.outcome {
            Ok(answer) => {
                action::settle(self.table(), &sending, &answer.data).await?;
                Ok(Done {
                    data: answer.data,
                    repeated: false,
                    call: Some(sent.made),
                })
            }
            Err(error) if error.may_be_done => {
                action::give_up(self.table(), &sending).await?;
                Err(InvokeError::Uncertain)
            }
            Err(error) => {
                action::forget(self.table(), &sending).await?;
                Err(InvokeError::Provider(Box::new(error)))
            }
        }
    }

    /// The binding that is asked for, if the asker may use it, with its state.
    async fn find(&self, asker: &Asker, place: &Place) -> Result<Found, InvokeError> {
        let (package, name) = self.package(place.capability).await?;
        let keys = [
            installs::binding(place.install, place.capability),
            catalogue::entry(package),
            place.key(),
        ];
        let items = self.table().get_items(keys.to_vec()).await?;
        let [binding, entry, state] = &keys;
        let pick = |key: &Key| items.iter().find(|item| key.is_of(item));
        let binding: Option<Binding> = pick(binding).cloned().map(read).transpose()?;
        let binding = binding.filter(|binding| asker.may_use(binding));
        let binding = binding.ok_or(InvokeError::NoInstall)?;
        let entry: Option<Entry> = pick(entry).cloned().map(read).transpose()?;
        match binding.status(entry.as_ref(), self.clock().now()) {
            BindingStatus::Active => {}
            BindingStatus::Frozen => return Err(InvokeError::Frozen),
            BindingStatus::NeedsConsent => {
                let wanted = entry.as_ref().and_then(|e| e.capability(place.capability));
                let wanted = wanted.map(|one| &one.data_classes);
                let missing: BTreeSet<_> = wanted
                    .into_iter()
                    .flat_map(|classes| classes.difference(&binding.consents))
                    .cloned()
                    .collect();
                return Err(InvokeError::ConsentNeeded(missing.into_iter().collect()));
            }
        }
        let state = pick(state).map(State::of).transpose()?.flatten();
        Ok(Found {
            entry: entry.ok_or(InvokeError::Frozen)?,
            binding,
            name,
            state,
        })
    }

    async fn package(&self, capability: CapabilityId) -> Result<(PackageId, Name), InvokeError> {
        if let Some(known) = self.capabilities.get(&capability) {
            return Ok(known);
        }
        let of: Option<CapabilityOf> = self.table().get(packages::capability(capability)).await?;
        let of = of.ok_or(InvokeError::NoCapability)?;
        let known = (of.package_id, of.name);
        self.capabilities.insert(capability, known.clone());
        Ok(known)
    }

    async fn descriptor(&self, found: &Found) -> Result<Arc<Descriptor>, InvokeError> {
        let key = (found.entry.version_id, found.binding.capability_id);
        if let Some(known) = self.descriptors.get(&key) {
            return Ok(known);
        }
        let doing = "reading a descriptor";
        let place = packages::descriptor(found.entry.package_id, key.0, &found.name);
        let item = self.table().get_item(place).await?;
        let item = item.ok_or(InvokeError::NoCapability)?;
        let capability: Capability = unpack(doing, &item)?;
        let descriptor = Arc::new(Descriptor {
            input: schema(&capability.input_schema)?,
            output: schema(&capability.output_schema)?,
            capability,
        });
        self.descriptors.insert(key, Arc::clone(&descriptor));
        Ok(descriptor)
    }

    /// Waits a moment for another caller's state.
    async fn wait(&self, place: &Place, before: Option<State>) -> Result<Given, InvokeError> {
        let now = self.clock().now();
        if let Some(state) = before.clone().filter(|state| state.is_presentable(now)) {
            return Ok(given(state, true));
        }
        let fetched_before = before.as_ref().map(|state| state.fetched_at);
        for pause in LOOKS {
            tokio::time::sleep(pause).await;
            let item = self.table().get_item(place.key()).await?;
            let state = item.as_ref().map(State::of).transpose()?.flatten();
            let new = state.filter(|state| Some(state.fetched_at) > fetched_before);
            if let Some(state) = new {
                return Ok(given(state, false));
            }
        }
        Err(InvokeError::Busy {
            retry_after: RETRY_AFTER,
        })
    }

    /// Fetches a state and stores it.
    async fn fetch(
        &self,
        found: &Found,
        descriptor: &Descriptor,
        params: &Value,
        lease: &Lease,
        id: InvocationId,
    ) -> Result<Fetch, InvokeError> {
        let call = Request {
            id,
            mode: CallMode::State,
            action: None,
            params,
            key: None,
            output: &descriptor.output,
        };
        let sent = match self.send(found, &call).await {
            Ok(sent) => sent,
            // What was there before may stand in.
            Err(InvokeError::Open { until }) => {
                state::release(self.table(), lease).await?;
                return Ok(Fetch::Refused(until));
            }
            Err(error) => return Err(error),
        };
        let answer = match sent.outcome {
            Ok(answer) => answer,
            Err(error) => {
                state::release(self.table(), lease).await?;
                return Ok(Fetch::Failed(Box::new(error), sent.made));
            }
        };
        let CallAnswer {
            data,
            ttl,
            source,
            fetched_at,
        } = answer;
        let ttl = ttl.unwrap_or(u64::from(descriptor.capability.refresh_interval));
        let fetched = Fetched {
            data,
            ttl,
            fetched_at,
            source,
            version_id: found.entry.version_id,
        };
        let stored = state::store(self.table(), lease, &fetched, self.clock().now()).await?;
        // Where the lease was lost, the answer is as good; its number is the other one's.
        let state = stored.unwrap_or(State {
            sequence: 0,
            data: fetched.data,
            ttl,
            fetched_at,
            source: fetched.source,
            version_id: fetched.version_id,
        });
        Ok(Fetch::New(state, sent.made))
    }

    fn settle(&self, fetch: Fetch, before: Option<State>) -> Result<Given, InvokeError> {
        let now = self.clock().now();
        let before = before.filter(|state| state.is_last_resort(now));
        let stands_in = |state: State, error, call| Given {
            stale: !state.is_fresh(now),
            state,
            cached: true,
            error,
            call,
        };
        match (fetch, before) {
            (Fetch::New(state, made), _) => Ok(Given {
                state,
                cached: false,
                stale: false,
                error: None,
                call: Some(made),
            }),
            (Fetch::Failed(error, made), Some(state)) => {
                Ok(stands_in(state, Some(*error), Some(made)))
            }
            (Fetch::Failed(error, _), None) => Err(InvokeError::Provider(error)),
            (Fetch::Refused(_), Some(state)) => Ok(stands_in(state, None, None)),
            (Fetch::Refused(until), None) => Err(InvokeError::Open { until }),
        }
    }

    /// Sends a request to the provider, and keeps what came of it.
    async fn send(&self, found: &Found, request: &Request<'_>) -> Result<Sent, InvokeError> {
        let runtime_app = app::current(self.table(), found.binding.app_id).await?;
        let runtime_app = runtime_app.ok_or(InvokeError::NoRuntime)?;
        let item = self.table().get_item(breaker::key(runtime_app.id)).await?;
        let passage = self.breakers.admit(runtime_app.id, item.as_ref()).await?;
        if let Passage::Refused { until } = passage {
            return Err(InvokeError::Open { until });
        }
        let at = self.clock().now();
        let executed = self.execute(&runtime_app, found, request).await?;
        let failed = executed.outcome.as_ref().is_err_and(CallError::is_outage);
        self.breakers
            .record(runtime_app.id, passage, failed)
            .await?;
        let made = made(found, request, &executed, at);
        let (capability, invocation) = (found.binding.capability_id, &made.invocation);
        invocation::store(self.table(), capability, invocation).await?;
        Ok(Sent {
            outcome: executed.outcome,
            made,
        })
    }

    async fn execute(
        &self,
        runtime_app: &RuntimeApp,
        found: &Found,
        request: &Request<'_>,
    ) -> Result<Executed, InvokeError> {
        let binding = &found.binding;
        let id = request.id.to_string();
        let call = Call {
            id: &id,
            capability: &binding.name,
            mode: request.mode,
            action: request.action,
            params: request.params,
            context: CallContext {
                user_id: &binding.provider_user,
                install_id: Some(binding.install_id),
                locale: binding.locale.as_ref().map(Locale::as_str),
                timezone: binding.timezone.as_ref().map(TimeZone::as_str),
            },
            idempotency_key: request.key,
            environment: CallEnvironment::Production,
            output: request.output,
            endpoint: None,
        };
        let executed = self.caller.execute(runtime_app, &call).await;
        executed.map_err(|error| match error {
            RuntimeError::NotProven(_) | RuntimeError::NoSecret => InvokeError::NoRuntime,
            RuntimeError::Failed(fault) => InvokeError::Failed(fault),
            other => Fault::internal("calling a provider", other).into(),
        })
    }
}

/// An action that is wanted.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// Its name.
    pub action: &'a str,
    /// Its input.
    pub input: &'a Value,
    /// The `Idempotency-Key`.
    pub key: &'a str,
    /// Whether the user has confirmed its text.
    pub confirmed: bool,
}

struct Request<'a> {
    id: InvocationId,
    mode: CallMode,
    action: Option<&'a str>,
    params: &'a Value,
    key: Option<&'a str>,
    output: &'a Schema,
}

struct Sent {
    outcome: Result<CallAnswer, CallError>,
    made: Made,
}

enum Fetch {
    New(State, Made),
    Failed(Box<CallError>, Made),
    Refused(Timestamp),
}

fn given(state: State, stale: bool) -> Given {
    Given {
        state,
        cached: true,
        stale,
        error: None,
        call: None,
    }
}

fn made(found: &Found, request: &Request<'_>, executed: &Executed, at: Timestamp) -> Made {
    let error = executed.outcome.as_ref().err();
    let took = executed.took;
    Made {
        invocation: Invocation {
            id: request.id,
            install_id: found.binding.install_id,
            mode: request.mode,
            action: request.action.map(str::to_owned),
            success: error.is_none(),
            error: error.map(|error| error.class),
            status: executed.trace.status,
            latency_ms: u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
            tries: executed.tries,
            version_id: found.entry.version_id,
            at,
        },
        counted: figures::Call {
            id: request.id.to_string(),
            capability: found.binding.capability_id,
            at,
            micros: u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
            failed: error.map(|error| error.class),
        },
        binding: found.binding.clone(),
    }
}

fn has_mode(capability: &Capability, mode: Mode) -> Result<(), InvokeError> {
    let declared = capability.modes.contains(&mode);
    declared.then_some(()).ok_or(InvokeError::NoMode(mode))
}

fn schemas(action: &Action) -> Result<(Schema, Schema), InvokeError> {
    Ok((
        schema(&action.input_schema)?,
        schema(&action.output_schema)?,
    ))
}

/// A schema of a version, which was checked when the version was made.
fn schema(document: &Value) -> Result<Schema, InvokeError> {
    let wrong = |_| Fault::internal("reading a schema", "a stored schema can't be read");
    Ok(Schema::read(document.clone()).map_err(wrong)?)
}
