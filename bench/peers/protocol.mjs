// What a peer in JavaScript shares with the others: documents one a line in, expressions one line each out.

import readline from "node:readline";

// Day on which a peer resolves what it can only resolve against a day, where the document has no date.
const NO_DATE = "2020-01-01";

// Offsets in UTF-16 units to offsets in code points.
function codePoints(text) {
  const at = new Uint32Array(text.length + 1);
  let points = 0;
  for (let unit = 0; unit < text.length; unit++) {
    at[unit] = points;
    const low = text.charCodeAt(unit) >= 0xdc00 && text.charCodeAt(unit) <= 0xdfff;
    const pair = low && unit > 0 && text.charCodeAt(unit - 1) >= 0xd800 && text.charCodeAt(unit - 1) <= 0xdbff;
    if (pair) at[unit] = at[unit - 1];
    else points++;
  }
  at[text.length] = points;
  return at;
}

// `find(text, lang, noon)` gives {start, end, type, value} with offsets in UTF-16 units; `noon` is a Date.
export function serve(find) {
  if (process.argv.includes("--probe")) return;
  const lines = readline.createInterface({ input: process.stdin, crlfDelay: Infinity });
  lines.on("line", (line) => {
    if (!line.trim()) return;
    const { id, lang, dct, text } = JSON.parse(line);
    const [year, month, day] = (/^\d{4}-\d\d-\d\d/.exec(dct ?? "")?.[0] ?? NO_DATE).split("-").map(Number);
    const begun = performance.now();
    let found = [];
    try {
      found = find(text, lang, new Date(year, month - 1, day, 12));
    } catch (error) {
      console.error(`${id}: ${error}`);
    }
    const ms = performance.now() - begun;
    const at = codePoints(text);
    const timexes = found.map((t) => ({ ...t, start: at[t.start], end: at[t.end] }));
    console.log(JSON.stringify({ id, timexes, ms }));
  });
}

export const digits = (n, width) => String(n).padStart(width, "0");
