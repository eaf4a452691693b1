// Buttons that copy: data-copy holds the text, or data-copy-from the id of the element that shows it.
import { onEach } from "../lib/page";
import { text } from "../lib/texts";
import { announce } from "./toasts";

export function copyingStart(): void {
  onEach("click", "[data-copy], [data-copy-from]", (button) => void copy(button));
}

async function copy(button: HTMLElement): Promise<void> {
  const source = document.getElementById(button.dataset["copyFrom"] ?? "");
  const value = button.dataset["copy"] ?? source?.textContent?.trim() ?? "";
  try {
    await navigator.clipboard.writeText(value);
    announce(text("copied"), "success");
  } catch {
    if (source) getSelection()?.selectAllChildren(source);
    announce(text("copy_failed"), "error");
  }
}
