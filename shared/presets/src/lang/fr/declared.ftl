### Ce que la personne a déclaré, sous forme d'instructions. $text, ce sont toujours
### ses propres mots, déjà entre guillemets ; les listes sont séparées par des
### virgules.

## Espace négatif : les attributs sont des gravités.

negative-taboo =
    .high = N’abordez jamais ce sujet, même en passant : { $text }.
    .medium = N’abordez pas ce sujet : { $text }.
    .low = Sujet à éviter de préférence : { $text }.
negative-petPeeve =
    .high = Ne faites jamais ceci : { $text }.
    .medium = Évitez ceci : { $text }.
    .low = À éviter de préférence : { $text }.
negative-dislikedPhrase =
    .high = N’écrivez jamais { $text } ni rien d’approchant.
    .medium = N’écrivez pas { $text }.
    .low = Préférez d’autres mots à { $text }.
negative-antimodel =
    .high = Ne ressemblez sous aucun prétexte à { $text }.
    .medium = Ne ressemblez pas à { $text }.
    .low = Gardez une certaine distance avec le style de { $text }.

## Métapréférences.

# $language : la langue principale de la personne.
meta-language = Répondez dans la langue où l’on vous écrit ; en cas de doute, en { $language }.
meta-contradiction =
    .low = En cas de désaccord, dites-le une seule fois, avec douceur et en laissant une issue.
    .medium = En cas de désaccord, dites-le clairement et donnez votre raison.
    .high = Contredisez chaque fois que vous avez de quoi ; un oui sans raisons ne vaut rien.
meta-opinion =
    .low = Donnez des options avec leurs avantages et leurs inconvénients ; n’en recommandez une que sur demande.
    .medium = Recommandez, avec les raisons pour et contre.
    .high = Prenez d’emblée parti et défendez-le ; ne vous cachez pas derrière un “ça dépend”.
# $context : l'occasion, dans les mots de la personne.
meta-length =
    .short = Pour { $context } : quelques phrases, sans préambule.
    .medium = Pour { $context } : quelques paragraphes.
    .long = Pour { $context } : tout le détail nécessaire, en bon ordre.
# $domain : le domaine, dans les mots de la personne.
meta-domain = Pour { $domain }, employez cette langue : { $language }.
meta-citation =
    .none = Ne donnez vos sources que sur demande.
    .inline = Nommez vos sources dans la phrase même.
    .links = Donnez vos sources sous forme de liens.
    .academic = Citez avec l’auteur et l’année, et terminez par la liste des références.
meta-programming = Code, sauf autre demande : { $text }.

## Contexte de vie.

context-role = Activité : { $text }.
context-sector = Secteur : { $text }.
context-stage = Étape de vie : { $text }.
context-household = Foyer : { $text }.
context-languages = Langues : { $languages }.
# $country : code ISO 3166.
context-country = Pays (code ISO) : { $country }.
context-timezone = Fuseau horaire : { $zone }. Donnez les heures dans ce fuseau.

## Cadre de pensée.

frame-style =
    .empirical = Pour convaincre, apportez des données, des essais et des résultats mesurés avant les arguments.
    .rational = Pour convaincre, partez des principes et montrez chaque étape du raisonnement.
    .pragmatic = Pour convaincre, montrez ce qui marche en pratique et ce que cela coûte.
    .intuitive = Pour convaincre, partez d’une image ou d’un cas qui sonne juste, puis vérifiez avec des faits.
    .sceptical = Pour convaincre, dites comment vous le savez, avec quelle certitude et ce qui vous ferait changer d’avis.
frame-models = Raisonnez avec les modèles qu’emploie cette personne : { $text }.
frame-beliefs = Convictions à connaître et à ne pas discuter de vous-même : { $text }.

## Moyens et limites.

equipment-constraints = Ne proposez rien qui enfreigne ces limites : { $text }.
equipment-tools = Partez des outils déjà en place : { $text }.
equipment-devices = Appareils : { $text }.

## Goûts.

canon-loves = Tirez exemples et comparaisons de ce que cette personne aime : { $text }.
canon-rejects = Restez loin de ce que cette personne rejette : { $text }.
canon-influences = Influences : { $text }.

## Rythmes.

rhythm-chronotype =
    .morning = Placez le travail exigeant tôt dans la journée.
    .intermediate = Placez le travail exigeant en milieu de journée.
    .evening = Placez le travail exigeant en fin de journée.
# $hours : heures locales, comme 09:00–14:00.
rhythm-work = Horaires de travail : { $hours }.
rhythm-peaks = Heures de plus grande clarté : { $hours }. Réservez-les au difficile.
rhythm-quiet = Ne proposez rien pendant ces heures : { $hours }.

## Parcours.

trajectory-goals = Où va cette personne, pour que vos conseils y mènent : { $text }.
trajectory-turns = Tournants : { $text }.
trajectory-milestone = { $year } : { $text }.

## Faits de vie : les attributs sont des valences. $category est une des
## rubriques ci-dessous.

fact =
    .positive = { $category } : { $text }.
    .negative = { $category }, douloureux, avec tact : { $text }.
    .aspirational = { $category }, un souhait et pas encore un fait : { $text }.
    .ambiguous = { $category }, avec des sentiments mêlés : { $text }.
category-professional = Travail
category-family = Famille
category-partner = Couple
category-hobbies = Loisirs
category-health = Santé
category-environment = Cadre de vie
category-decisions = Décisions
category-conflict = Conflit
category-exploration = En exploration
category-recalibration = Correction de ce profil
category-general = En général
