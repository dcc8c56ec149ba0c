//! The index that answers searches, in memory: every word of the catalogue with the packages that
//! it stands in. A search compares its words with all of them, which for ten thousand packages
//! takes less than a read of the table.
//!
//! The rule that must not break: **the order is total**, so that pages of one version neither
//! repeat nor skip a package: by rank, then by identifier.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::str::FromStr;

use common::words;
use serde::{Deserialize, Serialize};

use super::entry::Entry;
use super::text;
use crate::id::PackageId;
use crate::install::counters::Figures;

/// The most characters that are searched for.
pub const LONGEST_SEARCH: usize = 100;
/// The most words that are searched for.
pub const MOST_WORDS: usize = 8;
/// A word of so many letters may have one typing error.
const ONE_ERROR: usize = 4;
/// A word of so many letters may have two.
const TWO_ERRORS: usize = 8;
/// Ratings that a package is taken to have beside its own, each of the catalogue's mean: so many
/// are typical before a mean says much.
const TYPICAL_RATINGS: f64 = 10.0;
/// The mean that a catalogue without ratings is taken to have.
const MIDDLE: f64 = 3.0;

/// A package of the catalogue, with the counts that it is ordered by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Listed {
    /// The package.
    pub entry: Entry,
    /// How often it is installed, and how it is rated.
    pub figures: Figures,
}

words!(
    /// In which order packages are listed.
    #[cfg_attr(feature = "schema", schemars(rename = "MarketplaceSort"))]
    Sort {
        /// The most installed of the last 30 days first.
        Popular = "popular";
        /// The last published first.
        Recent = "recent";
        /// The best rated first.
        Rating = "rating";
    }
);

/// What somebody searches for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    words: Vec<Word>,
}

/// Why nothing can be searched for by this text. The sentences go to clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SearchError {
    /// It is too long.
    #[error("must have at most {LONGEST_SEARCH} characters")]
    TooLong,
    /// It has too many words.
    #[error("must have at most {MOST_WORDS} words")]
    TooManyWords,
    /// It has no word.
    #[error("must have a letter or a digit")]
    NoWord,
}

/// What packages a list holds, and in which order.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// Those in which all words are found; the best match first, where no order is asked for.
    pub search: Option<Search>,
    /// Those of this category.
    pub category: Option<String>,
    /// The order; without a search the most popular are first.
    pub sort: Option<Sort>,
}

/// A word to be found.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Word {
    text: String,
    letters: Letters,
    errors: usize,
}

/// How well a word is matched.
#[derive(Clone, Copy)]
enum Match {
    Exact = 8,
    Beginning = 4,
    OneError = 2,
    TwoErrors = 1,
}

/// Where a word stands in a package.
#[derive(Clone, Copy)]
enum Field {
    Name = 8,
    Company = 4,
    Category = 3,
    Description = 1,
}

/// Which letters a word has, and how many: words that differ in more letters than errors could
/// change need no comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Letters {
    set: u64,
    count: usize,
}

impl Letters {
    fn of(word: &str) -> Self {
        let bit = |c: char| 1_u64 << (u32::from(c) % 64);
        Self {
            set: word.chars().fold(0, |set, c| set | bit(c)),
            count: word.chars().count(),
        }
    }

    /// Whether so many errors can lie between the two.
    fn may_be_within(self, other: Self, errors: usize) -> bool {
        // An error takes a letter away, adds one, or both.
        self.count.abs_diff(other.count) <= errors
            && (self.set & !other.set).count_ones() as usize <= errors
            && (other.set & !self.set).count_ones() as usize <= errors
    }
}

impl FromStr for Search {
    type Err = SearchError;

    fn from_str(text: &str) -> Result<Self, SearchError> {
        if text.chars().count() > LONGEST_SEARCH {
            return Err(SearchError::TooLong);
        }
        if text.split_whitespace().count() > MOST_WORDS {
            return Err(SearchError::TooManyWords);
        }
        let mut words = text::words(text);
        words.sort();
        words.dedup();
        if words.is_empty() {
            return Err(SearchError::NoWord);
        }
        let words = words.into_iter().map(Word::of).collect();
        Ok(Self { words })
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Search {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Search".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "At most 8 words.",
            "minLength": 1,
            "maxLength": LONGEST_SEARCH,
        })
    }
}

impl Word {
    fn of(text: String) -> Self {
        let letters = Letters::of(&text);
        let errors = match letters.count {
            TWO_ERRORS.. => 2,
            ONE_ERROR.. => 1,
            _ => 0,
        };
        Self {
            text,
            letters,
            errors,
        }
    }

