//! The endpoints of runtime apps.

use provider::oauth::Scope::Runtime;

::surface::registry! {
    crate::App, ::provider_functions::surfaces::RUNTIME;

    /// Registers a runtime app.
    APP_CREATE = "provider-runtime-app-create", POST "/v1/providers/runtime/apps", Runtime => app::create::create;
    /// The account's runtime apps.
    APP_LIST = "provider-runtime-app-list", GET "/v1/providers/runtime/apps", Runtime => app::list::list;
    /// A runtime app.
    APP_VIEW = "provider-runtime-app-view", GET "/v1/providers/runtime/apps/{id}", Runtime => app::view::view;
    /// Changes a runtime app.
    APP_UPDATE = "provider-runtime-app-update", PATCH "/v1/providers/runtime/apps/{id}", Runtime => app::update::update;
    /// Has a runtime app prove that its URL is its owner's.
    APP_PROVE = "provider-runtime-app-prove", POST "/v1/providers/runtime/apps/{id}/prove", Runtime => app::prove::prove;
    /// Sets how we authenticate with a runtime app.
    AUTH_PROFILE_PUT = "provider-auth-profile-put", PUT "/v1/providers/runtime/apps/{id}/auth-profile", Runtime => auth_profile::put::put;
    /// Sets what the versions of the app's packages inherit.
    CAPABILITY_TEMPLATE_PUT = "provider-capability-template-put", PUT "/v1/providers/runtime/apps/{id}/capability-template", Runtime => capability_template::put::put;
    /// Sets where the app's events go.
    WEBHOOK_PROFILE_PUT = "provider-webhook-profile-put", PUT "/v1/providers/runtime/apps/{id}/webhook-profile", Runtime => webhook_profile::put::put;
    /// Sets or rotates the secret that signs calls and webhooks.
    CREDENTIAL_SECRET_PUT = "provider-credential-secret-put", PUT "/v1/providers/runtime/apps/{id}/credential-secret", Runtime => credential_secret::put::put;
    /// Whether a runtime app can be reached.
    HEALTH_VIEW = "provider-runtime-health", GET "/v1/providers/runtime/apps/{id}/health", Runtime => health::view::view;
}
