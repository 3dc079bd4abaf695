"""French questions, as people word them."""

from rag.question.wordings.wordings import Wordings

FRENCH = Wordings(
    courtesy=(r"(?:et|bonjour)\b[ ,!:]*", r"(?:peux-tu|pouvez-vous) (?:me )?"),
    talk=(
        r"(?:bonjour|salut|bonsoir)\W*$",
        r"merci\b.{0,40}$",
        r"au revoir\b.{0,40}$",
        r"comment (?:ca va|vas-tu|allez-vous)|ca va\W*$",
        r"qui es-tu",
        r"(?:oui|non|super|ok)\b\W*$",
    ),
    library=(
        r"quoi de neuf|que puis-je (?:te |vous )?demander|quels? articles (?:as-tu|avez-vous)|que sais-tu\W*$",
        r"combien d['’]articles (?:as-tu|avez-vous|ai-je)\W*$",
    ),
    timeline=(
        r"chronolog\w+|dans (?:quel |l'|le bon )ordre\b|retrace[zr]?\b|etapes (?:de|du|des)\b",
        r"comment .*\b(?:evolue|deroule)\w*\b|(?P<un>\w{3,}) (?:par|apres) (?P=un)\b",
    ),
    comparison=(
        r"(?:comparez|comparer|compare|comparaison)\b",
        r"differences? entre|(?:lequel|laquelle|qui) des deux\b|quel(?:le)? est (?:le|la) (?:plus|moins"
        r"|meilleure?)\b.* ou\b|different(?:e|es|s)? (?:de|des|du)\b|different-(?:ils|elles)",
    ),
    overview=(
        r"resume[zr]?\b|resum\w+ (?:l|le|la|les)\b|apercu|parle[zr]?[- ]moi|de quoi (?:parle|s'agit)|(?:fais"
        r"|faites)[- ]moi le point",
        r"s'est-il passe|qu'est-il arrive|que (?:sais-tu|savez-vous) (?:de|sur)",
    ),
    statements=(
        r"qu(?:e |'|oi )(?:a |ont |est-ce que .{2,40})?(?:dit|disent|pense|pensent|declare|repondu|a dit|ont dit)\b",
        r"qu'(?:a|ont)(?:-t-il|-t-elle)? (?:dit|declare|repondu)",
        r"qu'est-ce que? .{2,40} (?:dit|declare|pense|repondu)\b",
        r"comment .{2,60}\b(?:reagi|repondu|justifie|explique|accueilli|commente)",
    ),
    listing=(
        r"(?:donne\w*|fai\w+)(?:[- ]moi)? (?:une|la) liste|enumere[zr]?\b|combien d'articles",
        r"quel(?:le)?s \w+s?\b|liste[zr]?\b",
    ),
    explanation=(
        r"pourquoi\b|a quoi sert\w*\b|comment\b(?! s'appelle)|explique\w*|qu'est-ce que?\b|que (?:signifie"
        r"|veut dire)\b",
        r"quelle est la (?:raison|cause)",
    ),
    fact=(r"(?:a |de |depuis |en |dans )?(?:qui|quand|ou|combien|quel(?:le)?s?|que|qu'|quoi|comment)(?:\b|$)",),
    yes_no=(r".{0,60}\b\w+-(?:t-)?(?:ce|il|elle|ils|elles|on)\b",),
)
