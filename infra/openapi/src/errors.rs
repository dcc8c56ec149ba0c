//! Bodies of errors, which no handler's type describes.
#![allow(dead_code)] // described, never made

use schemars::JsonSchema;
use serde::Serialize;
use surface::RequestId;

/// What went wrong.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Error {
    /// For programs.
    code: String,
    /// For people: what to do next. Its wording may change.
    message: String,
    request_id: RequestId,
    /// The wrong fields of a `VALIDATION_ERROR`, at most 50: the message counts the rest.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = surface::LISTED))]
    details: Option<Vec<WrongField>>,
}

/// A field that is wrong.
#[derive(Serialize, JsonSchema)]
pub(crate) struct WrongField {
    /// Where it is: `facts[2].value`, or a parameter's name.
    path: String,
    /// What is wrong with it, for programs.
    code: String,
    /// What is allowed, for people.
    message: String,
}

/// An error in the format of RFC 9457, for clients that send `Accept: application/problem+json`.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Problem {
    #[serde(rename = "type")]
    #[schemars(extend("const" = "about:blank"))]
    kind: String,
    /// The status in words.
    title: String,
    /// The status.
    status: u16,
    /// For people: what to do next.
    detail: String,
    /// For programs.
    code: String,
    request_id: RequestId,
    /// The wrong fields of a `VALIDATION_ERROR`, at most 50: the message counts the rest.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = surface::LISTED))]
    details: Option<Vec<WrongField>>,
}

/// An error in the format of RFC 9457, for clients that send `Accept: application/problem+json`.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Problem")]
pub(crate) struct TypedProblem {
    /// A heading of the page of errors: `…/errors#invalid_schema`. Of wrong fields it is what is
    /// wrong with the first one (`missing_field`, `unknown_field`, `invalid_format`,
    /// `invalid_schema`), else the code in lower case.
    #[serde(rename = "type")]
    #[schemars(extend("format" = "uri"))]
    kind: String,
    /// The status in words.
    title: String,
    /// The status.
    status: u16,
    /// For people: what to do next.
    detail: String,
    /// For programs.
    code: String,
    request_id: RequestId,
    /// The first wrong field.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    /// The JSON Pointer within that field, where it is a JSON Schema that is wrong.
    #[serde(skip_serializing_if = "Option::is_none", rename = "schema_path")]
    schema_path: Option<String>,
    /// The wrong fields of a `VALIDATION_ERROR`, at most 50: the message counts the rest.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = surface::LISTED))]
    details: Option<Vec<WrongField>>,
}

/// What API Gateway answers by itself, before or instead of a function.
#[derive(Serialize, JsonSchema)]
pub(crate) struct GatewayMessage {
    message: String,
}
