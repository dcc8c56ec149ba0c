//! Enums that are one word each, in answers, in the table and at a terminal: see
//! [`words!`](crate::words!).
//!
//! A word that stands in the table may be of a newer release: after a rollback it is read by one
//! that does not have it. So an enum that is stored keeps such a word as it is, as an
//! [`OtherWord`], and writes it back unchanged; what a client sends is parsed strictly all the
//! same.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Mutex;

/// The longest word of another release that is kept, in bytes.
const LONGEST: usize = 64;
/// Most different words of other releases that a process keeps: a release adds a few.
const MOST: usize = 1_000;

static OTHERS: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());

/// A word of another release, kept as it is. It is copied like the enum that it stands in: the text
/// is allocated once a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OtherWord(&'static str);

impl OtherWord {
    /// This word. None for what is none: it is empty, longer than 64 bytes, or has other characters
    /// than visible ASCII; and once a process has met 1,000 different ones.
    pub fn of(word: &str) -> Option<Self> {
        let is_one =
            (1..=LONGEST).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_graphic());
        if !is_one {
            return None;
        }
        let mut others = crate::lock(&OTHERS);
        if let Some(known) = others.get(word) {
            return Some(Self(known));
        }
        if others.len() >= MOST {
            return None;
        }
        tracing::warn!(word, "a stored word of another release is kept as it is");
        let kept: &'static str = Box::leak(word.into());
        others.insert(kept);
        Some(Self(kept))
    }

    /// The word.
    pub fn as_str(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for OtherWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// Makes an enum whose variants are words: `as_str`, `Display`, serde by the word, `ALL`, and a
/// parse whose error names the words that are allowed. With the calling crate's feature `schema`
/// it has a JSON Schema, too.
///
/// After `or` the message of a failed parse can be given.
///
/// An enum that is stored has `stored` before its name: serde then reads any word, and one of
/// another release is its variant `Other`. The parse, which reads what clients send, still takes
/// its own words only. `as` and a text give its schema another name.
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

        $crate::words!(@impl $name { $($variant = $word;)+ } or $problem; );
    };
    (
        $(#[$doc:meta])* stored $name:ident $(as $schema:literal)?
        { $($(#[$vdoc:meta])* $variant:ident = $word:literal;)+ }
    ) => {
        $crate::words!(
            $(#[$doc])* stored $name $(as $schema)? { $($(#[$vdoc])* $variant = $word;)+ }
            or concat!("must be one of", $(" ", $word),+)
        );
    };
    (
        $(#[$doc:meta])* stored $name:ident $(as $schema:literal)?
        { $($(#[$vdoc:meta])* $variant:ident = $word:literal;)+ }
        or $problem:expr
    ) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $(#[$doc])*
        pub enum $name {
            $($(#[$vdoc])* $variant,)+
            /// A word that another release has stored.
            Other($crate::words::OtherWord),
        }

        // The schema is that of its own words.
        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                let name = stringify!($name);
                $(let name = $schema;)?
                name.into()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                $crate::words!(@own $(#[$doc])* $name { $($(#[$vdoc])* $variant = $word;)+ });
                <$name as schemars::JsonSchema>::json_schema(generator)
            }
        }

        $crate::words!(@impl $name { $($variant = $word;)+ } or $problem; Other);

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let word = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                match word.parse() {
                    Ok(own) => Ok(own),
                    Err(_) => $crate::words::OtherWord::of(&word)
                        .map(Self::Other)
                        .ok_or_else(|| serde::de::Error::custom("not a word")),
                }
            }
        }
    };
    (@own $(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal;)+ }) => {
        #[allow(dead_code)]
        #[derive(schemars::JsonSchema)]
        $(#[$doc])*
        enum $name { $($(#[$vdoc])* #[schemars(rename = $word)] $variant,)+ }
    };
    (@impl $name:ident { $($variant:ident = $word:literal;)+ } or $problem:expr; $($other:ident)?) => {
        impl $name {
            /// All there are, in the order they are declared in.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                    $(Self::$other(word) => word.as_str(),)?
                }
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    words!(
        /// An enum that is stored.
        stored Fruit {
            /// One.
            Apple = "apple";
            /// Another.
            Pear = "pear";
        }
    );

    #[test]
    fn a_word_of_another_release_is_kept_as_it_is() {
        let read: Fruit = serde_json::from_value(json!("quince")).unwrap();
        assert_eq!(read.as_str(), "quince");
        assert_eq!(read, serde_json::from_value(json!("quince")).unwrap());
        assert_eq!(serde_json::to_value(read).unwrap(), json!("quince"));
        let own: Fruit = serde_json::from_value(json!("pear")).unwrap();
        assert_eq!((own, own.to_string()), (Fruit::Pear, "pear".to_owned()));
        assert_eq!(Fruit::ALL, [Fruit::Apple, Fruit::Pear]);
        // What a client sends is none.
        assert_eq!("quince".parse::<Fruit>(), Err("must be one of apple pear"));
        for wrong in ["", "two words", "naïve", &"a".repeat(65)] {
            assert!(
                serde_json::from_value::<Fruit>(json!(wrong)).is_err(),
                "{wrong}"
            );
        }
        // They are bounded. In this test, because the process has them together.
        for n in 0..2 * MOST {
            let _ = OtherWord::of(&format!("word-{n}"));
        }
        assert_eq!(OtherWord::of("one-more"), None);
        assert!(crate::lock(&OTHERS).len() <= MOST);
    }
}
