// chrono-node as a peer. Its answer is a point with the parts that the words name; the finest of them is the value.

import { createRequire } from "node:module";
import { digits, serve } from "./protocol.mjs";

const chrono = createRequire(import.meta.url)("chrono-node");

function value(point) {
  const year = digits(point.get("year"), 4);
  const month = `${year}-${digits(point.get("month"), 2)}`;
  const day = `${month}-${digits(point.get("day"), 2)}`;
  if (point.isCertain("hour")) {
    const time = `${digits(point.get("hour"), 2)}:${digits(point.get("minute") ?? 0, 2)}`;
    return { type: "TIME", value: `${day}T${time}` };
  }
  const named = (part) => point.isCertain(part);
  if (named("day") || named("weekday")) return { type: "DATE", value: day };
  if (named("month")) return { type: "DATE", value: month };
  return { type: "DATE", value: named("year") ? year : day };
}

serve((text, lang, noon) => {
  const parser = lang === "en" ? chrono : chrono[lang];
  return (parser?.parse(text, noon) ?? []).map((found) => {
    const first = value(found.start);
    const whole = found.end ? `${first.value}/${value(found.end).value}` : first.value;
    return { start: found.index, end: found.index + found.text.length, type: first.type, value: whole };
  });
});
