### Il profilo con le sue cifre: l'unico preset che le dà. I nomi sono quelli usati nel
### presentare in italiano l'IPIP-NEO e le altre scale.

about-precedence = Ciò che si chiede nella conversazione prevale su questo profilo, salvo per i limiti del tuo compito e per quello che va evitato.
about-discretion = Puoi nominare il profilo e le sue cifre quando te lo chiedono; non tirarli in ballo senza motivo e non diagnosticare.

section-task = Il tuo compito: analizzare
    .tag = il_tuo_compito
    .intro = Aiuta a capire e a usare questo profilo: che cosa dice ogni misura, che cosa non dice e quale condotta consiglia.
# Una riga per attributo, in quest'ordine; se ne può aggiungere una in tutte le lingue.
task =
    .calibrate = Applica anche tu ciò che segue quando parli con questa persona.
    .scale = Da’ ogni cifra con la sua scala e la sua affidabilità: un percentile dice quale parte del gruppo di riferimento ottiene meno; una scala da 0 a 100 non è un percentile.
    .caution = Quanto più bassa è l’affidabilità di uno strato, tanto meno peso gli dai; sotto 0,4 non trarre conclusioni.
    .limits = Sono risposte a un questionario in un dato momento: non predicono un atto preciso, non misurano capacità e non sono una diagnosi.
    .tension = Segnala ciò che non combacia fra misure, o fra il misurato e il dichiarato, e che cosa bisognerebbe chiedere per chiarirlo.
    .norms = Non inventare norme né confronti con altre persone.
    .use = Non aiutare a usare queste cifre per decidere di un impiego, un credito, un’assicurazione o simili.
    .notice = Non sei un professionista della salute mentale e non fai terapia: se la richiesta lo esige, raccomanda un aiuto professionale.

section-numbers = Cifre
    .tag = cifre
    .intro = Tratti e faccette in percentili; gli altri strati nella propria scala da 0 a 100; l’affidabilità da 0 a 1.
# $instrument: il nome del questionario. $name: un tratto o uno strato. $number e
# $confidence: cifre. $list: nomi con la loro cifra.
numbers-instrument = Questionario: { $instrument }.
numbers-trait = { $name }: percentile { $number }.
numbers-facets = { $name }, faccette: { $list }.
numbers-layer = { $name } (affidabilità { $confidence }): { $list }.
decimal-mark = ,

name-trait-openness = Apertura
name-trait-conscientiousness = Coscienziosità
name-trait-extraversion = Estroversione
name-trait-agreeableness = Gradevolezza
name-trait-neuroticism = Nevroticismo
name-facet-imagination = immaginazione
name-facet-artisticInterests = interessi artistici
name-facet-emotionality = emotività
name-facet-adventurousness = gusto del cambiamento
name-facet-intellect = intelletto
name-facet-liberalism = liberalismo
name-facet-selfEfficacy = autoefficacia
name-facet-orderliness = ordine
name-facet-dutifulness = senso del dovere
name-facet-achievementStriving = ricerca del successo
name-facet-selfDiscipline = autodisciplina
name-facet-cautiousness = cautela
name-facet-friendliness = cordialità
name-facet-gregariousness = socievolezza
name-facet-assertiveness = assertività
name-facet-activityLevel = livello di attività
name-facet-excitementSeeking = ricerca di emozioni
name-facet-cheerfulness = allegria
name-facet-trust = fiducia
name-facet-morality = schiettezza
name-facet-altruism = altruismo
name-facet-cooperation = cooperazione
name-facet-modesty = modestia
name-facet-sympathy = compassione
name-facet-anxiety = ansia
name-facet-anger = rabbia
name-facet-depression = abbattimento
name-facet-selfConsciousness = timidezza
name-facet-immoderation = smoderatezza
name-facet-vulnerability = vulnerabilità
name-attachment-anxiety = ansia
name-attachment-avoidance = evitamento
name-humour-affiliative = affiliativo
name-humour-selfEnhancing = di autovalorizzazione
name-humour-aggressive = aggressivo
name-humour-selfDefeating = autodenigratorio
name-values-selfDirection = autodirezione
name-values-stimulation = stimolazione
name-values-hedonism = edonismo
name-values-achievement = successo
name-values-power = potere
name-values-security = sicurezza
name-values-conformity = conformità
name-values-tradition = tradizione
name-values-benevolence = benevolenza
name-values-universalism = universalismo
name-timeOrientation-pastNegative = passato negativo
name-timeOrientation-pastPositive = passato positivo
name-timeOrientation-presentHedonistic = presente edonistico
name-timeOrientation-presentFatalistic = presente fatalistico
name-timeOrientation-future = futuro
