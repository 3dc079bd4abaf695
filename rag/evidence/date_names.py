"""Date names: the forms in which a day, month or year is written, in five languages."""

import re

_MONTH_NAMES = (
    "january januar janvier enero jan", "february februar fevrier février febrero feb",
    "march marz märz mars marzo mar",
    "april avril abril apr", "may mai mayo", "june juni juin junio jun", "july juli juillet julio jul",
    "august aout août agosto aug", "september septembre septiembre sept sep", "october oktober octobre octubre oct okt",
    "november novembre noviembre nov", "december dezember decembre décembre diciembre dec dez",
)  # fmt: skip
MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
_MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.)?"
_FIRST = r"(?:(?P<first>\d{1,2})(?:st|nd|rd|th|\.)?\s*(?:and|to|[–-]|bis|und|et|au|y|al)\s*)?"  # "between 9 and 12 May"
_YEAR = r"(?P<year>(?:1[0-9]|20)\d\d)"
NAMED = tuple(
    re.compile(rf"(?<![\w.]){pattern}", re.IGNORECASE)
    for pattern in (
        r"(?P<year>\d{4})-(?P<number>\d\d)-(?P<day>\d\d)\b",
        rf"{_FIRST}{_DAY}\s+(?:of\s+|de\s+)?{_MONTH},?\s*(?:de\s+|del\s+)?{_YEAR}\b",
        rf"{_MONTH}\s+{_DAY},?\s+{_YEAR}\b",
        rf"{_MONTH}\s+(?:of\s+|de\s+)?{_YEAR}\b",
        rf"{_FIRST}{_DAY}\s+(?:of\s+|de\s+)?{_MONTH}(?!\w)",
        rf"{_MONTH}\s+{_DAY}(?![\w%]|\s*(?:percent|million|people))",
        rf"(?:in|since|by|until|from|of|(?P<rel>last|this|next)|im|seit|en|depuis|desde|early|late"
        rf"|mid)[\s-]+{_MONTH}(?!\s+(?:be|have|not|also|well)\b)",
        rf"{_YEAR}(?!\w|[.,]\d|\s*(?:people|km|miles|metres|meters|euros|dollars))",
    )
)
