// Tables: select rows, all at once or one by one; the bar of deeds shows how many are chosen.
import { everywhere, onEach } from "../lib/page";
import { text } from "../lib/texts";

export function tablesStart(): void {
  onEach("change", ".row-select-all", (box) => {
    const chosen = (box as HTMLInputElement).checked;
    rows(box).forEach((row) => (row.checked = chosen));
    show(box);
  });
  onEach("change", ".row-select", show);
  everywhere(".table-body", show);
  document.addEventListener("htmx:configRequest", (event) => tidy(event as CustomEvent));
}

/** What was left empty does not clutter the address. */
function tidy(event: CustomEvent): void {
  const { elt, parameters } = event.detail as { elt: HTMLElement; parameters: Record<string, unknown> };
  if (!elt.matches(".table-tools")) return;
  for (const name of Object.keys(parameters)) if (parameters[name] === "") delete parameters[name];
}

const body = (element: HTMLElement): HTMLElement | null => element.closest<HTMLElement>(".table-body");

const rows = (element: HTMLElement): HTMLInputElement[] => [
  ...(body(element)?.querySelectorAll<HTMLInputElement>(".row-select") ?? []),
];

function show(element: HTMLElement): void {
  const boxes = rows(element);
  const chosen = boxes.filter((box) => box.checked).length;
  const all = body(element)?.querySelector<HTMLInputElement>(".row-select-all");
  const bar = body(element)?.querySelector<HTMLElement>(".bulk-bar");
  const words = bar?.querySelector(".bulk-count");
  if (all) all.checked = chosen > 0 && chosen === boxes.length;
  if (all) all.indeterminate = chosen > 0 && chosen < boxes.length;
  if (bar) bar.hidden = chosen === 0;
  if (words) words.textContent = text("selected", { count: chosen });
}
