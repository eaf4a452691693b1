// Forms: sent once, unsaved changes not lost unasked, the first error in view.
import { everywhere } from "../lib/page";

export function formsStart(): void {
  document.addEventListener("submit", refuseSecond);
  window.addEventListener("pageshow", release); // the back button brings a page back as it was left
  document.addEventListener("htmx:afterRequest", release);
  everywhere("[data-focus-errors]", (form) => {
    form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  });
  everywhere("select[data-submit-on-change]", (select) => {
    select.addEventListener("change", () => (select as HTMLSelectElement).form?.requestSubmit());
  });
}

function refuseSecond(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement;
  if (event.defaultPrevented || form.method !== "post" || form.dataset["repeatable"] !== undefined) return;
  if (form.dataset["sent"] !== undefined) {
    event.preventDefault();
    return;
  }
  form.dataset["sent"] = "";
  event.submitter?.setAttribute("aria-disabled", "true");
}

function release(): void {
  document.querySelectorAll<HTMLFormElement>("form[data-sent]").forEach((form) => {
    delete form.dataset["sent"];
    form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
  });
}
