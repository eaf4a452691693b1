// A field with a character limit counts once it is half full; screen readers hear it when few are left.
import { everywhere, inputById } from "../lib/page";
import { text } from "../lib/texts";

export function countingStart(): void {
  everywhere("[data-count-for]", (counter) => {
    const field = document.getElementById(counter.dataset["countFor"] ?? "");
    const entry = field instanceof HTMLTextAreaElement ? field : inputById(counter.dataset["countFor"]);
    if (!entry || entry.maxLength < 0) return;
    const show = (): void => count(entry, counter);
    for (const name of ["input", "focus", "blur"]) entry.addEventListener(name, show);
    show();
  });
}

function count(entry: HTMLInputElement | HTMLTextAreaElement, counter: HTMLElement): void {
  const used = entry.value.length;
  const left = entry.maxLength - used;
  counter.hidden = used < entry.maxLength * (document.activeElement === entry ? 0.5 : 0.8);
  counter.toggleAttribute("data-full", left <= 0);
  counter.setAttribute("aria-live", left <= 10 ? "polite" : "off");
  counter.textContent = text("count", { used, most: entry.maxLength });
}
