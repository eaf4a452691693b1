// Dialogs are <dialog>; buttons open and close them by command/commandfor. The browser gives focus back.
import { everywhere, onEach } from "../lib/page";

export function dialogsStart(): void {
  if (!("commandForElement" in HTMLButtonElement.prototype)) onEach("click", "button[commandfor]", invoke);
  onEach("click", "dialog", (dialog, event) => {
    if (event.target === dialog && !dialog.hasAttribute("data-keep")) (dialog as HTMLDialogElement).close();
  });
  onEach("input", "[data-types-to-confirm]", (entry) => guard(entry as HTMLInputElement));
  everywhere("dialog[data-open]", openLoaded);
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
