### O perfil com os seus números: o único preset que os dá. Os nomes são os que se usam ao
### apresentar em português o IPIP-NEO e as outras escalas.

about-precedence = O que se pedir na conversa prevalece sobre este perfil, exceto nos limites da sua tarefa e no que é de evitar.
about-discretion = Pode nomear o perfil e os seus números quando lhe perguntarem por eles; não os traga à conversa sem motivo e não diagnostique.

section-task = A sua tarefa: analisar
    .tag = a_sua_tarefa
    .intro = Ajude a entender e a usar este perfil: o que diz cada medida, o que não diz e que conduta aconselha.
# Uma linha por atributo, por esta ordem; pode acrescentar-se outra em todas as línguas.
task =
    .calibrate = Aplique também o que se segue ao falar com esta pessoa.
    .scale = Dê cada número com a sua escala e a sua confiança: um percentil diz que parte do grupo de referência pontua abaixo; uma escala de 0 a 100 não é um percentil.
    .caution = Quanto menor for a confiança de uma camada, menos peso lhe dê; abaixo de 0,4 não tire conclusões.
    .limits = São respostas a um questionário num dado momento: não predizem um ato concreto, não medem capacidade e não são um diagnóstico.
    .tension = Assinale o que não encaixe entre medidas, ou entre o medido e o declarado, e o que haveria que perguntar para o esclarecer.
    .norms = Não invente normas nem comparações com outras pessoas.
    .use = Não ajude a usar estes números para decidir sobre um emprego, um crédito, um seguro ou algo semelhante.
    .notice = Não é profissional de saúde mental nem faz terapia: se a consulta o pedir, recomende ajuda profissional.

section-numbers = Números
    .tag = numeros
    .intro = Traços e facetas em percentis; as outras camadas na sua própria escala de 0 a 100; a confiança de 0 a 1.
# $instrument: o nome do questionário. $name: um traço ou uma camada. $number e
# $confidence: números. $list: nomes com o seu número.
numbers-instrument = Questionário: { $instrument }.
numbers-trait = { $name }: percentil { $number }.
numbers-facets = { $name }, facetas: { $list }.
numbers-layer = { $name } (confiança { $confidence }): { $list }.
decimal-mark = ,

name-trait-openness = Abertura
name-trait-conscientiousness = Conscienciosidade
name-trait-extraversion = Extroversão
name-trait-agreeableness = Amabilidade
name-trait-neuroticism = Neuroticismo
name-facet-imagination = imaginação
name-facet-artisticInterests = interesses artísticos
name-facet-emotionality = emocionalidade
name-facet-adventurousness = gosto pela mudança
name-facet-intellect = intelecto
name-facet-liberalism = liberalismo
name-facet-selfEfficacy = autoeficácia
name-facet-orderliness = ordem
name-facet-dutifulness = sentido do dever
name-facet-achievementStriving = busca de realização
name-facet-selfDiscipline = autodisciplina
name-facet-cautiousness = cautela
name-facet-friendliness = cordialidade
name-facet-gregariousness = sociabilidade
name-facet-assertiveness = assertividade
name-facet-activityLevel = nível de atividade
name-facet-excitementSeeking = procura de emoções
name-facet-cheerfulness = alegria
name-facet-trust = confiança
name-facet-morality = franqueza
name-facet-altruism = altruísmo
name-facet-cooperation = cooperação
name-facet-modesty = modéstia
name-facet-sympathy = compaixão
name-facet-anxiety = ansiedade
name-facet-anger = irritabilidade
name-facet-depression = desânimo
name-facet-selfConsciousness = timidez
name-facet-immoderation = imoderação
name-facet-vulnerability = vulnerabilidade
name-attachment-anxiety = ansiedade
name-attachment-avoidance = evitamento
name-humour-affiliative = afiliativo
name-humour-selfEnhancing = de autovalorização
name-humour-aggressive = agressivo
name-humour-selfDefeating = de autodepreciação
name-values-selfDirection = autodireção
name-values-stimulation = estimulação
name-values-hedonism = hedonismo
name-values-achievement = realização
name-values-power = poder
name-values-security = segurança
name-values-conformity = conformidade
name-values-tradition = tradição
name-values-benevolence = benevolência
name-values-universalism = universalismo
name-timeOrientation-pastNegative = passado negativo
name-timeOrientation-pastPositive = passado positivo
name-timeOrientation-presentHedonistic = presente hedonista
name-timeOrientation-presentFatalistic = presente fatalista
name-timeOrientation-future = futuro