    fn matches(&self, term: &Term) -> Option<Match> {
        if term.text.starts_with(&self.text) {
            let exact = term.text.len() == self.text.len();
            return Some(if exact {
                Match::Exact
            } else {
                Match::Beginning
            });
        }
        if self.errors == 0 || !self.letters.may_be_within(term.letters, self.errors) {
            return None;
        }
        match strsim::osa_distance(&self.text, &term.text) {
            1 => Some(Match::OneError),
            2 if self.errors == 2 => Some(Match::TwoErrors),
            _ => None,
        }
    }
}

/// A word of the catalogue.
#[derive(Debug)]
struct Term {
    text: Box<str>,
    letters: Letters,
    /// The packages that it stands in, each with the weight of its weightiest field.
    found: Box<[(u32, u8)]>,
}

/// The place of a package in an order: the greater is first, and the lesser identifier of two.
pub(super) type Place = (Reverse<(u64, u64)>, PackageId);

/// Packages, and where each word stands in them.
#[derive(Debug, Default)]
pub struct Index {
    packages: Vec<Listed>,
    /// The category of each, folded.
    categories: Vec<Option<Box<str>>>,
    terms: Vec<Term>,
    by_id: HashMap<PackageId, u32>,
}

/// What the ratings of a catalogue are measured by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MeanRating(f64);

impl MeanRating {
    /// That of all of them.
    pub fn of<'a>(all: impl IntoIterator<Item = &'a Figures>) -> Self {
        let (ratings, stars) = all.into_iter().fold((0, 0), |(ratings, stars), one| {
            (ratings + one.ratings, stars + one.stars)
        });
        Self(if ratings == 0 {
            MIDDLE
        } else {
            stars as f64 / ratings as f64
        })
    }

    /// What a package's ratings come to: its own mean, the nearer to the catalogue's the fewer
    /// there are.
    fn weigh(self, figures: &Figures) -> f64 {
        let (ratings, stars) = (figures.ratings as f64, figures.stars as f64);
        (TYPICAL_RATINGS * self.0 + stars) / (TYPICAL_RATINGS + ratings)
    }
}

impl Index {
    /// An index of these packages; those that no list shows are left out.
    pub fn of(packages: impl IntoIterator<Item = Listed>) -> Self {
        let packages: Vec<_> = packages
            .into_iter()
            .filter(|package| package.entry.status.is_listed())
            .collect();
        let mut found: BTreeMap<Box<str>, Vec<(u32, u8)>> = BTreeMap::new();
        let mut by_id = HashMap::with_capacity(packages.len());
        let mut categories = Vec::with_capacity(packages.len());
        for (number, package) in (0_u32..).zip(&packages) {
            let entry = &package.entry;
            by_id.insert(entry.package_id, number);
            categories.push(
                entry
                    .category
                    .as_deref()
                    .map(|text| text::fold(text).into()),
            );
            let category = entry.category.as_deref().unwrap_or_default();
            let fields = [
                (Field::Name, entry.name.as_str()),
                (Field::Company, &entry.company),
                (Field::Category, category),
                (Field::Description, &entry.description),
            ];
            for (field, text) in fields {
                for word in text::words(text) {
                    let places = found.entry(word.into()).or_default();
                    // The weightiest field comes first.
                    if places.last().is_none_or(|(last, _)| *last != number) {
                        places.push((number, field as u8));
                    }
                }
            }
        }
        let terms = found.into_iter().map(|(text, found)| Term {
            letters: Letters::of(&text),
            text,
            found: found.into(),
        });
        Self {
            terms: terms.collect(),
            packages,
            categories,
            by_id,
        }
    }

    /// The package of this identifier.
    pub fn get(&self, id: PackageId) -> Option<&Listed> {
        let number = *self.by_id.get(&id)?;
        self.packages.get(usize::try_from(number).ok()?)
    }

    /// All packages, in no order.
    pub fn all(&self) -> impl Iterator<Item = &Listed> {
        self.packages.iter()
    }

    /// How many packages there are.
    pub fn len(&self) -> usize {
        self.packages.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.packages.is_empty()
    }

