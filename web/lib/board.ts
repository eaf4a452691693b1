// What a viewer knows of live calls and registrations, kept true by numbered messages. The live process's messages
// are told in its own docs; nothing here touches the page.

export interface Leg {
  endpoint: string; // empty for a leg that is no phone of ours
  name: string;
  number: string;
  state: string;
  since: number; // epoch seconds
}

export interface Call {
  id: string;
  state: "ringing" | "connected" | "talking";
  since: number; // epoch seconds
  dialled: string;
  legs: Leg[];
}

export interface Registration {
  id: string;
  endpoint: string;
  state: "reachable" | "unreachable";
  user_agent: string;
  transport: string;
  address?: string;
}

export interface Counts {
  calls: number;
  registrations: number;
}

export interface Company {
  calls: ReadonlyMap<string, Call>;
  registrations: ReadonlyMap<string, Registration>;
  counts: Counts;
}

export interface Board {
  seq: number; // of the last message taken in; 0 before the first snapshot
  engine: "connected" | "unreachable";
  companies: ReadonlyMap<string, Company>;
}

interface Told {
  calls?: Call[];
  calls_gone?: string[];
  registrations?: Registration[];
  registrations_gone?: string[];
  counts: Counts;
}

export type Message =
  | { type: "snapshot" | "change"; seq: number; engine: Board["engine"]; companies: Record<string, Told> }
  | { type: "beat"; seq: number };

export const NOTHING: Board = { seq: 0, engine: "unreachable", companies: new Map() };
const NOBODY: Company = { calls: new Map(), registrations: new Map(), counts: { calls: 0, registrations: 0 } };

/** A message, or null when it is none that we know. */
export function messageOf(received: unknown): Message | null {
  if (typeof received !== "string") return null;
  let plain: unknown;
  try {
    plain = JSON.parse(received);
  } catch {
    return null;
  }
  if (!isRecord(plain) || typeof plain["seq"] !== "number") return null;
  if (plain["type"] === "beat") return plain as Message;
  const known = plain["type"] === "snapshot" || plain["type"] === "change";
  return known && isRecord(plain["companies"]) ? (plain as unknown as Message) : null;
}

/** The board after a message, or null when one before it was missed: then a snapshot must be asked for. */
export function boardAfter(board: Board, message: Message): Board | null {
  if (message.type === "snapshot") return snapshotOf(message.seq, message.engine, message.companies);
  if (board.seq === 0) return board; // a change overtook the first snapshot, which holds it
  if (message.type === "beat") return message.seq === board.seq ? board : null;
  if (message.seq !== board.seq + 1) return null;
  const companies = new Map(board.companies);
  for (const [key, told] of Object.entries(message.companies)) {
    companies.set(key, companyAfter(companies.get(key) ?? NOBODY, told));
  }
  return { seq: message.seq, engine: message.engine, companies };
}

function snapshotOf(seq: number, engine: Board["engine"], told: Record<string, Told>): Board {
  const companies = Object.entries(told).map(([key, one]) => [key, companyAfter(NOBODY, one)] as const);
  return { seq, engine, companies: new Map(companies) };
}

function companyAfter(before: Company, told: Told): Company {
  return {
    calls: merged(before.calls, told.calls, told.calls_gone),
    registrations: merged(before.registrations, told.registrations, told.registrations_gone),
    counts: told.counts,
  };
}

function merged<Item extends { id: string }>(
  before: ReadonlyMap<string, Item>,
  fresh: Item[] = [],
  gone: string[] = [],
): ReadonlyMap<string, Item> {
  const after = new Map(before);
  for (const id of gone) after.delete(id);
  for (const item of fresh) after.set(item.id, item);
  return after;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
