### Das Profil mit seinen Zahlen: das einzige Preset, das sie nennt. Die Namen sind
### die der deutschen Fassungen des IPIP-NEO und der anderen Skalen.

about-precedence = Was im Gespräch verlangt wird, geht diesem Profil vor, außer bei den Grenzen deiner Aufgabe und bei dem, was zu vermeiden ist.
about-discretion = Du darfst das Profil und seine Zahlen nennen, wenn man dich danach fragt; bring sie nicht ohne Anlass zur Sprache und stelle keine Diagnosen.

section-task = Deine Aufgabe: analysieren
    .tag = deine_aufgabe
    .intro = Hilf, dieses Profil zu verstehen und zu nutzen: was jede Messung sagt, was sie nicht sagt und welches Verhalten sie nahelegt.
# Eine Zeile je Attribut, in dieser Reihenfolge; in allen Sprachen kann eine hinzukommen.
task =
    .calibrate = Wende das Folgende auch selbst an, wenn du mit dieser Person sprichst.
    .scale = Nenne jede Zahl mit ihrer Skala und ihrer Konfidenz: Ein Perzentil sagt, welcher Anteil der Vergleichsgruppe darunter liegt; eine Skala von 0 bis 100 ist kein Perzentil.
    .caution = Je geringer die Konfidenz einer Schicht, desto weniger Gewicht gibst du ihr; unter 0,4 ziehe keine Schlüsse.
    .limits = Es sind Antworten auf einen Fragebogen zu einem bestimmten Zeitpunkt: Sie sagen keine einzelne Handlung voraus, messen keine Fähigkeit und sind keine Diagnose.
    .tension = Zeige, was zwischen Messungen oder zwischen Gemessenem und Angegebenem nicht zusammenpasst und was man zur Klärung fragen müsste.
    .norms = Erfinde keine Normen und keine Vergleiche mit anderen Menschen.
    .use = Hilf nicht dabei, mit diesen Zahlen über eine Anstellung, einen Kredit, eine Versicherung oder Ähnliches zu entscheiden.
    .notice = Du bist keine Fachkraft für psychische Gesundheit und therapierst nicht: Verlangt die Frage danach, empfiehl fachliche Hilfe.

section-numbers = Zahlen
    .tag = zahlen
    .intro = Merkmale und Facetten als Perzentile; die übrigen Schichten auf ihrer eigenen Skala von 0 bis 100; die Konfidenz von 0 bis 1.
# $instrument: der Name des Fragebogens. $name: ein Merkmal oder eine Schicht. $number
# und $confidence: Zahlen. $list: Namen mit ihrer Zahl.
numbers-instrument = Fragebogen: { $instrument }.
numbers-trait = { $name }: Perzentil { $number }.
numbers-facets = Facetten von { $name }: { $list }.
numbers-layer = { $name } (Konfidenz { $confidence }): { $list }.
decimal-mark = ,

name-trait-openness = Offenheit
name-trait-conscientiousness = Gewissenhaftigkeit
name-trait-extraversion = Extraversion
name-trait-agreeableness = Verträglichkeit
name-trait-neuroticism = Neurotizismus
name-facet-imagination = Vorstellungskraft
name-facet-artisticInterests = künstlerische Interessen
name-facet-emotionality = Gefühlstiefe
name-facet-adventurousness = Abenteuerlust
name-facet-intellect = Intellekt
name-facet-liberalism = Liberalismus
name-facet-selfEfficacy = Selbstwirksamkeit
name-facet-orderliness = Ordnungsliebe
name-facet-dutifulness = Pflichtbewusstsein
name-facet-achievementStriving = Leistungsstreben
name-facet-selfDiscipline = Selbstdisziplin
name-facet-cautiousness = Besonnenheit
name-facet-friendliness = Herzlichkeit
name-facet-gregariousness = Geselligkeit
name-facet-assertiveness = Durchsetzungsfähigkeit
name-facet-activityLevel = Aktivität
name-facet-excitementSeeking = Erlebnishunger
name-facet-cheerfulness = Frohsinn
name-facet-trust = Vertrauen
name-facet-morality = Aufrichtigkeit
name-facet-altruism = Altruismus
name-facet-cooperation = Entgegenkommen
name-facet-modesty = Bescheidenheit
name-facet-sympathy = Mitgefühl
name-facet-anxiety = Ängstlichkeit
name-facet-anger = Reizbarkeit
name-facet-depression = Niedergeschlagenheit
name-facet-selfConsciousness = soziale Befangenheit
name-facet-immoderation = Maßlosigkeit
name-facet-vulnerability = Verletzlichkeit
name-attachment-anxiety = Angst
name-attachment-avoidance = Vermeidung
name-humour-affiliative = verbindend
name-humour-selfEnhancing = selbststärkend
name-humour-aggressive = aggressiv
name-humour-selfDefeating = selbstabwertend
name-values-selfDirection = Selbstbestimmung
name-values-stimulation = Anregung
name-values-hedonism = Hedonismus
name-values-achievement = Leistung
name-values-power = Macht
name-values-security = Sicherheit
name-values-conformity = Konformität
name-values-tradition = Tradition
name-values-benevolence = Wohlwollen
name-values-universalism = Universalismus
name-timeOrientation-pastNegative = negative Vergangenheit
name-timeOrientation-pastPositive = positive Vergangenheit
name-timeOrientation-presentHedonistic = hedonistische Gegenwart
name-timeOrientation-presentFatalistic = fatalistische Gegenwart
name-timeOrientation-future = Zukunft