    /// The packages that a query asks for, each with its place, in no order.
    pub(super) fn matching<'a>(
        &'a self,
        query: &Query,
        mean: MeanRating,
    ) -> impl Iterator<Item = (Place, &'a Listed)> + use<'a> {
        let scores = query.search.as_ref().map(|search| self.scores(search));
        let category = query.category.as_deref().map(text::fold);
        let sort = query.sort;
        let packages = self.packages.iter().zip(&self.categories).enumerate();
        packages.filter_map(move |(number, (package, own))| {
            let score = match &scores {
                Some(scores) => match scores.get(number)? {
                    0 => return None,
                    score => Some(*score),
                },
                None => None,
            };
            if category
                .as_deref()
                .is_some_and(|wanted| own.as_deref() != Some(wanted))
            {
                return None;
            }
            let rank = rank(package, sort, score, mean);
            Some(((Reverse(rank), package.entry.package_id), package))
        })
    }

    /// How well each package matches, by its number: 0 where a word is not found in it.
    fn scores(&self, search: &Search) -> Vec<u64> {
        let mut scores = vec![1_u64; self.packages.len()];
        let mut best = vec![0_u64; self.packages.len()];
        for word in &search.words {
            best.fill(0);
            for term in &self.terms {
                let Some(quality) = word.matches(term) else {
                    continue;
                };
                for (number, weight) in &term.found {
                    let score = quality as u64 * u64::from(*weight);
                    if let Some(best) = best.get_mut(*number as usize) {
                        *best = score.max(*best);
                    }
                }
            }
            for (score, best) in scores.iter_mut().zip(&best) {
                *score = if *score == 0 || *best == 0 {
                    0
                } else {
                    *score + best
                };
            }
        }
        scores
    }
}

