// Bundles what a browser loads, each into one file, and refuses one that is too heavy: the search and the
// careers that a portal embeds, and what the public pages add where there is JavaScript.
// Beside it: the provinces' outlines, which are fetched only when a reader opens the map.
import { build, transform } from "esbuild";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { provinces } from "./map.mjs";
import { FACETS } from "./src/query.js";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const OUT = here("../static/widget/");
const BUNDLES = { "vakwijzer.js": 25 * 1024, "careers.js": 25 * 1024, "pages.js": 2 * 1024 };
const LIMITS = { ...BUNDLES, "provinces.json": 4 * 1024 };
const LANGUAGES = ["nl", "en"]; // in the bundle; any other is a file that the API serves to who asks for it

/** Stylesheets shared with the pages, as minified text for adopted stylesheets: a strict CSP allows no inline style. */
const cssAsText = {
  name: "css-as-text",
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, "utf8"), { loader: "css", minify: true });
      return { contents: code.trim(), loader: "text" };
    });
  },
};

// Lit's own files repeat its notice eight times.
const NOTICE = "/*! Vakwijzer: EUPL-1.2. Lit: Copyright 2017 Google LLC, SPDX-License-Identifier: BSD-3-Clause */";

/**
 * Indentation inside templates says nothing to a browser, and minifiers leave it alone. Where two words must stay
 * apart, the template says so on one line.
 */
const flat = {
  name: "flat",
  setup({ onLoad }) {
    onLoad({ filter: /widget\/src\/.*\.js$/ }, async ({ path }) => ({
      contents: (await readFile(path, "utf8")).replace(/(?<=[>}])\n\s+(?=<|\$\{)/g, "").replace(/\n\s+/g, "\n"),
    }));
  },
};

/** `words`: of the language files beside the pages' texts, what the bundle says; the keys, then each language's texts. */
const words = (entry) => ({
  name: "words",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^words$/ }, () => ({ path: "words", namespace: "words" }));
    onLoad({ filter: /.*/, namespace: "words" }, async () => {
      const said = await asked(entry);
      const read = async (code) => JSON.parse(await readFile(here(`../i18n/${code}.json`), "utf8"));
      const keys = Object.keys(await read(LANGUAGES[0])).filter(said);
      const texts = {};
      for (const code of LANGUAGES) {
        const all = await read(code);
        texts[code] = keys.map((key) => all[key]);
      }
      return { contents: JSON.stringify({ keys, texts }), loader: "json" };
    });
  },
});

/** Does the bundle's source ask for this text? By its whole key, or by a key that is put together: `error.${kind}`. */
async function asked(entry) {
  const source = await sourceOf(entry);
  const whole = new Set([...source.matchAll(/["']([a-z]+(?:\.[a-zA-Z-]+)+)["']/g)].map(([, key]) => key));
  const built = [...source.matchAll(/`([a-z]+\.(?:[a-z]+\.)*)\$\{/g)].map(([, start]) => start).filter((start) => start !== "value.");
  const starts = [...new Set([...built, ...FACETS.map((facet) => `value.${facet}.`)])];
  return (key) => whole.has(key.replace(/\.(one|other)$/, "")) || starts.some((start) => key.startsWith(start));
}

/** The text of every file of ours that the entry brings along. */
async function sourceOf(entry) {
  const { metafile } = await build({ ...options(entry), absWorkingDir: here("."), write: false, metafile: true, external: ["words"], plugins: [cssAsText] });
  const names = Object.keys(metafile.inputs).filter((name) => name.startsWith("src/") && name.endsWith(".js"));
  return (await Promise.all(names.map((name) => readFile(here(name), "utf8")))).join("\n");
}

const options = (entry) => ({
  entryPoints: [here(`src/${entry}`)],
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "none",
  banner: { js: NOTICE },
});

await Promise.all(
  Object.keys(BUNDLES).map((name) => build({ ...options(name), outfile: OUT + name, plugins: [flat, cssAsText, words(name)] })),
);
await mkdir(OUT, { recursive: true });
await writeFile(`${OUT}provinces.json`, JSON.stringify(provinces()));

for (const [name, limit] of Object.entries(LIMITS)) {
  const content = await readFile(OUT + name);
  const gz = gzipSync(content).length;
  console.log(`${name}: ${content.length} bytes, ${gz} gzipped (limit ${limit})`);
  if (gz > limit) {
    console.error(`${name} is too heavy: take something out before you raise the limit.`);
    process.exitCode = 1;
  }
}
