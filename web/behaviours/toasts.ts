// Short messages at the corner: polite, dismissed by hand or by time, but never while they can be undone unseen.
import { icon } from "../lib/icons";
import { everywhere, onEach } from "../lib/page";
import { text } from "../lib/texts";

const READING_TIME = 7000; // milliseconds
const UNDO_TIME = 20000; // milliseconds
const ICONS: Record<string, string> = { success: "circle-check", error: "alert-circle", info: "info-circle" };

export function toastsStart(): void {
  onEach("click", "[data-dismiss]", (button) => button.closest(".toast, .notice")?.remove());
  everywhere(".toast", leaveInTime);
  document.addEventListener("toast", (event) => {
    const { message, level } = (event as CustomEvent<{ message: string; level?: string }>).detail;
    announce(message, level ?? "success");
  });
}

/** A message made by script is shown and read out. */
export function announce(message: string, level: string): void {
  const toast = document.createElement("div");
  const words = document.createElement("span");
  const close = document.createElement("button");
  toast.className = `toast toast-${level}`;
  words.textContent = message;
  close.className = "button button-icon button-small";
  close.type = "button";
  close.dataset["dismiss"] = "";
  close.setAttribute("aria-label", text("dismiss"));
  close.append(icon("x"));
  toast.append(icon(ICONS[level] ?? "info-circle"), words, document.createElement("span"), close);
  document.getElementById("toasts")?.append(toast);
  leaveInTime(toast);
}

/** Errors stay until dismissed; pointing at a message or focusing it holds it. */
function leaveInTime(toast: HTMLElement): void {
  if (toast.classList.contains("toast-error")) return;
  const time = toast.querySelector("form") ? UNDO_TIME : READING_TIME;
  const leave = (): void => {
    if (toast.matches(":hover, :focus-within")) window.setTimeout(leave, READING_TIME);
    else toast.remove();
  };
  window.setTimeout(leave, time);
}
