// Islands: the few places of a page that are alive. Markup: <div data-island="name" data-props="id-of-json">.
import { mount as liveCalls } from "../islands/live-calls/index";
import { mount as liveRegistrations } from "../islands/live-registrations/index";

export type Unmount = () => void;
export type Mount = (element: HTMLElement, props: unknown) => Unmount;

const ISLANDS: Record<string, Mount> = {
  "live-calls": liveCalls,
  "live-registrations": liveRegistrations,
};
const mounted = new Map<HTMLElement, Unmount>();

/** Islands mount on load and after every swap, and unmount before their place leaves the page. */
export function islandsStart(): void {
  mountAll(document);
  document.addEventListener("htmx:load", (event) => mountAll(event.target as HTMLElement));
  document.addEventListener("htmx:beforeCleanupElement", (event) => unmount(event.target as HTMLElement));
}

function mountAll(root: ParentNode): void {
  const found = [...root.querySelectorAll<HTMLElement>("[data-island]")];
  if (root instanceof HTMLElement && root.dataset["island"]) found.push(root);
  for (const element of found) {
    const mount = ISLANDS[element.dataset["island"] ?? ""];
    if (mount && !mounted.has(element)) mounted.set(element, mount(element, props(element)));
  }
}

function unmount(element: HTMLElement): void {
  mounted.get(element)?.();
  mounted.delete(element);
}

function props(element: HTMLElement): unknown {
  const source = document.getElementById(element.dataset["props"] ?? "")?.textContent;
  return source ? JSON.parse(source) : {};
}
