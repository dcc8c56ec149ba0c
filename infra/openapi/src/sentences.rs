//! What the reference says of an endpoint that neither its registry line nor its handler says.

/// The prose of an endpoint, and the few facts that no type holds.
#[derive(Debug)]
pub struct Sentences {
    pub(crate) function: &'static str,
    pub(crate) summary: &'static str,
    pub(crate) description: &'static str,
    pub(crate) path: &'static [(&'static str, &'static str)],
    pub(crate) headers: &'static [HeaderParameter],
    pub(crate) examples: &'static [(&'static str, &'static str)],
    pub(crate) codes: &'static [&'static str],
    pub(crate) answers: &'static [(u16, &'static str)],
    pub(crate) answer_headers: &'static [(u16, &'static [&'static str])],
}

/// A header that an endpoint reads.
#[derive(Debug)]
pub struct HeaderParameter {
    /// Its name.
    pub name: &'static str,
    /// What it is for.
    pub about: &'static str,
    /// The header of answers whose recorded value is its example.
    pub example: &'static str,
}

impl Sentences {
    /// What the endpoint of this function is for.
    pub const fn of(
        function: &'static str,
        summary: &'static str,
        description: &'static str,
    ) -> Self {
        Self {
            function,
            summary,
            description,
            path: &[],
            headers: &[],
            examples: &[],
            codes: &[],
            answers: &[],
            answer_headers: &[],
        }
    }

    /// What each parameter of the path names.
    pub const fn path(mut self, path: &'static [(&'static str, &'static str)]) -> Self {
        self.path = path;
        self
    }

    /// Headers that it reads, beside credentials and those that any endpoint reads.
    pub const fn headers(mut self, headers: &'static [HeaderParameter]) -> Self {
        self.headers = headers;
        self
    }

    /// Examples of parameters that its event file does not have.
    pub const fn examples(mut self, examples: &'static [(&'static str, &'static str)]) -> Self {
        self.examples = examples;
        self
    }

    /// Names of the codes of its own: those of its callers, its body and its `Idempotency-Key`
    /// are known.
    pub const fn codes(mut self, codes: &'static [&'static str]) -> Self {
        self.codes = codes;
        self
    }

    /// What each status that is no error means.
    pub const fn answers(mut self, answers: &'static [(u16, &'static str)]) -> Self {
        self.answers = answers;
        self
    }

    /// Headers of its answers, by status.
    pub const fn answer_headers(
        mut self,
        headers: &'static [(u16, &'static [&'static str])],
    ) -> Self {
        self.answer_headers = headers;
        self
    }

    pub(crate) fn headers_of(&self, status: u16) -> &'static [&'static str] {
        let found = self.answer_headers.iter().find(|(own, _)| *own == status);
        found.map_or(&[], |(_, headers)| headers)
    }
}
