//! Serves [`dashboard_functions::api_key::view`].

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), surface::lambda::Error> {
    surface::lambda::serve(
        &dashboard_functions::registry::KEY_VIEW,
        dashboard_functions::api_key::view::view,
    )
    .await
}