fn rank(package: &Listed, sort: Option<Sort>, score: Option<u64>, mean: MeanRating) -> (u64, u64) {
    let figures = &package.figures;
    match (sort, score) {
        (Some(Sort::Recent), _) => {
            let at = package.entry.published_at.millis();
            (u64::try_from(at).unwrap_or(0), 0)
        }
        // Numbers above 0 have the order of their bits.
        (Some(Sort::Rating), _) => (mean.weigh(figures).to_bits(), figures.ratings),
        (None, Some(score)) => (score, figures.popularity),
        (Some(Sort::Popular) | None, _) => (figures.popularity, figures.installs),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::testing::{bits, entry};
    use proptest::prelude::*;

    fn listed(number: u32, name: &str, description: &str) -> Listed {
        Listed {
            entry: Entry {
                description: description.into(),
                ..entry(number, name)
            },
            figures: Figures::default(),
        }
    }

    fn ordered(index: &Index, query: &Query) -> Vec<PackageId> {
        let mean = MeanRating::of(index.all().map(|listed| &listed.figures));
        let mut found: Vec<_> = index.matching(query, mean).collect();
        found.sort_by_key(|(place, _)| *place);
        found
            .into_iter()
            .map(|(_, one)| one.entry.package_id)
            .collect()
    }

    fn names<'a>(index: &'a Index, search: &str) -> Vec<&'a str> {
        let query = Query {
            search: Some(search.parse().unwrap()),
            ..Query::default()
        };
        let found = ordered(index, &query).into_iter();
        found
            .map(|id| index.get(id).unwrap().entry.name.as_str())
            .collect()
    }

    fn sample() -> Index {
        let mut all = vec![
            listed(1, "Weather Now", "Forecast for your city"),
            listed(2, "Città", "Notes about places"),
            listed(3, "Sleep Diary", "Weather and sleep, side by side"),
            listed(4, "Überweisung", "Payments"),
        ];
        all[3].entry.category = Some("Finance".into());
        all[1].entry.company = "Weatherman".into();
        Index::of(all)
    }

    #[test]
    fn the_name_comes_before_the_company_and_that_before_the_description() {
        assert_eq!(
            names(&sample(), "weather"),
            ["Weather Now", "Città", "Sleep Diary"]
        );
        assert_eq!(names(&sample(), "finance"), ["Überweisung"]);
    }

    #[test]
    fn all_words_must_be_found_wherever_they_stand() {
        assert_eq!(names(&sample(), "diary weather"), ["Sleep Diary"]);
        assert_eq!(names(&sample(), "diary payments"), Vec::<&str>::new());
    }

    #[test]
    fn case_accents_and_beginnings_are_forgiven() {
        for search in ["CITTA", "città", "citt", "Cittá"] {
            assert!(names(&sample(), search).contains(&"Città"), "{search}");
        }
        assert_eq!(names(&sample(), "uberw"), ["Überweisung"]);
    }

    #[test]
    fn one_error_from_four_letters_two_from_eight() {
        for search in ["wether", "waether", "weathher", "xeather"] {
            assert_eq!(names(&sample(), search)[0], "Weather Now", "{search}");
        }
        // Seven letters, two errors.
        assert!(names(&sample(), "wethre").is_empty());
        // Eleven letters, two errors.
        assert_eq!(names(&sample(), "uberwiesun"), ["Überweisung"]);
        assert!(names(&sample(), "ubrwiesun").is_empty());
        // Three letters, one error.
        assert!(names(&sample(), "noz").is_empty());
    }

    #[test]
    fn a_search_has_bounds() {
        let parse = |text: &str| text.parse::<Search>().map(|_| ());
        assert_eq!(parse(&"a".repeat(101)), Err(SearchError::TooLong));
        assert_eq!(parse(&"é".repeat(100)), Ok(()));
        assert_eq!(parse("a b c d e f g h i"), Err(SearchError::TooManyWords));
        assert_eq!(parse(" a  b c d e f g h "), Ok(()));
        assert_eq!(parse(" ?! "), Err(SearchError::NoWord));
        assert_eq!(parse(""), Err(SearchError::NoWord));
    }

    #[test]
    fn lists_are_ordered_by_figures() {
        let figures = |popularity, ratings, stars| Figures {
            popularity,
            ratings,
            stars,
            ..Figures::default()
        };
        let mut all: Vec<_> = (1..=4).map(|n| listed(n, "Name", "")).collect();
        // One perfect rating says less than many good ones.
        all[0].figures = figures(5, 1, 5);
        all[1].figures = figures(9, 400, 1_900);
        all[2].figures = figures(5, 0, 0);
        all[3].figures = figures(0, 20, 20);
        all[3].entry.published_at = all[3].entry.published_at.plus_millis(1);
        let index = Index::of(all);
        let by = |sort| {
            let query = Query {
                sort,
                ..Query::default()
            };
            let id = |number| PackageId::from_bits(bits(number));
            let found = ordered(&index, &query);
            let number = |package| (1..=4).find(|number| id(*number) == package).unwrap();
            found.into_iter().map(number).collect::<Vec<_>>()
        };
        assert_eq!(by(Some(Sort::Popular)), [2, 1, 3, 4]);
        assert_eq!(by(None), by(Some(Sort::Popular)));
        assert_eq!(by(Some(Sort::Recent)), [4, 1, 2, 3]);
        assert_eq!(by(Some(Sort::Rating)), [2, 1, 3, 4]);
    }

    #[test]
    fn a_category_is_the_whole_of_it() {
        let query = |category: &str| Query {
            category: Some(category.into()),
            ..Query::default()
        };
        assert_eq!(ordered(&sample(), &query("FINANCE")).len(), 1);
        assert_eq!(ordered(&sample(), &query("fin")).len(), 0);
    }

    /// The distance by its definition: the least of all ways to change one into the other.
    fn distance(one: &[char], other: &[char]) -> usize {
        match (one, other) {
            ([], rest) | (rest, []) => rest.len(),
            ([a, one_rest @ ..], [b, other_rest @ ..]) => {
                let changed = distance(one_rest, other_rest) + usize::from(a != b);
                let removed = distance(one_rest, other) + 1;
                let added = distance(one, other_rest) + 1;
                let mut least = changed.min(removed).min(added);
                if let ([a, b, one_rest @ ..], [c, d, other_rest @ ..]) = (one, other)
                    && (a, b) == (d, c)
                {
                    least = least.min(distance(one_rest, other_rest) + 1);
                }
                least
            }
        }
    }

    proptest! {
        #[test]
        fn a_word_matches_by_its_distance(word in "[a-c]{1,9}", term in "[a-c]{1,9}") {
            let found = Word::of(word.clone()).matches(&Term {
                letters: Letters::of(&term),
                text: term.clone().into(),
                found: Box::default(),
            });
            let chars = |text: &str| text.chars().collect::<Vec<_>>();
            let errors = match word.len() { 8.. => 2, 4.. => 1, _ => 0 };
            let within = distance(&chars(&word), &chars(&term)) <= errors;
            prop_assert_eq!(found.is_some(), within || term.starts_with(&word));
        }

        #[test]
        fn the_order_is_total(
            figures in proptest::collection::vec((0_u64..3, 0_u64..3, 0_u64..3), 0..30),
            sort in proptest::option::of(proptest::sample::select(Sort::ALL)),
            search: bool,
        ) {
            let packages = (0..).zip(&figures).map(|(number, (popularity, ratings, stars))| Listed {
                figures: Figures {
                    popularity: *popularity,
                    ratings: *ratings,
                    stars: (*stars).min(*ratings * 5),
                    ..Figures::default()
                },
                ..listed(number, "Name", "")
            });
            let packages: Vec<_> = packages.collect();
            let query = Query {
                search: search.then(|| "name".parse().unwrap()),
                category: None,
                sort,
            };
            let one = Index::of(packages.clone());
            let other = Index::of(packages.into_iter().rev());
            let order = ordered(&one, &query);
            prop_assert_eq!(&order, &ordered(&other, &query));
            prop_assert_eq!(order.len(), figures.len());
        }
    }
}
