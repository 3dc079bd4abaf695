"""Spanish questions, as people word them; the "¿" before one is passed over."""

from rag.question.wordings.wordings import Wordings

_ARTICLES = r"(?:articulos?|fuentes)"

SPANISH = Wordings(
    courtesy=(r"(?:y|hola)\b[ ,!:]*", r"(?:puedes|podrias) (?:me )?(?:por favor )?"),
    talk=(
        r"hola\W*$|(?:buenos dias|buenas (?:tardes|noches))\W*$",
        r"(?:muchas )?gracias\b.{0,40}$",
        r"(?:adios|hasta luego)\b.{0,40}$",
        r"como estas",
        r"(?:si|no)\b\W*$",
    ),
    library=(
        rf"que hay de nuevo|que puedo preguntar|que {_ARTICLES} (?:tienes|hay)|que sabes\W*$",
        rf"cuant[oa]s {_ARTICLES} (?:tienes|tengo|hay)\W*$",
    ),
    timeline=(r"cronolog\w+|linea de tiempo|en que orden",),
    comparison=(r"(?:compara[rd]?|comparacion)\b|diferencia\w*",),
    overview=(
        r"resumen?\b|resumir\b|resum\w+ (?:el|la|los|las)\b|hablame|cuentame",
        r"de que (?:trata|va|habla)|que (?:paso|ha pasado|ocurrio|sucedio)|que sabes (?:de|sobre)",
    ),
    statements=(
        r"que (?:dijo|dijeron|dice|dicen|ha dicho|han dicho|opina|opinan|piensa|piensan|declaro|respondio)\b",
        r"como (?:reacciono|reaccionaron|respondio)",
    ),
    listing=(
        r"(?:haz|dame|hazme) (?:una|la) lista|enumera\b|cuantos articulos|cuales (?:son|fueron)",
        r"que \w+s (?:mencionan|hablan|se|fueron|han|estan|son|tienen|participaron)\b",
    ),
    explanation=(r"por que\b|como (?!se llama)\w+|explica\w*|que (?:es|son|significa)\b|a que se debe|para que\b",),
    fact=(r"(?:a |de |desde |en )?(?:quien(?:es)?|cuando|donde|cuant[oa]s?|cual(?:es)?|que|como)\b",),
    yes_no=(
        r"(?:es|son|fue|fueron|esta|estan|ha|han|hay|hubo|puede|pueden|podemos|tiene|tienen|era|sera|debe|deben"
        r"|existe)\b",
    ),
)
