//! Serves [`dashboard_functions::api_key::revoke`].

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), surface::lambda::Error> {
    surface::lambda::serve(
        &dashboard_functions::registry::KEY_REVOKE,
        dashboard_functions::api_key::revoke::revoke,
    )
    .await
}
