// Builds what the portal serves from static/built/: one script, one stylesheet, the fonts and the icon sprite.
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, context } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "../src/cordboard/portal/static/built");

/** Every icon named in icons.txt as one <symbol>; a page shows it by <use href="…/icons.svg#name">. */
async function sprite() {
  const names = (await readFile(join(here, "icons.txt"), "utf8")).split("\n").filter((line) => /^[a-z]/.test(line));
  const symbols = await Promise.all(names.map((line) => symbol(line.trim())));
  const document = `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`;
  await writeFile(join(target, "icons.svg"), document);
}

async function symbol(name) {
  const [kind, file] = name.startsWith("filled/") ? ["filled", name.slice(7)] : ["outline", name];
  const text = await readFile(join(here, `node_modules/@tabler/icons/icons/${kind}/${file}.svg`), "utf8");
  const body = text.replace(/<!--[^]*?-->/g, "").replace(/^[^]*?<svg[^>]*>|<\/svg>[^]*$/g, "").replace(/\s*\n\s*/g, "");
  const paint =
    kind === "filled"
      ? 'fill="currentColor"'
      : 'fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"';
  return `<symbol id="${name.replace("/", "-")}" viewBox="0 0 24 24" ${paint}>${body}</symbol>`;
}

const options = {
  absWorkingDir: here,
  entryPoints: { cordboard: "main.ts", style: "styles/main.css" },
  outdir: target,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022", "chrome123", "firefox121", "safari17.5"],
  loader: { ".woff2": "file" },
  assetNames: "fonts/[name]",
  legalComments: "linked",
  logLevel: "info",
};

await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });
await sprite();
if (process.argv.includes("--watch")) {
  await (await context({ ...options, minify: false, sourcemap: "inline" })).watch();
} else {
  await build(options);
}
