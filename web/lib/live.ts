// One connection to the live process for the whole page: opened when someone listens, closed when nobody does.
import { boardAfter, messageOf, NOTHING, type Board } from "./board.ts";
import { text } from "./texts";

export type Connection = "live" | "reconnecting";
type Listener = (board: Board, connection: Connection) => void;

const SILENCE = 45_000; // milliseconds without a word (a beat comes every 15 s) before the line counts as dead
const FIRST_PAUSE = 1_000; // milliseconds
const LONGEST_PAUSE = 30_000; // milliseconds
const ALONE = 4401; // close code: the session ended or may not look

const listeners = new Set<Listener>();
let board: Board = NOTHING;
let connection: Connection = "reconnecting";
let socket: WebSocket | null = null;
let pause = FIRST_PAUSE;
let retry = 0;
let watchdog = 0;

/** `listener` hears the board now and after each change, until the function returned is called. */
export function listen(listener: Listener): () => void {
  listeners.add(listener);
  listener(board, connection);
  if (!socket && !retry) connect();
  return () => {
    listeners.delete(listener);
    if (!listeners.size) leave();
  };
}

function connect(): void {
  retry = 0;
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const place = document.documentElement.dataset["live"] ?? "/live";
  const line = new WebSocket(`${scheme}://${location.host}${place}`);
  socket = line;
  board = { ...board, seq: 0 };
  line.addEventListener("message", (event) => socket === line && take(line, event.data));
  line.addEventListener("close", (event) => socket === line && lost(event.code));
  listenForSilence(line);
}

function take(line: WebSocket, received: unknown): void {
  const message = messageOf(received);
  if (!message) return;
  listenForSilence(line);
  const next = boardAfter(board, message);
  if (next === null) {
    board = { ...board, seq: 0 };
    line.send(JSON.stringify({ type: "snapshot" }));
    return;
  }
  const changed = next !== board || connection !== "live";
  board = next;
  if (board.seq > 0) {
    connection = "live";
    pause = FIRST_PAUSE;
  }
  if (changed) tell();
}

/** The line broke: try again, each time later, and not all browsers at once. */
function lost(code: number): void {
  window.clearTimeout(watchdog);
  socket = null;
  connection = "reconnecting";
  tell();
  if (code === ALONE) pause = LONGEST_PAUSE;
  retry = window.setTimeout(connect, pause * (0.5 + Math.random()));
  pause = Math.min(pause * 2, LONGEST_PAUSE);
}

function listenForSilence(line: WebSocket): void {
  window.clearTimeout(watchdog);
  watchdog = window.setTimeout(() => {
    line.close();
    if (socket === line) lost(0); // a dead line may take minutes to close by itself
  }, SILENCE);
}

function leave(): void {
  window.clearTimeout(watchdog);
  window.clearTimeout(retry);
  retry = 0;
  const line = socket;
  socket = null;
  line?.close();
}

function tell(): void {
  document.querySelectorAll<HTMLElement>("[data-live-indicator]").forEach(indicate);
  for (const listener of listeners) listener(board, connection);
}

function indicate(element: HTMLElement): void {
  const fine = connection === "live" && board.engine === "connected";
  element.className = `status status-${fine ? "good" : "warn"} live-indicator`;
  const words = element.querySelector(".status-text");
  const name = connection !== "live" ? "reconnecting" : fine ? "live" : "engine_unreachable";
  if (words && words.textContent !== text(name)) words.textContent = text(name);
}
