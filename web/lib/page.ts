// Finding things in the page, typed.

/** Run `act` once for each match, now and in everything htmx swaps in later, the swapped element included. */
export function everywhere(selector: string, act: (element: HTMLElement) => void): void {
  const seen = new WeakSet<HTMLElement>();
  const once = (element: HTMLElement): void => {
    if (!seen.has(element)) act(element);
    seen.add(element);
  };
  const visit = (root: ParentNode): void => {
    if (root instanceof HTMLElement && root.matches(selector)) once(root);
    root.querySelectorAll<HTMLElement>(selector).forEach(once);
  };
  visit(document);
  document.addEventListener("htmx:load", (event) => visit(event.target as HTMLElement));
}

/** Listen once on the document for an event on any element that matches, present or future. */
export function onEach<Name extends keyof DocumentEventMap>(
  name: Name,
  selector: string,
  act: (element: HTMLElement, event: DocumentEventMap[Name]) => void,
): void {
  document.addEventListener(name, (event) => {
    const found = event.target instanceof Element ? event.target.closest<HTMLElement>(selector) : null;
    if (found) act(found, event);
  });
}

/** The input with this id, if the page has it. */
export function inputById(id: string | undefined): HTMLInputElement | null {
  const found = id ? document.getElementById(id) : null;
  return found instanceof HTMLInputElement ? found : null;
}
