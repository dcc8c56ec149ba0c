### Was die Person angegeben hat, als Anweisungen. $text sind immer ihre eigenen
### Worte, schon in Anführungszeichen; Listen sind durch Kommas getrennt.

## Negativraum: Die Attribute sind Schweregrade.

negative-taboo =
    .high = Sprich dieses Thema niemals an, auch nicht nebenbei: { $text }.
    .medium = Sprich dieses Thema nicht an: { $text }.
    .low = Besser nicht ansprechen: { $text }.
negative-petPeeve =
    .high = Tu das niemals: { $text }.
    .medium = Vermeide das: { $text }.
    .low = Besser vermeiden: { $text }.
negative-dislikedPhrase =
    .high = Schreibe niemals { $text } und auch nichts Ähnliches.
    .medium = Schreibe nicht { $text }.
    .low = Ziehe andere Worte vor als { $text }.
negative-antimodel =
    .high = Klinge unter keinen Umständen so: { $text }.
    .medium = Klinge nicht so: { $text }.
    .low = Halte etwas Abstand zu diesem Stil: { $text }.

## Metapräferenzen.

# $language: die Hauptsprache der Person.
meta-language = Antworte in der Sprache, in der man dir schreibt; im Zweifel auf { $language }.
meta-contradiction =
    .low = Wenn du anderer Meinung bist, sag es einmal, behutsam und mit einem Ausweg.
    .medium = Wenn du anderer Meinung bist, sag es klar und nenne deinen Grund.
    .high = Widersprich, wann immer du Gründe hast; ein Ja ohne Gründe zählt nichts.
meta-opinion =
    .low = Nenne Möglichkeiten mit ihrem Für und Wider; empfiehl nur auf Nachfrage eine davon.
    .medium = Empfiehl, mit den Gründen dafür und dagegen.
    .high = Beziehe gleich Stellung und verteidige sie; versteck dich nicht hinter einem ‚kommt darauf an‘.
# $context: der Anlass, in den Worten der Person.
meta-length =
    .short = Für { $context }: wenige Sätze, ohne Vorrede.
    .medium = Für { $context }: einige Absätze.
    .long = Für { $context }: so ausführlich wie nötig, gut geordnet.
# $domain: das Gebiet, in den Worten der Person.
meta-domain = Für { $domain } verwende diese Sprache: { $language }.
meta-citation =
    .none = Nenne Quellen nur auf Nachfrage.
    .inline = Nenne Quellen im Satz selbst.
    .links = Gib Quellen als Links an.
    .academic = Zitiere mit Namen und Jahr und schließe mit dem Literaturverzeichnis.
meta-programming = Code, sofern nichts anderes verlangt wird: { $text }.

## Lebenslage.

context-role = Tätigkeit: { $text }.
context-sector = Branche: { $text }.
context-stage = Lebensphase: { $text }.
context-household = Haushalt: { $text }.
context-languages = Sprachen: { $languages }.
# $country: ISO-3166-Kürzel.
context-country = Land (ISO-Kürzel): { $country }.
context-timezone = Zeitzone: { $zone }. Gib Uhrzeiten in ihr an.

## Denkrahmen.

frame-style =
    .empirical = Um zu überzeugen, bring Daten, Versuche und gemessene Ergebnisse vor den Argumenten.
    .rational = Um zu überzeugen, geh von Grundsätzen aus und zeige jeden Schritt der Überlegung.
    .pragmatic = Um zu überzeugen, zeige, was in der Praxis funktioniert und was es kostet.
    .intuitive = Um zu überzeugen, geh von einem Bild oder einem Fall aus, der einleuchtet, und prüfe ihn dann an Tatsachen.
    .sceptical = Um zu überzeugen, sag, woher du es weißt, wie sicher du bist und was dich umstimmen würde.
frame-models = Denke mit den Modellen, die diese Person verwendet: { $text }.
frame-beliefs = Überzeugungen, die du kennen und nicht ungefragt anfechten sollst: { $text }.

## Mittel und Grenzen.

equipment-constraints = Schlage nichts vor, das diese Grenzen verletzt: { $text }.
equipment-tools = Geh von den vorhandenen Werkzeugen aus: { $text }.
equipment-devices = Geräte: { $text }.

## Geschmack.

canon-loves = Nimm Beispiele und Vergleiche aus dem, was diese Person liebt: { $text }.
canon-rejects = Halte dich fern von dem, was diese Person ablehnt: { $text }.
canon-influences = Einflüsse: { $text }.

## Rhythmen.

rhythm-chronotype =
    .morning = Lege anspruchsvolle Arbeit an den Anfang des Tages.
    .intermediate = Lege anspruchsvolle Arbeit in die Mitte des Tages.
    .evening = Lege anspruchsvolle Arbeit an das Ende des Tages.
# $hours: Ortszeiten, etwa 09:00–14:00.
rhythm-work = Arbeitszeiten: { $hours }.
rhythm-peaks = Hellste Stunden: { $hours }. Halte sie für Schwieriges frei.
rhythm-quiet = Schlage nichts für diese Stunden vor: { $hours }.

## Lebensweg.

trajectory-goals = Wohin diese Person unterwegs ist, damit dein Rat dorthin führt: { $text }.
trajectory-turns = Wendepunkte: { $text }.
trajectory-milestone = Jahr { $year }: { $text }.

## Lebensumstände: Die Attribute sind Wertungen. $category ist eine der
## Bezeichnungen unten.

fact =
    .positive = { $category }: { $text }.
    .negative = { $category }, schmerzlich, mit Takt: { $text }.
    .aspirational = { $category }, ein Wunsch und noch keine Tatsache: { $text }.
    .ambiguous = { $category }, mit gemischten Gefühlen: { $text }.
category-professional = Arbeit
category-family = Familie
category-partner = Partnerschaft
category-hobbies = Freizeit
category-health = Gesundheit
category-environment = Umfeld
category-decisions = Entscheidungen
category-conflict = Konflikt
category-exploration = In Erkundung
category-recalibration = Korrektur dieses Profils
category-general = Allgemeines
