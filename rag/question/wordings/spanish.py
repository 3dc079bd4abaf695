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
    timeline=(
        r"cronolog\w+|linea de tiempo|en (?:que )?orden\b|ordena[r]?\b|etapas (?:de|del|en)\b",
        r"como .*\b(?:evolucion|desarroll)\w*\b|(?P<cada>\w{3,}) (?:por|a|tras) (?P=cada)\b",
    ),
    comparison=(
        r"(?:compara[rd]?|comparacion)\b|diferencia\w*|en que se (?:parec|distingu)\w+",
        r"(?:cual|que|quien) (?:de los dos|es (?:mas|menos|mejor|peor))\b",
    ),
    overview=(
        r"resum\w+\b|hablame|cuentame|ponme al dia",
        r"de que (?:trata|va|habla)|que (?:paso|ha pasado|ocurrio|sucedio)|que sabes (?:de|sobre)",
    ),
    statements=(
        r"que (?:dijo|dijeron|dice|dicen|ha dicho|han dicho|opina|opinan|piensa|piensan|declaro|respondio)\b",
        r"como (?:reaccion|respondi|explic|justific|recib)(?:o|aron|ieron|io)\b",
    ),
    listing=(
        r"(?:haz|dame|hazme) (?:una|la) lista|enumera\b|cuantos articulos|cuales (?:son|fueron)",
        r"que \w{2,}[aeo]s\b|quienes\b",
    ),
    explanation=(
        r"por que\b|como (?!se llama)\w+|explica\w*|que (?:es|son|significa|consecuencias)\b|a que se debe|para que\b",
    ),
    fact=(
        r"(?:(?:a|de|desde|en|con|para|por|sobre|entre|durante|hasta|segun) )?(?:que|cuando|como)\b",
        r".*\b(?:quien(?:es)?|a?donde|cuant[oa]s?|cual(?:es)?)\b",
    ),
    yes_no=(
        r"¿",  # what asks for nothing else
        r"(?:es|son|fue|fueron|esta|estan|ha|han|hay|hubo|puede|pueden|podemos|tiene|tienen|era|sera|debe|deben"
        r"|existe)\b",
    ),
)
