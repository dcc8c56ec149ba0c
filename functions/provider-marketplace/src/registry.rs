//! The endpoints of the marketplace, by who may call.

/// Users: the marketplace and their installs.
pub mod user {
    ::surface::registry! {
        crate::User, ::provider_functions::surfaces::SPACE;

        /// Searches the catalogue.
        PACKAGE_LIST = "provider-marketplace-list", GET "/v1/space/marketplace", () => package::list::list;
        /// A package of the catalogue.
        PACKAGE_VIEW = "provider-marketplace-view", GET "/v1/space/marketplace/{id}", () => package::view::view;
        /// Installs a package.
        INSTALL_CREATE = "provider-install-create", POST "/v1/space/marketplace/{id}/install", () => install::create::create;
        /// Removes an install.
        INSTALL_DELETE = "provider-install-delete", DELETE "/v1/space/marketplace/{id}/install", () => install::delete::delete;
        /// Rates a package.
        RATING_PUT = "provider-rating-put", PUT "/v1/space/marketplace/{id}/rating", () => rating::put::put;
        /// The user's installs.
        INSTALL_LIST = "provider-install-list", GET "/v1/space/installs", () => install::list::list;
    }
}

/// Anybody: pictures, which a page shows without a token.
pub mod open {
    ::surface::registry! {
        crate::Anyone, ::provider_functions::surfaces::SPACE;

        /// An icon or a screenshot.
        PICTURE_VIEW = "provider-picture-view", GET "/v1/space/pictures/{hash}", provider_functions::Open::NOTHING => picture::view::view;
    }
}
