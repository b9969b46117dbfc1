// Holds a published site against the rules of what it is made of: HTML (html-validate), JSON-LD with the terms of
// schema.org that schema.json lists, JSON Feed 1.1 (its JSON Schema).
//   node check.mjs DIR      with the modules of package.json in NODE_PATH's place, or REMAND_NODE_MODULES=/path/to/node_modules
import { createRequire } from "node:module";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";

const modules = process.env.REMAND_NODE_MODULES;
const require = createRequire(modules ? join(resolve(modules), "x.js") : import.meta.url);
const { HtmlValidate, StaticConfigLoader } = require("html-validate");
const jsonld = require("jsonld");
const Ajv = require("ajv");
const feedSchema = require("jsonfeed-schema/v1.1");

const root = resolve(process.argv[2] ?? ".");
const walk = dir => readdirSync(dir, { withFileTypes: true }).flatMap(entry =>
  entry.isDirectory() ? walk(join(dir, entry.name)) : [join(dir, entry.name)]);
const files = walk(root).sort();
const pages = files.filter(path => path.endsWith(".html"));
let faults = 0;
const fault = (path, what) => {
  faults += 1;
  console.log(`${relative(root, path)}: ${what}`);
};

const html = new HtmlValidate(new StaticConfigLoader({ root: true, extends: ["html-validate:standard"] }));
for (const path of pages) {
  const report = await html.validateFile(path);
  for (const message of report.results.flatMap(result => result.messages)) {
    fault(path, `line ${message.line}: ${message.message} (${message.ruleId})`);
  }
}

// The context of schema.org in small: what is not in it is dropped when expanding, and in safe mode that is an error.
const vocabulary = JSON.parse(readFileSync(new URL("schema.json", import.meta.url), "utf8")).types;
const SCHEMA = "https://schema.org/";
const terms = Object.entries(vocabulary).flatMap(([type, has]) => [type, ...Object.keys(has.properties ?? {})]);
const context = Object.fromEntries(terms.map(term => [term, SCHEMA + term]));
const documentLoader = url => {
  if (url !== "https://schema.org") throw new Error(`a context from ${url}`);
  return { contextUrl: null, documentUrl: url, document: { "@context": context } };
};
const properties = type => {
  const known = vocabulary[type];
  return known ? { ...(known.is ? properties(known.is) : {}), ...known.properties } : null;
};
const isA = (type, of) => type === of || (vocabulary[type]?.is !== undefined && isA(vocabulary[type].is, of));
const forms = { text: /\S/, date: /^\d{4}-\d{2}-\d{2}$/, language: /^[A-Za-z]{2,8}(-[A-Za-z0-9]+)*$/ };
function node(path, value, of) {
  const types = (value["@type"] ?? []).map(type => type.replace(SCHEMA, ""));
  if (types.length !== 1 || !properties(types[0]) || !of.some(one => isA(types[0], one))) {
    return fault(path, `a node of type ${types.join(" ") || "none"} where ${of.join(" or ")} is wanted`);
  }
  for (const [key, values] of Object.entries(value).filter(([key]) => !key.startsWith("@"))) {
    const name = key.replace(SCHEMA, "");
    const wants = properties(types[0])[name];
    if (!wants) fault(path, `${types[0]} has no property ${name}`);
    for (const one of wants ? values : []) {
      if (Array.isArray(wants)) node(path, one, wants);
      else if (!forms[wants].test(one["@value"] ?? "")) fault(path, `${types[0]}.${name} is ${JSON.stringify(one)}`);
    }
  }
}
let nodes = 0;
for (const path of pages) {
  const page = readFileSync(path, "utf8");
  for (const [, text] of page.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs)) {
    try {
      const expanded = await jsonld.expand(JSON.parse(text), { documentLoader, safe: true, base: "https://example.org/" });
      const all = expanded.flatMap(one => one["@graph"] ?? [one]);
      if (all.length === 0) fault(path, "JSON-LD that says nothing");
      all.forEach(one => node(path, one, ["Thing"]));
      nodes += all.length;
    } catch (error) {
      fault(path, `JSON-LD: ${error.message} ${JSON.stringify(error.details?.event?.details ?? {})}`);
    }
  }
}

const feed = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(feedSchema);
const feeds = files.filter(path => path.endsWith("feed.json"));
for (const path of feeds) {
  const value = JSON.parse(readFileSync(path, "utf8"));
  if (!feed(value)) feed.errors.forEach(error => fault(path, `${error.instancePath} ${error.message}`));
  const moments = value.items.flatMap(item => [item.date_published, item.date_modified]).filter(Boolean);
  const bad = moments.filter(moment => !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(moment) || isNaN(Date.parse(moment)));
  bad.forEach(moment => fault(path, `no moment of RFC 3339: ${moment}`));
  const ids = value.items.map(item => item.id);
  if (new Set(ids).size !== ids.length) fault(path, "an id twice");
}
console.log(`${pages.length} pages, ${nodes} nodes of JSON-LD, ${feeds.length} JSON feeds: ${faults} faults`);
process.exit(faults === 0 ? 0 : 1);
