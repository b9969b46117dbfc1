"""dateparser as a peer: documents one a line in, what `search_dates` finds in each one line out.

It gives the words that it found, not where they stand, and a point in time with the period that the words name.
"""

import datetime
import json
import sys
import time

from dateparser.date import DateDataParser
from dateparser.search import search_dates

# Day on which "yesterday" is resolved where the document has no date.
NO_DATE = "2020-01-01"
FORMS = {"year": "%Y", "month": "%Y-%m", "time": "%Y-%m-%dT%H:%M"}


def day(dct):
    try:
        return datetime.datetime.fromisoformat((dct or NO_DATE)[:10])
    except ValueError:
        return datetime.datetime.fromisoformat(NO_DATE)


def expressions(text, language, settings):
    parser = DateDataParser(languages=[language], settings=settings)
    at = 0
    for words, moment in search_dates(text, languages=[language], settings=settings) or []:
        start = text.find(words, at)
        if start < 0:
            continue
        at = start + len(words)
        data = parser.get_date_data(words)
        period = data.period if data and data.date_obj else "day"
        kind = "TIME" if period == "time" else "DATE"
        yield {"start": start, "end": at, "type": kind, "value": moment.strftime(FORMS.get(period, "%Y-%m-%d"))}


for line in sys.stdin:
    document = json.loads(line)
    settings = {
        "RELATIVE_BASE": day(document.get("dct")),
        "PREFER_DATES_FROM": "past",
        "RETURN_TIME_AS_PERIOD": True,
    }
    begun, found = time.perf_counter(), []
    try:
        found = list(expressions(document["text"], document["lang"], settings))
    except Exception as error:  # whatever it stumbles over: the document counts as one without expressions
        print(f"{document['id']}: {error}", file=sys.stderr)
    ms = (time.perf_counter() - begun) * 1000
    print(json.dumps({"id": document["id"], "timexes": found, "ms": ms}, ensure_ascii=False), flush=True)
