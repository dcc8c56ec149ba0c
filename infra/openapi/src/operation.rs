//! Endpoints, each described by its registry entry and its sentences.

use std::collections::BTreeSet;
use std::path::Path;

use common::config::Environment;
use common::error::chain;
use serde_json::{Value, json};
use surface::describe::{ObjectDescription, ParameterDescription};
use surface::{AuthDescription, Authorizer, Code, Context, Entry, Registry, Route, Surface};

use crate::Error;
use crate::examples::{Event, Examples};
use crate::schemas::{Schemas, with};
use crate::sentences::{HeaderParameter, Sentences};

/// Settings by which contexts are built for their requests to be parsed. Nothing is sent.
const SETTINGS: [(&str, &str); 5] = [
    ("TABLE_NAME", "reference"),
    ("AWS_REGION", "eu-west-1"),
    ("PROVIDER_ISSUER", "https://providers.example.com"),
    ("ID_TOKEN_ISSUER", "https://issuer.example"),
    ("ID_TOKEN_AUDIENCE", "reference"),
];

/// Walks through the registries of a document.
#[derive(Debug)]
pub struct Walk<'a> {
    root: &'a Path,
    sentences: &'static [Sentences],
    pub(crate) schemas: Schemas,
    pub(crate) surfaces: Vec<&'static Surface>,
    pub(crate) operations: Vec<Operation>,
}

