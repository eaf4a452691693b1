// Dialogs are <dialog>; buttons open and close them by command/commandfor. The browser gives focus back.
import { everywhere, onEach } from "../lib/page";
import { text } from "../lib/texts";

interface Question {
  question: string | null;
  elt: HTMLElement;
  issueRequest: (confirmed: boolean) => void;
}

export function dialogsStart(): void {
  if (!("commandForElement" in HTMLButtonElement.prototype)) onEach("click", "button[commandfor]", invoke);
  onEach("click", "dialog", (dialog, event) => {
    if (event.target === dialog && !dialog.hasAttribute("data-keep")) (dialog as HTMLDialogElement).close();
  });
  onEach("input", "[data-types-to-confirm]", (entry) => guard(entry as HTMLInputElement));
  everywhere("dialog[data-open]", openLoaded);
  document.addEventListener("htmx:confirm", (event) => ask(event as CustomEvent<Question>));
  document.addEventListener("dialog-close", () => {
    document.querySelectorAll<HTMLDialogElement>("dialog[open]").forEach((dialog) => dialog.close());
  });
}

/** What browsers without invoker commands lack. */
function invoke(button: HTMLElement): void {
  const dialog = document.getElementById(button.getAttribute("commandfor") ?? "");
  if (!(dialog instanceof HTMLDialogElement)) return;
  if (button.getAttribute("command") === "show-modal") dialog.showModal();
  if (button.getAttribute("command") === "close") dialog.close();
}

/** A dialog that came by htmx opens at once and leaves the page when closed. */
function openLoaded(element: HTMLElement): void {
  const dialog = element as HTMLDialogElement;
  const opener = document.activeElement;
  if (dialog.open) return;
  dialog.showModal();
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (opener instanceof HTMLElement) opener.focus();
  });
}

/** The deed can be done only once the asked word is typed. */
function guard(entry: HTMLInputElement): void {
  const submit = entry.form?.querySelector<HTMLButtonElement>("button[data-guarded]");
  if (submit) submit.disabled = entry.value.trim() !== entry.dataset["typesToConfirm"];
}

/** hx-confirm asks in a dialog of ours rather than the browser's. */
function ask(event: CustomEvent<Question>): void {
  const { question, elt, issueRequest } = event.detail;
  if (!question) return;
  event.preventDefault();
  const dialog = document.createElement("dialog");
  const words = document.createElement("h2");
  const head = document.createElement("div");
  const foot = document.createElement("div");
  words.textContent = question;
  words.id = "asked";
  head.className = "dialog-head";
  foot.className = "dialog-foot";
  dialog.className = "dialog";
  dialog.setAttribute("aria-labelledby", words.id);
  head.append(words);
  foot.append(
    choice(text("cancel"), "button", () => dialog.close()),
    choice(elt.textContent?.trim() ?? "", `button ${elt.matches(".button-danger-quiet") ? "button-danger" : "button-primary"}`, () => {
      dialog.close();
      issueRequest(true);
    }),
  );
  dialog.append(head, foot);
  document.body.append(dialog);
  openLoaded(dialog);
}

function choice(label: string, look: string, act: () => void): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = look;
  button.textContent = label;
  button.addEventListener("click", act);
  return button;
}
