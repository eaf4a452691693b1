import assert from "node:assert/strict";
import { test } from "node:test";
import { boardAfter, messageOf, NOTHING, type Board, type Message } from "./board.ts";

const call = { id: "c1", state: "ringing", since: 1, dialled: "102", legs: [] } as const;
const phone = { id: "r1", endpoint: "e1", state: "reachable", user_agent: "", transport: "tls" } as const;
const counts = { calls: 1, registrations: 1 };

function snapshot(seq: number): Message {
  return { type: "snapshot", seq, engine: "connected", companies: { t1: { calls: [{ ...call, legs: [] }], registrations: [phone], counts } } };
}

function after(...messages: Message[]): Board | null {
  return messages.reduce<Board | null>((board, message) => (board ? boardAfter(board, message) : null), NOTHING);
}

test("a snapshot is the whole truth", () => {
  const board = after(snapshot(1), { type: "snapshot", seq: 2, engine: "connected", companies: {} });
  assert.equal(board?.companies.size, 0);
});

test("a change that follows adds, alters and removes", () => {
  const talking = { ...call, legs: [], state: "talking" as const };
  const board = after(
    snapshot(1),
    { type: "change", seq: 2, engine: "connected", companies: { t1: { calls: [talking], counts } } },
    { type: "change", seq: 3, engine: "connected", companies: { t1: { registrations_gone: ["r1"], counts } } },
  );
  assert.equal(board?.companies.get("t1")?.calls.get("c1")?.state, "talking");
  assert.equal(board?.companies.get("t1")?.registrations.size, 0);
});

test("a missing number asks for a snapshot", () => {
  assert.equal(after(snapshot(1), { type: "change", seq: 3, engine: "connected", companies: {} }), null);
});

test("a beat tells of a change that never came", () => {
  assert.ok(after(snapshot(1), { type: "beat", seq: 1 }));
  assert.equal(after(snapshot(1), { type: "beat", seq: 2 }), null);
});

test("changes before the first snapshot are in it and need no asking", () => {
  assert.equal(after({ type: "change", seq: 1, engine: "connected", companies: {} }), NOTHING);
});

test("what is no message is not taken for one", () => {
  for (const odd of ["", "{", "[]", "null", '{"type":"change"}', '{"type":"change","seq":1}', '{"type":"x","seq":1}', 7]) {
    assert.equal(messageOf(odd), null);
  }
});
