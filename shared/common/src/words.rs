//! Enums that are one word each, in answers, in the table and at a terminal: see
//! [`words!`](crate::words!).

/// Makes an enum whose variants are words: `as_str`, `Display`, serde by the word, `ALL`, and a
/// parse whose error names the words that are allowed. With the calling crate's feature `schema`
/// it has a JSON Schema, too.
///
/// After `or` the message of a failed parse can be given.
///
/// One macro rather than derives: each enum says its words once, and the message of a failed
/// parse, which goes to clients, follows from them.
#[macro_export]
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal;)+ }) => {
        $crate::words!(
            $(#[$doc])* $name { $($(#[$vdoc])* $variant = $word;)+ }
            or concat!("must be one of", $(" ", $word),+)
        );
    };
    (
        $(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal;)+ }
        or $problem:expr
    ) => {
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize,
        )]
        $(#[$doc])*
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $word)] $variant,)+ }

        impl $name {
            /// All there are, in the order they are declared in.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = &'static str;

            fn from_str(text: &str) -> Result<Self, &'static str> {
                match text {
                    $($word => Ok(Self::$variant),)+
                    _ => Err($problem),
                }
            }
        }
    };
}
