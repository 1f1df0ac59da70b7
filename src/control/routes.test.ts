import { expect, test } from "bun:test";
import type { Jid } from "../jid/jid.ts";
import type { Operations } from "../operations/operations.ts";
import { controlRoutes } from "./routes.ts";

/** Operations that note what they are given. */
function open() {
  const given: unknown[] = [];
  const full = (value: unknown): unknown =>
    typeof value === "object" && value !== null && "bare" in value ? (value as Jid).full : value;
  const noted = (value: object) => Object.fromEntries(Object.entries(value).map(([key, each]) => [key, full(each)]));
  const operations = {
    domains: ["example.com", "exämple.org"],
    accounts: {
      add: async (accounts: readonly object[]) => given.push(...accounts.map(noted)),
      setPassword: async (account: Jid, password: string) => given.push([account.full, password]),
      introduce: async (accounts: readonly Jid[]) => given.push(accounts.map(full)),
      remove: async (accounts: readonly Jid[]) => accounts.map(({ bare }) => bare),
    },
    rooms: {
      services: ["rooms.example.com"],
      create: async (room: object) => given.push(noted(room)),
      setAffiliation: async (change: object) => given.push(noted(change)),
    },
    certificate: { answer: async (answer: string) => given.push(answer) },
    federation: { trial: (remote: string, local?: string) => given.push([remote, local]) },
  };
  return { given, routes: controlRoutes(operations as unknown as Operations) };
}

test("addresses are as a person types them", async () => {
  const { given, routes } = open();
  await routes["POST /users"]({ users: [{ jid: "Bob", password: "p", admin: true }] });
  await routes["PUT /users/password"]({ jid: "bob@XN--EXMPLE-CUA.org", password: "q" });
  await routes["POST /users/introduce"]({ users: [{ jid: "Bob" }, { jid: "carol@example.com" }] });
  expect(await routes["DELETE /users"]({ jid: "bob" })).toEqual({ removed: "bob@example.com" });
  await routes["POST /rooms"]({ room: "Club", owner: "bob", isPublic: true });
  await routes["PUT /rooms/affiliation"]({ room: "club", jid: "spam.example", affiliation: "outcast", reason: "Spam" });
  routes["POST /federation/trial"]({ domain: "Other.example.", from: "example.com" });
  const room = "club@rooms.example.com";
  expect(given).toEqual([
    { jid: "bob@example.com", password: "p", isAdministrator: true },
    ["bob@exämple.org", "q"],
    ["bob@example.com", "carol@example.com"],
    { room, owner: "bob@example.com", isPublic: true, name: undefined },
    { room, jid: "spam.example", affiliation: "outcast", reason: "Spam" },
    ["other.example", "example.com"],
  ]);
});

test.each([undefined, null, 1, [], {}, { users: 1 }, { users: [1] }, { users: [{ jid: "a@b" }] }, { jid: 3, room: 3 }])(
  "a body of another shape is refused: %p",
  async (body) => {
    const { given, routes } = open();
    const requests = ["POST /users", "PUT /users/password", "DELETE /users", "POST /rooms", "DELETE /rooms"] as const;
    const others = ["PUT /rooms/affiliation", "POST /certificate/renew/answer", "POST /federation/trial"] as const;
    for (const request of [...requests, ...others])
      await expect((async () => await routes[request](body))()).rejects.toMatchObject({ reason: "malformed-request" });
    expect(given).toEqual([]);
  },
);

test("an answer about a renewal is one of three", async () => {
  const { given, routes } = open();
  await routes["POST /certificate/renew/answer"]({ answer: "look" });
  expect(() => routes["POST /certificate/renew/answer"]({ answer: "yes" })).toThrow('"answer"');
  expect(given).toEqual(["look"]);
});
