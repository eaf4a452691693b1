// Password entries: show, generate, and tick off each rule while typing.
import { everywhere, inputById, onEach } from "../lib/page";
import { text } from "../lib/texts";
import { announce } from "./toasts";

const LOWER = "abcdefghijkmnpqrstuvwxyz";
const UPPER = "ABCDEFGHJKLMNPQRSTUVWXYZ";
const DIGITS = "23456789";
const SIGNS = "!#%+-=?@_";
const RULES: Record<string, (value: string) => boolean> = {
  length: (value) => value.length >= 8,
  lower: (value) => /\p{Ll}/u.test(value),
  upper: (value) => /\p{Lu}/u.test(value),
  digit: (value) => /\d/.test(value),
  sign: (value) => /[^\p{L}\d\s]/u.test(value),
};

export function passwordsStart(): void {
  onEach("click", "[data-password-show]", show);
  onEach("click", "[data-password-generate]", fill);
  everywhere("[data-password-rules]", (list) => {
    const entry = inputById(list.dataset["passwordRules"]);
    entry?.addEventListener("input", () => tick(list, entry.value));
    if (entry) tick(list, entry.value);
  });
}

function show(button: HTMLElement): void {
  const entry = inputById(button.dataset["passwordShow"]);
  if (!entry) return;
  const shown = entry.type === "password";
  entry.type = shown ? "text" : "password";
  button.setAttribute("aria-pressed", String(shown));
}

/** A fresh password is in the entry and its repetition, shown, and on the clipboard where that is allowed. */
function fill(button: HTMLElement): void {
  const entry = inputById(button.dataset["passwordGenerate"]);
  if (!entry) return;
  const value = generated(20);
  const entries = entry.form?.querySelectorAll<HTMLInputElement>('input[autocomplete="new-password"]') ?? [entry];
  for (const each of entries) {
    each.value = value;
    each.type = "text";
    each.dispatchEvent(new Event("input", { bubbles: true }));
  }
  navigator.clipboard?.writeText(value).then(() => announce(text("password_copied"), "success"), () => undefined);
}

/** A random password of this length that holds every kind of sign. */
function generated(length: number): string {
  const kinds = [LOWER, UPPER, DIGITS, SIGNS];
  const all = kinds.join("");
  const signs = [...kinds.map(pick), ...Array.from({ length: length - kinds.length }, () => pick(all))];
  for (let at = signs.length - 1; at > 0; at--) {
    const other = below(at + 1);
    [signs[at], signs[other]] = [signs[other] ?? "", signs[at] ?? ""];
  }
  return signs.join("");
}

const pick = (signs: string): string => signs.charAt(below(signs.length));

/** A random whole number from 0 to most - 1, without favour for any. */
function below(most: number): number {
  const limit = Math.floor(2 ** 32 / most) * most;
  for (;;) {
    const drawn = crypto.getRandomValues(new Uint32Array(1))[0] ?? limit;
    if (drawn < limit) return drawn % most;
  }
}

function tick(list: HTMLElement, value: string): void {
  list.querySelectorAll<HTMLElement>("[data-rule]").forEach((rule) => {
    rule.toggleAttribute("data-met", RULES[rule.dataset["rule"] ?? ""]?.(value) ?? false);
  });
}
