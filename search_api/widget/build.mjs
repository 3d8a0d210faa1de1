// Bundles the widget into one file that a portal can embed, and refuses one that is too heavy to embed.
// Beside it: the provinces' outlines, which are fetched only when a reader opens the map.
import { build, transform } from "esbuild";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { provinces } from "./map.mjs";
import { FACETS } from "./src/query.js";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const OUT = here("../static/widget/");
const LIMITS = { "vakwijzer.js": 25 * 1024, "provinces.json": 4 * 1024 };
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

/** Indentation inside templates says nothing to a browser, and minifiers leave it alone. */
const flat = {
  name: "flat",
  setup({ onLoad }) {
    onLoad({ filter: /widget\/src\/.*\.js$/ }, async ({ path }) => ({ contents: (await readFile(path, "utf8")).replace(/\n\s+/g, "\n") }));
  },
};

/** `words`: of the language files beside the pages' texts, what the widget says; the keys, then each language's texts. */
const words = {
  name: "words",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^words$/ }, () => ({ path: "words", namespace: "words" }));
    onLoad({ filter: /.*/, namespace: "words" }, async () => {
      const said = await asked();
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
};

/** Does the source ask for this text? By its whole key, or by a key that is put together: `error.${kind}`. */
async function asked() {
  const names = (await readdir(here("src"), { recursive: true })).filter((name) => name.endsWith(".js"));
  const source = (await Promise.all(names.map((name) => readFile(here(`src/${name}`), "utf8")))).join("\n");
  const whole = new Set([...source.matchAll(/["']([a-z]+(?:\.[a-zA-Z-]+)+)["']/g)].map(([, key]) => key));
  const built = [...source.matchAll(/`([a-z]+\.(?:[a-z]+\.)*)\$\{/g)].map(([, start]) => start).filter((start) => start !== "value.");
  const starts = [...new Set([...built, ...FACETS.map((facet) => `value.${facet}.`)])];
  return (key) => whole.has(key.replace(/\.(one|other)$/, "")) || starts.some((start) => key.startsWith(start));
}

await build({
  entryPoints: [here("src/vakwijzer.js")],
  outfile: `${OUT}vakwijzer.js`,
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "eof",
  plugins: [flat, cssAsText, words],
});
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
