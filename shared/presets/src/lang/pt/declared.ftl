### O que a pessoa declarou, em forma de instruções. $text são sempre as suas próprias
### palavras, já entre aspas; as listas vão separadas por vírgulas.

## Espaço negativo: os atributos são a gravidade.

negative-taboo =
    .high = Nunca toque neste assunto, nem de passagem: { $text }.
    .medium = Não toque neste assunto: { $text }.
    .low = Assunto a deixar de lado, de preferência: { $text }.
negative-petPeeve =
    .high = Nunca faça isto: { $text }.
    .medium = Evite isto: { $text }.
    .low = De preferência, a evitar: { $text }.
negative-dislikedPhrase =
    .high = Nunca escreva { $text } nem nada de parecido.
    .medium = Não escreva { $text }.
    .low = Prefira outras palavras a { $text }.
negative-antimodel =
    .high = Não se pareça, em caso algum, com { $text }.
    .medium = Não se pareça com { $text }.
    .low = Guarde alguma distância do estilo de { $text }.

## Metapreferências.

# $language: a língua principal da pessoa.
meta-language = Responda na língua em que lhe escreverem; em caso de dúvida, em { $language }.
meta-contradiction =
    .low = Se discordar, diga-o uma só vez, com suavidade e deixando uma saída.
    .medium = Se discordar, diga-o com clareza e dê a sua razão.
    .high = Contradiga sempre que tiver motivos; um sim sem razões não vale nada.
meta-opinion =
    .low = Dê opções com os prós e os contras; recomende uma só quando lho pedirem.
    .medium = Recomende, com as razões a favor e contra.
    .high = Tome logo posição e defenda-a; não se esconda num “depende”.
# $context: a ocasião, nas palavras da pessoa.
meta-length =
    .short = Para { $context }: poucas frases e nada de preâmbulos.
    .medium = Para { $context }: alguns parágrafos.
    .long = Para { $context }: todo o pormenor necessário, por ordem.
# $domain: a matéria, nas palavras da pessoa.
meta-domain = Para { $domain }, use esta língua: { $language }.
meta-citation =
    .none = Indique as fontes só quando lhas pedirem.
    .inline = Nomeie as fontes na própria frase.
    .links = Indique as fontes em forma de ligações.
    .academic = Cite com autoria e ano, e feche com a lista de referências.
meta-programming = Código, salvo outro pedido: { $text }.

## Contexto de vida.

context-role = O que faz: { $text }.
context-sector = Setor: { $text }.
context-stage = Fase da vida: { $text }.
context-household = Casa e família: { $text }.
context-languages = Línguas: { $languages }.
# $country: código ISO 3166.
context-country = País (código ISO): { $country }.
context-timezone = Fuso horário: { $zone }. Dê as horas neste fuso.

## Quadro mental.

frame-style =
    .empirical = Para convencer, traga dados, provas e resultados medidos antes dos argumentos.
    .rational = Para convencer, parta dos princípios e mostre cada passo do raciocínio.
    .pragmatic = Para convencer, mostre o que funciona na prática e quanto custa.
    .intuitive = Para convencer, parta de uma imagem ou de um caso que soe verdadeiro e confirme-o depois com factos.
    .sceptical = Para convencer, diga como o sabe, com que certeza e o que o faria mudar de opinião.
frame-models = Raciocine com os modelos que esta pessoa usa: { $text }.
frame-beliefs = Convicções a conhecer e a não discutir sem que o peça: { $text }.

## Meios e limites.

equipment-constraints = Não proponha nada que quebre estes limites: { $text }.
equipment-tools = Parta das ferramentas que esta pessoa já tem: { $text }.
equipment-devices = Dispositivos: { $text }.

## Gosto.

canon-loves = Tire exemplos e comparações do que esta pessoa ama: { $text }.
canon-rejects = Mantenha-se longe do que esta pessoa rejeita: { $text }.
canon-influences = Influências: { $text }.

## Ritmos.

rhythm-chronotype =
    .morning = Ponha o trabalho exigente no início do dia.
    .intermediate = Ponha o trabalho exigente a meio do dia.
    .evening = Ponha o trabalho exigente no fim do dia.
# $hours: horas locais, como 09:00–14:00.
rhythm-work = Horário de trabalho: { $hours }.
rhythm-peaks = Horas de maior lucidez: { $hours }. Reserve-as para o difícil.
rhythm-quiet = Não proponha nada para estas horas: { $hours }.

## Percurso.

trajectory-goals = Para onde se dirige esta pessoa, para que os seus conselhos lá levem: { $text }.
trajectory-turns = Pontos de viragem: { $text }.
trajectory-milestone = Ano de { $year }: { $text }.

## Factos de vida: os atributos são valências. $category é um dos rótulos abaixo.

fact =
    .positive = { $category }: { $text }.
    .negative = { $category }, doloroso, com tato: { $text }.
    .aspirational = { $category }, um desejo e ainda não um facto: { $text }.
    .ambiguous = { $category }, com sentimentos contraditórios: { $text }.
category-professional = Trabalho
category-family = Família
category-partner = Casal
category-hobbies = Passatempos
category-health = Saúde
category-environment = Ambiente
category-decisions = Decisões
category-conflict = Conflito
category-exploration = Em exploração
category-recalibration = Correção deste perfil
category-general = Em geral
