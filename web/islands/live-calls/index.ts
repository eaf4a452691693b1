// Calls in progress as a table whose timers run. The server draws the table and its words; rows are made here.
import type { Board, Call, Leg } from "../../lib/board.ts";
import type { Unmount } from "../../lib/islands";
import { listen } from "../../lib/live";
import { text } from "../../lib/texts";
import { chosen } from "../live-registrations/index";

interface Props {
  company: string | null;
  now: number; // epoch seconds by the server's clock when the page was made
  labels: string[]; // column headings, for the cards of a phone
}

const KINDS: Record<Call["state"], string> = { ringing: "warn", connected: "busy", talking: "busy" };

export function mount(element: HTMLElement, given: unknown): Unmount {
  const props = given as Props;
  const rows = element.querySelector<HTMLElement>("[data-rows]");
  const frame = element.querySelector<HTMLElement>("[data-frame]");
  const empty = element.querySelector<HTMLElement>("[data-empty]");
  const waiting = element.querySelector<HTMLElement>("[data-waiting]");
  if (!rows || !frame || !empty || !waiting) return () => undefined;
  const ahead = Date.now() / 1000 - props.now; // this browser's clock may be wrong
  const tick = (): void => rows.querySelectorAll<HTMLElement>("[data-since]").forEach((cell) => run(cell, ahead));
  const stop = listen((board) => {
    const calls = sorted(board, props.company);
    waiting.hidden = calls.length > 0 || board.seq > 0;
    frame.hidden = calls.length === 0;
    empty.hidden = calls.length > 0 || board.seq === 0;
    rows.replaceChildren(...calls.map((call) => row(call, props.labels)));
    tick();
  });
  const clock = window.setInterval(tick, 1000);
  return () => {
    window.clearInterval(clock);
    stop();
  };
}

function sorted(board: Board, company: string | null): Call[] {
  const calls = chosen(board, company).flatMap((one) => [...one.calls.values()]);
  return calls.sort((one, other) => one.since - other.since);
}

function row(call: Call, labels: string[]): HTMLTableRowElement {
  const line = document.createElement("tr");
  const [caller, ...called] = call.legs;
  const cells = [party(caller), called.length ? party(...called) : words(call.dialled), state(call), timer(call)];
  cells.forEach((content, at) => {
    const cell = document.createElement("td");
    if (at === 0) cell.className = "cell-main";
    if (at === cells.length - 1) cell.className = "cell-end";
    cell.dataset["label"] = labels[at] ?? "";
    cell.append(content);
    line.append(cell);
  });
  return line;
}

/** Name and number of whoever is on these legs; what phones call themselves is text, never markup. */
function party(...legs: (Leg | undefined)[]): HTMLElement {
  const known = legs.filter((leg): leg is Leg => leg !== undefined);
  const named = known.map((leg) => [leg.name, leg.number].filter(Boolean).join(" · ")).filter(Boolean);
  return words([...new Set(named)].join(", ") || text("unknown_party"));
}

function words(content: string): HTMLElement {
  const span = document.createElement("span");
  span.textContent = content;
  return span;
}

function state(call: Call): HTMLElement {
  const status = document.createElement("span");
  const dot = document.createElement("span");
  const label = words(text(`call_${call.state}`));
  status.className = `status status-${KINDS[call.state]}`;
  dot.className = "status-dot";
  label.className = "status-text";
  status.append(dot, label);
  return status;
}

function timer(call: Call): HTMLElement {
  const clock = document.createElement("span");
  clock.className = "number";
  clock.dataset["since"] = String(call.since);
  return clock;
}

function run(cell: HTMLElement, ahead: number): void {
  const seconds = Math.max(0, Math.floor(Date.now() / 1000 - ahead - Number(cell.dataset["since"])));
  const tail = String(seconds % 60).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  cell.textContent = hours ? `${hours}:${String(minutes % 60).padStart(2, "0")}:${tail}` : `${minutes}:${tail}`;
}
