// How each phone is doing, from what is known live; nothing here touches the page.
import type { Company } from "./board.ts";

/** From the least that can be said of a phone to the most; of its contacts, the best counts. */
export type State = "unreachable" | "clear" | "registered" | "in_call";

export interface Shown {
  kind: "good" | "warn" | "busy" | "idle";
  words: string; // by which lib/texts.ts finds them
}

const ORDER: readonly State[] = ["unreachable", "clear", "registered", "in_call"];
const ENCRYPTED: ReadonlySet<string> = new Set(["tls", "ws", "wss"]); // phones reach WebSockets over TLS only, and say ws
const REGISTERED: Shown = { kind: "good", words: "registered" };

/** States by endpoint; a phone of which nothing is known has none. */
export function statesOf(companies: readonly Company[]): Map<string, State> {
  const states = new Map<string, State>();
  const note = (endpoint: string, state: State): void => {
    const known = states.get(endpoint);
    if (known === undefined || ORDER.indexOf(state) > ORDER.indexOf(known)) states.set(endpoint, state);
  };
  for (const company of companies) {
    for (const { endpoint, state, transport } of company.registrations.values()) {
      note(endpoint, state !== "reachable" ? "unreachable" : ENCRYPTED.has(transport) ? "registered" : "clear");
    }
    for (const leg of [...company.calls.values()].flatMap((call) => call.legs)) {
      if (leg.endpoint && leg.state === "up") note(leg.endpoint, "in_call");
    }
  }
  return states;
}

/** What is said of a phone in this state; calls of one that must encrypt are refused in the clear. */
export function shownOf(state: State | undefined, encryptedOnly: boolean): Shown {
  if (state === undefined) return { kind: "idle", words: "not_registered" };
  if (state === "clear") return encryptedOnly ? { kind: "warn", words: "registered_in_the_clear" } : REGISTERED;
  if (state === "registered") return REGISTERED;
  return state === "in_call" ? { kind: "busy", words: "in_call" } : { kind: "warn", words: "unreachable" };
}
