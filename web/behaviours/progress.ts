// The bar at the top of the page while a request is under way, and plain words when one fails.
import { text } from "../lib/texts";
import { announce } from "./toasts";

let running = 0;

export function progressStart(): void {
  const bar = document.querySelector(".progress");
  const show = (by: number): void => {
    running = Math.max(0, running + by);
    bar?.toggleAttribute("data-active", running > 0);
  };
  document.addEventListener("htmx:beforeRequest", () => show(1));
  document.addEventListener("htmx:afterRequest", () => show(-1));
  document.addEventListener("htmx:sendError", () => announce(text("offline"), "error"));
  document.addEventListener("htmx:timeout", () => announce(text("offline"), "error"));
  document.addEventListener("htmx:responseError", (event) => refused(event as CustomEvent));
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault(); // it would only reach the console
    announce(text("passkey_failed"), "error");
  });
  window.addEventListener("beforeunload", () => bar?.toggleAttribute("data-active", true));
  window.addEventListener("pageshow", () => bar?.removeAttribute("data-active"));
}

function refused(event: CustomEvent): void {
  const { status } = (event.detail as { xhr: XMLHttpRequest }).xhr;
  if (status === 401 || status === 403) announce(text("not_allowed"), "error");
  else if (status === 404) announce(text("gone"), "error");
  else announce(text("failed"), "error");
}
