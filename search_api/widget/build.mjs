// Bundles the widget into one file that a portal can embed, and refuses one that is too heavy to embed.
import { build, transform } from "esbuild";
import { readdir, readFile, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const OUT = here("../static/widget/vakwijzer.js");
const LIMIT = 25 * 1024;

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

/** `words`: every language file beside the pages' texts, without what only the pages say. A language is one file. */
const words = {
  name: "words",
  setup({ onResolve, onLoad }) {
    const folder = here("../i18n");
    onResolve({ filter: /^words$/ }, () => ({ path: "words", namespace: "words" }));
    onLoad({ filter: /.*/, namespace: "words" }, async () => {
      const languages = {};
      for (const file of (await readdir(folder)).filter((name) => name.endsWith(".json")).sort()) {
        const all = Object.entries(JSON.parse(await readFile(`${folder}/${file}`, "utf8")));
        languages[file.replace(".json", "")] = Object.fromEntries(all.filter(([key]) => !key.startsWith("page.")));
      }
      return { contents: JSON.stringify(languages), loader: "json" };
    });
  },
};

await build({
  entryPoints: [here("src/vakwijzer.js")],
  outfile: OUT,
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "eof",
  plugins: [cssAsText, words],
});

const gz = gzipSync(await readFile(OUT)).length;
console.log(`vakwijzer.js: ${(await stat(OUT)).size} bytes, ${gz} gzipped (limit ${LIMIT})`);
if (gz > LIMIT) {
  console.error("The widget is too heavy: take something out before you raise the limit.");
  process.exit(1);
}
