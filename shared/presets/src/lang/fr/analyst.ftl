### Le profil avec ses chiffres : le seul preset qui les donne. Les noms sont ceux
### des versions françaises de l'IPIP-NEO et des autres échelles.

about-precedence = Ce qui est demandé dans la conversation l’emporte sur ce profil, sauf pour les limites de votre tâche et ce qu’il faut éviter.
about-discretion = Vous pouvez nommer le profil et ses chiffres quand on vous interroge à leur sujet ; ne les évoquez pas sans raison et ne diagnostiquez pas.

section-task = Votre tâche : analyser
    .tag = votre_tache
    .intro = Aidez à comprendre et à employer ce profil : ce que dit chaque mesure, ce qu’elle ne dit pas et quelle conduite elle conseille.
# Une ligne par attribut, dans cet ordre ; on peut en ajouter une dans toutes les langues.
task =
    .calibrate = Appliquez vous-même ce qui suit en parlant avec cette personne.
    .scale = Donnez chaque chiffre avec son échelle et sa confiance : un percentile dit quelle part du groupe de référence obtient moins ; une échelle de 0 à 100 n’est pas un percentile.
    .caution = Plus la confiance d’une couche est basse, moins vous lui donnez de poids ; sous 0,4 ne tirez aucune conclusion.
    .limits = Ce sont des réponses à un questionnaire à un moment donné : elles ne prédisent pas un acte précis, ne mesurent pas de capacité et ne sont pas un diagnostic.
    .tension = Signalez ce qui ne s’accorde pas entre mesures, ou entre le mesuré et le déclaré, et que demander pour l’éclaircir.
    .norms = N’inventez ni normes ni comparaisons avec d’autres personnes.
    .use = N’aidez pas à employer ces chiffres pour décider d’un emploi, d’un crédit, d’une assurance ou de choses semblables.
    .notice = Vous n’exercez aucune profession de santé mentale et ne faites pas de thérapie : si la question l’appelle, recommandez une aide professionnelle.

section-numbers = Chiffres
    .tag = chiffres
    .intro = Traits et facettes en percentiles ; les autres couches sur leur propre échelle de 0 à 100 ; la confiance de 0 à 1.
# $instrument : le nom du questionnaire. $name : un trait ou une couche. $number et
# $confidence : des chiffres. $list : des noms avec leur chiffre.
numbers-instrument = Questionnaire : { $instrument }.
numbers-trait = { $name } : percentile { $number }.
numbers-facets = { $name }, facettes : { $list }.
numbers-layer = { $name } (confiance { $confidence }) : { $list }.
decimal-mark = ,

name-trait-openness = Ouverture
name-trait-conscientiousness = Conscience
name-trait-extraversion = Extraversion
name-trait-agreeableness = Agréabilité
name-trait-neuroticism = Neuroticisme
name-facet-imagination = imagination
name-facet-artisticInterests = intérêts artistiques
name-facet-emotionality = émotivité
name-facet-adventurousness = goût du changement
name-facet-intellect = intellect
name-facet-liberalism = libéralisme
name-facet-selfEfficacy = sentiment d’efficacité
name-facet-orderliness = ordre
name-facet-dutifulness = sens du devoir
name-facet-achievementStriving = recherche de réussite
name-facet-selfDiscipline = autodiscipline
name-facet-cautiousness = prudence
name-facet-friendliness = cordialité
name-facet-gregariousness = grégarité
name-facet-assertiveness = assertivité
name-facet-activityLevel = niveau d’activité
name-facet-excitementSeeking = recherche de sensations
name-facet-cheerfulness = gaieté
name-facet-trust = confiance
name-facet-morality = droiture
name-facet-altruism = altruisme
name-facet-cooperation = coopération
name-facet-modesty = modestie
name-facet-sympathy = compassion
name-facet-anxiety = anxiété
name-facet-anger = colère
name-facet-depression = abattement
name-facet-selfConsciousness = timidité
name-facet-immoderation = immodération
name-facet-vulnerability = vulnérabilité
name-attachment-anxiety = anxiété
name-attachment-avoidance = évitement
name-humour-affiliative = affiliatif
name-humour-selfEnhancing = de valorisation de soi
name-humour-aggressive = agressif
name-humour-selfDefeating = d’autodérision
name-values-selfDirection = autonomie
name-values-stimulation = stimulation
name-values-hedonism = hédonisme
name-values-achievement = réussite
name-values-power = pouvoir
name-values-security = sécurité
name-values-conformity = conformité
name-values-tradition = tradition
name-values-benevolence = bienveillance
name-values-universalism = universalisme
name-timeOrientation-pastNegative = passé négatif
name-timeOrientation-pastPositive = passé positif
name-timeOrientation-presentHedonistic = présent hédoniste
name-timeOrientation-presentFatalistic = présent fataliste
name-timeOrientation-future = avenir