/// An endpoint.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) route: &'static Route,
    pub(crate) authorizer: Authorizer,
    pub(crate) auth: AuthDescription,
    pub(crate) sentences: &'static Sentences,
    /// An example of a request.
    pub(crate) event: Event,
    pub(crate) parameters: Vec<ParameterDescription>,
    pub(crate) idempotent: bool,
    pub(crate) body: Option<ObjectDescription>,
    /// Answers that are no errors: status, and schemas by media type.
    pub(crate) answers: Vec<(u16, Vec<(&'static str, Value)>)>,
    /// The codes that it may answer with, in their surface's order.
    pub(crate) codes: Vec<&'static Code>,
}

impl<'a> Walk<'a> {
    pub(crate) fn new(root: &'a Path, sentences: &'static [Sentences]) -> Self {
        Self {
            root,
            sentences,
            schemas: Schemas::new(),
            surfaces: Vec::new(),
            operations: Vec::new(),
        }
    }

    /// Describes a surface's endpoints.
    ///
    /// # Errors
    /// An endpoint refuses its own example, or its sentences do not fit it.
    pub fn surface<C: Context>(&mut self, registry: Registry<C>) -> Result<(), Error> {
        let surface = registry.surface;
        let context = C::read(&Environment::of(SETTINGS)).map_err(|cause| Error::Context {
            surface: surface.name,
            problem: chain(&*cause),
        })?;
        // Two registries of one surface differ in who may call.
        if !self.surfaces.iter().any(|known| known.name == surface.name) {
            self.surfaces.push(surface);
        }
        for entry in registry.entries {
            let operation = self.operation(&context, entry)?;
            self.operations.push(operation);
        }
        Ok(())
    }

    fn operation<C: Context>(&mut self, context: &C, entry: Entry<C>) -> Result<Operation, Error> {
        let route = entry.route;
        let function = route.function;
        let own = self.sentences.iter().find(|own| own.function == function);
        let sentences = own.ok_or_else(|| misfit(function, "there are none"))?;
        let event = Event::read(self.root, route)?;
        let described = entry
            .describe(context, event.request()?, &mut self.schemas.collected)
            .map_err(|error| Error::Refused {
                function,
                problem: match error.details() {
                    [] => error.to_string(),
                    wrong => format!("{error} {wrong:?}"),
                },
            })?;
        let request = described.request;
        let mut operation = Operation {
            route,
            authorizer: entry.authorizer,
            auth: entry.auth,
            sentences,
            event,
            parameters: request.parameters,
            idempotent: request.idempotent,
            body: request.body,
            answers: described.answers,
            codes: Vec::new(),
        };
        operation.codes = operation.codes()?;
        operation.fits()?;
        Ok(operation)
    }

    /// Ends the walk.
    ///
    /// # Errors
    /// There are sentences of no endpoint.
    pub(crate) fn finish(self) -> Result<Self, Error> {
        for sentences in self.sentences {
            let function = sentences.function;
            if !self
                .operations
                .iter()
                .any(|own| own.route.function == function)
            {
                return Err(misfit(function, "there is no such endpoint"));
            }
        }
        Ok(self)
    }
}

fn misfit(function: &'static str, problem: impl Into<String>) -> Error {
    Error::Sentences {
        function,
        problem: problem.into(),
    }
}

impl Operation {
    fn codes(&self) -> Result<Vec<&'static Code>, Error> {
        let mut codes = vec![
            &surface::VALIDATION_ERROR,
            &surface::METHOD_NOT_ALLOWED,
            &surface::INTERNAL_ERROR,
            &surface::SERVICE_UNAVAILABLE,
        ];
        if self.authorizer != Authorizer::Iam {
            codes.push(&surface::DIRECT_CALL_REFUSED);
        }
        if self.route.parameters().next().is_some() {
            codes.push(&surface::NOT_FOUND);
        }
        if self.body.is_some() {
            codes.extend([
                &surface::MALFORMED_JSON,
                &surface::PAYLOAD_TOO_LARGE,
                &surface::UNSUPPORTED_MEDIA_TYPE,
            ]);
        }
        if self.idempotent {
            codes.extend([
                &surface::IDEMPOTENCY_IN_PROGRESS,
                &surface::IDEMPOTENCY_KEY_REUSED,
            ]);
        }
        codes.extend(&self.auth.codes);
        let names = codes
            .iter()
            .map(|code| code.name)
            .chain(self.sentences.codes.iter().copied());
        let names: Vec<_> = names.collect();
        let all: Vec<_> = self.route.surface.all_codes().collect();
        for name in &names {
            if !all.iter().any(|code| code.name == *name) {
                return Err(misfit(
                    self.route.function,
                    format!("its surface has no code {name}"),
                ));
            }
        }
        Ok(all
            .into_iter()
            .filter(|code| names.contains(&code.name))
            .collect())
    }

    /// Whether the sentences are of what there is, and all of it.
    fn fits(&self) -> Result<(), Error> {
        let function = self.route.function;
        let own: Vec<_> = self.route.parameters().collect();
        let said: Vec<_> = self.sentences.path.iter().map(|(name, _)| *name).collect();
        if own != said {
            return Err(misfit(
                function,
                format!("the path has {own:?}, not {said:?}"),
            ));
        }
        let read = self.parameters.iter().filter(|one| one.place == "path");
        let read: Vec<_> = read.map(|one| one.name).collect();
        if own != read {
            return Err(misfit(
                function,
                format!("the path has {own:?}, and read is {read:?}"),
            ));
        }
        let own: BTreeSet<_> = self.answers.iter().map(|(status, _)| *status).collect();
        let said: BTreeSet<_> = self
            .sentences
            .answers
            .iter()
            .map(|(status, _)| *status)
            .collect();
        if own != said {
            return Err(misfit(
                function,
                format!("it answers {own:?}, not {said:?}"),
            ));
        }
        for (name, _) in self.sentences.examples {
            if !self.parameters.iter().any(|own| own.name == *name) {
                return Err(misfit(function, format!("there is no parameter {name}")));
            }
        }
        Ok(())
    }

    /// Its parameters as the document has them.
    pub(crate) fn described_parameters(&self, examples: &Examples) -> Vec<Value> {
        let of_place = |place| self.parameters.iter().filter(move |one| one.place == place);
        let described = of_place("path").chain(of_place("query"));
        let described = described.map(|one| self.parameter(one, examples));
        let headers = self.sentences.headers.iter();
        let headers = headers.map(|header| header_parameter(header, examples));
        let mut all: Vec<_> = described.chain(headers).collect();
        if self.idempotent {
            let example = self.event.idempotency_key.as_deref();
            all.push(json!({
                "name": "Idempotency-Key",
                "in": "header",
                "description": "Sent again within 24 hours, the request is answered as it was the \
                                first time, but for secrets, and done once. Each API key, with \
                                those that it was rotated to, has keys of its own, and so has the \
                                account's owner.",
                "schema": { "type": "string", "pattern": "^[!-~]{1,255}$" },
                "example": example.unwrap_or("f1c7a1de-7b1e-4c53-9d55-2f4a8d1f3b60"),
            }));
        }
        all
    }

    fn parameter(&self, parameter: &ParameterDescription, examples: &Examples) -> Value {
        let ParameterDescription {
            name,
            place,
            schema,
        } = parameter;
        let mut schema = schema.clone();
        let about = schema.as_object_mut().and_then(|schema| {
            // In a reference's siblings and in a reader's own schema alike.
            schema.remove("description")
        });
        let said = self.sentences.path.iter().find(|(own, _)| own == name);
        let about = said.map(|(_, about)| json!(about)).or(about);
        let given = match *place {
            "path" => self.event.path.get(*name),
            _ => self.event.query.get(*name),
        };
        let cursor = (*name == "cursor").then(|| examples.cursors.get(self.route.function));
        let own = self.sentences.examples.iter().find(|(own, _)| own == name);
        let given = given.or(cursor.flatten()).map(String::as_str);
        let is = |kind: &str| schema.get("type").is_some_and(|own| own == kind);
        let example = match given.or(own.map(|(_, example)| *example)) {
            Some(text) if is("integer") => text.parse::<u64>().ok().map(Value::from),
            Some(text) => Some(json!(text)),
            None if is("boolean") => Some(json!(true)),
            None => schema.pointer("/enum/0").cloned(),
        };
        let required = (*place == "path").then_some(json!(true));
        let described = json!({ "name": name, "in": place, "schema": schema });
        let described = with(described, "required", required);
        let described = with(described, "description", about);
        with(described, "example", example)
    }
}

fn header_parameter(header: &HeaderParameter, examples: &Examples) -> Value {
    let described = json!({
        "name": header.name,
        "in": "header",
        "description": header.about,
        "schema": { "type": "string" },
    });
    let example = examples.header(header.example);
    with(described, "example", example.map(Value::from))
}
