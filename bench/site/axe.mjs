// Opens every page of a site in a browser at two widths and asks axe-core what keeps people out.
//   node axe.mjs DIR [--kinds]    with the modules of package.json beside it, or REMAND_NODE_MODULES=/path/to/node_modules,
//   and a chromium (CHROMIUM=/usr/bin/chromium). Each page is opened light and dark at both widths; with --kinds one page
//   of each kind and direction of writing, light at 1280 and dark at 390 pixels.
import { createRequire } from "node:module";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const modules = process.env.REMAND_NODE_MODULES;
const require = createRequire(modules ? join(resolve(modules), "x.js") : import.meta.url);
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const root = resolve(process.argv[2] ?? ".");
const kinds = process.argv.includes("--kinds");
const walk = dir => readdirSync(dir, { withFileTypes: true }).flatMap(entry =>
  entry.isDirectory() ? walk(join(dir, entry.name)) : entry.name.endsWith(".html") ? [join(dir, entry.name)] : []);
const pages = walk(root).sort();
// Pages of updates are all made alike, and so are those of years and topics.
const kind = path => relative(root, path)
  .replace(/^[a-z]{2}\//, "")
  .replace(/updates\/(?!index|year).*/, "updates/one")
  .replace(/(topic|year)-.*/, "$1")
  .replace(/chronology\/\d.*/, "chronology/year")
  .replace(/-\d+\.html$/, ".html") + (readFileSync(path, "utf8").includes('<html lang="ar"') ? " rtl" : "");
const first = new Map(pages.toReversed().map(path => [kind(path), path]));
const chosen = kinds ? [...first.values()].sort() : pages;
const settings = kinds
  ? [["light", 1280], ["dark", 390]]
  : [["light", 1280], ["light", 390], ["dark", 1280], ["dark", 390]];

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic"],
});
let faults = 0;
for (const [colorScheme, width] of settings) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, bypassCSP: true });
  const page = await context.newPage();
  page.on("request", request => {
    if (!request.url().startsWith("file:") && !request.url().startsWith("data:")) {
      faults += 1;
      console.log(`loads ${request.url()}`);
    }
  });
  for (const path of chosen) {
    await page.goto(pathToFileURL(path).href);
    await page.addScriptTag({ content: axe });
    const found = await page.evaluate(() => axe.run({ resultTypes: ["violations"] }));
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth + 1);
    if (wide) {
      faults += 1;
      console.log(`${width} ${colorScheme} ${path}: wider than the window`);
    }
    for (const violation of found.violations) {
      faults += violation.nodes.length;
      const first = violation.nodes[0];
      console.log(`${width} ${colorScheme} ${path}: ${violation.id}: ${violation.help} (${violation.nodes.length})`);
      console.log(`    ${first.html.slice(0, 200)}  ${(first.failureSummary ?? "").replace(/\s+/g, " ").slice(0, 240)}`);
    }
  }
  await context.close();
}
await browser.close();
console.log(`${chosen.length} of ${pages.length} pages at 1280 and 390 pixels, light and dark: ${faults} faults`);
process.exit(faults === 0 ? 0 : 1);
