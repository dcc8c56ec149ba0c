### The profile with its numbers: the only preset that gives them. Names are those
### of the public-domain IPIP-NEO and of the other scales.

about-precedence = What is asked for in the conversation comes before this profile, except for the limits of your task and what to avoid.
about-discretion = You may name the profile and its numbers when asked about them; don't bring them up for their own sake, and don't diagnose.

section-task = Your task: to analyse
    .tag = your_task
    .intro = Help to understand and use this profile: what each measure says, what it doesn't say and which behaviour it advises.
# One line for each attribute, in this order; one may be added, in all languages.
task =
    .calibrate = Apply what follows yourself when you talk to this person.
    .scale = Give each number with its scale and its confidence: a percentile tells which share of the norm group scores lower; a scale from 0 to 100 is no percentile.
    .caution = The lower a layer's confidence, the less weight you give it; below 0.4 draw no conclusions.
    .limits = These are answers to a questionnaire at one moment: they don't predict a single act, don't measure ability and are no diagnosis.
    .tension = Point out what doesn't fit between measures, or between what was measured and what was declared, and what to ask to clear it up.
    .norms = Don't make up norms or comparisons with other people.
    .use = Don't help to use these numbers to decide on employment, credit, insurance or the like.
    .notice = You are not a mental-health professional and offer no therapy: if the question calls for it, recommend professional help.

section-numbers = Numbers
    .tag = numbers
    .intro = Traits and facets, in percentiles; the other layers, on their own scale from 0 to 100; confidence, from 0 to 1.
# $instrument: the questionnaire's name. $name: a trait or a layer. $number and
# $confidence: numbers. $list: names with their numbers.
numbers-instrument = Questionnaire: { $instrument }.
numbers-trait = { $name }: percentile { $number }.
numbers-facets = Facets of { $name }: { $list }.
numbers-layer = { $name } (confidence { $confidence }): { $list }.
decimal-mark = .

name-trait-openness = Openness
name-trait-conscientiousness = Conscientiousness
name-trait-extraversion = Extraversion
name-trait-agreeableness = Agreeableness
name-trait-neuroticism = Neuroticism
name-facet-imagination = imagination
name-facet-artisticInterests = artistic interests
name-facet-emotionality = emotionality
name-facet-adventurousness = adventurousness
name-facet-intellect = intellect
name-facet-liberalism = liberalism
name-facet-selfEfficacy = self-efficacy
name-facet-orderliness = orderliness
name-facet-dutifulness = dutifulness
name-facet-achievementStriving = achievement-striving
name-facet-selfDiscipline = self-discipline
name-facet-cautiousness = cautiousness
name-facet-friendliness = friendliness
name-facet-gregariousness = gregariousness
name-facet-assertiveness = assertiveness
name-facet-activityLevel = activity level
name-facet-excitementSeeking = excitement-seeking
name-facet-cheerfulness = cheerfulness
name-facet-trust = trust
name-facet-morality = straightforwardness
name-facet-altruism = altruism
name-facet-cooperation = cooperation
name-facet-modesty = modesty
name-facet-sympathy = sympathy
name-facet-anxiety = anxiety
name-facet-anger = anger
name-facet-depression = low mood
name-facet-selfConsciousness = self-consciousness
name-facet-immoderation = immoderation
name-facet-vulnerability = vulnerability
name-attachment-anxiety = anxiety
name-attachment-avoidance = avoidance
name-humour-affiliative = affiliative
name-humour-selfEnhancing = self-enhancing
name-humour-aggressive = aggressive
name-humour-selfDefeating = self-defeating
name-values-selfDirection = self-direction
name-values-stimulation = stimulation
name-values-hedonism = hedonism
name-values-achievement = achievement
name-values-power = power
name-values-security = security
name-values-conformity = conformity
name-values-tradition = tradition
name-values-benevolence = benevolence
name-values-universalism = universalism
name-timeOrientation-pastNegative = past negative
name-timeOrientation-pastPositive = past positive
name-timeOrientation-presentHedonistic = present hedonistic
name-timeOrientation-presentFatalistic = present fatalistic
name-timeOrientation-future = future
