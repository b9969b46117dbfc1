// Microsoft's Recognizers-Text as a peer. It gives a TIMEX with holes and candidates that fill them: the first one,
// which lies in the past, fills what the words leave open.

import { createRequire } from "node:module";
import { serve } from "./protocol.mjs";

const recognizers = createRequire(import.meta.url)("@microsoft/recognizers-text-date-time");

// The package has no German.
const CULTURES = { en: "en-us", fr: "fr-fr", es: "es-es" };
const TYPES = {
  date: "DATE", daterange: "DATE", time: "TIME", timerange: "TIME", datetime: "TIME", datetimerange: "TIME",
  duration: "DURATION", set: "SET",
};
const models = new Map();

function model(lang) {
  const culture = CULTURES[lang];
  if (culture && !models.has(culture)) {
    const { DateTimeRecognizer, DateTimeOptions } = recognizers;
    models.set(culture, new DateTimeRecognizer(culture, DateTimeOptions.None, false).getDateTimeModel(culture, false));
  }
  return models.get(culture);
}

function filled(kind, candidate, day) {
  const part = (name) => (candidate?.get ? candidate.get(name) : candidate?.[name]);
  const timex = part("timex") ?? "";
  if (/^T\d/.test(timex)) return day + timex;
  if (timex.startsWith("(")) return timex.slice(1, -1).split(",").slice(0, 2).join("/");
  if (timex.includes("X")) {
    if (kind === "date" && part("value")) return part("value");
    if (kind === "datetime" && part("value")) return part("value").replace(" ", "T");
    if (kind === "daterange" && /^XXXX-\d\d$/.test(timex) && part("start")) return part("start").slice(0, 7);
  }
  return timex;
}

serve((text, lang, noon) => {
  const found = [];
  const day = [noon.getFullYear(), noon.getMonth() + 1, noon.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
  let offset = 0;
  // A paragraph at a time: the whole of a long text takes it minutes.
  for (const line of text.split("\n")) {
    for (const result of (line.trim() && model(lang)?.parse(line, noon)) || []) {
      const kind = result.typeName.split(".").pop();
      const values = result.resolution?.get?.("values") ?? result.resolution?.values ?? [];
      if (TYPES[kind]) {
        const [start, end] = [offset + result.start, offset + result.end + 1];
        found.push({ start, end, type: TYPES[kind], value: filled(kind, values[0], day) });
      }
    }
    offset += line.length + 1;
  }
  return found;
});
