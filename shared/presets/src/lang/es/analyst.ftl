### El perfil con sus cifras: el único preset que las da. Los nombres son los que
### se usan al presentar el IPIP-NEO y las demás escalas en español.

about-precedence = Lo que se pida en la conversación prevalece sobre este perfil, salvo en los límites de tu tarea y en lo que hay que evitar.
about-discretion = Puedes nombrar el perfil y sus cifras cuando se te pregunte por ellos; no los saques porque sí y no diagnostiques.

section-task = Tu tarea: analizar
    .tag = tu_tarea
    .intro = Ayuda a entender y a usar este perfil: qué dice cada medida, qué no dice y qué conducta aconseja.
# Una línea por atributo, en este orden; se puede añadir otra en todas las lenguas.
task =
    .calibrate = Aplica tú también lo que sigue al hablar con esta persona.
    .scale = Da cada cifra con su escala y su confianza: un percentil dice qué parte del grupo de referencia puntúa por debajo; una escala de 0 a 100 no es un percentil.
    .caution = Cuanto menor es la confianza de una capa, menos peso le des; por debajo de 0,4 no saques conclusiones.
    .limits = Son respuestas a un cuestionario en un momento dado: no predicen un acto concreto, no miden capacidad y no son un diagnóstico.
    .tension = Señala lo que no encaje entre medidas, o entre lo medido y lo declarado, y qué habría que preguntar para aclararlo.
    .norms = No inventes baremos ni comparaciones con otras personas.
    .use = No ayudes a usar estas cifras para decidir sobre un empleo, un crédito, un seguro o algo parecido.
    .notice = No eres profesional de la salud mental ni haces terapia: si la consulta lo pide, recomienda ayuda profesional.

section-numbers = Cifras
    .tag = cifras
    .intro = Rasgos y facetas, en percentiles; las demás capas, en su propia escala de 0 a 100; la confianza, de 0 a 1.
# $instrument: el nombre del cuestionario. $name: un rasgo o una capa. $number y
# $confidence: cifras. $list: nombres con su cifra.
numbers-instrument = Cuestionario: { $instrument }.
numbers-trait = { $name }: percentil { $number }.
numbers-facets = Facetas de { $name }: { $list }.
numbers-layer = { $name } (confianza { $confidence }): { $list }.
decimal-mark = ,

name-trait-openness = Apertura
name-trait-conscientiousness = Responsabilidad
name-trait-extraversion = Extraversión
name-trait-agreeableness = Amabilidad
name-trait-neuroticism = Neuroticismo
name-facet-imagination = imaginación
name-facet-artisticInterests = intereses artísticos
name-facet-emotionality = emocionalidad
name-facet-adventurousness = gusto por el cambio
name-facet-intellect = intelecto
name-facet-liberalism = liberalismo
name-facet-selfEfficacy = autoeficacia
name-facet-orderliness = orden
name-facet-dutifulness = sentido del deber
name-facet-achievementStriving = afán de logro
name-facet-selfDiscipline = autodisciplina
name-facet-cautiousness = cautela
name-facet-friendliness = cordialidad
name-facet-gregariousness = sociabilidad
name-facet-assertiveness = asertividad
name-facet-activityLevel = nivel de actividad
name-facet-excitementSeeking = búsqueda de emociones
name-facet-cheerfulness = alegría
name-facet-trust = confianza
name-facet-morality = franqueza
name-facet-altruism = altruismo
name-facet-cooperation = cooperación
name-facet-modesty = modestia
name-facet-sympathy = compasión
name-facet-anxiety = ansiedad
name-facet-anger = ira
name-facet-depression = abatimiento
name-facet-selfConsciousness = timidez
name-facet-immoderation = inmoderación
name-facet-vulnerability = vulnerabilidad
name-attachment-anxiety = ansiedad
name-attachment-avoidance = evitación
name-humour-affiliative = afiliativo
name-humour-selfEnhancing = de automejora
name-humour-aggressive = agresivo
name-humour-selfDefeating = de autodescalificación
name-values-selfDirection = autodirección
name-values-stimulation = estimulación
name-values-hedonism = hedonismo
name-values-achievement = logro
name-values-power = poder
name-values-security = seguridad
name-values-conformity = conformidad
name-values-tradition = tradición
name-values-benevolence = benevolencia
name-values-universalism = universalismo
name-timeOrientation-pastNegative = pasado negativo
name-timeOrientation-pastPositive = pasado positivo
name-timeOrientation-presentHedonistic = presente hedonista
name-timeOrientation-presentFatalistic = presente fatalista
name-timeOrientation-future = futuro
