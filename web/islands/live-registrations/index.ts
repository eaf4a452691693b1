// Status dots of phones by endpoint (data-endpoint), and figures of tiles (data-live-count), true as things change.
import type { Board, Company } from "../../lib/board.ts";
import type { Unmount } from "../../lib/islands";
import { listen, type Connection } from "../../lib/live";
import { shownOf, statesOf } from "../../lib/phones.ts";
import { text } from "../../lib/texts";

export function mount(_element: HTMLElement, props: unknown): Unmount {
  const company = (props as { company: string | null }).company;
  let latest: [Board, Connection] | null = null;
  const show = (board: Board, connection: Connection): void => {
    latest = [board, connection];
    if (connection === "live") draw(chosen(board, company));
  };
  const again = (): void => {
    if (latest) show(...latest); // rows that htmx brought in are as the database knew them
  };
  const stop = listen(show);
  document.addEventListener("htmx:load", again);
  return () => {
    document.removeEventListener("htmx:load", again);
    stop();
  };
}

/** One company, or all that may be seen. */
export function chosen(board: Board, company: string | null): Company[] {
  if (company === null) return [...board.companies.values()];
  const one = board.companies.get(company);
  return one ? [one] : [];
}

function draw(companies: Company[]): void {
  const states = statesOf(companies);
  document.querySelectorAll<HTMLElement>(".status[data-endpoint]").forEach((dot) => {
    const shown = shownOf(states.get(dot.dataset["endpoint"] ?? ""), "encryptedOnly" in dot.dataset);
    const words = dot.querySelector(".status-text");
    dot.className = `status status-${shown.kind}`;
    if (words && words.textContent !== text(shown.words)) words.textContent = text(shown.words);
  });
  document.querySelectorAll<HTMLElement>("[data-live-count]").forEach((figure) => {
    const name = figure.dataset["liveCount"] === "registrations" ? "registrations" : "calls";
    figure.textContent = String(companies.reduce((sum, company) => sum + company.counts[name], 0));
  });
}
