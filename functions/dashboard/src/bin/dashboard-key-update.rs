//! Serves [`dashboard_functions::api_key::update`].

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), surface::lambda::Error> {
    surface::lambda::serve(
        &dashboard_functions::registry::KEY_UPDATE,
        dashboard_functions::api_key::update::update,
    )
    .await
}
