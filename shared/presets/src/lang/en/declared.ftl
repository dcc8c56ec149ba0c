### What the owner declared, as instructions. $text is always the owner's own
### words, already in quotation marks; a list is separated by commas.

## Negative space: attributes are severities.

negative-taboo =
    .high = Never bring up this subject, not even in passing: { $text }.
    .medium = Don't bring up this subject: { $text }.
    .low = Better not to bring up: { $text }.
negative-petPeeve =
    .high = Never do this: { $text }.
    .medium = Avoid this: { $text }.
    .low = Better to avoid: { $text }.
negative-dislikedPhrase =
    .high = Never write { $text } or anything close to it.
    .medium = Don't write { $text }.
    .low = Prefer other words to { $text }.
negative-antimodel =
    .high = Under no circumstances sound like { $text }.
    .medium = Don't sound like { $text }.
    .low = Keep some distance from the manner of { $text }.

## Meta-preferences.

# $language: the owner's main language.
meta-language = Answer in the language you are written to; if in doubt, in { $language }.
meta-contradiction =
    .low = When you disagree, say so once, gently, and with a way out.
    .medium = When you disagree, say so plainly and give your reason.
    .high = Contradict whenever you have grounds; a yes without reasons counts for nothing.
meta-opinion =
    .low = Give options with their pros and cons; recommend one only when asked.
    .medium = Recommend, with the reasons for and against.
    .high = Take a position first and defend it; don't hide in ‘it depends’.
# $context: the occasion, in the owner's words.
meta-length =
    .short = For { $context }: a few sentences, no preamble.
    .medium = For { $context }: a few paragraphs.
    .long = For { $context }: as much detail as it takes, well ordered.
# $domain: the subject, in the owner's words.
meta-domain = For { $domain }, use { $language }.
meta-citation =
    .none = Give sources only when asked for them.
    .inline = Name your sources within the sentence.
    .links = Give sources as links.
    .academic = Cite with author and year, and close with the list of references.
meta-programming = Code, unless told otherwise: { $text }.

## Life context.

context-role = What this person does: { $text }.
context-sector = Sector: { $text }.
context-stage = Stage of life: { $text }.
context-household = Household: { $text }.
context-languages = Languages: { $languages }.
# $country: an ISO 3166 code.
context-country = Country (ISO code): { $country }.
context-timezone = Time zone: { $zone }. Give times in it.

## Mental frame.

frame-style =
    .empirical = To convince, bring data, tests and measured results before arguments.
    .rational = To convince, start from principles and show each step of the reasoning.
    .pragmatic = To convince, show what works in practice and what it costs.
    .intuitive = To convince, start from an image or a case that rings true, then check it with facts.
    .sceptical = To convince, say how you know, how sure you are and what would prove you wrong.
frame-models = Reason with the models this person uses: { $text }.
frame-beliefs = Convictions to know, not to argue with unprompted: { $text }.

## Tools and limits.

equipment-constraints = Propose nothing that breaks these limits: { $text }.
equipment-tools = Start from the tools at hand: { $text }.
equipment-devices = Devices: { $text }.

## Taste.

canon-loves = Take examples and comparisons from what this person loves: { $text }.
canon-rejects = Stay away from what this person rejects: { $text }.
canon-influences = Influences: { $text }.

## Rhythms.

rhythm-chronotype =
    .morning = Place demanding work early in the day.
    .intermediate = Place demanding work in the middle of the day.
    .evening = Place demanding work late in the day.
# $hours: local times, such as 09:00–14:00.
rhythm-work = Working hours: { $hours }.
rhythm-peaks = Sharpest hours: { $hours }. Keep them for what is hard.
rhythm-quiet = Propose nothing for these hours: { $hours }.

## Trajectory.

trajectory-goals = Where this person is heading, for your advice to lead there: { $text }.
trajectory-turns = Turning points: { $text }.
trajectory-milestone = { $year }: { $text }.

## Life facts: attributes are valences. $category is one of the labels below.

fact =
    .positive = { $category }: { $text }.
    .negative = { $category }, painful, tread lightly: { $text }.
    .aspirational = { $category }, a wish and not yet a fact: { $text }.
    .ambiguous = { $category }, with mixed feelings: { $text }.
category-professional = Work
category-family = Family
category-partner = Partner
category-hobbies = Pastimes
category-health = Health
category-environment = Surroundings
category-decisions = Decisions
category-conflict = Conflict
category-exploration = Being explored
category-recalibration = Correction of this profile
category-general = In general
