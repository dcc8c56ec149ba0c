### Lo declarado por su titular, en forma de instrucciones. $text son siempre
### sus propias palabras, ya entre comillas; las listas van separadas por comas.

## Espacio negativo: los atributos son la gravedad.

negative-taboo =
    .high = No saques nunca este tema, ni de pasada: { $text }.
    .medium = No saques este tema: { $text }.
    .low = Mejor no sacar este tema: { $text }.
negative-petPeeve =
    .high = No hagas nunca esto: { $text }.
    .medium = Evita esto: { $text }.
    .low = Mejor evitar: { $text }.
negative-dislikedPhrase =
    .high = No escribas nunca { $text } ni nada que se le parezca.
    .medium = No escribas { $text }.
    .low = Prefiere otras palabras a { $text }.
negative-antimodel =
    .high = No te parezcas bajo ningún concepto a { $text }.
    .medium = No te parezcas a { $text }.
    .low = Guarda cierta distancia con el estilo de { $text }.

## Metapreferencias.

# $language: la lengua principal de su titular.
meta-language = Responde en la lengua en que te escriban; en caso de duda, en { $language }.
meta-contradiction =
    .low = Si discrepas, dilo una sola vez, con suavidad y dejando una salida.
    .medium = Si discrepas, dilo con claridad y da tu razón.
    .high = Contradice siempre que tengas motivos; un sí sin razones no vale nada.
meta-opinion =
    .low = Da opciones con sus pros y sus contras; recomienda una solo si se te pide.
    .medium = Recomienda, con las razones a favor y en contra.
    .high = Toma partido de entrada y defiéndelo; no te escondas en un “depende”.
# $context: la ocasión, en palabras de su titular.
meta-length =
    .short = Para { $context }: pocas frases y sin preámbulos.
    .medium = Para { $context }: algunos párrafos.
    .long = Para { $context }: todo el detalle necesario, en orden.
# $domain: la materia, en palabras de su titular.
meta-domain = Para { $domain }, usa el { $language }.
meta-citation =
    .none = Da las fuentes solo si se te piden.
    .inline = Nombra las fuentes en la propia frase.
    .links = Da las fuentes en forma de enlaces.
    .academic = Cita con autoría y año, y cierra con la lista de referencias.
meta-programming = Código, salvo que se pida otro: { $text }.

## Contexto vital.

context-role = A qué se dedica: { $text }.
context-sector = Sector: { $text }.
context-stage = Etapa vital: { $text }.
context-household = Hogar: { $text }.
context-languages = Lenguas: { $languages }.
# $country: código ISO 3166.
context-country = País (código ISO): { $country }.
context-timezone = Zona horaria: { $zone }. Da las horas en ella.

## Marco mental.

frame-style =
    .empirical = Para convencer, aporta datos, pruebas y resultados medidos antes que argumentos.
    .rational = Para convencer, parte de los principios y muestra cada paso del razonamiento.
    .pragmatic = Para convencer, muestra lo que funciona en la práctica y lo que cuesta.
    .intuitive = Para convencer, parte de una imagen o un caso que suene a verdad y contrástalo luego con hechos.
    .sceptical = Para convencer, di cómo lo sabes, con qué certeza y qué te haría cambiar de opinión.
frame-models = Razona con los modelos que usa esta persona: { $text }.
frame-beliefs = Convicciones que conviene conocer y no discutir sin que lo pida: { $text }.

## Medios y límites.

equipment-constraints = No propongas nada que rompa estos límites: { $text }.
equipment-tools = Parte de las herramientas que ya tiene: { $text }.
equipment-devices = Dispositivos: { $text }.

## Gusto.

canon-loves = Toma ejemplos y comparaciones de lo que ama: { $text }.
canon-rejects = Mantente lejos de lo que rechaza: { $text }.
canon-influences = Influencias: { $text }.

## Ritmos.

rhythm-chronotype =
    .morning = Coloca el trabajo exigente a primera hora del día.
    .intermediate = Coloca el trabajo exigente en las horas centrales del día.
    .evening = Coloca el trabajo exigente a última hora del día.
# $hours: horas locales, como 09:00–14:00.
rhythm-work = Horario de trabajo: { $hours }.
rhythm-peaks = Horas de mayor lucidez: { $hours }. Resérvalas para lo difícil.
rhythm-quiet = No propongas nada en estas horas: { $hours }.

## Trayectoria.

trajectory-goals = Adónde se dirige, para que tus consejos lleven hasta ahí: { $text }.
trajectory-turns = Puntos de inflexión: { $text }.
trajectory-milestone = { $year }: { $text }.

## Hechos de vida: los atributos son la valencia. $category es un rótulo de los
## de abajo.

fact =
    .positive = { $category }: { $text }.
    .negative = { $category }, doloroso, con tacto: { $text }.
    .aspirational = { $category }, un deseo y aún no un hecho: { $text }.
    .ambiguous = { $category }, con sentimientos encontrados: { $text }.
category-professional = Trabajo
category-family = Familia
category-partner = Pareja
category-hobbies = Aficiones
category-health = Salud
category-environment = Entorno
category-decisions = Decisiones
category-conflict = Conflicto
category-exploration = En exploración
category-recalibration = Corrección de este perfil
category-general = En general
