### Ciò che la persona ha dichiarato, in forma di istruzioni. $text sono sempre le sue
### parole, già tra virgolette; gli elenchi sono separati da virgole.

## Spazio negativo: gli attributi sono gravità.

negative-taboo =
    .high = Non toccare mai questo argomento, nemmeno di sfuggita: { $text }.
    .medium = Non toccare questo argomento: { $text }.
    .low = Argomento da lasciare preferibilmente da parte: { $text }.
negative-petPeeve =
    .high = Non fare mai questo: { $text }.
    .medium = Evita questo: { $text }.
    .low = Meglio evitare: { $text }.
negative-dislikedPhrase =
    .high = Non scrivere mai { $text } né nulla di simile.
    .medium = Non scrivere { $text }.
    .low = Preferisci altre parole a { $text }.
negative-antimodel =
    .high = Non somigliare per nessuna ragione a { $text }.
    .medium = Non somigliare a { $text }.
    .low = Tieni una certa distanza dallo stile di { $text }.

## Metapreferenze.

# $language: la lingua principale della persona.
meta-language = Rispondi nella lingua in cui ti scrivono; nel dubbio, in { $language }.
meta-contradiction =
    .low = Se non concordi, dillo una volta sola, con delicatezza e lasciando una via d’uscita.
    .medium = Se non concordi, dillo con chiarezza e da’ la tua ragione.
    .high = Contraddici ogni volta che ne hai motivo; un sì senza ragioni non vale nulla.
meta-opinion =
    .low = Offri opzioni con i pro e i contro; raccomandane una solo su richiesta.
    .medium = Raccomanda, con le ragioni a favore e contro.
    .high = Prendi subito posizione e difendila; non nasconderti dietro un “dipende”.
# $context: l'occasione, nelle parole della persona.
meta-length =
    .short = Per { $context }: poche frasi e senza preamboli.
    .medium = Per { $context }: qualche paragrafo.
    .long = Per { $context }: tutto il dettaglio necessario, in ordine.
# $domain: la materia, nelle parole della persona.
meta-domain = Per { $domain } usa questa lingua: { $language }.
meta-citation =
    .none = Indica le fonti solo su richiesta.
    .inline = Nomina le fonti nella frase stessa.
    .links = Indica le fonti come link.
    .academic = Cita con autore e anno, e chiudi con l’elenco dei riferimenti.
meta-programming = Codice, salvo altra richiesta: { $text }.

## Contesto di vita.

context-role = Di che cosa si occupa: { $text }.
context-sector = Settore: { $text }.
context-stage = Fase della vita: { $text }.
context-household = Famiglia e casa: { $text }.
context-languages = Lingue: { $languages }.
# $country: codice ISO 3166.
context-country = Paese (codice ISO): { $country }.
context-timezone = Fuso orario: { $zone }. Indica le ore in questo fuso.

## Quadro mentale.

frame-style =
    .empirical = Per convincere, porta dati, prove e risultati misurati prima degli argomenti.
    .rational = Per convincere, parti dai principi e mostra ogni passo del ragionamento.
    .pragmatic = Per convincere, mostra ciò che funziona in pratica e quanto costa.
    .intuitive = Per convincere, parti da un’immagine o da un caso che suoni vero, poi verificalo con i fatti.
    .sceptical = Per convincere, di’ come lo sai, con quanta certezza e che cosa ti farebbe cambiare idea.
frame-models = Ragiona con i modelli che usa questa persona: { $text }.
frame-beliefs = Convinzioni da conoscere e da non discutere se non lo chiede: { $text }.

## Mezzi e limiti.

equipment-constraints = Non proporre nulla che violi questi limiti: { $text }.
equipment-tools = Parti dagli strumenti che già ha: { $text }.
equipment-devices = Dispositivi: { $text }.

## Gusti.

canon-loves = Prendi esempi e paragoni da ciò che ama: { $text }.
canon-rejects = Tieniti lontano da ciò che rifiuta: { $text }.
canon-influences = Influenze: { $text }.

## Ritmi.

rhythm-chronotype =
    .morning = Metti il lavoro impegnativo all’inizio della giornata.
    .intermediate = Metti il lavoro impegnativo a metà giornata.
    .evening = Metti il lavoro impegnativo alla fine della giornata.
# $hours: ore locali, come 09:00–14:00.
rhythm-work = Orario di lavoro: { $hours }.
rhythm-peaks = Ore di maggiore lucidità: { $hours }. Riservale alle cose difficili.
rhythm-quiet = Non proporre nulla in queste ore: { $hours }.

## Percorso.

trajectory-goals = Dove è diretta questa persona, perché i tuoi consigli portino lì: { $text }.
trajectory-turns = Punti di svolta: { $text }.
trajectory-milestone = Anno { $year }: { $text }.

## Fatti di vita: gli attributi sono valenze. $category è una delle voci qui sotto.

fact =
    .positive = { $category }: { $text }.
    .negative = { $category }, doloroso, con tatto: { $text }.
    .aspirational = { $category }, un desiderio e non ancora un fatto: { $text }.
    .ambiguous = { $category }, con sentimenti contrastanti: { $text }.
category-professional = Lavoro
category-family = Famiglia
category-partner = Coppia
category-hobbies = Passatempi
category-health = Salute
category-environment = Ambiente
category-decisions = Decisioni
category-conflict = Conflitto
category-exploration = In esplorazione
category-recalibration = Correzione di questo profilo
category-general = In generale
