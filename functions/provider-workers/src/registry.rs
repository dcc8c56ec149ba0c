//! The workers.

::surface::workers! {
    "ProviderApi";

    /// Rotates the keys that sign access tokens.
    TOKEN_KEY_ROTATION = "provider-token-key-rotation" => token_key::rotate::run;
}
