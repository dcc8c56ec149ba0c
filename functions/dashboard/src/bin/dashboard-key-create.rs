//! Serves [`dashboard_functions::api_key::create`].

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), surface::lambda::Error> {
    surface::lambda::serve(
        &dashboard_functions::registry::KEY_CREATE,
        dashboard_functions::api_key::create::create,
    )
    .await
}
