// The few texts that script shows: translated by the server, handed over as JSON in the page.

const given = document.getElementById("texts")?.textContent;
const texts: Record<string, string> = given ? (JSON.parse(given) as Record<string, string>) : {};

/** The text of this name in the page's language; `%(field)s` places are filled from `values`. */
export function text(name: string, values: Record<string, string | number> = {}): string {
  const found = texts[name] ?? name;
  return found.replace(/%\((\w+)\)s/g, (place, field: string) => String(values[field] ?? place));
}
